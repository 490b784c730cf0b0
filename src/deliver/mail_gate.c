/* The gates of a mailing: embargo, lateness, and that the site shows what the message links to. */
#include "deliver/mail_gate.h"

#include "base/file.h"
#include "deliver/embargo.h"
#include "deliver/ledger.h"
#include "deliver/site.h"

struct gate {
	struct arena *arena;
	struct diag *diag;
	const struct mail_gate *options;
	const struct settings *settings;
	const struct brief_files *files;
};

static bool refuse(struct gate *g, const char *why)
{
	return diag_error(g->diag, (struct pos){.file = g->files->brief->file}, "%s", why);
}

static bool is_time(struct gate *g)
{
	const struct brief *b = g->files->brief;
	int grace = g->settings->site.grace;

	switch (embargo_timing(b->embargo, g->options->now, grace)) {
	case TIMING_EARLY:
		return refuse(g, arena_printf(g->arena, "under embargo until %s", b->embargo));
	case TIMING_LATE:
		if (g->options->late)
			return true;
		return refuse(
		    g,
		    arena_printf(g->arena,
				 "more than %d minutes after the embargo, which ended %s; --late "
				 "mails all the same",
				 grace, b->embargo));
	default:
		return true;
	}
}

static const struct file *built(const struct gate *g, const char *path)
{
	for (size_t i = 0; i < g->files->files.n; i++)
		if (streq(g->files->files.v[i].path, path))
			return &g->files->files.v[i];
	return NULL;
}

/* The site serves the figures of the message now, whatever the ledger says of the past: a release
 * may have been rolled back. */
static bool is_served(struct gate *g, const struct ledger_version *v, enum lang lang)
{
	const struct file *f = built(g, arena_printf(g->arena, "%s/brief.json", lang_tags[lang]));
	const char *path = arena_printf(g->arena, "%s/current/%sbrief.json", g->options->site,
					site_address(g->arena, v, lang, true));
	struct str served;

	return f && path_exists(path) && file_read(g->arena, g->diag, path, &served) &&
	       served.n == f->bytes.n && memcmp(served.p, f->bytes.p, served.n) == 0;
}

static bool all_served(struct gate *g, const struct ledger_version *v)
{
	for (size_t i = 0; i < g->files->editions.n; i++)
		if (!is_served(g, v, g->files->editions.v[i].lang))
			return false;
	return true;
}

/* The published version, or NULL, having said why not. */
static const struct ledger_version *published(struct gate *g,
					      const struct ledger_versions *versions)
{
	const struct brief *b = g->files->brief;
	const struct ledger_version *v = ledger_find(versions, b->id, b->version);

	if (!v || !v->published)
		refuse(g, arena_printf(g->arena, "version %d is not published on the site: '%s'",
				       b->version, g->options->site));
	else if (ledger_latest(versions, b->id)->version != b->version)
		refuse(g, arena_printf(g->arena, "the site shows a newer version than %d",
				       b->version));
	else if (!all_served(g, v))
		refuse(g,
		       arena_printf(g->arena, "the site does not show these figures as version %d",
				    b->version));
	else
		return v;
	return NULL;
}

static struct passage through_site(struct gate *g)
{
	const struct brief *b = g->files->brief;
	struct ledger_versions versions = {0};
	const struct ledger_version *v = NULL;
	struct ledger *l;
	bool ok;

	if (!setting_needed(g->diag, g->settings, &g->settings->site.base_url, "site.base_url"))
		return (struct passage){EXIT_INPUT, NULL};
	l = ledger_open_to_read(g->arena, g->diag, g->options->site);
	ok = l && ledger_read(l, &versions);
	if (ok)
		v = published(g, &versions);
	ledger_close(l);
	if (!v)
		return (struct passage){EXIT_REFUSED, NULL};
	return (struct passage){
	    EXIT_DONE,
	    arena_printf(g->arena, "%s/%d/%s/", g->settings->site.base_url.text, v->year, b->id)};
}

struct passage mail_gate(struct arena *a, struct diag *d, const struct mail_gate *o,
			 const struct settings *s, const struct brief_files *b)
{
	struct gate g = {a, d, o, s, b};
	struct passage p = {EXIT_DONE, NULL};
	bool in_time = is_time(&g);

	if (o->site)
		p = through_site(&g);
	if (!in_time && p.status == EXIT_DONE)
		p.status = EXIT_REFUSED;
	return p;
}
