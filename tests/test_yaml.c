/* The YAML reader and the value tree. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "load/yaml.h"

static struct arena *arena;
static struct diag *diag;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	diag = diag_new(arena);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct value *read_text(const char *text)
{
	return yaml_read(arena, diag, "a.yaml", str_of(text));
}

static void assert_error(const char *text, int line, int col)
{
	assert_true(diag->messages.n > 0);
	assert_string_equal(diag->messages.v[0].text, text);
	assert_int_equal(diag->messages.v[0].at.line, line);
	assert_int_equal(diag->messages.v[0].at.col, col);
}

static void reads_kinds_and_positions(void **state)
{
	const struct value *v = read_text("a: 12-31\nb: [1, -2.5e3, 01, true, ~, \"1\"]\n"
					  "c: {d: '收入'}\n");
	const struct value *b = value_at(v, "b");

	(void)state;
	assert_int_equal(v->kind, VALUE_MAP);
	assert_int_equal(value_at(v, "a")->kind, VALUE_STRING);
	assert_string_equal(value_text(value_at(v, "a")), "12-31");
	assert_int_equal(v->key_at[2].line, 3);
	assert_int_equal(b->n, 6);
	assert_int_equal(b->items[0]->kind, VALUE_NUMBER);
	assert_string_equal(value_text(b->items[1]), "-2.5e3");
	assert_int_equal(b->items[1]->kind, VALUE_NUMBER);
	assert_int_equal(b->items[2]->kind, VALUE_STRING);
	assert_int_equal(b->items[3]->kind, VALUE_BOOL);
	assert_int_equal(b->items[4]->kind, VALUE_NULL);
	assert_null(value_text(b->items[4]));
	assert_int_equal(b->items[5]->kind, VALUE_STRING);
	assert_int_equal(b->items[5]->at.col, 30); /* of the 1, behind the quote */
	assert_string_equal(value_text(value_at(value_at(v, "c"), "d")), "收入");
	assert_null(value_at(v, "z"));
	assert_null(value_at(NULL, "z"));
}

static void takes_a_bom(void **state)
{
	const struct value *v = read_text("\xEF\xBB\xBFid: x\n");

	(void)state;
	assert_non_null(v);
	assert_int_equal(v->key_at[0].col, 1);
}

static void refuses_duplicate_keys(void **state)
{
	(void)state;
	assert_null(read_text("a: 1\nb: 2\na: 3\n"));
	assert_error("the key stands twice: 'a' (first on line 1)", 3, 1);
}

static void refuses_aliases_tags_and_merges(void **state)
{
	(void)state;
	assert_null(read_text("a: &x 1\nb: *x\nc: !int 2\n<<: {d: 1}\n"));
	assert_int_equal(diag->errors, 4);
	assert_error("anchors are not supported", 1, 4);
	assert_string_equal(diag->messages.v[1].text, "aliases are not supported");
	assert_string_equal(diag->messages.v[2].text, "tags are not supported: '!int'");
	assert_string_equal(diag->messages.v[3].text, "merge keys are not supported");
}

static void says_where_it_is_broken(void **state)
{
	(void)state;
	assert_null(read_text("a: [1, 2\nb: 3\n"));
	assert_int_equal(diag->errors, 1);
	assert_int_equal(diag->messages.v[0].at.line, 2);
	assert_non_null(strstr(diag->messages.v[0].text, "not well formed YAML: "));
}

static void refuses_a_second_document(void **state)
{
	(void)state;
	assert_null(read_text("a: 1\n---\nb: 2\n"));
	assert_error("more than one document in the file", 2, 1);
}

static void refuses_invalid_utf8(void **state)
{
	(void)state;
	assert_null(read_text("a: 1\nb: \xFF\n"));
	assert_error("not valid UTF-8", 2, 4);
}

static void refuses_control_characters(void **state)
{
	(void)state;
	assert_null(read_text("a: \"\\e[2J\"\n"));
	assert_error("a control character in the text", 1, 4);
}

static void refuses_deep_nesting(void **state)
{
	char text[200];

	(void)state;
	memset(text, '[', 64);
	memset(text + 64, ']', 64);
	text[128] = '\0';
	assert_non_null(read_text(text));
	memset(text, '[', 70);
	memset(text + 70, ']', 70);
	text[140] = '\0';
	assert_null(read_text(text));
	assert_error("nested deeper than 64 levels", 1, 65);
}

static void an_empty_file_is_nothing(void **state)
{
	const struct value *v = read_text("# only a remark\n");

	(void)state;
	assert_non_null(v);
	assert_int_equal(v->kind, VALUE_NULL);
}

static void builds_values(void **state)
{
	struct value *map = value_map(arena), *list = value_list(arena);

	(void)state;
	for (int i = 0; i < 100; i++) {
		value_set(arena, map, arena_printf(arena, "k%d", i),
			  value_string(arena, arena_printf(arena, "v%d", i)));
		value_add(arena, list, value_bool(arena, i % 2));
	}
	value_set(arena, map, "k5", value_string(arena, "other"));
	assert_int_equal(map->n, 100);
	assert_string_equal(value_text(value_at(map, "k99")), "v99");
	assert_string_equal(value_text(value_at(map, "k5")), "other");
	assert_string_equal(value_text(list->items[99]), "true");
	assert_string_equal(value_text(list->items[98]), "false");
	assert_string_equal(value_kind_name(VALUE_LIST), "a list");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(reads_kinds_and_positions),
	    TEST(takes_a_bom),
	    TEST(refuses_duplicate_keys),
	    TEST(refuses_aliases_tags_and_merges),
	    TEST(says_where_it_is_broken),
	    TEST(refuses_a_second_document),
	    TEST(refuses_invalid_utf8),
	    TEST(refuses_control_characters),
	    TEST(refuses_deep_nesting),
	    TEST(an_empty_file_is_nothing),
	    TEST(builds_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
