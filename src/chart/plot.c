/* What the kinds of charts share: the notation of marks, scales, labels that keep clear. */
#include "chart/plot.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* ---- marks ---- */

bool emphasised(const struct chart *c, size_t category)
{
	return c->emphasis && c->emphasis[category];
}

enum chart_role point_role(const struct series *s, size_t category)
{
	const struct point *pt = &s->points[category];

	return pt->has_role ? pt->role : s->role;
}

int role_fill(enum chart_role role)
{
	static const int fills[] = {
	    [ROLE_ACTUAL] = COLOR_ACTUAL, [ROLE_PRIOR] = COLOR_PRIOR,
	    [ROLE_TARGET] = COLOR_PAPER,  [ROLE_FORECAST] = COLOR_PAPER,
	    [ROLE_ACCENT] = COLOR_ACCENT, [ROLE_STEP] = COLOR_STEP,
	    [ROLE_BETTER] = COLOR_BETTER, [ROLE_WORSE] = COLOR_WORSE,
	    [ROLE_TOTAL] = COLOR_ACTUAL,  [ROLE_PART] = COLOR_ZONE,
	    [ROLE_FALL] = COLOR_PRIOR,
	};

	return fills[role];
}

int role_ink(enum chart_role role)
{
	return role == ROLE_PRIOR || role == ROLE_PART || role == ROLE_FALL ||
		       role == ROLE_TARGET || role == ROLE_FORECAST
		   ? COLOR_INK
		   : COLOR_ON_ACTUAL;
}

int role_text(enum chart_role role)
{
	switch (role) {
	case ROLE_ACCENT:
		return COLOR_ACCENT;
	case ROLE_STEP:
		return COLOR_INK2;
	case ROLE_PRIOR:
	case ROLE_PART:
	case ROLE_FALL:
		return COLOR_INK3;
	default: /* better and worse are no colours for text */
		return COLOR_INK;
	}
}

/* Lines at 45 degrees, 1.8 pt every 3.75 pt, which is 5.3 pt along an edge. */
static void hatch(const struct plot *p, double x, double y, double w, double h)
{
	static const double thick = 1.8, every = 3.75 * 1.41421356;

	scene_clip(p->scene, x, y, w, h);
	for (double at = every; at < w + h; at += every) {
		double x1 = at < h ? x : x + at - h, y1 = at < h ? y + at : y + h;
		double x2 = at < w ? x + at : x + w, y2 = at < w ? y : y + at - w;

		scene_line(p->scene, x1, y1, x2, y2, COLOR_ACTUAL, thick, 0);
	}
	scene_unclip(p->scene);
}

void plot_bar(const struct plot *p, double x, double y, double w, double h, enum chart_role role)
{
	double outline = role == ROLE_FALL ? 0.56 : 0.95;

	if (w < 0) {
		x += w;
		w = -w;
	}
	if (h < 0) {
		y += h;
		h = -h;
	}
	if (role != ROLE_TARGET && role != ROLE_FORECAST && role != ROLE_FALL) {
		scene_rect(p->scene, x, y, w, h, role_fill(role));
		return;
	}
	/* The outline lies inside, so that the bar is no longer than its value. */
	w = fmax(w - outline, 0);
	h = fmax(h - outline, 0);
	x += outline / 2;
	y += outline / 2;
	scene_rect(p->scene, x, y, w, h, role_fill(role));
	if (role == ROLE_FORECAST)
		hatch(p, x, y, w, h);
	scene_box(p->scene, x, y, w, h, COLOR_NONE, role == ROLE_FALL ? COLOR_STEP : COLOR_ACTUAL,
		  outline);
}

void plot_gap(const struct plot *p, double x, double y, double w)
{
	static const double off = 2.25; /* the axis runs below it */

	y -= off;
	scene_line(p->scene, x, y, x + w, y, COLOR_INK3, 0.75, 1.5);
	if (plot_text_width(p, type_soft, p->chart->missing) <= w * 1.2)
		plot_text(p, type_soft, x + w / 2, y - LABEL_OFF, ALIGN_CENTER, p->chart->missing,
			  NULL);
}

/* ---- scales ---- */

double scale_at(const struct scale *s, double value)
{
	return s->from + (value - s->low) / (s->high - s->low) * (s->to - s->from);
}

void range_hold(double *low, double *high, double value)
{
	*low = fmin(*low, value);
	*high = fmax(*high, value);
}

void range_hold_series(double *low, double *high, const struct chart *c, const struct series *s)
{
	range_hold(low, high, 0);
	for (size_t i = 0; i < c->n_categories; i++)
		if (s->points[i].there)
			range_hold(low, high, s->points[i].value);
}

double bar_length(const struct scale *s, double from, double to)
{
	double length = scale_at(s, to) - scale_at(s, from);
	bool forward = (to > from) == (s->to > s->from);

	if (from == to || fabs(length) >= BAR_LEAST)
		return length;
	return forward ? BAR_LEAST : -BAR_LEAST;
}

const char *point_text(const struct plot *p, const struct point *pt)
{
	return pt->text ? pt->text : p->chart->missing;
}

struct reach { /* of bars and their values, left and right of zero */
	double left, right;
};

