/*
 * Figures as text: rounding, signs, groups of digits, and the sentence forms of changes.  Units
 * are in print_unit.c, periods in print_period.c.
 */
#include "compute/print_words.h"

const char *print_fill(const struct printer *p, const char *key, const char *a, const char *b,
		       const char *c)
{
	const char *args[] = {a, b, c}, *s = texts_word(p->texts, key);
	struct buf out = {0};

	for (; *s; s++) {
		if (s[0] == '{' && s[1] >= '0' && s[1] <= '2' && s[2] == '}' && args[s[1] - '0']) {
			buf_str(&out, args[s[1] - '0']);
			s += 2;
		} else {
			buf_char(&out, *s);
		}
	}
	return buf_keep(&out, p->arena);
}

/* Decimals */

/* The one fact that the figure repeats, or NULL. */
static const struct fact *only_fact(const struct printer *p, const struct figure *f)
{
	const struct fact *fact = f->n == 1 ? f->lineage[0].fact : NULL;

	return fact && num_eq(num_abs(p->arena, f->value), num_abs(p->arena, fact->value)) ? fact
											   : NULL;
}

static bool is_percent(const struct figure *f)
{
	return f->kind == FIGURE_CHANGE || f->kind == FIGURE_SHARE ||
	       (f->kind == FIGURE_VALUE && f->unit->percent);
}

/* A fact, or facts added and subtracted: not a product or a quotient. */
static bool is_sum(const struct printer *p, const struct figure *f)
{
	struct num one = num_int(p->arena, 1);

	for (size_t i = 0; i < f->n; i++)
		if (!num_eq(num_abs(p->arena, f->lineage[i].derivative), one))
			return false;
	return true;
}

/* Half a unit of the last place of the least precise fact. */
static struct num least_precise(const struct printer *p, const struct figure *f)
{
	struct num most = num_int(p->arena, 0);

	for (size_t i = 0; i < f->n; i++)
		if (num_cmp(f->lineage[i].fact->half, most) > 0)
			most = f->lineage[i].fact->half;
	return most;
}

enum { MOST_DECIMALS = 6, LEAST_DECIMALS = -12 };

/* The most decimals whose last place is no finer than twice the half unit. */
static int decimals_of_half(struct arena *a, struct num half)
{
	struct num place = num_mul(a, half, num_int(a, 2));
	int decimals = MOST_DECIMALS;

	while (decimals > LEAST_DECIMALS && num_cmp(num_pow10(a, -decimals), place) < 0)
		decimals--;
	return decimals;
}

/* Decimals that show four significant digits, but no fewer than none. */
static int significant_decimals(struct arena *a, struct num value)
{
	int decimals = 0;

	while (decimals < MOST_DECIMALS &&
	       num_cmp(num_abs(a, value), num_pow10(a, 3 - decimals)) < 0)
		decimals++;
	return decimals;
}

/*
 * Sums go by their least precise fact, as the trade prints them; products and quotients by what
 * the rounding of the facts leaves, up to four significant digits.
 */
static int known_decimals(const struct printer *p, const struct figure *f, struct num factor)
{
	enum { UNKNOWN = 2 };
	struct num value = num_div(p->arena, f->value, factor);
	bool sum = is_sum(p, f);
	struct num half = num_div(p->arena, sum ? least_precise(p, f) : f->tolerance, factor);
	int decimals, most;

	if (num_sign(half) == 0) {
		if (!num_is_decimal(value, &decimals))
			return UNKNOWN;
		return decimals < MOST_DECIMALS ? decimals : MOST_DECIMALS;
	}
	decimals = decimals_of_half(p->arena, half);
	most = sum ? decimals : significant_decimals(p->arena, value);
	return decimals < most ? decimals : most;
}

static int percent_decimals(const struct printer *p, const struct figure *f, int decimals)
{
	if (decimals != DECIMALS_AUTO)
		return decimals;
	if (f->kind == FIGURE_VALUE && only_fact(p, f))
		return known_decimals(p, f, num_ratio(p->arena, 1, 100));
	return 1;
}

