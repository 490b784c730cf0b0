/*
 * The fact store: everything a project folder states, typed and checked.  Loading is the last place
 * where the user's input can be wrong; after it, nothing here changes.  All memory is the arena's.
 */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include "base/diag.h"
#include "base/num.h"
#include "base/period.h"
#include "facts/lang.h"
#include "facts/literals.h"
#include "facts/unit.h"
#include "load/csv.h"
#include "load/value.h"

enum loss_change { LOSS_SIGNED, LOSS_NARROWED, LOSS_OMIT };
enum negative_percent { NEGATIVE_PAREN_OUT, NEGATIVE_MINUS, NEGATIVE_PAREN_IN };

struct conventions { /* from the profile, overridden key by key */
	enum loss_change loss_change;
	enum negative_percent negative_percent;
	const char *nil;     /* "–" */
	struct num nm_above; /* percent; a larger change prints n.m. */
};

struct listing {
	const char *venue, *ticker;
};

struct issuer {
	const char *id;
	struct names names, short_names; /* short names fall back to the names */
	struct listing *listings;
	size_t n_listings;
	struct calendar calendar;
	const char *currency;         /* ISO 4217 */
	const char *convenience;      /* currency of the convenience translation, or NULL */
	const char *convenience_rate; /* concept id of its rate (instant), or NULL */
	const char *profile;
	struct conventions conventions;
	enum lang languages[LANG_COUNT];
	size_t n_languages;
	struct names notice;
	const char *accent; /* "#0A58BE" */
	const char *paper;  /* A4 or Letter */
	bool facing;        /* pages of the PDF lie beside each other, as in a book */
	bool data_apart;    /* the PDF has no data attached */
};

struct document {
	const char *id, *kind, *title, *language, *file, *url;
	struct names titles; /* what it is called in a language that is not its own */
	int date;            /* day; 0 if none is given */
	bool primary;
	struct str *lines; /* text by line, lines[0] is line 1; NULL if the file is absent */
	size_t n_lines;
	struct pos at;
};

enum period_type { PERIOD_DURATION, PERIOD_INSTANT };
enum aggregation { AGGREGATE_SUM, AGGREGATE_AVERAGE, AGGREGATE_LAST, AGGREGATE_NONE };
enum better { BETTER_NONE, BETTER_HIGHER, BETTER_LOWER };
enum gaap { GAAP_NONE, GAAP_GAAP, GAAP_NON_GAAP };

struct concept {
	const char *id;
	const char *formula; /* NULL: not derived */
	struct pos formula_at;
	const struct unit *unit; /* NULL: none is stated; then that of its facts, once loaded */
	enum period_type period_type;
	enum aggregation aggregation;
	enum better better;
	enum gaap gaap;
	const char *comparable; /* concept id, or NULL */
	const char *taxonomy;
	struct names label;          /* form for zero and above (and the only form) ... */
	struct names label_negative; /* ... and for negative values, after a "|" in the cell */
	struct pos at;
	int index; /* in the store, 0-based */
	const struct fact
	    *facts; /* all of its facts in the order of loading, linked by ->sibling */
};

struct member {
	const char *id;
	const char *alias; /* other names under which data may come, ";" between, or NULL */
	struct names label;
};

struct dimension {
	const char *id;
	bool complete; /* members add up to the total */
	bool open;     /* not declared: the facts alone name its members */
	struct member *members;
	size_t n;
};

/* Dimensions of a fact or term, sorted by name; interned in the store: equal means same pointer.
 * The one without entries is store->no_dims. */
struct dims {
	size_t n;
	struct dim_value {
		const char *dimension, *member;
	} v[];
};

enum qualifier { EXACTLY, ABOUT, OVER, UNDER, AT_MOST, AT_LEAST };
enum status { STATUS_ACTUAL, STATUS_TARGET, STATUS_GUIDANCE };

struct fact {
	const char *id; /* FID: "revenue@FY2025[segment=public_cloud] CNY #ar2025"; status follows
			   if not actual */
	const struct concept *concept;
	const struct dims *dims;
	const struct unit *unit; /* as stated; value is in base units */
	struct num value;
	struct num half;      /* half a unit of the last printed place, base units; 0 for INF */
	struct period period; /* an instant concept: its close */
	int decimals;         /* of the printed number in base units; INT_MAX for INF */
	enum qualifier qualifier : 8;
	enum status status : 8;
	bool nil; /* printed as a dash: zero */
	int line; /* in the document; 0 if unknown */
	const struct document
	    *document;       /* never NULL: a free address makes a secondary document of its own */
	const char *printed; /* the cell as written */
	struct pos at;       /* the cell in the input file */
	const char *note;
	struct fact *occurrence;    /* the same key printed again; this one is the most precise */
	struct fact *vintage;       /* the same key but for the document, by rising document date */
	const struct fact *sibling; /* the next fact of the concept, whatever its key */
	size_t order;               /* of loading */
};

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* As the project files spell them, by the enums above; EXACTLY is "". */
extern const char *const qualifier_words[6], *const status_words[3], *const severity_words[3];

