/*
 * Document -> tree of values, block by block.  Nothing is computed or formatted here: the view says
 * what stands where, and leaves to the templates how it is marked up.
 *
 * To add a block kind: a case in put_block() and a partial of the name that it sets.
 */
#include "html/view.h"

#include <stdlib.h>
#include <strings.h>

enum { VALUE_DIGITS = 12 }; /* of a machine value whose decimal expansion does not end */

struct value *view_null(struct view *v)
{
	static struct value null; /* nobody writes to it */

	(void)v;
	return &null;
}

void put_text(struct view *v, struct value *map, const char *key, const char *text)
{
	value_set(v->arena, map, key, text ? value_string(v->arena, text) : view_null(v));
}

void put_number(struct view *v, struct value *map, const char *key, size_t n)
{
	put_text(v, map, key, arena_printf(v->arena, "%zu", n));
}

void put_flag(struct view *v, struct value *map, const char *key, bool flag)
{
	value_set(v->arena, map, key, value_bool(v->arena, flag));
}

/* ---- figures ---- */

const struct doc_figure *view_figure(const struct view *v, const char *gid)
{
	return gid ? doc_figure(v->doc, gid) : NULL;
}

void gids_add(struct view *v, struct gids *gids, const char *gid)
{
	if (gid)
		*PUSH(v->arena, gids) = gid;
}

void gids_of_text(struct view *v, struct gids *gids, const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		gids_add(v, gids, t->v[i].figure);
}

void put_figure(struct view *v, struct value *map, const char *gid)
{
	const struct doc_figure *g = view_figure(v, gid);
	bool has_value = g && g->figure && g->figure->availability == AVAILABLE;

	put_text(v, map, "gid", gid);
	put_text(v, map, "value",
		 has_value ? num_decimal(v->arena, g->figure->value, VALUE_DIGITS) : NULL);
}

/* ---- text ---- */

const char *safe_href(const char *href)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:"};

	if (!href)
		return NULL;
	for (size_t i = 0; i < COUNT(schemes); i++)
		if (str_starts(str_of(href), schemes[i]))
			return href;
	return href[0] == '#' ? href : NULL;
}

struct value *view_span(struct view *v, const struct span *s)
{
	struct value *map = value_map(v->arena);

	put_text(v, map, "text", s->text);
	put_flag(v, map, "strong", s->strong);
	put_text(v, map, "href", s->kind == SPAN_LINK ? safe_href(s->href) : NULL);
	put_text(v, map, "ref", s->note ? s->note->back + 1 : NULL);
	put_figure(v, map, s->figure);
	return map;
}

void put_spans(struct view *v, struct value *map, const char *key, const struct text *t)
{
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < t->n; i++)
		value_add(v->arena, list, view_span(v, &t->v[i]));
	value_set(v->arena, map, key, t->n ? list : view_null(v));
}

/* A sentence or paragraph with its lineage. */
static struct value *view_paragraph(struct view *v, const struct text *t)
{
	struct value *map = value_map(v->arena);
	struct gids gids = {0};

	put_spans(v, map, "spans", t);
	gids_of_text(v, &gids, t);
	value_set(v->arena, map, "lineage", view_lineage(v, &gids));
	return map;
}

static struct value *view_paragraphs(struct view *v, const struct text *texts, size_t n)
{
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < n; i++)
		value_add(v->arena, list, view_paragraph(v, &texts[i]));
	return list;
}

/* Paragraphs, some of which explain a mark. */
static struct value *view_note_paragraphs(struct view *v, const struct block *b)
{
	struct value *list = view_paragraphs(v, b->as.prose.v, b->as.prose.n);

	for (size_t i = 0; i < list->n; i++)
		put_note(v, list->items[i], "spans", &b->as.prose.v[i],
			 arena_printf(v->arena, "%s-note-%zu", b->id, i + 1));
	return list;
}

/* ---- blocks ---- */

