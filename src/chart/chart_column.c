/*
 * Columns over time: the actual solid, the prior year behind it to the left, a target outlined
 * behind it to the right, a forecast hatched.  Several actual series stand side by side in each
 * band.
 */
#include "chart/plot.h"

#include <math.h>

#define ALONE 0.66      /* width of what fills a band, of the band */
#define WITH_PRIOR 0.52 /* of the actual beside its prior year */
#define PRIOR_LEFT 0.17
#define TARGET_RIGHT 0.06
#define GROUP 0.74

struct columns {
	const struct plot *p;
	const struct series *prior, *target; /* NULL: none */
	const struct series *slots[8];       /* the columns of a band */
	size_t n_slots;
	const struct series *forecast; /* stands where the first slot has nothing */
	struct bands bands;
	struct scale scale;
	double base;  /* y of zero */
	double unit;  /* the band, or as much of it as a wide chart uses */
	double width; /* of one column */
	double first; /* its left edge in a band */
	double labels_end;
	struct taken taken;
};

static void series_find(struct columns *k)
{
	const struct chart *c = k->p->chart;

	for (size_t i = 0; i < c->n_series; i++) {
		const struct series *s = &c->series[i];

		if (s->role == ROLE_PRIOR && !k->prior && c->n_series > 1)
			k->prior = s;
		else if (s->role == ROLE_TARGET && !k->target && c->n_series > 1)
			k->target = s;
		else if (s->role == ROLE_FORECAST && k->n_slots && !k->forecast)
			k->forecast = s;
		else if (k->n_slots < COUNT(k->slots))
			k->slots[k->n_slots++] = s;
	}
	/* A prior year or a target alone is what the chart is about. */
	if (!k->n_slots) {
		k->slots[k->n_slots++] = k->prior ? k->prior : k->target;
		k->prior = k->target = NULL;
	}
}

/* The series whose value stands in a slot. */
static const struct series *slot_series(const struct columns *k, size_t slot, size_t i)
{
	if (slot == 0 && k->forecast && !k->slots[0]->points[i].there &&
	    k->forecast->points[i].there)
		return k->forecast;
	return k->slots[slot];
}

static void columns_place(struct columns *k)
{
	double band = k->bands.width, used;

	k->unit = fmin(band, (double)k->n_slots * COLUMN_MOST / GROUP);
	if (k->n_slots > 1) {
		k->width = k->unit * GROUP / (double)k->n_slots;
		used = k->unit * GROUP;
	} else {
		k->width = k->unit * (k->prior ? WITH_PRIOR : ALONE);
		used = k->width + (k->prior ? k->unit * PRIOR_LEFT : 0);
	}
	k->first = (band - used) / 2 + used - k->width * (double)k->n_slots;
}

static double column_x(const struct columns *k, size_t slot, size_t i)
{
	return k->bands.left + k->bands.width * (double)i + k->first + k->width * (double)slot;
}

static double bar_height(const struct columns *k, double value)
{
	return bar_length(&k->scale, 0, value);
}

static enum chart_role column_role(const struct columns *k, const struct series *s, size_t i)
{
	enum chart_role role = point_role(s, i);

	return role == ROLE_ACTUAL && !s->points[i].has_role && k->n_slots == 1 &&
		       emphasised(k->p->chart, i)
		   ? ROLE_ACCENT
		   : role;
}

static void behind_draw(const struct columns *k, const struct series *s, size_t i, double offset)
{
	if (s && s->points[i].there && s->points[i].value != 0)
		plot_bar(k->p, column_x(k, 0, i) + offset * k->unit, k->base, k->width,
			 bar_height(k, s->points[i].value), s->role);
}

/* A column that is missing says so, unless another of its band speaks for it. */
static bool is_gap(const struct columns *k, size_t slot, size_t i)
{
	return !slot_series(k, slot, i)->points[i].there &&
	       !(k->target && k->target->points[i].there && k->n_slots == 1);
}

static void band_draw(const struct columns *k, size_t i)
{
	behind_draw(k, k->prior, i, -PRIOR_LEFT);
	behind_draw(k, k->target, i, TARGET_RIGHT);
	for (size_t slot = 0; slot < k->n_slots; slot++) {
		const struct series *s = slot_series(k, slot, i);
		double x = column_x(k, slot, i);

		if (s->points[i].there && s->points[i].value != 0)
			plot_bar(k->p, x, k->base, k->width, bar_height(k, s->points[i].value),
				 column_role(k, s, i));
		else if (is_gap(k, slot, i))
			plot_gap(k->p, x, k->base, k->width);
	}
}

