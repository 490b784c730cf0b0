/*
 * What a row of a file of facts says of all its values: concept, dimensions, unit, scale,
 * precision, sign, status and source.  A file of its own because the long form packs much of it
 * into one cell.
 */
#include "facts/sheet.h"

#include <limits.h>

static const char *const sign_words[] = {"natural", "negated", "magnitude"};

struct cell sheet_cell(const struct sheet *s, const struct row *row, int column)
{
	struct cell cell = csv_cell(&s->csv, row, column);

	return *cell.text ? cell_trim(s->l->arena, cell) : cell;
}
static void read_concept(struct sheet *s, struct stated *st, struct cell cell)
{
	if (!*cell.text) {
		st->ok = diag_error(s->l->diag, cell.at, "the row names no concept");
		return;
	}
	st->concept = concept_named(s->l->facts, cell.text);
	if (!st->concept)
		st->ok = report_unknown_concept(s->l, cell.at, cell.text);
}

static void add_dimension(struct sheet *s, struct stated *st, size_t dimension, const char *text,
			  struct pos at)
{
	const char *member = member_named(s->l, dimension, text, at);
	const char *id = s->l->facts->dimensions.v[dimension].id;

	for (size_t i = 0; i < st->pairs.n; i++)
		if (streq(st->pairs.v[i].dimension, id))
			st->ok = diag_error(s->l->diag, at, "the dimension stands twice: '%s'", id);
	if (member)
		*PUSH(s->l->arena, &st->pairs) = (struct dim_value){id, member};
	else
		st->ok = false;
}

/* "10 million", "million", "1000": the last place of the number, in base units. */
static bool place_parse(struct arena *a, const char *text, struct num *place)
{
	size_t n = strspn(text, "0123456789.");
	struct str rest = str_trim(str_of(text + n)), wrong;
	struct num number = num_int(a, 1);
	struct unit u = {.factor = number};
	int ignored;

	if (n && !num_parse(a, text, n, &number, &ignored))
		return false;
	if (rest.n && !unit_parse(a, rest.p, &u, &wrong))
		return false;
	*place = num_mul(a, number, u.factor);
	return (n || rest.n) && num_sign(*place) > 0;
}

/* currency=USD replaces the currency of the unit; words ("convenience translation") are a remark.
 */
static void set_currency(struct sheet *s, struct stated *st, const char *text)
{
	struct arena *a = s->l->arena;
	struct unit from, to, *changed = NEW(a, struct unit);
	struct str wrong;

	if (!is_currency(str_of(text)) || !st->unit || !st->unit->currency ||
	    streq(st->unit->currency, text))
		return;
	unit_parse(a, st->unit->currency, &from, &wrong);
	unit_parse(a, text, &to, &wrong);
	if (!unit_div(a, st->unit, &from, changed) || !unit_mul(a, changed, &to, changed))
		return;
	changed->factor = st->unit->factor;
	st->unit = changed;
}

static void set_measure(struct sheet *s, struct stated *st, const char *text, struct pos at)
{
	enum gaap said = strncasecmp(text, "non", 3) == 0 ? GAAP_NON_GAAP : GAAP_GAAP;
	struct concept *c = st->concept;

	if (c && c->gaap != GAAP_NONE && c->gaap != said)
		diag_warn(s->l->diag, at, "'%s' contradicts the concept list on '%s'", text, c->id);
	else if (c)
		c->gaap = said;
}

/* The keys of a `dimensions` cell that are no dimensions; false if the key is not one of them. */
static bool read_remark(struct sheet *s, struct stated *st, const char *key, const char *text,
			struct pos at)
{
	if (streq(key, "kind")) {
		int status = cell_choice(s->l, (struct cell){text, at}, "kind", status_words,
					 COUNT(status_words), STATUS_ACTUAL);

		st->ok &= status >= 0;
		st->status = status < 0 ? STATUS_ACTUAL : (enum status)status;
	} else if (streq(key, "rounded")) {
		if (!place_parse(s->l->arena, text, &st->place))
			st->ok =
			    diag_error(s->l->diag, at, "not a place like '10 million': '%s'", text);
	} else if (streq(key, "currency")) {
		set_currency(s, st, text);
	} else if (streq(key, "measure")) {
		set_measure(s, st, text, at);
	} else if (streq(key, "version")) {
		st->version = text;
	} else if (streq(key, "accn")) {
		st->accn = text;
	} else if (streq(key, "note")) {
		st->note = text;
	} else {
		return false;
	}
	return true;
}

