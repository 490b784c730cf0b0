/*
 * Do the printed parts of a table or chart add up to its printed totals?  Each number is rounded
 * once, by itself, so that sometimes they do not, and only then a note says so.
 *
 * Which rows of a table are the parts of a total is not declared: they are the rows over it whose
 * values, before rounding, add up to it.  A subtotal among them stands for its own parts.
 *
 * A total directly below another of which it is no sum (gross profit below revenue, where the cost
 * is not disclosed) is not marked as one.
 *
 * The indent follows the sums, too: where the parts of a total stand under a row that is none of
 * them, the table remembers it for the lint.
 */
#include "doc/charts.h"
#include "doc/table.h"
#include "facts/printed.h"

struct column_of {
	struct arena *arena;
	struct table *table;
	const struct figure *const *figures;
	size_t n, at;       /* columns, and the one in hand */
	size_t *first_part; /* by row: where the parts of a total begin, or the row itself */
};

static const struct figure *figure_at(const struct column_of *c, size_t row)
{
	return c->table->rows[row].cells ? c->figures[row * c->n + c->at] : NULL;
}

/* The name of a group, or a number that is not disclosed: nothing to add.  Whether what is
 * disclosed is all of the total, the sum tells: of the largest customers each year has its own. */
static bool is_void(const struct figure *f)
{
	return !f || f->availability != AVAILABLE;
}

static bool adds(const struct figure *f)
{
	return f && f->availability == AVAILABLE &&
	       (f->kind == FIGURE_VALUE || f->kind == FIGURE_SHARE);
}

/* The number that stands in the cell; false for words. */
static bool printed_value(const struct column_of *c, size_t row, struct num *value)
{
	struct printed p;

	if (!printed_parse(c->arena, c->table->rows[row].cells[c->at].text, &p))
		return false;
	*value = p.value;
	return true;
}

/* Finds where the parts of a total begin; false if no rows over it add up to it. */
static bool find_parts(const struct column_of *c, size_t total)
{
	const struct figure *whole = figure_at(c, total);
	struct num sum = {0}, slack = whole->tolerance;
	size_t parts = 0;

	for (size_t row = total; row-- > 0;) {
		const struct figure *f = figure_at(c, row);

		if (is_void(f))
			continue;
		if (!adds(f) || !unit_agree(f->unit, whole->unit))
			break;
		sum = num_add(c->arena, sum, f->value);
		slack = num_add(c->arena, slack, f->tolerance);
		row = c->first_part[row]; /* over what a subtotal stands for */
		c->first_part[total] = row;
		if (++parts > 1 &&
		    num_cmp(num_abs(c->arena, num_sub(c->arena, whole->value, sum)), slack) <= 0)
			return true;
	}
	c->first_part[total] = total;
	return false;
}

/* The same walk over what is printed. */
static bool printed_adds_up(const struct column_of *c, size_t total)
{
	struct num sum = {0}, value, whole;

	if (!printed_value(c, total, &whole))
		return true;
	for (size_t row = total; row-- > c->first_part[total];) {
		if (is_void(figure_at(c, row)))
			continue;
		if (!printed_value(c, row, &value))
			return true;
		sum = num_add(c->arena, sum, value);
		row = c->first_part[row];
	}
	return num_eq(sum, whole);
}

/*
 * The row under which the parts of a total stand indented, though it is none of them: operating
 * expenses right below the cost of revenue.  A name over them, or the total itself, is their place.
 */
static bool stands_astray(const struct column_of *c, size_t total)
{
	const struct table_row *rows = c->table->rows;
	size_t first = c->first_part[total];

	return first > 0 && first < total && rows[first].level > rows[first - 1].level &&
	       rows[first].level > rows[total].level && figure_at(c, first - 1);
}

/* summed: by row, set for totals whose parts are found. */
static bool column_adds_up(struct column_of *c, bool *summed)
{
	bool ok = true;

	for (size_t row = 0; row < c->table->n_rows; row++) {
		c->first_part[row] = row;
		if (c->table->rows[row].kind < ROW_SUBTOTAL || !adds(figure_at(c, row)))
			continue;
		summed[row] |= find_parts(c, row);
		if (c->first_part[row] == row)
			continue;
		ok &= printed_adds_up(c, row);
		if (!c->table->astray && stands_astray(c, row))
			c->table->astray = &c->table->rows[c->first_part[row]];
	}
	return ok;
}

