/*
 * RFC 4180 with positions, in one pass over the bytes.  A file because no library says where a
 * cell stood, and every message about a number needs that.
 */
#include "load/csv.h"

enum { COLUMN_LIMIT = 10000 };

struct cells {
	struct cell *v;
	size_t n, cap;
};

struct csv_reader {
	struct arena *own, *arena; /* the reader's; of the row under way */
	struct diag *diag;
	const char *file;
	const char *p, *end;
	int line, col; /* of p */
	bool ok;
	size_t columns;
	struct cells cells; /* of the row under way */
};

static struct pos here(const struct csv_reader *r)
{
	return (struct pos){r->file, r->line, r->col};
}

static void advance(struct csv_reader *r)
{
	unsigned char c = (unsigned char)*r->p++;

	if (c == '\n') {
		r->line++;
		r->col = 1;
	} else if ((c & 0xC0) != 0x80) {
		r->col++;
	}
}

static bool at_line_end(const struct csv_reader *r)
{
	return r->p == r->end || *r->p == '\n' ||
	       (*r->p == '\r' && r->p + 1 < r->end && r->p[1] == '\n');
}

static void skip_line_end(struct csv_reader *r)
{
	if (r->p < r->end && *r->p == '\r')
		r->p++;
	if (r->p < r->end)
		advance(r);
}

static bool at_cell_end(const struct csv_reader *r)
{
	return at_line_end(r) || *r->p == ',';
}

static struct cell plain_cell(struct csv_reader *r)
{
	const char *start = r->p;
	struct pos at = here(r);

	while (!at_cell_end(r)) {
		if (*r->p == '"')
			r->ok = diag_error(r->diag, here(r),
					   "a quote inside a cell that is not quoted");
		advance(r);
	}
	return (struct cell){arena_strn(r->arena, start, (size_t)(r->p - start)), at};
}

/* A line that ends inside a cell ends with a newline, wherever the file was written. */
static void put_char(struct csv_reader *r, struct buf *text)
{
	if (*r->p != '\r')
		buf_char(text, *r->p);
	else if (r->p + 1 == r->end || r->p[1] != '\n')
		r->ok = diag_error(r->diag, here(r), "a control character in the text");
}

static struct cell quoted_cell(struct csv_reader *r)
{
	struct pos quote = here(r), at;
	struct buf text = {0};
	struct cell cell;

	advance(r);
	at = here(r);
	for (;;) {
		if (r->p == r->end) {
			r->ok = diag_error(r->diag, quote, "the quote is never closed");
			break;
		}
		if (*r->p == '"') {
			advance(r);
			if (r->p == r->end || *r->p != '"')
				break;
		}
		put_char(r, &text);
		advance(r);
	}
	cell = (struct cell){buf_keep(&text, r->arena), at};
	if (!at_cell_end(r))
		r->ok = diag_error(r->diag, here(r), "text after the closing quote of a cell");
	while (!at_cell_end(r))
		advance(r);
	return cell;
}

static void read_line(struct csv_reader *r)
{
	r->cells.n = 0;
	for (;;) {
		bool quoted = r->p < r->end && *r->p == '"';
		struct cell cell = quoted ? quoted_cell(r) : plain_cell(r);

		*PUSH(r->own, &r->cells) = cell;
		if (at_line_end(r))
			break;
		advance(r); /* the comma */
	}
	skip_line_end(r);
}

static void skip_blank_lines(struct csv_reader *r)
{
	while (r->p < r->end && at_line_end(r))
		skip_line_end(r);
}

static void read_head(struct csv_reader *r, struct csv *csv)
{
	struct cells cells;

	read_line(r);
	cells = r->cells;
	r->cells = (struct cells){0};
	if (cells.n > COLUMN_LIMIT) {
		r->ok = diag_error(r->diag, cells.v[COLUMN_LIMIT].at, "more than %d columns",
				   COLUMN_LIMIT);
		cells.n = COLUMN_LIMIT;
	}
	csv->head = cells.v;
	csv->columns = r->columns = cells.n;
	for (size_t i = 0; i < cells.n; i++) {
		struct cell *cell = &cells.v[i];

		if (!*cell->text)
			r->ok = diag_error(r->diag, cell->at, "the column has no name");
		for (size_t k = 0; *cell->text && k < i; k++)
			if (streq(cell->text, cells.v[k].text)) {
				r->ok = diag_error(r->diag, cell->at,
						   "the column stands twice: '%s'", cell->text);
				break;
			}
	}
}

