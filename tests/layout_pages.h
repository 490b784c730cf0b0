/*
 * Pages for tests: a font of fixed width, pages printed as text, and checks on boxes that no eye
 * could make for a thousand pages.
 */
#ifndef TESTS_LAYOUT_PAGES_H
#define TESTS_LAYOUT_PAGES_H

#include <math.h>

#include "pdf/layout.h"

/* Every character is half an em wide, a Han one an em; one glyph for each. */
static struct shaped fixed_shape(void *ctx, struct arena *a, struct style st, const char *text,
				 size_t n, uint32_t *missing)
{
	struct run *r = NEW(a, struct run);

	(void)ctx;
	(void)missing;
	*r = (struct run){.size = st.size, .text = arena_strn(a, text, n), .n = n, .lang = st.lang};
	r->glyphs = NEWS(a, struct glyph, n);
	for (size_t i = 0; i < n;) {
		struct glyph *g = &r->glyphs[r->n_glyphs++];

		g->cluster = (uint32_t)i;
		g->id = utf8_next(text, n, &i);
		g->advance = (float)(st.size * (is_han(g->id) ? 1 : 0.5));
		r->width += (double)g->advance;
	}
	return (struct shaped){r, n > 0, r->width};
}

/* ---- print ---- */

struct marks { /* what marked content an op stands in */
	const struct tag *tag;
	const char *artifact;
};

static bool marks_follow(struct marks *m, const struct op *op)
{
	if (op->kind == OP_BEGIN)
		*m = (struct marks){op->tag, op->artifact};
	else if (op->kind == OP_END)
		*m = (struct marks){0};
	return op->kind == OP_BEGIN || op->kind == OP_END;
}

static void print_text(struct buf *out, const struct marks *m, const struct op *op)
{
	buf_printf(out, "%8.2f %8.2f %6.2f  %s ", op->y, op->x, op->run->size,
		   m->tag ? m->tag->type : m->artifact);
	buf_add(out, op->run->text, op->run->n);
	if (op->figure)
		buf_printf(out, " {%s}", op->figure);
	buf_char(out, '\n');
}

static void print_page_op(struct buf *out, const struct marks *m, const struct op *op)
{
	if (m->tag && streq(m->tag->type, "Figure"))
		return;
	switch (op->kind) {
	case OP_TEXT:
		print_text(out, m, op);
		break;
	case OP_LINE:
		buf_printf(out, "%8.2f %8.2f line to %.2f, %.2f wide\n", op->y, op->x, op->w,
			   op->line);
		break;
	case OP_RECT:
		buf_printf(out, "%8.2f %8.2f fill %.2f x %.2f\n", op->y, op->x, op->w, op->h);
		break;
	case OP_LINK:
		buf_printf(out, "%8.2f %8.2f link %s\n", op->y, op->x, op->href);
		break;
	default:
		break;
	}
}

static void pages_print(const struct pdf *pdf, struct buf *out)
{
	for (size_t n = 0; n < pdf->n_pages; n++) {
		const struct scene *s = pdf->pages[n].scene;
		struct marks m = {0};

		buf_printf(out, "page %s: %.2f x %.2f\n", pdf->pages[n].label, s->width, s->height);
		for (size_t i = 0; i < s->ops.n; i++) {
			const struct op *op = &s->ops.v[i];

			if (!marks_follow(&m, op))
				print_page_op(out, &m, op);
			else if (m.tag && streq(m.tag->type, "Figure"))
				buf_printf(out, "%8.2f %8.2f chart to %.2f, %.2f\n",
					   m.tag->box->corner[1], m.tag->box->corner[0],
					   m.tag->box->corner[2], m.tag->box->corner[3]);
		}
	}
}

static void tags_print(const struct tag *t, int depth, struct buf *out)
{
	buf_printf(out, "%*s%s", 2 * depth, "", t->type);
	if (t->scope)
		buf_printf(out, " %s", t->scope);
	if (t->alt)
		buf_printf(out, " \"%s\"", t->alt);
	buf_char(out, '\n');
	for (const struct tag *c = t->first; c; c = c->next)
		tags_print(c, depth + 1, out);
}

/* ---- boxes ---- */

struct box {
	double x0, y0, x1, y1;
	const struct op *op;
};

struct boxes {
	struct box *v;
	size_t n, cap;
};

static double ink_width(const struct run *r)
{
	double w = r->width;
	size_t n = r->n_glyphs;

	while (n > 0 && r->text[r->glyphs[n - 1].cluster] == ' ')
		w -= (double)r->glyphs[--n].advance;
	return w;
}

/* Boxes of the text and the charts of a page. */
static struct boxes page_boxes(struct arena *a, const struct scene *s)
{
	struct boxes boxes = {0};
	struct marks m = {0};

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];
		bool chart;

		if (marks_follow(&m, op)) {
			if (m.tag && streq(m.tag->type, "Figure"))
				*PUSH(a, &boxes) =
				    (struct box){m.tag->box->corner[0], m.tag->box->corner[1],
						 m.tag->box->corner[2], m.tag->box->corner[3], op};
			continue;
		}
		chart = m.tag && streq(m.tag->type, "Figure");
		if (op->kind == OP_TEXT && !chart && ink_width(op->run) > 0)
			*PUSH(a, &boxes) = (struct box){op->x, op->y - 0.75 * op->run->size,
							op->x + ink_width(op->run),
							op->y + 0.25 * op->run->size, op};
	}
	return boxes;
}

static bool boxes_meet(const struct box *a, const struct box *b)
{
	const double slack = 0.05;

	return a->x0 < b->x1 - slack && b->x0 < a->x1 - slack && a->y0 < b->y1 - slack &&
	       b->y0 < a->y1 - slack;
}

