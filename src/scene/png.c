/*
 * A scene as PNG, for mail and link previews: outlines and the scene's own glyphs, which FreeType's
 * rasteriser turns into coverage, blended here.  Faces are opened by path and nothing is hinted.
 */
#include "scene/scene.h"

#include <ft2build.h>
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H

struct box { /* pixels, y down */
	double x0, y0, x1, y1;
};

struct canvas {
	FT_Library library;
	FT_Face faces[FACES_MAX];
	const struct palette *palette;
	double scale;
	int w, h;
	unsigned char *rows; /* RGB, each row behind a byte that names its PNG filter */
	uint32_t rgb;        /* of what is being painted */
	struct {
		struct box v[8];
		size_t n;
	} clips; /* the last one counts */
};

static unsigned char *row_at(const struct canvas *c, int y)
{
	return c->rows + (size_t)y * (1 + 3 * (size_t)c->w);
}

/* ---- coverage ---- */

/* How much of the pixel from `at` on lies between the two. */
static double overlap(double from, double to, int at)
{
	return fmax(0, fmin(to, at + 1) - fmax(from, at));
}

static void put_rgb(unsigned char *p, uint32_t rgb)
{
	p[0] = (unsigned char)(rgb >> 16);
	p[1] = (unsigned char)(rgb >> 8);
	p[2] = (unsigned char)rgb;
}

/* share: of 255 */
static void blend(unsigned char *p, uint32_t rgb, int share)
{
	unsigned char color[3];

	put_rgb(color, rgb);
	for (int i = 0; i < 3; i++)
		p[i] = (unsigned char)((p[i] * (255 - share) + color[i] * share + 127) / 255);
}

/* A span that no edge of the clip crosses. */
static void put_span(const struct canvas *c, unsigned char *p, const FT_Span *span)
{
	unsigned char *end = p + 3 * (size_t)span->len;

	for (; p < end; p += 3)
		if (span->coverage == 255)
			put_rgb(p, c->rgb);
		else
			blend(p, c->rgb, span->coverage);
}

/* FreeType's y runs up. */
static void put_spans(int y, int n, const FT_Span *spans, void *canvas)
{
	const struct canvas *c = canvas;
	const struct box *clip = &c->clips.v[c->clips.n - 1];
	int row = c->h - 1 - y;
	double tall = overlap(clip->y0, clip->y1, row);

	for (int i = 0; i < n; i++) {
		if (tall >= 1 && spans[i].x >= clip->x0 && spans[i].x + spans[i].len <= clip->x1) {
			put_span(c, row_at(c, row) + 1 + 3 * (size_t)spans[i].x, &spans[i]);
			continue;
		}
		for (int x = spans[i].x; x < spans[i].x + spans[i].len; x++) {
			double share = spans[i].coverage * tall * overlap(clip->x0, clip->x1, x);
			unsigned char *p = row_at(c, row) + 1 + 3 * (size_t)x;

			if (share >= 255)
				put_rgb(p, c->rgb);
			else
				blend(p, c->rgb, (int)(share + 0.5));
		}
	}
}

/* A box whose sides are upright needs no rasteriser.  In pixels. */
static void fill_box(struct canvas *c, struct box b, int color)
{
	const struct box *clip = &c->clips.v[c->clips.n - 1];

	c->rgb = c->palette->rgb[color];
	b.x0 = fmax(b.x0, clip->x0);
	b.x1 = fmin(b.x1, clip->x1);
	for (int y = (int)fmax(b.y0, clip->y0); y < fmin(b.y1, clip->y1); y++) {
		double tall = overlap(fmax(b.y0, clip->y0), fmin(b.y1, clip->y1), y);
		unsigned char *row = row_at(c, y) + 1;

		for (int x = (int)b.x0; x < b.x1; x++) {
			double wide = x >= b.x0 && x + 1 <= b.x1 ? 1 : overlap(b.x0, b.x1, x);

			if (tall * wide >= 1)
				put_rgb(row + 3 * (size_t)x, c->rgb);
			else
				blend(row + 3 * (size_t)x, c->rgb, (int)(tall * wide * 255 + 0.5));
		}
	}
}

