/*
 * Text into positioned glyphs: split by coverage and script, shape each part with HarfBuzz, part
 * Han from Latin by a quarter em.  Of plain text and numbers, which fill a report, HarfBuzz is
 * asked once for each pair of characters.
 */
#include "scene/shape_memory.h"

#include <ctype.h>

enum { CHAIN = 4 };

static const char *const hb_tags[LANG_COUNT] = {"en", "zh-Hans", "zh-Hant"};

/* ---- plain text, which HarfBuzz has set before ---- */

struct slots {
	size_t n; /* 0: the text is not plain */
	uint8_t *v;
	uint8_t few[256];
};

static bool slots_of(struct arena *a, const struct face *f, const char *text, size_t n,
		     struct slots *s)
{
	s->v = n <= sizeof s->few ? s->few : arena_alloc(a, n);
	s->n = plain_slots(f, text, n, s->v);
	return s->n > 0;
}

/* Width of plain text and the gap behind it; with glyphs, these are filled. */
static double set_plain(const struct face *f, const struct plain *p, struct style st,
			const struct slots *s, double gap, struct glyph *glyphs)
{
	double k = st.size / f->upem, tracking = st.tracking * st.size, width = 0;
	size_t at = 0;

	for (size_t i = 0; i < s->n; i++) {
		unsigned slot = s->v[i];
		double advance = p->advance[slot][plain_next(s->v, i, s->n)] * k + tracking +
				 (i + 1 == s->n ? gap : 0);

		width += advance;
		if (glyphs)
			glyphs[i] = (struct glyph){.id = p->glyph[slot],
						   .cluster = (uint32_t)at,
						   .advance = (float)advance};
		at += plain_bytes(slot);
	}
	return width;
}

static struct run plain_run(struct arena *a, const struct face *f, const struct plain *p,
			    struct style st, const struct slots *s, const char *text, size_t n,
			    double gap)
{
	struct run r = {.face = f,
			.size = st.size,
			.text = text,
			.n = n,
			.n_glyphs = s->n,
			.glyphs = NEWS(a, struct glyph, s->n),
			.lang = st.lang,
			.tabular = st.tabular};

	r.width = set_plain(f, p, st, s, gap, r.glyphs);
	return r;
}

/* ---- items: stretches of one face and one script ---- */

struct item {
	size_t from, to;
	const struct face *face;
	hb_script_t script; /* COMMON until a letter tells */
	bool han;           /* set in a Han face */
	bool marks;         /* has combining marks */
	bool squares;       /* nothing but squares of the language's own Han face */
};
struct items {
	struct item *v;
	size_t n, cap;
};

static bool is_ascii_word(uint32_t c)
{
	return c < 128 && isalnum((int)c);
}

/* Marks that Latin and Chinese text share but draw differently. */
static bool is_shared_mark(uint32_t c)
{
	return c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2014 ||
	       c == 0x2026;
}

static bool is_printable_ascii(uint32_t c)
{
	return c >= ' ' && c <= '~';
}

/* The one of a name or an address that goes on, not half of a Chinese one. */
static bool is_latin_ellipsis(uint32_t before, uint32_t c, uint32_t after)
{
	return c == 0x2026 && before != c && after != c && !is_han(before) && !is_han(after) &&
	       (is_printable_ascii(before) || is_printable_ascii(after));
}

/* In Chinese text a shared mark is Chinese, unless it stands inside a Latin word (RMB’000). */
static bool wants_han(enum lang lang, uint32_t before, uint32_t c, uint32_t after)
{
	if (is_han(c))
		return true;
	if (lang == LANG_EN || !is_shared_mark(c))
		return false;
	return !(is_ascii_word(before) && is_ascii_word(after)) &&
	       !is_latin_ellipsis(before, c, after);
}

