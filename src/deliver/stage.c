/* From briefs in memory to versions of the ledger. */
#include "deliver/stage.h"

#include "base/json_write.h"
#include "compute/print.h"
#include "deliver/card.h"
#include "deliver/disk.h"
#include "deliver/embargo.h"
#include "deliver/store.h"

/* ---- a version ---- */

/* Letters, digits, - _ . and no part that begins with a point: the same in a folder and in an
 * address. */
static bool is_address(const char *s, bool slashes)
{
	char before = '/';

	for (; *s; before = *s++) {
		bool letter = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
			      (*s >= '0' && *s <= '9');

		if (!letter && *s != '-' && *s != '_' && *s != '.' && !(slashes && *s == '/'))
			return false;
		if (before == '/' && (*s == '.' || *s == '/'))
			return false;
	}
	return before != '/';
}

static bool is_manifest(const struct file *f)
{
	return streq(f->path, "manifest.json");
}

/* The manifest describes the bytes and is none of them. */
static bool add_files(const struct stage *s, const struct brief_files *b, struct ledger_version *v)
{
	for (size_t i = 0; i < b->files.n; i++) {
		const struct file *f = &b->files.v[i];
		char sha256[HASH_TEXT];

		if (is_manifest(f))
			continue;
		if (!is_address(f->path, true))
			return diag_error(s->diag, (struct pos){.file = b->brief->file},
					  "not usable in an address: '%s'", f->path);
		hash_text(f->bytes.p, f->bytes.n, sha256);
		*PUSH(s->arena, &v->files) =
		    (struct ledger_file){f->path, arena_str(s->arena, sha256), (long)f->bytes.n};
	}
	return true;
}

static const char *digest(const struct stage *s, const struct ledger_version *v)
{
	struct buf list = {0};
	char sha256[HASH_TEXT];

	for (size_t i = 0; i < v->files.n; i++)
		buf_printf(&list, "%s  %s\n", v->files.v[i].sha256, v->files.v[i].path);
	hash_text(buf_cstr(&list), list.n, sha256);
	buf_free(&list);
	return arena_str(s->arena, sha256);
}

static const char *reason_of(const struct stage *s, const struct brief *brief, enum lang lang)
{
	const struct facts *facts = &s->report->facts;

	for (size_t i = 0; i < facts->corrections.n; i++)
		if (streq(facts->corrections.v[i].brief, brief->id) &&
		    facts->corrections.v[i].version == brief->version)
			return names_in(&facts->corrections.v[i].reason, lang);
	return NULL;
}

static bool add_cards(const struct stage *s, const struct brief_files *b, struct ledger_version *v)
{
	for (size_t i = 0; i < b->editions.n; i++) {
		const struct edition *e = &b->editions.v[i];
		const struct facts *facts = &s->report->facts;
		struct printer p = {.arena = s->arena, .facts = facts};

		if (!e->doc)
			return false; /* it was reported when the document could not be made */
		p.texts = texts_load(s->arena, s->diag, facts->folder, s->shipped, e->lang);
		if (!p.texts)
			return false;
		*PUSH(s->arena, &v->editions) = (struct ledger_edition){
		    .lang = e->lang,
		    .card = card_make(s->arena, e->doc, print_period_long(&p, b->brief->period),
				      e->doc->issued ? print_day(&p, e->doc->issued) : NULL,
				      reason_of(s, b->brief, e->lang)),
		};
	}
	return true;
}

static const char *checks_text(const struct stage *s)
{
	const struct checks *c = s->report->checks;
	struct buf out = {0};

	json_open(&out, '{');
	if (c) {
		json_field_int(&out, "checks", (long)c->summary.checks);
		json_field_int(&out, "ok", (long)c->summary.ok);
		json_field_int(&out, "rounding", (long)c->summary.rounding);
		json_field_int(&out, "differs", (long)c->summary.differs);
		json_field_int(&out, "waived", (long)c->summary.waived);
		json_field_int(&out, "not_disclosed", (long)c->summary.not_disclosed);
	}
	json_close(&out, '}');
	return buf_keep(&out, s->arena);
}

