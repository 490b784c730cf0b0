/*
 * Inter substitutes glyphs in one place only, where marks stand beside capitals and figures, and
 * its kerning is one lookup of pairs.  Both are followed here; tests/test_shape.c compares with
 * HarfBuzz over generated texts.  A face with other rules (another release) has no tables and is
 * shaped.
 *
 * A riser is raised if a tall letter stands before or behind it, across blanks and other risers,
 * but not if a small one is as near.  Brackets have more exceptions, sequences become arrows, and
 * an x between figures a sign: where one of these may come, only the shaper knows.
 */
#include "scene/latin.h"

#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum kind { ABSENT, NEUTRAL, BLANK, SMALL, TALL, FIGURE, RISER, TIMES, DASH, BRACKET };
enum watch { HAS_RULES = 1, NO_LETTER = 2 };

/* Letters: ASCII and Latin-1 letters by their code, then these symbols, and raised forms from 1. */
enum { FIRST_SYMBOL = 0x80, FIRST_LATIN1 = 0xC0 };
static const struct symbol {
	uint16_t code;
	uint8_t kind;
} symbols[] = {
    {0x00A0, BLANK},   {0x00A3, TALL},    {0x00A5, TALL},    {0x00A9, NEUTRAL}, {0x00AE, NEUTRAL},
    {0x00B0, NEUTRAL}, {0x00B1, RISER},   {0x00B2, NEUTRAL}, {0x00B3, NEUTRAL}, {0x00B7, NEUTRAL},
    {0x00B9, NEUTRAL}, {0x00D7, TIMES},   {0x2003, BLANK},   {0x2013, DASH},    {0x2014, DASH},
    {0x2018, NEUTRAL}, {0x2019, NEUTRAL}, {0x201C, NEUTRAL}, {0x201D, NEUTRAL}, {0x2020, NEUTRAL},
    {0x2022, RISER},   {0x2026, NEUTRAL}, {0x2082, NEUTRAL}, {0x20AC, TALL},    {0x2192, DASH},
    {0x2212, RISER},   {0x2264, RISER},   {0x2265, RISER},   {0x25B2, TALL},    {0x25BC, TALL},
};

/* Those releases of the faces whose rules these are, by the checksum of their GSUB table. */
static const uint32_t known_rules[] = {0x9B553B14, 0xD383657A};

static bool is_latin1_letter(uint32_t c)
{
	return c >= FIRST_LATIN1 && c < LATIN_LETTERS && c != 0xD7 && c != 0xF7;
}

static enum kind ascii_kind(int c)
{
	if (c == ' ')
		return BLANK;
	if (c >= '0' && c <= '9')
		return FIGURE;
	if ((c >= 'A' && c <= 'Z') || strchr("!$%&?|", c))
		return TALL;
	if (c >= 'a' && c <= 'z')
		return SMALL;
	if (strchr("()[]{}", c))
		return BRACKET;
	if (strchr("-<=>", c))
		return DASH; /* in sequences an arrow */
	return strchr("+:@~", c) ? RISER : NEUTRAL;
}

/* ---- reading the face ---- */

/* Zero behind the end. */
static unsigned u16(struct latin_table t, size_t at)
{
	return at + 2 <= t.n ? (unsigned)t.p[at] << 8 | t.p[at + 1] : 0;
}

static struct latin_table blob_table(hb_blob_t *blob)
{
	struct latin_table t = {0};

	t.p = (const uint8_t *)hb_blob_get_data(blob, &t.n);
	return t;
}

static bool rules_known(hb_face_t *face)
{
	hb_blob_t *blob = hb_face_reference_blob(face);
	struct latin_table file = blob_table(blob);
	uint32_t sum = 0;

	for (size_t i = 0, at = 12; i < u16(file, 4); i++, at += 16)
		if (at + 16 <= file.n && memcmp(file.p + at, "GSUB", 4) == 0)
			sum = u16(file, at + 4) << 16 | u16(file, at + 6);
	hb_blob_destroy(blob);
	for (size_t i = 0; i < COUNT(known_rules); i++)
		if (sum == known_rules[i])
			return true;
	return false;
}

/* Where the lookup of a feature stands in GSUB or GPOS; 0: there is none, or not one only. */
static size_t only_lookup(struct latin_table t, const char *feature)
{
	size_t features = u16(t, 6), lookups = u16(t, 8), found = 0;

	for (size_t i = 0, at = features + 2; i < u16(t, features); i++, at += 6) {
		size_t f = features + u16(t, at + 4), lookup;

		if (at + 6 > t.n || memcmp(t.p + at, feature, 4) != 0)
			continue;
		lookup = lookups + u16(t, lookups + 2 + 2 * (size_t)u16(t, f + 4));
		if (u16(t, f + 2) != 1 || (found && found != lookup))
			return 0;
		found = lookup;
	}
	return found;
}

