/* The whole flow, from top to bottom. */
#include "report.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json_write.h"
#include "data/brief_json.h"
#include "html/html.h"
#include "pdf/layout.h"

void report_start(struct report *r)
{
	*r = (struct report){.arena = arena_new()};
	r->diag = diag_new(r->arena);
}

void report_end(struct report *r)
{
	arena_free(r->arena);
}

/* What can be read of the rest although the facts are wrong, so that one run shows every mistake. */
static void read_on(struct report *r)
{
	const char *const *ids;
	struct brief brief;
	size_t n;

	checks_parse(r->arena, r->diag, &r->facts);
	if (brief_list(r->arena, r->diag, &r->facts, &ids, &n))
		for (size_t i = 0; i < n; i++)
			brief_load(r->arena, r->diag, &r->facts, ids[i], &brief);
}

enum exit_status report_check(struct report *r, const struct report_options *o)
{
	bool loaded = facts_load(r->arena, r->diag, o->project, o->shipped, o->documents, &r->facts);

	if (r->facts.issuer.id)
		formula_check_concepts(r->arena, r->diag, &r->facts);
	if (!loaded) {
		if (r->facts.issuer.id)
			read_on(r);
		return EXIT_INPUT;
	}
	r->compute = compute_new(r->arena, &r->facts);
	r->checks = checks_run(r->arena, r->diag, r->compute, &r->facts);
	if (r->diag->errors)
		return EXIT_INPUT;
	return checks_failed(r->checks) ? EXIT_CHECKS : EXIT_DONE;
}

static void add_file(struct report *r, struct brief_files *b, const char *path, struct buf *bytes)
{
	size_t n = bytes->n;

	*PUSH(r->arena, &b->files) = (struct file){path, {buf_keep(bytes, r->arena), n}};
}

static const char *lang_path(struct report *r, enum lang lang, const char *name)
{
	return arena_printf(r->arena, "%s/%s", lang_tags[lang], name);
}

/* Chart scenes as files of their own, with their titles, for those who place them elsewhere. */
static void add_charts(struct report *r, const struct report_options *o, struct brief_files *b,
		       const struct doc *d)
{
	enum { WIDTH = 520 };

	for (const struct section *s = d->first; s; s = s->next)
		for (const struct block *block = s->first; block; block = block->next) {
			struct buf svg = {0};
			struct scene *scene;

			if (block->kind != BLOCK_CHART)
				continue;
			scene = chart_layout(r->arena, r->diag, block->as.chart, o->fonts, WIDTH);
			if (!scene)
				continue;
			scene_svg(scene, &palette_light, false, block->id, &svg);
			add_file(r, b, lang_path(r, d->lang, arena_printf(r->arena, "charts/%s.svg", block->id)), &svg);
		}
}

/* The same moment in every output of a version: SOURCE_DATE_EPOCH, else the embargo, else the day of issue. */
static int64_t created(const struct brief *brief, int *offset)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	*offset = 0;
	if (epoch && *epoch)
		return strtoll(epoch, NULL, 10);
	if (brief->embargo) {
		*offset = instant_offset(brief->embargo);
		return brief->embargo_seconds;
	}
	return (int64_t)(brief->issued ? brief->issued : brief->period.to) * 86400;
}

static bool add_pdf(struct report *r, const struct report_options *o, struct brief_files *b,
		    struct edition *e, const struct texts *texts, struct str json)
{
	const struct issuer *issuer = &r->facts.issuer;
	struct pdf pdf = {.fonts = o->fonts};
	struct pdf_attachment attachments[2];
	struct buf csv = {0}, out = {0};
	bool ok;

	facts_csv(e->doc, &csv);
	attachments[0] = (struct pdf_attachment){"brief.json", "application/json", "Every figure with its sources",
						 "Data", json.p, json.n};
	attachments[1] = (struct pdf_attachment){"facts.csv", "text/csv", "The facts behind the figures", "Data",
						 buf_cstr(&csv), csv.n};
	pdf.created = created(b->brief, &pdf.offset_minutes);
	pdf.attachments = attachments;
	pdf.n_attachments = COUNT(attachments);
	pdf.producer = "irbrief " IRBRIEF_VERSION;
	ok = layout_pdf(r->arena, r->diag, e->doc,
			&(struct layout_options){
			    .fonts = o->fonts,
			    .paper = streq(issuer->paper, "Letter") ? paper_letter : paper_a4,
			    .labels = layout_labels(texts),
			    .accent = (uint32_t)strtoul(issuer->accent + 1, NULL, 16),
			},
			&pdf) &&
	     pdf_write(r->arena, r->diag, &pdf, &out);
	e->pages = pdf.n_pages;
	buf_free(&csv);
	if (ok)
		add_file(r, b, lang_path(r, e->lang, "brief.pdf"), &out);
	else
		buf_free(&out);
	return ok;
}

static bool add_html(struct report *r, const struct report_options *o, struct brief_files *b,
		     const struct edition *e, const struct texts *texts)
{
	struct buf out = {0};
	struct html_options options = {
	    .folder = r->facts.folder,
	    .shipped = o->shipped,
	    .texts = texts,
	    .fonts = o->fonts,
	    .languages = b->brief->languages,
	    .n_languages = b->brief->n_languages,
	};

	for (size_t i = 0; i < b->files.n; i++)
		if (streq(b->files.v[i].path, lang_path(r, e->lang, "brief.pdf")))
			options.pdf_bytes = b->files.v[i].bytes.n;
	options.pdf_pages = e->pages;
	if (!html_write(r->arena, r->diag, e->doc, &options, &out)) {
		buf_free(&out);
		return false;
	}
	add_file(r, b, lang_path(r, e->lang, "index.html"), &out);
	return true;
}

