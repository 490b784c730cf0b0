/*
 * Formulas as the rest of the program sees them: parsed, written in canonical form, walked, and
 * the formulas of all concepts checked together, for cycles too.
 */
#include "compute/formula_tree.h"

static const struct formula *formula_new(struct arena *arena, const struct facts *facts,
					 struct node *root)
{
	struct formula *formula = NEW(arena, struct formula);
	struct buf text = {0};

	node_write(arena, &text, root, facts->issuer.calendar, (struct binding){0});
	formula->facts = facts;
	formula->root = root;
	formula->text = buf_keep(&text, facts->arena);
	return formula;
}

const struct formula *formula_parse(struct arena *arena, struct diag *diag,
				    const struct facts *facts, const char *text, struct pos at)
{
	struct parsed parsed;

	if (!formula_parse_tree(arena, diag, facts, text, at, false, 0, &parsed))
		return NULL;
	return formula_new(arena, facts, parsed.left);
}

bool formula_parse_equation(struct arena *arena, struct diag *diag, const struct facts *facts,
			    const char *text, struct pos at, const struct formula **left,
			    const struct formula **right)
{
	struct parsed parsed;

	if (!formula_parse_tree(arena, diag, facts, text, at, true, 0, &parsed))
		return false;
	*left = formula_new(arena, facts, parsed.left);
	*right = formula_new(arena, facts, parsed.right);
	return true;
}

const char *formula_text(const struct formula *formula)
{
	return formula->text;
}

const struct unit *formula_unit(const struct formula *formula)
{
	return formula->root->unit ? formula->root->unit : &unit_pure;
}

const struct concept *formula_concept(const struct formula *formula)
{
	return formula->root->kind == NODE_TERM ? formula->root->term.concept : NULL;
}

const struct concept *formula_numerator(const struct formula *formula)
{
	const struct node *root = formula->root, *above;
	bool quotient = (root->kind == NODE_BINARY && root->op == '/') ||
			(root->kind == NODE_CALL && root->fn == FN_SHARE);

	if (!quotient)
		return NULL;
	above = root->args.v[0];
	return above->kind == NODE_TERM && above->term.shift == SHIFT_NONE &&
		       !above->term.dims->n && !above->term.document
		   ? above->term.concept
		   : NULL;
}

/* Dimensions of terms */

bool term_dims_put(struct term_dims *dims, const char *dimension, const char *member)
{
	size_t i = 0;

	while (i < dims->n && strcmp(dims->v[i].dimension, dimension) < 0)
		i++;
	if (i < dims->n && streq(dims->v[i].dimension, dimension)) {
		dims->v[i].member = member;
		return true;
	}
	if (dims->n == TERM_DIMS)
		return false;
	memmove(&dims->v[i + 1], &dims->v[i], (dims->n - i) * sizeof dims->v[0]);
	dims->v[i] = (struct dim_value){dimension, member};
	dims->n++;
	return true;
}

struct term_dims term_bound_dims(const struct term *t, struct binding binding)
{
	struct term_dims dims = *t->dims;

	for (size_t i = 0; i < dims.n; i++)
		if (binding.dimension && streq(dims.v[i].member, "*") &&
		    streq(dims.v[i].dimension, binding.dimension))
			dims.v[i].member = binding.member;
	return dims;
}

/* Canonical text */

static void write_shift(struct arena *arena, struct buf *out, const struct term *t,
			struct calendar calendar)
{
	static const char *const words[] = {
	    [SHIFT_PRIOR] = "@prior", [SHIFT_PREVIOUS] = "@previous", [SHIFT_OPEN] = "@open"};

	if (t->shift == SHIFT_FIXED)
		buf_printf(out, "@%s", period_label(arena, calendar, t->period));
	else if (t->shift != SHIFT_NONE)
		buf_str(out, words[t->shift]);
}

static void write_term(struct arena *arena, struct buf *out, const struct term *t,
		       struct calendar calendar, struct binding binding)
{
	struct term_dims dims = term_bound_dims(t, binding);

	buf_str(out, t->concept->id);
	for (size_t i = 0; i < dims.n; i++)
		buf_printf(out, "%c%s=%s", i ? ',' : '[', dims.v[i].dimension, dims.v[i].member);
	if (dims.n)
		buf_char(out, ']');
	write_shift(arena, out, t, calendar);
	if (t->document)
		buf_printf(out, "#%s", t->document->id);
}

/* How tightly a node holds together; an operand that holds less needs parentheses. */
static int rank(const struct node *node)
{
	if (node->kind == NODE_BINARY)
		return node->op == '+' || node->op == '-' ? 1 : 2;
	return node->kind == NODE_NEGATE ? 3 : 4;
}

static void write_operand(struct arena *arena, struct buf *out, const struct node *node, int least,
			  struct calendar calendar, struct binding binding)
{
	bool parentheses = rank(node) < least;

	if (parentheses)
		buf_char(out, '(');
	node_write(arena, out, node, calendar, binding);
	if (parentheses)
		buf_char(out, ')');
}

static void write_call(struct arena *arena, struct buf *out, const struct node *node,
		       struct calendar calendar, struct binding binding)
{
	struct binding inner = function_reduces(node) ? (struct binding){0} : binding;

