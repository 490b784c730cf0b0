/* irbrief build: the briefs of one project or of many. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "batch/batch.h"
#include "batch/shard.h"
#include "cmd.h"

enum { BRIEFS_MAX = 64 };

struct projects {
	const char **v;
	size_t n, cap;
};

/* What the command line names: folders, and @FILE for the folders that a file lists. */
static bool name_projects(struct arena *a, struct diag *d, char *const *args, struct projects *all)
{
	for (; *args; args++) {
		const char **listed;
		size_t n;

		if (**args != '@') {
			*PUSH(a, all) = *args;
			continue;
		}
		if (!batch_list(a, d, *args + 1, &listed, &n))
			return false;
		for (size_t i = 0; i < n; i++)
			*PUSH(a, all) = listed[i];
	}
	return true;
}

static void keep_shard(struct projects *all, struct shard shard)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->n; i++)
		if (shard_holds(shard, i))
			all->v[kept++] = all->v[i];
	all->n = kept;
}

static enum exit_status build(char *const *args, struct shard shard, struct batch_options *b)
{
	struct arena *a = arena_new();
	struct diag *diag = diag_new(a);
	enum exit_status status = EXIT_INPUT;
	struct projects all = {0};
	struct fonts *fonts = NULL;
	bool named = name_projects(a, diag, args, &all);

	if (named) {
		keep_shard(&all, shard);
		fonts = fonts_open(diag);
		status = EXIT_WRITE;
	}
	diag_print(diag, stderr);
	if (fonts) {
		b->report.fonts = fonts;
		b->projects = all.v;
		b->n = all.n;
		status = batch_run(b);
		fonts_close(fonts);
	}
	arena_free(a);
	return status;
}

static int output_find(const char *name)
{
	for (int i = 0; i < OUTPUT_COUNT; i++)
		if (streq(output_names[i], name))
			return i;
	return -1;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
	    {"brief", required_argument, NULL, 'b'}, {"lang", required_argument, NULL, 'l'},
	    {"only", required_argument, NULL, 'y'},  {"draft", no_argument, NULL, 'd'},
	    {"force", no_argument, NULL, 'f'},       {"shard", required_argument, NULL, 's'},
	    {"help", no_argument, NULL, 'h'},        {0}};
	const char *briefs[BRIEFS_MAX];
	struct batch_options batch = {.out = "out", .workers = 1};
	struct report_options *report = &batch.report;
	struct shard shard = {1, 1};
	int lang, output;

	*report = (struct report_options){.briefs = briefs,
					  .shipped = shipped_folder(),
					  .documents = getenv("IRBRIEF_DOCUMENTS")};
	for (int c; (c = getopt_long(argc, argv, "o:j:h", options, NULL)) != -1;) {
		switch (c) {
		case 'o':
			batch.out = optarg;
			break;
		case 'j':
			batch.workers = atoi(optarg);
			if (batch.workers < 1 || batch.workers > BATCH_WORKERS_MAX)
				return usage_error(&cmd_build, "-j takes a number from 1 to %d",
						   BATCH_WORKERS_MAX);
			break;
		case 'b':
			if (report->n_briefs == BRIEFS_MAX)
				return usage_error(&cmd_build, "at most %d times --brief",
						   BRIEFS_MAX);
			briefs[report->n_briefs++] = optarg;
			break;
		case 'l':
			lang = lang_find(optarg);
			if (lang < 0)
				return usage_error(&cmd_build, "unknown language: '%s'", optarg);
			report->langs |= 1u << lang;
			break;
		case 'y':
			output = output_find(optarg);
			if (output < 0)
				return usage_error(
				    &cmd_build, "--only takes html, pdf, json, svg or card: '%s'",
				    optarg);
			report->outputs |= 1u << output;
			break;
		case 'd':
			report->draft = true;
			break;
		case 'f':
			batch.force = true;
			break;
		case 's':
			if (!shard_parse(optarg, &shard))
				return usage_error(
				    &cmd_build,
				    "--shard takes K/N, or auto in a Slurm array or an "
				    "indexed Kubernetes job: '%s'",
				    optarg);
			break;
		case 'h':
			printf("usage: irbrief %s\n\n%s", cmd_build.usage, cmd_build.help);
			return EXIT_DONE;
		default:
			return usage_error(&cmd_build, "unknown option");
		}
	}
	if (optind == argc)
		return usage_error(&cmd_build, "expected a project folder");
	return (int)build(argv + optind, shard, &batch);
}

const struct command cmd_build = {
    .name = "build",
    .run = run,
    .usage = "build PROJECT|@LIST... [-o DIR] [--brief ID]... [--lang LANG]... [--only KIND]... "
	     "[-j N] [--shard K/N] [--draft] [--force]",
    .summary = "Check a project's figures and make its briefs: HTML, PDF and data",
    .help =
	"  PROJECT       a project folder; @LIST names a file of them, a folder a line\n"
	"  -o DIR        where the briefs go (default: out); {project} in it stands for the name "
	"of\n"
	"                the project's folder: -o 'out/{project}'\n"
	"  --brief ID    only this brief; may be given more than once\n"
	"  --lang LANG   only this language: en, zh-Hans or zh-Hant; may be given more than once\n"
	"  --only KIND   only this output: html, pdf, json, svg or card; may be given more than "
	"once\n"
	"  -j N          so many projects at a time\n"
	"  --shard K/N   only part K of N of the projects: K, K + N, K + 2N ...; auto takes K and "
	"N\n"
	"                from a Slurm array or an indexed Kubernetes job (docs/many-issuers.md)\n"
	"  --force       build what has not changed, too\n"
	"  --draft       build although checks fail; every page says DRAFT, and the result is\n"
	"                refused by publish and mail\n"
	"\n"
	"Makes DIR/ID/manifest.json and, for each language, DIR/ID/LANG/index.html, brief.pdf,\n"
	"brief.json, charts/*.svg and, where deliver.yaml names the site, card.png.  The same\n"
	"input gives the same bytes, and a brief whose inputs have not changed is not built\n"
	"again.  A project that fails does not stop the others; it is listed at the end.\n"
	"\n"
	"Exit status: 0 done; 1 checks failed, nothing staged; 2 usage; 3 bad input, nothing\n"
	"written; 4 could not write.\n"
	"\n"
	"Examples: irbrief build data/kingsoft-cloud -o out\n"
	"          irbrief build @issuers.txt -o 'out/{project}' -j 8\n",
};
