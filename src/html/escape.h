/* What keeps text of others in its place: in text and attributes, in JSON-LD, in drawings. */
#ifndef HTML_ESCAPE_H
#define HTML_ESCAPE_H

#include "base/text.h"

/* For text and attributes in double quotes.  Control characters, noncharacters and marks that turn
 * the direction of what follows become U+FFFD. */
void escape_page(struct buf *, struct str);
/* JSON for a script element: "<" only as \u003c.  The buffer is freed. */
char *escape_json_ld(struct arena *, struct buf *json);
/* A drawing that is markup already: only characters are replaced.  The buffer is freed. */
char *escape_drawing(struct arena *, struct buf *svg);

#endif