static void read_pair(struct sheet *s, struct stated *st, struct str pair, struct pos at)
{
	struct arena *a = s->l->arena;
	const char *equals = memchr(pair.p, '=', pair.n);
	struct str text;
	const char *key, *value;
	size_t dimension;

	if (!equals) {
		st->ok = diag_error(s->l->diag, at, "not of the form dimension=member: '%.*s'",
				    (int)pair.n, pair.p);
		return;
	}
	key = normal_name(a, str_trim((struct str){pair.p, (size_t)(equals - pair.p)}));
	text = str_trim((struct str){equals + 1, pair.n - (size_t)(equals + 1 - pair.p)});
	value = arena_strn(a, text.p, text.n);
	if (read_remark(s, st, key, value, at))
		return;
	dimension = dimension_named(s->l, key);
	if (dimension == MAP_NONE)
		st->ok = report_unknown_dimension(s->l, at, key);
	else
		add_dimension(s, st, dimension, value, at);
}

/* k=v;k=v */
static void read_dimensions_cell(struct sheet *s, struct stated *st, struct cell cell)
{
	struct str rest = str_of(cell.text);

	while (rest.n) {
		const char *end = memchr(rest.p, ';', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		struct str pair = str_trim((struct str){rest.p, n});
		struct pos at = cell.at;

		if (pair.n) {
			at.col += (int)utf8_count(cell.text, (size_t)(pair.p - cell.text));
			read_pair(s, st, pair, at);
		}
		n += end != NULL;
		rest = (struct str){rest.p + n, rest.n - n};
	}
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n < 10;
}

static int line_number(struct str s)
{
	int line = 0;

	for (size_t i = 0; i < s.n; i++)
		line = line * 10 + (s.p[i] - '0');
	return line;
}

/* Addresses have a slash, a dot or a blank; document ids have none, so a mistyped id is noticed. */
static bool is_address(const char *text)
{
	return strpbrk(text, "/. ") != NULL;
}

static void name_document(struct sheet *s, struct stated *st, const char *id, struct pos at)
{
	st->document = document_index(s->l->facts, id);
	if (st->document == MAP_NONE)
		st->ok = report_unknown_document(s->l, at, id);
}

/* LINE, DOC:LINE, DOC, or a free address. */
static void read_source(struct sheet *s, struct stated *st, struct cell cell)
{
	const char *colon = strrchr(cell.text, ':');
	struct str tail = str_of(colon ? colon + 1 : cell.text);
	const char *id;

	if (!*cell.text)
		return;
	if (all_digits(tail)) {
		st->line = line_number(tail);
		if (!colon)
			return;
		id = arena_strn(s->l->arena, cell.text, (size_t)(colon - cell.text));
		if (document_index(s->l->facts, id) != MAP_NONE || !is_address(id)) {
			name_document(s, st, id, cell.at);
			return;
		}
		st->line = 0; /* the digits belong to the address, as a port does */
	}
	if (is_address(cell.text) && document_index(s->l->facts, cell.text) == MAP_NONE)
		st->address = cell.text;
	else
		name_document(s, st, cell.text, cell.at);
}

static void read_document_cell(struct sheet *s, struct stated *st, struct cell cell)
{
	size_t named = st->document;

	if (!*cell.text)
		return;
	st->address = NULL;
	name_document(s, st, cell.text, cell.at);
	if (named != MAP_NONE && st->document != MAP_NONE && named != st->document)
		st->ok = diag_error(s->l->diag, cell.at,
				    "the source names another document than '%s'", cell.text);
}

/* An address, a filing number or a version makes a document of its own. */
static void make_document(struct sheet *s, struct stated *st, struct pos at)
{
	struct loader *l = s->l;
	const char *base = st->document != MAP_NONE ? l->facts->documents.v[st->document].id : NULL;
	const char *id = st->accn ? st->accn : st->address ? st->address : base ? base : s->name;
	const char *url = st->address ? st->address : id;

	if (!st->accn && !st->address && !st->version)
		return;
	if (st->version)
		id = arena_printf(l->arena, "%s version %s", id, st->version);
	st->document = document_add_address(l, id, url, at);
}

static void read_scale(struct sheet *s, struct stated *st, struct cell cell)
{
	int zeros = 0;

	st->scale = num_int(s->l->arena, 1);
	if (!*cell.text)
		return;
	while (cell.text[1 + zeros] == '0')
		zeros++;
	if (*cell.text == '1' && !cell.text[1 + zeros] && zeros < 16)
		st->scale = num_pow10(s->l->arena, zeros);
	else
		st->ok = diag_error(s->l->diag, cell.at,
				    "not a scale like 1, 1000 or 1000000: '%s'", cell.text);
}

static void read_decimals(struct sheet *s, struct stated *st, struct cell cell)
{
	const char *digits = cell.text + (*cell.text == '-');

	if (!*cell.text)
		return;
	st->has_decimals = true;
	if (streq(cell.text, "INF")) {
		st->decimals = INT_MAX;
	} else if (all_digits(str_of(digits)) && strlen(digits) < 3) {
		st->decimals = line_number(str_of(digits));
		if (digits != cell.text)
			st->decimals = -st->decimals;
	} else {
		st->ok =
		    diag_error(s->l->diag, cell.at, "not a number of decimals: '%s'", cell.text);
	}
}

static void read_words(struct sheet *s, struct stated *st, const struct row *row)
{
	struct loader *l = s->l;
	int qualifier = cell_choice(l, sheet_cell(s, row, s->at[F_QUALIFIER]), "qualifier",
				    qualifier_words, COUNT(qualifier_words), EXACTLY);
	int sign = cell_choice(l, sheet_cell(s, row, s->at[F_SIGN]), "sign", sign_words,
			       COUNT(sign_words), SIGN_NATURAL);
	int status = cell_choice(l, sheet_cell(s, row, s->at[F_STATUS]), "status", status_words,
				 COUNT(status_words), STATUS_ACTUAL);

	st->ok &= qualifier >= 0 && sign >= 0 && status >= 0;
	st->qualifier = qualifier < 0 ? EXACTLY : (enum qualifier)qualifier;
	st->sign = sign < 0 ? SIGN_NATURAL : (enum sign)sign;
	st->status = status < 0 ? STATUS_ACTUAL : (enum status)status;
}

static void read_unit(struct sheet *s, struct stated *st, struct cell cell)
{
	if (*cell.text) {
		st->unit = loader_unit(s->l, cell);
		st->ok &= st->unit != NULL;
	} else if (st->concept) {
		st->unit = st->concept->unit;
	}
}

struct stated read_stated(struct sheet *s, const struct row *row)
{
	struct stated st = {.document = MAP_NONE, .ok = true};
	struct cell note = sheet_cell(s, row, s->at[F_NOTE]);

	read_concept(s, &st, sheet_cell(s, row, s->at[F_CONCEPT]));
	read_unit(s, &st, sheet_cell(s, row, s->at[F_UNIT]));
	read_scale(s, &st, sheet_cell(s, row, s->at[F_SCALE]));
	read_decimals(s, &st, sheet_cell(s, row, s->at[F_DECIMALS]));
	read_words(s, &st, row);
	st.note = *note.text ? note.text : NULL;
	for (size_t i = 0; i < s->dims.n; i++) {
		struct cell cell = sheet_cell(s, row, s->dims.v[i].column);

		if (*cell.text)
			add_dimension(s, &st, s->dims.v[i].dimension, cell.text, cell.at);
	}
	read_dimensions_cell(s, &st, sheet_cell(s, row, s->at[F_DIMENSIONS]));
	read_source(s, &st, sheet_cell(s, row, s->at[F_SOURCE]));
	read_document_cell(s, &st, sheet_cell(s, row, s->at[F_DOCUMENT]));
	if (st.ok)
		make_document(s, &st, sheet_cell(s, row, s->at[F_SOURCE]).at);
	st.dims = dims_of(s->l->facts, st.pairs.v, st.pairs.n);
	return st;
}
