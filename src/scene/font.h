/*
 * Fonts by path, shaping by HarfBuzz, fallback by coverage.  struct fonts is immutable after
 * fonts_open, but for what face_ready adds, and may be shared by threads.
 */
#ifndef SCENE_FONT_H
#define SCENE_FONT_H

#include <hb.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/diag.h"
#include "facts/lang.h"

/* Whether a character is drawn differently for what stands beside it. */
enum plainness { PLAIN_NOT, /* the face has no such character */ PLAIN_ALWAYS, PLAIN_CHANGES };

enum weight { WEIGHT_REGULAR, WEIGHT_MEDIUM, WEIGHT_SEMIBOLD, WEIGHT_DISPLAY, WEIGHT_COUNT };

struct face {
	const char *name;   /* PostScript name */
	const char *family; /* as CSS names it: "Inter", "Inter Display", "Noto Sans SC" */
	int css_weight;     /* 400 ... 700 */
	int index;          /* in fonts->faces */
	hb_face_t *hb;      /* immutable */
	const char *path;
	unsigned face_index; /* in a collection */
	/* Known once the face was asked for by face_ready. */
	atomic_bool is_ready;
	hb_font_t *font;                                    /* immutable, scale = units per em */
	double upem, ascent, descent, cap_height, x_height; /* font units, descent negative */
	uint8_t plain[128]; /* enum plainness, by the slots of plain.h */
};

enum { FACES_MAX = 16 };

struct fonts {
	struct face *faces[FACES_MAX];
	int n;
	/* Chains by language and weight: Latin face first, then Han of the region, then any that
	 * covers. */
	struct face *chain[LANG_COUNT][WEIGHT_COUNT][4];
	struct shape_memory *memory; /* NULL; a copy of the struct may have one, for one thread */
};

/* Remembers what is shaped with the fonts; what it gives lives until it is trimmed or freed. */
struct shape_memory *shape_memory_new(void);
void shape_memory_trim(struct shape_memory *); /* forgets if it has become large */
void shape_memory_free(struct shape_memory *);

/* Where Debian's fonts-inter and fonts-noto-cjk lie; $IRBRIEF_FONTS may name another folder. */
struct fonts *fonts_open(struct diag *);
void fonts_close(struct fonts *);
/* The same face with all that is known of it: of each it is read when one is set in it, by any
 * thread.  The faces of runs are ready. */
const struct face *face_ready(const struct face *);

struct glyph {
	uint32_t id;      /* glyph id in the original face */
	uint32_t cluster; /* byte offset into the run's text */
	float advance;    /* points, horizontal */
};
struct glyph_offset { /* from where it would stand, points; dy upwards */
	float dx, dy;
};

/* A shaped run: one face, one size, one colour.  Text and glyphs live in the arena. */
struct run {
	const struct face *face;
	double size;      /* points */
	const char *text; /* UTF-8, n bytes; not closed */
	size_t n;
	struct glyph *glyphs;
	size_t n_glyphs;
	const struct glyph_offset *offsets; /* of each glyph; NULL: none */
	double width;
	double gap; /* of the width: behind the last glyph, where another script follows */
	enum lang lang;
	bool tabular; /* shaped with tnum: a painter of text must ask for it too */
};

static inline struct glyph_offset run_offset(const struct run *r, size_t glyph)
{
	return r->offsets ? r->offsets[glyph] : (struct glyph_offset){0, 0};
}

struct style {
	enum weight weight;
	double size;     /* points */
	double tracking; /* em, added after each glyph; 0 for Han */
	bool tabular;    /* tnum */
	enum lang lang;
};

struct shaped {
	struct run *runs; /* left to right */
	size_t n;
	double width;
};

/* In the arena, or in the fonts' memory.  Splits by coverage and script, shapes each run, adds a
 * quarter em between Han and Latin.  A character that no face has is an error: *missing gets its
 * first code point (0: none). */
struct shaped shape(struct arena *, const struct fonts *, struct style, const char *text, size_t n,
		    uint32_t *missing);
/* Do marks of Chinese stand before and at byte `at`, so that one of them is set half wide, as ）is
 * in ），?  Where a text is shaped in two parts, the second begins half an em earlier. */
bool marks_meet(const char *text, size_t n, size_t at);
/* Lets HarfBuzz read the Latin faces of a language before it is asked for more; by any thread, the
 * fonts have no memory. */
void fonts_warm(const struct fonts *, enum lang);
double shape_width(struct arena *, const struct fonts *, struct style, const char *text, size_t n);

#endif
