/*
 * Figures: a formula in a scope, evaluated once and remembered, with its id, unit and precision.
 */
#include "compute/evaluate.h"
#include "facts/map.h"

enum { BUCKETS_MIN = 1024, DEPTH = 64 };

/* A value by formula and context: the formula of a concept, or a whole figure. */
struct memo {
	struct memo *next;
	const char *text;
	struct scope scope;
	const struct document *only;
	const struct term_dims *dims; /* NULL: none */
	bool named, busy;
	const struct dual *value; /* of a concept's formula, when it is known */
	const struct figure *figure;
};

struct compute {
	struct arena *arena;  /* of the figures */
	struct arena *memory; /* of all that is only needed to make them */
	const struct facts *facts;
	struct map parsed_at; /* by text: place in parsed_formulas */
	struct {
		const struct formula **v;
		size_t n, cap;
	} parsed_formulas;
	const struct formula **formulas; /* of concepts, by index; parsed when first needed */
	bool *parsed;
	const struct formula *rate; /* or NULL */
	struct memo **buckets;
	size_t n_buckets; /* a power of two, by the number of facts */
	int depth;        /* formulas of concepts inside each other */
};

static const struct formula *parse_quietly(struct compute *c, const char *text, struct pos at)
{
	return formula_parse(c->memory, diag_new(c->memory), c->facts, text, at);
}

struct compute *compute_new(struct arena *arena, struct arena *memory, const struct facts *facts)
{
	struct compute *c = NEW(memory, struct compute);

	c->arena = arena;
	c->memory = memory;
	c->facts = facts;
	c->formulas = NEWS(memory, const struct formula *, facts->concepts.n);
	c->parsed = NEWS(memory, bool, facts->concepts.n);
	c->n_buckets = BUCKETS_MIN;
	while (c->n_buckets < facts->facts.n * 2)
		c->n_buckets *= 2;
	c->buckets = NEWS(memory, struct memo *, c->n_buckets);
	if (facts->issuer.convenience_rate)
		c->rate = parse_quietly(c, facts->issuer.convenience_rate, (struct pos){0});
	return c;
}

const struct formula *compute_parse(struct compute *c, struct diag *d, const char *text,
				    struct pos at)
{
	size_t i = map_find(&c->parsed_at, text);
	const struct formula *f;

	if (i != MAP_NONE)
		return c->parsed_formulas.v[i];
	f = formula_parse(c->memory, d, c->facts, text, at);
	if (f) {
		map_set(c->memory, &c->parsed_at, text, c->parsed_formulas.n);
		*PUSH(c->memory, &c->parsed_formulas) = f;
	}
	return f;
}

const struct node *compute_rate(const struct compute *c)
{
	return c->rate ? c->rate->root : NULL;
}

/* Memory of what was evaluated */

static size_t hash_text(size_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static size_t hash_context(const char *text, const struct context *ctx)
{
	size_t h = hash_text(14695981039346656037u, text);

	h = (h ^ (size_t)ctx->scope.period.from) * 1099511628211u;
	h = (h ^ (size_t)ctx->scope.period.to) * 1099511628211u;
	for (size_t i = 0; i < ctx->dims.n; i++)
		h = hash_text(h, ctx->dims.v[i].member);
	return h ^ h >> 29;
}

static bool same_dims(const struct term_dims *a, const struct term_dims *b)
{
	if (!a)
		return b->n == 0;
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!streq(a->v[i].dimension, b->v[i].dimension) ||
		    !streq(a->v[i].member, b->v[i].member))
			return false;
	return true;
}

static bool same_scope(const struct scope *a, const struct scope *b)
{
	return period_eq(a->period, b->period) && a->document == b->document &&
	       a->not_after == b->not_after && a->status == b->status;
}

/* The text is copied if `copy` says that it will not live as long. */
static struct memo *remember(struct compute *c, const char *text, bool copy,
			     const struct context *ctx)
{
	struct memo **bucket = &c->buckets[hash_context(text, ctx) & (c->n_buckets - 1)], *m;

	for (m = *bucket; m; m = m->next)
		if (m->only == ctx->only && m->named == ctx->named &&
		    same_scope(&m->scope, &ctx->scope) && streq(m->text, text) &&
		    same_dims(m->dims, &ctx->dims))
			return m;
	m = NEW(c->memory, struct memo);
	*m = (struct memo){.next = *bucket,
			   .text = copy ? arena_str(c->memory, text) : text,
			   .scope = ctx->scope,
			   .only = ctx->only,
			   .named = ctx->named};
	if (ctx->dims.n)
		m->dims = arena_copy(c->memory, &ctx->dims, sizeof ctx->dims);
	return *bucket = m;
}

