/*
 * A PDF file from top to bottom: note the glyphs, subset the fonts, paint the pages, write the
 * structure and the catalog, serialise.
 */
#include "pdf/pdf.h"

#include "pdf/pdf_catalog.h"
#include "pdf/pdf_font.h"
#include "pdf/pdf_meta.h"
#include "pdf/pdf_obj.h"
#include "pdf/pdf_paint.h"
#include "pdf/pdf_serialise.h"
#include "pdf/pdf_struct.h"
#include "pdf/pdf_syntax.h"

const struct scene *pdf_scene(const struct pdf *pdf, struct arena *a, size_t page)
{
	const struct scene *scene = pdf->pages[page].scene;

	return scene ? scene : pdf->draw(pdf->draw_ctx, a, page);
}

/*
 * Pages are needed twice: for the glyphs in use, and to be painted.  A brief keeps what was drawn;
 * of a long document only the page in hand is there, and drawn again.
 */
enum { PAGES_KEPT = 32 };

struct scenes {
	const struct pdf *pdf;
	struct arena *arena, *in_hand;
	const struct scene *kept[PAGES_KEPT];
};

/* It lives until the next is asked for. */
static const struct scene *scene_at(struct scenes *s, size_t page)
{
	if (page >= PAGES_KEPT) {
		arena_empty(s->in_hand);
		return pdf_scene(s->pdf, s->in_hand, page);
	}
	if (!s->kept[page])
		s->kept[page] = pdf_scene(s->pdf, s->arena, page);
	return s->kept[page];
}

/* False if a page cannot be drawn (reported). */
static bool use_fonts(struct scenes *scenes, struct diag *d, struct pdf_fonts *fonts)
{
	int errors = d->errors;

	for (size_t page = 0; page < scenes->pdf->n_pages; page++) {
		const struct scene *s = scene_at(scenes, page);

		if (d->errors != errors)
			return false;
		for (size_t i = 0; i < s->ops.n; i++)
			if (s->ops.v[i].kind == OP_TEXT)
				pdf_fonts_use(fonts, s->ops.v[i].run, (int)page);
	}
	return true;
}

static int write_resources(struct objects *o, const struct pdf_fonts *fonts)
{
	struct buf b = {0};
	int id = object_new(o);

	pdf_fonts_resources(fonts, &b);
	object_set(o, id, &b);
	buf_free(&b);
	return id;
}

static void write_page(const struct paint_target *to, const struct scene *scene, int page, int id,
		       int resources)
{
	struct buf content = {0}, annotations = {0}, entries = {0};

	pdf_paint(to, scene, page, &content, &annotations);
	object_page_content(to->objects, id, &content);
	buf_str(&entries, "/MediaBox[0 0 ");
	pdf_coords(&entries, (double[]){scene->width, scene->height}, 2);
	buf_printf(&entries, "]/Resources %d 0 R/StructParents %d/Tabs/S", resources, page);
	if (annotations.n)
		buf_printf(&entries, "/Annots[%s]", annotations.p);
	object_set(to->objects, id, &entries);
	buf_free(&content);
	buf_free(&annotations);
	buf_free(&entries);
}

static void write_document(struct scenes *scenes, struct objects *o, struct pdf_fonts *fonts,
			   struct values *elements)
{
	const struct pdf *pdf = scenes->pdf;
	struct arena *a = scenes->arena;
	int *pages = NEWS(a, int, pdf->n_pages), resources = write_resources(o, fonts);
	struct structure *structure;

	for (size_t i = 0; i < pdf->n_pages; i++)
		pages[i] = object_page(o);
	structure = structure_new(a, o, pdf, pages);
	for (size_t i = 0; i < pdf->n_pages; i++)
		write_page(&(struct paint_target){a, o, fonts, structure, &pdf->palette},
			   scene_at(scenes, i), (int)i, pages[i], resources);
	pdf_write_info(o, pdf);
	pdf_write_catalog(a, o, pdf, pages, structure_root(structure));
	*elements = structure_write(structure);
}

bool pdf_write(struct arena *a, struct diag *d, const struct pdf *pdf, struct buf *out)
{
	struct objects *o = objects_new(a, out);
	struct scenes scenes = {.pdf = pdf, .arena = a, .in_hand = arena_new()};
	struct pdf_fonts *fonts = pdf_fonts_new(a, d, pdf->fonts, pdf->subsets);
	struct values elements = {0};
	int errors = d->errors;

	if (use_fonts(&scenes, d, fonts) && pdf_fonts_embed(fonts, o))
		write_document(&scenes, o, fonts, &elements);
	arena_free(scenes.in_hand);
	if (d->errors == errors && !objects_error(o))
		pdf_serialise(o, &elements, out);
	if (objects_error(o))
		diag_error(d, (struct pos){0}, "cannot write the PDF: libharu says 0x%04lX",
			   objects_error(o));
	if (d->errors != errors)
		buf_clear(out);
	objects_free(o);
	return d->errors == errors;
}
