/*
 * What every fuzz target needs: an arena and a diag for one input, whose messages are printed too,
 * since the lines and carets of messages are made from the same hostile bytes.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdlib.h>

#include "base/diag.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

struct fuzz {
	struct arena *arena;
	struct diag *diag;
	struct str input; /* a copy, closed by NUL as file_read closes it */
};

static inline struct fuzz fuzz_start(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();

	return (struct fuzz){a, diag_new(a), {arena_strn(a, (const char *)bytes, n), n}};
}

static inline void fuzz_messages(const struct diag *diag)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	diag_print(diag, out);
	fclose(out);
	/* A message is a line, and never steers the terminal. */
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x20 && text[i] != '\n')
			abort();
	free(text);
}

static inline int fuzz_end(struct fuzz *f)
{
	fuzz_messages(f->diag);
	arena_free(f->arena);
	return 0;
}

#endif
