/*
 * Document checks, judged on the finished document: what the rules on non-GAAP measures (Regulation
 * G, Item 10(e), the exchanges' guides) ask of a brief, whether a marker touches a digit, and
 * whether the indents of rows follow the sums.  A concept's `gaap` says which measures are meant,
 * its `comparable` beside which measure each must stand.  docs/templates.md lists the rules.
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