/* The record of a glyph among n of this size that begin with one, or with the first and last of a
 * range; 0: none. */
enum { GLYPHS = 2, PAIRS = 4, RANGES = 6 };
static size_t find(struct latin_table t, size_t at, unsigned n, unsigned size, unsigned glyph)
{
	for (unsigned low = 0, high = n; low < high;) {
		unsigned middle = (low + high) / 2;
		size_t record = at + middle * size;

		if (glyph < u16(t, record))
			high = middle;
		else if (glyph > u16(t, record + (size == RANGES ? 2 : 0)))
			low = middle + 1;
		else
			return record;
	}
	return 0;
}

static int coverage_index(struct latin_table t, size_t at, unsigned glyph)
{
	unsigned size = u16(t, at) == 1 ? GLYPHS : RANGES;
	size_t record = find(t, at + 4, u16(t, at + 2), size, glyph);

	if (!record)
		return -1;
	return (int)(size == GLYPHS ? (record - at - 4) / GLYPHS
				    : u16(t, record + 4) + glyph - u16(t, record));
}

static unsigned class_of(struct latin_table t, size_t at, unsigned glyph)
{
	size_t record;

	if (u16(t, at) == 1) {
		unsigned i = glyph - u16(t, at + 2);

		return i < u16(t, at + 4) ? u16(t, at + 6 + 2 * (size_t)i) : 0;
	}
	record = find(t, at + 4, u16(t, at + 2), RANGES, glyph);
	return record ? u16(t, record + 4) : 0;
}

/* ---- substitution: one lookup of one subtable, glyph by glyph ---- */

static unsigned substitute(struct latin_table t, size_t lookup, unsigned glyph)
{
	size_t at = lookup + u16(t, lookup + 6);
	int i = coverage_index(t, at + u16(t, at + 2), glyph);

	if (i < 0)
		return glyph;
	return u16(t, at) == 1 ? (glyph + u16(t, at + 4)) & 0xFFFF : u16(t, at + 6 + 2 * (size_t)i);
}

/* ---- kerning: one lookup of two subtables, pairs of glyphs and then pairs of classes ---- */

struct kerning {
	struct latin_table gpos;
	size_t pairs, classes; /* the subtables */
};

static bool kerning_find(struct kerning *k)
{
	enum { PAIR_LOOKUP = 2, ADVANCE_ONLY = 4 };
	size_t at = only_lookup(k->gpos, "kern");

	if (!at)
		return false;
	k->pairs = at + u16(k->gpos, at + 6);
	k->classes = at + u16(k->gpos, at + 8);
	if (u16(k->gpos, at) != PAIR_LOOKUP || u16(k->gpos, at + 4) != 2 ||
	    u16(k->gpos, k->pairs) != 1 || u16(k->gpos, k->classes) != 2)
		return false;
	for (int i = 0; i < 2; i++) {
		size_t subtable = i ? k->classes : k->pairs;

		if (u16(k->gpos, subtable + 4) != ADVANCE_ONLY || u16(k->gpos, subtable + 6) != 0)
			return false;
	}
	return true;
}

static uint64_t glyph_bit(unsigned glyph)
{
	return UINT64_C(1) << glyph % 64;
}

static struct latin_form form_of(const struct kerning *k, hb_font_t *font, unsigned glyph,
				 uint32_t code)
{
	struct latin_table t = k->gpos;
	int set = coverage_index(t, k->pairs + u16(t, k->pairs + 2), glyph);
	bool kerned = coverage_index(t, k->classes + u16(t, k->classes + 2), glyph) >= 0;
	unsigned first = class_of(t, k->classes + u16(t, k->classes + 8), glyph);
	unsigned second = class_of(t, k->classes + u16(t, k->classes + 10), glyph);
	struct latin_form f = {.glyph = (uint16_t)glyph,
			       .advance = (int16_t)hb_font_get_glyph_h_advance(font, glyph),
			       .second_class = (uint8_t)second,
			       .bytes = code < 0x80    ? 1
					: code < 0x800 ? 2
						       : 3};

	if (set >= 0) {
		size_t at = k->pairs + u16(t, k->pairs + 10 + 2 * (size_t)set);

		f.n_pairs = (uint16_t)u16(t, at);
		f.pairs = (uint32_t)at + 2;
		for (size_t i = 0; i < f.n_pairs; i++)
			f.seconds |= glyph_bit(u16(t, f.pairs + i * PAIRS));
	}
	if (kerned)
		f.row = (uint32_t)(k->classes + 16 + 2 * first * u16(t, k->classes + 14));
	return f;
}

