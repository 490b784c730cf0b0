/*
 * Variance: both periods as a table, beside it the change as bars and, if there is a fourth series,
 * in percent as pins.  Right is better for the result, whatever the sign of the concept.
 *
 * Series: before, now, change, change in percent; their labels are the heads.
 */
#include "chart/plot.h"

#include <math.h>

#define ROW 18.0
#define LINE 9.75
#define HEAD 15.75
#define BAR 7.5
#define PIN 4.5
#define COLUMN_GAP 12.0
#define AREA_GAP 15.0

#define LABEL_LEAST 0.15 /* of the width, for labels */
#define WORD_MOST 0.3    /* of the width, for a label's longest word */
#define HEAD_MOST 0.15   /* of the width: how far a head widens its column */

enum { BEFORE, NOW, CHANGE, PERCENT };

static const struct type value_plain = {WEIGHT_REGULAR, COLOR_INK, LABEL_SIZE, true};
static const struct type value_before = {WEIGHT_REGULAR, COLOR_INK2, LABEL_SIZE, true};
static const struct type value_strong = {WEIGHT_SEMIBOLD, COLOR_INK, LABEL_SIZE, true};

struct variance {
	const struct plot *p;
	double label_width;
	double edge[2]; /* digits of before and now end here */
	double table_right;
	struct scale scale[2]; /* change, percent */
	double row;
	double area_x[2], area_end[2];
	size_t first, columns, areas; /* columns from first on; at most 2 each */
};

static bool strong_row(const struct plot *p, size_t i)
{
	return p->chart->is_total && p->chart->is_total[i];
}

static struct type cell_type(const struct plot *p, size_t column, size_t i)
{
	if (column == BEFORE)
		return value_before;
	return strong_row(p, i) ? value_strong : value_plain;
}

static double column_width(const struct plot *p, size_t column, double *hang)
{
	const struct series *s = &p->chart->series[column];
	double w = fmin(plot_text_width(p, type_strong, s->label), HEAD_MOST * p->width), over;

	*hang = 0;
	for (size_t i = 0; i < p->chart->n_categories; i++) {
		w = fmax(w,
			 plot_digits_width(p, value_strong, point_text(p, &s->points[i]), &over));
		*hang = fmax(*hang, over);
	}
	return w;
}

/* What an area needs: the values on both sides, and bars that can be told apart. */
static double area_need(const struct plot *p, const struct series *s)
{
	static const double bars = 24;
	double left = 0, right = 0;

	for (size_t i = 0; i < p->chart->n_categories; i++) {
		double *side = s->points[i].there && s->points[i].value < 0 ? &left : &right;

		*side = fmax(*side, plot_text_width(p, value_plain, point_text(p, &s->points[i])) +
					VALUE_GAP);
	}
	return AREA_GAP + left + right + bars;
}

/* Areas that have no room beside the narrowest table are left out: the table of the data, which
 * goes with every chart, has their values.  Before the last of them goes, the column of the period
 * before does, of width `before`: the change says it, too.  Returns the width that those kept need.
 */
static double areas_fit(struct variance *v, double table, double before)
{
	const struct series *s = v->p->chart->series;
	double need = 0;

	for (size_t k = 0; k < v->areas; k++)
		need += area_need(v->p, &s[CHANGE + k]);
	while (v->areas > 1 && table + need > v->p->width)
		need -= area_need(v->p, &s[CHANGE + --v->areas]);
	if (v->areas && table + need > v->p->width) {
		v->first = NOW;
		table -= before;
	}
	if (v->areas && table + need > v->p->width) {
		v->first = BEFORE;
		v->areas = 0;
		need = 0;
	}
	return need;
}

static void table_place(struct variance *v)
{
	const struct chart *c = v->p->chart;
	double widths = 0, label = 0, word = 0, width[2] = {0, 0}, hang[2] = {0, 0},
	       least = LABEL_LEAST * v->p->width, before, x;

	for (size_t k = 0; k < v->columns; k++) {
		width[k] = column_width(v->p, k, &hang[k]);
		widths += COLUMN_GAP + width[k] + hang[k];
	}
	before = COLUMN_GAP + width[BEFORE] + hang[BEFORE];
	for (size_t i = 0; i < c->n_categories; i++) {
		label = fmax(label, plot_text_width(v->p, type_strong, c->categories[i]));
		word = fmax(word, plot_word_width(v->p, type_strong, c->categories[i]));
	}
	least = fmax(least, fmin(word, WORD_MOST * v->p->width));
	widths += areas_fit(v, least + widths, before);
	if (v->first > BEFORE)
		widths -= before;
	v->label_width = fmax(fmin(label, v->p->width - widths), least);
	x = v->label_width;
	for (size_t k = v->first; k < v->columns; k++) {
		x += COLUMN_GAP + width[k];
		v->edge[k] = x;
		x += hang[k];
	}
	v->table_right = x;
}

