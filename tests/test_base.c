/* base/: exact numbers, periods, text, messages, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "base/file.h"
#include "folder.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/json_write.h"
#include "base/num.h"
#include "base/period.h"
#include "base/task.h"

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct num n(struct arena *a, const char *s)
{
	struct num x = {0};
	int decimals;

	assert_true(num_parse(a, s, strlen(s), &x, &decimals));
	return x;
}

static void numbers_are_read_strictly(void **state)
{
	static const char *const wrong[] = {"",      "-",   ".",  "1.",  ".5", "1.2.3",
					    "1,000", "1e3", " 1", "0x1", "١"};
	struct num x;
	int decimals;

	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(num_parse(*state, wrong[i], strlen(wrong[i]), &x, &decimals));
	assert_true(num_parse(*state, "-0012.340", 9, &x, &decimals));
	assert_int_equal(decimals, 3);
	assert_string_equal(num_exact(*state, x), "-617/50");
}

static void rounding_is_half_away_from_zero(void **state)
{
	static const struct {
		const char *x;
		int decimals;
		const char *want;
	} cases[] = {
	    {"0.5", 0, "1"},
	    {"-0.5", 0, "-1"},
	    {"2.5", 0, "3"},
	    {"-2.5", 0, "-3"},
	    {"0.49", 0, "0"},
	    {"-0.49", 0, "0"},
	    {"1.005", 2, "1.01"},
	    {"-0.57", 2, "-0.57"},
	    {"9558619", -3, "9559000"},
	    {"-1500", -3, "-2000"},
	    {"0", 3, "0.000"},
	    {"0.0004", 3, "0.000"},
	    {"12345678901234567890.5", 0, "12345678901234567891"},
	    {"0.05", 1, "0.1"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(num_text(*state, n(*state, cases[i].x), cases[i].decimals),
				    cases[i].want);
}

static void arithmetic_is_exact(void **state)
{
	struct num third = num_div(*state, num_int(*state, 1), num_int(*state, 3));
	struct num one = num_mul(*state, third, num_int(*state, 3)), zero = {0};

	assert_true(num_eq(one, num_int(*state, 1)));
	assert_int_equal(num_sign(zero), 0);
	assert_true(num_eq(num_add(*state, zero, third), third));
	assert_string_equal(num_decimal(*state, third, 20), "0.33333333333333333333");
	assert_string_equal(
	    num_exact(*state, num_sub(*state, n(*state, "9558619"), n(*state, "7785180"))),
	    "1773439");
	assert_string_equal(num_decimal(*state, num_pow10(*state, -7), 20), "0.0000001");
}

/* Values of one machine word are calculated without GMP; on either side of its end nothing differs.
 */
static void kept_numbers_outlive_their_arena(void **state)
{
	struct arena *a = *state, *other = arena_new();
	struct num large = n(other, "123456789012345678901234567890.5"),
		   kept[] = {num_keep(a, large), num_keep(a, n(other, "-0.25"))};

	arena_free(other);
	assert_string_equal(num_exact(a, kept[0]), "246913578024691357802469135781/2");
	assert_string_equal(num_exact(a, kept[1]), "-1/4");
}

