/*
 * Memory that dies with one report.  Everything that a report reads or makes lives in one
 * arena and is freed with it, so nothing is freed alone.  A failed allocation ends the
 * program with status 4 (in out_of_memory), so no caller checks.
 *
 * One arena is used by one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *);  /* NULL is allowed */
void arena_empty(struct arena *); /* frees what it holds, and keeps the memory for more */
void arena_join(struct arena *, struct arena *from); /* takes all that is in from */
size_t arena_used(const struct arena *);             /* bytes handed out */

/* Zeroed memory, aligned for any type but long double; n may be 0. */
void *arena_alloc(struct arena *, size_t n);
void *arena_copy(struct arena *, const void *, size_t n);
void arena_adopt(struct arena *, void *);                 /* from malloc: freed with the arena */
void arena_adopt_map(struct arena *, void *, size_t n);   /* from mmap: the same */
char *arena_str(struct arena *, const char *);            /* a copy */
char *arena_strn(struct arena *, const char *, size_t n); /* a copy, closed by NUL */
char *arena_printf(struct arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Zeroed memory that can be given back before the rest: of a table that is made anew when it grows.
 */
void *arena_block(struct arena *, size_t n);
void arena_block_free(struct arena *, void *);

#define NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define NEWS(a, T, n) ((T *)arena_alloc_array((a), (n), sizeof(T)))
void *arena_alloc_array(struct arena *, size_t n, size_t size); /* checks n * size */

/*
 * A growable array: any struct with the members v (pointer), n and cap.
 *	struct rows { struct row *v; size_t n, cap; } rows = {0};
 *	*PUSH(arena, &rows) = (struct row){...};
 * A push may move the array: keep indices, not pointers into it, while it grows.
 */
#define PUSH(a, vec) \
	((vec)->n == (vec)->cap \
	     ? (void)((vec)->v = arena_grow((a), (vec)->v, &(vec)->cap, sizeof *(vec)->v)) \
	     : (void)0, \
	 &(vec)->v[(vec)->n++])
void *arena_grow(struct arena *, void *old, size_t *cap, size_t size);

/* malloc and realloc that cannot fail, for the few things that outlive a report. */
void *xrealloc(void *, size_t);
_Noreturn void out_of_memory(void);

#define COUNT(array) (sizeof(array) / sizeof *(array))

#endif
