/*
 * Charts for tests: the example issuer's figures, written as they are printed.  The text gives the
 * value: "(943.7)" is negative, "–" is nil, "n.d." is not there.
 */
#ifndef TESTS_CHART_SAMPLE_H
#define TESTS_CHART_SAMPLE_H

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "chart/chart.h"

static double sample_value(const char *text)
{
	char digits[64];
	size_t n = 0;
	double value;

	for (const char *s = text; *s && n + 1 < sizeof digits; s++)
		if (isdigit((unsigned char)*s) || strchr(".eE-", *s))
			digits[n++] = *s;
	digits[n] = '\0';
	value = strtod(digits, NULL);
	return text[0] == '(' ? -value : value;
}

static struct point sample_point(struct arena *a, const char *text, const char *figure)
{
	bool there = *text && !streq(text, "n.d.") && !streq(text, "未收录");

	return (struct point){.there = there,
			      .text = *text ? arena_str(a, text) : NULL,
			      .figure = figure,
			      .value = there ? sample_value(text) : 0};
}

/* Splits at '|'; returns the number of parts. */
static size_t sample_split(struct arena *a, const char *text, const char ***parts)
{
	struct {
		const char **v;
		size_t n, cap;
	} list = {0};

	for (;;) {
		const char *end = strchr(text, '|');

		*PUSH(a, &list) = arena_strn(a, text, end ? (size_t)(end - text) : strlen(text));
		if (!end)
			break;
		text = end + 1;
	}
	*parts = list.v;
	return list.n;
}

static struct chart *sample_chart(struct arena *a, const char *kind, const char *title,
				  const char *subtitle, const char *categories, size_t n_series)
{
	struct chart *c = NEW(a, struct chart);

	c->id = c->kind = kind;
	c->title = title;
	c->subtitle = subtitle;
	c->alt = title;
	c->missing = "n.d.";
	c->n_categories = sample_split(a, categories, &c->categories);
	c->n_series = n_series;
	c->series = NEWS(a, struct series, n_series);
	c->emphasis = NEWS(a, bool, c->n_categories);
	return c;
}

static struct point *sample_points(struct arena *a, const char *prefix, const char *texts)
{
	const char **parts;
	size_t n = sample_split(a, texts, &parts);
	struct point *points = NEWS(a, struct point, n);

	for (size_t i = 0; i < n; i++)
		points[i] = sample_point(a, parts[i], arena_printf(a, "%s%zu", prefix, i + 1));
	return points;
}

static struct series *sample_series(struct arena *a, struct chart *c, size_t i, const char *label,
				    enum chart_role role, const char *texts)
{
	struct series *s = &c->series[i];

	s->label = label;
	s->role = role;
	s->points = sample_points(a, arena_printf(a, "%c", (char)('a' + i)), texts);
	return s;
}

static void sample_row(struct arena *a, struct chart *c, const char *label, const char *texts)
{
	size_t n;

	c->row_label = label;
	n = sample_split(a, texts, &c->row);
	c->row_figures = NEWS(a, const char *, n);
	for (size_t i = 0; i < n; i++) {
		c->row_figures[i] = c->row[i][0] ? arena_printf(a, "row%zu", i + 1) : NULL;
		if (!c->row[i][0])
			c->row[i] = NULL;
	}
}

static void sample_details(struct arena *a, struct chart *c, size_t series, const char *texts)
{
	const char **parts;

	c->n_details = sample_split(a, texts, &parts);
	c->series[series].details = sample_points(a, arena_printf(a, "d%zu-", series), texts);
}

static struct chart *sample_stacked(struct arena *a)
{
	struct chart *c = sample_chart(a, "stacked", "AI business reached 31.0% of revenue",
				       "Kingsoft Cloud, revenue by line, RMB million, 2022–2025",
				       "2022|2023|2024|2025", 3);

	sample_series(a, c, 0, "Public cloud", ROLE_ACTUAL, "5,360.3|4,381.7|5,007.3|6,633.5");
	c->series[0].rest = sample_points(a, "r", "|||3,671.8");
	sample_series(a, c, 1, "of which AI", ROLE_ACCENT, "|||2,961.7")->part_of_previous = true;
	sample_series(a, c, 2, "Enterprise cloud", ROLE_PRIOR, "2,817.0|2,664.0|2,777.8|2,925.1");
	sample_details(a, c, 0, "6,633.5|69.4%");
	sample_details(a, c, 1, "2,961.7|31.0%");
	sample_details(a, c, 2, "2,925.1|30.6%");
	c->totals = sample_points(a, "t", "8,180.1|7,047.5|7,785.2|9,558.6");
	c->emphasis[3] = true;
	sample_row(a, c, "Change", "|(13.8)%|10.5%|22.8%");
	c->note = "AI business is part of public cloud; disclosed for the full year from 2025. "
		  "Others (2024: 0.2) not drawn.";
	return c;
}

