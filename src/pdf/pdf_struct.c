/*
 * The structure tree.  The tags come as a tree in reading order, the marked content in painting
 * order; an element that has both (a paragraph around a link) interleaves them as they were
 * painted.
 */
#include "pdf/pdf_struct.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "pdf/pdf_syntax.h"

/* Marked content (mcid >= 0) or an annotation of an element. */
struct kid {
	size_t order; /* of painting */
	int page, mcid, annotation;
};

struct element {
	int id;       /* object number */
	size_t first; /* order of the first kid in it or below it */
	struct {
		struct kid *v;
		size_t n, cap;
	} kids;
};

struct parents { /* object numbers of elements, by marked-content id */
	int *v;
	size_t n, cap;
};

struct named { /* an element with an id */
	const char *name;
	int id;
};

struct structure {
	struct arena *arena;
	struct objects *objects;
	const struct pdf *pdf;
	const int *pages;
	size_t painted;
	int root;
	struct parents *of_page;
	struct parents of_link; /* in order of their StructParent */
	struct {
		struct named *v;
		size_t n, cap;
	} names;
	struct buf text; /* the object that is being written */
};

static struct element *element_of(const struct tag *tag)
{
	assert(tag->writer); /* else the tag is not in the tree of pdf->root */
	return tag->writer;
}

static void add_elements(struct structure *s, struct tag *tag)
{
	struct element *e = NEW(s->arena, struct element);

	e->id = object_new(s->objects);
	e->first = SIZE_MAX;
	tag->writer = e;
	for (struct tag *t = tag->first; t; t = t->next)
		add_elements(s, t);
}

struct structure *structure_new(struct arena *a, struct objects *o, const struct pdf *pdf,
				const int *pages)
{
	struct structure *s = NEW(a, struct structure);

	s->arena = a;
	s->objects = o;
	s->pdf = pdf;
	s->pages = pages;
	s->root = object_new(o);
	s->of_page = NEWS(a, struct parents, pdf->n_pages);
	add_elements(s, pdf->root);
	return s;
}

static struct element *add_kid(struct structure *s, const struct tag *tag, struct kid kid)
{
	struct element *e = element_of(tag);

	kid.order = s->painted++;
	*PUSH(s->arena, &e->kids) = kid;
	return e;
}

int structure_mcid(struct structure *s, const struct tag *tag, int page)
{
	struct parents *p = &s->of_page[page];
	int mcid = (int)p->n;
	struct element *e = add_kid(s, tag, (struct kid){.page = page, .mcid = mcid});

	*PUSH(s->arena, p) = e->id;
	return mcid;
}

int structure_link(struct structure *s, const struct tag *tag, int page, int annotation)
{
	struct element *e =
	    add_kid(s, tag, (struct kid){.page = page, .mcid = -1, .annotation = annotation});

	*PUSH(s->arena, &s->of_link) = e->id;
	return (int)(s->pdf->n_pages + s->of_link.n - 1);
}

static size_t find_first(const struct tag *tag)
{
	struct element *e = element_of(tag);

	if (e->kids.n)
		e->first = e->kids.v[0].order;
	for (const struct tag *t = tag->first; t; t = t->next) {
		size_t first = find_first(t);

		if (first < e->first)
			e->first = first;
	}
	return e->first;
}

/* ---- attributes ---- */

static void put_text_entry(struct buf *b, const char *key, const char *text)
{
	if (!text)
		return;
	buf_str(b, key);
	pdf_text(b, text);
}

static void put_headers(struct buf *b, const char *const *ids)
{
	buf_str(b, "/Headers[");
	for (; *ids; ids++)
		pdf_bytes(b, *ids);
	buf_char(b, ']');
}

static bool has_table_attributes(const struct tag *t)
{
	return t->scope || t->headers || t->col_span > 1 || t->row_span > 1;
}

static void put_table_attributes(struct buf *b, const struct tag *t)
{
	if (!has_table_attributes(t))
		return;
	buf_str(b, "<</O/Table");
	if (t->scope) {
		buf_str(b, "/Scope/");
		buf_str(b, t->scope);
	}
	if (t->headers)
		put_headers(b, (const char *const *)t->headers);
	if (t->col_span > 1)
		buf_printf(b, "/ColSpan %d", t->col_span);
	if (t->row_span > 1)
		buf_printf(b, "/RowSpan %d", t->row_span);
	buf_str(b, ">>");
}

static void put_layout_attributes(struct structure *s, const struct tag *t)
{
	double height;
	const double *box = t->bbox;

	if (!t->has_bbox)
		return;
	height = s->pdf->pages[t->bbox_page].scene->height;
	buf_str(&s->text, "<</O/Layout/Placement/Block/BBox[");
	pdf_coords(&s->text, (double[]){box[0], height - box[3], box[2], height - box[1]}, 4);
	buf_str(&s->text, "]>>");
}

