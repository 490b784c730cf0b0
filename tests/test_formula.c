/* The formula language: what parses to what, what is refused, and where. */
#include "fact_builder.h"

#include "compute/formula.h"

static struct project *project;

static const char concepts[] = "id,formula,unit,period_type,aggregation\n"
			       "revenue,,CNY,duration,sum\n"
			       "debt,,USD,duration,sum\n"
			       "cost,,CNY,duration,sum\n"
			       "cash,,CNY,instant,last\n"
			       "employees,,persons,instant,last\n"
			       "pue,,pure,duration,none\n"
			       "margin,,percent,duration,none\n"
			       "part,,percent,duration,none\n"
			       "score,,count,duration,average\n"
			       "energy,,MWh,duration,sum\n"
			       "profit,revenue - cost,,duration,sum\n"
			       "anything,,,duration,sum\n"
			       "fx_cny_per_usd,,CNY/USD,instant,none\n";

static const char dimensions[] = "dimension,member,complete\n"
				 "segment,cloud,yes\nsegment,apps,yes\n"
				 "site,beijing,no\nsite,tian-jin,no\n";

static const char documents[] = "id,kind,title,date,language,file,url\n"
				"q2-2025,primary,Q2,2025-08-20,en,,\n"
				"ar2025,primary,AR,2026-03-25,en,,\n";

static int open_project(void **state)
{
	(void)state;
	project = project_open((struct project_text){
	    .concepts = concepts, .dimensions = dimensions, .documents = documents});
	return 0;
}

static int close_project(void **state)
{
	(void)state;
	project_close(project);
	return 0;
}

static void assert_canonical(const char *text, const char *want)
{
	assert_string_equal(formula_text(formula(project, text)), want);
}

static void canonical_text(void **state)
{
	(void)state;
	assert_canonical("revenue", "revenue");
	assert_canonical(" revenue-cost*2 ", "revenue - cost * 2");
	assert_canonical("(revenue-cost)*2", "(revenue - cost) * 2");
	assert_canonical("revenue-(cost-cost)", "revenue - (cost - cost)");
	assert_canonical("(revenue-cost)-cost", "revenue - cost - cost");
	assert_canonical("-revenue+cost", "-revenue + cost");
	assert_canonical("-(revenue+cost)", "-(revenue + cost)");
	assert_canonical("revenue/(cost/cost)", "revenue / (cost / cost)");
	assert_canonical("revenue[ site=beijing ; segment = cloud ]",
			 "revenue[segment=cloud,site=beijing]");
	assert_canonical("energy[site=tian-jin]-energy", "energy[site=tian-jin] - energy");
	assert_canonical("cash@2025-12-31-cash@2024-12-31", "cash@2025-12-31 - cash@2024-12-31");
	assert_canonical("revenue@2025-01-01/2025-12-31/cost", "revenue@FY2025 / cost");
	assert_canonical("revenue@prior #ar2025", "revenue@prior#ar2025");
	assert_canonical("revenue#q2-2025-cost#ar2025-cost",
			 "revenue#q2-2025 - cost#ar2025 - cost");
	assert_canonical("cagr( revenue , FY2022,FY2025 )", "cagr(revenue, FY2022, FY2025)");
	assert_canonical("convert(revenue,USD)", "convert(revenue, USD)");
	assert_canonical("sum(revenue[segment=*])", "sum(revenue[segment=*])");
	assert_canonical("max(revenue,0,cost)", "max(revenue, 0, cost)");
	assert_canonical("1.50*revenue", "1.5 * revenue");
}

/* The one message of a wrong formula, and the column in the file (the text begins at column 5). */
static void assert_wrong(const char *text, int column, const char *message)
{
	struct diag *d = diag_new(project->arena);

	assert_null(formula_parse(project->arena, d, &project->facts, text,
				  (struct pos){"claims.csv", 7, 5}));
	assert_int_equal(d->errors, 1);
	assert_string_equal(d->messages.v[0].text, message);
	assert_int_equal(d->messages.v[0].at.line, 7);
	assert_int_equal(d->messages.v[0].at.col, 5 + column);
}

