/* Shaped texts by style and text: a hash table that only grows, and starts anew when it has become
 * too large. */
#include "scene/shape_memory.h"

#include <stdlib.h>

#include "facts/map.h"

enum { KEPT_BYTES = 2 * 1024 * 1024 }; /* more goes between reports */

struct shape_memory {
	struct arena *arena;
	struct shape_entry *entries; /* a hash table: cap is a power of two */
	size_t n, cap;
	struct plain *plain[LANG_COUNT][FACES_MAX][2]; /* NULL: none yet; never forgotten */
};

struct shape_memory *shape_memory_new(void)
{
	struct shape_memory *m = xrealloc(NULL, sizeof *m);

	*m = (struct shape_memory){.arena = arena_new()};
	return m;
}

void shape_memory_free(struct shape_memory *m)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		for (int i = 0; i < FACES_MAX; i++) {
			free(m->plain[lang][i][0]);
			free(m->plain[lang][i][1]);
		}
	arena_free(m->arena);
	free(m);
}

void shape_memory_trim(struct shape_memory *m)
{
	if (arena_used(m->arena) <= KEPT_BYTES)
		return;
	arena_empty(m->arena);
	m->entries = NULL;
	m->n = m->cap = 0;
}

static uint64_t hash_of(const struct style *st, const char *text, size_t n)
{
	uint64_t h = hash_bytes(HASH_START, text, n);

	h = hash_bytes(h, &st->size, sizeof st->size);
	return (h ^ (uint64_t)st->weight << 1 ^ (uint64_t)st->lang << 4 ^ st->tabular) *
	       0x100000001B3u;
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
		struct shape_entry *e = &m->entries[i];

		if (!e->text || (e->hash == hash && e->n == n && style_eq(&e->style, st) &&
				 memcmp(e->text, text, n) == 0))
			return e;
	}
}

static void grow(struct shape_memory *m)
{
	struct shape_memory more = *m;

	more.cap = m->cap ? m->cap * 2 : 256;
	more.entries = NEWS(m->arena, struct shape_entry, more.cap);
	for (size_t i = 0; i < m->cap; i++) {
		const struct shape_entry *e = &m->entries[i];

		if (e->text)
			*find(&more, e->hash, &e->style, e->text, e->n) = *e;
	}
	*m = more;
}

struct shape_entry *shape_memory_at(struct shape_memory *m, const struct style *st,
				    const char *text, size_t n)
{
	uint64_t hash = hash_of(st, text, n);
	struct shape_entry *e;

	if (m->n * 2 >= m->cap)
		grow(m);
	e = find(m, hash, st, text, n);
	if (!e->text) {
		*e = (struct shape_entry){
		    .hash = hash, .style = *st, .text = arena_strn(m->arena, text, n), .n = n};
		m->n++;
	}
	return e;
}

struct arena *shape_memory_arena(struct shape_memory *m)
{
	return m->arena;
}

struct plain *shape_memory_plain(struct shape_memory *m, const struct face *f, enum lang lang,
				 bool tabular)
{
	struct plain **p = &m->plain[lang][f->index][tabular];

	if (!*p) {
		*p = xrealloc(NULL, sizeof **p);
		**p = (struct plain){0};
	}
	return *p;
}
