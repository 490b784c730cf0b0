/*
 * Scene to operators.  The scene's y runs down from the top, PDF's up from the bottom: each y is
 * turned here, so that text needs no mirrored matrix.
 *
 * Marked content opens when something is painted and closes when something of another mark is:
 * neighbours of one element share a sequence, marks without paint leave no trace, and marks that
 * lie in each other become a flat row, since content in an artifact must not be tagged nor the
 * other way round.
 *
 * A text object stays open over the marks that have nothing but text, as the cells of a table do:
 * each place is then the step from the last, and steps repeat.
 */
#include "pdf/pdf_paint.h"

#include <math.h>

#include "pdf/pdf_syntax.h"

/* What BEGIN opened: a structure element or an artifact; neither: nothing is open. */
struct mark {
	const struct tag *tag;
	const char *artifact;
};

/* The part of the graphics state that is set only when it changes; q and Q save and restore it. */
struct state {
	int fill, stroke; /* enum color */
	double line, dash;
	const struct pdf_font *font;
	double size;
};

struct painter {
	const struct paint_target *to;
	struct buf *out, *annotations;
	const struct scene *scene;
	int page;
	bool in_text;
	long long x, y; /* hundredths of a point: the last text in the text object */
	struct mark open;
	bool open_in_text; /* opened within the text object, where it must close */
	struct {
		struct mark *v;
		size_t n, cap;
	} marks;
	struct state state;
	struct {
		struct state *v;
		size_t n, cap;
	} saved;
};

static void put(struct painter *p, const double *v, size_t n, const char *op)
{
	pdf_coords(p->out, v, n);
	buf_str(p->out, op);
	buf_char(p->out, '\n');
}
#define PUT(p, op, ...) put(p, (double[]){__VA_ARGS__}, COUNT(((double[]){__VA_ARGS__})), op)

/* ---- marked content and text objects ---- */

static void begin_text(struct painter *p)
{
	if (p->in_text)
		return;
	buf_str(p->out, "BT\n");
	p->in_text = true;
	p->x = p->y = 0;
}

static void end_text(struct painter *p)
{
	if (p->in_text)
		buf_str(p->out, "ET\n");
	p->in_text = false;
}

static void close_mark(struct painter *p)
{
	if (!p->open.tag && !p->open.artifact)
		return;
	if (!p->open_in_text)
		end_text(p);
	buf_str(p->out, "EMC\n");
	p->open = (struct mark){0};
}

static void put_artifact(struct buf *b, const char *type)
{
	if (streq(type, "Header") || streq(type, "Footer"))
		buf_printf(b, "/Artifact<</Type/Pagination/Subtype/%s>>BDC\n", type);
	else
		buf_printf(b, "/Artifact<</Type/%s>>BDC\n", type);
}

static void put_mcid(struct buf *b, const char *type, int mcid)
{
	buf_char(b, '/');
	buf_str(b, type);
	buf_str(b, "<</MCID ");
	pdf_int(b, (size_t)mcid);
	buf_str(b, ">>BDC\n");
}

static struct mark mark_of(const struct op *begin)
{
	return (struct mark){begin->tag, begin->tag        ? NULL
					 : begin->artifact ? begin->artifact
							   : "Layout"};
}

static bool same(struct mark a, struct mark b)
{
	return a.tag == b.tag && a.artifact == b.artifact;
}

/* Is there nothing but text until another mark begins?  Where this errs, since a mark goes on after
 * one in it, a shape closes the mark and opens it again. */
static bool only_text(const struct scene *s, const struct op *from, struct mark mark)
{
	for (const struct op *op = from; op < s->ops.v + s->ops.n; op++)
		switch (op->kind) {
		case OP_TEXT:
		case OP_LINK:
		case OP_END:
			break;
		case OP_BEGIN:
			if (!same(mark_of(op), mark))
				return true;
			break;
		default:
			return false;
		}
	return true;
}