/* Each area has what it needs; of the rest amounts get a little more than percentages. */
static void areas_place(struct variance *v)
{
	const struct series *s = v->p->chart->series;
	double x = v->table_right, need[2] = {0, 0}, spare;

	for (size_t k = 0; k < v->areas; k++)
		need[k] = area_need(v->p, &s[CHANGE + k]);
	spare = fmax(v->p->width - x - need[0] - need[1], 0) * 0.56;
	for (size_t k = 0; k < v->areas; k++) {
		double end = k + 1 == v->areas ? v->p->width : x + need[k] + spare;

		v->area_x[k] = x + AREA_GAP;
		v->area_end[k] = end;
		v->scale[k] =
		    plot_bar_scale(v->p, value_plain, &s[CHANGE + k], NULL, x + AREA_GAP, end);
		x = end;
	}
}

static void heads_draw(const struct variance *v)
{
	const struct plot *p = v->p;
	const struct series *s = p->chart->series;
	double y = HEAD / 2 - 1.5 + middle(LABEL_SIZE);

	for (size_t k = v->first; k < v->columns; k++) {
		struct type t = k == NOW ? type_strong : type_soft;
		double left = k > v->first ? v->edge[k - 1] + COLUMN_GAP / 2 : v->label_width;

		plot_text(p, t, v->edge[k], y, ALIGN_RIGHT,
			  plot_shorten(p, t, s[k].label, v->edge[k] - left), NULL);
	}
	for (size_t k = 0; k < v->areas; k++) {
		const char *head =
		    plot_shorten(p, type_soft, s[CHANGE + k].label, v->area_end[k] - v->area_x[k]);
		double w = plot_text_width(p, type_soft, head),
		       x = scale_at(&v->scale[k], 0) - w / 2;

		plot_text(p, type_soft, fmax(v->area_x[k], fmin(x, v->area_end[k] - w)), y,
			  ALIGN_LEFT, head, NULL);
	}
	scene_line(p->scene, 0, HEAD, v->table_right, HEAD, COLOR_INK, 0.75, 0);
}

static enum chart_role effect(const struct series *s, size_t i)
{
	if (s->points[i].has_role)
		return s->points[i].role;
	return s->points[i].value < 0 ? ROLE_WORSE : ROLE_BETTER;
}

static void bar_draw(const struct variance *v, size_t i, double y)
{
	const struct series *s = &v->p->chart->series[CHANGE];
	const struct point *pt = &s->points[i];
	double zero = scale_at(&v->scale[0], 0);

	if (pt->there && pt->value != 0)
		plot_bar(v->p, zero, y - BAR / 2, bar_length(&v->scale[0], 0, pt->value), BAR,
			 effect(s, i));
	plot_bar_value(v->p, value_plain, &v->scale[0], pt, y);
}

static void pin_draw(const struct variance *v, size_t i, double y)
{
	const struct series *s = &v->p->chart->series[PERCENT];
	struct point pt = s->points[i];
	double zero = scale_at(&v->scale[1], 0), end;

	if (pt.there && pt.value != 0) {
		end = zero + bar_length(&v->scale[1], 0, pt.value);
		scene_line(v->p->scene, zero, y, end, y, role_fill(effect(s, i)), 1.1, 0);
		scene_rect(v->p->scene, end - PIN / 2, y - PIN / 2, PIN, PIN, COLOR_ACTUAL);
	}
	plot_bar_value(v->p, value_plain, &v->scale[1], &pt, y);
}

static void row_draw(const struct variance *v, size_t i, double top)
{
	const struct plot *p = v->p;
	struct type t = strong_row(p, i) ? type_strong : type_label;
	struct lines l = plot_wrap(p, t, p->chart->categories[i], v->label_width, 3);
	double y = top + v->row / 2;

	plot_lines(p, t, 0, y - (double)(l.n - 1) * LINE / 2, LINE, ALIGN_LEFT, &l);
	for (size_t k = v->first; k < v->columns; k++) {
		const struct point *pt = &p->chart->series[k].points[i];

		plot_digits(p, cell_type(p, k, i), v->edge[k], y + middle(LABEL_SIZE),
			    point_text(p, pt), pt->figure);
	}
	scene_line(p->scene, 0, top + v->row, v->table_right, top + v->row, COLOR_GRID, 0.38, 0);
	if (v->areas > 0)
		bar_draw(v, i, y);
	if (v->areas > 1)
		pin_draw(v, i, y);
}

static double row_height(const struct variance *v)
{
	double h = ROW;

	for (size_t i = 0; i < v->p->chart->n_categories; i++)
		h = fmax(h, LINE * (double)plot_wrap(v->p, type_strong, v->p->chart->categories[i],
						     v->label_width, 3)
					.n +
				4.5);
	return h;
}

double chart_variance(const struct plot *p)
{
	size_t n = p->chart->n_series, rows = p->chart->n_categories;
	struct variance v = {.p = p, .columns = n < 2 ? n : 2, .areas = n < 3 ? 0 : n == 3 ? 1 : 2};
	double bottom;

	table_place(&v);
	areas_place(&v);
	v.row = taller(p, row_height(&v));
	bottom = HEAD + (double)rows * v.row;
	heads_draw(&v);
	for (size_t i = 0; i < rows; i++)
		row_draw(&v, i, HEAD + (double)i * v.row);
	for (size_t k = 0; k < v.areas; k++)
		scene_line(p->scene, scale_at(&v.scale[k], 0), HEAD, scale_at(&v.scale[k], 0),
			   bottom, COLOR_INK, 0.75, 0);
	return bottom;
}
