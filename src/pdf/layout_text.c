/*
 * Paragraphs: spans of text, shaped once, broken into lines by summing the advances of glyphs.
 *
 * A line keeps the space at its end (a screen reader needs it between words), but its width does
 * not count it.
 */
#include "pdf/layout_part.h"

#include "pdf/line_break.h"
#include "pdf/title_break.h"

#include <ctype.h>
#include <math.h>

/* Inter's ascender less its descender, in em: what centres its line box as browsers do. */
#define ASCENT_LESS_DESCENT 0.7275
#define FIT_TOLERANCE 0.01
#define RUNT 0.23         /* of the width: a shorter last line looks lost ... */
#define RUNT_EM 7.0       /* ... unless it is this long */
#define GIVES_UP_TO 0.75  /* of the width: a line above gives no word that leaves it shorter */
#define TOO_SHORT 0.6     /* of the width: a shorter line may end at a poor place instead */
#define ROOM_EM 2.0       /* ... in running text of Chinese, one with more room behind it */
#define RUNT_HAN_EM 2.5   /* a last line of Chinese: two characters and a mark */
#define CLAUSE_LEAST 0.35 /* a line of a headline against the other */

const struct type types_latin[TYPE_COUNT] = {
    [TYPE_HEADLINE] = {24, 27, WEIGHT_DISPLAY, -0.018, COLOR_INK},
    [TYPE_SECTION] = {18, 22.5, WEIGHT_DISPLAY, -0.015, COLOR_INK},
    [TYPE_KPI] = {21.75, 27, WEIGHT_DISPLAY, -0.012, COLOR_INK},
    [TYPE_NAME] = {11.25, 13.5, WEIGHT_SEMIBOLD, 0, COLOR_INK},
    [TYPE_OTHER_NAME] = {10.5, 13.5, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_TICKERS] = {8.25, 13.5, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_KICKER] = {9, 13.5, WEIGHT_SEMIBOLD, 0, COLOR_ACCENT},
    [TYPE_TITLE] = {9, 13.5, WEIGHT_SEMIBOLD, 0, COLOR_INK},
    [TYPE_SUBTITLE] = {9, 13.5, WEIGHT_REGULAR, 0, COLOR_INK2},
    [TYPE_BODY] = {9, 13.5, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_TABLE] = {8.25, 11.25, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_SMALL] = {7.5, 11.25, WEIGHT_REGULAR, 0, COLOR_INK2},
    [TYPE_SOURCE] = {6.75, 9, WEIGHT_REGULAR, 0, COLOR_INK3},
};

/* Han needs more leading, and a headline of Han has no lighter bold beside Noto 700. */
const struct type types_han[TYPE_COUNT] = {
    [TYPE_HEADLINE] = {21.75, 31.5, WEIGHT_SEMIBOLD, 0, COLOR_INK},
    [TYPE_SECTION] = {16.5, 24.75, WEIGHT_SEMIBOLD, 0, COLOR_INK},
    [TYPE_KPI] = {21.75, 27, WEIGHT_DISPLAY, -0.012, COLOR_INK},
    [TYPE_NAME] = {11.25, 13.5, WEIGHT_SEMIBOLD, 0, COLOR_INK},
    [TYPE_OTHER_NAME] = {10.5, 13.5, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_TICKERS] = {8.25, 13.5, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_KICKER] = {9, 13.5, WEIGHT_SEMIBOLD, 0, COLOR_ACCENT},
    [TYPE_TITLE] = {9, 13.5, WEIGHT_SEMIBOLD, 0, COLOR_INK},
    [TYPE_SUBTITLE] = {9, 13.5, WEIGHT_REGULAR, 0, COLOR_INK2},
    [TYPE_BODY] = {9, 15.75, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_TABLE] = {8.25, 11.25, WEIGHT_REGULAR, 0, COLOR_INK},
    [TYPE_SMALL] = {7.5, 11.25, WEIGHT_REGULAR, 0, COLOR_INK2},
    [TYPE_SOURCE] = {6.75, 9, WEIGHT_REGULAR, 0, COLOR_INK3},
};

const struct type *type_of(const struct layout *l, enum type_role role)
{
	return &l->types[role];
}

struct style type_style(const struct layout *l, const struct type *t, bool tabular)
{
	return (struct style){.weight = t->weight,
			      .size = t->size,
			      .tracking = t->tracking,
			      .tabular = tabular,
			      .lang = l->doc->lang};
}

