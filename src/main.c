/* The command table. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd.h"
#include "report.h"

static const struct command *const commands[] = {
    &cmd_build, &cmd_check, &cmd_render, &cmd_publish, &cmd_history, &cmd_mail, &cmd_unsubscribe};

const char *shipped_folder(void)
{
	static char folder[PATH_MAX];
	const char *given = getenv("IRBRIEF_SHARE");
	ssize_t n;
	char *slash;

	if (given && *given)
		return given;
	n = readlink("/proc/self/exe", folder, sizeof folder - sizeof "/data/concepts.csv");
	if (n > 0) {
		folder[n] = '\0';
		slash = strrchr(folder, '/');
		strcpy(slash, "/data/concepts.csv");
		if (path_exists(folder)) {
			*slash = '\0';
			return folder;
		}
	}
	return IRBRIEF_DATADIR;
}

int usage_error(const struct command *c, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "irbrief %s: ", c->name);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, "\nusage: irbrief %s\ntry 'irbrief help %s'\n", c->usage, c->name);
	return EXIT_USAGE;
}

static void print_overview(FILE *f)
{
	fputs("irbrief turns a listed company's reported figures into checked briefs.\n\n"
	      "usage: irbrief COMMAND ...\n\n",
	      f);
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(f, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\n  irbrief help COMMAND   what a command does, its options and examples\n"
	      "  irbrief --version\n",
	      f);
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static int unknown(const char *name)
{
	const char *names[COUNT(commands)], *near;

	for (size_t i = 0; i < COUNT(commands); i++)
		names[i] = commands[i]->name;
	near = text_nearest(name, names, COUNT(names));
	fprintf(stderr, "irbrief: unknown command: '%s'", name);
	if (near)
		fprintf(stderr, "; did you mean '%s'?", near);
	fputs("\ntry 'irbrief --help'\n", stderr);
	return EXIT_USAGE;
}

static int help(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		print_overview(stdout);
		return EXIT_DONE;
	}
	c = find(argv[1]);
	if (!c)
		return unknown(argv[1]);
	printf("usage: irbrief %s\n\n%s.\n\n%s", c->usage, c->summary, c->help);
	return EXIT_DONE;
}

static int dispatch(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		print_overview(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("irbrief " IRBRIEF_VERSION);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return help(argc - 1, argv + 1);
	c = find(argv[1]);
	return c ? c->run(argc - 1, argv + 1) : unknown(argv[1]);
}

/* A closed standard stream would lend its number to the next file opened, and messages would go
 * into that. */
static void hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			_exit(EXIT_WRITE);
}

/* A reader that leaves early (a pager) must not end a build half way, and what was not printed is
 * not done. */
int main(int argc, char **argv)
{
	int status;

	hold_streams();
	signal(SIGPIPE, SIG_IGN);
	status = dispatch(argc, argv);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "irbrief: error: cannot write to standard output: %s\n", strerror(errno));
	return status == EXIT_DONE || status == EXIT_CHECKS ? EXIT_WRITE : status;
}
