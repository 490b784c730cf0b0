/*
 * The partials of template folders.  Names come from templates and, for dynamic ones, from data, so
 * nothing but files inside the folders can be reached: no "..", no absolute path, no symbolic link.
 */
#include "html/mustache.h"

#include <sys/stat.h>

#include "base/file.h"

struct folders {
	struct arena *arena;
	struct diag *diag;
	const char *const *paths;
	size_t n;
	void (*accept)(void *ctx, const char *file, struct str *text);
	void *ctx;
};

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

/* Letters, digits, _ and -, in parts between single slashes. */
static bool is_name(const char *s)
{
	char before = '/';

	for (; *s; before = *s++)
		if (!is_name_char(*s) && (*s != '/' || before == '/'))
			return false;
	return before != '/';
}

static bool is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

/* A part of the path below the folder, but for the last one. */
static bool has_link(struct arena *a, const char *folder, const char *name)
{
	for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/'))
		if (is_link(path_join(a, folder, arena_strn(a, name, (size_t)(slash - name)))))
			return true;
	return false;
}

static bool load(void *ctx, const char *name, struct str *text, const char **file)
{
	struct folders *f = ctx;
	const char *leaf = arena_printf(f->arena, "%s.mustache", name);

	if (!is_name(name))
		return diag_error(f->diag, (struct pos){0}, "not a name of a partial: '%s'", name);
	for (size_t k = 0; k < f->n; k++) {
		const char *path = path_join(f->arena, f->paths[k], leaf);
		struct stat st;

		if (lstat(path, &st))
			continue;
		if (S_ISLNK(st.st_mode) || has_link(f->arena, f->paths[k], leaf))
			return diag_error(f->diag, (struct pos){.file = path},
					  "a template may not be a link");
		*file = path;
		if (!file_read(f->arena, f->diag, path, text))
			return false;
		if (f->accept)
			f->accept(f->ctx, path, text);
		return true;
	}
	return false;
}

struct mustache_loader
mustache_folder_loader(struct arena *a, struct diag *d, const char *const *folders, size_t n,
		       void (*accept)(void *ctx, const char *file, struct str *text), void *ctx)
{
	struct folders *f = NEW(a, struct folders);

	*f = (struct folders){a, d, folders, n, accept, ctx};
	return (struct mustache_loader){load, f};
}
