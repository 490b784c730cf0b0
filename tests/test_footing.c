/* The note on rounding: on a table or chart whose printed parts do not add up to its printed total,
 * and on no other; and what a chart of parts leaves of its totals. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "project.h"
#include "report.h"

static const char *const notes[] = {"Figures may not add up to totals because of rounding.",
				    "由于四舍五入，各数相加可能与合计数不符。",
				    "由於四捨五入，各數相加可能與總數不符。"};

#define ALL(text) "{en: " text ", zh-Hans: " text ", zh-Hant: " text "}"
static const char *const change_notes[] = {"Changes are computed before rounding.",
					   "变动按未舍入的数字计算。", "變動按未捨入的數字計算。"};
static const char *const coarse_notes[] = {
    "Amounts without decimals are rounded by their sources, whose ratios may rest on unrounded "
    "ones.",
    "不带小数的金额已由来源舍入，来源所列比率或按未舍入金额计算。",
    "不帶小數的金額已由來源捨入，來源所列比率或按未捨入金額計算。"};
static const char *const undrawn_notes[] = {"Others, not drawn: 0.4 in 2024, 0.5 in 2025.",
					    "其他（未绘出）：2024年0.4、2025年0.5。",
					    "其他（未繪出）：2024年0.4、2025年0.5。"};

#define BLOCK(block) \
	"title: " ALL("T") "\nheadline: [" ALL("T") "]\nscale: million\nsections:\n  - id: s\n   " \
						    " label: " ALL( \
							"S") "\n    blocks:\n      - " block "\n"
#define TEMPLATE(rows, note) \
	"title: " ALL("T") "\nheadline: [" ALL( \
	    "T") "]\nscale: million\nsections:\n  - id: s\n   " \
		 " label: " ALL("S") "\n    blocks:\n      - table: {id: " \
				     "t, name: " ALL("T") ", decimals: " \
							  "1, columns: " \
							  "[current], " \
							  "rows: [" rows "]" note "}\n"
#define STATEMENT \
	"\"revenue[segment=a]\", \"revenue[segment=b]\", {row: revenue, kind: subtotal}, " \
	"{row: cost_of_revenue, sign: negated}, {row: gross_profit, kind: total}"

/* The note of the one block, in the language, and of what kind the last row of a table is, or the
 * value at the end of a chart's last series. */
static const char *note_and_end(struct arena *a, const char *facts, const char *template,
				enum lang lang, enum row_kind *last, const char **value)
{
	struct project *p = project_new();
	struct report r;
	const char *note;
	const struct block *block;

	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	project_file(p, "dimensions.csv",
		     "dimension,member,complete,label.en,label.zh-Hans,label.zh-Hant\n"
		     "segment,a,yes,A,A,A\nsegment,b,yes,B,B,B\nsegment,c,,C,C,C\n");
	project_file(p, "facts/a.csv", facts);
	project_file(p, "briefs/b.yaml",
		     "template: t\nperiod: FY2025\nlanguages: [en, zh-Hans, zh-Hant]\n");
	project_file(p, "templates/briefs/t.yaml", template);
	report_start(&r);
	if (report_check(&r, &(struct report_options){.project = p->folder, .shipped = "."}) !=
	    EXIT_DONE) {
		diag_print(r.diag, stderr);
		fail_msg("the project does not check");
	}
	block = r.briefs.v[0].editions.v[lang].doc->first->first;
	note = arena_str(a, text_plain(r.arena, &block->note));
	if (last) {
		const struct table_row *row = &block->as.table->rows[block->as.table->n_rows - 1];

		*last = row->kind;
		assert_int_equal(row->strong, row->kind != ROW_PLAIN);
	}
	if (value) {
		const struct chart *c = block->as.chart;
		const struct series *s = &c->series[c->n_series - 1];

		*value = arena_printf(a, "%s: %s", s->label, s->points[c->n_categories - 1].text);
	}
	report_end(&r);
	project_free(p);
	return note;
}

static const char *note_and_last(struct arena *a, const char *facts, const char *template,
				 enum lang lang, enum row_kind *last)
{
	return note_and_end(a, facts, template, lang, last, NULL);
}

static const char *note_of(struct arena *a, const char *facts, const char *template, enum lang lang)
{
	return note_and_end(a, facts, template, lang, NULL, NULL);
}

#define FACTS(a, b, total, cost, gross) \
	"concept,segment,unit,scale,source,FY2025 #d\nrevenue,a,CNY,1000,1,\"" a \
	"\"\nrevenue,b,CNY,1000,2,\"" b "\"\n" \
	"revenue,,CNY,1000,3,\"" total "\"\ncost_of_revenue,,CNY,1000,4,\"" cost \
	"\"\ngross_profit,,CNY,1000,5,\"" gross "\"\n"

