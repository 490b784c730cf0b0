/*
 * Pieces: what no page break divides.  A piece is a display list in its own coordinates; this file
 * fills pieces, strings them into flows, and cuts a piece that no page could hold.
 */
#include "pdf/layout_part.h"

enum {
	SHORT_PARAGRAPH = 4, /* lines: not broken at all */
	COLUMN_LINES = 3     /* a column has so many before the next one begins */
};

struct piece *flow_piece(struct layout *l, struct flow *f, double space, double height)
{
	struct piece *p = PUSH(l->arena, f);

	*p = (struct piece){.space = space, .height = height};
	return p;
}

void piece_reserve(struct layout *l, struct piece *p, size_t items)
{
	p->items.v = NEWS(l->arena, struct item, items);
	p->items.cap = items;
}

struct item *piece_item(struct layout *l, struct piece *p, struct tag *tag)
{
	struct item *it = PUSH(l->arena, &p->items);

	*it = (struct item){.op = {.fill = COLOR_NONE, .stroke = COLOR_NONE},
			    .tag = tag,
			    .artifact = tag ? NULL : "Layout"};
	return it;
}

void piece_rule(struct layout *l, struct piece *p, double x, double y, double width, int color,
		double line)
{
	struct op *op = &piece_item(l, p, NULL)->op;

	op->kind = OP_LINE;
	op->stroke = color;
	op->line = line;
	op->x = x;
	op->y = op->h = y;
	op->w = x + width;
}

static void add_run(struct layout *l, struct piece *p, const struct run *r, double x, double base,
		    int color, const char *figure, struct tag *tag)
{
	struct op *op = &piece_item(l, p, tag)->op;

	op->kind = OP_TEXT;
	op->fill = color;
	op->x = x;
	op->y = base;
	op->run = r;
	op->figure = figure;
}

void piece_shaped(struct layout *l, struct piece *p, const struct shaped *s, double x, double base,
		  int color, const char *figure, struct tag *tag)
{
	for (size_t i = 0; i < s->n; i++) {
		add_run(l, p, &s->runs[i], x, base, color, figure, tag);
		x += s->runs[i].width;
	}
}

static void add_link(struct layout *l, struct piece *p, const struct frag *f, double x, double y,
		     double leading)
{
	struct op *op = &piece_item(l, p, f->tag)->op;

	op->kind = OP_LINK;
	op->x = x + f->x;
	op->y = y;
	op->w = f->run.width;
	op->h = leading;
	op->href = f->href;
	op->tag = f->tag;
}

/* A Chinese name in an English text says its language, for who has it read aloud. */
static struct tag *in_its_language(const struct layout *l, const struct run *r, struct tag *tag)
{
	enum { HAN_FROM = 0x2E80 };
	size_t i = 0;
	struct tag *span;

	if (l->doc->lang != LANG_EN || !tag || tag->lang || !r->n ||
	    (unsigned char)r->text[0] < 0xE2 || utf8_next(r->text, r->n, &i) < HAN_FROM)
		return tag;
	span = tag_new(l->arena, tag, "Span");
	span->lang = "zh";
	return span;
}

void piece_line(struct layout *l, struct piece *p, const struct line *line, double x, double y,
		double width, enum align align, const struct type *type, struct tag *tag)
{
	double base = y + type_baseline(type);

	if (align == ALIGN_RIGHT)
		x += width - line->width;
	else if (align == ALIGN_CENTER)
		x += (width - line->width) / 2;
	for (size_t i = 0; i < line->n; i++) {
		const struct frag *f = &line->v[i];

		add_run(l, p, &f->run, x + f->x, base, f->color, f->figure,
			in_its_language(l, &f->run, f->tag ? f->tag : tag));
		if (f->href)
			add_link(l, p, f, x, y, type->leading);
		/* A mark of two digits may be in two fonts. */
		if (f->note && (i == 0 || line->v[i - 1].note != f->note))
			piece_note(l, p, f->note);
	}
}

