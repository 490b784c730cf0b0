/* Blocks of sentences: prose, highlights, notes, definitions. */
#include "doc/build.h"

struct texts_list {
	struct text *v;
	size_t n, cap;
};

/* One sentence for each member: {members, sort, text}. */
static void add_member_sentences(struct build *b, struct texts_list *out, const struct value *item)
{
	struct members list;

	if (!build_members(b, item, &list))
		return;
	for (size_t i = 0; i < list.n; i++) {
		struct text t = build_sentence_of(b, item, list.v[i].formula);

		if (t.n)
			*PUSH(b->arena, out) = t;
	}
}

/* `missing: say`: a sentence that lacks a figure says so, n.d.; else it is left out. */
static bool says_missing(struct build *b, const struct value *item, bool omit)
{
	static const char *const words[] = {"say", "omit"};

	return item->kind != VALUE_LIST &&
	       template_choice(b, value_at(item, "missing"), words, COUNT(words), omit) == 0;
}

/* One entry of a list of sentences: a text, a map with conditions (candidates.c), or a list of
 * which the first counts that holds. */
static void add_sentence(struct build *b, struct texts_list *out, const struct value *item,
			 bool omit)
{
	const struct value *pattern = value_at(item, "text") ? value_at(item, "text") : item;
	struct text t = {0};

	if (value_at(item, "members"))
		add_member_sentences(b, out, item);
	else if (!says_missing(b, item, omit))
		t = build_sentence(b, item);
	else if (pattern == item ||
		 (TEMPLATE_KEYS(b, item, CANDIDATE_KEYS) && candidate_holds(b, item)))
		t = build_value_text(b, pattern);
	if (t.n)
		*PUSH(b->arena, out) = t;
}

/* The list under `texts`, at most so many; sentences that lack a figure are left out if omit. */
static bool sentences(struct build *b, const struct value *block, bool omit)
{
	const struct value *list = value_at(block, "texts"), **items;
	int most = template_int(b, value_at(block, "most"), 1, 99, 99);
	struct texts_list out = {0};

	if (!list || list->kind != VALUE_LIST)
		return diag_error(b->diag, list ? list->at : b->brief->layout->at,
				  "expected a list of texts");
	items = candidates_in_order(b, list);
	for (size_t i = 0; i < list->n && out.n < (size_t)most; i++) {
		size_t figures = b->doc->figures.n, touched = b->touched.n, before = out.n;

		add_sentence(b, &out, items[i], omit);
		if (out.n == before) { /* what was left out prints no figure */
			b->doc->figures.n = figures;
			b->touched.n = touched;
		}
	}
	b->block->as.prose.v = out.v;
	b->block->as.prose.n = out.n;
	return out.n > 0;
}

bool block_prose(struct build *b, const struct value *v)
{
	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "texts", "most");
	b->block->kind = BLOCK_PROSE;
	return sentences(b, v, false);
}

bool block_highlights(struct build *b, const struct value *v)
{
	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "texts", "most");
	b->block->kind = BLOCK_HIGHLIGHTS;
	return sentences(b, v, true);
}

bool block_notes(struct build *b, const struct value *v)
{
	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "texts", "most");
	b->block->kind = BLOCK_NOTES;
	return sentences(b, v, true);
}

static void add_measure(struct build *b, struct definition *d, const struct value *v)
{
	const struct formula *f = value_text(v) ? build_formula(b, value_text(v), v->at) : NULL;

	if (f && formula_concept(f))
		d->of[d->n_of++] = formula_concept(f);
}

/* `of: CONCEPT` or a list of them; without it, what stands under `when`. */
static void add_measures(struct build *b, struct definition *d, const struct value *item)
{
	const struct value *of =
	    value_at(item, "of") ? value_at(item, "of") : value_at(item, "when");

	if (!of)
		return;
	d->of = NEWS(b->arena, const struct concept *, of->kind == VALUE_LIST ? of->n : 1);
	for (size_t i = 0; of->kind == VALUE_LIST && i < of->n; i++)
		add_measure(b, d, of->items[i]);
	if (of->kind != VALUE_LIST)
		add_measure(b, d, of);
}

struct definitions {
	struct definition *v;
	size_t n, cap;
};

static void add_term(struct build *b, struct definitions *out, const struct value *item)
{
	struct definition *d;

	if (!TEMPLATE_KEYS(b, item, "term", "meaning", "remark", "when", "of"))
		return;
	if (!template_when(b, value_at(item, "when")))
		return;
	d = PUSH(b->arena, out);
	*d = (struct definition){
	    .term = build_plain(b, value_at(item, "term")),
	    .meaning = build_sentence(b, value_at(item, "meaning")),
	    .remark = build_plain(b, value_at(item, "remark")),
	};
	add_measures(b, d, item);
}

/* `from: NAME`: what the issuer's own documents define, a list of terms under options.NAME. */
static void add_own_terms(struct build *b, struct definitions *out, const char *name)
{
	const struct value *own = value_at(value_at(b->brief->settings, "options"), name);

	if (own && own->kind != VALUE_LIST)
		diag_error(b->diag, own->at, "expected a list of terms");
	for (size_t i = 0; own && own->kind == VALUE_LIST && i < own->n; i++)
		add_term(b, out, own->items[i]);
}

static void add_terms(struct build *b, struct definitions *out, const struct value *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct value *from = value_at(list->items[i], "from");

		if (from && value_text(from))
			add_own_terms(b, out, value_text(from));
		else
			add_term(b, out, list->items[i]);
	}
}

bool block_definitions(struct build *b, const struct value *v)
{
	const struct value *list = value_at(v, "terms");
	struct definitions out = {0};

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "terms");
	b->block->kind = BLOCK_DEFINITIONS;
	if (!list || list->kind != VALUE_LIST)
		return diag_error(b->diag, v->at, "expected a list under 'terms'");
	add_terms(b, &out, list);
	b->block->as.definitions.v = out.v;
	b->block->as.definitions.n = out.n;
	return out.n > 0;
}
