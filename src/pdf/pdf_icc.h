/* A colour profile that says "these numbers are sRGB". */
#ifndef PDF_ICC_H
#define PDF_ICC_H

#include "base/text.h"

/* Appends an ICC version 2 display profile, some 700 bytes. */
void icc_srgb(struct buf *);

#endif
