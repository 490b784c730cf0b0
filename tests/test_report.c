/*
 * The flow from end to end, on the example project: what is printed, that every output carries the
 * same sequence of figures, and that the same input gives the same bytes.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/file.h"
#include "pdf/layout.h"
#include "project.h"
#include "report.h"

static const char project[] = "data/kingsoft-cloud", brief_id[] = "annual-results-2025";

struct built {
	struct report r;
	struct fonts *fonts;
	struct diag *diag;
};

static struct report_options options(const struct fonts *fonts)
{
	static const char *const ids[] = {brief_id};

	return (struct report_options){.project = project,
				       .shipped = ".",
				       .briefs = ids,
				       .n_briefs = 1,
				       .fonts = fonts,
				       .documents = getenv("IRBRIEF_DOCUMENTS")};
}

static int setup(void **state)
{
	struct built *b = calloc(1, sizeof *b);
	struct report_options o;

	report_start(&b->r);
	b->fonts = fonts_open(b->r.diag);
	assert_non_null(b->fonts);
	o = options(b->fonts);
	if (report_build(&b->r, &o) != EXIT_DONE) {
		diag_print(b->r.diag, stderr);
		fail_msg("the example does not build");
	}
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct built *b = *state;

	fonts_close(b->fonts);
	report_end(&b->r);
	free(b);
	return 0;
}

static const struct doc *doc_of(const struct built *b)
{
	return b->r.briefs.v[0].editions.v[0].doc;
}

static struct str file_of(const struct built *b, const char *path)
{
	const struct brief_files *f = &b->r.briefs.v[0];

	for (size_t i = 0; i < f->files.n; i++)
		if (streq(f->files.v[i].path, path))
			return f->files.v[i].bytes;
	fail_msg("no such output: %s", path);
	return (struct str){0};
}

struct sequence {
	struct arena *arena;
	struct mark *v;
	size_t n, cap;
};

static bool keep_mark(void *ctx, const char *gid, const char *text)
{
	struct sequence *s = ctx;

	*PUSH(s->arena, s) = (struct mark){text, gid};
	return true;
}

static void assert_same(const struct sequence *got, const struct sequence *want, const char *what)
{
	for (size_t i = 0; i < got->n && i < want->n; i++)
		if (strcmp(got->v[i].figure, want->v[i].figure) ||
		    strcmp(got->v[i].text, want->v[i].text))
			fail_msg("%s: figure %zu is %s '%s', not %s '%s'", what, i,
				 got->v[i].figure, got->v[i].text, want->v[i].figure,
				 want->v[i].text);
	assert_int_equal(got->n, want->n);
}

/* The few entities that the page's escaping makes. */
static const char *unescape(struct arena *a, const char *s, size_t n)
{
	static const struct {
		const char *entity, *text;
	} table[] = {
	    {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
	struct buf out = {0};

	for (size_t i = 0; i < n;) {
		size_t k = 0;

		while (k < COUNT(table) &&
		       strncmp(s + i, table[k].entity, strlen(table[k].entity)) != 0)
			k++;
		buf_str(&out, k < COUNT(table) ? table[k].text : (char[]){s[i], 0});
		i += k < COUNT(table) ? strlen(table[k].entity) : 1;
	}
	return buf_keep(&out, a);
}

/* data-figure="GID" and the text of its element, without tags inside. */
static void read_html(struct arena *a, const char *html, struct sequence *out)
{
	static const char mark[] = "data-figure=\"";

	for (const char *p = html; (p = strstr(p, mark));) {
		const char *gid = p + strlen(mark), *end = strchr(gid, '"'),
			   *text = strchr(end, '>') + 1;
		const char *name = p, *close;
		struct buf plain = {0};
		bool tag = false;

		while (*name != '<')
			name--;
		close = strstr(text, strncmp(name, "<data", 5) == 0 ? "</data>" : "</span>");

		assert_non_null(close);
		for (const char *c = text; c < close; c++) {
			tag = tag || *c == '<';
			if (!tag)
				buf_char(&plain, *c);
			tag = tag && *c != '>';
		}
		*PUSH(a, out) = (struct mark){unescape(a, buf_cstr(&plain), plain.n),
					      unescape(a, gid, (size_t)(end - gid))};
		buf_free(&plain);
		p = close;
	}
}

static void html_carries_every_figure_in_order(void **state)
{
	struct built *b = *state;
	struct sequence want = {.arena = b->r.arena}, got = {.arena = b->r.arena};

	doc_walk(doc_of(b), keep_mark, &want);
	assert_true(want.n > 400);
	read_html(b->r.arena, file_of(b, "en/index.html").p, &got);
	assert_same(&got, &want, "HTML");
}

/* The panel of the net loss: how its change is worked out, the facts with their unit and line, the
 * numbers printed elsewhere, the sums that it ends, and where it stands too. */
static void lineage_shows_facts_and_checks(void **state)
{
	static const char *const wanted[] = {
	    "(943,692 − 1,979,042) ÷ 1,979,042",
	    "−52.3157164%",
	    "<td>2024<td>(1,979,042) <small>RMB’000</small><td>77\n",
	    "<dd>(52.3)%, line 77",
	    "<dd>Net loss, lines 114, 215, 239, 384, 495",
	    "<dd>(943,692) ÷ 6.9931 = (134,946)",
	    "<dd>(947,895) + 4,203 = (943,692)",
	    "<a href=\"brief.pdf#page=1\">PDF, page 1</a>",
	};
	struct built *b = *state;
	const char *html = strstr(file_of(b, "en/index.html").p, "id=\"financial-highlights\""),
		   *row = html ? strstr(html, "<summary>Net loss</summary>") : NULL,
		   *end = row ? strstr(row, "</details>") : NULL;

	assert_non_null(end);
	for (size_t i = 0; i < COUNT(wanted); i++)
		if (!memmem(row, (size_t)(end - row), wanted[i], strlen(wanted[i])))
			fail_msg("not in the panel: %s\n%.*s", wanted[i], (int)(end - row), row);
}

/* 1200 by 630 pixels, as those who show links ask for. */
static void the_card_has_its_size(void **state)
{
	static const unsigned char head[] = {0x89, 'P', 'N',  'G',  '\r', '\n', 0x1A, '\n',
					     0,    0,   0,    13,   'I',  'H',  'D',  'R',
					     0,    0,   0x04, 0xB0, 0,    0,    0x02, 0x76};
	struct str png = file_of(*state, "en/card.png");

	assert_in_range(png.n, 5 * 1000, 100 * 1000);
	assert_memory_equal(png.p, head, sizeof head);
}

/* Text of figures on the pages, outside charts, whose labels stand where the drawing puts them. */
static void read_pages(const struct pdf *pdf, struct sequence *out)
{
	for (size_t i = 0; i < pdf->n_pages; i++) {
		int depth = 0, chart = 0;

		const struct scene *s = pdf_scene(pdf, out->arena, i);

		for (size_t k = 0; k < s->ops.n; k++) {
			const struct op *op = &s->ops.v[k];

			if (op->kind == OP_BEGIN) {
				depth++;
				if (!chart && op->tag && streq(op->tag->type, "Figure"))
					chart = depth;
			} else if (op->kind == OP_END) {
				if (depth-- == chart)
					chart = 0;
			} else if (op->kind == OP_TEXT && op->figure && !op->repeat && !chart) {
				*PUSH(out->arena, out) = (struct mark){
				    arena_strn(out->arena, op->run->text, op->run->n), op->figure};
			}
		}
	}
}

/* A figure of Latin and Han text is several runs: joined while the GID goes on and the text is not
 * whole. */
static void join_runs(struct sequence *got, const struct sequence *want)
{
	size_t kept = 0;

	for (size_t i = 0; i < got->n; kept++) {
		got->v[kept] = got->v[i++];
		while (i < got->n && kept < want->n &&
		       streq(got->v[i].figure, got->v[kept].figure) &&
		       strcmp(got->v[kept].text, want->v[kept].text) != 0)
			got->v[kept].text =
			    arena_printf(got->arena, "%s%s", got->v[kept].text, got->v[i++].text);
	}
	got->n = kept;
}

static void pages_carry_every_figure_in_order(void **state)
{
	struct built *b = *state;
	struct arena *a = b->r.arena;
	struct sequence want = {.arena = a}, got = {.arena = a};
	struct texts *texts = texts_load(a, b->r.diag, project, ".", LANG_EN);
	struct doc *d = doc_build(a, b->r.diag, &b->r.facts, compute_new(a, a, &b->r.facts), texts,
				  b->r.briefs.v[0].brief, false);
	struct pdf pdf = {0};

	assert_true(layout_pdf(a, b->r.diag, d,
			       &(struct layout_options){.fonts = b->fonts,
							.paper = paper_a4,
							.labels = layout_labels(texts)},
			       &pdf));
	read_pages(&pdf, &got);
	for (struct section *s = d->first; s;
	     s = s->next) /* what is left is the sequence without charts */
		for (struct block *block = s->first; block; block = block->next)
			if (block->kind == BLOCK_CHART) {
				block->as.chart->n_series = 0;
				block->as.chart->totals = NULL;
				block->as.chart->row = NULL;
			}
	doc_walk(d, keep_mark, &want);
	assert_true(want.n > 300);
	join_runs(&got, &want);
	assert_same(&got, &want, "PDF");
}

/* A page is drawn, noted and gone before the next, and drawn again to be painted. */
static void pages_drawn_one_at_a_time_are_the_same(void **state)
{
	struct built *b = *state;
	struct arena *a = b->r.arena;
	struct texts *texts = texts_load(a, b->r.diag, project, ".", LANG_EN);
	struct doc *d = doc_build(a, b->r.diag, &b->r.facts, compute_new(a, a, &b->r.facts), texts,
				  b->r.briefs.v[0].brief, false);
	struct pdf pdf = {.producer = "test"};
	struct buf drawn = {0}, kept = {0};

	assert_true(layout_pdf(a, b->r.diag, d,
			       &(struct layout_options){.fonts = b->fonts,
							.paper = paper_a4,
							.labels = layout_labels(texts)},
			       &pdf));
	assert_true(pdf_write(a, b->r.diag, &pdf, &drawn));
	for (size_t i = 0; i < pdf.n_pages; i++)
		pdf.pages[i].scene = pdf_scene(&pdf, a, i);
	assert_true(pdf_write(a, b->r.diag, &pdf, &kept));
	assert_int_equal(drawn.n, kept.n);
	assert_memory_equal(drawn.p, kept.p, kept.n);
	buf_free(&drawn);
	buf_free(&kept);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
	struct built *b = *state;
	struct report again;
	struct report_options o = options(b->fonts);
	const struct brief_files *x = &b->r.briefs.v[0], *y;

	report_start(&again);
	assert_int_equal(report_build(&again, &o), EXIT_DONE);
	y = &again.briefs.v[0];
	assert_int_equal(x->files.n, y->files.n);
	for (size_t i = 0; i < x->files.n; i++) {
		assert_string_equal(x->files.v[i].path, y->files.v[i].path);
		assert_int_equal(x->files.v[i].bytes.n, y->files.v[i].bytes.n);
		assert_memory_equal(x->files.v[i].bytes.p, y->files.v[i].bytes.p,
				    x->files.v[i].bytes.n);
	}
	report_end(&again);
}

/* Number forms of the source, each of which a reader will look for. */
static const char *const must_print[] = {"22.8%",
					 "12.1%",
					 "(52.1)%",
					 "(52.3)%",
					 "(52.4)%",
					 "RMB9,558.6 million",
					 "US$1,366.9 million",
					 "32.5%",
					 "RMB6,633.5 million",
					 "US$948.6 million",
					 "RMB2,961.7 million",
					 "9,558,619",
					 "(943,692)",
					 "(936,251)",
					 "(133,882)",
					 "15.7",
					 "17.2",
					 "16.1",
					 "(1.5)",
					 "24.4",
					 "2,336,420",
					 "334,103",
					 "2,234,177",
					 "(152,239)",
					 "(254,482)",
					 "26,729,189",
					 "3,822,223",
					 "9,313,034",
					 "6,117,237",
					 "874,754",
					 "65.2%",
					 "68.7%",
					 "1,123,859",
					 "689,950",
					 "12,947",
					 "15,225",
					 "85.0",
					 "6.9931",
					 "(0.23)",
					 "(0.54)",
					 "4,107,065,011",
					 "(325,509)"};

static bool printed(void *ctx, const char *gid, const char *text)
{
	(void)gid;
	return strcmp(text, ctx) != 0;
}

static void the_figures_of_the_source_are_printed(void **state)
{
	struct built *b = *state;

	for (size_t i = 0; i < COUNT(must_print); i++)
		if (doc_walk(doc_of(b), printed, (void *)must_print[i]))
			fail_msg("not printed: %s", must_print[i]);
}

/* What poppler reads out of the file, if it is installed. */
static void the_pdf_says_the_same_to_other_readers(void **state)
{
	struct built *b = *state;
	struct str pdf = file_of(b, "en/brief.pdf");
	char path[] = "/tmp/irbrief-test-XXXXXX", command[128];
	struct buf text = {0};
	char part[4096];
	size_t got;
	FILE *f;
	int fd;

	if (system("pdftotext -v >/dev/null 2>&1") != 0) {
		print_message("skipped: pdftotext is not installed\n");
		skip();
	}
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf.p, pdf.n), (ssize_t)pdf.n);
	close(fd);
	snprintf(command, sizeof command, "pdftotext -layout %s - 2>&1", path);
	f = popen(command, "r");
	assert_non_null(f);
	while ((got = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&text, part, got);
	assert_int_equal(pclose(f), 0);
	unlink(path);
	assert_null(strstr(text.p, "Syntax"));
	for (size_t i = 0; i < COUNT(must_print); i++)
		if (!strstr(text.p, must_print[i]))
			fail_msg("not in the text of the PDF: %s", must_print[i]);
	buf_free(&text);
}

static bool told(const struct diag *d, const char *file, const char *what)
{
	for (size_t i = 0; i < d->messages.n; i++)
		if (d->messages.v[i].at.file && strstr(d->messages.v[i].at.file, file) &&
		    strstr(d->messages.v[i].text, what))
			return true;
	return false;
}

/* Facts, formulas and briefs: one run shows the mistakes of all. */
static void every_mistake_of_a_run_is_told(void **state)
{
	struct project *p = project_new();
	struct report r;

	(void)state;
	project_file(p, "data/concepts.csv", "id,unit\nrevenue,CNY\nstaff,persons\n");
	project_file(p, "facts/a.csv",
		     "concept,unit,source,FY2025 #d\nrevenue,CNY,1,\"1,0O0\"\nrevenu,CNY,2,1\n");
	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	project_file(p, "checks.csv",
		     "id,kind,formula,periods,tolerance,severity,note\nx,footing,revenue = "
		     "staff,,,error,\n");
	project_file(p, "briefs/b.yaml", "template: results\nperiod: [FY2025\n");
	report_start(&r);
	assert_int_equal(
	    report_check(&r, &(struct report_options){.project = p->folder, .shipped = p->folder}),
	    EXIT_INPUT);
	assert_true(told(r.diag, "facts/a.csv", "not a number"));
	assert_true(told(r.diag, "facts/a.csv", "unknown concept"));
	assert_true(told(r.diag, "checks.csv", "units do not agree"));
	assert_true(told(r.diag, "briefs/b.yaml", "not well formed"));
	report_end(&r);
	project_free(p);
}

/* The shipped concepts are read once for many projects; what is wrong with them is told to each. */
static void each_project_is_told_of_wrong_shipped_concepts(void **state)
{
	struct project *p = project_new();
	const struct report_options o = {.project = p->folder, .shipped = p->folder};
	struct report r;

	(void)state;
	project_file(p, "data/concepts.csv", "id,unit\nrevenue,furlongs\n");
	report_start(&r);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(report_check(&r, &o), EXIT_INPUT);
		assert_true(told(r.diag, "data/concepts.csv", "unknown unit"));
		report_empty(&r);
	}
	report_end(&r);
	project_free(p);
}

