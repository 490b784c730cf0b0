/*
 * The plain YAML of most files, in one pass over their bytes.  A file because libyaml, which reads
 * all of YAML, takes twenty times as long, which is felt in every command.  It never guesses: what
 * is not clearly one of the forms below ends it, and libyaml reads the file.
 *
 * A block has the column of its first character; its next part stands in the same column.
 */
#include <stdlib.h>

#include "load/yaml_parts.h"

enum { KEY_LIMIT = 1000, FEW = 12 };

struct part { /* of a map or list that is being read */
	struct str key;
	struct pos key_at;
	struct value *value;
};

struct plain {
	struct arena *arena;
	const char *file;
	const char *p, *end;
	const char *line; /* where the line of p begins */
	const char *counted;
	int number, col; /* the line's number; the column of `counted`, from 1 */
	const char *bytes;
	char *copy; /* of all bytes, to be cut into texts */
	size_t nodes;
	int depth;
	struct {
		struct part *v;
		size_t n, cap;
	} parts; /* of the maps and lists under way, the innermost last */
};

/* ---- places ---- */

static struct pos place(struct plain *r, const char *p)
{
	for (; r->counted < p; r->counted++)
		r->col += ((unsigned char)*r->counted & 0xC0) != 0x80;
	return (struct pos){r->file, r->number, r->col};
}

static void new_line(struct plain *r)
{
	r->line = r->counted = ++r->p;
	r->number++;
	r->col = 1;
}

static int column(const struct plain *r) /* from 0; before it stand ASCII characters */
{
	return (int)(r->p - r->line);
}

static bool is_blank(const struct plain *r, const char *p)
{
	return p >= r->end || *p == ' ' || *p == '\n';
}

/* Past blanks and a remark.  False if a character stands where none is expected. */
static bool skip_blanks(struct plain *r)
{
	const char *from = r->p;

	while (r->p < r->end && *r->p == ' ')
		r->p++;
	if (r->p == r->end || *r->p != '#')
		return true;
	if (r->p == from && r->p > r->line)
		return false;
	while (r->p < r->end && *r->p != '\n')
		r->p++;
	return true;
}

static bool is_marker(const struct plain *r) /* --- or ... */
{
	return r->p == r->line && r->end - r->p >= 3 &&
	       (memcmp(r->p, "---", 3) == 0 || memcmp(r->p, "...", 3) == 0);
}

/* Past blanks, remarks and line ends, to the next thing that is said. */
static bool skip_lines(struct plain *r)
{
	for (;;) {
		if (!skip_blanks(r))
			return false;
		if (r->p == r->end || *r->p != '\n')
			return !is_marker(r);
		new_line(r);
	}
}

/* What a block's part says is over; gives the column of what comes next, -1 at the end. */
static bool next_part(struct plain *r, int *col)
{
	if (!skip_blanks(r) || (r->p < r->end && *r->p != '\n') || !skip_lines(r))
		return false;
	*col = r->p == r->end ? -1 : column(r);
	return true;
}

/* ---- texts ---- */

struct text {
	struct str s;
	struct pos at;
	bool quoted;
};

/* A piece of the copy, closed by NUL where the file goes on. */
static struct str cut(struct plain *r, const char *from, const char *to)
{
	char *s = r->copy + (from - r->bytes);

	s[to - from] = '\0';
	return (struct str){s, (size_t)(to - from)};
}

static char escaped(char c)
{
	return c == 'n' ? '\n' : c == 't' ? '\t' : c == '"' || c == '\\' || c == '/' ? c : '\0';
}

static bool unescape(struct str *s)
{
	char *out = (char *)s->p;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		char c = s->p[i];

		if (c == '\\')
			c = escaped(s->p[++i]);
		if (!c)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	s->n = n;
	return true;
}

/* 'it''s' */
static void unquote(struct str *s)
{
	char *out = (char *)s->p;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		i += s->p[i] == '\'';
		out[n++] = s->p[i];
	}
	out[n] = '\0';
	s->n = n;
}

