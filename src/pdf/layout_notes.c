/*
 * Notes at the foot: made where their mark is set, carried by its piece, set on the page where that
 * piece is placed.
 */
#include "pdf/layout_part.h"

#define ABOVE 9.0 /* over the rule at least */
#define RULE_WIDTH 72.0
#define LONGEST 0.3 /* of a page: a longer note stands behind its block */

const double notes_rule = ABOVE + UNIT;

struct tag *note_tag(struct layout *l, struct tag *parent)
{
	struct tag *t = tag_new(l->arena, parent, "Note");

	t->id = arena_printf(l->arena, "note-%d", ++l->notes);
	return t;
}

/* The mark leads back to where it stands in the text. */
static struct flow note_lines(struct layout *l, const struct footnote *note)
{
	struct span spans[] = {
	    {.kind = SPAN_LINK, .text = note->mark, .href = note->back},
	    {.text = arena_printf(l->arena, " %s", note->text)},
	};
	struct flow f = {0};
	struct tag *tag = note_tag(l, l->notes_parent);

	flow_text(l, &f, &(struct text){spans, COUNT(spans), COUNT(spans)},
		  &(struct setting){.type = type_of(l, TYPE_SMALL), .width = l->widest, .tag = tag},
		  0, 0);
	if (tag->first)
		tag->first->alt = label_fill(l->arena, l->options->labels.back,
					     arena_printf(l->arena, "%d", note->number), "");
	flow_dest(&f, DEST_BLOCK, note->href + 1);
	return f;
}

double notes_height(const struct piece *p)
{
	double h = 0;

	for (const struct foot_note *n = p->notes; n; n = n->next)
		h += n->height;
	return h;
}

void piece_note(struct layout *l, struct piece *p, const struct footnote *note)
{
	struct foot_note *n = NEW(l->arena, struct foot_note), **tail = &p->notes;

	n->note = note;
	n->lines = note_lines(l, note);
	n->height = flow_height(&n->lines, 0, n->lines.n);
	if (notes_height(p) + n->height > LONGEST * l->tallest) {
		flow_append(l, &l->late, &n->lines);
		n->lines = (struct flow){0};
		n->height = 0;
	}
	while (*tail)
		tail = &(*tail)->next;
	*tail = n;
}

void flow_late(struct layout *l, struct flow *f)
{
	size_t from = f->n;

	flow_append(l, f, &l->late);
	l->late = (struct flow){0};
	if (f->n > from)
		f->v[from].space = UNIT;
}

static void place_note(struct layout *l, struct page *page, const struct foot_note *n, double *y)
{
	for (size_t i = 0; i < n->lines.n; i++) {
		*PUSH(l->arena, &page->placed) =
		    (struct placed){&n->lines.v[i], page->size.left, *y};
		*y += n->lines.v[i].height;
	}
}

void place_notes(struct layout *l, struct pages *pages)
{
	for (size_t i = 0; i < pages->n; i++) {
		struct page *page = &pages->v[i];
		struct piece *rule;
		double y = page->size.body_bottom - page->notes_height + notes_rule;

		if (page->notes_height <= 0)
			continue;
		rule = NEW(l->arena, struct piece);
		piece_rule(l, rule, 0, 0, RULE_WIDTH, COLOR_HAIR, RULE_SUM);
		*PUSH(l->arena, &page->placed) = (struct placed){rule, page->size.left, y - UNIT};
		for (size_t k = 0; k < page->notes.n; k++)
			place_note(l, page, page->notes.v[k], &y);
	}
}
