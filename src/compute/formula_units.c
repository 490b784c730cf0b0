/*
 * What may be added to what: the unit of every node, the dimension that a [dim=*] runs over, and
 * the refusal of sums over concepts that do not add up (ratios, averages, balances over time).
 */
#include "compute/formula_tree.h"

static const struct unit percent_unit = {.name = "percent",
					 .percent = true,
					 .factor = {.n = 1, .d = 100}};

static bool is_zero(const struct node *node)
{
	return node->kind == NODE_NUMBER && num_sign(node->number) == 0;
}

/* Zero is zero in any unit, so that max(x, 0) may be said. */
static bool agree(const struct node *a, const struct node *b)
{
	return !a->unit || !b->unit || is_zero(a) || is_zero(b) || unit_agree(a->unit, b->unit);
}

bool units_agree_at(const struct unit_rules *r, struct pos at, const char *op, const struct node *a,
		    const struct node *b)
{
	if (agree(a, b))
		return true;
	return diag_error(r->diag, at, "units do not agree: '%s' %s '%s'",
			  unit_text(r->arena, a->unit), op, unit_text(r->arena, b->unit));
}

/* Terms */

/* What its facts are measured in: in the wanted currency if any is, else as the first one is.
 * dims NULL: of any dimensions. */
static const struct unit *unit_of_facts(const struct concept *concept, const struct dims *dims,
					const char *wanted)
{
	const struct unit *first = NULL;

	for (const struct fact *fact = concept->facts; fact; fact = fact->sibling) {
		if (dims && fact->dims != dims)
			continue;
		if (fact->unit->currency && streq(fact->unit->currency, wanted))
			return fact->unit;
		if (!first)
			first = fact->unit;
	}
	return first;
}

/*
 * The unit of a term.  Which currency an amount is in is for its facts to say: a shipped concept
 * names none, and single members may be reported in another than the rest.
 */
static const struct unit *unit_of_term(const struct unit_rules *r, const struct node *node)
{
	const struct concept *concept = node->term.concept;
	const struct unit *own = concept->unit, *unit;
	const char *wanted = own ? own->currency : r->facts->issuer.currency;
	const struct dims *dims = dims_find(r->facts, node->term.dims->v, node->term.dims->n);

	if (own && !own->currency)
		return own;
	unit = dims ? unit_of_facts(concept, dims, wanted) : NULL;
	if (!unit && !own)
		unit = unit_of_facts(concept, NULL, wanted);
	if (own && (!unit || !unit->currency || streq(unit->currency, wanted)))
		return own;
	return unit;
}

/* A derived concept without a unit of its own has that of its formula.  What is wrong in the
 * formula is reported where all concepts are checked, so it is not reported here. */
static void derive_unit(const struct unit_rules *r, struct node *node)
{
	enum { DEPTH = 8 };
	const struct concept *concept = node->term.concept;
	struct parsed parsed;

	if (r->depth < DEPTH &&
	    formula_parse_tree(r->arena, diag_new(r->arena), r->facts, concept->formula,
			       concept->formula_at, false, r->depth + 1, &parsed))
		node->unit = parsed.left->unit;
}

static void check_term(const struct unit_rules *r, struct node *node)
{
	struct term *t = &node->term;
	const struct unit *unit = unit_of_term(r, node);

	if (unit)
		node->unit = unit;
	else if (t->concept->formula)
		derive_unit(r, node);
	t->currency = node->unit ? node->unit->currency : NULL;
	for (size_t i = 0; i < t->dims->n; i++)
		if (streq(t->dims->v[i].member, "*"))
			node->star = dimension_find(r->facts, t->dims->v[i].dimension);
}

/* One [dim=*] may run over a value at a time. */
static bool join_stars(const struct unit_rules *r, struct node *node)
{
	bool ok = true;

	for (size_t i = 0; i < node->args.n; i++) {
		const struct dimension *star = node->args.v[i]->star;

		if (star && node->star && star != node->star)
			ok = diag_error(r->diag, node->args.v[i]->at,
					"each member of two dimensions at once: '%s'", star->id);
		if (star)
			node->star = star;
	}
	return ok;
}

static bool one_star_in_term(const struct unit_rules *r, const struct node *node)
{
	int stars = 0;

	for (size_t i = 0; i < node->term.dims->n; i++)
		stars += streq(node->term.dims->v[i].member, "*");
	if (stars < 2)
		return true;
	return diag_error(r->diag, node->at, "each member of two dimensions at once: '%s'",
			  node->term.concept->id);
}

/* Arithmetic */

/* The term that a value is, behind signs, or NULL. */
static const struct node *bare_term(const struct node *node)
{
	while (node->kind == NODE_NEGATE || (node->kind == NODE_CALL && node->fn == FN_ABS))
		node = node->args.v[0];
	return node->kind == NODE_TERM ? node : NULL;
}

