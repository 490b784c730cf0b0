/*
 * The template language: what columns, rows, charts and blocks of a small template hold, and what
 * is said about a template that is wrong.
 */
#include "project.h"

#include <stdio.h>

#include "doc/brief.h"

static const char facts[] =
    "concept,site,unit,qualifier,status,source,FY2023 #d,FY2024 #d,FY2025 #d,FY2026 #d\n"
    "revenue,,CNY,,actual,1,100,200,400,\n"
    "revenue,,CNY,,guidance,2,,,,800\n"
    "pue,north,pure,,actual,3,1.50,,1.37,\n"
    "pue,south,pure,,actual,4,,,1.20,\n"
    "pue,north,pure,at_most,target,5,,,1.365,1.36\n"
    "energy,north,MWh,,actual,6,,,300,\n"
    "energy,south,MWh,,actual,7,,,100,\n"
    "saved,north,kWh,about,actual,8,,100,900,\n"
    "saved,south,kWh,,actual,9,,100,1200,\n";

static const char licences[] = "concept,site,period,unit,source,value\n"
			       "licence_expiry,south,2027-01-10,count,d:20,2027\n"
			       "licence_expiry,north,2026-01-10,count,d:21,2026\n"
			       "licence_granted,north,2021-01-10,count,d:21,2021\n";

static const char brief[] =
    "template: small\nperiod: FY2025\nissued: 2026-01-01\nlanguages: [en]\n"
    "periods: {goal: FY2026}\n"
    "explanations: {\"saved[site=north]\": {text: a new cooler, source: \"d:8\"}}\n"
    "index: {A2: not made here}\n"
    "options: {risks: {heads: [Risk, Size], rows: [[Flood, Low]]}, short: {heads: [Risk, Size], "
    "rows: [[Flood]]}, own: [{term: Saved, meaning: Not used, remark: The report}]}\n";

/* The shipped texts stand beside the shipped templates; the project is its own shipped folder here.
 */
static struct project *small(const char *blocks)
{
	struct project *p = project_new();
	struct arena *a = p->arena;
	struct str words;

	assert_true(file_read(a, p->diag, "assets/texts/en.yaml", &words));
	project_file(p, "assets/texts/en.yaml", words.p);
	project_file(
	    p, "documents.csv",
	    "id,kind,title,date,language,file,url\nd,primary,The report,2025-12-31,en,,\n");
	project_file(p, "concepts.csv",
		     "id,formula,unit,period_type,aggregation,better,label.en\n"
		     "revenue,,,duration,sum,higher,Revenue\npue,,pure,duration,none,lower,PUE\n"
		     "energy,,MWh,duration,sum,lower,Energy\nsaved,,kWh,duration,sum,higher,Saved\n"
		     "licence_expiry,,count,instant,none,none,Expiry\n"
		     "licence_granted,,count,instant,none,none,Granted\n");
	project_file(
	    p, "dimensions.csv",
	    "dimension,member,complete,label.en\nsite,north,no,North\nsite,south,no,South\n");
	project_file(p, "facts/a.csv", facts);
	project_file(p, "facts/b.csv", licences);
	project_file(p, "briefs/b.yaml", brief);
	project_file(
	    p, "templates/briefs/small.yaml",
	    arena_printf(a,
			 "title: T\nheadline: [H]\nsections:\n  - {id: s, label: S, blocks: [%s]}\n"
			 "  - {id: t, label: T, blocks: [{index: {id: i, name: I, entries: [{code: "
			 "A1, subject: "
			 "x, at: [none, b]}, {code: A2, subject: y, at: [b], needs: "
			 "\"revenue@FY2020\"}, {code: A3, "
			 "subject: z}]}}]}\n",
			 blocks));
	return p;
}

static struct doc *doc_of(struct project *p)
{
	struct brief *b = NEW(p->arena, struct brief);
	struct texts *texts;

