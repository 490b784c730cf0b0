/* A folder of a test's own, made empty and removed with all that is in it. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

static inline char *folder_make(struct arena *a)
{
	const char *tmp = getenv("TMPDIR");
	char *path = arena_printf(a, "%s/irbrief-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");

	if (!mkdtemp(path))
		abort();
	return path;
}

static inline int folder_remove_one(const char *path, const struct stat *st, int kind,
				    struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static inline void folder_remove(const char *path)
{
	enum { OPEN_FOLDERS = 16 };

	nftw(path, folder_remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

/* Writes a text, making the folders above it. */
static inline void folder_put(struct arena *a, const char *folder, const char *name,
			      const char *text)
{
	struct diag *d = diag_new(a);
	char *path = path_join(a, folder, name);

	if (!dir_make(d, arena_strn(a, path, (size_t)(strrchr(path, '/') - path))) ||
	    !file_write(d, path, text, strlen(text)))
		abort();
}

#endif
