/* Bytes by their SHA-256. */
#include "deliver/store.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"
#include "deliver/disk.h"

static const char *object_path(struct arena *a, const char *site, const char *sha256)
{
	return path_join(a, site, arena_printf(a, ".irbrief/objects/%s", sha256));
}

bool store_put(struct arena *a, struct diag *d, const char *site, struct str bytes,
	       char sha256[HASH_TEXT])
{
	const char *path;

	hash_text(bytes.p, bytes.n, sha256);
	path = object_path(a, site, sha256);
	return path_exists(path) || (disk_folder(d, path_join(a, site, ".irbrief/objects"), 0700) &&
				     disk_write(d, path, bytes, 0600, 0));
}

bool store_read(struct arena *a, struct diag *d, const char *site, const char *sha256,
		struct str *bytes)
{
	const char *path = object_path(a, site, sha256);
	char found[HASH_TEXT];

	if (!file_read(a, d, path, bytes))
		return false;
	hash_text(bytes->p, bytes->n, found);
	return streq(found, sha256) || diag_error(d, (struct pos){.file = path},
						  "these bytes are not those that were staged");
}

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

bool store_sweep(struct arena *a, struct diag *d, const char *site,
		 const struct ledger_versions *all)
{
	struct {
		const char **v;
		size_t n, cap;
	} known = {0};
	const char *folder = path_join(a, site, ".irbrief/objects");
	DIR *dir = opendir(folder);
	struct dirent *e;
	bool ok = true;

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].files.n; k++)
			*PUSH(a, &known) = all->v[i].files.v[k].sha256;
	if (known.n)
		qsort(known.v, known.n, sizeof *known.v, by_text);
	while (dir && (e = readdir(dir))) {
		const char *name = e->d_name;

		if (name[0] != '.' &&
		    (!known.n || !bsearch(&name, known.v, known.n, sizeof *known.v, by_text)))
			ok &= path_remove(d, path_join(a, folder, name));
	}
	if (dir)
		closedir(dir);
	return ok;
}
