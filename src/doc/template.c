/* Reading values of a brief template, with every mistake reported where it stands. */
#include "doc/build.h"

bool template_keys(struct build *b, const struct value *map, const char *const *allowed, size_t n)
{
	bool ok = true;

	if (map->kind != VALUE_MAP)
		return diag_error(b->diag, map->at, "expected a map, not %s",
				  value_kind_name(map->kind));
	for (size_t i = 0; i < map->n; i++) {
		const char *key = arena_strn(b->arena, map->keys[i].p, map->keys[i].n), *near;
		bool known = false;

		for (size_t k = 0; k < n; k++)
			known |= streq(key, allowed[k]);
		if (known)
			continue;
		near = text_nearest(key, allowed, n);
		ok = near ? diag_error(b->diag, map->key_at[i],
				       "unknown key: '%s'; did you mean '%s'?", key, near)
			  : diag_error(b->diag, map->key_at[i], "unknown key: '%s'", key);
	}
	return ok;
}

const char *template_pattern(struct build *b, const struct value *v, struct pos *at)
{
	const struct value *in;

	if (!v)
		return NULL;
	*at = v->at;
	if (v->kind != VALUE_MAP) {
		if (!value_text(v))
			diag_error(b->diag, v->at, "expected a text, not %s",
				   value_kind_name(v->kind));
		return value_text(v);
	}
	template_keys(b, v, lang_tags, LANG_COUNT);
	in = value_at(v, lang_tags[b->doc->lang]);
	if (!in) {
		diag_error(b->diag, v->at, "no text in this language: '%s'",
			   lang_tags[b->doc->lang]);
		return NULL;
	}
	*at = in->at;
	if (!value_text(in))
		diag_error(b->diag, in->at, "expected a text, not %s", value_kind_name(in->kind));
	return value_text(in);
}

int template_choice(struct build *b, const struct value *v, const char *const *words, size_t n,
		    int otherwise)
{
	const char *word = value_text(v), *near;

	if (!v)
		return otherwise;
	for (size_t i = 0; word && i < n; i++)
		if (streq(word, words[i]))
			return (int)i;
	near = word ? text_nearest(word, words, n) : NULL;
	if (near)
		diag_error(b->diag, v->at, "unknown word: '%s'; did you mean '%s'?", word, near);
	else
		diag_error(b->diag, v->at, "expected '%s' or the like", words[0]);
	return otherwise;
}

int template_int(struct build *b, const struct value *v, int least, int most, int otherwise)
{
	const char *text = value_text(v);
	struct num x;
	int decimals;

	if (!v)
		return otherwise;
	if (text && num_parse(b->arena, text, strlen(text), &x, &decimals) && !decimals &&
	    num_double(x) >= least && num_double(x) <= most)
		return (int)num_double(x);
	diag_error(b->diag, v->at, "expected a whole number from %d to %d", least, most);
	return otherwise;
}

bool template_bool(struct build *b, const struct value *v, bool otherwise)
{
	if (!v)
		return otherwise;
	if (v->kind == VALUE_BOOL)
		return streq(value_text(v), "true");
	diag_error(b->diag, v->at, "expected true or false");
	return otherwise;
}

struct print_style template_style(struct build *b, const struct value *map)
{
	static const char *const scales[] = {"unit", "thousand", "million", "billion"};
	struct print_style style = b->style;
	int scale = template_choice(b, value_at(map, "scale"), scales, COUNT(scales), -1);

	if (scale >= 0)
		style = (struct print_style){scale * 3, DECIMALS_AUTO};
	style.decimals = template_int(b, value_at(map, "decimals"), 0, 9, style.decimals);
	return style;
}

/* The last fiscal year that is over by the end of the brief's period, or one so many years before
 * it. */
static struct period full_year(const struct build *b, int years_before)
{
	struct calendar calendar = b->facts->issuer.calendar;
	int year = fiscal_year(calendar, b->brief->period);
	struct period p = period_fiscal_year(calendar, year);

