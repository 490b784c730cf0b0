/*
 * Slope: one line a measure from the first period to the last, both values and the name in words at
 * its ends.  Labels are pushed apart, in the order of the values; a leader goes from the end of its
 * line to a label that was pushed away from there.
 */
#include "chart/plot.h"

#include <math.h>

#define DOT 2.2
#define PITCH (1.35 * LABEL_SIZE) /* of labels, at least */
#define DOT_GAP 8.0               /* between a dot and its value */
#define LEADER 7.5                /* more than that where leaders are */
#define NAME_GAP 7.5              /* between a value and the name */
#define LINE 9.75                 /* between the lines of a name */
/* Lines read best when they are not too flat; names would rather not wrap.  Of the width: */
#define LINES_LEAST 0.24
#define LINES_MOST 0.42

static const struct type value_then = {WEIGHT_REGULAR, COLOR_INK2, LABEL_SIZE, true};
static const struct type value_zero = {WEIGHT_REGULAR, COLOR_INK3, LABEL_SIZE, true};
static const struct type value_now = {WEIGHT_SEMIBOLD, COLOR_INK, LABEL_SIZE, true};

struct slope {
	const struct plot *p;
	struct scale scale;
	size_t first, last;         /* categories */
	double x1, x2;              /* of the dots */
	double then_edge, now_edge; /* digits end here */
	double name_x;
	struct lines *names;
	/* Middles of the labels' first lines, and whether leaders go there.  Among the earlier
	 * values, the name of the zero line comes last. */
	double *then_y, *now_y;
	bool then_leads, now_leads;
};

static double widest(const struct plot *p, struct type t, size_t category, double *hang)
{
	double w = 0;

	*hang = 0;
	for (size_t s = 0; s < p->chart->n_series; s++) {
		double over, left = plot_digits_width(
				 p, t, point_text(p, &p->chart->series[s].points[category]), &over);

		w = fmax(w, left);
		*hang = fmax(*hang, over);
	}
	return w;
}

static void columns_place(struct slope *sl)
{
	const struct plot *p = sl->p;
	struct arena *a = p->scene->arena;
	double hang, name = 0, field, then_more = sl->then_leads ? LEADER : 0,
		     now_more = sl->now_leads ? LEADER : 0, least;

	sl->then_edge = widest(p, value_then, sl->first, &hang);
	sl->x1 = sl->then_edge + fmax(hang, 2) + DOT_GAP - 2 + then_more;
	field = widest(p, value_now, sl->last, &hang) + hang + DOT_GAP + now_more + NAME_GAP;
	least = p->width * LINES_LEAST - then_more - now_more; /* leaders go on where lines end */
	sl->names = NEWS(a, struct lines, p->chart->n_series);
	for (size_t s = 0; s < p->chart->n_series; s++) {
		double room = fmax(40, p->width - sl->x1 - field - least);

		sl->names[s] = plot_wrap(p, type_label, p->chart->series[s].label, room, 3);
		name = fmax(name, sl->names[s].width);
	}
	sl->x2 = fmin(p->width - name - field, sl->x1 + p->width * LINES_MOST);
	sl->x2 = fmax(sl->x2, sl->x1 + 10);
	sl->now_edge = sl->x2 + DOT_GAP + now_more + widest(p, value_now, sl->last, &hang);
	sl->name_x = sl->now_edge + hang + NAME_GAP - 1;
}

/* Where a series stands at a period; where its value is missing, its other end. */
static double end_y(const struct slope *sl, size_t series, size_t category)
{
	const struct point *v = sl->p->chart->series[series].points;
	size_t other = category == sl->first ? sl->last : sl->first;

	if (v[category].there)
		return scale_at(&sl->scale, v[category].value);
	return v[other].there ? scale_at(&sl->scale, v[other].value) : sl->scale.from;
}

static int series_color(const struct slope *sl, size_t series)
{
	return role_fill(point_role(&sl->p->chart->series[series], sl->last));
}

