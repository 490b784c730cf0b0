/*
 * Blocks as flows of pieces: the frame that all share (rule, title, note, source) and the inside of
 * every kind but tables.
 */
#include "pdf/layout_part.h"

#define TITLE_SPACE 6.75 /* title to content */
#define NOTE_SPACE 6.75  /* content to note */
#define PARAGRAPH_SPACE 4.5
#define MEASURE 340.0 /* the widest line of body text, about 75 characters */
#define PITCH_SHARE (1.0 / COLUMN_COUNT)
enum {
	SIDE_COLUMNS = 3, /* of a side head, as of the terms that are defined */
	KPI_COLUMNS = 5,
	LONG_PROSE = 4,  /* lines: more stand in two columns across the page */
	LONG_LIST = 2,   /* paragraphs: so many do, however short */
	WHOLE_LINES = 7, /* of a paragraph: up to here no column divides it */
	NOTE_COLUMNS = 8
};

/* ---- geometry of the twelve columns ---- */

static double column_share(double width, int columns)
{
	return (width + APART) * columns * PITCH_SHARE;
}

static bool is_wide(const struct layout *l, double width)
{
	return width > l->upright.text_width * 0.8;
}

static double side_width(const struct frame *frame)
{
	return column_share(frame->width, SIDE_COLUMNS);
}

/* Across the page a title stands at the left of its notes, if its words fit there. */
static bool has_side_head(struct layout *l, const struct block *b, const struct frame *frame)
{
	return b->kind == BLOCK_NOTES && is_wide(l, frame->width) && b->title.n && !b->aside &&
	       !b->subtitle.n &&
	       text_widest_word(l, &b->title, type_of(l, TYPE_TITLE), false) <=
		   side_width(frame) - APART;
}

/* ---- frame ---- */

static double lines_width(const struct lines *lines)
{
	double widest = 0;

	for (size_t i = 0; i < lines->n; i++)
		if (lines->v[i].width > widest)
			widest = lines->v[i].width;
	return widest;
}

static void title_line(struct layout *l, struct flow *f, const struct block *b,
		       const struct frame *frame)
{
	const struct type *small = type_of(l, TYPE_SMALL), *type = type_of(l, TYPE_TITLE);
	struct tag *heading = b->title.n ? tag_new(l->arena, frame->parent, frame->heading) : NULL;
	struct text aside = text_of(l, b->aside);
	struct lines right =
	    text_lines(l, &aside, &(struct setting){.type = small, .width = frame->width / 2});
	double taken = right.n ? lines_width(&right) + GUTTER : 0;
	double width = has_side_head(l, b, frame) ? side_width(frame) - APART : frame->width;
	size_t from = f->n;
	struct tag *p;

	flow_text(l, f, &b->title,
		  &(struct setting){
		      .type = type, .width = width - taken, .balance = true, .tag = heading},
		  0, 0);
	if (!right.n)
		return;
	p = tag_new(l->arena, frame->parent, "P");
	for (size_t i = 0; i < right.n; i++) {
		if (from + i == f->n)
			flow_piece(l, f, 0, type->leading);
		/* On one baseline with the title. */
		piece_line(l, &f->v[from + i], &right.v[i], 0,
			   type_baseline(type) - type_baseline(small), frame->width, ALIGN_RIGHT,
			   small, p);
	}
}

/* Rule, title, aside, subtitle: all stay with what follows. */
static void frame_open(struct layout *l, struct flow *f, const struct block *b,
		       const struct frame *frame)
{
	size_t from = f->n;

	if (frame->rule)
		piece_rule(l, flow_piece(l, f, 0, UNIT), 0, RULE_BLOCK / 2, frame->width, COLOR_INK,
			   RULE_BLOCK);
	title_line(l, f, b, frame);
	if (b->subtitle.n)
		flow_text(l, f, &b->subtitle,
			  &(struct setting){.type = type_of(l, TYPE_SMALL),
					    .width = frame->width,
					    .tag = tag_new(l->arena, frame->parent, "P")},
			  0, 0);
	flow_keep(f, from);
}

/* The note, and behind it the source. */
static struct text note_and_source(struct layout *l, const struct block *b)
{
	const char *between = !b->note.n ? "" : l->doc->lang == LANG_EN ? " " : "";
	struct text t = {0};

	for (size_t i = 0; i < b->note.n; i++)
		*PUSH(l->arena, &t) = b->note.v[i];
	if (b->source)
		*PUSH(l->arena, &t) = (struct span){
		    .text = arena_printf(
			l->arena, "%s%s", between,
			label_fill(l->arena, l->options->labels.source, b->source, ""))};
	return t;
}

