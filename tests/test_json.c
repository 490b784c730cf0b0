/* The JSON reader: what RFC 8259 allows, what it refuses and where, and the writer of strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "load/json.h"

struct fixture {
	struct arena *a;
	struct diag *d;
};

static struct fixture fixture_new(void)
{
	struct fixture f = {.a = arena_new()};

	f.d = diag_new(f.a);
	return f;
}

static struct value *read(struct fixture *f, const char *text)
{
	return json_read(f->a, f->d, "t.json", str_of(text));
}

static void reads_every_kind(void **state)
{
	struct fixture f = fixture_new();
	struct value *v = read(&f, "\xEF\xBB\xBF {\"a\" : [null, true,false , -0.50e+3, "
				   "\"\\u00e9\\ud83d\\ude00\\n\\/\"],\r\n\"b\":{}} ");
	const struct value *list = value_at(v, "a");

	(void)state;
	assert_non_null(v);
	assert_int_equal(list->n, 5);
	assert_int_equal(list->items[0]->kind, VALUE_NULL);
	assert_string_equal(value_text(list->items[1]), "true");
	assert_string_equal(value_text(list->items[2]), "false");
	assert_int_equal(list->items[3]->kind, VALUE_NUMBER);
	assert_string_equal(value_text(list->items[3]), "-0.50e+3");
	assert_string_equal(value_text(list->items[4]), "\xC3\xA9\xF0\x9F\x98\x80\n/");
	assert_int_equal(v->key_at[1].line, 2);
	assert_int_equal(v->key_at[1].col, 1);
	assert_int_equal(value_at(v, "b")->at.col, 5);
	assert_int_equal(value_at(v, "b")->n, 0);
	arena_free(f.a);
}

static void any_value_may_be_the_root(void **state)
{
	static const char *const texts[] = {"0",      "\"\"", "null",     "[]",
					    " true ", "-1E5", "[[],[{}]]"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct fixture f = fixture_new();

		assert_non_null(read(&f, texts[i]));
		arena_free(f.a);
	}
}

static void refuses_with_position(void **state)
{
	static const struct refused {
		const char *text;
		int line, col;
	} cases[] = {
	    {"", 1, 1},
	    {"[1,]", 1, 4},
	    {"[1 2]", 1, 4},
	    {"{\"a\":1,}", 1, 8},
	    {"{\"a\" 1}", 1, 6},
	    {"{a:1}", 1, 2},
	    {"[\n01]", 2, 1},
	    {"[1.]", 1, 2},
	    {"[+1]", 1, 2},
	    {"[.5]", 1, 2},
	    {"[1e]", 1, 2},
	    {"[-]", 1, 2},
	    {"[NaN]", 1, 2},
	    {"\"\t\"", 1, 2},
	    {"\"\\x\"", 1, 2},
	    {"\"\\u12\"", 1, 2},
	    {"\"\\ud800\"", 1, 2},
	    {"\"\\ud800\\u0041\"", 1, 2},
	    {"\"\\udc00\"", 1, 2},
	    {"\"abc", 1, 1},
	    {"\"abc\\\"", 1, 1},
	    {"\"abc\\", 1, 1},
	    {"[\"\xE9\xA1\xB6\", x]", 1, 7},
	    {"\"\xC0\x80\"", 1, 2},
	    {"\"\xED\xA0\x80\"", 1, 2},
	    {"{} {}", 1, 4},
	    {"[\n\n  tru]", 3, 3},
	    {"[1]//", 1, 4},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = fixture_new();

		assert_null(read(&f, cases[i].text));
		assert_int_equal(f.d->messages.n, 1);
		assert_int_equal(f.d->messages.v[0].at.line, cases[i].line);
		assert_int_equal(f.d->messages.v[0].at.col, cases[i].col);
		arena_free(f.a);
	}
}

static void refuses_nul_bytes(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_null(json_read(f.a, f.d, "t.json", STR("[1,\0 2]")));
	assert_int_equal(f.d->messages.v[0].at.col, 4);
	arena_free(f.a);
}

static void the_last_of_equal_keys_counts(void **state)
{
	struct fixture f = fixture_new();
	const struct value *v;

	(void)state;
	v = read(&f, "{\"a\":1,\"b\":2,\n\"a\":3,\"\\u0062\":{\"c\":1,\"c\":2,\"c\":4}}");
	assert_non_null(v);
	assert_int_equal(v->n, 2);
	assert_string_equal(value_text(value_at(v, "a")), "3");
	assert_string_equal(value_text(value_at(value_at(v, "b"), "c")), "4");
	assert_int_equal(f.d->errors, 0);
	assert_int_equal(f.d->messages.n, 4);
	assert_string_equal(f.d->messages.v[2].text,
			    "the key is there already, the last counts: 'a'");
	assert_int_equal(f.d->messages.v[2].at.line, 2);
	assert_int_equal(f.d->messages.v[2].at.col, 1);
	arena_free(f.a);
}

static char *repeated(struct arena *a, const char *open, const char *close, size_t n)
{
	struct buf b = {0};

	for (size_t i = 0; i < n; i++)
		buf_str(&b, open);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, close);
	return buf_keep(&b, a);
}

static void limits(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_non_null(read(&f, repeated(f.a, "[", "]", 512)));
	assert_null(read(&f, repeated(f.a, "[", "]", 513)));
	assert_null(read(&f, repeated(f.a, "[", "", 1000 * 1000)));
	assert_non_null(read(&f, repeated(f.a, "9", "", 1000)));
	assert_null(read(&f, repeated(f.a, "9", "", 1001)));
	assert_int_equal(f.d->errors, 3);
	arena_free(f.a);
}

/* Sorting keeps this far from a second; comparing each key with each other would take minutes. */
static void many_keys(void **state)
{
	struct fixture f = fixture_new();
	struct buf b = {0};
	struct value *v;

	(void)state;
	buf_char(&b, '{');
	for (int i = 0; i < 200 * 1000; i++)
		buf_printf(&b, "%s\"key%d\":%d", i ? "," : "", i, i);
	buf_char(&b, '}');
	v = json_read(f.a, f.d, "t.json", (struct str){b.p, b.n});
	assert_non_null(v);
	assert_int_equal(v->n, 200 * 1000);
	buf_free(&b);
	arena_free(f.a);
}

