/*
 * Translations: an amount in the convenience currency is the reporting amount at the rate of the
 * same document.  Where the document gives no rate, its translations must agree on one.
 */
#include "compute/check_run.h"

/* Base units of the reporting currency for one of the convenience currency. */
struct rate {
	const struct fact *fact;
	bool inverse; /* stated as convenience for one of reporting */
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

/* value / rate, with the influence of both. */
static struct recomputed at_rate(struct arena *a, const struct fact *own, struct rate rate)
{
	struct lineage *l = NEWS(a, struct lineage, 2);
	struct num r = rate.fact->value, one = num_int(a, 1), by_own, by_rate;

	by_own = rate.inverse ? r : num_div(a, one, r);
	by_rate = rate.inverse ? own->value : num_neg(a, num_div(a, own->value, num_mul(a, r, r)));
	l[0] = (struct lineage){own, by_own};
	l[1] = (struct lineage){rate.fact, by_rate};
	return (struct recomputed){.value = num_mul(a, own->value, by_own),
				   .slack =
				       num_add(a, num_mul(a, num_abs(a, by_own), own->half),
					       num_mul(a, num_abs(a, by_rate), rate.fact->half)),
				   .lineage = l,
				   .n = 2,
				   .formula = arena_printf(a, "convert(%s)", own->concept->id)};
}

static void check_translation(struct check_run *run, const struct fact *f,
			      const struct concept *rate)
{
	const struct facts *facts = run->facts;
	const struct fact *own = check_fact_in(facts, f->concept, f->dims, f->period,
					       facts->issuer.currency, f->status, f->document);
	const struct fact *stated = rate_in(facts, rate, f->document, f->period.to);
	const char *name = check_fact_name(run, "translation", f);
	struct check_result r = check_at_fact(check_id(run, name, f->period, f->dims),
					      "translation", SEVERITY_ERROR, f);
	struct recomputed is = {.availability = NOT_DISCLOSED, .reason = "no rate is disclosed"};
	struct comparison c;

	if (!own)
		return;
	if (stated && num_sign(stated->value)) {
		is = at_rate(run->arena, own, (struct rate){stated, is_inverse(facts, stated)});
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

	for (size_t i = 0; rate && i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];
		const char *currency = f->unit->currency;

		if (f->concept != rate && currency && streq(currency, issuer->convenience) &&
		    f == check_fact_in(run->facts, f->concept, f->dims, f->period, currency,
				       f->status, f->document))
			check_translation(run, f, rate);
	}
}
