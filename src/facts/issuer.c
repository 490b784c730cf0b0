/* issuer.yaml: who reports, in which calendar, currency and conventions. */
#include "facts/loader.h"

#include "base/file.h"
#include "load/yaml.h"

/* A profile is the conventions of a venue; a new one is a row here. */
static const struct profile {
	const char *name;
	enum loss_change loss_change;
	enum negative_percent negative_percent;
	const char *nil;
	long nm_above;
} profiles[] = {
    {"hkex", LOSS_SIGNED, NEGATIVE_PAREN_OUT, "\u2013", 1000},
    {"nasdaq", LOSS_NARROWED, NEGATIVE_MINUS, "\u2014", 1000},
};

static const char *const loss_change_words[] = {"signed", "narrowed", "omit"};
static const char *const negative_percent_words[] = {"paren_out", "minus", "paren_in"};
static const char *const paper_words[] = {"A4", "Letter"};
static const char *const pages_words[] = {"single", "facing"};
static const char *const data_words[] = {"attached", "none"};

/* Reports the keys of a map that are not among the words. */
static void check_keys(struct loader *l, const struct value *map, const char *const *words,
		       size_t n)
{
	for (size_t i = 0; i < map->n; i++) {
		size_t k = 0;

		while (k < n && !str_is(map->keys[i], words[k]))
			k++;
		if (k == n)
			report_unknown(l->diag, map->key_at[i], "key", map->keys[i].p, words, n);
	}
}

static bool expect(struct loader *l, const struct value *v, enum value_kind kind, const char *key)
{
	if (v->kind == kind)
		return true;
	return diag_error(l->diag, v->at, "'%s' must be %s, not %s", key, value_kind_name(kind),
			  value_kind_name(v->kind));
}

/* The text of a key that may be absent (NULL); anything but a text or a number is reported. */
static const char *text_of(struct loader *l, const struct value *map, const char *key)
{
	const struct value *v = value_at(map, key);

	if (!v || v->kind == VALUE_NULL)
		return NULL;
	if (!value_text(v))
		diag_error(l->diag, v->at, "'%s' must be a text, not %s", key,
			   value_kind_name(v->kind));
	return value_text(v);
}

static const char *required_text(struct loader *l, const struct value *map, const char *key)
{
	const char *text = text_of(l, map, key);

	if (!text && !value_at(map, key))
		diag_error(l->diag, map->at, "missing key: '%s'", key);
	return text ? text : "";
}

static int choice_of(struct loader *l, const struct value *map, const char *key,
		     const char *const *words, size_t n, int fallback)
{
	const char *text = text_of(l, map, key);
	int found;

	if (!text)
		return fallback;
	found =
	    cell_choice(l, (struct cell){text, value_at(map, key)->at}, key, words, n, fallback);
	return found < 0 ? fallback : found;
}

static void read_names(struct loader *l, const struct value *root, const char *key,
		       struct names *out)
{
	const struct value *map = value_at(root, key);

	if (!map || !expect(l, map, VALUE_MAP, key))
		return;
	check_keys(l, map, lang_tags, LANG_COUNT);
	out->at = map->at;
	for (int i = 0; i < LANG_COUNT; i++)
		out->in[i] = text_of(l, map, lang_tags[i]);
}

static void read_listings(struct loader *l, const struct value *root)
{
	static const char *const keys[] = {"venue", "ticker"};
	const struct value *list = value_at(root, "listings");
	struct issuer *issuer = &l->facts->issuer;

	if (!list || !expect(l, list, VALUE_LIST, "listings"))
		return;
	issuer->listings = NEWS(l->arena, struct listing, list->n);
	for (size_t i = 0; i < list->n; i++) {
		if (!expect(l, list->items[i], VALUE_MAP, "listings"))
			continue;
		check_keys(l, list->items[i], keys, COUNT(keys));
		issuer->listings[issuer->n_listings++] =
		    (struct listing){required_text(l, list->items[i], "venue"),
				     required_text(l, list->items[i], "ticker")};
	}
}

static bool has_language(const struct issuer *issuer, enum lang lang)
{
	for (size_t i = 0; i < issuer->n_languages; i++)
		if (issuer->languages[i] == lang)
			return true;
	return false;
}

static void read_languages(struct loader *l, const struct value *root)
{
	const struct value *list = value_at(root, "languages");
	struct issuer *issuer = &l->facts->issuer;

	if (!list) {
		issuer->languages[issuer->n_languages++] = LANG_EN;
		return;
	}
	if (!expect(l, list, VALUE_LIST, "languages"))
		return;
	for (size_t i = 0; i < list->n; i++) {
		const char *tag = value_text(list->items[i]);
		int lang = tag ? lang_find(tag) : -1;

		if (lang < 0)
			report_unknown(l->diag, list->items[i]->at, "language", tag ? tag : "",
				       lang_tags, LANG_COUNT);
		else if (has_language(issuer, (enum lang)lang))
			diag_error(l->diag, list->items[i]->at, "the language stands twice: '%s'",
				   tag);
		else
			issuer->languages[issuer->n_languages++] = (enum lang)lang;
	}
	if (!list->n)
		diag_error(l->diag, list->at, "no language is given: 'languages'");
}

static const char *currency_of(struct loader *l, const struct value *map, const char *key)
{
	const char *code = required_text(l, map, key);

	if (*code && !is_currency(str_of(code)))
		diag_error(l->diag, value_at(map, key)->at, "not an ISO 4217 currency: '%s'", code);
	return code;
}

