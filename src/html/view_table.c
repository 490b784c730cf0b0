/*
 * Tables and charts as values.  A chart's data is a table too: it is built as one, so that it gets
 * the same marking and lineage.
 *
 * Numbers are parted into what aligns and what hangs: digits align on the right, and ")", "%" and
 * marks after them stand in the column's right padding.
 */
#include <ctype.h>

#include "html/view.h"

static bool is_number(const struct column *c)
{
	return c->kind == COLUMN_NUMBER;
}

/* ---- cells ---- */

struct format {                    /* what the cells of one column share */
	const char *class, *words; /* words: of a cell that has no number, as "n.d." */
	bool number, phone;        /* phone: it is shown there */
	int decimals; /* the most that one of them has, where they stand on the point */
};

/* Bytes of " pp" at the end. */
static size_t points_length(const struct view *v, const char *text)
{
	const char *points = texts_word(v->printer.texts, "print.points_cell") + strlen("{0}");
	size_t n = strlen(text), end = strlen(points);

	return n > end && streq(text + n - end, points) ? end : 0;
}

/* Bytes at the end that hang: ")", "%", "pp" and the marks of notes. */
static size_t tail_length(const struct view *v, const char *text)
{
	size_t n = strlen(text), tail = n;

	if (n && ((unsigned char)text[n - 1] >= 0x80 || isalpha((unsigned char)text[n - 1])))
		tail -= points_length(v, text);
	while (tail && strchr(")%*", text[tail - 1]))
		tail--;
	return tail && text[tail - 1] >= '0' && text[tail - 1] <= '9' ? n - tail : 0;
}

/* Digits after the point of a number's text, or -1 if it is none. */
static int decimals_of(const struct view *v, const char *text)
{
	size_t n = strlen(text) - tail_length(v, text), i = n;

	while (i && text[i - 1] >= '0' && text[i - 1] <= '9')
		i--;
	if (i == n)
		return -1;
	return i && text[i - 1] == '.' ? (int)(n - i) : 0;
}

static const struct mark *cell_at(const struct table_row *row, size_t column)
{
	return row->cells && column ? &row->cells[column - 1] : NULL;
}

/* The most digits after the point; 0 where rows are in units of their own, or some numbers are
 * percentages and some are not: their last digits stand below each other. */
static int column_decimals(const struct view *v, const struct table *t, size_t column)
{
	size_t numbers = 0, percents = 0;
	int most = 0;

	for (size_t r = 0; !t->unlike && r < t->n_rows; r++) {
		const struct mark *m = cell_at(&t->rows[r], column);
		int n = m && m->text ? decimals_of(v, m->text) : -1;

		if (n < 0)
			continue;
		most = n > most ? n : most;
		numbers++;
		percents += strchr(m->text, '%') != NULL;
	}
	return percents && percents != numbers ? 0 : most;
}

/* What a number lacks to the longest decimals beside it; written out unseen, so that the points
 * align. */
static const char *padding(struct view *v, int most, const char *text)
{
	static const char zeros[] = "00000000";
	int n = decimals_of(v, text), lacks = most - n;

	if (n < 0 || lacks <= 0 || lacks >= (int)sizeof zeros)
		return NULL;
	return arena_printf(v->arena, "%s%.*s", n ? "" : ".", lacks, zeros);
}

/* A column in which "%" or "pp" hangs needs more room at its right. */
enum hang { HANGS_NEAR, HANGS_FAR, HANGS_FARTHEST };

static enum hang hang_of(const struct view *v, const struct table *t, size_t column)
{
	enum hang most = HANGS_NEAR;

	for (size_t r = 0; r < t->n_rows && is_number(&t->columns[column]); r++) {
		const struct mark *m = cell_at(&t->rows[r], column);
		size_t tail = m && m->text ? tail_length(v, m->text) : 0;

		if (tail && points_length(v, m->text))
			return HANGS_FARTHEST;
		if (tail && memchr(m->text + strlen(m->text) - tail, '%', tail))
			most = HANGS_FAR;
	}
	return most;
}

static size_t width_on_phone(const struct view *v, const struct table *t, size_t column)
{
	static const size_t room[] = {[HANGS_NEAR] = 12, [HANGS_FAR] = 24, [HANGS_FARTHEST] = 65};
	size_t most = 0;

	for (size_t r = 0; r < t->n_rows; r++) {
		const struct mark *m = cell_at(&t->rows[r], column);
		size_t width = 0;

		for (const char *s = m && m->text ? m->text : ""; *s; s++)
			width += *s >= '0' && *s <= '9' ? 9 : 5;
		if (width > most)
			most = width;
	}
	return most + room[hang_of(v, t, column)];
}

