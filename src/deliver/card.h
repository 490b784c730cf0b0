/*
 * What the site's own pages show of an edition: title, period, message, key figures.  A card is
 *JSON in the ledger, made once when the edition is staged, so that lists of published briefs need
 *neither the project's files of that day nor another computation.  Templates see its members as
 *they are:
 *
 *	{"title", "kicker", "headline", "status", "period", "issued",   texts; issued is "" if
 *unknown "figures_head": "RMB million", "figures": [{"label", "value", "change", "base"}],
 *	 "reason": "what was corrected"}                                 in version 2 and above
 */
#ifndef DELIVER_CARD_H
#define DELIVER_CARD_H

#include "doc/doc.h"

/* printed: the period in words; reason: NULL for a version that corrects nothing. */
const char *card_make(struct arena *, const struct doc *, const char *period, const char *issued,
		      const char *reason);
/* NULL, reported, if the ledger's text is damaged. */
struct value *card_read(struct arena *, struct diag *, const char *card);

#endif
