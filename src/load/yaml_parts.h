/*
 * The two readers behind yaml_read; private to load/.
 */
#ifndef LOAD_YAML_PARTS_H
#define LOAD_YAML_PARTS_H

#include "load/value.h"

enum { DEPTH_LIMIT = 64, NODE_LIMIT = 1000000, TEXT_LIMIT = 100000 };

/*
 * The YAML that nearly every file is written in, JSON too: maps and lists as blocks or in brackets,
 * texts of one line.  NULL where a file has more than that, or a mistake: nothing is reported, and
 * yaml_full says what is there.  Both give the same values and places.
 */
struct value *yaml_plain(struct arena *, const char *file, struct str bytes);
struct value *yaml_full(struct arena *, struct diag *, const char *file, struct str bytes);

/* What a text without quotes is. */
enum value_kind yaml_plain_kind(struct str);

#endif
