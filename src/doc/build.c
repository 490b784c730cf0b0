/*
 * A brief template and figures into a document.
 *
 * To add a kind of block: a function in a file of its own, a row in BLOCK_KINDS; if it looks like
 * no other, a case in the renderers (the compiler names the switches).
 */
#include "doc/build.h"

#include <math.h>

#include "base/file.h"
#include "compute/print_words.h"

#define BLOCK_ROW(name) {#name, block_##name},

static const struct block_kind_row {
	const char *name;
	block_fill_fn *fill; /* NULL: commentary, as many blocks as it has */
} block_kinds[] = {{"commentary", NULL}, BLOCK_KINDS(BLOCK_ROW)};

/* The key that names the kind: a block is a map of one key, {table: {...}}. */
static const struct block_kind_row *kind_of(struct build *b, const struct value *v)
{
	const char *names[COUNT(block_kinds)], *key, *near;

	if (v->kind != VALUE_MAP || v->n != 1) {
		diag_error(b->diag, v->at,
			   "expected a map of one key that names the kind of block");
		return NULL;
	}
	key = arena_strn(b->arena, v->keys[0].p, v->keys[0].n);
	for (size_t i = 0; i < COUNT(block_kinds); i++) {
		if (streq(key, block_kinds[i].name))
			return &block_kinds[i];
		names[i] = block_kinds[i].name;
	}
	near = text_nearest(key, names, COUNT(names));
	if (near)
		diag_error(b->diag, v->key_at[0], "unknown kind of block: '%s'; did you mean '%s'?",
			   key, near);
	else
		diag_error(b->diag, v->key_at[0], "unknown kind of block: '%s'", key);
	return NULL;
}

/* % of a column: about a line of text in the lowest plot, which is 90 points high. */
enum { SMALL_PART = 10 };

/* Behind what the template notes: parts the sentence that follows from it. */
static void part_note(struct build *b)
{
	if (b->block->note.n)
		text_add(
		    b, &b->block->note,
		    (struct span){.text = texts_word(b->printer.texts, "doc.sentence_separator")});
}

static void add_note(struct build *b, const char *sentence)
{
	part_note(b);
	text_add(b, &b->block->note, (struct span){.text = sentence});
}

/* "Others, not drawn: 2.8 in 2022, 1.8 in 2023." */
static void note_undrawn(struct build *b)
{
	const struct texts *texts = b->printer.texts;
	struct text *note = &b->block->note;

	part_note(b);
	text_add(b, note, (struct span){.text = texts_word(texts, "doc.undrawn")});
	for (size_t i = 0, n = 0; i < b->block->as.chart->n_categories; i++) {
		const struct figure *f = b->undrawn[i];

		if (!f)
			continue;
		if (n++)
			text_add(b, note,
				 (struct span){.text = texts_word(texts, "doc.list_separator")});
		build_words(b, note,
			    print_fill(&b->printer, "doc.undrawn_in", "{0}",
				       print_period_short(&b->printer, f->period), NULL),
			    build_number(b, f, true));
	}
	text_add(b, note, (struct span){.text = texts_word(texts, "doc.sentence_end")});
}

/* Has the part so little of its column that its value may have no room there? */
static bool is_small_part(const struct chart *c, const struct point *part, size_t i)
{
	double sum = 0;

	if (!part->there || part->value == 0)
		return false;
	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].points[i].there && !c->series[s].part_of_previous)
			sum += fabs(c->series[s].points[i].value);
	return 100 * fabs(part->value) < SMALL_PART * sum;
}

/* Of 100 % no table says what the chart has no room for: "Parts below 10%: Storage 4.3% in 2021,
 * 3.0% in Q1 2022; Others 0.3% in 2019." */
static void note_small_parts(struct build *b)
{
	const struct texts *texts = b->printer.texts;
	const struct chart *c = b->block->as.chart;
	struct buf all = {0};

	for (size_t s = 0; s < c->n_series; s++) {
		const struct series *part = &c->series[s];
		struct buf one = {0};

		for (size_t i = 0; i < c->n_categories; i++) {
			if (!is_small_part(c, &part->points[i], i))
				continue;
			if (one.n)
				buf_str(&one, texts_word(texts, "doc.list_separator"));
			buf_str(&one, print_fill(&b->printer, "doc.undrawn_in",
						 part->points[i].text, c->categories[i], NULL));
		}
		if (!one.n)
			continue;
		if (all.n)
			buf_str(&all, texts_word(texts, "doc.source_separator"));
		buf_str(&all, print_fill(&b->printer, "doc.small_part", part->label,
					 buf_keep(&one, b->arena), NULL));
	}
	if (all.n)
		add_note(b, print_fill(&b->printer, "doc.small_parts",
				       arena_printf(b->arena, "%d", SMALL_PART),
				       buf_keep(&all, b->arena), NULL));
}

