/*
 * Units: parsing, agreement, products and quotients.
 *
 * A unit's text is terms joined by / and *; a term is scale words and one unit word in any order:
 * "CNY thousand", "tCO2e/million CNY", "L/kWh".  A new unit word is a row in units[].
 */
#include "facts/unit.h"

static const struct known {
	const char *word, *base;     /* base "" : no dimension */
	long numerator, denominator; /* base units in one of this */
} units[] = {
    {"pure", "", 1, 1},
    {"ratio", "", 1, 1},
    {"times", "", 1, 1},
    {"percent", "", 1, 100},
    {"%", "", 1, 100},
    {"pp", "", 1, 100},
    {"bp", "", 1, 10000},
    {"bps", "", 1, 10000},
    {"persons", "persons", 1, 1},
    {"person", "persons", 1, 1},
    {"people", "persons", 1, 1},
    {"employee", "persons", 1, 1},
    {"employees", "persons", 1, 1},
    {"FTE", "persons", 1, 1},
    {"FTEs", "persons", 1, 1},
    {"shares", "shares", 1, 1},
    {"share", "shares", 1, 1},
    {"ADS", "ADS", 1, 1},
    {"ADSs", "ADS", 1, 1},
    {"count", "count", 1, 1},
    {"tCO2e", "tCO2e", 1, 1},
    {"tCO2", "tCO2e", 1, 1},
    {"kgCO2e", "tCO2e", 1, 1000},
    {"ktCO2e", "tCO2e", 1000, 1},
    {"MtCO2e", "tCO2e", 1000000, 1},
    {"GtCO2e", "tCO2e", 1000000000, 1},
    {"t", "t", 1, 1},
    {"tonne", "t", 1, 1},
    {"tonnes", "t", 1, 1},
    {"kt", "t", 1000, 1},
    {"kg", "t", 1, 1000},
    {"g", "t", 1, 1000000},
    {"kWh", "kWh", 1, 1},
    {"MWh", "kWh", 1000, 1},
    {"GWh", "kWh", 1000000, 1},
    {"TWh", "kWh", 1000000000, 1},
    {"J", "kWh", 1, 3600000},
    {"MJ", "kWh", 5, 18},
    {"GJ", "kWh", 2500, 9},
    {"TJ", "kWh", 2500000, 9},
    {"tce", "tce", 1, 1},
    {"W", "kW", 1, 1000},
    {"kW", "kW", 1, 1},
    {"MW", "kW", 1000, 1},
    {"GW", "kW", 1000000, 1},
    {"m3", "m3", 1, 1},
    {"m³", "m3", 1, 1},
    {"L", "m3", 1, 1000},
    {"l", "m3", 1, 1000},
    {"ML", "m3", 1000, 1},
    {"m2", "m2", 1, 1},
    {"m²", "m2", 1, 1},
    {"sqm", "m2", 1, 1},
    {"sqft", "m2", 145161, 1562500},
    {"km2", "m2", 1000000, 1},
    {"m", "m", 1, 1},
    {"km", "m", 1000, 1},
    {"s", "h", 1, 3600},
    {"ms", "h", 1, 3600000},
    {"min", "h", 1, 60},
    {"h", "h", 1, 1},
    {"hours", "h", 1, 1},
    {"hour", "h", 1, 1},
    {"d", "d", 1, 1},
    {"days", "d", 1, 1},
    {"day", "d", 1, 1},
    {"mo", "mo", 1, 1},
    {"month", "mo", 1, 1},
    {"months", "mo", 1, 1},
    {"a", "mo", 12, 1},
    {"year", "mo", 12, 1},
    {"years", "mo", 12, 1},
    {"MB", "GB", 1, 1000},
    {"GB", "GB", 1, 1},
    {"TB", "GB", 1000, 1},
    {"PB", "GB", 1000000, 1},
    {"EB", "GB", 1000000000, 1},
};

static const struct {
	const char *word;
	int exponent;
} scales[] = {{"hundred", 2},  {"thousand", 3}, {"thousands", 3}, {"million", 6},
	      {"millions", 6}, {"billion", 9},  {"billions", 9},  {"trillion", 12}};

/* ISO 4217, in order. */
static const char currencies[] = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF "
				 "BMD BND BOB BRL BSD BTN BWP BYN "
				 "BZD CAD CDF CHF CLF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP "
				 "DZD EGP ERN ETB EUR FJD FKP GBP "
				 "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR "
				 "ISK JMD JOD JPY KES KGS KHR KMF "
				 "KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK "
				 "MNT MOP MRU MUR MVR MWK MXN MYR "
				 "MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
				 "RON RSD RUB RWF SAR SBD SCR SDG "
				 "SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
				 "TRY TTD TWD TZS UAH UGX USD UYU "
				 "UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ";

const struct unit unit_pure = {.name = "pure", .factor = {.n = 1, .d = 1}};

bool is_currency(struct str code)
{
	if (code.n != 3)
		return false;
	for (size_t i = 0; i + 3 < sizeof currencies; i += 4)
		if (memcmp(currencies + i, code.p, 3) == 0)
			return true;
	return false;
}

