/* The display list: builders, the palettes, and the list as text, which is what golden tests
 * compare. */
#include "scene/scene.h"

#include <math.h>
#include <stdlib.h>

const struct palette palette_light = {{
    [COLOR_PAPER] = 0xFFFFFF,
    [COLOR_WASH] = 0xF3F5F6,
    [COLOR_INK] = 0x14181C,
    [COLOR_INK2] = 0x49525A,
    [COLOR_INK3] = 0x646E77,
    [COLOR_HAIR] = 0xC6CCD1,
    [COLOR_GRID] = 0xE2E6E9,
    [COLOR_ACTUAL] = 0x232A31,
    [COLOR_PRIOR] = 0xB5BDC4,
    [COLOR_STEP] = 0x7B858E,
    [COLOR_ZONE] = 0xD3D8DC,
    [COLOR_ACCENT] = 0x0A58BE,
    [COLOR_BETTER] = 0x0E6240,
    [COLOR_WORSE] = 0xCF4630,
    [COLOR_ON_ACTUAL] = 0xFFFFFF,
}};

const struct palette palette_dark = {{
    [COLOR_PAPER] = 0x101316,
    [COLOR_WASH] = 0x181C20,
    [COLOR_INK] = 0xEDEFF1,
    [COLOR_INK2] = 0xB3BBC2,
    [COLOR_INK3] = 0x939DA6,
    [COLOR_HAIR] = 0x3B4248,
    [COLOR_GRID] = 0x262B30,
    [COLOR_ACTUAL] = 0xD3D8DD,
    [COLOR_PRIOR] = 0x59636C,
    [COLOR_STEP] = 0x89939C,
    [COLOR_ZONE] = 0x414A52,
    [COLOR_ACCENT] = 0x7FB0F2,
    [COLOR_BETTER] = 0x58B885,
    [COLOR_WORSE] = 0xE27A6B,
    [COLOR_ON_ACTUAL] = 0x101316,
}};

const char *const color_names[COLOR_COUNT] = {
    [COLOR_PAPER] = "paper",   [COLOR_WASH] = "wash",     [COLOR_INK] = "ink",
    [COLOR_INK2] = "ink-2",    [COLOR_INK3] = "ink-3",    [COLOR_HAIR] = "hair",
    [COLOR_GRID] = "grid",     [COLOR_ACTUAL] = "actual", [COLOR_PRIOR] = "prior",
    [COLOR_STEP] = "step",     [COLOR_ZONE] = "zone",     [COLOR_ACCENT] = "accent",
    [COLOR_BETTER] = "better", [COLOR_WORSE] = "worse",   [COLOR_ON_ACTUAL] = "on-actual",
};

struct scene *scene_new(struct arena *a, double width, double height)
{
	struct scene *s = NEW(a, struct scene);

	s->arena = a;
	s->width = width;
	s->height = height;
	return s;
}

static struct op *add(struct scene *s, enum op_kind kind)
{
	struct op *op = PUSH(s->arena, &s->ops);

	*op = (struct op){.kind = kind, .fill = COLOR_NONE, .stroke = COLOR_NONE};
	return op;
}

static struct op *add_area(struct scene *s, enum op_kind kind, double x, double y, double w,
			   double h)
{
	struct op *op = add(s, kind);

	op->x = x;
	op->y = y;
	op->w = w;
	op->h = h;
	return op;
}

/* ---- shapes ---- */

void scene_rect(struct scene *s, double x, double y, double w, double h, int fill)
{
	add_area(s, OP_RECT, x, y, w, h)->fill = fill;
}

void scene_box(struct scene *s, double x, double y, double w, double h, int fill, int stroke,
	       double line)
{
	struct op *op = add_area(s, OP_RECT, x, y, w, h);

	op->fill = fill;
	op->stroke = stroke;
	op->line = line;
}

void scene_line(struct scene *s, double x1, double y1, double x2, double y2, int stroke,
		double line, double dash)
{
	struct op *op = add_area(s, OP_LINE, x1, y1, x2, y2);

	op->stroke = stroke;
	op->line = line;
	op->dash = dash;
}

