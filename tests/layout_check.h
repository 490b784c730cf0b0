/*
 * What the tests of layout start from and look for: documents laid out in a font of fixed width,
 * and where words, tags and destinations are on their pages.  A header because those tests are
 * several programs, one for each subject.
 */
#ifndef TESTS_LAYOUT_CHECK_H
#define TESTS_LAYOUT_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "layout_hostile.h"
#include "layout_pages.h"

struct test {
	struct arena *arena;
	struct diag *diag;
	struct fonts *fonts; /* for charts, which are set in real fonts */
};

static inline int set_up(void **state)
{
	struct test *t = calloc(1, sizeof *t);

	t->arena = arena_new();
	t->diag = diag_new(t->arena);
	t->fonts = fonts_open(t->diag);
	assert_non_null(t->fonts);
	*state = t;
	return 0;
}

static inline int tear_down(void **state)
{
	struct test *t = *state;

	fonts_close(t->fonts);
	arena_free(t->arena);
	free(t);
	return 0;
}

static inline struct layout_options fixed(const struct test *t)
{
	return (struct layout_options){.fonts = t->fonts,
				       .shape = fixed_shape,
				       .paper = paper_a4,
				       .labels = sample_labels,
				       .accent = 0x0A58BE};
}

static inline struct pdf lay_out(struct test *t, const struct doc *doc,
				 const struct layout_options *o)
{
	struct pdf pdf = {0};

	if (!layout_pdf(t->arena, t->diag, doc, o, &pdf)) {
		diag_print(t->diag, stderr);
		fail();
	}
	for (size_t i = 0; i < pdf.n_pages; i++)
		pdf.pages[i].scene = pdf_scene(&pdf, t->arena, i);
	return pdf;
}

/* All that must hold for the pages of any document. */
static inline void assert_clean(struct test *t, const struct doc *doc, const struct pdf *pdf)
{
	for (size_t i = 0; i < pdf->n_pages; i++) {
		assert_page_clean(t->arena, pdf->pages[i].scene, i);
		assert_marked(pdf->pages[i].scene);
	}
	assert_figures(t->arena, doc, pdf);
	assert_breaks(t->arena, pdf);
}

/* ---- tags ---- */

static inline size_t count_tags(const struct tag *t, const char *type)
{
	size_t n = streq(t->type, type);

	for (const struct tag *c = t->first; c; c = c->next)
		n += count_tags(c, type);
	return n;
}

static inline const struct tag *nth_tag(const struct tag *t, const char *type, size_t *n)
{
	if (streq(t->type, type) && (*n)-- == 0)
		return t;
	for (const struct tag *c = t->first; c; c = c->next) {
		const struct tag *found = nth_tag(c, type, n);

		if (found)
			return found;
	}
	return NULL;
}

static inline const struct tag *tag_at(const struct tag *root, const char *type, size_t n)
{
	const struct tag *t = nth_tag(root, type, &n);

	assert_non_null(t);
	return t;
}

/* ---- where it stands ---- */

static inline bool says(const struct op *op, const char *text)
{
	return op->kind == OP_TEXT && op->run->n == strlen(text) &&
	       memcmp(op->run->text, text, op->run->n) == 0;
}

static inline const struct op *text_at(const struct scene *s, const char *text)
{
	for (size_t i = 0; i < s->ops.n; i++)
		if (says(&s->ops.v[i], text))
			return &s->ops.v[i];
	fail_msg("not on the page: %s", text);
	return NULL;
}

static inline double right_of(const struct scene *s, const char *text)
{
	const struct op *op = text_at(s, text);

	return op->x + op->run->width;
}

static inline double left_of(const struct scene *s, const char *text)
{
	return text_at(s, text)->x;
}

static inline double baseline_of(const struct scene *s, const char *text)
{
	return text_at(s, text)->y;
}

static inline const struct pdf_dest *dest_of(const struct pdf *pdf, const char *name)
{
	for (size_t i = 0; i < pdf->n_dests; i++)
		if (streq(pdf->dests[i].name, name))
			return &pdf->dests[i];
	return NULL;
}

static inline void assert_near(double a, double b)
{
	assert_true(fabs(a - b) < 0.01);
}

/* So often in the text, without what only stands again. */
static inline void assert_words(const struct pdf *pdf, const char *word, size_t n)
{
	size_t have = 0, length = strlen(word);
	struct marks m = {0};

	for (size_t p = 0; p < pdf->n_pages; p++)
		for (size_t i = 0; i < pdf->pages[p].scene->ops.n; i++) {
			const struct op *op = &pdf->pages[p].scene->ops.v[i];

			if (marks_follow(&m, op) || op->kind != OP_TEXT || !m.tag)
				continue;
			for (size_t at = 0; at + length <= op->run->n; at++)
				have += memcmp(op->run->text + at, word, length) == 0;
		}
	assert_int_equal(have, n);
}

/* ---- what documents are made of ---- */

static inline void add_rows(struct draft *s, size_t n)
{
	const char **rows = NEWS(s->arena, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		rows[i] = "row|1";
	sample_table(s, 12, "", "Name|>2025", rows);
}

struct random {
	uint32_t state;
};

static inline uint32_t next_random(struct random *r, uint32_t below)
{
	r->state = r->state * 1664525u + 1013904223u;
	return (r->state >> 8) % below;
}

#endif
