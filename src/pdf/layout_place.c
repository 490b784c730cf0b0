/*
 * Pieces onto pages.  Pieces that stay together go to the next page together; blocks side by side
 * go there as a whole; a table head stands again where its rows go on; text in columns fills the
 * page and goes on in as many columns on the next.
 */
#include "pdf/layout_part.h"

#define EPSILON 0.01
#define SPINE (3 * MM)            /* facing pages: from the outer margin to the inner one */
#define COLUMNS_LEAST (6 * 11.25) /* less height than this is no place to begin columns of text */

struct placer {
	struct layout *l;
	struct pages *pages;
	const struct band *band;
	bool cover;
	double first_foot;
	size_t page;
	double y;
	bool at_top; /* nothing of the flow stands on this page yet */
};

static void page_add(struct placer *p)
{
	struct layout *l = p->l;
	struct page *page = PUSH(l->arena, p->pages);

	*page = (struct page){.size = p->band->landscape ? l->landscape : l->upright,
			      .section = p->band->section};
	if (l->options->facing && !p->band->landscape) {
		page->size.verso = p->pages->n % 2 == 0;
		page->size.left += page->size.verso ? -SPINE : SPINE;
	}
	if (p->cover && p->pages->n == 1) {
		page->size.body_top = page->size.top;
		page->size.body_bottom -= p->first_foot;
	}
}

static const struct page_size *size_here(const struct placer *p)
{
	return &p->pages->v[p->page].size;
}

static double room(const struct placer *p)
{
	return size_here(p)->body_bottom - p->y + EPSILON;
}

static double fresh_room(const struct placer *p)
{
	const struct page_size *s = p->band->landscape ? &p->l->landscape : &p->l->upright;

	return s->body_bottom - s->body_top + EPSILON;
}

static void place(struct placer *p, const struct piece *piece, double x)
{
	struct page *page = &p->pages->v[p->page];

	*PUSH(p->l->arena, &page->placed) = (struct placed){piece, page->size.left + x, p->y};
}

/* To the next page, which another column may have opened before. */
static void page_next(struct placer *p, const struct piece *head, double x)
{
	p->page++;
	if (p->page == p->pages->n)
		page_add(p);
	p->y = size_here(p)->body_top;
	p->at_top = true;
	if (head) {
		place(p, head, x);
		p->y += head->height;
	}
}

/* ---- columns of text ---- */

static size_t columns_fill(struct placer *p, const struct columns *c, size_t from, double height,
			   double x)
{
	double top = p->y;

	for (size_t k = 0; k < c->n && from < c->lines.n; k++) {
		size_t end = column_end(&c->lines, from, height);

		p->y = top;
		for (size_t i = from; i < end; i++) {
			p->y += i > from ? c->lines.v[i].space : 0;
			place(p, &c->lines.v[i], x + (double)k * (c->width + c->gap));
			p->y += c->lines.v[i].height;
		}
		from = end;
	}
	p->y = top + height;
	return from;
}

static void place_columns(struct placer *p, const struct columns *c, double x)
{
	for (size_t from = 0; from < c->lines.n;) {
		double height = columns_balance(c, from);

		if (height > room(p) && !p->at_top && room(p) < COLUMNS_LEAST) {
			page_next(p, NULL, x);
			continue;
		}
		if (height > room(p))
			height = room(p);
		from = columns_fill(p, c, from, height, x);
		p->at_top = false;
		if (from < c->lines.n)
			page_next(p, NULL, x);
	}
}

/* ---- one flow ---- */

static double piece_space(const struct placer *p, const struct piece *piece)
{
	return p->at_top ? 0 : piece->space;
}

static void place_piece(struct placer *p, const struct piece *piece, double x)
{
	if (piece->columns) {
		p->y += piece_space(p, piece);
		place_columns(p, piece->columns, x);
		return;
	}
	if (!p->at_top && piece->space + piece->height > room(p))
		page_next(p, piece->head, x);
	p->y += piece_space(p, piece);
	place(p, piece, x);
	p->y += piece->height;
	p->at_top = false;
}

/* Columns of text may break, so only their beginning must stay with what is before them. */
static double group_height(const struct flow *f, size_t from, size_t to)
{
	double h = 0;

	for (size_t i = from; i < to; i++) {
		const struct piece *piece = &f->v[i];
		bool breaks = piece->columns && piece->height > COLUMNS_LEAST;

		h += (i > from ? piece->space : 0) + (breaks ? COLUMNS_LEAST : piece->height);
	}
	return h;
}

