/* Document -> the tree of values that templates/mail is filled from. */
#include "deliver/message_view.h"

static const struct block *first_block(const struct doc *d, enum block_kind kind)
{
	for (const struct section *s = d->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			if (b->kind == kind)
				return b;
	return NULL;
}

const struct block *mail_chart(const struct doc *d)
{
	return first_block(d, BLOCK_CHART);
}

/* What is absent is an empty text: false for a section, and known to a strict template. */
static void put(struct arena *a, struct value *map, const char *key, const char *text)
{
	value_set(a, map, key, value_string(a, text ? text : ""));
}

/* ---- texts with figures ---- */

/* A link into the brief leads nowhere from a mailbox: it becomes one to the site, or plain text. */
static const char *span_href(struct arena *a, const struct span *s, const char *page_url)
{
	if (s->kind != SPAN_LINK || !s->href)
		return NULL;
	if (s->href[0] == '#')
		return page_url ? arena_printf(a, "%s%s", page_url, s->href) : NULL;
	return strncmp(s->href, "https://", 8) == 0 ? s->href : NULL;
}

static struct value *spans(struct arena *a, const struct text *t, const char *page_url)
{
	struct value *list = value_list(a);

	for (size_t i = 0; i < t->n; i++) {
		struct value *map = value_map(a);

		put(a, map, "text", t->v[i].text);
		put(a, map, "figure", t->v[i].kind == SPAN_FIGURE ? t->v[i].figure : NULL);
		put(a, map, "href", span_href(a, &t->v[i], page_url));
		value_set(a, map, "strong", value_bool(a, t->v[i].strong));
		value_add(a, list, map);
	}
	return list;
}

/* The figure behind a printed one: one figure may be printed in several forms. */
static const struct figure *behind(const struct doc *d, const char *gid)
{
	const struct doc_figure *f = gid ? doc_figure(d, gid) : NULL;

	return f ? f->figure : NULL;
}

static bool speaks_of(const struct doc *d, const struct text *t, const struct figure *f)
{
	for (size_t i = 0; f && i < t->n; i++)
		if (behind(d, t->v[i].figure) == f)
			return true;
	return false;
}

static const struct figure *first_figure(const struct doc *d, const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].figure)
			return behind(d, t->v[i].figure);
	return NULL;
}

/* ---- key figures ---- */

struct chosen {
	const struct kpi *v[MAIL_KPIS];
	size_t n;
};

static bool in_headline(const struct doc *d, const struct kpi *k)
{
	return speaks_of(d, &d->headline, behind(d, k->value.figure)) ||
	       speaks_of(d, &d->headline, first_figure(d, &k->change));
}

static bool is_non_gaap(const struct figure *f)
{
	return f && f->concept && f->concept->gaap == GAAP_NON_GAAP;
}

/* A non-GAAP figure never stands for the GAAP one beside it that is not disclosed, so it is chosen
 * only where the headline speaks of it. */
static bool may_stand(const struct doc *d, const struct kpi *k)
{
	const struct figure *f = behind(d, k->value.figure);

	return f && f->availability == AVAILABLE && (!is_non_gaap(f) || in_headline(d, k));
}

/* Those the headline speaks of, filled up from the front; in the document's order. */
static struct chosen choose_kpis(const struct doc *d, const struct block *b)
{
	size_t n = b ? b->as.kpis.n : 0, spoken = 0;
	struct chosen c = {0};

	for (size_t i = 0; i < n; i++)
		spoken += may_stand(d, &b->as.kpis.v[i]) && in_headline(d, &b->as.kpis.v[i]);
	if (spoken > MAIL_KPIS)
		spoken = MAIL_KPIS;
	for (size_t i = 0; i < n && c.n < MAIL_KPIS; i++) {
		bool is_spoken = in_headline(d, &b->as.kpis.v[i]);

		if (!may_stand(d, &b->as.kpis.v[i]) || (!is_spoken && c.n + spoken >= MAIL_KPIS))
			continue;
		spoken -= is_spoken && spoken;
		c.v[c.n++] = &b->as.kpis.v[i];
	}
	return c;
}

static struct value *kpi_view(struct arena *a, const struct kpi *k, const char *page_url)
{
	struct value *map = value_map(a);

	put(a, map, "label", k->label);
	put(a, map, "value", k->value.text);
	put(a, map, "figure", k->value.figure);
	value_set(a, map, "change", spans(a, &k->change, page_url));
	value_set(a, map, "base", spans(a, &k->base, page_url));
	return map;
}

/* The block's note, unless it explains the mark of figures that are not chosen. */
static const char *kpis_note(struct arena *a, const struct block *b, const struct chosen *chosen)
{
	const char *note = b && b->note.n ? text_plain(a, &b->note) : NULL;

	for (size_t i = 0; note && i < chosen->n; i++)
		if (strchr(chosen->v[i]->label, '*'))
			return note;
	return note && note[0] != '*' ? note : NULL;
}

