/*
 * The equations of checks.csv.  A rule without periods holds wherever a document prints its left
 * side: it is tried for each document and period that has a fact of one of its concepts, and if its
 * terms name no dimensions, for each segment, site and the like that has all of them.
 */
#include "compute/check_run.h"

#include "facts/map.h"

struct rule {
	struct check_run *run;
	const struct check_rule *row;
	const struct formula *left, *right;
	bool *uses;           /* by concept index */
	bool duration;        /* a term is measured over a span of time */
	bool absent;          /* a term that no document has a fact of */
	bool named;           /* a term names dimensions */
	struct map done;      /* left fact and its period: each is checked once */
	size_t results, feet; /* all, and those that foot */
};

static void use_term(void *data, const struct concept *concept, const struct dims *dims)
{
	struct rule *rule = data;

	rule->named |= dims->n > 0;
	rule->uses[concept->index] = true;
	rule->absent |= !concept->facts && !concept->formula;
	rule->duration |= concept->period_type == PERIOD_DURATION;
}

/* The printed side: one fact of this document, else (an expression) its value and precision. */
static bool left_side(const struct rule *rule, const struct figure *left, const struct document *d,
		      struct comparison *c, struct check_result *r)
{
	const struct fact *fact = left->n ? left->lineage[0].fact : NULL;
	bool one = left->n == 1 && left->concept && fact->concept == left->concept;

	if (left->availability != AVAILABLE || !fact || fact->document != d)
		return false;
	if (left->concept && !one)
		return false; /* derived itself: nothing is printed */
	*r = check_at_fact(NULL, rule->row->kind, rule->row->severity, fact);
	if (one)
		*c = compare_fact(fact, (struct recomputed){0});
	else
		*c =
		    (struct comparison){.printed = left->value,
					.half = left->tolerance,
					.unit = left->unit,
					.label = rule->row->note ? rule->row->note : rule->row->id};
	return true;
}

static bool is_new(struct rule *rule, const struct figure *left, const struct figure *right,
		   const struct document *d)
{
	struct arena *a = rule->run->arena;
	struct buf b = {0};
	const char *key;

	buf_printf(&b, "%s|", d->id);
	for (size_t i = 0; i < left->n; i++)
		buf_printf(&b, "%zu,", left->lineage[i].fact->order);
	for (size_t i = 0; i < right->n; i++)
		buf_printf(&b, "%zu;", right->lineage[i].fact->order);
	key = buf_keep(&b, a);
	if (map_find(&rule->done, key) != MAP_NONE)
		return false;
	map_set(a, &rule->done, key, 1);
	return true;
}

/* Of an open list, the parts that there are: one alone is no sum. */
static const struct figure *right_side(const struct rule *rule, const struct scope *scope,
				       const struct dims *dims)
{
	if (!rule->row->open)
		return compute_figure_of(rule->run->compute, rule->right, scope, dims);
	return compute_open_sum(rule->run->compute, rule->right, scope, dims);
}

static void check_at(struct rule *rule, struct period period, const struct document *d,
		     const struct dims *dims)
{
	struct check_run *run = rule->run;
	struct scope scope = {period, d, d->date, STATUS_ACTUAL};
	const struct figure *left = compute_figure_of(run->compute, rule->left, &scope, dims);
	const struct figure *right;
	struct comparison c;
	struct check_result r;

	if (!left_side(rule, left, d, &c, &r))
		return;
	right = right_side(rule, &scope, dims);
	if (rule->row->open && right->n < 2)
		return;
	if (dims->n && right->availability != AVAILABLE)
		return;
	if (!is_new(rule, left, right, d))
		return;
	r.id = check_id(run, rule->row->id, period, dims);
	r.formula = arena_printf(run->arena, "%s = %s%s", formula_text(rule->left),
				 formula_text(rule->right), rule->row->open ? " + ..." : "");
	c.tolerance = rule->row->tolerance;
	c.is = recomputed_figure(right);
	rule->feet += check_add(run, r, &c)->verdict <= VERDICT_ROUNDING;
	if (c.is.availability == AVAILABLE)
		for (size_t i = 0; i < left->n; i++)
			check_cover(run, left->lineage[i].fact);
	rule->results++;
}

