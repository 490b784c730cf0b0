/* The program's own words in one language. */
#include "facts/texts.h"

#include "base/file.h"
#include "facts/map.h"
#include "load/yaml.h"

struct texts {
	struct arena *arena;
	struct diag *diag;
	enum lang lang;
	const char *file;          /* the shipped one, for messages */
	struct str bytes;          /* of it */
	const struct texts *under; /* what a key is looked up in that is not here; or NULL */
	struct map keys;           /* -> index in texts */
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

static const char *find(const struct texts *t, const char *key)
{
	size_t i = map_find(&t->keys, key);

	if (i != MAP_NONE)
		return t->texts.v[i];
	return t->under ? find(t->under, key) : NULL;
}

/* A file has each key once. */
static bool add_file(struct texts *t, const char *path)
{
	const struct value *map;

	if (!file_read(t->arena, t->diag, path, &t->bytes) ||
	    !(map = yaml_read(t->arena, t->diag, path, t->bytes)))
		return false;
	if (map->kind != VALUE_MAP)
		return diag_error(t->diag, map->at, "the texts must be a map, not %s",
				  value_kind_name(map->kind));
	for (size_t i = 0; i < map->n; i++) {
		const char *text = value_text(map->items[i]);

		if (!text)
			diag_error(t->diag, map->items[i]->at, "the text of '%s' is %s",
				   map->keys[i].p, value_kind_name(map->items[i]->kind));
		else if (t->under && !find(t->under, map->keys[i].p))
			diag_error(t->diag, map->key_at[i], "unknown text: '%s'", map->keys[i].p);
		else
			add_text(t, map->keys[i].p, text);
	}
	return true;
}

static const char *file_name(struct arena *a, const char *folder, enum lang lang)
{
	return path_join(a, folder, arena_printf(a, "assets/texts/%s.yaml", lang_tags[lang]));
}

struct texts *texts_shipped(struct arena *a, struct diag *d, const char *shipped, enum lang lang)
{
	struct texts *t = NEW(a, struct texts);

	*t = (struct texts){
	    .arena = a, .diag = d, .lang = lang, .file = file_name(a, shipped, lang)};
	add_file(t, t->file);
	return t;
}

struct texts *texts_over(struct arena *a, struct diag *d, const char *folder,
			 const struct texts *under)
{
	const char *own = file_name(a, folder, under->lang);
	struct texts *t = NEW(a, struct texts);

	*t = (struct texts){
	    .arena = a, .diag = d, .lang = under->lang, .file = under->file, .under = under};
	diag_source(d, under->file, under->bytes);
	if (path_exists(own))
		add_file(t, own);
	return t;
}

struct texts *texts_load(struct arena *a, struct diag *d, const char *folder, const char *shipped,
			 enum lang lang)
{
	return texts_over(a, d, folder, texts_shipped(a, d, shipped, lang));
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
	const char *text = find(t, key);

	return text ? text : report_missing((struct texts *)t, key);
}

enum lang texts_lang(const struct texts *t)
{
	return t->lang;
}
