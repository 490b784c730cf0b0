/*
 * The tie-out: footings, ties, claims, translations, consistency, restatements, unusual changes and
 * source texts, each recomputed from facts and compared at the precision that the inputs have.
 */
#ifndef COMPUTE_CHECK_H
#define COMPUTE_CHECK_H

#include "compute/figure.h"

enum verdict { VERDICT_OK, VERDICT_ROUNDING, VERDICT_DIFFERS, VERDICT_NOT_DISCLOSED };

struct check_result {
	const char *id;   /* check@period[dimensions]; each once, when finished */
	const char *kind; /* source, footing, tie, percent, translation, per_unit, target,
			     consistency, restatement, unusual, lint, output */
	enum severity severity : 8;
	enum verdict verdict : 8;
	bool waived;
	int line;                                                  /* of the document */
	const char *formula;                                       /* as canonical text, or NULL */
	const char *printed, *recomputed, *difference, *tolerance; /* decimal strings or NULL */
	const struct document *document;                           /* or NULL */
	struct pos at;                                             /* input file */
	const char *note; /* the arithmetic written out, in plain words */
	/* What the check is about, for who shows a figure with its proof: the fact that is printed,
	 * or the id of the figure and the words that a claim prints; and the facts that it was
	 * recomputed from.  NULL, 0: none. */
	const struct fact *fact;
	const char *claimed, *claim;
	const struct lineage *parts;
	uint32_t n_parts;
	const struct unworded
	    *unworded; /* what printed ... note are made of by check_word; NULL: they are made */
};

struct checks {
	struct arena *arena;
	struct {
		struct check_result **v;
		size_t n, cap;
	} results; /* worst first, once finished */
	struct {
		size_t figures, checks, ok, rounding, differs, not_disclosed, waived;
	} summary;
	size_t by_severity[3]; /* of those that differ */
	struct {
		const struct fact **v;
		size_t n, cap;
	} uncovered; /* cells that no check depends on */
};

/* The checks of the facts.  Formulas that do not parse are errors in the diag. */
struct checks *checks_run(struct arena *, struct diag *, struct compute *, const struct facts *);
/* A result of another part: document checks.  Returns what was kept. */
struct check_result *checks_add(struct arena *, struct checks *, struct check_result);
/* Waivers, order and summary, once every result is there.  all: a waiver whose check is not there
 * is void, and told. */
void checks_finish(struct arena *, struct diag *, const struct facts *, struct checks *, bool all);
/* Reports the mistakes in all formulas of checks and claims, and evaluates nothing: for a run whose
 * facts are wrong, so that it still shows every mistake. */
void checks_parse(struct arena *, struct diag *, const struct facts *);
/* Makes the texts of a result.  A build shows none of them, a report only those that are not ok. */
void check_word(struct arena *, struct check_result *);
bool checks_failed(const struct checks *); /* an unwaived differs of severity error */
void checks_print_text(const struct checks *, struct buf *);
void checks_print_json(const struct checks *, struct buf *);
/* The fields of that object without its brackets, for one that holds more. */
void checks_put_json(const struct checks *, struct buf *);

#endif
