/*
 * A brief as e-mail.  A letter is what all recipients of one edition share: words, figures, the
 *chart as a picture, the PDF, templates ready to fill.  A message is the letter to one recipient:
 *
 *	multipart/mixed                     only with the PDF attached
 *	  multipart/alternative
 *	    text/plain                      templates/mail/text.mustache
 *	    multipart/related
 *	      text/html                     templates/mail/html.mustache
 *	      image/png                     the chart
 *	      image/png                     the chart on dark paper
 *	  application/pdf
 *
 * The same letter and recipient give the same headers and parts.
 */
#ifndef DELIVER_MESSAGE_H
#define DELIVER_MESSAGE_H

#include "deliver/recipients.h"
#include "deliver/transport.h"
#include "doc/doc.h"
#include "facts/texts.h"

/* Gmail cuts a message near 102 kB of HTML; a larger PDF is linked, since mail servers refuse it.
 */
enum { HTML_MAX_BYTES = 95 * 1000, PDF_MAX_BYTES = 2 * 1000 * 1000 };

struct letter_options {
	const char *folder, *shipped;  /* of the project; of the shipped templates/ */
	const struct texts *texts;     /* in the document's language: keys "mail.*" */
	const struct fonts *fonts;     /* for the chart */
	struct mailbox from, reply_to; /* reply_to.address.mailbox NULL: none */
	struct str pdf;
	const char
	    *page_url; /* of the edition, with a slash at its end; NULL: no links to the site */
	const char *correction;      /* what this version corrects, or NULL */
	const char *unsubscribe_url; /* NULL: none */
	struct str unsubscribe_key;
	int64_t date; /* seconds since 1970 */
	int offset_minutes;
};

struct letter;

/* NULL if a template or the chart is wrong, or From is (reported).  The letter's memory is the
 * arena's; the options must live as long. */
struct letter *letter_new(struct arena *, struct diag *, const struct doc *,
			  const struct letter_options *);

/* True if this recipient gets the PDF itself; false: a link, for which the letter needs page_url.
 */
bool letter_attaches(const struct letter *, const struct recipient *);

struct mail {
	const char *id;        /* Message-ID: one for each brief, version and address */
	const char *subject;   /* UTF-8 */
	struct str text, html; /* as in the parts, but for their line ends */
	struct headers headers;
	struct part body;
};

/* False, and reported, if a template is wrong or the HTML is too long.  The message's memory is the
 * arena's; its pictures and PDF are the letter's. */
bool letter_message(const struct letter *, struct arena *, struct diag *, const struct recipient *,
		    struct mail *);

struct letter_picture {        /* for the preview page: what "cid:" in the HTML stands for */
	const char *name, *id; /* NULL: the brief has no chart */
	struct str png;
};
struct letter_picture letter_picture(const struct letter *, bool dark);

#endif
