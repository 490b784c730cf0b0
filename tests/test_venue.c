/* Venue clocks: dated instants against the shipped data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/period.h"
#include "deliver/venue.h"

struct fixture {
	struct arena *a;
	struct diag *d;
	const struct value *venues;
};

static struct fixture fixture_new(void)
{
	struct fixture f = {.a = arena_new()};

	f.d = diag_new(f.a);
	f.venues = venues_load(f.a, f.d, "no-such-project", ".");
	assert_non_null(f.venues);
	return f;
}

static struct venue_answer ask(struct fixture *f, const char *venue, const char *instant)
{
	struct venue_answer answer;
	int64_t seconds;

	assert_true(instant_parse(instant, &seconds));
	assert_true(venue_ask(f->a, f->d, f->venues, venue, seconds, &answer));
	return answer;
}

static void hong_kong_windows(void **state)
{
	static const struct {
		const char *instant;
		enum venue_day day;
		bool open;
	} cases[] = {
	    /* a Wednesday */
	    {"2026-03-25T05:59:00+08:00", DAY_BUSINESS, false},
	    {"2026-03-25T06:00:00+08:00", DAY_BUSINESS, true},
	    {"2026-03-25T08:30:00+08:00", DAY_BUSINESS, true},
	    {"2026-03-25T08:31:00+08:00", DAY_BUSINESS, false},
	    {"2026-03-25T11:59:00+08:00", DAY_BUSINESS, false},
	    {"2026-03-25T12:00:00+08:00", DAY_BUSINESS, true},
	    {"2026-03-25T12:30:00+08:00", DAY_BUSINESS, true},
	    {"2026-03-25T12:31:00+08:00", DAY_BUSINESS, false},
	    {"2026-03-25T16:29:00+08:00", DAY_BUSINESS, false},
	    {"2026-03-25T16:30:00+08:00", DAY_BUSINESS, true},
	    {"2026-03-25T16:45:00+08:00", DAY_BUSINESS, true},
	    {"2026-03-25T23:00:00+08:00", DAY_BUSINESS, true},
	    {"2026-03-25T23:01:00+08:00", DAY_BUSINESS, false},
	    {"2026-03-25T08:45:00Z", DAY_BUSINESS, true},
	    {"2026-03-25T04:45:00-04:00", DAY_BUSINESS, true},
	    /* the weekend before a Monday */
	    {"2026-03-28T19:00:00+08:00", DAY_CLOSED, false},
	    {"2026-03-29T17:59:00+08:00", DAY_BEFORE, false},
	    {"2026-03-29T18:00:00+08:00", DAY_BEFORE, true},
	    {"2026-03-29T20:00:00+08:00", DAY_BEFORE, true},
	    {"2026-03-29T20:01:00+08:00", DAY_BEFORE, false},
	    /* Easter and Ching Ming of 2026: closed from Friday to Tuesday */
	    {"2026-04-03T17:00:00+08:00", DAY_CLOSED, false},
	    {"2026-04-05T18:30:00+08:00", DAY_CLOSED, false},
	    {"2026-04-06T18:30:00+08:00", DAY_CLOSED, false},
	    {"2026-04-07T18:30:00+08:00", DAY_BEFORE, true},
	    {"2026-04-07T16:45:00+08:00", DAY_BEFORE, false},
	    {"2026-04-08T16:45:00+08:00", DAY_BUSINESS, true},
	    /* eves */
	    {"2025-01-28T12:30:00+08:00", DAY_EVE, true},
	    {"2025-12-24T12:15:00+08:00", DAY_EVE, false},
	    {"2025-12-24T12:30:00+08:00", DAY_EVE, true},
	    {"2025-12-24T15:00:00+08:00", DAY_EVE, true},
	    {"2025-12-31T22:59:00+08:00", DAY_EVE, true},
	    {"2026-02-16T13:00:00+08:00", DAY_EVE, true},
	    {"2026-02-16T09:00:00+08:00", DAY_EVE, false},
	    {"2026-12-24T08:00:00+08:00", DAY_EVE, true},
	    {"2027-02-05T14:00:00+08:00", DAY_EVE, true},
	    /* holidays */
	    {"2025-10-01T17:00:00+08:00", DAY_BEFORE, false},
	    {"2025-12-25T19:00:00+08:00", DAY_CLOSED, false},
	    {"2025-12-28T19:00:00+08:00", DAY_BEFORE, true},
	    {"2026-02-17T19:00:00+08:00", DAY_CLOSED, false},
	    {"2026-02-19T19:00:00+08:00", DAY_BEFORE, true},
	    {"2026-07-01T12:15:00+08:00", DAY_BEFORE, false},
	};
	struct fixture f = fixture_new();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct venue_answer answer = ask(&f, "HKEX", cases[i].instant);

		if (answer.day != cases[i].day || answer.open != cases[i].open)
			fail_msg("%s: day %d, open %d", cases[i].instant, (int)answer.day,
				 (int)answer.open);
		assert_true(answer.known);
		assert_int_equal(answer.notice, -1);
	}
	arena_free(f.a);
}

