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
	/* Made by C callers of mustache only; see html/mustache.h. */
	VALUE_LAMBDA,
	VALUE_LATER
};

struct value {
	enum value_kind kind;
	struct pos at;
	union {
		struct str text; /* STRING: the bytes; NUMBER: as written; BOOL: true, false */
		const struct lambda *lambda;
		const struct value_source *source; /* LIST: makes its items; NULL: they are there.
						    * LATER: makes the text, as its item n */
	};
	struct value **items; /* LIST: n items, or NULL if they are made; MAP: n values */
	struct str *keys;     /* MAP: n keys, in the order of the input, each once */
	struct pos *key_at;   /* MAP: where each key stands; NULL if made by a program */
	size_t n;
};

/* Makes an item of a long list, or a text, when it is asked for, so that there is one of them at a
 * time. */
struct value_source {
	const struct value *(*item)(const void *ctx, struct arena *, size_t i);
	const void *ctx;
};

const char *value_kind_name(enum value_kind); /* "a list" */
/* The value under a key, or NULL; value may be NULL or no map. */
const struct value *value_at(const struct value *map, const char *key);
/* Text of a STRING, NUMBER or BOOL as a C string (arena copies are closed by NUL), or NULL. */
const char *value_text(const struct value *);

/* Builders, for views. */
struct value *value_map(struct arena *);
struct value *value_list(struct arena *);
/* A list of n items of a source, which lives as long; not to be added to. */
struct value *value_list_of(struct arena *, const struct value_source *, size_t n);
/* A text that is made when it is printed: item i of the source. */
struct value *value_later(struct arena *, const struct value_source *, size_t i);
/* An item, made in the arena if it is not there. */
const struct value *value_item(const struct value *list, struct arena *, size_t i);
struct value *value_string(struct arena *, const char *); /* not copied */
struct value *value_bool(struct arena *, bool);           /* shared: not to be changed */
void value_set(struct arena *, struct value *map, const char *key,
	       struct value *); /* key not copied */
void value_add(struct arena *, struct value *list, struct value *);

#endif