static void names_and_places(void **state)
{
	(void)state;
	assert_wrong("revenue + revenu", 10, "unknown concept: 'revenu' (did you mean 'revenue'?)");
	assert_wrong("zzzzzzzz", 0, "unknown concept: 'zzzzzzzz'");
	assert_wrong("chang(revenue)", 0, "unknown function: 'chang' (did you mean 'change'?)");
	assert_wrong("revenue[segmnt=cloud]", 8,
		     "unknown dimension: 'segmnt' (did you mean 'segment'?)");
	assert_wrong("revenue[segment=clout]", 16,
		     "unknown member of 'segment': 'clout' (did you mean 'cloud'?)");
	assert_wrong("revenue[segment=cloud,segment=apps]", 22, "dimension named twice: 'segment'");
	assert_wrong("revenue#ar2024", 8, "unknown document: 'ar2024'");
	assert_wrong("revenue@FY25", 8, "not a period: 'FY25'");
	assert_wrong("revenue@prior@previous", 14, "period named twice: 'previous'");
	assert_wrong("revenue@2025-12-31", 0, "an instant for a concept with durations: 'revenue'");
	assert_wrong("revenue@open", 0, "'@open' needs a concept with instants: 'revenue'");
	assert_wrong("convert(revenue, RMB)", 17, "not a currency: 'RMB'");
	assert_wrong("cagr(revenue, FY2022, 2025Q3)", 22,
		     "not whole years after the first period: '2025Q3'");
}

static void syntax(void **state)
{
	(void)state;
	assert_wrong("", 0, "formula ends where a value should follow: ''");
	assert_wrong("revenue +", 9, "formula ends where a value should follow: 'revenue +'");
	assert_wrong("(revenue", 8, "formula ends where ')' should follow: '(revenue'");
	assert_wrong("revenue cost", 8, "not an operator: 'c'");
	assert_wrong("revenue + )", 10, "not a value: ')'");
	assert_wrong("revenue[segment]", 15, "not '=': ']'");
	assert_wrong("revenue × 2", 8, "not an operator: '×'");
	assert_wrong("1.2.3", 0, "not a number: '1.2.3'");
	assert_wrong("share(revenue)", 0, "1 values where 2 should be: 'share'");
	assert_wrong("cagr(revenue)", 12, "not ',': ')'");
}

static void unit_rules(void **state)
{
	(void)state;
	assert_wrong("revenue + debt", 8, "units do not agree: 'CNY' + 'USD'");
	assert_wrong("cash - employees", 5, "units do not agree: 'CNY' - 'persons'");
	assert_wrong("revenue - 100", 8, "units do not agree: 'CNY' - 'pure'");
	assert_wrong("share(employees, revenue)", 0, "units do not agree: 'persons' of 'CNY'");
	assert_wrong("max(revenue, debt)", 13, "units do not agree: 'CNY' and 'USD'");
	assert_wrong("pp(revenue)", 3, "points need a ratio: 'CNY'");
	assert_wrong("convert(employees, USD)", 8, "no currency to convert: 'persons'");
	assert_wrong("convert(revenue, HKD)", 0, "no rate between 'CNY' and 'HKD'");
	assert_non_null(formula(project, "revenue + anything"));
	assert_non_null(formula(project, "1 - margin"));
}

