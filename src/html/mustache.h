/*
 * Mustache: the whole official specification with its optional modules (inheritance, dynamic names,
 * lambdas).  Knows no report.  A template is compiled once and may be rendered by several threads.
 *
 * Spec mode: what resolves to nothing renders as nothing.  Strict mode: it is an error at
 * file:line:column with the nearest names, because a blank in a results table is a hole.
 *
 * Where the specification leaves a choice: an empty text is false for a section, every number is
 * true; "rows.0" is the first item of a list (null if it is empty, as is any name below null);
 * lists and maps print as nothing (an error in strict mode).
 */
#ifndef HTML_MUSTACHE_H
#define HTML_MUSTACHE_H

#include "load/value.h"

struct mustache; /* a compiled template; lives in its arena */

/* Finds a partial's text by name; false: there is none.  *file names it in messages. */
struct mustache_loader {
	bool (*load)(void *ctx, const char *name, struct str *text, const char **file);
	void *ctx;
};

/* A lambda: gets the raw text of its section ({0} for an interpolation) and returns template text,
 * rendered against the current context with the delimiters in force (default ones for
 * interpolation). */
struct lambda {
	struct str (*call)(void *ctx, struct arena *, struct str raw);
	void *ctx;
};

/* A VALUE_LATER is a text that is made each time it is printed; it counts as true. */

/* Limits: tags in tags, and partials, blocks and lambdas in each other; bytes; instructions run
 * (two partials that call each other twice would double the work at each level, without any
 * output). */
enum {
	MUSTACHE_DEPTH = 100,
	MUSTACHE_OUTPUT = 256 * 1024 * 1024,
	MUSTACHE_STEPS = 100 * 1000 * 1000
};

/* How {{name}} escapes.  &, {{{ }}} never escape. */
typedef void mustache_escape(struct buf *, struct str);
void mustache_escape_html(struct buf *, struct str); /* & < > " ' as the spec's tests ask */

/* NULL if it is not well formed (reported).  Partials are compiled when first reached, through the
 * loader, and kept. */
struct mustache *mustache_compile(struct arena *, struct diag *, const char *file, struct str text,
				  const struct mustache_loader *);
bool mustache_render(struct mustache *, struct diag *, const struct value *view, bool strict,
		     mustache_escape *, struct buf *out);

/* A loader for folders, searched in order: names of letters, digits, _ - and / only, no "..", no
 * absolute path, no symbolic link, suffix .mustache.  accept may be NULL; it sees each file,
 * and may report its mistakes and change what was read. */
struct mustache_loader
mustache_folder_loader(struct arena *, struct diag *, const char *const *folders, size_t n,
		       void (*accept)(void *ctx, const char *file, struct str *text), void *ctx);

#endif
