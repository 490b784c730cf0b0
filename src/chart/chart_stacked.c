/*
 * Stacked columns: parts with their values inside, totals above, and beside the last column what
 * the parts are, so that no legend is needed.  A part may have an "of which", held by a bracket.
 */
#include "chart/plot.h"

#include <math.h>

#define COLUMN 0.74 /* of the band; wider if the values inside need it, up to: */
#define COLUMN_WIDE 0.88
#define PART_GAP 0.75
#define SIDE_GAP 7.5
#define SIDE_MOST 0.38 /* labels beside the stack, of the width */
#define LINE 10.5      /* between the lines of a label beside the stack */
#define LABEL_LINES 3

struct stack {
	const struct plot *p;
	struct bands bands;
	struct scale scale;
	double column; /* width of one */
	double height; /* over the periods */
	double base;   /* y of zero */
	double right;  /* of the last column's band */
	bool relative; /* each column is 100 % */
	bool silent;   /* columns have no room for their values: an axis says them */
};

static bool adds(const struct series *s, size_t i)
{
	return s->points[i].there && !s->part_of_previous;
}

/* What the values of a column are divided by. */
static double column_unit(const struct stack *st, size_t i)
{
	const struct chart *c = st->p->chart;
	double sum = 0;

	for (size_t s = 0; s < c->n_series; s++)
		if (adds(&c->series[s], i))
			sum += fabs(c->series[s].points[i].value);
	return st->relative && sum > 0 ? sum : 1;
}

/* Where the part begins and ends, in units of the scale: positive ones grow up, negative ones down.
 */
static void part_place(const struct stack *st, size_t series, size_t i, double *from, double *to)
{
	const struct chart *c = st->p->chart;
	const struct series *part = &c->series[series];
	double value = part->points[i].value, unit = column_unit(st, i), sum = 0;
	size_t below = series;

	if (part->part_of_previous && series)
		below = series - 1; /* at the foot of the part that includes it */
	for (size_t s = 0; s < below; s++)
		if (adds(&c->series[s], i) && (c->series[s].points[i].value < 0) == (value < 0))
			sum += c->series[s].points[i].value;
	*from = sum / unit;
	*to = (sum + value) / unit;
}

static void stack_range(const struct stack *st, double *low, double *high)
{
	const struct chart *c = st->p->chart;
	double from, to;

	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = 0; i < c->n_categories; i++)
			if (c->series[s].points[i].there) {
				part_place(st, s, i, &from, &to);
				range_hold(low, high, from);
				range_hold(low, high, to);
			}
}

static bool has_of_which(const struct chart *c, size_t series, size_t i)
{
	return series + 1 < c->n_series && c->series[series + 1].part_of_previous &&
	       c->series[series + 1].points[i].there;
}

/* Top and bottom of what is seen of a part; an "of which" covers its foot. */
static void part_seen(const struct stack *st, size_t series, size_t i, double *y1, double *y2)
{
	double from, to, unused;

	part_place(st, series, i, &from, &to);
	if (has_of_which(st->p->chart, series, i))
		part_place(st, series + 1, i, &unused, &from);
	*y1 = scale_at(&st->scale, fmax(from, to));
	*y2 = scale_at(&st->scale, fmin(from, to));
}

/* The text inside a part, or NULL. */
static const struct point *part_text(const struct chart *c, size_t series, size_t i)
{
	const struct series *s = &c->series[series];

	if (!has_of_which(c, series, i))
		return &s->points[i];
	return s->rest && s->rest[i].text ? &s->rest[i] : NULL;
}

static struct type part_type(enum chart_role role)
{
	return (struct type){role == ROLE_ACCENT ? WEIGHT_SEMIBOLD : WEIGHT_REGULAR, role_ink(role),
			     LABEL_SIZE, false};
}

static double widest_text(const struct stack *st)
{
	const struct chart *c = st->p->chart;
	double text = 0;

	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = 0; i < c->n_categories; i++) {
			const struct point *pt = part_text(c, s, i);
			struct type t = part_type(point_role(&c->series[s], i));

			if (pt && pt->there)
				text = fmax(text, plot_text_width(st->p, t, pt->text));
		}
	return text;
}

static bool is_small(const struct stack *st, size_t series, size_t i)
{
	double y1, y2;

	part_seen(st, series, i, &y1, &y2);
	return y2 - y1 < LABEL_SIZE * CAP_HEIGHT + 2 * LABEL_SPARE;
}

/* The widest value of a part too thin for it; 0 if there is none.  Beside the last column labels
 * say it. */
static double widest_small(const struct stack *st)
{
	const struct chart *c = st->p->chart;
	double w = 0;

	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = 0; i + 1 < c->n_categories; i++)
			if (c->series[s].points[i].there && c->series[s].points[i].value != 0 &&
			    is_small(st, s, i))
				w = fmax(w, plot_text_width(st->p, type_soft,
							    c->series[s].points[i].text));
	return w;
}

