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

/* False if a page cannot be drawn (reported). */
static bool use_fonts(const struct pdf *pdf, struct diag *d, struct pdf_fonts *fonts,
		      struct arena *scratch)
{
	int errors = d->errors;

	for (size_t page = 0; page < pdf->n_pages; page++) {
		const struct scene *s = pdf_scene(pdf, scratch, page);

		if (d->errors != errors)
			return false;
		for (size_t i = 0; i < s->ops.n; i++)
			if (s->ops.v[i].kind == OP_TEXT)
				pdf_fonts_use(fonts, s->ops.v[i].run, (int)page);
		arena_empty(scratch);
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

static void write_document(struct arena *a, struct arena *scratch, const struct pdf *pdf,
			   struct objects *o, struct pdf_fonts *fonts, struct values *elements)
{
	int *pages = NEWS(a, int, pdf->n_pages), resources = write_resources(o, fonts);
	struct structure *structure;

	for (size_t i = 0; i < pdf->n_pages; i++)
		pages[i] = object_page(o);
	structure = structure_new(a, o, pdf, pages);
	for (size_t i = 0; i < pdf->n_pages; i++) {
		write_page(&(struct paint_target){a, o, fonts, structure, &pdf->palette},
			   pdf_scene(pdf, scratch, i), (int)i, pages[i], resources);
		arena_empty(scratch);
	}
	pdf_write_info(o, pdf);
	pdf_write_catalog(a, o, pdf, pages, structure_root(structure));
	*elements = structure_write(structure);
}

bool pdf_write(struct arena *a, struct diag *d, const struct pdf *pdf, struct buf *out)
{
	struct objects *o = objects_new(a, out);
	struct arena *scratch = arena_new(); /* of the page in hand */
	struct pdf_fonts *fonts = pdf_fonts_new(a, d, pdf->fonts, pdf->subsets);
	struct values elements = {0};
	int errors = d->errors;

	if (use_fonts(pdf, d, fonts, scratch) && pdf_fonts_embed(fonts, o))
		write_document(a, scratch, pdf, o, fonts, &elements);
	arena_free(scratch);
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
