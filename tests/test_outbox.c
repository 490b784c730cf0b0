/* What libcurl makes of a message's parts, as the mail server of a dry run gets it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <nettle/base64.h>

#include "boundaries.h"
#include "deliver/outbox.h"

struct fixture {
	struct arena *a;
	struct diag *d;
	struct outbox *outbox;
	bool refuse; /* before_data's answer */
};

static int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){.a = arena_new()};
	f.d = diag_new(f.a);
	f.outbox = outbox_open(f.a, f.d, "ir@example.com");
	*state = &f;
	return f.outbox ? 0 : -1;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	outbox_close(f->outbox);
	arena_free(f->a);
	return 0;
}

static bool before_data(void *ctx)
{
	struct fixture *f = ctx;

	return !f->refuse;
}

static bool take(struct fixture *f, const struct part *parts, size_t n, struct str *message)
{
	const char *subject = "Subject: x";
	struct part body = {.type = "multipart/mixed", .parts = parts, .n = n};

	return outbox_take(
	    f->outbox, &(struct parcel){"li@example.com", {&subject, 1, 1}, &body, before_data, f},
	    message);
}

/* The message's one part, from its first header to its last byte; boundaries as "B". */
static char *part_as_sent(struct fixture *f, const struct part *part)
{
	static const char head[] = "Content-Type: multipart/mixed; boundary=B\r\nMime-Version: "
				   "1.0\r\nSubject: x\r\n\r\n--B\r\n",
			  end[] = "\r\n--B--\r\n";
	struct str message;
	const char *all;
	size_t n;

	assert_true(take(f, part, 1, &message));
	all = without_boundaries(f->a, message);
	n = strlen(all);
	assert_true(n > strlen(head) + strlen(end));
	assert_memory_equal(all, head, strlen(head));
	assert_string_equal(all + n - strlen(end), end);
	return arena_strn(f->a, all + strlen(head), n - strlen(head) - strlen(end));
}

static void check_lines(const char *s, size_t longest)
{
	for (const char *line = s; *line;) {
		size_t n = strcspn(line, "\r\n");

		assert_true(n <= longest);
		line += n;
		if (*line) {
			assert_memory_equal(line, "\r\n", 2);
			line += 2;
		}
	}
}

static void text_is_quoted_printable(void **state)
{
	assert_string_equal(
	    part_as_sent(*state, &(struct part){.type = "text/plain; charset=utf-8",
						.encoding = "quoted-printable",
						.bytes = STR("a = b \r\nf\xC3\xBCr all\r\n.\r\n")}),
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "a =3D b=20\r\nf=C3=BCr all\r\n.\r\n");
}

static void han_text_is_base64(void **state)
{
	assert_string_equal(
	    part_as_sent(*state, &(struct part){.type = "text/plain; charset=utf-8",
						.encoding = "base64",
						.bytes = STR("\xE6\x94\xB6\xE5\x85\xA5")}),
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n"
	    "5pS25YWl");
}

static void long_lines_are_broken_softly(void **state)
{
	struct fixture *f = *state;
	char line[2001];
	const char *sent;
	size_t n = 0;

	memset(line, 'x', 2000);
	line[2000] = '\0';
	sent = part_as_sent(f, &(struct part){.type = "text/html",
					      .encoding = "quoted-printable",
					      .bytes = str_of(line)});
	check_lines(sent, 76);
	for (const char *c = strstr(sent, "\r\n\r\n"); *c; c++)
		n += *c == 'x';
	assert_int_equal(n, 2000);
}

static void a_file_is_attached_or_shown_within(void **state)
{
	struct fixture *f = *state;
	struct part part = {.type = "image/png; name=\"c.png\"",
			    .encoding = "base64",
			    .name = "c.png",
			    .id = "c@irbrief",
			    .bytes = {arena_alloc(f->a, 58), 58}};
	static const char bytes[] =
	    "Content-Transfer-Encoding: base64\r\n%s\r\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
	    "AA==";

	assert_string_equal(
	    part_as_sent(f, &part),
	    arena_printf(f->a, "Content-Type: image/png; name=\"c.png\"\r\n%s",
			 arena_printf(f->a, bytes,
				      "Content-ID: <c@irbrief>\r\n"
				      "Content-Disposition: inline; filename=\"c.png\"\r\n")));
	part.id = NULL;
	assert_string_equal(part_as_sent(f, &part),
			    arena_printf(f->a,
					 "Content-Disposition: attachment; filename=\"c.png\"\r\n"
					 "Content-Type: image/png; name=\"c.png\"\r\n%s",
					 arena_printf(f->a, bytes, "")));
}

