/*
 * A scene as SVG with real text.  Written here and not by cairo, whose SVG holds outlines in place
 * of text, is nine times as large, and differs from run to run.
 *
 * A drawing inside a page takes colours from the page's custom properties and type from its style
 * sheet; one in a file of its own has plain values, because other programs read it too.
 */
#include "scene/scene.h"

struct svg {
	struct buf *out;
	const struct palette *palette;
	bool inlined;
	const char *prefix;
	int clips;
};

/* ---- escaping ---- */

/* XML has no way to write these. */
static bool is_forbidden(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF;
}

static void put_char(struct buf *b, uint32_t c)
{
	char bytes[4];

	switch (c) {
	case '&':
		buf_str(b, "&amp;");
		break;
	case '<':
		buf_str(b, "&lt;");
		break;
	case '>':
		buf_str(b, "&gt;");
		break;
	case '"':
		buf_str(b, "&quot;");
		break;
	default:
		buf_add(b, bytes, utf8_put(bytes, is_forbidden(c) ? 0xFFFD : c));
	}
}

/* ASCII that stands for itself. */
static bool is_plain(char c)
{
	return c >= ' ' && c != '&' && c != '<' && c != '>' && c != '"';
}

static void put_text(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0, plain = 0; i < n; plain = i) {
		while (i < n && is_plain(s[i]))
			i++;
		buf_add(b, s + plain, i - plain);
		if (i < n)
			put_char(b, utf8_next(s, n, &i));
	}
}

/* ---- attributes ---- */

static inline void put_name(struct svg *v, const char *name)
{
	buf_char(v->out, ' ');
	buf_str(v->out, name);
	buf_add(v->out, "=\"", 2);
}

static inline void put_number(struct svg *v, const char *name, double value)
{
	put_name(v, name);
	scene_number(v->out, value);
	buf_char(v->out, '"');
}

static void put_string(struct svg *v, const char *name, const char *value)
{
	put_name(v, name);
	put_text(v->out, value, strlen(value));
	buf_char(v->out, '"');
}

static void put_hex(struct buf *b, uint32_t rgb)
{
	char hex[7] = "#";

	for (int i = 6; i > 0; i--, rgb >>= 4)
		hex[i] = "0123456789ABCDEF"[rgb & 15];
	buf_add(b, hex, sizeof hex);
}

static void put_color(struct svg *v, const char *name, int color)
{
	put_name(v, name);
	if (color == COLOR_NONE) {
		buf_str(v->out, "none\"");
		return;
	}
	if (v->inlined) {
		buf_str(v->out, "var(--");
		buf_str(v->out, color_names[color]);
		buf_char(v->out, ',');
	}
	put_hex(v->out, v->palette->rgb[color]);
	buf_str(v->out, v->inlined ? ")\"" : "\"");
}

/* The root carries the usual fill and size; elements say what differs. */
enum { USUAL_FILL = COLOR_INK };
static const double usual_size = 7.5;

static void put_fill(struct svg *v, int color)
{
	if (color != USUAL_FILL)
		put_color(v, "fill", color);
}

static void put_stroke(struct svg *v, const struct op *op)
{
	if (op->stroke == COLOR_NONE)
		return;
	put_color(v, "stroke", op->stroke);
	if (op->line != 1)
		put_number(v, "stroke-width", op->line);
	if (op->dash > 0)
		put_number(v, "stroke-dasharray", op->dash);
}

static void put_box(struct svg *v, const struct op *op)
{
	put_number(v, "x", op->x);
	put_number(v, "y", op->y);
	put_number(v, "width", op->w);
	put_number(v, "height", op->h);
}

/* ---- operations ---- */

static void put_circle(struct svg *v, const struct op *op)
{
	buf_str(v->out, "<circle");
	put_number(v, "cx", op->x);
	put_number(v, "cy", op->y);
	put_number(v, "r", op->w);
	put_fill(v, op->fill);
	put_stroke(v, op);
	buf_str(v->out, "/>\n");
}

static void put_path(struct svg *v, const struct op *op)
{
	static const unsigned char numbers[] = {
	    [PATH_MOVE] = 2, [PATH_LINE] = 2, [PATH_CURVE] = 6, [PATH_CLOSE] = 0};
	const double *xy = op->path.xy;

	buf_str(v->out, "<path d=\"");
	for (size_t i = 0; i < op->path.n_verbs; i++) {
		buf_char(v->out, "MLCZ"[op->path.verbs[i]]);
		for (int k = 0; k < numbers[op->path.verbs[i]]; k++) {
			if (k)
				buf_char(v->out, ' ');
			scene_number(v->out, *xy++);
		}
	}
	buf_char(v->out, '"');
	put_fill(v, op->fill);
	put_stroke(v, op);
	buf_str(v->out, "/>\n");
}

/* The run's width without what follows its last glyph (tracking, the gap between scripts): that is
 * what a browser measures. */
static double natural_width(const struct run *r)
{
	const struct glyph *last = &r->glyphs[r->n_glyphs - 1];
	double advance =
	    hb_font_get_glyph_h_advance(r->face->font, last->id) * r->size / r->face->upem;

	return r->width - (double)last->advance + advance;
}

static bool keeps_blanks(const struct run *r)
{
	return r->n && (r->text[0] == ' ' || r->text[r->n - 1] == ' ');
}

