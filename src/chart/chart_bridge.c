/*
 * Bridge: rows of label, value and bar, like a table.  Steps begin where the last one ended, totals
 * stand on zero; the zero line runs through all rows, so that a crossing is seen.  Steps down are
 * lighter than steps up.
 */
#include "chart/plot.h"

#include <math.h>

#define SIZE 8.25
#define LINE 10.5 /* between the lines of a label */
#define ROW 24.75
#define ROW_TIGHT 18.0 /* from MANY rows on */
#define MANY 13

struct bridge {
	const struct plot *p;
	const struct series *s;
	double value_edge;  /* digits end here */
	double table_right; /* rules end here */
	struct scale scale;
	double top; /* of the first row */
};

static const struct type plain = {WEIGHT_REGULAR, COLOR_INK, SIZE, true};
static const struct type strong = {WEIGHT_SEMIBOLD, COLOR_INK, SIZE, true};

static bool is_total(const struct chart *c, size_t i)
{
	return c->is_total && c->is_total[i];
}

static struct type row_type(const struct chart *c, size_t i)
{
	return is_total(c, i) ? strong : plain;
}

static const char *value_text(const struct bridge *b, size_t i)
{
	return point_text(b->p, &b->s->points[i]);
}

static void columns_place(struct bridge *b)
{
	static const double gap = 9, hang_gap = 4;
	const struct plot *p = b->p;
	const struct chart *c = p->chart;
	double value = 0, hang = 0, label = 0, over;

	for (size_t i = 0; i < c->n_categories; i++) {
		value = fmax(value, plot_digits_width(p, row_type(c, i), value_text(b, i), &over));
		hang = fmax(hang, over);
		label = fmax(label, plot_text_width(p, row_type(c, i), c->categories[i]));
	}
	/* Bars have at least 36 % of the width; labels wrap into the rest. */
	label = fmin(label, p->width * 0.64 - value - gap - hang_gap);
	label = fmax(label, p->width * 0.2);
	b->value_edge = fmin(label + gap + value, p->width * 0.7);
	b->table_right = b->value_edge + fmax(hang, hang_gap);
}

/* Where the bar of a row begins and ends, as values; the steps run on from the last total. */
static void row_span(const struct bridge *b, size_t row, double *from, double *to)
{
	double at = 0;

	*from = *to = 0;
	for (size_t i = 0; i <= row; i++) {
		const struct point *pt = &b->s->points[i];
		double value = pt->there ? pt->value : 0;

		*from = is_total(b->p->chart, i) ? 0 : at;
		if (!is_total(b->p->chart, i))
			at += value;
		else if (pt->there)
			at = value;
		*to = at;
	}
}

static void value_scale(struct bridge *b)
{
	double low = 0, high = 0, from, to;

	for (size_t i = 0; i < b->p->chart->n_categories; i++) {
		row_span(b, i, &from, &to);
		range_hold(&low, &high, from);
		range_hold(&low, &high, to);
	}
	b->scale =
	    (struct scale){low, high > low ? high : low + 1, b->table_right + 7, b->p->width - 0.5};
}

static enum chart_role row_role(const struct bridge *b, size_t i)
{
	const struct point *pt = &b->s->points[i];

	if (pt->has_role)
		return pt->role;
	if (is_total(b->p->chart, i))
		return ROLE_TOTAL;
	if (b->s->role != ROLE_ACTUAL)
		return b->s->role;
	return pt->there && pt->value < 0 ? ROLE_FALL : ROLE_STEP;
}

static void bar_draw(const struct bridge *b, size_t i, double middle_y, double row)
{
	const struct point *pt = &b->s->points[i];
	double from, to, x, half = row / 4;

	row_span(b, i, &from, &to);
	x = scale_at(&b->scale, from);
	if (pt->there && pt->value != 0)
		plot_bar(b->p, x, middle_y - half, bar_length(&b->scale, from, to), 2 * half,
			 row_role(b, i));
	else if (!pt->there)
		scene_line(b->p->scene, x, middle_y - half, x, middle_y + half, COLOR_INK3, 0.75,
			   1.5);
}

/* Whether a row shows a bar, to whose edges connectors go; a nil row is passed through. */
static bool has_bar(const struct bridge *b, size_t i)
{
	return b->s->points[i].there && b->s->points[i].value != 0;
}

static void connector_draw(const struct bridge *b, size_t i, double y1, double y2, double row)
{
	double from, to, x;

	row_span(b, i, &from, &to);
	x = scale_at(&b->scale, to);
	y1 += has_bar(b, i) ? row / 4 : 0;
	y2 -= has_bar(b, i + 1) ? row / 4 : 0;
	scene_line(b->p->scene, x, y1, x, y2, COLOR_INK3, 0.56, 0);
}

static void row_draw(const struct bridge *b, size_t i, double top, double height)
{
	const struct plot *p = b->p;
	const struct chart *c = p->chart;
	const struct point *pt = &b->s->points[i];
	struct type t = row_type(c, i), label = t;
	double value_left = b->value_edge - plot_digits_width(p, t, value_text(b, i), NULL);
	struct lines lines;
	double y;

	label.tabular = false;
	lines = plot_wrap(p, label, c->categories[i], value_left - 4.5, 3);
	y = top + (height - (double)(lines.n - 1) * LINE) / 2;
	plot_lines(p, label, 0, y, LINE, ALIGN_LEFT, &lines);
	plot_digits(p, t, b->value_edge, y + middle(SIZE), value_text(b, i), pt->figure);
	if (is_total(c, i))
		scene_line(p->scene, 0, top, b->table_right, top, COLOR_INK, 0.75, 0);
}

/* Rows are as tall as the tallest label, so that bars keep one rhythm. */
static double row_height(const struct bridge *b)
{
	const struct chart *c = b->p->chart;
	double height = c->n_categories < MANY ? ROW : ROW_TIGHT;

	for (size_t i = 0; i < c->n_categories; i++) {
		double value = plot_digits_width(b->p, row_type(c, i), value_text(b, i), NULL);
		struct lines l = plot_wrap(b->p, row_type(c, i), c->categories[i],
					   b->value_edge - value - 4.5, 3);

		height = fmax(height, (double)l.n * LINE + 3);
	}
	return height;
}

double chart_bridge(const struct plot *p)
{
	struct bridge b = {.p = p, .s = &p->chart->series[0], .top = LABEL_LEADING};
	size_t n = p->chart->n_categories;
	double row, zero, bottom;

	columns_place(&b);
	value_scale(&b);
	row = taller(p, row_height(&b));
	zero = scale_at(&b.scale, 0);
	bottom = b.top + (double)n * row;
	plot_text(p, type_soft, fmin(zero, p->width - plot_text_width(p, type_soft, "0") / 2),
		  LABEL_LEADING / 2 + middle(LABEL_SIZE) - 1.5, ALIGN_CENTER, "0", NULL);
	for (size_t i = 0; i < n; i++) {
		double middle_y = b.top + ((double)i + 0.5) * row;

		row_draw(&b, i, b.top + (double)i * row, row);
		bar_draw(&b, i, middle_y, row);
		if (i + 1 < n)
			connector_draw(&b, i, middle_y, middle_y + row, row);
	}
	scene_line(p->scene, zero, b.top, zero, bottom, COLOR_INK, 0.75, 0);
	return bottom;
}
