/*
 * Notes at the foot: made where their mark is set, carried by its piece, set on the page where that
 * piece is placed.
 */
#include "pdf/layout_part.h"

#include <ctype.h>

#define ABOVE 9.0 /* over the rule at least */
#define RULE_WIDTH 72.0
#define LONGEST 0.3      /* of a page: a longer note stands behind its block */
#define STAR_LONGEST 0.2 /* of a low page: a longer meaning of "*" stands in its block alone */

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

	flow_text(
	    l, &f, &(struct text){spans, COUNT(spans), COUNT(spans)},
	    &(struct setting){
		.type = type_of(l, TYPE_SMALL), .width = l->widest, .running = true, .tag = tag},
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

double notes_foot(const struct layout *l, double notes, bool star)
{
	notes += star ? l->star.height : 0;
	return notes > 0 ? notes + notes_rule : 0;
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

/* ---- the mark "*" ---- */

/* Up to its first full stop; one behind a single letter is of an abbreviation. */
static size_t sentence_length(const char *s)
{
	static const char stop[] = "。";
	const char *full = strstr(s, stop);
	size_t n = full ? (size_t)(full - s) + strlen(stop) : strlen(s);

	for (size_t i = 2; i < n; i++)
		if (s[i] == '.' && (s[i + 1] == ' ' || !s[i + 1]) &&
		    isalnum((unsigned char)s[i - 2]))
			return i + 1;
	return n;
}

/* False if it is said in other words elsewhere. */
static bool star_said(struct layout *l, const struct text *t)
{
	const char *s;

	if (!t->n || strncmp(t->v[0].text, "* ", 2) != 0)
		return true;
	s = text_plain(l->arena, t);
	s = arena_strn(l->arena, s, sentence_length(s));
	if (l->star.text && !streq(l->star.text, s))
		return false;
	l->star.text = s;
	return true;
}

static bool block_star(struct layout *l, const struct block *b)
{
	bool one = star_said(l, &b->note);

	for (size_t i = 0; one && b->kind == BLOCK_NOTES && i < b->as.prose.n; i++)
		one = star_said(l, &b->as.prose.v[i]);
	return one;
}

static struct flow star_lines(struct layout *l, struct tag *tag)
{
	struct text text = text_of(l, l->star.text);
	struct flow f = {0};

	flow_text(l, &f, &text,
		  &(struct setting){
		      .type = type_of(l, TYPE_SMALL), .width = l->upright.text_width, .tag = tag},
		  0, 0);
	return f;
}

void star_find(struct layout *l)
{
	struct tag scratch = {0};
	struct flow lines;

	for (const struct section *s = l->doc->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			if (!block_star(l, b)) {
				l->star.text = NULL;
				return;
			}
	if (!l->star.text)
		return;
	lines = star_lines(l, &scratch);
	l->star.height = flow_height(&lines, 0, lines.n);
	if (l->star.height > STAR_LONGEST * body_height(&l->landscape)) {
		l->star.text = NULL;
		l->star.height = 0;
	}
}

/* Behind a word, as in "EBITDA*"; first: nothing stands before these bytes. */
static bool has_star(const char *s, size_t n, bool first)
{
	for (const char *at = memchr(s, '*', n); at;
	     at = memchr(at + 1, '*', n - (size_t)(at + 1 - s)))
		if (at > s ? at[-1] != ' ' : !first)
			return true;
	return false;
}

static bool run_has_star(const struct op *op, bool first)
{
	return op->kind == OP_TEXT && op->run && has_star(op->run->text, op->run->n, first);
}

static bool scene_has_star(const struct scene *s)
{
	for (size_t i = 0; i < s->ops.n; i++)
		if (run_has_star(&s->ops.v[i], false))
			return true;
	return false;
}

static bool notes_have_star(const struct piece *p)
{
	for (const struct foot_note *n = p->notes; n; n = n->next)
		for (size_t i = 0; i < n->lines.n; i++)
			for (size_t k = 0; k < n->lines.v[i].items.n; k++)
				if (run_has_star(&n->lines.v[i].items.v[k].op, k == 0))
					return true;
	return false;
}

static void piece_star(struct piece *p, struct tag *parent)
{
	const char *label = piece_label(p);
	bool star = (label && has_star(label, strlen(label), true)) || notes_have_star(p),
	     first = true;

	for (size_t i = 0; i < p->items.n; i++) {
		const struct item *it = &p->items.v[i];

		if (it->scene) {
			star |= scene_has_star(it->scene);
		} else if (it->op.kind == OP_TEXT && it->op.run) {
			p->explains |=
			    first && it->op.run->n > 1 && strncmp(it->op.run->text, "* ", 2) == 0;
			star |= run_has_star(&it->op, first);
			first = false;
		}
	}
	p->starred = star ? parent : NULL;
}

void star_mark(const struct layout *l, struct flow *f, struct tag *parent)
{
	for (size_t i = 0; l->star.text && i < f->n; i++) {
		piece_star(&f->v[i], parent);
		if (f->v[i].columns)
			star_mark(l, &f->v[i].columns->lines, parent);
	}
}

/* ---- at the foot ---- */

static void place_lines(struct layout *l, struct page *page, const struct flow *lines, double *y)
{
	for (size_t i = 0; i < lines->n; i++) {
		*PUSH(l->arena, &page->placed) = (struct placed){&lines->v[i], page->size.left, *y};
		*y += lines->v[i].height;
	}
}

/* Its element is made here: only now it is known on which pages it stands. */
static void place_star(struct layout *l, struct page *page, double *y)
{
	struct flow lines = star_lines(l, note_tag(l, page->starred));

	place_lines(l, page, &lines, y);
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
		if (page->starred)
			place_star(l, page, &y);
		for (size_t k = 0; k < page->notes.n; k++)
			place_lines(l, page, &page->notes.v[k]->lines, &y);
	}
}
