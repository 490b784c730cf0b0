/*
 * The folder of reference material that stands beside the repository on some machines: test suites
 * of others, which are not copied here.  Tests that need it say so and skip.
 */
#ifndef TESTS_SHARED_H
#define TESTS_SHARED_H

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

/* Path of a file or folder in it, or NULL, having said so, if it is absent. */
static inline const char *shared_path(struct arena *a, const char *name)
{
	const char *env = getenv("IRBRIEF_SHARED");
	const char *path = path_join(a, env && *env ? env : "../shared", name);

	if (path_exists(path))
		return path;
	printf("SKIPPED: needs %s (set IRBRIEF_SHARED)\n", path);
	return NULL;
}

#endif
