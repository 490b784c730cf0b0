/*
 * The promise of SECURITY.md: a stranger's project can be built.  A project is made hostile in one
 * file, built and written; then nothing lies outside the output folder, no output holds what stands
 * in a file beside the project, and no message steers the terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <sys/stat.h>

#include "batch/inputs.h"
#include "data/brief_json.h"
#include "folder.h"
#include "report.h"

static const char secret[] = "the-secret-of-this-machine";
static struct fonts *fonts;

struct site { /* TOP/project, TOP/out and TOP/secret.txt */
	struct arena *a;
	const char *top, *project, *out;
	struct report report;
	enum exit_status status;
};

static void copy_project(struct site *s, const char *from)
{
	static const char *const names[] = {
	    "issuer.yaml",    "documents.csv",  "concepts.csv",       "dimensions.csv",
	    "facts/wide.csv", "facts/long.csv", "briefs/annual.yaml", "templates/briefs/all.yaml"};

	for (size_t i = 0; i < COUNT(names); i++) {
		struct str text;

		assert_true(
		    file_read(s->a, diag_new(s->a), path_join(s->a, from, names[i]), &text));
		folder_put(s->a, s->project, names[i], text.p);
	}
}

static int set_up(void **state)
{
	struct arena *a = arena_new();
	struct site *s = NEW(a, struct site);

	s->a = a;
	s->top = folder_make(a);
	s->project = path_join(a, s->top, "project");
	s->out = path_join(a, s->top, "out");
	folder_put(a, s->top, "secret.txt", secret);
	folder_put(a, s->top, "secret.yaml", secret);
	copy_project(s, "tests/fuzz/acme");
	report_start(&s->report);
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct site *s = *state;

	report_end(&s->report);
	folder_remove(s->top);
	arena_free(s->a);
	return 0;
}

/* The file with the first `old` in it replaced. */
static void change(struct site *s, const char *name, const char *old, const char *new)
{
	struct str text;
	const char *at;

	assert_true(file_read(s->a, diag_new(s->a), path_join(s->a, s->project, name), &text));
	at = strstr(text.p, old);
	assert_non_null(at);
	folder_put(
	    s->a, s->project, name,
	    arena_printf(s->a, "%.*s%s%s", (int)(at - text.p), text.p, new, at + strlen(old)));
}

static void plant_link(struct site *s, const char *name, const char *to)
{
	const char *path = path_join(s->a, s->project, name);
	const char *slash = strrchr(path, '/');

	assert_true(dir_make(diag_new(s->a), arena_strn(s->a, path, (size_t)(slash - path))));
	unlink(path);
	assert_int_equal(symlink(to, path), 0);
}

static void build(struct site *s, const char *only)
{
	struct report_options o = {
	    .project = s->project, .shipped = ".", .draft = true, .fonts = fonts};

	if (only) {
		o.briefs = &only;
		o.n_briefs = 1;
	}
	s->status = report_build(&s->report, &o);
	if (s->status == EXIT_DONE)
		s->status = report_write(&s->report, s->out);
}

static char *messages(struct site *s)
{
	char *text = NULL, *kept;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	diag_print(s->report.diag, f);
	fclose(f);
	kept = arena_strn(s->a, text, n);
	free(text);
	return kept;
}

static void assert_refused(struct site *s, const char *message)
{
	if (s->status == EXIT_DONE || !strstr(messages(s), message))
		fail_msg("status %d, not there: %s\n%s", (int)s->status, message, messages(s));
	assert_null(strstr(messages(s), secret));
	assert_false(path_exists(s->out));
}

/* What the folder holds, and how many files in all: the same before and after, but for out/. */
static int outside_count(struct site *s)
{
	const char **names;
	size_t n;

	assert_true(dir_list(s->a, diag_new(s->a), s->top, "", &names, &n));
	return (int)n - path_exists(s->out);
}

static const struct file *output(struct site *s, const char *path)
{
	for (size_t i = 0; i < s->report.briefs.n; i++)
		for (size_t k = 0; k < s->report.briefs.v[i].files.n; k++)
			if (streq(s->report.briefs.v[i].files.v[k].path, path))
				return &s->report.briefs.v[i].files.v[k];
	fail_msg("no output: %s", path);
	return NULL;
}

