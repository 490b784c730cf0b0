/*
 * Header fields of messages (RFC 5322, RFC 2047), as "Name: value": ASCII in lines of at most 78
 * bytes, a folded one with CRLF between them and none at the end.  MIME's own fields, and the
 * bodies with their encodings, are libcurl's (smtp.h).
 */
#ifndef DELIVER_HEADER_H
#define DELIVER_HEADER_H

#include <stdint.h>

#include "base/text.h"
#include "deliver/address.h"

/* "Subject: ..." folded; text that is not ASCII as encoded words. */
const char *header_text(struct arena *, const char *name, const char *text);
/* "To: =?UTF-8?B?...?= <li@example.com>" */
const char *header_mailbox(struct arena *, const char *name, const struct mailbox *);
/* "Date: Wed, 25 Mar 2026 16:45:00 +0800" */
const char *header_date(struct arena *, int64_t seconds, int offset_minutes);

#endif
