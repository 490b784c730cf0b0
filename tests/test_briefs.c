/*
 * The business and the ESG brief of the example, and the ESG brief of an issuer that names its
 * sites and categories otherwise and discloses less: which figures must appear, by id, and what
 * must not.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/file.h"
#include "folder.h"
#include "report.h"

struct built {
	struct report r;
	struct fonts *fonts;
	const struct doc *doc;
};

static struct built *build(const char *project, const char *id)
{
	struct built *b = calloc(1, sizeof *b);
	struct report_options o = {.project = project,
				   .shipped = ".",
				   .briefs = &id,
				   .n_briefs = 1,
				   .draft = true,
				   .documents = getenv("IRBRIEF_DOCUMENTS")};

	report_start(&b->r);
	o.fonts = b->fonts = fonts_open(b->r.diag);
	assert_non_null(b->fonts);
	if (report_build(&b->r, &o) != EXIT_DONE) {
		diag_print(b->r.diag, stderr);
		fail_msg("does not build: %s %s", project, id);
	}
	b->doc = b->r.briefs.v[0].editions.v[0].doc;
	return b;
}

static void finish(struct built *b)
{
	fonts_close(b->fonts);
	report_end(&b->r);
	free(b);
}

struct wanted {
	const char *id, *text;
};

static bool differs(void *ctx, const char *gid, const char *text)
{
	const struct wanted *w = ctx;

	return strcmp(gid, w->id) != 0 || strcmp(text, w->text) != 0;
}

static void assert_printed(const struct built *b, const struct wanted *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (doc_walk(b->doc, differs, (void *)&list[i]))
			fail_msg("not printed: %s as '%s'", list[i].id, list[i].text);
}

static const struct block *block_of(const struct built *b, const char *id)
{
	for (const struct section *s = b->doc->first; s; s = s->next)
		for (const struct block *block = s->first; block; block = block->next)
			if (streq(block->id, id))
				return block;
	return NULL;
}

static const struct table *table_of(const struct built *b, const char *id)
{
	const struct block *block = block_of(b, id);

	if (!block)
		fail_msg("no such block: %s", id);
	assert_int_equal(block->kind, BLOCK_TABLE);
	return block->as.table;
}

static const struct table_row *row_of(const struct table *t, const char *label)
{
	for (size_t i = 0; i < t->n_rows; i++)
		if (strstr(t->rows[i].label, label))
			return &t->rows[i];
	fail_msg("no such row: %s", label);
	return NULL;
}

/* ---- the business brief ---- */

static const struct wanted business[] = {
    {"change(revenue)@2022Q1:words", "19.9%"},
    {"revenue[segment=public_cloud]@FY2019:million", "3,458.8"},
    {"revenue[segment=enterprise_cloud]@2021Q1:million", "420.0"},
    {"revenue@FY2020:million", "6,577.3"},
    {"cagr(revenue, FY2019, FY2021)@FY2021", "51.3%"},
    {"gross_billings[product=delivery]@FY2021:million", "3,845.7"},
    {"gross_billings[product=storage]@2022Q1:million", "65.3"},
    {"cagr(gross_billings, FY2019, FY2021)@FY2021", "50.5%"},
    {"share(revenue[segment=public_cloud], revenue)@2022Q1", "63.5%"},
    {"share(gross_billings[product=enterprise_cloud], gross_billings)@2021Q1", "17.8%"},
    {"operating_margin@FY2019", "(28.9)"},
    {"operating_margin@FY2020", "n.d."},
    {"net_margin@FY2020", "(14.6)"},
    {"idc_cost_to_revenue@2022Q1", "51.1"},
    {"operating_expenses_to_revenue@FY2021", "23.9"},
    {"share(top(revenue[customer=*], 5), revenue)@FY2019", "65.7"},
    {"pp(share(top(revenue[customer=*], 5), revenue))@FY2021", "(11.0)"},
    {"share(revenue[customer=xiaomi], revenue)@2022Q1", "10.9"},
    {"top(purchase_share[supplier=*], 5)@FY2020", "28.1"},
    {"purchase_share[supplier=supplier_i]@2022Q1", "2.5"},
    {"premium_customers@2021-12-31", "597"},
    {"net_dollar_retention_rate@FY2020", "146"},
    {"employees[function=solution_development_and_services]@2022-03-31", "7,689"},
    {"share(employees[function=research_and_development], employees)@2022Q1", "11.9"},
    {"servers@2022-03-31", "> 110,000"},
    {"research_and_development_expense@FY2021:million", "1,043.8"},
    {"patents@2022-03-31", "474"},
    {"leased_floor_area@2022-07-27", "c. 52,965"},
    {"market_size[market=china]@FY2017:billion", "12.7"},
    {"cagr(market_size[market=china], FY2017, FY2021)@FY2021", "37.5%"},
    {"cagr(market_size[market=china_non_internet], FY2021, FY2026)@FY2026", "27.5%"},
    {"cloud_penetration_rate[market=united_states]@FY2021", "22.1"},
};