static bool is_ratio(const struct unit *unit)
{
	for (int i = 0; i < unit->n; i++)
		if (unit->parts[i].power < 0)
			return true;
	return unit->n == 0;
}

/* Do values of the term add up over members?  Where the concept does not say, its unit does. */
static bool adds_up(const struct node *term)
{
	switch (term->term.concept->aggregation) {
	case AGGREGATE_SUM:
	case AGGREGATE_LAST:
		return true;
	case AGGREGATE_AVERAGE:
		return false;
	case AGGREGATE_NONE:
		break;
	}
	return term->unit && !is_ratio(term->unit);
}

static bool refuse_sum(const struct unit_rules *r, struct pos at, const struct concept *concept)
{
	if (concept->aggregation == AGGREGATE_LAST)
		return diag_error(r->diag, at, "a balance does not add up over periods: '%s'",
				  concept->id);
	return diag_error(r->diag, at, "does not add up, use mean_weighted: '%s'", concept->id);
}

/* Is there a term of the concept among the operands of a chain of additions? */
static bool has_addend(const struct node *node, const struct concept *concept)
{
	const struct node *t = bare_term(node);

	if (node->kind == NODE_BINARY && node->op == '+')
		return has_addend(node->args.v[0], concept) || has_addend(node->args.v[1], concept);
	return t && t->term.concept == concept;
}

/*
 * "pue[site=a] + pue[site=b]" is a mean of ratios on its way.  Percentages of one whole may be
 * added, so for them only the division that makes it a mean is refused.
 */
static bool check_addition(const struct unit_rules *r, const struct node *sum, bool mean)
{
	const struct node *t = bare_term(sum->args.v[1]);
	bool parts;

	if (!t || adds_up(t) || !has_addend(sum->args.v[0], t->term.concept))
		return true;
	parts = sum->unit && sum->unit->percent && t->term.concept->aggregation == AGGREGATE_NONE;
	return (parts && !mean) || refuse_sum(r, sum->at, t->term.concept);
}

static bool check_mean(const struct unit_rules *r, const struct node *node)
{
	const struct node *sum = node->args.v[0];

	if (node->op != '/' || node->args.v[1]->kind != NODE_NUMBER || sum->kind != NODE_BINARY ||
	    sum->op != '+')
		return true;
	return check_addition(r, sum, true);
}

/* A plain number scales a value and leaves its unit as it is written. */
static bool is_plain(const struct node *node)
{
	return node->unit && node->unit->n == 0 && !node->unit->percent;
}

static bool check_product(const struct unit_rules *r, struct node *node)
{
	const struct node *a = node->args.v[0], *b = node->args.v[1];
	struct unit unit;

	if (!check_mean(r, node))
		return false;
	if (!a->unit || !b->unit)
		return true;
	if (is_plain(b)) {
		node->unit = a->unit;
		return true;
	}
	if (is_plain(a) && node->op == '*') {
		node->unit = b->unit;
		return true;
	}
	if (!(node->op == '*' ? unit_mul : unit_div)(r->facts->arena, a->unit, b->unit, &unit))
		return diag_error(r->diag, node->at, "unit has too many parts: '%s' %c '%s'",
				  unit_text(r->arena, a->unit), node->op,
				  unit_text(r->arena, b->unit));
	node->unit = arena_copy(r->facts->arena, &unit, sizeof unit);
	return true;
}

/* The first operand that says what the sum is in: a zero says nothing. */
static void copy_common_unit(struct node *node)
{
	for (size_t i = 0; i < node->args.n && !node->unit; i++)
		if (!is_zero(node->args.v[i]))
			node->unit = node->args.v[i]->unit;
	if (!node->unit)
		node->unit = node->args.v[0]->unit;
}

static bool check_binary(const struct unit_rules *r, struct node *node)
{
	char op[] = {node->op, '\0'};

	if (node->op == '*' || node->op == '/')
		return check_product(r, node);
	copy_common_unit(node);
	return units_agree_at(r, node->at, op, node->args.v[0], node->args.v[1]) &&
	       (node->op == '-' || check_addition(r, node, false));
}

/* Calls */

static bool value_needs_star(const struct unit_rules *r, const struct node *node, size_t i)
{
	return node->args.v[i]->star ||
	       diag_error(r->diag, node->args.v[i]->at, "needs [dimension=*] in each value: '%s'",
			  function_name(node->fn));
}

static bool needs_star(const struct unit_rules *r, const struct node *node)
{
	for (size_t i = 0; i < node->args.n; i++)
		if (!value_needs_star(r, node, i))
			return false;
	return true;
}

static bool check_sum(const struct unit_rules *r, struct node *node)
{
	const struct node *t = bare_term(node->args.v[0]);

	node->unit = node->args.v[0]->unit;
	if (t && !adds_up(t))
		return refuse_sum(r, node->at, t->term.concept);
	return needs_star(r, node);
}

