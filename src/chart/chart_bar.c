/*
 * Bars, as for a ranking: label, bar from zero, value at its end, and a column of changes; the
 * prior year thin above each.
 */
#include "chart/plot.h"

#include <math.h>

#define ROW 18.0
#define LINE 9.75
#define BAR 6.75
#define BAR_PRIOR 3.75

struct bars {
	const struct plot *p;
	const struct series *now, *prior; /* prior may be NULL */
	double label_width;
	double row_edge; /* digits of the row's column end here */
	struct scale scale;
};

static const struct type value_type = {WEIGHT_SEMIBOLD, COLOR_INK, LABEL_SIZE, false};
static const struct type row_type = {WEIGHT_REGULAR, COLOR_INK, LABEL_SIZE, true};

static void series_find(struct bars *b)
{
	const struct chart *c = b->p->chart;

	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].role == ROLE_PRIOR && !b->prior)
			b->prior = &c->series[s];
		else if (!b->now)
			b->now = &c->series[s];
	if (!b->now) {
		b->now = b->prior;
		b->prior = NULL;
	}
}

static double row_room(const struct bars *b, double *hang)
{
	const struct chart *c = b->p->chart;
	double w = 0, over;

	*hang = 0;
	if (!c->row)
		return 0;
	for (size_t i = 0; i < c->n_categories; i++)
		if (c->row[i]) {
			w = fmax(w, plot_digits_width(b->p, row_type, c->row[i], &over));
			*hang = fmax(*hang, over);
		}
	if (c->row_label)
		w = fmax(w, fmin(plot_text_width(b->p, type_soft, c->row_label), b->p->width / 5) -
				*hang);
	return w + *hang + 9;
}

static double value_width(const struct bars *b)
{
	double w = 0;

	for (size_t i = 0; i < b->p->chart->n_categories; i++)
		w = fmax(w,
			 plot_text_width(b->p, value_type, point_text(b->p, &b->now->points[i])));
	return w;
}

static void columns_place(struct bars *b)
{
	static const double gap = 6;
	const struct plot *p = b->p;
	const struct chart *c = p->chart;
	double hang, row = row_room(b, &hang), label = 0, room;

	for (size_t i = 0; i < c->n_categories; i++)
		label = fmax(label, plot_text_width(p, type_strong, c->categories[i]));
	/* Bars have at least 22 % of the width; labels wrap. */
	room = 0.78 * p->width - gap - VALUE_GAP - value_width(b) - row;
	b->label_width = fmax(fmin(label, fmin(0.42 * p->width, room)), 0.15 * p->width);
	b->row_edge = p->width - hang;
	b->scale =
	    plot_bar_scale(p, value_type, b->now, b->prior, b->label_width + gap, p->width - row);
}

static enum chart_role bar_role(const struct bars *b, size_t i)
{
	return emphasised(b->p->chart, i) && !b->now->points[i].has_role ? ROLE_ACCENT
									 : point_role(b->now, i);
}

static void bar_draw(const struct bars *b, const struct point *pt, double y, double h,
		     enum chart_role role)
{
	if (pt->there && pt->value != 0)
		plot_bar(b->p, scale_at(&b->scale, 0), y, bar_length(&b->scale, 0, pt->value), h,
			 role);
}

static void row_draw(const struct bars *b, size_t i, double top, double height)
{
	const struct plot *p = b->p;
	const struct chart *c = p->chart;
	bool strong = c->is_total && c->is_total[i];
	struct lines l =
	    plot_wrap(p, strong ? type_strong : type_label, c->categories[i], b->label_width, 3);
	double y = top + height / 2, bars = BAR + (b->prior ? BAR_PRIOR : 0), bar = y - bars / 2;

	plot_lines(p, strong ? type_strong : type_label, 0, y - (double)(l.n - 1) * LINE / 2, LINE,
		   ALIGN_LEFT, &l);
	if (b->prior) {
		bar_draw(b, &b->prior->points[i], bar, BAR_PRIOR, ROLE_PRIOR);
		bar += BAR_PRIOR;
	}
	bar_draw(b, &b->now->points[i], bar, BAR, bar_role(b, i));
	plot_bar_value(p, value_type, &b->scale, &b->now->points[i],
		       b->prior ? &b->prior->points[i] : NULL, bar + BAR / 2);
	if (c->row && c->row[i])
		plot_digits(p, row_type, b->row_edge, y + middle(LABEL_SIZE), c->row[i],
			    c->row_figures ? c->row_figures[i] : NULL);
}

static double row_height(const struct bars *b)
{
	const struct chart *c = b->p->chart;
	double h = ROW;

	for (size_t i = 0; i < c->n_categories; i++)
		h = fmax(
		    h, (double)plot_wrap(b->p, type_strong, c->categories[i], b->label_width, 3).n *
			       LINE +
			   4.5);
	return h;
}

double chart_bar(const struct plot *p)
{
	struct bars b = {.p = p};
	double head = p->chart->row && p->chart->row_label ? LABEL_LEADING + 2.25 : 0, zero, row;

	series_find(&b);
	columns_place(&b);
	row = row_height(&b);
	if (head > 0)
		plot_text(p, type_soft, p->width, LABEL_LEADING / 2 + middle(LABEL_SIZE),
			  ALIGN_RIGHT,
			  plot_shorten(p, type_soft, p->chart->row_label, p->width / 5), NULL);
	for (size_t i = 0; i < p->chart->n_categories; i++)
		row_draw(&b, i, head + (double)i * row, row);
	zero = scale_at(&b.scale, 0);
	scene_line(p->scene, zero, head, zero, head + (double)p->chart->n_categories * row,
		   COLOR_INK, 0.75, 0);
	return head + (double)p->chart->n_categories * row;
}