static void the_business_brief_prints_its_figures(void **state)
{
	struct built *b = build("data/kingsoft-cloud", "business-q1-2022");
	const struct table *licences = table_of(b, "licences-table"),
			   *awards = table_of(b, "awards-table");
	const struct table *facilities = table_of(b, "facilities");

	(void)state;
	assert_printed(b, business, COUNT(business));
	assert_int_equal(licences->n_rows, 13); /* by the day they end */
	assert_string_equal(licences->rows[0].cells[0].text, "Sep 30, 2021");
	assert_string_equal(licences->rows[0].cells[1].text, "Aug 23, 2022");
	assert_string_equal(licences->rows[0].cells[2].text, "27");
	assert_string_equal(licences->rows[12].cells[2].text, "1,667");
	assert_int_equal(awards->n_rows, 13);
	assert_string_equal(awards->rows[0].cells[0].text, "2020"); /* a year, no number */
	for (size_t i = 0; i < facilities->n_rows; i++) /* nothing that a later document says */
		assert_null(strstr(facilities->rows[i].label, "Yizhuang"));
	finish(b);
}

/* ---- the ESG brief ---- */

static const struct wanted esg[] = {
    {"scope1_emissions@FY2025", "89.17"},
    {"change(scope1_and_2_emissions)@FY2025", "(1.7)%"},
    {"scope3_emissions[scope3_category=upstream_leased_assets]@FY2025", "448,233.00"},
    {"change(scope3_emissions[scope3_category=upstream_leased_assets])@FY2025", "506.8%"},
    {"(scope1_and_2_emissions + scope3_emissions)@FY2025", "638,098.10"},
    {"scope1_and_2_intensity@FY2025", "5.933"},
    {"electricity_emission_factor@FY2024", "0.5366"},
    {"scope2_emissions@FY2025:56,622.3", "56,622.3"},
    {"carbon_neutrality_target_year@2025-12-31 target:year", "2050"},
    {"(scope1_and_2_emissions * 5 / 25)@FY2025", "11,342"},
    {"(scope1_and_2_emissions * 0 / 25)@FY2025", "0"},
    {"pue[site=beijing_yizhuang]@FY2025 target:verdict", "≤ 1.361: met"},
    {"wue[site=tianjin_yixianyuan]@FY2025 target:verdict", "≤ 2.00: met"},
    {"pue[site=tianjin_yixianyuan]@FY2026 target", "≤ 1.255"},
    {"pue[site=beijing]@FY2021", "1.37"},
    {"pue[site=beijing_yizhuang]@FY2022", "n.d."},
    {"pue_design_limit@2025-12-31", "≤ 1.3"},
    {"green_power_share[site=qinghai_green]@2025-12-31", "74"},
    {"energy_consumption@FY2025", "107,066.79"},
    {"water_intensity@FY2024", "23.41"},
    {"hazardous_waste@FY2025", "135.24"},
    {"change(hazardous_waste)@FY2025", "n.m."},
    {"change(nonhazardous_waste)@FY2025", "186.8%"},
    {"energy_saved[measure=fan_speed_and_aisle_sealing]@FY2025", "c. 1,200,000"},
    {"employees[gender=female]@2025-12-31", "6,255"},
    {"employees[employment_type=full_time]@2025-12-31", "15,225"},
    {"employee_turnover_rate[age_group=under_30]@FY2025", "33.00"},
    {"training_hours_average[gender=male]@FY2025", "12.56"},
    {"work_related_fatalities@FY2024", "1"},
    {"lost_days@FY2025", "331"},
    {"suppliers[supplier_region=chinese_mainland]@2025-12-31", "1,223"},
    {"console_availability@FY2025", "99.995"},
    {"console_unplanned_downtime@FY2025", "< 5"},
    {"customer_satisfaction_rate@FY2025", "97.65"},
    {"complaints@FY2025", "86"},
    {"security_committee_meetings@FY2025", "4"},
    {"corruption_cases@FY2025", "0"},
    {"patents[patent_type=invention]@2025-12-31", "1,376"},
    {"charitable_donations[donation_project=oroqen_red_cross]@FY2025:unit", "200,000"},
    {"board_members[director_type=independent_non_executive]@2025-12-31", "3"},
    {"material_topics[materiality=highly_material]@FY2025", "11"},
    {"climate_horizon_end[horizon=medium_term]@2025-12-31", "≤ 5"},
};

