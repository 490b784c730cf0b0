/* The tie-out: for each kind of check a case that passes and one that fails. */
#include "project.h"

#include "compute/check.h"
#include "load/json.h"

static struct project *p;
static struct checks *checks;

static const char concepts[] =
    "id,formula,unit,period_type,aggregation,better,gaap,label.en\n"
    "revenue,,CNY,duration,sum,higher,gaap,Revenue\n"
    "cost_of_revenue,,CNY,duration,sum,lower,gaap,Cost of revenue\n"
    "gross_profit,,CNY,duration,sum,higher,gaap,Gross profit|Gross loss\n"
    "gross_margin,gross_profit / revenue,percent,duration,none,higher,none,Gross margin\n"
    "net_income,,CNY,duration,sum,higher,gaap,Net income|Net loss\n"
    "shares,,shares,duration,none,none,gaap,Shares\n"
    "eps,,CNY/share,duration,none,higher,gaap,Earnings per share\n"
    "cash,,CNY,instant,last,higher,gaap,Cash\n"
    "cash_change,,CNY,duration,sum,none,gaap,Change in cash\n"
    "employees,,persons,instant,last,none,none,Employees\n"
    "turnover,,percent,duration,none,lower,none,Employee turnover\n"
    "pue,,pure,duration,average,lower,none,PUE\n"
    "fx_cny_per_usd,,CNY/USD,instant,last,none,none,Rate\n";

static const char documents[] = "id,kind,title,date,language,file,url\n"
				"ar2024,primary,Annual report 2024,2025-03-20,en,,\n"
				"ar2025,primary,Annual report 2025,2026-03-25,en,ar2025.txt,\n"
				"web,secondary,A copy,2026-04-01,en,,\n";

static const char dimensions[] = "dimension,member,complete\n"
				 "segment,public_cloud,yes\n"
				 "segment,enterprise_cloud,yes\n"
				 "segment,others,yes\n"
				 "site,beijing,no\n";

