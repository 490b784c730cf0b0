/* How PDF spells values; one place for the escapes, and for numbers without a locale. */
#include "pdf/pdf_syntax.h"

#include <math.h>

#include "base/period.h"

void pdf_decimal(struct buf *b, long long scaled, int decimals)
{
	unsigned long long left =
	    scaled < 0 ? 0ULL - (unsigned long long)scaled : (unsigned long long)scaled;
	char text[32], *p = text + sizeof text;
	int digits = 0;

	while (decimals && left % 10 == 0) {
		left /= 10;
		decimals--;
	}
	/* From the right; the point stands before the last `decimals` digits. */
	do {
		if (digits && digits == decimals)
			*--p = '.';
		*--p = (char)('0' + left % 10);
		left /= 10;
		digits++;
	} while (left || digits <= decimals);
	if (scaled < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(text + sizeof text - p));
}

void pdf_number(struct buf *b, double value, int decimals)
{
	static const double tens[] = {1, 10, 100, 1000, 10000};

	pdf_decimal(b, llround(value * tens[decimals]), decimals);
}

/* These two are most of what a structure tree is made of: printf would take a quarter of all time.
 */
void pdf_int(struct buf *b, size_t n)
{
	char text[24], *p = text + sizeof text;

	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	buf_add(b, p, (size_t)(text + sizeof text - p));
}

void pdf_ref(struct buf *b, const char *before, int id)
{
	buf_str(b, before);
	pdf_int(b, (size_t)id);
	buf_add(b, " 0 R ", 5);
}

void pdf_coords(struct buf *b, const double *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		pdf_number(b, v[i], 2);
		buf_char(b, ' ');
	}
}

void pdf_hex4(struct buf *b, unsigned value)
{
	static const char digits[] = "0123456789ABCDEF";
	char text[4] = {digits[value >> 12 & 15], digits[value >> 8 & 15], digits[value >> 4 & 15],
			digits[value & 15]};

	buf_add(b, text, sizeof text);
}

bool pdf_is_text(uint32_t c)
{
	return (c >= ' ' && c < 0x7F) || c == '\t' || c == '\n' ||
	       (c >= 0xA0 && c != 0xFEFF && (c & 0xFFFE) != 0xFFFE);
}

void pdf_utf16_hex(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s.p, s.n, &i);

		if (!pdf_is_text(c))
			continue;
		if (c > 0xFFFF) {
			pdf_hex4(b, 0xD800 + ((c - 0x10000) >> 10));
			pdf_hex4(b, 0xDC00 + ((c - 0x10000) & 0x3FF));
		} else {
			pdf_hex4(b, c);
		}
	}
}

static bool ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s > '~')
			return false;
	return true;
}

void pdf_bytes(struct buf *b, const char *s)
{
	buf_char(b, '(');
	for (; *s; s++) {
		if (*s == '\r') { /* a reader would take it for a line feed */
			buf_str(b, "\\r");
			continue;
		}
		if (*s == '(' || *s == ')' || *s == '\\')
			buf_char(b, '\\');
		buf_char(b, *s);
	}
	buf_char(b, ')');
}

void pdf_text(struct buf *b, const char *s)
{
	if (ascii(s)) {
		pdf_bytes(b, s);
		return;
	}
	buf_str(b, "<FEFF");
	pdf_utf16_hex(b, str_of(s));
	buf_char(b, '>');
}

void pdf_name(struct buf *b, const char *s)
{
	buf_char(b, '/');
	for (; *s; s++)
		if ((unsigned char)*s > ' ' && (unsigned char)*s <= '~' &&
		    !strchr("#()<>[]{}/%", *s))
			buf_char(b, *s);
		else
			buf_printf(b, "#%02X", (unsigned char)*s);
}

void pdf_date(struct buf *b, int64_t seconds, int offset_minutes)
{
	enum { DAY = 24 * 60 * 60 };
	int64_t local = seconds + (int64_t)offset_minutes * 60;
	int64_t day = local / DAY - (local % DAY < 0);
	int in_day = (int)(local - day * DAY), offset = offset_minutes;
	struct date d = day_date((int)day);

	buf_printf(b, "(D:%04d%02d%02d%02d%02d%02d", d.year, d.month, d.day, in_day / 3600,
		   in_day / 60 % 60, in_day % 60);
	if (offset < 0)
		offset = -offset;
	buf_printf(b, "%c%02d'%02d)", offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}
