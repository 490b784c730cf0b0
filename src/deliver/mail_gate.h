/*
 * The gates of a mailing: what must hold before anybody is mailed.  Failed checks are not here:
 * they stop the build.
 */
#ifndef DELIVER_MAIL_GATE_H
#define DELIVER_MAIL_GATE_H

#include "facts/settings.h"
#include "report.h"

struct mail_gate {
	int64_t now;
	bool ahead;       /* now is ahead of the machine's clock: a rehearsal */
	bool late;        /* a start long after the embargo is meant */
	const char *site; /* SITE folder, or NULL */
};

/* The address of the brief on the site, above the languages and with a slash at its end, once this
 * version is published there; NULL without a site. */
struct passage {
	enum exit_status status; /* EXIT_DONE, EXIT_REFUSED or EXIT_INPUT */
	const char *url;
};

/* Every reason against is reported, as an error. */
struct passage mail_gate(struct arena *, struct diag *, const struct mail_gate *,
			 const struct settings *, const struct brief_files *);

#endif
