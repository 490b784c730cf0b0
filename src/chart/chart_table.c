/*
 * Table and chart as one: label, the values of each period, the row of changes, and bars on one
 * scale at the right: the prior year thin above, the current one below.
 *
 * Series are the columns, oldest first; the bars are of the last two.
 */
#include "chart/plot.h"

#include <math.h>

#define ROW 15.75
#define LINE 9.75
#define HEAD 15.75
#define BAR 5.25
#define BAR_PRIOR 3.0
#define COLUMN_GAP 12.0
#define BARS_LEAST 0.18 /* of the width; columns go, the oldest first, until they have it */
#define LABEL_LEAST 0.18
#define WORD_MOST 0.3 /* of the width, for a label's longest word */

struct column { /* of numbers */
	double edge, width, hang;
	struct digits digits;
};

struct rows {
	const struct plot *p;
	const struct series *now, *prior; /* prior may be NULL */
	size_t first;                     /* series that has a column */
	struct column *columns;           /* n_series, then the row of changes */
	double label_width, bars_x;
	double row;
	struct scale scale;
};

static const struct type plain = {WEIGHT_REGULAR, COLOR_INK, LABEL_SIZE, true};
static const struct type strong = {WEIGHT_SEMIBOLD, COLOR_INK, LABEL_SIZE, true};
static const struct type soft = {WEIGHT_REGULAR, COLOR_INK2, LABEL_SIZE, true};

static bool is_strong(const struct chart *c, size_t i)
{
	return c->is_total && c->is_total[i];
}

static struct type label_type(const struct chart *c, size_t i)
{
	return is_strong(c, i) ? type_strong : type_label;
}

/* What stands in a column, with its figure; NULL: nothing. */
static const char *cell(const struct plot *p, size_t column, size_t i, const char **figure)
{
	const struct chart *c = p->chart;

	*figure = NULL;
	if (column == c->n_series) {
		*figure = c->row_figures ? c->row_figures[i] : NULL;
		return c->row && c->row[i] && *c->row[i] ? c->row[i] : NULL;
	}
	*figure = c->series[column].points[i].figure;
	return point_text(p, &c->series[column].points[i]);
}

static const char *head(const struct chart *c, size_t column)
{
	return column < c->n_series ? c->series[column].label : c->row_label ? c->row_label : "";
}

/* The current period is heavier, the ones before it softer. */
static struct type cell_type(const struct chart *c, size_t column, size_t i)
{
	if (column == c->n_series)
		return plain;
	return column + 1 == c->n_series ? strong : is_strong(c, i) ? plain : soft;
}

static void columns_measure(struct rows *r)
{
	const struct plot *p = r->p;
	const struct chart *c = p->chart;

	r->columns = NEWS(p->scene->arena, struct column, c->n_series + 1);
	for (size_t k = 0; k < c->n_series + (c->row != NULL); k++) {
		struct column *col = &r->columns[k];
		const char *figure;

		for (size_t i = 0; i < c->n_categories; i++) {
			const char *text = cell(p, k, i, &figure);

			if (text)
				plot_digits_measure(p, cell_type(c, k, i), text, &col->digits);
		}
		col->hang = col->digits.hang;
		col->width =
		    fmax(col->digits.width,
			 fmin(plot_text_width(p, type_strong, head(c, k)), p->width * 0.15));
	}
}

static double columns_width(const struct rows *r)
{
	double w = 0;

	for (size_t k = r->first; k <= r->p->chart->n_series; k++)
		if (r->columns[k].width > 0)
			w += COLUMN_GAP + r->columns[k].width + r->columns[k].hang;
	return w;
}

static void columns_place(struct rows *r)
{
	const struct plot *p = r->p;
	const struct chart *c = p->chart;
	double label = 0, word = LABEL_LEAST * p->width, least, x;

	columns_measure(r);
	for (size_t i = 0; i < c->n_categories; i++) {
		label = fmax(label, plot_text_width(p, type_strong, c->categories[i]));
		word = fmax(word, plot_word_width(p, label_type(c, i), c->categories[i]));
	}
	word = fmin(word, WORD_MOST * p->width);
	least = word + BARS_LEAST * p->width;
	while (r->first + 1 < c->n_series && columns_width(r) + least > p->width)
		r->first++;
	if (columns_width(r) + least > p->width)
		r->columns[c->n_series] = (struct column){0};
	r->label_width =
	    fmax(fmin(label, (1 - 1.5 * BARS_LEAST) * p->width - columns_width(r)), word);
	x = r->label_width;
	for (size_t k = r->first; k <= c->n_series; k++)
		if (r->columns[k].width > 0) {
			r->columns[k].edge = x + COLUMN_GAP + r->columns[k].width;
			x = r->columns[k].edge + r->columns[k].hang;
		}
	r->bars_x = fmin(x + COLUMN_GAP, p->width - 12);
}

