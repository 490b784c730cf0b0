/* What a published site consists of: one function for each kind of page. */
#include "deliver/site.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/period.h"
#include "deliver/card.h"
#include "deliver/changes.h"
#include "deliver/site_parts.h"
#include "deliver/store.h"

enum { HOME_ROWS = 8 };

const char *site_address(struct arena *a, const struct ledger_version *v, enum lang lang, bool current)
{
	if (current)
		return arena_printf(a, "%04d/%s/%s/", v->year, v->brief, lang_tags[lang]);
	return arena_printf(a, "%04d/%s/v%d/%s/", v->year, v->brief, v->version, lang_tags[lang]);
}

const char *site_corrections(const struct site_build *b, const struct site_edition *e)
{
	return arena_printf(b->arena, "%scorrections/", site_address(b->arena, e->version, e->lang, true));
}

/* ---- the editions that are public, in the order of lists ---- */

static const struct ledger_version *neighbour(const struct site_build *b, const struct ledger_version *v, int step)
{
	const struct ledger_versions *all = b->site->versions;
	const struct ledger_version *found = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct ledger_version *o = &all->v[i];

		if (!o->published || !streq(o->brief, v->brief) || (o->version - v->version) * step <= 0)
			continue;
		if (!found || (o->version - found->version) * step < 0)
			found = o;
	}
	return found;
}

const struct ledger_version *site_predecessor(const struct site_build *b, const struct ledger_version *v)
{
	return neighbour(b, v, -1);
}

static bool has_edition(const struct ledger_version *v, enum lang lang)
{
	for (size_t i = 0; i < v->editions.n; i++)
		if (v->editions.v[i].lang == lang)
			return true;
	return false;
}

/* No later public version has this language. */
static bool is_current(const struct site_build *b, const struct ledger_version *v, enum lang lang)
{
	for (v = neighbour(b, v, 1); v; v = neighbour(b, v, 1))
		if (has_edition(v, lang))
			return false;
	return true;
}

/* A correction does not move a brief in the lists: the day of its first version counts. */
static const char *first_issued(const struct site_build *b, const struct ledger_version *v)
{
	const struct ledger_version *before;

	while ((before = neighbour(b, v, -1)))
		v = before;
	return v->issued;
}

static int by_list_order(const void *x, const void *y)
{
	const struct site_edition *a = x, *b = y;

	if (!streq(a->issued, b->issued))
		return strcmp(b->issued, a->issued);
	if (!streq(a->version->brief, b->version->brief))
		return strcmp(a->version->brief, b->version->brief);
	if (a->version->version != b->version->version)
		return b->version->version - a->version->version;
	return (int)a->lang - (int)b->lang;
}

static bool add_editions(struct site_build *b, const struct ledger_version *v)
{
	for (size_t i = 0; i < v->editions.n; i++) {
		const struct ledger_edition *edition = &v->editions.v[i];
		bool current = is_current(b, v, edition->lang);
		struct value *card = card_read(b->arena, b->diag, edition->card);

		if (!card)
			return false;
		*PUSH(b->arena, &b->editions) = (struct site_edition){
		    .version = v,
		    .lang = edition->lang,
		    .card = card,
		    .address = site_address(b->arena, v, edition->lang, current),
		    .successor = neighbour(b, v, 1),
		    .current = current,
		    .issued = first_issued(b, v),
		};
	}
	return true;
}

/* The site's own language and those in which something is public. */
static bool find_languages(struct site_build *b)
{
	bool used[LANG_COUNT] = {0};

	used[b->site->language] = true;
	for (size_t i = 0; i < b->editions.n; i++)
		used[b->editions.v[i].lang] = true;
	b->languages.v[b->languages.n++] = b->site->language;
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (used[lang] && lang != (int)b->site->language)
			b->languages.v[b->languages.n++] = (enum lang)lang;
	for (size_t i = 0; i < b->languages.n; i++) {
		enum lang lang = b->languages.v[i];

		b->texts[lang] = texts_load(b->arena, b->diag, b->site->project, b->site->shipped, lang);
		if (!b->texts[lang])
			return false;
	}
	return true;
}

