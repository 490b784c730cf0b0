/*
 * Finds the kind of a chart, and sets what stands around the marks of every kind: the message, who
 * and what, and the note.
 */
#include "chart/plot.h"

static const struct {
	const char *name;
	chart_layout_fn *layout;
} kinds[] = {
#define CHART_ROW(name) {#name, chart_##name},
    CHART_KINDS(CHART_ROW)};

static chart_layout_fn *find(const char *name)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].name, name))
			return kinds[i].layout;
	return NULL;
}

bool chart_kind_known(const char *name)
{
	return find(name) != NULL;
}

bool chart_has_rows(const struct chart *c)
{
	static const char *const of_rows[] = {"bar", "bullet", "table", "trend", "variance"};

	for (size_t i = 0; i < COUNT(of_rows); i++)
		if (streq(c->kind, of_rows[i]))
			return true;
	return false;
}

/* Sets a paragraph with its top at y; returns its height. */
static double paragraph(const struct plot *p, struct type t, double leading, double y,
			const char *text)
{
	struct lines lines;

	if (!text || !*text)
		return 0;
	lines = plot_wrap(p, t, text, p->width, SIZE_MAX);
	plot_lines(p, t, 0, y + leading / 2, leading, ALIGN_LEFT, &lines);
	return (double)lines.n * leading;
}

static double title_block(const struct plot *p)
{
	static const struct type title = {WEIGHT_SEMIBOLD, COLOR_INK, 9, false};
	static const double gap = 9;
	double y = paragraph(p, title, 13.5, 0, p->chart->title);

	y += paragraph(p, type_soft, LABEL_LEADING, y, p->chart->subtitle);
	return y > 0 ? y + gap : 0;
}

static double note_block(const struct plot *p, double y)
{
	static const struct type note = {WEIGHT_REGULAR, COLOR_INK3, 6.75, false};
	static const double gap = 6.75;
	double h = paragraph(p, note, 9, y + gap, p->chart->note);

	return h > 0 ? gap + h : 0;
}

static bool has_data(const struct chart *c)
{
	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = 0; i < c->n_categories; i++)
			if (c->series[s].points[i].there)
				return true;
	return false;
}

/* A chart of nothing says so. */
static double nothing(const struct plot *p)
{
	plot_text(p, type_soft, 0, LABEL_LEADING / 2 + middle(LABEL_SIZE), ALIGN_LEFT,
		  p->chart->missing, NULL);
	return LABEL_LEADING;
}

struct scene *chart_layout(struct arena *a, struct diag *diag, const struct chart *c,
			   const struct fonts *fonts, double width)
{
	chart_layout_fn *layout = find(c->kind);
	struct chart_texts *texts = c->texts ? c->texts : chart_texts_new(a);
	struct plot whole = {scene_new(a, width, 0), c, fonts, width, texts};
	struct plot marks = {scene_new(a, width, 0), c, fonts, width, texts};
	struct scene *s = whole.scene;

	if (!layout) {
		diag_error(diag, (struct pos){0}, "unknown kind of chart: '%s'", c->kind);
		return NULL;
	}
	s->title = c->title;
	s->desc = c->alt;
	s->height = title_block(&whole);
	marks.scene->height = has_data(c) ? layout(&marks) : nothing(&marks);
	scene_append(s, marks.scene, 0, s->height);
	s->height += marks.scene->height;
	s->height += note_block(&whole, s->height);
	s->missing = texts->missing;
	return s;
}
