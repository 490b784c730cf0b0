/*
 * Templates into instructions, in one pass over the text.
 *
 * What costs thought here is white space.  A tag that stands alone on its line takes the line with
 * it; a partial that stands alone indents what it inserts.  A parent with all its arguments counts
 * as one tag for this, and what stands between its arguments is not output.  A block that begins a
 * line turns its indentation into one that whatever fills it receives: blocks are stored without
 * their own indentation (dedent), and the renderer adds that of the place (op.indent).
 */
#include "html/mustache_ops.h"

#include <limits.h>

struct open_tag { /* a section, parent or block not closed yet */
	size_t op;
	size_t body;       /* offset after the tag */
	struct str dedent; /* to restore */
	bool own_line;     /* only blanks before it */
	bool multi_line;   /* BLOCK: its content starts on a line of its own */
};

struct parser {
	struct arena *arena;
	struct diag *diag;
	struct mustache *out;
	struct str text;
	size_t i;          /* where the search for the next tag goes on */
	size_t run;        /* start of the text not yet output */
	size_t line;       /* start of the line of the current tag */
	bool tag_on_line;  /* another tag stands before it there */
	struct str dedent; /* white space taken off each line, or empty */
	struct delimiters delimiters;
	const struct delimiters *kept; /* the same, once an instruction needs it */
	struct {
		struct open_tag *v;
		size_t n, cap;
	} open;
	bool failed;
};

struct tag {
	char kind;          /* one of # ^ / > < $ ! = & {, or 0 for a plain name */
	struct str content; /* trimmed */
	size_t from, to;    /* with its delimiters */
};

const struct delimiters default_delimiters = {{"{{", 2}, {"}}", 2}};

static bool fail(struct parser *p, size_t offset, const char *what, struct str subject)
{
	int n = subject.n < 200 ? (int)subject.n : 200;

	p->failed = true;
	return diag_error(p->diag, pos_at(p->out->file, p->text, offset), "%s: '%.*s'", what, n,
			  subject.p);
}

