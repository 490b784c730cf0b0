/*
 * Layout of words: where lines and titles break, also in Chinese, notes and what "*" means at the
 * foot of pages, and the columns that words stand in.
 */
#include "layout_check.h"

/* ---- breaking lines ---- */

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

/* ---- notes at the foot ---- */

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

/* ---- columns of words ---- */

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(tokens_stay_whole, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(figures_break_between_their_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(short_lines_end_in_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(no_short_word_stands_alone, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(chinese_in_english_says_so, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(titles_stand_beside_their_notes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(notes_that_fit_stand_across, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(words_alone_use_both_halves, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(notes_stand_on_the_page_of_their_mark, set_up,
					    tear_down),
	    cmocka_unit_test_setup_teardown(stars_are_explained_on_their_page, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_two_meanings_are_left_to_their_blocks, set_up,
					    tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_long_tables_are_explained, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_notes_are_explained, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(stars_of_tall_rows_have_room, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(long_notes_stand_behind_their_block, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(short_lists_stand_in_columns, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(the_strip_is_a_grid, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(chinese_marks_do_not_begin_lines, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(opening_marks_stand_flush, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(marks_meet_across_spans, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(titles_break_between_clauses, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(titles_do_not_tear_terms, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(short_lines_end_at_poor_places, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(columns_hold_whole_paragraphs, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(figures_of_a_row_share_a_baseline, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
