/*
 * The tie-out as a whole: what is common to all kinds of checks (the judgement, coverage, waivers),
 * their order, and the summary.
 */
#include "compute/check_run.h"

#include <stdlib.h>

#include "facts/map.h"
#include "facts/printed.h"

/* The judgement */

/* The nearest multiple of the printed place. */
static struct num round_to_place(struct arena *a, struct num x, struct num half)
{
	struct num place = num_add(a, half, half);

	return num_sign(half) ? num_mul(a, num_round(a, num_div(a, x, place), 0), place) : x;
}

/* Half of the place of the last digit that is not zero: "about 101,500" is good to 50. */
static struct num half_of_about(struct arena *a, const struct comparison *c)
{
	struct num half = c->half, next = half, ten = num_int(a, 10);

	if (!num_sign(c->printed))
		return half;
	if (!num_sign(half))
		next = num_ratio(a, 1, 2);
	while (num_eq(round_to_place(a, c->printed, next), c->printed)) {
		half = next;
		next = num_mul(a, next, ten);
	}
	return half;
}

/* "1ulp" is a unit of the printed place; else a number with a unit; else from precision. */
static struct num tolerance_of(struct arena *a, const struct comparison *c)
{
	size_t n = c->tolerance ? strspn(c->tolerance, "0123456789.") : 0;
	struct num number, factor = num_int(a, 1);
	struct str rest, wrong;
	struct unit unit;
	int ignored;

	if (!c->tolerance || !*c->tolerance)
		return num_add(a, c->half, c->is.slack);
	if (streq(c->tolerance, "1ulp"))
		return num_add(a, c->half, c->half);
	num_parse(a, c->tolerance, n, &number, &ignored);
	rest = str_trim(str_of(c->tolerance + n));
	if (rest.n && unit_parse(a, rest.p, &unit, &wrong))
		factor = unit.factor;
	return num_mul(a, number, factor);
}

/* A bound ("over 100") is kept, kept but for rounding, or broken by the excess. */
static enum verdict judge_bound(struct num excess, struct num tolerance)
{
	if (num_sign(excess) <= 0)
		return VERDICT_OK;
	return num_cmp(excess, tolerance) <= 0 ? VERDICT_ROUNDING : VERDICT_DIFFERS;
}

static enum verdict judge(struct arena *a, const struct comparison *c, struct num difference,
			  struct num tolerance)
{
	struct num off = num_abs(a, difference), about;

	switch (c->qualifier) {
	case OVER:
	case AT_LEAST:
		return judge_bound(difference, tolerance);
	case UNDER:
	case AT_MOST:
		return judge_bound(num_neg(a, difference), tolerance);
	case ABOUT:
		about = half_of_about(a, c);
		if (num_cmp(off, about) <= 0)
			return VERDICT_OK;
		return num_cmp(off, num_add(a, about, c->is.slack)) <= 0 ||
			       num_cmp(off, tolerance) <= 0
			   ? VERDICT_ROUNDING
			   : VERDICT_DIFFERS;
	case EXACTLY:
		break;
	}
	if (num_eq(round_to_place(a, c->is.value, c->half), c->printed))
		return VERDICT_OK;
	return num_cmp(off, tolerance) <= 0 ? VERDICT_ROUNDING : VERDICT_DIFFERS;
}

static struct check_scale comparison_scale(struct arena *a, const struct comparison *c)
{
	struct check_scale s = scale_for(a, c->unit, c->half, c->printed);

	if (c->is.kind == FIGURE_POINTS && s.percent) {
		s.percent = false;
		s.unit = "percentage points";
	}
	return s;
}

/* What is printed, what the arithmetic gives, and how far apart they are. */
static const char *word_note(struct arena *a, const struct comparison *c, enum verdict verdict,
			     struct num difference, struct num tolerance)
{
	static const char *const said[] = {[ABOUT] = "about ",
					   [OVER] = "over ",
					   [UNDER] = "under ",
					   [AT_MOST] = "at most ",
					   [AT_LEAST] = "at least "};
	struct check_scale s = comparison_scale(a, c);
	const char *arithmetic = arithmetic_text(a, &s, &c->is), *unit = "", *end = "";
	struct check_scale fine = s;
	char *words;

	if (*s.unit)
		unit = arena_printf(a, " (%s)", s.unit);
	words = arena_printf(a, "%s: printed %s%s; %s%s", c->label,
			     c->qualifier ? said[c->qualifier] : "", scaled_text(a, &s, c->printed),
			     arithmetic, unit);
	if (verdict == VERDICT_OK)
		return words;
	fine.decimals += num_eq(difference, round_to_place(a, difference, c->half)) ? 0 : 2;
	if (verdict == VERDICT_ROUNDING)
		end = arena_printf(a, ", which rounding explains (up to %s)",
				   scaled_text(a, &fine, tolerance));
	return arena_printf(a, "%s; off by %s%s", words,
			    scaled_text(a, &fine, num_abs(a, difference)), end);
}

