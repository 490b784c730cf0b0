/*
 * facts/ *.csv, wide (a value column for each period) and long (one value a row).  Both are read
 * the same way: the cells that say what a row is about make a struct stated, then each value cell
 * of the row becomes a fact of it.
 */
#include "facts/loader.h"

#include <limits.h>

#include "base/file.h"
#include "facts/printed.h"

enum {
	F_CONCEPT,
	F_UNIT,
	F_SCALE,
	F_DECIMALS,
	F_QUALIFIER,
	F_SIGN,
	F_STATUS,
	F_SOURCE,
	F_NOTE,
	F_DIMENSIONS,
	F_DOCUMENT,
	F_ENTITY,
	F_PERIOD,
	F_VALUE,
	F_COUNT
};
static const char *const columns[F_COUNT] = {
    "concept", "unit", "scale",      "decimals", "qualifier", "sign",   "status",
    "source",  "note", "dimensions", "document", "entity",    "period", "value"};

enum sign { SIGN_NATURAL, SIGN_NEGATED, SIGN_MAGNITUDE };
static const char *const sign_words[] = {"natural", "negated", "magnitude"};

struct value_column {
	int column;
	bool ok; /* the head could be read */
	struct period period;
	const struct unit *unit; /* NULL: the row's */
	size_t document;         /* MAP_NONE: the row's */
};

struct dim_column {
	int column;
	size_t dimension; /* index in the store */
};

struct sheet {
	struct loader *l;
	struct csv csv;
	const char *name; /* "facts/income.csv": the source of rows that name none */
	int at[F_COUNT];
	bool is_long;
	struct {
		struct value_column *v;
		size_t n, cap;
	} values;
	struct {
		struct dim_column *v;
		size_t n, cap;
	} dims;
};

/* What a row says of all its values. */
struct stated {
	struct concept *concept;
	struct {
		struct dim_value *v;
		size_t n, cap;
	} pairs;
	const struct dims *dims;
	const struct unit *unit; /* NULL: none is stated */
	struct num scale;
	bool has_decimals;
	int decimals;     /* of the printed number; INT_MAX: INF */
	struct num place; /* of a `rounded` remark, base units; 0: none */
	enum qualifier qualifier;
	enum sign sign;
	enum status status;
	const char *address, *accn, *version; /* make a document outside the list */
	size_t document;                      /* MAP_NONE: none is named */
	int line;
	const char *note;
	bool ok;
};

static struct cell cell_of(const struct sheet *s, const struct row *row, int column)
{
	return cell_trim(s->l->arena, csv_cell(&s->csv, row, column));
}

/* The head */

static bool looks_like_period(const char *word)
{
	return (*word >= '0' && *word <= '9') || (word[0] == 'F' && word[1] == 'Y');
}

/* PERIOD [UNIT] [#DOC] */
static void read_value_head(struct sheet *s, int column)
{
	struct loader *l = s->l;
	struct cell head = s->csv.head[column];
	struct value_column v = {.column = column, .ok = true, .document = MAP_NONE};
	size_t n = strcspn(head.text, " ");
	const char *period = arena_strn(l->arena, head.text, n), *hash = strchr(head.text, '#');
	struct str rest = {head.text + n,
			   (hash ? (size_t)(hash - head.text) : strlen(head.text)) - n};
	struct str unit = str_trim(rest);
	struct pos at = head.at;

	if (!period_parse(l->facts->issuer.calendar, period, &v.period))
		v.ok = diag_error(l->diag, head.at, "not a period: '%s'", period);
	if (unit.n) {
		at.col += (int)(unit.p - head.text);
		v.unit = loader_unit(l, (struct cell){arena_strn(l->arena, unit.p, unit.n), at});
		v.ok &= v.unit != NULL;
	}
	if (hash) {
		at.col = head.at.col + (int)(hash - head.text);
		v.document = document_index(l->facts, hash + 1);
		if (v.document == MAP_NONE)
			v.ok = report_unknown_document(l, at, hash + 1);
	}
	*PUSH(l->arena, &s->values) = v;
}

static void read_other_head(struct sheet *s, int column)
{
	struct cell head = s->csv.head[column];
	const struct dimension *d = dimension_find(s->l->facts, head.text);

	if (d)
		*PUSH(s->l->arena, &s->dims) =
		    (struct dim_column){column, (size_t)(d - s->l->facts->dimensions.v)};
	else if (!s->is_long && looks_like_period(head.text))
		read_value_head(s, column);
	else if (*head.text)
		report_unknown_dimension(s->l, head.at, head.text);
}

static bool is_own_column(const struct sheet *s, int column)
{
	for (int k = 0; k < F_COUNT; k++)
		if (s->at[k] == column)
			return true;
	return false;
}

static bool missing_column(struct sheet *s, int column)
{
	return diag_error(s->l->diag, (struct pos){s->csv.file, 1, 1}, "missing column: '%s'",
			  columns[column]);
}

