/* The fact store: what each form of input becomes, and how facts of one key are linked. */
#include "project.h"

#include <limits.h>

#include "facts/texts.h"

static struct project *p;

static const char concepts[] =
    "id,formula,unit,period_type,aggregation,better,gaap,comparable,alias,label.en\n"
    "revenue,,CNY,duration,sum,higher,gaap,,Revenue;Turnover,Revenue\n"
    "net_income,,CNY,duration,sum,higher,gaap,,NetIncomeLoss,Net income|Net loss\n"
    "adjusted_margin,,percent,duration,none,higher,none,,AdjustedMargin,Adjusted margin\n"
    "total_assets,,CNY,instant,last,none,gaap,,Assets,Total assets\n"
    "employees,,persons,instant,last,none,none,,,Employees\n"
    "pue,,pure,duration,average,lower,none,,PUE,PUE\n"
    "fx_cny_per_usd,,CNY/USD,instant,last,none,none,,,Rate\n"
    "loans,,,instant,last,none,none,,,Loans\n";

static const char documents[] = "id,kind,title,date,language,file,url\n"
				"ar2024,primary,Annual report 2024,2025-03-20,en,,\n"
				"ar2025,primary,Annual report 2025,2026-03-25,en,ar2025.txt,\n";

static const char dimensions[] = "dimension,member,complete,label.en\n"
				 "segment,public_cloud,yes,Public cloud\n"
				 "segment,enterprise_cloud,yes,Enterprise cloud\n"
				 "site,beijing,no,Beijing\n";

static int set_up(void **state)
{
	(void)state;
	p = project_new();
	project_file(p, "concepts.csv", concepts);
	project_file(p, "documents.csv", documents);
	project_file(p, "dimensions.csv", dimensions);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	project_free(p);
	return 0;
}

static const struct fact *fact(const char *id)
{
	const struct fact *f = project_fact(p, id);

	if (!f)
		fail_msg("no fact '%s'", id);
	return f;
}

static void assert_value(const struct fact *f, const char *value, int decimals, const char *half)
{
	assert_string_equal(num_exact(p->arena, f->value), value);
	assert_int_equal(f->decimals, decimals);
	assert_string_equal(num_exact(p->arena, f->half), half);
}

static void reads_the_wide_form(void **state)
{
	const struct fact *f;

	(void)state;
	project_file(
	    p, "facts/a.csv",
	    "\xEF\xBB\xBF"
	    "concept,segment,unit,scale,sign,source,FY2024 #ar2025,FY2025 #ar2025,FY2025 USD "
	    "#ar2025\r\n"
	    "revenue,public_cloud,CNY,1000,natural,195,\"5,007,251\",\"6,633,492\",\"948,577\"\r\n"
	    "revenue,,CNY,1000,natural,198,\"7,785,180\",,\r\n"
	    "net_income,,CNY,1000,negated,199,\"1,979,042\",\"(943,692)\",\xE2\x80\x93\r\n");
	project_must_load(p);
	assert_int_equal(p->facts.facts.n, 7);
	f = fact("revenue@FY2025[segment=public_cloud] CNY #ar2025");
	assert_value(f, "6633492000", -3, "500");
	assert_string_equal(f->printed, "6,633,492");
	assert_int_equal(f->line, 195);
	assert_string_equal(f->document->id, "ar2025");
	assert_int_equal(f->at.line, 2);
	assert_int_equal(f->at.col, 56);
	assert_string_equal(f->dims->v[0].member, "public_cloud");
	assert_value(fact("revenue@FY2025[segment=public_cloud] USD #ar2025"), "948577000", -3,
		     "500");
	assert_value(fact("net_income@FY2024 CNY #ar2025"), "-1979042000", -3, "500");
	assert_value(fact("net_income@FY2025 CNY #ar2025"), "943692000", -3, "500");
	assert_true(fact("net_income@FY2025 USD #ar2025")->nil);
	assert_null(project_fact(p, "revenue@FY2025 CNY #ar2025"));
}

