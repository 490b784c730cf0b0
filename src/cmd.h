/* The commands: each reads its own options and returns an exit status (report.h). */
#ifndef CMD_H
#define CMD_H

#include <stdio.h>

struct command {
	const char *name;
	int (*run)(int argc, char **argv);       /* argv[0] is the command's name */
	const char *usage;                       /* one line, without "irbrief" */
	const char *summary;                     /* one line */
	const char *help;                        /* options and examples; ends in a line break */
};

extern const struct command cmd_build, cmd_check, cmd_render;

/* The folder of the shipped templates/, assets/ and data/: beside the program in a source tree, else where
 * it was installed; $IRBRIEF_SHARE overrides both. */
const char *shipped_folder(void);
/* Prints "irbrief COMMAND: what" with the usage line to standard error; returns EXIT_USAGE. */
int usage_error(const struct command *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
