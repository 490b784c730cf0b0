/*
 * Where columns of numbers end: heads, words and digits, as all pages show them.  A header because
 * both made tables and generated ones are checked for it.
 */
#ifndef TESTS_LAYOUT_EDGES_H
#define TESTS_LAYOUT_EDGES_H

#include "layout_check.h"

struct span_of {
	double low, high;
};

static inline void span_add(struct span_of *s, double v)
{
	if (s->high == 0 || v < s->low)
		s->low = v;
	if (v > s->high)
		s->high = v;
}

static inline bool span_is(const struct span_of *s, double v)
{
	return s->high == 0 || (fabs(s->low - v) < 0.01 && fabs(s->high - v) < 0.01);
}

struct edges {                         /* of a column of numbers, as all pages show it */
	struct span_of heads;          /* where lines of the heads end */
	struct span_of words;          /* where words in place of numbers end */
	struct span_of digits, points; /* where last digits end, and whole parts */
	struct span_of ink;
	double fraction; /* the widest */
};

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline void edges_add_cell(struct edges *e, const struct op *op)
{
	const struct run *r = op->run;
	size_t end = r->n_glyphs, point;
	double at = op->x + r->width, fraction = 0;

	while (end > 0 && !is_digit(r->text[r->glyphs[end - 1].cluster]))
		at -= (double)r->glyphs[--end].advance;
	if (end == 0) {
		span_add(&e->words, op->x + r->width);
		return;
	}
	for (point = end; point > 0 && is_digit(r->text[r->glyphs[point - 1].cluster]);)
		point--;
	for (size_t i = point;
	     point > 0 && r->text[r->glyphs[point - 1].cluster] == '.' && i <= end; i++)
		fraction += (double)r->glyphs[i - 1].advance;
	span_add(&e->digits, at);
	span_add(&e->points, at - fraction);
	e->fraction = fmax(e->fraction, fraction);
}

/* The last of the columns that a head stands over. */
static inline size_t head_column(const struct table *t, const struct tag *th)
{
	size_t c = 0;

	if (th->parent == th->parent->parent->first) {
		for (const struct tag *s = th->parent->first; s != th; s = s->next)
			c += s->col_span ? s->col_span : 1;
		return c + (th->col_span ? th->col_span : 1) - 1;
	}
	for (const struct tag *s = th->parent->first;; s = s->next, c++) {
		while (!t->columns[c].group)
			c++;
		if (s == th)
			return c;
	}
}

static inline size_t cell_column(const struct tag *td)
{
	size_t c = 0;

	for (const struct tag *s = td->parent->first; s != td; s = s->next)
		c++;
	return c;
}

static inline void edges_add(struct edges *list, const struct table *t, const struct tag *tag,
			     const struct op *op)
{
	bool head = tag->scope && streq(tag->scope, "Column");
	size_t c;

	if (!head && !streq(tag->type, "TD"))
		return;
	c = head ? head_column(t, tag) : cell_column(tag);
	if (!tag->col_span) {
		span_add(&list[c].ink, op->x);
		span_add(&list[c].ink, op->x + ink_width(op->run));
	}
	if (head)
		span_add(&list[c].heads, op->x + ink_width(op->run));
	else if (t->columns[c].kind == COLUMN_NUMBER)
		edges_add_cell(&list[c], op);
}

/* In every column of numbers the lines of its heads, words, and last digits or else decimal points
 * end at one edge; signs hang beyond it, but not into the next column. */
static inline void assert_edges(struct arena *a, const struct table *t, const struct pdf *pdf)
{
	struct edges *list = NEWS(a, struct edges, t->n_columns);
	struct marks m = {0};

	for (size_t n = 0; n < pdf->n_pages; n++)
		for (size_t i = 0; i < pdf->pages[n].scene->ops.n; i++) {
			const struct op *op = &pdf->pages[n].scene->ops.v[i];

			if (!marks_follow(&m, op) && op->kind == OP_TEXT && m.tag)
				edges_add(list, t, m.tag, op);
		}
	for (size_t c = 1; c < t->n_columns; c++) {
		const struct edges *e = &list[c];
		double edge = e->heads.high;

		if (c + 1 < t->n_columns && list[c + 1].ink.high > 0)
			assert_true(e->ink.high < list[c + 1].ink.low + 0.01);
		if (t->columns[c].kind != COLUMN_NUMBER)
			continue;
		assert_true(span_is(&e->heads, edge) && span_is(&e->words, edge));
		assert_true(span_is(&e->digits, edge) || span_is(&e->points, edge - e->fraction));
	}
}

#endif
