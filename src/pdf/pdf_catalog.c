/* The catalog and what hangs on it alone: outline, name trees, page labels, attached files. */
#include "pdf/pdf_catalog.h"

#include <stdlib.h>

#include "pdf/pdf_meta.h"
#include "pdf/pdf_syntax.h"

/* ---- outline ---- */

/* Indices of items; NONE where there is none.  The outline itself is the item before the first. */
enum { NONE = -1 };
struct item {
	int id, level;
	int parent, prev, next, first, last;
	int below; /* items below it, all levels */
};

static void append_item(struct item *items, int child, int parent)
{
	struct item *c = &items[child], *p = &items[parent];

	c->parent = parent;
	c->prev = p->last;
	if (p->last == NONE)
		p->first = child;
	else
		items[p->last].next = child;
	p->last = child;
	for (int i = parent; i != NONE; i = items[i].parent)
		items[i].below++;
}

/* items[0] is the outline; item i + 1 stands for pdf->outline[i]. */
static struct item *make_items(struct arena *a, struct objects *o, const struct pdf *pdf)
{
	struct item *items = NEWS(a, struct item, pdf->n_outline + 1);
	int parent = 0;

	for (size_t i = 0; i <= pdf->n_outline; i++) {
		items[i] = (struct item){.id = object_new(o),
					 .parent = NONE,
					 .prev = NONE,
					 .next = NONE,
					 .first = NONE,
					 .last = NONE};
		if (!i)
			continue;
		items[i].level = pdf->outline[i - 1].level;
		while (items[parent].level >= items[i].level && parent)
			parent = items[parent].parent;
		append_item(items, (int)i, parent);
		parent = (int)i;
	}
	return items;
}

static void put_item_link(struct buf *b, const char *key, const struct item *items, int i)
{
	if (i != NONE)
		buf_printf(b, "/%s %d 0 R", key, items[i].id);
}

static int write_outline(struct arena *a, struct objects *o, const struct pdf *pdf)
{
	struct item *items = make_items(a, o, pdf);
	struct buf b = {0};

	for (size_t i = 0; i <= pdf->n_outline; i++) {
		const struct item *item = &items[i];

		if (i) {
			buf_str(&b, "/Title");
			pdf_text(&b, pdf->outline[i - 1].title);
			buf_str(&b, "/Dest");
			pdf_bytes(&b, pdf->outline[i - 1].dest);
		} else {
			buf_str(&b, "/Type/Outlines");
		}
		put_item_link(&b, "Parent", items, item->parent);
		put_item_link(&b, "Prev", items, item->prev);
		put_item_link(&b, "Next", items, item->next);
		put_item_link(&b, "First", items, item->first);
		put_item_link(&b, "Last", items, item->last);
		if (item->below)
			buf_printf(&b, "/Count %d", item->below);
		object_set(o, item->id, &b);
	}
	buf_free(&b);
	return items[0].id;
}

/* ---- named destinations and attachments ---- */

static int dest_by_name(const void *a, const void *b)
{
	return strcmp(((const struct pdf_dest *)a)->name, ((const struct pdf_dest *)b)->name);
}

static void put_dests(struct buf *b, struct arena *a, const struct pdf *pdf, const int *pages)
{
	struct pdf_dest *sorted = arena_copy(a, pdf->dests, pdf->n_dests * sizeof *sorted);

	if (!pdf->n_dests)
		return;
	qsort(sorted, pdf->n_dests, sizeof *sorted, dest_by_name);
	buf_str(b, "/Dests<</Names[");
	for (size_t i = 0; i < pdf->n_dests; i++) {
		const struct pdf_dest *d = &sorted[i];

		pdf_bytes(b, d->name);
		buf_printf(b, "[%d 0 R/XYZ ", pages[d->page]);
		pdf_coords(b, (double[]){d->x, pdf->pages[d->page].height - d->y}, 2);
		buf_str(b, "null]");
	}
	buf_str(b, "]>>");
}

void pdf_pack(struct arena *a, struct pdf_attachment *file)
{
	struct str packed = deflated(a, file->bytes, file->n);

	file->bytes = packed.p;
	file->packed = packed.n;
}

