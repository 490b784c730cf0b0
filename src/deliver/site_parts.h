/*
 * What the files that make the site share: editions in order, pages and their views.  Private to
 * site*.c and frame.c.
 */
#ifndef DELIVER_SITE_PARTS_H
#define DELIVER_SITE_PARTS_H

#include "deliver/site.h"
#include "facts/texts.h"
#include "html/template_words.h"

struct site_edition {
	const struct ledger_version *version;
	enum lang lang;
	struct value *card;  /* see card.h */
	const char *address; /* without a version if there is no successor */
	const struct ledger_version
	    *successor;     /* the version that follows in any language, or NULL */
	bool newest;        /* in its language */
	const char *issued; /* of the first version: the day by which lists are sorted */
};

struct site_build {
	const struct site *site;
	struct arena *arena;
	struct diag *diag;
	struct {
		struct site_edition *v;
		size_t n, cap;
	} editions; /* newest brief first, then version, lang */
	struct {
		enum lang v[LANG_COUNT];
		size_t n;
	} languages; /* the site's own first */
	struct texts *texts[LANG_COUNT];
	struct site_files *files;
};

/* A page that is being made. */
struct site_page {
	const char *address; /* "archive/" */
	const char *root;    /* from it to the web root: "../"; "" at home */
	enum lang lang;
};

/* site_view.c: trees for the templates. */
void view_set(const struct site_build *, struct value *map, const char *key,
	      const char *text); /* NULL: "" */
struct site_page page_at(struct arena *, const char *address, enum lang);
const char *site_url(const struct site_build *, const char *address); /* absolute */
/* "" or "zh-Hans/". */
const char *site_home(const struct site_build *, enum lang);
/* A text with {0} and {1} replaced. */
const char *site_words(const struct site_build *, enum lang, const char *key, const char *zero,
		       const char *one);
const char *site_day(const struct site_build *, enum lang, const struct ledger_version *);
const char *site_kind_name(const struct site_build *, enum lang, const char *kind);
/* Title of the site in a language. */
const char *site_title(const struct site_build *, enum lang);
/* What every page needs: words, issuer, navigation, languages.  below_home: the page's place below
 * each language's home, or NULL if it has no counterpart there. */
struct value *page_view(const struct site_build *, const struct site_page *, const char *title,
			const char *below_home);
/* The edition to list for a brief on pages of this language: the current version in it, else in its
 * first language.  NULL at positions that are not the first of a brief. */
const struct site_edition *site_listed(const struct site_build *, size_t at, enum lang);
struct value *row_view(const struct site_build *, const struct site_page *,
		       const struct site_edition *, bool latest);

/* frame.c: the site's own part of a brief's page: addresses, feed, state of the version. */
bool frame_edition(const struct site_build *, const struct site_edition *, const char *address,
		   struct str page, struct buf *out);

/* site_data.c */
void site_index(const struct site_build *, struct buf *out); /* index.json */
const char *site_jsonld(const struct site_build *, enum lang);
void site_sums(const struct site_files *, struct buf *out);

/* site.c: files, and the parts in the order in which they are made. */
void site_add(const struct site_build *, const char *path, struct str bytes);
void site_add_text(const struct site_build *, const char *path,
		   struct buf *); /* frees the buffer */
bool site_add_page(const struct site_build *, const char *path, const char *template,
		   const struct value *view);
const char *site_page_path(const struct site_build *, const char *address); /* its index.html */
bool site_render(const struct site_build *, const char *template, const struct value *view,
		 struct buf *out);
/* The project's own file of this name ("assets/icon.svg"), else the shipped one. */
bool site_asset(const struct site_build *, const char *name, struct str *);
/* The version before this one that is published, or NULL. */
const struct ledger_version *site_predecessor(const struct site_build *,
					      const struct ledger_version *);

/* site_briefs.c */
bool site_add_briefs(const struct site_build *);
bool site_add_corrections(const struct site_build *);
/* The address of the edition's page of corrections. */
const char *site_corrections(const struct site_build *, const struct site_edition *);

bool site_add_lists(const struct site_build *); /* site_lists.c */
bool site_add_feeds(const struct site_build *); /* site_feeds.c */

#endif
