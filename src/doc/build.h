/*
 * Building a document from a brief template: what the files of doc/ share.  Private to doc/.
 *
 * A template is YAML (templates/briefs/NAME.yaml; see docs/templates.md).  Every map is checked
 * against the keys it may have, so that a misspelt key is an error at file:line:column.
 */
#ifndef DOC_BUILD_H
#define DOC_BUILD_H

#include "compute/print.h"
#include "doc/brief.h"
#include "doc/commentary.h"
#include "doc/doc.h"

enum { COMPARE_MAX = 4 };
enum { FULL_SPAN = 12 }; /* columns of a page */

struct build {
	struct arena *arena;
	struct diag *diag;
	const struct facts *facts;
	struct compute *compute;
	struct printer printer;
	const struct brief *brief;
	struct doc *doc;
	const struct section *section; /* in hand, or NULL */
	/* The block in hand. */
	struct print_style style;
	struct block *block;
	size_t first_touched; /* in touched: where the block's facts begin */
	struct {
		const struct fact **v;
		size_t n, cap;
	} touched;
	bool missing;     /* a figure of the text in hand is not available */
	const char *each; /* the member that `each` stands for in formulas, or NULL */
	struct {          /* of values in the block in hand that were not reported on their own */
		struct period *v;
		size_t n, cap;
	} derived;
	/* What the note of the block in hand says: printed parts do not add up to their total; a
	 * change is not that of the printed figures; an amount has no decimals because its source
	 * rounds it; what a chart of parts leaves of its totals and is too small to be drawn. */
	bool rounded, change_rounded, coarse;
	const struct figure **undrawn; /* by category, NULL where nothing is left; or NULL */
	struct { /* periods that the table in hand leaves out for lack of a row ... */
		struct period *v;
		size_t n, cap;
	} left_out;
	const char *left_out_for; /* ... of this name */
	int chart_count;
	struct { /* tones of the parts of stacks, by label: a part keeps its own in all charts */
		struct tone {
			const char *label;
			int role;
		} * v;
		size_t n, cap;
	} tones;
	struct {
		const struct names **v;
		size_t n, cap;
	} unlabelled;                  /* reported */
	struct commentary *commentary; /* in the document's language, or NULL */
};

/* ---- template.c: reading values ---- */

