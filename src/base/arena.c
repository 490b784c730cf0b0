/* Memory that dies with one report: a list of chunks, each twice the size of the one before. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_CHUNK = 64 * 1024, LAST_CHUNK = 4 * 1024 * 1024, ALIGN = 16 };

struct chunk {
	struct chunk *older;
	size_t size, used;
	_Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
	struct chunk *newest;
	size_t used;
};

_Noreturn void out_of_memory(void)
{
	static const char text[] = "irbrief: error: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);

	(void)ignored;
	_exit(4);
}

void *xrealloc(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);

	if (!q)
		out_of_memory();
	return q;
}

static struct chunk *chunk_new(struct chunk *older, size_t at_least)
{
	size_t size = older ? older->size * 2 : FIRST_CHUNK;
	struct chunk *c;

	if (size > LAST_CHUNK)
		size = LAST_CHUNK;
	if (size < at_least)
		size = at_least;
	if (size > SIZE_MAX - sizeof *c)
		out_of_memory();
	c = calloc(1, sizeof *c + size);
	if (!c)
		out_of_memory();
	c->older = older;
	c->size = size;
	return c;
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		out_of_memory();
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->newest, *older; c; c = older) {
		older = c->older;
		free(c);
	}
	free(a);
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void *arena_alloc(struct arena *a, size_t n)
{
	void *p;

	if (n > SIZE_MAX - ALIGN)
		out_of_memory();
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (!a->newest || a->newest->size - a->newest->used < n)
		a->newest = chunk_new(a->newest, n);
	p = a->newest->bytes + a->newest->used;
	a->newest->used += n;
	a->used += n;
	return p;
}

void *arena_alloc_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(a, n * size);
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
	void *q = arena_alloc(a, n);

	if (n)
		memcpy(q, p, n);
	return q;
}

char *arena_strn(struct arena *a, const char *s, size_t n)
{
	char *q = arena_alloc(a, n + 1);

	if (n)
		memcpy(q, s, n);
	return q;
}

char *arena_str(struct arena *a, const char *s)
{
	return arena_strn(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	char shortest[256]; /* most texts fit, and are formatted once */
	va_list args, again;
	char *s;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(shortest, sizeof shortest, fmt, args);
	if (n < 0)
		out_of_memory();
	if ((size_t)n < sizeof shortest) {
		s = arena_strn(a, shortest, (size_t)n);
	} else {
		s = arena_alloc(a, (size_t)n + 1);
		vsnprintf(s, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	va_end(args);
	return s;
}

void *arena_grow(struct arena *a, void *old, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 8;
	void *p = arena_alloc_array(a, more, size);

	if (*cap)
		memcpy(p, old, *cap * size);
	*cap = more;
	return p;
}
