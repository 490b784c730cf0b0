/*
 * The page around the view: templates, style sheet, security policy and JSON-LD.
 */
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json_write.h"
#include "html/escape.h"
#include "html/template_words.h"
#include "html/view.h"
#include "scene/scene.h"

/* ---- files: the project's before the shipped ones ---- */

static const char *file_of(struct view *v, const char *name)
{
	const char *own = v->options->folder ? path_join(v->arena, v->options->folder, name) : NULL;

	return own && path_exists(own) ? own : path_join(v->arena, v->options->shipped, name);
}

/* ---- style ---- */

/* The style sheet, then the theme's accent.  NULL if it cannot be placed in the page. */
static const char *style(struct view *v)
{
	const char *path = file_of(v, "assets/css/brief.css");
	struct buf css = {0};
	struct str text;
	const char *theme = v->doc->facts->issuer.accent;
	struct palette light = palette_themed(&palette_light, theme);
	struct palette dark = palette_themed(&palette_dark, theme);

	if (!file_read(v->arena, v->diag, path, &text))
		return NULL;
	if (strcasestr(text.p, "</style") || strlen(text.p) != text.n) {
		diag_error(v->diag, (struct pos){.file = path},
			   "a style sheet may not hold '</style' or NUL");
		return NULL;
	}
	buf_add(&css, text.p, text.n);
	if (light.rgb[COLOR_ACCENT] != palette_light.rgb[COLOR_ACCENT])
		buf_printf(&css,
			   ":root{--accent:#%06X}\n@media screen and (prefers-color-scheme:dark)"
			   "{:root{--accent:#%06X}}\n",
			   light.rgb[COLOR_ACCENT], dark.rgb[COLOR_ACCENT]);
	return buf_keep(&css, v->arena);
}

/* Nothing but the page's own style and pictures beside it: no script, font, frame or form. */
static const char *policy(struct view *v, const char *css)
{
	char hash[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "";
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, strlen(css), (const uint8_t *)css);
	sha256_digest(&ctx, sizeof digest, digest);
	base64_encode_raw(hash, sizeof digest, digest);
	return arena_printf(
	    v->arena,
	    "default-src 'none'; style-src 'sha256-%s'; img-src 'self'; base-uri 'none'; "
	    "form-action 'none'",
	    hash);
}

/* ---- JSON-LD ---- */

static void put_corporation(struct view *v, struct buf *b)
{
	json_open(b, '{');
	json_field(b, "@type", "Corporation");
	json_field(b, "@id", "#issuer");
	json_field(b, "name", v->doc->name);
	if (v->doc->other_name)
		json_field(b, "alternateName", v->doc->other_name);
	if (v->doc->tickers)
		json_field(b, "tickerSymbol", v->doc->tickers);
	json_close(b, '}');
}

static void put_reference(struct buf *b, const char *key, const char *id)
{
	json_key(b, key);
	json_open(b, '{');
	json_field(b, "@id", id);
	json_close(b, '}');
}

static void put_report(struct view *v, struct buf *b, const char *page)
{
	const struct doc *d = v->doc;

	json_open(b, '{');
	json_field(b, "@type", "Report");
	json_field(b, "@id", page ? page : "#report");
	json_field(b, "name", d->title);
	json_field(b, "headline", text_plain(v->arena, &d->headline));
	json_field(b, "inLanguage", lang_tags[d->lang]);
	json_key(b, "version");
	json_int(b, d->version);
	if (d->issued)
		json_field(b, "datePublished", day_text(v->arena, d->issued));
	if (d->notice)
		json_field(b, "creditText", d->notice);
	put_reference(b, "about", "#issuer");
	put_reference(b, "hasPart", "#figures");
	json_close(b, '}');
}

static void put_dataset(struct view *v, struct buf *b, const char *page)
{
	const struct doc *d = v->doc;

	json_open(b, '{');
	json_field(b, "@type", "Dataset");
	json_field(b, "@id", "#figures");
	json_field(b, "name", d->title);
	json_field(b, "description",
		   d->notice ? d->notice : texts_word(v->options->texts, "html.brief_json"));
	json_field(b, "temporalCoverage",
		   arena_printf(v->arena, "%s/%s", day_text(v->arena, d->period.from),
				day_text(v->arena, d->period.to)));
	put_reference(b, "creator", "#issuer");
	json_key(b, "distribution");
	json_open(b, '{');
	json_field(b, "@type", "DataDownload");
	json_field(b, "encodingFormat", "application/json");
	json_field(b, "contentUrl", arena_printf(v->arena, "%sbrief.json", page ? page : ""));
	json_close(b, '}');
	json_close(b, '}');
}

const char *view_json_ld(struct view *v)
{
	const char *base = v->options->base_url;
	const char *page =
	    base ? arena_printf(v->arena, "%s%s/", base, lang_tags[v->doc->lang]) : NULL;
	struct buf b = {0};

	json_open(&b, '{');
	json_field(&b, "@context", "https://schema.org");
	json_key(&b, "@graph");
	json_open(&b, '[');
	put_corporation(v, &b);
	put_report(v, &b, page);
	put_dataset(v, &b, page);
	json_close(&b, ']');
	json_close(&b, '}');
	return escape_json_ld(v->arena, &b);
}

bool html_write(struct arena *a, struct diag *d, const struct doc *doc,
		const struct html_options *options, struct buf *out)
{
	struct unit_texts units = {.arena = a};
	struct view v = {.arena = a,
			 .units = &units,
			 .diag = d,
			 .doc = doc,
			 .options = options,
			 .printer = {a, doc->facts, options->texts, period_texts_new(a)}};
	struct mustache_loader loader = project_templates(a, d, options->folder, options->shipped,
							  "html", doc->facts->literals);
	const char *css = style(&v), *file;
	struct mustache *m = NULL;
	int before = d->errors;
	struct value *view;
	struct str text;
	bool ok;

	if (loader.load(loader.ctx, "page", &text, &file))
		m = mustache_compile(a, d, file, text, &loader);
	if (!m || !css)
		return false;
	v.drawings = drawings_start(&v);
	view = view_document(&v);
	put_text(&v, view, "css", css);
	put_text(&v, view, "policy", policy(&v, css));
	ok = mustache_render(m, d, view, true, escape_page, out);
	return drawings_end(v.drawings) && ok && d->errors == before;
}
