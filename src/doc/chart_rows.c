/* Charts whose categories are rows: bridges, bars, and strips of targets. */
#include "compute/print_words.h"
#include "doc/charts.h"

struct source_row {
	const struct formula *formula;
	const char *label;
	const struct concept *concept; /* of a formula that is one term, or NULL */
	bool total, negated, accent;
	bool rest; /* what the steps since the last total leave of the formula */
	struct pos at;
};

struct source_rows {
	struct source_row *v;
	size_t n, cap;
};

/* ---- reading ---- */

static void put_row(struct build *b, struct source_rows *out, const struct formula *f,
		    const char *label, struct pos at)
{
	*PUSH(b->arena, out) = (struct source_row){
	    .formula = f, .label = label, .concept = f ? formula_concept(f) : NULL, .at = at};
}

static void read_members(struct build *b, const struct value *v, struct source_rows *out)
{
	struct members list;

	if (!TEMPLATE_KEYS(b, v, "members", "sort", "prefix", "accent") ||
	    !build_members(b, v, &list))
		return;
	for (size_t i = 0; i < list.n; i++) {
		put_row(b, out, build_formula(b, list.v[i].formula, list.at), list.v[i].label,
			list.at);
		out->v[out->n - 1].accent = !i && template_bool(b, value_at(v, "accent"), false);
	}
}

static const struct formula *negated(struct build *b, const char *text, struct pos at)
{
	at.col--;
	return build_formula(b, arena_printf(b->arena, "-%s", text), at);
}

/* What the issuer has not declared is left out. */
static void read_row(struct build *b, const struct value *v, struct source_rows *out)
{
	static const char *const signs[] = {"natural", "negated"};
	const struct value *total = value_at(v, "total"),
			   *step = v->kind == VALUE_MAP ? value_at(v, "step") : v;
	const struct value *rest = value_at(v, "rest");
	const struct value *formula = total ? total : rest ? rest : step;
	struct source_row row = {.total = total != NULL, .rest = rest != NULL};

	if (value_at(v, "members")) {
		read_members(b, v, out);
		return;
	}
	if (v->kind == VALUE_MAP &&
	    !TEMPLATE_KEYS(b, v, "total", "step", "rest", "label", "sign", "accent"))
		return;
	if (!value_text(formula)) {
		diag_error(b->diag, v->at, "expected a formula");
		return;
	}
	row.at = formula->at;
	row.formula = build_formula(b, value_text(formula), row.at);
	if (!row.formula)
		return;
	row.label = v->kind == VALUE_MAP ? build_plain(b, value_at(v, "label")) : NULL;
	if (!row.label)
		row.label =
		    build_label(b, row.formula, build_figure(b, row.formula, b->brief->period));
	if (!row.label)
		diag_error(b->diag, row.at, "a formula of several terms needs a label");
	row.concept = formula_concept(row.formula);
	row.accent = v->kind == VALUE_MAP && template_bool(b, value_at(v, "accent"), false);
	row.negated = template_choice(b, value_at(v, "sign"), signs, COUNT(signs), 0) == 1;
	if (row.negated)
		row.formula = negated(b, value_text(formula), row.at);
	*PUSH(b->arena, out) = row;
}

static bool read_rows(struct build *b, const struct value *list, struct source_rows *out)
{
	int errors = b->diag->errors;

	if (list->kind != VALUE_LIST || !list->n)
		return diag_error(b->diag, list->at, "expected a list of rows");
	for (size_t i = 0; i < list->n; i++)
		read_row(b, list->items[i], out);
	return b->diag->errors == errors && out->n > 0;
}

/* ---- bridges and bars ---- */

/* The formula of a rest: its total less the steps back to the last total, which counts. */
static const struct formula *rest_formula(struct build *b, const struct source_rows *rows,
					  size_t at)
{
	struct buf out = {0};

	buf_printf(&out, "%s", formula_text(rows->v[at].formula));
	for (size_t i = at; i-- > 0;) {
		buf_printf(&out, " - (%s)", formula_text(rows->v[i].formula));
		if (rows->v[i].total)
			break;
	}
	return build_formula(b, buf_keep(&out, b->arena), rows->v[at].at);
}

/* Where a rest closes the bridge, steps that are not disclosed and a rest of nothing go. */
static void settle_rests(struct build *b, struct source_rows *rows)
{
	bool any = false;
	size_t kept = 0;

	for (size_t i = 0; i < rows->n; i++)
		any |= rows->v[i].rest;
	for (size_t i = 0; any && i < rows->n; i++) {
		struct source_row *row = &rows->v[kept];
		const struct figure *f;

		*row = rows->v[i];
		if (row->rest)
			row->formula = rest_formula(b, rows, kept);
		f = build_figure(b, row->formula, b->brief->period);
		if (row->total ||
		    (f->availability == AVAILABLE && (!row->rest || num_sign(f->value) != 0)))
			kept++;
	}
	if (any)
		rows->n = kept;
}

