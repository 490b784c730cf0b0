/*
 * A document as one self-contained page: no script, no request to anywhere, style and charts
 * inside.
 *
 * The view (document -> tree of values) is private; templates/html/page.mustache and its partials
 * decide what becomes of it, in strict mode.  A project folder may replace each of them, and
 * assets/css/brief.css, by a file of the same name.
 *
 * Every figure of doc_walk stands in the page once, in order, marked data-figure="GID"; where it
 * stands again (chart labels, lineage) it is marked data-repeat.  A chart's figures are marked in
 * the table of its data, which holds all of them in order, not in its drawing, which may leave one
 * out.
 */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include "compute/check.h"
#include "doc/doc.h"
#include "facts/texts.h"
#include "scene/font.h"

struct html_place { /* a section or block in brief.pdf */
	const char *id;
	int page; /* from 1 */
};

struct html_options {
	const char *folder;         /* project folder, searched first; NULL: none */
	const char *shipped;        /* folder that holds the shipped templates/ and assets/ */
	const struct texts *texts;  /* in the document's language: keys "html.*" */
	const struct fonts *fonts;  /* for the charts; with a memory, nobody else's until the end */
	bool beside;                /* a thread may draw the charts */
	const enum lang *languages; /* editions, this one included, as ../LANG/ beside this one */
	size_t n_languages;
	const char
	    *base_url; /* address above the languages, with a slash at its end; NULL: unknown, then
			  no canonical address, no language alternates, no Open Graph address */
	const char *card; /* file name of a picture for social media beside the page, or NULL */
	size_t pdf_bytes, pdf_pages;     /* of brief.pdf beside the page; 0: there is none */
	size_t json_bytes;               /* of brief.json; 0: unknown */
	const struct html_place *places; /* of brief.pdf */
	size_t n_places;
	const struct checks *checks; /* finished; NULL: lineage tells none */
};

/* Appends the page to out.  False if a template, the style sheet or a chart is wrong (reported). */
bool html_write(struct arena *, struct diag *, const struct doc *, const struct html_options *,
		struct buf *out);

#endif
