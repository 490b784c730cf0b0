/*
 * RFC 4180 with positions, in one pass over the bytes.  A file because no library says where a
 * cell stood, and every message about a number needs that.
 */
#include "load/csv.h"

enum { COLUMN_LIMIT = 10000 };

struct found { /* a cell as it stands in the file */
	const char *start;
	size_t n;
	struct pos at;
	bool escaped; /* has doubled quotes or returns, which are not part of its text */
};

struct csv_reader {
	struct arena *arena;
	struct diag *diag;
	const char *file;
	const char *p, *end;
	int line; /* of p */
	bool ok;
	size_t columns;
	int col; /* of p; beside the line both would be read at once, before the write of one is
		    done */
	struct cell *cells; /* of the row under way, as many as there are columns */
	struct {
		struct found *v;
		size_t n, cap;
	} found; /* in the line under way */
};

static struct pos here(const struct csv_reader *r)
{
	return (struct pos){r->file, r->line, r->col};
}

static bool goes_on(char c) /* with a character: its bytes but the first */
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static void advance(struct csv_reader *r)
{
	char c = *r->p++;

	if (c == '\n') {
		r->line++;
		r->col = 1;
	} else if (!goes_on(c)) {
		r->col++;
	}
}

static bool is_line_end(const char *p, const char *end)
{
	return p == end || *p == '\n' || (*p == '\r' && p + 1 < end && p[1] == '\n');
}

static bool at_line_end(const struct csv_reader *r)
{
	return is_line_end(r->p, r->end);
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

static void plain_cell(struct csv_reader *r, struct found *cell)
{
	const char *p = r->p;

	for (; p < r->end; p++) {
		if ((signed char)*p > ',') /* as most bytes are */
			continue;
		if (*p == ',' || is_line_end(p, r->end))
			break;
		r->col -= goes_on(*p);
		if (*p == '"')
			r->ok = diag_error(r->diag,
					   (struct pos){r->file, r->line, r->col + (int)(p - r->p)},
					   "a quote inside a cell that is not quoted");
	}
	cell->n = (size_t)(p - r->p);
	r->col += (int)cell->n;
	r->p = p;
}

/* To the closing quote, or the end of the file.  A line that ends inside a cell ends with a
 * newline, wherever the file was written. */
static bool quoted_text(struct csv_reader *r, struct found *cell)
{
	const char *p = r->p;
	bool closed = false;

	for (; p < r->end && !closed; p++) {
		if ((signed char)*p > '"')
			continue;
		r->col -= goes_on(*p);
		if (*p == '\n') {
			r->line++;
			r->col = (int)(r->p - p);
		} else if (*p == '"') {
			closed = p + 1 == r->end || p[1] != '"';
			p += !closed;
			cell->escaped |= !closed;
		} else if (*p == '\r') {
			cell->escaped = true;
			if (!is_line_end(p, r->end))
				r->ok = diag_error(
				    r->diag,
				    (struct pos){r->file, r->line, r->col + (int)(p - r->p)},
				    "a control character in the text");
		}
	}
	cell->n = (size_t)(p - r->p) - closed;
	r->col += (int)(p - r->p);
	r->p = p;
	return closed;
}

static void quoted_cell(struct csv_reader *r, struct found *cell)
{
	struct pos quote = here(r);

	advance(r);
	cell->start = r->p;
	cell->at = here(r);
	if (!quoted_text(r, cell))
		r->ok = diag_error(r->diag, quote, "the quote is never closed");
	if (!at_cell_end(r))
		r->ok = diag_error(r->diag, here(r), "text after the closing quote of a cell");
	while (!at_cell_end(r))
		advance(r);
}

static void read_line(struct csv_reader *r)
{
	r->found.n = 0;
	for (;;) {
		struct found *cell = PUSH(r->arena, &r->found);

		*cell = (struct found){.start = r->p, .at = here(r)};
		if (r->p < r->end && *r->p == '"')
			quoted_cell(r, cell);
		else
			plain_cell(r, cell);
		if (at_line_end(r))
			break;
		advance(r); /* the comma */
	}
}

/* Takes the first of two quotes away, and returns. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '"')
			s++;
		if (*s != '\r')
			*to++ = *s;
	}
	*to = '\0';
}

/* The first n cells of the line that begins at `line`: one copy of it, cut into pieces. */
static void cut_line(const struct csv_reader *r, struct arena *a, const char *line,
		     struct cell *cells, size_t n)
{
	char *copy = arena_strn(a, line, (size_t)(r->p - line));

	for (size_t i = 0; i < n; i++) {
		const struct found *f = &r->found.v[i];
		char *text = copy + (f->start - line);

		text[f->n] = '\0';
		if (f->escaped)
			unescape(text);
		cells[i] = (struct cell){text, f->at};
	}
}

static void skip_blank_lines(struct csv_reader *r)
{
	while (r->p < r->end && at_line_end(r))
		skip_line_end(r);
}

static void read_head(struct csv_reader *r, struct csv *csv)
{
	const char *line = r->p;

	read_line(r);
	csv->columns = r->found.n;
	if (csv->columns > COLUMN_LIMIT) {
		r->ok = diag_error(r->diag, r->found.v[COLUMN_LIMIT].at, "more than %d columns",
				   COLUMN_LIMIT);
		csv->columns = COLUMN_LIMIT;
	}
	csv->head = NEWS(r->arena, struct cell, csv->columns);
	cut_line(r, r->arena, line, csv->head, csv->columns);
	skip_line_end(r);
	r->columns = csv->columns;
	r->cells = NEWS(r->arena, struct cell, r->columns);
	for (size_t i = 0; i < csv->columns; i++) {
		const struct cell *cell = &csv->head[i];

		if (!*cell->text)
			r->ok = diag_error(r->diag, cell->at, "the column has no name");
		for (size_t k = 0; *cell->text && k < i; k++)
			if (streq(cell->text, csv->head[k].text)) {
				r->ok = diag_error(r->diag, cell->at,
						   "the column stands twice: '%s'", cell->text);
				break;
			}
	}
}

/* A row as wide as the head: short ones are filled with cells at the end of the row. */
static void read_row(struct csv_reader *r, struct arena *a)
{
	const char *line = r->p;
	size_t n;

	read_line(r);
	n = r->found.n;
	if (n > r->columns) {
		r->ok = diag_error(r->diag, r->found.v[r->columns].at,
				   "more cells than columns: %zu, the head has %zu", n, r->columns);
		n = r->columns;
	}
	cut_line(r, a, line, r->cells, n);
	for (size_t i = n; i < r->columns; i++)
		r->cells[i] = (struct cell){"", r->found.v[n - 1].at};
	skip_line_end(r);
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
	*r = (struct csv_reader){.arena = a,
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
	skip_blank_lines(r);
	if (r->p == r->end)
		return false;
	*row = (struct row){r->cells, r->line};
	read_row(r, a);
	return true;
}

bool csv_ok(const struct csv_reader *r)
{
	return r->ok;
}

int csv_column(const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->columns; i++)
		if (streq(csv->head[i].text, name))
			return (int)i;
	return -1;
}
