/*
 * The program's own words in one language, from assets/texts/LANG.yaml (a flat map; a file of the
 * same name in the project folder replaces single keys).  A key that is missing is a build error
 * at the place that asked for it, never a blank.
 */
#ifndef FACTS_TEXTS_H
#define FACTS_TEXTS_H

#include "base/diag.h"
#include "facts/lang.h"

struct texts;

/* The shipped file alone, which many projects may read; and the texts of a project over it, which
 * live no longer. */
struct texts *texts_shipped(struct arena *, struct diag *, const char *shipped, enum lang);
struct texts *texts_over(struct arena *, struct diag *, const char *folder, const struct texts *);
/* Both. */
struct texts *texts_load(struct arena *, struct diag *, const char *folder, const char *shipped,
			 enum lang);
/* The text of a key; a missing key is reported once and gives the key itself. */
const char *texts_word(const struct texts *, const char *key);
enum lang texts_lang(const struct texts *);

#endif
