/*
 * A tree of values that remember where they stood: what the YAML and JSON readers make, and what
 * templates are filled from.  Values belong to the arena of the reader and are not changed.
 */
#ifndef LOAD_VALUE_H
#define LOAD_VALUE_H

#include "base/diag.h"

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_NUMBER,
	VALUE_STRING,
	VALUE_LIST,
	VALUE_MAP,
	VALUE_LAMBDA /* made by C callers of mustache only; see html/mustache.h */
};

struct value {
	enum value_kind kind;
	struct pos at;
	union {
		struct str text; /* STRING: the bytes; NUMBER: as written; BOOL: true, false */
		const struct lambda *lambda;
	};
	struct value **items; /* LIST: n items; MAP: n values */
	struct str *keys;     /* MAP: n keys, in the order of the input, each once */
	struct pos *key_at;   /* MAP: where each key stands; NULL if made by a program */
	size_t n;
};

const char *value_kind_name(enum value_kind); /* "a list" */
/* The value under a key, or NULL; value may be NULL or no map. */
const struct value *value_at(const struct value *map, const char *key);
/* Text of a STRING, NUMBER or BOOL as a C string (arena copies are closed by NUL), or NULL. */
const char *value_text(const struct value *);

/* Builders, for views. */
struct value *value_map(struct arena *);
struct value *value_list(struct arena *);
struct value *value_string(struct arena *, const char *); /* not copied */
struct value *value_bool(struct arena *, bool);           /* shared: not to be changed */
void value_set(struct arena *, struct value *map, const char *key,
	       struct value *); /* key not copied */
void value_add(struct arena *, struct value *list, struct value *);

#endif
