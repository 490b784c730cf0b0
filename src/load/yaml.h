/*
 * YAML by libyaml's events, one document, into values with positions.  Scalars are strings, except
 * plain ~, null, true, false and plain JSON numbers.  Aliases, tags, merge keys and
 * control characters (is_unsafe) are refused; a duplicate key is an error; depth is limited to 64,
 * nodes to a million.
 */
#ifndef LOAD_YAML_H
#define LOAD_YAML_H

#include "load/value.h"

/* NULL if the text is not well formed (reported). */
struct value *yaml_read(struct arena *, struct diag *, const char *file, struct str bytes);

#endif
