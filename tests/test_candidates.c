/* Headlines and highlights that compete: records, turning points, ranks. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "project.h"
#include "report.h"

struct read {
	struct project *p;
	struct report r;
	enum exit_status status;
};

static const char *dimensions; /* dimensions.csv, or NULL */

static struct read read_brief(const char *facts, const char *headlines, const char *block)
{
	struct read c = {.p = project_new()};

	project_file(c.p, "documents.csv",
		     "id,kind,title,date,language,file,url\nd,primary,D,2026-01-01,en,,\n");
	if (dimensions)
		project_file(c.p, "dimensions.csv", dimensions);
	project_file(c.p, "facts/a.csv", facts);
	project_file(c.p, "briefs/b.yaml", "template: t\nperiod: FY2025\nlanguages: [en]\n");
	project_file(c.p, "templates/briefs/t.yaml",
		     arena_printf(c.p->arena,
				  "title: {en: T}\nheadline:\n%ssections:\n  - id: s\n    label: "
				  "{en: S}\n    blocks:\n%s",
				  headlines, block));
	report_start(&c.r);
	c.status =
	    report_check(&c.r, &(struct report_options){.project = c.p->folder, .shipped = "."});
	return c;
}

static void end(struct read *c)
{
	report_end(&c->r);
	project_free(c->p);
}

static const struct doc *doc_of(const struct read *c)
{
	if (c->status != EXIT_DONE) {
		diag_print(c->r.diag, stderr);
		fail_msg("the project does not check");
	}
	return c->r.briefs.v[0].editions.v[0].doc;
}

#define BLOCK "      - prose: {id: p, texts: [{en: Words}]}\n"
#define YEARS "concept,unit,scale,source,FY2022 #d,FY2023 #d,FY2024 #d,FY2025 #d\n"

static void assert_headline(const char *facts, const char *headlines, const char *want)
{
	struct read c = read_brief(facts, headlines, BLOCK);

	assert_string_equal(text_plain(c.r.arena, &doc_of(&c)->headline), want);
	end(&c);
}

#define HIGHEST \
	"  - {text: {en: Highest}, highest: revenue, of: 4}\n  - {text: {en: Lowest}, lowest: " \
	"revenue, of: 4}\n  - {en: Plain}\n"

static void a_record_is_above_all_periods_before(void **state)
{
	(void)state;
	assert_headline(YEARS "revenue,CNY,1000,1,10,30,20,31\n", HIGHEST, "Highest");
	assert_headline(YEARS "revenue,CNY,1000,1,10,30,20,9\n", HIGHEST, "Lowest");
	assert_headline(YEARS "revenue,CNY,1000,1,10,30,20,29\n", HIGHEST, "Plain");
	assert_headline(YEARS "revenue,CNY,1000,1,10,30,20,30\n", HIGHEST,
			"Plain"); /* as high is no record */
}

/* Nobody knows whether the missing year was higher. */
static void a_history_with_a_gap_has_no_record(void **state)
{
	(void)state;
	assert_headline(YEARS "revenue,CNY,1000,1,10,,20,31\n", HIGHEST, "Plain");
}

static void a_turning_point_is_a_change_of_sign(void **state)
{
	static const char list[] =
	    "  - {text: {en: Turned}, turned: net_income}\n  - {en: Plain}\n";

	(void)state;
	assert_headline(YEARS "net_income,CNY,1000,1,,,(20),31\n", list, "Turned");
	assert_headline(YEARS "net_income,CNY,1000,1,,,20,(31)\n", list, "Turned");
	assert_headline(YEARS "net_income,CNY,1000,1,,,(20),(31)\n", list, "Plain");
	assert_headline(YEARS "net_income,CNY,1000,1,,,,31\n", list, "Plain");
}

#define RANKED \
	"  - {text: {en: \"Gross profit {{gross_profit | moved}}\"}, rank: " \
	"abs(change(gross_profit))}\n" \
	"  - {text: {en: \"Revenue {{revenue | moved}}\"}, rank: abs(change(revenue))}\n"

static void the_largest_change_is_the_headline(void **state)
{
	(void)state;
	assert_headline(YEARS "revenue,CNY,1000,1,,,100,110\ngross_profit,CNY,1000,2,,,50,40\n",
			RANKED, "Gross profit fell 20.0%");
	assert_headline(YEARS "revenue,CNY,1000,1,,,100,130\ngross_profit,CNY,1000,2,,,50,40\n",
			RANKED, "Revenue rose 30.0%");
	/* What is not disclosed is no news. */
	assert_headline(YEARS "revenue,CNY,1000,1,,,100,101\n", RANKED, "Revenue rose 1.0%");
}

