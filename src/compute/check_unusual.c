/*
 * Unusual changes, as notes and never as errors: what an editor would look at twice.  A jump by a
 * thousand is mostly a wrong scale, a change of sign a wrong sign, a value far outside the
 * concept's own history a wrong digit.
 */
#include "compute/check_run.h"

enum { JUMP = 500, HISTORY = 4, FAR = 3 };

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

/* A year earlier, or where nothing is known of that, the adjacent period. */
static const struct fact *period_before(const struct facts *f, const struct fact *fact)
{
	const struct fact *before = years_before(f, fact, 1);

	return before ? before : same_in(f, fact, period_previous(fact->period));
}

/* words is NULL if the change is within what is usual; the result then keeps the difference. */
static void put(struct check_run *run, const struct fact *fact, const struct fact *before,
		const char *name, const char *words)
{
	struct arena *a = run->arena;
	struct check_scale s = scale_for(a, fact->unit, fact->half, fact->value);
	struct check_result r =
	    check_at_fact(check_id(run, check_fact_name(run, name, fact), fact->period, fact->dims),
			  "unusual", SEVERITY_NOTE, fact);

	r.verdict = words ? VERDICT_DIFFERS : VERDICT_OK;
	r.printed = decimal_text(a, fact->value);
	r.difference = decimal_text(a, num_sub(a, fact->value, before->value));
	r.note = arena_printf(a, "%s: %s, %s after %s%s%s", check_label(fact->concept),
			      words ? words : "nothing unusual", scaled_text(a, &s, fact->value),
			      scaled_text(a, &s, before->value), *s.unit ? " " : "", s.unit);
	check_keep(run, r);
}

static bool is_jump(struct arena *a, struct num now, struct num before)
{
	struct num n = num_abs(a, now), b = num_abs(a, before), limit = num_int(a, JUMP);

	if (!num_sign(n) || !num_sign(b))
		return false;
	return num_cmp(n, num_mul(a, b, limit)) >= 0 || num_cmp(b, num_mul(a, n, limit)) >= 0;
}

/* Smallest and largest magnitude of the years before; false if there are too few. */
static bool history(const struct facts *f, struct arena *a, const struct fact *fact,
		    struct num *least, struct num *most)
{
	for (int i = 1; i <= HISTORY; i++) {
		const struct fact *before = years_before(f, fact, i);
		struct num size;

		if (!before || !num_sign(before->value))
			return false;
		size = num_abs(a, before->value);
		if (i == 1 || num_cmp(size, *least) < 0)
			*least = size;
		if (i == 1 || num_cmp(size, *most) > 0)
			*most = size;
	}
	return true;
}

static bool is_far_out(struct check_run *run, const struct fact *fact)
{
	struct arena *a = run->arena;
	struct num least, most, size = num_abs(a, fact->value), far = num_int(a, FAR);

	return history(run->facts, a, fact, &least, &most) &&
	       (num_cmp(size, num_mul(a, most, far)) > 0 ||
		num_cmp(num_mul(a, size, far), least) < 0);
}

static void look_at(struct check_run *run, const struct fact *fact)
{
	const struct fact *before = period_before(run->facts, fact);
	bool both = before && num_sign(fact->value) && num_sign(before->value);

	if (!before)
		return;
	if (both && is_jump(run->arena, fact->value, before->value))
		put(run, fact, before, "jump", "a jump by a factor of hundreds");
	else if (both && num_sign(fact->value) != num_sign(before->value))
		put(run, fact, before, "sign", "the sign has changed");
	else if (both && is_far_out(run, fact))
		put(run, fact, before, "history", "far outside the values of the years before");
	else
		put(run, fact, before, "history", NULL);
}

void check_unusual(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];

		if (f->status == STATUS_ACTUAL &&
		    f == latest(facts_find(run->facts, f->concept, f->dims, f->period,
					   f->unit->currency, f->status)))
			look_at(run, f);
	}
}
