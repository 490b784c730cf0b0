/*
 * JSON (RFC 8259): any root, numerals kept as written, positions, strict UTF-8.  Refused with
 * file:line:column: anything the RFC refuses, unpaired surrogates, depth over 512, numerals over
 * 1,000 characters.  Of equal keys the last counts, with a warning.
 */
#ifndef LOAD_JSON_H
#define LOAD_JSON_H

#include "load/value.h"

/* NULL if the text is not well formed (reported). */
struct value *json_read(struct arena *, struct diag *, const char *file, struct str bytes);
/* Writes s as a JSON string with its quotes; safe inside HTML script elements too (</ is escaped).
 */
void json_put_string(struct buf *, struct str);

#endif
