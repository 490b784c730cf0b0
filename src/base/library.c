/* Functions of a library by name. */
#include "base/library.h"

#include <dlfcn.h>

bool library_load(struct diag *d, const char *file, const struct library_function *functions,
		  size_t n)
{
	void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return diag_error(d, (struct pos){0}, "cannot load a library: %s", dlerror());
	for (size_t i = 0; i < n; i++) {
		void *found = dlsym(library, functions[i].name);

		if (!found)
			return diag_error(d, (struct pos){0}, "not in the library '%s': '%s'", file,
					  functions[i].name);
		/* As POSIX has it for dlsym: both kinds of pointer have one form. */
		memcpy(functions[i].to, &found, sizeof found);
	}
	return true;
}