static void words_overflow_into_large_numbers(void **state)
{
	struct arena *a = *state;
	struct num most = n(a, "9223372036854775807"), least = n(a, "-9223372036854775808");
	struct num one = num_int(a, 1);

	assert_string_equal(num_exact(a, num_add(a, most, one)), "9223372036854775808");
	assert_string_equal(num_exact(a, num_sub(a, least, one)), "-9223372036854775809");
	assert_string_equal(num_exact(a, num_sub(a, num_add(a, most, one), one)),
			    "9223372036854775807");
	assert_string_equal(num_exact(a, num_neg(a, least)), "9223372036854775808");
	assert_string_equal(num_exact(a, num_mul(a, most, most)),
			    "85070591730234615847396907784232501249");
	assert_string_equal(num_exact(a, num_div(a, one, least)), "-1/9223372036854775808");
	assert_string_equal(num_exact(a, num_div(a, num_int(a, -6), num_int(a, -4))), "3/2");
	assert_string_equal(num_exact(a, num_add(a, num_ratio(a, 1, -6), num_ratio(a, 1, 6))), "0");
	assert_string_equal(
	    num_exact(a, num_add(a, num_ratio(a, 1, 4294967291), num_ratio(a, 1, 4294967279))),
	    "8589934570/18446743979220271189");
	assert_true(num_cmp(least, num_neg(a, most)) < 0);
	assert_true(num_cmp(num_div(a, most, num_int(a, 3)), num_div(a, most, num_int(a, 4))) > 0);
	assert_string_equal(num_text(a, most, 1), "9223372036854775807.0");
	assert_string_equal(num_text(a, n(a, "-0.04"), 1), "0.0");
	assert_string_equal(num_exact(a, num_pow10(a, 19)), "10000000000000000000");
	assert_string_equal(num_exact(a, num_pow10(a, -18)), "1/1000000000000000000");
}

static void roots_have_forty_digits(void **state)
{
	struct num two = num_root(*state, num_int(*state, 2), 2),
		   tiny = num_root(*state, num_pow10(*state, -40), 2);

	assert_string_equal(num_text(*state, two, 30), "1.414213562373095048801688724210");
	assert_true(num_eq(tiny, num_pow10(*state, -20)));
}

static void days_go_there_and_back(void **state)
{
	(void)state;
	assert_int_equal(date_day((struct date){1970, 1, 1}), 0);
	assert_int_equal(date_day((struct date){2025, 12, 31}), 20453);
	for (int day = -800000; day < 800000; day += 997)
		assert_int_equal(date_day(day_date(day)), day);
}

static void labels_are_fiscal(void **state)
{
	static const struct calendar december = {12, 31}, june = {6, 30}, february = {2, 28};
	static const struct {
		struct calendar c;
		const char *label, *span;
	} cases[] = {
	    {december, "FY2025", "2025-01-01/2025-12-31"},
	    {december, "2025Q3", "2025-07-01/2025-09-30"},
	    {december, "2025H1", "2025-01-01/2025-06-30"},
	    {december, "9M2025", "2025-01-01/2025-09-30"},
	    {june, "FY2025", "2024-07-01/2025-06-30"},
	    {june, "2025Q1", "2024-07-01/2024-09-30"},
	    {june, "2025H2", "2025-01-01/2025-06-30"},
	    {february, "FY2024", "2023-03-01/2024-02-29"},
	    {february, "2025Q4", "2024-12-01/2025-02-28"},
	};
	struct period p, q;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(period_parse(cases[i].c, cases[i].label, &p));
		assert_true(period_parse(cases[i].c, cases[i].span, &q));
		assert_true(period_eq(p, q));
		assert_string_equal(period_label(*state, cases[i].c, q), cases[i].label);
	}
	assert_true(period_parse(december, "2024-04-01/2025-03-31", &p));
	assert_string_equal(period_label(*state, december, p), "2024-04-01/2025-03-31");
}

/* More of them than there are places. */
static void texts_of_periods_are_kept_apart(void **state)
{
	struct period_texts *texts = period_texts_new(*state);
	struct calendar c = {12, 31};

	for (int round = 0; round < 2; round++)
		for (int quarter = 0; quarter < 400; quarter++) {
			struct period p =
			    period_fiscal_quarter(c, 1950 + quarter / 4, quarter % 4 + 1);
			const char **text = period_text(texts, p);

			if (*text)
				assert_string_equal(*text, period_label(*state, c, p));
			*text = period_label(*state, c, p);
			assert_ptr_equal(*period_text(texts, p), *text);
		}
}

static void wrong_periods_are_refused(void **state)
{
	static const char *const wrong[] = {
	    "",        "FY25",       "2025Q5",     "2025H3",
	    "13M2025", "2025-02-29", "2025-13-01", "2025-12-31/2025-01-01",
	    "2025",    "FY2025 ",    "Q32025",     "2025Q0",
	    "0M2025"};
	struct period p;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(period_parse((struct calendar){12, 31}, wrong[i], &p));
}

