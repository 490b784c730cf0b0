/*
 * The view of a document for mail: headline, three key figures, what else happened, one chart.  All
 * of it is the document's final text; nothing is computed or formatted.  Private to the mail.
 */
#ifndef DELIVER_MESSAGE_VIEW_H
#define DELIVER_MESSAGE_VIEW_H

#include "deliver/message.h"
#include "load/value.h"

enum { MAIL_KPIS = 3, MAIL_SENTENCES = 3, PICTURE_WIDTH = 528 };

/* The chart a letter shows: the document's first, or NULL. */
const struct block *mail_chart(const struct doc *);
/* The view without what depends on the recipient and on the chart's picture. */
struct value *mail_view(struct arena *, const struct doc *, const struct letter_options *);

#endif
