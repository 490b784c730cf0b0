/* Finds the functions of libcurl by name. */
#include "deliver/libcurl.h"

#include "base/library.h"

bool libcurl_load(struct diag *d, struct libcurl *c)
{
	static struct libcurl found;
	static const struct library_function functions[] = {
	    {"curl_easy_init", &found.init},
	    {"curl_easy_setopt", &found.set},
	    {"curl_easy_getinfo", &found.get},
	    {"curl_easy_perform", &found.perform},
	    {"curl_easy_strerror", &found.words},
	    {"curl_easy_cleanup", &found.cleanup},
	    {"curl_slist_append", &found.append},
	    {"curl_slist_free_all", &found.free_all},
	    {"curl_mime_init", &found.mime.init},
	    {"curl_mime_free", &found.mime.free},
	    {"curl_mime_addpart", &found.mime.add},
	    {"curl_mime_data", &found.mime.data},
	    {"curl_mime_encoder", &found.mime.encoder},
	    {"curl_mime_type", &found.mime.type},
	    {"curl_mime_filename", &found.mime.filename},
	    {"curl_mime_headers", &found.mime.headers},
	    {"curl_mime_subparts", &found.mime.subparts},
	};
	static struct library library = {"libcurl.so.4", functions, COUNT(functions), false};

	if (!library_load(d, &library))
		return false;
	*c = found;
	return true;
}
