/*
 * Fitting a table to a width.  Columns of numbers are as wide as their widest number; the label
 * takes the rest and wraps.  What does not fit first loses space between columns, then the units in
 * its heads wrap or go behind its name, then it loses size of type down to a floor; a table that
 * still does not fit asks for a wider page.
 */
#include "pdf/layout_part.h"

#include <math.h>

#define FLOOR 6.75
#define HANG 4.5 /* room for ")" behind the digits, at the size of type of tables */
#define INDENT 9.0
#define LABEL_SHARE 0.26  /* of the width, which labels keep before type shrinks */
#define NAME_SHARE 0.5    /* of the width, which the name of a table takes at most */
#define HEAD_NATURAL 57.0 /* a head narrower than this is not wrapped; over numbers, */
#define NUMBER_HEAD 66.0  /* than this: a period as 2025年第三季度 has room on one line */
#define TIGHT_HEAD 36.0   /* than this, as Q1 2025, where columns give all they can */
#define ROOMY_HEAD 96.0   /* than this over a unit, where words leave the room */
#define NOTE_NATURAL 63.0

bool row_is_sum(const struct table_row *r)
{
	return r->kind == ROW_SUBTOTAL || r->kind == ROW_TOTAL || r->kind == ROW_FINAL;
}

enum weight row_weight(const struct table_row *r)
{
	if (r->strong || r->kind == ROW_TOTAL || r->kind == ROW_FINAL)
		return WEIGHT_SEMIBOLD;
	return r->kind == ROW_SUBTOTAL ? WEIGHT_MEDIUM : WEIGHT_REGULAR;
}

/* The current period is heavier; beside totals only by one step, so that totals still show. */
enum weight cell_weight(const struct grid *g, const struct table_row *r, const struct column *c)
{
	enum weight w = row_weight(r);

	if (!c->current)
		return w;
	return w == WEIGHT_REGULAR && g->totals ? WEIGHT_MEDIUM : WEIGHT_SEMIBOLD;
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

double track_edge(const struct track *t)
{
	return t->x + t->width - t->behind;
}

static struct type type_at(struct layout *l, double size, enum weight weight)
{
	struct type t = *type_of(l, TYPE_TABLE);

	t.size = size;
	t.weight = weight;
	return t;
}

static double width_of(struct layout *l, const char *s, double size, enum weight weight,
		       bool tabular)
{
	struct type t = type_at(l, size, weight);

	return s ? measured_shape(l, type_style(l, &t, tabular), s, strlen(s)).width : 0;
}

static double word_width(struct layout *l, const char *s, double size, enum weight weight,
			 bool tabular)
{
	struct type t = type_at(l, size, weight);
	struct text text = text_of(l, s);

	return text_widest_word(l, &text, &t, tabular);
}

/* ---- numbers ---- */

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Width of the first n bytes. */
static double shaped_width(const struct shaped *s, size_t n)
{
	double w = 0;

	for (size_t r = 0; r < s->n; r++) {
		for (size_t i = 0; i < s->runs[r].n_glyphs; i++)
			if (s->runs[r].glyphs[i].cluster < n)
				w += (double)s->runs[r].glyphs[i].advance;
		if (s->runs[r].n >= n)
			break;
		n -= s->runs[r].n;
	}
	return w;
}

/* In place of a number: "n.d.", "turned profit".  They are never heavy. */
static bool has_words_only(const char *text)
{
	return !strpbrk(text, "0123456789");
}

static struct style number_style(struct layout *l, const struct grid *g, size_t row, size_t column)
{
	const struct table_row *r = &g->table->rows[row];
	bool words = has_words_only(r->cells[column - 1].text);
	struct type type = type_at(
	    l, g->size, words ? WEIGHT_REGULAR : cell_weight(g, r, &g->table->columns[column]));

	return type_style(l, &type, true);
}

struct shaped number_shape(struct layout *l, const struct grid *g, size_t row, size_t column)
{
	const char *text = g->table->rows[row].cells[column - 1].text;

	return layout_shape(l, l->arena, number_style(l, g, row, column), text, strlen(text));
}

/* A number is shaped to be measured, more than once if its table is, and again to be set: what is
 * measured is not kept. */
static struct numeral cell_measure(struct layout *l, const char *text, struct style st)
{
	size_t end = strlen(text), point;
	struct shaped shaped;
	struct numeral c = {0};

	shaped = measured_shape(l, st, text, end);
	c.width = shaped.width;

