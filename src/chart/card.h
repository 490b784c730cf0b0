/*
 * The picture that stands for a brief where a link to it is shared: who, what, the message, up to
 * three key figures, on 600 by 315 points, which is 1200 by 630 pixels at double size.
 */
#ifndef CHART_CARD_H
#define CHART_CARD_H

#include "scene/scene.h"

enum { CARD_FIGURES = 3 };

struct card_figure {
	const char *label, *value, *change;
};

struct card { /* what is NULL is left out */
	enum lang lang;
	const char *name, *other_name, *kicker, *headline;
	const char *units; /* of the figures */
	struct card_figure figures[CARD_FIGURES];
	size_t n_figures;
	const char *notice;
};

struct scene *card_layout(struct arena *, const struct card *, const struct fonts *);

#endif