static const char *rows_of(struct arena *a, size_t n, const char *head, const char *format)
{
	struct buf b = {0};

	buf_str(&b, head);
	for (size_t i = 0; i < n; i++)
		for (const char *s = format; *s; s++)
			if (*s == '#')
				buf_printf(&b, "%zu", i);
			else
				buf_char(&b, *s);
	return buf_keep(&b, a);
}

/* What a report keeps of a table with so many rows of two facts and three figures. */
static size_t bytes_of_rows(size_t n)
{
	struct project *p = project_new();
	struct report r;
	size_t used;

	project_file(p, "issuer.yaml",
		     "id: rows\nnames: {en: Rows}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
		     "languages: [en]\n");
	project_file(p, "documents.csv",
		     "id,kind,title,date,language\nar,primary,Report,2026-03-25,en\n");
	project_file(p, "concepts.csv",
		     rows_of(p->arena, n, "id,period_type,aggregation,label.en\n",
			     "r#,duration,none,Row [[#]]\n"));
	project_file(p, "facts/a.csv",
		     rows_of(p->arena, n, "concept,unit,scale,source,FY2024 #ar,FY2025 #ar\n",
			     "r#,CNY,1000,1,1#,2#\n"));
	project_file(p, "briefs/rows.yaml",
		     "template: rows\nperiod: FY2025\nlanguages: [en]\nissued: 2026-03-25\n");
	project_file(p, "templates/briefs/rows.yaml",
		     rows_of(p->arena, n,
			     "title: {en: Rows}\nheadline: [{en: Rows}]\nsections:\n"
			     "  - id: s\n    label: {en: Rows}\n    blocks:\n      - table:\n"
			     "          id: t\n          name: {en: Rows}\n          columns: "
			     "[prior, current, change]\n          rows:\n",
			     "            - r#\n"));
	report_start(&r);
	if (report_check(&r, &(struct report_options){.project = p->folder, .shipped = "."}) !=
	    EXIT_DONE) {
		diag_print(r.diag, stderr);
		fail_msg("%zu rows are not right", n);
	}
	assert_int_equal(r.briefs.v[0].editions.v[0].doc->figures.n, 3 * n);
	assert_int_equal(arena_used(r.scratch), 0);
	used = arena_used(r.arena);
	report_end(&r);
	project_free(p);
	return used;
}

