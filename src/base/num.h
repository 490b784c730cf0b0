/*
 * Exact numbers: rationals of any size.  There is no binary floating point between input and
 * print; rounding happens once, when a number is written, half away from zero.
 *
 * A struct num is a value that is never changed, so it may be copied freely and is never freed.
 * Nearly all are two machine words; what does not fit into them is GMP's, in the arena that is
 * passed.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct num { /* read only; a value has one form, but for 0, which all zero bytes mean, too */
	union {
		long n;          /* d > 0: n / d in lowest terms */
		const void *big; /* d < 0: an mpq, canonical */
	};
	long d;
};

struct num num_keep(struct arena *, struct num); /* the same, should its arena go */
struct num num_int(struct arena *, long);
struct num num_ratio(struct arena *, long numerator, long denominator);
/*
 * Plain decimal: [+-] digits [. digits], at least one digit, nothing else, of at most 1000
 * characters.  Group separators, signs in words and parentheses are the reader's business.
 * *decimals: digits after the point.
 */
bool num_parse(struct arena *, const char *s, size_t n, struct num *out, int *decimals);
struct num num_pow10(struct arena *, int exponent); /* 10^exponent, also negative */

struct num num_add(struct arena *, struct num, struct num);
struct num num_sub(struct arena *, struct num, struct num);
struct num num_mul(struct arena *, struct num, struct num);
struct num num_div(struct arena *, struct num, struct num); /* the divisor is not 0 */
struct num num_neg(struct arena *, struct num);
struct num num_abs(struct arena *, struct num);
/* x^(1/n) for x > 0, to 40 significant digits: the one operation whose result is not exact. */
struct num num_root(struct arena *, struct num x, unsigned n);
struct num num_pow(struct arena *, struct num x, int n); /* x is not 0 if n < 0 */

/* More digits than any figure has: a formula that squares a square of squares. */
bool num_is_long(struct num);
int num_sign(struct num);            /* -1, 0, 1 */
int num_cmp(struct num, struct num); /* < 0, 0, > 0 */
static inline bool num_eq(struct num a, struct num b)
{
	return num_cmp(a, b) == 0;
}
/* The nearest multiple of 10^-decimals, half away from zero. */
struct num num_round(struct arena *, struct num, int decimals);
double num_double(struct num); /* for geometry only */

/* "-1234.50": rounded to decimals (below zero: to tens, hundreds ...); never "-0". */
char *num_text(struct arena *, struct num, int decimals);
/* All digits if the decimal expansion ends, else `digits` significant ones, rounded. */
char *num_decimal(struct arena *, struct num, int digits);
/* "1773439/7785180", or "5" for a whole number. */
char *num_exact(struct arena *, struct num);
/* True if the expansion ends; then *decimals digits after the point say all. */
bool num_is_decimal(struct num, int *decimals);

#endif
