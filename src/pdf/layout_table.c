/*
 * Tables: a head that stands again on every page, and a piece for each row.  Which rows stay
 * together is said here (a sum with its last line, a group with its first rows); where pages break
 * is decided in layout_place.c.
 */
#include "pdf/layout_part.h"

#include <math.h>

#define INDENT 9.0
#define DOUBLE_SPACE 4.5 /* for the double rule under a last total */
#define SUM_GUTTER 10.5  /* not ruled between two sums */
#define PAGE_WIDTH 22.5  /* of the page number in a cell that names a place */
#define FAR 180.0        /* from a label to its figure: the eye needs a line to follow */
#define AGAIN 0.4        /* of a page: what stands again at its top takes no more */
enum {
	SHORT_TABLE = 8, /* rows: up to here they stand openly */
	ROWS_APART = 4,  /* not fewer stand alone on a page */
	WHOLE_TABLE = 9, /* rows: up to here no page breaks them */
	LONG_TABLE = 200 /* rows: from here on their items are not kept until they are drawn */
};

#define CODE_GAP 6.75  /* between an item's code and its label */
#define CODE_SHARE 0.3 /* of the labels' width, which codes take at most */

struct row_setter { /* a row of the table, or its head, being made */
	struct layout *l;
	const struct grid *grid;
	struct piece *piece;
	double over;           /* height of the head that stands again over it */
	bool measure;          /* only its height is asked for */
	double top;            /* of the first line of text */
	const char ***headers; /* by column: ids of the heads over it; NULL: no heads over heads */
	const struct tag *group; /* the group's name over this row, or NULL */
	int group_level;
	const struct table_row *group_row;
	const struct piece *group_again; /* where it goes on over a page; made when asked for */
};

/* Those of a long table, to be drawn. */
struct rows {
	struct grid grid;
	int density;
	struct tag **tags; /* the TR of each row */
};

/* A statement that is set closer gives up space over its groups first: its lines stay readable. */
static double row_pitch(const struct layout *l, const struct table *t)
{
	static const double statement[DENSITY_COUNT] = {13.5, 13.5, 11.25},
			    middle[DENSITY_COUNT] = {15.75, 13.5, 13.5},
			    open[DENSITY_COUNT] = {18, 15.75, 13.5};

	if (t->dense)
		return statement[l->density];
	return t->n_rows > SHORT_TABLE || l->longest > SHORT_TABLE ? middle[l->density]
								   : open[l->density];
}

static struct type table_type(const struct row_setter *row, enum type_role role, enum weight weight)
{
	struct type t = *type_of(row->l, role);

	t.size *= row->grid->size / type_of(row->l, TYPE_TABLE)->size;
	t.weight = weight;
	return t;
}

static void add_wash(const struct row_setter *row)
{
	const struct grid *g = row->grid;

	for (size_t c = 1; g->table->wash && c < g->table->n_columns; c++) {
		const struct track *t = &g->tracks[c];
		struct op *op;

		if (!g->table->columns[c].current)
			continue;
		op = &piece_item(row->l, row->piece, NULL)->op;
		op->kind = OP_RECT;
		op->fill = COLOR_WASH;
		op->x = t->x - (g->gutter < SUM_GUTTER ? g->gutter : SUM_GUTTER) / 2;
		op->w = t->x + t->width - op->x + 1;
		op->h = row->piece->height;
	}
}

static bool is_summed(const struct column *c)
{
	return c->kind == COLUMN_NUMBER && !c->rate;
}

/* A rule over or under every column of amounts; the space between columns stays open. */
static void add_sum_rule(const struct row_setter *row, double y)
{
	const struct grid *g = row->grid;

	for (size_t c = 1; c < g->table->n_columns; c++) {
		const struct track *t = &g->tracks[c];

		if (is_summed(&g->table->columns[c]))
			piece_rule(row->l, row->piece, t->x, y, t->width, COLOR_INK, RULE_SUM);
	}
}

/* ---- the head ---- */

struct head_column {
	struct lines lines; /* head, then unit */
	struct type type;
};

