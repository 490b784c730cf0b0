/*
 * The rules on non-GAAP measures: for each a small document that keeps it and one that breaks it.
 * The good document is as the good releases are; every bad one is the good one with one thing moved
 * or taken away.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "project.h"
#include "report.h"

static const char facts[] = "concept,unit,scale,source,FY2024 #d,FY2025 #d\n"
			    "revenue,CNY,1000,1,\"8,000\",\"10,000\"\n"
			    "gross_profit,CNY,1000,2,\"2,000\",\"3,000\"\n"
			    "share_based_compensation_cost_of_revenue,CNY,1000,3,100,200\n"
			    "adjusted_gross_profit,CNY,1000,4,\"2,100\",\"3,200\"\n";

#define HEAD \
	"title: {en: Results}\nheadline: [{en: \"Revenue was {{revenue}}\"}]\nsections:\n" \
	"  - id: s\n    label: {en: Figures}\n    blocks:\n"
#define TILES(items) \
	"      - kpis: {id: k, items: [" items "], note: {en: \"* Non-GAAP financial " \
	"measure.\"}}\n"
#define TABLE(rows) \
	"      - table: {id: t, name: {en: Table}, columns: [prior, current], rows: [" rows "]}\n"
#define SENTENCE(text) "      - prose: {id: p, texts: [{en: \"" text "\"}]}\n"
#define DEFINITION \
	"      - definitions: {id: d, terms: [{term: {en: Adjusted gross profit}, meaning: {en: " \
	"\"Gross profit " \
	"without share-based compensation.\"}, of: adjusted_gross_profit}]}\n"
#define GAAP "gross_profit"
#define ADJUSTED "{figure: adjusted_gross_profit, label: {en: Adjusted gross profit*}}"
#define RECONCILED \
	"{row: gross_profit, strong: true}, share_based_compensation_cost_of_revenue, " \
	"{row: adjusted_gross_profit, kind: total}"
#define GOOD \
	HEAD TILES(GAAP ", " ADJUSTED) TABLE(RECONCILED) \
	    SENTENCE("The gross margin was {{gross_margin}}, the adjusted gross margin " \
		     "(non-GAAP) {{adjusted_gross_margin}}.") DEFINITION

struct linted {
	struct project *p;
	struct report r;
	enum exit_status status;
};

static struct linted lint_with(const char *template, const char *facts_text, const char *waivers)
{
	struct linted l = {.p = project_new()};

	project_file(l.p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	project_file(l.p, "facts/a.csv", facts_text);
	project_file(l.p, "briefs/b.yaml", "template: t\nperiod: FY2025\nlanguages: [en]\n");
	project_file(l.p, "templates/briefs/t.yaml", template);
	if (waivers)
		project_file(l.p, "waivers.csv", waivers);
	report_start(&l.r);
	l.status =
	    report_check(&l.r, &(struct report_options){.project = l.p->folder, .shipped = "."});
	if (l.status == EXIT_INPUT) {
		diag_print(l.r.diag, stderr);
		fail_msg("the project does not load");
	}
	return l;
}

static void end(struct linted *l)
{
	report_end(&l->r);
	project_free(l->p);
}

static const struct check_result *result(const struct linted *l, const char *id)
{
	for (size_t i = 0; i < l->r.checks->results.n; i++)
		if (streq(l->r.checks->results.v[i]->id, id))
			return l->r.checks->results.v[i];
	return NULL;
}

/* The rule is judged at this place, and says this. */
static void assert_fault(const char *template, const char *id, enum severity severity,
			 const char *says)
{
	struct linted l = lint_with(template, facts, NULL);
	const struct check_result *r = result(&l, id);

	if (!r)
		fail_msg("not judged: %s", id);
	assert_string_equal(r->kind, "lint");
	if (r->verdict != VERDICT_DIFFERS || !strstr(r->note, says))
		fail_msg("%s: %s", id, r->note);
	assert_int_equal(r->severity, severity);
	assert_int_equal(l.status, severity == SEVERITY_ERROR ? EXIT_CHECKS : EXIT_DONE);
	end(&l);
}

