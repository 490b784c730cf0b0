/* The CSV reader: RFC 4180, and where each cell stood. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "csv_rows.h"

struct read {
	struct arena *arena;
	struct diag *diag;
	struct csv_rows rows;
	bool ok;
};

static struct read read_text(struct str text)
{
	struct read r = {.arena = arena_new()};

	r.diag = diag_new(r.arena);
	r.ok = csv_rows(r.arena, r.diag, "a.csv", text, &r.rows);
	return r;
}

static void assert_at(struct pos at, int line, int col)
{
	assert_int_equal(at.line, line);
	assert_int_equal(at.col, col);
}

static void assert_message(const struct read *r, size_t i, int line, int col, const char *text)
{
	assert_true(i < r->diag->messages.n);
	assert_string_equal(r->diag->messages.v[i].text, text);
	assert_at(r->diag->messages.v[i].at, line, col);
}

static void reads_cells_and_positions(void **state)
{
	struct read r = read_text(STR("id,收入,c\n1,\"a \"\"b\"\",\nc\",x\n\n2\n"));

	(void)state;
	assert_true(r.ok);
	assert_int_equal(r.rows.head.columns, 3);
	assert_int_equal(r.rows.n, 2);
	assert_string_equal(r.rows.head.head[1].text, "收入");
	assert_at(r.rows.head.head[2].at, 1, 7);
	assert_string_equal(r.rows.v[0].cells[1].text, "a \"b\",\nc");
	assert_at(r.rows.v[0].cells[1].at, 2, 4);
	assert_at(r.rows.v[0].cells[2].at, 3, 4);
	assert_int_equal(r.rows.v[1].line, 5);
	assert_string_equal(r.rows.v[1].cells[2].text, "");
	arena_free(r.arena);
}

static void text_in_quotes_is_what_was_meant(void **state)
{
	struct read r = read_text(STR("\"\"\"金\",b,c\n\"1\r\n\"\"2\"\"\",金,\"\",\n"));

	(void)state;
	assert_false(r.ok);
	assert_string_equal(r.rows.head.head[0].text, "\"金");
	assert_at(r.rows.head.head[1].at, 1, 7);
	assert_string_equal(r.rows.v[0].cells[0].text, "1\n\"2\"");
	assert_string_equal(r.rows.v[0].cells[1].text, "金");
	assert_at(r.rows.v[0].cells[1].at, 3, 8);
	assert_string_equal(r.rows.v[0].cells[2].text, "");
	assert_at(r.rows.v[0].cells[2].at, 3, 11);
	assert_message(&r, 0, 3, 13, "more cells than columns: 4, the head has 3");
	arena_free(r.arena);
}

static void takes_bom_and_crlf(void **state)
{
	struct read r = read_text(STR("\xEF\xBB\xBFid,v\r\n1,2\r\n"));

	(void)state;
	assert_true(r.ok);
	assert_int_equal(csv_column(&r.rows.head, "id"), 0);
	assert_at(r.rows.head.head[0].at, 1, 1);
	assert_string_equal(r.rows.v[0].cells[1].text, "2");
	arena_free(r.arena);
}

static void gives_an_empty_cell_for_an_absent_column(void **state)
{
	struct read r = read_text(STR("id\n1\n"));
	struct cell cell = csv_cell(&r.rows.head, &r.rows.v[0], csv_column(&r.rows.head, "note"));

	(void)state;
	assert_string_equal(cell.text, "");
	assert_int_equal(cell.at.line, 2);
	arena_free(r.arena);
}

static void reports_every_mistake(void **state)
{
	struct read r = read_text(STR("id,,id\n1,2,3,4\n1,a\"b,2\n\"x\"y,2\n\"open\n"));

	(void)state;
	assert_false(r.ok);
	assert_int_equal(r.diag->errors, 6);
	assert_message(&r, 0, 1, 4, "the column has no name");
	assert_message(&r, 1, 1, 5, "the column stands twice: 'id'");
	assert_message(&r, 2, 2, 7, "more cells than columns: 4, the head has 3");
	assert_message(&r, 3, 3, 4, "a quote inside a cell that is not quoted");
	assert_message(&r, 4, 4, 4, "text after the closing quote of a cell");
	assert_message(&r, 5, 5, 1, "the quote is never closed");
	arena_free(r.arena);
}

static void refuses_malformed_bytes_line_by_line(void **state)
{
	struct read r = read_text(STR("id\na\xC3(\nok\nb\0c\nd\033[0m\n"));

	(void)state;
	assert_false(r.ok);
	assert_int_equal(r.diag->errors, 3);
	assert_message(&r, 0, 2, 2, "not valid UTF-8");
	assert_message(&r, 1, 4, 2, "a NUL byte in the text");
	assert_message(&r, 2, 5, 2, "a control character in the text");
	arena_free(r.arena);
}

static void wants_a_head(void **state)
{
	struct read r = read_text(STR("\n\n"));

	(void)state;
	assert_false(r.ok);
	assert_message(&r, 0, 1, 1, "the file has no head line");
	arena_free(r.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_cells_and_positions),
	    cmocka_unit_test(text_in_quotes_is_what_was_meant),
	    cmocka_unit_test(takes_bom_and_crlf),
	    cmocka_unit_test(gives_an_empty_cell_for_an_absent_column),
	    cmocka_unit_test(reports_every_mistake),
	    cmocka_unit_test(refuses_malformed_bytes_line_by_line),
	    cmocka_unit_test(wants_a_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
