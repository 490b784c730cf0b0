/* SHA-256 as hexadecimal text. */
#include "base/hash.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>

void hash_text(const void *bytes, size_t n, char out[HASH_TEXT])
{
	struct sha256_ctx ctx;
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_init(&ctx);
	sha256_update(&ctx, n, bytes);
	sha256_digest(&ctx, sizeof digest, digest);
	base16_encode_update(out, sizeof digest, digest);
	out[HASH_TEXT - 1] = '\0';
}
