/* The value tree: looking up and building.  See value.h for who owns what. */
#include "load/value.h"

const char *value_kind_name(enum value_kind kind)
{
	static const char *const names[] = {
	    [VALUE_NULL] = "nothing",    [VALUE_BOOL] = "true or false",
	    [VALUE_NUMBER] = "a number", [VALUE_STRING] = "a text",
	    [VALUE_LIST] = "a list",     [VALUE_MAP] = "a map",
	    [VALUE_LAMBDA] = "a lambda", [VALUE_LATER] = "a text",
	};

	return names[kind];
}

/* Index of a key, or n. */
static size_t key_index(const struct value *map, struct str key)
{
	size_t i = 0;

	while (i < map->n && (map->keys[i].n != key.n || memcmp(map->keys[i].p, key.p, key.n) != 0))
		i++;
	return i;
}

const struct value *value_at(const struct value *map, const char *key)
{
	size_t i;

	if (!map || map->kind != VALUE_MAP)
		return NULL;
	i = key_index(map, str_of(key));
	return i < map->n ? map->items[i] : NULL;
}

const char *value_text(const struct value *v)
{
	if (!v || (v->kind != VALUE_STRING && v->kind != VALUE_NUMBER && v->kind != VALUE_BOOL))
		return NULL;
	return v->text.p;
}

static struct value *value_new(struct arena *a, enum value_kind kind)
{
	struct value *v = NEW(a, struct value);

	v->kind = kind;
	return v;
}

struct value *value_map(struct arena *a)
{
	return value_new(a, VALUE_MAP);
}

struct value *value_list(struct arena *a)
{
	return value_new(a, VALUE_LIST);
}

struct value *value_list_of(struct arena *a, const struct value_source *source, size_t n)
{
	struct value *v = value_list(a);

	v->source = source;
	v->n = n;
	return v;
}

struct value *value_later(struct arena *a, const struct value_source *source, size_t i)
{
	struct value *v = value_new(a, VALUE_LATER);

	v->source = source;
	v->n = i;
	return v;
}

const struct value *value_item(const struct value *list, struct arena *a, size_t i)
{
	return list->source ? list->source->item(list->source->ctx, a, i) : list->items[i];
}

struct value *value_string(struct arena *a, const char *s)
{
	struct value *v = value_new(a, VALUE_STRING);

	v->text = str_of(s);
	return v;
}

struct value *value_bool(struct arena *a, bool b)
{
	static struct value values[] = {{.kind = VALUE_BOOL, .text = {"false", 5}},
					{.kind = VALUE_BOOL, .text = {"true", 4}}};

	(void)a;
	return &values[b];
}

enum { KEYS = 8, ITEMS = 4 }; /* what most maps and lists of a view have */

/* Room for one more.  The capacity is not stored: it is `first`, then the next power of two. */
static void *room(struct arena *a, void *old, size_t n, size_t size, size_t first)
{
	bool full = n == 0 || (n >= first && (n & (n - 1)) == 0);
	void *grown;

	if (!full)
		return old;
	grown = arena_alloc_array(a, n ? 2 * n : first, size);
	if (n)
		memcpy(grown, old, n * size);
	return grown;
}

void value_set(struct arena *a, struct value *map, const char *key, struct value *v)
{
	struct str name = str_of(key);
	size_t i = key_index(map, name);

	if (i == map->n) {
		map->keys = room(a, map->keys, map->n, sizeof *map->keys, KEYS);
		map->items = room(a, map->items, map->n, sizeof(struct value *), KEYS);
		map->keys[map->n++] = name;
	}
	map->items[i] = v;
}

void value_add(struct arena *a, struct value *list, struct value *v)
{
	list->items = room(a, list->items, list->n, sizeof(struct value *), ITEMS);
	list->items[list->n++] = v;
}