	buf_printf(out, "%s(", function_name(node->fn));
	for (size_t i = 0; i < node->args.n; i++) {
		buf_str(out, i ? ", " : "");
		node_write(arena, out, node->args.v[i], calendar, inner);
	}
	if (node->fn == FN_CAGR)
		buf_printf(out, ", %s, %s", period_label(arena, calendar, node->from),
			   period_label(arena, calendar, node->to));
	if (node->fn == FN_CONVERT)
		buf_printf(out, ", %s", node->currency);
	buf_char(out, ')');
}

void node_write(struct arena *arena, struct buf *out, const struct node *node,
		struct calendar calendar, struct binding binding)
{
	switch (node->kind) {
	case NODE_NUMBER:
		buf_str(out, num_decimal(arena, node->number, 1));
		break;
	case NODE_TERM:
		write_term(arena, out, &node->term, calendar, binding);
		break;
	case NODE_NEGATE:
		buf_char(out, '-');
		write_operand(arena, out, node->args.v[0], 3, calendar, binding);
		break;
	case NODE_BINARY:
		write_operand(arena, out, node->args.v[0], rank(node), calendar, binding);
		buf_printf(out, " %c ", node->op);
		write_operand(arena, out, node->args.v[1], rank(node) + 1, calendar, binding);
		break;
	case NODE_CALL:
		write_call(arena, out, node, calendar, binding);
		break;
	}
}

/* Walks */

struct walk {
	const struct facts *facts;
	void (*each)(void *, const struct concept *, const struct dims *);
	void *data;
};

static void walk_dims(const struct walk *w, const struct term *t, struct binding binding)
{
	struct term_dims bound = term_bound_dims(t, binding);
	const struct dims *dims = dims_find(w->facts, bound.v, bound.n);

	if (dims)
		w->each(w->data, t->concept, dims);
}

static void walk_node(const struct walk *w, const struct node *node)
{
	for (size_t i = 0; i < node->args.n; i++)
		walk_node(w, node->args.v[i]);
	if (node->kind != NODE_TERM)
		return;
	if (!node->star) {
		walk_dims(w, &node->term, (struct binding){0});
		return;
	}
	for (size_t i = 0; i < node->star->n; i++)
		walk_dims(w, &node->term,
			  (struct binding){node->star->id, node->star->members[i].id});
}

void formula_terms(const struct formula *formula,
		   void (*each)(void *, const struct concept *, const struct dims *), void *data)
{
	struct walk walk = {formula->facts, each, data};

	walk_node(&walk, formula->root);
}

/* Formulas of concepts */

enum colour { WHITE, GREY, BLACK };

struct concept_check {
	struct arena *arena;
	struct diag *diag;
	const struct facts *facts;
	struct node **roots; /* by concept->index; NULL: no formula, or a wrong one */
	enum colour *colours;
	bool ok;
};

static void check_concept(struct concept_check *c, const struct concept *concept)
{
	struct unit_rules rules = {c->arena, c->diag, c->facts, 0};
	struct parsed parsed;
	struct node own = {.kind = NODE_TERM, .unit = concept->unit};

	if (!formula_parse_tree(c->arena, c->diag, c->facts, concept->formula, concept->formula_at,
				false, 0, &parsed)) {
		c->ok = false;
		return;
	}
	c->roots[concept->index] = parsed.left;
	c->ok = units_agree_at(&rules, concept->formula_at, "=", &own, parsed.left) && c->ok;
}

/* Only a term of the same scope leads back: a period or a member before it may hold a fact. */
static bool same_scope(const struct term *t)
{
	return t->shift == SHIFT_NONE && t->dims->n == 0 && !t->document;
}

static void visit(struct concept_check *c, const struct concept *concept);

static void visit_terms(struct concept_check *c, const struct concept *from,
			const struct node *node)
{
	const struct concept *to = node->kind == NODE_TERM ? node->term.concept : NULL;

	for (size_t i = 0; i < node->args.n; i++)
		visit_terms(c, from, node->args.v[i]);
	if (!to || !same_scope(&node->term))
		return;
	if (c->colours[to->index] == GREY)
		c->ok = diag_error(c->diag, node->at, "formula of '%s' leads back to '%s'",
				   from->id, to->id);
	else
		visit(c, to);
}

static void visit(struct concept_check *c, const struct concept *concept)
{
	if (c->colours[concept->index] != WHITE)
		return;
	c->colours[concept->index] = GREY;
	if (c->roots[concept->index])
		visit_terms(c, concept, c->roots[concept->index]);
	c->colours[concept->index] = BLACK;
}

bool formula_check_concepts(struct arena *arena, struct diag *diag, const struct facts *facts)
{
	size_t n = facts->concepts.n;
	struct concept_check c = {
	    arena, diag, facts, NEWS(arena, struct node *, n), NEWS(arena, enum colour, n), true};

	for (size_t i = 0; i < n; i++)
		if (facts->concepts.v[i]->formula)
			check_concept(&c, facts->concepts.v[i]);
	for (size_t i = 0; i < n; i++)
		visit(&c, facts->concepts.v[i]);
	return c.ok;
}
