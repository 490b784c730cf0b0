/* Files: read whole; written aside and renamed. */
#include "base/file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
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

/* A regular file of a size that can be read, or -1 (reported). */
static int open_regular(struct diag *d, const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0) {
		failed(d, "cannot open", path);
		return -1;
	}
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > FILE_LIMIT) {
		close(fd);
		diag_error(d, (struct pos){.file = path}, "not a regular file of at most %d MiB",
			   FILE_LIMIT / 1024 / 1024);
		return -1;
	}
	*size = (size_t)st.st_size;
	return fd;
}

/* Reads up to *n bytes, which becomes what there was, and closes the file. */
static bool read_all(struct diag *d, const char *path, int fd, char *p, size_t *n)
{
	size_t size = *n;
	ssize_t got = 1;

	*n = 0;
	while (*n < size && got) {
		got = read(fd, p + *n, size - *n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			failed(d, "cannot read", path);
			close(fd);
			return false;
		}
		*n += (size_t)got;
	}
	close(fd);
	p[*n] = '\0';
	return true;
}

bool file_read(struct arena *a, struct diag *d, const char *path, struct str *out)
{
	size_t n;
	char *p;
	int fd;

	*out = diag_known(d, path);
	if (out->p)
		return true;
	fd = open_regular(d, path, &n);
	p = fd < 0 ? NULL : arena_alloc(a, n + 1);
	if (!p || !read_all(d, path, fd, p, &n))
		return false;
	*out = (struct str){p, n};
	return true;
}

bool file_read_over(struct diag *d, const char *path, struct buf *b)
{
	size_t n;
	int fd = open_regular(d, path, &n);

	buf_clear(b);
	if (fd < 0)
		return false;
	buf_grow(b, n);
	if (!read_all(d, path, fd, b->p, &n))
		return false;
	b->n = n;
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct dir_entry *)a)->name, ((const struct dir_entry *)b)->name);
}

/* Most file systems say with the name what an entry is. */
static enum entry_kind kind_of(DIR *dir, const struct dirent *e)
{
	struct stat st;

	if (e->d_type != DT_UNKNOWN)
		return e->d_type == DT_REG   ? ENTRY_FILE
		       : e->d_type == DT_DIR ? ENTRY_FOLDER
		       : e->d_type == DT_LNK ? ENTRY_LINK
					     : ENTRY_OTHER;
	if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW))
		return ENTRY_OTHER;
	return S_ISREG(st.st_mode)   ? ENTRY_FILE
	       : S_ISDIR(st.st_mode) ? ENTRY_FOLDER
	       : S_ISLNK(st.st_mode) ? ENTRY_LINK
				     : ENTRY_OTHER;
}

bool dir_entries(struct arena *a, struct diag *d, const char *path, struct dir_entries *entries)
{
	DIR *dir = opendir(path);
	const struct dirent *e;

	*entries = (struct dir_entries){0};
	if (!dir)
		return failed(d, "cannot open the folder", path);
	while ((e = readdir(dir)))
		if (!streq(e->d_name, ".") && !streq(e->d_name, ".."))
			*PUSH(a, entries) =
			    (struct dir_entry){arena_str(a, e->d_name), kind_of(dir, e)};
	closedir(dir);
	if (entries->n > 1)
		qsort(entries->v, entries->n, sizeof *entries->v, by_name);
	return true;
}

static bool is_listed(const char *name, const char *suffix)
{
	size_t n = strlen(name), tail = strlen(suffix);

	return *name != '.' && n > tail && streq(name + n - tail, suffix);
}

bool dir_list(struct arena *a, struct diag *d, const char *path, const char *suffix,
	      const char ***names, size_t *n)
{
	struct dir_entries entries;

	if (!dir_entries(a, d, path, &entries))
		return false;
	*n = 0;
	*names = NEWS(a, const char *, entries.n);
	for (size_t i = 0; i < entries.n; i++) {
		const char *name = entries.v[i].name;

		if (!is_listed(name, suffix))
			continue;
		if (text_check(name, strlen(name)) < strlen(name))
			diag_error(d, (struct pos){.file = path_join(a, path, name)},
				   "a control character in the name");
		(*names)[(*n)++] = name;
	}
	return true;
}

bool dir_make(struct diag *d, const char *path)
{
	char part[4096];
	size_t n = strlen(path);
	struct stat st;

	if (n >= sizeof part)
		return diag_error(d, (struct pos){.file = path}, "the path is too long");
	if (mkdir(path, 0777) == 0)
		return true;
	if (errno != EEXIST && errno != ENOENT)
		return failed(d, "cannot create the folder", path);
	for (size_t i = errno == EEXIST ? n + 1 : 1; i <= n; i++) {
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

bool buf_park(struct buf *b, struct arena *a, struct str *out)
{
	FILE *f = tmpfile();
	void *p = MAP_FAILED;

	if (f && write_all(fileno(f), b->p, b->n))
		p = mmap(NULL, b->n, PROT_READ, MAP_PRIVATE, fileno(f), 0);
	if (f)
		fclose(f);
	if (p == MAP_FAILED)
		return false;
	arena_adopt_map(a, p, b->n);
	*out = (struct str){p, b->n};
	buf_free(b);
	return true;
}

void park_rest(struct str parked)
{
	madvise((void *)parked.p, parked.n, MADV_DONTNEED);
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

bool link_stays_below(const char *link, const char *folder)
{
	char *root = realpath(folder, NULL), *to = realpath(link, NULL);
	size_t n = root ? strlen(root) : 0;
	bool stays = !to || (root && strncmp(to, root, n) == 0 && (!to[n] || to[n] == '/'));

	free(root);
	free(to);
	return stays;
}

/* A folder that cannot be opened cannot be read from, either. */
static bool is_closed(struct arena *a, struct diag *d, const char *path, const char *top)
{
	struct dir_entries entries;
	bool ok = true;

	if (!dir_entries(a, path == top ? d : diag_new(a), path, &entries))
		return path != top;
	for (size_t i = 0; i < entries.n; i++) {
		const struct dir_entry *e = &entries.v[i];
		const char *below;

		if (e->kind != ENTRY_FOLDER && e->kind != ENTRY_LINK)
			continue;
		below = path_join(a, path, e->name);
		if (e->kind == ENTRY_FOLDER)
			ok &= is_closed(a, d, below, top);
		else if (!link_stays_below(below, top))
			ok = diag_error(d, (struct pos){.file = below},
					"the link leads out of the folder");
	}
	return ok;
}

bool dir_is_closed(struct arena *a, struct diag *d, const char *path)
{
	return is_closed(a, d, path, path);
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
