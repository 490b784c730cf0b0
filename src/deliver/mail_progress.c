/* What a sender sees of a mailing. */
#include "deliver/mail_progress.h"

static size_t done(const struct mailing *m)
{
	return m->recipients->n - m->count[FATE_LEFT] - m->count[FATE_DEFERRED];
}

/* Minutes and seconds that the rest will take at the pace so far; "" as long as there is none. */
static const char *rest(const struct mailing *m, char text[32])
{
	size_t sent = m->count[FATE_ACCEPTED] + m->count[FATE_REJECTED] + m->count[FATE_UNKNOWN];
	size_t left = m->count[FATE_LEFT] + m->count[FATE_DEFERRED];
	double each = sent ? (m->now() - m->began) / (double)sent : 0;
	long seconds = (long)(each * (double)left);

	text[0] = '\0';
	if (sent && left)
		snprintf(text, 32, ", %ld:%02ld left", seconds / 60, seconds % 60);
	return text;
}

static void print_bar(const struct mail_progress *p, const struct mailing *m)
{
	enum { WIDTH = 30 };
	size_t all = m->recipients->n, full = all ? done(m) * WIDTH / all : WIDTH;
	char bar[WIDTH + 1], left[32];

	memset(bar, '.', WIDTH);
	memset(bar, '#', full);
	bar[WIDTH] = '\0';
	fprintf(p->out, "\r[%s] %zu of %zu%s\033[K", bar, done(m), all, rest(m, left));
	if (done(m) == all)
		fputc('\n', p->out);
	fflush(p->out);
}

void mail_progress(struct mail_progress *p, const struct mailing *m)
{
	size_t all = m->recipients->n;
	int tenths = all ? (int)(done(m) * 10 / all) : 10;
	char left[32];

	if (p->terminal) {
		print_bar(p, m);
	} else if (tenths > p->tenths) {
		p->tenths = tenths;
		fprintf(p->out, "%zu of %zu%s\n", done(m), all, rest(m, left));
		fflush(p->out);
	}
}

void mail_print_counts(const struct mailing *m, FILE *out)
{
	static const char *const names[FATE_COUNT] = {
	    [FATE_ACCEPTED] = "accepted",     [FATE_ALREADY] = "accepted before",
	    [FATE_SUPPRESSED] = "suppressed", [FATE_DEFERRED] = "deferred",
	    [FATE_REJECTED] = "rejected",     [FATE_UNKNOWN] = "unknown",
	    [FATE_LEFT] = "not attempted",
	};
	static const enum fate order[] = {FATE_ACCEPTED, FATE_ALREADY,  FATE_SUPPRESSED,
					  FATE_DEFERRED, FATE_REJECTED, FATE_UNKNOWN,
					  FATE_LEFT};

	fprintf(out, "%zu recipients: ", m->recipients->n);
	for (size_t i = 0, n = 0; i < COUNT(order); i++)
		if (m->count[order[i]] || order[i] == FATE_ACCEPTED)
			fprintf(out, "%s%zu %s", n++ ? ", " : "", m->count[order[i]],
				names[order[i]]);
	fputc('\n', out);
}

struct missed {
	const struct mailing *m;
	struct diag *diag;
};

static struct pos place_of(const struct mailing *m, const char *key)
{
	for (size_t i = 0; i < m->recipients->n; i++)
		if (streq(m->recipients->v[i].address.key, key))
			return m->recipients->v[i].at;
	return (struct pos){0};
}

static void report_unknown(void *ctx, const char *key, const char *reply)
{
	struct missed *s = ctx;

	diag_error(
	    s->diag, place_of(s->m, key),
	    "handed over, but no reply came, so nobody knows whether it was accepted%s%s: '%s'; "
	    "--resend-unknown sends it again",
	    *reply ? ": " : "", reply, key);
}

static void report_one(struct missed *s, struct arena *a, const struct recipient *to,
		       enum fate fate)
{
	static const char *const what[FATE_COUNT] = {
	    [FATE_DEFERRED] = "deferred, try again with --resume",
	    [FATE_REJECTED] = "rejected",
	    [FATE_LEFT] = "not attempted, go on with --resume",
	};
	const char *reply;

	if (!what[fate])
		return;
	reply = mail_ledger_find(s->m->ledger, a, to->address.key).reply;
	diag_error(s->diag, to->at, "%s: '%s'%s%s", what[fate], to->address.mailbox,
		   *reply ? ": " : "", reply);
}

void mail_report_missed(const struct mailing *m, struct diag *d)
{
	struct arena *scratch = arena_new();
	struct missed s = {m, d};

	for (size_t i = 0; i < m->recipients->n; i++, arena_empty(scratch))
		report_one(&s, scratch, &m->recipients->v[i], m->fate[i]);
	arena_free(scratch);
	mail_ledger_each(m->ledger, MAIL_ATTEMPTED, report_unknown, &s);
	if (m->stopped)
		diag_error(d, (struct pos){0}, "the run stopped: %s", m->stopped);
}
