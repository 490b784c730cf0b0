/* Values of tree nodes: terms from the fact store, arithmetic and functions over them. */
#include "compute/evaluate.h"

#include <stdlib.h>

#include "compute/lookup.h"

/* Terms */

/* The adjacent period; before an instant that closes a quarter, the instant that opens it. */
static struct period previous(struct calendar calendar, struct period period)
{
	if (!period.instant)
		return period_previous(period);
	for (int quarter = 1; quarter <= 4; quarter++) {
		struct period q =
		    period_fiscal_quarter(calendar, fiscal_year(calendar, period), quarter);

		if (q.to == period.to)
			return period_open(q);
	}
	return period_previous(period);
}

struct period term_period(const struct context *ctx, const struct term *t)
{
	struct period period = ctx->scope.period;

	switch (t->shift) {
	case SHIFT_NONE:
		break;
	case SHIFT_PRIOR:
		period = period_prior(period);
		break;
	case SHIFT_PREVIOUS:
		period = previous(ctx->facts->issuer.calendar, period);
		break;
	case SHIFT_OPEN:
		return period_open(period);
	case SHIFT_FIXED:
		period = t->period;
		break;
	}
	return t->concept->period_type == PERIOD_INSTANT ? period_close(period) : period;
}

/* The context inside the term: what its facts, or the terms of its formula, are looked up in. */
static struct context inside(const struct context *ctx, const struct term *t)
{
	struct term_dims own = term_bound_dims(t, ctx->binding);
	struct context in = *ctx;

	in.scope.period = term_period(ctx, t);
	in.only = t->document ? t->document : ctx->only;
	in.open = false;
	in.named = ctx->named || t->shift == SHIFT_FIXED;
	in.binding = (struct binding){0};
	for (size_t i = 0; i < own.n; i++)
		term_dims_put(&in.dims, own.v[i].dimension, own.v[i].member);
	return in;
}

static struct dual not_disclosed(const struct context *in, const struct term *t, const char *why)
{
	struct term named = {.concept = t->concept, .dims = &in->dims};
	struct node node = {.kind = NODE_TERM, .term = named};
	struct calendar calendar = in->facts->issuer.calendar;
	struct buf reason = {0};

	buf_str(&reason, "not disclosed: ");
	node_write(in->arena, &reason, &node, calendar, (struct binding){0});
	buf_printf(&reason, "@%s", period_label(in->arena, calendar, in->scope.period));
	if (in->only)
		buf_printf(&reason, "#%s", in->only->id);
	if (why)
		buf_printf(&reason, " (%s)", why);
	return dual_missing(NOT_DISCLOSED, buf_keep(&reason, in->arena));
}

static struct lookup lookup_of(const struct context *in, const struct term *t, const char *currency)
{
	return (struct lookup){.arena = in->arena,
			       .facts = in->facts,
			       .concept = t->concept,
			       .dims = dims_find(in->facts, in->dims.v, in->dims.n),
			       .currency = currency,
			       .scope = &in->scope,
			       .only = in->only};
}

/* What was reported; where the formula itself names the period, failing that what was forecast. */
static const struct fact *find_fact(const struct context *in, const struct lookup *l)
{
	const struct fact *fact = l->dims ? lookup_fact(l, in->scope.period) : NULL;
	struct scope guidance = in->scope;
	struct lookup forecast = *l;

	if (fact || !l->dims || !in->named || in->scope.status != STATUS_ACTUAL)
		return fact;
	guidance.status = STATUS_GUIDANCE;
	forecast.scope = &guidance;
	return lookup_fact(&forecast, in->scope.period);
}

/* Does the formula say the same as the fact, only more precisely? */
static bool sharpens(struct arena *a, const struct dual *formula, const struct fact *fact)
{
	struct num tolerance, apart;

	if (formula->availability)
		return false;
	tolerance = dual_tolerance(a, formula);
	apart = num_abs(a, num_sub(a, formula->value, fact->value));
	return num_cmp(tolerance, fact->half) < 0 &&
	       num_cmp(apart, num_add(a, tolerance, fact->half)) <= 0;
}

/*
 * A fact; else the concept's formula; else a sum over reported periods.  A disclosed ratio gives
 * way to its formula where that is the same but for rounding, as the trade computes changes from
 * unrounded values.
 */
