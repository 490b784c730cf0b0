/*
 * Writing JSON into a buffer.  Commas are placed by looking at what stands before, so that callers
 * only say what comes:
 *	json_open(b, '{'); json_key(b, "id"); json_string(b, id); json_close(b, '}');
 */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include "base/text.h"

void json_open(struct buf *, char bracket);
void json_close(struct buf *, char bracket);
void json_key(struct buf *, const char *key);
void json_string(struct buf *, const char *s); /* NULL: null */
void json_int(struct buf *, long);
void json_bool(struct buf *, bool);
void json_line(struct buf *); /* a line break before the next item */
/* Key and value in one. */
void json_field(struct buf *, const char *key, const char *s);
void json_field_int(struct buf *, const char *key, long);

#endif
