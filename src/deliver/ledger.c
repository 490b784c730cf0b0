/* The publication ledger: SQL in one file, so that nothing else knows the tables. */
#include "deliver/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/period.h"

struct ledger {
	struct arena *arena;
	struct diag *diag;
	const char *path;
	sqlite3 *db;
};

/* A switch is done when the link SITE/current was seen to name its release. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS remark(key TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS version(brief TEXT, version INTEGER, year INTEGER NOT NULL, kind "
    "TEXT NOT NULL,"
    " issued TEXT NOT NULL, digest TEXT NOT NULL, embargo TEXT, checks TEXT NOT NULL, staged TEXT "
    "NOT NULL, published TEXT,"
    " PRIMARY KEY(brief, version));"
    "CREATE TABLE IF NOT EXISTS file(brief TEXT, version INTEGER, path TEXT, bytes INTEGER NOT "
    "NULL,"
    " sha256 TEXT NOT NULL, PRIMARY KEY(brief, version, path),"
    " FOREIGN KEY(brief, version) REFERENCES version(brief, version) ON DELETE CASCADE);"
    "CREATE TABLE IF NOT EXISTS edition(brief TEXT, version INTEGER, language TEXT, card TEXT NOT "
    "NULL,"
    " PRIMARY KEY(brief, version, language),"
    " FOREIGN KEY(brief, version) REFERENCES version(brief, version) ON DELETE CASCADE);"
    "CREATE TABLE IF NOT EXISTS switch(id INTEGER PRIMARY KEY AUTOINCREMENT, action TEXT NOT NULL,"
    " release INTEGER NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL, clock TEXT NOT NULL,"
    " done INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS switch_version(switch INTEGER REFERENCES switch(id) ON DELETE "
    "CASCADE,"
    " brief TEXT, version INTEGER, PRIMARY KEY(switch, brief, version));";

static bool failed(struct ledger *l)
{
	return diag_error(l->diag, (struct pos){.file = l->path}, "the ledger: %s",
			  sqlite3_errmsg(l->db));
}

static bool execute(struct ledger *l, const char *sql)
{
	return sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(l);
}

/* ---- statements: values are bound in order by their letter: s text or NULL, i int, l long, t time
 * ---- */

static char *time_text(struct arena *a, int64_t t)
{
	return instant_text(a, t, 0);
}

static void bind(struct ledger *l, sqlite3_stmt *s, const char *letters, va_list values)
{
	for (int i = 1; *letters; letters++, i++) {
		const char *text;

		switch (*letters) {
		case 'i':
			sqlite3_bind_int(s, i, va_arg(values, int));
			break;
		case 'l':
			sqlite3_bind_int64(s, i, va_arg(values, long));
			break;
		case 't':
			sqlite3_bind_text(s, i, time_text(l->arena, va_arg(values, int64_t)), -1,
					  SQLITE_STATIC);
			break;
		default:
			text = va_arg(values, const char *);
			sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
		}
	}
}

/* NULL, reported, if the ledger cannot answer. */
static sqlite3_stmt *prepare(struct ledger *l, const char *sql, const char *letters, ...)
{
	sqlite3_stmt *s = NULL;
	va_list values;

	if (sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) != SQLITE_OK) {
		failed(l);
		return NULL;
	}
	va_start(values, letters);
	bind(l, s, letters, values);
	va_end(values);
	return s;
}

static bool finish(struct ledger *l, sqlite3_stmt *s, int rc)
{
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || rc == SQLITE_ROW || failed(l);
}

/* Runs a statement that has no rows to give. */
#define RUN(l, ...) run((l), prepare((l), __VA_ARGS__))
static bool run(struct ledger *l, sqlite3_stmt *s)
{
	return s && finish(l, s, sqlite3_step(s));
}

static const char *column_text(struct ledger *l, sqlite3_stmt *s, int column)
{
	const unsigned char *text = sqlite3_column_text(s, column);

	return text ? arena_str(l->arena, (const char *)text) : NULL;
}

static int64_t column_time(sqlite3_stmt *s, int column)
{
	const unsigned char *text = sqlite3_column_text(s, column);
	int64_t t = 0;

	if (text)
		instant_parse((const char *)text, &t);
	return t;
}

/* ---- opening ---- */

