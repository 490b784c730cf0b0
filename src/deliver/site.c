/* What a published site consists of: the editions that are public, then each part in turn. */
#include "deliver/site.h"

#include <stdlib.h>

#include "base/file.h"
#include "deliver/card.h"
#include "deliver/site_parts.h"
#include "html/escape.h"

const char *site_address(struct arena *a, const struct ledger_version *v, enum lang lang,
			 bool current)
{
	if (current)
		return arena_printf(a, "%04d/%s/%s/", v->year, v->brief, lang_tags[lang]);
	return arena_printf(a, "%04d/%s/v%d/%s/", v->year, v->brief, v->version, lang_tags[lang]);
}

/* ---- the editions that are public, in the order of lists ---- */

static const struct ledger_version *neighbour(const struct site_build *b,
					      const struct ledger_version *v, int step)
{
	const struct ledger_versions *all = b->site->versions;
	const struct ledger_version *found = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct ledger_version *o = &all->v[i];

		if (!o->published || !streq(o->brief, v->brief) ||
		    (o->version - v->version) * step <= 0)
			continue;
		if (!found || (o->version - found->version) * step < 0)
			found = o;
	}
	return found;
}

const struct ledger_version *site_predecessor(const struct site_build *b,
					      const struct ledger_version *v)
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
static bool is_newest(const struct site_build *b, const struct ledger_version *v, enum lang lang)
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
		const struct ledger_version *successor = neighbour(b, v, 1);
		struct value *card = card_read(b->arena, b->diag, edition->card);

		if (!card)
			return false;
		*PUSH(b->arena, &b->editions) = (struct site_edition){
		    .version = v,
		    .lang = edition->lang,
		    .card = card,
		    .address = site_address(b->arena, v, edition->lang, !successor),
		    .successor = successor,
		    .newest = is_newest(b, v, edition->lang),
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

		b->texts[lang] =
		    texts_load(b->arena, b->diag, b->site->project, b->site->shipped, lang);
		if (!b->texts[lang])
			return false;
	}
	return true;
}

/* ---- files ---- */

void site_add(const struct site_build *b, const char *path, struct str bytes)
{
	struct site_file *f = PUSH(b->arena, b->files);

	*f = (struct site_file){.path = path, .bytes = bytes};
	hash_text(bytes.p, bytes.n, f->sha256);
}

void site_add_text(const struct site_build *b, const char *path, struct buf *text)
{
	size_t n = text->n;

	site_add(b, path, (struct str){buf_keep(text, b->arena), n});
}

bool site_render(const struct site_build *b, const char *template, const struct value *view,
		 struct buf *out)
{
	struct mustache_loader loader =
	    project_templates(b->arena, b->diag, b->site->project, b->site->shipped, "site",
			      b->site->facts->literals);
	int before = b->diag->errors;
	struct mustache *m;
	const char *file;
	struct str text;

	if (!loader.load(loader.ctx, template, &text, &file))
		return diag_error(b->diag, (struct pos){0}, "no template: 'site/%s.mustache'",
				  template);
	diag_source(b->diag, file, text);
	m = mustache_compile(b->arena, b->diag, file, text, &loader);
	return m && b->diag->errors == before &&
	       mustache_render(m, b->diag, view, true, escape_page, out);
}

bool site_add_page(const struct site_build *b, const char *path, const char *template,
		   const struct value *view)
{
	struct buf out = {0};

	if (!site_render(b, template, view, &out)) {
		buf_free(&out);
		return false;
	}
	site_add_text(b, path, &out);
	return true;
}

const char *site_page_path(const struct site_build *b, const char *address)
{
	return arena_printf(b->arena, "%sindex.html", address);
}

bool site_asset(const struct site_build *b, const char *name, struct str *text)
{
	const char *path = path_join(b->arena, b->site->project, name);

	if (!path_exists(path))
		path = path_join(b->arena, b->site->shipped, name);
	return file_read(b->arena, b->diag, path, text);
}

/* The issuer's accent replaces that of the style sheet in light; in dark the sheet's own is
 * legible. */
static bool add_assets(const struct site_build *b)
{
	struct str css, icon;
	struct buf out = {0};

	if (!site_asset(b, "assets/css/site.css", &css) || !site_asset(b, "assets/icon.svg", &icon))
		return false;
	buf_add(&out, css.p, css.n);
	buf_printf(&out,
		   "@media (prefers-color-scheme: light) {\n\t:root {\n\t\t--accent: %s;\n\t}\n}\n",
		   b->site->facts->issuer.accent);
	site_add_text(b, "assets/site.css", &out);
	site_add(b, "assets/icon.svg", icon);
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
	site_add_text(b, "index.json", &index);
	sort(b->files);
	site_sums(b->files, &sums);
	site_add_text(b, "SHA256SUMS", &sums);
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
	ok = ok && find_languages(&b) && site_add_briefs(&b) && site_add_corrections(&b) &&
	     site_add_lists(&b) && site_add_feeds(&b) && add_assets(&b);
	if (ok)
		add_data(&b);
	return ok && s->diag->errors == 0;
}