static void parts_lie_within_parts(void **state)
{
	const struct part inner[] = {
	    {.type = "text/plain", .encoding = "quoted-printable", .bytes = STR("one")},
	    {.type = "text/html", .encoding = "quoted-printable", .bytes = STR("two")}};

	assert_string_equal(
	    part_as_sent(*state, &(struct part){.type = "multipart/related; type=\"text/html\"",
						.parts = inner,
						.n = COUNT(inner)}),
	    "Content-Type: multipart/related; type=\"text/html\"; boundary=B\r\n\r\n--B\r\n"
	    "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "one\r\n--B\r\n"
	    "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "two\r\n--B--\r\n");
}

/* Larger than any buffer on the way, so that lines lie across their ends. */
static void large_files_arrive_whole(void **state)
{
	enum { LARGE = 3 * 1000 * 1000 };
	struct fixture *f = *state;
	char *bytes = arena_alloc(f->a, LARGE);
	struct base64_decode_ctx ctx;
	const char *sent;
	uint8_t *decoded;
	size_t n;

	for (size_t i = 0; i < LARGE; i++)
		bytes[i] = (char)(i * i % 251);
	sent = part_as_sent(f, &(struct part){.type = "application/pdf",
					      .encoding = "base64",
					      .bytes = {bytes, LARGE}});
	check_lines(sent, 76);
	sent = strstr(sent, "\r\n\r\n");
	decoded = arena_alloc(f->a, BASE64_DECODE_LENGTH(strlen(sent)));
	base64_decode_init(&ctx);
	assert_true(base64_decode_update(&ctx, &n, decoded, strlen(sent), sent));
	assert_true(base64_decode_final(&ctx));
	assert_int_equal(n, LARGE);
	assert_memory_equal(decoded, bytes, LARGE);
}

/* Dots at the start of a line, also where one message's pieces meet, are the message's own. */
static void dots_stay(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	const char *sent;

	for (size_t i = 0; i < 100000; i++)
		buf_str(&b, i % 7 ? ".\r\n" : "..x\r\n");
	sent = part_as_sent(f, &(struct part){.type = "text/plain",
					      .encoding = "quoted-printable",
					      .bytes = {b.p, b.n}});
	assert_string_equal(strstr(sent, "\r\n\r\n") + 4, b.p);
	buf_free(&b);
}

static void each_message_is_its_own(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 3; i++) {
		const char *text = arena_printf(f->a, "message %d", i);
		const char *sent = part_as_sent(f, &(struct part){.type = "text/plain",
								  .encoding = "quoted-printable",
								  .bytes = str_of(text)});

		assert_string_equal(strstr(sent, "\r\n\r\n") + 4, text);
	}
}

static void what_is_stopped_is_reported(void **state)
{
	struct fixture *f = *state;
	const struct part part = {.type = "text/plain", .encoding = "base64", .bytes = STR("x")};
	struct str message;

	f->refuse = true;
	assert_false(take(f, &part, 1, &message));
	assert_int_equal(f->d->errors, 1);
	f->refuse = false;
	assert_true(take(f, &part, 1, &message));
}

static void nobody_need_be_mailed(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(f->d->errors, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(text_is_quoted_printable),
	    TEST(han_text_is_base64),
	    TEST(long_lines_are_broken_softly),
	    TEST(a_file_is_attached_or_shown_within),
	    TEST(parts_lie_within_parts),
	    TEST(large_files_arrive_whole),
	    TEST(dots_stay),
	    TEST(each_message_is_its_own),
	    TEST(what_is_stopped_is_reported),
	    TEST(nobody_need_be_mailed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
