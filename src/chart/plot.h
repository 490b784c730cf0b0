/*
 * What the kinds of charts share: type, text, the notation of marks, scales, labels that keep clear
 * of each other.  Private to chart/.  Lengths in points; values in the chart's unit.
 */
#ifndef CHART_PLOT_H
#define CHART_PLOT_H

#include "chart/chart.h"

struct type {
	enum weight weight;
	int color;
	double size;
	bool tabular;
};

struct remembered { /* a text as it was shaped; the colour of its type means nothing */
	struct type type;
	const char *text;
	size_t n;
	struct shaped shaped;
};
struct chart_texts {
	struct arena *arena;
	struct remembered *v;
	size_t n, cap;
	size_t last;      /* found or added */
	uint32_t missing; /* first character without a glyph, 0 if none */
};

/* What a kind draws on: marks only, from the top left corner; chart.c sets titles and notes. */
struct plot {
	struct scene *scene;
	const struct chart *chart;
	const struct fonts *fonts;
	double width;
	struct chart_texts *texts; /* of all of the chart */
};

/* A length that grows with the drawing. */
static inline double taller(const struct plot *p, double height)
{
	return height * (1 + p->chart->taller);
}

/* A kind draws its marks and returns the height that they take. */
typedef double chart_layout_fn(const struct plot *);
/* The kinds: chart_KIND() in chart_KIND.c for each row. */
#define CHART_KINDS(KIND) \
	KIND(bar) \
	KIND(bridge) \
	KIND(bullet) \
	KIND(column) \
	KIND(line) \
	KIND(multiples) \
	KIND(slope) \
	KIND(stacked) \
	KIND(stacked100) \
	KIND(table) \
	KIND(trend) \
	KIND(variance)

#define CHART_DECLARE(name) chart_layout_fn chart_##name;
CHART_KINDS(CHART_DECLARE)

/* ---- type ---- */

#define LABEL_SIZE 7.5
#define LABEL_LEADING 11.25
#define CAP_HEIGHT 0.727           /* of Inter, em */
#define LABEL_OFF (LABEL_SIZE / 2) /* between a mark and its label */
#define LABEL_SPARE 2.0            /* around a label inside a mark */

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

/* A column of numbers that stand on one point. */
struct digits {
	double width;           /* left of the edge where the longest fraction ends */
	double hang;            /* beyond it */
	double whole, fraction; /* the widest left of the point, and from it on */
	bool percents, counts;  /* of both there is no point in common */
};
/* Makes room in the column for one text more; of all of them, before any is set. */
void plot_digits_measure(const struct plot *, struct type, const char *text, struct digits *);
void plot_digits_on_point(const struct plot *, struct type, double x, double baseline,
			  const char *text, const char *figure, const struct digits *);

struct lines {
	const char **v;
	size_t n, cap;
	double width; /* of the widest */
};
/* Breaks at blanks and between ideographs; the last of `most` lines is shortened with "…". */
struct lines plot_wrap(const struct plot *, struct type, const char *text, double width,
		       size_t most);
/* Of the widest piece that plot_wrap() breaks only where it must. */
double plot_word_width(const struct plot *, struct type, const char *text);
/* The text, or the beginning of it that fits with "…".  Never for figures. */
const char *plot_shorten(const struct plot *, struct type, const char *text, double width);
/* Sets lines whose first capitals have their middle at y. */
void plot_lines(const struct plot *, struct type, double x, double y, double leading, enum align,
		const struct lines *);

/* ---- marks ---- */

bool emphasised(const struct chart *, size_t category);
enum chart_role point_role(const struct series *, size_t category);
int role_fill(enum chart_role);
int role_ink(enum chart_role);  /* of text on a mark */
int role_text(enum chart_role); /* of text beside a line, in the line's tone */
/* A bar in the notation of its role; w and h may be negative. */
void plot_bar(const struct plot *, double x, double y, double w, double h, enum chart_role);
/* "n.d." over a dotted line: a missing value, never a zero. */
void plot_gap(const struct plot *, double x, double y, double w);