static void assert_says(const struct built *b, const char *id, const char *words)
{
	const struct block *block = block_of(b, id);

	if (!block)
		fail_msg("no such block: %s", id);
	for (size_t i = 0; i < block->as.prose.n; i++)
		if (strstr(text_plain(b->doc->arena, &block->as.prose.v[i]), words))
			return;
	fail_msg("%s does not say: %s", id, words);
}

static void the_esg_brief_prints_its_figures(void **state)
{
	struct built *b = build("data/kingsoft-cloud", "esg-2025");
	const struct table *scenarios;

	(void)state;
	assert_printed(b, esg, COUNT(esg));
	assert_says(
	    b, "ghg-unusual",
	    "Upstream leased assets: from 73,870.46 tCO₂e to 448,233.00 tCO₂e, up 506.8%. No "
	    "explanation disclosed.");
	assert_says(b, "waste-unusual",
		    "Hazardous waste: from 3.27 t to 135.24 t. The source: mainly inefficient");
	assert_says(b, "waste-unusual", "(ESG Report 2025, line 1680).");
	assert_says(b, "group-pue", "not disclosed");
	scenarios = table_of(b, "climate-scenarios");
	assert_int_equal(scenarios->n_columns, 5);
	assert_string_equal(scenarios->rows[0].cells[3].text, "Low");
	finish(b);
}

/* Scope 1 and 2 is a part, and never bears the name of the total. */
static void scope_1_and_2_is_not_called_the_total(void **state)
{
	struct built *b = build("data/kingsoft-cloud", "esg-2025");
	const struct table *t = table_of(b, "ghg-table");
	const struct table_row *part = row_of(t, "Scope 1 and 2"),
			       *sum = row_of(t, "Scope 1, 2 and 3");

	(void)state;
	assert_int_equal(part->kind, ROW_SUBTOTAL);
	assert_int_equal(sum->kind, ROW_TOTAL);
	for (size_t i = 0; i < t->n_rows; i++)
		assert_null(strcasestr(t->rows[i].label, "total"));
	finish(b);
}

static void the_index_leads_to_places_or_explains(void **state)
{
	struct built *b = build("data/kingsoft-cloud", "esg-2025");
	const struct table *t = table_of(b, "hkex-index");
	const struct table_row *waste = row_of(t, "A1.3"), *packaging = row_of(t, "A2.5");

	(void)state;
	assert_string_equal(t->links[waste - t->rows], "resources-table");
	assert_string_equal(waste->cells[0].text, "Energy, water, waste");
	assert_null(t->links[packaging - t->rows]);
	assert_string_equal(packaging->cells[0].text,
			    "Not applicable: the operations make no physical products");
	for (size_t i = 0; i < t->n_rows; i++)
		if (t->links[i])
			assert_non_null(block_of(b, t->links[i]));
	finish(b);
}

