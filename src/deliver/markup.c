/* A reader of HTML and XML for checking: one pass, a stack of open elements, no tree. */
#include "deliver/markup.h"

#include <stdlib.h>

enum { MISTAKES_MAX = 12 };

struct reader {
	struct diag *diag;
	const char *file;
	struct str text;
	size_t at;
	bool xml;
	int mistakes;
	const struct markup_handler *handler;
	struct {
		struct str *v;
		size_t n, cap;
	} open;
	struct {
		struct attribute *v;
		size_t n, cap;
	} attributes;
};

static void mistake(struct reader *r, size_t offset, const char *what, struct str subject)
{
	if (r->mistakes++ < MISTAKES_MAX)
		diag_error(r->diag, pos_at(r->file, r->text, offset), "%s: '%.*s'", what,
			   (int)(subject.n < 60 ? subject.n : 60), subject.p);
}

static bool is_one_of(struct str name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(name, list[i]))
			return true;
	return false;
}

static bool is_void(struct str name)
{
	static const char *const names[] = {"area",  "base", "br",   "col",    "embed", "hr", "img",
					    "input", "link", "meta", "source", "track", "wbr"};

	return is_one_of(name, names, COUNT(names));
}

static bool may_stay_open(struct str name)
{
	static const char *const names[] = {"li", "dt",    "dd",    "p",     "td",     "th",
					    "tr", "tbody", "thead", "tfoot", "option", "colgroup"};

	return is_one_of(name, names, COUNT(names));
}

static bool in_svg(const struct reader *r)
{
	for (size_t i = 0; i < r->open.n; i++)
		if (str_is(r->open.v[i], "svg"))
			return true;
	return false;
}

static bool by_xml_rules(const struct reader *r)
{
	return r->xml || in_svg(r);
}

/* ---- pieces ---- */

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == ':' || c == '.';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool has(const struct reader *r, const char *what)
{
	return str_starts((struct str){r->text.p + r->at, r->text.n - r->at}, what);
}

static struct str take_name(struct reader *r)
{
	size_t from = r->at;

	while (r->at < r->text.n && is_name_char(r->text.p[r->at]))
		r->at++;
	return (struct str){r->text.p + from, r->at - from};
}

static void skip_blanks(struct reader *r)
{
	while (r->at < r->text.n && is_blank(r->text.p[r->at]))
		r->at++;
}

/* Moves past the next `what`; at the end if there is none, which is a mistake. */
static void skip_past(struct reader *r, const char *what)
{
	const char *p = memmem(r->text.p + r->at, r->text.n - r->at, what, strlen(what));

	if (!p)
		mistake(r, r->at, "not closed", str_of(what));
	r->at = p ? (size_t)(p - r->text.p) + strlen(what) : r->text.n;
}

/* Every & begins a character reference. */
static void check_references(struct reader *r, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t k = i + 1;

		if (s.p[i] != '&')
			continue;
		if (k < s.n && s.p[k] == '#')
			k++;
		while (k < s.n && is_name_char(s.p[k]))
			k++;
		if (k >= s.n || s.p[k] != ';' || k == i + 1)
			mistake(r, (size_t)(s.p - r->text.p) + i, "not a character reference",
				(struct str){s.p + i, k - i});
	}
}

static struct str top(const struct reader *r)
{
	return r->open.n ? r->open.v[r->open.n - 1] : (struct str){0};
}

static void give_text(struct reader *r, size_t from, size_t to)
{
	struct str s = {r->text.p + from, to - from};

	if (!s.n)
		return;
	check_references(r, s);
	if (r->handler->text)
		r->handler->text(r->handler->ctx, top(r), s, from);
}

/* ---- tags ---- */

static void take_value(struct reader *r, struct attribute *a)
{
	char quote = r->at < r->text.n ? r->text.p[r->at] : '\0';
	const char *end;

	if (quote != '"' && quote != '\'') {
		mistake(r, r->at, "a value without quotes", a->name);
		return;
	}
	a->offset = ++r->at;
	end = memchr(r->text.p + r->at, quote, r->text.n - r->at);
	if (!end) {
		mistake(r, r->at, "not closed", a->name);
		r->at = r->text.n;
		return;
	}
	a->value = (struct str){r->text.p + r->at, (size_t)(end - r->text.p) - r->at};
	r->at += a->value.n + 1;
	check_references(r, a->value);
}

static bool is_repeated(const struct reader *r, struct str name)
{
	for (size_t i = 0; i < r->attributes.n; i++)
		if (r->attributes.v[i].name.n == name.n &&
		    memcmp(r->attributes.v[i].name.p, name.p, name.n) == 0)
			return true;
	return false;
}