static void a_row_takes_little_memory(void **state)
{
	enum { MOST = 4000, MORE = 2000 };
	size_t few = bytes_of_rows(1000), many = bytes_of_rows(1000 + MORE);

	(void)state;
	assert_in_range((many - few) / MORE, 1, MOST);
}

static void assert_languages(const struct fonts *fonts, unsigned langs, enum exit_status status,
			     size_t editions)
{
	struct report_options o = options(fonts);
	struct report r;

	o.langs = langs;
	report_start(&r);
	assert_int_equal(report_build(&r, &o), status);
	assert_int_equal(r.briefs.v[0].editions.n, editions);
	report_end(&r);
}

static void only_the_languages_asked_for_are_built(void **state)
{
	const struct built *b = *state;

	assert_languages(b->fonts, 1u << LANG_ZH_HANS, EXIT_DONE, 1);
	assert_languages(b->fonts, 1u << LANG_EN | 1u << LANG_ZH_HANS, EXIT_DONE, 2);
	assert_languages(b->fonts, 0, EXIT_DONE, 3);
}

/* A brief of a loss that went from 100 to 48; more: of issuer.yaml. */
static void build_loss(struct project *p, struct report *r, const struct fonts *fonts,
		       const char *more)
{
	static const char *const ids[] = {"loss"};
	struct report_options o = {.project = p->folder,
				   .shipped = ".",
				   .briefs = ids,
				   .n_briefs = 1,
				   .fonts = fonts,
				   .draft = true};

	project_file(p, "issuer.yaml", arena_printf(p->arena, "%s%s\n", project_issuer, more));
	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nar,primary,Report,2026-03-01,en,,\n");
	project_file(
	    p, "facts/f.csv",
	    "concept,unit,source,FY2024 #ar,FY2025 #ar\nnet_income,CNY million,1,(100),(48)\n");
	project_file(p, "briefs/loss.yaml",
		     "{template: own, period: FY2025, issued: 2026-03-01}\n");
	project_file(p, "templates/briefs/own.yaml",
		     "title: T\nheadline: [H]\nscale: million\nsections:\n  - id: s\n    label: "
		     "S\n    blocks:\n      - prose:\n"
		     "          texts: ['{{net_income | moved}}; {{net_income | changed}}; "
		     "{{net_income | movement}}']\n");
	report_start(r);
	if (report_build(r, &o) != EXIT_DONE) {
		diag_print(r->diag, stderr);
		fail_msg("the project does not build");
	}
}

