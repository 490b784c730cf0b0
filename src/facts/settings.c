/* deliver.yaml: a table of keys, each with the function that reads its value. */
#include "facts/settings.h"

#include "base/file.h"
#include "load/yaml.h"

struct reading {
	struct arena *arena;
	struct diag *diag;
	const char *folder;
};

/* Writes what the value says to `to`, whose type is the reader's own. */
typedef bool read_value(struct reading *, const struct value *, void *to);

static bool read_text(struct reading *r, const struct value *v, void *to)
{
	struct setting *s = to;

	if (v->kind != VALUE_STRING || !v->text.n)
		return diag_error(r->diag, v->at, "expected a text, not %s",
				  v->kind == VALUE_STRING ? "an empty one"
							  : value_kind_name(v->kind));
	for (size_t i = 0; i < v->text.n; i++)
		if ((unsigned char)v->text.p[i] < ' ' || v->text.p[i] == 0x7f)
			return diag_error(r->diag, v->at, "control character in a setting");
	*s = (struct setting){value_text(v), v->at};
	return true;
}

/* Printable ASCII without what would end an attribute or start a query. */
static bool url_is_plain(const char *s)
{
	for (; *s; s++)
		if (*s <= ' ' || *s > '~' || strchr("\"'<>\\^`{|}?#", *s))
			return false;
	return true;
}

static bool read_url_of(struct reading *r, const struct value *v, struct setting *s,
			const char *const schemes[2])
{
	if (!read_text(r, v, s))
		return false;
	for (int i = 0; i < 2; i++) {
		size_t n = strlen(schemes[i]);

		if (strncmp(s->text, schemes[i], n) == 0 && s->text[n] && s->text[n] != '/' &&
		    url_is_plain(s->text))
			return true;
	}
	return diag_error(r->diag, v->at, "not an address that begins with %s or %s: '%s'",
			  schemes[0], schemes[1], s->text);
}

static bool read_web_url(struct reading *r, const struct value *v, void *to)
{
	static const char *const schemes[2] = {"https://", "http://"};

	return read_url_of(r, v, to, schemes);
}

static bool read_base_url(struct reading *r, const struct value *v, void *to)
{
	struct setting *s = to;
	size_t n;

	if (!read_web_url(r, v, s))
		return false;
	n = strlen(s->text);
	while (s->text[n - 1] == '/')
		n--;
	s->text = arena_strn(r->arena, s->text, n);
	return true;
}

static bool read_mail_url(struct reading *r, const struct value *v, void *to)
{
	static const char *const schemes[2] = {"smtps://", "smtp://"};

	return read_url_of(r, v, to, schemes);
}

static bool read_path(struct reading *r, const struct value *v, void *to)
{
	struct setting *s = to;

	if (!read_text(r, v, s))
		return false;
	if (s->text[0] != '/')
		s->text = path_join(r->arena, r->folder, s->text);
	return true;
}

/* One text for all languages, or a map by language. */
static bool read_names(struct reading *r, const struct value *v, void *to)
{
	struct names *names = to;
	struct setting text;
	bool ok = true;

	names->at = v->at;
	if (v->kind != VALUE_MAP) {
		if (!read_text(r, v, &text))
			return false;
		for (int i = 0; i < LANG_COUNT; i++)
			names->in[i] = text.text;
		return true;
	}
	for (size_t i = 0; i < v->n; i++) {
		int lang = lang_find(arena_strn(r->arena, v->keys[i].p, v->keys[i].n));

		if (lang < 0) {
			ok = diag_error(r->diag, v->key_at[i], "unknown language: '%.*s'",
					(int)v->keys[i].n, v->keys[i].p);
			continue;
		}
		if (read_text(r, v->items[i], &text))
			names->in[lang] = text.text;
		else
			ok = false;
	}
	return ok;
}

static bool read_count(struct reading *r, const struct value *v, void *to)
{
	enum { DIGITS = 6 };
	int *count = to, n = 0;

	if (v->kind != VALUE_NUMBER || v->text.n > DIGITS)
		return diag_error(r->diag, v->at, "not a whole number below a million");
	for (size_t i = 0; i < v->text.n; i++) {
		if (v->text.p[i] < '0' || v->text.p[i] > '9')
			return diag_error(r->diag, v->at, "not a whole number: '%s'",
					  value_text(v));
		n = n * 10 + (v->text.p[i] - '0');
	}
	*count = n;
	return true;
}

