/*
 * Translations: an amount in the convenience currency is the reporting amount at the rate of the
 * same document.  Where the document gives no rate, its translations must agree on one.
 */
#include "compute/check_run.h"

#include <stdlib.h>

/* Reporting currency for one unit of the convenience currency. */
struct rate {
	struct num value;       /* 0: not known */
	struct lineage from[2]; /* what it was stated by, or computed from */
	size_t n;
};

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

/* What one document says of the rate at one close. */
struct quote {
	const struct document *document;
	int close;
	const struct fact *stated;      /* the rate itself, or NULL */
	const struct fact *sharpest[2]; /* the translations that were printed with most digits */
};

struct quotes {
	struct arena *arena;
	const struct facts *facts;
	const struct concept *concept;
	struct {
		struct quote *v;
		size_t n, cap;
	} list;
};

static struct quote *quote_of(struct quotes *q, const struct document *d, int close)
{
	for (size_t i = 0; i < q->list.n; i++)
		if (q->list.v[i].document == d && q->list.v[i].close == close)
			return &q->list.v[i];
	*PUSH(q->arena, &q->list) = (struct quote){.document = d, .close = close};
	return &q->list.v[q->list.n - 1];
}

/* Digits that the number is good to, as a ratio; an exact one is no measure of a rounded rate. */
static struct num sharpness(struct arena *a, const struct fact *f)
{
	return f && num_sign(f->half) ? num_abs(a, num_div(a, f->value, f->half)) : (struct num){0};
}

static void take_sharp(struct quotes *q, struct quote *quote, const struct fact *f)
{
	struct num sharp = sharpness(q->arena, f);

	if (num_cmp(sharp, sharpness(q->arena, quote->sharpest[0])) > 0) {
		quote->sharpest[1] = quote->sharpest[0];
		quote->sharpest[0] = f;
	} else if (num_cmp(sharp, sharpness(q->arena, quote->sharpest[1])) > 0) {
		quote->sharpest[1] = f;
	}
}

static bool is_stated(const struct quotes *q, const struct fact *f)
{
	return f->concept == q->concept && f->status == STATUS_ACTUAL && num_sign(f->value) &&
	       f == check_fact_in(q->facts, f->concept, f->dims, f->period, f->unit->currency,
				  f->status, f->document);
}

static void gather_quotes(struct quotes *q)
{
	for (size_t i = 0; i < q->facts->facts.n; i++) {
		const struct fact *f = q->facts->facts.v[i], *own;

		if (is_stated(q, f))
			quote_of(q, f->document, f->period.to)->stated = f;
		if (!is_translated(q->facts, f, q->concept))
			continue;
		own = in_own_currency(q->facts, f);
		if (own && num_sign(own->value))
			take_sharp(q, quote_of(q, f->document, f->period.to), f);
	}
}

/* The only rate that a document states, for its other closes; NULL if it states several. */
static const struct fact *only_stated(const struct quotes *q, const struct document *d)
{
	const struct fact *only = NULL;

	for (size_t i = 0; i < q->list.n; i++) {
		const struct fact *stated = q->list.v[i].stated;

		if (q->list.v[i].document != d || !stated)
			continue;
		if (only && !num_eq(only->value, stated->value))
			return NULL;
		only = stated;
	}
	return only;
}

static struct rate rate_for(struct quotes *q, const struct fact *f)
{
	const struct quote *quote = quote_of(q, f->document, f->period.to);
	const struct fact *stated = quote->stated ? quote->stated : only_stated(q, f->document);
	const struct fact *other = quote->sharpest[quote->sharpest[0] == f];

	if (stated)
		return stated_rate(q->arena, q->facts, stated);
	if (other)
		return implied_rate(q->arena, in_own_currency(q->facts, other), other);
	return (struct rate){0};
}

/* Where a document translates one amount and states no rate: the rate that follows, against the
 * nearest other one that is known.  Rates of a currency move, so this is a note. */
static const struct quote *nearest_quote(const struct quotes *q, const struct fact *f)
{
	const struct quote *nearest = NULL;

	for (size_t i = 0; i < q->list.n; i++) {
		const struct quote *other = &q->list.v[i];

		if ((!other->stated && !other->sharpest[0]) ||
		    (other->document == f->document && other->close == f->period.to))
			continue;
		if (!nearest ||
		    abs(other->close - f->period.to) < abs(nearest->close - f->period.to))
			nearest = other;
	}
	return nearest;
}

static struct num rate_of(struct quotes *q, const struct quote *quote)
{
	const struct fact *sharp = quote->sharpest[0];

	if (quote->stated)
		return stated_rate(q->arena, q->facts, quote->stated).value;
	return implied_rate(q->arena, in_own_currency(q->facts, sharp), sharp).value;
}

static void look_at_rate(struct check_run *run, struct quotes *q, const struct fact *own,
			 const struct fact *f)
{
	enum { FAR_OFF = 15, PLACES = 4 };
	struct arena *a = run->arena;
	const struct quote *other = nearest_quote(q, f);
	struct num rate, known, off;
	struct check_result r =
	    check_at_fact(check_fact_id(run, "rate", f, NULL), "unusual", SEVERITY_NOTE, f);

	if (!other || !num_sign(f->value) || !num_sign(own->value))
		return;
	rate = implied_rate(a, own, f).value;
	known = rate_of(q, other);
	off = num_sub(a, num_mul(a, num_div(a, rate, known), num_int(a, 100)), num_int(a, 100));
	r.verdict =
	    num_cmp(num_abs(a, off), num_int(a, FAR_OFF)) > 0 ? VERDICT_DIFFERS : VERDICT_OK;
	r.printed = decimal_text(a, f->value);
	r.difference = decimal_text(a, num_sub(a, rate, known));
	r.note = arena_printf(
	    a, "%s in %s: it is translated at %s, the nearest known rate is %s of '%s'",
	    check_label(f->concept), run->facts->issuer.convenience, num_text(a, rate, PLACES),
	    num_text(a, known, PLACES), other->document->id);
	check_keep(run, r);
	check_cover(run, f);
}

static void check_translation(struct check_run *run, struct quotes *quotes, const struct fact *f)
{
	const struct facts *facts = run->facts;
	const struct fact *own = in_own_currency(facts, f);
	struct check_result r = check_at_fact(check_fact_id(run, "translation", f, NULL),
					      "translation", SEVERITY_ERROR, f);
	struct recomputed is = {.availability = NOT_DISCLOSED, .reason = "no rate is disclosed"};
	struct comparison c;
	struct rate rate;

	if (!own)
		return;
	rate = rate_for(quotes, f);
	if (num_sign(rate.value)) {
		is = at_rate(run->arena, own, &rate);
		check_cover(run, f);
	} else {
		look_at_rate(run, quotes, own, f);
	}
	c = compare_fact(f, is);
	c.label = arena_printf(run->arena, "%s in %s", c.label, facts->issuer.convenience);
	check_add(run, r, &c);
}

void check_translations(struct check_run *run)
{
	const struct issuer *issuer = &run->facts->issuer;
	struct quotes quotes = {.arena = run->arena, .facts = run->facts};

	if (!issuer->convenience_rate)
		return;
	quotes.concept = concept_find(run->facts, issuer->convenience_rate);
	gather_quotes(&quotes);
	for (size_t i = 0; i < run->facts->facts.n; i++)
		if (is_translated(run->facts, run->facts->facts.v[i], quotes.concept))
			check_translation(run, &quotes, run->facts->facts.v[i]);
}
