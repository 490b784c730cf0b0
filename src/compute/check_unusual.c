/*
 * Unusual changes, as notes and never as errors: what an editor would look at twice.  A jump by a
 * thousand is mostly a wrong scale, a change of sign a wrong sign, a value far outside the
 * concept's own history a wrong digit.
 */
#include "compute/check_run.h"

#include <stdlib.h>

enum {
	JUMP = 500,
	OTHER_SCALE = 1000000,
	LEAST_HISTORY = 3,
	MOST_HISTORY = 8,
	FAR = 3,
	YEARS_AWAY = 60
};

static const struct fact *latest(const struct fact *f)
{
	while (f && f->vintage)
		f = f->vintage;
	return f;
}

static const struct fact *same_in(const struct facts *f, const struct fact *fact, struct period p)
{
	return latest(
	    facts_find(f, fact->concept, fact->dims, p, fact->unit->currency, fact->status));
}

/* The same key a number of years earlier, as the latest document gives it. */
static const struct fact *years_before(const struct facts *f, const struct fact *fact, int years)
{
	struct period p = fact->period;

	for (int i = 0; i < years; i++)
		p = period_prior(p);
	return same_in(f, fact, p);
}

struct change {
	struct unworded as;
	const struct fact *before;
	const char *words; /* what is unusual */
};

static void word_change(struct arena *a, struct check_result *r, const struct unworded *u)
{
	const struct change *c = (const struct change *)u;
	const struct fact *fact = r->fact, *before = c->before;
	struct check_scale s = scale_for(a, fact->unit, fact->half, fact->value);

	r->printed = decimal_text(a, fact->value);
	r->difference = decimal_text(a, num_sub(a, fact->value, before->value));
	r->note = arena_printf(a, "%s: %s, %s against %s%s%s", check_label(fact->concept), c->words,
			       scaled_text(a, &s, fact->value), scaled_text(a, &s, before->value),
			       *s.unit ? " " : "", s.unit);
}

/* words is NULL if the change is within what is usual; the result then keeps the difference. */
static void put(struct check_run *run, const struct fact *fact, const struct fact *before,
		const char *name, const char *words)
{
	struct change *c = NEW(run->arena, struct change);
	struct check_result r =
	    check_at_fact(check_fact_id(run, name, fact, NULL), "unusual", SEVERITY_NOTE, fact);

	r.verdict = words ? VERDICT_DIFFERS : VERDICT_OK;
	*c = (struct change){{word_change}, before, words ? words : "nothing unusual"};
	r.unworded = &c->as;
	check_keep(run, r);
}

static bool is_jump(struct arena *a, struct num now, struct num before, long factor)
{
	struct num n = num_abs(a, now), b = num_abs(a, before), limit = num_int(a, factor);

	if (!num_sign(n) || !num_sign(b))
		return false;
	return num_cmp(n, num_mul(a, b, limit)) >= 0 || num_cmp(b, num_mul(a, n, limit)) >= 0;
}

/* A series: the same key but for when, in order; now is the last of n facts. */
struct series {
	const struct fact *const *first;
	size_t n;
};

/* Smallest and largest magnitude of the values before the last; false if there are too few. */
static bool history(struct arena *a, const struct series *s, struct num *least, struct num *most)
{
	size_t seen = 0;

	for (size_t i = s->n - 1; i-- > 0 && seen < MOST_HISTORY;) {
		struct num size = num_abs(a, s->first[i]->value);

		if (!num_sign(size))
			continue;
		if (!seen || num_cmp(size, *least) < 0)
			*least = size;
		if (!seen || num_cmp(size, *most) > 0)
			*most = size;
		seen++;
	}
	return seen >= LEAST_HISTORY;
}

/* Further from what was before than three times, or than what was before is spread. */
static bool is_far_out(struct arena *a, const struct series *s)
{
	struct num least, most, far = num_int(a, FAR), spread,
				size = num_abs(a, s->first[s->n - 1]->value);

	if (!history(a, s, &least, &most))
		return false;
	spread = num_div(a, most, least);
	if (num_cmp(spread, far) > 0)
		far = spread;
	return num_cmp(size, num_mul(a, most, far)) > 0 ||
	       num_cmp(num_mul(a, size, far), least) < 0;
}