void flow_lines(struct layout *l, struct flow *f, const struct lines *lines, double x, double space,
		const struct type *type, struct tag *tag)
{
	for (size_t i = 0; i < lines->n; i++) {
		struct piece *p = flow_piece(l, f, i ? 0 : space, type->leading);

		piece_line(l, p, &lines->v[i], x, 0, 0, ALIGN_LEFT, type, tag);
		/* Neither a first nor a last line stands alone. */
		p->keep = i + 1 < lines->n &&
			  (i == 0 || i + 2 == lines->n || lines->n <= SHORT_PARAGRAPH);
	}
}

void flow_text(struct layout *l, struct flow *f, const struct text *t, const struct setting *set,
	       double x, double space)
{
	struct lines lines = text_lines(l, t, set);

	flow_lines(l, f, &lines, x, space, set->type, set->tag);
}

void flow_keep(struct flow *f, size_t from)
{
	for (size_t i = from; i < f->n; i++)
		f->v[i].keep = true;
}

double flow_height(const struct flow *f, size_t from, size_t to)
{
	double h = 0;

	for (size_t i = from; i < to; i++)
		h += f->v[i].height + (i > from ? f->v[i].space : 0);
	return h;
}

static struct piece *table_head(const struct flow *f, double *above)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].is_head) {
			*above = flow_height(f, 0, i) + (i ? f->v[i].space : 0);
			return &f->v[i];
		}
	return NULL;
}

static void piece_lower(struct piece *p, double by)
{
	p->height += by;
	for (size_t i = 0; i < p->items.n; i++) {
		struct op *op = &p->items.v[i].op;

		op->y += by;
		if (op->kind == OP_LINE)
			op->h += by;
	}
}

void flows_align_heads(struct flow *flows, size_t n)
{
	double above, first = 0, most = 0;

	for (size_t i = 0; i < n; i++) {
		const struct piece *head = table_head(&flows[i], &above);

		if (!head)
			continue;
		if (most > 0 && above != first)
			return;
		first = above;
		if (head->height > most)
			most = head->height;
	}
	for (size_t i = 0; i < n; i++) {
		struct piece *head = table_head(&flows[i], &above);

		if (head)
			piece_lower(head, most - head->height);
	}
}

/* A chart under a title: what its block begins with. */
static struct piece *titled_chart(const struct flow *f, double *above)
{
	for (size_t i = 1; i < f->n; i++)
		if (f->v[i].chart) {
			*above = flow_height(f, 0, i) + f->v[i].space;
			return &f->v[i];
		}
	return NULL;
}

void flows_align_charts(struct flow *flows, size_t n)
{
	double above, most = 0;

	for (size_t i = 0; i < n; i++)
		if (titled_chart(&flows[i], &above) && above > most)
			most = above;
	for (size_t i = 0; i < n; i++) {
		struct piece *chart = titled_chart(&flows[i], &above);

		if (chart)
			chart->space += most - above;
	}
}

void flow_dest(struct flow *f, enum dest_kind kind, const char *name)
{
	struct piece *first = f->n ? &f->v[0] : NULL;

	/* Of text in columns only the lines are placed. */
	if (first && first->columns)
		first = &first->columns->lines.v[0];
	if (first)
		first->dest[kind] = name;
}

void flow_append(struct layout *l, struct flow *f, const struct flow *more)
{
	size_t n = f->n + more->n;

	if (n > 2 * f->cap) { /* the rows of a table */
		struct piece *v = NEWS(l->arena, struct piece, n);

		if (f->n)
			memcpy(v, f->v, f->n * sizeof *v);
		f->v = v;
		f->cap = n;
	}
	for (size_t i = 0; i < more->n; i++)
		*PUSH(l->arena, f) = more->v[i];
}

/* ---- columns ---- */

size_t column_end(const struct flow *lines, size_t from, double height)
{
	double y = 0;
	size_t end = from;

	while (end < lines->n) {
		const struct piece *p = &lines->v[end];

		y += (end > from ? p->space : 0) + p->height;
		if (end > from && y > height + 0.001)
			break;
		end++;
	}
	/* A line that stays with the next one goes with it, unless nothing would be left here. */
	for (size_t back = end; end < lines->n && back > from; back--)
		if (!lines->v[back - 1].keep)
			return back;
	return end;
}

