/*
 * What the note of a block says of figures that were not reported on their own: the period, and the
 * rows, where the block has others of that period that were.
 */
#include "compute/print_words.h"
#include "doc/build.h"

enum { MOST_NAMED = 3 };

struct census { /* of one period, in the block in hand */
	struct build *build;
	struct period period;
	const char *named[MOST_NAMED]; /* rows with a derived figure */
	size_t n;                      /* of these, and those that are too many to be named */
	bool reported;                 /* another figure was reported on its own */
	bool unnamed;                  /* a derived one stands in no row */
};

static void add_name(struct census *c, const char *label)
{
	if (!label || !*label) {
		c->unnamed = true;
		return;
	}
	for (size_t i = 0; i < c->n && i < MOST_NAMED; i++)
		if (streq(c->named[i], label))
			return;
	if (c->n < MOST_NAMED)
		c->named[c->n] = label;
	c->n++;
}

/* A balance stands in the column of the period that it closes. */
static bool is_of(const struct figure *f, struct period p)
{
	return period_eq(f->period, p) || (f->period.instant && f->period.to == p.to);
}

static void add_figure(struct census *c, const char *label, const char *gid)
{
	const struct doc_figure *shown = gid ? doc_figure(c->build->doc, gid) : NULL;
	const struct figure *f = shown ? shown->figure : NULL;

	if (!f || f->kind != FIGURE_VALUE || f->availability != AVAILABLE || !is_of(f, c->period))
		return;
	if (!f->derived_period)
		c->reported = true;
	else if (f->concept)
		add_name(c, label);
}

static void add_table(struct census *c, const struct table *t)
{
	for (size_t i = 0; i < t->n_rows; i++)
		for (size_t k = 0; t->rows[i].cells && k + 1 < t->n_columns; k++)
			add_figure(c, t->rows[i].label, t->rows[i].cells[k].figure);
}

/* by_category: its rows are categories, its series periods. */
static void add_chart(struct census *c, const struct chart *chart, bool by_category)
{
	for (size_t s = 0; s < chart->n_series; s++) {
		const struct series *one = &chart->series[s];

		for (size_t i = 0; i < chart->n_categories; i++) {
			const char *label = by_category ? chart->categories[i] : one->label;

			add_figure(c, label, one->points[i].figure);
			add_figure(c, label, one->rest ? one->rest[i].figure : NULL);
			add_figure(c, label, one->to ? one->to[i].figure : NULL);
		}
		for (size_t k = 0; one->details && k < chart->n_details; k++)
			add_figure(c, one->label, one->details[k].figure);
	}
	for (size_t i = 0; chart->totals && i < chart->n_categories; i++)
		add_figure(c, NULL, chart->totals[i].figure);
}

static void add_text(struct census *c, const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		add_figure(c, NULL, t->v[i].figure);
}

static void add_kpi(struct census *c, const struct kpi *k)
{
	add_figure(c, k->label, k->value.figure);
	for (size_t i = 0; i < k->base.n; i++)
		add_figure(c, k->label, k->base.v[i].figure);
}

static void add_block(struct census *c, const struct block *b, bool by_category)
{
	switch (b->kind) {
	case BLOCK_TABLE:
		add_table(c, b->as.table);
		break;
	case BLOCK_CHART:
		add_chart(c, b->as.chart, by_category);
		break;
	case BLOCK_KPIS:
		for (size_t i = 0; i < b->as.kpis.n; i++)
			add_kpi(c, &b->as.kpis.v[i]);
		break;
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
	case BLOCK_NOTES:
		for (size_t i = 0; i < b->as.prose.n; i++)
			add_text(c, &b->as.prose.v[i]);
		break;
	case BLOCK_DEFINITIONS:
		break;
	}
}

/* "Q4 2025", "Q4 2025 (Revenue, Gross profit)", "Q4 2025 (some figures)" */
static const char *census_words(const struct census *c)
{
	struct build *b = c->build;
	const struct texts *texts = b->printer.texts;
	const char *period = print_period_short(&b->printer, c->period);
	bool named = c->n && c->n <= MOST_NAMED && !c->unnamed;
	struct buf names = {0};

	if (!c->reported)
		return period;
	for (size_t i = 0; named && i < c->n; i++)
		buf_printf(&names, "%s%s", i ? texts_word(texts, "doc.list_separator") : "",
			   c->named[i]);
	return print_fill(
	    &b->printer, "doc.derived_of", period,
	    named ? buf_keep(&names, b->arena) : texts_word(texts, "doc.derived_some"), NULL);
}

const char *build_derived(struct build *b, bool by_category)
{
	struct buf all = {0};

	for (size_t i = 0; i < b->derived.n; i++) {
		struct census c = {.build = b, .period = b->derived.v[i]};

		add_block(&c, b->block, by_category);
		buf_printf(&all, "%s%s",
			   i ? texts_word(b->printer.texts, "doc.list_separator") : "",
			   census_words(&c));
	}
	return print_fill(&b->printer, "doc.derived", buf_keep(&all, b->arena), NULL, NULL);
}
