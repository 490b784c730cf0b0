/*
 * The value axis of a chart in which not all values can be printed: round ticks, each with a
 * gridline.  Ticks are no figures: they name places, not what was reported.
 */
#include "chart/plot.h"

#include <math.h>

/* 1, 2 or 5 times a power of ten, so that `span` has at most `most` steps. */
static double nice_step(double span, int most)
{
	static const double steps[] = {1, 2, 5, 10};
	double unit = pow(10, floor(log10(span / most)));

	for (size_t i = 0; i < COUNT(steps); i++)
		if (steps[i] * unit * most >= span * (1 - 1e-9))
			return steps[i] * unit;
	return 10 * unit;
}

/* "1,500", "(0.02)": as figures are printed, with the decimals of the step. */
static const char *tick_text(const struct plot *p, double value, double step)
{
	int decimals = (int)fmax(0, fmin(-floor(log10(step) + 1e-9), 12));
	const char *digits = arena_printf(p->scene->arena, "%.*f", decimals, fabs(value));
	size_t whole = strcspn(digits, ".");
	struct buf out = {0};

	if (value < 0)
		buf_char(&out, '(');
	for (size_t i = 0; digits[i]; i++) {
		if (i && i < whole && (whole - i) % 3 == 0)
			buf_char(&out, ',');
		buf_char(&out, digits[i]);
	}
	if (value < 0)
		buf_char(&out, ')');
	return buf_keep(&out, p->scene->arena);
}

struct axis {
	double step, first, last; /* ticks are first * step ... last * step; none if last < first */
	double edge, width;       /* digits end at the edge; the chart begins at the width */
};

static struct axis axis_of(const struct plot *p, const struct scale *s)
{
	enum { STEPS = 4 };
	static const double gap = 5, most = 0.25; /* of the width */
	struct axis axis = {.step = nice_step(s->high - s->low, STEPS)};
	double over;

	axis.first = ceil(s->low / axis.step - 1e-9);
	axis.last = floor(s->high / axis.step + 1e-9);
	for (double k = axis.first; k <= axis.last; k++) {
		const char *text = tick_text(p, k * axis.step, axis.step);

		axis.edge = fmax(axis.edge, plot_digits_width(p, type_soft, text, &over));
		axis.width = fmax(axis.width, axis.edge + over + gap);
	}
	if (!(axis.width <= most * p->width))
		axis.last = axis.first - 1;
	return axis;
}

void plot_axis_make(const struct plot *p, struct bands *b, const struct scale *s)
{
	struct axis axis = axis_of(p, s);
	double right = b->left + b->width * (double)b->n,
	       left = fmax(b->left - b->width * (double)b->later, axis.width);

	if (axis.last < axis.first)
		return;
	b->width = (right - left) / (double)(b->n + b->later);
	b->left = left + b->width * (double)b->later;
	for (double k = axis.first; k <= axis.last; k++) {
		const char *text = tick_text(p, k * axis.step, axis.step);
		double y = scale_at(s, k * axis.step);

		scene_line(p->scene, left, y, right, y, COLOR_GRID, 0.56, 0);
		plot_digits(p, type_soft, left - (axis.width - axis.edge), y + middle(LABEL_SIZE),
			    text, NULL);
	}
}
