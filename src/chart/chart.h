/*
 * A chart: figures, not numbers.  Labels are the figures' own printed text, so that a chart and a
 * table cannot disagree; geometry uses doubles of the exact values.  chart_layout turns it into a
 * scene once; the scene is painted as SVG, PNG and PDF.
 *
 * To add a kind: one file chart_KIND.c with `const struct chart_kind chart_KIND`, one row in the
 * table in chart.c.
 */
#ifndef CHART_CHART_H
#define CHART_CHART_H

#include "base/diag.h"
#include "scene/scene.h"

enum chart_role {                        /* how a mark looks; colours are the theme's */
	ROLE_ACTUAL, ROLE_PRIOR, ROLE_TARGET, ROLE_FORECAST, ROLE_ACCENT, ROLE_STEP,
	ROLE_BETTER, ROLE_WORSE, ROLE_TOTAL
};

struct point {
	bool there;                      /* false: not disclosed; leaves a gap that says so */
	double value;                    /* in the chart's printed unit */
	const char *text;                /* printed: "9,558.6", "(943.7)", "n.d." */
	const char *figure;              /* GID, or NULL for a missing one without figure */
	enum chart_role role;            /* of this mark, if it differs from the series' */
	bool has_role;
};

struct series {
	const char *label;
	enum chart_role role;
	struct point *points;            /* one for each category */
	bool part_of_previous;           /* "of which": drawn inside the part below, with a bracket */
};

struct chart {
	const char *id;                  /* file name: charts/ID.svg */
	const char *kind;                /* "column", "stacked", "bridge", "line", "slope", "bar", "bullet" ... */
	const char *title;               /* the message */
	const char *subtitle;            /* who, what, unit, when */
	const char *note;                /* or NULL */
	const char *alt;                 /* one sentence with the message, computed */
	const char *missing;             /* "n.d." in the language */
	const char **categories;         /* n_categories labels: periods, steps, rows */
	bool *emphasis;                  /* the category the chart is about, or NULL */
	size_t n_categories;
	struct series *series;
	size_t n_series;
	/* A row of values below the periods ("Change": (13.8)%, 10.5%, 22.8%); NULL if there is none. */
	const char *row_label;
	const char **row;
	const char **row_figure;         /* GIDs, NULL where there is none */
	/* Totals above stacks. */
	struct point *totals;            /* n_categories, or NULL */
	/* Bridge and bars: which categories are totals (drawn from zero, in the actual colour). */
	bool *is_total;
	enum lang lang;
};

struct theme {                           /* colours as 0xRRGGBB; see scene.h for how they are named in SVG */
	uint32_t ink[COLOR_COUNT];
};

struct chart_kind {
	const char *name;
	/* Appends marks below the title block; returns the height used, in points. */
	double (*layout)(struct scene *, const struct chart *, const struct fonts *, double width);
};

/* Height follows from the content.  NULL with an error if the kind is unknown. */
struct scene *chart_layout(struct arena *, struct diag *, const struct chart *, const struct fonts *,
			   double width);
bool chart_kind_known(const char *name);

#endif
