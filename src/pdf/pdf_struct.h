/*
 * The structure tree of one file: elements with their attributes, which marked content and which
 * links belong to which element, and back (ISO 32000-1, 14.7).
 */
#ifndef PDF_STRUCT_H
#define PDF_STRUCT_H

#include "pdf/pdf.h"
#include "pdf/pdf_obj.h"

struct structure;

/* Object numbers for the whole tree of pdf->root.  pages: object numbers, which must stay. */
struct structure *structure_new(struct arena *, struct objects *, const struct pdf *,
				const int *pages);
/* The next marked-content id of the page, for content of this element. */
int structure_mcid(struct structure *, const struct tag *, int page);
/* A link annotation of this element; returns its /StructParent. */
int structure_link(struct structure *, const struct tag *, int page, int annotation);
/* Writes the elements, in the order in which content and links were added; returns the object
 * number of the root. */
int structure_write(struct structure *);

#endif
