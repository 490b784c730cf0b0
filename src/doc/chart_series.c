/* Charts of series over periods: columns, stacks, lines; and the path to a commitment. */
#include "compute/print_words.h"
#include "doc/charts.h"
#include "facts/printed.h"

static int read_role(struct build *b, const struct value *v, int otherwise)
{
	static const char *const roles[] = {"actual", "prior",  "target", "forecast", "accent",
					    "step",   "better", "worse",  "total"};

	return template_choice(b, v, roles, COUNT(roles), otherwise);
}

/* ---- series over periods ---- */

struct source_series {
	const struct formula *formula;
	const struct figure **figures;
	const char *label;
	int role;
	bool of_which;
	const struct formula *to; /* of a target: the other end of the range; or NULL */
};

struct source_list {
	struct source_series *v;
	size_t n, cap;
};

/* A target is what was aimed at, a forecast what was guided to; the rest is what happened. */
static const struct figure *figure_of(struct build *b, const struct formula *f, int role,
				      struct period period)
{
	enum status status = role == ROLE_TARGET     ? STATUS_TARGET
			     : role == ROLE_FORECAST ? STATUS_GUIDANCE
						     : STATUS_ACTUAL;

	return compute_figure(b->compute, f, &(struct scope){.period = period, .status = status});
}

static bool evaluate(struct build *b, struct source_series *s, const struct periods *periods)
{
	bool any = false;

	s->figures = NEWS(b->arena, const struct figure *, periods->n);
	for (size_t i = 0; i < periods->n; i++) {
		s->figures[i] = figure_of(b, s->formula, s->role, periods->v[i]);
		any |= s->figures[i]->availability == AVAILABLE;
	}
	return any;
}

/* One series for each member of which anything is disclosed. */
static bool read_members(struct build *b, const struct value *v, const struct periods *periods,
			 struct source_list *out)
{
	struct members list;
	int role = read_role(b, value_at(v, "role"), ROLE_COUNT), errors = b->diag->errors;

	if (!TEMPLATE_KEYS(b, v, "members", "sort", "role") || !build_members(b, v, &list))
		return b->diag->errors == errors;
	for (size_t i = 0; i < list.n; i++) {
		struct source_series s = {.formula = build_formula(b, list.v[i].formula, list.at),
					  .label = list.v[i].label,
					  .role = role};

		if (evaluate(b, &s, periods))
			*PUSH(b->arena, out) = s;
	}
	return true;
}

/* False only for mistakes: what the issuer has not declared is left out. */
static bool read_series(struct build *b, const struct value *v, const struct periods *periods,
			struct source_list *out)
{
	const struct value *formula = v->kind == VALUE_MAP ? value_at(v, "formula") : v,
			   *to = v->kind == VALUE_MAP ? value_at(v, "to") : NULL;
	struct source_series s = {0};

	if (value_at(v, "members"))
		return read_members(b, v, periods, out);
	if (v->kind == VALUE_MAP &&
	    !TEMPLATE_KEYS(b, v, "formula", "label", "role", "of_which", "to"))
		return false;
	if (!value_text(formula))
		return diag_error(b->diag, v->at, "expected a formula");
	s.formula = build_formula(b, value_text(formula), formula->at);
	s.role = read_role(b, value_at(v, "role"), ROLE_ACTUAL);
	if (!s.formula || !evaluate(b, &s, periods))
		return true;
	s.label = v->kind == VALUE_MAP ? build_plain(b, value_at(v, "label")) : NULL;
	if (!s.label)
		s.label = build_label(b, s.formula, s.figures[periods->n - 1]);
	if (!s.label)
		return diag_error(b->diag, formula->at, "a formula of several terms needs a label");
	if (to && s.role != ROLE_TARGET)
		return diag_error(b->diag, to->at, "only a series of role 'target' is a range");
	s.to = to && value_text(to) ? build_formula(b, value_text(to), to->at) : NULL;
	s.of_which = template_bool(b, value_at(v, "of_which"), false);
	*PUSH(b->arena, out) = s;
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

static void add_totals(struct build *b, struct chart *c, const struct value *v,
		       const struct periods *periods)
{
	const struct formula *f =
	    v ? build_formula(b, value_text(v) ? value_text(v) : "", v->at) : NULL;

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
		const struct figure *f =
		    i ? build_wrapped(b, wrap, value_text(v), v->at, periods->v[i]) : NULL;
		struct mark m = f ? build_number(b, f, true) : (struct mark){"", NULL};

		c->row[i] = m.text;
		c->row_figures[i] = m.figure;
	}
}

