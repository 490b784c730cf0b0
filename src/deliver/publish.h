/*
 * Publishing: briefs in memory -> ledger and store -> a complete site -> one switch.
 *
 * One publisher at a time holds SITE/.irbrief/lock.  Whatever an interrupted run left is settled
 * first, so any run can simply be started again.
 */
#ifndef DELIVER_PUBLISH_H
#define DELIVER_PUBLISH_H

#include "deliver/embargo.h"
#include "facts/settings.h"
#include "report.h"

struct publish_options {
	const char *site;
	const char *shipped;
	struct clock clock;
	int64_t now; /* the start, by that clock */
	bool ahead;  /* --now is ahead of the machine's clock */
	bool wait;   /* stay until every staged version is out */
	bool late;
};

/* Publishes what is due of a built report and stages the rest.  Says on standard output what it
 * did. */
enum exit_status publish(struct report *, const struct settings *, const struct publish_options *);
/* Switches back to the release before the current one.  Nothing that is published is forgotten: the
 * next publish brings it back. */
enum exit_status publish_rollback(struct arena *, struct diag *, const struct publish_options *);

#endif
