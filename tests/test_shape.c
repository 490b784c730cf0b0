/* Fonts and shaping: faces, fallback, features, spacing between scripts, plain text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "scene/plain.h"

static struct arena *arena;
static struct fonts *fonts;

static int setup(void **state)
{
	struct diag *diag;

	(void)state;
	arena = arena_new();
	diag = diag_new(arena);
	fonts = fonts_open(diag);
	diag_print(diag, stderr);
	return fonts ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	fonts_close(fonts);
	arena_free(arena);
	return 0;
}

static const struct style body = {WEIGHT_REGULAR, 10, 0, false, LANG_EN};
static const struct style table = {WEIGHT_REGULAR, 10, 0, true, LANG_EN};
static const struct style chinese = {WEIGHT_REGULAR, 10, 0, false, LANG_ZH_HANS};

static struct shaped shape_text(struct style st, const char *s)
{
	uint32_t missing;
	struct shaped sh = shape(arena, fonts, st, s, strlen(s), &missing);

	assert_int_equal(missing, 0);
	return sh;
}

static void assert_near(double a, double b)
{
	if (fabs(a - b) > 1e-3)
		fail_msg("%g is not %g", a, b);
}

static void faces_have_names_and_metrics(void **state)
{
	const struct face *f = face_ready(fonts->chain[LANG_EN][WEIGHT_SEMIBOLD][0]);

	(void)state;
	assert_string_equal(f->name, "Inter-SemiBold");
	assert_int_equal(f->css_weight, 600);
	assert_true(f->ascent > 0 && f->descent < 0);
	assert_true(f->cap_height > f->x_height && f->x_height > 0);
	assert_string_equal(fonts->chain[LANG_ZH_HANS][WEIGHT_REGULAR][1]->name,
			    "NotoSansCJKsc-Regular");
	assert_string_equal(fonts->chain[LANG_ZH_HANT][WEIGHT_DISPLAY][1]->name,
			    "NotoSansCJKtc-Bold");
	for (int i = 0; i < fonts->n; i++)
		assert_int_equal(fonts->faces[i]->index, i);
}

/* Takes the whole text through HarfBuzz, as the slow path would. */
static void assert_like_harfbuzz(const struct face *f, const struct run *r)
{
	hb_feature_t tnum = {HB_TAG('t', 'n', 'u', 'm'), r->tabular, HB_FEATURE_GLOBAL_START,
			     HB_FEATURE_GLOBAL_END};
	hb_buffer_t *b = hb_buffer_create();
	hb_glyph_info_t *info;
	hb_glyph_position_t *pos;
	unsigned n;

	hb_buffer_add_utf8(b, r->text, (int)r->n, 0, -1);
	hb_buffer_set_direction(b, HB_DIRECTION_LTR);
	hb_buffer_set_script(b, HB_SCRIPT_LATIN);
	hb_buffer_set_language(b, hb_language_from_string("en", -1));
	hb_shape(f->font, b, &tnum, 1);
	info = hb_buffer_get_glyph_infos(b, &n);
	pos = hb_buffer_get_glyph_positions(b, NULL);
	assert_int_equal(n, r->n_glyphs);
	for (unsigned i = 0; i < n; i++) {
		if (info[i].codepoint != r->glyphs[i].id)
			fail_msg("%s: glyph %u of '%.*s' differs", f->name, i, (int)r->n, r->text);
		assert_int_equal(info[i].cluster, r->glyphs[i].cluster);
		assert_near(pos[i].x_advance * r->size / f->upem, (double)r->glyphs[i].advance);
	}
	hb_buffer_destroy(b);
}

