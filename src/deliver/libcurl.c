/* Finds the functions of libcurl by name. */
#include "deliver/libcurl.h"

#include "base/library.h"

bool libcurl_load(struct diag *d, struct libcurl *c)
{
	const struct library_function functions[] = {
	    {"curl_easy_init", &c->init},      {"curl_easy_setopt", &c->set},
	    {"curl_easy_getinfo", &c->get},    {"curl_easy_perform", &c->perform},
	    {"curl_easy_strerror", &c->words}, {"curl_easy_cleanup", &c->cleanup},
	    {"curl_slist_append", &c->append}, {"curl_slist_free_all", &c->free_all},
	};

	return library_load(d, "libcurl.so.4", functions, COUNT(functions));
}
