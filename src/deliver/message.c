/* A brief as e-mail: what is shared is made once, what is the recipient's own is made for each. */
#include "deliver/message.h"

#include "base/file.h"
#include "base/hash.h"
#include "deliver/header.h"
#include "deliver/message_view.h"
#include "deliver/token.h"
#include "html/escape.h"
#include "html/template_words.h"

enum { PICTURE_POINTS = 264, WRAP = 72, ID_DIGITS = 32 };

struct letter {
	const struct doc *doc;
	const struct letter_options *options;
	const struct value *view;
	struct mustache *subject, *text, *html;
	struct letter_picture picture, dark;
	const char *pdf_name;
};

/* ---- what is shared ---- */

static struct mustache *template(struct arena *a, struct diag *d, const struct letter_options *o,
				 const struct literals *literals, const char *name)
{
	struct mustache_loader loader =
	    project_templates(a, d, o->folder, o->shipped, "mail", literals);
	struct mustache *m;
	int before = d->errors;
	struct str text;
	const char *file;

	if (!loader.load(loader.ctx, name, &text, &file)) {
		diag_error(d, (struct pos){0}, "no template: 'mail/%s.mustache'", name);
		return NULL;
	}
	diag_source(d, file, text);
	m = mustache_compile(a, d, file, text, &loader);
	return d->errors == before ? m : NULL;
}

/* For file names and Content-IDs: what needs no quoting stays, the rest becomes "_". */
static const char *plain_name(struct arena *a, const char *s)
{
	char *name = arena_str(a, s);

	for (char *c = name; *c; c++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._",
			    *c))
			*c = '_';
	return name;
}

static struct str keep(struct buf *b, struct arena *a)
{
	size_t n = b->n;

	return (struct str){buf_keep(b, a), n};
}

/* The chart without the words around it, which stand in the message as text, at twice the size
 * shown. */
static bool paint(struct arena *a, struct diag *d, const struct letter *l, const struct block *b,
		  const struct palette *base, struct str *out)
{
	struct palette palette = palette_themed(base, l->doc->facts->issuer.accent);
	struct chart chart = *b->as.chart;
	struct buf png = {0};
	struct scene *scene;

	chart.title = chart.subtitle = chart.note = NULL;
	scene = chart_layout(a, d, &chart, l->options->fonts, PICTURE_POINTS);
	if (!scene)
		return false;
	if (!scene_png(d, scene, &palette, 2.0 * PICTURE_WIDTH / PICTURE_POINTS, &png)) {
		buf_free(&png);
		return diag_error(d, (struct pos){0},
				  "the chart cannot be drawn as a picture: '%s'", b->id);
	}
	*out = keep(&png, a);
	return true;
}

/* shade: "" or "-dark", in the names of the picture. */
static bool make_picture(struct arena *a, struct diag *d, const struct letter *l,
			 const struct block *b, const char *shade, struct letter_picture *p)
{
	const struct palette *base = *shade ? &palette_dark : &palette_light;

	p->name = arena_printf(a, "%s%s.png", plain_name(a, b->id), shade);
	p->id =
	    arena_printf(a, "%s%s.%s.v%d.%s@irbrief", plain_name(a, b->id), shade,
			 plain_name(a, l->doc->brief), l->doc->version, lang_tags[l->doc->lang]);
	return paint(a, d, l, b, base, &p->png);
}

/* Two pictures: programs that know dark mode show the other one in it (html.mustache). */
static bool add_pictures(struct arena *a, struct diag *d, struct letter *l, struct value *view)
{
	const struct block *b = mail_chart(l->doc);
	struct value *map = value_map(a);

	value_set(a, view, "picture", b ? map : value_bool(a, false));
	if (!b)
		return true;
	if (!make_picture(a, d, l, b, "", &l->picture) ||
	    !make_picture(a, d, l, b, "-dark", &l->dark))
		return false;
	value_set(a, map, "cid", value_string(a, l->picture.id));
	value_set(a, map, "dark_cid", value_string(a, l->dark.id));
	value_set(a, map, "width", value_string(a, arena_printf(a, "%d", PICTURE_WIDTH)));
	return true;
}

/* Digits of a digest: the same for the same brief, version and `of`. */
static const char *digest(struct arena *a, const struct doc *d, const char *of)
{
	const char *all = arena_printf(a, "%s\n%d\n%s", d->brief, d->version, of);
	char hash[HASH_TEXT];

	hash_text(all, strlen(all), hash);
	return arena_strn(a, hash, ID_DIGITS);
}

