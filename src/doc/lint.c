/* The rules on non-GAAP measures, each a function from one use of a measure to what is wrong with
 * it. */
#include "doc/lint.h"

#include <strings.h>

#include "doc/uses.h"

struct lint {
	struct arena *arena;
	struct compute *compute;
	const struct facts *facts;
	const struct doc *doc;
	const struct brief *brief;
	const char *marks; /* what says non-GAAP, ";" between */
	struct checks *checks;
	struct uses uses;
};

/* ---- uses ---- */

static bool is_shown(const struct use *u)
{
	return u->measure->gaap == GAAP_NON_GAAP && u->figure->availability != NOT_DISCLOSED;
}

static bool same_place(const struct use *a, const struct use *b)
{
	return a->section == b->section && a->block == b->block &&
	       (a->place == PLACE_TITLE) == (b->place == PLACE_TITLE);
}

static bool is_measure(const struct use *u, const char *concept)
{
	return concept && streq(u->measure->id, concept);
}

/* The uses of a measure in one place are judged together, at the first. */
static bool is_first_here(const struct lint *l, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (l->uses.v[j].measure == l->uses.v[i].measure && is_shown(&l->uses.v[j]) &&
		    same_place(&l->uses.v[j], &l->uses.v[i]))
			return false;
	return true;
}

static bool is_first(const struct lint *l, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (l->uses.v[j].measure == l->uses.v[i].measure && is_shown(&l->uses.v[j]))
			return false;
	return true;
}

static bool is_comparable_disclosed(const struct lint *l, const struct concept *measure)
{
	const struct formula *f = measure->comparable
				      ? compute_parse(l->compute, diag_new(l->arena),
						      measure->comparable, (struct pos){0})
				      : NULL;

	return f && compute_figure(l->compute, f, &(struct scope){.period = l->doc->period})
			    ->availability != NOT_DISCLOSED;
}

/* ---- the words around a use ---- */

static bool says_non_gaap(const struct lint *l, const char *words)
{
	for (const char *mark = l->marks; *mark;) {
		size_t n = strcspn(mark, ";");

		for (const char *s = words; *s; s++)
			if (strncasecmp(s, mark, n) == 0)
				return true;
		mark += n + (mark[n] == ';');
	}
	return false;
}

static bool explains_star(const struct lint *l, const struct text *t)
{
	const char *words = text_plain(l->arena, t);

	return strchr(words, '*') && says_non_gaap(l, words);
}

/* By a note of the same section, or by notes that stand for the whole document. */
static bool star_is_explained(const struct lint *l, const struct section *section)
{
	for (const struct section *s = l->doc->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next) {
			if (s == section && explains_star(l, &b->note))
				return true;
			for (size_t i = 0; b->kind == BLOCK_NOTES && i < b->as.prose.n; i++)
				if (explains_star(l, &b->as.prose.v[i]))
					return true;
		}
	return false;
}

/* ---- the rules ---- */

/* How far up the comparable measure must stand to be at least as prominent. */
static bool is_prominent_enough(const struct use *gaap, const struct use *use)
{
	switch (use->place) {
	case PLACE_HEADLINE:
		return gaap->place == PLACE_HEADLINE;
	case PLACE_TILE:
		return gaap->place == PLACE_HEADLINE ||
		       (gaap->place == PLACE_TILE && gaap->block == use->block);
	case PLACE_TITLE:
		return gaap->place <= PLACE_TITLE;
	case PLACE_ROW:
		return gaap->place <= PLACE_ROW;
	case PLACE_SERIES:
		return gaap->place <= PLACE_SERIES;
	case PLACE_SENTENCE:
		break;
	}
	return true;
}

/* Series of one chart are drawn by value, so that their order says nothing. */
static bool stands_before(const struct use *gaap, const struct use *use)
{
	bool together = gaap->block && gaap->block == use->block;

	if (use->place == PLACE_SERIES && together)
		return true;
	return gaap < use && is_prominent_enough(gaap, use);
}

static const char *order_fault(const struct lint *l, size_t i)
{
	const struct use *use = &l->uses.v[i];
	bool before = false, here = false, before_here = false, lighter = false;

	if (!is_comparable_disclosed(l, use->measure))
		return NULL;
	for (size_t j = 0; j < l->uses.n; j++) {
		const struct use *gaap = &l->uses.v[j];
		bool beside = gaap->block == use->block && gaap->place == use->place;

		if (!is_measure(gaap, use->measure->comparable))
			continue;
		before |= stands_before(gaap, use);
		here |= beside;
		before_here |= beside && j < i;
		lighter |= beside && use->place == PLACE_ROW && use->strong && !gaap->strong;
	}
	if (!before || (use->place == PLACE_ROW && here && !before_here))
		return arena_printf(l->arena, "'%s' must stand before it, at least as prominent",
				    use->measure->comparable);
	return lighter ? arena_printf(l->arena, "it is printed heavier than '%s'",
				      use->measure->comparable)
		       : NULL;
}

