/*
 * The smaller tables: claims.csv, checks.csv, waivers.csv, restatements.csv, corrections.csv. Their
 * formulas are kept as text with their place; compute/ parses them.
 */
#include "facts/loader.h"

#include "facts/printed.h"

static int read_line_number(struct loader *l, struct cell cell)
{
	int line = 0;

	for (const char *p = cell.text; *p; p++) {
		if (*p < '0' || *p > '9' || line > 99999999) {
			diag_error(l->diag, cell.at, "not a line number: '%s'", cell.text);
			return 0;
		}
		line = line * 10 + (*p - '0');
	}
	return line;
}

static enum severity read_severity(struct loader *l, struct cell cell)
{
	int severity =
	    cell_choice(l, cell, "severity", severity_words, COUNT(severity_words), SEVERITY_ERROR);

	return severity < 0 ? SEVERITY_ERROR : (enum severity)severity;
}

/* A cell that must not be empty. */
static bool required(struct loader *l, const struct table *t, int column, const char *what)
{
	struct cell cell = table_cell(l, t, column);

	return *cell.text || diag_error(l->diag, cell.at, "the row has no %s", what);
}

/* "", "1ulp", or a number with a unit. */
static void check_tolerance(struct loader *l, struct cell cell)
{
	size_t n = strspn(cell.text, "0123456789.");
	struct str unit = str_trim(str_of(cell.text + n)), wrong;
	struct num number;
	struct unit ignored;
	int decimals;

	if (!*cell.text || streq(cell.text, "1ulp"))
		return;
	if (!num_parse(l->arena, cell.text, n, &number, &decimals) ||
	    (unit.n && !unit_parse(l->arena, unit.p, &ignored, &wrong)))
		diag_error(l->diag, cell.at,
			   "not a tolerance (1ulp, or a number with a unit): '%s'", cell.text);
}

enum {
	CLAIM_ID,
	CLAIM_DOCUMENT,
	CLAIM_PRINTED,
	CLAIM_FORMULA,
	CLAIM_PERIOD,
	CLAIM_LINE,
	CLAIM_UNIT,
	CLAIM_QUALIFIER,
	CLAIM_TOLERANCE,
	CLAIM_SEVERITY,
	CLAIM_NOTE,
	CLAIM_COUNT
};
static const char *const claim_columns[CLAIM_COUNT] = {
    "id",   "document",  "printed",   "formula",  "period", "line",
    "unit", "qualifier", "tolerance", "severity", "note"};

/* The printed number in base units; a percent sign is a unit. */
static bool read_claim_value(struct loader *l, struct claim *c, struct cell printed,
			     struct cell unit)
{
	struct printed p;
	const struct unit *u;
	struct num place;

	if (!printed_parse(l->arena, printed.text, &p))
		return diag_error(l->diag, printed.at, "not a number: '%s'", printed.text);
	if (!*unit.text && !p.percent)
		return diag_error(l->diag, unit.at, "no unit is given for the claim '%s'", c->id);
	u = loader_unit(l, *unit.text ? unit : (struct cell){"percent", unit.at});
	if (!u)
		return false;
	if (p.percent && !u->percent)
		return diag_error(l->diag, printed.at, "a percentage, but the unit is '%s'",
				  u->name);
	c->unit = *u;
	c->value = num_mul(l->arena, p.value, u->factor);
	place = num_mul(l->arena, num_pow10(l->arena, -p.decimals), u->factor);
	c->decimals = place_decimals(l->arena, place);
	c->half = num_mul(l->arena, place, num_ratio(l->arena, 1, 2));
	return true;
}

static bool read_claim_document(struct loader *l, struct claim *c, struct cell cell)
{
	c->document = document_find(l->facts, cell.text);
	return c->document || report_unknown_document(l, cell.at, cell.text);
}

static bool read_claim_period(struct loader *l, struct claim *c, struct cell cell)
{
	return period_parse(l->facts->issuer.calendar, cell.text, &c->period) ||
	       diag_error(l->diag, cell.at, "not a period: '%s'", cell.text);
}

static bool claim_is_complete(struct loader *l, const struct table *t)
{
	bool complete = true;

	for (int k = CLAIM_ID; k <= CLAIM_PERIOD; k++)
		complete &= required(l, t, k, claim_columns[k]);
	return complete;
}