static void read_convenience(struct loader *l, const struct value *root)
{
	static const char *const keys[] = {"currency", "rate"};
	const struct value *map = value_at(root, "convenience");

	if (!map || !expect(l, map, VALUE_MAP, "convenience"))
		return;
	check_keys(l, map, keys, COUNT(keys));
	l->facts->issuer.convenience = currency_of(l, map, "currency");
	l->facts->issuer.convenience_rate = required_text(l, map, "rate");
	l->rate_at = value_at(map, "rate") ? value_at(map, "rate")->at : map->at;
}

static const struct profile *read_profile(struct loader *l, const struct value *root)
{
	const char *words[COUNT(profiles)];

	for (size_t i = 0; i < COUNT(profiles); i++)
		words[i] = profiles[i].name;
	return &profiles[choice_of(l, root, "profile", words, COUNT(profiles), 0)];
}

static void read_conventions(struct loader *l, const struct value *root)
{
	static const char *const keys[] = {"loss_change", "negative_percent", "nil", "nm_above"};
	const struct value *map = value_at(root, "conventions");
	const struct profile *p = read_profile(l, root);
	struct conventions *c = &l->facts->issuer.conventions;
	const char *text;
	int ignored;

	l->facts->issuer.profile = p->name;
	*c = (struct conventions){p->loss_change, p->negative_percent, p->nil,
				  num_int(l->arena, p->nm_above)};
	if (!map || !expect(l, map, VALUE_MAP, "conventions"))
		return;
	check_keys(l, map, keys, COUNT(keys));
	c->loss_change = (enum loss_change)choice_of(l, map, "loss_change", loss_change_words,
						     COUNT(loss_change_words), (int)c->loss_change);
	c->negative_percent = (enum negative_percent)choice_of(
	    l, map, "negative_percent", negative_percent_words, COUNT(negative_percent_words),
	    (int)c->negative_percent);
	if ((text = text_of(l, map, "nil")))
		c->nil = text;
	if ((text = text_of(l, map, "nm_above")) &&
	    !num_parse(l->arena, text, strlen(text), &c->nm_above, &ignored))
		diag_error(l->diag, value_at(map, "nm_above")->at, "not a number: '%s'", text);
}

static bool is_color(const char *s)
{
	return s[0] == '#' && strlen(s) == 7 && strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

static void read_theme(struct loader *l, const struct value *root)
{
	static const char *const keys[] = {"accent", "paper", "pages", "data"};
	const struct value *map = value_at(root, "theme");
	struct issuer *issuer = &l->facts->issuer;
	const char *accent;

	issuer->accent = "#0A58BE";
	issuer->paper = paper_words[0];
	if (!map || !expect(l, map, VALUE_MAP, "theme"))
		return;
	check_keys(l, map, keys, COUNT(keys));
	accent = text_of(l, map, "accent");
	if (accent && is_color(accent))
		issuer->accent = accent;
	else if (accent)
		diag_error(l->diag, value_at(map, "accent")->at, "not a colour like #0A58BE: '%s'",
			   accent);
	issuer->paper = paper_words[choice_of(l, map, "paper", paper_words, COUNT(paper_words), 0)];
	issuer->facing = choice_of(l, map, "pages", pages_words, COUNT(pages_words), 0) == 1;
	issuer->data_apart = choice_of(l, map, "data", data_words, COUNT(data_words), 0) == 1;
}

/* The id names folders and addresses. */
static bool is_id(const char *s)
{
	return *s && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

static void read_identity(struct loader *l, const struct value *root)
{
	struct issuer *issuer = &l->facts->issuer;
	const char *end = required_text(l, root, "fiscal_year_end");
	struct calendar calendar = {12, 31};

	issuer->id = required_text(l, root, "id");
	if (*issuer->id && !is_id(issuer->id))
		diag_error(l->diag, value_at(root, "id")->at,
			   "an id has small letters, digits, - and _ only: '%s'", issuer->id);
	read_names(l, root, "names", &issuer->names);
	if (!value_at(root, "names"))
		diag_error(l->diag, root->at, "missing key: 'names'");
	issuer->short_names = issuer->names;
	read_names(l, root, "short_names", &issuer->short_names);
	for (int i = 0; i < LANG_COUNT; i++)
		if (!issuer->short_names.in[i])
			issuer->short_names.in[i] = issuer->names.in[i];
	issuer->calendar = calendar;
	if (calendar_parse(end, &calendar))
		issuer->calendar = calendar;
	else if (*end)
		diag_error(l->diag, value_at(root, "fiscal_year_end")->at,
			   "not a month and day like 12-31: '%s'", end);
	issuer->currency = currency_of(l, root, "currency");
}

bool load_issuer(struct loader *l)
{
	static const char *const keys[] = {
	    "id",          "names",   "short_names", "listings",  "fiscal_year_end", "currency",
	    "convenience", "profile", "conventions", "languages", "notice",          "theme"};
	const char *path = path_join(l->arena, l->facts->folder, "issuer.yaml");
	const struct value *root;
	struct str bytes;

	if (!file_read(l->arena, l->diag, path, &bytes))
		return false;
	root = yaml_read(l->arena, l->diag, path, bytes);
	if (!root || !expect(l, root, VALUE_MAP, "issuer.yaml"))
		return false;
	check_keys(l, root, keys, COUNT(keys));
	read_identity(l, root);
	read_listings(l, root);
	read_convenience(l, root);
	read_conventions(l, root);
	read_languages(l, root);
	read_names(l, root, "notice", &l->facts->issuer.notice);
	read_theme(l, root);
	return true;
}