/* What remains of a part beside the "of which" that follows it. */
static void add_rest(struct build *b, struct series *out, const struct source_series *part,
		     const struct source_series *inside, const struct periods *periods,
		     struct pos at)
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
		const struct figure *share =
		    build_wrapped(b, wrap, formula_text(series[s].formula), total->at, last);

		c->series[s].details = NEWS(b->arena, struct point, 2);
		c->series[s].details[0] = c->series[s].points[periods->n - 1];
		c->series[s].details[0].figure = NULL;
		if (share)
			c->series[s].details[1] = build_point(b, share);
	}
}

/* ---- what the parts leave of their total ---- */

/* "total - (a) - (b)", of all parts that are added; of shares, "share(1 - (a) - (b), 1)". */
static const struct formula *remainder_formula(struct build *b, const struct source_list *series,
					       const char *total, bool shares, struct pos at)
{
	struct buf out = {0};

	buf_printf(&out, "%s%s", shares ? "share(" : "", total);
	for (size_t s = 0; s < series->n; s++)
		if (!series->v[s].of_which)
			buf_printf(&out, " - (%s)", formula_text(series->v[s].formula));
	buf_str(&out, shares ? ", 1)" : "");
	return build_formula(b, buf_keep(&out, b->arena), at);
}

/* Is it more than rounding, and a number other than zero where it is printed? */
static bool is_left(struct build *b, const struct figure *f)
{
	struct printed p;

	return f->availability == AVAILABLE &&
	       num_cmp(num_abs(b->arena, f->value), f->tolerance) > 0 &&
	       printed_parse(b->arena, print_number(&b->printer, f, b->style, false), &p) &&
	       num_sign(p.value) != 0;
}

/* Is it a hundredth of the total?  Less is a line that nobody sees. */
static bool is_seen(struct build *b, const struct figure *f, const char *total, struct pos at)
{
	const struct figure *whole = build_wrapped(b, "%s", total, at, f->period);

	return whole && whole->availability == AVAILABLE &&
	       num_cmp(num_mul(b->arena, num_abs(b->arena, f->value), num_int(b->arena, 100)),
		       num_abs(b->arena, whole->value)) >= 0;
}

static bool are_shares(const struct source_list *series)
{
	for (size_t s = 0; s < series->n; s++)
		if (series->v[s].figures[0]->kind != FIGURE_SHARE)
			return false;
	return series->n > 0;
}

/* Parts that leave something of their total are joined by what is left, under the name of others;
 * where that is too small to be drawn, the note says it.  The total of shares is 1. */
static void add_remainder(struct build *b, struct source_list *series, const struct value *given,
			  const struct periods *periods, struct pos at)
{
	struct source_series rest = {.label = texts_word(b->printer.texts, "doc.others"),
				     .role = ROLE_COUNT};
	bool left = false, seen = false, shares = !given && are_shares(series);
	const char *total = shares ? "1" : value_text(given);

	if (!total)
		return;
	rest.formula = remainder_formula(b, series, total, shares, at);
	if (!rest.formula || !evaluate(b, &rest, periods))
		return;
	for (size_t i = 0; i < periods->n; i++)
		if (is_left(b, rest.figures[i])) {
			left = true;
			seen |= is_seen(b, rest.figures[i], total, at);
		}
	if (seen) {
		*PUSH(b->arena, series) = rest;
		return;
	}
	for (size_t i = 0; left && i < periods->n; i++)
		if (!is_left(b, rest.figures[i]))
			rest.figures[i] = NULL;
	b->undrawn = left ? rest.figures : NULL;
}

/* ---- columns beside sparklines ---- */

