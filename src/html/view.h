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
	struct printer printer;        /* for labels and periods of facts */
	struct unit_texts *units;      /* that stand behind facts */
	struct proofs *proofs;         /* the checks by what they are about, or NULL */
	struct notes *notes;           /* what marks lead to */
	const struct section *section; /* at hand */
	const char *block;             /* id of the block at hand */
	struct drawings *drawings;     /* of the charts */
};

/* The last units, each in a place of its own: the facts of a table have few. */
struct unit_texts {
	struct arena *arena;
	struct {
		const struct unit *unit;
		int scale;
		const char *text;
	} v[16];
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

struct value *view_span(struct view *, const struct span *);

/* view_notes.c: a mark in a label or title is a link to its note, and the note leads back.  Labels
 * set "label" and "star", titles a list of spans with "star", notes "back"; each null if there is
 * none. */
void view_find_notes(struct view *);
void put_label(struct view *, struct value *map, const char *label);
/* The link of the mark at the end of a label, or NULL; the first place that asks for a mark is the
 * one that its note leads back to. */
struct value *view_star(struct view *, const char *label);
void put_starred(struct view *, struct value *map, const char *label, struct value *star);
void put_title(struct view *, struct value *map, const char *key, const struct text *);
void put_note(struct view *, struct value *map, const char *key, const struct text *,
	      const char *id);

const struct doc_figure *view_figure(const struct view *, const char *gid);
void gids_of_text(struct view *, struct gids *, const struct text *);
void gids_add(struct view *, struct gids *, const char *gid); /* NULL is ignored */

struct value *view_null(struct view *);
/* lineage: each row opens to what its figures came from. */
struct value *view_table(struct view *, const struct table *, bool lineage);
struct value *view_chart(struct view *, const struct block *);
/* drawings.c: the charts are drawn while the page is made, wide and narrow, in the order of the
 * document, and waited for where they are printed. */
struct drawings *drawings_start(struct view *);
struct value *drawings_next(struct drawings *); /* the text of the next one */
bool drawings_end(struct drawings *);           /* false: one could not be drawn (reported) */
/* Facts, formulas and checks behind figures; null if they have none. */
struct value *view_lineage(struct view *, const struct gids *);

/* The facts of one panel, each once. */
struct panel_facts {
	const struct fact **v;
	size_t n, cap;
};

/* "Revenue, Public cloud" */
const char *view_fact_label(struct view *, const struct fact *);
const char *view_document_title(const struct view *, const struct document *);
/* Facts of one document that measure the same thing, and facts that were printed to the same place
 * of the same unit. */
bool view_same_measure(const struct fact *, const struct fact *);
bool view_same_places(const struct fact *, const struct fact *);
/* "9,558,619 − 8,055,211" or "1,503,408 ÷ 9,558,619", as they were printed, with units where these
 * differ; NULL if the facts are tied together in another way. */
const char *view_arithmetic(struct view *, const struct lineage *, size_t n, bool units);
void view_find_proofs(struct view *);
/* What agrees with the figures and facts, what they add up to, and their page of the PDF. */
void view_proofs(struct view *, struct value *map, const struct gids *, const struct panel_facts *);
/* Where the figures of the page stand too: "JSON, 简体, 繁體". */
const char *view_elsewhere(struct view *);
/* The name of a language in that language. */
const char *view_endonym(enum lang);
/* JSON-LD of the page: Corporation, Report, Dataset. */
const char *view_json_ld(struct view *);

/* The address if a page may link to it: http, https, mailto or "#id"; else NULL. */
const char *safe_href(const char *);

#endif
