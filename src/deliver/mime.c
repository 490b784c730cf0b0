/* Header lines and bodies of messages. */
#include "deliver/mime.h"

#include <nettle/base64.h>

#include "base/period.h"

enum { LINE_MAX_BYTES = 76, WORD_MAX_BYTES = 45 };

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static void add_base64(struct buf *b, const void *bytes, size_t n)
{
	char line[BASE64_ENCODE_RAW_LENGTH(LINE_MAX_BYTES)];

	base64_encode_raw(line, n, bytes);
	buf_add(b, line, BASE64_ENCODE_RAW_LENGTH(n));
}

/* Bytes of whole characters from s, at most max. */
static size_t whole_characters(const char *s, size_t max)
{
	size_t i = 0, end = 0, n = strlen(s);

	while (i < n) {
		utf8_next(s, n, &i);
		if (i > max)
			break;
		end = i;
	}
	return end;
}

/*
 * Encoded words hold whole characters, and a line with one holds at most 76 bytes (RFC 2047, 2 and
 * 5); `used` is the length of what stands in the line.
 */
static void encoded_words(struct buf *b, size_t used, const char *s)
{
	static const char open[] = "=?UTF-8?B?", close[] = "?=";

	for (size_t n; *s; s += n) {
		size_t room = LINE_MAX_BYTES - used - strlen(open) - strlen(close);

		n = whole_characters(s, room / 4 * 3);
		buf_str(b, open);
		add_base64(b, s, n);
		buf_printf(b, "%s%s", close, s[n] ? "\r\n " : "");
		used = 1;
	}
}

/* Breaks before a word that would pass the line's end; `used` is the length of what stands in it.
 */
static void fold(struct buf *b, size_t used, const char *s)
{
	while (*s) {
		size_t blank = strspn(s, " "), word = strcspn(s + blank, " ");

		if (used + blank + word > LINE_MAX_BYTES && blank && word) {
			buf_str(b, "\r\n");
			used = 0;
		}
		buf_add(b, s, blank + word);
		used += blank + word;
		s += blank + word;
	}
}

/* A word too long for a line, or one that reads as encoded, is encoded too. */
static bool is_plain(const char *s)
{
	if (!is_ascii(s) || strstr(s, "=?"))
		return false;
	for (; *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		if (n > WORD_MAX_BYTES)
			return false;
		s += n;
	}
	return true;
}

void mime_header(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, "%s: ", name);
	if (is_plain(text))
		fold(b, strlen(name) + 2, text);
	else
		encoded_words(b, strlen(name) + 2, text);
	buf_str(b, "\r\n");
}

/* In quotes, as every ASCII name may stand; what is not ASCII, or long, as encoded words. */
static void display_name(struct buf *b, size_t used, const char *s)
{
	if (!is_plain(s) || strlen(s) > WORD_MAX_BYTES) {
		encoded_words(b, used, s);
		return;
	}
	buf_char(b, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_char(b, '\\');
		buf_char(b, *s);
	}
	buf_char(b, '"');
}

void mime_mailbox(struct buf *b, const char *name, const struct mailbox *m)
{
	buf_printf(b, "%s: ", name);
	if (*m->name) {
		display_name(b, strlen(name) + 2, m->name);
		buf_printf(b, "\r\n <%s>\r\n", m->address.mailbox);
	} else {
		buf_printf(b, "%s\r\n", m->address.mailbox);
	}
}

void mime_date(struct buf *b, int64_t seconds, int offset_minutes)
{
	static const char days[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	enum { DAY = 86400 };
	int64_t local = seconds + offset_minutes * 60;
	int64_t day = (local - ((local % DAY) + DAY) % DAY) / DAY;
	int second = (int)(local - day * DAY),
	    offset = offset_minutes < 0 ? -offset_minutes : offset_minutes;
	struct date date = day_date((int)day);

	buf_printf(b, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d\r\n",
		   days[((day % 7) + 7) % 7], date.day, months[date.month - 1], date.year,
		   second / 3600, second / 60 % 60, second % 60, offset_minutes < 0 ? '-' : '+',
		   offset / 60, offset % 60);
}

/* What quoted-printable leaves as it is; a blank only within a line. */
static bool qp_literal(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	if (c == ' ')
		return i + 1 < s.n && s.p[i + 1] != '\n' && s.p[i + 1] != '\r';
	return c > ' ' && c < 0x7f && c != '=';
}

static size_t qp_length(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += qp_literal(s, i) || s.p[i] == '\n' ? 1 : 3;
	return n;
}

static void quoted_printable(struct buf *b, struct str s)
{
	size_t used = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool literal = qp_literal(s, i);

		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		if (s.p[i] == '\n') {
			buf_str(b, "\r\n");
			used = 0;
			continue;
		}
		if (used + (literal ? 1 : 3) >= LINE_MAX_BYTES) {
			buf_str(b, "=\r\n");
			used = 0;
		}
		if (literal)
			buf_char(b, s.p[i]);
		else
			buf_printf(b, "=%02X", (unsigned char)s.p[i]);
		used += literal ? 1 : 3;
	}
	buf_str(b, "\r\n");
}

static void base64_lines(struct buf *b, struct str s)
{
	enum { LINE_BYTES = LINE_MAX_BYTES / 4 * 3 };

	for (size_t i = 0; i < s.n; i += LINE_BYTES) {
		add_base64(b, s.p + i, s.n - i < LINE_BYTES ? s.n - i : LINE_BYTES);
		buf_str(b, "\r\n");
	}
}

void mime_text(struct buf *b, const char *type, struct str text)
{
	bool quoted = qp_length(text) <= text.n / 3 * 4;

	buf_printf(b, "Content-Type: %s; charset=utf-8\r\n", type);
	buf_printf(b, "Content-Transfer-Encoding: %s\r\n\r\n",
		   quoted ? "quoted-printable" : "base64");
	if (quoted)
		quoted_printable(b, text);
	else
		base64_lines(b, text);
}

void mime_file(struct buf *b, const struct mime_file *f)
{
	buf_printf(b, "Content-Type: %s; name=\"%s\"\r\n", f->type, f->name);
	if (f->id)
		buf_printf(b, "Content-ID: <%s>\r\n", f->id);
	buf_printf(b, "Content-Disposition: %s; filename=\"%s\"\r\n", f->disposition, f->name);
	buf_str(b, "Content-Transfer-Encoding: base64\r\n\r\n");
	base64_lines(b, f->bytes);
}
