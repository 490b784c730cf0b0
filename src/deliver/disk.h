/*
 * Files with a chosen mode and time, trees, and syncing: what publishing needs beyond base/file.h.
 * Errors are reported to the diag with the path and the system's reason.
 */
#ifndef DELIVER_DISK_H
#define DELIVER_DISK_H

#include <sys/types.h>

#include "base/diag.h"

/* Reports "what: reason" for errno; always false. */
bool disk_failed(struct diag *, const char *what, const char *path);

/* Writes aside, then renames over path; the mode does not depend on the umask.  mtime 0: now. */
bool disk_write(struct diag *, const char *path, struct str bytes, mode_t mode, int64_t mtime);
/* Creates one folder with this mode; an existing one gets it. */
bool disk_folder(struct diag *, const char *path, mode_t mode);
bool disk_rename(struct diag *, const char *from, const char *to);
/* Removes a file or a tree; absence is fine; links are removed, not followed. */
bool disk_remove(struct diag *, const char *path);
/* Makes a tree readable for all: files 0644, folders 0755. */
bool disk_open_up(struct diag *, const char *path);
/* Everything written to the file system of this folder is on the disk afterwards. */
bool disk_sync(struct diag *, const char *folder);
/* The entries of this one folder are. */
bool disk_sync_folder(struct diag *, const char *folder);

#endif