static int write_file(struct arena *a, struct objects *o, const struct pdf *pdf,
		      struct pdf_attachment file)
{
	struct buf b = {0};
	int stream, id = object_new(o);

	buf_str(&b, "/Type/EmbeddedFile/Subtype");
	pdf_name(&b, file.mime);
	buf_printf(&b, "/Params<</Size %zu/ModDate", file.n);
	pdf_date(&b, pdf->created, pdf->offset_minutes);
	buf_str(&b, ">>");
	if (!file.packed)
		pdf_pack(a, &file);
	stream = object_stream(o, STREAM_DEFLATED, &b, file.bytes, file.packed);
	buf_str(&b, "/Type/Filespec/F");
	pdf_bytes(&b, file.name);
	buf_str(&b, "/UF");
	pdf_text(&b, file.name);
	buf_str(&b, "/Desc");
	pdf_text(&b, file.description ? file.description : file.name);
	buf_printf(&b, "/AFRelationship/%s/EF<</F %d 0 R/UF %d 0 R>>", file.relationship, stream,
		   stream);
	object_set(o, id, &b);
	buf_free(&b);
	return id;
}

struct named_file {
	const char *name;
	int id;
};

static int file_by_name(const void *a, const void *b)
{
	return strcmp(((const struct named_file *)a)->name, ((const struct named_file *)b)->name);
}

static struct named_file *write_files(struct arena *a, struct objects *o, const struct pdf *pdf)
{
	struct named_file *files = NEWS(a, struct named_file, pdf->n_attachments);

	for (size_t i = 0; i < pdf->n_attachments; i++)
		files[i] = (struct named_file){pdf->attachments[i].name,
					       write_file(a, o, pdf, pdf->attachments[i])};
	if (pdf->n_attachments)
		qsort(files, pdf->n_attachments, sizeof *files, file_by_name);
	return files;
}

/* The files once by name, for the reader's list, and once as associated with the whole document. */
static void put_files(struct buf *names, struct buf *catalog, const struct named_file *files,
		      size_t n)
{
	if (!n)
		return;
	buf_str(names, "/EmbeddedFiles<</Names[");
	buf_str(catalog, "/AF[");
	for (size_t i = 0; i < n; i++) {
		pdf_bytes(names, files[i].name);
		buf_printf(names, "%d 0 R ", files[i].id);
		buf_printf(catalog, "%d 0 R ", files[i].id);
	}
	buf_str(names, "]>>");
	buf_char(catalog, ']');
}

/* ---- the catalog ---- */

static void put_page_labels(struct buf *b, const struct pdf *pdf)
{
	buf_str(b, "/PageLabels<</Nums[");
	for (size_t i = 0; i < pdf->n_pages; i++) {
		buf_printf(b, "%zu<</P", i);
		pdf_text(b, pdf->pages[i].label);
		buf_str(b, ">>");
	}
	buf_str(b, "]>>");
}

void pdf_write_catalog(struct arena *a, struct objects *o, const struct pdf *pdf, const int *pages,
		       int structure)
{
	struct buf b = {0}, names = {0};

	buf_str(&b, "/Lang");
	pdf_text(&b, pdf->lang);
	buf_str(&b, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>");
	buf_printf(&b, "/StructTreeRoot %d 0 R/Metadata %d 0 R/OutputIntents[%d 0 R]", structure,
		   pdf_write_xmp(a, o, pdf), pdf_write_intent(o));
	if (pdf->facing)
		buf_str(&b, "/PageLayout/TwoPageRight");
	put_page_labels(&b, pdf);
	if (pdf->n_outline)
		buf_printf(&b, "/Outlines %d 0 R/PageMode/UseOutlines", write_outline(a, o, pdf));
	put_dests(&names, a, pdf, pages);
	put_files(&names, &b, write_files(a, o, pdf), pdf->n_attachments);
	if (names.n)
		buf_printf(&b, "/Names<<%s>>", names.p);
	object_set(o, objects_catalog(o), &b);
	buf_free(&b);
	buf_free(&names);
}
