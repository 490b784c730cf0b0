/* Tables: the cells where rows and columns meet, and which of both have anything to say. */
#include "compute/print_words.h"
#include "doc/table.h"
#include "facts/printed.h"

/* ---- which rows and columns ---- */

static bool has_words(const struct specs *specs, enum show show)
{
	for (size_t c = 0; c < specs->n; c++)
		if (specs->v[c].show == show)
			return true;
	return false;
}

/* Does the row say anything?  A row of n.d. tells nothing; where targets are judged, one without a
 * target. */
static bool row_speaks(const struct grid *g, size_t line)
{
	bool targets = has_words(g->specs, SHOW_MET);

	if (g->lines->v[line].fact)
		return true;
	for (size_t c = 0; c < g->specs->n; c++) {
		const struct figure *f = *grid_cell(g, line, c);
		bool counts = !targets || g->specs->v[c].show == SHOW_TARGET;

		if (counts && f && f->availability == AVAILABLE)
			return true;
	}
	return false;
}

/* False if a formula is not declared. */
static bool fill_row(struct build *b, const struct grid *g, size_t line)
{
	for (size_t c = 0; c < g->specs->n; c++) {
		enum show show = g->specs->v[c].show;

		*grid_cell(g, line, c) = column_figure(b, &g->specs->v[c], &g->lines->v[line]);
		if (!*grid_cell(g, line, c) && !column_is_words(show) && show != SHOW_DAYS &&
		    !g->specs->v[c].beside)
			return false;
	}
	return true;
}

/* The formula of a rest: its total less the rows above, back to the last (sub)total, which counts,
 * or to the head of the group. */
static const char *rest_formula(struct build *b, const struct lines *lines, size_t at)
{
	struct buf out = {0};

	buf_printf(&out, "%s", lines->v[at].formula);
	for (size_t i = at; i-- > 0;) {
		const struct line *line = &lines->v[i];

		if (line->kind == ROW_GROUP)
			break;
		if (line->formula)
			buf_printf(&out, " %c (%s)", line->negated ? '+' : '-', line->formula);
		if (line->kind == ROW_SUBTOTAL || line->kind == ROW_TOTAL ||
		    line->kind == ROW_FINAL)
			break;
	}
	return buf_keep(&out, b->arena);
}

/* A rest that is no more than rounding is none. */
static bool rest_speaks(struct build *b, const struct grid *g, size_t line)
{
	for (size_t c = 0; c < g->specs->n; c++) {
		const struct figure *f = *grid_cell(g, line, c);

		if (g->specs->v[c].show == SHOW_VALUE && f && f->availability == AVAILABLE &&
		    num_cmp(num_abs(b->arena, f->value), f->tolerance) > 0)
			return true;
	}
	return false;
}

static bool is_empty_group(const struct lines *lines, size_t i)
{
	const struct line *group = &lines->v[i], *next = i + 1 < lines->n ? group + 1 : NULL;

	return group->kind == ROW_GROUP && (!next || next->level <= group->level);
}

/* Computes the rows, in place keeping those that speak; then groups without children go. */
static void keep_rows(struct build *b, struct grid *g, struct lines *lines)
{
	size_t kept = 0;

	for (size_t i = 0; i < lines->n; i++) {
		struct line *line = &lines->v[kept];

		*line = lines->v[i];
		if (line->rest)
			line->formula = rest_formula(b, lines, kept);
		if (!line->formula || (fill_row(b, g, kept) && row_speaks(g, kept) &&
				       (!line->rest || rest_speaks(b, g, kept))))
			kept++;
	}
	lines->n = kept;
	for (size_t i = lines->n; i-- > 0;)
		if (is_empty_group(lines, i)) {
			memmove(lines->v + i, lines->v + i + 1,
				(lines->n - i - 1) * sizeof *lines->v);
			memmove(grid_cell(g, i, 0), grid_cell(g, i + 1, 0),
				(lines->n - i - 1) * g->specs->n * sizeof *g->figures);
			lines->n--;
		}
}

/* The row that the column cannot do without and does not have, or NULL. */
static const struct line *needed_row(const struct grid *g, size_t column)
{
	for (size_t r = 0; g->specs->v[column].show == SHOW_VALUE && r < g->lines->n; r++) {
		const struct figure *f = g->lines->v[r].needed ? *grid_cell(g, r, column) : NULL;

		if (f && f->availability == NOT_DISCLOSED)
			return &g->lines->v[r];
	}
	return NULL;
}

static bool column_speaks(const struct grid *g, size_t column)
{
	if (column_is_words(g->specs->v[column].show))
		return true;
	if (needed_row(g, column))
		return false;
	for (size_t r = 0; r < g->lines->n; r++) {
		const struct figure *f = g->lines->v[r].formula ? *grid_cell(g, r, column) : NULL;

		if (f && f->availability != NOT_DISCLOSED)
			return true;
	}
	return false;
}