/* ---- files ---- */

static void add_file(const struct site_build *b, const char *path, struct str bytes)
{
	struct site_file *f = PUSH(b->arena, b->files);

	*f = (struct site_file){.path = path, .bytes = bytes};
	hash_text(bytes.p, bytes.n, f->sha256);
}

static void add_text(const struct site_build *b, const char *path, struct buf *text)
{
	size_t n = text->n;

	add_file(b, path, (struct str){buf_keep(text, b->arena), n});
}

bool site_render(const struct site_build *b, const char *template, const struct value *view, struct buf *out)
{
	const char *const folders[] = {path_join(b->arena, b->site->project, "templates/site"),
				       path_join(b->arena, b->site->shipped, "templates/site")};
	struct mustache_loader loader = mustache_folder_loader(b->arena, b->diag, folders, COUNT(folders));
	struct mustache *m;
	const char *file;
	struct str text;

	if (!loader.load(loader.ctx, template, &text, &file))
		return diag_error(b->diag, (struct pos){.file = folders[1]}, "no template of this name: '%s'", template);
	diag_source(b->diag, file, text);
	m = mustache_compile(b->arena, b->diag, file, text, &loader);
	return m && mustache_render(m, b->diag, view, true, mustache_escape_html, out);
}

static bool add_page(const struct site_build *b, const char *path, const char *template, const struct value *view)
{
	struct buf out = {0};

	if (!site_render(b, template, view, &out)) {
		buf_free(&out);
		return false;
	}
	add_text(b, path, &out);
	return true;
}

static const char *index_of(const struct site_build *b, const char *address)
{
	return arena_printf(b->arena, "%sindex.html", address);
}

static void set(const struct site_build *b, struct value *map, const char *key, const char *text)
{
	value_set(b->arena, map, key, value_string(b->arena, text ? text : ""));
}

/* ---- briefs ---- */

static bool has_path(const struct site_build *b, const char *path)
{
	for (size_t i = 0; i < b->files->n; i++)
		if (streq(b->files->v[i].path, path))
			return true;
	return false;
}

static bool add_brief_file(const struct site_build *b, const struct site_edition *e, const struct ledger_file *f,
			   const char *path)
{
	struct buf framed = {0};
	struct str bytes;

	if (!store_read(b->arena, b->diag, b->site->folder, f->sha256, &bytes))
		return false;
	if (!streq(path, index_of(b, e->address))) {
		add_file(b, path, bytes);
		return true;
	}
	if (!frame_edition(b, e, bytes, &framed)) {
		buf_free(&framed);
		return false;
	}
	add_text(b, path, &framed);
	return true;
}

static bool add_edition(const struct site_build *b, const struct site_edition *e, const char *address, bool only_new)
{
	const char *folder = arena_printf(b->arena, "%s/", lang_tags[e->lang]);

	for (size_t i = 0; i < e->version->files.n; i++) {
		const struct ledger_file *f = &e->version->files.v[i];
		const char *path;

		if (!str_starts(str_of(f->path), folder))
			continue;
		path = arena_printf(b->arena, "%s%s", address, f->path + strlen(folder));
		if (!(only_new && has_path(b, path)) && !add_brief_file(b, e, f, path))
			return false;
	}
	return true;
}

/* Each edition at its address; and what an older version had at the current address and the newer one
 * has not stays there, because a published address never vanishes. */
static bool add_briefs(const struct site_build *b)
{
	for (size_t i = 0; i < b->editions.n; i++)
		if (!add_edition(b, &b->editions.v[i], b->editions.v[i].address, false))
			return false;
	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *e = &b->editions.v[i];

		if (!e->current &&
		    !add_edition(b, e, site_address(b->arena, e->version, e->lang, true), true))
			return false;
	}
	return true;
}

/* ---- corrections ---- */

