/* Mailing a brief, from top to bottom. */
#include "deliver/mail.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "deliver/mail_preview.h"
#include "deliver/mail_progress.h"
#include "deliver/message.h"
#include "deliver/outbox.h"
#include "deliver/secret.h"
#include "deliver/smtp.h"

struct mail_job {
	const struct mail_options *options;
	struct report report;
	struct fonts *fonts;
	struct mail_ledger *ledger;
	const struct brief_files *files; /* of the brief */
	struct settings settings;
	struct recipients recipients;
	struct suppression suppression;
	struct passage passage;
	struct letter_options letter_options[LANG_COUNT];
	struct letter *letters[LANG_COUNT]; /* NULL: no such edition */
	struct mail_progress progress;
};

static bool fail(struct mail_job *j, const char *file, const char *why)
{
	return diag_error(j->report.diag, (struct pos){.file = file}, "%s", why);
}

/* ---- lock and build ---- */

/* A dry run needs neither lock nor ledger: it sends nothing. */
static enum exit_status take_ledger(struct mail_job *j)
{
	struct arena *a = j->report.arena;
	const char *file = j->options->ledger, *folder;

	if (j->options->dry_run)
		return EXIT_DONE;
	if (!file) {
		folder = secret_folder(a, j->report.diag, j->options->project);
		if (!folder)
			return EXIT_WRITE;
		file = path_join(a, folder, "mail.sqlite");
	}
	switch (mail_ledger_open(a, j->report.diag, file, &j->ledger)) {
	case MAIL_LOCKED:
		return EXIT_REFUSED;
	case MAIL_FAILED:
		return EXIT_WRITE;
	default:
		return EXIT_DONE;
	}
}

static void print_failed_checks(struct mail_job *j)
{
	struct buf text = {0};

	checks_print_text(j->report.checks, &text);
	fputs(buf_cstr(&text), stderr);
	buf_free(&text);
	fail(j, j->options->project, "checks failed, nobody was mailed");
}

static enum exit_status build(struct mail_job *j)
{
	const struct mail_options *o = j->options;
	struct report_options options = {.project = o->project,
					 .shipped = o->shipped,
					 .documents = o->documents,
					 .briefs = &o->brief,
					 .n_briefs = 1};
	enum exit_status status;

	j->fonts = fonts_open(j->report.diag);
	if (!j->fonts)
		return EXIT_WRITE;
	options.fonts = j->fonts;
	status = report_build(&j->report, &options);
	if (status == EXIT_CHECKS)
		print_failed_checks(j);
	if (status == EXIT_DONE)
		j->files = &j->report.briefs.v[0];
	return status;
}

/* ---- recipients ---- */

/* One warning for each language that recipients want and the brief lacks. */
static void warn_languages(struct mail_job *j)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		size_t n = 0;

		for (size_t i = 0; i < j->recipients.n; i++)
			n += j->recipients.v[i].lang == lang;
		for (size_t i = 0; i < j->files->editions.n; i++)
			if ((int)j->files->editions.v[i].lang == lang)
				n = 0;
		if (n)
			diag_warn(j->report.diag, (struct pos){.file = j->files->brief->file},
				  "recipients want a language that the brief lacks, and get its "
				  "first: '%s' (%zu)",
				  lang_tags[lang], n);
	}
}

static enum exit_status load_recipients(struct mail_job *j)
{
	struct arena *a = j->report.arena;
	struct diag *d = j->report.diag;
	const char *file = j->options->recipients;
	bool ok = settings_load(a, d, j->options->project, &j->settings);

	if (!file)
		file = path_join(a, j->options->project, "recipients.csv");
	ok &= recipients_load(a, d, file, &j->recipients);
	ok &= suppression_load(
	    a, d, suppression_file(a, j->options->project, j->settings.mail.suppression.text),
	    &j->suppression);
	if (!ok)
		return EXIT_INPUT;
	warn_languages(j);
	return EXIT_DONE;
}

static enum lang lang_for(const struct mail_job *j, const struct recipient *to)
{
	return to->lang >= 0 && j->letters[to->lang] ? (enum lang)to->lang
						     : j->files->editions.v[0].lang;
}

/* ---- letters ---- */

static bool read_mailbox(struct mail_job *j, const struct setting *s, struct mailbox *m)
{
	const char *why;

	return mailbox_parse(j->report.arena, str_of(s->text), m, &why) ||
	       diag_error(j->report.diag, s->at, "%s: '%s'", why, s->text);
}

