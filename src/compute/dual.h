/*
 * Values that carry their derivatives: automatic differentiation in forward mode over exact
 * rationals.  Each operation applies the chain rule to the lineage of its operands, so a result
 * knows every fact it came from and how far that fact's rounding can move it.
 */
#ifndef COMPUTE_DUAL_H
#define COMPUTE_DUAL_H

#include "compute/figure.h"

struct dual {
	enum availability availability;
	const char *reason; /* NULL when available */
	struct num value;
	bool inexact;        /* a root was taken */
	bool derived_period; /* from a period that was not reported */
	struct {
		struct lineage *v;
		size_t n, cap;
	} lineage; /* each fact once */
};

struct dual dual_number(struct num);
struct dual dual_fact(struct arena *, const struct fact *);
struct dual dual_missing(enum availability, const char *reason);

/* The same, should its arena go. */
struct dual dual_keep(struct arena *, const struct dual *);

/* If an operand is not available, neither is the result, for the first such reason. */
struct dual dual_add(struct arena *, const struct dual *, const struct dual *);
/* Adds to a sum that began as {0}, in its own memory: one of n terms takes room for n. */
void dual_sum(struct arena *, struct dual *sum, const struct dual *);
struct dual dual_sub(struct arena *, const struct dual *, const struct dual *);
struct dual dual_mul(struct arena *, const struct dual *, const struct dual *);
/* A zero divisor makes the result not meaningful. */
struct dual dual_div(struct arena *, const struct dual *, const struct dual *);
struct dual dual_scale(struct arena *, const struct dual *, struct num factor);
/* value, with derivatives da and db by the two operands; for functions that are not arithmetic. */
struct dual dual_function(struct arena *, struct num value, const struct dual *a, struct num da,
			  const struct dual *b, struct num db);
/* The facts of both without influence, for a result that cannot be stated. */
struct dual dual_not_meaningful(struct arena *, const char *reason, const struct dual *,
				const struct dual *);
/* Sum of |derivative| x half a unit of the fact. */
struct num dual_tolerance(struct arena *, const struct dual *);

#endif