static void frame_close(struct layout *l, struct flow *f, const struct block *b,
			const struct frame *frame)
{
	struct text text = note_and_source(l, b);
	size_t from;

	flow_late(l, f);
	from = f->n;
	if (!text.n)
		return;
	flow_text(l, f, &text,
		  &(struct setting){.type = type_of(l, TYPE_SOURCE),
				    .width = frame->width,
				    .running = true,
				    .tag = b->note.n ? note_tag(l, frame->parent)
						     : tag_new(l->arena, frame->parent, "P")},
		  0, NOTE_SPACE);
	/* A note stands on the page of what it is about. */
	flow_keep(f, from ? from - 1 : 0);
	f->v[f->n - 1].keep = false;
}

/* ---- prose, highlights, notes ---- */

static struct flow paragraphs(struct layout *l, const struct block *b, enum type_role role,
			      double width, struct tag *parent)
{
	bool list = b->kind == BLOCK_HIGHLIGHTS;
	struct tag *container = list ? tag_new(l->arena, parent, "L") : parent;
	struct flow f = {0};

	if (list)
		container->list_numbering = "None";
	for (size_t i = 0; i < b->as.prose.n; i++) {
		struct tag *item = list ? tag_new(l->arena, container, "LI") : container;
		struct tag *tag = tag_new(l->arena, item, list ? "LBody" : "P");

		size_t from = f.n;

		flow_text(
		    l, &f, &b->as.prose.v[i],
		    &(struct setting){
			.type = type_of(l, role), .width = width, .running = true, .tag = tag},
		    0, i ? PARAGRAPH_SPACE : 0);
		for (size_t k = from; f.n - from <= WHOLE_LINES && k + 1 < f.n; k++)
			f.v[k].keep = true;
	}
	return f;
}

static void prose_flow(struct layout *l, struct flow *f, const struct block *b,
		       const struct frame *frame, double space)
{
	double half = column_share(frame->width, 6) - APART;
	double measure = frame->width < MEASURE ? frame->width : MEASURE;
	bool split = is_wide(l, frame->width);
	struct flow lines = paragraphs(l, b, TYPE_BODY, split ? half : measure, frame->parent);

	if (!lines.n)
		return;
	if (split && (lines.n > LONG_PROSE || b->as.prose.n >= LONG_LIST)) {
		columns_piece(l, f, lines, 2, half, space);
		return;
	}
	lines.v[0].space = space;
	flow_append(l, f, &lines);
}

/* Whether notes that would break in half a page stand on one line each, but for one in two, if
 * they have all of this width. */
static bool stand_across(struct layout *l, const struct block *b, double width, double half)
{
	struct tag scratch = {0};
	size_t n = b->as.prose.n, lines = paragraphs(l, b, TYPE_SMALL, width, &scratch).n;

	return lines <= n + n / 2 &&
	       2 * paragraphs(l, b, TYPE_SMALL, half, &scratch).n >= 3 * lines;
}

/* Notes beside or below their title; the next block stands clear of both. */
static void notes_flow(struct layout *l, struct flow *f, const struct block *b,
		       const struct frame *frame)
{
	const struct type *title = type_of(l, TYPE_TITLE), *type = type_of(l, TYPE_SMALL);
	bool wide = is_wide(l, frame->width), beside = has_side_head(l, b, frame);
	bool two = wide && b->as.prose.n > 1;
	double left = beside ? side_width(frame) : 0;
	double head = beside ? title->leading * (double)(f->n - frame->rule) : 0;
	/* The first line stands on the baseline of the title. */
	double drop = type_baseline(title) - type_baseline(type);
	double width = !wide ? frame->width
		       : two ? (frame->width - left - APART) / 2
			     : column_share(frame->width, NOTE_COLUMNS) - APART;
	struct flow lines;
	double rest;

	if (two && stand_across(l, b, frame->width - left, width)) {
		two = false;
		width = frame->width - left;
	}
	lines = paragraphs(l, b, TYPE_SMALL, width, frame->parent);
	for (size_t i = 0; i < lines.n; i++)
		for (size_t k = 0; k < lines.v[i].items.n; k++)
			lines.v[i].items.v[k].op.x += left;
	if (!lines.n)
		return;
	columns_piece(l, f, lines, two ? 2 : 1, width, beside ? drop - head : TITLE_SPACE);
	rest = head - drop - f->v[f->n - 1].height;
	if (rest > 0) {
		f->v[f->n - 1].keep = true;
		flow_piece(l, f, 0, rest);
	}
}

/* ---- key figures ---- */