static struct value *view_kpi(struct view *v, const struct kpi *k)
{
	struct value *map = value_map(v->arena);
	struct gids gids = {0};

	put_label(v, map, k->label);
	put_text(v, map, "text", k->value.text);
	put_figure(v, map, k->value.figure);
	put_flag(v, map, "missing", k->missing);
	put_spans(v, map, "change", &k->change);
	put_spans(v, map, "base", &k->base);
	put_spans(v, map, "convenience", &k->convenience);
	gids_add(v, &gids, k->value.figure);
	gids_of_text(v, &gids, &k->change);
	gids_of_text(v, &gids, &k->base);
	gids_of_text(v, &gids, &k->convenience);
	value_set(v->arena, map, "lineage", view_lineage(v, &gids));
	return map;
}

static struct value *view_kpis(struct view *v, const struct block *b)
{
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < b->as.kpis.n; i++)
		value_add(v->arena, list, view_kpi(v, &b->as.kpis.v[i]));
	return list;
}

static struct value *view_definitions(struct view *v, const struct block *b)
{
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < b->as.definitions.n; i++) {
		const struct definition *d = &b->as.definitions.v[i];
		struct value *map = value_map(v->arena);

		put_text(v, map, "term", d->term);
		put_spans(v, map, "spans", &d->meaning);
		put_text(v, map, "remark", d->remark);
		value_add(v->arena, list, map);
	}
	return list;
}

static void put_block(struct view *v, struct value *map, const struct block *b)
{
	struct value *content = NULL;
	const char *partial = NULL;

	switch (b->kind) {
	case BLOCK_PROSE:
		partial = "prose";
		content = view_paragraphs(v, b->as.prose.v, b->as.prose.n);
		break;
	case BLOCK_HIGHLIGHTS:
		partial = "highlights";
		content = view_paragraphs(v, b->as.prose.v, b->as.prose.n);
		break;
	case BLOCK_NOTES:
		partial = "notes";
		content = view_note_paragraphs(v, b);
		break;
	case BLOCK_KPIS:
		partial = "kpis";
		content = view_kpis(v, b);
		break;
	case BLOCK_TABLE:
		partial = "table";
		content = view_table(v, b->as.table, true);
		break;
	case BLOCK_CHART:
		partial = "chart";
		content = view_chart(v, b);
		break;
	case BLOCK_DEFINITIONS:
		partial = "definitions";
		content = view_definitions(v, b);
		break;
	}
	put_text(v, map, "partial", partial);
	value_set(v->arena, map, "content", content);
}

static struct value *view_block(struct view *v, const struct block *b)
{
	struct value *map = value_map(v->arena);

	v->block = b->id;
	put_text(v, map, "id", b->id);
	put_number(v, map, "span", b->span > 0 ? (size_t)b->span : 12);
	put_title(v, map, "title", &b->title);
	put_spans(v, map, "subtitle", &b->subtitle);
	put_text(v, map, "aside", b->aside);
	put_flag(v, map, "of_rows", b->kind == BLOCK_CHART && chart_has_rows(b->as.chart));
	put_block(v, map, b);
	put_note(v, map, "note", &b->note, arena_printf(v->arena, "%s-note", b->id));
	put_text(v, map, "source", b->source);
	return map;
}

/* Blocks whose spans fill 12 columns share a row. */
static struct value *view_rows(struct view *v, const struct section *s)
{
	struct value *rows = value_list(v->arena), *row = NULL;
	int used = 0;

	for (const struct block *b = s->first; b; b = b->next) {
		int span = b->span > 0 ? b->span : 12;

		if (!row || used + span > 12) {
			struct value *map = value_map(v->arena);

			row = value_list(v->arena);
			value_set(v->arena, map, "blocks", row);
			value_add(v->arena, rows, map);
			used = 0;
		}
		value_add(v->arena, row, view_block(v, b));
		used += span;
	}
	return rows;
}

