/*
 * A small document made by hand: each kind of block once, with figures that repeat, that are
 * missing and that are wrong in every way a label can be hostile.  For the tests of what renders
 * documents.
 */
#ifndef TESTS_DOC_SAMPLE_H
#define TESTS_DOC_SAMPLE_H

#include <stdlib.h>

#include "doc/doc.h"

/* Markup, quotes, a control character, a turn of direction, an entity, a template tag, an emoji. */
#define HOSTILE \
	"</style></script><img src=x " \
	"onerror=alert(1)>\"'&amp;{{name}}\x01\xE2\x80\xAE<!--<script>\xF0\x9F\x98\x80"

struct doc_sample {
	struct arena *arena;
	struct facts facts;
	struct concept concept;
	struct dims *dims;
	struct document document;
	struct unit unit;
	struct doc doc;
};

static inline void sample_facts(struct doc_sample *s)
{
	struct arena *a = s->arena;

	s->facts = (struct facts){.arena = a, .folder = "", .shipped = "."};
	s->facts.issuer.id = "acme";
	s->facts.issuer.currency = "CNY";
	s->facts.issuer.calendar = (struct calendar){12, 31};
	s->facts.issuer.accent = "#0A58BE";
	s->dims = arena_alloc(a, sizeof *s->dims);
	s->unit =
	    (struct unit){.name = "CNY thousand", .factor = num_int(a, 1000), .currency = "CNY"};
	s->concept = (struct concept){.id = "revenue", .unit = &s->unit};
	s->concept.label.in[LANG_EN] = "Revenue " HOSTILE;
	s->document = (struct document){.id = "ar2025",
					.title = "Annual report " HOSTILE,
					.url = "javascript:alert(1)",
					.primary = true};
}

static inline struct fact *sample_fact(struct doc_sample *s, const char *id, const char *printed,
				       long value, int line)
{
	struct fact *f = NEW(s->arena, struct fact);

	*f = (struct fact){.id = id,
			   .concept = &s->concept,
			   .dims = s->dims,
			   .period = period_fiscal_year(s->facts.issuer.calendar, 2025),
			   .unit = &s->unit,
			   .value = num_int(s->arena, value),
			   .document = &s->document,
			   .line = line,
			   .printed = printed,
			   .at = {"facts/income.csv", line, 3}};
	return f;
}

/* A figure over up to two facts; value in hundredths. */
static inline const char *sample_figure(struct doc_sample *s, const char *gid, const char *text,
					long hundredths, enum availability availability)
{
	struct arena *a = s->arena;
	struct figure *f = NEW(a, struct figure);

	*f = (struct figure){.id = gid,
			     .formula = gid,
			     .period = period_fiscal_year(s->facts.issuer.calendar, 2025),
			     .availability = availability,
			     .reason = "not disclosed: " HOSTILE,
			     .value = num_ratio(a, hundredths, 100),
			     .unit = &s->unit,
			     .n = 2};
	f->lineage = NEWS(a, struct lineage, 2);
	f->lineage[0] = (struct lineage){sample_fact(s, gid, text, hundredths, 10), num_int(a, 1)};
	f->lineage[1] =
	    (struct lineage){sample_fact(s, gid, "(1,979,042)", -1979042, 0), num_int(a, -1)};
	doc_add_figure(a, &s->doc, (struct doc_figure){gid, text, f, "Revenue, 2025 " HOSTILE});
	return gid;
}

static inline struct text sample_text(struct arena *a, const char *before, const char *gid,
				      const char *figure, const char *after)
{
	struct text t = {0};

	*PUSH(a, &t) = (struct span){.text = before, .strong = true};
	if (gid)
		*PUSH(a, &t) = (struct span){.kind = SPAN_FIGURE, .text = figure, .figure = gid};
	*PUSH(a, &t) = (struct span){.text = after};
	return t;
}

static inline struct block *sample_block(struct doc_sample *s, struct section *section,
					 enum block_kind kind, const char *id, int span)
{
	struct block *b = NEW(s->arena, struct block), **end = &section->first;

	*b = (struct block){.kind = kind, .id = id, .span = span};
	while (*end)
		end = &(*end)->next;
	*end = b;
	return b;
}

static inline struct text *sample_texts(struct doc_sample *s, size_t n)
{
	struct text *v = NEWS(s->arena, struct text, n);

	for (size_t i = 0; i < n; i++)
		v[i] = sample_text(s->arena, "Revenue " HOSTILE " was ",
				   i % 2 ? NULL : "revenue:million", "RMB9,558.6 million", ", up.");
	return v;
}

