/*
 * The order that makes a mailing safe, with a server made of functions: what the ledger says at
 * each moment, what each outcome leads to, and that nothing goes twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "deliver/mailing.h"
#include "folder.h"

enum { RECIPIENTS = 5 };

struct fixture {
	struct arena *a;
	struct diag *d;
	char *folder;
	const char *file;
	struct mail_ledger *ledger;
	struct recipients recipients;
	struct suppression suppression;
	struct mailing m;
	/* The script: outcomes of each recipient in turn; after its end all is accepted. */
	enum outcome script[RECIPIENTS][8];
	size_t tries[RECIPIENTS], handed_over[RECIPIENTS];
	size_t calls;
};

static double clock_now;

static double now(void)
{
	return clock_now;
}

static void wait_for(double seconds)
{
	clock_now += seconds;
}

static void no_progress(void *ctx, const struct mailing *m)
{
	(void)ctx, (void)m;
}

static size_t index_of(const struct fixture *f, const char *mailbox)
{
	for (size_t i = 0; i < f->recipients.n; i++)
		if (streq(f->recipients.v[i].address.mailbox, mailbox))
			return i;
	abort();
}

static enum mail_state state_of(struct fixture *f, size_t i)
{
	return mail_ledger_find(f->ledger, f->a, f->recipients.v[i].address.key).state;
}

/* OUTCOME_DOWN breaks after the recipient was taken; what is handed over counts as in a mailbox. */
static void fake_send(void *self, const struct parcel *p, struct reply *r)
{
	struct fixture *f = self;
	size_t i = index_of(f, p->to);
	enum outcome outcome = f->script[i][f->tries[i]++];

	*r = (struct reply){.outcome = outcome, .code = 250};
	snprintf(r->text, sizeof r->text, "reply %zu", ++f->calls);
	assert_true(f->m.resend_unknown || state_of(f, i) != MAIL_ATTEMPTED);
	if (outcome == OUTCOME_HOPELESS || outcome == OUTCOME_DEFERRED ||
	    outcome == OUTCOME_REJECTED)
		return;
	if (!p->before_data(p->ctx)) {
		r->outcome = OUTCOME_STOPPED;
		return;
	}
	assert_int_equal(state_of(f, i), MAIL_ATTEMPTED);
	f->handed_over[i] += outcome == OUTCOME_ACCEPTED || outcome == OUTCOME_UNKNOWN;
}

static bool compose(void *ctx, struct arena *a, const struct recipient *to, struct parcel *p)
{
	static const struct part nothing = {.type = "text/plain", .encoding = "base64"},
				 body = {.type = "multipart/mixed", .parts = &nothing, .n = 1};

	(void)ctx, (void)a, (void)to;
	p->body = &body;
	return true;
}

static void open_ledger(struct fixture *f)
{
	assert_int_equal(mail_ledger_open(f->a, f->d, f->file, &f->ledger), MAIL_OPEN);
	assert_true(mail_ledger_select(f->ledger, "annual", 1));
	f->m.ledger = f->ledger;
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	f->a = arena_new();
	f->d = diag_new(f->a);
	f->folder = folder_make(f->a);
	f->file = path_join(f->a, f->folder, "mail.sqlite");
	for (int i = 0; i < RECIPIENTS; i++) {
		const char *address = arena_printf(f->a, "r%d@example.com", i);

		*PUSH(f->a, &f->recipients) =
		    (struct recipient){.address = {address, address}, .name = ""};
	}
	f->m = (struct mailing){.transport = {fake_send, f},
				.recipients = &f->recipients,
				.suppression = &f->suppression,
				.compose = compose,
				.now = now,
				.wait = wait_for,
				.progress = no_progress};
	open_ledger(f);
	clock_now = 1000;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	mail_ledger_close(f->ledger);
	folder_remove(f->folder);
	arena_free(f->a);
	free(f);
	return 0;
}

static bool run(struct fixture *f)
{
	memset(f->m.count, 0, sizeof f->m.count);
	memset(f->tries, 0, sizeof f->tries);
	f->m.stopped = NULL;
	assert_true(mail_ledger_begin(f->ledger, "digest", 1));
	return mailing_run(&f->m, f->a);
}

static void check_handed_over(const struct fixture *f, const size_t want[RECIPIENTS])
{
	for (size_t i = 0; i < RECIPIENTS; i++)
		assert_int_equal(f->handed_over[i], want[i]);
}

