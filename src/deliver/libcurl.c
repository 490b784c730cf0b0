/* Finds the functions of libcurl by name; it stays loaded until the program ends. */
#include "deliver/libcurl.h"

#include <dlfcn.h>

bool libcurl_load(struct diag *d, struct libcurl *c)
{
	void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	const struct {
		const char *name;
		void *function; /* a pointer to a function pointer */
	} functions[] = {
	    {"curl_easy_init", &c->init},      {"curl_easy_setopt", &c->set},
	    {"curl_easy_getinfo", &c->get},    {"curl_easy_perform", &c->perform},
	    {"curl_easy_strerror", &c->words}, {"curl_easy_cleanup", &c->cleanup},
	    {"curl_slist_append", &c->append}, {"curl_slist_free_all", &c->free_all},
	};

	if (!library)
		return diag_error(d, (struct pos){0}, "cannot load the mail library: %s",
				  dlerror());
	for (size_t i = 0; i < COUNT(functions); i++) {
		void *found = dlsym(library, functions[i].name);

		if (!found)
			return diag_error(d, (struct pos){0}, "not in the mail library: '%s'",
					  functions[i].name);
		/* As POSIX has it for dlsym: both kinds of pointer have one form. */
		memcpy(functions[i].function, &found, sizeof found);
	}
	return true;
}
