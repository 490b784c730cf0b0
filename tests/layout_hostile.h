/*
 * Documents that no issuer writes: what layout must hold out, and validators must find no fault in.
 */
#ifndef TESTS_LAYOUT_HOSTILE_H
#define TESTS_LAYOUT_HOSTILE_H

#include "layout_sample.h"

static struct draft hostile(struct arena *a)
{
	struct draft s = sample_doc(a, LANG_EN);

	s.doc->headline = sample_text(&s, "Rows");
	sample_section(&s, "rows", "Rows", "Rows");
	return s;
}

static char *many_words(struct arena *a, size_t n, const char *word)
{
	struct buf b = {0};

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", word);
	return buf_keep(&b, a);
}

/* No section, one page. */
static struct doc hostile_bare(struct arena *a)
{
	return (struct doc){.arena = a, .name = "A", .title = "B"};
}

/* Blocks without anything in them. */
static struct draft hostile_empty(struct arena *a)
{
	struct draft s = hostile(a);

	sample_prose(&s, BLOCK_PROSE, 12, "", LIST(""));
	sample_prose(&s, BLOCK_NOTES, 12, "", LIST(""));
	sample_kpis(&s, "", (const char *[]){NULL});
	sample_definitions(&s, "", (const char *[]){NULL});
	sample_table(&s, 12, "", "Name", (const char *[]){NULL});
	return s;
}

/* A word of 300 characters wherever there is text. */
static struct draft hostile_words(struct arena *a)
{
	struct draft s = hostile(a);
	char *word = arena_alloc(a, 301);

	memset(word, 'w', 300);
	s.doc->name = s.doc->other_name = s.doc->tickers = s.doc->kicker = s.doc->title =
	    s.doc->notice = word;
	s.doc->headline = sample_text(&s, arena_printf(a, "A {%s} b", word));
	sample_strip(&s, word, word);
	sample_prose(&s, BLOCK_PROSE, 5, word, LIST("a", word));
	sample_prose(&s, BLOCK_NOTES, 7, word, LIST(word, "b"));
	s.block->aside = s.block->source = word;
	sample_kpis(&s, word,
		    LIST(arena_printf(a, "%s|%s|%s|%s|%s", word, word, word, word, word)));
	sample_definitions(&s, word, LIST(arena_printf(a, "%s|%s|%s", word, word, word)));
	sample_table(&s, 12, word,
		     arena_printf(a, "%s|>%s^%s|>%s^%s|:%s", word, word, word, word, word, word),
		     LIST(arena_printf(a, "%s^[%s]|12|13|%s", word, word, word)));
	doc_number_notes(s.doc);
	return s;
}

/* A row higher than a page. */
static struct draft hostile_tall(struct arena *a)
{
	struct draft s = hostile(a);

	sample_table(
	    &s, 12, "", "Name|>2025",
	    LIST("row0|1", arena_printf(a, "row1 %s|2", many_words(a, 4000, "word")), "row2|3"));
	return s;
}

static struct draft hostile_rows(struct arena *a, size_t n)
{
	struct draft s = hostile(a);
	const char **rows = NEWS(a, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		rows[i] = arena_printf(a, "%srow%zu|%zu|%zu|%zu", i % 10 == 9 ? "!" : "", i, i,
				       i * 7, i * 13);
	sample_table(&s, 12, "", "Many rows|>2023|>2024|>*2025", rows);
	return s;
}

/* Heads over heads, groups of rows and notes over several pages. */
static struct draft hostile_nested(struct arena *a)
{
	struct draft s = hostile(a);
	const char **rows = NEWS(a, const char *, 121);

	for (size_t i = 0; i < 120; i++)
		rows[i] = arena_printf(a,
				       i % 12 == 0  ? "#Group %zu"
				       : i % 7 == 0 ? "-row %zu^[Its note]|1|2|3|4|5"
						    : "-row %zu|1|2|3|4|5",
				       i);
	sample_table(&s, 12, "Nested",
		     "Name|>2024^Three months|>*2025^Three months|>2024^Year|>2025^Year|>Change",
		     rows);
	sample_prose(
	    &s, BLOCK_PROSE, 12, "Prose",
	    LIST("A sentence^[with a note], and {5.0}^[and another].", many_words(a, 300, "word")));
	doc_number_notes(s.doc);
	return s;
}

#endif