static void means_of_ratios_are_refused(void **state)
{
	static const char use[] = "does not add up, use mean_weighted: 'pue'";

	(void)state;
	assert_wrong("sum(pue[site=*]) / 2", 0, use);
	assert_wrong("(pue[site=beijing] + pue[site=tian-jin]) / 2", 19, use);
	assert_wrong("ttm(pue)", 0, use);
	assert_wrong("sum(margin[site=*])", 0, "does not add up, use mean_weighted: 'margin'");
	assert_wrong("(margin + margin@prior) / 2", 8,
		     "does not add up, use mean_weighted: 'margin'");
	assert_wrong("score[site=beijing] + score[site=tian-jin]", 20,
		     "does not add up, use mean_weighted: 'score'");
	assert_wrong("ttm(employees)", 0, "a balance does not add up over periods: 'employees'");
	assert_non_null(formula(project, "sum(employees[site=*])"));
	assert_non_null(formula(project, "mean_weighted(pue[site=*], energy[site=*])"));
	assert_non_null(formula(project, "part[site=beijing] + part[site=tian-jin]"));
}

static void members(void **state)
{
	(void)state;
	assert_wrong("sum(revenue)", 4, "needs [dimension=*] in each value: 'sum'");
	assert_non_null(formula(project, "top(part[site=*], 2)"));
	assert_wrong("top(revenue, 2)", 4, "needs [dimension=*] in each value: 'top'");
	assert_wrong("top(revenue[segment=*], 1.5)", 24, "expected how many, a whole number");
	assert_wrong("mean_weighted(pue[site=*], energy)", 27,
		     "needs [dimension=*] in each value: 'mean_weighted'");
	assert_wrong("revenue[segment=*] / revenue[site=*]", 21,
		     "each member of two dimensions at once: 'site'");
	assert_wrong("revenue[segment=*,site=*]", 0,
		     "each member of two dimensions at once: 'revenue'");
}

static void every_mistake_is_reported(void **state)
{
	struct diag *d = diag_new(project->arena);

	(void)state;
	assert_null(formula_parse(project->arena, d, &project->facts,
				  "revenu + costt[segment=x] + revenue@FYX", (struct pos){0}));
	assert_int_equal(d->errors, 4);
}