static void box_say(const char *what, size_t page, const struct box *b)
{
	print_message("%s on page %zu: %.2f..%.2f, %.2f..%.2f: %.*s\n", what, page + 1, b->x0,
		      b->x1, b->y0, b->y1, b->op->kind == OP_TEXT ? (int)b->op->run->n : 0,
		      b->op->run->text);
}

/* Nothing over the margins, nothing over anything else. */
static void assert_page_clean(struct arena *a, const struct scene *s, size_t page)
{
	const double mm = 72 / 25.4, slack = 0.05;
	struct boxes boxes = page_boxes(a, s);

	for (size_t i = 0; i < s->ops.n; i++)
		assert_true(s->ops.v[i].kind != OP_TEXT || s->ops.v[i].run->size > 1);
	for (size_t i = 0; i < boxes.n; i++) {
		const struct box *b = &boxes.v[i];

		if (b->x0 < 18 * mm - slack || b->x1 > s->width - 18 * mm + slack ||
		    b->y0 < 15 * mm || b->y1 > s->height - 10.5 * mm) {
			box_say("over the margin", page, b);
			fail();
		}
		for (size_t k = i + 1; k < boxes.n; k++)
			if (boxes_meet(b, &boxes.v[k])) {
				box_say("overlap", page, b);
				box_say("     and", page, &boxes.v[k]);
				fail();
			}
	}
}

/* ---- where pages break ---- */

struct part { /* of a paragraph, on one page */
	const struct tag *paragraph;
	size_t page;
	int lines;
	double y; /* of the last one */
};

struct parts {
	struct part *v;
	size_t n, cap;
};

static const struct tag *paragraph_of(const struct tag *t)
{
	while (t && !streq(t->type, "P") && !streq(t->type, "LBody"))
		t = t->parent;
	return t;
}

static void parts_add(struct arena *a, struct parts *parts, const struct tag *p, size_t page,
		      double y)
{
	struct part *last = parts->n ? &parts->v[parts->n - 1] : NULL;

	if (!last || last->paragraph != p || last->page != page) {
		*PUSH(a, parts) = (struct part){p, page, 1, y};
	} else if (y != last->y) {
		last->lines++;
		last->y = y;
	}
}

/* No heading ends a page; of a paragraph that a page breaks, two lines at least stand on each. */
static void assert_breaks(struct arena *a, const struct pdf *pdf)
{
	struct parts parts = {0};

	for (size_t n = 0; n < pdf->n_pages; n++) {
		const struct scene *s = pdf->pages[n].scene;
		const struct tag *last = NULL;
		struct marks m = {0};

		for (size_t i = 0; i < s->ops.n; i++) {
			const struct op *op = &s->ops.v[i];

			if (marks_follow(&m, op) || op->kind != OP_TEXT || !m.tag)
				continue;
			last = m.tag;
			if (paragraph_of(m.tag))
				parts_add(a, &parts, paragraph_of(m.tag), n, op->y);
		}
		/* Behind the headline the page may have to turn. */
		if (last && last->type[0] == 'H' && last->type[1] != '1')
			fail_msg("page %zu ends with a heading", n + 1);
	}
	for (size_t i = 1; i < parts.n; i++) {
		const struct part *before = &parts.v[i - 1], *after = &parts.v[i];

		if (before->paragraph == after->paragraph && before->page != after->page)
			assert_true(before->lines > 1 && after->lines > 1);
	}
}

/* ---- figures ---- */

struct sequence {
	struct {
		const char *gid, *text;
	} * v;
	size_t n, cap;
	struct arena *arena;
};

static bool sequence_add(void *ctx, const char *gid, const char *text)
{
	struct sequence *s = ctx;

	PUSH(s->arena, s);
	s->v[s->n - 1].gid = gid;
	s->v[s->n - 1].text = text;
	return true;
}

/* Neighbours of one figure are parts of it: a run for each script, a line for each piece. */
static struct sequence page_figures(struct arena *a, const struct pdf *pdf)
{
	struct sequence s = {.arena = a};
	const char *last = NULL;

	for (size_t n = 0; n < pdf->n_pages; n++)
		for (size_t i = 0; i < pdf->pages[n].scene->ops.n; i++) {
			const struct op *op = &pdf->pages[n].scene->ops.v[i];

			if (op->kind != OP_TEXT || op->repeat)
				continue;
			if (op->figure && (!last || !streq(last, op->figure)))
				sequence_add(&s, op->figure,
					     arena_strn(a, op->run->text, op->run->n));
			last = op->figure;
		}
	return s;
}

/*
 * The pages carry the figures of the document, once each, in order.  A chart may leave out a label
 * that has no room, so of its figures (those not numbered "g1" ...) only the order is asserted.
 */
static void assert_figures(struct arena *a, const struct doc *doc, const struct pdf *pdf)
{
	struct sequence want = {.arena = a}, have = page_figures(a, pdf);
	size_t n = 0;

	doc_walk(doc, sequence_add, &want);
	for (size_t i = 0; i < want.n; i++) {
		if (n < have.n && streq(have.v[n].gid, want.v[i].gid)) {
			n++;
		} else if (want.v[i].gid[0] == 'g') {
			print_message("no figure %s, %s\n", want.v[i].gid, want.v[i].text);
			fail();
		}
	}
	assert_int_equal(n, have.n);
}

/* Every op stands in marked content, and no stretch of it is left open. */
static void assert_marked(const struct scene *s)
{
	int depth = 0;

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		if (op->kind == OP_BEGIN)
			assert_int_equal(++depth, 1);
		else if (op->kind == OP_END)
			assert_int_equal(--depth, 0);
		else
			assert_int_equal(depth, 1);
	}
	assert_int_equal(depth, 0);
}

#endif
