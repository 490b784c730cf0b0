/*
 * Layout of pages: where they break, how what is left of them is filled, their heads and feet, and
 * the contents that name them.
 */
#include <math.h>
#include <time.h>

#include "layout_brief.h"
#include "layout_check.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
