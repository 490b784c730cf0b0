/* Objects into the bytes of a PDF 1.7 file: object streams, cross-reference stream, own deflate. */
#ifndef PDF_SERIALISE_H
#define PDF_SERIALISE_H

#include "pdf/pdf_obj.h"

/* Appends the file.  The file identifier is a hash of the content. */
void pdf_serialise(struct objects *, struct buf *out);

#endif
