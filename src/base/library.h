/*
 * Libraries that are loaded when they are first needed, because linking them would cost every
 * command the time of loading them and of the dozens that they bring.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include "base/diag.h"

struct library_function {
	const char *name;
	void *to; /* a pointer to the pointer that gets it */
};

struct library {          /* static */
	const char *file; /* "libcurl.so.4" */
	const struct library_function *functions;
	size_t n;
	bool loaded;
};

/* Finds the functions, if no thread has yet; they stay until the program ends.  False, and
 * reported, if the library or one of them is missing. */
bool library_load(struct diag *, struct library *);

#endif
