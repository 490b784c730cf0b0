/* Trees for the templates of the site's own pages. */
#include <stdlib.h>

#include "base/period.h"
#include "base/json_write.h"
#include "compute/print.h"
#include "deliver/card.h"
#include "deliver/site_parts.h"

struct site_page page_at(struct arena *a, const char *address, enum lang lang)
{
	struct buf root = {0};

	for (const char *c = address; *c; c++)
		if (*c == '/')
			buf_str(&root, "../");
	return (struct site_page){address, buf_keep(&root, a), lang};
}

const char *site_url(const struct site_build *b, const char *address)
{
	return arena_printf(b->arena, "%s/%s", b->site->settings->site.base_url.text, address);
}

const char *site_home(const struct site_build *b, enum lang lang)
{
	return lang == b->site->language ? "" : arena_printf(b->arena, "%s/", lang_tags[lang]);
}

const char *site_words(const struct site_build *b, enum lang lang, const char *key,
		       const char *zero, const char *one)
{
	const char *p = texts_word(b->texts[lang], key);
	struct buf out = {0};

	for (; *p; p++) {
		if (p[0] == '{' && (p[1] == '0' || p[1] == '1') && p[2] == '}') {
			buf_str(&out, p[1] == '0' ? zero : one);
			p += 2;
		} else {
			buf_char(&out, *p);
		}
	}
	return buf_keep(&out, b->arena);
}

/* Publication in the zone of the embargo, as the issuer would date it. */
const char *site_day(const struct site_build *b, enum lang lang, const struct ledger_version *v)
{
	struct printer printer = {
	    .arena = b->arena, .facts = b->site->facts, .texts = b->texts[lang]};
	int64_t local = v->published + (v->embargo ? instant_offset(v->embargo) * 60 : 0);

	return print_day(&printer, (int)(local / 86400));
}

const char *site_kind_name(const struct site_build *b, enum lang lang, const char *kind)
{
	static const char *const shipped[] = {"results", "quarterly", "business", "esg"};

	for (size_t i = 0; i < COUNT(shipped); i++)
		if (streq(kind, shipped[i]))
			return texts_word(b->texts[lang],
					  arena_printf(b->arena, "site.kind.%s", kind));
	return kind;
}

const char *site_title(const struct site_build *b, enum lang lang)
{
	const char *title = names_in(&b->site->settings->site.title, lang);

	return title ? title : texts_word(b->texts[lang], "site.investor_relations");
}

/* ---- small helpers: keys are literals, texts live in the arena ---- */

void view_set(const struct site_build *b, struct value *map, const char *key, const char *text)
{
	value_set(b->arena, map, key, value_string(b->arena, text ? text : ""));
}

static void set_bool(const struct site_build *b, struct value *map, const char *key, bool yes)
{
	value_set(b->arena, map, key, value_bool(b->arena, yes));
}

static const char *join(const struct site_build *b, const char *x, const char *y)
{
	return arena_printf(b->arena, "%s%s", x, y);
}

/* A link to a folder of the site; the root from itself is "./". */
static const char *link_to(const struct site_build *b, const struct site_page *p,
			   const char *address)
{
	const char *link = join(b, p->root, address);

	return *link ? link : "./";
}

/* ---- every page ---- */

static struct value *words_view(const struct site_build *b, enum lang lang)
{
	/* A word that a template uses is a row here and a line in assets/texts/LANG.yaml. */
	static const char *const keys[] = {
	    "reports",     "intro",         "latest",       "earlier", "all_briefs", "nothing",
	    "document",    "period",        "message",      "formats", "follow",     "feed",
	    "feed_note",   "index",         "index_note",   "home",    "languages",  "by_kind",
	    "all_kinds",   "rehearsal",     "changes",      "figure",  "old",        "new",
	    "no_figures",  "missing_title", "missing_text", "skip",    "site",       "key_figures",
	    "publication",
	};
	struct value *map = value_map(b->arena);