static struct dual evaluate_term(const struct context *ctx, const struct term *t)
{
	struct context in = inside(ctx, t);
	struct lookup l = lookup_of(&in, t, t->currency);
	const struct fact *fact = find_fact(&in, &l);
	struct dual from_formula = {.availability = NOT_DISCLOSED}, derived;
	const char *why = NULL;

	if (t->concept->formula)
		from_formula = compute_concept(&in, t->concept);
	if (fact)
		return sharpens(ctx->arena, &from_formula, fact) ? from_formula
								 : dual_fact(ctx->arena, fact);
	if (from_formula.availability != NOT_DISCLOSED)
		return from_formula;
	if (l.dims && lookup_derived(&l, in.scope.period, &derived, &why))
		return derived;
	if (t->concept->formula && !why)
		return from_formula;
	return not_disclosed(&in, t, why);
}

/* Arithmetic */

static struct dual evaluate_binary(const struct context *ctx, const struct node *node)
{
	struct dual a = evaluate(ctx, node->args.v[0]), b = evaluate(ctx, node->args.v[1]);
	bool sum = node->op == '+' || node->op == '-';

	if (ctx->open && sum && b.availability == NOT_DISCLOSED)
		return a;
	if (ctx->open && sum && a.availability == NOT_DISCLOSED)
		a = dual_number(num_int(ctx->arena, 0));
	switch (node->op) {
	case '+':
		return dual_add(ctx->arena, &a, &b);
	case '-':
		return dual_sub(ctx->arena, &a, &b);
	case '*':
		return dual_mul(ctx->arena, &a, &b);
	default:
		return dual_div(ctx->arena, &a, &b);
	}
}

static struct dual negate(const struct context *ctx, const struct dual *a)
{
	return dual_scale(ctx->arena, a, num_int(ctx->arena, -1));
}

static struct dual evaluate_abs(const struct context *ctx, const struct node *call)
{
	struct dual a = evaluate(ctx, call->args.v[0]);

	return num_sign(a.value) < 0 ? negate(ctx, &a) : a;
}

/* Functions over members */

static struct context with_member(const struct context *ctx, const struct dimension *d, size_t i)
{
	struct context in = *ctx;

	in.binding = (struct binding){d->id, d->members[i].id};
	return in;
}

static struct dual evaluate_sum(const struct context *ctx, const struct node *call)
{
	const struct dimension *star = call->args.v[0]->star;
	struct dual sum = {0};

	for (size_t i = 0; i < star->n; i++) {
		struct context in = with_member(ctx, star, i);
		struct dual x = evaluate(&in, call->args.v[0]);

		dual_sum(ctx->arena, &sum, &x);
	}
	return sum;
}

/* sum(x * by) / sum(by): what a mean of ratios should have been. */
static struct dual evaluate_mean(const struct context *ctx, const struct node *call)
{
	const struct dimension *star = call->args.v[0]->star;
	struct dual sum = {0}, weights = {0};

	for (size_t i = 0; i < star->n; i++) {
		struct context in = with_member(ctx, star, i);
		struct dual x = evaluate(&in, call->args.v[0]);
		struct dual weight = evaluate(&in, call->args.v[1]);
		struct dual product = dual_mul(ctx->arena, &x, &weight);

		dual_sum(ctx->arena, &sum, &product);
		dual_sum(ctx->arena, &weights, &weight);
	}
	return dual_div(ctx->arena, &sum, &weights);
}

/* Keeps the better of two by sign: 1 max, -1 min. */
static void take_extreme(struct dual *best, bool first, const struct dual *x, int sign)
{
	if (first ||
	    (!best->availability && (x->availability || sign * num_cmp(x->value, best->value) > 0)))
		*best = *x;
}

static struct dual evaluate_extreme(const struct context *ctx, const struct node *call, int sign)
{
	bool members = call->args.n == 1;
	size_t n = members ? call->args.v[0]->star->n : call->args.n;
	struct dual best = {0};

	for (size_t i = 0; i < n; i++) {
		struct context in = members ? with_member(ctx, call->args.v[0]->star, i) : *ctx;
		struct dual x = evaluate(&in, call->args.v[members ? 0 : i]);

		take_extreme(&best, i == 0, &x, sign);
	}
	return best;
}

