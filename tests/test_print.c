/* Figures as text under each profile and in each language; the texts are the shipped ones. */
#include "fact_builder.h"

#include "compute/print.h"
#include "load/yaml.h"

static const struct print_style thousands = {3, DECIMALS_AUTO}, millions = {6, DECIMALS_AUTO},
				units = {0, DECIMALS_AUTO};

static const char concepts[] =
    "id,formula,unit,period_type,aggregation,better,label.en,label.zh-Hans\n"
    "revenue,,,duration,sum,higher,Revenue,收入\n"
    "gross_profit,,CNY,duration,sum,higher,Gross profit|Gross loss,毛利|毛损\n"
    "gross_margin,gross_profit / revenue,percent,duration,none,higher,Gross margin,毛利率\n"
    "net_income,,CNY,duration,sum,higher,Net income|Net loss,净利润|净亏损\n"
    "cash_flow,,CNY,duration,sum,higher,Cash from operations|Cash used in operations,\n"
    "operating_loss,,CNY,duration,sum,lower,,\n"
    "availability,,percent,duration,none,higher,,\n"
    "servers,,count,instant,last,none,Servers,\n"
    "employees,,persons,instant,last,none,,\n"
    "eps,,CNY/share,duration,none,higher,,\n"
    "energy,,MWh,duration,sum,lower,,\n"
    "emissions,,tCO2e,duration,sum,lower,,\n"
    "intensity,emissions / revenue,tCO2e/million CNY,duration,none,lower,,\n"
    "pue,,pure,duration,none,lower,,\n"
    "training,,h,duration,none,higher,,\n"
    "wue,,L/kWh,duration,none,lower,,\n"
    "loan,,THB,duration,sum,none,,\n"
    "ebitda,,CNY,duration,sum,higher,,\n"
    "sales,,CNY,duration,sum,higher,,\n"
    "fx_cny_per_usd,,CNY/USD,instant,none,none,,\n";

static struct printer printer_of(struct project *p, enum lang lang)
{
	struct printer printer = {.arena = p->arena,
				  .facts = &p->facts,
				  .texts =
				      texts_load(p->arena, p->diag, "no-such-folder", ".", lang)};

	assert_int_equal(p->diag->errors, 0);
	return printer;
}

/* A project of one issuer under the conventions. */
static struct project *project_of(const char *conventions, const char *facts)
{
	char issuer[600];

	snprintf(issuer, sizeof issuer, "%s%s\n", issuer_cny, conventions);
	return project_open(
	    (struct project_text){.issuer = issuer, .concepts = concepts, .facts = facts});
}

static const char hkex[] = "profile: hkex", nasdaq[] = "profile: nasdaq",
		  omit[] = "conventions: {loss_change: omit, negative_percent: paren_in, nil: '-'}";

/* Texts that were asked for and are missing are errors in the diag. */
static void close_clean(struct project *p)
{
	assert_int_equal(p->diag->errors, 0);
	project_close(p);
}

#define assert_number(pr, f, style, want) \
	assert_string_equal(print_number(&(pr), (f), (style), true), (want))
#define assert_amount(pr, f, style, want) \
	assert_string_equal(print_amount(&(pr), (f), (style), false), (want))
#define assert_words(pr, f, want) assert_string_equal(print_change_words(&(pr), (f)), (want))

static void numbers(void **state)
{
	struct project *p = project_of(hkex, "concept,unit,scale,FY2025\n"
					     "revenue,CNY,1000,\"9,558,619\"\n"
					     "net_income,CNY,1000,\"(943,692)\"\n"
					     "gross_profit,CNY,1000,–\n"
					     "servers,count,1,\"101,500\"\n"
					     "pue,pure,1,1.360\n");
	struct printer pr = printer_of(p, LANG_EN);
	const struct figure *revenue = figure(p, "revenue", "FY2025");
	const struct figure *loss = figure(p, "net_income", "FY2025");

	(void)state;
	assert_number(pr, revenue, thousands, "9,558,619");
	assert_number(pr, revenue, millions, "9,558.6");
	assert_number(pr, revenue, units, "9,558,619,000");
	assert_number(pr, revenue, ((struct print_style){6, 3}), "9,558.619");
	assert_number(pr, loss, thousands, "(943,692)");
	assert_number(pr, figure(p, "gross_profit", "FY2025"), thousands, "–");
	assert_number(pr, figure(p, "revenue", "FY2024"), thousands, "n.d.");
	assert_number(pr, figure(p, "servers", "FY2025"), thousands, "101,500");
	assert_number(pr, figure(p, "pue", "FY2025"), thousands, "1.360");
	assert_number(pr, figure(p, "net_income / revenue", "FY2025"), thousands, "(0.09873)");
	assert_number(pr, figure(p, "share(net_income, revenue)", "FY2025"), thousands, "(9.9)%");
	assert_string_equal(
	    print_number(&pr, figure(p, "share(net_income, revenue)", "FY2025"), thousands, false),
	    "(9.9)");
	close_clean(p);
}

