/*
 * Lineage: the facts and formulas behind the figures of one line, for the panel that opens below
 * it. Each fact says its period, its printed form, its document and line; each computed figure its
 * formula and its value before rounding.
 */
#include "html/view.h"

enum { UNROUNDED_DIGITS = 8 }; /* shown of a value whose expansion does not end */

struct facts_seen {
	const struct fact **v;
	size_t n, cap;
};

static bool seen(const struct facts_seen *list, const struct fact *f)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == f)
			return true;
	return false;
}

/* "Revenue, Public cloud". */
static const char *fact_label(struct view *v, const struct fact *f)
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

static struct value *view_fact(struct view *v, const struct fact *f)
{
	struct value *map = value_map(v->arena);

	put_text(v, map, "label", fact_label(v, f));
	put_text(v, map, "period", print_period_short(&v->printer, f->period));
	put_text(v, map, "printed", f->printed);
	put_text(v, map, "unit", f->unit->name);
	put_text(v, map, "document",
		 f->document->title && *f->document->title ? f->document->title : f->document->id);
	put_text(v, map, "href", web_address(f->document->url));
	put_text(v, map, "line", f->line > 0 ? arena_printf(v->arena, "%d", f->line) : NULL);
	return map;
}

static void add_facts(struct view *v, struct value *list, struct facts_seen *done,
		      const struct figure *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct fact *fact = f->lineage[i].fact;

		if (seen(done, fact))
			continue;
		*PUSH(v->arena, done) = fact;
		value_add(v->arena, list, view_fact(v, fact));
	}
}

/* A figure that is a reported fact, unchanged, explains itself; every other shows how it came
 * about. */
static bool is_computed(struct view *v, const struct figure *f)
{
	return f->n != 1 || f->derived_period || f->availability != AVAILABLE ||
	       !num_eq(f->lineage[0].derivative, num_int(v->arena, 1)) ||
	       !num_eq(f->value, f->lineage[0].fact->value);
}

static struct value *view_computed(struct view *v, const struct doc_figure *g)
{
	const struct figure *f = g->figure;
	struct value *map = value_map(v->arena);
	bool has_value = f->availability == AVAILABLE;

	put_text(v, map, "text", g->text);
	put_text(v, map, "gid", g->id);
	put_text(v, map, "label", g->label);
	put_text(v, map, "formula", f->formula);
	put_text(v, map, "unrounded",
		 has_value ? num_decimal(v->arena, f->value, UNROUNDED_DIGITS) : NULL);
	put_text(v, map, "reason", has_value ? NULL : f->reason);
	return map;
}

struct value *view_lineage(struct view *v, const struct gids *gids)
{
	struct value *map = value_map(v->arena), *figures = value_list(v->arena),
		     *facts = value_list(v->arena);
	struct facts_seen done = {0};

	for (size_t i = 0; i < gids->n; i++) {
		const struct doc_figure *g = view_figure(v, gids->v[i]);

		if (!g || !g->figure)
			continue;
		if (is_computed(v, g->figure))
			value_add(v->arena, figures, view_computed(v, g));
		add_facts(v, facts, &done, g->figure);
	}
	if (!figures->n && !facts->n)
		return view_null(v);
	put_flag(v, map, "has_figures", figures->n > 0);
	put_flag(v, map, "has_facts", facts->n > 0);
	value_set(v->arena, map, "figures", figures);
	value_set(v->arena, map, "facts", facts);
	return map;
}