/* The years before the first are years, too. */
static void periods_go_back_beyond_the_year_one(void **state)
{
	static const struct calendar c = {12, 31};
	struct arena *a = *state;
	struct period p;

	assert_true(period_parse(c, "0001Q1", &p));
	for (int i = 0; i < 8; i++)
		p = period_prior(p);
	assert_string_equal(day_text(a, p.from), "-0007-01-01");
	assert_string_equal(day_text(a, p.to), "-0007-03-31");
}

static void periods_have_neighbours(void **state)
{
	static const struct calendar c = {12, 31};
	static const struct {
		const char *p, *prior, *previous, *open;
	} cases[] = {
	    {"FY2024", "FY2023", "FY2023", "2023-12-31"},
	    {"2025Q1", "2024Q1", "2024Q4", "2024-12-31"},
	    {"2024-02-29", "2023-02-28", "2023-02-28", "2024-02-29"},
	    {"2023-03-01/2024-02-29", "2022-03-01/2023-02-28", "2022-03-01/2023-02-28",
	     "2023-02-28"},
	};
	struct period p;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(period_parse(c, cases[i].p, &p));
		assert_string_equal(period_label(*state, c, period_prior(p)), cases[i].prior);
		assert_string_equal(period_label(*state, c, period_previous(p)), cases[i].previous);
		assert_string_equal(period_label(*state, c, period_open(p)), cases[i].open);
	}
}

static void instants_carry_their_offset(void **state)
{
	int64_t t;

	assert_true(instant_parse("2026-03-25T16:45:00+08:00", &t));
	assert_int_equal(t, 1774428300);
	assert_string_equal(instant_text(*state, t, 480), "2026-03-25T16:45:00+08:00");
	assert_string_equal(instant_text(*state, t, 0), "2026-03-25T08:45:00Z");
	assert_true(instant_parse("2026-03-25T08:45Z", &t));
	assert_int_equal(t, 1774428300);
	assert_false(instant_parse("2026-03-25T16:45:00", &t));
	assert_false(instant_parse("2026-03-25T24:45:00Z", &t));
	assert_int_equal(instant_offset("2026-03-25T16:45:00-05:30"), -330);
}

/* The pieces, with "|" between them. */
static void assert_pieces(const char *s, const char *want)
{
	struct buf b = {0};
	size_t n = strlen(s);

	for (size_t from = 0, end; from < n; from = end) {
		end = han_piece(s, n, from);
		buf_str(&b, from ? "|" : "");
		buf_add(&b, s + from, end - from);
	}
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
}

static void chinese_heads_have_pieces(void **state)
{
	(void)state;
	assert_pieces("2025年第三季度", "2025年|第三季度");
	assert_pieces("2025年目标达成", "2025年|目标达成");
	assert_pieces("2019年至2021年复合年增长率", "2019年至|2021年|复合年增长率");
	assert_pieces("人民幣百萬元", "人民幣|百萬元");
	assert_pieces("占营业收入，%", "占营业|收入，%");
	assert_pieces("个百分点", "个百分点");
	assert_pieces("变动", "变动");
	assert_pieces("Q3 2025, RMB million", "Q3 2025, RMB million");
}

static void malformed_utf8_is_found(void **state)
{
	static const char *const wrong[] = {
	    "a\x80", "a\xC0\x80", "a\xED\xA0\x80", "a\xF5\x80\x80\x80", "a\xE4\xBA", "a\xFF"};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(utf8_check(wrong[i], strlen(wrong[i])), 1);
	assert_int_equal(utf8_check("a金𠮷", 8), 8);
	assert_int_equal(utf8_count("a金𠮷", 8), 3);
}

