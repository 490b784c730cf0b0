/* The run over many projects: who builds what, and what is said about it. */
#include "batch/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/task.h"
#include "batch/inputs.h"
#include "batch/progress.h"
#include "facts/map.h"

struct outcome {
	enum exit_status status;
	const char *out; /* where the project's briefs go */
	char *messages;  /* of a project that failed, until the end; malloc */
	bool built, unchanged;
};

struct batch { /* what all workers share */
	const struct batch_options *options;
	struct outcome *outcomes; /* of each project */
	/* If they are many: the digest of what all read, "" if it is not known, and what keeps
	 * those of these files that come with the program. */
	const char *shared;
	const struct diag *shipped;
	atomic_size_t next;
	pthread_mutex_t print; /* guards what follows, and the output */
	struct progress progress;
	size_t done;
};

/* ---- one project ---- */

static struct report_options options_of(const struct batch *b, size_t i)
{
	struct report_options o = b->options->report;

	o.project = b->options->projects[i];
	o.read = b->shipped;
	o.beside = b->options->n == 1; /* many share the processors already */
	return o;
}

struct hashing {
	const struct report_options *options;
	const char *out;
	struct arena *arena;    /* the task's */
	const char *shared;     /* NULL: the project is the only one; "": not known */
	struct diag *kept;      /* takes the files for the build; NULL: it reads at the same time */
	char digest[HASH_TEXT]; /* "": something cannot be read, so nothing can be said */
};

static void hash_inputs(void *ctx, struct task *task)
{
	struct hashing *h = ctx;
	struct arena *a = h->arena;
	char shared[HASH_TEXT];

	(void)task;
	if (!h->shared)
		h->shared = inputs_shared(a, h->options, shared, NULL) ? shared : "";
	if (!*h->shared || !inputs_digest(a, h->options, h->out, h->shared, h->kept, h->digest))
		*h->digest = '\0';
}

static bool has_not_changed(struct report *r, const struct report_options *o, const char *out)
{
	bool is;

	task_wait(o->hashing, 1);
	is = *o->inputs && inputs_unchanged(r->scratch, o, out, o->inputs);
	arena_empty(r->scratch);
	return is;
}

static enum exit_status build(const struct batch *b, size_t i, struct report *r)
{
	struct report_options o = options_of(b, i);
	struct outcome *outcome = &b->outcomes[i];
	enum exit_status status = EXIT_DONE;
	bool look = !b->options->force && inputs_built(r->scratch, &o, outcome->out);
	bool beside = o.beside && !look;
	struct hashing hashing = {.options = &o,
				  .out = outcome->out,
				  .arena = task_arena(beside, r->scratch),
				  .shared = b->shared};

	if (!beside) {
		hashing.kept = diag_new(r->arena);
		hashing.kept->earlier = b->shipped;
		o.read = hashing.kept;
	}
	o.inputs = hashing.digest;
	o.hashing = task_start(beside, hash_inputs, &hashing);
	arena_empty(r->scratch);
	outcome->unchanged = look && has_not_changed(r, &o, outcome->out);
	if (!outcome->unchanged) {
		status = report_build(r, &o);
		if (status == EXIT_DONE)
			status = report_write(r, outcome->out);
		outcome->built = status == EXIT_DONE;
	}
	task_end(o.hashing);
	task_arena_end(hashing.arena, r->scratch);
	return status;
}

/* ---- what is said ---- */

static void print_brief(const struct brief_files *b, const char *out)
{
	for (size_t i = 0; i < b->files.n; i++) {
		const struct file *f = &b->files.v[i];

		if (strstr(f->path, "index.html") || strstr(f->path, "brief.pdf") ||
		    strstr(f->path, "brief.json"))
			printf("  %s/%s/%-16s %6.1f kB\n", out, b->brief->id, f->path,
			       (double)f->bytes.n / 1000);
	}
	for (size_t i = 0; i < b->editions.n; i++) {
		const struct edition *e = &b->editions.v[i];

		printf("  %s: ", lang_tags[e->lang]);
		if (e->pages)
			printf("%zu pages, ", e->pages);
		printf("%zu figures\n", e->doc ? e->doc->figures.n : 0);
	}
}

static void print_built(const struct report *r, const char *project, const char *out, double ms)
{
	printf("%s\n", project);
	for (size_t i = 0; i < r->briefs.n; i++)
		print_brief(&r->briefs.v[i], out);
	printf("  %zu checks: %zu ok, %zu within rounding, %zu differ (%zu waived), %zu not "
	       "disclosed; %.1f ms\n",
	       r->checks->summary.checks, r->checks->summary.ok, r->checks->summary.rounding,
	       r->checks->summary.differs, r->checks->summary.waived,
	       r->checks->summary.not_disclosed, ms);
}

/* A project that failed is listed at the end, when its report is gone. */
static char *messages_of(const struct report *r, const char *project, enum exit_status status)
{
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	if (!f)
		out_of_memory();
	diag_print(r->diag, f);
	if (status == EXIT_CHECKS) {
		struct buf checks = {0};

		checks_print_text(r->checks, &checks);
		fprintf(
		    f,
		    "%s%s: error: checks failed, nothing was built; --draft builds all the same\n",
		    buf_cstr(&checks), project);
		buf_free(&checks);
	}
	if (fclose(f))
		out_of_memory();
	return text;
}

static void tell(struct batch *b, size_t i, const struct report *r, double seconds)
{
	const char *project = b->options->projects[i];
	struct outcome *o = &b->outcomes[i];

	pthread_mutex_lock(&b->print);
	if (o->status != EXIT_DONE) {
		o->messages = messages_of(r, project, o->status);
	} else if (o->built) {
		progress_clear(&b->progress);
		diag_print(r->diag, stderr);
		if (!b->progress.shown)
			print_built(r, project, o->out, seconds * 1e3);
	}
	progress_show(&b->progress, ++b->done);
	pthread_mutex_unlock(&b->print);
}