static void head_lines(struct layout *l, struct head_column *h, const char *s, double width)
{
	struct text text = text_of(l, s);
	struct lines lines = text_lines(
	    l, &text,
	    &(struct setting){.type = &h->type, .width = width, .balance = true, .tabular = true});

	for (size_t i = 0; i < lines.n; i++)
		*PUSH(l->arena, &h->lines) = lines.v[i];
}

static struct head_column *head_columns(const struct row_setter *row, const char *name)
{
	const struct grid *g = row->grid;
	struct head_column *heads = NEWS(row->l->arena, struct head_column, g->table->n_columns);

	heads[0].type = table_type(row, TYPE_TABLE, WEIGHT_SEMIBOLD);
	head_lines(row->l, &heads[0], name, g->tracks[0].width);
	for (size_t c = 1; c < g->table->n_columns; c++) {
		const struct column *col = &g->table->columns[c];
		struct track t = g->tracks[c];
		double width = t.width;

		if (col->kind == COLUMN_NUMBER)
			width = track_edge(&t) - t.x;
		heads[c].type =
		    table_type(row, TYPE_SMALL, col->current ? WEIGHT_SEMIBOLD : WEIGHT_REGULAR);
		if (col->current)
			heads[c].type.color = COLOR_INK;
		head_lines(row->l, &heads[c], col->head, width);
		head_lines(row->l, &heads[c], g->unit_in_name ? NULL : col->unit, width);
	}
	return heads;
}

static double head_right(const struct grid *g, size_t column)
{
	const struct track *t = &g->tracks[column];
	bool number = column && g->table->columns[column].kind == COLUMN_NUMBER;

	return number ? track_edge(t) : t->x + t->width;
}

/* Columns from .. to - 1, with the last line ending at `bottom`. */
static void head_draw(const struct row_setter *row, const struct head_column *h, size_t from,
		      size_t to, double bottom, struct tag *tag)
{
	const struct grid *g = row->grid;
	bool number = from && g->table->columns[to - 1].kind == COLUMN_NUMBER;
	double x = g->tracks[from].x, right = head_right(g, to - 1);
	double y = bottom - h->type.leading * (double)h->lines.n;

	for (size_t i = 0; i < h->lines.n; i++, y += h->type.leading) {
		size_t first = row->piece->items.n;

		piece_line(row->l, row->piece, &h->lines.v[i], x, y, right - x,
			   number ? ALIGN_RIGHT : ALIGN_LEFT, &h->type, tag);
		for (size_t k = first; !tag && k < row->piece->items.n; k++)
			row->piece->items.v[k].artifact = "Pagination";
	}
}

/* An element of the head; NULL where the head only stands again. */
static struct tag *head_tag(const struct row_setter *row, struct tag *tr,
			    const struct head_column *h)
{
	struct tag *tag = tr ? tag_new(row->l->arena, tr, h->lines.n ? "TH" : "TD") : NULL;

	if (tag && h->lines.n)
		tag->scope = "Column";
	if (tag && row->headers)
		tag->id = arena_printf(row->l->arena, "head-%d", ++row->l->heads);
	return tag;
}

static const char **id_list(struct arena *a, const struct tag *first, const struct tag *second)
{
	const char **ids = NEWS(a, const char *, 4);
	size_t n = 0;

	if (first)
		ids[n++] = first->id;
	if (second)
		ids[n++] = second->id;
	return ids;
}

/* The heads over columns, each with a rule that says how far it reaches.  Returns their height. */
static double head_groups(const struct row_setter *row, struct head_column *groups)
{
	const struct grid *g = row->grid;
	size_t most = 0;

	for (size_t c = 1, end; c < g->table->n_columns; c = end) {
		end = table_group_end(g->table, c);
		groups[c].type = table_type(row, TYPE_SMALL, WEIGHT_REGULAR);
		if (!g->table->columns[c].group)
			continue;
		head_lines(row->l, &groups[c], g->table->columns[c].group,
			   head_right(g, end - 1) - g->tracks[c].x);
		if (groups[c].lines.n > most)
			most = groups[c].lines.n;
	}
	return most ? type_of(row->l, TYPE_SMALL)->leading * (double)most + UNIT : 0;
}

