/* Exact numbers over GMP rationals; see num.h for what a value is. */
#include "base/num.h"

#include <gmp.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* ---- small values ----
 *
 * Nearly all of them: numerator and denominator are machine words.  These are calculated here,
 * without GMP's allocations; what would overflow is left to GMP.
 */

struct small {
	long n, d; /* d > 0; n is never LONG_MIN */
};

static bool small_of(const struct num *x, struct small *out)
{
	*out = (struct small){x->n, x->d ? x->d : 1};
	return x->d >= 0;
}

/* n / d with either sign, if the values hold. */
static bool quotient(long n, long d, struct num *out)
{
	mp_limb_t magnitude, by, g;

	if (n == LONG_MIN || d == LONG_MIN || d == 0)
		return false;
	if (d == 1) {
		*out = (struct num){.n = n, .d = 1};
		return true;
	}
	magnitude = (mp_limb_t)labs(n);
	g = by = (mp_limb_t)labs(d);
	if (magnitude)
		g = mpn_gcd_1(&magnitude, 1, by);
	n = (long)(magnitude / g) * ((n < 0) != (d < 0) ? -1 : 1);
	*out = (struct num){.n = n, .d = (long)(by / g)};
	return true;
}

static bool add_small(struct small x, struct small y, struct num *out)
{
	long left, right, n, d;

	return !__builtin_mul_overflow(x.n, y.d, &left) &&
	       !__builtin_mul_overflow(y.n, x.d, &right) &&
	       !__builtin_add_overflow(left, right, &n) && !__builtin_mul_overflow(x.d, y.d, &d) &&
	       quotient(n, d, out);
}

static bool mul_small(struct small x, struct small y, struct num *out)
{
	long n, d;

	return !__builtin_mul_overflow(x.n, y.n, &n) && !__builtin_mul_overflow(x.d, y.d, &d) &&
	       quotient(n, d, out);
}

/* ---- large ones ---- */

static void keep_z(__mpz_struct *out, const mpz_t z, mp_limb_t *room)
{
	mp_size_t n = (mp_size_t)mpz_size(z);

	memcpy(room, mpz_limbs_read(z), (size_t)n * sizeof *room);
	mpz_roinit_n(out, room, mpz_sgn(z) < 0 ? -n : n);
}

/* The value of a canonical q, which is cleared.  What does not fit two words moves to the arena. */
static struct num keep(struct arena *a, mpq_t q)
{
	struct num out = {.d = -1};
	__mpq_struct *big;

	if (mpz_fits_slong_p(mpq_numref(q)) && mpz_fits_slong_p(mpq_denref(q)) &&
	    mpz_get_si(mpq_numref(q)) != LONG_MIN) {
		out = (struct num){.n = mpz_get_si(mpq_numref(q)), .d = mpz_get_si(mpq_denref(q))};
	} else {
		size_t n = mpz_size(mpq_numref(q)), d = mpz_size(mpq_denref(q));
		mp_limb_t *limbs = NEWS(a, mp_limb_t, n + d);

		out.big = big = NEW(a, __mpq_struct);
		keep_z(&big->_mp_num, mpq_numref(q), limbs);
		keep_z(&big->_mp_den, mpq_denref(q), limbs + n);
	}
	mpq_clear(q);
	return out;
}

struct operand {
	__mpq_struct q;
	mp_limb_t limbs[2];
};

/* The value as GMP reads it; a small one is laid out in `room`. */
static const __mpq_struct *operand(const struct num *x, struct operand *room)
{
	struct small s;

	if (!small_of(x, &s))
		return x->big;
	room->limbs[0] = (mp_limb_t)labs(s.n);
	room->limbs[1] = (mp_limb_t)s.d;
	mpz_roinit_n(&room->q._mp_num, &room->limbs[0], s.n < 0 ? -1 : s.n > 0);
	mpz_roinit_n(&room->q._mp_den, &room->limbs[1], 1);
	return &room->q;
}

static const long powers[] = {1,
			      10,
			      100,
			      1000,
			      10000,
			      100000,
			      1000000,
			      10000000,
			      100000000,
			      1000000000,
			      10000000000,
			      100000000000,
			      1000000000000,
			      10000000000000,
			      100000000000000,
			      1000000000000000,
			      10000000000000000,
			      100000000000000000,
			      1000000000000000000};

enum { SMALL_POWER = 18 }; /* of ten, in a long */

/* ---- values ---- */