static void units_of_results(void **state)
{
	static const struct {
		const char *text, *unit;
	} rows[] = {
	    {"revenue / employees", "CNY/persons"},
	    {"revenue * 2", "CNY"},
	    {"revenue / cost", "pure"},
	    {"convert(revenue, USD)", "USD"},
	    {"energy / revenue", "kWh/CNY"},
	    {"profit", "CNY"},
	    {"max(0, revenue)", "CNY"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(
		    unit_text(project->arena, formula_unit(formula(project, rows[i].text))),
		    rows[i].unit);
	assert_true(formula_unit(formula(project, "share(cost, revenue)"))->percent);
	assert_string_equal(formula_unit(formula(project, "2 * energy"))->name, "MWh");
}

static void equations(void **state)
{
	const struct formula *left, *right;
	struct diag *d = diag_new(project->arena);

	(void)state;
	assert_true(formula_parse_equation(project->arena, d, &project->facts,
					   "profit = revenue - cost", (struct pos){0}, &left,
					   &right));
	assert_string_equal(formula_text(left), "profit");
	assert_string_equal(formula_text(right), "revenue - cost");
	assert_ptr_equal(formula_concept(left), concept_find(&project->facts, "profit"));
	assert_null(formula_concept(right));
	assert_false(formula_parse_equation(project->arena, d, &project->facts,
					    "revenue = employees",
					    (struct pos){"checks.csv", 3, 10}, &left, &right));
	assert_string_equal(d->messages.v[0].text, "units do not agree: 'CNY' = 'persons'");
	assert_int_equal(d->messages.v[0].at.col, 18);
	assert_false(formula_parse_equation(project->arena, d, &project->facts, "revenue",
					    (struct pos){0}, &left, &right));
}

/* Depth and length are bounded, so that evaluation, which recurses, is too. */
static void hostile_sizes(void **state)
{
	struct buf deep = {0}, lengthy = {0};
	struct diag *d = diag_new(project->arena);

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_char(&deep, i % 2 ? '(' : '-');
	for (int i = 0; i < 20000; i++)
		buf_str(&lengthy, "revenue+");
	assert_null(
	    formula_parse(project->arena, d, &project->facts, buf_cstr(&deep), (struct pos){0}));
	assert_null(
	    formula_parse(project->arena, d, &project->facts, buf_cstr(&lengthy), (struct pos){0}));
	assert_int_equal(d->errors, 2);
	buf_free(&deep);
	buf_free(&lengthy);
}

/* Any text parses or is reported; run it under the sanitizers. */
static void random_texts(void **state)
{
	static const char *const pieces[] = {
	    "revenue", "pue",   "profit", "sum",  "change", "cagr",       "mean_weighted",
	    "convert", "min",   "[",      "]",    "site",   "=",          "*",
	    "@",       "prior", "FY2025", "#",    "ar2025", "-",          "+",
	    "/",       "(",     ")",      ",",    "2.5",    "0",          " ",
	    "\xC3",    "\n",    "USD",    "open", "2025-",  "2025-12-31", "[site=*]"};
	unsigned state32 = 7;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct diag *d = diag_new(project->arena);
		struct buf text = {0};
		const struct formula *f;

		for (int k = 0; k < 1 + i % 12; k++) {
			state32 = state32 * 1664525u + 1013904223u;
			buf_str(&text, pieces[(state32 >> 16) % COUNT(pieces)]);
		}
		f = formula_parse(project->arena, d, &project->facts, buf_cstr(&text),
				  (struct pos){"x", 1, 1});
		assert_int_equal(f == NULL, d->errors > 0);
		if (f)
			assert_canonical(formula_text(f), formula_text(f));
		buf_free(&text);
	}
}

static void check_concepts_of(const char *text, bool ok, const char *message)
{
	struct project *p = project_open((struct project_text){.concepts = text});
	struct diag *d = diag_new(p->arena);

	assert_int_equal(formula_check_concepts(p->arena, d, &p->facts), ok);
	if (message)
		assert_string_equal(d->messages.v[0].text, message);
	project_close(p);
}

static void formulas_of_concepts(void **state)
{
	(void)state;
	check_concepts_of("id,formula,unit\na,,CNY\nb,a * 2,CNY\n", true, NULL);
	check_concepts_of("id,formula,unit\na,b + 1,\nb,c,\nc,2 * a,\n", false,
			  "formula of 'c' leads back to 'a'");
	check_concepts_of("id,formula,unit\na,a@prior * 2,CNY\n", true, NULL);
	check_concepts_of("id,formula,unit\na,,CNY\nb,a,persons\n", false,
			  "units do not agree: 'persons' = 'CNY'");
}

struct seen {
	size_t n;
};

static void count_term(void *data, const struct concept *concept, const struct dims *dims)
{
	struct seen *seen = data;

	assert_non_null(concept);
	assert_non_null(dims);
	seen->n++;
}

static void terms_of_a_formula(void **state)
{
	struct project *p = project_open((struct project_text){
	    .dimensions = dimensions,
	    .concepts = "id,unit\nrevenue,CNY\n",
	    .facts = "concept,segment,unit,FY2025\nrevenue,cloud,CNY,1\nrevenue,apps,CNY,1\n"});
	struct seen seen = {0};

	(void)state;
	formula_terms(formula(p, "sum(revenue[segment=*]) - revenue"), count_term, &seen);
	assert_int_equal(seen.n, 3);
	project_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(canonical_text),
	    cmocka_unit_test(names_and_places),
	    cmocka_unit_test(syntax),
	    cmocka_unit_test(unit_rules),
	    cmocka_unit_test(means_of_ratios_are_refused),
	    cmocka_unit_test(members),
	    cmocka_unit_test(every_mistake_is_reported),
	    cmocka_unit_test(units_of_results),
	    cmocka_unit_test(equations),
	    cmocka_unit_test(hostile_sizes),
	    cmocka_unit_test(random_texts),
	    cmocka_unit_test(formulas_of_concepts),
	    cmocka_unit_test(terms_of_a_formula),
	};

	return cmocka_run_group_tests(tests, open_project, close_project);
}
