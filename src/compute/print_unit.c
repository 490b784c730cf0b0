/*
 * Units as they are printed: currencies before or after the number, scale words, and unit words
 * in the language.  A new unit word that needs a form of its own is a row here and a key in
 * assets/texts.
 */
#include "compute/print_words.h"

bool unit_is_money(const struct unit *unit)
{
	return unit->currency && unit->n == 1 && unit->parts[0].power == 1;
}

/* Currencies that have a sign or a name of their own in the texts; others go by their code. */
static bool has_name(const char *code)
{
	static const char *const named[] = {"CNY", "USD", "HKD", "EUR", "GBP", "JPY", "SGD",
					    "TWD", "KRW", "AUD", "CAD", "CHF", "INR", "MOP"};

	for (size_t i = 0; i < COUNT(named); i++)
		if (streq(named[i], code))
			return true;
	return false;
}

static const char *currency_text(const struct printer *p, const char *code, const char *inside)
{
	if (!has_name(code))
		return arena_printf(p->arena, "%s%s", code, inside);
	return print_fill(p, arena_printf(p->arena, "currency.%s", code), inside, NULL, NULL);
}

/* "RMB’000", "RMB million", "RMB". */
static const char *money_head(const struct printer *p, const char *code, int scale)
{
	const char *word = "";

	if (scale)
		word = texts_word(p->texts, arena_printf(p->arena, "print.head.%d", scale));
	return currency_text(p, code, word);
}

/* Words of units.c and the key of their printed form; NULL: printed as nothing. */
static const struct unit_word {
	const char *word, *key;
} unit_words[] = {
    {"pure", NULL},
    {"ratio", NULL},
    {"count", NULL},
    {"times", "unit.times"},
    {"persons", "unit.persons"},
    {"person", "unit.persons"},
    {"people", "unit.persons"},
    {"employee", "unit.persons"},
    {"employees", "unit.persons"},
    {"shares", "unit.shares"},
    {"share", "unit.shares"},
    {"ADS", "unit.ADS"},
    {"ADSs", "unit.ADS"},
    {"tCO2e", "unit.tCO2e"},
    {"tCO2", "unit.tCO2"},
    {"kgCO2e", "unit.kgCO2e"},
    {"t", "unit.t"},
    {"kg", "unit.kg"},
    {"kWh", "unit.kWh"},
    {"MWh", "unit.MWh"},
    {"GWh", "unit.GWh"},
    {"GJ", "unit.GJ"},
    {"tce", "unit.tce"},
    {"kW", "unit.kW"},
    {"MW", "unit.MW"},
    {"m3", "unit.m3"},
    {"L", "unit.L"},
    {"m2", "unit.m2"},
    {"sqm", "unit.m2"},
    {"s", "unit.s"},
    {"min", "unit.min"},
    {"h", "unit.h"},
    {"hours", "unit.h"},
    {"d", "unit.d"},
    {"days", "unit.d"},
    {"mo", "unit.mo"},
    {"a", "unit.a"},
};

static int scale_of(struct str word)
{
	static const struct {
		const char *word;
		int scale;
	} scales[] = {{"thousand", 3}, {"million", 6}, {"billion", 9}};

	for (size_t i = 0; i < COUNT(scales); i++)
		if (str_is(word, scales[i].word))
			return scales[i].scale;
	return 0;
}

static const char *unit_word(const struct printer *p, struct str word)
{
	for (size_t i = 0; i < COUNT(unit_words); i++)
		if (str_is(word, unit_words[i].word))
			return unit_words[i].key ? texts_word(p->texts, unit_words[i].key) : "";
	return arena_strn(p->arena, word.p, word.n);
}

/* The next word of s, which moves past it; empty at the end. */
static struct str next_word(struct str *s)
{
	struct str word;

	*s = str_trim(*s);
	word = (struct str){s->p, 0};
	while (word.n < s->n && s->p[word.n] != ' ')
		word.n++;
	s->p += word.n;
	s->n -= word.n;
	return word;
}

