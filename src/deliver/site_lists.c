/* The lists of briefs: home and archive. */
#include "deliver/site_parts.h"

enum { HOME_ROWS = 8 };

static struct value *rows_view(const struct site_build *b, const struct site_page *p,
			       const char *kind, int year)
{
	struct value *list = value_list(b->arena);
	bool latest = true;

	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *e = site_listed(b, i, p->lang);

		if (!e)
			continue;
		if ((!kind || streq(e->version->kind, kind)) && (!year || e->version->year == year))
			value_add(b->arena, list, row_view(b, p, e, latest));
		latest = false;
	}
	return list;
}

static int year_after(const struct site_build *b, int before)
{
	int year = 0;

	for (size_t i = 0; i < b->editions.n; i++)
		if (b->editions.v[i].version->year < before &&
		    b->editions.v[i].version->year > year)
			year = b->editions.v[i].version->year;
	return year;
}

static struct value *years_view(const struct site_build *b, const struct site_page *p,
				const char *kind)
{
	enum { NO_YEAR_YET = 10000 };
	struct value *list = value_list(b->arena);

	for (int year = year_after(b, NO_YEAR_YET); year; year = year_after(b, year)) {
		struct value *rows = rows_view(b, p, kind, year), *item = value_map(b->arena);

		if (!rows->n)
			continue;
		view_set(b, item, "year", arena_printf(b->arena, "%d", year));
		value_set(b->arena, item, "rows", rows);
		value_add(b->arena, list, item);
	}
	return list;
}

static bool kind_seen(const struct site_build *b, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (streq(b->editions.v[i].version->kind, b->editions.v[at].version->kind))
			return true;
	return false;
}

/* All kinds as links, the one in hand (NULL: none) marked. */
static struct value *kinds_view(const struct site_build *b, const struct site_page *p,
				const char *current)
{
	struct value *list = value_list(b->arena);

	for (size_t i = 0; i < b->editions.n; i++) {
		const char *kind = b->editions.v[i].version->kind;
		struct value *item;

		if (kind_seen(b, i))
			continue;
		item = value_map(b->arena);
		view_set(b, item, "name", site_kind_name(b, p->lang, kind));
		view_set(b, item, "url",
			 arena_printf(b->arena, "%s%sarchive/%s/", p->root, site_home(b, p->lang),
				      kind));
		value_set(b->arena, item, "current",
			  value_bool(b->arena, current && streq(kind, current)));
		value_add(b->arena, list, item);
	}
	return list;
}

static bool add_home(const struct site_build *b, enum lang lang)
{
	struct site_page p = page_at(b->arena, site_home(b, lang), lang);
	struct value *view = page_view(b, &p, site_title(b, lang), ""),
		     *rows = rows_view(b, &p, NULL, 0);
	struct value *earlier = value_list(b->arena);

	for (size_t i = 1; i < rows->n && i <= HOME_ROWS; i++)
		value_add(b->arena, earlier, rows->items[i]);
	value_set(b->arena, view, "latest", rows->n ? rows->items[0] : value_bool(b->arena, false));
	value_set(b->arena, view, "has_earlier", value_bool(b->arena, earlier->n > 0));
	value_set(b->arena, view, "rows", earlier);
	view_set(b, view, "jsonld", site_jsonld(b, lang));
	return site_add_page(b, site_page_path(b, p.address), "home", view);
}

static bool add_archive(const struct site_build *b, enum lang lang, const char *kind)
{
	const char *below = kind ? arena_printf(b->arena, "archive/%s/", kind) : "archive/";
	struct site_page p =
	    page_at(b->arena, arena_printf(b->arena, "%s%s", site_home(b, lang), below), lang);
	const char *reports = texts_word(b->texts[lang], "site.reports");
	struct value *years = years_view(b, &p, kind);
	struct value *view =
	    page_view(b, &p, kind ? site_kind_name(b, lang, kind) : reports, below);

	value_set(b->arena, view, "in_archive", value_bool(b->arena, true));
	value_set(b->arena, view, "all", value_bool(b->arena, !kind));
	value_set(b->arena, view, "years", years);
	value_set(b->arena, view, "kinds", kinds_view(b, &p, kind));
	return site_add_page(b, site_page_path(b, p.address), "archive", view);
}

static bool add_archives(const struct site_build *b, enum lang lang)
{
	bool ok = add_archive(b, lang, NULL);

	for (size_t i = 0; ok && i < b->editions.n; i++)
		if (!kind_seen(b, i))
			ok = add_archive(b, lang, b->editions.v[i].version->kind);
	return ok;
}

bool site_add_lists(const struct site_build *b)
{
	for (size_t i = 0; i < b->languages.n; i++)
		if (!add_home(b, b->languages.v[i]) || !add_archives(b, b->languages.v[i]))
			return false;
	return true;
}