/* 1.0 + 1.0 is printed as 2.1. */
static void printed_parts_that_do_not_add_up_are_noted(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++)
		assert_string_equal(note_of(a, FACTS("1,040", "1,040", "2,080", "500", "1,580"),
					    TEMPLATE(STATEMENT, ""), lang),
				    notes[lang]);
	arena_free(a);
}

/* The subtotal stands for its parts: 2.1 - 0.6 is printed as 1.4. */
static void a_subtotal_is_a_part_of_what_follows(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(note_of(a, FACTS("1,000", "1,050", "2,050", "630", "1,420"),
				    TEMPLATE(STATEMENT, ", note: " ALL("N.")), LANG_EN),
			    "N. Figures may not add up to totals because of rounding.");
	arena_free(a);
}

static void parts_that_add_up_are_not_noted(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(note_of(a, FACTS("1,000", "1,000", "2,000", "500", "1,500"),
				    TEMPLATE(STATEMENT, ""), LANG_EN),
			    "");
	arena_free(a);
}

/* The largest customers of two years, of which one is among them in the first only: what the other
 * year discloses is printed as 1.0 + 1.0 = 2.1, and adds up where nothing is rounded. */
static void a_part_that_is_not_disclosed_hides_no_rounding(void **state)
{
	static const char before[] = "concept,segment,unit,scale,source,FY2024 #d,FY2025 #d\n"
				     "revenue,a,CNY,1000,1,\"1,000\",\"",
			  between[] = "\"\nrevenue,b,CNY,1000,2,\"1,000\",\"",
			  after[] = "\"\nrevenue,c,CNY,1000,3,\"1,000\",\"\"\n"
				    "revenue,,CNY,1000,4,\"3,000\",\"";
	const char *template = BLOCK("table: {id: t, name: " ALL(
	    "T") ", decimals: 1, columns: [prior, current], rows: "
		 "[\"revenue[segment=a]\", \"revenue[segment=c]\", \"revenue[segment=b]\", "
		 "{row: revenue, kind: total}]}");
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(
	    note_of(a, arena_printf(a, "%s1,040%s1,040%s2,080\"\n", before, between, after),
		    template, LANG_EN),
	    notes[LANG_EN]);
	assert_string_equal(
	    note_of(a, arena_printf(a, "%s1,000%s1,000%s2,000\"\n", before, between, after),
		    template, LANG_EN),
	    "");
	arena_free(a);
}

/* A total over rows that are not its parts has nothing to add up. */
static void rows_that_are_no_parts_are_not_added(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(
	    note_of(a, FACTS("1,040", "1,040", "2,080", "500", "1,580"),
		    TEMPLATE("\"revenue[segment=a]\", {row: gross_profit, kind: total}", ""),
		    LANG_EN),
	    "");
	arena_free(a);
}

/* Gross profit below revenue: a total with its cost, a figure like any other without. */
static void a_total_below_a_total_adds_it_up(void **state)
{
	static const char without[] =
	    "concept,segment,unit,scale,source,FY2025 #d\nrevenue,a,CNY,1000,1,600\n"
	    "revenue,b,CNY,1000,2,400\nrevenue,,CNY,1000,3,\"1,000\"\n"
	    "gross_profit,,CNY,1000,4,300\n";
	struct arena *a = arena_new();
	enum row_kind last;

	(void)state;
	note_and_last(a, FACTS("600", "400", "1,000", "700", "300"), TEMPLATE(STATEMENT, ""),
		      LANG_EN, &last);
	assert_int_equal(last, ROW_TOTAL);
	note_and_last(a, without, TEMPLATE(STATEMENT, ""), LANG_EN, &last);
	assert_int_equal(last, ROW_PLAIN);
	note_and_last(a, without,
		      TEMPLATE("{row: gross_profit, kind: total}, \"revenue[segment=a]\", "
			       "\"revenue[segment=b]\", {row: revenue, kind: total}",
			       ""),
		      LANG_EN, &last);
	assert_int_equal(last, ROW_TOTAL);
	arena_free(a);
}

/* ---- charts ---- */

#define BRIDGE \
	BLOCK("chart: {id: c, kind: bridge, decimals: 1, rows: [{total: \"revenue[segment=a]\"}, " \
	      "{step: \"revenue[segment=b]\"}, {total: revenue}, {step: cost_of_revenue, sign: " \
	      "negated}, {total: gross_profit}]}")