static bool read_keep(struct reading *r, const struct value *v, void *to)
{
	if (!read_count(r, v, to))
		return false;
	if (*(int *)to < 2)
		return diag_error(r->diag, v->at,
				  "expected at least 2 releases, or there is none to go back to");
	return true;
}

static bool read_bool(struct reading *r, const struct value *v, void *to)
{
	if (v->kind != VALUE_BOOL)
		return diag_error(r->diag, v->at, "expected true or false, not %s",
				  value_kind_name(v->kind));
	*(bool *)to = str_is(v->text, "true");
	return true;
}

/* A new key is a member in the header and a row here. */
static const struct key {
	const char *section, *name;
	read_value *read;
	size_t offset;
} keys[] = {
    {"site", "base_url", read_base_url, offsetof(struct settings, site.base_url)},
    {"site", "title", read_names, offsetof(struct settings, site.title)},
    {"site", "keep", read_keep, offsetof(struct settings, site.keep)},
    {"site", "grace", read_count, offsetof(struct settings, site.grace)},
    {"site", "venue", read_text, offsetof(struct settings, site.venue)},
    {"site", "rehearsal", read_bool, offsetof(struct settings, site.rehearsal)},
    {"mail", "server", read_mail_url, offsetof(struct settings, mail.server)},
    {"mail", "from", read_text, offsetof(struct settings, mail.from)},
    {"mail", "reply_to", read_text, offsetof(struct settings, mail.reply_to)},
    {"mail", "unsubscribe_url", read_web_url, offsetof(struct settings, mail.unsubscribe_url)},
    {"mail", "suppression", read_path, offsetof(struct settings, mail.suppression)},
    {"mail", "rate", read_count, offsetof(struct settings, mail.rate)},
};

static bool unknown_key(struct reading *r, const char *section, const char *name, struct pos at)
{
	const char *names[COUNT(keys)], *near;
	size_t n = 0;

	for (size_t i = 0; i < COUNT(keys); i++)
		if (streq(keys[i].section, section))
			names[n++] = keys[i].name;
	near = text_nearest(name, names, n);
	if (near)
		return diag_error(r->diag, at, "unknown key: '%s.%s'; did you mean '%s'?", section,
				  name, near);
	return diag_error(r->diag, at, "unknown key: '%s.%s'", section, name);
}

static bool read_key(struct reading *r, const char *section, const struct value *map, size_t at,
		     struct settings *s)
{
	const char *name = arena_strn(r->arena, map->keys[at].p, map->keys[at].n);

	for (size_t i = 0; i < COUNT(keys); i++)
		if (streq(keys[i].section, section) && streq(keys[i].name, name))
			return keys[i].read(r, map->items[at], (char *)s + keys[i].offset);
	return unknown_key(r, section, name, map->key_at[at]);
}

static bool read_section(struct reading *r, const struct value *root, size_t at, struct settings *s)
{
	const char *section = arena_strn(r->arena, root->keys[at].p, root->keys[at].n);
	const struct value *map = root->items[at];
	bool ok = true;

	if (!streq(section, "site") && !streq(section, "mail"))
		return diag_error(r->diag, root->key_at[at],
				  "unknown key: '%s'; expected site or mail", section);
	if (map->kind != VALUE_MAP)
		return diag_error(r->diag, map->at, "expected a map, not %s",
				  value_kind_name(map->kind));
	for (size_t i = 0; i < map->n; i++)
		ok &= read_key(r, section, map, i, s);
	return ok;
}

bool settings_load(struct arena *a, struct diag *d, const char *folder, struct settings *s)
{
	struct reading r = {a, d, folder};
	const struct value *root;
	struct str bytes;
	bool ok = true;

	*s = (struct settings){
	    .file = path_join(a, folder, "deliver.yaml"),
	    .site = {.keep = KEEP_DEFAULT, .grace = GRACE_DEFAULT},
	    .mail = {.rate = RATE_DEFAULT},
	};
	if (!path_exists(s->file))
		return true;
	if (!file_read(a, d, s->file, &bytes))
		return false;
	diag_source(d, s->file, bytes);
	root = yaml_read(a, d, s->file, bytes);
	if (!root)
		return false;
	if (root->kind != VALUE_MAP)
		return diag_error(d, root->at, "expected a map, not %s",
				  value_kind_name(root->kind));
	for (size_t i = 0; i < root->n; i++)
		ok &= read_section(&r, root, i, s);
	return ok;
}

bool setting_needed(struct diag *d, const struct settings *s, const struct setting *setting,
		    const char *name)
{
	if (setting->text)
		return true;
	return diag_error(d, (struct pos){.file = s->file}, "missing key: '%s'", name);
}
