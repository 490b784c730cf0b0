/* irbrief publish: the briefs of a project to its investor-relations site. */
#include <getopt.h>
#include <stdlib.h>

#include "base/period.h"
#include "cmd.h"
#include "deliver/publish.h"

struct request {
	struct publish_options options;
	const char *project;
	bool rollback;
};

static enum exit_status print_and(struct report *r, enum exit_status status)
{
	struct buf text = {0};

	diag_print(r->diag, stderr);
	if (status == EXIT_CHECKS) {
		checks_print_text(r->checks, &text);
		fprintf(stderr, "%serror: checks failed, nothing was staged\n", buf_cstr(&text));
		buf_free(&text);
	}
	report_end(r);
	return status;
}

static enum exit_status go_forward(const struct request *q)
{
	struct report_options o = {.project = q->project,
				   .shipped = shipped_folder(),
				   .beside = true,
				   .documents = getenv("IRBRIEF_DOCUMENTS")};
	enum exit_status status = EXIT_INPUT;
	struct settings settings;
	struct fonts *fonts;
	struct report r;

	report_start(&r);
	fonts = fonts_open(r.diag);
	if (!fonts)
		return print_and(&r, EXIT_WRITE);
	o.fonts = fonts;
	if (settings_load(r.arena, r.diag, q->project, &settings))
		status = report_build(&r, &o);
	if (status == EXIT_DONE)
		status = publish(&r, &settings, &q->options);
	fonts_close(fonts);
	return print_and(&r, status);
}

static enum exit_status go_back(const struct request *q)
{
	enum exit_status status;
	struct report r;

	report_start(&r);
	status = publish_rollback(r.arena, r.diag, &q->options);
	return print_and(&r, status);
}

/* --now sets the clock; what it says is compared with the machine's at once. */
static bool set_now(struct publish_options *o, const char *text)
{
	int64_t now, machine = clock_now(&o->clock);

	if (!instant_parse(text, &now))
		return false;
	o->clock = clock_set(now);
	o->now = now;
	o->ahead = now > machine;
	return true;
}

/* EXIT_DONE: go on. */
static int read_options(int argc, char **argv, struct request *q)
{
	static const struct option options[] = {
	    {"site", required_argument, NULL, 's'}, {"now", required_argument, NULL, 'n'},
	    {"wait", no_argument, NULL, 'w'},       {"late", no_argument, NULL, 'l'},
	    {"rollback", no_argument, NULL, 'r'},   {0}};
	const char *now = NULL;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 's':
			q->options.site = optarg;
			break;
		case 'n':
			now = optarg;
			break;
		case 'w':
			q->options.wait = true;
			break;
		case 'l':
			q->options.late = true;
			break;
		case 'r':
			q->rollback = true;
			break;
		default:
			return usage_error(&cmd_publish, "unknown option");
		}
	}
	q->options.now = clock_now(&q->options.clock);
	if (now && !set_now(&q->options, now))
		return usage_error(
		    &cmd_publish,
		    "--now takes an instant such as 2026-03-25T16:45:00+08:00, not '%s'", now);
	if (!q->options.site)
		return usage_error(&cmd_publish, "expected --site DIR");
	if (optind + 1 != argc)
		return usage_error(&cmd_publish, "expected one project folder");
	q->project = argv[optind];
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	struct request q = {.options = {.clock = clock_real(), .shipped = shipped_folder()}};
	int status;

	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		printf("usage: irbrief %s\n\n%s", cmd_publish.usage, cmd_publish.help);
		return EXIT_DONE;
	}
	status = read_options(argc, argv, &q);
	if (status != EXIT_DONE)
		return status;
	return (int)(q.rollback ? go_back(&q) : go_forward(&q));
}

const struct command cmd_publish = {
    .name = "publish",
    .run = run,
    .usage = "publish PROJECT --site DIR [--now INSTANT] [--wait] [--late] [--rollback]",
    .summary = "Check and build a project's briefs and switch its web site to them",
    .help = "  --site DIR     the site; a web server serves DIR/current\n"
	    "  --now INSTANT  take this as the time, such as 2026-03-25T16:45:00+08:00; a new site "
	    "made\n"
	    "                 with an instant ahead of the clock is a rehearsal, and says so "
	    "everywhere\n"
	    "  --wait         stay until every embargo has passed, and switch at each instant\n"
	    "  --late         publish although the embargo passed more than the grace ago\n"
	    "  --rollback     serve the release before the current one again\n"
	    "\n"
	    "What is under embargo is staged in DIR/.irbrief, readable by its owner alone; nothing "
	    "of it\n"
	    "is below DIR/current before its instant.  The switch is one rename: readers see the "
	    "old site\n"
	    "or the new one.  deliver.yaml of the project gives site.base_url and the rest.\n"
	    "\n"
	    "Exit status: 0 published or staged; 1 checks failed, nothing staged; 2 usage; 3 bad "
	    "input;\n"
	    "4 could not write; 5 refused: late, a draft, other bytes under a published version, "
	    "another\n"
	    "publisher at work, --now ahead of the clock on a real site.\n"
	    "\n"
	    "Example: irbrief publish data/kingsoft-cloud --site /srv/ir --wait\n",
};
