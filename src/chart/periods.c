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

/* Sets a text for each band; where they are too wide for all, every second, third ... from the
 * last. */
static void band_texts(const struct plot *p, const struct bands *b, double y, double shift,
		       const char *const *texts, const char *const *figures, struct type plain)
{
	double widest = 0;
	size_t every = 1;

	for (size_t i = 0; i < b->n; i++)
		if (texts[i])
			widest = fmax(widest, plot_text_width(p, type_strong, texts[i]));
	while (every < b->n && widest + LABEL_SPARE > b->width * (double)every)
		every++;
	for (size_t i = 0; i < b->n; i++) {
		struct type t = emphasised(p->chart, i) ? type_strong : plain;

		if (texts[i] && (b->n - 1 - i) % every == 0)
			plot_text(p, t, band_middle(b, i) + shift, y + middle(t.size), ALIGN_CENTER,
				  texts[i], figures ? figures[i] : NULL);
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

static void years(const struct plot *p, const struct bands *b, double y)
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

	band_texts(p, b, y, shift, c->categories, NULL, c->emphasis ? type_soft : type_label);
	y += 8.1;
	if (c->groups) {
		years(p, b, y);
		y += LABEL_LEADING;
	}
	if (!c->row)
		return y - top;
	if (!c->groups)
		scene_line(p->scene, 0, y, b->left + b->width * (double)b->n, y, COLOR_HAIR, 0.56,
			   0);
	y += 6.75;
	if (c->row_label)
		plot_text(p, type_soft, 0, y + middle(LABEL_SIZE), ALIGN_LEFT, c->row_label, NULL);
	band_texts(p, b, y, shift, c->row, c->row_figures, type_label);
	return y + 6.75 - top;
}
