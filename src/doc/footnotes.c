/*
 * Notes that stand at the foot: numbered in reading order when the document is complete, since a
 * sentence or row may have gone that had one.
 */
#include "doc/doc.h"

struct numbering {
	struct arena *arena;
	const struct footnote **tail; /* of the section's list */
	int n;
};

/* "¹²": raised digits are characters of their own, so that every output and every copy has them. */
static const char *raised(struct arena *a, int number)
{
	static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	struct buf b = {0};

	for (const char *p = arena_printf(a, "%d", number); *p; p++)
		buf_str(&b, digits[*p - '0']);
	return buf_keep(&b, a);
}

static void number(struct numbering *s, struct footnote *note)
{
	note->number = ++s->n;
	note->mark = raised(s->arena, note->number);
	note->href = arena_printf(s->arena, "#note-%d", note->number);
	note->back = arena_printf(s->arena, "#ref-%d", note->number);
	note->next = NULL;
	*s->tail = note;
	s->tail = &note->next;
}

static void number_text(struct numbering *s, struct text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct span *span = &t->v[i];

		if (!span->note)
			continue;
		number(s, span->note);
		span->text = span->note->mark;
		span->href = span->note->href;
	}
}

static void number_kpis(struct numbering *s, struct block *b)
{
	for (size_t i = 0; i < b->as.kpis.n; i++) {
		number_text(s, &b->as.kpis.v[i].change);
		number_text(s, &b->as.kpis.v[i].base);
		number_text(s, &b->as.kpis.v[i].convenience);
	}
}

static void number_block(struct numbering *s, struct block *b)
{
	number_text(s, &b->title);
	number_text(s, &b->subtitle);
	switch (b->kind) {
	case BLOCK_PROSE:
	case BLOCK_HIGHLIGHTS:
	case BLOCK_NOTES:
		for (size_t i = 0; i < b->as.prose.n; i++)
			number_text(s, &b->as.prose.v[i]);
		break;
	case BLOCK_KPIS:
		number_kpis(s, b);
		break;
	case BLOCK_TABLE:
		for (size_t i = 0; i < b->as.table->n_rows; i++)
			if (b->as.table->rows[i].note)
				number(s, b->as.table->rows[i].note);
		break;
	case BLOCK_DEFINITIONS:
		for (size_t i = 0; i < b->as.definitions.n; i++)
			number_text(s, &b->as.definitions.v[i].meaning);
		break;
	case BLOCK_CHART:
		break;
	}
	number_text(s, &b->note);
}

void doc_number_notes(struct doc *d)
{
	struct numbering s = {.arena = d->arena};

	for (struct section *section = d->first; section; section = section->next) {
		s.tail = &section->notes;
		if (section == d->first) {
			number_text(&s, &d->headline);
			for (size_t i = 0; i < d->n_strip; i++)
				number_text(&s, &d->strip[i].value);
		}
		number_text(&s, &section->title);
		for (struct block *b = section->first; b; b = b->next)
			number_block(&s, b);
	}
}

struct text row_label_text(struct arena *a, const struct table_row *r)
{
	struct span *v = NEWS(a, struct span, 3);
	size_t n = 0;

	if (r->label && *r->label)
		v[n++] = (struct span){.text = r->label};
	if (r->unit)
		v[n++] = (struct span){.text = r->unit, .muted = true};
	if (r->note)
		v[n++] = (struct span){.kind = SPAN_LINK,
				       .text = r->note->mark,
				       .href = r->note->href,
				       .note = r->note};
	return (struct text){v, n, 3};
}