/* Called before the operators of a text or a shape. */
static void open_mark(struct painter *p, const struct op *op)
{
	struct mark want =
	    p->marks.n ? p->marks.v[p->marks.n - 1] : (struct mark){.artifact = "Layout"};
	bool text = op->kind == OP_TEXT, open = same(want, p->open);

	if (open && text)
		return;
	if (!open || p->open_in_text)
		close_mark(p);
	if (text && only_text(p->scene, op, want)) {
		begin_text(p);
		p->open_in_text = true;
	} else {
		end_text(p);
		p->open_in_text = false;
	}
	if (same(want, p->open))
		return;
	if (want.tag)
		put_mcid(p->out, want.tag->type,
			 structure_mcid(p->to->structure, want.tag, p->page));
	else
		put_artifact(p->out, want.artifact);
	p->open = want;
}

static void begin(struct painter *p, const struct op *op)
{
	*PUSH(p->to->arena, &p->marks) = mark_of(op);
}

static void end(struct painter *p)
{
	if (p->marks.n)
		p->marks.n--;
}

/* ---- graphics state ---- */

static void put_color(struct painter *p, int color, const char *op)
{
	uint32_t rgb = p->to->palette->rgb[color];

	for (int shift = 16; shift >= 0; shift -= 8) {
		pdf_number(p->out, (rgb >> shift & 0xFF) / 255.0, 3);
		buf_char(p->out, ' ');
	}
	buf_str(p->out, op);
	buf_char(p->out, '\n');
}

static void set_fill(struct painter *p, int color)
{
	if (color == COLOR_NONE || color == p->state.fill)
		return;
	put_color(p, color, "rg");
	p->state.fill = color;
}

static void set_stroke(struct painter *p, const struct op *op)
{
	if (op->stroke == COLOR_NONE)
		return;
	if (op->stroke != p->state.stroke)
		put_color(p, op->stroke, "RG");
	if (op->line != p->state.line)
		PUT(p, "w", op->line);
	if (op->dash != p->state.dash && op->dash > 0) {
		buf_char(p->out, '[');
		pdf_coords(p->out, &op->dash, 1);
		buf_str(p->out, "]0 d\n");
	} else if (op->dash != p->state.dash) {
		buf_str(p->out, "[]0 d\n");
	}
	p->state.stroke = op->stroke;
	p->state.line = op->line;
	p->state.dash = op->dash;
}

static void clip(struct painter *p, const struct op *op)
{
	close_mark(p);
	end_text(p);
	*PUSH(p->to->arena, &p->saved) = p->state;
	buf_str(p->out, "q ");
	PUT(p, "re W n", op->x, p->scene->height - op->y - op->h, op->w, op->h);
}

static void unclip(struct painter *p)
{
	if (!p->saved.n)
		return;
	close_mark(p);
	end_text(p);
	p->state = p->saved.v[--p->saved.n];
	buf_str(p->out, "Q\n");
}

/* ---- shapes ---- */

/* Ready to paint the op?  Not if it has no colour. */
static bool prepare(struct painter *p, const struct op *op)
{
	if (op->fill == COLOR_NONE && op->stroke == COLOR_NONE)
		return false;
	open_mark(p, op);
	set_fill(p, op->fill);
	set_stroke(p, op);
	return true;
}

static const char *paint_operator(const struct op *op)
{
	if (op->stroke == COLOR_NONE)
		return "f";
	return op->fill == COLOR_NONE ? "S" : "B";
}

static void rect(struct painter *p, const struct op *op)
{
	if (!prepare(p, op))
		return;
	PUT(p, "re", op->x, p->scene->height - op->y - op->h, op->w, op->h);
	buf_str(p->out, paint_operator(op));
	buf_char(p->out, '\n');
}

static void line(struct painter *p, const struct op *op)
{
	if (op->stroke == COLOR_NONE)
		return;
	open_mark(p, op);
	set_stroke(p, op);
	PUT(p, "m", op->x, p->scene->height - op->y);
	PUT(p, "l S", op->w, p->scene->height - op->h);
}