static void value_scale(struct rows *r)
{
	double low = 0, high = 0;

	range_hold_series(&low, &high, r->p->chart, r->now);
	if (r->prior)
		range_hold_series(&low, &high, r->p->chart, r->prior);
	r->scale = (struct scale){low, high > low ? high : low + 1, r->bars_x, r->p->width};
}

static void bar_draw(const struct rows *r, const struct point *pt, double y, double h,
		     enum chart_role role)
{
	if (pt->there && pt->value != 0)
		plot_bar(r->p, scale_at(&r->scale, 0), y, bar_length(&r->scale, 0, pt->value), h,
			 role);
}

static void row_draw(const struct rows *r, size_t i, double top)
{
	const struct plot *p = r->p;
	const struct chart *c = p->chart;
	struct type t = label_type(c, i);
	struct lines l = plot_wrap(p, t, c->categories[i], r->label_width, 3);
	double y = top + r->row / 2, bar = y - (BAR + (r->prior ? BAR_PRIOR : 0)) / 2;
	bool accent = emphasised(c, i) && !r->now->points[i].has_role;

	plot_lines(p, t, 0, y - (double)(l.n - 1) * LINE / 2, LINE, ALIGN_LEFT, &l);
	for (size_t k = r->first; k <= c->n_series; k++) {
		const char *figure, *text = cell(p, k, i, &figure);

		if (text && r->columns[k].width > 0)
			plot_digits_on_point(p, cell_type(c, k, i), r->columns[k].edge,
					     y + middle(LABEL_SIZE), text, figure,
					     &r->columns[k].digits);
	}
	if (r->prior) {
		bar_draw(r, &r->prior->points[i], bar, BAR_PRIOR, ROLE_PRIOR);
		bar += BAR_PRIOR;
	}
	bar_draw(r, &r->now->points[i], bar, BAR, accent ? ROLE_ACCENT : point_role(r->now, i));
	scene_line(p->scene, 0, top + r->row, p->width, top + r->row, COLOR_GRID, 0.38, 0);
}

static void heads_draw(const struct rows *r)
{
	const struct plot *p = r->p;
	const struct chart *c = p->chart;
	double y = HEAD / 2 - 1.5 + middle(LABEL_SIZE);

	for (size_t k = r->first; k <= c->n_series; k++) {
		struct type t = k + 1 == c->n_series ? type_strong : type_soft;
		const struct column *col = &r->columns[k];

		if (col->width > 0)
			plot_text(p, t, col->edge, y, ALIGN_RIGHT,
				  plot_shorten(p, t, head(c, k), col->width + COLUMN_GAP / 2),
				  NULL);
	}
	scene_line(p->scene, 0, HEAD, p->width, HEAD, COLOR_INK, 0.75, 0);
}

double chart_table(const struct plot *p)
{
	const struct chart *c = p->chart;
	struct rows r = {.p = p,
			 .now = &c->series[c->n_series - 1],
			 .prior = c->n_series > 1 ? &c->series[c->n_series - 2] : NULL,
			 .row = ROW};
	double zero, bottom;

	columns_place(&r);
	value_scale(&r);
	for (size_t i = 0; i < c->n_categories; i++)
		r.row = fmax(r.row, LINE * (double)plot_wrap(p, label_type(c, i), c->categories[i],
							     r.label_width, 3)
						.n +
					4.5);
	r.row = taller(p, r.row);
	heads_draw(&r);
	for (size_t i = 0; i < c->n_categories; i++)
		row_draw(&r, i, HEAD + (double)i * r.row);
	bottom = HEAD + (double)c->n_categories * r.row;
	zero = scale_at(&r.scale, 0);
	scene_line(p->scene, zero, HEAD, zero, bottom, COLOR_INK, 0.75, 0);
	return bottom;
}