double baseline(double size, double leading)
{
	return leading / 2 + size * ASCENT_LESS_DESCENT / 2;
}

double type_baseline(const struct type *t)
{
	return baseline(t->size, t->leading);
}

double grid_up(double length, double step)
{
	double n = length / step;
	double whole = (double)(long)n;

	return (n - whole > 0.001 ? whole + 1 : whole) * step;
}

struct text text_of(struct layout *l, const char *s)
{
	struct span *span;

	if (!s || !*s)
		return (struct text){0};
	span = NEW(l->arena, struct span);
	*span = (struct span){.kind = SPAN_TEXT, .text = s};
	return (struct text){span, 1, 1};
}

char *label_fill(struct arena *a, const char *pattern, const char *first, const char *second)
{
	struct buf b = {0};

	for (const char *p = pattern; *p; p++) {
		if (strncmp(p, "{0}", 3) == 0) {
			buf_str(&b, first);
			p += 2;
		} else if (strncmp(p, "{1}", 3) == 0) {
			buf_str(&b, second);
			p += 2;
		} else {
			buf_char(&b, *p);
		}
	}
	return buf_keep(&b, a);
}

/* ---- a paragraph in one endless line ---- */

struct stretch { /* bytes of one span in one run */
	struct run run;
	size_t from;
	const struct span *span;
	struct tag *tag;
};

struct paragraph {
	char *text;
	size_t n;
	double *x;    /* n + 1: where byte i begins; < 0 inside a cluster */
	double *gap;  /* n + 1: of that, before byte i between scripts; NULL: nowhere */
	char *breaks; /* enum line_break after byte i */
	struct {
		struct stretch *v;
		size_t n, cap;
	} stretches;
	double size;
	bool han_running;
};

/* The first glyph of byte `at` or later, by halving: a run may be a megabyte that is cut into
 * lines. */