/* What the note says of columns without a row that they need. */
static void tell_left_out(struct build *b, const struct grid *g)
{
	for (size_t c = 0; c < g->specs->n; c++) {
		const struct line *row = needed_row(g, c);

		if (!row)
			continue;
		b->left_out_for = row->label;
		*PUSH(b->arena, &b->left_out) = g->specs->v[c].at;
	}
}

/* A period of which nothing is disclosed has no column, nor one without what the table starts from.
 */
static void keep_columns(struct grid *g, struct specs *specs)
{
	size_t n = specs->n, kept = 0;
	const struct figure **out = g->figures;

	for (size_t c = 0; c < n; c++)
		g->heads[c].speaks = column_speaks(g, c);
	for (size_t r = 0; r < g->lines->n; r++)
		for (size_t c = 0; c < n; c++)
			if (g->heads[c].speaks)
				*out++ = g->figures[r * n + c];
	for (size_t c = 0; c < n; c++)
		if (g->heads[c].speaks)
			specs->v[kept++] = specs->v[c];
	specs->n = kept;
}

/* ---- the table ---- */

/* "US$11.27": with its currency, but not with what it is the price of, which the head says. */
static struct mark amount_mark(struct build *b, const struct figure *f)
{
	const struct fact *fact = f->lineage[0].fact;
	int places = fact->decimals > 0 && fact->decimals < 9 ? fact->decimals : 0;
	struct figure money = *f;
	struct unit *unit = NEW(b->arena, struct unit);

	if (f->unit->currency) {
		*unit = unit_pure;
		unit->n = 1;
		unit->parts[0] = (struct unit_part){f->unit->currency, 1};
		unit->currency = f->unit->currency;
		money.unit = unit;
	}
	return build_mark(b, f,
			  print_amount(&b->printer, &money, (struct print_style){0, places}, false),
			  "amount");
}

/* "0.5 pp", among changes in percent. */
static struct mark points_mark(struct build *b, const struct figure *f)
{
	const char *number = print_number(&b->printer, f, b->style, false);

	return build_mark(b, f, print_fill(&b->printer, "print.points_cell", number, NULL, NULL),
			  "");
}

static bool is_amount(const struct figure *f)
{
	return f->kind == FIGURE_VALUE && f->availability == AVAILABLE && unit_is_money(f->unit);
}

/* No money at all, or a share of none, is nil however it was stated; a count of nothing is 0, and
 * 0.0 is what is less than half its last place. */
static bool is_nil(const struct figure *f)
{
	bool share = f->kind == FIGURE_SHARE && f->availability == AVAILABLE;

	return (share || is_amount(f)) && f->qualifier == EXACTLY && num_sign(f->value) == 0;
}

static struct mark cell_mark(struct build *b, const struct grid *g, size_t line, size_t column)
{
	const struct figure *f = *grid_cell(g, line, column);

	if (column_is_words(g->specs->v[column].show))
		return (struct mark){column_words(b, &g->specs->v[column], &g->lines->v[line]),
				     NULL};
	if (!f)
		return (struct mark){texts_word(b->printer.texts, "print.not_disclosed"), NULL};
	if (g->specs->v[column].beside && f->availability == AVAILABLE)
		return amount_mark(b, f);
	if (is_nil(f))
		return build_mark(b, f, b->facts->issuer.conventions.nil, build_form(b, f));
	if (f->kind == FIGURE_POINTS && f->availability == AVAILABLE && !g->heads[column].points)
		return points_mark(b, f);
	return build_number(b, f, cell_has_sign(g, line, column));
}

static void build_rows(struct build *b, struct table *t, const struct grid *g)
{
	t->n_rows = g->lines->n;
	t->rows = NEWS(b->arena, struct table_row, t->n_rows);
	for (size_t r = 0; r < t->n_rows; r++) {
		const struct line *line = &g->lines->v[r];
		struct table_row *row = &t->rows[r];

		*row = (struct table_row){
		    .kind = line->kind,
		    .level = line->level,
		    .strong = line->strong,
		    .label = line->label,
		    .unit = g->rows[r].unit
				? print_fill(&b->printer, "doc.pair", "", g->rows[r].unit, NULL)
				: NULL,
		    .keep = line->keep,
		    .note = line->note};
		if (!line->strong_given)
			row->strong = line->kind >= ROW_SUBTOTAL;
		if (!line->formula)
			continue;
		row->cells = NEWS(b->arena, struct mark, g->specs->n);
		for (size_t c = 0; c < g->specs->n; c++)
			row->cells[c] = cell_mark(b, g, r, c);
	}
}

/* Is a figure of another period beside that of the brief, for which it is to stand out? */
static bool compares_periods(const struct build *b, const struct specs *specs)
{
	for (size_t c = 0; c < specs->n; c++)
		if (!column_is_words(specs->v[c].show) &&
		    !period_eq(specs->v[c].at, b->brief->period))
			return true;
	return false;
}

