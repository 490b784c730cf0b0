/* recipients.csv: rows to recipients, each mailbox once. */
#include "deliver/recipients.h"

#include <stdlib.h>

#include "base/file.h"
#include "facts/lang.h"
#include "load/csv.h"

struct columns {
	int address, name, language, format;
};

static bool read_head(struct diag *d, const struct csv *csv, struct columns *c)
{
	static const char *const known[] = {"address", "name", "language", "format"};

	*c = (struct columns){csv_column(csv, known[0]), csv_column(csv, known[1]),
			      csv_column(csv, known[2]), csv_column(csv, known[3])};
	for (size_t i = 0; i < csv->columns; i++) {
		bool found = false;

		for (size_t k = 0; k < COUNT(known); k++)
			found |= streq(csv->head[i].text, known[k]);
		if (!found)
			diag_warn(d, csv->head[i].at, "column not used: '%s'", csv->head[i].text);
	}
	return c->address >= 0 ||
	       diag_error(d, (struct pos){csv->file, 1, 1}, "missing column: 'address'");
}

static struct str cell_text(struct cell c)
{
	return str_trim(str_of(c.text));
}

static bool read_name(struct arena *a, struct diag *d, struct cell c, const char **name)
{
	struct str s = cell_text(c);

	if (!header_text_ok(str_of(c.text)))
		return diag_error(d, c.at, "control character or line break in a name");
	*name = s.n ? arena_strn(a, s.p, s.n) : "";
	return true;
}

static bool read_language(struct diag *d, struct cell c, int *lang)
{
	*lang = *c.text ? lang_find(c.text) : -1;
	return !*c.text || *lang >= 0 || diag_error(d, c.at, "unknown language: '%s'", c.text);
}

static bool read_format(struct diag *d, struct cell c, bool *link)
{
	*link = streq(c.text, "link");
	return !*c.text || *link || streq(c.text, "attach") ||
	       diag_error(d, c.at, "expected attach or link: '%s'", c.text);
}

/* A control character is looked for before blanks are trimmed, or a line break at an end would
 * pass. */
static bool read_address(struct arena *a, struct arena *scratch, struct diag *d, struct cell c,
			 struct recipient *r)
{
	const char *why = "control character or line break in an address";
	struct address parsed;

	r->at = c.at;
	if (!header_text_ok(str_of(c.text)) || !address_parse(scratch, cell_text(c), &parsed, &why))
		return diag_error(d, c.at, "%s: '%s'", why, c.text);
	r->address.mailbox = arena_str(a, parsed.mailbox);
	r->address.key =
	    streq(parsed.key, parsed.mailbox) ? r->address.mailbox : arena_str(a, parsed.key);
	return true;
}

static bool read_row(struct arena *a, struct arena *scratch, struct diag *d, const struct csv *csv,
		     const struct columns *c, const struct row *row, struct recipient *r)
{
	bool ok = read_address(a, scratch, d, csv_cell(csv, row, c->address), r);

	ok &= read_name(a, d, csv_cell(csv, row, c->name), &r->name);
	ok &= read_language(d, csv_cell(csv, row, c->language), &r->lang);
	return read_format(d, csv_cell(csv, row, c->format), &r->link) && ok;
}

static int by_key(const void *x, const void *y)
{
	const struct recipient *a = *(const struct recipient *const *)x;
	const struct recipient *b = *(const struct recipient *const *)y;
	int order = strcmp(a->address.key, b->address.key);

	return order ? order : (a > b) - (a < b);
}

/* Sorts pointers, so that the rows keep the order of the file; a row that goes loses its line. */
static void drop_repeats(struct arena *a, struct diag *d, struct recipients *list)
{
	struct recipient **sorted = NEWS(a, struct recipient *, list->n);
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++)
		sorted[i] = &list->v[i];
	if (list->n)
		qsort(sorted, list->n, sizeof *sorted, by_key);
	for (size_t first = 0, i = 1; i < list->n; i++) {
		if (!streq(sorted[first]->address.key, sorted[i]->address.key)) {
			first = i;
			continue;
		}
		diag_warn(d, sorted[i]->at, "the address of line %d again, mailed once: '%s'",
			  sorted[first]->at.line, sorted[i]->address.mailbox);
		sorted[i]->at.line = 0;
	}
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].at.line)
			list->v[kept++] = list->v[i];
	list->n = kept;
}

/* Room for as many as there are lines: an array that grows leaves its smaller selves in the arena.
 */
static void make_room(struct arena *a, struct str bytes, struct recipients *list)
{
	list->cap = 1;
	for (size_t i = 0; i < bytes.n; i++)
		list->cap += bytes.p[i] == '\n';
	list->v = NEWS(a, struct recipient, list->cap);
}

static bool read_rows(struct arena *a, struct diag *d, struct csv_reader *reader,
		      const struct csv *head, const struct columns *c, struct recipients *list)
{
	struct arena *scratch = arena_new();
	bool ok = true;

	for (struct row row; csv_next(reader, scratch, &row); arena_empty(scratch)) {
		struct recipient r = {0};

		if (read_row(a, scratch, d, head, c, &row, &r))
			*PUSH(a, list) = r;
		else
			ok = false;
	}
	arena_free(scratch);
	return ok && csv_ok(reader);
}

bool recipients_load(struct arena *a, struct diag *d, const char *file, struct recipients *list)
{
	struct csv_reader *reader;
	struct columns c;
	struct str bytes;
	struct csv head;
	bool ok;

	if (!file_read(a, d, file, &bytes))
		return false;
	reader = csv_begin(a, d, file, bytes, &head);
	if (!reader || !read_head(d, &head, &c))
		return false;
	make_room(a, bytes, list);
	ok = read_rows(a, d, reader, &head, &c, list);
	drop_repeats(a, d, list);
	return ok;
}