/* The options that all editions share. */
static bool letter_defaults(struct mail_job *j, struct letter_options *o)
{
	const struct mail_settings *s = &j->settings.mail;
	const struct brief *brief = j->files->brief;

	*o = (struct letter_options){.folder = j->options->project,
				     .shipped = j->options->shipped,
				     .fonts = j->fonts,
				     .unsubscribe_url = s->unsubscribe_url.text,
				     .date = j->options->gate.now,
				     .offset_minutes =
					 brief->embargo ? instant_offset(brief->embargo) : 0};
	if (!setting_needed(j->report.diag, &j->settings, &s->from, "mail.from") ||
	    !read_mailbox(j, &s->from, &o->from) ||
	    (s->reply_to.text && !read_mailbox(j, &s->reply_to, &o->reply_to)))
		return false;
	return !o->unsubscribe_url ||
	       secret_unsubscribe_key(j->report.arena, j->report.diag, j->options->project, true,
				      &o->unsubscribe_key);
}

static struct str pdf_of(const struct mail_job *j, enum lang lang)
{
	const char *path = arena_printf(j->report.arena, "%s/brief.pdf", lang_tags[lang]);

	for (size_t i = 0; i < j->files->files.n; i++)
		if (streq(j->files->files.v[i].path, path))
			return j->files->files.v[i].bytes;
	return (struct str){0};
}

/* The reason of this version, if it is a correction. */
static const char *correction_of(const struct mail_job *j, enum lang lang)
{
	const struct facts *f = &j->report.facts;

	for (size_t i = 0; i < f->corrections.n; i++)
		if (streq(f->corrections.v[i].brief, j->files->brief->id) &&
		    f->corrections.v[i].version == j->files->brief->version)
			return names_in(&f->corrections.v[i].reason, lang);
	return NULL;
}

/* A message to nobody, of each kind: what is wrong in a template shows before anybody is mailed. */
static bool try_letter(struct mail_job *j, const struct letter *l)
{
	struct recipient nobody = {.address = {"nobody@example.com", "nobody@example.com"},
				   .name = ""};
	struct arena *scratch = arena_new();
	struct mail m;
	bool ok = letter_message(l, scratch, j->report.diag, &nobody, &m);

	nobody.link = true;
	ok = ok && letter_message(l, scratch, j->report.diag, &nobody, &m);
	arena_free(scratch);
	return ok;
}

static bool make_letter(struct mail_job *j, const struct edition *e,
			const struct letter_options *defaults)
{
	struct arena *a = j->report.arena;
	struct letter_options *o = &j->letter_options[e->lang];

	*o = *defaults;
	o->texts =
	    texts_load(a, j->report.diag, j->report.facts.folder, j->options->shipped, e->lang);
	o->pdf = pdf_of(j, e->lang);
	o->correction = correction_of(j, e->lang);
	if (j->passage.url)
		o->page_url = arena_printf(a, "%s%s/", j->passage.url, lang_tags[e->lang]);
	if (o->texts)
		j->letters[e->lang] = letter_new(a, j->report.diag, e->doc, o);
	return j->letters[e->lang] && try_letter(j, j->letters[e->lang]);
}

static enum exit_status make_letters(struct mail_job *j)
{
	struct letter_options defaults;
	bool ok = letter_defaults(j, &defaults);

	for (size_t i = 0; ok && i < j->files->editions.n; i++)
		ok = make_letter(j, &j->files->editions.v[i], &defaults);
	return ok ? EXIT_DONE : EXIT_INPUT;
}

/* A link needs a place to lead to. */
static bool links_lead_somewhere(struct mail_job *j)
{
	size_t n = 0;

	for (size_t i = 0; i < j->recipients.n; i++)
		n += !letter_attaches(j->letters[lang_for(j, &j->recipients.v[i])],
				      &j->recipients.v[i]);
	if (!n || j->passage.url)
		return true;
	return diag_error(
	    j->report.diag, (struct pos){.file = j->files->brief->file},
	    "recipients get a link to the PDF, by choice or because it is larger than %d MB, and "
	    "no --site says where it leads (%zu)",
	    PDF_MAX_BYTES / 1000 / 1000, n);
}

/* The envelope's sender, for all. */
static const char *sender(const struct mail_job *j)
{
	return j->letter_options[j->files->editions.v[0].lang].from.address.mailbox;
}

/* ---- writing instead of sending ---- */

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