static inline void sample_glance(struct doc_sample *s, struct section *section)
{
	struct arena *a = s->arena;
	struct block *b = sample_block(s, section, BLOCK_KPIS, "kpis", 12);

	b->title = sample_text(a, "Key figures", NULL, NULL, "");
	b->aside = "RMB million " HOSTILE;
	b->as.kpis.n = 3;
	b->as.kpis.v = NEWS(a, struct kpi, 3);
	for (int i = 0; i < 3; i++)
		b->as.kpis.v[i] =
		    (struct kpi){.label = "Revenue " HOSTILE,
				 .value = {i ? "(943.7)" : "9,558.6", i ? "loss" : "revenue"},
				 .change = sample_text(a, "up ", "change", "22.8%", ""),
				 .base = sample_text(a, "from ", "prior", "7,785.2", "")};
	b = sample_block(s, section, BLOCK_HIGHLIGHTS, "highlights", 5);
	b->as.prose.v = sample_texts(s, 3);
	b->as.prose.n = 3;
}

static inline void sample_chart_block(struct doc_sample *s, struct section *section)
{
	static const char *categories[] = {"2024", "2025 " HOSTILE};
	static const char *row[] = {"", "22.8%"}, *row_figures[] = {NULL, "change"};
	static struct point points[2][2], totals[2];
	static struct series series[2];
	struct block *b = sample_block(s, section, BLOCK_CHART, "revenue-chart", 7);
	struct chart *c = NEW(s->arena, struct chart);

	points[0][0] = (struct point){true, 7785.2, "7,785.2", "prior", ROLE_ACTUAL, false};
	points[0][1] = (struct point){true, 9558.6, "9,558.6", "revenue", ROLE_ACTUAL, false};
	points[1][0] = (struct point){false, 0, "n.d.", "missing", ROLE_PRIOR, false};
	points[1][1] = (struct point){true, 100, "100.0", "loss", ROLE_PRIOR, false};
	series[0] = (struct series){.label = "Public " HOSTILE, .points = points[0]};
	series[1] = (struct series){.label = "Other", .role = ROLE_PRIOR, .points = points[1]};
	totals[0] = points[0][0];
	totals[1] = points[0][1];
	*c = (struct chart){.id = b->id,
			    .kind = "stacked",
			    .title = "Revenue rose",
			    .missing = "n.d.",
			    .alt = "Revenue rose.",
			    .categories = categories,
			    .n_categories = 2,
			    .series = series,
			    .n_series = 2,
			    .totals = totals,
			    .row_label = "Change",
			    .row = row,
			    .row_figures = row_figures};
	b->as.chart = c;
	b->title = sample_text(s->arena, "Revenue rose by ", "change", "22.8%", "");
	b->subtitle = sample_text(s->arena, "Acme, " HOSTILE, NULL, NULL, "");
	b->note = sample_text(s->arena, "Of which ", "revenue", "9,558.6", ".");
}

static inline struct mark *sample_cells(struct arena *a, const char *text, const char *gid)
{
	struct mark *cells = NEWS(a, struct mark, 5);

	cells[0] = (struct mark){"3", NULL};
	cells[1] = (struct mark){"7,785,180", "prior"};
	cells[2] = (struct mark){text, gid};
	cells[3] = (struct mark){"(52.3)%", "change"};
	cells[4] = (struct mark){"turned profit", NULL};
	return cells;
}

static inline void sample_table(struct doc_sample *s, struct section *section, const char *id,
				bool dense)
{
	static struct column columns[] = {
	    {COLUMN_LABEL, "Revenue by line " HOSTILE, NULL, false, NULL, false},
	    {COLUMN_NOTE, "Note", NULL, false, NULL, false},
	    {COLUMN_NUMBER, "2024", "RMB’000", false, "Year ended " HOSTILE, false},
	    {COLUMN_NUMBER, "2025", "RMB’000", true, "Year ended " HOSTILE, false},
	    {COLUMN_NUMBER, "Change", NULL, false, NULL, true},
	    {COLUMN_TEXT, "Result", NULL, false, NULL, false}};
	struct arena *a = s->arena;
	struct block *b = sample_block(s, section, BLOCK_TABLE, id, 12);
	struct table *t = NEW(a, struct table);

	*t = (struct table){.caption = "Revenue by line",
			    .columns = columns,
			    .n_columns = 6,
			    .n_rows = 5,
			    .dense = dense,
			    .wash = dense};
	t->rows = NEWS(a, struct table_row, 5);
	t->rows[0] = (struct table_row){.kind = ROW_GROUP, .label = "Revenues " HOSTILE};
	t->rows[1] = (struct table_row){
	    .level = 1, .label = "Public cloud", .cells = sample_cells(a, "9,558,619", "revenue")};
	t->rows[2] = (struct table_row){
	    .level = 1, .label = "Other " HOSTILE, .cells = sample_cells(a, "n.d.", "missing")};
	t->rows[3] = (struct table_row){
	    .kind = ROW_TOTAL, .label = "Total", .cells = sample_cells(a, "12.34", "loss")};
	t->rows[4] = (struct table_row){
	    .kind = ROW_FINAL, .label = "All", .cells = sample_cells(a, "–", "loss")};
	b->as.table = t;
	b->source = "Form 6-K, lines 1–2 " HOSTILE;
}

