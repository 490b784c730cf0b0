/*
 * Messages at file:line:column.  What the user typed is reported and counted, the reader goes
 * on, and the run fails at the end, so that one run shows every mistake.
 *
 * Wording: lower case, no full stop, what is wrong first, the subject in single quotes:
 *	facts/income.csv:14:7: error: not a number: '12,3O0'
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/text.h"

struct pos {
	const char *file; /* as the user would name it; NULL: no file */
	int line, col;    /* from 1; col counts characters; 0: none */
};

enum level { LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

struct message {
	enum level level;
	struct pos at;
	const char *text;
};

struct source { /* a file's text, to show the line that a message is about */
	const char *file;
	struct str text;
};

enum { MESSAGE_LIMIT = 1000 }; /* of one run; what is beyond it is only counted */

struct diag {
	struct arena *arena;
	struct {
		struct message *v;
		size_t n, cap;
	} messages;
	struct {
		struct source *v;
		size_t n, cap;
	} sources;
	int errors, warnings, unkept;
	const struct diag *earlier; /* its sources are not read from files again; or NULL */
};

struct diag *diag_new(struct arena *);
static inline bool diag_is_full(const struct diag *d)
{
	return d->messages.n >= MESSAGE_LIMIT;
}
/* Keeps the text (not copied: it must live as long as the diag) so that lines can be shown. */
void diag_source(struct diag *, const char *file, struct str text);

/* The text that a diag before this one keeps of a file; p is NULL if there is none. */
struct str diag_known(const struct diag *, const char *file);

/* Where a text first stands in what was read; no file if nowhere. */
struct pos diag_find(const struct diag *, const char *text, size_t n);

/* Takes the messages and sources of another, whose texts live as long. */
void diag_join(struct diag *, const struct diag *from);

/* Always false, so that a reader can return it. */
bool diag_error(struct diag *, struct pos, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void diag_warn(struct diag *, struct pos, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void diag_note(struct diag *, struct pos, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Line and column (from 1, in characters) of a byte offset. */
struct pos pos_at(const char *file, struct str text, size_t offset);

/* Writes the messages in order, each with its line and a caret where the text is known. */
void diag_print(const struct diag *, FILE *);

#endif
