/*
 * Charts: which figures stand where.  How they are drawn is chart/'s business.
 *
 * Four forms: series over periods (column, stacked, line, slope ...), rows (bridge, bar), where
 * each row is a category and the periods are the series, targets (bullet), and the path to a
 * commitment.
 */
#include "doc/charts.h"

#include <limits.h>

static double printed_value(const struct build *b, const struct figure *f)
{
	double x = num_double(f->value);

	if (f->unit->percent || f->kind == FIGURE_SHARE || f->kind == FIGURE_CHANGE ||
	    f->kind == FIGURE_POINTS)
		return x * 100;
	if (f->unit->currency && f->unit->n == 1)
		for (int i = 0; i < b->style.scale; i++)
			x /= 10;
	return x / num_double(f->unit->currency ? num_int(b->arena, 1) : f->unit->factor);
}

struct point build_point(struct build *b, const struct figure *f)
{
	struct mark m = build_number(b, f, true);
	struct point p = {
	    .there = f->availability == AVAILABLE, .text = m.text, .figure = m.figure};

	if (p.there)
		p.value = printed_value(b, f);
	return p;
}

/* The brief's own year may be one of its last years, too. */
static bool holds(const struct periods *periods, struct period p)
{
	for (size_t i = 0; i < periods->n; i++)
		if (period_eq(periods->v[i], p))
			return true;
	return false;
}

bool chart_periods(struct build *b, const struct value *v, struct periods *out)
{
	if (v && v->kind == VALUE_LIST) {
		for (size_t i = 0; i < v->n; i++) {
			struct period p;

			if (template_period(b, v->items[i], &p) && !holds(out, p))
				*PUSH(b->arena, out) = p;
		}
		return out->n > 0;
	}
	out->n = (size_t)template_int(b, v, 1, 40, 2);
	out->cap = out->n;
	out->v = NEWS(b->arena, struct period, out->n);
	out->v[out->n - 1] = b->brief->period;
	for (size_t i = out->n - 1; i-- > 0;)
		out->v[i] = period_previous(out->v[i + 1]);
	return true;
}

/* Quarters stand under the axis as Q1, Q2 ... over their year. */
static void add_ticks(struct build *b, struct chart *c, const struct periods *periods)
{
	struct calendar calendar = b->facts->issuer.calendar;

	for (size_t i = 0; i < periods->n; i++)
		if (!fiscal_quarter(calendar, periods->v[i]))
			return;
	c->ticks = NEWS(b->arena, const char *, periods->n);
	c->groups = NEWS(b->arena, const char *, periods->n);
	for (size_t i = 0; i < periods->n; i++) {
		struct period year =
		    period_fiscal_year(calendar, fiscal_year(calendar, periods->v[i]));
		int quarter = fiscal_quarter(calendar, periods->v[i]);

		c->ticks[i] = texts_word(b->printer.texts,
					 arena_printf(b->arena, "doc.tick.quarter.%d", quarter));
		c->groups[i] = print_period_short(&b->printer, year);
	}
}

/* Months and years differ by a few days among themselves. */
static bool same_length(struct period a, struct period b)
{
	static const int few = 5; /* days */
	int difference = (a.to - a.from) - (b.to - b.from);

	return a.instant == b.instant && difference <= few && difference >= -few;
}

/* Where the length of the periods changes no line goes on; where only the steps between them differ
 * they stand as far apart as they are. */
static void add_time(struct build *b, struct chart *c, const struct periods *periods)
{
	static const double even = 1.5; /* the longest step may be so much of the shortest */
	const struct period *v = periods->v;
	size_t n = periods->n;
	int least = INT_MAX, most = 0;

	c->broken = NEWS(b->arena, bool, n);
	for (size_t i = 1; i < n; i++) {
		int step = v[i].to - v[i - 1].to;

		c->broken[i] = !same_length(v[i - 1], v[i]);
		if (c->broken[i])
			step = 0;
		least = step < least ? step : least;
		most = step > most ? step : most;
	}
	if (least <= 0 || most <= even * least || c->groups)
		return;
	c->at = NEWS(b->arena, double, n);
	for (size_t i = 0; i < n; i++)
		c->at[i] = (double)(v[i].to - v[0].to) / (double)(v[n - 1].to - v[0].to);
}

void chart_categories(struct build *b, struct chart *c, const struct periods *periods)
{
	c->n_categories = periods->n;
	c->categories = NEWS(b->arena, const char *, periods->n);
	c->emphasis = NEWS(b->arena, bool, periods->n);
	for (size_t i = 0; i < periods->n; i++) {
		c->categories[i] = print_period_short(&b->printer, periods->v[i]);
		c->emphasis[i] = period_eq(periods->v[i], b->brief->period);
	}
	add_ticks(b, c, periods);
	add_time(b, c, periods);
}

static bool fill(struct build *b, struct chart *c, const struct value *v)
{
	if (value_at(v, "targets"))
		return chart_of_targets(b, c, v);
	if (value_at(v, "path"))
		return chart_of_path(b, c, v);
	if (value_at(v, "rows"))
		return chart_of_rows(b, c, v);
	if (value_at(v, "columns") && !streq(c->kind, "trend"))
		return diag_error(b->diag, value_at(v, "columns")->at,
				  "'columns' stand beside charts of kind 'trend'");
	return value_at(v, "series")
		   ? chart_of_series(b, c, v)
		   : diag_error(b->diag, v->at,
				"a chart needs 'series', 'rows', 'targets' or 'path'");
}

bool block_chart(struct build *b, const struct value *v)
{
	struct chart *c = NEW(b->arena, struct chart);
	const struct value *kind = value_at(v, "kind");

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "kind", "series", "periods", "rows", "total", "change",
		      "targets", "path", "columns", "judged", "least");
	b->block->kind = BLOCK_CHART;
	b->block->as.chart = c;
	c->kind = value_text(kind);
	c->id = b->block->id;
	c->texts = chart_texts_new(b->arena);
	c->lang = b->doc->lang;
	c->missing = texts_word(b->printer.texts, "print.not_disclosed");
	if (!c->kind || !chart_kind_known(c->kind))
		return diag_error(b->diag, kind ? kind->at : v->at, "unknown kind of chart: '%s'",
				  c->kind ? c->kind : "");
	if (!fill(b, c, v))
		return false;
	b->rounded = !chart_adds_up(b, c);
	c->alt = chart_alt(b, c);
	return true;
}