/* A fact, or a sum, that is known to no part of the printed unit? */
static bool is_coarse(const struct printer *p, const struct figure *f, int scale)
{
	return is_sum(p, f) && num_sign(least_precise(p, f)) != 0 &&
	       known_decimals(p, f, num_pow10(p->arena, scale)) <= 0;
}

static int style_decimals(struct print_style style)
{
	return style.decimals != DECIMALS_AUTO ? style.decimals : style.scale > 3 ? 1 : 0;
}

/* As the style asks, but a source that rounds to the million says 410, not 410.0. */
static int money_decimals(const struct printer *p, const struct figure *f, struct print_style style)
{
	int decimals = style_decimals(style);

	return decimals > 0 && is_coarse(p, f, style.scale) ? 0 : decimals;
}

bool print_is_coarse(const struct printer *p, const struct figure *f, struct print_style style)
{
	return f->availability == AVAILABLE && f->kind == FIGURE_VALUE && f->unit->currency &&
	       !f->nil && style_decimals(style) > 0 && is_coarse(p, f, style.scale);
}

/* Digits */

/* The magnitude with commas between groups of three; *negative if the digits are not all zero, so
 * that nothing prints as -0.0. */
static const char *digits_of(const struct printer *p, struct num value, int decimals,
			     bool *negative)
{
	const char *s = num_text(p->arena, num_abs(p->arena, value), decimals);
	size_t whole = strcspn(s, ".");
	struct buf out = {0};

	*negative = num_sign(value) < 0 && s[strspn(s, "0.")];
	for (size_t i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0)
			buf_char(&out, ',');
		buf_char(&out, s[i]);
	}
	buf_str(&out, s + whole);
	return buf_keep(&out, p->arena);
}

static const char *with_sign(const struct printer *p, struct num value, int decimals)
{
	bool negative;
	const char *s = digits_of(p, value, decimals, &negative);

	return negative ? arena_printf(p->arena, "(%s)", s) : s;
}

static struct num hundredfold(const struct printer *p, struct num value)
{
	return num_mul(p->arena, value, num_int(p->arena, 100));
}

/* A percentage in the profile's form for negative ones. */
static const char *percent_text(const struct printer *p, struct num value, int decimals,
				const char *sign)
{
	bool negative;
	const char *s = digits_of(p, hundredfold(p, value), decimals, &negative);

	if (!negative)
		return arena_printf(p->arena, "%s%s", s, sign);
	switch (p->facts->issuer.conventions.negative_percent) {
	case NEGATIVE_MINUS:
		return arena_printf(p->arena, "-%s%s", s, sign);
	case NEGATIVE_PAREN_IN:
		return arena_printf(p->arena, "(%s%s)", s, sign);
	case NEGATIVE_PAREN_OUT:
		break;
	}
	return arena_printf(p->arena, "(%s)%s", s, sign);
}

/* The value in the unit that is printed, and the decimals in it. */
static struct num scaled_value(const struct printer *p, const struct figure *f,
			       struct print_style style, int *decimals)
{
	struct num factor = f->unit->factor;

	if (unit_is_money(f->unit)) {
		*decimals = money_decimals(p, f, style);
		return num_mul(p->arena, f->value, num_pow10(p->arena, -style.scale));
	}
	if (num_sign(factor) == 0)
		factor = num_int(p->arena, 1);
	*decimals = style.decimals == DECIMALS_AUTO ? known_decimals(p, f, factor) : style.decimals;
	return num_div(p->arena, f->value, factor);
}

/* Changes */

/* A change between two negative values, such as losses. */
static bool is_loss_change(const struct figure *f)
{
	return f->kind == FIGURE_CHANGE && f->then && num_sign(f->then->value) < 0 &&
	       num_sign(f->now->value) <= 0;
}

/* Profits and losses are known by the name of their negative form; other values that change sign,
 * such as cash flows ("Net cash used in ..."), do not turn profit. */
