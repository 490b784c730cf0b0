/*
 * Tokens to unsubscribe: the address and a signature (HMAC-SHA256) over issuer and address, so that
 * a link in a message proves that it was sent to that address, and no list of tokens is kept.
 */
#ifndef DELIVER_TOKEN_H
#define DELIVER_TOKEN_H

#include "base/text.h"

/* Letters, digits, '-', '_' and one '.': needs no escaping in an address of the web. */
char *token_make(struct arena *, struct str key, const char *issuer, const char *address);
/* False if it was not signed with this key for this issuer. */
bool token_read(struct arena *, struct str key, const char *issuer, const char *token,
		const char **address);

#endif
