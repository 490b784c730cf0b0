/*
 * A file of facts while it is read; private to fact_csv.c, which reads heads and values, and
 * fact_row.c, which reads what a row says of its values.
 */
#ifndef FACTS_SHEET_H
#define FACTS_SHEET_H

#include "facts/loader.h"

/* Known columns; every other one is a dimension or a value column. */
enum {
	F_CONCEPT,
	F_UNIT,
	F_SCALE,
	F_DECIMALS,
	F_QUALIFIER,
	F_SIGN,
	F_STATUS,
	F_SOURCE,
	F_NOTE,
	F_DIMENSIONS,
	F_DOCUMENT,
	F_ENTITY,
	F_PERIOD,
	F_VALUE,
	F_COUNT
};

struct value_column {
	int column;
	bool ok; /* the head could be read */
	struct period period;
	const struct unit *unit; /* NULL: the row's */
	size_t document;         /* MAP_NONE: the row's */
};

struct dim_column {
	int column;
	size_t dimension; /* index in the store */
};

struct sheet {
	struct loader *l;
	struct csv csv;
	const char *name; /* "facts/income.csv": the source of rows that name none */
	int at[F_COUNT];
	bool is_long;
	struct {
		struct value_column *v;
		size_t n, cap;
	} values;
	struct {
		struct dim_column *v;
		size_t n, cap;
	} dims;
};

enum sign { SIGN_NATURAL, SIGN_NEGATED, SIGN_MAGNITUDE };

/* What a row says of all its values. */
struct stated {
	struct concept *concept;
	struct {
		struct dim_value *v;
		size_t n, cap;
	} pairs;
	const struct dims *dims;
	const struct unit *unit; /* NULL: none is stated */
	struct num scale;
	bool has_decimals;
	int decimals;     /* of the printed number; INT_MAX: INF */
	struct num place; /* of a `rounded` remark, base units; 0: none */
	enum qualifier qualifier;
	enum sign sign;
	enum status status;
	const char *address, *accn, *version; /* make a document outside the list */
	size_t document;                      /* MAP_NONE: none is named */
	int line;
	const char *note;
	bool ok;
};
/* Reports what is wrong; then ok is false. */
struct stated read_stated(struct sheet *, const struct row *);
/* Trimmed; an empty cell for a column that is not there (-1). */
struct cell sheet_cell(const struct sheet *, const struct row *, int column);

#endif
