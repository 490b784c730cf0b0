/* irbrief history: what was published, when, with which digests and check results. */
#include <getopt.h>

#include "base/file.h"
#include "base/period.h"
#include "cmd.h"
#include "deliver/ledger.h"
#include "deliver/release.h"
#include "load/json.h"

struct history {
	struct arena *arena;
	struct diag *diag;
	const char *site;
	struct ledger *ledger;
};

static void print_checks(struct history *h, const char *checks)
{
	const struct value *v = json_read(h->arena, h->diag, "the ledger", str_of(checks));

	for (size_t i = 0; v && v->kind == VALUE_MAP && i < v->n; i++)
		printf("%s%.*s %s", i ? ", " : "  checks: ", (int)v->keys[i].n, v->keys[i].p,
		       value_text(v->items[i]));
	if (v && v->n)
		putchar('\n');
}

static void print_version(struct history *h, const struct ledger_version *v)
{
	printf("%s v%d  %d  %s\n", v->brief, v->version, v->year, v->kind);
	printf("  staged %s\n", instant_text(h->arena, v->staged, 0));
	if (v->embargo)
		printf("  embargo %s\n", v->embargo);
	if (v->published)
		printf("  published %s\n", instant_text(h->arena, v->published, 0));
	printf("  digest %s\n", v->digest);
	print_checks(h, v->checks);
	for (size_t i = 0; i < v->files.n; i++)
		printf("  %s  %9ld  %s\n", v->files.v[i].sha256, v->files.v[i].bytes,
		       v->files.v[i].path);
}

static void print_switch(struct history *h, const struct ledger_switch *w, bool current)
{
	printf("release %d  %s at %s (clock %s)  digest %s%s\n", w->release,
	       w->action == ACTION_ROLLBACK ? "rolled back" : "switched",
	       instant_text(h->arena, w->at, 0), instant_text(h->arena, w->clock, 0), w->digest,
	       current ? "  current" : "");
}

/* A switch that was not written down as done is the current one if the link says so. */
static bool print_all(struct history *h)
{
	int current = release_current(h->arena, h->site);
	const char *rehearsal = ledger_remark(h->ledger, "rehearsal");
	struct ledger_switches switches;
	struct ledger_versions versions;

	if (!ledger_switches(h->ledger, &switches) || !ledger_read(h->ledger, &versions))
		return false;
	if (rehearsal && streq(rehearsal, "yes"))
		puts("rehearsal: nothing here was released");
	for (size_t i = 0; i < versions.n; i++)
		print_version(h, &versions.v[i]);
	for (size_t i = 0; i < switches.n; i++)
		if (switches.v[i].done || switches.v[i].release == current)
			print_switch(h, &switches.v[i],
				     switches.v[i].release == current && i + 1 == switches.n);
	return fflush(stdout) == 0;
}

static enum exit_status show(const char *site)
{
	struct history h = {.arena = arena_new(), .site = site};
	enum exit_status status = EXIT_INPUT;

	h.diag = diag_new(h.arena);
	if (!path_exists(path_join(h.arena, site, ".irbrief/ledger.sqlite")))
		diag_error(h.diag, (struct pos){.file = site}, "there is no site here");
	else if ((h.ledger = ledger_open_to_read(h.arena, h.diag, site)))
		status = print_all(&h) ? EXIT_DONE : EXIT_WRITE;
	ledger_close(h.ledger);
	diag_print(h.diag, stderr);
	arena_free(h.arena);
	return status;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
	    {"site", required_argument, NULL, 's'}, {"help", no_argument, NULL, 'h'}, {0}};
	const char *site = NULL;

	for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		switch (c) {
		case 's':
			site = optarg;
			break;
		case 'h':
			printf("usage: irbrief %s\n\n%s", cmd_history.usage, cmd_history.help);
			return EXIT_DONE;
		default:
			return usage_error(&cmd_history, "unknown option");
		}
	}
	if (!site || optind != argc)
		return usage_error(&cmd_history, "expected --site DIR");
	return (int)show(site);
}

const struct command cmd_history = {
    .name = "history",
    .run = run,
    .usage = "history --site DIR",
    .summary = "Print what a site published, when, with which digests and check results",
    .help =
	"  --site DIR   the site that publish writes\n"
	"\n"
	"First the versions of all briefs with their files, then every switch of the site, oldest\n"
	"first.  Nothing is changed.\n"
	"\n"
	"Exit status: 0 done, 3 no site there, 4 the ledger cannot be read.\n",
};
