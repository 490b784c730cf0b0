/*
 * A scene as PNG, for mail and link previews: painted by cairo with the scene's own glyphs, faces
 * opened by path, so that fontconfig is never asked; encoded here, four times as fast as by cairo.
 */
#include "scene/scene.h"

#include <cairo-ft.h>
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>

struct painter {
	cairo_t *cr;
	const struct palette *palette;
	cairo_font_face_t *faces[FACES_MAX];
};

/* ---- faces ---- */

/*
 * Cairo keeps a face for as long as its caches please, so each has a FreeType library of its own
 * and both go when cairo lets go.  Nothing is shared between threads.
 */
struct held_face {
	FT_Library library;
	FT_Face face;
};

static void held_face_free(void *p)
{
	struct held_face *h = p;

	FT_Done_Face(h->face);
	FT_Done_FreeType(h->library);
	free(h);
}

static struct held_face *held_face_open(const struct face *f)
{
	struct held_face *h = xrealloc(NULL, sizeof *h);

	if (FT_Init_FreeType(&h->library)) {
		free(h);
		return NULL;
	}
	if (FT_New_Face(h->library, f->path, (FT_Long)f->face_index, &h->face)) {
		FT_Done_FreeType(h->library);
		free(h);
		return NULL;
	}
	return h;
}

static cairo_font_face_t *painter_face(struct painter *p, const struct face *f)
{
	static const cairo_user_data_key_t key;
	struct held_face *h;
	cairo_font_face_t *face;

	if (p->faces[f->index])
		return p->faces[f->index];
	h = held_face_open(f);
	if (!h)
		return NULL;
	face = cairo_ft_font_face_create_for_ft_face(h->face, FT_LOAD_NO_HINTING);
	if (cairo_font_face_set_user_data(face, &key, h, held_face_free)) {
		cairo_font_face_destroy(face);
		held_face_free(h);
		return NULL;
	}
	return p->faces[f->index] = face;
}

/* ---- painting ---- */

static void set_color(struct painter *p, int color)
{
	uint32_t rgb = p->palette->rgb[color];

	cairo_set_source_rgb(p->cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
			     (rgb & 255) / 255.0);
}

static void paint_outline(struct painter *p, const struct op *op)
{
	if (op->fill != COLOR_NONE) {
		set_color(p, op->fill);
		cairo_fill_preserve(p->cr);
	}
	if (op->stroke != COLOR_NONE) {
		set_color(p, op->stroke);
		cairo_set_line_width(p->cr, op->line);
		cairo_set_dash(p->cr, &op->dash, op->dash > 0, 0);
		cairo_stroke_preserve(p->cr);
	}
	cairo_new_path(p->cr);
}

static void paint_path(struct painter *p, const struct op *op)
{
	const double *xy = op->path.xy;

	for (size_t i = 0; i < op->path.n_verbs; i++)
		switch ((enum path_verb)op->path.verbs[i]) {
		case PATH_MOVE:
			cairo_move_to(p->cr, xy[0], xy[1]);
			xy += 2;
			break;
		case PATH_LINE:
			cairo_line_to(p->cr, xy[0], xy[1]);
			xy += 2;
			break;
		case PATH_CURVE:
			cairo_curve_to(p->cr, xy[0], xy[1], xy[2], xy[3], xy[4], xy[5]);
			xy += 6;
			break;
		case PATH_CLOSE:
			cairo_close_path(p->cr);
			break;
		}
	paint_outline(p, op);
}

static bool paint_run(struct painter *p, const struct op *op)
{
	const struct run *r = op->run;
	cairo_font_face_t *face = painter_face(p, r->face);
	cairo_glyph_t *glyphs = cairo_glyph_allocate((int)r->n_glyphs);
	double x = op->x;

	if (!face || (r->n_glyphs && !glyphs)) {
		cairo_glyph_free(glyphs);
		return false;
	}
	for (size_t i = 0; i < r->n_glyphs; i++) {
		const struct glyph *g = &r->glyphs[i];

		glyphs[i] = (cairo_glyph_t){g->id, x + (double)g->dx, op->y - (double)g->dy};
		x += (double)g->advance;
	}
	set_color(p, op->fill);
	cairo_set_font_face(p->cr, face);
	cairo_set_font_size(p->cr, r->size);
	cairo_show_glyphs(p->cr, glyphs, (int)r->n_glyphs);
	cairo_glyph_free(glyphs);
	return true;
}

