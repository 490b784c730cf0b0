/*
 * A library to be preloaded (LD_PRELOAD) that lets one call of a kind fail: the n-th malloc, write,
 *rename ...
 *
 *	FAULT_CALL    malloc, open, read, write, fsync, rename, close or mkdir
 *	FAULT_AT      which one, from 1; 0: none
 *	FAULT_ERRNO   the reason that it gives
 *	FAULT_COUNT   a file that gets the number of such calls at the end
 *
 * A file because no packaged tool fails one chosen call of a program that it does not change.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
	const char *call; /* NULL until the program runs: the loader's own calls do not count */
	long at;
	int reason;
	atomic_long count;
} fault;

/* The function of the next library under the name that this one has taken. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void start(void)
{
	const char *at = getenv("FAULT_AT"), *reason = getenv("FAULT_ERRNO");

	fault.at = at ? atol(at) : 0;
	fault.reason = reason ? atoi(reason) : EIO;
	fault.call = getenv("FAULT_CALL");
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *f = path ? fopen(path, "w") : NULL;

	if (!f)
		return;
	fprintf(f, "%ld\n", atomic_load(&fault.count));
	fclose(f);
}

static int fails(const char *call)
{
	if (!fault.call || strcmp(fault.call, call) != 0 ||
	    atomic_fetch_add(&fault.count, 1) + 1 != fault.at)
		return 0;
	errno = fault.reason;
	return 1;
}

/* The program's own malloc calls the C library's by these names (src/memory.c). */
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

void *__libc_malloc(size_t n)
{
	return fails("malloc") ? NULL : NEXT(__libc_malloc)(n);
}

void *__libc_calloc(size_t n, size_t size)
{
	return fails("malloc") ? NULL : NEXT(__libc_calloc)(n, size);
}

void *__libc_realloc(void *p, size_t n)
{
	return fails("malloc") ? NULL : NEXT(__libc_realloc)(p, n);
}

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails("open") ? -1 : NEXT(open)(path, flags, mode);
}

ssize_t read(int fd, void *p, size_t n)
{
	return fails("read") ? -1 : NEXT(read)(fd, p, n);
}

/* The failing write has put half of its bytes before, as on a full disk. */
ssize_t write(int fd, const void *p, size_t n)
{
	if (fault.call && strcmp(fault.call, "write") == 0 && fd > STDERR_FILENO &&
	    atomic_load(&fault.count) + 2 == fault.at && n > 1)
		n /= 2;
	return fd > STDERR_FILENO && fails("write") ? -1 : NEXT(write)(fd, p, n);
}

int fsync(int fd)
{
	return fails("fsync") ? -1 : NEXT(fsync)(fd);
}

int syncfs(int fd)
{
	return fails("fsync") ? -1 : NEXT(syncfs)(fd);
}

int rename(const char *from, const char *to)
{
	return fails("rename") ? -1 : NEXT(rename)(from, to);
}

int mkdir(const char *path, mode_t mode)
{
	return fails("mkdir") ? -1 : NEXT(mkdir)(path, mode);
}

/* The descriptor is closed all the same, as the system does. */
int close(int fd)
{
	int failed = fails("close");
	int status = NEXT(close)(fd);

	if (!failed)
		return status;
	errno = fault.reason;
	return -1;
}
