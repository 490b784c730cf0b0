/* The command table. */
#include <stdarg.h>

#include "base/text.h"
#include "cmd.h"
#include "report.h"

static const struct command *const commands[] = {&cmd_render};

int usage_error(const struct command *c, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "irbrief %s: ", c->name);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, "\nusage: irbrief %s\n", c->usage);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < COUNT(commands); i++)
		if (streq(argv[1], commands[i]->name))
			return commands[i]->run(argc - 1, argv + 1);
	fputs("usage: irbrief COMMAND ...\n", stderr);
	return EXIT_USAGE;
}
