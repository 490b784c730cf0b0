/* The last look before a site goes out: every file is read once for its ids, then for its links. */
#include "deliver/sitecheck.h"

#include <stdlib.h>

#include "deliver/markup.h"
#include "load/json.h"

struct anchor {
	const char *file;
	const char *id;
	struct pos at;
};

struct link {
	const struct site_file *from;
	const char *to; /* references resolved, still percent-encoded */
	size_t offset;
};

struct check {
	struct arena *arena;
	struct diag *diag;
	const char *base_url;
	const struct site_files *files;
	const struct site_file *file; /* the one in hand */
	struct {
		struct anchor *v;
		size_t n, cap;
	} anchors; /* sorted before links are followed */
	struct {
		struct link *v;
		size_t n, cap;
	} links;
	int feed_parts; /* id, title, updated and link of the entry or feed in hand, as bits */
	int feed_depth; /* of that element; 0: none yet */
	size_t feed_from;
};

/* ---- reading ---- */

static void add_link(struct check *c, struct str raw, size_t offset)
{
	*PUSH(c->arena, &c->links) = (struct link){c->file, markup_value(c->arena, raw), offset};
}

static bool is_link(struct str name)
{
	return str_is(name, "href") || str_is(name, "src") || str_is(name, "xlink:href");
}

static void see_attributes(struct check *c, const struct attribute *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_is(v[i].name, "id"))
			*PUSH(c->arena, &c->anchors) =
			    (struct anchor){c->file->path, markup_value(c->arena, v[i].value),
					    pos_at(c->file->path, c->file->bytes, v[i].offset)};
		else if (is_link(v[i].name))
			add_link(c, v[i].value, v[i].offset);
	}
}

static void see_element(void *ctx, struct str name, const struct attribute *v, size_t n, int depth)
{
	(void)name, (void)depth;
	see_attributes(ctx, v, n);
}

static void see_location(void *ctx, struct str inside, struct str text, size_t offset)
{
	if (str_is(inside, "loc"))
		add_link(ctx, text, offset);
}

/* ---- Atom: feed and each entry need id, title, updated and a link ---- */

static const char *const feed_parts[] = {"id", "title", "updated", "link"};

static void end_entry(struct check *c)
{
	for (size_t i = 0; c->feed_depth && i < COUNT(feed_parts); i++)
		if (!(c->feed_parts & 1 << i))
			diag_error(c->diag, pos_at(c->file->path, c->file->bytes, c->feed_from),
				   "the feed or entry lacks an element: '%s'", feed_parts[i]);
}

static void see_feed_element(void *ctx, struct str name, const struct attribute *v, size_t n,
			     int depth)
{
	struct check *c = ctx;

	see_attributes(c, v, n);
	if (str_is(name, "feed") || str_is(name, "entry")) {
		end_entry(c);
		c->feed_parts = 0;
		c->feed_depth = depth + 1;
		c->feed_from = (size_t)(name.p - c->file->bytes.p);
		return;
	}
	for (size_t i = 0; i < COUNT(feed_parts); i++)
		if (depth == c->feed_depth && str_is(name, feed_parts[i]))
			c->feed_parts |= 1 << i;
}

static void read_feed(struct check *c)
{
	struct markup_handler h = {.element = see_feed_element, .ctx = c};

	c->feed_depth = 0;
	if (markup_read(c->diag, c->file->path, c->file->bytes, true, &h))
		end_entry(c);
}

static bool ends_in(const char *path, const char *tail)
{
	size_t n = strlen(path), k = strlen(tail);

	return n >= k && streq(path + n - k, tail);
}

static void read_file(struct check *c)
{
	struct markup_handler h = {.element = see_element, .text = see_location, .ctx = c};
	const char *path = c->file->path;

	diag_source(c->diag, path, c->file->bytes);
	if (ends_in(path, "feed.xml"))
		read_feed(c);
	else if (ends_in(path, ".html"))
		markup_read(c->diag, path, c->file->bytes, false, &h);
	else if (ends_in(path, ".xml") || ends_in(path, ".svg"))
		markup_read(c->diag, path, c->file->bytes, true, &h);
	else if (ends_in(path, ".json"))
		json_read(c->arena, c->diag, path, c->file->bytes);
}

/* ---- ids ---- */

static int by_place(const void *x, const void *y)
{
	const struct anchor *a = x, *b = y;
	int order = strcmp(a->file, b->file);

	return order ? order : strcmp(a->id, b->id);
}

