/*
 * Tables: rows are concepts or formulas, columns are periods, changes, shares and currencies.
 *
 * To add a way to fill a column: a word in shows[], a case in column_figure().
 */
#include "doc/build.h"

enum show { SHOW_VALUE, SHOW_CHANGE, SHOW_SEQUENTIAL, SHOW_POINTS, SHOW_SHARE };
static const char *const shows[] = {"value", "change", "sequential", "points", "share"};

struct spec {                            /* a column as the template asks for it */
	enum show show;
	struct period at;
	const char *in;                  /* currency to convert to, or NULL */
	const char *of;                  /* SHOW_SHARE: formula of the whole */
	struct pos of_at;
	const char *head, *unit;
	bool head_given, unit_given;
};

struct specs {
	struct spec *v;
	size_t n, cap;
};

struct line {                            /* a row as the template asks for it */
	const char *formula;             /* NULL: a group head */
	bool negated;                    /* printed with the opposite sign */
	struct pos at;
	const char *label;
	enum row_kind kind;
	int level;
	bool strong, strong_given, keep;
};

struct lines {
	struct line *v;
	size_t n, cap;
};

/* ---- columns ---- */

/* Words that stand for the usual columns. */
static bool short_column(struct build *b, const char *word, struct spec *s)
{
	const struct brief *brief = b->brief;

	*s = (struct spec){.at = brief->period};
	if (streq(word, "current"))
		return true;
	if (streq(word, "prior"))
		return s->at = brief->compare[0], true;
	if (streq(word, "previous"))
		return s->at = period_previous(brief->period), true;
	if (streq(word, "change"))
		return s->show = SHOW_CHANGE, true;
	if (streq(word, "sequential"))
		return s->show = SHOW_SEQUENTIAL, true;
	if (streq(word, "points"))
		return s->show = SHOW_POINTS, true;
	if (streq(word, "convenience"))
		return s->in = b->facts->issuer.convenience, s->in != NULL;
	return false;
}

static bool long_column(struct build *b, const struct value *v, struct spec *s)
{
	const struct value *at = value_at(v, "at"), *of = value_at(v, "of"), *in = value_at(v, "in");

	if (!TEMPLATE_KEYS(b, v, "show", "at", "in", "of", "head", "unit"))
		return false;
	*s = (struct spec){.at = b->brief->period};
	s->show = (enum show)template_choice(b, value_at(v, "show"), shows, COUNT(shows), SHOW_VALUE);
	if (at && !template_period(b, at, &s->at))
		return false;
	if (in)
		s->in = value_text(in);
	if (of) {
		s->of = value_text(of);
		s->of_at = of->at;
	}
	if (s->show == SHOW_SHARE && !s->of)
		return diag_error(b->diag, v->at, "a share needs 'of'");
	s->head = build_plain(b, value_at(v, "head"));
	s->unit = build_plain(b, value_at(v, "unit"));
	s->head_given = s->head != NULL;
	s->unit_given = s->unit != NULL;
	return true;
}

static void read_columns(struct build *b, const struct value *list, const struct value *table,
			 struct specs *out)
{
	if (!list || list->kind != VALUE_LIST) {
		diag_error(b->diag, list ? list->at : table->at, "expected a list under 'columns'");
		return;
	}
	for (size_t i = 0; i < list->n; i++) {
		const struct value *v = list->items[i];
		struct spec s;

		if (v->kind == VALUE_MAP) {
			if (long_column(b, v, &s))
				*PUSH(b->arena, out) = s;
		} else if (value_text(v) && short_column(b, value_text(v), &s)) {
			*PUSH(b->arena, out) = s;
		} else if (!value_text(v) || !streq(value_text(v), "convenience")) {
			diag_error(b->diag, v->at, "unknown column: '%s'", value_text(v) ? value_text(v) : "");
		}
	}
}

static const struct figure *column_figure(struct build *b, const struct spec *s, const struct line *line)
{
	const char *wrap = line->negated ? "-%s" : "%s";
	const struct formula *f = s->in ? build_formula(b, line->formula, line->at) : NULL;

	switch (s->show) {
	case SHOW_VALUE:
		/* What is not money (shares, persons) is the same in every currency. */
		if (f && formula_unit(f)->currency)
			wrap = arena_printf(b->arena, "%sconvert(%%s, %s)", line->negated ? "-" : "", s->in);
		break;
	case SHOW_CHANGE:
		wrap = "change(%s)";
		break;
	case SHOW_SEQUENTIAL:
		wrap = "qoq(%s)";
		break;
	case SHOW_POINTS:
		wrap = "pp(%s)";
		break;
	case SHOW_SHARE:
		wrap = arena_printf(b->arena, "share(%%s, %s)", s->of);
		break;
	}
	return build_wrapped(b, wrap, line->formula, line->at, s->at);
}

/* ---- rows ---- */

