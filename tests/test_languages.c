/*
 * The editions of the example beside each other, and labels that are far too long: one sequence of
 * figures, one number for each, and no Latin words in Chinese that are not names or known
 * abbreviations.
 */
#include "project.h"

#include <ctype.h>
#include <libdeflate.h>

#include "report.h"

struct built {
	struct report r;
	struct fonts *fonts;
};

static enum exit_status build(struct built *b, const char *project)
{
	struct report_options o = {.project = project, .shipped = ".", .draft = true};

	report_start(&b->r);
	o.fonts = b->fonts = fonts_open(b->r.diag);
	assert_non_null(b->fonts);
	return report_build(&b->r, &o);
}

static int setup(void **state)
{
	struct built *b = calloc(1, sizeof *b);

	if (build(b, "data/kingsoft-cloud") != EXIT_DONE) {
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

/* ---- one sequence of figures ---- */

struct sequence {
	struct arena *arena;
	struct {
		struct mark *v;
		size_t n, cap;
	} marks;
};

static bool keep(void *ctx, const char *gid, const char *text)
{
	struct sequence *s = ctx;

	*PUSH(s->arena, &s->marks) = (struct mark){text, gid};
	return true;
}

/* Digits and the marks between them, of whatever words surround them. */
static const char *digits(struct arena *a, const char *text)
{
	struct buf out = {0};

	for (; *text; text++)
		if (isdigit((unsigned char)*text) ||
		    (strchr(".,", *text) && isdigit((unsigned char)text[1])))
			buf_char(&out, *text);
	return buf_keep(&out, a);
}

static void editions_have_one_sequence(void **state)
{
	struct built *b = *state;
	struct arena *a = b->r.arena;

	assert_true(b->r.briefs.n >= 2);
	for (size_t i = 0; i < b->r.briefs.n; i++) {
		const struct brief_files *f = &b->r.briefs.v[i];
		struct sequence first = {.arena = a};

		if (f->editions.n == 1)
			continue;
		assert_int_equal(f->editions.n, LANG_COUNT);
		doc_walk(f->editions.v[0].doc, keep, &first);
		assert_true(first.marks.n > 50);
		for (size_t e = 1; e < LANG_COUNT; e++) {
			struct sequence other = {.arena = a};

			doc_walk(f->editions.v[e].doc, keep, &other);
			assert_int_equal(other.marks.n, first.marks.n);
			for (size_t k = 0; k < first.marks.n; k++) {
				assert_string_equal(other.marks.v[k].figure,
						    first.marks.v[k].figure);
				assert_string_equal(digits(a, other.marks.v[k].text),
						    digits(a, first.marks.v[k].text));
			}
		}
	}
}

/* ---- the weight of a page ---- */

static void pages_are_light(void **state)
{
	enum { RAW = 400 * 1000, GZIP = 100 * 1000 };
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	struct built *b = *state;

	for (size_t i = 0; i < b->r.briefs.n; i++)
		for (size_t k = 0; k < b->r.briefs.v[i].files.n; k++) {
			const struct file *f = &b->r.briefs.v[i].files.v[k];
			size_t bound = libdeflate_gzip_compress_bound(c, f->bytes.n);

			if (!strstr(f->path, "index.html"))
				continue;
			assert_in_range(f->bytes.n, 1000, RAW);
			assert_in_range(libdeflate_gzip_compress(c, f->bytes.p, f->bytes.n,
								 arena_alloc(b->r.arena, bound),
								 bound),
					1000, GZIP);
		}
	libdeflate_free_compressor(c);
}

/* ---- words of a document ---- */

struct words {
	void (*judge)(struct words *, const char *);
	struct built *b;
	const char *where;
	int strange;
	bool han; /* some Chinese was seen */
};

static void see(struct words *w, const char *s)
{
	if (s)
		w->judge(w, s);
}

/* Names, tickers, names of documents, and abbreviations that Chinese disclosure uses as they are;
 * one capital letter names a customer or an indicator. */
static const char *const latin[] = {
    "AI",   "EBITDA", "IDC", "KC",  "ESG", "PUE", "WUE",     "UPS",     "IT",      "VR",
    "IPCC", "NGFS",   "GB",  "SLA", "AR",  "RTC", "Xinghan", "Zhilian", "Nanjing", "Qianyi",
};

static void judge_latin(struct words *w, const char *s)
{
	while (*s) {
		size_t n = 0;
		bool known;

		while (isalpha((unsigned char)s[n]))
			n++;
		w->han |= (unsigned char)*s >= 0xE4;
		if (!n) {
			s++;
			continue;
		}
		known = n == 1 && isupper((unsigned char)*s);
		for (size_t i = 0; i < COUNT(latin); i++)
			known |= strlen(latin[i]) == n && strncmp(latin[i], s, n) == 0;
		if (!known) {
			fprintf(stderr, "%s: '%.*s'\n", w->where, (int)n, s);
			w->strange++;
		}
		s += n;
	}
}

static void see_text(struct words *w, const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		see(w, t->v[i].text);
}

static void see_table(struct words *w, const struct table *t)
{
	see(w, t->caption);
	for (size_t c = 0; c < t->n_columns; c++) {
		see(w, t->columns[c].head);
		see(w, t->columns[c].unit);
	}
	for (size_t r = 0; r < t->n_rows; r++) {
		see(w, t->rows[r].label);
		for (size_t c = 0; t->rows[r].cells && c + 1 < t->n_columns; c++)
			see(w, t->rows[r].cells[c].text);
	}
}

static void see_chart(struct words *w, const struct chart *c)
{
	see(w, c->title);
	see(w, c->subtitle);
	see(w, c->alt);
	see(w, c->row_label);
	for (size_t i = 0; i < c->n_categories; i++) {
		see(w, c->categories[i]);
		see(w, c->ticks ? c->ticks[i] : NULL);
		see(w, c->groups ? c->groups[i] : NULL);
	}
	for (size_t s = 0; s < c->n_series; s++) {
		see(w, c->series[s].label);
		for (size_t i = 0; i < c->n_categories; i++)
			see(w, c->series[s].points[i].text);
	}
}

static void see_block(struct words *w, const struct block *b)
{
	if (streq(b->id, "sources")) /* names and addresses of documents */
		return;
	see_text(w, &b->title);
	see_text(w, &b->subtitle);
	see_text(w, &b->note);
	see(w, b->aside);
	switch (b->kind) {
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
	case BLOCK_NOTES:
		for (size_t i = 0; i < b->as.prose.n; i++)
			see_text(w, &b->as.prose.v[i]);
		break;
	case BLOCK_KPIS:
		for (size_t i = 0; i < b->as.kpis.n; i++) {
			see(w, b->as.kpis.v[i].label);
			see(w, b->as.kpis.v[i].value.text);
			see_text(w, &b->as.kpis.v[i].change);
			see_text(w, &b->as.kpis.v[i].base);
			see_text(w, &b->as.kpis.v[i].convenience);
		}
		break;
	case BLOCK_TABLE:
		see_table(w, b->as.table);
		break;
	case BLOCK_CHART:
		see_chart(w, b->as.chart);
		break;
	case BLOCK_DEFINITIONS:
		for (size_t i = 0; i < b->as.definitions.n; i++) {
			see(w, b->as.definitions.v[i].term);
			see_text(w, &b->as.definitions.v[i].meaning);
			see(w, b->as.definitions.v[i].remark);
		}
		break;
	}
}

static void see_doc(struct words *w, const struct doc *d)
{
	const char *const front[] = {d->name,   d->short_name, d->tickers, d->title,
				     d->kicker, d->status,     d->notice,  d->disclaimer};

	for (size_t i = 0; i < COUNT(front); i++)
		see(w, front[i]);
	see_text(w, &d->headline);
	for (size_t i = 0; i < d->n_strip; i++) {
		see(w, d->strip[i].label);
		see_text(w, &d->strip[i].value);
	}
	for (const struct section *s = d->first; s; s = s->next) {
		see(w, s->label);
		see_text(w, &s->title);
		see(w, s->subtitle);
		see(w, s->units);
		for (const struct block *b = s->first; b; b = b->next) {
			w->where = b->id;
			see_block(w, b);
		}
	}
}

static void chinese_keeps_only_names_and_abbreviations(void **state)
{
	struct words w = {.judge = judge_latin, .b = *state, .where = "front"};
	struct report *r = &w.b->r;

	for (size_t i = 0; i < r->briefs.n; i++)
		for (size_t e = 0; e < r->briefs.v[i].editions.n; e++)
			if (r->briefs.v[i].editions.v[e].lang != LANG_EN)
				see_doc(&w, r->briefs.v[i].editions.v[e].doc);
	assert_true(w.han);
	assert_int_equal(w.strange, 0);
}

static void judge_quotes(struct words *w, const char *s)
{
	if (!strpbrk(s, "'\""))
		return;
	fprintf(stderr, "%s: straight quote in '%s'\n", w->where, s);
	w->strange++;
}

/* They would stand beside the ’ of RMB’000. */
static void no_quote_is_straight(void **state)
{
	struct words w = {.judge = judge_quotes, .b = *state, .where = "front"};
	struct report *r = &w.b->r;

	for (size_t i = 0; i < r->briefs.n; i++)
		for (size_t e = 0; e < r->briefs.v[i].editions.n; e++)
			see_doc(&w, r->briefs.v[i].editions.v[e].doc);
	assert_int_equal(w.strange, 0);
}

/* A document has its title of the edition in every source line; the list of sources says what it is
 * called, or in which language it is written. */
static void documents_are_named_in_chinese(void **state)
{
	struct built *b = *state;
	bool original = false, english = false;

	for (size_t i = 0; i < b->r.briefs.n; i++) {
		const struct doc *d = b->r.briefs.v[i].editions.v[LANG_ZH_HANT].doc;

		for (const struct section *s = d->first; s; s = s->next)
			for (const struct block *k = s->first; k; k = k->next) {
				if (k->source) {
					assert_null(strstr(k->source, "Form"));
					assert_null(strstr(k->source, "document"));
					assert_null(strstr(k->source, "Report"));
				}
				for (size_t t = 0; streq(k->id, "sources") && t < k->as.prose.n;
				     t++) {
					const char *text =
					    text_plain(b->r.arena, &k->as.prose.v[t]);

					original |=
					    strstr(text, "2025年全年業績公告（Form 6-K, ") == text;
					english |=
					    strstr(text, "2025年第三季度業績（英文）") != NULL;
				}
			}
	}
	assert_true(original);
	assert_true(english);
}

/* "The same period of last year" is one of a quarter; of a year it is the year before. */
static void tiles_name_the_period_before(void **state)
{
	static const struct {
		const char *brief, *base;
	} want[] = {{"annual-results-2025", "上年為7,785.2"},
		    {"quarterly-2025q3", "去年同期為1,885.6"}};
	struct built *b = *state;
	size_t seen = 0;

	for (size_t i = 0; i < b->r.briefs.n; i++)
		for (size_t k = 0; k < COUNT(want); k++) {
			const struct brief_files *f = &b->r.briefs.v[i];
			const struct block *tiles;

			if (!streq(f->brief->id, want[k].brief))
				continue;
			tiles = f->editions.v[LANG_ZH_HANT].doc->first->first;
			assert_int_equal(tiles->kind, BLOCK_KPIS);
			assert_string_equal(text_plain(b->r.arena, &tiles->as.kpis.v[0].base),
					    want[k].base);
			seen++;
		}
	assert_int_equal(seen, COUNT(want));
}

/* Marks of the other width read as mistakes: a comma or a bracket in the middle of Chinese, a typed
 * blank. */
static void chinese_has_full_width_marks(void **state)
{
	static const char *const wrong[] = {"，,", ", ", "; ", "。 ", "， ", "（ ", " ）"};
	struct built *b = *state;

	for (size_t i = 0; i < b->r.briefs.n; i++)
		for (size_t e = 0; e < b->r.briefs.v[i].editions.n; e++) {
			const struct doc *d = b->r.briefs.v[i].editions.v[e].doc;

			for (const struct section *s = d->lang == LANG_EN ? NULL : d->first; s;
			     s = s->next)
				for (const struct block *block = s->first; block;
				     block = block->next)
					for (size_t t = 0; block->kind <= BLOCK_HIGHLIGHTS &&
							   t < block->as.prose.n;
					     t++)
						for (size_t k = 0; k < COUNT(wrong); k++)
							assert_null(strstr(
							    text_plain(b->r.arena,
								       &block->as.prose.v[t]),
							    wrong[k]));
		}
}

/* Why a figure is missing stands in the page's own words, too. */
static void reasons_are_told_in_chinese(void **state)
{
	static const char *const english[] = {"not disclosed: ", "change of sign", "change above "};
	struct built *b = *state;
	size_t pages = 0;

	for (size_t i = 0; i < b->r.briefs.n; i++)
		for (size_t k = 0; k < b->r.briefs.v[i].files.n; k++) {
			const struct file *f = &b->r.briefs.v[i].files.v[k];

			if (!streq(f->path, "zh-Hant/index.html"))
				continue;
			assert_non_null(
			    memmem(f->bytes.p, f->bytes.n, "<dd>未披露：", strlen("<dd>未披露：")));
			for (size_t w = 0; w < COUNT(english); w++)
				assert_null(
				    memmem(f->bytes.p, f->bytes.n, english[w], strlen(english[w])));
			pages++;
		}
	assert_int_equal(pages, b->r.briefs.n);
}

/* ---- a label of 300 characters ---- */

static const char *repeated(struct arena *a, const char *word, size_t characters)
{
	struct buf out = {0};
	size_t each = utf8_count(word, strlen(word));

	for (size_t n = 0; n < characters; n += each)
		buf_str(&out, word);
	return buf_keep(&out, a);
}

static struct str file_of(const struct report *r, const char *path)
{
	const struct brief_files *f = &r->briefs.v[0];

	for (size_t i = 0; i < f->files.n; i++)
		if (streq(f->files.v[i].path, path))
			return f->files.v[i].bytes;
	fail_msg("no such output: %s", path);
	return (struct str){0};
}

static void long_labels_stand_whole(void **state)
{
	static const char *const words[LANG_COUNT] = {"Revenue from customers ", "来自客户的收入",
						      "來自客戶的收入"};
	struct project *p = project_new();
	const char *labels[LANG_COUNT];
	struct built b;

	(void)state;
	for (int l = 0; l < LANG_COUNT; l++)
		labels[l] = repeated(p->arena, words[l], 300);
	project_file(
	    p, "issuer.yaml",
	    "id: acme\nnames: {en: Acme, zh-Hans: 顶点, zh-Hant: 頂點}\nfiscal_year_end: 12-31\n"
	    "currency: CNY\nlanguages: [en, zh-Hans, zh-Hant]\n");
	project_file(p, "concepts.csv",
		     arena_printf(p->arena,
				  "id,label.en,label.zh-Hans,label.zh-Hant\nlong_one,%s,%s,%s\n",
				  labels[0], labels[1], labels[2]));
	project_file(p, "facts/f.csv",
		     "concept,unit,scale,source,FY2024 #d,FY2025 "
		     "#d\nlong_one,CNY,1000,1,\"7,785\",\"9,558\"\n");
	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,Report,2026-01-31,en,,\n");
	project_file(p, "briefs/b.yaml", "template: t\nperiod: FY2025\n");
	project_file(
	    p, "templates/briefs/t.yaml",
	    "title: \"{{long_one | name}}\"\nheadline: [\"{{long_one | name}} {{long_one | "
	    "moved}}\"]\nsections:\n"
	    "  - id: s\n    label: \"{{long_one | name}}\"\n    blocks:\n"
	    "      - kpis: {items: [long_one]}\n"
	    "      - table: {name: \"{{long_one | name}}\", columns: [prior, current, change], "
	    "rows: [long_one]}\n"
	    "      - chart: {kind: bar, title: \"{{long_one | name}}\", rows: [long_one]}\n");
	if (build(&b, p->folder) != EXIT_DONE) {
		diag_print(b.r.diag, stderr);
		fail_msg("the project does not build");
	}
	for (int l = 0; l < LANG_COUNT; l++) {
		const char *path = arena_printf(b.r.arena, "%s/index.html", lang_tags[l]);
		struct str label = str_trim(str_of(labels[l])), html = file_of(&b.r, path);

		assert_non_null(memmem(html.p, html.n, label.p, label.n));
		assert_true(file_of(&b.r, arena_printf(b.r.arena, "%s/brief.pdf", lang_tags[l])).n >
			    1000);
	}
	fonts_close(b.fonts);
	report_end(&b.r);
	project_free(p);
}

/* ---- what is missing in a language ---- */

static void a_missing_label_is_an_error(void **state)
{
	struct project *p = project_new();
	struct built b;
	bool said = false;

	(void)state;
	project_file(
	    p, "issuer.yaml",
	    "id: acme\nnames: {en: Acme, zh-Hant: 頂點}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
	    "languages: [en, zh-Hant]\n");
	project_file(p, "concepts.csv", "id,label.en\nsales,Sales\n");
	project_file(p, "facts/f.csv", "concept,unit,source,FY2025 #d\nsales,CNY,1,7\n");
	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,Report,2026-01-31,en,,\n");
	project_file(p, "briefs/b.yaml", "template: t\nperiod: FY2025\n");
	project_file(p, "templates/briefs/t.yaml",
		     "title: {en: T, zh-Hant: 題}\nheadline: [{en: T}]\nsections:\n"
		     "  - {id: s, label: 題, blocks: [{kpis: {items: [sales]}}]}\n");
	assert_int_equal(build(&b, p->folder), EXIT_INPUT);
	for (size_t i = 0; i < b.r.diag->messages.n; i++) {
		const struct message *m = &b.r.diag->messages.v[i];

		if (strstr(m->text, "no label in this language: 'zh-Hant' of 'sales'")) {
			assert_int_equal(m->at.line, 2);
			said = true;
		}
	}
	assert_true(said);
	assert_int_equal(b.r.diag->errors, 2); /* and the headline */
	fonts_close(b.fonts);
	report_end(&b.r);
	project_free(p);
}

static bool says(const struct report *r, const char *text, const char *file, int line, int column)
{
	for (size_t i = 0; i < r->diag->messages.n; i++) {
		const struct message *m = &r->diag->messages.v[i];

		if (streq(m->text, text) && strstr(m->at.file, file) && m->at.line == line &&
		    m->at.col == column)
			return true;
	}
	return false;
}

/* Names, notice, reasons of corrections and the site's title: another language never stands in. */
static void missing_texts_of_the_issuer_are_errors(void **state)
{
	struct project *p = project_new();
	struct built b;

	(void)state;
	project_file(p, "issuer.yaml",
		     "id: acme\nnames: {en: Acme}\nfiscal_year_end: 12-31\ncurrency: CNY\n"
		     "languages: [en, zh-Hans]\nnotice:\n  zh-Hans: 样本\n");
	project_file(p, "deliver.yaml",
		     "site:\n  base_url: https://ir.example.com\n  title: {en: IR}\n");
	project_file(p, "corrections.csv",
		     "brief,version,date,reason.en\nb,2,2026-02-01,A figure was wrong\n");
	project_file(p, "facts/f.csv", "concept,unit,source,FY2025 #d\nrevenue,CNY,1,7\n");
	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,Report,2026-01-31,en,,\n");
	project_file(p, "briefs/b.yaml", "template: t\nperiod: FY2025\n");
	project_file(p, "templates/briefs/t.yaml",
		     "title: {en: T, zh-Hans: 题}\nheadline: [{en: T, zh-Hans: 题}]\nsections:\n"
		     "  - {id: s, label: {en: S, zh-Hans: 题}, blocks: [{kpis: {items: "
		     "[revenue]}}]}\n");
	assert_int_equal(build(&b, p->folder), EXIT_INPUT);
	assert_true(
	    says(&b.r, "no text in this language: 'zh-Hans' of 'names'", "issuer.yaml", 2, 8));
	assert_true(says(&b.r, "no text in this language: 'en' of 'notice'", "issuer.yaml", 7, 3));
	assert_true(
	    says(&b.r, "no text in this language: 'zh-Hans' of 'reason'", "corrections.csv", 2, 1));
	assert_true(
	    says(&b.r, "no text in this language: 'zh-Hans' of 'title'", "deliver.yaml", 3, 10));
	assert_int_equal(b.r.diag->errors, 4);
	fonts_close(b.fonts);
	report_end(&b.r);
	project_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(editions_have_one_sequence),
	    cmocka_unit_test(pages_are_light),
	    cmocka_unit_test(chinese_keeps_only_names_and_abbreviations),
	    cmocka_unit_test(no_quote_is_straight),
	    cmocka_unit_test(documents_are_named_in_chinese),
	    cmocka_unit_test(tiles_name_the_period_before),
	    cmocka_unit_test(chinese_has_full_width_marks),
	    cmocka_unit_test(reasons_are_told_in_chinese),
	    cmocka_unit_test(long_labels_stand_whole),
	    cmocka_unit_test(a_missing_label_is_an_error),
	    cmocka_unit_test(missing_texts_of_the_issuer_are_errors),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