static bool read_brief_json(const struct site_build *b, const struct ledger_version *v, enum lang lang, struct str *json)
{
	const char *path = arena_printf(b->arena, "%s/brief.json", lang_tags[lang]);

	*json = STR("{\"figures\":{}}");
	for (size_t i = 0; i < v->files.n; i++)
		if (streq(v->files.v[i].path, path))
			return store_read(b->arena, b->diag, b->site->folder, v->files.v[i].sha256, json);
	return true;
}

static struct value *changes_view(const struct site_build *b, enum lang lang, const struct changes *changes)
{
	const char *none = texts_word(b->texts[lang], "site.not_shown");
	struct value *list = value_list(b->arena);

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->v[i];
		struct value *item = value_map(b->arena);

		set(b, item, "figure", c->figure);
		set(b, item, "label", c->label);
		set(b, item, "old", c->from ? c->from : none);
		set(b, item, "new", c->to ? c->to : none);
		value_add(b->arena, list, item);
	}
	return list;
}

/* What version e changed against the one before it; NULL if that is not known. */
static struct value *correction_view(const struct site_build *b, const struct site_edition *e)
{
	const struct ledger_version *before = site_predecessor(b, e->version);
	struct value *map = value_map(b->arena);
	const char *reason = value_text(value_at(e->card, "reason"));
	struct changes changes = {0};
	struct str older, newer;

	if (before && (!read_brief_json(b, before, e->lang, &older) ||
		       !read_brief_json(b, e->version, e->lang, &newer) ||
		       !changes_find(b->arena, b->diag, older, newer, &changes)))
		return NULL;
	set(b, map, "title", site_words(b, e->lang, "site.corrected",
					arena_printf(b->arena, "%d", e->version->version),
					site_day(b, e->lang, e->version)));
	set(b, map, "reason", reason);
	value_set(b->arena, map, "has_changes", value_bool(b->arena, changes.n > 0));
	value_set(b->arena, map, "changes", changes_view(b, e->lang, &changes));
	return map;
}

/* All corrections of a brief in one language, newest first. */
static bool add_corrections(const struct site_build *b, const struct site_edition *current)
{
	struct site_page p = page_at(b->arena, site_corrections(b, current), current->lang);
	struct value *view, *list = value_list(b->arena);
	const char *title = value_text(value_at(current->card, "title"));

	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *e = &b->editions.v[i];
		struct value *item;

		if (e->version->version == 1 || e->lang != current->lang ||
		    !streq(e->version->brief, current->version->brief))
			continue;
		item = correction_view(b, e);
		if (!item)
			return false;
		value_add(b->arena, list, item);
	}
	if (!list->n)
		return true;
	view = page_view(b, &p, site_words(b, p.lang, "site.corrections_of", title ? title : "", ""), NULL);
	set(b, view, "brief_title", title);
	set(b, view, "brief_url", "../");
	value_set(b->arena, view, "corrections", list);
	return add_page(b, index_of(b, p.address), "corrections", view);
}

/* ---- lists ---- */

static struct value *rows_view(const struct site_build *b, const struct site_page *p, const char *kind, int year)
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
		if (b->editions.v[i].version->year < before && b->editions.v[i].version->year > year)
			year = b->editions.v[i].version->year;
	return year;
}

static struct value *years_view(const struct site_build *b, const struct site_page *p, const char *kind)
{
	enum { NO_YEAR_YET = 10000 };
	struct value *list = value_list(b->arena);