static void all_accepted_and_never_again(void **state)
{
	struct fixture *f = *state;

	assert_true(run(f));
	assert_int_equal(f->m.count[FATE_ACCEPTED], RECIPIENTS);
	assert_true(run(f));
	assert_int_equal(f->m.count[FATE_ALREADY], RECIPIENTS);
	f->m.retry_rejected = f->m.resend_unknown = true;
	assert_true(run(f));
	check_handed_over(f, (size_t[]){1, 1, 1, 1, 1});
}

static void deferred_comes_round_again(void **state)
{
	struct fixture *f = *state;

	f->script[1][0] = f->script[1][1] = OUTCOME_DEFERRED;
	assert_true(run(f));
	assert_int_equal(f->tries[1], 3);
	assert_true(clock_now >= 1005);
	check_handed_over(f, (size_t[]){1, 1, 1, 1, 1});
}

static void deferred_for_good_is_missed(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 8; i++)
		f->script[2][i] = OUTCOME_DEFERRED;
	assert_false(run(f));
	assert_int_equal(f->tries[2], 4);
	assert_int_equal(f->m.fate[2], FATE_DEFERRED);
	assert_int_equal(state_of(f, 2), MAIL_DEFERRED);
	check_handed_over(f, (size_t[]){1, 1, 0, 1, 1});
}

static void rejected_is_tried_again_only_when_asked(void **state)
{
	struct fixture *f = *state;

	f->script[0][0] = OUTCOME_REJECTED;
	assert_false(run(f));
	memset(f->script, 0, sizeof f->script);
	assert_false(run(f));
	assert_int_equal(f->tries[0], 0);
	f->m.retry_rejected = true;
	assert_true(run(f));
	check_handed_over(f, (size_t[]){1, 1, 1, 1, 1});
}

static void unknown_is_sent_again_only_when_asked(void **state)
{
	struct fixture *f = *state;

	f->script[3][0] = OUTCOME_UNKNOWN;
	assert_false(run(f));
	assert_int_equal(f->m.fate[3], FATE_UNKNOWN);
	assert_int_equal(state_of(f, 3), MAIL_ATTEMPTED);
	memset(f->script, 0, sizeof f->script);
	f->m.retry_rejected = true;
	assert_false(run(f));
	check_handed_over(f, (size_t[]){1, 1, 1, 1, 1});
	f->m.resend_unknown = true;
	assert_true(run(f));
	check_handed_over(f, (size_t[]){1, 1, 1, 2, 1});
}

static void a_broken_connection_is_not_unknown(void **state)
{
	struct fixture *f = *state;

	f->script[1][0] = f->script[1][1] = OUTCOME_DOWN;
	assert_true(run(f));
	assert_int_equal(f->tries[1], 3);
	assert_true(clock_now >= 1001);
	check_handed_over(f, (size_t[]){1, 1, 1, 1, 1});
}

static void nothing_gets_through_stops_the_run(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < RECIPIENTS; i++)
		for (size_t k = 0; k < 8; k++)
			f->script[i][k] = OUTCOME_DOWN;
	assert_false(run(f));
	assert_non_null(f->m.stopped);
	assert_int_equal(f->m.count[FATE_DEFERRED], 2);
	assert_int_equal(f->m.count[FATE_LEFT], 3);
	assert_int_equal(state_of(f, 0), MAIL_DEFERRED);
	assert_int_equal(state_of(f, 4), MAIL_NEW);
}

static void hopeless_stops_at_once(void **state)
{
	struct fixture *f = *state;

	f->script[0][0] = OUTCOME_HOPELESS;
	assert_false(run(f));
	assert_string_equal(f->m.stopped, "reply 1");
	assert_int_equal(f->calls, 1);
	assert_int_equal(state_of(f, 0), MAIL_NEW);
}

static void two_unknown_in_a_row_stop_the_run(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < RECIPIENTS; i++)
		f->script[i][0] = OUTCOME_UNKNOWN;
	assert_false(run(f));
	assert_int_equal(f->m.count[FATE_UNKNOWN], 2);
	assert_int_equal(f->m.count[FATE_LEFT], 3);
}

/* The server does not want the sender, so that the others are not recorded as refused, too. */
static void two_unwelcome_in_a_row_stop_the_run(void **state)
{
	struct fixture *f = *state;

	f->script[0][0] = f->script[2][0] = f->script[3][0] = OUTCOME_UNWELCOME;
	assert_false(run(f));
	assert_int_equal(f->m.count[FATE_ACCEPTED], 1);
	assert_int_equal(f->m.count[FATE_REJECTED], 3);
	assert_int_equal(f->m.count[FATE_LEFT], 1);
	f->m.retry_rejected = true;
	memset(f->script, 0, sizeof f->script);
	assert_true(run(f));
	check_handed_over(f, (size_t[]){1, 1, 1, 1, 1});
}

