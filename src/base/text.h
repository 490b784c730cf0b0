/* Slices, a growable buffer, and UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

/* Bytes that belong to someone else; not closed by NUL. */
struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
static inline struct str str_of(const char *s)
{
	return (struct str){s, s ? strlen(s) : 0};
}
bool str_is(struct str, const char *); /* equal? */
bool str_starts(struct str, const char *prefix);
struct str str_trim(struct str); /* without ASCII blanks at both ends */
static inline bool streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/*
 * A growable buffer for output: struct buf b = {0}; ... buf_free(&b).  p is closed by NUL
 * once anything was added (before that it is NULL: use buf_cstr).
 */
struct buf {
	char *p;
	size_t n, cap;
};

void buf_grow(struct buf *, size_t more); /* room for so many bytes and a NUL */

/* Here, since all output goes through them, a few bytes at a time. */
static inline void buf_add(struct buf *b, const void *p, size_t n)
{
	if (b->cap - b->n <= n)
		buf_grow(b, n);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

static inline void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void buf_char(struct buf *b, char c)
{
	if (b->cap - b->n <= 1)
		buf_grow(b, 1);
	b->p[b->n++] = c;
	b->p[b->n] = '\0';
}

void buf_int(struct buf *, long);
void buf_printf(struct buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *buf_cstr(const struct buf *);
void buf_clear(struct buf *); /* empty, keeps the memory */
void buf_free(struct buf *);
char *buf_keep(struct buf *, struct arena *); /* a copy in the arena; frees the buffer */

/*
 * The character at s[*i]; *i moves past it.  Malformed bytes give U+FFFD and move by one.
 * Overlong forms, surrogates and values past U+10FFFF are malformed.
 */
uint32_t utf8_next(const char *s, size_t n, size_t *i);
size_t utf8_put(char out[4], uint32_t c); /* bytes written */
/* Bytes at s that are printable ASCII, as far as that is seen in whole words of 8. */
size_t ascii_words(const char *s, size_t n);
/* Offset of the first malformed byte or NUL, or n if all is well. */
size_t utf8_check(const char *s, size_t n);
/* Characters that no text of a report may hold, since they steer a terminal, change the order in
 * which the eye reads, or end an XML file: controls but tab and line ends, bidirectional ones,
 * non-characters. */
bool is_unsafe(uint32_t c);
/* Like utf8_check, but stops at such a character, too. */
size_t text_check(const char *s, size_t n);
size_t utf8_count(const char *s, size_t n); /* characters */
bool is_han(uint32_t c);                    /* ideographs, CJK punctuation, full-width forms */
bool is_ideograph(uint32_t c);              /* of the common ones, three bytes each */
/* A digit and what it counts (2025年), an abbreviation and its neighbours (經調整EBITDA), or two
 * characters of a Chinese word of reports (季度, 百万元, 毛利率): no line end should part them. */
bool han_clings(uint32_t before, uint32_t after);
/* End of the piece of a short Chinese name from byte `from`: "2025年", "第三季度", "收入".  It is
 * cut behind a year and else after three characters, but not before a single last one. */
size_t han_piece(const char *s, size_t n, size_t from);

/* The nearest of n words by edit distance, or NULL when none is near: for "did you mean". */
const char *text_nearest(const char *word, const char *const *words, size_t n);

#endif
