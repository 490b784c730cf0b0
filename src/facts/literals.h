/*
 * Digits in the words of a brief.  A number that a reader sees is a figure; a digit that is only
 * typed is a mistake, but for dates, for what stands in [[ ]], and for the names in literals.txt
 * (the shipped data/literals.txt, then the project's own): one name on a line, "Scope 1" or "ISO
 * 27001"; lines that begin with "# " are remarks.
 */
#ifndef FACTS_LITERALS_H
#define FACTS_LITERALS_H

#include "base/diag.h"

struct literals;

/* The shipped ones and those of a project; folder may be NULL. */
struct literals *literals_load(struct arena *, struct diag *, const char *folder,
			       const char *shipped);
/* The first number at or after `from` that is part neither of a date nor of a literal: its bytes in
 * s; n == 0 if there is none.  s must live as long as the answer. */
struct str literals_unbound(const struct literals *, struct str s, size_t from);
/* The text without the brackets of [[2030]]; itself if it has none. */
const char *literals_plain(struct arena *, const char *);
/* Reports each such number of a text that begins at `at`. */
bool literals_check(const struct literals *, struct diag *, struct str s, struct pos at);

#endif
