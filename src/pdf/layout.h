/*
 * Layout of a document into PDF pages: paragraphs broken into lines, tables fitted and broken over
 * pages, charts placed, page frame, contents, structure tree, destinations and outline.
 *
 * Pages break where the whole document takes the fewest of them, and of such ways where they are
 * filled best; order never changes.  A heading stands with what it heads, four rows at least of a
 * table on each side of a break, a sum with its last line.  To fill a page the space over a block
 * is between half and 1.6 of the designed one and charts are 15 % lower to 15 % higher, on the last
 * page as designed where there is room.
 *
 * Pure: the same document and options give the same pages.  Text is shaped by a callback, so that
 * tests can set pages in a font of fixed width.
 */
#ifndef PDF_LAYOUT_H
#define PDF_LAYOUT_H

#include "doc/doc.h"
#include "facts/texts.h"
#include "pdf/pdf.h"

/* The program's words on a page; {0}, {1} stand for what is put in. */
struct layout_labels {
	const char *contents;  /* "Contents" */
	const char *page;      /* "page {0} of {1}" */
	const char *continued; /* "{0}, continued" */
	const char *go_to;     /* alternative text of a contents link: "{0}, page {1}" */
	const char *source;    /* "Source: {0}" */
	const char *unit;      /* of all columns, behind the table's name: "{0}, {1}" */
	const char *note;      /* alternative text of a mark: "note {0}" */
	const char *back;      /* and of the way back: "back to the mark of note {0}" */
	const char *draft;     /* "DRAFT" */
};

struct layout_paper {
	double width, height; /* points, upright */
};
extern const struct layout_paper paper_a4, paper_letter;

struct layout_options {
	const struct fonts *fonts;
	/* NULL: shape() with the fonts.  Same contract as shape(). */
	struct shaped (*shape)(void *ctx, struct arena *, struct style, const char *text, size_t n,
			       uint32_t *missing);
	void *shape_ctx;
	struct layout_paper paper;
	struct layout_labels labels;
	bool facing;     /* left and right pages mirror each other; page 1 is a right one */
	uint32_t accent; /* 0xRRGGBB */
};

struct layout_labels layout_labels(const struct texts *);

/*
 * Fills pages, root, dests, outline, fonts, palette, title, author, subject, lang and draft of
 * *out; attachments, keywords, producer and dates are the caller's.  Everything lives in the arena;
 * the strings of the document are shared, and the pages are drawn when they are written.  False if
 * a chart cannot be laid out or a character has no glyph (reported).
 */
bool layout_pdf(struct arena *, struct diag *, const struct doc *, const struct layout_options *,
		struct pdf *out);

#endif