static void read_claim(struct loader *l, const struct table *t, struct map *ids)
{
	struct cell id = table_cell(l, t, CLAIM_ID), printed = table_cell(l, t, CLAIM_PRINTED);
	struct cell formula = table_cell(l, t, CLAIM_FORMULA);
	int qualifier = cell_choice(l, table_cell(l, t, CLAIM_QUALIFIER), "qualifier",
				    qualifier_words, COUNT(qualifier_words), EXACTLY);
	struct claim c = {
	    .id = id.text,
	    .line = read_line_number(l, table_cell(l, t, CLAIM_LINE)),
	    .printed = printed.text,
	    .formula = formula.text,
	    .formula_at = formula.at,
	    .printed_at = printed.at,
	    .at = id.at,
	    .qualifier = qualifier < 0 ? EXACTLY : (enum qualifier)qualifier,
	    .tolerance = table_cell(l, t, CLAIM_TOLERANCE).text,
	    .severity = read_severity(l, table_cell(l, t, CLAIM_SEVERITY)),
	    .note = table_text(l, t, CLAIM_NOTE),
	};
	const char *key =
	    arena_printf(l->arena, "%s@%s", id.text, table_cell(l, t, CLAIM_PERIOD).text);
	size_t first = map_find(ids, key);
	bool ok = claim_is_complete(l, t);

	check_tolerance(l, table_cell(l, t, CLAIM_TOLERANCE));
	if (!ok)
		return;
	ok = read_claim_document(l, &c, table_cell(l, t, CLAIM_DOCUMENT));
	ok &= read_claim_period(l, &c, table_cell(l, t, CLAIM_PERIOD));
	ok &= read_claim_value(l, &c, printed, table_cell(l, t, CLAIM_UNIT));
	if (first != MAP_NONE)
		ok = diag_error(l->diag, id.at, "the claim stands twice: '%s' (first on line %zu)",
				id.text, first);
	map_set(l->arena, ids, key, (size_t)id.at.line);
	if (ok)
		*PUSH(l->arena, &l->facts->claims) = c;
}

void load_claims(struct loader *l)
{
	struct map ids = {0};
	struct table t;

	if (!table_open(l, l->facts->folder, "claims.csv", claim_columns, CLAIM_COUNT,
			CLAIM_PERIOD + 1, &t))
		return;
	while (table_next(l, &t))
		read_claim(l, &t, &ids);
}

enum {
	RULE_ID,
	RULE_KIND,
	RULE_FORMULA,
	RULE_PERIODS,
	RULE_TOLERANCE,
	RULE_SEVERITY,
	RULE_NOTE,
	RULE_COUNT
};
static const char *const rule_columns[RULE_COUNT] = {"id",        "kind",     "formula", "periods",
						     "tolerance", "severity", "note"};
static const char *const rule_kinds[] = {"footing",  "tie",    "percent",    "translation",
					 "per_unit", "target", "consistency"};

/* Periods stand with blanks or semicolons between them. */
static void check_periods(struct loader *l, struct cell cell)
{
	static const char separators[] = "; ";
	const char *p = cell.text;

	for (p += strspn(p, separators); *p; p += strspn(p, separators)) {
		size_t n = strcspn(p, separators);
		const char *word = arena_strn(l->arena, p, n);
		struct period ignored;

		if (!period_parse(l->facts->issuer.calendar, word, &ignored))
			diag_error(l->diag, cell.at, "not a period: '%s'", word);
		p += n;
	}
}

static struct check_rule *rule_named(struct facts *f, const char *id)
{
	for (size_t i = 0; i < f->checks.n; i++)
		if (streq(f->checks.v[i].id, id))
			return &f->checks.v[i];
	return NULL;
}

/* A rule of the project takes the place of the shipped one with its id. */
static void add_rule(struct loader *l, struct check_rule rule)
{
	struct check_rule *same = rule_named(l->facts, rule.id);

	if (same && streq(same->at.file, rule.at.file))
		diag_error(l->diag, rule.at, "the check stands twice: '%s' (first on line %d)",
			   rule.id, same->at.line);
	else if (same)
		*same = rule;
	else
		*PUSH(l->arena, &l->facts->checks) = rule;
}

/* "a = b + c + ..." without the end that leaves the list of parts open. */
static bool cut_ellipsis(struct arena *a, const char **formula)
{
	struct str s = str_trim(str_of(*formula));

	if (s.n < 4 || memcmp(s.p + s.n - 3, "...", 3) != 0)
		return false;
	s = str_trim((struct str){s.p, s.n - 3});
	if (!s.n || s.p[s.n - 1] != '+')
		return false;
	*formula = arena_strn(a, s.p, s.n - 1);
	return true;
}

static void read_rule(struct loader *l, const struct table *t, bool shipped)
{
	struct cell id = table_cell(l, t, RULE_ID), formula = table_cell(l, t, RULE_FORMULA);
	int kind = cell_choice(l, table_cell(l, t, RULE_KIND), "kind of check", rule_kinds,
			       COUNT(rule_kinds), 0);
	struct check_rule rule = {
	    .id = id.text,
	    .kind = rule_kinds[kind < 0 ? 0 : kind],
	    .formula = formula.text,
	    .periods = table_cell(l, t, RULE_PERIODS).text,
	    .tolerance = table_cell(l, t, RULE_TOLERANCE).text,
	    .note = table_text(l, t, RULE_NOTE),
	    .severity = read_severity(l, table_cell(l, t, RULE_SEVERITY)),
	    .at = id.at,
	    .formula_at = formula.at,
	    .shipped = shipped,
	};
	bool complete = required(l, t, RULE_ID, "id");

	rule.open = cut_ellipsis(l->arena, &rule.formula);

	check_periods(l, table_cell(l, t, RULE_PERIODS));
	check_tolerance(l, table_cell(l, t, RULE_TOLERANCE));
	if (required(l, t, RULE_FORMULA, "formula") && complete)
		add_rule(l, rule);
}