/* "change(%s)" for the words that stand for changes, "%s" for a period, whose head it is. */
static const char *column_wrap(struct build *b, const struct value *v, struct period *at,
			       const char **head)
{
	static const struct {
		const char *word, *wrap, *head;
	} changes[] = {
	    {"change", "change(%s)", "doc.change_head"},
	    {"points", "pp(%s)", "doc.change_head"},
	    {"sequential", "qoq(%s)", "doc.sequential_head"},
	};
	const char *word = value_text(v);

	*at = b->brief->period;
	for (size_t i = 0; word && i < COUNT(changes); i++)
		if (streq(word, changes[i].word)) {
			*head = texts_word(b->printer.texts, changes[i].head);
			return changes[i].wrap;
		}
	if (!template_period(b, v, at))
		return NULL;
	*head = print_period_short(&b->printer, *at);
	return "%s";
}

static bool is_drawn(const struct periods *periods, struct period p)
{
	for (size_t i = 0; i < periods->n; i++)
		if (period_eq(periods->v[i], p))
			return true;
	return false;
}

/* A value that the sparkline draws, too, is printed as a repeat of it. */
static void add_column(struct build *b, struct chart *c, const struct source_list *series,
		       const struct value *v, const struct periods *periods)
{
	struct period at;
	const char *head, *wrap = column_wrap(b, v, &at, &head);
	bool repeat;

	if (!wrap)
		return;
	repeat = streq(wrap, "%s") && is_drawn(periods, at);
	c->detail_heads[c->n_details] = head;
	for (size_t s = 0; s < series->n; s++) {
		struct point *cell = &c->series[s].details[c->n_details];
		const struct figure *f =
		    build_wrapped(b, wrap, formula_text(series->v[s].formula), v->at, at);

		if (f)
			*cell = build_point(b, f);
		if (repeat)
			cell->figure = NULL;
	}
	c->n_details++;
}

/* A lone dot beside columns of n.d. tells nothing. */
static bool trend_speaks(struct build *b, const struct source_series *s,
			 const struct value *columns, const struct periods *periods)
{
	size_t known = 0;

	for (size_t i = 0; i < periods->n; i++)
		known += s->figures[i]->availability == AVAILABLE;
	for (size_t i = 0; known < 2 && columns && i < columns->n; i++) {
		struct period at;
		const char *head, *wrap = column_wrap(b, columns->items[i], &at, &head);
		const struct figure *f =
		    wrap ? build_wrapped(b, wrap, formula_text(s->formula), columns->at, at) : NULL;

		if (f && f->availability == AVAILABLE)
			return true;
	}
	return known > 1;
}

static void drop_silent_trends(struct build *b, struct source_list *series,
			       const struct value *columns, const struct periods *periods)
{
	size_t kept = 0;

	for (size_t s = 0; s < series->n; s++)
		if (trend_speaks(b, &series->v[s], columns, periods))
			series->v[kept++] = series->v[s];
	series->n = kept;
}

static bool add_columns(struct build *b, struct chart *c, const struct source_list *series,
			const struct value *list, const struct periods *periods)
{
	if (!list)
		return true;
	if (list->kind != VALUE_LIST)
		return diag_error(b->diag, list->at, "expected a list under 'columns'");
	c->row_label = print_fill(&b->printer, "print.from_to", c->categories[0],
				  c->categories[c->n_categories - 1], NULL);
	c->detail_heads = NEWS(b->arena, const char *, list->n);
	for (size_t s = 0; s < c->n_series; s++)
		c->series[s].details = NEWS(b->arena, struct point, list->n);
	for (size_t i = 0; i < list->n; i++)
		add_column(b, c, series, list->items[i], periods);
	return true;
}

static void put_series(struct build *b, struct chart *c, const struct source_list *series,
		       const struct periods *periods, struct pos at)
{
	c->n_series = series->n;
	c->series = NEWS(b->arena, struct series, series->n);
	for (size_t s = 0; s < series->n; s++) {
		const struct source_series *one = &series->v[s];
		struct series *out = &c->series[s];

		*out = (struct series){.label = one->label,
				       .role = (enum chart_role)one->role,
				       .points = NEWS(b->arena, struct point, periods->n),
				       .part_of_previous = one->of_which};
		for (size_t i = 0; i < periods->n; i++)
			out->points[i] = build_point(b, one->figures[i]);
		if (one->to)
			out->to = NEWS(b->arena, struct point, periods->n);
		for (size_t i = 0; one->to && i < periods->n; i++)
			out->to[i] =
			    build_point(b, figure_of(b, one->to, one->role, periods->v[i]));
		if (s + 1 < series->n && one[1].of_which)
			add_rest(b, out, one, one + 1, periods, at);
	}
}

