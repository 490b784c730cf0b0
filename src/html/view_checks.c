/*
 * The checks behind the figures of one line: what the printed numbers agree with, what they add up
 * to, and where else the same figures stand.
 *
 * A check that is not disclosed says nothing; one that differs says so, whether it is waived or
 * not.
 */
#include "html/view.h"

#include <stdlib.h>

struct note { /* a check, and the next one about the same fact */
	const struct check_result *check;
	const struct note *next;
};

struct proofs {
	const struct note **about,
	    **part;        /* by fact: checks of its own number, sums that it is in */
	struct map claims; /* id of a figure -> place in by_claim */
	struct {
		const struct note **v;
		size_t n, cap;
	} by_claim;
};

/* ---- the index ---- */

static void add_note(struct view *v, const struct note **list, const struct check_result *r)
{
	struct note *note = NEW(v->arena, struct note);

	*note = (struct note){r, *list};
	*list = note;
}

/* A claim is about one document's figure; the brief's own is of the same name without it. */
static void add_claim(struct view *v, struct proofs *p, const struct check_result *r)
{
	const char *id = arena_strn(v->arena, r->claimed, strcspn(r->claimed, "#"));
	size_t at = map_find(&p->claims, id);

	if (at == MAP_NONE) {
		at = p->by_claim.n;
		*PUSH(v->arena, &p->by_claim) = NULL;
		map_set(v->arena, &p->claims, id, at);
	}
	add_note(v, &p->by_claim.v[at], r);
}

/* A tie is about the number that counts, which the other one was compared with. */
static const struct fact *subject(const struct check_result *r)
{
	return streq(r->kind, "tie") && r->n_parts ? r->parts[0].fact : r->fact;
}

static bool is_shown(const struct check_result *r)
{
	static const char *const kinds[] = {"footing",     "tie",      "percent",
					    "translation", "per_unit", "consistency"};

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(r->kind, kinds[i]))
			return r->verdict != VERDICT_NOT_DISCLOSED;
	return false;
}

static void index_check(struct view *v, struct proofs *p, const struct check_result *r)
{
	if (!is_shown(r))
		return;
	if (r->claimed)
		add_claim(v, p, r);
	else if (r->fact)
		add_note(v, &p->about[subject(r)->order], r);
	if (r->fact && streq(r->kind, "footing"))
		for (size_t i = 0; i < r->n_parts; i++)
			add_note(v, &p->part[r->parts[i].fact->order], r);
}

/* From the last check to the first, as each goes to the head of its list. */
void view_find_proofs(struct view *v)
{
	const struct checks *checks = v->options->checks;
	struct proofs *p;

	if (!checks)
		return;
	v->proofs = p = NEW(v->arena, struct proofs);
	p->about = NEWS(v->arena, const struct note *, v->doc->facts->facts.n);
	p->part = NEWS(v->arena, const struct note *, v->doc->facts->facts.n);
	for (size_t i = checks->results.n; i-- > 0;)
		index_check(v, p, checks->results.v[i]);
}

/* ---- in words ---- */

static const char *with_verdict(struct view *v, const struct check_result *r, const char *text)
{
	switch (r->verdict) {
	case VERDICT_ROUNDING:
		return print_fill(&v->printer, "html.rounding", text, NULL, NULL);
	case VERDICT_DIFFERS:
		return print_fill(&v->printer, r->waived ? "html.waived" : "html.differs", text,
				  NULL, NULL);
	case VERDICT_OK:
	case VERDICT_NOT_DISCLOSED:
		break;
	}
	return text;
}

/* What several facts of a line share is said once. */
static void add_once(struct view *v, struct value *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_is(list->items[i]->text, text))
			return;
	value_add(v->arena, list, value_string(v->arena, text));
}