	project_must_load(p);
	texts = texts_load(p->arena, p->diag, p->folder, p->folder, LANG_EN);
	brief_read(p->arena, p->diag, p->folder, p->folder, "b", b);
	if (!texts || !brief_load(p->arena, p->diag, &p->facts, b))
		return NULL;
	return doc_build(p->arena, p->diag, &p->facts, compute_new(p->arena, p->arena, &p->facts),
			 texts, b, false);
}

static struct doc *must_build(struct project *p)
{
	struct doc *d = doc_of(p);

	if (!d) {
		diag_print(p->diag, stderr);
		fail_msg("the template does not build");
	}
	return d;
}

static void assert_row(const struct table *t, size_t row, const char *label, const char *cells)
{
	struct buf out = {0};

	assert_true(row < t->n_rows);
	assert_string_equal(t->rows[row].label, label);
	for (size_t c = 0; c + 1 < t->n_columns; c++)
		buf_printf(&out, "%s%s", c ? "|" : "", t->rows[row].cells[c].text);
	assert_string_equal(buf_cstr(&out), cells);
	buf_free(&out);
}

static void targets_are_judged(void **state)
{
	struct project *p = small("{table: {id: b, name: N, columns: [prior, current, {show: "
				  "target}, {show: met}, {show: "
				  "target, at: next}], rows: [{members: \"pue[*=*]\"}]}}");
	const struct table *t = must_build(p)->first->first->as.table;

	(void)state;
	assert_int_equal(t->n_rows, 1);    /* only what has a target */
	assert_int_equal(t->n_columns, 5); /* nothing is known of the prior year */
	assert_row(t, 0, "North", "1.37|≤ 1.365|not met|≤ 1.36");
	project_free(p);
}

static void notes_are_numbered_in_reading_order(void **state)
{
	struct project *p =
	    small("{prose: {id: a, texts: [\"First^[Of the [[2]] that are.] and last.\"]}}, "
		  "{table: {id: b, name: N, columns: [current], rows: "
		  "[{row: revenue, note: Net of tax.}]}}");
	const struct section *s = must_build(p)->first;
	const struct text *t = &s->first->as.prose.v[0];
	const struct table_row *row = &s->first->next->as.table->rows[0];

	(void)state;
	assert_string_equal(text_plain(p->arena, t), "First and last.");
	assert_string_equal(t->v[1].text, "¹");
	assert_string_equal(t->v[1].href, "#note-1");
	assert_string_equal(t->v[1].note->text, "Of the 2 that are.");
	assert_string_equal(row->note->mark, "²");
	assert_ptr_equal(s->notes, t->v[1].note);
	assert_ptr_equal(s->notes->next, row->note);
	assert_null(row->note->next);
	project_free(p);
}

static void columns_stand_under_a_group(void **state)
{
	struct project *p =
	    small("{table: {id: b, name: N, columns: [{show: value, at: year-1, "
		  "group: Years ended}, {show: value, group: Years ended}, change], "
		  "rows: [revenue]}}");
	const struct table *t = must_build(p)->first->first->as.table;

	(void)state;
	assert_string_equal(t->columns[1].group, "Years ended");
	assert_null(t->columns[3].group);
	assert_int_equal(table_group_end(t, 1), 3);
	assert_int_equal(table_group_end(t, 3), 4);
	project_free(p);
}

/* Only beside another period does that of the brief stand out. */
static void one_period_does_not_stand_out(void **state)
{
	static const char *const columns[] = {"current, {show: share, of: revenue}",
					      "prior, current"};

	(void)state;
	for (size_t i = 0; i < COUNT(columns); i++) {
		char text[160];
		struct project *p;
		const struct table *t;

		snprintf(text, sizeof text,
			 "{table: {id: b, name: N, columns: [%s], rows: [revenue]}}", columns[i]);
		p = small(text);
		t = must_build(p)->first->first->as.table;
		assert_int_equal(t->columns[1].current, false);
		assert_int_equal(t->columns[2].current, i == 1);
		project_free(p);
	}
}

