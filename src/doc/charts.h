/* Charts between the template and the document: what the files that fill them share.  Private to
 * doc/. */
#ifndef DOC_CHARTS_H
#define DOC_CHARTS_H

#include "doc/build.h"

struct periods {
	struct period *v;
	size_t n, cap;
};

struct point build_point(struct build *, const struct figure *);
/* A number n: the last n of the brief's length; or a list of periods, oldest first. */
bool chart_periods(struct build *, const struct value *, struct periods *);
void chart_categories(struct build *, struct chart *, const struct periods *);

/* Each fills the chart from the template's map; false if nothing is disclosed or it is wrong
 * (reported). */
bool chart_of_series(struct build *, struct chart *, const struct value *);
bool chart_of_rows(struct build *, struct chart *, const struct value *);
bool chart_of_targets(struct build *, struct chart *, const struct value *);
bool chart_of_path(struct build *, struct chart *, const struct value *);

/* footing.c: false if somewhere the printed parts, steps or differences do not add up to what is
 * printed as their total; what is not drawn counts. */
bool chart_adds_up(struct build *, const struct chart *);

#endif
