/*
 * Civil dates (proleptic Gregorian) and fiscal periods.
 *
 * A fiscal year is named by the calendar year in which it ends; its quarters and halves are
 * counted from its first day, so with a year end of 30 June 2025Q1 is July to September 2024.
 */
#ifndef BASE_PERIOD_H
#define BASE_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct date {
	int year, month, day;
};

int date_day(struct date); /* days since 1970-01-01 */
struct date day_date(int day);
int month_length(int year, int month);
bool date_parse(const char *s, int *day); /* "2025-12-31" and nothing else */
char *day_text(struct arena *, int day);  /* "2025-12-31" */
/* RFC 3339 with offset or Z, seconds optional; *seconds since 1970 UTC. */
bool instant_parse(const char *s, int64_t *seconds);
char *instant_text(struct arena *, int64_t seconds, int offset_minutes);
/* The offset that stands in the text, in minutes east of UTC. */
int instant_offset(const char *s);

struct calendar {
	int month, day; /* last day of the fiscal year */
};
bool calendar_parse(const char *s, struct calendar *); /* "12-31" */

struct period {
	int from, to; /* days, both included; an instant: from == to */
	bool instant; /* the close of day `to` */
};

/* FY2025, 2025H1, 2025Q3, 9M2025, 2025-12-31, 2024-04-01/2025-03-31.  A span that is a fiscal
 * year, half or quarter equals its label. */
bool period_parse(struct calendar, const char *s, struct period *);
char *period_label(struct arena *, struct calendar, struct period);
bool period_eq(struct period, struct period);
int period_cmp(struct period, struct period); /* by close, then length, instants first */

int period_months(struct period);                /* whole months, or 0 if it is not whole months */
int fiscal_year(struct calendar, struct period); /* the fiscal year in which it closes */
int fiscal_quarter(struct calendar, struct period); /* 1-4 if a quarter, else 0 */

/* Texts of periods that are asked for again and again: the last ones, each in the place that its
 * days give it. */
struct period_texts {
	struct arena *arena; /* of the texts */
	struct {
		struct period period;
		const char *text;
	} v[64];
};
struct period_texts *period_texts_new(struct arena *);
/* Where the text of a period stands; NULL there: it has to be made. */
const char **period_text(struct period_texts *, struct period);

struct period period_prior(struct period);    /* same length a year earlier */
struct period period_previous(struct period); /* the adjacent period; an instant: a year earlier */
struct period period_open(struct period);     /* the instant before it begins */
struct period period_close(struct period);    /* the instant at which it ends */
struct period period_fiscal_year(struct calendar, int year);
struct period period_fiscal_quarter(struct calendar, int year, int quarter);

#endif
