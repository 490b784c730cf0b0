/*
 * Periods that were not reported.  The quarter ends of two fiscal years are the nodes of a graph;
 * a reported fact joins the two ends of its period.  A way from the start to the end of the wanted
 * period is a sum of facts: added where the way runs with the calendar, subtracted where it runs
 * against it.  The way with the fewest facts is taken.
 */
#include "compute/lookup.h"

enum { YEAR = 4, NODES = 2 * YEAR + 1 };

struct graph {
	const struct lookup *lookup;
	int start[NODES]; /* first day of the quarter after the node */
	int first;        /* node the search begins at: one fiscal year where that will do */
	const struct fact *step[NODES]; /* fact on the way to the node */
	int from[NODES];                /* node before it on the way; -1: not reached */
};

static struct period between(const struct graph *g, int i, int j)
{
	return (struct period){g->start[i < j ? i : j], g->start[i < j ? j : i] - 1, false};
}

static void set_nodes(struct graph *g, struct calendar calendar, int year)
{
	for (int i = 0; i < NODES - 1; i++)
		g->start[i] =
		    period_fiscal_quarter(calendar, year - 1 + i / YEAR, i % YEAR + 1).from;
	g->start[NODES - 1] = period_fiscal_year(calendar, year).to + 1;
	for (int i = 0; i < NODES; i++)
		g->from[i] = -1;
}

static int find_node(const struct graph *g, int day)
{
	for (int i = 0; i < NODES; i++)
		if (g->start[i] == day)
			return i;
	return -1;
}

/* Breadth first, so that the first way found has the fewest facts. */
static bool search(struct graph *g, int from, int to)
{
	int queue[NODES], head = 0, tail = 0;

	queue[tail++] = from;
	g->from[from] = from;
	while (head < tail && g->from[to] < 0) {
		int i = queue[head++];

		for (int j = g->first; j < NODES; j++) {
			if (g->from[j] >= 0)
				continue;
			g->step[j] = lookup_fact(g->lookup, between(g, i, j));
			if (!g->step[j])
				continue;
			g->from[j] = i;
			queue[tail++] = j;
		}
	}
	return g->from[to] >= 0;
}

static const struct fact *vintages(const struct lookup *l, const struct fact *fact)
{
	return facts_find(l->facts, l->concept, l->dims, fact->period, l->currency,
			  l->scope->status);
}

/* The latest document that bears the value out. */
static int basis_date(const struct lookup *l, const struct fact *fact)
{
	int date = fact->document->date;

	for (const struct fact *f = vintages(l, fact); f; f = f->vintage)
		if (lookup_visible(l, f) && f->document->date > date &&
		    facts_overlap(l->arena, f, fact))
			date = f->document->date;
	return date;
}

/* The date at which the value was replaced, or else at which it replaced another; 0: neither. */
static int restated_date(const struct lookup *l, const struct fact *fact)
{
	int date = 0;

	for (const struct fact *f = vintages(l, fact); f; f = f->vintage) {
		if (!lookup_visible(l, f) || facts_overlap(l->arena, f, fact))
			continue;
		if (f->document->date > fact->document->date)
			return f->document->date;
		date = fact->document->date;
	}
	return date;
}

/* Facts from before and after a restatement do not make a period between them. */
static const char *mixed_basis(const struct graph *g, int from, int to)
{
	const struct lookup *l = g->lookup;

	for (int i = to; i != from; i = g->from[i]) {
		int date = restated_date(l, g->step[i]);
		bool after = basis_date(l, g->step[i]) >= date;

		for (int j = to; date && j != from; j = g->from[j])
			if ((basis_date(l, g->step[j]) >= date) != after)
				return arena_printf(l->arena, "restated between %s and %s",
						    g->step[i]->id, g->step[j]->id);
	}
	return NULL;
}

static struct dual sum_of_way(const struct graph *g, int from, int to)
{
	struct arena *arena = g->lookup->arena;
	struct dual sum = {0};

	for (int i = to; i != from; i = g->from[i]) {
		struct dual fact = dual_fact(arena, g->step[i]);

		sum = g->from[i] < i ? dual_add(arena, &sum, &fact) : dual_sub(arena, &sum, &fact);
	}
	sum.derived_period = true;
	return sum;
}

/* Only what adds up over time, in the reporting currency or in no currency at all. */
static bool may_derive(const struct lookup *l)
{
	bool money = l->currency && streq(l->currency, l->facts->issuer.currency);
	bool per_something = l->currency && l->concept->unit && l->concept->unit->n > 1;

	return l->concept->aggregation == AGGREGATE_SUM && (money || !l->currency) &&
	       !per_something;
}

bool lookup_derived(const struct lookup *l, struct period period, struct dual *out,
		    const char **why)
{
	struct calendar calendar = l->facts->issuer.calendar;
	struct graph g = {.lookup = l};
	int from, to;

	*why = NULL;
	if (period.instant || !l->concept->facts || !may_derive(l))
		return false;
	set_nodes(&g, calendar, fiscal_year(calendar, period));
	from = find_node(&g, period.from);
	to = find_node(&g, period.to + 1);
	if (from < 0 || to < 0)
		return false;
	g.first = from >= YEAR ? YEAR : 0;
	if (!search(&g, from, to))
		return false;
	*why = mixed_basis(&g, from, to);
	if (*why)
		return false;
	*out = sum_of_way(&g, from, to);
	return true;
}