static int by_value_down(const void *x, const void *y)
{
	const struct dual *a = x, *b = y;

	return num_cmp(b->value, a->value);
}

/* The sum of the largest members of those that are disclosed. */
static struct dual evaluate_top(const struct context *ctx, const struct node *call)
{
	const struct dimension *star = call->args.v[0]->star;
	size_t most = (size_t)num_double(call->args.v[1]->number), n = 0;
	struct dual *known = NEWS(ctx->arena, struct dual, star->n), sum = {0};

	for (size_t i = 0; i < star->n; i++) {
		struct context in = with_member(ctx, star, i);
		struct dual x = evaluate(&in, call->args.v[0]);

		if (!x.availability)
			known[n++] = x;
	}
	if (n < most)
		return dual_missing(NOT_DISCLOSED,
				    arena_printf(ctx->arena, "only %zu of %zu disclosed", n, most));
	qsort(known, n, sizeof *known, by_value_down);
	for (size_t i = 0; i < most; i++)
		dual_sum(ctx->arena, &sum, &known[i]);
	return sum;
}

/* Functions over periods */

struct context context_then(const struct context *ctx, const struct node *call)
{
	struct context then = *ctx;

	then.scope.period = call->fn == FN_QOQ
				? previous(ctx->facts->issuer.calendar, ctx->scope.period)
				: period_prior(ctx->scope.period);
	return then;
}

/*
 * now / then - 1 is the change of the magnitude for two negative values as well: a loss that
 * shrinks by half gives -0.5.
 */
static struct dual relative_change(const struct context *ctx, const struct dual *now,
				   const struct dual *then)
{
	struct arena *a = ctx->arena;
	struct num limit = ctx->facts->issuer.conventions.nm_above;
	struct dual one = dual_number(num_int(a, 1)), quotient, change;

	if (now->availability || then->availability)
		return dual_sub(a, now, then);
	if (num_sign(then->value) == 0)
		return dual_not_meaningful(a, "change from zero", now, then);
	if (num_sign(now->value) * num_sign(then->value) < 0)
		return dual_not_meaningful(a, "change of sign", now, then);
	quotient = dual_div(a, now, then);
	change = dual_sub(a, &quotient, &one);
	if (num_cmp(num_mul(a, num_abs(a, change.value), num_int(a, 100)), limit) > 0) {
		change.availability = NOT_MEANINGFUL;
		change.reason = arena_printf(a, "change above %s%%", num_decimal(a, limit, 6));
	}
	return change;
}

static struct dual evaluate_change(const struct context *ctx, const struct node *call)
{
	struct context earlier = context_then(ctx, call);
	struct dual now = evaluate(ctx, call->args.v[0]);
	struct dual then = evaluate(&earlier, call->args.v[0]);

	return relative_change(ctx, &now, &then);
}

static struct dual evaluate_difference(const struct context *ctx, const struct node *call)
{
	struct context earlier = context_then(ctx, call);
	struct dual now = evaluate(ctx, call->args.v[0]);
	struct dual then = evaluate(&earlier, call->args.v[0]);

	return dual_sub(ctx->arena, &now, &then);
}

static int years_between(struct period from, struct period to)
{
	return day_date(to.to).year - day_date(from.to).year;
}

/* (last / first)^(1/n) - 1; its derivative by last is (1 + growth) / (n last), by first the same
 * with the sign turned. */
static struct dual evaluate_cagr(const struct context *ctx, const struct node *call)
{
	struct arena *a = ctx->arena;
	struct context from = *ctx, to = *ctx;
	struct dual first, last, growth;
	struct num root, n = num_int(a, years_between(call->from, call->to));

	from.named = to.named = true;
	from.scope.period = call->from;
	to.scope.period = call->to;
	first = evaluate(&from, call->args.v[0]);
	last = evaluate(&to, call->args.v[0]);
	if (first.availability || last.availability)
		return dual_sub(a, &last, &first);
	if (num_sign(first.value) <= 0 || num_sign(last.value) <= 0)
		return dual_not_meaningful(a, "growth of a value that is not positive", &last,
					   &first);
	root = num_root(a, num_div(a, last.value, first.value),
			(unsigned)years_between(call->from, call->to));
	growth = dual_function(a, num_sub(a, root, num_int(a, 1)), &last,
			       num_div(a, root, num_mul(a, n, last.value)), &first,
			       num_neg(a, num_div(a, root, num_mul(a, n, first.value))));
	growth.inexact = true;
	return growth;
}

