/*
 * recipients.csv: who gets the brief.
 *	address,name,language,format
 *	li@example.com,李华,zh-Hans,attach
 * Only `address` must be there; format is attach (the default) or link.
 */
#ifndef DELIVER_RECIPIENTS_H
#define DELIVER_RECIPIENTS_H

#include "base/diag.h"
#include "deliver/address.h"

struct recipient {
	struct address address;
	const char *name; /* "" if none is given */
	int lang;         /* enum lang, or -1: the brief's first */
	bool link;        /* a link to the PDF instead of the PDF */
	struct pos at;    /* of the address */
};

struct recipients {
	struct recipient *v; /* in the order of the file */
	size_t n, cap;
};

/* Every mistake is reported.  An address that comes again is dropped with a warning: the first row
 * counts. */
bool recipients_load(struct arena *, struct diag *, const char *file, struct recipients *);

#endif
