/* Functions of a library by name. */
#include "base/library.h"

#include <dlfcn.h>
#include <pthread.h>

static bool find_functions(struct diag *d, const struct library *l)
{
	void *library = dlopen(l->file, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return diag_error(d, (struct pos){0}, "cannot load a library: %s", dlerror());
	for (size_t i = 0; i < l->n; i++) {
		void *found = dlsym(library, l->functions[i].name);

		if (!found)
			return diag_error(d, (struct pos){0}, "not in the library '%s': '%s'",
					  l->file, l->functions[i].name);
		/* As POSIX has it for dlsym: both kinds of pointer have one form. */
		memcpy(l->functions[i].to, &found, sizeof found);
	}
	return true;
}

bool library_load(struct diag *d, struct library *l)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	bool loaded;

	pthread_mutex_lock(&lock);
	loaded = l->loaded = l->loaded || find_functions(d, l);
	pthread_mutex_unlock(&lock);
	return loaded;
}
