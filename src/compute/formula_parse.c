/*
 * Formula text into a tree, by recursive descent over the characters: what a character means
 * depends on what stands before it (a "-" in @2025-12-31, #q2-2025 or a - b), so there are no
 * tokens.  A wrong name is reported and parsing goes on; a syntax error ends the formula.
 */
#include "compute/formula_tree.h"

/* Bounds on what the evaluator, which recurses, may meet. */
enum { NESTING = 100, OPERATORS = 1000 };

struct parser {
	struct arena *arena;
	struct diag *diag;
	const struct facts *facts;
	const char *text;
	struct pos at; /* of the text */
	size_t i;      /* next byte */
	int nesting, operators;
	bool failed;  /* something was reported ... */
	bool unknown; /* ... a name that is not declared */
};

static struct node *expression(struct parser *);

static struct pos pos_of(const struct parser *p, size_t offset)
{
	struct pos in = pos_at(p->at.file, str_of(p->text), offset);

	if (in.line == 1 && p->at.col)
		in.col += p->at.col - 1;
	in.line += p->at.line - 1;
	return in;
}

static void skip_blanks(struct parser *p)
{
	while (p->text[p->i] && strchr(" \t\r\n", p->text[p->i]))
		p->i++;
}

/* The next character that is no blank. */
static char peek(struct parser *p)
{
	skip_blanks(p);
	return p->text[p->i];
}

static bool eat(struct parser *p, char c)
{
	if (peek(p) != c)
		return false;
	p->i++;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The word at the next character that is no blank; "" if there is none. */
static const char *word(struct parser *p)
{
	size_t start;

	skip_blanks(p);
	start = p->i;
	while (is_word(p->text[p->i]))
		p->i++;
	return arena_strn(p->arena, p->text + start, p->i - start);
}

static struct node *syntax_error(struct parser *p, const char *expected)
{
	size_t i, next;

	skip_blanks(p);
	i = next = p->i;
	p->failed = true;
	if (!p->text[i]) {
		diag_error(p->diag, pos_of(p, i), "formula ends where %s should follow: '%s'",
			   expected, p->text);
		return NULL;
	}
	utf8_next(p->text, strlen(p->text), &next);
	diag_error(p->diag, pos_of(p, i), "not %s: '%.*s'", expected, (int)(next - i), p->text + i);
	return NULL;
}

static bool expect(struct parser *p, char c, const char *name)
{
	if (eat(p, c))
		return true;
	syntax_error(p, name);
	return false;
}

static void unknown(struct parser *p, size_t offset, const char *what, const char *name,
		    const char *const *words, size_t n)
{
	const char *near = text_nearest(name, words, n);

	p->failed = p->unknown = true;
	if (near)
		diag_error(p->diag, pos_of(p, offset), "unknown %s: '%s' (did you mean '%s'?)",
			   what, name, near);
	else
		diag_error(p->diag, pos_of(p, offset), "unknown %s: '%s'", what, name);
}

static void wrong(struct parser *p, size_t offset, const char *what, const char *subject)
{
	p->failed = true;
	diag_error(p->diag, pos_of(p, offset), "%s: '%s'", what, subject);
}

static struct node *node_new(struct parser *p, enum node_kind kind, size_t offset)
{
	struct node *node = NEW(p->arena, struct node);

	node->kind = kind;
	node->at = pos_of(p, offset);
	return node;
}

/* Names */

static void unknown_concept(struct parser *p, size_t offset, const char *name)
{
	size_t n = p->facts->concepts.n;
	const char **words = NEWS(p->arena, const char *, n);

	for (size_t i = 0; i < n; i++)
		words[i] = p->facts->concepts.v[i]->id;
	unknown(p, offset, "concept", name, words, n);
}

static void unknown_dimension(struct parser *p, size_t offset, const char *name)
{
	size_t n = p->facts->dimensions.n;
	const char **words = NEWS(p->arena, const char *, n);

	for (size_t i = 0; i < n; i++)
		words[i] = p->facts->dimensions.v[i].id;
	unknown(p, offset, "dimension", name, words, n);
}

/* The declared spelling of a member, or NULL (reported). */
static const char *find_member(struct parser *p, size_t offset, const struct dimension *d,
			       const char *name)
{
	const char **words;

	for (size_t i = 0; i < d->n; i++)
		if (streq(d->members[i].id, name))
			return d->members[i].id;
	words = NEWS(p->arena, const char *, d->n);
	for (size_t i = 0; i < d->n; i++)
		words[i] = d->members[i].id;
	unknown(p, offset, arena_printf(p->arena, "member of '%s'", d->id), name, words, d->n);
	return NULL;
}

/* Terms */

/* A member's name: it may hold what a word cannot, such as "-" and ".". */
static const char *member_word(struct parser *p)
{
	size_t start;

	skip_blanks(p);
	start = p->i;
	p->i += strcspn(p->text + start, ",;] \t\r\n");
	return arena_strn(p->arena, p->text + start, p->i - start);
}

static bool dimension_entry(struct parser *p, struct term_dims *dims)
{
	size_t name_at, member_at;
	const char *name, *member;
	const struct dimension *d;

	skip_blanks(p);
	name_at = p->i;
	name = word(p);
	if (!*name)
		return syntax_error(p, "a dimension");
	if (!expect(p, '=', "'='"))
		return false;
	skip_blanks(p);
	member_at = p->i;
	member = member_word(p);
	if (!*member)
		return syntax_error(p, "a member");
	d = dimension_find(p->facts, name);
	if (!d) {
		unknown_dimension(p, name_at, name);
		return true;
	}
	for (size_t i = 0; i < dims->n; i++)
		if (streq(dims->v[i].dimension, d->id))
			wrong(p, name_at, "dimension named twice", name);
	if (!streq(member, "*") && !(member = find_member(p, member_at, d, member)))
		return true;
	if (!term_dims_put(dims, d->id, member))
		wrong(p, name_at, "too many dimensions in one term", name);
	return true;
}

static bool dimensions(struct parser *p, struct term *t)
{
	struct term_dims *dims = arena_copy(p->arena, t->dims, sizeof *dims);

	t->dims = dims;
	do {
		if (!dimension_entry(p, dims))
			return false;
	} while (eat(p, ',') || eat(p, ';'));
	return expect(p, ']', "']'");
}

/* Bytes of a date "2025-12-31" at s, or 0. */
static size_t date_span(const char *s)
{
	static const char shape[] = "dddd-dd-dd";

	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? !is_digit(s[i]) : s[i] != shape[i])
			return 0;
	return sizeof(shape) - 1;
}

