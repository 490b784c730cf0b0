/* From a text to an index: the names of concepts and documents, the interned dimensions. */
#ifndef FACTS_MAP_H
#define FACTS_MAP_H

#include <stdint.h>

#include "base/arena.h"

#define MAP_NONE SIZE_MAX

struct map {
	struct map_slot {
		const char *key; /* NULL: free */
		uint32_t hash, value;
	} * slots;
	size_t n, cap; /* cap is 0 or a power of two */
};

/* The value of a key, or MAP_NONE.  Values have 32 bits. */
size_t map_find(const struct map *, const char *key);
/* Room for n keys in an empty map, which then need not grow. */
void map_reserve(struct arena *, struct map *, size_t n);
/* The copy has the same keys, and grows apart from it. */
void map_copy(struct arena *, struct map *, const struct map *);
/* Replaces the value if the key is there.  The key is not copied. */
void map_set(struct arena *, struct map *, const char *key, size_t value);

/* A hash to start or to go on with; it is nowhere written. */
#define HASH_START UINT64_C(14695981039346656037)
uint64_t hash_bytes(uint64_t hash, const void *, size_t n);

#endif
