/* List files: the projects of a run, a folder a line. */
#include "batch/batch.h"

#include "base/file.h"

bool batch_list(struct arena *a, struct diag *d, const char *file, const char ***projects,
		size_t *n)
{
	struct {
		const char **v;
		size_t n, cap;
	} list = {0};
	const char *slash = strrchr(file, '/');
	const char *folder = slash ? arena_strn(a, file, (size_t)(slash - file) + 1) : "";
	struct str text;

	if (!file_read(a, d, file, &text))
		return false;
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t length = end ? (size_t)(end - text.p) : text.n;
		struct str line = str_trim((struct str){text.p, length});
		const char *name = arena_strn(a, line.p, line.n);

		if (line.n && *name != '#')
			*PUSH(a, &list) = *name == '/' ? name : path_join(a, folder, name);
		text.p += length + (end != NULL);
		text.n -= length + (end != NULL);
	}
	*projects = list.v;
	*n = list.n;
	return *n || diag_error(d, (struct pos){.file = file}, "the list names no project");
}
