/* A brief as e-mail: what is shared is made once, what is the recipient's own is made for each. */
#include "deliver/message.h"

#include "base/file.h"
#include "base/hash.h"
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
	const char *boundary;        /* the parts' boundaries are this and a letter */
	struct str attached, linked; /* all that follows the HTML part */
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

static void put_picture(struct buf *b, const struct letter *l, const struct letter_picture *p)
{
	if (!p->name)
		return;
	buf_printf(b, "\r\n--%sr\r\n", l->boundary);
	mime_file(b, &(struct mime_file){"image/png", "inline", p->name, p->id, p->png});
}

static void add_pdf(struct arena *a, struct buf *b, const struct letter *l)
{
	const char *name =
	    plain_name(a, arena_printf(a, "%s-%s.pdf", l->doc->brief, lang_tags[l->doc->lang]));

	buf_printf(b, "\r\n--%sm\r\n", l->boundary);
	mime_file(
	    b, &(struct mime_file){"application/pdf", "attachment", name, NULL, l->options->pdf});
	buf_printf(b, "\r\n--%sm--\r\n", l->boundary);
}

/* What follows the HTML part: the pictures, the ends of the parts, the PDF. */
static struct str tail(struct arena *a, const struct letter *l, bool attach)
{
	struct buf b = {0};

	put_picture(&b, l, &l->picture);
	put_picture(&b, l, &l->dark);
	buf_printf(&b, "\r\n--%sr--\r\n\r\n--%sa--\r\n", l->boundary, l->boundary);
	if (attach)
		add_pdf(a, &b, l);
	return keep(&b, a);
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
	/* "=_" can stand neither in base64 nor in quoted-printable. */
	l->boundary = arena_printf(a, "=_%s", digest(a, doc, lang_tags[doc->lang]));
	l->attached = o->pdf.n && o->pdf.n <= PDF_MAX_BYTES ? tail(a, l, true) : (struct str){0};
	l->linked = tail(a, l, false);
	return l;
}

bool letter_attaches(const struct letter *l, const struct recipient *to)
{
	return l->attached.n && !to->link;
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

static void put_headers(const struct letter *l, struct buf *b, const struct recipient *to,
			const struct mail *m, const char *unsubscribe)
{
	const struct letter_options *o = l->options;

	mime_date(b, o->date, o->offset_minutes);
	mime_mailbox(b, "From", &o->from);
	if (o->reply_to.address.mailbox)
		mime_mailbox(b, "Reply-To", &o->reply_to);
	mime_mailbox(b, "To", &(struct mailbox){to->name, to->address});
	mime_header(b, "Subject", m->subject);
	buf_printf(b, "Message-ID: <%s>\r\n", m->id);
	buf_printf(b, "Content-Language: %s\r\n", lang_tags[l->doc->lang]);
	buf_str(b, "Auto-Submitted: auto-generated\r\n");
	if (unsubscribe)
		buf_printf(b, "List-Unsubscribe: <%s>\r\n", unsubscribe);
	/* RFC 8058: one click is a POST, and only over https. */
	if (unsubscribe && strncmp(unsubscribe, "https://", 8) == 0)
		buf_str(b, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
	buf_str(b, "MIME-Version: 1.0\r\n");
}

static void open_part(struct buf *b, const struct letter *l, const char *type, char letter)
{
	buf_printf(b, "Content-Type: %s;\r\n boundary=\"%s%c\"\r\n\r\n--%s%c\r\n", type,
		   l->boundary, letter, l->boundary, letter);
}

static struct str head(const struct letter *l, struct arena *a, const struct recipient *to,
		       const struct mail *m, const char *unsubscribe)
{
	struct buf b = {0};

	put_headers(l, &b, to, m, unsubscribe);
	if (letter_attaches(l, to))
		open_part(&b, l, "multipart/mixed", 'm');
	open_part(&b, l, "multipart/alternative", 'a');
	mime_text(&b, "text/plain", m->text);
	buf_printf(&b, "\r\n--%sa\r\n", l->boundary);
	open_part(&b, l, "multipart/related; type=\"text/html\"", 'r');
	mime_text(&b, "text/html", m->html);
	return keep(&b, a);
}

bool letter_message(const struct letter *l, struct arena *a, struct diag *d,
		    const struct recipient *to, struct mail *m)
{
	const char *unsubscribe = unsubscribe_link(l, a, to);
	const struct value *view = view_for(l, a, to, unsubscribe);
	const char *domain = strrchr(l->options->from.address.mailbox, '@');

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
	m->head = head(l, a, to, m, unsubscribe);
	m->tail = letter_attaches(l, to) ? l->attached : l->linked;
	return true;
}