/* One head or the columns under one: drawn, tagged, and noted for the cells below. */
static void head_part(const struct row_setter *row, const struct head_column *heads,
		      const struct head_column *group, size_t from, size_t to, double above,
		      double bottom, struct tag *tr, struct tag *below)
{
	const struct grid *g = row->grid;
	const struct tag *over = NULL;
	struct tag *tag;

	if (group->lines.n) {
		tag = head_tag(row, tr, group);
		if (tag)
			tag->col_span = (uint16_t)(to - from);
		head_draw(row, group, from, to, above - UNIT, tag);
		piece_rule(row->l, row->piece, g->tracks[from].x, above - UNIT / 2,
			   head_right(g, to - 1) - g->tracks[from].x, COLOR_HAIR, RULE_SUM);
		over = tag;
	}
	for (size_t c = from; c < to; c++) {
		tag = head_tag(row, group->lines.n ? below : tr, &heads[c]);
		if (tag && below && !group->lines.n)
			tag->row_span = 2;
		if (tag && over)
			tag->headers = id_list(row->l->arena, over, NULL);
		if (tag && row->headers)
			row->headers[c] = id_list(row->l->arena, tag, over);
		head_draw(row, &heads[c], c, c + 1, bottom, tag);
	}
}

/* parent: THead; NULL makes the head that stands again on the next page. */
static void head_fill(struct row_setter *row, const char *name, struct tag *parent)
{
	const struct grid *g = row->grid;
	struct arena *a = row->l->arena;
	struct head_column *heads = head_columns(row, name),
			   *groups = NEWS(a, struct head_column, g->table->n_columns);
	double above = head_groups(row, groups), bottom;
	struct tag *tr = parent ? tag_new(a, parent, "TR") : NULL,
		   *below = parent && above > 0 ? tag_new(a, parent, "TR") : NULL;
	size_t most = 0;

	if (below)
		row->headers = NEWS(a, const char **, g->table->n_columns);
	for (size_t c = 0; c < g->table->n_columns; c++)
		if (heads[c].lines.n > most)
			most = heads[c].lines.n;
	bottom = above + type_of(row->l, TYPE_SMALL)->leading * (double)most;
	row->piece->height = bottom + UNIT;
	if (g->table->dense)
		row->piece->height += row->l->density ? GRID : UNIT;
	add_wash(row);
	for (size_t c = 0, end; c < g->table->n_columns; c = end) {
		end = table_group_end(g->table, c);
		head_part(row, heads, &groups[c], c, end, above, bottom, tr, below);
	}
	piece_rule(row->l, row->piece, 0, bottom + UNIT - RULE_BLOCK / 2, g->width, COLOR_INK,
		   RULE_BLOCK);
	row->piece->keep = true;
	row->piece->is_head = true;
}

static const struct piece *head_named(struct layout *l, const struct grid *g, const char *name)
{
	struct piece *p = NEW(l->arena, struct piece);
	struct row_setter row = {.l = l, .grid = g, .piece = p};

	head_fill(&row, name ? label_fill(l->arena, l->options->labels.continued, name, "") : NULL,
		  NULL);
	star_mark(l, &(struct flow){p, 1, 1}, l->notes_parent);
	return p->height <= AGAIN * l->tallest ? p : NULL;
}

/* Without its name if that is too long for it; or NULL: the heads of its columns are. */
static const struct piece *head_again(struct layout *l, const struct grid *g)
{
	const struct piece *p = head_named(l, g, g->name ? g->name : g->table->caption);

	return p ? p : head_named(l, g, NULL);
}

/* ---- rows ---- */