/* Bytes of a period's text at s: a date, two dates around "/", or a word. */
static size_t period_span(const char *s)
{
	size_t n = date_span(s);

	if (n && s[n] == '/' && date_span(s + n + 1))
		return n + 1 + date_span(s + n + 1);
	if (n)
		return n;
	while (is_word(s[n]))
		n++;
	return n;
}

static bool period_here(struct parser *p, struct period *out)
{
	size_t start, n;
	const char *text;

	skip_blanks(p);
	start = p->i;
	n = period_span(p->text + start);
	text = arena_strn(p->arena, p->text + start, n);
	if (!n)
		return syntax_error(p, "a period");
	p->i += n;
	if (!period_parse(p->facts->issuer.calendar, text, out))
		wrong(p, start, "not a period", text);
	return true;
}

static bool shift(struct parser *p, struct term *t)
{
	static const struct {
		const char *name;
		enum shift shift;
	} words[] = {{"prior", SHIFT_PRIOR}, {"previous", SHIFT_PREVIOUS}, {"open", SHIFT_OPEN}};
	struct str here = {p->text + p->i, period_span(p->text + p->i)};

	if (t->shift != SHIFT_NONE)
		wrong(p, p->i, "period named twice", arena_strn(p->arena, here.p, here.n));
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_is(here, words[i].name)) {
			p->i += here.n;
			t->shift = words[i].shift;
			return true;
		}
	t->shift = SHIFT_FIXED;
	return period_here(p, &t->period);
}

/* Ids of documents hold "-": the longest id that is known wins, so that #q2-2025 and
 * a#ar2025-b both read as meant. */
static bool document(struct parser *p, struct term *t)
{
	size_t start = p->i, n = 0;

	while (is_word(p->text[start + n]) ||
	       (n && strchr("-.", p->text[start + n]) && p->text[start + n]))
		n++;
	if (!n)
		return syntax_error(p, "a document");
	if (t->document)
		wrong(p, start, "document named twice", arena_strn(p->arena, p->text + start, n));
	for (size_t k = n; k; k--) {
		t->document = document_find(p->facts, arena_strn(p->arena, p->text + start, k));
		if (t->document) {
			p->i += k;
			return true;
		}
	}
	p->i += n;
	wrong(p, start, "unknown document", arena_strn(p->arena, p->text + start, n));
	return true;
}

static bool suffixes(struct parser *p, struct term *t)
{
	for (;;) {
		bool ok;

		if (eat(p, '['))
			ok = dimensions(p, t);
		else if (eat(p, '@'))
			ok = shift(p, t);
		else if (eat(p, '#'))
			ok = document(p, t);
		else
			return true;
		if (!ok)
			return false;
	}
}