/* What a brief says of it under a convention. */
static void assert_loss_told(const struct fonts *fonts, const char *convention, const char *want)
{
	struct project *p = project_new();
	struct report r;

	build_loss(p, &r, fonts,
		   arena_printf(p->arena, "conventions: {loss_change: %s}", convention));
	assert_string_equal(
	    text_plain(p->arena, r.briefs.v[0].editions.v[0].doc->first->first->as.prose.v), want);
	report_end(&r);
	project_free(p);
}

static void a_loss_narrows_under_each_convention(void **state)
{
	static const char told[] = "narrowed by 52.0%; narrowed by 52.0%; "
				   "narrowed by 52.0%, from RMB100 million to RMB48 million";
	const struct built *b = *state;

	assert_loss_told(b->fonts, "signed", told);
	assert_loss_told(b->fonts, "narrowed", told);
	assert_loss_told(b->fonts, "omit",
			 "narrowed; narrowed; fell from RMB100 million to RMB48 million");
}

static size_t times_in_file(const struct report *r, const char *path, const char *what)
{
	const struct brief_files *b = &r->briefs.v[0];
	size_t n = 0;

	for (size_t i = 0; i < b->files.n; i++) {
		struct str s = b->files.v[i].bytes;
		const char *at = s.p;

		while (streq(b->files.v[i].path, path) &&
		       (at = memmem(at, s.n - (size_t)(at - s.p), what, strlen(what)))) {
			at++;
			n++;
		}
	}
	return n;
}

