/* The two facts about a CFF font that a PDF font dictionary depends on. */
#ifndef PDF_CFF_H
#define PDF_CFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The code that selects each glyph of a bare CFF font embedded as CIDFontType0C: the glyph's CID in
 * a CID-keyed font, the glyph id itself in a name-keyed one (ISO 32000-1, 9.7.4.2).  codes has room
 * for n_glyphs.  False if the font is damaged.
 */
bool cff_codes(const void *cff, size_t n, unsigned *codes, size_t n_glyphs);

#endif