#define STACK \
	BLOCK("chart: {id: c, kind: stacked, decimals: 1, periods: 1, series: " \
	      "[\"revenue[segment=a]\", \"revenue[segment=b]\"], total: revenue}")

/* 1.0 + 1.0 is printed as 2.1; then 2.1 - 0.6 as 1.4. */
static void steps_and_parts_that_do_not_add_up_are_noted(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		const char *parts = FACTS("1,040", "1,040", "2,080", "500", "1,580"),
			   *steps = FACTS("1,000", "1,050", "2,050", "630", "1,420"),
			   *even = FACTS("1,000", "1,000", "2,000", "500", "1,500");

		assert_string_equal(note_of(a, parts, BRIDGE, lang), notes[lang]);
		assert_string_equal(note_of(a, steps, BRIDGE, lang), notes[lang]);
		assert_string_equal(note_of(a, even, BRIDGE, lang), "");
		assert_string_equal(note_of(a, parts, STACK, lang), notes[lang]);
		assert_string_equal(note_of(a, even, STACK, lang), "");
	}
	arena_free(a);
}

#define YEARS(a1, a2, b1, b2, total1, total2) \
	"concept,segment,unit,scale,source,FY2024 #d,FY2025 #d\nrevenue,a,CNY,1000,1,\"" a1 \
	"\",\"" a2 "\"\nrevenue,b,CNY,1000,2,\"" b1 "\",\"" b2 "\"\nrevenue,,CNY,1000,3,\"" total1 \
	"\",\"" total2 "\"\n"
#define ONE_PART(kind, series, total) \
	BLOCK("chart: {id: c, kind: " kind \
	      ", decimals: 1, periods: 2, series: [{formula: \"" series \
	      "\", label: " ALL("A") "}]" total "}")

/* 1.0, 2.1 and a change of 1.0; and 2.1 that holds 1.0 and the rest of it, 1.0. */
static void changes_and_inner_parts_that_do_not_add_up_are_noted(void **state)
{
	struct arena *a = arena_new();
	const char *variance =
		       BLOCK("chart: {id: c, kind: variance, decimals: 1, rows: [revenue]}"),
		   *inner = BLOCK("chart: {id: c, kind: stacked, decimals: 1, periods: 1, series: "
				  "[revenue, {formula: \"revenue[segment=a]\", of_which: true}]}");
	const char *uneven = YEARS("1,040", "1,040", "0", "1,040", "1,040", "2,080"),
		   *even = YEARS("1,000", "1,000", "0", "1,000", "1,000", "2,000");

	(void)state;
	assert_string_equal(note_of(a, uneven, variance, LANG_EN), notes[LANG_EN]);
	assert_string_equal(note_of(a, even, variance, LANG_EN), "");
	assert_string_equal(note_of(a, uneven, inner, LANG_EN), notes[LANG_EN]);
	assert_string_equal(note_of(a, even, inner, LANG_EN), "");
	arena_free(a);
}

/* A hundredth of a total is drawn, less is said. */
static void what_parts_leave_of_their_total_is_shown(void **state)
{
	struct arena *a = arena_new();
	const char *small = YEARS("99,600", "99,500", "400", "500", "100,000", "100,000"),
		   *large = YEARS("99,600", "90,000", "400", "10,000", "100,000", "100,000"),
		   *none = YEARS("100,000", "100,000", "0", "0", "100,000", "100,000"), *end;
	const char *amounts = ONE_PART("stacked", "revenue[segment=a]", ", total: revenue"),
		   *shares = ONE_PART("stacked100", "share(revenue[segment=a], revenue)", "");

	(void)state;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++)
		assert_string_equal(note_of(a, small, amounts, lang), undrawn_notes[lang]);
	assert_string_equal(note_and_end(a, small, amounts, LANG_EN, NULL, &end), undrawn_notes[0]);
	assert_string_equal(end, "A: 99.5");
	assert_string_equal(note_and_end(a, large, amounts, LANG_EN, NULL, &end), "");
	assert_string_equal(end, "Others: 10.0");
	assert_string_equal(note_and_end(a, none, amounts, LANG_EN, NULL, &end), "");
	assert_string_equal(end, "A: 100.0");
	assert_string_equal(note_and_end(a, large, shares, LANG_EN, NULL, &end),
			    "Parts below 10%: Others 0.4% in 2024.");
	assert_string_equal(end, "Others: 10.0%");
	assert_string_equal(note_of(a, small, shares, LANG_EN),
			    "Others, not drawn: 0.4% in 2024, 0.5% in 2025.");
	arena_free(a);
}

