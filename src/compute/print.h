/*
 * Figures as text, in the conventions of the profile and the words of a language.  This is the one
 * place where a figure is rounded.  Renderers receive the text and never format.
 */
#ifndef COMPUTE_PRINT_H
#define COMPUTE_PRINT_H

#include <limits.h>

#include "compute/figure.h"
#include "facts/texts.h"

enum { DECIMALS_AUTO = INT_MIN };

struct print_style {
	int scale;    /* power of ten that one printed unit is of the base: 3, 6, 0.  Money only;
			 others print in the concept's own unit */
	int decimals; /* after the point; DECIMALS_AUTO: percent 1; money 0 at scale <= 3, 1 at 6;
			 others as the least precise fact behind it was printed */
};

struct printer {
	struct arena *arena;
	const struct facts *facts;
	const struct texts *texts;
	struct period_texts *periods; /* short ones that were printed; NULL: none is kept */
};

/* "NASDAQ: KC   HKEX: 3896", the exchanges by their names in the language. */
const char *print_tickers(const struct printer *);
/* The number alone, as in a table: "9,558,619", "(943,692)", "22.8%", "(52.3)%", "(1.5)" for
 * points, "–" nil, "n.d.", "n.m.".  For percent values percent_sign says whether the sign is
 * printed. */
const char *print_number(const struct printer *, const struct figure *, struct print_style,
			 bool percent_sign);
/* An amount that stands without the decimals of the style, because its source rounds it. */
bool print_is_coarse(const struct printer *, const struct figure *, struct print_style);
/* With its unit, as in a sentence: "RMB9,558.6 million", "US$1,366.9 million", "RMB(943.7)
 * million", "1.5 percentage points", "15,225", "2,336.4 MWh", with qualifier words ("about
 * 101,500"). magnitude: print the absolute value (sentences that say "net loss was RMB943.7
 * million"). */
const char *print_amount(const struct printer *, const struct figure *, struct print_style,
			 bool magnitude);
/* A change in words: "up 22.8%", "down 3.1%", "narrowed by 52.3%", "widened by 4.0%", "turned
 * profit", "turned loss", "up 1.5 percentage points", "unchanged", "n.m.".  A figure that is no
 * change prints as an amount. */
const char *print_change_words(const struct printer *, const struct figure *);
/* The head of a column or the unit of a block: "RMB’000", "RMB million", "US$ million", "%", "pp",
 * "tCO₂e". */
const char *print_unit(const struct printer *, const struct unit *, enum figure_kind,
		       struct print_style);
/* "Year ended December 31, 2025", "FY2025", "Q3 2025", "December 31, 2025"; 2025年12月31日 ... */
/* The same of one row, whose label says per what: "RMB" for RMB per share, and "number" where a
 * unit has no printed form. */
const char *print_row_unit(const struct printer *, const struct figure *, struct print_style);
const char *print_period_long(const struct printer *, struct period);
const char *print_period_short(const struct printer *,
			       struct period);          /* "2025", "Q3 2025", "Dec 31, 2025" */
const char *print_day(const struct printer *, int day); /* "March 25, 2026" */
/* The label of a concept in the language, in the form for this sign. */
const char *print_label(const struct printer *, const struct concept *, int sign);

#endif
