/*
 * Time runs to the right: bands of periods, what stands below them (periods, years under a
 * hairline, the row of changes), and which values are printed where not all have room.
 */
#include "chart/plot.h"

#include <ctype.h>
#include <math.h>

struct bands plot_bands(const struct plot *p, double right)
{
	const struct chart *c = p->chart;
	double left = c->row && c->row_label ? plot_text_width(p, type_soft, c->row_label) + 6 : 0,
	       width;

	left = fmin(left, p->width / 4);
	width = (p->width - right - left) / (double)(c->n_categories + c->later);
	return (struct bands){.left = left + width * (double)c->later,
			      .width = width,
			      .n = c->n_categories,
			      .later = c->later};
}

bool is_broken(const struct chart *c, size_t i, size_t j)
{
	while (c->broken && ++i <= j)
		if (c->broken[i])
			return true;
	return false;
}

void plot_axis(const struct plot *p, const struct bands *b, double y)
{
	static const double gap = 6;
	double from = b->left;

	for (size_t i = 1; i <= b->n; i++) {
		double x = b->left + b->width * (double)i;

		if (i < b->n && !is_broken(p->chart, i - 1, i))
			continue;
		scene_line(p->scene, from, y, i < b->n ? x - gap / 2 : x, y, COLOR_INK, 0.75, 0);
		from = x + gap / 2;
	}
}

double plot_height(const struct plot *p)
{
	return taller(p, fmax(90, fmin(0.59 * p->width, 162)));
}

#define LINE 9.75 /* between the lines of a category */

int value_rank(const struct chart *c, const struct series *s, size_t category)
{
	bool least = true, most = true;

	if (emphasised(c, category))
		return RANK_EMPHASIS;
	if (category == 0 || category + 1 == c->n_categories)
		return RANK_END;
	for (size_t i = 0; i < c->n_categories; i++)
		if (s->points[i].there) {
			least &= s->points[category].value <= s->points[i].value;
			most &= s->points[category].value >= s->points[i].value;
		}
	return least || most ? RANK_EXTREME : RANK_REST;
}

int plot_last_rank(const struct plot *p, const struct series *s, const struct bands *b)
{
	static const double crowded = 1.8;
	double widest = 0;

	for (size_t i = 0; i < b->n; i++)
		if (s->points[i].there)
			widest = fmax(widest, plot_text_width(p, type_strong, s->points[i].text));
	return widest > crowded * b->width ? RANK_EXTREME : RANK_REST;
}

static struct type band_type(const struct plot *p, size_t i, struct type plain)
{
	return emphasised(p->chart, i) ? type_strong : plain;
}

static double widest_of(const struct plot *p, const struct bands *b, const char *const *texts)
{
	double w = 0;

	for (size_t i = 0; i < b->n; i++)
		if (texts[i])
			w = fmax(w, plot_text_width(p, type_strong, texts[i]));
	return w;
}

struct name { /* of a category, where it stands */
	struct lines lines;
	double x;
	bool set;
};

/* "2023年": rather left out than cut before its last character; the years beside it tell it. */
static bool is_year(const char *name)
{
	return name && isdigit((unsigned char)name[0]);
}

/* Side by side "2024年" and "2025年" read as one: of years that stand close, the last alone keeps
 * its sign. */
static const char *year_name(const struct plot *p, const struct bands *b, const char *name,
			     size_t i, double widest)
{
	enum { DIGITS = 4 };
	static const double apart = 6;

	if (i + 1 == b->n || (!b->at && widest + apart <= b->width) || !is_year(name) ||
	    strlen(name) < DIGITS || !streq(name + DIGITS, "年"))
		return name;
	return arena_strn(p->scene->arena, name, DIGITS);
}

/* Few categories with long names wrap; many are thinned out, counted from the last.  Returns the
 * height. */
static double categories(const struct plot *p, const struct bands *b, double top, double shift)
{
	static const double off = 8.1; /* from the axis to the middle of the line, and below it */
	enum { FEW = 8, LINES = 3 };
	struct type plain = p->chart->emphasis ? type_soft : type_label;
	const char *const *names = p->chart->ticks ? p->chart->ticks : p->chart->categories;
	double widest = widest_of(p, b, names);
	size_t every = 1, lines = 1;
	struct taken taken = {0};
	struct name *v;
	double w, edge = INFINITY; /* left end of the names that stand */

	while (b->n > FEW && every < b->n && widest + LABEL_SPARE > b->width * (double)every)
		every++;
	/* Quarters that are thinned out count wrong; the years below say enough. */
	if (every > 1 && p->chart->groups)
		return off / 2;
	v = NEWS(p->scene->arena, struct name, b->n);
	/* From the last, which matters most: one that stands for several bands may reach past its
	 * end, and is moved into the way of the one before. */
	for (size_t i = b->n; i > 0; i = i > every ? i - every : 0) {
		struct type t = band_type(p, i - 1, plain);
		struct name *one = &v[i - 1];
		const char *name = year_name(p, b, names[i - 1], i - 1, widest);

		w = b->width * (double)every - LABEL_SPARE;
		if (b->n <= FEW && is_year(name))
			w = fmax(w, plot_word_width(p, t, name));
		one->lines = plot_wrap(p, t, name, w, b->n <= FEW ? LINES : 1);
		w = one->lines.width;
		one->x = b->n > 1 ? band_middle(b, i - 1) + shift : band_middle(b, i - 1);
		one->x = fmax(w / 2, fmin(one->x, p->width - w / 2));
		/* Years close in time stand side by side, a little beside their ticks. */
		if (b->at && one->x > edge - w / 2 - LABEL_SPARE)
			one->x = fmax(w / 2, fmax(one->x - w, edge - w / 2 - LABEL_SPARE));
		one->set = take(p, &taken, (struct span_box){one->x - w / 2, 0, w, 1});
		edge = one->set ? one->x - w / 2 : edge;
	}
	for (size_t i = 0; i < b->n; i++)
		if (v[i].set) {
			plot_lines(p, band_type(p, i, plain), v[i].x, top + off, LINE, ALIGN_CENTER,
				   &v[i].lines);
			lines = v[i].lines.n > lines ? v[i].lines.n : lines;
		}
	return 2 * off + (double)(lines - 1) * LINE;
}