/* "Q4 2024, Q4 2025" */
static const char *period_names(struct build *b, const struct period *v, size_t n)
{
	struct buf out = {0};

	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "%s%s",
			   i ? texts_word(b->printer.texts, "doc.list_separator") : "",
			   print_period_short(&b->printer, v[i]));
	return buf_keep(&out, b->arena);
}

/* What every block has; after its content, so that the source line knows the facts. */
static void finish_block(struct build *b, const struct value *v)
{
	static const char *const sources[] = {"none", "facts"};
	const char *source;

	b->block->note = build_sentence(b, value_at(v, "note"));
	if (b->block->kind == BLOCK_CHART && streq(b->block->as.chart->kind, "stacked100"))
		note_small_parts(b);
	if (b->block->kind == BLOCK_CHART && chart_has_bare_dots(b->block->as.chart))
		add_note(b, texts_word(b->printer.texts, "doc.dotted"));
	if (b->undrawn)
		note_undrawn(b);
	if (b->rounded)
		add_note(b, texts_word(b->printer.texts, "doc.rounding"));
	if (b->change_rounded)
		add_note(b, texts_word(b->printer.texts, "doc.rounding_change"));
	if (b->coarse)
		add_note(b, texts_word(b->printer.texts, "doc.coarse"));
	if (b->left_out.n)
		add_note(b, print_fill(&b->printer, "doc.left_out", b->left_out_for,
				       period_names(b, b->left_out.v, b->left_out.n), NULL));
	if (b->derived.n)
		add_note(b, build_derived(b, value_at(v, "rows") || value_at(v, "targets")));
	if (template_choice(b, value_at(v, "source"), sources, COUNT(sources),
			    b->block->kind == BLOCK_TABLE || b->block->kind == BLOCK_CHART) &&
	    (source = build_source(b)))
		b->block->source = source;
	if (b->block->kind == BLOCK_CHART) {
		b->block->as.chart->title = text_plain(b->arena, &b->block->title);
		b->block->as.chart->subtitle = text_plain(b->arena, &b->block->subtitle);
	}
}

/* Ids become anchors and the names of chart files.  NULL: there is none, or it is wrong (reported).
 */
static const char *read_id(struct build *b, const struct value *v)
{
	const struct value *id = value_at(v, "id");
	const char *text = value_text(id);

	if (!id || (text && is_plain_name(text)))
		return text;
	diag_error(b->diag, id->at, "an id has letters, digits, -, _ and . only: '%s'",
		   text ? text : "");
	return NULL;
}

/* False if the block is left out: its `when` is not true, or nothing of it is disclosed. */
static bool add_block(struct build *b, struct section *s, const struct value *item,
		      struct block ***tail)
{
	const struct block_kind_row *kind = kind_of(b, item);
	const struct value *v = kind ? item->items[0] : NULL;
	size_t figures = b->doc->figures.n;
	struct print_style style = b->style;
	struct block *block;

	if (!kind || !template_when(b, value_at(v, "when")) ||
	    (value_at(v, "unless") && template_when(b, value_at(v, "unless"))))
		return false;
	if (!kind->fill)
		return commentary_place(b, s, v, tail);
	b->block = block = NEW(b->arena, struct block);
	block->id = read_id(b, v);
	if (!block->id)
		block->id = arena_printf(b->arena, "%s-%d", s->id, ++b->chart_count);
	block->span = template_int(b, value_at(v, "span"), 2, FULL_SPAN, FULL_SPAN);
	b->style = template_style(b, v);
	b->first_touched = b->touched.n;
	b->rounded = b->change_rounded = b->coarse = false;
	b->undrawn = NULL;
	b->derived.n = 0;
	b->left_out.n = 0;
	block->title = build_sentence(b, value_at(v, "title"));
	block->subtitle = build_value_text(b, value_at(v, "subtitle"));
	block->aside = build_plain(b, value_at(v, "aside"));
	if (!kind->fill(b, v)) {
		b->doc->figures.n = figures; /* what is not shown is not registered */
		b->style = style;
		return false;
	}
	finish_block(b, v);
	b->style = style;
	**tail = block;
	*tail = &block->next;
	return true;
}

