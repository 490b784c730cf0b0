/*
 * Labels of lines: values at their dots, clear of each other and of the lines; at the ends of
 * several lines a column of last values and names, in the place of a legend.
 */
#include "chart/line.h"

#include <math.h>

#define CAP (LABEL_SIZE * CAP_HEIGHT)
#define END_GAP 5.0 /* between a last dot and what stands beside it */
#define NAME_GAP 5.0
#define NAME_MOST 0.3 /* of the width */
#define NAME_LINES 3
#define LINE 9.75
/* Nobody asks whose a label is if other lines are so many times farther than its own. */
#define CLEARLY_NEARER 1.5

static const struct type value_type = {WEIGHT_SEMIBOLD, COLOR_INK, LABEL_SIZE, true};

/* ---- what is in the way ---- */

/* All of the segment on one side of the box, and farther off than that, as nearly always. */
static bool is_beside(const struct segment *g, const struct span_box *b, double off)
{
	double left = b->x - off, right = b->x + b->w + off, top = b->y - off,
	       bottom = b->y + b->h + off;

	return (g->x1 < left && g->x2 < left) || (g->x1 > right && g->x2 > right) ||
	       (g->y1 < top && g->y2 < top) || (g->y1 > bottom && g->y2 > bottom);
}

/* Does the segment pass through the box?  Clipped against its four sides. */
static bool passes(const struct segment *g, const struct span_box *b)
{
	double dx = g->x2 - g->x1, dy = g->y2 - g->y1, from = 0, to = 1;
	double moves[] = {-dx, dx, -dy, dy};
	double rooms[] = {g->x1 - b->x, b->x + b->w - g->x1, g->y1 - b->y, b->y + b->h - g->y1};

	for (size_t i = 0; i < COUNT(moves); i++) {
		if (moves[i] == 0 && rooms[i] < 0)
			return false;
		if (moves[i] < 0)
			from = fmax(from, rooms[i] / moves[i]);
		else if (moves[i] > 0)
			to = fmin(to, rooms[i] / moves[i]);
	}
	return from < to;
}

static bool on_a_line(const struct line_chart *k, struct span_box box)
{
	for (size_t i = 0; i < k->segments.n; i++)
		if (!is_beside(&k->segments.v[i], &box, 0) && passes(&k->segments.v[i], &box))
			return true;
	return false;
}

static double length(double x, double y)
{
	return sqrt(x * x + y * y);
}

static double from_box(const struct span_box *b, double x, double y)
{
	return length(fmax(fmax(b->x - x, x - b->x - b->w), 0),
		      fmax(fmax(b->y - y, y - b->y - b->h), 0));
}

static double from_segment(const struct segment *g, double x, double y)
{
	double dx = g->x2 - g->x1, dy = g->y2 - g->y1, square = dx * dx + dy * dy,
	       at = square > 0 ? ((x - g->x1) * dx + (y - g->y1) * dy) / square : 0;

	at = fmax(0, fmin(at, 1));
	return length(x - g->x1 - at * dx, y - g->y1 - at * dy);
}

/* Between a box and a segment; 0 if it passes.  Else an end or a corner is nearest. */
static double distance(const struct segment *g, const struct span_box *b)
{
	double d = fmin(from_box(b, g->x1, g->y1), from_box(b, g->x2, g->y2));

	if (passes(g, b))
		return 0;
	for (int corner = 0; corner < 4; corner++)
		d = fmin(d, from_segment(g, b->x + (corner & 1 ? b->w : 0),
					 b->y + (corner & 2 ? b->h : 0)));
	return d;
}

static void take_all(struct line_chart *k, struct span_box box)
{
	*PUSH(k->p->scene->arena, &k->taken) = box;
}

/* What labels must not cover: the zero line, limits, dots. */
static void marks_take(struct line_chart *k)
{
	const struct chart *c = k->p->chart;

	if (k->scale.low < 0 && k->scale.high > 0)
		take_all(k, (struct span_box){k->bands.left, y_at(k, 0) - 0.5, k->p->width, 1});
	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = 0; i < k->bands.n; i++) {
			const struct point *pt = &c->series[s].points[i];
			double x = band_middle(&k->bands, i), y;

			if (!pt->there)
				continue;
			y = y_at(k, pt->value);
			if (is_limit(&c->series[s]))
				take_all(k, (struct span_box){x - k->bands.width / 2,
							      y - LIMIT_LINE / 2, k->bands.width,
							      LIMIT_LINE});
			else
				take_all(k, (struct span_box){x - DOT, y - DOT, 2 * DOT, 2 * DOT});
		}
}

