/* Figures: arithmetic with lineage, vintages, derived periods, changes, conversion, targets. */
#include "fact_builder.h"

static const char concepts[] = "id,formula,unit,period_type,aggregation,better\n"
			       "revenue,,CNY,duration,sum,higher\n"
			       "cost_of_revenue,,CNY,duration,sum,none\n"
			       "gross_profit,revenue - cost_of_revenue,CNY,duration,sum,higher\n"
			       "gross_margin,gross_profit / revenue,percent,duration,none,higher\n"
			       "net_income,,CNY,duration,sum,higher\n"
			       "eps,,CNY/share,duration,sum,higher\n"
			       "cash,,CNY,instant,last,none\n"
			       "cash_per_head,cash / employees,CNY/person,instant,none,none\n"
			       "employees,,persons,instant,last,none\n"
			       "pue,,pure,duration,none,lower\n"
			       "it_energy,,kWh,duration,sum,none\n"
			       "energy,,kWh,duration,sum,none\n"
			       "fx_cny_per_usd,,CNY/USD,instant,none,none\n"
			       "loop,loop@prior + 1,pure,duration,none,none\n"
			       "knot,knot * 2,pure,duration,none,none\n";

static const char documents[] = "id,kind,title,date,language,file,url\n"
				"q1,primary,Q1,2025-05-28,en,,\n"
				"q3,primary,Q3,2025-11-20,en,,\n"
				"ar24,primary,AR 2024,2025-03-25,en,,\n"
				"ar25,primary,AR 2025,2026-03-25,en,,\n";

static const char dimensions[] = "dimension,member,complete\n"
				 "segment,cloud,yes\nsegment,apps,yes\n"
				 "site,beijing,no\nsite,tianjin,no\n";

static struct project *project_of(const char *facts)
{
	return project_open((struct project_text){.concepts = concepts,
						  .documents = documents,
						  .dimensions = dimensions,
						  .facts = facts});
}

/* "revenue -1/4" for each fact, in order. */
static const char *lineage_text(struct project *p, const struct figure *f)
{
	struct buf b = {0};

	for (size_t i = 0; i < f->n; i++)
		buf_printf(&b, "%s%s %s", i ? ", " : "", f->lineage[i].fact->concept->id,
			   num_exact(p->arena, f->lineage[i].derivative));
	return buf_keep(&b, p->arena);
}

static void arithmetic_with_lineage(void **state)
{
	struct project *p = project_of("concept,unit,scale,FY2024,FY2025\n"
				       "revenue,CNY,1000,\"1,000\",\"2,000\"\n"
				       "cost_of_revenue,CNY,1000,400,500\n");
	const struct figure *f = figure(p, "gross_margin", "FY2025");

	(void)state;
	assert_string_equal(exact(p, f), "3/4");
	assert_string_equal(f->id, "gross_margin@FY2025");
	/* (r - c) / r: by r, c / r^2; by c, -1 / r. */
	assert_string_equal(lineage_text(p, f), "revenue 1/8000000, cost_of_revenue -1/2000000");
	/* 500 / 8,000,000 + 500 / 2,000,000 */
	assert_string_equal(num_exact(p->arena, f->tolerance), "1/3200");
	assert_true(f->unit->percent);
	assert_value(p, "revenue * 2 - -cost_of_revenue / 4", "FY2025", "4125000");
	assert_value(p, "abs(cost_of_revenue - revenue)", "FY2025", "1500000");
	assert_value(p, "min(revenue, cost_of_revenue) + max(0, revenue)", "FY2025", "2500000");
	assert_value(p, "share(cost_of_revenue, revenue)", "FY2025", "1/4");
	assert_value(p, "change(revenue)", "FY2025", "1");
	assert_value(p, "pp(gross_margin)", "FY2025", "3/20");
	assert_value(p, "revenue@FY2024 / revenue", "FY2025", "1/2");
	assert_value(p, "revenue - revenue", "FY2025", "0");
	assert_string_equal(
	    num_exact(p->arena, figure(p, "revenue - revenue", "FY2025")->tolerance), "0");
	project_close(p);
}