/* All uses of the measure in this place must say what it is. */
static const char *label_fault(const struct lint *l, size_t i)
{
	const struct use *first = &l->uses.v[i];

	for (size_t j = i; j < l->uses.n; j++) {
		const struct use *use = &l->uses.v[j];

		if (use->measure != first->measure || !same_place(use, first) ||
		    says_non_gaap(l, use->words))
			continue;
		if (!strchr(use->words, '*') || !star_is_explained(l, use->section))
			return arena_printf(l->arena,
					    "nothing says that it is a non-GAAP measure: '%s'",
					    use->words);
	}
	return NULL;
}

/* A ratio over revenue: the comparable ratio belongs beside it. */
static const char *margin_fault(const struct lint *l, size_t i)
{
	const struct use *use = &l->uses.v[i];

	if (!is_comparable_disclosed(l, use->measure))
		return NULL;
	for (size_t j = 0; j < l->uses.n; j++) {
		const struct use *gaap = &l->uses.v[j];

		if (is_measure(gaap, use->measure->comparable) && gaap->section == use->section &&
		    (gaap->block == use->block || !use->block))
			return NULL;
	}
	return arena_printf(l->arena, "'%s' does not stand beside it", use->measure->comparable);
}

/* The first line of a table or bridge, or NULL for other blocks. */
static const struct use *first_line(const struct lint *l, const struct block *b)
{
	bool lines =
	    b && (b->kind == BLOCK_TABLE || (b->kind == BLOCK_CHART && b->as.chart->is_total));

	for (size_t i = 0; lines && i < l->uses.n; i++)
		if (l->uses.v[i].block == b &&
		    (l->uses.v[i].place == PLACE_ROW || l->uses.v[i].place == PLACE_SERIES))
			return &l->uses.v[i];
	return NULL;
}

static bool block_shows(const struct lint *l, const struct block *b, const char *concept)
{
	for (size_t i = 0; i < l->uses.n; i++)
		if (l->uses.v[i].block == b && l->uses.v[i].place != PLACE_TITLE &&
		    is_measure(&l->uses.v[i], concept))
			return true;
	return false;
}

static bool is_total_here(const struct lint *l, size_t i)
{
	const struct use *first = &l->uses.v[i];

	for (size_t j = i; j < l->uses.n; j++)
		if (l->uses.v[j].measure == first->measure && same_place(&l->uses.v[j], first) &&
		    l->uses.v[j].total)
			return true;
	return false;
}

/* The lines lead to a non-GAAP (sub)total from its comparable measure, or from where they should
 * not. */
static bool is_reconciliation(const struct lint *l, size_t i)
{
	const struct use *use = &l->uses.v[i], *first = first_line(l, use->block);

	return first && is_total_here(l, i) &&
	       (block_shows(l, use->block, use->measure->comparable) ||
		(first->measure->gaap == GAAP_NON_GAAP && first->measure != use->measure));
}

static const char *reconciliation_fault(const struct lint *l, size_t i)
{
	const struct use *use = &l->uses.v[i], *first = first_line(l, use->block);

	return is_measure(first, use->measure->comparable)
		   ? NULL
		   : arena_printf(l->arena, "it is reconciled from '%s', not from '%s'",
				  first->measure->id, use->measure->comparable);
}

static bool line_is_disclosed(const struct lint *l, const struct use *line)
{
	for (size_t i = 0; i < l->uses.n; i++) {
		const struct use *u = &l->uses.v[i];

		if (u->block == line->block && u->place == line->place && u->line == line->line &&
		    u->figure->availability == AVAILABLE)
			return true;
	}
	return false;
}

/* An adjustment that stands for one period and not for the other, and that no note names. */
static const char *adjustments_fault(const struct lint *l, size_t i)
{
	const struct block *b = l->uses.v[i].block;
	const char *note = text_plain(l->arena, &b->note);

	for (size_t j = 0; j < l->uses.n; j++) {
		const struct use *u = &l->uses.v[j];

		if (u->block != b || u->place != PLACE_ROW || u->total ||
		    u->figure->kind != FIGURE_VALUE || u->figure->availability != NOT_DISCLOSED ||
		    !line_is_disclosed(l, u) || strstr(note, b->as.table->rows[u->line].label))
			continue;
		return arena_printf(
		    l->arena, "the adjustment '%s' is not disclosed for %s, and no note says why",
		    u->measure->id, facts_period_label(l->facts, u->figure->period));
	}
	return NULL;
}

