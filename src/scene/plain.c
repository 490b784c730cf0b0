/* Pairs of characters that HarfBuzz has set. */
#include "scene/plain.h"

#include <assert.h>
#include <ctype.h>
#include <hb-ot.h>

enum { FIRST_MARK = 0x2010, LAST_MARK = 0x202F };

static uint32_t character_of(unsigned slot)
{
	return slot < ' ' ? FIRST_MARK + slot : slot;
}

/* The glyphs that a rule of the face may begin from.  Rules of composition are left out, since text
 * without combining marks is set without them, and those that a language asks for. */
static hb_set_t *changing_glyphs(hb_face_t *face)
{
	static const hb_tag_t features[] = {HB_TAG('c', 'a', 'l', 't'), HB_TAG('c', 'l', 'i', 'g'),
					    HB_TAG('l', 'i', 'g', 'a'), HB_TAG('r', 'l', 'i', 'g'),
					    HB_TAG('r', 'c', 'l', 't'), HB_TAG_NONE};
	hb_set_t *lookups = hb_set_create(), *glyphs = hb_set_create();
	hb_codepoint_t lookup = HB_SET_VALUE_INVALID;

	hb_ot_layout_collect_lookups(face, HB_OT_TAG_GSUB, NULL, NULL, features, lookups);
	while (hb_set_next(lookups, &lookup))
		hb_ot_layout_lookup_collect_glyphs(face, HB_OT_TAG_GSUB, lookup, NULL, glyphs, NULL,
						   NULL);
	hb_set_destroy(lookups);
	return glyphs;
}

void plain_open(struct face *f)
{
	hb_set_t *changing = changing_glyphs(f->hb);

	for (unsigned slot = 0; slot < PLAIN_END; slot++) {
		hb_codepoint_t glyph;

		if (hb_font_get_nominal_glyph(f->font, character_of(slot), &glyph))
			f->plain[slot] = hb_set_has(changing, glyph) ? PLAIN_CHANGES : PLAIN_ALWAYS;
	}
	hb_set_destroy(changing);
}

static bool is_letter(const char *text, size_t n, size_t i)
{
	return i < n && isalpha((unsigned char)text[i]);
}

/* A letter that changes is one that is a sign between figures (2 x 3), not within a word. */
static bool is_within_word(const char *text, size_t n, size_t i)
{
	return is_letter(text, n, i) &&
	       (is_letter(text, n, i + 1) || (i > 0 && is_letter(text, n, i - 1)));
}

size_t plain_slots(const struct face *f, const char *text, size_t n, uint8_t *slots)
{
	size_t count = 0;

	for (size_t i = 0; i < n;) {
		size_t at = i;
		uint32_t c = (unsigned char)text[i];

		if (c >= ' ' && c < PLAIN_END) {
			i++;
		} else {
			c = utf8_next(text, n, &i);
			if (c < FIRST_MARK || c > LAST_MARK)
				return 0;
			c -= FIRST_MARK;
		}
		if (f->plain[c] != PLAIN_ALWAYS &&
		    !(f->plain[c] == PLAIN_CHANGES && is_within_word(text, n, at)))
			return 0;
		slots[count++] = (uint8_t)c;
	}
	return count;
}

size_t plain_unseen(const struct plain *p, const uint8_t *slots, size_t n, size_t *from)
{
	size_t i = *from, to;

	while (i < n && p->advance[slots[i]][plain_next(slots, i, n)])
		i++;
	for (to = i; to < n && !p->advance[slots[to]][plain_next(slots, to, n)];)
		to++;
	*from = i;
	return to < n && to > i ? to + 1 - i : to - i; /* with the second of the last pair */
}

void plain_learn(struct plain *p, const uint8_t *slots, size_t n, hb_buffer_t *b)
{
	unsigned n_glyphs;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n_glyphs);
	const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, NULL);

	assert(n_glyphs == n);
	for (size_t i = 0; i < n; i++) {
		p->glyph[slots[i]] = (uint16_t)info[i].codepoint;
		p->advance[slots[i]][plain_next(slots, i, n)] = (int16_t)pos[i].x_advance;
	}
}