/* A duration has no value at an instant; a derived concept may, through its terms. */
static void check_period_type(struct parser *p, size_t offset, const struct term *t)
{
	if (!t->concept || t->concept->period_type == PERIOD_INSTANT || t->concept->formula)
		return;
	if (t->shift == SHIFT_OPEN)
		wrong(p, offset, "'@open' needs a concept with instants", t->concept->id);
	if (t->shift == SHIFT_FIXED && t->period.instant)
		wrong(p, offset, "an instant for a concept with durations", t->concept->id);
}

static struct node *term(struct parser *p, size_t offset, const char *name)
{
	static const struct term_dims none;
	struct node *node = node_new(p, NODE_TERM, offset);

	node->term.dims = &none;
	node->term.concept = concept_find(p->facts, name);
	if (!node->term.concept)
		unknown_concept(p, offset, name);
	if (!suffixes(p, &node->term))
		return NULL;
	check_period_type(p, offset, &node->term);
	return node;
}

/* Calls.  A new function is one row here, one in units_check and one in the evaluator. */

enum shape { SHAPE_VALUES, SHAPE_PERIODS, SHAPE_CURRENCY };

static const struct function_row {
	const char *name;
	size_t least, most; /* values; 0: no limit */
	enum shape shape;   /* what follows the values */
} functions[] = {
    [FN_SUM] = {"sum", 1, 1, SHAPE_VALUES},
    [FN_CHANGE] = {"change", 1, 1, SHAPE_VALUES},
    [FN_YOY] = {"yoy", 1, 1, SHAPE_VALUES},
    [FN_QOQ] = {"qoq", 1, 1, SHAPE_VALUES},
    [FN_PP] = {"pp", 1, 1, SHAPE_VALUES},
    [FN_DIFF] = {"diff", 1, 1, SHAPE_VALUES},
    [FN_SHARE] = {"share", 2, 2, SHAPE_VALUES},
    [FN_CAGR] = {"cagr", 1, 1, SHAPE_PERIODS},
    [FN_TTM] = {"ttm", 1, 1, SHAPE_VALUES},
    [FN_MEAN_WEIGHTED] = {"mean_weighted", 2, 2, SHAPE_VALUES},
    [FN_CONVERT] = {"convert", 1, 1, SHAPE_CURRENCY},
    [FN_ABS] = {"abs", 1, 1, SHAPE_VALUES},
    [FN_MIN] = {"min", 1, 0, SHAPE_VALUES},
    [FN_MAX] = {"max", 1, 0, SHAPE_VALUES},
    [FN_TOP] = {"top", 2, 2, SHAPE_VALUES},
};

const char *function_name(enum function fn)
{
	return functions[fn].name;
}

bool function_reduces(const struct node *call)
{
	bool extreme = call->fn == FN_MIN || call->fn == FN_MAX;

	return call->fn == FN_SUM || call->fn == FN_MEAN_WEIGHTED || call->fn == FN_TOP ||
	       (extreme && call->args.n == 1);
}

static const struct function_row *find_function(struct parser *p, size_t offset, const char *name)
{
	const char *words[COUNT(functions)];

	for (size_t i = 0; i < COUNT(functions); i++) {
		words[i] = functions[i].name;
		if (streq(words[i], name))
			return &functions[i];
	}
	unknown(p, offset, "function", name, words, COUNT(words));
	return NULL;
}

/* Growth needs whole years between its two closes. */
static bool periods(struct parser *p, struct node *call)
{
	struct period close;
	size_t start;

	if (!expect(p, ',', "','") || !period_here(p, &call->from) || !expect(p, ',', "','"))
		return false;
	skip_blanks(p);
	start = p->i;
	if (!period_here(p, &call->to))
		return false;
	for (close = period_close(call->to); close.to > call->from.to;)
		close = period_prior(close);
	if (!p->failed && (close.to != call->from.to || call->to.to == call->from.to))
		wrong(p, start, "not whole years after the first period",
		      period_label(p->arena, p->facts->issuer.calendar, call->to));
	return true;
}

static bool currency(struct parser *p, struct node *call)
{
	size_t start;

	if (!expect(p, ',', "','"))
		return false;
	skip_blanks(p);
	start = p->i;
	call->currency = word(p);
	if (!*call->currency)
		return syntax_error(p, "a currency");
	if (!is_currency(str_of(call->currency)))
		wrong(p, start, "not a currency", call->currency);
	return true;
}

/* The values of a call, and what its shape says must follow. */
static bool arguments(struct parser *p, struct node *call, enum shape shape)
{
	do {
		struct node *arg = expression(p);

		if (!arg)
			return false;
		*PUSH(p->arena, &call->args) = arg;
	} while (shape == SHAPE_VALUES && eat(p, ','));
	if (shape == SHAPE_PERIODS)
		return periods(p, call);
	return shape == SHAPE_VALUES || currency(p, call);
}

