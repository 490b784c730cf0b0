/*
 * The words of a template that an issuer wrote: a number that a reader would see must be bound to a
 * figure, be a date or a name of literals.txt, or stand in [[ ]], as in a commentary.
 */
#ifndef HTML_TEMPLATE_WORDS_H
#define HTML_TEMPLATE_WORDS_H

#include "facts/literals.h"
#include "html/mustache.h"

/* A loader for the templates of a project before those of the program: it reports, where they
 * stand, numbers of the project's that are not bound, and takes the brackets of [[2030]] away. Text
 * between tags counts, and attributes that are read out or shown: alt, title, aria-label,
 * placeholder.  kind: "html", "site", "mail"; project may be NULL. */
struct mustache_loader project_templates(struct arena *, struct diag *, const char *project,
					 const char *shipped, const char *kind,
					 const struct literals *);

#endif
