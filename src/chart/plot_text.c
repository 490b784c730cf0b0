/*
 * Text in charts: each is shaped once in each type, as it is measured before it is set; lines are
 * broken and shortened from the one shaping.
 */
#include "chart/plot.h"

#include <math.h>
#include <wchar.h>

static bool type_eq(struct type a, struct type b)
{
	return a.weight == b.weight && a.size == b.size && a.tabular == b.tabular;
}

struct chart_texts *chart_texts_new(struct arena *a)
{
	struct chart_texts *m = NEW(a, struct chart_texts);

	m->arena = a;
	return m;
}

/* A chart has a few dozen texts: a list is enough.  It is searched from where the last one was
 * found on, as a text is measured before it is set, and every drawing of a chart takes the same
 * way. */
static struct shaped remember(const struct plot *p, struct type t, const char *text, size_t n)
{
	struct chart_texts *m = p->texts;
	struct remembered *r;
	uint32_t missing;

	for (size_t i = 0; i < m->n; i++) {
		size_t at = m->last + i < m->n ? m->last + i : m->last + i - m->n;

		r = &m->v[at];
		if (r->n == n && type_eq(r->type, t) && memcmp(r->text, text, n) == 0) {
			m->last = at;
			return r->shaped;
		}
	}
	m->last = m->n;
	r = PUSH(m->arena, m);
	*r = (struct remembered){.type = t, .text = arena_strn(m->arena, text, n), .n = n};
	r->shaped = shape(m->arena, p->fonts,
			  (struct style){t.weight, t.size, 0, t.tabular, p->chart->lang}, text, n,
			  &missing);
	if (!m->missing)
		m->missing = missing;
	return r->shaped;
}

double plot_text(const struct plot *p, struct type t, double x, double baseline, enum align align,
		 const char *text, const char *figure)
{
	struct shaped sh = remember(p, t, text, strlen(text));

	if (align == ALIGN_CENTER)
		x -= sh.width / 2;
	else if (align == ALIGN_RIGHT)
		x -= sh.width;
	for (size_t i = 0; i < sh.n; i++) {
		scene_run(p->scene, x, baseline, &sh.runs[i], t.color, figure);
		x += sh.runs[i].width;
	}
	return sh.width;
}

double plot_text_width(const struct plot *p, struct type t, const char *text)
{
	return remember(p, t, text, strlen(text)).width;
}

/* Width of the glyphs of a text's last n bytes, which are ASCII. */
static double tail_width(const struct shaped *sh, size_t n)
{
	const struct run *last = sh->n ? &sh->runs[sh->n - 1] : NULL;
	double w = 0;

	for (size_t i = last ? last->n_glyphs : 0;
	     i-- > 0 && last->glyphs[i].cluster + n >= last->n;)
		w += (double)last->glyphs[i].advance;
	return w;
}

double plot_digits_width(const struct plot *p, struct type t, const char *text, double *hang)
{
	size_t n = strlen(text), digits = n;
	struct shaped sh = remember(p, t, text, n);
	double over;

	while (digits > 0 && strchr(")%", text[digits - 1]))
		digits--;
	over = digits ? tail_width(&sh, n - digits) : 0;
	if (hang)
		*hang = over;
	return sh.width - over;
}

void plot_digits(const struct plot *p, struct type t, double x, double baseline, const char *text,
		 const char *figure)
{
	plot_text(p, t, x - plot_digits_width(p, t, text, NULL), baseline, ALIGN_LEFT, text,
		  figure);
}

/* Is it a number?  Then the width of its last digits from the point on, which may be none. */
static bool fraction_width(const struct plot *p, struct type t, const char *text, double *width)
{
	size_t n = strlen(text), end = n, point;
	struct shaped sh = remember(p, t, text, n);

	while (end > 0 && strchr(")%", text[end - 1]))
		end--;
	point = end;
	while (point > 0 && text[point - 1] >= '0' && text[point - 1] <= '9')
		point--;
	*width = 0;
	if (point > 0 && point < end && text[point - 1] == '.')
		*width = tail_width(&sh, n - point + 1) - (end < n ? tail_width(&sh, n - end) : 0);
	return point < end;
}

void plot_digits_measure(const struct plot *p, struct type t, const char *text, struct digits *d)
{
	double hang, fraction, width = plot_digits_width(p, t, text, &hang);

	d->hang = fmax(d->hang, hang);
	d->width = fmax(d->width, width);
	if (!fraction_width(p, t, text, &fraction))
		return;
	d->percents |= strchr(text, '%') != NULL;
	d->counts |= !strchr(text, '%');
	d->whole = fmax(d->whole, width - fraction);
	d->fraction = fmax(d->fraction, fraction);
	if (!d->percents || !d->counts)
		d->width = fmax(d->width, d->whole + d->fraction);
}

void plot_digits_on_point(const struct plot *p, struct type t, double x, double baseline,
			  const char *text, const char *figure, const struct digits *d)
{
	double fraction;

	if (fraction_width(p, t, text, &fraction) && (!d->percents || !d->counts))
		x -= d->fraction - fraction;
	plot_digits(p, t, x, baseline, text, figure);
}

