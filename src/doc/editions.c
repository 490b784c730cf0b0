/* The editions of a brief beside each other: one sequence of figures and one number for each, in
 * all languages. */
#include "doc/brief.h"

struct walk {
	struct arena *arena;
	struct {
		struct mark *v;
		size_t n, cap;
	} marks;
};

static bool keep(void *ctx, const char *gid, const char *text)
{
	struct walk *w = ctx;

	*PUSH(w->arena, &w->marks) = (struct mark){text, gid};
	return true;
}

struct str printed_number(const char *text)
{
	const char *first = text + strcspn(text, "0123456789"), *last = first + strlen(first);

	while (last > first && !(last[-1] >= '0' && last[-1] <= '9'))
		last--;
	return (struct str){first, (size_t)(last - first)};
}

static bool same_number(const char *a, const char *b)
{
	struct str x = printed_number(a), y = printed_number(b);

	return x.n == y.n && memcmp(x.p, y.p, x.n) == 0;
}

static bool agree(struct diag *d, struct pos at, const struct doc *first, const struct doc *other)
{
	struct walk a = {.arena = first->arena}, b = {.arena = first->arena};

	doc_walk(first, keep, &a);
	doc_walk(other, keep, &b);
	for (size_t i = 0; i < a.marks.n && i < b.marks.n; i++) {
		const struct mark *x = &a.marks.v[i], *y = &b.marks.v[i];

		if (!streq(x->figure, y->figure) || !same_number(x->text, y->text))
			return diag_error(
			    d, at,
			    "the languages differ at figure %zu: %s has %s '%s', %s has %s '%s'",
			    i + 1, lang_tags[first->lang], x->figure, x->text,
			    lang_tags[other->lang], y->figure, y->text);
	}
	if (a.marks.n != b.marks.n)
		return diag_error(d, at, "the languages differ: %s has %zu figures, %s has %zu",
				  lang_tags[first->lang], a.marks.n, lang_tags[other->lang],
				  b.marks.n);
	return true;
}

bool editions_agree(struct diag *d, const struct brief *brief, const struct doc *const *docs,
		    size_t n)
{
	const struct value *differs = value_at(brief->settings, "differs");
	bool ok = true;

	if (differs) {
		diag_note(d, differs->at, "the languages are not compared: %s",
			  value_text(differs) ? value_text(differs) : "");
		return true;
	}
	for (size_t i = 1; i < n; i++)
		ok &= agree(d, (struct pos){.file = brief->file}, docs[0], docs[i]);
	return ok;
}