static bool check_ttm(const struct unit_rules *r, struct node *node)
{
	const struct node *t = bare_term(node->args.v[0]);

	node->unit = node->args.v[0]->unit;
	return !t || t->term.concept->aggregation == AGGREGATE_SUM ||
	       refuse_sum(r, node->at, t->term.concept);
}

static bool check_share(const struct unit_rules *r, struct node *node)
{
	node->unit = &percent_unit;
	return units_agree_at(r, node->at, "of", node->args.v[0], node->args.v[1]);
}

static bool check_points(const struct unit_rules *r, struct node *node)
{
	const struct node *x = node->args.v[0];

	node->unit = &percent_unit;
	if (!x->unit || x->unit->n == 0)
		return true;
	return diag_error(r->diag, x->at, "points need a ratio: '%s'",
			  unit_text(r->arena, x->unit));
}

static bool check_extreme(const struct unit_rules *r, struct node *node)
{
	bool ok = true;

	copy_common_unit(node);
	for (size_t i = 1; i < node->args.n; i++)
		ok = units_agree_at(r, node->args.v[i]->at, "and", node->args.v[0],
				    node->args.v[i]) &&
		     ok;
	return ok && (node->args.n > 1 || needs_star(r, node));
}

/* The pair that the issuer's rate joins, in either direction. */
static bool is_rate_pair(const struct issuer *issuer, const char *a, const char *b)
{
	return issuer->convenience && issuer->convenience_rate &&
	       ((streq(a, issuer->currency) && streq(b, issuer->convenience)) ||
		(streq(b, issuer->currency) && streq(a, issuer->convenience)));
}

static bool check_convert(const struct unit_rules *r, struct node *node)
{
	const struct node *x = node->args.v[0];
	const char *from = x->unit ? x->unit->currency : NULL, *to = node->currency;
	struct unit *unit;

	if (!x->unit)
		return true;
	if (!from)
		return diag_error(r->diag, x->at, "no currency to convert: '%s'",
				  unit_text(r->arena, x->unit));
	if (!streq(from, to) && !is_rate_pair(&r->facts->issuer, from, to))
		return diag_error(r->diag, node->at, "no rate between '%s' and '%s'", from, to);
	node->unit = unit = arena_copy(r->facts->arena, x->unit, sizeof *unit);
	unit->currency = arena_str(r->facts->arena, to);
	for (int i = 0; i < unit->n; i++)
		if (streq(unit->parts[i].base, from))
			unit->parts[i].base = unit->currency;
	unit->name = unit_text(r->facts->arena, unit);
	unit->factor = num_int(r->facts->arena, 1);
	return true;
}

/* Shares of one whole may be added here: the largest customers are parts of the same total. */
static bool check_top(const struct unit_rules *r, struct node *node)
{
	const struct node *count = node->args.v[1];
	int decimals;

	node->unit = node->args.v[0]->unit;
	if (count->kind != NODE_NUMBER || !num_is_decimal(count->number, &decimals) || decimals ||
	    num_sign(count->number) <= 0)
		return diag_error(r->diag, count->at, "expected how many, a whole number");
	return value_needs_star(r, node, 0);
}

static bool check_call(const struct unit_rules *r, struct node *node)
{
	switch (node->fn) {
	case FN_SUM:
		return check_sum(r, node);
	case FN_CHANGE:
	case FN_YOY:
	case FN_QOQ:
	case FN_CAGR:
		node->unit = &percent_unit;
		return true;
	case FN_PP:
		return check_points(r, node);
	case FN_SHARE:
		return check_share(r, node);
	case FN_TTM:
		return check_ttm(r, node);
	case FN_MEAN_WEIGHTED:
		node->unit = node->args.v[0]->unit;
		return needs_star(r, node);
	case FN_CONVERT:
		return check_convert(r, node);
	case FN_ABS:
	case FN_DIFF:
		node->unit = node->args.v[0]->unit;
		return true;
	case FN_MIN:
	case FN_MAX:
		return check_extreme(r, node);
	case FN_TOP:
		return check_top(r, node);
	}
	return false;
}

static bool check_node(const struct unit_rules *r, struct node *node)
{
	switch (node->kind) {
	case NODE_NUMBER:
		node->unit = &unit_pure;
		return true;
	case NODE_TERM:
		check_term(r, node);
		return one_star_in_term(r, node);
	case NODE_NEGATE:
		node->unit = node->args.v[0]->unit;
		return true;
	case NODE_BINARY:
		return check_binary(r, node);
	case NODE_CALL:
		return check_call(r, node);
	}
	return false;
}

bool units_check(const struct unit_rules *r, struct node *node)
{
	bool ok = true;

	for (size_t i = 0; i < node->args.n; i++)
		ok = units_check(r, node->args.v[i]) && ok;
	if (!ok)
		return false;
	ok = join_stars(r, node) && check_node(r, node);
	if (node->kind == NODE_CALL && function_reduces(node))
		node->star = NULL;
	return ok;
}
