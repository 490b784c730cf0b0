/*
 * What must not be read by others: credentials and keys, from the environment or from files that
 * only their owner can read, in PROJECT/.irbrief, which version control leaves out.
 */
#ifndef DELIVER_SECRET_H
#define DELIVER_SECRET_H

#include "base/diag.h"

/* The folder PROJECT/.irbrief, made if it is not there; NULL if that failed (reported). */
const char *secret_folder(struct arena *, struct diag *, const char *project);

/*
 * For the mail server: $IRBRIEF_SMTP_USER and $IRBRIEF_SMTP_PASSWORD, else the two lines of
 * PROJECT/.irbrief/smtp; both NULL if there is neither.
 */
struct credentials {
	const char *user, *password;
};
bool secret_credentials(struct arena *, struct diag *, const char *project, struct credentials *);

/*
 * What signs the tokens to unsubscribe: $IRBRIEF_UNSUBSCRIBE_KEY, else
 * PROJECT/.irbrief/unsubscribe.key. With make, that file is made from the system's random numbers
 * if it is not there.
 */
bool secret_unsubscribe_key(struct arena *, struct diag *, const char *project, bool make,
			    struct str *key);

#endif
