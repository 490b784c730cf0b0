/*
 * Mailing a brief, as one flow: lock -> build and check -> recipients -> gates -> letters ->
 * messages, sent or written to a folder.
 */
#ifndef DELIVER_MAIL_H
#define DELIVER_MAIL_H

#include "cmd.h"
#include "deliver/mail_gate.h"

struct mail_options {
	const char *project, *shipped, *documents; /* documents: $IRBRIEF_DOCUMENTS, or NULL */
	const char *brief;
	struct mail_gate gate;
	bool resume, resend_unknown;
	const char *dry_run; /* folder to write to instead of sending, or NULL */
	const char *server;  /* instead of mail.server, or NULL */
	bool no_tls;
	const char *recipients; /* NULL: PROJECT/recipients.csv */
	const char *ledger;     /* NULL: PROJECT/.irbrief/mail.sqlite */
};

enum exit_status mail_brief(const struct mail_options *);

#endif
