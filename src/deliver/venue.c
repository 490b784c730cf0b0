/* The clock of a venue: days, windows, zones. */
#include "deliver/venue.h"

#include <strings.h>

#include "base/file.h"
#include "base/period.h"
#include "load/yaml.h"

enum { DAY_MINUTES = 24 * 60, DAY_SECONDS = 86400 };

static const struct value *read_yaml(struct arena *a, struct diag *d, const char *path)
{
	struct str bytes;

	if (!file_read(a, d, path, &bytes))
		return NULL;
	diag_source(d, path, bytes);
	return yaml_read(a, d, path, bytes);
}

const struct value *venues_load(struct arena *a, struct diag *d, const char *project,
				const char *shipped)
{
	const char *path = path_join(a, project, "data/venues.yaml");

	return read_yaml(a, d,
			 path_exists(path) ? path : path_join(a, shipped, "data/venues.yaml"));
}

/* ---- reading values ---- */

/* "06:30" to minutes; -1 for anything else. */
static int clock_minutes(const char *s)
{
	for (int i = 0; i < 5; i++)
		if (i == 2 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return -1;
	return ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 + s[4] - '0';
}

/* "+08:00" to minutes east of UTC. */
static bool zone_minutes(struct diag *d, const struct value *v, int *minutes)
{
	const char *s = value_text(v);
	int m = s && (*s == '+' || *s == '-') ? clock_minutes(s + 1) : -1;

	if (m < 0)
		return diag_error(d, v ? v->at : (struct pos){0}, "not a zone such as +08:00: '%s'",
				  s ? s : "");
	*minutes = *s == '-' ? -m : m;
	return true;
}

static int number(const struct value *map, const char *key)
{
	const char *s = value_text(value_at(map, key));
	int n = 0;

	for (; s && *s >= '0' && *s <= '9' && n < 10000; s++)
		n = n * 10 + (*s - '0');
	return n;
}

static bool lists(const struct value *list, const char *text)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (value_text(list->items[i]) && streq(value_text(list->items[i]), text))
			return true;
	return false;
}

/* Both ends belong to the window. */
static bool in_window(const char *window, int minute)
{
	int from, to;

	if (!window || strlen(window) != strlen("06:00-08:30"))
		return false;
	from = clock_minutes(window);
	to = clock_minutes(window + 6);
	return from >= 0 && to >= 0 && minute >= from && minute <= to;
}

/* ---- zones ---- */

