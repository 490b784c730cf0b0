/*
 * A document into pages: sections into bands of blocks, bands onto pages, and a second time with a
 * contents list if there are many.
 */
#include "pdf/layout_part.h"

#define MARGIN_TOP (15.9 * MM)
#define MARGIN_SIDE (18 * MM)
#define MARGIN_FOOT (20 * MM)
#define RUNNING_HEAD 33.75 /* from the top margin to the body */
#define BLOCK_SPACE 22.5
#define SECTION_SPACE 31.5
#define TITLE_COLUMNS 10 /* of twelve: the widest line of a section title */
#define FOOT_SPACE 13.5  /* over the foot of page one */
#define FOOT_SHARE 0.3   /* of page one; a longer disclaimer stands at the end */
enum { PAGES_WITHOUT_CONTENTS = 4 };

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

static double body_height(const struct page_size *s)
{
	return s->body_bottom - s->body_top;
}

/* ---- sections ---- */

static double span_width(const struct layout *l, int span)
{
	return (l->upright.text_width + GUTTER) * span / COLUMN_COUNT - GUTTER;
}

void section_title(struct layout *l, struct flow *f, const struct text *title, const char *subtitle,
		   struct tag *parent)
{
	double width = span_width(l, TITLE_COLUMNS);
	struct text below = text_of(l, subtitle);

	if (title->n)
		flow_text(l, f, title,
			  &(struct setting){.type = type_of(l, TYPE_SECTION),
					    .width = width,
					    .balance = true,
					    .tag = tag_new(l->arena, parent, "H2")},
			  0, SECTION_SPACE);
	if (below.n)
		flow_text(l, f, &below,
			  &(struct setting){.type = type_of(l, TYPE_SUBTITLE),
					    .width = width,
					    .tag = tag_new(l->arena, parent, "P")},
			  0, 0);
	flow_keep(f, 0);
}

static void adopt(struct tag *parent, struct tag *from)
{
	for (struct tag *t = from->first; t; t = t->next)
		t->parent = parent;
	if (!from->first)
		return;
	if (parent->last)
		parent->last->next = from->first;
	else
		parent->first = from->first;
	parent->last = from->last;
}

static int block_span(const struct block *b)
{
	return b->span > 0 && b->span < COLUMN_COUNT ? b->span : COLUMN_COUNT;
}

/* How many blocks from b on stand side by side; *span: columns they take. */
static size_t row_of_blocks(const struct block *b)
{
	int span = 0;
	size_t n = 0;

	for (; b && span + block_span(b) <= COLUMN_COUNT; b = b->next, n++)
		span += block_span(b);
	return n;
}

struct maker { /* bands of one section */
	struct layout *l;
	const struct section *section;
	struct bands *bands;
	struct tag *sect;
	const char *heading; /* of its blocks */
	struct flow lead;    /* for the first band */
	bool new_page;
	bool under_title; /* the next block stands directly under a title */
};

/* Space before a block, and whether it starts with a rule. */
static void open_block(struct flow *f, double space)
{
	if (f->n)
		f->v[0].space = space;
}

static double space_before(const struct maker *m)
{
	if (!m->under_title || !m->lead.n)
		return BLOCK_SPACE;
	return m->section->subtitle ? 13.5 : 18;
}

static bool has_rule(const struct maker *m, const struct block *b, size_t beside)
{
	return !m->under_title && (b->title.n || b->aside || beside > 1);
}

static const char *title_above(const struct maker *m)
{
	return m->under_title ? text_plain(m->l->arena, &m->section->title) : NULL;
}

static void band_add(struct maker *m, struct band band)
{
	band.section = m->section;
	band.lead = m->lead;
	band.new_page = m->new_page;
	*PUSH(m->l->arena, m->bands) = band;
	m->lead = (struct flow){0};
	m->new_page = false;
	m->under_title = false;
}