static bool preview_one(struct mail_job *j, struct mail_preview *p, struct outbox *o,
			const struct recipient *to)
{
	enum lang lang = lang_for(j, to);
	struct arena *a = arena_new();
	struct str bytes;
	struct mail m;
	bool ok = letter_message(j->letters[lang], a, j->report.diag, to, &m);
	struct parcel parcel = {to->address.mailbox, m.headers, &m.body, always, NULL};

	ok = ok && outbox_take(o, &parcel, &bytes) &&
	     mail_preview_add(p, a, j->letters[lang], lang, to, &m, bytes);
	arena_free(a);
	return ok;
}

/* The gates were asked: what they said is shown, but a look at the messages is always allowed. */
static void reasons_to_warnings(struct diag *d, struct mail_preview *p)
{
	for (size_t i = 0; i < d->messages.n; i++) {
		if (d->messages.v[i].level != LEVEL_ERROR)
			continue;
		d->messages.v[i].level = LEVEL_WARNING;
		d->errors--;
		d->warnings++;
		mail_preview_reason(p, d->messages.v[i].text);
	}
}

static enum exit_status dry_run(struct mail_job *j)
{
	struct mail_preview *p =
	    mail_preview_new(j->report.arena, j->report.diag, j->options->dry_run,
			     j->files->editions.v[0].doc->title);
	struct outbox *o = NULL;
	bool ok;

	if (p) {
		reasons_to_warnings(j->report.diag, p);
		o = outbox_open(j->report.arena, j->report.diag, sender(j));
	}
	ok = o != NULL;
	for (size_t i = 0; ok && i < j->recipients.n; i++)
		if (!suppression_has(&j->suppression, &j->recipients.v[i].address))
			ok = preview_one(j, p, o, &j->recipients.v[i]);
	outbox_close(o);
	if (!ok || !mail_preview_end(p, j->options->project, j->options->shipped))
		return EXIT_WRITE;
	printf("nobody was mailed; open %s/index.html\n", j->options->dry_run);
	return EXIT_DONE;
}

/* ---- sending ---- */

static bool compose(void *ctx, struct arena *a, const struct recipient *to, struct parcel *p)
{
	struct mail_job *j = ctx;
	struct mail *m = NEW(a, struct mail);

	if (!letter_message(j->letters[lang_for(j, to)], a, j->report.diag, to, m))
		return false;
	p->headers = m->headers;
	p->body = &m->body;
	return true;
}

static double clock_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void wait_seconds(double seconds)
{
	struct timespec t = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};

	while (nanosleep(&t, &t))
		;
}

static void on_progress(void *ctx, const struct mailing *m)
{
	struct mail_job *j = ctx;

	mail_progress(&j->progress, m);
}

static bool add_to_digest(void *ctx, const char *gid, const char *text)
{
	struct buf *b = ctx;

	buf_printf(b, "%s\t%s\n", gid, text);
	return true;
}

/* Of all figures of all editions, in order. */
static const char *content_digest(struct mail_job *j)
{
	char hash[HASH_TEXT];
	struct buf b = {0};

	for (size_t i = 0; i < j->files->editions.n; i++) {
		buf_printf(&b, "%s\n", lang_tags[j->files->editions.v[i].lang]);
		doc_walk(j->files->editions.v[i].doc, add_to_digest, &b);
	}
	hash_text(buf_cstr(&b), b.n, hash);
	buf_free(&b);
	return arena_str(j->report.arena, hash);
}

/* What went before allows this run. */
static enum exit_status may_begin(struct mail_job *j, const char *digest)
{
	const char *before = mail_ledger_content(j->ledger, j->report.arena);

	if (before && !streq(before, digest)) {
		diag_error(j->report.diag, (struct pos){.file = j->files->brief->file},
			   "version %d was mailed with other figures; a correction is a new "
			   "version, by a row in "
			   "corrections.csv",
			   j->files->brief->version);
		return EXIT_REFUSED;
	}
	if (!j->options->resume && mail_ledger_interrupted(j->ledger)) {
		fail(j, j->files->brief->file,
		     "an earlier run did not reach its end; go on with --resume");
		return EXIT_REFUSED;
	}
	return EXIT_DONE;
}

/* The server's address, from the command line before the settings; NULL if it may not be used. */
static const char *server_url(struct mail_job *j, enum exit_status *status)
{
	const char *url = j->options->server;

	*status = EXIT_INPUT;
	if (!url &&
	    !setting_needed(j->report.diag, &j->settings, &j->settings.mail.server, "mail.server"))
		return NULL;
	url = url ? url : j->settings.mail.server.text;
	if (j->options->gate.ahead && !smtp_is_local(url)) {
		fail(j, j->files->brief->file,
		     "--now is ahead of the clock: a rehearsal is mailed to a server of this "
		     "machine only");
		*status = EXIT_REFUSED;
		return NULL;
	}
	return url;
}

