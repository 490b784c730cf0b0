/*
 * A table of words that the issuer gives with the brief, such as how it judges climate risks by
 * scenario: options.NAME with `heads` and `rows` of texts.  Numbers have no place here; they are
 * figures.
 */
#include "doc/build.h"

static const char *text_at(struct build *b, const struct value *v)
{
	const char *s = build_plain(b, v);

	if (!s)
		diag_error(b->diag, v->at, "expected a text");
	return s ? s : "";
}

static void add_row(struct build *b, struct table *t, const struct value *v)
{
	struct table_row *row = &t->rows[t->n_rows++];

	if (v->kind != VALUE_LIST || v->n != t->n_columns) {
		diag_error(b->diag, v->at, "expected a list of %zu texts, one for each head",
			   t->n_columns);
		return;
	}
	row->label = text_at(b, v->items[0]);
	row->cells = NEWS(b->arena, struct mark, t->n_columns - 1);
	for (size_t c = 1; c < t->n_columns; c++)
		row->cells[c - 1].text = text_at(b, v->items[c]);
}

bool block_words(struct build *b, const struct value *v)
{
	const struct value *from = value_at(v, "from"), *words, *heads, *rows;
	struct table *t = NEW(b->arena, struct table);

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "name", "from");
	if (!value_text(from))
		return diag_error(b->diag, v->at, "expected the name of an option under 'from'");
	words = value_at(value_at(b->brief->settings, "options"), value_text(from));
	if (!words)
		return false;
	heads = value_at(words, "heads");
	rows = value_at(words, "rows");
	if (!TEMPLATE_KEYS(b, words, "heads", "rows") || !heads || heads->kind != VALUE_LIST ||
	    !heads->n || !rows || rows->kind != VALUE_LIST)
		return diag_error(b->diag, words->at, "expected lists under 'heads' and 'rows'");
	b->block->kind = BLOCK_TABLE;
	b->block->as.table = t;
	t->caption = build_plain(b, value_at(v, "name"));
	t->n_columns = heads->n;
	t->columns = NEWS(b->arena, struct column, heads->n);
	for (size_t c = 0; c < heads->n; c++)
		t->columns[c] = (struct column){.kind = c ? COLUMN_TEXT : COLUMN_LABEL,
						.head = text_at(b, heads->items[c])};
	if (t->caption) /* as in every table, its name stands over the labels */
		t->columns[0].head = t->caption;
	t->rows = NEWS(b->arena, struct table_row, rows->n);
	for (size_t i = 0; i < rows->n; i++)
		add_row(b, t, rows->items[i]);
	return t->n_rows > 0;
}
