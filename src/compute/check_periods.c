/*
 * Footings over time: quarters and halves add up to the half, nine months or year that is reported
 * too, for what adds up over time at all.
 */
#include "compute/check_run.h"

enum { QUARTERS = 4, MOST = 4 };

/* Ways to cut a span into shorter ones, in quarters; the first that is reported whole is used. */
static const struct cut {
	int quarters;
	int parts[MOST + 1]; /* closed by 0 */
} cuts[] = {
    {2, {1, 1}},    {3, {1, 1, 1}}, {3, {2, 1}}, {4, {1, 1, 1, 1}},
    {4, {2, 1, 1}}, {4, {2, 2}},    {4, {3, 1}},
};

static bool adds_up_over_time(const struct facts *f, const struct fact *fact)
{
	const char *currency = fact->unit->currency;

	return fact->concept->aggregation == AGGREGATE_SUM && !fact->period.instant &&
	       fact->status == STATUS_ACTUAL && fact->unit->n == 1 &&
	       (!currency || streq(currency, f->issuer.currency));
}

/* The fact of a part: of the same document, else as the latest document gives it. */
static const struct fact *part_of(const struct facts *f, const struct fact *whole, struct period p)
{
	const char *currency = whole->unit->currency;
	const struct fact *v =
	    facts_find(f, whole->concept, whole->dims, p, currency, whole->status);
	const struct fact *own = check_fact_in(f, whole->concept, whole->dims, p, currency,
					       whole->status, whole->document);

	while (v && v->vintage)
		v = v->vintage;
	return own ? own : v;
}

/* The quarter of the fiscal year that begins on the same day, from 0, or -1. */
static int first_quarter(struct calendar c, struct period p)
{
	for (int q = 0; q < QUARTERS; q++)
		if (period_fiscal_quarter(c, fiscal_year(c, p), q + 1).from == p.from)
			return q;
	return -1;
}

/* Gathers the parts; false if one of them is not reported. */
static bool gather(struct check_run *run, const struct fact *whole, const struct cut *cut,
		   int quarter, struct recomputed *sum)
{
	struct calendar c = run->facts->issuer.calendar;
	int year = fiscal_year(c, whole->period);
	struct lineage *l = NEWS(run->arena, struct lineage, MOST);

	*sum = (struct recomputed){.lineage = l};
	for (const int *quarters = cut->parts; *quarters; quarter += *quarters++) {
		struct period p = {period_fiscal_quarter(c, year, quarter + 1).from,
				   period_fiscal_quarter(c, year, quarter + *quarters).to, false};
		const struct fact *part = part_of(run->facts, whole, p);

		if (!part)
			return false;
		l[sum->n++] = (struct lineage){part, num_int(run->arena, 1)};
		sum->value = num_add(run->arena, sum->value, part->value);
		sum->slack = num_add(run->arena, sum->slack, part->half);
	}
	return true;
}

/* Parts of other documents may stand on another basis, so they only warn. */
static enum severity severity_of(const struct fact *whole, const struct recomputed *sum)
{
	for (size_t i = 0; i < sum->n; i++)
		if (sum->lineage[i].fact->document != whole->document)
			return SEVERITY_WARNING;
	return SEVERITY_ERROR;
}

static void foot(struct check_run *run, const struct fact *whole, struct recomputed sum)
{
	struct check_result r = check_at_fact(check_fact_id(run, "periods", whole, NULL), "footing",
					      severity_of(whole, &sum), whole);
	struct comparison c = compare_fact(whole, sum);

	check_add(run, r, &c);
	check_cover(run, whole);
}

static void check_span(struct check_run *run, const struct fact *whole)
{
	struct calendar c = run->facts->issuer.calendar;
	int quarters = period_months(whole->period) / 3, quarter = first_quarter(c, whole->period);
	struct recomputed sum;

	if (quarter < 0 || period_months(whole->period) % 3 || quarter + quarters > QUARTERS)
		return;
	for (size_t i = 0; i < COUNT(cuts); i++)
		if (cuts[i].quarters == quarters && gather(run, whole, &cuts[i], quarter, &sum)) {
			foot(run, whole, sum);
			return;
		}
}

void check_periods(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];

		if (adds_up_over_time(run->facts, f) &&
		    f == check_fact_in(run->facts, f->concept, f->dims, f->period,
				       f->unit->currency, f->status, f->document))
			check_span(run, f);
	}
}