static bool quoted_text(struct plain *r, struct text *t)
{
	char quote = *r->p++;
	const char *from = r->p;
	bool more = false;

	t->quoted = true;
	t->at = place(r, from);
	for (;; r->p++) {
		if (r->p == r->end || *r->p == '\n')
			return false;
		if (*r->p == '\\' && quote == '"') {
			more = true;
			r->p++;
			if (r->p == r->end)
				return false;
		} else if (*r->p == quote) {
			if (quote == '"' || r->p + 1 == r->end || r->p[1] != quote)
				break;
			more = true;
			r->p++;
		}
	}
	t->s = cut(r, from, r->p++);
	if (more && quote == '\'')
		unquote(&t->s);
	return !more || quote == '\'' || unescape(&t->s);
}

static bool ends_in_brackets(char c)
{
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

/* To a colon with a blank behind it, a remark, the end of the line or, in brackets, of the item. */
static bool plain_text(struct plain *r, bool brackets, struct text *t)
{
	static const char indicators[] = "?:,[]{}#&*!|>%@`";
	const char *from = r->p, *to;

	if (strchr(indicators, *from) || (*from == '-' && (from + 1 == r->end || from[1] <= '-')))
		return false;
	t->quoted = false;
	t->at = place(r, from);
	for (; r->p < r->end && *r->p != '\n'; r->p++) {
		char c = *r->p;

		if (c == ':' && is_blank(r, r->p + 1))
			break;
		if (c == '#' && r->p[-1] == ' ')
			break;
		if (!brackets)
			continue;
		if (ends_in_brackets(c))
			break;
		if (c == '?' || (c == ':' && ends_in_brackets(r->p[1])))
			return false;
	}
	for (to = r->p; to[-1] == ' ';)
		to--;
	r->p = to;
	t->s = cut(r, from, to);
	return true;
}

static bool read_text(struct plain *r, bool brackets, struct text *t)
{
	bool quoted = *r->p == '"' || *r->p == '\'';

	return (quoted ? quoted_text(r, t) : plain_text(r, brackets, t)) && t->s.n <= TEXT_LIMIT;
}

/* ---- numbers and words ---- */

static size_t digits(struct str s, size_t i)
{
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i;
}

/* JSON's grammar of numbers; anything else plain is a text (so 0x10, .5 and 1_000 stay as written).
 */
static bool is_json_number(struct str s)
{
	size_t from = s.n && s.p[0] == '-', i = digits(s, from);

	if (i == from || (s.p[from] == '0' && i > from + 1))
		return false;
	if (i < s.n && s.p[i] == '.') {
		from = ++i;
		i = digits(s, i);
		if (i == from)
			return false;
	}
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
		from = i;
		i = digits(s, i);
		if (i == from)
			return false;
	}
	return i == s.n;
}

enum value_kind yaml_plain_kind(struct str s)
{
	if (s.n == 0 || str_is(s, "~") || str_is(s, "null"))
		return VALUE_NULL;
	if (str_is(s, "true") || str_is(s, "false"))
		return VALUE_BOOL;
	return is_json_number(s) ? VALUE_NUMBER : VALUE_STRING;
}

/* ---- values ---- */

static struct value *value_new(struct plain *r, enum value_kind kind, struct pos at)
{
	struct value *v = NEW(r->arena, struct value);

	v->kind = kind;
	v->at = at;
	return v;
}

static struct value *text_value(struct plain *r, const struct text *t)
{
	struct value *v = value_new(r, t->quoted ? VALUE_STRING : yaml_plain_kind(t->s), t->at);

	v->text = t->s;
	return v;
}

