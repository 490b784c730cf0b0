/* A mailing written to a folder instead of sent. */
#include "deliver/mail_preview.h"

#include "base/file.h"
#include "html/escape.h"
#include "html/mustache.h"

enum { LISTED = 100 }; /* messages on the page */

struct mail_preview {
	struct arena *arena;
	struct diag *diag;
	const char *folder;
	struct value *view, *reasons, *editions, *messages;
	bool shown[LANG_COUNT];
	size_t n;
};

struct mail_preview *mail_preview_new(struct arena *a, struct diag *d, const char *folder,
				      const char *title)
{
	struct mail_preview *p = NEW(a, struct mail_preview);

	*p = (struct mail_preview){.arena = a,
				   .diag = d,
				   .folder = folder,
				   .view = value_map(a),
				   .reasons = value_list(a),
				   .editions = value_list(a),
				   .messages = value_list(a)};
	value_set(a, p->view, "title", value_string(a, title));
	value_set(a, p->view, "reasons", p->reasons);
	value_set(a, p->view, "editions", p->editions);
	value_set(a, p->view, "messages", p->messages);
	return dir_make(d, folder) ? p : NULL;
}

void mail_preview_reason(struct mail_preview *p, const char *reason)
{
	value_add(p->arena, p->reasons, value_string(p->arena, reason));
}

/* Writes one of the letter's pictures beside the page, and has the HTML show it. */
static bool place_picture(struct mail_preview *p, const struct letter *l, const char *lang,
			  bool dark, struct str *html)
{
	struct letter_picture picture = letter_picture(l, dark);
	const char *name = arena_printf(p->arena, "%s%s.png", lang, dark ? "-dark" : "");
	const char *cid = arena_printf(p->arena, "cid:%s", picture.id ? picture.id : "");
	struct buf b = {0};
	size_t n = 0;

	if (!picture.id)
		return true;
	for (const char *at; (at = memmem(html->p + n, html->n - n, cid, strlen(cid)));) {
		buf_add(&b, html->p + n, (size_t)(at - html->p) - n);
		buf_str(&b, name);
		n = (size_t)(at - html->p) + strlen(cid);
	}
	buf_add(&b, html->p + n, html->n - n);
	html->n = b.n;
	html->p = buf_keep(&b, p->arena);
	return file_write(p->diag, path_join(p->arena, p->folder, name), picture.png.p,
			  picture.png.n);
}

static bool show(struct mail_preview *p, const struct letter *l, enum lang lang,
		 const struct mail *m)
{
	struct value *map = value_map(p->arena);
	const char *tag = lang_tags[lang], *page = arena_printf(p->arena, "%s.html", tag);
	struct str html = m->html;

	value_set(p->arena, map, "lang", value_string(p->arena, tag));
	value_set(p->arena, map, "page", value_string(p->arena, page));
	value_set(p->arena, map, "subject",
		  value_string(p->arena, arena_str(p->arena, m->subject)));
	value_set(p->arena, map, "text",
		  value_string(p->arena, arena_strn(p->arena, m->text.p, m->text.n)));
	value_add(p->arena, p->editions, map);
	p->shown[lang] = true;
	return place_picture(p, l, tag, false, &html) && place_picture(p, l, tag, true, &html) &&
	       file_write(p->diag, path_join(p->arena, p->folder, page), html.p, html.n);
}

static void list(struct mail_preview *p, const char *name, const char *lang,
		 const struct recipient *to, bool attached)
{
	struct value *map = value_map(p->arena);

	value_set(p->arena, map, "file", value_string(p->arena, arena_str(p->arena, name)));
	value_set(p->arena, map, "name", value_string(p->arena, to->name));
	value_set(p->arena, map, "address", value_string(p->arena, to->address.mailbox));
	value_set(p->arena, map, "lang", value_string(p->arena, lang));
	value_set(p->arena, map, "attached", value_bool(p->arena, attached));
	value_add(p->arena, p->messages, map);
}

bool mail_preview_add(struct mail_preview *p, struct arena *a, const struct letter *l,
		      enum lang lang, const struct recipient *to, const struct mail *m,
		      struct str bytes)
{
	const char *name = arena_printf(a, "%05zu.eml", ++p->n);

	if (p->n <= LISTED)
		list(p, name, lang_tags[lang], to, letter_attaches(l, to));
	return file_write(p->diag, path_join(a, p->folder, name), bytes.p, bytes.n) &&
	       (p->shown[lang] || show(p, l, lang, m));
}

bool mail_preview_end(struct mail_preview *p, const char *project, const char *shipped)
{
	const char *own = path_join(p->arena, project, "templates/mail/preview.mustache");
	const char *path = path_exists(own)
			       ? own
			       : path_join(p->arena, shipped, "templates/mail/preview.mustache");
	const char *folder = arena_strn(p->arena, path, (size_t)(strrchr(path, '/') - path));
	struct mustache_loader loader =
	    mustache_folder_loader(p->arena, p->diag, &folder, 1, NULL, NULL);
	const char *more = arena_printf(p->arena, "%zu", p->n - LISTED);
	struct mustache *m = NULL;
	struct buf page = {0};
	struct str text;
	bool ok;

	value_set(p->arena, p->view, "more", value_string(p->arena, p->n > LISTED ? more : ""));
	if (file_read(p->arena, p->diag, path, &text))
		m = mustache_compile(p->arena, p->diag, path, text, &loader);
	ok = m && mustache_render(m, p->diag, p->view, true, escape_page, &page) &&
	     file_write(p->diag, path_join(p->arena, p->folder, "index.html"), page.p, page.n);
	buf_free(&page);
	return ok;
}