static void years_grow_and_forecasts_are_named(void **state)
{
	struct project *p = small("{table: {id: b, name: N, columns: [year-2, current, year, "
				  "{show: cagr, from: year-2, at: "
				  "year}, {show: forecast, at: period.goal}, {show: value, at: "
				  "period.other}], rows: [revenue]}}");
	const struct table *t = must_build(p)->first->first->as.table;

	(void)state;
	assert_int_equal(t->n_columns, 5); /* the current year once, no name that the brief lacks */
	assert_row(t, 0, "Revenue", "0.0|0.0|100.0%|0.0");
	assert_string_equal(t->columns[3].head, "Growth a year, 2023 to 2025");
	assert_string_equal(t->columns[4].head, "Forecast 2026");
	project_free(p);
}

static const char quarters[] =
    "concept,unit,scale,source,2024Q1 #d,2024Q2 #d,2024Q3 #d,2024Q4 #d,2025Q1 #d,2025Q2 #d,2025Q3 "
    "#d\n"
    "revenue,CNY,1000000,1,10,11,12,13,14,15,16\nenergy,MWh,1,2,,,,,5,,\n"
    "gross,CNY,1000000,3,,,2,,,3,\nadjusted,CNY,1000000,4,,,4,,,6,9\n";

static struct project *quarterly(const char *blocks)
{
	struct project *p = small(blocks);

	project_file(p, "facts/a.csv", quarters);
	project_file(p, "facts/b.csv", "concept,period,unit,source,value\n");
	project_file(p, "briefs/b.yaml", "template: small\nperiod: 2025Q3\nlanguages: [en]\n");
	project_file(p, "concepts.csv",
		     "id,formula,unit,period_type,aggregation,better,label.en\n"
		     "revenue,,,duration,sum,higher,Revenue\npue,,pure,duration,none,lower,PUE\n"
		     "energy,,MWh,duration,sum,lower,Energy\ngross,,,duration,sum,higher,Gross\n"
		     "adjusted,,,duration,sum,higher,Adjusted\n");
	return p;
}

/* A year up to a quarter's end is not headed by the quarter. */
static void heads_name_the_period_of_the_sums(void **state)
{
	struct project *p =
	    quarterly("{table: {id: b, name: N, columns: [current], rows: [{row: "
		      "ttm(revenue), label: Revenue}]}}, {table: {id: c, name: N, columns: "
		      "[current], rows: [{row: ttm(revenue), label: Year}, revenue]}}");
	const struct block *b = must_build(p)->first->first;

	(void)state;
	assert_string_equal(b->as.table->columns[1].head, "Year to Sep\xC2\xA0"
							  "30,\xC2\xA0"
							  "2025");
	assert_string_equal(b->next->as.table->columns[1].head, "Q3 2025");
	project_free(p);
}

/* A reconciliation has no column for a period of which its start is not disclosed, and says so. */
static void a_needed_row_decides_on_columns(void **state)
{
	static const char table[] = "{table: {id: b, name: N, columns: [prior, previous, current], "
				    "rows: [{row: gross, needed: %s}, {row: adjusted, kind: "
				    "total}]}}";
	struct arena *a = arena_new();
	struct project *p = quarterly(arena_printf(a, table, "true"));
	const struct block *b = must_build(p)->first->first;

	(void)state;
	assert_int_equal(b->as.table->n_columns, 3);
	assert_string_equal(b->as.table->columns[1].head, "Q3 2024");
	assert_string_equal(b->as.table->columns[2].head, "Q2 2025");
	assert_non_null(
	    strstr(text_plain(a, &b->note),
		   "The table leaves out Q3 2025, for which “Gross” is not disclosed."));
	project_free(p);
	p = quarterly(arena_printf(a, table, "false"));
	b = must_build(p)->first->first;
	assert_int_equal(b->as.table->n_columns, 4);
	assert_null(strstr(text_plain(a, &b->note), "leaves out"));
	project_free(p);
	arena_free(a);
}

static void facts_stand_in_the_order_of_time(void **state)
{
	struct project *p = small("{table: {id: b, name: N, columns: [{show: when, of: "
				  "licence_granted}, {show: when}, {show: "
				  "days, at: issued}], rows: [{facts: licence_expiry}]}}");
	const struct table *t = must_build(p)->first->first->as.table;

	(void)state;
	assert_int_equal(t->n_rows, 2);
	assert_row(t, 0, "North", "Jan 10, 2021|Jan 10, 2026|9");
	assert_row(t, 1, "South", "n.d.|Jan 10, 2027|374");
	assert_non_null(doc_figure(doc_of(p), t->rows[0].cells[2].figure));
	project_free(p);
}

