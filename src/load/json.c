/*
 * JSON into values with positions.  Recursive descent over the whole text: the depth is limited, so
 * is the stack.  The first mistake in the syntax ends the reading.
 */
#include "load/json.h"

#include <stdlib.h>

enum { DEPTH = 512, NUMERAL = 1000 };

struct reader {
	struct arena *arena;
	struct diag *diag;
	const char *file;
	const char *p;
	size_t n, i;
	size_t mark;   /* counted up to here, so that positions cost linear time */
	struct pos at; /* of mark */
};

static struct value *read_value(struct reader *, int depth);

/* Offsets must not fall from call to call, or the count starts again. */
static struct pos position(struct reader *r, size_t offset)
{
	if (offset < r->mark) {
		r->mark = 0;
		r->at = (struct pos){r->file, 1, 1};
	}
	while (r->mark < offset) {
		unsigned char c = (unsigned char)r->p[r->mark++];

		if (c == '\n') {
			r->at.line++;
			r->at.col = 1;
		} else if ((c & 0xC0) != 0x80) {
			r->at.col++;
		}
	}
	return r->at;
}

static void *fail(struct reader *r, size_t offset, const char *what)
{
	diag_error(r->diag, position(r, offset), "%s", what);
	return NULL;
}

static void skip_blanks(struct reader *r)
{
	while (r->i < r->n && (r->p[r->i] == ' ' || r->p[r->i] == '\t' || r->p[r->i] == '\n' ||
			       r->p[r->i] == '\r'))
		r->i++;
}

static bool take(struct reader *r, char c)
{
	if (r->i >= r->n || r->p[r->i] != c)
		return false;
	r->i++;
	return true;
}

static struct value *value_here(struct reader *r, enum value_kind kind)
{
	struct value *v = NEW(r->arena, struct value);

	v->kind = kind;
	v->at = position(r, r->i);
	return v;
}

static struct value *read_word(struct reader *r)
{
	static const struct word {
		const char *text;
		enum value_kind kind;
	} words[] = {{"null", VALUE_NULL}, {"true", VALUE_BOOL}, {"false", VALUE_BOOL}};
	struct str rest = {r->p + r->i, r->n - r->i};

	for (size_t k = 0; k < COUNT(words); k++)
		if (str_starts(rest, words[k].text)) {
			struct value *v = value_here(r, words[k].kind);

			v->text = str_of(words[k].text);
			r->i += v->text.n;
			return v;
		}
	return fail(r, r->i, "not a JSON value");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool skip_digits(struct reader *r)
{
	size_t from = r->i;

	while (r->i < r->n && is_digit(r->p[r->i]))
		r->i++;
	return r->i > from;
}

/* [-] (0 | 1-9 digits) [. digits] [e [+-] digits] */
static bool skip_numeral(struct reader *r)
{
	take(r, '-');
	if (!take(r, '0') && !skip_digits(r))
		return false;
	if (r->i < r->n && is_digit(r->p[r->i]))
		return false;
	if (take(r, '.') && !skip_digits(r))
		return false;
	if (!take(r, 'e') && !take(r, 'E'))
		return true;
	if (!take(r, '+'))
		take(r, '-');
	return skip_digits(r);
}

static struct value *read_number(struct reader *r)
{
	struct value *v = value_here(r, VALUE_NUMBER);
	size_t from = r->i;

	if (!skip_numeral(r))
		return fail(r, from, "not a JSON number");
	v->text = (struct str){arena_strn(r->arena, r->p + from, r->i - from), r->i - from};
	if (v->text.n > NUMERAL)
		return fail(r, from, "a number of more than 1,000 characters");
	return v;
}

static bool read_hex4(struct reader *r, uint32_t *out)
{
	uint32_t c = 0;

	if (r->n - r->i < 4)
		return false;
	for (int k = 0; k < 4; k++) {
		char h = r->p[r->i++];

		if (is_digit(h))
			c = c << 4 | (uint32_t)(h - '0');
		else if ((h >= 'a' && h <= 'f') || (h >= 'A' && h <= 'F'))
			c = c << 4 | (uint32_t)((h | 0x20) - 'a' + 10);
		else
			return false;
	}
	*out = c;
	return true;
}

/* After "\u": one code point, from two escapes if it is beyond the basic plane. */
static bool read_code_point(struct reader *r, uint32_t *c)
{
	uint32_t low;

	if (!read_hex4(r, c))
		return false;
	if (*c < 0xD800 || *c > 0xDFFF)
		return true;
	if (*c > 0xDBFF || !take(r, '\\') || !take(r, 'u') || !read_hex4(r, &low) || low < 0xDC00 ||
	    low > 0xDFFF)
		return false;
	*c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
	return true;
}

/* After the backslash: appends what it stands for.  An escape is never shorter than its UTF-8. */
static bool read_escape(struct reader *r, char *out, size_t *n)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *known;
	uint32_t c;

