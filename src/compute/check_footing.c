/*
 * Footings of complete dimensions: where the members of a dimension add up to the total, they must,
 * in every document and period that has the total.
 */
#include "compute/check_run.h"

struct group { /* the members of one total */
	const struct fact *total;
	const struct dimension *dimension;
	struct recomputed sum;
	size_t present;
	const char *absent; /* a member that is not disclosed, or NULL */
};

const struct dims *check_dims_with(const struct facts *f, const struct dims *dims, size_t which,
				   const char *member)
{
	struct dim_value pairs[16];
	size_t n = 0;

	for (size_t i = 0; i < dims->n && n < COUNT(pairs); i++) {
		if (i == which && !member)
			continue;
		pairs[n] = dims->v[i];
		if (i == which)
			pairs[n].member = member;
		n++;
	}
	return dims_find(f, pairs, n);
}

static const struct fact *sibling(const struct facts *f, const struct fact *fact, size_t which,
				  const char *member)
{
	return check_fact_in(f, fact->concept, check_dims_with(f, fact->dims, which, member),
			     fact->period, fact->unit->currency, fact->status, fact->document);
}

/* False if another member comes before this one, whose turn it then is. */
static bool gather(struct check_run *run, const struct fact *first, size_t which, struct group *g)
{
	struct arena *a = run->arena;
	struct {
		struct lineage *v;
		size_t n, cap;
	} lineage = {0};

	for (size_t i = 0; i < g->dimension->n; i++) {
		const char *member = g->dimension->members[i].id;
		const struct fact *m = sibling(run->facts, first, which, member);

		if (!m) {
			g->absent = member;
			continue;
		}
		if (!g->present++ && m != first)
			return false;
		*PUSH(a, &lineage) = (struct lineage){m, num_int(a, 1)};
		g->sum.value = num_add(a, g->sum.value, m->value);
		g->sum.slack = num_add(a, g->sum.slack, m->half);
	}
	g->sum.lineage = lineage.v;
	g->sum.n = lineage.n;
	return true;
}

/* Members that are not there count as nil if the others add up without them. */
static bool foots_without(struct arena *a, const struct group *g)
{
	struct num off = num_abs(a, num_sub(a, g->total->value, g->sum.value));

	return num_cmp(off, num_add(a, g->total->half, g->sum.slack)) <= 0;
}

static void foot(struct check_run *run, struct group *g)
{
	const struct fact *total = g->total;
	const char *name = arena_printf(run->arena, "%s:%s", check_fact_name(run, "footing", total),
					g->dimension->id);
	struct check_result r = check_at_fact(check_id(run, name, total->period, total->dims),
					      "footing", SEVERITY_ERROR, total);
	struct comparison c;

	if (g->absent && !foots_without(run->arena, g)) {
		g->sum.availability = NOT_DISCLOSED;
		g->sum.reason =
		    arena_printf(run->arena, "not disclosed: %s=%s", g->dimension->id, g->absent);
	} else {
		check_cover(run, total);
	}
	r.formula = arena_printf(run->arena, "%s = sum(%s[%s=*])", total->concept->id,
				 total->concept->id, g->dimension->id);
	c = compare_fact(total, g->sum);
	check_add(run, r, &c);
}

bool check_adds_up(const struct fact *f)
{
	switch (f->concept->aggregation) {
	case AGGREGATE_SUM:
	case AGGREGATE_LAST:
		return true;
	case AGGREGATE_AVERAGE:
		return false;
	case AGGREGATE_NONE:
		break;
	}
	return f->unit->n == 1 && f->concept->period_type == PERIOD_INSTANT;
}

void check_footings(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];

		for (size_t k = 0; k < f->dims->n && check_adds_up(f); k++) {
			struct group g = {.dimension =
					      dimension_find(run->facts, f->dims->v[k].dimension)};

			if (!g.dimension || !g.dimension->complete)
				continue;
			g.total = sibling(run->facts, f, k, NULL);
			if (g.total && gather(run, f, k, &g) && g.present > 1)
				foot(run, &g);
		}
	}
}
