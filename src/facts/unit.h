/*
 * Units: what a value measures, and how much one unit is of the base.
 *
 * Values are kept in base units: "CNY million" is 10^6 of base CNY, percent is 1/100 of pure, MWh
 * is 1000 of base kWh, "tCO2e/million CNY" is 10^-6 of tCO2e/CNY.  Two units agree when their bases
 * are the same; CNY and USD do not agree, nor persons and shares.
 */
#ifndef FACTS_UNIT_H
#define FACTS_UNIT_H

#include "base/num.h"
#include "base/text.h"

enum { UNIT_PARTS = 4 };

struct unit {
	const char *name; /* as written: "CNY thousand" */
	struct unit_part {
		const char
		    *base; /* "CNY", "tCO2e", "kWh", "persons" ... ; interned: compare by text */
		int power; /* never 0 */
	} parts[UNIT_PARTS];
	int n;                /* 0: pure (also percent, ratio) */
	struct num factor;    /* base units in one of this */
	bool percent;         /* written as percent */
	const char *currency; /* the ISO 4217 code among the parts, or NULL */
};

/* A parenthesised remark at the end is ignored ("L/kWh (unit not printed)").  On failure *wrong is
 * the word that is not a unit. */
bool unit_parse(struct arena *, const char *text, struct unit *, struct str *wrong);
bool unit_agree(const struct unit *, const struct unit *);
/* Products and quotients of bases; factor 1.  False if more than UNIT_PARTS remain. */
bool unit_mul(struct arena *, const struct unit *, const struct unit *, struct unit *out);
bool unit_div(struct arena *, const struct unit *, const struct unit *, struct unit *out);
char *unit_text(struct arena *, const struct unit *); /* base form: "CNY/share", "pure" */
extern const struct unit unit_pure;
bool is_currency(struct str code); /* three capitals on the ISO list */

#endif
