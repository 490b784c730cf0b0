/* The input of a target that fills several texts: a line for each, "" when they run out. */
#ifndef TESTS_FUZZ_LINES_H
#define TESTS_FUZZ_LINES_H

#include "base/text.h"

struct lines {
	struct arena *arena;
	struct str rest;
};

static inline const char *next_line(struct lines *l)
{
	const char *end = l->rest.n ? memchr(l->rest.p, '\n', l->rest.n) : NULL;
	size_t n = end ? (size_t)(end - l->rest.p) : l->rest.n;
	const char *line = arena_strn(l->arena, l->rest.n ? l->rest.p : "", n);
	size_t used = n + (end != NULL);

	l->rest.p += l->rest.n ? used : 0;
	l->rest.n -= used;
	return line;
}

#endif