/* Formulas of concepts */

const struct formula *compute_formula(struct compute *c, const struct concept *concept)
{
	if (!c->parsed[concept->index]) {
		c->parsed[concept->index] = true;
		c->formulas[concept->index] =
		    parse_quietly(c, concept->formula, concept->formula_at);
	}
	return c->formulas[concept->index];
}

static struct dual no_value(struct compute *c, const char *why, const struct concept *concept)
{
	return dual_missing(NOT_DISCLOSED, arena_printf(c->memory, "%s: '%s'", why, concept->id));
}

struct dual compute_concept(const struct context *ctx, const struct concept *concept)
{
	struct compute *c = ctx->compute;
	const struct formula *formula = compute_formula(c, concept);
	struct dual value;
	struct memo *m;

	if (!formula)
		return no_value(c, "formula is wrong", concept);
	m = remember(c, formula->text, false, ctx);
	if (m->value)
		return *m->value;
	if (m->busy || c->depth == DEPTH)
		return no_value(c, "formula needs its own value", concept);
	m->busy = true;
	c->depth++;
	value = evaluate(ctx, formula->root);
	c->depth--;
	m->value = arena_copy(c->memory, &value, sizeof value);
	return value;
}

/* Figures */

static enum figure_kind kind_of(const struct node *node)
{
	enum figure_kind inner;

	if (node->kind == NODE_NEGATE || (node->kind == NODE_CALL && node->fn == FN_ABS)) {
		inner = kind_of(node->args.v[0]);
		return inner == FIGURE_CHANGE ? FIGURE_SHARE : inner;
	}
	if (node->kind != NODE_CALL)
		return FIGURE_VALUE;
	switch (node->fn) {
	case FN_CHANGE:
	case FN_YOY:
	case FN_QOQ:
		return FIGURE_CHANGE;
	case FN_PP:
		return FIGURE_POINTS;
	case FN_SHARE:
	case FN_CAGR:
		return FIGURE_SHARE;
	default:
		return FIGURE_VALUE;
	}
}

/*
 * A term goes by the period and the document it resolves to, whatever @ said so, so that one
 * number has one id: revenue@prior in FY2025 is revenue@FY2024.
 */
static const char *figure_id(const struct context *ctx, const struct node *node,
			     const struct figure *f)
{
	struct calendar calendar = ctx->facts->issuer.calendar;
	static const char *const statuses[] = {
	    [STATUS_ACTUAL] = "", [STATUS_TARGET] = " target", [STATUS_GUIDANCE] = " guidance"};
	bool term = node->kind == NODE_TERM;
	bool whole = term || node->kind == NODE_CALL;
	const struct document *document =
	    term && node->term.document ? node->term.document : ctx->scope.document;
	struct node bare = *node;
	struct buf id = {0};

	if (term) {
		bare.term.shift = SHIFT_NONE;
		bare.term.document = NULL;
	}
	buf_str(&id, whole ? "" : "(");
	node_write(ctx->arena, &id, &bare, calendar, ctx->binding);
	buf_str(&id, whole ? "@" : ")@");
	buf_str(&id, facts_period_label(ctx->facts, f->period));
	buf_str(&id, document ? "#" : "");
	buf_str(&id, document ? document->id : "");
	buf_str(&id, statuses[ctx->scope.status]);
	return buf_keep(&id, ctx->compute->arena);
}

/* The one fact that the value repeats, or NULL. */
static const struct fact *only_fact(struct arena *a, const struct dual *d)
{
	const struct fact *fact = d->lineage.n == 1 ? d->lineage.v[0].fact : NULL;

	return fact && num_eq(num_abs(a, d->value), num_abs(a, fact->value)) ? fact : NULL;
}

/* The unit of the tree, or for a concept that declares none that of its fact. */
static const struct unit *unit_of(const struct node *node, const struct dual *d)
{
	if (node->unit)
		return node->unit;
	return d->lineage.n == 1 ? d->lineage.v[0].fact->unit : &unit_pure;
}

