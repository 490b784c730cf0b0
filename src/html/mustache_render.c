/*
 * Runs a template's instructions over a tree of values.
 *
 * Sections need no recursion: each open one is a frame on the context stack, and OP_NEXT turns it
 * to its next item.  Partials, parents, blocks and lambdas recurse, at most MUSTACHE_DEPTH deep.
 */
#include "html/mustache_ops.h"

#include <stdlib.h>

struct frame {
	const struct value *context;
	const struct value *list; /* the context is its item at index; NULL: a single value */
	size_t index;
	size_t body;
	struct arena *made; /* holds the item, if the list makes its items */
};

/* The arguments of a parent tag; blocks that fill a place are searched from the outermost. */
struct arguments {
	const struct mustache *template;
	const struct op *parent;
	const struct arguments *outer; /* those of the template in which the tag stands */
};

struct render {
	struct diag *diag;
	struct buf *out;
	size_t start; /* of this rendering in out */
	bool strict;
	mustache_escape *escape;
	struct {
		struct frame *v;
		size_t n, cap;
	} frames;
	const struct arguments *arguments;
	struct buf indent; /* put before each line of template text */
	bool line_start;   /* the next text begins a line; kept only while indent is not empty */
	int depth;
	size_t steps;
	struct arena *scratch; /* lambdas' texts; made when first needed */
	struct arena *spare;   /* empty, for the next list that makes its items */
	struct {
		const struct op **v;
		size_t n, cap;
	} reported;
	bool failed, stop;
};

static void run(struct render *, const struct mustache *, size_t from, size_t to);

/* Once for each tag, not for each time it is run.  False if it was reported before. */
static bool first_report(struct render *r, const struct mustache *m, const struct op *op)
{
	size_t k = 0;

	for (size_t i = 0; i < r->reported.n; i++)
		if (r->reported.v[i] == op)
			return false;
	*PUSH(r->diag->arena, &r->reported) = op;
	r->failed = true;
	while (k < r->diag->sources.n && r->diag->sources.v[k].text.p != m->text.p)
		k++;
	if (k == r->diag->sources.n)
		diag_source(r->diag, m->file, m->text);
	return true;
}

static void report(struct render *r, const struct mustache *m, const struct op *op,
		   const char *what)
{
	if (first_report(r, m, op))
		diag_error(r->diag, pos_at(m->file, m->text, op->offset), "%s: '%.*s'", what,
			   (int)op->text.n, op->text.p);
}

static void limit(struct render *r, const struct mustache *m, const struct op *op, const char *what)
{
	report(r, m, op, what);
	r->stop = true;
}

static bool same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || (a.p[0] == b.p[0] && memcmp(a.p, b.p, a.n) == 0));
}

static struct arena *scratch(struct render *r)
{
	if (!r->scratch)
		r->scratch = arena_new();
	return r->scratch;
}

/* What is known to be absent, unlike a name that nothing has. */
static const struct value nothing = {.kind = VALUE_NULL};

/* An item by its number from 0, for "rows.0". */
static const struct value *item_of(struct render *r, const struct value *list, struct str number)
{
	size_t k = 0;

	if (!number.n || number.n > 9)
		return NULL;
	for (size_t i = 0; i < number.n; i++) {
		if (number.p[i] < '0' || number.p[i] > '9')
			return NULL;
		k = k * 10 + (size_t)(number.p[i] - '0');
	}
	return k < list->n ? value_item(list, scratch(r), k) : &nothing;
}

static const struct value *part_of(struct render *r, const struct value *v, struct str name)
{
	if (v->kind == VALUE_LIST)
		return item_of(r, v, name);
	if (v->kind != VALUE_MAP)
		return NULL;
	for (size_t i = 0; i < v->n; i++)
		if (same(v->keys[i], name))
			return v->items[i];
	return NULL;
}

/* The innermost context that has the first part decides; NULL if a part is missing. */
static const struct value *resolve(struct render *r, const struct op *op)
{
	const struct value *v = NULL;

	if (!op->n_parts)
		return r->frames.v[r->frames.n - 1].context;
	for (size_t k = r->frames.n; k-- > 0 && !v;)
		v = part_of(r, r->frames.v[k].context, op->parts[0]);
	for (unsigned k = 1; v && v->kind != VALUE_NULL && k < op->n_parts; k++)
		v = part_of(r, v, op->parts[k]);
	return v;
}