static struct chart *sample_stacked100(struct arena *a)
{
	struct chart *c = sample_chart(
	    a, "stacked100", "The mix turned back to public cloud in 2024",
	    "Kingsoft Cloud, share of revenue, %", "2019|2020|2021|2022|2023|2024|2025", 2);

	sample_series(a, c, 0, "Public", ROLE_ACTUAL, "87.4|78.5|68.0|65.5|62.2|64.3|69.4");
	sample_series(a, c, 1, "Enterprise", ROLE_PRIOR, "12.3|20.9|32.0|34.4|37.8|35.7|30.6");
	c->series[0].points[6].role = ROLE_ACCENT;
	c->series[0].points[6].has_role = true;
	c->emphasis[6] = true;
	c->note = "Others (at most 0.6) not drawn. 2020 as printed: 78.5.";
	return c;
}

static struct chart *sample_slope(struct arena *a)
{
	static const char *const rows[][2] = {
	    {"Gross", "17.2|15.7"},
	    {"Adjusted gross*", "17.4|16.1"},
	    {"Net loss", "(25.4)|(9.9)"},
	    {"Adjusted net loss*", "(10.6)|(5.8)"},
	    {"Adjusted EBITDA*", "8.2|24.4"},
	    {"Normalized Adjusted EBITDA*", "7.6|23.4"},
	    {"Adjusted operating loss*", "(5.5)|(1.6)"},
	    {"Normalized Adjusted operating loss*", "(6.1)|(2.7)"},
	};
	struct chart *c =
	    sample_chart(a, "slope", "Every loss margin narrowed; gross margin slipped",
			 "Kingsoft Cloud, margins, % of revenue", "2024|2025", COUNT(rows));

	for (size_t i = 0; i < COUNT(rows); i++)
		sample_series(a, c, i, rows[i][0], i ? ROLE_ACTUAL : ROLE_ACCENT, rows[i][1]);
	c->note = "* Non-GAAP financial measure.";
	return c;
}

static struct chart *sample_bridge(struct arena *a)
{
	struct chart *c = sample_chart(
	    a, "bridge", "Depreciation and amortization is the largest step",
	    "Kingsoft Cloud, net loss to Adjusted EBITDA (non-GAAP), RMB million, 2025",
	    "Net loss|Share-based compensation|Foreign exchange gain|Impairment of long-lived "
	    "assets|"
	    "Adjusted net loss|Interest income|Interest expense|Income tax benefit|"
	    "Depreciation and amortization|Adjusted EBITDA",
	    1);

	sample_series(a, c, 0, "2025", ROLE_STEP,
		      "(943.7)|446.9|(60.1)|–|(556.9)|(80.9)|498.0|(4.2)|2,480.4|2,336.4");
	c->is_total = NEWS(a, bool, c->n_categories);
	c->is_total[0] = c->is_total[4] = c->is_total[9] = true;
	c->note = "The bridge closes: the start and all steps add to the end in RMB’000.";
	return c;
}

static struct chart *sample_change_bridge(struct arena *a)
{
	struct chart *c = sample_chart(
	    a, "bridge", "The impairment is 919.7 of the 1,035.4 change",
	    "Kingsoft Cloud, net loss 2024 to 2025, RMB million",
	    "Net loss 2024|Gross profit|Impairment of long-lived assets|Other operating expenses|"
	    "Interest, net|Foreign exchange|Other items, net|Income tax benefit|Net loss 2025",
	    1);
	struct point *v =
	    sample_series(a, c, 0, "", ROLE_STEP,
			  "(1,979.0)|+162.5|+919.7|(116.1)|(214.5)|+79.7|+201.4|+2.7|(943.7)")
		->points;

	c->is_total = NEWS(a, bool, c->n_categories);
	c->is_total[0] = c->is_total[8] = true;
	for (size_t i = 0; i < 8; i++) {
		v[i].has_role = true;
		v[i].role = !i ? ROLE_PRIOR : v[i].value < 0 ? ROLE_WORSE : ROLE_BETTER;
	}
	return c;
}

