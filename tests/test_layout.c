/*
 * Layout: golden pages in a font of fixed width, and hostile documents whose pages are checked by
 * boxes and by the sequence of figures.  BLESS=1 rewrites the golden pages; IRBRIEF_KEEP=FOLDER
 * keeps the sample brief as a PDF to look at.
 *
 *	test_layout --write DIR     writes the hostile documents, for validators
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/file.h"
#include "layout_brief.h"
#include "layout_hostile.h"
#include "layout_pages.h"

struct test {
	struct arena *arena;
	struct diag *diag;
	struct fonts *fonts; /* for charts, which are set in real fonts */
};

static int set_up(void **state)
{
	struct test *t = calloc(1, sizeof *t);

	t->arena = arena_new();
	t->diag = diag_new(t->arena);
	t->fonts = fonts_open(t->diag);
	assert_non_null(t->fonts);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	struct test *t = *state;

	fonts_close(t->fonts);
	arena_free(t->arena);
	free(t);
	return 0;
}

static struct layout_options fixed(const struct test *t)
{
	return (struct layout_options){.fonts = t->fonts,
				       .shape = fixed_shape,
				       .paper = paper_a4,
				       .labels = sample_labels,
				       .accent = 0x0A58BE};
}

static struct pdf lay_out(struct test *t, const struct doc *doc, const struct layout_options *o)
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
static void assert_clean(struct test *t, const struct doc *doc, const struct pdf *pdf)
{
	for (size_t i = 0; i < pdf->n_pages; i++) {
		assert_page_clean(t->arena, pdf->pages[i].scene, i);
		assert_marked(pdf->pages[i].scene);
	}
	assert_figures(t->arena, doc, pdf);
	assert_breaks(t->arena, pdf);
}

/* ---- golden pages ---- */

static void assert_golden(struct test *t, const char *name, struct buf *have)
{
	char *path = arena_printf(t->arena, "tests/cases/layout/%s", name);
	struct str want;

	if (getenv("BLESS"))
		assert_true(file_write(t->diag, path, have->p, have->n));
	assert_true(file_read(t->arena, t->diag, path, &want));
	assert_string_equal(buf_cstr(have), want.p);
	buf_free(have);
}

static void golden_brief(void **state)
{
	struct test *t = *state;
	const struct doc *doc = sample_brief(t->arena, false);
	struct layout_options o = fixed(t);
	struct pdf pdf = lay_out(t, doc, &o);
	struct buf pages = {0}, tags = {0};

	assert_clean(t, doc, &pdf);
	pages_print(&pdf, &pages);
	tags_print(pdf.root, 0, &tags);
	assert_golden(t, "brief.pages", &pages);
	assert_golden(t, "brief.tags", &tags);
}

static void brief_in_real_fonts(void **state)
{
	struct test *t = *state;
	const struct layout_paper papers[] = {paper_a4, paper_letter};
	const struct doc *doc = sample_brief(t->arena, true);
	const char *keep = getenv("IRBRIEF_KEEP");

	for (size_t i = 0; i < COUNT(papers); i++) {
		struct layout_options o = fixed(t);
		struct buf bytes = {0};
		struct pdf pdf;

		o.shape = NULL;
		o.paper = papers[i];
		pdf = lay_out(t, doc, &o);
		assert_clean(t, doc, &pdf);
		pdf.producer = "irbrief";
		assert_true(pdf_write(t->arena, t->diag, &pdf, &bytes));
		if (keep)
			assert_true(file_write(
			    t->diag, path_join(t->arena, keep, i ? "letter.pdf" : "a4.pdf"),
			    bytes.p, bytes.n));
		buf_free(&bytes);
	}
}

/* The same document gives the same pages. */
static void repeatable(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct buf first = {0}, second = {0};
	struct pdf a = lay_out(t, sample_brief(t->arena, true), &o),
		   b = lay_out(t, sample_brief(t->arena, true), &o);

	pages_print(&a, &first);
	pages_print(&b, &second);
	assert_string_equal(buf_cstr(&first), buf_cstr(&second));
	buf_free(&first);
	buf_free(&second);
}

/* ---- structure ---- */

static bool says(const struct op *op, const char *text)
{
	return op->kind == OP_TEXT && op->run->n == strlen(text) &&
	       memcmp(op->run->text, text, op->run->n) == 0;
}

static bool contents_before(const struct pdf *pdf, const char *page)
{
	for (size_t i = 0; i < pdf->pages[1].scene->ops.n; i++)
		if (says(&pdf->pages[1].scene->ops.v[i], page))
			return true;
	return false;
}

static void contents_name_true_pages(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct pdf pdf = lay_out(t, sample_brief(t->arena, true), &o);
	size_t found = 0;

	assert_true(pdf.n_pages > 4);
	for (size_t i = 0; i < pdf.n_dests; i++)
		if (streq(pdf.dests[i].name, "definitions")) {
			char *page = arena_printf(t->arena, "%d", pdf.dests[i].page + 1);

			assert_true(contents_before(&pdf, page));
			found++;
		}
	assert_int_equal(found, 1);
	assert_string_equal(pdf.outline[0].title, "Results at a glance");
	assert_int_equal(pdf.outline[1].level, 2);
}

static size_t count_tags(const struct tag *t, const char *type)
{
	size_t n = streq(t->type, type);

	for (const struct tag *c = t->first; c; c = c->next)
		n += count_tags(c, type);
	return n;
}

static void every_table_has_its_rows(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct pdf pdf = lay_out(t, sample_brief(t->arena, true), &o);

	assert_int_equal(count_tags(pdf.root, "H1"), 1);
	assert_int_equal(count_tags(pdf.root, "Table"), 4);
	assert_int_equal(count_tags(pdf.root, "THead"), 4);
	assert_int_equal(count_tags(pdf.root, "TR"), 4 + 5 + 4 + 12 + 33);
	assert_int_equal(count_tags(pdf.root, "Figure"), 5);
}

/* ---- hostile documents ---- */

struct random {
	uint32_t state;
};

static uint32_t next_random(struct random *r, uint32_t below)
{
	r->state = r->state * 1664525u + 1013904223u;
	return (r->state >> 8) % below;
}

static char *random_label(struct arena *a, struct random *r, size_t row)
{
	struct buf b = {0};

	buf_printf(&b, "row%zu", row);
	for (uint32_t n = next_random(r, 9); n > 0; n--)
		buf_printf(&b, " %.*s", (int)next_random(r, 11) + 1, "word-of-words");
	if (next_random(r, 12) == 0)
		buf_printf(&b, "^[%s]", many_words(a, next_random(r, 60), "note"));
	return buf_keep(&b, a);
}

static const char *random_cell(struct arena *a, struct random *r)
{
	static const char *const odd[] = {"–",     "n.d.",          "(0.5)%",
					  "22.8%", "turned profit", "1.5 pp"};

	switch (next_random(r, 4)) {
	case 0:
		return odd[next_random(r, COUNT(odd))];
	case 1:
		return arena_printf(a, "(%u,%03u)", next_random(r, 999) + 1, next_random(r, 1000));
	case 2:
		return arena_printf(a, "%u.%02u", next_random(r, 99999), next_random(r, 100));
	default:
		return arena_printf(a, "%u,%03u,%03u", next_random(r, 99) + 1, next_random(r, 1000),
				    next_random(r, 1000));
	}
}

/* Of `least` rows or more. */
static void random_table(struct test *t, struct draft *s, struct random *r, size_t least)
{
	static const char *const groups[] = {"", "^Three months ended", "^Six months"};
	size_t columns = 1 + next_random(r, 8), n = least + next_random(r, 120);
	bool nested = next_random(r, 3) == 0;
	const char **rows = NEWS(t->arena, const char *, n + 1);
	struct buf head = {0};

	buf_str(&head, "Name of the table");
	for (size_t i = 0; i < columns; i++)
		buf_printf(&head, "|%s20%02u/RMB’000%s", next_random(r, 6) ? ">" : ":",
			   next_random(r, 99), groups[next_random(r, nested ? 3 : 1)]);
	for (size_t i = 0; i < n; i++) {
		static const char *const kinds[] = {"", "", "", "", "-", "-", "#", "+", "!", "$"};
		struct buf row = {0};

		buf_printf(&row, "%s%s", kinds[next_random(r, COUNT(kinds))],
			   random_label(t->arena, r, i));
		for (size_t c = 0; c < columns; c++)
			buf_printf(&row, "|%s", random_cell(t->arena, r));
		rows[i] = buf_keep(&row, t->arena);
	}
	sample_table(s, 12, next_random(r, 2) ? "Title" : "", buf_cstr(&head), rows);
	s->block->as.table->dense = next_random(r, 2);
	s->block->as.table->wash = next_random(r, 2);
	buf_free(&head);
}

/* Row heads on the pages: none lost, none doubled, in order. */
static void assert_rows(const struct table *table, const struct pdf *pdf)
{
	const struct tag *last = NULL;
	struct marks m = {0};
	size_t seen = 0;

	for (size_t n = 0; n < pdf->n_pages; n++)
		for (size_t i = 0; i < pdf->pages[n].scene->ops.n; i++) {
			const struct op *op = &pdf->pages[n].scene->ops.v[i];

			if (marks_follow(&m, op) || op->kind != OP_TEXT || !m.tag ||
			    m.tag == last || !m.tag->scope || !streq(m.tag->scope, "Row"))
				continue;
			last = m.tag;
			/* A word too long for its column goes on in the next line. */
			assert_memory_equal(op->run->text, table->rows[seen].label, op->run->n);
			seen++;
		}
	assert_int_equal(seen, table->n_rows);
}

/* ---- the edge of the digits ---- */

struct span_of {
	double low, high;
};

static void span_add(struct span_of *s, double v)
{
	if (s->high == 0 || v < s->low)
		s->low = v;
	if (v > s->high)
		s->high = v;
}

static bool span_is(const struct span_of *s, double v)
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

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void edges_add_cell(struct edges *e, const struct op *op)
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
static size_t head_column(const struct table *t, const struct tag *th)
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

static size_t cell_column(const struct tag *td)
{
	size_t c = 0;

	for (const struct tag *s = td->parent->first; s != td; s = s->next)
		c++;
	return c;
}

static void edges_add(struct edges *list, const struct table *t, const struct tag *tag,
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
static void assert_edges(struct arena *a, const struct table *t, const struct pdf *pdf)
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

static void generated_tables(void **state)
{
	struct test *t = *state;
	const struct layout_paper papers[] = {
	    paper_a4, paper_letter, {420, 595}, {841.9, 1190.5}, {700, 420}};
	enum { LONG = 200 }; /* rows, which are made when they are drawn */
	struct random r = {20251231};

	for (int i = 0; i < 200; i++) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct draft s = hostile(one.arena);

		random_table(&one, &s, &r, i % 16 ? 1 : LONG);
		doc_number_notes(s.doc);
		for (size_t k = 0; k < COUNT(papers); k++) {
			struct layout_options o = fixed(t);
			struct pdf pdf;

			o.paper = papers[k];
			pdf = lay_out(&one, s.doc, &o);
			assert_clean(&one, s.doc, &pdf);
			assert_rows(s.block->as.table, &pdf);
			assert_edges(one.arena, s.block->as.table, &pdf);
		}
		arena_free(one.arena);
	}
}

static double seconds_for_rows(struct test *t, size_t n)
{
	struct test one = {arena_new(), t->diag, t->fonts};
	struct draft s = hostile_rows(one.arena, n);
	struct layout_options o = fixed(t);
	struct pdf pdf;
	clock_t start;

	start = clock();
	pdf = lay_out(&one, s.doc, &o);
	start = clock() - start;
	assert_rows(s.block->as.table, &pdf);
	assert_figures(one.arena, s.doc, &pdf);
	arena_free(one.arena);
	return (double)start / CLOCKS_PER_SEC;
}

static double best_of_three(struct test *t, size_t rows)
{
	double best = seconds_for_rows(t, rows);

	for (int i = 0; i < 2; i++) {
		double again = seconds_for_rows(t, rows);

		if (again < best)
			best = again;
	}
	return best;
}

/* Ten times the rows take about ten times as long; were it quadratic, a hundred times. */
static void ten_thousand_rows(void **state)
{
	double few = best_of_three(*state, 1000), many = best_of_three(*state, 10000);

	print_message("1,000 rows: %.0f ms, 10,000 rows: %.0f ms\n", few * 1000, many * 1000);
	assert_true(many < 30 * few + 0.05);
}