/* ---- labels ---- */

/* Columns are in the way of labels too. */
static void bar_take(struct columns *k, double x, const struct point *pt)
{
	double h = pt->there ? bar_height(k, pt->value) : 0;

	if (h != 0)
		*PUSH(k->p->scene->arena, &k->taken) =
		    (struct span_box){x, fmin(k->base, k->base + h), k->width, fabs(h)};
}

static void bars_take(struct columns *k)
{
	for (size_t i = 0; i < k->bands.n; i++) {
		double x = column_x(k, 0, i);

		if (k->prior)
			bar_take(k, x - PRIOR_LEFT * k->unit, &k->prior->points[i]);
		if (k->target)
			bar_take(k, x + TARGET_RIGHT * k->unit, &k->target->points[i]);
		for (size_t slot = 0; slot < k->n_slots; slot++)
			bar_take(k, column_x(k, slot, i), &slot_series(k, slot, i)->points[i]);
	}
}

/* Sets a label with its left edge at x if nothing is in its way. */
static bool label_try(struct columns *k, struct type t, double x, double baseline, const char *text,
		      const char *figure)
{
	double w = plot_text_width(k->p, t, text), cap = LABEL_SIZE * CAP_HEIGHT;

	x = fmax(k->bands.left, fmin(x, k->labels_end - w));
	if (!take(k->p, &k->taken,
		  (struct span_box){x - 0.75, baseline - cap - 0.75, w + 1.5, cap + 2}))
		return false;
	plot_text(k->p, t, x, baseline, ALIGN_LEFT, text, figure);
	return true;
}

/* Top of the column and of what stands behind it. */
static double clear_top(const struct columns *k, size_t i, double top)
{
	const struct series *behind[] = {k->prior, k->target};

	for (size_t n = 0; n < COUNT(behind); n++)
		if (behind[n] && behind[n]->points[i].there)
			top = fmin(top, k->base + bar_height(k, behind[n]->points[i].value));
	return top;
}

/* Over the column; else flush with one of its edges; else above what stands behind it. */
static void value_label(struct columns *k, size_t slot, size_t i)
{
	const struct point *pt = &slot_series(k, slot, i)->points[i];
	struct type t = emphasised(k->p->chart, i) ? type_strong : type_label;
	double left = column_x(k, slot, i), w, y;

	if (!pt->there)
		return;
	w = plot_text_width(k->p, t, pt->text);
	y = k->base + bar_height(k, pt->value);
	y += pt->value < 0 ? LABEL_OFF + LABEL_SIZE * CAP_HEIGHT : -LABEL_OFF;
	if (label_try(k, t, left + (k->width - w) / 2, y, pt->text, pt->figure) ||
	    label_try(k, t, left, y, pt->text, pt->figure) ||
	    label_try(k, t, left + k->width - w, y, pt->text, pt->figure) || k->n_slots > 1)
		return;
	label_try(k, t, left + (k->width - w) / 2, clear_top(k, i, y + LABEL_OFF) - LABEL_OFF,
		  pt->text, pt->figure);
}

/* "target 2,700" over the outlined column. */
static void target_label(struct columns *k, size_t i)
{
	const struct point *pt = &k->target->points[i];
	const struct plot *p = k->p;
	const char *label = plot_shorten(p, type_soft, k->target->label, p->width / 4);
	double name, w, x, y;

	if (!pt->there)
		return;
	name = plot_text_width(p, type_soft, label) + 2;
	w = name + plot_text_width(p, type_soft, pt->text);
	x = column_x(k, 0, i) + TARGET_RIGHT * k->unit + k->width / 2 - w / 2;
	x = fmax(k->bands.left, fmin(x, k->labels_end - w));
	y = fmin(k->base, k->base + bar_height(k, pt->value)) - LABEL_OFF;
	if (!take(p, &k->taken, (struct span_box){x - 1, y - LABEL_SIZE, w + 2, LABEL_SIZE + 2}))
		return;
	plot_text(p, type_soft, x, y, ALIGN_LEFT, label, NULL);
	plot_text(p, type_soft, x + name, y, ALIGN_LEFT, pt->text, pt->figure);
}