struct num num_keep(struct arena *a, struct num x)
{
	mpq_t q;

	if (x.d >= 0)
		return x;
	mpq_init(q);
	mpq_set(q, x.big);
	return keep(a, q);
}

struct num num_int(struct arena *a, long i)
{
	return num_ratio(a, i, 1);
}

struct num num_ratio(struct arena *a, long numerator, long denominator)
{
	struct num small;
	mpq_t q;

	if (quotient(numerator, denominator, &small))
		return small;
	mpq_init(q);
	mpz_set_si(mpq_numref(q), numerator);
	mpz_set_si(mpq_denref(q), denominator);
	mpq_canonicalize(q);
	return keep(a, q);
}

struct num num_pow10(struct arena *a, int exponent)
{
	mpq_t q;

	if (abs(exponent) <= SMALL_POWER)
		return (struct num){.n = powers[exponent > 0 ? exponent : 0],
				    .d = powers[exponent < 0 ? -exponent : 0]};
	mpq_init(q);
	mpq_set_ui(q, 1, 1);
	mpz_ui_pow_ui(exponent < 0 ? mpq_denref(q) : mpq_numref(q), 10,
		      (unsigned long)labs((long)exponent));
	return keep(a, q);
}

bool num_is_long(struct num x)
{
	enum { BITS = 1 << 16 };
	const __mpq_struct *big = x.d < 0 ? x.big : NULL;

	return big &&
	       mpz_sizeinbase(mpq_numref(big), 2) + mpz_sizeinbase(mpq_denref(big), 2) > BITS;
}

bool num_parse(struct arena *a, const char *s, size_t n, struct num *out, int *decimals)
{
	enum { LONGEST = 1000 };
	bool negative = n && s[0] == '-', point = false;
	char digits[LONGEST + 1];
	size_t count = 0;
	int after = 0;
	mpq_t q;

	if (n && (s[0] == '-' || s[0] == '+'))
		s++, n--;
	if (n > LONGEST)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.' && !point && count) {
			point = true;
		} else if (s[i] >= '0' && s[i] <= '9') {
			digits[count++] = s[i];
			after += point;
		} else {
			return false;
		}
	}
	digits[count] = '\0';
	if (!count || (point && !after))
		return false;
	*decimals = after;
	if (count <= SMALL_POWER) {
		long whole = strtol(digits, NULL, 10);

		return quotient(negative ? -whole : whole, powers[after], out);
	}
	mpq_init(q);
	mpz_set_str(mpq_numref(q), digits, 10);
	if (negative)
		mpz_neg(mpq_numref(q), mpq_numref(q));
	mpz_ui_pow_ui(mpq_denref(q), 10, (unsigned long)after);
	mpq_canonicalize(q);
	*out = keep(a, q);
	return true;
}

struct num num_add(struct arena *a, struct num x, struct num y)
{
	struct small p, r;
	struct operand left, right;
	struct num small;
	mpq_t q;

	if (small_of(&x, &p) && small_of(&y, &r) && add_small(p, r, &small))
		return small;
	mpq_init(q);
	mpq_add(q, operand(&x, &left), operand(&y, &right));
	return keep(a, q);
}

struct num num_sub(struct arena *a, struct num x, struct num y)
{
	struct small p, r;
	struct operand left, right;
	struct num small;
	mpq_t q;

	if (small_of(&x, &p) && small_of(&y, &r) && add_small(p, (struct small){-r.n, r.d}, &small))
		return small;
	mpq_init(q);
	mpq_sub(q, operand(&x, &left), operand(&y, &right));
	return keep(a, q);
}

struct num num_mul(struct arena *a, struct num x, struct num y)
{
	struct small p, r;
	struct operand left, right;
	struct num small;
	mpq_t q;

	if (small_of(&x, &p) && small_of(&y, &r) && mul_small(p, r, &small))
		return small;
	mpq_init(q);
	mpq_mul(q, operand(&x, &left), operand(&y, &right));
	return keep(a, q);
}

struct num num_div(struct arena *a, struct num x, struct num y)
{
	struct small p, r;
	struct operand left, right;
	struct num small;
	mpq_t q;

	if (small_of(&x, &p) && small_of(&y, &r) && mul_small(p, (struct small){r.d, r.n}, &small))
		return small;
	mpq_init(q);
	mpq_div(q, operand(&x, &left), operand(&y, &right));
	return keep(a, q);
}

