/*
 * Pages that are not full are opened: the spaces between blocks grow, and so do charts, all of a
 * page by one share, so that bars of one scale still compare.  What stands on a page and in which
 * order is settled before; only places move, by multiples of the grid.
 */
#include "pdf/layout_part.h"

#include <math.h>

struct stretch { /* of one page */
	struct page *page;
	const struct piece **taller; /* by placed: a chart that has grown, or NULL */
	double *open;                /* by seam */
	double *dy;                  /* by placed: how far it moves down */
};

/* The pieces from..to are one band; a column begins where the next piece is no lower.  Returns how
 * much higher the band has become. */
static double band_shift(struct stretch *s, size_t from, size_t to, double down)
{
	double before = 0, after = 0, above = 0;

	for (size_t i = from; i < to; i++) {
		const struct placed *p = &s->page->placed.v[i];
		double height = p->piece->height,
		       grown = s->taller[i] ? s->taller[i]->height : height;

		if (i > from && p->y <= p[-1].y)
			above = 0;
		s->dy[i] = down + above;
		before = fmax(before, p->y + height);
		after = fmax(after, p->y + above + grown);
		above += grown - height;
	}
	return grid_up(after - before, UNIT);
}

/* Returns how far the end of the page moves down. */
static double page_shift(struct stretch *s)
{
	const struct page *page = s->page;
	double down = 0;
	size_t from = 0;

	for (size_t k = 0; k < page->seams.n; k++) {
		down += band_shift(s, from, page->seams.v[k].at, down) + s->open[k];
		from = page->seams.v[k].at;
	}
	return down + band_shift(s, from, page->placed.n, down);
}

/* Gives the seams what is left, in even shares of what each can take, on the grid. */
static void open_seams(struct stretch *s, double rest, bool last)
{
	const struct page *page = s->page;
	double all = 0, share, owed = 0;

	for (size_t k = 0; k < page->seams.n; k++)
		all += last ? page->seams.v[k].tight : page->seams.v[k].most;
	share = all > 0 ? fmin(1, fmax(0, rest) / all) : 0;
	for (size_t k = 0; k < page->seams.n; k++) {
		owed += share * (last ? page->seams.v[k].tight : page->seams.v[k].most);
		s->open[k] = UNIT * floor(owed / UNIT + 0.001);
		owed -= s->open[k];
	}
}

/* False if that is more than there is room for. */
static bool grow_charts(struct layout *l, struct stretch *s, double share, double rest)
{
	const struct page *page = s->page;

	for (size_t i = 0; i < page->placed.n; i++)
		if (page->placed.v[i].piece->chart)
			s->taller[i] =
			    chart_taller(l, page->placed.v[i].piece,
					 CHART_LEAST + (CHART_MOST - CHART_LEAST) * share);
	return page_shift(s) <= rest;
}

/* As tall as the page allows; on the last one as designed. */
static void choose_charts(struct layout *l, struct stretch *s, double rest, bool last)
{
	const struct page *page = s->page;
	double designed = CHART_LEAST / (CHART_LEAST - CHART_MOST), charts = page->give, share;

	for (size_t k = 0; k < page->seams.n; k++)
		charts -= page->seams.v[k].most;
	if (charts < UNIT || rest < UNIT)
		return;
	share = fmin(last ? designed : 1, rest / page->give);
	for (int tries = 4; tries > 0; tries--, share *= 0.75)
		if (grow_charts(l, s, share, rest))
			return;
	memset(s->taller, 0, page->placed.n * sizeof *s->taller);
}

static void stretch_page(struct layout *l, struct page *page, bool last)
{
	struct stretch s = {.page = page,
			    .taller = NEWS(l->arena, const struct piece *, page->placed.n),
			    .open = NEWS(l->arena, double, page->seams.n),
			    .dy = NEWS(l->arena, double, page->placed.n)};
	double rest = page_empty(page) * body_height(&page->size);

	/* Of a band that went to the next page only the seam is here. */
	while (page->seams.n && page->seams.v[page->seams.n - 1].at == page->placed.n)
		page->give -= page->seams.v[--page->seams.n].most;
	choose_charts(l, &s, rest, last);
	open_seams(&s, rest - page_shift(&s), last);
	page_shift(&s);
	for (size_t i = 0; i < page->placed.n; i++) {
		page->placed.v[i].y += s.dy[i];
		if (s.taller[i])
			page->placed.v[i].piece = s.taller[i];
	}
}

void stretch_pages(struct layout *l, struct pages *pages)
{
	for (size_t i = 0; i < pages->n; i++)
		stretch_page(l, &pages->v[i], i + 1 == pages->n);
}