struct compared {
	struct unworded as;
	struct comparison c;
	struct num difference, tolerance;
};

static void word_comparison(struct arena *a, struct check_result *r,
			    const struct unworded *unworded)
{
	const struct compared *u = (const struct compared *)unworded;
	const struct comparison *c = &u->c;

	r->printed = decimal_text(a, c->printed);
	if (r->verdict == VERDICT_NOT_DISCLOSED) {
		r->note = arena_printf(a, "%s: cannot be recomputed, %s", c->label, c->is.reason);
		return;
	}
	r->recomputed = decimal_text(a, c->is.value);
	r->difference = decimal_text(a, u->difference);
	r->tolerance = decimal_text(a, u->tolerance);
	r->note = word_note(a, c, r->verdict, u->difference, u->tolerance);
}

void check_word(struct arena *a, struct check_result *r)
{
	if (r->unworded)
		r->unworded->word(a, r, r->unworded);
	r->unworded = NULL;
}

struct check_result *check_add(struct check_run *run, struct check_result r,
			       const struct comparison *c)
{
	struct arena *a = run->arena;
	struct compared *u = NEW(a, struct compared);

	*u = (struct compared){.as = {word_comparison}, .c = *c};
	r.unworded = &u->as;
	r.parts = c->is.lineage;
	r.n_parts = (uint32_t)c->is.n;
	if (!r.formula)
		r.formula = c->is.formula;
	if (c->is.availability != AVAILABLE) {
		r.verdict = VERDICT_NOT_DISCLOSED;
		return check_keep(run, r);
	}
	u->difference = num_sub(a, c->printed, c->is.value);
	u->tolerance = tolerance_of(a, c);
	r.verdict = judge(a, c, u->difference, u->tolerance);
	for (size_t i = 0; i < c->is.n; i++)
		if (num_sign(c->is.lineage[i].derivative))
			check_cover(run, c->is.lineage[i].fact);
	return check_keep(run, r);
}

struct check_result *check_keep(struct check_run *run, struct check_result r)
{
	return checks_add(run->arena, run->checks, r);
}

struct check_result *checks_add(struct arena *a, struct checks *c, struct check_result r)
{
	return *PUSH(a, &c->results) = arena_copy(a, &r, sizeof r);
}

void check_cover(struct check_run *run, const struct fact *fact)
{
	run->covered[fact->order] = true;
}

/* Names and values */

/* What stands in the buffer is the name. */
static const char *id_of(const struct check_run *run, struct period period, const struct dims *dims)
{
	struct buf *b = run->text;

	buf_char(b, '@');
	buf_str(b, facts_period_label(run->facts, period));
	for (size_t i = 0; i < dims->n; i++)
		buf_printf(b, "%s%s=%s", i ? "," : "[", dims->v[i].dimension, dims->v[i].member);
	if (dims->n)
		buf_char(b, ']');
	return arena_strn(run->arena, b->p, b->n);
}

const char *check_id(const struct check_run *run, const char *name, struct period period,
		     const struct dims *dims)
{
	buf_clear(run->text);
	buf_str(run->text, name);
	return id_of(run, period, dims);
}

static void put_part(struct buf *b, const char *part)
{
	buf_char(b, ':');
	buf_str(b, part);
}

const char *check_fact_id(const struct check_run *run, const char *kind, const struct fact *fact,
			  const char *more)
{
	const char *currency = fact->unit->currency;
	struct buf *b = run->text;

	buf_clear(b);
	buf_str(b, kind);
	put_part(b, fact->concept->id);
	put_part(b, fact->document->id);
	if (currency && !streq(currency, run->facts->issuer.currency))
		put_part(b, currency);
	if (fact->status != STATUS_ACTUAL)
		put_part(b, status_words[fact->status]);
	if (more)
		put_part(b, more);
	return id_of(run, fact->period, fact->dims);
}

const char *check_line_id(const struct check_run *run, const char *kind, const struct fact *fact)
{
	char line[16];

	snprintf(line, sizeof line, "%d", fact->line);
	return check_fact_id(run, kind, fact, line);
}

const char *check_label(const struct concept *c)
{
	const char *label = names_in(&c->label, LANG_EN);

	return label ? label : c->id;
}

const struct fact *check_fact_in(const struct facts *f, const struct concept *concept,
				 const struct dims *dims, struct period period,
				 const char *currency, enum status status,
				 const struct document *document)
{
	const struct fact *v = dims ? facts_find(f, concept, dims, period, currency, status) : NULL;

	while (v && v->document != document)
		v = v->vintage;
	return v;
}

