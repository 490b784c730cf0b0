/* The whole flow, from top to bottom. */
#include "report.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json_write.h"
#include "base/task.h"
#include "data/blackline.h"
#include "chart/card.h"
#include "data/brief_json.h"
#include "doc/lint.h"
#include "facts/settings.h"
#include "html/html.h"
#include "pdf/layout.h"
#include "pdf/pdf_subset.h"

const char *const output_names[OUTPUT_COUNT] = {"html", "pdf", "json", "svg", "card"};

static bool is_wanted(const struct report_options *o, enum output output)
{
	return !o->outputs || o->outputs & 1u << output;
}

void report_start(struct report *r)
{
	*r = (struct report){.arena = arena_new(),
			     .scratch = arena_new(),
			     .lasting = arena_new(),
			     .shapes = shape_memory_new(),
			     .subsets = subset_memory_new()};
	r->diag = diag_new(r->arena);
}

void report_empty(struct report *r)
{
	struct report before = *r;

	arena_empty(r->arena);
	arena_empty(r->scratch);
	shape_memory_trim(r->shapes);
	subset_memory_trim(r->subsets);
	*r = (struct report){.arena = before.arena,
			     .scratch = before.scratch,
			     .lasting = before.lasting,
			     .shapes = before.shapes,
			     .subsets = before.subsets};
	memcpy(r->shipped_texts, before.shipped_texts, sizeof r->shipped_texts);
	r->shipped_facts = before.shipped_facts;
	r->shipped_diag = before.shipped_diag;
	r->diag = diag_new(r->arena);
}

void report_end(struct report *r)
{
	arena_free(r->arena);
	arena_free(r->scratch);
	arena_free(r->lasting);
	shape_memory_free(r->shapes);
	subset_memory_free(r->subsets);
}

/*
 * A step from a document to one output needs more memory than all else and leaves nothing but the
 * output.  Messages point at what the step read: if there are any, its memory stays.
 */
struct step {
	size_t messages, sources;
};

static struct step step_start(const struct report *r)
{
	return (struct step){r->diag->messages.n, r->diag->sources.n};
}

static void step_end(struct report *r, struct step before)
{
	if (r->diag->messages.n > before.messages) {
		arena_join(r->arena, r->scratch);
	} else {
		r->diag->sources.n = before.sources;
		arena_empty(r->scratch);
	}
}

/* The files of the briefs, or of those that were asked for, are read while the facts are. */
struct reading {
	const struct report_options *options;
	struct arena *arena; /* the task's */
	struct diag *diag;
	struct {
		struct brief *v;
		size_t n, cap;
	} briefs;
	const struct texts *texts[LANG_COUNT]; /* shipped ones, of languages that a brief names */
	struct task *task;
};

/* What goes wrong is left for shipped_texts to find again. */
static void read_texts(struct reading *reading, const struct value *languages)
{
	const struct report_options *o = reading->options;

	for (size_t i = 0; languages && languages->kind == VALUE_LIST && i < languages->n; i++) {
		const char *tag = value_text(languages->items[i]);
		int lang = tag ? lang_find(tag) : -1;
		struct diag *d = diag_new(reading->arena);

		if (lang < 0 || reading->texts[lang] || (o->langs && !(o->langs & 1u << lang)))
			continue;
		d->earlier = o->read;
		reading->texts[lang] =
		    texts_shipped(reading->arena, d, o->shipped, (enum lang)lang);
		if (d->errors)
			reading->texts[lang] = NULL;
	}
}

/* Figures can be checked before there is a brief.  Nothing is read through a link that leads out of
 * the project: the facts report it. */
static void read_files(void *ctx, struct task *task)
{
	struct reading *reading = ctx;
	const struct report_options *o = reading->options;
	struct arena *a = reading->arena;
	const char *const *ids = o->briefs;
	size_t n = o->n_briefs;

	if (!dir_is_closed(a, diag_new(a), o->project))
		return;
	if (!n && path_is_dir(path_join(a, o->project, "briefs")))
		brief_list(a, reading->diag, o->project, &ids, &n);
	for (size_t i = 0; i < n; i++) {
		struct brief *brief = PUSH(a, &reading->briefs);

		brief_read(a, reading->diag, o->project, o->shipped, ids[i], brief);
		if (o->beside)
			read_texts(reading, value_at(brief->settings, "languages"));
	}
	task_step(task);
	for (int lang = 0; o->fonts && lang < LANG_COUNT; lang++)
		if (reading->texts[lang])
			fonts_warm(o->fonts, (enum lang)lang);
}

