/*
 * A mailing written to a folder instead of sent:
 *
 *	DIR/00001.eml ...      each message, as the server would get it
 *	DIR/index.html         the preview page: what each edition looks like, and who gets which
 *			       (the first LISTED, so that the page and its memory have a bound)
 *	DIR/LANG.html, .png    the HTML part of an edition and its chart (LANG-dark.png: on dark)
 */
#ifndef DELIVER_MAIL_PREVIEW_H
#define DELIVER_MAIL_PREVIEW_H

#include "deliver/message.h"
#include "load/value.h"

struct mail_preview;

/* title: of the page; reasons: why it would not be sent now, a list of texts. */
struct mail_preview *mail_preview_new(struct arena *, struct diag *, const char *folder,
				      const char *title);
void mail_preview_reason(struct mail_preview *, const char *reason);
/* Writes the message's bytes; the first of each language is also shown on the page.  The arena is
 * for scratch. */
bool mail_preview_add(struct mail_preview *, struct arena *, const struct letter *, enum lang,
		      const struct recipient *, const struct mail *, struct str bytes);
/* Writes the page from templates/mail/preview.mustache, the project's or the shipped one. */
bool mail_preview_end(struct mail_preview *, const char *project, const char *shipped);

#endif
