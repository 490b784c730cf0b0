/*
 * Pieces onto pages.  Pieces that stay together go to the next page together; blocks side by side
 * go there as a whole; a table head stands again where its rows go on; text in columns fills the
 * page and goes on in as many columns on the next.
 */
#include "pdf/layout_part.h"

#include <math.h>

#define EPSILON 0.01
#define BEGINNING 0.2   /* of a page: less is no place to begin a section that does not end there */
#define SPINE (3 * MM)  /* facing pages: from the outer margin to the inner one */
#define TIGHT_FROM 18.0 /* between bands: less is not set closer, by a unit or two */
#define TIGHTER_FROM 22.5
#define LABEL_CLEAR 18.0 /* over the name of a section, at least */
#define SEAM_MOST 0.55   /* share by which a space may be opened */
#define COLUMNS_FLOOR 11.25
#define COLUMNS_LEAST (6 * 11.25) /* less height than this is no place to begin columns of text */

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

/* Where the notes of the page begin, or will. */
static double limit(const struct placer *p)
{
	const struct page *page = &p->pages->v[p->page];

	return page->size.body_bottom -
	       (page->notes_height > page->reserve ? page->notes_height : page->reserve);
}

static double room(const struct placer *p)
{
	return limit(p) - p->y + EPSILON;
}

double placer_empty(const struct placer *p)
{
	return (limit(p) - p->y) / body_height(size_here(p));
}

double page_empty(const struct page *page)
{
	double bottom = page->size.body_top;

	for (size_t i = 0; i < page->placed.n; i++) {
		const struct placed *p = &page->placed.v[i];

		if (p->y + p->piece->height > bottom)
			bottom = p->y + p->piece->height;
	}
	return (page->size.body_bottom - page->notes_height - bottom) / body_height(&page->size);
}

struct needs { /* of pieces that are to stand on one page */
	double notes;
	bool starred, explains;
};

static void add_needs(struct needs *n, const struct flow *f, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct piece *piece = &f->v[i];

		n->notes += notes_height(piece);
		n->starred |= piece->starred != NULL;
		n->explains |= piece->explains;
		if (piece->columns)
			add_needs(n, &piece->columns->lines, 0, piece->columns->lines.n);
	}
}

static double numbered(const struct layout *l, const struct page *page)
{
	return page->notes_height > 0
		   ? page->notes_height - notes_rule - (page->starred ? l->star.height : 0)
		   : 0;
}

/* What the notes of pieces take from this page; less than nothing if they say what "*" means. */
static double needs_height(const struct placer *p, const struct needs *n)
{
	const struct page *page = &p->pages->v[p->page];
	bool star = (page->starred || n->starred) && !page->explained && !n->explains;

	return notes_foot(p->l, numbered(p->l, page) + n->notes, star) - page->notes_height;
}

static double notes_need(const struct placer *p, const struct flow *f, size_t from, size_t to)
{
	struct needs n = {0};

	add_needs(&n, f, from, to);
	return needs_height(p, &n);
}

static double fresh_room(const struct placer *p)
{
	const struct page_size *s = p->band->landscape ? &p->l->landscape : &p->l->upright;

	return s->body_bottom - s->body_top + EPSILON;
}

static void place_foot(struct placer *p, struct page *page, const struct piece *piece)
{
	double notes = numbered(p->l, page);

	for (const struct foot_note *n = piece->notes; n; n = n->next) {
		if (n->height <= 0)
			continue;
		notes += n->height;
		*PUSH(p->l->arena, &page->notes) = n;
	}
	page->explained |= piece->explains;
	if (page->explained)
		page->starred = NULL;
	else if (!page->starred)
		page->starred = piece->starred;
	page->notes_height = notes_foot(p->l, notes, page->starred);
}

static void place(struct placer *p, const struct piece *piece, double x)
{
	struct page *page = &p->pages->v[p->page];

	page->last = p->band->section;
	if (piece->chart)
		page->give += 0.8 * (CHART_MOST - CHART_LEAST) * piece->height / (double)p->band->n;
	*PUSH(p->l->arena, &page->placed) = (struct placed){piece, page->size.left + x, p->y};
	place_foot(p, page, piece);
}

/* ---- a trial, to be taken back ---- */

struct snapshot {
	struct placer placer;
	size_t pages, placed, notes, seams;
	double give, notes_height, reserve;
	struct tag *starred;
	bool explained;
	const struct section *last;
};

static struct snapshot snapshot(const struct placer *p)
{
	const struct page *page = &p->pages->v[p->page];

