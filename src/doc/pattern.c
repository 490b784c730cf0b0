/*
 * Sentences of a template: text with figures bound in {{ }}.
 *
 *	Revenue {{revenue | moved}} to {{revenue}}.
 *	**Net loss** was {{net_income | magnitude}}; see [the reconciliation](#reconciliation).
 *	The placing^[Completed in two parts.] raised {{net_proceeds}}.
 *
 * In the braces stands a formula with an optional filter, or a name with a dot (period.long).
 */
#include "doc/build.h"

void text_add(struct build *b, struct text *t, struct span s)
{
	if (*s.text)
		*PUSH(b->arena, t) = s;
}

void build_words(struct build *b, struct text *t, const char *words, struct mark mark)
{
	const char *hole = strstr(words, "{0}");

	if (!hole) {
		text_add(b, t, (struct span){.text = words});
		return;
	}
	text_add(b, t, (struct span){.text = arena_strn(b->arena, words, (size_t)(hole - words))});
	text_add(b, t,
		 (struct span){.kind = mark.figure ? SPAN_FIGURE : SPAN_TEXT,
			       .text = mark.text,
			       .figure = mark.figure});
	text_add(b, t, (struct span){.text = arena_str(b->arena, hole + 3)});
}

/* Profits and losses are known by the name of their negative form; a cash flow turns positive, not
 * a profit. */
static bool is_profit(const struct figure *c)
{
	const struct concept *concept = c->now ? c->now->concept : NULL;
	const char *negative = concept ? concept->label_negative.in[LANG_EN] : NULL;

	return negative && (strstr(negative, "loss") || strstr(negative, "Loss"));
}

/* A ratio below zero that keeps its name ("net margin" of (9.9)%) rises and falls; one that is
 * named a loss narrows and widens. */
static bool is_named_loss(const struct build *b, const struct figure *c)
{
	const struct concept *concept = c->now->concept;

	return concept && concept->label_negative.in[texts_lang(b->printer.texts)];
}

/* Which words tell a change: a loss does not rise or fall, it narrows or widens. */
static const char *direction(const struct build *b, const struct figure *c)
{
	int now = c->now ? num_sign(c->now->value) : 1,
	    then = c->then ? num_sign(c->then->value) : 1;

	if (c->availability == NOT_DISCLOSED)
		return "not_disclosed";
	if (c->kind == FIGURE_CHANGE && then < 0 && now >= 0)
		return is_profit(c) ? "turned_profit" : "turned_positive";
	if (c->kind == FIGURE_CHANGE && then >= 0 && now < 0)
		return is_profit(c) ? "turned_loss" : "turned_negative";
	if (c->availability == NOT_MEANINGFUL)
		return "not_meaningful";
	if (num_sign(c->value) == 0)
		return "unchanged";
	if (c->kind == FIGURE_CHANGE && then < 0)
		return num_sign(c->value) < 0 ? "narrowed" : "widened";
	if (c->kind == FIGURE_POINTS && then < 0 && now < 0 && is_named_loss(b, c))
		return num_sign(c->value) > 0 ? "narrowed" : "widened";
	if (c->kind == FIGURE_POINTS)
		return num_sign(c->value) < 0 ? "fell_points" : "rose_points";
	return num_sign(c->value) < 0 ? "fell" : "rose";
}

/* "22.8%", "1.5 percentage points": without the sign and without "narrowed by", which the words
 * tell. */
static const char *change_size(struct build *b, const struct figure *change)
{
	struct figure size = *change;

	size.value = num_abs(b->arena, change->value);
	size.then = NULL; /* else a profile tells a loss in words, by the sign that is gone */
	return change->kind == FIGURE_POINTS
		   ? print_amount(&b->printer, &size, (struct print_style){0, DECIMALS_AUTO}, true)
		   : print_number(&b->printer, &size, (struct print_style){0, DECIMALS_AUTO}, true);
}

/* True if the issuer gives no percentage for this change, because it is one of a loss. */
static bool size_is_omitted(const struct build *b, const struct figure *change, const char *way)
{
	return b->facts->issuer.conventions.loss_change == LOSS_OMIT &&
	       change->kind == FIGURE_CHANGE && (streq(way, "narrowed") || streq(way, "widened"));
}

