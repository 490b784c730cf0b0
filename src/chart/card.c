/* The card of a brief: the page's first screen in small. */
#include "chart/card.h"

#include "chart/plot.h"

enum { WIDTH = 600, HEIGHT = 315, MARGIN = 36, GUTTER = 18 };

static const double inside = WIDTH - 2.0 * MARGIN;

static void put_masthead(const struct plot *p, const struct card *c)
{
	static const struct type name = {WEIGHT_SEMIBOLD, COLOR_INK, 13, false},
				 other = {WEIGHT_REGULAR, COLOR_INK2, 13, false};
	double x = MARGIN + plot_text(p, name, MARGIN, 46, ALIGN_LEFT,
				      plot_shorten(p, name, c->name, inside), NULL);

	if (c->other_name && x + 8 + plot_text_width(p, other, c->other_name) <= WIDTH - MARGIN)
		plot_text(p, other, x + 8, 46, ALIGN_LEFT, c->other_name, NULL);
	scene_rect(p->scene, MARGIN, 58, inside, 0.75, COLOR_INK);
}

/* The message as large as three lines of it can be. */
static void put_message(const struct plot *p, const struct card *c, double bottom)
{
	static const struct type kicker = {WEIGHT_SEMIBOLD, COLOR_ACCENT, 13, false};
	static const double sizes[] = {34, 30, 26, 22, 19};
	struct type t = {WEIGHT_DISPLAY, COLOR_INK, 0, false};
	struct lines lines;
	double leading, top = 98;

	if (c->kicker)
		plot_text(p, kicker, MARGIN, 82, ALIGN_LEFT,
			  plot_shorten(p, kicker, c->kicker, inside), NULL);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		t.size = sizes[i];
		leading = t.size * (c->lang == LANG_EN ? 1.12 : 1.3);
		lines = plot_wrap(p, t, c->headline, inside, i + 1 < COUNT(sizes) ? 99 : 4);
		if (lines.n <= 3 && lines.width <= inside &&
		    top + leading * (double)lines.n <= bottom)
			break;
	}
	plot_lines(p, t, MARGIN, top + t.size / 2, leading, ALIGN_LEFT, &lines);
}

static void put_figure(const struct plot *p, const struct card_figure *f, double x, double y,
		       double width)
{
	static const struct type label = {WEIGHT_REGULAR, COLOR_INK2, 10, false},
				 value = {WEIGHT_DISPLAY, COLOR_INK, 24, false},
				 change = {WEIGHT_SEMIBOLD, COLOR_INK, 10, false};

	scene_rect(p->scene, x, y, width, 0.75, COLOR_INK);
	plot_text(p, label, x, y + 15, ALIGN_LEFT, plot_shorten(p, label, f->label, width), NULL);
	plot_text(p, value, x, y + 40, ALIGN_LEFT, f->value, NULL);
	if (f->change)
		plot_text(p, change, x, y + 55, ALIGN_LEFT,
			  plot_shorten(p, change, f->change, width), NULL);
}

static void put_figures(const struct plot *p, const struct card *c, double y)
{
	static const struct type units = {WEIGHT_REGULAR, COLOR_INK3, 9, false};
	double width = (inside - (CARD_FIGURES - 1) * GUTTER) / CARD_FIGURES;

	if (c->units)
		plot_text(p, units, WIDTH - MARGIN, y - 6, ALIGN_RIGHT,
			  plot_shorten(p, units, c->units, inside), NULL);
	for (size_t i = 0; i < c->n_figures; i++)
		put_figure(p, &c->figures[i], MARGIN + (double)i * (width + GUTTER), y, width);
}

struct scene *card_layout(struct arena *a, const struct card *c, const struct fonts *fonts)
{
	static const struct type notice = {WEIGHT_REGULAR, COLOR_INK3, 8.5, false};
	struct chart chart = {.lang = c->lang};
	struct plot p = {.scene = scene_new(a, WIDTH, HEIGHT),
			 .chart = &chart,
			 .fonts = fonts,
			 .width = WIDTH,
			 .texts = chart_texts_new(a)};
	double figures = c->n_figures ? HEIGHT - 92 : HEIGHT - 40;

	put_masthead(&p, c);
	put_message(&p, c, figures - 16);
	put_figures(&p, c, figures);
	if (c->notice)
		plot_text(&p, notice, MARGIN, HEIGHT - 16, ALIGN_LEFT,
			  plot_shorten(&p, notice, c->notice, inside), NULL);
	p.scene->missing = p.texts->missing;
	return p.scene;
}