struct words {
	const char **v;
	size_t n, cap;
};

static void add_keys(struct arena *a, struct words *words, const struct value *v)
{
	for (size_t i = 0; v->kind == VALUE_MAP && i < v->n; i++)
		*PUSH(a, words) = arena_strn(a, v->keys[i].p, v->keys[i].n);
}

/* The part of the name that is missing, and the names that could stand there. */
static struct str missing_part(struct render *r, const struct op *op, struct arena *a,
			       struct words *words)
{
	const struct value *v = NULL, *next;

	for (size_t k = r->frames.n; k-- > 0 && !v;)
		v = part_of(r, r->frames.v[k].context, op->parts[0]);
	if (!v) {
		for (size_t k = r->frames.n; k-- > 0;)
			add_keys(a, words, r->frames.v[k].context);
		return op->parts[0];
	}
	for (unsigned k = 1; k < op->n_parts; k++, v = next) {
		next = part_of(r, v, op->parts[k]);
		if (!next) {
			add_keys(a, words, v);
			return op->parts[k];
		}
	}
	return op->text;
}

/* " (near: 'a', 'b')", at most three, or nothing. */
static const char *near_names(struct arena *a, struct str missing, struct words *words)
{
	const char *word = arena_strn(a, missing.p, missing.n), *near;
	struct buf b = {0};
	int n = 0;

	while (n < 3 && (near = text_nearest(word, words->v, words->n))) {
		buf_printf(&b, "%s'%s'", n++ ? ", " : " (near: ", near);
		for (size_t i = 0; i < words->n; i++)
			if (streq(words->v[i], near))
				words->v[i--] = words->v[--words->n];
	}
	if (n)
		buf_char(&b, ')');
	return buf_keep(&b, a);
}

/* Strict mode: a name that gives nothing to print. */
static void report_hole(struct render *r, const struct mustache *m, const struct op *op,
			const struct value *v)
{
	struct arena *a = r->diag->arena;
	struct words words = {0};
	struct str part;

	if (v) {
		if (first_report(r, m, op))
			diag_error(r->diag, pos_at(m->file, m->text, op->offset),
				   "not a text to print but %s: '%.*s'", value_kind_name(v->kind),
				   (int)op->text.n, op->text.p);
		return;
	}
	if (!first_report(r, m, op))
		return;
	part = missing_part(r, op, a, &words);
	diag_error(r->diag, pos_at(m->file, m->text, op->offset), "no such name: '%.*s'%s",
		   (int)op->text.n, op->text.p, near_names(a, part, &words));
}

static void start_line(struct render *r)
{
	if (r->line_start)
		buf_add(r->out, r->indent.p, r->indent.n);
	r->line_start = false;
}

static void put_lines(struct render *r, struct str text)
{
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) + 1 : text.n;

		start_line(r);
		buf_add(r->out, text.p, n);
		r->line_start = end != NULL;
		text.p += n;
		text.n -= n;
	}
}

static void put_text(struct render *r, struct str text)
{
	if (r->indent.n)
		put_lines(r, text);
	else
		buf_add(r->out, text.p, text.n);
}

/* Data is not indented: only the template's lines are. */
static void put_value(struct render *r, struct str text, bool escape)
{
	if (r->indent.n && text.n)
		start_line(r);
	if (escape)
		r->escape(r->out, text);
	else
		buf_add(r->out, text.p, text.n);
}

static bool enter(struct render *r, const struct mustache *m, const struct op *op)
{
	if (r->depth >= MUSTACHE_DEPTH) {
		limit(r, m, op, "templates nested too deep");
		return false;
	}
	r->depth++;
	return true;
}

static void run_indented(struct render *r, const struct op *place, const struct mustache *m,
			 size_t from, size_t to)
{
	size_t indent = r->indent.n;

	buf_add(&r->indent, place->indent.p, place->indent.n);
	if (place->line_start && r->indent.n)
		r->line_start = true;
	run(r, m, from, to);
	r->indent.n = indent;
	r->depth--;
}

static struct str call_lambda(struct render *r, const struct value *v, struct str raw)
{
	return v->lambda->call(v->lambda->ctx, scratch(r), raw);
}

/* Renders a lambda's text where it stands. */
static void run_lambda(struct render *r, const struct mustache *caller, const struct op *op,
		       struct str text, struct delimiters delimiters)
{
	struct mustache *m;