static struct chart *chart_in_units(const struct block *b)
{
	return b->kind == BLOCK_CHART && b->as.chart->unit && chart_has_bars_in_units(b->as.chart)
		   ? b->as.chart
		   : NULL;
}

/* Charts side by side that show one unit show it on one scale, and one period at one place. */
static void share_scales(struct build *b, struct block *first)
{
	for (struct block *block = first; block; block = block->next) {
		struct {
			struct chart **v;
			size_t n, cap;
		} row = {0};
		const struct chart *lead = chart_in_units(block);

		for (struct block *at = block;
		     lead && at && chart_in_units(at) && at->span == block->span &&
		     at->span < FULL_SPAN && streq(at->as.chart->unit, lead->unit);
		     at = at->next) {
			*PUSH(b->arena, &row) = at->as.chart;
			block = at;
		}
		chart_one_scale(row.v, row.n);
		chart_one_time(row.v, row.n);
	}
}

static struct section *build_section(struct build *b, const struct value *v)
{
	const struct value *blocks = value_at(v, "blocks");
	struct section *s = NEW(b->arena, struct section);
	struct block **tail = &s->first;
	size_t figures = b->doc->figures.n;
	struct text subtitle;

	if (!TEMPLATE_KEYS(b, v, "id", "label", "title", "subtitle", "units", "new_page", "when",
			   "blocks", "after") ||
	    !template_when(b, value_at(v, "when")))
		return NULL;
	s->id = read_id(b, v);
	if (!s->id || !blocks || blocks->kind != VALUE_LIST) {
		diag_error(b->diag, v->at, "a section needs 'id' and a list of 'blocks'");
		return NULL;
	}
	s->label = build_plain(b, value_at(v, "label"));
	s->title = build_sentence(b, value_at(v, "title"));
	if (!s->label)
		diag_error(b->diag, v->at, "a section needs a 'label'");
	else if (!s->title.n)
		text_add(b, &s->title, (struct span){.text = s->label});
	subtitle = build_sentence(b, value_at(v, "subtitle"));
	s->subtitle = subtitle.n ? text_plain(b->arena, &subtitle) : NULL;
	s->units = build_plain(b, value_at(v, "units"));
	s->new_page = template_bool(b, value_at(v, "new_page"), false);
	b->section = s;
	for (size_t i = 0; i < blocks->n; i++)
		add_block(b, s, blocks->items[i], &tail);
	share_scales(b, s->first);
	if (!s->first) {
		b->doc->figures.n = figures;
		return NULL;
	}
	return s;
}

static void add_section(struct build *b, const struct value *v, struct section ***tail)
{
	struct section *s = build_section(b, v);

	if (!s)
		return;
	**tail = s;
	*tail = &s->next;
}

/* The brief's own sections that stand after this one of the template's; NULL: at the end. */
static void add_own_sections(struct build *b, const char *after, struct section ***tail)
{
	const struct value *own = value_at(b->brief->settings, "sections");

	for (size_t i = 0; own && own->kind == VALUE_LIST && i < own->n; i++) {
		const char *place = value_text(value_at(own->items[i], "after"));

		if (place && after ? streq(place, after) : !place && !after)
			add_section(b, own->items[i], tail);
	}
}

/* A place that the template does not have. */
static void check_own_sections(struct build *b, const struct value *sections)
{
	const struct value *own = value_at(b->brief->settings, "sections");

	if (own && own->kind != VALUE_LIST)
		diag_error(b->diag, own->at, "expected a list under 'sections'");
	for (size_t i = 0; own && own->kind == VALUE_LIST && i < own->n; i++) {
		const struct value *after = value_at(own->items[i], "after");
		bool known = !after;

		for (size_t k = 0; value_text(after) && k < sections->n; k++) {
			const char *id = value_text(value_at(sections->items[k], "id"));

			known |= id && streq(id, value_text(after));
		}
		if (!known)
			diag_error(b->diag, after->at, "the template has no section '%s'",
				   value_text(after) ? value_text(after) : "");
	}
}

static void build_sections(struct build *b, const struct value *sections)
{
	struct section **tail = &b->doc->first;

	check_own_sections(b, sections);
	for (size_t i = 0; i < sections->n; i++) {
		const struct value *id = value_at(sections->items[i], "id");

		add_section(b, sections->items[i], &tail);
		if (value_text(id))
			add_own_sections(b, value_text(id), &tail);
	}
	add_own_sections(b, NULL, &tail);
}