static void suppressed_are_left_out_and_count_as_done(void **state)
{
	struct fixture *f = *state;

	*PUSH(f->a, &f->suppression) = "r1@example.com";
	*PUSH(f->a, &f->suppression) = "r4@example.com";
	assert_true(run(f));
	assert_int_equal(f->m.count[FATE_SUPPRESSED], 2);
	check_handed_over(f, (size_t[]){1, 0, 1, 1, 0});
}

static void the_rate_is_kept(void **state)
{
	struct fixture *f = *state;

	f->m.rate = 30;
	assert_true(run(f));
	assert_true(clock_now >= 1000 + 2 * (RECIPIENTS - 1));
	assert_true(clock_now <= 1000 + 2 * RECIPIENTS);
}

/* Another connection holds the write lock, as a full disk or a lost one would: no row, then no
 * DATA. */
static void a_ledger_that_cannot_be_written_stops_before_data(void **state)
{
	struct fixture *f = *state;
	sqlite3 *other;

	assert_true(mail_ledger_begin(f->ledger, "digest", 1));
	assert_int_equal(sqlite3_open(f->file, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_false(mailing_run(&f->m, f->a));
	assert_non_null(f->m.stopped);
	assert_int_equal(f->m.count[FATE_LEFT], RECIPIENTS);
	assert_int_equal(f->d->errors, 1);
	check_handed_over(f, (size_t[]){0, 0, 0, 0, 0});
	sqlite3_close(other);
}

static void after_a_crash_at_any_moment_nobody_is_skipped_or_twice(void **state)
{
	struct fixture *f = *state;
	size_t unknown = 0;

	/* The process "dies" when before_data has written for recipient i: the ledger is closed as
	 * it is. */
	for (size_t i = 0; i < RECIPIENTS; i += 2) {
		assert_true(mail_ledger_write(f->ledger, f->recipients.v[i].address.key,
					      MAIL_ATTEMPTED, "", 1));
		mail_ledger_close(f->ledger);
		open_ledger(f);
		unknown++;
	}
	assert_true(mail_ledger_begin(f->ledger, "digest", 1));
	assert_true(mail_ledger_interrupted(f->ledger));
	assert_false(run(f));
	assert_int_equal(f->m.count[FATE_UNKNOWN], unknown);
	assert_int_equal(f->m.count[FATE_ACCEPTED], RECIPIENTS - unknown);
	check_handed_over(f, (size_t[]){0, 1, 0, 1, 0});
	assert_true(mail_ledger_end(f->ledger, 2));
	assert_false(mail_ledger_interrupted(f->ledger));
}

static void one_sender_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct mail_ledger *second;

	assert_int_equal(mail_ledger_open(f->a, f->d, f->file, &second), MAIL_LOCKED);
	assert_null(second);
	assert_int_equal(f->d->errors, 1);
	mail_ledger_close(f->ledger);
	open_ledger(f);
}

static void versions_are_apart(void **state)
{
	struct fixture *f = *state;

	assert_true(run(f));
	assert_string_equal(mail_ledger_content(f->ledger, f->a), "digest");
	mail_ledger_close(f->ledger);
	assert_int_equal(mail_ledger_open(f->a, f->d, f->file, &f->ledger), MAIL_OPEN);
	assert_true(mail_ledger_select(f->ledger, "annual", 2));
	f->m.ledger = f->ledger;
	assert_null(mail_ledger_content(f->ledger, f->a));
	assert_true(run(f));
	check_handed_over(f, (size_t[]){2, 2, 2, 2, 2});
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(all_accepted_and_never_again),
	    TEST(deferred_comes_round_again),
	    TEST(deferred_for_good_is_missed),
	    TEST(rejected_is_tried_again_only_when_asked),
	    TEST(unknown_is_sent_again_only_when_asked),
	    TEST(a_broken_connection_is_not_unknown),
	    TEST(nothing_gets_through_stops_the_run),
	    TEST(hopeless_stops_at_once),
	    TEST(two_unknown_in_a_row_stop_the_run),
	    TEST(two_unwelcome_in_a_row_stop_the_run),
	    TEST(suppressed_are_left_out_and_count_as_done),
	    TEST(the_rate_is_kept),
	    TEST(a_ledger_that_cannot_be_written_stops_before_data),
	    TEST(after_a_crash_at_any_moment_nobody_is_skipped_or_twice),
	    TEST(one_sender_at_a_time),
	    TEST(versions_are_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