/* Keeps a column if it still fits beside a label of some 95 pixels. */
static void keep_on_phone(const struct view *v, const struct table *t, struct format *f,
			  size_t column, size_t *room)
{
	size_t width;

	if (column < 1 || column >= t->n_columns || f[column].phone ||
	    t->columns[column].kind == COLUMN_NOTE)
		return;
	width = width_on_phone(v, t, column);
	f[column].phone = width <= *room;
	if (f[column].phone)
		*room -= width;
}

/* A phone shows the current column, the one before it and the one after it (prior and change), then
 * what else fits from the left; without a current one the last ones count most. */
static void choose_for_phone(const struct view *v, const struct table *t, struct format *f)
{
	size_t current = t->n_columns - 1, room = 255;

	for (size_t i = 1; i < t->n_columns; i++)
		if (t->columns[i].current)
			current = i;
	keep_on_phone(v, t, f, current, &room);
	keep_on_phone(v, t, f, current - 1, &room);
	keep_on_phone(v, t, f, current + 1, &room);
	for (size_t i = 1; i < t->n_columns; i++)
		keep_on_phone(v, t, f, i, &room);
	f[0].phone = f[current].phone = true;
}

/* Sentences wrap from the left; words such as "met" stand where numbers would. */
static bool has_sentences(const struct table *t, size_t column)
{
	enum { LONG = 20 };

	for (size_t r = 0; t->columns[column].kind == COLUMN_TEXT && r < t->n_rows; r++) {
		const struct mark *m = cell_at(&t->rows[r], column);

		if (m && m->text && strlen(m->text) > LONG)
			return true;
	}
	return false;
}

static const char *column_class(struct view *v, const struct table *t, size_t i, bool phone)
{
	static const char *const kinds[] = {
	    [COLUMN_LABEL] = "l", [COLUMN_NUMBER] = "n", [COLUMN_NOTE] = "m", [COLUMN_TEXT] = "n"};
	static const char *const hangs[] = {
	    [HANGS_NEAR] = "", [HANGS_FAR] = " far", [HANGS_FARTHEST] = " points"};

	return arena_printf(v->arena, "%s%s%s%s%s",
			    has_sentences(t, i) ? "w" : kinds[t->columns[i].kind],
			    t->columns[i].current ? " cur" : "", t->columns[i].rate ? " rate" : "",
			    hangs[hang_of(v, t, i)], phone ? "" : " x");
}

static struct format *formats(struct view *v, const struct table *t)
{
	struct format *list = NEWS(v->arena, struct format, t->n_columns);

	choose_for_phone(v, t, list);
	for (size_t i = 0; i < t->n_columns; i++) {
		list[i].class = column_class(v, t, i, list[i].phone);
		list[i].number = is_number(&t->columns[i]);
		list[i].words =
		    list[i].number ? arena_printf(v->arena, "%s nd", list[i].class) : list[i].class;
		list[i].decimals = list[i].number ? column_decimals(v, t, i) : 0;
	}
	return list;
}

/* Where the last cell of a row leads, or NULL. */
static const char *link_at(struct view *v, const struct table *t, const struct table_row *r,
			   size_t column)
{
	const char *id = t->links && column + 1 == t->n_columns ? t->links[r - t->rows] : NULL;

	return id ? arena_printf(v->arena, "#%s", id) : NULL;
}

static struct value *view_cell(struct view *v, const struct mark *m, const struct format *f,
			       const char *href)
{
	struct value *map = value_map(v->arena);
	const char *text = m->text ? m->text : "";
	size_t n = strlen(text), tail = f->number ? tail_length(v, text) : 0;

	put_text(v, map, "class", strpbrk(text, "0123456789") ? f->class : f->words);
	put_text(v, map, "body", arena_strn(v->arena, text, n - tail));
	put_text(v, map, "tail", tail ? text + n - tail : NULL);
	put_text(v, map, "pad", f->decimals ? padding(v, f->decimals, text) : NULL);
	put_text(v, map, "href", href);
	put_figure(v, map, m->figure);
	return map;
}

/* ---- rows ---- */