bool build_change(struct build *b, struct text *t, const struct figure *change, const char *prefix)
{
	const char *way = direction(b, change), *words, *text = change_size(b, change);

	words = texts_word(b->printer.texts, size_is_omitted(b, change, way)
						 ? arena_printf(b->arena, "print.%s_only", way)
						 : arena_printf(b->arena, "%s.%s", prefix, way));
	if (!strstr(words, "{0}")) {
		/* Words alone (turned profit) are the figure's text. */
		text_add(b, t,
			 (struct span){.kind = SPAN_FIGURE,
				       .text = words,
				       .figure = build_mark(b, change, words, prefix + 4).figure});
		return true;
	}
	build_words(b, t, words, build_mark(b, change, text, "words"));
	return true;
}

static struct mark amount_mark(struct build *b, const struct figure *f, bool magnitude)
{
	return build_mark(
	    b, f, print_amount(&b->printer, f, b->style, magnitude),
	    arena_printf(b->arena, magnitude ? "%s-magnitude" : "%s-amount", build_form(b, f)));
}

/* A change whose percentage is too large, from zero or omitted is told by its operands alone. */
static const char *movement_way(struct build *b, const struct figure *c)
{
	const char *way = direction(b, c);

	if (!size_is_omitted(b, c, way) &&
	    (!streq(way, "not_meaningful") || c->now->availability != AVAILABLE))
		return way;
	return num_cmp(num_abs(b->arena, c->now->value), num_abs(b->arena, c->then->value)) < 0
		   ? "fell_plain"
		   : "rose_plain";
}

/*
 * The change with both operands, so that a sentence stays true when a sign flips:
 * "narrowed by 52.3%, from RMB1,979.0 million to RMB943.7 million"; "was RMB12.0 million, after a
 * loss of ...". {0} is the size of the change, {1} the earlier value, {2} the later one, in the
 * order of the words.
 */
static void add_movement(struct build *b, struct text *t, const struct figure *change)
{
	const char *way = movement_way(b, change);
	const char *words =
	    texts_word(b->printer.texts, arena_printf(b->arena, "doc.movement.%s", way));
	/* Ratios that rise from below zero keep their sign; the words tell the sign of the others.
	 */
	bool magnitude =
	    change->kind != FIGURE_POINTS || streq(way, "narrowed") || streq(way, "widened");

	for (const char *hole; (hole = strchr(words, '{')); words = hole + 3) {
		struct mark m = hole[1] == '0'
				    ? build_mark(b, change, change_size(b, change), "words")
				: hole[1] == '1' ? amount_mark(b, change->then, magnitude)
						 : amount_mark(b, change->now, magnitude);

		text_add(
		    b, t,
		    (struct span){.text = arena_strn(b->arena, words, (size_t)(hole - words))});
		text_add(b, t,
			 (struct span){.kind = SPAN_FIGURE, .text = m.text, .figure = m.figure});
	}
	text_add(b, t, (struct span){.text = words});
}

/* How a reader takes a change in a table: which sign is a decrease, and whether losses have one,
 * too. */
static const char *convention(struct build *b)
{
	const struct conventions *c = &b->facts->issuer.conventions;
	bool minus = c->negative_percent == NEGATIVE_MINUS;

	return texts_word(
	    b->printer.texts,
	    c->loss_change == LOSS_SIGNED
		? (minus ? "doc.convention.signed_minus" : "doc.convention.signed_parentheses")
		: (minus ? "doc.convention.minus" : "doc.convention.parentheses"));
}

static const char *money_unit(struct build *b, const char *currency, struct print_style style)
{
	struct unit money = unit_pure;

	money.n = 1;
	money.parts[0] = (struct unit_part){currency, 1};
	money.currency = currency;
	return print_unit(&b->printer, &money, FIGURE_VALUE, style);
}

/* The names with a dot. */
static const char *variable(struct build *b, const char *name)
{
	const struct issuer *issuer = &b->facts->issuer;
	const struct brief *brief = b->brief;

	if (streq(name, "period.long"))
		return print_period_long(&b->printer, brief->period);
	if (streq(name, "period.short"))
		return print_period_short(&b->printer, brief->period);
	if (streq(name, "period.close"))
		return print_day(&b->printer, brief->period.to);
	if (streq(name, "prior.long"))
		return print_period_long(&b->printer, brief->compare[0]);
	if (streq(name, "prior.short"))
		return print_period_short(&b->printer, brief->compare[0]);
	if (streq(name, "prior.close"))
		return print_day(&b->printer, brief->compare[0].to);
	if (streq(name, "issuer.name"))
		return names_in(&issuer->names, b->doc->lang);
	if (streq(name, "issuer.short"))
		return b->doc->short_name;
	if (streq(name, "issued.day"))
		return brief->issued ? print_day(&b->printer, brief->issued) : "";
	if (streq(name, "convention.change"))
		return convention(b);
	if (streq(name, "unit.money"))
		return money_unit(b, issuer->currency, b->style);
	return NULL;
}

