/*
 * A document into pages: sections into bands of blocks, bands onto pages, and a second time with a
 * contents list if there are many.
 */
#include "pdf/layout_part.h"

#include "pdf/title_break.h"

#include <math.h>

#define MARGIN_TOP (15.9 * MM)
#define MARGIN_SIDE (18 * MM)
#define MARGIN_FOOT (20 * MM)
#define RUNNING_HEAD 33.75 /* from the top margin to the body */
#define FOOT_BREAK 22.5    /* over notice and disclaimer where they follow the last section */
#define FOOT_SPACE 13.5    /* over the foot of page one */
#define FOOT_SHARE 0.3     /* of page one; what is longer stands at the end */
#define SPARSE 0.25        /* of a page: what may be saved by setting closer */
enum {
	PAGES_WITHOUT_CONTENTS = 4,
	SEGMENTS_TRIED = 3,
	PAGES_CLOSER = 4 /* no more are set closer to save one */
};

const struct layout_paper paper_a4 = {210 * MM, 297 * MM}, paper_letter = {612, 792};

static struct page_size page_size(double width, double height)
{
	return (struct page_size){.width = width,
				  .height = height,
				  .left = MARGIN_SIDE,
				  .top = MARGIN_TOP,
				  .text_width = width - 2 * MARGIN_SIDE,
				  .body_top = MARGIN_TOP + RUNNING_HEAD,
				  .body_bottom = height - MARGIN_FOOT};
}

double body_height(const struct page_size *s)
{
	return s->body_bottom - s->body_top;
}

/* ---- outline ---- */

static void outline_add(struct layout *l, const char *title, int level, const char *dest)
{
	if (title && *title && dest && dest_page(l, dest) >= 0)
		*PUSH(l->arena, &l->outline) = (struct pdf_outline){title, level, dest};
}

static void outline(struct layout *l)
{
	for (const struct section *s = l->doc->first; s; s = s->next) {
		outline_add(l, section_name(l, s), 1, s->id);
		for (const struct block *b = s->first; b; b = b->next)
			if (b->title.n)
				outline_add(l, text_plain(l->arena, &b->title), 2, b->id);
			else if (b->kind == BLOCK_TABLE)
				outline_add(l, b->as.table->caption, 2, b->id);
	}
}

/* ---- segments: the sections between two forced page breaks ---- */

struct segment {
	const struct section *first;
	struct bands bands;
	struct flow foot;       /* first segment: of page one */
	bool is_foot;           /* it holds that foot, which is too long for page one */
	struct tag *root;       /* holds the elements until the segment is chosen */
	struct segment *normal; /* as designed, where this one is set closer; or NULL */
};

/* The first section is one of its own: it has page one, and the contents come behind it. */
static const struct section *segment_end(const struct layout *l, const struct section *s)
{
	if (s == l->doc->first)
		return s->next;
	do
		s = s->next;
	while (s && !s->new_page);
	return s;
}

static double foot_height(const struct layout *l, const struct flow *foot)
{
	double height = flow_height(foot, 0, foot->n);

	return foot->n && height <= FOOT_SHARE * body_height(&l->upright) ? height + FOOT_SPACE : 0;
}

/* s: its first section; NULL in a document without any. */
static struct segment segment_make(struct layout *l, const struct section *s, bool cover)
{
	const struct section *end = s ? segment_end(l, s) : NULL;
	struct segment g = {.first = s, .root = tag_new(l->arena, NULL, "Document")};
	struct tag *sect = tag_new(l->arena, g.root, "Sect");

	if (cover) {
		struct band band = {.n = 1, .section = s};

		cover_flow(l, &band.column[0], sect);
		star_mark(l, &band.column[0], sect);
		g.foot = foot_flow(l, sect);
		*PUSH(l->arena, &g.bands) = band;
	}
	for (; s != end; s = s->next) {
		if (!sect)
			sect = tag_new(l->arena, g.root, "Sect");
		section_bands(l, &g.bands, s, sect);
		sect = NULL;
	}
	return g;
}

static struct pages segment_pages(struct layout *l, const struct segment *g, bool cover)
{
	return place_bands(l, &g->bands, cover, foot_height(l, &g->foot), NULL);
}

/* No less than setting a segment closer can take off its height: its rows, and what is between its
 * blocks. */
static double most_saved(const struct segment *g)
{
	static const double band = 3.5 * UNIT, block = 2 * UNIT, row = UNIT;
	double all = 0;

	for (size_t i = 0; i < g->bands.n; i++) {
		const struct band *b = &g->bands.v[i];
		double most = 0;

		for (size_t c = 0; c < b->n; c++) {
			double here = 0;

			for (size_t k = 0; k < b->column[c].n; k++) {
				const struct piece *p = &b->column[c].v[k];

				here += (p->head || p->is_head ? row : 0) +
					(p->dest[DEST_BLOCK] ? block : 0);
			}
			most = fmax(most, here);
		}
		all += band + most;
	}
	return all;
}

