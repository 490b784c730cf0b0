/*
 * The structure tree.  The tags come as a tree in reading order, the marked content in painting
 * order; an element that has both (a paragraph around a link) interleaves them as they were
 * painted.
 */
#include "pdf/pdf_struct.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#include "pdf/pdf_syntax.h"

/* Marked content (mcid >= 0) or an annotation, in the order of painting. */
struct kid {
	int page, mcid, annotation;
	int next; /* of the same element, or NONE */
};

/* In reading order: an element stands before those below it. */
struct element {
	const struct tag *tag;
	int parent;      /* NONE: the Document */
	int first, last; /* kid */
	int begins;      /* the first kid in it or below it */
};

enum { NONE = -1, NEVER = INT_MAX };

struct parents { /* elements, by marked-content id */
	int *v;
	size_t n, cap;
};

struct named { /* an element with an id */
	const char *name;
	int element;
};

struct structure {
	struct arena *arena;
	struct objects *objects;
	const struct pdf *pdf;
	const int *pages;
	int root, parent_tree; /* object numbers */
	int base;              /* that of the first element; known when all others are */
	struct {
		struct element *v;
		size_t n, cap;
	} elements;
	struct {
		struct kid *v;
		size_t n, cap;
	} kids;
	struct parents *of_page;
	struct parents of_link; /* in order of their StructParent */
	struct {
		struct named *v;
		size_t n, cap;
	} names;
};

static size_t count_elements(const struct tag *tag)
{
	size_t n = 1;

	for (const struct tag *t = tag->first; t; t = t->next)
		n += count_elements(t);
	return n;
}

static void add_elements(struct structure *s, struct tag *tag, int parent)
{
	int self = (int)s->elements.n;

	*PUSH(s->arena, &s->elements) = (struct element){tag, parent, NONE, NONE, NEVER};
	tag->element = self + 1;
	for (struct tag *t = tag->first; t; t = t->next)
		add_elements(s, t, self);
}

static int element_of(const struct tag *tag)
{
	assert(tag->element); /* else the tag is not in the tree of pdf->root */
	return tag->element - 1;
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
	s->parent_tree = object_new(o);
	s->of_page = NEWS(a, struct parents, pdf->n_pages);
	s->elements.cap = count_elements(pdf->root);
	s->elements.v = NEWS(a, struct element, s->elements.cap);
	add_elements(s, pdf->root, NONE);
	return s;
}

int structure_root(const struct structure *s)
{
	return s->root;
}

static int add_kid(struct structure *s, const struct tag *tag, struct kid kid)
{
	int self = (int)s->kids.n, element = element_of(tag);
	struct element *e = &s->elements.v[element];

	*PUSH(s->arena, &s->kids) = kid;
	if (e->last == NONE)
		e->first = e->begins = self;
	else
		s->kids.v[e->last].next = self;
	e->last = self;
	return element;
}

int structure_mcid(struct structure *s, const struct tag *tag, int page)
{
	struct parents *p = &s->of_page[page];
	int mcid = (int)p->n;

	*PUSH(s->arena, p) =
	    add_kid(s, tag, (struct kid){.page = page, .mcid = mcid, .next = NONE});
	return mcid;
}

int structure_link(struct structure *s, const struct tag *tag, int page, int annotation)
{
	*PUSH(s->arena, &s->of_link) = add_kid(
	    s, tag, (struct kid){.page = page, .mcid = -1, .annotation = annotation, .next = NONE});
	return (int)(s->pdf->n_pages + s->of_link.n - 1);
}

