/* What changed between two builds of a brief, and between the briefs of two periods. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/blackline.h"
#include "data/brief_json.h"
#include "project.h"
#include "report.h"

struct fixture {
	struct arena *arena;
	struct diag *diag;
};

static int set_up(void **state)
{
	struct arena *a = arena_new();
	struct fixture *f = NEW(a, struct fixture);

	*f = (struct fixture){a, diag_new(a)};
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	arena_free(((struct fixture *)*state)->arena);
	return 0;
}

/* The brief.json of a small project. */
static struct str build(struct arena *a, const char *facts, const char *period, const char *rows)
{
	struct project *p = project_new();
	struct buf json = {0};
	struct report r;
	size_t n;

	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	project_file(p, "facts/a.csv", facts);
	project_file(p, "briefs/b.yaml",
		     arena_printf(a, "template: t\nperiod: %s\nlanguages: [en]\n", period));
	project_file(p, "templates/briefs/t.yaml",
		     arena_printf(a,
				  "title: {en: T}\nheadline: [{en: T}]\nsections:\n  - id: s\n    "
				  "label: {en: S}\n    blocks:\n"
				  "      - table: {id: t, name: {en: T}, decimals: 1, columns: "
				  "[previous, current], rows: [%s]}\n",
				  rows));
	report_start(&r);
	if (report_check(&r, &(struct report_options){.project = p->folder, .shipped = "."}) !=
	    EXIT_DONE) {
		diag_print(r.diag, stderr);
		fail_msg("the project does not check");
	}
	brief_json(r.briefs.v[0].editions.v[0].doc, &json);
	report_end(&r);
	project_free(p);
	n = json.n;
	return (struct str){buf_keep(&json, a), n};
}

static const struct change *change_of(const struct changes *changes, const char *figure)
{
	for (size_t i = 0; i < changes->n; i++)
		if (streq(changes->v[i].figure, figure))
			return &changes->v[i];
	return NULL;
}

#define FACTS(revenue, line) \
	"concept,unit,scale,source,2025Q1 #d,2025Q2 #d,2025Q3 #d\nrevenue,CNY,1000," line \
	",\"1,000\",\"2,000\",\"" revenue "\"\ncost_of_revenue,CNY,1000,9,500,600,700\n"

static void figures_are_added_changed_and_removed(void **state)
{
	struct fixture *f = *state;
	struct str older =
		       build(f->arena, FACTS("3,000", "1"), "2025Q3", "revenue, cost_of_revenue"),
		   newer = build(f->arena, FACTS("3,100", "1"), "2025Q3", "revenue, gross_profit");
	struct changes list;
	const struct change *c;

	assert_true(blackline_find(f->arena, f->diag, older, newer, &list));
	c = change_of(&list, "revenue@2025Q3:million");
	assert_int_equal(c->kind, CHANGE_TEXT);
	assert_string_equal(c->from, "3.0");
	assert_string_equal(c->to, "3.1");
	assert_string_equal(c->from_value, "3000000");
	assert_string_equal(c->to_value, "3100000");
	assert_non_null(strstr(c->source, "'3,000' -> 'd' line 1, '3,100'"));
	c = change_of(&list, "cost_of_revenue@2025Q3:million");
	assert_int_equal(c->kind, CHANGE_REMOVED);
	assert_null(c->to);
	assert_null(change_of(&list, "revenue@2025Q2:million"));
	assert_int_equal(list.same, 1);
}

/* Printed alike: the value behind it, or only the line it came from, is another. */
static void a_change_that_is_not_printed_shows(void **state)
{
	struct fixture *f = *state;
	struct str first = build(f->arena, FACTS("3,000", "1"), "2025Q3", "revenue");
	struct changes list;

	assert_true(blackline_find(f->arena, f->diag, first,
				   build(f->arena, FACTS("3,001", "1"), "2025Q3", "revenue"),
				   &list));
	assert_int_equal(list.n, 1);
	assert_int_equal(list.v[0].kind, CHANGE_VALUE);
	assert_string_equal(list.v[0].to_value, "3001000");
	assert_true(blackline_find(f->arena, f->diag, first,
				   build(f->arena, FACTS("3,000", "4"), "2025Q3", "revenue"),
				   &list));
	assert_int_equal(list.n, 2);
	assert_int_equal(list.v[0].kind, CHANGE_SOURCE);
	assert_non_null(strstr(list.v[0].source, "line 1, '2,000' -> 'd' line 4, '2,000'"));
	assert_true(blackline_find(f->arena, f->diag, first, first, &list));
	assert_int_equal(list.n, 0);
	assert_int_equal(list.same, 2);
}

/* The quarter follows the last one; the last one, now beside it, is compared with what it was. */
static void a_period_follows_the_one_before(void **state)
{
	struct fixture *f = *state;
	struct str older = build(f->arena, FACTS("3,000", "1"), "2025Q2", "revenue"),
		   newer = build(f->arena, FACTS("3,000", "1"), "2025Q3", "revenue");
	struct changes list;
	const struct change *c;

	assert_true(blackline_find(f->arena, f->diag, older, newer, &list));
	c = change_of(&list, "revenue@2025Q3:million");
	assert_int_equal(c->kind, CHANGE_TEXT);
	assert_string_equal(c->followed, "revenue@2025Q2:million");
	assert_string_equal(c->from, "2.0");
	assert_null(c->source);
	assert_null(change_of(&list, "revenue@2025Q2:million"));
	assert_int_equal(change_of(&list, "revenue@2025Q1:million")->kind, CHANGE_REMOVED);
}

