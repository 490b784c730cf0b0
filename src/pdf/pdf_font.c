/*
 * Glyphs in use, and font objects.
 *
 * A code extracts as one text, but a glyph may stand for several (space and no-break space, omega
 * and ohm).  The first by code points wins, which is the usual one; elsewhere the content stream
 * carries the text beside the glyph (ActualText).
 */
#include "pdf/pdf_font.h"

#include <hb-ot.h>
#include <math.h>
#include <stdlib.h>

#include "pdf/pdf_subset.h"
#include "pdf/pdf_syntax.h"

struct pdf_fonts {
	struct arena *arena;
	struct diag *diag;
	struct subset_memory *memory;  /* or NULL */
	struct pdf_font of[FACES_MAX]; /* by face->index */
	int ids[FACES_MAX];            /* object numbers */
	struct {
		uint32_t *v;
		size_t n, cap;
	} missing; /* characters already reported */
};

struct pdf_fonts *pdf_fonts_new(struct arena *a, struct diag *d, const struct fonts *fonts,
				struct subset_memory *memory)
{
	struct pdf_fonts *f = NEW(a, struct pdf_fonts);

	f->arena = a;
	f->diag = d;
	f->memory = memory;
	for (int i = 0; i < fonts->n; i++) {
		f->of[i].face = fonts->faces[i];
		f->of[i].number = i;
	}
	return f;
}

const struct pdf_font *pdf_fonts_of(const struct pdf_fonts *f, const struct face *face)
{
	return &f->of[face->index];
}

static int thousandths(const struct face *face, double units)
{
	return (int)lround(units * 1000 / face->upem);
}

static struct pdf_glyph *note_glyph(struct pdf_fonts *f, struct pdf_font *font, uint32_t id)
{
	struct pdf_glyph *g;

	if (!font->slots)
		font->slots = NEWS(f->arena, uint16_t, hb_face_get_glyph_count(font->face->hb));
	if (font->slots[id])
		return &font->glyphs.v[font->slots[id] - 1];
	g = PUSH(f->arena, &font->glyphs);
	font->slots[id] = (uint16_t)font->glyphs.n;
	*g = (struct pdf_glyph){.id = id};
	g->width = thousandths(font->face, hb_font_get_glyph_h_advance(font->face->font, id));
	return g;
}

/* Does text come first by code points?  UTF-8 sorts as they do. */
static bool before(struct str text, struct str other)
{
	int order = memcmp(text.p, other.p, text.n < other.n ? text.n : other.n);

	return order < 0 || (order == 0 && text.n < other.n);
}

/* A glyph that was only seen as a part of a cluster borrows its text until it is seen alone.  A
 * copy, since the page is drawn anew when it is painted. */
static void note_text(struct pdf_fonts *f, struct pdf_glyph *g, struct str text, bool alone)
{
	if (!g->text.n || (alone && (g->borrowed || before(text, g->text)))) {
		g->text = (struct str){arena_strn(f->arena, text.p, text.n), text.n};
		g->borrowed = !alone;
	}
}

static void report_missing(struct pdf_fonts *f, struct str text, int page)
{
	size_t i = 0;
	uint32_t c = utf8_next(text.p, text.n, &i);

	for (size_t k = 0; k < f->missing.n; k++)
		if (f->missing.v[k] == c)
			return;
	*PUSH(f->arena, &f->missing) = c;
	/* A control character is named only: it could steer the terminal. */
	diag_error(f->diag, diag_find(f->diag, text.p, i),
		   "no font has the character U+%04X on page %d: '%.*s'", c, page + 1,
		   pdf_is_text(c) ? (int)i : 0, text.p);
}

/* Is the cluster one glyph, noted with this text? */
static bool is_known(const struct pdf_font *font, const struct cluster *c)
{
	const struct pdf_glyph *g;

	if (c->n != 1 || !font->slots || !font->slots[c->glyphs->id])
		return false;
	g = pdf_font_glyph(font, c->glyphs->id);
	return !g->borrowed && pdf_glyph_is(g, c->text);
}