bool stage_version(const struct stage *s, const struct ledger_versions *known,
		   const struct brief_files *b, struct ledger_version *v)
{
	const struct brief *brief = b->brief;
	const struct ledger_version *published = ledger_latest(known, brief->id);
	const char *kind = value_text(value_at(brief->settings, "template"));

	*v = (struct ledger_version){
	    .brief = brief->id,
	    .version = brief->version,
	    .year = published ? published->year
			      : fiscal_year(s->report->facts.issuer.calendar, brief->period),
	    .kind = published ? published->kind
		    : kind    ? kind
			      : "brief",
	    .issued = day_text(s->arena, brief->issued ? brief->issued : brief->period.to),
	    .embargo = brief->embargo,
	    .checks = checks_text(s),
	    .staged = s->now,
	};
	if (!is_address(brief->id, false))
		return diag_error(s->diag, (struct pos){.file = brief->file},
				  "not usable in an address: '%s'", brief->id);
	if (!add_files(s, b, v) || !add_cards(s, b, v))
		return false;
	v->digest = digest(s, v);
	return true;
}

/* ---- the plan ---- */

static bool is_draft(const struct brief_files *b)
{
	for (size_t i = 0; i < b->editions.n; i++)
		if (b->editions.v[i].doc && b->editions.v[i].doc->draft)
			return true;
	return false;
}

/* Reports why a version may not go on, and returns true; false: it may. */
static bool refuse(const struct stage *s, const struct ledger_versions *known,
		   const struct brief_files *b, const struct ledger_version *v)
{
	const struct ledger_version *same = ledger_find(known, v->brief, v->version);
	const struct ledger_version *latest = ledger_latest(known, v->brief);
	struct pos at = {.file = b->brief->file};

	if (is_draft(b))
		return !diag_error(s->diag, at, "a draft cannot be published: '%s'", v->brief);
	if (same && same->published)
		return !diag_error(s->diag, at,
				   "version %d is published with other bytes; a row in "
				   "corrections.csv makes version %d: '%s'",
				   v->version, v->version + 1, v->brief);
	if (latest && latest->version > v->version)
		return !diag_error(s->diag, at, "version %d is published, this is version %d: '%s'",
				   latest->version, v->version, v->brief);
	if (!s->late && embargo_timing(v->embargo, s->now, s->settings->site.grace) == TIMING_LATE)
		return !diag_error(
		    s->diag, at,
		    "more than %d minutes after %s; --late publishes it all the same: '%s'",
		    s->settings->site.grace, v->embargo, v->brief);
	return false;
}

bool stage_plan(const struct stage *s, const struct ledger_versions *known,
		struct ledger_versions *plan, bool *refused)
{
	*plan = (struct ledger_versions){0};
	*refused = false;
	for (size_t i = 0; i < s->report->briefs.n; i++) {
		const struct brief_files *b = &s->report->briefs.v[i];
		const struct ledger_version *same;
		struct ledger_version v;

		if (!stage_version(s, known, b, &v))
			return false;
		same = ledger_find(known, v.brief, v.version);
		if (same && same->published && streq(same->digest, v.digest))
			continue;
		if (refuse(s, known, b, &v))
			*refused = true;
		else
			*PUSH(s->arena, plan) = v;
	}
	return true;
}

/* ---- writing ---- */

static const struct brief_files *files_of(const struct stage *s, const char *brief)
{
	for (size_t i = 0; i < s->report->briefs.n; i++)
		if (streq(s->report->briefs.v[i].brief->id, brief))
			return &s->report->briefs.v[i];
	return NULL;
}

static bool store_files(const struct stage *s, const struct ledger_version *v)
{
	const struct brief_files *b = files_of(s, v->brief);
	char sha256[HASH_TEXT];

	for (size_t i = 0; i < b->files.n; i++)
		if (!is_manifest(&b->files.v[i]) &&
		    !store_put(s->arena, s->diag, s->site, b->files.v[i].bytes, sha256))
			return false;
	return true;
}

static bool is_same(const struct ledger_version *x, const struct ledger_version *y)
{
	return x && streq(x->digest, y->digest) &&
	       streq(x->embargo ? x->embargo : "", y->embargo ? y->embargo : "");
}

bool stage_write(const struct stage *s, struct ledger *ledger, const struct ledger_versions *known,
		 const struct ledger_versions *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (!store_files(s, &plan->v[i]))
			return false;
	if (plan->n && !disk_sync(s->diag, s->site))
		return false;
	for (size_t i = 0; i < plan->n; i++)
		if (!is_same(ledger_find(known, plan->v[i].brief, plan->v[i].version),
			     &plan->v[i]) &&
		    !ledger_stage(ledger, &plan->v[i]))
			return false;
	for (size_t i = 0; i < known->n; i++) {
		const struct ledger_version *v = &known->v[i];

		if (!v->published && !ledger_find(plan, v->brief, v->version) &&
		    !ledger_withdraw(ledger, v->brief, v->version))
			return false;
	}
	return true;
}
