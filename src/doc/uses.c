/* The walk over a document that finds every use of a measure; apart from the rules, which only
 * judge. */
#include "doc/uses.h"

struct finder {
	struct arena *arena;
	struct compute *compute;
	const struct doc *doc;
	struct uses *uses;
	struct use at; /* the place in hand */
};

/* A formula of a GAAP and a non-GAAP measure tells of the non-GAAP one. */
static void prefer_non_gaap(void *ctx, const struct concept *c, const struct dims *dims)
{
	const struct concept **measure = ctx;

	(void)dims;
	if (!*measure || ((*measure)->gaap != GAAP_NON_GAAP && c->gaap == GAAP_NON_GAAP))
		*measure = c;
}

const struct concept *figure_measure(struct arena *a, struct compute *compute,
				     const struct figure *f)
{
	const struct concept *measure = NULL;
	const struct formula *formula;

	if (f->concept)
	return f->concept;
	if (f->now)
		return figure_measure(a, compute, f->now);
	/* Words such as "days from ..." are no formula, and nobody's mistake. */
	formula = compute_parse(compute, diag_new(a), f->formula, (struct pos){0});
	if (formula)
		formula_terms(formula, prefer_non_gaap, &measure);
	return measure;
}

static void add(struct finder *f, const char *gid)
{
	const struct doc_figure *figure = gid ? doc_figure(f->doc, gid) : NULL;
	struct use use = f->at;

	if (!figure)
		return;
	use.figure = figure->figure;
	use.measure = figure_measure(f->arena, f->compute, use.figure);
	if (use.measure)
		*PUSH(f->arena, f->uses) = use;
}

static void add_spans(struct finder *f, const struct text *t)
{
	f->at.text = t;
	for (f->at.span = 0; f->at.span < t->n; f->at.span++)
		add(f, t->v[f->at.span].figure);
	f->at.text = NULL;
	f->at.span = 0;
}

static void add_points(struct finder *f, const struct point *points, size_t n)
{
	for (size_t i = 0; points && i < n; i++)
		add(f, points[i].figure);
}

/* A sentence is its own context. */
static void add_text(struct finder *f, enum place place, const struct text *t)
{
	f->at.place = place;
	f->at.words = text_plain(f->arena, t);
	add_spans(f, t);
}

static void add_titles(struct finder *f, const struct text *title, const struct text *subtitle,
		       const char *beside)
{
	f->at.place = PLACE_TITLE;
	f->at.words =
	    arena_printf(f->arena, "%s %s %s", text_plain(f->arena, title),
			 subtitle ? text_plain(f->arena, subtitle) : "", beside ? beside : "");
	add_spans(f, title);
	if (subtitle)
		add_spans(f, subtitle);
}

static void add_tiles(struct finder *f, const struct block *b)
{
	f->at.place = PLACE_TILE;
	for (size_t i = 0; i < b->as.kpis.n; i++) {
		const struct kpi *k = &b->as.kpis.v[i];

		f->at.words = k->label;
		add(f, k->value.figure);
		add_spans(f, &k->change);
		add_spans(f, &k->base);
		add_spans(f, &k->convenience);
	}
}

/* What is said over a row counts for it: its group, the table's name, the section's label. */
static void add_rows(struct finder *f, const struct table *t)
{
	const char *group = "",
		   *over = arena_printf(f->arena, "%s %s %s", f->at.section->label,
					text_plain(f->arena, &f->at.block->title), t->caption);

	f->at.place = PLACE_ROW;
	for (size_t r = 0; r < t->n_rows; r++) {
		const struct table_row *row = &t->rows[r];

		if (!row->level)
			group = "";
		if (row->kind == ROW_GROUP)
			group = row->label;
		f->at.words = arena_printf(f->arena, "%s %s %s", over, group, row->label);
		f->at.line = r;
		f->at.total = row->kind >= ROW_SUBTOTAL;
		f->at.strong = row->strong;
		for (size_t c = 0; row->cells && c + 1 < t->n_columns; c++)
			add(f, row->cells[c].figure);
	}
}

/* A chart speaks by its title, and each mark by its label: of the series, or of its category where
 * that is a row. */
static void add_chart(struct finder *f, const struct block *b)
{
	const struct chart *c = b->as.chart;
	const char *titles = arena_printf(f->arena, "%s %s", text_plain(f->arena, &b->title),
					  text_plain(f->arena, &b->subtitle));

	f->at.place = PLACE_SERIES;
	for (size_t s = 0; s < c->n_series; s++) {
		const struct series *series = &c->series[s];

		for (size_t i = 0; series->points && i < c->n_categories; i++) {
			f->at.words = arena_printf(f->arena, "%s %s %s", c->categories[i],
						   series->label, titles);
			f->at.line = i;
			f->at.total = c->is_total && c->is_total[i];
			add(f, series->points[i].figure);
		}
		f->at.words = arena_printf(f->arena, "%s %s", series->label, titles);
		add_points(f, series->rest, series->rest ? c->n_categories : 0);
		add_points(f, series->to, series->to ? c->n_categories : 0);
		add_points(f, series->details, series->details ? c->n_details : 0);
	}
	f->at.words = titles;
	add_points(f, c->totals, c->totals ? c->n_categories : 0);
	for (size_t i = 0; c->row && i < c->n_categories; i++)
		add(f, c->row_figures[i]);
}

static void add_block(struct finder *f, const struct block *b)
{
	f->at = (struct use){.section = f->at.section, .block = b};
	add_titles(f, &b->title, &b->subtitle, b->aside);
	switch (b->kind) {
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
	case BLOCK_NOTES:
		for (size_t i = 0; i < b->as.prose.n; i++)
			add_text(f, PLACE_SENTENCE, &b->as.prose.v[i]);
		break;
	case BLOCK_KPIS:
		add_tiles(f, b);
		break;
	case BLOCK_TABLE:
		add_rows(f, b->as.table);
		break;
	case BLOCK_CHART:
		add_chart(f, b);
		break;
	case BLOCK_DEFINITIONS:
		for (size_t i = 0; i < b->as.definitions.n; i++)
			add_text(f, PLACE_SENTENCE, &b->as.definitions.v[i].meaning);
		break;
	}
	f->at.total = f->at.strong = false;
	add_text(f, PLACE_SENTENCE, &b->note);
}

static bool count(void *n, const char *gid, const char *text)
{
	(void)gid;
	(void)text;
	++*(size_t *)n;
	return true;
}

void uses_find(struct arena *a, struct compute *compute, const struct doc *d, struct uses *uses)
{
	struct finder f = {.arena = a, .compute = compute, .doc = d, .uses = uses};

	doc_walk(d, count, &uses->cap);
	uses->v = NEWS(a, struct use, uses->cap);
	add_text(&f, PLACE_HEADLINE, &d->headline);
	for (const struct section *s = d->first; s; s = s->next) {
		f.at.section = s;
		f.at.block = NULL;
		add_titles(&f, &s->title, NULL,
			   arena_printf(a, "%s %s", s->label, s->subtitle ? s->subtitle : ""));
		for (const struct block *b = s->first; b; b = b->next)
			add_block(&f, b);
	}
}