/* Numbers of up to four figures and marks, and usual ones. */
static void numbers_equal_harfbuzz(void **state)
{
	static const char set[] = "0123456789.,%$()+- ";
	static const char *const numbers[] = {"9,558,619", "(943.7)",  "(52.3)%",
					      "+22.8%",    "-0.05",    "(1,979,042)",
					      "1 234 567", "$1,366.9", "2022-2025"};
	size_t n = sizeof set - 1;
	struct fonts with = *fonts;

	(void)state;
	with.memory = shape_memory_new();
	for (int w = 0; w < WEIGHT_COUNT; w++) {
		const struct face *f = fonts->chain[LANG_EN][w][0];
		struct style st = {(enum weight)w, 10, 0, w % 2 == 0, LANG_EN};

		for (size_t i = 0; i < n * n * n * n; i += 1 + i % 5) {
			char s[] = {set[i % n], set[i / n % n], set[i / n / n % n],
				    set[i / n / n / n], '\0'};

			assert_like_harfbuzz(f, shape(arena, &with, st, s, 4, NULL).runs);
		}
		for (size_t i = 0; i < COUNT(numbers); i++)
			assert_like_harfbuzz(
			    f, shape(arena, &with, st, numbers[i], strlen(numbers[i]), NULL).runs);
	}
	shape_memory_free(with.memory);
}

/* A text is set by the pairs that were seen in others: all pairs, in texts of words, marks and
 * figures with what would change them. */
static void plain_text_equals_harfbuzz(void **state)
{
	static const char *const parts[] = {
	    "a", "b", "e", "f", "i", "j", "o", "r", "t", "v",  "w",   "x",  "y", "A", "F", "L",
	    "P", "T", "V", "W", "Y", "0", "1", "4", "7", "ex", "ax ", " x", ".", ",", "/", "%",
	    "&", "'", "’", "“", "”", "…", "–", "(", ")", "-",  ":",   "!",  " ", " "};
	enum { TEXTS = 6000, LONGEST = 24, PLAIN_PARTS = 38 };
	struct fonts with = *fonts;
	uint64_t random = 5;

	(void)state;
	with.memory = shape_memory_new();
	for (size_t t = 0; t < TEXTS; t++) {
		struct style st = {(enum weight)(t % WEIGHT_COUNT), 10, 0, t / 4 % 2 != 0, LANG_EN};
		size_t n = 2 + t % LONGEST, of = t % 8 ? PLAIN_PARTS : COUNT(parts);
		struct buf text = {0};
		struct shaped sh;

		for (size_t i = 0; i < n; i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			buf_str(&text, parts[(random >> 33) % of]);
		}
		sh = shape(arena, &with, st, text.p, text.n, NULL);
		assert_int_equal(sh.n, 1);
		assert_like_harfbuzz(with.chain[LANG_EN][st.weight][0], sh.runs);
		assert_near(shape_width(arena, &with, st, text.p, text.n), sh.width);
		buf_free(&text);
	}
	shape_memory_free(with.memory);
}

/* What the face would change is left to HarfBuzz; words are not, though they have an x. */
static void plain_text_is_known(void **state)
{
	static const char *const plain[] = {"Net cash from operations", "Tax expenses",
					    "RMB9,558.6 million", "the company’s “net”"};
	static const char *const other[] = {"Scope 1+2", "(A)", "(+2)", "3 x 4",
					    "->",        "中",  "a\tb", "é"};
	const struct face *f = face_ready(fonts->chain[LANG_EN][WEIGHT_REGULAR][0]);
	uint8_t slots[64];

	(void)state;
	for (size_t i = 0; i < COUNT(plain); i++)
		if (!plain_slots(f, plain[i], strlen(plain[i]), slots))
			fail_msg("not plain: '%s'", plain[i]);
	for (size_t i = 0; i < COUNT(other); i++)
		if (plain_slots(f, other[i], strlen(other[i]), slots))
			fail_msg("plain: '%s'", other[i]);
}

/* ---- Han text without HarfBuzz ---- */

