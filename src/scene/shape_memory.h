/*
 * A memory of shaped texts: words are measured before they are set, stand in tables, charts and
 * running heads alike, and come again in the next report.  Of one thread; private to scene/.
 */
#ifndef SCENE_SHAPE_MEMORY_H
#define SCENE_SHAPE_MEMORY_H

#include "scene/plain.h"

struct shape_entry {
	uint64_t hash;
	struct style style;
	const char *text; /* NULL: free */
	size_t n;
	struct shaped shaped; /* no runs yet if the entry is new */
	uint32_t missing;
};

/* The entry of a text in a style; of a new one only style and text are set. */
struct shape_entry *shape_memory_at(struct shape_memory *, const struct style *, const char *text,
				    size_t n);
struct plain *shape_memory_plain(struct shape_memory *, const struct face *, enum lang,
				 bool tabular);
struct arena *shape_memory_arena(struct shape_memory *); /* for the runs */

#endif
