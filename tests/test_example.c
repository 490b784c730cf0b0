/*
 * The example as data: what its three documents contradict is found and explained, nothing else is
 * cried out, and what they print is there under names in three languages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "compute/check.h"
#include "csv_rows.h"
#include "shared.h"

static const char example[] = "data/kingsoft-cloud";

static struct arena *arena;
static struct facts facts;
static struct checks *checks;
static const char *documents; /* NULL: the texts are not here */

static int set_up(void **state)
{
	struct diag *d;

	(void)state;
	arena = arena_new();
	d = diag_new(arena);
	documents = shared_path(arena, "documents");
	if (!facts_load(arena, d, example, ".", documents, &facts)) {
		diag_print(d, stderr);
		return -1;
	}
	checks = checks_run(arena, d, compute_new(arena, arena, &facts), &facts);
	checks_finish(arena, d, &facts, checks, true);
	for (size_t i = 0; i < checks->results.n; i++)
		check_word(arena, checks->results.v[i]);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Where the documents contradict themselves or each other: an independent list, by hand. */
static const struct contradiction {
	const char *check, *document;
	int line;
	const char *printed, *recomputed; /* how the second begins */
} contradictions[] = {
    {"esg-female-share-workforce-highlights@FY2025", "esg2025", 183, "0.31", "0.396"},
    {"esg-female-share-workforce-prose@FY2025", "esg2025", 502, "0.31", "0.396"},
    {"esg-female-share-workforce-callout@FY2025", "esg2025", 507, "0.31", "0.396"},
    {"esg-training-hours-at-least@FY2025", "esg2025", 902, "10.31", "10.456"},
    {"esg-console-downtime-prose@FY2025", "esg2025", 1002, "5", "26.28"},
    {"esg-console-downtime-callout@FY2025", "esg2025", 1020, "5", "26.28"},
    {"tie:scope3_categories_disclosed:esg2025:1641@FY2025", "esg2025", 1641, "5", "6"},
    {"esg-service-experience@FY2025", "esg2025", 83, "30", "13"},
    {"kc-employees-all@2025-12-31", "ar2025", 285, "15225", "15766"},
    {"tie:revenue:ar2025:223@FY2024[segment=others]", "ar2025", 223, "100000", "152000"},
    {"translation:effect_of_exchange_rates_on_cash:ar2025:USD@FY2025", "ar2025", 468, "-9601000",
     "-9601750"},
    {"translation:other_gain_net:ar2025:USD@FY2025[other_gain_component="
     "currency_swap_fair_value_changes]",
     "ar2025", 543, "-1462000", "-1461297"},
    {"translation:other_income_net:ar2025:USD@FY2025[other_income_component=others]", "ar2025", 555,
     "-1043000", "-1043743"},
    {"revenue-mix-public-cloud-fy2020@FY2020", "listing2022", 536, "0.785", "0.7855"},
    {"gross-billings-mix-storage-2021q1@2021Q1", "listing2022", 553, "0.03", "0.0395"},
    {"market-cagr-china-internet-2021-2026@FY2026", "listing2022", 53, "0.194", "0.2314"},
};

static bool starts_with(const char *text, const char *start)
{
	return text && strncmp(text, start, strlen(start)) == 0;
}

static void each_contradiction_is_found_and_explained(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(contradictions); i++) {
		const struct contradiction *c = &contradictions[i];
		const struct check_result *r = NULL;

		for (size_t j = 0; j < checks->results.n && !r; j++)
			if (streq(checks->results.v[j]->id, c->check))
				r = checks->results.v[j];
		if (!r)
			fail_msg("no such check: %s", c->check);
		if (r->verdict != VERDICT_DIFFERS || !r->waived || r->line != c->line)
			fail_msg("%s is not found, or not explained", c->check);
		assert_string_equal(r->document->id, c->document);
		assert_string_equal(r->printed, c->printed);
		if (!starts_with(r->recomputed, c->recomputed))
			fail_msg("%s gives %s", c->check, r->recomputed);
	}
}

