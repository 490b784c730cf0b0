/*
 * What a published site consists of, as files in memory: home and archive in each language, pages
 *by kind, every edition of every version, corrections, feeds, sitemap.xml, robots.txt, index.json,
 *a 404 page, style sheet, SHA256SUMS.  It is a pure function of the published versions of the
 *ledger, their bytes, the issuer and the templates: what is not published cannot show in it.
 *
 *	/  /LANG/                                  home; "/" in the site's own language
 *	/archive/  /LANG/archive/                  by year;  .../archive/KIND/ by kind
 *	/YYYY/ID/LANG/                             the current version of an edition, and its files
 *	/YYYY/ID/vN/LANG/                          an older version
 *	/YYYY/ID/LANG/corrections/                 what changed, figure by figure
 *	/feed.xml  /LANG/feed.xml
 *
 * YYYY is the fiscal year of the first published version, so that an address never moves.
 */
#ifndef DELIVER_SITE_H
#define DELIVER_SITE_H

#include "deliver/ledger.h"
#include "deliver/release.h"
#include "facts/settings.h"
#include "facts/facts.h"

struct site {
	struct arena *arena;
	struct diag *diag;
	const char *folder; /* SITE */
	const char *project,
	    *shipped; /* folders with templates/site and assets; the project's go first */
	const struct facts *facts; /* the issuer */
	const struct settings *settings;
	const struct ledger_versions *versions; /* only those with a time of publication are used */
	enum lang language;                     /* of "/" */
	const char *host; /* in the ids of feeds: never changes, although base_url may */
	int64_t since;    /* when the site began */
	bool rehearsal;
};

/* False if a template, a word or a stored file is wrong (reported). */
bool site_make(const struct site *, struct site_files *);

/* "2025/annual-results/en/", or "2025/annual-results/v1/en/" if it is not the current one. */
const char *site_address(struct arena *, const struct ledger_version *, enum lang, bool current);

#endif
