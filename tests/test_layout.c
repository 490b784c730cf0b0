/*
 * Layout: golden pages in a font of fixed width, and hostile documents whose pages are checked by
 * boxes and by the sequence of figures.  BLESS=1 rewrites the golden pages; IRBRIEF_KEEP=FOLDER
 * keeps the sample brief as a PDF to look at.  Tables, words and the filling of pages are tested in
 * files of their own, test_layout_*.c.
 *
 *	test_layout --write DIR     writes the hostile documents, for validators
 */
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "layout_brief.h"
#include "layout_check.h"
#include "layout_edges.h"

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
	    cmocka_unit_test_setup_teardown(hostile_documents_are_written, set_up, tear_down),
	};

	if (argc == 3 && streq(argv[1], "--write"))
		return write_documents(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
