/* The languages of a brief. */
#ifndef FACTS_LANG_H
#define FACTS_LANG_H

#include "base/diag.h"

enum lang { LANG_EN, LANG_ZH_HANS, LANG_ZH_HANT, LANG_COUNT };

extern const char *const lang_tags[LANG_COUNT]; /* "en", "zh-Hans", "zh-Hant" (BCP 47) */
int lang_find(const char *tag);                 /* a lang, or -1 */

/* One text in each language; NULL where it is missing. */
struct names {
	const char *in[LANG_COUNT];
	struct pos at; /* where a file gives them; no file: nobody does */
};
/* The text in a language, or the English one, or NULL. */
const char *names_in(const struct names *, enum lang);
/* False, and reported at their place, if they are given in other languages only: what a reader of
 * this one would miss.  what: "notice". */
bool names_complete(struct diag *, const struct names *, enum lang, const char *what);

#endif