	while (end > 0 && !digit(text[end - 1]))
		end--;
	c.digits = end > 0;
	c.percent = strchr(text + end, '%') != NULL;
	c.body = c.digits ? shaped_width(&shaped, end) : shaped.width;
	point = end;
	while (point > 0 && digit(text[point - 1]))
		point--;
	if (point > 0 && text[point - 1] == '.')
		c.fraction = c.body - shaped_width(&shaped, point - 1);
	return c;
}

/* Aligns a column on its point, unless some are percentages and some are not, or rows are in units
 * of their own: there the last digits stand below each other, for a single decimal would push all
 * others out from under the head. */
static void align_points(const struct grid *g, size_t column)
{
	double fraction = 0;
	size_t digits = 0, percents = 0;

	for (size_t r = 0; r < g->table->n_rows; r++) {
		const struct numeral *c = numeral_at(g, r, column);

		fraction = larger(fraction, c->fraction);
		digits += c->digits;
		percents += c->percent;
	}
	if (g->table->unlike || (percents && percents != digits))
		return;
	for (size_t r = 0; r < g->table->n_rows; r++) {
		struct numeral *c = numeral_at(g, r, column);

		c->lacks = c->digits ? fraction - c->fraction : 0;
	}
}

static void track_numbers(struct layout *l, struct grid *g, size_t column)
{
	const struct table *t = g->table;
	struct track *track = &g->tracks[column];

	double hang = HANG * g->size / type_of(l, TYPE_TABLE)->size;

	track->number = 0;
	track->behind = hang;
	for (size_t r = 0; r < t->n_rows; r++) {
		struct numeral *c = numeral_at(g, r, column);

		if (!t->rows[r].cells)
			continue;
		*c = cell_measure(l, t->rows[r].cells[column - 1].text,
				  number_style(l, g, r, column));
		if (c->digits)
			track->behind = larger(track->behind, c->width - c->body);
	}
	track->wide = track->behind > hang;
	align_points(g, column);
	for (size_t r = 0; r < t->n_rows; r++) {
		const struct numeral *c = numeral_at(g, r, column);

		track->number = larger(track->number, c->body + c->lacks);
	}
}

/* ---- what a column asks for ---- */

/* How wide a head, and the unit under it, may be before they are wrapped. */
static double head_width(struct layout *l, const struct grid *g, const struct column *c,
			 double natural, double natural_unit)
{
	double size = g->size * type_of(l, TYPE_SMALL)->size / type_of(l, TYPE_TABLE)->size;
	enum weight w = c->current ? WEIGHT_SEMIBOLD : WEIGHT_REGULAR;
	double head = width_of(l, c->head, size, w, true),
	       unit = g->unit_in_name ? 0 : width_of(l, c->unit, size, w, true);

	if (head > natural)
		head = larger(natural, word_width(l, c->head, size, w, true));
	if (unit > natural_unit)
		unit = larger(natural_unit, word_width(l, c->unit, size, w, true));
	return larger(head, unit);
}

static double head_least(struct layout *l, const struct grid *g, const struct column *c)
{
	return head_width(l, g, c, HEAD_NATURAL, HEAD_NATURAL);
}

static void number_track(struct layout *l, struct grid *g, size_t column)
{
	struct track *t = &g->tracks[column];
	const struct column *c = &g->table->columns[column];
	double head = head_width(l, g, c, NUMBER_HEAD, HEAD_NATURAL),
	       narrow = head_width(l, g, c, 0, HEAD_NATURAL);

	track_numbers(l, g, column);
	t->natural = larger(t->number, head) + t->behind;
	t->roomy = t->natural;
	if (c->head && c->unit)
		t->roomy =
		    larger(t->natural, head_width(l, g, c, ROOMY_HEAD, HEAD_NATURAL) + t->behind);
	t->least = larger(t->number, narrow) + t->behind;
}

/* The table's name stands over the labels: whole, unless it would take them too far from the
 * numbers. */
static double name_width(struct layout *l, const struct grid *g)
{
	double whole = width_of(l, g->name, g->size, WEIGHT_SEMIBOLD, true);

	if (whole <= NAME_SHARE * g->width && !g->name_wraps)
		return whole;
	return word_width(l, g->name, g->size, WEIGHT_SEMIBOLD, true);
}

static const char *row_text(const struct table_row *r, size_t column)
{
	if (column == 0)
		return r->label;
	return r->cells ? r->cells[column - 1].text : NULL;
}

static bool is_number(const struct grid *g, size_t column)
{
	return column > 0 && g->table->columns[column].kind == COLUMN_NUMBER;
}

/* Of what stands behind the label: its unit and the mark of a note. */
static double behind_label(struct layout *l, const struct grid *g, const struct table_row *r)
{
	return width_of(l, r->unit, g->size, WEIGHT_REGULAR, false) +
	       (r->note ? width_of(l, r->note->mark, g->size, row_weight(r), false) : 0);
}

/* A column of words (the label, notes, text) set without a break, below its head. */
static void word_track(struct layout *l, struct grid *g, size_t column)
{
	const struct table *t = g->table;
	struct track *track = &g->tracks[column];

	track->natural = column ? head_least(l, g, &t->columns[column]) : 0;
	for (size_t r = 0; r < t->n_rows; r++) {
		const char *s = row_text(&t->rows[r], column);
		double indent = column ? 0 : t->rows[r].level * INDENT;
		enum weight w = column ? WEIGHT_REGULAR : row_weight(&t->rows[r]);

		/* A group's name may run over the columns beside it. */
		if (s && t->rows[r].kind != ROW_GROUP)
			track->natural = larger(track->natural,
						width_of(l, s, g->size, w, false) + indent +
						    (column ? 0 : behind_label(l, g, &t->rows[r])));
	}
}

/* All but the table's name, which makes the label column wider where it stands over it. */
static void grid_measure(struct layout *l, struct grid *g)
{
	g->tracks = NEWS(l->arena, struct track, g->table->n_columns);
	g->cells = NEWS(l->arena, struct numeral, g->table->n_rows * g->table->n_columns);
	for (size_t c = 0; c < g->table->n_columns; c++)
		if (is_number(g, c))
			number_track(l, g, c);
		else
			word_track(l, g, c);
	g->labels = g->tracks[0].natural;
	arena_empty(l->measured);
}

/* A table is fitted to see whether it fits, and again to be set: the one fitted last is remembered.
 * What its columns ask for depends on the size of type only. */
static void grid_measure_once(struct layout *l, struct grid *g, struct measured *m)
{
	if (!m->tracks) {
		grid_measure(l, g);
		*m = (struct measured){g->tracks, g->cells, g->labels};
	}
	g->tracks = arena_copy(l->arena, m->tracks, g->table->n_columns * sizeof *m->tracks);
	g->cells = m->cells;
	g->labels = m->labels;
}

static void name_measure(struct layout *l, struct grid *g, bool wraps)
{
	g->name_wraps = wraps;
	g->tracks[0].natural = larger(g->labels, name_width(l, g));
}

/* How narrow a column of words may become: not narrower than a word, nor than `cap` if it is wide.
 */
static double word_least(struct layout *l, const struct grid *g, size_t column, double cap)
{
	const struct table *t = g->table;
	double least = column ? head_least(l, g, &t->columns[column])
			      : word_width(l, g->name, g->size, WEIGHT_SEMIBOLD, true);

	if (g->tracks[column].natural < cap)
		return g->tracks[column].natural;
	for (size_t r = 0; r < t->n_rows; r++) {
		double indent = column ? 0 : t->rows[r].level * INDENT;
		enum weight w = column ? WEIGHT_REGULAR : row_weight(&t->rows[r]);

		if (t->rows[r].kind == ROW_GROUP)
			continue;
		least =
		    larger(least, word_width(l, row_text(&t->rows[r], column), g->size, w, false) +
				      indent);
		if (!column)
			least = larger(
			    least, word_width(l, t->rows[r].unit, g->size, WEIGHT_REGULAR, false) +
				       indent);
	}
	return larger(cap, least);
}

/* With the head in two lines. */
static double number_middle(struct layout *l, const struct grid *g, size_t column)
{
	const struct track *t = &g->tracks[column];
	const struct column *c = &g->table->columns[column];
	struct type type =
	    type_at(l, g->size * type_of(l, TYPE_SMALL)->size / type_of(l, TYPE_TABLE)->size,
		    c->current ? WEIGHT_SEMIBOLD : WEIGHT_REGULAR);
	struct text head = text_of(l, c->head);

	return larger(t->least,
		      head_width(l, g, c, text_two_lines(l, &head, &type, true), HEAD_NATURAL) +
			  t->behind);
}

static void grid_measure_least(struct layout *l, struct grid *g)
{
	for (size_t c = 0; c < g->table->n_columns; c++)
		if (is_number(g, c))
			g->tracks[c].middle = number_middle(l, g, c);
		else
			g->tracks[c].least =
			    word_least(l, g, c,
				       g->table->columns[c].kind == COLUMN_NOTE && c > 0
					   ? NOTE_NATURAL
					   : LABEL_SHARE * g->width);
}

/* Amounts, or rates in one unit. */
static bool alike(const struct grid *g, size_t a, size_t b)
{
	const struct column *x = &g->table->columns[a], *y = &g->table->columns[b];

	if (!is_number(g, a) || !is_number(g, b) || x->rate != y->rate || g->tracks[a].wide ||
	    g->tracks[b].wide)
		return false;
	return !x->rate || (x->unit && y->unit && streq(x->unit, y->unit));
}

/* Columns that are alike have one width, so that the eye compares them. */
static void grid_equalise(struct grid *g)
{
	for (size_t c = 1; c < g->table->n_columns; c++) {
		double widest = g->tracks[c].natural;

		for (size_t other = 1; other < g->table->n_columns; other++)
			if (alike(g, c, other))
				widest = larger(widest, g->tracks[other].natural);
		g->tracks[c].natural = widest;
	}
}

/* ---- fitting ---- */

static bool takes_rest(const struct grid *g, size_t column)
{
	return column == 0 || g->table->columns[column].kind == COLUMN_TEXT;
}

/* What a column of numbers lacks to a head in two lines, or to one as wide as it likes. */
static double head_lacks(const struct grid *g, size_t column, bool middle)
{
	const struct track *t = &g->tracks[column];
	double want = middle && t->middle < t->natural ? t->middle : t->natural;

	return takes_rest(g, column) || want < t->width ? 0 : want - t->width;
}

/* Columns of numbers that are as narrow as can be take what words do not want, so that heads wrap
 * no more than they must.  Returns what is left of it. */
static double heads_widen(struct grid *g, double spare, bool middle)
{
	double wants = 0, share;

	for (size_t c = 0; c < g->table->n_columns; c++)
		wants += head_lacks(g, c, middle);
	share = wants > spare ? spare / wants : 1;
	for (size_t c = 0; c < g->table->n_columns; c++)
		g->tracks[c].width += share * head_lacks(g, c, middle);
	return spare - share * wants;
}

/* Natural or least widths; what is left over goes to words.  False if they do not fit. */
static bool grid_try(struct grid *g, double gutter, bool natural)
{
	size_t n = g->table->n_columns;
	double rest = g->width - gutter * (double)(n - 1), wants = 0, x = 0;

	for (size_t c = 0; c < n; c++) {
		struct track *t = &g->tracks[c];

		t->width = natural ? t->natural : t->least;
		rest -= t->width;
		if (takes_rest(g, c))
			wants += natural ? t->natural : t->natural - t->least;
	}
	if (rest < 0)
		return false;
	if (!natural && rest > wants)
		rest = wants + heads_widen(g, heads_widen(g, rest - wants, true), false);
	for (size_t c = 0; c < n; c++) {
		struct track *t = &g->tracks[c];
		double want = natural ? t->natural : t->natural - t->least;

		if (takes_rest(g, c))
			t->width += wants > 0 ? rest * want / wants : (c ? 0 : rest);
		t->x = x;
		x += t->width + gutter;
	}
	g->gutter = gutter;
	return true;
}

static bool grid_try_gutters(struct grid *g, const double *gutters, size_t n, bool natural)
{
	for (size_t i = 0; i < n; i++)
		if (grid_try(g, gutters[i], natural))
			return true;
	return false;
}

/* What is left over when words and numbers have all they ask for goes to heads that would else
 * take two lines over their unit. */
static bool grid_try_roomy(struct layout *l, struct grid *g, double gutter)
{
	struct track *natural = g->tracks;

	g->tracks = NEWS(l->arena, struct track, g->table->n_columns);
	for (size_t c = 0; c < g->table->n_columns; c++) {
		g->tracks[c] = natural[c];
		if (is_number(g, c))
			g->tracks[c].natural = natural[c].roomy;
	}
	grid_equalise(g);
	if (grid_try(g, gutter, true))
		return true;
	g->tracks = natural;
	return false;
}

/* The unit that all columns of numbers have; NULL: there is none, or no name to say it behind. */
static const char *shared_unit(const struct grid *g)
{
	const char *shared = NULL;

	for (size_t c = 1; c < g->table->n_columns; c++) {
		const char *unit = g->table->columns[c].unit;

		if (!is_number(g, c))
			continue;
		if (!unit || (shared && !streq(unit, shared)))
			return NULL;
		shared = unit;
	}
	return g->name ? shared : NULL;
}

/* With the unit wrapped, too. */
static double number_tight(struct layout *l, const struct grid *g, size_t column)
{
	const struct track *t = &g->tracks[column];
	double head = head_width(l, g, &g->table->columns[column], TIGHT_HEAD, 0);

	return fmin(t->least, larger(t->number, head) + t->behind);
}

/* The name then has room for two lines. */
static void say_unit_once(struct layout *l, struct grid *g)
{
	const char *unit = shared_unit(g);
	struct type type = type_at(l, g->size, WEIGHT_SEMIBOLD);
	struct track *labels = &g->tracks[0];
	struct text name;

	g->unit_in_name = unit != NULL;
	if (!unit)
		return;
	g->name = label_fill(l->arena, l->options->labels.unit, g->name, unit);
	name = text_of(l, g->name);
	labels->natural = larger(g->labels, text_two_lines(l, &name, &type, true));
	labels->least = larger(labels->least, text_widest_word(l, &name, &type, true));
}

/* Leaves that much to labels. */
static bool grid_try_labels(struct grid *g, const double *gutters, size_t n, double labels)
{
	for (size_t i = 0; i < n; i++)
		if (grid_try(g, gutters[i], false) && g->tracks[0].width >= labels)
			return true;
	return false;
}

/* Before type shrinks, a unit that all columns have is said once, and others wrap; then space
 * between columns goes first, the name wraps after it, then labels do. */
static bool grid_try_tight(struct layout *l, struct grid *g, const double *gutters, size_t n)
{
	say_unit_once(l, g);
	for (size_t c = 0; c < g->table->n_columns; c++)
		if (is_number(g, c))
			g->tracks[c].least = number_tight(l, g, c);
	return (g->unit_in_name && grid_try_labels(g, gutters, n, g->tracks[0].natural)) ||
	       grid_try_labels(g, gutters, n, g->labels) || grid_try_gutters(g, gutters, n, false);
}

static bool grid_fit(struct layout *l, struct grid *g)
{
	static const double wide[] = {24.75, 18, 13.5, 10.5, 9}, narrow[] = {9, 6.75, 6};
	enum { NAME_WHOLE = 3 }; /* of the wide ones: in less the name is wrapped first */

	name_measure(l, g, false);
	if (grid_try_roomy(l, g, wide[0]))
		return true;
	grid_equalise(g);
	if (grid_try_gutters(g, wide, NAME_WHOLE, true))
		return true;
	name_measure(l, g, true);
	if (grid_try_gutters(g, wide, COUNT(wide), true))
		return true;
	grid_measure_least(l, g);
	return grid_try_gutters(g, narrow, COUNT(narrow), false) ||
	       grid_try_tight(l, g, narrow, COUNT(narrow));
}

/* What no page is wide enough for is made smaller than anyone should read, but nothing is lost. */
static void grid_force(struct layout *l, struct grid *g)
{
	while (!grid_try(g, g->size / 2, false)) {
		g->size *= 0.9;
		grid_measure(l, g);
		name_measure(l, g, g->name_wraps);
		for (size_t c = 0; c < g->table->n_columns; c++)
			if (takes_rest(g, c) || g->table->columns[c].kind == COLUMN_NOTE)
				g->tracks[c].least = g->tracks[c].natural < g->size * 4
							 ? g->tracks[c].natural
							 : g->size * 4;
	}
}

struct grid table_fit(struct layout *l, const struct table *t, const char *name, double width)
{
	static const double shrink[SHRINK_COUNT] = {1, 0.91, 0.8182};
	double size = type_of(l, TYPE_TABLE)->size;
	struct grid g = {.table = t, .name = name, .width = width};

	if (l->fitted.table != t)
		l->fitted = (struct fitted){.table = t};
	for (size_t r = 0; r < t->n_rows; r++)
		g.totals |= row_is_sum(&t->rows[r]);
	for (size_t i = 0; i < SHRINK_COUNT && !g.fits; i++) {
		g.size = larger(size * shrink[i], FLOOR);
		g.name = name;
		g.unit_in_name = false;
		if (l->size_most > 0 && g.size > l->size_most && i + 1 < SHRINK_COUNT)
			continue;
		grid_measure_once(l, &g, &l->fitted.at[i]);
		g.fits = grid_fit(l, &g);
	}
	if (!g.fits)
		grid_force(l, &g);
	return g;
}
