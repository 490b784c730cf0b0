/*
 * commentary/ID.LANG.md: what the issuer writes beside the figures, in Markdown with figures bound
 * as in a template.  A part is what stands under a heading with an id, "## Outlook {#outlook}"; it
 * ends at the next heading of its rank or above.  See docs/commentary.md.
 */
#ifndef DOC_COMMENTARY_H
#define DOC_COMMENTARY_H

#include "base/diag.h"
#include "facts/literals.h"

enum inline_kind { INLINE_TEXT, INLINE_BINDING, INLINE_LITERAL, INLINE_NOTE, INLINE_LINK };

struct inline_text { /* a run of a sentence */
	enum inline_kind kind;
	const char *text; /* BINDING: what stands between the braces */
	const char *href; /* LINK */
	bool strong;
	struct pos at; /* BINDING: of the first character in the braces */
};

struct inlines {
	struct inline_text *v;
	size_t n, cap;
};

struct passage {              /* paragraphs, or a list, under one heading */
	struct inlines title; /* of the heading right above it; may be empty */
	bool list;
	struct {
		struct inlines *v;
		size_t n, cap;
	} texts;
	struct passage *next;
};

struct part {
	const char *id; /* NULL: before the first heading, or under one without an id */
	int rank;       /* of its heading, 1 to 6; 0: none */
	struct pos at;
	bool placed;
	struct passage *first, *last;
	struct part *next;
};

struct commentary {
	const char *file;
	struct part *first;
};

/* Reads a file; every mistake is reported.  NULL if it cannot be read. */
struct commentary *commentary_read(struct arena *, struct diag *, const char *path,
				   const struct literals *);

#endif