/* Have the values of small parts room beside columns with such texts inside? */
static bool smalls_fit(const struct stack *st, double text)
{
	return text + widest_small(st) + 4 * LABEL_SPARE <= st->bands.width;
}

/* As wide as the values inside need; narrower where values of small parts stand beside it. */
static double column_width(const struct stack *st, double text)
{
	double band = st->bands.width, usual = COLUMN * band, small = widest_small(st);

	if (small > 0 && smalls_fit(st, text))
		usual = fmin(usual, band - small - 2 * LABEL_SPARE);
	text = fmin(COLUMN_WIDE * band, text + LABEL_SPARE);
	return fmin(fmax(usual, text), COLUMN_MOST);
}

static void part_draw(const struct stack *st, size_t series, size_t i)
{
	const struct plot *p = st->p;
	const struct series *s = &p->chart->series[series];
	const struct point *text = part_text(p->chart, series, i);
	enum chart_role role = point_role(s, i);
	struct type t = part_type(role);
	double w = st->column, x = band_middle(&st->bands, i) - w / 2, y1, y2;

	part_seen(st, series, i, &y1, &y2);
	if (y2 - y1 <= 0)
		return;
	/* A line of paper parts it from the one below; the lowest stands on the baseline. */
	if (y2 < st->base - 0.01 && y2 - y1 > 2 * PART_GAP)
		y2 -= PART_GAP;
	plot_bar(p, x, y1, w, y2 - y1, role);
	if (text && text->there && !st->silent &&
	    y2 - y1 >= LABEL_SIZE * CAP_HEIGHT + 2 * LABEL_SPARE)
		plot_text(p, t, x + w / 2, (y1 + y2) / 2 + middle(LABEL_SIZE), ALIGN_CENTER,
			  text->text, text->figure);
}

/* The values of parts too thin to hold them, right of the column and clear of each other; none
 * stands so far from its part that it would seem to be another's. */
static void beside_draw(const struct stack *st, size_t i)
{
	static const double height = LABEL_SIZE * CAP_HEIGHT + 3.5, far = 1.5 * LABEL_SIZE;
	const struct plot *p = st->p;
	const struct chart *c = p->chart;
	double x = band_middle(&st->bands, i) + st->column / 2 + LABEL_SPARE,
	       room = st->bands.width - st->column - LABEL_SPARE;
	double *y = NEWS(p->scene->arena, double, c->n_series),
	       *h = NEWS(p->scene->arena, double, c->n_series), y1, y2;
	const struct series **v = NEWS(p->scene->arena, const struct series *, c->n_series);
	size_t n = 0;

	for (size_t s = 0; s < c->n_series; s++) {
		const struct point *pt = &c->series[s].points[i];

		if (!pt->there || pt->value == 0 || !is_small(st, s, i) ||
		    plot_text_width(p, type_soft, pt->text) > room)
			continue;
		part_seen(st, s, i, &y1, &y2);
		y[n] = (y1 + y2) / 2;
		h[n] = height;
		v[n++] = &c->series[s];
	}
	spread(p->scene->arena, y, h, NULL, n, -INFINITY, st->base - 1);
	for (size_t k = 0; k < n; k++) {
		part_seen(st, (size_t)(v[k] - c->series), i, &y1, &y2);
		if (fabs(y[k] - (y1 + y2) / 2) <= far)
			plot_text(p, type_soft, x, y[k] + middle(LABEL_SIZE), ALIGN_LEFT,
				  v[k]->points[i].text, v[k]->points[i].figure);
	}
}

static bool column_empty(const struct chart *c, size_t i)
{
	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].points[i].there)
			return false;
	return true;
}

static void column_draw(const struct stack *st, size_t i)
{
	const struct chart *c = st->p->chart;
	double w = st->column;

	if (column_empty(c, i)) {
		plot_gap(st->p, band_middle(&st->bands, i) - w / 2, st->base, w);
		return;
	}
	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].points[i].there)
			part_draw(st, s, i);
	if (i + 1 < c->n_categories && !st->silent)
		beside_draw(st, i);
}

static void totals_draw(const struct stack *st)
{
	const struct plot *p = st->p;
	struct taken taken = {0};

	/* From the last: the present matters most where not all have room. */
	for (size_t i = p->chart->n_categories; i-- > 0;) {
		const struct point *total = &p->chart->totals[i];
		double top = st->base, x = band_middle(&st->bands, i), w, y1, y2;

		if (!total->there || column_empty(p->chart, i))
			continue;
		for (size_t s = 0; s < p->chart->n_series; s++)
			if (p->chart->series[s].points[i].there) {
				part_seen(st, s, i, &y1, &y2);
				top = fmin(top, y1);
			}
		w = plot_text_width(p, type_strong, total->text);
		x = fmax(0, fmin(x - w / 2, st->right + LABEL_SPARE - w));
		if (take(p, &taken,
			 (struct span_box){x - 1, top - LABEL_OFF - LABEL_SIZE, w + 2, LABEL_SIZE}))
			plot_text(p, type_strong, x, top - LABEL_OFF, ALIGN_LEFT, total->text,
				  total->figure);
	}
}

