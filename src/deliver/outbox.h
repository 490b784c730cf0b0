/*
 * A mail server within the program, for a mailing that is written instead of sent: libcurl hands a
 * message to it by SMTP, the way it would to a real one, and what arrives is kept.
 */
#ifndef DELIVER_OUTBOX_H
#define DELIVER_OUTBOX_H

#include "base/diag.h"
#include "deliver/transport.h"

struct outbox;

/* NULL, and reported, if it cannot be had.  from: the envelope's sender. */
struct outbox *outbox_open(struct arena *, struct diag *, const char *from);
void outbox_close(struct outbox *); /* NULL is allowed */
/* The message's bytes, until the next one; false, and reported, if it was not sent. */
bool outbox_take(struct outbox *, const struct parcel *, struct str *message);

#endif
