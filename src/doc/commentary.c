/*
 * Markdown with bound figures into parts.  cmark knows nothing of {{ }} and [[ ]], and * [ _ in a
 * formula would be marks to it; so each stands as one private-use character while cmark reads, and
 * comes back from its number.  Their positions are those of the source.
 */
#include "doc/commentary.h"

#include <cmark.h>

#include "base/file.h"

enum { STAND_IN = 0xE000, STAND_IN_LAST = 0xF8FF };

struct reader {
	struct arena *arena;
	struct diag *diag;
	const char *file;
	struct str source;
	struct {
		struct inline_text *v;
		size_t n, cap;
	} hidden;
	struct commentary *out;
	struct part *part; /* in hand */
	bool fresh;        /* the passage in hand has a title and no text yet */
};

/* ---- what cmark must not see ---- */

static bool is_stand_in(uint32_t c)
{
	return c >= STAND_IN && c <= STAND_IN_LAST;
}

/* The length of the ^[...] at i, on one line; 0 if there is none. */
static size_t noted(struct str s, size_t i)
{
	size_t at = i + 2;

	if (s.n - i < 3 || memcmp(s.p + i, "^[", 2) != 0)
		return 0;
	for (int depth = 1; at < s.n && s.p[at] != '\n'; at++) {
		depth += (s.p[at] == '[') - (s.p[at] == ']');
		if (depth == 0)
			return at + 1 - i;
	}
	return 0;
}

/* The length of the {{...}} or [[...]] at i, on one line; 0 if there is none. */
static size_t enclosed(struct str s, size_t i, const char *open, const char *close)
{
	size_t left = s.n - i;
	const char *line, *end;

	if (left < 4 || memcmp(s.p + i, open, 2) != 0)
		return 0;
	line = memchr(s.p + i, '\n', left);
	end = memmem(s.p + i + 2, (line ? (size_t)(line - s.p) : s.n) - i - 2, close, 2);
	return end ? (size_t)(end - s.p) + 2 - i : 0;
}

/* close: the length of what closes it. */
static void hide(struct reader *r, struct buf *out, enum inline_kind kind, size_t i, size_t n,
		 size_t close)
{
	char c[4];

	if (r->hidden.n > STAND_IN_LAST - STAND_IN) {
		diag_error(r->diag, pos_at(r->file, r->source, i),
			   "too many figures in one commentary");
		return;
	}
	buf_add(out, c, utf8_put(c, STAND_IN + (uint32_t)r->hidden.n));
	*PUSH(r->arena, &r->hidden) = (struct inline_text){
	    .kind = kind,
	    .text = arena_strn(r->arena, r->source.p + i + 2, n - 2 - close),
	    .at = pos_at(r->file, r->source, i + 2),
	};
}

static void hide_all(struct reader *r, struct buf *out)
{
	struct str s = r->source;
	size_t n;

	for (size_t i = 0; i < s.n;) {
		size_t next = i;

		if ((n = enclosed(s, i, "{{", "}}"))) {
			hide(r, out, INLINE_BINDING, i, n, 2);
			i += n;
			continue;
		}
		if ((n = enclosed(s, i, "[[", "]]"))) {
			hide(r, out, INLINE_LITERAL, i, n, 2);
			i += n;
			continue;
		}
		if ((n = noted(s, i))) {
			hide(r, out, INLINE_NOTE, i, n, 1);
			i += n;
			continue;
		}
		if (s.n - i >= 2 && memcmp(s.p + i, "{{", 2) == 0)
			diag_error(r->diag, pos_at(r->file, s, i),
				   "'{{' is not closed on its line");
		if (is_stand_in(utf8_next(s.p, s.n, &next)))
			diag_error(r->diag, pos_at(r->file, s, i), "a private-use character");
		else
			buf_add(out, s.p + i, next - i);
		i = next;
	}
}

/* ---- unbound numbers ---- */

/* Blanks what is no text: figures, ids of headings, addresses of links. */
static void blank(char *p, size_t n, const char *open, const char *close)
{
	char *at = p, *end;

	while ((at = memmem(at, n - (size_t)(at - p), open, 2)) &&
	       (end = memmem(at, n - (size_t)(at - p), close, strlen(close)))) {
		memset(at, 1, (size_t)(end - at));
		at = end;
	}
}

static void check_numbers(struct reader *r, const struct literals *literals)
{
	char *copy = arena_strn(r->arena, r->source.p, r->source.n);
	struct str s = {copy, r->source.n}, number;

	blank(copy, s.n, "{{", "}}");
	blank(copy, s.n, "{#", "}");
	blank(copy, s.n, "](", ")");
	for (size_t i = 0; (number = literals_unbound(literals, s, i)).n;
	     i = (size_t)(number.p - s.p) + number.n)
		diag_error(r->diag, pos_at(r->file, r->source, (size_t)(number.p - s.p)),
			   "unbound number: '%.*s'", (int)number.n, number.p);
}

