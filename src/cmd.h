/*
 * The commands: each takes its own arguments (argv[0] is its name) and returns the exit status.
 * To add one: a file cmd_NAME.c, its prototype here, one row in the table in main.c.
 */
#ifndef CMD_H
#define CMD_H

enum {
	EXIT_DONE = 0,
	EXIT_CHECKS = 1,                 /* checks failed, nothing staged */
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,                  /* bad input */
	EXIT_OUTPUT = 4,                 /* could not write or send */
	EXIT_REFUSED = 5                 /* embargo, late, draft, lock */
};

int cmd_render(int argc, char **argv);

#endif
