/* The top of page one (masthead, kicker, headline, facts strip) and its foot (notice, disclaimer).
 */
#include "pdf/layout_part.h"

#define MASTHEAD_RULE 20.25 /* from the top of the last name line's box */
#define MASTHEAD 36.0
#define RULE_MASTHEAD 1.1
#define NAME_GAP 9.0
#define LABEL_GAP 4.5 /* in the strip, between a label and its value */
#define STRIP_GAP 24.0
#define STRIP_GAP_LEAST 9.0
#define STRIP_GAP_MOST 45.0

static struct tag *other_language(const struct layout *l, struct tag *t)
{
	t->lang = l->doc->lang == LANG_EN ? "zh" : "en";
	return t;
}

/* Name, and beside it or below it the name in the other script; returns the top of the last line.
 */
static double masthead_names(struct layout *l, struct piece *p, double width, struct tag *parent)
{
	const struct type *type = type_of(l, TYPE_NAME), *other_type = type_of(l, TYPE_OTHER_NAME);
	struct text name = text_of(l, l->doc->name), other = text_of(l, l->doc->other_name);
	struct tag *tag = tag_new(l->arena, parent, "P");
	struct lines lines = text_lines(l, &name, &(struct setting){.type = type, .width = width});
	double y = 0, x = 0;

	for (size_t i = 0; i < lines.n; i++, y += type->leading)
		piece_line(l, p, &lines.v[i], 0, y, width, ALIGN_LEFT, type, tag);
	if (lines.n)
		x = lines.v[lines.n - 1].width + NAME_GAP;
	lines = text_lines(l, &other, &(struct setting){.type = other_type, .width = width});
	if (!lines.n)
		return y - type->leading;
	tag = other_language(l, tag_new(l->arena, parent, "P"));
	if (lines.n > 1 || x + lines.v[0].width > width)
		x = 0;
	else
		y -= type->leading;
	for (size_t i = 0; i < lines.n; i++, y += type->leading)
		piece_line(l, p, &lines.v[i], x, y, width, ALIGN_LEFT, type, tag);
	return y - type->leading;
}

static void masthead(struct layout *l, struct flow *f, struct tag *parent)
{
	const struct type *type = type_of(l, TYPE_TICKERS);
	double width = l->upright.text_width, last;
	struct text tickers = text_of(l, l->doc->tickers);
	struct lines right =
	    text_lines(l, &tickers, &(struct setting){.type = type, .width = width / 2});
	struct piece *p = flow_piece(l, f, 0, 0);
	double drop = type_baseline(type_of(l, TYPE_NAME)) - type_baseline(type);
	struct tag *tag;

	last = masthead_names(l, p, right.n ? width - right.v[0].width - GUTTER : width, parent);
	tag = right.n ? tag_new(l->arena, parent, "P") : NULL;
	for (size_t i = 0; i < right.n; i++) {
		double y = type->leading * (double)i;

		piece_line(l, p, &right.v[i], 0, y + drop, width, ALIGN_RIGHT, type, tag);
		if (y > last)
			last = y;
	}
	piece_rule(l, p, 0, last + MASTHEAD_RULE, width, COLOR_INK, RULE_MASTHEAD);
	p->height = last + MASTHEAD;
}

/* ---- facts strip ---- */

struct fact_line {
	struct lines label, value;
	double label_width, width;
};

static struct fact_line fact_line(struct layout *l, const struct strip_item *s, double width,
				  struct tag *tag)
{
	struct type label = *type_of(l, TYPE_SMALL), value = label;
	struct text text = text_of(l, s->label);
	struct fact_line f;

	label.color = COLOR_INK3;
	value.color = COLOR_INK;
	f.label = text_lines(l, &text, &(struct setting){.type = &label, .width = width / 2});
	f.label_width = f.label.n ? f.label.v[0].width + LABEL_GAP : 0;
	f.value = text_lines(
	    l, &s->value,
	    &(struct setting){.type = &value, .width = width - f.label_width, .tag = tag});
	f.width = 0;
	for (size_t i = 0; i < f.value.n; i++)
		if (f.value.v[i].width > f.width)
			f.width = f.value.v[i].width;
	f.width += f.label_width;
	return f;
}

static void fact_draw(struct layout *l, struct piece *p, const struct fact_line *f, double x,
		      struct tag *tag)
{
	const struct type *type = type_of(l, TYPE_SMALL);

	for (size_t i = 0; i < f->label.n; i++)
		piece_line(l, p, &f->label.v[i], x, type->leading * (double)i, 0, ALIGN_LEFT, type,
			   tag);
	for (size_t i = 0; i < f->value.n; i++)
		piece_line(l, p, &f->value.v[i], x + f->label_width, type->leading * (double)i, 0,
			   ALIGN_LEFT, type, tag);
}