/* The first section has a title of its own only if it says more than its label. */
static bool is_titled(struct view *v, const struct section *s)
{
	return s->title.n &&
	       (s != v->doc->first || !streq(text_plain(v->arena, &s->title), s->label));
}

/* Does the navigation call it otherwise than its title does? */
static bool is_named_apart(struct view *v, const struct section *s)
{
	size_t n = s->label ? strlen(s->label) : 0;

	if (!n || s == v->doc->first || !s->title.n)
		return false;
	for (const char *t = text_plain(v->arena, &s->title); *t; t++)
		if (strncasecmp(t, s->label, n) == 0)
			return false;
	return true;
}

static struct value *view_notes(struct view *v, const struct section *s)
{
	struct value *list = value_list(v->arena);

	for (const struct footnote *n = s->notes; n; n = n->next) {
		struct value *map = value_map(v->arena);

		put_text(v, map, "id", n->href + 1);
		put_text(v, map, "back", n->back);
		put_text(v, map, "mark", n->mark);
		put_text(v, map, "text", n->text);
		value_add(v->arena, list, map);
	}
	return list;
}

static struct value *view_section(struct view *v, const struct section *s)
{
	static const struct text none = {0};
	struct value *map = value_map(v->arena);

	put_text(v, map, "id", s->id);
	put_text(v, map, "label", s->label);
	put_spans(v, map, "title", is_titled(v, s) ? &s->title : &none);
	put_text(v, map, "section_name", is_named_apart(v, s) ? s->label : NULL);
	put_text(v, map, "subtitle", s->subtitle);
	put_text(v, map, "units", s->units);
	put_flag(v, map, "new_page", s->new_page);
	v->section = s;
	value_set(v->arena, map, "rows", view_rows(v, s));
	value_set(v->arena, map, "footnotes", view_notes(v, s));
	return map;
}

/* ---- the page ---- */

static const char *const endonyms[LANG_COUNT] =
    {[LANG_EN] = "English", [LANG_ZH_HANS] = "简体", [LANG_ZH_HANT] = "繁體"};

const char *view_endonym(enum lang lang)
{
	return endonyms[lang];
}

static struct value *view_languages(struct view *v)
{
	const struct html_options *o = v->options;
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < o->n_languages; i++) {
		struct value *map = value_map(v->arena);
		const char *tag = lang_tags[o->languages[i]];

		put_text(v, map, "tag", tag);
		put_text(v, map, "name", endonyms[o->languages[i]]);
		put_flag(v, map, "current", o->languages[i] == v->doc->lang);
		put_text(v, map, "href", arena_printf(v->arena, "../%s/index.html", tag));
		put_text(v, map, "address",
			 o->base_url ? arena_printf(v->arena, "%s%s/", o->base_url, tag) : NULL);
		value_add(v->arena, list, map);
	}
	return list;
}

static const char *kilobytes(struct view *v, size_t bytes)
{
	return arena_printf(v->arena, "%zu kB", (bytes + 999) / 1000);
}

static void add_download(struct view *v, struct value *list, const char *href, const char *label,
			 const char *detail)
{
	struct value *map = value_map(v->arena);

	put_text(v, map, "href", href);
	put_text(v, map, "label", texts_word(v->options->texts, label));
	put_text(v, map, "detail", detail);
	value_add(v->arena, list, map);
}

static struct value *view_downloads(struct view *v)
{
	const struct html_options *o = v->options;
	struct value *list = value_list(v->arena);

	if (o->pdf_bytes)
		add_download(
		    v, list, "brief.pdf", "html.brief_pdf",
		    print_fill(&v->printer, "doc.pair",
			       arena_printf(v->arena, "%zu %s", o->pdf_pages,
					    texts_word(o->texts, o->pdf_pages == 1 ? "html.page"
										   : "html.pages")),
			       kilobytes(v, o->pdf_bytes), NULL));
	add_download(v, list, "brief.json", "html.brief_json",
		     o->json_bytes ? kilobytes(v, o->json_bytes) : NULL);
	return list;
}

