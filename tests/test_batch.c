/*
 * Many projects in one run: one that fails does not stop the others, what has not changed is not
 * built again, two projects do not write over each other, and every part of a list is somebody's.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "batch/batch.h"
#include "batch/inputs.h"
#include "batch/progress.h"
#include "batch/shard.h"
#include "folder.h"

struct world {
	struct arena *arena;
	struct diag *diag;
	struct fonts *fonts;
	const char *folder, *out;
};

static int setup(void **state)
{
	struct arena *a = arena_new();
	struct world *w = NEW(a, struct world);

	*w = (struct world){.arena = a, .diag = diag_new(a), .folder = folder_make(a)};
	w->fonts = fonts_open(w->diag);
	w->out = path_join(a, w->folder, "out");
	assert_non_null(w->fonts);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	fonts_close(w->fonts);
	folder_remove(w->folder);
	arena_free(w->arena);
	return 0;
}

/* A project of one fact and one brief. */
static const char *project(const struct world *w, const char *name, const char *brief,
			   const char *revenue)
{
	struct arena *a = w->arena;
	const char *p = path_join(a, w->folder, name);

	folder_put(a, p, "issuer.yaml",
		   "id: acme\nnames: {en: Acme}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
		   "languages: [en]\n");
	folder_put(a, p, "documents.csv",
		   "id,kind,title,date,language\nar,primary,Report,2026-03-25,en\n");
	folder_put(a, p, "facts/a.csv",
		   arena_printf(a, "concept,unit,source,FY2025 #ar\nrevenue,CNY,1,%s\n", revenue));
	folder_put(
	    a, p, "templates/briefs/tiny.yaml",
	    "title: {en: Tiny}\nheadline: [{en: \"Revenue {{revenue}}\"}]\nsections:\n"
	    "  - {id: s, label: {en: S}, blocks: [{prose: {texts: [{en: \"{{revenue}}\"}]}}]}\n");
	folder_put(a, p, arena_printf(a, "briefs/%s.yaml", brief),
		   "template: tiny\nperiod: FY2025\nlanguages: [en]\nissued: 2026-03-25\n");
	return p;
}

static enum exit_status run(const struct world *w, const char *const *projects, size_t n,
			    bool force, const char *out)
{
	return batch_run(&(struct batch_options){.projects = projects,
						 .n = n,
						 .report = {.shipped = ".", .fonts = w->fonts},
						 .out = out,
						 .workers = 2,
						 .force = force});
}

static bool there(const struct world *w, const char *path)
{
	return path_exists(path_join(w->arena, w->folder, path));
}

/* Files are written aside and renamed: one that was written again is another file. */
static ino_t manifest(const struct world *w, const char *brief)
{
	struct stat st;

	assert_int_equal(stat(arena_printf(w->arena, "%s/%s/manifest.json", w->out, brief), &st),
			 0);
	return st.st_ino;
}

static void one_that_fails_does_not_stop_the_others(void **state)
{
	const struct world *w = *state;
	const char *projects[] = {project(w, "a", "a1", "5"), project(w, "b", "b1", "5x"),
				  project(w, "c", "c1", "5"),
				  path_join(w->arena, w->folder, "none")};

	assert_int_equal(run(w, projects, COUNT(projects), false, w->out), EXIT_INPUT);
	assert_true(there(w, "out/a1/en/brief.pdf"));
	assert_true(there(w, "out/c1/en/brief.pdf"));
	assert_false(there(w, "out/b1"));
}

static void what_has_not_changed_is_not_built_again(void **state)
{
	const struct world *w = *state;
	const char *projects[] = {project(w, "u", "u1", "5"), project(w, "v", "v1", "5")};
	ino_t u, v;

	assert_int_equal(run(w, projects, 2, false, w->out), EXIT_DONE);
	u = manifest(w, "u1");
	v = manifest(w, "v1");
	assert_int_equal(run(w, projects, 2, false, w->out), EXIT_DONE);
	assert_true(manifest(w, "u1") == u);
	assert_true(manifest(w, "v1") == v);
	folder_put(w->arena, projects[0], "facts/a.csv",
		   "concept,unit,source,FY2025 #ar\nrevenue,CNY,1,6\n");
	assert_int_equal(run(w, projects, 2, false, w->out), EXIT_DONE);
	assert_false(manifest(w, "u1") == u);
	assert_true(manifest(w, "v1") == v);
	assert_int_equal(run(w, projects, 2, true, w->out), EXIT_DONE);
	assert_false(manifest(w, "v1") == v);
}