/* Plain text is looked at in words of eight bytes. */
static void texts_are_checked_wherever_the_fault_stands(void **state)
{
	static const char wrong[] = {'\x01', '\x1F', '\x7F', '\x80', '\xFF', '\0'};

	(void)state;
	for (size_t at = 0; at < 24; at++) {
		char text[24];

		for (size_t i = 0; i < COUNT(wrong); i++) {
			memset(text, '~', sizeof text);
			text[at] = wrong[i];
			assert_int_equal(text_check(text, sizeof text), at);
		}
		assert_int_equal(utf8_check(text, sizeof text), at);
		memset(text, ' ', sizeof text);
		if (at + 3 > sizeof text)
			break;
		memcpy(text + at, "金", 3);
		assert_int_equal(utf8_count(text, sizeof text), sizeof text - 2);
		assert_int_equal(text_check(text, sizeof text), sizeof text);
	}
}

static void near_words_are_offered(void **state)
{
	static const char *const words[] = {"revenue", "cost_of_revenue", "gross_profit"};

	(void)state;
	assert_string_equal(text_nearest("revenu", words, 3), "revenue");
	assert_string_equal(text_nearest("gros_profit", words, 3), "gross_profit");
	assert_null(text_nearest("pue", words, 3));
}

static void messages_show_the_place(void **state)
{
	static const char text[] = "a,b\n金,\"12,3O0\"\n";
	struct diag *d = diag_new(*state);
	char got[256] = {0};
	FILE *f = fmemopen(got, sizeof got - 1, "w");

	diag_source(d, "x.csv", str_of(text));
	assert_false(diag_error(d, pos_at("x.csv", str_of(text), 9), "not a number: '12,3O0'"));
	diag_print(d, f);
	fclose(f);
	assert_string_equal(
	    got, "x.csv:2:4: error: not a number: '12,3O0'\n    金,\"12,3O0\"\n        ^\n");
	assert_int_equal(d->errors, 1);
}

/* Beyond a limit they are counted: a file of a million mistakes is no reason to fill the memory. */
static void messages_have_an_end(void **state)
{
	struct arena *a = *state;
	struct diag *d = diag_new(a);
	char *text = NULL;
	size_t n = 0;
	FILE *f;

	for (int i = 0; i < MESSAGE_LIMIT + 5; i++)
		diag_error(d, (struct pos){0}, "wrong %d", i);
	assert_int_equal(d->errors, MESSAGE_LIMIT + 5);
	assert_int_equal(d->messages.n, MESSAGE_LIMIT);
	f = open_memstream(&text, &n);
	diag_print(d, f);
	fclose(f);
	assert_non_null(strstr(text, "wrong 999\nirbrief: note: 5 more messages are not shown\n"));
	free(text);
}

static void characters_are_found_in_the_sources(void **state)
{
	struct diag *d = diag_new(*state);
	struct pos at;

	diag_source(d, "a", str_of("none\n"));
	diag_source(d, "b", str_of("x\n\u4E2D\u6587 y"));
	at = diag_find(d, "\u6587", 3);
	assert_string_equal(at.file, "b");
	assert_int_equal(at.line, 2);
	assert_int_equal(at.col, 2);
	assert_null(diag_find(d, "\U0001F600", 4).file);
}

static void messages_cannot_steer_the_terminal(void **state)
{
	struct diag *d = diag_new(*state);
	char got[256] = {0};
	FILE *f = fmemopen(got, sizeof got - 1, "w");

	diag_error(d, (struct pos){.file = "a\nb"}, "unknown: '%s'", "\033[2J\r\xE2\x80\xAE\xFF");
	diag_print(d, f);
	fclose(f);
	assert_string_equal(got, "a b: error: unknown: ' [2J  ?'\n");
}

static void unsafe_characters_are_found(void **state)
{
	static const char *const wrong[] = {"a\x01",   "a\x7F",         "a\xC2\x85", "a\u202E",
					    "a\u2066", "a\xEF\xBF\xBF", "a\xFF"};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(text_check(wrong[i], strlen(wrong[i])), 1);
	assert_int_equal(text_check("a\t\r\n金\u200D\u00A0", 12), 12);
}

