/*
 * The mail ledger: what became of each message, one row for each (brief, version, address), in
 * SQLite. A row is written and synced before the message is handed over and again after the reply,
 * so that a crash at any moment leaves at most one message of which nobody knows whether it was
 * accepted.
 *
 * One process at a time: a lock on FILE.lock, which the system lets go when the process ends.
 */
#ifndef DELIVER_MAIL_LEDGER_H
#define DELIVER_MAIL_LEDGER_H

#include <stdint.h>

#include "base/diag.h"

enum mail_state {
	MAIL_NEW,       /* no row */
	MAIL_ATTEMPTED, /* handed over; no reply came: accepted or not, nobody knows */
	MAIL_ACCEPTED,
	MAIL_DEFERRED, /* 4xx, or the connection broke before all was handed over: not accepted */
	MAIL_REJECTED, /* 5xx */
	MAIL_STATES
};

struct mail_entry {
	enum mail_state state;
	const char *reply; /* of the server, or what went wrong; "" if there is none */
};

struct mail_ledger;

enum mail_open { MAIL_OPEN, MAIL_LOCKED, MAIL_FAILED };

/* Creates the file if there is none.  MAIL_LOCKED: another process has it; both failures are
 * reported. */
enum mail_open mail_ledger_open(struct arena *, struct diag *, const char *file,
				struct mail_ledger **);
/* The brief and version that all that follows is about; once, after opening. */
bool mail_ledger_select(struct mail_ledger *, const char *brief, int version);
void mail_ledger_close(struct mail_ledger *); /* NULL is allowed */

/*
 * What was sent under this version before, as a digest of its figures; NULL if nothing was.  A
 * version that has begun to go out must not go on with others.
 */
const char *mail_ledger_content(struct mail_ledger *, struct arena *);
/* True if a run began and did not reach its end. */
bool mail_ledger_interrupted(struct mail_ledger *);
/* False: the ledger could not be written (reported once); then nothing may be sent. */
bool mail_ledger_begin(struct mail_ledger *, const char *content, int64_t now);
bool mail_ledger_end(struct mail_ledger *, int64_t now);
bool mail_ledger_write(struct mail_ledger *, const char *key, enum mail_state, const char *reply,
		       int64_t now);

struct mail_entry mail_ledger_find(struct mail_ledger *, struct arena *, const char *key);
/* Calls back for each row in a state, in order of addresses. */
void mail_ledger_each(struct mail_ledger *, enum mail_state,
		      void (*each)(void *, const char *key, const char *reply), void *);

#endif