static void a_lost_output_is_built_again(void **state)
{
	const struct world *w = *state;
	const char *projects[] = {project(w, "l", "l1", "5")};

	assert_int_equal(run(w, projects, 1, false, w->out), EXIT_DONE);
	assert_true(path_remove(w->diag, path_join(w->arena, w->out, "l1/en/brief.pdf")));
	assert_int_equal(run(w, projects, 1, false, w->out), EXIT_DONE);
	assert_true(there(w, "out/l1/en/brief.pdf"));
}

static void outputs_inside_the_project_are_no_inputs(void **state)
{
	const struct world *w = *state;
	const char *p = project(w, "i", "i1", "5"), *out = path_join(w->arena, p, "out");
	struct report_options o = {.project = p};
	char before[HASH_TEXT], after[HASH_TEXT];

	assert_true(inputs_digest(w->arena, &o, out, "", NULL, before));
	assert_int_equal(run(w, &p, 1, false, out), EXIT_DONE);
	assert_true(inputs_digest(w->arena, &o, out, "", NULL, after));
	assert_string_equal(before, after);
}

/* What was hashed is what is built, also if a file is written to in between; large files are read
 * when they are asked for. */
static void the_digest_is_of_the_bytes_that_are_read(void **state)
{
	enum { LARGE = 5 << 20 };
	const struct world *w = *state;
	const char *p = project(w, "h", "h1", "5"), *facts = path_join(w->arena, p, "issuer.yaml"),
		   *large = path_join(w->arena, p, "large.txt");
	struct report_options o = {.project = p};
	struct diag *kept = diag_new(w->arena), *d = diag_new(w->arena);
	char *text = arena_alloc(w->arena, LARGE + 1), digest[HASH_TEXT];
	struct str was, is;

	memset(text, 'a', LARGE);
	folder_put(w->arena, p, "large.txt", text);
	assert_true(file_read(w->arena, d, facts, &was));
	assert_true(inputs_digest(w->arena, &o, path_join(w->arena, p, "out"), "", kept, digest));
	folder_put(w->arena, p, "issuer.yaml", "id: other\n");
	d->earlier = kept;
	assert_true(file_read(w->arena, d, facts, &is));
	assert_string_equal(is.p, was.p);
	assert_null(diag_known(d, large).p);
	/* What outlives the report keeps it already, and it is not kept again. */
	d = diag_new(w->arena);
	d->earlier = kept;
	assert_true(inputs_digest(w->arena, &o, path_join(w->arena, p, "out"), "", d, digest));
	for (size_t i = 0; i < d->sources.n; i++)
		assert_string_not_equal(d->sources.v[i].file, facts);
}

static enum exit_status run_one(const struct world *w, const char *project, const char *out,
				unsigned outputs)
{
	return batch_run(&(struct batch_options){
	    .projects = &project,
	    .n = 1,
	    .report = {.shipped = ".", .fonts = w->fonts, .outputs = outputs},
	    .out = out,
	    .workers = 1,
	    .force = true});
}

static void assert_same_file(const struct world *w, const char *x, const char *y, const char *name)
{
	struct str a, b;

	assert_true(file_read(w->arena, w->diag, path_join(w->arena, x, name), &a));
	assert_true(file_read(w->arena, w->diag, path_join(w->arena, y, name), &b));
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
}

/* A worker's memory goes from one report to the next; what was in it must not. */
static void a_report_among_many_is_the_same_as_alone(void **state)
{
	static const char *const names[] = {"many/r3/en/brief.pdf", "many/r3/en/index.html",
					    "many/r3/en/brief.json"};
	const struct world *w = *state;
	const char *projects[] = {project(w, "r1", "r1", "5"), "data/kingsoft-cloud",
				  project(w, "r3", "r3", "7"), project(w, "r4", "r4", "7x")};
	const char *many = path_join(w->arena, w->folder, "many");
	const char *alone = path_join(w->arena, w->folder, "alone/many");

	batch_run(&(struct batch_options){.projects = projects,
					  .n = COUNT(projects),
					  .report = {.shipped = ".", .fonts = w->fonts},
					  .out = many,
					  .workers = 1});
	assert_int_equal(run_one(w, projects[2], alone, 0), EXIT_DONE);
	for (size_t i = 0; i < COUNT(names); i++)
		assert_same_file(w, w->folder, path_join(w->arena, w->folder, "alone"), names[i]);
}

