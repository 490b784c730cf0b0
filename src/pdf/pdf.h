/*
 * Placed pages into one PDF 1.7 file that is PDF/UA-1 and PDF/A-3a: content streams, subset fonts,
 * structure tree, XMP, output intent, outline, destinations, page labels, attachments, object
 * streams.  Knows no report.  Same input, same bytes.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include <stdint.h>

#include "pdf/tag.h"
#include "scene/scene.h"

struct pdf_page {
	double width, height;
	const char *label;         /* "1" */
	const struct scene *scene; /* every op inside BEGIN/END: tagged or artifact; NULL: drawn */
};

struct pdf_dest { /* a named destination */
	const char *name;
	int page; /* 0-based */
	double x, y;
};

struct pdf_outline {
	const char *title;
	int level; /* 1-based */
	const char *dest;
};

struct pdf_attachment {
	const char *name; /* file name, ASCII */
	const char *mime, *description;
	const char *relationship; /* "Data", "Source", "Supplement" */
	const void *bytes;
	size_t n;
	size_t packed; /* the bytes are deflated to so many; 0: they are as they are */
};
/* Deflates the bytes into the arena: those that were given need not live on. */
void pdf_pack(struct arena *, struct pdf_attachment *);

struct pdf {
	const struct fonts *fonts;
	struct subset_memory *subsets; /* of the thread (pdf/pdf_subset.h), or NULL */
	struct palette palette;
	struct pdf_page *pages;
	size_t n_pages;
	/* A page without a scene is drawn when it is needed, and more than once: each time the
	 * same. */
	const struct scene *(*draw)(void *ctx, struct arena *, size_t page);
	void *draw_ctx;
	struct tag *root; /* the Document element; every tag in a scene is below it */
	struct pdf_dest *dests;
	size_t n_dests;
	struct pdf_outline *outline;
	size_t n_outline;
	struct pdf_attachment *attachments;
	size_t n_attachments;
	const char *title, *author, *subject, *keywords;
	const char *producer; /* "irbrief 0.1.0" */
	const char *lang;     /* BCP 47 */
	int64_t created;      /* seconds since 1970 UTC */
	int offset_minutes;   /* time zone to print it in */
	bool facing; /* a reader lays the pages beside each other, the first on the right */
	bool draft;  /* the metadata say so (xmp:Label); a visible mark is the layout's */
};

/* The scene of a page, drawn in the arena if it is not there. */
const struct scene *pdf_scene(const struct pdf *, struct arena *, size_t page);
/* Writes the file to out, which is empty.  False if something failed (reported): a missing glyph,
 * libharu, a font. */
bool pdf_write(struct arena *, struct diag *, const struct pdf *, struct buf *out);

#endif