void load_checks(struct loader *l, const char *folder, bool shipped)
{
	struct table t;

	if (!table_open(l, folder, "checks.csv", rule_columns, RULE_COUNT, RULE_FORMULA + 1, &t))
		return;
	while (table_next(l, &t))
		read_rule(l, &t, shipped);
}

enum { WAIVER_CHECK, WAIVER_PRINTED, WAIVER_RECOMPUTED, WAIVER_REASON, WAIVER_COUNT };
static const char *const waiver_columns[WAIVER_COUNT] = {"check", "printed", "recomputed",
							 "reason"};

void load_waivers(struct loader *l)
{
	struct table t;

	if (!table_open(l, l->facts->folder, "waivers.csv", waiver_columns, WAIVER_COUNT,
			WAIVER_COUNT, &t))
		return;
	while (table_next(l, &t)) {
		struct waiver w = {
		    .check = table_cell(l, &t, WAIVER_CHECK).text,
		    .printed = table_cell(l, &t, WAIVER_PRINTED).text,
		    .recomputed = table_cell(l, &t, WAIVER_RECOMPUTED).text,
		    .reason = table_cell(l, &t, WAIVER_REASON).text,
		    .at = table_cell(l, &t, WAIVER_CHECK).at,
		};
		bool complete = required(l, &t, WAIVER_CHECK, "check");

		if (required(l, &t, WAIVER_REASON, "reason") && complete)
			*PUSH(l->arena, &l->facts->waivers) = w;
	}
}

enum { REST_CONCEPT, REST_PERIOD, REST_REASON, REST_DIMENSIONS, REST_FROM, REST_TO, REST_COUNT };
static const char *const restatement_columns[REST_COUNT] = {"concept",    "period", "reason",
							    "dimensions", "from",   "to"};

static void read_restatement(struct loader *l, const struct table *t)
{
	struct cell concept = table_cell(l, t, REST_CONCEPT);
	struct cell period = table_cell(l, t, REST_PERIOD);
	const struct concept *c = concept_named(l->facts, concept.text);
	struct period ignored;

	if (!c) {
		report_unknown_concept(l, concept.at, concept.text);
		return;
	}
	if (!period_parse(l->facts->issuer.calendar, period.text, &ignored)) {
		diag_error(l->diag, period.at, "not a period: '%s'", period.text);
		return;
	}
	if (!required(l, t, REST_REASON, "reason"))
		return;
	*PUSH(l->arena, &l->facts->restatements) = (struct restatement){
	    .concept = c->id,
	    .dimensions = table_cell(l, t, REST_DIMENSIONS).text,
	    .period = period.text,
	    .from = table_cell(l, t, REST_FROM).text,
	    .to = table_cell(l, t, REST_TO).text,
	    .reason = table_cell(l, t, REST_REASON).text,
	    .at = concept.at,
	};
}

void load_restatements(struct loader *l)
{
	struct table t;

	if (!table_open(l, l->facts->folder, "restatements.csv", restatement_columns, REST_COUNT,
			REST_REASON + 1, &t))
		return;
	while (table_next(l, &t))
		read_restatement(l, &t);
}

enum { CORR_BRIEF, CORR_VERSION, CORR_DATE, CORR_REASON, CORR_COUNT = CORR_REASON + LANG_COUNT };
static const char *const correction_columns[CORR_COUNT] = {
    "brief", "version", "date", "reason.en", "reason.zh-Hans", "reason.zh-Hant"};

static void read_correction(struct loader *l, const struct table *t)
{
	struct cell version = table_cell(l, t, CORR_VERSION), date = table_cell(l, t, CORR_DATE);
	struct correction c = {
	    .brief = table_cell(l, t, CORR_BRIEF).text,
	    .version = (int)strspn(version.text, "0123456789"),
	    .at = table_cell(l, t, CORR_BRIEF).at,
	};

	if (!required(l, t, CORR_BRIEF, "brief") || !required(l, t, CORR_REASON, "reason"))
		return;
	if (!c.version || version.text[c.version] || c.version > 6) {
		diag_error(l->diag, version.at, "not a version (a whole number): '%s'",
			   version.text);
		return;
	}
	c.version = read_line_number(l, version);
	if (c.version < 2)
		diag_error(l->diag, version.at, "the first correction is version 2, not '%s'",
			   version.text);
	if (!date_parse(date.text, &c.date))
		diag_error(l->diag, date.at, "not a date: '%s'", date.text);
	c.reason.at = c.at;
	for (int i = 0; i < LANG_COUNT; i++)
		c.reason.in[i] = table_text(l, t, CORR_REASON + i);
	*PUSH(l->arena, &l->facts->corrections) = c;
}

void load_corrections(struct loader *l)
{
	struct table t;

	if (!table_open(l, l->facts->folder, "corrections.csv", correction_columns, CORR_COUNT,
			CORR_REASON + 1, &t))
		return;
	while (table_next(l, &t))
		read_correction(l, &t);
}
