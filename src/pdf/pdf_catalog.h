/* The root of a file: ways into it (outline, named destinations, page labels) and what comes with
 * it (attachments). */
#ifndef PDF_CATALOG_H
#define PDF_CATALOG_H

#include "pdf/pdf.h"
#include "pdf/pdf_obj.h"

/* pages: object numbers; structure: that of the StructTreeRoot. */
void pdf_write_catalog(struct arena *, struct objects *, const struct pdf *, const int *pages,
		       int structure);

#endif
