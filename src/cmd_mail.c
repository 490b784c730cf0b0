/* irbrief mail: one message to each recipient of a brief, nobody twice and nobody skipped. */
#include "cmd.h"

#include <getopt.h>
#include <stdlib.h>
#include <time.h>

#include "base/period.h"
#include "deliver/mail.h"

enum {
	OPT_BRIEF = 256,
	OPT_SITE,
	OPT_NOW,
	OPT_LATE,
	OPT_RESUME,
	OPT_UNKNOWN,
	OPT_DRY_RUN,
	OPT_SERVER,
	OPT_NO_TLS,
	OPT_RECIPIENTS,
	OPT_LEDGER
};

struct parsed {
	struct mail_options mail;
	const char *out; /* of a dry run */
	bool dry_run, help;
};

static int read_option(struct parsed *p, int option, const char *argument)
{
	struct mail_options *m = &p->mail;

	switch (option) {
	case OPT_BRIEF:
		m->brief = argument;
		break;
	case OPT_SITE:
		m->gate.site = argument;
		break;
	case OPT_NOW:
		if (!instant_parse(argument, &m->gate.now))
			return usage_error(&cmd_mail,
					   "not an instant such as 2026-03-25T16:45:00+08:00: '%s'",
					   argument);
		break;
	case OPT_LATE:
		m->gate.late = true;
		break;
	case OPT_RESUME:
		m->resume = true;
		break;
	case OPT_UNKNOWN:
		m->resend_unknown = true;
		break;
	case OPT_DRY_RUN:
		p->dry_run = true;
		break;
	case OPT_SERVER:
		m->server = argument;
		break;
	case OPT_NO_TLS:
		m->no_tls = true;
		break;
	case OPT_RECIPIENTS:
		m->recipients = argument;
		break;
	case OPT_LEDGER:
		m->ledger = argument;
		break;
	case 'o':
		p->out = argument;
		break;
	case 'h':
		p->help = true;
		break;
	default:
		return usage_error(&cmd_mail, "unknown option");
	}
	return EXIT_DONE;
}

static int read_options(struct parsed *p, int argc, char **argv)
{
	static const struct option options[] = {
	    {"brief", required_argument, NULL, OPT_BRIEF},
	    {"site", required_argument, NULL, OPT_SITE},
	    {"now", required_argument, NULL, OPT_NOW},
	    {"late", no_argument, NULL, OPT_LATE},
	    {"resume", no_argument, NULL, OPT_RESUME},
	    {"resend-unknown", no_argument, NULL, OPT_UNKNOWN},
	    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
	    {"server", required_argument, NULL, OPT_SERVER},
	    {"no-tls", no_argument, NULL, OPT_NO_TLS},
	    {"recipients", required_argument, NULL, OPT_RECIPIENTS},
	    {"ledger", required_argument, NULL, OPT_LEDGER},
	    {"help", no_argument, NULL, 'h'},
	    {0}};

	for (int c; (c = getopt_long(argc, argv, "o:h", options, NULL)) != -1;) {
		int status = read_option(p, c, optarg);

		if (status != EXIT_DONE)
			return status;
	}
	return EXIT_DONE;
}

static int run(int argc, char **argv)
{
	struct parsed p = {.mail = {.shipped = shipped_folder(),
				    .documents = getenv("IRBRIEF_DOCUMENTS"),
				    .gate = {.now = time(NULL)}}};
	int status = read_options(&p, argc, argv);

	if (status != EXIT_DONE)
		return status;
	if (p.help) {
		printf("usage: irbrief %s\n\n%s", cmd_mail.usage, cmd_mail.help);
		return EXIT_DONE;
	}
	if (optind != argc - 1)
		return usage_error(&cmd_mail, "expected one project folder");
	if (!p.mail.brief)
		return usage_error(&cmd_mail, "expected --brief ID");
	if (p.dry_run != (p.out != NULL))
		return usage_error(&cmd_mail, "--dry-run and -o DIR go together");
	p.mail.gate.ahead = p.mail.gate.now > time(NULL);
	p.mail.project = argv[optind];
	p.mail.dry_run = p.out;
	return (int)mail_brief(&p.mail);
}

const struct command cmd_mail = {
    .name = "mail",
    .run = run,
    .usage = "mail PROJECT --brief ID [--site DIR] [--now INSTANT] [--late] [--resume]\n"
	     "               [--resend-unknown] [--dry-run -o DIR] [--server URL] [--no-tls]\n"
	     "               [--recipients FILE] [--ledger FILE]",
    .summary = "Send a brief to its recipients, each once",
    .help =
	"  --brief ID         the brief\n"
	"  --site DIR         the site on which this version is published; messages link to it\n"
	"  --now INSTANT      the time by which the embargo is judged (default: the clock)\n"
	"  --late             mail although the embargo ended long ago\n"
	"  --resume           go on after a run that did not reach its end, and try those again\n"
	"                     whose message was not accepted\n"
	"  --resend-unknown   send again to those of whom nobody knows whether their message was\n"
	"                     accepted; they may get it twice\n"
	"  --dry-run -o DIR   write the messages and a preview page to DIR instead of sending\n"
	"  --server URL       smtp://HOST:PORT or smtps://HOST (default: mail.server)\n"
	"  --no-tls           do not ask for TLS; credentials then go to this machine only\n"
	"  --recipients FILE  default: PROJECT/recipients.csv\n"
	"  --ledger FILE      what became of each message (default: PROJECT/.irbrief/mail.sqlite)\n"
	"\n"
	"The server's user and password come from IRBRIEF_SMTP_USER and IRBRIEF_SMTP_PASSWORD, or\n"
	"from the two lines of PROJECT/.irbrief/smtp (mode 0600).  SSL_CERT_FILE names other\n"
	"authorities than the system's.\n"
	"\n"
	"Exit status: 0 everyone has it; 1 checks failed; 2 usage; 3 bad input; 4 someone was\n"
	"missed, or it is not known (all are listed); 5 refused: embargo, late, not published,\n"
	"another sender, an earlier run that needs --resume.\n"
	"\n"
	"Example: irbrief mail data/kingsoft-cloud --brief annual-results-2025 --dry-run -o "
	"preview\n",
};
