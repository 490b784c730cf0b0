/*
 * Parts and totals over a year, as notes: parts that move unlike their total, and what no disclosed
 * part explains of a ratio's numerator, when it grows.  Parts are the members of a dimension that
 * both years disclose, or the terms of a footing of which some are missing; where all parts are
 * there, footings say more than this can.
 */
#include "compute/check_run.h"

enum {
	APART = 25,     /* percentage points between the growth of parts and total */
	REMAINDER = 10, /* percentage points by which the unexplained share grows */
	HALF = 2        /* parts of less than one in so many of the total say little about it */
};

struct split { /* a total and what its parts add up to, in one year */
	struct num total, parts;
};

struct years {
	const struct fact *fact; /* the total now */
	const char *by;          /* dimension or check */
	struct split now, then;
};

static struct num percent_of(struct arena *a, struct num part, struct num whole)
{
	return num_mul(a, num_div(a, part, whole), num_int(a, 100));
}

static struct num growth(struct arena *a, struct num now, struct num then)
{
	return percent_of(a, num_sub(a, now, then), then);
}

/* The share that the parts leave unexplained, in percent. */
static struct num remainder_of(struct arena *a, const struct split *s)
{
	return percent_of(a, num_sub(a, s->total, s->parts), s->total);
}

/* All above zero, and the parts much of the total but not more than it. */
static bool comparable(struct arena *a, const struct years *y)
{
	const struct split *both[] = {&y->now, &y->then};

	for (size_t i = 0; i < COUNT(both); i++)
		if (num_sign(both[i]->parts) <= 0 || num_cmp(both[i]->parts, both[i]->total) > 0)
			return false;
	return num_cmp(num_mul(a, y->then.parts, num_int(a, HALF)), y->then.total) >= 0;
}

static const char *percent_text(struct arena *a, struct num percent)
{
	return arena_printf(a, "%s%%", num_text(a, percent, 1));
}

static void keep(struct check_run *run, const struct years *y, const char *name,
		 struct num difference, bool unusual, const char *note)
{
	struct arena *a = run->arena;
	struct check_result r = check_at_fact(check_fact_id(run, name, y->fact, y->by), "unusual",
					      SEVERITY_NOTE, y->fact);

	r.verdict = unusual ? VERDICT_DIFFERS : VERDICT_OK;
	r.printed = decimal_text(a, y->now.total);
	r.difference = decimal_text(a, difference);
	r.note = note;
	check_keep(run, r);
}

static void look_at_growth(struct check_run *run, const struct years *y)
{
	struct arena *a = run->arena;
	struct num total = growth(a, y->now.total, y->then.total);
	struct num parts = growth(a, y->now.parts, y->then.parts), gap = num_sub(a, parts, total);
	struct check_scale s = scale_for(a, y->fact->unit, y->fact->half, y->fact->value);
	bool unusual = num_cmp(num_abs(a, gap), num_int(a, APART)) > 0;

	keep(run, y, "apart", gap, unusual,
	     arena_printf(a,
			  "%s: %s, the total from %s to %s is %s, the parts by %s from %s to %s is "
			  "%s%s%s",
			  check_label(y->fact->concept),
			  unusual ? "parts and total move apart" : "parts and total move together",
			  scaled_text(a, &s, y->then.total), scaled_text(a, &s, y->now.total),
			  percent_text(a, total), y->by, scaled_text(a, &s, y->then.parts),
			  scaled_text(a, &s, y->now.parts), percent_text(a, parts),
			  *s.unit ? ", in " : "", s.unit));
}

/* A ratio that the issuer has for this period, whose numerator the total is. */
static const struct concept *ratio_of(struct check_run *run, const struct fact *total)
{
	const struct facts *f = run->facts;
	struct scope scope = {total->period, total->document, total->document->date, total->status};

	for (size_t i = 0; i < f->concepts.n; i++) {
		const struct formula *formula =
		    f->concepts.v[i]->formula ? compute_formula(run->compute, f->concepts.v[i])
					      : NULL;

		if (formula && formula_numerator(formula) == total->concept &&
		    compute_figure(run->compute, formula, &scope)->availability == AVAILABLE)
			return f->concepts.v[i];
	}
	return NULL;
}

static void look_at_remainder(struct check_run *run, const struct years *y)
{
	struct arena *a = run->arena;
	struct num now = remainder_of(a, &y->now), then = remainder_of(a, &y->then);
	struct num more = num_sub(a, now, then);
	const struct concept *ratio = y->fact->dims->n ? NULL : ratio_of(run, y->fact);
	bool unusual = num_cmp(more, num_int(a, REMAINDER)) > 0;

	if (!ratio)
		return;
	keep(run, y, "remainder", more, unusual,
	     arena_printf(
		 a,
		 "%s: of its numerator, %s, the parts by %s leave %s unexplained, %s a year "
		 "before",
		 check_label(ratio), check_label(y->fact->concept), y->by, percent_text(a, now),
		 percent_text(a, then)));
}

static void look_at(struct check_run *run, const struct years *y)
{
	if (!comparable(run->arena, y))
		return;
	look_at_growth(run, y);
	look_at_remainder(run, y);
}

/* Parts by a dimension */

/* As this document has it, else the latest one. */
static const struct fact *fact_for(const struct facts *f, const struct fact *like,
				   const struct dims *dims, struct period period)
{
	const struct fact *v =
	    dims ? facts_find(f, like->concept, dims, period, like->unit->currency, like->status)
		 : NULL;
	const struct fact *own = v;

	while (own && own->document != like->document)
		own = own->vintage;
	while (v && v->vintage)
		v = v->vintage;
	return own ? own : v;
}

