/* What a file says about itself: XMP packet, information dictionary, output intent. */
#ifndef PDF_META_H
#define PDF_META_H

#include "pdf/pdf.h"
#include "pdf/pdf_obj.h"

void pdf_write_info(struct objects *, const struct pdf *);
/* Each returns the object number. */
int pdf_write_xmp(struct arena *, struct objects *, const struct pdf *);
int pdf_write_intent(struct objects *);

#endif