/* Those with a rank trade places; the others keep theirs. */
static void highlights_follow_their_rank(void **state)
{
	static const char block[] =
	    "      - highlights:\n          id: h\n          most: 3\n          texts:\n"
	    "            - {text: {en: \"Cost {{cost_of_revenue | moved}}\"}, rank: "
	    "abs(change(cost_of_revenue))}\n"
	    "            - {en: First}\n"
	    "            - {text: {en: \"Gross profit {{gross_profit | moved}}\"}, rank: "
	    "abs(change(gross_profit))}\n"
	    "            - {text: {en: \"Revenue {{revenue | moved}}\"}, rank: "
	    "abs(change(revenue))}\n";
	static const char *const want[] = {"Gross profit rose 50.0%", "First",
					   "Revenue rose 20.0%"};
	struct read c =
	    read_brief(YEARS "revenue,CNY,1000,1,,,100,120\ncost_of_revenue,CNY,1000,2,,,50,45\n"
			     "gross_profit,CNY,1000,3,,,50,75\n",
		       "  - {en: T}\n", block);
	const struct block *b = doc_of(&c)->first->first;

	(void)state;
	assert_int_equal(b->as.prose.n, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++)
		assert_string_equal(text_plain(c.r.arena, &b->as.prose.v[i]), want[i]);
	assert_null(
	    doc_figure(doc_of(&c), "change(cost_of_revenue)@FY2025:words")); /* it is not printed */
	end(&c);
}

static void a_record_without_a_length_is_a_mistake(void **state)
{
	struct read c =
	    read_brief(YEARS "revenue,CNY,1000,1,,,100,120\n",
		       "  - {text: {en: Highest}, highest: revenue}\n  - {en: Plain}\n", BLOCK);

	(void)state;
	assert_int_equal(c.status, EXIT_INPUT);
	assert_string_equal(c.r.diag->messages.v[0].text,
			    "a record needs 'of', the number of periods");
	assert_int_equal(c.r.diag->messages.v[0].at.line, 3);
	end(&c);
}

/* A title, too, is the first of its candidates that holds; what lacks a figure is none. */
static void a_title_is_the_first_that_holds(void **state)
{
	static const char block[] =
	    "      - prose:\n          id: p\n          title:\n"
	    "            - {en: \"Gross profit {{gross_profit | moved}}\"}\n"
	    "            - {text: {en: Lowest}, lowest: revenue, of: 2}\n"
	    "            - {text: {en: \"Revenue {{revenue | moved}}\"}, when: revenue}\n"
	    "            - {en: Revenue}\n          texts: [{en: Words}]\n";
	struct read c = read_brief(YEARS "revenue,CNY,1000,1,,,100,120\n", "  - {en: T}\n", block);

	(void)state;
	assert_string_equal(text_plain(c.r.arena, &doc_of(&c)->first->first->title),
			    "Revenue rose 20.0%");
	assert_null(doc_figure(doc_of(&c), "change(gross_profit)@FY2025:words"));
	end(&c);
}

#define LINES \
	"concept,customer,unit,scale,source,FY2022 #d,FY2023 #d,FY2024 #d,FY2025 #d\n" \
	"revenue,,CNY,1000,1,,,170,190\nrevenue,a,CNY,1000,2,,,100,90\n" \
	"revenue,b,CNY,1000,3,,,50,75\n"

/* `each` is a member: in a list of sentences one for each, as a title or headline the first. */
static void a_sentence_may_be_of_members(void **state)
{
	static const char block[] =
	    "      - highlights:\n          id: h\n          texts:\n"
	    "            - {members: \"revenue[customer=*]\", sort: moved, text: {en: \"{{each | "
	    "name}} "
	    "{{each | moved}}\"}}\n"
	    "            - [{en: \"Profit {{gross_profit}}\"}, {en: \"{{share(revenue[customer=a], "
	    "revenue)}}\"}]\n";
	static const char *const want[] = {"B rose 50.0%", "A fell 10.0%", "47.4%"};
	struct read c;

	(void)state;
	dimensions = "dimension,member,complete,label.en\ncustomer,a,no,A\ncustomer,b,no,B\n";
	c = read_brief(
	    LINES,
	    "  - {members: \"revenue[customer=*]\", sort: down, text: {en: \"{{each | name}} "
	    "is largest, {{share(each, revenue)}}\"}}\n",
	    block);
	assert_string_equal(text_plain(c.r.arena, &doc_of(&c)->headline), "A is largest, 47.4%");
	assert_int_equal(doc_of(&c)->first->first->as.prose.n, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++)
		assert_string_equal(text_plain(c.r.arena, &doc_of(&c)->first->first->as.prose.v[i]),
				    want[i]);
	end(&c);
	dimensions = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_is_above_all_periods_before),
	    cmocka_unit_test(a_title_is_the_first_that_holds),
	    cmocka_unit_test(a_sentence_may_be_of_members),
	    cmocka_unit_test(a_history_with_a_gap_has_no_record),
	    cmocka_unit_test(a_turning_point_is_a_change_of_sign),
	    cmocka_unit_test(the_largest_change_is_the_headline),
	    cmocka_unit_test(highlights_follow_their_rank),
	    cmocka_unit_test(a_record_without_a_length_is_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