/* Lengthens r by the bars of a series and the values at their ends; labels: the width of each
 * value; unit: points for a value of 1. */
static void reach_hold(struct reach *r, const struct plot *p, const struct series *s,
		       const double *labels, double unit)
{
	for (size_t i = 0; i < p->chart->n_categories; i++) {
		const struct point *pt = &s->points[i];
		double length = pt->there ? fabs(pt->value) * unit : 0,
		       *side = pt->there && pt->value < 0 ? &r->left : &r->right;

		*side = fmax(*side, fmax(length, BAR_LEAST) + VALUE_GAP + labels[i]);
	}
}

static double *value_widths(const struct plot *p, struct type t, const struct series *s)
{
	double *w = NEWS(p->scene->arena, double, p->chart->n_categories);

	for (size_t i = 0; i < p->chart->n_categories; i++)
		w[i] = plot_text_width(p, t, point_text(p, &s->points[i]));
	return w;
}

struct scale plot_bar_scale(const struct plot *p, struct type t, const struct series *s,
			    const struct series *prior, double x1, double x2)
{
	enum { HALVINGS = 24 };
	const double *labels = value_widths(p, t, s),
		     *prior_labels = prior ? value_widths(p, t, prior) : NULL;
	double low = 0, high = 0, most, reach = 0, step = (x2 - x1) / 2;
	struct reach r = {0, 0};

	range_hold_series(&low, &high, p->chart, s);
	if (prior)
		range_hold_series(&low, &high, p->chart, prior);
	most = fmax(fmax(-low, high), DBL_MIN);
	/* reach: how long the longest bar may be; what the bars need grows with it. */
	for (int n = 0; n <= HALVINGS; n++, step /= 2) {
		double unit = (n < HALVINGS ? reach + step : fmax(reach, 6)) / most;

		r = (struct reach){0, 0};
		reach_hold(&r, p, s, labels, unit);
		if (prior)
			reach_hold(&r, p, prior, prior_labels, unit);
		if (n < HALVINGS && r.left + r.right <= x2 - x1)
			reach += step;
	}
	return (struct scale){0, most, x1 + r.left, x1 + r.left + fmax(reach, 6)};
}

void plot_bar_value(const struct plot *p, struct type t, const struct scale *s,
		    const struct point *pt, double y)
{
	bool left = pt->there && pt->value < 0;
	double end = scale_at(s, 0) + (pt->there ? bar_length(s, 0, pt->value) : 0);

	plot_text(p, pt->there ? t : type_soft, left ? end - VALUE_GAP : end + VALUE_GAP,
		  y + middle(t.size), left ? ALIGN_RIGHT : ALIGN_LEFT, point_text(p, pt),
		  pt->figure);
}

/* ---- labels that keep clear ---- */

static bool apart(const struct span_box *a, const struct span_box *b)
{
	return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y ||
	       b->y + b->h <= a->y;
}

bool is_free(const struct taken *taken, struct span_box box)
{
	for (size_t i = 0; i < taken->n; i++)
		if (!apart(&taken->v[i], &box))
			return false;
	return true;
}

bool take(const struct plot *p, struct taken *taken, struct span_box box)
{
	if (!is_free(taken, box))
		return false;
	*PUSH(p->scene->arena, taken) = box;
	return true;
}

struct cluster { /* labels that touch, as one block */
	size_t first, n;
	double top, height, sum; /* sum: of the tops that its labels would like for the block */
};

static void cluster_place(struct cluster *c, double low, double high)
{
	c->top = fmax(low, fmin(c->sum / (double)c->n, high - c->height));
}

struct rank {
	double at;
	size_t i;
};

static int by_place(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

/* Blocks that overlap are merged, and the merged block stands at the mean of what its labels want:
 * the least-squares answer. */
void spread(struct arena *a, double *y, const double *h, const double *at, size_t n, double low,
	    double high)
{
	struct cluster *stack = NEWS(a, struct cluster, n);
	struct rank *order = NEWS(a, struct rank, n);
	size_t depth = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = (struct rank){at ? at[i] : y[i], i};
	qsort(order, n, sizeof(struct rank), by_place);
	for (size_t i = 0; i < n; i++) {
		double height = h[order[i].i];
		struct cluster c = {i, 1, 0, height, y[order[i].i] - height / 2};

		cluster_place(&c, low, high);
		while (depth && stack[depth - 1].top + stack[depth - 1].height > c.top) {
			struct cluster *b = &stack[--depth];

			b->sum += c.sum - (double)c.n * b->height;
			b->n += c.n;
			b->height += c.height;
			c = *b;
			cluster_place(&c, low, high);
		}
		stack[depth++] = c;
	}
	for (size_t k = 0; k < depth; k++)
		for (size_t i = stack[k].first; i < stack[k].first + stack[k].n; i++) {
			y[order[i].i] = stack[k].top + h[order[i].i] / 2;
			stack[k].top += h[order[i].i];
		}
}

void plot_leader(const struct plot *p, double x1, double y1, double x2, double y2, double x3)
{
	bool level = fabs(x3 - x2) > 1;

	scene_poly(p->scene, (const double[]){x1, y1, x2, y2, x3, y2}, level ? 3 : 2, false,
		   COLOR_NONE, COLOR_INK3, 0.56);
}
