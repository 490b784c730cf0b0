/* Civil dates and fiscal periods. */
#include "base/period.h"

#include <stdio.h>
#include <string.h>

/*
 * Days from civil and back, after Neri and Schneider, "Euclidean affine functions and their
 * application to calendar algorithms" (2023): years begin on 1 March, so that the leap day is the
 * last of its year, and are counted from so far back that no number is negative.
 */
enum { ERAS = 82, ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH = 719468 /* 1 March 0 to 1970 */ };

int date_day(struct date d)
{
	bool next = d.month <= 2; /* of the year before */
	unsigned year = (unsigned)(d.year + ERA_YEARS * ERAS) - next;
	unsigned month = (unsigned)d.month + (next ? 12 : 0), century = year / 100;

	return (int)(1461 * year / 4 - century + century / 4 + (979 * month - 2919) / 32 +
		     (unsigned)d.day - 1 - (EPOCH + ERA_DAYS * ERAS));
}

struct date day_date(int day)
{
	unsigned n = 4 * ((unsigned)day + EPOCH + ERA_DAYS * ERAS) + 3;
	unsigned century = n / ERA_DAYS, left = n % ERA_DAYS / 4 * 4 + 3;
	uint64_t years = UINT64_C(2939745) * left;        /* in units of 2^-32 */
	unsigned of_year = (unsigned)years / 2939745 / 4; /* from 1 March */
	unsigned months = 2141 * of_year + 197913;        /* in units of 2^-16 */
	bool next = of_year >= 306;

	return (struct date){
	    (int)(100 * century + (unsigned)(years >> 32) + next) - ERA_YEARS * ERAS,
	    (int)(months >> 16) - (next ? 12 : 0), (int)((months & 0xffff) / 2141) + 1};
}

int month_length(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Exactly n digits. */
static bool digits(const char **s, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if ((*s)[i] < '0' || (*s)[i] > '9')
			return false;
		*out = *out * 10 + ((*s)[i] - '0');
	}
	*s += n;
	return true;
}

static bool eat(const char **s, char c)
{
	if (**s != c)
		return false;
	++*s;
	return true;
}

static bool date_prefix(const char **s, int *day)
{
	struct date d;

	if (!digits(s, 4, &d.year) || !eat(s, '-') || !digits(s, 2, &d.month) || !eat(s, '-') ||
	    !digits(s, 2, &d.day))
		return false;
	if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 ||
	    d.day > month_length(d.year, d.month))
		return false;
	*day = date_day(d);
	return true;
}

bool date_parse(const char *s, int *day)
{
	return date_prefix(&s, day) && !*s;
}

enum { LABEL_ROOM = 64 }; /* of two days, whatever their years */

/* At least n digits; returns what follows.  Labels are made for every figure, and printf would be
 * felt. */
static char *put_int(char *p, int value, int n)
{
	unsigned u = value < 0 ? 0u - (unsigned)value : (unsigned)value;
	char digits[16];
	int i = 0;

	if (value < 0)
		*p++ = '-';
	do
		digits[i++] = (char)('0' + u % 10);
	while (u /= 10, u || i < n);
	while (i > 0)
		*p++ = digits[--i];
	return p;
}

static char *put_day(char *p, int day)
{
	struct date d = day_date(day);

	p = put_int(p, d.year, 4);
	*p++ = '-';
	p = put_int(p, d.month, 2);
	*p++ = '-';
	return put_int(p, d.day, 2);
}

char *day_text(struct arena *a, int day)
{
	char s[LABEL_ROOM];

	return arena_strn(a, s, (size_t)(put_day(s, day) - s));
}

