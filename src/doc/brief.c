/* briefs/ID.yaml and the template it names. */
#include "doc/brief.h"

#include "base/file.h"
#include "load/yaml.h"

bool brief_list(struct arena *a, struct diag *d, const char *project, const char *const **ids,
		size_t *n)
{
	const char **names;
	const char *folder = path_join(a, project, "briefs");

	if (!dir_list(a, d, folder, ".yaml", &names, n))
		return false;
	for (size_t i = 0; i < *n; i++)
		names[i] = arena_strn(a, names[i], strlen(names[i]) - strlen(".yaml"));
	*ids = names;
	return *n || diag_error(d, (struct pos){.file = folder},
				"no brief here: expected a file ID.yaml");
}

static struct value *read_yaml(struct arena *a, struct diag *d, const char *path)
{
	struct str bytes;

	if (!file_read(a, d, path, &bytes))
		return NULL;
	diag_source(d, path, bytes);
	return yaml_read(a, d, path, bytes);
}

static bool known_keys(struct diag *d, const struct value *v)
{
	static const char *const keys[] = {
	    "template", "period",       "compare", "languages", "embargo", "issued",  "options",
	    "periods",  "explanations", "index",   "differs",   "against", "sections"};
	bool ok = true;

	if (v->kind != VALUE_MAP)
		return diag_error(d, v->at, "expected a map, not %s", value_kind_name(v->kind));
	for (size_t i = 0; i < v->n; i++) {
		bool known = false;

		for (size_t k = 0; k < COUNT(keys); k++)
			known |= str_is(v->keys[i], keys[k]);
		if (!known)
			ok = diag_error(d, v->key_at[i], "unknown key: '%.*s'", (int)v->keys[i].n,
					v->keys[i].p);
	}
	return ok;
}

static bool read_period(struct diag *d, const struct facts *facts, const struct value *v,
			struct period *p)
{
	if (value_text(v) && period_parse(facts->issuer.calendar, value_text(v), p))
		return true;
	return diag_error(d, v->at, "not a period: '%s'", value_text(v) ? value_text(v) : "");
}

static bool read_periods(struct diag *d, const struct facts *facts, struct brief *brief)
{
	const struct value *period = value_at(brief->settings, "period");
	const struct value *compare = value_at(brief->settings, "compare");

	if (!period)
		return diag_error(d, brief->settings->at, "missing key: 'period'");
	if (!read_period(d, facts, period, &brief->period))
		return false;
	if (compare && (compare->kind != VALUE_LIST || compare->n > COUNT(brief->compare)))
		return diag_error(d, compare->at, "expected a list of at most %zu periods",
				  COUNT(brief->compare));
	for (size_t i = 0; compare && i < compare->n; i++)
		if (!read_period(d, facts, compare->items[i], &brief->compare[brief->n_compare++]))
			return false;
	if (!brief->n_compare)
		brief->compare[brief->n_compare++] = period_prior(brief->period);
	return true;
}

static bool read_languages(struct diag *d, const struct facts *facts, struct brief *brief)
{
	const struct value *v = value_at(brief->settings, "languages");

	if (!v) {
		brief->n_languages = facts->issuer.n_languages;
		memcpy(brief->languages, facts->issuer.languages, sizeof brief->languages);
		return true;
	}
	if (v->kind != VALUE_LIST || !v->n || v->n > LANG_COUNT)
		return diag_error(d, v->at, "expected a list of languages");
	for (size_t i = 0; i < v->n; i++) {
		const char *tag = value_text(v->items[i]);
		int lang = tag ? lang_find(tag) : -1;

		if (lang < 0)
			return diag_error(d, v->items[i]->at, "unknown language: '%s'",
					  tag ? tag : "");
		for (size_t k = 0; k < brief->n_languages; k++)
			if (brief->languages[k] == (enum lang)lang)
				return diag_error(d, v->items[i]->at,
						  "the language stands twice: '%s'", tag);
		brief->languages[brief->n_languages++] = (enum lang)lang;
	}
	return true;
}

