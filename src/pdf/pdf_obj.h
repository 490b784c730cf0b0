/*
 * The seam over libharu: one document's indirect objects, its page tree and its streams. Everything
 * else in this folder writes PDF syntax as text and names objects by number; only pdf_obj.c knows
 * that libharu keeps them.
 *
 * After libharu's first error a document is dead: calls do nothing, and objects_error tells why.
 */
#ifndef PDF_OBJ_H
#define PDF_OBJ_H

#include "base/arena.h"
#include "base/text.h"

struct objects;

/* Begins the file in an empty buffer: streams go there as they are made.  The bodies of the other
 * objects live in the arena; the rest is freed by objects_free. */
struct objects *objects_new(struct arena *, struct buf *file);
void objects_free(struct objects *); /* NULL is allowed */
/* libharu's first error code, 0: none. */
unsigned long objects_error(const struct objects *);

/* A new dictionary; returns its object number, so that others can refer to it before it has a body.
 */
int object_new(struct objects *);
/* The entries of a dictionary ("/Type/Font ..."), without << and >>.  Empties the buffer. */
void object_set(struct objects *, int id, struct buf *entries);

enum stream_kind { STREAM_DEFLATE, STREAM_DEFLATED, STREAM_PLAIN };
/* A new stream, into the file; empties the buffer.  Entries without /Length and /Filter. */
int object_stream(struct objects *, enum stream_kind, struct buf *entries, const void *bytes,
		  size_t n);

/* For STREAM_DEFLATED, in the arena: attached data and fonts. */
struct str deflated(struct arena *, const void *bytes, size_t n);

/* A new page at the end of the page tree; /Type, /Parent and /Contents are set. */
int object_page(struct objects *);
void object_page_content(struct objects *, int page, const struct buf *);

int objects_catalog(const struct objects *);
int objects_info(const struct objects *);

/* For the serialiser: objects are numbered from 1 to objects_last. */
enum object_kind { OBJECT_FREE, OBJECT_VALUE, OBJECT_STREAM };
int objects_last(const struct objects *);
/* OBJECT_VALUE: appends what stands between "obj" and "endobj".  OBJECT_STREAM: *at is its offset
 * in the file. */
enum object_kind object_read(struct objects *, int id, struct buf *value, size_t *at);
/* A stream with a number that libharu does not know; returns its offset. */
size_t objects_put_stream(struct objects *, int id, enum stream_kind, struct str entries,
			  const void *bytes, size_t n);

#endif
