/* irbrief check: recompute everything that can be recomputed and say what does not agree. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "deliver/settings.h"
#include "deliver/venue.h"
#include "report.h"

/* deliver.yaml, and the embargoes against the clocks of the venues. */
static bool check_delivery(struct report *r)
{
	struct settings settings;

	if (!settings_load(r->arena, r->diag, r->facts.folder, &settings))
		return false;
	venue_check(r->arena, r->diag, &r->facts, shipped_folder(), settings.site.venue.text);
	return true;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
	    {"format", required_argument, NULL, 'f'}, {"help", no_argument, NULL, 'h'}, {0}};
	struct report r;
	struct buf out = {0};
	enum exit_status status;
	bool json = false;

	for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		switch (c) {
		case 'f':
			json = strcmp(optarg, "json") == 0;
			if (!json && strcmp(optarg, "text") != 0)
				return usage_error(&cmd_check, "--format is text or json, not '%s'",
						   optarg);
			break;
		case 'h':
			printf("usage: irbrief %s\n\n%s", cmd_check.usage, cmd_check.help);
			return EXIT_DONE;
		default:
			return usage_error(&cmd_check, "unknown option");
		}
	}
	if (optind + 1 != argc)
		return usage_error(&cmd_check, "expected one project folder");
	report_start(&r);
	status =
	    report_check(&r, &(struct report_options){.project = argv[optind],
						      .shipped = shipped_folder(),
						      .lang = -1,
						      .documents = getenv("IRBRIEF_DOCUMENTS")});
	if (status != EXIT_INPUT && !check_delivery(&r))
		status = EXIT_INPUT;
	diag_print(r.diag, stderr);
	if (status != EXIT_INPUT) {
		if (json)
			checks_print_json(r.checks, &out);
		else
			checks_print_text(r.checks, &out);
		fwrite(out.p, 1, out.n, stdout);
	}
	buf_free(&out);
	report_end(&r);
	return status;
}

const struct command cmd_check = {
    .name = "check",
    .run = run,
    .usage = "check PROJECT [--format text|json]",
    .summary = "Recompute every figure that can be recomputed and say what differs",
    .help =
	"  --format text   worst first, then a summary (default)\n"
	"  --format json   every result, for programs\n"
	"\n"
	"The texts of the source documents are looked for in PROJECT/documents and in the folder\n"
	"that $IRBRIEF_DOCUMENTS names; where one is there, each transcribed cell must stand in "
	"it.\n"
	"\n"
	"Exit status: 0 all agrees, 1 a check of severity error differs, 3 bad input.\n",
};
