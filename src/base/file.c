/* Files: read whole; written aside and renamed. */
#include "base/file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

char *path_join(struct arena *a, const char *dir, const char *name)
{
	size_t n = strlen(dir);

	if (!n)
		return arena_str(a, name);
	return arena_printf(a, "%s%s%s", dir, dir[n - 1] == '/' ? "" : "/", name);
}

const char *path_below(const char *dir, const char *path)
{
	size_t n = strlen(dir);

	if (strncmp(path, dir, n) != 0)
		return path;
	return path[n] == '/' ? path + n + 1 : path + n;
}

bool path_stays_below(const char *path)
{
	for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
		if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || !part[2]))
			return false;
	return *path != '/';
}

bool path_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool path_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool failed(struct diag *d, const char *what, const char *path)
{
	return diag_error(d, (struct pos){.file = path}, "%s: %s", what, strerror(errno));
}

bool file_read(struct arena *a, struct diag *d, const char *path, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *p;
	size_t n = 0;

	if (fd < 0)
		return failed(d, "cannot open", path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > FILE_LIMIT) {
		close(fd);
		return diag_error(d, (struct pos){.file = path},
				  "not a regular file of at most %d MiB", FILE_LIMIT / 1024 / 1024);
	}
	p = arena_alloc(a, (size_t)st.st_size + 1);
	while (n < (size_t)st.st_size) {
		ssize_t got = read(fd, p + n, (size_t)st.st_size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			failed(d, "cannot read", path);
			close(fd);
			return false;
		}
		if (got == 0)
			break;
		n += (size_t)got;
	}
	close(fd);
	p[n] = '\0';
	*out = (struct str){p, n};
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool dir_list(struct arena *a, struct diag *d, const char *path, const char *suffix,
	      const char ***names, size_t *n)
{
	struct {
		const char **v;
		size_t n, cap;
	} list = {0};
	size_t tail = strlen(suffix);
	struct dirent *e;
	DIR *dir = opendir(path);

	if (!dir)
		return failed(d, "cannot open the folder", path);
	while ((e = readdir(dir))) {
		size_t len = strlen(e->d_name);

		if (e->d_name[0] == '.' || len <= tail || !streq(e->d_name + len - tail, suffix))
			continue;
		if (text_check(e->d_name, len) < len)
			diag_error(d, (struct pos){.file = path_join(a, path, e->d_name)},
				   "a control character in the name");
		*PUSH(a, &list) = arena_str(a, e->d_name);
	}
	closedir(dir);
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_name);
	*names = list.v;
	*n = list.n;
	return true;
}

bool dir_make(struct diag *d, const char *path)
{
	char part[4096];
	size_t n = strlen(path);
	struct stat st;

	if (n >= sizeof part)
		return diag_error(d, (struct pos){.file = path}, "the path is too long");
	for (size_t i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0777) && errno != EEXIST)
			return failed(d, "cannot create the folder", part);
	}
	if (lstat(path, &st) || !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return failed(d, "cannot create the folder", path);
	}
	return true;
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

static bool write_aside(struct diag *d, const char *path, const char *aside, const void *bytes,
			size_t n)
{
	int fd;

	/* O_EXCL and O_NOFOLLOW: a link planted under this name is never written through. */
	unlink(aside);
	fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return failed(d, "cannot write", path);
	if (!write_all(fd, bytes, n)) {
		failed(d, "cannot write", path);
		close(fd);
		unlink(aside);
		return false;
	}
	if (close(fd) || rename(aside, path)) {
		failed(d, "cannot write", path);
		unlink(aside);
		return false;
	}
	return true;
}

bool file_write(struct diag *d, const char *path, const void *bytes, size_t n)
{
	char aside[4096];
	sigset_t ends, before;
	bool ok;

	if ((size_t)snprintf(aside, sizeof aside, "%s.%ld.new", path, (long)getpid()) >=
	    sizeof aside)
		return diag_error(d, (struct pos){.file = path}, "the path is too long");
	/* A polite signal waits until the file stands, so that nothing stays aside. */
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ends, &before);
	ok = write_aside(d, path, aside, bytes, n);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ok;
}

/* A link that leads nowhere cannot be read: it does no harm. */
static bool leads_out(const char *link, const char *root)
{
	char *to = realpath(link, NULL);
	bool out =
	    to && (!str_starts(str_of(to), root) || (to[strlen(root)] && to[strlen(root)] != '/'));

	free(to);
	return out;
}

static bool check_links(struct diag *d, FTS *tree, const char *root, struct arena *a)
{
	bool ok = true;

	for (const FTSENT *e; (e = fts_read(tree));)
		if (e->fts_info == FTS_SL && leads_out(e->fts_accpath, root))
			ok = diag_error(d, (struct pos){.file = arena_str(a, e->fts_path)},
					"the link leads out of the folder");
	return ok;
}

bool dir_is_closed(struct arena *a, struct diag *d, const char *path)
{
	char *root = realpath(path, NULL);
	/* With "/" the folder itself may be a link: it is the user's word. */
	char *const trees[] = {path_join(a, path, ""), NULL};
	FTS *tree = root ? fts_open(trees, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
	bool ok = tree ? check_links(d, tree, root, a) : failed(d, "cannot open the folder", path);

	if (tree)
		fts_close(tree);
	free(root);
	return ok;
}

bool is_plain_name(const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x80 && !isalnum((unsigned char)s[i]) &&
		    !strchr("-_.", s[i]))
			return false;
	return n && s[0] != '.' && text_check(s, n) == n;
}

bool path_remove(struct diag *d, const char *path)
{
	if (remove(path) == 0 || errno == ENOENT)
		return true;
	return failed(d, "cannot remove", path);
}
