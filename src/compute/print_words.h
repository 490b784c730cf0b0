/* What the files that print figures share. */
#ifndef COMPUTE_PRINT_WORDS_H
#define COMPUTE_PRINT_WORDS_H

#include "compute/print.h"

/* The text of a key with {0}, {1} and {2} replaced; b and c may be NULL. */
const char *print_fill(const struct printer *, const char *key, const char *a, const char *b,
		       const char *c);
/* A number with its unit: "RMB9,558.6 million", "RMB0.23 per share", "2,336.4 MWh", "15,225". */
const char *print_with_unit(const struct printer *, const struct unit *, int scale,
			    const char *number);
/* An amount of money: printed at a scale; not per share, not a rate. */
bool unit_is_money(const struct unit *);

#endif