	if (!enter(r, caller, op))
		return;
	m = NEW(r->scratch, struct mustache);
	m->set = caller->set;
	m->file = arena_printf(r->diag->arena, "%s (lambda)", caller->file);
	m->text = (struct str){arena_strn(r->diag->arena, text.p, text.n), text.n};
	if (template_lambda(r->scratch, r->diag, m, delimiters))
		run(r, m, 0, m->ops.n);
	else
		r->failed = true;
	r->depth--;
}

/* The text is rendered aside first, because it is escaped as a whole. */
static void interpolate_lambda(struct render *r, const struct mustache *m, const struct op *op,
			       const struct value *v)
{
	struct buf aside = {0}, *out = r->out, indent = r->indent;
	size_t start = r->start;

	r->out = &aside;
	r->start = 0;
	r->indent = (struct buf){0};
	run_lambda(r, m, op, call_lambda(r, v, (struct str){0}), default_delimiters);
	buf_free(&r->indent);
	r->indent = indent;
	r->start = start;
	r->out = out;
	put_value(r, (struct str){buf_cstr(&aside), aside.n}, op->code == OP_ESCAPED);
	buf_free(&aside);
}

static void interpolate(struct render *r, const struct mustache *m, const struct op *op)
{
	const struct value *v = resolve(r, op);

	if (v && v->kind == VALUE_LATER)
		v = v->source->item(v->source->ctx, scratch(r), v->n);
	if (v && (v->kind == VALUE_STRING || v->kind == VALUE_NUMBER || v->kind == VALUE_BOOL))
		put_value(r, v->text, op->code == OP_ESCAPED);
	else if (v && v->kind == VALUE_LAMBDA)
		interpolate_lambda(r, m, op, v);
	else if (r->strict)
		report_hole(r, m, op, v);
}

/* Null, false, an empty list and an empty text are not; every number is, 0 too. */
static bool is_truthy(const struct value *v)
{
	if (!v || v->kind == VALUE_NULL)
		return false;
	if (v->kind == VALUE_BOOL)
		return str_is(v->text, "true");
	if (v->kind == VALUE_LIST)
		return v->n > 0;
	return v->kind != VALUE_STRING || v->text.n > 0;
}

static const struct value *resolve_section(struct render *r, const struct mustache *m,
					   const struct op *op)
{
	const struct value *v = resolve(r, op);

	if (!v && r->strict)
		report_hole(r, m, op, NULL);
	return v;
}

static void push_frame(struct render *r, struct frame f)
{
	if (r->frames.n == r->frames.cap) {
		r->frames.cap = r->frames.cap ? r->frames.cap * 2 : 32;
		r->frames.v = xrealloc(r->frames.v, r->frames.cap * sizeof *r->frames.v);
	}
	r->frames.v[r->frames.n++] = f;
}

static void push_list(struct render *r, const struct value *list, size_t body)
{
	struct frame f = {.list = list, .body = body};

	if (list->source) {
		f.made = r->spare ? r->spare : arena_new();
		r->spare = NULL;
	}
	f.context = value_item(list, f.made, 0);
	push_frame(r, f);
}

/* The arena of the items is kept for the next list. */
static void pop_frame(struct render *r)
{
	struct arena *made = r->frames.v[--r->frames.n].made;

	if (!made)
		return;
	arena_free(r->spare);
	arena_empty(made);
	r->spare = made;
}

/* Returns the index of the next instruction. */
static size_t section(struct render *r, const struct mustache *m, const struct op *op, size_t body)
{
	const struct value *v = resolve_section(r, m, op);

	if (!is_truthy(v))
		return op->end;
	if (v->kind == VALUE_LAMBDA) {
		run_lambda(r, m, op, call_lambda(r, v, op->raw), *op->delimiters);
		return op->end;
	}
	if (v->kind == VALUE_LIST)
		push_list(r, v, body);
	else
		push_frame(r, (struct frame){.context = v});
	return body;
}

static size_t next_item(struct render *r, size_t after)
{
	struct frame *f = &r->frames.v[r->frames.n - 1];

	if (f->list && ++f->index < f->list->n) {
		if (f->made)
			arena_empty(f->made);
		f->context = value_item(f->list, f->made, f->index);
		return f->body;
	}
	pop_frame(r);
	return after;
}

