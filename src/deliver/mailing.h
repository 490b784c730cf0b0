/*
 * The run of a mailing, in the order that makes it safe:
 *
 *	ledger: attempted, synced -> the message is handed over -> the reply -> ledger: accepted,
 *deferred or rejected, synced
 *
 * so that after a crash the ledger says of every address whether it was accepted, but for the one
 *message that was under way.  4xx is tried again later with the others of its kind, a broken
 *connection at once and then with back-off; when nothing gets through, the run stops and the rest
 *is left for --resume.
 */
#ifndef DELIVER_MAILING_H
#define DELIVER_MAILING_H

#include "deliver/mail_ledger.h"
#include "deliver/recipients.h"
#include "deliver/suppression.h"
#include "deliver/transport.h"

enum fate {
	FATE_LEFT, /* not reached */
	FATE_SUPPRESSED,
	FATE_ALREADY, /* accepted in an earlier run */
	FATE_ACCEPTED,
	FATE_DEFERRED,
	FATE_REJECTED,
	FATE_UNKNOWN,
	FATE_COUNT
};

struct mailing {
	struct mail_ledger *ledger;
	struct transport transport;
	const struct recipients *recipients;
	const struct suppression *suppression;
	int rate;            /* messages a minute; 0: no limit */
	bool retry_rejected; /* also those whose message was rejected in an earlier run */
	bool resend_unknown; /* also those of whom nobody knows */
	/* Fills the parcel for a recipient; memory is of the arena, which lives until the reply. */
	bool (*compose)(void *ctx, struct arena *, const struct recipient *, struct parcel *);
	void *ctx;
	/* The clock: seconds since 1970, and how to wait. */
	double (*now)(void);
	void (*wait)(double seconds);
	void (*progress)(void *ctx, const struct mailing *);
	/* Results. */
	enum fate *fate; /* for each recipient */
	size_t count[FATE_COUNT];
	double began;
	const char *stopped; /* why the run stopped before its end, or NULL */
};

/* True if everyone was accepted, now or before, or is suppressed. */
bool mailing_run(struct mailing *, struct arena *);

#endif
