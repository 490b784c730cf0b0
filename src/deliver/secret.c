/* Credentials and keys: environment first, else a file that nobody else can read. */
#include "deliver/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool failed(struct diag *d, const char *what, const char *path)
{
	return diag_error(d, (struct pos){.file = path}, "%s: %s", what, strerror(errno));
}

const char *secret_folder(struct arena *a, struct diag *d, const char *project)
{
	const char *folder = path_join(a, project, ".irbrief"),
		   *ignore = path_join(a, folder, ".gitignore");

	if (!dir_make(d, folder))
		return NULL;
	if (!path_exists(ignore) && !file_write(d, ignore, "*\n", 2))
		return NULL;
	return folder;
}

/* The mode is asked of the open file, so that it cannot be changed for another in between. */
static bool read_private(struct arena *a, struct diag *d, const char *path, struct str *out)
{
	enum { LIMIT = 4096 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char *p = arena_alloc(a, LIMIT);
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return failed(d, "cannot open", path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || (st.st_mode & 077)) {
		close(fd);
		return diag_error(d, (struct pos){.file = path},
				  "others may read this file: its mode must be 0600");
	}
	n = read(fd, p, LIMIT);
	close(fd);
	if (n < 0)
		return failed(d, "cannot read", path);
	if (n == LIMIT)
		return diag_error(d, (struct pos){.file = path}, "too long for a secret");
	*out = (struct str){p, (size_t)n};
	return true;
}

bool secret_credentials(struct arena *a, struct diag *d, const char *project, struct credentials *c)
{
	const char *path = path_join(a, project, ".irbrief/smtp"), *end;
	struct str s, user;

	*c = (struct credentials){getenv("IRBRIEF_SMTP_USER"), getenv("IRBRIEF_SMTP_PASSWORD")};
	if (c->user && *c->user && c->password)
		return true;
	*c = (struct credentials){0};
	if (!path_exists(path))
		return true;
	if (!read_private(a, d, path, &s))
		return false;
	end = s.n ? memchr(s.p, '\n', s.n) : NULL;
	if (!end)
		return diag_error(d, (struct pos){.file = path},
				  "expected two lines: user and password");
	user = str_trim((struct str){s.p, (size_t)(end - s.p)});
	s = str_trim((struct str){end + 1, s.n - (size_t)(end + 1 - s.p)});
	*c = (struct credentials){arena_strn(a, user.p, user.n), arena_strn(a, s.p, s.n)};
	return true;
}

static bool make_key(struct arena *a, struct diag *d, const char *project, const char *path)
{
	unsigned char random[32];
	struct buf text = {0};
	bool ok;
	int fd;

	if (!secret_folder(a, d, project))
		return false;
	if (getrandom(random, sizeof random, 0) != sizeof random)
		return failed(d, "no random numbers for", path);
	for (size_t i = 0; i < sizeof random; i++)
		buf_printf(&text, "%02x", random[i]);
	buf_char(&text, '\n');
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ok = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	buf_free(&text);
	return ok || failed(d, "cannot write", path);
}

bool secret_unsubscribe_key(struct arena *a, struct diag *d, const char *project, bool make,
			    struct str *key)
{
	enum { SHORTEST = 16 };
	const char *given = getenv("IRBRIEF_UNSUBSCRIBE_KEY");
	const char *path = path_join(a, project, ".irbrief/unsubscribe.key");

	if (given && *given) {
		*key = str_of(given);
		if (key->n < SHORTEST)
			return diag_error(d, (struct pos){0},
					  "IRBRIEF_UNSUBSCRIBE_KEY is shorter than %d bytes",
					  SHORTEST);
		return true;
	}
	if (make && !path_exists(path) && !make_key(a, d, project, path))
		return false;
	if (!read_private(a, d, path, key))
		return false;
	*key = str_trim(*key);
	if (key->n < SHORTEST)
		return diag_error(d, (struct pos){.file = path}, "the key is shorter than %d bytes",
				  SHORTEST);
	return true;
}