static struct op *add_path(struct scene *s, size_t verbs, size_t numbers, int fill, int stroke,
			   double line)
{
	struct op *op = add(s, OP_PATH);

	op->fill = fill;
	op->stroke = stroke;
	op->line = line;
	op->path.verbs = NEWS(s->arena, unsigned char, verbs);
	op->path.xy = NEWS(s->arena, double, numbers);
	op->path.n_verbs = verbs;
	return op;
}

void scene_circle(struct scene *s, double x, double y, double r, int fill, int stroke, double line)
{
	/* Four Bezier arcs; the handle length that comes nearest to a circle. */
	static const double k = 0.5522847498;
	const double xy[] = {1, 0,  1,  k,  k,  1, 0,  1, -k, 1, -1, k, -1,
			     0, -1, -k, -k, -1, 0, -1, k, -1, 1, -k, 1, 0};
	static const unsigned char verbs[] = {PATH_MOVE,  PATH_CURVE, PATH_CURVE,
					      PATH_CURVE, PATH_CURVE, PATH_CLOSE};
	struct op *op = add_path(s, COUNT(verbs), COUNT(xy), fill, stroke, line);

	op->x = x;
	op->y = y;
	op->w = r;
	memcpy(op->path.verbs, verbs, sizeof verbs);
	for (size_t i = 0; i < COUNT(xy); i += 2) {
		op->path.xy[i] = x + r * xy[i];
		op->path.xy[i + 1] = y + r * xy[i + 1];
	}
}

void scene_poly(struct scene *s, const double *xy, size_t n, bool close, int fill, int stroke,
		double line)
{
	struct op *op = add_path(s, n + close, 2 * n, fill, stroke, line);

	for (size_t i = 0; i < n; i++)
		op->path.verbs[i] = i ? PATH_LINE : PATH_MOVE;
	if (close)
		op->path.verbs[n] = PATH_CLOSE;
	memcpy(op->path.xy, xy, 2 * n * sizeof *xy);
}

/* ---- text ---- */

void scene_run(struct scene *s, double x, double y, const struct run *run, int color,
	       const char *figure)
{
	struct op *op = add_area(s, OP_TEXT, x, y, 0, 0);

	op->fill = color;
	op->run = run;
	op->figure = figure;
}

double scene_text(struct scene *s, const struct fonts *fonts, struct style st, double x, double y,
		  enum align align, int color, const char *text, const char *figure)
{
	uint32_t missing;
	struct shaped sh = shape(s->arena, fonts, st, text, strlen(text), &missing);

	if (!s->missing)
		s->missing = missing;
	if (align == ALIGN_CENTER)
		x -= sh.width / 2;
	else if (align == ALIGN_RIGHT)
		x -= sh.width;
	for (size_t i = 0; i < sh.n; i++) {
		scene_run(s, x, y, &sh.runs[i], color, figure);
		x += sh.runs[i].width;
	}
	return sh.width;
}

/* ---- structure ---- */

void scene_clip(struct scene *s, double x, double y, double w, double h)
{
	add_area(s, OP_CLIP, x, y, w, h);
}

void scene_unclip(struct scene *s)
{
	add(s, OP_UNCLIP);
}

void scene_begin(struct scene *s, struct tag *tag)
{
	add(s, OP_BEGIN)->tag = tag;
}

void scene_artifact(struct scene *s, const char *type)
{
	add(s, OP_BEGIN)->artifact = type;
}

void scene_end(struct scene *s)
{
	add(s, OP_END);
}

void scene_link(struct scene *s, double x, double y, double w, double h, const char *href,
		struct tag *tag)
{
	struct op *op = add_area(s, OP_LINK, x, y, w, h);

	op->href = href;
	op->tag = tag;
}

static size_t path_numbers(const struct path *p)
{
	static const size_t count[] = {
	    [PATH_MOVE] = 2, [PATH_LINE] = 2, [PATH_CURVE] = 6, [PATH_CLOSE] = 0};
	size_t n = 0;

	for (size_t i = 0; i < p->n_verbs; i++)
		n += count[p->verbs[i]];
	return n;
}

