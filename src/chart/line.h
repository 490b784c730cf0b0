/* A chart of lines: what its marks and its labels share.  Private to chart_line.c and
 * line_labels.c. */
#ifndef CHART_LINE_H
#define CHART_LINE_H

#include "chart/plot.h"

#define DOT 2.2
#define LIMIT_LINE 1.5
#define FORECAST_DASH 3.0
#define FORECAST_RING 0.95

struct segment { /* of a line, between two dots; or a dot alone */
	double x1, y1, x2, y2;
	const struct series *series;
};

struct line_chart {
	const struct plot *p;
	struct bands bands;
	struct scale scale;
	double axis;    /* y */
	size_t n_lines; /* series that are lines and not limits */
	bool crowded;   /* not all values have room: a value axis stands at the left */
	struct taken taken;
	struct {
		struct segment *v;
		size_t n, cap;
	} segments; /* what labels had better not cross */
	/* The column at the ends of several lines: last values, names. */
	double value_x, value_edge, name_x;
	double ends_height; /* of all of them */
};

static inline bool is_limit(const struct series *s)
{
	return s->role == ROLE_TARGET;
}

/* The way to a forecast is dashed, its dot is open, its value soft. */
static inline bool is_forecast(const struct series *s, size_t i)
{
	return point_role(s, i) == ROLE_FORECAST;
}

static inline double y_at(const struct line_chart *k, double value)
{
	return scale_at(&k->scale, value);
}

/* Index of the next value from i on, or n. */
static inline size_t next_there(const struct series *s, size_t i, size_t n)
{
	while (i < n && !s->points[i].there)
		i++;
	return i;
}

int line_color(const struct series *);
/* Places the column at the ends of the lines; returns its width, 0 if there is none. */
double line_ends_place(struct line_chart *);
/* All labels: what could not find room is left out. */
void line_labels(struct line_chart *);

#endif