struct letter *letter_new(struct arena *a, struct diag *d, const struct doc *doc,
			  const struct letter_options *o)
{
	struct letter *l = NEW(a, struct letter);
	struct value *view = mail_view(a, doc, o);

	*l = (struct letter){.doc = doc, .options = o, .view = view};
	l->subject = template(a, d, o, doc->facts->literals, "subject");
	l->text = template(a, d, o, doc->facts->literals, "text");
	l->html = template(a, d, o, doc->facts->literals, "html");
	if (!l->subject || !l->text || !l->html || !add_pictures(a, d, l, view))
		return NULL;
	l->pdf_name = plain_name(a, arena_printf(a, "%s-%s.pdf", doc->brief, lang_tags[doc->lang]));
	return l;
}

bool letter_attaches(const struct letter *l, const struct recipient *to)
{
	size_t n = l->options->pdf.n;

	return n && n <= PDF_MAX_BYTES && !to->link;
}

struct letter_picture letter_picture(const struct letter *l, bool dark)
{
	return dark ? l->dark : l->picture;
}

/* ---- what is the recipient's own ---- */

static const char *unsubscribe_link(const struct letter *l, struct arena *a,
				    const struct recipient *to)
{
	const struct letter_options *o = l->options;

	if (!o->unsubscribe_url)
		return NULL;
	return arena_printf(
	    a, "%s?token=%s", o->unsubscribe_url,
	    token_make(a, o->unsubscribe_key, l->doc->facts->issuer.id, to->address.key));
}

/* The letter's view and what differs by recipient, in the message's own memory. */
static struct value *view_for(const struct letter *l, struct arena *a, const struct recipient *to,
			      const char *unsubscribe)
{
	struct value *view = value_map(a);

	for (size_t i = 0; i < l->view->n; i++)
		value_set(a, view, l->view->keys[i].p, l->view->items[i]);
	value_set(a, view, "unsubscribe", value_string(a, unsubscribe ? unsubscribe : ""));
	value_set(a, view, "attached", value_bool(a, letter_attaches(l, to)));
	return view;
}

static void as_it_is(struct buf *out, struct str s)
{
	buf_add(out, s.p, s.n);
}

static bool fill(struct mustache *m, struct arena *a, struct diag *d, const struct value *view,
		 mustache_escape *escape, struct str *out)
{
	struct buf b = {0};
	bool ok = mustache_render(m, d, view, true, escape, &b);

	*out = keep(&b, a);
	return ok;
}

/* Columns: a Han character takes two. */
static size_t columns(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n;)
		n += is_han(utf8_next(s.p, s.n, &i)) ? 2 : 1;
	return n;
}

/* Breaks at blanks only, so that no figure and no address is torn. */
static void wrap_line(struct buf *b, struct str line)
{
	size_t used = 0;

	for (size_t i = 0; i < line.n;) {
		const char *blank = memchr(line.p + i, ' ', line.n - i);
		size_t n = blank ? (size_t)(blank - line.p) - i : line.n - i;
		size_t wide = columns((struct str){line.p + i, n});

		if (used)
			buf_char(b, used + 1 + wide > WRAP ? '\n' : ' ');
		used = used && used + 1 + wide <= WRAP ? used + 1 + wide : wide;
		buf_add(b, line.p + i, n);
		i += n + 1;
	}
	buf_char(b, '\n');
}

/* Lines of at most WRAP columns; never two blank ones, none at the ends. */
static struct str wrapped(struct arena *a, struct str s)
{
	struct buf b = {0};
	bool gap = false;

	for (size_t i = 0, n; i < s.n; i += n + 1) {
		const char *end = memchr(s.p + i, '\n', s.n - i);
		struct str line;

		n = end ? (size_t)(end - s.p) - i : s.n - i;
		line = str_trim((struct str){s.p + i, n});
		if (!line.n) {
			gap = true;
			continue;
		}
		if (gap && b.n)
			buf_char(&b, '\n');
		gap = false;
		wrap_line(&b, line);
	}
	return keep(&b, a);
}

/* One line. */
static bool fill_subject(const struct letter *l, struct arena *a, struct diag *d,
			 const struct value *view, const char **subject)
{
	struct str s;

	if (!fill(l->subject, a, d, view, as_it_is, &s))
		return false;
	s = str_trim(s);
	*subject = arena_strn(a, s.p, s.n);
	return header_text_ok(s) ||
	       diag_error(d, (struct pos){0}, "control character or line break in the subject");
}

static void put_headers(const struct letter *l, struct arena *a, const struct recipient *to,
			struct mail *m, const char *unsubscribe)
{
	const struct letter_options *o = l->options;
	struct headers *h = &m->headers;