static void signs_and_precision(void **state)
{
	(void)state;
	project_file(p, "facts/a.csv",
		     "concept,unit,scale,decimals,qualifier,sign,status,source,FY2025 "
		     "#ar2025,2025-12-31 #ar2025\n"
		     "net_income,CNY million,,,,magnitude,,10,943.7,\n"
		     "adjusted_margin,percent,,,about,,,11,(22.8)%,\n"
		     "employees,persons,,INF,,,,12,,\"1,120\"\n"
		     "loans,CNY,1,-3,over,,target,13,,\"110,000\"\n"
		     "fx_cny_per_usd,CNY/USD,,,,,,14,,6.9931\n");
	project_must_load(p);
	assert_value(fact("net_income@FY2025 CNY #ar2025"), "-943700000", -5, "50000");
	assert_value(fact("adjusted_margin@FY2025 #ar2025"), "-57/250", 3, "1/2000");
	assert_int_equal(fact("adjusted_margin@FY2025 #ar2025")->qualifier, ABOUT);
	assert_value(fact("employees@2025-12-31 #ar2025"), "1120", INT_MAX, "0");
	assert_value(fact("loans@2025-12-31 CNY #ar2025 target"), "110000", -3, "500");
	assert_int_equal(fact("loans@2025-12-31 CNY #ar2025 target")->status, STATUS_TARGET);
	assert_value(fact("fx_cny_per_usd@2025-12-31 CNY #ar2025"), "69931/10000", 4, "1/20000");
}

static void an_instant_under_a_duration_is_its_close(void **state)
{
	(void)state;
	project_file(p, "facts/a.csv", "concept,source,FY2025#ar2025\ntotal_assets,1,5\n");
	project_must_load(p);
	assert_non_null(fact("total_assets@2025-12-31 CNY #ar2025"));
	assert_true(fact("total_assets@2025-12-31 CNY #ar2025")->period.instant);
}

static void reads_the_long_form(void **state)
{
	const struct fact *f;

	(void)state;
	project_file(
	    p, "facts/a.csv",
	    "entity,concept,dimensions,period,unit,value,source\n"
	    "Acme,Turnover,segment=Public Cloud;rounded=10 million,2025-07-01/2025-09-30,CNY "
	    "million,710,"
	    "example.com/q3\n"
	    "Acme,Revenue,currency=USD,2025Q3,CNY million,99.5,example.com:8080/q3\n"
	    "Acme,AdjustedMargin,measure=non-GAAP;note=restated,FY2025,percent,-1.5,ar2025:77\n"
	    "Acme,PUE,site=beijing;kind=target,FY2025,ratio,1.365,example.com/q3\n"
	    "Acme,Revenue,version=2,FY2024,CNY million,7.5,ar2024\n"
	    "Acme,Revenue,accn=0001-25-1,FY2024,CNY million,7.6,example.com/r\n");
	project_must_load(p);
	f = fact("revenue@2025Q3[segment=public_cloud] CNY #example.com/q3");
	assert_value(f, "710000000", -7, "5000000");
	assert_false(f->document->primary);
	assert_string_equal(f->document->url, "example.com/q3");
	assert_non_null(fact("revenue@2025Q3 USD #example.com:8080/q3"));
	f = fact("adjusted_margin@FY2025 #ar2025");
	assert_int_equal(f->line, 77);
	assert_string_equal(f->note, "restated");
	assert_int_equal(f->concept->gaap, GAAP_NON_GAAP);
	assert_value(fact("pue@FY2025[site=beijing] #example.com/q3 target"), "273/200", 3,
		     "1/2000");
	assert_non_null(fact("revenue@FY2024 CNY #ar2024 version 2"));
	assert_string_equal(fact("revenue@FY2024 CNY #0001-25-1")->document->url, "example.com/r");
}

static void without_declared_dimensions_long_cells_declare_them(void **state)
{
	(void)state;
	assert_true(path_remove(p->diag, path_join(p->arena, p->folder, "dimensions.csv")));
	project_file(p, "facts/a.csv",
		     "concept,dimensions,period,value,document\n"
		     "revenue,Region=Hong Kong,FY2025,5,ar2025\n"
		     "revenue,region=hong_kong,FY2024,4,ar2025\n");
	project_must_load(p);
	assert_non_null(fact("revenue@FY2025[region=hong_kong] CNY #ar2025"));
	assert_int_equal(dimension_find(&p->facts, "region")->n, 1);
}

static const struct fact *revenue(int year)
{
	return facts_find(&p->facts, concept_find(&p->facts, "revenue"), p->facts.no_dims,
			  period_fiscal_year(p->facts.issuer.calendar, year), "CNY", STATUS_ACTUAL);
}