struct num num_neg(struct arena *a, struct num x)
{
	if (x.d >= 0)
		return (struct num){.n = -x.n, .d = x.d};
	return num_sub(a, (struct num){0}, x);
}

struct num num_abs(struct arena *a, struct num x)
{
	return num_sign(x) < 0 ? num_neg(a, x) : x;
}

struct num num_pow(struct arena *a, struct num x, int n)
{
	unsigned long k = (unsigned long)labs((long)n);
	struct operand room;
	const __mpq_struct *o = operand(&x, &room);
	mpq_t q;

	mpq_init(q);
	mpz_pow_ui(mpq_numref(q), mpq_numref(o), k);
	mpz_pow_ui(mpq_denref(q), mpq_denref(o), k);
	if (n < 0)
		mpq_inv(q, q);
	return keep(a, q);
}

struct num num_root(struct arena *a, struct num x, unsigned n)
{
	enum { DIGITS = 40 };
	struct operand room;
	const __mpq_struct *o = operand(&x, &room);
	mpz_t scaled;
	mpq_t q;
	long size =
	    (long)mpz_sizeinbase(mpq_numref(o), 10) - (long)mpz_sizeinbase(mpq_denref(o), 10);
	/* Enough places that the root has DIGITS significant digits, however small x is. */
	unsigned long places = (unsigned long)(DIGITS + (size < 0 ? -size : 0));

	mpz_init(scaled);
	mpq_init(q);
	mpz_ui_pow_ui(scaled, 10, places * n);
	mpz_mul(scaled, scaled, mpq_numref(o));
	mpz_tdiv_q(scaled, scaled, mpq_denref(o));
	mpz_root(mpq_numref(q), scaled, n);
	mpz_ui_pow_ui(mpq_denref(q), 10, places);
	mpq_canonicalize(q);
	mpz_clear(scaled);
	return keep(a, q);
}

int num_sign(struct num x)
{
	return x.d < 0 ? mpq_sgn((const __mpq_struct *)x.big) : (x.n > 0) - (x.n < 0);
}

int num_cmp(struct num x, struct num y)
{
	struct small p, r;
	struct operand a, b;
	long left, right;

	if (small_of(&x, &p) && small_of(&y, &r) && !__builtin_mul_overflow(p.n, r.d, &left) &&
	    !__builtin_mul_overflow(r.n, p.d, &right))
		return (left > right) - (left < right);
	return mpq_cmp(operand(&x, &a), operand(&y, &b));
}

double num_double(struct num x)
{
	struct operand room;

	return mpq_get_d(operand(&x, &room));
}

/* out = x * 10^decimals, rounded to a whole number, half away from zero. */
static void scaled_round(mpz_t out, const __mpq_struct *x, int decimals)
{
	mpz_t scale, den;

	mpz_init(scale);
	mpz_init_set(den, mpq_denref(x));
	mpz_ui_pow_ui(scale, 10, (unsigned long)labs((long)decimals));
	mpz_abs(out, mpq_numref(x));
	if (decimals >= 0)
		mpz_mul(out, out, scale);
	else
		mpz_mul(den, den, scale);
	mpz_mul_2exp(out, out, 1); /* floor((2 |n| + d) / 2d) */
	mpz_add(out, out, den);
	mpz_mul_2exp(den, den, 1);
	mpz_fdiv_q(out, out, den);
	if (mpq_sgn(x) < 0)
		mpz_neg(out, out);
	mpz_clear(den);
	mpz_clear(scale);
}

/* x * 10^decimals, rounded half away from zero; false if it might overflow. */
static bool round_small(const struct num *x, int decimals, long *out)
{
	struct small s;
	long scaled, twice, sum;

	if (decimals < 0 || decimals > SMALL_POWER || !small_of(x, &s) || s.d > LONG_MAX / 2 ||
	    __builtin_mul_overflow(labs(s.n), powers[decimals], &scaled) ||
	    __builtin_mul_overflow(scaled, 2, &twice) || __builtin_add_overflow(twice, s.d, &sum))
		return false;
	*out = s.n < 0 ? -(sum / (2 * s.d)) : sum / (2 * s.d);
	return true;
}

struct num num_round(struct arena *a, struct num x, int decimals)
{
	struct operand room;
	struct num small;
	long rounded;
	mpq_t q;

