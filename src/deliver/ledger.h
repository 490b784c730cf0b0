/*
 * The publication ledger, SITE/.irbrief/ledger.sqlite (SQLite, mode 0600): what was staged and
 * published, when, with which digests and check results, and every switch of the site.
 *
 * It and the link SITE/current cannot change in one step, so a switch is first written down as an
 * intention; ledger_settle then reads the link and finishes the intention or forgets it.  A crash
 * at any moment therefore leaves the two in agreement after the next ledger_settle.
 *
 * Times are seconds since 1970 here and RFC 3339 in UTC in the file, for auditors.
 */
#ifndef DELIVER_LEDGER_H
#define DELIVER_LEDGER_H

#include "base/diag.h"
#include "base/hash.h"
#include "facts/lang.h"

struct ledger;

struct ledger_file {
	const char *path; /* below the brief's folder: "en/brief.pdf" */
	const char *sha256;
	long bytes;
};

struct ledger_edition {
	enum lang lang;
	const char *card; /* JSON, see card.h */
};

struct ledger_version {
	const char *brief;
	int version;
	int year;            /* of the address; the first published version's for all */
	const char *kind;    /* name of the template: "results"; likewise */
	const char *issued;  /* ISO day by which lists are sorted */
	const char *digest;  /* over paths and digests of all files */
	const char *embargo; /* RFC 3339 as written, or NULL */
	const char *checks;  /* JSON: the summary at staging */
	int64_t staged;
	int64_t published; /* 0: staged only */
	struct {
		struct ledger_file *v;
		size_t n, cap;
	} files; /* by path */
	struct {
		struct ledger_edition *v;
		size_t n, cap;
	} editions; /* by lang */
};

struct ledger_versions { /* by brief, then version */
	struct ledger_version *v;
	size_t n, cap;
};

enum ledger_action { ACTION_PUBLISH, ACTION_ROLLBACK };

struct ledger_switch {
	long id;
	enum ledger_action action;
	int release;
	const char *digest; /* of the release: of its SHA256SUMS */
	int64_t at;         /* by --now */
	int64_t clock;      /* by the machine's clock */
	bool done;
	const struct ledger_version *const *published; /* made public by it; written only */
	size_t n_published;
};

struct ledger_switches { /* oldest first */
	struct ledger_switch *v;
	size_t n, cap;
};

/* Creates the folder .irbrief (mode 0700) and the ledger if they are absent; the site folder too.
 */
struct ledger *ledger_open(struct arena *, struct diag *, const char *site);
/* For those who only look.  NULL, reported, if there is none. */
struct ledger *ledger_open_to_read(struct arena *, struct diag *, const char *site);
void ledger_close(struct ledger *); /* NULL is allowed */

/* A remark that outlives a run ("rehearsal", "language", "host", "since"); NULL if it was never
 * set. */
const char *ledger_remark(struct ledger *, const char *key);
bool ledger_set_remark(struct ledger *, const char *key, const char *value);

bool ledger_read(struct ledger *, struct ledger_versions *);
const struct ledger_version *ledger_find(const struct ledger_versions *, const char *brief,
					 int version);
/* The highest published version of a brief, or NULL. */
const struct ledger_version *ledger_latest(const struct ledger_versions *, const char *brief);
/* Adds a version, or replaces one that is staged. */
bool ledger_stage(struct ledger *, const struct ledger_version *);
/* Forgets a version that is staged. */
bool ledger_withdraw(struct ledger *, const char *brief, int version);

bool ledger_switches(struct ledger *, struct ledger_switches *);
int ledger_next_release(struct ledger *); /* 0 on failure */
bool ledger_intend(struct ledger *, const struct ledger_switch *);
/* Finishes the intention that led to release `current` (0: there is no site yet), forgets others.
 */
bool ledger_settle(struct ledger *, int current);

#endif
