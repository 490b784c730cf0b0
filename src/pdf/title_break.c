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

/* `first`: the letter at `from`, in lower case. */
static bool term_reaches_over(const struct title *t, const char *term, int first, size_t from,
			      size_t to)
{
	size_t n;

	if (!term || tolower((unsigned char)*term) != first)
		return false;
	n = strlen(term);
	return n > to - from && n <= t->n - from && strncasecmp(term, t->text + from, n) == 0;
}

static bool begins_word(const struct title *t, size_t at)
{
	unsigned char c = (unsigned char)t->text[at];

	return (c & 0xC0) != 0x80 &&
	       (at == 0 || !isalnum(c) || !isalnum((unsigned char)t->text[at - 1]));
}

static bool any_term_reaches_over(const struct title *t, size_t from, size_t to)
{
	int first = tolower((unsigned char)t->text[from]);

	for (size_t i = 0; t->facts && i < t->facts->concepts.n; i++) {
		const struct concept *c = t->facts->concepts.v[i];

		if (term_reaches_over(t, names_in(&c->label, t->lang), first, from, to) ||
		    term_reaches_over(t, names_in(&c->label_negative, t->lang), first, from, to))
			return true;
	}
	return false;
}

static bool tears_term(const struct title *t, size_t to)
{
	for (size_t from = 0; from < to; from++)
		if (begins_word(t, from) && any_term_reaches_over(t, from, to))
			return true;
	return false;
}

double title_break_cost(const struct title *t, size_t to, bool figure)
{
	size_t end = to;

	while (end && t->text[end - 1] == ' ')
		end--;
	if (ends_with(t->text, end, ";") || ends_with(t->text, end, "；"))
		return 1.2 * CLAUSE;
	if (ends_with(t->text, end, ",") || ends_with(t->text, end, "，"))
		return CLAUSE;
	if (belongs_to_next(t, end) || tears_term(t, to))
		return TORN;
	return opens_phrase(t, to) || (t->lang != LANG_EN && figure) ? PHRASE : 0;
}