/* ---- beside the last column ---- */

struct side_label {
	struct lines name;
	struct type type;
	double height;
};

static double details_width(const struct plot *p, const struct series *s)
{
	double w = 0;

	for (size_t k = 0; s->details && k < p->chart->n_details; k++)
		if (s->details[k].text)
			w += (w > 0 ? plot_text_width(p, type_soft, " · ") : 0) +
			     plot_text_width(p, type_soft, s->details[k].text);
	return w;
}

static void details_draw(const struct plot *p, const struct series *s, double x, double y)
{
	bool any = false;

	for (size_t k = 0; s->details && k < p->chart->n_details; k++) {
		if (!s->details[k].text)
			continue;
		if (any)
			x += plot_text(p, type_soft, x, y, ALIGN_LEFT, " · ", NULL);
		x += plot_text(p, type_soft, x, y, ALIGN_LEFT, s->details[k].text,
			       s->details[k].figure);
		any = true;
	}
}

static enum chart_role last_role(const struct chart *c, const struct series *s)
{
	return point_role(s, c->n_categories - 1);
}

static struct side_label side_label(const struct plot *p, const struct series *s, double width)
{
	bool accent = last_role(p->chart, s) == ROLE_ACCENT;
	struct side_label l = {
	    .type = accent ? (struct type){WEIGHT_SEMIBOLD, COLOR_ACCENT, LABEL_SIZE, false}
			   : type_label};

	l.name = plot_wrap(p, l.type, s->label, width, LABEL_LINES);
	l.height = (double)l.name.n * LINE + (details_width(p, s) > 0 ? LINE : 0) + 1.5;
	return l;
}

/* As narrow as the label wraps into so many lines. */
static double wrapped_width(const struct plot *p, const struct side_label *l, const char *text,
			    size_t lines, double most)
{
	double w = plot_word_width(p, l->type, text);

	while (w < most && plot_wrap(p, l->type, text, w, LABEL_LINES + 1).n > lines)
		w += LABEL_SIZE / 2;
	return w;
}

/* As wide as the labels in one line, or as they wrap. */
static double side_width(const struct plot *p, size_t lines)
{
	double most = p->width * SIDE_MOST, w = 0;

	for (size_t s = 0; s < p->chart->n_series; s++) {
		const struct series *part = &p->chart->series[s];
		struct side_label l = side_label(p, part, most);

		w = fmax(w, details_width(p, part));
		w = fmax(w,
			 lines > 1 ? wrapped_width(p, &l, part->label, lines, most) : l.name.width);
	}
	return fmin(w, most);
}

static void bracket(const struct stack *st, size_t series, size_t i)
{
	static const double off = 1.5; /* from the ends of the part, and from the axis */
	double x = st->right + 1.5, from, to, y1, y2;

	part_place(st, series, i, &from, &to);
	y1 = scale_at(&st->scale, fmax(from, to)) + off;
	y2 = scale_at(&st->scale, fmin(from, to)) - off;
	scene_poly(st->p->scene, (const double[]){x - 2.4, y1, x, y1, x, y2, x - 2.4, y2}, 4, false,
		   COLOR_NONE, COLOR_INK3, 0.56);
}

/* The last value of a part too thin for it, to stand behind a name of one line if nothing else says
 * it; or NULL. */
static const struct point *small_point(const struct stack *st, size_t series,
				       const struct side_label *l)
{
	const struct chart *c = st->p->chart;
	const struct point *pt = &c->series[series].points[c->n_categories - 1];

	return !c->series[series].details && l->name.n == 1 && pt->there &&
		       is_small(st, series, c->n_categories - 1)
		   ? pt
		   : NULL;
}

static void small_draw(const struct stack *st, size_t series, const struct side_label *l, double x,
		       double y)
{
	const struct plot *p = st->p;
	const struct point *pt = small_point(st, series, l);

	x += l->name.width + LABEL_OFF;
	if (pt && x + plot_text_width(p, type_soft, pt->text) <= p->width)
		plot_text(p, type_soft, x, y, ALIGN_LEFT, pt->text, pt->figure);
}

/* The widest of those names with their values. */
static double smalls_width(const struct stack *st, double side)
{
	const struct plot *p = st->p;
	double w = 0;

	for (size_t s = 0; s < p->chart->n_series; s++) {
		struct side_label l = side_label(p, &p->chart->series[s], side);
		const struct point *pt = small_point(st, s, &l);

		if (pt)
			w = fmax(w, l.name.width + LABEL_OFF +
					plot_text_width(p, type_soft, pt->text));
	}
	return w;
}

