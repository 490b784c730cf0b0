/* Header fields: folded, encoded, ASCII, and read back by a decoder of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <nettle/base64.h>

#include "base/arena.h"
#include "deliver/header.h"

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void plain_headers_stand_as_they_are(void **state)
{
	assert_string_equal(header_text(*state, "Subject", "Revenue rose 22.8%"),
			    "Subject: Revenue rose 22.8%");
	assert_string_equal(
	    header_text(*state, "Subject",
			"Revenue rose 22.8% to RMB9,558.6 million; the net loss narrowed by 52.3% "
			"in the year"),
	    "Subject: Revenue rose 22.8% to RMB9,558.6 million; the net loss narrowed by\r\n"
	    " 52.3% in the year");
}

/* Every line at most 76 bytes of ASCII; encoded words of whole characters. */
static void check_encoded(struct arena *a, const char *text)
{
	const char *header = header_text(a, "Subject", text);
	size_t column = 0;

	for (const char *c = header; *c; c++) {
		assert_in_range((unsigned char)*c, 0, 0x7e);
		column = *c == '\n' ? 0 : column + 1;
		assert_true(column <= 77);
	}
	for (const char *word = header; (word = strstr(word, "=?UTF-8?B?"));) {
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
}

static void other_headers_are_encoded_words(void **state)
{
	char han[400] = "", word[200] = "";

	for (int i = 0; i < 100; i++)
		strcat(han, "\xE9\xA1\xB6");
	memset(word, 'x', sizeof word - 1);
	check_encoded(*state, "\xE6\x94\xB6\xE5\x85\xA5 22.8%");
	check_encoded(*state, "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80");
	check_encoded(*state, han);
	check_encoded(*state, word);
	check_encoded(*state, "=?UTF-8?B?eA==?=");
}

static void names_cannot_leave_their_place(void **state)
{
	static const struct {
		const char *name, *address, *want;
	} rows[] = {
	    {"Smith, \"Ann\" <x@example.com>", "ann@example.com",
	     "To: \"Smith, \\\"Ann\\\" <x@example.com>\"\r\n <ann@example.com>"},
	    {"\xE6\x9D\x8E", "li@example.com", "To: =?UTF-8?B?5p2O?=\r\n <li@example.com>"},
	    {"", "li@example.com", "To: li@example.com"},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(
		    header_mailbox(*state, "To",
				   &(struct mailbox){rows[i].name, {rows[i].address, ""}}),
		    rows[i].want);
}

static void dates_have_their_own_zone(void **state)
{
	assert_string_equal(header_date(*state, 1774428300, 480),
			    "Date: Wed, 25 Mar 2026 16:45:00 +0800");
	assert_string_equal(header_date(*state, 1774428300, -150),
			    "Date: Wed, 25 Mar 2026 06:15:00 -0230");
	assert_string_equal(header_date(*state, 951782400, 0),
			    "Date: Tue, 29 Feb 2000 00:00:00 +0000");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(plain_headers_stand_as_they_are),
	    TEST(other_headers_are_encoded_words),
	    TEST(names_cannot_leave_their_place),
	    TEST(dates_have_their_own_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