static void members_rank_and_charts_judge(void **state)
{
	struct project *p = small(
	    "{chart: {id: r, kind: bar, change: true, rows: [{members: \"saved[*=*]\", sort: "
	    "down}]}}, "
	    "{chart: {id: k, kind: bullet, targets: [{members: \"pue[*=*]\", prefix: PUE}]}}, "
	    "{chart: {id: l, kind: line, periods: [year-2, prior, current], series: [{members: "
	    "\"pue[*=*]\"}]}}");
	const struct block *b = must_build(p)->first->first;
	const struct chart *rank = b->as.chart, *strip = b->next->as.chart,
			   *line = b->next->next->as.chart;

	(void)state;
	assert_string_equal(rank->categories[0], "South");
	assert_string_equal(rank->series[1].points[1].text, "c. 900");
	assert_string_equal(rank->row[1], "800.0%");
	assert_int_equal(strip->n_categories, 1);
	assert_string_equal(strip->categories[0], "North\nPUE");
	assert_string_equal(strip->row[0], "≤ 1.365: not met");
	assert_string_equal(strip->title, "No target of 2025 is met; none of 2026 yet");
	assert_false(strip->at_least[0]);
	assert_string_equal(strip->series[2].points[0].text, "1.36");
	assert_int_equal(line->n_series, 2);
	assert_false(line->series[0].points[1].there); /* a gap stays a gap */
	project_free(p);
}

/* Sections of the brief's own stand where it says, at the end if it does not. */
static void a_brief_has_sections_of_its_own(void **state)
{
	static const char own[] =
	    "sections:\n"
	    "  - {id: last, label: L, blocks: [{prose: {texts: [\"{{revenue}}\"]}}]}\n"
	    "  - {id: own, after: %s, label: O, blocks: [{prose: {texts: [\"{{revenue}}\"]}}]}\n";
	struct project *p = small("{prose: {id: b, texts: [Words]}}");
	const struct section *s;

	(void)state;
	project_file(p, "briefs/b.yaml",
		     arena_printf(p->arena, "%s%s", brief, arena_printf(p->arena, own, "s")));
	s = must_build(p)->first;
	assert_string_equal(s->id, "s");
	assert_string_equal(s->next->id, "own");
	assert_string_equal(s->next->next->id, "t");
	assert_string_equal(s->next->next->next->id, "last");
	assert_null(s->next->next->next->next);
	project_free(p);

	p = small("{prose: {id: b, texts: [Words]}}");
	project_file(p, "briefs/b.yaml",
		     arena_printf(p->arena, "%s%s", brief, arena_printf(p->arena, own, "nowhere")));
	assert_null(doc_of(p));
	assert_string_equal(p->diag->messages.v[0].text, "the template has no section 'nowhere'");
	project_free(p);
}

