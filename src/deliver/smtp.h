/*
 * SMTP by libcurl: one connection for all messages, opened again when it broke.  The parts of a
 * message and their encodings are libcurl's too; it draws their boundaries by lot.  Not for several
 * threads.
 */
#ifndef DELIVER_SMTP_H
#define DELIVER_SMTP_H

#include "base/diag.h"
#include "deliver/transport.h"

struct smtp_options {
	const char *url;  /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
	bool no_tls;      /* smtp:// in the clear; else STARTTLS is required, and a certificate that
			     holds */
	const char *user; /* NULL: no authentication */
	const char *password;
	const char *ca_file; /* PEM of the authorities to trust; NULL: the system's */
	const char *from;    /* envelope sender */
	long reply_seconds;  /* how long to wait for a reply; 0: SMTP_REPLY_SECONDS */
	const char *local;   /* abstract socket of this machine to connect to in place of the host;
				NULL: none */
};

/* RFC 5321, 4.5.3.2.6: ten minutes for the reply that follows the message.  Who gives up sooner
 * does not know whether it was accepted. */
enum { SMTP_REPLY_SECONDS = 600, SMTP_CONNECT_SECONDS = 60 };

/* True if the address is one of this machine: what is sent there does not leave it. */
bool smtp_is_local(const char *url);

struct smtp;

/* NULL and an error if the address cannot be used, or credentials would go over the net in the
 * clear. */
struct smtp *smtp_open(struct arena *, struct diag *, const struct smtp_options *);
void smtp_close(struct smtp *); /* says QUIT; NULL is allowed */
struct transport smtp_transport(struct smtp *);

#endif
