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

/* Finds n functions in a library ("libcurl.so.4"), which stays loaded until the program ends.
 * False, and reported, if it or one of them is missing. */
bool library_load(struct diag *, const char *file, const struct library_function *, size_t n);

#endif