/* The value of a hatched column that has a target over it stands on paper inside it. */
static bool forecast_label(struct columns *k, size_t i)
{
	const struct series *s = slot_series(k, 0, i);
	const struct point *pt = &s->points[i];
	double x = column_x(k, 0, i) + k->width / 2, h, w, y;

	if (!pt->there || point_role(s, i) != ROLE_FORECAST || !k->target ||
	    !k->target->points[i].there)
		return false;
	h = bar_height(k, pt->value);
	w = plot_text_width(k->p, type_label, pt->text);
	if (fabs(h) < 3 * LABEL_SIZE || w > k->width)
		return false;
	y = k->base + h / 2;
	scene_rect(k->p->scene, x - w / 2 - 1.5, y - LABEL_SIZE / 2 - 0.5, w + 3, LABEL_SIZE + 1,
		   COLOR_PAPER);
	plot_text(k->p, type_label, x, y + middle(LABEL_SIZE), ALIGN_CENTER, pt->text, pt->figure);
	return true;
}

static void labels_of(struct columns *k, size_t i)
{
	if (k->target)
		target_label(k, i);
	if (k->n_slots == 1 && forecast_label(k, i))
		return;
	for (size_t slot = k->n_slots; slot-- > 0;)
		value_label(k, slot, i);
}

static void labels_draw(struct columns *k)
{
	int last = plot_last_rank(k->p, k->slots[0], &k->bands);

	for (int rank = 0; rank <= last; rank++)
		for (size_t i = k->bands.n; i-- > 0;)
			if (value_rank(k->p->chart, k->slots[0], i) == rank)
				labels_of(k, i);
}

/* ---- names of the series, where several stand side by side ---- */

static double names_width(const struct columns *k)
{
	double w = 0, most = k->p->width * 0.3;

	for (size_t s = 0; k->n_slots > 1 && s < k->n_slots; s++)
		w = fmax(w, plot_wrap(k->p, type_label, k->slots[s]->label, most, 2).width);
	return w > 0 ? w + 16 : 0;
}

static void names_draw(const struct columns *k, double right, double bottom)
{
	size_t n = k->n_slots, last = k->bands.n - 1;
	double *y = NEWS(k->p->scene->arena, double, n), *h = NEWS(k->p->scene->arena, double, n);

	for (size_t s = 0; s < n; s++) {
		const struct point *pt = &k->slots[s]->points[last];

		y[s] = pt->there ? k->base + bar_height(k, pt->value) : k->base;
		h[s] = 2 * LABEL_LEADING;
	}
	spread(k->p->scene->arena, y, h, NULL, n, 0, bottom);
	for (size_t s = 0; s < n; s++) {
		struct lines l =
		    plot_wrap(k->p, type_label, k->slots[s]->label, k->p->width - right - 16, 2);
		double top = y[s] - (double)(l.n - 1) * LABEL_LEADING / 2;

		plot_bar(k->p, right + 6, top - 3, 6, 6, k->slots[s]->role);
		plot_lines(k->p, type_label, right + 16, top, LABEL_LEADING, ALIGN_LEFT, &l);
	}
}

static void value_range(const struct columns *k, double *low, double *high)
{
	const struct chart *c = k->p->chart;

	*low = c->low;
	*high = c->high;
	for (size_t s = 0; s < c->n_series; s++)
		range_hold_series(low, high, c, &c->series[s]);
}

double chart_column(const struct plot *p)
{
	struct columns k = {.p = p};
	double low = 0, high = 0, height = plot_height(p), label = LABEL_OFF + LABEL_SIZE + 1,
	       right;

	series_find(&k);
	k.bands = plot_bands(p, names_width(&k));
	right = k.bands.left + k.bands.width * (double)k.bands.n;
	value_range(&k, &low, &high);
	/* Labels stand above positive columns and below negative ones. */
	k.scale =
	    (struct scale){low, high > low ? high : low + 1, height - (low < 0 ? label : 0), label};
	k.base = scale_at(&k.scale, 0);
	k.labels_end = k.n_slots > 1 ? right + 4 : p->width; /* names stand beyond */
	if (plot_last_rank(p, k.slots[0], &k.bands) < RANK_REST)
		plot_axis_make(p, &k.bands, &k.scale);
	columns_place(&k);
	for (size_t i = 0; i < k.bands.n; i++)
		band_draw(&k, i);
	plot_axis(p, &k.bands, k.base);
	bars_take(&k);
	labels_draw(&k);
	if (k.n_slots > 1)
		names_draw(&k, right, height);
	return height + plot_periods(p, &k.bands, height,
				     k.first + k.width * (double)k.n_slots / 2 - k.bands.width / 2);
}