/* Also what the thread sanitizer looks at: tests/full/many.sh. */
static void a_report_helped_by_threads_is_the_same(void **state)
{
	const struct world *w = *state;
	const char *brief = "annual-results-2025";
	struct report r[2];

	for (int beside = 0; beside < 2; beside++) {
		report_start(&r[beside]);
		assert_int_equal(
		    report_build(&r[beside],
				 &(struct report_options){.project = "data/kingsoft-cloud",
							  .shipped = ".",
							  .briefs = &brief,
							  .n_briefs = 1,
							  .fonts = w->fonts,
							  .beside = beside}),
		    EXIT_DONE);
	}
	assert_true(r[0].briefs.v[0].files.n > 3 * 4);
	assert_int_equal(r[0].briefs.v[0].files.n, r[1].briefs.v[0].files.n);
	for (size_t i = 0; i < r[0].briefs.v[0].files.n; i++) {
		struct str alone = r[0].briefs.v[0].files.v[i].bytes;
		struct str helped = r[1].briefs.v[0].files.v[i].bytes;

		assert_int_equal(alone.n, helped.n);
		assert_memory_equal(alone.p, helped.p, alone.n);
	}
	report_end(&r[0]);
	report_end(&r[1]);
}

static void one_kind_of_output_can_be_had_alone(void **state)
{
	const struct world *w = *state;
	const char *p = project(w, "k", "k1", "5");
	const char *pdf = path_join(w->arena, w->folder, "pdf");
	const char *html = path_join(w->arena, w->folder, "html");

	assert_int_equal(run_one(w, p, w->out, 0), EXIT_DONE);
	assert_int_equal(run_one(w, p, pdf, 1u << OUTPUT_PDF), EXIT_DONE);
	assert_int_equal(run_one(w, p, html, 1u << OUTPUT_HTML), EXIT_DONE);
	assert_same_file(w, w->out, pdf, "k1/en/brief.pdf");
	assert_false(there(w, "pdf/k1/en/index.html") || there(w, "pdf/k1/en/brief.json"));
	assert_true(there(w, "html/k1/en/index.html"));
	assert_false(there(w, "html/k1/en/brief.pdf") || there(w, "html/k1/en/brief.json"));
	/* All of them is another wish, which is not met yet. */
	assert_int_equal(run(w, &p, 1, false, html), EXIT_DONE);
	assert_true(there(w, "html/k1/en/brief.pdf"));
}

static void options_are_inputs(void **state)
{
	const struct world *w = *state;
	struct report_options o = {.shipped = ".", .fonts = w->fonts};
	char one[HASH_TEXT], draft[HASH_TEXT], epoch[HASH_TEXT];
	const struct diag *read_once;

	assert_true(inputs_shared(w->arena, &o, one, &read_once));
	o.draft = true;
	assert_true(inputs_shared(w->arena, &o, draft, &read_once));
	setenv("SOURCE_DATE_EPOCH", "1", 1);
	assert_true(inputs_shared(w->arena, &o, epoch, &read_once));
	unsetenv("SOURCE_DATE_EPOCH");
	assert_string_not_equal(one, draft);
	assert_string_not_equal(draft, epoch);
}

/* Of the shipped files those count that a build reads, each of them. */
static void shipped_files_that_are_read_are_inputs(void **state)
{
	static const char *const read[] = {"data/checks.csv",
					   "data/concepts.csv",
					   "data/literals.txt",
					   "assets/css/brief.css",
					   "assets/texts/en.yaml",
					   "templates/briefs/results.yaml",
					   "templates/html/page.mustache"};
	const struct world *w = *state;
	const char *shipped = path_join(w->arena, w->folder, "shipped");
	struct report_options o = {.shipped = shipped, .fonts = w->fonts};
	char before[HASH_TEXT], after[HASH_TEXT];
	const struct diag *read_once;

	for (size_t i = 0; i < COUNT(read); i++)
		folder_put(w->arena, shipped, read[i], "1");
	assert_true(inputs_shared(w->arena, &o, before, &read_once));
	folder_put(w->arena, shipped, "templates/mail/html.mustache", "2");
	assert_true(inputs_shared(w->arena, &o, after, &read_once));
	assert_string_equal(before, after);
	for (size_t i = 0; i < COUNT(read); i++) {
		folder_put(w->arena, shipped, read[i], "2");
		assert_true(inputs_shared(w->arena, &o, after, &read_once));
		assert_string_not_equal(before, after);
		memcpy(before, after, sizeof before);
	}
}

static void two_projects_do_not_write_over_each_other(void **state)
{
	const struct world *w = *state;
	const char *projects[] = {project(w, "x", "same", "5"), project(w, "y", "same", "5")};

	assert_int_equal(run(w, projects, 2, false, w->out), EXIT_INPUT);
	assert_true(there(w, "out/same/en/brief.pdf"));
	assert_int_equal(
	    run(w, projects, 2, false, path_join(w->arena, w->folder, "by/{project}/web")),
	    EXIT_DONE);
	assert_true(there(w, "by/x/web/same/en/brief.pdf"));
	assert_true(there(w, "by/y/web/same/en/brief.pdf"));
}