static void links_occurrences_the_most_precise_first(void **state)
{
	const struct fact *f;

	(void)state;
	project_file(p, "facts/a.csv",
		     "concept,unit,qualifier,source,FY2025 #ar2025\n"
		     "revenue,CNY million,,20,\"9,558.6\"\n"
		     "revenue,CNY thousand,about,30,\"9,558,619\"\n"
		     "revenue,CNY thousand,,10,\"9,558,619\"\n"
		     "revenue,CNY thousand,,40,\"9,558,619\"\n");
	project_must_load(p);
	f = revenue(2025);
	assert_int_equal(f->line, 10);
	assert_string_equal(f->id, "revenue@FY2025 CNY #ar2025");
	assert_int_equal(f->occurrence->line, 40);
	assert_string_equal(f->occurrence->id, "revenue@FY2025 CNY #ar2025 (2)");
	assert_int_equal(f->occurrence->occurrence->line, 20);
	assert_int_equal(f->occurrence->occurrence->occurrence->line, 30);
	assert_null(f->vintage);
}

static void links_vintages_the_oldest_first(void **state)
{
	(void)state;
	project_file(p, "facts/a.csv",
		     "concept,source,FY2024 #ar2025,FY2024 #ar2024\n"
		     "revenue,10,8,7\n");
	project_file(p, "facts/b.csv",
		     "concept,period,value,source\nrevenue,FY2024,6,example.com\n");
	project_must_load(p);
	assert_string_equal(revenue(2024)->document->id, "example.com");
	assert_string_equal(revenue(2024)->vintage->document->id, "ar2024");
	assert_string_equal(revenue(2024)->vintage->vintage->document->id, "ar2025");
	assert_null(revenue(2024)->vintage->vintage->vintage);
}

static void finds_by_every_part_of_the_key(void **state)
{
	struct dim_value cloud = {"segment", "public_cloud"},
			 other = {"segment", "enterprise_cloud"};
	struct period fy = {0};

	(void)state;
	project_file(
	    p, "facts/a.csv",
	    "concept,segment,source,FY2025 #ar2025\nrevenue,,1,5\nrevenue,public_cloud,2,3\n");
	project_must_load(p);
	assert_true(period_parse(p->facts.issuer.calendar, "FY2025", &fy));
	assert_non_null(dims_find(&p->facts, &cloud, 1));
	assert_null(dims_find(&p->facts, &other, 1));
	assert_int_equal(facts_find(&p->facts, concept_find(&p->facts, "Turnover"),
				    dims_find(&p->facts, &cloud, 1), fy, "CNY", STATUS_ACTUAL)
			     ->line,
			 2);
	assert_null(facts_find(&p->facts, concept_find(&p->facts, "revenue"), p->facts.no_dims, fy,
			       "USD", STATUS_ACTUAL));
	assert_null(facts_find(&p->facts, concept_find(&p->facts, "revenue"), p->facts.no_dims, fy,
			       "CNY", STATUS_TARGET));
	assert_null(revenue(2024));
}

static void project_concepts_change_shipped_ones(void **state)
{
	const struct concept *c;

	(void)state;
	project_file(p, "data/concepts.csv",
		     "id,unit,period_type,aggregation,alias,label.en,label.zh-Hans\n"
		     "revenue,USD,duration,sum,Sales,Sales,营业收入\n"
		     "patents,count,instant,last,Turnover,Patents,专利\n");
	project_must_load(p);
	c = concept_find(&p->facts, "Sales");
	assert_string_equal(c->id, "revenue");
	assert_ptr_equal(concept_find(&p->facts, "Turnover"), c);
	assert_string_equal(c->unit->name, "CNY");
	assert_string_equal(names_in(&c->label, LANG_EN), "Revenue");
	assert_string_equal(names_in(&c->label, LANG_ZH_HANS), "营业收入");
	assert_string_equal(names_in(&c->label, LANG_ZH_HANT), "Revenue");
	assert_string_equal(concept_find(&p->facts, "net_income")->label_negative.in[LANG_EN],
			    "Net loss");
	assert_non_null(concept_find(&p->facts, "patents"));
}

/* What one project makes of the shipped concepts, the next does not see. */
static void shipped_concepts_are_shared_unchanged(void **state)
{
	const struct facts *shipped;
	struct project *next = project_new();
	struct facts f;
	const struct concept *c;

	(void)state;
	project_file(p, "data/concepts.csv",
		     "id,unit,period_type,aggregation,alias,label.en\n"
		     "revenue,USD,duration,sum,Sales,Sales\n");
	project_file(p, "facts/f.csv", "concept,unit,FY2025\nrevenue,CNY,1\n");
	project_file(next, "facts/f.csv", "concept,unit,FY2025\nsales,USD,2\n");
	shipped = facts_shipped(p->arena, p->diag, p->folder);
	assert_true(facts_over(p->arena, p->diag, p->folder, shipped, NULL, &p->facts));
	assert_string_equal(concept_find(&p->facts, "Turnover")->unit->name, "CNY");
	assert_true(facts_over(next->arena, next->diag, next->folder, shipped, NULL, &f));
	c = concept_find(&f, "Sales");
	assert_string_equal(c->unit->name, "USD");
	assert_string_equal(names_in(&c->label, LANG_EN), "Sales");
	assert_string_equal(num_exact(p->arena, c->facts->value), "2");
	assert_null(c->facts->sibling);
	assert_null(concept_find(&f, "Turnover"));
	assert_null(concept_find(shipped, "revenue")->facts);
	project_free(next);
}