/* The template that a partial or parent tag names, or NULL. */
static const struct mustache *target(struct render *r, const struct mustache *m,
				     const struct op *op)
{
	const struct mustache *t = op->partial;

	if (op->dynamic) {
		const struct value *name = resolve(r, op);

		if (!name || name->kind != VALUE_STRING) {
			if (r->strict)
				report_hole(r, m, op, name);
			return NULL;
		}
		t = template_partial(m->set, r->diag, name->text);
	}
	if (t->state == TEMPLATE_READY)
		return t;
	if (t->state == TEMPLATE_BROKEN)
		r->failed = true;
	else if (r->strict)
		report(r, m, op, "no such partial");
	return NULL;
}

static void partial(struct render *r, const struct mustache *m, const struct op *op)
{
	const struct mustache *t = target(r, m, op);
	const struct arguments *arguments = r->arguments, here = {m, op, arguments};

	if (!t || !enter(r, m, op))
		return;
	r->arguments = op->code == OP_PARENT ? &here : NULL;
	run_indented(r, op, t, 0, t->ops.n);
	r->arguments = arguments;
}

/* The block of that name among a parent tag's arguments, or NULL. */
static const struct op *argument(const struct arguments *args, struct str name)
{
	const struct op *ops = args->template->ops.v;
	size_t i = (size_t)(args->parent - ops) + 1;

	while (i < args->parent->end) {
		if (ops[i].code == OP_BLOCK && same(ops[i].text, name))
			return &ops[i];
		i = ops[i].end ? ops[i].end : i + 1;
	}
	return NULL;
}

/* The outermost argument wins.  Blocks inside it belong to the template that gave it, so for them
 * only the arguments outside count, which also means that no block can fill itself. */
static void block(struct render *r, const struct mustache *m, const struct op *op)
{
	const struct arguments *arguments = r->arguments;
	const struct op *fill = op;

	for (const struct arguments *a = arguments; a; a = a->outer) {
		const struct op *found = argument(a, op->text);

		if (!found)
			continue;
		fill = found;
		m = a->template;
		r->arguments = a->outer;
	}
	if (enter(r, m, op))
		run_indented(r, op, m, (size_t)(fill - m->ops.v) + 1, fill->end);
	r->arguments = arguments;
}

static bool within_limits(struct render *r, const struct mustache *m, const struct op *op)
{
	if (r->stop)
		return false;
	if (++r->steps > MUSTACHE_STEPS)
		limit(r, m, op, "too much work for one page");
	else if (r->out->n - r->start > MUSTACHE_OUTPUT)
		limit(r, m, op, "more than 256 MiB of output");
	return !r->stop;
}

static void run(struct render *r, const struct mustache *m, size_t from, size_t to)
{
	const struct op *ops = m->ops.v;

	for (size_t i = from; i < to && within_limits(r, m, &ops[i]);) {
		const struct op *op = &ops[i++];

		switch (op->code) {
		case OP_TEXT:
			put_text(r, op->text);
			break;
		case OP_ESCAPED:
		case OP_RAW:
			interpolate(r, m, op);
			break;
		case OP_SECTION:
			i = section(r, m, op, i);
			break;
		case OP_INVERTED:
			if (is_truthy(resolve_section(r, m, op)))
				i = op->end;
			break;
		case OP_NEXT:
			i = next_item(r, i);
			break;
		case OP_PARTIAL:
			partial(r, m, op);
			break;
		case OP_PARENT:
			partial(r, m, op);
			i = op->end;
			break;
		case OP_BLOCK:
			block(r, m, op);
			i = op->end;
			break;
		}
	}
}

bool mustache_render(struct mustache *m, struct diag *d, const struct value *view, bool strict,
		     mustache_escape *escape, struct buf *out)
{
	struct render r = {
	    .diag = d, .out = out, .start = out->n, .strict = strict, .escape = escape};

	push_frame(&r, (struct frame){.context = view});
	run(&r, m, 0, m->ops.n);
	while (r.frames.n)
		pop_frame(&r);
	free(r.frames.v);
	buf_free(&r.indent);
	arena_free(r.scratch);
	arena_free(r.spare);
	return !r.failed;
}

void mustache_escape_html(struct buf *out, struct str s)
{
	static const char *const entities[128] = {
	    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c > '>' || !entities[c])
			continue;
		buf_add(out, s.p + from, i - from);
		buf_str(out, entities[c]);
		from = i + 1;
	}
	buf_add(out, s.p + from, s.n - from);
}