static struct chart *sample_bar(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "bar", "Leased assets are 77.1% of Scope 3, up 506.8%",
			 "Kingsoft Cloud, Scope 3 by category, tCO₂e, 2025 over 2024",
			 "Upstream leased assets|Capital goods|Purchased goods and services|"
			 "Fuel- and energy-related activities|Employee commuting|Business travel",
			 2);

	sample_series(a, c, 0, "2025", ROLE_ACTUAL,
		      "448,233.00|75,173.86|38,192.07|11,869.71|5,429.55|2,488.41");
	sample_series(a, c, 1, "2024", ROLE_PRIOR,
		      "73,868.00|54,004.21|41,468.04|11,941.36|4,468.77|1,451.82");
	c->emphasis[0] = true;
	sample_row(a, c, "Change", "506.8%|39.2%|(7.9)%|(0.6)%|21.5%|71.4%");
	return c;
}

static struct chart *sample_table_bars(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "table", "Leased assets are 77.1% of Scope 3, up 506.8%",
			 "Kingsoft Cloud, greenhouse gas emissions, tCO₂e; 2024 above, 2025 below",
			 "Scope 1|Scope 2|Scope 1 and 2|Upstream leased assets|Capital goods|"
			 "Purchased goods and services|Fuel- and energy-related activities|Scope 3",
			 2);

	sample_series(a, c, 0, "2024", ROLE_PRIOR,
		      "57.15|57,638.74|57,695.89|73,870.46|54,008.67|41,482.00|11,938.76|"
		      "187,220.37");
	sample_series(a, c, 1, "2025", ROLE_ACTUAL,
		      "89.17|56,622.34|56,711.51|448,233.00|75,173.86|38,192.07|11,869.71|"
		      "581,386.59");
	c->is_total = NEWS(a, bool, c->n_categories);
	c->is_total[2] = c->is_total[7] = true;
	c->emphasis[3] = true;
	sample_row(a, c, "Change", "56.0%|(1.8)%|(1.71)%|506.8%|39.2%|(7.9)%|(0.6)%|210.5%");
	return c;
}

static struct chart *sample_column(struct arena *a)
{
	struct chart *c = sample_chart(
	    a, "column", "Every quarter of 2025 beat the year before",
	    "Kingsoft Cloud, revenue, RMB million, by quarter; 2024 behind", "Q1|Q2|Q3|Q4|Q1", 4);

	sample_series(a, c, 0, "Actual", ROLE_ACTUAL, "1,970.0|2,349.2|2,478.0|2,761.4|");
	sample_series(a, c, 1, "Prior year", ROLE_PRIOR, "1,775.7|1,891.8|1,885.6|2,232.1|1,970.0");
	sample_series(a, c, 2, "Forecast", ROLE_FORECAST, "||||2,600");
	sample_series(a, c, 3, "target", ROLE_TARGET, "||||2,700");
	sample_split(a, "2025|2025|2025|2025|2026", &c->groups);
	c->emphasis[3] = true;
	sample_row(a, c, "Change", "10.9%|24.2%|31.4%|23.7%|32.0%");
	c->note = "Q4 2025 derived: year less nine months. Forecast and target of Q1 2026 are "
		  "illustrative.";
	return c;
}

static struct chart *sample_gaps(struct arena *a)
{
	struct chart *c = sample_chart(a, "column", "Missing is never zero",
				       "Kingsoft Cloud, net loss, RMB million, by quarter",
				       "Q4|Q1|Q2|Q3|Q4|Q1|Q2|Q3", 1);

	sample_series(a, c, 0, "Net loss", ROLE_ACTUAL,
		      "(286.8)|(364.0)|(353.7)|(1,061.1)|n.d.|(316.0)|n.d.|n.d.");
	sample_split(a, "2023|2024|2024|2024|2024|2025|2025|2025", &c->groups);
	c->emphasis[7] = true;
	c->note = "Q3 2024 includes an impairment of RMB919.7 million.";
	return c;
}

static struct chart *sample_grouped(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "column", "Operations paid for more than the investments",
			 "Kingsoft Cloud, cash flows, RMB million", "2023|2024|2025", 2);

	sample_series(a, c, 0, "From operating activities", ROLE_ACTUAL, "(182.6)|628.4|3,801.0");
	sample_series(a, c, 1, "Used in investing activities", ROLE_STEP,
		      "(1,914.9)|(3,451.5)|(3,360.2)");
	return c;
}