static size_t kpi_columns(size_t n, double width)
{
	size_t most = (size_t)(width / 76), rows;

	if (most > KPI_COLUMNS)
		most = KPI_COLUMNS;
	if (most < 1)
		most = 1;
	rows = (n + most - 1) / most;
	n = (n + rows - 1) / rows;
	return n < 3 && most >= 3 ? 3 : n;
}

/* The size at which the widest figure fits its column: one for all, so that they compare. */
static struct type kpi_type(struct layout *l, const struct block *b, double width)
{
	struct type t = *type_of(l, TYPE_KPI);
	double widest = 0;

	for (size_t i = 0; i < b->as.kpis.n; i++) {
		const struct kpi *k = &b->as.kpis.v[i];
		const char *value = k->missing ? "" : k->value.text;
		double w =
		    layout_shape(l, l->arena, type_style(l, &t, false), value, strlen(value)).width;

		if (w > widest)
			widest = w;
	}
	while (widest > width && t.size > type_of(l, TYPE_BODY)->size) {
		widest *= (t.size - 0.75) / t.size;
		t.size -= 0.75;
	}
	return t;
}

struct tile {
	struct layout *l;
	struct piece *piece;
	struct tag *body;
	double x, y, width;
	double top; /* of the figure: one for all tiles of a row */
};

static struct type kpi_label_type(const struct layout *l)
{
	struct type t = *type_of(l, TYPE_TABLE);

	t.leading = 13.5;
	return t;
}

/* Where the figures of a row of tiles stand: below its longest label. */
static double kpi_top(struct layout *l, const struct block *b, size_t from, size_t n, double width)
{
	struct type type = kpi_label_type(l);
	size_t most = 0;

	for (size_t i = from; i < from + n && i < b->as.kpis.n; i++) {
		struct text label = text_of(l, b->as.kpis.v[i].label);
		struct lines lines =
		    text_lines(l, &label, &(struct setting){.type = &type, .width = width});

		if (lines.n > most)
			most = lines.n;
	}
	return GRID + type.leading * (double)most;
}

static void tile_text(struct tile *t, const struct text *text, const struct type *type)
{
	struct tag *p;
	struct lines lines;

	if (!text->n)
		return;
	p = tag_new(t->l->arena, t->body, "P");
	lines =
	    text_lines(t->l, text, &(struct setting){.type = type, .width = t->width, .tag = p});
	for (size_t i = 0; i < lines.n; i++, t->y += type->leading)
		piece_line(t->l, t->piece, &lines.v[i], t->x, t->y, t->width, ALIGN_LEFT, type, p);
}

static void tile_fill(struct tile *t, const struct kpi *k, const struct type *figure)
{
	struct layout *l = t->l;
	struct span value = {.kind = SPAN_FIGURE, .text = k->value.text, .figure = k->value.figure};
	struct type label = kpi_label_type(l), change = *type_of(l, TYPE_TABLE),
		    none = *type_of(l, TYPE_BODY);
	struct text text = text_of(l, k->label);

	change.weight = WEIGHT_SEMIBOLD;
	t->y = GRID;
	tile_text(t, &text, &label);
	/* Words in place of a figure stand on its baseline. */
	none.leading = figure->leading;
	t->y = t->top + (k->missing ? type_baseline(figure) - type_baseline(&none) : 0);
	tile_text(t, &(struct text){&value, 1, 1}, k->missing ? &none : figure);
	if (k->missing)
		t->y = t->top + figure->leading;
	tile_text(t, &k->change, &change);
	tile_text(t, &k->base, type_of(l, TYPE_SMALL));
	tile_text(t, &k->convenience, type_of(l, TYPE_SMALL));
}

static void kpis_flow(struct layout *l, struct flow *f, const struct block *b,
		      const struct frame *frame, double space)
{
	size_t n = b->as.kpis.n ? kpi_columns(b->as.kpis.n, frame->width) : 1;
	double pitch = (frame->width + GUTTER) / (double)n;
	struct type figure = kpi_type(l, b, pitch - GUTTER);
	struct tag *list = tag_new(l->arena, frame->parent, "L");
	double top = 0;

	list->list_numbering = "None";
	for (size_t i = 0; i < b->as.kpis.n; i++) {
		struct tile t = {.l = l, .x = pitch * (double)(i % n), .width = pitch - GUTTER};

		if (i % n == 0) {
			flow_piece(l, f, i ? 3 * UNIT : space, 0);
			top = kpi_top(l, b, i, n, t.width);
		}
		t.top = top;
		t.piece = &f->v[f->n - 1];
		t.body = tag_new(l->arena, tag_new(l->arena, list, "LI"), "LBody");
		tile_fill(&t, &b->as.kpis.v[i], &figure);
		piece_rule(l, t.piece, t.x, RULE_BLOCK / 2, t.width, COLOR_INK, RULE_BLOCK);
		if (t.y > t.piece->height)
			t.piece->height = t.y;
		if (i % n == n - 1 || i + 1 == b->as.kpis.n)
			flow_split_last(l, f, l->tallest);
	}
}