static size_t glyph_at(const struct run *r, size_t at)
{
	size_t low = 0, high = r->n_glyphs;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (r->glyphs[middle].cluster < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The part of a run from byte `from` up to `to`, both in the run's own text. */
static struct run run_slice(struct arena *a, const struct run *r, size_t from, size_t to)
{
	struct run s = *r;
	size_t i, end;

	if (from == 0 && to == r->n)
		return s;
	i = glyph_at(r, from);
	end = glyph_at(r, to);
	s.text = r->text + from;
	s.n = to - from;
	s.n_glyphs = end - i;
	s.glyphs = arena_copy(a, r->glyphs + i, s.n_glyphs * sizeof *s.glyphs);
	s.offsets = r->offsets ? r->offsets + i : NULL;
	s.width = 0;
	s.gap = to == r->n ? r->gap : 0;
	for (size_t k = 0; k < s.n_glyphs; k++) {
		s.glyphs[k].cluster -= (uint32_t)from;
		s.width += (double)s.glyphs[k].advance;
	}
	return s;
}

/* Where lines are balanced, figures are not torn, not even from the words before them. */
static void paragraph_text(struct layout *l, struct paragraph *p, const struct text *t,
			   const struct setting *set)
{
	enum line_text kind = set->balance     ? TEXT_TITLE
			      : p->han_running ? TEXT_RUNNING
					       : TEXT_LABEL;
	size_t at = 0;

	for (size_t i = 0; i < t->n; i++)
		p->n += strlen(t->v[i].text);
	p->text = arena_alloc(l->arena, p->n + 1);
	p->breaks = arena_alloc(l->arena, p->n + 1);
	p->x = NEWS(l->arena, double, p->n + 1);
	for (size_t i = 0; i < t->n; i++) {
		size_t n = strlen(t->v[i].text);

		memcpy(p->text + at, t->v[i].text, n);
		at += n;
	}
	line_breaks(p->text, p->n, l->doc->lang, kind, p->breaks);
	if (set->width > 0 && kind == TEXT_LABEL && l->doc->lang != LANG_EN)
		line_break_dates(p->text, p->n, p->breaks);
	at = 0;
	for (size_t i = 0; i < t->n; i++) {
		size_t n = strlen(t->v[i].text);

		if (t->v[i].kind == SPAN_FIGURE)
			line_break_protect(p->text, p->n, p->breaks, at, at + n, kind);
		/* A mark clings to its word. */
		if (t->v[i].note && at > 0)
			p->breaks[at - 1] = BREAK_NEVER;
		at += n;
	}
}

static bool raised_digit(uint32_t c)
{
	return c == 0xB9 || c == 0xB2 || c == 0xB3;
}

/* Chinese setting parts Han from words and numbers, and squeezes marks that meet; inside a shaped
 * text shape() has done it. */
static double script_gap(const struct paragraph *p, size_t at)
{
	size_t before = at - 1, after = at;
	uint32_t a, b;
	bool han_a, han_b;

	if (marks_meet(p->text, p->n, at))
		return -p->size / 2;
	while (before > 0 && ((unsigned char)p->text[before] & 0xC0) == 0x80)
		before--;
	a = utf8_next(p->text, p->n, &before);
	b = utf8_next(p->text, p->n, &after);
	han_a = a >= 0x3400 && a < 0xFE00;
	han_b = b >= 0x3400 && b < 0xFE00;
	if (han_a == han_b || (han_a ? b : a) > 0x24F || (han_a ? b : a) <= ' ')
		return 0;
	if (strchr(",.;:!?\"'*", (int)(han_a ? b : a)) || raised_digit(han_a ? b : a))
		return 0;
	return p->size / 4;
}

static struct tag *span_tag(struct layout *l, const struct span *s, struct tag *parent)
{
	struct tag *tag;

	if (s->kind != SPAN_LINK || !parent)
		return NULL;
	if (s->note)
		parent = tag_new(l->arena, parent, "Reference");
	tag = tag_new(l->arena, parent, "Link");
	tag->alt = s->note ? label_fill(l->arena, l->options->labels.note,
					arena_printf(l->arena, "%d", s->note->number), "")
			   : s->text;
	return tag;
}

static void stretch_positions(struct paragraph *p, const struct run *r, size_t from, double x)
{
	for (size_t i = 0; i < r->n; i++)
		p->x[from + i] = -1;
	for (size_t i = 0; i < r->n_glyphs; i++) {
		if (p->x[from + r->glyphs[i].cluster] < 0)
			p->x[from + r->glyphs[i].cluster] = x;
		x += (double)r->glyphs[i].advance;
	}
}

/* Cuts the runs of one shaped text at the borders of the spans t->v[first .. last). */
static void add_stretches(struct layout *l, struct paragraph *p, const struct shaped *s,
			  size_t from, const struct text *t, size_t first, size_t last,
			  struct tag *parent)
{
	size_t span_end = from, run_from = from;
	size_t r = 0;

	for (size_t i = first; i < last; i++) {
		struct tag *tag = span_tag(l, &t->v[i], parent);
		size_t at = span_end;

		span_end += strlen(t->v[i].text);
		while (at < span_end) {
			size_t run_end = run_from + s->runs[r].n;
			size_t to = run_end < span_end ? run_end : span_end;

			*PUSH(l->arena, &p->stretches) = (struct stretch){
			    run_slice(l->arena, &s->runs[r], at - run_from, to - run_from), at,
			    &t->v[i], tag};
			at = to;
			if (to == run_end) {
				run_from = run_end;
				r++;
			}
		}
	}
}

/* Remembers the gap before byte `at`: at the end of a line there is none. */
static double gap_at(struct layout *l, struct paragraph *p, size_t at, double gap)
{
	if (gap > 0 && !p->gap)
		p->gap = NEWS(l->arena, double, p->n + 1);
	if (gap > 0)
		p->gap[at] = gap;
	return gap;
}

/* Spans of one weight are shaped together, so that kerning and spacing cross their borders. */
static void paragraph_shape(struct layout *l, struct paragraph *p, const struct text *t,
			    const struct setting *set)
{
	size_t at = 0;
	double x = 0;

	for (size_t i = 0, j; i < t->n; i = j) {
		struct style st = type_style(l, set->type, set->tabular);
		size_t n = 0, from = at;
		struct shaped s;

		for (j = i;
		     j < t->n && t->v[j].strong == t->v[i].strong && t->v[j].muted == t->v[i].muted;
		     j++)
			n += strlen(t->v[j].text);
		if (t->v[i].strong)
			st.weight = WEIGHT_SEMIBOLD;
		else if (t->v[i].muted)
			st.weight = WEIGHT_REGULAR;
		if (at && n)
			x += gap_at(l, p, at, script_gap(p, at));
		s = layout_shape(l, l->arena, st, p->text + at, n);
		for (size_t r = 0; r < s.n; r++) {
			stretch_positions(p, &s.runs[r], at, x);
			at += s.runs[r].n;
			x += s.runs[r].width;
			gap_at(l, p, at, s.runs[r].gap);
		}
		add_stretches(l, p, &s, from, t, i, j, set->tag);
	}
	p->x[p->n] = x;
	for (size_t i = 0; i < p->n; i++)
		if (p->x[i + 1] < 0)
			p->breaks[i] = BREAK_NEVER;
}

static struct paragraph paragraph(struct layout *l, const struct text *t, const struct setting *set)
{
	struct paragraph p = {.size = set->type->size,
			      .han_running = set->running && l->doc->lang != LANG_EN};

	paragraph_text(l, &p, t, set);
	paragraph_shape(l, &p, t, set);
	return p;
}

/* ---- lines ---- */

static bool closing_mark(const struct paragraph *p, size_t end)
{
	static const char *const marks[] = {"，", "。", "；", "：", "、", "）", "”", "》", "」"};

	for (size_t i = 0; end >= 3 && i < COUNT(marks); i++)
		if (memcmp(p->text + end - 3, marks[i], 3) == 0)
			return true;
	return false;
}

/* Width of bytes from .. to without the space at their end; neither a closing mark's empty half nor
 * a gap between scripts counts there. */
static double bytes_width(const struct paragraph *p, size_t from, size_t to)
{
	while (to > from && (p->text[to - 1] == ' ' || p->text[to - 1] == '\n'))
		to--;
	return p->x[to] - p->x[from] - (closing_mark(p, to) ? p->size / 2 : 0) -
	       (p->gap ? p->gap[to] : 0);
}

/* Where a word too long for a line is cut: the last cluster that fits, but at least one. */
static size_t forced_end(const struct paragraph *p, size_t from, double width)
{
	size_t end = from + 1;

	while (end < p->n && p->x[end] < 0)
		end++;
	for (size_t i = end; i < p->n; i++) {
		if (p->x[i] >= 0 && p->x[i] - p->x[from] > width + FIT_TOLERANCE)
			break;
		if (p->x[i] >= 0)
			end = i;
	}
	return end;
}

/* Whatever follows, a line that holds byte i is too wide. */
static bool past_width(const struct paragraph *p, size_t from, size_t i, double width)
{
	return p->x[i] - p->x[from] - p->size / 2 > width + FIT_TOLERANCE && p->text[i] != ' ' &&
	       p->text[i] != '\n';
}

static bool may_break(const struct paragraph *p, size_t i)
{
	return p->breaks[i] == BREAK_MAY || p->breaks[i] == BREAK_MUST;
}

/* Of the last places of each kind where the line may end: the best kind that leaves it long enough,
 * else the last place of all. */
static size_t best_end(const struct paragraph *p, size_t from, double width,
		       const size_t ends[BREAK_KINDS])
{
	static const enum line_break kinds[] = {BREAK_MAY, BREAK_POOR, BREAK_TORN};
	double least = p->han_running ? width - ROOM_EM * p->size : TOO_SHORT * width, mark;
	size_t last = 0;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		size_t end = ends[kinds[i]];

		if (end > last)
			last = end;
		mark = p->han_running && closing_mark(p, end) ? p->size / 2 : 0;
		if (end && bytes_width(p, from, end) + mark >= least)
			return end;
	}
	return last;
}

static size_t line_end(const struct paragraph *p, size_t from, double width)
{
	size_t ends[BREAK_KINDS] = {0}, end;

	for (size_t i = from; i < p->n && !past_width(p, from, i, width); i++) {
		if (p->breaks[i] == BREAK_NEVER)
			continue;
		if (bytes_width(p, from, i + 1) > width + FIT_TOLERANCE)
			break;
		if (p->breaks[i] == BREAK_MUST)
			return i + 1;
		ends[(size_t)p->breaks[i]] = i + 1;
	}
	end = best_end(p, from, width, ends);
	return end ? end : forced_end(p, from, width);
}

static size_t line_count(const struct paragraph *p, double width)
{
	size_t n = 0;

	for (size_t at = 0; at < p->n; at = line_end(p, at, width))
		n++;
	return n;
}

/* ---- titles of two lines ---- */

/* Is byte `end` the end of a figure with its unit, as in 22.8%|至? */
static bool ends_figure(const struct paragraph *p, size_t end)
{
	for (size_t i = 0; i + 1 < p->stretches.n; i++) {
		const struct stretch *s = &p->stretches.v[i];

		if (s[1].from == end && s->span != s[1].span)
			return s->span->kind == SPAN_FIGURE &&
			       !isdigit((unsigned char)p->text[end - 1]);
	}
	return false;
}

/* A title of two lines breaks where it costs least; no line becomes short for a good place. */
static bool break_title(struct layout *l, struct paragraph *p, double width)
{
	const struct title title = {p->text, p->n, l->doc->lang, l->terms};
	bool *torn = NEWS(measured(l), bool, p->n);
	double best = INFINITY;
	size_t at = 0;

	title_terms(&title, torn);
	for (size_t i = 0; i + 1 < p->n; i++) {
		double first, second, cost;

		if (!may_break(p, i))
			continue;
		first = bytes_width(p, 0, i + 1);
		second = bytes_width(p, i + 1, p->n);
		if (first > width || second > width)
			continue;
		cost = title_break_cost(&title, i + 1, ends_figure(p, i + 1), torn[i + 1]);
		if (cost < 0 && fmin(first, second) < CLAUSE_LEAST * fmax(first, second))
			cost = 0;
		cost += fmax(first, second) / width;
		if (cost < best) {
			best = cost;
			at = i;
		}
	}
	if (best < INFINITY)
		p->breaks[at] = BREAK_MUST;
	return best < INFINITY;
}

static double widest_word(const struct paragraph *p)
{
	double widest = 0;

	for (size_t i = 0, from = 0; i < p->n; i++) {
		if (!may_break(p, i))
			continue;
		widest = fmax(widest, bytes_width(p, from, i + 1));
		from = i + 1;
	}
	return widest;
}

/* The least width that needs no more lines and cuts no word: the lines come out about equally
 * long. */
static double balanced_width(struct layout *l, struct paragraph *p, double width)
{
	size_t n = line_count(p, width);
	double low = fmin(width, fmax(width / 2, widest_word(p))), high = width;

	if (n < 2 || (n == 2 && break_title(l, p, width)))
		return width;
	while (high - low > 1) {
		double middle = (low + high) / 2;

		if (line_count(p, middle) > n)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* Where the last line begins, and the one above it; false if none is above that could give it
 * anything. */
static bool last_lines(const struct paragraph *p, double width, size_t *above, size_t *last)
{
	*above = *last = 0;
	for (size_t at = 0; at < p->n; at = line_end(p, at, width)) {
		*above = *last;
		*last = at;
	}
	return *last > 0 && p->breaks[*last - 1] != BREAK_MUST;
}

/* A last line of one short word takes words from the line above until it is long enough, but not
 * longer than that line; a hole in the text is worse than a short last line, but behind a mark
 * there is none. */
static void fill_last_line(struct paragraph *p, double width)
{
	double least = fmin(RUNT * width, RUNT_EM * p->size), above_width;
	size_t above, last, cut;

	if (!last_lines(p, width, &above, &last))
		return;
	cut = last;
	for (size_t at = last - 1; at > above && bytes_width(p, cut, p->n) < least; at--) {
		if (!may_break(p, at - 1))
			continue;
		above_width = bytes_width(p, above, at);
		if (bytes_width(p, at, p->n) > above_width ||
		    (above_width < GIVES_UP_TO * width && !closing_mark(p, at)))
			break;
		cut = at;
	}
	for (size_t at = cut; at < last; at++)
		p->breaks[at] = BREAK_NEVER;
}

/* In Chinese one of less than two characters takes those that it needs, wherever the line above may
 * then end. */
static void fill_last_han(struct paragraph *p, double width)
{
	double least = RUNT_HAN_EM * p->size;
	size_t above, last, cut;

	if (!last_lines(p, width, &above, &last))
		return;
	for (cut = last; cut > above && (p->x[cut] < 0 || bytes_width(p, cut, p->n) < least);)
		cut--;
	if (cut == last || cut == above)
		return;
	cut = line_end(p, above, bytes_width(p, above, cut));
	if (p->breaks[cut - 1] == BREAK_NEVER ||
	    (bytes_width(p, above, cut) < GIVES_UP_TO * width && !closing_mark(p, cut)))
		return;
	for (size_t at = cut; at < last; at++)
		p->breaks[at] = BREAK_NEVER;
}

/* A mark in the right half of its square. */
static bool opening_mark(const char *text, size_t n)
{
	static const char *const marks[] = {"（", "《", "「", "“", "‘", "『", "〈", "【", "〔"};

	if (n < 3 || (unsigned char)text[0] < 0xE2)
		return false;
	for (size_t i = 0; i < COUNT(marks); i++)
		if (memcmp(text, marks[i], 3) == 0)
			return true;
	return false;
}

/* The empty half of a mark that opens a line: it is set into the margin. */
static double empty_lead(const struct paragraph *p, size_t from)
{
	enum { MARK = 3 };
	bool square = opening_mark(p->text + from, p->n - from) &&
		      p->x[from + MARK] - p->x[from] > p->size - FIT_TOLERANCE;

	return square ? p->size / 2 : 0;
}

static struct line line_cut(struct layout *l, const struct paragraph *p, const struct type *type,
			    size_t from, size_t to, size_t *stretch)
{
	struct {
		struct frag *v;
		size_t n, cap;
	} frags = {0};
	double start = p->x[from] + empty_lead(p, from);

	while (*stretch < p->stretches.n) {
		const struct stretch *s = &p->stretches.v[*stretch];
		size_t end = s->from + s->run.n, a = s->from > from ? s->from : from,
		       b = end < to ? end : to;

		if (a < b && p->x[a] >= 0)
			*PUSH(l->arena, &frags) = (struct frag){
			    .run = run_slice(l->arena, &s->run, a - s->from, b - s->from),
			    .x = p->x[a] - start,
			    .color = s->span->kind == SPAN_LINK ? COLOR_ACCENT
				     : s->span->strong          ? COLOR_INK
				     : s->span->muted           ? COLOR_INK2
								: type->color,
			    .figure = s->span->figure,
			    .href = s->tag ? s->span->href : NULL,
			    .note = s->tag ? s->span->note : NULL,
			    .tag = s->tag};
		if (end > to)
			break;
		++*stretch;
	}
	return (struct line){frags.v, frags.n, bytes_width(p, from, to) - (start - p->x[from])};
}

/* A text of one span that needs no break, as most in tables: no need to look where it could break.
 */
static bool text_fits(struct layout *l, const struct text *t, const struct setting *set,
		      struct lines *lines)
{
	const struct span *s = &t->v[0];
	struct style st = type_style(l, set->type, set->tabular);
	struct shaped shaped;
	struct line line = {0};
	size_t n = strlen(s->text);

	if (t->n > 1 || s->kind == SPAN_LINK || n == 0 || memchr(s->text, '\n', n) ||
	    opening_mark(s->text, n))
		return false;
	if (s->strong)
		st.weight = WEIGHT_SEMIBOLD;
	shaped = layout_shape(l, l->arena, st, s->text, n);
	if (shaped.width > set->width)
		return false;
	line.v = NEWS(l->arena, struct frag, shaped.n);
	for (; line.n < shaped.n; line.n++) {
		line.v[line.n] = (struct frag){.run = shaped.runs[line.n],
					       .x = line.width,
					       .color = s->strong ? COLOR_INK : set->type->color,
					       .figure = s->figure};
		line.width += shaped.runs[line.n].width;
	}
	*PUSH(l->arena, lines) = line;
	return true;
}

struct lines text_lines(struct layout *l, const struct text *t, const struct setting *set)
{
	struct lines lines = {0};
	struct paragraph p;
	double width = set->width;
	size_t stretch = 0;

	if (!t->n || text_fits(l, t, set, &lines))
		return lines;
	p = paragraph(l, t, set);
	if (set->balance)
		width = balanced_width(l, &p, width);
	else if (p.han_running)
		fill_last_han(&p, width);
	else
		fill_last_line(&p, width);
	for (size_t at = 0, end; at < p.n; at = end) {
		end = line_end(&p, at, width);
		*PUSH(l->arena, &lines) = line_cut(l, &p, set->type, at, end, &stretch);
	}
	return lines;
}

double text_two_lines(struct layout *l, const struct text *t, const struct type *type, bool tabular)
{
	struct paragraph p;
	double least;

	if (!t->n)
		return 0;
	p = paragraph(l, t, &(struct setting){.type = type, .tabular = tabular});
	least = bytes_width(&p, 0, p.n);
	for (size_t i = 0; i < p.n; i++)
		if (may_break(&p, i))
			least = fmin(least,
				     fmax(bytes_width(&p, 0, i + 1), bytes_width(&p, i + 1, p.n)));
	return least;
}

double text_widest_word(struct layout *l, const struct text *t, const struct type *type,
			bool tabular)
{
	struct paragraph p;

	if (!t->n)
		return 0;
	p = paragraph(l, t, &(struct setting){.type = type, .tabular = tabular});
	return widest_word(&p);
}