/* As another program reads the file: every row once, in order. */
static void rows_come_out_once(void **state)
{
	enum { ROWS = 10000 };
	struct test *t = *state;
	struct layout_options o = fixed(t);
	char folder[] = "/tmp/irbrief-rows-XXXXXX", line[512];
	struct buf out = {0};
	char *path;
	struct pdf pdf;
	FILE *text;
	size_t seen = 0, row;

	if (system("command -v pdftotext >/dev/null") != 0)
		skip();
	assert_non_null(mkdtemp(folder));
	path = path_join(t->arena, folder, "rows.pdf");
	o.shape = NULL;
	pdf = lay_out(t, hostile_rows(t->arena, ROWS).doc, &o);
	assert_true(pdf_write(t->arena, t->diag, &pdf, &out));
	assert_true(file_write(t->diag, path, out.p, out.n));
	text = popen(arena_printf(t->arena, "pdftotext -layout %s -", path), "r");
	assert_non_null(text);
	while (fgets(line, sizeof line, text)) {
		size_t first, second, third;

		if (sscanf(line, " row%zu %zu %zu %zu", &row, &first, &second, &third) < 4)
			continue;
		assert_int_equal(row, seen);
		assert_int_equal(first, row);
		assert_int_equal(second, row * 7);
		assert_int_equal(third, row * 13);
		seen++;
	}
	pclose(text);
	assert_int_equal(seen, ROWS);
	buf_free(&out);
	assert_true(path_remove(t->diag, path) && path_remove(t->diag, folder));
}

static void row_higher_than_a_page(void **state)
{
	struct test *t = *state;
	struct draft s = hostile_tall(t->arena);
	struct layout_options o = fixed(t);
	struct pdf pdf = lay_out(t, s.doc, &o);

	assert_true(pdf.n_pages > 2);
	assert_clean(t, s.doc, &pdf);
	assert_rows(s.block->as.table, &pdf);
}

/* In a long table, whose rows are made when they are drawn, a row that a page could hold, but not
 * below the name of its group: it is made at once, to be cut. */
static void row_higher_than_its_group_leaves(void **state)
{
	struct test *t = *state;

	for (size_t words = 1220; words < 1360; words += 20) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = hostile(one.arena);
		const char *rows[211] = {NULL};
		struct pdf pdf;

		rows[0] = arena_printf(one.arena, "#Group %s", many_words(one.arena, 60, "name"));
		for (int i = 1; i < 210; i++)
			rows[i] = arena_printf(one.arena, "-row%d|%d", i, i);
		rows[2] =
		    arena_printf(one.arena, "-row2 %s|2", many_words(one.arena, words, "word"));
		sample_table(&s, 12, "", "Name|>2025", rows);
		pdf = lay_out(&one, s.doc, &o);
		assert_clean(&one, s.doc, &pdf);
		assert_rows(s.block->as.table, &pdf);
		arena_free(one.arena);
	}
}

/* So often in the text, without what only stands again. */
static void assert_words(const struct pdf *pdf, const char *word, size_t n)
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

/* Names of tables, groups and columns that leave no room for rows below them: they stand once, and
 * a page that goes on has of them what it can hold. */
static void names_higher_than_a_page(void **state)
{
	static const size_t lengths[][3] = {{4000, 1, 1},  {1, 4000, 1},      {1, 1, 1000},
					    {1500, 1, 1},  {1500, 900, 1},    {1, 900, 300},
					    {300, 900, 1}, {4000, 4000, 1000}};
	struct test *t = *state;

	for (size_t i = 0; i < 2 * COUNT(lengths); i++) {
		const size_t *n = lengths[i / 2], rows = i % 2 ? 220 : 40;
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = hostile(one.arena);
		const char *list[221] = {NULL};
		struct pdf pdf;

		list[0] = arena_printf(one.arena, "#%s", many_words(one.arena, n[1], "group"));
		for (size_t r = 1; r < rows; r++)
			list[r] = arena_printf(one.arena, "-row%zu%s|%zu", r,
					       r % 9 == 4 ? "^[A note]" : "", r);
		list[7] =
		    arena_printf(one.arena, "-row7 %s^[%s]|7", many_words(one.arena, 2000, "tall"),
				 many_words(one.arena, 200, "note"));
		sample_table(&s, 12, "Title",
			     arena_printf(one.arena, "%s|>%s", many_words(one.arena, n[0], "table"),
					  many_words(one.arena, n[2], "head")),
			     list);
		doc_number_notes(s.doc);
		pdf = lay_out(&one, s.doc, &o);
		assert_clean(&one, s.doc, &pdf);
		assert_rows(s.block->as.table, &pdf);
		assert_words(&pdf, "tall", 2000);
		assert_words(&pdf, "table", n[0]);
		assert_words(&pdf, "group", n[1]);
		assert_words(&pdf, "head", n[2]);
		arena_free(one.arena);
	}
}

static void words_of_300_characters(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	const struct doc *doc = hostile_words(t->arena).doc;
	struct pdf pdf = lay_out(t, doc, &o);

	assert_clean(t, doc, &pdf);
}

/* Lines are cut from it without looking at all the rest each time: with that, this would take
 * minutes. */
static void a_word_of_half_a_megabyte(void **state)
{
	enum { LETTERS = 500 * 1000 };
	struct test *t = *state;
	struct draft s = hostile(t->arena);
	struct layout_options o = fixed(t);
	char *word = arena_alloc(t->arena, LETTERS + 1);
	size_t letters = 0;
	struct pdf pdf;

	memset(word, 'x', LETTERS);
	sample_prose(&s, BLOCK_PROSE, 12, "", LIST(word));
	pdf = lay_out(t, s.doc, &o);
	for (size_t i = 0; i < pdf.n_pages; i++)
		for (size_t k = 0; k < pdf.pages[i].scene->ops.n; k++) {
			const struct op *op = &pdf.pages[i].scene->ops.v[k];

			if (op->kind == OP_TEXT && op->run->n && op->run->text[0] == 'x')
				letters += op->run->n;
		}
	assert_int_equal(letters, LETTERS);
}

/* Words that would fill page one stand at the end instead. */
static void long_disclaimer(void **state)
{
	struct test *t = *state;
	struct draft s = hostile(t->arena);
	struct layout_options o = fixed(t);
	struct pdf pdf;

	sample_prose(&s, BLOCK_PROSE, 12, "", LIST("First"));
	s.doc->disclaimer = many_words(t->arena, 3000, "liability");
	pdf = lay_out(t, s.doc, &o);
	assert_true(pdf.n_pages > 1);
	assert_clean(t, s.doc, &pdf);
}

/* Blocks of every kind behind a filler that grows line by line past a page. */
static void add_every_kind(struct draft *s, size_t kind)
{
	switch (kind) {
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
	case BLOCK_NOTES:
		sample_prose(
		    s, (enum block_kind)kind, 12, "Title",
		    LIST(many_words(s->arena, 60, "word"), "**Subject** is {5.0} now", "c", "d"));
		break;
	case BLOCK_KPIS:
		sample_kpis(s, "Title",
			    LIST("a|1|up|from {2}|", "b|3|up {4}|from|", "c|5|up|from|{6}"));
		break;
	case BLOCK_TABLE:
		sample_table(s, 12, "Title", "Name|>2024|>*2025",
			     LIST("#Group", "-row|1|2", "-row|3|4", "+row|5|6", "$row|7|8"));
		break;
	case BLOCK_CHART:
		sample_chart_block(s, 6, sample_column(s->arena));
		sample_prose(s, BLOCK_PROSE, 6, "Beside", LIST(many_words(s->arena, 30, "word")));
		break;
	default:
		sample_definitions(s, "Title", LIST("term|meaning {1}|remark", "term|meaning"));
		break;
	}
	s->block->note = sample_text(s, "Note of {1}");
	s->block->source = "a document";
}

static void every_kind_first_and_last_on_a_page(void **state)
{
	struct test *t = *state;

	for (size_t kind = BLOCK_PROSE; kind <= BLOCK_NOTES; kind++)
		for (size_t lines = 0; lines < 52; lines++) {
			struct test one = {arena_new(), t->diag, t->fonts};
			struct draft s = hostile(one.arena);
			struct layout_options o = fixed(t);
			struct pdf pdf;

			sample_prose(&s, BLOCK_PROSE, 9, "",
				     LIST(lines ? many_words(one.arena, lines,
							     "linelinelinelinelinelinelinelineline"
							     "lineline")
						: "a"));
			add_every_kind(&s, kind);
			add_every_kind(&s, (kind + 3) % (BLOCK_NOTES + 1));
			pdf = lay_out(&one, s.doc, &o);
			for (size_t i = 0; i < pdf.n_pages; i++) {
				assert_page_clean(one.arena, pdf.pages[i].scene, i);
				assert_marked(pdf.pages[i].scene);
			}
			assert_breaks(one.arena, &pdf);
			arena_free(one.arena);
		}
}

/* One block of a random kind and width, with notes at its foot now and then. */
static void random_block(struct test *t, struct draft *s, struct random *r)
{
	static const int spans[] = {12, 12, 6, 6, 5, 7, 4, 8};
	size_t kind = next_random(r, BLOCK_NOTES + 1);
	const char *note = next_random(r, 4) ? "" : "^[A note of this block, which is not long]";

	if (kind == BLOCK_TABLE) {
		const char *rows[24] = {NULL};

		for (uint32_t i = 0, n = 1 + next_random(r, 22); i < n; i++)
			rows[i] = arena_printf(t->arena, "%s%s|%u|%u", random_label(t->arena, r, i),
					       i ? "" : note, i, next_random(r, 9999));
		sample_table(s, 12, "", "Name|>2024|>*2025", rows);
	} else if (kind == BLOCK_PROSE || kind == BLOCK_HIGHLIGHTS || kind == BLOCK_NOTES) {
		sample_prose(s, (enum block_kind)kind, 12, next_random(r, 2) ? "Title" : "",
			     LIST(many_words(t->arena, 1 + next_random(r, 200), "word"),
				  arena_printf(t->arena, "a {%u} b%s", next_random(r, 99), note),
				  many_words(t->arena, 1 + next_random(r, 40), "text")));
	} else {
		add_every_kind(s, kind);
	}
	s->block->span = spans[next_random(r, COUNT(spans))];
}

/* Sections and blocks of all kinds as they come: pages fill and break somewhere, and all of it is
 * there. */
static void generated_documents(void **state)
{
	struct test *t = *state;
	struct random r = {20260325};

	for (int i = 0; i < 150; i++) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct draft s = hostile(one.arena);
		struct layout_options o = fixed(t);
		struct pdf pdf;

		for (uint32_t n = 1 + next_random(&r, 6); n > 0; n--) {
			for (uint32_t b = 1 + next_random(&r, 6); b > 0; b--)
				random_block(&one, &s, &r);
			if (n > 1) {
				char *id = arena_printf(one.arena, "section%u", n);

				sample_section(&s, id, id, id)->new_page = next_random(&r, 2);
			}
		}
		o.facing = false;
		o.paper = next_random(&r, 2) ? paper_a4 : paper_letter;
		doc_number_notes(s.doc);
		pdf = lay_out(&one, s.doc, &o);
		assert_clean(&one, s.doc, &pdf);
		arena_free(one.arena);
	}
}

static void empty_documents(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct doc bare = hostile_bare(t->arena);
	const struct doc *empty = hostile_empty(t->arena).doc;
	struct pdf pdf = lay_out(t, &bare, &o);

	assert_int_equal(pdf.n_pages, 1);
	pdf = lay_out(t, empty, &o);
	assert_clean(t, empty, &pdf);
}

static void links_to_nowhere_are_text(void **state)
{
	struct test *t = *state;
	struct draft s = hostile(t->arena);
	struct layout_options o = fixed(t);
	struct pdf pdf;

	sample_prose(&s, BLOCK_PROSE, 12, "",
		     LIST("See [this](#rows), [that](#nowhere), [there](https://example.com/)"));
	pdf = lay_out(t, s.doc, &o);
	assert_int_equal(count_tags(pdf.root, "Link"), 2);
	assert_int_equal(count_tags(pdf.root, "Span"), 1);
}

static struct shaped no_glyph(void *ctx, struct arena *a, struct style st, const char *text,
			      size_t n, uint32_t *missing)
{
	*missing = n && text[0] == '?' ? '?' : 0;
	return fixed_shape(ctx, a, st, text, n, missing);
}

static void assert_refused(struct test *t, const struct doc *doc, const struct layout_options *o,
			   const char *message)
{
	struct diag *diag = diag_new(t->arena);
	struct pdf pdf = {0};

	assert_false(layout_pdf(t->arena, diag, doc, o, &pdf));
	assert_int_equal(diag->errors, 1);
	assert_string_equal(diag->messages.v[0].text, message);
}

/* The message names the place where the character came from. */
static void missing_glyphs_are_errors(void **state)
{
	static const char text[] = "first: line\ntitle: 云 ? is missing\n";
	struct test *t = *state;
	struct draft s = hostile(t->arena);
	struct layout_options o = fixed(t);
	struct diag *diag = diag_new(t->arena);
	struct pdf pdf = {0};

	o.shape = no_glyph;
	sample_prose(&s, BLOCK_PROSE, 12, "", LIST("? is missing"));
	assert_refused(t, s.doc, &o, "no font has the character U+003F: '? is missing'");
	diag_source(diag, "other.yaml", str_of("nothing here"));
	diag_source(diag, "brief.yaml", str_of(text));
	assert_false(layout_pdf(t->arena, diag, s.doc, &o, &pdf));
	assert_string_equal(diag->messages.v[0].at.file, "brief.yaml");
	assert_int_equal(diag->messages.v[0].at.line, 2);
	assert_int_equal(diag->messages.v[0].at.col, 10);
}

