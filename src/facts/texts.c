/* The program's own words in one language. */
#include "facts/texts.h"

#include "base/file.h"
#include "facts/map.h"
#include "load/yaml.h"

struct texts {
	struct arena *arena;
	struct diag *diag;
	enum lang lang;
	const char *file; /* the shipped one, for messages */
	struct map keys;  /* -> index in texts */
	struct {
		const char **v;
		size_t n, cap;
	} texts;
};

static void add_text(struct texts *t, const char *key, const char *text)
{
	map_set(t->arena, &t->keys, key, t->texts.n);
	*PUSH(t->arena, &t->texts) = text;
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

		if (!text)
			diag_error(t->diag, map->items[i]->at, "the text of '%s' is %s",
				   map->keys[i].p, value_kind_name(map->items[i]->kind));
		else if (own && map_find(&t->keys, map->keys[i].p) == MAP_NONE)
			diag_error(t->diag, map->key_at[i], "unknown text: '%s'", map->keys[i].p);
		else
			add_text(t, map->keys[i].p, text);
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
	if (path_exists(own))
		add_file(t, own, true);
	return t;
}

/* A missing key is remembered as its own text, so that it is reported once. */
static const char *report_missing(struct texts *t, const char *key)
{
	diag_error(t->diag, (struct pos){.file = t->file}, "missing text: '%s'", key);
	key = arena_str(t->arena, key);
	add_text(t, key, key);
	return key;
}

const char *texts_word(const struct texts *t, const char *key)
{
	size_t i = map_find(&t->keys, key);

	return i == MAP_NONE ? report_missing((struct texts *)t, key) : t->texts.v[i];
}

enum lang texts_lang(const struct texts *t)
{
	return t->lang;
}
