/*
 * Sentences that compete: a list of texts, or of maps with a text, conditions and a rank.
 *
 *	headline:
 *	  - {text: {en: ...}, highest: revenue, of: 8}
 *	  - {text: {en: ...}, rank: "abs(change(adjusted_ebitda))"}
 *	  - {text: {en: "{{each | name}} ..."}, members: "revenue[segment=*]", sort: moved}
 *	  - {en: ...}
 *
 * What the news of a period is cannot be written before it; what would be news can.
 */
#include <stdlib.h>

#include "doc/build.h"

static const struct figure *figure_at(struct build *b, const struct value *v, struct period period)
{
	const struct formula *f = value_text(v) ? build_formula(b, value_text(v), v->at) : NULL;

	if (!value_text(v))
		diag_error(b->diag, v->at, "expected a formula");
	return f ? build_figure(b, f, period) : NULL;
}

/* Above (sign 1) or below (-1) each of the n - 1 periods before, which are all known: a record with
 * a gap is none. */
static bool is_record(struct build *b, const struct value *v, int n, int sign)
{
	struct period p = b->brief->period;
	const struct figure *now = figure_at(b, v, p);

	if (!now || now->availability != AVAILABLE)
		return false;
	while (--n > 0) {
		const struct figure *then = figure_at(b, v, p = period_previous(p));

		if (then->availability != AVAILABLE || num_cmp(now->value, then->value) * sign <= 0)
			return false;
	}
	return true;
}

/* A turning point: the sign is another than in the period it is compared with. */
static bool has_turned(struct build *b, const struct value *v)
{
	const struct figure *now = figure_at(b, v, b->brief->period);
	const struct figure *then = now ? figure_at(b, v, b->brief->compare[0]) : NULL;

	return then && now->availability == AVAILABLE && then->availability == AVAILABLE &&
	       num_sign(now->value) * num_sign(then->value) < 0;
}

bool candidate_holds(struct build *b, const struct value *v)
{
	const struct value *unless = value_at(v, "unless"), *highest = value_at(v, "highest"),
			   *lowest = value_at(v, "lowest"), *turned = value_at(v, "turned");
	int n = template_int(b, value_at(v, "of"), 2, 40, 2);

	if ((highest || lowest) && !value_at(v, "of"))
		diag_error(b->diag, v->at, "a record needs 'of', the number of periods");
	return template_when(b, value_at(v, "when")) && !(unless && template_when(b, unless)) &&
	       (!highest || is_record(b, highest, n, 1)) &&
	       (!lowest || is_record(b, lowest, n, -1)) && (!turned || has_turned(b, turned));
}

struct ranked {
	const struct value *item;
	bool known;
	struct num rank;
	size_t order;
};

/* Highest first; then those whose rank is not known; in the order of the list where they are alike.
 */
static int by_rank(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	int order = a->known && b->known ? num_cmp(b->rank, a->rank) : b->known - a->known;

	return order ? order : a->order < b->order ? -1 : 1;
}

const struct value **candidates_in_order(struct build *b, const struct value *list)
{
	const struct value **out = NEWS(b->arena, const struct value *, list->n);
	struct ranked *ranked = NEWS(b->arena, struct ranked, list->n);
	size_t n = 0, next = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct value *rank = value_at(list->items[i], "rank");
		const struct figure *f = rank ? figure_at(b, rank, b->brief->period) : NULL;
		bool known = f && f->availability == AVAILABLE;

		if (rank)
			ranked[n++] = (struct ranked){list->items[i], known,
						      known ? f->value : num_int(b->arena, 0), i};
	}
	if (n)
		qsort(ranked, n, sizeof *ranked, by_rank);
	for (size_t i = 0; i < list->n; i++)
		out[i] = value_at(list->items[i], "rank") ? ranked[next++].item : list->items[i];
	return out;
}

/* ---- the sentence that is taken ---- */

static const struct text no_text;

/* Nothing is registered for a sentence that is not taken. */
static struct text try_text(struct build *b, const struct value *pattern)
{
	size_t figures = b->doc->figures.n, touched = b->touched.n;
	struct text t = build_value_text(b, pattern);

	if (t.n && !b->missing)
		return t;
	b->doc->figures.n = figures;
	b->touched.n = touched;
	return no_text;
}

struct text build_sentence_of(struct build *b, const struct value *v, const char *each)
{
	const char *outer = b->each;
	struct text t = no_text;

	b->each = each;
	if (TEMPLATE_KEYS(b, v, CANDIDATE_KEYS) && candidate_holds(b, v))
		t = try_text(b, value_at(v, "text"));
	b->each = outer;
	return t;
}

static struct text of_members(struct build *b, const struct value *v)
{
	struct members list;
	struct text t = no_text;

	if (!build_members(b, v, &list))
		return t;
	for (size_t i = 0; i < list.n && !t.n; i++)
		t = build_sentence_of(b, v, list.v[i].formula);
	return t;
}

struct text build_sentence(struct build *b, const struct value *v)
{
	const struct value **items;
	struct text t = no_text;

	if (v && v->kind == VALUE_MAP && value_at(v, "text"))
		return value_at(v, "members") ? of_members(b, v) : build_sentence_of(b, v, b->each);
	if (!v || v->kind != VALUE_LIST)
		return try_text(b, v);
	items = candidates_in_order(b, v);
	for (size_t i = 0; i < v->n && !t.n; i++)
		t = build_sentence(b, items[i]);
	return t;
}