static void put_family(struct svg *v, const struct face *f)
{
	if (strncmp(f->family, "Noto Sans ", 10) == 0)
		buf_printf(v->out, " font-family=\"'%s','Noto Sans CJK %s',sans-serif\"", f->family,
			   f->family + 10);
	else if (!streq(f->family, "Inter"))
		buf_printf(v->out, " font-family=\"'%s',Inter,sans-serif\"", f->family);
}

/* textLength holds the layout together where another font stands in. */
static void put_run(struct svg *v, const struct op *op)
{
	const struct run *r = op->run;

	if (!r->n_glyphs)
		return;
	buf_str(v->out, "<text");
	put_number(v, "x", op->x);
	put_number(v, "y", op->y);
	if (r->size != usual_size)
		put_number(v, "font-size", r->size);
	if (r->face->css_weight != 400)
		buf_printf(v->out, " font-weight=\"%d\"", r->face->css_weight);
	if (!v->inlined)
		put_family(v, r->face);
	if (r->tabular) /* no presentation attribute; a page's policy may forbid style attributes */
		buf_str(v->out, v->inlined ? " class=\"tn\""
					   : " style=\"font-variant-numeric:tabular-nums\"");
	if (r->n_glyphs > 1)
		put_number(v, "textLength", natural_width(r));
	put_fill(v, op->fill);
	if (op->figure)
		put_string(v, op->repeat ? "data-repeat" : "data-figure", op->figure);
	if (keeps_blanks(r))
		buf_str(v->out, " xml:space=\"preserve\"");
	buf_char(v->out, '>');
	put_text(v->out, r->text, r->n);
	buf_str(v->out, "</text>\n");
}

static void put_rect(struct svg *v, const struct op *op)
{
	buf_str(v->out, "<rect");
	put_box(v, op);
	put_fill(v, op->fill);
	put_stroke(v, op);
	buf_str(v->out, "/>\n");
}

static void put_line(struct svg *v, const struct op *op)
{
	buf_str(v->out, "<line");
	put_number(v, "x1", op->x);
	put_number(v, "y1", op->y);
	put_number(v, "x2", op->w);
	put_number(v, "y2", op->h);
	put_stroke(v, op);
	buf_str(v->out, "/>\n");
}

static void put_clip(struct svg *v, const struct op *op)
{
	buf_printf(v->out, "<clipPath id=\"%s-c%d\"><rect", v->prefix, ++v->clips);
	put_box(v, op);
	buf_printf(v->out, "/></clipPath><g clip-path=\"url(#%s-c%d)\">\n", v->prefix, v->clips);
}

static void put_link(struct svg *v, const struct op *op)
{
	buf_str(v->out, "<a");
	put_string(v, "href", op->href);
	buf_str(v->out, "><rect");
	put_box(v, op);
	buf_str(v->out, " fill=\"none\" pointer-events=\"all\"/></a>\n");
}

static void put_op(struct svg *v, const struct op *op)
{
	switch (op->kind) {
	case OP_RECT:
		put_rect(v, op);
		break;
	case OP_LINE:
		put_line(v, op);
		break;
	case OP_PATH:
		if (op->w > 0)
			put_circle(v, op);
		else
			put_path(v, op);
		break;
	case OP_TEXT:
		put_run(v, op);
		break;
	case OP_CLIP:
		put_clip(v, op);
		break;
	case OP_UNCLIP:
		buf_str(v->out, "</g>\n");
		break;
	case OP_LINK:
		put_link(v, op);
		break;
	case OP_BEGIN: /* structure is the PDF's; here the title and description speak */
	case OP_END:
		break;
	}
}

static void put_label(struct svg *v, const char *element, char suffix, const char *text)
{
	buf_printf(v->out, "<%s id=\"%s-%c\">", element, v->prefix, suffix);
	put_text(v->out, text, strlen(text));
	buf_printf(v->out, "</%s>\n", element);
}

static void put_head(struct svg *v, const struct scene *s)
{
	buf_str(v->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
	scene_number(v->out, s->width);
	buf_char(v->out, ' ');
	scene_number(v->out, s->height);
	buf_char(v->out, '"');
	put_number(v, "width", s->width);
	put_number(v, "height", s->height);
	buf_str(v->out, " role=\"img\"");
	if (s->title)
		buf_printf(v->out, " aria-labelledby=\"%s-t%s%s%s\"", v->prefix, s->desc ? " " : "",
			   s->desc ? v->prefix : "", s->desc ? "-d" : "");
	put_color(v, "fill", USUAL_FILL);
	put_number(v, "font-size", usual_size);
	if (!v->inlined)
		buf_str(v->out, " font-family=\"Inter,'Helvetica Neue',Arial,sans-serif\"");
	buf_str(v->out, ">\n");
	if (s->title)
		put_label(v, "title", 't', s->title);
	if (s->desc)
		put_label(v, "desc", 'd', s->desc);
}

void scene_svg(const struct scene *s, const struct palette *palette, bool inlined,
	       const char *id_prefix, struct buf *out)
{
	struct svg v = {out, palette, inlined, id_prefix, 0};

	put_head(&v, s);
	if (!inlined)
		put_rect(&v, &(struct op){.fill = COLOR_PAPER,
					  .stroke = COLOR_NONE,
					  .w = s->width,
					  .h = s->height});
	for (size_t i = 0; i < s->ops.n; i++)
		put_op(&v, &s->ops.v[i]);
	buf_str(out, "</svg>\n");
}