static void ids_and_memory(void **state)
{
	struct project *p =
	    project_of("concept,unit,FY2024,FY2025\nrevenue,CNY,1,2\ncash,CNY,3,4\n");
	const struct figure *change = figure(p, "change(revenue)", "FY2025");

	(void)state;
	assert_string_equal(change->id, "change(revenue)@FY2025");
	assert_int_equal(change->kind, FIGURE_CHANGE);
	assert_string_equal(change->now->id, "revenue@FY2025");
	assert_string_equal(change->then->id, "revenue@FY2024");
	assert_ptr_equal(change, figure(p, " change( revenue )", "FY2025"));
	assert_string_equal(figure(p, "revenue@prior", "FY2025")->id, "revenue@FY2024");
	assert_string_equal(figure(p, "cash", "FY2025")->id, "cash@2025-12-31");
	assert_string_equal(figure(p, "cash - cash@open", "FY2025")->id,
			    "(cash - cash@open)@FY2025");
	assert_value(p, "cash - cash@open", "FY2025", "1");
	assert_value(p, "change(cash)", "2025-12-31", "1/3");
	project_close(p);
}

/* A balance is compared with the close of the quarter before, whether the scope is the quarter or
 * its last day. */
static void balances_over_time(void **state)
{
	struct project *p = project_of("concept,unit,2024-09-30,2025-06-30,2025-09-30\n"
				       "cash,CNY,10,20,50\n");

	(void)state;
	assert_value(p, "qoq(cash)", "2025Q3", "3/2");
	assert_value(p, "qoq(cash)", "2025-09-30", "3/2");
	assert_value(p, "cash@previous", "2025-09-30", "20");
	assert_value(p, "cash@open", "2025Q3", "20");
	assert_value(p, "yoy(cash)", "2025Q3", "4");
	assert_value(p, "cash@prior", "2025-09-30", "10");
	project_close(p);
}

static void missing_terms(void **state)
{
	struct project *p = project_of("concept,segment,unit,FY2024,FY2025\nrevenue,,CNY,1,0\n"
				       "revenue,cloud,CNY,,2\n");

	(void)state;
	assert_missing(p, "gross_margin", "FY2025", "not disclosed: cost_of_revenue@FY2025");
	assert_missing(p, "change(revenue)", "FY2024", "not disclosed: revenue@FY2023");
	assert_missing(p, "sum(revenue[segment=*])", "FY2025",
		       "not disclosed: revenue[segment=apps]@FY2025");
	assert_missing(p, "revenue@prior / revenue", "FY2025", "division by zero");
	assert_missing(p, "loop", "FY2025", "formula needs its own value: 'loop'");
	assert_missing(p, "knot", "FY2025", "formula needs its own value: 'knot'");
	assert_missing(p, "gross_margin[segment=cloud]", "FY2025",
		       "not disclosed: cost_of_revenue[segment=cloud]@FY2025");
	project_close(p);
}

static void assert_change(struct project *p, const char *period, enum availability availability,
			  const char *want)
{
	const struct figure *f = figure(p, "change(net_income)", period);

	assert_int_equal(f->availability, availability);
	if (availability == AVAILABLE)
		assert_string_equal(exact(p, f), want);
	else
		assert_string_equal(f->reason, want);
}

static void changes_and_signs(void **state)
{
	struct project *p =
	    project_of("concept,unit,FY2018,FY2019,FY2020,FY2021,FY2022,FY2023,FY2024\n"
		       "net_income,CNY,(200),(100),(150),50,0,5,60\n");

	(void)state;
	assert_change(p, "FY2019", AVAILABLE, "-1/2");
	assert_change(p, "FY2020", AVAILABLE, "1/2");
	assert_change(p, "FY2021", NOT_MEANINGFUL, "change of sign");
	assert_change(p, "FY2022", AVAILABLE, "-1");
	assert_change(p, "FY2023", NOT_MEANINGFUL, "change from zero");
	assert_change(p, "FY2024", NOT_MEANINGFUL, "change above 1000%");
	assert_int_equal(figure(p, "change(net_income)", "FY2021")->n, 2);
	project_close(p);
}

