/*
 * Document checks: what the rules on non-GAAP measures (Regulation G, Item 10(e), the exchanges'
 *guides) ask of a brief, judged on the finished document.  A concept's `gaap` says which measures
 *are meant, its `comparable` beside which measure each must stand.
 *
 *	non_gaap_order           the comparable measure stands before it, at least as prominent
 *error non_gaap_label           the sentence, row or tile says non-GAAP, or has a * that a note
 *explains  error non_gaap_margin          the comparable margin stands in the same block error
 *	non_gaap_reconciliation  a table or bridge that leads to it starts from the comparable
 *measure     error non_gaap_adjustments     each adjustment is disclosed for every period beside
 *it, or noted         warning non_gaap_definition      the document defines it warning
 *	non_gaap_comparable      the comparable measure is declared and disclosed warning
 */
#ifndef DOC_LINT_H
#define DOC_LINT_H

#include "compute/check.h"
#include "doc/brief.h"

/* Adds a result, of kind `lint`, for each rule and place.  What does not depend on words is judged
 * only where `structure` is set: in one edition of a brief. */
void lint_doc(struct arena *scratch, struct compute *, const struct texts *, const struct brief *,
	      const struct doc *, bool structure, struct checks *);

#endif