static void the_good_document_keeps_every_rule(void **state)
{
	static const char *const ids[] = {
	    "non_gaap_order:adjusted_gross_profit:b:k@FY2025",
	    "non_gaap_order:adjusted_gross_profit:b:t@FY2025",
	    "non_gaap_label:adjusted_gross_profit:b:k:en@FY2025",
	    "non_gaap_label:adjusted_gross_margin:b:p:en@FY2025",
	    "non_gaap_margin:adjusted_gross_margin:b:p@FY2025",
	    "non_gaap_reconciliation:adjusted_gross_profit:b:t@FY2025",
	    "non_gaap_adjustments:adjusted_gross_profit:b:t@FY2025",
	    "non_gaap_definition:adjusted_gross_profit:b@FY2025",
	    "non_gaap_definition:adjusted_gross_margin:b@FY2025",
	    "non_gaap_comparable:adjusted_gross_profit:b@FY2025",
	};
	struct linted l = lint_with(GOOD, facts, NULL);

	(void)state;
	assert_int_equal(l.status, EXIT_DONE);
	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct check_result *r = result(&l, ids[i]);

		if (!r || r->verdict != VERDICT_OK)
			fail_msg("%s: %s", ids[i], r ? r->note : "not judged");
	}
	end(&l);
}

static void the_gaap_measure_comes_first(void **state)
{
	(void)state;
	assert_fault(HEAD TILES(ADJUSTED ", " GAAP),
		     "non_gaap_order:adjusted_gross_profit:b:k@FY2025", SEVERITY_ERROR,
		     "'gross_profit' must stand before it");
	assert_fault(HEAD TABLE("adjusted_gross_profit, gross_profit"),
		     "non_gaap_order:adjusted_gross_profit:b:t@FY2025", SEVERITY_ERROR,
		     "'gross_profit' must stand before it");
	assert_fault(
	    HEAD SENTENCE("Adjusted gross profit (non-GAAP) was {{adjusted_gross_profit}}."),
	    "non_gaap_order:adjusted_gross_profit:b:p@FY2025", SEVERITY_ERROR,
	    "must stand before it");
}

/* What stands in a headline or a tile has its comparable measure there, not in a table below. */
static void the_gaap_measure_is_as_prominent(void **state)
{
	(void)state;
	assert_fault(HEAD TILES("revenue, " ADJUSTED) TABLE("gross_profit"),
		     "non_gaap_order:adjusted_gross_profit:b:k@FY2025", SEVERITY_ERROR,
		     "at least as prominent");
	assert_fault(HEAD TABLE("gross_profit, {row: adjusted_gross_profit, strong: true}"),
		     "non_gaap_order:adjusted_gross_profit:b:t@FY2025", SEVERITY_ERROR,
		     "heavier than 'gross_profit'");
	assert_fault(
	    "title: {en: Results}\n"
	    "headline: [{en: \"Adjusted gross profit (non-GAAP) was {{adjusted_gross_profit}}\"}]\n"
	    "sections:\n  - id: s\n    label: {en: Figures}\n    blocks:\n" TABLE("gross_profit"),
	    "non_gaap_order:adjusted_gross_profit:b:headline@FY2025", SEVERITY_ERROR,
	    "must stand before it");
}

static void a_chart_title_follows_the_gaap_measure(void **state)
{
	static const char chart[] =
	    "      - chart: {id: c, kind: column, periods: 2, series: [adjusted_gross_profit], "
	    "title: {en: \"Adjusted gross profit (non-GAAP) {{adjusted_gross_profit | "
	    "moved}}\"}}\n";
	struct arena *a = arena_new();
	struct linted good =
	    lint_with(arena_printf(a, "%s%s", HEAD TILES(GAAP), chart), facts, NULL);

	(void)state;
	assert_int_equal(
	    result(&good, "non_gaap_order:adjusted_gross_profit:b:c.title@FY2025")->verdict,
	    VERDICT_OK);
	end(&good);
	assert_fault(arena_printf(a, "%s%s", HEAD TABLE(GAAP), chart),
		     "non_gaap_order:adjusted_gross_profit:b:c.title@FY2025", SEVERITY_ERROR,
		     "must stand before it");
	arena_free(a);
}