/* NULL for the usual row. */
static const char *row_class(struct view *v, const struct table_row *r)
{
	static const char *const kinds[] = {[ROW_PLAIN] = "",
					    [ROW_GROUP] = " grp",
					    [ROW_SUBTOTAL] = " sub",
					    [ROW_TOTAL] = " tot",
					    [ROW_FINAL] = " fin"};
	const char *level = r->level ? arena_printf(v->arena, " l%d", r->level) : "";
	const char *class =
	    arena_printf(v->arena, "%s%s%s", kinds[r->kind], r->strong ? " b" : "", level);

	return *class ? class + 1 : NULL;
}

static struct value *view_row(struct view *v, const struct table *t, const struct table_row *r,
			      const struct format *formats, bool lineage, struct value *star)
{
	struct value *map = value_map(v->arena), *cells = value_list(v->arena);
	struct gids gids = {0};

	for (size_t c = 1; r->cells && c < t->n_columns; c++) {
		value_add(v->arena, cells,
			  view_cell(v, cell_at(r, c), &formats[c], link_at(v, t, r, c)));
		if (lineage)
			gids_add(v, &gids, r->cells[c - 1].figure);
	}
	put_text(v, map, "class", row_class(v, r));
	put_starred(v, map, r->label, star);
	put_text(v, map, "unit", r->unit);
	put_text(v, map, "ref", r->note ? r->note->back + 1 : NULL);
	put_text(v, map, "note", r->note ? r->note->href : NULL);
	put_text(v, map, "mark", r->note ? r->note->mark : NULL);
	put_flag(v, map, "linked", r->note || star);
	put_flag(v, map, "group", !r->cells);
	value_set(v->arena, map, "cells", cells);
	value_set(v->arena, map, "lineage", view_lineage(v, &gids));
	return map;
}

/* What rows are made of when the page comes to them: a table may have many thousands. */
struct rows {
	const struct view *view; /* as it was at their block */
	const struct table *table;
	const struct format *columns;
	struct value **stars; /* by row: the link of its mark, or NULL; NULL: no row has one */
	bool lineage;
};

struct body {
	struct value_source source;
	const struct rows *rows;
	size_t first; /* of its rows */
};

static const struct value *body_row(const void *ctx, struct arena *a, size_t i)
{
	const struct body *b = ctx;
	const struct rows *r = b->rows;
	struct view v = *r->view;
	size_t row = b->first + i;

	v.arena = v.printer.arena = a;
	return view_row(&v, r->table, &r->table->rows[row], r->columns, r->lineage,
			r->stars ? r->stars[row] : NULL);
}

/* The links of marks are found in the order of the page: a note leads back to the first. */
static struct value **row_stars(struct view *v, const struct table *t)
{
	struct value **stars = NULL;

	for (size_t i = 0; i < t->n_rows; i++) {
		struct value *star = view_star(v, t->rows[i].label);

		if (star && !stars)
			stars = NEWS(v->arena, struct value *, t->n_rows);
		if (star)
			stars[i] = star;
	}
	return stars;
}

/* A group heads its children: the rows below it at a deeper level form one body with it. */
static size_t body_end(const struct table *t, size_t first)
{
	const struct table_row *head = &t->rows[first];
	size_t i = first + 1;

	while (i < t->n_rows && t->rows[i].kind != ROW_GROUP &&
	       (head->kind != ROW_GROUP || t->rows[i].level > head->level))
		i++;
	return i;
}

static struct value *view_bodies(struct view *v, const struct table *t,
				 const struct format *columns, bool lineage)
{
	struct value *bodies = value_list(v->arena);
	struct rows *rows = NEW(v->arena, struct rows);

	*rows = (struct rows){.view = arena_copy(v->arena, v, sizeof *v),
			      .table = t,
			      .columns = columns,
			      .stars = row_stars(v, t),
			      .lineage = lineage};
	for (size_t first = 0, end; first < t->n_rows; first = end) {
		struct body *b = NEW(v->arena, struct body);
		struct value *map = value_map(v->arena);

		end = body_end(t, first);
		*b = (struct body){{body_row, b}, rows, first};
		value_set(v->arena, map, "rows", value_list_of(v->arena, &b->source, end - first));
		value_add(v->arena, bodies, map);
	}
	return bodies;
}

/* The first piece of a head, and the others, before each of which it may break; the name over the
 * labels has room and stays in one. */
