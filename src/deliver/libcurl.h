/*
 * libcurl, loaded when the first mail is sent.  It brings some thirty libraries of its own; linking
 * them cost every command, also those that send nothing, more time than checking a project.
 */
#ifndef DELIVER_LIBCURL_H
#define DELIVER_LIBCURL_H

#include <curl/curl.h>

#include "base/diag.h"

struct libcurl {
	__typeof__(curl_easy_init) *init;
	__typeof__(CURLcode(CURL *, CURLoption, ...)) *set;
	__typeof__(curl_easy_perform) *perform;
	__typeof__(CURLcode(CURL *, CURLINFO, ...)) *get;
	__typeof__(curl_easy_strerror) *words;
	__typeof__(curl_easy_cleanup) *cleanup;
	__typeof__(curl_slist_append) *append;
	__typeof__(curl_slist_free_all) *free_all;
	struct {
		__typeof__(curl_mime_init) *init;
		__typeof__(curl_mime_free) *free;
		__typeof__(curl_mime_addpart) *add;
		__typeof__(curl_mime_data) *data;
		__typeof__(curl_mime_encoder) *encoder;
		__typeof__(curl_mime_type) *type;
		__typeof__(curl_mime_filename) *filename;
		__typeof__(curl_mime_headers) *headers;
		__typeof__(curl_mime_subparts) *subparts;
	} mime;
};

/* False if the library is not installed (reported). */
bool libcurl_load(struct diag *, struct libcurl *);

#endif
