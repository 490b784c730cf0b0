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

/* ASCII has its codes as slots; in the place of its controls stands U+2010 to U+202F.  Behind it
 * stand the marks of numbers in the form that they take beside a figure. */
enum { PLAIN_END = 127, PLAIN_RAISED, PLAIN_SLOTS = PLAIN_RAISED + 4 };

struct plain {                       /* of a face, with or without tnum, in a language */
	uint16_t glyph[PLAIN_SLOTS]; /* 0: not seen yet */
	int16_t advance[PLAIN_SLOTS][PLAIN_SLOTS]; /* font units, before another character or
						       PLAIN_END; 0: not seen yet */
};

/* Notes which characters of the face are plain. */
void plain_open(struct face *);

/* The slots of a text of n bytes, into slots[n].  Returns how many, or 0: it is not plain. */
size_t plain_slots(const struct face *, const char *text, size_t n, uint8_t *slots);
/* The next slots, at or behind s->from, whose pairs were not seen yet.  False: there are none. */
struct plain_stretch {
	size_t from, to;   /* these slots */
	size_t first, end; /* what is shaped: with what stands beside them */
};
bool plain_unseen(const struct plain *, const uint8_t *slots, size_t n, struct plain_stretch *);
/* Keeps what HarfBuzz made of a stretch of n slots. */
void plain_learn(struct plain *, const uint8_t *slots, size_t n, const struct plain_stretch *,
		 hb_buffer_t *);

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