	for (size_t i = 0; i < COUNT(keys); i++)
		view_set(b, map, keys[i], texts_word(b->texts[lang], join(b, "site.", keys[i])));
	return map;
}

static struct value *issuer_view(const struct site_build *b, enum lang lang)
{
	const struct issuer *issuer = &b->site->facts->issuer;
	enum lang other = lang == LANG_EN ? LANG_ZH_HANS : LANG_EN;
	const char *name = names_in(&issuer->names, lang), *other_name = issuer->names.in[other];
	struct value *map = value_map(b->arena);
	const struct printer printer = {
	    .arena = b->arena, .facts = b->site->facts, .texts = b->texts[lang]};

	view_set(b, map, "name", name);
	view_set(b, map, "short_name",
		 names_in(&issuer->short_names, lang) ? names_in(&issuer->short_names, lang)
						      : name);
	view_set(b, map, "other_name",
		 other_name && name && !streq(other_name, name) ? other_name : "");
	view_set(b, map, "other_lang", lang_tags[other]);
	view_set(b, map, "tickers", print_tickers(&printer));
	view_set(b, map, "notice", names_in(&issuer->notice, lang));
	return map;
}

/* The same page in each language of the site, for the switch and for search engines. */
static struct value *languages_view(const struct site_build *b, const struct site_page *p,
				    const char *below_home)
{
	struct value *list = value_list(b->arena);

	for (size_t i = 0; i < b->languages.n; i++) {
		enum lang lang = b->languages.v[i];
		const char *address = join(b, site_home(b, lang), below_home);
		struct value *item = value_map(b->arena);

		view_set(b, item, "tag", lang_tags[lang]);
		view_set(b, item, "name", texts_word(b->texts[lang], "site.language"));
		view_set(b, item, "url", link_to(b, p, address));
		view_set(b, item, "absolute", site_url(b, address));
		set_bool(b, item, "current", lang == p->lang);
		value_add(b->arena, list, item);
	}
	return list;
}

struct value *page_view(const struct site_build *b, const struct site_page *p, const char *title,
			const char *below_home)
{
	const char *home = site_home(b, p->lang);
	struct value *view = value_map(b->arena);

	view_set(b, view, "lang", lang_tags[p->lang]);
	view_set(b, view, "root", p->root);
	view_set(b, view, "title", title);
	view_set(b, view, "site_title", site_title(b, p->lang));
	view_set(b, view, "canonical", site_url(b, p->address));
	view_set(b, view, "home", link_to(b, p, home));
	view_set(b, view, "archive", link_to(b, p, join(b, home, "archive/")));
	view_set(b, view, "feed", join(b, p->root, join(b, home, "feed.xml")));
	view_set(b, view, "index", join(b, p->root, "index.json"));
	view_set(b, view, "default_url", site_url(b, below_home ? below_home : ""));
	set_bool(b, view, "alternates", below_home && b->languages.n > 1);
	set_bool(b, view, "rehearsal", b->site->rehearsal);
	set_bool(b, view, "in_archive", false);
	set_bool(b, view, "several_languages", b->languages.n > 1);
	value_set(b->arena, view, "languages", languages_view(b, p, below_home ? below_home : ""));
	value_set(b->arena, view, "word", words_view(b, p->lang));
	value_set(b->arena, view, "issuer", issuer_view(b, p->lang));
	return view;
}

/* ---- rows of lists ---- */

const struct site_edition *site_listed(const struct site_build *b, size_t at, enum lang lang)
{
	const struct site_edition *e = &b->editions.v[at], *first = NULL;
	const char *brief = e->version->brief;

	if (at && streq(b->editions.v[at - 1].version->brief, brief))
		return NULL;
	for (size_t i = at; i < b->editions.n && streq(b->editions.v[i].version->brief, brief);
	     i++) {
		e = &b->editions.v[i];
		if (e->successor)
			continue;
		if (e->lang == lang)
			return e;
		if (!first)
			first = e;
	}
	return first;
}