/* The unit of the first value that is known, as it is printed. */
static const char *unit_of(struct build *b, const struct source_series *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s->figures[i]->availability == AVAILABLE)
			return print_unit(&b->printer, s->figures[i]->unit, s->figures[i]->kind,
					  b->style);
	return NULL;
}

/* Does any series know so many of its values?  Lone dots make no line. */
static bool has_values(const struct source_list *list, size_t periods, size_t least)
{
	for (size_t s = 0; s < list->n; s++) {
		size_t n = 0;

		for (size_t i = 0; i < periods; i++)
			n += list->v[s].figures[i]->availability == AVAILABLE;
		if (n >= least)
			return true;
	}
	return false;
}

/* ---- tones ---- */

/* In the order in which they are given; lines need more contrast than the last of them has. */
static const int tones[] = {ROLE_ACTUAL, ROLE_PRIOR, ROLE_STEP, ROLE_PART};

static bool look_alike(int a, int b)
{
	return a == b || (a == ROLE_PRIOR && b == ROLE_PART) || (a == ROLE_PART && b == ROLE_PRIOR);
}

static struct tone *tone_of(struct build *b, const char *label)
{
	for (size_t i = 0; i < b->tones.n; i++)
		if (streq(b->tones.v[i].label, label))
			return &b->tones.v[i];
	return NULL;
}

struct choice {
	size_t n;    /* of tones that may be given */
	bool unique; /* each to one series */
};

/* May series i be of this tone?  No neighbour looks like it. */
static bool tone_fits(const struct source_list *list, size_t i, int role, struct choice p)
{
	for (size_t k = 0; k < list->n; k++) {
		bool beside = k + 1 == i || i + 1 == k;

		if (k != i && ((beside && look_alike(list->v[k].role, role)) ||
			       (p.unique && list->v[k].role == role)))
			return false;
	}
	return true;
}

/* Gives tones to the series from i on that have none yet; false if those that have one leave no
 * way, as only unique ones can. */
static bool tones_from(struct source_list *list, size_t i, struct choice p)
{
	while (i < list->n && list->v[i].role != ROLE_COUNT)
		i++;
	if (i == list->n)
		return true;
	for (size_t t = 0; t < p.n; t++)
		if (tone_fits(list, i, tones[t], p)) {
			list->v[i].role = tones[t];
			if (tones_from(list, i + 1, p))
				return true;
		}
	list->v[i].role = ROLE_COUNT;
	return false;
}

/* Members of which the template does not say how they look: each keeps the tone that it has in the
 * brief's earlier stacks, the others differ from their neighbours also in grey. */
static void give_tones(struct build *b, struct source_list *list, bool stack)
{
	struct choice p = {.n = stack ? COUNT(tones) : COUNT(tones) - 1};

	p.unique = list->n <= p.n;
	for (size_t i = 0; stack && i < list->n; i++) {
		const struct tone *known = tone_of(b, list->v[i].label);

		if (known && list->v[i].role == ROLE_COUNT && tone_fits(list, i, known->role, p))
			list->v[i].role = known->role;
	}
	if (!tones_from(list, 0, p)) {
		p.unique = false;
		tones_from(list, 0, p);
	}
	for (size_t i = 0; stack && i < list->n; i++)
		if (!tone_of(b, list->v[i].label))
			*PUSH(b->arena, &b->tones) =
			    (struct tone){list->v[i].label, list->v[i].role};
}

