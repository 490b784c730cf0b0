/* Files with a chosen mode and time, trees, and syncing. */
#include "deliver/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LIMIT = 4096, OPEN_FOLDERS = 16 };

bool disk_failed(struct diag *d, const char *what, const char *path)
{
	return diag_error(d, (struct pos){.file = path}, "%s: %s", what, strerror(errno));
}

static bool put_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t put = write(fd, s.p, s.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		s.p += put;
		s.n -= (size_t)put;
	}
	return true;
}

static bool fill(int fd, struct str bytes, mode_t mode, int64_t mtime)
{
	struct timespec times[2] = {{.tv_sec = mtime}, {.tv_sec = mtime}};

	return put_all(fd, bytes) && fchmod(fd, mode) == 0 &&
	       (mtime == 0 || futimens(fd, times) == 0);
}

bool disk_write(struct diag *d, const char *path, struct str bytes, mode_t mode, int64_t mtime)
{
	char aside[PATH_LIMIT];
	bool ok;
	int fd;

	if ((size_t)snprintf(aside, sizeof aside, "%s.new", path) >= sizeof aside)
		return diag_error(d, (struct pos){.file = path}, "the path is too long");
	unlink(aside);
	fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return disk_failed(d, "cannot write", path);
	ok = fill(fd, bytes, mode, mtime) || disk_failed(d, "cannot write", path);
	if (close(fd) && ok)
		ok = disk_failed(d, "cannot write", path);
	if (ok && rename(aside, path))
		ok = disk_failed(d, "cannot write", path);
	if (!ok)
		unlink(aside);
	return ok;
}

bool disk_folder(struct diag *d, const char *path, mode_t mode)
{
	if ((mkdir(path, mode) && errno != EEXIST) || chmod(path, mode))
		return disk_failed(d, "cannot create the folder", path);
	return true;
}

bool disk_rename(struct diag *d, const char *from, const char *to)
{
	return rename(from, to) == 0 || disk_failed(d, "cannot rename", from);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

bool disk_remove(struct diag *d, const char *path)
{
	if (nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT)
		return true;
	return disk_failed(d, "cannot remove", path);
}

static int open_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)kind, (void)at;
	if (S_ISLNK(st->st_mode))
		return 0;
	return chmod(path, S_ISDIR(st->st_mode) ? 0755 : 0644);
}

bool disk_open_up(struct diag *d, const char *path)
{
	return nftw(path, open_one, OPEN_FOLDERS, FTW_PHYS) == 0 ||
	       disk_failed(d, "cannot make it readable", path);
}

static bool sync_by(struct diag *d, const char *folder, int (*sync)(int))
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && sync(fd) == 0;

	if (!ok)
		disk_failed(d, "cannot sync", folder);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool disk_sync(struct diag *d, const char *folder)
{
	return sync_by(d, folder, syncfs);
}

bool disk_sync_folder(struct diag *d, const char *folder)
{
	return sync_by(d, folder, fsync);
}