void pdf_fonts_use(struct pdf_fonts *f, const struct run *run, int page)
{
	struct pdf_font *font = &f->of[run->face->index];
	struct cluster c;

	for (size_t i = 0; run_cluster(run, &i, &c);) {
		if (is_known(font, &c))
			continue;
		for (size_t k = 0; k < c.n; k++) {
			if (c.glyphs[k].id == 0)
				report_missing(f, c.text, page);
			note_text(f, note_glyph(f, font, c.glyphs[k].id), c.text, c.n == 1);
		}
	}
}

static int by_id(const void *a, const void *b)
{
	uint32_t x = ((const struct pdf_glyph *)a)->id, y = ((const struct pdf_glyph *)b)->id;

	return (x > y) - (x < y);
}

/* The glyphs in the order of the face, whatever order they were used in. */
static const uint32_t *sort_glyphs(struct pdf_fonts *f, struct pdf_font *font)
{
	struct pdf_glyph *glyphs = font->glyphs.v;
	uint32_t *ids = NEWS(f->arena, uint32_t, font->glyphs.n);

	qsort(glyphs, font->glyphs.n, sizeof *glyphs, by_id);
	for (size_t i = 0; i < font->glyphs.n; i++) {
		ids[i] = glyphs[i].id;
		font->slots[ids[i]] = (uint16_t)(i + 1);
	}
	return ids;
}

/* In a string, a reader takes a carriage return for a line feed. */
static void set_code(struct pdf_glyph *g, unsigned code)
{
	g->code = code;
	g->string_n = 0;
	for (int shift = 8; shift >= 0; shift -= 8) {
		unsigned byte = code >> shift & 0xFF;

		if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
			g->string[g->string_n++] = '\\';
		g->string[g->string_n++] = byte == '\r' ? 'r' : (char)byte;
	}
}

static struct subset *cut_font(struct pdf_fonts *f, struct pdf_font *font)
{
	const uint32_t *ids = sort_glyphs(f, font);
	struct subset *s = subset_of(f->arena, f->memory, font->face, ids, font->glyphs.n);

	if (!s)
		diag_error(f->diag, (struct pos){.file = font->face->path},
			   "cannot subset the font");
	for (size_t i = 0; s && i < font->glyphs.n; i++)
		set_code(&font->glyphs.v[i], s->codes[i]);
	return s;
}

static int embed_program(struct subset *s, struct objects *o)
{
	struct buf entries = {0};
	int id;

	if (s->cff)
		buf_str(&entries, "/Subtype/CIDFontType0C");
	else
		buf_printf(&entries, "/Length1 %zu", s->program.n);
	if (!s->deflated.n)
		s->deflated = deflated(s->arena, s->program.p, s->program.n);
	id = object_stream(o, STREAM_DEFLATED, &entries, s->deflated.p, s->deflated.n);
	buf_free(&entries);
	return id;
}

static void put_font_name(struct buf *b, const char *key, const struct pdf_font *font,
			  const struct subset *s)
{
	buf_printf(b, "/%s/%s+", key, s->tag);
	buf_str(b, font->face->name);
}

/* xMin yMin xMax yMax of the table `head`, at offset 36. */
static void put_font_box(struct buf *b, const struct face *face)
{
	hb_blob_t *head = hb_face_reference_table(face->hb, HB_TAG('h', 'e', 'a', 'd'));
	unsigned n;
	const unsigned char *p = (const unsigned char *)hb_blob_get_data(head, &n);

	buf_str(b, "/FontBBox[");
	for (unsigned at = 36; at < 44; at += 2)
		buf_printf(b, "%d ",
			   n < 44 ? 0 : thousandths(face, (int16_t)(p[at] << 8 | p[at + 1])));
	buf_char(b, ']');
	hb_blob_destroy(head);
}

static int write_descriptor(const struct pdf_font *font, struct subset *s, struct objects *o)
{
	enum { SYMBOLIC = 4 }; /* not limited to the standard Latin characters */
	const struct face *face = font->face;
	double weight = (double)hb_style_get_value(face->font, HB_STYLE_TAG_WEIGHT);
	int id = object_new(o), program = embed_program(s, o);
	struct buf b = {0};

	buf_str(&b, "/Type/FontDescriptor");
	put_font_name(&b, "FontName", font, s);
	buf_printf(&b, "/Flags %d/ItalicAngle ", SYMBOLIC);
	pdf_number(&b, (double)hb_style_get_value(face->font, HB_STYLE_TAG_SLANT_ANGLE), 1);
	put_font_box(&b, face);
	/* No font file tells its stem width; it grows about linearly with the weight. */
	buf_printf(&b, "/Ascent %d/Descent %d/CapHeight %d/XHeight %d/StemV %d/%s %d 0 R",
		   thousandths(face, face->ascent), thousandths(face, face->descent),
		   thousandths(face, face->cap_height), thousandths(face, face->x_height),
		   (int)lround(weight / 5), s->cff ? "FontFile3" : "FontFile2", program);
	object_set(o, id, &b);
	buf_free(&b);
	return id;
}