/* The arithmetic is written out: years as years, bounds in words. */
static void findings_read_well(void **state)
{
	static const struct {
		const char *check, *words;
	} cases[] = {
	    {"esg-service-experience@FY2025", "printed over 30; 2025 - founding_year@FY2012 with "
					      "founding_year 2012 = 13; off by 17"},
	    {"esg-training-hours-at-least@FY2025", "printed at most 10.31; "},
	    {"kc-employees-all@2025-12-31", "printed 15,225; 15,225 + 541 = 15,766 (persons); off "
					    "by 541"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (size_t j = 0; j < checks->results.n; j++) {
			const struct check_result *r = checks->results.v[j];

			if (streq(r->id, cases[i].check) && !strstr(r->note, cases[i].words))
				fail_msg("%s", r->note);
		}
}

/* Rounding is not an error: of the primary documents nothing else differs. */
static void nothing_else_is_cried_out(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < checks->results.n; i++) {
		const struct check_result *r = checks->results.v[i];

		if (r->verdict != VERDICT_DIFFERS || streq(r->kind, "unusual"))
			continue;
		if (!r->waived)
			fail_msg("%s differs: %s", r->id, r->note ? r->note : "");
		n += r->document && r->document->primary;
	}
	assert_int_equal(n, COUNT(contradictions));
}

static void every_cell_stands_in_its_line(void **state)
{
	size_t looked_at = 0;

	(void)state;
	for (size_t i = 0; i < checks->results.n; i++) {
		const struct check_result *r = checks->results.v[i];

		if (!streq(r->kind, "source") || r->verdict == VERDICT_NOT_DISCLOSED)
			continue;
		if (r->verdict != VERDICT_OK)
			fail_msg("%s: %s", r->id, r->note);
		looked_at++;
	}
	if (!documents)
		skip(); /* set_up has said so */
	assert_true(looked_at > 1700);
}

/* Printed somewhere on that line, by a reading apart from the one that the data came from. */
static const struct disclosure {
	const char *document;
	int line;
	const char *printed;
} disclosures[] = {
    {"ar2025", 135, "(36,391)"},     {"ar2025", 165, "101,500"},
    {"ar2025", 221, "2,961.7"},      {"ar2025", 225, "68.7%"},
    {"ar2025", 257, "278,986,066"},  {"ar2025", 259, "8.29"},
    {"ar2025", 291, "85.0%"},        {"ar2025", 340, "75"},
    {"ar2025", 442, "2,645,895"},    {"ar2025", 470, "390,399"},
    {"ar2025", 495, "229,094"},      {"ar2025", 511, "6.9931"},
    {"ar2025", 593, "10%"},          {"ar2025", 623, "4,107,065,011"},
    {"ar2025", 767, "0.001"},        {"listing2022", 19, "145.8"},
    {"listing2022", 49, "87.9"},     {"listing2022", 145, "2015"},
    {"listing2022", 538, "609"},     {"listing2022", 555, "34.6"},
    {"listing2022", 639, "51.1"},    {"listing2022", 765, "7,951"},
    {"listing2022", 806, "6.9%"},    {"listing2022", 874, "53,045"},
    {"listing2022", 1018, "52,965"}, {"listing2022", 1040, "14.3"},
    {"listing2022", 1065, "2025"},   {"esg2025", 109, "37"},
    {"esg2025", 366, "11"},          {"esg2025", 782, "1,260"},
    {"esg2025", 889, "18.75"},       {"esg2025", 920, "0.008"},
    {"esg2025", 1083, "11,207"},     {"esg2025", 1109, "0.26"},
    {"esg2025", 1147, "6.8%"},       {"esg2025", 1252, "1.95"},
    {"esg2025", 1316, "1.2"},        {"esg2025", 1383, "1.05"},
    {"esg2025", 1633, "11,869.71"},  {"esg2025", 1635, "5.93"},
    {"esg2025", 1647, "19.94%"},     {"esg2025", 1672, "0.0004"},
    {"esg2025", 1736, "60"},         {"esg2025", 1796, "10,000"},
    {"esg2025", 2200, "65.8"},
};

static bool is_stated(const struct disclosure *d)
{
	for (size_t i = 0; i < facts.facts.n; i++) {
		const struct fact *f = facts.facts.v[i];

		if (f->line == d->line && streq(f->document->id, d->document) &&
		    streq(f->printed, d->printed))
			return true;
	}
	for (size_t i = 0; i < facts.claims.n; i++) {
		const struct claim *c = &facts.claims.v[i];

		if (c->line == d->line && streq(c->document->id, d->document) &&
		    streq(c->printed, d->printed))
			return true;
	}
	return false;
}

static void what_another_reader_noted_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(disclosures); i++)
		if (!is_stated(&disclosures[i]))
			fail_msg("%s:%d does not have %s", disclosures[i].document,
				 disclosures[i].line, disclosures[i].printed);
	assert_true(facts.claims.n >= 400);
}

/* A row of the quarters loads as a fact of its own; none is lost on the way. */
static void every_quarterly_figure_is_a_fact(void **state)
{
	const char *path = path_join(arena, example, "facts/quarters.csv");
	struct diag *d = diag_new(arena);
	struct str text;
	struct csv_rows rows;
	size_t n = 0;

	(void)state;
	assert_true(file_read(arena, d, path, &text));
	assert_true(csv_rows(arena, d, path, text, &rows));
	for (size_t i = 0; i < facts.facts.n; i++)
		n += streq(facts.facts.v[i]->at.file, path);
	assert_int_equal(n, rows.n);
	assert_true(n > 300);
}

static void all_names_are_in_three_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < facts.concepts.n; i++) {
		const struct concept *c = facts.concepts.v[i];

		for (size_t l = 0; c->facts && l < LANG_COUNT; l++)
			if (!c->label.in[l])
				fail_msg("'%s' has no name in %s", c->id, lang_tags[l]);
	}
	for (size_t i = 0; i < facts.dimensions.n; i++)
		for (size_t m = 0; m < facts.dimensions.v[i].n; m++)
			for (size_t l = 0; l < LANG_COUNT; l++)
				if (!facts.dimensions.v[i].members[m].label.in[l])
					fail_msg("'%s' has no name in %s",
						 facts.dimensions.v[i].members[m].id, lang_tags[l]);
}

/* One measure has one id: of the concepts with facts no two bear the same name. */
static void no_measure_has_two_ids(void **state)
{
	(void)state;
	for (size_t i = 0; i < facts.concepts.n; i++)
		for (size_t j = 0; j < i; j++) {
			const struct concept *a = facts.concepts.v[i], *b = facts.concepts.v[j];

			if (a->facts && b->facts &&
			    streq(a->label.in[LANG_EN], b->label.in[LANG_EN]))
				fail_msg("'%s' and '%s' are both '%s'", a->id, b->id,
					 a->label.in[LANG_EN]);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_contradiction_is_found_and_explained),
	    cmocka_unit_test(findings_read_well),
	    cmocka_unit_test(nothing_else_is_cried_out),
	    cmocka_unit_test(every_cell_stands_in_its_line),
	    cmocka_unit_test(what_another_reader_noted_is_there),
	    cmocka_unit_test(every_quarterly_figure_is_a_fact),
	    cmocka_unit_test(all_names_are_in_three_languages),
	    cmocka_unit_test(no_measure_has_two_ids),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
