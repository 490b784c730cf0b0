/*
 * What the compiler of templates makes and the renderer runs: a flat array of instructions. Private
 * to mustache_*.c.
 */
#ifndef HTML_MUSTACHE_OPS_H
#define HTML_MUSTACHE_OPS_H

#include <pthread.h>

#include "html/mustache.h"

enum op_code {
	OP_TEXT, /* text as it stands */
	OP_ESCAPED,
	OP_RAW,     /* {{name}}, {{{name}}} or {{&name}} */
	OP_SECTION, /* body, then OP_NEXT at end - 1 */
	OP_INVERTED,
	OP_PARTIAL, /* {{>name}} */
	OP_PARENT,  /* {{<name}}: only the blocks of its body count */
	OP_BLOCK,   /* {{$name}}: body is the default, or an argument in a parent's body */
	OP_NEXT     /* the section's next item, or on */
};

struct delimiters {
	struct str open, close;
};

struct op {
	enum op_code code;
	bool dynamic;    /* PARTIAL, PARENT: the name is looked up in the data */
	bool line_start; /* PARTIAL, PARENT, BLOCK: it begins a line, so its first line is indented
			  */
	unsigned end;    /* index after the body */
	unsigned n_parts;
	struct str *parts; /* the name at its dots; none for "." */
	struct str text;   /* TEXT: the run; else the name as written */
	size_t offset;     /* of the tag in the template's text */
	struct str indent; /* PARTIAL, PARENT, BLOCK: added before each of its lines */
	struct str raw;    /* SECTION: its source, for lambdas */
	const struct delimiters *delimiters; /* SECTION: in force at the tag */
	struct mustache *partial;            /* PARTIAL, PARENT with a fixed name */
};

struct ops {
	struct op *v;
	size_t n, cap;
};

enum template_state { TEMPLATE_NEW, TEMPLATE_READY, TEMPLATE_MISSING, TEMPLATE_BROKEN };

struct mustache {
	struct template_set *set;
	const char *name; /* of a partial; the root and lambda texts have none */
	const char *file;
	struct str text;
	enum template_state state;
	struct ops ops;
};

/* A root template and every partial it can reach.  Fixed names are compiled with the root; the lock
 * guards those that data name while templates render. */
struct template_set {
	struct arena *arena;
	struct mustache_loader loader; /* load is NULL if there is none */
	struct {
		struct mustache **v;
		size_t n, cap;
	} partials;
	pthread_mutex_t lock;
};

/* The partial of a name, compiled together with all it reaches; never NULL: see its state. */
struct mustache *template_partial(struct template_set *, struct diag *, struct str name);
/* Compiles m->text, with the partials it reaches, into an arena of the caller's. */
bool template_lambda(struct arena *, struct diag *, struct mustache *m, struct delimiters);

extern const struct delimiters default_delimiters;

#endif
