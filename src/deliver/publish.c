/* The flow of publishing, from the lock to the switch. */
#include "deliver/publish.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/period.h"
#include "deliver/disk.h"
#include "deliver/ledger.h"
#include "deliver/lock.h"
#include "deliver/release.h"
#include "deliver/site.h"
#include "deliver/sitecheck.h"
#include "deliver/stage.h"
#include "deliver/store.h"

struct publication {
	struct arena *arena;
	struct diag *diag;
	const struct publish_options *options;
	const struct settings *settings;
	struct report *report; /* NULL in a rollback */
	struct ledger *ledger;
	struct ledger_versions versions;
	bool rehearsal;
	int lock;
};

static bool refused(struct publication *p, const char *what)
{
	return diag_error(p->diag, (struct pos){.file = p->options->site}, "%s", what);
}

/* ---- opening: lock, ledger, what an interrupted run left ---- */

/* What the link says is true; the ledger and the disk are brought into line with it. */
static bool settle(struct publication *p)
{
	const char *site = p->options->site;
	struct ledger_switches switches;

	return ledger_settle(p->ledger, release_current(p->arena, site)) &&
	       ledger_switches(p->ledger, &switches) &&
	       release_tidy(p->arena, p->diag, site, &switches) &&
	       ledger_read(p->ledger, &p->versions) &&
	       store_sweep(p->arena, p->diag, site, &p->versions);
}

static enum exit_status open_site(struct publication *p)
{
	const char *site = p->options->site;

	switch (lock_take(p->arena, p->diag, path_join(p->arena, site, ".irbrief"), &p->lock)) {
	case LOCK_BUSY:
		return EXIT_REFUSED;
	case LOCK_FAILED:
		return EXIT_WRITE;
	case LOCK_TAKEN:
		break;
	}
	p->ledger = ledger_open(p->arena, p->diag, site);
	if (p->ledger && settle(p))
		return EXIT_DONE;
	ledger_close(p->ledger);
	lock_release(p->lock);
	return EXIT_WRITE;
}

static void close_site(struct publication *p)
{
	ledger_close(p->ledger);
	lock_release(p->lock);
}

/* ---- rehearsal ---- */

/* The site's nature is settled by the run that first writes it. */
static enum exit_status begin_site(struct publication *p)
{
	const char *base = p->settings->site.base_url.text;
	const char *host = strstr(base, "//") + 2;
	enum lang lang = p->report->facts.issuer.languages[0];
	bool ok;

	p->rehearsal = p->options->ahead || p->settings->site.rehearsal;
	ok =
	    ledger_set_remark(p->ledger, "language", lang_tags[lang]) &&
	    ledger_set_remark(p->ledger, "host", arena_strn(p->arena, host, strcspn(host, ":/"))) &&
	    ledger_set_remark(p->ledger, "since", instant_text(p->arena, p->options->now, 0)) &&
	    ledger_set_remark(p->ledger, "rehearsal", p->rehearsal ? "yes" : "no");
	return ok ? EXIT_DONE : EXIT_WRITE;
}

/* "rehearsal" is the last remark to be set, so with it all are. */
static enum exit_status know_site(struct publication *p)
{
	const char *rehearsal = ledger_remark(p->ledger, "rehearsal");

	if (!rehearsal)
		return p->report ? begin_site(p) : EXIT_DONE;
	p->rehearsal = streq(rehearsal, "yes");
	if (p->rehearsal)
		return EXIT_DONE;
	if (p->options->ahead) {
		refused(p, "--now is ahead of the clock, and this site is no rehearsal");
		return EXIT_REFUSED;
	}
	if (p->settings && p->settings->site.rehearsal) {
		refused(p, "the project says rehearsal, and this site is none");
		return EXIT_REFUSED;
	}
	return EXIT_DONE;
}

/* ---- one release ---- */

/* A release is known by the digest of its SHA256SUMS. */
static const char *digest_of(const struct site_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		if (streq(files->v[i].path, "SHA256SUMS"))
			return files->v[i].sha256;
	return "";
}

