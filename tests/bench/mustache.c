/*
 * How often a second a page is filled: mustache TEMPLATE.mustache DATA.json [SECONDS].  Template
 * and data are read once, as by the peers' engines; seconds are of the processor.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "html/mustache.h"
#include "load/json.h"

static double processor_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(a);
	char *slash = argc > 2 ? strrchr(argv[1], '/') : NULL;
	const char *folder = slash ? arena_strn(a, argv[1], (size_t)(slash - argv[1])) : ".";
	struct mustache_loader loader = mustache_folder_loader(a, d, &folder, 1, NULL, NULL);
	double seconds = argc > 3 ? atof(argv[3]) : 5, start, took;
	struct mustache *m = NULL;
	struct value *view = NULL;
	struct buf out = {0};
	struct str text;
	long n = 0;

	if (argc > 2 && file_read(a, d, argv[1], &text))
		m = mustache_compile(a, d, argv[1], text, &loader);
	if (m && file_read(a, d, argv[2], &text))
		view = json_read(a, d, argv[2], text);
	if (!view) {
		diag_print(d, stderr);
		return EXIT_FAILURE;
	}
	start = processor_seconds();
	do {
		buf_clear(&out);
		mustache_render(m, d, view, false, mustache_escape_html, &out);
		n++;
	} while ((took = processor_seconds() - start) < seconds);
	printf("%zu bytes, %.0f renders a second, %.0f MB/s\n", out.n, (double)n / took,
	       (double)n / took * (double)out.n / 1e6);
	buf_free(&out);
	arena_free(a);
	return EXIT_SUCCESS;
}
