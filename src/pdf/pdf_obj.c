/*
 * The seam over libharu 2.3.0, and the only file that knows it.
 *
 * libharu's own dictionaries cannot say all that a tagged file needs, but each may have a function
 * that writes more entries.  So every object keeps its entries as text here, by object number;
 * libharu keeps the numbering and the page tree.  A stream is deflated straight into the file.
 */
#include "pdf/pdf_obj.h"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_info.h>
#include <hpdf_pages.h>
#include <libdeflate.h>

#include "pdf/pdf_syntax.h"

/* 2.4 moved members of the structs that are read here. */
_Static_assert(HPDF_MAJOR_VERSION == 2 && HPDF_MINOR_VERSION == 3, "written for libharu 2.3");

/* A level more takes less than a percent off pages, for three times the time. */
enum { LEVEL = 1 };

struct body {
	struct str entries;
	size_t at; /* of a stream: its offset in the file */
};

struct objects {
	HPDF_Doc doc;
	HPDF_STATUS error;
	struct arena *arena;
	struct buf *file;
	struct libdeflate_compressor *deflate;
	struct {
		struct body *v;
		size_t n, cap;
	} bodies; /* by object number */
};

static void keep_first_error(HPDF_STATUS code, HPDF_STATUS detail, void *user)
{
	struct objects *o = user;

	(void)detail;
	if (!o->error)
		o->error = code;
}

static int number(HPDF_Dict dict)
{
	return (int)(dict->header.obj_id & 0x00FFFFFF);
}

static void *object_at(const struct objects *o, int id)
{
	HPDF_XrefEntry e = HPDF_Xref_GetEntry(o->doc->xref, (HPDF_UINT)id);

	return e ? e->obj : NULL;
}

/* libharu calls this where a dictionary is to write entries of its own. */
static HPDF_STATUS write_body(HPDF_Dict dict, HPDF_Stream out)
{
	const struct objects *o = dict->error->user_data;
	struct str body = o->bodies.v[number(dict)].entries;

	return body.n ? HPDF_Stream_Write(out, (const HPDF_BYTE *)body.p, (HPDF_UINT)body.n)
		      : HPDF_OK;
}

static struct body *body_of(struct objects *o, int id)
{
	while (o->bodies.n <= (size_t)id)
		*PUSH(o->arena, &o->bodies) = (struct body){0};
	return &o->bodies.v[id];
}

static int adopt(struct objects *o, HPDF_Dict dict)
{
	int id = number(dict);

	body_of(o, id);
	dict->write_fn = write_body;
	return id;
}

struct objects *objects_new(struct arena *a, struct buf *file)
{
	struct objects *o = NEW(a, struct objects);

	o->arena = a;
	o->file = file;
	o->doc = HPDF_New(keep_first_error, o);
	o->deflate = libdeflate_alloc_compressor(LEVEL);
	if (!o->doc || !o->deflate)
		out_of_memory();
	/* Four bytes above 127 tell transfer programs that this is not text. */
	buf_str(file, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	/* libharu names itself here; the metadata names the program. */
	HPDF_Dict_RemoveElement(o->doc->info, "Producer");
	adopt(o, o->doc->catalog);
	adopt(o, o->doc->info);
	return o;
}

void objects_free(struct objects *o)
{
	if (!o)
		return;
	HPDF_Free(o->doc);
	libdeflate_free_compressor(o->deflate);
}

unsigned long objects_error(const struct objects *o)
{
	/* Not all of libharu's errors reach the handler: a failed allocation only sets the code. */
	return o->error ? o->error : HPDF_GetError(o->doc);
}

int object_new(struct objects *o)
{
	HPDF_Dict dict = HPDF_Dict_New(o->doc->mmgr);

	if (!dict || HPDF_Xref_Add(o->doc->xref, dict) != HPDF_OK)
		return 0;
	return adopt(o, dict);
}

void object_set(struct objects *o, int id, struct buf *entries)
{
	if (objects_error(o))
		return;
	body_of(o, id)->entries =
	    (struct str){arena_strn(o->arena, buf_cstr(entries), entries->n), entries->n};
	buf_clear(entries);
}

/* ---- streams ---- */

static const char filter[] = "/Filter/FlateDecode>>\nstream\n";

struct str deflated(struct arena *a, const void *bytes, size_t n)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
	struct buf b = {0};