/* ---- values ---- */

struct label {
	const struct series *series;
	const struct point *point;
	double x, y; /* of its dot */
	struct type type;
	double nearer; /* every other line is so many times farther than its own; 0: any */
	bool across;   /* lines may pass */
};

/* Is every other line so many times farther from the box than the label's own, which is no farther
 * than its dot?  Where lines lie on each other, once is true. */
static bool is_nearest(const struct line_chart *k, const struct label *l, struct span_box box)
{
	double own, off;

	if (k->n_lines < 2 || l->nearer <= 0)
		return true;
	own = from_box(&box, l->x, l->y);
	for (size_t i = 0; i < k->segments.n; i++) {
		const struct segment *g = &k->segments.v[i];

		if (g->series == l->series && !is_beside(g, &box, own))
			own = fmin(own, distance(g, &box));
	}
	off = l->nearer * own;
	for (size_t i = 0; i < k->segments.n; i++) {
		const struct segment *g = &k->segments.v[i];

		if (g->series != l->series && !is_beside(g, &box, off) && distance(g, &box) < off)
			return false;
	}
	return true;
}

/* Sets a label with its left edge at x if it may stand there. */
static bool label_try(struct line_chart *k, const struct label *l, double x, double baseline)
{
	double w = plot_text_width(k->p, l->type, l->point->text);
	double end = k->n_lines > 1 ? k->value_x - LABEL_SPARE : k->p->width;
	struct span_box text, box;

	x = fmax(k->bands.left, fmin(x, end - w));
	text = (struct span_box){x, baseline - CAP, w, CAP};
	box = (struct span_box){x - 1, baseline - CAP - 1, w + 2, CAP + 2};
	if (baseline > k->axis - 1 || baseline - CAP < 0 || (!l->across && on_a_line(k, box)) ||
	    !is_free(&k->taken, box) || !is_nearest(k, l, text))
		return false;
	take_all(k, box);
	plot_text(k->p, l->type, x, baseline, ALIGN_LEFT, l->point->text, l->point->figure);
	return true;
}

/* Lower than what stands beside it: the label has more room below. */
static bool is_valley(const struct series *s, size_t i, size_t n)
{
	double value = s->points[i].value;
	bool left = i && s->points[i - 1].there, right = i + 1 < n && s->points[i + 1].there;

	return (left || right) && (!left || s->points[i - 1].value > value) &&
	       (!right || s->points[i + 1].value > value);
}

/* Between a value and the nearest other line over or under it. */
static double line_gap(const struct line_chart *k, const struct series *s, double x, double y,
		       bool under)
{
	double gap = INFINITY;

	for (size_t i = 0; i < k->segments.n; i++) {
		const struct segment *g = &k->segments.v[i];
		double at;

		if (g->series == s || x < g->x1 - DOT || x > g->x2 + DOT)
			continue;
		at =
		    g->x2 > g->x1 ? g->y1 + (g->y2 - g->y1) * (x - g->x1) / (g->x2 - g->x1) : g->y1;
		if (under ? at >= y : at <= y)
			gap = fmin(gap, fabs(at - y));
	}
	return gap;
}

/* The side of its line where a label is looked for first: away from a line that comes close; else
 * over it, or under a valley. */
static bool is_under(const struct line_chart *k, const struct series *s, size_t i)
{
	static const double close = CAP + (1 + CLEARLY_NEARER) * (DOT + LABEL_OFF);
	double x = band_middle(&k->bands, i), y = y_at(k, s->points[i].value), over, under;

	if (k->n_lines < 2)
		return false;
	over = line_gap(k, s, x, y, false);
	under = line_gap(k, s, x, y, true);
	if (over != under && fmin(over, under) < close)
		return under > over;
	return is_valley(s, i, k->bands.n);
}

static bool has_band(const struct chart *c)
{
	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].to)
			return true;
	return false;
}

/* Over the dot or under it, centred or beginning or ending there, or a little farther off; or left
 * of it, where no line comes from. */