bool chart_of_series(struct build *b, struct chart *c, const struct value *v)
{
	const struct value *list = value_at(v, "series");
	struct periods periods = {0};
	struct source_list series = {0};
	bool stack = strncmp(c->kind, "stacked", 7) == 0;

	if (list->kind != VALUE_LIST || !list->n)
		return diag_error(b->diag, list->at, "expected a list under 'series'");
	if (!chart_periods(b, value_at(v, "periods"), &periods))
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (!read_series(b, list->items[i], &periods, &series))
			return false;
	if (streq(c->kind, "trend"))
		drop_silent_trends(b, &series, value_at(v, "columns"), &periods);
	if (!has_values(&series, periods.n,
			(size_t)template_int(b, value_at(v, "least"), 1, 40, 1)))
		return false;
	drop_unknown_start(&periods, series.v, series.n);
	if (stack)
		add_remainder(b, &series, value_at(v, "total"), &periods, v->at);
	give_tones(b, &series, stack);
	chart_categories(b, c, &periods);
	put_series(b, c, &series, &periods, v->at);
	c->unit = unit_of(b, series.v, periods.n);
	add_totals(b, c, value_at(v, "total"), &periods);
	if (streq(c->kind, "stacked"))
		add_details(b, c, series.v, value_at(v, "total"), &periods);
	add_change_row(b, c, value_at(v, "change"), &periods);
	if (streq(c->kind, "trend"))
		return add_columns(b, c, &series, value_at(v, "columns"), &periods);
	return true;
}

/* ---- the path to a commitment ---- */

/* The year that a commitment names, or 0. */
static int target_year(struct build *b, const struct value *v)
{
	const struct formula *f = build_formula(b, value_text(v), v->at);
	struct scope scope = {.period = b->brief->period, .status = STATUS_TARGET};
	const struct figure *year = f ? compute_figure(b->compute, f, &scope) : NULL;

	return year && year->availability == AVAILABLE ? (int)num_double(year->value) : 0;
}

/* What an even decrease to zero leaves after so many of the years to go. */
static struct point path_point(struct build *b, const struct value *v, int gone, int years)
{
	const char *wrap = arena_printf(b->arena, "%%s * %d / %d", years - gone, years);
	const struct figure *f = build_wrapped(b, wrap, value_text(v), v->at, b->brief->period);

	return f ? build_point(b, f) : (struct point){0};
}

/*
 * Two years reported, then every fifth year up to the one that is committed to, where zero stands.
 * The path between is arithmetic: even steps from today.
 */
bool chart_of_path(struct build *b, struct chart *c, const struct value *v)
{
	enum { STEP = 5 };
	const struct value *path = value_at(v, "path"), *of = value_at(path, "of"),
			   *to = value_at(path, "to");
	struct calendar calendar = b->facts->issuer.calendar;
	int now = fiscal_year(calendar, b->brief->period), end;
	const struct formula *f;
	struct periods periods = {0};

	if (!TEMPLATE_KEYS(b, path, "of", "to", "label") || !value_text(of) || !value_text(to))
		return diag_error(b->diag, path->at, "a path needs formulas 'of' and 'to'");
	f = build_formula(b, value_text(of), of->at);
	end = target_year(b, to);
	if (!f || end <= now || build_figure(b, f, b->brief->period)->availability != AVAILABLE)
		return false;
	*PUSH(b->arena, &periods) = b->brief->compare[0];
	*PUSH(b->arena, &periods) = b->brief->period;
	for (int year = (now / STEP + 1) * STEP; year < end; year += STEP)
		*PUSH(b->arena, &periods) = period_fiscal_year(calendar, year);
	*PUSH(b->arena, &periods) = period_fiscal_year(calendar, end);
	chart_categories(b, c, &periods);
	c->n_series = 2;
	c->series = NEWS(b->arena, struct series, 2);
	c->series[0] =
	    (struct series){.label = build_label(b, f, build_figure(b, f, b->brief->period)),
			    .role = ROLE_ACTUAL,
			    .points = NEWS(b->arena, struct point, periods.n)};
	c->series[1] = (struct series){.label = build_plain(b, value_at(path, "label")),
				       .role = ROLE_FORECAST, /* no figure of the issuer's */
				       .points = NEWS(b->arena, struct point, periods.n)};
	for (size_t i = 0; i < periods.n; i++)
		if (i < 2)
			c->series[0].points[i] = build_point(b, build_figure(b, f, periods.v[i]));
		else
			c->series[1].points[i] =
			    path_point(b, of, fiscal_year(calendar, periods.v[i]) - now, end - now);
	c->series[1].points[1] = c->series[0].points[1]; /* where it begins is printed once */
	c->series[1].points[1].text = "";
	c->series[1].points[1].figure = NULL;
	c->series[1].points[1].has_role = true;
	c->series[1].points[1].role = ROLE_ACTUAL;
	return true;
}