	return (struct snapshot){.placer = *p,
				 .pages = p->pages->n,
				 .placed = page->placed.n,
				 .notes = page->notes.n,
				 .seams = page->seams.n,
				 .give = page->give,
				 .notes_height = page->notes_height,
				 .reserve = page->reserve,
				 .starred = page->starred,
				 .explained = page->explained,
				 .last = page->last};
}

static void restore(struct placer *p, const struct snapshot *s)
{
	struct page *page = &p->pages->v[s->placer.page];

	*p = s->placer;
	p->pages->n = s->pages;
	page->placed.n = s->placed;
	page->notes.n = s->notes;
	page->seams.n = s->seams;
	page->give = s->give;
	page->notes_height = s->notes_height;
	page->reserve = s->reserve;
	page->starred = s->starred;
	page->explained = s->explained;
	page->last = s->last;
}

static double again_height(const struct piece *first)
{
	return (first->head ? first->head->height : 0) + (first->group ? first->group->height : 0);
}

static void place_again(struct placer *p, const struct piece *piece, double x)
{
	if (!piece)
		return;
	place(p, piece, x);
	p->y += piece->height;
}

/* To the next page, which another column may have opened before.  first: what is to stand there;
 * or NULL. */
static void page_next(struct placer *p, const struct piece *first, double x)
{
	p->page++;
	if (p->page == p->pages->n)
		page_add(p);
	p->y = size_here(p)->body_top;
	p->at_top = true;
	if (first) {
		place_again(p, first->head, x);
		place_again(p, first->group, x);
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

/* As columns_fill, but less where notes of these lines need the foot of the page. */
static size_t columns_fill_above(struct placer *p, const struct columns *c, size_t from,
				 double height, double x)
{
	struct snapshot before = snapshot(p);
	struct page *page = &p->pages->v[p->page];
	size_t end = columns_fill(p, c, from, height, x);

	if (room(p) < 0) {
		double notes = page->notes_height;

		restore(p, &before);
		page->reserve = notes;
		height = room(p) < COLUMNS_FLOOR ? COLUMNS_FLOOR : room(p);
		end = columns_fill(p, c, from, height, x);
		page->reserve = before.reserve;
	}
	return end;
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
		from = columns_fill_above(p, c, from, height, x);
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

static double own_notes(const struct placer *p, const struct piece *piece)
{
	return notes_need(p, &(struct flow){(struct piece *)piece, 1, 1}, 0, 1);
}

static void place_piece(struct placer *p, const struct piece *piece, double x)
{
	if (piece->columns) {
		p->y += piece_space(p, piece);
		place_columns(p, piece->columns, x);
		return;
	}
	if (!p->at_top && piece->space + piece->height + own_notes(p, piece) > room(p))
		page_next(p, piece, x);
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
		double height, fresh = fresh_room(p) - again_height(first);

		end = group_end(f, i);
		height = group_height(f, i, end) + notes_need(p, f, i, end);
		if (!p->at_top && first->space + height > room(p) && height <= fresh)
			page_next(p, first, x);
		for (size_t k = i; k < end; k++)
			place_piece(p, &f->v[k], x);
	}
}

/* ---- bands ---- */

/* Height of the lead and of every column up to its first possible break, and of the notes there;
 * with whole, all of it. */
static double band_height(const struct placer *p, const struct band *b, bool whole)
{
	double lead = flow_height(&b->lead, 0, b->lead.n), tallest = 0;
	struct needs needs = {0};

	add_needs(&needs, &b->lead, 0, b->lead.n);
	for (size_t c = 0; c < b->n; c++) {
		const struct flow *f = &b->column[c];
		/* Only the last column breaks. */
		size_t to = whole || c + 1 < b->n ? f->n : group_end(f, 0);
		double h = f->n ? f->v[0].space + flow_height(f, 0, to) : 0;

		if (f->n)
			add_needs(&needs, f, 0, to);
		if (h > tallest)
			tallest = h;
	}
	return lead + tallest + needs_height(p, &needs);
}

static bool band_must_break(const struct placer *p)
{
	const struct band *b = p->band;
	double lead = b->lead.n ? b->lead.v[0].space : 0, whole, first;

	if (p->at_top || b->n < 2)
		return false;
	whole = band_height(p, b, true);
	first = band_height(p, b, false);
	if (lead + whole <= room(p))
		return false;
	return whole <= fresh_room(p) || lead + first > room(p);
}

/* Places the columns; returns the lowest end of one on this page. */
static double place_beside(struct placer *p, const struct band *b)
{
	struct placer start = *p, end = *p;
	double lowest = p->y;

	for (size_t c = 0; c < b->n; c++) {
		*p = start;
		place_flow(p, &b->column[c], b->x[c]);
		if (p->page == start.page && p->y > lowest)
			lowest = p->y;
		if (p->page > end.page || (p->page == end.page && p->y > end.y))
			end = *p;
	}
	*p = end;
	return lowest;
}

/* A note of a later column takes room that an earlier one has filled: then once more, with that
 * room kept free. */
static void place_side_by_side(struct placer *p)
{
	const struct band *b = p->band;
	struct snapshot before;
	struct page *page;
	double lowest;

	place_flow(p, &b->lead, 0);
	before = snapshot(p);
	lowest = place_beside(p, b);
	page = &p->pages->v[before.placer.page];
	if (lowest > page->size.body_bottom - page->notes_height + EPSILON) {
		double notes = page->notes_height;

		restore(p, &before);
		p->pages->v[p->page].reserve = notes;
		place_beside(p, b);
		p->pages->v[before.placer.page].reserve = before.reserve;
	}
}

static double on_grid(const struct placer *p, double y)
{
	double top = size_here(p)->body_top;

	return top + grid_up(y - top, UNIT);
}

static const struct piece *band_first(const struct band *b)
{
	const struct flow *f = b->lead.n ? &b->lead : &b->column[0];

	return f->n ? &f->v[0] : NULL;
}

/* The space over a band is set a little closer than designed, on the nearest line of the grid, and
 * opened again when the page is known.  Over the name of a section, which stands in its space, it
 * stays what blocks have: the name is not to be read as one more line of the note above it. */
static void seam_add(struct placer *p)
{
	struct page *page = &p->pages->v[p->page];
	const struct piece *first = band_first(p->band);
	double space = first ? first->space : 0, label = first ? first->label : 0,
	       tight = UNIT * (double)((space >= TIGHT_FROM) + (space >= TIGHTER_FROM)), most;

	if (p->at_top || space <= 0)
		return;
	if (label > 0)
		tight = UNIT * fmax(0, floor((space - label - LABEL_CLEAR - UNIT / 2) / UNIT));
	most = tight + grid_up(SEAM_MOST * space - UNIT / 2, UNIT);
	p->y = on_grid(p, p->y - tight - UNIT / 2);
	page->give += most;
	*PUSH(p->l->arena, &page->seams) = (struct seam){page->placed.n, tight, most};
}

void place_band(struct placer *p, bool new_page)
{
	const struct band *b = p->band;
	bool first = p->pages->n == 0;

	if (!first)
		seam_add(p);
	if (first) {
		page_add(p);
		p->y = size_here(p)->body_top;
		p->at_top = true;
	} else if ((new_page && !p->at_top) ||
		   b->landscape != (size_here(p)->width > size_here(p)->height) ||
		   band_must_break(p)) {
		page_next(p, NULL, 0);
	}
	p->y = on_grid(p, p->y);
	if (b->n == 1)
		place_flow(p, &b->column[0], b->x[0]);
	else
		place_side_by_side(p);
}

/* Do bands from .. to end on this page?  At most a page is placed, and taken back. */
static bool bands_end_here(struct placer p, const struct bands *bands, size_t from, size_t to)
{
	struct snapshot before = snapshot(&p);
	size_t here = p.page;
	bool ends_here;

	for (size_t i = from; i < to && p.page == here; i++) {
		p.band = &bands->v[i];
		place_band(&p, false);
	}
	ends_here = p.page == here;
	restore(&p, &before);
	return ends_here;
}

static size_t section_end(const struct bands *bands, size_t i)
{
	const struct section *section = bands->v[i].section;

	while (i < bands->n && bands->v[i].section == section)
		i++;
	return i;
}

/* A section that is to begin a page still goes on where the whole of it fits below what is there,
 * or its first band below a mere remainder: rather a full page than two that are half empty.  Any
 * section begins a page rather than with a few lines at the foot of one. */
bool begins_page(const struct placer *p, const struct bands *bands, size_t i)
{
	const struct band *b = &bands->v[i];
	double left;

	if (p->pages->n == 0 || p->at_top || i == 0)
		return false;
	left = room(p) / body_height(size_here(p));
	if (!b->new_page && (b->section == b[-1].section || left > BEGINNING))
		return false;
	return !bands_end_here(*p, bands, i, left < 1 - REMAINDER ? section_end(bands, i) : i + 1);
}

struct pages place_bands(struct layout *l, const struct bands *bands, bool cover, double first_foot,
			 const bool *breaks)
{
	struct pages pages = {0};
	struct placer p = {.l = l, .pages = &pages, .cover = cover, .first_foot = first_foot};

	for (size_t i = 0; i < bands->n; i++) {
		bool new_page = breaks ? breaks[i] : begins_page(&p, bands, i);

		p.band = &bands->v[i];
		place_band(&p, new_page);
	}
	return pages;
}