static struct chart *sample_chinese(struct arena *a)
{
	struct chart *c = sample_chart(a, "stacked", "人工智能业务占收入的31.0%",
				       "金山云，按业务划分的收入，人民币百万元，2022至2025年",
				       "2022年|2023年|2024年|2025年", 2);

	sample_series(a, c, 0, "公有云服务（包括人工智能业务收入）", ROLE_ACTUAL,
		      "5,360.3|4,381.7|5,007.3|6,633.5");
	sample_series(a, c, 1, "行业云服务", ROLE_PRIOR, "2,817.0|2,664.0|2,777.8|2,925.1");
	c->totals = sample_points(a, "t", "8,180.1|7,047.5|7,785.2|9,558.6");
	sample_row(a, c, "同比", "|(13.8)%|10.5%|22.8%");
	c->emphasis[3] = true;
	c->missing = "未收录";
	c->lang = LANG_ZH_HANS;
	return c;
}

static struct chart *sample_line(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "line", "Beijing met its limit; 2026 asks for 0.003 less",
			 "Kingsoft Cloud, Beijing Yizhuang, PUE; the limit is the step",
			 "2021|2022|2023|2024|2025|2026", 2);

	sample_series(a, c, 0, "Actual", ROLE_ACTUAL, "1.37|1.37|n.d.|n.d.|1.359|");
	sample_series(a, c, 1, "Limit", ROLE_TARGET, "||||≤ 1.361|≤ 1.356");
	c->emphasis[4] = true;
	c->note = "Scale does not start at zero. 2023 and 2024: not disclosed in these sources.";
	return c;
}

static struct chart *sample_lines(struct arena *a)
{
	struct chart *c = sample_chart(a, "line", "Revenue doubled while the loss narrowed",
				       "Example, RMB million", "2021|2022|2023|2024|2025", 2);

	sample_series(a, c, 0, "Revenue", ROLE_ACCENT, "4,100.2|5,220.9|6,100.0|7,785.2|9,558.6");
	sample_series(a, c, 1, "Net loss", ROLE_ACTUAL,
		      "(1,591.8)|(2,688.3)|(2,176.6)|(1,979.0)|(943.7)");
	return c;
}

/* Lines that run close together, one of which begins later and one of which ends earlier. */
static struct chart *sample_close(struct arena *a)
{
	struct chart *c = sample_chart(a, "line", "Margins turned", "Example, % of revenue",
				       "2019|2020|2021|Q1 2022", 4);

	sample_series(a, c, 0, "Gross margin", ROLE_ACCENT, "n.d.|n.d.|3.9%|3.7%");
	sample_series(a, c, 1, "Operating loss margin", ROLE_ACTUAL,
		      "(28.9)%|n.d.|(20.0)%|(24.5)%");
	sample_series(a, c, 2, "Net loss margin", ROLE_PRIOR, "(28.1)%|(14.6)%|(17.6)%|(25.5)%");
	sample_series(a, c, 3, "EBITDA margin", ROLE_STEP, "(9.0)%|(6.0)%|n.d.|n.d.");
	c->emphasis[3] = true;
	return c;
}

/* What was aimed at is a range. */
static struct chart *sample_band(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "line", "Capital expenditure within its range",
			 "Example, RMB million; shaded: guidance", "2022|2023|2024|2025|2026", 2);

	sample_series(a, c, 0, "Actual", ROLE_ACTUAL, "820|1,004|1,310|1,254|");
	sample_series(a, c, 1, "Guidance", ROLE_TARGET, "||1,200|1,200|1,300");
	c->series[1].to = sample_points(a, "to", "||1,400|1,400|1,500");
	c->emphasis[3] = true;
	return c;
}

/* A line that goes on as a forecast. */
static struct chart *sample_outlook(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "line", "Revenue is to pass 12,000 in 2027",
			 "Example, RMB million; dashed: forecast", "2023|2024|2025|2026|2027", 1);
	struct series *revenue =
	    sample_series(a, c, 0, "Revenue", ROLE_ACTUAL, "7,047.5|7,785.2|9,558.6|10,900|12,100");

	for (size_t i = 3; i < 5; i++) {
		revenue->points[i].has_role = true;
		revenue->points[i].role = ROLE_FORECAST;
	}
	return c;
}

/* Forty quarters whose values have no room. */
static struct chart *sample_many(struct arena *a, const char *kind, size_t n_series)
{
	enum { N = 40 };
	struct chart *c = sample_chart(a, kind, "Ten years of quarters",
				       "Example, RMB million, Q1 2016 to Q4 2025", "", n_series);

