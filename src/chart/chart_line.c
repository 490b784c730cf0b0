/*
 * Lines over time with a dot at every value.  A missing period is bridged by dots and says so; a
 * limit or target is a step line.  A scale that does not begin at zero is marked at the axis.
 */
#include "chart/plot.h"

#include <math.h>

#define DOT 2.2
#define SIDE_GAP 7.5
#define LIMIT_LINE 1.5

struct line_chart {
	const struct plot *p;
	struct bands bands;
	struct scale scale;
	double axis;    /* y */
	size_t n_lines; /* series that are lines and not limits */
	struct taken taken;
};

static bool is_limit(const struct series *s)
{
	return s->role == ROLE_TARGET;
}

static double y_at(const struct line_chart *k, double value)
{
	return scale_at(&k->scale, value);
}

/* Index of the next value from i on, or n. */
static size_t next_there(const struct series *s, size_t i, size_t n)
{
	while (i < n && !s->points[i].there)
		i++;
	return i;
}

static int line_color(const struct series *s)
{
	return s->role == ROLE_TARGET ? COLOR_ACTUAL : role_fill(s->role);
}

/* ---- marks ---- */

static void segment_draw(struct line_chart *k, const struct series *s, size_t i, size_t j)
{
	double x1 = band_middle(&k->bands, i), y1 = y_at(k, s->points[i].value);
	double x2 = band_middle(&k->bands, j), y2 = y_at(k, s->points[j].value);

	if (j == i + 1)
		scene_line(k->p->scene, x1, y1, x2, y2, line_color(s), 1.5, 0);
	else
		scene_line(k->p->scene, x1, y1, x2, y2, COLOR_INK3, 0.75, 1.5);
}

static void gap_label(struct line_chart *k, double x, double y)
{
	const char *text = k->p->chart->missing;
	double w = plot_text_width(k->p, type_soft, text);

	if (take(k->p, &k->taken, (struct span_box){x - w / 2, y - LABEL_SIZE, w, LABEL_SIZE}))
		plot_text(k->p, type_soft, x, y, ALIGN_CENTER, text, NULL);
}

/* "n.d." over the dots between two values that are far apart, clear of their slope. */
static void gap_labels(struct line_chart *k, const struct series *s, size_t i, size_t j)
{
	double y1 = y_at(k, s->points[i].value), y2 = y_at(k, s->points[j].value);
	double slope = (y2 - y1) / (double)(j - i);
	double half = plot_text_width(k->p, type_soft, k->p->chart->missing) / 2 / k->bands.width;

	for (size_t g = i + 1; g < j; g++)
		gap_label(k, band_middle(&k->bands, g),
			  y1 + slope * (double)(g - i) - fabs(slope) * half - 2.5);
}

static bool any_there(const struct chart *c, size_t i)
{
	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].points[i].there)
			return true;
	return false;
}

/* Periods before the first value and after the last one of which nothing is known: on the axis. */
static void outer_gaps(struct line_chart *k)
{
	for (size_t i = 0; i < k->bands.n; i++) {
		bool before = true, after = true;

		for (size_t j = 0; j < k->bands.n; j++)
			if (any_there(k->p->chart, j)) {
				before &= j > i;
				after &= j < i;
			}
		if (before || after)
			plot_gap(k->p, k->bands.left + k->bands.width * ((double)i + 0.2), k->axis,
				 k->bands.width * 0.6);
	}
}

static void line_draw(struct line_chart *k, const struct series *s)
{
	size_t n = k->bands.n;

	for (size_t i = next_there(s, 0, n), j; i < n; i = j) {
		j = next_there(s, i + 1, n);
		if (j < n)
			segment_draw(k, s, i, j);
	}
	for (size_t i = 0; i < n; i++)
		if (s->points[i].there)
			scene_circle(k->p->scene, band_middle(&k->bands, i),
				     y_at(k, s->points[i].value), DOT,
				     emphasised(k->p->chart, i) && k->n_lines == 1 ? COLOR_ACCENT
										   : line_color(s),
				     COLOR_NONE, 0);
}

static void limit_draw(struct line_chart *k, const struct series *s)
{
	for (size_t i = 0; i < k->bands.n; i++) {
		double x = k->bands.left + k->bands.width * (double)i, y;

		if (!s->points[i].there)
			continue;
		y = y_at(k, s->points[i].value);
		scene_line(k->p->scene, x, y, x + k->bands.width, y, COLOR_INK, LIMIT_LINE, 0);
		if (i + 1 < k->bands.n && s->points[i + 1].there)
			scene_line(k->p->scene, x + k->bands.width, y, x + k->bands.width,
				   y_at(k, s->points[i + 1].value), COLOR_INK, LIMIT_LINE, 0);
	}
}

