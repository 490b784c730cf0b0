/*
 * Trends in the rows of a table: label, a sparkline on its own scale, and columns of values.  The
 * head over the sparklines is the chart's row_label; a column whose head is an emphasised category
 * is the current one.
 */
#include "chart/plot.h"

#include <math.h>

#define ROW 18.0
#define LINE 9.75
#define HEAD 15.75
#define SPARK 66.0
#define SPARK_LEAST 12.0
#define SPARK_HEIGHT 11.0
#define COLUMN_GAP 10.5

static const struct type value_plain = {WEIGHT_REGULAR, COLOR_INK, LABEL_SIZE, true};
static const struct type value_strong = {WEIGHT_SEMIBOLD, COLOR_INK, LABEL_SIZE, true};

struct trend {
	const struct plot *p;
	double label_width;
	double spark_x, spark_width;
	double head_width; /* of the head over the sparklines: up to the first column */
	size_t first;      /* column shown */
	double *edges;     /* digits of each column end here, on one point */
	struct digits *digits;
	bool *current;
	double row;
};

static bool is_current(const struct chart *c, size_t column)
{
	for (size_t i = 0; c->detail_heads && i < c->n_categories; i++)
		if (emphasised(c, i) && streq(c->categories[i], c->detail_heads[column]))
			return true;
	return false;
}

static const struct point *cell(const struct chart *c, size_t row, size_t column)
{
	return c->series[row].details ? &c->series[row].details[column] : NULL;
}

/* What is missing is never heavier. */
static struct type value_type(const struct trend *t, size_t column, const struct point *pt)
{
	return t->current[column] && pt->there ? value_strong : value_plain;
}

static struct digits column_digits(const struct trend *t, size_t column)
{
	const struct plot *p = t->p;
	const struct chart *c = p->chart;
	struct digits d = {0};

	for (size_t s = 0; s < c->n_series; s++)
		if (cell(c, s, column))
			plot_digits_measure(p, value_type(t, column, cell(c, s, column)),
					    point_text(p, cell(c, s, column)), &d);
	if (c->detail_heads)
		d.width = fmax(d.width, plot_text_width(p, type_strong, c->detail_heads[column]));
	return d;
}

/* The columns from the right; returns where the first shown begins.  Older columns are left out
 * where they would leave labels no room for a word: the table of the data, which is there too, has
 * them. */
static double details_place(struct trend *t, double labels)
{
	const struct chart *c = t->p->chart;
	double x = t->p->width;

	t->edges = NEWS(t->p->scene->arena, double, c->n_details);
	t->digits = NEWS(t->p->scene->arena, struct digits, c->n_details);
	t->current = NEWS(t->p->scene->arena, bool, c->n_details);
	for (t->first = c->n_details; t->first > 0; t->first--) {
		size_t k = t->first - 1;
		double w;

		t->current[k] = is_current(c, k);
		t->digits[k] = column_digits(t, k);
		w = t->digits[k].width + t->digits[k].hang + COLUMN_GAP;
		if (t->first < c->n_details && x - w < labels + COLUMN_GAP + SPARK_LEAST)
			break;
		t->edges[k] = x - t->digits[k].hang;
		x -= w;
	}
	return x;
}

static void columns_place(struct trend *t)
{
	const struct plot *p = t->p;
	const struct chart *c = p->chart;
	double x, label = 0, word = 0;

	for (size_t s = 0; s < c->n_series; s++) {
		label = fmax(label, plot_text_width(p, type_label, c->series[s].label));
		word = fmax(word, plot_word_width(p, type_label, c->series[s].label));
	}
	x = details_place(t, fmin(word, p->width / 3));
	t->spark_width = fmax(fmin(SPARK, (x - 10) * 0.5), SPARK_LEAST);
	t->label_width = fmax(fmin(label, x - t->spark_width - COLUMN_GAP), p->width * 0.12);
	t->spark_x = t->label_width + COLUMN_GAP;
	if (!c->n_details)
		t->spark_width = fmax(x - t->spark_x, SPARK_LEAST);
	else
		t->spark_width = fmax(fmin(x - t->spark_x, 3 * SPARK), SPARK_LEAST);
	t->head_width = fmax(x - t->spark_x, t->spark_width);
}

static void heads_draw(const struct trend *t)
{
	const struct plot *p = t->p;
	const struct chart *c = p->chart;
	double y = HEAD / 2 - 1.5 + middle(LABEL_SIZE);
	struct lines spark = {0};

	if (c->row_label)
		spark = plot_wrap(p, type_soft, c->row_label, t->head_width, 1);
	plot_lines(p, type_soft, t->spark_x, HEAD / 2 - 1.5, LINE, ALIGN_LEFT, &spark);
	for (size_t k = t->first; c->detail_heads && k < c->n_details; k++)
		plot_text(p, t->current[k] ? type_strong : type_soft, t->edges[k], y, ALIGN_RIGHT,
			  c->detail_heads[k], NULL);
	scene_line(p->scene, 0, HEAD, p->width, HEAD, COLOR_INK, 0.75, 0);
}

