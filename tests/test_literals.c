/* Which digits may stand in words: dates, names, what is escaped. */
#include "project.h"

static int setup(void **state)
{
	struct project *p = project_new();

	project_file(p, "data/literals.txt", "# a remark with 99\nScope 1\nScope 1 and 2\n");
	project_file(p, "literals.txt", "ISO 27001\r\n3个月以内\n");
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	project_free(*state);
	return 0;
}

/* The unbound numbers of a text, with a bar behind each. */
static const char *unbound(struct project *p, const char *text)
{
	struct literals *l = literals_load(p->arena, p->diag, p->folder, p->folder);
	struct str s = str_of(text), number;
	struct buf out = {0};

	for (size_t i = 0; (number = literals_unbound(l, s, i)).n;
	     i = (size_t)(number.p - s.p) + number.n)
		buf_printf(&out, "%.*s|", (int)number.n, number.p);
	return buf_keep(&out, p->arena);
}

static void numbers_are_found_whole(void **state)
{
	struct project *p = *state;

	assert_string_equal(unbound(p, "Revenue rose 22.8% to 9,558.6 million in 2024-25."),
			    "22.8|9,558.6|2024-25|");
	assert_string_equal(unbound(p, "收入增长２２.8%"), "２２.8|");
	assert_string_equal(unbound(p, "no digit, CO₂ and m² are names"), "");
	assert_string_equal(unbound(p, ""), "");
	assert_string_equal(unbound(p, "2"), "2|");
}

static void dates_may_stand(void **state)
{
	struct project *p = *state;

	assert_string_equal(
	    unbound(p, "on 2025-12-31, December 31, 2025, December 2025 and Dec 31"), "");
	assert_string_equal(unbound(p, "31 December 2025, 1 May"), "");
	assert_string_equal(unbound(p, "截至2025年12月31日、2025年12月及3月25日"), "");
	assert_string_equal(unbound(p, "in 2025"), "2025|");
	assert_string_equal(unbound(p, "2025年度"), "2025|");
	assert_string_equal(unbound(p, "3个月，12月份额"), "3|12|");
	assert_string_equal(unbound(p, "Maybe 31 Marching"), "31|");
	assert_string_equal(unbound(p, "2025-12-315"), "2025-12-315|");
}

static void names_may_stand(void **state)
{
	struct project *p = *state;

	assert_string_equal(unbound(p, "Scope 1 and Scope 1 and 2, ISO 27001; 3个月以内"), "");
	assert_string_equal(unbound(p, "Scope 12, ISO 270010, PISO 27001, Scope 3"),
			    "12|270010|27001|3|");
	assert_string_equal(unbound(p, "99"), "99|");
}

static void escapes_may_stand(void **state)
{
	struct project *p = *state;

	assert_string_equal(unbound(p, "by [[2030]] or [[1.5 °C]], not 2035"), "2035|");
	assert_string_equal(unbound(p, "[[2030 is not closed"), "2030|");
	assert_string_equal(literals_plain(p->arena, "by [[2030]], [[1.5]]"), "by 2030, 1.5");
	assert_string_equal(literals_plain(p->arena, "[[x"), "[[x");
}

static void a_number_in_a_label_is_reported_where_it_stands(void **state)
{
	struct project *p = *state;

	project_file(p, "concepts.csv",
		     "id,unit,label.en,label.zh-Hans\n"
		     "aged,CNY,Within 90 days,[[90]]日以内\n");
	project_must_load(p);
	assert_int_equal(p->diag->warnings, 1);
	assert_string_equal(p->diag->messages.v[0].text,
			    "the label has the number '90'; [[90]] says that it is a name");
	assert_int_equal(p->diag->messages.v[0].at.line, 2);
	assert_int_equal(p->diag->messages.v[0].at.col, 17);
	assert_string_equal(concept_find(&p->facts, "aged")->label.in[LANG_ZH_HANS], "90日以内");
}

/* Attributes that are read aloud or shown; what a template types there is words of the program. */
static void check_attribute(const struct literals *l, const char *name, struct str file,
			    const char *attribute)
{
	const char *at = file.p, *end;

	while ((at = strstr(at, attribute))) {
		at += strlen(attribute);
		end = strchr(at, '"');
		assert_non_null(end);
		for (const char *c = at, *open; c < end; c = open) {
			struct str words;

			open = strstr(c, "{{");
			open = open && open < end ? open : end;
			words = (struct str){c, (size_t)(open - c)};
			if (literals_unbound(l, words, 0).n)
				fail_msg("%s: a number is typed in %s%.*s", name, attribute,
					 (int)words.n, words.p);
			if (open < end)
				open = strstr(open, "}}") + 2;
		}
	}
}

static void attributes_of_templates_have_no_numbers(void **state)
{
	static const char *const folders[] = {"templates/html", "templates/site", "templates/mail"};
	static const char *const attributes[] = {" alt=\"", " title=\"", " aria-label=\""};
	struct project *p = *state;
	struct literals *l = literals_load(p->arena, p->diag, p->folder, ".");
	size_t seen = 0;

	for (size_t f = 0; f < COUNT(folders); f++) {
		const char **names;
		size_t n;

		if (!path_is_dir(folders[f]))
			continue;
		assert_true(dir_list(p->arena, p->diag, folders[f], ".mustache", &names, &n));
		for (size_t i = 0; i < n; i++, seen++) {
			struct str file;

			assert_true(file_read(p->arena, p->diag,
					      path_join(p->arena, folders[f], names[i]), &file));
			for (size_t k = 0; k < COUNT(attributes); k++)
				check_attribute(l, names[i], file, attributes[k]);
		}
	}
	assert_true(seen > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(numbers_are_found_whole, setup, teardown),
	    cmocka_unit_test_setup_teardown(dates_may_stand, setup, teardown),
	    cmocka_unit_test_setup_teardown(names_may_stand, setup, teardown),
	    cmocka_unit_test_setup_teardown(escapes_may_stand, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_number_in_a_label_is_reported_where_it_stands, setup,
					    teardown),
	    cmocka_unit_test_setup_teardown(attributes_of_templates_have_no_numbers, setup,
					    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
