/*
 * Any bytes as a formula over the small project beside this file: parsed, evaluated and printed,
 * its canonical text parsed again to itself.  The same bytes are also tried as a printed number and
 * as a period.
 */
#include "fuzz.h"

#include "compute/figure.h"
#include "facts/printed.h"

static const struct facts *project(void)
{
	static struct facts facts;
	/* In the arena's first chunk, to which else only mapped ones lead, where no leak is looked
	 * for. */
	static struct diag *volatile d;
	static bool loaded;

	if (!loaded) {
		struct arena *a = arena_new();

		d = diag_new(a);
		loaded = facts_load(a, d, "tests/fuzz/acme", ".", NULL, &facts);
		diag_print(d, stderr);
		if (!loaded)
			abort();
	}
	return &facts;
}

static void evaluate(struct fuzz *f, const struct facts *facts, const struct formula *formula)
{
	struct scope scope = {.period = period_fiscal_year(facts->issuer.calendar, 2019)};
	const struct formula *again =
	    formula_parse(f->arena, f->diag, facts, formula_text(formula), (struct pos){0});

	if (!again || !streq(formula_text(again), formula_text(formula)))
		abort();
	compute_figure(compute_new(f->arena, f->arena, facts), formula, &scope);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	const struct facts *facts = project();
	const struct formula *formula =
	    utf8_check(f.input.p, n) == n
		? formula_parse(f.arena, f.diag, facts, f.input.p, (struct pos){"fuzz.csv", 1, 1})
		: NULL;
	struct printed printed;
	struct period period;

	if (formula)
		evaluate(&f, facts, formula);
	if (printed_parse(f.arena, f.input.p, &printed) && printed.decimals < 0)
		abort();
	if (period_parse(facts->issuer.calendar, f.input.p, &period) &&
	    (!period_parse(facts->issuer.calendar,
			   period_label(f.arena, facts->issuer.calendar, period), &period)))
		abort();
	return fuzz_end(&f);
}