/* A change that is not meaningful to a reader still has a value when both ends have one sign. */
static bool has_value(const struct figure *f)
{
	return f->availability == AVAILABLE ||
	       (f->availability == NOT_MEANINGFUL && f->kind == FIGURE_CHANGE &&
		f->now->availability == AVAILABLE && f->then->availability == AVAILABLE &&
		num_sign(f->now->value) * num_sign(f->then->value) > 0);
}

struct recomputed recomputed_figure(const struct figure *f)
{
	return (struct recomputed){has_value(f) ? AVAILABLE : f->availability,
				   f->reason,
				   f->value,
				   f->tolerance,
				   f->lineage,
				   f->n,
				   f->kind,
				   f->now,
				   f->then,
				   f->formula};
}

struct recomputed recomputed_fact(struct arena *a, const struct fact *fact)
{
	struct lineage *own = NEW(a, struct lineage);

	*own = (struct lineage){fact, num_int(a, 1)};
	return (struct recomputed){
	    .value = fact->value, .slack = fact->half, .lineage = own, .n = 1};
}

struct comparison compare_fact(const struct fact *fact, struct recomputed is)
{
	return (struct comparison){.printed = fact->value,
				   .half = fact->half,
				   .qualifier = fact->qualifier,
				   .unit = fact->unit,
				   .label = check_label(fact->concept),
				   .is = is};
}

struct check_result check_at_fact(const char *id, const char *kind, enum severity severity,
				  const struct fact *fact)
{
	return (struct check_result){.id = id,
				     .kind = kind,
				     .severity = severity,
				     .fact = fact,
				     .document = fact->document,
				     .line = fact->line,
				     .at = fact->at};
}

const char *check_kind_of_unit(const struct facts *f, const struct unit *unit)
{
	if (unit->percent)
		return "percent";
	if (unit->currency && !streq(unit->currency, f->issuer.currency))
		return "translation";
	return unit->n > 1 ? "per_unit" : "consistency";
}

/* Waivers */

/* A waiver says its numbers as the report does, or rounded, or with a percent sign. */
static bool waiver_number_is(struct arena *a, const char *stated, const char *value)
{
	struct printed s;
	struct num v;
	int decimals;

	if (!*stated || !value)
		return !*stated && !value;
	if (streq(stated, value))
		return true;
	if (!printed_parse(a, stated, &s) || !num_parse(a, value, strlen(value), &v, &decimals))
		return false;
	decimals = s.decimals;
	if (s.percent)
		v = num_mul(a, v, num_int(a, 100));
	return num_eq(num_round(a, v, decimals), s.value);
}

static void waive(struct arena *a, struct diag *d, const struct waiver *w, struct check_result *r)
{
	if (r->verdict == VERDICT_OK) {
		diag_warn(d, w->at, "the waiver is void, the check is right now: '%s'", w->check);
	} else if (waiver_number_is(a, w->printed, r->printed) &&
		   waiver_number_is(a, w->recomputed, r->recomputed)) {
		r->waived = true;
		r->note = arena_printf(a, "%s; waived: %s", r->note, w->reason);
	} else {
		diag_warn(d, w->at, "the waiver is void, now printed %s and recomputed %s: '%s'",
			  r->printed ? r->printed : "nothing",
			  r->recomputed ? r->recomputed : "nothing", w->check);
	}
}

static void apply_waivers(struct arena *a, struct diag *d, const struct facts *f, struct checks *c,
			  bool all)
{
	for (size_t i = 0; i < f->waivers.n; i++) {
		const struct waiver *w = &f->waivers.v[i];
		bool found = false;

		for (size_t k = 0; k < c->results.n; k++)
			if (streq(c->results.v[k]->id, w->check)) {
				found = true;
				check_word(a, c->results.v[k]);
				waive(a, d, w, c->results.v[k]);
			}
		if (!found && all)
			diag_warn(d, w->at, "the waiver is void, there is no such check: '%s'",
				  w->check);
	}
}

/* The whole */

static int badness(const struct check_result *r)
{
	static const int order[] = {[VERDICT_OK] = 0,
				    [VERDICT_NOT_DISCLOSED] = 1,
				    [VERDICT_ROUNDING] = 2,
				    [VERDICT_DIFFERS] = 4};

	return (r->waived && r->verdict == VERDICT_DIFFERS ? 3 : order[r->verdict]) * 4 +
	       (int)r->severity;
}

