/*
 * Where a document shows which measure: every printed figure with its concept, its place and the
 * words around it, in reading order.  What the document checks (lint.c) are judged on.
 */
#ifndef DOC_USES_H
#define DOC_USES_H

#include "doc/doc.h"

enum place { /* most prominent first */
	     PLACE_HEADLINE,
	     PLACE_TILE,   /* a key figure */
	     PLACE_TITLE,  /* of a section or a block */
	     PLACE_ROW,    /* of a table */
	     PLACE_SERIES, /* of a chart */
	     PLACE_SENTENCE
};

struct use {
	const struct concept
	    *measure; /* never NULL: figures of several concepts count as their non-GAAP one */
	const struct figure *figure;
	enum place place;
	const struct section *section; /* NULL: the front */
	const struct block *block;     /* NULL: the front, or a section's title */
	const char *words;             /* the sentence, label or title that a reader sees with it */
	const struct text
	    *text; /* the figure is a span of it; NULL: it stands alone, in a cell or at a mark */
	size_t span;
	size_t line;        /* ROW: the row; SERIES: the category; else 0 */
	bool total, strong; /* ROW, SERIES: a (sub)total; printed heavier */
};

struct uses {
	struct use *v;
	size_t n, cap;
};

void uses_find(struct arena *, struct compute *, const struct doc *, struct uses *);
/* The measure that a figure tells of, as above; NULL for one without a concept. */
const struct concept *figure_measure(struct arena *, struct compute *, const struct figure *);

#endif