static int set_up(void **state)
{
	(void)state;
	p = project_new();
	project_file(
	    p, "issuer.yaml",
	    "id: acme\nnames: {en: Acme Cloud Limited}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
	    "convenience: {currency: USD, rate: fx_cny_per_usd}\n");
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

static void run(void)
{
	project_must_load(p);
	checks =
	    checks_run(p->arena, p->diag, compute_new(p->arena, p->arena, &p->facts), &p->facts);
	checks_finish(p->arena, p->diag, &p->facts, checks, true);
	if (p->diag->errors) {
		diag_print(p->diag, stderr);
		fail_msg("the checks report errors");
	}
}

static void run_facts(const char *facts)
{
	project_file(p, "facts/a.csv", facts);
	run();
}

static const struct check_result *find(const char *id)
{
	for (size_t i = 0; i < checks->results.n; i++)
		if (streq(checks->results.v[i]->id, id)) {
			check_word(p->arena, checks->results.v[i]);
			return checks->results.v[i];
		}
	return NULL;
}

static const struct check_result *result(const char *id)
{
	const struct check_result *r = find(id);

	if (!r) {
		struct buf b = {0};

		checks_print_json(checks, &b);
		fprintf(stderr, "%s", b.p);
		buf_free(&b);
		fail_msg("no result '%s'", id);
	}
	return r;
}

static void assert_verdict(const char *id, const char *kind, enum verdict verdict)
{
	const struct check_result *r = result(id);

	assert_string_equal(r->kind, kind);
	if (r->verdict != verdict)
		fail_msg("%s: verdict %d, not %d: %s", id, (int)r->verdict, (int)verdict, r->note);
}

static void source_wants_the_printed_text_on_its_line(void **state)
{
	(void)state;
	project_file(p, "documents/ar2025.txt",
		     "Revenue\t7,785,180\t11,120\n"
		     "Net loss (US\\$(1,979)), 1,120 staff in two sites\n"
		     "Others\t\u2013\n"
		     "margin 22.8\\% and three more\n"
		     "output doubled\n");
	run_facts("concept,unit,source,note,FY2024 #ar2025,FY2025 #ar2025,2025-12-31 #ar2025\n"
		  "revenue,CNY,1,,\"7,785,180\",\"1,120\",\n"
		  "net_income,CNY,2,,\"(1,979)\",\"(1,120)\",\n"
		  "employees,persons,2,,,,2\n"
		  "cost_of_revenue,CNY,3,,\u2013,9,\n"
		  "gross_margin,percent,4,,22.8%,23.8%,\n"
		  "turnover,percent,5,\"in words: \"\"doubled\"\"\",100,,\n"
		  "turnover,percent,4,\"in words: \"\"three\"\"\",,5,\n"
		  "pue,pure,9,,1.5,,\n");
	assert_verdict("source:revenue:ar2025:1@FY2024", "source", VERDICT_OK);
	assert_verdict("source:revenue:ar2025:1@FY2025", "source", VERDICT_DIFFERS);
	assert_non_null(strstr(result("source:revenue:ar2025:1@FY2025")->note, "but line 2 does"));
	assert_verdict("source:net_income:ar2025:2@FY2024", "source", VERDICT_OK);
	assert_verdict("source:net_income:ar2025:2@FY2025", "source", VERDICT_DIFFERS);
	assert_verdict("source:employees:ar2025:2@2025-12-31", "source", VERDICT_OK);
	assert_verdict("source:cost_of_revenue:ar2025:3@FY2024", "source", VERDICT_OK);
	assert_verdict("source:cost_of_revenue:ar2025:3@FY2025", "source", VERDICT_DIFFERS);
	assert_verdict("source:gross_margin:ar2025:4@FY2024", "source", VERDICT_OK);
	assert_verdict("source:gross_margin:ar2025:4@FY2025", "source", VERDICT_DIFFERS);
	assert_verdict("source:turnover:ar2025:5@FY2024", "source", VERDICT_OK);
	assert_verdict("source:turnover:ar2025:4@FY2025", "source", VERDICT_DIFFERS);
	assert_verdict("source:pue:ar2025:9@FY2024", "source", VERDICT_DIFFERS);
	assert_true(checks_failed(checks));
}

static void words_of_a_note_prove_a_number_without_the_text(void **state)
{
	(void)state;
	run_facts("concept,unit,source,note,FY2024 #ar2024,2024-12-31 #ar2024\n"
		  "employees,persons,1,\"in words: \"\"six people\"\"\",,6\n"
		  "employees,persons,2,\"in words: \"\"sixth\"\"\",,7\n"
		  "turnover,percent,3,\"in words: \"\"doubled\"\"\",100,\n"
		  "gross_profit,CNY,4,plain,5,\n");
	assert_verdict("source:employees:ar2024:1@2024-12-31", "source", VERDICT_OK);
	assert_verdict("source:employees:ar2024:2@2024-12-31", "source", VERDICT_DIFFERS);
	assert_verdict("source:turnover:ar2024:3@FY2024", "source", VERDICT_NOT_DISCLOSED);
	assert_verdict("source:gross_profit:ar2024:4@FY2024", "source", VERDICT_NOT_DISCLOSED);
	assert_int_equal(checks->uncovered.n, 2);
}

static void text_names_the_cells_that_nothing_covers(void **state)
{
	struct buf b = {0};

	(void)state;
	run_facts(
	    "concept,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
	    "revenue,CNY,1,5,6\nrevenue,CNY,2,5,6\ngross_profit,CNY,3,1,2\nnet_income,CNY,4,,3\n");
	checks_print_text(checks, &b);
	assert_non_null(strstr(b.p, "no check covers 3 cells:\n"));
	assert_non_null(strstr(b.p, "/facts/a.csv lines 4 5\n"));
	assert_null(strstr(b.p, "source:"));
	buf_free(&b);
}

static void ties_are_judged_at_the_coarser_precision(void **state)
{
	(void)state;
	run_facts("concept,unit,qualifier,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,CNY thousand,,1,\"7,785,180\",\"9,558,619\"\n"
		  "revenue,CNY million,,2,\"7,785.1\",\"9,558.6\"\n"
		  "revenue,CNY million,about,3,\"7,800\",\"9,500\"\n"
		  "revenue,CNY million,over,4,\"7,700\",\"9,600\"\n");
	assert_verdict("tie:revenue:ar2025:2@FY2025", "tie", VERDICT_OK);
	assert_verdict("tie:revenue:ar2025:2@FY2024", "tie", VERDICT_DIFFERS);
	assert_verdict("tie:revenue:ar2025:3@FY2024", "tie", VERDICT_OK);
	assert_verdict("tie:revenue:ar2025:3@FY2025", "tie", VERDICT_DIFFERS);
	assert_verdict("tie:revenue:ar2025:4@FY2024", "tie", VERDICT_OK);
	assert_verdict("tie:revenue:ar2025:4@FY2025", "tie", VERDICT_DIFFERS);
	assert_int_equal(checks->uncovered.n, 0);
}

static void complete_dimensions_foot(void **state)
{
	const struct check_result *r;

	(void)state;
	run_facts("concept,segment,unit,source,FY2022 #ar2025,FY2023 #ar2025,FY2024 #ar2025,FY2025 "
		  "#ar2025\n"
		  "revenue,public_cloud,CNY million,1,5,5.1,5,5\n"
		  "revenue,enterprise_cloud,CNY million,2,3,3.1,2,2\n"
		  "revenue,others,CNY million,3,1,1.1,,\n"
		  "revenue,,CNY million,4,10,9.4,7,8\n"
		  "turnover,public_cloud,percent,5,1,,,\n"
		  "turnover,enterprise_cloud,percent,6,1,,,\n"
		  "turnover,,percent,7,9,,,\n");
	assert_verdict("footing:revenue:ar2025:segment@FY2022", "footing", VERDICT_ROUNDING);
	assert_verdict("footing:revenue:ar2025:segment@FY2023", "footing", VERDICT_ROUNDING);
	assert_verdict("footing:revenue:ar2025:segment@FY2024", "footing", VERDICT_OK);
	assert_verdict("footing:revenue:ar2025:segment@FY2025", "footing", VERDICT_ROUNDING);
	assert_null(find("footing:turnover:ar2025:segment@FY2022"));
	r = result("footing:revenue:ar2025:segment@FY2023");
	assert_string_equal(r->printed, "9400000");
	assert_string_equal(r->recomputed, "9300000");
	assert_string_equal(r->difference, "100000");
	assert_string_equal(r->tolerance, "200000");
	assert_string_equal(r->note,
			    "Revenue: printed 9.4; 5.1 + 3.1 + 1.1 = 9.3 (CNY million); off by "
			    "0.1, which rounding explains (up to 0.2)");
}

/* Members and total stand in two documents; that they add up for most periods makes it a finding
 * that they do not for one. */
static void footings_reach_over_documents(void **state)
{
	static const char facts[] = "concept,segment,unit,source,%s#ar2024,FY2025 #ar2025\n"
				    "revenue,public_cloud,CNY,1,50,\n"
				    "revenue,enterprise_cloud,CNY,2,30,\n"
				    "revenue,others,CNY,3,5,\n"
				    "revenue,,CNY,4,,90\n";

	(void)state;
	run_facts(arena_printf(p->arena, facts, "FY2025 "));
	assert_null(find("footing:revenue:ar2025:segment@FY2025"));
	tear_down(NULL);
	set_up(NULL);
	project_file(p, "facts/b.csv",
		     "concept,segment,unit,source,FY2024 #ar2024,FY2023 #ar2024,FY2024 "
		     "#ar2025,FY2023 #ar2025\n"
		     "revenue,public_cloud,CNY,5,40,30,,\nrevenue,enterprise_cloud,CNY,6,20,20,,\n"
		     "revenue,others,CNY,7,10,10,,\nrevenue,,CNY,8,,,70,60\n");
	run_facts(arena_printf(p->arena, facts, "FY2025 "));
	assert_verdict("footing:revenue:ar2025:segment@FY2024", "footing", VERDICT_OK);
	assert_verdict("footing:revenue:ar2025:segment@FY2025", "footing", VERDICT_DIFFERS);
	assert_int_equal(result("footing:revenue:ar2025:segment@FY2025")->severity,
			 SEVERITY_WARNING);
}

/* Without dimensions.csv nobody says that members add up, but what mostly does should always. */
static void undeclared_members_that_mostly_add_up_should_always(void **state)
{
	(void)state;
	assert_int_equal(remove(path_join(p->arena, p->folder, "dimensions.csv")), 0);
	run_facts("concept,dimensions,period,unit,value,source\n"
		  "revenue,segment=a,FY2024,CNY,60,x.example/1\n"
		  "revenue,segment=b,FY2024,CNY,40,x.example/1\n"
		  "revenue,,FY2024,CNY,100,x.example/1\n"
		  "revenue,segment=a,FY2025,CNY,68,x.example/2\n"
		  "revenue,segment=b,FY2025,CNY,50,x.example/2\n"
		  "revenue,,FY2025,CNY,136,x.example/2\n"
		  "revenue,segment=a,FY2022,CNY,30,x.example/4\n"
		  "revenue,segment=b,FY2022,CNY,30,x.example/4\n"
		  "revenue,,FY2022,CNY,60,x.example/4\n"
		  "revenue,segment=a,FY2023,CNY,50,x.example/3\n"
		  "revenue,segment=c,FY2023,CNY,20,x.example/3\n"
		  "revenue,,FY2023,CNY,90,x.example/3\n"
		  "gross_profit,segment=a,FY2025,CNY,8,x.example/2\n"
		  "gross_profit,segment=b,FY2025,CNY,5,x.example/2\n"
		  "gross_profit,,FY2025,CNY,20,x.example/2\n");
	assert_verdict("footing:revenue:x.example/1:segment@FY2024", "footing", VERDICT_OK);
	assert_verdict("footing:revenue:x.example/2:segment@FY2025", "footing", VERDICT_DIFFERS);
	assert_int_equal(result("footing:revenue:x.example/2:segment@FY2025")->severity,
			 SEVERITY_WARNING);
	/* Other members, or members that never add up, say nothing. */
	assert_null(find("footing:revenue:x.example/3:segment@FY2023"));
	assert_null(find("footing:gross_profit:x.example/2:segment@FY2025"));
}

static void a_ratio_lies_between_those_of_its_members(void **state)
{
	(void)state;
	run_facts("concept,segment,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "turnover,public_cloud,percent,1,10.0,10.0\n"
		  "turnover,enterprise_cloud,percent,2,20.0,20.0\n"
		  "turnover,others,percent,3,12.5,12.5\n"
		  "turnover,,percent,4,13.1,31.1\n"
		  "gross_margin,public_cloud,percent,5,,60\n"
		  "gross_margin,enterprise_cloud,percent,6,,30\n"
		  "gross_margin,others,percent,7,,10\n"
		  "gross_margin,,percent,8,,100\n");
	assert_verdict("between:turnover:ar2025:segment@FY2024", "consistency", VERDICT_OK);
	assert_verdict("between:turnover:ar2025:segment@FY2025", "consistency", VERDICT_DIFFERS);
	assert_string_equal(
	    result("between:turnover:ar2025:segment@FY2025")->note,
	    "Employee turnover: 31.1% does not lie between 10.0% and 20.0%, the least and "
	    "the most by segment");
	/* Shares of a whole are no ratios of their own. */
	assert_null(find("between:gross_margin:ar2025:segment@FY2025"));
}

static void shorter_periods_foot_to_longer_ones(void **state)
{
	(void)state;
	run_facts("concept,unit,source,2025Q1 #ar2025,2025Q2 #ar2025,2025H1 #ar2025,2025H2 "
		  "#ar2025,FY2025 #ar2025,FY2024 #ar2025\n"
		  "revenue,CNY,1,10,20,30,40,70,65\n"
		  "net_income,CNY,2,1,2,5,4,9,\n"
		  "turnover,percent,3,1,2,5,4,10,\n");
	assert_verdict("periods:revenue:ar2025@2025H1", "footing", VERDICT_OK);
	assert_verdict("periods:revenue:ar2025@FY2025", "footing", VERDICT_OK);
	assert_null(find("periods:revenue:ar2025@FY2024"));
	assert_verdict("periods:net_income:ar2025@2025H1", "footing", VERDICT_DIFFERS);
	assert_verdict("periods:net_income:ar2025@FY2025", "footing", VERDICT_OK);
	assert_null(find("periods:turnover:ar2025@2025H1"));
	assert_true(checks_failed(checks));
}

static void a_wrong_footing_differs(void **state)
{
	(void)state;
	run_facts("concept,segment,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,public_cloud,CNY,1,500,500\n"
		  "revenue,enterprise_cloud,CNY,2,300,300\n"
		  "revenue,others,CNY,3,100,\n"
		  "revenue,,CNY,4,990,990\n");
	assert_verdict("footing:revenue:ar2025:segment@FY2024", "footing", VERDICT_DIFFERS);
	assert_verdict("footing:revenue:ar2025:segment@FY2025", "footing", VERDICT_NOT_DISCLOSED);
	assert_int_equal(checks->results.v[0]->verdict, VERDICT_DIFFERS);
}

static const char rules[] = "id,kind,formula,periods,tolerance,severity,note\n"
			    "gp,footing,gross_profit = revenue - cost_of_revenue,,,error,\n"
			    "eps,per_unit,eps = net_income / shares,,,warning,\n"
			    "roll,consistency,cash = cash@open + cash_change,,,error,\n"
			    "wide,consistency,net_income = gross_profit,FY2025,5 CNY,error,\n"
			    "ulp,consistency,net_income = cost_of_revenue,FY2025,1ulp,note,\n"
			    "idle,tie,employees = employees@prior,,,error,\n";

static void rules_hold_where_the_left_side_is_printed(void **state)
{
	(void)state;
	project_file(p, "checks.csv", rules);
	run_facts("concept,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,CNY,1,100,200\n"
		  "cost_of_revenue,CNY,2,70,120\n"
		  "gross_profit,CNY,3,30,81\n"
		  "net_income,CNY,4,10,85\n"
		  "shares,shares million,5,3,4\n"
		  "eps,CNY/share,6,,0.00002\n"
		  "cash,CNY,7,40,45\n"
		  "cash_change,CNY,8,7,5\n");
	assert_verdict("gp@FY2024", "footing", VERDICT_OK);
	assert_verdict("gp@FY2025", "footing", VERDICT_ROUNDING);
	assert_verdict("eps@FY2025", "per_unit", VERDICT_OK);
	assert_null(find("eps@FY2024"));
	assert_verdict("roll@FY2025", "consistency", VERDICT_OK);
	assert_verdict("roll@FY2024", "consistency", VERDICT_NOT_DISCLOSED);
	assert_verdict("wide@FY2025", "consistency", VERDICT_ROUNDING);
	assert_null(find("wide@FY2024"));
	assert_verdict("ulp@FY2025", "consistency", VERDICT_DIFFERS);
	assert_int_equal(result("ulp@FY2025")->severity, SEVERITY_NOTE);
	assert_verdict("idle@any", "tie", VERDICT_NOT_DISCLOSED);
	assert_false(checks_failed(checks));
	assert_string_equal(result("gp@FY2025")->formula,
			    "gross_profit = revenue - cost_of_revenue");
	assert_int_equal(result("gp@FY2025")->line, 3);
}

static void rules_hold_for_each_segment(void **state)
{
	(void)state;
	project_file(p, "checks.csv", rules);
	run_facts("concept,segment,unit,source,FY2025 #ar2025\n"
		  "revenue,public_cloud,CNY,1,100\n"
		  "cost_of_revenue,public_cloud,CNY,2,70\n"
		  "gross_profit,public_cloud,CNY,3,30\n"
		  "revenue,others,CNY,4,100\n"
		  "cost_of_revenue,others,CNY,5,70\n"
		  "gross_profit,others,CNY,6,35\n"
		  "gross_profit,enterprise_cloud,CNY,7,35\n");
	assert_verdict("gp@FY2025[segment=public_cloud]", "footing", VERDICT_OK);
	assert_verdict("gp@FY2025[segment=others]", "footing", VERDICT_DIFFERS);
	/* Nobody said that costs are disclosed by segment. */
	assert_null(find("gp@FY2025[segment=enterprise_cloud]"));
}

static void each_id_stands_once(void **state)
{
	(void)state;
	project_file(p, "checks.csv", rules);
	run_facts("concept,unit,source,FY2024 #ar2024,FY2024 #ar2025\n"
		  "revenue,CNY,1,100,100\n"
		  "cost_of_revenue,CNY,2,70,70\n"
		  "gross_profit,CNY,3,30,33\n");
	assert_verdict("gp@FY2024", "footing", VERDICT_OK);
	assert_verdict("gp:ar2025@FY2024", "footing", VERDICT_DIFFERS);
	for (size_t i = 0; i < checks->results.n; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(checks->results.v[i]->id, checks->results.v[k]->id);
}

static void a_waiver_means_one_document(void **state)
{
	(void)state;
	project_file(p, "checks.csv", rules);
	project_file(p, "waivers.csv",
		     "check,printed,recomputed,reason\ngp@FY2024,33,30,a misprint\n");
	run_facts("concept,unit,source,FY2024 #ar2024,FY2024 #ar2025\n"
		  "revenue,CNY,1,100,100\n"
		  "cost_of_revenue,CNY,2,70,70\n"
		  "gross_profit,CNY,3,33,33\n");
	assert_true(result("gp@FY2024")->waived);
	assert_false(result("gp:ar2025@FY2024")->waived);
	assert_true(checks_failed(checks));
}

static const char shipped_rules[] =
    "id,kind,formula,severity\n"
    "parts,footing,gross_profit = revenue - cost_of_revenue + cash_change + ...,warning\n"
    "profit,footing,net_income = gross_profit - cash_change,error\n";

static void usual_parts_are_learnt_from_where_they_add_up(void **state)
{
	(void)state;
	project_file(p, "data/checks.csv", shipped_rules);
	run_facts("concept,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,CNY,1,100,200\n"
		  "cost_of_revenue,CNY,2,70,120\n"
		  "gross_profit,CNY,3,30,90\n"
		  "net_income,CNY,4,5,6\n");
	assert_verdict("parts@FY2024", "footing", VERDICT_OK);
	assert_verdict("parts@FY2025", "footing", VERDICT_DIFFERS);
	assert_int_equal(result("parts@FY2025")->severity, SEVERITY_WARNING);
	assert_string_equal(result("parts@FY2025")->formula,
			    "gross_profit = revenue - cost_of_revenue + cash_change + ...");
	/* A shipped rule is silent about what the issuer never discloses. */
	assert_null(find("profit@FY2025"));
}

static void parts_that_add_up_nowhere_say_nothing(void **state)
{
	(void)state;
	project_file(p, "data/checks.csv", shipped_rules);
	run_facts("concept,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,CNY,1,100,200\n"
		  "cost_of_revenue,CNY,2,70,120\n"
		  "gross_profit,CNY,3,35,90\n");
	assert_null(find("parts@FY2024"));
	assert_null(find("parts@FY2025"));
	assert_int_equal(checks->uncovered.n, 6);
}

static void the_projects_own_rule_takes_the_place_of_usual_parts(void **state)
{
	(void)state;
	project_file(p, "data/checks.csv", shipped_rules);
	project_file(p, "checks.csv", rules);
	run_facts("concept,unit,source,FY2024 #ar2025\n"
		  "revenue,CNY,1,100\n"
		  "cost_of_revenue,CNY,2,70\n"
		  "gross_profit,CNY,3,30\n");
	assert_verdict("gp@FY2024", "footing", VERDICT_OK);
	assert_null(find("parts@FY2024"));
}

static void a_wrong_rule_is_bad_input(void **state)
{
	(void)state;
	project_file(p, "checks.csv", "id,kind,formula\nx,footing,revenue = shares\n");
	project_file(p, "facts/a.csv", "concept,source,FY2025 #ar2025\nrevenue,1,5\n");
	project_must_load(p);
	checks_run(p->arena, p->diag, compute_new(p->arena, p->arena, &p->facts), &p->facts);
	assert_int_equal(p->diag->errors, 1);
}

static const char claim_head[] =
    "id,document,line,printed,formula,period,unit,qualifier,tolerance,severity,note\n";

static void claims_are_recomputed_at_the_precision_of_their_facts(void **state)
{
	(void)state;
	project_file(
	    p, "claims.csv",
	    arena_printf(p->arena, "%s%s", claim_head,
			 "up,ar2025,1,22.8%,change(revenue),FY2025,,,,,\n"
			 "bad,ar2025,1,22.9%,change(revenue),FY2025,,,,,\n"
			 "round,ar2025,1,22.78%,change(gross_profit),FY2025,,,,,\n"
			 "loss,ar2025,1,(52.3)%,change(net_income),FY2025,,,,,\n"
			 "gone,ar2025,1,5%,change(cost_of_revenue),FY2025,,,,,\n"
			 "over,ar2025,1,20%,change(revenue),FY2025,,over,,,\n"
			 "under,ar2025,1,20%,change(revenue),FY2025,,under,,,\n"
			 "about,ar2025,1,20%,change(revenue),FY2025,,about,,,\n"
			 "loose,ar2025,1,25%,change(revenue),FY2025,,about,5 percent,,\n"
			 "usd,ar2025,1,1.4,\"convert(revenue, USD)\",FY2025,USD million,,,,\n"
			 "per,ar2025,1,-0.25,net_income / shares,FY2025,CNY/share,,,,\n"
			 "huge,ar2025,1,\"1,900%\",change(cash_change),FY2025,,,,,\n"));
	run_facts("concept,unit,source,FY2024 #ar2025,FY2025 #ar2025,2025-12-31 #ar2025\n"
		  "revenue,CNY thousand,1,\"7,785\",\"9,558\",\n"
		  "gross_profit,CNY million,2,7.8,9.6,\n"
		  "net_income,CNY thousand,3,\"(1,979)\",(944),\n"
		  "shares,shares thousand,4,,\"3,776\",\n"
		  "cash_change,CNY,5,10,200,\n"
		  "fx_cny_per_usd,CNY/USD,6,,,6.9931\n");
	assert_verdict("up@FY2025", "percent", VERDICT_OK);
	assert_verdict("bad@FY2025", "percent", VERDICT_DIFFERS);
	assert_verdict("round@FY2025", "percent", VERDICT_ROUNDING);
	assert_verdict("loss@FY2025", "percent", VERDICT_OK);
	assert_verdict("gone@FY2025", "percent", VERDICT_NOT_DISCLOSED);
	assert_verdict("over@FY2025", "percent", VERDICT_OK);
	assert_verdict("under@FY2025", "percent", VERDICT_DIFFERS);
	assert_verdict("about@FY2025", "percent", VERDICT_OK);
	assert_verdict("loose@FY2025", "percent", VERDICT_ROUNDING);
	assert_verdict("usd@FY2025", "translation", VERDICT_OK);
	assert_verdict("per@FY2025", "per_unit", VERDICT_OK);
	assert_verdict("huge@FY2025", "percent", VERDICT_OK);
	assert_string_equal(result("bad@FY2025")->printed, "0.229");
	assert_non_null(
	    strstr(result("bad@FY2025")->note,
		   "printed 22.9%; from 7,785 CNY thousand to 9,558 CNY thousand is 22.775%"));
}

static void a_claim_trusts_its_own_document_and_no_later_one(void **state)
{
	(void)state;
	project_file(p, "claims.csv",
		     arena_printf(p->arena, "%s%s", claim_head,
				  "own,ar2024,1,50%,change(revenue),FY2024,,,,,\n"
				  "later,ar2024,1,10%,change(gross_profit),FY2024,,,,,\n"
				  "earlier,ar2025,1,100%,change(net_income),FY2024,,,,,\n"));
	run_facts("concept,unit,source,FY2023 #ar2024,FY2024 #ar2024,FY2024 #ar2025\n"
		  "revenue,CNY,1,200,300,999\n"
		  "gross_profit,CNY,2,100,,110\n"
		  "net_income,CNY,3,10,,20\n");
	assert_verdict("own@FY2024", "percent", VERDICT_OK);
	assert_verdict("later@FY2024", "percent", VERDICT_NOT_DISCLOSED);
	assert_verdict("earlier@FY2024", "percent", VERDICT_OK);
}

static void a_claim_in_another_unit_is_bad_input(void **state)
{
	(void)state;
	project_file(
	    p, "claims.csv",
	    arena_printf(p->arena, "%s%s", claim_head, "x,ar2025,1,5%,revenue,FY2025,,,,,\n"));
	project_file(p, "facts/a.csv", "concept,source,FY2025 #ar2025\nrevenue,1,5\n");
	project_must_load(p);
	checks_run(p->arena, p->diag, compute_new(p->arena, p->arena, &p->facts), &p->facts);
	assert_true(project_says(p, "the formula gives 'CNY', the claim is in 'percent'"));
}

static void facts_of_derived_concepts_follow_their_formula(void **state)
{
	(void)state;
	run_facts("concept,segment,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,,CNY,1,\"1,000\",\"1,000\"\n"
		  "gross_profit,,CNY,2,172,157\n"
		  "gross_margin,,percent,3,17.2,16.8\n"
		  "gross_margin,others,percent,4,1.0,\n");
	assert_verdict("formula:gross_margin:ar2025@FY2024", "percent", VERDICT_OK);
	assert_verdict("formula:gross_margin:ar2025@FY2025", "percent", VERDICT_DIFFERS);
	assert_null(find("formula:gross_margin:ar2025@FY2024[segment=others]"));
	assert_int_equal(checks->uncovered.n, 1);
	assert_string_equal(checks->uncovered.v[0]->dims->v[0].member, "others");
}

static void translations_follow_the_stated_rate(void **state)
{
	(void)state;
	run_facts("concept,unit,scale,source,FY2025 #ar2025,FY2025 USD #ar2025,2025-12-31 #ar2025\n"
		  "revenue,CNY,1000,1,\"9,558,619\",\"1,366,864\",\n"
		  "gross_profit,CNY,1000,2,\"1,503,408\",\"214,994\",\n"
		  "fx_cny_per_usd,CNY/USD,1,3,,,6.9931\n");
	assert_verdict("translation:revenue:ar2025:USD@FY2025", "translation", VERDICT_OK);
	assert_verdict("translation:gross_profit:ar2025:USD@FY2025", "translation",
		       VERDICT_DIFFERS);
	assert_int_equal(checks->uncovered.n, 0);
}

static void translations_agree_on_one_rate(void **state)
{
	(void)state;
	run_facts("concept,unit,scale,source,FY2025 #ar2025,FY2025 USD #ar2025,FY2024 "
		  "#ar2024,FY2024 USD #ar2024\n"
		  "revenue,CNY,1000,1,\"9,558,619\",\"1,366,864\",500,70\n"
		  "gross_profit,CNY,1000,2,\"1,503,408\",\"214,984\",,\n"
		  "net_income,CNY,1000,3,\"943,692\",\"135,946\",,\n");
	assert_verdict("translation:gross_profit:ar2025:USD@FY2025", "translation", VERDICT_OK);
	assert_verdict("translation:net_income:ar2025:USD@FY2025", "translation", VERDICT_DIFFERS);
	assert_verdict("translation:revenue:ar2024:USD@FY2024", "translation",
		       VERDICT_NOT_DISCLOSED);
}

/* Two translations of a close fix its rate; one alone is held against the nearest other close. */
static void a_single_translation_is_near_another_rate(void **state)
{
	(void)state;
	run_facts("concept,unit,source,FY2023 #ar2024,FY2023 USD #ar2024,FY2024 #ar2024,FY2024 USD "
		  "#ar2024,2025-12-31 #ar2025\n"
		  "revenue,CNY,1,5000,700,5000,600,\n"
		  "fx_cny_per_usd,CNY/USD,2,,,,,7.0\n");
	assert_verdict("rate:revenue:ar2024:USD@FY2023", "unusual", VERDICT_OK);
	assert_verdict("rate:revenue:ar2024:USD@FY2024", "unusual", VERDICT_DIFFERS);
	assert_string_equal(result("rate:revenue:ar2024:USD@FY2024")->note,
			    "Revenue in USD: it is translated at 8.3333, the nearest known rate is "
			    "7.0000 of 'ar2025'");
}

static void targets_are_met_at_their_own_precision(void **state)
{
	(void)state;
	run_facts("concept,site,unit,status,qualifier,source,FY2023 #ar2025,FY2024 #ar2025,FY2025 "
		  "#ar2025\n"
		  "pue,beijing,pure,,,1,1.37,1.36,\n"
		  "pue,beijing,pure,target,at_most,2,1.365,1.365,1.365\n");
	assert_verdict("target:pue:ar2025:target@FY2023[site=beijing]", "target", VERDICT_DIFFERS);
	assert_verdict("target:pue:ar2025:target@FY2024[site=beijing]", "target", VERDICT_OK);
	assert_verdict("target:pue:ar2025:target@FY2025[site=beijing]", "target",
		       VERDICT_NOT_DISCLOSED);
	assert_non_null(strstr(result("target:pue:ar2025:target@FY2023[site=beijing]")->note,
			       "the target of 1.365 is not met"));
	assert_false(checks_failed(checks));
}

static const char two_years[] = "concept,unit,source,FY2024 #ar2024,FY2024 #ar2025\n"
				"revenue,CNY thousand,1,\"7,785\",\n"
				"revenue,CNY million,2,,7.8\n"
				"net_income,CNY thousand,3,500,600\n";

static void another_value_in_a_later_document_is_a_restatement(void **state)
{
	const struct check_result *r;

	(void)state;
	run_facts(two_years);
	assert_verdict("restatement:revenue:ar2025@FY2024", "restatement", VERDICT_OK);
	assert_verdict("restatement:net_income:ar2025@FY2024", "restatement", VERDICT_DIFFERS);
	r = result("restatement:net_income:ar2025@FY2024");
	assert_int_equal(r->severity, SEVERITY_ERROR);
	assert_string_equal(
	    r->note, "Net income: previously reported 500 ('ar2024'), revised 600 ('ar2025'), "
		     "difference 100 (CNY thousand); no reason is given");
}

static void a_reason_explains_a_restatement(void **state)
{
	(void)state;
	project_file(p, "restatements.csv",
		     "concept,dimensions,period,from,to,reason\n"
		     "net_income,,FY2024,ar2024,ar2025,reclassified\n"
		     "revenue,segment=others,FY2024,,,nothing\n");
	run_facts(two_years);
	assert_int_equal(result("restatement:net_income:ar2025@FY2024")->severity, SEVERITY_NOTE);
	assert_non_null(
	    strstr(result("restatement:net_income:ar2025@FY2024")->note, "reason: reclassified"));
	assert_false(checks_failed(checks));
	assert_int_equal(p->diag->warnings, 1);
	assert_true(project_says(p, "no two documents show this restatement: 'revenue'"));
}

static void a_ratio_is_restated_with_the_amounts_behind_it(void **state)
{
	static const char facts[] = "concept,unit,source,FY2024 #ar2024,FY2024 #ar2025\n"
				    "revenue,CNY,1,1000,1000\n"
				    "gross_profit,CNY,2,200,250\n"
				    "gross_margin,percent,3,20.0,25.0\n";
	const char *id = "restatement:gross_margin:ar2025@FY2024";

	(void)state;
	run_facts(facts);
	assert_int_equal(result(id)->severity, SEVERITY_ERROR);
	assert_non_null(strstr(result(id)->note, "difference 5.0 (percentage points); no reason"));
	tear_down(NULL);
	set_up(NULL);
	project_file(p, "restatements.csv",
		     "concept,dimensions,period,from,to,reason\n"
		     "gross_profit,,FY2024,,,reclassified\n");
	run_facts(facts);
	assert_int_equal(result(id)->severity, SEVERITY_NOTE);
	assert_non_null(strstr(result(id)->note, "reason: reclassified"));
}

static void unusual_changes_are_notes(void **state)
{
	(void)state;
	run_facts("concept,unit,source,FY2020 #ar2025,FY2021 #ar2025,FY2022 #ar2025,FY2023 "
		  "#ar2025,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,CNY,1,,,,,7785,7785180\n"
		  "net_income,CNY,2,,,,,-5,5\n"
		  "gross_profit,CNY,3,,10,11,10,12,60\n"
		  "cost_of_revenue,CNY,4,9,10,11,10,12,13\n"
		  "cash,CNY,5,,10,100,10,20,400\n");
	assert_verdict("jump:revenue:ar2025@FY2025", "unusual", VERDICT_DIFFERS);
	assert_verdict("sign:net_income:ar2025@FY2025", "unusual", VERDICT_DIFFERS);
	assert_verdict("history:gross_profit:ar2025@FY2025", "unusual", VERDICT_DIFFERS);
	assert_verdict("history:cost_of_revenue:ar2025@FY2025", "unusual", VERDICT_OK);
	/* What was spread before may be spread again. */
	assert_verdict("history:cash:ar2025@2025-12-31", "unusual", VERDICT_OK);
	assert_int_equal(result("jump:revenue:ar2025@FY2025")->severity, SEVERITY_NOTE);
	assert_false(checks_failed(checks));
}

static void without_a_past_years_and_members_are_looked_at(void **state)
{
	(void)state;
	run_facts("concept,segment,unit,source,FY2025 #ar2025\n"
		  "revenue,public_cloud,CNY,1,5\n"
		  "revenue,others,CNY,2,7000000\n"
		  "shares,,shares,3,2031\n"
		  "employees,,persons,4,2931\n");
	assert_verdict("peers:revenue:ar2025@FY2025[segment=others]", "unusual", VERDICT_DIFFERS);
	assert_verdict("year:shares:ar2025@FY2025", "unusual", VERDICT_OK);
	assert_string_equal(result("year:shares:ar2025@FY2025")->difference, "6");
	assert_verdict("year:employees:ar2025@2025-12-31", "unusual", VERDICT_DIFFERS);
}

/* The members that both years disclose, of a list that is not complete. */
static void parts_and_total_that_move_apart_are_notes(void **state)
{
	const struct check_result *r;

	(void)state;
	project_file(p, "dimensions.csv",
		     "dimension,member,complete\nsite,beijing,no\nsite,wuhan,no\nsite,xian,no\n");
	run_facts("concept,site,unit,source,FY2023 #ar2025,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,,CNY,1,100,110,121\n"
		  "revenue,beijing,CNY,2,50,56,40\n"
		  "revenue,wuhan,CNY,3,30,32,20\n"
		  "revenue,xian,CNY,4,,,50\n");
	assert_verdict("apart:revenue:ar2025:site@FY2024", "unusual", VERDICT_OK);
	assert_verdict("apart:revenue:ar2025:site@FY2025", "unusual", VERDICT_DIFFERS);
	r = result("apart:revenue:ar2025:site@FY2025");
	assert_int_equal(r->severity, SEVERITY_NOTE);
	assert_string_equal(r->note,
			    "Revenue: parts and total move apart, the total from 110 to 121 is "
			    "10.0%, the parts by site from 88 to 60 is -31.8%, in CNY");
}

static void a_part_larger_than_its_total_is_a_note(void **state)
{
	(void)state;
	project_file(p, "dimensions.csv",
		     "dimension,member,complete\nsite,beijing,no\nsite,wuhan,no\nsite,xian,no\n");
	run_facts("concept,site,unit,source,FY2025 #ar2025\n"
		  "revenue,,CNY,1,100\nrevenue,beijing,CNY,2,500\nrevenue,wuhan,CNY,3,100\n"
		  "gross_profit,,CNY,4,100\ngross_profit,beijing,CNY,5,500\n"
		  "gross_profit,xian,CNY,6,-450\n");
	assert_verdict("part:revenue:ar2025@FY2025[site=beijing]", "unusual", VERDICT_DIFFERS);
	assert_string_equal(result("part:revenue:ar2025@FY2025[site=beijing]")->note,
			    "Revenue: a part by site is 500, more than the total of 100 CNY");
	assert_null(find("part:revenue:ar2025@FY2025[site=wuhan]"));
	assert_null(find("part:gross_profit:ar2025@FY2025[site=beijing]"));
}

/* Gross profit is the numerator of the gross margin. */
static void a_growing_remainder_of_a_numerator_is_a_note(void **state)
{
	const struct check_result *r;

	(void)state;
	run_facts("concept,segment,unit,source,FY2023 #ar2025,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,,CNY,1,1000,1100,1200\n"
		  "gross_profit,,CNY,2,100,110,120\n"
		  "gross_profit,public_cloud,CNY,3,60,65,55\n"
		  "gross_profit,enterprise_cloud,CNY,4,30,33,35\n");
	assert_verdict("remainder:gross_profit:ar2025:segment@FY2024", "unusual", VERDICT_OK);
	assert_verdict("remainder:gross_profit:ar2025:segment@FY2025", "unusual", VERDICT_DIFFERS);
	r = result("remainder:gross_profit:ar2025:segment@FY2025");
	assert_string_equal(r->note, "Gross margin: of its numerator, Gross profit, the parts by "
				     "segment leave 25.0% unexplained, 10.9% a year before");
	assert_null(find("remainder:revenue:ar2025:segment@FY2025"));
}

/* A footing with a term that nobody discloses. */
static void a_remainder_may_be_of_a_footing(void **state)
{
	(void)state;
	project_file(p, "checks.csv",
		     "id,kind,formula\ngp,footing,gross_profit = net_income + cash_change\n");
	run_facts("concept,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,CNY,1,1000,1200\n"
		  "gross_profit,CNY,2,100,120\n"
		  "net_income,CNY,3,95,70\n");
	assert_verdict("remainder:gross_profit:ar2025:gp@FY2025", "unusual", VERDICT_DIFFERS);
	assert_verdict("apart:gross_profit:ar2025:gp@FY2025", "unusual", VERDICT_DIFFERS);
}

static void another_unit_or_currency_is_a_note(void **state)
{
	(void)state;
	project_file(p, "concepts.csv",
		     "id,unit,period_type,aggregation,label.en\n"
		     "energy,MWh,duration,sum,Energy\nheat,MWh,duration,sum,Heat\n"
		     "revenue,,duration,sum,Revenue\n");
	run_facts("concept,unit,source,FY2024 #ar2024,FY2025 #ar2025\n"
		  "energy,MWh,1,10,\n"
		  "energy,GJ,2,,36\n"
		  "heat,MWh,3,10,\n"
		  "heat,kWh,4,,10000\n"
		  "revenue,HKD,5,7,\n"
		  "revenue,CNY,6,,7\n");
	assert_string_equal(result("unit:energy:ar2025@FY2025")->note,
			    "Energy: measured in GJ, before in MWh, 36 against 36 GJ");
	assert_string_equal(result("unit:revenue:ar2025@FY2025")->note,
			    "Revenue: reported in CNY, a year before in HKD");
	assert_null(find("unit:heat:ar2025@FY2025"));
	assert_int_equal(result("unit:energy:ar2025@FY2025")->severity, SEVERITY_NOTE);
}

static void a_series_with_gaps_has_a_past(void **state)
{
	(void)state;
	run_facts("concept,unit,source,FY2021 #ar2025,FY2025 #ar2025,2025Q4 #ar2025\n"
		  "revenue,CNY,1,5,5000,6\n");
	assert_verdict("jump:revenue:ar2025@FY2025", "unusual", VERDICT_DIFFERS);
	assert_null(find("jump:revenue:ar2025@2025Q4"));
}

static const char wrong_tie[] = "concept,unit,source,FY2025 #ar2025\n"
				"revenue,CNY thousand,1,\"9,558,619\"\n"
				"revenue,CNY million,2,\"9,557.6\"\n";

static void a_waiver_holds_while_its_numbers_do(void **state)
{
	(void)state;
	project_file(p, "waivers.csv",
		     "check,printed,recomputed,reason\n"
		     "tie:revenue:ar2025:2@FY2025,9557600000,9558619000,known misprint\n"
		     "tie:revenue:ar2025:7@FY2025,1,2,gone\n");
	run_facts(wrong_tie);
	assert_true(result("tie:revenue:ar2025:2@FY2025")->waived);
	assert_int_equal(checks->summary.waived, 1);
	assert_int_equal(checks->summary.differs, 0);
	assert_false(checks_failed(checks));
	assert_int_equal(p->diag->warnings, 1);
	assert_true(project_says(p, "there is no such check: 'tie:revenue:ar2025:7@FY2025'"));
}

static void a_waiver_is_void_when_a_number_changes(void **state)
{
	(void)state;
	project_file(p, "waivers.csv",
		     "check,printed,recomputed,reason\n"
		     "tie:revenue:ar2025:2@FY2025,9557700000,9558619000,known misprint\n");
	run_facts(wrong_tie);
	assert_false(result("tie:revenue:ar2025:2@FY2025")->waived);
	assert_true(checks_failed(checks));
	assert_true(project_says(p, "the waiver is void"));
}

static void text_lists_all_but_ok_worst_first(void **state)
{
	struct buf b = {0};

	(void)state;
	project_file(p, "checks.csv", rules);
	run_facts("concept,unit,source,FY2025 #ar2025\n"
		  "revenue,CNY,1,200\ncost_of_revenue,CNY,2,120\ngross_profit,CNY,3,81\n"
		  "revenue,CNY,4,300\ncost_of_revenue,CNY,5,120\n");
	checks_print_text(checks, &b);
	assert_true(
	    str_starts(str_of(b.p), "DIFFERS: tie:revenue:ar2025:4@FY2025, 'ar2025' line 4 ("));
	assert_non_null(
	    strstr(b.p, "\n    Revenue, also on line 1: printed 300; 200 (CNY); off by 100\n"));
	assert_non_null(strstr(b.p, "\nrounding: gp@FY2025, 'ar2025' line 3"));
	assert_null(strstr(b.p, "tie:cost_of_revenue"));
	assert_non_null(strstr(
	    b.p, "5 figures, 8 checks: 1 ok, 1 rounding, 1 differ (1 error), 5 not disclosed, "
		 "0 waived\n"));
	buf_free(&b);
}

/* The summary counts verdicts whatever their severity, and what is waived apart. */
static void the_summary_counts_the_results(void **state)
{
	size_t counts[4] = {0}, waived = 0;
	struct buf b = {0};

	(void)state;
	project_file(p, "waivers.csv",
		     "check,printed,recomputed,reason\n"
		     "tie:revenue:ar2025:2@FY2025,9557600000,9558619000,known misprint\n");
	run_facts("concept,unit,source,FY2024 #ar2025,FY2025 #ar2025\n"
		  "revenue,CNY thousand,1,5,\"9,558,619\"\n"
		  "revenue,CNY million,2,,\"9,557.6\"\n"
		  "net_income,CNY,3,5,6\nnet_income,CNY,4,5,8\n");
	for (size_t i = 0; i < checks->results.n; i++) {
		const struct check_result *r = checks->results.v[i];

		waived += r->waived;
		counts[r->verdict] += !r->waived;
	}
	assert_int_equal(checks->summary.checks, checks->results.n);
	assert_int_equal(checks->summary.ok, counts[VERDICT_OK]);
	assert_int_equal(checks->summary.rounding, counts[VERDICT_ROUNDING]);
	assert_int_equal(checks->summary.differs, counts[VERDICT_DIFFERS]);
	assert_int_equal(checks->summary.not_disclosed, counts[VERDICT_NOT_DISCLOSED]);
	assert_int_equal(checks->summary.waived, waived);
	assert_int_equal(waived, 1);
	checks_print_text(checks, &b);
	assert_non_null(strstr(b.p, " 2 differ (1 error, 1 note), "));
	buf_free(&b);
}

static void json_has_the_fixed_keys(void **state)
{
	static const char *const keys[] = {
	    "id",         "kind",      "severity", "verdict", "formula", "printed",   "recomputed",
	    "difference", "tolerance", "document", "line",    "file",    "file_line", "note"};
	struct buf b = {0};
	const struct value *root, *first;

	(void)state;
	run_facts(wrong_tie);
	checks_print_json(checks, &b);
	root = json_read(p->arena, p->diag, "out.json", (struct str){b.p, b.n});
	assert_non_null(root);
	assert_string_equal(value_text(value_at(value_at(root, "summary"), "differs")), "1");
	assert_string_equal(value_text(value_at(value_at(root, "summary"), "figures")), "2");
	first = value_at(root, "results")->items[0];
	for (size_t i = 0; i < COUNT(keys); i++)
		if (!value_at(first, keys[i]))
			fail_msg("no key '%s'", keys[i]);
	assert_string_equal(value_text(value_at(first, "verdict")), "differs");
	assert_string_equal(value_text(value_at(first, "printed")), "9557600000");
	assert_int_equal(value_at(first, "printed")->kind, VALUE_STRING);
	assert_string_equal(value_text(value_at(first, "file_line")), "3");
	assert_int_equal(value_at(first, "formula")->kind, VALUE_NULL);
	buf_free(&b);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(source_wants_the_printed_text_on_its_line),
	    TEST(words_of_a_note_prove_a_number_without_the_text),
	    TEST(text_names_the_cells_that_nothing_covers),
	    TEST(ties_are_judged_at_the_coarser_precision),
	    TEST(complete_dimensions_foot),
	    TEST(footings_reach_over_documents),
	    TEST(undeclared_members_that_mostly_add_up_should_always),
	    TEST(a_ratio_lies_between_those_of_its_members),
	    TEST(shorter_periods_foot_to_longer_ones),
	    TEST(a_wrong_footing_differs),
	    TEST(rules_hold_where_the_left_side_is_printed),
	    TEST(rules_hold_for_each_segment),
	    TEST(each_id_stands_once),
	    TEST(a_waiver_means_one_document),
	    TEST(usual_parts_are_learnt_from_where_they_add_up),
	    TEST(parts_that_add_up_nowhere_say_nothing),
	    TEST(the_projects_own_rule_takes_the_place_of_usual_parts),
	    TEST(a_wrong_rule_is_bad_input),
	    TEST(claims_are_recomputed_at_the_precision_of_their_facts),
	    TEST(a_claim_trusts_its_own_document_and_no_later_one),
	    TEST(a_claim_in_another_unit_is_bad_input),
	    TEST(facts_of_derived_concepts_follow_their_formula),
	    TEST(translations_follow_the_stated_rate),
	    TEST(translations_agree_on_one_rate),
	    TEST(a_single_translation_is_near_another_rate),
	    TEST(targets_are_met_at_their_own_precision),
	    TEST(another_value_in_a_later_document_is_a_restatement),
	    TEST(a_reason_explains_a_restatement),
	    TEST(a_ratio_is_restated_with_the_amounts_behind_it),
	    TEST(unusual_changes_are_notes),
	    TEST(without_a_past_years_and_members_are_looked_at),
	    TEST(parts_and_total_that_move_apart_are_notes),
	    TEST(a_part_larger_than_its_total_is_a_note),
	    TEST(a_growing_remainder_of_a_numerator_is_a_note),
	    TEST(a_remainder_may_be_of_a_footing),
	    TEST(another_unit_or_currency_is_a_note),
	    TEST(a_series_with_gaps_has_a_past),
	    TEST(a_waiver_holds_while_its_numbers_do),
	    TEST(a_waiver_is_void_when_a_number_changes),
	    TEST(text_lists_all_but_ok_worst_first),
	    TEST(the_summary_counts_the_results),
	    TEST(json_has_the_fixed_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