static bool paint_op(struct painter *p, const struct op *op)
{
	switch (op->kind) {
	case OP_RECT:
		cairo_rectangle(p->cr, op->x, op->y, op->w, op->h);
		paint_outline(p, op);
		break;
	case OP_LINE:
		cairo_move_to(p->cr, op->x, op->y);
		cairo_line_to(p->cr, op->w, op->h);
		paint_outline(p, op);
		break;
	case OP_PATH:
		paint_path(p, op);
		break;
	case OP_TEXT:
		return paint_run(p, op);
	case OP_CLIP:
		cairo_save(p->cr);
		cairo_rectangle(p->cr, op->x, op->y, op->w, op->h);
		cairo_clip(p->cr);
		break;
	case OP_UNCLIP:
		cairo_restore(p->cr);
		break;
	case OP_BEGIN:
	case OP_END:
	case OP_LINK:
		break;
	}
	return true;
}

static void use_smooth_text(cairo_t *cr)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(cr, options);
	cairo_font_options_destroy(options);
}

static bool paint(const struct scene *s, const struct palette *palette, double scale,
		  cairo_surface_t *surface)
{
	struct painter p = {.cr = cairo_create(surface), .palette = palette};
	bool ok = true;

	use_smooth_text(p.cr);
	set_color(&p, COLOR_PAPER);
	cairo_paint(p.cr);
	cairo_scale(p.cr, scale, scale);
	for (size_t i = 0; i < s->ops.n && ok; i++)
		ok = paint_op(&p, &s->ops.v[i]);
	ok = ok && cairo_status(p.cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(p.cr);
	for (size_t i = 0; i < COUNT(p.faces); i++)
		if (p.faces[i])
			cairo_font_face_destroy(p.faces[i]);
	cairo_surface_flush(surface);
	return ok;
}

/* ---- encoding ---- */

static void put_u32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 24);
	p[1] = (unsigned char)(v >> 16);
	p[2] = (unsigned char)(v >> 8);
	p[3] = (unsigned char)v;
}

static void put_chunk(struct buf *out, const char type[4], const void *data, size_t n)
{
	unsigned char word[4];
	uint32_t crc = libdeflate_crc32(libdeflate_crc32(0, type, 4), data, n);

	put_u32(word, (uint32_t)n);
	buf_add(out, word, 4);
	buf_add(out, type, 4);
	buf_add(out, data, n);
	put_u32(word, crc);
	buf_add(out, word, 4);
}

/* Rows of RGB, each behind a filter byte of 0: flat areas and sharp edges pack best unfiltered. */
static unsigned char *rgb_rows(cairo_surface_t *surface, int w, int h, size_t *n)
{
	const unsigned char *pixels = cairo_image_surface_get_data(surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(surface);
	unsigned char *rows, *p;

	*n = (size_t)h * (1 + 3 * (size_t)w);
	p = rows = xrealloc(NULL, *n);
	for (int y = 0; y < h; y++) {
		*p++ = 0;
		for (int x = 0; x < w; x++) {
			uint32_t pixel;

			memcpy(&pixel, pixels + (size_t)y * stride + 4 * (size_t)x, 4);
			*p++ = (unsigned char)(pixel >> 16);
			*p++ = (unsigned char)(pixel >> 8);
			*p++ = (unsigned char)pixel;
		}
	}
	return rows;
}

static bool put_pixels(struct buf *out, cairo_surface_t *surface, int w, int h)
{
	enum { LEVEL = 6 };
	size_t n, packed_n = 0;
	unsigned char *rows = rgb_rows(surface, w, h, &n), *packed = NULL;
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);

	if (c) {
		size_t bound = libdeflate_zlib_compress_bound(c, n);

		packed = xrealloc(NULL, bound);
		packed_n = libdeflate_zlib_compress(c, rows, n, packed, bound);
		libdeflate_free_compressor(c);
	}
	if (packed_n)
		put_chunk(out, "IDAT", packed, packed_n);
	free(rows);
	free(packed);
	return packed_n > 0;
}

static bool encode(struct buf *out, cairo_surface_t *surface, int w, int h)
{
	unsigned char head[13] = {[8] = 8 /* bits */, [9] = 2 /* RGB */};
	bool ok;

	put_u32(head, (uint32_t)w);
	put_u32(head + 4, (uint32_t)h);
	buf_add(out, "\x89PNG\r\n\x1A\n", 8);
	put_chunk(out, "IHDR", head, sizeof head);
	ok = put_pixels(out, surface, w, h);
	put_chunk(out, "IEND", "", 0);
	return ok;
}

bool scene_png(const struct scene *s, const struct palette *palette, double scale, struct buf *out)
{
	enum { PIXELS_MAX = 16384 };
	double w = ceil(s->width * scale), h = ceil(s->height * scale);
	cairo_surface_t *surface;
	bool ok;

	if (!(w >= 1 && h >= 1 && w <= PIXELS_MAX && h <= PIXELS_MAX))
		return false;
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)w, (int)h);
	ok = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS &&
	     paint(s, palette, scale, surface) && encode(out, surface, (int)w, (int)h);
	cairo_surface_destroy(surface);
	return ok;
}
