/*
 * Charts: which figures stand where.  How they are drawn is chart/'s business.
 *
 * Two forms: series over periods (column, stacked, line, slope ...), and rows (bridge, bar), where each
 * row is a category and the periods are the series.
 */
#include "doc/build.h"

struct periods {
	struct period *v;
	size_t n, cap;
};

static double printed_value(const struct build *b, const struct figure *f)
{
	double x = num_double(f->value);

	if (f->unit->percent || f->kind == FIGURE_SHARE || f->kind == FIGURE_CHANGE || f->kind == FIGURE_POINTS)
		return x * 100;
	if (f->unit->currency && f->unit->n == 1)
		for (int i = 0; i < b->style.scale; i++)
			x /= 10;
	return x / num_double(f->unit->currency ? num_int(b->arena, 1) : f->unit->factor);
}

static struct point build_point(struct build *b, const struct figure *f)
{
	struct mark m = build_number(b, f, true);
	struct point p = {.there = f->availability == AVAILABLE, .text = m.text, .figure = m.figure};

	if (p.there)
		p.value = printed_value(b, f);
	return p;
}

/* A number n: the last n of the brief's length; or a list of periods, oldest first. */
static bool read_periods(struct build *b, const struct value *v, struct periods *out)
{
	if (v && v->kind == VALUE_LIST) {
		for (size_t i = 0; i < v->n; i++) {
			struct period p;

			if (!template_period(b, v->items[i], &p))
				return false;
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

static int read_role(struct build *b, const struct value *v, int otherwise)
{
	static const char *const roles[] = {"actual", "prior", "target", "forecast", "accent", "step",
					    "better", "worse", "total"};

	return template_choice(b, v, roles, COUNT(roles), otherwise);
}

/* ---- series over periods ---- */

struct source_series {
	const struct formula *formula;
	const struct figure **figures;
	const char *label;
	int role;
	bool of_which;
};

static bool read_series(struct build *b, const struct value *v, const struct periods *periods,
			struct source_series *s)
{
	const struct value *formula = v->kind == VALUE_MAP ? value_at(v, "formula") : v;

	if (v->kind == VALUE_MAP && !TEMPLATE_KEYS(b, v, "formula", "label", "role", "of_which"))
		return false;
	if (!value_text(formula))
		return diag_error(b->diag, v->at, "expected a formula");
	s->formula = build_formula(b, value_text(formula), formula->at);
	if (!s->formula)
		return false;
	s->figures = NEWS(b->arena, const struct figure *, periods->n);
	for (size_t i = 0; i < periods->n; i++)
		s->figures[i] = build_figure(b, s->formula, periods->v[i]);
	s->label = v->kind == VALUE_MAP ? build_plain(b, value_at(v, "label")) : NULL;
	if (!s->label)
		s->label = build_label(b, s->formula, s->figures[periods->n - 1]);
	if (!s->label)
		return diag_error(b->diag, formula->at, "a formula of several terms needs a label");
	s->role = read_role(b, value_at(v, "role"), ROLE_ACTUAL);
	s->of_which = template_bool(b, value_at(v, "of_which"), false);
	return true;
}

/* Periods before the first that any series knows are no gap: the history just begins later. */
static void drop_unknown_start(struct periods *periods, struct source_series *series, size_t n)
{
	while (periods->n > 1) {
		for (size_t s = 0; s < n; s++)
			if (series[s].figures[0]->availability == AVAILABLE)
				return;
		periods->v++;
		periods->n--;
		for (size_t s = 0; s < n; s++)
			series[s].figures++;
	}
}

static void set_categories(struct build *b, struct chart *c, const struct periods *periods)
{
	c->n_categories = periods->n;
	c->categories = NEWS(b->arena, const char *, periods->n);
	c->emphasis = NEWS(b->arena, bool, periods->n);
	for (size_t i = 0; i < periods->n; i++) {
		c->categories[i] = print_period_short(&b->printer, periods->v[i]);
		c->emphasis[i] = period_eq(periods->v[i], b->brief->period);
	}
}

static void add_totals(struct build *b, struct chart *c, const struct value *v, const struct periods *periods)
{
	const struct formula *f = v ? build_formula(b, value_text(v) ? value_text(v) : "", v->at) : NULL;

	if (!f)
		return;
	c->totals = NEWS(b->arena, struct point, periods->n);
	for (size_t i = 0; i < periods->n; i++)
		c->totals[i] = build_point(b, build_figure(b, f, periods->v[i]));
}

/* The change of a formula against the period before, under each period but the first. */
static void add_change_row(struct build *b, struct chart *c, const struct value *v,
			   const struct periods *periods)
{
	const char *wrap = period_months(b->brief->period) == 12 ? "yoy(%s)" : "qoq(%s)";

	if (!v || !value_text(v))
		return;
	c->row_label = texts_word(b->printer.texts, "doc.change_head");
	c->row = NEWS(b->arena, const char *, periods->n);
	c->row_figures = NEWS(b->arena, const char *, periods->n);
	for (size_t i = 0; i < periods->n; i++) {
		const struct figure *f = i ? build_wrapped(b, wrap, value_text(v), v->at, periods->v[i]) : NULL;
		struct mark m = f ? build_number(b, f, true) : (struct mark){"", NULL};

		c->row[i] = m.text;
		c->row_figures[i] = m.figure;
	}
}

/* What remains of a part beside the "of which" that follows it. */
static void add_rest(struct build *b, struct series *out, const struct source_series *part,
		     const struct source_series *inside, const struct periods *periods, struct pos at)
{
	const char *text = arena_printf(b->arena, "%s - (%s)", formula_text(part->formula),
					formula_text(inside->formula));
	const struct formula *f = build_formula(b, text, at);

	if (!f)
		return;
	out->rest = NEWS(b->arena, struct point, periods->n);
	for (size_t i = 0; i < periods->n; i++)
		if (inside->figures[i]->availability == AVAILABLE)
			out->rest[i] = build_point(b, build_figure(b, f, periods->v[i]));
}

/* Beside the label of each part: its last value again, and its share of the total. */
static void add_details(struct build *b, struct chart *c, const struct source_series *series,
			const struct value *total, const struct periods *periods)
{
	struct period last = periods->v[periods->n - 1];

	if (!total || !value_text(total))
		return;
	c->n_details = 2;
	for (size_t s = 0; s < c->n_series; s++) {
		const char *wrap = arena_printf(b->arena, "share(%%s, %s)", value_text(total));
		const struct figure *share = build_wrapped(b, wrap, formula_text(series[s].formula), total->at, last);

		c->series[s].details = NEWS(b->arena, struct point, 2);
		c->series[s].details[0] = c->series[s].points[periods->n - 1];
		c->series[s].details[0].figure = NULL;
		if (share)
			c->series[s].details[1] = build_point(b, share);
	}
}

static bool chart_of_series(struct build *b, struct chart *c, const struct value *v)
{
	const struct value *list = value_at(v, "series");
	struct periods periods = {0};
	struct source_series *series;

	if (list->kind != VALUE_LIST || !list->n)
		return diag_error(b->diag, list->at, "expected a list under 'series'");
	if (!read_periods(b, value_at(v, "periods"), &periods))
		return false;
	series = NEWS(b->arena, struct source_series, list->n);
	for (size_t i = 0; i < list->n; i++)
		if (!read_series(b, list->items[i], &periods, &series[i]))
			return false;
	drop_unknown_start(&periods, series, list->n);
	set_categories(b, c, &periods);
	c->n_series = list->n;
	c->series = NEWS(b->arena, struct series, list->n);
	for (size_t s = 0; s < list->n; s++) {
		struct series *out = &c->series[s];

		*out = (struct series){.label = series[s].label,
				       .role = (enum chart_role)series[s].role,
				       .points = NEWS(b->arena, struct point, periods.n),
				       .part_of_previous = series[s].of_which};
		for (size_t i = 0; i < periods.n; i++)
			out->points[i] = build_point(b, series[s].figures[i]);
		if (s + 1 < list->n && series[s + 1].of_which)
			add_rest(b, out, &series[s], &series[s + 1], &periods, v->at);
	}
	add_totals(b, c, value_at(v, "total"), &periods);
	if (streq(c->kind, "stacked"))
		add_details(b, c, series, value_at(v, "total"), &periods);
	add_change_row(b, c, value_at(v, "change"), &periods);
	return true;
}

/* ---- rows ---- */

static bool add_row(struct build *b, struct chart *c, const struct value *v, const struct periods *periods,
		    struct num *running)
{
	const struct value *total = value_at(v, "total"), *step = v->kind == VALUE_MAP ? value_at(v, "step") : v;
	const struct value *formula = total ? total : step;
	static const char *const signs[] = {"natural", "negated"};
	const char *text = value_text(formula);
	const struct formula *f, *plain;
	struct pos at;
	size_t row = c->n_categories;

	if (v->kind == VALUE_MAP && !TEMPLATE_KEYS(b, v, "total", "step", "label", "sign"))
		return false;
	if (!text)
		return diag_error(b->diag, v->at, "expected a formula");
	at = formula->at;
	plain = build_formula(b, text, at);
	if (plain && template_choice(b, value_at(v, "sign"), signs, COUNT(signs), 0) == 1) {
		text = arena_printf(b->arena, "-%s", text);
		at.col--;
	}
	f = build_formula(b, text, at);
	if (!f || !plain)
		return false;
	c->categories[row] = v->kind == VALUE_MAP ? build_plain(b, value_at(v, "label")) : NULL;
	c->is_total[row] = total != NULL;
	for (size_t s = 0; s < periods->n; s++) {
		const struct figure *figure = build_figure(b, f, periods->v[s]);

		c->series[s].points[row] = build_point(b, figure);
		if (s + 1 < periods->n)
			continue;
		if (!c->categories[row])
			c->categories[row] = build_label(b, plain, build_figure(b, plain, periods->v[s]));
		if (total && streq(c->kind, "bridge") && row && num_cmp(figure->value, *running) != 0)
			return diag_error(b->diag, formula->at, "the bridge does not close: the steps add up to %s, not %s",
					  num_decimal(b->arena, *running, 20), num_decimal(b->arena, figure->value, 20));
		*running = total ? figure->value : num_add(b->arena, *running, figure->value);
	}
	if (!c->categories[row])
		return diag_error(b->diag, formula->at, "a formula of several terms needs a label");
	c->n_categories++;
	return true;
}

static bool chart_of_rows(struct build *b, struct chart *c, const struct value *v)
{
	const struct value *list = value_at(v, "rows");
	struct periods periods = {0};
	struct num running = {0};

	if (list->kind != VALUE_LIST || !list->n)
		return diag_error(b->diag, list->at, "expected a list under 'rows'");
	if (streq(c->kind, "bridge")) {
		*PUSH(b->arena, &periods) = b->brief->period;
	} else {
		*PUSH(b->arena, &periods) = b->brief->compare[0];
		*PUSH(b->arena, &periods) = b->brief->period;
	}
	c->categories = NEWS(b->arena, const char *, list->n);
	c->is_total = NEWS(b->arena, bool, list->n);
	c->n_series = periods.n;
	c->series = NEWS(b->arena, struct series, periods.n);
	for (size_t s = 0; s < periods.n; s++)
		c->series[s] = (struct series){.label = print_period_short(&b->printer, periods.v[s]),
					       .role = s + 1 < periods.n ? ROLE_PRIOR : ROLE_ACTUAL,
					       .points = NEWS(b->arena, struct point, list->n)};
	for (size_t i = 0; i < list->n; i++)
		if (!add_row(b, c, list->items[i], &periods, &running))
			return false;
	return true;
}

bool block_chart(struct build *b, const struct value *v)
{
	struct chart *c = NEW(b->arena, struct chart);
	const struct value *kind = value_at(v, "kind");

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "kind", "series", "periods", "rows", "total", "change");
	b->block->kind = BLOCK_CHART;
	b->block->as.chart = c;
	c->kind = value_text(kind);
	c->id = b->block->id;
	c->lang = b->doc->lang;
	c->missing = texts_word(b->printer.texts, "print.not_disclosed");
	if (!c->kind || !chart_kind_known(c->kind))
		return diag_error(b->diag, kind ? kind->at : v->at, "unknown kind of chart: '%s'", c->kind ? c->kind : "");
	if (value_at(v, "rows") ? !chart_of_rows(b, c, v)
				: !value_at(v, "series") || !chart_of_series(b, c, v))
		return false;
	c->alt = chart_alt(b, c);
	return true;
}