/* ---- lines ---- */

/* Marks that never begin a line, and marks that never end one. */
static bool closes(uint32_t c)
{
	return c && c < 0x10000 && wcschr(L"，。、；：！？）》」』】”’…—·%),.;:!?]", (wchar_t)c);
}

static bool opens(uint32_t c)
{
	return c && c < 0x10000 && wcschr(L"（《「『【“‘([", (wchar_t)c);
}

static bool may_break(uint32_t before, uint32_t c)
{
	if (before == ' ')
		return c != ' ';
	if (han_clings(before, c))
		return false;
	return (is_han(before) || is_han(c)) && c != ' ' && !opens(before) && !closes(c);
}

/* x[i]: where the text stands before byte i, so that lines are measured without shaping again. */
static double *text_positions(const struct plot *p, struct type t, struct str text)
{
	struct shaped sh = remember(p, t, text.p, text.n);
	double *x = NEWS(p->scene->arena, double, text.n + 1), at = 0;
	size_t byte = 0, from = 0;

	for (size_t r = 0; r < sh.n; r++) {
		const struct run *run = &sh.runs[r];

		for (size_t i = 0; i < run->n_glyphs; i++) {
			while (byte < from + run->glyphs[i].cluster)
				x[++byte] = at;
			at += (double)run->glyphs[i].advance;
		}
		from += run->n;
		while (byte < from)
			x[++byte] = at;
	}
	return x;
}

/* End of the longest line from `from` that fits, at a place where a line may end; any place if a
 * word is too long.  At least one character. */
static size_t line_end(struct str text, const double *x, size_t from, double width)
{
	/* A width that was measured from the same text fits it, whatever the rounding. */
	static const double slack = 0.01;
	size_t good = 0, any = 0, solid = from; /* solid: end of the line without its last blanks */
	uint32_t before = 0;

	for (size_t i = from; i < text.n;) {
		size_t at = i;
		uint32_t c = utf8_next(text.p, text.n, &i);

		if (at > from && may_break(before, c))
			good = at;
		if (c != ' ' && x[i] - x[from] > width + slack && solid > from)
			return good ? good : any;
		if (c != ' ')
			solid = i;
		any = i;
		before = c;
	}
	return text.n;
}

double plot_word_width(const struct plot *p, struct type t, const char *text)
{
	struct str all = str_trim(str_of(text));
	const double *x = text_positions(p, t, all);
	double widest = 0;
	size_t from = 0;
	uint32_t before = 0;

	for (size_t i = 0; i < all.n;) {
		size_t at = i;
		uint32_t c = utf8_next(all.p, all.n, &i);

		if (at > from && may_break(before, c)) {
			widest = fmax(widest, x[at] - x[from]);
			from = at;
		}
		before = c;
	}
	return fmax(widest, x[all.n] - x[from]);
}

/* The beginning of a text from byte `from` that fits with "…" behind it. */
static const char *cut(const struct plot *p, struct type t, struct str text, const double *x,
		       size_t from, double width)
{
	size_t end = text.n;
	const char *s = "…";

	do {
		struct str head;

		while (end > from && ((unsigned char)text.p[--end] & 0xC0) == 0x80)
			;
		if (end > from && x[end] - x[from] > width)
			continue;
		head = str_trim((struct str){text.p + from, end - from});
		s = arena_printf(p->scene->arena, "%.*s…", (int)head.n, head.p);
		if (plot_text_width(p, t, s) <= width)
			break;
	} while (end > from);
	return s;
}

const char *plot_shorten(const struct plot *p, struct type t, const char *text, double width)
{
	struct str whole = str_of(text);
	const double *x = text_positions(p, t, whole);

	return x[whole.n] <= width + 0.01 ? text : cut(p, t, whole, x, 0, width);
}

struct lines plot_wrap(const struct plot *p, struct type t, const char *text, double width,
		       size_t most)
{
	struct arena *a = p->scene->arena;
	struct str all = str_trim(str_of(text));
	const double *x = text_positions(p, t, all);
	struct lines lines = {0};

	for (size_t from = 0; from < all.n;) {
		size_t end = line_end(all, x, from, width);
		struct str line = str_trim((struct str){all.p + from, end - from});
		double w = x[(size_t)(line.p - all.p) + line.n] - x[line.p - all.p];

		if (lines.n + 1 == most && end < all.n) {
			*PUSH(a, &lines) = cut(p, t, all, x, from, width);
			lines.width = fmax(lines.width, width);
			break;
		}
		*PUSH(a, &lines) = arena_strn(a, line.p, line.n);
		lines.width = fmax(lines.width, w);
		for (from = end; from < all.n && all.p[from] == ' '; from++)
			;
	}
	return lines;
}

void plot_lines(const struct plot *p, struct type t, double x, double y, double leading,
		enum align align, const struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		plot_text(p, t, x, y + (double)i * leading + middle(t.size), align, lines->v[i],
			  NULL);
}