/* Some mail gateways keep back a PDF with files in it. */
static void the_pdf_has_data_attached_or_not(void **state)
{
	const struct built *b = *state;

	for (int none = 0; none < 2; none++) {
		struct project *p = project_new();
		struct report r;

		build_loss(p, &r, b->fonts, none ? "theme: {data: none}" : "");
		assert_int_equal(times_in_file(&r, "en/brief.pdf", "/EmbeddedFile"), none ? 0 : 2);
		assert_int_equal(times_in_file(&r, "en/brief.json", "irbrief/1"), 1);
		report_end(&r);
		project_free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(html_carries_every_figure_in_order),
	    cmocka_unit_test(lineage_shows_facts_and_checks),
	    cmocka_unit_test(the_card_has_its_size),
	    cmocka_unit_test(pages_carry_every_figure_in_order),
	    cmocka_unit_test(pages_drawn_one_at_a_time_are_the_same),
	    cmocka_unit_test(the_same_input_gives_the_same_bytes),
	    cmocka_unit_test(the_figures_of_the_source_are_printed),
	    cmocka_unit_test(every_mistake_of_a_run_is_told),
	    cmocka_unit_test(each_project_is_told_of_wrong_shipped_concepts),
	    cmocka_unit_test(a_row_takes_little_memory),
	    cmocka_unit_test(only_the_languages_asked_for_are_built),
	    cmocka_unit_test(a_loss_narrows_under_each_convention),
	    cmocka_unit_test(the_pdf_has_data_attached_or_not),
	    cmocka_unit_test(the_pdf_says_the_same_to_other_readers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