static struct node *call(struct parser *p, size_t offset, const char *name)
{
	const struct function_row *f = find_function(p, offset, name);
	struct node *node = node_new(p, NODE_CALL, offset);

	if (!f)
		return NULL;
	node->fn = (enum function)(f - functions);
	if (!arguments(p, node, f->shape) || !expect(p, ')', "')'"))
		return NULL;
	if (node->args.n < f->least || (f->most && node->args.n > f->most)) {
		wrong(
		    p, offset,
		    arena_printf(p->arena, "%zu values where %zu should be", node->args.n, f->most),
		    name);
		return NULL;
	}
	return node;
}

/* Expressions */

static struct node *number(struct parser *p)
{
	size_t start = p->i;
	struct node *node = node_new(p, NODE_NUMBER, start);
	int decimals;

	while (is_digit(p->text[p->i]) || p->text[p->i] == '.')
		p->i++;
	if (num_parse(p->arena, p->text + start, p->i - start, &node->number, &decimals))
		return node;
	wrong(p, start, "not a number", arena_strn(p->arena, p->text + start, p->i - start));
	return NULL;
}

static struct node *primary(struct parser *p)
{
	size_t start;
	const char *name;
	char c = peek(p);

	start = p->i;
	if (is_digit(c) || c == '.')
		return number(p);
	if (eat(p, '(')) {
		struct node *node = expression(p);

		return node && expect(p, ')', "')'") ? node : NULL;
	}
	name = word(p);
	if (!*name)
		return syntax_error(p, "a value");
	return eat(p, '(') ? call(p, start, name) : term(p, start, name);
}

static struct node *too_long(struct parser *p)
{
	wrong(p, p->i, "formula too long or too deeply nested", arena_strn(p->arena, p->text, 40));
	return NULL;
}

static struct node *unary(struct parser *p)
{
	struct node *node, *operand;

	if (peek(p) != '-')
		return primary(p);
	node = node_new(p, NODE_NEGATE, p->i++);
	if (++p->nesting > NESTING)
		return too_long(p);
	operand = unary(p);
	p->nesting--;
	if (!operand)
		return NULL;
	*PUSH(p->arena, &node->args) = operand;
	return node;
}

/* Operands of one rank between operators, to the left. */
static struct node *chain(struct parser *p, const char *ops,
			  struct node *(*operand)(struct parser *))
{
	struct node *left = operand(p);
	char op;

	while (left && (op = peek(p)) && strchr(ops, op)) {
		struct node *node = node_new(p, NODE_BINARY, p->i++), *right = operand(p);

		if (!right)
			return NULL;
		if (++p->operators > OPERATORS)
			return too_long(p);
		node->op = op;
		*PUSH(p->arena, &node->args) = left;
		*PUSH(p->arena, &node->args) = right;
		left = node;
	}
	return left;
}

static struct node *product(struct parser *p)
{
	return chain(p, "*/", unary);
}

static struct node *expression(struct parser *p)
{
	struct node *node;

	if (++p->nesting > NESTING)
		return too_long(p);
	node = chain(p, "+-", product);
	p->nesting--;
	return node;
}

static bool parse_text(struct parser *p, bool equation, struct parsed *out)
{
	*out = (struct parsed){0};
	out->left = expression(p);
	if (!out->left)
		return false;
	if (equation) {
		skip_blanks(p);
		out->equals_at = pos_of(p, p->i);
		if (!expect(p, '=', "'='"))
			return false;
		out->right = expression(p);
		if (!out->right)
			return false;
	}
	if (peek(p)) {
		syntax_error(p, "an operator");
		return false;
	}
	return true;
}

bool formula_parse_tree(struct arena *arena, struct diag *diag, const struct facts *facts,
			const char *text, struct pos at, bool equation, int depth,
			struct parsed *out)
{
	struct parser p = {.arena = arena, .diag = diag, .facts = facts, .text = text, .at = at};
	struct unit_rules rules = {arena, diag, facts, depth};
	bool ok = parse_text(&p, equation, out) && !p.failed;

	if (!ok)
		return false;
	ok = units_check(&rules, out->left);
	if (out->right)
		ok = units_check(&rules, out->right) && ok &&
		     units_agree_at(&rules, out->equals_at, "=", out->left, out->right);
	return ok;
}

bool formula_names_known(struct arena *arena, const struct facts *facts, const char *text)
{
	struct parser p = {.arena = arena, .diag = diag_new(arena), .facts = facts, .text = text};
	struct parsed ignored;

	parse_text(&p, false, &ignored);
	return !p.unknown;
}
