/*
 * E-mail addresses.  An address has two forms: the one that the server gets, and the key by which
 * two spellings of one mailbox are known to be one, so that nobody is mailed twice.
 */
#ifndef DELIVER_ADDRESS_H
#define DELIVER_ADDRESS_H

#include "base/text.h"

struct address {
	const char *mailbox; /* local part as typed, domain in ASCII (IDNA 2008, lower case) */
	const char *key;     /* the same, all in lower case; mailbox itself, if it is */
};

/*
 * local@domain and nothing else: a dot-atom of ASCII (RFC 5321, without quoted local parts), a
 * domain of two labels or more, which may be internationalised.  False: *why says what is wrong.
 */
bool address_parse(struct arena *, struct str, struct address *, const char **why);

struct mailbox {          /* "Acme IR <ir@example.com>" or "ir@example.com" */
	const char *name; /* "" if there is none */
	struct address address;
};
bool mailbox_parse(struct arena *, struct str, struct mailbox *, const char **why);

/* Text that may stand in a header: no control character, no line or paragraph separator, no mark
 * that turns the direction of what follows. */
bool header_text_ok(struct str);

#endif
