/*
 * What changed against an earlier brief (`against:` of the brief): the place that the report fills
 * once the document is whole.  Until then it says that nothing did.
 */
#include "doc/build.h"

bool block_changes(struct build *b, const struct value *v)
{
	struct text *none = NEW(b->arena, struct text);
	struct table *t = NEW(b->arena, struct table);

	TEMPLATE_KEYS(b, v, BLOCK_KEYS, "name");
	t->caption = build_plain(b, value_at(v, "name"));
	if (!t->caption)
		return diag_error(b->diag, v->at, "a table needs a 'name'");
	if (!b->brief->against)
		return false;
	if (b->doc->changes)
		return diag_error(b->diag, v->at, "a brief shows what changed once");
	text_add(b, none,
		 (struct span){.text = texts_word(b->printer.texts, "doc.changes.nothing")});
	b->block->kind = BLOCK_PROSE;
	b->block->as.prose.v = none;
	b->block->as.prose.n = 1;
	b->doc->changes = b->block;
	b->doc->changes_table = t;
	return true;
}
