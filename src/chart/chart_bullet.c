/*
 * Limit strips: where the actual stands against its limit and the next one.  Each row has its own
 * scale and shows position, not length, so it need not begin at zero; the allowed side is shaded.
 *
 * Series by role: TARGET is the limit, FORECAST the next one, PRIOR the year before, any other the
 * actual; a line at the foot says which mark is which.  A category may have two lines ("Beijing
 * Yizhuang\nPUE"); the actual and the chart's row ("≤ 1.361: met") follow the last.
 */
#include "chart/plot.h"

#include <math.h>

#define ROW 33.75
#define LINE 11.25
#define STRIP 7.5
#define TICK 10.8
#define DOT 3.45
#define GAP 9.0
#define COLUMN_GAP 22.5
#define COLUMN_LEAST 205.0 /* two columns of rows, if each is this wide */

struct bullet {
	const struct plot *p;
	const struct series *actual, *prior, *limit, *next;
	double left;   /* of the row's column */
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
		else if (s->role == ROLE_PRIOR && c->n_series > 1)
			b->prior = s;
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
		x += draw ? plot_text(p, t, b->left + x, y, ALIGN_LEFT, parts[k], figures[k])
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
	const struct series *all[] = {b->actual, b->prior, b->limit, b->next};
	double low = INFINITY, high = -INFINITY, room;

	for (size_t k = 0; k < COUNT(all); k++)
		if (point_at(all[k], i))
			range_hold(&low, &high, all[k]->points[i].value);
	if (low > high)
		low = high = 0;
	room = high > low ? (high - low) * 0.8 : fmax(fabs(high) * 0.1, 1e-9);
	return (struct scale){low - room, high + room, b->x1, b->x2};
}

static void limit_mark(const struct bullet *b, double x, double y)
{
	scene_line(b->p->scene, x, y - TICK / 2, x, y + TICK / 2, COLOR_INK, 1.5, 0);
}

static void next_mark(const struct bullet *b, double x, double y)
{
	scene_line(b->p->scene, x, y - TICK / 2, x, y + TICK / 2, COLOR_INK, 0.75, 1.5);
}

static void actual_mark(const struct bullet *b, double x, double y, enum chart_role role)
{
	scene_circle(b->p->scene, x, y, DOT, role_fill(role), COLOR_PAPER, 0.95);
}

static void prior_mark(const struct bullet *b, double x, double y)
{
	scene_circle(b->p->scene, x, y, DOT - 0.95, COLOR_PAPER, COLOR_ACTUAL, 0.95);
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
	limit_mark(b, x, y);
}

static double total(const double *v, size_t n)
{
	double sum = 0;

	while (n--)
		sum += v[n];
	return sum;
}

/* Values below their ticks, pushed apart; the limit's first. */
static void tick_labels(const struct bullet *b, size_t i, const struct scale *s, double y)
{
	const struct point *pts[] = {point_at(b->limit, i), point_at(b->next, i),
				     point_at(b->prior, i)},
			   *set[COUNT(pts)];
	double x[COUNT(pts)], w[COUNT(pts)];
	size_t n = 0;

	for (size_t k = 0; k < COUNT(pts); k++)
		if (pts[k]) {
			set[n] = pts[k];
			x[n] = scale_at(s, pts[k]->value);
			w[n++] = plot_text_width(b->p, type_label, pts[k]->text) + 5;
		}
	while (n && total(w, n) > b->x2 - b->x1) /* the data's table has what has no room */
		n--;
	spread(b->p->scene->arena, x, w, NULL, n, b->x1, b->x2);
	for (size_t k = 0; k < n; k++)
		plot_text(b->p, set[k] == pts[0] ? type_label : type_soft, x[k],
			  y + middle(LABEL_SIZE), ALIGN_CENTER, set[k]->text, set[k]->figure);
}

static void strip_draw(const struct bullet *b, size_t i, double y)
{
	struct scale s = row_scale(b, i);
	const struct point *actual = point_at(b->actual, i), *next = point_at(b->next, i),
			   *prior = point_at(b->prior, i);

	zone_draw(b, i, &s, y);
	if (next)
		next_mark(b, scale_at(&s, next->value), y);
	if (prior)
		prior_mark(b, scale_at(&s, prior->value), y);
	if (actual)
		actual_mark(b, scale_at(&s, actual->value), y, point_role(b->actual, i));
	tick_labels(b, i, &s, y + STRIP / 2 + 3 + LABEL_LEADING / 2);
}

static void words_draw(const struct bullet *b, size_t i, double y)
{
	struct lines l =
	    plot_wrap(b->p, type_label, words_of(b->p, i).name, b->x1 - b->left - GAP, 1);

	plot_lines(b->p, type_label, b->left, y - LINE / 2, LINE, ALIGN_LEFT, &l);
	verdict(b, i, y + LINE / 2 + middle(LABEL_SIZE), true);
}

/* ---- what the marks are ---- */

static bool any_there(const struct bullet *b, const struct series *s)
{
	for (size_t i = 0; s && i < b->p->chart->n_categories; i++)
		if (s->points[i].there)
			return true;
	return false;
}

/* Marks with the names of their series, in lines; returns the height. */
static double key_draw(const struct bullet *b, double top)
{
	enum { ACTUAL, PRIOR, LIMIT, NEXT };
	static const double mark = 10, gap = 15;
	const struct series *all[] = {b->actual, b->prior, b->limit, b->next};
	double x = 0, y = top + LINE / 2;

	for (size_t k = 0; k < COUNT(all); k++) {
		const char *text;
		double w;

		if (!any_there(b, all[k]))
			continue;
		text = plot_shorten(b->p, type_soft, all[k]->label, b->p->width - mark);
		w = mark + plot_text_width(b->p, type_soft, text);
		if (x > 0 && x + w > b->p->width) {
			x = 0;
			y += LINE + 1.5;
		}
		if (k == ACTUAL)
			actual_mark(b, x + DOT, y, all[k]->role);
		else if (k == PRIOR)
			prior_mark(b, x + DOT, y);
		else if (k == LIMIT)
			limit_mark(b, x + DOT, y);
		else
			next_mark(b, x + DOT, y);
		plot_text(b->p, type_soft, x + mark, y + middle(LABEL_SIZE), ALIGN_LEFT, text,
			  NULL);
		x += w + gap;
	}
	return y + LINE / 2 - top;
}

double chart_bullet(const struct plot *p)
{
	struct bullet b = {.p = p};
	size_t n = p->chart->n_categories,
	       across = n > 1 && p->width >= 2 * COLUMN_LEAST + COLUMN_GAP ? 2 : 1,
	       rows = (n + across - 1) / across;
	double row = taller(p, ROW),
	       column = (p->width - COLUMN_GAP * (double)(across - 1)) / (double)across, words;

	series_find(&b);
	words = fmin(words_width(&b) + GAP, column * 0.6);
	for (size_t i = 0; i < n; i++) {
		double y = (double)(i / across) * row + LINE + 1.5;

		b.left = (double)(i % across) * (column + COLUMN_GAP);
		b.x1 = b.left + words;
		b.x2 = b.left + column;
		words_draw(&b, i, y);
		strip_draw(&b, i, y);
	}
	return (double)rows * row + 4.5 + key_draw(&b, (double)rows * row + 4.5);
}