/* Reports a value that is no map, and keys that are not allowed, with the nearest one that is. */
bool template_keys(struct build *, const struct value *map, const char *const *allowed, size_t n);
#define TEMPLATE_KEYS(b, map, ...) \
	template_keys((b), (map), (const char *const[]){__VA_ARGS__}, \
		      sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
/* A string, or a map by language (a missing language is an error); NULL for NULL or on error.  *at:
 * where. */
const char *template_pattern(struct build *, const struct value *, struct pos *at);
/* The word as an index into words, or `otherwise` if value is NULL; reports other words. */
int template_choice(struct build *, const struct value *, const char *const *words, size_t n,
		    int otherwise);
int template_int(struct build *, const struct value *, int least, int most, int otherwise);
bool template_bool(struct build *, const struct value *, bool otherwise);
/* The style that `scale:` and `decimals:` of a block give, on top of the one in force. */
struct print_style template_style(struct build *, const struct value *map);
/*
 * A label such as FY2024, or current, prior, previous, next, issued (the day of issue, else the
 * close), year, year-1 ... (the last full fiscal year, those before it), period.NAME (`periods:` of
 * the brief).  Reports others; false without a report for a NAME that the brief does not give.
 */
bool template_period(struct build *, const struct value *, struct period *);
/* The same length a year later. */
struct period period_next_year(struct period);

/* `when:` a formula (true if it is available and not zero), listed.VENUE, a list of them (all) or
 * {any: [...]}; NULL is true.
 */
bool template_when(struct build *, const struct value *);
/* ---- candidates.c: sentences that compete ---- */

/* The keys of a candidate beside its text. */
#define CANDIDATE_KEYS \
	"text", "when", "unless", "highest", "lowest", "of", "turned", "rank", "members", "sort", \
	    "missing"
/* Do all conditions of the map hold?  highest, lowest: of this and the n - 1 periods before (`of:
 * n`). */
bool candidate_holds(struct build *, const struct value *map);
/* The items of a list: those with a `rank` in the order of their ranks, each in a place of one of
 * them. */
const struct value **candidates_in_order(struct build *, const struct value *list);
/*
 * The sentence of a template value: a text; a map with a text and conditions; a list of these, of
 * which the first counts that holds and whose figures are all disclosed.  Empty if there is none:
 * then nothing is registered.
 */
struct text build_sentence(struct build *, const struct value *);
/* The same for one candidate of `members`, with `each` as the member. */
struct text build_sentence_of(struct build *, const struct value *, const char *each);

/* The keys that every block may have. */
#define BLOCK_KEYS \
	"id", "title", "subtitle", "aside", "span", "note", "source", "when", "unless", "scale", \
	    "decimals"

/* ---- figures.c: formulas to marks ---- */

/*
 * A shipped template speaks of what issuers usually have: what this one has not declared is not
 * disclosed.  In the project's own files an unknown name is a mistake, and reported.
 */
bool build_is_shipped(const struct build *, const char *file);
/* NULL if the formula is wrong (reported), or if a shipped one names what is not declared. */
const struct formula *build_formula(struct build *, const char *text, struct pos);
const struct figure *build_figure(struct build *, const struct formula *, struct period);
/* wrap: a format with one %s, as "change(%s)"; the formula text is put in its place. */
const struct figure *build_wrapped(struct build *, const char *wrap, const char *formula,
				   struct pos, struct period);
/* Registers the printed figure in the document and remembers its facts for the source line. */
struct mark build_mark(struct build *, const struct figure *, const char *text, const char *form);
struct mark build_number(struct build *, const struct figure *, bool percent_sign);
/* "≤ 1.361", "c. 60%": the number of a fact that was not stated exactly. */
const char *build_qualified(struct build *, enum qualifier, const char *number);
/* A short name for the printed unit, which is part of a GID: "million", "thousand", "". */
const char *build_form(const struct build *, const struct figure *);
/* A fact as a figure of its own period. */
const struct figure *build_fact(struct build *, const struct fact *, struct pos);
/* Days from a day to the fact's own: what is left of a licence, as a figure. */
const struct figure *build_days(struct build *, const struct fact *, int from);
/* "met", "not met" at the target's precision, or "n.d."; the figures may be NULL. */
const char *build_met(struct build *, const struct figure *actual, const struct figure *target);
/* Label of a formula that is one term: the concept's, or its member's; NULL for others. */
const char *build_label(struct build *, const struct formula *, const struct figure *);
/* A label that another language has and this one lacks is an error, here and above. */
const char *build_member_label(struct build *, const char *dimension, const char *member);
/* Who publishes a secondary source: the host of its address, or that of another secondary source of
 * which it is one machine: example.com for staging.example.com. */
const char *build_publisher(struct build *, const struct document *);
/* "Form 6-K, March 2026, Exhibit 99.1, lines 74–79; stocktitan.net (secondary
 * sources)", from the facts
 * touched since the block began.
 */
const char *build_source(struct build *);

/* ---- members.c: formulas over members ---- */

struct member_formula {
	const char *formula, *label;
	const struct figure *figure; /* in the brief's period */
	const struct figure *rank;   /* what it is sorted by */
	size_t order;                /* as declared */
};

struct members {
	struct member_formula *v;
	size_t n, cap;
	struct pos at;
};

/* "pue[*=*]" with the dimension that the issuer's facts of that concept have; NULL if there are
 * none. */
const char *build_any(struct build *, const char *text);
/* {members: FORMULA, sort: up|down|moved, prefix: TEXT}; false if nothing is declared or it is
 * wrong (reported). */
bool build_members(struct build *, const struct value *map, struct members *);

/* ---- pattern.c: sentences ---- */

/* Text with {{formula | filter}}, [[2030]], **strong**, [words](#id) and ^[words of a note]; sets
 * build->missing. */
struct text build_text(struct build *, const char *pattern, struct pos);
/* The same from a template value; empty for NULL. */
struct text build_value_text(struct build *, const struct value *);
/* The same as one string (no figures are lost: they are registered). */
const char *build_plain(struct build *, const struct value *);
/* A note of these words, to be numbered later; NULL for NULL, or if figures are in it (reported).
 */
struct footnote *build_footnote(struct build *, const struct value *);
/* Adds the mark of a note of these words. */
void build_note(struct build *, struct text *, const char *words, struct pos);
/* What stands between {{ and }}, at `at`: the figure or name, put into the text. */
void build_binding(struct build *, struct text *, struct str inner, bool strong, struct pos at);
void text_add(struct build *, struct text *, struct span);
/* "up {0}" with the figure in the place of {0}. */
void build_words(struct build *, struct text *, const char *words, struct mark);
/* The change of x between prior and current, as words with the figure bound: "rose 22.8%".  prefix:
 * "doc.moved" or "doc.change", a family of texts. */
bool build_change(struct build *, struct text *, const struct figure *change, const char *prefix);

/* ---- kinds of block: block_KIND() in block_KIND.c or beside its like, for each row ---- */

/* Fills build->block from the template's map; false if it is left out. */
typedef bool block_fill_fn(struct build *, const struct value *);
#define BLOCK_KINDS(KIND) \
	KIND(changes) \
	KIND(chart) \
	KIND(definitions) \
	KIND(highlights) \
	KIND(index) \
	KIND(kpis) \
	KIND(notes) \
	KIND(prose) \
	KIND(sources) \
	KIND(table) \
	KIND(unusual) \
	KIND(words)

#define BLOCK_DECLARE(name) block_fill_fn block_##name;
BLOCK_KINDS(BLOCK_DECLARE)

/* ---- block_commentary.c: many blocks from one of the template ---- */

/* Reads the commentary; a file that only another language has is an error. */
void commentary_load(struct build *);
/* {part: ID} or all of it; false if there is nothing to place. */
bool commentary_place(struct build *, struct section *, const struct value *, struct block ***tail);
/* What the issuer wrote and no reader sees. */
void commentary_warn_unplaced(struct build *);

/* derived.c: "Q4 2025 (Revenue): derived from ...", of the block in hand.  by_category: its chart
 * has rows as categories, periods as series. */
const char *build_derived(struct build *, bool by_category);

/* alt.c: one sentence with the message of a chart. */
const char *chart_alt(struct build *, const struct chart *);

#endif
