/*
 * Lineage: what stands behind the figures of one line, for the panel that opens below it.  Each
 * computed figure says how it came about and its value before rounding; each fact its period, its
 * printed form, its document and line, by document and then by what it measures; and the checks
 * that agree (view_checks.c).
 */
#include "html/view.h"

#include <math.h>
#include <stdlib.h>

enum {
	UNROUNDED_DIGITS = 8, /* shown of a value whose expansion does not end */
	MAX_TERMS = 8         /* of a sum that is written out */
};

static bool has_fact(const struct panel_facts *list, const struct fact *f)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == f)
			return true;
	return false;
}

static void add_facts(struct view *v, struct panel_facts *list, const struct figure *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (!has_fact(list, f->lineage[i].fact))
			*PUSH(v->arena, list) = f->lineage[i].fact;
}

/* ---- arithmetic with the numbers as they were printed: the same text in every language ---- */

/* The power of a thousand in which the source printed an amount of money. */
static int printed_scale(const struct fact *f)
{
	char digits[64];
	size_t n = 0;
	double value = fabs(num_double(f->value)), printed;

	for (const char *s = f->printed; *s && n + 1 < sizeof digits; s++)
		if ((*s >= '0' && *s <= '9') || *s == '.')
			digits[n++] = *s;
	digits[n] = '\0';
	printed = strtod(digits, NULL);
	for (int scale = 0; scale <= 9; scale += 3, printed *= 1000)
		if (printed > 0 && fabs(printed / value - 1) < 1e-9)
			return scale;
	return 0;
}

static const char *fact_unit(struct view *v, const struct fact *f)
{
	struct print_style style = {.scale = f->unit->currency ? printed_scale(f) : 0};
	size_t at =
	    ((uintptr_t)f->unit / sizeof *f->unit + (size_t)style.scale) % COUNT(v->units->v);
	struct printer lasting = v->printer;

	if (f->unit->n == 0)
		return "";
	if (v->units->v[at].unit != f->unit || v->units->v[at].scale != style.scale) {
		lasting.arena = v->units->arena;
		v->units->v[at].unit = f->unit;
		v->units->v[at].scale = style.scale;
		v->units->v[at].text = print_unit(&lasting, f->unit, FIGURE_VALUE, style);
	}
	return v->units->v[at].text;
}

/* The digits without what says the sign. */
static struct str magnitude(const struct fact *f)
{
	static const char *const minus[] = {"(", "-", "\u2212"};
	struct str s = str_of(f->printed);

	for (size_t i = 0; i < COUNT(minus); i++)
		if (str_starts(s, minus[i]))
			s = (struct str){s.p + strlen(minus[i]), s.n - strlen(minus[i])};
	if (s.n && s.p[s.n - 1] == ')')
		s.n--;
	return s;
}

static bool is_one(struct view *v, struct num x)
{
	return num_eq(num_abs(v->arena, x), num_int(v->arena, 1));
}

bool view_same_places(const struct fact *a, const struct fact *b)
{
	return a->decimals == b->decimals && streq(a->unit->name, b->unit->name);
}

static const char *sum_text(struct view *v, const struct lineage *parts, size_t n)
{
	struct buf b = {0};
	const struct fact *first = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct fact *f = parts[i].fact;
		bool minus = (num_sign(parts[i].derivative) < 0) != (num_sign(f->value) < 0);
		struct str digits = magnitude(f);

		if (!num_sign(f->value))
			continue;
		if (n > MAX_TERMS || !is_one(v, parts[i].derivative) ||
		    (first && !view_same_places(first, f))) {
			buf_free(&b);
			return NULL;
		}
		buf_str(&b, first ? (minus ? " \u2212 " : " + ") : minus ? "(" : "");
		buf_add(&b, digits.p, digits.n);
		buf_str(&b, !first && minus ? ")" : "");
		first = first ? first : f;
	}
	return first ? buf_keep(&b, v->arena) : NULL;
}

static const char *quotient_text(struct view *v, const struct lineage *parts, size_t n, bool units)
{
	const struct fact *a = n == 2 ? parts[0].fact : NULL, *b = n == 2 ? parts[1].fact : NULL;

	if (!a || !num_eq(num_mul(v->arena, parts[0].derivative, b->value), num_int(v->arena, 1)))
		return NULL;
	if (!units || view_same_places(a, b))
		return arena_printf(v->arena, "%s ÷ %s", a->printed, b->printed);
	return arena_printf(v->arena, "%s %s ÷ %s %s", a->printed, fact_unit(v, a), b->printed,
			    fact_unit(v, b));
}