static void names_match_as_taxonomies_write_them(void **state)
{
	(void)state;
	project_file(p, "data/concepts.csv",
		     "id,unit,period_type,aggregation,alias,label.en\n"
		     "income_tax_expense,CNY,duration,sum,TaxCharge,Income tax\n"
		     "net_cash,CNY,duration,sum,,Net cash\n"
		     "netcash,CNY,duration,sum,,Another\n");
	project_must_load(p);
	assert_string_equal(concept_find(&p->facts, "IncomeTaxExpense")->id, "income_tax_expense");
	assert_string_equal(concept_find(&p->facts, "Income tax expense")->id,
			    "income_tax_expense");
	assert_string_equal(concept_find(&p->facts, "us-gaap:TaxCharge")->id, "income_tax_expense");
	assert_string_equal(concept_find(&p->facts, "net_cash")->id, "net_cash");
	assert_null(concept_find(&p->facts, "NetCash")); /* it could be either */
	assert_null(concept_find(&p->facts, "IncomeTaxExpenses"));
}

static void a_concept_takes_the_unit_of_its_facts(void **state)
{
	(void)state;
	project_file(
	    p, "facts/a.csv",
	    "concept,unit,source,2025-12-31 #ar2025,2025-12-31 USD #ar2025,2024-12-31 #ar2025\n"
	    "loans,CNY,1,,7,\nloans,CNY,2,5,,4\nemployees,count,3,80,,\n");
	project_must_load(p);
	assert_non_null(concept_find(&p->facts, "loans")->unit);
	assert_string_equal(concept_find(&p->facts, "loans")->unit->currency, "CNY");
	assert_string_equal(fact("employees@2025-12-31 #ar2025")->unit->name, "persons");
}

static void keeps_the_lines_of_a_document(void **state)
{
	const struct document *d;

	(void)state;
	project_file(p, "documents/ar2025.txt", "one\r\ntwo\n\nfour");
	project_must_load(p);
	d = document_find(&p->facts, "ar2025");
	assert_int_equal(d->n_lines, 4);
	assert_true(str_is(d->lines[0], "one"));
	assert_true(str_is(d->lines[3], "four"));
	assert_null(document_find(&p->facts, "ar2024")->lines);
	assert_string_equal(member_label(&p->facts, "segment", "public_cloud", LANG_EN),
			    "Public cloud");
}

static void reads_the_small_tables(void **state)
{
	(void)state;
	project_file(
	    p, "claims.csv",
	    "id,document,line,printed,formula,period,unit,qualifier,tolerance,severity,note\n"
	    "growth,ar2025,74,(52.1)%,change(revenue),FY2025,,,,,\n"
	    "usd,ar2025,75,\"1,366.9\",\"convert(revenue, USD)\",FY2025,USD "
	    "million,about,1ulp,warning,n\n");
	project_file(p, "data/checks.csv",
		     "id,kind,formula,periods,tolerance,severity,note\n"
		     "gp,footing,revenue = net_income,,,error,shipped\n"
		     "other,tie,revenue = revenue,,,note,\n");
	project_file(p, "checks.csv",
		     "id,kind,formula,periods,tolerance,severity,note\n"
		     "gp,consistency,revenue = net_income,FY2025;FY2024,0.1 percent,warning,own\n");
	project_file(p, "waivers.csv", "check,printed,recomputed,reason\ngp@FY2025,1,2,known\n");
	project_file(p, "restatements.csv",
		     "concept,dimensions,period,from,to,reason\nrevenue,,FY2024,ar2024,ar2025,"
		     "reclassified\n");
	project_file(p, "corrections.csv",
		     "brief,version,date,reason.en\nannual,2,2026-04-01,a digit\n");
	project_must_load(p);
	assert_int_equal(p->facts.claims.n, 2);
	assert_string_equal(num_exact(p->arena, p->facts.claims.v[0].value), "-521/1000");
	assert_string_equal(num_exact(p->arena, p->facts.claims.v[0].half), "1/2000");
	assert_string_equal(num_exact(p->arena, p->facts.claims.v[1].value), "1366900000");
	assert_int_equal(p->facts.claims.v[1].decimals, -5);
	assert_int_equal(p->facts.claims.v[1].severity, SEVERITY_WARNING);
	assert_int_equal(p->facts.checks.n, 2);
	assert_string_equal(p->facts.checks.v[0].kind, "consistency");
	assert_string_equal(p->facts.checks.v[0].note, "own");
	assert_int_equal(p->facts.waivers.n, 1);
	assert_string_equal(p->facts.restatements.v[0].to, "ar2025");
	assert_int_equal(p->facts.corrections.v[0].version, 2);
}

