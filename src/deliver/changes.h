/*
 * What a correction changed, figure by figure: two brief.json of one brief and language compared by
 * figure id, in the order of the newer one; figures that are gone follow.
 */
#ifndef DELIVER_CHANGES_H
#define DELIVER_CHANGES_H

#include "load/value.h"

struct change {
	const char *figure;    /* GID */
	const char *label;     /* what it is, in words */
	const char *from, *to; /* as printed; NULL: not shown */
};

struct changes {
	struct change *v;
	size_t n, cap;
};

/* False, reported, if one of the texts is not a brief.json. */
bool changes_find(struct arena *, struct diag *, struct str older, struct str newer,
		  struct changes *);

#endif
