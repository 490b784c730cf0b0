/*
 * Bars, as for a ranking: label, bar from zero, value at its end, and a column of changes; the
 * prior year thin above each, with its own value, and over all of them a key to the two periods.
 *
 * Lengths are what the chart says: where labels beside the bars would leave them too little of the
 * width, each label stands over its bars, on one line with the change.
 */
#include "chart/plot.h"

#include <math.h>

#define ROW 18.0
#define ROW_PAIR 22.5 /* of two periods */
#define LINE 9.75
#define BAR 6.75
#define BAR_PRIOR 3.75
#define PAIR_APART 3.0 /* values of a pair keep clear of each other, and of the other's bar */
#define BARS_LEAST 0.4 /* of the width, for the bars, or labels stand over them */
#define LABEL_MOST 0.42
#define LABEL_LINES 2 /* beside the bars */
#define ROW_PAD 4.5
#define LABEL_OVER 1.25  /* from a label down to what is under it */
#define ROW_PAD_OVER 7.0 /* a label stands nearer to its own bars than to those above it */
#define AXIS 0.75
#define SWATCH 6.0
#define SWATCH_GAP 3.75

struct bars {
	const struct plot *p;
	const struct series *now, *prior; /* prior may be NULL */
	bool over;                        /* labels stand over the bars, not beside them */
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

	for (size_t i = 0; i < b->p->chart->n_categories; i++) {
		w = fmax(w,
			 plot_text_width(b->p, value_type, point_text(b->p, &b->now->points[i])));
		if (b->prior)
			w = fmax(w, plot_text_width(b->p, type_soft,
						    point_text(b->p, &b->prior->points[i])));
	}
	return w;
}

/* May labels be so narrow?  No word is torn, and they are not much higher than their bars. */
static bool labels_fit(const struct bars *b, double width)
{
	const struct chart *c = b->p->chart;

	for (size_t i = 0; i < c->n_categories; i++)
		if (plot_word_width(b->p, type_strong, c->categories[i]) > width ||
		    plot_wrap(b->p, type_strong, c->categories[i], width, LABEL_LINES + 1).n >
			LABEL_LINES)
			return false;
	return true;
}

/* What of the width the bars may take, from the end of the longest at the left to that at the
 * right. */
static double bars_width(const struct bars *b)
{
	double low = 0, high = 0;

	range_hold_series(&low, &high, b->p->chart, b->now);
	if (b->prior)
		range_hold_series(&low, &high, b->p->chart, b->prior);
	return high > low ? scale_at(&b->scale, high) - scale_at(&b->scale, low) : b->p->width;
}

/* Labels beside the bars, if those have enough of the width. */
static bool beside_place(struct bars *b, double right)
{
	static const double gap = 6;
	const struct plot *p = b->p;
	const struct chart *c = p->chart;
	double room = right - BARS_LEAST * p->width - gap - VALUE_GAP - value_width(b), label = 0;

	for (size_t i = 0; i < c->n_categories; i++)
		label = fmax(label, plot_text_width(p, type_strong, c->categories[i]));
	b->label_width = fmin(label, fmin(LABEL_MOST * p->width, room));
	if (label > b->label_width && !labels_fit(b, b->label_width))
		return false;
	b->scale = plot_bar_scale(p, value_type, b->now, b->prior, b->label_width + gap, right);
	return bars_width(b) >= BARS_LEAST * p->width;
}