static void number_cell(const struct row_setter *row, const struct table_row *r, size_t index,
			size_t column, struct tag *tag)
{
	const struct grid *g = row->grid;
	const struct track *t = &g->tracks[column];
	const struct numeral *c = numeral_at(g, index, column);
	struct shaped shaped = number_shape(row->l, g, index, column);
	double leading = type_of(row->l, TYPE_TABLE)->leading;

	piece_shaped(row->l, row->piece, &shaped, track_edge(t) - c->lacks - c->body,
		     row->top + baseline(g->size, leading), COLOR_INK, r->cells[column - 1].figure,
		     tag);
}

static size_t word_cell(const struct row_setter *row, const struct lines *lines, double x,
			const struct type *type, struct tag *tag)
{
	for (size_t i = 0; i < lines->n; i++)
		piece_line(row->l, row->piece, &lines->v[i], x,
			   row->top + type->leading * (double)i, 0, ALIGN_LEFT, type, tag);
	return lines->n;
}

static struct lines cell_lines(const struct row_setter *row, const struct mark *m,
			       const struct type *type, double width)
{
	struct text text = text_of(row->l, m->text);

	if (m->figure && text.n) {
		text.v[0].kind = SPAN_FIGURE;
		text.v[0].figure = m->figure;
	}
	return text_lines(row->l, &text, &(struct setting){.type = type, .width = width});
}

/* A cell that names a place: the whole cell is a link, its page stands at the right edge. */
static size_t link_cell(const struct row_setter *row, const struct mark *m, const char *dest,
			const struct track *t, const struct type *type, struct tag *td)
{
	struct layout *l = row->l;
	struct type accent = *type;
	struct text text = text_of(l, m->text);
	struct lines lines;
	struct tag *link = tag_new(l->arena, td, "Link");
	struct item *it;

	accent.color = COLOR_ACCENT;
	link->alt = m->text;
	lines = text_lines(l, &text,
			   &(struct setting){.type = &accent, .width = t->width - PAGE_WIDTH});
	word_cell(row, &lines, t->x, &accent, link);
	it = piece_item(l, row->piece, link);
	it->page_of = dest;
	it->op.kind = OP_TEXT;
	it->op.fill = type->color;
	it->op.x = t->x + t->width;
	it->op.y = row->top + baseline(type->size, type->leading);
	it->page_type = arena_copy(l->arena, type, sizeof *type);
	it = piece_item(l, row->piece, link);
	it->op.kind = OP_LINK;
	it->op.x = t->x;
	it->op.y = row->top;
	it->op.w = t->width;
	it->op.h = type->leading * (double)lines.n;
	it->op.href = arena_printf(l->arena, "#%s", dest);
	it->op.tag = link;
	return lines.n;
}

/* Of a cell under heads over heads: its row's, and those over it. */
static const char **cell_headers(const struct row_setter *row, size_t column, const struct tag *th)
{
	const char **ids = NEWS(row->l->arena, const char *, 4);
	size_t n = 0;

	ids[n++] = th->id;
	for (const char **over = row->headers[column]; *over; over++)
		ids[n++] = *over;
	return ids;
}

/* The cells after the label; returns the number of lines in the highest one. */
static size_t row_cells(const struct row_setter *row, const struct table_row *r, size_t index,
			struct tag *tr)
{
	const struct grid *g = row->grid;
	const char *dest = g->table->links ? g->table->links[index] : NULL;
	struct tag *td = tr->first;
	size_t most = 1;

	for (size_t c = 1; c < g->table->n_columns; c++) {
		const struct column *col = &g->table->columns[c];
		struct type type = table_type(row, TYPE_TABLE, cell_weight(g, r, col));
		struct lines lines;
		size_t n;

		td = td->next;
		if (col->kind == COLUMN_NUMBER) {
			if (!row->measure)
				number_cell(row, r, index, c, td);
			continue;
		}
		if (col->kind == COLUMN_NOTE)
			type.color = COLOR_INK2;
		if (dest && c + 1 == g->table->n_columns) {
			n = link_cell(row, &r->cells[c - 1], dest, &g->tracks[c], &type, td);
		} else {
			lines = cell_lines(row, &r->cells[c - 1], &type, g->tracks[c].width);
			n = word_cell(row, &lines, g->tracks[c].x, &type, td);
		}
		if (n > most)
			most = n;
	}
	return most;
}

