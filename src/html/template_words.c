/*
 * What of a template is words: all but tags, comments, style and script, character references and
 * what Mustache puts in.  Those are blanked in a copy, so that places stay what they are.
 */
#include "html/template_words.h"

#include <strings.h>

#include "base/file.h"

struct own {
	struct arena *arena;
	struct diag *diag;
	const char *folder;
	const struct literals *literals;
};

static bool starts(struct str s, size_t i, const char *what)
{
	size_t n = strlen(what);

	return i + n <= s.n && strncasecmp(s.p + i, what, n) == 0;
}

static size_t find(struct str s, size_t i, const char *what)
{
	for (; i < s.n; i++)
		if (starts(s, i, what))
			return i + strlen(what);
	return s.n;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void blank(char *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (p[i] != '\n')
			p[i] = ' ';
}

/* What Mustache puts in; a change of delimiters is a tag like the others. */
static void blank_mustache(char *p, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (starts(s, i, "{{")) {
			size_t end = find(s, i, starts(s, i, "{{{") ? "}}}" : "}}");

			blank(p, i, end);
			i = end - 1;
		}
}

static bool is_spoken(struct str name)
{
	static const char *const names[] = {"alt", "title", "aria-label", "placeholder"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strlen(names[i]) == name.n && strncasecmp(names[i], name.p, name.n) == 0)
			return true;
	return false;
}

/* Blanks a tag but for the values of attributes that are read; returns its end. */
static size_t blank_tag(char *p, size_t n, size_t i)
{
	bool spoken = false; /* by the name before */

	while (i < n && p[i] != '>') {
		size_t from = i;

		if (p[i] == '"' || p[i] == '\'') {
			const char *end = memchr(p + i + 1, p[i], n - i - 1);

			i = end ? (size_t)(end - p) + 1 : n;
			blank(p, from, spoken ? from + 1 : i);
			spoken = false;
			continue;
		}
		while (i < n && !is_space(p[i]) && !strchr("=>\"'", p[i]))
			i++;
		if (i > from)
			spoken = is_spoken((struct str){p + from, i - from});
		else
			i++;
		blank(p, from, i);
	}
	return i;
}

static void blank_markup(char *p, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t end = i;

		if (starts(s, i, "<!--"))
			end = find(s, i, "-->");
		else if (starts(s, i, "<style"))
			end = find(s, i, "</style");
		else if (starts(s, i, "<script"))
			end = find(s, i, "</script");
		else if (starts(s, i, "&#"))
			end = find(s, i, ";");
		if (end > i) {
			blank(p, i, end);
			i = end - 1;
		} else if (p[i] == '<' && i + 1 < s.n &&
			   (is_letter(p[i + 1]) || strchr("/!?", p[i + 1]))) {
			i = blank_tag(p, s.n, i);
		}
	}
}

static void check_words(void *ctx, const char *file, struct str *text)
{
	const struct own *own = ctx;
	struct str s, number;
	char *copy;

	if (!own->literals || !str_starts(str_of(file), own->folder))
		return;
	copy = arena_strn(own->arena, text->p, text->n);
	s = (struct str){copy, text->n};
	blank_mustache(copy, *text);
	blank_markup(copy, *text);
	for (size_t i = 0; (number = literals_unbound(own->literals, s, i)).n;
	     i = (size_t)(number.p - s.p) + number.n)
		diag_error(own->diag, pos_at(file, *text, (size_t)(number.p - s.p)),
			   "unbound number: '%.*s'", (int)number.n, number.p);
	if (memmem(text->p, text->n, "[[", 2))
		*text =
		    str_of(literals_plain(own->arena, arena_strn(own->arena, text->p, text->n)));
}

struct mustache_loader project_templates(struct arena *a, struct diag *d, const char *project,
					 const char *shipped, const char *kind,
					 const struct literals *literals)
{
	const char **folders = NEWS(a, const char *, 2), *below = path_join(a, "templates", kind);
	const char *its = project ? path_join(a, project, below) : "";
	struct own *own = NEW(a, struct own);
	size_t n = 0;

	if (project && path_is_dir(its))
		folders[n++] = its;
	folders[n++] = path_join(a, shipped, below);
	*own = (struct own){a, d, its, project ? literals : NULL};
	return mustache_folder_loader(a, d, folders, n, check_words, own);
}