/* ---- runs of a paragraph ---- */

/* The place of the block that a node stands in: cmark counts columns in its own text. */
static struct pos node_pos(const struct reader *r, cmark_node *node)
{
	while (node && !cmark_node_get_start_line(node))
		node = cmark_node_parent(node);
	return (struct pos){r->file, node ? cmark_node_get_start_line(node) : 0, 0};
}

static void refuse(struct reader *r, cmark_node *node)
{
	diag_error(r->diag, node_pos(r, node), "not possible in a commentary: '%s'",
		   cmark_node_get_type_string(node));
}

static void add_plain(struct reader *r, struct inlines *out, const char *s, size_t n, bool strong)
{
	if (n)
		*PUSH(r->arena, out) =
		    (struct inline_text){.text = arena_strn(r->arena, s, n), .strong = strong};
}

/* Text in which the hidden ones come back. */
static void add_text(struct reader *r, struct inlines *out, cmark_node *node, bool strong)
{
	const char *s = cmark_node_get_literal(node);
	size_t n = strlen(s), plain = 0;

	if (strstr(s, "**"))
		diag_error(r->diag, node_pos(r, node),
			   "'**' is not closed, or stands between letters and marks");
	for (size_t i = 0; i < n;) {
		size_t at = i;
		uint32_t c = utf8_next(s, n, &i);

		if (!is_stand_in(c))
			continue;
		add_plain(r, out, s + plain, at - plain, strong);
		*PUSH(r->arena, out) = r->hidden.v[c - STAND_IN];
		out->v[out->n - 1].strong = strong;
		plain = i;
	}
	add_plain(r, out, s + plain, n - plain, strong);
}

/* A link has plain words, an address in the brief or a safe one, and no title. */
static void add_link(struct reader *r, struct inlines *out, cmark_node *link, bool strong)
{
	const char *href = cmark_node_get_url(link);
	struct inlines words = {0};
	struct buf text = {0};

	if (href[0] != '#' && strncmp(href, "https://", 8) != 0)
		diag_error(r->diag, node_pos(r, link),
			   "not an address like #id or https://...: '%s'", href);
	if (*cmark_node_get_title(link))
		diag_error(r->diag, node_pos(r, link), "a link has no title here: '%s'",
			   cmark_node_get_title(link));
	for (cmark_node *n = cmark_node_first_child(link); n; n = cmark_node_next(n)) {
		if (cmark_node_get_type(n) == CMARK_NODE_TEXT)
			add_text(r, &words, n, strong);
		else
			refuse(r, n);
	}
	for (size_t i = 0; i < words.n; i++) {
		if (words.v[i].kind == INLINE_BINDING || words.v[i].kind == INLINE_NOTE)
			diag_error(r->diag, words.v[i].at, "a figure cannot stand in a link: '%s'",
				   words.v[i].text);
		buf_str(&text, words.v[i].text);
	}
	*PUSH(r->arena, out) = (struct inline_text){.kind = INLINE_LINK,
						    .text = buf_keep(&text, r->arena),
						    .href = arena_str(r->arena, href),
						    .strong = strong};
}

static void read_inlines(struct reader *r, struct inlines *out, cmark_node *parent, bool strong)
{
	for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n)) {
		switch (cmark_node_get_type(n)) {
		case CMARK_NODE_TEXT:
			add_text(r, out, n, strong);
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			add_plain(r, out, "\n", 1, strong);
			break;
		case CMARK_NODE_STRONG:
			read_inlines(r, out, n, true);
			break;
		case CMARK_NODE_LINK:
			add_link(r, out, n, strong);
			break;
		default:
			refuse(r, n);
		}
	}
}

static uint32_t last_char(const char *s)
{
	size_t n = strlen(s), i = n;

	while (i && ((unsigned char)s[--i] & 0xC0) == 0x80)
		;
	return n ? utf8_next(s, n, &i) : 0;
}

static uint32_t first_char(const char *s)
{
	size_t i = 0;

	return *s ? utf8_next(s, strlen(s), &i) : 0;
}

/* A line end is a blank between words, and nothing beside a Chinese character. */
static void join_lines(struct inlines *t)
{
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].kind != INLINE_TEXT || strcmp(t->v[i].text, "\n") != 0)
			continue;
		t->v[i].text = " ";
		if ((i && t->v[i - 1].kind != INLINE_BINDING &&
		     is_han(last_char(t->v[i - 1].text))) ||
		    (i + 1 < t->n && t->v[i + 1].kind != INLINE_BINDING &&
		     is_han(first_char(t->v[i + 1].text))))
			t->v[i].text = "";
	}
}

/* ---- blocks ---- */

static struct passage *passage_add(struct reader *r, struct inlines title)
{
	struct passage *p = NEW(r->arena, struct passage);