/* Of a label as "A1.1  Types of emissions": its code with the blanks behind it; or 0. */
static size_t code_length(const struct table_row *r)
{
	enum { LONGEST = 12 };
	const char *blanks = r->label && r->cells ? strstr(r->label, "  ") : NULL;

	return blanks && blanks > r->label && blanks <= r->label + LONGEST
		   ? (size_t)(blanks - r->label) + 2
		   : 0;
}

static double code_width(const struct row_setter *row, const struct table_row *r)
{
	struct layout *l = row->l;
	struct type type = table_type(row, TYPE_TABLE, row_weight(r));
	size_t n = code_length(r);

	if (!n)
		return 0;
	return measured_shape(l, type_style(l, &type, false), r->label, n - 2).width;
}

/* Codes stand in a column of their own, so that labels wrap under themselves. */
static double codes_width(const struct row_setter *row)
{
	const struct grid *g = row->grid;
	double widest = 0;

	for (size_t i = 0; i < g->table->n_rows; i++) {
		double w = code_width(row, &g->table->rows[i]);

		if (w > widest)
			widest = w;
	}
	widest += CODE_GAP;
	return widest > CODE_GAP && widest <= CODE_SHARE * g->tracks[0].width ? widest : 0;
}

/* The code of a row, taken off its label; returns where that begins. */
static double row_code(const struct row_setter *row, const struct table_row *r, struct text *label,
		       double x, const struct type *type, struct tag *th)
{
	size_t n = row->grid->code > 0 ? code_length(r) : 0;
	struct text code;
	struct lines lines;

	if (!n)
		return x;
	code = text_of(row->l, arena_strn(row->l->arena, r->label, n));
	lines =
	    text_lines(row->l, &code, &(struct setting){.type = type, .width = row->grid->code});
	word_cell(row, &lines, x, type, th);
	label->v[0].text += n;
	return x + row->grid->code;
}

static size_t row_label(const struct row_setter *row, const struct table_row *r, struct tag *th)
{
	const struct grid *g = row->grid;
	struct type type = table_type(row, TYPE_TABLE, row_weight(r));
	double indent = r->level * INDENT;
	double width = (r->cells ? g->tracks[0].width : g->width) - indent, at;
	struct text text = row_label_text(row->l->arena, r);
	struct lines lines;

	if (r->kind == ROW_GROUP)
		type.color = COLOR_INK2;
	at = row_code(row, r, &text, indent, &type, th);
	lines =
	    text_lines(row->l, &text,
		       &(struct setting){.type = &type, .width = width - (at - indent), .tag = th});
	return word_cell(row, &lines, at, &type, th);
}

/* The elements of a row: its label, and its cells. */
static struct tag *row_tags(struct row_setter *row, const struct table_row *r, struct tag *body)
{
	struct arena *a = row->l->arena;
	size_t n = row->grid->table->n_columns;
	struct tag *tr = tag_new(a, body, "TR"), *th = tag_new(a, tr, "TH");

	th->scope = "Row";
	if (!r->cells)
		th->col_span = (uint16_t)n;
	if (r->kind == ROW_GROUP) {
		row->group = th;
		row->group_level = r->level;
		row->group_row = r;
		row->group_again = NULL;
	} else if (r->level <= row->group_level) {
		row->group = NULL;
	}
	if (r->kind == ROW_GROUP || row->headers)
		th->id = arena_printf(a, "head-%d", ++row->l->heads);
	if (row->group && row->group != th)
		th->headers = id_list(a, row->group, NULL);
	for (size_t c = 1; r->cells && c < n; c++) {
		struct tag *td = tag_new(a, tr, "TD");

		if (row->headers)
			td->headers = cell_headers(row, c, th);
	}
	return tr;
}

/* Rows of a statement stand close enough to be read across without lines, unless the way is long;
 * those of a table without its wash hold words, or labels that wrap. */
static bool has_row_rules(const struct grid *g)
{
	return !g->table->dense || !g->table->wash ||
	       g->tracks[0].width + g->gutter - g->labels > FAR;
}

