/*
 * Placed pieces into scenes: the frame of each page, marked content, and what only now is known:
 * page numbers, destinations, the place of figures.
 */
#include "pdf/layout_part.h"

#define FOOTER 11.0 /* mm above the edge: the bottom of the footer's line */
#define RULE_FRAME 0.56
#define EM_SPACE "\xE2\x80\x83"
#define HEAD_RULE 13.5 /* under the running head, from the top margin */

struct pen {
	struct layout *l;
	struct scene *scene;
	int page;
	const struct pages *pages;
	struct tag *tag;      /* of the marked content that is open */
	const char *artifact; /* the same */
	size_t fill[4];       /* ops of the last fills, plus one; 0: none */
	size_t fills;
};

/* ---- marked content: one stretch for neighbours of one element ---- */

static void mark_end(struct pen *p)
{
	if (p->tag || p->artifact)
		scene_end(p->scene);
	p->tag = NULL;
	p->artifact = NULL;
}

static void mark(struct pen *p, struct tag *tag, const char *artifact)
{
	if (tag ? p->tag == tag : !p->tag && p->artifact && streq(p->artifact, artifact))
		return;
	mark_end(p);
	if (tag)
		scene_begin(p->scene, tag);
	else
		scene_artifact(p->scene, artifact);
	p->tag = tag;
	p->artifact = tag ? NULL : artifact;
}

/* ---- items ---- */

/* The wash of a column is one area, not one for each row: no seams.  True if it was joined. */
static bool fill_join(struct pen *p, const struct op *op)
{
	for (size_t i = 0; i < COUNT(p->fill); i++) {
		struct op *last = p->fill[i] ? &p->scene->ops.v[p->fill[i] - 1] : NULL;

		if (last && last->fill == op->fill && last->x == op->x && last->w == op->w &&
		    last->y + last->h > op->y - 0.01 && last->y + last->h < op->y + 0.01) {
			last->h += op->h;
			return true;
		}
	}
	return false;
}

static void add_op(struct pen *p, struct op op, double x, double y)
{
	op.x += x;
	op.y += y;
	if (op.kind == OP_LINE) {
		op.w += x;
		op.h += y;
	}
	if (op.kind == OP_RECT) {
		if (fill_join(p, &op))
			return;
		p->fill[p->fills++ % COUNT(p->fill)] = p->scene->ops.n + 1;
	}
	*PUSH(p->l->arena, &p->scene->ops) = op;
}

int dest_page(const struct layout *l, const char *name)
{
	for (size_t i = 0; i < l->dests.n; i++)
		if (streq(l->dests.v[i].name, name))
			return l->dests.v[i].page;
	return -1;
}

/* "" if there is no such place */
static const char *page_number(struct layout *l, const struct item *it)
{
	int page = dest_page(l, it->page_of);

	return page < 0 ? "" : arena_printf(l->arena, "%d", page + 1);
}

static void draw_page_number(struct pen *p, const struct item *it, double x, double y)
{
	struct layout *l = p->l;
	struct style st = type_style(l, it->page_type, false);
	const char *number = page_number(l, it);
	struct shaped s = layout_shape(l, l->arena, st, number, strlen(number));

	mark(p, it->tag, NULL);
	x += it->op.x - s.width;
	for (size_t i = 0; i < s.n; i++) {
		scene_run(p->scene, x, y + it->op.y, &s.runs[i], it->op.fill, NULL);
		x += s.runs[i].width;
	}
}

static void draw_chart(struct pen *p, const struct item *it, double x, double y)
{
	mark(p, it->tag, NULL);
	scene_append(p->scene, it->scene, x + it->op.x, y + it->op.y);
}

/* To a place that the document does not have: that is plain text. */
static bool leads_nowhere(const struct layout *l, const struct item *it)
{
	return it->op.kind == OP_LINK && it->op.href[0] == '#' && dest_page(l, it->op.href + 1) < 0;
}

static bool is_at_top(const struct pen *p, const struct placed *at)
{
	return at->y < p->pages->v[p->page].size.body_top + UNIT;
}

static void draw_placed(struct pen *p, const struct placed *at)
{
	struct piece piece = *at->piece;
	bool top = is_at_top(p, at);

	if (piece.rows)
		row_draw(p->l, &piece);
	for (size_t i = 0; i < piece.items.n; i++) {
		const struct item *it = &piece.items.v[i];

		if (it->below_top && top)
			continue;
		if (it->scene) {
			draw_chart(p, it, at->x, at->y);
		} else if (it->page_of) {
			draw_page_number(p, it, at->x, at->y);
		} else if (!leads_nowhere(p->l, it)) {
			mark(p, it->tag, it->artifact);
			add_op(p, it->op, at->x, at->y);
		}
	}
}

/* ---- frame ---- */