static size_t group_end(const struct flow *f, size_t from)
{
	while (f->v[from].keep && from + 1 < f->n)
		from++;
	return from + 1;
}

static void place_flow(struct placer *p, const struct flow *f, double x)
{
	for (size_t i = 0, end; i < f->n; i = end) {
		const struct piece *first = &f->v[i];
		double height, fresh = fresh_room(p) - (first->head ? first->head->height : 0);

		end = group_end(f, i);
		height = group_height(f, i, end);
		if (!p->at_top && first->space + height > room(p) && height <= fresh)
			page_next(p, first->head, x);
		for (size_t k = i; k < end; k++)
			place_piece(p, &f->v[k], x);
	}
}

/* ---- bands ---- */

/* Height of the lead and of every column up to its first possible break; with whole, all of it. */
static double band_height(const struct band *b, bool whole)
{
	double lead = flow_height(&b->lead, 0, b->lead.n), tallest = 0;

	for (size_t c = 0; c < b->n; c++) {
		const struct flow *f = &b->column[c];
		/* Only the last column breaks. */
		size_t to = whole || c + 1 < b->n ? f->n : group_end(f, 0);
		double h = f->n ? f->v[0].space + flow_height(f, 0, to) : 0;

		if (h > tallest)
			tallest = h;
	}
	return lead + tallest;
}

static bool band_must_break(const struct placer *p)
{
	const struct band *b = p->band;
	double lead = b->lead.n ? b->lead.v[0].space : 0, whole, first;

	if (p->at_top || b->n < 2)
		return false;
	whole = band_height(b, true);
	first = band_height(b, false);
	if (lead + whole <= room(p))
		return false;
	return whole <= fresh_room(p) || lead + first > room(p);
}

static void place_side_by_side(struct placer *p)
{
	const struct band *b = p->band;
	struct placer start, end;

	place_flow(p, &b->lead, 0);
	start = end = *p;
	for (size_t c = 0; c < b->n; c++) {
		*p = start;
		place_flow(p, &b->column[c], b->x[c]);
		if (p->page > end.page || (p->page == end.page && p->y > end.y))
			end = *p;
	}
	*p = end;
}

static void place_band(struct placer *p, bool new_page)
{
	const struct band *b = p->band;
	bool first = p->pages->n == 0;

	if (first) {
		page_add(p);
		p->y = size_here(p)->body_top;
		p->at_top = true;
	} else if ((new_page && !p->at_top) ||
		   b->landscape != (size_here(p)->width > size_here(p)->height) ||
		   band_must_break(p)) {
		page_next(p, NULL, 0);
	}
	p->y = size_here(p)->body_top + grid_up(p->y - size_here(p)->body_top, UNIT);
	if (b->n == 1) {
		struct flow all = {0};

		flow_append(p->l, &all, &b->lead);
		flow_append(p->l, &all, &b->column[0]);
		place_flow(p, &all, b->x[0]);
	} else {
		place_side_by_side(p);
	}
}

/* Do bands from .. to end on this page?  At most a page is placed, and taken back. */
static bool bands_end_here(struct placer p, const struct bands *bands, size_t from, size_t to)
{
	size_t pages = p.pages->n, here = p.page, placed = p.pages->v[here].placed.n;

	for (size_t i = from; i < to && p.page == here; i++) {
		p.band = &bands->v[i];
		place_band(&p, false);
	}
	p.pages->n = pages;
	p.pages->v[here].placed.n = placed;
	return p.page == here;
}

/* A section that is to begin a page still goes on where the whole of it fits below what is there,
 * or its first band below a mere remainder: rather a full page than two that are half empty. */
static bool begins_page(const struct placer *p, const struct bands *bands, size_t i)
{
	size_t to = i + 1;

	if (!bands->v[i].new_page || p->pages->n == 0 || p->at_top)
		return false;
	if (room(p) < (1 - REMAINDER) * body_height(size_here(p)))
		while (to < bands->n && bands->v[to].section == bands->v[i].section)
			to++;
	return !bands_end_here(*p, bands, i, to);
}

struct pages place_bands(struct layout *l, const struct bands *bands, bool cover, double first_foot)
{
	struct pages pages = {0};
	struct placer p = {.l = l, .pages = &pages, .cover = cover, .first_foot = first_foot};

	for (size_t i = 0; i < bands->n; i++) {
		bool new_page = begins_page(&p, bands, i);

		p.band = &bands->v[i];
		place_band(&p, new_page);
	}
	return pages;
}