/* The twelve months that end with the scope's period. */
static struct dual evaluate_ttm(const struct context *ctx, const struct node *call)
{
	struct context in = *ctx;
	struct period close = period_close(ctx->scope.period);

	in.scope.period = (struct period){period_prior(close).to + 1, close.to, false};
	return evaluate(&in, call->args.v[0]);
}

/* Currencies */

/* The fact that was reported in the currency, if the value is one term and there is one. */
static bool reported_in(const struct context *ctx, const struct node *x, const char *currency,
			struct dual *out)
{
	struct context in;
	struct lookup l;
	const struct fact *fact;

	if (x->kind != NODE_TERM)
		return false;
	in = inside(ctx, &x->term);
	l = lookup_of(&in, &x->term, currency);
	fact = find_fact(&in, &l);
	if (fact)
		*out = dual_fact(ctx->arena, fact);
	return fact != NULL;
}

/* Is the rate so many units of this currency for one of the other? */
static bool rate_is_in(const struct node *rate, const char *currency)
{
	for (int i = 0; rate->unit && i < rate->unit->n; i++)
		if (streq(rate->unit->parts[i].base, currency))
			return rate->unit->parts[i].power > 0;
	return false;
}

static struct dual evaluate_convert(const struct context *ctx, const struct node *call)
{
	const struct node *x = call->args.v[0], *rate = compute_rate(ctx->compute);
	struct context at_close = *ctx;
	struct dual value, by;

	if (reported_in(ctx, x, call->currency, &value))
		return value;
	value = evaluate(ctx, x);
	if (!x->unit || !x->unit->currency || streq(x->unit->currency, call->currency))
		return value;
	if (!rate)
		return dual_missing(NOT_DISCLOSED, "no convenience rate");
	if (x->kind == NODE_TERM)
		at_close.scope.period = term_period(ctx, &x->term);
	at_close.scope.period = period_close(at_close.scope.period);
	at_close.scope.status = STATUS_ACTUAL;
	at_close.dims.n = 0;
	by = evaluate(&at_close, rate);
	return rate_is_in(rate, call->currency) ? dual_mul(ctx->arena, &value, &by)
						: dual_div(ctx->arena, &value, &by);
}

static struct dual evaluate_share(const struct context *ctx, const struct node *call)
{
	struct dual part = evaluate(ctx, call->args.v[0]), whole = evaluate(ctx, call->args.v[1]);

	return dual_div(ctx->arena, &part, &whole);
}

static struct dual evaluate_call(const struct context *ctx, const struct node *call)
{
	switch (call->fn) {
	case FN_SUM:
		return evaluate_sum(ctx, call);
	case FN_CHANGE:
	case FN_YOY:
	case FN_QOQ:
		return evaluate_change(ctx, call);
	case FN_PP:
	case FN_DIFF:
		return evaluate_difference(ctx, call);
	case FN_SHARE:
		return evaluate_share(ctx, call);
	case FN_CAGR:
		return evaluate_cagr(ctx, call);
	case FN_TTM:
		return evaluate_ttm(ctx, call);
	case FN_MEAN_WEIGHTED:
		return evaluate_mean(ctx, call);
	case FN_CONVERT:
		return evaluate_convert(ctx, call);
	case FN_ABS:
		return evaluate_abs(ctx, call);
	case FN_MIN:
		return evaluate_extreme(ctx, call, -1);
	case FN_MAX:
		return evaluate_extreme(ctx, call, 1);
	case FN_TOP:
		return evaluate_top(ctx, call);
	}
	return dual_missing(NOT_DISCLOSED, "unknown function");
}

struct dual evaluate(const struct context *ctx, const struct node *node)
{
	struct dual operand;

	switch (node->kind) {
	case NODE_NUMBER:
		return dual_number(node->number);
	case NODE_TERM:
		return evaluate_term(ctx, &node->term);
	case NODE_NEGATE:
		operand = evaluate(ctx, node->args.v[0]);
		return negate(ctx, &operand);
	case NODE_BINARY:
		return evaluate_binary(ctx, node);
	case NODE_CALL:
		return evaluate_call(ctx, node);
	}
	return dual_missing(NOT_DISCLOSED, "unknown node");
}
