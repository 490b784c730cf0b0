/*
 * irbrief render TEMPLATE.mustache DATA.json: a template filled from JSON, by the letter of the
 * Mustache specification, on standard output.  Partials are looked for beside the template.
 */
#include "cmd.h"

#include <stdio.h>

#include "base/file.h"
#include "html/mustache.h"
#include "load/json.h"

/* The folder of a path: what stands before its last slash, or ".". */
static const char *folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/" : arena_strn(a, path, (size_t)(slash - path));
}

/* Both files are read before anything is judged, so that one run shows every mistake. */
static bool render(struct arena *a, struct diag *d, const char *template, const char *data,
		   struct buf *out)
{
	const char *folder = folder_of(a, template);
	struct mustache_loader loader = mustache_folder_loader(a, d, &folder, 1, NULL, NULL);
	struct mustache *m = NULL;
	struct value *view = NULL;
	struct str text;

	if (file_read(a, d, template, &text))
		m = mustache_compile(a, d, template, text, &loader);
	if (file_read(a, d, data, &text))
		view = json_read(a, d, data, text);
	return m && view && mustache_render(m, d, view, false, mustache_escape_html, out) &&
	       d->errors == 0;
}

static int run(int argc, char **argv)
{
	struct arena *a;
	struct diag *d;
	struct buf out = {0};
	enum exit_status status = EXIT_DONE;

	if (argc != 3 || argv[1][0] == '-' || argv[2][0] == '-')
		return usage_error(&cmd_render, "expected a template and a JSON file");
	a = arena_new();
	d = diag_new(a);
	if (render(a, d, argv[1], argv[2], &out))
		fwrite(buf_cstr(&out), 1, out.n, stdout);
	else
		status = EXIT_INPUT;
	diag_print(d, stderr);
	buf_free(&out);
	arena_free(a);
	return (int)status;
}

const struct command cmd_render = {
    .name = "render",
    .run = run,
    .usage = "render TEMPLATE.mustache DATA.json",
    .summary = "Fill a Mustache template from JSON, on standard output",
    .help =
	"Any JSON text is the data; partials are looked for beside the template; what resolves to\n"
	"nothing prints as nothing, as the Mustache specification says.\n"
	"\n"
	"Example: irbrief render letter.mustache letter.json > letter.html\n",
};