static bool fill_outline(struct canvas *c, FT_Outline *outline, int color)
{
	FT_Raster_Params params = {.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT |
					    FT_RASTER_FLAG_CLIP,
				   .gray_spans = put_spans,
				   .user = c,
				   .clip_box = {0, 0, c->w, c->h}};

	c->rgb = c->palette->rgb[color];
	return FT_Outline_Render(c->library, outline, &params) == 0;
}

/* ---- outlines ---- */

static FT_Vector point_at(const struct canvas *c, double x, double y)
{
	return (FT_Vector){lround(x * c->scale * 64), lround((c->h - y * c->scale) * 64)};
}

static bool outline_new(struct canvas *c, size_t points, size_t contours, FT_Outline *out)
{
	if (points > INT16_MAX ||
	    FT_Outline_New(c->library, (FT_UInt)points, (FT_Int)contours, out))
		return false;
	out->n_points = out->n_contours = 0;
	return true;
}

static void outline_add(FT_Outline *o, FT_Vector point, int tag)
{
	o->points[o->n_points] = point;
	o->tags[o->n_points++] = (char)tag;
}

static void outline_close(FT_Outline *o)
{
	if (o->n_points > (o->n_contours ? o->contours[o->n_contours - 1] + 1 : 0))
		o->contours[o->n_contours++] = (short)(o->n_points - 1);
}

static void outline_box(const struct canvas *c, FT_Outline *o, struct box b)
{
	outline_add(o, point_at(c, b.x0, b.y0), FT_CURVE_TAG_ON);
	outline_add(o, point_at(c, b.x1, b.y0), FT_CURVE_TAG_ON);
	outline_add(o, point_at(c, b.x1, b.y1), FT_CURVE_TAG_ON);
	outline_add(o, point_at(c, b.x0, b.y1), FT_CURVE_TAG_ON);
	outline_close(o);
}

/* False if there is no room; *closed: each part ends where it began. */
static bool outline_path(struct canvas *c, const struct path *p, FT_Outline *o, bool *closed)
{
	const double *xy = p->xy;

	*closed = false;
	if (!outline_new(c, 3 * p->n_verbs, p->n_verbs, o))
		return false;
	for (size_t i = 0; i < p->n_verbs; i++) {
		int points = p->verbs[i] == PATH_CURVE ? 3 : p->verbs[i] == PATH_CLOSE ? 0 : 1;

		if (p->verbs[i] == PATH_MOVE || p->verbs[i] == PATH_CLOSE)
			outline_close(o);
		for (int k = 1; k <= points; k++, xy += 2)
			outline_add(o, point_at(c, xy[0], xy[1]),
				    k < points ? FT_CURVE_TAG_CUBIC : FT_CURVE_TAG_ON);
		*closed |= p->verbs[i] == PATH_CLOSE;
	}
	outline_close(o);
	return true;
}

/* The outline of a pen that runs along the outline, with mitred corners. */
static bool stroke_outline(struct canvas *c, FT_Outline *path, bool closed, const struct op *op)
{
	FT_Stroker stroker;
	FT_Outline line;
	FT_UInt points, contours;
	bool ok = false;

	if (FT_Stroker_New(c->library, &stroker))
		return false;
	FT_Stroker_Set(stroker, lround(op->line * c->scale * 32), FT_STROKER_LINECAP_BUTT,
		       FT_STROKER_LINEJOIN_MITER_FIXED, 10 << 16);
	if (!FT_Stroker_ParseOutline(stroker, path, !closed) &&
	    !FT_Stroker_GetCounts(stroker, &points, &contours) &&
	    outline_new(c, points, contours, &line)) {
		FT_Stroker_Export(stroker, &line);
		ok = fill_outline(c, &line, op->stroke);
		FT_Outline_Done(c->library, &line);
	}
	FT_Stroker_Done(stroker);
	return ok;
}

/* ---- painting ---- */