	c->n_categories = N;
	c->categories = NEWS(a, const char *, N);
	c->ticks = NEWS(a, const char *, N);
	c->groups = NEWS(a, const char *, N);
	c->emphasis = NEWS(a, bool, N);
	for (size_t i = 0; i < N; i++) {
		c->ticks[i] = arena_printf(a, "Q%zu", i % 4 + 1);
		c->groups[i] = arena_printf(a, "%zu", 2016 + i / 4);
		c->categories[i] = arena_printf(a, "%s %s", c->ticks[i], c->groups[i]);
	}
	c->emphasis[N - 1] = true;
	for (size_t s = 0; s < n_series; s++) {
		c->series[s] = (struct series){.label = s ? "Enterprise cloud" : "Public cloud",
					       .role = s ? ROLE_PRIOR : ROLE_ACTUAL,
					       .points = NEWS(a, struct point, N)};
		for (size_t i = 0; i < N; i++)
			c->series[s].points[i] = sample_point(
			    a,
			    arena_printf(a, "1,%03zu.%zu", (i * i + 37 * (i % 4) + 90 * s) % 1000,
					 i % 10),
			    arena_printf(a, "%c%zu", (char)('a' + s), i));
	}
	return c;
}

static struct chart *sample_many_columns(struct arena *a)
{
	return sample_many(a, "column", 1);
}

static struct chart *sample_many_lines(struct arena *a)
{
	return sample_many(a, "line", 2);
}

static struct chart *sample_many_stacked(struct arena *a)
{
	return sample_many(a, "stacked", 2);
}

static struct chart *sample_bullet(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "bullet", "All four 2025 limits met, none of 2026 yet",
			 "Kingsoft Cloud, data centers, 2025; solid limit 2025, dashed 2026",
			 "Beijing Yizhuang\nPUE|Beijing Yizhuang\nWUE|Tianjin "
			 "Yixianyuan\nPUE|Tianjin Yixianyuan\nWUE",
			 4);

	sample_series(a, c, 0, "2025", ROLE_ACCENT, "1.359|1.93|1.257|1.97");
	sample_series(a, c, 1, "Limit", ROLE_TARGET, "1.361|1.94|1.258|2.00");
	sample_series(a, c, 2, "Limit 2026", ROLE_FORECAST, "1.356|1.91|1.255|1.95");
	sample_series(a, c, 3, "2024", ROLE_PRIOR, "1.364|n.d.|1.259|1.99");
	sample_row(a, c, NULL, "≤ 1.361: met|≤ 1.94: met|≤ 1.258: met|≤ 2.00: met");
	c->note = "Position scales, not from zero; the allowed side is shaded.";
	return c;
}

static struct chart *sample_variance(struct arena *a)
{
	struct chart *c = sample_chart(
	    a, "variance", "Cost of revenues grew faster than revenues",
	    "Kingsoft Cloud, income statement lines, RMB million, change by effect on the result",
	    "Revenues|Cost of revenues|Gross profit|Selling and marketing expenses|"
	    "General and administrative expenses|Research and development expenses|"
	    "Impairment of long-lived assets|Operating loss",
	    4);

	sample_series(a, c, 0, "2024", ROLE_PRIOR,
		      "7,785.2|(6,444.3)|1,340.9|(479.4)|(834.9)|(846.0)|(919.7)|(1,739.0)");
	sample_series(a, c, 1, "2025", ROLE_ACTUAL,
		      "9,558.6|(8,055.2)|1,503.4|(551.4)|(914.6)|(810.3)|–|(772.9)");
	sample_series(a, c, 2, "Change, RMB million", ROLE_STEP,
		      "+1,773.4|(1,611.0)|+162.5|(72.0)|(79.8)|+35.7|+919.7|+966.1");
	sample_series(a, c, 3, "Change, %", ROLE_STEP,
		      "+22.8%|(25.0)%|+12.1%|(15.0)%|(9.6)%|+4.2%|n.d.|+55.6%");
	c->series[3].points[6].text = "n.m.";
	c->is_total = NEWS(a, bool, c->n_categories);
	c->is_total[0] = c->is_total[2] = c->is_total[7] = true;
	return c;
}

