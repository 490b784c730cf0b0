/* Ties: one fact that stands in several places of a document says the same everywhere. */
#include "compute/check_run.h"

static void tie(struct check_run *run, const struct fact *head, const struct fact *again)
{
	struct check_result r =
	    check_at_fact(check_line_id(run, "tie", again), "tie", SEVERITY_ERROR, again);
	struct comparison c = compare_fact(again, recomputed_fact(run->arena, head));

	c.label = arena_printf(run->arena, "%s, also on line %d", c.label, head->line);
	check_add(run, r, &c);
	check_cover(run, again);
}

void check_ties(struct check_run *run)
{
	/* The most precise occurrence heads its list; the others are met on their own turn. */
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];
		const struct fact *head = check_fact_in(run->facts, f->concept, f->dims, f->period,
							f->unit->currency, f->status, f->document);

		if (head && head != f)
			tie(run, head, f);
	}
}