static void each_use_is_labelled(void **state)
{
	(void)state;
	assert_fault(
	    HEAD TILES(GAAP
		       ", {figure: adjusted_gross_profit, label: {en: Adjusted gross profit}}"),
	    "non_gaap_label:adjusted_gross_profit:b:k:en@FY2025", SEVERITY_ERROR, "nothing says");
	assert_fault(HEAD TABLE("gross_profit, {row: adjusted_gross_profit, label: {en: \"Adjusted "
				"gross profit*\"}}"),
		     "non_gaap_label:adjusted_gross_profit:b:t:en@FY2025", SEVERITY_ERROR,
		     "nothing says");
	assert_fault(
	    HEAD TILES(GAAP) SENTENCE("Adjusted gross profit was {{adjusted_gross_profit}}."),
	    "non_gaap_label:adjusted_gross_profit:b:p:en@FY2025", SEVERITY_ERROR, "nothing says");
}

static void a_margin_stands_beside_the_gaap_margin(void **state)
{
	(void)state;
	assert_fault(
	    HEAD SENTENCE("The gross margin was {{gross_margin}}.") TABLE(
		"{row: adjusted_gross_margin, label: {en: Adjusted gross margin (non-GAAP)}}"),
	    "non_gaap_margin:adjusted_gross_margin:b:t@FY2025", SEVERITY_ERROR,
	    "'gross_margin' does not stand beside it");
}

static void a_reconciliation_starts_from_gaap(void **state)
{
	(void)state;
	assert_fault(
	    HEAD TILES(GAAP) TABLE(
		"adjusted_gross_profit, share_based_compensation_cost_of_revenue, "
		"{row: gross_profit, kind: subtotal}, {row: adjusted_gross_profit, kind: total}"),
	    "non_gaap_reconciliation:adjusted_gross_profit:b:t@FY2025", SEVERITY_ERROR,
	    "reconciled from 'adjusted_gross_profit'");
}

static const char one_adjustment_missing[] =
    "concept,unit,scale,source,FY2024 #d,FY2025 #d\n"
    "gross_profit,CNY,1000,2,\"2,000\",\"3,000\"\n"
    "share_based_compensation_cost_of_revenue,CNY,1000,3,,200\n"
    "adjusted_gross_profit,CNY,1000,4,\"2,000\",\"3,200\"\n";

static void adjustments_are_those_of_the_last_period(void **state)
{
	static const char id[] = "non_gaap_adjustments:adjusted_gross_profit:b:t@FY2025";
	struct linted l = lint_with(HEAD TABLE(RECONCILED), one_adjustment_missing, NULL);

	(void)state;
	assert_int_equal(result(&l, id)->verdict, VERDICT_DIFFERS);
	assert_int_equal(result(&l, id)->severity, SEVERITY_WARNING);
	assert_non_null(strstr(result(&l, id)->note, "not disclosed for FY2024"));
	assert_int_equal(l.status, EXIT_DONE);
	end(&l);
	/* Stated in the note: a change, and no fault. */
	l = lint_with(HEAD "      - table: {id: t, name: {en: Table}, columns: [prior, current], "
			   "rows: [{row: gross_profit, "
			   "strong: true}, {row: share_based_compensation_cost_of_revenue, label: "
			   "{en: Share awards}}, "
			   "{row: adjusted_gross_profit, kind: total}], note: {en: Share awards "
			   "began in this year.}}\n",
		      one_adjustment_missing, NULL);
	assert_int_equal(result(&l, id)->verdict, VERDICT_OK);
	end(&l);
}

static void each_measure_is_defined(void **state)
{
	(void)state;
	assert_fault(HEAD TILES(GAAP ", " ADJUSTED),
		     "non_gaap_definition:adjusted_gross_profit:b@FY2025", SEVERITY_WARNING,
		     "does not define it");
}