static size_t count(const struct batch *b, bool (*is)(const struct outcome *))
{
	size_t n = 0;

	for (size_t i = 0; i < b->options->n; i++)
		n += is(&b->outcomes[i]);
	return n;
}

static bool is_built(const struct outcome *o)
{
	return o->built;
}

static bool is_unchanged(const struct outcome *o)
{
	return o->unchanged;
}

static bool is_failed(const struct outcome *o)
{
	return o->status != EXIT_DONE;
}

static void print_end(struct batch *b, double seconds)
{
	size_t built = count(b, is_built), unchanged = count(b, is_unchanged);
	size_t failed = count(b, is_failed);

	progress_clear(&b->progress);
	if (b->options->n > 1)
		printf(
		    "%zu projects: %zu built, %zu unchanged, %zu failed; %.1f s, %.0f a second\n",
		    b->options->n, built, unchanged, failed, seconds,
		    (double)b->options->n / (seconds > 0 ? seconds : 1));
	else if (unchanged)
		printf("%s: unchanged; --force builds all the same\n", b->options->projects[0]);
	fflush(stdout);
	for (size_t i = 0; i < b->options->n; i++) {
		const struct outcome *o = &b->outcomes[i];

		if (o->messages && b->options->n > 1)
			fprintf(stderr, "failed: %s\n", b->options->projects[i]);
		if (o->messages)
			fputs(o->messages, stderr);
		free(o->messages);
	}
}

/* ---- all projects ---- */

static void *work(void *arg)
{
	struct batch *b = arg;
	struct report r;

	report_start(&r);
	for (size_t i; (i = atomic_fetch_add(&b->next, 1)) < b->options->n;) {
		double start = progress_now();

		if (b->outcomes[i].status != EXIT_DONE)
			continue;
		b->outcomes[i].status = build(b, i, &r);
		tell(b, i, &r, progress_now() - start);
		report_empty(&r);
	}
	report_end(&r);
	return NULL;
}

static void run_workers(struct batch *b)
{
	pthread_t threads[BATCH_WORKERS_MAX];
	int started = 0;

	for (; started < b->options->workers - 1; started++)
		if (pthread_create(&threads[started], NULL, work, b))
			break;
	work(b);
	while (started--)
		pthread_join(threads[started], NULL);
}

/* "out/{project}" and "issuers/acme/": "out/acme" */
static const char *out_of(struct arena *a, const char *out, const char *project)
{
	static const char hole[] = "{project}";
	const char *at = strstr(out, hole), *name;
	size_t n = strlen(project);

	if (!at)
		return out;
	while (n > 1 && project[n - 1] == '/')
		n--;
	name = memrchr(project, '/', n);
	name = name && n > 1 ? name + 1 : project;
	return arena_printf(a, "%.*s%.*s%s", (int)(at - out), out, (int)(project + n - name), name,
			    at + sizeof hole - 1);
}

static bool has_brief(struct arena *a, const char *project, const char *id)
{
	return path_exists(path_join(a, project, arena_printf(a, "briefs/%s.yaml", id)));
}

static void refuse(struct batch *b, size_t i, size_t first, const char *folder)
{
	static const char words[] =
	    "%s: error: the brief is also one of '%s'; -o 'DIR/{project}' keeps them apart: '%s'\n";
	struct outcome *o = &b->outcomes[i];

	if (asprintf(&o->messages, words, b->options->projects[i], b->options->projects[first],
		     folder) < 0)
		out_of_memory();
	o->status = EXIT_INPUT;
	b->done++;
}

/* Two projects whose briefs have one id would write over each other. */
static void place(struct batch *b, struct arena *a)
{
	struct map owners = {0};

	for (size_t i = 0; i < b->options->n; i++) {
		struct report_options o = options_of(b, i);
		const char *const *ids;
		size_t n;

		b->outcomes[i].out = out_of(a, b->options->out, o.project);
		if (!inputs_briefs(a, &o, &ids, &n))
			continue;
		for (size_t k = 0; k < n; k++) {
			const char *folder = path_join(a, b->outcomes[i].out, ids[k]);
			size_t owner = map_find(&owners, folder);

			if (!has_brief(a, o.project, ids[k]))
				continue;
			if (owner == MAP_NONE)
				map_set(a, &owners, folder, i);
			else if (owner != i && b->outcomes[i].status == EXIT_DONE)
				refuse(b, i, owner, folder);
		}
	}
}

static enum exit_status worst(const struct batch *b)
{
	static const enum exit_status order[] = {EXIT_INPUT, EXIT_WRITE, EXIT_CHECKS};

	for (size_t k = 0; k < COUNT(order); k++)
		for (size_t i = 0; i < b->options->n; i++)
			if (b->outcomes[i].status == order[k])
				return order[k];
	return EXIT_DONE;
}

enum exit_status batch_run(const struct batch_options *options)
{
	struct arena *a = arena_new();
	struct batch b = {.options = options,
			  .outcomes = NEWS(a, struct outcome, options->n),
			  .print = PTHREAD_MUTEX_INITIALIZER,
			  .progress = progress_start(options->n)};
	char shared[HASH_TEXT];
	double start = progress_now();
	enum exit_status status;

	if (options->n > 1)
		b.shared = inputs_shared(a, &options->report, shared, &b.shipped) ? shared : "";
	place(&b, a);
	run_workers(&b);
	print_end(&b, progress_now() - start);
	status = worst(&b);
	arena_free(a);
	return status;
}
