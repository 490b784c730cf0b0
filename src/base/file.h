/*
 * Files: read whole; written aside and renamed, so that nobody sees half a file.
 * Errors are reported to the diag, once, with the path and the system's reason.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>

#include "base/diag.h"

char *path_join(struct arena *, const char *dir, const char *name);
/* What follows the folder in a path that path_join made: outputs name no folder of this machine. */
const char *path_below(const char *dir, const char *path);
/* No root and no "..": with a folder before it, it names what lies below that. */
bool path_stays_below(const char *);
bool path_exists(const char *);
bool path_is_dir(const char *);

enum { FILE_LIMIT = 256 * 1024 * 1024 }; /* a larger input file is refused */

/* Reads a regular file whole; the text is closed by NUL and lives in the arena, or where an earlier
 * diag keeps it. */
bool file_read(struct arena *, struct diag *, const char *path, struct str *out);
/* The same in the place of what is in the buffer. */
bool file_read_over(struct diag *, const char *path, struct buf *);

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINK, ENTRY_OTHER };
struct dir_entries {
	struct dir_entry {
		const char *name;
		enum entry_kind kind;
	} * v;
	size_t n, cap;
};
/* All that is in a folder, sorted by bytes. */
bool dir_entries(struct arena *, struct diag *, const char *path, struct dir_entries *);
/* Names in a folder that end in suffix, sorted by bytes, without "." and hidden ones. */
bool dir_list(struct arena *, struct diag *, const char *path, const char *suffix,
	      const char ***names, size_t *n);
/* Creates the folder and those above it.  An existing folder is fine; a link as the last part is
 * refused. */
bool dir_make(struct diag *, const char *path);
/*
 * Moves what waits to be written into a temporary file without a name, and maps it: it takes memory
 * only while it is read, and after that until park_rest.  Unmapped with the arena.  False if there
 * is no place for such a file: then nothing has changed.
 */
bool buf_park(struct buf *, struct arena *, struct str *out);
void park_rest(struct str parked);

/* Writes aside in the same folder, then renames over path. */
bool file_write(struct diag *, const char *path, const void *bytes, size_t n);
/* No link in the tree leads out of it: a project of a stranger cannot have other files of this
 * machine read and printed.  Reports each one that does. */
bool dir_is_closed(struct arena *, struct diag *, const char *path);
/* One that leads nowhere cannot be read: it does no harm. */
bool link_stays_below(const char *link, const char *folder);
/* Can be the name of a file or a part of an address: ASCII letters, digits, - _ and ., other
 * alphabets, not "." first. */
bool is_plain_name(const char *);
/* Removes a file or an empty folder; absence is fine. */
bool path_remove(struct diag *, const char *path);

#endif