static void build_columns(struct build *b, struct table *t, const struct grid *g)
{
	bool compares = compares_periods(b, g->specs);

	t->n_columns = g->specs->n + 1;
	t->columns = NEWS(b->arena, struct column, t->n_columns);
	t->columns[0] = (struct column){.kind = COLUMN_LABEL, .head = t->caption};
	for (size_t c = 0; c < g->specs->n; c++) {
		column_head(b, &t->columns[c + 1], &g->specs->v[c], &g->heads[c]);
		t->columns[c + 1].current &= compares;
	}
}

static bool number_value(struct build *b, const char *text, struct num *value)
{
	struct printed p;

	if (!printed_parse(b->arena, text, &p))
		return false;
	*value = p.value;
	return true;
}

/* Is a change in percentage points what the printed figures give? */
static bool change_adds_up(struct build *b, const struct figure *f)
{
	struct num change, now, then;

	return !number_value(b, print_number(&b->printer, f, b->style, false), &change) ||
	       !number_value(b, print_number(&b->printer, f->now, b->style, false), &now) ||
	       !number_value(b, print_number(&b->printer, f->then, b->style, false), &then) ||
	       num_eq(num_sub(b->arena, now, then), change);
}

static bool changes_add_up(struct build *b, const struct table *t, const struct grid *g)
{
	for (size_t r = 0; r < t->n_rows; r++)
		for (size_t c = 0; t->rows[r].cells && c < g->specs->n; c++) {
			const struct figure *f = *grid_cell(g, r, c);

			if (f && f->kind == FIGURE_POINTS && f->availability == AVAILABLE &&
			    !change_adds_up(b, f))
				return false;
		}
	return true;
}

/* Of what time the facts behind the figures are. */
static void tell_time(struct table *t, const struct grid *g, int close)
{
	for (size_t i = 0; i < g->lines->n * g->specs->n; i++) {
		const struct figure *f = g->figures[i];

		for (size_t k = 0; f && k < f->n; k++) {
			struct period p = f->lineage[k].fact->period;

			t->over_time |= !p.instant;
			t->at_close |= p.instant && p.to == close;
		}
	}
}

/* Do some amounts show fewer decimals than others?  Where none has any, nothing is to be told. */
static bool some_coarse(struct build *b, const struct table *t, const struct grid *g)
{
	bool coarse = false, fine = false;

	for (size_t r = 0; r < t->n_rows; r++)
		for (size_t c = 0; t->rows[r].cells && c < g->specs->n; c++) {
			const struct figure *f = *grid_cell(g, r, c);

			if (!f || !is_amount(f))
				continue;
			if (print_is_coarse(&b->printer, f, b->style))
				coarse = true;
			else
				fine |= num_sign(f->value) != 0;
		}
	return coarse && fine;
}

/* Rows that turned out to be no totals are not heavy, either. */
static void lighten_rows(struct table *t, const struct lines *lines)
{
	for (size_t r = 0; r < t->n_rows; r++)
		if (t->rows[r].kind == ROW_PLAIN && !lines->v[r].strong_given)
			t->rows[r].strong = false;
}

bool block_table(struct build *b, const struct value *v)
{
	static const char *const units[] = {"head", "rows"};
	const struct value *rows = value_at(v, "rows");
	struct table *t = NEW(b->arena, struct table);
	struct specs specs = {0};
	struct lines lines = {0};
	struct grid g = {.specs = &specs, .lines = &lines};
	int errors = b->diag->errors;

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "name", "columns", "rows", "dense", "wash", "units");
	b->block->kind = BLOCK_TABLE;
	b->block->as.table = t;
	t->caption = build_plain(b, value_at(v, "name"));
	t->dense = template_bool(b, value_at(v, "dense"), false);
	t->wash = template_bool(b, value_at(v, "wash"), false);
	g.own_units = template_choice(b, value_at(v, "units"), units, COUNT(units), 0) == 1;
	if (!t->caption)
		diag_error(b->diag, v->at, "a table needs a 'name'");
	table_columns(b, value_at(v, "columns"), v, &specs);
	if (!rows || rows->kind != VALUE_LIST)
		return diag_error(b->diag, v->at, "expected a list under 'rows'");
	for (size_t i = 0; i < rows->n; i++)
		table_row(b, rows->items[i], &lines);
	if (b->diag->errors > errors)
		return false;
	g.figures = NEWS(b->arena, const struct figure *, lines.n *specs.n + 1);
	g.heads = NEWS(b->arena, struct head, specs.n + 1);
	g.rows = NEWS(b->arena, struct stated, lines.n + 1);
	keep_rows(b, &g, &lines);
	tell_left_out(b, &g);
	keep_columns(&g, &specs);
	t->unlike = table_units(b, &g);
	build_columns(b, t, &g);
	build_rows(b, t, &g);
	tell_time(t, &g, b->brief->period.to);
	b->rounded = !table_adds_up(b->arena, t, g.figures);
	lighten_rows(t, &lines);
	b->change_rounded = !changes_add_up(b, t, &g);
	b->coarse = some_coarse(b, t, &g);
	return t->n_rows > 0 && specs.n > 0;
}