static struct reading *reading_start(struct report *r, const struct report_options *o)
{
	struct reading *reading = NEW(r->arena, struct reading);

	*reading = (struct reading){.options = o, .arena = task_arena(o->beside, r->arena)};
	reading->diag = diag_new(reading->arena);
	reading->diag->earlier = o->read;
	reading->task = task_start(o->beside, read_files, reading);
	return reading;
}

static void reading_end(struct report *r, struct reading *reading)
{
	task_wait(reading->task, 1);
	task_arena_end(reading->arena, r->arena);
}

/* What can be read of the rest although the facts are wrong, so that one run shows every mistake.
 */
static void read_on(struct report *r, struct reading *reading)
{
	checks_parse(r->arena, r->diag, &r->facts);
	diag_join(r->diag, reading->diag);
	for (size_t i = 0; i < reading->briefs.n; i++)
		brief_load(r->arena, r->diag, &r->facts, &reading->briefs.v[i]);
}

static void add_file(struct report *r, struct brief_files *b, const char *path, struct buf *bytes)
{
	enum { LARGE = 2 * 1024 * 1024 };
	struct file *f = PUSH(r->arena, &b->files);

	*f = (struct file){.path = path, .bytes.n = bytes->n};
	f->parked = bytes->n > LARGE && buf_park(bytes, r->arena, &f->bytes);
	if (!f->parked)
		f->bytes.p = buf_keep(bytes, r->arena);
}

static const char *lang_path(struct report *r, enum lang lang, const char *name)
{
	return arena_printf(r->arena, "%s/%s", lang_tags[lang], name);
}

/* Chart scenes as files of their own, with their titles, for those who place them elsewhere. */
static void add_charts(struct report *r, struct brief_files *b, const struct doc *d)
{
	enum { WIDTH = 520 };

	struct step step = step_start(r);

	for (const struct section *s = d->first; s; s = s->next)
		for (const struct block *block = s->first; block; block = block->next) {
			struct buf svg = {0};
			struct scene *scene;

			if (block->kind != BLOCK_CHART)
				continue;
			scene =
			    chart_layout(r->scratch, r->diag, block->as.chart, &r->fonts, WIDTH);
			if (!scene)
				continue;
			scene_svg(scene, &palette_light, false, block->id, &svg);
			add_file(r, b,
				 lang_path(r, d->lang,
					   arena_printf(r->arena, "charts/%s.svg", block->id)),
				 &svg);
		}
	step_end(r, step);
}

/* The same moment in every output of a version: SOURCE_DATE_EPOCH, else the embargo, else the day
 * of issue. */
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

/* The data of a document, for the PDF to hold: made while its pages are laid out. */
struct data {
	const struct doc *doc;
	struct buf *json;
	struct arena *arena; /* the task's */
	struct pdf_attachment files[2];
};

/* Deflated at once, for they may be as large as all else.  If they are, the JSON is not kept beside
 * the pages either: whoever wants it makes it again. */
static void make_data(void *ctx, struct task *task)
{
	enum { LARGE = 1024 * 1024 };
	struct data *data = ctx;
	struct buf csv = {0};

	(void)task;
	brief_json(data->doc, data->json);
	data->files[0] = (struct pdf_attachment){.name = "brief.json",
						 .mime = "application/json",
						 .description = "Every figure with its sources",
						 .relationship = "Data",
						 .bytes = buf_cstr(data->json),
						 .n = data->json->n};
	pdf_pack(data->arena, &data->files[0]);
	if (data->json->n > LARGE)
		buf_free(data->json);
	facts_csv(data->doc, &csv);
	data->files[1] = (struct pdf_attachment){.name = "facts.csv",
						 .mime = "text/csv",
						 .description = "The facts behind the figures",
						 .relationship = "Data",
						 .bytes = buf_cstr(&csv),
						 .n = csv.n};
	pdf_pack(data->arena, &data->files[1]);
	buf_free(&csv);
}

