/* The site as data: index.json, JSON-LD of the home page, SHA256SUMS. */
#include "base/json_write.h"
#include "base/period.h"
#include "deliver/site_parts.h"

/* ---- index.json ---- */

static const char *published_sha(const struct site_build *b, const char *path)
{
	for (size_t i = 0; i < b->files->n; i++)
		if (streq(b->files->v[i].path, path))
			return b->files->v[i].sha256;
	return NULL;
}

static void put_files(const struct site_build *b, const struct site_edition *e, struct buf *out)
{
	const char *folder = arena_printf(b->arena, "%s/", lang_tags[e->lang]);

	json_key(out, "files");
	json_open(out, '[');
	for (size_t i = 0; i < e->version->files.n; i++) {
		const struct ledger_file *f = &e->version->files.v[i];
		const char *path;

		if (!str_starts(str_of(f->path), folder))
			continue;
		path = arena_printf(b->arena, "%s%s", e->address, f->path + strlen(folder));
		json_line(out);
		json_open(out, '{');
		json_field(out, "path", path);
		json_field(out, "sha256", published_sha(b, path));
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void put_edition(const struct site_build *b, const struct site_edition *e, struct buf *out)
{
	static const char *const texts[] = {"title", "period", "headline", "reason"};

	json_line(out);
	json_open(out, '{');
	json_field(out, "brief", e->version->brief);
	json_field_int(out, "version", e->version->version);
	json_field(out, "status", e->successor ? "superseded" : "current");
	json_field(out, "language", lang_tags[e->lang]);
	json_field(out, "kind", e->version->kind);
	json_field(out, "url", site_url(b, e->address));
	json_field(out, "published", instant_text(b->arena, e->version->published, 0));
	json_field(out, "embargo", e->version->embargo);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (value_text(value_at(e->card, texts[i])))
			json_field(out, texts[i], value_text(value_at(e->card, texts[i])));
	put_files(b, e, out);
	json_close(out, '}');
}

void site_index(const struct site_build *b, struct buf *out)
{
	const struct issuer *issuer = &b->site->facts->issuer;

	json_open(out, '{');
	json_field(out, "schema", "irbrief-site/1");
	json_field(out, "url", site_url(b, ""));
	json_field(out, "title", site_title(b, b->site->language));
	json_field(out, "issuer", issuer->id);
	json_field(out, "notice", names_in(&issuer->notice, b->site->language));
	json_key(out, "rehearsal");
	json_bool(out, b->site->rehearsal);
	json_key(out, "editions");
	json_open(out, '[');
	for (size_t i = 0; i < b->editions.n; i++)
		put_edition(b, &b->editions.v[i], out);
	json_close(out, ']');
	json_close(out, '}');
	json_line(out);
}

/* ---- JSON-LD ---- */

static void put_issuer(const struct site_build *b, enum lang lang, struct buf *out)
{
	const struct issuer *issuer = &b->site->facts->issuer;

	json_open(out, '{');
	json_field(out, "@type", "Corporation");
	json_field(out, "name", names_in(&issuer->names, lang));
	json_key(out, "tickerSymbol");
	json_open(out, '[');
	for (size_t i = 0; i < issuer->n_listings; i++)
		json_string(out, arena_printf(b->arena, "%s: %s", issuer->listings[i].venue,
					      issuer->listings[i].ticker));
	json_close(out, ']');
	json_close(out, '}');
}

static void put_list(const struct site_build *b, enum lang lang, struct buf *out)
{
	int position = 0;

	json_open(out, '{');
	json_field(out, "@type", "ItemList");
	json_key(out, "itemListElement");
	json_open(out, '[');
	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *e = site_listed(b, i, lang);

		if (!e)
			continue;
		json_open(out, '{');
		json_field(out, "@type", "ListItem");
		json_field_int(out, "position", ++position);
		json_field(out, "name", value_text(value_at(e->card, "title")));
		json_field(out, "url", site_url(b, e->address));
		json_close(out, '}');
	}
	json_close(out, ']');
	json_close(out, '}');
}

const char *site_jsonld(const struct site_build *b, enum lang lang)
{
	struct buf out = {0};

	json_open(&out, '{');
	json_field(&out, "@context", "https://schema.org");
	json_key(&out, "@graph");
	json_open(&out, '[');
	put_issuer(b, lang, &out);
	json_open(&out, '{');
	json_field(&out, "@type", "WebSite");
	json_field(&out, "name", site_title(b, lang));
	json_field(&out, "url", site_url(b, site_home(b, lang)));
	json_field(&out, "inLanguage", lang_tags[lang]);
	json_close(&out, '}');
	put_list(b, lang, &out);
	json_close(&out, ']');
	json_close(&out, '}');
	return buf_keep(&out, b->arena);
}

/* ---- SHA256SUMS, as sha256sum -c reads it ---- */

void site_sums(const struct site_files *files, struct buf *out)
{
	for (size_t i = 0; i < files->n; i++)
		buf_printf(out, "%s  %s\n", files->v[i].sha256, files->v[i].path);
}