/* Multiplies the unit by base^power, keeping the parts sorted so that equal units look alike. */
static bool add_part(struct unit *u, const char *base, int power)
{
	int i = 0;

	while (i < u->n && strcmp(u->parts[i].base, base) < 0)
		i++;
	if (i < u->n && streq(u->parts[i].base, base)) {
		u->parts[i].power += power;
		if (u->parts[i].power)
			return true;
		u->n--;
		memmove(&u->parts[i], &u->parts[i + 1], (size_t)(u->n - i) * sizeof *u->parts);
		return true;
	}
	if (u->n == UNIT_PARTS)
		return false;
	memmove(&u->parts[i + 1], &u->parts[i], (size_t)(u->n - i) * sizeof *u->parts);
	u->parts[i] = (struct unit_part){base, power};
	u->n++;
	return true;
}

/* The currency of a unit: of the numerator if there is one (a rate CNY/USD counts as CNY). */
static void find_currency(struct unit *u)
{
	u->currency = NULL;
	for (int i = 0; i < u->n; i++)
		if (is_currency(str_of(u->parts[i].base)) &&
		    (!u->currency || u->parts[i].power > 0))
			u->currency = u->parts[i].base;
}

static void scale_by(struct arena *a, struct unit *u, struct num factor, int power)
{
	u->factor = power > 0 ? num_mul(a, u->factor, factor) : num_div(a, u->factor, factor);
}

/* "iso4217:USD" and "xbrli:shares" are units with the name of their registry before them. */
static struct str without_registry(struct str word)
{
	const char *colon = memchr(word.p, ':', word.n);
	size_t skip = colon ? (size_t)(colon + 1 - word.p) : 0;

	return (struct str){word.p + skip, word.n - skip};
}

static bool apply_word(struct arena *a, struct unit *u, struct str word, int power)
{
	word = without_registry(word);
	for (size_t i = 0; i < COUNT(scales); i++)
		if (str_is(word, scales[i].word)) {
			scale_by(a, u, num_pow10(a, scales[i].exponent), power);
			return true;
		}
	if (str_is(word, "RMB"))
		word = STR("CNY");
	if (is_currency(word))
		return add_part(u, arena_strn(a, word.p, word.n), power);
	for (size_t i = 0; i < COUNT(units); i++) {
		const struct known *k = &units[i];

		if (!str_is(word, k->word))
			continue;
		scale_by(a, u, num_ratio(a, k->numerator, k->denominator), power);
		return !*k->base || add_part(u, k->base, power);
	}
	return false;
}

/* Without a parenthesised remark at the end. */
static struct str without_remark(struct str s)
{
	s = str_trim(s);
	if (s.n && s.p[s.n - 1] == ')')
		for (size_t i = s.n; i-- > 0;)
			if (s.p[i] == '(')
				return str_trim((struct str){s.p, i});
	return s;
}

static bool is_percent(struct str s)
{
	return str_is(s, "percent") || str_is(s, "%");
}

bool unit_parse(struct arena *a, const char *text, struct unit *u, struct str *wrong)
{
	struct str s = without_remark(str_of(text));
	int power = 1;

	*u = (struct unit){.name = arena_strn(a, s.p, s.n), .factor = num_int(a, 1)};
	u->percent = is_percent(s);
	*wrong = s;
	for (size_t i = 0; i < s.n;) {
		size_t start = i;

		if (s.p[i] == '/' || s.p[i] == '*') {
			power = s.p[i++] == '/' ? -1 : 1;
			continue;
		}
		if (s.p[i] == ' ') {
			i++;
			continue;
		}
		while (i < s.n && s.p[i] != ' ' && s.p[i] != '/' && s.p[i] != '*')
			i++;
		*wrong = (struct str){s.p + start, i - start};
		if (!apply_word(a, u, *wrong, power))
			return false;
	}
	find_currency(u);
	return s.n > 0;
}

bool unit_agree(const struct unit *x, const struct unit *y)
{
	if (x->n != y->n)
		return false;
	for (int i = 0; i < x->n; i++)
		if (x->parts[i].power != y->parts[i].power ||
		    !streq(x->parts[i].base, y->parts[i].base))
			return false;
	return true;
}

/* x times y^power, in base units. */
static bool combine(struct arena *a, const struct unit *x, const struct unit *y, int power,
		    struct unit *out)
{
	struct unit u = *x;

	for (int i = 0; i < y->n; i++)
		if (!add_part(&u, y->parts[i].base, power * y->parts[i].power))
			return false;
	u.factor = num_int(a, 1);
	u.percent = false;
	find_currency(&u);
	u.name = unit_text(a, &u);
	*out = u;
	return true;
}

bool unit_mul(struct arena *a, const struct unit *x, const struct unit *y, struct unit *out)
{
	return combine(a, x, y, 1, out);
}

bool unit_div(struct arena *a, const struct unit *x, const struct unit *y, struct unit *out)
{
	return combine(a, x, y, -1, out);
}

/* The bases whose power has this sign, joined by *. */
static void put_parts(struct buf *b, const struct unit *u, int sign)
{
	bool first = true;

	for (int i = 0; i < u->n; i++) {
		int power = u->parts[i].power * sign;

		if (power < 1)
			continue;
		buf_printf(b, "%s%s", first ? "" : "*", u->parts[i].base);
		if (power > 1)
			buf_printf(b, "%d", power);
		first = false;
	}
}

char *unit_text(struct arena *a, const struct unit *u)
{
	struct buf b = {0};
	bool below = false;

	put_parts(&b, u, 1);
	if (!b.n)
		buf_str(&b, u->n ? "1" : "pure");
	for (int i = 0; i < u->n; i++)
		below |= u->parts[i].power < 0;
	if (below)
		buf_char(&b, '/');
	put_parts(&b, u, -1);
	return buf_keep(&b, a);
}
