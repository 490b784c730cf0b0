/*
 * The tree of a formula, shared by the parser, the unit rules and the evaluator, and by nobody
 * else: other parts of the program see struct formula only.
 */
#ifndef COMPUTE_FORMULA_TREE_H
#define COMPUTE_FORMULA_TREE_H

#include "compute/formula.h"

enum { TERM_DIMS = 8 };

/* Dimensions by name, sorted; unlike struct dims they need not belong to any fact. */
struct term_dims {
	size_t n;
	struct dim_value v[TERM_DIMS];
};

enum shift { SHIFT_NONE, SHIFT_PRIOR, SHIFT_PREVIOUS, SHIFT_OPEN, SHIFT_FIXED };

struct term {
	const struct concept *concept;
	const struct term_dims *dims; /* never NULL; member "*": each member */
	enum shift shift;
	struct period period;            /* SHIFT_FIXED */
	const struct document *document; /* #DOC, or NULL */
	const char *currency;            /* that its facts are looked up in, or NULL */
};

enum function {
	FN_SUM,
	FN_CHANGE,
	FN_YOY,
	FN_QOQ,
	FN_PP,
	FN_DIFF,
	FN_SHARE,
	FN_CAGR,
	FN_TTM,
	FN_MEAN_WEIGHTED,
	FN_CONVERT,
	FN_ABS,
	FN_MIN,
	FN_MAX,
	FN_TOP
};

enum node_kind { NODE_NUMBER, NODE_TERM, NODE_NEGATE, NODE_BINARY, NODE_CALL };

struct node {
	enum node_kind kind;
	union {
		enum function fn; /* CALL */
		char op;          /* BINARY: + - * / */
	};
	struct pos at;                /* BINARY: the operator */
	const struct unit *unit;      /* NULL: unknown, agrees with every unit */
	const struct dimension *star; /* of a [dim=*] that no function above has used up, or NULL */
	struct {
		struct node **v;
		size_t n, cap;
	} args; /* of CALL; operands of NEGATE, BINARY */
	union {
		struct num number; /* NUMBER */
		struct term term;  /* TERM */
		struct {
			struct period from, to; /* FN_CAGR */
		};
		const char *currency; /* FN_CONVERT */
	};
};

struct formula {
	const struct facts *facts;
	struct node *root;
	const char *text;
};

/* One member in the place of [dimension=*]; dimension NULL: none. */
struct binding {
	const char *dimension, *member;
};

const char *function_name(enum function);
/* True if the function takes each member of [dim=*] and gives one value. */
bool function_reduces(const struct node *call);

/*
 * Parses an expression, or with `equation` two around "=".  depth counts formulas of concepts
 * that are parsed for their unit.  False if anything was wrong (reported).
 */
struct parsed {
	struct node *left, *right; /* right is NULL without `equation` */
	struct pos equals_at;
};
bool formula_parse_tree(struct arena *, struct diag *, const struct facts *, const char *text,
			struct pos at, bool equation, int depth, struct parsed *);

struct unit_rules {
	struct arena *arena;
	struct diag *diag;
	const struct facts *facts;
	int depth;
};
/* Sets the unit and star of every node.  False if a rule is broken (reported). */
bool units_check(const struct unit_rules *, struct node *);
/* True if the two may be added or compared, reported at `at` if not. */
bool units_agree_at(const struct unit_rules *, struct pos at, const char *op, const struct node *,
		    const struct node *);

/* Canonical text. */
void node_write(struct arena *, struct buf *, const struct node *, struct calendar, struct binding);
/* The term's dimensions with the binding in the place of "*". */
struct term_dims term_bound_dims(const struct term *, struct binding);
/* Sorted insertion; an entry of that dimension is replaced.  False if there is no room. */
bool term_dims_put(struct term_dims *, const char *dimension, const char *member);

#endif