static inline void sample_words(struct doc_sample *s, struct section *section)
{
	struct block *b = sample_block(s, section, BLOCK_PROSE, "prose", 12);
	struct text t = {0};

	b->as.prose.v = sample_texts(s, 2);
	b->as.prose.n = 2;
	*PUSH(s->arena, &t) =
	    (struct span){.kind = SPAN_LINK, .text = "bad", .href = "javascript:alert(1)"};
	*PUSH(s->arena, &t) = (struct span){
	    .kind = SPAN_LINK, .text = "good", .href = "https://example.com/?a=1&b=\"2\""};
	b->note = t;
	b = sample_block(s, section, BLOCK_DEFINITIONS, "definitions", 12);
	b->as.definitions.n = 1;
	b->as.definitions.v = NEW(s->arena, struct definition);
	b->as.definitions.v[0] = (struct definition){
	    .term = "Term " HOSTILE,
	    .meaning = sample_text(s->arena, "More than ", "prior", "7,785.2", ""),
	    .remark = "Remark"};
	b = sample_block(s, section, BLOCK_NOTES, "notes", 12);
	b->as.prose.v = sample_texts(s, 2);
	b->as.prose.n = 2;
}

static inline void sample_head(struct doc_sample *s)
{
	struct doc *d = &s->doc;

	d->arena = s->arena;
	d->facts = &s->facts;
	d->lang = LANG_EN;
	d->brief = "annual-2025";
	d->version = 2;
	d->period = period_fiscal_year(s->facts.issuer.calendar, 2025);
	d->period_label = "FY2025";
	d->name = "Acme " HOSTILE;
	d->other_name = "顶点";
	d->short_name = "Acme";
	d->tickers = "HKEX: 9999";
	d->title = "Annual results 2025 " HOSTILE;
	d->kicker = "Annual results 2025";
	d->status = "Unaudited";
	d->headline = sample_text(s->arena, "Revenue rose by ", "change", "22.8%", " " HOSTILE);
	d->notice = "Sample " HOSTILE;
	d->disclaimer = "No responsibility " HOSTILE;
	d->issued = 20537;
	d->strip = NEW(s->arena, struct strip_item);
	d->strip[0] = (struct strip_item){
	    "Basis", sample_text(s->arena, "at ", "rate", "6.9931", " per US$")};
	d->n_strip = 1;
}

/* The sample owns the arena: sample_free. */
static inline struct doc_sample *doc_sample_new(void)
{
	struct arena *a = arena_new();
	struct doc_sample *s = NEW(a, struct doc_sample);
	struct section *first = NEW(a, struct section), *second = NEW(a, struct section);

	s->arena = a;
	sample_facts(s);
	sample_head(s);
	sample_figure(s, "revenue", "9,558.6", 955862, AVAILABLE);
	sample_figure(s, "revenue:million", "RMB9,558.6 million", 955862, AVAILABLE);
	sample_figure(s, "prior", "7,785.2", 778518, AVAILABLE);
	sample_figure(s, "change", "22.8%", 23, AVAILABLE);
	sample_figure(s, "loss", "(943.7)", -94369, AVAILABLE);
	sample_figure(s, "missing", "n.d.", 0, NOT_DISCLOSED);
	sample_figure(s, "rate", "6.9931", 699, AVAILABLE);
	*first = (struct section){.id = "glance", .label = "At a glance", .next = second};
	first->title = sample_text(a, "At a glance", NULL, NULL, "");
	*second = (struct section){.id = "more",
				   .label = "More " HOSTILE,
				   .subtitle = "Year " HOSTILE,
				   .units = "Thousands"};
	second->title = sample_text(a, "Revenue was ", "revenue", "9,558.6", " " HOSTILE);
	s->doc.first = first;
	sample_glance(s, first);
	sample_chart_block(s, first);
	sample_table(s, second, "table", false);
	sample_table(s, second, "statement", true);
	sample_words(s, second);
	return s;
}

static inline void doc_sample_free(struct doc_sample *s)
{
	arena_free(s->arena);
}

#endif