static bool holds(const struct file *f, const char *what)
{
	return memmem(f->bytes.p, f->bytes.n, what, strlen(what)) != NULL;
}

static void documents_stay_in_their_folder(void **state)
{
	struct site *s = *state;

	change(s, "documents.csv", "ar2019.txt", "../../secret.txt");
	build(s, NULL);
	assert_refused(s, "the file must lie in the documents folder: '../../secret.txt'");
}

static void documents_are_not_named_from_the_root(void **state)
{
	struct site *s = *state;

	change(s, "documents.csv", "ar2019.txt", "/etc/passwd");
	build(s, NULL);
	assert_refused(s, "the file must lie in the documents folder: '/etc/passwd'");
}

static void links_do_not_lead_out(void **state)
{
	static const char *const names[] = {"facts/more.csv",       "templates/briefs/other.yaml",
					    "assets/css/brief.css", "commentary/annual.en.md",
					    "templates/html",       "literals.txt",
					    "documents/ar2019.txt"};
	struct site *s = *state;

	for (size_t i = 0; i < COUNT(names); i++)
		plant_link(s, names[i], path_join(s->a, s->top, "secret.txt"));
	plant_link(s, "deliver.yaml", "/etc/passwd");
	build(s, NULL);
	assert_refused(s, "the link leads out of the folder");
	assert_int_equal(s->report.diag->errors, COUNT(names) + 1);
}

static void links_inside_are_fine(void **state)
{
	struct site *s = *state;

	assert_int_equal(rename(path_join(s->a, s->project, "facts/long.csv"),
				path_join(s->a, s->project, "long.csv")),
			 0);
	plant_link(s, "facts/long.csv", "../long.csv");
	build(s, NULL);
	assert_int_equal(s->status, EXIT_DONE);
}

/* Two links to the folder that they stand in make two to the power of any depth of paths. */
static void loops_of_links_end(void **state)
{
	struct site *s = *state;
	struct report_options o = {.project = s->project, .shipped = ".", .fonts = fonts};
	char digest[HASH_TEXT];

	plant_link(s, "loop1", ".");
	plant_link(s, "loop2", ".");
	assert_true(inputs_digest(s->a, &o, s->out, "", NULL, digest));
	build(s, NULL);
	assert_int_equal(s->status, EXIT_DONE);
	plant_link(s, "all", "/");
	assert_false(inputs_digest(s->a, &o, s->out, "", NULL, digest));
}

/* What another project has built is not quoted as this one's earlier brief. */
static void earlier_briefs_stay_in_the_project(void **state)
{
	static const char *const folders[] = {"../other", "/var/out", "earlier/../../other"};
	struct site *s = *state;

	for (size_t i = 0; i < COUNT(folders); i++) {
		const char *line = arena_printf(s->a, "template: all\nagainst: %s", folders[i]);

		change(s, "briefs/annual.yaml", "template: all", line);
		build(s, NULL);
		assert_refused(s,
			       "briefs/annual.yaml:2:10: error: expected a folder of the project");
		change(s, "briefs/annual.yaml", line, "template: all");
	}
}

/* What no font can draw is found in the project, flags included, which end libunibreak. */
static void characters_without_a_glyph_are_placed(void **state)
{
	struct site *s = *state;

	change(s, "issuer.yaml", "en: Acme Cloud Limited", "en: \"Acme \U0001F1FA\U0001F1F8\"");
	build(s, NULL);
	assert_refused(s, "issuer.yaml:2:19: error: no font has the character U+1F1FA");
}

/* A text of several lines runs on. */
static void lines_of_a_text_run_on(void **state)
{
	struct site *s = *state;

	change(s, "issuer.yaml", "en: Acme Cloud Limited", "en: \"Acme\\nCloud Limited\"");
	build(s, NULL);
	assert_int_equal(s->status, EXIT_DONE);
}

