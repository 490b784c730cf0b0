/* What programs read: feeds, sitemap.xml, robots.txt; and what readers should not have to: the 404
 * page. */
#include "base/period.h"
#include "deliver/site_parts.h"

static const char *entry_title(const struct site_build *b, const struct site_edition *e)
{
	const char *title = value_text(value_at(e->card, "title"));
	const char *number = arena_printf(b->arena, "%d", e->version->version);

	if (e->successor)
		return site_words(b, e->lang, "site.title_superseded", title ? title : "", number);
	if (e->version->version > 1)
		return site_words(b, e->lang, "site.title_corrected", title ? title : "", number);
	return title;
}

static struct value *entry_view(const struct site_build *b, const struct site_edition *e)
{
	const char *reason = value_text(value_at(e->card, "reason"));
	const char *headline = value_text(value_at(e->card, "headline"));
	struct value *item = value_map(b->arena);
	int64_t updated = e->successor ? e->successor->published : e->version->published;

	view_set(b, item, "title", entry_title(b, e));
	view_set(b, item, "id",
		 arena_printf(b->arena, "tag:%s,%.4s:%s/v%d/%s", b->site->host,
			      instant_text(b->arena, b->site->since, 0), e->version->brief,
			      e->version->version, lang_tags[e->lang]));
	view_set(b, item, "url", site_url(b, e->address));
	view_set(b, item, "published", instant_text(b->arena, e->version->published, 0));
	view_set(b, item, "updated", instant_text(b->arena, updated, 0));
	view_set(b, item, "summary", reason && *reason ? reason : headline);
	view_set(b, item, "kind", e->version->kind);
	return item;
}

static bool add_feed(const struct site_build *b, enum lang lang)
{
	const char *address = arena_printf(b->arena, "%sfeed.xml", site_home(b, lang));
	struct site_page p = page_at(b->arena, address, lang);
	struct value *view = page_view(b, &p, site_title(b, lang), ""),
		     *list = value_list(b->arena);
	int64_t updated = b->site->since;

	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *e = &b->editions.v[i];

		if (e->lang != lang)
			continue;
		value_add(b->arena, list, entry_view(b, e));
		if (e->version->published > updated)
			updated = e->version->published;
	}
	value_set(b->arena, view, "entries", list);
	view_set(b, view, "self", site_url(b, address));
	view_set(b, view, "url", site_url(b, site_home(b, lang)));
	view_set(b, view, "id",
		 arena_printf(b->arena, "tag:%s,%.4s:feed/%s", b->site->host,
			      instant_text(b->arena, b->site->since, 0), lang_tags[lang]));
	view_set(b, view, "updated", instant_text(b->arena, updated, 0));
	return site_add_page(b, address, "feed", view);
}

static void add_location(const struct site_build *b, struct value *list, const char *address,
			 int64_t at)
{
	struct value *item = value_map(b->arena);

	view_set(b, item, "url", site_url(b, address));
	view_set(b, item, "at", instant_text(b->arena, at, 0));
	value_add(b->arena, list, item);
}

/* Current pages only: an older version is found from the current one. */
static bool add_sitemap(const struct site_build *b)
{
	struct site_page p = page_at(b->arena, "sitemap.xml", b->site->language);
	struct value *view = page_view(b, &p, "", NULL), *list = value_list(b->arena);
	int64_t newest = b->site->since;

	for (size_t i = 0; i < b->editions.n; i++)
		if (b->editions.v[i].version->published > newest)
			newest = b->editions.v[i].version->published;
	for (size_t i = 0; i < b->languages.n; i++) {
		const char *home = site_home(b, b->languages.v[i]);

		add_location(b, list, home, newest);
		add_location(b, list, arena_printf(b->arena, "%sarchive/", home), newest);
	}
	for (size_t i = 0; i < b->editions.n; i++)
		if (!b->editions.v[i].successor)
			add_location(b, list, b->editions.v[i].address,
				     b->editions.v[i].version->published);
	value_set(b->arena, view, "locations", list);
	return site_add_page(b, "sitemap.xml", "sitemap", view);
}

/* Served at any depth, so its links start at the root of the host. */
static bool add_missing(const struct site_build *b)
{
	const char *base = strstr(b->site->settings->site.base_url.text, "//") + 2,
		   *path = strchr(base, '/');
	struct site_page p = {"404.html", arena_printf(b->arena, "%s/", path ? path : ""),
			      b->site->language};
	struct value *view =
	    page_view(b, &p, texts_word(b->texts[p.lang], "site.missing_title"), NULL);

	return site_add_page(b, "404.html", "missing", view);
}

static bool add_robots(const struct site_build *b)
{
	struct buf out = {0};

	buf_printf(&out, "User-agent: *\n%s\nSitemap: %s\n",
		   b->site->rehearsal ? "Disallow: /" : "Allow: /", site_url(b, "sitemap.xml"));
	site_add_text(b, "robots.txt", &out);
	if (b->site->rehearsal)
		site_add(b, "REHEARSAL",
			 STR("This site is a rehearsal: it was first written with an instant ahead "
			     "of the clock.\n"));
	return true;
}

bool site_add_feeds(const struct site_build *b)
{
	for (size_t i = 0; i < b->languages.n; i++)
		if (!add_feed(b, b->languages.v[i]))
			return false;
	return add_sitemap(b) && add_missing(b) && add_robots(b);
}
