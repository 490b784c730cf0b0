/* Header fields of messages. */
#include "deliver/header.h"

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

const char *header_text(struct arena *a, const char *name, const char *text)
{
	struct buf b = {0};

	buf_printf(&b, "%s: ", name);
	if (is_plain(text))
		fold(&b, b.n, text);
	else
		encoded_words(&b, b.n, text);
	return buf_keep(&b, a);
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

const char *header_mailbox(struct arena *a, const char *name, const struct mailbox *m)
{
	struct buf b = {0};

	buf_printf(&b, "%s: ", name);
	if (*m->name) {
		display_name(&b, b.n, m->name);
		buf_printf(&b, "\r\n <%s>", m->address.mailbox);
	} else {
		buf_str(&b, m->address.mailbox);
	}
	return buf_keep(&b, a);
}

const char *header_date(struct arena *a, int64_t seconds, int offset_minutes)
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

	return arena_printf(a, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d",
			    days[((day % 7) + 7) % 7], date.day, months[date.month - 1], date.year,
			    second / 3600, second / 60 % 60, second % 60,
			    offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}