static bool is_profit(const struct figure *f)
{
	const struct concept *concept = f->now->concept;
	const char *negative = concept ? concept->label_negative.in[LANG_EN] : NULL;

	return negative && (strstr(negative, "loss") || strstr(negative, "Loss"));
}

/* "narrowed by 52.3%"; without the percentage where the profile gives none for losses. */
static const char *loss_change_words(const struct printer *p, const struct figure *f)
{
	static const char *const keys[2][2][2] = {
	    {{"print.widened", "print.narrowed"}, {"print.loss_widened", "print.loss_narrowed"}},
	    {{"print.widened_only", "print.narrowed_only"},
	     {"print.loss_widened_only", "print.loss_narrowed_only"}}};
	bool omit = p->facts->issuer.conventions.loss_change == LOSS_OMIT;
	const char *key = keys[omit][is_profit(f)][num_sign(f->value) < 0];

	return print_fill(p, key, percent_text(p, num_abs(p->arena, f->value), 1, "%"), NULL, NULL);
}

/* Against what: a year earlier or the period before; where both are one, a year earlier. */
static const char *against(const struct printer *p, const struct figure *f, const char *words)
{
	if (!f->then)
		return words;
	if (period_eq(f->then->period, period_prior(f->now->period)))
		return print_fill(p, "print.against_prior", words, NULL, NULL);
	return print_fill(p, "print.against_previous", words, NULL, NULL);
}

/* Up or down by a magnitude that is already text. */
static const char *direction_words(const struct printer *p, const struct figure *f,
				   const char *magnitude)
{
	const char *key = num_sign(f->value) < 0 ? "print.down" : "print.up";
	bool visible = magnitude[strcspn(magnitude, "123456789")];

	if (num_sign(f->value) == 0)
		return texts_word(p->texts, "print.unchanged");
	if (!visible)
		return texts_word(p->texts, "print.little_changed");
	return against(p, f, print_fill(p, key, magnitude, NULL, NULL));
}

static const char *turn_words(const struct printer *p, const struct figure *f)
{
	static const char *const keys[2][2] = {{"print.turned_negative", "print.turned_positive"},
					       {"print.turned_loss", "print.turned_profit"}};

	return texts_word(p->texts, keys[is_profit(f)][num_sign(f->now->value) > 0]);
}

static bool turned(const struct figure *f)
{
	return f->kind == FIGURE_CHANGE && f->now && f->now->availability == AVAILABLE &&
	       f->then->availability == AVAILABLE &&
	       num_sign(f->now->value) * num_sign(f->then->value) < 0;
}

/* Printing */

static const char *unavailable_word(const struct printer *p, const struct figure *f)
{
	return texts_word(p->texts, f->availability == NOT_MEANINGFUL ? "print.not_meaningful"
								      : "print.not_disclosed");
}

static const char *loss_change_number(const struct printer *p, const struct figure *f)
{
	if (p->facts->issuer.conventions.loss_change == LOSS_OMIT)
		return texts_word(p->texts, "print.not_meaningful");
	return loss_change_words(p, f);
}

static const char *points_text(const struct printer *p, struct num value, int decimals)
{
	const char *s;
	bool negative;

	if (p->facts->issuer.conventions.negative_percent != NEGATIVE_MINUS)
		return with_sign(p, hundredfold(p, value), decimals);
	s = digits_of(p, hundredfold(p, value), decimals, &negative);
	return negative ? arena_printf(p->arena, "-%s", s) : s;
}

static int points_decimals(struct print_style style)
{
	return style.decimals == DECIMALS_AUTO ? 1 : style.decimals;
}

