/* Memory that dies with one report: a list of chunks. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/format.h"

/*
 * A small first chunk, for the arenas that hold little; then chunks of which only what is used
 * takes memory.  Not of the processor's large pages: the system hands one out in the time of fifty
 * small ones, but a virtual machine that has given its memory back waits for it a hundred times as
 * long.
 */
enum { FIRST_CHUNK = 64 * 1024, CHUNK = 2 * 1024 * 1024 };
enum { AHEAD = 64 * 1024 }; /* asked for at once: a fault for each page takes half as long again */
enum { ALIGN = 8 };         /* no type that is kept here needs more */

struct chunk {
	struct chunk *older;
	size_t size, used; /* of bytes */
	size_t ready;      /* of bytes, has memory; never less than used */
	size_t mapped;     /* in all, from mmap; 0: from malloc */
	_Alignas(ALIGN) unsigned char bytes[];
};

struct adopted {
	struct adopted *older;
	void *p;
	size_t mapped; /* from mmap; 0: from malloc */
};

/* A large array that grows: a block of its own, so that the smaller ones before it are not left
 * behind. */
struct block {
	struct block *older;
	_Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
	struct chunk *newest;
	struct chunk *spare; /* of an arena that was emptied; zeroed when it is taken */
	struct adopted *adopted;
	struct block *blocks;
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

static struct chunk *spare_take(struct arena *a, size_t at_least)
{
	for (struct chunk **at = &a->spare, *c; (c = *at); at = &c->older)
		if (c->size >= at_least) {
			*at = c->older;
			memset(c->bytes, 0, c->used);
			c->used = 0;
			return c;
		}
	return NULL;
}

/* Zeroed. */
static void *map(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		out_of_memory();
	return p;
}

/* Chunks that were freed, for the next arenas, whichever thread has them: a report has arenas of
 * its steps and tasks. */
static struct chunk *_Atomic freed[4];

static struct chunk *freed_take(void)
{
	struct chunk *c = NULL;

	for (size_t i = 0; !c && i < COUNT(freed); i++)
		c = atomic_exchange(&freed[i], NULL);
	if (!c)
		return NULL;
	memset(c->bytes, 0, c->used);
	c->used = 0;
	return c;
}

static bool freed_put(struct chunk *c)
{
	for (size_t i = 0; i < COUNT(freed); i++) {
		struct chunk *none = NULL;

		if (atomic_compare_exchange_strong(&freed[i], &none, c))
			return true;
	}
	return false;
}

static struct chunk *chunk_new(bool first, size_t at_least)
{
	struct chunk *c;
	size_t n = FIRST_CHUNK;