static bool read_head(struct sheet *s)
{
	bool ok = true;

	for (int k = 0; k < F_COUNT; k++)
		s->at[k] = csv_column(&s->csv, columns[k]);
	s->is_long = s->at[F_VALUE] >= 0 || s->at[F_PERIOD] >= 0;
	for (int i = 0; i < (int)s->csv.columns; i++)
		if (!is_own_column(s, i))
			read_other_head(s, i);
	if (s->at[F_CONCEPT] < 0)
		ok = missing_column(s, F_CONCEPT);
	if (s->is_long && s->at[F_PERIOD] < 0)
		ok = missing_column(s, F_PERIOD);
	if (s->is_long && s->at[F_VALUE] < 0)
		ok = missing_column(s, F_VALUE);
	if (!s->is_long && !s->values.n)
		ok = diag_error(s->l->diag, (struct pos){s->csv.file, 1, 1},
				"missing column: a period such as FY2025, or 'period' and 'value'");
	return ok;
}

/* What the row says */

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
	bool non_gaap = strncasecmp(text, "non", 3) == 0;

	if (!st->concept)
		return;
	if (st->concept->gaap == GAAP_NONE)
	st->concept->gaap = non_gaap ? GAAP_NON_GAAP : GAAP_GAAP;
	else if ((st->concept->gaap == GAAP_NON_GAAP) != non_gaap) diag_warn(
	    s->l->diag, at, "'%s' contradicts the concept list on '%s'", text, st->concept->id);
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
	const char *id = cell.text;

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
	size_t zeros = strspn(cell.text + (*cell.text != '\0'), "0");

	st->scale = num_int(s->l->arena, 1);
	if (!*cell.text)
		return;
	if (*cell.text == '1' && strlen(cell.text) == zeros + 1 && zeros < 16)
		st->scale = num_pow10(s->l->arena, (int)zeros);
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
	int qualifier = cell_choice(l, cell_of(s, row, s->at[F_QUALIFIER]), "qualifier",
				    qualifier_words, COUNT(qualifier_words), EXACTLY);
	int sign = cell_choice(l, cell_of(s, row, s->at[F_SIGN]), "sign", sign_words,
			       COUNT(sign_words), SIGN_NATURAL);
	int status = cell_choice(l, cell_of(s, row, s->at[F_STATUS]), "status", status_words,
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
	} else if (st->concept && st->concept->has_unit) {
		st->unit = &st->concept->unit;
	}
}

static struct stated read_stated(struct sheet *s, const struct row *row)
{
	struct stated st = {.document = MAP_NONE, .ok = true};
	struct cell note = cell_of(s, row, s->at[F_NOTE]);

	read_concept(s, &st, cell_of(s, row, s->at[F_CONCEPT]));
	read_unit(s, &st, cell_of(s, row, s->at[F_UNIT]));
	read_scale(s, &st, cell_of(s, row, s->at[F_SCALE]));
	read_decimals(s, &st, cell_of(s, row, s->at[F_DECIMALS]));
	read_words(s, &st, row);
	st.note = *note.text ? note.text : NULL;
	for (size_t i = 0; i < s->dims.n; i++) {
		struct cell cell = cell_of(s, row, s->dims.v[i].column);

		if (*cell.text)
			add_dimension(s, &st, s->dims.v[i].dimension, cell.text, cell.at);
	}
	read_dimensions_cell(s, &st, cell_of(s, row, s->at[F_DIMENSIONS]));
	read_source(s, &st, cell_of(s, row, s->at[F_SOURCE]));
	read_document_cell(s, &st, cell_of(s, row, s->at[F_DOCUMENT]));
	if (st.ok)
		make_document(s, &st, cell_of(s, row, s->at[F_SOURCE]).at);
	st.dims = dims_of(s->l->facts, st.pairs.v, st.pairs.n);
	return st;
}

/* The values */

/* The unit of one value: of its column, of its row, or a percent sign; NULL if none fits. */
static const struct unit *value_unit(struct sheet *s, const struct stated *st,
				     const struct value_column *v, const struct printed *p,
				     struct cell cell)
{
	const struct unit *u = v->unit ? v->unit : st->unit;

	if (p->percent && (!u || u->n == 0))
		return loader_unit(s->l, (struct cell){"percent", cell.at});
	if (p->percent)
		diag_error(s->l->diag, cell.at, "a percentage, but the unit is '%s'", u->name);
	else if (!u && st->ok)
		diag_error(s->l->diag, cell.at, "no unit is given for '%s'", st->concept->id);
	return p->percent ? NULL : u;
}

static struct period fact_period(struct sheet *s, const struct concept *c, struct period p,
				 struct cell cell)
{
	if (c->period_type == PERIOD_INSTANT && !p.instant)
		return period_close(p);
	if (c->period_type == PERIOD_DURATION && p.instant)
		diag_warn(s->l->diag, cell.at,
			  "'%s' is measured over a span of time, but the period is a day", c->id);
	return p;
}