static void put_attributes(struct structure *s, const struct tag *t)
{
	int owners = has_table_attributes(t) + t->has_bbox + (t->list_numbering != NULL);

	if (!owners)
		return;
	buf_str(&s->text, owners > 1 ? "/A[" : "/A");
	put_table_attributes(&s->text, t);
	put_layout_attributes(s, t);
	if (t->list_numbering)
		buf_printf(&s->text, "<</O/List/ListNumbering/%s>>", t->list_numbering);
	if (owners > 1)
		buf_char(&s->text, ']');
}

/* ---- elements ---- */

/* Content of the element's own page (/Pg) is named by its number alone. */
static void put_kid(struct structure *s, const struct kid *kid, int page)
{
	struct buf *b = &s->text;

	if (kid->mcid < 0) {
		buf_printf(b, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>", kid->annotation,
			   s->pages[kid->page]);
	} else if (kid->page != page) {
		buf_printf(b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", s->pages[kid->page], kid->mcid);
	} else {
		pdf_int(b, (size_t)kid->mcid);
		buf_char(b, ' ');
	}
}

static void put_kids(struct structure *s, const struct tag *tag)
{
	const struct element *e = element_of(tag);
	int page = e->kids.n ? e->kids.v[0].page : -1;
	size_t i = 0;

	if (page >= 0)
		pdf_ref(&s->text, "/Pg ", s->pages[page]);
	if (!e->kids.n && !tag->first)
		return;
	buf_str(&s->text, "/K[");
	for (const struct tag *t = tag->first; t; t = t->next) {
		const struct element *child = element_of(t);

		while (child->first != SIZE_MAX && i < e->kids.n &&
		       e->kids.v[i].order < child->first)
			put_kid(s, &e->kids.v[i++], page);
		pdf_ref(&s->text, "", child->id);
	}
	while (i < e->kids.n)
		put_kid(s, &e->kids.v[i++], page);
	buf_char(&s->text, ']');
}

/* A note needs an id (PDF/UA-1, 7.9); most have none to be named by. */
static const char *name_of(struct structure *s, const struct tag *tag)
{
	const char *name = tag->id;

	if (!name && streq(tag->type, "Note"))
		name = arena_printf(s->arena, "note.%d", element_of(tag)->id);
	if (name)
		*PUSH(s->arena, &s->names) = (struct named){name, element_of(tag)->id};
	return name;
}

static void write_element(struct structure *s, const struct tag *tag, int parent)
{
	struct buf *b = &s->text;
	int id = element_of(tag)->id;
	const char *name = name_of(s, tag);

	buf_str(b, "/Type/StructElem/S/");
	buf_str(b, tag->type);
	pdf_ref(b, "/P ", parent);
	if (name) {
		buf_str(b, "/ID");
		pdf_bytes(b, name);
	}
	put_text_entry(b, "/T", tag->title);
	put_text_entry(b, "/Lang", tag->lang);
	put_text_entry(b, "/Alt", tag->alt);
	put_text_entry(b, "/ActualText", tag->actual);
	put_attributes(s, tag);
	put_kids(s, tag);
	object_set(s->objects, id, b);
	for (const struct tag *t = tag->first; t; t = t->next)
		write_element(s, t, id);
}

/* ---- the root ---- */

static int write_parent_tree(struct structure *s)
{
	struct buf *b = &s->text;
	int id = object_new(s->objects);

	buf_str(b, "/Nums[");
	for (size_t page = 0; page < s->pdf->n_pages; page++) {
		const struct parents *p = &s->of_page[page];

		buf_printf(b, "%zu[", page);
		for (size_t i = 0; i < p->n; i++)
			pdf_ref(b, "", p->v[i]);
		buf_str(b, "]\n");
	}
	for (size_t i = 0; i < s->of_link.n; i++)
		buf_printf(b, "%zu %d 0 R ", s->pdf->n_pages + i, s->of_link.v[i]);
	buf_char(b, ']');
	object_set(s->objects, id, b);
	return id;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static void put_id_tree(struct structure *s)
{
	if (!s->names.n)
		return;
	qsort(s->names.v, s->names.n, sizeof *s->names.v, by_name);
	buf_str(&s->text, "/IDTree<</Names[");
	for (size_t i = 0; i < s->names.n; i++) {
		pdf_bytes(&s->text, s->names.v[i].name);
		buf_printf(&s->text, "%d 0 R ", s->names.v[i].id);
	}
	buf_str(&s->text, "]>>");
}

int structure_write(struct structure *s)
{
	int parent_tree = write_parent_tree(s);

	find_first(s->pdf->root);
	write_element(s, s->pdf->root, s->root);
	buf_printf(&s->text,
		   "/Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %zu",
		   element_of(s->pdf->root)->id, parent_tree, s->pdf->n_pages + s->of_link.n);
	put_id_tree(s);
	object_set(s->objects, s->root, &s->text);
	buf_free(&s->text);
	return s->root;
}