/* One brief in one language: document, then each output of it. */
static void build_edition(struct report *r, const struct report_options *o, struct brief_files *b, enum lang lang)
{
	struct texts *texts = texts_load(r->arena, r->diag, r->facts.folder, o->shipped, lang);
	struct edition *e = PUSH(r->arena, &b->editions);
	struct buf json = {0};
	struct str kept;

	*e = (struct edition){.lang = lang};
	if (!texts)
		return;
	e->doc = doc_build(r->arena, r->diag, &r->facts, r->compute, texts, b->brief, o->draft);
	if (!e->doc)
		return;
	brief_json(e->doc, &json);
	add_file(r, b, lang_path(r, lang, "brief.json"), &json);
	kept = b->files.v[b->files.n - 1].bytes;
	add_charts(r, o, b, e->doc);
	if (add_pdf(r, o, b, e, texts, kept))
		add_html(r, o, b, e, texts);
}

static void compare_editions(struct report *r, const struct brief_files *b)
{
	const struct doc *docs[LANG_COUNT];
	size_t n = 0;

	for (size_t i = 0; i < b->editions.n; i++)
		if (b->editions.v[i].doc)
			docs[n++] = b->editions.v[i].doc;
	editions_agree(r->diag, b->brief, docs, n);
}

static int by_path(const void *x, const void *y)
{
	return strcmp(((const struct file *)x)->path, ((const struct file *)y)->path);
}

/* What was made, from what, and how the checks stood: the gate that publishing and mailing read. */
static void add_manifest(struct report *r, const struct report_options *o, struct brief_files *b)
{
	struct buf out = {0};
	char hash[HASH_TEXT];

	if (b->files.n)
		qsort(b->files.v, b->files.n, sizeof *b->files.v, by_path);
	json_open(&out, '{');
	json_field(&out, "schema", "irbrief-manifest/1");
	json_field(&out, "tool", "irbrief " IRBRIEF_VERSION);
	json_field(&out, "issuer", r->facts.issuer.id);
	json_field(&out, "brief", b->brief->id);
	json_field_int(&out, "version", b->brief->version);
	json_field(&out, "period", period_label(r->arena, r->facts.issuer.calendar, b->brief->period));
	json_field(&out, "embargo", b->brief->embargo);
	json_key(&out, "draft");
	json_bool(&out, o->draft);
	json_key(&out, "checks");
	json_open(&out, '{');
	json_field_int(&out, "checks", (long)r->checks->summary.checks);
	json_field_int(&out, "ok", (long)r->checks->summary.ok);
	json_field_int(&out, "rounding", (long)r->checks->summary.rounding);
	json_field_int(&out, "differs", (long)r->checks->summary.differs);
	json_field_int(&out, "not_disclosed", (long)r->checks->summary.not_disclosed);
	json_field_int(&out, "waived", (long)r->checks->summary.waived);
	json_close(&out, '}');
	json_key(&out, "files");
	json_open(&out, '[');
	for (size_t i = 0; i < b->files.n; i++) {
		hash_text(b->files.v[i].bytes.p, b->files.v[i].bytes.n, hash);
		json_line(&out);
		json_open(&out, '{');
		json_field(&out, "path", b->files.v[i].path);
		json_field_int(&out, "bytes", (long)b->files.v[i].bytes.n);
		json_field(&out, "sha256", hash);
		json_close(&out, '}');
	}
	json_close(&out, ']');
	json_close(&out, '}');
	json_line(&out);
	add_file(r, b, "manifest.json", &out);
}

static void build_brief(struct report *r, const struct report_options *o, const char *id)
{
	struct brief *brief = NEW(r->arena, struct brief);
	struct brief_files *b;

	if (!brief_load(r->arena, r->diag, &r->facts, id, brief))
		return;
	b = PUSH(r->arena, &r->briefs);
	*b = (struct brief_files){.brief = brief};
	for (size_t i = 0; i < brief->n_languages; i++)
		if (!o->langs || o->langs & 1u << brief->languages[i])
			build_edition(r, o, b, brief->languages[i]);
	if (!b->editions.n)
		diag_error(r->diag, (struct pos){.file = brief->file}, "the brief has no edition in the languages asked for: '%s'",
			   id);
	compare_editions(r, b);
	add_manifest(r, o, b);
}

enum exit_status report_build(struct report *r, const struct report_options *o)
{
	enum exit_status status = report_check(r, o);
	const char *const *ids = o->briefs;
	size_t n = o->n_briefs;

	if (status == EXIT_INPUT || (status == EXIT_CHECKS && !o->draft))
		return status;
	if (!n && !brief_list(r->arena, r->diag, &r->facts, &ids, &n))
		return EXIT_INPUT;
	for (size_t i = 0; i < n; i++)
		build_brief(r, o, ids[i]);
	return r->diag->errors ? EXIT_INPUT : EXIT_DONE;
}

static bool write_file(struct report *r, const char *folder, const struct file *f)
{
	const char *path = path_join(r->arena, folder, f->path), *slash = strrchr(path, '/');

	return dir_make(r->diag, arena_strn(r->arena, path, (size_t)(slash - path))) &&
	       file_write(r->diag, path, f->bytes.p, f->bytes.n);
}

enum exit_status report_write(struct report *r, const char *out)
{
	for (size_t i = 0; i < r->briefs.n; i++) {
		const struct brief_files *b = &r->briefs.v[i];
		const char *folder = path_join(r->arena, out, b->brief->id);

		for (size_t k = 0; k < b->files.n; k++)
			if (!write_file(r, folder, &b->files.v[k]))
				return EXIT_WRITE;
	}
	return EXIT_DONE;
}