static double content_height(const struct page *page)
{
	return (1 - page_empty(page)) * body_height(&page->size) - page->notes_height;
}

static double last_fill(const struct pages *pages)
{
	return pages->n ? 1 - page_empty(&pages->v[pages->n - 1]) : 1;
}

/* A page that would hold little more than a remainder is saved by setting the segment closer. */
static struct segment segment_fit(struct layout *l, const struct section *s, bool cover)
{
	struct segment normal = segment_make(l, s, cover), closer;
	struct pages pages = segment_pages(l, &normal, cover);

	if (pages.n < 2 || pages.n > PAGES_CLOSER || last_fill(&pages) > REMAINDER ||
	    most_saved(&normal) < content_height(&pages.v[pages.n - 1]) || l->failed)
		return normal;
	for (l->density = 1; l->density < DENSITY_COUNT; l->density++) {
		closer = segment_make(l, s, cover);
		if (segment_pages(l, &closer, cover).n < pages.n)
			break;
	}
	if (l->density == DENSITY_COUNT)
		closer = normal;
	else
		closer.normal = arena_copy(l->arena, &normal, sizeof normal);
	l->density = 0;
	return closer;
}

/* ---- the whole ---- */

struct segments {
	struct segment *v;
	size_t n, cap;
};

static struct segments document_segments(struct layout *l)
{
	struct segments all = {0};
	const struct section *s = l->doc->first;

	*PUSH(l->arena, &all) = segment_fit(l, s, true);
	for (s = s ? segment_end(l, s) : NULL; s; s = segment_end(l, s))
		*PUSH(l->arena, &all) = segment_fit(l, s, false);
	return all;
}

static struct bands join(struct layout *l, const struct segments *all)
{
	struct bands bands = {0};

	for (size_t k = 0; k < all->n; k++)
		for (size_t i = 0; i < all->v[k].bands.n; i++)
			*PUSH(l->arena, &bands) = all->v[k].bands.v[i];
	return bands;
}

/* What is too long for the foot of page one stands at the end. */
static void add_foot(struct layout *l, struct segments *all, struct flow *foot)
{
	struct segment g = {.root = tag_new(l->arena, NULL, "Document"), .is_foot = true};
	struct band band = {.n = 1, .section = l->doc->first};

	band.column[0] = *foot;
	foot->v[0].space = FOOT_BREAK;
	*PUSH(l->arena, &g.bands) = band;
	*PUSH(l->arena, all) = g;
	*foot = (struct flow){0};
}

/* The contents stand at the foot of page one if there is room, else they share the next page with
 * what follows. */
static void add_contents(struct layout *l, struct segments *all)
{
	struct segment g = {.root = tag_new(l->arena, NULL, "Document")};

	*PUSH(l->arena, &g.bands) = contents_band(l, tag_new(l->arena, g.root, "Sect"));
	PUSH(l->arena, all);
	memmove(all->v + 2, all->v + 1, (all->n - 2) * sizeof *all->v);
	all->v[1] = g;
}

/* Whose sections the page shows first. */
static struct segment *segment_of(const struct layout *l, const struct segments *all,
				  const struct page *page)
{
	for (size_t k = 0; k < all->n; k++)
		for (const struct section *s = all->v[k].first, *end = s ? segment_end(l, s) : NULL;
		     s != end; s = s->next)
			if (s == page->section)
				return &all->v[k];
	return NULL;
}

static size_t pages_of(const struct layout *l, const struct segments *all,
		       const struct pages *pages, const struct segment *g)
{
	size_t n = 0;

	for (size_t i = 0; i < pages->n; i++)
		n += segment_of(l, all, &pages->v[i]) == g;
	return n;
}

/* The elements of the foot are those of the first segment, which was set anew. */
static void foot_follows(struct segments *all)
{
	struct segment *last = &all->v[all->n - 1];

	if (!last->is_foot)
		return;
	last->bands.v[0].column[0] = all->v[0].foot;
	all->v[0].foot.v[0].space = FOOT_BREAK;
}

/* Sets a segment closer if that takes a page less. */
static bool saves_page(struct layout *l, struct segments *all, struct segment *g, double reserved,
		       struct pages *pages)
{
	struct segment normal = *g;

	for (l->density = 1; l->density < DENSITY_COUNT; l->density++) {
		struct bands bands;
		struct pages fewer;

		*g = segment_make(l, normal.first, g == all->v);
		foot_follows(all);
		bands = join(l, all);
		fewer = place_bands(l, &bands, true, reserved, NULL);
		if (fewer.n < pages->n) {
			*pages = fewer;
			break;
		}
		*g = normal;
		foot_follows(all);
	}
	l->density = 0;
	return g->root != normal.root;
}

