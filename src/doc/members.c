/*
 * Members of a dimension as formulas: "revenue[segment=*]" is one for each segment.  A shipped
 * template does not know what an issuer calls its sites or categories: "pue[*=*]" is over whatever
 * dimension the issuer's facts of that concept have.
 */
#include <stdlib.h>

#include "doc/build.h"

static const char any[] = "[*=*]";

/* The dimension of the first fact of the concept that has just one; NULL if there is none. */
static const char *dimension_of(const struct build *b, const char *concept)
{
	const struct concept *c = concept_find(b->facts, concept);

	for (size_t i = 0; c && i < b->facts->facts.n; i++) {
		const struct fact *f = b->facts->facts.v[i];

		if (f->concept == c && f->dims->n == 1)
			return f->dims->v[0].dimension;
	}
	return NULL;
}

static bool is_id(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

const char *build_any(struct build *b, const char *text)
{
	const char *hole = strstr(text, any), *start = hole, *dimension;
	struct buf out = {0};

	if (!hole)
		return text;
	while (start > text && is_id(start[-1]))
		start--;
	dimension = dimension_of(b, arena_strn(b->arena, start, (size_t)(hole - start)));
	if (!dimension)
		return NULL;
	for (; hole; text = hole + strlen(any), hole = strstr(text, any)) {
		buf_add(&out, text, (size_t)(hole - text));
		buf_printf(&out, "[%s=*]", dimension);
	}
	buf_str(&out, text);
	return buf_keep(&out, b->arena);
}

/* ---- one formula for each member ---- */

static int by_value(const struct member_formula *a, const struct member_formula *b)
{
	bool x = a->rank->availability == AVAILABLE, y = b->rank->availability == AVAILABLE;
	int order = x && y ? num_cmp(a->rank->value, b->rank->value) : y - x;

	return order ? order : a->order < b->order ? -1 : a->order > b->order;
}

static int rising(const void *x, const void *y)
{
	return by_value(x, y);
}

/* The largest first; what is not disclosed stays last. */
static int falling(const void *x, const void *y)
{
	const struct member_formula *a = x, *b = y;
	bool both = a->rank->availability == AVAILABLE && b->rank->availability == AVAILABLE;

	return both && num_cmp(a->rank->value, b->rank->value) ? by_value(b, a) : by_value(a, b);
}

/* How far it went since the period that it is compared with, either way. */
static const struct figure *movement(struct build *b, const char *formula, struct pos at)
{
	const char *text = arena_printf(b->arena, "abs(%s - %s@prior)", formula, formula);
	const struct formula *f = compute_parse(b->compute, b->diag, text, at);

	return build_figure(b, f, b->brief->period);
}

static void add_member(struct build *b, struct members *out, const char *text,
		       const struct dimension *d, size_t i, const char *prefix)
{
	const char *star = strstr(text, "=*]");
	const char *one = arena_printf(b->arena, "%.*s=%s]%s", (int)(star - text), text,
				       d->members[i].id, star + 3);
	const char *label = build_member_label(b, d->id, d->members[i].id);
	const struct formula *f = compute_parse(b->compute, b->diag, one, out->at);
	const struct figure *figure = f ? build_figure(b, f, b->brief->period) : NULL;

	if (f)
		*PUSH(b->arena, out) = (struct member_formula){
		    .formula = one,
		    .label = prefix ? arena_printf(b->arena, "%s\n%s", label, prefix) : label,
		    .figure = figure,
		    .rank = figure,
		    .order = i,
		};
}

bool build_members(struct build *b, const struct value *map, struct members *out)
{
	static const char *const ways[] = {"declared", "up", "down", "moved"};
	const struct value *over = value_at(map, "members");
	const char *text = value_text(over), *open, *star,
		   *prefix = build_plain(b, value_at(map, "prefix"));
	int way = template_choice(b, value_at(map, "sort"), ways, COUNT(ways), 0);
	const struct dimension *d;

	*out = (struct members){.at = over->at};
	if (!text || !strstr(text, "=*]"))
		return diag_error(b->diag, over->at, "expected a formula with [dimension=*]");
	if (!build_formula(b, text, over->at))
		return false;
	text = build_any(b, text);
	star = strstr(text, "=*]");
	for (open = star; open > text && open[-1] != '['; open--)
		;
	d = dimension_find(b->facts, arena_strn(b->arena, open, (size_t)(star - open)));
	for (size_t i = 0; i < d->n; i++)
		add_member(b, out, text, d, i, prefix);
	for (size_t i = 0; way == 3 && i < out->n; i++)
		out->v[i].rank = movement(b, out->v[i].formula, out->at);
	if (way)
		qsort(out->v, out->n, sizeof *out->v, way == 1 ? rising : falling);
	return true;
}