static void unmark_totals(struct table *t, const bool *summed)
{
	for (size_t row = t->n_rows; row-- > 1;)
		if (t->rows[row].kind >= ROW_SUBTOTAL && t->rows[row - 1].kind >= ROW_SUBTOTAL &&
		    !summed[row])
			t->rows[row].kind = ROW_PLAIN;
}

bool table_adds_up(struct arena *a, struct table *t, const struct figure *const *figures)
{
	struct column_of c = {a, t, figures, t->n_columns - 1, 0, NEWS(a, size_t, t->n_rows)};
	bool *summed = NEWS(a, bool, t->n_rows), ok = true;

	for (c.at = 0; c.at < c.n; c.at++)
		ok &= column_adds_up(&c, summed);
	unmark_totals(t, summed);
	return ok;
}

/* ---- charts ---- */

/* What is printed at a point; false for words, and for what is missing. */
static bool point_value(struct arena *a, const struct point *pt, struct num *value)
{
	struct printed p;

	if (!pt->there || !printed_parse(a, pt->text, &p))
		return false;
	*value = p.value;
	return true;
}

static bool bridge_adds_up(struct arena *a, const struct chart *c)
{
	struct num sum = {0}, value;

	for (size_t i = 0; i < c->n_categories; i++) {
		if (!point_value(a, &c->series[0].points[i], &value))
			return true;
		if (!c->is_total[i])
			sum = num_add(a, sum, value);
		else if (i && !num_eq(sum, value))
			return false;
		else
			sum = value;
	}
	return true;
}

/* The sum of the parts of a column and what the note says of it; false if a part is missing. */
static bool stack_sum(struct build *b, const struct chart *c, size_t i, struct num *sum)
{
	struct num value;
	struct printed left;

	*sum = (struct num){0};
	for (size_t s = 0; s < c->n_series; s++) {
		if (c->series[s].part_of_previous)
			continue;
		if (!point_value(b->arena, &c->series[s].points[i], &value))
			return false;
		*sum = num_add(b->arena, *sum, value);
	}
	if (b->undrawn && b->undrawn[i] &&
	    printed_parse(b->arena, print_number(&b->printer, b->undrawn[i], b->style, false),
			  &left))
		*sum = num_add(b->arena, *sum, left.value);
	return true;
}

/* Is a part what stands in it: its "of which" and the rest? */
static bool inner_adds_up(struct arena *a, const struct chart *c, size_t i)
{
	struct num whole, inner, rest;

	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].rest && point_value(a, &c->series[s].points[i], &whole) &&
		    point_value(a, &c->series[s].rest[i], &rest) &&
		    point_value(a, &c->series[s + 1].points[i], &inner) &&
		    !num_eq(num_add(a, rest, inner), whole))
			return false;
	return true;
}

/* To the total that stands above each. */
static bool stacks_add_up(struct build *b, const struct chart *c)
{
	struct num sum, total;

	for (size_t i = 0; i < c->n_categories; i++)
		if (!inner_adds_up(b->arena, c, i) ||
		    (c->totals && point_value(b->arena, &c->totals[i], &total) &&
		     stack_sum(b, c, i, &sum) && !num_eq(sum, total)))
			return false;
	return true;
}

/* Both periods, and the change between them. */
static bool variance_adds_up(struct arena *a, const struct chart *c)
{
	struct num then, now, change;

	for (size_t i = 0; i < c->n_categories; i++)
		if (point_value(a, &c->series[0].points[i], &then) &&
		    point_value(a, &c->series[1].points[i], &now) &&
		    point_value(a, &c->series[2].points[i], &change) &&
		    !num_eq(num_sub(a, now, then), change))
			return false;
	return true;
}

bool chart_adds_up(struct build *b, const struct chart *c)
{
	if (streq(c->kind, "bridge"))
		return bridge_adds_up(b->arena, c);
	if (streq(c->kind, "variance"))
		return variance_adds_up(b->arena, c);
	return strncmp(c->kind, "stacked", 7) != 0 || stacks_add_up(b, c);
}
