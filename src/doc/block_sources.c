/*
 * The documents behind the brief: each that a figure printed so far came from.  Primary ones first,
 * each with its day; then the secondary ones by their publishers, each page a link with its title,
 * or with its path where nobody gave it one.
 */
#include "compute/print_words.h"
#include "doc/build.h"

struct documents {
	const struct document **v;
	size_t n, cap;
};

struct entries {
	struct text *v;
	size_t n, cap;
};

static void add_document(struct build *b, struct documents *out, const struct document *d)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i] == d)
			return;
	*PUSH(b->arena, out) = d;
}

/* What follows the scheme of an address. */
static const char *after_scheme(const char *url)
{
	const char *scheme = strstr(url, "://");

	return scheme ? scheme + 3 : url;
}

/* "companies/HK:03896/documents" of an address without a title: what a reader can tell apart. */
static const char *path_of(struct build *b, const char *url)
{
	enum { LONGEST = 40 };
	const char *host = after_scheme(url), *path = host + strcspn(host, "/");
	size_t n;

	path += *path == '/';
	n = strcspn(path, "?#");
	while (n && path[n - 1] == '/')
		n--;
	if (!n)
		return host;
	return n <= LONGEST ? arena_strn(b->arena, path, n)
			    : arena_printf(b->arena, "%.*s…", LONGEST, path);
}

static void add_day(struct build *b, struct text *t, const struct document *d)
{
	if (d->date)
		text_add(
		    b, t,
		    (struct span){.text = print_fill(&b->printer, "doc.source_day",
						     print_day(&b->printer, d->date), NULL, NULL)});
}

/* A free address need not be one of the web. */
static bool is_web(const char *url)
{
	const char *host = after_scheme(url);
	size_t n = strcspn(host, "/?#");

	return memchr(host, '.', n) && !strpbrk(url, " \t") &&
	       (host == url || strncmp(url, "http", 4) == 0);
}

/* Behind the title: the document's own where that is another one, or its language:
 * "2025年全年业绩公告（Form 6-K, Exhibit 99.1）", "2025年第三季度业绩（英文）". */
static void add_language(struct build *b, struct text *t, const struct document *d)
{
	int lang = lang_find(d->language);
	const char *words;

	if (d->primary && d->titles.in[b->doc->lang])
		words = print_fill(&b->printer, "doc.source_original", d->title, NULL, NULL);
	else if (lang >= 0 && lang != (int)b->doc->lang)
		words =
		    texts_word(b->printer.texts,
			       arena_printf(b->arena, "doc.source_language.%s", lang_tags[lang]));
	else
		return;
	text_add(b, t, (struct span){.text = words});
}

static void add_link(struct build *b, struct text *t, const struct document *d)
{
	const char *url = d->url ? d->url : d->title;
	bool named = !d->url || !streq(d->title, d->url);
	const char *words = named ? document_title(d, b->doc->lang) : path_of(b, url);

	if (!is_web(url))
		text_add(b, t, (struct span){.text = words, .strong = d->primary});
	else
		text_add(
		    b, t,
		    (struct span){.kind = SPAN_LINK,
				  .text = words,
				  .href = arena_printf(b->arena, "https://%s", after_scheme(url)),
				  .strong = d->primary});
	add_language(b, t, d);
	add_day(b, t, d);
}

static bool same_publisher(struct build *b, const struct document *x, const struct document *y)
{
	return streq(build_publisher(b, x), build_publisher(b, y));
}

/* "stocktitan.net (secondary source): ...; ..." with every page of the publisher, in order. */
static struct text publisher_text(struct build *b, const struct documents *all, size_t first)
{
	const struct document *d = all->v[first];
	struct text t = {0};

	text_add(b, &t, (struct span){.text = build_publisher(b, d)});
	text_add(b, &t,
		 (struct span){.text = texts_word(b->printer.texts, "doc.source_secondary")});
	for (size_t i = first; i < all->n; i++) {
		if (all->v[i]->primary || !same_publisher(b, all->v[i], d))
			continue;
		text_add(b, &t,
			 (struct span){.text = texts_word(b->printer.texts,
							  i == first ? "doc.source_colon"
								     : "doc.source_separator")});
		add_link(b, &t, all->v[i]);
	}
	return t;
}

static bool is_first_of_publisher(struct build *b, const struct documents *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!all->v[k]->primary && same_publisher(b, all->v[k], all->v[i]))
			return false;
	return true;
}

bool block_sources(struct build *b, const struct value *v)
{
	struct documents all = {0};
	struct entries out = {0};

	TEMPLATE_KEYS(b, v, BLOCK_KEYS);
	b->block->kind = BLOCK_NOTES;
	for (size_t i = 0; i < b->touched.n; i++)
		add_document(b, &all, b->touched.v[i]->document);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i]->primary) {
			struct text t = {0};

			add_link(b, &t, all.v[i]);
			*PUSH(b->arena, &out) = t;
		}
	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i]->primary && is_first_of_publisher(b, &all, i))
			*PUSH(b->arena, &out) = publisher_text(b, &all, i);
	b->block->as.prose.v = out.v;
	b->block->as.prose.n = out.n;
	return out.n > 0;
}
