/* irbrief check: recompute everything that can be recomputed and say what does not agree, and what
 * changed. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_write.h"
#include "cmd.h"
#include "data/blackline.h"
#include "data/brief_json.h"
#include "facts/settings.h"
#include "deliver/venue.h"
#include "load/json.h"
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

struct options {
	const char *project;
	const char *against; /* a built brief, or NULL */
	const char *brief;   /* which brief is compared with it; NULL: that of the same id */
	bool json;
};

/* ---- blackline ---- */

/* A brief.json, the folder of an edition, or the folder of a brief: there the first language that
 * it has. */
static const char *older_path(struct report *r, const char *path)
{
	if (!path_is_dir(path))
		return path;
	for (size_t i = 0; i < LANG_COUNT; i++) {
		const char *in =
		    path_join(r->arena, path_join(r->arena, path, lang_tags[i]), "brief.json");

		if (path_exists(in))
			return in;
	}
	return path_join(r->arena, path, "brief.json");
}

/* The edition of this build that is compared: in the same language if it has it. */
static const struct edition *newer_edition(const struct report *r, const char *id,
					   const char *language)
{
	for (size_t i = 0; i < r->briefs.n; i++) {
		const struct brief_files *b = &r->briefs.v[i];

		if (!streq(b->brief->id, id))
			continue;
		for (size_t k = 0; k < b->editions.n; k++)
			if (streq(lang_tags[b->editions.v[k].lang], language))
				return &b->editions.v[k];
		return b->editions.n ? &b->editions.v[0] : NULL;
	}
	return NULL;
}

static bool find_changes(struct report *r, const struct options *o, const char *path,
			 struct changes *changes)
{
	const struct edition *newer;
	const struct value *head;
	const char *id, *language;
	struct buf json = {0};
	struct str older;
	bool ok;

	if (!file_read(r->arena, r->diag, path, &older))
		return false;
	head = value_at(json_read(r->arena, r->diag, path, older), "brief");
	id = o->brief ? o->brief : value_text(value_at(head, "id"));
	language = value_text(value_at(head, "language"));
	if (!id || !language)
		return diag_error(r->diag, (struct pos){.file = path}, "not a brief.json");
	newer = newer_edition(r, id, language);
	if (!newer)
		return diag_error(
		    r->diag, (struct pos){.file = path},
		    "the project has no such brief to compare it with (--brief names one): '%s'",
		    id);
	brief_json(newer->doc, &json);
	ok = blackline_find(r->arena, r->diag, older, (struct str){json.p, json.n}, changes);
	buf_free(&json);
	return ok;
}

/* ---- the command ---- */

static void print_results(const struct report *r, const struct options *o, const char *against,
			  const struct changes *changes, struct buf *out)
{
	if (!o->json) {
		checks_print_text(r->checks, out);
		if (against)
			blackline_print_text(changes, against, out);
		return;
	}
	json_open(out, '{');
	checks_put_json(r->checks, out);
	if (against) {
		json_key(out, "blackline");
		blackline_put_json(changes, against, out);
	}
	json_close(out, '}');
	buf_char(out, '\n');
}

static enum exit_status check(struct report *r, const struct options *o, struct buf *out)
{
	enum exit_status status =
	    report_check(r, &(struct report_options){.project = o->project,
						     .shipped = shipped_folder(),
						     .beside = true,
						     .documents = getenv("IRBRIEF_DOCUMENTS")});
	const char *against = o->against ? older_path(r, o->against) : NULL;
	struct changes changes;

	if (status == EXIT_INPUT || !check_delivery(r) ||
	    (against && !find_changes(r, o, against, &changes)))
		return EXIT_INPUT;
	print_results(r, o, against, &changes, out);
	return status;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {{"format", required_argument, NULL, 'f'},
						{"against", required_argument, NULL, 'a'},
						{"brief", required_argument, NULL, 'b'},
						{"help", no_argument, NULL, 'h'},
						{0}};
	struct options o = {0};
	enum exit_status status;
	struct buf out = {0};
	struct report r;

	for (int c; (c = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		switch (c) {
		case 'f':
			o.json = strcmp(optarg, "json") == 0;
			if (!o.json && strcmp(optarg, "text") != 0)
				return usage_error(&cmd_check, "--format is text or json, not '%s'",
						   optarg);
			break;
		case 'a':
			o.against = optarg;
			break;
		case 'b':
			o.brief = optarg;
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
	o.project = argv[optind];
	report_start(&r);
	status = check(&r, &o, &out);
	diag_print(r.diag, stderr);
	fwrite(buf_cstr(&out), 1, out.n, stdout);
	buf_free(&out);
	report_end(&r);
	return (int)status;
}

const struct command cmd_check = {
    .name = "check",
    .run = run,
    .usage = "check PROJECT [--format text|json] [--against OLD [--brief ID]]",
    .summary = "Recompute every figure that can be recomputed and say what differs",
    .help =
	"  --format text   worst first, then a summary (default)\n"
	"  --format json   every result, for programs\n"
	"  --against OLD   then what changed, figure by figure, since a built brief: its folder or "
	"brief.json\n"
	"  --brief ID      the brief to compare with OLD, if that is another one, as of the last "
	"quarter\n"
	"\n"
	"The texts of the source documents are looked for in PROJECT/documents and in the folder\n"
	"that $IRBRIEF_DOCUMENTS names; where one is there, each transcribed cell must stand in "
	"it.\n"
	"\n"
	"Exit status: 0 all agrees, 1 a check of severity error differs, 3 bad input.\n",
};
