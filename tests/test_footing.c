/* The note on rounding: on a table whose printed parts do not add up to its printed total, and on
 * no other. */
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

/* The note of the one table, in the language, and of what kind its last row is. */
static const char *note_and_last(struct arena *a, const char *facts, const char *template,
				 enum lang lang, enum row_kind *last)
{
	struct project *p = project_new();
	struct report r;
	const char *note;
	const struct block *block;

	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	project_file(p, "dimensions.csv",
		     "dimension,member,complete,label.en,label.zh-Hans,label.zh-Hant\n"
		     "segment,a,yes,A,A,A\nsegment,b,yes,B,B,B\n");
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
	*last = block->as.table->rows[block->as.table->n_rows - 1].kind;
	report_end(&r);
	project_free(p);
	return note;
}

static const char *note_of(struct arena *a, const char *facts, const char *template, enum lang lang)
{
	enum row_kind last;

	return note_and_last(a, facts, template, lang, &last);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(printed_parts_that_do_not_add_up_are_noted),
	    cmocka_unit_test(a_subtotal_is_a_part_of_what_follows),
	    cmocka_unit_test(parts_that_add_up_are_not_noted),
	    cmocka_unit_test(rows_that_are_no_parts_are_not_added),
	    cmocka_unit_test(a_total_below_a_total_adds_it_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
