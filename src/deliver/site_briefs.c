/* The pages of briefs and of their corrections. */
#include "data/blackline.h"
#include "deliver/site_parts.h"
#include "deliver/store.h"

const char *site_corrections(const struct site_build *b, const struct site_edition *e)
{
	return arena_printf(b->arena, "%scorrections/",
			    site_address(b->arena, e->version, e->lang, true));
}

/* ---- briefs ---- */

static bool has_path(const struct site_build *b, const char *path)
{
	for (size_t i = 0; i < b->files->n; i++)
		if (streq(b->files->v[i].path, path))
			return true;
	return false;
}

static bool add_brief_file(const struct site_build *b, const struct site_edition *e,
			   const struct ledger_file *f, const char *address, const char *path)
{
	struct buf framed = {0};
	struct str bytes;

	if (!store_read(b->arena, b->diag, b->site->folder, f->sha256, &bytes))
		return false;
	if (!streq(path, site_page_path(b, address))) {
		site_add(b, path, bytes);
		return true;
	}
	if (!frame_edition(b, e, address, bytes, &framed)) {
		buf_free(&framed);
		return false;
	}
	site_add_text(b, path, &framed);
	return true;
}

/* An edition's files at an address, but for those that a newer one has put there. */
static bool add_edition(const struct site_build *b, const struct site_edition *e,
			const char *address)
{
	const char *folder = arena_printf(b->arena, "%s/", lang_tags[e->lang]);

	for (size_t i = 0; i < e->version->files.n; i++) {
		const struct ledger_file *f = &e->version->files.v[i];
		const char *path;

		if (!str_starts(str_of(f->path), folder))
			continue;
		path = arena_printf(b->arena, "%s%s", address, f->path + strlen(folder));
		if (!has_path(b, path) && !add_brief_file(b, e, f, address, path))
			return false;
	}
	return true;
}

/* Each edition at its address; and what an older version had at the address of the current one and
 * that one lacks (a chart, a language) stays there, because a published address never vanishes. */
bool site_add_briefs(const struct site_build *b)
{
	for (size_t i = 0; i < b->editions.n; i++)
		if (!add_edition(b, &b->editions.v[i], b->editions.v[i].address))
			return false;
	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *e = &b->editions.v[i];

		if (e->successor &&
		    !add_edition(b, e, site_address(b->arena, e->version, e->lang, true)))
			return false;
	}
	return true;
}

/* ---- corrections ---- */

static bool read_brief_json(const struct site_build *b, const struct ledger_version *v,
			    enum lang lang, struct str *json)
{
	const char *path = arena_printf(b->arena, "%s/brief.json", lang_tags[lang]);

	*json = STR("{\"figures\":{}}");
	for (size_t i = 0; i < v->files.n; i++)
		if (streq(v->files.v[i].path, path))
			return store_read(b->arena, b->diag, b->site->folder, v->files.v[i].sha256,
					  json);
	return true;
}

/* Readers are told of what is printed otherwise. */
static struct value *changes_view(const struct site_build *b, enum lang lang,
				  const struct changes *changes)
{
	const char *none = texts_word(b->texts[lang], "site.not_shown");
	struct value *list = value_list(b->arena);

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->v[i];
		struct value *item = value_map(b->arena);

		if (c->kind == CHANGE_VALUE || c->kind == CHANGE_SOURCE)
			continue;
		view_set(b, item, "figure", c->figure);
		view_set(b, item, "label", c->label);
		view_set(b, item, "old", c->from ? c->from : none);
		view_set(b, item, "new", c->to ? c->to : none);
		value_add(b->arena, list, item);
	}
	return list;
}

/* What version e changed against the one before it; NULL if that is not known. */
static struct value *correction_view(const struct site_build *b, const struct site_edition *e)
{
	const struct ledger_version *before = site_predecessor(b, e->version);
	struct value *map = value_map(b->arena), *list;
	const char *reason = value_text(value_at(e->card, "reason"));
	struct changes changes = {0};
	struct str older, newer;

	if (before && (!read_brief_json(b, before, e->lang, &older) ||
		       !read_brief_json(b, e->version, e->lang, &newer) ||
		       !blackline_find(b->arena, b->diag, older, newer, &changes)))
		return NULL;
	view_set(b, map, "title",
		 site_words(b, e->lang, "site.corrected",
			    arena_printf(b->arena, "%d", e->version->version),
			    site_day(b, e->lang, e->version)));
	view_set(b, map, "reason", reason);
	list = changes_view(b, e->lang, &changes);
	value_set(b->arena, map, "has_changes", value_bool(b->arena, list->n > 0));
	value_set(b->arena, map, "changes", list);
	return map;
}

/* All corrections of a brief in one language, newest first. */
static bool add_corrections(const struct site_build *b, const struct site_edition *newest)
{
	struct site_page p = page_at(b->arena, site_corrections(b, newest), newest->lang);
	struct value *view, *list = value_list(b->arena);
	const char *title = value_text(value_at(newest->card, "title"));

	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *e = &b->editions.v[i];
		struct value *item;

		if (e->version->version == 1 || e->lang != newest->lang ||
		    !streq(e->version->brief, newest->version->brief))
			continue;
		item = correction_view(b, e);
		if (!item)
			return false;
		value_add(b->arena, list, item);
	}
	if (!list->n)
		return true;
	view = page_view(
	    b, &p, site_words(b, p.lang, "site.corrections_of", title ? title : "", ""), NULL);
	view_set(b, view, "brief_title", title);
	view_set(b, view, "brief_url", "../");
	value_set(b->arena, view, "corrections", list);
	return site_add_page(b, site_page_path(b, p.address), "corrections", view);
}

bool site_add_corrections(const struct site_build *b)
{
	for (size_t i = 0; i < b->editions.n; i++)
		if (b->editions.v[i].newest && !add_corrections(b, &b->editions.v[i]))
			return false;
	return true;
}