static void charts_higher_than_a_page_are_errors(void **state)
{
	struct test *t = *state;
	struct draft s = hostile(t->arena);
	struct layout_options o = fixed(t);
	struct chart *c = sample_bar(t->arena);

	sample_chart_block(&s, 12, c)->id = "bars";
	o.paper = (struct layout_paper){595, 250};
	assert_refused(t, s.doc, &o, "chart is higher than a page: 'bars'");
}

/* ---- breaking lines ---- */

static double left_of(const struct scene *s, const char *text);
static double right_of(const struct scene *s, const char *text);
static void assert_near(double a, double b);

static void assert_lines(struct test *t, enum lang lang, const char *text, const char *want)
{
	struct draft s = sample_doc(t->arena, lang);
	struct layout_options o = fixed(t);
	struct buf have = {0};
	struct pdf pdf;
	double y = 0;

	o.paper.width += 16; /* three of its columns hold twelve Han and a squeezed mark */
	sample_section(&s, "s", "S", "");
	sample_prose(&s, BLOCK_PROSE, 3, "", LIST(text));
	pdf = lay_out(t, s.doc, &o);
	for (size_t i = 0; i < pdf.pages[0].scene->ops.n; i++) {
		const struct op *op = &pdf.pages[0].scene->ops.v[i];

		if (op->kind != OP_TEXT || op->run->size != 9 || op->fill != COLOR_INK)
			continue;
		if (have.n && op->y > y + 1)
			buf_char(&have, '/');
		y = op->y;
		buf_add(&have, op->run->text, op->run->n);
	}
	assert_string_equal(buf_cstr(&have), want);
	buf_free(&have);
}

static void tokens_stay_whole(void **state)
{
	assert_lines(*state, LANG_EN, "Revenue now was {RMB9,558.6 million}",
		     "Revenue now was /RMB9,558.6 million");
	assert_lines(*state, LANG_EN, "Abcdefghijklm see Form 6-K of March",
		     "Abcdefghijklm see /Form 6-K of March");
	assert_lines(*state, LANG_EN, "Exhibit 99.1, a row 356–399 of it",
		     "Exhibit 99.1, a row /356–399 of it");
	assert_lines(*state, LANG_EN, "Exhibit 99.1, one line 356 of it",
		     "Exhibit 99.1, one /line 356 of it");
	assert_lines(*state, LANG_ZH_HANS, "收入同比增长净亏损大收第35行",
		     "收入同比增长净亏损大收/第35行");
	assert_lines(*state, LANG_EN, "abcdefghijklmnopqr now US$1.00 as",
		     "abcdefghijklmnopqr now /US$1.00 as");
	assert_lines(*state, LANG_EN, "abcdefghijklmnopqrs (up 15.0%)",
		     "abcdefghijklmnopqrs /(up 15.0%)");
}

/* Of a figure only its number and unit stay together, not all the words around them. */
static void figures_break_between_their_words(void **state)
{
	assert_lines(*state, LANG_EN, "Proceeds were {about US$279.0 million}",
		     "Proceeds were about /US$279.0 million");
	assert_lines(*state, LANG_EN, "Proceeds were now {c. US$279.0 million}",
		     "Proceeds were now /c. US$279.0 million");
	assert_lines(*state, LANG_EN, "Paid on the day of {Mar 25, 2026}",
		     "Paid on the day of /Mar 25, 2026");
	assert_lines(*state, LANG_EN, "fell {1.5 percentage points}",
		     "fell 1.5 percentage /points");
	assert_lines(*state, LANG_ZH_HANS, "收入净额大幅增至了今日为{人民币9558.6百万元}",
		     "收入净额大幅增至了今日/为人民币9558.6百万元");
	assert_lines(*state, LANG_ZH_HANS, "收入净额大幅增至了今日为{约9558.6百万元}",
		     "收入净额大幅增至了今日/为约9558.6百万元");
}

/* A line of running text with room for two characters and more ends with a currency, in a long unit
 * or behind a year. */
static void short_lines_end_at_poor_places(void **state)
{
	assert_lines(*state, LANG_ZH_HANS, "收入增至了为{人民币9558.6百万元}",
		     "收入增至了为人民币/9558.6百万元");
	assert_lines(*state, LANG_ZH_HANS, "收入下降至{56711吨二氧化碳当量}",
		     "收入下降至56711吨二氧化碳/当量");
	assert_lines(*state, LANG_ZH_HANS, "收入净额大增至了为{人民币9558.6百万元}",
		     "收入净额大增至了为人民币/9558.6百万元");
	assert_lines(*state, LANG_ZH_HANS, "该年收入比上一年度增长{19.25%}",
		     "该年收入比上一年度增长/19.25%");
}

/* There it tears a word, too; else words stay whole. */
static void short_lines_end_in_words(void **state)
{
	assert_lines(*state, LANG_ZH_HANS, "收入净额大增至了为数据中心之多",
		     "收入净额大增至了为数据/中心之多");
	assert_lines(*state, LANG_ZH_HANS, "收入净额大幅增至今日为净亏损之多",
		     "收入净额大幅增至今日为/净亏损之多");
}

static void no_short_word_stands_alone(void **state)
{
	assert_lines(*state, LANG_EN, "abcdefgh abcdefghijk abc of",
		     "abcdefgh abcdefghijk /abc of");
	/* Only the line above gives words. */
	assert_lines(*state, LANG_EN, "abcdefgh abcdefgh abcde abcdefgh abcdefghijk abc of",
		     "abcdefgh abcdefgh abcde /abcdefgh abcdefghijk /abc of");
	/* It stays three quarters full. */
	assert_lines(*state, LANG_EN, "abcdefg abcdefgh abcdefg of",
		     "abcdefg abcdefgh abcdefg /of");
	/* In Chinese two characters are enough, and one takes one. */
	assert_lines(*state, LANG_ZH_HANS, "收入为九百万元整，净亏损减少。",
		     "收入为九百万元整，净亏损/减少。");
	assert_lines(*state, LANG_ZH_HANS, "收入为九百万元整，大半已收窄。",
		     "收入为九百万元整，大半已/收窄。");
	assert_lines(*state, LANG_ZH_HANS, "收入为九百万元整，前大半已收。",
		     "收入为九百万元整，前大半/已收。");
	/* No word of Latin is cut for it. */
	assert_lines(*state, LANG_ZH_HANS, "abcdefghijklmnopqrstuvw多。",
		     "abcdefghijklmnopqrstuvw/多。");
	/* It stays the longer one. */
	assert_lines(*state, LANG_EN, "abcd {123,456,789 abcdefg} of",
		     "abcd 123,456,789 abcdefg /of");
}

static void chinese_marks_do_not_begin_lines(void **state)
{
	assert_lines(*state, LANG_ZH_HANS, "收入同比增长净亏损大收窄a，毛利率",
		     "收入同比增长净亏损大收窄/a，毛利率");
	assert_lines(*state, LANG_ZH_HANS, "收入同比增长净亏损大收窄，毛利率",
		     "收入同比增长净亏损大收窄，/毛利率");
}

/* The empty half of a mark that opens a line is set into the margin. */
static void opening_marks_stand_flush(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = sample_doc(t->arena, LANG_ZH_HANS);
	const struct scene *page;
	struct buf text = {0};
	double left, half = 9 / 2.0;

	for (int i = 0; i < 30; i++)
		buf_str(&text, "收");
	buf_str(&text, "\n（毛利率）");
	sample_section(&s, "s", "S", "");
	sample_prose(&s, BLOCK_PROSE, 5, "", LIST("入收", buf_cstr(&text), "「入」（收）"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	left = left_of(page, "入收");
	assert_near(left_of(page, "（毛利率）"), left - half);
	assert_near(left_of(page, "「入」（收）"), left - half);
	buf_free(&text);
}

/* Marks that meet are squeezed, though one of them is heavier or of another colour. */
static void marks_meet_across_spans(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = sample_doc(t->arena, LANG_ZH_HANT);
	const struct scene *page;
	double half = 9 / 2.0;

	sample_section(&s, "s", "S", "");
	sample_prose(&s, BLOCK_PROSE, 5, "", LIST("收入（毛）**，亏**", "毛利（收）**亏，**"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	assert_near(left_of(page, "，亏"), right_of(page, "收入（毛）") - half);
	assert_near(left_of(page, "亏，"), right_of(page, "毛利（收）"));
}

/* Lines of that size on the page, from top to bottom, with '/' between them. */
static const char *lines_of(struct test *t, const struct scene *page, double size)
{
	struct buf lines = {0};
	double y = 0;

	for (size_t i = 0; i < page->ops.n; i++) {
		const struct op *op = &page->ops.v[i];

		if (op->kind != OP_TEXT || op->run->size != size)
			continue;
		if (lines.n && op->y > y + 1)
			buf_char(&lines, '/');
		y = op->y;
		buf_add(&lines, op->run->text, op->run->n);
	}
	return buf_keep(&lines, t->arena);
}

/* A title stands on one line if the page is wide enough, else it breaks between its clauses, also
 * unequal ones, or before a preposition, into two lines about equally long. */
static void titles_break_between_clauses(void **state)
{
	static const char *const wanted[] = {
	    "Cash rose 27.2% to RMB6,018.0 million, or so, in all",
	    "Gross margin fell by 1.5 points; /net loss margin narrowed by 15.5 points in all",
	    "Profit fell by 1.5 points; /the net loss margin of the group narrowed a lot",
	    "The cash and the cash equivalents rose /by a third to RMB6,018.0 million",
	    "From the net loss of RMB943.7 million /to Adjusted EBITDA of RMB2,336.4 million"};
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (size_t i = 0; i < COUNT(wanted); i++) {
		struct draft s = sample_doc(t->arena, LANG_EN);
		struct buf title = {0};

		for (const char *p = wanted[i]; *p; p++)
			if (*p != '/')
				buf_char(&title, *p);
		sample_section(&s, "first", "First", "");
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST("words"));
		sample_section(&s, "s", "S", buf_cstr(&title));
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST("words"));
		assert_string_equal(lines_of(t, lay_out(t, s.doc, &o).pages[0].scene, 18),
				    wanted[i]);
		buf_free(&title);
	}
}

/* A title breaks between its phrases, unless that would tear a term of the project. */
static void titles_do_not_tear_terms(void **state)
{
	static const char title[] =
	    "Averages through the quarter of cash and deposits in all the branches";
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct concept term = {.label = {.in = {[LANG_EN] = "Cash and deposits"}}},
		       *terms[] = {&term};

	for (size_t n = 0; n < 2; n++) {
		struct facts facts = {.concepts = {terms, n, n}};
		struct draft s = sample_doc(t->arena, LANG_EN);

		s.doc->facts = &facts;
		sample_section(&s, "first", "First", "");
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST("words"));
		sample_section(&s, "s", "S", title);
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST("words"));
		assert_string_equal(
		    lines_of(t, lay_out(t, s.doc, &o).pages[0].scene, 18),
		    n ? "Averages through the quarter of cash and deposits /in all the branches"
		      : "Averages through the quarter of cash /and deposits in all the branches");
	}
}

/* Balanced lines are no narrower than a word: a head is not parted before the sign of its year,
 * however little the labels leave it. */
static void heads_keep_their_years_whole(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (int n = 1; n <= 60; n++) {
		struct draft s = sample_doc(t->arena, LANG_ZH_HANS);
		struct buf row = {0};
		struct pdf pdf;

		for (int i = 0; i < n; i++)
			buf_str(&row, "A");
		buf_str(&row, "|100%|100%|100%");
		sample_section(&s, "s", "S", "");
		sample_table(&s, 6, "", "目标|>2025年|>2025年额|>2026年额",
			     LIST(buf_keep(&row, t->arena)));
		pdf = lay_out(t, s.doc, &o);
		for (size_t i = 0; i < pdf.pages[0].scene->ops.n; i++) {
			const struct op *op = &pdf.pages[0].scene->ops.v[i];

			assert_false(op->kind == OP_TEXT && op->run->n >= 3 &&
				     memcmp(op->run->text, "年", 3) == 0);
		}
	}
}