static void no_negative_zero(void **state)
{
	static const char facts[] = "concept,unit,FY2024,FY2025\nrevenue,CNY,100000,99999\n"
				    "gross_profit,CNY million,50000,-0.0004\n";
	static const char *const profiles[] = {hkex, nasdaq, omit};

	(void)state;
	for (size_t i = 0; i < COUNT(profiles); i++) {
		struct project *p = project_of(profiles[i], facts);
		struct printer pr = printer_of(p, LANG_EN);
		const struct figure *change = figure(p, "change(revenue)", "FY2025");

		assert_number(pr, change, thousands, "0.0%");
		assert_words(pr, change, "little changed");
		assert_number(pr, figure(p, "gross_profit", "FY2025"), thousands, "0");
		close_clean(p);
	}
}

/* Field figures: revenue, gross profit and operating loss of quarters and halves. */
static const char worked[] =
    "concept,unit,scale,2023H1,2024H1,FY2022,FY2023,2024Q1,2024Q4,2025Q1\n"
    "revenue,CNY million,1,3699.803,3667.464,,7047.456,\"1,775.7\",\"2,232.1\",\"1,970.0\"\n"
    "gross_profit,CNY,1000,,,\"429,538\",\"850,169\",299100,,327700\n"
    "net_income,CNY,1000,\"(1,107,093)\",\"(717,334)\",,,,,\n"
    "operating_loss,CNY million,1,,,,,(127.0),,(55.8)\n";

