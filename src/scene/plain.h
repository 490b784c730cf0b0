/*
 * What HarfBuzz made of plain text, by pairs of characters, so that it is asked only once for each.
 * Private to scene/.
 *
 * In plain text no character is drawn differently for what stands beside it, so that a glyph's
 * advance follows from it and its right neighbour (kerning).  Which characters these are, the
 * face's own rules tell.
 */
#ifndef SCENE_PLAIN_H
#define SCENE_PLAIN_H

#include "scene/font.h"

/* ASCII has its codes as slots; in the place of its controls stands U+2010 to U+202F. */
enum { PLAIN_SLOTS = 128, PLAIN_END = 127 };

struct plain {                       /* of a face, with or without tnum, in a language */
	uint16_t glyph[PLAIN_SLOTS]; /* 0: not seen yet */
	int16_t advance[PLAIN_SLOTS][PLAIN_SLOTS]; /* font units, before another character or
						       PLAIN_END; 0: not seen yet */
};

/* Notes which characters of the face are plain. */
void plain_open(struct face *);

/* The slots of a text of n bytes, into slots[n].  Returns how many, or 0: it is not plain. */
size_t plain_slots(const struct face *, const char *text, size_t n, uint8_t *slots);
/* From `*from` on, the next stretch of slots with pairs that were not seen yet: its first slot in
 * *from; returns how many slots it has, 0: there is none. */
size_t plain_unseen(const struct plain *, const uint8_t *slots, size_t n, size_t *from);
/* Keeps what HarfBuzz made of a stretch. */
void plain_learn(struct plain *, const uint8_t *slots, size_t n, hb_buffer_t *);

static inline unsigned plain_next(const uint8_t *slots, size_t i, size_t n)
{
	return i + 1 < n ? slots[i + 1] : PLAIN_END;
}

/* Bytes of a slot's character in UTF-8. */
static inline unsigned plain_bytes(unsigned slot)
{
	return slot < ' ' ? 3 : 1;
}

#endif