/* A block alone, over `span` columns or all that it needs; a table too wide for the page turns it.
 */
static void band_of_one(struct maker *m, const struct block *b, int span)
{
	struct layout *l = m->l;
	struct band band = {.n = 1, .landscape = !block_fits(l, b, l->upright.text_width)};
	const struct page_size *size = band.landscape ? &l->landscape : &l->upright;
	double width = span_width(l, span);

	if (!block_fits(l, b, width))
		width = size->text_width;
	l->tallest = body_height(size);
	band.column[0] = block_flow(l, b,
				    &(struct frame){.width = width,
						    .rule = has_rule(m, b, 1),
						    .heading = m->heading,
						    .above = title_above(m),
						    .parent = m->sect});
	l->tallest = body_height(&l->upright);
	open_block(&band.column[0], space_before(m));
	band_add(m, band);
}

/* Blocks side by side.  False if they would be cramped or could not stand on one page: only the
 * last column may break, or figures would come out of order. */
static bool band_of_row(struct maker *m, const struct block *b, size_t n)
{
	struct layout *l = m->l;
	struct tag scratch = {0};
	struct band band = {.n = n};
	double pitch = (l->upright.text_width + GUTTER) / COLUMN_COUNT, x = 0;
	bool all_fit = true;

	for (size_t i = 0; i < n; i++, b = b->next) {
		struct frame frame = {.width = span_width(l, block_span(b)),
				      .rule = has_rule(m, b, n),
				      .heading = m->heading,
				      .above = title_above(m),
				      .parent = &scratch};

		if (!block_fits(l, b, frame.width))
			return false;
		band.x[i] = x;
		band.column[i] = block_flow(l, b, &frame);
		x += pitch * block_span(b);
		if (i + 1 < n)
			all_fit &= flow_height(&band.column[i], 0, band.column[i].n) <=
				   body_height(&l->upright) - flow_height(&m->lead, 0, m->lead.n) -
				       BLOCK_SPACE;
		open_block(&band.column[i], space_before(m));
	}
	if (!all_fit)
		return false;
	adopt(m->sect, &scratch);
	band_add(m, band);
	return true;
}

static void section_blocks(struct maker *m)
{
	for (const struct block *b = m->section->first; b;) {
		size_t n = row_of_blocks(b);
		bool placed = n > 1 && band_of_row(m, b, n);

		for (size_t i = 0; i < n; i++, b = b->next)
			if (!placed)
				band_of_one(m, b, n > 1 ? COLUMN_COUNT : block_span(b));
	}
}

static bool has_figures(const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].figure)
			return true;
	return false;
}

static void set_dest(struct bands *bands, size_t first, const char *id)
{
	struct band *b = first < bands->n ? &bands->v[first] : NULL;
	struct flow *f = !b ? NULL : b->lead.n ? &b->lead : &b->column[0];

	if (f && f->n)
		f->v[0].dest[1] = id;
}

static void section_bands(struct layout *l, struct bands *bands, const struct section *s,
			  struct tag *sect)
{
	bool first = s == l->doc->first;
	struct maker m = {.l = l,
			  .section = s,
			  .bands = bands,
			  .sect = sect,
			  .new_page = !first && s->new_page,
			  /* Under a headline alone no level of headings is skipped. */
			  .heading = "H3"};
	struct text none = {0};
	size_t from = bands->n;

	/* The first section stands under the headline; its title is printed only if figures are in
	 * it. */
	if (first && !has_figures(&s->title))
		m.heading = "H2";
	section_title(l, &m.lead, streq(m.heading, "H2") ? &none : &s->title,
		      first ? NULL : s->subtitle, sect);
	m.under_title = m.lead.n > 0 || first;
	section_blocks(&m);
	if (m.lead.n) {
		struct band band = {.n = 1};

		band_add(&m, band);
	}
	set_dest(bands, from, s->id);
}

/* ---- the whole ---- */