static void files_are_replaced_whole(void **state)
{
	char folder[] = "/tmp/irbrief-test-XXXXXX";
	struct diag *d = diag_new(*state);
	const char *path, *elsewhere, **names;
	struct str got;
	size_t count;

	assert_non_null(mkdtemp(folder));
	path = path_join(*state, folder, "a b 金.txt");
	elsewhere = path_join(*state, folder, "elsewhere");
	assert_true(file_write(d, elsewhere, "kept", 4));
	assert_int_equal(symlink(elsewhere, path), 0);
	assert_true(
	    file_write(d, path, "new", 3)); /* replaces the link, does not write through it */
	assert_true(file_read(*state, d, elsewhere, &got));
	assert_string_equal(got.p, "kept");
	assert_true(dir_list(*state, d, folder, "", &names, &count));
	assert_int_equal(count, 2);
	assert_false(file_read(*state, d, folder, &got));
	assert_int_equal(d->errors, 1);
	assert_true(path_remove(d, path) && path_remove(d, elsewhere) && path_remove(d, folder));
}

static void a_file_that_was_read_is_not_read_again(void **state)
{
	struct diag *first = diag_new(*state), *second = diag_new(*state);
	const char *folder = folder_make(*state), *path = path_join(*state, folder, "a");
	struct str text, again;

	folder_put(*state, folder, "a", "text");
	assert_true(file_read(*state, first, path, &text));
	diag_source(first, path, text);
	folder_remove(folder);
	second->earlier = first;
	assert_true(file_read(*state, second, path, &again));
	assert_ptr_equal(again.p, text.p);
	assert_int_equal(again.n, 4);
	assert_false(file_read(*state, first, path, &again));
}

static void json_is_written_with_its_commas(void **state)
{
	struct buf b = {0};

	json_open(&b, '{');
	json_field(&b, "a", "x\"\\\n</script>");
	json_key(&b, "b");
	json_open(&b, '[');
	json_int(&b, 1);
	json_line(&b);
	json_string(&b, NULL);
	json_close(&b, ']');
	json_key(&b, "c");
	json_bool(&b, false);
	json_close(&b, '}');
	assert_string_equal(
	    buf_keep(&b, *state),
	    "{\"a\":\"x\\\"\\\\\\u000a\\u003c/script>\",\"b\":[1,\nnull],\"c\":false}");
}