/* Those of one badness stay in their order. */
static void sort(struct arena *scratch, struct checks *c)
{
	enum { WORST = 4 * 4 + SEVERITY_ERROR };
	size_t n = c->results.n, next[WORST + 2] = {0};
	struct check_result **sorted = NEWS(scratch, struct check_result *, n);

	for (size_t i = 0; i < n; i++)
		next[WORST - badness(c->results.v[i]) + 1]++;
	for (size_t i = 1; i < COUNT(next); i++)
		next[i] += next[i - 1];
	for (size_t i = 0; i < n; i++)
		sorted[next[WORST - badness(c->results.v[i])]++] = c->results.v[i];
	if (n)
		memcpy(c->results.v, sorted, n * sizeof *sorted);
}

/* Ids: two documents may print the same figure.  The older one's check keeps its plain name, so
 * that a later document never changes what a waiver means; the others name their document. */

static bool comes_first(const struct check_result *x, const struct check_result *y)
{
	int a = x->document ? x->document->date : 0, b = y->document ? y->document->date : 0;

	return a != b ? a < b : x->document < y->document;
}

/* "name@FY2025[...]" with ":more" behind the name. */
static const char *longer_id(struct arena *a, const char *id, const char *more)
{
	const char *at = strrchr(id, '@');
	int n = (int)(at ? (size_t)(at - id) : strlen(id));

	return arena_printf(a, "%.*s:%s%s", n, id, more, id + n);
}

static const char *free_id(struct arena *a, const struct map *ids, const struct check_result *r)
{
	const char *id = r->document ? longer_id(a, r->id, r->document->id) : r->id, *next = id;

	for (int i = 2; map_find(ids, next) != MAP_NONE; i++)
		next = longer_id(a, id, arena_printf(a, "%d", i));
	return next;
}

static void name_apart(struct arena *a, struct arena *scratch, struct checks *c)
{
	struct map ids = {0};

	map_reserve(scratch, &ids, c->results.n);
	for (size_t i = 0; i < c->results.n; i++) {
		size_t holder = map_find(&ids, c->results.v[i]->id);

		if (holder == MAP_NONE || comes_first(c->results.v[i], c->results.v[holder]))
			map_set(scratch, &ids, c->results.v[i]->id, i);
	}
	if (ids.n == c->results.n)
		return;
	for (size_t i = 0; i < c->results.n; i++) {
		struct check_result *r = c->results.v[i];

		if (map_find(&ids, r->id) == i)
			continue;
		r->id = free_id(a, &ids, r);
		map_set(scratch, &ids, r->id, i);
	}
}

static void summarise(const struct facts *f, struct checks *c)
{
	c->summary.figures = f->facts.n + f->claims.n;
	c->summary.checks = c->results.n;
	for (size_t i = 0; i < c->results.n; i++) {
		const struct check_result *r = c->results.v[i];

		c->summary.waived += r->waived;
		c->summary.ok += !r->waived && r->verdict == VERDICT_OK;
		c->summary.rounding += !r->waived && r->verdict == VERDICT_ROUNDING;
		c->summary.differs += !r->waived && r->verdict == VERDICT_DIFFERS;
		c->by_severity[r->severity] += !r->waived && r->verdict == VERDICT_DIFFERS;
		c->summary.not_disclosed += !r->waived && r->verdict == VERDICT_NOT_DISCLOSED;
	}
}

#define CHECK_RUN(name) check_##name(&run);

struct checks *checks_run(struct arena *a, struct diag *d, struct compute *compute,
			  const struct facts *f)
{
	struct buf text = {0};
	struct check_run run = {
	    a, d, compute, f, NEW(a, struct checks), NEWS(a, bool, f->facts.n), &text};

	run.checks->arena = a;
	CHECK_KINDS(CHECK_RUN)
	check_uncovered(&run);
	buf_free(&text);
	return run.checks;
}

void checks_finish(struct arena *a, struct diag *d, const struct facts *f, struct checks *c,
		   bool all)
{
	struct arena *scratch = arena_new();

	name_apart(a, scratch, c);
	apply_waivers(a, d, f, c, all);
	sort(scratch, c);
	summarise(f, c);
	arena_free(scratch);
}

bool checks_failed(const struct checks *c)
{
	for (size_t i = 0; i < c->results.n; i++) {
		const struct check_result *r = c->results.v[i];

		if (r->verdict == VERDICT_DIFFERS && r->severity == SEVERITY_ERROR && !r->waived)
			return true;
	}
	return false;
}

void checks_parse(struct arena *arena, struct diag *diag, const struct facts *facts)
{
	const struct formula *left, *right;

	for (size_t i = 0; i < facts->checks.n; i++)
		if (facts->checks.v[i].formula)
			formula_parse_equation(arena, diag, facts, facts->checks.v[i].formula,
					       facts->checks.v[i].formula_at, &left, &right);
	for (size_t i = 0; i < facts->claims.n; i++)
		if (facts->claims.v[i].formula)
			formula_parse(arena, diag, facts, facts->claims.v[i].formula,
				      facts->claims.v[i].formula_at);
}
