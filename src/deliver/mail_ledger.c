/* The mail ledger: SQLite in WAL mode with full syncs, under a lock of its own. */
#include "deliver/mail_ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"

struct mail_ledger {
	struct diag *diag;
	const char *file, *brief;
	int version, lock;
	sqlite3 *db;
	sqlite3_stmt *find, *write, *begin, *end;
	bool failed; /* reported */
};

/*
 * Synced at each commit, the folder too (EXTRA): a row that stands is there after a power cut.
 * content is the digest of the figures that went out in the run; ended is NULL until a run reaches
 * its end.
 */
static const char schema[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = EXTRA;"
    "CREATE TABLE IF NOT EXISTS message (brief TEXT NOT NULL, version INTEGER NOT NULL, address "
    "TEXT NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('attempted', 'accepted', 'deferred', 'rejected')),"
    " reply TEXT NOT NULL, changed INTEGER NOT NULL,"
    " PRIMARY KEY (brief, version, address)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, brief TEXT NOT NULL, version INTEGER "
    "NOT NULL,"
    " content TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER);";

static const char sql_find[] =
    "SELECT state, reply FROM message WHERE brief = ?1 AND version = ?2 AND address = ?3";
static const char sql_write[] = "INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
				" ON CONFLICT DO UPDATE SET state = ?4, reply = ?5, changed = ?6";
static const char sql_begin[] =
    "INSERT INTO run (brief, version, content, began) VALUES (?1, ?2, ?3, ?4)";
static const char sql_end[] =
    "UPDATE run SET ended = ?3 WHERE brief = ?1 AND version = ?2 AND ended IS NULL";
/* A run that handed nothing over left no trace that matters. */
#define SOMETHING_WENT \
	" EXISTS (SELECT 1 FROM message WHERE brief = ?1 AND version = ?2 AND state IN " \
	"('attempted', 'accepted'))"
static const char sql_content[] =
    "SELECT content FROM run WHERE brief = ?1 AND version = ?2 AND" SOMETHING_WENT
    " ORDER BY id DESC LIMIT 1";
static const char sql_interrupted[] =
    "SELECT 1 FROM run WHERE brief = ?1 AND version = ?2 AND ended IS NULL AND" SOMETHING_WENT;
static const char sql_each[] = "SELECT address, reply FROM message WHERE brief = ?1 AND version = "
			       "?2 AND state = ?3 ORDER BY address";

static const char *const state_names[MAIL_STATES] = {"", "attempted", "accepted", "deferred",
						     "rejected"};

static bool report(struct mail_ledger *l)
{
	if (!l->failed)
		diag_error(l->diag, (struct pos){.file = l->file}, "the mail ledger failed: %s",
			   sqlite3_errmsg(l->db));
	l->failed = true;
	return false;
}

/* The lock is a file of its own: closing any descriptor of the database would drop SQLite's locks.
 */
static enum mail_open lock(struct mail_ledger *l, struct arena *a)
{
	const char *path = arena_printf(a, "%s.lock", l->file);

	l->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (l->lock >= 0 && flock(l->lock, LOCK_EX | LOCK_NB) == 0)
		return MAIL_OPEN;
	if (l->lock >= 0 && errno == EWOULDBLOCK) {
		diag_error(l->diag, (struct pos){.file = l->file},
			   "another process is sending with this ledger");
		return MAIL_LOCKED;
	}
	diag_error(l->diag, (struct pos){.file = path}, "cannot lock: %s", strerror(errno));
	return MAIL_FAILED;
}

/* With brief and version bound, as every statement begins. */
static bool prepare(struct mail_ledger *l, const char *sql, sqlite3_stmt **s)
{
	return sqlite3_prepare_v2(l->db, sql, -1, s, NULL) == SQLITE_OK &&
	       sqlite3_bind_text(*s, 1, l->brief, -1, SQLITE_STATIC) == SQLITE_OK &&
	       sqlite3_bind_int(*s, 2, l->version) == SQLITE_OK;
}

/* Addresses are nobody else's business: the file is made here, so that its mode is not SQLite's. */
static bool make_private(struct mail_ledger *l)
{
	int fd = open(l->file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || diag_error(l->diag, (struct pos){.file = l->file}, "cannot open: %s",
				     strerror(errno));
}

static bool open_database(struct mail_ledger *l)
{
	return sqlite3_open_v2(l->file, &l->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
		   SQLITE_OK &&
	       sqlite3_exec(l->db, schema, NULL, NULL, NULL) == SQLITE_OK;
}

enum mail_open mail_ledger_open(struct arena *a, struct diag *d, const char *file,
				struct mail_ledger **out)
{
	struct mail_ledger *l = NEW(a, struct mail_ledger);
	enum mail_open locked;

	*out = NULL;
	*l = (struct mail_ledger){.diag = d, .file = file, .lock = -1};
	locked = lock(l, a);
	if (locked == MAIL_OPEN && !(make_private(l) && (open_database(l) || report(l))))
		locked = MAIL_FAILED;
	if (locked == MAIL_OPEN)
		*out = l;
	else
		mail_ledger_close(l);
	return locked;
}

bool mail_ledger_select(struct mail_ledger *l, const char *brief, int version)
{
	l->brief = brief;
	l->version = version;
	return (prepare(l, sql_find, &l->find) && prepare(l, sql_write, &l->write) &&
		prepare(l, sql_begin, &l->begin) && prepare(l, sql_end, &l->end)) ||
	       report(l);
}

void mail_ledger_close(struct mail_ledger *l)
{
	if (!l)
		return;
	sqlite3_finalize(l->find);
	sqlite3_finalize(l->write);
	sqlite3_finalize(l->begin);
	sqlite3_finalize(l->end);
	sqlite3_close(l->db);
	if (l->lock >= 0)
		close(l->lock);
}

static bool run(struct mail_ledger *l, sqlite3_stmt *s)
{
	bool ok = sqlite3_step(s) == SQLITE_DONE;

	return (sqlite3_reset(s) == SQLITE_OK && ok) || report(l);
}

const char *mail_ledger_content(struct mail_ledger *l, struct arena *a)
{
	const char *content = NULL;
	sqlite3_stmt *s = NULL;

	if (!prepare(l, sql_content, &s))
		report(l);
	else if (sqlite3_step(s) == SQLITE_ROW)
		content = arena_str(a, (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	return content;
}

bool mail_ledger_interrupted(struct mail_ledger *l)
{
	sqlite3_stmt *s = NULL;
	bool found = prepare(l, sql_interrupted, &s) ? sqlite3_step(s) == SQLITE_ROW : report(l);

	sqlite3_finalize(s);
	return found;
}

bool mail_ledger_begin(struct mail_ledger *l, const char *content, int64_t now)
{
	sqlite3_bind_text(l->begin, 3, content, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(l->begin, 4, now);
	return run(l, l->begin);
}

bool mail_ledger_end(struct mail_ledger *l, int64_t now)
{
	sqlite3_bind_int64(l->end, 3, now);
	return run(l, l->end);
}

bool mail_ledger_write(struct mail_ledger *l, const char *key, enum mail_state state,
		       const char *reply, int64_t now)
{
	sqlite3_bind_text(l->write, 3, key, -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(l->write, 4, state_names[state], -1, SQLITE_STATIC);
	sqlite3_bind_text(l->write, 5, reply, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(l->write, 6, now);
	return run(l, l->write);
}

static enum mail_state state_of(const char *name)
{
	for (int i = MAIL_ATTEMPTED; i < MAIL_STATES; i++)
		if (streq(name, state_names[i]))
			return (enum mail_state)i;
	return MAIL_NEW;
}

/* A ledger that cannot be read says "attempted": what is not known is not sent again. */
struct mail_entry mail_ledger_find(struct mail_ledger *l, struct arena *a, const char *key)
{
	struct mail_entry e = {MAIL_NEW, ""};
	int step;

	sqlite3_bind_text(l->find, 3, key, -1, SQLITE_TRANSIENT);
	step = sqlite3_step(l->find);
	if (step == SQLITE_ROW)
		e = (struct mail_entry){
		    state_of((const char *)sqlite3_column_text(l->find, 0)),
		    arena_str(a, (const char *)sqlite3_column_text(l->find, 1))};
	else if (step != SQLITE_DONE) {
		report(l);
		e.state = MAIL_ATTEMPTED;
	}
	sqlite3_reset(l->find);
	return e;
}

void mail_ledger_each(struct mail_ledger *l, enum mail_state state,
		      void (*each)(void *, const char *key, const char *reply), void *ctx)
{
	sqlite3_stmt *s = NULL;

	if (!prepare(l, sql_each, &s) ||
	    sqlite3_bind_text(s, 3, state_names[state], -1, SQLITE_STATIC) != SQLITE_OK)
		report(l);
	else
		while (sqlite3_step(s) == SQLITE_ROW)
			each(ctx, (const char *)sqlite3_column_text(s, 0),
			     (const char *)sqlite3_column_text(s, 1));
	sqlite3_finalize(s);
}
