/* Slices, a growable buffer, and UTF-8. */
#include "base/text.h"

#include <endian.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/format.h"

bool str_is(struct str s, const char *t)
{
	return s.n == strlen(t) && memcmp(s.p, t, s.n) == 0;
}

bool str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.n && blank(s.p[0]))
		s.p++, s.n--;
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

void buf_grow(struct buf *b, size_t more)
{
	size_t need = b->n + more + 1, cap = b->cap ? b->cap : 256;

	if (need < b->n)
		out_of_memory();
	if (need <= b->cap)
		return;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	b->p = xrealloc(b->p, cap);
	b->cap = cap;
}

void buf_int(struct buf *b, long i)
{
	unsigned long u = i < 0 ? 0 - (unsigned long)i : (unsigned long)i;
	char digits[24], *end = digits + sizeof digits, *p = end;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (i < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(end - p));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args, again;
	int n;

	buf_grow(b, 64); /* often enough, and then it is formatted once */
	va_start(args, fmt);
	va_copy(again, args);
	n = format(b->p + b->n, b->cap - b->n, fmt, args);
	if (n < 0)
		out_of_memory();
	if ((size_t)n >= b->cap - b->n) {
		buf_grow(b, (size_t)n);
		format(b->p + b->n, (size_t)n + 1, fmt, again);
	}
	b->n += (size_t)n;
	va_end(again);
	va_end(args);
}

const char *buf_cstr(const struct buf *b)
{
	return b->p ? b->p : "";
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

void buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){0};
}

char *buf_keep(struct buf *b, struct arena *a)
{
	enum { WORTH_A_COPY = 4096 };
	char *s;

	if (b->n < WORTH_A_COPY) {
		s = arena_strn(a, buf_cstr(b), b->n);
		buf_free(b);
		return s;
	}
	s = xrealloc(b->p, b->n + 1);
	arena_adopt(a, s);
	*b = (struct buf){0};
	return s;
}

/* Length of the sequence that a lead byte opens, and the smallest value that needs it. */
static size_t utf8_lead(unsigned char c, uint32_t *value, uint32_t *least)
{
	if (c < 0x80)
		return *value = c, *least = 0, 1;
	if (c >= 0xC2 && c < 0xE0)
		return *value = c & 0x1F, *least = 0x80, 2;
	if (c >= 0xE0 && c < 0xF0)
		return *value = c & 0x0F, *least = 0x800, 3;
	if (c >= 0xF0 && c < 0xF5)
		return *value = c & 0x07, *least = 0x10000, 4;
	return 0;
}

/* Length of the well-formed character at s, or 0. */
static size_t utf8_decode(const char *s, size_t n, uint32_t *c)
{
	uint32_t value, least;
	size_t len = n ? utf8_lead((unsigned char)s[0], &value, &least) : 0;

	if (!len || len > n)
		return 0;
	for (size_t k = 1; k < len; k++) {
		if (((unsigned char)s[k] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | ((unsigned char)s[k] & 0x3F);
	}
	if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
		return 0;
	*c = value;
	return len;
}

uint32_t utf8_next(const char *s, size_t n, size_t *i)
{
	uint32_t c;
	size_t len = utf8_decode(s + *i, n - *i, &c);

	if (!len) {
		*i += 1;
		return 0xFFFD;
	}
	*i += len;
	return c;
}

size_t utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* Most texts are nothing else. */
size_t ascii_words(const char *s, size_t n)
{
	static const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	size_t i = 0;

	for (uint64_t w, other; i + sizeof w <= n; i += sizeof w) {
		memcpy(&w, s + i, sizeof w);
		w = le64toh(w);
		/* The lowest byte with a bit is not ASCII, or DEL, or below a blank. */
		other = (w | (w + ones) | (w - ones * ' ')) & high;
		if (other)
			return i + (size_t)__builtin_ctzll(other) / 8;
	}
	return i;
}

/* Behind the last whole word, and at line ends. */
static bool is_usual(char c)
{
	return (c >= ' ' && c <= '~') || c == '\n';
}

size_t utf8_check(const char *s, size_t n)
{
	size_t i = 0, len;
	uint32_t c;

	for (;;) {
		i += ascii_words(s + i, n - i);
		if (i < n && is_usual(s[i]))
			i++;
		else if (i == n || !s[i] || !(len = utf8_decode(s + i, n - i, &c)))
			return i;
		else
			i += len;
	}
}

bool is_unsafe(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
	       (c & 0xFFFE) == 0xFFFE;
}

size_t text_check(const char *s, size_t n)
{
	size_t i = 0, len;
	uint32_t c;

	for (;;) {
		i += ascii_words(s + i, n - i);
		if (i < n && is_usual(s[i]))
			i++;
		else if (i == n || !(len = utf8_decode(s + i, n - i, &c)) || is_unsafe(c))
			return i;
		else
			i += len;
	}
}

size_t utf8_count(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0, plain; i < n;) {
		plain = ascii_words(s + i, n - i);
		count += plain;
		i += plain;
		if (i == n)
			break;
		utf8_next(s, n, &i);
		count++;
	}
	return count;
}

/* Levenshtein distance, given up (as limit + 1) where it must pass the limit. */
static size_t distance(const char *a, const char *b, size_t limit)
{
	enum { LONGEST = 63 };
	size_t na = strlen(a), nb = strlen(b), row[LONGEST + 1];

	if (na > LONGEST || nb > LONGEST || (na > nb ? na - nb : nb - na) > limit)
		return limit + 1;
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t above = row[j], best = diagonal + (a[i - 1] != b[j - 1]);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = above;
			row[j] = best;
		}
	}
	return row[nb];
}

const char *text_nearest(const char *word, const char *const *words, size_t n)
{
	size_t limit = strlen(word) / 3 + 1, best = limit + 1;
	const char *nearest = NULL;

	for (size_t i = 0; i < n; i++) {
		size_t d = distance(word, words[i], limit);

		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}