/* {{option.NAME}}: a text of the brief, which may have figures of its own. */
static void add_option(struct build *b, struct text *t, const char *name, struct pos at)
{
	const struct value *v = value_at(value_at(b->brief->settings, "options"), name);
	bool missing = b->missing;
	struct text option;

	if (!v && build_is_shipped(b, at.file)) {
		b->missing = true; /* a brief need not give every text */
		return;
	}
	if (!v) {
		diag_error(b->diag, at, "the brief has no option of this name: '%s'", name);
		return;
	}
	option = build_value_text(b, v);
	b->missing |= missing;
	for (size_t i = 0; i < option.n; i++)
		text_add(b, t, option.v[i]);
}

enum filter {
	FILTER_AMOUNT,
	FILTER_MAGNITUDE,
	FILTER_NUMBER,
	FILTER_MOVED,
	FILTER_CHANGED,
	FILTER_MOVEMENT,
	FILTER_LABEL,
	FILTER_NAME,
	FILTER_YEAR,
	FILTER_TARGET,
	FILTER_CONVENIENCE,
	FILTER_NONE
};
static const char *const filters[] = {"amount",  "magnitude", "number",     "moved",
				      "changed", "movement",  "label",      "name",
				      "year",    "target",    "convenience"};

/* "net loss" out of "Net loss": for the middle of a sentence; an acronym keeps its capitals. */
static const char *lower_first(struct build *b, const char *s)
{
	char *t = arena_str(b->arena, s);

	if (t[0] >= 'A' && t[0] <= 'Z' && !(t[1] >= 'A' && t[1] <= 'Z'))
		t[0] = (char)(t[0] - 'A' + 'a');
	return t;
}

static void add_label(struct build *b, struct text *t, const struct formula *f,
		      const struct figure *figure, enum filter filter, bool strong, struct pos at)
{
	const char *label = build_label(b, f, figure);

	if (!label) {
		diag_error(b->diag, at, "'%s' needs a formula that is one concept",
			   filters[filter]);
		return;
	}
	text_add(b, t,
		 (struct span){.text = filter == FILTER_LABEL ? lower_first(b, label) : label,
			       .strong = strong});
}

/* "2050": a calendar year that is a value, without a comma; aims stand as targets. */
static struct mark year_mark(struct build *b, const struct figure *f)
{
	if (f->availability != AVAILABLE)
		return build_number(b, f, true);
	return build_mark(b, f, num_decimal(b->arena, f->value, 0), "year");
}

static const struct figure *target_figure(struct build *b, const struct formula *f)
{
	return compute_figure(b->compute, f,
			      &(struct scope){.period = b->brief->period, .status = STATUS_TARGET});
}

/* NULL if the issuer prints no other currency for its readers. */
static const struct figure *convenience_figure(struct build *b, const char *formula, struct pos at)
{
	const char *currency = b->facts->issuer.convenience;

	return currency ? build_wrapped(b, arena_printf(b->arena, "convert(%%s, %s)", currency),
					formula, at, b->brief->period)
			: NULL;
}

static void add_figure(struct build *b, struct text *t, const char *formula, enum filter filter,
		       bool strong, struct pos at)
{
	const struct formula *f = build_formula(b, formula, at);
	const struct figure *figure;
	struct mark mark;

	if (!f)
		return;
	figure = build_figure(b, f, b->brief->period);
	if (filter == FILTER_TARGET || (filter == FILTER_YEAR && figure->availability != AVAILABLE))
		figure = target_figure(b, f);
	if (filter == FILTER_CONVENIENCE)
		figure = convenience_figure(b, formula, at);
	/* A name can be given without a value. */
	if (!figure || (figure->availability == NOT_DISCLOSED && filter != FILTER_LABEL &&
			filter != FILTER_NAME))
		b->missing = true;
	if (!figure)
		return;
	switch (filter) {
	case FILTER_LABEL:
	case FILTER_NAME:
		add_label(b, t, f, figure, filter, strong, at);
		return;
	case FILTER_MOVED:
	case FILTER_CHANGED:
	case FILTER_MOVEMENT:
		if (figure->kind == FIGURE_VALUE)
			figure = build_wrapped(b, figure->unit->n ? "change(%s)" : "pp(%s)",
					       formula, at, b->brief->period);
		if (figure && filter == FILTER_MOVEMENT && figure->now && figure->then)
			add_movement(b, t, figure);
		else if (figure)
			build_change(b, t, figure,
				     filter == FILTER_MOVED ? "doc.moved" : "doc.change");
		return;
	case FILTER_NUMBER:
		mark = build_number(b, figure, true);
		break;
	case FILTER_YEAR:
		mark = year_mark(b, figure);
		break;
	case FILTER_MAGNITUDE:
		mark = amount_mark(b, figure, true);
		break;
	default:
		mark = amount_mark(b, figure, false);
	}
	text_add(
	    b, t,
	    (struct span){
		.kind = SPAN_FIGURE, .text = mark.text, .figure = mark.figure, .strong = strong});
}

