/* Are two trees of values the same, with the places where they stood? */
#ifndef TESTS_SAME_VALUE_H
#define TESTS_SAME_VALUE_H

#include "load/value.h"

static inline bool same_text(struct str a, struct str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0 && !a.p[a.n];
}

static inline bool same_pos(struct pos a, struct pos b)
{
	return a.line == b.line && a.col == b.col;
}

static inline bool same_value(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->n != b->n || !same_pos(a->at, b->at))
		return false;
	if (a->kind != VALUE_LIST && a->kind != VALUE_MAP)
		return same_text(a->text, b->text);
	for (size_t i = 0; i < a->n; i++)
		if (!same_value(a->items[i], b->items[i]) ||
		    (a->kind == VALUE_MAP &&
		     (!same_text(a->keys[i], b->keys[i]) || !same_pos(a->key_at[i], b->key_at[i]))))
			return false;
	return true;
}

#endif
