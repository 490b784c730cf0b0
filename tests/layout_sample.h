/*
 * Documents made by hand for the tests of layout, in a short notation:
 *	text     "Revenue rose {22.8%}; **Net loss** see [page 3](#margins)": {} is a figure
 *	columns  "Name|>2024/RMB’000|>*2025/RMB’000|=Note|:Remark|>2025^Group": > number, * current,
 *		 ~ rate, = note, : text; ^ the head over it and its neighbours
 *	notes	 "^[words]" in a text or behind a label; then doc_number_notes()
 *	rows     a prefix of # group, + subtotal, ! total, $ final, - one level in; then the cells
 */
#ifndef TESTS_LAYOUT_SAMPLE_H
#define TESTS_LAYOUT_SAMPLE_H

#include "pdf/layout.h"

/* A test does not draw every kind of chart. */
#pragma GCC diagnostic ignored "-Wunused-function"
#include "chart_sample.h"

struct draft {
	struct arena *arena;
	struct doc *doc;
	struct section *section; /* the last one */
	struct block *block;     /* the last one of that */
	int figures;
	bool charts;
};

static const char *sample_gid(struct draft *s)
{
	return arena_printf(s->arena, "g%d", ++s->figures);
}

static struct span sample_span(struct draft *s, enum span_kind kind, const char *from, size_t n)
{
	return (struct span){.kind = kind,
			     .text = arena_strn(s->arena, from, n),
			     .figure = kind == SPAN_FIGURE ? sample_gid(s) : NULL};
}

/* "^[words]" */
static struct footnote *sample_note(struct draft *s, const char *p, const char *end)
{
	struct footnote *note = NEW(s->arena, struct footnote);

	note->text = arena_strn(s->arena, p + 2, (size_t)(end - p - 2));
	return note;
}

/* One span of the notation at p; returns its length. */
static size_t sample_token(struct draft *s, const char *p, struct span *span)
{
	const char *end, *href;

	if (*p == '{' && (end = strchr(p, '}'))) {
		*span = sample_span(s, SPAN_FIGURE, p + 1, (size_t)(end - p - 1));
		return (size_t)(end + 1 - p);
	}
	if (strncmp(p, "**", 2) == 0 && (end = strstr(p + 2, "**"))) {
		*span = sample_span(s, SPAN_TEXT, p + 2, (size_t)(end - p - 2));
		span->strong = true;
		return (size_t)(end + 2 - p);
	}
	if (*p == '[' && (href = strstr(p, "](")) && (end = strchr(href, ')'))) {
		*span = sample_span(s, SPAN_LINK, p + 1, (size_t)(href - p - 1));
		span->href = arena_strn(s->arena, href + 2, (size_t)(end - href - 2));
		return (size_t)(end + 1 - p);
	}
	if (strncmp(p, "^[", 2) == 0 && (end = strchr(p, ']'))) {
		*span = (struct span){.kind = SPAN_LINK, .note = sample_note(s, p, end)};
		return (size_t)(end + 1 - p);
	}
	end = p + 1 + strcspn(p + 1, "{[*^");
	*span = sample_span(s, SPAN_TEXT, p, (size_t)(end - p));
	return (size_t)(end - p);
}

static struct text sample_text(struct draft *s, const char *p)
{
	struct text t = {0};

	while (p && *p) {
		struct span span;

		p += sample_token(s, p, &span);
		*PUSH(s->arena, &t) = span;
	}
	return t;
}

static struct draft sample_doc(struct arena *a, enum lang lang)
{
	struct draft s = {.arena = a, .doc = NEW(a, struct doc)};

	*s.doc = (struct doc){.arena = a,
			      .lang = lang,
			      .name = "Acme Cloud Limited",
			      .short_name = "Acme Cloud",
			      .tickers = "HKEX: 9999",
			      .title = "Annual results 2025",
			      .kicker = "Annual results 2025, unaudited",
			      .status = "Unaudited"};
	return s;
}

static void sample_strip(struct draft *s, const char *label, const char *value)
{
	struct strip_item *all = NEWS(s->arena, struct strip_item, s->doc->n_strip + 1);

	if (s->doc->n_strip)
		memcpy(all, s->doc->strip, s->doc->n_strip * sizeof *all);
	all[s->doc->n_strip++] = (struct strip_item){label, sample_text(s, value)};
	s->doc->strip = all;
}

static struct section *sample_section(struct draft *s, const char *id, const char *label,
				      const char *title)
{
	struct section *section = NEW(s->arena, struct section);

	*section = (struct section){.id = id, .label = label, .title = sample_text(s, title)};
	if (s->section)
		s->section->next = section;
	else
		s->doc->first = section;
	s->section = section;
	s->block = NULL;
	return section;
}

static struct block *sample_block(struct draft *s, enum block_kind kind, int span,
				  const char *title)
{
	struct block *b = NEW(s->arena, struct block);

	*b = (struct block){.kind = kind, .span = span, .title = sample_text(s, title)};
	if (s->block)
		s->block->next = b;
	else
		s->section->first = b;
	s->block = b;
	b->id = arena_printf(s->arena, "%s-b%d", s->section->id, ++s->figures);
	return b;
}

/* Paragraphs, closed by NULL. */
static struct block *sample_prose(struct draft *s, enum block_kind kind, int span,
				  const char *title, const char *const *texts)
{
	struct block *b = sample_block(s, kind, span, title);

	while (texts[b->as.prose.n])
		b->as.prose.n++;
	b->as.prose.v = NEWS(s->arena, struct text, b->as.prose.n);
	for (size_t i = 0; i < b->as.prose.n; i++)
		b->as.prose.v[i] = sample_text(s, texts[i]);
	return b;
}