struct lines {
	int *v;
	size_t n, cap;
};

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* "22.8%, lines 74, 153". */
static const char *at_lines(struct view *v, const char *text, struct lines *lines)
{
	const char *separator = texts_word(v->options->texts, "doc.list_separator");
	struct buf b = {0};
	size_t n = 0;

	qsort(lines->v, lines->n, sizeof *lines->v, by_number);
	for (size_t i = 0; i < lines->n; i++)
		if (!i || lines->v[i] != lines->v[i - 1])
			buf_printf(&b, "%s%d", n++ ? separator : "", lines->v[i]);
	return print_fill(&v->printer, n == 1 ? "doc.line_of" : "doc.lines_of", text,
			  buf_keep(&b, v->arena), NULL);
}

/* A number that stands alone: in another document, or not quite the same. */
static void add_single(struct view *v, struct value *list, const struct check_result *r,
		       const char *text, const struct document *shown)
{
	struct lines line = {0};

	if (r->document != shown)
		text = print_fill(&v->printer, "doc.pair", text,
				  view_document_title(v, r->document), NULL);
	if (r->line > 0) {
		*PUSH(v->arena, &line) = r->line;
		text = at_lines(v, text, &line);
	}
	add_once(v, list, with_verdict(v, r, text));
}

static bool is_plain(const struct check_result *r, const struct document *shown)
{
	return r->document == shown && r->line > 0 && r->verdict == VERDICT_OK;
}

/* Claims of the same words are one entry, at the first of them. */
static void put_claims(struct view *v, struct value *agrees, const struct figure *f,
		       const struct document *shown)
{
	size_t at = map_find(&v->proofs->claims, f->id);
	const struct note *first = at == MAP_NONE ? NULL : v->proofs->by_claim.v[at];

	for (const struct note *n = first; n; n = n->next) {
		struct lines lines = {0};

		if (!is_plain(n->check, shown)) {
			add_single(v, agrees, n->check, n->check->claim, shown);
			continue;
		}
		for (const struct note *m = first; m; m = m->next)
			if (is_plain(m->check, shown) && streq(m->check->claim, n->check->claim))
				*PUSH(v->arena, &lines) = m->check->line;
		add_once(v, agrees, at_lines(v, n->check->claim, &lines));
	}
}

static bool is_tie(const struct check_result *r)
{
	return streq(r->kind, "tie");
}

/* The other lines that print the facts of one measure. */
static void put_ties(struct view *v, struct value *agrees, const struct panel_facts *facts,
		     size_t first)
{
	struct lines lines = {0};

	for (size_t i = 0; i < first; i++)
		if (view_same_measure(facts->v[i], facts->v[first]))
			return; /* told there */
	for (size_t i = first; i < facts->n; i++) {
		const struct fact *f = facts->v[i];

		if (!view_same_measure(facts->v[first], f))
			continue;
		for (const struct note *n = v->proofs->about[f->order]; n; n = n->next)
			if (is_tie(n->check) && is_plain(n->check, f->document))
				*PUSH(v->arena, &lines) = n->check->line;
			else if (is_tie(n->check))
				add_single(v, agrees, n->check, n->check->fact->printed,
					   f->document);
	}
	if (lines.n)
		add_once(v, agrees, at_lines(v, view_fact_label(v, facts->v[first]), &lines));
}

/* "9,558,619 ÷ 6.9931 = 1,366,864"; NULL if that takes more than the printed numbers. */
static const char *equation(struct view *v, const struct check_result *r)
{
	bool sum = streq(r->kind, "footing");
	const char *left;

	for (size_t i = 0; sum && i < r->n_parts; i++)
		if (num_sign(r->parts[i].fact->value) &&
		    !view_same_places(r->fact, r->parts[i].fact))
			return NULL;
	left = r->n_parts ? view_arithmetic(v, r->parts, r->n_parts, false) : NULL;
	return left ? with_verdict(v, r, arena_printf(v->arena, "%s = %s", left, r->fact->printed))
		    : NULL;
}