/* Then the order cannot be kept, and is not judged. */
static void a_comparable_that_is_not_disclosed_is_a_warning(void **state)
{
	struct linted l = lint_with(
	    HEAD TILES(ADJUSTED),
	    "concept,unit,scale,source,FY2025 #d\nadjusted_gross_profit,CNY,1000,4,\"3,200\"\n",
	    NULL);
	const struct check_result *r =
	    result(&l, "non_gaap_comparable:adjusted_gross_profit:b@FY2025");

	(void)state;
	assert_int_equal(r->verdict, VERDICT_DIFFERS);
	assert_int_equal(r->severity, SEVERITY_WARNING);
	assert_non_null(strstr(r->note, "not disclosed: 'gross_profit'"));
	assert_int_equal(result(&l, "non_gaap_order:adjusted_gross_profit:b:k@FY2025")->verdict,
			 VERDICT_OK);
	assert_int_equal(l.status, EXIT_DONE);
	end(&l);
}

/* ---- rows ---- */

static const char costs[] = "concept,unit,scale,source,FY2024 #d,FY2025 #d\n"
			    "revenue,CNY,1000,1,\"8,000\",\"10,000\"\n"
			    "cost_of_revenue,CNY,1000,2,\"6,000\",\"7,000\"\n"
			    "selling_and_marketing_expense,CNY,1000,3,500,600\n"
			    "research_and_development_expense,CNY,1000,4,300,200\n"
			    "operating_expenses,CNY,1000,5,800,800\n";

#define EXPENSES \
	"{row: selling_and_marketing_expense, level: 1}, {row: research_and_development_expense, " \
	"level: 1}, {row: operating_expenses, kind: total}"

static void assert_levels(const char *rows, const char *says)
{
	struct project *p = project_new();
	struct linted l = lint_with(arena_printf(p->arena, HEAD TABLE("%s"), rows), costs, NULL);
	const struct check_result *r =
	    result(&l, says ? "row_level:b:t@FY2025" : "row_level:b@FY2025");

	assert_non_null(r);
	assert_int_equal(r->verdict, says ? VERDICT_DIFFERS : VERDICT_OK);
	assert_int_equal(r->severity, SEVERITY_WARNING);
	if (says)
		assert_non_null(strstr(r->note, says));
	assert_int_equal(l.status, EXIT_DONE);
	end(&l);
	project_free(p);
}

/* Indented below the cost of revenue, the expenses would be a part of it: their sum says no. */
static void rows_are_indented_as_they_add_up(void **state)
{
	(void)state;
	assert_levels(
	    "cost_of_revenue, " EXPENSES,
	    "'Selling and marketing expenses' in 't' is indented under 'Cost of revenue'");
	assert_levels("cost_of_revenue, {group: Expenses}, " EXPENSES, NULL);
	assert_levels(EXPENSES ", cost_of_revenue", NULL);
	assert_levels("{row: revenue}, {row: cost_of_revenue, sign: negated, level: 1}, {row: "
		      "revenue - cost_of_revenue, label: Gross profit, kind: total}",
		      NULL); /* what it starts from is a part */
}

static void a_fault_can_be_waived(void **state)
{
	static const char id[] = "non_gaap_order:adjusted_gross_profit:b:k@FY2025";
	struct linted l =
	    lint_with(HEAD TILES(ADJUSTED ", " GAAP), facts,
		      "check,printed,recomputed,reason\n"
		      "non_gaap_order:adjusted_gross_profit:b:k@FY2025,,,Agreed with counsel\n");

	(void)state;
	assert_true(result(&l, id)->waived);
	assert_int_equal(l.status, EXIT_DONE);
	assert_int_equal(l.r.diag->warnings, 0);
	end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_good_document_keeps_every_rule),
	    cmocka_unit_test(the_gaap_measure_comes_first),
	    cmocka_unit_test(the_gaap_measure_is_as_prominent),
	    cmocka_unit_test(a_chart_title_follows_the_gaap_measure),
	    cmocka_unit_test(each_use_is_labelled),
	    cmocka_unit_test(a_margin_stands_beside_the_gaap_margin),
	    cmocka_unit_test(a_reconciliation_starts_from_gaap),
	    cmocka_unit_test(adjustments_are_those_of_the_last_period),
	    cmocka_unit_test(each_measure_is_defined),
	    cmocka_unit_test(a_comparable_that_is_not_disclosed_is_a_warning),
	    cmocka_unit_test(rows_are_indented_as_they_add_up),
	    cmocka_unit_test(a_fault_can_be_waived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