	if (r->i >= r->n)
		return false;
	if (take(r, 'u')) {
		if (!read_code_point(r, &c))
			return false;
		*n += utf8_put(out + *n, c);
		return true;
	}
	known = memchr(from, r->p[r->i++], sizeof from - 1);
	if (!known)
		return false;
	out[(*n)++] = to[known - from];
	return true;
}

/* Offset of the closing quote of the string whose content starts at i, or n. */
static size_t string_end(const struct reader *r)
{
	size_t i = r->i;

	while (i < r->n && r->p[i] != '"')
		i += r->p[i] == '\\' ? 2 : 1;
	return i < r->n ? i : r->n;
}

static bool read_string(struct reader *r, struct str *s)
{
	size_t quote = r->i++, end = string_end(r), n = 0;
	char *out;

	if (end == r->n)
		return fail(r, quote, "a string without its closing quote");
	out = arena_alloc(r->arena, end - r->i + 1);
	while (r->i < end) {
		size_t at = r->i;

		if ((unsigned char)r->p[at] < 0x20)
			return fail(r, at, "a control character in a string");
		if (take(r, '\\')) {
			if (!read_escape(r, out, &n))
				return fail(r, at, "not a JSON escape");
			continue;
		}
		out[n++] = r->p[r->i++];
	}
	r->i = end + 1;
	*s = (struct str){out, n};
	return true;
}

static struct value *read_text(struct reader *r)
{
	struct value *v = value_here(r, VALUE_STRING);

	return read_string(r, &v->text) ? v : NULL;
}

static struct value *read_list(struct reader *r, int depth)
{
	struct value *v = value_here(r, VALUE_LIST);
	struct {
		struct value **v;
		size_t n, cap;
	} items = {0};

	r->i++;
	skip_blanks(r);
	if (take(r, ']'))
		return v;
	do {
		struct value *item = read_value(r, depth);

		if (!item)
			return NULL;
		*PUSH(r->arena, &items) = item;
	} while (take(r, ','));
	if (!take(r, ']'))
		return fail(r, r->i, "expected ',' or ']'");
	v->items = items.v;
	v->n = items.n;
	return v;
}

struct member {
	struct str key;
	struct pos at;
	struct value *value;
};
struct members {
	struct member *v;
	size_t n, cap;
};

static bool read_member(struct reader *r, struct members *members, int depth)
{
	struct member m = {0};

	skip_blanks(r);
	m.at = position(r, r->i);
	if (r->i >= r->n || r->p[r->i] != '"')
		return fail(r, r->i, "expected a key in double quotes");
	if (!read_string(r, &m.key))
		return false;
	skip_blanks(r);
	if (!take(r, ':'))
		return fail(r, r->i, "expected ':'");
	m.value = read_value(r, depth);
	if (!m.value)
		return false;
	*PUSH(r->arena, members) = m;
	return true;
}

static int by_key_then_place(const void *a, const void *b)
{
	const struct member *x = *(const struct member *const *)a,
			    *y = *(const struct member *const *)b;
	size_t n = x->key.n < y->key.n ? x->key.n : y->key.n;
	int order = n ? memcmp(x->key.p, y->key.p, n) : 0;

	if (!order)
		order = (x->key.n > y->key.n) - (x->key.n < y->key.n);
	return order ? order : (x > y) - (x < y);
}

/* RFC 8259 lets a key come again: the last one counts, as nearly everywhere, and a warning says so.
 * Sorts, so that a map of a hundred thousand keys costs no quadratic time. */
