/* The document: look-ups and the walk over all printed figures in reading order. */
#include "doc/doc.h"

size_t table_group_end(const struct table *t, size_t c)
{
	const char *group = t->columns[c++].group;

	while (group && c < t->n_columns && t->columns[c].group &&
	       streq(t->columns[c].group, group))
		c++;
	return c;
}

bool table_has_groups(const struct table *t)
{
	for (size_t c = 1; c < t->n_columns; c++)
		if (t->columns[c].group)
			return true;
	return false;
}

void doc_add_figure(struct arena *a, struct doc *d, struct doc_figure f)
{
	map_set(a, &d->figure_index, f.id, d->figures.n);
	*PUSH(a, &d->figures) = f;
}

const struct doc_figure *doc_figure(const struct doc *d, const char *gid)
{
	size_t i = map_find(&d->figure_index, gid);

	/* Another may stand in the place of one that went. */
	return i < d->figures.n && streq(d->figures.v[i].id, gid) ? &d->figures.v[i] : NULL;
}

const struct block *doc_first(const struct doc *d, enum block_kind kind)
{
	for (const struct section *s = d->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			if (b->kind == kind)
				return b;
	return NULL;
}

char *text_plain(struct arena *a, const struct text *t)
{
	struct buf b = {0};

	for (size_t i = 0; i < t->n; i++)
		if (!t->v[i].note)
			buf_str(&b, t->v[i].text);
	return buf_keep(&b, a);
}

struct walk {
	bool (*each)(void *, const char *gid, const char *text);
	void *ctx;
};

static bool walk_mark(const struct walk *w, const char *figure, const char *text)
{
	return !figure || w->each(w->ctx, figure, text);
}

static bool walk_text(const struct walk *w, const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!walk_mark(w, t->v[i].figure, t->v[i].text))
			return false;
	return true;
}

static bool walk_texts(const struct walk *w, const struct text *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!walk_text(w, &v[i]))
			return false;
	return true;
}

static bool walk_kpis(const struct walk *w, const struct block *b)
{
	for (size_t i = 0; i < b->as.kpis.n; i++) {
		const struct kpi *k = &b->as.kpis.v[i];

		if (!walk_mark(w, k->value.figure, k->value.text) || !walk_text(w, &k->change) ||
		    !walk_text(w, &k->base) || !walk_text(w, &k->convenience))
			return false;
	}
	return true;
}

static bool walk_table(const struct walk *w, const struct table *t)
{
	for (size_t r = 0; r < t->n_rows; r++)
		for (size_t c = 0; t->rows[r].cells && c + 1 < t->n_columns; c++)
			if (!walk_mark(w, t->rows[r].cells[c].figure, t->rows[r].cells[c].text))
				return false;
	return true;
}

static bool walk_points(const struct walk *w, const struct point *points, size_t n)
{
	for (size_t i = 0; points && i < n; i++)
		if (!walk_mark(w, points[i].figure, points[i].text))
			return false;
	return true;
}

/* Each series with what remains of it, its other end and its details, then the totals, then the row
 * of changes. */
static bool walk_chart(const struct walk *w, const struct chart *c)
{
	for (size_t s = 0; s < c->n_series; s++)
		if (!walk_points(w, c->series[s].points, c->n_categories) ||
		    !walk_points(w, c->series[s].rest, c->n_categories) ||
		    !walk_points(w, c->series[s].to, c->n_categories) ||
		    !walk_points(w, c->series[s].details, c->n_details))
			return false;
	if (!walk_points(w, c->totals, c->n_categories))
		return false;
	for (size_t i = 0; c->row && i < c->n_categories; i++)
		if (!walk_mark(w, c->row_figures[i], c->row[i]))
			return false;
	return true;
}

static bool walk_block(const struct walk *w, const struct block *b)
{
	if (!walk_text(w, &b->title) || !walk_text(w, &b->subtitle))
		return false;
	switch (b->kind) {
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
	case BLOCK_NOTES:
		return walk_texts(w, b->as.prose.v, b->as.prose.n) && walk_text(w, &b->note);
	case BLOCK_KPIS:
		return walk_kpis(w, b) && walk_text(w, &b->note);
	case BLOCK_TABLE:
		return walk_table(w, b->as.table) && walk_text(w, &b->note);
	case BLOCK_CHART:
		return walk_chart(w, b->as.chart) && walk_text(w, &b->note);
	case BLOCK_DEFINITIONS:
		for (size_t i = 0; i < b->as.definitions.n; i++)
			if (!walk_text(w, &b->as.definitions.v[i].meaning))
				return false;
		return walk_text(w, &b->note);
	}
	return true;
}

bool doc_walk(const struct doc *d, bool (*each)(void *, const char *gid, const char *text),
	      void *ctx)
{
	struct walk w = {each, ctx};

	if (!walk_text(&w, &d->headline))
		return false;
	for (size_t i = 0; i < d->n_strip; i++)
		if (!walk_text(&w, &d->strip[i].value))
			return false;
	for (const struct section *s = d->first; s; s = s->next) {
		if (!walk_text(&w, &s->title))
			return false;
		for (const struct block *b = s->first; b; b = b->next)
			if (!walk_block(&w, b))
				return false;
	}
	return true;
}
