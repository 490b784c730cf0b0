/* The bar of a long run; apart from the work, which only says how many are done. */
#include "batch/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

double progress_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct progress progress_start(size_t total)
{
	return (struct progress){isatty(STDERR_FILENO) && total > 1, total, progress_now(), 0};
}

void progress_line(struct buf *b, size_t done, size_t total, double seconds)
{
	enum { WIDTH = 24 };
	size_t filled = total ? done * WIDTH / total : 0;
	double rate = seconds > 0 ? (double)done / seconds : 0;
	long left = rate > 0 ? (long)((double)(total - done) / rate + 0.5) : 0;

	buf_char(b, '[');
	for (size_t i = 0; i < WIDTH; i++)
		buf_char(b, i < filled ? '=' : i == filled ? '>' : ' ');
	buf_printf(b, "]  %zu/%zu", done, total);
	if (rate > 0)
		buf_printf(b, "  %.*f/s  %ld:%02ld left", rate < 10 ? 1 : 0, rate, left / 60,
			   left % 60);
}

void progress_show(struct progress *p, size_t done)
{
	const double often = 0.1;
	double now = progress_now();
	struct buf line = {0};

	if (!p->shown || now - p->painted < often)
		return;
	p->painted = now;
	progress_line(&line, done, p->total, now - p->start);
	fprintf(stderr, "\r%s\033[K", buf_cstr(&line));
	buf_free(&line);
}

void progress_clear(struct progress *p)
{
	if (p->shown && p->painted > 0)
		fputs("\r\033[K", stderr);
	p->painted = 0;
}