/* SQLite gives its journal the mode of the database, so the database is made by hand. */
static bool make_private(struct ledger *l)
{
	int fd = open(l->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 || fchmod(fd, 0600)) {
		diag_error(l->diag, (struct pos){.file = l->path}, "cannot write: %s",
			   strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	close(fd);
	return true;
}

static struct ledger *open_at(struct arena *a, struct diag *d, const char *site, int flags)
{
	enum { BUSY_MS = 5000 };
	struct ledger *l = NEW(a, struct ledger);

	*l = (struct ledger){
	    .arena = a, .diag = d, .path = path_join(a, site, ".irbrief/ledger.sqlite")};
	if ((flags & SQLITE_OPEN_READWRITE) && !make_private(l))
		return NULL;
	if (sqlite3_open_v2(l->path, &l->db, flags, NULL) != SQLITE_OK) {
		failed(l);
		ledger_close(l);
		return NULL;
	}
	sqlite3_busy_timeout(l->db, BUSY_MS);
	return l;
}

struct ledger *ledger_open(struct arena *a, struct diag *d, const char *site)
{
	const char *folder = path_join(a, site, ".irbrief");
	struct ledger *l;

	if (!dir_make(d, folder))
		return NULL;
	if (chmod(folder, 0700)) {
		diag_error(d, (struct pos){.file = folder}, "cannot make it private: %s",
			   strerror(errno));
		return NULL;
	}
	l = open_at(a, d, site, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	if (l && execute(l, "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA;") &&
	    execute(l, schema))
		return l;
	ledger_close(l);
	return NULL;
}

struct ledger *ledger_open_to_read(struct arena *a, struct diag *d, const char *site)
{
	return open_at(a, d, site, SQLITE_OPEN_READONLY);
}

void ledger_close(struct ledger *l)
{
	if (l)
		sqlite3_close(l->db);
}

/* ---- remarks ---- */

const char *ledger_remark(struct ledger *l, const char *key)
{
	sqlite3_stmt *s = prepare(l, "SELECT value FROM remark WHERE key = ?", "s", key);
	const char *value = NULL;
	int rc;

	if (!s)
		return NULL;
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		value = column_text(l, s, 0);
	finish(l, s, rc);
	return value;
}

bool ledger_set_remark(struct ledger *l, const char *key, const char *value)
{
	return RUN(l, "INSERT OR REPLACE INTO remark VALUES(?, ?)", "ss", key, value);
}

/* ---- versions ---- */

static bool read_files(struct ledger *l, struct ledger_version *v)
{
	sqlite3_stmt *s =
	    prepare(l,
		    "SELECT path, sha256, bytes FROM file WHERE brief = ? AND version = ?"
		    " ORDER BY path",
		    "si", v->brief, v->version);
	int rc = SQLITE_ERROR;

	while (s && (rc = sqlite3_step(s)) == SQLITE_ROW)
		*PUSH(l->arena, &v->files) = (struct ledger_file){
		    .path = column_text(l, s, 0),
		    .sha256 = column_text(l, s, 1),
		    .bytes = (long)sqlite3_column_int64(s, 2),
		};
	return s && finish(l, s, rc);
}

static int by_lang(const void *x, const void *y)
{
	const struct ledger_edition *a = x, *b = y;

	return (int)a->lang - (int)b->lang;
}

static bool read_editions(struct ledger *l, struct ledger_version *v)
{
	sqlite3_stmt *s =
	    prepare(l, "SELECT language, card FROM edition WHERE brief = ? AND version = ?", "si",
		    v->brief, v->version);
	int rc = SQLITE_ERROR;

	while (s && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		const char *tag = column_text(l, s, 0);
		int lang = tag ? lang_find(tag) : -1;

		if (lang >= 0)
			*PUSH(l->arena, &v->editions) =
			    (struct ledger_edition){(enum lang)lang, column_text(l, s, 1)};
	}
	if (v->editions.n)
		qsort(v->editions.v, v->editions.n, sizeof *v->editions.v, by_lang);
	return s && finish(l, s, rc);
}

bool ledger_read(struct ledger *l, struct ledger_versions *all)
{
	sqlite3_stmt *s = prepare(
	    l,
	    "SELECT brief, version, year, kind, issued, digest, embargo, checks, staged, published"
	    " FROM version ORDER BY brief, version",
	    "");
	int rc = SQLITE_ERROR;
	bool ok;

	*all = (struct ledger_versions){0};
	while (s && (rc = sqlite3_step(s)) == SQLITE_ROW)
		*PUSH(l->arena, all) = (struct ledger_version){
		    .brief = column_text(l, s, 0),
		    .version = sqlite3_column_int(s, 1),
		    .year = sqlite3_column_int(s, 2),
		    .kind = column_text(l, s, 3),
		    .issued = column_text(l, s, 4),
		    .digest = column_text(l, s, 5),
		    .embargo = column_text(l, s, 6),
		    .checks = column_text(l, s, 7),
		    .staged = column_time(s, 8),
		    .published = column_time(s, 9),
		};
	ok = s && finish(l, s, rc);
	for (size_t i = 0; ok && i < all->n; i++)
		ok = read_files(l, &all->v[i]) && read_editions(l, &all->v[i]);
	return ok;
}

const struct ledger_version *ledger_find(const struct ledger_versions *all, const char *brief,
					 int version)
{
	for (size_t i = 0; i < all->n; i++)
		if (streq(all->v[i].brief, brief) && all->v[i].version == version)
			return &all->v[i];
	return NULL;
}

const struct ledger_version *ledger_latest(const struct ledger_versions *all, const char *brief)
{
	const struct ledger_version *latest = NULL;

	for (size_t i = 0; i < all->n; i++)
		if (streq(all->v[i].brief, brief) && all->v[i].published)
			latest = &all->v[i];
	return latest;
}

static bool add_version(struct ledger *l, const struct ledger_version *v)
{
	bool ok =
	    RUN(l, "DELETE FROM version WHERE brief = ? AND version = ? AND published IS NULL",
		"si", v->brief, v->version) &&
	    RUN(l, "INSERT INTO version VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", "siissssst",
		v->brief, v->version, v->year, v->kind, v->issued, v->digest, v->embargo, v->checks,
		v->staged);

	for (size_t i = 0; ok && i < v->files.n; i++)
		ok = RUN(l, "INSERT INTO file VALUES(?, ?, ?, ?, ?)", "sisls", v->brief, v->version,
			 v->files.v[i].path, v->files.v[i].bytes, v->files.v[i].sha256);
	for (size_t i = 0; ok && i < v->editions.n; i++)
		ok = RUN(l, "INSERT INTO edition VALUES(?, ?, ?, ?)", "siss", v->brief, v->version,
			 lang_tags[v->editions.v[i].lang], v->editions.v[i].card);
	return ok;
}

/* Ends the transaction as `ok` says; a commit that fails leaves nothing. */
static bool end(struct ledger *l, bool ok)
{
	if (ok && execute(l, "COMMIT"))
		return true;
	sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

bool ledger_stage(struct ledger *l, const struct ledger_version *v)
{
	return execute(l, "BEGIN IMMEDIATE") && end(l, add_version(l, v));
}

bool ledger_withdraw(struct ledger *l, const char *brief, int version)
{
	return RUN(l, "DELETE FROM version WHERE brief = ? AND version = ? AND published IS NULL",
		   "si", brief, version);
}

/* ---- switches ---- */

static const char *const action_names[] =
    {[ACTION_PUBLISH] = "publish", [ACTION_ROLLBACK] = "rollback"};

bool ledger_switches(struct ledger *l, struct ledger_switches *all)
{
	sqlite3_stmt *s = prepare(
	    l, "SELECT id, action, release, digest, at, clock, done FROM switch ORDER BY id", "");
	int rc = SQLITE_ERROR;

	*all = (struct ledger_switches){0};
	while (s && (rc = sqlite3_step(s)) == SQLITE_ROW)
		*PUSH(l->arena, all) = (struct ledger_switch){
		    .id = (long)sqlite3_column_int64(s, 0),
		    .action = streq(column_text(l, s, 1), action_names[ACTION_ROLLBACK])
				  ? ACTION_ROLLBACK
				  : ACTION_PUBLISH,
		    .release = sqlite3_column_int(s, 2),
		    .digest = column_text(l, s, 3),
		    .at = column_time(s, 4),
		    .clock = column_time(s, 5),
		    .done = sqlite3_column_int(s, 6),
		};
	return s && finish(l, s, rc);
}

int ledger_next_release(struct ledger *l)
{
	sqlite3_stmt *s = prepare(l, "SELECT coalesce(max(release), 0) + 1 FROM switch", "");
	int next = 0, rc;

	if (!s)
		return 0;
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		next = sqlite3_column_int(s, 0);
	finish(l, s, rc);
	return next;
}

static bool add_switch(struct ledger *l, const struct ledger_switch *w)
{
	bool ok =
	    RUN(l, "INSERT INTO switch(action, release, digest, at, clock) VALUES(?, ?, ?, ?, ?)",
		"sistt", action_names[w->action], w->release, w->digest, w->at, w->clock);
	long id = (long)sqlite3_last_insert_rowid(l->db);

	for (size_t i = 0; ok && i < w->n_published; i++)
		ok = RUN(l, "INSERT INTO switch_version VALUES(?, ?, ?)", "lsi", id,
			 w->published[i]->brief, w->published[i]->version);
	return ok;
}

bool ledger_intend(struct ledger *l, const struct ledger_switch *w)
{
	return execute(l, "BEGIN IMMEDIATE") && end(l, add_switch(l, w));
}

static bool settle(struct ledger *l, int current)
{
	return RUN(l, "DELETE FROM switch WHERE done = 0 AND release <> ?", "i", current) &&
	       RUN(l,
		   "UPDATE version SET published = (SELECT w.at FROM switch w JOIN switch_version x"
		   " ON x.switch = w.id WHERE w.done = 0 AND x.brief = version.brief"
		   " AND x.version = version.version)"
		   " WHERE published IS NULL AND EXISTS (SELECT 1 FROM switch w JOIN "
		   "switch_version x"
		   " ON x.switch = w.id WHERE w.done = 0 AND x.brief = version.brief"
		   " AND x.version = version.version)",
		   "") &&
	       RUN(l, "UPDATE switch SET done = 1 WHERE done = 0", "");
}

bool ledger_settle(struct ledger *l, int current)
{
	return execute(l, "BEGIN IMMEDIATE") && end(l, settle(l, current));
}