	*PUSH(a, h) = header_date(a, o->date, o->offset_minutes);
	*PUSH(a, h) = header_mailbox(a, "From", &o->from);
	if (o->reply_to.address.mailbox)
		*PUSH(a, h) = header_mailbox(a, "Reply-To", &o->reply_to);
	*PUSH(a, h) = header_mailbox(a, "To", &(struct mailbox){to->name, to->address});
	*PUSH(a, h) = header_text(a, "Subject", m->subject);
	*PUSH(a, h) = arena_printf(a, "Message-ID: <%s>", m->id);
	*PUSH(a, h) = arena_printf(a, "Content-Language: %s", lang_tags[l->doc->lang]);
	*PUSH(a, h) = "Auto-Submitted: auto-generated";
	if (unsubscribe)
		*PUSH(a, h) = arena_printf(a, "List-Unsubscribe: <%s>", unsubscribe);
	/* RFC 8058: one click is a POST, and only over https. */
	if (unsubscribe && strncmp(unsubscribe, "https://", 8) == 0)
		*PUSH(a, h) = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";
}

/* Lines end in CRLF (RFC 2046, 4.1.1), also where a template has it already. */
static struct str with_crlf(struct arena *a, struct str s)
{
	struct buf b = {0};

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n' && (!i || s.p[i - 1] != '\r'))
			buf_char(&b, '\r');
		buf_char(&b, s.p[i]);
	}
	return keep(&b, a);
}

/* Quoted-printable takes three bytes for what is not ASCII, base64 four for any three. */
static const char *shorter_encoding(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i] >= 0x80 || s.p[i] == '=';
	return n <= s.n / 6 ? "quoted-printable" : "base64";
}

static struct part text_part(struct arena *a, const char *type, struct str text)
{
	text = with_crlf(a, text);
	return (struct part){.type = arena_printf(a, "%s; charset=utf-8", type),
			     .encoding = shorter_encoding(text),
			     .bytes = text};
}

static struct part file_part(struct arena *a, const char *type, const char *name, const char *id,
			     struct str bytes)
{
	return (struct part){.type = arena_printf(a, "%s; name=\"%s\"", type, name),
			     .encoding = "base64",
			     .name = name,
			     .id = id,
			     .bytes = bytes};
}

/* The HTML and what it shows. */
static struct part related(const struct letter *l, struct arena *a, struct str html)
{
	const struct letter_picture *pictures[] = {&l->picture, &l->dark};
	struct part *parts = NEWS(a, struct part, 1 + COUNT(pictures));
	size_t n = 0;

	parts[n++] = text_part(a, "text/html", html);
	for (size_t i = 0; i < COUNT(pictures); i++)
		if (pictures[i]->name)
			parts[n++] = file_part(a, "image/png", pictures[i]->name, pictures[i]->id,
					       pictures[i]->png);
	return (struct part){
	    .type = "multipart/related; type=\"text/html\"", .parts = parts, .n = n};
}

static struct part body(const struct letter *l, struct arena *a, const struct mail *m, bool attach)
{
	struct part *parts = NEWS(a, struct part, 2), *mixed = NEWS(a, struct part, 2);

	parts[0] = text_part(a, "text/plain", m->text);
	parts[1] = related(l, a, m->html);
	mixed[0] = (struct part){.type = "multipart/alternative", .parts = parts, .n = 2};
	if (!attach)
		return mixed[0];
	mixed[1] = file_part(a, "application/pdf", l->pdf_name, NULL, l->options->pdf);
	return (struct part){.type = "multipart/mixed", .parts = mixed, .n = 2};
}

bool letter_message(const struct letter *l, struct arena *a, struct diag *d,
		    const struct recipient *to, struct mail *m)
{
	const char *unsubscribe = unsubscribe_link(l, a, to);
	const struct value *view = view_for(l, a, to, unsubscribe);
	const char *domain = strrchr(l->options->from.address.mailbox, '@');

	*m = (struct mail){0};
	m->id = arena_printf(a, "%s%s", digest(a, l->doc, to->address.key), domain);
	if (!fill_subject(l, a, d, view, &m->subject) ||
	    !fill(l->text, a, d, view, as_it_is, &m->text) ||
	    !fill(l->html, a, d, view, escape_page, &m->html))
		return false;
	if (m->html.n >= HTML_MAX_BYTES)
		return diag_error(
		    d, (struct pos){0},
		    "the HTML of a message has %zu bytes; mail programs cut it near %d", m->html.n,
		    HTML_MAX_BYTES);
	m->text = wrapped(a, m->text);
	put_headers(l, a, to, m, unsubscribe);
	m->body = body(l, a, m, letter_attaches(l, to));
	return true;
}
