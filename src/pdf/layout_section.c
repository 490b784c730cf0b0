/*
 * Sections into bands: title and subtitle, then rows of blocks that stand side by side where their
 * spans add up, alone where they would be cramped.
 */
#include "pdf/layout_part.h"

#include <math.h>

#define SECTION_SPACE 31.5

/* Space over a block, and under a section's subtitle, by density. */
static const double block_space[DENSITY_COUNT] = {22.5, 18, 13.5},
		    subtitle_space[DENSITY_COUNT] = {13.5, 11.25, 11.25};

static double span_width(const struct layout *l, int span)
{
	return (l->upright.text_width + APART) * span / COLUMN_COUNT - APART;
}

/* The name that the contents give, in the space over the title.  At the top of a page the running
 * head says it. */
static void section_label(struct layout *l, struct flow *f, const char *label)
{
	const struct type *type = type_of(l, TYPE_SMALL);
	struct text text = text_of(l, label);
	struct lines lines =
	    text_lines(l, &text, &(struct setting){.type = type, .width = l->upright.text_width});
	struct piece *first = &f->v[0];
	size_t from = first->items.n;

	if (!lines.n)
		return;
	piece_line(l, first, &lines.v[0], 0, -type->leading, 0, ALIGN_LEFT, type, NULL);
	for (size_t i = from; i < first->items.n; i++) {
		first->items.v[i].artifact = "Pagination";
		first->items.v[i].below_top = true;
	}
	first->label = type->leading;
}

void section_title(struct layout *l, struct flow *f, const char *label, const struct text *title,
		   const char *subtitle, struct tag *parent)
{
	double width = l->upright.text_width;
	struct text below = text_of(l, subtitle);

	l->notes_parent = parent;
	if (title->n)
		flow_text(l, f, title,
			  &(struct setting){.type = type_of(l, TYPE_SECTION),
					    .width = width,
					    .balance = true,
					    .tag = tag_new(l->arena, parent, "H2")},
			  0, SECTION_SPACE);
	if (title->n && label)
		section_label(l, f, label);
	if (below.n)
		flow_text(l, f, &below,
			  &(struct setting){.type = type_of(l, TYPE_SUBTITLE),
					    .width = width,
					    .tag = tag_new(l->arena, parent, "P")},
			  0, 0);
	flow_keep(f, 0);
}

void tag_adopt(struct tag *parent, struct tag *from)
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

/* How many blocks from b on stand side by side. */
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

static void open_block(struct flow *f, double space)
{
	if (f->n)
		f->v[0].space = space;
}

static double space_before(const struct maker *m)
{
	if (!m->under_title || !m->lead.n)
		return block_space[m->l->density];
	return m->section->subtitle ? subtitle_space[m->l->density] : 18;
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
	if (band.n > 1) {
		band.lead = m->lead;
	} else if (m->lead.n) {
		flow_append(m->l, &m->lead, &band.column[0]);
		band.column[0] = m->lead;
	}
	band.new_page = m->new_page;
	*PUSH(m->l->arena, m->bands) = band;
	m->lead = (struct flow){0};
	m->new_page = false;
	m->under_title = false;
}

void layout_turn(struct layout *l, const struct page_size *size)
{
	l->tallest = body_height(size);
	l->widest = size->text_width;
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
	layout_turn(l, size);
	band.column[0] = block_flow(l, b,
				    &(struct frame){.width = width,
						    .rule = has_rule(m, b, 1),
						    .heading = m->heading,
						    .above = title_above(m),
						    .parent = m->sect});
	layout_turn(l, &l->upright);
	open_block(&band.column[0], space_before(m));
	band_add(m, band);
}

/* Tables of a section have one pitch, that of the longest: those side by side then align. */
static size_t longest_table(const struct section *s)
{
	size_t most = 0;

	for (const struct block *b = s->first; b; b = b->next)
		if (b->kind == BLOCK_TABLE && !b->as.table->dense && b->as.table->n_rows > most)
			most = b->as.table->n_rows;
	return most;
}

/* Blocks side by side, but for their tags.  False if they would be cramped or could not stand on
 * one page: only the last column may break, or figures would come out of order. */
