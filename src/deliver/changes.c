/* What a correction changed: two brief.json compared by figure id. */
#include "deliver/changes.h"

#include "load/json.h"

static const struct value *figures_of(struct arena *a, struct diag *d, struct str json)
{
	const struct value *root = json_read(a, d, "brief.json", json),
			   *figures = value_at(root, "figures");

	if (root && (!figures || figures->kind != VALUE_MAP))
		diag_error(d, (struct pos){.file = "brief.json"}, "no figures in it");
	return figures && figures->kind == VALUE_MAP ? figures : NULL;
}

static const char *member(const struct value *figure, const char *key)
{
	return value_text(value_at(figure, key));
}

/* The two lists are nearly the same, so the search starts where the last one ended. */
static const struct value *find(const struct value *map, struct str key, size_t *hint)
{
	for (size_t i = 0; i < map->n; i++) {
		size_t at = (*hint + i) % map->n;

		if (map->keys[at].n == key.n && memcmp(map->keys[at].p, key.p, key.n) == 0) {
			*hint = at + 1;
			return map->items[at];
		}
	}
	return NULL;
}

static void add(struct arena *a, struct changes *list, struct str id, const struct value *from,
		const struct value *to)
{
	const char *label = member(to ? to : from, "label");

	*PUSH(a, list) = (struct change){
	    .figure = arena_strn(a, id.p, id.n),
	    .label = label ? label : arena_strn(a, id.p, id.n),
	    .from = from ? member(from, "text") : NULL,
	    .to = to ? member(to, "text") : NULL,
	};
}

static bool same_text(const struct value *x, const struct value *y)
{
	const char *a = member(x, "text"), *b = member(y, "text");

	return a && b ? streq(a, b) : a == b;
}

bool changes_find(struct arena *a, struct diag *d, struct str older, struct str newer,
		  struct changes *list)
{
	const struct value *from = figures_of(a, d, older), *to = figures_of(a, d, newer);
	size_t hint = 0;

	*list = (struct changes){0};
	if (!from || !to)
		return false;
	for (size_t i = 0; i < to->n; i++) {
		const struct value *old = find(from, to->keys[i], &hint);

		if (!old || !same_text(old, to->items[i]))
			add(a, list, to->keys[i], old, to->items[i]);
	}
	hint = 0;
	for (size_t i = 0; i < from->n; i++)
		if (!find(to, from->keys[i], &hint))
			add(a, list, from->keys[i], from->items[i], NULL);
	return true;
}