/* Whatever chart/ can draw, a template can ask for. */
static void every_kind_of_chart_stands_in_a_template(void **state)
{
	static const struct {
		const char *kind, *data;
	} charts[] = {
	    {"bar", "rows: [{members: \"saved[*=*]\", sort: down, accent: true}]"},
	    {"bridge", "rows: [{total: revenue@prior}, {step: diff(revenue), label: Rise}, {total: "
		       "revenue}], judged: true"},
	    {"bullet", "targets: [{members: \"pue[*=*]\"}]"},
	    {"column",
	     "periods: [prior, current, next], series: [revenue, {formula: revenue, role: "
	     "forecast}]"},
	    {"line", "periods: [prior, current, next], series: [\"pue[site=north]\", {formula: "
		     "\"pue[site=north]\", to: \"pue[site=north] * 2\", role: target}]"},
	    {"multiples", "periods: 3, series: [{members: \"saved[*=*]\"}]"},
	    {"slope", "periods: [prior, current], series: [{members: \"saved[*=*]\"}]"},
	    {"stacked", "periods: 2, series: [{members: \"saved[*=*]\"}]"},
	    {"stacked100", "periods: 2, series: [{members: \"saved[*=*]\"}]"},
	    {"table", "change: true, rows: [{members: \"saved[*=*]\"}, revenue]"},
	    {"trend", "periods: 3, series: [revenue], columns: [prior, current, change]"},
	    {"variance", "rows: [revenue, {step: revenue, sign: negated, label: Paid}, "
			 "{members: \"saved[*=*]\"}]"},
	};
	struct arena *a = arena_new();
	struct buf blocks = {0};
	struct project *p;
	const struct block *b;
	const struct chart *c;

	(void)state;
	for (size_t i = 0; i < COUNT(charts); i++)
		buf_printf(&blocks, "%s{chart: {id: k%zu, scale: unit, kind: %s, %s}}",
			   i ? ", " : "", i, charts[i].kind, charts[i].data);
	p = small(buf_keep(&blocks, a));
	b = must_build(p)->first->first;
	for (size_t i = 0; i < COUNT(charts); i++, b = b->next) {
		assert_non_null(b);
		c = b->as.chart;
		assert_string_equal(c->kind, charts[i].kind);
		assert_true(c->n_series > 0 && c->n_categories > 0);
		if (streq(c->kind, "bar"))
			assert_true(c->emphasis[0] && !c->emphasis[1]);
		if (streq(c->kind, "bridge")) {
			assert_string_equal(c->series[0].points[1].text, "+200");
			assert_int_equal(c->series[0].points[1].role, ROLE_BETTER);
		}
		if (streq(c->kind, "column")) {
			assert_string_equal(c->series[1].points[2].text, "800");
			assert_false(c->series[1].points[1].there); /* no guidance for 2025 */
		}
		if (streq(c->kind, "line")) {
			assert_string_equal(c->series[1].points[0].text, "≤ 1.365");
			assert_string_equal(c->series[1].to[0].text, "2.73");
		}
		if (streq(c->kind, "trend")) {
			assert_int_equal(c->n_details, 3);
			assert_string_equal(c->detail_heads[1], "2025");
			assert_string_equal(c->series[0].details[1].text, "400");
			assert_null(c->series[0].details[1].figure); /* the sparkline's own */
			assert_string_equal(c->series[0].details[2].text, "100.0%");
		}
		if (streq(c->kind, "variance")) {
			assert_string_equal(c->series[2].points[0].text, "+200");
			assert_string_equal(c->series[3].points[0].text, "+100.0%");
			assert_int_equal(c->series[2].points[0].role, ROLE_BETTER);
			assert_string_equal(c->series[3].points[1].text, "(100.0)%");
			/* what rose is good, also where it stands negated */
			assert_int_equal(c->series[2].points[1].role, ROLE_BETTER);
		}
	}
	assert_null(b);
	project_free(p);
	arena_free(a);
}

/* Sparklines have no room for the word that says so beside a gap. */
static void a_dotted_sparkline_says_what_it_spans(void **state)
{
	static const char sentence[] = "A dotted line spans periods that are not disclosed.";
	struct project *p =
	    small("{chart: {id: gap, kind: trend, periods: 3, series: [revenue, "
		  "\"pue[site=north]\"]}}, "
		  "{chart: {id: none, kind: trend, periods: 3, series: [revenue]}}, "
		  "{chart: {id: late, kind: trend, periods: 2, series: [revenue, "
		  "\"pue[site=north]\"]}}");
	const struct block *b = must_build(p)->first->first;

	(void)state;
	assert_string_equal(text_plain(p->arena, &b->note), sentence);
	assert_int_equal(b->next->note.n, 0);
	assert_int_equal(b->next->next->note.n, 0); /* it begins late: there is no gap */
	project_free(p);
}

