/*
 * The last look before a site goes out: HTML and XML are well-formed, feeds have what Atom asks
 * for, ids are unique, and every internal link, anchor and file resolves.
 */
#ifndef DELIVER_SITECHECK_H
#define DELIVER_SITECHECK_H

#include "base/diag.h"
#include "deliver/release.h"

/* base_url: without a slash at its end; addresses below it are internal.  All mistakes are reported
 * at their place in the file. */
bool sitecheck(struct arena *, struct diag *, const char *base_url, const struct site_files *);

#endif
