/*
 * The evaluator's inside: values of tree nodes in a context.  figure.h is what the rest of the
 * program sees.
 */
#ifndef COMPUTE_EVALUATE_H
#define COMPUTE_EVALUATE_H

#include "compute/dual.h"
#include "compute/formula_tree.h"

struct context {
	struct compute *compute;
	struct arena *arena;
	const struct facts *facts;
	struct scope scope;
	const struct document *only; /* of a term with #DOC around this formula, or NULL */
	struct term_dims dims;  /* of the term around this formula: its own terms have them too */
	bool open;              /* what is not disclosed adds nil to a sum */
	bool named;             /* the formula names the period: a forecast may stand in it */
	struct binding binding; /* the member in the place of [dim=*] */
};

struct dual evaluate(const struct context *, const struct node *);

/* The period a term stands for in the context: its @, and for an instant concept the close. */
struct period term_period(const struct context *, const struct term *);

/* Where the earlier operand of a change or of points is evaluated. */
struct context context_then(const struct context *, const struct node *call);

/*
 * The formula of a concept in a context, remembered.  A formula that needs its own value is not
 * available.
 */
struct dual compute_concept(const struct context *, const struct concept *);

/* The issuer's convenience rate as a term; NULL if there is none. */
const struct node *compute_rate(const struct compute *);

#endif