static bool row_columns(struct maker *m, const struct block *b, struct band *band,
			struct tag *parent)
{
	struct layout *l = m->l;
	double pitch = (l->upright.text_width + APART) / COLUMN_COUNT, x = 0;
	bool all_fit = true;

	l->size_least = INFINITY;
	l->size_largest = 0;
	for (size_t i = 0; i < band->n; i++, b = b->next) {
		struct frame frame = {.width = span_width(l, block_span(b)),
				      .rule = has_rule(m, b, band->n),
				      .heading = m->heading,
				      .above = title_above(m),
				      .parent = parent};

		if (!block_fits(l, b, frame.width))
			return false;
		band->x[i] = x;
		band->column[i] = block_flow(l, b, &frame);
		x += pitch * block_span(b);
		if (i + 1 < band->n)
			all_fit &= flow_height(&band->column[i], 0, band->column[i].n) <=
				   body_height(&l->upright) - flow_height(&m->lead, 0, m->lead.n) -
				       block_space[l->density];
		open_block(&band->column[i], space_before(m));
	}
	return all_fit;
}

/* Blocks side by side; tables have type of one size, that of the smallest. */
static bool band_of_row(struct maker *m, const struct block *b, size_t n)
{
	struct layout *l = m->l;
	struct tag scratch = {0};
	struct band band = {.n = n};
	bool fits = row_columns(m, b, &band, &scratch);

	if (fits && l->size_least < l->size_largest) {
		scratch = (struct tag){0};
		l->size_most = l->size_least;
		fits = row_columns(m, b, &band, &scratch);
		l->size_most = 0;
	}
	if (!fits)
		return false;
	flows_align_heads(band.column, n);
	flows_align_charts(band.column, n);
	tag_adopt(m->sect, &scratch);
	band_add(m, band);
	return true;
}

/* Half a page of words, without a block beside it, stands in both halves. */
static bool spreads(const struct block *b)
{
	return (b->kind == BLOCK_PROSE || b->kind == BLOCK_HIGHLIGHTS) &&
	       2 * block_span(b) >= COLUMN_COUNT;
}

static void section_blocks(struct maker *m)
{
	m->l->longest = longest_table(m->section);
	for (const struct block *b = m->section->first; b;) {
		size_t n = row_of_blocks(b);
		bool placed = n > 1 && band_of_row(m, b, n);

		for (size_t i = 0; i < n; i++, b = b->next)
			if (!placed)
				band_of_one(m, b,
					    n > 1 || spreads(b) ? COLUMN_COUNT : block_span(b));
	}
}

static bool has_figures(const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].figure)
			return true;
	return false;
}

const char *section_name(struct layout *l, const struct section *s)
{
	return s == l->doc->first || !s->title.n || has_figures(&s->title)
		   ? s->label
		   : text_plain(l->arena, &s->title);
}

static void mark_stars(const struct layout *l, struct bands *bands, size_t from, struct tag *sect)
{
	for (size_t i = from; i < bands->n; i++) {
		struct band *b = &bands->v[i];

		star_mark(l, &b->lead, sect);
		for (size_t c = 0; c < b->n; c++)
			star_mark(l, &b->column[c], sect);
	}
}

static void set_dest(struct bands *bands, size_t first, const char *id)
{
	struct band *b = first < bands->n ? &bands->v[first] : NULL;
	struct flow *f = !b ? NULL : b->lead.n ? &b->lead : &b->column[0];

	if (f)
		flow_dest(f, DEST_SECTION, id);
}

void section_bands(struct layout *l, struct bands *bands, const struct section *s, struct tag *sect)
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
	section_title(l, &m.lead, !first && has_figures(&s->title) ? section_name(l, s) : NULL,
		      streq(m.heading, "H2") ? &none : &s->title, first ? NULL : s->subtitle, sect);
	m.under_title = m.lead.n > 0 || first;
	section_blocks(&m);
	if (m.lead.n) {
		struct band band = {.n = 1};

		band_add(&m, band);
	}
	mark_stars(l, bands, from, sect);
	set_dest(bands, from, s->id);
}