/* False at a character that no attribute begins with. */
static bool take_attribute(struct reader *r)
{
	struct attribute a = {.name = take_name(r), .offset = r->at};

	if (!a.name.n)
		return false;
	if (is_repeated(r, a.name))
		mistake(r, r->at - a.name.n, "the attribute stands twice", a.name);
	skip_blanks(r);
	if (r->at < r->text.n && r->text.p[r->at] == '=') {
		r->at++;
		skip_blanks(r);
		take_value(r, &a);
	} else if (by_xml_rules(r)) {
		mistake(r, r->at, "an attribute without a value", a.name);
	}
	*PUSH(r->diag->arena, &r->attributes) = a;
	return true;
}

/* Script and style hold anything but their own end tag. */
static void skip_raw(struct reader *r, struct str name)
{
	const char *end = arena_printf(r->diag->arena, "</%.*s", (int)name.n, name.p);
	const char *p = memmem(r->text.p + r->at, r->text.n - r->at, end, strlen(end));

	if (!p)
		mistake(r, r->at, "not closed", name);
	r->at = p ? (size_t)(p - r->text.p) : r->text.n;
}

static void take_open_tag(struct reader *r)
{
	size_t from = r->at++;
	struct str name = take_name(r);
	bool closed = false;

	if (!name.n) {
		mistake(r, from, "a stray <", (struct str){r->text.p + from, 1});
		return;
	}
	r->attributes.n = 0;
	for (skip_blanks(r); take_attribute(r); skip_blanks(r))
		;
	if (has(r, "/")) {
		closed = true;
		r->at++;
	}
	if (!has(r, ">"))
		mistake(r, from, "not a tag", name);
	skip_past(r, ">");
	if (r->handler->element)
		r->handler->element(r->handler->ctx, name, r->attributes.v, r->attributes.n,
				    (int)r->open.n);
	if (closed && !by_xml_rules(r) && !is_void(name))
		mistake(r, from, "only svg and XML close a tag in itself", name);
	if (closed || (!by_xml_rules(r) && is_void(name)))
		return;
	*PUSH(r->diag->arena, &r->open) = name;
	if (!r->xml && (str_is(name, "script") || str_is(name, "style")))
		skip_raw(r, name);
}

static bool same(struct str a, struct str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static void take_close_tag(struct reader *r)
{
	size_t from = r->at;
	struct str name;

	r->at += 2;
	name = take_name(r);
	skip_blanks(r);
	if (!has(r, ">"))
		mistake(r, from, "not a tag", name);
	skip_past(r, ">");
	while (r->open.n && !same(top(r), name) && !r->xml && may_stay_open(top(r)))
		r->open.n--;
	if (r->open.n && same(top(r), name))
		r->open.n--;
	else
		mistake(r, from, "closes what is not open", name);
}

static void take_markup(struct reader *r)
{
	if (has(r, "<!--"))
		skip_past(r, "-->");
	else if (has(r, "<?") && r->xml)
		skip_past(r, "?>");
	else if (has(r, "<![CDATA[") && r->xml)
		skip_past(r, "]]>");
	else if (has(r, "<!"))
		skip_past(r, ">");
	else if (has(r, "</"))
		take_close_tag(r);
	else
		take_open_tag(r);
}

bool markup_read(struct diag *d, const char *file, struct str text, bool xml,
		 const struct markup_handler *h)
{
	struct reader r = {.diag = d, .file = file, .text = text, .xml = xml, .handler = h};
	size_t bad = utf8_check(text.p, text.n);

	if (bad < text.n)
		mistake(&r, bad, "not UTF-8", STR(""));
	while (r.at < text.n) {
		const char *p = memchr(text.p + r.at, '<', text.n - r.at);
		size_t from = r.at;

		r.at = p ? (size_t)(p - text.p) : text.n;
		give_text(&r, from, r.at);
		if (p)
			take_markup(&r);
	}
	for (size_t i = 0; i < r.open.n; i++)
		if (xml || !may_stay_open(r.open.v[i]))
			mistake(&r, (size_t)(r.open.v[i].p - text.p), "not closed", r.open.v[i]);
	return r.mistakes == 0;
}

/* ---- values ---- */

static const char *const references[][2] = {{"&amp;", "&"},
					    {"&lt;", "<"},
					    {"&gt;", ">"},
					    {"&quot;", "\""},
					    {"&#39;", "'"}};

const char *markup_value(struct arena *a, struct str raw)
{
	struct buf out = {0};

	for (size_t i = 0, k; i < raw.n;) {
		struct str rest = {raw.p + i, raw.n - i};

		for (k = 0; k < COUNT(references); k++)
			if (str_starts(rest, references[k][0]))
				break;
		if (k < COUNT(references)) {
			buf_str(&out, references[k][1]);
			i += strlen(references[k][0]);
		} else {
			buf_char(&out, raw.p[i++]);
		}
	}
	return buf_keep(&out, a);
}