/* Without a past, a member is held against another one of its dimension, the first that there is.
 */
static const struct fact *peer_of(struct check_run *run, const struct fact *fact, size_t which)
{
	enum { TRIED = 16 };
	const struct dimension *d = dimension_find(run->facts, fact->dims->v[which].dimension);
	struct dim_value pairs[16];

	if (!d || fact->dims->n > COUNT(pairs))
		return NULL;
	memcpy(pairs, fact->dims->v, fact->dims->n * sizeof *pairs);
	for (size_t i = 0; i < d->n && i < TRIED; i++) {
		const struct fact *peer;

		pairs[which].member = d->members[i].id;
		peer = check_fact_in(run->facts, fact->concept,
				     dims_find(run->facts, pairs, fact->dims->n), fact->period,
				     fact->unit->currency, fact->status, fact->document);
		if (peer && peer->dims != fact->dims)
			return peer;
	}
	return NULL;
}

static void look_at_peers(struct check_run *run, const struct fact *fact)
{
	for (size_t i = 0; i < fact->dims->n; i++) {
		const struct fact *peer = peer_of(run, fact, i);

		if (!peer)
			continue;
		put(run, fact, peer, "peers",
		    is_jump(run->arena, fact->value, peer->value, OTHER_SCALE)
			? "another scale than its peer"
			: NULL);
		return;
	}
}

bool check_is_year(const struct fact *fact)
{
	const char *s = fact->printed;

	return strlen(s) == 4 && strspn(s, "0123456789") == 4 && (s[0] == '1' || s[0] == '2') &&
	       !fact->unit->currency && fact->unit->n <= 1;
}

static void look_at_year(struct check_run *run, const struct fact *fact)
{
	struct arena *a = run->arena;
	int year = day_date(fact->period.to).year;
	struct num away = num_sub(a, fact->value, num_int(a, year));
	struct check_result r =
	    check_at_fact(check_fact_id(run, "year", fact, NULL), "unusual", SEVERITY_NOTE, fact);

	r.verdict =
	    num_cmp(num_abs(a, away), num_int(a, YEARS_AWAY)) <= 0 ? VERDICT_OK : VERDICT_DIFFERS;
	r.printed = decimal_text(a, fact->value);
	r.difference = decimal_text(a, away);
	r.note = arena_printf(a, "%s: %s is %s years away from the period's %d, if it is a year",
			      check_label(fact->concept), fact->printed, r.difference, year);
	check_keep(run, r);
}

/* MWh and GJ; a scale word or another power of ten is no other unit. */
static bool other_unit(struct arena *a, const struct fact *x, const struct fact *y)
{
	struct num ratio, ten = num_int(a, 10);

	if (num_eq(x->unit->factor, y->unit->factor))
		return false;
	ratio = num_div(a, x->unit->factor, y->unit->factor);
	if (num_cmp(ratio, num_int(a, 1)) < 0)
		ratio = num_div(a, num_int(a, 1), ratio);
	while (num_cmp(ratio, num_int(a, 1)) > 0)
		ratio = num_div(a, ratio, ten);
	return !num_eq(ratio, num_int(a, 1));
}

/* The same key a year before in another currency, which the period itself has no longer. */
static const struct fact *in_another_currency(const struct facts *f, const struct fact *fact)
{
	struct period before = period_prior(fact->period);

	for (const struct fact *o = fact->concept->facts; o; o = o->sibling)
		if (o->dims == fact->dims && o->status == fact->status &&
		    period_eq(o->period, before) && o->unit->currency &&
		    !facts_find(f, fact->concept, fact->dims, fact->period, o->unit->currency,
				fact->status))
			return o;
	return NULL;
}

