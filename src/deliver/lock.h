/* One publisher at a time: a lock on SITE/.irbrief/lock that the system gives up when the process
 * ends. */
#ifndef DELIVER_LOCK_H
#define DELIVER_LOCK_H

#include "base/diag.h"

enum lock_result { LOCK_TAKEN, LOCK_BUSY, LOCK_FAILED };

/* LOCK_BUSY and LOCK_FAILED are reported.  *fd is to be given to lock_release. */
enum lock_result lock_take(struct arena *, struct diag *, const char *folder, int *fd);
void lock_release(int fd);

#endif
