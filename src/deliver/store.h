/*
 * The bytes of every version, staged or published, by their SHA-256: SITE/.irbrief/objects/,
 * outside the web root, files of mode 0600 in folders of mode 0700.  The site is always made from
 * here, so a brief that has left the project stays published.
 */
#ifndef DELIVER_STORE_H
#define DELIVER_STORE_H

#include "deliver/ledger.h"

bool store_put(struct arena *, struct diag *, const char *site, struct str bytes,
	       char sha256[HASH_TEXT]);
/* False, reported, if the object is missing or is no longer what its name says. */
bool store_read(struct arena *, struct diag *, const char *site, const char *sha256,
		struct str *bytes);
/* Removes what no version of the ledger names. */
bool store_sweep(struct arena *, struct diag *, const char *site, const struct ledger_versions *);

#endif