/* ---- sentences ---- */

/* A sentence is about the figure that it prints first, or about that figure's change. */
static bool is_told(const struct doc *d, const struct text *sentence, const struct chosen *kpis)
{
	const struct figure *f = first_figure(d, sentence);

	for (size_t i = 0; f && i < kpis->n; i++)
		if (behind(d, kpis->v[i]->value.figure) == f ||
		    first_figure(d, &kpis->v[i]->change) == f)
			return true;
	return false;
}

/* The highlights that say what the key figures above do not; of GAAP figures, since the others'
 * reconciliation is in the brief. */
static struct value *sentences(struct arena *a, const struct doc *d, const struct chosen *kpis,
			       const char *page_url)
{
	const struct block *b = first_block(d, BLOCK_HIGHLIGHTS);
	struct value *list = value_list(a);

	for (size_t i = 0; b && i < b->as.prose.n && list->n < MAIL_SENTENCES; i++) {
		struct value *map;

		if (is_told(d, &b->as.prose.v[i], kpis) ||
		    is_non_gaap(first_figure(d, &b->as.prose.v[i])))
			continue;
		map = value_map(a);
		value_set(a, map, "sentence", spans(a, &b->as.prose.v[i], page_url));
		value_add(a, list, map);
	}
	return list;
}

/* ---- the rest ---- */

static struct value *chart_view(struct arena *a, const struct block *b, const char *page_url)
{
	struct value *map = value_map(a);

	value_set(a, map, "title", spans(a, &b->title, page_url));
	put(a, map, "subtitle", b->as.chart->subtitle);
	put(a, map, "note", b->as.chart->note);
	put(a, map, "alt", b->as.chart->alt);
	return map;
}

/* The words of templates/mail in the language: {{w.read}}. */
static struct value *words(struct arena *a, const struct texts *texts)
{
	static const char *const keys[] = {"read",        "pdf",       "figures", "attached", "why",
					   "unsubscribe", "corrected", "colon",   "comma"};
	struct value *map = value_map(a);

	for (size_t i = 0; i < COUNT(keys); i++)
		put(a, map, keys[i], texts_word(texts, arena_printf(a, "mail.%s", keys[i])));
	return map;
}

static const char *plain(struct arena *a, const struct text *t)
{
	return t->n ? text_plain(a, t) : "";
}

static const char *dark_accent(struct arena *a, const char *accent)
{
	struct palette p = palette_themed(&palette_dark, accent);

	return arena_printf(a, "#%06X", (unsigned)p.rgb[COLOR_ACCENT]);
}

struct value *mail_view(struct arena *a, const struct doc *d, const struct letter_options *o)
{
	const struct block *kpis = first_block(d, BLOCK_KPIS), *chart = mail_chart(d);
	struct chosen chosen = choose_kpis(d, kpis);
	struct value *view = value_map(a), *tiles = value_list(a);

	for (size_t i = 0; i < chosen.n; i++) {
		struct value *tile = kpi_view(a, chosen.v[i], o->page_url);

		value_set(a, tile, "last", value_bool(a, i + 1 == MAIL_KPIS));
		value_add(a, tiles, tile);
	}
	put(a, view, "lang", lang_tags[d->lang]);
	put(a, view, "accent", d->facts->issuer.accent);
	put(a, view, "dark_accent", dark_accent(a, d->facts->issuer.accent));
	put(a, view, "name", d->name);
	put(a, view, "other_name", d->other_name);
	put(a, view, "other_lang", lang_tags[d->lang == LANG_EN ? LANG_ZH_HANS : LANG_EN]);
	put(a, view, "short_name", d->short_name);
	put(a, view, "tickers", d->tickers);
	put(a, view, "title", d->title);
	put(a, view, "kicker", d->kicker);
	put(a, view, "headline", plain(a, &d->headline));
	value_set(a, view, "headline_spans", spans(a, &d->headline, o->page_url));
	value_set(a, view, "kpis", tiles);
	put(a, view, "units", kpis ? kpis->aside : NULL);
	put(a, view, "kpis_note", kpis_note(a, kpis, &chosen));
	value_set(a, view, "sentences", sentences(a, d, &chosen, o->page_url));
	value_set(a, view, "chart",
		  chart ? chart_view(a, chart, o->page_url) : value_bool(a, false));
	put(a, view, "correction", o->correction);
	put(a, view, "page_url", o->page_url);
	put(a, view, "notice", d->notice);
	put(a, view, "disclaimer", d->disclaimer);
	value_set(a, view, "w", words(a, o->texts));
	return view;
}