/* The beginning of a text that fits; the frame has one line for it.  far: at the edge where the
 * page number is, which on a left page is the left one. */
static double frame_text(struct pen *p, const struct page_size *s, const struct text *text,
			 const struct type *type, double y, double width, bool far)
{
	struct layout *l = p->l;
	struct lines lines = text_lines(l, text, &(struct setting){.type = type, .width = width});
	struct piece piece = {0};

	if (!lines.n)
		return 0;
	piece_line(l, &piece, &lines.v[0], s->left, y, s->text_width,
		   far != s->verso ? ALIGN_RIGHT : ALIGN_LEFT, type, NULL);
	for (size_t i = 0; i < piece.items.n; i++)
		add_op(p, piece.items.v[i].op, 0, 0);
	return lines.v[0].width + GUTTER;
}

/* What the page is about: its section, or the brief where the first section goes on. */
static const char *page_subject(const struct doc *d, const struct section *s)
{
	return s && s != d->first && s->label ? s->label : d->title;
}

/* Are all tables of the sections of the page, as balance sheets, of days, one the last of the
 * brief's period? */
static bool is_at_close(const struct page *page)
{
	const struct section *s = page->section;
	bool close = false;

	for (; s; s = s == page->last ? NULL : s->next)
		for (const struct block *b = s->first; b; b = b->next) {
			if (b->kind != BLOCK_TABLE)
				continue;
			if (b->as.table->over_time)
				return false;
			close |= b->as.table->at_close;
		}
	return close;
}

static bool has_table(const struct page *page)
{
	for (size_t i = 0; i < page->placed.n; i++)
		if (page->placed.v[i].piece->is_head || page->placed.v[i].piece->head)
			return true;
	return false;
}

/* The period of the brief or, where tables are of days only, the last; over tables only.  Units
 * stand in the heads of the tables. */
static const char *page_time(const struct layout *l, const struct page *page)
{
	const struct doc *d = l->doc;

	if (!has_table(page))
		return NULL;
	return d->close && is_at_close(page) ? d->close : d->period_long;
}

static void running_head(struct pen *p, const struct page *page)
{
	const struct page_size *s = &page->size;
	const struct doc *d = p->l->doc;
	const struct type *type = type_of(p->l, TYPE_SMALL);
	struct span head[] = {
	    {.text = d->short_name ? d->short_name : d->name, .strong = true},
	    {.text = arena_printf(p->l->arena, EM_SPACE "%s", page_subject(d, page->section))}};
	struct text name = {head, COUNT(head), COUNT(head)},
		    right = text_of(p->l, page_time(p->l, page));
	double taken;

	mark(p, NULL, "Pagination");
	taken = frame_text(p, s, &right, type, s->top, s->text_width / 2, true);
	frame_text(p, s, &name, type, s->top, s->text_width - taken, false);
	scene_line(p->scene, s->left, s->top + HEAD_RULE, s->left + s->text_width,
		   s->top + HEAD_RULE, COLOR_HAIR, RULE_FRAME, 0);
}

static const char *footer_text(struct layout *l)
{
	const struct doc *d = l->doc;
	const char *parts[] = {d->name, d->title, d->status,
			       d->draft ? l->options->labels.draft : NULL};
	struct buf b = {0};

	for (size_t i = 0; i < COUNT(parts); i++)
		if (parts[i] && *parts[i]) {
			buf_str(&b, b.n ? " · " : "");
			buf_str(&b, parts[i]);
		}
	return buf_keep(&b, l->arena);
}

static void footer(struct pen *p, const struct page *page)
{
	struct layout *l = p->l;
	const struct page_size *s = &page->size;
	const struct type *plain = type_of(l, TYPE_SOURCE);
	struct type strong = *plain;
	double y = s->height - FOOTER * MM - plain->leading, taken;
	struct text number = text_of(l, label_fill(l->arena, l->options->labels.page,
						   arena_printf(l->arena, "%d", p->page + 1),
						   arena_printf(l->arena, "%zu", p->pages->n))),
		    text = text_of(l, footer_text(l));

	strong.weight = WEIGHT_SEMIBOLD;
	strong.color = COLOR_INK;
	mark(p, NULL, "Pagination");
	scene_line(p->scene, s->left, y - UNIT, s->left + s->text_width, y - UNIT, COLOR_HAIR,
		   RULE_FRAME, 0);
	taken = frame_text(p, s, &number, &strong, y, s->text_width, true);
	frame_text(p, s, &text, plain, y, s->text_width - taken, false);
}

/* What is anchored to the foot of page one. */
static void draw_foot(struct pen *p, const struct page *page, const struct flow *foot)
{
	double y = p->l->upright.body_bottom - flow_height(foot, 0, foot->n);

	for (size_t i = 0; i < foot->n; i++) {
		draw_placed(p,
			    &(struct placed){.piece = &foot->v[i], .x = page->size.left, .y = y});
		y += foot->v[i].height;
	}
}

