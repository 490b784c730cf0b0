/*
 * Issuers that the program has never seen, in the long form with names of their own: as they stand
 * nothing is found that is not there, and of what is planted each is found, under the id that an
 * editor would look for.
 */
#include "project.h"

#include "compute/check.h"

struct issuer_project {
	const char *name;
	const char *files[8]; /* the facts first */
};

static const struct issuer_project lumen = {"lumen-software",
					    {"facts/long.csv", "claims.csv", "issuer.yaml",
					     "documents.csv", "concepts.csv", "dimensions.csv",
					     "restatements.csv"}};
static const struct issuer_project nordbank = {"nordbank",
					       {"facts/zahlen.csv", "claims.csv", "issuer.yaml",
						"documents.csv", "concepts.csv", "dimensions.csv",
						"checks.csv"}};

struct plant {
	const struct issuer_project *of;
	const char *row;       /* a text that only this row has */
	const char *was, *now; /* in the row */
	const char *id;        /* what must differ then */
	enum severity severity;
};

static const struct plant plants[] = {
    /* one digit */
    {&lumen, "10k-2025:146", "622.4", "628.4", "footing:revenue:10k-2025:stream@FY2025",
     SEVERITY_ERROR},
    {&lumen, "10k-2025:150", "507.2", "507.9", "gross-profit@FY2025", SEVERITY_ERROR},
    {&lumen, "10k-2025:152", "148.0", "143.0", "operating-expenses-parts@FY2025", SEVERITY_WARNING},
    {&lumen, "10k-2025:159", "76.0", "70.0", "formula:gross_margin:10k-2025@FY2025",
     SEVERITY_ERROR},
    {&lumen, "q3-2025", "172.3", "173.2", "periods:revenue:10k-2025@FY2025", SEVERITY_WARNING},
    {&lumen, "site=Oslo,2024-07-01/2025-06-30,ratio", "1.32", "1.23",
     "formula:pue:ir.lumen.example/esg-2025@FY2025[site=oslo]", SEVERITY_ERROR},
    {&lumen, "ktCO2e", "82.12", "82.21", "ghg-total@FY2025", SEVERITY_WARNING},
    {&nordbank, "gb25:66", "64,865", "64,856", "footing:loans:gb25:sector@2024-12-31",
     SEVERITY_ERROR},
    {&nordbank, "gb24:53", "3,263", "3,236", "translation:total_income:gb24:USD@FY2024",
     SEVERITY_ERROR},
    {&nordbank, "gb25:74", "15.8", "18.5", "formula:cet1_ratio:gb25@2024-12-31", SEVERITY_ERROR},
    {&nordbank, "gb25:58", "690", "960", "income:gb25@FY2024", SEVERITY_ERROR},
    /* sign */
    {&lumen, "10k-2025:158", "48.7", "-48.7", "net-income@FY2025", SEVERITY_ERROR},
    {&nordbank, "gb25:77", "\"2,401\"", "\"-2,401\"", "nii@FY2025", SEVERITY_ERROR},
    /* scale */
    {&lumen, "10k-2025:149", "million", "thousand", "jump:cost_of_revenue:10k-2025@FY2025",
     SEVERITY_NOTE},
    {&lumen, "10k-2025:149", "million", "thousand", "gross-profit@FY2025", SEVERITY_ERROR},
    {&lumen, ",GWh,184.1", "GWh", "MWh",
     "footing:energy_consumption:ir.lumen.example/esg-2025:site@FY2025", SEVERITY_ERROR},
    /* a year before, changed without a reason */
    {&lumen, "10k-2025:136", "180.2", "181.2",
     "restatement:selling_and_marketing_expense:10k-2025@FY2024", SEVERITY_ERROR},
    {&nordbank, "gb25:60", "1,745", "1,754", "restatement:admin_costs:gb25@FY2024", SEVERITY_ERROR},
    /* claims */
    {&lumen, "growth,", "21.9%", "29.1%", "growth@FY2025", SEVERITY_ERROR},
    {&lumen, "margin-points,", "2.0", "0.2", "margin-points@FY2025", SEVERITY_ERROR},
    {&lumen, "two-years,", "21.7%", "27.1%", "two-years@FY2025", SEVERITY_ERROR},
    {&lumen, "second-half,", "358.5", "385.5", "second-half@2025H2", SEVERITY_ERROR},
    {&lumen, "sequential,", "8.1%", "1.8%", "sequential@2025Q4", SEVERITY_ERROR},
    {&lumen, "fleet-pue,", "1.30", "1.31", "fleet-pue@FY2025", SEVERITY_ERROR},
    {&nordbank, "provisions,gb25", "(63.3)%", "63.3%", "provisions@FY2025", SEVERITY_ERROR},
};

static struct project *p;
static struct checks *checks;

