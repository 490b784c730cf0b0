/*
 * Releases of the site on the disk.
 *
 *	SITE/current               a link to releases/000012: the web root
 *	SITE/releases/000012/      complete sites, never changed after the switch
 *	SITE/.irbrief/next/        one being written: folders 0700, files 0600
 *
 * A release becomes public by one rename of the link.  Before it all bytes are on the disk, after
 *it the folder of the link is, so a crash leaves the old site or the new one.
 */
#ifndef DELIVER_RELEASE_H
#define DELIVER_RELEASE_H

#include "base/hash.h"
#include "deliver/ledger.h"

struct site_file {        /* an address and its bytes */
	const char *path; /* below the web root: "2025/annual/en/index.html" */
	struct str bytes;
	char sha256[HASH_TEXT];
};

struct site_files { /* by path */
	struct site_file *v;
	size_t n, cap;
};

/* The number that SITE/current names; 0: there is no site yet. */
int release_current(struct arena *, const char *site);
/* The next older release that is still there; 0: there is none. */
int release_before(struct arena *, const char *site, int release);
/* Removes what an interrupted run left: everything but releases of finished switches. */
bool release_tidy(struct arena *, struct diag *, const char *site, const struct ledger_switches *);
/* Writes the files to SITE/.irbrief/next and syncs.  A file that the current release has with the
 * same bytes keeps its time, so that conditional requests still match; others get `at`, or later.
 */
bool release_write(struct arena *, struct diag *, const char *site, const struct site_files *,
		   int64_t at);
/* Gives next its number; nobody else can read it yet. */
bool release_place(struct arena *, struct diag *, const char *site, int release);
/* Makes a release readable, then the web root. */
bool release_switch(struct arena *, struct diag *, const char *site, int release);
/* Removes the oldest but `keep`, never the current one. */
bool release_prune(struct arena *, struct diag *, const char *site, int keep);

#endif
