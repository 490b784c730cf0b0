/* Messages that differ by nothing but the boundaries that libcurl drew by lot. */
#ifndef TESTS_BOUNDARIES_H
#define TESTS_BOUNDARIES_H

#include "base/text.h"

/* The message with each boundary as "B". */
static inline const char *without_boundaries(struct arena *a, struct str message)
{
	static const char dashes[] = "------------------------";
	enum { DRAWN = 16 };
	struct buf b = {0};

	for (size_t i = 0; i < message.n;) {
		size_t left = message.n - i, n = strlen(dashes);

		if (left >= n + DRAWN && memcmp(message.p + i, dashes, n) == 0 &&
		    strspn(message.p + i + n, "0123456789abcdef") == DRAWN) {
			buf_char(&b, 'B');
			i += n + DRAWN;
		} else {
			buf_char(&b, message.p[i++]);
		}
	}
	return buf_keep(&b, a);
}

#endif