static void vintages(void **state)
{
	struct project *p =
	    project_of("concept,unit,FY2023 #ar24,FY2023 #ar25,FY2024 #ar24,FY2024 #ar25\n"
		       "revenue,CNY million,100,120,1.234,1.23\n"
		       "cost_of_revenue,CNY million,7,,,\n");
	struct scope own = {.period = period_of(p, "FY2023"),
			    .document = document_find(&p->facts, "ar24")};
	struct scope early = {.period = period_of(p, "FY2023")};

	(void)state;
	early.not_after = document_find(&p->facts, "q1")->date;
	assert_value(p, "revenue", "FY2023", "120000000");
	assert_value(p, "revenue#ar24", "FY2023", "100000000");
	assert_string_equal(exact(p, figure_in(p, "revenue", own)), "100000000");
	assert_string_equal(exact(p, figure_in(p, "revenue", early)), "100000000");
	assert_string_equal(figure_in(p, "revenue", own)->id, "revenue@FY2023#ar24");
	/* The later value is only less precise. */
	assert_value(p, "revenue", "FY2024", "1234000");
	assert_value(p, "cost_of_revenue", "FY2023", "7000000");
	assert_missing(p, "cost_of_revenue#ar25", "FY2023",
		       "not disclosed: cost_of_revenue@FY2023#ar25");
	project_close(p);
}

static void derived_periods(void **state)
{
	struct project *p =
	    project_of("concept,unit,2024Q1,2024H1,9M2024,FY2024,2025Q1,2025Q2,2025Q3,FY2025\n"
		       "revenue,CNY,10,25,45,70,11,16,22,80\n"
		       "cost_of_revenue,CNY,,,,,5,6,7,24\n"
		       "eps,CNY/share,1,2,3,4,1,1,1,4\n"
		       "pue,pure,1,1,1,1,1,1,1,1\n");
	const struct figure *q4 = figure(p, "revenue", "2025Q4");

	(void)state;
	assert_string_equal(exact(p, q4), "31");
	assert_true(q4->derived_period);
	assert_string_equal(lineage_text(p, q4), "revenue 1, revenue -1, revenue -1, revenue -1");
	assert_false(figure(p, "revenue", "2025Q3")->derived_period);
	assert_value(p, "revenue", "2024Q2", "15");
	assert_value(p, "revenue", "2024Q3", "20");
	assert_value(p, "revenue", "2024Q4", "25");
	assert_value(p, "revenue", "2024H2", "45");
	assert_value(p, "revenue", "9M2025", "49");
	assert_value(p, "ttm(revenue)", "2025Q1", "71");
	assert_value(p, "ttm(revenue)", "2025Q3", "74");
	assert_value(p, "ttm(revenue)", "FY2025", "80");
	assert_value(p, "qoq(revenue)", "2025Q1", "-14/25");
	assert_value(p, "yoy(revenue)", "2025Q4", "6/25");
	assert_value(p, "gross_margin", "2025Q4", "25/31");
	assert_missing(p, "eps", "2025Q4", "not disclosed: eps@2025Q4");
	assert_missing(p, "pue", "2025Q4", "not disclosed: pue@2025Q4");
	assert_missing(p, "revenue", "2023Q4", "not disclosed: revenue@2023Q4");
	project_close(p);
}

/* A year restated later and quarters that were not do not make a fourth quarter. */
static void one_restatement_basis(void **state)
{
	struct project *p =
	    project_of("concept,unit,9M2024 #q3,FY2024 #ar24,FY2024 #ar25,9M2025 #q3,FY2025 #ar25\n"
		       "revenue,CNY,45,70,90,50,80\n"
		       "cost_of_revenue,CNY,45,70,70,50,80\n");
	struct scope early = {.period = period_of(p, "2024Q4"),
			      .not_after = document_find(&p->facts, "q3")->date};

	(void)state;
	assert_missing(
	    p, "revenue", "2024Q4",
	    "not disclosed: revenue@2024Q4 (restated between revenue@FY2024 CNY #ar25 and "
	    "revenue@9M2024 CNY #q3)");
	assert_string_equal(exact(p, figure_in(p, "revenue", early)), "25");
	assert_value(p, "revenue", "2025Q4", "30");
	assert_value(p, "cost_of_revenue", "2024Q4", "25");
	project_close(p);
}