static void put_currency(struct check_run *run, const struct fact *fact, const struct fact *before)
{
	struct check_result r =
	    check_at_fact(check_fact_id(run, "unit", fact, NULL), "unusual", SEVERITY_NOTE, fact);

	r.verdict = VERDICT_DIFFERS;
	r.printed = decimal_text(run->arena, fact->value);
	r.note =
	    arena_printf(run->arena, "%s: reported in %s, a year before in %s",
			 check_label(fact->concept), fact->unit->currency, before->unit->currency);
	check_keep(run, r);
}

/* A value without a past. */
static void look_alone(struct check_run *run, const struct fact *fact)
{
	const struct fact *other =
	    fact->unit->currency ? in_another_currency(run->facts, fact) : NULL;

	if (other)
		put_currency(run, fact, other);
	else if (check_is_year(fact))
		look_at_year(run, fact);
	else
		look_at_peers(run, fact);
}

static void look_at(struct check_run *run, const struct series *s)
{
	const struct fact *fact = s->first[s->n - 1];
	const struct fact *last_known = s->n > 1 ? s->first[s->n - 2] : NULL;
	const struct fact *year_before = years_before(run->facts, fact, 1);
	const struct fact *before = year_before ? year_before : last_known;
	bool both = before && num_sign(fact->value) && num_sign(before->value);

	if (!before)
		look_alone(run, fact);
	else if (other_unit(run->arena, fact, before))
		put(run, fact, before, "unit",
		    arena_printf(run->arena, "measured in %s, before in %s", fact->unit->name,
				 before->unit->name));
	else if (both && is_jump(run->arena, fact->value, before->value, JUMP))
		put(run, fact, before, "jump", "a jump by a factor of hundreds");
	else if (both && num_sign(fact->value) != num_sign(before->value))
		put(run, fact, before, "sign", "the sign has changed");
	else if (both && is_far_out(run->arena, s))
		put(run, fact, before, "history", "far outside the values before");
	else
		put(run, fact, before, "history", NULL);
}

/* In months, so that leap days and years of 52 weeks do not part a series. */
static int months(struct period p)
{
	return p.instant ? 0 : (p.to - p.from + 16) / 30;
}

/* By content, not by address: the order of results must be the same in every run. */
static int compare_dims(const struct dims *a, const struct dims *b)
{
	int order = 0;

	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (size_t i = 0; i < a->n && !order; i++) {
		order = strcmp(a->v[i].dimension, b->v[i].dimension);
		if (!order)
			order = strcmp(a->v[i].member, b->v[i].member);
	}
	return order;
}

/* 0 within one series of a concept: the same key but for when. */
static int compare_series(const struct fact *a, const struct fact *b)
{
	const char *x = a->unit->currency ? a->unit->currency : "";
	const char *y = b->unit->currency ? b->unit->currency : "";
	int order = a->concept->index - b->concept->index;

	if (!order)
		order = compare_dims(a->dims, b->dims);
	if (!order)
		order = strcmp(x, y);
	return order ? order : months(a->period) - months(b->period);
}

static int by_series(const void *x, const void *y)
{
	const struct fact *a = *(const struct fact *const *)x, *b = *(const struct fact *const *)y;
	int order = compare_series(a, b);

	if (!order)
		order = period_cmp(a->period, b->period);
	return order ? order : a->order < b->order ? -1 : a->order > b->order;
}

void check_unusual(struct check_run *run)
{
	const struct facts *f = run->facts;
	const struct fact **series = NEWS(run->arena, const struct fact *, f->facts.n);
	size_t n = 0;

	for (size_t i = 0; i < f->facts.n; i++) {
		const struct fact *fact = f->facts.v[i];

		if (fact->status == STATUS_ACTUAL && fact == same_in(f, fact, fact->period))
			series[n++] = fact;
	}
	if (n)
		qsort(series, n, sizeof *series, by_series);
	for (size_t i = 0, first = 0; i < n; i++) {
		if (i && compare_series(series[i - 1], series[i]) != 0)
			first = i;
		look_at(run, &(struct series){series + first, i + 1 - first});
	}
}
