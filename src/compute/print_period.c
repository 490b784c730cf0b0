/* Days and fiscal periods in the words of a language. */
#include "compute/print_words.h"

static const char *integer(const struct printer *p, int i)
{
	return arena_printf(p->arena, "%d", i);
}

/* A key that ends in a number: "print.month.3". */
static const char *numbered(const struct printer *p, const char *prefix, int i)
{
	return arena_printf(p->arena, "%s.%d", prefix, i);
}

static const char *day_in(const struct printer *p, int day, const char *months)
{
	struct date d = day_date(day);

	return print_fill(p, "print.day", texts_word(p->texts, numbered(p, months, d.month)),
			  integer(p, d.day), integer(p, d.year));
}

const char *print_day(const struct printer *p, int day)
{
	return day_in(p, day, "print.month");
}

static const char *short_day(const struct printer *p, int day)
{
	return day_in(p, day, "print.month_short");
}

/* Parts of a fiscal year by the letter of their label. */
enum part { PART_YEAR, PART_HALF, PART_QUARTER, PART_MONTHS, PART_NONE };

static enum part part_of(struct calendar calendar, struct period period, int *which)
{
	int months = period_months(period), year = fiscal_year(calendar, period);
	struct period fiscal = period_fiscal_year(calendar, year);

	*which = 0;
	if (period_eq(period, fiscal))
		return PART_YEAR;
	*which = fiscal_quarter(calendar, period);
	if (*which)
		return PART_QUARTER;
	if (months == 6 && (period.from == fiscal.from || period.to == fiscal.to)) {
		*which = period.from == fiscal.from ? 1 : 2;
		return PART_HALF;
	}
	*which = months;
	return months && period.from == fiscal.from ? PART_MONTHS : PART_NONE;
}

const char *print_period_long(const struct printer *p, struct period period)
{
	int months = period_months(period), which;
	const char *close = print_day(p, period.to);

	if (period.instant)
		return close;
	if (part_of(p->facts->issuer.calendar, period, &which) == PART_YEAR)
		return print_fill(p, "print.year_ended", close, NULL, NULL);
	if (months >= 1 && months <= 12)
		return print_fill(p, numbered(p, "print.months_ended", months), close, NULL, NULL);
	return print_fill(p, "print.from_to", print_day(p, period.from), close, NULL);
}

/* A fiscal year that is a calendar year goes by its bare number. */
static const char *year_text(const struct printer *p, struct period period)
{
	struct calendar calendar = p->facts->issuer.calendar;
	bool calendar_year = calendar.month == 12 && calendar.day == 31;

	return print_fill(p, calendar_year ? "print.year" : "print.fiscal_year",
			  integer(p, fiscal_year(calendar, period)), NULL, NULL);
}

static const char *period_short(const struct printer *p, struct period period)
{
	const char *year = year_text(p, period);
	int which;

	if (period.instant)
		return short_day(p, period.to);
	switch (part_of(p->facts->issuer.calendar, period, &which)) {
	case PART_YEAR:
		return year;
	case PART_HALF:
		return print_fill(p, numbered(p, "print.half", which), year, NULL, NULL);
	case PART_QUARTER:
		return print_fill(p, numbered(p, "print.quarter", which), year, NULL, NULL);
	case PART_MONTHS:
		return print_fill(p, "print.first_months", integer(p, which), year, NULL);
	case PART_NONE:
		break;
	}
	if (which)
		return print_fill(p, "print.months_to", integer(p, which), short_day(p, period.to),
				  NULL);
	return print_fill(p, "print.from_to", short_day(p, period.from), short_day(p, period.to),
			  NULL);
}

/* Those of a report are few, and stand behind every figure. */
const char *print_period_short(const struct printer *p, struct period period)
{
	struct printer lasting = *p;
	const char **known;

	if (!p->periods)
		return period_short(p, period);
	known = period_text(p->periods, period);
	if (!*known) {
		lasting.arena = p->periods->arena;
		*known = period_short(&lasting, period);
	}
	return *known;
}
