/*
 * The content index: for each indicator of a reporting code the place in this brief, as a link that
 * the PDF completes with the page, or the issuer's explanation (`index:` of the brief).
 */
#include "doc/build.h"

enum { WHERE, COLUMNS };

static bool section_has(const struct section *s, const char *id)
{
	if (streq(s->id, id))
		return true;
	for (const struct block *block = s->first; block; block = block->next)
		if (streq(block->id, id))
			return true;
	return false;
}

/* The section that is or has the first of these ids, and which that was; the index stands after all
 * of them. */
static const struct section *find_place(const struct build *b, const struct value *ids,
					const char **id)
{
	for (size_t i = 0; ids && i < ids->n; i++) {
		*id = value_text(ids->items[i]);
		for (const struct section *s = b->doc->first; *id && s; s = s->next)
			if (section_has(s, *id))
				return s;
	}
	return NULL;
}

/* `needs:` a formula that must be disclosed, if only as zero, for the place to treat the indicator.
 */
static bool is_disclosed(struct build *b, const struct value *needs)
{
	const struct formula *f =
	    value_text(needs) ? build_formula(b, value_text(needs), needs->at) : NULL;

	return !needs || (f && build_figure(b, f, b->brief->period)->availability == AVAILABLE);
}

static void put_place(struct build *b, struct table *t, struct table_row *row,
		      const struct value *entry, const char *code)
{
	const struct value *explained = value_at(value_at(b->brief->settings, "index"), code);
	const char *id;
	const struct section *s = is_disclosed(b, value_at(entry, "needs"))
				      ? find_place(b, value_at(entry, "at"), &id)
				      : NULL;

	if (s) {
		row->cells[WHERE].text = s->label;
		t->links[row - t->rows] = id;
	} else {
		row->cells[WHERE].text = explained ? build_plain(b, explained)
						   : texts_word(b->printer.texts, "doc.index.none");
	}
}

static void add_entry(struct build *b, struct table *t, const struct value *v)
{
	const struct value *group = value_at(v, "group"), *code = value_at(v, "code");
	struct table_row *row = &t->rows[t->n_rows];
	const char *subject;

	if (!TEMPLATE_KEYS(b, v, "group", "code", "subject", "at", "needs"))
		return;
	if (group) {
		*row = (struct table_row){.kind = ROW_GROUP, .label = build_plain(b, group)};
		t->n_rows++;
		return;
	}
	if (!value_text(code)) {
		diag_error(b->diag, v->at, "an entry needs a 'code'");
		return;
	}
	subject = build_plain(b, value_at(v, "subject"));
	if (!subject) {
		diag_error(b->diag, v->at, "an entry needs a 'subject'");
		return;
	}
	*row =
	    (struct table_row){.label = arena_printf(b->arena, "%s  %s", value_text(code), subject),
			       .level = 1,
			       .cells = NEWS(b->arena, struct mark, COLUMNS)};
	put_place(b, t, row, v, value_text(code));
	t->n_rows++;
}

bool block_index(struct build *b, const struct value *v)
{
	const struct value *entries = value_at(v, "entries");
	const struct texts *words = b->printer.texts;
	struct table *t = NEW(b->arena, struct table);

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "name", "entries");
	b->block->kind = BLOCK_TABLE;
	b->block->as.table = t;
	t->caption = build_plain(b, value_at(v, "name"));
	t->dense = true;
	if (!t->caption || !entries || entries->kind != VALUE_LIST)
		return diag_error(b->diag, v->at,
				  "an index needs a 'name' and a list of 'entries'");
	t->n_columns = COLUMNS + 1;
	t->columns = NEWS(b->arena, struct column, t->n_columns);
	t->columns[0] = (struct column){.kind = COLUMN_LABEL, .head = t->caption};
	t->columns[1 + WHERE] =
	    (struct column){.kind = COLUMN_TEXT, .head = texts_word(words, "doc.index.where")};
	t->rows = NEWS(b->arena, struct table_row, entries->n);
	t->links = NEWS(b->arena, const char *, entries->n);
	for (size_t i = 0; i < entries->n; i++)
		add_entry(b, t, entries->items[i]);
	return t->n_rows > 0;
}