static void path(struct painter *p, const struct op *op)
{
	const double *v = op->path.xy;
	double h = p->scene->height;

	if (!prepare(p, op))
		return;
	for (size_t i = 0; i < op->path.n_verbs; i++)
		switch ((enum path_verb)op->path.verbs[i]) {
		case PATH_MOVE:
			PUT(p, "m", v[0], h - v[1]);
			v += 2;
			break;
		case PATH_LINE:
			PUT(p, "l", v[0], h - v[1]);
			v += 2;
			break;
		case PATH_CURVE:
			PUT(p, "c", v[0], h - v[1], v[2], h - v[3], v[4], h - v[5]);
			v += 6;
			break;
		case PATH_CLOSE:
			buf_str(p->out, "h\n");
			break;
		}
	buf_str(p->out, paint_operator(op));
	buf_char(p->out, '\n');
}

/* ---- text ---- */

/*
 * A TJ array in the making.  The reader moves by the rounded widths of the font; what the shaper
 * wanted is kept beside it, so that an adjustment can make good the difference before it shows.
 * Both are in thousandths of the font size.
 */
struct show {
	struct buf *out;
	const struct pdf_font *font;
	double scale; /* points to thousandths */
	double wanted, pen;
	double rise; /* points */
	enum { SHOW_CLOSED, SHOW_ARRAY, SHOW_STRING } at;
};

static void show_close(struct show *s)
{
	if (s->at == SHOW_STRING)
		buf_char(s->out, ')');
	if (s->at != SHOW_CLOSED)
		buf_str(s->out, "]TJ\n");
	s->at = SHOW_CLOSED;
}

static void show_adjust(struct show *s, long by)
{
	if (s->at == SHOW_CLOSED)
		buf_char(s->out, '[');
	if (s->at == SHOW_STRING)
		buf_char(s->out, ')');
	pdf_number(s->out, (double)by, 0);
	s->at = SHOW_ARRAY;
}

static void show_rise(struct show *s, double rise)
{
	if (fabs(rise - s->rise) < 0.005)
		return;
	show_close(s);
	pdf_coords(s->out, &rise, 1);
	buf_str(s->out, "Ts\n");
	s->rise = rise;
}

static void put_code(struct buf *b, const struct pdf_glyph *g)
{
	if (b->cap - b->n <= sizeof g->string)
		buf_grow(b, sizeof g->string);
	memcpy(b->p + b->n, g->string, sizeof g->string);
	b->n += g->string_n;
}

static void show_glyph(struct show *s, const struct glyph *g, struct glyph_offset o)
{
	enum { UNSEEN = 2 }; /* a fiftieth of a point in text: the next adjustment makes it good */
	const struct pdf_glyph *known = pdf_font_glyph(s->font, g->id);
	double error = s->wanted + (double)o.dx * s->scale - s->pen;

	show_rise(s, (double)o.dy);
	if (fabs(error) >= UNSEEN) {
		long by = lround(-error);

		show_adjust(s, by);
		s->pen -= (double)by;
	}
	if (s->at == SHOW_CLOSED)
		buf_char(s->out, '[');
	if (s->at != SHOW_STRING)
		buf_char(s->out, '(');
	s->at = SHOW_STRING;
	put_code(s->out, known);
	s->pen += known->width;
	s->wanted += (double)g->advance * s->scale;
}

static void show_cluster(struct show *s, const struct run *run, const struct cluster *c)
{
	bool span = c->n > 1 || !pdf_glyph_is(pdf_font_glyph(s->font, c->glyphs->id), c->text);

	if (span) {
		show_close(s);
		buf_str(s->out, "/Span<</ActualText<FEFF");
		pdf_utf16_hex(s->out, c->text);
		buf_str(s->out, ">>>BDC\n");
	}
	for (size_t k = 0; k < c->n; k++)
		show_glyph(s, &c->glyphs[k],
			   run_offset(run, (size_t)(c->glyphs - run->glyphs) + k));
	if (span) {
		show_close(s);
		buf_str(s->out, "EMC\n");
	}
}

static void put_step(struct buf *b, long long *from, double to)
{
	long long hundredths = llround(to * 100);

	pdf_decimal(b, hundredths - *from, 2);
	buf_char(b, ' ');
	*from = hundredths;
}