static void put_pieces(struct view *v, struct value *map, const char *key, const char *rest,
		       const char *text)
{
	struct value *list = value_list(v->arena);
	bool whole = value_text(value_at(map, "class"))[0] == 'l';
	size_t n = text ? strlen(text) : 0, first = !text || whole ? n : han_piece(text, n, 0);

	put_text(v, map, key, text ? arena_strn(v->arena, text, first) : NULL);
	for (size_t from = first, end; from < n; from = end) {
		end = han_piece(text, n, from);
		value_add(v->arena, list,
			  value_string(v->arena, arena_strn(v->arena, text + from, end - from)));
	}
	value_set(v->arena, map, rest, list);
}

static struct value *head_cell(struct view *v, struct value *cells, const char *scope,
			       const char *class, const char *head, const char *unit)
{
	struct value *map = value_map(v->arena);

	put_text(v, map, "scope", scope);
	put_text(v, map, "class", class);
	put_pieces(v, map, "head", "head_rest", head);
	put_pieces(v, map, "unit", "unit_rest", unit);
	put_text(v, map, "across", NULL);
	put_flag(v, map, "down", false);
	value_add(v->arena, cells, map);
	return map;
}

/* The name of a group over its columns; on a phone it is gone with the last of them. */
static void view_group(struct view *v, struct value *cells, const struct table *t,
		       const struct format *f, size_t from, size_t to)
{
	struct value *map;
	bool phone = false;

	for (size_t c = from; c < to; c++)
		phone |= f[c].phone;
	map = head_cell(v, cells, "colgroup", phone ? "over" : "over x", t->columns[from].group,
			NULL);
	put_number(v, map, "across", to - from);
}

/* One row of heads, or two where some stand under the name of a group. */
static struct value *view_heads(struct view *v, const struct table *t, const struct format *f)
{
	struct value *rows = value_list(v->arena);
	bool groups = table_has_groups(t);

	for (int level = groups ? 0 : 1; level < 2; level++) {
		struct value *row = value_map(v->arena), *cells = value_list(v->arena);

		for (size_t c = 0, end; c < t->n_columns; c = end) {
			const struct column *col = &t->columns[c];
			struct value *map;

			end = table_group_end(t, c);
			if (level == 0 && col->group) {
				view_group(v, cells, t, f, c, end);
				continue;
			}
			if (level == 1 && groups && !col->group)
				continue;
			for (size_t i = c; i < end; i++) {
				map = head_cell(v, cells, "col", f[i].class, t->columns[i].head,
						t->columns[i].unit);
				put_flag(v, map, "down", level == 0);
			}
		}
		value_set(v->arena, row, "cells", cells);
		value_add(v->arena, rows, row);
	}
	return rows;
}

static struct value *view_columns(struct view *v, const struct table *t, const struct format *f)
{
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < t->n_columns; i++) {
		struct value *map = value_map(v->arena);

		put_text(v, map, "class", f[i].class);
		value_add(v->arena, list, map);
	}
	return list;
}

/* A group's name spans the table; a washed column goes on through its row. */
static void put_spanning(struct view *v, struct value *map, const struct table *t)
{
	size_t current = t->n_columns;

	for (size_t i = 1; t->wash && i < t->n_columns; i++)
		if (t->columns[i].current)
			current = i;
	put_number(v, map, "lead", current);
	put_flag(v, map, "washed", current < t->n_columns);
	put_text(v, map, "trail",
		 current + 1 < t->n_columns
		     ? arena_printf(v->arena, "%zu", t->n_columns - current - 1)
		     : NULL);
}

struct value *view_table(struct view *v, const struct table *t, bool lineage)
{
	const struct format *columns = formats(v, t);
	struct value *map = value_map(v->arena);
	bool more = false;

	for (size_t i = 0; i < t->n_columns; i++)
		more |= !columns[i].phone;
	put_text(v, map, "caption", t->caption);
	put_text(v, map, "class",
		 arena_printf(v->arena, "%s%s%s", t->dense ? "dense" : "open",
			      t->wash ? " wash" : "", t->n_columns > 5 ? " many" : ""));
	put_spanning(v, map, t);
	value_set(v->arena, map, "columns", view_columns(v, t, columns));
	value_set(v->arena, map, "heads", view_heads(v, t, columns));
	value_set(v->arena, map, "bodies", view_bodies(v, t, columns, lineage));
	put_flag(v, map, "more", more);
	return map;
}

/* ---- charts ---- */

