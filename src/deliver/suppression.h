/*
 * The list of those who asked not to be mailed: one address a line, what stands after a comma is a
 * remark, # begins a comment.
 */
#ifndef DELIVER_SUPPRESSION_H
#define DELIVER_SUPPRESSION_H

#include "base/diag.h"
#include "deliver/address.h"

struct suppression {
	const char **v; /* keys of addresses, sorted */
	size_t n, cap;
};

/* PROJECT/suppression.txt, unless the setting mail.suppression (NULL: absent) names another. */
const char *suppression_file(struct arena *, const char *project, const char *setting);
/* No file: nobody.  A line that is no address is an error, because its owner would be mailed. */
bool suppression_load(struct arena *, struct diag *, const char *path, struct suppression *);
bool suppression_has(const struct suppression *, const struct address *);
/* Adds a line, synced; *added is false if the address stands there already. */
bool suppression_add(struct arena *, struct diag *, const char *path, const struct address *,
		     bool *added);

#endif
