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

/* May it stand in a string as it is, whatever follows? */
static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7F;
}

static void put_string(struct buf *b, const char *s)
{
	buf_char(b, '"');
	for (const char *end; *s; s = end) {
		unsigned char c = (unsigned char)*s;

		end = s + 1;
		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			buf_printf(b, "\\u%04x", c);
		else if (c == '<' && s[1] == '/')
			buf_str(b, "\\u003c"); /* safe inside a script element, too */
		else {
			while (is_plain(*end))
				end++;
			buf_add(b, s, (size_t)(end - s));
		}
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