static void set_font(struct painter *p, const struct pdf_font *font, double size)
{
	if (p->state.font == font && p->state.size == size)
		return;
	buf_str(p->out, "/F");
	pdf_int(p->out, (size_t)font->number);
	buf_char(p->out, ' ');
	PUT(p, "Tf", size);
	p->state.font = font;
	p->state.size = size;
}

static void text(struct painter *p, const struct op *op)
{
	const struct run *run = op->run;
	const struct pdf_font *font = pdf_fonts_of(p->to->fonts, run->face);
	struct show s = {.out = p->out, .font = font, .scale = 1000 / run->size};
	struct cluster c;

	if (!run->n_glyphs || op->fill == COLOR_NONE)
		return;
	open_mark(p, op);
	set_fill(p, op->fill);
	begin_text(p);
	set_font(p, font, run->size);
	put_step(p->out, &p->x, op->x);
	put_step(p->out, &p->y, p->scene->height - op->y);
	buf_str(p->out, "Td\n");
	for (size_t i = 0; run_cluster(run, &i, &c);)
		show_cluster(&s, run, &c);
	show_close(&s);
	show_rise(&s, 0);
}

/* ---- links ---- */

/* An address has only ASCII: all else becomes %XX of its UTF-8. */
static void put_uri(struct buf *b, const char *href)
{
	struct buf uri = {0};

	for (; *href; href++)
		if ((unsigned char)*href > ' ' && (unsigned char)*href <= '~')
			buf_char(&uri, *href);
		else
			buf_printf(&uri, "%%%02X", (unsigned char)*href);
	pdf_bytes(b, buf_cstr(&uri));
	buf_free(&uri);
}

static void link_annotation(struct painter *p, const struct op *op)
{
	enum { PRINT = 4 };
	int id = object_new(p->to->objects);
	const char *said = op->tag && op->tag->alt ? op->tag->alt : op->href;
	struct buf b = {0};

	buf_str(&b, "/Type/Annot/Subtype/Link/Rect[");
	pdf_coords(&b,
		   (double[]){op->x, p->scene->height - op->y - op->h, op->x + op->w,
			      p->scene->height - op->y},
		   4);
	buf_printf(&b, "]/Border[0 0 0]/F %d/Contents", PRINT);
	pdf_text(&b, said);
	if (op->tag)
		buf_printf(&b, "/StructParent %d",
			   structure_link(p->to->structure, op->tag, p->page, id));
	if (op->href[0] == '#') {
		buf_str(&b, "/Dest");
		pdf_bytes(&b, op->href + 1);
	} else {
		buf_str(&b, "/A<</S/URI/URI");
		put_uri(&b, op->href);
		buf_str(&b, ">>");
	}
	object_set(p->to->objects, id, &b);
	buf_free(&b);
	buf_printf(p->annotations, "%d 0 R ", id);
}

static void paint_op(struct painter *p, const struct op *op)
{
	switch (op->kind) {
	case OP_RECT:
		rect(p, op);
		break;
	case OP_LINE:
		line(p, op);
		break;
	case OP_PATH:
		path(p, op);
		break;
	case OP_TEXT:
		text(p, op);
		break;
	case OP_CLIP:
		clip(p, op);
		break;
	case OP_UNCLIP:
		unclip(p);
		break;
	case OP_BEGIN:
		begin(p, op);
		break;
	case OP_END:
		end(p);
		break;
	case OP_LINK:
		link_annotation(p, op);
		break;
	}
}

void pdf_paint(const struct paint_target *to, const struct scene *scene, int page,
	       struct buf *content, struct buf *annotations)
{
	/* Colours and widths that no op has, so that the first one sets them. */
	struct painter p = {.to = to,
			    .out = content,
			    .annotations = annotations,
			    .scene = scene,
			    .page = page,
			    .state = {.fill = COLOR_NONE, .stroke = COLOR_NONE, .line = -1}};

	for (size_t i = 0; i < scene->ops.n; i++)
		paint_op(&p, &scene->ops.v[i]);
	close_mark(&p);
	end_text(&p);
	while (p.saved.n)
		unclip(&p);
}
