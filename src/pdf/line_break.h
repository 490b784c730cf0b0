/* Where a line may end: the Unicode rules, and those of figures on top of them. */
#ifndef PDF_LINE_BREAK_H
#define PDF_LINE_BREAK_H

#include <stdbool.h>
#include <stddef.h>

#include "facts/lang.h"

/* POOR and, in a word, TORN: only where the line would else be too short; POOR goes first. */
enum line_break { BREAK_MUST, BREAK_MAY, BREAK_NEVER, BREAK_POOR, BREAK_TORN, BREAK_KINDS };

/* In running text full lines go before whole words of Chinese; a title keeps its figures whole. */
enum line_text { TEXT_LABEL, TEXT_TITLE, TEXT_RUNNING };

/* breaks[i], an enum line_break, says whether a line may end after byte i; the last one is MUST. */
void line_breaks(const char *text, size_t n, enum lang, enum line_text, char *breaks);
/* Periods and dates of Chinese, as 2025年第三季度, have poor breaks behind the year. */
void line_break_dates(const char *text, size_t n, char *breaks);
/* A figure, bytes from .. to of n: its number stays with its unit, as "RMB9,558.6 million", with
 * "up" or "down" before it, and a small one with what it counts; words before it, as "about", may
 * end a line, but not of a title.  Chinese amounts have poor breaks, behind the name of the
 * currency and between the words of a long unit, and in running text behind "to" or "by". */
void line_break_protect(const char *text, size_t n, char *breaks, size_t from, size_t to,
			enum line_text);

#endif
