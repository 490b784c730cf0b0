/*
 * Messages are output too: each folder of cases/bad-input holds a project with a mistake and, in
 * want.txt, what is said about it.  BLESS=1 in the environment writes what is said now.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "facts/facts.h"

static const char *const cases[] = {
    "bad-date",     "broken-yaml",      "claims-and-checks", "duplicate-fact",
    "invalid-utf8", "malformed-number", "malformed-period",  "missing-column",
    "several",      "unknown-concept",  "unknown-dimension", "unknown-document",
    "unknown-key",  "unknown-member",   "unknown-unit",
};

/* What is printed on standard error, as one text. */
static char *messages(struct arena *a, const char *folder)
{
	struct diag *d = diag_new(a);
	struct facts facts;
	char *text = NULL, *kept;
	size_t n = 0;
	FILE *f;

	assert_false(facts_load(a, d, folder, "shipped", NULL, &facts));
	assert_true(d->errors > 0);
	f = open_memstream(&text, &n);
	assert_non_null(f);
	diag_print(d, f);
	fclose(f);
	kept = arena_strn(a, text, n);
	free(text);
	return kept;
}

static void says_what_is_wrong(void **state)
{
	const char *name = *state;
	struct arena *a = arena_new();
	const char *said = messages(a, name), *path = path_join(a, name, "want.txt");
	struct diag *d = diag_new(a);
	struct str want;

	if (getenv("BLESS"))
		assert_true(file_write(d, path, said, strlen(said)));
	assert_true(file_read(a, d, path, &want));
	assert_string_equal(said, want.p);
	arena_free(a);
}

int main(void)
{
	struct CMUnitTest tests[COUNT(cases)];

	if (chdir("tests/cases/bad-input"))
		return 1;
	for (size_t i = 0; i < COUNT(cases); i++)
		tests[i] = (struct CMUnitTest){.name = cases[i],
					       .test_func = says_what_is_wrong,
					       .initial_state = (void *)(uintptr_t)cases[i]};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
