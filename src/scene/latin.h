/*
 * Latin text without a shaper: what HarfBuzz makes of it, from tables that are read once from the
 * face.  Private to scene/.
 *
 * A text is spelled: each character becomes a letter, and a mark that rises beside capitals and
 * figures ("(A)", "5-8") another one.  A letter has a glyph, an advance, and a kern with the next.
 */
#ifndef SCENE_LATIN_H
#define SCENE_LATIN_H

#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LATIN_LETTERS = 256 };

struct latin_form { /* how a letter is set; lengths in font units */
	uint16_t glyph;
	int16_t advance;
	uint8_t second_class; /* as the second of a pair */
	uint8_t bytes;        /* of the character in UTF-8 */
	uint16_t n_pairs;     /* kerns with these glyphs; offsets are into GPOS */
	uint32_t pairs;
	uint32_t row;     /* and with a class of others; 0: does not */
	uint64_t seconds; /* the glyphs of its pairs, each as the bit of its last six */
};

struct latin_table { /* of the font file: numbers are big endian */
	const uint8_t *p;
	unsigned n;
};

struct latin {
	hb_blob_t *blob;
	struct latin_table gpos;
	uint8_t watch[LATIN_LETTERS]; /* what needs a closer look */
	uint8_t kind[LATIN_LETTERS];
	uint8_t raised[LATIN_LETTERS];             /* the letter in its raised form, or 0 */
	struct latin_form forms[2][LATIN_LETTERS]; /* proportional figures, tabular ones */
};

/* NULL: the face substitutes by rules that are not known here. */
struct latin *latin_open(hb_face_t *, hb_font_t *);
void latin_close(struct latin *);

/* Spells n bytes into letters[n].  Returns how many, or 0: a character is not Latin, or only the
 * shaper knows the form of one. */
size_t latin_spell(const struct latin *, const char *text, size_t n, uint8_t *letters);

/* Advance of a letter before another (NULL: of the last one), in font units. */
int latin_advance(const struct latin *, const struct latin_form *, const struct latin_form *next);

#endif
