/*
 * One digit changed anywhere in the example's facts and claims changes a verdict or a difference,
 * or the report names the cell as one that no check covers.  MUTATIONS in the environment sets how
 * many are tried; the source texts, if they are there, must then catch nearly all.
 */
#include "project.h"

#include "compute/check.h"
#include "csv_rows.h"

static const char example[] = "data/kingsoft-cloud";

struct cell_at {
	const char *file;
	size_t offset; /* of a digit in the file */
	int line;
};

struct outcome {
	bool loaded;
	struct checks *checks;
};

struct bench {
	struct project *p;
	struct {
		struct cell_at *v;
		size_t n, cap;
	} digits;
	uint64_t random;
};

static uint64_t next_random(struct bench *b)
{
	b->random ^= b->random << 13;
	b->random ^= b->random >> 7;
	b->random ^= b->random << 17;
	return b->random;
}

static struct str read_file(struct arena *a, const char *folder, const char *name)
{
	struct diag *d = diag_new(a);
	struct str text;

	assert_true(file_read(a, d, path_join(a, folder, name), &text));
	return text;
}

static void copy_file(struct bench *b, const char *name)
{
	struct str text = read_file(b->p->arena, example, name);

	project_file(b->p, name, text.p);
}

/* The digits of the cells whose column holds printed numbers. */
static void add_digits(struct bench *b, const char *name)
{
	struct arena *a = b->p->arena;
	struct str text = read_file(a, example, name);
	struct csv_rows rows;

	assert_true(csv_rows(a, diag_new(a), name, text, &rows));
	for (size_t c = 0; c < rows.head.columns; c++) {
		const char *head = rows.head.head[c].text;
		bool value = streq(head, "value") || streq(head, "printed") || strchr(head, '#');

		for (size_t r = 0; value && r < rows.n; r++) {
			struct cell cell = rows.v[r].cells[c];
			size_t start = 0;

			for (int line = 1; line < cell.at.line; start++)
				line += text.p[start] == '\n';
			for (int col = 1; col < cell.at.col; col++)
				utf8_next(text.p, text.n, &start);
			for (size_t i = 0; cell.text[i]; i++)
				if (cell.text[i] >= '0' && cell.text[i] <= '9')
					*PUSH(a, &b->digits) =
					    (struct cell_at){name, start + i, cell.at.line};
		}
	}
}

static struct bench bench_new(void)
{
	static const char *const tables[] = {"issuer.yaml",    "documents.csv", "concepts.csv",
					     "dimensions.csv", "claims.csv",    "checks.csv",
					     "literals.txt"};
	struct bench b = {.p = project_new(), .random = 20260325};
	const char **names;
	size_t n;

	for (size_t i = 0; i < COUNT(tables); i++)
		copy_file(&b, tables[i]);
	add_digits(&b, "claims.csv");
	assert_true(dir_list(b.p->arena, b.p->diag, path_join(b.p->arena, example, "facts"), ".csv",
			     &names, &n));
	for (size_t i = 0; i < n; i++) {
		const char *name = path_join(b.p->arena, "facts", names[i]);

		copy_file(&b, name);
		add_digits(&b, name);
	}
	return b;
}

static struct outcome check(struct bench *b, struct arena *a, const char *documents)
{
	struct diag *d = diag_new(a);
	struct facts *f = NEW(a, struct facts);
	struct checks *checks;

	if (!facts_load(a, d, b->p->folder, ".", documents, f))
		return (struct outcome){0};
	checks = checks_run(a, d, compute_new(a, a, f), f);
	checks_finish(a, d, f, checks, true);
	return (struct outcome){true, checks};
}

static bool same_text(const char *x, const char *y)
{
	return x == y || (x && y && streq(x, y));
}

static bool same_outcome(const struct checks *x, const struct checks *y)
{
	if (x->results.n != y->results.n)
		return false;
	for (size_t i = 0; i < x->results.n; i++) {
		struct check_result *a = x->results.v[i], *b = y->results.v[i];

		check_word(x->arena, a);
		check_word(y->arena, b);
		if (!streq(a->id, b->id) || a->verdict != b->verdict ||
		    !same_text(a->difference, b->difference))
			return false;
	}
	return true;
}

static bool names_cell(const struct bench *b, const struct checks *c, const struct cell_at *cell)
{
	const char *path = path_join(b->p->arena, b->p->folder, cell->file);

	for (size_t i = 0; i < c->results.n; i++) {
		const struct check_result *r = c->results.v[i];

		if (r->verdict == VERDICT_NOT_DISCLOSED && r->at.line == cell->line &&
		    streq(r->at.file, path))
			return true;
	}
	return false;
}

/* One digit of a file replaced by another; a file of the example never holds a NUL. */
static void mutate(struct bench *b, struct arena *a, const struct cell_at *cell)
{
	struct str text = read_file(a, example, cell->file);
	char *changed = arena_strn(a, text.p, text.n);

	changed[cell->offset] =
	    (char)('0' + (changed[cell->offset] - '0' + 1 + (int)(next_random(b) % 9)) % 10);
	project_file(b->p, cell->file, changed);
}

struct tally {
	size_t tried, caught, named;
};

static struct tally try_mutations(struct bench *b, size_t n, const char *documents)
{
	struct arena *kept = arena_new();
	struct outcome before = check(b, kept, documents);
	struct tally t = {n, 0, 0};

	assert_true(before.loaded);
	for (size_t i = 0; i < n; i++) {
		const struct cell_at *cell = &b->digits.v[next_random(b) % b->digits.n];
		struct arena *a = arena_new();
		struct outcome after;

		mutate(b, a, cell);
		after = check(b, a, documents);
		if (!after.loaded || !same_outcome(before.checks, after.checks))
			t.caught++;
		else if (names_cell(b, after.checks, cell))
			t.named++;
		else
			printf("neither caught nor named: %s:%d\n", cell->file, cell->line);
		copy_file(b, cell->file);
		arena_free(a);
	}
	arena_free(kept);
	printf("%zu mutations%s: %zu caught, %zu more named as not covered\n", t.tried,
	       documents ? " with source texts" : "", t.caught, t.named);
	return t;
}

enum { MANY = 1000 }; /* fewer tell less */

static size_t wanted(void)
{
	const char *n = getenv("MUTATIONS");

	return n ? strtoul(n, NULL, 10) : 60;
}

static void a_changed_digit_is_caught_or_its_cell_is_named(void **state)
{
	struct bench b = bench_new();
	struct tally t = try_mutations(&b, wanted(), NULL);

	(void)state;
	assert_true((t.caught + t.named) * 100 >= t.tried * 99);
	assert_true(t.caught * 100 >= t.tried * (t.tried < MANY ? 90 : 95));
	project_free(b.p);
}

static void source_texts_catch_nearly_all(void **state)
{
	const char *shared = getenv("IRBRIEF_SHARED");
	struct bench b = bench_new();
	const char *documents = path_join(b.p->arena, shared ? shared : "../shared", "documents");
	struct tally t;

	(void)state;
	if (!path_is_dir(documents)) {
		project_free(b.p);
		printf("skipped: needs the documents of the example, see IRBRIEF_SHARED\n");
		skip();
	}
	t = try_mutations(&b, wanted(), documents);
	assert_true(t.caught * 100 >= t.tried * (t.tried < MANY ? 95 : 99));
	project_free(b.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_changed_digit_is_caught_or_its_cell_is_named),
	    cmocka_unit_test(source_texts_catch_nearly_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
