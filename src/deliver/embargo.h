/*
 * When a version may go out: never before its instant; not by itself when the instant is long past.
 */
#ifndef DELIVER_EMBARGO_H
#define DELIVER_EMBARGO_H

#include <stdbool.h>
#include <stdint.h>

/* The machine's clock, or one that --now set and that runs on from there. */
struct clock {
	int64_t ahead_ns; /* of the machine's clock */
};

struct clock clock_real(void);
struct clock clock_set(int64_t now);
int64_t clock_now(const struct clock *); /* seconds since 1970 */
/* Returns once the instant has come: at most milliseconds after it, never before, whatever happens
 * to the machine's clock meanwhile. */
void clock_wait(const struct clock *, int64_t until);

enum timing { TIMING_EARLY, TIMING_DUE, TIMING_LATE };
/* embargo: RFC 3339, or NULL: due at any time.  Both ends of the grace belong to it. */
enum timing embargo_timing(const char *embargo, int64_t now, int grace_minutes);

#endif