/* Local minute, trading hours and the minute by which MarketWatch is told, over both changes of the
 * clock. */
static void new_york_clock(void **state)
{
	static const struct {
		const char *instant;
		int minute;
		bool trading;
		int notice;
	} cases[] = {
	    {"2026-03-25T16:45:00+08:00", 4 * 60 + 45, false, 6 * 60 + 50},
	    {"2026-03-25T11:00:00Z", 7 * 60, false, 6 * 60 + 50},
	    {"2026-03-25T13:29:00Z", 9 * 60 + 29, false, 9 * 60 + 19},
	    {"2026-03-25T13:30:00Z", 9 * 60 + 30, true, 9 * 60 + 20},
	    {"2026-03-25T20:00:00Z", 16 * 60, true, 15 * 60 + 50},
	    {"2026-03-25T20:01:00Z", 16 * 60 + 1, false, 15 * 60 + 51},
	    {"2026-03-26T00:30:00Z", 20 * 60 + 30, false, 6 * 60 + 50},
	    /* 8 March 2026, 02:00 EST */
	    {"2026-03-08T06:59:00Z", 1 * 60 + 59, false, 6 * 60 + 50},
	    {"2026-03-08T07:00:00Z", 3 * 60, false, 6 * 60 + 50},
	    {"2026-03-06T14:30:00Z", 9 * 60 + 30, true, 9 * 60 + 20},
	    {"2026-03-09T13:30:00Z", 9 * 60 + 30, true, 9 * 60 + 20},
	    /* 1 November 2026, 02:00 EDT */
	    {"2026-11-01T05:59:00Z", 1 * 60 + 59, false, 6 * 60 + 50},
	    {"2026-11-01T06:00:00Z", 1 * 60, false, 6 * 60 + 50},
	    {"2026-10-30T13:30:00Z", 9 * 60 + 30, true, 9 * 60 + 20},
	    {"2026-11-02T14:30:00Z", 9 * 60 + 30, true, 9 * 60 + 20},
	    {"2026-11-02T13:30:00Z", 8 * 60 + 30, false, 8 * 60 + 20},
	    /* Thanksgiving; the third of July for the fourth */
	    {"2026-11-26T15:00:00Z", 10 * 60, false, 9 * 60 + 50},
	    {"2026-07-03T15:00:00Z", 11 * 60, false, 10 * 60 + 50},
	    {"2025-03-09T07:00:00Z", 3 * 60, false, 6 * 60 + 50},
	    {"2027-11-07T06:00:00Z", 1 * 60, false, 6 * 60 + 50},
	};
	struct fixture f = fixture_new();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct venue_answer answer = ask(&f, "Nasdaq", cases[i].instant);

		if (answer.minute != cases[i].minute || answer.trading != cases[i].trading ||
		    answer.notice != cases[i].notice)
			fail_msg("%s: minute %d, trading %d, notice %d", cases[i].instant,
				 answer.minute, (int)answer.trading, answer.notice);
		assert_true(answer.open);
	}
	arena_free(f.a);
}

static void knows_what_it_does_not_know(void **state)
{
	struct fixture f = fixture_new();
	struct venue_answer answer;

	(void)state;
	assert_false(ask(&f, "HKEX", "2031-03-25T16:45:00+08:00").known);
	assert_false(venue_ask(f.a, f.d, f.venues, "LSE", 0, &answer));
	assert_int_equal(f.d->errors, 0);
	arena_free(f.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hong_kong_windows),
	    cmocka_unit_test(new_york_clock),
	    cmocka_unit_test(knows_what_it_does_not_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
