/* Clocks and embargoes. */
#include "deliver/embargo.h"

#include <time.h>

#include "base/period.h"

enum { NS = 1000 * 1000 * 1000 };

static int64_t machine_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * NS + t.tv_nsec;
}

struct clock clock_real(void)
{
	return (struct clock){0};
}

struct clock clock_set(int64_t now)
{
	return (struct clock){now * NS - machine_ns()};
}

int64_t clock_now(const struct clock *c)
{
	int64_t ns = machine_ns() + c->ahead_ns;

	return ns >= 0 ? ns / NS : -((NS - 1 - ns) / NS);
}

/* An absolute sleep follows the clock when it is set; a signal or a step ends it early, so look
 * again. */
void clock_wait(const struct clock *c, int64_t until)
{
	int64_t wake = until * NS - c->ahead_ns;

	while (machine_ns() < wake)
		clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME,
				&(struct timespec){.tv_sec = wake / NS, .tv_nsec = wake % NS},
				NULL);
}

enum timing embargo_timing(const char *embargo, int64_t now, int grace_minutes)
{
	int64_t instant;

	if (!embargo || !instant_parse(embargo, &instant))
		return TIMING_DUE;
	if (now < instant)
		return TIMING_EARLY;
	return now > instant + (int64_t)grace_minutes * 60 ? TIMING_LATE : TIMING_DUE;
}
