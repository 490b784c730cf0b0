/* The display list and its painters: text dump, SVG, PNG. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <cairo.h>
#include <stdio.h>

#include "scene/scene.h"
#include "svg_check.h"

static struct arena *arena;
static struct diag *diag;
static struct fonts *fonts;

static int setup(void **state)
{
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

static const struct style small = {WEIGHT_SEMIBOLD, 7.5, 0, true, LANG_EN};

static struct scene *sample(void)
{
	struct scene *s = scene_new(arena, 100, 50);

	s->title = "Revenue & <costs>";
	s->desc = "Rose by \"22.8%\".";
	scene_artifact(s, "Layout");
	scene_rect(s, 0, 0, 50, 25, COLOR_ACCENT);
	scene_box(s, 60, 5, 10, 10, COLOR_NONE, COLOR_INK, 0.75);
	scene_end(s);
	scene_begin(s, NULL);
	scene_line(s, 0, 40, 100, 40, COLOR_HAIR, 0.56, 1.5);
	scene_circle(s, 80, 10, 3, COLOR_PAPER, COLOR_ACTUAL, 0.95);
	scene_poly(s, (const double[]){1, 2, 3, 4, 5, -0.001}, 3, true, COLOR_BETTER, COLOR_NONE,
		   0);
	scene_clip(s, 10, 10, 20, 20);
	scene_text(s, fonts, small, 10, 30, ALIGN_LEFT, COLOR_INK2, "9,558.6", "g1");
	scene_unclip(s);
	scene_end(s);
	return s;
}

static void prints_as_text(void **state)
{
	struct buf b = {0};

	(void)state;
	scene_print(sample(), &b);
	assert_string_equal(
	    b.p, "scene 100 50\n"
		 "title Revenue & <costs>\n"
		 "desc Rose by \"22.8%\".\n"
		 "begin artifact Layout\n"
		 "rect 0 0 50 25 accent\n"
		 "rect 60 5 10 10 stroke ink 0.75\n"
		 "end\n"
		 "begin\n"
		 "line 0 40 100 40 stroke hair 0.56 dash 1.5\n"
		 "path M 83 10 C 83 11.66 81.66 13 80 13 C 78.34 13 77 11.66 77 10 "
		 "C 77 8.34 78.34 7 80 7 C 81.66 7 83 8.34 83 10 Z paper stroke actual 0.95\n"
		 "path M 1 2 L 3 4 L 5 0 Z better\n"
		 "clip 10 10 20 20\n"
		 "text 10 30 29.5 7.5 Inter-SemiBold ink-2 '9,558.6' figure g1\n"
		 "unclip\n"
		 "end\n");
	buf_free(&b);
}

static void numbers_are_short(void **state)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {{0, "0"},       {-0.001, "0"},   {1.005, "1"},
		     {0.05, "0.05"}, {12.5, "12.5"},  {-3.456, "-3.46"},
		     {100, "100"},   {99.999, "100"}, {1234567.89, "1234567.89"}};
	struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		scene_number(&b, cases[i].value);
		assert_string_equal(b.p, cases[i].text);
	}
	buf_free(&b);
}

static void text_aligns(void **state)
{
	struct scene *s = scene_new(arena, 100, 50);
	double w = scene_text(s, fonts, small, 50, 10, ALIGN_RIGHT, COLOR_INK, "100", NULL);

	(void)state;
	scene_text(s, fonts, small, 50, 20, ALIGN_CENTER, COLOR_INK, "100", NULL);
	assert_true(s->ops.v[0].x > 50 - w - 1e-9 && s->ops.v[0].x < 50 - w + 1e-9);
	assert_true(s->ops.v[1].x > 50 - w / 2 - 1e-9 && s->ops.v[1].x < 50 - w / 2 + 1e-9);
	assert_int_equal(s->missing, 0);
	scene_text(s, fonts, small, 0, 30, ALIGN_LEFT, COLOR_INK, "\t", NULL);
	assert_int_equal(s->missing, '\t');
}

static void appending_moves(void **state)
{
	struct scene *whole = scene_new(arena, 200, 100), *part = sample();
	struct buf b = {0};

	(void)state;
	scene_append(whole, part, 100, 50);
	assert_int_equal(whole->ops.n, part->ops.n);
	scene_print(whole, &b);
	assert_non_null(strstr(b.p, "rect 100 50 50 25 accent\n"));
	assert_non_null(strstr(b.p, "line 100 90 200 90 stroke hair"));
	assert_non_null(strstr(b.p, "path M 101 52 L 103 54 L 105 50 Z"));
	assert_non_null(strstr(b.p, "clip 110 60 20 20\n"));
	buf_clear(&b);
	scene_print(part, &b); /* the part itself stays where it was */
	assert_non_null(strstr(b.p, "path M 1 2 L 3 4 L 5 0 Z"));
	buf_free(&b);
}

