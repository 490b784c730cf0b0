/*
 * Charts as pieces.  A chart paints its marks in the order in which they cover one another; on a
 * page its figures stand in the order in which the document has them, so that every output carries
 * one sequence.
 */
#include "chart/chart.h"

#include "pdf/layout_part.h"

struct ordering {
	struct arena *arena;
	const struct scene *from;
	struct scene *to;
	bool *taken; /* by op of from */
};

static bool prints(const struct op *op, const char *gid)
{
	return op->kind == OP_TEXT && op->figure && streq(op->figure, gid);
}

/* The first printing of a figure that is not taken yet: one op for each of its runs. */
static bool take_figure(void *ctx, const char *gid, const char *text)
{
	struct ordering *o = ctx;
	size_t i = 0;

	(void)text;
	while (i < o->from->ops.n && (o->taken[i] || !prints(&o->from->ops.v[i], gid)))
		i++;
	for (; i < o->from->ops.n && prints(&o->from->ops.v[i], gid); i++) {
		o->taken[i] = true;
		*PUSH(o->arena, &o->to->ops) = o->from->ops.v[i];
	}
	return true;
}

/* Walks the chart as the document does: in a document that has nothing else. */
static void walk_alone(const struct chart *chart, struct ordering *o)
{
	struct chart copy = *chart;
	struct block block = {.kind = BLOCK_CHART, .as.chart = &copy};
	struct section section = {.first = &block};
	struct doc doc = {.first = &section};

	doc_walk(&doc, take_figure, o);
}

static const struct scene *in_order(struct layout *l, const struct scene *scene,
				    const struct chart *chart)
{
	struct ordering o = {.arena = l->arena,
			     .from = scene,
			     .to = scene_new(l->arena, scene->width, scene->height),
			     .taken = NEWS(l->arena, bool, scene->ops.n)};
	struct scene *figures = o.to, *all = scene_new(l->arena, scene->width, scene->height);

	walk_alone(chart, &o);
	for (size_t i = 0; i < scene->ops.n; i++)
		if (!o.taken[i])
			*PUSH(l->arena, &all->ops) = scene->ops.v[i];
	for (size_t i = 0; i < figures->ops.n; i++)
		*PUSH(l->arena, &all->ops) = figures->ops.v[i];
	return all;
}

void chart_flow(struct layout *l, struct flow *f, const struct block *b, const struct frame *frame,
		double space)
{
	struct chart *bare = arena_copy(l->arena, b->as.chart, sizeof *bare);
	const struct scene *scene;
	struct piece *p;
	struct item *it;

	bare->taller = CHART_LEAST;
	bare->title = bare->subtitle = bare->note = NULL;
	scene = chart_layout(l->arena, l->diag, bare, l->options->fonts, frame->width);
	if (!scene) {
		l->failed = true;
		return;
	}
	if (scene->missing)
		l->failed = !diag_error(l->diag, place_of(l, scene->missing),
					"no font has the character U+%04X: chart '%s'",
					(unsigned)scene->missing, b->id);
	if (scene->height > l->tallest)
		l->failed = !diag_error(l->diag, (struct pos){0},
					"chart is higher than a page: '%s'", b->id);
	p = flow_piece(l, f, space, grid_up(scene->height, GRID));
	p->chart = bare;
	it = piece_item(l, p, tag_new(l->arena, frame->parent, "Figure"));
	it->scene = in_order(l, scene, bare);
	it->tag->alt = bare->alt ? bare->alt : text_plain(l->arena, &b->title);
}

struct piece *chart_taller(struct layout *l, const struct piece *p, double share)
{
	struct piece *taller = arena_copy(l->arena, p, sizeof *p);
	struct item *it = arena_copy(l->arena, p->items.v, p->items.n * sizeof *it);
	struct chart chart = *p->chart;
	const struct scene *scene;

	chart.taller = share;
	scene = chart_layout(l->arena, l->diag, &chart, l->options->fonts, it->scene->width);
	it->scene = in_order(l, scene, &chart);
	taller->items.v = it;
	taller->items.cap = taller->items.n;
	taller->height = grid_up(scene->height, GRID);
	return taller;
}
