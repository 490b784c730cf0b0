/* Formats of plain conversions. */
#include "base/format.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a conversion that is written here, after its percent sign; 0: it is not. */
static size_t plain(const char *s)
{
	switch (*s) {
	case 's':
	case 'd':
	case 'u':
	case 'c':
	case '%':
		return 1;
	case 'l':
		return s[1] == 'd' ? 2 : 0;
	case 'z':
		return s[1] == 'u' ? 2 : 0;
	case '.':
		return s[1] == '*' && s[2] == 's' ? 3 : 0;
	default:
		return 0;
	}
}

struct target {
	char *p;
	size_t room, n;
};

static void put(struct target *t, const char *s, size_t n)
{
	if (t->n < t->room)
		memcpy(t->p + t->n, s, n < t->room - t->n ? n : t->room - t->n);
	t->n += n;
}

static void put_number(struct target *t, bool negative, unsigned long u)
{
	char digits[24], *end = digits + sizeof digits, *p = end;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (negative)
		*--p = '-';
	put(t, p, (size_t)(end - p));
}

static void put_signed(struct target *t, long i)
{
	put_number(t, i < 0, i < 0 ? 0 - (unsigned long)i : (unsigned long)i);
}

static void put_text(struct target *t, const char *s, int most)
{
	if (!s)
		s = "(null)";
	put(t, s, most < 0 ? strlen(s) : strnlen(s, (size_t)most));
}

/* One conversion, at its percent sign; gives what follows it, or NULL if it is not written here. */
static const char *convert(struct target *t, const char *percent, va_list *args)
{
	size_t n = plain(percent + 1);
	int most;
	char c;

	if (!n)
		return NULL;
	switch (percent[1]) {
	case 's':
		put_text(t, va_arg(*args, const char *), -1);
		break;
	case '.':
		most = va_arg(*args, int);
		put_text(t, va_arg(*args, const char *), most);
		break;
	case 'd':
		put_signed(t, va_arg(*args, int));
		break;
	case 'l':
		put_signed(t, va_arg(*args, long));
		break;
	case 'u':
		put_number(t, false, va_arg(*args, unsigned));
		break;
	case 'z':
		put_number(t, false, va_arg(*args, size_t));
		break;
	case 'c':
		c = (char)va_arg(*args, int);
		put(t, &c, 1);
		break;
	default:
		put(t, "%", 1);
		break;
	}
	return percent + 1 + n;
}

int format(char *out, size_t room, const char *fmt, va_list args)
{
	struct target t = {out, room, 0};
	const char *at = fmt;
	va_list taken;

	va_copy(taken, args);
	while (at && *at) {
		const char *percent = at;

		while (*percent && *percent != '%')
			percent++;
		put(&t, at, (size_t)(percent - at));
		at = *percent ? convert(&t, percent, &taken) : percent;
	}
	va_end(taken);
	if (!at) /* all of it by printf */
		return vsnprintf(out, room, fmt, args);
	if (room)
		out[t.n < room ? t.n : room - 1] = '\0';
	return t.n <= INT_MAX ? (int)t.n : -1;
}