/* True if every total is what the steps before it add up to; a term that is not disclosed leaves
 * the bridge out. */
static bool bridge_closes(struct build *b, const struct source_rows *rows)
{
	struct num running = {0};

	for (size_t i = 0; i < rows->n; i++) {
		const struct source_row *row = &rows->v[i];
		const struct figure *f = build_figure(b, row->formula, b->brief->period);

		if (f->availability != AVAILABLE)
			return false;
		if (row->total && i && num_cmp(f->value, running) != 0)
			return diag_error(
			    b->diag, row->at,
			    "the bridge does not close: the steps add up to %s, not %s",
			    num_decimal(b->arena, running, 20),
			    num_decimal(b->arena, f->value, 20));
		running = row->total ? f->value : num_add(b->arena, running, f->value);
	}
	return true;
}

/* Bars of which no period is disclosed go. */
static void drop_unknown(struct build *b, struct source_rows *rows, const struct periods *periods)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->n; i++) {
		bool any = false;

		for (size_t p = 0; p < periods->n; p++)
			any |= build_figure(b, rows->v[i].formula, periods->v[p])->availability ==
			       AVAILABLE;
		rows->v[kept] = rows->v[i];
		kept += any;
	}
	rows->n = kept;
}

static bool any_known(struct build *b, const struct source_rows *rows, struct period p)
{
	for (size_t i = 0; i < rows->n; i++)
		if (build_figure(b, rows->v[i].formula, p)->availability == AVAILABLE)
			return true;
	return false;
}

static void put_rows(struct build *b, struct chart *c, const struct source_rows *rows)
{
	c->n_categories = rows->n;
	c->categories = NEWS(b->arena, const char *, rows->n);
	c->is_total = NEWS(b->arena, bool, rows->n);
	c->emphasis = NEWS(b->arena, bool, rows->n);
	for (size_t i = 0; i < rows->n; i++) {
		c->categories[i] = rows->v[i].label;
		c->is_total[i] = rows->v[i].total;
		c->emphasis[i] = rows->v[i].accent;
	}
}

static void put_change(struct build *b, struct chart *c, const struct source_rows *rows)
{
	c->row_label = texts_word(b->printer.texts, "doc.change_head");
	c->row = NEWS(b->arena, const char *, rows->n);
	c->row_figures = NEWS(b->arena, const char *, rows->n);
	for (size_t i = 0; i < rows->n; i++) {
		const struct figure *f =
		    build_wrapped(b, "change(%s)", formula_text(rows->v[i].formula), rows->v[i].at,
				  b->brief->period);
		struct mark m = f ? build_number(b, f, true) : (struct mark){"", NULL};

		c->row[i] = m.text;
		c->row_figures[i] = m.figure;
	}
}

/* ---- judgement ---- */

/* "+162.5": what rose carries its sign, as what fell has its parentheses. */
static struct point signed_point(struct build *b, const struct figure *f)
{
	struct point p = build_point(b, f);
	struct mark m;

	if (!p.there || num_sign(f->value) <= 0)
		return p;
	m = build_mark(b, f, arena_printf(b->arena, "+%s", p.text), build_form(b, f));
	p.text = m.text;
	p.figure = m.figure;
	return p;
}

/* Good or bad by the concept's direction; a row that is printed negated rises where its concept
 * falls. */
static void judge(const struct source_row *row, struct point *p)
{
	const struct concept *c = row->concept;
	bool rose = (p->value > 0) != row->negated;

	p->has_role = true;
	p->role = !c || c->better == BETTER_NONE || !p->there || p->value == 0 ? ROLE_STEP
		  : (c->better == BETTER_HIGHER) == rose                       ? ROLE_BETTER
									       : ROLE_WORSE;
}

/* Steps from one period to the next, judged by the measure that they lead to. */
static void judge_bridge(struct build *b, struct chart *c, const struct source_rows *rows)
{
	struct source_row measure = rows->v[0];

	for (size_t i = 0; i < rows->n; i++) {
		struct point *p = &c->series[0].points[i];

		if (rows->v[i].total)
			continue;
		*p = signed_point(b, build_figure(b, rows->v[i].formula, b->brief->period));
		judge(&measure, p);
	}
	c->series[0].points[0].has_role = true;
	c->series[0].points[0].role = ROLE_PRIOR;
}

/* The change as an amount, and as a share of the earlier value's size, so that both have one sign.
 */