/* "revenue[segment=*]" as one line for each member, labelled by the member. */
static void add_members(struct build *b, const struct value *v, struct lines *out)
{
	const struct value *over = value_at(v, "members");
	const char *text = value_text(over), *star = text ? strstr(text, "=*]") : NULL;
	const char *open = star ? memchr(text, '[', (size_t)(star - text)) : NULL;
	const struct dimension *d;

	TEMPLATE_KEYS(b, v, "members", "level", "when");
	if (!open) {
		diag_error(b->diag, over->at, "expected a formula with [dimension=*]");
		return;
	}
	if (!build_formula(b, text, over->at))
		return;
	d = dimension_find(b->facts, arena_strn(b->arena, open + 1, (size_t)(star - open - 1)));
	for (size_t i = 0; i < d->n; i++) {
		const char *one = arena_printf(b->arena, "%.*s=%s]%s", (int)(star - text), text,
					       d->members[i].id, star + 3);

		*PUSH(b->arena, out) = (struct line){
		    .formula = one,
		    .at = over->at,
		    .label = member_label(b->facts, d->id, d->members[i].id, b->doc->lang),
		    .level = template_int(b, value_at(v, "level"), 0, 3, 0),
		};
	}
}

static void add_row(struct build *b, const struct value *v, struct lines *out)
{
	static const char *const kinds[] = {"plain", "group", "subtotal", "total", "final"};
	static const char *const signs[] = {"natural", "negated"};
	const struct value *row = value_at(v, "row"), *label = value_at(v, "label");
	struct line line = {.at = v->at};

	if (!TEMPLATE_KEYS(b, v, "row", "label", "kind", "level", "sign", "strong", "keep", "when"))
		return;
	line.kind = (enum row_kind)template_choice(b, value_at(v, "kind"), kinds, COUNT(kinds), ROW_PLAIN);
	line.level = template_int(b, value_at(v, "level"), 0, 3, 0);
	line.strong_given = value_at(v, "strong") != NULL;
	line.strong = template_bool(b, value_at(v, "strong"), false);
	line.keep = template_bool(b, value_at(v, "keep"), false);
	if (!row || !value_text(row)) {
		diag_error(b->diag, v->at, "expected a formula under 'row'");
		return;
	}
	line.at = row->at;
	line.formula = value_text(row);
	line.label = build_plain(b, label);
	if (!line.label) {
		const struct formula *f = build_formula(b, line.formula, row->at);

		line.label = f ? build_label(b, f, build_figure(b, f, b->brief->period)) : "";
	}
	line.negated = template_choice(b, value_at(v, "sign"), signs, COUNT(signs), 0) == 1;
	if (!line.label)
		diag_error(b->diag, row->at, "a formula of several terms needs a label");
	*PUSH(b->arena, out) = line;
}

static void read_row(struct build *b, const struct value *v, struct lines *out)
{
	if (v->kind == VALUE_MAP && !template_when(b, value_at(v, "when")))
		return;
	if (value_at(v, "group")) {
		TEMPLATE_KEYS(b, v, "group", "level", "when");
		*PUSH(b->arena, out) = (struct line){.at = v->at, .kind = ROW_GROUP,
						     .label = build_plain(b, value_at(v, "group")),
						     .level = template_int(b, value_at(v, "level"), 0, 3, 0)};
	} else if (value_at(v, "members")) {
		add_members(b, v, out);
	} else if (v->kind == VALUE_MAP) {
		add_row(b, v, out);
	} else if (value_text(v)) {
		const struct formula *f = build_formula(b, value_text(v), v->at);

		if (!f)
			return;
		*PUSH(b->arena, out) = (struct line){.formula = value_text(v), .at = v->at,
						     .label = build_label(b, f, build_figure(b, f, b->brief->period))};
		if (!out->v[out->n - 1].label)
			diag_error(b->diag, v->at, "a formula of several terms needs a label");
	} else {
		diag_error(b->diag, v->at, "expected a row");
	}
}

/* ---- the table ---- */

/* Fills the cells; false if no value of the row is disclosed (rows that come from members go). */
static bool fill_row(struct build *b, struct table_row *row, const struct line *line,
		     const struct specs *specs, const struct figure **figures)
{
	bool any = false;

	row->cells = NEWS(b->arena, struct mark, specs->n);
	for (size_t c = 0; c < specs->n; c++) {
		figures[c] = column_figure(b, &specs->v[c], line);
		if (!figures[c])
			return false;
		any |= specs->v[c].show == SHOW_VALUE && figures[c]->availability == AVAILABLE;
	}
	return any;
}

/* Percent signs stand in the cells of changes, but in the head where a whole column is in percent. */
static void print_row(struct build *b, struct table_row *row, const struct specs *specs,
		      const struct figure *const *figures, const bool *percent_column)
{
	for (size_t c = 0; c < specs->n; c++)
		row->cells[c] = build_number(b, figures[c], !percent_column[c]);
}