/* ---- another issuer ---- */

static const struct wanted other[] = {
    {"scope1_and_2_emissions@FY2025", "36,448.1"}, /* not disclosed: added */
    {"scope2_emissions_market_based@FY2025", "21,000.0"},
    {"scope3_emissions[category=goods]@FY2025", "21,200"},
    {"change(scope3_emissions)@FY2025", "138.9%"},
    {"carbon_neutrality_target_year@2025-06-30 target:year", "2040"},
    {"electricity_emission_factor@FY2025", "0.3500"},
    {"pue[facility=tseung_kwan_o]@FY2025 target:verdict", "≤ 1.365: not met"}, /* by 1.37 */
    {"pue[facility=shatin]@FY2025 target:verdict", "≤ 1.31: met"},
    {"pue[facility=kwai_chung]@FY2024", "n.d."},
    {"mean_weighted(pue[facility=*], energy_consumption[facility=*])@FY2025:-amount", "1.43"},
};

static void another_issuer_has_its_brief(void **state)
{
	struct built *b = build("tests/projects/harbor-hosting", "esg");
	const struct table *usage, *index;

	(void)state;
	assert_printed(b, other, COUNT(other));
	assert_non_null(block_of(b, "scope2-drivers-activity")); /* no revenue: two effects */
	assert_null(block_of(b, "scope2-drivers"));
	assert_null(block_of(b, "wue-trend"));
	assert_null(block_of(b, "workforce"));
	usage = table_of(b, "usage-table");
	assert_int_equal(usage->n_rows, 3); /* the group and the two that have a target */
	assert_string_equal(row_of(usage, "Tseung Kwan O")->cells[3].text, "not met");
	assert_string_equal(row_of(usage, "Sha Tin")->cells[3].text, "met");
	index = table_of(b, "hkex-index");
	assert_null(index->links[row_of(index, "A1.3") - index->rows]);
	finish(b);
}

/* ---- a quarter that comes ---- */

static void assert_note_has(const struct built *b, const char *id, const char *words)
{
	const char *note = text_plain(b->doc->arena, &block_of(b, id)->note);

	if (!strstr(note, words))
		fail_msg("'%s' is not in the note of %s: %s", words, id, note);
}

/* The next quarter is one YAML file of four lines; the fourth is the year less the three before. */
static void the_next_quarter_is_four_lines(void **state)
{
	static const struct wanted quarter[] = {
	    {"revenue@2025Q4:million", "2,761.4"}, /* 9,558.6 - 1,970.0 - 2,349.2 - 2,478.0 */
	    {"change(revenue)@2025Q4:words", "23.7%"},
	    {"revenue[segment=public_cloud]@2025Q4:million", "1,902.4"},
	    {"adjusted_ebitda@2025Q4:million", "781"}, /* a quarter is known to ten million */
	    {"gross_profit@2025Q4:million", "n.d."},   /* two quarters of it are not known */
	    {"cash_and_cash_equivalents@2025-12-31:million", "6,018.0"},
	};
	struct arena *a = arena_new();
	const char *folder = folder_make(a), *project = path_join(a, folder, "p");
	struct built *b;
	const struct block *chart;

	(void)state;
	assert_int_equal(
	    system(arena_printf(a, "cp -r data/kingsoft-cloud '%s' && rm '%s'/briefs/*", project,
				project)),
	    0);
	folder_put(a, project, "briefs/q4.yaml",
		   "template: quarterly\nperiod: 2025Q4\ncompare: [2024Q4]\nlanguages: [en]\n");
	b = build(project, "q4");
	assert_printed(b, quarter, COUNT(quarter));
	chart = block_of(b, "revenue-quarters"); /* marked where it stands */
	assert_non_null(strstr(text_plain(b->doc->arena, &chart->note), "Q4 2025: derived from"));
	/* A note names the rows where the period has others that were reported. */
	assert_note_has(b, "lines-trend",
			"Q4 2024 (Public cloud services, Enterprise cloud services), Q4 2025: "
			"derived from");
	assert_note_has(b, "margins-table", "Q4 2024 (Adjusted gross margin*), Q4 2025: derived");
	assert_note_has(b, "quarter-table",
			"Q4 2024 (some figures), Q4 2025 (some figures): derived from");
	assert_non_null(
	    strstr(text_plain(b->doc->arena, &b->doc->headline), "the highest of eight quarters"));
	finish(b);
	folder_remove(folder);
	arena_free(a);
}