static void assert_squares_like_harfbuzz(enum lang lang, enum weight w, hb_script_t script,
					 const char *text)
{
	static const char *const tags[LANG_COUNT] = {"en", "zh-Hans", "zh-Hant"};
	struct style st = {w, 1000, 0, false, lang};
	struct run r = shape_text(st, text).runs[0];
	hb_buffer_t *b = hb_buffer_create();
	hb_glyph_info_t *info;
	hb_glyph_position_t *pos;
	unsigned n;

	assert_int_equal(r.n, strlen(text));
	assert_ptr_equal(r.face, fonts->chain[lang][w][1]);
	hb_buffer_add_utf8(b, text, -1, 0, -1);
	hb_buffer_set_direction(b, HB_DIRECTION_LTR);
	hb_buffer_set_script(b, script);
	hb_buffer_set_language(b, hb_language_from_string(tags[lang], -1));
	hb_shape(r.face->font, b, NULL, 0);
	info = hb_buffer_get_glyph_infos(b, &n);
	pos = hb_buffer_get_glyph_positions(b, NULL);
	assert_int_equal(r.n_glyphs, n);
	for (unsigned i = 0; i < n; i++) {
		if (r.glyphs[i].id != info[i].codepoint)
			fail_msg("%s: glyph %u of '%s' differs", r.face->name, i, text);
		assert_int_equal(r.glyphs[i].cluster, info[i].cluster);
		assert_near(r.glyphs[i].advance, pos[i].x_advance * 1000 / r.face->upem);
		assert_int_equal(pos[i].x_offset, 0);
		assert_int_equal(pos[i].y_offset, 0);
	}
	hb_buffer_destroy(b);
}

/* All common ideographs that a face has, in texts with the marks among them. */
static void squares_equal_harfbuzz(void **state)
{
	static const uint32_t marks[] = {0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0xFF08,
					 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F,
					 0x3011, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B};
	static const enum weight weights[] = {WEIGHT_REGULAR, WEIGHT_DISPLAY};

	(void)state;
	for (enum lang lang = LANG_ZH_HANS; lang <= LANG_ZH_HANT; lang++)
		for (size_t w = 0; w < COUNT(weights); w++) {
			hb_font_t *font = face_ready(fonts->chain[lang][weights[w]][1])->font;
			struct buf text = {0};
			hb_codepoint_t glyph;
			size_t n = 0;

			for (uint32_t c = 0x4E00; c <= 0x9FFF; c++) {
				char bytes[4];

				if (!hb_font_get_nominal_glyph(font, c, &glyph))
					continue;
				buf_add(&text, bytes, utf8_put(bytes, c));
				if (n++ % 3 == 0)
					buf_add(&text, bytes,
						utf8_put(bytes, marks[n / 3 % COUNT(marks)]));
				if (n % 50)
					continue;
				assert_squares_like_harfbuzz(lang, weights[w], HB_SCRIPT_HAN,
							     text.p);
				text.n = 0;
			}
			assert_true(n > 13000);
			buf_free(&text);
			for (size_t i = 0; i < COUNT(marks); i++) {
				char mark[5] = {0};

				utf8_put(mark, marks[i]);
				assert_squares_like_harfbuzz(lang, weights[w], HB_SCRIPT_LATIN,
							     mark);
			}
		}
}

static void tabular_figures_are_one_width(void **state)
{
	(void)state;
	assert_near(shape_text(table, "1111").width, shape_text(table, "8888").width);
	assert_true(shape_text(body, "1111").width < shape_text(body, "8888").width - 1);
}

static void pairs_are_kerned(void **state)
{
	double apart = shape_text(body, "A").width + shape_text(body, "V").width;

	(void)state;
	assert_true(shape_text(body, "AV").width < apart - 0.1);
}

static void assert_widths_agree(struct style st, const char *text)
{
	struct shaped sh = shape_text(st, text);
	double runs = 0;

	for (size_t k = 0; k < sh.n; k++) {
		double glyphs = 0;

		for (size_t i = 0; i < sh.runs[k].n_glyphs; i++)
			glyphs += (double)sh.runs[k].glyphs[i].advance;
		assert_near(glyphs, sh.runs[k].width);
		runs += sh.runs[k].width;
	}
	assert_near(runs, sh.width);
	assert_near(shape_width(arena, fonts, st, text, strlen(text)), sh.width);
}