/* A row as wide as the head: short ones are filled with cells at the end of the row. */
static struct row fit(struct csv_reader *r, int line)
{
	const struct cells *cells = &r->cells;
	struct row row = {NEWS(r->arena, struct cell, r->columns), line};
	struct cell empty = {"", cells->v[cells->n - 1].at};

	if (cells->n > r->columns)
		r->ok = diag_error(r->diag, cells->v[r->columns].at,
				   "more cells than columns: %zu, the head has %zu", cells->n,
				   r->columns);
	for (size_t i = 0; i < r->columns; i++)
		row.cells[i] = i < cells->n ? cells->v[i] : empty;
	return row;
}

static const char *what_is_bad(struct str text, size_t i)
{
	if (!text.p[i])
		return "a NUL byte in the text";
	return utf8_check(text.p + i, text.n - i) ? "a control character in the text"
						  : "not valid UTF-8";
}

/* Reports each line with malformed UTF-8, a NUL or a control character once, and no more of them
 * than anyone reads. */
static bool check_text(struct diag *d, const char *file, struct str text)
{
	enum { REPORTED = 20 };
	size_t from = 0;
	bool ok = true;

	for (int lines = 0; from < text.n && lines < REPORTED; lines++) {
		size_t bad = from + text_check(text.p + from, text.n - from);
		const char *next;

		if (bad == text.n)
			break;
		ok = diag_error(d, pos_at(file, text, bad), "%s", what_is_bad(text, bad));
		next = memchr(text.p + bad, '\n', text.n - bad);
		if (!next)
			break;
		from = (size_t)(next + 1 - text.p);
	}
	return ok;
}

struct csv_reader *csv_begin(struct arena *a, struct diag *d, const char *file, struct str bytes,
			     struct csv *csv)
{
	struct csv_reader *r = NEW(a, struct csv_reader);

	*csv = (struct csv){.file = file};
	*r = (struct csv_reader){.own = a,
				 .arena = a,
				 .diag = d,
				 .file = file,
				 .p = bytes.p,
				 .end = bytes.p + bytes.n,
				 .line = 1,
				 .col = 1,
				 .ok = true};
	diag_source(d, file, bytes);
	if (!check_text(d, file, bytes))
		return NULL;
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		r->p += 3;
	skip_blank_lines(r);
	if (r->p == r->end) {
		diag_error(d, (struct pos){file, 1, 1}, "the file has no head line");
		return NULL;
	}
	read_head(r, csv);
	return r;
}

bool csv_next(struct csv_reader *r, struct arena *a, struct row *row)
{
	int line;

	skip_blank_lines(r);
	if (r->p == r->end)
		return false;
	r->arena = a;
	line = r->line;
	read_line(r);
	*row = fit(r, line);
	return true;
}

bool csv_ok(const struct csv_reader *r)
{
	return r->ok;
}

bool csv_read(struct arena *a, struct diag *d, const char *file, struct str bytes, struct csv *csv)
{
	struct csv_reader *r = csv_begin(a, d, file, bytes, csv);
	struct {
		struct row *v;
		size_t n, cap;
	} rows = {0};

	if (!r)
		return false;
	for (struct row row; csv_next(r, a, &row);)
		*PUSH(a, &rows) = row;
	csv->rows = rows.v;
	csv->n = rows.n;
	return r->ok;
}

int csv_column(const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->columns; i++)
		if (streq(csv->head[i].text, name))
			return (int)i;
	return -1;
}

struct cell csv_cell(const struct csv *csv, const struct row *row, int column)
{
	if (column < 0)
		return (struct cell){"", {csv->file, row->line, 1}};
	return row->cells[column];
}