/* Of the release with this number on the disk; "" if it cannot be read. */
static const char *digest_on_disk(struct publication *p, int release)
{
	const char *sums = arena_printf(p->arena, "releases/%06d/SHA256SUMS", release);
	const char *path = path_join(p->arena, p->options->site, sums);
	char digest[HASH_TEXT];
	struct str bytes;

	if (!release || !path_exists(path) || !file_read(p->arena, p->diag, path, &bytes))
		return "";
	hash_text(bytes.p, bytes.n, digest);
	return arena_str(p->arena, digest);
}

static bool make_files(struct publication *p, const struct ledger_versions *public,
		       struct site_files *files)
{
	const char *language = ledger_remark(p->ledger, "language"),
		   *since = ledger_remark(p->ledger, "since");
	struct site s = {
	    .arena = p->arena,
	    .diag = p->diag,
	    .folder = p->options->site,
	    .project = p->report->facts.folder,
	    .shipped = p->options->shipped,
	    .facts = &p->report->facts,
	    .settings = p->settings,
	    .versions = public,
	    .language = (enum lang)lang_find(language),
	    .host = ledger_remark(p->ledger, "host"),
	    .rehearsal = p->rehearsal,
	};

	instant_parse(since, &s.since);
	return site_make(&s, files) &&
	       sitecheck(p->arena, p->diag, p->settings->site.base_url.text, files);
}

/* The versions as they will stand at the instant: those that are due count as published then. */
static struct ledger_versions versions_at(struct publication *p, int64_t at)
{
	struct ledger_versions public = {0};

	for (size_t i = 0; i < p->versions.n; i++) {
		struct ledger_version *v = PUSH(p->arena, &public);

		*v = p->versions.v[i];
		if (!v->published && embargo_timing(v->embargo, at, 0) != TIMING_EARLY)
			v->published = at;
	}
	return public;
}

static bool intend(struct publication *p, const struct ledger_versions *public, int release,
		   const char *digest, int64_t at)
{
	struct {
		const struct ledger_version **v;
		size_t n, cap;
	} fresh = {0};
	struct clock real = clock_real();
	struct ledger_switch w = {
	    .release = release, .digest = digest, .at = at, .clock = clock_now(&real)};

	for (size_t i = 0; i < public->n; i++)
		if (public->v[i].published && !p->versions.v[i].published)
			*PUSH(p->arena, &fresh) = &public->v[i];
	w.published = fresh.v;
	w.n_published = fresh.n;
	return ledger_intend(p->ledger, &w);
}

static void print_published(struct publication *p, const struct ledger_versions *public)
{
	for (size_t i = 0; i < public->n; i++) {
		const struct ledger_version *v = &public->v[i];

		if (v->published && !p->versions.v[i].published)
			printf("%s v%d: published at %s\n", v->brief, v->version,
			       instant_text(p->arena, v->published, 0));
	}
}

/* The site as it is to be at an instant: written and synced before it, switched at it. */
static enum exit_status turn(struct publication *p, int64_t at)
{
	const char *site = p->options->site;
	struct ledger_versions public = versions_at(p, at);
	struct site_files files;
	const char *digest;
	int release;

	if (!make_files(p, &public, &files))
		return EXIT_INPUT;
	digest = digest_of(&files);
	if (streq(digest, digest_on_disk(p, release_current(p->arena, site)))) {
		printf("%s: nothing to change\n", site);
		return EXIT_DONE;
	}
	release = ledger_next_release(p->ledger);
	if (!release || !release_write(p->arena, p->diag, site, &files, at) ||
	    !release_place(p->arena, p->diag, site, release) ||
	    !intend(p, &public, release, digest, at))
		return EXIT_WRITE;
	clock_wait(&p->options->clock, at);
	if (!release_switch(p->arena, p->diag, site, release))
		return EXIT_WRITE;
	print_published(p, &public);
	printf("%s: release %d\n", site, release);
	return ledger_settle(p->ledger, release) && ledger_read(p->ledger, &p->versions) &&
		       release_prune(p->arena, p->diag, site, p->settings->site.keep)
		   ? EXIT_DONE
		   : EXIT_WRITE;
}

