/* The commands: each reads its own options and returns an exit status; that standard output took
 * what they printed is main's business. To add one: a file cmd_NAME.c with `const struct command
 * cmd_NAME`, a row in the table in main.c. */
#ifndef CMD_H
#define CMD_H

#include <stdio.h>

enum exit_status { /* of every command */
		   EXIT_DONE = 0,
		   EXIT_CHECKS = 1, /* checks failed, nothing staged */
		   EXIT_USAGE = 2,
		   EXIT_INPUT = 3,  /* bad input, nothing written */
		   EXIT_WRITE = 4,  /* could not write or send, or someone was missed */
		   EXIT_REFUSED = 5 /* embargo, late, draft, lock */
};

struct command {
	const char *name;
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
	const char *usage;                 /* one line, without "irbrief" */
	const char *summary;               /* one line */
	const char *help;                  /* options and examples; ends in a line break */
};

extern const struct command cmd_build, cmd_check, cmd_render, cmd_publish, cmd_mail, cmd_history,
    cmd_unsubscribe;

/* The folder of the shipped templates/, assets/ and data/: beside the program in a source tree,
 * else where it was installed; $IRBRIEF_SHARE overrides both. */
const char *shipped_folder(void);
/* Prints "irbrief COMMAND: what" with the usage line to standard error; returns EXIT_USAGE. */
int usage_error(const struct command *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