/* Offset of the first occurrence of what at or after i, or SIZE_MAX. */
static size_t find(struct str text, size_t i, struct str what)
{
	const char *hit = i < text.n ? memmem(text.p + i, text.n - i, what.p, what.n) : NULL;

	return hit ? (size_t)(hit - text.p) : SIZE_MAX;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct str leading_blanks(struct str text, size_t from)
{
	size_t to = from;

	while (to < text.n && is_blank(text.p[to]))
		to++;
	return (struct str){text.p + from, to - from};
}

/* If only blanks follow up to the line's end: the offset after the line break; else 0. */
static size_t rest_of_line(struct str text, size_t i)
{
	while (i < text.n && is_blank(text.p[i]))
		i++;
	if (i + 1 < text.n && text.p[i] == '\r' && text.p[i + 1] == '\n')
		i++;
	if (i == text.n)
		return i;
	return text.p[i] == '\n' ? i + 1 : 0;
}

static bool same(struct str a, struct str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* What is left of the blanks of a line after the dedent in force. */
static struct str without_dedent(const struct parser *p, struct str blanks)
{
	size_t n = 0;

	while (n < blanks.n && n < p->dedent.n && blanks.p[n] == p->dedent.p[n])
		n++;
	/* No blanks may mean no text: nothing may be added to a null pointer. */
	return n ? (struct str){blanks.p + n, blanks.n - n} : blanks;
}

static struct op *add_op(struct parser *p, enum op_code code, size_t offset)
{
	struct op *op = PUSH(p->arena, &p->out->ops);

	*op = (struct op){.code = code, .offset = offset};
	return op;
}

/* The text with the dedent taken off at each line start in it. */
static struct str dedent_lines(struct parser *p, size_t from, size_t to)
{
	char *out = arena_alloc(p->arena, to - from + 1);
	size_t n = 0;

	for (size_t i = from; i < to;) {
		bool starts = i == 0 || p->text.p[i - 1] == '\n';
		const char *end = memchr(p->text.p + i, '\n', to - i);
		size_t next = end ? (size_t)(end - p->text.p) + 1 : to;
		struct str line = {p->text.p + i, next - i};

		if (starts)
			line = without_dedent(p, line);
		memcpy(out + n, line.p, line.n);
		n += line.n;
		i = next;
	}
	return (struct str){out, n};
}

/* Outputs the text from the run's start up to an offset. */
static void add_text(struct parser *p, size_t to)
{
	struct str text;

	if (to <= p->run)
		return;
	text = p->dedent.n ? dedent_lines(p, p->run, to)
			   : (struct str){p->text.p + p->run, to - p->run};
	if (text.n)
		add_op(p, OP_TEXT, p->run)->text = text;
	p->run = to;
}

/* Finds the line on which offset `to` stands, having known that of `from`. */
static void track_line(struct parser *p, size_t from, size_t to)
{
	const char *last = to > from ? memrchr(p->text.p + from, '\n', to - from) : NULL;

	if (!last)
		return;
	p->line = (size_t)(last - p->text.p) + 1;
	p->tag_on_line = false;
}

static bool only_blanks_before(const struct parser *p, size_t offset)
{
	struct str blanks = leading_blanks(p->text, p->line);

	return !p->tag_on_line && p->line + blanks.n >= offset;
}

static struct str blanks_before(const struct parser *p, size_t offset)
{
	return (struct str){p->text.p + p->line, offset - p->line};
}

static void name_split(struct arena *a, struct str name, struct str **parts, unsigned *n)
{
	struct {
		struct str *v;
		size_t n, cap;
	} list = {0};

	*n = 0;
	if (str_is(name, "."))
		return;
	for (size_t from = 0;;) {
		const char *dot = memchr(name.p + from, '.', name.n - from);
		size_t to = dot ? (size_t)(dot - name.p) : name.n;

		*PUSH(a, &list) = (struct str){name.p + from, to - from};
		if (!dot)
			break;
		from = to + 1;
	}
	*parts = list.v;
	*n = (unsigned)list.n;
}

static void set_name(struct parser *p, struct op *op, struct str name)
{
	op->text = name;
	name_split(p->arena, name, &op->parts, &op->n_parts);
}

/* The partial of a name; a new one waits to be loaded. */
static struct mustache *partial_of(struct template_set *set, struct str name)
{
	struct mustache *m;

	for (size_t k = 0; k < set->partials.n; k++)
		if (str_is(name, set->partials.v[k]->name))
			return set->partials.v[k];
	m = NEW(set->arena, struct mustache);
	m->set = set;
	m->name = arena_strn(set->arena, name.p, name.n);
	*PUSH(set->arena, &set->partials) = m;
	return m;
}

/* A fixed name is looked up in the set now, so that rendering needs no lock. */
static void set_partial(struct parser *p, struct op *op, struct str name)
{
	op->dynamic = name.p[0] == '*';
	if (op->dynamic) {
		set_name(p, op, str_trim((struct str){name.p + 1, name.n - 1}));
		return;
	}
	op->text = name;
	op->partial = partial_of(p->out->set, name);
}

static const struct delimiters *keep_delimiters(struct parser *p)
{
	if (!p->kept) {
		struct delimiters *d = NEW(p->arena, struct delimiters);

		*d = p->delimiters;
		p->kept = d;
	}
	return p->kept;
}

static struct open_tag *innermost(struct parser *p)
{
	return p->open.n ? &p->open.v[p->open.n - 1] : NULL;
}

static bool in_parent(struct parser *p)
{
	return p->open.n && p->out->ops.v[innermost(p)->op].code == OP_PARENT;
}

static void open_body(struct parser *p, const struct tag *tag, size_t op, bool own_line)
{
	if (p->open.n >= MUSTACHE_DEPTH)
		fail(p, tag->from, "nested too deep", tag->content);
	*PUSH(p->arena, &p->open) =
	    (struct open_tag){.op = op, .body = tag->to, .dedent = p->dedent, .own_line = own_line};
}

static void parse_section(struct parser *p, const struct tag *tag)
{
	enum op_code code = tag->kind == '#' ? OP_SECTION : OP_INVERTED;
	struct op *op = add_op(p, code, tag->from);

	set_name(p, op, tag->content);
	op->delimiters = keep_delimiters(p);
	open_body(p, tag, p->out->ops.n - 1, false);
}

static void parse_variable(struct parser *p, const struct tag *tag)
{
	set_name(p, add_op(p, tag->kind ? OP_RAW : OP_ESCAPED, tag->from), tag->content);
}

static void parse_partial(struct parser *p, const struct tag *tag, bool alone)
{
	struct op *op = add_op(p, OP_PARTIAL, tag->from);

	set_partial(p, op, tag->content);
	op->line_start = alone;
	if (alone)
		op->indent = without_dedent(p, blanks_before(p, tag->from));
}

static void parse_parent(struct parser *p, const struct tag *tag, bool own_line)
{
	struct op *op = add_op(p, OP_PARENT, tag->from);

	set_partial(p, op, tag->content);
	op->line_start = own_line;
	if (own_line)
		op->indent = without_dedent(p, blanks_before(p, tag->from));
	open_body(p, tag, p->out->ops.n - 1, own_line);
}

static bool closes_at(const struct parser *p, size_t i)
{
	struct str open = p->delimiters.open;

	return p->text.n - i > open.n && memcmp(p->text.p + i, open.p, open.n) == 0 &&
	       p->text.p[i + open.n] == '/';
}

/* The indentation of a block is that of its first line if it has lines of its own, else the blanks
 * before its tag. */
static void parse_block(struct parser *p, const struct tag *tag, bool own_line, size_t next_line)
{
	bool argument = in_parent(p);
	struct op *op = add_op(p, OP_BLOCK, tag->from);
	struct str indent = own_line ? blanks_before(p, tag->from) : p->dedent;
	bool multi_line = next_line && (own_line || argument);

	op->text = tag->content;
	op->line_start = own_line;
	if (multi_line) {
		struct str first = leading_blanks(p->text, next_line);

		if (!closes_at(p, next_line + first.n))
			indent = first;
	}
	op->indent = without_dedent(p, indent);
	open_body(p, tag, p->out->ops.n - 1, own_line);
	innermost(p)->multi_line = multi_line;
	p->dedent = indent;
}

static void parse_delimiters(struct parser *p, const struct tag *tag)
{
	struct str s = tag->content, open = s, close;
	size_t n = 0;

	while (n < s.n && !strchr(" \t\r\n", s.p[n]))
		n++;
	open.n = n;
	close = str_trim((struct str){s.p + n, s.n - n});
	if (!open.n || !close.n || memchr(s.p, '=', s.n) || memchr(close.p, ' ', close.n)) {
		fail(p, tag->from, "not a pair of delimiters", s);
		return;
	}
	p->delimiters = (struct delimiters){open, close};
	p->kept = NULL;
}

/* A dynamic name keeps its asterisk in the closing tag. */
static void check_close(struct parser *p, const struct tag *tag, const struct op *op)
{
	struct str name = tag->content;

	if (op->dynamic && name.p[0] == '*')
		name = str_trim((struct str){name.p + 1, name.n - 1});
	if (same(op->text, name))
		return;
	p->failed = true;
	diag_error(p->diag, pos_at(p->out->file, p->text, tag->from),
		   "'%.*s' is open since line %d, closed as: '%.*s'", (int)op->text.n, op->text.p,
		   pos_at(p->out->file, p->text, op->offset).line, (int)name.n, name.p);
}

static void parse_close(struct parser *p, const struct tag *tag)
{
	struct open_tag *o = innermost(p);
	struct op *op;

	if (!o) {
		fail(p, tag->from, "nothing is open that could be closed", tag->content);
		return;
	}
	op = &p->out->ops.v[o->op];
	check_close(p, tag, op);
	if (op->code == OP_SECTION)
		op->raw = (struct str){p->text.p + o->body, tag->from - o->body};
	if (op->code == OP_SECTION)
		add_op(p, OP_NEXT, tag->from);
	p->out->ops.v[o->op].end = (unsigned)p->out->ops.n;
	p->dedent = o->dedent;
	p->open.n--;
}

/* True if the tag takes its line with it. */
static bool takes_line(struct parser *p, const struct tag *tag, bool own_line, size_t next_line)
{
	const struct open_tag *o = innermost(p);
	enum op_code code = o ? p->out->ops.v[o->op].code : OP_TEXT;

	if (!next_line || !strchr("#^/>!=$<", tag->kind) || !tag->kind)
		return false;
	if (tag->kind == '$' && code == OP_PARENT)
		return true;
	if (tag->kind == '/' && code == OP_PARENT)
		return o->own_line;
	return own_line;
}

/* Where the text before a tag ends: before the blanks that go with its line, or that become a
 * block's indentation, or that stand before the end of an argument. */
static size_t text_before(struct parser *p, const struct tag *tag, bool own_line, bool alone)
{
	const struct open_tag *o = innermost(p);

	if (own_line && (alone || tag->kind == '<' || tag->kind == '$' ||
			 (tag->kind == '/' && o && o->multi_line)))
		return p->line;
	return tag->from;
}

static void parse_tag(struct parser *p, const struct tag *tag)
{
	bool own_line = only_blanks_before(p, tag->from);
	size_t next_line = rest_of_line(p->text, tag->to);
	bool alone = takes_line(p, tag, own_line, next_line);

	add_text(p, text_before(p, tag, own_line, alone));
	p->run = alone ? next_line : tag->to;
	switch (tag->kind) {
	case '#':
	case '^':
		parse_section(p, tag);
		break;
	case '>':
		parse_partial(p, tag, alone);
		break;
	case '<':
		parse_parent(p, tag, own_line);
		break;
	case '$':
		parse_block(p, tag, own_line, next_line);
		break;
	case '/':
		parse_close(p, tag);
		break;
	case '=':
		parse_delimiters(p, tag);
		break;
	case '!':
		break;
	default:
		parse_variable(p, tag);
		break;
	}
}

/* Reads the tag that opens at tag->from; false if it does not end. */
static bool read_tag(struct parser *p, struct tag *tag)
{
	size_t i = tag->from + p->delimiters.open.n, end;
	struct str close = p->delimiters.close;
	char triple[64], kind = i < p->text.n ? p->text.p[i] : '\0';

	tag->kind = kind && strchr("#^/><$!=&{", kind) ? kind : '\0';
	if (tag->kind)
		i++;
	if ((kind == '{' || kind == '=') && close.n < sizeof triple) {
		triple[0] = kind == '{' ? '}' : '=';
		memcpy(triple + 1, close.p, close.n);
		close = (struct str){triple, close.n + 1};
	}
	end = find(p->text, i, close);
	if (end == SIZE_MAX)
		return fail(p, tag->from, "a tag without its end", p->delimiters.open);
	tag->content = str_trim((struct str){p->text.p + i, end - i});
	tag->to = end + close.n;
	return true;
}

static bool check_name(struct parser *p, const struct tag *tag)
{
	struct str name = tag->content;

	if (tag->kind == '!' || tag->kind == '=')
		return true;
	if ((tag->kind == '>' || tag->kind == '<' || tag->kind == '/') && name.n &&
	    name.p[0] == '*')
		name = str_trim((struct str){name.p + 1, name.n - 1});
	if (!name.n)
		return fail(p, tag->from, "a tag without a name", p->delimiters.open);
	for (size_t k = 0; k < name.n; k++)
		if (strchr(" \t\r\n", name.p[k]))
			return fail(p, tag->from, "a blank in a name", name);
	return true;
}

static void parse(struct parser *p)
{
	struct tag tag;
	size_t seen = 0;

	while ((tag.from = find(p->text, p->i, p->delimiters.open)) != SIZE_MAX) {
		if (!read_tag(p, &tag))
			break;
		track_line(p, seen, tag.from);
		if (check_name(p, &tag))
			parse_tag(p, &tag);
		track_line(p, tag.from, tag.to);
		p->tag_on_line = true;
		seen = p->i = tag.to;
	}
	add_text(p, p->text.n);
	for (size_t k = 0; k < p->open.n; k++) {
		const struct op *op = &p->out->ops.v[p->open.v[k].op];

		fail(p, op->offset, "not closed", op->text);
	}
}

static bool compile(struct arena *a, struct diag *d, struct mustache *m,
		    struct delimiters delimiters)
{
	struct parser p = {
	    .arena = a, .diag = d, .out = m, .text = m->text, .delimiters = delimiters};

	if (m->text.n > UINT_MAX / 2)
		return fail(&p, 0, "larger than 2 GiB", str_of(m->file));
	parse(&p);
	m->state = p.failed ? TEMPLATE_BROKEN : TEMPLATE_READY;
	return !p.failed;
}

static bool load(struct template_set *set, struct diag *d, struct mustache *m)
{
	const struct mustache_loader *loader = &set->loader;

	if (!loader->load || !loader->load(loader->ctx, m->name, &m->text, &m->file)) {
		m->state = TEMPLATE_MISSING;
		return true;
	}
	diag_source(d, m->file, m->text);
	return compile(set->arena, d, m, default_delimiters);
}

/* Compiling a partial may add others at the end of the list. */
static bool load_all(struct template_set *set, struct diag *d, size_t first)
{
	bool good = true;

	for (size_t k = first; k < set->partials.n; k++)
		if (set->partials.v[k]->state == TEMPLATE_NEW)
			good &= load(set, d, set->partials.v[k]);
	return good;
}

struct mustache *template_partial(struct template_set *set, struct diag *d, struct str name)
{
	struct mustache *m;
	size_t known;

	pthread_mutex_lock(&set->lock);
	known = set->partials.n;
	m = partial_of(set, name);
	load_all(set, d, known);
	pthread_mutex_unlock(&set->lock);
	return m;
}

bool template_lambda(struct arena *a, struct diag *d, struct mustache *m,
		     struct delimiters delimiters)
{
	size_t known;
	bool good;

	pthread_mutex_lock(&m->set->lock);
	known = m->set->partials.n;
	good = compile(a, d, m, delimiters);
	good &= load_all(m->set, d, known);
	pthread_mutex_unlock(&m->set->lock);
	return good;
}

struct mustache *mustache_compile(struct arena *a, struct diag *d, const char *file,
				  struct str text, const struct mustache_loader *loader)
{
	struct template_set *set = NEW(a, struct template_set);
	struct mustache *m = NEW(a, struct mustache);
	bool good;

	set->arena = a;
	if (loader)
		set->loader = *loader;
	pthread_mutex_init(&set->lock, NULL);
	*m = (struct mustache){.set = set, .file = file, .text = text};
	diag_source(d, file, text);
	good = compile(a, d, m, default_delimiters);
	return load_all(set, d, 0) && good ? m : NULL;
}
