/*
 * Many projects in one run: workers share what is immutable (fonts, options) and take the next
 * project when they are done; each report has an arena of its own, so that memory does not grow
 * with their number.  One bad project does not stop the rest.
 *
 * The folder is included by cmd_build.c only.
 */
#ifndef BATCH_BATCH_H
#define BATCH_BATCH_H

#include "report.h"

enum { BATCH_WORKERS_MAX = 64 };

struct batch_options {
	const char *const *projects;
	size_t n;
	struct report_options report; /* of each; its project is set here */
	const char *out;              /* "{project}" in it stands for the project folder's name */
	int workers;
	bool force; /* build what has not changed, too */
};

/* Builds all, prints what was made, and lists the projects that failed with their errors at the
 * end. The worst status is the result: bad input first, then what could not be written, then failed
 * checks. */
enum exit_status batch_run(const struct batch_options *);

/* The projects of a list file, a folder a line, relative to the file's own folder; blank lines and
 * those that start with # do not count. */
bool batch_list(struct arena *, struct diag *, const char *file, const char ***projects, size_t *n);

#endif
