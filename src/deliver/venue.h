/*
 * The clock of a venue: whether an instant lies where its rules let an issuer publish.  The rules
 * are data (data/venues.yaml); this knows only days, windows and zones.
 */
#ifndef DELIVER_VENUE_H
#define DELIVER_VENUE_H

#include "facts/facts.h"

enum venue_day {
	DAY_BUSINESS,
	DAY_EVE,
	DAY_BEFORE,
	DAY_CLOSED
}; /* BEFORE: closed, and the next day is not */

struct venue_answer {
	enum venue_day day;
	int local_day;       /* in the venue's zone */
	int minute;          /* of that day */
	bool known;          /* the data have the holidays of that year */
	bool open;           /* in a window, or the venue has none */
	bool trading;        /* in trading hours */
	int notice;          /* minute of that day by which the venue is to be told; -1: no rule */
	const char *windows; /* those of the day: "06:00-08:30, 12:00-12:30"; "" for none */
};

/* data/venues.yaml of the project, else the shipped one; NULL if it is wrong (reported). */
const struct value *venues_load(struct arena *, struct diag *, const char *project,
				const char *shipped);
/* False if the data have no such venue, or are wrong there (reported). */
bool venue_ask(struct arena *, struct diag *, const struct value *venues, const char *venue,
	       int64_t instant, struct venue_answer *);
/* Warns about embargoes of briefs/ *.yaml at which a venue of the issuer does not let it publish,
 * and notes by when a venue is to be told.  only: one venue, or NULL for all listings. */
void venue_check(struct arena *, struct diag *, const struct facts *, const char *shipped,
		 const char *only);

#endif