static void columns_place(struct bars *b)
{
	const struct plot *p = b->p;
	double hang, row = row_room(b, &hang);

	b->row_edge = p->width - hang;
	b->over = !beside_place(b, p->width - row);
	if (!b->over)
		return;
	b->label_width = p->width - row;
	b->scale = plot_bar_scale(p, value_type, b->now, b->prior, AXIS / 2, p->width);
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

/* The label's most lines. */
static double label_lines(const struct bars *b)
{
	const struct chart *c = b->p->chart;
	size_t n = 1, lines;

	for (size_t i = 0; i < c->n_categories; i++) {
		lines = plot_wrap(b->p, type_strong, c->categories[i], b->label_width, 3).n;
		n = lines > n ? lines : n;
	}
	return (double)n;
}

static double bar_height(const struct bars *b)
{
	return BAR + (b->prior ? BAR_PRIOR : 0);
}

/* What a bar, or a pair with the values at its ends, takes. */
static double bars_height(const struct bars *b)
{
	return b->prior ? bar_height(b) + 2 * PAIR_APART + 3 : LINE;
}

static double row_height(const struct bars *b)
{
	double label = LINE * label_lines(b);

	if (b->over)
		return label + LABEL_OVER + bars_height(b) + ROW_PAD_OVER;
	return fmax(label + ROW_PAD, b->prior ? ROW_PAIR : ROW);
}

static void bars_draw(const struct bars *b, size_t i, double y)
{
	double apart = b->prior ? PAIR_APART : 0, bar = y - bar_height(b) / 2;

	if (b->prior) {
		bar_draw(b, &b->prior->points[i], bar, BAR_PRIOR, ROLE_PRIOR);
		plot_bar_value(b->p, type_soft, &b->scale, &b->prior->points[i],
			       bar + BAR_PRIOR / 2 - apart);
		bar += BAR_PRIOR;
	}
	bar_draw(b, &b->now->points[i], bar, BAR, bar_role(b, i));
	plot_bar_value(b->p, value_type, &b->scale, &b->now->points[i], bar + BAR / 2 + apart);
}

static void axis_draw(const struct bars *b, double from, double to)
{
	double zero = scale_at(&b->scale, 0);

	scene_line(b->p->scene, zero, from, zero, to, COLOR_INK, AXIS, 0);
}

static void row_draw(const struct bars *b, size_t i, double top, double height)
{
	const struct plot *p = b->p;
	const struct chart *c = p->chart;
	struct type t = c->is_total && c->is_total[i] ? type_strong : type_label;
	struct lines l = plot_wrap(p, t, c->categories[i], b->label_width, 3);
	double y = top + height / 2, label = y - (double)(l.n - 1) * LINE / 2, change = y;

	if (b->over) {
		/* Label and bars stay together, in the middle of the row. */
		double all = (double)l.n * LINE + LABEL_OVER + bars_height(b);

		label = change = y - (all - LINE) / 2;
		y += (all - bars_height(b)) / 2;
	}
	plot_lines(p, t, 0, label, LINE, ALIGN_LEFT, &l);
	bars_draw(b, i, y);
	if (b->over)
		axis_draw(b, y - bar_height(b) / 2 - 1, y + bar_height(b) / 2 + 1);
	if (c->row && c->row[i])
		plot_digits(p, row_type, b->row_edge, change + middle(LABEL_SIZE), c->row[i],
			    c->row_figures ? c->row_figures[i] : NULL);
}

static void key_entry(const struct plot *p, enum chart_role role, double height, struct type t,
		      double x, const char *label)
{
	static const double y = LABEL_LEADING / 2;

	plot_bar(p, x, y - height / 2, SWATCH, height, role);
	plot_text(p, t, x + SWATCH + SWATCH_GAP, y + middle(LABEL_SIZE), ALIGN_LEFT, label, NULL);
}

/* Which bar is which period, over the bars; on a narrow chart as far left as it must. */
static void key_draw(const struct bars *b, double right)
{
	static const double gap = 10.5, mark = SWATCH + SWATCH_GAP;
	const struct plot *p = b->p;
	double room = (right - gap) / 2 - mark, zero = scale_at(&b->scale, 0), second, x;
	const char *prior = plot_shorten(p, type_soft, b->prior->label, room),
		   *now = plot_shorten(p, type_strong, b->now->label, room);

	second = mark + plot_text_width(p, type_soft, prior) + gap;
	x = fmin(zero, right - second - mark - plot_text_width(p, type_strong, now));
	x = fmax(0, x);
	key_entry(p, b->prior->role, BAR_PRIOR, type_soft, x, prior);
	key_entry(p, b->now->role, SWATCH, type_strong, x + second, now);
}

/* The key, and the name of the column of changes. */
static double head_draw(const struct bars *b)
{
	const struct plot *p = b->p;
	const char *name = p->chart->row ? p->chart->row_label : NULL;
	double right = p->width;

	if (name) {
		name = plot_shorten(p, type_soft, name, p->width / 5);
		plot_text(p, type_soft, p->width, LABEL_LEADING / 2 + middle(LABEL_SIZE),
			  ALIGN_RIGHT, name, NULL);
		right -= plot_text_width(p, type_soft, name) + 6;
	}
	if (b->prior)
		key_draw(b, right);
	return name || b->prior ? LABEL_LEADING + 2.25 : 0;
}

double chart_bar(const struct plot *p)
{
	struct bars b = {.p = p};
	double head, row, bottom;

	series_find(&b);
	columns_place(&b);
	row = taller(p, row_height(&b));
	head = head_draw(&b);
	for (size_t i = 0; i < p->chart->n_categories; i++)
		row_draw(&b, i, head + (double)i * row, row);
	bottom = head + (double)p->chart->n_categories * row;
	if (!b.over)
		axis_draw(&b, head, bottom);
	return bottom;
}