/* A page that holds no more than the end of a section is saved where the section can be set closer.
 */
static void save_pages(struct layout *l, struct segments *all, double reserved, struct pages *pages)
{
	int tries = SEGMENTS_TRIED;

	for (size_t n = 1; n < pages->n && tries > 0 && !l->failed; n++) {
		struct segment *g =
		    page_empty(&pages->v[n]) < 1 - SPARSE ? NULL : segment_of(l, all, &pages->v[n]);

		if (!g || most_saved(g) < content_height(&pages->v[n]) ||
		    pages_of(l, all, pages, g) > PAGES_CLOSER)
			continue;
		tries--;
		if (saves_page(l, all, g, reserved, pages))
			n = 0;
	}
}

static bool heads_page(const struct pages *pages, const struct section *s)
{
	for (size_t n = 0; n < pages->n; n++) {
		const struct page *page = &pages->v[n];
		const struct placed *first = page->placed.v;
		const char *id = page->placed.n ? first->piece->dest[DEST_SECTION] : NULL;

		if (id && streq(id, s->id))
			return true;
	}
	return false;
}

/* A segment that was set closer to end with a page of its own, but goes on below another, is set as
 * designed if that takes no page more. */
static void relax(struct layout *l, struct segments *all, double reserved, struct pages *pages)
{
	for (size_t k = 1; k < all->n; k++) {
		struct segment closer = all->v[k];
		struct bands bands;
		struct pages looser;

		if (!closer.normal || heads_page(pages, closer.first))
			continue;
		all->v[k] = *closer.normal;
		bands = join(l, all);
		looser = place_bands(l, &bands, true, reserved, NULL);
		if (looser.n > pages->n)
			all->v[k] = closer;
		else
			*pages = looser;
	}
}

static void make_pages(struct layout *l, struct pdf *out)
{
	struct segments all = document_segments(l);
	struct flow foot = all.v[0].foot;
	double reserved = foot_height(l, &foot);
	struct bands bands;
	struct pages pages;

	if (foot.n && reserved == 0)
		add_foot(l, &all, &foot);
	bands = join(l, &all);
	pages = place_bands(l, &bands, true, reserved, NULL);
	if (pages.n > PAGES_WITHOUT_CONTENTS && all.n > 1) {
		add_contents(l, &all);
		bands = join(l, &all);
		pages = place_bands(l, &bands, true, reserved, NULL);
	}
	relax(l, &all, reserved, &pages);
	save_pages(l, &all, reserved, &pages);
	bands = join(l, &all);
	pages = place_bands(l, &bands, true, reserved, best_breaks(l, &bands, true, reserved));
	stretch_pages(l, &pages);
	if (foot.n)
		foot = all.v[0].foot;
	for (size_t k = 0; k < all.n; k++)
		tag_adopt(l->root, all.v[k].root);
	draw_pages(l, &pages, &foot, out);
}

static void fill_pdf(const struct layout *l, struct pdf *out)
{
	const struct doc *d = l->doc;

	out->fonts = l->options->fonts;
	out->palette = palette_light;
	out->palette.rgb[COLOR_ACCENT] = l->options->accent;
	out->root = l->root;
	out->dests = l->dests.v;
	out->n_dests = l->dests.n;
	out->outline = l->outline.v;
	out->n_outline = l->outline.n;
	out->title =
	    arena_printf(l->arena, d->lang == LANG_EN ? "%s: %s" : "%s：%s", d->name, d->title);
	out->author = d->name;
	out->subject = d->notice ? d->notice : text_plain(l->arena, &d->headline);
	out->lang = lang_tags[d->lang];
	out->draft = d->draft;
	out->facing = l->options->facing;
}

bool layout_pdf(struct arena *a, struct diag *diag, const struct doc *doc,
		const struct layout_options *options, struct pdf *out)
{
	const struct layout_paper *paper = &options->paper;
	struct layout *l = NEW(a, struct layout);

	*l = (struct layout){.arena = a,
			     .measured = arena_new(),
			     .diag = diag,
			     .doc = doc,
			     .options = arena_copy(a, options, sizeof *options),
			     .types = doc->lang == LANG_EN ? types_latin : types_han,
			     .terms = terms_of(a, doc->facts, doc->lang),
			     .upright = page_size(paper->width, paper->height),
			     .landscape = page_size(paper->height, paper->width)};
	layout_turn(l, &l->upright);
	l->root = tag_new(a, NULL, "Document");
	star_find(l);
	make_pages(l, out);
	outline(l);
	fill_pdf(l, out);
	arena_free(l->measured);
	return !l->failed;
}