/* Its rules take the place of the line between the rows. */
static bool has_sum_below(const struct grid *g, size_t index)
{
	const struct table *t = g->table;
	bool any = false;

	for (size_t c = 1; c < t->n_columns; c++)
		any |= is_summed(&t->columns[c]);
	return any && index + 1 < t->n_rows && row_is_sum(&t->rows[index + 1]);
}

static void row_rules(const struct row_setter *row, const struct table_row *r, size_t index,
		      double top)
{
	const struct grid *g = row->grid;
	double bottom = row->piece->height;

	if (row_is_sum(r) && index > 0)
		add_sum_rule(row, top);
	if (r->kind == ROW_FINAL) {
		add_sum_rule(row, bottom - DOUBLE_SPACE + 0.5);
		add_sum_rule(row, bottom - DOUBLE_SPACE + 2.3);
	} else if (has_row_rules(g) && !has_sum_below(g, index)) {
		piece_rule(row->l, row->piece, 0, bottom, g->width, COLOR_GRID, RULE_ROW);
	}
}

/* Over a group's name; a double rule above it brings its own space. */
static double space_above(const struct layout *l, const struct table *t, size_t index)
{
	static const double statement[DENSITY_COUNT] = {4.5, 2.25, 2.25};

	if (!t->dense || index == 0 || t->rows[index].kind != ROW_GROUP ||
	    t->rows[index - 1].kind == ROW_FINAL)
		return 0;
	return statement[l->density];
}

static size_t row_items(const struct grid *g, const struct table_row *r)
{
	return g->table->n_columns * (row_is_sum(r) ? 2 : 1) + 2;
}

/* tr: NULL makes the name of a group that stands again on the next page. */
static void row_fill(struct row_setter *row, const struct table_row *r, size_t index,
		     struct tag *tr)
{
	const struct grid *g = row->grid;
	double leading = type_of(row->l, TYPE_TABLE)->leading, pitch = row_pitch(row->l, g->table);
	double above = tr ? space_above(row->l, g->table, index) : 0;
	size_t wash = row->piece->items.n, lines, more;

	piece_reserve(row->l, row->piece, row_items(g, r));
	add_wash(row);
	row->top = above + (pitch - leading) / 2;
	lines = row_label(row, r, tr ? tr->first : NULL);
	more = r->cells ? row_cells(row, r, index, tr) : 1;
	if (more > lines)
		lines = more;
	row->piece->height = above + pitch + (lines > 1 ? (double)(lines - 1) * leading : 0) +
			     (r->kind == ROW_FINAL ? DOUBLE_SPACE : 0);
	for (size_t i = wash; i < row->piece->items.n && row->piece->items.v[i].op.kind == OP_RECT;
	     i++)
		row->piece->items.v[i].op.h = row->piece->height;
	row_rules(row, r, index, above);
}

size_t piece_items(const struct piece *p)
{
	return p->rows ? row_items(&p->rows->grid, &p->rows->grid.table->rows[p->row]) : p->items.n;
}

const char *piece_label(const struct piece *p)
{
	return p->rows ? p->rows->grid.table->rows[p->row].label : NULL;
}

void row_draw(struct layout *l, struct piece *p)
{
	const struct rows *rows = p->rows;
	struct row_setter row = {.l = l, .grid = &rows->grid, .piece = p};
	int density = l->density;

	l->density = rows->density;
	row_fill(&row, &rows->grid.table->rows[p->row], p->row, rows->tags[p->row]);
	l->density = density;
}

/* Nothing in it but text and numbers, so that it may be made more than once: no note, no link, no
 * words that say their language. */
static bool row_is_plain(const struct table *t, size_t index)
{
	const struct table_row *r = &t->rows[index];

	for (const char *s = r->label; s && *s; s++)
		if ((unsigned char)*s >= 0xE2)
			return false;
	for (size_t c = 1; r->cells && c < t->n_columns; c++)
		if (t->columns[c].kind != COLUMN_NUMBER)
			return false;
	return !r->note && !t->links;
}