static void row_values(const struct plot *p, const struct bands *b, double y, double shift)
{
	const struct chart *c = p->chart;
	struct taken taken = {0};

	for (size_t i = b->n; i-- > 0;) {
		struct type t = band_type(p, i, type_label);
		double w, x;

		if (!c->row[i])
			continue;
		w = plot_text_width(p, t, c->row[i]);
		x = fmax(b->left, fmin(band_middle(b, i) + shift - w / 2, p->width - w));
		if (take(p, &taken, (struct span_box){x - 1, 0, w + 2, 1}))
			plot_text(p, t, x, y + middle(LABEL_SIZE), ALIGN_LEFT, c->row[i],
				  c->row_figures ? c->row_figures[i] : NULL);
	}
}

struct year { /* bands first .. end - 1 */
	size_t first, end;
};

static void year_draw(const struct plot *p, const struct bands *b, double y, struct year g,
		      bool named)
{
	const char *text = p->chart->groups[g.first];
	double inset = b->width * 0.1;
	double x1 = b->left + b->width * (double)g.first + inset,
	       x2 = b->left + b->width * (double)g.end - inset;

	scene_line(p->scene, x1, y, x2, y, COLOR_HAIR, 0.56, 0);
	if (named && plot_text_width(p, type_soft, text) <= x2 - x1 + 2 * inset)
		plot_text(p, type_soft, (x1 + x2) / 2, y + LABEL_LEADING / 2 + middle(LABEL_SIZE),
			  ALIGN_CENTER, text, NULL);
}

/* Years too many for their names are named from the last, every second or third. */
static void years_thinned(const struct plot *p, const struct bands *b, double y,
			  const struct year *v, size_t n, size_t every)
{
	for (size_t i = 0; i < n; i++) {
		const char *text = p->chart->groups[v[i].first];
		bool named = (n - 1 - i) % every == 0;
		double w = plot_text_width(p, type_soft, text),
		       x = b->left + b->width * (double)(v[i].first + v[i].end) / 2;

		year_draw(p, b, y, v[i], false);
		if (named)
			plot_text(
			    p, type_soft,
			    fmax(b->left, fmin(x - w / 2, b->left + b->width * (double)b->n - w)),
			    y + LABEL_LEADING / 2 + middle(LABEL_SIZE), ALIGN_LEFT, text, NULL);
	}
}

void plot_years(const struct plot *p, const struct bands *b, double y)
{
	enum { MANY = 4 }; /* fewer speak for themselves: part of a year may have no name */
	const char **groups = p->chart->groups;
	struct {
		struct year *v;
		size_t n, cap;
	} years = {0};
	double widest = 0, room = b->width * (double)b->n;
	size_t first = 0, every = 1;

	for (size_t i = 1; i <= b->n; i++)
		if (i == b->n || !streq(groups[i], groups[first])) {
			*PUSH(p->scene->arena, &years) = (struct year){first, i};
			widest = fmax(widest, plot_text_width(p, type_soft, groups[first]));
			first = i;
		}
	while (every < years.n && (widest + 3) * (double)years.n > room * (double)every)
		every++;
	if (years.n > MANY && every > 1) {
		years_thinned(p, b, y, years.v, years.n, every);
		return;
	}
	for (size_t i = 0; i < years.n; i++)
		year_draw(p, b, y, years.v[i], true);
}

double plot_periods(const struct plot *p, const struct bands *b, double top, double shift)
{
	const struct chart *c = p->chart;
	double y = top + categories(p, b, top, shift);

	if (c->groups) {
		plot_years(p, b, y);
		y += LABEL_LEADING;
	}
	if (!c->row)
		return y - top;
	if (!c->groups)
		scene_line(p->scene, 0, y, b->left + b->width * (double)b->n, y, COLOR_HAIR, 0.56,
			   0);
	y += 6.75;
	if (c->row_label)
		plot_text(p, type_soft, 0, y + middle(LABEL_SIZE), ALIGN_LEFT,
			  plot_shorten(p, type_soft, c->row_label, b->left - 4), NULL);
	row_values(p, b, y, shift);
	return y + 6.75 - top;
}
