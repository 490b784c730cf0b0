/*
 * How a message leaves: SMTP (smtp.h), or whatever a test puts in its place.
 */
#ifndef DELIVER_TRANSPORT_H
#define DELIVER_TRANSPORT_H

#include "base/text.h"

enum outcome {
	OUTCOME_ACCEPTED,
	OUTCOME_DEFERRED,  /* the server said 4xx: not now */
	OUTCOME_REJECTED,  /* the server said 5xx: never */
	OUTCOME_UNWELCOME, /* 5xx to the sender: never, and the next will hardly pass */
	OUTCOME_UNKNOWN,   /* all was handed over and no reply came */
	OUTCOME_DOWN,      /* no connection, or it broke before all was handed over: not accepted */
	OUTCOME_HOPELESS,  /* no message will pass: certificate, TLS, credentials */
	OUTCOME_STOPPED    /* before_data said no */
};

struct reply {
	enum outcome outcome;
	int code;       /* the server's last; 0: no whole reply came */
	char text[512]; /* the server's last line, or what went wrong; closed by NUL */
};

struct parcel {
	const char *to;      /* local@domain in ASCII */
	struct str parts[2]; /* the message: lines that end in CRLF */
	/* Called when the server has taken the recipient and before DATA; false stops this message.
	 */
	bool (*before_data)(void *);
	void *ctx;
};

struct transport {
	void (*send)(void *self, const struct parcel *, struct reply *);
	void *self;
};

#endif
