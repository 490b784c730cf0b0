/*
 * Lines over time with a dot at every value.  A missing period is bridged by dots and says so; a
 * limit or target is a step line, a range of it a band.  A scale that does not begin at zero is
 * marked at the axis.
 */
#include "chart/line.h"

#include <math.h>

int line_color(const struct series *s)
{
	return s->role == ROLE_TARGET || s->role == ROLE_FORECAST ? COLOR_ACTUAL
								  : role_fill(s->role);
}

/* ---- marks ---- */

static void segment_draw(struct line_chart *k, const struct series *s, size_t i, size_t j)
{
	double x1 = band_middle(&k->bands, i), y1 = y_at(k, s->points[i].value);
	double x2 = band_middle(&k->bands, j), y2 = y_at(k, s->points[j].value);

	*PUSH(k->p->scene->arena, &k->segments) = (struct segment){x1, y1, x2, y2, s};
	if (j == i + 1)
		scene_line(k->p->scene, x1, y1, x2, y2, line_color(s), 1.5,
			   is_forecast(s, j) ? FORECAST_DASH : 0);
	else
		scene_line(k->p->scene, x1, y1, x2, y2, COLOR_INK3, 0.75, 1.5);
}

/* Dots that would touch make a line unreadable: then its end and lone values keep theirs. */
static bool has_dot(const struct line_chart *k, const struct series *s, size_t i)
{
	size_t n = k->bands.n;

	return k->bands.width > 3 * DOT || i + 1 == n || !s->points[i + 1].there || !i ||
	       !s->points[i - 1].there;
}

static void dot_draw(const struct line_chart *k, const struct series *s, size_t i)
{
	double x = band_middle(&k->bands, i), y = y_at(k, s->points[i].value);
	int color = emphasised(k->p->chart, i) && k->n_lines == 1 ? COLOR_ACCENT : line_color(s);

	if (is_forecast(s, i))
		scene_circle(k->p->scene, x, y, DOT, COLOR_PAPER, color, FORECAST_RING);
	else
		scene_circle(k->p->scene, x, y, DOT, color, COLOR_NONE, 0);
}

static void dot_alone(struct line_chart *k, const struct series *s, size_t i)
{
	double x = band_middle(&k->bands, i), y = y_at(k, s->points[i].value);

	*PUSH(k->p->scene->arena, &k->segments) = (struct segment){x, y, x, y, s};
}

static void line_draw(struct line_chart *k, const struct series *s)
{
	size_t n = k->bands.n;
	bool joined = false; /* a line comes from the left */

	for (size_t i = next_there(s, 0, n), j; i < n; i = j) {
		bool alone = !joined;

		j = next_there(s, i + 1, n);
		joined = j < n && !is_broken(k->p->chart, i, j);
		if (joined)
			segment_draw(k, s, i, j);
		else if (alone)
			dot_alone(k, s, i);
	}
	for (size_t i = 0; i < n; i++)
		if (s->points[i].there && has_dot(k, s, i))
			dot_draw(k, s, i);
}

static void limit_draw(struct line_chart *k, const struct series *s)
{
	for (size_t i = 0; i < k->bands.n; i++) {
		double x = k->bands.left + k->bands.width * (double)i, y;

		if (!s->points[i].there || (s->to && s->to[i].there))
			continue;
		y = y_at(k, s->points[i].value);
		scene_line(k->p->scene, x, y, x + k->bands.width, y, COLOR_INK, LIMIT_LINE, 0);
		if (i + 1 < k->bands.n && s->points[i + 1].there)
			scene_line(k->p->scene, x + k->bands.width, y, x + k->bands.width,
				   y_at(k, s->points[i + 1].value), COLOR_INK, LIMIT_LINE, 0);
	}
}

