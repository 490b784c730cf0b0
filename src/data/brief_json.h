/*
 * brief.json: the document, its figures and the facts behind them, for machines (formats:
 * "irbrief/1"). Facts use the terms of OIM xBRL-JSON; every number is a decimal string.
 */
#ifndef DATA_BRIEF_JSON_H
#define DATA_BRIEF_JSON_H

#include "doc/doc.h"

/* Neither changes anything that is seen from outside: each may run beside other readers. */
void brief_json(const struct doc *, struct buf *out);
/* One row for each fact behind the figures: id, concept, dimensions, period, unit, value, source.
 */
void facts_csv(const struct doc *, struct buf *out);

#endif