	if (at_least > SIZE_MAX / 2)
		out_of_memory();
	if (first && at_least <= FIRST_CHUNK - sizeof *c) {
		c = calloc(1, n);
		if (!c)
			out_of_memory();
	} else {
		n = (at_least + sizeof *c + CHUNK - 1) / CHUNK * CHUNK;
		if (n == CHUNK && (c = freed_take()))
			return c;
		c = map(n);
		c->mapped = n;
	}
	c->size = n - sizeof *c;
	c->ready = c->mapped ? 0 : c->size;
	return c;
}

/* Memory for so many bytes of a map and a little more; a large array is filled bit by bit, if at
 * all. */
static void make_ready(struct chunk *c, size_t n)
{
	unsigned char *map = (unsigned char *)c;
	size_t from = c->ready ? sizeof *c + c->ready : 0;
	size_t to = (sizeof *c + n + AHEAD - 1) / AHEAD * AHEAD;

	if (to > c->mapped)
		to = c->mapped;
	if (to - from <= 2 * AHEAD)
		madvise(map + from, to - from, MADV_POPULATE_WRITE);
	c->ready = to - sizeof *c;
}

static void chunk_free(struct chunk *c)
{
	if (!c->mapped)
		free(c);
	else if (c->mapped != CHUNK || !freed_put(c))
		munmap(c, c->mapped);
}

static void chunk_push(struct chunk **list, struct chunk *c)
{
	c->older = *list;
	*list = c;
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		out_of_memory();
	return a;
}

static void chunks_free(struct chunk *c)
{
	for (struct chunk *older; c; c = older) {
		older = c->older;
		chunk_free(c);
	}
}

static void release(struct arena *a)
{
	for (struct adopted *o = a->adopted; o; o = o->older)
		if (o->mapped)
			munmap(o->p, o->mapped);
		else
			free(o->p);
	for (struct block *b = a->blocks, *older; b; b = older) {
		older = b->older;
		free(b);
	}
	a->adopted = NULL;
	a->blocks = NULL;
}

/* What a usual report needs is kept; what only a large one did goes back to the system. */
void arena_empty(struct arena *a)
{
	enum { KEPT = 4 * CHUNK };
	size_t kept = 0;

	release(a);
	for (struct chunk *c = a->newest, *older; c; c = older) {
		older = c->older;
		chunk_push(&a->spare, c);
	}
	for (struct chunk **at = &a->spare, *c; (c = *at);) {
		if (kept + c->size <= KEPT) {
			kept += c->size;
			at = &c->older;
		} else {
			*at = c->older;
			chunk_free(c);
		}
	}
	a->newest = NULL;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	release(a);
	chunks_free(a->newest);
	chunks_free(a->spare);
	free(a);
}

void arena_join(struct arena *a, struct arena *from)
{
	struct chunk **chunk = &a->newest;
	struct adopted **adopted = &a->adopted;
	struct block **block = &a->blocks;

	while (*chunk)
		chunk = &(*chunk)->older;
	while (*adopted)
		adopted = &(*adopted)->older;
	*chunk = from->newest;
	*adopted = from->adopted;
	while (*block)
		block = &(*block)->older;
	*block = from->blocks;
	a->used += from->used;
	from->newest = NULL;
	from->adopted = NULL;
	from->blocks = NULL;
	from->used = 0;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

static size_t aligned(size_t n)
{
	if (n > SIZE_MAX - ALIGN)
		out_of_memory();
	return (n + ALIGN - 1) / ALIGN * ALIGN;
}

static void make_room(struct arena *a, size_t n)
{
	if (!a->newest || a->newest->size - a->newest->used < n) {
		struct chunk *c = spare_take(a, n);

		chunk_push(&a->newest, c ? c : chunk_new(!a->newest, n));
	}
	if (a->newest->ready - a->newest->used < n)
		make_ready(a->newest, a->newest->used + n);
}

void *arena_alloc(struct arena *a, size_t n)
{
	void *p;

	n = aligned(n);
	if (!a->newest || a->newest->ready - a->newest->used < n)
		make_room(a, n);
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

void arena_adopt(struct arena *a, void *p)
{
	struct adopted *o = arena_alloc(a, sizeof *o);

	*o = (struct adopted){.older = a->adopted, .p = p};
	a->adopted = o;
}

void arena_adopt_map(struct arena *a, void *p, size_t n)
{
	arena_adopt(a, p);
	a->adopted->mapped = n;
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
	n = format(shortest, sizeof shortest, fmt, args);
	if (n < 0)
		out_of_memory();
	if ((size_t)n < sizeof shortest) {
		s = arena_strn(a, shortest, (size_t)n);
	} else {
		s = arena_alloc(a, (size_t)n + 1);
		format(s, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	va_end(args);
	return s;
}

/* The array that was allocated last grows where it is, if its chunk has room. */
static bool grow_in_place(struct arena *a, const unsigned char *old, size_t n, size_t more)
{
	struct chunk *c = a->newest;

	if (!c || old + aligned(n) != c->bytes + c->used ||
	    c->size - c->used < aligned(more) - aligned(n))
		return false;
	c->used += aligned(more) - aligned(n);
	a->used += aligned(more) - aligned(n);
	if (c->used > c->ready)
		make_ready(c, c->used);
	return true;
}

enum { LARGE = 64 * 1024 };

static struct block **block_of(struct arena *a, const unsigned char *array)
{
	for (struct block **at = &a->blocks; *at; at = &(*at)->older)
		if ((*at)->bytes == array)
			return at;
	return NULL;
}

void *arena_block(struct arena *a, size_t n)
{
	struct block *b = calloc(1, n > SIZE_MAX - sizeof *b ? SIZE_MAX : sizeof *b + n);

	if (!b)
		out_of_memory();
	b->older = a->blocks;
	a->blocks = b;
	a->used += n;
	return b->bytes;
}

void arena_block_free(struct arena *a, void *p)
{
	struct block **at = block_of(a, p), *b = *at;

	*at = b->older;
	free(b);
}

/* To half as much again. */
static void *grow_large(struct arena *a, void *old, size_t *cap, size_t size)
{
	size_t had = *cap * size, more = *cap + *cap / 2 + 1;
	struct block **at = block_of(a, old), *b;

	if (more > (SIZE_MAX - sizeof *b) / size)
		out_of_memory();
	b = xrealloc(at ? *at : NULL, sizeof *b + more * size);
	if (at) {
		*at = b;
	} else {
		b->older = a->blocks;
		a->blocks = b;
		memcpy(b->bytes, old, had);
	}
	memset(b->bytes + had, 0, more * size - had);
	a->used += more * size - had;
	*cap = more;
	return b->bytes;
}

void *arena_grow(struct arena *a, void *old, size_t *cap, size_t size)
{
	enum { FIRST = 4 };
	size_t more = *cap ? *cap * 2 : FIRST;
	void *p;

	if (*cap && more <= SIZE_MAX / size && grow_in_place(a, old, *cap * size, more * size)) {
		*cap = more;
		return old;
	}
	if (*cap && *cap * size >= LARGE)
		return grow_large(a, old, cap, size);
	p = arena_alloc_array(a, more, size);
	if (*cap)
		memcpy(p, old, *cap * size);
	*cap = more;
	return p;
}