static void series_draw(const struct slope *sl, size_t s)
{
	const struct plot *p = sl->p;
	const struct point *v = p->chart->series[s].points;
	double y1 = end_y(sl, s, sl->first), y2 = end_y(sl, s, sl->last);
	bool both = v[sl->first].there && v[sl->last].there;
	int color = series_color(sl, s);

	if (!v[sl->first].there && !v[sl->last].there)
		return;
	scene_line(p->scene, sl->x1, y1, sl->x2, y2, color, both ? 0.95 : 0.75, both ? 0 : 1.5);
	if (v[sl->first].there)
		scene_circle(p->scene, sl->x1, y1, DOT, COLOR_PAPER, color, 0.95);
	if (v[sl->last].there)
		scene_circle(p->scene, sl->x2, y2, DOT + 0.4, color, COLOR_NONE, 0);
}

static bool has_zero(const struct slope *sl)
{
	return sl->scale.low < 0 && sl->scale.high > 0;
}

/* ---- labels ---- */

/* Does any label stand away from its end of the line? */
static bool any_moved(const struct slope *sl, const double *y, size_t category)
{
	for (size_t s = 0; s < sl->p->chart->n_series; s++)
		if (fabs(y[s] - end_y(sl, s, category)) > LABEL_MOVED)
			return true;
	return false;
}

static void then_place(struct slope *sl, double top, double bottom)
{
	struct arena *a = sl->p->scene->arena;
	size_t n = sl->p->chart->n_series;
	double *y = NEWS(a, double, n + 1), *h = NEWS(a, double, n + 1);

	for (size_t s = 0; s < n; s++)
		y[s] = end_y(sl, s, sl->first);
	y[n] = scale_at(&sl->scale, 0);
	for (size_t s = 0; s <= n; s++)
		h[s] = PITCH;
	spread(a, y, h, NULL, n + has_zero(sl), top, bottom);
	sl->then_y = y;
	sl->then_leads |= any_moved(sl, y, sl->first);
}

static void now_place(struct slope *sl, double top, double bottom)
{
	struct arena *a = sl->p->scene->arena;
	size_t n = sl->p->chart->n_series;
	double *y = NEWS(a, double, n), *h = NEWS(a, double, n), *at = NEWS(a, double, n);

	for (size_t s = 0; s < n; s++) {
		h[s] = PITCH + (double)(sl->names[s].n - 1) * LINE;
		at[s] = end_y(sl, s, sl->last);
		y[s] = at[s] + (h[s] - PITCH) / 2;
	}
	spread(a, y, h, at, n, top, bottom);
	for (size_t s = 0; s < n; s++)
		y[s] -= (h[s] - PITCH) / 2;
	sl->now_y = y;
	sl->now_leads |= any_moved(sl, y, sl->last);
}

/* From the mark at x, height y, to the digits at line; dot: its radius, negative to the left. */
static void leader_draw(const struct slope *sl, double x, double dot, double y, double line,
			double level, double to)
{
	if (fabs(y - line) > LABEL_MOVED)
		plot_leader(sl->p, x + dot + (dot < 0 ? -1 : 1), y, level, line, to);
}

static void then_draw(const struct slope *sl, size_t s)
{
	const struct plot *p = sl->p;
	const struct point *pt = &p->chart->series[s].points[sl->first];
	const char *text = point_text(p, pt);
	double level = sl->x1 - DOT_GAP + 2, hang;

	plot_digits(p, value_then, sl->then_edge, sl->then_y[s] + middle(LABEL_SIZE), text,
		    pt->figure);
	plot_digits_width(p, value_then, text, &hang);
	if (pt->there)
		leader_draw(sl, sl->x1, -DOT, end_y(sl, s, sl->first), sl->then_y[s], level,
			    sl->then_edge + hang + 2);
}

