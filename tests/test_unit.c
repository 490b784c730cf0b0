/* Units: what agrees, what a unit is of its base, and what products and quotients are. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "facts/unit.h"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct unit unit(const char *text)
{
	struct unit u;
	struct str wrong;

	if (!unit_parse(arena, text, &u, &wrong))
		fail_msg("not a unit: %s", text);
	return u;
}

static bool agree(const char *x, const char *y)
{
	struct unit a = unit(x), b = unit(y);

	return unit_agree(&a, &b);
}

static void scales_to_the_base(void **state)
{
	static const struct {
		const char *text, *base, *factor;
	} rows[] = {
	    {"CNY", "CNY", "1"},
	    {"CNY thousand", "CNY", "1000"},
	    {"million CNY", "CNY", "1000000"},
	    {"percent", "pure", "1/100"},
	    {"%", "pure", "1/100"},
	    {"MWh", "kWh", "1000"},
	    {"GJ", "kWh", "2500/9"},
	    {"tCO2e/million CNY", "tCO2e/CNY", "1/1000000"},
	    {"CNY/share", "CNY/shares", "1"},
	    {"L/kWh (unit not printed)", "m3/kWh", "1/1000"},
	    {"iso4217:USD/xbrli:shares", "USD/shares", "1"},
	    {"RMB", "CNY", "1"},
	    {"kWh/kWh", "pure", "1"},
	    {"1/kWh", NULL, NULL},
	    {"CNY millions", "CNY", "1000000"},
	    {"CNY dozen", NULL, NULL},
	    {"pp", "pure", "1/100"},
	    {"bps", "pure", "1/10000"},
	    {"FTE", "persons", "1"},
	    {"sqft", "m2", "145161/1562500"},
	    {"", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct unit u;
		struct str wrong;
		bool ok = unit_parse(arena, rows[i].text, &u, &wrong);

		assert_int_equal(ok, rows[i].base != NULL);
		if (!ok)
			continue;
		assert_string_equal(unit_text(arena, &u), rows[i].base);
		assert_string_equal(num_exact(arena, u.factor), rows[i].factor);
	}
}

static void names_the_wrong_word(void **state)
{
	struct unit u;
	struct str wrong;

	(void)state;
	assert_false(unit_parse(arena, "CNY/widgets", &u, &wrong));
	assert_true(str_is(wrong, "widgets"));
}

static void agreement_is_of_bases(void **state)
{
	(void)state;
	assert_true(agree("CNY thousand", "CNY million"));
	assert_true(agree("percent", "pure"));
	assert_true(agree("MWh", "GJ"));
	assert_false(agree("CNY", "USD"));
	assert_false(agree("persons", "shares"));
	assert_false(agree("CNY", "CNY/share"));
	assert_false(agree("t", "tCO2e"));
}

static void knows_the_currency(void **state)
{
	(void)state;
	assert_string_equal(unit("CNY/share").currency, "CNY");
	assert_string_equal(unit("tCO2e/million USD").currency, "USD");
	assert_string_equal(unit("CNY/USD").currency, "CNY");
	assert_string_equal(unit("USD/CNY").currency, "USD");
	assert_null(unit("persons").currency);
	assert_true(is_currency(STR("HKD")));
	assert_false(is_currency(STR("RMB")));
	assert_false(is_currency(STR(" US")));
	assert_true(unit("percent").percent);
	assert_false(unit("pure").percent);
}

static void multiplies_and_divides(void **state)
{
	struct unit out, cny = unit("CNY million"), usd = unit("USD"), rate = unit("CNY/USD");

	(void)state;
	assert_true(unit_div(arena, &cny, &rate, &out));
	assert_string_equal(unit_text(arena, &out), "USD");
	assert_true(unit_mul(arena, &usd, &rate, &out));
	assert_string_equal(unit_text(arena, &out), "CNY");
	assert_true(unit_div(arena, &cny, &cny, &out));
	assert_true(unit_agree(&out, &unit_pure));
	assert_string_equal(num_exact(arena, out.factor), "1");
	assert_string_equal(num_exact(arena, unit_pure.factor), "1");
}

static void refuses_too_many_parts(void **state)
{
	struct unit many = unit("CNY*kWh*persons*shares"), t = unit("t"), out;

	(void)state;
	assert_false(unit_mul(arena, &many, &t, &out));
	assert_false(unit_div(arena, &many, &t, &out));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(scales_to_the_base), TEST(names_the_wrong_word),   TEST(agreement_is_of_bases),
	    TEST(knows_the_currency), TEST(multiplies_and_divides), TEST(refuses_too_many_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