/* Side by side and of one unit: a bar of one height says one amount. */
static void neighbours_share_a_scale(void **state)
{
	struct project *p = small(
	    "{chart: {id: n, kind: column, span: 6, periods: 2, series: [\"saved[site=north]\"]}}, "
	    "{chart: {id: s, kind: stacked, span: 6, periods: 2, series: "
	    "[\"saved[site=south]\"]}}, "
	    "{chart: {id: e, kind: column, span: 6, periods: 2, series: "
	    "[\"energy[site=south]\"]}}, "
	    "{chart: {id: r, kind: column, span: 6, periods: 2, series: "
	    "[\"energy[site=north]\"]}}");
	const struct block *b = must_build(p)->first->first;

	(void)state;
	assert_true(b->as.chart->high == 1200 && b->next->as.chart->high == 1200);
	b = b->next->next; /* another unit */
	assert_true(b->as.chart->high == 300 && b->next->as.chart->high == 300);
	project_free(p);
}

/* What is not disclosed is said among the key figures, but not displayed. */
static void key_figures_know_what_is_missing(void **state)
{
	struct project *p = small("{kpis: {id: k, items: [revenue, {figure: "
				  "\"pue[site=south]@FY2024\", label: PUE}]}}");
	const struct block *b = must_build(p)->first->first;

	(void)state;
	assert_int_equal(b->as.kpis.n, 2);
	assert_false(b->as.kpis.v[0].missing);
	assert_true(b->as.kpis.v[1].missing);
	assert_string_equal(b->as.kpis.v[1].value.text, "n.d.");
	project_free(p);
}

/* Too few values for a line: a table in its place. */
static void sparse_lines_give_way_to_tables(void **state)
{
	static const char blocks[] =
	    "{chart: {id: l, kind: line, periods: 3, least: %d, series: [revenue]}}, "
	    "{table: {id: t, name: N, unless: shown.l, columns: [prior, current], rows: "
	    "[revenue]}}";

	(void)state;
	for (int least = 3; least <= 4; least++) {
		struct arena *a = arena_new();
		struct project *p = small(arena_printf(a, blocks, least));
		const struct block *b = must_build(p)->first->first;

		assert_string_equal(b->id, least == 3 ? "l" : "t");
		assert_null(b->next);
		project_free(p);
		arena_free(a);
	}
}

/* A row of a trend that would be a lone dot beside columns of n.d. is left out. */
static void trends_of_one_value_are_left_out(void **state)
{
	static const char *const columns[] = {"prior", "current"};

	(void)state;
	for (size_t i = 0; i < COUNT(columns); i++) {
		struct arena *a = arena_new();
		struct project *p =
		    small(arena_printf(a,
				       "{chart: {id: t, kind: trend, periods: 3, series: [revenue, "
				       "\"energy[site=north]\"], columns: [%s]}}",
				       columns[i]));
		const struct block *b = must_build(p)->first->first;

		assert_int_equal(b->as.chart->n_series, 1 + i);
		project_free(p);
		arena_free(a);
	}
}

/* A part keeps its tone in all stacks of a brief, and no two of one stack share one. */
static void parts_keep_their_tones(void **state)
{
	struct project *p =
	    small("{chart: {id: a, kind: stacked, periods: 1, series: [{members: \"saved[*=*]\", "
		  "sort: down}]}}, "
		  "{chart: {id: b, kind: stacked100, periods: 1, series: [{members: "
		  "\"energy[*=*]\"}]}}, "
		  "{chart: {id: c, kind: stacked, periods: 1, series: [{members: \"saved[*=*]\"}, "
		  "{members: \"energy[*=*]\"}]}}");
	const struct block *b = must_build(p)->first->first;
	const struct series *down = b->as.chart->series, *up = b->next->as.chart->series,
			    *four = b->next->next->as.chart->series;

	(void)state;
	assert_string_equal(down[0].label, "South");
	assert_string_equal(up[1].label, "South");
	assert_int_equal(down[0].role, ROLE_ACTUAL);
	assert_int_equal(up[1].role, ROLE_ACTUAL);
	assert_int_equal(up[0].role, down[1].role);
	assert_int_equal(b->next->next->as.chart->n_series, 4);
	assert_int_equal(four[1].role, ROLE_ACTUAL);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(four[i].role, four[k].role);
	for (size_t i = 1; i < 4; i++) /* what differs little in grey stands apart */
		assert_false((four[i].role == ROLE_PRIOR && four[i - 1].role == ROLE_PART) ||
			     (four[i].role == ROLE_PART && four[i - 1].role == ROLE_PRIOR));
	project_free(p);
}