/* ---- definitions: term, meaning, remark ---- */

static double definition_part(struct layout *l, struct piece *p, const struct text *text, double x,
			      double width, bool running, const struct type *type, struct tag *tag)
{
	struct lines lines = text_lines(
	    l, text,
	    &(struct setting){.type = type, .width = width, .running = running, .tag = tag});
	/* Smaller type stands on the baseline of the term. */
	double drop = baseline(type_of(l, TYPE_TABLE)->size, type->leading) - type_baseline(type);

	for (size_t i = 0; i < lines.n; i++)
		piece_line(l, p, &lines.v[i], x, UNIT + drop + type->leading * (double)i, width,
			   ALIGN_LEFT, type, tag);
	return type->leading * (double)lines.n;
}

static void definition_fill(struct layout *l, struct piece *p, const struct definition *d,
			    double width, bool remarks, struct tag *item)
{
	const struct type *type = type_of(l, TYPE_TABLE);
	struct type strong = *type;
	struct text term = text_of(l, d->term), remark = text_of(l, d->remark);
	struct tag *label = tag_new(l->arena, item, "Lbl"),
		   *body = tag_new(l->arena, item, "LBody");
	double meaning = column_share(width, remarks ? 6 : 9) - APART, height[3];
	double quarter = column_share(width, 3);

	strong.weight = WEIGHT_SEMIBOLD;
	height[0] = definition_part(l, p, &term, 0, quarter - APART, false, &strong, label);
	height[1] = definition_part(l, p, &d->meaning, quarter, meaning, true, type,
				    tag_new(l->arena, body, "P"));
	height[2] = 0;
	if (remark.n)
		height[2] = definition_part(l, p, &remark, 3 * quarter, quarter - APART, true,
					    type_of(l, TYPE_SMALL), tag_new(l->arena, body, "P"));
	for (size_t i = 0; i < COUNT(height); i++)
		if (height[i] > p->height)
			p->height = height[i];
	p->height += 2 * UNIT;
	piece_rule(l, p, 0, 0, width, COLOR_HAIR, RULE_ROW);
}

static void definitions_flow(struct layout *l, struct flow *f, const struct block *b,
			     const struct frame *frame, double space)
{
	struct tag *list = tag_new(l->arena, frame->parent, "L");
	bool remarks = false;

	list->list_numbering = "None";
	for (size_t i = 0; i < b->as.definitions.n; i++)
		remarks |= b->as.definitions.v[i].remark != NULL;
	for (size_t i = 0; i < b->as.definitions.n; i++) {
		struct piece *p = flow_piece(l, f, i ? 0 : space, 0);

		definition_fill(l, p, &b->as.definitions.v[i], frame->width, remarks,
				tag_new(l->arena, list, "LI"));
		flow_split_last(l, f, l->tallest);
	}
}

/* ---- all kinds ---- */

static void block_inside(struct layout *l, struct flow *f, const struct block *b,
			 const struct frame *frame)
{
	double space = b->title.n || b->aside || b->subtitle.n ? TITLE_SPACE : 0;
	const char *name;

	switch (b->kind) {
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
		prose_flow(l, f, b, frame, space);
		break;
	case BLOCK_NOTES:
		notes_flow(l, f, b, frame);
		break;
	case BLOCK_KPIS:
		kpis_flow(l, f, b, frame, space > 0 ? GRID : 0);
		break;
	case BLOCK_TABLE:
		name = b->as.table->columns[0].head;
		if (!name && !b->title.n && b->as.table->caption &&
		    !(frame->above && streq(frame->above, b->as.table->caption)))
			name = b->as.table->caption;
		table_flow(l, f, b->as.table, name, frame->width, frame->parent);
		break;
	case BLOCK_CHART:
		chart_flow(l, f, b, frame, space);
		break;
	case BLOCK_DEFINITIONS:
		definitions_flow(l, f, b, frame, space);
		break;
	}
}

bool block_fits(struct layout *l, const struct block *b, double width)
{
	return b->kind != BLOCK_TABLE || table_fit(l, b->as.table, NULL, width).fits;
}

struct flow block_flow(struct layout *l, const struct block *b, const struct frame *frame)
{
	struct flow f = {0};

	l->notes_parent = frame->parent;
	frame_open(l, &f, b, frame);
	block_inside(l, &f, b, frame);
	frame_close(l, &f, b, frame);
	flow_dest(&f, DEST_BLOCK, b->id);
	return f;
}
