/* Where lines may end: in ASCII as the library says, and what reads badly when torn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "pdf/line_break.h"

enum { LONGEST = 16 };

/* A line feed behind a text sends it to the library, and is the only thing that it changes. */
static void assert_like_library(const char *text)
{
	size_t n = strlen(text);
	char longer[LONGEST + 2], breaks[LONGEST], wanted[LONGEST + 2];

	memcpy(longer, text, n);
	memcpy(longer + n, "\na", 2);
	for (enum lang lang = LANG_EN; lang <= LANG_ZH_HANS; lang++) {
		line_breaks(text, n, lang, breaks);
		line_breaks(longer, n + 2, lang, wanted);
		if (memcmp(breaks, wanted, n - 1) != 0)
			fail_msg("breaks of '%s' differ", text);
		assert_int_equal(breaks[n - 1], BREAK_MUST);
	}
}

static void ascii_breaks_as_the_library_says(void **state)
{
	/* of each class, and those after which a word may break */
	static const char set[] = "!?\"'aZ=&<$%+\\([{)],.:;--//1|}    ";
	enum { TEXTS = 20000 };
	uint64_t random = 7;

	(void)state;
	for (char a = '!'; a <= '~'; a++)
		for (char b = '!'; b <= '~'; b++) {
			assert_like_library((char[]){a, b, 0});
			assert_like_library((char[]){a, ' ', b, 0});
			assert_like_library((char[]){'a', 'a', 'a', 'a', a, b, 'a', 'a', 'a', 0});
		}
	for (int t = 0; t < TEXTS; t++) {
		char text[LONGEST] = {0};

		for (int i = 0; i < 2 + t % (LONGEST - 3); i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			text[i] = set[(random >> 33) % (sizeof set - 1)];
		}
		assert_like_library(text);
	}
}

/* shown: the text with '|' where a line may end. */
static void assert_breaks(enum lang lang, const char *text, const char *shown)
{
	char breaks[128], got[256];
	size_t n = strlen(text), at = 0;

	line_breaks(text, n, lang, breaks);
	for (size_t i = 0; i < n; i++) {
		got[at++] = text[i];
		if (i + 1 < n && breaks[i] != BREAK_NEVER)
			got[at++] = '|';
	}
	got[at] = '\0';
	assert_string_equal(got, shown);
}

static void what_reads_badly_is_not_torn(void **state)
{
	(void)state;
	assert_breaks(LANG_EN, "a Form 6-K of 2025", "a |Form |6-K |of |2025");
	assert_breaks(LANG_EN, "non-GAAP, long-term (US$1.00)", "non-GAAP, |long-|term |(US$1.00)");
	assert_breaks(LANG_EN, "see lines 356–399", "see |lines 356–399");
	assert_breaks(LANG_EN, "costs (up 15.0%)", "costs |(up 15.0%)");
	assert_breaks(LANG_ZH_HANS, "见第35行", "见|第35行");
	assert_breaks(LANG_EN, "https://a.org/b?c=d", "https://|a.org/|b?|c=d");
	assert_breaks(LANG_ZH_HANS, "收入100百万元", "收|入|100百万元");
	assert_breaks(LANG_ZH_HANS, "第三季度，增长。", "第三季度，|增|长。");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ascii_breaks_as_the_library_says),
	    cmocka_unit_test(what_reads_badly_is_not_torn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
