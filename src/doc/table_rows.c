/*
 * Rows of a table: formulas, members of a dimension, facts with periods of their own, and names
 * over their children.
 */
#include <limits.h>
#include <stdlib.h>

#include "compute/print_words.h"
#include "doc/table.h"

static bool add_formula(struct build *b, const struct value *v, struct line line, struct lines *out)
{
	const struct formula *f;

	line.at = v->at;
	line.formula = value_text(v);
	if (!line.label) {
		f = build_formula(b, line.formula, v->at);
		if (!f)
			return false;
		line.label = build_label(b, f, build_figure(b, f, b->brief->period));
	}
	if (!line.label)
		return diag_error(b->diag, v->at, "a formula of several terms needs a label");
	*PUSH(b->arena, out) = line;
	return true;
}

static void add_row(struct build *b, const struct value *v, struct lines *out)
{
	static const char *const kinds[] = {"plain", "group", "subtotal", "total", "final"};
	static const char *const signs[] = {"natural", "negated"};
	const struct value *row = value_at(v, "row");

	if (!TEMPLATE_KEYS(b, v, "row", "label", "kind", "level", "sign", "strong", "keep",
			   "needed", "when", "unless", "note"))
		return;
	if (!value_text(row)) {
		diag_error(b->diag, v->at, "expected a formula under 'row'");
		return;
	}
	add_formula(
	    b, row,
	    (struct line){
		.kind = (enum row_kind)template_choice(b, value_at(v, "kind"), kinds, COUNT(kinds),
						       ROW_PLAIN),
		.level = template_int(b, value_at(v, "level"), 0, 3, 0),
		.label = build_plain(b, value_at(v, "label")),
		.negated = template_choice(b, value_at(v, "sign"), signs, COUNT(signs), 0) == 1,
		.strong_given = value_at(v, "strong") != NULL,
		.strong = template_bool(b, value_at(v, "strong"), false),
		.keep = template_bool(b, value_at(v, "keep"), false),
		.needed = template_bool(b, value_at(v, "needed"), false),
		.note = build_footnote(b, value_at(v, "note")),
	    },
	    out);
}

/* {rest: FORMULA, label}: what a total has beyond the rows above it. */
static void add_rest(struct build *b, const struct value *v, struct lines *out)
{
	const struct value *total = value_at(v, "rest");

	if (!TEMPLATE_KEYS(b, v, "rest", "label", "level", "when", "unless"))
		return;
	if (!value_text(total) || !value_at(v, "label")) {
		diag_error(b->diag, v->at, "a rest needs a formula and a label");
		return;
	}
	add_formula(b, total,
		    (struct line){
			.label = build_plain(b, value_at(v, "label")),
			.level = template_int(b, value_at(v, "level"), 0, 3, 0),
			.rest = true,
		    },
		    out);
}

/* "revenue[segment=*]" as one line for each member, labelled by the member. */
static void add_members(struct build *b, const struct value *v, struct lines *out)
{
	struct members list;
	int level = template_int(b, value_at(v, "level"), 0, 3, 0);

	if (!TEMPLATE_KEYS(b, v, "members", "level", "sort", "prefix", "when", "unless") ||
	    !build_members(b, v, &list))
		return;
	for (size_t i = 0; i < list.n; i++)
		*PUSH(b->arena, out) = (struct line){
		    .formula = list.v[i].formula,
		    .at = list.at,
		    .label = list.v[i].label,
		    .level = level,
		};
}

/* ---- facts with periods of their own ---- */

static int by_period(const void *x, const void *y)
{
	const struct fact *a = ((const struct line *)x)->fact, *b = ((const struct line *)y)->fact;
	int order = period_cmp(a->period, b->period);

	return order ? order : a->order < b->order ? -1 : a->order > b->order;
}

static const char *plain_label(struct build *b, const struct fact *f)
{
	struct buf out = {0};

	if (!f->dims->n)
		return print_label(&b->printer, f->concept, num_sign(f->value));
	for (size_t i = 0; i < f->dims->n; i++)
		buf_printf(&out, "%s%s", i ? " · " : "",
			   build_member_label(b, f->dims->v[i].dimension, f->dims->v[i].member));
	return buf_keep(&out, b->arena);
}

static const char *fact_label(struct build *b, const struct fact *f)
{
	const char *label = plain_label(b, f);

	return f->status == STATUS_GUIDANCE
		   ? print_fill(&b->printer, "doc.forecast_label", label, NULL, NULL)
		   : label;
}

/* Not another occurrence, and not what a later document gives anew. */
static bool is_latest(const struct build *b, const struct fact *fact)
{
	const struct fact *f = facts_find(b->facts, fact->concept, fact->dims, fact->period,
					  fact->unit->currency, fact->status);

	while (f && f->vintage)
		f = f->vintage;
	return f == fact;
}

/* A brief of one day knows no later document, and no later event. */
static bool is_known(const struct build *b, const struct fact *f)
{
	int day = b->brief->issued;
	bool ahead = f->period.instant || f->status == STATUS_GUIDANCE;

	return !day || (f->document->date <= day && (ahead || f->period.to <= day));
}

/* Each fact of a concept whatever its period, in the order of time: licences by their expiry. */
static void add_facts(struct build *b, const struct value *v, struct lines *out)
{
	const struct value *name = value_at(v, "facts"), *within = value_at(v, "within");
	struct period span = {.from = INT_MIN, .to = INT_MAX};
	const char *id = value_text(name);
	const struct concept *c = id ? concept_find(b->facts, id) : NULL;
	size_t first = out->n;

	if (!TEMPLATE_KEYS(b, v, "facts", "level", "when", "unless", "within") ||
	    (within && !template_period(b, within, &span)) ||
	    !build_formula(b, id ? id : "", name->at))
		return;
	for (size_t i = 0; i < b->facts->facts.n; i++) {
		const struct fact *f = b->facts->facts.v[i];

		if (f->concept == c && f->status != STATUS_TARGET && is_latest(b, f) &&
		    is_known(b, f) && f->period.from >= span.from && f->period.to <= span.to)
			*PUSH(b->arena, out) =
			    (struct line){.fact = f,
					  .formula = c->id,
					  .label = fact_label(b, f),
					  .at = name->at,
					  .level = template_int(b, value_at(v, "level"), 0, 3, 0)};
	}
	if (out->n > first)
		qsort(out->v + first, out->n - first, sizeof *out->v, by_period);
}

void table_row(struct build *b, const struct value *v, struct lines *out)
{
	if (v->kind == VALUE_MAP &&
	    (!template_when(b, value_at(v, "when")) ||
	     (value_at(v, "unless") && template_when(b, value_at(v, "unless")))))
		return;
	if (value_at(v, "group")) {
		TEMPLATE_KEYS(b, v, "group", "level", "when", "unless");
		*PUSH(b->arena, out) =
		    (struct line){.at = v->at,
				  .kind = ROW_GROUP,
				  .label = build_plain(b, value_at(v, "group")),
				  .level = template_int(b, value_at(v, "level"), 0, 3, 0)};
	} else if (value_at(v, "members")) {
		add_members(b, v, out);
	} else if (value_at(v, "rest")) {
		add_rest(b, v, out);
	} else if (value_at(v, "facts")) {
		add_facts(b, v, out);
	} else if (v->kind == VALUE_MAP) {
		add_row(b, v, out);
	} else if (value_text(v)) {
		add_formula(b, v, (struct line){0}, out);
	} else {
		diag_error(b->diag, v->at, "expected a row");
	}
}
