/*
 * CSV files whose columns are known, and the small readings that all of them need: trimmed cells,
 * one of a set of words, units.
 */
#include "facts/loader.h"

#include "base/file.h"

const char *const severity_words[3] = {"note", "warning", "error"};
const char *const qualifier_words[6] = {"", "about", "over", "under", "at_most", "at_least"};
const char *const status_words[3] = {"actual", "target", "guidance"};

bool report_unknown(struct diag *d, struct pos at, const char *what, const char *word,
		    const char *const *words, size_t n)
{
	const char *nearest = diag_is_full(d) ? NULL : text_nearest(word, words, n);

	if (nearest)
		return diag_error(d, at, "unknown %s: '%s' (did you mean '%s'?)", what, word,
				  nearest);
	return diag_error(d, at, "unknown %s: '%s'", what, word);
}

int cell_choice(struct loader *l, struct cell cell, const char *what, const char *const *words,
		size_t n, int fallback)
{
	if (!*cell.text)
		return fallback;
	for (size_t i = 0; i < n; i++)
		if (streq(cell.text, words[i]))
			return (int)i;
	report_unknown(l->diag, cell.at, what, cell.text, words, n);
	return -1;
}

struct cell cell_trim(struct arena *a, struct cell cell)
{
	struct str all = str_of(cell.text), s;

	if (all.n && cell.text[0] > ' ' && cell.text[all.n - 1] > ' ')
		return cell;
	s = str_trim(all);
	if (s.n == all.n)
		return cell;
	if (s.n)
		cell.at.col += (int)(s.p - all.p);
	return (struct cell){arena_strn(a, s.p, s.n), cell.at};
}

bool row_is_empty(const struct csv *csv, const struct row *row)
{
	for (size_t i = 0; i < csv->columns; i++)
		if (str_trim(str_of(row->cells[i].text)).n)
			return false;
	return true;
}

static bool place_columns(struct loader *l, struct table *t, const char *const *columns, size_t n,
			  size_t required)
{
	bool complete = true;

	for (size_t k = 0; k < n; k++) {
		t->at[k] = csv_column(&t->csv, columns[k]);
		if (k < required && t->at[k] < 0)
			complete = diag_error(l->diag, (struct pos){t->csv.file, 1, 1},
					      "missing column: '%s'", columns[k]);
	}
	for (size_t i = 0; i < t->csv.columns; i++) {
		const struct cell *head = &t->csv.head[i];
		size_t k = 0;

		while (k < n && !streq(head->text, columns[k]))
			k++;
		if (k == n && *head->text)
			report_unknown(l->diag, head->at, "column", head->text, columns, n);
	}
	return complete;
}

bool table_open(struct loader *l, const char *folder, const char *name, const char *const *columns,
		size_t n, size_t required, struct table *t)
{
	const char *path = path_join(l->arena, folder, name);
	struct str bytes;

	if (!path_exists(path) || !file_read(l->arena, l->diag, path, &bytes))
		return false;
	t->reader = csv_begin(l->arena, l->diag, path, bytes, &t->csv);
	return t->reader && place_columns(l, t, columns, n, required);
}

/* Blank rows, as spreadsheets leave them behind, are passed over. */
bool table_next(struct loader *l, struct table *t)
{
	do {
		if (!csv_next(t->reader, l->arena, &t->row))
			return false;
	} while (row_is_empty(&t->csv, &t->row));
	return true;
}

struct cell table_cell(const struct loader *l, const struct table *t, int column)
{
	struct cell cell = csv_cell(&t->csv, &t->row, t->at[column]);

	return *cell.text ? cell_trim(l->arena, cell) : cell;
}

const char *table_text(const struct loader *l, const struct table *t, int column)
{
	const char *text = table_cell(l, t, column).text;

	return *text ? text : NULL;
}

const struct unit *loader_unit(struct loader *l, struct cell cell)
{
	size_t known = map_find(&l->unit_texts, cell.text);
	struct unit *u;
	struct str wrong;

	if (known != MAP_NONE)
		return l->units.v[known];
	u = NEW(l->arena, struct unit);
	if (!unit_parse(l->arena, cell.text, u, &wrong)) {
		diag_error(l->diag, cell.at, "unknown unit: '%.*s'", (int)wrong.n, wrong.p);
		return NULL;
	}
	map_set(l->arena, &l->unit_texts, cell.text, l->units.n);
	*PUSH(l->arena, &l->units) = u;
	return u;
}