/* Whatever a quarter discloses and lacks, its brief keeps every rule: nothing stops the build. */
static void every_quarter_has_its_brief(void **state)
{
	static const char *const quarters[] = {"2022Q2", "2023Q1", "2023Q2", "2023Q3",
					       "2023Q4", "2024Q1", "2024Q2", "2024Q3",
					       "2024Q4", "2025Q1", "2025Q2", "2025Q3"};
	struct arena *a = arena_new();
	const char *folder = folder_make(a), *project = path_join(a, folder, "p");
	struct report_options o = {.project = project, .shipped = "."};
	struct fonts *fonts;
	struct report r;

	(void)state;
	assert_int_equal(
	    system(arena_printf(a, "cp -r data/kingsoft-cloud '%s' && rm '%s'/briefs/*", project,
				project)),
	    0);
	for (size_t i = 0; i < COUNT(quarters); i++)
		folder_put(a, project, arena_printf(a, "briefs/q%zu.yaml", i),
			   arena_printf(a, "template: quarterly\nperiod: %s\nlanguages: [en]\n",
					quarters[i]));
	report_start(&r);
	o.fonts = fonts = fonts_open(r.diag);
	assert_non_null(fonts);
	if (report_build(&r, &o) != EXIT_DONE) {
		for (size_t i = 0; i < r.checks->results.n; i++)
			if (r.checks->results.v[i]->verdict == VERDICT_DIFFERS)
				print_message("%s\n", r.checks->results.v[i]->id);
		diag_print(r.diag, stderr);
		fail_msg("a quarter does not build");
	}
	assert_int_equal(r.briefs.n, COUNT(quarters));
	fonts_close(fonts);
	report_end(&r);
	folder_remove(folder);
	arena_free(a);
}

/* Secondary sources are marked in every source line, and listed by publisher with titles. */
static void secondary_sources_are_marked(void **state)
{
	struct built *b = build("data/kingsoft-cloud", "quarterly-2025q3");
	const struct block *sources = block_of(b, "sources"), *table = block_of(b, "quarter-table");
	size_t links = 0;

	(void)state;
	assert_non_null(strstr(table->source, "(secondary sources)"));
	assert_says(b, "sources", "stocktitan.net (secondary source): Third quarter 2024 results");
	for (size_t i = 0; i < sources->as.prose.n; i++)
		for (size_t k = 0; k < sources->as.prose.v[i].n; k++)
			links += sources->as.prose.v[i].v[k].kind == SPAN_LINK;
	assert_true(links >= 10);
	/* A publisher's machines are one publisher, and none hides another. */
	assert_null(strstr(table->source, "staging.reportify.cn"));
	assert_non_null(strstr(table->source, "reportify.cn"));
	assert_non_null(strstr(table->source, "reportify.ai"));
	finish(b);
}

/* ---- where the start of a reconciliation is not disclosed ---- */

