/*
 * Derived numbers that somebody printed: claims of claims.csv, recomputed on their own document
 * first and then on documents dated no later, and facts of concepts that have a formula.
 */
#include "compute/check_run.h"

#include "compute/evaluate.h"

static struct comparison compare_claim(const struct claim *c, struct recomputed is)
{
	return (struct comparison){.printed = c->value,
				   .half = c->half,
				   .qualifier = c->qualifier,
				   .unit = &c->unit,
				   .tolerance = c->tolerance,
				   .label = c->note ? c->note : is.formula,
				   .is = is};
}

static void check_claim(struct check_run *run, const struct claim *c)
{
	const struct formula *formula =
	    compute_parse(run->compute, run->diag, c->formula, c->formula_at);
	struct scope scope = {c->period, c->document, c->document->date, STATUS_ACTUAL};
	struct check_result r = {.id = check_id(run, c->id, c->period, run->facts->no_dims),
				 .kind = check_kind_of_unit(run->facts, &c->unit),
				 .severity = c->severity,
				 .document = c->document,
				 .line = c->line,
				 .at = c->at};
	struct comparison comparison;
	const struct figure *figure;

	if (!formula)
		return;
	if (!unit_agree(formula_unit(formula), &c->unit)) {
		diag_error(run->diag, c->formula_at, "the formula gives '%s', the claim is in '%s'",
			   unit_text(run->arena, formula_unit(formula)), c->unit.name);
		return;
	}
	r.formula = formula_text(formula);
	figure = compute_figure(run->compute, formula, &scope);
	r.claimed = figure->id;
	r.claim = c->printed;
	comparison = compare_claim(c, recomputed_figure(figure));
	check_add(run, r, &comparison);
}

void check_claims(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->claims.n; i++)
		check_claim(run, &run->facts->claims.v[i]);
}

/* The formula of the fact's concept, for the fact's dimensions, in the fact's document. */
struct recomputed recomputed_by_formula(struct check_run *run, const struct fact *f)
{
	struct context ctx = {.compute = run->compute,
			      .arena = run->arena,
			      .facts = run->facts,
			      .scope = {f->period, f->document, f->document->date, f->status}};
	struct dual d;

	for (size_t i = 0; i < f->dims->n; i++)
		term_dims_put(&ctx.dims, f->dims->v[i].dimension, f->dims->v[i].member);
	d = compute_concept(&ctx, f->concept);
	d = dual_keep(run->arena, &d);
	return (struct recomputed){.availability = d.availability,
				   .reason = d.reason,
				   .value = d.value,
				   .slack = dual_tolerance(run->arena, &d),
				   .lineage = d.lineage.v,
				   .n = d.lineage.n,
				   .formula = f->concept->formula};
}

static void check_formula(struct check_run *run, const struct fact *f)
{
	struct check_result r =
	    check_at_fact(check_fact_id(run, "formula", f, NULL),
			  check_kind_of_unit(run->facts, f->unit), SEVERITY_ERROR, f);
	struct comparison c = compare_fact(f, recomputed_by_formula(run, f));

	/* Nobody said that the parts would be disclosed, so their absence is no finding. */
	if (c.is.availability != AVAILABLE || !c.is.n)
		return;
	check_add(run, r, &c);
	check_cover(run, f);
}

void check_formulas(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];
		const char *currency = f->unit->currency;
		bool foreign = currency && !streq(currency, run->facts->issuer.currency);

		/* Translations are checked against the rate, and other occurrences by their tie. */
		if (f->concept->formula && !foreign && f->status == STATUS_ACTUAL &&
		    f == check_fact_in(run->facts, f->concept, f->dims, f->period, currency,
				       f->status, f->document))
			check_formula(run, f);
	}
}
