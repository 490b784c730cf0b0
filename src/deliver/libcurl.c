/* Finds the functions of libcurl by name. */
#include "deliver/libcurl.h"

#include "base/library.h"

bool libcurl_load(struct diag *d, struct libcurl *c)
{
	const struct library_function functions[] = {
	    {"curl_easy_init", &c->init},
	    {"curl_easy_setopt", &c->set},
	    {"curl_easy_getinfo", &c->get},
	    {"curl_easy_perform", &c->perform},
	    {"curl_easy_strerror", &c->words},
	    {"curl_easy_cleanup", &c->cleanup},
	    {"curl_slist_append", &c->append},
	    {"curl_slist_free_all", &c->free_all},
	    {"curl_mime_init", &c->mime.init},
	    {"curl_mime_free", &c->mime.free},
	    {"curl_mime_addpart", &c->mime.add},
	    {"curl_mime_data", &c->mime.data},
	    {"curl_mime_encoder", &c->mime.encoder},
	    {"curl_mime_type", &c->mime.type},
	    {"curl_mime_filename", &c->mime.filename},
	    {"curl_mime_headers", &c->mime.headers},
	    {"curl_mime_subparts", &c->mime.subparts},
	};

	return library_load(d, "libcurl.so.4", functions, COUNT(functions));
}