	return period_fiscal_year(calendar, year - years_before - (p.to > b->brief->period.to));
}

static struct period issue_day(const struct build *b)
{
	int day = b->brief->issued;

	return day ? (struct period){day, day, true} : period_close(b->brief->period);
}

struct period period_next_year(struct period p)
{
	struct date from = day_date(p.from), end = day_date(p.to + 1);

	from.year++;
	end.year++;
	return (struct period){date_day(from), date_day(end) - 1, p.instant};
}

static bool period_word(const struct build *b, const char *word, struct period *p)
{
	if (streq(word, "current"))
		*p = b->brief->period;
	else if (streq(word, "prior"))
		*p = b->brief->compare[0];
	else if (streq(word, "previous"))
		*p = period_previous(b->brief->period);
	else if (streq(word, "next"))
		*p = period_next_year(b->brief->period);
	else if (streq(word, "issued"))
		*p = issue_day(b);
	else if (streq(word, "year"))
		*p = full_year(b, 0);
	else if (strncmp(word, "year-", 5) == 0 && word[5] >= '1' && word[5] <= '9' && !word[6])
		*p = full_year(b, word[5] - '0');
	else
		return false;
	return true;
}

bool template_period(struct build *b, const struct value *v, struct period *p)
{
	const char *word = value_text(v);

	if (!word)
		return diag_error(b->diag, v->at, "expected a period");
	if (strncmp(word, "period.", 7) == 0) {
		v = value_at(value_at(b->brief->settings, "periods"), word + 7);
		if (!v)
			return false;
		word = value_text(v) ? value_text(v) : "";
	}
	return period_word(b, word, p) || period_parse(b->facts->issuer.calendar, word, p) ||
	       diag_error(b->diag, v->at, "not a period: '%s'", word);
}

/* {any: [FORMULA, ...]}: one of them at least. */
static bool when_any(struct build *b, const struct value *v)
{
	const struct value *any = value_at(v, "any");

	if (!TEMPLATE_KEYS(b, v, "any") || !any || any->kind != VALUE_LIST)
		return diag_error(b->diag, v->at, "expected a list under 'any'");
	for (size_t i = 0; i < any->n; i++)
		if (template_when(b, any->items[i]))
			return true;
	return false;
}

/* listed.HKEX: the issuer has a listing at that venue. */
static bool is_listed(const struct build *b, const char *venue)
{
	const struct issuer *issuer = &b->facts->issuer;

	for (size_t i = 0; i < issuer->n_listings; i++)
		if (streq(issuer->listings[i].venue, venue))
			return true;
	return false;
}

/* shown.ID: the block stands earlier in the section. */
static bool is_shown(const struct build *b, const char *id)
{
	for (const struct block *at = b->section ? b->section->first : NULL; at; at = at->next)
		if (streq(at->id, id))
			return true;
	return false;
}

bool template_when(struct build *b, const struct value *v)
{
	const struct formula *f;
	const struct figure *figure;

	if (!v)
		return true;
	if (v->kind == VALUE_LIST) {
		for (size_t i = 0; i < v->n; i++)
			if (!template_when(b, v->items[i]))
				return false;
		return true;
	}
	if (v->kind == VALUE_MAP)
		return when_any(b, v);
	if (!value_text(v))
		return diag_error(b->diag, v->at, "expected a formula");
	if (strncmp(value_text(v), "listed.", 7) == 0)
		return is_listed(b, value_text(v) + 7);
	if (strncmp(value_text(v), "shown.", 6) == 0)
		return is_shown(b, value_text(v) + 6);
	f = build_formula(b, value_text(v), v->at);
	if (!f)
		return false;
	figure = build_figure(b, f, b->brief->period);
	return figure->availability == AVAILABLE && num_sign(figure->value) != 0;
}