static void put_equations(struct view *v, struct value *agrees, struct value *adds,
			  const struct fact *f)
{
	for (const struct note *n = v->proofs->about[f->order]; n; n = n->next) {
		const char *text = is_tie(n->check) ? NULL : equation(v, n->check);

		if (text)
			add_once(v, streq(n->check->kind, "footing") ? adds : agrees, text);
	}
	/* A member of a dimension is part of the total; that a measure enters others is not said.
	 */
	for (const struct note *n = v->proofs->part[f->order]; n; n = n->next)
		if (n->check->fact->concept == f->concept)
			add_once(v, adds,
				 with_verdict(v, n->check,
					      print_fill(&v->printer, "html.part_of",
							 view_fact_label(v, n->check->fact),
							 n->check->fact->printed, NULL)));
}

/* Of many facts it is only told how many checks agree, and which do not. */
static void put_count(struct view *v, struct value *agrees, const struct panel_facts *facts)
{
	size_t n_ok = 0;

	for (size_t i = 0; i < facts->n; i++)
		for (const struct note *n = v->proofs->about[facts->v[i]->order]; n; n = n->next)
			n_ok += n->check->verdict != VERDICT_DIFFERS;
	if (n_ok)
		add_once(v, agrees,
			 print_fill(&v->printer, "html.checks", arena_printf(v->arena, "%zu", n_ok),
				    NULL, NULL));
	for (size_t i = 0; i < facts->n; i++)
		for (const struct note *n = v->proofs->about[facts->v[i]->order]; n; n = n->next)
			if (n->check->verdict == VERDICT_DIFFERS)
				add_single(v, agrees, n->check, n->check->fact->printed,
					   facts->v[0]->document);
}

/* ---- where else ---- */

/* Every edition prints the same figures in the same order: a check of the build proves it. */
static bool languages_agree(const struct view *v)
{
	const struct checks *c = v->options->checks;

	for (size_t i = 0; i < c->results.n; i++) {
		const struct check_result *r = c->results.v[i];

		if (streq(r->kind, "output") && r->verdict == VERDICT_OK &&
		    str_starts(str_of(r->id),
			       arena_printf(v->arena, "languages:%s@", v->doc->brief)))
			return true;
	}
	return false;
}

const char *view_elsewhere(struct view *v)
{
	const struct html_options *o = v->options;
	struct buf b = {0};

	buf_str(&b, "JSON");
	if (o->checks && languages_agree(v))
		for (size_t i = 0; i < o->n_languages; i++)
			if (o->languages[i] != v->doc->lang)
				buf_printf(&b, "%s%s", texts_word(o->texts, "doc.list_separator"),
					   view_endonym(o->languages[i]));
	return buf_keep(&b, v->arena);
}

static int page_of(const struct view *v, const char *block)
{
	for (size_t i = 0; block && i < v->options->n_places; i++)
		if (streq(v->options->places[i].id, block))
			return v->options->places[i].page;
	return 0;
}

static void put_checks(struct view *v, struct value *agrees, struct value *adds,
		       const struct gids *gids, const struct panel_facts *facts)
{
	enum { TOLD = 6 }; /* facts whose checks are told one by one */

	if (facts->n > TOLD) {
		put_count(v, agrees, facts);
		return;
	}
	for (size_t i = 0; i < gids->n; i++) {
		const struct doc_figure *g = view_figure(v, gids->v[i]);

		if (g && g->figure)
			put_claims(v, agrees, g->figure, facts->v[0]->document);
	}
	for (size_t i = 0; i < facts->n; i++) {
		put_ties(v, agrees, facts, i);
		put_equations(v, agrees, adds, facts->v[i]);
	}
}

void view_proofs(struct view *v, struct value *map, const struct gids *gids,
		 const struct panel_facts *facts)
{
	struct value *agrees = value_list(v->arena), *adds = value_list(v->arena);
	int page = page_of(v, v->block);

	if (facts->n && v->proofs)
		put_checks(v, agrees, adds, gids, facts);
	value_set(v->arena, map, "agrees", agrees);
	value_set(v->arena, map, "adds", adds);
	put_text(v, map, "page", page ? arena_printf(v->arena, "%d", page) : NULL);
	put_text(v, map, "in_pdf",
		 page ? print_fill(&v->printer, "html.in_pdf", arena_printf(v->arena, "%d", page),
				   NULL, NULL)
		      : NULL);
}
