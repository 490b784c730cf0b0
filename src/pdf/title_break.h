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
	const struct facts *facts; /* whose terms are not torn; or NULL */
};

/* What the title gains (below 0) or loses by a second line from byte `to` on, as a share of its
 * width, to be added to that of its longer line.  figure: a figure ends before it. */
double title_break_cost(const struct title *, size_t to, bool figure);

#endif