/* ---- what is due now, and, with --wait, what falls due ---- */

/* The next instant of a staged version; 0: nothing is staged. */
static int64_t next_instant(const struct publication *p)
{
	int64_t next = 0, instant;

	for (size_t i = 0; i < p->versions.n; i++) {
		const struct ledger_version *v = &p->versions.v[i];

		if (!v->published && v->embargo && instant_parse(v->embargo, &instant) &&
		    (!next || instant < next))
			next = instant;
	}
	return next;
}

static void print_staged(const struct publication *p)
{
	for (size_t i = 0; i < p->versions.n; i++) {
		const struct ledger_version *v = &p->versions.v[i];

		if (!v->published)
			printf("%s v%d: staged; it goes out at %s\n", v->brief, v->version,
			       v->embargo);
	}
	fflush(stdout);
}

static enum exit_status run_turns(struct publication *p)
{
	enum exit_status status = turn(p, p->options->now);

	if (status != EXIT_DONE)
		return status;
	print_staged(p);
	for (int64_t next; status == EXIT_DONE && p->options->wait && (next = next_instant(p));)
		status = turn(p, next);
	return status;
}

static enum exit_status stage(struct publication *p)
{
	struct stage s = {
	    .arena = p->arena,
	    .diag = p->diag,
	    .site = p->options->site,
	    .shipped = p->options->shipped,
	    .report = p->report,
	    .settings = p->settings,
	    .now = p->options->now,
	    .late = p->options->late,
	};
	struct ledger_versions plan;
	bool no;

	if (!stage_plan(&s, &p->versions, &plan, &no))
		return EXIT_INPUT;
	if (no)
		return EXIT_REFUSED;
	return stage_write(&s, p->ledger, &p->versions, &plan) &&
		       ledger_read(p->ledger, &p->versions)
		   ? EXIT_DONE
		   : EXIT_WRITE;
}

enum exit_status publish(struct report *r, const struct settings *settings,
			 const struct publish_options *o)
{
	struct publication p = {
	    .arena = r->arena, .diag = r->diag, .options = o, .settings = settings, .report = r};
	enum exit_status status;

	if (!setting_needed(r->diag, settings, &settings->site.base_url, "site.base_url"))
		return EXIT_INPUT;
	status = open_site(&p);
	if (status != EXIT_DONE)
		return status;
	status = know_site(&p);
	if (status == EXIT_DONE)
		status = stage(&p);
	if (status == EXIT_DONE)
		status = run_turns(&p);
	close_site(&p);
	return status;
}

/* ---- rollback ---- */

static enum exit_status go_back(struct publication *p)
{
	const char *site = p->options->site;
	int release = release_before(p->arena, site, release_current(p->arena, site));
	struct clock real = clock_real();
	struct ledger_switch w = {
	    .action = ACTION_ROLLBACK,
	    .release = release,
	    .digest = digest_on_disk(p, release),
	    .at = p->options->now,
	    .clock = clock_now(&real),
	};

	if (!release) {
		refused(p, "there is no older release to go back to");
		return EXIT_REFUSED;
	}
	if (!ledger_intend(p->ledger, &w) || !release_switch(p->arena, p->diag, site, release) ||
	    !ledger_settle(p->ledger, release))
		return EXIT_WRITE;
	printf("%s: back to release %d\n", site, release);
	return EXIT_DONE;
}

enum exit_status publish_rollback(struct arena *a, struct diag *d, const struct publish_options *o)
{
	struct publication p = {.arena = a, .diag = d, .options = o};
	enum exit_status status;

	if (!path_is_dir(path_join(a, o->site, ".irbrief"))) {
		refused(&p, "there is no site here");
		return EXIT_REFUSED;
	}
	status = open_site(&p);
	if (status != EXIT_DONE)
		return status;
	status = know_site(&p);
	if (status == EXIT_DONE)
		status = go_back(&p);
	close_site(&p);
	return status;
}