static void reconciliations_start_from_what_is_disclosed(void **state)
{
	static const char *const ids[] = {"reconciliation-table", "ebitda-reconciliation"};
	struct built *b = build("data/kingsoft-cloud", "quarterly-2025q3");

	(void)state;
	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct table *t = table_of(b, ids[i]);

		for (size_t c = 0; c + 1 < t->n_columns; c++)
			assert_string_not_equal(t->rows[0].cells[c].text, "n.d.");
		assert_non_null(strstr(text_plain(b->doc->arena, &block_of(b, ids[i])->note),
				       "leaves out Q2 2025, Q3 2025"));
	}
	finish(b);
}

/* ---- adjustments of another issuer ---- */

static void what_is_not_named_is_the_rest(void **state)
{
	struct built *b = build("tests/projects/halo-robotics", "annual");
	const struct table *t = table_of(b, "net-loss-reconciliation");
	const struct table_row *rest = row_of(t, "Other adjustments");

	(void)state;
	assert_string_equal(rest->cells[0].text, "20,000"); /* -20,000 + 90,000 - 20,000 - 30,000 */
	assert_string_equal(rest->cells[1].text, "23,000");
	assert_string_equal(text_plain(b->doc->arena, &b->doc->headline),
			    "Revenue rose 45.0% to RMB1,450.0 million; net income of RMB30.0 "
			    "million replaced a net loss");
	assert_null(block_of(b, "cost-components"));
	assert_null(block_of(b, "other-income"));
	assert_null(block_of(b, "share-issues"));
	assert_non_null(block_of(b, "revenue-lines"));
	finish(b);
}

/* The total over a stack of derived parts may have been reported. */
static void a_stack_names_its_derived_parts(void **state)
{
	struct arena *a = arena_new();
	const char *folder = folder_make(a), *p = path_join(a, folder, "p");
	struct built *b;

	(void)state;
	folder_put(a, p, "issuer.yaml",
		   "id: p\nnames: {en: Acme Limited}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
		   "languages: [en]\nnotice: {en: Sample.}\n");
	folder_put(a, p, "documents.csv",
		   "id,kind,title,date,language\nar,primary,R,2026-03-20,en\n");
	folder_put(a, p, "dimensions.csv",
		   "dimension,member,complete,label.en\nsegment,a,yes,Alpha\nsegment,b,yes,Beta\n");
	folder_put(a, p, "facts/f.csv",
		   "concept,segment,unit,scale,source,2025Q1 #ar,2025Q2 #ar,2025Q3 #ar,2025Q4 #ar,"
		   "FY2025 #ar\nrevenue,a,CNY,1000000,1,10,11,12,,46\n"
		   "revenue,b,CNY,1000000,2,20,21,22,,86\n"
		   "revenue,,CNY,1000000,3,30,32,34,36,132\n");
	folder_put(a, p, "briefs/q.yaml", "{template: t, period: 2025Q4, issued: 2026-03-20}\n");
	folder_put(
	    a, p, "templates/briefs/t.yaml",
	    "title: T\nheadline: [H]\nscale: million\nsections:\n  - id: s\n    label: S\n"
	    "    blocks:\n      - chart: {id: c, kind: stacked, title: T, periods: 4, total: "
	    "revenue, series: ['revenue[segment=a]', 'revenue[segment=b]']}\n");
	b = build(p, "q");
	assert_note_has(b, "c", "Q4 2025 (Alpha, Beta): derived from");
	finish(b);
	folder_remove(folder);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_next_quarter_is_four_lines),
	    cmocka_unit_test(a_stack_names_its_derived_parts),
	    cmocka_unit_test(every_quarter_has_its_brief),
	    cmocka_unit_test(secondary_sources_are_marked),
	    cmocka_unit_test(reconciliations_start_from_what_is_disclosed),
	    cmocka_unit_test(what_is_not_named_is_the_rest),
	    cmocka_unit_test(the_business_brief_prints_its_figures),
	    cmocka_unit_test(the_esg_brief_prints_its_figures),
	    cmocka_unit_test(scope_1_and_2_is_not_called_the_total),
	    cmocka_unit_test(the_index_leads_to_places_or_explains),
	    cmocka_unit_test(another_issuer_has_its_brief),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
