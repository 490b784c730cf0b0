/*
 * Restatements: the same figure in a later document.  Values that agree within their precision are
 * one figure; others are a restatement, which restatements.csv must give a reason for.
 */
#include "compute/check_run.h"

#include "compute/lookup.h"

/* A cell of restatements.csv: empty, a document, or the value as the report writes it. */
static bool names_vintage(struct arena *a, const char *cell, const struct fact *f)
{
	return !*cell || streq(cell, f->document->id) || streq(cell, f->printed) ||
	       streq(cell, decimal_text(a, f->value));
}

/* "a=x;b=y" or "a=x,b=y" in any order names these dimensions. */
static bool names_dims(const char *cell, const struct dims *dims)
{
	static const char separators[] = ";, ";
	size_t n = 0;

	for (const char *p = cell + strspn(cell, separators); *p; p += strspn(p, separators)) {
		size_t length = strcspn(p, separators), name = strcspn(p, "="), i = 0;

		while (i < dims->n &&
		       !(name < length && strlen(dims->v[i].dimension) == name &&
			 memcmp(dims->v[i].dimension, p, name) == 0 &&
			 strlen(dims->v[i].member) == length - name - 1 &&
			 memcmp(dims->v[i].member, p + name + 1, length - name - 1) == 0))
			i++;
		if (i == dims->n)
			return false;
		n++;
		p += length;
	}
	return n == dims->n;
}

static const struct restatement *reason_for(struct check_run *run, const struct fact *before,
					    const struct fact *after, bool *used)
{
	for (size_t i = 0; i < run->facts->restatements.n; i++) {
		const struct restatement *r = &run->facts->restatements.v[i];
		struct period period;

		if (!streq(r->concept, after->concept->id) ||
		    !names_dims(r->dimensions, after->dims) ||
		    !period_parse(run->facts->issuer.calendar, r->period, &period))
			continue;
		if (after->concept->period_type == PERIOD_INSTANT)
			period = period_close(period);
		if (!period_eq(period, after->period) ||
		    !names_vintage(run->arena, r->from, before) ||
		    !names_vintage(run->arena, r->to, after))
			continue;
		used[i] = true;
		return r;
	}
	return NULL;
}

static bool agree(struct arena *a, const struct fact *x, const struct fact *y)
{
	return x->qualifier || y->qualifier || facts_overlap(a, x, y);
}

/* The same key in the document before, or NULL. */
static const struct fact *vintage_before(const struct facts *f, const struct fact *fact)
{
	const struct fact *v = facts_find(f, fact->concept, fact->dims, fact->period,
					  fact->unit->currency, fact->status);

	while (v && v != fact && v->vintage != fact)
		v = v->vintage;
	return v == fact ? NULL : v;
}

/* A margin is restated because an amount behind it was: if it follows from amounts whose own
 * restatements have reasons, the first of these is its reason. */
static const struct restatement *reason_behind(struct check_run *run, const struct fact *after,
					       bool *used)
{
	const struct restatement *first = NULL;
	struct arena *a = run->arena;
	struct recomputed is;

	if (!after->concept->formula)
		return NULL;
	is = recomputed_by_formula(run, after);
	if (is.availability != AVAILABLE || num_cmp(num_abs(a, num_sub(a, is.value, after->value)),
						    num_add(a, is.slack, after->half)) > 0)
		return NULL;
	for (size_t i = 0; i < is.n; i++) {
		const struct fact *part = is.lineage[i].fact;
		const struct fact *was = vintage_before(run->facts, part);
		const struct restatement *reason;

		if (!was || agree(a, was, part))
			continue;
		reason = reason_for(run, was, part, used);
		if (!reason)
			return NULL;
		first = first ? first : reason;
	}
	return first;
}

/* Severity by what stands behind the two numbers: copies by others prove less than documents. */
static enum severity severity_of(const struct fact *before, const struct fact *after,
				 bool explained)
{
	if (explained)
		return SEVERITY_NOTE;
	return before->document->primary && after->document->primary ? SEVERITY_ERROR
								     : SEVERITY_WARNING;
}

static const char *restated_note(struct arena *a, const struct fact *before,
				 const struct fact *after, const struct restatement *reason)
{
	struct check_scale s = scale_for(a, after->unit, after->half, after->value), points = s;

	if (s.percent) {
		points.percent = false;
		points.unit = "percentage points";
	}
	return arena_printf(
	    a, "%s: previously reported %s ('%s'), revised %s ('%s'), difference %s%s%s%s; %s%s",
	    check_label(after->concept), scaled_text(a, &s, before->value), before->document->id,
	    scaled_text(a, &s, after->value), after->document->id,
	    scaled_text(a, &points, num_sub(a, after->value, before->value)),
	    *points.unit ? " (" : "", points.unit, *points.unit ? ")" : "",
	    reason ? "reason: " : "no reason is given", reason ? reason->reason : "");
}

static void compare_vintages(struct check_run *run, const struct fact *before,
			     const struct fact *after, bool *used)
{
	struct arena *a = run->arena;
	bool later = after->document->date > before->document->date && before->document->date;
	const char *kind = later ? "restatement" : "tie";
	const struct restatement *reason;
	struct check_result r =
	    check_at_fact(check_fact_id(run, kind, after, NULL), kind, SEVERITY_ERROR, after);
	struct comparison c;

	check_cover(run, before);
	check_cover(run, after);
	if (agree(a, before, after)) {
		c = compare_fact(after, recomputed_fact(a, before));
		c.label = arena_printf(a, "%s, also in '%s'", c.label, before->document->id);
		c.qualifier = before->qualifier ? ABOUT : c.qualifier;
		check_add(run, r, &c);
		return;
	}
	reason = reason_for(run, before, after, used);
	if (!reason)
		reason = reason_behind(run, after, used);
	r.verdict = VERDICT_DIFFERS;
	r.severity = severity_of(before, after, reason != NULL);
	r.printed = decimal_text(a, after->value);
	r.recomputed = decimal_text(a, before->value);
	r.difference = decimal_text(a, num_sub(a, after->value, before->value));
	r.tolerance = decimal_text(a, num_add(a, before->half, after->half));
	r.note = restated_note(a, before, after, reason);
	check_keep(run, r);
}

void check_restatements(struct check_run *run)
{
	size_t n = run->facts->restatements.n;
	bool *used = NEWS(run->arena, bool, n);

	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];

		/* Only the one that counts in its document is linked to a later document. */
		if (f->vintage)
			compare_vintages(run, f, f->vintage, used);
	}
	for (size_t i = 0; i < n; i++)
		if (!used[i])
			diag_warn(run->diag, run->facts->restatements.v[i].at,
				  "no two documents show this restatement: '%s'",
				  run->facts->restatements.v[i].concept);
}