/* False if another member has its turn, or if there is no sum of two or more. */
static bool add_members(struct check_run *run, const struct fact *first, size_t which,
			struct years *y)
{
	struct arena *a = run->arena;
	const struct dimension *d = dimension_find(run->facts, first->dims->v[which].dimension);
	struct period before = period_prior(first->period);
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct dims *dims =
		    check_dims_with(run->facts, first->dims, which, d->members[i].id);
		const struct fact *now = fact_for(run->facts, y->fact, dims, first->period);
		const struct fact *then = now ? fact_for(run->facts, y->fact, dims, before) : NULL;

		if (!then)
			continue;
		if (!n++ && now != first)
			return false;
		y->now.parts = num_add(a, y->now.parts, now->value);
		y->then.parts = num_add(a, y->then.parts, then->value);
	}
	return n > 1;
}

/* A negative member lets another be more than the total. */
static bool has_negative(struct check_run *run, const struct fact *member, size_t which)
{
	const struct dimension *d = dimension_find(run->facts, member->dims->v[which].dimension);

	for (size_t i = 0; i < d->n; i++) {
		const struct fact *m =
		    fact_for(run->facts, member,
			     check_dims_with(run->facts, member->dims, which, d->members[i].id),
			     member->period);

		if (m && num_sign(m->value) < 0)
			return true;
	}
	return false;
}

static void look_at_size(struct check_run *run, const struct fact *part, size_t which,
			 const struct fact *total)
{
	struct arena *a = run->arena;
	struct num more = num_sub(a, part->value, total->value);
	struct check_scale s = scale_for(a, part->unit, part->half, part->value);
	struct check_result r =
	    check_at_fact(check_fact_id(run, "part", part, NULL), "unusual", SEVERITY_NOTE, part);

	if (part->qualifier || num_cmp(more, num_add(a, part->half, total->half)) <= 0 ||
	    num_sign(total->value) < 0 || has_negative(run, part, which))
		return;
	r.verdict = VERDICT_DIFFERS;
	r.printed = decimal_text(a, part->value);
	r.difference = decimal_text(a, more);
	r.note = arena_printf(a, "%s: a part by %s is %s, more than the total of %s%s%s",
			      check_label(part->concept), part->dims->v[which].dimension,
			      scaled_text(a, &s, part->value), scaled_text(a, &s, total->value),
			      *s.unit ? " " : "", s.unit);
	check_keep(run, r);
}

static void look_at_members(struct check_run *run, const struct fact *member, size_t which)
{
	const struct dims *dims = check_dims_with(run->facts, member->dims, which, NULL);
	const struct fact *now = fact_for(run->facts, member, dims, member->period), *then;
	struct years y = {.fact = now, .by = member->dims->v[which].dimension};

	if (now && member == fact_for(run->facts, member, member->dims, member->period) &&
	    !dimension_find(run->facts, y.by)->complete)
		look_at_size(run, member, which, now);
	then = now ? fact_for(run->facts, now, dims, period_prior(now->period)) : NULL;
	if (!then)
		return;
	y.now.total = now->value;
	y.then.total = then->value;
	if (add_members(run, member, which, &y))
		look_at(run, &y);
}

/* Parts by a footing */

/* The same concepts and dimensions on both sides, so that like is held against like. */
static bool same_terms(const struct figure *x, const struct figure *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (x->lineage[i].fact->concept != y->lineage[i].fact->concept ||
		    x->lineage[i].fact->dims != y->lineage[i].fact->dims)
			return false;
	return true;
}

static void look_at_terms(struct check_run *run, const struct fact *total, const char *by,
			  const struct formula *parts)
{
	const struct document *d = total->document;
	struct scope now = {total->period, d, d->date, total->status}, then = now;
	const struct fact *before =
	    fact_for(run->facts, total, total->dims, period_prior(total->period));
	const struct figure *x, *y;
	struct years years = {.fact = total, .by = by};

	if (!before || compute_figure(run->compute, parts, &now)->availability == AVAILABLE)
		return;
	then.period = before->period;
	x = compute_open_sum(run->compute, parts, &now, run->facts->no_dims);
	y = compute_open_sum(run->compute, parts, &then, run->facts->no_dims);
	if (x->availability != AVAILABLE || y->availability != AVAILABLE || !same_terms(x, y))
		return;
	years.now = (struct split){total->value, x->value};
	years.then = (struct split){before->value, y->value};
	look_at(run, &years);
}

static void look_at_rule(struct check_run *run, const struct check_rule *row)
{
	const struct formula *left, *right;
	const struct concept *total;

	if (!streq(row->kind, "footing") || row->open ||
	    !formula_parse_equation(run->arena, diag_new(run->arena), run->facts, row->formula,
				    row->formula_at, &left, &right))
		return;
	total = formula_concept(left);
	for (const struct fact *f = total ? total->facts : NULL; f; f = f->sibling)
		if (!f->dims->n && f->status == STATUS_ACTUAL &&
		    f == fact_for(run->facts, f, f->dims, f->period))
			look_at_terms(run, f, row->id, right);
}

void check_apart(struct check_run *run)
{
	const struct facts *f = run->facts;

	for (size_t i = 0; i < f->facts.n; i++) {
		const struct fact *fact = f->facts.v[i];

		for (size_t k = 0; k < fact->dims->n; k++)
			if (fact->status == STATUS_ACTUAL && check_adds_up(fact))
				look_at_members(run, fact, k);
	}
	for (size_t i = 0; i < f->checks.n; i++)
		look_at_rule(run, &f->checks.v[i]);
}
