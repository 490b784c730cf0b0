/*
 * The drawings of a page's charts.  The page is printed from top to bottom while a thread draws
 * them in the same order, one ahead of the other, and is behind it only if the charts stand close.
 */
#include "base/task.h"
#include "html/escape.h"
#include "html/view.h"
#include "chart/chart.h"
#include "scene/scene.h"

struct drawing {
	const struct block *block;
	double width;
	const char *id;
	struct value text; /* until it is drawn, and if it cannot be: empty */
};

struct drawings {
	const struct view *view;
	struct value_source source;
	struct {
		struct drawing *v;
		size_t n, cap;
	} list;
	size_t next; /* that is asked for */
	struct task *task;
	struct arena *arena; /* the task's */
	struct diag *diag;
	bool failed;
};

/* Pixels of a block in a row of 12 columns with gutters of 24, as points of a drawing whose 7.5 pt
 * labels come out at 14 px. */
static double drawing_width(int span, bool full)
{
	static const double gutter = 24, scale = 14 / 7.5;
	double row = full ? 1200 : 894, column = (row - 11 * gutter) / 12;

	return (column * span + gutter * (span - 1)) / scale;
}

static void add(struct drawings *d, const struct block *b, double width, const char *suffix)
{
	struct arena *a = d->view->arena;

	*PUSH(a, &d->list) = (struct drawing){.block = b,
					      .width = width,
					      .id = arena_printf(a, "%s-%s", b->id, suffix),
					      .text = {.kind = VALUE_STRING, .text = str_of("")}};
}

/* The page prints title and note itself, as text that can be selected and linked. */
static bool draw(struct drawings *d, struct drawing *one)
{
	struct chart bare = *one->block->as.chart;
	struct scene *s;
	struct buf svg = {0};

	bare.title = bare.subtitle = bare.note = NULL;
	s = chart_layout(d->arena, d->diag, &bare, d->view->options->fonts, one->width);
	if (!s)
		return false;
	s->title = one->block->as.chart->title;
	for (size_t i = 0; i < s->ops.n; i++)
		s->ops.v[i].repeat = true;
	scene_svg(s, &palette_light, true, one->id, &svg);
	one->text.text = str_of(escape_drawing(d->arena, &svg));
	return true;
}

static void draw_all(void *ctx, struct task *task)
{
	struct drawings *d = ctx;

	for (size_t i = 0; i < d->list.n; i++) {
		d->failed |= !draw(d, &d->list.v[i]);
		task_step(task);
	}
}

static const struct value *drawn(const void *ctx, struct arena *a, size_t i)
{
	const struct drawings *d = ctx;

	(void)a;
	task_wait(d->task, i + 1);
	return &d->list.v[i].text;
}

struct drawings *drawings_start(struct view *v)
{
	enum { NARROW = 190 }; /* the 350 px of a phone, in points */
	struct drawings *d = NEW(v->arena, struct drawings);

	d->view = v;
	d->source = (struct value_source){drawn, d};
	d->arena = task_arena(v->options->beside, v->arena);
	d->diag = diag_new(d->arena);
	for (const struct section *s = v->doc->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			if (b->kind == BLOCK_CHART) {
				add(d, b,
				    drawing_width(b->span > 0 ? b->span : 12, s == v->doc->first),
				    "w");
				add(d, b, NARROW, "n");
			}
	d->task = task_start(v->options->beside && d->list.n, draw_all, d);
	return d;
}

struct value *drawings_next(struct drawings *d)
{
	return value_later(d->view->arena, &d->source, d->next++);
}

bool drawings_end(struct drawings *d)
{
	task_end(d->task);
	diag_join(d->view->diag, d->diag);
	task_arena_end(d->arena, d->view->arena);
	return !d->failed;
}