/* Those below first, so that each tells its parent. */
static void find_beginnings(struct structure *s)
{
	for (size_t i = s->elements.n; i-- > 1;) {
		const struct element *e = &s->elements.v[i];
		struct element *parent = &s->elements.v[e->parent];

		if (e->begins < parent->begins)
			parent->begins = e->begins;
	}
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

static void put_layout_attributes(const struct structure *s, struct buf *b, const struct tag *t)
{
	const double *box = t->box ? t->box->corner : NULL;
	double height;

	if (!box)
		return;
	height = s->pdf->pages[t->box->page].height;
	buf_str(b, "<</O/Layout/Placement/Block/BBox[");
	pdf_coords(b, (double[]){box[0], height - box[3], box[2], height - box[1]}, 4);
	buf_str(b, "]>>");
}

static void put_attributes(const struct structure *s, struct buf *b, const struct tag *t)
{
	int owners = has_table_attributes(t) + (t->box != NULL) + (t->list_numbering != NULL);

	if (!owners)
		return;
	buf_str(b, owners > 1 ? "/A[" : "/A");
	put_table_attributes(b, t);
	put_layout_attributes(s, b, t);
	if (t->list_numbering)
		buf_printf(b, "<</O/List/ListNumbering/%s>>", t->list_numbering);
	if (owners > 1)
		buf_char(b, ']');
}

/* ---- elements ---- */

/* Content of the element's own page (/Pg) is named by its number alone. */
static void put_kid(const struct structure *s, struct buf *b, const struct kid *kid, int page)
{
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

/* Content of its own and elements below it, as they were painted. */
static void put_kids(const struct structure *s, struct buf *b, const struct element *e)
{
	int page = e->first == NONE ? NONE : s->kids.v[e->first].page, k = e->first;

	if (page != NONE)
		pdf_ref(b, "/Pg ", s->pages[page]);
	if (k == NONE && !e->tag->first)
		return;
	buf_str(b, "/K[");
	for (const struct tag *t = e->tag->first; t; t = t->next) {
		int child = element_of(t), begins = s->elements.v[child].begins;

		for (; begins != NEVER && k != NONE && k < begins; k = s->kids.v[k].next)
			put_kid(s, b, &s->kids.v[k], page);
		pdf_ref(b, "", s->base + child);
	}
	for (; k != NONE; k = s->kids.v[k].next)
		put_kid(s, b, &s->kids.v[k], page);
	buf_char(b, ']');
}

/* A note needs an id (PDF/UA-1, 7.9); most have none to be named by. */
static const char *name_of(const struct structure *s, const struct tag *tag)
{
	if (!tag->id && streq(tag->type, "Note"))
		return arena_printf(s->arena, "note.%d", s->base + element_of(tag));
	return tag->id;
}

static void find_names(struct structure *s)
{
	for (size_t i = 0; i < s->elements.n; i++) {
		const char *name = name_of(s, s->elements.v[i].tag);

		if (name)
			*PUSH(s->arena, &s->names) = (struct named){name, (int)i};
	}
}

static void put_element(const void *ctx, size_t i, struct buf *b)
{
	const struct structure *s = ctx;
	const struct element *e = &s->elements.v[i];
	const struct tag *tag = e->tag;
	const char *name = name_of(s, tag);

	buf_str(b, "<</S/"); /* its Type may be left out, and most of a table is such elements */
	buf_str(b, tag->type);
	pdf_ref(b, "/P ", e->parent == NONE ? s->root : s->base + e->parent);
	put_text_entry(b, "/T", tag->title);
	put_text_entry(b, "/Lang", tag->lang);
	put_text_entry(b, "/Alt", tag->alt);
	if (name) {
		buf_str(b, "/ID");
		pdf_bytes(b, name);
	}
	put_attributes(s, b, tag);
	put_kids(s, b, e);
	buf_str(b, ">>");
}

/* ---- the root ---- */

static void write_parent_tree(const struct structure *s, struct buf *b)
{
	buf_str(b, "/Nums[");
	for (size_t page = 0; page < s->pdf->n_pages; page++) {
		const struct parents *p = &s->of_page[page];

		pdf_int(b, page);
		buf_char(b, '[');
		for (size_t i = 0; i < p->n; i++)
			pdf_ref(b, "", s->base + p->v[i]);
		buf_str(b, "]\n");
	}
	for (size_t i = 0; i < s->of_link.n; i++)
		buf_printf(b, "%zu %d 0 R ", s->pdf->n_pages + i, s->base + s->of_link.v[i]);
	buf_char(b, ']');
	object_set(s->objects, s->parent_tree, b);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static void put_id_tree(const struct structure *s, struct buf *b)
{
	if (!s->names.n)
		return;
	qsort(s->names.v, s->names.n, sizeof *s->names.v, by_name);
	buf_str(b, "/IDTree<</Names[");
	for (size_t i = 0; i < s->names.n; i++) {
		pdf_bytes(b, s->names.v[i].name);
		buf_printf(b, "%d 0 R ", s->base + s->names.v[i].element);
	}
	buf_str(b, "]>>");
}

static void write_root(const struct structure *s, struct buf *b)
{
	buf_printf(b, "/Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %zu",
		   s->base + element_of(s->pdf->root), s->parent_tree,
		   s->pdf->n_pages + s->of_link.n);
	put_id_tree(s, b);
	object_set(s->objects, s->root, b);
}

struct values structure_write(struct structure *s)
{
	struct buf b = {0};

	s->base = objects_last(s->objects) + 1;
	find_beginnings(s);
	find_names(s);
	write_parent_tree(s, &b);
	write_root(s, &b);
	buf_free(&b);
	return (struct values){s->elements.n, put_element, s};
}