static bool add_pdf(struct report *r, const struct report_options *o, struct brief_files *b,
		    struct edition *e, struct buf *json)
{
	const struct issuer *issuer = &r->facts.issuer;
	struct pdf pdf = {.fonts = &r->fonts, .subsets = r->subsets};
	struct buf out = {0};
	struct step step = step_start(r);
	struct data data = {
	    .doc = e->doc, .json = json, .arena = task_arena(o->beside, r->scratch)};
	struct task *task = issuer->data_apart ? NULL : task_start(o->beside, make_data, &data);
	bool ok;

	pdf.created = created(b->brief, &pdf.offset_minutes);
	pdf.attachments = data.files;
	pdf.n_attachments = task ? COUNT(data.files) : 0;
	pdf.producer = "irbrief " IRBRIEF_VERSION;
	ok = layout_pdf(r->scratch, r->diag, e->doc,
			&(struct layout_options){
			    .fonts = &r->fonts,
			    .paper = streq(issuer->paper, "Letter") ? paper_letter : paper_a4,
			    .labels = layout_labels(e->texts),
			    .facing = issuer->facing,
			    .accent = (uint32_t)strtoul(issuer->accent + 1, NULL, 16),
			},
			&pdf);
	task_end(task);
	task_arena_end(data.arena, r->scratch);
	ok = ok && pdf_write(r->scratch, r->diag, &pdf, &out);
	e->pages = pdf.n_pages;
	e->places = NEWS(r->arena, struct html_place, pdf.n_dests);
	for (size_t i = 0; i < pdf.n_dests; i++)
		e->places[e->n_places++] = (struct html_place){
		    arena_str(r->arena, pdf.dests[i].name), pdf.dests[i].page + 1};
	step_end(r, step);
	if (ok)
		add_file(r, b, lang_path(r, e->lang, "brief.pdf"), &out);
	else
		buf_free(&out);
	return ok;
}

/* The size of a file that is made already; 0: there is none. */
static size_t file_bytes(const struct brief_files *b, const char *path)
{
	for (size_t i = 0; i < b->files.n; i++)
		if (streq(b->files.v[i].path, path))
			return b->files.v[i].bytes.n;
	return 0;
}

/* A card has no room for notes: what is missing is left out, and so are non-GAAP measures, which
 * may not stand without what they are reconciled to. */
static bool suits_card(const struct doc *d, const struct kpi *k)
{
	const struct doc_figure *g = doc_figure(d, k->value.figure);

	return g && g->figure->availability == AVAILABLE &&
	       !(g->figure->concept && g->figure->concept->gaap == GAAP_NON_GAAP);
}

static struct card card_of(struct report *r, const struct doc *d)
{
	const struct block *kpis = doc_first(d, BLOCK_KPIS);
	struct card c = {.lang = d->lang,
			 .name = d->short_name ? d->short_name : d->name,
			 .other_name = d->other_name,
			 .kicker = d->kicker,
			 .headline = d->headline.n ? text_plain(r->arena, &d->headline) : d->title,
			 .units = kpis ? kpis->aside : NULL,
			 .notice = d->notice};

	for (size_t i = 0; kpis && i < kpis->as.kpis.n && c.n_figures < CARD_FIGURES; i++) {
		const struct kpi *k = &kpis->as.kpis.v[i];

		if (!suits_card(d, k))
			continue;
		c.figures[c.n_figures++] = (struct card_figure){
		    k->label, k->value.text, k->change.n ? text_plain(r->arena, &k->change) : NULL};
	}
	return c;
}

/* The picture for links to the page: only a page whose address is known can name it. */
static bool add_card(struct report *r, struct brief_files *b, const struct edition *e)
{
	struct palette palette = palette_light;
	struct card card = card_of(r, e->doc);
	struct buf png = {0};

	palette.rgb[COLOR_ACCENT] = (uint32_t)strtoul(r->facts.issuer.accent + 1, NULL, 16);
	if (!scene_png(r->diag, card_layout(r->scratch, &card, &r->fonts), &palette, 2, &png)) {
		buf_free(&png);
		return diag_error(r->diag, (struct pos){.file = b->brief->file},
				  "the card cannot be drawn as a picture");
	}
	add_file(r, b, lang_path(r, e->lang, "card.png"), &png);
	return true;
}