/* Periods of one length stand as far apart as they are; one of another length is not joined. */
static void lines_keep_to_time(void **state)
{
	struct project *p =
	    small("{chart: {id: a, kind: line, periods: [FY2023, FY2025, FY2026], series: "
		  "[revenue]}}, "
		  "{chart: {id: b, kind: line, periods: [FY2024, FY2025, 2026Q1], series: "
		  "[revenue]}}, "
		  "{chart: {id: c, kind: line, periods: 3, series: [revenue]}}");
	const struct block *b = must_build(p)->first->first;
	const struct chart *uneven = b->as.chart, *mixed = b->next->as.chart,
			   *even = b->next->next->as.chart;

	(void)state;
	assert_true(uneven->at && uneven->at[1] > 0.66 && uneven->at[1] < 0.67);
	assert_false(uneven->broken[1] || uneven->broken[2]);
	assert_null(mixed->at);
	assert_true(!mixed->broken[1] && mixed->broken[2]);
	assert_null(even->at); /* a leap year is no longer step */
	project_free(p);
}

static void charts_say_their_message(void **state)
{
	struct project *p = small(
	    "{chart: {id: l, scale: unit, kind: line, periods: 3, series: [revenue], change: "
	    "revenue}}, "
	    "{chart: {id: b, kind: bar, change: true, rows: [{members: \"saved[*=*]\"}]}}, "
	    "{chart: {id: k, kind: bullet, targets: [{members: \"pue[*=*]\", prefix: PUE}]}}");
	const struct block *b = must_build(p)->first->first;

	(void)state;
	assert_string_equal(b->as.chart->alt,
			    "Revenue from 100 in 2023 to 400 in 2025, highest 400 in 2025, lowest "
			    "100 in 2023; Change 100.0% in 2025.");
	assert_string_equal(b->next->as.chart->alt, "North c. 900 (800.0%); South 1,200 (n.m.).");
	assert_string_equal(b->next->next->as.chart->alt, "North PUE 1.37 (≤ 1.365: not met).");
	project_free(p);
}

static void unusual_changes_are_explained_or_not(void **state)
{
	struct project *p =
	    small("{unusual: {id: b, above: 150, of: [revenue, {members: \"saved[*=*]\"}]}}");
	const struct block *b = must_build(p)->first->first;

	(void)state;
	assert_int_equal(b->as.prose.n, 2); /* revenue only doubled */
	assert_string_equal(text_plain(p->arena, &b->as.prose.v[0]),
			    "Saved, North: from about 100 kWh to about 900 kWh, up 800.0%. The "
			    "source: a new cooler (The "
			    "report, line 8).");
	assert_string_equal(text_plain(p->arena, &b->as.prose.v[1]),
			    "Saved, South: from 100 kWh to 1,200 kWh. No explanation disclosed.");
	project_free(p);
}

static void the_index_finds_places(void **state)
{
	struct project *p = small(
	    "{words: {id: b, name: Risks, from: risks}}, {words: {id: c, name: None, from: none}}");
	const struct doc *d = must_build(p);
	const struct table *words = d->first->first->as.table,
			   *index = d->first->next->first->as.table;

	(void)state;
	assert_null(d->first->first->next); /* no option, no block */
	assert_row(words, 0, "Flood", "Low");
	assert_row(index, 0, "A1  x", "S");
	assert_string_equal(index->links[0], "b");
	assert_row(index, 1, "A2  y", "not made here");
	assert_null(index->links[1]);
	assert_row(index, 2, "A3  z", "Not covered by this brief; no explanation given");
	project_free(p);
}

