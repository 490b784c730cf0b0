/*
 * From briefs in memory to versions of the ledger: addresses, digests, cards, and what is refused.
 */
#ifndef DELIVER_STAGE_H
#define DELIVER_STAGE_H

#include "deliver/ledger.h"
#include "facts/settings.h"
#include "report.h"

struct stage {
	struct arena *arena;
	struct diag *diag;
	const char *site;
	const char *shipped;
	const struct report *report;
	const struct settings *settings;
	int64_t now;
	bool late; /* --late */
};

/* The version that a brief would be; pure: nothing is written.  False if it cannot have an address
 * (reported). */
bool stage_version(const struct stage *, const struct ledger_versions *, const struct brief_files *,
		   struct ledger_version *);
/* Versions for all briefs of the report, without those that are published already with the same
 * bytes. Drafts, other bytes under a published version, lower versions and late ones are refused:
 * all are reported, *refused is set.  False only for bad input. */
bool stage_plan(const struct stage *, const struct ledger_versions *, struct ledger_versions *plan,
		bool *refused);
/* Stores the bytes, syncs them, writes the plan down; staged versions that left the plan are
 * forgotten. */
bool stage_write(const struct stage *, struct ledger *, const struct ledger_versions *known,
		 const struct ledger_versions *plan);

#endif
