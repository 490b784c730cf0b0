/*
 * A face cut down to the glyphs that a file uses.  Briefs of one kind use much the same glyphs, so
 * that a worker's memory often has the subset already.
 */
#ifndef PDF_SUBSET_H
#define PDF_SUBSET_H

#include "scene/font.h"

struct subset {
	struct arena *arena; /* where it lives */
	struct str program;  /* what is embedded: a bare CFF font, or a whole TrueType one */
	struct str deflated; /* the same, kept here by who deflates it; empty at first */
	bool cff;
	const unsigned *codes; /* of the glyphs, in the order of their ids */
	char tag[7];           /* six letters: two subsets of a face never share a name */
};

/* Of one thread; what it gives lives until it is trimmed or freed. */
struct subset_memory;
struct subset_memory *subset_memory_new(void);
void subset_memory_trim(struct subset_memory *); /* forgets if it has become large */
void subset_memory_free(struct subset_memory *);

/* ids: sorted.  In the memory, or in the arena if there is none; NULL if the face is damaged. */
struct subset *subset_of(struct arena *, struct subset_memory *, const struct face *,
			 const uint32_t *ids, size_t n);

#endif