static void check_anchors(struct check *c)
{
	if (c->anchors.n)
		qsort(c->anchors.v, c->anchors.n, sizeof *c->anchors.v, by_place);
	for (size_t i = 1; i < c->anchors.n; i++)
		if (by_place(&c->anchors.v[i - 1], &c->anchors.v[i]) == 0)
			diag_error(c->diag, c->anchors.v[i].at, "the id stands twice: '%s'",
				   c->anchors.v[i].id);
}

static bool has_anchor(const struct check *c, const char *file, const char *id)
{
	struct anchor wanted = {.file = file, .id = id};

	return c->anchors.n &&
	       bsearch(&wanted, c->anchors.v, c->anchors.n, sizeof *c->anchors.v, by_place);
}

/* ---- links ---- */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static const char *percent_decode(struct arena *a, const char *s)
{
	struct buf out = {0};

	for (; *s; s++) {
		if (*s == '%' && hex(s[1]) >= 0 && hex(s[2]) >= 0) {
			buf_char(&out, (char)(hex(s[1]) << 4 | hex(s[2])));
			s += 2;
		} else {
			buf_char(&out, *s);
		}
	}
	return buf_keep(&out, a);
}

/* Scheme and colon before any slash. */
static bool has_scheme(const char *s)
{
	size_t n = strcspn(s, ":/?#");

	return n && s[n] == ':';
}

/* Resolves "..", "." and doubled slashes of folder + path; NULL if it leaves the site. */
static const char *resolve(struct arena *a, struct str folder, const char *path)
{
	struct buf out = {0};

	buf_add(&out, folder.p, folder.n);
	while (*path) {
		size_t n = strcspn(path, "/");
		bool last = path[n] == '\0';

		if (n == 2 && path[0] == '.' && path[1] == '.') {
			if (!out.n) {
				buf_free(&out);
				return NULL;
			}
			for (out.n--; out.n && out.p[out.n - 1] != '/';)
				out.n--;
		} else if (n && !(n == 1 && path[0] == '.')) {
			buf_add(&out, path, n);
			if (!last)
				buf_char(&out, '/');
		}
		path += n + !last;
	}
	if (!out.n || out.p[out.n - 1] == '/')
		buf_str(&out, "index.html");
	return buf_keep(&out, a);
}

/* The path of base_url: "/ir" of https://example.com/ir. */
static const char *base_path(const struct check *c)
{
	const char *slash = strchr(strstr(c->base_url, "//") + 2, '/');

	return slash ? slash : "";
}

/* The file that a link leads to; "" for one that leaves the site as it may, NULL if it leads
 * nowhere. */
static const char *target(const struct check *c, const struct link *l)
{
	size_t base = strlen(c->base_url), root = strlen(base_path(c));
	struct str here = {l->from->path, 0};
	const char *path = l->to, *slash = strrchr(l->from->path, '/');

	if (strncmp(path, c->base_url, base) == 0 && strchr("/#", path[base])) {
		path += base + (path[base] == '/');
	} else if (has_scheme(path) || strncmp(path, "//", 2) == 0) {
		return "";
	} else if (path[0] == '/') {
		if (strncmp(path, base_path(c), root) != 0 || path[root] != '/')
			return "";
		path += root + 1;
	} else if (path[0] == '#') {
		return l->from->path;
	} else if (slash) {
		here.n = (size_t)(slash - l->from->path) + 1;
	}
	path = arena_strn(c->arena, path, strcspn(path, "?#"));
	return resolve(c->arena, here, percent_decode(c->arena, path));
}

static int by_path(const void *x, const void *y)
{
	return strcmp(((const struct site_file *)x)->path, ((const struct site_file *)y)->path);
}

static void follow(const struct check *c, const struct link *l)
{
	struct pos at = pos_at(l->from->path, l->from->bytes, l->offset);
	const char *to = target(c, l), *hash = strchr(l->to, '#');
	struct site_file wanted = {.path = to};

	if (to && !*to)
		return;
	if (!to || !bsearch(&wanted, c->files->v, c->files->n, sizeof *c->files->v, by_path)) {
		diag_error(c->diag, at, "the link leads nowhere: '%s'", l->to);
		return;
	}
	if (hash && hash[1] && ends_in(to, ".html") &&
	    !has_anchor(c, to, percent_decode(c->arena, hash + 1)))
		diag_error(c->diag, at, "the page has no such anchor: '%s'", l->to);
}

bool sitecheck(struct arena *a, struct diag *d, const char *base_url,
	       const struct site_files *files)
{
	struct check c = {.arena = a, .diag = d, .base_url = base_url, .files = files};
	int before = d->errors;

	for (size_t i = 0; i < files->n; i++) {
		c.file = &files->v[i];
		read_file(&c);
	}
	check_anchors(&c);
	for (size_t i = 0; i < c.links.n; i++)
		follow(&c, &c.links.v[i]);
	return d->errors == before;
}
