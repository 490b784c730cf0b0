/* Where a line may end: the Unicode rules, and those of figures on top of them. */
#ifndef PDF_LINE_BREAK_H
#define PDF_LINE_BREAK_H

#include <stdbool.h>
#include <stddef.h>

#include "facts/lang.h"

enum line_break { BREAK_MUST, BREAK_MAY, BREAK_NEVER };

/* breaks[i], an enum line_break, says whether a line may end after byte i; the last one is MUST. */
void line_breaks(const char *text, size_t n, enum lang, char *breaks);
/* No break inside bytes from .. to. */
void line_break_protect(char *breaks, size_t from, size_t to);

#endif