static bool read_times(struct diag *d, struct brief *brief)
{
	const struct value *embargo = value_at(brief->settings, "embargo");
	const struct value *issued = value_at(brief->settings, "issued");

	if (embargo) {
		brief->embargo = value_text(embargo);
		if (!brief->embargo || !instant_parse(brief->embargo, &brief->embargo_seconds))
			return diag_error(d, embargo->at,
					  "not an instant such as 2026-03-25T16:45:00+08:00: '%s'",
					  brief->embargo ? brief->embargo : "");
		brief->issued =
		    (int)((brief->embargo_seconds + instant_offset(brief->embargo) * 60) / 86400);
	}
	if (issued && (!value_text(issued) || !date_parse(value_text(issued), &brief->issued)))
		return diag_error(d, issued->at, "not a date: '%s'",
				  value_text(issued) ? value_text(issued) : "");
	return true;
}

/* A folder of the project: what another one has built is not for a stranger's project to read. */
static bool read_against(struct arena *a, struct diag *d, const struct facts *facts,
			 struct brief *brief)
{
	const struct value *v = value_at(brief->settings, "against");
	const char *path = value_text(v);

	if (!v)
		return true;
	if (!path || !*path || !path_stays_below(path))
		return diag_error(d, v->at, "expected a folder of the project with a built brief");
	brief->against = path_join(a, facts->folder, path);
	return true;
}

static bool is_id(const char *id)
{
	return *id != '.' && !strchr(id, '/');
}

static bool is_template_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '-' ||
		      *c == '_'))
			return false;
	return true;
}

/* The project's own template of that name, else the shipped one; NULL: neither is there. */
static const char *layout_path(struct arena *a, const char *project, const char *shipped,
			       const char *name)
{
	const char *file, *own, *path;

	if (!name || !is_template_name(name))
		return NULL;
	file = arena_printf(a, "templates/briefs/%s.yaml", name);
	own = path_join(a, project, file);
	path = path_exists(own) ? own : path_join(a, shipped, file);
	return path_exists(path) ? path : NULL;
}

void brief_read(struct arena *a, struct diag *d, const char *project, const char *shipped,
		const char *id, struct brief *brief)
{
	const char *layout;

	*brief = (struct brief){.id = id, .version = 1};
	if (!is_id(id))
		return;
	brief->file = path_join(a, project, arena_printf(a, "briefs/%s.yaml", id));
	brief->settings = read_yaml(a, d, brief->file);
	layout =
	    layout_path(a, project, shipped, value_text(value_at(brief->settings, "template")));
	if (layout)
		brief->layout = read_yaml(a, d, layout);
}

static bool has_layout(struct arena *a, struct diag *d, const struct facts *facts,
		       const struct brief *brief)
{
	const struct value *v = value_at(brief->settings, "template");
	const char *name = value_text(v);

	if (!name)
		return diag_error(d, brief->settings->at, "missing key: 'template'");
	if (!is_template_name(name))
		return diag_error(d, v->at, "not a template name: '%s'", name);
	if (!brief->layout && !layout_path(a, facts->folder, facts->shipped, name))
		return diag_error(d, v->at, "unknown template: '%s'", name);
	return brief->layout;
}

bool brief_load(struct arena *a, struct diag *d, const struct facts *facts, struct brief *brief)
{
	if (!is_id(brief->id))
		return diag_error(d, (struct pos){0}, "not an id of a brief: '%s'", brief->id);
	if (!brief->settings || !known_keys(d, brief->settings))
		return false;
	for (size_t i = 0; i < facts->corrections.n; i++)
		if (streq(facts->corrections.v[i].brief, brief->id) &&
		    facts->corrections.v[i].version > brief->version)
			brief->version = facts->corrections.v[i].version;
	return read_periods(d, facts, brief) && read_languages(d, facts, brief) &&
	       read_times(d, brief) && read_against(a, d, facts, brief) &&
	       has_layout(a, d, facts, brief);
}