/* One side of a quotient: "tCO2e", "million CNY". */
static const char *factor_text(const struct printer *p, struct str text)
{
	struct str word, last = {0};
	const char *currency = NULL;
	int scale = 0;

	while ((word = next_word(&text)).n) {
		if (scale_of(word))
			scale = scale_of(word);
		else if (is_currency(word))
			currency = arena_strn(p->arena, word.p, word.n);
		else
			last = word;
	}
	return currency ? money_head(p, currency, scale) : unit_word(p, last);
}

/* "tCO₂e/RMB million", "L/kWh", "hours"; remarks in parentheses are left out. */
static const char *unit_name(const struct printer *p, const struct unit *unit)
{
	const char *name = unit->name ? unit->name : unit_text(p->arena, unit);
	size_t n = strcspn(name, "("), slash;
	struct buf out = {0};

	for (size_t i = 0; i <= n; i += slash + 1) {
		slash = strcspn(name + i, "/");
		if (slash > n - i)
			slash = n - i;
		if (i)
			buf_char(&out, '/');
		buf_str(&out, factor_text(p, (struct str){name + i, slash}));
	}
	return buf_keep(&out, p->arena);
}

/* The base in the divisor of money per something that has a printed form, or NULL. */
static const char *money_per(const struct unit *unit)
{
	static const char *const bases[] = {"shares", "ADS", "persons"};

	if (!unit->currency || unit->n != 2)
		return NULL;
	for (int part = 0; part < 2; part++)
		for (size_t i = 0; i < COUNT(bases); i++)
			if (unit->parts[part].power == -1 &&
			    streq(unit->parts[part].base, bases[i]))
				return bases[i];
	return NULL;
}

static const char *per_text(const struct printer *p, const char *amount, const char *base)
{
	const char *key = arena_printf(p->arena, "print.per.%s", base);

	return print_fill(p, "print.per", amount, texts_word(p->texts, key), NULL);
}

/* Numbers of people, shares and things stand alone: the sentence names them. */
static bool stands_alone(const struct unit *unit)
{
	return unit->n == 0 ||
	       (unit->n == 1 && unit->parts[0].power == 1 &&
		(streq(unit->parts[0].base, "persons") || streq(unit->parts[0].base, "shares") ||
		 streq(unit->parts[0].base, "count")));
}

const char *print_with_unit(const struct printer *p, const struct unit *unit, int scale,
			    const char *number)
{
	const char *per = money_per(unit);

	if (unit_is_money(unit)) {
		if (scale)
			number = print_fill(p, arena_printf(p->arena, "print.scale.%d", scale),
					    number, NULL, NULL);
		return currency_text(p, unit->currency, number);
	}
	if (per)
		return per_text(p, currency_text(p, unit->currency, number), per);
	if (stands_alone(unit))
		return number;
	return print_fill(p, "print.quantity", number, unit_name(p, unit), NULL);
}

const char *print_unit(const struct printer *p, const struct unit *unit, enum figure_kind kind,
		       struct print_style style)
{
	const char *per = money_per(unit);

	if (kind == FIGURE_POINTS)
		return texts_word(p->texts, "print.pp");
	if (kind != FIGURE_VALUE || unit->percent)
		return "%";
	if (unit_is_money(unit))
		return money_head(p, unit->currency, style.scale);
	if (per)
		return per_text(p, money_head(p, unit->currency, 0), per);
	return unit_name(p, unit);
}

/* Numbers of shares and of things, and ratios. */
static const char *number_word(const struct printer *p, const struct unit *unit)
{
	const char *base = unit->n == 1 ? unit->parts[0].base : "pure";

	if (unit->percent || unit->n > 1 || (unit->n == 1 && unit->parts[0].power != 1))
		return NULL;
	if (streq(base, "shares") || streq(base, "ADS"))
		return texts_word(p->texts, "print.number.shares");
	if (streq(base, "count"))
		return texts_word(p->texts, "print.number.count");
	return unit->n == 0 && !*unit_name(p, unit) ? texts_word(p->texts, "print.number.ratio")
						    : NULL;
}

const char *print_row_unit(const struct printer *p, const struct figure *f,
			   struct print_style style)
{
	const char *number = f->kind == FIGURE_VALUE ? number_word(p, f->unit) : NULL;

	if (number)
		return number;
	if (f->kind == FIGURE_VALUE && money_per(f->unit))
		return money_head(p, f->unit->currency, 0);
	return print_unit(p, f->unit, f->kind, style);
}
