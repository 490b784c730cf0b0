/* The view of a document: the tree of values that templates/html is filled from.  Private to
 * src/html. */
#ifndef HTML_VIEW_H
#define HTML_VIEW_H

#include "compute/print_words.h"
#include "html/html.h"
#include "load/value.h"

struct view {
	struct arena *arena;
	struct diag *diag;
	const struct doc *doc;
	const struct html_options *options;
	struct printer printer;            /* for labels and periods of facts */
	const struct doc_figure **figures; /* sorted by id */
	bool failed;                       /* a chart could not be drawn (reported) */
};

/* Figures that one line of the page prints: what its lineage is about. */
struct gids {
	const char **v;
	size_t n, cap;
};

struct value *view_document(struct view *);

/* Each sets a key; what is absent is set to null, so that strict templates find the name. */
void put_text(struct view *, struct value *map, const char *key, const char *text);
void put_number(struct view *, struct value *map, const char *key, size_t n);
void put_flag(struct view *, struct value *map, const char *key, bool);
void put_spans(struct view *, struct value *map, const char *key, const struct text *);
/* gid and value (decimal; null if there is none) of a printed figure; gid may be NULL. */
void put_figure(struct view *, struct value *map, const char *gid);

const struct doc_figure *view_figure(const struct view *, const char *gid);
void gids_of_text(struct view *, struct gids *, const struct text *);
void gids_add(struct view *, struct gids *, const char *gid); /* NULL is ignored */

struct value *view_null(struct view *);
/* lineage: each row opens to what its figures came from. */
struct value *view_table(struct view *, const struct table *, bool lineage);
struct value *view_chart(struct view *, const struct block *, double width);
/* Facts and formulas behind figures; null if they have none. */
struct value *view_lineage(struct view *, const struct gids *);
/* JSON-LD of the page: Corporation, Report, Dataset. */
const char *view_json_ld(struct view *);

/* The address if a page may link to it: http, https, mailto or "#id"; else NULL. */
const char *safe_href(const char *);

#endif
