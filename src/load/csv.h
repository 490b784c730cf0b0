/* RFC 4180 with positions: quoted cells, doubled quotes, line breaks in quotes, LF or CRLF, a BOM.
 */
#ifndef LOAD_CSV_H
#define LOAD_CSV_H

#include "base/diag.h"

struct cell {
	const char *text; /* closed by NUL; without quotes; not trimmed */
	struct pos at;    /* of the first character of the content */
};

struct row {
	struct cell *cells; /* exactly as many as the head has */
	int line;           /* of the row's first character */
};

struct csv {
	const char *file;
	struct cell *head;
	size_t columns;
};

/*
 * Rows with too many cells, a quote inside an unquoted cell, an unclosed quote, invalid UTF-8,
 * NUL and control characters (is_unsafe) are errors (all are reported); short rows are filled with
 * empty cells; blank lines skipped. A duplicate or empty column name is an error.
 *
 * csv_begin reads the head (NULL: it is wrong, or the text is), csv_next a row (false: there are
 * no more), and csv_ok says at the end whether all was well.  A row's cells are the reader's until
 * the next row; their texts lie in the arena that is given.
 */
struct csv_reader;
struct csv_reader *csv_begin(struct arena *, struct diag *, const char *file, struct str bytes,
			     struct csv *head);
bool csv_next(struct csv_reader *, struct arena *, struct row *);
bool csv_ok(const struct csv_reader *);
/* Index of a column, or -1. */
int csv_column(const struct csv *, const char *name);
/* The cell of a column that may be absent (-1): then an empty cell at the row's line. */
static inline struct cell csv_cell(const struct csv *csv, const struct row *row, int column)
{
	if (column < 0)
		return (struct cell){"", {csv->file, row->line, 1}};
	return row->cells[column];
}

#endif