/* ---- pages ---- */

static void collect_dests(struct layout *l, const struct pages *pages)
{
	for (size_t n = 0; n < pages->n; n++)
		for (size_t i = 0; i < pages->v[n].placed.n; i++) {
			const struct placed *at = &pages->v[n].placed.v[i];

			for (const struct foot_note *f = at->piece->notes; f; f = f->next)
				*PUSH(l->arena, &l->dests) =
				    (struct pdf_dest){f->note->back + 1, (int)n, at->x, at->y};
			for (size_t k = 0; k < COUNT(at->piece->dest); k++)
				if (at->piece->dest[k] && dest_page(l, at->piece->dest[k]) < 0)
					*PUSH(l->arena, &l->dests) = (struct pdf_dest){
					    at->piece->dest[k], (int)n, at->x, at->y};
		}
}

/* Room for the ops of the page: each item with its own mark, and the frame. */
static void scene_reserve(struct pen *p, const struct page *page)
{
	enum { FRAME = 64, PER_ITEM = 3 };
	size_t n = FRAME;

	for (size_t i = 0; i < page->placed.n; i++)
		n += PER_ITEM * piece_items(page->placed.v[i].piece);
	p->scene->ops.v = NEWS(p->l->arena, struct op, n);
	p->scene->ops.cap = n;
}

static const struct scene *draw_page(struct layout *l, const struct pages *pages, size_t n,
				     const struct flow *foot)
{
	const struct page *page = &pages->v[n];
	struct pen p = {.l = l,
			.scene = scene_new(l->arena, page->size.width, page->size.height),
			.page = (int)n,
			.pages = pages};

	scene_reserve(&p, page);
	if (n > 0)
		running_head(&p, page);
	for (size_t i = 0; i < page->placed.n; i++)
		draw_placed(&p, &page->placed.v[i]);
	if (n == 0)
		draw_foot(&p, page, foot);
	footer(&p, page);
	mark_end(&p);
	return p.scene;
}

struct drawing {
	struct layout *layout;
	struct pages pages;
	struct flow foot;
};

static const struct scene *draw(void *ctx, struct arena *a, size_t page)
{
	struct drawing *d = ctx;
	struct arena *kept = d->layout->arena;
	const struct scene *s;

	d->layout->arena = a;
	s = draw_page(d->layout, &d->pages, page, &d->foot);
	d->layout->arena = kept;
	return s;
}

/* What its place says of an item's element. */
static void tell_item(struct layout *l, const struct item *it, double x, double y, int page)
{
	if (it->scene) {
		struct tag_box box = {page,
				      {x + it->op.x, y + it->op.y, x + it->op.x + it->scene->width,
				       y + it->op.y + it->scene->height}};

		it->tag->box = arena_copy(l->arena, &box, sizeof box);
	} else if (it->page_of) {
		it->tag->alt = label_fill(l->arena, l->options->labels.go_to, it->tag->alt,
					  page_number(l, it));
	} else if (leads_nowhere(l, it)) {
		it->tag->type = "Span";
		it->tag->alt = NULL;
	}
}

static void tell_placed(struct layout *l, const struct placed *at, int page)
{
	for (size_t i = 0; i < at->piece->items.n; i++)
		tell_item(l, &at->piece->items.v[i], at->x, at->y, page);
}

static void tell_foot(struct layout *l, const struct page *page, const struct flow *foot)
{
	double y = l->upright.body_bottom - flow_height(foot, 0, foot->n);

	for (size_t i = 0; i < foot->n; y += foot->v[i++].height)
		tell_placed(l, &(struct placed){.piece = &foot->v[i], .x = page->size.left, .y = y},
			    0);
}

void draw_pages(struct layout *l, const struct pages *pages, const struct flow *foot,
		struct pdf *out)
{
	struct drawing *d = NEW(l->arena, struct drawing);

	*d = (struct drawing){l, *pages, *foot};
	place_notes(l, &d->pages);
	collect_dests(l, &d->pages);
	out->draw = draw;
	out->draw_ctx = d;
	out->pages = NEWS(l->arena, struct pdf_page, pages->n);
	out->n_pages = pages->n;
	for (size_t n = 0; n < pages->n; n++) {
		const struct page *page = &d->pages.v[n];

		out->pages[n] = (struct pdf_page){page->size.width, page->size.height,
						  arena_printf(l->arena, "%zu", n + 1), NULL};
		for (size_t i = 0; i < page->placed.n; i++)
			tell_placed(l, &page->placed.v[i], (int)n);
	}
	tell_foot(l, d->pages.v, foot);
}
