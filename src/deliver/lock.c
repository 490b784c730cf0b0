/* A lock that dies with the process, whatever kills it. */
#include "deliver/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "deliver/disk.h"

enum lock_result lock_take(struct arena *a, struct diag *d, const char *folder, int *fd)
{
	const char *path = path_join(a, folder, "lock");
	bool busy;

	if (!dir_make(d, folder) || !disk_folder(d, folder, 0700))
		return LOCK_FAILED;
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0) {
		disk_failed(d, "cannot open", path);
		return LOCK_FAILED;
	}
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return LOCK_TAKEN;
	busy = errno == EWOULDBLOCK;
	if (busy)
		diag_error(d, (struct pos){.file = path}, "another process is at work here");
	else
		disk_failed(d, "cannot lock", path);
	close(*fd);
	return busy ? LOCK_BUSY : LOCK_FAILED;
}

void lock_release(int fd)
{
	close(fd);
}