int latin_advance(const struct latin *l, const struct latin_form *f, const struct latin_form *next)
{
	size_t at = 0;

	if (!next)
		return f->advance;
	if (f->seconds & glyph_bit(next->glyph))
		at = find(l->gpos, f->pairs, f->n_pairs, PAIRS, next->glyph);
	if (at)
		at += 2;
	else if (f->row)
		at = f->row + 2 * (size_t)next->second_class;
	return f->advance + (at ? (int16_t)u16(l->gpos, at) : 0);
}

/* ---- letters ---- */

struct reader {
	struct latin *latin;
	hb_font_t *font;
	struct kerning kerning;
	struct latin_table gsub;
	size_t raising, tabular; /* lookups */
	unsigned n_raised;
};

static void add_forms(struct reader *r, unsigned letter, unsigned glyph, uint32_t code)
{
	unsigned tabular = substitute(r->gsub, r->tabular, glyph);

	r->latin->forms[0][letter] = form_of(&r->kerning, r->font, glyph, code);
	r->latin->forms[1][letter] = tabular == glyph
					 ? r->latin->forms[0][letter]
					 : form_of(&r->kerning, r->font, tabular, code);
}

static void add_letter(struct reader *r, unsigned letter, uint32_t code, enum kind kind)
{
	struct latin *l = r->latin;
	hb_codepoint_t glyph, raised;

	if (!hb_font_get_nominal_glyph(r->font, code, &glyph))
		return;
	l->kind[letter] = (uint8_t)kind;
	l->watch[letter] = kind >= RISER || code == 'x' || code == '*' ? HAS_RULES : 0;
	add_forms(r, letter, glyph, code);
	if (kind < RISER)
		return;
	raised = substitute(r->gsub, r->raising, glyph);
	l->raised[letter] = (uint8_t)++r->n_raised;
	l->kind[r->n_raised] = TALL;
	add_forms(r, r->n_raised, raised, code);
}

static void add_letters(struct reader *r)
{
	for (int c = ' '; c <= '~'; c++)
		add_letter(r, (unsigned)c, (uint32_t)c, ascii_kind(c));
	for (unsigned i = 0; i < COUNT(symbols); i++)
		add_letter(r, FIRST_SYMBOL + i, symbols[i].code, symbols[i].kind);
	for (unsigned c = FIRST_LATIN1; c < LATIN_LETTERS; c++)
		if (is_latin1_letter(c))
			add_letter(r, c, c, c < 0xDF ? TALL : SMALL);
}

static bool reader_open(struct reader *r, hb_face_t *face, hb_blob_t *gsub, hb_blob_t *gpos)
{
	r->gsub = blob_table(gsub);
	r->kerning.gpos = blob_table(gpos);
	r->raising = only_lookup(r->gsub, "case");
	r->tabular = only_lookup(r->gsub, "tnum");
	return rules_known(face) && r->raising && r->tabular && kerning_find(&r->kerning);
}

struct latin *latin_open(hb_face_t *face, hb_font_t *font)
{
	hb_blob_t *gsub = hb_face_reference_table(face, HB_OT_TAG_GSUB),
		  *gpos = hb_face_reference_table(face, HB_OT_TAG_GPOS);
	struct reader r = {.font = font};

	if (reader_open(&r, face, gsub, gpos)) {
		r.latin = xrealloc(NULL, sizeof *r.latin);
		*r.latin = (struct latin){.blob = hb_blob_reference(gpos), .gpos = r.kerning.gpos};
		memset(r.latin->watch, NO_LETTER, sizeof r.latin->watch);
		add_letters(&r);
	}
	hb_blob_destroy(gsub);
	hb_blob_destroy(gpos);
	return r.latin;
}

void latin_close(struct latin *l)
{
	if (!l)
		return;
	hb_blob_destroy(l->blob);
	free(l);
}

/* ---- spelling ---- */

static uint8_t letter_of(uint32_t c)
{
	if (is_latin1_letter(c))
		return (uint8_t)c;
	for (unsigned i = 0; i < COUNT(symbols); i++)
		if (symbols[i].code == c)
			return (uint8_t)(FIRST_SYMBOL + i);
	return 0;
}