	for (int year = year_after(b, NO_YEAR_YET); year; year = year_after(b, year)) {
		struct value *rows = rows_view(b, p, kind, year), *item = value_map(b->arena);

		if (!rows->n)
			continue;
		set(b, item, "year", arena_printf(b->arena, "%d", year));
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
static struct value *kinds_view(const struct site_build *b, const struct site_page *p, const char *current)
{
	struct value *list = value_list(b->arena);

	for (size_t i = 0; i < b->editions.n; i++) {
		const char *kind = b->editions.v[i].version->kind;
		struct value *item;

		if (kind_seen(b, i))
			continue;
		item = value_map(b->arena);
		set(b, item, "name", site_kind_name(b, p->lang, kind));
		set(b, item, "url",
		    arena_printf(b->arena, "%s%sarchive/%s/", p->root, site_home(b, p->lang), kind));
		value_set(b->arena, item, "current", value_bool(b->arena, current && streq(kind, current)));
		value_add(b->arena, list, item);
	}
	return list;
}

static bool add_home(const struct site_build *b, enum lang lang)
{
	struct site_page p = page_at(b->arena, site_home(b, lang), lang);
	struct value *view = page_view(b, &p, site_title(b, lang), ""), *rows = rows_view(b, &p, NULL, 0);
	struct value *earlier = value_list(b->arena);

	for (size_t i = 1; i < rows->n && i <= HOME_ROWS; i++)
		value_add(b->arena, earlier, rows->items[i]);
	value_set(b->arena, view, "latest", rows->n ? rows->items[0] : value_bool(b->arena, false));
	value_set(b->arena, view, "has_earlier", value_bool(b->arena, earlier->n > 0));
	value_set(b->arena, view, "rows", earlier);
	set(b, view, "jsonld", site_jsonld(b, lang));
	return add_page(b, index_of(b, p.address), "home", view);
}

static bool add_archive(const struct site_build *b, enum lang lang, const char *kind)
{
	const char *below = kind ? arena_printf(b->arena, "archive/%s/", kind) : "archive/";
	struct site_page p = page_at(b->arena, arena_printf(b->arena, "%s%s", site_home(b, lang), below), lang);
	const char *reports = texts_word(b->texts[lang], "site.reports");
	struct value *years = years_view(b, &p, kind);
	struct value *view = page_view(b, &p, kind ? site_kind_name(b, lang, kind) : reports, below);

	value_set(b->arena, view, "in_archive", value_bool(b->arena, true));
	value_set(b->arena, view, "all", value_bool(b->arena, !kind));
	value_set(b->arena, view, "years", years);
	value_set(b->arena, view, "kinds", kinds_view(b, &p, kind));
	return add_page(b, index_of(b, p.address), "archive", view);
}

static bool add_archives(const struct site_build *b, enum lang lang)
{
	bool ok = add_archive(b, lang, NULL);

	for (size_t i = 0; ok && i < b->editions.n; i++)
		if (!kind_seen(b, i))
			ok = add_archive(b, lang, b->editions.v[i].version->kind);
	return ok;
}

/* ---- feeds, sitemap, robots, 404 ---- */

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

	set(b, item, "title", entry_title(b, e));
	set(b, item, "id", arena_printf(b->arena, "tag:%s,%.4s:%s/v%d/%s", b->site->host,
					instant_text(b->arena, b->site->since, 0), e->version->brief,
					e->version->version, lang_tags[e->lang]));
	set(b, item, "url", site_url(b, e->address));
	set(b, item, "published", instant_text(b->arena, e->version->published, 0));
	set(b, item, "updated", instant_text(b->arena, updated, 0));
	set(b, item, "summary", reason && *reason ? reason : headline);
	set(b, item, "kind", e->version->kind);
	return item;
}

static bool add_feed(const struct site_build *b, enum lang lang)
{
	const char *address = arena_printf(b->arena, "%sfeed.xml", site_home(b, lang));
	struct site_page p = page_at(b->arena, address, lang);
	struct value *view = page_view(b, &p, site_title(b, lang), ""), *list = value_list(b->arena);
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
	set(b, view, "self", site_url(b, address));
	set(b, view, "url", site_url(b, site_home(b, lang)));
	set(b, view, "id", arena_printf(b->arena, "tag:%s,%.4s:feed/%s", b->site->host,
					instant_text(b->arena, b->site->since, 0), lang_tags[lang]));
	set(b, view, "updated", instant_text(b->arena, updated, 0));
	return add_page(b, address, "feed", view);
}

static void add_location(const struct site_build *b, struct value *list, const char *address, int64_t at)
{
	struct value *item = value_map(b->arena);

	set(b, item, "url", site_url(b, address));
	set(b, item, "at", instant_text(b->arena, at, 0));
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
		if (b->editions.v[i].current)
			add_location(b, list, b->editions.v[i].address, b->editions.v[i].version->published);
	value_set(b->arena, view, "locations", list);
	return add_page(b, "sitemap.xml", "sitemap", view);
}

/* Served at any depth, so its links start at the root of the host. */
static bool add_missing(const struct site_build *b)
{
	const char *base = strstr(b->site->settings->site.base_url.text, "//") + 2, *path = strchr(base, '/');
	struct site_page p = {"404.html", arena_printf(b->arena, "%s/", path ? path : ""), b->site->language};
	struct value *view = page_view(b, &p, texts_word(b->texts[p.lang], "site.missing_title"), NULL);

	return add_page(b, "404.html", "missing", view);
}

static bool add_robots(const struct site_build *b)
{
	struct buf out = {0};

	buf_printf(&out, "User-agent: *\n%s\nSitemap: %s\n", b->site->rehearsal ? "Disallow: /" : "Allow: /",
		   site_url(b, "sitemap.xml"));
	add_text(b, "robots.txt", &out);
	if (b->site->rehearsal)
		add_file(b, "REHEARSAL", STR("This site is a rehearsal: it was first written with an instant ahead of the clock.\n"));
	return true;
}

/* The issuer's accent replaces that of the style sheet in light; in dark the sheet's own is legible. */
static bool add_style(const struct site_build *b)
{
	const char *path = path_join(b->arena, b->site->project, "assets/css/site.css");
	struct buf out = {0};
	struct str css;

	if (!path_exists(path))
		path = path_join(b->arena, b->site->shipped, "assets/css/site.css");
	if (!file_read(b->arena, b->diag, path, &css))
		return false;
	buf_add(&out, css.p, css.n);
	buf_printf(&out, "@media (prefers-color-scheme: light) {\n\t:root {\n\t\t--accent: %s;\n\t}\n}\n",
		   b->site->facts->issuer.accent);
	add_text(b, "assets/site.css", &out);
	return true;
}

/* ---- all ---- */

static int by_path(const void *x, const void *y)
{
	return strcmp(((const struct site_file *)x)->path, ((const struct site_file *)y)->path);
}

static void sort(struct site_files *files)
{
	qsort(files->v, files->n, sizeof *files->v, by_path);
}

static void add_data(const struct site_build *b)
{
	struct buf index = {0}, sums = {0};

	site_index(b, &index);
	add_text(b, "index.json", &index);
	sort(b->files);
	site_sums(b->files, &sums);
	add_text(b, "SHA256SUMS", &sums);
	sort(b->files);
}

bool site_make(const struct site *s, struct site_files *files)
{
	struct site_build b = {.site = s, .arena = s->arena, .diag = s->diag, .files = files};
	bool ok = true;

	*files = (struct site_files){0};
	for (size_t i = 0; ok && i < s->versions->n; i++)
		if (s->versions->v[i].published)
			ok = add_editions(&b, &s->versions->v[i]);
	if (b.editions.n)
		qsort(b.editions.v, b.editions.n, sizeof *b.editions.v, by_list_order);
	ok = ok && find_languages(&b) && add_briefs(&b);
	for (size_t i = 0; ok && i < b.editions.n; i++)
		if (b.editions.v[i].current)
			ok = add_corrections(&b, &b.editions.v[i]);
	for (size_t i = 0; ok && i < b.languages.n; i++)
		ok = add_home(&b, b.languages.v[i]) && add_archives(&b, b.languages.v[i]) &&
		     add_feed(&b, b.languages.v[i]);
	ok = ok && add_sitemap(&b) && add_missing(&b) && add_robots(&b) && add_style(&b);
	if (ok)
		add_data(&b);
	return ok && s->diag->errors == 0;
}