static void put_widths(struct buf *b, const struct pdf_font *font, int usual)
{
	const struct pdf_glyph *g = font->glyphs.v, *end = g + font->glyphs.n;
	unsigned next = 0;
	bool open = false;

	buf_printf(b, "/DW %d/W[", usual);
	for (; g < end; g++) {
		if (g->width == usual)
			continue;
		if (!open || g->code != next)
			buf_printf(b, "%s%u[", open ? "]" : "", g->code);
		open = true;
		next = g->code + 1;
		pdf_int(b, (size_t)g->width);
		buf_char(b, ' ');
	}
	buf_str(b, open ? "]]" : "]");
}

static int write_to_unicode(const struct pdf_font *font, struct objects *o)
{
	enum { BLOCK = 100 }; /* entries that a bfchar section may have */
	const struct pdf_glyph *glyphs = font->glyphs.v;
	size_t n = font->glyphs.n;
	struct buf b = {0}, entries = {0};
	int id;

	buf_str(&b, "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
		    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
		    "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
		    "1 begincodespacerange<0000><FFFF>endcodespacerange\n");
	for (size_t i = 0; i < n; i++) {
		if (i % BLOCK == 0)
			buf_printf(&b, "%s%zu beginbfchar\n", i ? "endbfchar\n" : "",
				   n - i < BLOCK ? n - i : (size_t)BLOCK);
		buf_char(&b, '<');
		pdf_hex4(&b, glyphs[i].code);
		buf_str(&b, "><");
		pdf_utf16_hex(&b, glyphs[i].text);
		buf_str(&b, ">\n");
	}
	buf_str(&b, "endbfchar\nendcmap CMapName currentdict/CMap defineresource pop end end\n");
	id = object_stream(o, STREAM_DEFLATE, &entries, b.p, b.n);
	buf_free(&b);
	buf_free(&entries);
	return id;
}

static int write_cid_font(const struct pdf_font *font, struct subset *s, struct objects *o)
{
	int id = object_new(o), descriptor = write_descriptor(font, s, o);
	struct buf b = {0};

	buf_printf(&b, "/Type/Font/Subtype/%s",
		   s->cff ? "CIDFontType0" : "CIDFontType2/CIDToGIDMap/Identity");
	put_font_name(&b, "BaseFont", font, s);
	buf_printf(&b,
		   "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
		   "/FontDescriptor %d 0 R",
		   descriptor);
	put_widths(&b, font, 1000);
	object_set(o, id, &b);
	buf_free(&b);
	return id;
}

static int write_font(const struct pdf_font *font, struct subset *s, struct objects *o)
{
	int id = object_new(o), descendant = write_cid_font(font, s, o);
	struct buf b = {0};

	buf_str(&b, "/Type/Font/Subtype/Type0");
	put_font_name(&b, "BaseFont", font, s);
	buf_printf(&b, "%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R",
		   s->cff ? "-Identity-H" : "", descendant, write_to_unicode(font, o));
	object_set(o, id, &b);
	buf_free(&b);
	return id;
}

bool pdf_fonts_embed(struct pdf_fonts *f, struct objects *o)
{
	bool ok = true;

	for (size_t i = 0; i < FACES_MAX; i++) {
		struct pdf_font *font = &f->of[i];
		struct subset *s;

		if (!font->glyphs.n)
			continue;
		s = cut_font(f, font);
		if (s)
			f->ids[i] = write_font(font, s, o);
		else
			ok = false;
	}
	return ok;
}

void pdf_fonts_resources(const struct pdf_fonts *f, struct buf *b)
{
	buf_str(b, "/Font<<");
	for (int i = 0; i < FACES_MAX; i++)
		if (f->ids[i])
			buf_printf(b, "/F%d %d 0 R", i, f->ids[i]);
	buf_str(b, ">>");
}
