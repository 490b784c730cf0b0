/*
 * A chart: figures, not numbers.  Labels are the figures' own printed text, so that a chart and a
 * table cannot disagree; geometry uses doubles of the exact values.  chart_layout turns it into a
 * scene once; the scene is painted as SVG, PNG and PDF.
 *
 * To add a kind: one file chart_KIND.c with chart_KIND(), one row in CHART_KINDS in chart/plot.h.
 */
#ifndef CHART_CHART_H
#define CHART_CHART_H

#include "base/diag.h"
#include "scene/scene.h"

enum chart_role { /* how a mark looks; colours are the theme's */
		  ROLE_ACTUAL,
		  ROLE_PRIOR,
		  ROLE_TARGET,
		  ROLE_FORECAST,
		  ROLE_ACCENT,
		  ROLE_STEP,
		  ROLE_BETTER,
		  ROLE_WORSE,
		  ROLE_TOTAL,
		  ROLE_PART, /* a fourth part of a stack, lighter than the prior year */
		  ROLE_FALL, /* a bridge's step down, without judgement */
		  ROLE_COUNT
};

struct point {
	bool there;           /* false: not disclosed; leaves a gap that says so */
	double value;         /* in the chart's printed unit */
	const char *text;     /* printed: "9,558.6", "(943.7)", "n.d." */
	const char *figure;   /* GID, or NULL for a missing one without figure */
	enum chart_role role; /* of this mark, if it differs from the series' */
	bool has_role;
};

struct series {
	const char *label;
	enum chart_role role;
	struct point *points;  /* one for each category */
	bool part_of_previous; /* "of which": drawn at the foot of the part before it, whose
				* value includes it, with a bracket; not added to the stack */
	struct point *rest; /* of a part with an "of which": what remains, by category; or NULL */
	struct point *details; /* chart->n_details figures beside the series' label; or NULL */
	struct point *to; /* line, of a target: the band reaches from the points to these; or NULL
			   */
};

struct chart {
	const char *id;    /* file name: charts/ID.svg */
	const char *kind;  /* "column", "stacked", "bridge", "line", "slope", "bar", "bullet" ... */
	const char *title; /* the message */
	const char *subtitle;    /* who, what, unit, when */
	const char *note;        /* or NULL */
	const char *alt;         /* one sentence with the message, computed */
	const char *missing;     /* "n.d." in the language */
	const char **categories; /* n_categories labels: periods, steps, rows */
	bool *emphasis;          /* the category the chart is about, or NULL */
	size_t n_categories;
	bool *broken; /* the category is of another length than the one before: no line goes there;
			 or NULL */
	double *at; /* where the categories stand in time, 0 to 1, if not at even steps; or NULL */
	const char **ticks;  /* short names of the categories, where groups stand below; NULL: the
				categories */
	const char **groups; /* year over each period: equal neighbours share one; NULL: none */
	struct series *series;
	size_t n_series;
	/* A row of values below the periods ("Change": (13.8)%, 10.5%, 22.8%); NULL if there is
	 * none. */
	const char *row_label;
	const char **row;
	const char **row_figures; /* GID of each, or NULL where there is none; NULL: none at all */
	/* Stacked: joined after the label ("2,925.1 · 30.6%"); trend: columns with heads. */
	size_t n_details;
	const char **detail_heads; /* NULL: none */
	bool *at_least; /* bullet: the allowed side is above the limit; NULL: always below */
	/* Totals above stacks. */
	struct point *totals; /* n_categories, or NULL */
	/* Bridge and bars: which categories are totals (drawn from zero, in the actual colour). */
	bool *is_total;
	/* Of columns and stacks: their unit as it is printed, or NULL; and what their scale holds
	 * beside their own values, so that neighbours compare (both 0: nothing). */
	const char *unit;
	double low, high;
	size_t later;  /* periods by which its history begins later than that of the chart beside
			  it: it leaves them empty, so that bands of one period are level */
	double taller; /* share by which its drawing is higher than it need be, so that a page is
			  filled: 0.1; rows stand further apart */
	enum lang lang;
	struct chart_texts *texts; /* chart_texts_new, or NULL: each layout shapes all texts anew */
};

/* The texts of one chart as they were shaped, kept from one layout to the next: page, phone, paper
 * and file draw the same words.  Lives in the arena, as long as the chart, and is used by one
 * thread. */
struct chart_texts *chart_texts_new(struct arena *);
/* Height follows from the content.  NULL with an error if the kind is unknown. */
struct scene *chart_layout(struct arena *, struct diag *, const struct chart *,
			   const struct fonts *, double width);
bool chart_kind_known(const char *name);
/* Columns and stacks, whose lengths are amounts of the chart's unit. */
bool chart_has_bars_in_units(const struct chart *);
/* Charts of rows, whose drawings end with no axis that would be level with a neighbour's. */
bool chart_has_rows(const struct chart *);
/* A trend with a line that runs dotted over periods without a value: unlike in a chart of lines, no
 * word there says what that means. */
bool chart_has_bare_dots(const struct chart *);
/* Gives such charts of one unit and width one scale, unless one of them would then show nothing. */
void chart_one_scale(struct chart *const *, size_t n);
/* Gives such charts of one kind the bands of the longest history, if it ends with theirs. */
void chart_one_time(struct chart *const *, size_t n);

#endif
