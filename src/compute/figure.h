/*
 * A figure: an exact value, where it came from, and how far rounding in the inputs can move it.
 * Lineage is the list of (fact, derivative of the figure by that fact), exact by the chain rule: it
 * names the sources and gives the tolerance, sum of |derivative| x half a unit of the fact.
 *
 * A missing term makes a figure not available, with the reason; nothing else does but a division by
 * zero or a change without a meaningful base.
 */
#ifndef COMPUTE_FIGURE_H
#define COMPUTE_FIGURE_H

#include "compute/formula.h"
#include "facts/facts.h"

struct scope {                /* where a formula is evaluated */
	struct period period; /* for terms without @ */
	const struct document
	    *document; /* facts of this document first; NULL: the latest vintage */
	int not_after; /* only documents dated up to this day; 0: any */
	enum status status;
};

enum availability {
	AVAILABLE,
	NOT_DISCLOSED, /* a term is missing: prints n.d. */
	NOT_MEANINGFUL /* zero or negative base, sign flip, beyond nm_above: prints n.m. */
};

enum figure_kind {
	FIGURE_VALUE,  /* a term or arithmetic */
	FIGURE_CHANGE, /* change, yoy, qoq: value is the relative change of the magnitude
			  (signed), of now against then */
	FIGURE_POINTS, /* pp: difference of two ratios (pure), printed in percentage points */
	FIGURE_SHARE   /* share(part, whole), cagr: a ratio printed in percent */
};

struct lineage {
	const struct fact *fact;
	struct num derivative;
};

struct figure {
	const char *id; /* "change(revenue)@FY2025"; the same formula and period, the same id */
	const char *formula;           /* canonical text */
	const struct concept *concept; /* if the formula is one term */
	const char *reason; /* why it is not available: "not disclosed: revenue@FY2023" */
	const struct unit *unit;
	struct num value;     /* base units */
	struct num tolerance; /* sum of |derivative| x half */
	struct lineage *lineage;
	uint32_t n; /* of lineage */
	struct period period;
	enum figure_kind kind : 8;
	enum availability availability : 8;
	enum qualifier qualifier : 8; /* of the one fact behind it, else EXACTLY */
	bool exact : 1;               /* false after a root (cagr) */
	bool nil : 1;                 /* one fact, printed as a dash */
	bool derived_period : 1; /* a quarter that was not reported but derived (FY - 9M ...) */
	const struct figure *now,
	    *then; /* operands of FIGURE_CHANGE and FIGURE_POINTS, else NULL */
};

struct compute; /* evaluates, and remembers what it evaluated; one thread */

/* Figures are made in the arena; memory holds formulas, and what is remembered of them: it may go
 * when no more figures are asked for.  The two may be one. */
struct compute *compute_new(struct arena *, struct arena *memory, const struct facts *);
/* The parsed formula of a concept that has one; NULL if it is wrong. */
const struct formula *compute_formula(struct compute *, const struct concept *);
/* Parsed once for each text, which must live as long as the compute: a row says its formula once,
 * and each of its cells asks, in every language.  NULL if it is wrong (reported). */
const struct formula *compute_parse(struct compute *, struct diag *, const char *text, struct pos);
/* Never NULL.  Remembered by formula and scope, so the formula must live as long as the compute. */
const struct figure *compute_figure(struct compute *, const struct formula *, const struct scope *);
/* The same of a sum whose parts count as nil where they are not disclosed.  Not remembered. */
const struct figure *compute_open_sum(struct compute *, const struct formula *,
				      const struct scope *, const struct dims *);
/* The same for terms that have these dimensions as well. */
const struct figure *compute_figure_of(struct compute *, const struct formula *,
				       const struct scope *, const struct dims *);
/* One figure for a formula with [dim=*] at its top: one for each declared member, in order. */
size_t compute_members(struct compute *, const struct formula *, const struct scope *,
		       const struct figure ***figures, const struct member **members);
/* True if actual meets a target fact: compared at the target's own precision (1.37 against at most
 * 1.365 is not met). */
bool target_met(struct arena *, const struct figure *actual, const struct fact *target);

#endif
