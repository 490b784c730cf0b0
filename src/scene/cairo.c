/* Finds the functions of cairo by name, once. */
#include "scene/cairo.h"

#include <pthread.h>

#include "base/library.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct cairo cairo;
static bool loaded;

const struct cairo *cairo_load(struct diag *d)
{
#define X(name) {"cairo_" #name, &cairo.name},
	const struct library_function functions[] = {CAIRO_FUNCTIONS(X)};
#undef X
	bool ok;

	pthread_mutex_lock(&lock);
	ok = loaded = loaded || library_load(d, "libcairo.so.2", functions, COUNT(functions));
	pthread_mutex_unlock(&lock);
	return ok ? &cairo : NULL;
}
