/* Tokens to unsubscribe: base64url(address) "." base64url(HMAC-SHA256). */
#include "deliver/token.h"

#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>

static void sign(struct str key, const char *issuer, const char *address,
		 uint8_t out[SHA256_DIGEST_SIZE])
{
	static const char purpose[] = "irbrief unsubscribe";
	struct hmac_sha256_ctx ctx;

	/* The closing NULs part the fields, so that no two pairs sign alike. */
	hmac_sha256_set_key(&ctx, key.n, (const uint8_t *)key.p);
	hmac_sha256_update(&ctx, sizeof purpose, (const uint8_t *)purpose);
	hmac_sha256_update(&ctx, strlen(issuer) + 1, (const uint8_t *)issuer);
	hmac_sha256_update(&ctx, strlen(address), (const uint8_t *)address);
	hmac_sha256_digest(&ctx, SHA256_DIGEST_SIZE, out);
}

static char *encode(struct arena *a, const void *bytes, size_t n)
{
	char *out = arena_alloc(a, BASE64_ENCODE_LENGTH(n) + BASE64_ENCODE_FINAL_LENGTH + 1);
	struct base64_encode_ctx ctx;
	size_t done;

	base64url_encode_init(&ctx);
	done = base64_encode_update(&ctx, out, n, bytes);
	done += base64_encode_final(&ctx, out + done);
	while (done && out[done - 1] == '=')
		done--;
	out[done] = '\0';
	return out;
}

/* The padding that encode left out is put back: the decoder insists on it. */
static char *decode(struct arena *a, const char *s, size_t n, size_t *out_n)
{
	char *padded = arena_printf(a, "%.*s%.*s", (int)n, s, (int)((4 - n % 4) % 4), "===");
	size_t length = strlen(padded);
	uint8_t *out = arena_alloc(a, BASE64_DECODE_LENGTH(length) + 1);
	struct base64_decode_ctx ctx;

	base64url_decode_init(&ctx);
	if (!base64_decode_update(&ctx, out_n, out, length, padded) || !base64_decode_final(&ctx))
		return NULL;
	out[*out_n] = '\0';
	return (char *)out;
}

char *token_make(struct arena *a, struct str key, const char *issuer, const char *address)
{
	uint8_t mac[SHA256_DIGEST_SIZE];

	sign(key, issuer, address, mac);
	return arena_printf(a, "%s.%s", encode(a, address, strlen(address)),
			    encode(a, mac, sizeof mac));
}

bool token_read(struct arena *a, struct str key, const char *issuer, const char *token,
		const char **address)
{
	enum { LONGEST = 1024 };
	const char *dot = strchr(token, '.'), *mac;
	uint8_t want[SHA256_DIGEST_SIZE];
	size_t n;

	if (!dot || strlen(token) > LONGEST)
		return false;
	*address = decode(a, token, (size_t)(dot - token), &n);
	if (!*address || strlen(*address) != n)
		return false;
	mac = decode(a, dot + 1, strlen(dot + 1), &n);
	sign(key, issuer, *address, want);
	return mac && n == sizeof want && memeql_sec(mac, want, sizeof want);
}