static bool is_first_try(struct rule *rule, struct map *tried, const struct fact *fact,
			 const struct dims *dims)
{
	const long key[] = {fact->period.from, fact->period.to,
			    fact->document - rule->run->facts->documents.v, (long)(intptr_t)dims};
	struct buf *b = rule->run->text;

	buf_clear(b);
	for (size_t i = 0; i < COUNT(key); i++) {
		buf_int(b, key[i]);
		buf_char(b, ' ');
	}
	if (map_find(tried, b->p) != MAP_NONE)
		return false;
	map_set(rule->run->arena, tried, arena_strn(rule->run->arena, b->p, b->n), 1);
	return true;
}

/* Where the rule may hold: the period of each fact that it uses, once for each document. */
static void check_everywhere(struct rule *rule)
{
	const struct facts *f = rule->run->facts;
	struct map tried = {0};

	for (size_t i = 0; i < f->facts.n; i++) {
		const struct fact *fact = f->facts.v[i];
		const struct dims *dims;

		if (!rule->uses[fact->concept->index] || fact->period.instant == rule->duration)
			continue;
		dims = rule->named ? f->no_dims : fact->dims;
		if (!is_first_try(rule, &tried, fact, dims))
			continue;
		check_at(rule, fact->period, fact->document, dims);
	}
}

static void check_in_documents(struct rule *rule, struct period period)
{
	const struct facts *f = rule->run->facts;

	for (size_t i = 0; i < f->documents.n; i++)
		check_at(rule, period, &f->documents.v[i], f->no_dims);
}

static void check_in_periods(struct rule *rule)
{
	static const char separators[] = "; ";
	const struct facts *f = rule->run->facts;
	const char *p = rule->row->periods;

	for (p += strspn(p, separators); *p; p += strspn(p, separators)) {
		size_t n = strcspn(p, separators);
		struct period period;

		if (period_parse(f->issuer.calendar, arena_strn(rule->run->arena, p, n), &period))
			check_in_documents(rule, period);
		p += n;
	}
}

/* A rule of the project that finds nothing to check says so; a shipped one is for other issuers. */
static void report_idle(const struct rule *rule)
{
	struct check_result r = {.id = arena_printf(rule->run->arena, "%s@any", rule->row->id),
				 .kind = rule->row->kind,
				 .severity = rule->row->severity,
				 .verdict = VERDICT_NOT_DISCLOSED,
				 .formula = rule->row->formula,
				 .at = rule->row->at,
				 .note = "no document discloses the left side"};

	if (rule->results == 0 && !rule->row->shipped)
		check_keep(rule->run, r);
}

static void check_where_it_holds(struct rule *rule)
{
	if (*rule->row->periods)
		check_in_periods(rule);
	else
		check_everywhere(rule);
}

/* What stands before "=", for the project's own rule about it. */
static struct str left_text(const struct check_rule *row)
{
	return str_trim((struct str){row->formula, strcspn(row->formula, "=")});
}

static bool project_has_own(const struct facts *f, const struct check_rule *row)
{
	struct str left = left_text(row);

	for (size_t i = 0; i < f->checks.n; i++) {
		struct str other = left_text(&f->checks.v[i]);

		if (!f->checks.v[i].shipped && other.n == left.n &&
		    memcmp(other.p, left.p, left.n) == 0)
			return true;
	}
	return false;
}

/*
 * The usual parts of a total are all the parts of this issuer's total only if they add up to it in
 * at least half of the places; then the others are findings.  Else nothing is known, nor kept.
 */
static void check_usual_parts(struct rule *rule)
{
	struct check_run *run = rule->run;
	size_t n = run->facts->facts.n, results = run->checks->results.n;
	bool *covered = NEWS(run->arena, bool, n);

	if (project_has_own(run->facts, rule->row))
		return;
	memcpy(covered, run->covered, n);
	check_where_it_holds(rule);
	if (rule->feet * 2 >= rule->results)
		return;
	run->checks->results.n = results;
	memcpy(run->covered, covered, n);
}

static void check_rule(struct check_run *run, const struct check_rule *row)
{
	struct rule rule = {.run = run, .row = row};

	if (!formula_parse_equation(run->arena, run->diag, run->facts, row->formula,
				    row->formula_at, &rule.left, &rule.right))
		return;
	rule.uses = NEWS(run->arena, bool, run->facts->concepts.n);
	formula_terms(rule.left, use_term, &rule);
	formula_terms(rule.right, use_term, &rule);
	if (row->shipped && row->open)
		check_usual_parts(&rule);
	else if (!row->shipped || !rule.absent)
		check_where_it_holds(&rule);
	report_idle(&rule);
}

void check_rules(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->checks.n; i++)
		check_rule(run, &run->facts->checks.v[i]);
}
