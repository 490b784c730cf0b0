/* The structure tree of a tagged PDF: built by layout, written by the PDF writer. */
#ifndef PDF_TAG_H
#define PDF_TAG_H

#include <stdint.h>

#include "base/arena.h"
#include "facts/lang.h"

struct tag_box {
	int page;         /* 0-based */
	double corner[4]; /* x0 y0 x1 y1, top-left points on its page */
};

struct tag {
	const char *type; /* standard structure type: "Sect", "H1", "Table", "TD" ... */
	struct tag *parent;
	struct tag *first, *last, *next; /* children in reading order */
	const char *alt;                 /* Figure, Link: required */
	const char *lang;                /* BCP 47, or NULL: as the parent */
	const char *scope;               /* TH: "Column", "Row", "Both" */
	const char *id;                  /* or NULL */
	const char **headers;            /* ids of TH, NULL-terminated, or NULL */
	const char *title;               /* T, or NULL */
	const char *list_numbering;      /* L: "None", "Disc", "Decimal" or NULL */
	struct tag_box *box;             /* Figure: where it stands; or NULL */
	uint16_t col_span, row_span;     /* 0 or 1: none */
	int element;                     /* the PDF writer's own: its number, from 1 */
};

struct tag *tag_new(struct arena *, struct tag *parent, const char *type);

#endif