static const char *currency_words(struct build *b, const char *code)
{
	return texts_word(b->printer.texts, arena_printf(b->arena, "currency.%s", code));
}

static const char *fill_one(struct build *b, const char *words, const char *value)
{
	const char *hole = strstr(words, "{0}");

	return hole
		   ? arena_printf(b->arena, "%.*s%s%s", (int)(hole - words), words, value, hole + 3)
		   : words;
}

/* "RMB6.9931 per US$1.00": the rate of the convenience translation at the close, as a figure. */
static void add_rate(struct build *b, struct text *t, struct pos at)
{
	const struct issuer *issuer = &b->facts->issuer;
	const struct formula *f;
	const struct figure *rate;

	if (!issuer->convenience_rate) {
		b->missing = true;
		return;
	}
	f = build_formula(b, issuer->convenience_rate, at);
	rate = f ? build_figure(b, f, b->brief->period) : NULL;
	if (!rate || rate->availability != AVAILABLE) {
		b->missing = true;
		return;
	}
	build_words(b, t, currency_words(b, issuer->currency), build_number(b, rate, false));
	build_words(
	    b, t, texts_word(b->printer.texts, "doc.rate_per"),
	    (struct mark){fill_one(b, currency_words(b, issuer->convenience), "1.00"), NULL});
}

void build_binding(struct build *b, struct text *t, struct str inner, bool strong, struct pos at)
{
	const char *bar = memchr(inner.p, '|', inner.n);
	struct str name = str_trim((struct str){inner.p, bar ? (size_t)(bar - inner.p) : inner.n});
	const char *formula = arena_strn(b->arena, name.p, name.n), *value;
	int filter = FILTER_AMOUNT;

	at.col += (int)utf8_count(inner.p, (size_t)(name.p - inner.p));
	if (bar) {
		struct str word =
		    str_trim((struct str){bar + 1, inner.n - (size_t)(bar + 1 - inner.p)});

		for (filter = 0; filter < FILTER_NONE && !str_is(word, filters[filter]); filter++)
			;
		if (filter == FILTER_NONE) {
			const char *wrong = arena_strn(b->arena, word.p, word.n);
			const char *near = text_nearest(wrong, filters, COUNT(filters));

			diag_error(b->diag, at, "unknown filter: '%s'%s%s", wrong,
				   near ? "; did you mean " : "", near ? near : "");
			return;
		}
	}
	if (streq(formula, "convenience.rate")) {
		add_rate(b, t, at);
		return;
	}
	/* A dot between letters is a name; a formula has dots only in numbers. */
	if (name.n && (name.p[0] >= 'a' && name.p[0] <= 'z') && memchr(name.p, '.', name.n) &&
	    !bar) {
		if (strncmp(formula, "option.", 7) == 0) {
			add_option(b, t, formula + 7, at);
			return;
		}
		value = variable(b, formula);
		if (!value)
			diag_error(b->diag, at, "unknown name: '%s'", formula);
		else
			text_add(b, t, (struct span){.text = value, .strong = strong});
		return;
	}
	add_figure(b, t, formula, (enum filter)filter, strong, at);
}

/* [[2030]], a number that is none of ours, or [words](#id); returns the bytes it took, 0 if it is
 * neither. */
static size_t read_bracket(struct build *b, const char *s, struct pos at, struct span *out)
{
	const char *close = strstr(s, s[1] == '[' ? "]]" : "]("), *end;

	if (close && s[1] == '[') {
		*out = (struct span){.text = arena_strn(b->arena, s + 2, (size_t)(close - s - 2))};
		return (size_t)(close + 2 - s);
	}
	end = close ? strchr(close, ')') : NULL;
	if (!end || (close[2] != '#' && strncmp(close + 2, "https://", 8) != 0))
		return 0;
	literals_check(b->facts->literals, b->diag, (struct str){s + 1, (size_t)(close - s - 1)},
		       at);
	*out = (struct span){.kind = SPAN_LINK,
			     .text = arena_strn(b->arena, s + 1, (size_t)(close - s - 1)),
			     .href = arena_strn(b->arena, close + 2, (size_t)(end - close - 2))};
	return (size_t)(end + 1 - s);
}

