/* Numbers as accounts print them. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "facts/printed.h"

static void reads_what_accounts_print(void **state)
{
	static const struct {
		const char *text, *value; /* NULL: not a number */
		int decimals;
		bool nil, percent;
	} rows[] = {
	    {"9,558,619", "9558619", 0, false, false},
	    {"(1,979,042)", "-1979042", 0, false, false},
	    {"22.8%", "114/5", 1, false, true},
	    {"(52.1)%", "-521/10", 1, false, true},
	    {"(52.1%)", "-521/10", 1, false, true},
	    {"-52.1 %", "-521/10", 1, false, true},
	    {"\u22125", "-5", 0, false, false},
	    {"\u20135", "-5", 0, false, false},
	    {"+0.50", "1/2", 2, false, false},
	    {" 7 ", "7", 0, false, false},
	    {"1234567", "1234567", 0, false, false},
	    {"\u2013", "0", 0, true, false},
	    {"\u2014", "0", 0, true, false},
	    {"-", "0", 0, true, false},
	    {"12,3O0", NULL, 0, false, false},
	    {"1,23,456", NULL, 0, false, false},
	    {"1234,567", NULL, 0, false, false},
	    {"1,2345", NULL, 0, false, false},
	    {",123", NULL, 0, false, false},
	    {"1,234.", NULL, 0, false, false},
	    {"(12", NULL, 0, false, false},
	    {"()", NULL, 0, false, false},
	    {"%", NULL, 0, false, false},
	    {"--5", NULL, 0, false, false},
	    {"1.2.3", NULL, 0, false, false},
	    {"1.234,5", NULL, 0, false, false},
	    {"", NULL, 0, false, false},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct printed p;
		bool ok = printed_parse(a, rows[i].text, &p);

		if (ok != (rows[i].value != NULL))
			fail_msg("'%s' is %sa number", rows[i].text, ok ? "" : "not ");
		if (!ok)
			continue;
		assert_string_equal(num_exact(a, p.value), rows[i].value);
		assert_int_equal(p.decimals, rows[i].decimals);
		assert_int_equal(p.nil, rows[i].nil);
		assert_int_equal(p.percent, rows[i].percent);
	}
	arena_free(a);
}

static void a_place_has_decimals(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(place_decimals(a, num_int(a, 1)), 0);
	assert_int_equal(place_decimals(a, num_int(a, 1000)), -3);
	assert_int_equal(place_decimals(a, num_int(a, 5000)), -3);
	assert_int_equal(place_decimals(a, num_ratio(a, 1, 100)), 2);
	assert_int_equal(place_decimals(a, num_ratio(a, 3, 100)), 2);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_what_accounts_print),
	    cmocka_unit_test(a_place_has_decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
