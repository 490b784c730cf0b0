/*
 * Messages as bytes: header lines (RFC 5322, RFC 2047) and encoded bodies (RFC 2045).  All output
 * is ASCII in lines of at most 78 bytes that end in CRLF.
 *
 * libcurl has a MIME API, but it draws its boundaries by lot and has no way to write a message into
 * a file; a message here is the same bytes each time, sent or written.
 */
#ifndef DELIVER_MIME_H
#define DELIVER_MIME_H

#include <stdint.h>

#include "base/text.h"
#include "deliver/address.h"

/* "Subject: ..." folded; text that is not ASCII as encoded words. */
void mime_header(struct buf *, const char *name, const char *text);
/* "To: =?UTF-8?B?...?= <li@example.com>" */
void mime_mailbox(struct buf *, const char *name, const struct mailbox *);
/* "Date: Wed, 25 Mar 2026 16:45:00 +0800" */
void mime_date(struct buf *, int64_t seconds, int offset_minutes);
/* The header lines and body of a text part, as quoted-printable or base64, whichever is shorter. */
void mime_text(struct buf *, const char *type, struct str text);
/* The header lines and body of a file; disposition "inline" or "attachment"; id: its Content-ID, or
 * NULL. */
struct mime_file {
	const char *type, *disposition, *name, *id;
	struct str bytes;
};
void mime_file(struct buf *, const struct mime_file *);

#endif