/* The sign of an axis that does not begin at zero. */
static void break_mark(const struct line_chart *k)
{
	double x = k->bands.left + 2.5, y = k->axis - 3;

	scene_poly(k->p->scene,
		   (const double[]){x, y, x + 2, y + 2.2, x + 4.5, y - 2.2, x + 6.5, y}, 4, false,
		   COLOR_NONE, COLOR_INK3, 0.75);
}

/* ---- labels ---- */

static void limit_labels(struct line_chart *k, const struct series *s)
{
	for (size_t i = 0; i < k->bands.n; i++) {
		const struct point *pt = &s->points[i];
		double x = band_middle(&k->bands, i), y, w;

		if (!pt->there ||
		    (i && s->points[i - 1].there && s->points[i - 1].value == pt->value))
			continue;
		w = plot_text_width(k->p, type_label, pt->text);
		y = y_at(k, pt->value) - LABEL_OFF;
		if (take(k->p, &k->taken,
			 (struct span_box){x - w / 2, y - LABEL_SIZE, w, LABEL_SIZE}))
			plot_text(k->p, type_label, x, y, ALIGN_CENTER, pt->text, pt->figure);
	}
}

static bool label_try(struct line_chart *k, struct type t, double x, double y,
		      const struct point *pt)
{
	double w = plot_text_width(k->p, t, pt->text), cap = LABEL_SIZE * CAP_HEIGHT;

	x = fmax(0, fmin(x - w / 2, k->p->width - w));
	if (!take(k->p, &k->taken, (struct span_box){x - 1, y - cap - 1, w + 2, cap + 2}))
		return false;
	plot_text(k->p, t, x, y, ALIGN_LEFT, pt->text, pt->figure);
	return true;
}

/* Above the dot, or below it if something is in the way. */
static void value_label(struct line_chart *k, const struct series *s, size_t i)
{
	const struct point *pt = &s->points[i];
	struct type t = emphasised(k->p->chart, i) ? type_strong : type_label;
	double x = band_middle(&k->bands, i), y, off = DOT + LABEL_OFF;

	if (!pt->there)
		return;
	if (emphasised(k->p->chart, i) && k->n_lines == 1)
		t.color = COLOR_ACCENT;
	y = y_at(k, pt->value);
	if (!label_try(k, t, x, y - off, pt))
		label_try(k, t, x, y + off + LABEL_SIZE * CAP_HEIGHT, pt);
}

static void dots_take(struct line_chart *k, const struct series *s)
{
	for (size_t i = 0; i < k->bands.n; i++)
		if (s->points[i].there)
			*PUSH(k->p->scene->arena, &k->taken) =
			    (struct span_box){band_middle(&k->bands, i) - DOT,
					      y_at(k, s->points[i].value) - DOT, 2 * DOT, 2 * DOT};
}

static void value_labels(struct line_chart *k, const struct series *s)
{
	int last = plot_last_rank(k->p, s, &k->bands);

	for (int rank = 0; rank <= last; rank++)
		for (size_t i = k->bands.n; i-- > 0;)
			if (value_rank(k->p->chart, s, i) == rank)
				value_label(k, s, i);
}

static double names_width(const struct line_chart *k)
{
	double w = 0;

	for (size_t s = 0; k->n_lines > 1 && s < k->p->chart->n_series; s++)
		w = fmax(w, plot_wrap(k->p, type_label, k->p->chart->series[s].label,
				      k->p->width * 0.3, 2)
				.width);
	return w > 0 ? w + SIDE_GAP : 0;
}

/* Beside the last values, which stand over or under their dots. */
static double names_x(const struct line_chart *k)
{
	size_t last = k->bands.n - 1;
	double half = DOT;

	for (size_t s = 0; s < k->p->chart->n_series; s++) {
		const struct point *pt = &k->p->chart->series[s].points[last];

		if (pt->there)
			half = fmax(half, plot_text_width(k->p, type_strong, pt->text) / 2);
	}
	return fmin(band_middle(&k->bands, last) + half + 4.5,
		    k->bands.left + k->bands.width * (double)k->bands.n + SIDE_GAP);
}

/* What each line is, at its end. */
static void names_draw(const struct line_chart *k, double x)
{
	const struct chart *c = k->p->chart;
	struct arena *a = k->p->scene->arena;
	double *y = NEWS(a, double, c->n_series), *h = NEWS(a, double, c->n_series);

	for (size_t s = 0; s < c->n_series; s++) {
		size_t last = c->n_categories;

		while (last > 0 && !c->series[s].points[last - 1].there)
			last--;
		y[s] = last ? y_at(k, c->series[s].points[last - 1].value) : k->axis;
		h[s] =
		    LABEL_LEADING *
		    (double)plot_wrap(k->p, type_label, c->series[s].label, k->p->width - x, 2).n;
	}
	spread(a, y, h, c->n_series, 0, k->axis);
	for (size_t s = 0; s < c->n_series; s++) {
		struct lines l =
		    plot_wrap(k->p, type_label, c->series[s].label, k->p->width - x, 2);
		struct type t = type_label;

		if (c->series[s].role == ROLE_ACCENT)
			t.color = COLOR_ACCENT;
		plot_lines(k->p, t, x, y[s] - (h[s] - LABEL_LEADING) / 2, LABEL_LEADING, ALIGN_LEFT,
			   &l);
	}
}

