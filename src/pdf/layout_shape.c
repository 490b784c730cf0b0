/* Shaping, and telling which characters no font has. */
#include "pdf/layout_part.h"

struct pos place_of(const struct layout *l, uint32_t character)
{
	char bytes[4];

	return diag_find(l->diag, bytes, utf8_put(bytes, character));
}

struct arena *measured(struct layout *l)
{
	enum { ENOUGH = 64 * 1024 };

	if (arena_used(l->measured) > ENOUGH)
		arena_empty(l->measured);
	return l->measured;
}

struct shaped measured_shape(struct layout *l, struct style st, const char *text, size_t n)
{
	return layout_shape(l, measured(l), st, text, n);
}

struct shaped layout_shape(struct layout *l, struct arena *a, struct style st, const char *text,
			   size_t n)
{
	const struct layout_options *o = l->options;
	uint32_t missing = 0;
	struct shaped s = o->shape ? o->shape(o->shape_ctx, a, st, text, n, &missing)
				   : shape(a, o->fonts, st, text, n, &missing);

	if (missing && missing != l->missing) {
		l->failed = true;
		l->missing = missing;
		diag_error(l->diag, place_of(l, missing),
			   "no font has the character U+%04X: '%.*s'", (unsigned)missing, (int)n,
			   text);
	}
	return s;
}
