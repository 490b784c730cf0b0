/* Which of several documents' values of one fact counts. */
#include "compute/lookup.h"

bool facts_overlap(struct arena *a, const struct fact *x, const struct fact *y)
{
	struct num apart = num_abs(a, num_sub(a, x->value, y->value));

	return !num_sign(apart) || num_cmp(apart, num_add(a, x->half, y->half)) < 0;
}

bool lookup_visible(const struct lookup *l, const struct fact *fact)
{
	if (l->only)
		return fact->document == l->only;
	return !l->scope->not_after || fact->document->date <= l->scope->not_after;
}

static const struct fact *vintages(const struct lookup *l, struct period period)
{
	return facts_find(l->facts, l->concept, l->dims, period, l->currency, l->scope->status);
}

static const struct fact *own_document(const struct lookup *l, const struct fact *first)
{
	for (const struct fact *f = first; f; f = f->vintage)
		if (f->document == l->scope->document && lookup_visible(l, f))
			return f;
	return NULL;
}

const struct fact *lookup_fact(const struct lookup *l, struct period period)
{
	const struct fact *first = vintages(l, period), *latest = NULL, *best;

	best = l->scope->document ? own_document(l, first) : NULL;
	if (best)
		return best;
	for (const struct fact *f = first; f; f = f->vintage)
		if (lookup_visible(l, f))
			latest = f;
	best = latest;
	for (const struct fact *f = first; f; f = f->vintage)
		if (lookup_visible(l, f) && num_cmp(f->half, best->half) < 0 &&
		    facts_overlap(l->arena, f, latest))
			best = f;
	return best;
}