/* The letters of a text, none raised.  Returns how many, or 0; *rules: some have rules. */
static size_t letters_of(const struct latin *l, const char *text, size_t n, uint8_t *letters,
			 bool *rules)
{
	size_t count = 0;
	int seen = 0;

	for (size_t i = 0; i < n;) {
		uint8_t letter = (uint8_t)text[i];

		if (letter < 0x80)
			i++;
		else
			letter = letter_of(utf8_next(text, n, &i));
		letters[count++] = letter;
		seen |= l->watch[letter];
	}
	*rules = seen & HAS_RULES;
	return seen & NO_LETTER ? 0 : count;
}

struct spelling {
	const uint8_t *kind; /* of the letters */
	uint8_t *v;
	size_t n;
};

/* The kind of the letter that stands `by` behind letter i. */
static enum kind kind_at(const struct spelling *s, size_t i, int by)
{
	size_t at = i + (size_t)by;

	return at < s->n ? s->kind[s->v[at]] : ABSENT;
}

static bool is_riser(enum kind k)
{
	return k >= RISER;
}

static bool is_tall(enum kind k)
{
	return k == TALL || k == FIGURE;
}

/* Over up to `most` risers, and then over up to two blanks if `blanks`. */
static enum kind kind_beyond(const struct spelling *s, size_t i, int step, int most, bool blanks)
{
	int by = step;

	while (most-- > 0 && is_riser(kind_at(s, i, by)))
		by += step;
	for (int b = 0; blanks && b < 2 && kind_at(s, i, by) == BLANK; b++)
		by += step;
	return kind_at(s, i, by);
}

static bool is_beside_small(const struct spelling *s, size_t i)
{
	return kind_beyond(s, i, -1, 2, false) == SMALL || kind_beyond(s, i, 1, 2, false) == SMALL;
}

static bool is_beside_tall(const struct spelling *s, size_t i)
{
	return is_tall(kind_beyond(s, i, -1, 0, true)) || is_tall(kind_beyond(s, i, 1, 4, true));
}

/* Between figures x and * become a sign. */
static bool is_between_figures(const struct spelling *s, size_t i)
{
	return kind_beyond(s, i, -1, 0, true) == FIGURE && kind_beyond(s, i, 1, 0, true) == FIGURE;
}

/* Another bracket is near, in one of the ways in which it keeps this one down. */
static bool is_bracket_kept(const struct spelling *s, size_t i)
{
	for (int by = 1; by <= 5; by++) {
		if (kind_at(s, i, -by) == BRACKET &&
		    (by == 2 || kind_at(s, i, -by - 1) == SMALL || kind_at(s, i, -by + 1) == SMALL))
			return true;
		if (kind_at(s, i, by) == BRACKET && kind_at(s, i, by - 1) == SMALL)
			return true;
	}
	return false;
}

/* Beside a raised bracket and a mark, a bracket is raised with it. */
static bool is_bracket_taken_up(const struct spelling *s, size_t i)
{
	return i >= 2 && s->v[i - 2] < ' ' && kind_at(s, i, -1) == NEUTRAL;
}

static bool is_arrow(const struct spelling *s, size_t i)
{
	return kind_at(s, i, 0) == DASH && kind_at(s, i, 1) == DASH;
}

static bool is_face(const struct spelling *s, size_t i)
{
	return s->v[i] == ':' && is_riser(kind_at(s, i, 1));
}

/* Raises what is to be raised, from left to right as the rules do: what is raised is tall for what
 * follows.  False if only the shaper knows. */
static bool raise(const struct latin *l, const struct spelling *s)
{
	for (size_t i = 0; i < s->n; i++) {
		uint8_t letter = s->v[i];
		enum kind kind = s->kind[letter];
		bool high;

		if (!(l->watch[letter] & HAS_RULES))
			continue;
		if (letter == 'x' || letter == '*' || kind == TIMES)
			if (is_between_figures(s, i))
				return false;
		if (!is_riser(kind))
			continue;
		if (is_arrow(s, i) || is_face(s, i))
			return false;
		high = !is_beside_small(s, i) && is_beside_tall(s, i);
		if (kind == BRACKET && (high ? is_bracket_kept(s, i) : is_bracket_taken_up(s, i)))
			return false;
		if (high)
			s->v[i] = l->raised[letter];
	}
	return true;
}

size_t latin_spell(const struct latin *l, const char *text, size_t n, uint8_t *letters)
{
	bool rules;
	struct spelling s = {l->kind, letters, letters_of(l, text, n, letters, &rules)};

	return !rules || raise(l, &s) ? s.n : 0;
}