static int tear_down(void **state)
{
	(void)state;
	project_free(p);
	return 0;
}

/* The row that has a text, with the change in it; the text of the file otherwise as it was. */
static const char *planted(struct arena *a, const char *text, const struct plant *plant)
{
	const char *row = strstr(text, plant->row), *at;

	if (!row)
		return text;
	while (row > text && row[-1] != '\n')
		row--;
	at = strstr(row, plant->was);
	if (!at || memchr(row, '\n', (size_t)(at - row)))
		fail_msg("the row of '%s' has no '%s'", plant->row, plant->was);
	return arena_printf(a, "%.*s%s%s", (int)(at - text), text, plant->now,
			    at + strlen(plant->was));
}

static void run(const struct issuer_project *of, const struct plant *plant)
{
	p = project_new();
	for (size_t i = 0; i < COUNT(of->files) && of->files[i]; i++) {
		const char *path =
		    arena_printf(p->arena, "tests/projects/%s/%s", of->name, of->files[i]);
		struct str text;

		assert_true(file_read(p->arena, p->diag, path, &text));
		project_file(p, of->files[i], plant ? planted(p->arena, text.p, plant) : text.p);
	}
	if (!facts_load(p->arena, p->diag, p->folder, ".", NULL, &p->facts))
		diag_print(p->diag, stderr);
	checks =
	    checks_run(p->arena, p->diag, compute_new(p->arena, p->arena, &p->facts), &p->facts);
	checks_finish(p->arena, p->diag, &p->facts, checks, true);
	assert_int_equal(p->diag->errors, 0);
	assert_int_equal(p->diag->warnings, 0);
}

/* Everything that differs, in the order of the report. */
static void assert_findings(const char *const *ids, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < checks->results.n; i++) {
		const struct check_result *r = checks->results.v[i];

		if (r->verdict != VERDICT_DIFFERS)
			continue;
		if (found == n)
			fail_msg("found besides: %s", r->id);
		assert_string_equal(r->id, ids[found++]);
		assert_int_equal(r->severity, SEVERITY_NOTE);
	}
	assert_int_equal(found, n);
}

static void a_software_company_with_a_year_to_june(void **state)
{
	static const char *const ids[] = {
	    "target:pue:ir.lumen.example/esg-2025:target@FY2025[site=reno]",
	    "restatement:cost_of_revenue:10k-2025@FY2024",
	    "restatement:gross_profit:10k-2025@FY2024",
	    "restatement:general_and_administrative_expense:10k-2025@FY2024",
	    "restatement:operating_expenses:10k-2025@FY2024",
	    "restatement:gross_margin:10k-2025@FY2024",
	    "sign:operating_income:10k-2025@FY2025",
	    "sign:income_before_tax:10k-2025@FY2025",
	    "sign:income_tax_expense:10k-2025@FY2024",
	    "sign:net_income:10k-2025@FY2025",
	};

	(void)state;
	run(&lumen, NULL);
	assert_findings(ids, COUNT(ids));
	assert_int_equal(checks->uncovered.n, 1); /* a half-year that stands alone */
}

static void a_bank_in_german(void **state)
{
	(void)state;
	run(&nordbank, NULL);
	assert_findings(NULL, 0);
	assert_int_equal(checks->uncovered.n, 1); /* a rate that nothing is translated at */
}

/* A long file and an issuer.yaml of a few lines: the shipped names are enough. */
static void a_long_file_needs_no_configuration(void **state)
{
	struct str text;

	(void)state;
	p = project_new();
	assert_true(file_read(p->arena, p->diag, "data/kingsoft-cloud/facts/quarters.csv", &text));
	project_file(p, "facts/quarters.csv", text.p);
	if (!facts_load(p->arena, p->diag, p->folder, ".", NULL, &p->facts))
		diag_print(p->diag, stderr);
	assert_int_equal(p->diag->errors, 0);
	assert_int_equal(p->facts.facts.n, 343);
}

static const struct check_result *result(const char *id)
{
	for (size_t i = 0; i < checks->results.n; i++)
		if (streq(checks->results.v[i]->id, id))
			return checks->results.v[i];
	return NULL;
}

static void what_is_planted_is_found(void **state)
{
	for (size_t i = 0; i < COUNT(plants); i++) {
		const struct plant *plant = &plants[i];
		const struct check_result *r;

		if (i)
			tear_down(state);
		run(plant->of, plant);
		r = result(plant->id);
		if (!r || r->verdict != VERDICT_DIFFERS)
			fail_msg("%s for %s in '%s': %s", plant->now, plant->was, plant->row,
				 r ? "does not differ" : "no such check");
		assert_int_equal(r->severity, plant->severity);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(a_software_company_with_a_year_to_june),
	    TEST(a_bank_in_german),
	    TEST(a_long_file_needs_no_configuration),
	    TEST(what_is_planted_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