struct chart_rows {
	struct table_row *v;
	size_t n, cap;
};

static void add_head(struct view *v, struct chart_rows *rows, const char *label)
{
	*PUSH(v->arena, rows) = (struct table_row){.kind = ROW_GROUP, .label = label};
}

static void add_figure(struct view *v, struct chart_rows *rows, int level, const char *label,
		       const char *text, const char *figure)
{
	struct mark *cell = NEW(v->arena, struct mark);

	*cell = (struct mark){text, figure};
	*PUSH(v->arena, rows) = (struct table_row){.level = level, .label = label, .cells = cell};
}

/* Points that print nothing are left out: a blank never stands for a figure. */
static void add_points(struct view *v, struct chart_rows *rows, const struct chart *c,
		       const char *label, const struct point *points)
{
	if (!points)
		return;
	if (label)
		add_head(v, rows, label);
	for (size_t i = 0; i < c->n_categories; i++)
		if (points[i].text && *points[i].text)
			add_figure(v, rows, label ? 1 : 0, c->categories[i], points[i].text,
				   points[i].figure);
}

/* Figures beside a series' label: what they are, their own labels say. */
static void add_details(struct view *v, struct chart_rows *rows, const struct chart *c,
			const struct series *s)
{
	for (size_t i = 0; s->details && i < c->n_details; i++) {
		const struct doc_figure *g = view_figure(v, s->details[i].figure);
		const char *label = c->detail_heads ? c->detail_heads[i]
				    : g && g->label ? g->label
						    : s->label;

		if (s->details[i].text && *s->details[i].text)
			add_figure(v, rows, 0, label, s->details[i].text, s->details[i].figure);
	}
}

static void add_changes(struct view *v, struct chart_rows *rows, const struct chart *c)
{
	if (!c->row)
		return;
	add_head(v, rows, c->row_label);
	for (size_t i = 0; i < c->n_categories; i++)
		if (c->row[i] && *c->row[i])
			add_figure(v, rows, 1, c->categories[i], c->row[i],
				   c->row_figures ? c->row_figures[i] : NULL);
}

/* In the order of doc_walk: each series with what remains of it and its details, the totals, the
 * row of changes.  A lone series needs no head: its label heads the column. */
static struct chart_rows chart_rows(struct view *v, const struct chart *c, bool lone)
{
	struct chart_rows rows = {0};
	const char *rest = texts_word(v->options->texts, "html.rest");

	for (size_t s = 0; s < c->n_series; s++) {
		const struct series *one = &c->series[s];

		add_points(v, &rows, c, lone ? NULL : one->label, one->points);
		add_points(v, &rows, c, print_fill(&v->printer, "doc.pair", one->label, rest, NULL),
			   one->rest);
		add_points(v, &rows, c, one->label, one->to);
		add_details(v, &rows, c, one);
	}
	add_points(v, &rows, c, texts_word(v->options->texts, "html.total"), c->totals);
	add_changes(v, &rows, c);
	return rows;
}

static const struct table *chart_table(struct view *v, const struct chart *c)
{
	bool lone = c->n_series == 1 && !c->totals && !c->row;
	struct chart_rows rows = chart_rows(v, c, lone);
	struct table *t = NEW(v->arena, struct table);

	*t = (struct table){.caption = c->title, .n_columns = 2, .rows = rows.v, .n_rows = rows.n};
	t->columns = NEWS(v->arena, struct column, t->n_columns);
	t->columns[0] = (struct column){.kind = COLUMN_LABEL,
					.head = texts_word(v->options->texts, "html.series")};
	t->columns[1] = (struct column){.kind = COLUMN_NUMBER,
					.head = lone ? c->series[0].label
						     : texts_word(v->options->texts, "html.value")};
	return t;
}

struct value *view_chart(struct view *v, const struct block *b)
{
	const struct table *t = chart_table(v, b->as.chart);
	struct value *map = value_map(v->arena);
	struct gids gids = {0};

	value_set(v->arena, map, "wide", drawings_next(v->drawings));
	value_set(v->arena, map, "narrow", drawings_next(v->drawings));
	value_set(v->arena, map, "table", view_table(v, t, false));
	for (size_t i = 0; i < t->n_rows; i++)
		gids_add(v, &gids, t->rows[i].cells ? t->rows[i].cells->figure : NULL);
	value_set(v->arena, map, "lineage", view_lineage(v, &gids));
	return map;
}