/* From points; the sides in order. */
static struct box pixels(const struct canvas *c, struct box b)
{
	return (struct box){fmin(b.x0, b.x1) * c->scale, fmin(b.y0, b.y1) * c->scale,
			    fmax(b.x0, b.x1) * c->scale, fmax(b.y0, b.y1) * c->scale};
}

static bool paint_rect(struct canvas *c, const struct op *op)
{
	double half = op->line / 2;
	struct box b = {op->x, op->y, op->x + op->w, op->y + op->h};
	FT_Outline o;
	bool ok;

	if (op->fill != COLOR_NONE)
		fill_box(c, pixels(c, b), op->fill);
	if (op->stroke == COLOR_NONE)
		return true;
	if (!outline_new(c, 8, 2, &o))
		return false;
	outline_box(c, &o, (struct box){b.x0 - half, b.y0 - half, b.x1 + half, b.y1 + half});
	/* The other way round, so that it is a hole. */
	outline_box(c, &o, (struct box){b.x1 - half, b.y0 + half, b.x0 + half, b.y1 - half});
	ok = fill_outline(c, &o, op->stroke);
	FT_Outline_Done(c->library, &o);
	return ok;
}

/* A line is a narrow quadrangle, or one for each dash. */
static bool paint_line(struct canvas *c, const struct op *op)
{
	double length = hypot(op->w - op->x, op->h - op->y);
	double ux = length > 0 ? (op->w - op->x) / length : 0;
	double uy = length > 0 ? (op->h - op->y) / length : 0;
	double nx = -uy * op->line / 2, ny = ux * op->line / 2;
	double dash = op->dash > 0 ? op->dash : length;
	bool ok = true;

	for (double at = 0; at < length && ok; at += 2 * dash) {
		double end = fmin(at + dash, length);
		double x0 = op->x + ux * at, y0 = op->y + uy * at;
		double x1 = op->x + ux * end, y1 = op->y + uy * end;
		FT_Outline o;

		if (ux == 0 || uy == 0) {
			fill_box(c, pixels(c, (struct box){x0 - nx, y0 - ny, x1 + nx, y1 + ny}),
				 op->stroke);
			continue;
		}
		if (!outline_new(c, 4, 1, &o))
			return false;
		outline_add(&o, point_at(c, x0 + nx, y0 + ny), FT_CURVE_TAG_ON);
		outline_add(&o, point_at(c, x1 + nx, y1 + ny), FT_CURVE_TAG_ON);
		outline_add(&o, point_at(c, x1 - nx, y1 - ny), FT_CURVE_TAG_ON);
		outline_add(&o, point_at(c, x0 - nx, y0 - ny), FT_CURVE_TAG_ON);
		outline_close(&o);
		ok = fill_outline(c, &o, op->stroke);
		FT_Outline_Done(c->library, &o);
	}
	return ok;
}

static bool paint_path(struct canvas *c, const struct op *op)
{
	FT_Outline o;
	bool closed, ok;

	if (!outline_path(c, &op->path, &o, &closed))
		return false;
	ok = (op->fill == COLOR_NONE || fill_outline(c, &o, op->fill)) &&
	     (op->stroke == COLOR_NONE || stroke_outline(c, &o, closed, op));
	FT_Outline_Done(c->library, &o);
	return ok;
}

static FT_Face canvas_face(struct canvas *c, const struct face *f)
{
	FT_Face *face = &c->faces[f->index];

	if (!*face && FT_New_Face(c->library, f->path, (FT_Long)f->face_index, face))
		*face = NULL;
	return *face;
}

/* Glyphs stand on whole pixels: text is sharper so, and equal letters are equal, which packs well.
 */
static FT_Pos whole(FT_Pos at)
{
	return (at + 32) & ~(FT_Pos)63;
}