	p->title = title;
	if (r->part->last)
		r->part->last->next = p;
	else
		r->part->first = p;
	r->part->last = p;
	r->fresh = true;
	return p;
}

static void part_begin(struct reader *r, const char *id, int rank, struct pos at)
{
	struct part *p = NEW(r->arena, struct part), **tail = &r->out->first;

	*p = (struct part){.id = id, .rank = rank, .at = at};
	for (; *tail; tail = &(*tail)->next)
		if (id && (*tail)->id && streq((*tail)->id, id))
			diag_error(r->diag, at, "the part stands twice: '%s'", id);
	*tail = r->part = p;
}

/* Takes "{#outlook}" off the end of a heading; NULL if it has none. */
static const char *take_id(struct reader *r, struct inlines *title)
{
	struct inline_text *last = title->n ? &title->v[title->n - 1] : NULL;
	const char *open = last && last->kind == INLINE_TEXT ? strstr(last->text, "{#") : NULL;
	size_t n = open ? strlen(open) : 0;
	struct str rest;

	if (n < 4 || open[n - 1] != '}')
		return NULL;
	rest = str_trim((struct str){last->text, (size_t)(open - last->text)});
	last->text = arena_strn(r->arena, last->text, (size_t)(rest.p - last->text) + rest.n);
	return arena_strn(r->arena, open + 2, n - 3);
}

static void read_heading(struct reader *r, cmark_node *node)
{
	int rank = cmark_node_get_heading_level(node);
	struct inlines title = {0};
	const char *id;

	read_inlines(r, &title, node, false);
	id = take_id(r, &title);
	if (id || rank <= r->part->rank)
		part_begin(r, id, rank, node_pos(r, node));
	passage_add(r, title);
}

/* The passage that a paragraph or a list goes on with: a new one where the kind changes. */
static struct passage *passage_for(struct reader *r, bool list)
{
	struct passage *p = r->part->last;

	if (!p || (!r->fresh && p->list != list))
		p = passage_add(r, (struct inlines){0});
	p->list = list;
	r->fresh = false;
	return p;
}

static void read_paragraph(struct reader *r, cmark_node *node, struct passage *p)
{
	struct inlines text = {0};

	read_inlines(r, &text, node, false);
	join_lines(&text);
	*PUSH(r->arena, &p->texts) = text;
}

static void read_list(struct reader *r, cmark_node *list)
{
	struct passage *p = passage_for(r, true);

	if (cmark_node_get_list_type(list) != CMARK_BULLET_LIST)
		diag_error(r->diag, node_pos(r, list), "a numbered list: use bullets");
	for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
		cmark_node *first = cmark_node_first_child(item);

		if (!first || cmark_node_get_type(first) != CMARK_NODE_PARAGRAPH ||
		    cmark_node_next(first))
			diag_error(r->diag, node_pos(r, item),
				   "an item of a list is one paragraph");
		else
			read_paragraph(r, first, p);
	}
}

static void read_blocks(struct reader *r, cmark_node *document)
{
	for (cmark_node *n = cmark_node_first_child(document); n; n = cmark_node_next(n)) {
		switch (cmark_node_get_type(n)) {
		case CMARK_NODE_HEADING:
			read_heading(r, n);
			break;
		case CMARK_NODE_PARAGRAPH:
			read_paragraph(r, n, passage_for(r, false));
			break;
		case CMARK_NODE_LIST:
			read_list(r, n);
			break;
		default:
			refuse(r, n);
		}
	}
}

enum { TEXT_LIMIT = 1000000 };

struct commentary *commentary_read(struct arena *a, struct diag *d, const char *path,
				   const struct literals *literals)
{
	struct reader r = {.arena = a, .diag = d, .file = path, .out = NEW(a, struct commentary)};
	struct buf text = {0};
	cmark_node *document;
	size_t bad;

	if (!file_read(a, d, path, &r.source))
		return NULL;
	diag_source(d, path, r.source);
	if (r.source.n > TEXT_LIMIT) {
		diag_error(d, (struct pos){path, 1, 1}, "more than %d bytes", TEXT_LIMIT);
		return NULL;
	}
	bad = text_check(r.source.p, r.source.n);
	if (bad < r.source.n) {
		diag_error(d, pos_at(path, r.source, bad),
			   utf8_check(r.source.p, r.source.n) == bad
			       ? "not UTF-8"
			       : "a control character in the text");
		return NULL;
	}
	r.out->file = path;
	check_numbers(&r, literals);
	hide_all(&r, &text);
	part_begin(&r, NULL, 0, (struct pos){path, 1, 1});
	document = cmark_parse_document(buf_cstr(&text), text.n, CMARK_OPT_DEFAULT);
	read_blocks(&r, document);
	cmark_node_free(document);
	buf_free(&text);
	return r.out;
}
