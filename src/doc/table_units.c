/*
 * Units of a table: each is said once.  The head names what the figures below it are in; a row in
 * another unit names its own behind its label, and so does every row where the template asks for it
 * and they differ.  What all rows of a group share, the group's name says.  A percentage whose unit
 * is said so has no sign in its cell; changes, which have no unit in the head, have one each.
 */
#include <ctype.h>

#include "compute/print_words.h"
#include "doc/table.h"

/* A column of the rows' own figures, not of what is computed from them. */
static bool is_measure(const struct spec *s)
{
	return !s->beside &&
	       (s->show == SHOW_VALUE || s->show == SHOW_FORECAST || s->show == SHOW_TARGET);
}

static const struct figure *figure_in(const struct grid *g, size_t line, size_t column)
{
	return g->lines->v[line].formula ? *grid_cell(g, line, column) : NULL;
}

static const struct figure *measure(const struct grid *g, size_t line, size_t column)
{
	return is_measure(&g->specs->v[column]) ? figure_in(g, line, column) : NULL;
}

static bool in_percent(const struct figure *f)
{
	return f->kind == FIGURE_CHANGE || f->kind == FIGURE_SHARE ||
	       (f->kind == FIGURE_VALUE && f->unit->percent);
}

static const char *unit_name(struct build *b, const struct figure *f)
{
	return print_unit(&b->printer, f->unit, f->kind, b->style);
}

static bool same_unit(struct build *b, const struct figure *f, const struct figure *g)
{
	return (f->unit == g->unit && f->kind == g->kind) ||
	       streq(unit_name(b, f), unit_name(b, g));
}

/* ---- heads ---- */

/* Percent signs stand in the cells of changes, but in the head where a whole column is in percent.
 */
static bool all_percent(const struct grid *g, size_t column)
{
	bool any = false;

	if (g->specs->v[column].show == SHOW_SHARE)
		return true;
	for (size_t r = 0; r < g->lines->n && !g->own_units; r++) {
		const struct figure *f = measure(g, r, column);

		if (f && !in_percent(f))
			return false;
		any |= f != NULL;
	}
	return any;
}

static bool all_points(const struct grid *g, size_t column)
{
	bool any = false;

	for (size_t r = 0; r < g->lines->n; r++) {
		const struct figure *f = figure_in(g, r, column);

		if (f && f->kind != FIGURE_POINTS)
			return false;
		any |= f != NULL;
	}
	return any;
}

/* The unit in the head is that of the first row in money; otherwise of the first row. */
static const struct figure *sample_of(const struct grid *g, size_t column)
{
	const struct figure *first = NULL;

	for (size_t r = 0; r < g->lines->n && !g->own_units; r++) {
		const struct figure *f = figure_in(g, r, column);

		if (f && f->unit->currency && f->unit->n == 1)
			return f;
		if (f && !first)
			first = f;
	}
	return first && in_percent(first) && is_measure(&g->specs->v[column]) &&
		       !g->heads[column].percent
		   ? NULL
		   : first;
}

/* ---- rows ---- */

/* Does the head say what the figure is in? */
static bool said_above(struct build *b, const struct grid *g, size_t column, const struct figure *f)
{
	const struct figure *sample = g->heads[column].sample;

	return sample && same_unit(b, sample, f);
}

/* A number without a unit is one only under a head that has one. */
static bool is_told(struct build *b, const struct grid *g, size_t column, const struct figure *f)
{
	const struct figure *sample = g->heads[column].sample;

	return *unit_name(b, f) || (sample && *unit_name(b, sample));
}

/* "MWh", "%", "RMB, US$" where columns are in two currencies; NULL: there is nothing to say. */
static const char *row_unit(struct build *b, const struct grid *g, size_t line)
{
	const char *last = NULL;
	struct buf out = {0};

	for (size_t c = 0; c < g->specs->n; c++) {
		const struct figure *f = measure(g, line, c);
		const char *name;

		if (!f || said_above(b, g, c, f) || !is_told(b, g, c, f))
			continue;
		name = print_row_unit(&b->printer, f, b->style);
		if (last && streq(last, name))
			continue;
		if (last)
			buf_str(&out, texts_word(b->printer.texts, "doc.list_separator"));
		buf_str(&out, name);
		last = name;
	}
	return last ? buf_keep(&out, b->arena) : NULL;
}

