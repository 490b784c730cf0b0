/* Finds the functions of cairo by name, once. */
#include "scene/cairo.h"

#include "base/library.h"

const struct cairo *cairo_load(struct diag *d)
{
	static struct cairo cairo;
#define X(name) {"cairo_" #name, &cairo.name},
	static const struct library_function functions[] = {CAIRO_FUNCTIONS(X)};
#undef X
	static struct library library = {"libcairo.so.2", functions, COUNT(functions), false};

	return library_load(d, &library) ? &cairo : NULL;
}
