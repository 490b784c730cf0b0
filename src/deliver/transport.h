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

/* A part of a message (RFC 2045): bytes, or parts of its own. */
struct part {
	const char *type;     /* the value of Content-Type; a boundary is added to it */
	const char *encoding; /* of the bytes: "base64", or "quoted-printable" for CRLF lines */
	const char *name;     /* of a file, in plain ASCII; NULL: it is none */
	const char *id;       /* its Content-ID: a file shown within the text; NULL: attached */
	struct str bytes;
	const struct part *parts; /* n of them; 0: the bytes count */
	size_t n;
};

struct headers {
	const char **v; /* "Subject: ...", as header.h makes them */
	size_t n, cap;
};

struct parcel {
	const char *to;          /* local@domain in ASCII */
	struct headers headers;  /* but for those of MIME */
	const struct part *body; /* one with parts */
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