static double fact_height(const struct layout *l, const struct fact_line *f)
{
	size_t lines = f->value.n > f->label.n ? f->value.n : f->label.n;

	return type_of(l, TYPE_SMALL)->leading * (double)(lines ? lines : 1);
}

/* Where the facts of a line stand if there are so many columns: at equal distances, as the blocks
 * below, or else as close as they may.  False if they do not fit. */
static bool strip_columns(const struct fact_line *facts, size_t n, size_t columns, double width,
			  double *x)
{
	double pitch = (width + APART) / (double)columns, at = 0, most;
	bool equal = true;

	for (size_t c = 0; c < columns; c++) {
		most = 0;
		for (size_t i = c; i < n; i += columns)
			if (facts[i].width > most)
				most = facts[i].width;
		x[c] = at;
		at += most + STRIP_GAP;
		equal &= most <= pitch - APART;
	}
	for (size_t c = 0; equal && c < columns; c++)
		x[c] = pitch * (double)c;
	return equal || at - STRIP_GAP <= width || columns == 1;
}

/* Spread over one line, or false. */
static bool strip_spread(const struct fact_line *facts, size_t n, double width, double *x)
{
	double used = 0, gap;

	for (size_t i = 0; i < n; i++)
		used += facts[i].width;
	gap = n > 1 ? (width - used) / (double)(n - 1) : width - used;
	if (gap < 0 || (n > 1 && gap < STRIP_GAP_LEAST))
		return false;
	if (gap > STRIP_GAP_MOST)
		gap = STRIP_GAP;
	for (size_t i = 0; i < n; i++)
		x[i] = i ? x[i - 1] + facts[i - 1].width + gap : 0;
	return true;
}

/* All in one line spread over the width, or in lines of as many as stand below each other. */
static void strip(struct layout *l, struct flow *f, struct tag *parent)
{
	double width = l->upright.text_width;
	size_t n = l->doc->n_strip, columns = n, lines = 1;
	struct fact_line *facts = NEWS(l->arena, struct fact_line, n);
	struct tag **tags = NEWS(l->arena, struct tag *, n);
	double *x = NEWS(l->arena, double, n);
	struct piece *p = NULL;

	for (size_t i = 0; i < n; i++) {
		tags[i] = tag_new(l->arena, parent, "P");
		facts[i] = fact_line(l, &l->doc->strip[i], width, tags[i]);
	}
	if (n && !strip_spread(facts, n, width, x))
		do {
			lines++;
			columns = (n + lines - 1) / lines;
		} while (!strip_columns(facts, n, columns, width, x));
	for (size_t i = 0; i < n; i++) {
		if (i % columns == 0)
			p = flow_piece(l, f, p ? 0 : 11.25, 0);
		if (fact_height(l, &facts[i]) > p->height)
			p->height = fact_height(l, &facts[i]);
		fact_draw(l, p, &facts[i], x[i % columns], tags[i]);
	}
}

/* ---- all of it ---- */

static const char *kicker_text(struct layout *l)
{
	const struct doc *d = l->doc;

	if (!d->draft)
		return d->kicker;
	return d->kicker ? arena_printf(l->arena, "%s · %s", d->kicker, l->options->labels.draft)
			 : l->options->labels.draft;
}

void cover_flow(struct layout *l, struct flow *f, struct tag *parent)
{
	double width = l->upright.text_width;
	struct text kicker = text_of(l, kicker_text(l));

	l->notes_parent = parent;
	masthead(l, f, parent);
	if (kicker.n)
		flow_text(l, f, &kicker,
			  &(struct setting){.type = type_of(l, TYPE_KICKER),
					    .width = width,
					    .tag = tag_new(l->arena, parent, "P")},
			  0, 0);
	flow_text(l, f, &l->doc->headline,
		  &(struct setting){.type = type_of(l, TYPE_HEADLINE),
				    .width = width,
				    .balance = true,
				    .tag = tag_new(l->arena, parent, "H1")},
		  0, UNIT);
	strip(l, f, parent);
	flow_late(l, f);
	flow_keep(f, 0);
}

static void foot_text(struct layout *l, struct flow *f, const char *s, const struct type *type,
		      struct tag *parent)
{
	struct text text = text_of(l, s);

	if (text.n)
		flow_text(l, f, &text,
			  &(struct setting){.type = type,
					    .width = l->upright.text_width,
					    .running = true,
					    .tag = tag_new(l->arena, parent, "P")},
			  0, 0);
}

struct flow foot_flow(struct layout *l, struct tag *parent)
{
	struct type small = *type_of(l, TYPE_SOURCE);
	struct flow f = {0};

	small.color = COLOR_INK2;
	foot_text(l, &f, l->doc->notice, type_of(l, TYPE_SMALL), parent);
	foot_text(l, &f, l->doc->disclaimer, &small, parent);
	return f;
}
