/* A hash table with open addressing; grows at three quarters. */
#include "facts/map.h"

#include <string.h>

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ hash >> 32;
}

/* Eight bytes at a time: one by one, each would wait for the multiplication before it. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t word;

	for (; n >= sizeof word; p += sizeof word, n -= sizeof word) {
		memcpy(&word, p, sizeof word);
		hash = mix(hash, word);
	}
	for (word = n; n; n--)
		word = word << 8 | *p++;
	return mix(hash, word);
}

static uint32_t hash_key(const char *key)
{
	return (uint32_t)hash_bytes(HASH_START, key, strlen(key));
}

/* Where the key is, or where it would go.  There is always a free slot. */
static struct map_slot *slot_of(const struct map *m, const char *key, uint32_t hash)
{
	size_t i = hash & (m->cap - 1);

	while (m->slots[i].key && (m->slots[i].hash != hash || strcmp(m->slots[i].key, key) != 0))
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

size_t map_find(const struct map *m, const char *key)
{
	const struct map_slot *slot = m->cap ? slot_of(m, key, hash_key(key)) : NULL;

	return slot && slot->key ? slot->value : MAP_NONE;
}

enum { LARGE = 2048 }; /* slots: so many do not stay behind when the table grows */

static struct map_slot *slots_new(struct arena *a, size_t cap)
{
	return cap < LARGE ? NEWS(a, struct map_slot, cap)
			   : arena_block(a, cap * sizeof(struct map_slot));
}

static void grow(struct arena *a, struct map *m)
{
	struct map old = *m;

	m->cap = old.cap ? old.cap * 2 : 64;
	m->slots = slots_new(a, m->cap);
	for (size_t i = 0; i < old.cap; i++) {
		size_t to = old.slots[i].hash & (m->cap - 1);

		if (!old.slots[i].key)
			continue;
		while (m->slots[to].key)
			to = (to + 1) & (m->cap - 1);
		m->slots[to] = old.slots[i];
	}
	if (old.cap >= LARGE)
		arena_block_free(a, old.slots);
}

void map_reserve(struct arena *a, struct map *m, size_t n)
{
	for (m->cap = 64; n * 4 > m->cap * 3; m->cap *= 2)
		;
	m->slots = NEWS(a, struct map_slot, m->cap);
}

void map_copy(struct arena *a, struct map *to, const struct map *from)
{
	*to = *from;
	to->slots = slots_new(a, from->cap);
	if (from->cap)
		memcpy(to->slots, from->slots, from->cap * sizeof *from->slots);
}

void map_set(struct arena *a, struct map *m, const char *key, size_t value)
{
	uint32_t hash = hash_key(key);
	struct map_slot *slot;

	if ((m->n + 1) * 4 > m->cap * 3)
		grow(a, m);
	slot = slot_of(m, key, hash);
	m->n += !slot->key;
	*slot = (struct map_slot){slot->key ? slot->key : key, hash, (uint32_t)value};
}
