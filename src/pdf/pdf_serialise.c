/*
 * Objects into the bytes of a file.  libharu could save too, but it writes each of thousands of
 * structure elements uncompressed and each stream's length as an object of its own: four times the
 * size.
 *
 * Layout (ISO 32000-1, 7.5.7 and 7.5.8): the streams, which stand there already; all other objects
 * packed into object streams; a cross-reference stream that finds both.
 */
#include "pdf/pdf_serialise.h"

#include <libdeflate.h>
#include <stdint.h>
#include <stdlib.h>

#include "pdf/pdf_syntax.h"

enum {
	PACK = 200, /* objects in an object stream: a reader inflates it whole */
	ROW = 7     /* bytes of a cross-reference entry: type 1, offset 4, index 2 */
};

enum entry_type { ENTRY_FREE, ENTRY_OFFSET, ENTRY_PACKED };

struct entry {
	uint32_t where; /* offset, or the object stream's number */
	uint16_t index; /* in the object stream */
	uint8_t type;   /* enum entry_type */
};

struct file {
	struct buf *out;
	struct objects *objects;
	struct {
		struct entry *v;
		size_t n;
	} entries;                /* by object number */
	int next;                 /* the next free object number */
	struct buf packed, index; /* the object stream that is being filled, and its head */
	int pack, n_packed;       /* its number, and objects in it */
};

static void put_stream(struct file *f, int id, const struct buf *entries, const struct buf *data)
{
	size_t at = objects_put_stream(f->objects, id, STREAM_DEFLATE,
				       (struct str){entries->p, entries->n}, data->p, data->n);

	f->entries.v[id] = (struct entry){(uint32_t)at, 0, ENTRY_OFFSET};
}

static void close_pack(struct file *f)
{
	struct buf entries = {0};

	if (!f->n_packed)
		return;
	buf_printf(&entries, "/Type/ObjStm/N %d/First %zu", f->n_packed, f->index.n);
	buf_add(&f->index, f->packed.p, f->packed.n);
	put_stream(f, f->pack, &entries, &f->index);
	buf_free(&entries);
	buf_clear(&f->index);
	buf_clear(&f->packed);
	f->n_packed = 0;
}

static void pack_value(struct file *f, int id, const char *value, size_t n)
{
	if (f->n_packed == PACK)
		close_pack(f);
	if (!f->n_packed)
		f->pack = f->next++;
	f->entries.v[id] = (struct entry){(uint32_t)f->pack, (uint16_t)f->n_packed++, ENTRY_PACKED};
	pdf_int(&f->index, (size_t)id);
	buf_char(&f->index, ' ');
	pdf_int(&f->index, f->packed.n);
	buf_char(&f->index, ' ');
	buf_add(&f->packed, value, n);
	buf_char(&f->packed, '\n');
}

static void write_objects(struct file *f, int last)
{
	struct buf value = {0};
	size_t at;

	for (int id = 1; id <= last; id++) {
		buf_clear(&value);
		switch (object_read(f->objects, id, &value, &at)) {
		case OBJECT_FREE:
			break;
		case OBJECT_VALUE:
			pack_value(f, id, value.p, value.n);
			break;
		case OBJECT_STREAM:
			f->entries.v[id] = (struct entry){(uint32_t)at, 0, ENTRY_OFFSET};
			break;
		}
	}
	buf_free(&value);
}

static void write_values(struct file *f, int id, const struct values *values)
{
	struct buf value = {0};

	for (size_t i = 0; i < values->n; i++) {
		buf_clear(&value);
		values->put(values->ctx, i, &value);
		pack_value(f, id++, value.p, value.n);
	}
	buf_free(&value);
}

static void put_be(unsigned char *p, int width, size_t value)
{
	for (int i = width - 1; i >= 0; i--, value >>= 8)
		p[i] = value & 0xFF;
}

/*
 * The rows of the cross-reference stream, each as the difference to the row above (PNG predictor
 * "up", named by a 2 before each row): neighbours differ in few bytes, so it packs ten times
 * better.
 */
static void xref_rows(const struct file *f, size_t n, struct buf *rows)
{
	unsigned char row[1 + ROW] = {2}, above[ROW] = {0}, here[ROW];

	for (size_t id = 0; id < n; id++) {
		const struct entry *e = &f->entries.v[id];

		here[0] = e->type;
		put_be(here + 1, 4, e->where);
		put_be(here + 5, 2, e->index);
		for (int k = 0; k < ROW; k++)
			row[1 + k] = (unsigned char)(here[k] - above[k]);
		memcpy(above, here, ROW);
		buf_add(rows, row, sizeof row);
	}
}

/* The free objects form a list that begins and ends at 0 (7.5.4). */
static void link_free_entries(struct file *f, size_t n)
{
	size_t next = 0;

	for (size_t id = n; id-- > 0;) {
		struct entry *e = &f->entries.v[id];

		if (e->type != ENTRY_FREE)
			continue;
		e->where = (uint32_t)next;
		e->index = id ? 0 : UINT16_MAX;
		next = id;
	}
}

/* It has to tell files apart, not to withstand anyone: two sums of all bytes, and their number. */
static void content_id(const struct file *f, struct buf *out)
{
	const uint64_t parts[] = {(uint64_t)libdeflate_crc32(0, f->out->p, f->out->n) << 32 |
				      libdeflate_adler32(1, f->out->p, f->out->n),
				  f->out->n};

	for (size_t i = 0; i < COUNT(parts); i++)
		for (int shift = 48; shift >= 0; shift -= 16)
			pdf_hex4(out, (unsigned)(parts[i] >> shift & 0xFFFF));
}

static void write_xref(struct file *f)
{
	struct buf rows = {0}, entries = {0}, id = {0};
	int self = f->next++;
	size_t at = f->out->n;

	content_id(f, &id);
	f->entries.v[self] = (struct entry){(uint32_t)at, 0, ENTRY_OFFSET}; /* it lists itself */
	link_free_entries(f, (size_t)f->next);
	xref_rows(f, (size_t)f->next, &rows);
	buf_printf(&entries,
		   "/Type/XRef/Size %d/W[1 4 2]/DecodeParms<</Predictor 12/Columns %d>>"
		   "/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]",
		   f->next, ROW, objects_catalog(f->objects), objects_info(f->objects), id.p, id.p);
	put_stream(f, self, &entries, &rows);
	buf_printf(f->out, "startxref\n%zu\n%%%%EOF\n", at);
	buf_free(&rows);
	buf_free(&entries);
	buf_free(&id);
}

void pdf_serialise(struct objects *o, const struct values *values, struct buf *file)
{
	struct file f = {.out = file, .objects = o};
	int own = objects_last(o) + 1, end = own + (int)values->n;

	f.next = end;
	/* Room for all objects, the streams that they are packed into, and the table itself. */
	f.entries.n = (size_t)end + (size_t)end / PACK + 2;
	f.entries.v = xrealloc(NULL, f.entries.n * sizeof *f.entries.v);
	memset(f.entries.v, 0, f.entries.n * sizeof *f.entries.v);
	write_objects(&f, own - 1);
	write_values(&f, own, values);
	close_pack(&f);
	write_xref(&f);
	free(f.entries.v);
	buf_free(&f.packed);
	buf_free(&f.index);
}
