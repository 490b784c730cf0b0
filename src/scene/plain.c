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

static const char raised[] = "()+-"; /* beside a figure */

static bool is_figure(const char *text, size_t n, size_t i)
{
	return i < n && text[i] >= '0' && text[i] <= '9';
}

static bool is_beside_figure(const char *text, size_t n, size_t i)
{
	return is_figure(text, n, i + 1) || (i > 0 && is_figure(text, n, i - 1));
}

/* Figures and their marks, and nothing that could give these another form. */
static bool is_number(const char *text, size_t n)
{
	size_t i = 0;

	while (i < n && (is_figure(text, n, i) || (text[i] && strchr(".,%$ ()+-", text[i]))))
		i++;
	return i == n;
}

/* The slot of a character that changes, or PLAIN_END if only HarfBuzz knows its form. */
static unsigned changed_slot(const char *text, size_t n, size_t i, bool number)
{
	const char *mark = text[i] ? strchr(raised, text[i]) : NULL;

	if (is_within_word(text, n, i))
		return (unsigned char)text[i];
	if (number && mark && is_beside_figure(text, n, i))
		return PLAIN_RAISED + (unsigned)(mark - raised);
	return PLAIN_END;
}

size_t plain_slots(const struct face *f, const char *text, size_t n, uint8_t *slots)
{
	bool number = is_number(text, n);
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
		if (f->plain[c] == PLAIN_CHANGES)
			c = changed_slot(text, n, at, number);
		else if (f->plain[c] == PLAIN_NOT)
			return 0;
		if (c == PLAIN_END)
			return 0;
		slots[count++] = (uint8_t)c;
	}
	return count;
}

static bool is_seen(const struct plain *p, const uint8_t *slots, size_t n, size_t i)
{
	return p->advance[slots[i]][plain_next(slots, i, n)] != 0;
}

static bool has_raised(const uint8_t *slots, size_t from, size_t to)
{
	while (from < to && slots[from] < PLAIN_RAISED)
		from++;
	return from < to;
}

bool plain_unseen(const struct plain *p, const uint8_t *slots, size_t n, struct plain_stretch *s)
{
	while (s->from < n && is_seen(p, slots, n, s->from))
		s->from++;
	for (s->to = s->from; s->to < n && !is_seen(p, slots, n, s->to);)
		s->to++;
	s->first = s->from;
	s->end = s->to < n ? s->to + 1 : n; /* the second of the last pair */
	if (has_raised(slots, s->first, s->end)) {
		s->first -= s->first > 0;
		s->end += s->end < n;
	}
	return s->from < s->to;
}

void plain_learn(struct plain *p, const uint8_t *slots, size_t n, const struct plain_stretch *s,
		 hb_buffer_t *b)
{
	unsigned n_glyphs;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n_glyphs);
	const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, NULL);

	assert(n_glyphs == s->end - s->first);
	for (size_t i = s->from; i < s->to; i++) {
		p->glyph[slots[i]] = (uint16_t)info[i - s->first].codepoint;
		p->advance[slots[i]][plain_next(slots, i, n)] =
		    (int16_t)pos[i - s->first].x_advance;
	}
}
