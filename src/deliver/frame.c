/*
 * The site's own part of a brief's page.  The page itself is what was checked and digested; the
 * site adds what only it knows: the other versions, and where the reader is.  Both parts are
 * templates (templates/site/frame-head, frame-top), set before </head> and after <body>.
 *
 * The page forbids all styles but its own by their digests, so the digest of ours joins that list.
 */
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include "base/json_write.h"
#include "deliver/site_parts.h"

/* "sha256-..." of a style element's text, as a content security policy names it. */
static const char *style_source(struct arena *a, struct str style)
{
	char text[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, style.n, (const uint8_t *)style.p);
	sha256_digest(&ctx, sizeof digest, digest);
	base64_encode_raw(text, sizeof digest, digest);
	return arena_printf(a, "sha256-%.*s", (int)sizeof text, text);
}

/* Where the current version stands: in this language, else in the first that it has. */
static const struct site_edition *current_of(const struct site_build *b,
					     const struct site_edition *e)
{
	const struct site_edition *first = NULL;

	for (size_t i = 0; i < b->editions.n; i++) {
		const struct site_edition *o = &b->editions.v[i];

		if (o->successor || !streq(o->version->brief, e->version->brief))
			continue;
		if (o->lang == e->lang)
			return o;
		if (!first)
			first = o;
	}
	return first;
}

static const char *number(const struct site_build *b, int n)
{
	return arena_printf(b->arena, "%d", n);
}

static void set_superseded(const struct site_build *b, const struct site_edition *e,
			   const struct site_page *p, struct value *view)
{
	const struct site_edition *now = e->successor ? current_of(b, e) : NULL;
	struct value *map = value_map(b->arena);

	if (!now) {
		value_set(b->arena, view, "superseded", value_bool(b->arena, false));
		return;
	}
	view_set(b, map, "text",
		 site_words(b, e->lang, "site.superseded", number(b, e->version->version),
			    site_day(b, e->lang, e->successor)));
	view_set(
	    b, map, "link",
	    site_words(b, e->lang, "site.current_version", number(b, now->version->version), ""));
	view_set(b, map, "url", arena_printf(b->arena, "%s%s", p->root, now->address));
	value_set(b->arena, view, "superseded", map);
}

static void set_corrected(const struct site_build *b, const struct site_edition *e,
			  const struct site_page *p, struct value *view)
{
	const char *reason = value_text(value_at(e->card, "reason"));
	struct value *map = value_map(b->arena);

	view_set(b, map, "text",
		 site_words(b, e->lang, "site.corrected", number(b, e->version->version),
			    site_day(b, e->lang, e->version)));
	view_set(b, map, "reason", reason);
	view_set(b, map, "url", arena_printf(b->arena, "%s%s", p->root, site_corrections(b, e)));
	value_set(b->arena, view, "corrected",
		  site_predecessor(b, e->version) || reason ? map : value_bool(b->arena, false));
}

static struct value *frame_view(const struct site_build *b, const struct site_edition *e,
				const char *address, const char *style)
{
	struct site_page p = page_at(b->arena, address, e->lang);
	const char *title = value_text(value_at(e->card, "title"));
	struct value *view = page_view(b, &p, title ? title : "", NULL);

	view_set(b, view, "style", style);
	view_set(b, view, "description", value_text(value_at(e->card, "headline")));
	value_set(b->arena, view, "noindex",
		  value_bool(b->arena, b->site->rehearsal || e->successor));
	set_superseded(b, e, &p, view);
	set_corrected(b, e, &p, view);
	return view;
}

static const char *find(struct str s, const char *what)
{
	return s.p ? memmem(s.p, s.n, what, strlen(what)) : NULL;
}

static void copy_until(struct buf *out, const char **from, const char *to)
{
	buf_add(out, *from, (size_t)(to - *from));
	*from = to;
}

bool frame_edition(const struct site_build *b, const struct site_edition *e, const char *address,
		   struct str page, struct buf *out)
{
	static const char directive[] = "style-src ";
	const char *head = find(page, "</head>"), *at = page.p, *end = page.p + page.n;
	const char *content = head ? find((struct str){head, (size_t)(end - head)}, "<main") : NULL;
	const char *policy, *what = arena_printf(b->arena, "%sindex.html", address);
	struct buf top = {0}, meta = {0};
	const struct value *view;
	struct str style;
	bool ok;

	if (!content)
		return diag_error(b->diag, (struct pos){.file = what},
				  "the page has no </head> and <main>");
	if (!site_asset(b, "assets/css/frame.css", &style))
		return false;
	view = frame_view(b, e, address, style.p);
	ok = site_render(b, "frame-head", view, &meta) && site_render(b, "frame-top", view, &top);
	policy = find((struct str){page.p, (size_t)(head - page.p)}, directive);
	if (policy) {
		copy_until(out, &at, policy + strlen(directive));
		buf_printf(out, "'%s' ", style_source(b->arena, style));
	}
	copy_until(out, &at, head);
	buf_str(out, buf_cstr(&meta));
	copy_until(out, &at, content);
	buf_str(out, buf_cstr(&top));
	copy_until(out, &at, end);
	buf_free(&meta);
	buf_free(&top);
	return ok;
}