/* The first candidate that holds and whose figures are all there. */
static void build_headline(struct build *b)
{
	const struct value *list = value_at(b->brief->layout, "headline");

	if (!list || list->kind != VALUE_LIST) {
		diag_error(b->diag, b->brief->layout->at, "expected a list under 'headline'");
		return;
	}
	b->doc->headline = build_sentence(b, list);
	if (!b->doc->headline.n)
		text_add(b, &b->doc->headline, (struct span){.text = b->doc->title});
}

static void build_strip(struct build *b)
{
	const struct value *list = value_at(b->brief->layout, "strip");
	struct doc *d = b->doc;

	if (!list || list->kind != VALUE_LIST)
		return;
	d->strip = NEWS(b->arena, struct strip_item, list->n);
	for (size_t i = 0; i < list->n; i++) {
		const struct value *v = list->items[i];
		struct text value;

		if (!TEMPLATE_KEYS(b, v, "label", "value"))
			continue;
		value = build_value_text(b, value_at(v, "value"));
		if (value.n && !b->missing)
			d->strip[d->n_strip++] =
			    (struct strip_item){build_plain(b, value_at(v, "label")), value};
	}
}

/* A text of the front, or NULL if it lacks something. */
static const char *front_text(struct build *b, const char *key)
{
	struct text t = build_sentence(b, value_at(b->brief->layout, key));

	return t.n ? text_plain(b->arena, &t) : NULL;
}

/* What the issuer says in other languages only is a hole in this one. */
static void need_front_texts(struct build *b)
{
	const struct issuer *issuer = &b->facts->issuer;

	names_complete(b->diag, &issuer->names, b->doc->lang, "names");
	names_complete(b->diag, &issuer->notice, b->doc->lang, "notice");
	for (size_t i = 0; i < b->facts->corrections.n; i++) {
		const struct correction *c = &b->facts->corrections.v[i];

		if (streq(c->brief, b->brief->id) && c->version <= b->brief->version)
			names_complete(b->diag, &c->reason, b->doc->lang, "reason");
	}
}

static void build_front(struct build *b)
{
	const struct issuer *issuer = &b->facts->issuer;
	const struct value *layout = b->brief->layout;
	struct doc *d = b->doc;
	enum lang other = d->lang == LANG_EN ? LANG_ZH_HANS : LANG_EN;

	need_front_texts(b);
	d->name = names_in(&issuer->names, d->lang);
	d->other_name = issuer->names.in[other];
	d->short_name = names_in(
	    issuer->short_names.in[LANG_EN] ? &issuer->short_names : &issuer->names, d->lang);
	d->tickers = print_tickers(&b->printer);
	d->title = front_text(b, "title");
	d->kicker = front_text(b, "kicker");
	d->status = front_text(b, "status");
	d->disclaimer = front_text(b, "disclaimer");
	d->notice = names_in(&issuer->notice, d->lang);
	if (!d->title)
		diag_error(b->diag, layout->at, "missing key: 'title'");
	build_headline(b);
	build_strip(b);
}

struct doc *doc_build(struct arena *a, struct diag *diag, const struct facts *facts,
		      struct compute *compute, const struct texts *texts, const struct brief *brief,
		      bool draft)
{
	struct doc *d = NEW(a, struct doc);
	struct build b = {.arena = a,
			  .diag = diag,
			  .facts = facts,
			  .compute = compute,
			  .brief = brief,
			  .doc = d,
			  .printer = {a, facts, texts, period_texts_new(a)},
			  .style = {6, DECIMALS_AUTO}};
	const struct value *sections = value_at(brief->layout, "sections");
	int errors = diag->errors;

	*d = (struct doc){.arena = a,
			  .facts = facts,
			  .lang = texts_lang(texts),
			  .brief = brief->id,
			  .version = brief->version,
			  .period = brief->period,
			  .draft = draft,
			  .issued = brief->issued};
	d->period_label = facts_period_label(facts, brief->period);
	d->period_long = print_period_long(&b.printer, brief->period);
	d->close = print_day(&b.printer, brief->period.to);
	if (!TEMPLATE_KEYS(&b, brief->layout, "title", "kicker", "status", "disclaimer", "headline",
			   "strip", "scale", "decimals", "sections"))
		return NULL;
	b.style = template_style(&b, brief->layout);
	commentary_load(&b);
	build_front(&b);
	if (!sections || sections->kind != VALUE_LIST) {
		diag_error(diag, brief->layout->at, "expected a list under 'sections'");
		return NULL;
	}
	build_sections(&b, sections);
	commentary_warn_unplaced(&b);
	doc_number_notes(d);
	return diag->errors == errors ? d : NULL;
}
