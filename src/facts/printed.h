/* A number as a source prints it: "9,558,619", "(1,979,042)", "22.8%", "(52.1)%", a dash. */
#ifndef FACTS_PRINTED_H
#define FACTS_PRINTED_H

#include "base/num.h"

struct printed {
	struct num value; /* of the digits as they stand: 22.8 for "22.8%" */
	int decimals;     /* digits after the point */
	bool nil;         /* a dash: zero */
	bool percent;     /* a percent sign stands behind */
};

/* False if the text is not such a number.  Groups must be of three digits. */
bool printed_parse(struct arena *, const char *text, struct printed *);
/* Digits after the point that a last place of this size has: 0.01 has 2, 1000 has -3, 5000 has -3.
 */
int place_decimals(struct arena *, struct num place);

#endif