static void drop_repeated(struct reader *r, struct members *members)
{
	struct member **sorted = NEWS(r->arena, struct member *, members->n);
	size_t kept = 0;

	for (size_t k = 0; k < members->n; k++)
		sorted[k] = &members->v[k];
	qsort(sorted, members->n, sizeof *sorted, by_key_then_place);
	for (size_t k = 1; k < members->n; k++) {
		struct str a = sorted[k - 1]->key, b = sorted[k]->key;

		if (a.n != b.n || memcmp(a.p, b.p, a.n) != 0)
			continue;
		diag_warn(r->diag, sorted[k]->at,
			  "the key is there already, the last counts: '%.*s'",
			  b.n < 200 ? (int)b.n : 200, b.p);
		sorted[k - 1]->value = NULL;
	}
	for (size_t k = 0; k < members->n; k++)
		if (members->v[k].value)
			members->v[kept++] = members->v[k];
	members->n = kept;
}

static void set_members(struct reader *r, struct value *v, const struct members *members)
{
	v->n = members->n;
	v->items = NEWS(r->arena, struct value *, v->n);
	v->keys = NEWS(r->arena, struct str, v->n);
	v->key_at = NEWS(r->arena, struct pos, v->n);
	for (size_t k = 0; k < v->n; k++) {
		v->items[k] = members->v[k].value;
		v->keys[k] = members->v[k].key;
		v->key_at[k] = members->v[k].at;
	}
}

static struct value *read_map(struct reader *r, int depth)
{
	struct value *v = value_here(r, VALUE_MAP);
	struct members members = {0};

	r->i++;
	skip_blanks(r);
	if (take(r, '}'))
		return v;
	do {
		if (!read_member(r, &members, depth))
			return NULL;
	} while (take(r, ','));
	if (!take(r, '}'))
		return fail(r, r->i, "expected ',' or '}'");
	if (members.n > 1)
		drop_repeated(r, &members);
	set_members(r, v, &members);
	return v;
}

/* A value with the blanks around it. */
static struct value *read_value(struct reader *r, int depth)
{
	struct value *v;
	char c;

	skip_blanks(r);
	if (r->i >= r->n)
		return fail(r, r->i, "the text ends where a JSON value should stand");
	if (depth >= DEPTH)
		return fail(r, r->i, "nested more than 512 deep");
	c = r->p[r->i];
	if (c == '{')
		v = read_map(r, depth + 1);
	else if (c == '[')
		v = read_list(r, depth + 1);
	else if (c == '"')
		v = read_text(r);
	else if (c == '-' || is_digit(c))
		v = read_number(r);
	else
		v = read_word(r);
	skip_blanks(r);
	return v;
}

struct value *json_read(struct arena *a, struct diag *d, const char *file, struct str bytes)
{
	struct reader r = {.arena = a, .diag = d, .file = file, .p = bytes.p, .n = bytes.n};
	struct value *v;
	size_t bad;

	r.at = (struct pos){file, 1, 1};
	diag_source(d, file, bytes);
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		r.i = r.mark = 3;
	bad = utf8_check(bytes.p, bytes.n);
	if (bad < bytes.n)
		return fail(&r, bad, bytes.p[bad] ? "not UTF-8" : "a NUL character");
	v = read_value(&r, 0);
	if (v && r.i < r.n)
		return fail(&r, r.i, "more text after the JSON value");
	return v;
}

/* "<" is always escaped: "</script", "<!--" and "<script" all steer an HTML parser. */
static void put_char(struct buf *b, uint32_t c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *known = c && c < 0x80 ? strchr(from, (int)c) : NULL;
	char bytes[4];

	if (known)
		buf_printf(b, "\\%c", to[known - from]);
	else if (c < 0x20 || c == 0x7F || c == '<')
		buf_printf(b, "\\u%04x", (unsigned)c);
	else
		buf_add(b, bytes, utf8_put(bytes, c));
}

static bool plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\' && c != '<' &&
	       (unsigned char)c < 0x7F;
}

void json_put_string(struct buf *b, struct str s)
{
	buf_char(b, '"');
	for (size_t i = 0; i < s.n;) {
		size_t from = i;

		while (i < s.n && plain(s.p[i]))
			i++;
		buf_add(b, s.p + from, i - from);
		if (i < s.n)
			put_char(b, utf8_next(s.p, s.n, &i));
	}
	buf_char(b, '"');
}
