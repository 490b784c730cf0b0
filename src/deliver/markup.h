/*
 * A reader of HTML and XML that is strict enough to find what browsers forgive: tags that do not
 * match, attributes without quotes or twice, stray < and &.  Elements whose end HTML lets one leave
 * out (li, p, td ...) may be left open in HTML; XML and what stands inside svg must close
 * everything.
 */
#ifndef DELIVER_MARKUP_H
#define DELIVER_MARKUP_H

#include "base/diag.h"

struct attribute {
	struct str name, value; /* raw: character references are not resolved */
	size_t offset;          /* of the value in the text */
};

struct markup_handler {
	/* An element opens: its name, its attributes, how many elements are around it. */
	void (*element)(void *ctx, struct str name, const struct attribute *, size_t n, int depth);
	/* Text between tags, with the element it stands in; may come in pieces. */
	void (*text)(void *ctx, struct str inside, struct str text, size_t offset);
	void *ctx;
};

/* Reads all of it; reports every mistake (up to a dozen); false if there was one. */
bool markup_read(struct diag *, const char *file, struct str text, bool xml,
		 const struct markup_handler *);
/* The attribute's value with &amp; and the like resolved, in the arena. */
const char *markup_value(struct arena *, struct str raw);

#endif
