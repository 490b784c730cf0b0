/*
 * From a term to facts: which vintage counts, and periods that were not reported but follow from
 * those that were.
 */
#ifndef COMPUTE_LOOKUP_H
#define COMPUTE_LOOKUP_H

#include "compute/dual.h"

struct lookup {
	struct arena *arena;
	const struct facts *facts;
	const struct concept *concept;
	const struct dims *dims;
	const char *currency;        /* or NULL */
	const struct scope *scope;   /* its period is not used */
	const struct document *only; /* #DOC: facts of this document and no other; or NULL */
};

/*
 * The fact that counts: that of scope->document; else the latest-dated one not after
 * scope->not_after, unless another agrees with it within precision and is more precise.  NULL if
 * there is none.
 */
const struct fact *lookup_fact(const struct lookup *, struct period);

/* Does the scope let this vintage be seen? */
bool lookup_visible(const struct lookup *, const struct fact *);

/* Can one value have been rounded to both?  6 and 7 cannot, if both are whole numbers. */
bool facts_overlap(struct arena *, const struct fact *, const struct fact *);

/*
 * A duration by adding and subtracting reported ones: Q4 = FY - 9M, or FY - Q1 - Q2 - Q3;
 * H2 = FY - H1; twelve months across a year end.  Only what adds up over time, never per share or
 * in a convenience currency, and only from facts of one restatement basis.  False if it cannot be
 * had; *why then says so if there is more to say than that facts are missing, else it is NULL.
 */
bool lookup_derived(const struct lookup *, struct period, struct dual *, const char **why);

#endif
