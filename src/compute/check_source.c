/*
 * Source: the printed text of every cell and claim stands on the line of the document it names.
 * This proves a transcription, where the document's text is there.
 */
#include "compute/check_run.h"

#include <ctype.h>
#include <stdlib.h>

static const char *const dashes[] = {"-", "\u2013", "\u2014", "\u2212"};

/* Numbers that a text may spell.  A value may have several rows. */
static const struct {
	long value;
	const char *cardinal, *ordinal;
} spelled[] = {
    {0, "no", "none"},         {0, "neither", "nor"},   {0, "not", "zero"},
    {0, "nil", NULL},          {1, "one", "first"},     {2, "two", "second"},
    {3, "three", "third"},     {4, "four", "fourth"},   {5, "five", "fifth"},
    {6, "six", "sixth"},       {7, "seven", "seventh"}, {8, "eight", "eighth"},
    {9, "nine", "ninth"},      {10, "ten", "tenth"},    {11, "eleven", "eleventh"},
    {12, "twelve", "twelfth"}, {13, "thirteen", NULL},  {14, "fourteen", NULL},
    {15, "fifteen", NULL},     {16, "sixteen", NULL},   {17, "seventeen", NULL},
    {18, "eighteen", NULL},    {19, "nineteen", NULL},  {20, "twenty", "twentieth"},
    {30, "thirty", NULL},      {50, "half", NULL},      {100, "hundred", "hundredth"},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digits with their separators: what must stand in the line character for character. */
static struct str core_of(const char *printed)
{
	size_t from = strcspn(printed, "0123456789"), n = strspn(printed + from, "0123456789,.");

	return (struct str){printed + from, n};
}

/* Not inside a longer number: 1,120 is not in 11,120 nor in 1,120.5. */
static bool stands_alone(struct str line, size_t at, size_t n)
{
	size_t end = at + n;
	bool before =
	    at > 0 && (is_digit(line.p[at - 1]) ||
		       (at > 1 && strchr(",.", line.p[at - 1]) && is_digit(line.p[at - 2])));
	bool after = end < line.n &&
		     (is_digit(line.p[end]) ||
		      (end + 1 < line.n && strchr(",.", line.p[end]) && is_digit(line.p[end + 1])));

	return !before && !after;
}

/* What stands before the number: blanks, currency signs and escapes may come between. */
static bool opened(struct str line, size_t at)
{
	while (at > 0 && strchr(" $\\", line.p[at - 1]))
		at--;
	return at > 0 && (line.p[at - 1] == '(' || line.p[at - 1] == '-' ||
			  (at > 2 && (memcmp(line.p + at - 3, dashes[1], 3) == 0 ||
				      memcmp(line.p + at - 3, dashes[3], 3) == 0)));
}

static bool percent_follows(struct str line, size_t end)
{
	while (end < line.n && strchr(" )\\", line.p[end]))
		end++;
	return end < line.n && line.p[end] == '%';
}

static bool line_has(struct str line, const char *printed)
{
	struct str core = core_of(printed);
	const char *p = line.p, *end = line.p + line.n;

	while ((p = memmem(p, (size_t)(end - p), core.p, core.n))) {
		size_t at = (size_t)(p - line.p);

		if (stands_alone(line, at, core.n) && (*printed != '(' || opened(line, at)) &&
		    (!strchr(printed, '%') || percent_follows(line, at + core.n)))
			return true;
		p++;
	}
	return false;
}

/* A word of letters, in small or capital ones. */
static bool line_has_word(struct str line, const char *word)
{
	size_t n = word ? strlen(word) : 0;

	for (size_t i = 0; n && i + n <= line.n; i++)
		if (strncasecmp(line.p + i, word, n) == 0 &&
		    (i == 0 || !isalpha((unsigned char)line.p[i - 1])) &&
		    (i + n == line.n || !isalpha((unsigned char)line.p[i + n])))
			return true;
	return false;
}

/* Does the text spell this value (any value, if it is negative)? */
static bool spells(struct str text, long value)
{
	for (size_t i = 0; text.n && i < COUNT(spelled); i++)
		if ((value < 0 || spelled[i].value == value) &&
		    (line_has_word(text, spelled[i].cardinal) ||
		     line_has_word(text, spelled[i].ordinal)))
			return true;
	return false;
}

static bool line_spells(struct str line, const char *printed)
{
	return !strpbrk(printed, ".,(") && spells(line, strtol(printed, NULL, 10));
}

/* The quoted words of a note of the form: in words: "doubled"; n is 0 if there are none. */
static struct str words_of(const char *note)
{
	static const char opening[] = "in words: \"";
	const char *from = note ? strstr(note, opening) : NULL;
	const char *to = from ? strchr(from + sizeof opening - 1, '"') : NULL;

	if (!to)
		return (struct str){0};
	from += sizeof opening - 1;
	return (struct str){from, (size_t)(to - from)};
}

/* If the words spell a number, it must be this one. */
static bool words_allow(struct str words, const char *printed)
{
	return line_spells(words, printed) || !spells(words, -1);
}

static bool line_has_words_of(struct str line, const char *note, const char *printed)
{
	struct str words = words_of(note);

	return words.n && memmem(line.p, line.n, words.p, words.n) && words_allow(words, printed);
}

static bool line_has_dash(struct str line)
{
	for (size_t i = 0; i < COUNT(dashes); i++)
		if (memmem(line.p, line.n, dashes[i], strlen(dashes[i])))
			return true;
	return false;
}

struct sought { /* a cell or a claim */
	const char *printed, *note;
	bool nil;
};

static bool line_says(struct str line, const struct sought *what)
{
	if (what->nil)
		return line_has_dash(line);
	return line_has(line, what->printed) || line_spells(line, what->printed) ||
	       line_has_words_of(line, what->note, what->printed);
}

/* A near line that has it, for the message; 0 if none. */
static int near_line(const struct document *d, int line, const struct sought *what)
{
	enum { NEAR = 5 };

	for (int off = 1; off <= NEAR; off++)
		for (int sign = -1; sign <= 1; sign += 2) {
			int other = line + sign * off;

			if (other >= 1 && (size_t)other <= d->n_lines &&
			    line_says(d->lines[other - 1], what))
				return other;
		}
	return 0;
}

static const char *missing_note(struct arena *a, const struct document *d, int line,
				const struct sought *what)
{
	int near = near_line(d, line, what);

	if ((size_t)line > d->n_lines)
		return arena_printf(a, "'%s' has %zu lines, so none has the number %d", d->id,
				    d->n_lines, line);
	if (near)
		return arena_printf(a, "line %d of '%s' does not say '%s', but line %d does", line,
				    d->id, what->printed, near);
	return arena_printf(a, "line %d of '%s' does not say '%s'", line, d->id, what->printed);
}

static bool check_line(struct check_run *run, struct check_result r, const struct sought *what)
{
	const struct document *d = r.document;
	bool there = (size_t)r.line <= d->n_lines && line_says(d->lines[r.line - 1], what);

	r.severity = SEVERITY_ERROR;
	r.verdict = there ? VERDICT_OK : VERDICT_DIFFERS;
	r.note = there ? arena_printf(run->arena, "line %d of '%s' says '%s'", r.line, d->id,
				      what->printed)
		       : missing_note(run->arena, d, r.line, what);
	check_keep(run, r);
	return there;
}

struct cell_result {
	struct unworded as;
	const struct fact *fact;
};

static void word_cell(struct arena *a, struct check_result *r, const struct unworded *u)
{
	r->printed = decimal_text(a, ((const struct cell_result *)u)->fact->value);
}

static struct check_result fact_result(struct check_run *run, const struct fact *f)
{
	struct cell_result *cell = NEW(run->arena, struct cell_result);

	*cell = (struct cell_result){{word_cell}, f};
	return (struct check_result){.id = check_line_id(run, "source", f),
				     .kind = "source",
				     .document = f->document,
				     .line = f->line,
				     .at = f->at,
				     .unworded = &cell->as};
}

static void check_fact_source(struct check_run *run, const struct fact *f)
{
	struct sought what = {f->printed, f->note, f->nil};

	if (check_line(run, fact_result(run, f), &what))
		check_cover(run, f);
}

/* Without the text of the document, words that the note quotes still prove the number. */
static void check_fact_words(struct check_run *run, const struct fact *f)
{
	struct str words = words_of(f->note);
	bool agree = words_allow(words, f->printed);
	struct check_result r;

	if (!spells(words, -1))
		return;
	r = fact_result(run, f);
	r.severity = SEVERITY_ERROR;
	r.verdict = agree ? VERDICT_OK : VERDICT_DIFFERS;
	r.note = arena_printf(run->arena, "the words '%.*s' %s '%s'", (int)words.n, words.p,
			      agree ? "say" : "do not say", f->printed);
	check_keep(run, r);
	check_cover(run, f);
}

static void check_claim_source(struct check_run *run, const struct claim *c)
{
	const char *name = arena_printf(run->arena, "source:%s", c->id);
	struct sought what = {c->printed, c->note, false};
	struct check_result r = {.id = check_id(run, name, c->period, run->facts->no_dims),
				 .kind = "source",
				 .document = c->document,
				 .line = c->line,
				 .at = c->printed_at,
				 .printed = decimal_text(run->arena, c->value)};

	check_line(run, r, &what);
}

void check_sources(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];

		if (f->line && f->document->lines)
			check_fact_source(run, f);
		else
			check_fact_words(run, f);
	}
	for (size_t i = 0; i < run->facts->claims.n; i++) {
		const struct claim *c = &run->facts->claims.v[i];

		if (c->line && c->document->lines)
			check_claim_source(run, c);
	}
}

void check_uncovered(struct check_run *run)
{
	for (size_t i = 0; i < run->facts->facts.n; i++) {
		const struct fact *f = run->facts->facts.v[i];
		struct check_result r;

		if (run->covered[f->order])
			continue;
		*PUSH(run->arena, &run->checks->uncovered) = f;
		r = fact_result(run, f);
		r.severity = SEVERITY_NOTE;
		r.verdict = VERDICT_NOT_DISCLOSED;
		r.note = "no check covers this cell";
		check_keep(run, r);
	}
}