static void texts_and_numbers_are_limited(void **state)
{
	static const struct {
		const char *file, *old;
		int width;
		const char *message;
	} places[] = {
	    {"issuer.yaml", "Acme Cloud Limited", 100001, "a text of more than"},
	    {"commentary/annual.en.md", "", 1000001, "more than 1000000 bytes"},
	    {"facts/long.csv", "", 1001, "not a number"},
	};

	for (size_t i = 0; i < COUNT(places); i++) {
		void *one = NULL;
		struct site *s;
		const char *text;

		set_up(&one);
		s = one;
		text = arena_printf(s->a, "%0*d", places[i].width, 7);
		if (*places[i].old)
			change(s, places[i].file, places[i].old, text);
		else
			folder_put(s->a, s->project, places[i].file,
				   strstr(places[i].file, ".csv")
				       ? arena_printf(s->a,
						      "concept,period,unit,source,value\n"
						      "revenue,FY2017,CNY,ar2019:9,%s\n",
						      text)
				       : text);
		build(s, NULL);
		assert_refused(s, places[i].message);
		tear_down(&one);
	}
	(void)state;
}

/* A square of squares ends before it fills the machine. */
static void numbers_do_not_grow_without_end(void **state)
{
	struct site *s = *state;
	struct buf rows = {0};

	buf_str(&rows,
		"grow0,gross_profit / revenue / 3,pure,duration,none,none,none,,,,Grow,Grow,\n");
	for (int i = 1; i < 64; i++)
		buf_printf(&rows,
			   "grow%d,grow%d * grow%d,pure,duration,none,none,none,,,,Grow,Grow,\n", i,
			   i - 1, i - 1);
	buf_str(&rows, "pue,,pure");
	change(s, "concepts.csv", "pue,,pure", buf_keep(&rows, s->a));
	change(s, "templates/briefs/all.yaml", "items: [revenue,", "items: [revenue, grow63,");
	build(s, NULL);
	assert_int_equal(s->status, EXIT_DONE);
}

static void template_names_are_names(void **state)
{
	struct site *s = *state;

	change(s, "briefs/annual.yaml", "template: all", "template: ../../../secret");
	build(s, NULL);
	assert_refused(s, "not a template name: '../../../secret'");
}

static void ids_of_charts_are_names(void **state)
{
	struct site *s = *state;

	change(s, "templates/briefs/all.yaml", "{id: c1,", "{id: ../../../../evil,");
	build(s, NULL);
	assert_refused(s, "an id has letters, digits, -, _ and . only: '../../../../evil'");
	assert_int_equal(outside_count(s), 3);
}

static void ids_of_briefs_are_names(void **state)
{
	struct site *s = *state;

	build(s, "../../secret");
	assert_refused(s, "not an id of a brief: '../../secret'");
}

static void partials_do_not_lead_out(void **state)
{
	struct site *s = *state;

	folder_put(s->a, s->project, "templates/html/foot.mustache", "{{>../../../secret}}");
	build(s, NULL);
	assert_refused(s, "not a name of a partial: '../../../secret'");
}

static void templates_end(void **state)
{
	struct site *s = *state;

	folder_put(s->a, s->project, "templates/html/foot.mustache", "{{>foot}}");
	build(s, NULL);
	assert_int_equal(s->status, EXIT_INPUT);
}

static void unsafe_text_is_refused_everywhere(void **state)
{
	static const struct {
		const char *name, *old, *new;
	} places[] = {
	    {"issuer.yaml", "Acme Cloud", "\"Acme\\u202Eduolc"},
	    {"documents.csv", "Annual report 2018", "Annual \033]0;owned\a report"},
	    {"concepts.csv", "Margin", "Mar\xE2\x80\xAEgin"},
	    {"dimensions.csv", "Public cloud", "Public\x08 cloud"},
	    {"facts/wide.csv", "a note", "a\x7Fnote"},
	    {"briefs/annual.yaml", "unaudited", "\"\\x1B[2J\""},
	    {"templates/briefs/all.yaml", "en: The table", "en: \"The \\u2066table\""},
	};

	for (size_t i = 0; i < COUNT(places); i++) {
		void *one = NULL;
		struct site *s;
		const char *all;

		set_up(&one);
		s = one;
		change(s, places[i].name, places[i].old, places[i].new);
		build(s, NULL);
		if (s->status != EXIT_INPUT)
			fail_msg("not refused: %s", places[i].name);
		all = messages(s);
		for (size_t k = 0; all[k]; k++)
			assert_true((unsigned char)all[k] >= 0x20 || all[k] == '\n');
		assert_null(strstr(all, "\u202E"));
		tear_down(&one);
	}
	(void)state;
}