static struct smtp *connect_server(struct mail_job *j, enum exit_status *status)
{
	const char *url = server_url(j, status), *ca = getenv("SSL_CERT_FILE");
	struct credentials credentials;

	if (!url ||
	    !secret_credentials(j->report.arena, j->report.diag, j->options->project, &credentials))
		return NULL;
	return smtp_open(j->report.arena, j->report.diag,
			 &(struct smtp_options){.url = url,
						.no_tls = j->options->no_tls,
						.user = credentials.user,
						.password = credentials.password,
						.ca_file = ca && *ca ? ca : NULL,
						.from = sender(j)});
}

static enum exit_status run_mailing(struct mail_job *j, struct smtp *smtp, const char *digest)
{
	struct mailing m = {.ledger = j->ledger,
			    .transport = smtp_transport(smtp),
			    .recipients = &j->recipients,
			    .suppression = &j->suppression,
			    .rate = j->settings.mail.rate,
			    .retry_rejected = j->options->resume,
			    .resend_unknown = j->options->resend_unknown,
			    .compose = compose,
			    .ctx = j,
			    .now = clock_seconds,
			    .wait = wait_seconds,
			    .progress = on_progress};
	int before = j->report.diag->errors;

	if (!mail_ledger_begin(j->ledger, digest, (int64_t)clock_seconds()))
		return EXIT_WRITE;
	mailing_run(&m, j->report.arena);
	mail_report_missed(&m, j->report.diag);
	if (!m.stopped)
		mail_ledger_end(j->ledger, (int64_t)clock_seconds());
	printf("%s, version %d: ", j->files->brief->id, j->files->brief->version);
	mail_print_counts(&m, stdout);
	return j->report.diag->errors > before ? EXIT_WRITE : EXIT_DONE;
}

static enum exit_status send_all(struct mail_job *j)
{
	const char *digest = content_digest(j);
	enum exit_status status;
	struct smtp *smtp;

	status = may_begin(j, digest);
	if (status != EXIT_DONE)
		return status;
	smtp = connect_server(j, &status);
	if (!smtp)
		return status;
	status = run_mailing(j, smtp, digest);
	smtp_close(smtp);
	return status;
}

/* ---- the flow ---- */

/* A run that goes on after a crash began in time. */
static bool goes_on(struct mail_job *j)
{
	return j->options->resume && j->ledger && mail_ledger_content(j->ledger, j->report.arena);
}

static enum exit_status pass_gates(struct mail_job *j)
{
	struct mail_gate gate = j->options->gate;

	gate.late |= goes_on(j);
	j->passage = mail_gate(j->report.arena, j->report.diag, &gate, &j->settings, j->files);
	return j->options->dry_run && j->passage.status == EXIT_REFUSED ? EXIT_DONE
									: j->passage.status;
}

static enum exit_status flow(struct mail_job *j)
{
	enum exit_status status = take_ledger(j);

	if (status == EXIT_DONE)
		status = build(j);
	if (status == EXIT_DONE)
		status = load_recipients(j);
	if (status == EXIT_DONE && j->ledger &&
	    !mail_ledger_select(j->ledger, j->files->brief->id, j->files->brief->version))
		status = EXIT_WRITE;
	if (status == EXIT_DONE)
		status = pass_gates(j);
	if (status == EXIT_DONE)
		status = make_letters(j);
	if (status == EXIT_DONE && !links_lead_somewhere(j) && !j->options->dry_run)
		status = EXIT_REFUSED;
	if (status == EXIT_DONE)
		status = j->options->dry_run ? dry_run(j) : send_all(j);
	return status;
}

enum exit_status mail_brief(const struct mail_options *o)
{
	struct mail_job j = {.options = o,
			     .progress = {.out = stderr, .terminal = isatty(STDERR_FILENO)}};
	enum exit_status status = EXIT_INPUT;

	report_start(&j.report);
	if (path_is_dir(o->project))
		status = flow(&j);
	else
		fail(&j, o->project, "not a project folder");
	diag_print(j.report.diag, stderr);
	mail_ledger_close(j.ledger);
	if (j.fonts)
		fonts_close(j.fonts);
	report_end(&j.report);
	return status;
}
