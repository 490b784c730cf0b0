/*
 * Small multiples: one panel a series, all on one scale; only the first and the last value are
 * printed, the shape says the rest.
 */
#include "chart/plot.h"

#include <math.h>

#define COLUMN 0.72 /* of the band */
#define PANEL_GAP 16.5
#define PANEL_LEAST 84.0
#define DRAWING 72.0 /* height of the columns */
#define ROW_GAP 13.5

struct panels {
	const struct plot *p;
	size_t across;
	double width;       /* of a panel */
	double title;       /* height of the titles */
	double top;         /* room for values above columns */
	double bottom;      /* and below negative ones, from the panel's top */
	struct scale scale; /* from the panel's top */
};

struct panel {
	const struct panels *all;
	const struct series *s;
	double y;
	struct bands bands;
};

static double y_at(const struct panel *n, double value)
{
	return n->y + scale_at(&n->all->scale, value);
}

static void column_draw(const struct panel *n, size_t i)
{
	const struct plot *p = n->all->p;
	const struct point *pt = &n->s->points[i];
	double w = n->bands.width * COLUMN, x = band_middle(&n->bands, i) - w / 2;
	enum chart_role role = point_role(n->s, i);

	if (!pt->there)
		plot_gap(p, x, y_at(n, 0), w);
	else if (pt->value != 0)
		plot_bar(p, x, y_at(n, 0), w, bar_length(&n->all->scale, 0, pt->value),
			 emphasised(p->chart, i) && !pt->has_role ? ROLE_ACCENT : role);
}

static bool value_label(const struct panel *n, size_t i, struct taken *taken)
{
	const struct plot *p = n->all->p;
	const struct point *pt = &n->s->points[i];
	struct type t = i + 1 == n->bands.n ? type_strong : type_label;
	double w = plot_text_width(p, t, pt->text), cap = LABEL_SIZE * CAP_HEIGHT;
	double right = n->bands.left + n->all->width;
	double x = fmax(n->bands.left, fmin(band_middle(&n->bands, i) - w / 2, right - w));
	double y = y_at(n, 0) + bar_length(&n->all->scale, 0, pt->value);

	y += pt->value < 0 ? LABEL_OFF + cap : -LABEL_OFF;
	if (!take(p, taken, (struct span_box){x - 1, y - cap - 1, w + 2, cap + 2}))
		return false;
	plot_text(p, t, x, y, ALIGN_LEFT, pt->text, pt->figure);
	return true;
}

/* Columns are in the way of the first value's label, which is wider than its column. */
static void labels_draw(const struct panel *n)
{
	struct taken taken = {0};
	size_t first = 0, last = n->bands.n;

	for (size_t i = 0; i < n->bands.n; i++) {
		double h = n->s->points[i].there
			       ? bar_length(&n->all->scale, 0, n->s->points[i].value)
			       : 0;

		if (h != 0)
			take(n->all->p, &taken,
			     (struct span_box){band_middle(&n->bands, i) -
						   n->bands.width * COLUMN / 2,
					       fmin(y_at(n, 0), y_at(n, 0) + h),
					       n->bands.width * COLUMN, fabs(h)});
	}
	while (last > 0 && !n->s->points[last - 1].there)
		last--;
	while (first < last && !n->s->points[first].there)
		first++;
	if (last)
		value_label(n, last - 1, &taken);
	/* The first value that has room: a taller neighbour may hide the very first. */
	while (first + 1 < last && !(n->s->points[first].there && value_label(n, first, &taken)))
		first++;
}

static void ends_draw(const struct panel *n, double y)
{
	const struct plot *p = n->all->p;
	const char *first = p->chart->categories[0];
	const char *last =
	    plot_shorten(p, type_strong, p->chart->categories[n->bands.n - 1], n->all->width);
	double w = plot_text_width(p, type_soft, first) + plot_text_width(p, type_strong, last) + 6;

	if (n->bands.n > 1 && w < n->all->width)
		plot_text(p, type_soft, n->bands.left, y, ALIGN_LEFT, first, NULL);
	plot_text(p, type_strong, n->bands.left + n->all->width, y, ALIGN_RIGHT, last, NULL);
}

static void panel_draw(const struct panels *all, size_t s, double x, double y)
{
	const struct plot *p = all->p;
	size_t n = p->chart->n_categories;
	struct panel panel = {all,
			      &p->chart->series[s],
			      y + all->title,
			      {.left = x, .width = all->width / (double)n, .n = n}};
	struct lines l = plot_wrap(p, type_strong, panel.s->label, all->width, 2);
	double bottom = panel.y + all->bottom, zero = y_at(&panel, 0);

	plot_lines(p, type_strong, x, y + LABEL_LEADING / 2, LABEL_LEADING, ALIGN_LEFT, &l);
	for (size_t i = 0; i < n; i++)
		column_draw(&panel, i);
	scene_line(p->scene, x, zero, x + all->width, zero, COLOR_INK, 0.75, 0);
	labels_draw(&panel);
	if (p->chart->groups)
		plot_years(p, &panel.bands, bottom + 4.5);
	else
		ends_draw(&panel, bottom + 8.1 + middle(LABEL_SIZE));
}

double chart_multiples(const struct plot *p)
{
	struct panels all = {.p = p, .top = LABEL_OFF + LABEL_SIZE};
	double low = 0, high = 0, panel;
	size_t n = p->chart->n_series,
	       fit = (size_t)((p->width + PANEL_GAP) / (PANEL_LEAST + PANEL_GAP)), rows;

	all.across = fit < 1 ? 1 : fit > n ? n : fit;
	rows = (n + all.across - 1) / all.across;
	all.width = (p->width - PANEL_GAP * (double)(all.across - 1)) / (double)all.across;
	for (size_t s = 0; s < n; s++) {
		size_t lines = plot_wrap(p, type_strong, p->chart->series[s].label, all.width, 2).n;

		range_hold_series(&low, &high, p->chart, &p->chart->series[s]);
		all.title = fmax(all.title, (double)lines * LABEL_LEADING + 2.25);
	}
	all.scale =
	    (struct scale){low, high > low ? high : low + 1, all.top + taller(p, DRAWING), all.top};
	all.bottom = all.scale.from + (low < 0 ? all.top : 0);
	panel = all.title + all.bottom + 18;
	for (size_t s = 0; s < n; s++)
		panel_draw(&all, s, (double)(s % all.across) * (all.width + PANEL_GAP),
			   (double)(s / all.across) * (panel + ROW_GAP));
	return (double)rows * panel + (double)(rows - 1) * ROW_GAP;
}
