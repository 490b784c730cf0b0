/*
 * What the loading files of the fact store share; private to facts/.  Each reads one or two files
 * of the project and appends to the store; facts_load.c calls them in an order in which every name
 * is known before it is used.
 */
#ifndef FACTS_LOADER_H
#define FACTS_LOADER_H

#include "facts/facts.h"
#include "facts/map.h"

/* Lookups of the store, and what they are made of. */
struct facts_index {
	struct map concept_names; /* ids and aliases -> index in concepts */
	struct map folded_names;  /* the same in small letters, without _ and a taxonomy's prefix */
	struct map document_ids;  /* -> index in documents */
	struct map dims_texts;    /* "a=x,b=y" -> index in dims */
	struct {
		const struct dims **v;
		size_t n, cap;
	} dims;
	const struct fact **keys; /* open addressing; oldest vintage of each key */
	size_t n_keys;            /* a power of two */
};

struct loader {
	struct arena *arena;
	struct diag *diag;
	struct facts *facts;
	const char *documents; /* folder of document texts, or NULL */
	/* No dimensions.csv: the `dimensions` cells of long files declare what they name. */
	bool open_dimensions;
	struct pos rate_at; /* of the name of the convenience rate */
	/* The document of each fact: the list grows while facts are read, so they point at it last.
	 */
	struct {
		size_t *v;
		size_t n, cap;
	} document_of;
	/* What follows from the last place of a number: that of the fact before is often the same.
	 */
	struct {
		struct num place, half;
		int decimals;
	} last;
	struct map unit_texts; /* -> index in units, each parsed once */
	struct {
		const struct unit **v;
		size_t n, cap;
	} units;
};

/* table.c: a CSV file whose columns are known. */
enum { TABLE_COLUMNS = 24 };
struct table {
	struct csv csv;
	struct csv_reader *reader;
	struct row row;        /* the one under way */
	int at[TABLE_COLUMNS]; /* where each known column stands, or -1 */
};
/*
 * Opens folder/name.  The first `required` of the columns must be there; unknown ones are errors.
 * False if the file is absent or nothing of it can be used; mistakes are reported, and a file with
 * mistakes in some rows is used for what it has, so that more of them show.
 */
bool table_open(struct loader *, const char *folder, const char *name, const char *const *columns,
		size_t n, size_t required, struct table *);
bool table_next(struct loader *, struct table *); /* the next row that is not blank */
struct cell table_cell(const struct loader *, const struct table *, int column); /* trimmed */
const char *table_text(const struct loader *, const struct table *, int column); /* NULL: empty */
bool row_is_empty(const struct csv *, const struct row *);
struct cell cell_trim(struct arena *, struct cell);
/* "did you mean"; the candidate words may be NULL-free only.  Always false. */
bool report_unknown(struct diag *, struct pos, const char *what, const char *word,
		    const char *const *words, size_t n);
/* Index of the word, or -1 (reported with the nearest); an empty cell gives `fallback`. */
int cell_choice(struct loader *, struct cell, const char *what, const char *const *words, size_t n,
		int fallback);
/* Parses each unit once.  NULL if it is wrong (reported). */
const struct unit *loader_unit(struct loader *, struct cell);

/* issuer.c, documents.c, concepts.c, fact_csv.c, tables.c: false only if loading cannot go on. */
bool load_issuer(struct loader *);
void load_documents(struct loader *);
/* A document for an address outside the list; the same one for the same id. */
size_t document_add_address(struct loader *, const char *id, const char *url, struct pos at);
size_t document_index(const struct facts *, const char *id); /* or MAP_NONE */
bool report_unknown_document(struct loader *, struct pos, const char *id);

void load_concepts(struct loader *, const char *folder, bool shipped);
void copy_concepts(struct loader *, const struct facts *shipped);
void load_dimensions(struct loader *);
struct concept *concept_named(const struct facts *, const char *name);
bool report_unknown_concept(struct loader *, struct pos, const char *name);
bool report_unknown_dimension(struct loader *, struct pos, const char *name);
/* Index of a dimension, declared here if dimensions are open; MAP_NONE if unknown. */
size_t dimension_named(struct loader *, const char *name);
/* The declared member that the text names, also with blanks and capitals; NULL if none (reported).
 */
const char *member_named(struct loader *, size_t dimension, const char *text, struct pos);
/* In small letters, with _ for blanks. */
char *normal_name(struct arena *, struct str);

void load_fact_files(struct loader *);
void load_claims(struct loader *);
void load_checks(struct loader *, const char *folder, bool shipped);
void load_waivers(struct loader *);
void load_restatements(struct loader *);
void load_corrections(struct loader *);

/* index.c: links occurrences and vintages, names the facts, makes them findable. */
void index_facts(struct loader *);

#endif