static void year_end_in_june(void **state)
{
	struct project *p = project_open((struct project_text){
	    .issuer = "id: acme\nnames: {en: Acme}\nfiscal_year_end: 06-30\ncurrency: HKD\n",
	    .concepts = "id,unit,period_type,aggregation\nrevenue,HKD,duration,sum\n"
			"cash,HKD,instant,last\nnet_income,HKD,duration,sum\n",
	    .facts = "concept,unit,FY2024,2025H1,FY2025\nrevenue,HKD,80,45,100\ncash,HKD,3,,4\n"
		     "net_income,HKD,(10),(8),20\n"});

	(void)state;
	assert_value(p, "revenue", "2025H2", "55");
	assert_value(p, "revenue", "2025-01-01/2025-06-30", "55");
	assert_value(p, "revenue", "2024-07-01/2025-06-30", "100");
	assert_value(p, "cash - cash@open", "FY2025", "1");
	assert_value(p, "cash", "2025-06-30", "4");
	assert_value(p, "net_income", "2025H2", "28");
	assert_missing(p, "change(net_income)", "FY2025", "change of sign");
	assert_string_equal(figure(p, "revenue", "2025H2")->id, "revenue@2025H2");
	project_close(p);
}

static void members_and_means(void **state)
{
	struct project *p =
	    project_of("concept,site,segment,unit,FY2025\n"
		       "pue,beijing,,pure,1.50\npue,tianjin,,pure,1.20\n"
		       "it_energy,beijing,,MWh,100\nit_energy,tianjin,,MWh,300\n"
		       "revenue,,cloud,CNY,30\nrevenue,,apps,CNY,10\nrevenue,,,CNY,40\n"
		       "cost_of_revenue,,cloud,CNY,15\ncost_of_revenue,,apps,CNY,8\n");
	const struct figure **figures;
	const struct member *members;
	struct scope scope = {.period = period_of(p, "FY2025")};

	(void)state;
	/* (1.5 x 100 + 1.2 x 300) / 400, not the mean 1.35 */
	assert_value(p, "mean_weighted(pue[site=*], it_energy[site=*])", "FY2025", "51/40");
	assert_value(p, "sum(revenue[segment=*]) - revenue", "FY2025", "0");
	assert_value(p, "max(revenue[segment=*])", "FY2025", "30");
	assert_value(p, "top(revenue[segment=*], 1)", "FY2025", "30");
	assert_value(p, "share(top(revenue[segment=*], 2), revenue)", "FY2025", "1");
	assert_missing(p, "top(revenue[segment=*], 3)", "FY2025", "only 2 of 3 disclosed");
	assert_value(p, "min(share(revenue[segment=*], revenue))", "FY2025", "1/4");
	assert_value(p, "gross_margin[segment=cloud]", "FY2025", "1/2");
	assert_int_equal(compute_members(p->compute,
					 formula(p, "share(revenue[segment=*], revenue)"), &scope,
					 &figures, &members),
			 2);
	assert_string_equal(members[1].id, "apps");
	assert_string_equal(exact(p, figures[0]), "3/4");
	assert_string_equal(figures[1]->id, "share(revenue[segment=apps], revenue)@FY2025");
	assert_string_equal(exact(p, figures[1]), "1/4");
	assert_int_equal(
	    compute_members(p->compute, formula(p, "revenue"), &scope, &figures, &members), 0);
	project_close(p);
}

