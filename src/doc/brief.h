/*
 * A brief: briefs/ID.yaml of the project, which names a template, a period and what it is compared
 * with, and the template itself.
 */
#ifndef DOC_BRIEF_H
#define DOC_BRIEF_H

#include "compute/figure.h"
#include "doc/doc.h"
#include "facts/texts.h"

struct brief {
	/* What brief_read sets. */
	const char *id;
	const char *file;             /* briefs/ID.yaml, as the user would name it */
	const struct value *settings; /* that file; NULL: it could not be read (reported) */
	const struct value *layout;   /* templates/briefs/NAME.yaml; NULL: likewise, or unknown */
	/* And brief_load. */
	struct period period;
	struct period compare[4];
	size_t n_compare; /* at least one: the same length a year earlier if none is given */
	enum lang languages[LANG_COUNT];
	size_t n_languages;
	const char *embargo; /* RFC 3339, or NULL */
	int64_t embargo_seconds;
	int issued;          /* day: `issued:`, else the embargo's local day, else 0 */
	int version;         /* 1, raised by corrections.csv */
	const char *against; /* the folder of an earlier build to show the changes to, or NULL */
};

/* All ids: the names of briefs/ *.yaml, sorted. */
bool brief_list(struct arena *, struct diag *, const char *project, const char *const **ids,
		size_t *n);
/* Its files, of which the project's own come first; needs no facts.  Then what they mean. */
void brief_read(struct arena *, struct diag *, const char *project, const char *shipped,
		const char *id, struct brief *);
bool brief_load(struct arena *, struct diag *, const struct facts *, struct brief *);

/* The document of a brief in a language.  NULL if the template or a formula is wrong (reported). */
struct doc *doc_build(struct arena *, struct diag *, const struct facts *, struct compute *,
		      const struct texts *, const struct brief *, bool draft);

/* The digits of a printed figure, which all languages share: "9,558.6" of "RMB9,558.6 million"; n
 * == 0 for words. */
struct str printed_number(const char *text);
/* Do all editions print the same figures and numbers in the same order?  Reports where not; a brief
 * that says why (`differs: REASON`) is not compared. */
bool editions_agree(struct diag *, const struct brief *, const struct doc *const *, size_t n);

#endif