static void svg_is_escaped_and_equal_twice(void **state)
{
	struct buf one = {0}, two = {0};

	(void)state;
	scene_svg(sample(), &palette_light, true, "c1", &one);
	scene_svg(sample(), &palette_light, true, "c1", &two);
	assert_true(xml_well_formed(&one));
	assert_string_equal(one.p, two.p);
	assert_non_null(strstr(one.p, "role=\"img\" aria-labelledby=\"c1-t c1-d\""));
	assert_non_null(strstr(one.p, "<title id=\"c1-t\">Revenue &amp; &lt;costs&gt;</title>"));
	assert_non_null(strstr(one.p, "fill=\"var(--accent,#0A58BE)\""));
	assert_non_null(strstr(one.p, "data-figure=\"g1\">9,558.6</text>"));
	assert_non_null(strstr(one.p, "textLength=\"29.5\""));
	assert_non_null(strstr(one.p, "clip-path=\"url(#c1-c1)\""));
	assert_null(strstr(one.p, "font-family"));
	buf_clear(&two);
	scene_svg(sample(), &palette_dark, false, "c1", &two);
	assert_true(xml_well_formed(&two));
	assert_null(strstr(two.p, "var("));
	assert_non_null(strstr(two.p, "#7FB0F2"));
	buf_free(&one);
	buf_free(&two);
}

static void svg_survives_any_text(void **state)
{
	struct scene *s = scene_new(arena, 100, 50);
	struct buf b = {0};

	(void)state;
	s->title = "\x01 \xFF ]]> </title>";
	scene_text(s, fonts, small, 0, 9, ALIGN_LEFT, COLOR_INK, "a<b>&\"'\x02\xC3 收入", "g\"<");
	scene_svg(s, &palette_light, true, "c", &b);
	assert_true(xml_well_formed(&b));
	buf_free(&b);
}

struct reader {
	const struct buf *b;
	size_t at;
};

static cairo_status_t read_bytes(void *closure, unsigned char *data, unsigned n)
{
	struct reader *r = closure;

	if (r->at + n > r->b->n)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, r->b->p + r->at, n);
	r->at += n;
	return CAIRO_STATUS_SUCCESS;
}

static uint32_t pixel(cairo_surface_t *s, int x, int y)
{
	uint32_t p;

	memcpy(&p, cairo_image_surface_get_data(s) + y * cairo_image_surface_get_stride(s) + 4 * x,
	       4);
	return p & 0xFFFFFF;
}

static void png_shows_the_scene(void **state)
{
	struct buf b = {0};
	struct reader r = {&b, 0};
	cairo_surface_t *s;
	int dark = 0;

	(void)state;
	assert_true(scene_png(diag, sample(), &palette_light, 2, &b));
	s = cairo_image_surface_create_from_png_stream(read_bytes, &r);
	assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
	assert_int_equal(cairo_image_surface_get_width(s), 200);
	assert_int_equal(cairo_image_surface_get_height(s), 100);
	assert_int_equal(pixel(s, 2, 49), 0x0A58BE);
	assert_int_equal(pixel(s, 150, 90), 0xFFFFFF);
	for (int x = 20; x < 60; x++) /* glyphs, cut off by the clip */
		dark += (pixel(s, x, 56) & 0xFF) < 0x90;
	assert_in_range(dark, 8, 39);
	for (int x = 62; x < 90; x++)
		assert_int_equal(pixel(s, x, 56), 0xFFFFFF);
	cairo_surface_destroy(s);
	buf_free(&b);
}

static void png_is_equal_twice_and_bounded(void **state)
{
	struct buf one = {0}, two = {0};

	(void)state;
	assert_true(scene_png(diag, sample(), &palette_dark, 2, &one));
	assert_true(scene_png(diag, sample(), &palette_dark, 2, &two));
	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.p, two.p, one.n);
	assert_false(scene_png(diag, sample(), &palette_dark, 1e6, &one));
	assert_false(scene_png(diag, sample(), &palette_dark, 0, &one));
	buf_free(&one);
	buf_free(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(prints_as_text),
	    cmocka_unit_test(numbers_are_short),
	    cmocka_unit_test(text_aligns),
	    cmocka_unit_test(appending_moves),
	    cmocka_unit_test(svg_is_escaped_and_equal_twice),
	    cmocka_unit_test(svg_survives_any_text),
	    cmocka_unit_test(png_shows_the_scene),
	    cmocka_unit_test(png_is_equal_twice_and_bounded),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