/* Markup in data is text in every output. */
static void markup_is_text(void **state)
{
	static const char evil[] = "<script>alert(1)</script>";
	struct site *s = *state;

	change(s, "issuer.yaml", "en: Acme Cloud Limited", arena_printf(s->a, "en: \"%s\"", evil));
	change(s, "concepts.csv", "Margin", evil);
	change(s, "documents.csv", "https://example.com/ar2018", "javascript:alert(1)");
	build(s, NULL);
	assert_int_equal(s->status, EXIT_DONE);
	assert_false(holds(output(s, "en/index.html"), evil));
	assert_true(holds(output(s, "en/index.html"), "&lt;script&gt;"));
	assert_false(holds(output(s, "en/index.html"), "href=\"javascript:"));
	assert_false(holds(output(s, "en/charts/c1.svg"), "<script"));
}

/* Each row has the columns of the head, whether a line of the document is known or not. */
static void assert_rows_are_full(const char *csv)
{
	size_t columns = 0, n = 1;
	bool quoted = false;

	for (const char *s = csv; *s; s++) {
		quoted ^= *s == '"';
		n += *s == ',' && !quoted;
		if (*s != '\n' || quoted)
			continue;
		columns = columns ? columns : n;
		assert_int_equal(n, columns);
		n = 1;
	}
	assert_int_equal(columns, 9);
}

/* A cell that a spreadsheet would run begins with an apostrophe. */
static void csv_is_inert(void **state)
{
	struct site *s = *state;
	struct buf csv = {0};

	change(s, "documents.csv", "press,secondary", "\"=HYPERLINK(\"\"x\"\")\",secondary");
	change(s, "facts/long.csv", "press:3", "\"=HYPERLINK(\"\"x\"\")\"");
	change(s, "templates/briefs/all.yaml", "items: [revenue,",
	       "items: [{figure: \"revenue[segment=others]@2019Q4\", label: {en: Q}}, revenue,");
	build(s, NULL);
	assert_int_equal(s->status, EXIT_DONE);
	facts_csv(s->report.briefs.v[0].editions.v[0].doc, &csv);
	assert_null(strstr(buf_cstr(&csv), ",=HYPERLINK"));
	assert_null(strstr(buf_cstr(&csv), ",\"=HYPERLINK"));
	assert_non_null(strstr(buf_cstr(&csv), "\"'=HYPERLINK"));
	assert_rows_are_full(buf_cstr(&csv));
	buf_free(&csv);
}

/* No output names a folder of this machine. */
static void outputs_do_not_tell_where(void **state)
{
	struct site *s = *state;

	build(s, NULL);
	assert_int_equal(s->status, EXIT_DONE);
	assert_int_equal(outside_count(s), 3);
	for (size_t k = 0; k < s->report.briefs.v[0].files.n; k++)
		assert_false(holds(&s->report.briefs.v[0].files.v[k], s->top));
}

static int open_fonts(void **state)
{
	struct arena *a = arena_new();

	fonts = fonts_open(diag_new(a));
	arena_free(a);
	(void)state;
	return fonts ? 0 : -1;
}

static int close_fonts(void **state)
{
	(void)state;
	fonts_close(fonts);
	return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(documents_stay_in_their_folder),
	    TEST(documents_are_not_named_from_the_root),
	    TEST(links_do_not_lead_out),
	    TEST(links_inside_are_fine),
	    TEST(loops_of_links_end),
	    TEST(earlier_briefs_stay_in_the_project),
	    TEST(characters_without_a_glyph_are_placed),
	    TEST(lines_of_a_text_run_on),
	    TEST(texts_and_numbers_are_limited),
	    TEST(numbers_do_not_grow_without_end),
	    TEST(template_names_are_names),
	    TEST(ids_of_charts_are_names),
	    TEST(ids_of_briefs_are_names),
	    TEST(partials_do_not_lead_out),
	    TEST(templates_end),
	    cmocka_unit_test(unsafe_text_is_refused_everywhere),
	    TEST(markup_is_text),
	    TEST(csv_is_inert),
	    TEST(outputs_do_not_tell_where),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
