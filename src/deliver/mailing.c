/* The run of a mailing: who is due, one after the other, and what each outcome means. */
#include "deliver/mailing.h"

/* Seconds before the next pass over those deferred, and before the next try of a broken connection.
 */
static const double pass_waits[] = {1, 4, 15}, down_waits[] = {0, 1, 4, 15};

/* So many recipients in a row, and the server is not one to hand more messages to. */
enum { IN_A_ROW = 2 };

struct run {
	struct mailing *m;
	struct arena *arena; /* of the run; each message has its own */
	const char *key;     /* of the recipient under way */
	bool attempted;      /* the ledger says so of this try */
	double next;         /* when the rate allows the next message */
	int ill;             /* outcomes in a row that bode ill for the next recipient */
};

static void set_fate(struct run *r, size_t i, enum fate fate)
{
	struct mailing *m = r->m;

	m->count[m->fate[i]]--;
	m->count[m->fate[i] = fate]++;
	m->progress(m->ctx, m);
}

static bool record(struct run *r, enum mail_state state, const char *reply)
{
	if (!mail_ledger_write(r->m->ledger, r->key, state, reply, (int64_t)r->m->now()))
		r->m->stopped = "the ledger cannot be written";
	return !r->m->stopped;
}

static bool before_data(void *ctx)
{
	struct run *r = ctx;

	r->attempted = record(r, MAIL_ATTEMPTED, "");
	return r->attempted;
}

static void stop(struct run *r, const char *why)
{
	if (!r->m->stopped)
		r->m->stopped = arena_str(r->arena, why);
}

static void keep_rate(struct run *r)
{
	double now = r->m->now();

	if (r->m->rate <= 0)
		return;
	if (r->next > now)
		r->m->wait(r->next - now);
	else
		r->next = now;
	r->next += 60.0 / r->m->rate;
}

/* One try.  False: the message could not be made. */
static bool try_once(struct run *r, const struct recipient *to, struct reply *reply)
{
	struct arena *a = arena_new();
	struct parcel parcel = {.to = to->address.mailbox, .before_data = before_data, .ctx = r};
	bool made = r->m->compose(r->m->ctx, a, to, &parcel);

	r->attempted = false;
	if (made) {
		keep_rate(r);
		r->m->transport.send(r->m->transport.self, &parcel, reply);
	}
	arena_free(a);
	return made;
}

/* Tries until there is another outcome than a broken connection. */
static enum outcome deliver(struct run *r, const struct recipient *to, struct reply *reply)
{
	for (size_t n = 0;; n++) {
		if (!try_once(r, to, reply)) {
			stop(r, "a message could not be made");
			return OUTCOME_STOPPED;
		}
		if (reply->outcome != OUTCOME_DOWN)
			return reply->outcome;
		/* Not accepted for certain: nobody is to wonder if the program ends during the
		 * wait. */
		if (r->attempted && !record(r, MAIL_DEFERRED, reply->text))
			return OUTCOME_STOPPED;
		if (n == COUNT(down_waits))
			return OUTCOME_DOWN;
		r->m->wait(down_waits[n]);
	}
}

/* What the outcome means for the recipient, in the ledger and for the run. */
static void conclude(struct run *r, size_t i, enum outcome outcome, const struct reply *reply)
{
	bool ill =
	    outcome == OUTCOME_DOWN || outcome == OUTCOME_UNKNOWN || outcome == OUTCOME_UNWELCOME;

	r->ill = ill ? r->ill + 1 : 0;
	switch (outcome) {
	case OUTCOME_ACCEPTED:
		record(r, MAIL_ACCEPTED, reply->text);
		set_fate(r, i, FATE_ACCEPTED);
		break;
	case OUTCOME_REJECTED:
	case OUTCOME_UNWELCOME:
		record(r, MAIL_REJECTED, reply->text);
		set_fate(r, i, FATE_REJECTED);
		break;
	case OUTCOME_UNKNOWN:
		record(r, MAIL_ATTEMPTED, reply->text);
		set_fate(r, i, FATE_UNKNOWN);
		break;
	case OUTCOME_DEFERRED:
	case OUTCOME_DOWN:
		record(r, MAIL_DEFERRED, reply->text);
		set_fate(r, i, FATE_DEFERRED);
		break;
	case OUTCOME_HOPELESS:
		stop(r, reply->text);
		break;
	case OUTCOME_STOPPED:
		break;
	}
	if (r->ill == IN_A_ROW)
		stop(r, reply->text);
}

/* One pass over all whose fate is this one. */
static void pass(struct run *r, enum fate fate)
{
	const struct recipients *list = r->m->recipients;
	size_t due = r->m->count[fate];
	struct reply reply;

	for (size_t i = 0; i < list->n && due && !r->m->stopped; i++) {
		if (r->m->fate[i] != fate)
			continue;
		due--;
		r->key = list->v[i].address.key;
		conclude(r, i, deliver(r, &list->v[i], &reply), &reply);
	}
}

/* What is known before anything is sent. */
static enum fate fate_before(const struct mailing *m, struct arena *a, const struct recipient *to)
{
	if (suppression_has(m->suppression, &to->address))
		return FATE_SUPPRESSED;
	switch (mail_ledger_find(m->ledger, a, to->address.key).state) {
	case MAIL_ACCEPTED:
		return FATE_ALREADY;
	case MAIL_ATTEMPTED:
		return m->resend_unknown ? FATE_LEFT : FATE_UNKNOWN;
	case MAIL_REJECTED:
		return m->retry_rejected ? FATE_LEFT : FATE_REJECTED;
	default:
		return FATE_LEFT;
	}
}

static void sort_out(struct mailing *m, struct arena *a)
{
	struct arena *scratch = arena_new();

	m->fate = NEWS(a, enum fate, m->recipients->n);
	for (size_t i = 0; i < m->recipients->n; i++, arena_empty(scratch)) {
		m->fate[i] = fate_before(m, scratch, &m->recipients->v[i]);
		m->count[m->fate[i]]++;
	}
	arena_free(scratch);
}

bool mailing_run(struct mailing *m, struct arena *a)
{
	struct run r = {.m = m, .arena = a};

	sort_out(m, a);
	m->began = m->now();
	m->progress(m->ctx, m);
	pass(&r, FATE_LEFT);
	for (size_t n = 0; n < COUNT(pass_waits) && m->count[FATE_DEFERRED] && !m->stopped; n++) {
		m->wait(pass_waits[n]);
		pass(&r, FATE_DEFERRED);
	}
	return m->count[FATE_ACCEPTED] + m->count[FATE_ALREADY] + m->count[FATE_SUPPRESSED] ==
	       m->recipients->n;
}