/* A value for which a column of 100 % may have no room stands in the note. */
static void small_shares_are_said(void **state)
{
	struct arena *a = arena_new();
	const char *shares =
	    BLOCK("chart: {id: c, kind: stacked100, decimals: 1, periods: 2, series: [{formula: "
		  "\"share(revenue[segment=a], revenue)\", label: " ALL(
		      "A") "}, {formula: "
			   "\"share(revenue[segment=b], revenue)\", label: " ALL("B") "}]}");
	const char *wants[] = {"Parts below 10%: A 8.0% in 2024; B 9.9% in 2025.",
			       "不足10%的部分：A2024年8.0%；B2025年9.9%。",
			       "不足10%的部分：A2024年8.0%；B2025年9.9%。"};
	const char *none = YEARS("80,000", "10,000", "20,000", "90,000", "100,000", "100,000");

	(void)state;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++)
		assert_string_equal(
		    note_of(a, YEARS("8,000", "90,100", "92,000", "9,900", "100,000", "100,000"),
			    shares, lang),
		    wants[lang]);
	assert_string_equal(note_of(a, none, shares, LANG_EN), "");
	arena_free(a);
}

/* 28.14% and 21.86% are printed as 28.1 and 21.9, their difference as 6.3. */
static void a_change_of_other_than_the_printed_shares_is_noted(void **state)
{
	struct arena *a = arena_new();
	const char *template =
	    BLOCK("table: {id: t, name: " ALL("T") ", decimals: 1, columns: [points], rows: [{row: "
						   "\"share(revenue[segment=a], revenue)\", "
						   "label: " ALL("R") "}]}");

	(void)state;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		assert_string_equal(
		    note_of(a, YEARS("2,814", "2,186", "7,186", "7,814", "10,000", "10,000"),
			    template, lang),
		    change_notes[lang]);
		assert_string_equal(
		    note_of(a, YEARS("2,810", "2,190", "7,190", "7,810", "10,000", "10,000"),
			    template, lang),
		    "");
	}
	arena_free(a);
}

/* 410 of a source that rounds to the million, or to ten of them, in a table of tenths; not where
 * all is printed in millions, or known to them. */
static void an_amount_that_its_source_rounds_is_noted(void **state)
{
	static const char rounded[] = "concept,segment,unit,scale,source,FY2025 #d\nrevenue,a,CNY,"
				      "10000000,1,41\nrevenue,b,CNY,100000,2,\"12,345\"\n",
			  known[] = "concept,segment,unit,scale,source,FY2025 #d\nrevenue,a,CNY,"
				    "1000000,1,410\nrevenue,b,CNY,100000,2,\"12,345\"\n",
			  alike[] = "concept,segment,unit,scale,source,FY2025 #d\nrevenue,a,CNY,"
				    "1000000,1,410\nrevenue,b,CNY,1000000,2,\"1,235\"\n";
	const char *whole = BLOCK(
	    "table: {id: t, name: " ALL("T") ", decimals: 0, columns: [current], rows: "
					     "[\"revenue[segment=a]\", \"revenue[segment=b]\"]}");
	const char *tenths = TEMPLATE("\"revenue[segment=a]\", \"revenue[segment=b]\"", "");
	struct arena *a = arena_new();

	(void)state;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		assert_string_equal(note_of(a, rounded, tenths, lang), coarse_notes[lang]);
		assert_string_equal(note_of(a, rounded, whole, lang), "");
		assert_string_equal(note_of(a, known, tenths, lang), coarse_notes[lang]);
		assert_string_equal(note_of(a, alike, tenths, lang), "");
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(printed_parts_that_do_not_add_up_are_noted),
	    cmocka_unit_test(a_subtotal_is_a_part_of_what_follows),
	    cmocka_unit_test(parts_that_add_up_are_not_noted),
	    cmocka_unit_test(a_part_that_is_not_disclosed_hides_no_rounding),
	    cmocka_unit_test(rows_that_are_no_parts_are_not_added),
	    cmocka_unit_test(a_total_below_a_total_adds_it_up),
	    cmocka_unit_test(steps_and_parts_that_do_not_add_up_are_noted),
	    cmocka_unit_test(changes_and_inner_parts_that_do_not_add_up_are_noted),
	    cmocka_unit_test(what_parts_leave_of_their_total_is_shown),
	    cmocka_unit_test(small_shares_are_said),
	    cmocka_unit_test(an_amount_that_its_source_rounds_is_noted),
	    cmocka_unit_test(a_change_of_other_than_the_printed_shares_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