static void worked_figures(void **state)
{
	static const struct {
		const char *conventions, *down, *loss, *loss_words, *operating_words;
	} rows[] = {
	    {hkex, "(0.9)%", "(35.2)%", "narrowed by 35.2%", "narrowed by 56.1%"},
	    {nasdaq, "-0.9%", "narrowed by 35.2%", "narrowed by 35.2%", "narrowed by 56.1%"},
	    {omit, "(0.9%)", "n.m.", "narrowed", "narrowed"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct project *p = project_of(rows[i].conventions, worked);
		struct printer pr = printer_of(p, LANG_EN);
		const struct figure *half = figure(p, "change(revenue)", "2024H1");
		const struct figure *loss = figure(p, "change(net_income)", "2024H1");

		assert_number(pr, figure(p, "yoy(revenue)", "2025Q1"), thousands, "10.9%");
		assert_words(pr, figure(p, "yoy(revenue)", "2025Q1"), "up 10.9%");
		assert_words(pr, figure(p, "qoq(revenue)", "2025Q1"), "down 11.7%");
		assert_number(pr, figure(p, "yoy(gross_profit)", "2025Q1"), thousands, "9.6%");
		assert_number(pr, figure(p, "gross_margin", "2025Q1"), thousands, "16.6%");
		assert_number(pr, half, thousands, rows[i].down);
		assert_words(pr, half, "down 0.9%");
		assert_number(pr, loss, thousands, rows[i].loss);
		assert_words(pr, loss, rows[i].loss_words);
		assert_words(pr, figure(p, "yoy(operating_loss)", "2025Q1"),
			     rows[i].operating_words);
		assert_number(pr, figure(p, "change(gross_profit)", "FY2023"), thousands, "97.9%");
		assert_number(pr, figure(p, "gross_margin", "FY2023"), thousands, "12.1%");
		close_clean(p);
	}
}

/* Published figures of other issuers; each prints as its release does, or more exactly. */
static void worked_figures_of_others(void **state)
{
	struct project *p =
	    project_of(nasdaq, "concept,unit,2021Q2,2022Q2,2025-03-31,2025Q1,2023Q4,2024Q4\n"
			       "revenue,CNY million,\"1,863.9\",\"2,310.4\",,\"1,970.0\",,\n"
			       "ebitda,CNY million,895.9,\"1,062.2\",,318.5,,\n"
			       "sales,CNY million,,,,,\"205,740\",\"205,555\"\n"
			       "fx_cny_per_usd,CNY/USD,,,7.2567,,,\n");
	struct printer pr = printer_of(p, LANG_EN);

	(void)state;
	assert_number(pr, figure(p, "yoy(revenue)", "2022Q2"), millions, "24.0%");
	assert_number(pr, figure(p, "yoy(ebitda)", "2022Q2"), millions, "18.6%");
	assert_number(pr, figure(p, "share(ebitda, revenue)", "2022Q2"), millions, "46.0%");
	assert_number(pr, figure(p, "share(ebitda, revenue)", "2021Q2"), millions, "48.1%");
	assert_number(pr, figure(p, "share(ebitda, revenue)", "2025Q1"), millions, "16.2%");
	assert_number(pr, figure(p, "yoy(sales)", "2024Q4"), millions, "-0.1%");
	assert_amount(pr, figure(p, "convert(revenue, USD)", "2025Q1"), millions,
		      "US$271.5 million");
	close_clean(p);
}

/* Values of both signs stacked to their total; hundredths that binary fractions cannot hold. */
static void exact_to_the_place(void **state)
{
	struct project *p = project_of(hkex, "concept,unit,FY2023,FY2024,FY2025\n"
					     "revenue,CNY,-3000,2000,6000\n"
					     "gross_profit,CNY,1.005,2.675,-0.57\n");
	struct printer pr = printer_of(p, LANG_EN);
	static const struct print_style hundredths = {0, 2};

	(void)state;
	assert_number(pr, figure(p, "revenue@FY2023 + revenue@FY2024 + revenue", "FY2025"), units,
		      "5,000");
	assert_number(pr, figure(p, "gross_profit", "FY2025"), hundredths, "(0.57)");
	assert_number(pr, figure(p, "gross_profit", "FY2023"), hundredths, "1.01");
	assert_number(pr, figure(p, "gross_profit", "FY2024"), hundredths, "2.68");
	close_clean(p);
}

static void points(void **state)
{
	static const char facts[] = "concept,unit,FY2022,FY2023,FY2024\n"
				    "revenue,CNY,\"8,180,107\",\"7,047,456\",1000\n"
				    "gross_profit,CNY,\"429,538\",\"850,169\",106\n";
	struct project *p = project_of(hkex, facts), *q = project_of(nasdaq, facts);
	struct printer pr = printer_of(p, LANG_EN), zh = printer_of(p, LANG_ZH_HANS);
	struct printer minus = printer_of(q, LANG_EN);
	const struct figure *up = figure(p, "pp(gross_margin)", "FY2023");
	const struct figure *down = figure(p, "pp(gross_margin)", "FY2024");

	(void)state;
	assert_number(pr, up, thousands, "6.8");
	assert_amount(pr, up, thousands, "6.8 percentage points");
	assert_words(pr, up, "up 6.8 percentage points");
	assert_words(zh, up, "同比上升6.8个百分点");
	assert_number(pr, down, thousands, "(1.5)");
	assert_number(minus, figure(q, "pp(gross_margin)", "FY2024"), thousands, "-1.5");
	assert_words(pr, down, "down 1.5 percentage points");
	assert_amount(pr, figure(p, "abs(pp(gross_margin))", "FY2024"), thousands,
		      "1.5 percentage points");
	assert_string_equal(print_unit(&pr, up->unit, up->kind, thousands), "pp");
	close_clean(p);
	close_clean(q);
}

static void amounts(void **state)
{
	struct project *p =
	    project_of(hkex, "concept,unit,qualifier,2025-12-31,FY2025,FY2025 USD thousand\n"
			     "revenue,CNY thousand,,,\"9,558,619\",\"1,366,864\"\n"
			     "net_income,CNY thousand,,,\"(943,692)\",\n"
			     "gross_profit,CNY,,,–,\n"
			     "servers,count,about,\"101,500\",,\n"
			     "employees,persons,,\"15,225\",,\n"
			     "eps,CNY/share,,,(0.23),\n"
			     "energy,MWh,,,\"2,336.4\",\n"
			     "emissions,tCO2e,,,\"35,796.91\",\n"
			     "training,h,over,,12.5,\n"
			     "loan,THB million,,,9.5,\n"
			     "availability,percent,at_least,,99.99,\n");
	struct printer pr = printer_of(p, LANG_EN);
	const struct figure *loss = figure(p, "net_income", "FY2025");

	(void)state;
	assert_amount(pr, figure(p, "revenue", "FY2025"), millions, "RMB9,558.6 million");
	assert_amount(pr, figure(p, "revenue", "FY2025"), thousands, "RMB9,558,619 thousand");
	assert_amount(pr, figure(p, "convert(revenue, USD)", "FY2025"), millions,
		      "US$1,366.9 million");
	assert_amount(pr, loss, millions, "RMB(943.7) million");
	assert_string_equal(print_amount(&pr, loss, millions, true), "RMB943.7 million");
	assert_amount(pr, figure(p, "gross_profit", "FY2025"), millions, "nil");
	assert_amount(pr, figure(p, "servers", "FY2025"), units, "about 101,500");
	assert_amount(pr, figure(p, "employees", "FY2025"), units, "15,225");
	assert_amount(pr, figure(p, "eps", "FY2025"), millions, "RMB(0.23) per share");
	assert_amount(pr, figure(p, "energy", "FY2025"), units, "2,336.4 MWh");
	assert_amount(pr, figure(p, "emissions", "FY2025"), units, "35,796.91 tCO₂e");
	assert_amount(pr, figure(p, "training", "FY2025"), units, "over 12.5 hours");
	assert_amount(pr, figure(p, "loan", "FY2025"), millions, "THB9.5 million");
	assert_amount(pr, figure(p, "availability", "FY2025"), units, "at least 99.99%");
	assert_amount(pr, figure(p, "intensity", "FY2025"), units, "3.745 tCO₂e/RMB million");
	assert_amount(pr, figure(p, "pue", "FY2025"), units, "n.d.");
	close_clean(p);
}

static void amounts_in_chinese(void **state)
{
	struct project *p =
	    project_of(hkex, "concept,unit,FY2024,FY2025,FY2025 USD thousand\n"
			     "revenue,CNY thousand,\"7,785,180\",\"9,558,619\",\"1,366,864\"\n"
			     "net_income,CNY thousand,\"(1,979,042)\",\"(943,692)\",\n"
			     "eps,CNY/share,,0.23,\n"
			     "energy,MWh,\"2,400\",\"2,336.4\",\n");
	struct printer hans = printer_of(p, LANG_ZH_HANS), hant = printer_of(p, LANG_ZH_HANT);
	const struct figure *revenue = figure(p, "revenue", "FY2025");

	(void)state;
	assert_amount(hans, revenue, millions, "人民币9,558.6百万元");
	assert_amount(hant, revenue, millions, "人民幣9,558.6百萬元");
	assert_amount(hans, figure(p, "convert(revenue, USD)", "FY2025"), millions,
		      "1,366.9百万美元");
	assert_amount(hans, figure(p, "eps", "FY2025"), units, "每股人民币0.23元");
	assert_amount(hans, figure(p, "energy", "FY2025"), units, "2,336.4兆瓦时");
	assert_words(hans, figure(p, "change(revenue)", "FY2025"), "同比上升22.8%");
	assert_words(hans, figure(p, "change(net_income)", "FY2025"), "亏损收窄52.3%");
	assert_words(hant, figure(p, "change(net_income)", "FY2025"), "虧損收窄52.3%");
	assert_number(hans, figure(p, "pue", "FY2025"), units, "未披露");
	assert_string_equal(print_unit(&hans, revenue->unit, FIGURE_VALUE, thousands),
			    "人民币千元");
	assert_string_equal(print_unit(&hans, revenue->unit, FIGURE_VALUE, millions),
			    "人民币百万元");
	close_clean(p);
}

static void turning_points(void **state)
{
	struct project *p = project_of(hkex, "concept,unit,FY2023,FY2024,FY2025\n"
					     "net_income,CNY,-5,5,-5\ncash_flow,CNY,-5,5,-5\n"
					     "revenue,CNY,0,1,100\ngross_profit,CNY,7,7,(8)\n");
	struct printer pr = printer_of(p, LANG_EN), zh = printer_of(p, LANG_ZH_HANS);

	(void)state;
	assert_words(pr, figure(p, "change(net_income)", "FY2024"), "turned profit");
	assert_words(pr, figure(p, "change(net_income)", "FY2025"), "turned loss");
	assert_words(zh, figure(p, "change(net_income)", "FY2024"), "扭亏为盈");
	assert_words(pr, figure(p, "change(cash_flow)", "FY2024"), "turned positive");
	assert_words(pr, figure(p, "change(cash_flow)", "FY2025"), "turned negative");
	assert_number(pr, figure(p, "change(net_income)", "FY2024"), thousands, "n.m.");
	assert_words(pr, figure(p, "change(revenue)", "FY2024"), "n.m.");
	assert_words(pr, figure(p, "change(revenue)", "FY2025"), "n.m.");
	assert_number(zh, figure(p, "change(revenue)", "FY2025"), thousands, "不适用");
	assert_words(pr, figure(p, "change(gross_profit)", "FY2024"), "unchanged");
	assert_words(pr, figure(p, "gross_profit", "FY2024"), "RMB7");
	assert_words(pr, figure(p, "change(gross_profit)", "FY2022"), "n.d.");
	close_clean(p);
}

static void heads(void **state)
{
	struct project *p = project_of(hkex, "concept,unit,FY2025,FY2025 USD\nrevenue,CNY,1,2\n");
	struct printer pr = printer_of(p, LANG_EN);
	const struct unit *usd = figure(p, "convert(revenue, USD)", "FY2025")->unit;
	static const struct {
		const char *formula, *want;
	} rows[] = {
	    {"revenue", "RMB’000"},
	    {"eps", "RMB per share"},
	    {"energy", "MWh"},
	    {"emissions", "tCO₂e"},
	    {"intensity", "tCO₂e/RMB million"},
	    {"wue", "L/kWh"},
	    {"servers", ""},
	    {"pue", ""},
	    {"employees", "persons"},
	    {"availability", "%"},
	    {"training", "hours"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(print_unit(&pr, figure(p, rows[i].formula, "FY2025")->unit,
					       FIGURE_VALUE, thousands),
				    rows[i].want);
	assert_string_equal(print_unit(&pr, usd, FIGURE_VALUE, millions), "US$ million");
	assert_string_equal(print_unit(&pr, usd, FIGURE_VALUE, units), "US$");
	assert_string_equal(print_unit(&pr, usd, FIGURE_CHANGE, units), "%");
	close_clean(p);
}

/* Sums go by the least precise fact; quotients by what their rounding leaves. */
static void decimals(void **state)
{
	struct project *p = project_of(hkex, "concept,unit,decimals,FY2024,FY2025\n"
					     "energy,MWh,,2.5,10.25\npue,pure,,1.37,1.365\n"
					     "servers,count,INF,3,7\nemployees,persons,INF,2,4\n");
	struct printer pr = printer_of(p, LANG_EN);

	(void)state;
	assert_number(pr, figure(p, "energy + energy@prior", "FY2025"), units, "12.8");
	assert_number(pr, figure(p, "energy", "FY2025"), units, "10.25");
	assert_number(pr, figure(p, "pue - pue@prior", "FY2025"), units, "(0.01)");
	assert_number(pr, figure(p, "servers / employees", "FY2025"), units, "1.75");
	assert_number(pr, figure(p, "employees / servers", "FY2025"), units, "0.57");
	assert_number(pr, figure(p, "change(servers)", "FY2025"), units, "133.3%");
	close_clean(p);
}

/* What is known to no part of the printed unit shows no decimals of it. */
static void decimals_that_are_not_known(void **state)
{
	struct project *p = project_of(hkex, "concept,unit,decimals,FY2024,FY2025\n"
					     "revenue,CNY million,-7,,410\n"
					     "gross_profit,CNY million,,,12.3\n"
					     "net_income,CNY million,,(41),(166)\n");
	struct printer pr = printer_of(p, LANG_EN);

	(void)state;
	assert_number(pr, figure(p, "revenue", "FY2025"), millions, "410");
	assert_amount(pr, figure(p, "revenue", "FY2025"), millions, "RMB410 million");
	assert_number(pr, figure(p, "net_income", "FY2025"), millions, "(166)");
	assert_number(pr, figure(p, "revenue", "FY2025"), thousands, "410,000");
	assert_number(pr, figure(p, "gross_profit", "FY2025"), millions, "12.3");
	assert_number(pr, figure(p, "revenue - gross_profit", "FY2025"), millions, "398");
	close_clean(p);
}

static void assert_period(struct project *p, const struct printer *pr, const char *label,
			  const char *want_long, const char *want_short)
{
	assert_string_equal(print_period_long(pr, period_of(p, label)), want_long);
	assert_string_equal(print_period_short(pr, period_of(p, label)), want_short);
}

static void periods(void **state)
{
	struct project *p = project_of(hkex, NULL);
	struct printer en = printer_of(p, LANG_EN), hans = printer_of(p, LANG_ZH_HANS);
	struct printer hant = printer_of(p, LANG_ZH_HANT);

	(void)state;
	assert_period(p, &en, "FY2025", "Year ended December 31, 2025", "2025");
	assert_period(p, &en, "2025Q3", "Three months ended September 30, 2025", "Q3 2025");
	assert_period(p, &en, "2025H1", "Six months ended June 30, 2025", "H1 2025");
	assert_period(p, &en, "9M2025", "Nine months ended September 30, 2025", "9M 2025");
	assert_period(p, &en, "2025-12-31", "December 31, 2025", "Dec 31, 2025");
	assert_period(p, &en, "2024-10-01/2025-09-30", "Twelve months ended September 30, 2025",
		      "12 months to Sep 30, 2025");
	assert_period(p, &en, "2025-02-03/2025-03-10", "February 3, 2025 to March 10, 2025",
		      "Feb 3, 2025 to Mar 10, 2025");
	assert_period(p, &hans, "FY2025", "截至2025年12月31日止年度", "2025年");
	assert_period(p, &hans, "2025Q3", "截至2025年9月30日止三个月", "2025年第三季度");
	assert_period(p, &hant, "2025H1", "截至2025年6月30日止六個月", "2025年上半年");
	assert_period(p, &hans, "2025-12-31", "2025年12月31日", "2025年12月31日");
	assert_string_equal(print_day(&en, period_of(p, "2026-03-25").to), "March 25, 2026");
	close_clean(p);
}

static void periods_of_a_june_year(void **state)
{
	struct project *p = project_open((struct project_text){
	    .issuer = "id: acme\nnames: {en: Acme}\nfiscal_year_end: 06-30\ncurrency: HKD\n"});
	struct printer en = printer_of(p, LANG_EN), hans = printer_of(p, LANG_ZH_HANS);

	(void)state;
	assert_period(p, &en, "FY2025", "Year ended June 30, 2025", "FY2025");
	assert_period(p, &en, "2025H1", "Six months ended December 31, 2024", "H1 FY2025");
	assert_period(p, &hans, "2025Q1", "截至2024年9月30日止三个月", "2025财年第一季度");
	close_clean(p);
}

static void labels(void **state)
{
	struct project *p = project_of(hkex, NULL);
	struct printer en = printer_of(p, LANG_EN), hans = printer_of(p, LANG_ZH_HANS);
	const struct concept *net = concept_find(&p->facts, "net_income");

	(void)state;
	assert_string_equal(print_label(&en, net, 1), "Net income");
	assert_string_equal(print_label(&en, net, -1), "Net loss");
	assert_string_equal(print_label(&hans, net, -1), "净亏损");
	assert_string_equal(print_label(&hans, concept_find(&p->facts, "servers"), -1), "Servers");
	assert_string_equal(print_label(&en, concept_find(&p->facts, "pue"), 0), "pue");
	close_clean(p);
}

/* Every language has the keys of English, and the same places to fill. */
static void texts_of_all_languages(void **state)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(a);
	const struct value *maps[LANG_COUNT];
	struct str bytes;

	(void)state;
	for (int i = 0; i < LANG_COUNT; i++) {
		const char *path = arena_printf(a, "assets/texts/%s.yaml", lang_tags[i]);

		assert_true(file_read(a, d, path, &bytes));
		maps[i] = yaml_read(a, d, path, bytes);
		assert_non_null(maps[i]);
		assert_int_equal(maps[i]->n, maps[LANG_EN]->n);
		for (size_t k = 0; k < maps[i]->n; k++) {
			const struct value *same = value_at(maps[LANG_EN], maps[i]->keys[k].p);
			const char *text = value_text(maps[i]->items[k]), *en;

			assert_non_null(same);
			en = value_text(same);
			assert_int_equal(strstr(en, "{0}") != NULL, strstr(text, "{0}") != NULL);
			assert_int_equal(strstr(en, "{1}") != NULL, strstr(text, "{1}") != NULL);
		}
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(no_negative_zero),
	    cmocka_unit_test(worked_figures),
	    cmocka_unit_test(points),
	    cmocka_unit_test(amounts),
	    cmocka_unit_test(amounts_in_chinese),
	    cmocka_unit_test(turning_points),
	    cmocka_unit_test(heads),
	    cmocka_unit_test(decimals),
	    cmocka_unit_test(decimals_that_are_not_known),
	    cmocka_unit_test(periods),
	    cmocka_unit_test(worked_figures_of_others),
	    cmocka_unit_test(exact_to_the_place),
	    cmocka_unit_test(texts_of_all_languages),
	    cmocka_unit_test(labels),
	    cmocka_unit_test(periods_of_a_june_year),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
