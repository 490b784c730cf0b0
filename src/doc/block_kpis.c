/* Key figures: label, figure, change in words, base, convenience translation. */
#include "compute/print_words.h"
#include "doc/build.h"

static void add_base(struct build *b, struct kpi *k, const struct figure *then)
{
	enum { YEAR = 12 };
	bool year = period_months(b->brief->compare[0]) == YEAR;

	if (then->availability == AVAILABLE)
		build_words(b, &k->base,
			    texts_word(b->printer.texts, year ? "doc.from_year" : "doc.from"),
			    build_number(b, then, true));
}

static void add_convenience(struct build *b, struct kpi *k, const char *formula, struct pos at)
{
	const struct issuer *issuer = &b->facts->issuer;
	const struct figure *f;

	if (!issuer->convenience)
		return;
	f = build_wrapped(b, arena_printf(b->arena, "convert(%%s, %s)", issuer->convenience),
			  formula, at, b->brief->period);
	if (f && f->availability == AVAILABLE) {
		struct mark m = build_mark(b, f, print_amount(&b->printer, f, b->style, false),
					   arena_printf(b->arena, "%s-amount", build_form(b, f)));

		text_add(b, &k->convenience,
			 (struct span){.kind = SPAN_FIGURE, .text = m.text, .figure = m.figure});
	}
}

/* Money stands in the unit of the block's head; a tonne or a kilowatt hour is named where it is
 * used. */
static const char *with_unit(struct build *b, const char *label, const struct figure *f, bool money)
{
	if (money || !f->unit->n || f->unit->percent)
		return label;
	return print_fill(&b->printer, "doc.pair", label,
			  print_unit(&b->printer, f->unit, FIGURE_VALUE, b->style), NULL);
}

/* False for what the issuer has not declared. */
static bool add_kpi(struct build *b, struct kpi *k, const struct value *item)
{
	const struct value *formula = item->kind == VALUE_MAP ? value_at(item, "figure") : item;
	const char *text = value_text(formula);
	const struct formula *f;
	const struct figure *now, *then, *change;
	bool money;

	if (item->kind == VALUE_MAP)
		TEMPLATE_KEYS(b, item, "figure", "label", "when", "unless");
	if (!text)
		return diag_error(b->diag, item->at, "expected a formula");
	f = build_formula(b, text, formula->at);
	if (!f)
		return false;
	now = build_figure(b, f, b->brief->period);
	then = build_figure(b, f, b->brief->compare[0]);
	money = now->unit->currency && now->unit->n == 1;
	k->label = item->kind == VALUE_MAP ? build_plain(b, value_at(item, "label")) : NULL;
	if (!k->label)
		k->label = build_label(b, f, now);
	if (!k->label)
		return diag_error(b->diag, item->at, "a formula of several terms needs a label");
	k->label = with_unit(b, k->label, now, money);
	k->value = build_number(b, now, true);
	k->missing = now->availability != AVAILABLE;
	change = build_wrapped(b, now->unit->n ? "change(%s)" : "pp(%s)", text, formula->at,
			       b->brief->period);
	if (change && change->availability != NOT_DISCLOSED)
		build_change(b, &k->change, change, "doc.change");
	add_base(b, k, then);
	if (money)
		add_convenience(b, k, text, formula->at);
	return true;
}

bool block_kpis(struct build *b, const struct value *v)
{
	const struct value *list = value_at(v, "items");
	size_t n = 0;

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "items");
	b->block->kind = BLOCK_KPIS;
	if (!list || list->kind != VALUE_LIST)
		return diag_error(b->diag, v->at, "expected a list under 'items'");
	b->block->as.kpis.v = NEWS(b->arena, struct kpi, list->n);
	for (size_t i = 0; i < list->n; i++)
		if (template_when(b, value_at(list->items[i], "when")) &&
		    !(value_at(list->items[i], "unless") &&
		      template_when(b, value_at(list->items[i], "unless"))))
			n += add_kpi(b, &b->block->as.kpis.v[n], list->items[i]);
	b->block->as.kpis.n = n;
	return n > 0;
}
