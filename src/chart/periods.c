/* What stands below columns and lines: periods, years under a hairline, the row of changes. */
#include "chart/plot.h"

#include <math.h>

struct bands plot_bands(const struct plot *p, double right)
{
	const struct chart *c = p->chart;
	double left = c->row && c->row_label ? plot_text_width(p, type_soft, c->row_label) + 6 : 0;

	left = fmin(left, p->width / 4);
	return (struct bands){left, (p->width - right - left) / (double)c->n_categories,
			      c->n_categories};
}

double plot_height(const struct plot *p)
{
	return fmax(90, fmin(0.59 * p->width, 162));
}

#define LINE 9.75 /* between the lines of a category */

static struct type band_type(const struct plot *p, size_t i, struct type plain)
{
	return emphasised(p->chart, i) ? type_strong : plain;
}

/* Every how many bands there is room for a text; counted from the last. */
static size_t band_step(const struct plot *p, const struct bands *b, const char *const *texts)
{
	double widest = 0;
	size_t every = 1;

	for (size_t i = 0; i < b->n; i++)
		if (texts[i])
			widest = fmax(widest, plot_text_width(p, type_strong, texts[i]));
	while (every < b->n && widest + LABEL_SPARE > b->width * (double)every)
		every++;
	return every;
}

/* Few categories with long names wrap; many are thinned out, as periods may be.  Returns the height
 * beyond one line. */
static double categories(const struct plot *p, const struct bands *b, double y, double shift)
{
	enum { FEW = 8, LINES = 3 };
	struct type plain = p->chart->emphasis ? type_soft : type_label;
	size_t every = band_step(p, b, p->chart->categories), most = b->n <= FEW ? LINES : 1,
	       lines = 1;

	if (b->n <= FEW)
		every = 1;
	for (size_t i = 0; i < b->n; i++) {
		struct type t = band_type(p, i, plain);
		double room = b->width * (double)every - LABEL_SPARE;
		double x = b->n > 1 ? band_middle(b, i) + shift : band_middle(b, i);
		struct lines l;

		if ((b->n - 1 - i) % every)
			continue;
		l = plot_wrap(p, t, p->chart->categories[i], room, most);
		/* One that stands for several bands may reach past the last. */
		x = fmax(l.width / 2, fmin(x, p->width - l.width / 2));
		plot_lines(p, t, x, y, LINE, ALIGN_CENTER, &l);
		lines = l.n > lines ? l.n : lines;
	}
	return (double)(lines - 1) * LINE;
}

static void row_values(const struct plot *p, const struct bands *b, double y, double shift)
{
	const struct chart *c = p->chart;
	size_t every = band_step(p, b, c->row);

	for (size_t i = 0; i < b->n; i++) {
		struct type t = band_type(p, i, type_label);
		double half, x = band_middle(b, i) + shift;

		if (!c->row[i] || (b->n - 1 - i) % every)
			continue;
		half = plot_text_width(p, t, c->row[i]) / 2;
		plot_text(p, t, fmax(half, fmin(x, p->width - half)), y + middle(LABEL_SIZE),
			  ALIGN_CENTER, c->row[i], c->row_figures ? c->row_figures[i] : NULL);
	}
}

static void year(const struct plot *p, const struct bands *b, double y, size_t first, size_t end)
{
	const char *text = p->chart->groups[first];
	double inset = b->width * 0.1;
	double x1 = b->left + b->width * (double)first + inset,
	       x2 = b->left + b->width * (double)end - inset;

	scene_line(p->scene, x1, y, x2, y, COLOR_HAIR, 0.56, 0);
	if (plot_text_width(p, type_soft, text) <= x2 - x1 + 2 * inset)
		plot_text(p, type_soft, (x1 + x2) / 2, y + LABEL_LEADING / 2 + middle(LABEL_SIZE),
			  ALIGN_CENTER, text, NULL);
}

void plot_years(const struct plot *p, const struct bands *b, double y)
{
	const char **groups = p->chart->groups;
	size_t first = 0;

	for (size_t i = 1; i <= b->n; i++)
		if (i == b->n || !streq(groups[i], groups[first])) {
			year(p, b, y, first, i);
			first = i;
		}
}

double plot_periods(const struct plot *p, const struct bands *b, double top, double shift)
{
	const struct chart *c = p->chart;
	double y = top + 8.1;

	y += categories(p, b, y, shift) + 8.1;
	if (c->groups) {
		plot_years(p, b, y);
		y += LABEL_LEADING;
	}
	if (!c->row)
		return y - top;
	if (!c->groups)
		scene_line(p->scene, 0, y, b->left + b->width * (double)b->n, y, COLOR_HAIR, 0.56,
			   0);
	y += 6.75;
	if (c->row_label)
		plot_text(p, type_soft, 0, y + middle(LABEL_SIZE), ALIGN_LEFT,
			  plot_shorten(p, type_soft, c->row_label, b->left - 4), NULL);
	row_values(p, b, y, shift);
	return y + 6.75 - top;
}
