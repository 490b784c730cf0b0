/* How PDF spells values: numbers, strings, names, dates (ISO 32000-1, 7.3 and 7.9). */
#ifndef PDF_SYNTAX_H
#define PDF_SYNTAX_H

#include <stdint.h>

#include "base/text.h"

/* Rounded to at most this many decimals (0 to 4), without trailing zeros, never "-0". */
void pdf_number(struct buf *, double, int decimals);
/* The same of a number that is scaled already: 1250 with 2 decimals is 12.5. */
void pdf_decimal(struct buf *, long long scaled, int decimals);
void pdf_int(struct buf *, size_t);
void pdf_ref(struct buf *, const char *before, int id); /* before, then "12 0 R " */
/* Coordinates in points: two decimals, a blank after each. */
void pdf_coords(struct buf *, const double *, size_t n);
/* May the character stand in text?  Not a control character or a noncharacter that XML forbids, nor
 * U+FEFF, which opens UTF-16. */
bool pdf_is_text(uint32_t);
/* Text for people, from UTF-8, without what is no text: "(plain)", or UTF-16 if it has more than
 * ASCII. */
void pdf_text(struct buf *, const char *);
void pdf_hex4(struct buf *, unsigned); /* four digits */
/* Four hex digits for each UTF-16 unit. */
void pdf_utf16_hex(struct buf *, struct str);
/* Bytes as they are: keys of name trees, addresses. */
void pdf_bytes(struct buf *, const char *);
void pdf_name(struct buf *, const char *); /* "/Name" */
/* (D:20260325164500+08'00) */
void pdf_date(struct buf *, int64_t seconds, int offset_minutes);

#endif
