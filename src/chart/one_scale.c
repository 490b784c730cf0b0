/* One unit on a page, one scale: what neighbouring charts must hold, so that bars of one height say
 * one amount, and bars of one period stand at one place. */
#include "chart/plot.h"

#include <math.h>

static bool is_stack(const struct chart *c)
{
	return streq(c->kind, "stacked");
}

static void hold_columns(const struct chart *c, double *low, double *high)
{
	for (size_t s = 0; s < c->n_series; s++)
		range_hold_series(low, high, c, &c->series[s]);
}

static void hold_stacks(const struct chart *c, double *low, double *high)
{
	for (size_t i = 0; i < c->n_categories; i++) {
		double up = 0, down = 0;

		for (size_t s = 0; s < c->n_series; s++) {
			const struct point *pt = &c->series[s].points[i];

			if (!pt->there || c->series[s].part_of_previous)
				continue;
			up += fmax(pt->value, 0);
			down += fmin(pt->value, 0);
		}
		range_hold(low, high, up);
		range_hold(low, high, down);
	}
}

bool chart_has_bars_in_units(const struct chart *c)
{
	return is_stack(c) || streq(c->kind, "column");
}

void chart_one_scale(struct chart *const *v, size_t n)
{
	static const double most = 10; /* a chart a tenth as high as its neighbour shows nothing */
	double low = 0, high = 0, least = INFINITY;

	for (size_t i = 0; i < n; i++) {
		double l = 0, h = 0;

		if (is_stack(v[i]))
			hold_stacks(v[i], &l, &h);
		else
			hold_columns(v[i], &l, &h);
		range_hold(&low, &high, l);
		range_hold(&low, &high, h);
		least = fmin(least, h - l);
	}
	if (n < 2 || high - low > most * least)
		return;
	for (size_t i = 0; i < n; i++) {
		v[i]->low = low;
		v[i]->high = high;
	}
}

/* Are the periods of a chart the last ones of another? */
static bool ends_with(const struct chart *longest, const struct chart *c)
{
	size_t before = longest->n_categories - c->n_categories;

	for (size_t i = 0; i < c->n_categories; i++)
		if (!streq(c->categories[i], longest->categories[before + i]))
			return false;
	return true;
}

void chart_one_time(struct chart *const *v, size_t n)
{
	const struct chart *longest = n ? v[0] : NULL;

	for (size_t i = 1; i < n; i++)
		if (v[i]->n_categories > longest->n_categories)
			longest = v[i];
	for (size_t i = 0; i < n; i++) {
		size_t later = longest->n_categories - v[i]->n_categories;

		/* A short history would leave most of its chart empty. */
		if (later <= longest->n_categories / 3 && streq(v[i]->kind, longest->kind) &&
		    ends_with(longest, v[i]))
			v[i]->later = later;
	}
}
