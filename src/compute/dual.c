/* Arithmetic with lineage; dual.h says why. */
#include "compute/dual.h"

struct dual dual_number(struct num value)
{
	return (struct dual){.value = value};
}

struct dual dual_missing(enum availability availability, const char *reason)
{
	return (struct dual){.availability = availability, .reason = reason};
}

struct dual dual_keep(struct arena *a, const struct dual *d)
{
	struct dual kept = *d;

	kept.reason = d->reason ? arena_str(a, d->reason) : NULL;
	kept.value = num_keep(a, d->value);
	kept.lineage.v = arena_copy(a, d->lineage.v, d->lineage.n * sizeof *d->lineage.v);
	kept.lineage.cap = d->lineage.n;
	for (size_t i = 0; i < d->lineage.n; i++)
		kept.lineage.v[i].derivative = num_keep(a, d->lineage.v[i].derivative);
	return kept;
}

/* Room for the facts of both operands: most figures have few, and there are many figures. */
static void reserve_lineage(struct arena *a, struct dual *d, size_t n)
{
	d->lineage.v = NEWS(a, struct lineage, n);
	d->lineage.cap = n;
}

static void add_lineage(struct arena *a, struct dual *d, const struct fact *fact,
			struct num derivative)
{
	for (size_t i = 0; i < d->lineage.n; i++)
		if (d->lineage.v[i].fact == fact) {
			d->lineage.v[i].derivative =
			    num_add(a, d->lineage.v[i].derivative, derivative);
			return;
		}
	*PUSH(a, &d->lineage) = (struct lineage){fact, derivative};
}

static void add_scaled(struct arena *a, struct dual *d, const struct dual *from, struct num factor)
{
	for (size_t i = 0; i < from->lineage.n; i++)
		add_lineage(a, d, from->lineage.v[i].fact,
			    num_mul(a, from->lineage.v[i].derivative, factor));
}

struct dual dual_fact(struct arena *a, const struct fact *fact)
{
	struct dual d = {.value = fact->value};

	reserve_lineage(a, &d, 1);
	add_lineage(a, &d, fact, num_int(a, 1));
	return d;
}

struct dual dual_function(struct arena *arena, struct num value, const struct dual *a,
			  struct num da, const struct dual *b, struct num db)
{
	const struct dual *missing = a->availability ? a : b->availability ? b : NULL;
	struct dual d = {.value = value};

	if (missing)
		return dual_missing(missing->availability, missing->reason);
	if (num_is_long(value) || num_is_long(da) || num_is_long(db))
		return dual_missing(NOT_MEANINGFUL, "the number is too long");
	d.inexact = a->inexact || b->inexact;
	d.derived_period = a->derived_period || b->derived_period;
	reserve_lineage(arena, &d, a->lineage.n + b->lineage.n);
	add_scaled(arena, &d, a, da);
	add_scaled(arena, &d, b, db);
	return d;
}

struct dual dual_add(struct arena *arena, const struct dual *a, const struct dual *b)
{
	struct num one = num_int(arena, 1);

	return dual_function(arena, num_add(arena, a->value, b->value), a, one, b, one);
}

void dual_sum(struct arena *arena, struct dual *sum, const struct dual *x)
{
	if (sum->availability)
		return;
	if (x->availability) {
		*sum = dual_missing(x->availability, x->reason);
		return;
	}
	sum->value = num_add(arena, sum->value, x->value);
	sum->inexact |= x->inexact;
	sum->derived_period |= x->derived_period;
	add_scaled(arena, sum, x, num_int(arena, 1));
}

struct dual dual_sub(struct arena *arena, const struct dual *a, const struct dual *b)
{
	return dual_function(arena, num_sub(arena, a->value, b->value), a, num_int(arena, 1), b,
			     num_int(arena, -1));
}

struct dual dual_mul(struct arena *arena, const struct dual *a, const struct dual *b)
{
	return dual_function(arena, num_mul(arena, a->value, b->value), a, b->value, b, a->value);
}

struct dual dual_div(struct arena *arena, const struct dual *a, const struct dual *b)
{
	struct num inverse, quotient;

	if (a->availability || b->availability)
		return dual_add(arena, a, b);
	if (num_sign(b->value) == 0)
		return dual_not_meaningful(arena, "division by zero", a, b);
	inverse = num_div(arena, num_int(arena, 1), b->value);
	quotient = num_mul(arena, a->value, inverse);
	return dual_function(arena, quotient, a, inverse, b,
			     num_neg(arena, num_mul(arena, quotient, inverse)));
}

struct dual dual_scale(struct arena *arena, const struct dual *a, struct num factor)
{
	struct dual none = {0};

	return dual_function(arena, num_mul(arena, a->value, factor), a, factor, &none,
			     (struct num){0});
}

struct dual dual_not_meaningful(struct arena *arena, const char *reason, const struct dual *a,
				const struct dual *b)
{
	struct num zero = num_int(arena, 0);
	struct dual d = dual_function(arena, zero, a, zero, b, zero);

	if (d.availability)
		return d;
	d.availability = NOT_MEANINGFUL;
	d.reason = reason;
	return d;
}

struct num dual_tolerance(struct arena *arena, const struct dual *d)
{
	struct num sum = num_int(arena, 0);

	for (size_t i = 0; i < d->lineage.n; i++) {
		const struct lineage *l = &d->lineage.v[i];

		sum = num_add(arena, sum,
			      num_mul(arena, num_abs(arena, l->derivative), l->fact->half));
	}
	return sum;
}