static void put_differences(struct build *b, struct chart *c, const struct source_rows *rows)
{
	const char *change = texts_word(b->printer.texts, "doc.change_head");

	for (size_t k = 2; k < 4; k++)
		c->series[k] = (struct series){.role = ROLE_STEP,
					       .points = NEWS(b->arena, struct point, rows->n)};
	c->series[2].label = change;
	c->series[3].label = print_fill(&b->printer, "doc.pair", change, "%", NULL);
	for (size_t i = 0; i < rows->n; i++) {
		const struct source_row *row = &rows->v[i];
		const char *text = formula_text(row->formula);
		const char *share =
		    arena_printf(b->arena, "share(diff(%%s), abs(%s - diff(%s)))", text, text);
		const struct figure *d =
		    build_wrapped(b, "diff(%s)", text, row->at, b->brief->period);

		if (!d)
			continue;
		c->series[2].points[i] = signed_point(b, d);
		judge(row, &c->series[2].points[i]);
		d = build_wrapped(b, share, text, row->at, b->brief->period);
		c->series[3].points[i] = signed_point(b, d);
		judge(row, &c->series[3].points[i]);
	}
}

bool chart_of_rows(struct build *b, struct chart *c, const struct value *v)
{
	bool bridge = streq(c->kind, "bridge"), variance = streq(c->kind, "variance");
	struct source_rows rows = {0};
	struct periods periods = {0};

	if (!read_rows(b, value_at(v, "rows"), &rows))
		return false;
	if (bridge)
		settle_rests(b, &rows);
	if (bridge && !bridge_closes(b, &rows))
		return false;
	if (!bridge && any_known(b, &rows, b->brief->compare[0]))
		*PUSH(b->arena, &periods) = b->brief->compare[0];
	*PUSH(b->arena, &periods) = b->brief->period;
	if (!bridge)
		drop_unknown(b, &rows, &periods);
	put_rows(b, c, &rows);
	if (variance && periods.n < 2)
		return false;
	c->n_series = variance ? 4 : periods.n;
	c->series = NEWS(b->arena, struct series, c->n_series);
	if (variance)
		put_differences(b, c, &rows);
	for (size_t s = 0; s < periods.n; s++) {
		struct series *out = &c->series[s];

		*out = (struct series){.label = print_period_short(&b->printer, periods.v[s]),
				       .role = s + 1 < periods.n ? ROLE_PRIOR : ROLE_ACTUAL,
				       .points = NEWS(b->arena, struct point, rows.n)};
		for (size_t i = 0; i < rows.n; i++)
			out->points[i] =
			    build_point(b, build_figure(b, rows.v[i].formula, periods.v[s]));
	}
	if (bridge && template_bool(b, value_at(v, "judged"), false))
		judge_bridge(b, c, &rows);
	if (!variance && template_bool(b, value_at(v, "change"), false) && periods.n > 1)
		put_change(b, c, &rows);
	return rows.n > 0;
}

/* ---- targets ---- */

struct strip { /* figures of a row; not available where there are none */
	const struct figure *actual, *prior, *limit, *next;
};

static struct strip strip_of(struct build *b, const struct formula *f, struct period next)
{
	struct scope target = {.period = b->brief->period, .status = STATUS_TARGET}, later = target;

	later.period = next;
	return (struct strip){
	    build_figure(b, f, b->brief->period), build_figure(b, f, b->brief->compare[0]),
	    compute_figure(b->compute, f, &target), compute_figure(b->compute, f, &later)};
}

/* "≤ 1.361: met" as a form of the target's figure. */
static struct mark verdict(struct build *b, const struct strip *s)
{
	const char *number = print_number(&b->printer, s->limit, b->style, true);
	const char *limit = build_qualified(b, s->limit->qualifier, number);

	return build_mark(
	    b, s->limit,
	    print_fill(&b->printer, "doc.verdict", limit, build_met(b, s->actual, s->limit), NULL),
	    "verdict");
}

static bool allowed_above(const struct figure *limit)
{
	const struct fact *fact = limit->lineage[0].fact;

	return fact->qualifier == AT_LEAST || fact->qualifier == OVER ||
	       (fact->qualifier == EXACTLY && fact->concept->better == BETTER_HIGHER);
}

/* A limit at its tick: the side that is allowed is shaded, so the number stands alone. */
static struct point tick_point(struct build *b, const struct figure *f)
{
	struct point p = build_point(b, f);

	p.text = print_number(&b->printer, f, b->style, true);
	p.figure = build_mark(b, f, p.text, build_form(b, f)).figure;
	return p;
}

