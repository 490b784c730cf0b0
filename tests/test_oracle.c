/*
 * Random values against an independent decimal oracle: facts go through the loader, formulas and
 * printing; tests/tools/oracle.py recomputes the printed texts.  IRBRIEF_RANDOM sets how many
 * (default 10,000).  Skipped without python3.
 */
#include "fact_builder.h"

#include <sys/wait.h>

#include "compute/print.h"

enum { BATCH = 500, DEFAULT_VALUES = 10000 };

static const char *const columns[] = {
    "revenue[case=*]",
    "revenue[case=*]",
    "revenue[case=*] - cost[case=*]",
    "change(revenue[case=*])",
    "share(cost[case=*], revenue[case=*])",
    "pp(cost[case=*] / revenue[case=*])",
    "convert(revenue[case=*] * 1, USD)",
};
static const struct print_style styles[COUNT(columns)] = {
    {3, 0}, {6, 1}, {6, 3}, {0, 1}, {0, 1}, {0, 1}, {6, 1},
};

struct random {
	uint64_t state;
};

static uint32_t next(struct random *r, uint32_t below)
{
	r->state = r->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(r->state >> 33) % below;
}

/* Up to 12 digits, often ending in 5, with up to 3 decimals; the plain form for the oracle and
 * the form of a report, with commas and parentheses, for the loader. */
static void random_value(struct random *r, char plain[32], char printed[40])
{
	uint32_t digits = 1 + next(r, 12), after = next(r, 4), n = 0, m = 0;
	bool negative = next(r, 4) == 0;

	if (negative) {
		plain[n++] = '-';
		printed[m++] = '(';
	}
	for (uint32_t i = 0; i < digits; i++) {
		uint32_t low = i == 0 && digits > 1;
		char c = (char)('0' + low + next(r, 10 - low));

		if (i && (digits - i) % 3 == 0)
			printed[m++] = ',';
		plain[n++] = printed[m++] = c;
	}
	for (uint32_t i = 0; i < after; i++) {
		if (i == 0)
			plain[n++] = printed[m++] = '.';
		plain[n++] = printed[m++] = next(r, 3) ? (char)('0' + next(r, 10)) : '5';
	}
	if (negative)
		printed[m++] = ')';
	plain[n] = printed[m] = '\0';
}

struct batch {
	char plain[BATCH][4][32]; /* revenue then, now; cost then, now */
	char rate[32];
	struct project *project;
};

static void write_row(struct buf *b, const char *concept, int i, const char *then, const char *now)
{
	buf_printf(b, "%s,c%d,CNY,\"%s\",\"%s\",\n", concept, i, then, now);
}

static void open_batch(struct batch *b, struct random *r)
{
	struct buf facts = {0}, members = {0};
	char printed[4][40];

	snprintf(b->rate, sizeof b->rate, "%u.%04u", 1 + next(r, 9), next(r, 10000));
	buf_str(&facts, "concept,case,unit,FY2024,FY2025,2025-12-31\n");
	buf_printf(&facts, "fx_cny_per_usd,,CNY/USD,,,%s\n", b->rate);
	buf_str(&members, "dimension,member,complete\n");
	for (int i = 0; i < BATCH; i++) {
		for (int k = 0; k < 4; k++)
			random_value(r, b->plain[i][k], printed[k]);
		write_row(&facts, "revenue", i, printed[0], printed[1]);
		write_row(&facts, "cost", i, printed[2], printed[3]);
		buf_printf(&members, "case,c%d,no\n", i);
	}
	b->project = project_open((struct project_text){
	    .concepts = "id,unit,period_type,aggregation\nrevenue,CNY,duration,sum\n"
			"cost,CNY,duration,sum\nfx_cny_per_usd,CNY/USD,instant,none\n",
	    .dimensions = buf_cstr(&members),
	    .facts = buf_cstr(&facts)});
	buf_free(&facts);
	buf_free(&members);
}

static void print_batch(struct batch *b, FILE *oracle)
{
	struct project *p = b->project;
	struct printer printer = {
	    .arena = p->arena,
	    .facts = &p->facts,
	    .texts = texts_load(p->arena, p->diag, "no-such-folder", ".", LANG_EN)};
	struct scope scope = {.period = period_of(p, "FY2025")};
	const struct figure **figures[COUNT(columns)];
	const struct member *members;

	for (size_t k = 0; k < COUNT(columns); k++)
		assert_int_equal(compute_members(p->compute, formula(p, columns[k]), &scope,
						 &figures[k], &members),
				 BATCH);
	for (int i = 0; i < BATCH; i++) {
		for (int k = 0; k < 4; k++)
			fprintf(oracle, "%s\t", b->plain[i][k]);
		fputs(b->rate, oracle);
		for (size_t k = 0; k < COUNT(columns); k++)
			fprintf(oracle, "\t%s",
				print_number(&printer, figures[k][i], styles[k], true));
		fputc('\n', oracle);
	}
}

static long wanted_values(void)
{
	const char *text = getenv("IRBRIEF_RANDOM");

	return text && atol(text) > 0 ? atol(text) : DEFAULT_VALUES;
}

static void random_values(void **state)
{
	struct random r = {20251231};
	struct batch *b = test_malloc(sizeof *b);
	long wanted = wanted_values();
	FILE *oracle;

	(void)state;
	if (system("python3 -c '' 2>/dev/null") != 0) {
		print_message("skipped: needs python3\n");
		test_free(b);
		skip();
	}
	oracle = popen("python3 tests/tools/oracle.py", "w");
	assert_non_null(oracle);
	for (long done = 0; done < wanted; done += BATCH * (long)COUNT(columns)) {
		open_batch(b, &r);
		print_batch(b, oracle);
		project_close(b->project);
	}
	assert_int_equal(pclose(oracle), 0);
	test_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(random_values)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
