/*
 * Unusual changes, shown where they matter: what moved by more than a share of its base, with the
 * explanation that the source gives (`explanations:` of the brief), or that it gives none.
 */
#include "compute/print_words.h"
#include "doc/build.h"

struct sentences {
	struct text *v;
	size_t n, cap;
};

static bool is_unusual(struct build *b, const struct figure *change, int above)
{
	struct num limit = num_ratio(b->arena, above, 100), size;

	if (change->availability == NOT_DISCLOSED || !change->now ||
	    num_sign(change->then->value) == 0)
		return false;
	size = num_sub(b->arena, num_div(b->arena, change->now->value, change->then->value),
		       num_int(b->arena, 1));
	return num_cmp(num_abs(b->arena, size), limit) > 0;
}

/* {text: ..., source: DOC:LINE} for a formula. */
static void add_explanation(struct build *b, struct text *t, const char *formula)
{
	const struct value *v = value_at(value_at(b->brief->settings, "explanations"), formula);
	const char *source = value_text(value_at(v, "source")),
		   *colon = source ? strchr(source, ':') : NULL;
	const struct document *d;

	if (!v) {
		text_add(b, t,
			 (struct span){.text = texts_word(b->printer.texts, "doc.unusual.none")});
		return;
	}
	if (!TEMPLATE_KEYS(b, v, "text", "source"))
		return;
	d = colon ? document_find(b->facts, arena_strn(b->arena, source, (size_t)(colon - source)))
		  : NULL;
	if (!d) {
		diag_error(b->diag, v->at, "an explanation needs a 'source' such as DOC:LINE");
		return;
	}
	text_add(b, t,
		 (struct span){.text = print_fill(&b->printer, "doc.unusual.explained",
						  build_plain(b, value_at(v, "text")),
						  print_fill(&b->printer, "doc.line_of",
							     document_title(d, b->doc->lang),
							     colon + 1, NULL),
						  NULL)});
}

static void add_amount(struct build *b, struct text *t, const struct figure *f)
{
	const char *form = arena_printf(b->arena, "%s-amount", build_form(b, f));
	struct mark m = build_mark(b, f, print_amount(&b->printer, f, b->style, false), form);

	text_add(b, t, (struct span){.kind = SPAN_FIGURE, .text = m.text, .figure = m.figure});
}

/* "Hazardous waste: from 3.27 t to 135.24 t, up ..." in the order that the words of the language
 * have. */
static void add_change(struct build *b, struct text *t, const char *label,
		       const struct figure *change)
{
	bool said = change->availability == AVAILABLE;
	const char *words =
	    texts_word(b->printer.texts, said ? "doc.unusual.change" : "doc.unusual.no_change");

	for (const char *s = words; *s; s += strcspn(s, "{")) {
		size_t n;

		if (s[0] == '{' && s[1] >= '0' && s[1] <= '2' && s[2] == '}') {
			if (s[1] == '0')
				text_add(b, t, (struct span){.text = label, .strong = true});
			else
				add_amount(b, t, s[1] == '1' ? change->then : change->now);
			s += 3;
		}
		n = strcspn(s, "{");
		text_add(b, t, (struct span){.text = arena_strn(b->arena, s, n)});
	}
	if (said) {
		build_change(b, t, change, "doc.change");
		text_add(b, t,
			 (struct span){.text = texts_word(b->printer.texts, "doc.unusual.end")});
	}
}

static void look_at(struct build *b, struct sentences *out, const char *formula, const char *label,
		    struct pos at, int above)
{
	const struct figure *change = build_wrapped(b, "change(%s)", formula, at, b->brief->period);
	struct text t = {0};

	if (!change || !is_unusual(b, change, above))
		return;
	add_change(b, &t, label, change);
	add_explanation(b, &t, formula);
	*PUSH(b->arena, out) = t;
}

/* "Gross billings, Storage": a member's name does not say of what it is. */
static const char *member_name(struct build *b, const struct member_formula *m)
{
	const char *of;

	if (!m->figure->concept)
		return m->label;
	of = print_label(&b->printer, m->figure->concept, num_sign(m->figure->value));
	return print_fill(&b->printer, "doc.pair", of, m->label, NULL);
}

static void look_at_members(struct build *b, struct sentences *out, const struct value *v,
			    int above)
{
	struct members list;

	if (!TEMPLATE_KEYS(b, v, "members", "sort") || !build_members(b, v, &list))
		return;
	for (size_t i = 0; i < list.n; i++)
		look_at(b, out, list.v[i].formula, member_name(b, &list.v[i]), list.at, above);
}

bool block_unusual(struct build *b, const struct value *v)
{
	const struct value *of = value_at(v, "of");
	int above = template_int(b, value_at(v, "above"), 1, 1000, 50);
	struct sentences out = {0};

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "of", "above");
	b->block->kind = BLOCK_HIGHLIGHTS;
	if (!of || of->kind != VALUE_LIST)
		return diag_error(b->diag, v->at, "expected a list under 'of'");
	for (size_t i = 0; i < of->n; i++) {
		const struct value *item = of->items[i];
		const struct formula *f =
		    value_text(item) ? build_formula(b, value_text(item), item->at) : NULL;

		if (item->kind == VALUE_MAP)
			look_at_members(b, &out, item, above);
		else if (f)
			look_at(b, &out, formula_text(f),
				build_label(b, f, build_figure(b, f, b->brief->period)), item->at,
				above);
	}
	b->block->as.prose.v = out.v;
	b->block->as.prose.n = out.n;
	return out.n > 0;
}
