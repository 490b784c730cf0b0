/*
 * No memory ends the program, whoever asked for it.  The libraries meet a failed allocation each in
 * its own way: HarfBuzz shapes a text without it, so that a page lacks glyphs and nobody is told;
 * libharu gives an error of another name; GMP aborts.  A brief must be right or absent, so none of
 * them ever meets one: these functions stand before the C library's, as it allows ("Replacing
 * malloc" in its manual).
 *
 * Part of the program only, not of the library that the tests link; the Makefile leaves it out
 * under sanitizers, which bring their own.
 */
#include <malloc.h>
#include <stdlib.h>

#include "base/arena.h"

#ifdef __GLIBC__

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

/*
 * Buffers grow and go all the time: what they leave is kept for the next one and not given back to
 * the system, which would hand it out again page by page.
 */
__attribute__((constructor)) static void keep_freed_memory(void)
{
	enum { MIB = 1024 * 1024 };

	mallopt(M_MMAP_THRESHOLD, 2 * MIB);
	mallopt(M_TRIM_THRESHOLD, 64 * MIB);
	mallopt(M_TOP_PAD, MIB);
}

static void *checked(void *p)
{
	if (!p)
		out_of_memory();
	return p;
}

void *malloc(size_t n)
{
	return checked(__libc_malloc(n));
}

void *calloc(size_t n, size_t size)
{
	return checked(__libc_calloc(n, size));
}

/* The C library frees p if n is 0; then there is nothing to give. */
void *realloc(void *p, size_t n)
{
	void *q = __libc_realloc(p, n);

	return p && !n ? q : checked(q);
}

#endif
