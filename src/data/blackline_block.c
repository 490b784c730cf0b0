/* The blackline as a table of the brief itself: earlier and now, by what became of each figure. */
#include "data/blackline.h"

static void add_row(const struct doc *d, struct table *t, size_t *cap, struct table_row row)
{
	if (t->n_rows == *cap) {
		size_t more = *cap ? *cap * 2 : 32;
		struct table_row *rows = NEWS(d->arena, struct table_row, more);

		if (t->n_rows)
			memcpy(rows, t->rows, t->n_rows * sizeof *rows);
		t->rows = rows;
		*cap = more;
	}
	t->rows[t->n_rows++] = row;
}

/* The id of the figure without the form that it is printed in: "revenue@2025Q3" of
 * "revenue@2025Q3:million". */
static size_t figure_of(const char *gid)
{
	const char *at = strchr(gid, '@');

	return at ? (size_t)(at - gid) + strcspn(at, ":") : strlen(gid);
}

/* A figure that is printed in several forms stands once. */
static bool is_listed(const struct changes *changes, size_t i)
{
	const struct change *c = &changes->v[i];
	size_t n = figure_of(c->figure);

	for (size_t k = 0; k < i; k++)
		if (changes->v[k].kind == c->kind && figure_of(changes->v[k].figure) == n &&
		    memcmp(changes->v[k].figure, c->figure, n) == 0)
			return true;
	return false;
}

static void add_change(const struct doc *d, const struct texts *texts, struct table *t, size_t *cap,
		       const struct change *c)
{
	const char *nothing = texts_word(texts, "doc.changes.not_shown");
	struct mark *cells = NEWS(d->arena, struct mark, 2);

	cells[0] = (struct mark){c->from ? c->from : nothing, NULL};
	cells[1] = (struct mark){c->to ? c->to : nothing, c->to ? c->figure : NULL};
	add_row(d, t, cap, (struct table_row){.level = 1, .label = c->label, .cells = cells});
}

void blackline_fill(struct doc *d, const struct texts *texts, const struct changes *changes)
{
	static const char *const heads[] = {[CHANGE_ADDED] = "doc.changes.added",
					    [CHANGE_REMOVED] = "doc.changes.removed",
					    [CHANGE_TEXT] = "doc.changes.changed",
					    [CHANGE_VALUE] = "doc.changes.value",
					    [CHANGE_SOURCE] = "doc.changes.source"};
	static const enum change_kind order[] = {CHANGE_TEXT, CHANGE_VALUE, CHANGE_SOURCE,
						 CHANGE_ADDED, CHANGE_REMOVED};
	static const char *const columns[] = {NULL, "doc.changes.earlier", "doc.changes.now"};
	struct table *t = d->changes_table;
	size_t cap = 0;

	for (size_t k = 0; k < COUNT(order); k++) {
		bool any = false;

		for (size_t i = 0; i < changes->n; i++) {
			if (changes->v[i].kind != order[k] || is_listed(changes, i))
				continue;
			if (!any)
				add_row(d, t, &cap,
					(struct table_row){.kind = ROW_GROUP,
							   .label =
							       texts_word(texts, heads[order[k]])});
			any = true;
			add_change(d, texts, t, &cap, &changes->v[i]);
		}
	}
	if (!t->n_rows)
		return;
	t->n_columns = 3;
	t->columns = NEWS(d->arena, struct column, t->n_columns);
	t->columns[0] = (struct column){.kind = COLUMN_LABEL, .head = t->caption};
	for (size_t c = 1; c < t->n_columns; c++)
		t->columns[c] =
		    (struct column){.kind = COLUMN_TEXT, .head = texts_word(texts, columns[c])};
	t->dense = true;
	d->changes->kind = BLOCK_TABLE;
	d->changes->as.table = t;
}
