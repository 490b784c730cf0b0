/* What a sender sees: a bar on a terminal, a line for each tenth elsewhere; the result and who was
 * missed. */
#ifndef DELIVER_MAIL_PROGRESS_H
#define DELIVER_MAIL_PROGRESS_H

#include "deliver/mailing.h"

struct mail_progress {
	FILE *out;
	bool terminal;
	int tenths; /* printed */
};

void mail_progress(struct mail_progress *, const struct mailing *);
/* One line of counts. */
void mail_print_counts(const struct mailing *, FILE *);
/* An error for each who was missed, and for each of whom nobody knows, also of earlier runs. */
void mail_report_missed(const struct mailing *, struct diag *);

#endif