static struct chart *sample_multiples(struct arena *a)
{
	struct chart *c = sample_chart(
	    a, "multiples", "Revenue and Adjusted EBITDA rise; two lines are not fully disclosed",
	    "Kingsoft Cloud, RMB million, eight quarters to Q3 2025, one scale",
	    "Q4|Q1|Q2|Q3|Q4|Q1|Q2|Q3", 4);

	sample_series(a, c, 0, "Revenue", ROLE_ACTUAL,
		      "1,722.5|1,775.7|1,891.8|1,885.6|2,232.1|1,970.0|2,349.2|2,478.0");
	sample_series(a, c, 1, "Public cloud revenue", ROLE_ACTUAL,
		      "1,052.0|n.d.|n.d.|1,175.5|n.d.|1,353.5|1,625.3|1,752.3");
	sample_series(a, c, 2, "Adjusted gross profit*", ROLE_ACTUAL,
		      "n.d.|299.1|324.5|306.6|n.d.|327.9|350.3|392.6");
	sample_series(a, c, 3, "Adjusted EBITDA*", ROLE_ACTUAL,
		      "(27.7)|33.4|61.8|185.4|359.3|318.5|410|826.6");
	sample_split(a, "2023|2024|2024|2024|2024|2025|2025|2025", &c->groups);
	c->emphasis[7] = true;
	c->note = "* Non-GAAP financial measure. Adjusted EBITDA of Q2 2025 is rounded to 10 "
		  "million in its source.";
	return c;
}

static struct chart *sample_trend(struct arena *a)
{
	struct chart *c =
	    sample_chart(a, "trend", "Trends in the row, values beside them",
			 "Kingsoft Cloud, selected measures; each sparkline has its own scale, "
			 "zero line where the sign changes",
			 "Q4 2023|Q1 2024|Q2 2024|Q3 2024|Q4 2024|Q1 2025|Q2 2025|Q3 2025", 4);

	sample_series(a, c, 0, "Revenue, RMB million", ROLE_ACTUAL,
		      "1,722.5|1,775.7|1,891.8|1,885.6|2,232.1|1,970.0|2,349.2|2,478.0");
	sample_series(a, c, 1, "Public cloud, RMB million", ROLE_ACTUAL,
		      "1,052.0|n.d.|n.d.|1,175.5|n.d.|1,353.5|1,625.3|1,752.3");
	sample_series(a, c, 2, "Adjusted EBITDA*, RMB million", ROLE_ACTUAL,
		      "(27.7)|33.4|61.8|185.4|359.3|318.5|410|826.6");
	sample_series(a, c, 3, "Adjusted operating result*, RMB million", ROLE_ACTUAL,
		      "(302.9)|(226.5)|n.d.|n.d.|24.4|(55.8)|(166.0)|15.4");
	sample_details(a, c, 0, "1,885.6|2,349.2|2,478.0|31.4%|5.5%");
	sample_details(a, c, 1, "1,175.5|1,625.3|1,752.3|49.1%|7.8%");
	sample_details(a, c, 2, "185.4|410|826.6|345.8%|about 102%");
	sample_details(a, c, 3, "n.d.|(166.0)|15.4|n.d.|turned profit");
	sample_split(a, "Q3 2024|Q2 2025|Q3 2025|On year|On quarter", &c->detail_heads);
	c->row_label = "8 quarters to Q3 2025";
	c->emphasis[7] = true;
	return c;
}

static const struct sample {
	const char *name;
	struct chart *(*make)(struct arena *);
	double width;
} samples[] = {
    {"stacked", sample_stacked, 283},
    {"stacked100", sample_stacked100, 241},
    {"slope", sample_slope, 241},
    {"bridge", sample_bridge, 283},
    {"change-bridge", sample_change_bridge, 241},
    {"bar", sample_bar, 241},
    {"table", sample_table_bars, 493},
    {"column", sample_column, 241},
    {"gaps", sample_gaps, 241},
    {"grouped", sample_grouped, 283},
    {"chinese", sample_chinese, 283},
    {"line", sample_line, 241},
    {"lines", sample_lines, 241},
    {"close", sample_close, 241},
    {"band", sample_band, 241},
    {"outlook", sample_outlook, 241},
    {"many-columns", sample_many_columns, 283},
    {"many-lines", sample_many_lines, 283},
    {"many-stacked", sample_many_stacked, 283},
    {"bullet", sample_bullet, 241},
    {"bullet-wide", sample_bullet, 493},
    {"variance", sample_variance, 493},
    {"multiples", sample_multiples, 493},
    {"trend", sample_trend, 493},
};

#endif
