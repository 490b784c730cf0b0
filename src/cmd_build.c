/* irbrief build: the briefs of one project or of many. */
#include <getopt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd.h"
#include "report.h"

enum { BRIEFS_MAX = 64, JOBS_MAX = 64 };

struct job {                             /* what all workers share */
	const char *const *projects;
	size_t n;
	atomic_size_t next;
	struct report_options options;
	const char *out;
	pthread_mutex_t print;           /* messages of one project stay together */
	enum exit_status *status;        /* of each project */
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void print_brief(const struct brief_files *b, const char *out)
{
	for (size_t i = 0; i < b->files.n; i++) {
		const struct file *f = &b->files.v[i];

		if (strstr(f->path, "index.html") || strstr(f->path, "brief.pdf") || strstr(f->path, "brief.json"))
			printf("  %s/%s/%-16s %6.1f kB\n", out, b->brief->id, f->path, (double)f->bytes.n / 1000);
	}
	for (size_t i = 0; i < b->editions.n; i++)
		printf("  %s: %zu pages, %zu figures\n", lang_tags[b->editions.v[i].lang], b->editions.v[i].pages,
		       b->editions.v[i].doc ? b->editions.v[i].doc->figures.n : 0);
}

static void print_done(const struct report *r, const char *out, double ms)
{
	for (size_t i = 0; i < r->briefs.n; i++)
		print_brief(&r->briefs.v[i], out);
	printf("  %zu checks: %zu ok, %zu within rounding, %zu differ (%zu waived), %zu not disclosed; %.1f ms\n",
	       r->checks->summary.checks, r->checks->summary.ok, r->checks->summary.rounding,
	       r->checks->summary.differs, r->checks->summary.waived, r->checks->summary.not_disclosed, ms);
}

static enum exit_status build_one(struct job *job, const char *project)
{
	struct report_options o = job->options;
	double start = now_ms();
	enum exit_status status;
	struct report r;

	o.project = project;
	report_start(&r);
	status = report_build(&r, &o);
	if (status == EXIT_DONE)
		status = report_write(&r, job->out);
	pthread_mutex_lock(&job->print);
	diag_print(r.diag, stderr);
	if (status == EXIT_CHECKS) {
		struct buf text = {0};

		checks_print_text(r.checks, &text);
		fprintf(stderr, "%s%s: error: checks failed, nothing was built; --draft builds all the same\n",
			buf_cstr(&text), project);
		buf_free(&text);
	}
	if (status == EXIT_DONE) {
		printf("%s\n", project);
		print_done(&r, job->out, now_ms() - start);
	}
	pthread_mutex_unlock(&job->print);
	report_end(&r);
	return status;
}

static void *work(void *arg)
{
	struct job *job = arg;

	for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->n;)
		job->status[i] = build_one(job, job->projects[i]);
	return NULL;
}

/* All projects; one bad one does not stop the rest.  The worst status is the result: bad input first. */
static enum exit_status build_all(struct job *job, int workers)
{
	static const enum exit_status order[] = {EXIT_INPUT, EXIT_WRITE, EXIT_CHECKS};
	pthread_t threads[JOBS_MAX];
	int started = 0;

	for (; started < workers - 1; started++)
		if (pthread_create(&threads[started], NULL, work, job))
			break;
	work(job);
	while (started--)
		pthread_join(threads[started], NULL);
	for (size_t k = 0; k < COUNT(order); k++)
		for (size_t i = 0; i < job->n; i++)
			if (job->status[i] == order[k])
				return order[k];
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
	    {"brief", required_argument, NULL, 'b'}, {"lang", required_argument, NULL, 'l'},
	    {"draft", no_argument, NULL, 'd'},	     {"help", no_argument, NULL, 'h'},
	    {0}};
	const char *briefs[BRIEFS_MAX];
	struct job job = {.out = "out", .print = PTHREAD_MUTEX_INITIALIZER};
	enum exit_status status;
	struct arena *arena;
	struct diag *diag;
	struct fonts *fonts;
	int workers = 1, lang;

	job.options = (struct report_options){.briefs = briefs, .shipped = shipped_folder(),
					      .documents = getenv("IRBRIEF_DOCUMENTS")};
	for (int c; (c = getopt_long(argc, argv, "o:j:h", options, NULL)) != -1;) {
		switch (c) {
		case 'o':
			job.out = optarg;
			break;
		case 'j':
			workers = atoi(optarg);
			if (workers < 1 || workers > JOBS_MAX)
				return usage_error(&cmd_build, "-j takes a number from 1 to %d", JOBS_MAX);
			break;
		case 'b':
			if (job.options.n_briefs == BRIEFS_MAX)
				return usage_error(&cmd_build, "at most %d times --brief", BRIEFS_MAX);
			briefs[job.options.n_briefs++] = optarg;
			break;
		case 'l':
			lang = lang_find(optarg);
			if (lang < 0)
				return usage_error(&cmd_build, "unknown language: '%s'", optarg);
			job.options.langs |= 1u << lang;
			break;
		case 'd':
			job.options.draft = true;
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
	arena = arena_new();
	diag = diag_new(arena);
	fonts = fonts_open(diag);
	diag_print(diag, stderr);
	status = EXIT_WRITE;
	if (fonts) {
		job.options.fonts = fonts;
		job.projects = (const char *const *)argv + optind;
		job.n = (size_t)(argc - optind);
		job.status = NEWS(arena, enum exit_status, job.n);
		status = build_all(&job, workers);
		fonts_close(fonts);
	}
	arena_free(arena);
	return status;
}

const struct command cmd_build = {
    .name = "build",
    .run = run,
    .usage = "build PROJECT... [-o DIR] [--brief ID]... [--lang LANG]... [-j N] [--draft]",
    .summary = "Check a project's figures and make its briefs: HTML, PDF and data",
    .help = "  -o DIR        where the briefs go (default: out)\n"
	    "  --brief ID    only this brief; may be given more than once\n"
	    "  --lang LANG   only this language: en, zh-Hans or zh-Hant; may be given more than once\n"
	    "  -j N          so many projects at a time\n"
	    "  --draft       build although checks fail; every page says DRAFT, and the result is\n"
	    "                refused by publish and mail\n"
	    "\n"
	    "Makes DIR/ID/manifest.json and, for each language, DIR/ID/LANG/index.html, brief.pdf,\n"
	    "brief.json and charts/*.svg.  The same input gives the same bytes.\n"
	    "\n"
	    "Exit status: 0 done; 1 checks failed, nothing staged; 2 usage; 3 bad input, nothing\n"
	    "written; 4 could not write.\n"
	    "\n"
	    "Example: irbrief build data/kingsoft-cloud -o out\n",
};