/* Of the figures' own memory, while the value is of the evaluator's. */
static struct figure *figure_new(const struct context *ctx, const struct node *node,
				 const char *text, const struct dual *d)
{
	struct arena *a = ctx->compute->arena;
	struct figure *f = NEW(a, struct figure);
	const struct fact *fact = only_fact(ctx->arena, d);
	struct dual kept = dual_keep(a, d);

	f->formula = arena_str(a, text);
	f->concept = node->kind == NODE_TERM ? node->term.concept : NULL;
	f->kind = kind_of(node);
	f->period = f->concept ? term_period(ctx, &node->term) : ctx->scope.period;
	f->id = figure_id(ctx, node, f);
	f->availability = d->availability;
	f->reason = kept.reason;
	f->value = kept.value;
	f->exact = !d->inexact;
	f->unit = unit_of(node, d);
	f->tolerance = dual_tolerance(a, d);
	f->lineage = kept.lineage.v;
	f->n = (uint32_t)d->lineage.n;
	f->qualifier = fact ? fact->qualifier : EXACTLY;
	f->nil = fact && fact->nil;
	f->derived_period = d->derived_period;
	return f;
}

static const struct figure *figure_at(const struct context *, const struct node *);

static const struct figure *figure_of(const struct context *ctx, const struct node *node,
				      const char *text)
{
	struct dual d = evaluate(ctx, node);
	struct figure *f = figure_new(ctx, node, text, &d);
	struct context then;

	if (node->kind == NODE_CALL && (f->kind == FIGURE_CHANGE || f->kind == FIGURE_POINTS) &&
	    node->fn != FN_ABS) {
		then = context_then(ctx, node);
		f->now = figure_at(ctx, node->args.v[0]);
		f->then = figure_at(&then, node->args.v[0]);
	}
	return f;
}

static const struct figure *remembered(const struct context *ctx, const struct node *node,
				       struct memo *m)
{
	if (!m->figure)
		m->figure = figure_of(ctx, node, m->text);
	return m->figure;
}

/* A figure whose text is to be written.  What a change is of stands beside it, as a rule: it is one
 * figure. */
static const struct figure *figure_at(const struct context *ctx, const struct node *node)
{
	const struct figure *f;
	struct buf text = {0};

	node_write(ctx->arena, &text, node, ctx->facts->issuer.calendar, ctx->binding);
	if (ctx->open)
		return figure_of(ctx, node, buf_keep(&text, ctx->arena));
	f = remembered(ctx, node, remember(ctx->compute, text.p, true, ctx));
	buf_free(&text);
	return f;
}

static struct term_dims term_dims_of(const struct dims *dims)
{
	struct term_dims t = {0};

	for (size_t i = 0; i < dims->n; i++)
		term_dims_put(&t, dims->v[i].dimension, dims->v[i].member);
	return t;
}

static const struct figure *bound_figure(struct compute *c, const struct formula *formula,
					 const struct scope *scope, const struct dims *dims,
					 struct binding binding)
{
	struct context ctx = {.compute = c,
			      .arena = c->memory,
			      .facts = c->facts,
			      .scope = *scope,
			      .dims = term_dims_of(dims),
			      .binding = binding};

	if (binding.dimension)
		return figure_at(&ctx, formula->root);
	return remembered(&ctx, formula->root, remember(c, formula->text, false, &ctx));
}

const struct figure *compute_figure(struct compute *c, const struct formula *formula,
				    const struct scope *scope)
{
	return bound_figure(c, formula, scope, c->facts->no_dims, (struct binding){0});
}

const struct figure *compute_figure_of(struct compute *c, const struct formula *formula,
				       const struct scope *scope, const struct dims *dims)
{
	return bound_figure(c, formula, scope, dims, (struct binding){0});
}

const struct figure *compute_open_sum(struct compute *c, const struct formula *formula,
				      const struct scope *scope, const struct dims *dims)
{
	struct context ctx = {.compute = c,
			      .arena = c->memory,
			      .facts = c->facts,
			      .scope = *scope,
			      .dims = term_dims_of(dims),
			      .open = true};

	return figure_of(&ctx, formula->root, formula->text);
}

size_t compute_members(struct compute *c, const struct formula *formula, const struct scope *scope,
		       const struct figure ***figures, const struct member **members)
{
	const struct dimension *star = formula->root->star;
	size_t n = star ? star->n : 0;

	*figures = NEWS(c->arena, const struct figure *, n);
	*members = star ? star->members : NULL;
	for (size_t i = 0; i < n; i++)
		(*figures)[i] = bound_figure(c, formula, scope, c->facts->no_dims,
					     (struct binding){star->id, star->members[i].id});
	return n;
}