static int weekday(int day)
{
	return ((day + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday; Sunday is 0 */
}

static int nth_sunday(int year, int month, int n)
{
	int first = date_day((struct date){year, month, 1});

	return first + (7 - weekday(first)) % 7 + (n - 1) * 7;
}

static int floor_day(int64_t seconds)
{
	return (int)(seconds >= 0 ? seconds / DAY_SECONDS
				  : -((DAY_SECONDS - 1 - seconds) / DAY_SECONDS));
}

/* Clocks change at 02:00 of the time in force until then. */
static bool is_summer(const struct value *summer, int64_t instant, int winter_zone, int summer_zone)
{
	enum { CHANGE = 2 * 60 };
	int year = day_date(floor_day(instant + winter_zone * 60)).year;
	int from = nth_sunday(year, number(summer, "from_month"), number(summer, "from_sunday"));
	int to = nth_sunday(year, number(summer, "to_month"), number(summer, "to_sunday"));

	return instant >= (int64_t)from * DAY_SECONDS + (CHANGE - winter_zone) * 60 &&
	       instant < (int64_t)to * DAY_SECONDS + (CHANGE - summer_zone) * 60;
}

static bool zone_at(struct diag *d, const struct value *venue, int64_t instant, int *zone)
{
	const struct value *summer = value_at(venue, "summer");
	int summer_zone;

	if (!zone_minutes(d, value_at(venue, "zone"), zone))
		return false;
	if (!summer)
		return true;
	if (!zone_minutes(d, value_at(summer, "zone"), &summer_zone))
		return false;
	if (is_summer(summer, instant, *zone, summer_zone))
		*zone = summer_zone;
	return true;
}

/* ---- days ---- */

static bool is_business(struct arena *a, const struct value *venue, int day)
{
	int w = weekday(day);

	return w != 0 && w != 6 && !lists(value_at(venue, "holidays"), day_text(a, day));
}

static enum venue_day day_kind(struct arena *a, const struct value *venue, int day)
{
	if (is_business(a, venue, day))
		return lists(value_at(venue, "eves"), day_text(a, day)) ? DAY_EVE : DAY_BUSINESS;
	return is_business(a, venue, day + 1) ? DAY_BEFORE : DAY_CLOSED;
}

/* ---- the answer ---- */

static void ask_windows(struct arena *a, const struct value *venue, struct venue_answer *answer)
{
	static const char *const days[] = {[DAY_BUSINESS] = "business",
					   [DAY_EVE] = "eve",
					   [DAY_BEFORE] = "before",
					   [DAY_CLOSED] = "closed"};
	const struct value *windows = value_at(venue, "windows"),
			   *list = value_at(windows, days[answer->day]);
	struct buf text = {0};

	answer->open = !windows;
	for (size_t i = 0; list && i < list->n; i++) {
		const char *window = value_text(list->items[i]);

		answer->open |= in_window(window, answer->minute);
		buf_printf(&text, "%s%s", i ? ", " : "", window ? window : "");
	}
	answer->windows = buf_keep(&text, a);
}

static void ask_notice(const struct value *venue, struct venue_answer *answer)
{
	const struct value *notice = value_at(venue, "notice");
	const char *from = value_text(value_at(notice, "from")),
		   *to = value_text(value_at(notice, "to"));
	const char *otherwise = value_text(value_at(notice, "otherwise"));

	answer->notice = -1;
	if (!from || !to || !otherwise)
		return;
	if (answer->minute >= clock_minutes(from) && answer->minute <= clock_minutes(to))
		answer->notice = answer->minute - number(notice, "minutes");
	else
		answer->notice = clock_minutes(otherwise);
}

static const struct value *find(const struct value *venues, const char *name)
{
	for (size_t i = 0; venues && venues->kind == VALUE_MAP && i < venues->n; i++)
		if (venues->keys[i].n == strlen(name) &&
		    strncasecmp(venues->keys[i].p, name, venues->keys[i].n) == 0)
			return venues->items[i];
	return NULL;
}

bool venue_ask(struct arena *a, struct diag *d, const struct value *venues, const char *name,
	       int64_t instant, struct venue_answer *answer)
{
	const struct value *venue = find(venues, name);
	int64_t local;
	int zone;

	if (!venue || !zone_at(d, venue, instant, &zone))
		return false;
	local = instant + zone * 60;
	*answer = (struct venue_answer){.local_day = floor_day(local)};
	answer->minute = (int)(local - (int64_t)answer->local_day * DAY_SECONDS) / 60;
	answer->day = day_kind(a, venue, answer->local_day);
	answer->known = lists(value_at(venue, "years"),
			      arena_printf(a, "%d", day_date(answer->local_day).year));
	answer->trading = (answer->day == DAY_BUSINESS || answer->day == DAY_EVE) &&
			  in_window(value_text(value_at(venue, "session")), answer->minute);
	ask_windows(a, venue, answer);
	ask_notice(venue, answer);
	return true;
}

/* ---- the project's briefs ---- */

static void say(struct arena *a, struct diag *d, struct pos at, const char *venue,
		const struct venue_answer *w)
{
	const char *day = day_text(a, w->local_day);
	int h = w->minute / 60, m = w->minute % 60;

	if (!w->known)
		diag_warn(d, at, "data/venues.yaml has no holidays of %.4s for %s", day, venue);
	if (!w->open)
		diag_warn(d, at,
			  "outside the publication windows of %s at %02d:%02d there on %s: %s",
			  venue, h, m, day, *w->windows ? w->windows : "none on this day");
	if (w->trading)
		diag_warn(d, at, "in the trading hours of %s: %02d:%02d there on %s", venue, h, m,
			  day);
	if (w->notice >= 0)
		diag_note(d, at, "%s is to be told by %02d:%02d of its time on %s", venue,
			  w->notice / 60, w->notice % 60, day);
}

static void check_brief(struct arena *a, struct diag *d, const struct facts *facts,
			const struct value *venues, const char *only, const struct value *embargo)
{
	struct venue_answer answer;
	int64_t instant;

	if (!value_text(embargo) || !instant_parse(value_text(embargo), &instant))
		return;
	if (only) {
		if (venue_ask(a, d, venues, only, instant, &answer))
			say(a, d, embargo->at, only, &answer);
		return;
	}
	for (size_t i = 0; i < facts->issuer.n_listings; i++)
		if (venue_ask(a, d, venues, facts->issuer.listings[i].venue, instant, &answer))
			say(a, d, embargo->at, facts->issuer.listings[i].venue, &answer);
}

/* Mistakes in a brief's file are reported where the brief is built, not here. */
void venue_check(struct arena *a, struct diag *d, const struct facts *facts, const char *shipped,
		 const char *only)
{
	const char *folder = path_join(a, facts->folder, "briefs"), **names;
	const struct value *venues = venues_load(a, d, facts->folder, shipped);
	struct diag *aside = diag_new(a);
	size_t n = 0;

	if (!venues || !path_is_dir(folder) || !dir_list(a, aside, folder, ".yaml", &names, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		const char *path = path_join(a, folder, names[i]);
		const struct value *settings = read_yaml(a, aside, path);

		check_brief(a, d, facts, venues, only, value_at(settings, "embargo"));
	}
}
