/* SMTP against the scripted server of tests/tools: what each fault means for the message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boundaries.h"
#include "deliver/smtp.h"
#include "folder.h"

struct fixture {
	struct arena *a;
	struct diag *d;
	char *folder;
	pid_t server;
	char url[64];
	struct smtp *smtp;
	size_t asked;    /* before_data was called so often */
	bool refuse;     /* its answer */
	struct str body; /* of the message, if not a short one */
};

static int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){.a = arena_new()};
	f.d = diag_new(f.a);
	f.folder = folder_make(f.a);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	smtp_close(f->smtp);
	if (f->server > 0) {
		kill(f->server, SIGKILL);
		waitpid(f->server, NULL, 0);
	}
	folder_remove(f->folder);
	arena_free(f->a);
	return 0;
}

/* The server prints its port once it listens. */
static void serve(struct fixture *f, const char *script)
{
	const char *path = path_join(f->a, f->folder, "script");
	const char *box = path_join(f->a, f->folder, "box");
	char port[16] = "";
	int out[2];

	folder_put(f->a, f->folder, "script", script);
	assert_int_equal(pipe(out), 0);
	f->server = fork();
	if (f->server == 0) {
		dup2(out[1], STDOUT_FILENO);
		close(out[0]);
		close(out[1]);
		execlp("python3", "python3", "tests/tools/smtp_server.py", "--folder", box,
		       "--script", path, (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	for (size_t n = 0; !strchr(port, '\n'); n++)
		assert_int_equal(read(out[0], port + n, 1), 1);
	close(out[0]);
	snprintf(f->url, sizeof f->url, "smtp://127.0.0.1:%d", atoi(port));
}

static void connect_to(struct fixture *f, const char *script, bool no_tls)
{
	serve(f, script);
	f->smtp = smtp_open(
	    f->a, f->d,
	    &(struct smtp_options){
		.url = f->url, .no_tls = no_tls, .from = "ir@example.com", .reply_seconds = 3});
	assert_non_null(f->smtp);
}

static bool before_data(void *ctx)
{
	struct fixture *f = ctx;

	f->asked++;
	return !f->refuse;
}

static struct reply send_one(struct fixture *f, const char *to)
{
	struct transport t = smtp_transport(f->smtp);
	const char *subject = "Subject: x";
	const struct part text = {.type = "text/plain",
				  .encoding = "quoted-printable",
				  .bytes = f->body.n ? f->body : STR(".first\r\nlast\r\n")},
			  whole = {.type = "multipart/mixed", .parts = &text, .n = 1};
	struct reply r;

	t.send(t.self, &(struct parcel){to, {&subject, 1, 1}, &whole, before_data, f}, &r);
	return r;
}

static size_t taken(struct fixture *f)
{
	const char **names;
	size_t n = 0;

	if (path_is_dir(path_join(f->a, f->folder, "box")))
		dir_list(f->a, f->d, path_join(f->a, f->folder, "box"), ".eml", &names, &n);
	return n;
}

static void messages_arrive_whole(void **state)
{
	struct fixture *f = *state;
	struct str bytes;

	/* A second connection would be dropped: one is used for all. */
	connect_to(f, "connect 220 hello\n* connect drop\n", true);
	assert_int_equal(send_one(f, "li@example.com").outcome, OUTCOME_ACCEPTED);
	assert_int_equal(send_one(f, "ann@example.com").outcome, OUTCOME_ACCEPTED);
	assert_int_equal(f->asked, 2);
	assert_int_equal(taken(f), 2);
	assert_true(file_read(f->a, f->d, path_join(f->a, f->folder, "box/00002.eml"), &bytes));
	assert_string_equal(
	    without_boundaries(f->a, bytes),
	    "X-Mail: ir@example.com\r\nX-Rcpt: ann@example.com\r\n"
	    "Content-Type: multipart/mixed; boundary=B\r\nMime-Version: 1.0\r\nSubject: x\r\n"
	    "\r\n--B\r\nContent-Type: text/plain\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    ".first\r\nlast\r\n\r\n--B--\r\n");
}

static void replies_are_told_apart(void **state)
{
	static const struct {
		const char *script;
		enum outcome outcome;
		const char *text;
	} rows[] = {
	    {"rcpt 451 4.3.0 later\n", OUTCOME_DEFERRED, "451 4.3.0 later"},
	    {"rcpt 550 5.1.1 nobody\n", OUTCOME_REJECTED, "550 5.1.1 nobody"},
	    {"mail 452 4.3.1 full\n", OUTCOME_DEFERRED, "452 4.3.1 full"},
	    {"data 554 5.5.0 no\n", OUTCOME_REJECTED, "554 5.5.0 no"},
	    {"end 554 5.6.0 spam\n", OUTCOME_REJECTED, "554 5.6.0 spam"},
	    {"end 450 4.2.0 busy\n", OUTCOME_DEFERRED, "450 4.2.0 busy"},
	    {"end drop\n", OUTCOME_UNKNOWN, NULL},
	    {"end drop-after-accept\n", OUTCOME_UNKNOWN, NULL},
	    {"data drop\n", OUTCOME_DOWN, NULL},
	    {"rcpt drop\n", OUTCOME_DOWN, NULL},
	    {"connect drop\n", OUTCOME_DOWN, NULL},
	    {"mail 421 4.3.2 closing\n", OUTCOME_DOWN, "421 4.3.2 closing"},
	    {"connect 421 4.3.2 closing\n", OUTCOME_DOWN, "421 4.3.2 closing"},
	    {"connect 554 5.3.2 go away\n", OUTCOME_HOPELESS, "554 5.3.2 go away"},
	    {"mail 550 5.7.1 not you\n", OUTCOME_UNWELCOME, "550 5.7.1 not you"},
	    {"mail 530 5.7.0 who are you\n", OUTCOME_HOPELESS, "530 5.7.0 who are you"},
	    /* Replies of several lines, bare ones, and ones with control characters. */
	    {"rcpt raw 250-a\\r\\n250-b\\r\\n250 c\\r\\n\n", OUTCOME_ACCEPTED, NULL},
	    {"rcpt raw 250\\r\\n\n", OUTCOME_ACCEPTED, NULL},
	    {"rcpt raw 550-5.1.1 a\\r\\n550 5.1.1 b\\x1b[m\\r\\n\n", OUTCOME_REJECTED,
	     "550 5.1.1 b [m"},
	    /* A reply that breaks off, or is none, says nothing: neither yes nor no. */
	    {"end raw 250-half\\r\\n / drop\n", OUTCOME_UNKNOWN, NULL},
	    {"end raw 554-half\\r\\n / drop\n", OUTCOME_UNKNOWN, NULL},
	    {"end raw 250x\\r\\n / drop\n", OUTCOME_UNKNOWN, NULL},
	    {"end raw 250 no end of line / drop\n", OUTCOME_UNKNOWN, NULL},
	    {"end 354 what\n", OUTCOME_UNKNOWN, NULL},
	    {"end 421 4.3.2 closing\n", OUTCOME_DOWN, "421 4.3.2 closing"},
	    {"end reset\n", OUTCOME_UNKNOWN, "the connection broke"},
	    {"rcpt raw what?\\r\\n / drop\n", OUTCOME_DOWN, NULL},
	    {"rcpt raw 250 ok\\r\\n250 ok\\r\\n\n", OUTCOME_DOWN, NULL},
	    {"data 250 ok\n", OUTCOME_DOWN, NULL},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fixture *f;
		struct reply r;

		if (i)
			set_up(state);
		f = *state;
		connect_to(f, rows[i].script, true);
		r = send_one(f, "li@example.com");
		if (r.outcome != rows[i].outcome)
			fail_msg("%s: outcome %d: %s", rows[i].script, (int)r.outcome, r.text);
		if (rows[i].text)
			assert_string_equal(r.text, rows[i].text);
		assert_true(r.text[0]);
		/* The next message goes through. */
		if (r.outcome != OUTCOME_HOPELESS)
			assert_int_equal(send_one(f, "ann@example.com").outcome, OUTCOME_ACCEPTED);
		if (i + 1 < COUNT(rows))
			tear_down(state);
	}
}

/* Who waits no longer does not know; and the reply that comes late is not the next message's. */
static void a_reply_that_comes_too_late_is_unknown(void **state)
{
	struct fixture *f = *state;

	connect_to(f, "end sleep 4 / 550 5.1.1 nobody\n", true);
	assert_int_equal(send_one(f, "li@example.com").outcome, OUTCOME_UNKNOWN);
	assert_int_equal(send_one(f, "ann@example.com").outcome, OUTCOME_ACCEPTED);
}

/* What could not all be sent lacks the last dot: not accepted, for certain. */
static void a_connection_reset_within_a_large_message_is_not_unknown(void **state)
{
	struct fixture *f = *state;
	enum { LARGE = 32 * 1000 * 1000, LINE = 100 };
	char *p = arena_alloc(f->a, LARGE);

	memset(p, 'x', LARGE);
	for (size_t i = LINE; i <= LARGE; i += LINE)
		memcpy(p + i - 2, "\r\n", 2);
	f->body = (struct str){p, LARGE};
	connect_to(f, "within reset\n", true);
	assert_int_equal(send_one(f, "li@example.com").outcome, OUTCOME_DOWN);
	assert_int_equal(taken(f), 0);
}

static void a_no_before_data_stops_the_message(void **state)
{
	struct fixture *f = *state;

	connect_to(f, "", true);
	f->refuse = true;
	assert_int_equal(send_one(f, "li@example.com").outcome, OUTCOME_STOPPED);
	assert_int_equal(taken(f), 0);
	f->refuse = false;
	assert_int_equal(send_one(f, "li@example.com").outcome, OUTCOME_ACCEPTED);
	assert_int_equal(taken(f), 1);
}

static void nothing_goes_without_tls(void **state)
{
	struct fixture *f = *state;

	connect_to(f, "", false);
	assert_int_equal(send_one(f, "li@example.com").outcome, OUTCOME_HOPELESS);
	assert_int_equal(f->asked, 0);
	assert_int_equal(taken(f), 0);
}

static void credentials_do_not_travel_in_the_clear(void **state)
{
	static const char *const urls[] = {"smtp://user:secret@127.0.0.1", "http://127.0.0.1",
					   "127.0.0.1:25"};
	struct fixture *f = *state;
	struct smtp_options o = {
	    .url = "smtp://mail.example.com", .no_tls = true, .user = "u", .password = "p"};

	assert_null(smtp_open(f->a, f->d, &o));
	for (size_t i = 0; i < COUNT(urls); i++) {
		o.url = urls[i];
		assert_null(smtp_open(f->a, f->d, &o));
	}
	assert_true(smtp_is_local("smtp://localhost:25"));
	assert_true(smtp_is_local("smtps://[::1]"));
	assert_false(smtp_is_local("smtp://localhost.example.com"));
	assert_false(smtp_is_local("smtp://mail.example.com"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(messages_arrive_whole),
	    TEST(replies_are_told_apart),
	    TEST(a_reply_that_comes_too_late_is_unknown),
	    TEST(a_connection_reset_within_a_large_message_is_not_unknown),
	    TEST(a_no_before_data_stops_the_message),
	    TEST(nothing_goes_without_tls),
	    TEST(credentials_do_not_travel_in_the_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
