/*
 * The fonts of one PDF file: which glyphs the pages use, what text each stands for, subsets of the
 * faces with just these glyphs, and the font objects (Type 0, two-byte codes).
 *
 * Two passes: pdf_fonts_use for every run of every page, then pdf_fonts_embed, and only then are
 * the codes known that the content streams print.
 */
#ifndef PDF_FONT_H
#define PDF_FONT_H

#include "base/diag.h"
#include "pdf/pdf_obj.h"
#include "pdf/pdf_subset.h"
#include "scene/font.h"

struct pdf_glyph {
	uint32_t id;    /* in the face */
	unsigned code;  /* in content streams; set by pdf_fonts_embed */
	char string[4]; /* the code in a string, with its escapes, and how many bytes that is */
	uint8_t string_n;
	int width;       /* thousandths of the font size, as the reader will advance */
	struct str text; /* what the code extracts as */
	bool borrowed;   /* the text is that of a cluster of which the glyph is a part */
};

struct pdf_font {
	const struct face *face;
	int number;      /* its resource name is /F0, /F1 ... */
	uint16_t *slots; /* by glyph id: 1 + index in glyphs, 0: not used */
	struct {
		struct pdf_glyph *v;
		size_t n, cap;
	} glyphs; /* in the order of their ids once they are embedded */
};

struct pdf_fonts;

/* Glyphs of a run that stand for one piece of its text. */
struct cluster {
	const struct glyph *glyphs;
	size_t n;
	struct str text;
};
/* The cluster at glyph *i; moves *i past it.  False at the end of the run.  Here, since all text of
 * a document goes through it twice. */
static inline bool run_cluster(const struct run *run, size_t *i, struct cluster *c)
{
	size_t from, to, j = *i;

	if (j == run->n_glyphs)
		return false;
	from = run->glyphs[j].cluster;
	do
		j++;
	while (j < run->n_glyphs && run->glyphs[j].cluster == from);
	to = j < run->n_glyphs ? run->glyphs[j].cluster : run->n;
	*c = (struct cluster){run->glyphs + *i, j - *i, {run->text + from, to - from}};
	*i = j;
	return true;
}

/* With the memory of the thread, or NULL. */
struct pdf_fonts *pdf_fonts_new(struct arena *, struct diag *, const struct fonts *,
				struct subset_memory *);
/* Notes the glyphs of a run.  A character without a glyph is reported, once, with its page (from
 * 0). */
void pdf_fonts_use(struct pdf_fonts *, const struct run *, int page);
/* Subsets and writes the fonts; false (reported) if a face cannot be subset. */
bool pdf_fonts_embed(struct pdf_fonts *, struct objects *);
/* The entry /Font of a resource dictionary. */
void pdf_fonts_resources(const struct pdf_fonts *, struct buf *);

const struct pdf_font *pdf_fonts_of(const struct pdf_fonts *, const struct face *);
/* A glyph in use. */
static inline const struct pdf_glyph *pdf_font_glyph(const struct pdf_font *font, uint32_t id)
{
	return &font->glyphs.v[font->slots[id] - 1];
}
/* Does its code extract as this text?  Else the text stands beside the glyph (ActualText). */
static inline bool pdf_glyph_is(const struct pdf_glyph *g, struct str text)
{
	if (g->text.n != text.n)
		return false;
	return text.n == 1 ? *g->text.p == *text.p : memcmp(g->text.p, text.p, text.n) == 0;
}

#endif
