/*
 * Tables between the template and the document: what the files that read columns, read rows and
 * fill the cells share.  Private to doc/.
 */
#ifndef DOC_TABLE_H
#define DOC_TABLE_H

#include "doc/build.h"

enum show {
	SHOW_VALUE,
	SHOW_CHANGE,
	SHOW_SEQUENTIAL,
	SHOW_POINTS,
	SHOW_SHARE,
	SHOW_CAGR,
	SHOW_FORECAST,
	SHOW_TARGET,
	SHOW_MET,
	SHOW_DAYS,
	SHOW_WHEN
};

struct spec { /* a column as the template asks for it */
	enum show show;
	struct period at;
	struct period from; /* SHOW_CAGR */
	const char *in;     /* currency to convert to, or NULL */
	const char *of; /* SHOW_SHARE: the whole; SHOW_WHEN, SHOW_DAYS: another concept of the row's
			   dimensions; or NULL */
	const struct value *beside; /* SHOW_VALUE: concepts of the row's dimensions, of which the
				       first that has such a fact is shown with its unit; or NULL */
	struct pos of_at;
	const char *head, *unit, *group;
};

struct specs {
	struct spec *v;
	size_t n, cap;
};

struct line {                /* a row as the template asks for it */
	const char *formula; /* NULL: a group head */
	bool negated;        /* printed with the opposite sign */
	struct pos at;
	const char *label;
	enum row_kind kind;
	int level;
	bool strong, strong_given, keep;
	bool needed; /* a period for which it is not disclosed has no column */
	bool rest;   /* what the rows since the last (sub)total leave of the formula */
	struct footnote *note;
	const struct fact *fact; /* the row is this fact: printed at its own period; or NULL */
};

struct lines {
	struct line *v;
	size_t n, cap;
};

struct head {                        /* of a column of figures: what it says of their unit */
	const struct figure *sample; /* they are in its unit; or NULL */
	bool percent, points;        /* so are all: the cells have no sign */
	bool trailing;               /* all are of the twelve months up to the end of the period */
	bool speaks;                 /* something is disclosed in the column */
};

struct stated {           /* what a row says of its own unit */
	const char *unit; /* "MWh"; NULL: nothing */
	bool percent;     /* it, or its group, says that its figures are: they have no sign */
};

struct grid { /* where rows and columns meet */
	const struct specs *specs;
	const struct lines *lines;     /* kept ones */
	const struct figure **figures; /* by line and column; NULL: none */
	struct head *heads;            /* by column */
	struct stated *rows;           /* by line */
	bool own_units;                /* each row names its unit */
};

static inline const struct figure **grid_cell(const struct grid *g, size_t line, size_t column)
{
	return &g->figures[line * g->specs->n + column];
}

void table_columns(struct build *, const struct value *list, const struct value *table,
		   struct specs *out);
/* NULL where a column has no figure (words, or a concept that is not declared). */
const struct figure *column_figure(struct build *, const struct spec *, const struct line *);
/* Words of SHOW_WHEN and SHOW_MET. */
const char *column_words(struct build *, const struct spec *, const struct line *);
bool column_is_words(enum show);
void column_head(struct build *, struct column *, const struct spec *, const struct head *);

/* table_units.c: where each unit is said; true if rows have units of their own. */
bool table_units(struct build *, struct grid *);
/* "Average training hours" need not say hours again. */
bool says_unit(const char *label, const char *unit);
/* Neither head nor row says that the cell's figure is in percent. */
bool cell_has_sign(const struct grid *, size_t line, size_t column);

void table_row(struct build *, const struct value *, struct lines *out);

/* footing.c: false if somewhere the printed parts do not add up to the printed total, though the
 * values do; totals that are none become plain rows. figures: by row and column, the label column
 * not counted; NULL: none. */
bool table_adds_up(struct arena *, struct table *, const struct figure *const *figures);

#endif