static bool label_at_dot(struct line_chart *k, const struct label *l, const double *sides)
{
	static const double shifts[] = {0.5, 0, 1}; /* of the label's width, left of the dot */
	double w = plot_text_width(k->p, l->type, l->point->text);

	for (size_t n = 0; n < 4 * COUNT(shifts); n++) {
		double shift = shifts[n / 2 % COUNT(shifts)], side = sides[n % 2],
		       farther = n < 2 * COUNT(shifts) ? 0
				 : side < l->y         ? -CAP / 2
						       : CAP / 2;

		if (label_try(k, l, l->x - w * shift + DOT * (2 * shift - 1), side + farther))
			return true;
	}
	return label_try(k, l, l->x - DOT - LABEL_SPARE - w, l->y + CAP / 2);
}

static struct type value_label_type(const struct line_chart *k, const struct series *s, size_t i)
{
	bool now = emphasised(k->p->chart, i);
	struct type t = now ? type_strong : type_label;

	if (is_forecast(s, i))
		return type_soft;
	if (k->n_lines > 1)
		t.color = role_text(s->role);
	else if (now && !has_band(k->p->chart)) /* accent needs paper behind it */
		t.color = COLOR_ACCENT;
	return t;
}

/* Where nobody asks whose it is, or else nearest to its own line; last, where a line passes. */
static void value_label(struct line_chart *k, const struct series *s, size_t i, int rank)
{
	const struct point *pt = &s->points[i];
	struct label l = {.series = s, .point = pt, .nearer = CLEARLY_NEARER};
	double off = DOT + LABEL_OFF, w, sides[2];
	bool under;

	if (!pt->there || !*pt->text)
		return;
	l.type = value_label_type(k, s, i);
	l.x = band_middle(&k->bands, i);
	l.y = y_at(k, pt->value);
	w = plot_text_width(k->p, l.type, pt->text);
	under = is_under(k, s, i);
	sides[under] = l.y - off;
	sides[!under] = l.y + off + CAP;
	if (label_at_dot(k, &l, sides))
		return;
	l.nearer = 1;
	if (k->n_lines > 1 && label_at_dot(k, &l, sides))
		return;
	l.across = true;
	if (rank < RANK_REST && !label_try(k, &l, l.x - w / 2, sides[0]))
		label_try(k, &l, l.x - w / 2, sides[1]);
}

/* The value in the column at the lines' ends is not printed again at its dot. */
static bool at_end(const struct line_chart *k, size_t i)
{
	return k->n_lines > 1 && i + 1 == k->bands.n;
}

static void value_labels(struct line_chart *k, int rank)
{
	const struct chart *c = k->p->chart;

	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = k->bands.n; i-- > 0;)
			if (!is_limit(&c->series[s]) && !at_end(k, i) &&
			    value_rank(c, &c->series[s], i) == rank)
				value_label(k, &c->series[s], i, rank);
}

/* ---- limits ---- */

static void limit_label(struct line_chart *k, const struct series *s, const struct point *pt,
			size_t i, bool below)
{
	double x = band_middle(&k->bands, i), w = plot_text_width(k->p, type_label, pt->text),
	       y = y_at(k, pt->value), up = y - LABEL_OFF, down = y + LABEL_OFF + CAP;
	const struct label l = {
	    .series = s, .point = pt, .x = x, .y = y, .type = type_label, .across = true};

	if (!label_try(k, &l, x - w / 2, below ? down : up))
		label_try(k, &l, x - w / 2, below ? up : down);
}

/* A limit is printed where it begins and where it changes. */
static void limit_labels(struct line_chart *k, const struct series *s)
{
	for (size_t i = 0; i < k->bands.n; i++) {
		const struct point *pt = &s->points[i],
				   *to = s->to && s->to[i].there ? &s->to[i] : NULL;

		if (!pt->there || (i && s->points[i - 1].there && pt[-1].value == pt->value &&
				   (!to || (to[-1].there && to[-1].value == to->value))))
			continue;
		limit_label(k, s, pt, i, to && to->value > pt->value);
		if (to)
			limit_label(k, s, to, i, to->value < pt->value);
	}
}

/* ---- gaps ---- */

