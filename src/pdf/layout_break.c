/*
 * Where pages break: of all ways to begin pages with blocks, the one that takes the fewest pages,
 * and of these the one whose pages are emptiest the least (the sum of squares, as lines of a
 * paragraph are broken since Plass).  A page is filled as layout_place.c does it; only whether a
 * band goes on below or begins a page is chosen here.
 *
 * The ways are the edges of a graph whose nodes are "band i begins a page".  From each node that
 * can be reached, pages are filled until a band comes to begin one by itself, which is a page or
 * two unless tables run on and on: the work is linear in the pieces.
 */
#include "pdf/layout_part.h"

#define MOST_EMPTY 0.5 /* no page is left emptier by choice */
#define STRETCHED 0.25 /* part of the cost of an empty page that stays when it is filled */
#define COVER 2.0      /* the first page is seen most */
#define TORN 0.03      /* a block over two pages costs as much as a sixth of a page */
#define SCRAP 0.08     /* of a page: less of a block is not to stand alone on one */
#define SCRAP_COST 0.06
enum { RUN_MOST = 12 }; /* pages that are filled from one node */

struct node { /* the best way to it */
	size_t pages, from;
	double cost;
	bool reached;
};

struct breaker {
	struct layout *l;
	const struct bands *bands;
	struct node *nodes; /* one for each band, and the end */
	bool cover;
	double first_foot;
};

static void reach(struct breaker *b, size_t from, size_t to, size_t pages, double cost)
{
	struct node *n = &b->nodes[to];

	pages += b->nodes[from].pages;
	cost += b->nodes[from].cost;
	if (n->reached && (n->pages < pages || (n->pages == pages && n->cost <= cost)))
		return;
	*n = (struct node){pages, from, cost, true};
}

static double square(double x)
{
	return x > 0 ? x * x : 0;
}

/* What its spaces and charts cannot fill counts in full, what they can in part. */
static double page_cost(const struct page *page, double empty)
{
	double cost =
	    square(empty - page->give / body_height(&page->size)) + STRETCHED * square(empty);

	return page->size.body_top == page->size.top ? COVER * cost : cost;
}

/* What stands of a torn block on the page to which it goes on. */
static double torn_cost(const struct placer *p)
{
	const struct page_size *s = &p->pages->v[p->page].size;

	return TORN + ((p->y - s->body_top) / body_height(s) < SCRAP ? SCRAP_COST : 0);
}

/* The pages that a block has filled and left; 0 if it ends where it began. */
static double left_behind(const struct placer *p, size_t first)
{
	double cost = first < p->page ? torn_cost(p) : 0;

	for (; first < p->page; first++)
		cost += page_cost(&p->pages->v[first], page_empty(&p->pages->v[first]));
	return cost;
}

/* Fills pages with band `from` at the top of the first, up to a band that must begin one. */
static void run(struct breaker *b, size_t from)
{
	struct pages pages = {0};
	struct placer p = {.l = b->l,
			   .pages = &pages,
			   .cover = b->cover && from == 0,
			   .first_foot = b->first_foot};
	double cost = 0;

	for (size_t i = from; i < b->bands->n; i++) {
		size_t n = pages.n, page = p.page, placed = n ? pages.v[page].placed.n : 0;
		double closed = i > from ? cost + page_cost(&pages.v[page], placer_empty(&p)) : 0;
		bool must = i > from && (n > RUN_MOST || begins_page(&p, b->bands, i));

		if (must || (i > from && placer_empty(&p) <= MOST_EMPTY))
			reach(b, from, i, n, closed);
		if (must)
			return;
		p.band = &b->bands->v[i];
		place_band(&p, false);
		if (n && p.page > page && pages.v[page].placed.n == placed) {
			reach(b, from, i, n, closed);
			return;
		}
		cost += left_behind(&p, page);
	}
	reach(b, from, b->bands->n, pages.n, cost);
}

bool *best_breaks(struct layout *l, const struct bands *bands, bool cover, double first_foot)
{
	struct arena *kept = l->arena, *scratch = arena_new();
	struct breaker b = {.l = l,
			    .bands = bands,
			    .nodes = NEWS(scratch, struct node, bands->n + 1),
			    .cover = cover,
			    .first_foot = first_foot};
	bool *breaks = NEWS(kept, bool, bands->n + 1);

	b.nodes[0].reached = true;
	l->arena = scratch;
	for (size_t i = 0; i < bands->n; i++)
		if (b.nodes[i].reached)
			run(&b, i);
	l->arena = kept;
	for (size_t i = b.nodes[bands->n].from; i > 0; i = b.nodes[i].from)
		breaks[i] = true;
	arena_free(scratch);
	return breaks;
}