/* A band from one value to another, behind the lines. */
static void band_draw(struct line_chart *k, const struct series *s)
{
	for (size_t i = 0; s->to && i < k->bands.n; i++) {
		double x = k->bands.left + k->bands.width * (double)i, y1, y2;

		if (!s->points[i].there || !s->to[i].there)
			continue;
		y1 = y_at(k, fmax(s->points[i].value, s->to[i].value));
		y2 = y_at(k, fmin(s->points[i].value, s->to[i].value));
		scene_rect(k->p->scene, x, y1, k->bands.width, fmax(y2 - y1, BAR_LEAST),
			   COLOR_ZONE);
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

/* The axis of time, with ticks where the periods do not stand at even steps. */
static void axis_draw(const struct line_chart *k)
{
	static const double tick = 2.5;

	plot_axis(k->p, &k->bands, k->axis);
	for (size_t i = 0; k->bands.at && i < k->bands.n; i++)
		scene_line(k->p->scene, band_middle(&k->bands, i), k->axis,
			   band_middle(&k->bands, i), k->axis + tick, COLOR_INK, 0.75, 0);
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
		for (size_t i = 0; i < c->n_categories; i++) {
			const struct series *one = &c->series[s];

			if (one->points[i].there)
				range_hold(&low, &high, one->points[i].value);
			if (one->to && one->to[i].there)
				range_hold(&low, &high, one->to[i].value);
		}
	from_zero = low <= 0 || low <= high / 2;
	if (from_zero)
		range_hold(&low, &high, 0);
	room = high > low ? high - low : fmax(fabs(high), 1e-9) * 0.1;
	low -= from_zero && low >= 0 ? 0 : room * 0.25;
	k->scale = (struct scale){low, high > low ? high : low + room, bottom, top};
	return from_zero;
}

static void lines_draw(struct line_chart *k)
{
	const struct chart *c = k->p->chart;

	for (size_t s = 0; s < c->n_series; s++)
		band_draw(k, &c->series[s]);
	for (size_t s = 0; s < c->n_series; s++)
		if (is_limit(&c->series[s]))
			limit_draw(k, &c->series[s]);
	for (int accent = 0; accent < 2; accent++) /* the accent lies on top */
		for (size_t s = 0; s < c->n_series; s++)
			if (!is_limit(&c->series[s]) &&
			    (c->series[s].role == ROLE_ACCENT) == accent)
				line_draw(k, &c->series[s]);
}

static bool crowded(const struct line_chart *k)
{
	const struct chart *c = k->p->chart;

	for (size_t s = 0; s < c->n_series; s++)
		if (!is_limit(&c->series[s]) &&
		    plot_last_rank(k->p, &c->series[s], &k->bands) < RANK_REST)
			return true;
	return false;
}

double chart_line(const struct plot *p)
{
	struct line_chart k = {.p = p};
	double top = LABEL_OFF + LABEL_SIZE + DOT, right, zero;
	bool from_zero;

	for (size_t s = 0; s < p->chart->n_series; s++)
		k.n_lines += !is_limit(&p->chart->series[s]);
	k.bands = plot_bands(p, line_ends_place(&k));
	if (k.n_lines == p->chart->n_series) /* a limit holds for all of its band */
		k.bands.at = p->chart->at;
	k.axis = fmax(0.8 * plot_height(p), k.ends_height);
	from_zero = value_scale(&k, top, k.axis);
	right = k.bands.left + k.bands.width * (double)k.bands.n;
	k.crowded = crowded(&k);
	if (k.crowded)
		plot_axis_make(p, &k.bands, &k.scale);
	lines_draw(&k);
	line_labels(&k);
	if (!from_zero)
		break_mark(&k);
	zero = scale_at(&k.scale, 0);
	if (from_zero && k.scale.low < 0)
		scene_line(p->scene, k.bands.left, zero, right, zero, COLOR_HAIR, 0.56, 0);
	axis_draw(&k);
	return k.axis + plot_periods(p, &k.bands, k.axis, 0);
}