static void outline_add(struct layout *l, const char *title, int level, const char *dest)
{
	if (title && *title && dest)
		*PUSH(l->arena, &l->outline) = (struct pdf_outline){title, level, dest};
}

static void outline(struct layout *l)
{
	for (const struct section *s = l->doc->first; s; s = s->next) {
		outline_add(l, s->label, 1, s->id);
		for (const struct block *b = s->first; b; b = b->next)
			if (b->title.n)
				outline_add(l, text_plain(l->arena, &b->title), 2, b->id);
			else if (b->kind == BLOCK_TABLE)
				outline_add(l, b->as.table->caption, 2, b->id);
	}
}

/* Cover and sections; *foot: of page one; *after_first: where contents may be put. */
static struct bands document_bands(struct layout *l, struct flow *foot, size_t *after_first)
{
	struct bands bands = {0};
	struct band cover = {.n = 1, .section = l->doc->first};
	struct tag *sect = tag_new(l->arena, l->root, "Sect");

	cover_flow(l, &cover.column[0], sect);
	*foot = foot_flow(l, sect);
	*PUSH(l->arena, &bands) = cover;
	*after_first = 0;
	for (const struct section *s = l->doc->first; s; s = s->next) {
		if (s != l->doc->first)
			sect = tag_new(l->arena, l->root, "Sect");
		section_bands(l, &bands, s, sect);
		if (!*after_first)
			*after_first = bands.n;
	}
	return bands;
}

static struct bands with_contents(struct layout *l, const struct bands *bands, size_t at)
{
	struct bands all = {0};
	struct tag *sect = tag_new(l->arena, NULL, "Sect");

	for (size_t i = 0; i < bands->n; i++) {
		if (i == at)
			*PUSH(l->arena, &all) = contents_band(l, sect);
		*PUSH(l->arena, &all) = bands->v[i];
	}
	sect->parent = l->root;
	sect->next = l->root->first->next;
	l->root->first->next = sect;
	return all;
}

static void make_pages(struct layout *l, struct pdf *out)
{
	size_t after_first;
	struct flow foot, none = {0};
	struct bands bands = document_bands(l, &foot, &after_first);
	double height = flow_height(&foot, 0, foot.n);
	bool anchored = height <= FOOT_SHARE * body_height(&l->upright);
	double reserved = foot.n && anchored ? height + FOOT_SPACE : 0;
	struct pages pages;

	if (!anchored) {
		struct band band = {.n = 1, .section = l->doc->first};

		band.column[0] = foot;
		foot.v[0].space = BLOCK_SPACE;
		*PUSH(l->arena, &bands) = band;
		foot = none;
	}
	pages = place_bands(l, &bands, reserved);
	if (pages.n > PAGES_WITHOUT_CONTENTS && after_first < bands.n) {
		bands = with_contents(l, &bands, after_first);
		pages = place_bands(l, &bands, reserved);
	}
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
	out->title = arena_printf(l->arena, "%s: %s", d->name, d->title);
	out->author = d->name;
	out->subject = d->notice ? d->notice : text_plain(l->arena, &d->headline);
	out->lang = lang_tags[d->lang];
	out->draft = d->draft;
}

bool layout_pdf(struct arena *a, struct diag *diag, const struct doc *doc,
		const struct layout_options *options, struct pdf *out)
{
	const struct layout_paper *paper = &options->paper;
	struct layout l = {.arena = a,
			   .diag = diag,
			   .doc = doc,
			   .options = options,
			   .types = doc->lang == LANG_EN ? types_latin : types_han,
			   .upright = page_size(paper->width, paper->height),
			   .landscape = page_size(paper->height, paper->width)};

	l.tallest = body_height(&l.upright);
	l.root = tag_new(a, NULL, "Document");
	make_pages(&l, out);
	outline(&l);
	fill_pdf(&l, out);
	return !l.failed;
}
