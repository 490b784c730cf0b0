/*
 * Shaping with a memory.  A table is measured before it is set, and set again where its section is
 * tried closer; the same words stand in many rows.  Each text is shaped once in each style.
 */
#include "facts/map.h"
#include "pdf/layout_part.h"

struct shape_entry {
	uint64_t hash;
	struct style style;
	const char *text; /* NULL: free */
	size_t n;
	struct shaped shaped;
};

static uint64_t hash_of(const struct style *st, const char *text, size_t n)
{
	/* The language is the document's. */
	uint64_t h = hash_bytes(HASH_START, text, n);

	h = hash_bytes(h, &st->size, sizeof st->size);
	return (h ^ (uint64_t)st->weight << 1 ^ st->tabular) * 0x100000001B3u;
}

static bool style_eq(const struct style *a, const struct style *b)
{
	return a->weight == b->weight && a->size == b->size && a->tracking == b->tracking &&
	       a->tabular == b->tabular && a->lang == b->lang;
}

/* The entry of the text, or the free one where it belongs. */
static struct shape_entry *find(const struct shape_memory *m, uint64_t hash, const struct style *st,
				const char *text, size_t n)
{
	for (size_t i = (size_t)hash & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
		struct shape_entry *e = &m->v[i];

		if (!e->text || (e->hash == hash && e->n == n && style_eq(&e->style, st) &&
				 memcmp(e->text, text, n) == 0))
			return e;
	}
}

static void grow(struct arena *a, struct shape_memory *m)
{
	struct shape_memory more = {.cap = m->cap ? m->cap * 2 : 256, .n = m->n};

	more.v = NEWS(a, struct shape_entry, more.cap);
	for (size_t i = 0; i < m->cap; i++) {
		const struct shape_entry *e = &m->v[i];

		if (e->text)
			*find(&more, e->hash, &e->style, e->text, e->n) = *e;
	}
	*m = more;
}

static struct shaped shape_new(struct layout *l, struct style st, const char *text, size_t n)
{
	const struct layout_options *o = l->options;
	uint32_t missing = 0;
	struct shaped s = o->shape ? o->shape(o->shape_ctx, l->arena, st, text, n, &missing)
				   : shape(l->arena, o->fonts, st, text, n, &missing);

	if (missing && missing != l->missing) {
		l->failed = true;
		l->missing = missing;
		diag_error(l->diag, (struct pos){0}, "no font has the character U+%04X: '%.*s'",
			   (unsigned)missing, (int)n, text);
	}
	return s;
}

struct shaped layout_shape(struct layout *l, struct style st, const char *text, size_t n)
{
	struct shape_memory *m = &l->shapes;
	uint64_t hash = hash_of(&st, text, n);
	struct shape_entry *e;

	if (m->n * 2 >= m->cap)
		grow(l->arena, m);
	e = find(m, hash, &st, text, n);
	if (!e->text) {
		*e = (struct shape_entry){hash, st, arena_strn(l->arena, text, n), n,
					  shape_new(l, st, text, n)};
		m->n++;
	}
	return e->shaped;
}