/* ---- notes at the foot ---- */

static struct footnote *footnote(struct build *b, const char *words, struct pos at)
{
	bool missing = b->missing;
	struct text t = build_text(b, words, at);
	struct footnote *note = NEW(b->arena, struct footnote);

	b->missing = missing;
	for (size_t i = 0; i < t.n; i++)
		if (t.v[i].kind != SPAN_TEXT || t.v[i].note) {
			diag_error(b->diag, at, "a note at the foot has words only: '%s'",
				   t.v[i].text);
			return NULL;
		}
	note->text = text_plain(b->arena, &t);
	note->mark = "";
	return note;
}

struct footnote *build_footnote(struct build *b, const struct value *v)
{
	struct pos at;
	const char *words = template_pattern(b, v, &at);

	return words ? footnote(b, words, at) : NULL;
}

void build_note(struct build *b, struct text *t, const char *words, struct pos at)
{
	struct footnote *note = footnote(b, words, at);

	if (note)
		*PUSH(b->arena, t) = (struct span){.kind = SPAN_LINK, .text = "", .note = note};
}

/* ^[words] at s; returns the bytes it took. */
static size_t read_footnote(struct build *b, const char *s, struct pos at, struct text *t)
{
	const char *end = s + 2;
	int depth = 1;

	for (; *end && (depth += (*end == '[') - (*end == ']')) > 0; end++)
		;
	if (depth) {
		diag_error(b->diag, at, "'^[' is not closed");
		return 2;
	}
	at.col += 2;
	build_note(b, t, arena_strn(b->arena, s + 2, (size_t)(end - s - 2)), at);
	return (size_t)(end + 1 - s);
}

/* ---- sentences ---- */

/* Words up to s; a number in them is a mistake. */
static void add_words(struct build *b, struct text *t, const char *plain, const char *s,
		      bool strong, struct pos at)
{
	struct str words = {plain, (size_t)(s - plain)};

	literals_check(b->facts->literals, b->diag, words, at);
	text_add(b, t,
		 (struct span){.text = arena_strn(b->arena, words.p, words.n), .strong = strong});
}

static struct pos pos_in(struct pos at, const char *pattern, const char *s)
{
	return (struct pos){at.file, at.line,
			    at.col + (int)utf8_count(pattern, (size_t)(s - pattern))};
}

struct text build_text(struct build *b, const char *pattern, struct pos at)
{
	struct text t = {0};
	const char *s = pattern, *plain = s, *end;
	bool strong = false;

	b->missing = false;
	while (*(s += strcspn(s, "{*[^"))) {
		struct pos begin = pos_in(at, pattern, plain), here = pos_in(at, pattern, s);
		struct span bracket;
		size_t taken = 0;

		if (s[0] == '{' && s[1] == '{') {
			end = strstr(s, "}}");
			if (!end) {
				diag_error(b->diag, here, "'{{' is not closed");
				return t;
			}
			add_words(b, &t, plain, s, strong, begin);
			here.col += 2;
			build_binding(b, &t, (struct str){s + 2, (size_t)(end - s - 2)}, strong,
				      here);
			taken = (size_t)(end + 2 - s);
		} else if (s[0] == '*' && s[1] == '*') {
			add_words(b, &t, plain, s, strong, begin);
			strong = !strong;
			taken = 2;
		} else if (s[0] == '^' && s[1] == '[') {
			add_words(b, &t, plain, s, strong, begin);
			taken = read_footnote(b, s, here, &t);
		} else if (s[0] == '[' && (taken = read_bracket(b, s, here, &bracket))) {
			add_words(b, &t, plain, s, strong, begin);
			bracket.strong = strong;
			text_add(b, &t, bracket);
		}
		s += taken ? taken : 1;
		plain = taken ? s : plain;
	}
	add_words(b, &t, plain, s, strong, pos_in(at, pattern, plain));
	return t;
}

struct text build_value_text(struct build *b, const struct value *v)
{
	struct pos at;
	const char *pattern = template_pattern(b, v, &at);

	return pattern ? build_text(b, pattern, at) : (struct text){0};
}

const char *build_plain(struct build *b, const struct value *v)
{
	struct text t = build_value_text(b, v);

	return v ? text_plain(b->arena, &t) : NULL;
}