/* A period over numbers that leave it room is not parted. */
static void periods_stand_on_one_line(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = sample_doc(t->arena, LANG_ZH_HANS);
	const struct scene *page;

	sample_section(&s, "s", "S", "");
	sample_table(&s, 12, "", "目标|>2024年前三季度末|>*2025年前三季度末/%",
		     LIST("收入|1.5|2.5"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	assert_near(right_of(page, "2024年前三季度末"), right_of(page, "1.5"));
	assert_near(right_of(page, "2025年前三季度末"), right_of(page, "2.5"));
}

/* A head over a unit takes what the labels leave: two lines in all, not three. */
static void long_heads_take_what_labels_leave(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = sample_doc(t->arena, LANG_ZH_HANS);
	const struct scene *page;

	sample_section(&s, "s", "S", "");
	sample_table(&s, 12, "", "期限|>2025年9月30日止一年/天", LIST("牌照|90"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	assert_near(right_of(page, "2025年9月30日止一年"), right_of(page, "90"));
}

/* ---- rows that stay together, and pages that turn ---- */

/* The row head that stands first on a page, below the repeated head. */
static const char *first_row(struct arena *a, const struct scene *s)
{
	struct marks m = {0};

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		if (!marks_follow(&m, op) && op->kind == OP_TEXT && m.tag && m.tag->scope &&
		    streq(m.tag->scope, "Row"))
			return arena_strn(a, op->run->text, op->run->n);
	}
	return "";
}

/* Wherever the break falls, a sum takes the line before it along. */
static void sums_keep_their_last_line(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (int before = 30; before < 60; before++) {
		struct draft s = hostile(t->arena);
		const char *rows[80];
		struct pdf pdf;

		for (int i = 0; i < 79; i++)
			rows[i] = i == before       ? "+sum|1"
				  : i == before + 1 ? "!total|2"
				  : i < before      ? "line|3"
						    : "after|4";
		rows[79] = NULL;
		sample_table(&s, 12, "", "Name|>2025", rows);
		pdf = lay_out(t, s.doc, &o);
		assert_true(pdf.n_pages > 1);
		for (size_t i = 1; i < pdf.n_pages; i++) {
			const char *first = first_row(t->arena, pdf.pages[i].scene);

			assert_string_not_equal(first, "sum");
			assert_string_not_equal(first, "total");
		}
	}
}

static void wide_tables_turn_the_page(void **state)
{
	struct test *t = *state;
	struct draft s = hostile(t->arena);
	struct layout_options o = fixed(t);
	struct pdf pdf;

	sample_table(
	    &s, 12, "", "Name|>1|>2|>3|>4|>5|>6|>7|>8|>9|>10|>11|>12",
	    LIST("row0|1,234,567,890|1,234,567,890|1,234,567,890|1,234,567,890|1,234,567,890|"
		 "1,234,567,890|1,234,567,890|1,234,567,890|1,234,567,890|1,234,567,890|"
		 "1,234,567,890|1,234,567,890"));
	sample_prose(&s, BLOCK_PROSE, 12, "", LIST("After"));
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	assert_int_equal(pdf.n_pages, 3);
	assert_true(pdf.pages[1].scene->width > pdf.pages[1].scene->height);
	assert_true(pdf.pages[2].scene->width < pdf.pages[2].scene->height);
}

static const struct tag *nth_tag(const struct tag *t, const char *type, size_t *n)
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

static const struct tag *tag_at(const struct tag *root, const char *type, size_t n)
{
	const struct tag *t = nth_tag(root, type, &n);

	assert_non_null(t);
	return t;
}

/* ---- languages ---- */

static void chinese_in_english_says_so(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct tag *span;
	struct pdf pdf;

	o.shape = NULL;
	sample_prose(&s, BLOCK_PROSE, 12, "", LIST("Known as 金山云 in China"));
	pdf = lay_out(t, s.doc, &o);
	assert_marked(pdf.pages[0].scene);
	assert_int_equal(count_tags(pdf.root, "Span"), 1);
	span = tag_at(pdf.root, "Span", 0);
	assert_string_equal(span->lang, "zh");
	assert_string_equal(span->parent->type, "P");
}

/* ---- heads over heads ---- */

static void assert_headers(const struct tag *t, const struct tag *const *heads, size_t n)
{
	assert_non_null(t->headers);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(t->headers[i], heads[i]->id);
	assert_null(t->headers[n]);
}

/* Each cell names its row, its column and the head over that; a row names the group it is in. */
static void heads_over_heads(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct tag *th[7], *td;
	struct pdf pdf;

	sample_table(&s, 12, "", "Name|>2024^Three months|>*2025^Three months|>Change",
		     LIST("#Group", "-row|1|2|3", "after|4|5|6"));
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	for (size_t i = 0; i < 5; i++)
		th[i] = tag_at(pdf.root, "TH", i);
	assert_int_equal(th[0]->row_span, 2); /* name, the group, change; then the years */
	assert_int_equal(th[1]->col_span, 2);
	assert_int_equal(th[2]->row_span, 2);
	assert_string_equal(th[1]->scope, "Column");
	assert_headers(th[4], &th[1], 1);
	th[5] = tag_at(pdf.root, "TH", 5);
	th[6] = tag_at(pdf.root, "TH", 6);
	assert_int_equal(th[5]->col_span, 4);
	assert_headers(th[6], &th[5], 1);
	td = tag_at(pdf.root, "TD", 1);
	assert_headers(td, (const struct tag *const[]){th[6], th[4], th[1]}, 3);
	td = tag_at(pdf.root, "TD", 2);
	assert_headers(td, (const struct tag *const[]){th[6], th[2]}, 2);
	assert_null(tag_at(pdf.root, "TH", 7)->headers); /* the group has ended */
}

static bool label_ends(const struct op *op, const char *end)
{
	size_t n = strlen(end);

	return op->kind == OP_TEXT && op->run->n > n &&
	       strncmp(op->run->text + op->run->n - n, end, n) == 0;
}

/* The label of the first row on a page: "row 3 a", "Group 3" or "total 3"; its baseline to y. */
static const char *top_row(struct arena *a, const struct scene *page, double *y)
{
	const char *label = NULL;

	for (size_t i = 0; i < page->ops.n; i++) {
		const struct op *op = &page->ops.v[i];
		const char *text =
		    op->kind == OP_TEXT ? arena_strn(a, op->run->text, op->run->n) : "";

		if (label_ends(op, ", continued") || (label && op->y > *y) ||
		    (strncmp(text, "row ", 4) != 0 && strncmp(text, "Group ", 6) != 0 &&
		     strncmp(text, "total ", 6) != 0))
			continue;
		label = text;
		*y = op->y;
	}
	return label;
}

/* The names of groups that go on, above y. */
static int groups_continued(struct arena *a, const struct scene *page, char group, double y)
{
	int n = 0;

	for (size_t i = 0; i < page->ops.n; i++) {
		const struct op *op = &page->ops.v[i];

		if (!label_ends(op, ", continued") || op->run->text[0] != 'G')
			continue;
		assert_string_equal(arena_strn(a, op->run->text, op->run->n),
				    arena_printf(a, "Group %c, continued", group));
		assert_true(op->y < y && op->y > y - 40);
		n++;
	}
	return n;
}

static void groups_go_on_over_pages(void **state)
{
	struct test *t = *state;
	int on = 0, not_on = 0;

	for (size_t lines = 0; lines < 40; lines++) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = hostile(one.arena);
		const char *rows[91] = {NULL};
		struct pdf pdf;

		for (int i = 0; i < 90; i++)
			rows[i] = arena_printf(one.arena,
					       i % 10 == 0   ? "#Group %d"
					       : i % 10 == 9 ? "total %d|1"
							     : "-row %d %d|1",
					       i / 10, i);
		sample_prose(&s, BLOCK_NOTES, 12, "",
			     LIST(many_words(one.arena, 1 + 12 * lines, "filler")));
		sample_table(&s, 12, "", "Name|>2025", rows);
		pdf = lay_out(&one, s.doc, &o);
		for (size_t i = 1; i < pdf.n_pages; i++) {
			const struct scene *page = pdf.pages[i].scene;
			double y = 0;
			const char *label = top_row(one.arena, page, &y);
			bool within = label && label[0] == 'r';

			if (!label)
				continue;
			assert_page_clean(one.arena, page, i);
			assert_int_equal(groups_continued(one.arena, page, label[4], y), within);
			on += within;
			not_on += !within;
		}
		arena_free(one.arena);
	}
	assert_true(on > 10 && not_on > 10);
}

/* ---- where numbers end ---- */

static const struct op *text_at(const struct scene *s, const char *text)
{
	for (size_t i = 0; i < s->ops.n; i++)
		if (says(&s->ops.v[i], text))
			return &s->ops.v[i];
	fail_msg("not on the page: %s", text);
	return NULL;
}

static double right_of(const struct scene *s, const char *text)
{
	const struct op *op = text_at(s, text);

	return op->x + op->run->width;
}

static void assert_near(double a, double b)
{
	assert_true(fabs(a - b) < 0.01);
}

/* Where the numbers of rows end, in places of digits from the edge of the head. */
static void assert_places(struct test *t, bool unlike, const char *const *numbers,
			  const int *places)
{
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const char *rows[6] = {NULL};
	const struct scene *page;
	struct pdf pdf;

	for (size_t i = 0; numbers[i]; i++)
		rows[i] = arena_printf(t->arena, "a|%s", numbers[i]);
	sample_table(&s, 12, "", "Name|>2025", rows);
	s.block->as.table->unlike = unlike;
	pdf = lay_out(t, s.doc, &o);
	page = pdf.pages[pdf.n_pages - 1].scene;
	for (size_t i = 0; numbers[i]; i++)
		assert_near(right_of(page, numbers[i]),
			    right_of(page, "2025") - places[i] * 8.25 / 2);
}

/* Rows of one unit align on the point, rows of unlike units on their last digit, below the head. */
static void points_align_among_rows_of_one_unit(void **state)
{
	static const struct {
		const char *numbers[6];
		int places[5]; /* of one unit */
	} cases[] = {
	    {{"7.411", "13.83", "7,785.2", "12", "39.7"}, {0, 1, 2, 4, 2}},
	    {{"155", "97.4", "243", "12", "9"}, {2, 0, 2, 2, 2}},
	    {{"1.3", "0.011", "74", "2", "350"}, {2, 0, 4, 4, 4}},
	};
	static const int flush[5] = {0};

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_places(*state, false, cases[i].numbers, cases[i].places);
		assert_places(*state, true, cases[i].numbers, flush);
	}
}

/* One number with decimals is enough, however many there are without. */
static void one_fraction_sets_the_point(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;
	struct pdf pdf;

	sample_table(&s, 12, "", "Name|>2025", LIST("a|16.5", "b|25", "c|15", "d|10", "e|9"));
	pdf = lay_out(t, s.doc, &o);
	page = pdf.pages[pdf.n_pages - 1].scene;
	assert_near(right_of(page, "16.5"), right_of(page, "2025"));
	for (const char *const *whole = (const char *const[]){"25", "15", "10", "9", NULL}; *whole;
	     whole++)
		assert_near(right_of(page, *whole), right_of(page, "2025") - 8.25);
}

/* A head ends with the digits, whatever hangs behind them, in one line or more, over one column or
 * over two. */
static void heads_end_with_the_digits(void **state)
{
	static const char *const columns[] = {
	    "Name|>2025", "Name|>~Change against the year before/pp|>*2025/RMB million",
	    "Name|>*2025^Year|>~Change^Year|:Date", "Name|>~Change on the year|>~Change"};
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (size_t i = 0; i < COUNT(columns); i++)
		for (int unlike = 0; unlike < 2; unlike++) {
			struct draft s = hostile(t->arena);
			struct pdf pdf;

			sample_table(&s, 12, "", columns[i],
				     LIST("a|7.411|22.8%|x", "b|(13.8)%|(0.5)%|x", "c|–|n.d.|x",
					  "d|n.d.|1.5 pp|x", "e|64%|(3)|x",
					  "f|100|turned profit|x"));
			s.block->as.table->unlike = unlike;
			pdf = lay_out(t, s.doc, &o);
			assert_clean(t, s.doc, &pdf);
			assert_edges(t->arena, s.block->as.table, &pdf);
		}
}

/* Where heads must wrap, all get two lines before one gets what it likes. */
static void heads_take_two_lines_first(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (int letters = 40; letters < 62; letters++) {
		struct draft s = hostile(t->arena);
		struct buf row = {0};
		double lowest = 0, highest = 1e9;
		struct marks m = {0};
		const struct scene *page;
		struct pdf pdf;

		for (int i = 0; i < letters; i++)
			buf_char(&row, i % 7 == 6 ? ' ' : 'a');
		buf_str(&row, "|12.7|45.4|37.5%|145.8|26.3%");
		sample_table(&s, 12, "",
			     "Name|>2017|>2021|>~Growth a year, 2017 to 2021|>Forecast 2026|"
			     ">~Growth a year, 2021 to 2026",
			     LIST(buf_keep(&row, t->arena)));
		pdf = lay_out(t, s.doc, &o);
		page = pdf.pages[pdf.n_pages - 1].scene;
		for (size_t i = 0; i < page->ops.n; i++) {
			const struct op *op = &page->ops.v[i];

			if (marks_follow(&m, op) || op->kind != OP_TEXT || !m.tag ||
			    !m.tag->scope || !streq(m.tag->scope, "Column"))
				continue;
			lowest = fmax(lowest, op->y);
			highest = fmin(highest, op->y);
		}
		assert_true(lowest - highest < 1.5 * 11.25);
	}
}

/* What a line of a head ends with is nothing: neither a space nor a gap between scripts. */
static void wrapped_heads_end_at_one_edge(void **state)
{
	static const char *const heads[] = {"Growth a year, 2019 to 2021",
					    "年均增长2019至2021年2019至2021"};
	struct test *t = *state;
	struct layout_options o = fixed(t);

	o.shape = NULL;
	for (size_t i = 0; i < COUNT(heads); i++) {
		struct draft s = sample_doc(t->arena, i ? LANG_ZH_HANS : LANG_EN);
		struct pdf pdf;
		const struct scene *page;
		struct marks m = {0};
		double edge = 0, right = 0, y = 0;
		int lines = 0;

		sample_section(&s, "s", "S", "");
		sample_table(&s, 6, "", arena_printf(t->arena, "Name|>~%s", heads[i]),
			     LIST("a rather long label for this row|100%"));
		pdf = lay_out(t, s.doc, &o);
		page = pdf.pages[0].scene;
		for (size_t k = 0; k < page->ops.n; k++) {
			const struct op *op = &page->ops.v[k];

			if (marks_follow(&m, op) || op->kind != OP_TEXT || !m.tag ||
			    !m.tag->scope || !streq(m.tag->scope, "Column") || op->x < 120)
				continue;
			if (op->y > y + 1) {
				lines++;
				if (lines == 2)
					edge = right;
				else if (lines > 2)
					assert_near(right, edge);
				y = op->y;
			}
			right = op->x + ink_width(op->run) - op->run->gap;
		}
		assert_true(lines > 1);
		assert_near(right, edge);
	}
}

/* Blocks side by side, and the columns of the contents, are apart by more than a gutter. */
static void blocks_side_by_side_stand_apart(void **state)
{
	static const double apart = 18;
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;
	double left, right;
	struct pdf pdf;

	sample_table(&s, 6, "", "Left|>2025/RMB", LIST("a|1.0"));
	sample_table(&s, 6, "", "Right|>2026", LIST("b|2.0"));
	pdf = lay_out(t, s.doc, &o);
	page = pdf.pages[pdf.n_pages - 1].scene;
	left = text_at(page, "Left")->x;
	right = text_at(page, "Right")->x;
	/* Digits stay clear of the edge of the column by 4.5. */
	assert_near(right - right_of(page, "1.0"), apart + 4.5);
	assert_near(2 * (right - left) - apart, page->width - 2 * left);
}

/* ---- rules of sums ---- */

/* Rules of one width on a page. */
static size_t count_rules(const struct scene *s, double line)
{
	size_t n = 0;

	for (size_t i = 0; i < s->ops.n; i++)
		n += s->ops.v[i].kind == OP_LINE && fabs(s->ops.v[i].line - line) < 0.001;
	return n;
}

/* Counts in *ctx the words in place of a number that are set heavy. */
static struct shaped weighing_shape(void *ctx, struct arena *a, struct style st, const char *text,
				    size_t n, uint32_t *missing)
{
	*(int *)ctx += n == 4 && memcmp(text, "n.d.", n) == 0 && st.weight != WEIGHT_REGULAR;
	return fixed_shape(NULL, a, st, text, n, missing);
}

/* Over amounts, not over changes (one more is the footer's); where they are, no line parts the
 * rows. */
static void sums_are_ruled_over_amounts(void **state)
{
	static const double sum = 0.56, row = 0.38;
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;
	struct pdf pdf;
	int heavy = 0;

	o.shape = weighing_shape;
	o.shape_ctx = &heavy;
	sample_table(&s, 12, "", "Name|>2024|>*2025|>~Change",
		     LIST("first|1|2|100.0%", "second|3|n.d.|n.d.", "!total|4|n.d.|n.d.",
			  "after|5|6|20.0%"));
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	page = pdf.pages[pdf.n_pages - 1].scene;
	assert_int_equal(count_rules(page, sum), 2 + 1);
	assert_int_equal(count_rules(page, row), 3);
	assert_int_equal(heavy, 0);
}

/* Dense rows have none, unless their figures stand far from the labels. */
static void lines_lead_to_far_figures(void **state)
{
	static const double row = 0.38;
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (int i = 0; i < 4; i++) {
		bool far = i & 1, wash = i & 2;
		struct draft s = hostile(t->arena);
		struct pdf pdf;

		sample_table(&s, 12, "", "Name|>2025",
			     LIST("#A group of rows|",
				  far ? "-first|1" : many_words(t->arena, 16, "-long"),
				  "-second|2"));
		s.block->as.table->dense = true;
		s.block->as.table->wash = wash;
		pdf = lay_out(t, s.doc, &o);
		assert_int_equal(count_rules(pdf.pages[pdf.n_pages - 1].scene, row),
				 far || !wash ? 3 : 0);
	}
}

/* ---- notes at the foot ---- */

static const struct pdf_dest *dest_of(const struct pdf *pdf, const char *name)
{
	for (size_t i = 0; i < pdf->n_dests; i++)
		if (streq(pdf->dests[i].name, name))
			return &pdf->dests[i];
	return NULL;
}

/* Every note stands below its mark on one page, and each leads to the other. */
static void assert_notes(struct test *t, const struct pdf *pdf, int n)
{
	for (int i = 1; i <= n; i++) {
		const struct pdf_dest *note = dest_of(pdf, arena_printf(t->arena, "note-%d", i)),
				      *mark = dest_of(pdf, arena_printf(t->arena, "ref-%d", i));

		assert_non_null(note);
		assert_non_null(mark);
		assert_int_equal(note->page, mark->page);
		assert_true(note->y > mark->y);
	}
	assert_int_equal(count_tags(pdf->root, "Reference"), n);
	assert_int_equal(count_tags(pdf->root, "Note"), n);
	assert_int_equal(count_tags(pdf->root, "Link"), 2 * n);
}

/* Wherever the page breaks: rows, prose and columns of text, blocks side by side. */
static void notes_stand_on_the_page_of_their_mark(void **state)
{
	struct test *t = *state;

	for (int rows = 1; rows < 45; rows++) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = hostile(one.arena);
		char *words = many_words(one.arena, 60, "prose");
		const char *list[64] = {NULL};
		struct pdf pdf;

		for (int i = 0; i < rows; i++)
			list[i] = i % 8 == 7 ? "row^[A note that a row has]|1" : "row|1";
		sample_table(&s, 12, "", "Name|>2025", list);
		sample_prose(
		    &s, BLOCK_PROSE, 12, "Long",
		    LIST(words,
			 arena_printf(one.arena, "%s^[First] %s^[Second] %s", words, words, words),
			 words, words));
		sample_table(&s, 6, "", "Left|>2025", LIST("a|1", "b|2", "c|3"));
		sample_table(&s, 6, "", "Right|>2025", LIST("a|1", "b^[Third]|2", "c|3"));
		doc_number_notes(s.doc);
		pdf = lay_out(&one, s.doc, &o);
		for (size_t i = 0; i < pdf.n_pages; i++)
			assert_page_clean(one.arena, pdf.pages[i].scene, i);
		assert_notes(&one, &pdf, rows / 8 + 3);
		arena_free(one.arena);
	}
}

