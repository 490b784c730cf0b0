/*
 * One scene, three painters: the charts as PNG beside the same as PDF (through poppler) and as SVG
 * (through Chromium).  Compared are the means of blocks of pixels, as each renderer smooths edges
 * in its own way.  What is not installed is skipped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "chart_sample.h"
#include "pdf/pdf.h"

enum { SCALE = 2, BLOCK = 8 }; /* pixels a point; pixels of a block's side */
#define BLOCK_MOST 40.0        /* difference of a block, of 255 */
#define MEAN_MOST 2.5          /* of a whole chart */

static struct arena *arena;
static struct diag *diag;
static struct fonts *fonts;
static char folder[] = "/tmp/irbrief-painters-XXXXXX";
static struct scene *scenes[COUNT(samples)];

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	diag = diag_new(arena);
	fonts = fonts_open(diag);
	diag_print(diag, stderr);
	if (!fonts || !mkdtemp(folder))
		return -1;
	for (size_t i = 0; i < COUNT(samples); i++)
		scenes[i] =
		    chart_layout(arena, diag, samples[i].make(arena), fonts, samples[i].width);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fonts_close(fonts);
	if (system(arena_printf(arena, "rm -r %s", folder)) != 0)
		return -1;
	arena_free(arena);
	return 0;
}

static const char *path_of(const char *name)
{
	return path_join(arena, folder, name);
}

static bool installed(const char *program)
{
	bool found = system(arena_printf(arena, "command -v %s >/dev/null", program)) == 0;

	if (!found)
		fprintf(stderr, "skipped: needs %s\n", program);
	return found;
}

/* ---- pictures ---- */

static cairo_surface_t *picture(const char *path)
{
	cairo_surface_t *s = cairo_image_surface_create_from_png(path);

	if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
		fail_msg("no picture: %s", path);
	return s;
}

static cairo_surface_t *painted(size_t i)
{
	const char *path = path_of("scene.png");
	struct buf b = {0};

	assert_true(scene_png(diag, scenes[i], &palette_light, SCALE, &b));
	assert_true(file_write(diag, path, b.p, b.n));
	buf_free(&b);
	return picture(path);
}

/* Mean brightness of a block; paper beyond the edge. */
static double block_mean(cairo_surface_t *s, int x0, int y0)
{
	const unsigned char *data = cairo_image_surface_get_data(s);
	int stride = cairo_image_surface_get_stride(s), sum = 0;

	for (int y = y0; y < y0 + BLOCK; y++)
		for (int x = x0; x < x0 + BLOCK; x++)
			for (int c = 0; c < 3; c++)
				sum += x < cairo_image_surface_get_width(s) &&
					       y < cairo_image_surface_get_height(s)
					   ? data[y * stride + 4 * x + c]
					   : 255;
	return (double)sum / (3 * BLOCK * BLOCK);
}

/* The picture of a chart against the part of another from y0 down. */
static void assert_alike(size_t i, cairo_surface_t *other, int y0, const char *painter)
{
	cairo_surface_t *own = painted(i);
	int w = cairo_image_surface_get_width(own), h = cairo_image_surface_get_height(own),
	    blocks = 0;
	double most = 0, sum = 0;

	for (int y = 0; y + BLOCK <= h; y += BLOCK)
		for (int x = 0; x + BLOCK <= w; x += BLOCK) {
			double d = fabs(block_mean(own, x, y) - block_mean(other, x, y0 + y));

			most = fmax(most, d);
			sum += d;
			blocks++;
		}
	cairo_surface_destroy(own);
	if (most > BLOCK_MOST || sum / blocks > MEAN_MOST)
		fail_msg("%s as %s: blocks differ by up to %.1f, %.2f on average", samples[i].name,
			 painter, most, sum / blocks);
}

/* ---- PDF ---- */

static struct pdf *pages_of_charts(void)
{
	struct pdf *pdf = NEW(arena, struct pdf);

	*pdf = (struct pdf){.fonts = fonts,
			    .palette = palette_light,
			    .n_pages = COUNT(samples),
			    .pages = NEWS(arena, struct pdf_page, COUNT(samples)),
			    .title = "Charts",
			    .author = "irbrief",
			    .producer = "irbrief",
			    .lang = "en",
			    .root = tag_new(arena, NULL, "Document")};
	for (size_t i = 0; i < COUNT(samples); i++) {
		/* whole points, so that pixels of both fall together */
		struct scene *page =
		    scene_new(arena, ceil(scenes[i]->width), ceil(scenes[i]->height));
		struct tag *figure = tag_new(arena, pdf->root, "Figure");

		figure->alt = samples[i].name;
		scene_begin(page, figure);
		scene_append(page, scenes[i], 0, 0);
		scene_end(page);
		pdf->pages[i] = (struct pdf_page){page->width, page->height,
						  arena_printf(arena, "%zu", i + 1), page};
	}
	return pdf;
}

static void pdf_shows_the_same(void **state)
{
	const char *path = path_of("charts.pdf");
	struct buf b = {0};

	(void)state;
	if (!installed("pdftocairo"))
		skip();
	assert_true(pdf_write(arena, diag, pages_of_charts(), &b));
	assert_true(file_write(diag, path, b.p, b.n));
	buf_free(&b);
	assert_int_equal(system(arena_printf(arena, "pdftocairo -r %d -png %s %s", 72 * SCALE, path,
					     path_of("page"))),
			 0);
	for (size_t i = 0; i < COUNT(samples); i++) {
		cairo_surface_t *page =
		    picture(path_of(arena_printf(arena, "page-%02zu.png", i + 1)));

		assert_alike(i, page, 0, "PDF");
		cairo_surface_destroy(page);
	}
}

/* ---- SVG ---- */

/* Where each drawing begins on one long page: on whole blocks. */
static int svg_top(size_t i)
{
	int y = 0;

	for (size_t k = 0; k < i; k++)
		y += BLOCK * (1 + (int)ceil(scenes[k]->height * SCALE / BLOCK));
	return y;
}

static void write_page_of_drawings(const char *path)
{
	struct buf b = {0};

	buf_str(&b, "<!doctype html><meta charset=utf-8><title>Charts</title><style>body{margin:0}"
		    "svg{position:absolute;left:0}</style><body>\n");
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct buf one = {0};

		scene_svg(scenes[i], &palette_light, false, samples[i].name, &one);
		buf_printf(&b, "<div style=\"position:absolute;top:%gpx\">%s</div>\n",
			   (double)svg_top(i) / SCALE, one.p);
		buf_free(&one);
	}
	assert_true(file_write(diag, path, b.p, b.n));
	buf_free(&b);
}

static void svg_shows_the_same(void **state)
{
	const char *page = path_of("charts.html"), *shot = path_of("charts.png");
	cairo_surface_t *s;

	(void)state;
	if (!installed("chromium"))
		skip();
	write_page_of_drawings(page);
	assert_int_equal(
	    system(arena_printf(
		arena,
		"chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
		"--disable-background-networking --disable-component-update --disable-sync "
		"--hide-scrollbars --force-device-scale-factor=%d --user-data-dir=%s/profile "
		"--window-size=520,%d --screenshot=%s file://%s >/dev/null 2>&1",
		SCALE, folder, svg_top(COUNT(samples)) / SCALE, shot, page)),
	    0);
	s = picture(shot);
	for (size_t i = 0; i < COUNT(samples); i++)
		assert_alike(i, s, svg_top(i), "SVG");
	cairo_surface_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pdf_shows_the_same),
	    cmocka_unit_test(svg_shows_the_same),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
