/* A bar on a terminal: how many are done, how fast, and how long the rest will take. */
#ifndef BATCH_PROGRESS_H
#define BATCH_PROGRESS_H

#include "base/text.h"

struct progress {
	bool shown;
	size_t total;
	double start, painted; /* seconds of the monotonic clock */
};

double progress_now(void);
/* Nothing is shown unless standard error is a terminal. */
struct progress progress_start(size_t total);
/* Paints at most ten times a second. */
void progress_show(struct progress *, size_t done);
/* Removes the bar, so that a message can stand in its place. */
void progress_clear(struct progress *);

/* "[=====>    ]  512/1000  47/s  0:10 left" */
void progress_line(struct buf *, size_t done, size_t total, double seconds);

#endif