static void now_draw(const struct slope *sl, size_t s)
{
	const struct plot *p = sl->p;
	const struct point *pt = &p->chart->series[s].points[sl->last];
	const char *text = point_text(p, pt);
	struct type name = type_label;
	double line = sl->now_y[s], level = sl->x2 + DOT_GAP - 2, hang, width;

	if (series_color(sl, s) == COLOR_ACCENT)
		name.color = COLOR_ACCENT;
	plot_digits(p, value_now, sl->now_edge, line + middle(LABEL_SIZE), text, pt->figure);
	plot_lines(p, name, sl->name_x, line, LINE, ALIGN_LEFT, &sl->names[s]);
	width = plot_digits_width(p, value_now, text, &hang);
	if (pt->there)
		leader_draw(sl, sl->x2, DOT + 0.4, end_y(sl, s, sl->last), line, level,
			    sl->now_edge - width - 2);
}

static void labels_draw(const struct slope *sl)
{
	size_t n = sl->p->chart->n_series;

	for (size_t s = 0; s < n; s++) {
		then_draw(sl, s);
		now_draw(sl, s);
	}
	if (has_zero(sl))
		plot_digits(sl->p, value_zero, sl->then_edge, sl->then_y[n] + middle(LABEL_SIZE),
			    "0", NULL);
}

static double labels_height(const struct slope *sl)
{
	double h = 0;

	for (size_t s = 0; s < sl->p->chart->n_series; s++)
		h += PITCH + (double)(sl->names[s].n - 1) * LINE;
	return h;
}

static struct scale value_scale(const struct slope *sl, double top, double bottom)
{
	const struct chart *c = sl->p->chart;
	double low = INFINITY, high = -INFINITY;

	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = sl->first; i <= sl->last;
		     i += sl->last > sl->first ? sl->last - sl->first : 1)
			if (c->series[s].points[i].there)
				range_hold(&low, &high, c->series[s].points[i].value);
	if (low > high)
		low = high = 0;
	return (struct scale){low, high > low ? high : low + 1, bottom, top};
}

/* A period's name over its dots, inside the chart and at most half way to the other one. */
static void head_draw(const struct slope *sl, struct type t, double x, size_t category)
{
	const struct plot *p = sl->p;
	double apart = sl->x2 - sl->x1 - LABEL_SPARE, edge = fmin(x, p->width - x);
	/* One that is centred over its dots, or one that begins at the edge of the chart. */
	double room = apart / 2 <= edge ? apart : edge + apart / 2;
	const char *text = plot_shorten(p, t, p->chart->categories[category], room);
	double half = plot_text_width(p, t, text) / 2;

	plot_text(p, t, fmax(half, fmin(x, p->width - half)),
		  LABEL_LEADING / 2 + middle(LABEL_SIZE), ALIGN_CENTER, text, NULL);
}

/* Columns, scale and labels; returns the height.  Leaders need room, which names give. */
static double place(struct slope *sl, double top)
{
	double bottom = top;

	for (bool more = true; more;) {
		bool then_leads = sl->then_leads, now_leads = sl->now_leads;

		columns_place(sl);
		bottom = top + fmax(0.9 * plot_height(sl->p), labels_height(sl) * 1.5);
		sl->scale = value_scale(sl, top + PITCH / 2, bottom - PITCH / 2);
		then_place(sl, top, bottom);
		now_place(sl, top, bottom);
		more = then_leads != sl->then_leads || now_leads != sl->now_leads;
	}
	return bottom;
}

double chart_slope(const struct plot *p)
{
	struct slope sl = {.p = p, .last = p->chart->n_categories - 1};
	double bottom = place(&sl, LABEL_LEADING + 2.25), zero = scale_at(&sl.scale, 0);

	head_draw(&sl, type_soft, sl.x1, sl.first);
	if (sl.last != sl.first)
		head_draw(&sl, type_strong, sl.x2, sl.last);
	if (has_zero(&sl))
		scene_line(p->scene, sl.x1, zero, sl.x2, zero, COLOR_INK3, 0.56, 1.1);
	for (int accent = 0; accent < 2; accent++) /* the accent lies on top */
		for (size_t s = 0; s < p->chart->n_series; s++)
			if ((series_color(&sl, s) == COLOR_ACCENT) == accent)
				series_draw(&sl, s);
	labels_draw(&sl);
	return bottom;
}