	if (!c)
		out_of_memory();
	buf_grow(&b, libdeflate_zlib_compress_bound(c, n));
	b.n = libdeflate_zlib_compress(c, bytes, n, b.p, b.cap);
	libdeflate_free_compressor(c);
	bytes = arena_copy(a, b.p, b.n);
	n = b.n;
	buf_free(&b);
	return (struct str){bytes, n};
}

/* The length comes before what it measures, so that a gap is left and closed again. */
static void put_deflated(struct objects *o, const void *bytes, size_t n)
{
	enum { GAP = 64 };
	size_t room = libdeflate_zlib_compress_bound(o->deflate, n), at = o->file->n + GAP, packed;

	buf_grow(o->file, GAP + room);
	packed = libdeflate_zlib_compress(o->deflate, bytes, n, o->file->p + at, room);
	pdf_int(o->file, packed);
	buf_str(o->file, filter);
	memmove(o->file->p + o->file->n, o->file->p + at, packed);
	o->file->n += packed;
}

size_t objects_put_stream(struct objects *o, int id, enum stream_kind kind, struct str entries,
			  const void *bytes, size_t n)
{
	size_t at = o->file->n;

	pdf_int(o->file, (size_t)id);
	buf_str(o->file, " 0 obj\n<<");
	buf_add(o->file, entries.p, entries.n);
	buf_str(o->file, "/Length ");
	if (kind == STREAM_DEFLATE) {
		put_deflated(o, bytes, n);
	} else {
		pdf_int(o->file, n);
		buf_str(o->file, kind == STREAM_DEFLATED ? filter : ">>\nstream\n");
		buf_add(o->file, bytes, n);
	}
	buf_str(o->file, "\nendstream\nendobj\n");
	return at;
}

int object_stream(struct objects *o, enum stream_kind kind, struct buf *entries, const void *bytes,
		  size_t n)
{
	HPDF_Dict dict = HPDF_DictStream_New(o->doc->mmgr, o->doc->xref);
	int id;

	if (!dict || objects_error(o))
		return 0;
	id = adopt(o, dict);
	body_of(o, id)->at =
	    objects_put_stream(o, id, kind, (struct str){entries->p, entries->n}, bytes, n);
	buf_clear(entries);
	return id;
}

/* ---- pages ---- */

int object_page(struct objects *o)
{
	HPDF_Page page = HPDF_AddPage(o->doc);

	if (!page)
		return 0;
	/* One dictionary of resources serves all pages, and libharu prints "841.89001". */
	HPDF_Dict_RemoveElement(page, "Resources");
	HPDF_Dict_RemoveElement(page, "MediaBox");
	return adopt(o, page);
}

void object_page_content(struct objects *o, int id, const struct buf *content)
{
	HPDF_Page page = objects_error(o) ? NULL : object_at(o, id);
	int stream;

	if (!page)
		return;
	stream = number(((HPDF_PageAttr)page->attr)->contents);
	body_of(o, stream)->at =
	    objects_put_stream(o, stream, STREAM_DEFLATE, (struct str){0}, content->p, content->n);
}

int objects_catalog(const struct objects *o)
{
	return number(o->doc->catalog);
}

int objects_info(const struct objects *o)
{
	return number(o->doc->info);
}

int objects_last(const struct objects *o)
{
	return (int)o->doc->xref->entries->count - 1;
}

static HPDF_STATUS to_buffer(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
	buf_add(stream->attr, bytes, n);
	return HPDF_OK;
}

static void write_value(struct objects *o, void *object, struct buf *out)
{
	HPDF_Stream stream = HPDF_CallbackWriter_New(o->doc->mmgr, to_buffer, out);

	if (!stream)
		return;
	HPDF_Obj_WriteValue(object, stream, NULL);
	HPDF_Stream_Free(stream);
}

enum object_kind object_read(struct objects *o, int id, struct buf *value, size_t *at)
{
	HPDF_Dict dict = object_at(o, id);

	/* Numbers are the lengths that libharu keeps apart from its streams: written direct
	 * instead. */
	if (!dict || (dict->header.obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_NUMBER)
		return OBJECT_FREE;
	if ((dict->header.obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_DICT || !dict->stream) {
		write_value(o, dict, value);
		return OBJECT_VALUE;
	}
	*at = body_of(o, id)->at;
	return OBJECT_STREAM;
}