static void writes_strings(void **state)
{
	static const struct written {
		struct str in;
		const char *out;
	} cases[] = {
	    {{"", 0}, "\"\""},
	    {{"a\"b\\c", 5}, "\"a\\\"b\\\\c\""},
	    {{"\b\f\n\r\t\x01\x7F\0", 8}, "\"\\b\\f\\n\\r\\t\\u0001\\u007f\\u0000\""},
	    {{"</script><!--", 13}, "\"\\u003c/script>\\u003c!--\""},
	    {{"\xE9\xA1\xB6\xF0\x9F\x98\x80", 7}, "\"\xE9\xA1\xB6\xF0\x9F\x98\x80\""},
	    {{"a\xFFz", 3}, "\"a\xEF\xBF\xBDz\""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = fixture_new();
		struct buf b = {0};
		struct value *v;

		json_put_string(&b, cases[i].in);
		assert_string_equal(buf_cstr(&b), cases[i].out);
		v = json_read(f.a, f.d, "t.json", (struct str){b.p, b.n});
		assert_non_null(v);
		if (i + 1 < COUNT(cases)) {
			assert_int_equal(v->text.n, cases[i].in.n);
			assert_memory_equal(v->text.p, cases[i].in.p, cases[i].in.n);
		}
		buf_free(&b);
		arena_free(f.a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_every_kind),
	    cmocka_unit_test(any_value_may_be_the_root),
	    cmocka_unit_test(refuses_with_position),
	    cmocka_unit_test(refuses_nul_bytes),
	    cmocka_unit_test(the_last_of_equal_keys_counts),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(many_keys),
	    cmocka_unit_test(writes_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