static bool same_key(struct str a, struct str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static int by_key(const void *x, const void *y)
{
	const struct str *a = x, *b = y;

	return a->n != b->n ? (a->n < b->n ? -1 : 1) : memcmp(a->p, b->p, a->n);
}

static bool has_duplicates(struct plain *r, const struct part *parts, size_t n)
{
	struct str *sorted;

	if (n <= FEW) {
		for (size_t i = 1; i < n; i++)
			for (size_t k = 0; k < i; k++)
				if (same_key(parts[i].key, parts[k].key))
					return true;
		return false;
	}
	sorted = NEWS(r->arena, struct str, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = parts[i].key;
	qsort(sorted, n, sizeof *sorted, by_key);
	for (size_t i = 1; i < n; i++)
		if (same_key(sorted[i], sorted[i - 1]))
			return true;
	return false;
}

/* The parts from `first` on become the value's. */
static bool close_value(struct plain *r, struct value *v, size_t first)
{
	const struct part *parts = r->parts.v + first;
	size_t n = r->parts.n - first;

	r->parts.n = first;
	r->depth--;
	if (!n)
		return true;
	v->n = n;
	v->items = NEWS(r->arena, struct value *, n);
	for (size_t i = 0; i < n; i++)
		v->items[i] = parts[i].value;
	if (v->kind == VALUE_LIST)
		return true;
	v->keys = NEWS(r->arena, struct str, n);
	v->key_at = NEWS(r->arena, struct pos, n);
	for (size_t i = 0; i < n; i++) {
		v->keys[i] = parts[i].key;
		v->key_at[i] = parts[i].key_at;
	}
	return !has_duplicates(r, parts, n);
}

static bool open_value(struct plain *r)
{
	return ++r->nodes <= NODE_LIMIT / 2 && ++r->depth < DEPTH_LIMIT;
}

static void add_part(struct plain *r, const struct text *key, struct value *value)
{
	*PUSH(r->arena, &r->parts) =
	    key ? (struct part){key->s, key->at, value} : (struct part){.value = value};
}

static bool at_colon(struct plain *r)
{
	while (r->p < r->end && *r->p == ' ')
		r->p++;
	return r->p < r->end && *r->p == ':';
}

/* Past the colon behind a text that began at `from`, which then is a key. */
static bool end_key(struct plain *r, const char *from, const struct text *key)
{
	if (!at_colon(r) || r->p - from > KEY_LIMIT || (!key->quoted && str_is(key->s, "<<")))
		return false;
	r->p++;
	return true;
}

static bool read_key(struct plain *r, bool brackets, struct text *key)
{
	const char *from = r->p;

	return read_text(r, brackets, key) && end_key(r, from, key);
}

/* ---- in brackets ---- */

static bool bracket_value(struct plain *r, struct value **v);

/* [a, b] or {a: b}; p at the bracket. */
static bool read_brackets(struct plain *r, struct value **v)
{
	bool map = *r->p == '{';
	char close = map ? '}' : ']';
	size_t first = r->parts.n;

	*v = value_new(r, map ? VALUE_MAP : VALUE_LIST, place(r, r->p));
	r->p++;
	if (!open_value(r) || !skip_lines(r))
		return false;
	if (r->p < r->end && *r->p == close) {
		r->p++;
		return close_value(r, *v, first);
	}
	for (;;) {
		struct text key = {0};
		struct value *item;

		if (r->p == r->end || (map && !read_key(r, true, &key)) || !skip_lines(r) ||
		    r->p == r->end || !bracket_value(r, &item) || !skip_lines(r) || r->p == r->end)
			return false;
		add_part(r, map ? &key : NULL, item);
		if (*r->p == close)
			break;
		if (*r->p++ != ',' || !skip_lines(r))
			return false;
	}
	r->p++;
	return close_value(r, *v, first);
}

static bool bracket_value(struct plain *r, struct value **v)
{
	struct text t;

	if (*r->p == '[' || *r->p == '{')
		return read_brackets(r, v);
	if (++r->nodes > NODE_LIMIT / 2 || !read_text(r, true, &t))
		return false;
	*v = text_value(r, &t);
	return true;
}

/* ---- blocks ---- */

static bool block_value(struct plain *r, struct value **v, int *next);

static bool is_dash(const struct plain *r)
{
	return *r->p == '-' && is_blank(r, r->p + 1);
}

/* Behind a dash or colon, in a block of the column: on the same line or below, further right. */
static bool find_value(struct plain *r, int col, bool *below)
{
	if (!is_blank(r, r->p) || !skip_blanks(r))
		return false;
	*below = r->p == r->end || *r->p == '\n';
	return !*below || (skip_lines(r) && r->p < r->end && column(r) >= col);
}

/* - a list, whose dashes stand in one column */
static bool block_list(struct plain *r, struct value **v, int *next)
{
	size_t first = r->parts.n;
	int col = column(r);

	*v = value_new(r, VALUE_LIST, place(r, r->p));
	if (!open_value(r))
		return false;
	do {
		struct value *item;
		bool below;

		r->p++;
		if (!find_value(r, col, &below) || column(r) == col || !block_value(r, &item, next))
			return false;
		add_part(r, NULL, item);
	} while (*next == col && is_dash(r));
	return *next <= col && close_value(r, *v, first);
}

/* key: value, with the first key read already */
static bool block_map(struct plain *r, struct text key, int col, struct value **v, int *next)
{
	size_t first = r->parts.n;
	struct pos at = key.at;

	at.col -= key.quoted;
	*v = value_new(r, VALUE_MAP, at);
	if (!open_value(r))
		return false;
	for (;;) {
		struct value *item;
		bool below;

		if (!find_value(r, col, &below))
			return false;
		/* A list may stand in the column of its key, and only below it. */
		if (is_dash(r) ? !below : column(r) == col)
			return false;
		if (!(below || *r->p == '[' || *r->p == '{')) {
			struct text t;

			if (++r->nodes > NODE_LIMIT / 2 || !read_text(r, false, &t) ||
			    !next_part(r, next))
				return false;
			item = text_value(r, &t);
		} else if (!block_value(r, &item, next)) {
			return false;
		}
		add_part(r, &key, item);
		if (*next != col)
			break;
		if (!read_key(r, false, &key))
			return false;
	}
	return *next < col && close_value(r, *v, first);
}

/* What stands at p, to where the next part of a block begins. */
static bool block_value(struct plain *r, struct value **v, int *next)
{
	int col = column(r);
	const char *from = r->p;
	struct text t;

	if (*r->p == '[' || *r->p == '{')
		return read_brackets(r, v) && next_part(r, next);
	if (is_dash(r))
		return block_list(r, v, next);
	if (++r->nodes > NODE_LIMIT / 2 || !read_text(r, false, &t))
		return false;
	if (at_colon(r))
		return end_key(r, from, &t) && block_map(r, t, col, v, next);
	*v = text_value(r, &t);
	return next_part(r, next) && *next < col;
}

/* As memmem, for what is rare: memchr passes over the rest. */
static bool has(struct str s, const char *what)
{
	size_t n = strlen(what);
	const char *end = s.p + s.n;

	for (const char *p = s.p; (p = memchr(p, *what, (size_t)(end - p))); p++)
		if ((size_t)(end - p) >= n && memcmp(p, what, n) == 0)
			return true;
	return false;
}

/* What YAML gives a meaning of its own, and characters that are none. */
static bool has_odd_character(struct str s)
{
	static const char *const odd[] = {"\t", "\r", "\u2028", "\u2029", "\uFEFF"};

	for (size_t i = 0; i < COUNT(odd); i++)
		if (has(s, odd[i]))
			return true;
	return text_check(s.p, s.n) < s.n;
}

struct value *yaml_plain(struct arena *a, const char *file, struct str bytes)
{
	struct plain r = {.arena = a,
			  .file = file,
			  .p = bytes.p,
			  .end = bytes.p + bytes.n,
			  .line = bytes.p,
			  .counted = bytes.p,
			  .bytes = bytes.p,
			  .number = 1,
			  .col = 1};
	struct value *v;
	int next;

	if (has_odd_character(bytes) || !skip_lines(&r) || r.p == r.end)
		return NULL;
	r.copy = arena_strn(a, bytes.p, bytes.n);
	return block_value(&r, &v, &next) && next == -1 ? v : NULL;
}