static void convenience_currency(void **state)
{
	struct project *p = project_of("concept,unit,2025-12-31,FY2025,FY2025 USD,FY2024\n"
				       "revenue,CNY,,700,100.5,600\n"
				       "cost_of_revenue,CNY,,350,,300\n"
				       "fx_cny_per_usd,CNY/USD,7.0,,,\n");
	const struct figure *f = figure(p, "convert(cost_of_revenue, USD)", "FY2025");

	(void)state;
	assert_value(p, "convert(revenue, USD)", "FY2025", "201/2");
	assert_string_equal(exact(p, f), "50");
	assert_string_equal(f->unit->currency, "USD");
	assert_string_equal(lineage_text(p, f), "cost_of_revenue 1/7, fx_cny_per_usd -50/7");
	assert_value(p, "convert(revenue - cost_of_revenue, USD)", "FY2025", "50");
	assert_value(p, "convert(revenue, CNY)", "FY2025", "700");
	assert_missing(p, "convert(revenue, USD)", "FY2024",
		       "not disclosed: fx_cny_per_usd@2024-12-31");
	project_close(p);
}

static void growth(void **state)
{
	struct project *p =
	    project_of("concept,unit,FY2022,FY2023,FY2025\nrevenue,CNY,1000,900,1331\n"
		       "net_income,CNY,-5,900,1331\n");
	const struct figure *f = figure(p, "cagr(revenue, FY2022, FY2025)", "FY2025");

	(void)state;
	assert_false(f->exact);
	assert_string_equal(num_text(p->arena, f->value, 30), "0.100000000000000000000000000000");
	/* by the last value: 1.1 / (3 x 1331) */
	assert_string_equal(num_text(p->arena, f->lineage[0].derivative, 12), "0.000275482094");
	assert_string_equal(num_text(p->arena, f->lineage[1].derivative, 12), "-0.000366666667");
	assert_missing(p, "cagr(net_income, FY2022, FY2025)", "FY2025",
		       "growth of a value that is not positive");
	project_close(p);
}

/* A forecast counts only where the formula names its period. */
static void forecasts(void **state)
{
	struct project *p = project_of("concept,unit,status,FY2024,FY2026\nrevenue,CNY,,100,\n"
				       "revenue,CNY,guidance,,121\n");

	(void)state;
	assert_value(p, "revenue@FY2026 - revenue", "FY2024", "21");
	assert_string_equal(
	    num_text(p->arena, figure(p, "cagr(revenue, FY2024, FY2026)", "FY2026")->value, 20),
	    "0.10000000000000000000");
	assert_missing(p, "revenue", "FY2026", "not disclosed: revenue@FY2026");
	project_close(p);
}

/* A concept without a unit, and a member in another currency than its concept. */
static void units_from_facts(void **state)
{
	struct project *p = project_open((struct project_text){
	    .concepts = "id,unit,period_type,aggregation\nsales,,duration,sum\n"
			"market,CNY,duration,sum\n",
	    .dimensions = dimensions,
	    .facts = "concept,site,unit,FY2024,FY2025\nsales,,CNY thousand,1,2\n"
		     "market,beijing,CNY,3,6\nmarket,tianjin,USD,5,6\n"});

	(void)state;
	assert_string_equal(figure(p, "sales", "FY2025")->unit->currency, "CNY");
	assert_string_equal(figure(p, "market[site=tianjin]", "FY2025")->unit->currency, "USD");
	assert_value(p, "change(market[site=tianjin])", "FY2025", "1/5");
	assert_value(p, "share(market[site=beijing], sales)", "FY2025", "3/1000");
	assert_null(formula_parse(p->arena, p->diag, &p->facts,
				  "market[site=beijing] + market[site=tianjin]", (struct pos){0}));
	assert_true(said(p->diag, "units do not agree: 'CNY' + 'USD'"));
	project_close(p);
}

static void qualifiers_and_nil(void **state)
{
	struct project *p = project_of("concept,unit,qualifier,FY2025\nrevenue,CNY,about,500\n"
				       "cost_of_revenue,CNY,,–\n");

	(void)state;
	assert_int_equal(figure(p, "revenue", "FY2025")->qualifier, ABOUT);
	assert_int_equal(figure(p, "revenue / 2", "FY2025")->qualifier, EXACTLY);
	assert_true(figure(p, "cost_of_revenue", "FY2025")->nil);
	assert_false(figure(p, "revenue - cost_of_revenue", "FY2025")->nil);
	assert_value(p, "revenue - cost_of_revenue", "FY2025", "500");
	project_close(p);
}

