/* Objects into the bytes of a PDF 1.7 file: object streams, cross-reference stream, own deflate. */
#ifndef PDF_SERIALISE_H
#define PDF_SERIALISE_H

#include "pdf/pdf_obj.h"

/* Values that libharu does not know, as there may be many: they are numbered after its last object.
 */
struct values {
	size_t n;
	void (*put)(const void *ctx, size_t i, struct buf *); /* appends one */
	const void *ctx;
};

/* Completes the file: all objects but streams, and where each lies.  Its identifier is made from
 * the content. */
void pdf_serialise(struct objects *, const struct values *, struct buf *file);

#endif