const char *view_arithmetic(struct view *v, const struct lineage *parts, size_t n, bool units)
{
	const char *text = n > 1 ? sum_text(v, parts, n) : NULL;

	return text ? text : quotient_text(v, parts, n, units);
}

/* "(9,558,619 − 7,785,180) ÷ 7,785,180": a change of the magnitude. */
static const char *change_text(struct view *v, const struct figure *now, const struct figure *then)
{
	const struct fact *a = now->n == 1 ? now->lineage[0].fact : NULL,
			  *b = then->n == 1 ? then->lineage[0].fact : NULL;
	struct str x, y;

	if (!a || !b || !view_same_places(a, b))
		return NULL;
	x = magnitude(a);
	y = magnitude(b);
	return arena_printf(v->arena, "(%.*s \u2212 %.*s) ÷ %.*s", (int)x.n, x.p, (int)y.n, y.p,
			    (int)y.n, y.p);
}

/* How a figure is worked out, or NULL if that takes its formula. */
static const char *working(struct view *v, const struct figure *f)
{
	const char *now, *then;

	switch (f->kind) {
	case FIGURE_CHANGE:
		return f->now && f->then ? change_text(v, f->now, f->then) : NULL;
	case FIGURE_POINTS:
		now = f->now ? view_arithmetic(v, f->now->lineage, f->now->n, true) : NULL;
		then = f->then ? view_arithmetic(v, f->then->lineage, f->then->n, true) : NULL;
		return now && then ? arena_printf(v->arena, "%s \u2212 %s", now, then) : NULL;
	case FIGURE_SHARE:
	case FIGURE_VALUE:
		break;
	}
	return view_arithmetic(v, f->lineage, f->n, true);
}

/* ---- figures ---- */

/* A figure that is a reported fact, whatever its sign, explains itself; every other shows how it
 * came about. */
static bool is_computed(struct view *v, const struct figure *f)
{
	return f->n != 1 || f->derived_period || f->availability != AVAILABLE ||
	       !is_one(v, f->lineage[0].derivative) ||
	       !num_eq(num_abs(v->arena, f->value), num_abs(v->arena, f->lineage[0].fact->value));
}

static const char *unrounded(struct view *v, const struct figure *f)
{
	bool percent = f->kind != FIGURE_VALUE || f->unit->percent;
	struct num shown = percent ? num_mul(v->arena, f->value, num_int(v->arena, 100)) : f->value;

	return arena_printf(v->arena, "%s%s%s", num_sign(shown) < 0 ? "\u2212" : "",
			    num_decimal(v->arena, num_abs(v->arena, shown), UNROUNDED_DIGITS),
			    percent ? "%" : "");
}

/* Why there is no figure, in the reader's language; what it names stands behind the words. */
static const char *reason_words(struct view *v, const char *reason)
{
	static const struct {
		const char *begins, *key;
	} known[] = {
	    {"not disclosed: ", "html.reason.not_disclosed"},
	    {"change above ", "html.reason.change_above"},
	    {"change from zero", "html.reason.change_from_zero"},
	    {"change of sign", "html.reason.change_of_sign"},
	    {"growth of a value that is not positive", "html.reason.growth"},
	    {"division by zero", "html.reason.division"},
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		size_t n = strlen(known[i].begins);

		if (strncmp(reason, known[i].begins, n) == 0)
			return print_fill(&v->printer, known[i].key, reason + n, NULL, NULL);
	}
	return reason;
}

static struct value *view_computed(struct view *v, const struct doc_figure *g)
{
	const struct figure *f = g->figure;
	struct value *map = value_map(v->arena);
	bool has_value = f->availability == AVAILABLE;

	put_text(v, map, "text", g->text);
	put_text(v, map, "gid", g->id);
	put_text(v, map, "label", g->label && !streq(g->label, f->formula) ? g->label : NULL);
	put_text(v, map, "working", has_value ? working(v, f) : NULL);
	put_text(v, map, "formula", f->formula);
	put_text(v, map, "unrounded", has_value ? unrounded(v, f) : NULL);
	put_text(v, map, "reason", has_value ? NULL : reason_words(v, f->reason));
	return map;
}

/* ---- facts ---- */

