/* The contents list: sections and their named blocks, page numbers at the right edge, all links. */
#include "pdf/layout_part.h"

#define NUMBER_WIDTH 22.5 /* column of the section numbers */
enum { CONTENTS_COLUMNS = 2, BLOCKS_MOST = 30 };

struct contents {
	struct layout *l;
	struct flow *flow;
	struct tag *toc;
	double width;
};

static void entry_link(struct contents *c, struct piece *p, const char *dest, struct tag *link)
{
	struct op *op = &piece_item(c->l, p, link)->op;

	op->kind = OP_LINK;
	op->w = c->width;
	op->h = p->height;
	op->href = arena_printf(c->l->arena, "#%s", dest);
	op->tag = link;
}

static void entry_page(struct contents *c, struct piece *p, const char *dest,
		       const struct type *type, struct tag *link)
{
	struct item *it = piece_item(c->l, p, link);

	it->page_of = dest;
	it->page_type = type;
	it->op.kind = OP_TEXT;
	it->op.fill = type->color;
	it->op.x = c->width;
	it->op.y = p->height - type->leading + type_baseline(type);
}

static void entry(struct contents *c, const char *number, const char *label, const char *dest,
		  const struct type *type)
{
	struct layout *l = c->l;
	struct tag *item = tag_new(l->arena, c->toc, "TOCI");
	struct tag *link = tag_new(l->arena, tag_new(l->arena, item, "Reference"), "Link");
	struct text text = text_of(l, label), digits = text_of(l, number);
	struct lines lines = text_lines(
	    l, &text, &(struct setting){.type = type, .width = c->width - 2 * NUMBER_WIDTH});
	struct lines left =
	    text_lines(l, &digits, &(struct setting){.type = type, .width = NUMBER_WIDTH});
	double above = number ? UNIT : 0;
	struct piece *p =
	    flow_piece(l, c->flow, number ? UNIT : 0, above + type->leading * (double)lines.n);

	link->alt = label;
	if (number)
		piece_rule(l, p, 0, 0, c->width, COLOR_HAIR, RULE_SUM);
	if (left.n)
		piece_line(l, p, &left.v[0], 0, above, 0, ALIGN_LEFT, type, link);
	for (size_t i = 0; i < lines.n; i++)
		piece_line(l, p, &lines.v[i], NUMBER_WIDTH, above + type->leading * (double)i, 0,
			   ALIGN_LEFT, type, link);
	entry_page(c, p, dest, type, link);
	entry_link(c, p, dest, link);
}

static const char *block_name(struct layout *l, const struct block *b)
{
	if (b->title.n)
		return text_plain(l->arena, &b->title);
	return b->kind == BLOCK_TABLE ? b->as.table->caption : NULL;
}

static size_t count_blocks(struct layout *l)
{
	size_t n = 0;

	for (const struct section *s = l->doc->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			n += block_name(l, b) != NULL;
	return n;
}

static void section_entries(struct contents *c, const struct section *s, int number, bool blocks)
{
	struct layout *l = c->l;
	size_t from = c->flow->n;

	entry(c, arena_printf(l->arena, "%d", number), section_name(l, s), s->id,
	      type_of(l, TYPE_TITLE));
	for (const struct block *b = s->first; blocks && b; b = b->next) {
		const char *name = block_name(l, b);

		if (name && b->id)
			entry(c, NULL, name, b->id, type_of(l, TYPE_SUBTITLE));
	}
	if (c->flow->n > from + 1)
		c->flow->v[from].keep = true;
}

/* In two columns: the page numbers stand near their words, and the list is short. */
struct band contents_band(struct layout *l, struct tag *parent)
{
	/* Whole below what page one has, or on the next. */
	struct band band = {.n = 1, .new_page = true, .section = l->doc->first};
	struct text title = text_of(l, l->options->labels.contents);
	struct flow entries = {0};
	struct contents c = {
	    .l = l, .flow = &entries, .width = (l->upright.text_width - APART) / CONTENTS_COLUMNS};
	bool blocks = count_blocks(l) <= BLOCKS_MOST;
	int number = 0;

	section_title(l, &band.column[0], NULL, &title, NULL, parent);
	c.toc = tag_new(l->arena, parent, "TOC");
	for (const struct section *s = l->doc->first; s; s = s->next)
		section_entries(&c, s, ++number, blocks && s != l->doc->first);
	star_mark(l, &entries, parent);
	columns_piece(l, &band.column[0], entries, CONTENTS_COLUMNS, c.width, 2 * UNIT);
	return band;
}