static bool has_file(const struct site_edition *e, const char *name)
{
	size_t tag = strlen(lang_tags[e->lang]);

	for (size_t i = 0; i < e->version->files.n; i++) {
		const char *path = e->version->files.v[i].path;

		if (strncmp(path, lang_tags[e->lang], tag) == 0 && path[tag] == '/' &&
		    streq(path + tag + 1, name))
			return true;
	}
	return false;
}

static void add_format(const struct site_build *b, struct value *list, const char *name,
		       const char *url, enum lang lang, bool file)
{
	struct value *item = value_map(b->arena);

	view_set(b, item, "name", name);
	view_set(b, item, "url", url);
	view_set(b, item, "lang", lang_tags[lang]);
	set_bool(b, item, "file", file);
	value_add(b->arena, list, item);
}

/* Page, PDF, data, then the same brief in other languages. */
static struct value *formats_view(const struct site_build *b, const struct site_page *p,
				  const struct site_edition *e)
{
	static const struct {
		const char *file, *word;
	} formats[] = {
	    {"index.html", "site.page"}, {"brief.pdf", "site.pdf"}, {"brief.json", "site.data"}};
	struct value *list = value_list(b->arena);

	for (size_t i = 0; i < COUNT(formats); i++)
		if (has_file(e, formats[i].file))
			add_format(b, list, texts_word(b->texts[p->lang], formats[i].word),
				   join(b, p->root, join(b, e->address, i ? formats[i].file : "")),
				   e->lang, i > 0);
	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *o = &b->editions.v[i];

		if (o->version == e->version && o->lang != e->lang)
			add_format(b, list, texts_word(b->texts[o->lang], "site.language"),
				   join(b, p->root, o->address), o->lang, false);
	}
	return list;
}

static struct value *older_view(const struct site_build *b, const struct site_page *p,
				const struct site_edition *e)
{
	struct value *list = value_list(b->arena);

	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *o = &b->editions.v[i];
		struct value *item;

		if (!streq(o->version->brief, e->version->brief) || o->lang != e->lang ||
		    o->version == e->version)
			continue;
		item = value_map(b->arena);
		view_set(b, item, "name",
			 site_words(b, p->lang, "site.version",
				    arena_printf(b->arena, "%d", o->version->version), ""));
		view_set(b, item, "url", join(b, p->root, o->address));
		value_add(b->arena, list, item);
	}
	return list;
}

static const char *card_text(const struct site_edition *e, const char *key)
{
	const char *text = value_text(value_at(e->card, key));

	return text ? text : "";
}

struct value *row_view(const struct site_build *b, const struct site_page *p,
		       const struct site_edition *e, bool latest)
{
	struct value *row = value_map(b->arena), *older = older_view(b, p, e);
	const struct value *figures = value_at(e->card, "figures");

	view_set(b, row, "title", card_text(e, "title"));
	view_set(b, row, "kicker", card_text(e, "kicker"));
	view_set(b, row, "headline", card_text(e, "headline"));
	view_set(b, row, "period", card_text(e, "period"));
	view_set(b, row, "figures_head", card_text(e, "figures_head"));
	value_set(b->arena, row, "figures", (struct value *)figures);
	set_bool(b, row, "has_figures", figures && figures->n);
	view_set(b, row, "lang", lang_tags[e->lang]);
	view_set(b, row, "url", join(b, p->root, e->address));
	view_set(b, row, "kind", site_kind_name(b, p->lang, e->version->kind));
	view_set(b, row, "published",
		 site_words(b, p->lang, "site.published", site_day(b, p->lang, e->version), ""));
	set_bool(b, row, "latest", latest);
	set_bool(b, row, "corrected", older->n > 0);
	view_set(b, row, "corrections", join(b, p->root, site_corrections(b, e)));
	value_set(b->arena, row, "older", older);
	value_set(b->arena, row, "formats", formats_view(b, p, e));
	return row;
}