static struct value *view_strip(struct view *v)
{
	struct value *list = value_list(v->arena);

	for (size_t i = 0; i < v->doc->n_strip; i++) {
		struct value *map = value_map(v->arena);

		put_text(v, map, "label", v->doc->strip[i].label);
		put_spans(v, map, "spans", &v->doc->strip[i].value);
		value_add(v->arena, list, map);
	}
	return list;
}

/* The page's own words: {{w.contents}} is the text of html.contents. */
static struct value *view_words(struct view *v)
{
	static const char *const words[] = {
	    "skip",    "languages", "contents", "download", "source",  "source_prefix", "data",
	    "formula", "unrounded", "reason",   "period",   "printed", "line",          "draft",
	    "version", "more",      "agrees",   "adds_up",  "same_in"};
	struct value *map = value_map(v->arena);

	for (size_t i = 0; i < COUNT(words); i++)
		put_text(
		    v, map, words[i],
		    texts_word(v->options->texts, arena_printf(v->arena, "html.%s", words[i])));
	put_text(v, map, "separator", texts_word(v->options->texts, "doc.list_separator"));
	return map;
}

static void put_identity(struct view *v, struct value *map)
{
	const struct doc *d = v->doc;

	put_text(v, map, "lang", lang_tags[d->lang]);
	put_text(v, map, "other_lang", lang_tags[d->lang == LANG_EN ? LANG_ZH_HANS : LANG_EN]);
	put_text(v, map, "name", d->name);
	put_text(v, map, "other_name", d->other_name);
	put_text(v, map, "short_name", d->short_name ? d->short_name : d->name);
	put_text(v, map, "tickers", d->tickers);
	put_text(v, map, "page_title", d->title);
	put_text(v, map, "kicker", d->kicker);
	put_text(v, map, "status", d->status);
	put_text(v, map, "description", text_plain(v->arena, &d->headline));
	put_spans(v, map, "headline", &d->headline);
	put_text(v, map, "notice", d->notice);
	put_text(v, map, "disclaimer", d->disclaimer);
	put_number(v, map, "version", (size_t)d->version);
	put_text(v, map, "issued", d->issued ? day_text(v->arena, d->issued) : NULL);
	put_flag(v, map, "draft", d->draft);
}

static void put_addresses(struct view *v, struct value *map)
{
	const struct html_options *o = v->options;
	const char *tag = lang_tags[v->doc->lang];
	const char *page = o->base_url ? arena_printf(v->arena, "%s%s/", o->base_url, tag) : NULL;

	put_text(v, map, "canonical", page);
	put_text(v, map, "card",
		 page && o->card ? arena_printf(v->arena, "%s%s", page, o->card) : NULL);
	value_set(v->arena, map, "languages", view_languages(v));
	put_flag(v, map, "has_languages", o->n_languages > 1);
	value_set(v->arena, map, "downloads", view_downloads(v));
}

struct value *view_document(struct view *v)
{
	struct value *map = value_map(v->arena), *list = value_list(v->arena);
	const struct section *first = v->doc->first;

	view_find_notes(v);
	view_find_proofs(v);
	value_set(v->arena, map, "w", view_words(v));
	put_identity(v, map);
	put_addresses(v, map);
	value_set(v->arena, map, "strip", view_strip(v));
	value_set(v->arena, map, "first", first ? view_section(v, first) : view_null(v));
	for (const struct section *s = first ? first->next : NULL; s; s = s->next)
		value_add(v->arena, list, view_section(v, s));
	value_set(v->arena, map, "sections", list);
	put_text(v, map, "elsewhere", view_elsewhere(v));
	put_text(v, map, "json_ld", view_json_ld(v));
	return map;
}