/* With its middle at x; whatever stands there already speaks louder. */
static void gap_label(struct line_chart *k, double x, double y)
{
	const char *text = k->p->chart->missing;
	double w = plot_text_width(k->p, type_soft, text);
	struct span_box box = {x - w / 2, y - LABEL_SIZE, w, LABEL_SIZE};

	if (box.x >= k->bands.left && box.y >= 0 && !on_a_line(k, box) &&
	    take(k->p, &k->taken, box))
		plot_text(k->p, type_soft, x, y, ALIGN_CENTER, text, NULL);
}

/* "n.d." over the dots between two values that are far apart, clear of their slope. */
static void inner_gaps(struct line_chart *k, const struct series *s, size_t i, size_t j)
{
	double y1 = y_at(k, s->points[i].value), y2 = y_at(k, s->points[j].value);
	double x1 = band_middle(&k->bands, i), slope = (y2 - y1) / (band_middle(&k->bands, j) - x1);
	double half = plot_text_width(k->p, type_soft, k->p->chart->missing) / 2;

	for (size_t g = i + 1; g < j; g++) {
		double x = band_middle(&k->bands, g);

		gap_label(k, x, y1 + slope * (x - x1) - fabs(slope) * half - 2.5);
	}
}

static void gaps_of(struct line_chart *k, const struct series *s)
{
	size_t n = k->bands.n;

	for (size_t i = next_there(s, 0, n), j; i < n; i = j) {
		j = next_there(s, i + 1, n);
		if (j < n && !is_broken(k->p->chart, i, j))
			inner_gaps(k, s, i, j);
	}
}

static bool any_there(const struct chart *c, size_t i)
{
	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].points[i].there)
			return true;
	return false;
}

/* Does the dotted part of a line say that the period is missing? */
static bool is_bridged(const struct chart *c, size_t i)
{
	for (size_t s = 0; s < c->n_series; s++) {
		const struct series *one = &c->series[s];
		size_t before = i, after = next_there(one, i, c->n_categories);

		while (before > 0 && !one->points[before].there)
			before--;
		if (one->points[before].there && after < c->n_categories && !is_limit(one) &&
		    !is_broken(c, before, after))
			return true;
	}
	return false;
}

/* Periods of which nothing is known, and over which no line runs: on the axis. */
static void outer_gaps(struct line_chart *k)
{
	for (size_t i = 0; i < k->bands.n; i++) {
		if (any_there(k->p->chart, i) || is_bridged(k->p->chart, i))
			continue;
		plot_gap(k->p, band_middle(&k->bands, i) - k->bands.width * 0.3, k->axis,
			 k->bands.width * 0.6);
		take_all(k, (struct span_box){band_middle(&k->bands, i) - k->bands.width / 2,
					      k->axis - 2 * LABEL_SIZE, k->bands.width,
					      2 * LABEL_SIZE});
	}
}

/* ---- the ends of several lines ---- */

double line_ends_place(struct line_chart *k)
{
	const struct chart *c = k->p->chart;
	size_t last = c->n_categories - 1;
	double value = 0, hang = 0, name = 0, over;

	if (k->n_lines < 2)
		return 0;
	for (size_t s = 0; s < c->n_series; s++) {
		const struct series *one = &c->series[s];

		struct lines l =
		    plot_wrap(k->p, type_label, one->label, k->p->width * NAME_MOST, NAME_LINES);

		name = fmax(name, l.width);
		k->ends_height += LINE * (double)l.n;
		if (is_limit(one) || !one->points[last].there)
			continue;
		value =
		    fmax(value, plot_digits_width(k->p, value_type, one->points[last].text, &over));
		hang = fmax(hang, over);
	}
	value += hang;
	k->name_x = k->p->width - name;
	k->value_edge = k->name_x - (value > 0 ? NAME_GAP : 0) - hang;
	k->value_x = k->value_edge + hang - value;
	/* The last dot stands half a band left of the end of the lines: part of that is room. */
	return fmax(k->p->width - k->value_x + DOT + END_GAP -
			0.35 * (k->value_x / (double)c->n_categories),
		    0);
}

struct end {
	const struct series *s;
	size_t last; /* index of the last value; n_categories: none */
	struct lines name;
};