/* The series of a bullet. */
enum { ACTUAL, PRIOR, LIMIT, NEXT, STRIP_SERIES };

static void put_strip(struct build *b, struct chart *c, size_t i, const struct strip *s)
{
	c->series[ACTUAL].points[i] = build_point(b, s->actual);
	c->series[PRIOR].points[i] = build_point(b, s->prior);
	c->series[LIMIT].points[i] = tick_point(b, s->limit);
	c->series[NEXT].points[i] = tick_point(b, s->next);
	if (s->limit->availability == AVAILABLE) {
		struct mark m = verdict(b, s);

		c->row[i] = m.text;
		c->row_figures[i] = m.figure;
		c->at_least[i] = allowed_above(s->limit);
	}
}

/* How many of the targets that are given are met, as a word: none, some, all; NULL: none is given.
 */
static const char *share_met(const struct build *b, const struct strip *strips, size_t n, bool next)
{
	size_t given = 0, met = 0;

	for (size_t i = 0; i < n; i++) {
		const struct figure *target = next ? strips[i].next : strips[i].limit;

		if (target->availability != AVAILABLE)
			continue;
		given++;
		met += target_met(b->arena, strips[i].actual, target->lineage[0].fact);
	}
	return !given ? NULL : met == given ? "all" : met ? "some" : "none";
}

/* "All targets of 2025 are met; none of 2026 yet": the message, where the template gives no title.
 */
static void targets_title(struct build *b, const struct strip *strips, size_t n, struct period next)
{
	const char *now = share_met(b, strips, n, false), *later = share_met(b, strips, n, true);
	const struct printer *p = &b->printer;
	const char *words = "";

	if (now)
		words = print_fill(p, arena_printf(b->arena, "doc.targets.%s", now),
				   print_period_short(p, b->brief->period), NULL, NULL);
	if (now && later)
		words =
		    arena_printf(b->arena, "%s%s", words,
				 print_fill(p, arena_printf(b->arena, "doc.targets_next.%s", later),
					    print_period_short(p, next), NULL, NULL));
	text_add(b, &b->block->title, (struct span){.text = words});
}

static bool any_prior(const struct strip *strips, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strips[i].prior->availability == AVAILABLE)
			return true;
	return false;
}

static void put_strip_series(struct build *b, struct chart *c, struct period next)
{
	static const enum chart_role roles[] = {ROLE_ACCENT, ROLE_PRIOR, ROLE_TARGET,
						ROLE_FORECAST};
	static const char *const labels[] = {"doc.actual_head", "doc.actual_head",
					     "doc.target_head", "doc.target_head"};
	struct period periods[] = {b->brief->period, b->brief->compare[0], b->brief->period, next};

	c->n_series = STRIP_SERIES;
	c->series = NEWS(b->arena, struct series, STRIP_SERIES);
	for (size_t s = 0; s < STRIP_SERIES; s++)
		c->series[s] = (struct series){
		    .label = print_fill(&b->printer, labels[s],
					print_period_short(&b->printer, periods[s]), NULL, NULL),
		    .role = roles[s],
		    .points = NEWS(b->arena, struct point, c->n_categories)};
}

/* A prior year that no row knows is no gap. */
static void drop_prior(struct chart *c)
{
	for (size_t s = PRIOR; s + 1 < c->n_series; s++)
		c->series[s] = c->series[s + 1];
	c->n_series--;
}

/* Actual, the year before, this year's target and the next one's, for rows that have a target in
 * either year. */
bool chart_of_targets(struct build *b, struct chart *c, const struct value *v)
{
	struct source_rows rows = {0};
	struct period next = period_next_year(b->brief->period);
	struct strip *strips;
	size_t n = 0;

	if (!read_rows(b, value_at(v, "targets"), &rows))
		return false;
	strips = NEWS(b->arena, struct strip, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		strips[n] = strip_of(b, rows.v[i].formula, next);
		rows.v[n] = rows.v[i];
		n += strips[n].limit->availability == AVAILABLE ||
		     strips[n].next->availability == AVAILABLE;
	}
	rows.n = n;
	put_rows(b, c, &rows);
	c->is_total = NULL;
	put_strip_series(b, c, next);
	c->row_label = texts_word(b->printer.texts, "doc.verdict_head");
	c->row = NEWS(b->arena, const char *, n);
	c->row_figures = NEWS(b->arena, const char *, n);
	c->at_least = NEWS(b->arena, bool, n);
	for (size_t i = 0; i < n; i++)
		put_strip(b, c, i, &strips[i]);
	if (!any_prior(strips, n))
		drop_prior(c);
	if (!b->block->title.n)
		targets_title(b, strips, n, next);
	return n > 0;
}