static bool columns_hold(const struct columns *c, size_t from, double height)
{
	for (size_t k = 0; k < c->n && from < c->lines.n; k++) {
		from = column_end(&c->lines, from, height);
		if (from < c->lines.n && c->lines.v[from - 1].keep)
			return false;
	}
	return from == c->lines.n;
}

double columns_balance(const struct columns *c, size_t from)
{
	double total = flow_height(&c->lines, from, c->lines.n);
	double height = grid_up(total / (double)c->n, GRID);
	double least = COLUMN_LINES * c->lines.v[from].height;

	if (height < least)
		height = least < total ? least : total;
	while (height < total && !columns_hold(c, from, height))
		height += GRID;
	return height;
}

void columns_piece(struct layout *l, struct flow *f, struct flow lines, size_t n, double width,
		   double space)
{
	struct columns *c = NEW(l->arena, struct columns);

	*c = (struct columns){lines, n, width, APART};
	flow_piece(l, f, space, columns_balance(c, 0))->columns = c;
}

/* ---- cutting ---- */

static double type_size(const struct item *it)
{
	return it->page_of ? it->page_type->size : it->op.run->size;
}

static double item_top(const struct item *it)
{
	return it->op.kind == OP_TEXT ? it->op.y - type_size(it) : it->op.y;
}

static double item_bottom(const struct item *it)
{
	switch (it->op.kind) {
	case OP_TEXT:
		return it->op.y + type_size(it) * 0.3;
	case OP_LINK:
		return it->op.y + it->op.h;
	default:
		return it->op.y;
	}
}

/* The lowest cut up to `limit` that goes through no text. */
static double cut_at(const struct piece *p, double from, double limit)
{
	double cut = limit;

	for (bool moved = true; moved;) {
		moved = false;
		for (size_t i = 0; i < p->items.n; i++) {
			double top = item_top(&p->items.v[i]);

			if (top > from && top < cut && item_bottom(&p->items.v[i]) > cut) {
				cut = top;
				moved = true;
			}
		}
	}
	return cut;
}

/* The items of a tall piece between two cuts; a fill is cut with the piece. */
static void piece_part(struct layout *l, struct piece *part, const struct piece *whole, double from,
		       double to)
{
	for (size_t i = 0; i < whole->items.n; i++) {
		struct item it = whole->items.v[i];

		if (it.op.kind == OP_RECT) {
			double top = it.op.y > from ? it.op.y : from;
			double bottom = it.op.y + it.op.h < to ? it.op.y + it.op.h : to;

			if (bottom <= top)
				continue;
			it.op.y = top;
			it.op.h = bottom - top;
		} else if (item_top(&it) < from || item_top(&it) >= to) {
			bool above_all = from == 0 && item_top(&it) < 0;
			bool below_all = to >= whole->height && item_top(&it) >= to;

			if (!above_all && !below_all)
				continue;
		}
		it.op.y -= from;
		if (it.op.kind == OP_LINE)
			it.op.h -= from;
		*PUSH(l->arena, &part->items) = it;
	}
}

static double piece_most(const struct layout *l, const struct piece *p, double tallest)
{
	return tallest - notes_foot(l, notes_height(p), true);
}

bool piece_fits(const struct layout *l, const struct piece *p, double tallest)
{
	return p->height <= piece_most(l, p, tallest);
}

void flow_split_last(struct layout *l, struct flow *f, double tallest)
{
	struct piece whole = f->v[f->n - 1];
	double from = 0;

	if (piece_fits(l, &whole, tallest))
		return;
	tallest = piece_most(l, &whole, tallest);
	f->n--;
	while (from < whole.height) {
		double to = whole.height - from > tallest ? cut_at(&whole, from, from + tallest)
							  : whole.height;
		struct piece *part = flow_piece(l, f, from == 0 ? whole.space : 0, to - from);

		piece_part(l, part, &whole, from, to);
		part->head = whole.head;
		part->group = whole.group;
		part->keep = to >= whole.height && whole.keep;
		if (from == 0) {
			memcpy(part->dest, whole.dest, sizeof part->dest);
			part->notes = whole.notes;
		}
		from = to;
	}
}