/* Where publishing will put the brief: "https://ir.example.com/2025/annual-results-2025/"; NULL if
 * deliver.yaml does not say. */
static const char *address_of(struct report *r, const struct brief *brief)
{
	return r->base_url
		   ? arena_printf(r->arena, "%s/%d/%s/", r->base_url,
				  fiscal_year(r->facts.issuer.calendar, brief->period), brief->id)
		   : NULL;
}

static bool add_html(struct report *r, const struct report_options *o, struct brief_files *b,
		     const struct edition *e, const struct texts *texts)
{
	struct buf out = {0};
	struct step step = step_start(r);
	bool ok;
	struct html_options options = {
	    .folder = r->facts.folder,
	    .shipped = o->shipped,
	    .texts = texts,
	    .fonts = &r->fonts,
	    .beside = o->beside,
	    .languages = b->brief->languages,
	    .n_languages = b->brief->n_languages,
	    .base_url = address_of(r, b->brief),
	    .card = file_bytes(b, lang_path(r, e->lang, "card.png")) ? "card.png" : NULL,
	    .pdf_pages = e->pages,
	    .places = e->places,
	    .n_places = e->n_places,
	    .checks = r->checks,
	};

	options.pdf_bytes = file_bytes(b, lang_path(r, e->lang, "brief.pdf"));
	options.json_bytes = file_bytes(b, lang_path(r, e->lang, "brief.json"));
	ok = html_write(r->scratch, r->diag, e->doc, &options, &out);
	step_end(r, step);
	if (ok)
		add_file(r, b, lang_path(r, e->lang, "index.html"), &out);
	else
		buf_free(&out);
	return ok;
}

/* The outputs of one brief in one language. */
static void write_edition(struct report *r, const struct report_options *o, struct brief_files *b,
			  struct edition *e)
{
	struct buf json = {0};
	bool ok = true;

	if (is_wanted(o, OUTPUT_SVG))
		add_charts(r, b, e->doc);
	if (is_wanted(o, OUTPUT_PDF))
		ok = add_pdf(r, o, b, e, &json);
	if (is_wanted(o, OUTPUT_JSON) && !json.n)
		brief_json(e->doc, &json);
	if (is_wanted(o, OUTPUT_JSON))
		add_file(r, b, lang_path(r, e->lang, "brief.json"), &json);
	buf_free(&json);
	if (ok && r->base_url && is_wanted(o, OUTPUT_CARD))
		ok = add_card(r, b, e);
	if (ok && is_wanted(o, OUTPUT_HTML))
		add_html(r, o, b, e, e->texts);
}

/* What changed since an earlier build of the edition, into the document. */
static void show_changes(struct report *r, const struct brief *brief, struct edition *e)
{
	const char *path = path_join(r->arena, brief->against, lang_path(r, e->lang, "brief.json"));
	struct changes changes;
	struct buf json = {0};
	struct str older;

	if (!file_read(r->arena, r->diag, path, &older))
		return;
	brief_json(e->doc, &json);
	if (blackline_find(r->arena, r->diag, older, (struct str){json.p, json.n}, &changes))
		blackline_fill(e->doc, e->texts, &changes);
	buf_free(&json);
}

/* Those that are shipped are the same for every project, but what is wrong with them is told to
 * each. */
static const struct texts *shipped_texts(struct report *r, const struct report_options *o,
					 enum lang lang)
{
	const struct texts *shipped = r->shipped_texts[lang];
	int errors = r->diag->errors;

	if (!shipped)
		shipped = texts_shipped(r->lasting, r->diag, o->shipped, lang);
	if (r->diag->errors == errors)
		r->shipped_texts[lang] = shipped;
	return shipped;
}

/* The words of a language are the same for every brief. */
static const struct texts *report_texts(struct report *r, const struct report_options *o,
					enum lang lang)
{
	const struct texts *ahead = r->texts_ahead[lang];

	if (!r->texts[lang])
		r->texts[lang] = texts_over(r->arena, r->diag, r->facts.folder,
					    ahead ? ahead : shipped_texts(r, o, lang));
	return r->texts[lang];
}