static bool row_in_percent(const struct grid *g, size_t line)
{
	bool any = false;

	for (size_t c = 0; c < g->specs->n; c++) {
		const struct figure *f = measure(g, line, c);

		if (f && !in_percent(f))
			return false;
		any |= f != NULL;
	}
	return any;
}

/* The rows under the name of a group, up to `end`. */
static size_t group_end(const struct lines *lines, size_t group)
{
	size_t end = group + 1;

	while (end < lines->n && lines->v[end].level > lines->v[group].level)
		end++;
	return end;
}

/* What all rows of a group are in is said by its name. */
static void group_unit(struct grid *g, size_t group)
{
	size_t end = group_end(g->lines, group);
	const char *unit = end > group + 1 ? g->rows[group + 1].unit : NULL;

	for (size_t r = group + 1; r < end; r++)
		if (!unit || !g->rows[r].unit || !streq(g->rows[r].unit, unit))
			return;
	if (!unit)
		return;
	g->rows[group].unit = unit;
	for (size_t r = group + 1; r < end; r++)
		g->rows[r].unit = NULL;
}

bool says_unit(const char *label, const char *unit)
{
	enum { SHORTEST = 4 };
	size_t n = strlen(unit);

	for (const char *s = label; n >= SHORTEST && *s; s++)
		if ((s == label || !isalnum((unsigned char)s[-1])) &&
		    strncasecmp(s, unit, n) == 0 && !isalnum((unsigned char)s[n]))
			return true;
	return false;
}

/* Do rows that name their own units have more than one? */
static bool units_differ(struct build *b, const struct grid *g)
{
	const struct figure *first = NULL;

	for (size_t r = 0; r < g->lines->n; r++) {
		const struct figure *f = measure(g, r, 0);

		if (f && first && !same_unit(b, f, first))
			return true;
		if (f && !first)
			first = f;
	}
	return false;
}

/* Are all its values sums of the last twelve months? */
static bool is_trailing(const struct grid *g, size_t column)
{
	static const char ttm[] = "ttm(";
	bool any = false;

	for (size_t r = 0; g->specs->v[column].show == SHOW_VALUE && r < g->lines->n; r++) {
		const struct figure *f = g->lines->v[r].formula ? *grid_cell(g, r, column) : NULL;

		if (f && (!f->formula || strncmp(f->formula, ttm, sizeof ttm - 1) != 0))
			return false;
		any |= f != NULL;
	}
	return any;
}

bool table_units(struct build *b, struct grid *g)
{
	bool unlike;

	g->own_units &= units_differ(b, g);
	unlike = g->own_units;
	for (size_t c = 0; c < g->specs->n; c++) {
		g->heads[c].percent = all_percent(g, c);
		g->heads[c].points = all_points(g, c);
		g->heads[c].sample = sample_of(g, c);
		g->heads[c].trailing = is_trailing(g, c);
	}
	for (size_t r = 0; r < g->lines->n; r++) {
		g->rows[r].unit = row_unit(b, g, r);
		g->rows[r].percent = g->rows[r].unit && row_in_percent(g, r);
		unlike |= g->rows[r].unit != NULL;
	}
	for (size_t r = 0; r < g->lines->n; r++)
		if (!g->lines->v[r].formula)
			group_unit(g, r);
	for (size_t r = 0; r < g->lines->n; r++)
		if (g->rows[r].unit && says_unit(g->lines->v[r].label, g->rows[r].unit))
			g->rows[r].unit = NULL;
	return unlike;
}

bool cell_has_sign(const struct grid *g, size_t line, size_t column)
{
	return !g->heads[column].percent &&
	       !(g->rows[line].percent && is_measure(&g->specs->v[column]));
}