static void side_draw(const struct stack *st, double x, double width, double bottom)
{
	const struct plot *p = st->p;
	const struct chart *c = p->chart;
	size_t n = c->n_series, last = c->n_categories - 1;
	struct side_label *labels = NEWS(p->scene->arena, struct side_label, n);
	double *y = NEWS(p->scene->arena, double, n), *h = NEWS(p->scene->arena, double, n);

	for (size_t s = 0; s < n; s++) {
		double y1, y2;

		part_seen(st, s, last, &y1, &y2);
		labels[s] = side_label(p, &c->series[s], width);
		y[s] = (y1 + y2) / 2;
		h[s] = labels[s].height;
		if (has_of_which(c, s, last))
			bracket(st, s, last);
	}
	spread(p->scene->arena, y, h, NULL, n, 0, bottom);
	for (size_t s = 0; s < n; s++) {
		double top = y[s] - h[s] / 2 + 0.75 + LINE / 2;

		plot_lines(p, labels[s].type, x, top, LINE, ALIGN_LEFT, &labels[s].name);
		details_draw(p, &c->series[s], x,
			     top + (double)labels[s].name.n * LINE + middle(LABEL_SIZE));
		small_draw(st, s, &labels[s], x, top + middle(LABEL_SIZE));
	}
}

/* Room for all labels beside the stack, even where there are many. */
static double side_height(const struct plot *p, double width)
{
	double sum = 0;

	for (size_t s = 0; s < p->chart->n_series; s++)
		sum += side_label(p, &p->chart->series[s], width).height;
	return sum;
}

static void axis_make(struct stack *st)
{
	struct scale scale = st->scale;

	if (st->relative) {
		scale.low *= 100;
		scale.high *= 100;
	}
	plot_axis_make(st->p, &st->bands, &scale);
}

/* Bands and scale beside labels that are so wide. */
static struct stack stack_place(const struct plot *p, bool relative, double side)
{
	double above = p->chart->totals ? LABEL_OFF + LABEL_SIZE : 0, low = 0, high = 0;
	struct stack st = {.p = p, .bands = plot_bands(p, side), .relative = relative};

	st.height = fmax(plot_height(p), side_height(p, side - SIDE_GAP));
	if (!relative) {
		low = p->chart->low;
		high = p->chart->high;
	}
	stack_range(&st, &low, &high);
	st.scale = (struct scale){low, high > low ? high : low + 1, st.height, above};
	st.base = scale_at(&st.scale, 0);
	st.right = st.bands.left + st.bands.width * (double)st.bands.n;
	return st;
}

/* A stack beside labels of that width, or wider for the values behind them. */
static struct stack stack_beside(const struct plot *p, bool relative, double *side)
{
	struct stack st = stack_place(p, relative, *side + SIDE_GAP);
	double smalls = smalls_width(&st, *side);

	if (smalls <= *side || smalls > p->width * SIDE_MOST)
		return st;
	*side = smalls;
	return stack_place(p, relative, *side + SIDE_GAP);
}

/* Labels wrap where the columns then have room for the values of small parts beside them, or are as
 * wide as usual for those inside. */
static struct stack stack_fit(const struct plot *p, bool relative, double *side)
{
	struct stack st;
	bool tight = true, smalls = false;

	for (size_t lines = 1; lines <= LABEL_LINES && (tight || !smalls); lines++) {
		double width = side_width(p, lines);
		struct stack one = stack_beside(p, relative, &width);
		double text = widest_text(&one);

		if (!tight && !smalls_fit(&one, text))
			continue;
		st = one;
		*side = width;
		tight = text + LABEL_SPARE > COLUMN * st.bands.width;
		smalls = smalls_fit(&st, text);
	}
	return st;
}

static double layout(const struct plot *p, bool relative)
{
	double side, text;
	struct stack st = stack_fit(p, relative, &side);

	text = widest_text(&st);
	st.silent = text + LABEL_SPARE > fmin(COLUMN_WIDE * st.bands.width, COLUMN_MOST);
	if (st.silent)
		axis_make(&st);
	st.column = column_width(&st, text);
	for (size_t i = 0; i < st.bands.n; i++)
		column_draw(&st, i);
	if (p->chart->totals)
		totals_draw(&st);
	side_draw(&st, st.right + SIDE_GAP, side, st.height);
	plot_axis(p, &st.bands, st.base);
	return st.height + plot_periods(p, &st.bands, st.height, 0);
}

double chart_stacked(const struct plot *p)
{
	return layout(p, false);
}

double chart_stacked100(const struct plot *p)
{
	return layout(p, true);
}