/* ---- scales ---- */

struct scale {
	double low, high; /* values, low < high */
	double from, to;  /* where they lie */
};
double scale_at(const struct scale *, double value);
/* Widens low..high so that it holds the value. */
void range_hold(double *low, double *high, double value);
/* The points of a series that are there, and zero. */
void range_hold_series(double *low, double *high, const struct chart *, const struct series *);
/* A bar too thin to be seen is drawn this thick. */
#define BAR_LEAST 0.9
/* Length from `from` to `to`, both on a scale, at least BAR_LEAST towards `to` unless value is 0;
 * with room for its labels a scale knows which way it goes. */
double bar_length(const struct scale *, double from, double to);
/* The scale of horizontal bars from zero between x1 and x2, as long as their values, set beyond
 * their ends, allow.  prior: bars that stand beside them, with values of their own, or NULL. */
struct scale plot_bar_scale(const struct plot *, struct type, const struct series *,
			    const struct series *prior, double x1, double x2);
/* The value beyond the end of a horizontal bar; what is missing stands at zero. */
void plot_bar_value(const struct plot *, struct type, const struct scale *, const struct point *,
		    double y);
#define VALUE_GAP 3.75
const char *point_text(const struct plot *, const struct point *); /* never NULL */

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
bool is_free(const struct taken *, struct span_box);
/* Pushes labels of the heights h apart, each as near to its y (the middle) as can be, in the order
 * of their marks at `at`, or of y if that is NULL. */
void spread(struct arena *, double *y, const double *h, const double *at, size_t n, double low,
	    double high);
/* A label whose middle is farther than this from the height of its mark has a leader. */
#define LABEL_MOVED 2.5
/* A thin line from a mark at x1, y1 to a label at x3, y2; it is level from x2 on. */
void plot_leader(const struct plot *, double x1, double y1, double x2, double y2, double x3);

/* ---- values over periods ---- */

/* In which order values are printed, as not all may have room: the emphasised period, the ends, the
 * extremes, the rest. */
enum { RANK_EMPHASIS, RANK_END, RANK_EXTREME, RANK_REST };
int value_rank(const struct chart *, const struct series *, size_t category);

/* ---- periods below columns and lines ---- */

struct bands {
	double left, width; /* of one band */
	size_t n, later;    /* later: as many empty bands stand before the first */
	const double *at;   /* lines: where middles stand between the first and the last; or NULL */
};
struct bands plot_bands(const struct plot *, double right);
static inline double band_middle(const struct bands *b, size_t i)
{
	double steps = b->at ? b->at[i] * (double)(b->n - 1) : (double)i;

	return b->left + b->width * (steps + 0.5);
}
/* Does no line go from category i to j, which is later? */
bool is_broken(const struct chart *, size_t i, size_t j);
/* Periods, years and the row of changes from y down; shift moves them to the columns' middle.
 * Returns the height. */
double plot_periods(const struct plot *, const struct bands *, double y, double shift);
/* Where not all values have room: round ticks over the scale, which runs over y, at the left of the
 * bands, which make room; gridlines to their right end.  Before the marks, which cover the lines.
 * Nothing if the ticks' texts have no room. */
void plot_axis_make(const struct plot *, struct bands *, const struct scale *);
/* The last rank to be printed: the rest only if a value is not much wider than its band. */
int plot_last_rank(const struct plot *, const struct series *, const struct bands *);
/* The axis of time at y: in pieces where the length of the periods changes. */
void plot_axis(const struct plot *, const struct bands *, double y);
/* Only the years, under a hairline at y; the chart has groups. */
void plot_years(const struct plot *, const struct bands *, double y);
/* Height of the drawing over the periods. */
double plot_height(const struct plot *);
/* Where few columns share a wide chart they are no wider than this. */
#define COLUMN_MOST 60.0

#endif
