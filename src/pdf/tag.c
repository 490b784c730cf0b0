/* Structure elements: a tree in reading order. */
#include "pdf/tag.h"

struct tag *tag_new(struct arena *a, struct tag *parent, const char *type)
{
	struct tag *t = NEW(a, struct tag);

	t->type = type;
	t->parent = parent;
	if (!parent)
		return t;
	if (parent->last)
		parent->last->next = t;
	else
		parent->first = t;
	parent->last = t;
	return t;
}
