/* One page's scene into a content stream and link annotations. */
#ifndef PDF_PAINT_H
#define PDF_PAINT_H

#include "pdf/pdf.h"
#include "pdf/pdf_font.h"
#include "pdf/pdf_obj.h"
#include "pdf/pdf_struct.h"

struct paint_target {
	struct arena *arena;
	struct objects *objects;
	const struct pdf_fonts *fonts;
	struct structure *structure;
	const struct palette *palette;
};

/* Appends operators to content, and the annotations ("12 0 R 13 0 R ") to annotations. */
void pdf_paint(const struct paint_target *, const struct scene *, int page, struct buf *content,
	       struct buf *annotations);

#endif