/* One brief in one language: the document, and the rules that it must keep. */
static void read_edition(struct report *r, const struct report_options *o, struct brief_files *b,
			 enum lang lang)
{
	struct edition *e = PUSH(r->arena, &b->editions);

	*e = (struct edition){.lang = lang, .texts = report_texts(r, o, lang)};
	if (!e->texts)
		return;
	e->doc = doc_build(r->arena, r->diag, &r->facts, r->compute, e->texts, b->brief, o->draft);
	if (!e->doc)
		return;
	lint_doc(r->scratch, r->compute, e->texts, b->brief, e->doc, b->editions.n == 1, r->checks);
	if (e->doc->changes)
		show_changes(r, b->brief, e);
}

/* Every language prints one sequence of figures: what another edition lacks is reported, and fails
 * the run. */
static void compare_editions(struct report *r, const struct brief_files *b)
{
	const struct doc *docs[LANG_COUNT];
	size_t n = 0;
	bool agree;

	for (size_t i = 0; i < b->editions.n; i++)
		if (b->editions.v[i].doc)
			docs[n++] = b->editions.v[i].doc;
	if (n < 2)
		return;
	agree = editions_agree(r->diag, b->brief, docs, n);
	checks_add(
	    r->arena, r->checks,
	    (struct check_result){
		.id =
		    arena_printf(r->arena, "languages:%s@%s", b->brief->id, docs[0]->period_label),
		.kind = "output",
		.severity = SEVERITY_ERROR,
		.verdict = agree ? VERDICT_OK : VERDICT_DIFFERS,
		.at = {.file = b->brief->file},
		.note = agree ? "every language prints the same figures in the same order"
			      : "the languages do not print the same figures in the same order",
	    });
}

static void read_brief(struct report *r, const struct report_options *o, struct brief *brief)
{
	struct brief_files *b;

	if (!brief_load(r->arena, r->diag, &r->facts, brief))
		return;
	b = PUSH(r->arena, &r->briefs);
	*b = (struct brief_files){.brief = brief};
	for (size_t i = 0; i < brief->n_languages; i++)
		if (!o->langs || o->langs & 1u << brief->languages[i])
			read_edition(r, o, b, brief->languages[i]);
	if (!b->editions.n)
		diag_error(r->diag, (struct pos){.file = brief->file},
			   "the brief has no edition in the languages asked for: '%s'", brief->id);
	compare_editions(r, b);
}

static void read_briefs(struct report *r, const struct report_options *o, struct reading *reading)
{
	diag_join(r->diag, reading->diag);
	memcpy(r->texts_ahead, reading->texts, sizeof r->texts_ahead);
	for (size_t i = 0; i < reading->briefs.n; i++)
		read_brief(r, o, &reading->briefs.v[i]);
}

/* The shipped concepts are the same for every project, but what is wrong with them is told to each.
 */
static bool load_facts(struct report *r, const struct report_options *o)
{
	int before = r->diag->errors;
	bool loaded;

	if (!r->shipped_facts) {
		struct diag *d = diag_new(r->lasting);

		d->earlier = o->read;
		r->shipped_facts = facts_shipped(r->lasting, d, o->shipped);
		r->shipped_diag = d;
		d->earlier = NULL; /* it may not live as long */
	}
	diag_join(r->diag, r->shipped_diag);
	loaded =
	    facts_over(r->arena, r->diag, o->project, r->shipped_facts, o->documents, &r->facts);
	return loaded && r->diag->errors == before;
}

enum exit_status report_check(struct report *r, const struct report_options *o)
{
	struct reading *reading;
	bool loaded;