static bool paint_run(struct canvas *c, const struct op *op)
{
	const struct run *r = op->run;
	FT_Face face = canvas_face(c, r->face);
	double x = op->x;

	if (!face || FT_Set_Char_Size(face, 0, lround(r->size * c->scale * 64), 72, 72))
		return false;
	for (size_t i = 0; i < r->n_glyphs; i++) {
		const struct glyph *g = &r->glyphs[i];
		FT_Vector at = point_at(c, x + (double)g->dx, op->y - (double)g->dy);

		if (FT_Load_Glyph(face, g->id, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
			return false;
		FT_Outline_Translate(&face->glyph->outline, whole(at.x), whole(at.y));
		if (!fill_outline(c, &face->glyph->outline, op->fill))
			return false;
		x += (double)g->advance;
	}
	return true;
}

/* Inside the clip around it. */
static bool clip(struct canvas *c, const struct op *op)
{
	const struct box *outer = &c->clips.v[c->clips.n - 1];

	if (c->clips.n == COUNT(c->clips.v))
		return false;
	c->clips.v[c->clips.n++] =
	    (struct box){fmax(outer->x0, op->x * c->scale), fmax(outer->y0, op->y * c->scale),
			 fmin(outer->x1, (op->x + op->w) * c->scale),
			 fmin(outer->y1, (op->y + op->h) * c->scale)};
	return true;
}

static bool paint_op(struct canvas *c, const struct op *op)
{
	switch (op->kind) {
	case OP_RECT:
		return paint_rect(c, op);
	case OP_LINE:
		return op->stroke == COLOR_NONE || paint_line(c, op);
	case OP_PATH:
		return paint_path(c, op);
	case OP_TEXT:
		return paint_run(c, op);
	case OP_CLIP:
		return clip(c, op);
	case OP_UNCLIP:
		c->clips.n--;
		break;
	case OP_BEGIN:
	case OP_END:
	case OP_LINK:
		break;
	}
	return true;
}

/* No filter before the rows: flat areas and sharp edges pack best unfiltered. */
static void paint_paper(struct canvas *c)
{
	unsigned char *first = c->rows;
	size_t n = 1 + 3 * (size_t)c->w;

	first[0] = 0;
	for (int x = 0; x < c->w; x++)
		put_rgb(first + 1 + 3 * (size_t)x, c->palette->rgb[COLOR_PAPER]);
	for (int y = 1; y < c->h; y++)
		memcpy(row_at(c, y), first, n);
}

static bool paint(struct canvas *c, const struct scene *s)
{
	bool ok = true;

	if (FT_Init_FreeType(&c->library))
		return false;
	paint_paper(c);
	for (size_t i = 0; i < s->ops.n && ok; i++)
		ok = paint_op(c, &s->ops.v[i]);
	FT_Done_FreeType(c->library); /* and the faces */
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

/*
 * A drawing has few colours, but its smoothed edges have hundreds: between any two they are told
 * apart in so many steps only that all fit a palette of 256, which is a third of the bytes to pack.
 * The theme's colours, of all areas, stay what they are.
 */
struct colors {
	unsigned char rgb[256][3];
	size_t n;
	int bits;             /* of a channel, for colours that are not the theme's */
	short place[1 << 15]; /* by those bits; -1: none yet */
};

static uint32_t rgb_at(const unsigned char *p)
{
	return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static void colors_start(struct colors *c, const struct palette *palette, int bits)
{
	c->n = 0;
	c->bits = bits;
	for (size_t i = 0; i < COUNT(palette->rgb); i++)
		put_rgb(c->rgb[c->n++], palette->rgb[i]);
	memset(c->place, 0xFF, sizeof c->place);
}

/* The colour's place in the palette, or -1 if the palette is full. */
static int color_place(struct colors *c, const struct palette *palette, uint32_t rgb)
{
	int drop = 8 - c->bits;
	uint32_t key = (rgb >> 16 & 255) >> drop << 2 * c->bits |
		       (rgb >> 8 & 255) >> drop << c->bits | (rgb & 255) >> drop;

	for (size_t i = 0; i < COUNT(palette->rgb); i++)
		if (palette->rgb[i] == rgb)
			return (int)i;
	if (c->place[key] < 0) {
		if (c->n == COUNT(c->rgb))
			return -1;
		c->place[key] = (short)c->n;
		put_rgb(c->rgb[c->n++], rgb);
	}
	return c->place[key];
}

/* One byte for each pixel behind the filter's, which is none: flat areas and sharp edges pack best
 * so.  False if there are too many colours. */
static bool index_row(const struct canvas *c, struct colors *colors, int y, unsigned char *out)
{
	const unsigned char *p = row_at(c, y) + 1;
	int place = color_place(colors, c->palette, rgb_at(p));

	*out++ = 0;
	*out++ = (unsigned char)place;
	for (int x = 1; x < c->w && place >= 0; x++, p += 3) {
		if (memcmp(p, p + 3, 3) != 0)
			place = color_place(colors, c->palette, rgb_at(p + 3));
		*out++ = (unsigned char)place;
	}
	return place >= 0;
}

static bool index_rows(const struct canvas *c, struct colors *colors, unsigned char *out)
{
	size_t wide = 1 + 3 * (size_t)c->w, narrow = 1 + (size_t)c->w;

	for (int y = 0; y < c->h; y++, out += narrow)
		if (y && memcmp(row_at(c, y), row_at(c, y - 1), wide) == 0)
			memcpy(out, out - narrow, narrow); /* bars and paper */
		else if (!index_row(c, colors, y, out))
			return false;
	return true;
}

static bool put_pixels(struct buf *out, const unsigned char *rows, size_t n)
{
	enum { LEVEL = 6 };
	size_t packed_n = 0;
	unsigned char *packed = NULL;
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);

	if (c) {
		size_t bound = libdeflate_zlib_compress_bound(c, n);

		packed = xrealloc(NULL, bound);
		packed_n = libdeflate_zlib_compress(c, rows, n, packed, bound);
		libdeflate_free_compressor(c);
	}
	if (packed_n)
		put_chunk(out, "IDAT", packed, packed_n);
	free(packed);
	return packed_n > 0;
}

static bool encode(struct buf *out, const struct canvas *c)
{
	enum { RGB = 2, INDEXED = 3, FINE = 5, COARSE = 4 };
	unsigned char head[13] = {[8] = 8 /* bits */};
	size_t n = (size_t)c->h * (1 + (size_t)c->w);
	unsigned char *places = xrealloc(NULL, n);
	struct colors *colors = xrealloc(NULL, sizeof *colors);
	bool indexed = false, ok;

	for (int bits = FINE; bits >= COARSE && !indexed; bits--) {
		colors_start(colors, c->palette, bits);
		indexed = index_rows(c, colors, places);
	}
	put_u32(head, (uint32_t)c->w);
	put_u32(head + 4, (uint32_t)c->h);
	head[9] = indexed ? INDEXED : RGB;
	buf_add(out, "\x89PNG\r\n\x1A\n", 8);
	put_chunk(out, "IHDR", head, sizeof head);
	if (indexed)
		put_chunk(out, "PLTE", colors->rgb, 3 * colors->n);
	ok = indexed ? put_pixels(out, places, n)
		     : put_pixels(out, c->rows, (size_t)(row_at(c, c->h) - c->rows));
	put_chunk(out, "IEND", "", 0);
	free(places);
	free(colors);
	return ok;
}

bool scene_png(const struct scene *s, const struct palette *palette, double scale, struct buf *out)
{
	enum { PIXELS_MAX = 16384 };
	double w = ceil(s->width * scale), h = ceil(s->height * scale);
	struct canvas c = {.palette = palette, .scale = scale};
	bool ok;

	if (!(w >= 1 && h >= 1 && w <= PIXELS_MAX && h <= PIXELS_MAX))
		return false;
	c.w = (int)w;
	c.h = (int)h;
	c.clips.v[c.clips.n++] = (struct box){0, 0, w, h};
	c.rows = xrealloc(NULL, (size_t)c.h * (1 + 3 * (size_t)c.w));
	ok = paint(&c, s) && encode(out, &c);
	free(c.rows);
	return ok;
}
