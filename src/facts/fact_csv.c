/*
 * facts/ *.csv, wide (a value column for each period) and long (one value a row).  Both are read
 * the same way: the cells that say what a row is about make a struct stated, then each value cell
 * of the row becomes a fact of it.
 */
#include "facts/sheet.h"

#include <limits.h>

#include "base/file.h"
#include "facts/printed.h"

enum { FACT_LIMIT = 300000 };

static const char *const columns[F_COUNT] = {
    "concept", "unit", "scale",      "decimals", "qualifier", "sign",   "status",
    "source",  "note", "dimensions", "document", "entity",    "period", "value"};
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
	size_t n = strcspn(head.text, " #");
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

static void set_precision(struct loader *l, struct fact *fact, struct num place)
{
	if (num_cmp(place, l->last.place) != 0) {
		l->last.place = place;
		l->last.half = num_mul(l->arena, place, num_ratio(l->arena, 1, 2));
		l->last.decimals = place_decimals(l->arena, place);
	}
	fact->half = l->last.half;
	fact->decimals = l->last.decimals;
}

/* Value, place and precision in base units. */
static void set_value(struct loader *l, struct fact *fact, const struct stated *st,
		      const struct printed *p)
{
	struct arena *a = l->arena;
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
	set_precision(l, fact, place);
}

static void read_value(struct sheet *s, const struct stated *st, const struct value_column *v,
		       struct cell cell)
{
	struct loader *l = s->l;
	struct printed p;
	const struct unit *unit;
	struct fact *fact;
	size_t document;

	if (!*cell.text || l->facts->facts.n > FACT_LIMIT)
		return; /* not disclosed, or told already */
	if (l->facts->facts.n == FACT_LIMIT)
		diag_error(l->diag, cell.at, "more than %d facts", FACT_LIMIT);
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
	set_value(l, fact, st, &p);
	*PUSH(l->arena, &l->facts->facts) = fact;
	*PUSH(l->arena, &l->document_of) = document;
}

static void read_long_row(struct sheet *s, const struct stated *st, const struct row *row)
{
	struct cell period = sheet_cell(s, row, s->at[F_PERIOD]),
		    value = sheet_cell(s, row, s->at[F_VALUE]);
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
		read_value(s, &st, &s->values.v[i], sheet_cell(s, row, s->values.v[i].column));
}

static void load_fact_file(struct loader *l, const char *path, const char *name)
{
	struct sheet s = {.l = l, .name = name};
	struct csv_reader *reader;
	struct str bytes;

	if (!file_read(l->arena, l->diag, path, &bytes))
		return;
	reader = csv_begin(l->arena, l->diag, path, bytes, &s.csv);
	if (!reader || !read_head(&s))
		return;
	for (struct row row; csv_next(reader, l->arena, &row);)
		if (!row_is_empty(&s.csv, &row))
			read_row(&s, &row);
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