/* Rows "label|value|change|base|convenience", closed by NULL; value is a figure. */
static struct block *sample_kpis(struct draft *s, const char *title, const char *const *rows)
{
	struct block *b = sample_block(s, BLOCK_KPIS, 12, title);

	while (rows[b->as.kpis.n])
		b->as.kpis.n++;
	b->as.kpis.v = NEWS(s->arena, struct kpi, b->as.kpis.n);
	for (size_t i = 0; i < b->as.kpis.n; i++) {
		const char **parts;

		sample_split(s->arena, rows[i], &parts);
		b->as.kpis.v[i] = (struct kpi){.label = parts[0],
					       .value = {parts[1], sample_gid(s)},
					       .change = sample_text(s, parts[2]),
					       .base = sample_text(s, parts[3]),
					       .convenience = sample_text(s, parts[4])};
	}
	return b;
}

static struct block *sample_definitions(struct draft *s, const char *title, const char *const *rows)
{
	struct block *b = sample_block(s, BLOCK_DEFINITIONS, 12, title);

	while (rows[b->as.definitions.n])
		b->as.definitions.n++;
	b->as.definitions.v = NEWS(s->arena, struct definition, b->as.definitions.n);
	for (size_t i = 0; i < b->as.definitions.n; i++) {
		const char **parts;
		size_t n = sample_split(s->arena, rows[i], &parts);

		b->as.definitions.v[i] = (struct definition){.term = parts[0],
							     .meaning = sample_text(s, parts[1]),
							     .remark = n > 2 ? parts[2] : NULL};
	}
	return b;
}

static struct column sample_table_column(struct draft *s, const char *p)
{
	struct column c = {.kind = COLUMN_LABEL};
	const char *slash, *over = strchr(p, '^');

	if (over) {
		c.group = over + 1;
		p = arena_strn(s->arena, p, (size_t)(over - p));
	}

	if (*p && strchr(">=:", *p))
		c.kind = *p == '>' ? COLUMN_NUMBER : *p == '=' ? COLUMN_NOTE : COLUMN_TEXT, p++;
	if (*p == '*')
		c.current = true, p++;
	if (*p == '~')
		c.rate = true, p++;
	slash = strchr(p, '/');
	c.head = *p ? arena_strn(s->arena, p, slash ? (size_t)(slash - p) : strlen(p)) : NULL;
	c.unit = slash ? arena_str(s->arena, slash + 1) : NULL;
	return c;
}

static struct table_row sample_table_row(struct draft *s, const struct table *t, const char *p)
{
	struct table_row r = {0};
	const char **parts;
	size_t n;

	for (; *p && strchr("#+!$-", *p); p++)
		switch (*p) {
		case '#':
			r.kind = ROW_GROUP;
			break;
		case '+':
			r.kind = ROW_SUBTOTAL;
			break;
		case '!':
			r.kind = ROW_TOTAL;
			break;
		case '$':
			r.kind = ROW_FINAL;
			break;
		default:
			r.level++;
			break;
		}
	n = sample_split(s->arena, p, &parts);
	r.label = parts[0];
	if (strstr(r.label, "^[")) {
		const char *mark = strstr(r.label, "^[");

		r.note = sample_note(s, mark, strchr(mark, ']'));
		r.label = arena_strn(s->arena, r.label, (size_t)(mark - r.label));
	}
	if (r.kind == ROW_GROUP)
		return r;
	r.cells = NEWS(s->arena, struct mark, t->n_columns - 1);
	for (size_t i = 0; i + 1 < t->n_columns; i++) {
		const char *text = i + 1 < n ? parts[i + 1] : "";

		r.cells[i] = (struct mark){
		    text, t->columns[i + 1].kind == COLUMN_NUMBER ? sample_gid(s) : NULL};
	}
	return r;
}

static struct block *sample_table(struct draft *s, int span, const char *title, const char *columns,
				  const char *const *rows)
{
	struct block *b = sample_block(s, BLOCK_TABLE, span, title);
	struct table *t = NEW(s->arena, struct table);
	const char **parts;

	b->as.table = t;
	t->n_columns = sample_split(s->arena, columns, &parts);
	t->columns = NEWS(s->arena, struct column, t->n_columns);
	for (size_t i = 0; i < t->n_columns; i++)
		t->columns[i] = sample_table_column(s, parts[i]);
	t->caption = t->columns[0].head ? t->columns[0].head : "Table";
	while (rows[t->n_rows])
		t->n_rows++;
	t->rows = NEWS(s->arena, struct table_row, t->n_rows);
	for (size_t i = 0; i < t->n_rows; i++)
		t->rows[i] = sample_table_row(s, t, rows[i]);
	return b;
}

static struct block *sample_chart_block(struct draft *s, int span, struct chart *c)
{
	struct block *b = sample_block(s, BLOCK_CHART, span, c->title);

	b->as.chart = c;
	b->subtitle = sample_text(s, c->subtitle);
	b->note = sample_text(s, c->note);
	return b;
}

static const struct layout_labels sample_labels = {
    .contents = "Contents",
    .page = "page {0} of {1}",
    .continued = "{0}, continued",
    .unit = "{0}, {1}",
    .go_to = "{0}, page {1}",
    .source = "Source: {0}",
    .note = "note {0}",
    .back = "back to the mark of note {0}",
    .draft = "Draft",
};

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
