/* SHA-256 as hexadecimal text (nettle). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>

enum { HASH_TEXT = 65 };

void hash_text(const void *bytes, size_t n, char out[HASH_TEXT]);

#endif
