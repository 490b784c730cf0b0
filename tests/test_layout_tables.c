/*
 * Layout of tables: heads, where numbers end, rows and groups over pages, sums and their rules, and
 * tables side by side.
 */
#include <math.h>

#include "layout_check.h"
#include "layout_edges.h"

/* ---- what heads leave to labels ---- */

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

/* ---- tables side by side ---- */

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

/* ---- one pitch ---- */

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(sums_keep_their_last_line, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(wide_tables_turn_the_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_over_heads, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(one_fraction_sets_the_point, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(points_align_among_rows_of_one_unit, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_end_with_the_digits, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(blocks_side_by_side_stand_apart, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(lines_lead_to_far_figures, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(sums_are_ruled_over_amounts, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(groups_go_on_over_pages, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(rows_side_by_side_align, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(rows_side_by_side_have_one_pitch, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(units_wrap_before_type_shrinks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_unit_of_all_columns_is_said_once_before_type_shrinks,
					    set_up, tear_down),
	    cmocka_unit_test_setup_teardown(tables_side_by_side_have_one_size, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(tables_of_a_section_have_one_pitch, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(charts_side_by_side_align, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(statements_stay_on_the_grid, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(labels_stand_clear_of_their_codes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_break_between_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(periods_stand_on_one_line, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(long_heads_take_what_labels_leave, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_keep_their_years_whole, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(wrapped_heads_end_at_one_edge, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(heads_take_two_lines_first, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
