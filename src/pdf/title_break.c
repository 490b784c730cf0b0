/*
 * Titles of two lines: between clauses best, then between phrases; last in a term of the project,
 * or behind a word that belongs to the next one.
 */
#include "pdf/title_break.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Shares of the width: more than lines of unlike length lose. */
#define CLAUSE (-1.0)
#define PHRASE (-0.5)
#define TORN 0.5

static bool ends_with(const char *text, size_t n, const char *mark)
{
	size_t length = strlen(mark);

	return n >= length && memcmp(text + n - length, mark, length) == 0;
}

/* Is a word of n bytes in the list, whose words stand between blanks? */
static bool is_one_of(const char *word, size_t n, const char *list)
{
	for (const char *at = list; n && (at = memmem(at, strlen(at), word, n)); at++)
		if (at > list && at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

static bool opens_phrase(const struct title *t, size_t at)
{
	size_t end = at;

	while (end < t->n && isalpha((unsigned char)t->text[end]))
		end++;
	return is_one_of(t->text + at, end - at,
			 " after against among and as at but by for from in into on or over per "
			 "than to under until when where which while with ");
}

static bool belongs_to_next(const struct title *t, size_t end)
{
	size_t at = end;

	while (at && isalpha((unsigned char)t->text[at - 1]))
		at--;
	return is_one_of(t->text + at, end - at,
			 " a an and at by for from in its of on or the to with ");
}

static bool begins_word(const struct title *t, size_t at)
{
	unsigned char c = (unsigned char)t->text[at];

	return (c & 0xC0) != 0x80 &&
	       (at == 0 || !isalnum(c) || !isalnum((unsigned char)t->text[at - 1]));
}

/* Terms by their first letter, or by the last byte of their first Han. */
struct terms {
	struct term {
		const char *text;
		size_t n;
		const struct term *next;
	} * first[256];
};

static unsigned char term_key(const char *text, size_t n)
{
	enum { HAN = 3 };
	unsigned char c = (unsigned char)*text;

	return c < 0x80 || n < HAN ? (unsigned char)tolower(c) : (unsigned char)text[HAN - 1];
}

static void add_term(struct arena *a, struct terms *terms, const char *text)
{
	size_t n = text ? strlen(text) : 0;
	struct term **first, *term;

	if (!n)
		return;
	first = &terms->first[term_key(text, n)];
	term = NEW(a, struct term);
	*term = (struct term){text, n, *first};
	*first = term;
}

const struct terms *terms_of(struct arena *a, const struct facts *facts, enum lang lang)
{
	struct terms *terms = NEW(a, struct terms);

	for (size_t i = 0; facts && i < facts->concepts.n; i++) {
		add_term(a, terms, facts->concepts.v[i]->label.in[lang]);
		add_term(a, terms, facts->concepts.v[i]->label_negative.in[lang]);
	}
	return terms;
}

void title_terms(const struct title *t, bool *torn)
{
	for (size_t from = 0; from < t->n; from++) {
		const char *text = t->text + from;
		size_t n = t->n - from;

		if (!begins_word(t, from))
			continue;
		for (const struct term *k = t->terms->first[term_key(text, n)]; k; k = k->next)
			if (k->n <= n && strncasecmp(k->text, text, k->n) == 0)
				memset(torn + from + 1, true, (k->n - 1) * sizeof *torn);
	}
}

double title_break_cost(const struct title *t, size_t to, bool figure, bool torn)
{
	size_t end = to;

	while (end && t->text[end - 1] == ' ')
		end--;
	if (ends_with(t->text, end, ";") || ends_with(t->text, end, "；"))
		return 1.2 * CLAUSE;
	if (ends_with(t->text, end, ",") || ends_with(t->text, end, "，"))
		return CLAUSE;
	if (torn || belongs_to_next(t, end))
		return TORN;
	return opens_phrase(t, to) || (t->lang != LANG_EN && figure) ? PHRASE : 0;
}
