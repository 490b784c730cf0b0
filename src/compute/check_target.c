/* Targets against actual figures, at the precision of the target: 1.37 does not meet 1.365. */
#include "compute/check_run.h"

static const char *target_formula(struct arena *a, const struct fact *target)
{
	struct buf b = {0};

	buf_str(&b, target->concept->id);
	for (size_t i = 0; i < target->dims->n; i++)
		buf_printf(&b, "%s%s=%s", i ? "," : "[", target->dims->v[i].dimension,
			   target->dims->v[i].member);
	buf_str(&b, target->dims->n ? "]" : "");
	return buf_keep(&b, a);
}

/* The last actual figure before the period of a target that is not due yet. */
static const struct fact *last_actual(const struct facts *f, const struct fact *target)
{
	const struct fact *last = NULL;

	for (size_t i = 0; i < f->facts.n; i++) {
		const struct fact *fact = f->facts.v[i];

		if (fact->concept == target->concept && fact->dims == target->dims &&
		    fact->status == STATUS_ACTUAL && unit_agree(fact->unit, target->unit) &&
		    fact->period.to < target->period.to &&
		    (!last || fact->period.to > last->period.to))
			last = fact;
	}
	return last;
}

static void put_open(struct check_run *run, const struct fact *target, const struct check_scale *s,
		     struct check_result r)
{
	struct arena *a = run->arena;
	const struct fact *last = last_actual(run->facts, target);

	r.verdict = VERDICT_NOT_DISCLOSED;
	r.note = arena_printf(a, "%s: %s of %s, no actual figure for the period",
			      check_label(target->concept), status_words[target->status],
			      scaled_text(a, s, target->value));
	if (last) {
		r.difference = decimal_text(a, num_sub(a, target->value, last->value));
		r.note = arena_printf(a, "%s yet; the last was %s", r.note,
				      scaled_text(a, s, last->value));
	}
	check_keep(run, r);
}

static void put_due(struct check_run *run, const struct fact *target, const struct check_scale *s,
		    const struct figure *actual, struct check_result r)
{
	struct arena *a = run->arena;
	bool met = target_met(a, actual, target);

	r.verdict = met ? VERDICT_OK : VERDICT_DIFFERS;
	r.recomputed = decimal_text(a, actual->value);
	r.difference = decimal_text(a, num_sub(a, target->value, actual->value));
	r.note = arena_printf(a, "%s: the %s of %s is %s, the actual figure is %s",
			      check_label(target->concept), status_words[target->status],
			      scaled_text(a, s, target->value), met ? "met" : "not met",
			      scaled_text(a, s, actual->value));
	check_cover(run, target);
	for (size_t i = 0; i < actual->n; i++)
		check_cover(run, actual->lineage[i].fact);
	check_keep(run, r);
}

static void check_target(struct check_run *run, const struct fact *target)
{
	struct arena *a = run->arena;
	const struct formula *formula =
	    compute_parse(run->compute, run->diag, target_formula(a, target), target->at);
	struct scope scope = {.period = target->period, .status = STATUS_ACTUAL};
	struct check_result r = check_at_fact(check_fact_id(run, "target", target, NULL), "target",
					      SEVERITY_NOTE, target);
	struct check_scale s = scale_for(a, target->unit, target->half, target->value);
	const struct figure *actual;

	if (!formula)
		return;
	actual = compute_figure(run->compute, formula, &scope);
	r.formula = formula_text(formula);
	r.printed = decimal_text(a, target->value);
	if (actual->availability == AVAILABLE)
		put_due(run, target, &s, actual, r);
	else
		put_open(run, target, &s, r);
}

void check_targets(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];

		if (f->status != STATUS_ACTUAL &&
		    f == check_fact_in(run->facts, f->concept, f->dims, f->period,
				       f->unit->currency, f->status, f->document))
			check_target(run, f);
	}
}
