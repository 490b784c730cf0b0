/*
 * What the kinds of checks share; private to the check files.  A kind finds what is to be compared
 * and hands a comparison to check_add, which judges it, words it and keeps it.
 */
#ifndef COMPUTE_CHECK_RUN_H
#define COMPUTE_CHECK_RUN_H

#include "compute/check.h"

struct check_run {
	struct arena *arena;
	struct diag *diag;
	struct compute *compute;
	const struct facts *facts;
	struct checks *checks;
	bool *covered;    /* by fact->order */
	struct buf *text; /* of the id that is being made */
};

/* A value that was computed from facts. */
struct recomputed {
	enum availability availability;
	const char *reason; /* if it is not available */
	struct num value;
	struct num slack; /* how far rounding in the facts can move it */
	const struct lineage *lineage;
	size_t n;
	enum figure_kind kind;
	const struct figure *now, *then; /* of a change, else NULL */
	const char *formula;             /* canonical text, or NULL */
};

/* A number that somebody printed, and what it should be. */
struct comparison {
	struct num printed;
	struct num half; /* half a unit of its last place; 0: exact */
	enum qualifier qualifier;
	const struct unit *unit;
	const char *tolerance; /* of the rule; "" or NULL: from precision */
	const char *label;     /* of what is printed: "Gross profit" */
	struct recomputed is;
};

/* What the texts of a result are made of, when somebody reads them: the head of a kind's own
 * struct.
 */
struct unworded {
	void (*word)(struct arena *, struct check_result *, const struct unworded *);
};

/* Judges and keeps; the result's verdict is filled in.  The facts of the lineage are
 * covered then, unless the value is not disclosed. */
struct check_result *check_add(struct check_run *, struct check_result, const struct comparison *);
/* Keeps a result that was judged already. */
struct check_result *check_keep(struct check_run *, struct check_result);
void check_cover(struct check_run *, const struct fact *);

/* "name@FY2025[segment=public_cloud]" */
const char *check_id(const struct check_run *, const char *name, struct period,
		     const struct dims *);
/* The same by the name "kind:concept:document", with USD, status and more (or NULL) behind it where
 * they are not the usual ones. */
const char *check_fact_id(const struct check_run *, const char *kind, const struct fact *,
			  const char *more);
/* With the fact's line behind it. */
const char *check_line_id(const struct check_run *, const char *kind, const struct fact *);
/* A count of four digits without a comma, such as the year in which a licence ends. */
bool check_is_year(const struct fact *);
const char *check_label(const struct concept *);
/* The occurrence of a key that counts in one document, or NULL. */
const struct fact *check_fact_in(const struct facts *, const struct concept *, const struct dims *,
				 struct period, const char *currency, enum status,
				 const struct document *);
struct recomputed recomputed_figure(const struct figure *);
struct recomputed recomputed_fact(struct arena *, const struct fact *);
/* The formula of the fact's concept, for the fact's dimensions, in the fact's document. */
struct recomputed recomputed_by_formula(struct check_run *, const struct fact *);
/* The fact's own number against what it should be. */
struct comparison compare_fact(const struct fact *, struct recomputed);
/* Result with the place of a fact filled in. */
struct check_result check_at_fact(const char *id, const char *kind, enum severity,
				  const struct fact *);
/* The dimensions with one of them changed, or left out if the member is NULL; NULL if no fact has
 * these. */
const struct dims *check_dims_with(const struct facts *, const struct dims *, size_t which,
				   const char *member);
/* Rates and averages do not add up over members, whatever the dimension says. */
bool check_adds_up(const struct fact *);
/* percent, translation, per_unit or consistency, by the unit. */
const char *check_kind_of_unit(const struct facts *, const struct unit *);

/* check_words.c: numbers and arithmetic in the words of finance. */
struct check_scale {
	struct num one;   /* base units in one that is printed */
	int decimals;     /* after the point */
	const char *unit; /* "CNY thousand", "%"; "" for a pure number */
	bool percent;     /* the sign follows the number */
};
struct check_scale scale_for(struct arena *, const struct unit *, struct num half,
			     struct num example);
const char *scaled_text(struct arena *, const struct check_scale *, struct num);
/* "9,558,619 - 8,055,211 = 1,503,408", "from 7,785,180 to 9,558,619 is 22.78%" ... */
const char *arithmetic_text(struct arena *, const struct check_scale *, const struct recomputed *);

/* As results state numbers: all digits if the expansion ends, else fifteen. */
const char *decimal_text(struct arena *, struct num);

/* The kinds, in the order in which they run: check_KIND() for each row. */
#define CHECK_KINDS(KIND) \
	KIND(sources) \
	KIND(ties) \
	KIND(footings) \
	KIND(periods) \
	KIND(rules) \
	KIND(formulas) \
	KIND(claims) \
	KIND(translations) \
	KIND(targets) \
	KIND(restatements) \
	KIND(unusual) \
	KIND(apart)

#define CHECK_DECLARE(name) void check_##name(struct check_run *);
CHECK_KINDS(CHECK_DECLARE)
/* Names the cells that none of them covers; in check_source.c, for only a source could. */
void check_uncovered(struct check_run *);

#endif