static void op_move(struct arena *a, struct op *op, double x, double y)
{
	size_t n;
	double *xy;

	op->x += x;
	op->y += y;
	if (op->kind == OP_LINE) {
		op->w += x;
		op->h += y;
	}
	if (op->kind != OP_PATH)
		return;
	n = path_numbers(&op->path);
	xy = NEWS(a, double, n);
	for (size_t i = 0; i < n; i++)
		xy[i] = op->path.xy[i] + (i % 2 ? y : x);
	op->path.xy = xy;
}

void scene_append(struct scene *s, const struct scene *from, double x, double y)
{
	for (size_t i = 0; i < from->ops.n; i++) {
		struct op *op = PUSH(s->arena, &s->ops);

		*op = from->ops.v[i];
		op_move(s->arena, op, x, y);
	}
	if (!s->missing)
		s->missing = from->missing;
}

/* ---- as text ---- */

void scene_number(struct buf *b, double value)
{
	long long hundredths = llround(value * 100);
	unsigned long long u = (unsigned long long)llabs(hundredths), whole = u / 100;
	char text[32], *end = text + sizeof text, *p = end;

	if (u % 10)
		*--p = (char)('0' + u % 10);
	if (u % 100) {
		*--p = (char)('0' + u / 10 % 10);
		*--p = '.';
	}
	do
		*--p = (char)('0' + whole % 10);
	while (whole /= 10);
	if (hundredths < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(end - p));
}

static void print_numbers(struct buf *b, const double *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_char(b, ' ');
		scene_number(b, v[i]);
	}
}

static void print_paint(struct buf *b, const struct op *op)
{
	if (op->fill != COLOR_NONE)
		buf_printf(b, " %s", color_names[op->fill]);
	if (op->stroke != COLOR_NONE) {
		buf_printf(b, " stroke %s", color_names[op->stroke]);
		print_numbers(b, &op->line, 1);
	}
	if (op->dash > 0) {
		buf_str(b, " dash");
		print_numbers(b, &op->dash, 1);
	}
}

static void print_path(struct buf *b, const struct path *p)
{
	const double *xy = p->xy;

	for (size_t i = 0; i < p->n_verbs; i++) {
		size_t n = path_numbers(&(struct path){p->verbs + i, NULL, 1});

		buf_printf(b, " %c", "MLCZ"[p->verbs[i]]);
		print_numbers(b, xy, n);
		xy += n;
	}
}

static void print_text(struct buf *b, const struct op *op)
{
	const struct run *r = op->run;

	print_numbers(b, (double[]){op->x, op->y, r->width, r->size}, 4);
	buf_printf(b, " %s %s '%.*s'", r->face->name, color_names[op->fill], (int)r->n, r->text);
	if (op->figure)
		buf_printf(b, " figure %s%s", op->figure, op->repeat ? " repeat" : "");
}

static void print_op(struct buf *b, const struct op *op)
{
	static const char *const names[] = {"rect",   "line",  "path", "text", "clip",
					    "unclip", "begin", "end",  "link"};

	buf_str(b, names[op->kind]);
	switch (op->kind) {
	case OP_RECT:
	case OP_LINE:
	case OP_CLIP:
		print_numbers(b, (double[]){op->x, op->y, op->w, op->h}, 4);
		print_paint(b, op);
		break;
	case OP_LINK:
		print_numbers(b, (double[]){op->x, op->y, op->w, op->h}, 4);
		buf_printf(b, " %s", op->href);
		break;
	case OP_PATH:
		print_path(b, &op->path);
		print_paint(b, op);
		break;
	case OP_TEXT:
		print_text(b, op);
		break;
	case OP_BEGIN:
		if (op->artifact)
			buf_printf(b, " artifact %s", op->artifact);
		break;
	case OP_UNCLIP:
	case OP_END:
		break;
	}
	buf_char(b, '\n');
}

void scene_print(const struct scene *s, struct buf *b)
{
	buf_str(b, "scene");
	print_numbers(b, (double[]){s->width, s->height}, 2);
	buf_char(b, '\n');
	if (s->title)
		buf_printf(b, "title %s\n", s->title);
	if (s->desc)
		buf_printf(b, "desc %s\n", s->desc);
	for (size_t i = 0; i < s->ops.n; i++)
		print_op(b, &s->ops.v[i]);
}