static bool met(struct project *p, const char *actual, const char *period)
{
	const struct concept *pue = concept_find(&p->facts, "pue");
	const struct fact *target =
	    facts_find(&p->facts, pue, p->facts.no_dims, period_of(p, period), NULL, STATUS_TARGET);

	assert_non_null(target);
	return target_met(p->arena, figure(p, actual, period), target);
}

static void targets(void **state)
{
	struct project *p = project_of("concept,unit,status,qualifier,FY2021,FY2022,FY2023,FY2024\n"
				       "pue,pure,,,1.37,1.365,1.3652,1.36\n"
				       "pue,pure,target,,1.365,1.365,1.365,\n"
				       "pue,pure,target,under,,,,1.36\n");

	(void)state;
	assert_false(met(p, "pue", "FY2021"));
	assert_true(met(p, "pue", "FY2022"));
	assert_true(met(p, "pue", "FY2023"));
	assert_false(met(p, "pue", "FY2024"));
	assert_false(met(p, "revenue", "FY2022"));
	assert_string_equal(
	    figure_in(p, "pue",
		      (struct scope){.period = period_of(p, "FY2021"), .status = STATUS_TARGET})
		->id,
	    "pue@FY2021 target");
	project_close(p);
}

/* A fact of a derived concept wins; the formula fills the gaps. */
static void facts_before_formulas(void **state)
{
	struct project *p = project_of("concept,unit,FY2024,FY2025\nrevenue,CNY,10,20\n"
				       "cost_of_revenue,CNY,4,8\ngross_profit,CNY,,13\n"
				       "cash,CNY,,50\nemployees,persons,,5\n");

	(void)state;
	assert_value(p, "gross_profit", "FY2025", "13");
	assert_value(p, "revenue - cost_of_revenue", "FY2025", "12");
	assert_value(p, "gross_profit", "FY2024", "6");
	assert_value(p, "change(gross_profit)", "FY2025", "7/6");
	assert_value(p, "cash_per_head", "FY2025", "10");
	assert_value(p, "cash_per_head", "2025-12-31", "10");
	project_close(p);
}

/* A disclosed ratio is taken from what it is computed from, unless the two differ. */
static void rounded_ratios(void **state)
{
	struct project *p =
	    project_of("concept,unit,FY2023,FY2024,FY2025\nrevenue,CNY,5000,7000,8000\n"
		       "cost_of_revenue,CNY,4000,5800,6700\n"
		       "gross_margin,percent,25.0,17.1,16.3\n");

	(void)state;
	assert_value(p, "gross_margin", "FY2024", "6/35");
	/* 13/80 - 6/35, not 0.163 - 0.171 */
	assert_value(p, "pp(gross_margin)", "FY2025", "-1/112");
	/* 25.0 against 20.0 is no rounding: the disclosed one stands. */
	assert_value(p, "gross_margin", "FY2023", "1/4");
	project_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(arithmetic_with_lineage), cmocka_unit_test(ids_and_memory),
	    cmocka_unit_test(missing_terms),           cmocka_unit_test(balances_over_time),
	    cmocka_unit_test(changes_and_signs),       cmocka_unit_test(vintages),
	    cmocka_unit_test(derived_periods),         cmocka_unit_test(one_restatement_basis),
	    cmocka_unit_test(year_end_in_june),        cmocka_unit_test(members_and_means),
	    cmocka_unit_test(convenience_currency),    cmocka_unit_test(growth),
	    cmocka_unit_test(qualifiers_and_nil),      cmocka_unit_test(forecasts),
	    cmocka_unit_test(units_from_facts),        cmocka_unit_test(targets),
	    cmocka_unit_test(facts_before_formulas),   cmocka_unit_test(rounded_ratios),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
