/*
 * What the kinds of charts share: type, text, the notation of marks, scales, labels that keep clear
 * of each other.  Private to chart/.  Lengths in points; values in the chart's unit.
 */
#ifndef CHART_PLOT_H
#define CHART_PLOT_H

#include "chart/chart.h"

/* What a kind draws on: marks only, from the top left corner; chart.c sets titles and notes. */
struct plot {
	struct scene *scene;
	const struct chart *chart;
	const struct fonts *fonts;
	double width;
};

/* A kind draws its marks and returns the height that they take. */
typedef double chart_layout_fn(const struct plot *);
chart_layout_fn chart_column, chart_stacked, chart_stacked100, chart_bar, chart_bridge, chart_slope;

/* ---- type ---- */

#define LABEL_SIZE 7.5
#define LABEL_LEADING 11.25
#define CAP_HEIGHT 0.727         /* of Inter, em */
#define LABEL_OFF (LABEL_SIZE / 2)       /* between a mark and its label */
#define LABEL_SPARE 2.0          /* around a label inside a mark */

struct type {
	enum weight weight;
	int color;
	double size;
	bool tabular;
};
static const struct type type_label = {WEIGHT_REGULAR, COLOR_INK, LABEL_SIZE, false};
static const struct type type_soft = {WEIGHT_REGULAR, COLOR_INK2, LABEL_SIZE, false};
static const struct type type_strong = {WEIGHT_SEMIBOLD, COLOR_INK, LABEL_SIZE, false};

/* From the middle of capitals and digits down to their baseline. */
static inline double middle(double size)
{
	return size * CAP_HEIGHT / 2;
}

double plot_text(const struct plot *, struct type, double x, double baseline, enum align,
		 const char *text, const char *figure);
double plot_text_width(const struct plot *, struct type, const char *text);
/* Puts the last digit's right edge at x: ")", "%" and ")%" hang beyond it. */
void plot_digits(const struct plot *, struct type, double x, double baseline, const char *text,
		 const char *figure);
/* Width of a number left of its digit edge, and of what hangs beyond. */
double plot_digits_width(const struct plot *, struct type, const char *text, double *hang);

struct lines {
	const char **v;
	size_t n, cap;
	double width;                    /* of the widest */
};
/* Breaks at blanks and between ideographs; the last of `most` lines is shortened with "…". */
struct lines plot_wrap(const struct plot *, struct type, const char *text, double width, size_t most);
/* Sets lines whose first capitals have their middle at y. */
void plot_lines(const struct plot *, struct type, double x, double y, double leading, enum align,
		const struct lines *);

/* ---- marks ---- */

bool emphasised(const struct chart *, size_t category);
enum chart_role point_role(const struct series *, size_t category);
int role_fill(enum chart_role);
int role_ink(enum chart_role);           /* of text on a mark */
/* A bar in the notation of its role; w and h may be negative. */
void plot_bar(const struct plot *, double x, double y, double w, double h, enum chart_role);
/* "n.d." over a dotted line: a missing value, never a zero. */
void plot_gap(const struct plot *, double x, double y, double w);

/* ---- scales ---- */

struct scale {
	double low, high;                /* values, low < high */
	double from, to;                 /* where they lie */
};
double scale_at(const struct scale *, double value);
/* Widens low..high so that it holds the value. */
void range_hold(double *low, double *high, double value);
/* The points of a series that are there, and zero. */
void range_hold_series(double *low, double *high, const struct chart *, const struct series *);
/* A bar too thin to be seen is drawn this thick. */
#define BAR_LEAST 0.9

/* ---- labels that keep clear ---- */

struct span_box {
	double x, y, w, h;
};
struct taken {
	struct span_box *v;
	size_t n, cap;
};
/* Takes the place of a label, or says that it is taken. */
bool take(const struct plot *, struct taken *, struct span_box);
/* Pushes labels of the heights h apart, order kept, each as near to its y (the middle) as can be. */
void spread(struct arena *, double *y, const double *h, size_t n, double low, double high);

/* ---- periods below columns and lines ---- */

struct bands {
	double left, width;              /* of one band */
	size_t n;
};
struct bands plot_bands(const struct plot *, double right);
static inline double band_middle(const struct bands *b, size_t i)
{
	return b->left + b->width * ((double)i + 0.5);
}
/* Periods, years and the row of changes from y down; shift moves them to the columns' middle.
 * Returns the height. */
double plot_periods(const struct plot *, const struct bands *, double y, double shift);
/* Height of the drawing over the periods. */
double plot_height(const struct plot *);

#endif
