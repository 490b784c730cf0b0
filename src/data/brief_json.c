/* brief.json and the table of facts that goes with it. */
#include "data/brief_json.h"

#include <limits.h>

#include "base/file.h"
#include "base/json_write.h"

enum { DIGITS = 20 }; /* of a value whose expansion does not end */

struct fact_list {
	const struct fact **v;
	size_t n;
};

/* The facts behind all figures, each once, in the order of loading. */
static struct fact_list facts_of(const struct doc *d)
{
	size_t n = d->facts->facts.n;
	bool *used = NEWS(d->arena, bool, n);
	struct fact_list list = {.v = NEWS(d->arena, const struct fact *, n)};

	for (size_t i = 0; i < d->figures.n; i++)
		for (size_t k = 0; k < d->figures.v[i].figure->n; k++)
			used[d->figures.v[i].figure->lineage[k].fact->order] = true;
	for (size_t i = 0; i < n; i++)
		if (used[i])
			list.v[list.n++] = d->facts->facts.v[i];
	return list;
}

/* What many facts share is put in words once. */
struct words {
	struct arena *arena;
	struct period_texts *periods; /* as OIM has them, or labels */
	const struct unit *unit;      /* the last one */
	const char *unit_text;
};

/* OIM: intervals and instants as midnights; the end is the midnight after the last day. */
static const char *oim_period(struct words *w, struct period p)
{
	const char **known = period_text(w->periods, p);

	if (!*known) {
		const char *end = day_text(w->arena, p.to + 1);

		*known = p.instant ? arena_printf(w->arena, "%sT00:00:00", end)
				   : arena_printf(w->arena, "%sT00:00:00/%sT00:00:00",
						  day_text(w->arena, p.from), end);
	}
	return *known;
}

/* Not the one that the facts remember: a thread may stand beside the one that uses them. */
static const char *label_of(struct words *w, const struct doc *d, struct period p)
{
	const char **known = period_text(w->periods, p);

	if (!*known)
		*known = period_label(w->arena, d->facts->issuer.calendar, p);
	return *known;
}

static void put_unit_side(struct buf *out, const struct unit *u, int sign)
{
	bool first = true;

	for (int i = 0; i < u->n; i++) {
		const char *base = u->parts[i].base;

		if ((u->parts[i].power < 0) != (sign < 0))
			continue;
		buf_printf(out, "%s%s%s", first ? "" : "*",
			   is_currency(str_of(base)) ? "iso4217:"
			   : streq(base, "shares")   ? "xbrli:"
						     : "",
			   base);
		first = false;
	}
}

/* "iso4217:CNY", "iso4217:CNY/xbrli:shares"; NULL for pure, as OIM leaves it out. */
static const char *oim_unit(struct words *w, const struct unit *u)
{
	struct buf out = {0};
	bool below = false;

	if (!u->n)
		return NULL;
	if (u == w->unit)
		return w->unit_text;
	put_unit_side(&out, u, 1);
	for (int i = 0; i < u->n; i++)
		below |= u->parts[i].power < 0;
	if (below) {
		buf_char(&out, '/');
		put_unit_side(&out, u, -1);
	}
	w->unit = u;
	return w->unit_text = buf_keep(&out, w->arena);
}

/* "CNY/shares" */
static const char *base_unit(struct words *w, const struct unit *u)
{
	if (u != w->unit)
		w->unit_text = unit_text(w->arena, u);
	w->unit = u;
	return w->unit_text;
}

static void put_fact(const struct doc *d, struct words *w, struct buf *out, const struct fact *f)
{
	const char *unit = oim_unit(w, f->unit);

	json_line(out);
	json_key(out, f->id);
	json_open(out, '{');
	json_field(out, "value", num_decimal(d->arena, f->value, DIGITS));
	if (f->decimals != INT_MAX)
		json_field_int(out, "decimals", f->decimals);
	json_key(out, "dimensions");
	json_open(out, '{');
	json_field(out, "concept", f->concept->id);
	json_field(out, "entity", d->facts->issuer.id);
	json_field(out, "period", oim_period(w, f->period));
	if (unit)
		json_field(out, "unit", unit);
	for (size_t i = 0; i < f->dims->n; i++)
		json_field(out, f->dims->v[i].dimension, f->dims->v[i].member);
	json_close(out, '}');
	json_key(out, "source");
	json_open(out, '{');
	json_field(out, "document", f->document->id);
	if (f->line > 0)
		json_field_int(out, "line", f->line);
	else
		json_field(out, "line", NULL);
	json_field(out, "printed", f->printed);
	json_field(out, "file", path_below(d->facts->folder, f->at.file));
	json_field_int(out, "file_line", f->at.line);
	json_close(out, '}');
	json_close(out, '}');
}

