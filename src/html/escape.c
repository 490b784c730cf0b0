/* Escaping by place.  One file, so that one table says which characters no page may hold. */
#include "html/escape.h"

#include "html/mustache.h"

static const char replacement[] = "\xEF\xBF\xBD";

/* A label with a mark of direction could disguise the text after it. */
static bool is_forbidden(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
	       (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Hands over the text between forbidden characters, and the replacement for each of them. */
static void each_part(struct buf *out, struct str s, void (*put)(struct buf *, struct str))
{
	size_t from = 0;

	for (size_t i = 0; (i += ascii_words(s.p + i, s.n - i)) < s.n;) {
		size_t at = i;
		uint32_t c = (unsigned char)s.p[i];

		if (c >= 0x20 && c < 0x7F) {
			i++;
			continue;
		}
		c = utf8_next(s.p, s.n, &i);
		if (c != 0xFFFD && !is_forbidden(c))
			continue;
		put(out, (struct str){s.p + from, at - from});
		buf_str(out, replacement);
		from = i;
	}
	put(out, (struct str){s.p + from, s.n - from});
}

static void put_plain(struct buf *out, struct str s)
{
	buf_add(out, s.p, s.n);
}

/* "</script", "<!--" and "<script" all steer the parser; in JSON "<" stands in strings only. */
static void put_json(struct buf *out, struct str s)
{
	const char *hit;

	while (s.n && (hit = memchr(s.p, '<', s.n))) {
		buf_add(out, s.p, (size_t)(hit - s.p));
		buf_str(out, "\\u003c");
		s.n -= (size_t)(hit - s.p) + 1;
		s.p = hit + 1;
	}
	buf_add(out, s.p, s.n);
}

static char *rewrite(struct arena *a, struct buf *b, void (*put)(struct buf *, struct str))
{
	struct buf out = {0};

	each_part(&out, (struct str){buf_cstr(b), b->n}, put);
	buf_free(b);
	return buf_keep(&out, a);
}

/* Nearly all text is letters, digits and blanks. */
static bool is_plain(struct str s)
{
	static const bool special[256] = {
	    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true, [0x7F] = true};
	bool plain = true;

	for (size_t i = 0; i < s.n && plain; i++) {
		unsigned char c = (unsigned char)s.p[i];

		plain = c >= 0x20 && c < 0x80 && !special[c];
	}
	return plain;
}

void escape_page(struct buf *out, struct str s)
{
	if (is_plain(s))
		put_plain(out, s);
	else
		each_part(out, s, mustache_escape_html);
}

char *escape_json_ld(struct arena *a, struct buf *json)
{
	return rewrite(a, json, put_json);
}

char *escape_drawing(struct arena *a, struct buf *svg)
{
	return rewrite(a, svg, put_plain);
}