static bool offset_parse(const char *s, int *minutes)
{
	int h, m, sign = *s == '-' ? -1 : 1;

	if (*s == 'Z' || *s == 'z') {
		*minutes = 0;
		return !s[1];
	}
	if (*s != '+' && *s != '-')
		return false;
	s++;
	if (!digits(&s, 2, &h) || !eat(&s, ':') || !digits(&s, 2, &m) || *s || h > 23 || m > 59)
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

/* Everything but the offset; s is moved to it. */
static bool local_time(const char **s, int64_t *seconds)
{
	int day, h, m, sec = 0;

	if (!date_prefix(s, &day) || (**s != 'T' && **s != 't' && **s != ' '))
		return false;
	++*s;
	if (!digits(s, 2, &h) || !eat(s, ':') || !digits(s, 2, &m))
		return false;
	if (eat(s, ':') && !digits(s, 2, &sec))
		return false;
	if (h > 23 || m > 59 || sec > 59)
		return false;
	*seconds = (int64_t)day * 86400 + h * 3600 + m * 60 + sec;
	return true;
}

bool instant_parse(const char *s, int64_t *seconds)
{
	int minutes;

	if (!local_time(&s, seconds) || !offset_parse(s, &minutes))
		return false;
	*seconds -= (int64_t)minutes * 60;
	return true;
}

int instant_offset(const char *s)
{
	int64_t ignored;
	int minutes;

	return local_time(&s, &ignored) && offset_parse(s, &minutes) ? minutes : 0;
}

char *instant_text(struct arena *a, int64_t seconds, int offset)
{
	int64_t local = seconds + (int64_t)offset * 60;
	int64_t day = local >= 0 ? local / 86400 : -((86399 - local) / 86400);
	int rest = (int)(local - day * 86400);
	char *date = day_text(a, (int)day);

	if (offset == 0)
		return arena_printf(a, "%sT%02d:%02d:%02dZ", date, rest / 3600, rest / 60 % 60,
				    rest % 60);
	return arena_printf(a, "%sT%02d:%02d:%02d%c%02d:%02d", date, rest / 3600, rest / 60 % 60,
			    rest % 60, offset < 0 ? '-' : '+', (offset < 0 ? -offset : offset) / 60,
			    (offset < 0 ? -offset : offset) % 60);
}

bool calendar_parse(const char *s, struct calendar *c)
{
	if (!digits(&s, 2, &c->month) || !eat(&s, '-') || !digits(&s, 2, &c->day) || *s)
		return false;
	return c->month >= 1 && c->month <= 12 && c->day >= 1 &&
	       c->day <= month_length(2024, c->month);
}

/* The day `months` later; the last day of a month stays the last day of a month. */
static int add_months(int day, int months)
{
	struct date d = day_date(day);
	bool last = d.day == month_length(d.year, d.month);
	int m = d.year * 12 + d.month - 1 + months, length;

	d.year = m >= 0 ? m / 12 : (m - 11) / 12; /* before the year 0 as well */
	d.month = m - d.year * 12 + 1;
	length = month_length(d.year, d.month);
	if (last || d.day > length)
		d.day = length;
	return date_day(d);
}

/* The first day of a run of `months` whole months that ends on `to`. */
static int span_start(int to, int months)
{
	return add_months(to, -months) + 1;
}

static struct date year_end(struct calendar c, int year)
{
	int length = month_length(year, c.month);

	/* 28 February as a year end means the last day of February. */
	if (c.month == 2 && c.day >= 28)
		return (struct date){year, 2, length};
	return (struct date){year, c.month, c.day > length ? length : c.day};
}

static struct period span(struct calendar c, int year, int end_month, int months)
{
	int to = add_months(date_day(year_end(c, year)), end_month - 12);

	return (struct period){span_start(to, months), to, false};
}

struct period period_fiscal_year(struct calendar c, int year)
{
	return span(c, year, 12, 12);
}

struct period period_fiscal_quarter(struct calendar c, int year, int quarter)
{
	return span(c, year, quarter * 3, 3);
}

/* FY2025, 2025H1, 2025Q3, 9M2025; true if s has one of these forms. */
static bool label_parse(struct calendar c, const char *s, struct period *p)
{
	const char *t = s;
	int year, k;

	if (t[0] == 'F' && t[1] == 'Y') {
		t += 2;
		if (!digits(&t, 4, &year) || *t || year < 1)
			return false;
		*p = period_fiscal_year(c, year);
		return true;
	}
	if (digits(&t, 4, &year) && (*t == 'H' || *t == 'Q')) {
		bool half = *t++ == 'H';

		if (!digits(&t, 1, &k) || *t || k < 1 || k > (half ? 2 : 4) || year < 1)
			return false;
		*p = half ? span(c, year, k * 6, 6) : span(c, year, k * 3, 3);
		return true;
	}
	t = s;
	if (digits(&t, strlen(s) == 7 ? 2 : 1, &k) && eat(&t, 'M') && digits(&t, 4, &year) && !*t &&
	    k >= 1 && k <= 12 && year >= 1) {
		*p = span(c, year, k, k);
		return true;
	}
	return false;
}

bool period_parse(struct calendar c, const char *s, struct period *p)
{
	const char *t = s;

	if (label_parse(c, s, p))
		return true;
	p->instant = false;
	if (!date_prefix(&t, &p->from))
		return false;
	if (!*t) {
		p->to = p->from;
		p->instant = true;
		return true;
	}
	return eat(&t, '/') && date_prefix(&t, &p->to) && !*t && p->from <= p->to;
}

bool period_eq(struct period a, struct period b)
{
	return a.from == b.from && a.to == b.to && a.instant == b.instant;
}

int period_cmp(struct period a, struct period b)
{
	if (a.to != b.to)
		return a.to < b.to ? -1 : 1;
	if (a.instant != b.instant)
		return a.instant ? -1 : 1;
	return a.from == b.from ? 0 : a.from > b.from ? -1 : 1;
}

int period_months(struct period p)
{
	struct date from = day_date(p.from), after = day_date(p.to + 1);
	int months = (after.year - from.year) * 12 + after.month - from.month;

	if (p.instant || months < 1)
		return 0;
	if (from.day == 1 && after.day == 1) /* months of the calendar, as nearly always */
		return months;
	return span_start(p.to, months) == p.from ? months : 0;
}

/* The end of the fiscal year in which a day lies. */
static struct date fiscal_end(struct calendar c, struct date day)
{
	struct date end = year_end(c, day.year);
	bool over = day.month != end.month ? day.month > end.month : day.day > end.day;

	return over ? year_end(c, day.year + 1) : end;
}

int fiscal_year(struct calendar c, struct period p)
{
	return fiscal_end(c, day_date(p.to)).year;
}

static bool closes_month(struct date d)
{
	return d.day == month_length(d.year, d.month);
}

/* Months from the start of the fiscal year to the close, or 0 if the close is no month end of it.
 */
static int fiscal_month(struct calendar c, struct date close)
{
	struct date end = fiscal_end(c, close);
	int before = (end.year - close.year) * 12 + end.month - close.month;

	if (before >= 12 || (!(closes_month(end) && closes_month(close)) &&
			     add_months(date_day(end), -before) != date_day(close)))
		return 0;
	return 12 - before;
}

int fiscal_quarter(struct calendar c, struct period p)
{
	int m = fiscal_month(c, day_date(p.to));

	return period_months(p) == 3 && m % 3 == 0 ? m / 3 : 0;
}

static char *put_label(char *s, struct calendar c, struct period p)
{
	struct date close = day_date(p.to);
	int months = period_months(p), year = fiscal_end(c, close).year, m = fiscal_month(c, close);

	if (months == 12 && m == 12) {
		*s++ = 'F';
		*s++ = 'Y';
		return put_int(s, year, 4);
	}
	if ((months == 6 && (m == 6 || m == 12)) || (months == 3 && m % 3 == 0 && m)) {
		s = put_int(s, year, 4);
		*s++ = months == 6 ? 'H' : 'Q';
		return put_int(s, m / months, 1);
	}
	if (months && months == m) {
		s = put_int(s, months, 1);
		*s++ = 'M';
		return put_int(s, year, 4);
	}
	s = put_day(s, p.from);
	*s++ = '/';
	return put_day(s, p.to);
}

char *period_label(struct arena *a, struct calendar c, struct period p)
{
	char s[LABEL_ROOM];

	if (p.instant)
		return day_text(a, p.to);
	return arena_strn(a, s, (size_t)(put_label(s, c, p) - s));
}

struct period_texts *period_texts_new(struct arena *a)
{
	struct period_texts *t = NEW(a, struct period_texts);

	t->arena = a;
	return t;
}

const char **period_text(struct period_texts *t, struct period p)
{
	unsigned hash = (unsigned)p.from * 31 + (unsigned)p.to * 7 + p.instant;
	size_t i = (hash ^ hash >> 6) % COUNT(t->v);

	if (!period_eq(t->v[i].period, p)) {
		t->v[i].period = p;
		t->v[i].text = NULL;
	}
	return &t->v[i].text;
}

struct period period_prior(struct period p)
{
	int to = add_months(p.to, -12), months = period_months(p);

	if (p.instant)
		return (struct period){to, to, true};
	/* A first of March must not become the 29th. */
	return (struct period){months ? span_start(to, months) : add_months(p.from, -12), to,
			       false};
}

struct period period_previous(struct period p)
{
	int months = period_months(p), to = p.from - 1;

	if (p.instant)
		return period_prior(p);
	if (months)
		return (struct period){span_start(to, months), to, false};
	return (struct period){to - (p.to - p.from), to, false};
}

struct period period_open(struct period p)
{
	int day = p.instant ? p.to : p.from - 1;

	return (struct period){day, day, true};
}

struct period period_close(struct period p)
{
	return (struct period){p.to, p.to, true};
}
