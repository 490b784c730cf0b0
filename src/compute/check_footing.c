/*
 * Complete dimensions.  Where the members add up to the total, they must, in every document and
 * period that has the total; a ratio of the total lies between those of its members.  Of a
 * dimension that nobody declared, members that mostly add up are taken to be all.
 */
#include "compute/check_run.h"

struct group { /* the members of one total */
	const struct fact *total;
	const struct dimension *dimension;
	struct recomputed sum;
	const struct fact *least, *most;
	size_t present, not_nil;
	uint64_t members;   /* which are present, by a bit each */
	const char *absent; /* a member that is not disclosed, or NULL */
	bool elsewhere;     /* a member is another document's */
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

static const struct dims *dims_and(const struct facts *f, const struct dims *dims,
				   const char *dimension, const char *member)
{
	struct dim_value pairs[16];

	if (dims->n >= COUNT(pairs))
		return NULL;
	memcpy(pairs, dims->v, dims->n * sizeof *pairs);
	pairs[dims->n] = (struct dim_value){dimension, member};
	return dims_find(f, pairs, dims->n + 1);
}

static const struct fact *in_document(const struct facts *f, const struct fact *like,
				      const struct dims *dims, const struct document *d)
{
	return check_fact_in(f, like->concept, dims, like->period, like->unit->currency,
			     like->status, d);
}

/* The member in the total's document, else in one that has no total of its own to hold it
 * against. */
static const struct fact *member_of(const struct facts *f, struct group *g, const char *member)
{
	const struct fact *t = g->total, *found = NULL;
	const struct dims *dims = dims_and(f, t->dims, g->dimension->id, member);
	const struct fact *own = in_document(f, t, dims, t->document);

	if (own || !dims || g->dimension->open)
		return own;
	for (const struct fact *v =
		 facts_find(f, t->concept, dims, t->period, t->unit->currency, t->status);
	     v; v = v->vintage)
		if (!in_document(f, t, t->dims, v->document))
			found = v;
	g->elsewhere |= found != NULL;
	return found;
}

static void gather(struct check_run *run, struct group *g)
{
	struct arena *a = run->arena;
	struct {
		struct lineage *v;
		size_t n, cap;
	} lineage = {0};

	for (size_t i = 0; i < g->dimension->n; i++) {
		const char *member = g->dimension->members[i].id;
		const struct fact *m = member_of(run->facts, g, member);

		if (!m) {
			g->absent = g->dimension->open ? NULL : member;
			continue;
		}
		g->present++;
		g->not_nil += num_sign(m->value) != 0;
		g->members |= (uint64_t)1 << i % 64;
		if (!g->least || num_cmp(m->value, g->least->value) < 0)
			g->least = m;
		if (!g->most || num_cmp(m->value, g->most->value) > 0)
			g->most = m;
		*PUSH(a, &lineage) = (struct lineage){m, num_int(a, 1)};
		g->sum.value = num_add(a, g->sum.value, m->value);
		g->sum.slack = num_add(a, g->sum.slack, m->half);
	}
	g->sum.lineage = lineage.v;
	g->sum.n = lineage.n;
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
	struct check_result r = check_at_fact(
	    check_fact_id(run, "footing", total, g->dimension->id), "footing",
	    g->elsewhere || g->dimension->open ? SEVERITY_WARNING : SEVERITY_ERROR, total);
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

/* Rates and averages do not add up over members, whatever the dimension says. */
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

/* Ratios */

/* A ratio of the total is a mean of the members' ratios, whatever their weights. */
static bool is_ratio(const struct fact *f)
{
	return !check_adds_up(f) && f->unit->n != 1;
}

static const char *between_note(struct arena *a, const struct group *g, bool inside)
{
	const struct fact *t = g->total;
	struct check_scale s = scale_for(a, t->unit, t->half, t->value);

	return arena_printf(a, "%s: %s %s between %s and %s, the least and the most by %s",
			    check_label(t->concept), scaled_text(a, &s, t->value),
			    inside ? "lies" : "does not lie", scaled_text(a, &s, g->least->value),
			    scaled_text(a, &s, g->most->value), g->dimension->id);
}

static void look_between(struct check_run *run, const struct group *g)
{
	struct arena *a = run->arena;
	const struct fact *t = g->total;
	struct num under = num_sub(a, t->value, g->least->value),
		   over = num_sub(a, t->value, g->most->value);
	bool low = num_cmp(num_abs(a, under), num_abs(a, over)) < 0;
	const struct fact *near = low ? g->least : g->most;
	struct num slack = num_add(a, t->half, near->half);
	struct check_result r = check_at_fact(check_fact_id(run, "between", t, g->dimension->id),
					      "consistency", SEVERITY_WARNING, t);
	bool inside =
	    num_cmp(num_add(a, under, slack), num_int(a, 0)) >= 0 && num_cmp(over, slack) <= 0;

	/* Parts of a whole add up to it, though they are ratios. */
	if (!is_ratio(t) || g->absent || g->dimension->open || g->elsewhere || foots_without(a, g))
		return;
	r.verdict = inside ? VERDICT_OK : VERDICT_DIFFERS;
	r.printed = decimal_text(a, t->value);
	r.recomputed = decimal_text(a, near->value);
	r.difference = decimal_text(a, low ? under : over);
	r.tolerance = decimal_text(a, slack);
	r.note = between_note(a, g, inside);
	check_keep(run, r);
	check_cover(run, t);
	for (size_t i = 0; i < g->sum.n; i++)
		check_cover(run, g->sum.lineage[i].fact);
}

static bool has_dimension(const struct dims *dims, const char *id)
{
	for (size_t i = 0; i < dims->n; i++)
		if (streq(dims->v[i].dimension, id))
			return true;
	return false;
}

/* Which dimensions the facts of a concept have. */
static bool *dimensions_used(struct check_run *run, const struct concept *c)
{
	const struct facts *f = run->facts;
	bool *used = NEWS(run->arena, bool, f->dimensions.n);

	for (const struct fact *fact = c->facts; fact; fact = fact->sibling)
		for (size_t k = 0; k < fact->dims->n; k++)
			used[dimension_find(f, fact->dims->v[k].dimension) - f->dimensions.v] =
			    true;
	return used;
}

struct groups {
	struct group *v;
	size_t n, cap;
};

/* The footings of one concept. */
struct footings {
	bool *used;                    /* by dimension */
	struct groups sound, doubtful; /* that add up; that may never have been meant to */
};

static void check_total(struct check_run *run, const struct fact *total, struct footings *all)
{
	const struct facts *f = run->facts;

	for (size_t i = 0; i < f->dimensions.n; i++) {
		struct group g = {.total = total, .dimension = &f->dimensions.v[i]};
		bool foots, doubtful;

		if (!all->used[i] || !(g.dimension->complete || g.dimension->open) ||
		    has_dimension(total->dims, g.dimension->id))
			continue;
		gather(run, &g);
		if (g.present < 2)
			continue;
		foots = foots_without(run->arena, &g);
		doubtful = g.elsewhere || g.dimension->open;
		if (foots && g.not_nil > 1)
			*PUSH(run->arena, &all->sound) = g;
		if (!check_adds_up(total))
			look_between(run, &g);
		else if (foots || !doubtful)
			foot(run, &g);
		else if (!g.absent)
			*PUSH(run->arena, &all->doubtful) = g;
	}
}

static size_t alike(const struct groups *list, const struct group *g)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += list->v[i].dimension == g->dimension && list->v[i].members == g->members;
	return n;
}

/*
 * Members of other documents may be counted in another way than the total, by another scope or
 * basis, and those of a dimension that nobody declared need not be all of them.  Only where the
 * same members add up to at least half of the totals is it a finding that they do not to the rest.
 */
static void check_doubtful(struct check_run *run, struct footings *all)
{
	for (size_t i = 0; i < all->doubtful.n; i++) {
		struct group *g = &all->doubtful.v[i];

		if (alike(&all->sound, g) >= alike(&all->doubtful, g))
			foot(run, g);
	}
}

void check_footings(struct check_run *run)
{
	const struct facts *f = run->facts;

	for (size_t i = 0; i < f->concepts.n; i++) {
		const struct concept *c = f->concepts.v[i];
		struct footings all = {0};

		if (!c->facts)
			continue;
		all.used = dimensions_used(run, c);
		for (const struct fact *fact = c->facts; fact; fact = fact->sibling)
			if (fact == in_document(f, fact, fact->dims, fact->document))
				check_total(run, fact, &all);
		check_doubtful(run, &all);
	}
}