	r->diag->earlier = o->read;
	reading = reading_start(r, o);
	loaded = load_facts(r, o);
	if (r->facts.issuer.id)
		formula_check_concepts(r->arena, r->diag, &r->facts);
	if (!loaded) {
		reading_end(r, reading);
		if (r->facts.issuer.id)
			read_on(r, reading);
		task_end(reading->task);
		return EXIT_INPUT;
	}
	r->compute = compute_new(r->arena, r->scratch, &r->facts);
	r->checks = checks_run(r->arena, r->diag, r->compute, &r->facts);
	reading_end(r, reading);
	if (!r->diag->errors)
		read_briefs(r, o, reading);
	task_end(reading->task);
	checks_finish(r->arena, r->diag, &r->facts, r->checks, !o->n_briefs && !o->langs);
	r->compute = NULL;
	arena_empty(r->scratch);
	if (r->diag->errors)
		return EXIT_INPUT;
	return checks_failed(r->checks) ? EXIT_CHECKS : EXIT_DONE;
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
	if (o->hashing)
		task_wait(o->hashing, 1);
	if (o->inputs && *o->inputs)
		json_field(&out, "inputs", o->inputs);
	json_field(&out, "issuer", r->facts.issuer.id);
	json_field(&out, "brief", b->brief->id);
	json_field_int(&out, "version", b->brief->version);
	json_field(&out, "period", facts_period_label(&r->facts, b->brief->period));
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
		const struct file *f = &b->files.v[i];

		hash_text(f->bytes.p, f->bytes.n, hash);
		if (f->parked)
			park_rest(f->bytes);
		json_line(&out);
		json_open(&out, '{');
		json_field(&out, "path", f->path);
		json_field_int(&out, "bytes", (long)f->bytes.n);
		json_field(&out, "sha256", hash);
		json_close(&out, '}');
	}
	json_close(&out, ']');
	json_close(&out, '}');
	json_line(&out);
	add_file(r, b, "manifest.json", &out);
}

/* The site's address of deliver.yaml, all of which must be right. */
static bool read_base_url(struct report *r)
{
	struct settings settings;
	bool ok = true;

	if (!settings_load(r->arena, r->diag, r->facts.folder, &settings))
		return false;
	r->base_url = settings.site.base_url.text;
	for (size_t i = 0; i < r->facts.issuer.n_languages; i++)
		ok &= names_complete(r->diag, &settings.site.title, r->facts.issuer.languages[i],
				     "title");
	return ok;
}

enum exit_status report_build(struct report *r, const struct report_options *o)
{
	enum exit_status status = report_check(r, o);

	if (r->checks && !read_base_url(r))
		return EXIT_INPUT;
	if (status == EXIT_INPUT || (status == EXIT_CHECKS && !o->draft))
		return status;
	if (!r->briefs.n)
		diag_error(r->diag,
			   (struct pos){.file = path_join(r->arena, r->facts.folder, "briefs")},
			   "no brief here: expected a file ID.yaml");
	r->fonts = *o->fonts;
	r->fonts.memory = r->shapes;
	for (size_t i = 0; i < r->briefs.n; i++) {
		struct brief_files *b = &r->briefs.v[i];

		for (size_t k = 0; k < b->editions.n; k++)
			write_edition(r, o, b, &b->editions.v[k]);
		add_manifest(r, o, b);
	}
	return r->diag->errors ? EXIT_INPUT : EXIT_DONE;
}

/* Each folder below out is made by itself, so that a link planted in place of one is refused. */
static bool make_folders(struct report *r, const char *out, const char *below)
{
	for (const char *slash = strchr(below, '/'); slash; slash = strchr(slash + 1, '/'))
		if (!dir_make(r->diag,
			      path_join(r->arena, out,
					arena_strn(r->arena, below, (size_t)(slash - below)))))
			return false;
	return true;
}

/* The files of a folder follow each other, but for the manifest. */
static bool write_files(struct report *r, const char *out, const struct brief_files *b)
{
	const char *made = "";
	size_t n = 0;

	for (size_t i = 0; i < b->files.n; i++) {
		const struct file *f = &b->files.v[i];
		const char *below = path_join(r->arena, b->brief->id, f->path);
		size_t folder = (size_t)(strrchr(below, '/') - below);

		if ((folder != n || strncmp(made, below, n) != 0) && !make_folders(r, out, below))
			return false;
		made = below;
		n = folder;
		if (!file_write(r->diag, path_join(r->arena, out, below), f->bytes.p, f->bytes.n))
			return false;
		if (f->parked)
			park_rest(f->bytes);
	}
	return true;
}

enum exit_status report_write(struct report *r, const char *out)
{
	for (size_t i = 0; i < r->briefs.n; i++)
		if (!write_files(r, out, &r->briefs.v[i]))
			return EXIT_WRITE;
	return EXIT_DONE;
}
