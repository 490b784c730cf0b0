/*
 * Limit strips: where the actual stands against its limit and the next one.  Each row has its own
 * scale and shows position, not length, so it need not begin at zero; the allowed side is shaded.
 *
 * Series by role: TARGET is the limit, FORECAST the next one, any other the actual.  A category may
 * have two lines ("Beijing Yizhuang\nPUE"); the actual and the chart's row ("≤ 1.361: met") follow
 * the last.
 */
#include "chart/plot.h"

#include <math.h>

#define ROW 33.75
#define LINE 11.25
#define STRIP 7.5
#define TICK 10.8
#define DOT 3.45
#define GAP 9.0

struct bullet {
	const struct plot *p;
	const struct series *actual, *limit, *next;
	double x1, x2; /* of the strips */
};

static void series_find(struct bullet *b)
{
	const struct chart *c = b->p->chart;

	for (size_t i = 0; i < c->n_series; i++) {
		const struct series *s = &c->series[i];

		if (s->role == ROLE_TARGET)
			b->limit = s;
		else if (s->role == ROLE_FORECAST)
			b->next = s;
		else
			b->actual = s;
	}
}

static const struct point *point_at(const struct series *s, size_t i)
{
	return s && s->points[i].there ? &s->points[i] : NULL;
}

/* ---- words ---- */

struct words {
	const char *name;    /* first line */
	const char *measure; /* begins the second line; may be empty */
};

static struct words words_of(const struct plot *p, size_t i)
{
	const char *text = p->chart->categories[i], *end = strchr(text, '\n');

	if (!end)
		return (struct words){text, ""};
	return (struct words){arena_strn(p->scene->arena, text, (size_t)(end - text)), end + 1};
}

/* Draws the second line, or only measures it. */
static double verdict(const struct bullet *b, size_t i, double y, bool draw)
{
	const struct plot *p = b->p;
	const struct point *pt = b->actual ? &b->actual->points[i] : NULL;
	const char *parts[] = {words_of(p, i).measure, pt ? point_text(p, pt) : p->chart->missing,
			       p->chart->row && p->chart->row[i] ? p->chart->row[i] : ""};
	const char *figures[] = {NULL, pt ? pt->figure : NULL,
				 p->chart->row_figures ? p->chart->row_figures[i] : NULL};
	static const double space = 0.28 * LABEL_SIZE;
	double x = 0;

	for (size_t k = 0; k < COUNT(parts); k++) {
		struct type t = k == 1 ? type_strong : type_soft;

		if (!*parts[k])
			continue;
		x += x > 0 ? space : 0;
		x += draw ? plot_text(p, t, x, y, ALIGN_LEFT, parts[k], figures[k])
			  : plot_text_width(p, t, parts[k]);
	}
	return x;
}

static double words_width(const struct bullet *b)
{
	double w = 0;

	for (size_t i = 0; i < b->p->chart->n_categories; i++)
		w = fmax(w, fmax(plot_text_width(b->p, type_label, words_of(b->p, i).name),
				 verdict(b, i, 0, false)));
	return w;
}

/* ---- strip ---- */

static struct scale row_scale(const struct bullet *b, size_t i)
{
	const struct series *all[] = {b->actual, b->limit, b->next};
	double low = INFINITY, high = -INFINITY, room;

	for (size_t k = 0; k < COUNT(all); k++)
		if (point_at(all[k], i))
			range_hold(&low, &high, all[k]->points[i].value);
	if (low > high)
		low = high = 0;
	room = high > low ? (high - low) * 0.8 : fmax(fabs(high) * 0.1, 1e-9);
	return (struct scale){low - room, high + room, b->x1, b->x2};
}

static void zone_draw(const struct bullet *b, size_t i, const struct scale *s, double y)
{
	const struct point *limit = point_at(b->limit, i);
	bool above = b->p->chart->at_least && b->p->chart->at_least[i];
	double x;

	scene_line(b->p->scene, b->x1, y + STRIP / 2 + 3, b->x2, y + STRIP / 2 + 3, COLOR_GRID,
		   0.56, 0);
	if (!limit)
		return;
	x = scale_at(s, limit->value);
	scene_rect(b->p->scene, above ? x : b->x1, y - STRIP / 2, above ? b->x2 - x : x - b->x1,
		   STRIP, COLOR_ZONE);
	scene_line(b->p->scene, x, y - TICK / 2, x, y + TICK / 2, COLOR_INK, 1.5, 0);
}

/* Values below their ticks, pushed apart. */
static void tick_labels(const struct bullet *b, size_t i, const struct scale *s, double y)
{
	const struct point *pts[] = {point_at(b->limit, i), point_at(b->next, i)}, *set[2];
	double x[2], w[2];
	size_t n = 0;

	for (size_t k = 0; k < COUNT(pts); k++)
		if (pts[k]) {
			set[n] = pts[k];
			x[n] = scale_at(s, pts[k]->value);
			w[n++] = plot_text_width(b->p, type_label, pts[k]->text) + 5;
		}
	spread(b->p->scene->arena, x, w, n, b->x1, b->x2);
	for (size_t k = 0; k < n; k++)
		plot_text(b->p, set[k] == pts[1] ? type_soft : type_label, x[k],
			  y + middle(LABEL_SIZE), ALIGN_CENTER, set[k]->text, set[k]->figure);
}

static void strip_draw(const struct bullet *b, size_t i, double y)
{
	struct scale s = row_scale(b, i);
	const struct point *actual = point_at(b->actual, i), *next = point_at(b->next, i);

	zone_draw(b, i, &s, y);
	if (next)
		scene_line(b->p->scene, scale_at(&s, next->value), y - TICK / 2,
			   scale_at(&s, next->value), y + TICK / 2, COLOR_INK, 0.75, 1.5);
	if (actual)
		scene_circle(b->p->scene, scale_at(&s, actual->value), y, DOT,
			     point_role(b->actual, i) == ROLE_ACTUAL ? COLOR_ACTUAL : COLOR_ACCENT,
			     COLOR_PAPER, 0.95);
	tick_labels(b, i, &s, y + STRIP / 2 + 3 + LABEL_LEADING / 2);
}

static void words_draw(const struct bullet *b, size_t i, double y)
{
	struct lines l = plot_wrap(b->p, type_label, words_of(b->p, i).name, b->x1 - GAP, 1);

	plot_lines(b->p, type_label, 0, y - LINE / 2, LINE, ALIGN_LEFT, &l);
	verdict(b, i, y + LINE / 2 + middle(LABEL_SIZE), true);
}

double chart_bullet(const struct plot *p)
{
	struct bullet b = {.p = p, .x2 = p->width};
	size_t n = p->chart->n_categories;

	series_find(&b);
	b.x1 = fmin(words_width(&b) + GAP, p->width * 0.6);
	for (size_t i = 0; i < n; i++) {
		double y = (double)i * ROW + LINE + 1.5;

		words_draw(&b, i, y);
		strip_draw(&b, i, y);
	}
	return (double)n * ROW;
}
