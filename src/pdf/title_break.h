/* Where a title of two lines breaks best. */
#ifndef PDF_TITLE_BREAK_H
#define PDF_TITLE_BREAK_H

#include <stdbool.h>
#include <stddef.h>

#include "facts/facts.h"

struct title {
	const char *text;
	size_t n;
	enum lang lang;
	const struct terms *terms;
};

/* The labels of the concepts, which titles do not tear; facts may be NULL. */
const struct terms *terms_of(struct arena *, const struct facts *, enum lang);

/* Sets torn[i] of n where a line that begins with byte i tears a term of the project. */
void title_terms(const struct title *, bool *torn);
/* What the title gains (below 0) or loses by a second line from byte `to` on, as a share of its
 * width, to be added to that of its longer line.  figure: a figure ends before it. */
double title_break_cost(const struct title *, size_t to, bool figure, bool torn);

#endif