struct stars {                       /* of a page */
	int marks, meanings, others; /* others: said in other words */
};

static struct stars stars_of(const struct scene *page)
{
	static const char meaning[] = "* Made by us.";
	struct stars n = {0};

	for (size_t i = 0; i < page->ops.n; i++) {
		const struct op *op = &page->ops.v[i];
		const char *star =
		    op->kind == OP_TEXT ? memchr(op->run->text, '*', op->run->n) : NULL;

		if (!star)
			continue;
		if (star > op->run->text || op->run->n == 1)
			n.marks++;
		else if (strncmp(op->run->text, meaning, strlen(meaning)) == 0)
			n.meanings++;
		else
			n.others++;
	}
	return n;
}

/* A table, its note, a chart, a title and text in columns, wherever the page breaks. */
static struct draft starred(struct arena *a, int rows)
{
	struct draft s = hostile(a);
	char *words = many_words(a, 60, "prose");
	const char *list[64] = {NULL};

	for (int i = 0; i < rows; i++)
		list[i] = i % 9 == 2 ? "row*|1" : "row|1";
	sample_table(&s, 12, "", "Name|>2025", list);
	s.block->note = sample_text(&s, "* Made by us. n.d.: not disclosed.");
	sample_prose(&s, BLOCK_PROSE, 12, "Long", LIST(words, words, words, words, words));
	sample_table(&s, 6, "", "Left|>2025", LIST("a|1", "b*|2", "c|3"));
	sample_table(&s, 6, "", "Right|>2025", LIST("a|1", "b^[A note]|2", "c*|3"));
	sample_prose(&s, BLOCK_PROSE, 12, "Long", LIST(words, words, words, words, words));
	sample_chart_block(&s, 6, sample_column(a));
	s.block->as.chart->categories[0] = "2021*";
	sample_table(&s, 12, "", "Last|>2025", LIST("a|1", "b|2"));
	doc_number_notes(s.doc);
	return s;
}

/* What "*" means stands on every page that has the mark, and once. */
static void stars_are_explained_on_their_page(void **state)
{
	struct test *t = *state;
	int at_foot = 0;

	for (int rows = 3; rows < 60; rows++) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = starred(one.arena, rows);
		struct pdf pdf = lay_out(&one, s.doc, &o);
		int all = 0;

		for (size_t i = 0; i < pdf.n_pages; i++) {
			struct stars n = stars_of(pdf.pages[i].scene);

			assert_page_clean(one.arena, pdf.pages[i].scene, i);
			assert_int_equal(n.meanings, n.marks > 0);
			assert_int_equal(n.others, 0);
			all += n.meanings;
		}
		/* And the numbered note, and the chart's: no element is made in vain. */
		assert_int_equal(count_tags(pdf.root, "Note"), all + 2);
		at_foot += all - 1;
		arena_free(one.arena);
	}
	assert_true(at_foot > 60);
}

/* Nobody knows which of two meanings the mark of a third block has. */
static void stars_of_two_meanings_are_left_to_their_blocks(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = starred(t->arena, 40);
	struct pdf pdf;
	int meanings = 0, others = 0;

	sample_table(&s, 12, "", "Other|>2025", LIST("a*|1", "b|2"));
	s.block->note = sample_text(&s, "* As the U.S. law has it. More.");
	doc_number_notes(s.doc);
	pdf = lay_out(t, s.doc, &o);
	for (size_t i = 0; i < pdf.n_pages; i++) {
		meanings += stars_of(pdf.pages[i].scene).meanings;
		others += stars_of(pdf.pages[i].scene).others;
	}
	assert_int_equal(meanings, 1);
	assert_int_equal(others, 1);
}

/* A table of so many rows that they are made when their page is drawn; the meaning is one sentence,
 * with an abbreviation. */
static void stars_of_long_tables_are_explained(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const char *list[402] = {NULL};
	struct pdf pdf;

	for (int i = 0; i < 401; i++)
		list[i] = i == 300 ? "row*|1" : "row|1";
	sample_table(&s, 12, "", "Name|>2025", list);
	sample_prose(&s, BLOCK_NOTES, 12, "", LIST("* As the U.S. law has it. More."));
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	for (size_t i = 0; i < pdf.n_pages; i++) {
		struct stars n = stars_of(pdf.pages[i].scene);

		assert_int_equal(n.others, n.marks > 0 || i + 1 == pdf.n_pages);
		if (n.marks)
			assert_non_null(text_at(pdf.pages[i].scene, "* As the U.S. law has it."));
	}
}

/* A row of pages with the mark in it, and what it means in a sentence that a foot holds or does
 * not: nothing meets, and a long sentence is left to its block. */
static void stars_of_tall_rows_have_room(void **state)
{
	struct test *t = *state;

	for (size_t words = 2; words < 3000; words *= 3) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = hostile(one.arena);
		int meanings = 0;
		struct pdf pdf;

		sample_table(&s, 12, "", "Name|>2025",
			     LIST("row0|1",
				  arena_printf(one.arena, "row1* %s^[A note]|2",
					       many_words(one.arena, 4000, "word*")),
				  "row2|3"));
		sample_prose(&s, BLOCK_NOTES, 12, "",
			     LIST(arena_printf(one.arena, "* %s. More.",
					       many_words(one.arena, words, "own"))));
		doc_number_notes(s.doc);
		pdf = lay_out(&one, s.doc, &o);
		assert_clean(&one, s.doc, &pdf);
		for (size_t i = 0; i < pdf.n_pages; i++)
			meanings += stars_of(pdf.pages[i].scene).others;
		assert_words(&pdf, "word*", 4000);
		assert_int_equal(meanings, words < 200 ? pdf.n_pages - 1 : 1);
		arena_free(one.arena);
	}
}