static size_t fact_document(struct sheet *s, const struct stated *st, const struct value_column *v,
			    struct cell cell)
{
	struct facts *f = s->l->facts;

	if (v->document != MAP_NONE && st->document != MAP_NONE && v->document != st->document)
		diag_error(s->l->diag, cell.at, "the column names '%s', the source of the row '%s'",
			   f->documents.v[v->document].id, f->documents.v[st->document].id);
	if (v->document != MAP_NONE)
		return v->document;
	if (st->document != MAP_NONE)
		return st->document;
	if (st->line && st->ok)
		diag_error(s->l->diag, cell.at, "the source is line %d, but no document is named",
			   st->line);
	return document_add_address(s->l, s->name, s->name, (struct pos){s->csv.file, 1, 1});
}

/* Value, place and precision in base units. */
static void set_value(struct arena *a, struct fact *fact, const struct stated *st,
		      const struct printed *p)
{
	struct num one = num_mul(a, st->scale, fact->unit->factor),
		   value = num_mul(a, p->value, one);
	int printed = st->has_decimals ? st->decimals : p->decimals;
	struct num place = st->place;

	if (st->sign == SIGN_NEGATED || (st->sign == SIGN_MAGNITUDE && num_sign(value) > 0))
		value = num_neg(a, value);
	fact->value = value;
	fact->decimals = INT_MAX;
	if (!num_sign(place)) {
		if (printed == INT_MAX)
			return;
		place = num_mul(a, num_pow10(a, -printed), one);
	}
	fact->decimals = place_decimals(a, place);
	fact->half = num_mul(a, place, num_ratio(a, 1, 2));
}

static void read_value(struct sheet *s, const struct stated *st, const struct value_column *v,
		       struct cell cell)
{
	struct loader *l = s->l;
	struct printed p;
	const struct unit *unit;
	struct fact *fact;
	size_t document;

	if (!*cell.text)
		return; /* not disclosed */
	if (!printed_parse(l->arena, cell.text, &p)) {
		diag_error(l->diag, cell.at, "not a number: '%s'", cell.text);
		return;
	}
	if (!v->ok)
		return;
	unit = value_unit(s, st, v, &p, cell);
	document = fact_document(s, st, v, cell);
	if (!st->ok || !unit)
		return;
	fact = NEW(l->arena, struct fact);
	*fact = (struct fact){
	    .concept = st->concept,
	    .dims = st->dims,
	    .period = fact_period(s, st->concept, v->period, cell),
	    .unit = unit,
	    .nil = p.nil,
	    .qualifier = st->qualifier,
	    .status = st->status,
	    .line = st->line,
	    .printed = cell.text,
	    .at = cell.at,
	    .note = st->note,
	    .order = l->facts->facts.n,
	};
	set_value(l->arena, fact, st, &p);
	*PUSH(l->arena, &l->facts->facts) = fact;
	*PUSH(l->arena, &l->document_of) = document;
}

static void read_long_row(struct sheet *s, const struct stated *st, const struct row *row)
{
	struct cell period = cell_of(s, row, s->at[F_PERIOD]),
		    value = cell_of(s, row, s->at[F_VALUE]);
	struct value_column v = {.ok = true, .document = MAP_NONE};

	if (!*period.text)
		diag_error(s->l->diag, period.at, "the row names no period");
	else if (!period_parse(s->l->facts->issuer.calendar, period.text, &v.period))
		diag_error(s->l->diag, period.at, "not a period: '%s'", period.text);
	else
		read_value(s, st, &v, value);
}

static void read_row(struct sheet *s, const struct row *row)
{
	struct stated st = read_stated(s, row);

	if (s->is_long)
		read_long_row(s, &st, row);
	for (size_t i = 0; i < s->values.n; i++)
		read_value(s, &st, &s->values.v[i], cell_of(s, row, s->values.v[i].column));
}

static void load_fact_file(struct loader *l, const char *path, const char *name)
{
	struct sheet s = {.l = l, .name = name};
	struct str bytes;

	if (!file_read(l->arena, l->diag, path, &bytes))
		return;
	csv_read(l->arena, l->diag, path, bytes, &s.csv);
	if (!s.csv.columns || !read_head(&s))
		return;
	for (size_t i = 0; i < s.csv.n; i++)
		if (!row_is_empty(&s.csv, &s.csv.rows[i]))
			read_row(&s, &s.csv.rows[i]);
}

void load_fact_files(struct loader *l)
{
	const char *folder = path_join(l->arena, l->facts->folder, "facts"), **names;
	size_t n;

	if (!dir_list(l->arena, l->diag, folder, ".csv", &names, &n))
		return;
	for (size_t i = 0; i < n; i++)
		load_fact_file(l, path_join(l->arena, folder, names[i]),
			       path_join(l->arena, "facts", names[i]));
}