const char *print_number(const struct printer *p, const struct figure *f, struct print_style style,
			 bool percent_sign)
{
	struct num value;
	int decimals;

	if (f->availability != AVAILABLE)
		return unavailable_word(p, f);
	if (f->nil)
		return p->facts->issuer.conventions.nil;
	if (is_loss_change(f) && p->facts->issuer.conventions.loss_change != LOSS_SIGNED)
		return loss_change_number(p, f);
	if (f->kind == FIGURE_POINTS)
		return points_text(p, f->value, points_decimals(style));
	if (is_percent(f))
		return percent_text(p, f->value, percent_decimals(p, f, style.decimals),
				    percent_sign ? "%" : "");
	value = scaled_value(p, f, style, &decimals);
	return with_sign(p, value, decimals);
}

static const char *qualified(const struct printer *p, enum qualifier qualifier, const char *text)
{
	static const char *const keys[] = {[ABOUT] = "print.about",
					   [OVER] = "print.over",
					   [UNDER] = "print.under",
					   [AT_MOST] = "print.at_most",
					   [AT_LEAST] = "print.at_least"};

	return qualifier == EXACTLY ? text : print_fill(p, keys[qualifier], text, NULL, NULL);
}

static const char *amount_text(const struct printer *p, const struct figure *f,
			       struct print_style style)
{
	struct num value;
	int decimals;

	if (f->kind == FIGURE_POINTS)
		return print_fill(p, "print.points",
				  points_text(p, f->value, points_decimals(style)), NULL, NULL);
	if (is_percent(f))
		return percent_text(p, f->value, percent_decimals(p, f, style.decimals), "%");
	value = scaled_value(p, f, style, &decimals);
	return print_with_unit(p, f->unit, style.scale, with_sign(p, value, decimals));
}

const char *print_amount(const struct printer *p, const struct figure *f, struct print_style style,
			 bool magnitude)
{
	struct figure shown = *f;

	if (f->availability != AVAILABLE)
		return unavailable_word(p, f);
	if (f->nil)
		return texts_word(p->texts, "print.nil");
	if (magnitude)
		shown.value = num_abs(p->arena, f->value);
	return qualified(p, f->qualifier, amount_text(p, &shown, style));
}

const char *print_change_words(const struct printer *p, const struct figure *f)
{
	struct num magnitude = num_abs(p->arena, f->value);
	const char *text;

	if (f->kind != FIGURE_CHANGE && f->kind != FIGURE_POINTS)
		return print_amount(p, f, (struct print_style){0, DECIMALS_AUTO}, false);
	if (turned(f))
		return turn_words(p, f);
	if (f->availability != AVAILABLE)
		return unavailable_word(p, f);
	if (is_loss_change(f) && num_sign(f->value))
		return loss_change_words(p, f);
	text = f->kind == FIGURE_POINTS
		   ? print_fill(p, "print.points", points_text(p, magnitude, 1), NULL, NULL)
		   : percent_text(p, magnitude, 1, "%");
	return direction_words(p, f, text);
}

const char *print_label(const struct printer *p, const struct concept *concept, int sign)
{
	enum lang lang = texts_lang(p->texts);
	const char *label = sign < 0 ? concept->label_negative.in[lang] : NULL;

	if (!label)
		label = names_in(&concept->label, lang);
	return label ? label : concept->id;
}

/* Exchanges that have a name in the texts; others go by their code. */
static const char *venue_name(const struct printer *p, const char *venue)
{
	static const char *const named[] = {"NASDAQ", "NYSE", "HKEX", "SSE", "SZSE"};

	for (size_t i = 0; i < COUNT(named); i++)
		if (streq(named[i], venue))
			return texts_word(p->texts, arena_printf(p->arena, "venue.%s", venue));
	return venue;
}

const char *print_tickers(const struct printer *p)
{
	const struct issuer *issuer = &p->facts->issuer;
	struct buf out = {0};

	for (size_t i = 0; i < issuer->n_listings; i++) {
		const struct listing *l = &issuer->listings[i];

		buf_str(&out, i ? texts_word(p->texts, "doc.ticker_separator") : "");
		buf_str(&out,
			print_fill(p, "doc.ticker", venue_name(p, l->venue), l->ticker, NULL));
	}
	return buf_keep(&out, p->arena);
}