static void a_list_names_folders(void **state)
{
	const struct world *w = *state;
	const char **projects, *file = path_join(w->arena, w->folder, "list");
	size_t n;

	folder_put(w->arena, w->folder, "list", "# ours\n\n  a \r\n/abs/b\nc");
	assert_true(batch_list(w->arena, w->diag, file, &projects, &n));
	assert_int_equal(n, 3);
	assert_string_equal(projects[0], path_join(w->arena, w->folder, "a"));
	assert_string_equal(projects[1], "/abs/b");
	assert_string_equal(projects[2], path_join(w->arena, w->folder, "c"));
	folder_put(w->arena, w->folder, "list", "# none\n");
	assert_false(batch_list(w->arena, w->diag, file, &projects, &n));
}

static void every_project_is_in_one_shard(void **state)
{
	(void)state;
	for (size_t i = 0; i < 20; i++) {
		int owners = 0;

		for (size_t k = 1; k <= 7; k++)
			owners += shard_holds((struct shard){k, 7}, i);
		assert_int_equal(owners, 1);
	}
}

static void shards_are_read_strictly(void **state)
{
	static const char *const wrong[] = {"",   "0/3", "4/3",  "1/0",  "1",
					    "1/", "/3",  "-1/3", "1/3x", "1 /3"};
	struct shard s;

	(void)state;
	assert_true(shard_parse("2/3", &s));
	assert_int_equal(s.k, 2);
	assert_int_equal(s.n, 3);
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(shard_parse(wrong[i], &s));
}

static void schedulers_say_the_shard(void **state)
{
	static const char *const names[] = {"SLURM_ARRAY_TASK_ID",  "SLURM_ARRAY_TASK_COUNT",
					    "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP",
					    "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"};
	struct shard s;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		unsetenv(names[i]);
	assert_false(shard_parse("auto", &s));
	setenv("JOB_COMPLETION_INDEX", "0", 1);
	assert_false(shard_parse("auto", &s));
	setenv("JOB_COMPLETIONS", "4", 1);
	assert_true(shard_parse("auto", &s));
	assert_int_equal(s.k, 1);
	assert_int_equal(s.n, 4);
	setenv("SLURM_ARRAY_TASK_ID", "30", 1);
	setenv("SLURM_ARRAY_TASK_COUNT", "10", 1);
	setenv("SLURM_ARRAY_TASK_MIN", "10", 1);
	setenv("SLURM_ARRAY_TASK_STEP", "10", 1);
	assert_true(shard_parse("auto", &s));
	assert_int_equal(s.k, 3);
	assert_int_equal(s.n, 10);
	for (size_t i = 0; i < COUNT(names); i++)
		unsetenv(names[i]);
}

static void the_bar_tells_rate_and_rest(void **state)
{
	struct buf b = {0};

	(void)state;
	progress_line(&b, 500, 1000, 10);
	assert_string_equal(buf_cstr(&b), "[============>           ]  500/1000  50/s  0:10 left");
	buf_clear(&b);
	progress_line(&b, 3, 1000, 10);
	assert_string_equal(buf_cstr(&b), "[>                       ]  3/1000  0.3/s  55:23 left");
	buf_clear(&b);
	progress_line(&b, 0, 1000, 0);
	assert_string_equal(buf_cstr(&b), "[>                       ]  0/1000");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_that_fails_does_not_stop_the_others),
	    cmocka_unit_test(what_has_not_changed_is_not_built_again),
	    cmocka_unit_test(a_lost_output_is_built_again),
	    cmocka_unit_test(outputs_inside_the_project_are_no_inputs),
	    cmocka_unit_test(the_digest_is_of_the_bytes_that_are_read),
	    cmocka_unit_test(options_are_inputs),
	    cmocka_unit_test(shipped_files_that_are_read_are_inputs),
	    cmocka_unit_test(two_projects_do_not_write_over_each_other),
	    cmocka_unit_test(a_list_names_folders),
	    cmocka_unit_test(every_project_is_in_one_shard),
	    cmocka_unit_test(shards_are_read_strictly),
	    cmocka_unit_test(schedulers_say_the_shard),
	    cmocka_unit_test(a_report_among_many_is_the_same_as_alone),
	    cmocka_unit_test(a_report_helped_by_threads_is_the_same),
	    cmocka_unit_test(one_kind_of_output_can_be_had_alone),
	    cmocka_unit_test(the_bar_tells_rate_and_rest),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