/* The mark stands in a numbered note alone, of prose, of a row and of text in columns. */
static void stars_of_notes_are_explained(void **state)
{
	struct test *t = *state;
	int alone = 0;

	for (int rows = 30; rows < 90; rows += 2) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = hostile(one.arena);
		const char *list[91] = {NULL};
		char *words = many_words(one.arena, 60, "prose");
		struct pdf pdf;

		for (int i = 0; i < rows; i++)
			list[i] = i == rows - 9 ? "row^[Sales* less cost]|1" : "row|1";
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST("Rose^[EBITDA* is ours] again"));
		sample_table(&s, 12, "", "Name|>2025", list);
		sample_prose(&s, BLOCK_PROSE, 12, "Long",
			     LIST(words, words, words,
				  arena_printf(one.arena, "%s^[Cash* too]", words), words, words));
		sample_table(&s, 12, "", "Name|>2025", list);
		s.block->as.table->rows[rows - 9].note = NULL;
		sample_prose(&s, BLOCK_NOTES, 12, "", LIST("* Made by us. More."));
		doc_number_notes(s.doc);
		pdf = lay_out(&one, s.doc, &o);
		assert_clean(&one, s.doc, &pdf);
		for (size_t i = 0; i < pdf.n_pages; i++) {
			struct stars n = stars_of(pdf.pages[i].scene);

			if (i + 1 < pdf.n_pages)
				assert_int_equal(n.meanings, n.marks > 0);
			assert_true(n.meanings <= 1);
			alone += n.marks == 1;
		}
		arena_free(one.arena);
	}
	assert_true(alone > 30);
}

/* A note longer than a foot may be stands behind its block; nothing is lost. */
static void long_notes_stand_behind_their_block(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;

	sample_table(
	    &s, 12, "", "Name|>2025",
	    LIST(arena_printf(t->arena, "row^[%s]|1", many_words(t->arena, 900, "word")), "row|2"));
	doc_number_notes(s.doc);
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	assert_int_equal(count_tags(pdf.root, "Note"), 1);
	assert_non_null(dest_of(&pdf, "note-1"));
}

/* ---- tables side by side ---- */

static double baseline_of(const struct scene *s, const char *text)
{
	return text_at(s, text)->y;
}

/* One head has a unit and the other none: the rows stand on the same lines all the same. */
static void rows_side_by_side_align(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;

	sample_table(&s, 6, "", "Left|>2025/RMB’000", LIST("first|1", "second|2"));
	sample_table(&s, 6, "", "Right|>2025", LIST("third|1", "fourth|2"));
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	assert_true(baseline_of(pdf.pages[0].scene, "second") ==
		    baseline_of(pdf.pages[0].scene, "fourth"));
	assert_true(baseline_of(pdf.pages[0].scene, "Left") ==
		    baseline_of(pdf.pages[0].scene, "Right"));
}

/* A short table beside a longer one keeps step with it. */
static void rows_side_by_side_have_one_pitch(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;

	sample_table(&s, 6, "", "Left|>2025",
		     LIST("a|1", "b|1", "c|1", "d|1", "e|1", "f|1", "g|1", "left end|1", "i|1"));
	sample_table(&s, 6, "", "Right|>2025",
		     LIST("j|1", "k|1", "l|1", "m|1", "n|1", "o|1", "p|1", "right end|1"));
	pdf = lay_out(t, s.doc, &o);
	assert_true(baseline_of(pdf.pages[0].scene, "left end") ==
		    baseline_of(pdf.pages[0].scene, "right end"));
}

