/*
 * A whole build of the small project beside this file with one of its files replaced: the first
 * line of the input names the file, the rest is what stands in it.  Everything that a project can
 * hold goes through here, from the reader to HTML, charts and PDF.
 */
#include "fuzz.h"

#include "../folder.h"
#include "report.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static const char *const names[] = {"issuer.yaml",
				    "documents.csv",
				    "concepts.csv",
				    "dimensions.csv",
				    "facts/wide.csv",
				    "facts/long.csv",
				    "claims.csv",
				    "checks.csv",
				    "waivers.csv",
				    "restatements.csv",
				    "corrections.csv",
				    "briefs/annual.yaml",
				    "commentary/annual.en.md",
				    "templates/briefs/all.yaml",
				    "templates/html/foot.mustache",
				    "assets/css/brief.css",
				    "assets/texts/en.yaml"};

static struct {
	struct arena *arena;
	const char *folder;
	const struct fonts *fonts;
	struct str original[COUNT(names)]; /* {0}: the project has no such file */
} base;

static void put(const char *name, struct str text)
{
	const char *path = path_join(base.arena, base.folder, name);
	struct diag *d = diag_new(base.arena);

	if (!text.p)
		path_remove(d, path);
	else if (!dir_make(d, arena_strn(base.arena, path, (size_t)(strrchr(path, '/') - path))) ||
		 !file_write(d, path, text.p, text.n))
		abort();
}

static void remove_folder(void)
{
	folder_remove(base.folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	base.arena = arena_new();
	base.folder = folder_make(base.arena);
	base.fonts = fonts_open(diag_new(base.arena));
	atexit(remove_folder);
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *path = path_join(base.arena, "tests/fuzz/acme", names[i]);

		if (path_exists(path) &&
		    !file_read(base.arena, diag_new(base.arena), path, &base.original[i]))
			abort();
		put(names[i], base.original[i]);
	}
	return 0;
}

static void build(void)
{
	struct report_options options = {
	    .project = base.folder, .shipped = ".", .draft = true, .fonts = base.fonts};
	struct report r;
	enum exit_status status;

	report_start(&r);
	status = report_build(&r, &options);
	if ((status == EXIT_DONE) != (r.diag->errors == 0))
		abort();
	fuzz_messages(r.diag);
	report_end(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *text = (const char *)bytes, *end = memchr(bytes, '\n', n);

	for (size_t i = 0; end && i < COUNT(names); i++)
		if (str_is((struct str){text, (size_t)(end - text)}, names[i])) {
			put(names[i], (struct str){end + 1, n - (size_t)(end + 1 - text)});
			build();
			put(names[i], base.original[i]);
			return 0;
		}
	return -1; /* not kept in the corpus */
}