static void put_figure(const struct doc *d, struct words *w, struct buf *out,
		       const struct doc_figure *g)
{
	const struct figure *f = g->figure;

	json_line(out);
	json_key(out, g->id);
	json_open(out, '{');
	json_field(out, "text", g->text);
	if (f->availability == AVAILABLE) {
		json_field(out, "value", num_decimal(d->arena, f->value, DIGITS));
		json_field(out, "exact", f->exact ? num_exact(d->arena, f->value) : NULL);
	} else {
		json_field(out, "value", NULL);
		json_field(out, "reason", f->reason);
	}
	json_field(out, "unit", f->unit->percent ? "percent" : base_unit(w, f->unit));
	json_field(out, "formula", f->formula);
	json_field(out, "period", label_of(w, d, f->period));
	json_field(out, "label", g->label);
	json_key(out, "facts");
	json_open(out, '[');
	for (size_t i = 0; i < f->n; i++)
		json_string(out, f->lineage[i].fact->id);
	json_close(out, ']');
	json_close(out, '}');
}

/* ---- blocks ---- */

static void put_mark(struct buf *out, const char *text, const char *figure)
{
	json_open(out, '{');
	json_field(out, "text", text);
	if (figure)
		json_field(out, "figure", figure);
	json_close(out, '}');
}

static void put_text(struct buf *out, const struct text *t)
{
	json_open(out, '[');
	for (size_t i = 0; i < t->n; i++)
		put_mark(out, t->v[i].text, t->v[i].figure);
	json_close(out, ']');
}

static void put_texts(struct buf *out, const struct text *v, size_t n)
{
	json_key(out, "texts");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		put_text(out, &v[i]);
	json_close(out, ']');
}

static void put_kpis(struct buf *out, const struct block *b)
{
	json_key(out, "items");
	json_open(out, '[');
	for (size_t i = 0; i < b->as.kpis.n; i++) {
		const struct kpi *k = &b->as.kpis.v[i];

		json_open(out, '{');
		json_field(out, "label", k->label);
		json_key(out, "value");
		put_mark(out, k->value.text, k->value.figure);
		json_key(out, "change");
		put_text(out, &k->change);
		json_key(out, "base");
		put_text(out, &k->base);
		json_key(out, "convenience");
		put_text(out, &k->convenience);
		json_close(out, '}');
	}
	json_close(out, ']');
}

/* With the unit that stands behind it. */
static void put_row_label(struct buf *out, const struct table_row *r)
{
	struct buf label = {0};

	buf_printf(&label, "%s%s", r->label ? r->label : "", r->unit ? r->unit : "");
	json_field(out, "label", buf_cstr(&label));
	buf_free(&label);
}

