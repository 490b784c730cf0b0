/* The list of those who asked not to be mailed. */
#include "deliver/suppression.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"

const char *suppression_file(struct arena *a, const char *project, const char *setting)
{
	return setting ? setting : path_join(a, project, "suppression.txt");
}

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool read_line(struct arena *a, struct diag *d, struct pos at, struct str line,
		      struct suppression *s)
{
	struct address address;
	const char *end, *why;

	if ((end = line.n ? memchr(line.p, '#', line.n) : NULL))
		line.n = (size_t)(end - line.p);
	if ((end = line.n ? memchr(line.p, ',', line.n) : NULL))
		line.n = (size_t)(end - line.p);
	line = str_trim(line);
	if (!line.n || (at.line == 1 && str_is(line, "address")))
		return true;
	if (!address_parse(a, line, &address, &why))
		return diag_error(d, at, "%s: '%.*s'", why, (int)line.n, line.p);
	*PUSH(a, s) = address.key;
	return true;
}

bool suppression_load(struct arena *a, struct diag *d, const char *path, struct suppression *s)
{
	struct pos at = {path, 1, 1};
	struct str bytes;
	bool ok = true;

	if (!path_exists(path))
		return true;
	if (!file_read(a, d, path, &bytes))
		return false;
	diag_source(d, path, bytes);
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		bytes = (struct str){bytes.p + 3, bytes.n - 3};
	for (size_t i = 0, n; i < bytes.n; i += n + 1, at.line++) {
		const char *end = memchr(bytes.p + i, '\n', bytes.n - i);

		n = end ? (size_t)(end - bytes.p) - i : bytes.n - i;
		ok &= read_line(a, d, at, (struct str){bytes.p + i, n}, s);
	}
	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, by_text);
	return ok;
}

bool suppression_has(const struct suppression *s, const struct address *address)
{
	return s->n && bsearch(&address->key, s->v, s->n, sizeof *s->v, by_text);
}

static bool failed(struct diag *d, const char *path)
{
	return diag_error(d, (struct pos){.file = path}, "cannot write: %s", strerror(errno));
}

/* In one write, on a line of its own even if the last line has no end. */
static bool append(struct arena *a, struct diag *d, const char *path, int fd, const char *address)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char last = '\n';
	const char *line;

	if (size > 0 && pread(fd, &last, 1, size - 1) != 1)
		return failed(d, path);
	line = arena_printf(a, "%s%s\n", last == '\n' ? "" : "\n", address);
	if (write(fd, line, strlen(line)) != (ssize_t)strlen(line) || fsync(fd))
		return failed(d, path);
	return true;
}

bool suppression_add(struct arena *a, struct diag *d, const char *path,
		     const struct address *address, bool *added)
{
	int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	struct suppression list = {0};
	bool ok;

	if (fd < 0)
		return failed(d, path);
	/* Two at once: the second sees what the first added. */
	ok = flock(fd, LOCK_EX) == 0 || failed(d, path);
	ok = ok && suppression_load(a, d, path, &list);
	*added = ok && !suppression_has(&list, address);
	if (*added)
		ok = append(a, d, path, fd, address->mailbox);
	close(fd);
	return ok;
}