/* A table that needs smaller type gives it to the one beside it, not to one below. */
static void tables_side_by_side_have_one_size(void **state)
{
	static const char number[] = "12,345,678";
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;
	double size;

	sample_table(&s, 6, "", "Left|>2021|>2022|>2023|>2024|>2025",
		     LIST(arena_printf(t->arena, "left|%s|%s|%s|%s|%s", number, number, number,
				       number, number)));
	sample_table(&s, 6, "", "Right|>2025", LIST("right|1"));
	sample_table(&s, 12, "", "Below|>2025", LIST("below|1"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	size = text_at(page, "left")->run->size;
	assert_true(size < 8);
	assert_near(text_at(page, "right")->run->size, size);
	assert_near(text_at(page, "below")->run->size, 8.25);
}

/* Four columns in half a page: the unit wraps, not the period, and type is not made smaller. */
static void units_wrap_before_type_shrinks(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;

	sample_table(&s, 6, "",
		     "Left|>2019/RMB million|>2020/RMB million|>2021/RMB million|>Q1 2022/US$ "
		     "million",
		     LIST("Share of it|595.2|775.1|1,043.8|246.6"));
	sample_table(&s, 6, "", "Right|>2025/RMB million", LIST("right|1"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	assert_near(text_at(page, "Share of it")->run->size, 8.25);
	assert_near(text_at(page, "right")->run->size, 8.25);
	assert_near(text_at(page, "million")->y - text_at(page, "RMB ")->y, 11.25);
	text_at(page, "Q1 2022");
	text_at(page, "RMB million"); /* where there is room */
}

/* What all columns are in then stands behind the name, which has two lines, and in no head; where
 * there is room, in each. */
static void a_unit_of_all_columns_is_said_once_before_type_shrinks(void **state)
{
	static const char head[] =
	    "Purchases|>2019/RMB million|>2020/RMB million|>2021/RMB million|>Q1 2022/RMB million";
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (int span = 6; span <= 12; span += 6) {
		struct draft s = hostile(t->arena);
		const struct scene *page;
		struct pdf pdf;

		sample_table(&s, span, "", head, LIST("Supplier A|595.2|775.1|1,043.8|246.6"));
		if (span == 6)
			sample_table(&s, 6, "", "Right|>2025/RMB million", LIST("right|1"));
		pdf = lay_out(t, s.doc, &o);
		page = pdf.pages[0].scene;
		assert_clean(t, s.doc, &pdf);
		assert_near(text_at(page, "Supplier A")->run->size, 8.25);
		if (span == 12) {
			text_at(page, "Purchases");
			continue;
		}
		assert_near(text_at(page, "RMB million")->x, text_at(page, "Purchases, ")->x);
		assert_true(text_at(page, "Purchases, ")->y < text_at(page, "2019")->y - 5);
	}
}

/* However many rows are to fit a page: the lines of a statement stay on the grid of 2.25 pt. */
static void statements_stay_on_the_grid(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	bool closer = false;

	for (size_t n = 30; n <= 60; n++) {
		struct draft s = sample_doc(t->arena, LANG_EN);
		const char **rows = NEWS(t->arena, const char *, n + 1);
		const struct scene *page;
		struct pdf pdf;
		double pitch;

		for (size_t i = 0; i < n; i++)
			rows[i] = i % 10 == 0 ? "#group"
				  : i == 1    ? "-one|1"
				  : i == 2    ? "-two|2"
					      : "-row|3";
		sample_section(&s, "first", "First", "");
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST("word"));
		sample_section(&s, "s", "S", "Statement")->new_page = true;
		sample_table(&s, 12, "", "Statement|>2025", rows);
		s.block->as.table->dense = true;
		pdf = lay_out(t, s.doc, &o);
		page = pdf.pages[pdf.n_pages > 1].scene;
		pitch = baseline_of(page, "two") - baseline_of(page, "one");
		assert_true(fabs(pitch / 2.25 - round(pitch / 2.25)) < 0.001);
		closer |= pitch < 13.4;
	}
	assert_true(closer);
}

/* Charts under titles of one and of two lines have their periods on one line. */
static void charts_side_by_side_align(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct chart *left = sample_column(t->arena), *right = sample_column(t->arena);
	struct pdf pdf;

	left->categories[0] = "left";
	right->categories[0] = "right";
	left->title = "Short";
	right->title = "A title that is too long for one line above half a page of chart";
	sample_chart_block(&s, 6, left);
	sample_chart_block(&s, 6, right);
	pdf = lay_out(t, s.doc, &o);
	assert_true(baseline_of(pdf.pages[0].scene, "left") ==
		    baseline_of(pdf.pages[0].scene, "right"));
}

static double left_of(const struct scene *s, const char *text)
{
	return text_at(s, text)->x;
}

/* Across the page a list uses both halves, however short it is; a short paragraph does not. */
static void short_lists_stand_in_columns(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;

	sample_prose(
	    &s, BLOCK_HIGHLIGHTS, 12, "",
	    LIST(many_words(t->arena, 16, "one"), many_words(t->arena, 16, "two"), "the last"));
	sample_prose(&s, BLOCK_PROSE, 12, "", LIST("alone"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	assert_true(left_of(page, "the last") > page->width / 2);
	assert_true(left_of(page, "alone") < page->width / 2);
}

/* Columns of a block divide a long paragraph, not one of a few lines. */
static void columns_hold_whole_paragraphs(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (size_t words = 90; words <= 180; words += 90) {
		struct draft s = hostile(t->arena);
		const struct scene *page;
		bool right = false;

		sample_prose(&s, BLOCK_PROSE, 12, "", LIST(many_words(t->arena, words, "ab")));
		page = lay_out(t, s.doc, &o).pages[0].scene;
		for (size_t i = 0; i < page->ops.n; i++)
			right |= page->ops.v[i].kind == OP_TEXT && page->ops.v[i].run->size == 9 &&
				 page->ops.v[i].x > page->width / 2;
		assert_int_equal(right, words == 180);
	}
}

/* Figures of a row stand on one baseline, whatever lines their labels need; so do words in their
 * place. */
static void figures_of_a_row_share_a_baseline(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;
	double first, second;

	sample_kpis(&s, "Title",
		    LIST("A label of more words than a tile is wide|1|up||", "b|2|up||",
			 "c|n.d.|||", "d|4|up||", "e|5|up||", "f|6|up||", "g|7|up||", "h|8|up||"));
	s.block->as.kpis.v[2].missing = true;
	page = lay_out(t, s.doc, &o).pages[0].scene;
	first = text_at(page, "1")->y;
	assert_near(text_at(page, "2")->y, first);
	assert_near(text_at(page, "n.d.")->y, first);
	assert_near(text_at(page, "4")->y, first);
	second = text_at(page, "5")->y;
	assert_near(text_at(page, "8")->y, second);
	/* A row of short labels is not as high as one of long ones. */
	assert_near(
	    text_at(page, "1")->y - text_at(page, "b")->y - (second - text_at(page, "e")->y), 13.5);
}

/* Notes that would break in half the page, as addresses, stand across it; words stay in halves. */
static void notes_that_fit_stand_across(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (int words = 0; words < 2; words++) {
		struct draft s = hostile(t->arena);
		const char *note = words
				       ? many_words(t->arena, 300, "one")
				       : "a note: https://a.org/a/somewhat/long/address/of/a/page";
		const struct scene *page;

		sample_prose(&s, BLOCK_NOTES, 12, "Sources", LIST(note, note, note, "the last"));
		page = lay_out(t, s.doc, &o).pages[0].scene;
		assert_true((left_of(page, "the last") > page->width / 2) == words);
	}
}

/* Across the page a title stands beside its notes on as many lines as it needs, and the next block
 * clear of it. */
static void titles_stand_beside_their_notes(void **state)
{
	static const char *const titles[] = {"Sources", "Non-GAAP financial measures of a group"};
	struct test *t = *state;
	struct layout_options o = fixed(t);
	double below[COUNT(titles)];

	for (size_t i = 0; i < COUNT(titles); i++) {
		struct draft s = hostile(t->arena);
		const struct scene *page;

		sample_prose(&s, BLOCK_NOTES, 12, titles[i], LIST("the note"));
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST("below"));
		page = lay_out(t, s.doc, &o).pages[0].scene;
		assert_true(left_of(page, "the note") > page->width / 4);
		assert_near(text_at(page, "the note")->y,
			    text_at(page, i ? "Non-GAAP financial " : "Sources")->y);
		below[i] = text_at(page, "below")->y - text_at(page, "the note")->y;
	}
	assert_true(below[1] >= below[0] + 13.5);
}

/* A block of words that has no block beside it, though it would leave room for one. */
static void words_alone_use_both_halves(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	const struct scene *page;

	sample_prose(&s, BLOCK_PROSE, 6, "Outlook",
		     LIST(many_words(t->arena, 40, "one"), "the last"));
	sample_table(&s, 12, "", "Name|>2025", LIST("a|1"));
	sample_prose(&s, BLOCK_PROSE, 6, "",
		     LIST(many_words(t->arena, 16, "two"), "as short as this"));
	page = lay_out(t, s.doc, &o).pages[0].scene;
	assert_true(left_of(page, "the last") > page->width / 2);
	assert_true(left_of(page, "as short as this") > page->width / 2);
}

/* Labels behind codes of unequal length begin in one column. */
static void labels_stand_clear_of_their_codes(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;

	sample_table(&s, 6, "", "Index|=Where",
		     LIST("A1.1  first|there", "20–25  second|here", "none|nowhere"));
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	assert_true(left_of(pdf.pages[0].scene, "A1.1  ") < left_of(pdf.pages[0].scene, "first"));
	assert_true(left_of(pdf.pages[0].scene, "first") == left_of(pdf.pages[0].scene, "second"));
}

/* Facts that need two lines stand below each other. */
static void the_strip_is_a_grid(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = sample_doc(t->arena, LANG_EN);
	static const char *const labels[] = {"First", "Second", "Third", "Fourth"};
	const struct scene *page;
	double x[4];

	sample_section(&s, "s", "S", "");
	sample_strip(&s, "First", "in words");
	sample_strip(&s, "Second", "in very many more words than the first of all");
	sample_strip(&s, "Third", "in words, and more of them than the first");
	sample_strip(&s, "Fourth", "in words");
	page = lay_out(t, s.doc, &o).pages[0].scene;
	for (size_t k = 0; k < 4; k++)
		x[k] = left_of(page, labels[k]);
	assert_true(baseline_of(page, "First") == baseline_of(page, "Second"));
	assert_true(baseline_of(page, "First") < baseline_of(page, "Third"));
	assert_true(x[0] == x[2] && x[1] == x[3] && x[0] < x[1]);
}

static bool line_begins(const struct scene *s, const char *text)
{
	for (size_t i = 0; i < s->ops.n; i++)
		if (s->ops.v[i].kind == OP_TEXT && s->ops.v[i].run->n >= strlen(text) &&
		    memcmp(s->ops.v[i].run->text, text, strlen(text)) == 0)
			return true;
	return false;
}

/* However little room the labels leave to the columns: a head breaks between its words. */
static void heads_break_between_words(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (size_t n = 1; n <= 40; n++) {
		struct draft s = hostile(t->arena);
		struct pdf pdf;

		sample_table(
		    &s, 12, "", "Name|>2017|>2021|>Growth a year|>Forecast 2026|>Growth",
		    LIST(arena_printf(t->arena, "%.*s|61.0|203.9|35.2%%|687.2|27.5%%", (int)(2 * n),
				      "China, services other than of the internet, billions "
				      "of a currency, as told"),
			 "row|1.0|2.0|3.0%|4.0|5.0%"));
		pdf = lay_out(t, s.doc, &o);
		assert_true(line_begins(pdf.pages[0].scene, "Forecast"));
	}
}

/* ---- facing pages ---- */

/* Where the leftmost and the rightmost text of the page's foot begin. */
static void foot_edges(const struct scene *s, double *left, double *right)
{
	*left = s->width;
	*right = 0;
	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		if (op->kind != OP_TEXT || op->y < s->height - 45)
			continue;
		if (op->x < *left)
			*left = op->x;
		if (op->x + op->run->width > *right)
			*right = op->x + op->run->width;
	}
}

/* The inner margin is the wider one, and the page number stands at the outer edge. */
static void facing_pages_mirror_each_other(void **state)
{
	const double mm = 72 / 25.4;
	struct test *t = *state;
	struct layout_options o = fixed(t);
	const struct doc *doc = sample_brief(t->arena, false);
	struct pdf single = lay_out(t, doc, &o), pdf;

	assert_false(single.facing);
	o.facing = true;
	pdf = lay_out(t, doc, &o);
	assert_true(pdf.facing);
	assert_int_equal(pdf.n_pages, single.n_pages);
	for (size_t i = 0; i < pdf.n_pages; i++) {
		const struct scene *s = pdf.pages[i].scene;
		double left, right, inner = 21 * mm, outer = 15 * mm;

		foot_edges(s, &left, &right);
		assert_true(fabs(left - (i % 2 ? outer : inner)) < 0.1);
		assert_true(fabs(s->width - right - (i % 2 ? inner : outer)) < 0.1);
	}
	assert_figures(t->arena, doc, &pdf);
}

/* ---- page filling ---- */

static int page_of_dest(const struct pdf *pdf, const char *name)
{
	for (size_t i = 0; i < pdf->n_dests; i++)
		if (streq(pdf->dests[i].name, name))
			return pdf->dests[i].page;
	return -1;
}

static void add_rows(struct draft *s, size_t n)
{
	const char **rows = NEWS(s->arena, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		rows[i] = "row|1";
	sample_table(s, 12, "", "Name|>2025", rows);
}

/* Tables of a section have the pitch of its longest, wherever they stand; not of a statement. */
static void tables_of_a_section_have_one_pitch(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (size_t rows = 8; rows <= 9; rows++)
		for (int dense = 0; dense < 2; dense++) {
			struct draft s = hostile(t->arena);
			const struct scene *page;

			sample_table(&s, 12, "", "Short|>2025", LIST("one|1", "two|1"));
			add_rows(&s, rows);
			s.block->as.table->dense = dense;
			page = lay_out(t, s.doc, &o).pages[0].scene;
			assert_near(baseline_of(page, "two") - baseline_of(page, "one"),
				    rows == 9 && !dense ? 15.75 : 18);
		}
}

/* Sections that want a page of their own share one where they are whole on it. */
static void short_sections_share_a_page(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;

	add_rows(&s, 4);
	sample_section(&s, "short", "Short", "Short")->new_page = true;
	add_rows(&s, 4);
	sample_section(&s, "statement", "Statement", "Statement")->new_page = true;
	add_rows(&s, 30);
	sample_section(&s, "last", "Last", "Last")->new_page = true;
	add_rows(&s, 3);
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	assert_int_equal(page_of_dest(&pdf, "short"), 0);
	assert_int_equal(page_of_dest(&pdf, "statement"), 1);
	assert_int_equal(page_of_dest(&pdf, "last"), 1);
}

/* The name that the contents give stands over the title of a section, at the top of a page in the
 * running head only; a title without figures has none, for the contents give it as it is. */
static void titles_have_the_names_of_the_contents(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	size_t top = 0, below = 0, same = 0;
	const struct scene *page;
	struct pdf pdf;

	add_rows(&s, 30);
	sample_section(&s, "first", "Name one", "It rose {5%}")->new_page = true;
	add_rows(&s, 12);
	sample_section(&s, "second", "Name two", "It fell {5%}");
	add_rows(&s, 4);
	sample_section(&s, "third", "Name three", "It stayed");
	add_rows(&s, 4);
	pdf = lay_out(t, s.doc, &o);
	assert_int_equal(page_of_dest(&pdf, "third"), page_of_dest(&pdf, "first"));
	page = pdf.pages[page_of_dest(&pdf, "first")].scene;
	for (size_t i = 0; i < page->ops.n; i++) {
		const struct op *op = &page->ops.v[i];

		top += says(op, "Name one");
		below += says(op, "Name two");
		same += says(op, "Name three");
	}
	assert_int_equal(top, 0);
	assert_int_equal(below, 1);
	assert_int_equal(same, 0);
}

/* How far the name of a section stands below what is above it on its page; INFINITY if nothing is,
 * or it is not said there. */
static double clear_over(const struct scene *page, const char *name)
{
	double above = -INFINITY, at = -INFINITY;

	for (size_t i = 0; i < page->ops.n; i++)
		if (says(&page->ops.v[i], name))
			at = page->ops.v[i].y;
	for (size_t i = 0; i < page->ops.n; i++) {
		const struct op *op = &page->ops.v[i];

		if ((op->kind == OP_TEXT || op->kind == OP_LINE) && op->y < at && op->y > above)
			above = op->y;
	}
	return at < 0 ? INFINITY : at - above;
}

/* However full the page is: the name over a title is no line of the block above. */
static void names_of_sections_stand_clear(void **state)
{
	enum { LEAST = 25 }; /* 18 pt, and the height of its letters */
	struct test *t = *state;
	struct layout_options o = fixed(t);
	size_t seen = 0;

	for (size_t rows = 4; rows < 24; rows++) {
		struct draft s = hostile(t->arena);
		const struct scene *page;
		struct pdf pdf;
		double clear;

		sample_section(&s, "first", "Name one", "It rose {5%}")->new_page = true;
		add_rows(&s, rows);
		sample_section(&s, "second", "Name two", "It fell {5%}");
		add_rows(&s, 16);
		pdf = lay_out(t, s.doc, &o);
		page = pdf.pages[page_of_dest(&pdf, "second")].scene;
		clear = clear_over(page, "Name two");
		if (clear < LEAST)
			fail_msg("%zu rows: %.2f pt", rows, clear);
		seen += clear < 100;
	}
	assert_true(seen > 10);
}

/* Over tables the running head says the period; where all of them are of days, the last day of the
 * period, if one of them is of it.  It says no units: heads of tables do. */
static void heads_name_the_time_of_tables(void **state)
{
	enum { WITH_TABLE = 1, AT_CLOSE = 2, OVER_TIME = 4, CASES = 8 };
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (unsigned i = 0; i < CASES; i++) {
		bool table = i & WITH_TABLE, day = (i & AT_CLOSE) && !(i & OVER_TIME);
		struct draft s = hostile(t->arena);
		size_t period = 0, close = 0, units = 0;
		const struct scene *page;
		struct pdf pdf;

		s.doc->period_long = "Year 1";
		s.doc->close = "Day 365";
		add_rows(&s, 4);
		sample_section(&s, "more", "More", "More")->new_page = true;
		s.section->units = "Thousands";
		if (table) {
			add_rows(&s, 36);
			s.block->as.table->at_close = i & AT_CLOSE;
			s.block->as.table->over_time = i & OVER_TIME;
		}
		sample_prose(&s, BLOCK_PROSE, 12, "", LIST(many_words(t->arena, 900, "word")));
		pdf = lay_out(t, s.doc, &o);
		page = pdf.pages[dest_of(&pdf, "more")->page].scene;
		for (size_t k = 0; k < page->ops.n; k++) {
			period += says(&page->ops.v[k], "Year 1");
			close += says(&page->ops.v[k], "Day 365");
			units += says(&page->ops.v[k], "Thousands");
		}
		assert_int_equal(period, table && !day);
		assert_int_equal(close, table && day);
		assert_int_equal(units, 0);
	}
}

/* How far down the page there is text of the flow, as a share of the page. */
static double filled(const struct scene *s)
{
	struct marks m = {0};
	double bottom = 0;

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		if (!marks_follow(&m, op) && op->kind == OP_TEXT && m.tag && op->y > bottom)
			bottom = op->y;
	}
	return bottom / s->height;
}

/* Of 240 pairs of lengths only few leave a page between that holds a few rows alone. */
static void few_pages_hold_a_remainder(void **state)
{
	struct test *t = *state;
	int sparse = 0;

	for (size_t i = 0; i < 240; i++) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = hostile(one.arena);
		struct pdf pdf;

		add_rows(&s, 24);
		sample_section(&s, "first", "First", "First")->new_page = true;
		add_rows(&s, 36 + i % 30);
		sample_section(&s, "second", "Second", "Second")->new_page = true;
		add_rows(&s, 12);
		add_rows(&s, 8 + i / 30);
		sample_section(&s, "third", "Third", "Third")->new_page = true;
		add_rows(&s, 38);
		pdf = lay_out(&one, s.doc, &o);
		for (size_t n = 1; n + 1 < pdf.n_pages; n++)
			sparse += filled(pdf.pages[n].scene) < 0.33;
		arena_free(one.arena);
	}
	print_message("%d pages of 240 documents\n", sparse);
	assert_true(sparse <= 12); /* 32 if none were set closer */
}

/* What the flow leaves empty at the foot of a page, as a share of its body. */
static double empty_share(const struct scene *s)
{
	const double mm = 72 / 25.4, top = 15.9 * mm + 33.75, bottom = s->height - 20 * mm;

	return (bottom - filled(s) * s->height) / (bottom - top);
}

struct fill {
	double squares, worst;
	size_t pages;
};

/* Of all pages between the first and the last. */
static void fill_add(struct fill *f, const struct pdf *pdf)
{
	for (size_t n = 1; n + 1 < pdf->n_pages; n++) {
		double empty = empty_share(pdf->pages[n].scene);

		f->squares += empty * empty;
		f->worst = fmax(f->worst, empty);
		f->pages++;
	}
}

static double fill_average(const struct fill *f)
{
	return sqrt(f->squares / (double)f->pages);
}

static void add_block(struct draft *s, struct random *r, bool charts)
{
	if (charts && next_random(r, 3) == 0)
		sample_chart_block(s, 12, sample_column(s->arena));
	else
		add_rows(s, 4 + next_random(r, 9));
	s->block->id = arena_printf(s->arena, "block%u", next_random(r, 1u << 30));
}

/* Figures from t on stand on the pages on which the blocks of charts from *b on begin. */
static void assert_charts_under_titles(const struct pdf *pdf, const struct tag *t,
				       const struct section **s, const struct block **b)
{
	for (; t; t = t->next) {
		if (!streq(t->type, "Figure")) {
			assert_charts_under_titles(pdf, t->first, s, b);
			continue;
		}
		while (!*b || (*b)->kind != BLOCK_CHART) {
			if (!*b)
				*s = (*s)->next;
			*b = *b ? (*b)->next : (*s)->first;
		}
		assert_int_equal(page_of_dest(pdf, (*b)->id), t->box->page);
		*b = (*b)->next;
	}
}

static struct draft blocks_of_all_heights(struct arena *a, struct random *r, bool charts)
{
	struct draft s = hostile(a);

	for (int section = 0; section < 3; section++) {
		for (int i = 0; i < 8; i++)
			add_block(&s, r, charts);
		if (section < 2)
			sample_section(&s, arena_printf(a, "section%d", section), "Section",
				       "Section");
	}
	return s;
}

static struct fill generated_fill(struct test *t, bool charts)
{
	struct random r = {11};
	struct fill f = {0};

	for (int i = 0; i < 60; i++) {
		struct test one = {arena_new(), t->diag, t->fonts};
		struct layout_options o = fixed(t);
		struct draft s = blocks_of_all_heights(one.arena, &r, charts);
		struct pdf pdf = lay_out(&one, s.doc, &o);

		const struct section *section = s.doc->first;
		const struct block *block = section->first;

		assert_clean(&one, s.doc, &pdf);
		assert_charts_under_titles(&pdf, pdf.root, &section, &block);
		fill_add(&f, &pdf);
		arena_free(one.arena);
	}
	print_message("%zu pages, %.1f %% empty on average, %.0f %% the worst\n", f.pages,
		      100 * fill_average(&f), 100 * f.worst);
	return f;
}

/* Breaks are chosen for all pages at once, and what then is left is spread. */
static void pages_are_full(void **state)
{
	struct fill tables = generated_fill(*state, false), charts = generated_fill(*state, true);

	assert_true(fill_average(&tables) < 0.09 && tables.worst < 0.3);
	assert_true(fill_average(&charts) < 0.1 && charts.worst < 0.31);
}

/* A table that goes on is not torn from a row or two. */
static void few_rows_never_stand_alone(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);

	for (size_t rows = 30; rows < 60; rows++) {
		struct draft s = hostile(t->arena);
		struct pdf pdf;

		add_rows(&s, rows);
		pdf = lay_out(t, s.doc, &o);
		for (size_t n = 0; n < pdf.n_pages; n++) {
			const struct scene *page = pdf.pages[n].scene;
			int found = 0;

			for (size_t i = 0; i < page->ops.n; i++)
				found += says(&page->ops.v[i], "row");
			assert_true(found >= 4);
		}
	}
}

/* Of the chart on a page that comes as number n. */
static double figure_height(const struct pdf *pdf, size_t n)
{
	const struct scene *page = pdf->pages[0].scene;

	for (size_t i = 0; i < page->ops.n; i++) {
		const struct op *op = &page->ops.v[i];

		if (op->kind == OP_BEGIN && op->tag && streq(op->tag->type, "Figure") && n-- == 0)
			return op->tag->box->corner[3] - op->tag->box->corner[1];
	}
	fail();
	return 0;
}

/* Charts of a page grow by one share where it has room, and no further than they may. */
static void charts_fill_the_page(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft alone = hostile(t->arena), full = hostile(t->arena);
	double designed, first, second;
	struct pdf pdf;

	sample_chart_block(&alone, 12, sample_column(t->arena));
	pdf = lay_out(t, alone.doc, &o);
	designed = figure_height(&pdf, 0);
	for (int i = 0; i < 2; i++)
		sample_chart_block(&full, 12, sample_column(t->arena));
	sample_section(&full, "next", "Next", "Next")->new_page = true;
	add_rows(&full, 40);
	pdf = lay_out(t, full.doc, &o);
	first = figure_height(&pdf, 0);
	second = figure_height(&pdf, 1);
	assert_true(fabs(first - second) < 0.01);
	assert_true(first > 1.05 * designed && first < 1.16 * designed);
}

/* Of one section of tables that pages tear. */
static double seconds_for_tables(struct test *t, size_t n)
{
	struct test one = {arena_new(), t->diag, t->fonts};
	struct layout_options o = fixed(t);
	struct draft s = hostile(one.arena);
	clock_t start;

	for (size_t i = 0; i < n; i++)
		add_rows(&s, 14 + i % 40);
	start = clock();
	lay_out(&one, s.doc, &o);
	start = clock() - start;
	arena_free(one.arena);
	return (double)start / CLOCKS_PER_SEC;
}

/* Where pages break is chosen for the whole document, but not from all that pages could hold. */
static void a_thousand_tables(void **state)
{
	double few = seconds_for_tables(*state, 125), many = seconds_for_tables(*state, 1000);

	print_message("125 tables: %.0f ms, 1,000 tables: %.0f ms\n", few * 1000, many * 1000);
	assert_true(many < 24 * few + 0.05);
}

/* Contents that find no room on page one do not keep the next page for themselves. */
static void contents_share_a_page(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;

	add_rows(&s, 30);
	for (int i = 1; i <= 10; i++) {
		char *id = arena_printf(t->arena, "section%d", i);

		sample_section(&s, id, id, id)->new_page = true;
		add_rows(&s, i == 1 ? 6 : 30);
	}
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	assert_int_equal(pdf.n_pages, 11);
	assert_int_equal(page_of_dest(&pdf, "section1"), 1);
	assert_int_equal(page_of_dest(&pdf, "section2"), 2);
}

/* Contents stand in two columns also where one would find room. */
static void contents_stand_in_columns(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;

	for (int i = 1; i <= 7; i++) {
		char *id = arena_printf(t->arena, "section%d", i);

		sample_section(&s, id, id, id)->new_page = true;
		add_rows(&s, 30);
	}
	pdf = lay_out(t, s.doc, &o);
	assert_true(left_of(pdf.pages[0].scene, "section1") < paper_a4.width / 2);
	assert_true(left_of(pdf.pages[0].scene, "section7") > paper_a4.width / 2);
}

/* Contents call a section as its heading does, unless that is a sentence with figures. */
static void contents_name_headings(void **state)
{
	struct test *t = *state;
	struct layout_options o = fixed(t);
	struct draft s = hostile(t->arena);
	struct pdf pdf;
	bool contents;

	for (int i = 0; i < 6; i++) {
		add_rows(&s, 30);
		sample_section(&s, arena_printf(t->arena, "section%d", i), i ? "Short" : "Sentence",
			       i ? "Heading" : "Rose {5%}")
		    ->new_page = true;
	}
	add_rows(&s, 30);
	pdf = lay_out(t, s.doc, &o);
	assert_clean(t, s.doc, &pdf);
	for (size_t n = 0; n < pdf.n_pages; n++) {
		const struct scene *page = pdf.pages[n].scene;
		int headings = 0, shorts = 0, sentences = 0;

		contents = false;
		for (size_t i = 0; i < page->ops.n; i++) {
			contents |= says(&page->ops.v[i], "Contents");
			headings += says(&page->ops.v[i], "Heading");
			shorts += says(&page->ops.v[i], "Short");
			sentences += says(&page->ops.v[i], "Sentence");
		}
		if (contents) {
			assert_int_equal(headings, 5);
			assert_int_equal(shorts, 0);
			assert_int_equal(sentences, 1);
			break;
		}
	}
	assert_true(contents);
	for (size_t i = 0; i < pdf.n_outline; i++)
		assert_false(streq(pdf.outline[i].title, "Short"));
}

/* ---- for validators ---- */

static struct buf written(struct test *t, const struct doc *doc)
{
	struct layout_options o = fixed(t);
	struct buf out = {0};
	struct pdf pdf;

	o.shape = NULL;
	pdf = lay_out(t, doc, &o);
	pdf.producer = "irbrief";
	assert_true(pdf_write(t->arena, t->diag, &pdf, &out));
	return out;
}

/* The writer takes elements of the tree alone: what was set and given up again is not painted. */
static void hostile_documents_are_written(void **state)
{
	struct test *t = *state;
	struct doc bare = hostile_bare(t->arena);
	const struct doc *docs[] = {&bare, hostile_empty(t->arena).doc, hostile_words(t->arena).doc,
				    hostile_tall(t->arena).doc, hostile_nested(t->arena).doc};

	for (size_t i = 0; i < COUNT(docs); i++) {
		struct buf out = written(t, docs[i]);

		assert_true(out.n > 0);
		buf_free(&out);
	}
}

static void write_document(struct test *t, const char *dir, const char *name, const struct doc *doc)
{
	struct buf out = written(t, doc);

	assert_true(file_write(t->diag, path_join(t->arena, dir, name), out.p, out.n));
	buf_free(&out);
}

static int write_documents(const char *dir)
{
	void *state;
	struct test *t;
	struct doc bare;

	set_up(&state);
	t = state;
	bare = hostile_bare(t->arena);
	write_document(t, dir, "hostile-bare.pdf", &bare);
	write_document(t, dir, "hostile-empty.pdf", hostile_empty(t->arena).doc);
	write_document(t, dir, "hostile-words.pdf", hostile_words(t->arena).doc);
	write_document(t, dir, "hostile-tall.pdf", hostile_tall(t->arena).doc);
	write_document(t, dir, "hostile-rows.pdf", hostile_rows(t->arena, 10000).doc);
	write_document(t, dir, "hostile-nested.pdf", hostile_nested(t->arena).doc);
	return tear_down(&state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(golden_brief, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(brief_in_real_fonts, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(repeatable, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(contents_name_true_pages, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(every_table_has_its_rows, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(generated_tables, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(ten_thousand_rows, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(rows_come_out_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(row_higher_than_a_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(row_higher_than_its_group_leaves, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(names_higher_than_a_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(words_of_300_characters, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_word_of_half_a_megabyte, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(long_disclaimer, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(every_kind_first_and_last_on_a_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(generated_documents, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(empty_documents, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(links_to_nowhere_are_text, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(missing_glyphs_are_errors, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(charts_higher_than_a_page_are_errors, set_up,
					    tear_down),
	    cmocka_unit_test_setup_teardown(tokens_stay_whole, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(figures_break_between_their_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(short_lines_end_in_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(no_short_word_stands_alone, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(sums_keep_their_last_line, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(wide_tables_turn_the_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(chinese_in_english_says_so, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_over_heads, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(one_fraction_sets_the_point, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(points_align_among_rows_of_one_unit, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_end_with_the_digits, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(blocks_side_by_side_stand_apart, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(lines_lead_to_far_figures, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(titles_stand_beside_their_notes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(notes_that_fit_stand_across, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(words_alone_use_both_halves, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(sums_are_ruled_over_amounts, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(notes_stand_on_the_page_of_their_mark, set_up,
					    tear_down),
	    cmocka_unit_test_setup_teardown(groups_go_on_over_pages, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(stars_are_explained_on_their_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_two_meanings_are_left_to_their_blocks, set_up,
					    tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_long_tables_are_explained, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_notes_are_explained, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_tall_rows_have_room, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(long_notes_stand_behind_their_block, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(rows_side_by_side_align, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(rows_side_by_side_have_one_pitch, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(units_wrap_before_type_shrinks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_unit_of_all_columns_is_said_once_before_type_shrinks,
					    set_up, tear_down),
	    cmocka_unit_test_setup_teardown(tables_side_by_side_have_one_size, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(tables_of_a_section_have_one_pitch, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(charts_side_by_side_align, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(statements_stay_on_the_grid, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(short_lists_stand_in_columns, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(labels_stand_clear_of_their_codes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(the_strip_is_a_grid, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_break_between_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(facing_pages_mirror_each_other, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(short_sections_share_a_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_name_the_time_of_tables, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(titles_have_the_names_of_the_contents, set_up,
					    tear_down),
	    cmocka_unit_test_setup_teardown(names_of_sections_stand_clear, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(few_pages_hold_a_remainder, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(pages_are_full, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_thousand_tables, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(few_rows_never_stand_alone, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(charts_fill_the_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(contents_share_a_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(contents_stand_in_columns, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(contents_name_headings, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(hostile_documents_are_written, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(chinese_marks_do_not_begin_lines, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(opening_marks_stand_flush, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(marks_meet_across_spans, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(titles_break_between_clauses, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(titles_do_not_tear_terms, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(short_lines_end_at_poor_places, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(periods_stand_on_one_line, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(long_heads_take_what_labels_leave, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_keep_their_years_whole, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(wrapped_heads_end_at_one_edge, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_take_two_lines_first, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(columns_hold_whole_paragraphs, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(figures_of_a_row_share_a_baseline, set_up, tear_down),
	};

	if (argc == 3 && streq(argv[1], "--write"))
		return write_documents(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
