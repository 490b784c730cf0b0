/*
 * vsnprintf for what this program prints most: names and whole numbers.  Texts are formatted by the
 * ten thousand, and the C library's printf takes several times as long as all else about them.
 */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* The same contract and the same result as vsnprintf; %s %.*s %d %u %ld %zu %c and %% are written
 * here, a format with anything else is left to it. */
int format(char *out, size_t room, const char *fmt, va_list args)
    __attribute__((format(printf, 3, 0)));

#endif
