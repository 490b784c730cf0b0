/*
 * The formula language of the project files: parsed once, with positions, into a tree.
 *
 *	revenue   revenue[segment=public_cloud]   revenue[segment=*]   @FY2024 @prior @previous
 *@open #DOC   + - * / ( )   numbers   sum change yoy qoq pp share cagr ttm mean_weighted convert
 *abs min max top (the n largest members of those disclosed)
 *
 * Parsing checks every name (concepts, dimensions, members, documents, functions, periods), the
 *number of arguments and the units: adding CNY to USD is an error at the operator.
 */
#ifndef COMPUTE_FORMULA_H
#define COMPUTE_FORMULA_H

#include "facts/facts.h"

/* Its text and its units are the facts', for they outlive it. */
struct formula;

/* NULL if it is wrong (reported).  at: where the text starts, so that errors point into it. */
const struct formula *formula_parse(struct arena *, struct diag *, const struct facts *,
				    const char *text, struct pos at);
/* False if the text names a concept, dimension, member or document that is not declared: a shipped
 * template may speak of what an issuer does not have. */
bool formula_names_known(struct arena *, const struct facts *, const char *text);
/* "left = right" of a check; both sides must have units that agree. */
bool formula_parse_equation(struct arena *, struct diag *, const struct facts *, const char *text,
			    struct pos at, const struct formula **left,
			    const struct formula **right);
/* Canonical text: one space around + - * /, dimensions sorted, no other blanks. */
const char *formula_text(const struct formula *);
const struct unit *formula_unit(const struct formula *);
/* The concept if the whole formula is one term, else NULL. */
const struct concept *formula_concept(const struct formula *);
/* The concept above the line, if the formula is a quotient of which that is one plain term. */
const struct concept *formula_numerator(const struct formula *);
/* Facts that the terms could touch, for reports of cells nothing covers: calls back for each term's
 * concept. */
void formula_terms(const struct formula *,
		   void (*each)(void *, const struct concept *, const struct dims *), void *);

/* Checks the formulas of all concepts: that they parse, that their unit is the concept's, and that
 * none leads back to itself.  False if one is wrong (reported); call it once after loading. */
bool formula_check_concepts(struct arena *, struct diag *, const struct facts *);

#endif
