/* The program's own words in one language. */
#include "facts/texts.h"

#include <stdlib.h>

#include "base/file.h"
#include "load/yaml.h"

struct entry {
	const char *key, *text;
};

struct texts {
	struct arena *arena;
	struct diag *diag;
	enum lang lang;
	const char *file; /* the shipped one, for messages */
	struct {
		struct entry *v;
		size_t n, cap;
	} entries; /* sorted by key */
};

static int by_key(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	return strcmp(a->key, b->key);
}

static struct entry *entry_of(const struct texts *t, const char *key)
{
	struct entry wanted = {key, NULL};

	if (!t->entries.n)
		return NULL;
	return bsearch(&wanted, t->entries.v, t->entries.n, sizeof wanted, by_key);
}

/* A key of the second file replaces that of the first; both files have each key once. */
static bool add_file(struct texts *t, const char *path, bool own)
{
	const struct value *map;
	struct str bytes;

	if (!file_read(t->arena, t->diag, path, &bytes) ||
	    !(map = yaml_read(t->arena, t->diag, path, bytes)))
		return false;
	if (map->kind != VALUE_MAP)
		return diag_error(t->diag, map->at, "the texts must be a map, not %s",
				  value_kind_name(map->kind));
	for (size_t i = 0; i < map->n; i++) {
		const char *text = value_text(map->items[i]);
		struct entry *same = own ? entry_of(t, map->keys[i].p) : NULL;

		if (!text)
			diag_error(t->diag, map->items[i]->at, "the text of '%s' is %s",
				   map->keys[i].p, value_kind_name(map->items[i]->kind));
		else if (same)
			same->text = text;
		else if (own)
			diag_error(t->diag, map->key_at[i], "unknown text: '%s'", map->keys[i].p);
		else
			*PUSH(t->arena, &t->entries) = (struct entry){map->keys[i].p, text};
	}
	return true;
}

struct texts *texts_load(struct arena *a, struct diag *d, const char *folder, const char *shipped,
			 enum lang lang)
{
	const char *name = arena_printf(a, "assets/texts/%s.yaml", lang_tags[lang]);
	const char *own = path_join(a, folder, name);
	struct texts *t = NEW(a, struct texts);

	*t = (struct texts){
	    .arena = a, .diag = d, .lang = lang, .file = path_join(a, shipped, name)};
	add_file(t, t->file, false);
	if (t->entries.n)
		qsort(t->entries.v, t->entries.n, sizeof *t->entries.v, by_key);
	if (path_exists(own))
		add_file(t, own, true);
	return t;
}

/* A missing key is remembered as its own text, so that it is reported once. */
static const char *report_missing(struct texts *t, const char *key)
{
	diag_error(t->diag, (struct pos){.file = t->file}, "missing text: '%s'", key);
	*PUSH(t->arena, &t->entries) =
	    (struct entry){arena_str(t->arena, key), arena_str(t->arena, key)};
	qsort(t->entries.v, t->entries.n, sizeof *t->entries.v, by_key);
	return entry_of(t, key)->text;
}

const char *texts_word(const struct texts *t, const char *key)
{
	const struct entry *e = entry_of(t, key);

	return e ? e->text : report_missing((struct texts *)t, key);
}

enum lang texts_lang(const struct texts *t)
{
	return t->lang;
}