static void widths_agree(void **state)
{
	static const char *const texts[] = {"efficiently", "收入9,558.6百万元", "(943.7)", "",
					    "n.d.",        "≤ 1.361",           "RMB’000"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		for (int tabular = 0; tabular < 2; tabular++)
			assert_widths_agree(
			    (struct style){WEIGHT_REGULAR, 9, 0.01, tabular, LANG_ZH_HANS},
			    texts[i]);
}

static void han_is_set_in_the_region(void **state)
{
	struct style hant = {WEIGHT_REGULAR, 10, 0, false, LANG_ZH_HANT};
	struct shaped sh = shape_text(chinese, "毛利率15.7%");

	(void)state;
	assert_int_equal(sh.n, 2);
	assert_string_equal(sh.runs[0].face->name, "NotoSansCJKsc-Regular");
	assert_string_equal(sh.runs[1].face->name, "Inter-Regular");
	assert_string_equal(shape_text(hant, "門").runs[0].face->name, "NotoSansCJKtc-Regular");
	assert_int_equal(shape_text(chinese, "“云”……").n, 1);
	assert_int_equal(shape_text(chinese, "RMB’000").n, 1);
	/* The ellipsis of an address is not Chinese. */
	assert_int_equal(shape_text(chinese, "a.org/000141…").n, 1);
	assert_int_equal(shape_text(chinese, "…/a.htm").n, 1);
	assert_int_equal(shape_text(chinese, "云…").n, 1);
	assert_int_equal(shape_text(chinese, "A……").n, 2);
	assert_string_equal(shape_text(body, "“cloud”").runs[0].face->name, "Inter-Regular");
}

static void scripts_part_by_a_quarter_em(void **state)
{
	double han = shape_text(chinese, "收入").width, latin = shape_text(chinese, "AI").width;
	double space = shape_text(chinese, " ").width;

	(void)state;
	assert_near(han, 20);
	assert_near(shape_text(chinese, "收入AI").width, han + 2.5 + latin);
	assert_near(shape_text(chinese, "AI收入").width, han + 2.5 + latin);
	assert_near(shape_text(chinese, "。AI").width, 10 + latin);
	assert_near(shape_text(chinese, "收入 AI").width, han + space + latin);
}

static void marks_that_meet_are_squeezed(void **state)
{
	(void)state;
	assert_near(shape_text(chinese, "云。").width, 20);
	assert_near(shape_text(chinese, "云）。").width, 25);
	assert_near(shape_text(chinese, "，（云").width, 25);
	assert_near(shape_text(chinese, "（“云").width, 25);
}

/* Runs without combining marks are shaped without composition, which is half of the time. */
static void combining_marks_are_composed(void **state)
{
	(void)state;
	assert_int_equal(shape_text(body, "1\u20DD").runs[0].n_glyphs, 1);
	assert_int_equal(shape_text(body, "e\u0301").runs[0].glyphs[0].id,
			 shape_text(body, "\u00E9").runs[0].glyphs[0].id);
}

static void texts_are_shaped_once(void **state)
{
	struct fonts own = *fonts;
	struct shaped first, again, larger, number;
	uint32_t missing;

	(void)state;
	own.memory = shape_memory_new();
	first = shape(arena, &own, body, "Revenue 收入", strlen("Revenue 收入"), &missing);
	again = shape(arena, &own, body, "Revenue 收入", strlen("Revenue 收入"), &missing);
	assert_ptr_equal(first.runs, again.runs);
	assert_int_equal(first.n, 2);
	assert_near(first.width, shape_text(body, "Revenue 收入").width);
	larger = shape(arena, &own, (struct style){WEIGHT_REGULAR, 20, 0, false, LANG_EN},
		       "Revenue", 7, &missing);
	assert_near(larger.width, 2 * shape_text(body, "Revenue").width);
	for (int i = 0; i < 3000; i++) { /* numbers are not kept, words are found among many */
		char word[16];

		snprintf(word, sizeof word, "w%d", i);
		assert_near(shape(arena, &own, body, word, strlen(word), &missing).width,
			    shape_text(body, word).width);
	}
	number = shape(arena, &own, table, "9,558", 5, &missing);
	assert_ptr_not_equal(number.runs, shape(arena, &own, table, "9,558", 5, &missing).runs);
	for (int i = 0; i < 2; i++) {
		shape(arena, &own, body, "a\tb", 3, &missing);
		assert_int_equal(missing, '\t');
	}
	assert_ptr_equal(
	    shape(arena, &own, body, "Revenue 收入", strlen("Revenue 收入"), &missing).runs,
	    first.runs);
	shape_memory_trim(own.memory);
	shape_memory_free(own.memory);
}

static void tracking_spares_han(void **state)
{
	struct style plain = {WEIGHT_DISPLAY, 20, 0, false, LANG_ZH_HANS}, tight = plain;

	(void)state;
	tight.tracking = -0.018;
	assert_near(shape_text(tight, "收入").width, 40);
	assert_near(shape_text(tight, "net").width,
		    shape_text(plain, "net").width - 3 * 0.018 * 20);
}

static uint32_t missing_in(const char *s)
{
	uint32_t missing = 1;

	shape(arena, fonts, body, s, strlen(s), &missing);
	return missing;
}

static void missing_characters_are_told(void **state)
{
	(void)state;
	assert_int_equal(missing_in("a\tb\n"), '\t');
	assert_int_equal(missing_in("ok \U000F0000 \t"), 0xF0000);
	/* word joiner, no-break spaces, soft hyphen: made by the shaper */
	assert_int_equal(missing_in("a\u2060b\u00A0c\u202Fd\u00ADe"), 0);
	assert_int_equal(missing_in("− ≤ ≥ × ± → ▲ ▼ ✓ ₂ † ‰ – — … “ ” é Ł"), 0);
}

static void another_folder_does_not_hide_the_usual_ones(void **state)
{
	struct diag *diag = diag_new(arena);
	struct fonts *again;

	(void)state;
	setenv("IRBRIEF_FONTS", "/nonexistent", 1);
	again = fonts_open(diag);
	unsetenv("IRBRIEF_FONTS");
	assert_non_null(again);
	assert_int_equal(diag->errors, 0);
	fonts_close(again);
}

static void *shape_in_thread(void *sum)
{
	static const char text[] = "Revenue 收入 9,558.6 “云” AV";
	struct arena *a = arena_new();
	double total = 0;

	for (int i = 0; i < 200; i++) {
		struct style st = {(enum weight)(i % WEIGHT_COUNT), 9, 0, i % 2,
				   (enum lang)(i % LANG_COUNT)};

		total += shape(a, fonts, st, text, sizeof text - 1, NULL).width;
	}
	*(double *)sum = total;
	arena_free(a);
	return NULL;
}

static void threads_share_fonts(void **state)
{
	enum { THREADS = 4 };
	pthread_t threads[THREADS];
	double sums[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, shape_in_thread, &sums[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 1; i < THREADS; i++)
		assert_near(sums[i], sums[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(faces_have_names_and_metrics),
	    cmocka_unit_test(numbers_equal_harfbuzz),
	    cmocka_unit_test(plain_text_equals_harfbuzz),
	    cmocka_unit_test(plain_text_is_known),
	    cmocka_unit_test(squares_equal_harfbuzz),
	    cmocka_unit_test(tabular_figures_are_one_width),
	    cmocka_unit_test(pairs_are_kerned),
	    cmocka_unit_test(widths_agree),
	    cmocka_unit_test(han_is_set_in_the_region),
	    cmocka_unit_test(scripts_part_by_a_quarter_em),
	    cmocka_unit_test(marks_that_meet_are_squeezed),
	    cmocka_unit_test(combining_marks_are_composed),
	    cmocka_unit_test(texts_are_shaped_once),
	    cmocka_unit_test(tracking_spares_han),
	    cmocka_unit_test(missing_characters_are_told),
	    cmocka_unit_test(another_folder_does_not_hide_the_usual_ones),
	    cmocka_unit_test(threads_share_fonts),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
