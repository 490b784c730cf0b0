/*
 * Note markers and digits: a marker that touches a number reads as a digit of it once the text is
 * copied out of the page.  A release of 2020 circulates with "US$1196.4 million" for US$196.4
 * million and its note 1.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "project.h"
#include "report.h"

#define TEMPLATE(sentence) \
	"title: {en: Results}\nheadline: [{en: \"Revenue was {{revenue}}\"}]\nscale: " \
	"million\nsections:\n" \
	"  - id: s\n    label: {en: Figures}\n    blocks:\n" \
	"      - prose: {id: p, texts: [{en: \"" sentence \
	"\"}], note: {en: \"* Translated at {{fx_cny_per_usd | number}}.\"}}\n" \
	"      - table: {id: t, name: {en: Table}, decimals: 1, columns: [current, convenience], " \
	"rows: [" \
	"{row: revenue, label: {en: Total revenues*}}]}\n"

struct marked {
	struct project *p;
	struct report r;
	struct fonts *fonts;
	enum exit_status status;
};

static struct marked build_with(const char *template)
{
	struct marked m = {.p = project_new()};

	project_file(m.p, "issuer.yaml",
		     "id: acme\nnames: {en: Acme}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
		     "convenience: {currency: USD, rate: fx_cny_per_usd}\n");
	project_file(m.p, "concepts.csv", "id,unit,period_type\nfx_cny_per_usd,CNY/USD,instant\n");
	project_file(m.p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2020-05-20,en,,\n");
	project_file(
	    m.p, "facts/a.csv",
	    "concept,unit,source,2020Q1 #d,2020-03-31 #d\nrevenue,CNY million,1,\"1,390.6\",\n"
	    "fx_cny_per_usd,CNY/USD,2,,7.0808\n");
	project_file(m.p, "briefs/b.yaml", "template: t\nperiod: 2020Q1\nlanguages: [en]\n");
	project_file(m.p, "templates/briefs/t.yaml", template);
	report_start(&m.r);
	m.fonts = fonts_open(m.r.diag);
	m.status = report_build(
	    &m.r,
	    &(struct report_options){.project = m.p->folder, .shipped = ".", .fonts = m.fonts});
	if (m.status == EXIT_INPUT) {
		diag_print(m.r.diag, stderr);
		fail_msg("the project does not build");
	}
	return m;
}

static void end(struct marked *m)
{
	fonts_close(m->fonts);
	report_end(&m->r);
	project_free(m->p);
}

static struct str output(const struct marked *m, const char *path)
{
	for (size_t i = 0; i < m->r.briefs.v[0].files.n; i++)
		if (streq(m->r.briefs.v[0].files.v[i].path, path))
			return m->r.briefs.v[0].files.v[i].bytes;
	fail_msg("no such output: %s", path);
	return (struct str){0};
}

static void assert_no_marker_at_a_digit(const char *text)
{
	for (const char *s = text; (s = strchr(s, '*')); s++)
		if ((s > text && s[-1] >= '0' && s[-1] <= '9') || (s[1] >= '0' && s[1] <= '9'))
			fail_msg("a marker touches a digit: ...%.30s",
				 s > text + 15 ? s - 15 : text);
}

/* The text of the page's body, as a browser copies it: tags are nothing. */
static char *text_of_page(struct arena *a, struct str page)
{
	const char *s = strstr(page.p, "<main"), *tag;
	struct buf out = {0};

	assert_non_null(s);
	while ((tag = strchr(s, '<'))) {
		buf_add(&out, s, (size_t)(tag - s));
		s = strchr(tag, '>') + 1;
	}
	return buf_keep(&out, a);
}

/* What poppler reads out of the PDF. */
static char *text_of_pdf(const struct marked *m, struct arena *a)
{
	struct str pdf = output(m, "en/brief.pdf");
	const char *path = path_join(a, m->p->folder, "brief.pdf");
	struct buf text = {0};
	char part[4096];
	size_t got;
	FILE *f;

	assert_true(file_write(m->r.diag, path, pdf.p, pdf.n));
	f = popen(arena_printf(a, "pdftotext -layout %s -", path), "r");
	assert_non_null(f);
	while ((got = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&text, part, got);
	assert_int_equal(pclose(f), 0);
	return buf_keep(&text, a);
}

#define GOOD "Total revenues were {{revenue}} ({{convert(revenue, USD)}}*)."

static void the_page_keeps_them_apart(void **state)
{
	struct marked m = build_with(TEMPLATE(GOOD));
	struct arena *a = arena_new();
	char *text = text_of_page(a, output(&m, "en/index.html"));

	(void)state;
	assert_int_equal(m.status, EXIT_DONE);
	assert_non_null(strstr(text, "US$196.4 million*"));
	assert_non_null(strstr(text, "Total revenues*"));
	assert_no_marker_at_a_digit(text);
	arena_free(a);
	end(&m);
}

static void the_pdf_keeps_them_apart(void **state)
{
	struct arena *a;
	struct marked m;
	char *text;

	(void)state;
	if (system("pdftotext -v >/dev/null 2>&1") != 0) {
		print_message("skipped: pdftotext is not installed\n");
		skip();
	}
	m = build_with(TEMPLATE(GOOD));
	a = arena_new();
	text = text_of_pdf(&m, a);
	assert_non_null(strstr(text, "US$196.4 million*"));
	assert_non_null(strstr(text, "Total revenues*"));
	assert_no_marker_at_a_digit(text);
	arena_free(a);
	end(&m);
}

/* The build stops and names the sentence. */
static void assert_refused(const char *template)
{
	struct marked m = build_with(template);
	const struct check_result *r = m.r.checks->results.v[0];

	assert_int_equal(m.status, EXIT_CHECKS);
	assert_string_equal(r->id, "note_marker:b:en@2020Q1");
	assert_non_null(strstr(r->note, "touches a digit: 'Total revenues"));
	end(&m);
}

static void a_marker_at_a_digit_is_refused(void **state)
{
	(void)state;
	assert_refused(TEMPLATE("Total revenues were, in million, {{revenue | number}}*."));
	assert_refused(TEMPLATE("Total revenues were, in million, ¹{{revenue | number}}."));
	assert_refused(TEMPLATE("Total revenues were, in million, {{revenue | number}}[[[1]]]."));
	assert_refused(TEMPLATE("Total revenues were, in million, {{revenue | number}}[*](#t)."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_page_keeps_them_apart),
	    cmocka_unit_test(the_pdf_keeps_them_apart),
	    cmocka_unit_test(a_marker_at_a_digit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