const char *view_fact_label(struct view *v, const struct fact *f)
{
	const char *label = print_label(&v->printer, f->concept, num_sign(f->value));

	for (size_t i = 0; f->dims && i < f->dims->n; i++) {
		const struct dim_value *dim = &f->dims->v[i];
		const char *member =
		    member_label(v->doc->facts, dim->dimension, dim->member, v->doc->lang);

		label =
		    print_fill(&v->printer, "doc.pair", label, member ? member : dim->member, NULL);
	}
	return label;
}

/* An address without a scheme would be taken for a file beside the page. */
static const char *web_address(const char *url)
{
	return url && (str_starts(str_of(url), "https://") || str_starts(str_of(url), "http://"))
		   ? url
		   : NULL;
}

bool view_same_measure(const struct fact *a, const struct fact *b)
{
	return a->document == b->document && a->concept == b->concept && a->dims == b->dims &&
	       num_sign(a->value) == num_sign(b->value);
}

/* The label of a measure stands once, before all its facts, and a unit where it is another than in
 * the fact above (or NULL). */
static struct value *view_fact(struct view *v, const struct fact *f, const struct fact *above,
			       size_t rows)
{
	struct value *map = value_map(v->arena);

	put_text(v, map, "label", rows ? view_fact_label(v, f) : NULL);
	put_text(v, map, "rows", rows > 1 ? arena_printf(v->arena, "%zu", rows) : NULL);
	put_text(v, map, "period", print_period_short(&v->printer, f->period));
	put_text(v, map, "printed", f->printed);
	put_text(v, map, "unit",
		 above && streq(f->unit->name, above->unit->name) ? NULL : fact_unit(v, f));
	put_text(v, map, "line", f->line > 0 ? arena_printf(v->arena, "%d", f->line) : NULL);
	return map;
}

static void put_measure(struct view *v, struct value *list, const struct panel_facts *facts,
			size_t first, bool *done)
{
	const struct fact *above = NULL;
	size_t rows = 0;

	for (size_t i = first; i < facts->n; i++)
		rows += view_same_measure(facts->v[first], facts->v[i]);
	for (size_t i = first; i < facts->n; i++) {
		if (!view_same_measure(facts->v[first], facts->v[i]))
			continue;
		done[i] = true;
		value_add(v->arena, list, view_fact(v, facts->v[i], above, i == first ? rows : 0));
		above = facts->v[i];
	}
}

const char *view_document_title(const struct view *v, const struct document *d)
{
	return document_title(d, texts_lang(v->printer.texts));
}

static struct value *view_documents(struct view *v, const struct panel_facts *facts)
{
	struct value *documents = value_list(v->arena);
	bool *done = NEWS(v->arena, bool, facts->n);

	for (size_t first = 0; first < facts->n; first++) {
		const struct document *d = facts->v[first]->document;
		struct value *map = value_map(v->arena), *list = value_list(v->arena);

		if (done[first])
			continue;
		for (size_t i = first; i < facts->n; i++)
			if (!done[i] && facts->v[i]->document == d)
				put_measure(v, list, facts, i, done);
		put_text(v, map, "title", view_document_title(v, d));
		put_text(v, map, "href", web_address(d->url));
		value_set(v->arena, map, "facts", list);
		value_add(v->arena, documents, map);
	}
	return documents;
}

/* Figures that are the same value in several units are explained once. */
static bool is_explained(const struct view *v, const struct gids *gids, size_t n,
			 const struct doc_figure *g)
{
	for (size_t i = 0; i < n; i++) {
		const struct doc_figure *before = view_figure(v, gids->v[i]);

		if (before && before->figure == g->figure && streq(before->text, g->text))
			return true;
	}
	return false;
}

struct value *view_lineage(struct view *v, const struct gids *gids)
{
	struct value *map = value_map(v->arena), *figures = value_list(v->arena);
	struct panel_facts facts = {0};

	for (size_t i = 0; i < gids->n; i++) {
		const struct doc_figure *g = view_figure(v, gids->v[i]);

		if (!g || !g->figure)
			continue;
		if (is_computed(v, g->figure) && !is_explained(v, gids, i, g))
			value_add(v->arena, figures, view_computed(v, g));
		add_facts(v, &facts, g->figure);
	}
	if (!figures->n && !facts.n)
		return view_null(v);
	put_flag(v, map, "has_figures", figures->n > 0);
	put_flag(v, map, "has_facts", facts.n > 0);
	value_set(v->arena, map, "figures", figures);
	value_set(v->arena, map, "documents", view_documents(v, &facts));
	view_proofs(v, map, gids, &facts);
	return map;
}