/* ---- sparkline ---- */

struct spark {
	const struct trend *t;
	const struct series *s;
	struct scale scale;
	double dx;
};

static double spark_x(const struct spark *k, size_t i)
{
	const struct chart *c = k->t->p->chart;

	return k->t->spark_x + 2 +
	       k->dx * (c->at ? c->at[i] * (double)(c->n_categories - 1) : (double)i);
}

static void spark_segments(const struct spark *k)
{
	size_t n = k->t->p->chart->n_categories, before = n;

	for (size_t i = 0; i < n; i++) {
		bool solid = before + 1 == i;

		if (!k->s->points[i].there)
			continue;
		if (before < n && !is_broken(k->t->p->chart, before, i))
			scene_line(k->t->p->scene, spark_x(k, before),
				   scale_at(&k->scale, k->s->points[before].value), spark_x(k, i),
				   scale_at(&k->scale, k->s->points[i].value),
				   solid ? COLOR_ACTUAL : COLOR_INK3, solid ? 0.95 : 0.75,
				   solid ? 0 : 1.5);
		before = i;
	}
	if (before < n)
		scene_circle(k->t->p->scene, spark_x(k, before),
			     scale_at(&k->scale, k->s->points[before].value), 1.7,
			     before + 1 == n ? COLOR_ACCENT : COLOR_ACTUAL, COLOR_NONE, 0);
}

static bool has_dots(const struct chart *c, const struct series *s)
{
	size_t before = c->n_categories;

	for (size_t i = 0; i < c->n_categories; i++) {
		if (!s->points[i].there)
			continue;
		if (before + 1 < i && !is_broken(c, before, i))
			return true;
		before = i;
	}
	return false;
}

bool chart_has_bare_dots(const struct chart *c)
{
	for (size_t s = 0; streq(c->kind, "trend") && s < c->n_series; s++)
		if (has_dots(c, &c->series[s]))
			return true;
	return false;
}

static void spark_draw(const struct trend *t, const struct series *s, double y)
{
	size_t n = t->p->chart->n_categories;
	struct spark k = {.t = t, .s = s, .dx = n > 1 ? (t->spark_width - 4) / (double)(n - 1) : 0};
	double low = INFINITY, high = -INFINITY, zero;

	for (size_t i = 0; i < n; i++)
		if (s->points[i].there)
			range_hold(&low, &high, s->points[i].value);
	if (low > high)
		return;
	k.scale = (struct scale){low, high, y + SPARK_HEIGHT / 2, y - SPARK_HEIGHT / 2};
	if (low == high)
		k.scale = (struct scale){low - 1, high + 1, y + 1, y - 1};
	zero = scale_at(&k.scale, 0);
	if (low < 0 && high > 0)
		scene_line(t->p->scene, t->spark_x, zero, t->spark_x + t->spark_width, zero,
			   COLOR_HAIR, 0.56, 0);
	spark_segments(&k);
}

static void row_draw(const struct trend *t, size_t s, double top)
{
	const struct plot *p = t->p;
	struct lines l = plot_wrap(p, type_label, p->chart->series[s].label, t->label_width, 3);
	double y = top + t->row / 2;

	plot_lines(p, type_label, 0, y - (double)(l.n - 1) * LINE / 2, LINE, ALIGN_LEFT, &l);
	spark_draw(t, &p->chart->series[s], y);
	for (size_t k = t->first; k < p->chart->n_details; k++) {
		const struct point *pt = cell(p->chart, s, k);

		if (pt)
			plot_digits_on_point(p, value_type(t, k, pt), t->edges[k],
					     y + middle(LABEL_SIZE), point_text(p, pt), pt->figure,
					     &t->digits[k]);
	}
	scene_line(p->scene, 0, top + t->row, p->width, top + t->row, COLOR_GRID, 0.38, 0);
}

double chart_trend(const struct plot *p)
{
	struct trend t = {.p = p, .row = ROW};
	size_t n = p->chart->n_series;

	columns_place(&t);
	for (size_t s = 0; s < n; s++)
		t.row =
		    fmax(t.row, LINE * (double)plot_wrap(p, type_label, p->chart->series[s].label,
							 t.label_width, 3)
					    .n +
				    4.5);
	t.row = taller(p, t.row);
	heads_draw(&t);
	for (size_t s = 0; s < n; s++)
		row_draw(&t, s, HEAD + (double)s * t.row);
	return HEAD + (double)n * t.row;
}