static void the_list_is_words_and_json(void **state)
{
	static const char older[] =
	    "{\"figures\": {\"a\": {\"text\": \"1\", \"label\": \"A\"}, \"c\": {\"text\": \"3\"}}}",
			  newer[] = "{\"figures\": {\"d\": {\"text\": \"9\"}, \"a\": {\"text\": "
				    "\"2\", \"label\": \"A\"}}}";
	struct fixture *f = *state;
	struct buf text = {0}, json = {0};
	struct changes list;

	assert_true(blackline_find(f->arena, f->diag, STR(older), STR(newer), &list));
	blackline_print_text(&list, "old", &text);
	assert_string_equal(buf_cstr(&text),
			    "against old: 1 changed, 1 added, 1 removed, 0 the same\n"
			    "added: d (d): 9\nchanged: a (A): 1 -> 2\nremoved: c (c): 3\n");
	blackline_put_json(&list, "old", &json);
	assert_non_null(strstr(
	    json.p,
	    "\"kind\":\"changed\",\"figure\":\"a\",\"followed\":null,\"label\":\"A\",\"old\":\"1\","
	    "\"new\":\"2\""));
	buf_free(&text);
	buf_free(&json);
	assert_false(blackline_find(f->arena, f->diag, STR("[]"), STR(newer), &list));
}

/* ---- in the brief itself ---- */

static struct project *changed_project(const char *revenue)
{
	struct project *p = project_new();

	project_file(p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	project_file(p, "facts/a.csv",
		     arena_printf(p->arena,
				  "concept,unit,scale,source,FY2025 "
				  "#d\nrevenue,CNY,1000,1,\"%s\"\ncost_of_revenue,CNY,1000,2,500\n",
				  revenue));
	project_file(p, "briefs/b.yaml",
		     "template: t\nperiod: FY2025\nlanguages: [en]\nagainst: earlier\n");
	project_file(
	    p, "templates/briefs/t.yaml",
	    "title: {en: T}\nheadline: [{en: T}]\nsections:\n  - id: s\n    label: {en: S}\n"
	    "    blocks:\n"
	    "      - table: {id: t, name: {en: T}, scale: million, columns: [current], rows: "
	    "[revenue, "
	    "cost_of_revenue]}\n"
	    "      - prose: {id: p, texts: [{en: \"{{revenue}}\"}]}\n"
	    "      - changes: {id: c, name: {en: Figure}}\n");
	return p;
}

static const struct block *changes_of(struct report *r, struct project *p, const char *older)
{
	const struct section *s;

	folder_put(p->arena, p->folder, "earlier/en/brief.json", older);
	report_start(r);
	if (report_check(r, &(struct report_options){.project = p->folder, .shipped = "."}) !=
	    EXIT_DONE) {
		diag_print(r->diag, stderr);
		fail_msg("the project does not check");
	}
	s = r->briefs.v[0].editions.v[0].doc->first;
	return s->first->next->next;
}

/* `against` and a block `changes`: the brief itself shows what changed, each figure once. */
static void a_brief_shows_its_changes(void **state)
{
	struct arena *a = ((struct fixture *)*state)->arena;
	struct project *p = changed_project("1,900,000"), *q;
	const struct block *block;
	struct report r;
	struct buf json = {0};
	const char *older;

	block = changes_of(&r, p,
			   "{\"brief\": {\"period\": \"FY2025\"}, \"figures\": {}, \"facts\": {}}");
	assert_int_equal(block->kind, BLOCK_TABLE); /* all is new */
	assert_string_equal(block->as.table->rows[0].label, "New");
	brief_json(r.briefs.v[0].editions.v[0].doc, &json);
	older = arena_str(a, buf_cstr(&json));
	report_end(&r);
	block = changes_of(&r, p, older);
	assert_int_equal(block->kind, BLOCK_PROSE);
	assert_string_equal(text_plain(a, block->as.prose.v), "No figure changed.");
	report_end(&r);

	q = changed_project("1,950,000");
	block = changes_of(&r, q, older);
	assert_int_equal(block->kind, BLOCK_TABLE);
	assert_int_equal(block->as.table->n_rows, 2); /* a head, and revenue: not its two forms */
	assert_string_equal(block->as.table->rows[0].label, "Changed");
	assert_string_equal(block->as.table->rows[1].label, "Revenue, 2025");
	assert_string_equal(block->as.table->rows[1].cells[0].text, "1,900.0");
	assert_string_equal(block->as.table->rows[1].cells[1].text, "1,950.0");
	assert_non_null(block->as.table->rows[1].cells[1].figure);
	report_end(&r);
	buf_free(&json);
	project_free(p);
	project_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(figures_are_added_changed_and_removed),
	    cmocka_unit_test(a_change_that_is_not_printed_shows),
	    cmocka_unit_test(a_period_follows_the_one_before),
	    cmocka_unit_test(the_list_is_words_and_json),
	    cmocka_unit_test(a_brief_shows_its_changes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