	if (round_small(&x, decimals, &rounded) && quotient(rounded, powers[decimals], &small))
		return small;
	mpq_init(q);
	scaled_round(mpq_numref(q), operand(&x, &room), decimals);
	if (decimals >= 0) {
		mpz_ui_pow_ui(mpq_denref(q), 10, (unsigned long)decimals);
	} else {
		mpz_t scale;

		mpz_init(scale);
		mpz_ui_pow_ui(scale, 10, (unsigned long)-(long)decimals);
		mpz_mul(mpq_numref(q), mpq_numref(q), scale);
		mpz_clear(scale);
	}
	mpq_canonicalize(q);
	return keep(a, q);
}

/* The digits with the point `decimals` places from the right (decimals > 0 only). */
static char *place_point(struct arena *a, const char *digits, int decimals)
{
	bool negative = *digits == '-';
	size_t n, pad;
	char *out, *p;

	if (decimals <= 0)
		return arena_str(a, digits);
	digits += negative;
	n = strlen(digits);
	pad = n > (size_t)decimals ? 0 : (size_t)decimals + 1 - n;
	out = p = arena_alloc(a, n + pad + 3);
	if (negative)
		*p++ = '-';
	memset(p, '0', pad);
	memcpy(p + pad, digits, n);
	n += pad;
	memmove(p + n - (size_t)decimals + 1, p + n - (size_t)decimals, (size_t)decimals);
	p[n - (size_t)decimals] = '.';
	return out;
}

/* units / 10^decimals as text */
static char *text_small(struct arena *a, long units, int decimals)
{
	char room[48], *end = room + sizeof room, *p = end;
	unsigned long u = (unsigned long)labs(units);

	for (int i = 0; u || i <= decimals; i++, u /= 10) {
		if (i && i == decimals)
			*--p = '.';
		*--p = (char)('0' + u % 10);
	}
	if (units < 0)
		*--p = '-';
	return arena_strn(a, p, (size_t)(end - p));
}

char *num_text(struct arena *a, struct num x, int decimals)
{
	char *s;
	struct operand room;
	mpz_t z, scale;
	long rounded;

	if (round_small(&x, decimals, &rounded))
		return text_small(a, rounded, decimals);
	mpz_init(z);
	scaled_round(z, operand(&x, &room), decimals);
	if (decimals < 0) {
		mpz_init(scale);
		mpz_ui_pow_ui(scale, 10, (unsigned long)-(long)decimals);
		mpz_mul(z, z, scale);
		mpz_clear(scale);
	}
	s = arena_alloc(a, mpz_sizeinbase(z, 10) + 2);
	mpz_get_str(s, 10, z);
	mpz_clear(z);
	return place_point(a, s, decimals);
}

/* How often d can be divided by the factor; *d: what remains. */
static int factors(long *d, long factor)
{
	int n = 0;

	for (; *d % factor == 0; *d /= factor)
		n++;
	return n;
}

bool num_is_decimal(struct num x, int *decimals)
{
	struct small small;
	struct operand room;
	mpz_t d, factor;
	mp_bitcnt_t twos, fives;
	bool ends;

	if (small_of(&x, &small)) {
		int two = factors(&small.d, 2), five = factors(&small.d, 5);

		*decimals = two > five ? two : five;
		return small.d == 1;
	}
	mpz_init_set(d, mpq_denref(operand(&x, &room)));
	mpz_init_set_ui(factor, 2);
	twos = mpz_remove(d, d, factor);
	mpz_set_ui(factor, 5);
	fives = mpz_remove(d, d, factor);
	ends = mpz_cmp_ui(d, 1) == 0;
	*decimals = (int)(twos > fives ? twos : fives);
	mpz_clear(factor);
	mpz_clear(d);
	return ends;
}

char *num_decimal(struct arena *a, struct num x, int digits)
{
	struct operand room;
	const __mpq_struct *o = operand(&x, &room);
	int decimals;

	if (!num_is_decimal(x, &decimals))
		decimals = digits - ((int)mpz_sizeinbase(mpq_numref(o), 10) -
				     (int)mpz_sizeinbase(mpq_denref(o), 10));
	return num_text(a, x, decimals);
}

char *num_exact(struct arena *a, struct num x)
{
	const __mpq_struct *big;
	struct small small;
	char *s;

	if (small_of(&x, &small))
		return small.d == 1 ? text_small(a, small.n, 0)
				    : arena_printf(a, "%ld/%ld", small.n, small.d);
	big = x.big;
	s = arena_alloc(a, mpz_sizeinbase(mpq_numref(big), 10) +
			       mpz_sizeinbase(mpq_denref(big), 10) + 3);
	mpq_get_str(s, 10, big);
	return s;
}