/* Every Latin face has the characters of ASCII. */
static const struct face *face_for(struct face *const chain[CHAIN], bool han, uint32_t c,
				   const struct face *current)
{
	hb_codepoint_t glyph;

	if (!han && is_printable_ascii(c))
		return chain[0];
	for (int k = 0; k < CHAIN; k++) {
		const struct face *f = face_ready(chain[(k + han) % CHAIN]);

		if (hb_font_get_nominal_glyph(f->font, c, &glyph))
			return f;
	}
	/* Joiners and rare spaces: HarfBuzz makes them from what the face has. */
	return current ? current : chain[han];
}

static bool is_real_script(hb_script_t s)
{
	return s != HB_SCRIPT_COMMON && s != HB_SCRIPT_INHERITED && s != HB_SCRIPT_UNKNOWN;
}

static bool is_mark(uint32_t c)
{
	hb_unicode_general_category_t category;

	if (c < 0x300)
		return false;
	category = hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
	return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
	       category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

static void items_add(struct arena *a, struct items *items, struct item it)
{
	struct item *last = items->n ? &items->v[items->n - 1] : NULL;

	if (last && last->face == it.face &&
	    (last->script == it.script || !is_real_script(last->script) ||
	     !is_real_script(it.script))) {
		last->to = it.to;
		if (is_real_script(it.script))
			last->script = it.script;
		last->marks |= it.marks;
		last->squares &= it.squares;
		return;
	}
	*PUSH(a, items) = it;
}

static bool is_common_ideograph(uint32_t c)
{
	return c >= 0x4E00 && c <= 0x9FFF;
}

static hb_script_t script_of(uint32_t c)
{
	if (c < 0x80)
		return isalpha((int)c) ? HB_SCRIPT_LATIN : HB_SCRIPT_COMMON;
	return is_common_ideograph(c) ? HB_SCRIPT_HAN
				      : hb_unicode_script(hb_unicode_funcs_get_default(), c);
}

/* Marks whose ink fills one half of their square: 'o' opens (right half), 'c' closes (left half).
 */
static char mark_side(uint32_t c)
{
	static const uint16_t opening[] = {0x2018, 0x201C, 0x3008, 0x300A,
					   0x300C, 0x300E, 0x3010, 0xFF08};
	static const uint16_t closing[] = {0x2019, 0x201D, 0x3001, 0x3002, 0x3009, 0x300B, 0x300D,
					   0x300F, 0x3011, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B};

	if (c < 0x80)
		return 0;
	for (size_t i = 0; i < COUNT(opening); i++)
		if (c == opening[i])
			return 'o';
	for (size_t i = 0; i < COUNT(closing); i++)
		if (c == closing[i])
			return 'c';
	return 0;
}

/* Common ideographs and marks: each has one glyph, whatever is beside it. */
static bool is_square(uint32_t c)
{
	return is_common_ideograph(c) || (c >= 0x3000 && mark_side(c));
}

static struct item item_of(struct face *const chain[CHAIN], struct style st, uint32_t c, bool han,
			   const struct face *before)
{
	struct item it = {.face = face_for(chain, han, c, before)};

	it.han = it.face != chain[0];
	it.squares = st.lang != LANG_EN && it.face == chain[1] && is_square(c);
	it.script = script_of(c);
	it.marks = !it.squares && is_mark(c);
	return it;
}

static struct items itemise(struct arena *a, const struct fonts *fonts, struct style st,
			    const char *s, size_t n)
{
	struct face *const *chain = fonts->chain[st.lang][st.weight];
	const struct face *face = NULL;
	struct items items = {0};
	uint32_t before = 0;

	for (size_t i = 0; i < n;) {
		size_t from = i, peek;
		uint32_t c = utf8_next(s, n, &i), after;
		struct item it;

		peek = i;
		after = i < n ? utf8_next(s, n, &peek) : 0;
		it = item_of(chain, st, c, wants_han(st.lang, before, c, after), face);
		it.from = from;
		it.to = i;
		items_add(a, &items, it);
		face = it.face;
		before = c;
	}
	return items;
}

/* ---- spacing between scripts and marks ---- */

static uint32_t char_before(const char *s, size_t i)
{
	size_t from = i - 1;

	while (from > 0 && ((unsigned char)s[from] & 0xC0) == 0x80)
		from--;
	return utf8_next(s, i, &from);
}

static uint32_t char_at(const char *s, size_t n, size_t i)
{
	return utf8_next(s, n, &i);
}

/* What Chinese setting parts from an ideograph: words, numbers, and the marks that belong to them.
 * The star of a note clings. */
static bool is_western(uint32_t c)
{
	if (c < 128)
		return isalnum((int)c) || (c && strchr("()%+$&#@", (int)c));
	return is_real_script(script_of(c)) && !is_han(c);
}

static bool needs_gap(const char *s, size_t n, size_t at)
{
	uint32_t a = char_before(s, at), b = char_at(s, n, at);

	return (script_of(a) == HB_SCRIPT_HAN && is_western(b)) ||
	       (is_western(a) && script_of(b) == HB_SCRIPT_HAN);
}

struct features {
	hb_feature_t *v;
	size_t n, cap;
};

bool marks_meet(const char *s, size_t n, size_t at)
{
	char before = mark_side(char_before(s, at)), after = mark_side(char_at(s, n, at));

	return before && after && !(before == 'o' && after == 'c');
}

/* Of two marks that meet, the one whose empty half faces the other is set half wide. */
static void squeeze(struct arena *a, struct features *fs, const char *s, size_t n)
{
	size_t before_at = 0;
	char before = 0;

	for (size_t i = 0; i < n;) {
		size_t at = i;
		char side = mark_side(utf8_next(s, n, &i));

		if (before == 'c' && side)
			*PUSH(a, fs) = (hb_feature_t){HB_TAG('h', 'a', 'l', 't'), 1,
						      (unsigned)before_at, (unsigned)at};
		else if (before == 'o' && side == 'o')
			*PUSH(a, fs) = (hb_feature_t){HB_TAG('h', 'a', 'l', 't'), 1, (unsigned)at,
						      (unsigned)i};
		before = side;
		before_at = at;
	}
}

/* ---- shaping ---- */

/* What is asked of the shaper for an item. */
static struct features item_features(struct arena *a, const struct item *it, struct style st,
				     const char *text)
{
	static const hb_feature_t figures = {HB_TAG('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START,
					     HB_FEATURE_GLOBAL_END};
	/* Composition is half the time of shaping, and without marks there is nothing to compose.
	 */
	static const hb_feature_t whole = {HB_TAG('c', 'c', 'm', 'p'), 0, HB_FEATURE_GLOBAL_START,
					   HB_FEATURE_GLOBAL_END};
	struct features fs = {0};

	if (it->han)
		squeeze(a, &fs, text + it->from, it->to - it->from);
	else if (st.tabular)
		*PUSH(a, &fs) = figures;
	if (!it->han && !it->marks)
		*PUSH(a, &fs) = whole;
	return fs;
}

static void buffer_shape(hb_buffer_t *b, const struct item *it, struct style st, const char *text,
			 const struct features *fs)
{
	hb_buffer_set_direction(b, HB_DIRECTION_LTR);
	hb_buffer_set_script(b, is_real_script(it->script) ? it->script : HB_SCRIPT_LATIN);
	hb_buffer_set_language(b, hb_language_from_string(hb_tags[st.lang], -1));
	hb_buffer_add_utf8(b, text + it->from, (int)(it->to - it->from), 0, -1);
	hb_shape(it->face->font, b, fs->v, (unsigned)fs->n);
}

static struct glyph_offset *offsets_from(struct arena *a, const hb_glyph_position_t *pos,
					 unsigned n, double k)
{
	struct glyph_offset *offsets = NEWS(a, struct glyph_offset, n);

	for (unsigned i = 0; i < n; i++)
		offsets[i] = (struct glyph_offset){(float)(pos[i].x_offset * k),
						   (float)(pos[i].y_offset * k)};
	return offsets;
}

static struct run run_from(struct arena *a, hb_buffer_t *b, const struct item *it, struct style st,
			   const char *text, double gap, uint32_t *missing)
{
	unsigned n;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
	const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, NULL);
	double k = st.size / it->face->upem, tracking = it->han ? 0 : st.tracking * st.size;
	struct run r = {.face = it->face,
			.size = st.size,
			.text = text + it->from,
			.n = it->to - it->from,
			.glyphs = NEWS(a, struct glyph, n),
			.n_glyphs = n,
			.lang = st.lang,
			.tabular = st.tabular && !it->han};
	bool moved = false;

	for (unsigned i = 0; i < n; i++) {
		double advance = pos[i].x_advance * k + tracking + (i + 1 == n ? gap : 0);

		r.glyphs[i] = (struct glyph){info[i].codepoint, info[i].cluster, (float)advance};
		r.width += advance;
		moved |= pos[i].x_offset || pos[i].y_offset;
		if (!info[i].codepoint && !*missing)
			*missing = char_at(r.text, r.n, info[i].cluster);
	}
	if (moved)
		r.offsets = offsets_from(a, pos, n, k);
	return r;
}

/* Squares that are not squeezed: each stands alone. */
static struct run squares_run(struct arena *a, const struct item *it, struct style st,
			      const char *text, double gap)
{
	const char *s = text + it->from;
	size_t n = it->to - it->from;
	double k = st.size / it->face->upem;
	struct run r = {.face = it->face,
			.size = st.size,
			.text = s,
			.n = n,
			.glyphs = NEWS(a, struct glyph, utf8_count(s, n)),
			.lang = st.lang};

	for (size_t i = 0; i < n;) {
		struct glyph *g = &r.glyphs[r.n_glyphs++];
		double advance;

		g->cluster = (uint32_t)i;
		hb_font_get_nominal_glyph(it->face->font, utf8_next(s, n, &i), &g->id);
		advance =
		    hb_font_get_glyph_h_advance(it->face->font, g->id) * k + (i == n ? gap : 0);
		g->advance = (float)advance;
		r.width += advance;
	}
	return r;
}

static size_t bytes_of(const uint8_t *slots, size_t from, size_t to)
{
	size_t n = 0;

	while (from < to)
		n += plain_bytes(slots[from++]);
	return n;
}

/* Asks HarfBuzz for what is not known yet of an item's pairs. */
static void learn(struct arena *a, struct plain *p, const struct item *it, struct style st,
		  const char *text, const struct slots *slots)
{
	for (struct plain_stretch s = {0}; plain_unseen(p, slots->v, slots->n, &s); s.from = s.to) {
		struct item part = *it;
		struct features fs = item_features(a, it, st, text);
		hb_buffer_t *b = hb_buffer_create();

		part.from += bytes_of(slots->v, 0, s.first);
		part.to = part.from + bytes_of(slots->v, s.first, s.end);
		buffer_shape(b, &part, st, text, &fs);
		plain_learn(p, slots->v, slots->n, &s, b);
		hb_buffer_destroy(b);
	}
}

/* The table for the item with all that is needed for it, or NULL if the item is not plain. */
static const struct plain *item_plain(struct arena *a, const struct fonts *fonts,
				      const struct item *it, struct style st, const char *text,
				      struct slots *s)
{
	struct plain *p;

	if (!fonts->memory || it->marks ||
	    !slots_of(a, it->face, text + it->from, it->to - it->from, s))
		return NULL;
	p = shape_memory_plain(fonts->memory, it->face, st.lang, st.tabular);
	learn(a, p, it, st, text, s);
	return p;
}

static struct run item_run(struct arena *a, const struct fonts *fonts, const struct item *it,
			   struct style st, const char *text, double gap, uint32_t *missing)
{
	struct slots s;
	const struct plain *p = item_plain(a, fonts, it, st, text, &s);
	struct features fs;
	hb_buffer_t *b;
	struct run r;

	if (p)
		return plain_run(a, it->face, p, st, &s, text + it->from, it->to - it->from, gap);
	fs = item_features(a, it, st, text);
	if (it->squares && !fs.n)
		return squares_run(a, it, st, text, gap);
	b = hb_buffer_create();
	buffer_shape(b, it, st, text, &fs);
	r = run_from(a, b, it, st, text, gap, missing);
	hb_buffer_destroy(b);
	return r;
}

static struct shaped shape_items(struct arena *a, const struct fonts *fonts, struct style st,
				 const char *text, size_t n, uint32_t *missing)
{
	struct items items = itemise(a, fonts, st, text, n);
	struct shaped out = {NEWS(a, struct run, items.n), items.n, 0};

	for (size_t i = 0; i < items.n; i++) {
		const struct item *it = &items.v[i];
		double gap = it->to < n && needs_gap(text, n, it->to) ? st.size / 4 : 0;

		out.runs[i] = item_run(a, fonts, it, st, text, gap, missing);
		out.runs[i].gap = gap;
		out.width += out.runs[i].width;
	}
	return out;
}

static struct shaped shape_remembered(const struct fonts *fonts, struct style st, const char *text,
				      size_t n, uint32_t *missing)
{
	struct shape_entry *e = shape_memory_at(fonts->memory, &st, text, n);
	struct arena *a = shape_memory_arena(fonts->memory);

	if (!e->shaped.runs)
		e->shaped = shape_items(a, fonts, st, e->text, n, &e->missing);
	*missing = e->missing;
	return e->shaped;
}

/* Texts of several lines, as YAML and CSV can have, run on: a line feed is a blank. */
static const char *run_on(struct arena *a, const char *text, size_t n)
{
	char *line = arena_strn(a, text, n);

	for (size_t i = 0; i < n; i++)
		if (line[i] == '\n')
			line[i] = ' ';
	return line;
}

static bool is_ascii(const char *s, size_t n)
{
	while (n > 0 && !(s[n - 1] & 0x80))
		n--;
	return n == 0;
}

/* The table for the whole text in the Latin face, or NULL. */
static const struct plain *whole_plain(struct arena *a, const struct fonts *fonts, struct style st,
				       const char *text, size_t n, struct slots *s)
{
	const struct item it = {.to = n,
				.face = face_ready(fonts->chain[st.lang][st.weight][0]),
				.script = HB_SCRIPT_LATIN};

	/* In a Chinese text some marks are Chinese. */
	if (st.lang != LANG_EN && !is_ascii(text, n))
		return NULL;
	return item_plain(a, fonts, &it, st, text, s);
}

struct shaped shape(struct arena *a, const struct fonts *fonts, struct style st, const char *text,
		    size_t n, uint32_t *missing)
{
	const struct face *first = face_ready(fonts->chain[st.lang][st.weight][0]);
	const struct plain *plain;
	struct slots s;
	uint32_t ignored;
	const char *kept;

	if (!missing)
		missing = &ignored;
	*missing = 0;
	plain = whole_plain(a, fonts, st, text, n, &s);
	if (plain) {
		struct run *r = NEW(a, struct run);

		*r = plain_run(a, first, plain, st, &s, arena_strn(a, text, n), n, 0);
		return (struct shaped){r, 1, r->width};
	}
	if (memchr(text, '\n', n))
		return shape(a, fonts, st, run_on(a, text, n), n, missing);
	if (fonts->memory)
		return shape_remembered(fonts, st, text, n, missing);
	kept = arena_strn(a, text, n);
	return shape_items(a, fonts, st, kept, n, missing);
}

double shape_width(struct arena *a, const struct fonts *fonts, struct style st, const char *text,
		   size_t n)
{
	const struct face *first = face_ready(fonts->chain[st.lang][st.weight][0]);
	const struct plain *plain;
	struct slots s;

	plain = whole_plain(a, fonts, st, text, n, &s);
	return plain ? set_plain(first, plain, st, &s, 0, NULL)
		     : shape(a, fonts, st, text, n, NULL).width;
}

void fonts_warm(const struct fonts *fonts, enum lang lang)
{
	struct arena *a = arena_new();

	for (int weight = 0; weight < WEIGHT_COUNT; weight++)
		for (int tabular = 0; tabular < 2; tabular++)
			shape_width(a, fonts,
				    (struct style){.weight = (enum weight)weight,
						   .size = 1,
						   .tabular = tabular,
						   .lang = lang},
				    "A1", 2);
	arena_free(a);
}