static bool is_defined(const struct lint *l, const struct concept *c)
{
	for (const struct section *s = l->doc->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			for (size_t i = 0; b->kind == BLOCK_DEFINITIONS && i < b->as.definitions.n;
			     i++)
				for (size_t k = 0; k < b->as.definitions.v[i].n_of; k++)
					if (b->as.definitions.v[i].of[k] == c)
						return true;
	return false;
}

/* A margin is defined by the measure that it divides. */
static const char *definition_fault(const struct lint *l, size_t i)
{
	const struct concept *c = l->uses.v[i].measure, *part = NULL;

	if (is_defined(l, c))
		return NULL;
	if (c->formula)
		part =
		    figure_measure(l->arena, l->compute, &(struct figure){.formula = c->formula});
	return part && part->gaap == GAAP_NON_GAAP && is_defined(l, part)
		   ? NULL
		   : "the document does not define it";
}

static const char *comparable_fault(const struct lint *l, size_t i)
{
	const struct concept *c = l->uses.v[i].measure;

	if (!c->comparable)
		return "its concept names no comparable measure";
	return is_comparable_disclosed(l, c)
		   ? NULL
		   : arena_printf(l->arena, "the comparable measure is not disclosed: '%s'",
				  c->comparable);
}

/* ---- which rule where ---- */

static bool always(const struct lint *l, size_t i)
{
	(void)l, (void)i;
	return true;
}

static bool is_ratio(const struct lint *l, size_t i)
{
	const struct unit *unit = l->uses.v[i].measure->unit;

	return unit && unit->percent;
}

static bool is_reconciling_table(const struct lint *l, size_t i)
{
	return l->uses.v[i].block && l->uses.v[i].block->kind == BLOCK_TABLE &&
	       is_reconciliation(l, i);
}

/* To add a rule: a row here and its function, and a line in lint.h. */
static const struct rule {
	const char *name;
	enum severity severity;
	enum {
		EACH_PLACE,
		ONCE
	} where;    /* each place where the measure stands, or once for the document */
	bool words; /* depends on the language */
	bool (*applies)(const struct lint *, size_t use);
	const char *(*fault)(const struct lint *, size_t use);
} rules[] = {
    {"non_gaap_order", SEVERITY_ERROR, EACH_PLACE, false, always, order_fault},
    {"non_gaap_label", SEVERITY_ERROR, EACH_PLACE, true, always, label_fault},
    {"non_gaap_margin", SEVERITY_ERROR, EACH_PLACE, false, is_ratio, margin_fault},
    {"non_gaap_reconciliation", SEVERITY_ERROR, EACH_PLACE, false, is_reconciliation,
     reconciliation_fault},
    {"non_gaap_adjustments", SEVERITY_WARNING, EACH_PLACE, false, is_reconciling_table,
     adjustments_fault},
    {"non_gaap_definition", SEVERITY_WARNING, ONCE, false, always, definition_fault},
    {"non_gaap_comparable", SEVERITY_WARNING, ONCE, false, always, comparable_fault},
};

static const char *place_name(const struct lint *l, const struct use *u)
{
	const char *id = u->block ? u->block->id : u->section ? u->section->id : "headline";

	return u->block && u->place == PLACE_TITLE ? arena_printf(l->arena, "%s.title", id) : id;
}

/* "non_gaap_order:adjusted_ebitda:quarterly-2025q3:key-figures@2025Q3", with the language where it
 * matters. */
static const char *result_id(const struct lint *l, const struct rule *rule, const struct use *u)
{
	bool place = rule->where == EACH_PLACE;

	return arena_printf(l->arena, "%s:%s:%s%s%s%s%s@%s", rule->name, u->measure->id,
			    l->brief->id, place ? ":" : "", place ? place_name(l, u) : "",
			    rule->words ? ":" : "", rule->words ? lang_tags[l->doc->lang] : "",
			    l->doc->period_label);
}

static void judge(const struct lint *l, const struct rule *rule, size_t i)
{
	const struct use *u = &l->uses.v[i];
	const char *fault = rule->fault(l, i);

	checks_add(l->arena, l->checks,
		   (struct check_result){
		       .id = result_id(l, rule, u),
		       .kind = "lint",
		       .severity = rule->severity,
		       .verdict = fault ? VERDICT_DIFFERS : VERDICT_OK,
		       .at = {.file = l->brief->file},
		       .note = arena_printf(l->arena, "'%s' in '%s': %s", u->measure->id,
					    place_name(l, u), fault ? fault : "as the rule asks"),
		   });
}

/* ---- note markers ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Copied as text, a marker at a digit is a digit more: US$196.4 million with a 1 before it is
 * US$1196.4 million. */
static bool is_marker(const char *s)
{
	static const char *const markers[] = {"*", "[", "†", "‡", "§", "¹", "²", "³",
					      "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁰"};

	for (size_t i = 0; i < COUNT(markers); i++)
		if (strncmp(s, markers[i], strlen(markers[i])) == 0)
			return true;
	return false;
}

/* The last character of a text. */
static const char *last_character(const char *s)
{
	const char *end = s + strlen(s);

	while (end > s && ((*--end & 0xC0) == 0x80))
		;
	return end;
}

static bool touches_marker(const struct text *t, size_t i)
{
	const char *figure = t->v[i].text;
	const struct span *before = i ? &t->v[i - 1] : NULL,
			  *after = i + 1 < t->n ? &t->v[i + 1] : NULL;

	if (before && is_digit(figure[0]) &&
	    (is_marker(last_character(before->text)) ||
	     (before->kind == SPAN_LINK && is_digit(*last_character(before->text)))))
		return true;
	return after && is_digit(*last_character(figure)) &&
	       (is_marker(after->text) || (after->kind == SPAN_LINK && is_digit(after->text[0])));
}

static void judge_markers(const struct lint *l)
{
	const struct use *fault = NULL;

	for (size_t i = 0; i < l->uses.n && !fault; i++)
		if (l->uses.v[i].text && touches_marker(l->uses.v[i].text, l->uses.v[i].span))
			fault = &l->uses.v[i];
	checks_add(l->arena, l->checks,
		   (struct check_result){
		       .id = arena_printf(l->arena, "note_marker:%s:%s@%s", l->brief->id,
					  lang_tags[l->doc->lang], l->doc->period_label),
		       .kind = "lint",
		       .severity = SEVERITY_ERROR,
		       .verdict = fault ? VERDICT_DIFFERS : VERDICT_OK,
		       .at = {.file = l->brief->file},
		       .note = fault ? arena_printf(l->arena, "a note marker touches a digit: '%s'",
						    text_plain(l->arena, fault->text))
				     : "no note marker touches a digit",
		   });
}

/* ---- tables ---- */

static void add_level(const struct lint *l, const struct block *fault)
{
	const struct table_row *row = fault ? fault->as.table->astray : NULL;

	checks_add(
	    l->arena, l->checks,
	    (struct check_result){
		.id = arena_printf(l->arena, "row_level:%s%s%s@%s", l->brief->id, fault ? ":" : "",
				   fault ? fault->id : "", l->doc->period_label),
		.kind = "lint",
		.severity = SEVERITY_WARNING,
		.verdict = fault ? VERDICT_DIFFERS : VERDICT_OK,
		.at = {.file = l->brief->file},
		.note = fault ? arena_printf(l->arena,
					     "'%s' in '%s' is indented under '%s', of which "
					     "it is no part",
					     row->label, fault->id, row[-1].label)
			      : "the rows of tables are indented as they add up",
	    });
}

/* A row that stands indented under one of which it is no part says a sum that is none. */
static void judge_levels(const struct lint *l)
{
	size_t faults = 0;

	for (const struct section *s = l->doc->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			if (b->kind == BLOCK_TABLE && b->as.table->astray) {
				add_level(l, b);
				faults++;
			}
	if (!faults)
		add_level(l, NULL);
}

void lint_doc(struct arena *scratch, struct compute *compute, const struct texts *texts,
	      const struct brief *brief, const struct doc *doc, bool structure,
	      struct checks *checks)
{
	struct lint l = {doc->arena, compute, doc->facts,
			 doc,        brief,   texts_word(texts, "doc.non_gaap"),
			 checks,     {0}};

	uses_find(scratch, compute, doc, &l.uses);
	for (size_t i = 0; i < l.uses.n; i++) {
		if (!is_shown(&l.uses.v[i]) || !is_first_here(&l, i))
			continue;
		for (size_t r = 0; r < COUNT(rules); r++)
			if ((structure || rules[r].words) &&
			    (rules[r].where == EACH_PLACE || is_first(&l, i)) &&
			    rules[r].applies(&l, i))
				judge(&l, &rules[r], i);
	}
	judge_markers(&l);
	if (structure)
		judge_levels(&l);
}
