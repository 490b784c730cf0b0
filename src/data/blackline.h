/*
 * A blackline: two brief.json compared figure by figure, in the order of the newer one; figures
 * that are gone follow.
 *
 * Figures are the same by their id.  Between briefs of two periods the figures of the brief's own
 * period are the same, too: revenue@2025Q3 of the newer one follows revenue@2025Q2 of the older
 * one, which is how a quarter is read against the last; those of other periods still meet by their
 * id, so that a restated one shows.
 */
#ifndef DATA_BLACKLINE_H
#define DATA_BLACKLINE_H

#include "doc/doc.h"
#include "facts/texts.h"
#include "load/value.h"

enum change_kind {
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_TEXT,  /* printed otherwise */
	CHANGE_VALUE, /* printed alike, but another value */
	CHANGE_SOURCE /* the same value from other facts, lines or cells */
};

struct change {
	enum change_kind kind;
	const char *figure;    /* GID in the newer one; of a removed figure: in the older one */
	const char *followed;  /* GID in the older one if it is another period's, else NULL */
	const char *label;     /* what it is, in words */
	const char *from, *to; /* as printed; NULL: not shown */
	const char *from_value, *to_value; /* decimal strings; NULL: not shown or not available */
	const char *source; /* what changed in the facts behind it, in words; NULL: nothing */
};

struct changes {
	struct change *v;
	size_t n, cap;
	size_t same; /* figures that did not change */
};

/* False, reported, if one of the texts is not a brief.json. */
bool blackline_find(struct arena *, struct diag *, struct str older, struct str newer,
		    struct changes *);
void blackline_print_text(const struct changes *, const char *against, struct buf *);
/* One JSON object. */
void blackline_put_json(const struct changes *, const char *against, struct buf *);

/* Puts the changes at their place in the document (doc->changes, not NULL). */
void blackline_fill(struct doc *, const struct texts *, const struct changes *);

#endif