static void reads_the_issuer(void **state)
{
	const struct issuer *i = &p->facts.issuer;

	(void)state;
	project_file(
	    p, "issuer.yaml",
	    "id: acme\nnames: {en: Acme Limited, zh-Hans: 顶点}\nshort_names: {en: Acme}\n"
	    "listings: [{venue: HKEX, ticker: \"0999\"}]\nfiscal_year_end: 06-30\ncurrency: HKD\n"
	    "profile: nasdaq\nconventions: {nil: \"-\", nm_above: 500}\nlanguages: [zh-Hans, en]\n"
	    "notice: {en: Sample.}\ntheme: {accent: \"#112233\", paper: Letter, pages: facing, "
	    "data: none}\n");
	project_must_load(p);
	assert_string_equal(names_in(&i->short_names, LANG_EN), "Acme");
	assert_string_equal(names_in(&i->short_names, LANG_ZH_HANS), "顶点");
	assert_string_equal(i->listings[0].ticker, "0999");
	assert_int_equal(i->calendar.month, 6);
	assert_int_equal(i->conventions.loss_change, LOSS_NARROWED);
	assert_int_equal(i->conventions.negative_percent, NEGATIVE_MINUS);
	assert_string_equal(i->conventions.nil, "-");
	assert_string_equal(num_exact(p->arena, i->conventions.nm_above), "500");
	assert_int_equal(i->n_languages, 2);
	assert_int_equal(i->languages[0], LANG_ZH_HANS);
	assert_null(i->convenience);
	assert_string_equal(i->paper, "Letter");
	assert_true(i->facing && i->data_apart);
}

static void an_issuer_has_languages_each_once(void **state)
{
	(void)state;
	project_file(p, "issuer.yaml",
		     arena_printf(p->arena, "%slanguages: [en, en]\n", project_issuer));
	assert_false(project_load(p));
	assert_true(project_says(p, "the language stands twice: 'en'"));
	project_file(p, "issuer.yaml", arena_printf(p->arena, "%slanguages: []\n", project_issuer));
	assert_false(project_load(p));
	assert_true(project_says(p, "no language is given"));
}

static void texts_may_be_replaced_key_by_key(void **state)
{
	const struct texts *t;

	(void)state;
	project_file(p, "shipped/assets/texts/en.yaml", "a.one: One\na.two: Two\n");
	project_file(p, "assets/texts/en.yaml", "a.two: Zwei\n");
	t = texts_load(p->arena, p->diag, p->folder, path_join(p->arena, p->folder, "shipped"),
		       LANG_EN);
	assert_string_equal(texts_word(t, "a.one"), "One");
	assert_string_equal(texts_word(t, "a.two"), "Zwei");
	assert_int_equal(p->diag->errors, 0);
	assert_string_equal(texts_word(t, "a.three"), "a.three");
	assert_string_equal(texts_word(t, "a.three"), "a.three");
	assert_int_equal(p->diag->errors, 1);
	assert_true(project_says(p, "missing text: 'a.three'"));
	assert_int_equal(texts_lang(t), LANG_EN);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(reads_the_wide_form),
	    TEST(signs_and_precision),
	    TEST(an_instant_under_a_duration_is_its_close),
	    TEST(reads_the_long_form),
	    TEST(without_declared_dimensions_long_cells_declare_them),
	    TEST(links_occurrences_the_most_precise_first),
	    TEST(links_vintages_the_oldest_first),
	    TEST(finds_by_every_part_of_the_key),
	    TEST(project_concepts_change_shipped_ones),
	    TEST(shipped_concepts_are_shared_unchanged),
	    TEST(names_match_as_taxonomies_write_them),
	    TEST(a_concept_takes_the_unit_of_its_facts),
	    TEST(keeps_the_lines_of_a_document),
	    TEST(reads_the_small_tables),
	    TEST(reads_the_issuer),
	    TEST(an_issuer_has_languages_each_once),
	    TEST(texts_may_be_replaced_key_by_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
