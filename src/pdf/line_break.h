/* Where a line may end: the Unicode rules, and those of figures on top of them. */
#ifndef PDF_LINE_BREAK_H
#define PDF_LINE_BREAK_H

#include <stdbool.h>
#include <stddef.h>

#include "facts/lang.h"

enum line_break { BREAK_MUST, BREAK_MAY, BREAK_NEVER };

/* breaks[i], an enum line_break, says whether a line may end after byte i; the last one is MUST. */
void line_breaks(const char *text, size_t n, enum lang, char *breaks);
/* A figure, bytes from .. to: its number stays with its unit, as "RMB9,558.6 million"; words before
 * it, as "about", may end a line, unless it is to stay whole. */
void line_break_protect(const char *text, char *breaks, size_t from, size_t to, bool whole);

#endif