struct claim {
	const char *id;
	const struct document *document;
	int line;
	const char *printed, *formula;
	struct pos formula_at, printed_at, at;
	struct period period;
	struct unit unit;
	struct num value; /* printed number, base units */
	int decimals;
	struct num half;
	enum qualifier qualifier;
	const char *tolerance; /* "", "1ulp" or a number with unit */
	enum severity severity;
	const char *note;
};

struct check_rule { /* checks.csv */
	const char *id, *kind, *formula, *periods, *tolerance, *note;
	enum severity severity;
	struct pos at, formula_at;
	bool open;    /* "+ ..." ends the formula: parts that are not disclosed count as nil */
	bool shipped; /* for any issuer, and silent about what one has not */
};

struct waiver {
	const char *check, *printed, *recomputed, *reason;
	struct pos at;
};

struct restatement {
	const char *concept, *dimensions, *period, *from, *to, *reason;
	struct pos at;
};

struct correction {
	const char *brief;
	int version;
	int date;
	struct names reason;
	struct pos at;
};

struct facts {
	struct arena *arena;
	const char *folder;  /* the project folder as given */
	const char *shipped; /* folder that holds the shipped data/, templates/ and assets/ */
	struct issuer issuer;
	struct {
		struct document *v;
		size_t n, cap;
	} documents; /* complete before facts point at them */
	struct {
		struct concept **v;
		size_t n, cap;
	} concepts;
	struct {
		struct dimension *v;
		size_t n, cap;
	} dimensions;
	struct {
		struct fact **v;
		size_t n, cap;
	} facts; /* in order of loading */
	struct {
		struct claim *v;
		size_t n, cap;
	} claims;
	struct {
		struct check_rule *v;
		size_t n, cap;
	} checks; /* shipped first */
	struct {
		struct waiver *v;
		size_t n, cap;
	} waivers;
	struct {
		struct restatement *v;
		size_t n, cap;
	} restatements;
	struct {
		struct correction *v;
		size_t n, cap;
	} corrections;
	const struct literals *literals; /* digits that may stand in words */
	const struct dims *no_dims;
	struct period_texts *labels; /* private */
	struct facts_index *index;   /* private */
};

/*
 * Reads issuer.yaml, documents.csv, concepts.csv (after the shipped list), dimensions.csv,
 * facts/ *.csv, claims.csv, checks.csv (after the shipped ones), waivers.csv, restatements.csv and
 * corrections.csv.  Reports every mistake; false if there was one.
 * documents: the folder for document texts ($IRBRIEF_DOCUMENTS), or NULL.
 */
bool facts_load(struct arena *, struct diag *, const char *folder, const char *shipped,
		const char *documents, struct facts *);
/* The shipped concepts alone, which many projects may have; and the facts of a project over them,
 * which live no longer. */
const struct facts *facts_shipped(struct arena *, struct diag *, const char *shipped);
bool facts_over(struct arena *, struct diag *, const char *folder, const struct facts *shipped,
		const char *documents, struct facts *);

/* "FY2025": the label of a period in the issuer's calendar, made once. */
const char *facts_period_label(const struct facts *, struct period);
const struct concept *concept_find(const struct facts *, const char *id); /* also by alias */
const struct document *document_find(const struct facts *, const char *id);
const char *document_title(const struct document *, enum lang); /* or its own title */
const struct dimension *dimension_find(const struct facts *, const char *id);
const char *member_label(const struct facts *, const char *dimension, const char *member,
			 enum lang);
/* Interns; pairs need not be sorted. */
const struct dims *dims_of(struct facts *, const struct dim_value *, size_t n);
/* NULL if no fact has these dimensions. */
const struct dims *dims_find(const struct facts *, const struct dim_value *, size_t n);

/* All facts of one key but for the document, most precise occurrence of each, oldest document first
 * (linked by ->vintage).  currency: ISO code, or NULL for units without currency. */
const struct fact *facts_find(const struct facts *, const struct concept *, const struct dims *,
			      struct period, const char *currency, enum status);

#endif
