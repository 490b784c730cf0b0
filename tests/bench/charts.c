/*
 * What a chart costs: a scene of 91 operations on 520x220 (24 x 2 bars, a line, axes, 38 labels,
 * one of them Chinese), and each sample chart, from figures to scene, SVG and PNG at double size.
 * Processor time, the mean of many.
 */
#include <stdio.h>
#include <time.h>

#include "chart_sample.h"

enum { SVGS = 2000, PNGS = 50, LAYOUTS = 200 };

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct scene *bars(struct arena *a, const struct fonts *f)
{
	static const struct style latin = {WEIGHT_REGULAR, 7.5, 0, false, LANG_EN},
				  han = {WEIGHT_REGULAR, 7.5, 0, false, LANG_ZH_HANS};
	struct scene *s = scene_new(a, 520, 220);
	double line[48];

	s->title = "Revenue by quarter";
	s->desc = "Revenue, the prior year and the margin in 24 quarters";
	for (int i = 0; i < 24; i++) {
		double x = 40 + i * 19.5, h = 40 + i * 37 % 110;

		scene_rect(s, x, 180 - h * 0.8, 7, h * 0.8, COLOR_PRIOR);
		scene_rect(s, x + 7, 180 - h, 7, h, COLOR_ACTUAL);
		line[2 * i] = x + 7;
		line[2 * i + 1] = 60 + i * 23 % 50;
		if (i % 2 == 0)
			scene_text(s, f, latin, x + 7, 192, ALIGN_CENTER, COLOR_INK2,
				   arena_printf(a, "Q%d %d", i % 4 + 1, 20 + i / 4), NULL);
		if (i < 20)
			scene_text(s, f, latin, x + 14, 176 - h, ALIGN_CENTER, COLOR_INK,
				   arena_printf(a, "%.1f", h * 1.3), "revenue");
	}
	scene_poly(s, line, 24, false, COLOR_NONE, COLOR_ACCENT, 1.5);
	for (int i = 0; i < 4; i++) {
		scene_line(s, 36, 180 - i * 40, 510, 180 - i * 40, COLOR_GRID, 0.5, 0);
		scene_text(s, f, latin, 32, 182 - i * 40, ALIGN_RIGHT, COLOR_INK2,
			   arena_printf(a, "%d", i * 50), NULL);
	}
	scene_text(s, f, han, 4, 14, ALIGN_LEFT, COLOR_INK, "营业收入，按季度，人民币百万元", NULL);
	scene_text(s, f, latin, 4, 26, ALIGN_LEFT, COLOR_INK2, "Example, RMB million", NULL);
	return s;
}

static void paint(struct diag *d, const char *name, const struct scene *s, double layout_ms)
{
	struct buf svg = {0}, png = {0};
	double start = cpu_ms(), painted;

	for (int i = 0; i < SVGS; i++) {
		buf_clear(&svg);
		scene_svg(s, &palette_light, false, name, &svg);
	}
	painted = cpu_ms();
	printf("| %s | %zu | %.3f | %.4f | %zu |", name, s->ops.n, layout_ms,
	       (painted - start) / SVGS, svg.n);
	start = cpu_ms();
	for (int i = 0; i < PNGS; i++) {
		buf_clear(&png);
		scene_png(d, s, &palette_light, 2, &png);
	}
	printf(" %.2f | %zu |\n", (cpu_ms() - start) / PNGS, png.n);
	buf_free(&svg);
	buf_free(&png);
}

int main(void)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(a);
	struct fonts *f = fonts_open(d);

	if (!f)
		return 1;
	puts("| chart | operations | layout ms | SVG ms | SVG bytes | PNG ms | PNG bytes |\n"
	     "|---|---|---|---|---|---|---|");
	paint(d, "bars", bars(a, f), 0);
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct chart *c = samples[i].make(a);
		double start = cpu_ms();

		for (int n = 0; n < LAYOUTS; n++)
			chart_layout(a, d, c, f, samples[i].width);
		paint(d, samples[i].name, chart_layout(a, d, c, f, samples[i].width),
		      (cpu_ms() - start) / LAYOUTS);
	}
	fonts_close(f);
	arena_free(a);
	return 0;
}
