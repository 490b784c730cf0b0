/*
 * The structure tree of one file: elements with their attributes, which marked content and which
 * links belong to which element, and back (ISO 32000-1, 14.7).
 */
#ifndef PDF_STRUCT_H
#define PDF_STRUCT_H

#include "pdf/pdf.h"
#include "pdf/pdf_serialise.h"

struct structure;

/* Elements for the whole tree of pdf->root.  pages: object numbers, which must stay. */
struct structure *structure_new(struct arena *, struct objects *, const struct pdf *,
				const int *pages);
int structure_root(const struct structure *); /* object number of the StructTreeRoot */
/* The next marked-content id of the page, for content of this element. */
int structure_mcid(struct structure *, const struct tag *, int page);
/* A link annotation of this element; returns its /StructParent. */
int structure_link(struct structure *, const struct tag *, int page, int annotation);
/* The elements, in the order in which content and links were added; each is written when it is
 * asked for.  To be called when no other object will be made: they are numbered after all others.
 */
struct values structure_write(struct structure *);

#endif
