/* Header lines and bodies: folded, encoded, ASCII, and read back by a decoder of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <nettle/base64.h>

#include "base/arena.h"
#include "deliver/mime.h"

static void check(struct buf *b, const char *want)
{
	assert_string_equal(buf_cstr(b), want);
	buf_free(b);
}

static void plain_headers_stand_as_they_are(void **state)
{
	struct buf b = {0};

	(void)state;
	mime_header(&b, "Subject", "Revenue rose 22.8%");
	check(&b, "Subject: Revenue rose 22.8%\r\n");
	b = (struct buf){0};
	mime_header(
	    &b, "Subject",
	    "Revenue rose 22.8% to RMB9,558.6 million; the net loss narrowed by 52.3% in the year");
	check(&b, "Subject: Revenue rose 22.8% to RMB9,558.6 million; the net loss narrowed by\r\n"
		  " 52.3% in the year\r\n");
}

/* Every line at most 76 bytes of ASCII; encoded words of whole characters. */
static void check_encoded(const char *text)
{
	struct buf b = {0};
	size_t column = 0;

	mime_header(&b, "Subject", text);
	for (size_t i = 0; i < b.n; i++) {
		assert_in_range((unsigned char)b.p[i], 0, 0x7e);
		column = b.p[i] == '\n' ? 0 : column + 1;
		assert_true(column <= 77);
	}
	for (const char *word = b.p; (word = strstr(word, "=?UTF-8?B?"));) {
		struct base64_decode_ctx ctx;
		uint8_t decoded[128];
		const char *end;
		size_t n;

		word += strlen("=?UTF-8?B?");
		end = strstr(word, "?=");
		base64_decode_init(&ctx);
		assert_true(base64_decode_update(&ctx, &n, decoded, (size_t)(end - word), word));
		assert_int_equal(utf8_check((const char *)decoded, n), n);
		assert_memory_equal(text, decoded, n);
		text += n;
	}
	assert_string_equal(text, "");
	buf_free(&b);
}

static void other_headers_are_encoded_words(void **state)
{
	char han[400] = "", word[200] = "";

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(han, "\xE9\xA1\xB6");
	memset(word, 'x', sizeof word - 1);
	check_encoded("\xE6\x94\xB6\xE5\x85\xA5 22.8%");
	check_encoded("\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80");
	check_encoded(han);
	check_encoded(word);
	check_encoded("=?UTF-8?B?eA==?=");
}

static void names_cannot_leave_their_place(void **state)
{
	struct buf b = {0};

	(void)state;
	mime_mailbox(&b, "To",
		     &(struct mailbox){"Smith, \"Ann\" <x@example.com>", {"ann@example.com", ""}});
	check(&b, "To: \"Smith, \\\"Ann\\\" <x@example.com>\"\r\n <ann@example.com>\r\n");
	b = (struct buf){0};
	mime_mailbox(&b, "To", &(struct mailbox){"\xE6\x9D\x8E", {"li@example.com", ""}});
	check(&b, "To: =?UTF-8?B?5p2O?=\r\n <li@example.com>\r\n");
	b = (struct buf){0};
	mime_mailbox(&b, "To", &(struct mailbox){"", {"li@example.com", ""}});
	check(&b, "To: li@example.com\r\n");
}

static void dates_have_their_own_zone(void **state)
{
	struct buf b = {0};

	(void)state;
	mime_date(&b, 1774428300, 480);
	check(&b, "Date: Wed, 25 Mar 2026 16:45:00 +0800\r\n");
	b = (struct buf){0};
	mime_date(&b, 1774428300, -150);
	check(&b, "Date: Wed, 25 Mar 2026 06:15:00 -0230\r\n");
	b = (struct buf){0};
	mime_date(&b, 951782400, 0);
	check(&b, "Date: Tue, 29 Feb 2000 00:00:00 +0000\r\n");
}

static void text_is_quoted_printable(void **state)
{
	struct buf b = {0};

	(void)state;
	mime_text(&b, "text/plain", STR("a = b \nf\xC3\xBCr the whole of the year\r\n.\n"));
	check(&b, "Content-Type: text/plain; charset=utf-8\r\n"
		  "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		  "a =3D b=20\r\nf=C3=BCr the whole of the year\r\n.\r\n\r\n");
}

static void long_lines_are_broken_softly(void **state)
{
	struct buf b = {0};
	char line[2001];
	size_t column = 0;

	(void)state;
	memset(line, 'x', 2000);
	line[2000] = '\0';
	mime_text(&b, "text/plain", str_of(line));
	for (size_t i = 0; i < b.n; i++) {
		column = b.p[i] == '\n' ? 0 : column + 1;
		assert_true(column <= 77);
	}
	buf_free(&b);
}

static void han_text_is_base64(void **state)
{
	struct buf b = {0};

	(void)state;
	mime_text(&b, "text/plain", STR("\xE6\x94\xB6\xE5\x85\xA5"));
	check(&b, "Content-Type: text/plain; charset=utf-8\r\n"
		  "Content-Transfer-Encoding: base64\r\n\r\n"
		  "5pS25YWl\r\n");
}

static void files_are_base64_lines(void **state)
{
	struct buf b = {0};
	char bytes[58];

	(void)state;
	memset(bytes, 0, sizeof bytes);
	mime_file(&b, &(struct mime_file){
			  "image/png", "inline", "c.png", "c@irbrief", {bytes, sizeof bytes}});
	check(&b, "Content-Type: image/png; name=\"c.png\"\r\n"
		  "Content-ID: <c@irbrief>\r\n"
		  "Content-Disposition: inline; filename=\"c.png\"\r\n"
		  "Content-Transfer-Encoding: base64\r\n\r\n"
		  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
		  "AA==\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_headers_stand_as_they_are),
	    cmocka_unit_test(other_headers_are_encoded_words),
	    cmocka_unit_test(names_cannot_leave_their_place),
	    cmocka_unit_test(dates_have_their_own_zone),
	    cmocka_unit_test(text_is_quoted_printable),
	    cmocka_unit_test(long_lines_are_broken_softly),
	    cmocka_unit_test(han_text_is_base64),
	    cmocka_unit_test(files_are_base64_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