static void hashes_are_sha256(void **state)
{
	char text[HASH_TEXT];

	(void)state;
	hash_text("abc", 3, text);
	assert_string_equal(text,
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

__attribute__((format(printf, 1, 2))) static void assert_formats_like_printf(const char *fmt, ...)
{
	char mine[64], theirs[64];
	va_list args, again;

	for (size_t room = 0; room <= sizeof mine; room++) {
		int n, m;

		memset(mine, '#', sizeof mine);
		memset(theirs, '#', sizeof theirs);
		va_start(args, fmt);
		va_copy(again, args);
		n = format(mine, room, fmt, args);
		m = vsnprintf(theirs, room, fmt, again);
		va_end(again);
		va_end(args);
		assert_int_equal(n, m);
		/* What is not written is not touched. */
		assert_memory_equal(mine, theirs, sizeof mine);
	}
}

static void formats_are_those_of_printf(void **state)
{
	(void)state;
	assert_formats_like_printf("%s", "");
	assert_formats_like_printf("plain");
	assert_formats_like_printf("%s@%s#%c%%", "revenue", "FY2025", 'x');
	assert_formats_like_printf("%d %d %d %ld", 0, INT_MIN, INT_MAX, LONG_MIN);
	assert_formats_like_printf("%u %zu", UINT_MAX, SIZE_MAX);
	assert_formats_like_printf("%.*s|%.*s|%.*s", 3, "abcdef", -1, "whole", 0, "none");
	/* Left to the C library: */
	assert_formats_like_printf("%s %04d %5.1f %-3s|", "a", 7, 1.25, "b");
	assert_formats_like_printf("%s %lu", "a", ULONG_MAX);
}

static void assert_zeroed(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(p[i], 0);
}

static void an_emptied_arena_hands_out_the_same_memory_zeroed(void **state)
{
	struct arena *a = *state;
	unsigned char *first = arena_alloc(a, 40), *large, *adopted = malloc(8);

	memset(first, 1, 40);
	large = arena_alloc(a, 100000);
	memset(large, 1, 100000);
	arena_adopt(a, adopted); /* leaks if it is not freed: the sanitizer tells */
	arena_empty(a);
	assert_int_equal(arena_used(a), 0);
	assert_ptr_equal(arena_alloc(a, 40), first);
	assert_zeroed(first, 40);
	assert_ptr_equal(arena_alloc(a, 100000), large);
	assert_zeroed(large, 100000);
}

static void freed_arenas_leave_large_chunks_to_the_next(void **state)
{
	struct arena *a = arena_new(), *b = arena_new();
	unsigned char *large = arena_alloc(a, 100000), *other = arena_alloc(b, 100000);

	(void)state;
	memset(large, 1, 100000);
	memset(other, 2, 100000);
	arena_free(a);
	arena_free(b);
	a = arena_new();
	b = arena_new();
	assert_ptr_equal(arena_alloc(a, 100000), large);
	assert_zeroed(large, 100000);
	assert_ptr_equal(arena_alloc(b, 100000), other);
	assert_zeroed(other, 100000);
	arena_free(a);
	arena_free(b);
}

static void a_joined_arena_leaves_its_memory_behind(void **state)
{
	struct arena *from = arena_new();
	char *kept = arena_str(from, "kept");

	arena_str(*state, "before");
	arena_adopt(from, malloc(8));
	arena_join(*state, from);
	assert_int_equal(arena_used(from), 0);
	assert_string_equal(arena_str(from, "more"), "more");
	arena_free(from);
	assert_string_equal(kept, "kept");
	assert_string_equal(arena_str(*state, "after"), "after");
}

struct parts {
	struct arena *arena; /* of the task */
	const char *v[200];
};

static void make_parts(void *ctx, struct task *task)
{
	struct parts *p = ctx;
	struct arena *short_lived = arena_new();

	for (size_t i = 0; i < COUNT(p->v); i++) {
		arena_alloc(short_lived, 64 * 1024);
		p->v[i] = arena_printf(p->arena, "part %zu", i);
		task_step(task);
	}
	arena_free(short_lived);
}

static void parts_of_a_task_are_waited_for_one_by_one(void **state)
{
	(void)state;
	for (int beside = 0; beside < 2; beside++) {
		struct parts p = {.arena = arena_new()};
		struct task *task = task_start(beside, make_parts, &p);

		for (size_t i = 0; i < COUNT(p.v); i++) {
			char want[16];

			snprintf(want, sizeof want, "part %zu", i);
			task_wait(task, i + 1);
			assert_string_equal(p.v[i], want);
		}
		task_wait(task, COUNT(p.v) + 1); /* there is no such part, and no wait for it */
		task_end(task);
		arena_free(p.arena);
	}
}

static void messages_of_another_are_taken_once(void **state)
{
	struct diag *d = diag_new(*state), *other = diag_new(*state);
	struct pos at = {"a.csv", 3, 1};

	diag_error(d, at, "wrong");
	diag_error(other, at, "wrong");
	diag_warn(other, at, "odd");
	diag_join(d, other);
	assert_int_equal(d->errors, 2);
	assert_int_equal(d->warnings, 1);
	assert_int_equal(d->messages.n, 2);
	assert_string_equal(d->messages.v[1].text, "odd");
	for (int i = 0; i < MESSAGE_LIMIT; i++)
		diag_note(d, (struct pos){0}, "note %d", i);
	diag_join(d, other);
	assert_int_equal(d->messages.n, MESSAGE_LIMIT);
	assert_int_equal(d->errors, 3);
}

static void arrays_grow_where_they_stand_if_nothing_follows(void **state)
{
	struct {
		int *v;
		size_t n, cap;
	} alone = {0}, beside = {0};
	const int *first;

	for (int i = 0; i < 4; i++)
		*PUSH((struct arena *)*state, &alone) = i;
	first = alone.v;
	for (int i = 4; i < 1000; i++)
		*PUSH((struct arena *)*state, &alone) = i;
	assert_ptr_equal(alone.v, first);
	*PUSH((struct arena *)*state, &beside) = 7;
	for (int i = 1000; i < 5000; i++)
		*PUSH((struct arena *)*state, &alone) = i;
	for (int i = 0; i < 5000; i++)
		assert_int_equal(alone.v[i], i);
	assert_int_equal(beside.v[0], 7);
}

static void blocks_go_before_the_rest(void **state)
{
	unsigned char *first = arena_block(*state, 3000), *second = arena_block(*state, 100);

	for (size_t i = 0; i < 3000; i++)
		assert_int_equal(first[i], 0);
	memset(first, 1, 3000);
	memset(second, 2, 100);
	arena_block_free(*state, first); /* a second time with the arena: the sanitizer tells */
	assert_int_equal(second[99], 2);
}

static void parked_bytes_come_back(void **state)
{
	struct buf b = {0};
	struct str parked;

	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "line %d\n", i);
	assert_true(buf_park(&b, *state, &parked));
	assert_null(b.p);
	for (int again = 0; again < 2; again++) {
		assert_memory_equal(parked.p, "line 0\nline 1\n", 14);
		assert_memory_equal(parked.p + parked.n - 11, "line 99999\n", 11);
		park_rest(parked);
	}
}

static void arenas_hand_out_zeroed_memory(void **state)
{
	struct {
		int *v;
		size_t n, cap;
	} list = {0};

	for (int i = 0; i < 1000; i++) {
		unsigned char *p = arena_alloc(*state, (size_t)i * 37);

		for (int k = 0; k < i * 37; k++)
			assert_int_equal(p[k], 0);
		memset(p, 0xAA, (size_t)i * 37);
		*PUSH((struct arena *)*state, &list) = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list.v[i], i);
}

/* Both ends of the list of words, and what goes by a rule. */
static void words_of_reports_cling(void **state)
{
	(void)state;
	assert_true(han_clings(U'一', U'季'));
	assert_true(han_clings(U'高', U'於'));
	assert_true(han_clings(U'收', U'入'));
	assert_true(han_clings(U'環', U'比'));
	assert_true(han_clings(U'擇', U'權'));
	assert_true(han_clings(U'工', U'作'));
	assert_true(han_clings(U'料', U'來'));
	assert_true(han_clings(U'會', U'計'));
	assert_true(han_clings(U'失', U'率'));
	assert_true(han_clings(U'費', U'者'));
	assert_true(han_clings(U'月', '3'));
	assert_true(han_clings(U'股', U'的'));
	assert_true(han_clings(U'整', 'E'));
	assert_true(han_clings('I', U'業'));
	assert_false(han_clings('e', U'業'));
	assert_true(han_clings(U'」', U'一'));
	assert_true(han_clings(U'”', U'一'));
	assert_false(han_clings(U'」', U'收'));
	assert_false(han_clings('I', U'，'));
	assert_false(han_clings(U'年', '3'));
	assert_false(han_clings(U'，', U'率'));
	assert_false(han_clings(U'入', U'收'));
	assert_false(han_clings(U'𠀀', U'季'));
	assert_false(han_clings(U'一' + 0x10000, U'季'));
}

/* Two characters each. */
static void words_for_periods_and_units_cling(void **state)
{
	static const char pairs[] =
	    "第一第二第三第四一季二季三季四季季度年度上半下半半年人民民币民幣百万百萬万元萬元千元十"
	    "亿十億亿元億元美元港元百分分点分點个百個百吨二噸二二氧氧化化碳碳当碳當当量當量千瓦兆瓦"
	    "瓦时瓦時年至行等";
	size_t i = 0;

	(void)state;
	while (pairs[i]) {
		uint32_t a = utf8_next(pairs, sizeof pairs, &i),
			 b = utf8_next(pairs, sizeof pairs, &i);

		assert_true(han_clings(a, b));
		assert_false(han_clings(a, U'入'));
		assert_false(han_clings(a, 0));
	}
	assert_true(han_clings('5', U'年'));
	assert_false(han_clings('5', 'a'));
	assert_false(han_clings('a', U'年'));
	assert_false(han_clings(U'收', U'之'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(numbers_are_read_strictly, setup, teardown),
	    cmocka_unit_test_setup_teardown(rounding_is_half_away_from_zero, setup, teardown),
	    cmocka_unit_test_setup_teardown(arithmetic_is_exact, setup, teardown),
	    cmocka_unit_test_setup_teardown(words_overflow_into_large_numbers, setup, teardown),
	    cmocka_unit_test_setup_teardown(kept_numbers_outlive_their_arena, setup, teardown),
	    cmocka_unit_test_setup_teardown(roots_have_forty_digits, setup, teardown),
	    cmocka_unit_test_setup_teardown(days_go_there_and_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(labels_are_fiscal, setup, teardown),
	    cmocka_unit_test_setup_teardown(texts_of_periods_are_kept_apart, setup, teardown),
	    cmocka_unit_test_setup_teardown(wrong_periods_are_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(periods_go_back_beyond_the_year_one, setup, teardown),
	    cmocka_unit_test_setup_teardown(periods_have_neighbours, setup, teardown),
	    cmocka_unit_test_setup_teardown(instants_carry_their_offset, setup, teardown),
	    cmocka_unit_test_setup_teardown(malformed_utf8_is_found, setup, teardown),
	    cmocka_unit_test_setup_teardown(texts_are_checked_wherever_the_fault_stands, setup,
					    teardown),
	    cmocka_unit_test_setup_teardown(near_words_are_offered, setup, teardown),
	    cmocka_unit_test_setup_teardown(messages_show_the_place, setup, teardown),
	    cmocka_unit_test_setup_teardown(messages_have_an_end, setup, teardown),
	    cmocka_unit_test_setup_teardown(characters_are_found_in_the_sources, setup, teardown),
	    cmocka_unit_test_setup_teardown(messages_cannot_steer_the_terminal, setup, teardown),
	    cmocka_unit_test_setup_teardown(unsafe_characters_are_found, setup, teardown),
	    cmocka_unit_test_setup_teardown(files_are_replaced_whole, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_file_that_was_read_is_not_read_again, setup,
					    teardown),
	    cmocka_unit_test_setup_teardown(json_is_written_with_its_commas, setup, teardown),
	    cmocka_unit_test_setup_teardown(hashes_are_sha256, setup, teardown),
	    cmocka_unit_test_setup_teardown(blocks_go_before_the_rest, setup, teardown),
	    cmocka_unit_test_setup_teardown(parked_bytes_come_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(arenas_hand_out_zeroed_memory, setup, teardown),
	    cmocka_unit_test(chinese_heads_have_pieces),
	    cmocka_unit_test(words_of_reports_cling),
	    cmocka_unit_test(words_for_periods_and_units_cling),
	    cmocka_unit_test(formats_are_those_of_printf),
	    cmocka_unit_test_setup_teardown(an_emptied_arena_hands_out_the_same_memory_zeroed,
					    setup, teardown),
	    cmocka_unit_test(freed_arenas_leave_large_chunks_to_the_next),
	    cmocka_unit_test_setup_teardown(a_joined_arena_leaves_its_memory_behind, setup,
					    teardown),
	    cmocka_unit_test(parts_of_a_task_are_waited_for_one_by_one),
	    cmocka_unit_test_setup_teardown(messages_of_another_are_taken_once, setup, teardown),
	    cmocka_unit_test_setup_teardown(arrays_grow_where_they_stand_if_nothing_follows, setup,
					    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
