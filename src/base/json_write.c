/* Writing JSON into a buffer. */
#include "base/json_write.h"

/* A comma unless the item is the first of its container or the value of a key. */
static void separate(struct buf *b)
{
	size_t n = b->n;

	while (n && b->p[n - 1] == '\n')
		n--;
	if (!n || b->p[n - 1] == '{' || b->p[n - 1] == '[' || b->p[n - 1] == ':')
		return;
	if (n < b->n) { /* the comma belongs to the end of the line before */
		b->p[n] = ',';
		buf_char(b, '\n');
	} else {
		buf_char(b, ',');
	}
}

void json_open(struct buf *b, char bracket)
{
	separate(b);
	buf_char(b, bracket);
}

void json_close(struct buf *b, char bracket)
{
	buf_char(b, bracket);
}

void json_line(struct buf *b)
{
	buf_char(b, '\n');
}

/* Bytes that may stand in a string as they are, whatever follows. */
static size_t plain_length(const char *s)
{
	static const bool special[256] = {
	    true, true, true, true, true, true,         true,          true,         true,
	    true, true, true, true, true, true,         true,          true,         true,
	    true, true, true, true, true, true,         true,          true,         true,
	    true, true, true, true, true, ['"'] = true, ['\\'] = true, ['<'] = true, [0x7F] = true};
	const char *end = s;

	while (!special[(unsigned char)*end])
		end++;
	return (size_t)(end - s);
}

static void put_escaped(struct buf *b, const char *s)
{
	unsigned char c = (unsigned char)*s;

	if (c == '"' || c == '\\')
		buf_printf(b, "\\%c", c);
	else if (c < 0x20 || c == 0x7F)
		buf_printf(b, "\\u%04x", c);
	else if (c == '<' && s[1] == '/')
		buf_str(b, "\\u003c"); /* safe inside a script element, too */
	else
		buf_char(b, *s);
}

static void put_string(struct buf *b, const char *s)
{
	size_t n = plain_length(s);
	char *p;

	if (b->cap - b->n <= n + 2)
		buf_grow(b, n + 2);
	p = b->p + b->n;
	*p = '"';
	memcpy(p + 1, s, n);
	b->n += n + 1;
	for (s += n; *s; s += n) {
		put_escaped(b, s++);
		n = plain_length(s);
		buf_add(b, s, n);
	}
	buf_char(b, '"');
}

void json_key(struct buf *b, const char *key)
{
	separate(b);
	put_string(b, key);
	buf_char(b, ':');
}

void json_string(struct buf *b, const char *s)
{
	separate(b);
	if (s)
		put_string(b, s);
	else
		buf_str(b, "null");
}

void json_int(struct buf *b, long i)
{
	separate(b);
	buf_int(b, i);
}

void json_bool(struct buf *b, bool yes)
{
	separate(b);
	buf_str(b, yes ? "true" : "false");
}

void json_field(struct buf *b, const char *key, const char *s)
{
	json_key(b, key);
	json_string(b, s);
}

void json_field_int(struct buf *b, const char *key, long i)
{
	json_key(b, key);
	json_int(b, i);
}