static void put_table(struct buf *out, const struct table *t)
{
	static const char *const kinds[] = {"plain", "group", "subtotal", "total", "final"};

	json_field(out, "name", t->caption);
	json_key(out, "columns");
	json_open(out, '[');
	for (size_t c = 1; c < t->n_columns; c++) {
		json_open(out, '{');
		json_field(out, "head", t->columns[c].head);
		json_field(out, "unit", t->columns[c].unit);
		if (t->columns[c].group)
			json_field(out, "group", t->columns[c].group);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_key(out, "rows");
	json_open(out, '[');
	for (size_t r = 0; r < t->n_rows; r++) {
		json_open(out, '{');
		put_row_label(out, &t->rows[r]);
		if (t->rows[r].note)
			json_field(out, "note", t->rows[r].note->mark);
		json_field(out, "kind", kinds[t->rows[r].kind]);
		json_field_int(out, "level", t->rows[r].level);
		json_key(out, "cells");
		json_open(out, '[');
		for (size_t c = 0; t->rows[r].cells && c + 1 < t->n_columns; c++)
			put_mark(out, t->rows[r].cells[c].text, t->rows[r].cells[c].figure);
		json_close(out, ']');
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void put_points(struct buf *out, const char *key, const struct point *points, size_t n)
{
	if (!points)
		return;
	json_key(out, key);
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		put_mark(out, points[i].text, points[i].figure);
	json_close(out, ']');
}

static void put_chart(struct buf *out, const struct chart *c)
{
	json_field(out, "chart", c->kind);
	json_field(out, "alt", c->alt);
	json_key(out, "categories");
	json_open(out, '[');
	for (size_t i = 0; i < c->n_categories; i++)
		json_string(out, c->categories[i]);
	json_close(out, ']');
	json_key(out, "series");
	json_open(out, '[');
	for (size_t s = 0; s < c->n_series; s++) {
		json_open(out, '{');
		json_field(out, "label", c->series[s].label);
		put_points(out, "points", c->series[s].points, c->n_categories);
		put_points(out, "rest", c->series[s].rest, c->n_categories);
		put_points(out, "to", c->series[s].to, c->n_categories);
		put_points(out, "details", c->series[s].details, c->n_details);
		json_close(out, '}');
	}
	json_close(out, ']');
	if (c->totals) {
		json_key(out, "totals");
		json_open(out, '{');
		put_points(out, "points", c->totals, c->n_categories);
		json_close(out, '}');
	}
	if (c->row) {
		json_key(out, "row");
		json_open(out, '{');
		json_field(out, "label", c->row_label);
		json_key(out, "points");
		json_open(out, '[');
		for (size_t i = 0; i < c->n_categories; i++)
			put_mark(out, c->row[i], c->row_figures[i]);
		json_close(out, ']');
		json_close(out, '}');
	}
}

static void put_definitions(struct buf *out, const struct block *b)
{
	json_key(out, "terms");
	json_open(out, '[');
	for (size_t i = 0; i < b->as.definitions.n; i++) {
		const struct definition *d = &b->as.definitions.v[i];

		json_open(out, '{');
		json_field(out, "term", d->term);
		json_key(out, "meaning");
		put_text(out, &d->meaning);
		json_field(out, "remark", d->remark);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static const char *kind_name(enum block_kind kind)
{
	switch (kind) {
	case BLOCK_PROSE:
		return "prose";
	case BLOCK_HIGHLIGHTS:
		return "highlights";
	case BLOCK_KPIS:
		return "kpis";
	case BLOCK_TABLE:
		return "table";
	case BLOCK_CHART:
		return "chart";
	case BLOCK_DEFINITIONS:
		return "definitions";
	case BLOCK_NOTES:
		return "notes";
	}
	return NULL;
}

static void put_block(struct buf *out, const struct block *b)
{
	json_line(out);
	json_open(out, '{');
	json_field(out, "kind", kind_name(b->kind));
	json_field(out, "id", b->id);
	json_key(out, "title");
	put_text(out, &b->title);
	switch (b->kind) {
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
	case BLOCK_NOTES:
		put_texts(out, b->as.prose.v, b->as.prose.n);
		break;
	case BLOCK_KPIS:
		put_kpis(out, b);
		break;
	case BLOCK_TABLE:
		put_table(out, b->as.table);
		break;
	case BLOCK_CHART:
		put_chart(out, b->as.chart);
		break;
	case BLOCK_DEFINITIONS:
		put_definitions(out, b);
		break;
	}
	json_key(out, "note");
	put_text(out, &b->note);
	json_field(out, "source", b->source);
	json_close(out, '}');
}

static void put_footnotes(struct buf *out, const struct section *s)
{
	if (!s->notes)
		return;
	json_key(out, "notes");
	json_open(out, '[');
	for (const struct footnote *n = s->notes; n; n = n->next) {
		json_open(out, '{');
		json_field(out, "mark", n->mark);
		json_field(out, "text", n->text);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void put_sections(const struct doc *d, struct buf *out)
{
	json_line(out);
	json_key(out, "sections");
	json_open(out, '[');
	for (const struct section *s = d->first; s; s = s->next) {
		json_open(out, '{');
		json_field(out, "id", s->id);
		json_field(out, "title", text_plain(d->arena, &s->title));
		json_key(out, "blocks");
		json_open(out, '[');
		for (const struct block *b = s->first; b; b = b->next)
			put_block(out, b);
		json_close(out, ']');
		put_footnotes(out, s);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void put_issuer(const struct doc *d, struct buf *out)
{
	const struct issuer *issuer = &d->facts->issuer;

	json_key(out, "issuer");
	json_open(out, '{');
	json_field(out, "id", issuer->id);
	json_field(out, "name", d->name);
	json_key(out, "listings");
	json_open(out, '[');
	for (size_t i = 0; i < issuer->n_listings; i++) {
		json_open(out, '{');
		json_field(out, "venue", issuer->listings[i].venue);
		json_field(out, "ticker", issuer->listings[i].ticker);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_field(out, "currency", issuer->currency);
	json_field(out, "notice", d->notice);
	json_close(out, '}');
}

/* What is made on the way is gone with it: it is as large as the document. */
static struct doc in_scratch(const struct doc *d)
{
	struct doc copy = *d;

	copy.arena = arena_new();
	return copy;
}

void brief_json(const struct doc *doc, struct buf *out)
{
	struct doc here = in_scratch(doc), *d = &here;
	struct fact_list facts = facts_of(d);
	struct words of_facts = {.arena = d->arena, .periods = period_texts_new(d->arena)};
	struct words of_figures = {.arena = d->arena, .periods = period_texts_new(d->arena)};

	json_open(out, '{');
	json_field(out, "schema", "irbrief/1");
	json_key(out, "brief");
	json_open(out, '{');
	json_field(out, "id", d->brief);
	json_field_int(out, "version", d->version);
	json_field(out, "period", d->period_label);
	json_field(out, "language", lang_tags[d->lang]);
	json_field(out, "title", d->title);
	if (d->draft) {
		json_key(out, "draft");
		json_bool(out, true);
	}
	json_close(out, '}');
	put_issuer(d, out);
	json_line(out);
	json_key(out, "facts");
	json_open(out, '{');
	for (size_t i = 0; i < facts.n; i++)
		put_fact(d, &of_facts, out, facts.v[i]);
	json_close(out, '}');
	json_line(out);
	json_key(out, "figures");
	json_open(out, '{');
	for (size_t i = 0; i < d->figures.n; i++)
		put_figure(d, &of_figures, out, &d->figures.v[i]);
	json_close(out, '}');
	put_sections(d, out);
	json_close(out, '}');
	json_line(out);
	arena_free(d->arena);
}

static bool is_quoted(const char *s)
{
	while (*s && *s != ',' && *s != '"' && *s != '\r' && *s != '\n')
		s++;
	return *s;
}

/* A cell of RFC 4180 and the comma behind it; text that a spreadsheet would run as a formula is
 * made inert by a quote. */
static void put_cell(struct buf *out, const char *s, bool number)
{
	bool inert = !number && *s && strchr("=+-@\t\r", *s);

	if (!inert && !is_quoted(s)) {
		buf_str(out, s);
	} else {
		buf_str(out, inert ? "\"'" : "\"");
		for (; *s; s++)
			buf_str(out, *s == '"' ? "\"\"" : (char[]){*s, 0});
		buf_char(out, '"');
	}
	buf_char(out, ',');
}

/* "segment=public_cloud;site=one" */
static const char *dims_text(struct buf *b, const struct dims *dims)
{
	buf_clear(b);
	for (size_t i = 0; i < dims->n; i++) {
		buf_str(b, i ? ";" : "");
		buf_str(b, dims->v[i].dimension);
		buf_char(b, '=');
		buf_str(b, dims->v[i].member);
	}
	return buf_cstr(b);
}

void facts_csv(const struct doc *doc, struct buf *out)
{
	struct doc here = in_scratch(doc), *d = &here;
	struct fact_list facts = facts_of(d);
	struct words words = {.arena = d->arena, .periods = period_texts_new(d->arena)};
	struct buf dims = {0};

	buf_str(out, "id,concept,dimensions,period,unit,value,document,line,printed\r\n");
	for (size_t i = 0; i < facts.n; i++) {
		const struct fact *f = facts.v[i];

		put_cell(out, f->id, false);
		put_cell(out, f->concept->id, false);
		put_cell(out, dims_text(&dims, f->dims), false);
		put_cell(out, label_of(&words, d, f->period), true);
		put_cell(out, base_unit(&words, f->unit), false);
		put_cell(out, num_decimal(d->arena, f->value, DIGITS), true);
		put_cell(out, f->document->id, false);
		if (f->line > 0)
			buf_int(out, f->line);
		buf_char(out, ',');
		put_cell(out, f->printed, false);
		out->n--; /* no comma behind the last */
		buf_str(out, "\r\n");
	}
	buf_free(&dims);
	arena_free(d->arena);
}
