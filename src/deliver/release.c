/* Releases on the disk: write aside, sync, switch by one rename, keep some, remove the rest. */
#include "deliver/release.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "deliver/disk.h"

static const char *release_name(struct arena *a, int release)
{
	return arena_printf(a, "releases/%06d", release);
}

/* "000012" to 12; 0 for anything else. */
static int release_number(const char *name)
{
	int n = 0;

	if (strlen(name) < 6 || strlen(name) > 9)
		return 0;
	for (; *name; name++) {
		if (*name < '0' || *name > '9')
			return 0;
		n = n * 10 + (*name - '0');
	}
	return n;
}

int release_current(struct arena *a, const char *site)
{
	char to[64];
	ssize_t n = readlink(path_join(a, site, "current"), to, sizeof to - 1);

	if (n < 0)
		return 0;
	to[n] = '\0';
	return str_starts(str_of(to), "releases/") ? release_number(to + strlen("releases/")) : 0;
}

struct numbers {
	int *v;
	size_t n, cap;
};

static int falling(const void *x, const void *y)
{
	return *(const int *)y - *(const int *)x;
}

/* The releases on the disk, newest first. */
static struct numbers releases(struct arena *a, const char *site)
{
	DIR *dir = opendir(path_join(a, site, "releases"));
	struct numbers list = {0};
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (release_number(e->d_name))
			*PUSH(a, &list) = release_number(e->d_name);
	if (dir)
		closedir(dir);
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, falling);
	return list;
}

int release_before(struct arena *a, const char *site, int release)
{
	struct numbers list = releases(a, site);

	for (size_t i = 0; i < list.n; i++)
		if (list.v[i] < release)
			return list.v[i];
	return 0;
}

/* Out of the way by one rename, so that nobody can go back to half a release. */
static bool discard(struct arena *a, struct diag *d, const char *site, int release)
{
	const char *trash = path_join(a, site, ".irbrief/trash");

	return disk_remove(d, trash) &&
	       disk_rename(d, path_join(a, site, release_name(a, release)), trash) &&
	       disk_remove(d, trash);
}

static bool finished(const struct ledger_switches *all, int release)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].done && all->v[i].release == release)
			return true;
	return false;
}

bool release_tidy(struct arena *a, struct diag *d, const char *site,
		  const struct ledger_switches *all)
{
	static const char *const leftovers[] = {".irbrief/next", ".irbrief/trash",
						".irbrief/current.new"};
	struct numbers list = releases(a, site);
	bool ok = true;

	for (size_t i = 0; i < COUNT(leftovers); i++)
		ok &= disk_remove(d, path_join(a, site, leftovers[i]));
	for (size_t i = 0; i < list.n; i++)
		if (!finished(all, list.v[i]))
			ok &= discard(a, d, site, list.v[i]);
	return ok;
}

/* ---- writing ---- */

/* The digest that a SHA256SUMS text gives a path: lines of "DIGEST  PATH". */
static bool sums_has(struct str sums, const struct site_file *f)
{
	enum { DIGEST = HASH_TEXT - 1, GAP = 2 };
	const char *p = sums.p, *end = sums.p + sums.n;
	size_t n = strlen(f->path);

	while (p < end) {
		const char *line_end = memchr(p, '\n', (size_t)(end - p));
		size_t length = (size_t)((line_end ? line_end : end) - p);

		if (length == DIGEST + GAP + n && memcmp(p, f->sha256, DIGEST) == 0 &&
		    memcmp(p + DIGEST + GAP, f->path, n) == 0)
			return true;
		p += length + 1;
	}
	return false;
}

/*
 * Web servers derive entity tags from time and size alone, so the same bytes keep their time and
 * other bytes of the same size must not.
 */
static int64_t time_of(struct arena *a, const char *site, const struct site_file *f,
		       struct str sums, int64_t at)
{
	struct stat st;

	if (stat(path_join(a, site, arena_printf(a, "current/%s", f->path)), &st))
		return at;
	if (sums_has(sums, f))
		return st.st_mtime;
	return st.st_mtime >= at ? st.st_mtime + 1 : at;
}

static bool make_folders(struct arena *a, struct diag *d, const char *root, const char *path)
{
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
		if (!disk_folder(d, path_join(a, root, arena_strn(a, path, (size_t)(slash - path))),
				 0700))
			return false;
	return true;
}

bool release_write(struct arena *a, struct diag *d, const char *site,
		   const struct site_files *files, int64_t at)
{
	const char *next = path_join(a, site, ".irbrief/next"),
		   *old = path_join(a, site, "current/SHA256SUMS");
	struct str sums = {0};

	if (path_exists(old) && !file_read(a, d, old, &sums))
		return false;
	if (!disk_remove(d, next) || !disk_folder(d, next, 0700))
		return false;
	for (size_t i = 0; i < files->n; i++) {
		const struct site_file *f = &files->v[i];

		if (!make_folders(a, d, next, f->path) ||
		    !disk_write(d, path_join(a, next, f->path), f->bytes, 0600,
				time_of(a, site, f, sums, at)))
			return false;
	}
	return disk_sync(d, next);
}

/* ---- switching ---- */

bool release_place(struct arena *a, struct diag *d, const char *site, int release)
{
	const char *folder = path_join(a, site, "releases");

	return disk_folder(d, folder, 0755) &&
	       disk_rename(d, path_join(a, site, ".irbrief/next"),
			   path_join(a, site, release_name(a, release))) &&
	       disk_sync_folder(d, folder);
}

bool release_switch(struct arena *a, struct diag *d, const char *site, int release)
{
	const char *aside = path_join(a, site, ".irbrief/current.new"),
		   *link = path_join(a, site, "current");

	if (!disk_open_up(d, path_join(a, site, release_name(a, release))))
		return false;
	if (unlink(aside) && errno != ENOENT)
		return disk_failed(d, "cannot remove", aside);
	if (symlink(release_name(a, release), aside))
		return disk_failed(d, "cannot make the link", aside);
	return disk_rename(d, aside, link) && disk_sync_folder(d, site);
}

bool release_prune(struct arena *a, struct diag *d, const char *site, int keep)
{
	struct numbers list = releases(a, site);
	int current = release_current(a, site);

	for (size_t i = (size_t)keep; i < list.n; i++)
		if (list.v[i] != current && !discard(a, d, site, list.v[i]))
			return false;
	return true;
}
