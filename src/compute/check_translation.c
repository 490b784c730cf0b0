/*
 * Translations: an amount in the convenience currency is the reporting amount at the rate of the
 * same document.  Where the document gives no rate, its translations must agree on one.
 */
#include "compute/check_run.h"

/* Reporting currency for one unit of the convenience currency. */
struct rate {
	struct num value;       /* 0: not known */
	struct lineage from[2]; /* what it was stated by, or computed from */
	size_t n;
};

static bool is_rate_of(const struct fact *f, const struct concept *rate, const struct document *d)
{
	return f->concept == rate && f->document == d && f->status == STATUS_ACTUAL;
}

/* The rate at the close, or the only one that the document gives. */
static const struct fact *rate_in(const struct facts *f, const struct concept *rate,
				  const struct document *d, int close)
{
	const struct fact *only = NULL;
	size_t n = 0;

	for (size_t i = 0; i < f->facts.n; i++) {
		const struct fact *fact = f->facts.v[i];

		if (!is_rate_of(fact, rate, d))
			continue;
		if (fact->period.to == close)
			return check_fact_in(f, rate, fact->dims, fact->period,
					     fact->unit->currency, fact->status, d);
		n += !only || !num_eq(only->value, fact->value);
		only = fact;
	}
	return n == 1 ? only : NULL;
}

static bool is_inverse(const struct facts *f, const struct fact *rate)
{
	for (int i = 0; i < rate->unit->n; i++)
		if (streq(rate->unit->parts[i].base, f->issuer.convenience))
			return rate->unit->parts[i].power > 0;
	return false;
}

static struct rate stated_rate(struct arena *a, const struct facts *f, const struct fact *fact)
{
	struct num one = num_int(a, 1), x = fact->value;

	if (!is_inverse(f, fact))
		return (struct rate){x, {{fact, one}}, 1};
	return (struct rate){
	    num_div(a, one, x), {{fact, num_neg(a, num_div(a, one, num_mul(a, x, x)))}}, 1};
}

/* The same amount in both currencies gives the rate, as well as its last place allows. */
static struct rate implied_rate(struct arena *a, const struct fact *own,
				const struct fact *translated)
{
	struct num t = translated->value, rate = num_div(a, own->value, t);

	return (struct rate){
	    rate,
	    {{own, num_div(a, num_int(a, 1), t)}, {translated, num_neg(a, num_div(a, rate, t))}},
	    2};
}

/* value / rate, with the influence of all facts behind it. */
static struct recomputed at_rate(struct arena *a, const struct fact *own, const struct rate *rate)
{
	struct lineage *l = NEWS(a, struct lineage, 1 + rate->n);
	struct recomputed r = {.value = num_div(a, own->value, rate->value),
			       .lineage = l,
			       .n = 1 + rate->n,
			       .formula = arena_printf(a, "%s at the rate", own->concept->id)};
	struct num by_rate = num_neg(a, num_div(a, r.value, rate->value));

	l[0] = (struct lineage){own, num_div(a, num_int(a, 1), rate->value)};
	for (size_t i = 0; i < rate->n; i++)
		l[1 + i] = (struct lineage){rate->from[i].fact,
					    num_mul(a, by_rate, rate->from[i].derivative)};
	for (size_t i = 0; i < r.n; i++)
		r.slack =
		    num_add(a, r.slack, num_mul(a, num_abs(a, l[i].derivative), l[i].fact->half));
	return r;
}

static const struct fact *in_own_currency(const struct facts *f, const struct fact *translated)
{
	return check_fact_in(f, translated->concept, translated->dims, translated->period,
			     f->issuer.currency, translated->status, translated->document);
}

/* A fact in the convenience currency that counts in its document, not the rate itself. */
static bool is_translated(const struct facts *f, const struct fact *fact,
			  const struct concept *rate)
{
	const char *currency = fact->unit->currency;

	return fact->concept != rate && currency && streq(currency, f->issuer.convenience) &&
	       fact == check_fact_in(f, fact->concept, fact->dims, fact->period, currency,
				     fact->status, fact->document);
}

/* The translation of the same document and close that was printed with most digits, but not `than`.
 */
static const struct fact *sharpest(const struct facts *f, const struct concept *rate,
				   const struct fact *than, struct arena *a)
{
	const struct fact *best = NULL;
	struct num best_digits = {0};

	for (size_t i = 0; i < f->facts.n; i++) {
		const struct fact *fact = f->facts.v[i];
		struct num digits;

		if (fact == than || fact->document != than->document ||
		    fact->period.to != than->period.to || !num_sign(fact->half) ||
		    !num_sign(fact->value) || !is_translated(f, fact, rate) ||
		    !in_own_currency(f, fact))
			continue;
		digits = num_abs(a, num_div(a, fact->value, fact->half));
		if (!best || num_cmp(digits, best_digits) > 0) {
			best = fact;
			best_digits = digits;
		}
	}
	return best;
}

static struct rate rate_for(struct check_run *run, const struct concept *concept,
			    const struct fact *f)
{
	const struct fact *fact = rate_in(run->facts, concept, f->document, f->period.to);
	const struct fact *other;

	if (fact && num_sign(fact->value))
		return stated_rate(run->arena, run->facts, fact);
	other = sharpest(run->facts, concept, f, run->arena);
	if (other && num_sign(in_own_currency(run->facts, other)->value))
		return implied_rate(run->arena, in_own_currency(run->facts, other), other);
	return (struct rate){0};
}

static void check_translation(struct check_run *run, const struct fact *f,
			      const struct concept *concept)
{
	const struct facts *facts = run->facts;
	const struct fact *own = in_own_currency(facts, f);
	const char *name = check_fact_name(run, "translation", f);
	struct check_result r = check_at_fact(check_id(run, name, f->period, f->dims),
					      "translation", SEVERITY_ERROR, f);
	struct recomputed is = {.availability = NOT_DISCLOSED, .reason = "no rate is disclosed"};
	struct comparison c;
	struct rate rate;

	if (!own)
		return;
	rate = rate_for(run, concept, f);
	if (num_sign(rate.value)) {
		is = at_rate(run->arena, own, &rate);
		check_cover(run, f);
	}
	c = compare_fact(f, is);
	c.label = arena_printf(run->arena, "%s in %s", c.label, facts->issuer.convenience);
	check_add(run, r, &c);
}

void check_translations(struct check_run *run)
{
	const struct issuer *issuer = &run->facts->issuer;
	const struct concept *rate =
	    issuer->convenience_rate ? concept_find(run->facts, issuer->convenience_rate) : NULL;

	for (size_t i = 0; rate && i < run->facts->facts.n; i++)
		if (is_translated(run->facts, run->facts->facts.v[i], rate))
			check_translation(run, run->facts->facts.v[i], rate);
}