/* Only the height of the row, which is made when it is drawn.  False if a page is not high enough:
 * then it must be cut. */
static bool row_later(struct row_setter *row, struct rows *rows, size_t index, double tallest)
{
	struct layout *l = row->l;
	struct arena *kept = l->arena;
	struct piece *p = row->piece;

	l->arena = measured(l);
	row->measure = true;
	row_fill(row, &row->grid->table->rows[index], index, rows->tags[index]);
	row->measure = false;
	l->arena = kept;
	*p = (struct piece){.height = p->height, .rows = rows, .row = index};
	return piece_fits(l, p, tallest);
}

static const struct piece *group_again(const struct row_setter *like)
{
	struct layout *l = like->l;
	struct table_row r = *like->group_row;
	struct piece *p = NEW(l->arena, struct piece);
	struct row_setter row = {.l = l, .grid = like->grid, .piece = p};

	r.label = label_fill(l->arena, l->options->labels.continued, r.label, "");
	r.note = NULL;
	row_fill(&row, &r, (size_t)(like->group_row - like->grid->table->rows), NULL);
	for (size_t i = 0; i < p->items.n; i++)
		if (p->items.v[i].op.kind == OP_TEXT)
			p->items.v[i].artifact = "Pagination";
	star_mark(l, &(struct flow){p, 1, 1}, l->notes_parent);
	return p;
}

/* What stands below the head of a page that begins with the row; or NULL.  A name stays with its
 * first row, and one that is too long stands once. */
static const struct piece *group_over(struct row_setter *row, const struct table_row *r)
{
	if (!row->group || r <= row->group_row + 1)
		return NULL;
	if (!row->group_again)
		row->group_again = group_again(row);
	return row->over + row->group_again->height <= AGAIN * row->l->tallest ? row->group_again
									       : NULL;
}

/* So many rows at least before and after a break; a sum with the line before it. */
static bool row_keeps(const struct table *t, size_t i)
{
	if (i + 1 == t->n_rows)
		return false;
	return t->n_rows <= WHOLE_TABLE || i + 1 < ROWS_APART || t->n_rows - i - 1 < ROWS_APART ||
	       t->rows[i].kind == ROW_GROUP || row_is_sum(&t->rows[i + 1]) || t->rows[i + 1].keep;
}

void table_flow(struct layout *l, struct flow *f, const struct table *t, const char *name,
		double width, struct tag *parent)
{
	struct rows *rows = NEW(l->arena, struct rows);
	struct tag *table = tag_new(l->arena, parent, "Table"), *body;
	struct row_setter row = {.l = l, .grid = &rows->grid, .piece = flow_piece(l, f, 0, 0)};
	const struct piece *again;

	*rows = (struct rows){table_fit(l, t, name, width), l->density,
			      NEWS(l->arena, struct tag *, t->n_rows)};
	l->size_least = fmin(l->size_least, rows->grid.size);
	l->size_largest = fmax(l->size_largest, rows->grid.size);
	again = head_again(l, &rows->grid);
	row.over = again ? again->height : 0;
	table->title = t->caption;
	rows->grid.code = codes_width(&row);
	head_fill(&row, rows->grid.name, tag_new(l->arena, table, "THead"));
	flow_split_last(l, f, l->tallest / 2); /* its first lines stand below a title */
	body = tag_new(l->arena, table, "TBody");
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct piece *group;
		double most;

		row.piece = flow_piece(l, f, 0, 0);
		rows->tags[i] = row_tags(&row, &t->rows[i], body);
		group = group_over(&row, &t->rows[i]);
		most = l->tallest - row.over - (group ? group->height : 0);
		if (t->n_rows < LONG_TABLE || !row_is_plain(t, i) ||
		    !row_later(&row, rows, i, most)) {
			*row.piece = (struct piece){0};
			row_fill(&row, &t->rows[i], i, rows->tags[i]);
		}
		row.piece->keep = row_keeps(t, i);
		row.piece->head = again;
		row.piece->group = group;
		flow_split_last(l, f, most);
	}
}