static void set_head(struct build *b, struct column *col, const struct spec *s, const struct figure *sample,
		     bool percent)
{
	struct print_style style = b->style;

	col->kind = COLUMN_NUMBER;
	col->head = s->head;
	col->unit = s->unit;
	col->current = s->show == SHOW_VALUE && !s->in && period_eq(s->at, b->brief->period);
	if (!col->head)
		col->head = s->show == SHOW_SEQUENTIAL ? texts_word(b->printer.texts, "doc.sequential_head")
			    : s->show == SHOW_CHANGE || s->show == SHOW_POINTS
				? texts_word(b->printer.texts, "doc.change_head")
				: print_period_short(&b->printer, s->at);
	if (col->unit || !sample)
		return;
	if (s->show == SHOW_SHARE)
		col->unit = texts_word(b->printer.texts, "doc.share_head");
	else if (s->show == SHOW_POINTS)
		col->unit = print_unit(&b->printer, sample->unit, FIGURE_POINTS, style);
	else if (s->show == SHOW_VALUE && (percent || sample->unit->n))
		col->unit = print_unit(&b->printer, sample->unit, FIGURE_VALUE, style);
}

/* The unit in the head is that of the first row in money; otherwise of the first row. */
static const struct figure *sample_of(const struct figure *const *grid, size_t rows, size_t columns, size_t c)
{
	const struct figure *first = NULL;

	for (size_t r = 0; r < rows; r++) {
		const struct figure *f = grid[r * columns + c];

		if (f && f->unit->currency && f->unit->n == 1)
			return f;
		if (f && !first)
			first = f;
	}
	return first;
}

static bool all_percent(const struct figure *const *grid, size_t rows, size_t columns, size_t c)
{
	bool any = false;

	for (size_t r = 0; r < rows; r++) {
		const struct figure *f = grid[r * columns + c];

		if (f && !f->unit->percent && f->kind != FIGURE_SHARE)
			return false;
		any |= f != NULL;
	}
	return any;
}

static void build_rows(struct build *b, struct table *t, const struct lines *lines, const struct specs *specs)
{
	const struct figure **grid = NEWS(b->arena, const struct figure *, lines->n * specs->n + 1);
	bool *percent = NEWS(b->arena, bool, specs->n + 1);

	t->rows = NEWS(b->arena, struct table_row, lines->n + 1);
	for (size_t i = 0; i < lines->n; i++) {
		const struct line *line = &lines->v[i];
		struct table_row *row = &t->rows[t->n_rows];
		const struct figure **figures = grid + t->n_rows * specs->n;

		*row = (struct table_row){line->kind, line->level, line->strong, line->label, NULL, line->keep};
		if (!line->strong_given)
			row->strong = line->kind >= ROW_SUBTOTAL;
		if (line->formula && !fill_row(b, row, line, specs, figures)) {
			memset(figures, 0, specs->n * sizeof *figures);
			continue;                /* nothing disclosed: a row of n.d. tells nothing */
		}
		t->n_rows++;
	}
	for (size_t c = 0; c < specs->n; c++) {
		percent[c] = specs->v[c].show == SHOW_SHARE || (specs->v[c].show == SHOW_VALUE &&
			     all_percent(grid, t->n_rows, specs->n, c));
		set_head(b, &t->columns[c + 1], &specs->v[c], sample_of(grid, t->n_rows, specs->n, c), percent[c]);
	}
	for (size_t r = 0; r < t->n_rows; r++)
		if (t->rows[r].cells)
			print_row(b, &t->rows[r], specs, grid + r * specs->n, percent);
}

bool block_table(struct build *b, const struct value *v)
{
	const struct value *rows = value_at(v, "rows"), *name = value_at(v, "name");
	struct table *t = NEW(b->arena, struct table);
	struct specs specs = {0};
	struct lines lines = {0};
	int errors = b->diag->errors;

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "name", "columns", "rows", "dense", "wash");
	b->block->kind = BLOCK_TABLE;
	b->block->as.table = t;
	t->caption = build_plain(b, name);
	t->dense = template_bool(b, value_at(v, "dense"), false);
	t->wash = template_bool(b, value_at(v, "wash"), false);
	if (!t->caption)
		diag_error(b->diag, v->at, "a table needs a 'name'");
	read_columns(b, value_at(v, "columns"), v, &specs);
	if (!rows || rows->kind != VALUE_LIST)
		return diag_error(b->diag, v->at, "expected a list under 'rows'");
	for (size_t i = 0; i < rows->n; i++)
		read_row(b, rows->items[i], &lines);
	if (b->diag->errors > errors)
		return false;
	t->n_columns = specs.n + 1;
	t->columns = NEWS(b->arena, struct column, t->n_columns);
	t->columns[0] = (struct column){COLUMN_LABEL, t->caption, NULL, false};
	build_rows(b, t, &lines, &specs);
	return t->n_rows > 0;
}