/* A line that ended earlier has its name there, if that place is free. */
static bool name_there(struct line_chart *k, const struct end *e)
{
	const struct point *pt = &e->s->points[e->last];
	double x = band_middle(&k->bands, e->last), y = y_at(k, pt->value), right, half;
	double w = plot_text_width(k->p, type_label, e->s->label);
	struct type name = type_label;
	const double tries[][2] = {
	    {x + DOT + END_GAP, y},
	    {x + DOT + END_GAP, y - LABEL_LEADING},
	    {x + DOT + END_GAP, y + LABEL_LEADING},
	};

	name.color = role_text(e->s->role);
	half = plot_text_width(k->p, type_label, pt->text) / 2 + 4;
	right = k->bands.left + k->bands.width * (double)k->bands.n;
	for (size_t i = 0; i < COUNT(tries); i++) {
		double left = i == 1 ? fmax(tries[i][0], x + half) : tries[i][0],
		       top = tries[i][1] - CAP / 2;
		struct span_box box = {left - 1, top - 1, w + 2, CAP + 2};

		if (left + w > right || top < 0 || top + CAP > k->axis || on_a_line(k, box) ||
		    !take(k->p, &k->taken, box))
			continue;
		plot_text(k->p, name, left, top + CAP, ALIGN_LEFT, e->s->label, NULL);
		return true;
	}
	return false;
}

/* The value at the height of its dot, and the name beside it; a leader goes to what was pushed away
 * from there. */
static void end_draw(const struct line_chart *k, const struct end *e, double y, double height)
{
	const struct point *pt = &e->s->points[k->bands.n - 1];
	double line = y - height / 2 + LINE / 2, x = band_middle(&k->bands, k->bands.n - 1), dot,
	       over;
	struct type value = value_type, name = type_label;

	value.color = name.color = role_text(e->s->role);
	plot_lines(k->p, name, k->name_x, line, LINE, ALIGN_LEFT, &e->name);
	if (is_limit(e->s) || !pt->there)
		return;
	plot_digits(k->p, value, k->value_edge, line + middle(LABEL_SIZE), pt->text, pt->figure);
	dot = y_at(k, pt->value);
	/* Where only the axis is in the way nobody asks. */
	if (fabs(fmin(dot, k->axis - LINE / 2) - line) > LABEL_MOVED)
		plot_leader(k->p, x + DOT + 1, dot, k->value_x - 2, line,
			    k->value_edge - plot_digits_width(k->p, value, pt->text, &over) - 2);
}

static struct end end_of(const struct line_chart *k, const struct series *s)
{
	struct end e = {.s = s, .last = k->bands.n};

	for (size_t i = 0; i < k->bands.n; i++)
		if (s->points[i].there)
			e.last = i;
	e.name = plot_wrap(k->p, type_label, s->label, k->p->width - k->name_x, NAME_LINES);
	return e;
}

static void ends_draw(struct line_chart *k)
{
	const struct chart *c = k->p->chart;
	struct arena *a = k->p->scene->arena;
	struct end *ends = NEWS(a, struct end, c->n_series);
	double *y = NEWS(a, double, c->n_series), *h = NEWS(a, double, c->n_series),
	       *at = NEWS(a, double, c->n_series);
	size_t n = 0;

	for (size_t s = 0; s < c->n_series; s++) {
		struct end e = end_of(k, &c->series[s]);

		if (e.last + 1 < k->bands.n && !is_limit(e.s) && name_there(k, &e))
			continue;
		h[n] = LINE * (double)e.name.n;
		at[n] = e.last < k->bands.n ? y_at(k, e.s->points[e.last].value) : k->axis;
		y[n] = at[n] + (h[n] - LINE) / 2; /* its first line is beside the dot */
		ends[n++] = e;
	}
	spread(a, y, h, at, n, 0, k->axis);
	for (size_t i = 0; i < n; i++)
		end_draw(k, &ends[i], y[i], h[i]);
}

void line_labels(struct line_chart *k)
{
	const struct chart *c = k->p->chart;
	int last = k->crowded ? RANK_EXTREME : RANK_REST;

	marks_take(k);
	for (size_t s = 0; s < c->n_series; s++)
		if (is_limit(&c->series[s]))
			limit_labels(k, &c->series[s]);
	for (int rank = 0; rank <= last; rank++)
		value_labels(k, rank);
	for (size_t s = 0; s < c->n_series; s++)
		if (!is_limit(&c->series[s]))
			gaps_of(k, &c->series[s]);
	outer_gaps(k);
	if (k->n_lines > 1)
		ends_draw(k);
}
