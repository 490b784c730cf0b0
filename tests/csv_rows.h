/* All rows of a CSV text at once. */
#ifndef TESTS_CSV_ROWS_H
#define TESTS_CSV_ROWS_H

#include "load/csv.h"

struct csv_rows {
	struct csv head;
	struct row *v;
	size_t n, cap;
};

/* False if anything was wrong; the rows are those that could be read. */
static inline bool csv_rows(struct arena *a, struct diag *d, const char *file, struct str bytes,
			    struct csv_rows *rows)
{
	struct csv_reader *r;

	*rows = (struct csv_rows){0};
	r = csv_begin(a, d, file, bytes, &rows->head);
	if (!r)
		return false;
	for (struct row row; csv_next(r, a, &row);)
		*PUSH(a, rows) = (struct row){
		    arena_copy(a, row.cells, rows->head.columns * sizeof *row.cells), row.line};
	return csv_ok(r);
}

#endif