/* ---- layout ---- */

/* From zero where the line then still fills half of the height; else with room below, and marked.
 */
static bool value_scale(struct line_chart *k, double top, double bottom)
{
	const struct chart *c = k->p->chart;
	double low = INFINITY, high = -INFINITY, room;
	bool from_zero;

	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = 0; i < c->n_categories; i++)
			if (c->series[s].points[i].there)
				range_hold(&low, &high, c->series[s].points[i].value);
	from_zero = low <= 0 || low <= high / 2;
	if (from_zero)
		range_hold(&low, &high, 0);
	room = high > low ? high - low : fmax(fabs(high), 1) * 0.1;
	low -= from_zero && low >= 0 ? 0 : room * 0.25;
	k->scale = (struct scale){low, high > low ? high : low + room, bottom, top};
	return from_zero;
}

static void lines_draw(struct line_chart *k)
{
	const struct chart *c = k->p->chart;

	for (size_t s = 0; s < c->n_series; s++)
		if (is_limit(&c->series[s]))
			limit_draw(k, &c->series[s]);
	for (int accent = 0; accent < 2; accent++) /* the accent lies on top */
		for (size_t s = 0; s < c->n_series; s++)
			if (!is_limit(&c->series[s]) &&
			    (c->series[s].role == ROLE_ACCENT) == accent)
				line_draw(k, &c->series[s]);
}

static void limits_take(struct line_chart *k, const struct series *s)
{
	for (size_t i = 0; i < k->bands.n; i++)
		if (s->points[i].there)
			*PUSH(k->p->scene->arena, &k->taken) =
			    (struct span_box){k->bands.left + k->bands.width * (double)i,
					      y_at(k, s->points[i].value) - LIMIT_LINE / 2,
					      k->bands.width, LIMIT_LINE};
}

/* What labels must not cover: the zero line, limits, dots. */
static void marks_take(struct line_chart *k)
{
	const struct chart *c = k->p->chart;

	if (k->scale.low < 0 && k->scale.high > 0)
		*PUSH(k->p->scene->arena, &k->taken) =
		    (struct span_box){0, y_at(k, 0) - 0.5, k->p->width, 1};
	for (size_t s = 0; s < c->n_series; s++)
		if (is_limit(&c->series[s]))
			limits_take(k, &c->series[s]);
		else
			dots_take(k, &c->series[s]);
}

static void labels_draw(struct line_chart *k)
{
	const struct chart *c = k->p->chart;
	size_t n = k->bands.n;

	marks_take(k);
	for (size_t s = 0; s < c->n_series; s++)
		if (is_limit(&c->series[s]))
			limit_labels(k, &c->series[s]);
	for (size_t s = 0; s < c->n_series; s++) {
		const struct series *line = &c->series[s];

		if (is_limit(line))
			continue;
		value_labels(k, line);
		for (size_t i = next_there(line, 0, n), j; i < n; i = j) {
			j = next_there(line, i + 1, n);
			if (j < n)
				gap_labels(k, line, i, j);
		}
	}
	outer_gaps(k);
}

double chart_line(const struct plot *p)
{
	struct line_chart k = {.p = p};
	double top = LABEL_OFF + LABEL_SIZE + DOT, right, zero;
	bool from_zero;

	for (size_t s = 0; s < p->chart->n_series; s++)
		k.n_lines += !is_limit(&p->chart->series[s]);
	k.bands = plot_bands(p, names_width(&k));
	k.axis = 0.8 * plot_height(p);
	from_zero = value_scale(&k, top, k.axis);
	right = k.bands.left + k.bands.width * (double)k.bands.n;
	lines_draw(&k);
	labels_draw(&k);
	if (!from_zero)
		break_mark(&k);
	zero = scale_at(&k.scale, 0);
	if (from_zero && k.scale.low < 0)
		scene_line(p->scene, k.bands.left, zero, right, zero, COLOR_HAIR, 0.56, 0);
	scene_line(p->scene, k.bands.left, k.axis, right, k.axis, COLOR_INK, 0.75, 0);
	if (k.n_lines > 1)
		names_draw(&k, names_x(&k));
	return k.axis + plot_periods(p, &k.bands, k.axis, 0);
}