static void what_is_wrong_is_said(void **state)
{
	static const struct {
		const char *blocks, *message;
	} cases[] = {
	    {"{table: {name: N, columns: [{show: shar}], rows: [revenue]}}",
	     "unknown word: 'shar'; did you mean 'share'?"},
	    {"{prose: {texts: [\"Net^[of {{revenue}}] of tax\"]}}",
	     "a note at the foot has words only: 'RMB0.0 million'"},
	    {"{prose: {texts: [\"Net^[of tax\"]}}", "'^[' is not closed"},
	    {"{table: {name: N, columns: [{show: share}], rows: [revenue]}}", "a share needs 'of'"},
	    {"{table: {name: N, columns: [{show: cagr}], rows: [revenue]}}",
	     "a growth rate needs 'from'"},
	    {"{table: {name: N, columns: [year-x], rows: [revenue]}}", "not a period: 'year-x'"},
	    {"{table: {name: N, columns: [current], rows: [{members: revenue}]}}",
	     "expected a formula with [dimension=*]"},
	    {"{table: {name: N, columns: [current], rows: [{members: \"pue[*=*]\", sort: upp}]}}",
	     "unknown word: 'upp'; did you mean 'up'?"},
	    {"{chart: {kind: bar}}", "a chart needs 'series', 'rows', 'targets' or 'path'"},
	    {"{chart: {kind: line, path: {of: revenue}}}", "a path needs formulas 'of' and 'to'"},
	    {"{unusual: {above: 10}}", "expected a list under 'of'"},
	    {"{words: {name: N, from: short}}", "expected a list of 2 texts, one for each head"},
	    {"{index: {name: N, entries: [{subject: x}]}}", "an entry needs a 'code'"},
	    {"{index: {name: N, entries: [{code: A1}]}}", "an entry needs a 'subject'"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct project *p = small(cases[i].blocks);

		assert_null(doc_of(p));
		assert_true(p->diag->messages.n > 0);
		assert_string_equal(p->diag->messages.v[0].text, cases[i].message);
		project_free(p);
	}
}

static void terms_of_the_issuer_stand_among_the_shipped(void **state)
{
	struct project *p =
	    small("{definitions: {id: b, terms: [{term: PUE, meaning: A ratio}, {from: own}, "
		  "{from: none}, {term: Change, meaning: A difference}]}}");
	const struct doc *d = must_build(p);
	const struct block *block = d->first->first;

	(void)state;
	assert_int_equal(block->as.definitions.n, 3);
	assert_string_equal(block->as.definitions.v[1].term, "Saved");
	assert_string_equal(block->as.definitions.v[1].remark, "The report");
	assert_string_equal(block->as.definitions.v[2].term, "Change");
	project_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(targets_are_judged),
	    cmocka_unit_test(notes_are_numbered_in_reading_order),
	    cmocka_unit_test(columns_stand_under_a_group),
	    cmocka_unit_test(one_period_does_not_stand_out),
	    cmocka_unit_test(years_grow_and_forecasts_are_named),
	    cmocka_unit_test(heads_name_the_period_of_the_sums),
	    cmocka_unit_test(a_needed_row_decides_on_columns),
	    cmocka_unit_test(facts_stand_in_the_order_of_time),
	    cmocka_unit_test(members_rank_and_charts_judge),
	    cmocka_unit_test(a_brief_has_sections_of_its_own),
	    cmocka_unit_test(every_kind_of_chart_stands_in_a_template),
	    cmocka_unit_test(a_dotted_sparkline_says_what_it_spans),
	    cmocka_unit_test(neighbours_share_a_scale),
	    cmocka_unit_test(key_figures_know_what_is_missing),
	    cmocka_unit_test(sparse_lines_give_way_to_tables),
	    cmocka_unit_test(trends_of_one_value_are_left_out),
	    cmocka_unit_test(parts_keep_their_tones),
	    cmocka_unit_test(lines_keep_to_time),
	    cmocka_unit_test(charts_say_their_message),
	    cmocka_unit_test(unusual_changes_are_explained_or_not),
	    cmocka_unit_test(the_index_finds_places),
	    cmocka_unit_test(terms_of_the_issuer_stand_among_the_shipped),
	    cmocka_unit_test(what_is_wrong_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
