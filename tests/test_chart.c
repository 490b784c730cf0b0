/*
 * Charts: golden scenes of the samples (BLESS=1 rewrites them), boxes that neither leave the chart
 * nor cover each other, and series that no designer thought of.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ctype.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>

#include "base/file.h"
#include "chart/plot.h"
#include "chart_sample.h"
#include "svg_check.h"

static struct arena *arena;
static struct fonts *fonts;
static struct diag *diag;

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

/* ---- golden ---- */

static void sample_matches_golden(void **state)
{
	const struct sample *sm = *state;
	const char *path = arena_printf(arena, "tests/cases/charts/%s.scene", sm->name);
	struct scene *s = chart_layout(arena, diag, sm->make(arena), fonts, sm->width);
	struct buf got = {0};
	struct str want;

	assert_non_null(s);
	assert_int_equal(s->missing, 0);
	scene_print(s, &got);
	if (getenv("BLESS"))
		assert_true(file_write(diag, path, got.p, got.n));
	if (!file_read(arena, diag, path, &want) || !str_is(want, got.p)) {
		file_write(diag, "build/got.scene", got.p, got.n);
		fail_msg("%s differs from build/got.scene", path);
	}
	buf_free(&got);
}

/* ---- boxes ---- */

struct box {
	double x1, y1, x2, y2;
};

static struct box box_of(const struct op *op)
{
	struct box b = {op->x, op->y, op->x + op->w, op->y + op->h};

	if (op->kind == OP_LINE)
		return (struct box){fmin(op->x, op->w), fmin(op->y, op->h), fmax(op->x, op->w),
				    fmax(op->y, op->h)};
	if (op->kind == OP_TEXT) /* capitals and digits */
		return (struct box){op->x, op->y - 0.727 * op->run->size, op->x + op->run->width,
				    op->y};
	if (op->kind != OP_PATH)
		return b;
	b = (struct box){INFINITY, INFINITY, -INFINITY, -INFINITY};
	for (size_t i = 0, k = 0; i < op->path.n_verbs; i++) {
		size_t n = (const size_t[]){1, 1, 3, 0}[op->path.verbs[i]];

		for (; n--; k += 2) {
			b.x1 = fmin(b.x1, op->path.xy[k]);
			b.x2 = fmax(b.x2, op->path.xy[k]);
			b.y1 = fmin(b.y1, op->path.xy[k + 1]);
			b.y2 = fmax(b.y2, op->path.xy[k + 1]);
		}
	}
	return b;
}

static const char *op_name(const struct op *op)
{
	return op->kind == OP_TEXT ? arena_strn(arena, op->run->text, op->run->n)
				   : arena_printf(arena, "op kind %d", op->kind);
}

static void assert_inside(const struct scene *s, const char *what)
{
	static const double edge = 1.0; /* strokes and hanging marks */
	bool clipped = false;

	assert_true(isfinite(s->height) && s->height > 0);
	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];
		struct box b = box_of(op);

		if (op->kind == OP_CLIP || op->kind == OP_UNCLIP)
			clipped = op->kind == OP_CLIP;
		if (op->kind == OP_UNCLIP)
			continue;
		if (!(isfinite(b.x1) && isfinite(b.x2) && isfinite(b.y1) && isfinite(b.y2)))
			fail_msg("%s: not finite: %s", what, op_name(op));
		if (!clipped && (b.x1 < -edge || b.y1 < -edge || b.x2 > s->width + edge ||
				 b.y2 > s->height + edge))
			fail_msg("%s: outside %gx%g: '%s' at %.1f %.1f %.1f %.1f", what, s->width,
				 s->height, op_name(op), b.x1, b.y1, b.x2, b.y2);
	}
}

static void assert_apart(const struct scene *s, const char *what)
{
	static const double touch = 0.3;

	for (size_t i = 0; i < s->ops.n; i++)
		for (size_t j = i + 1; j < s->ops.n; j++) {
			struct box a = box_of(&s->ops.v[i]), b = box_of(&s->ops.v[j]);

			if (s->ops.v[i].kind != OP_TEXT || s->ops.v[j].kind != OP_TEXT)
				continue;
			if (fmin(a.x2, b.x2) - fmax(a.x1, b.x1) > touch &&
			    fmin(a.y2, b.y2) - fmax(a.y1, b.y1) > touch)
				fail_msg("%s: '%s' covers '%s' at %.1f %.1f", what,
					 op_name(&s->ops.v[i]), op_name(&s->ops.v[j]), b.x1, b.y1);
		}
}

static void samples_keep_their_boxes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++)
		for (double w = samples[i].width * 0.8; w < 500; w += 41) {
			const char *what = arena_printf(arena, "%s at %g", samples[i].name, w);
			struct scene *s =
			    chart_layout(arena, diag, samples[i].make(arena), fonts, w);

			assert_inside(s, what);
			assert_apart(s, what);
		}
}

/* ---- what is printed ---- */

static const char *figure_text(const struct scene *s, const char *figure)
{
	for (size_t i = 0; i < s->ops.n; i++)
		if (s->ops.v[i].figure && streq(s->ops.v[i].figure, figure))
			return op_name(&s->ops.v[i]);
	return "(not printed)";
}

static void figures_are_printed_as_given(void **state)
{
	struct scene *s = chart_layout(arena, diag, sample_bridge(arena), fonts, 283);
	struct chart *c = sample_stacked(arena);

	(void)state;
	for (size_t i = 0; i < 10; i++)
		assert_string_equal(figure_text(s, arena_printf(arena, "a%zu", i + 1)),
				    sample_bridge(arena)->series[0].points[i].text);
	s = chart_layout(arena, diag, c, fonts, 283);
	assert_string_equal(figure_text(s, "t4"), "9,558.6");
	assert_string_equal(figure_text(s, "r4"), "3,671.8");
	assert_string_equal(figure_text(s, "d1-2"), "31.0%");
	assert_string_equal(figure_text(s, "row4"), "22.8%");
}

/* The labels beside a narrow stack wrap where the values of its small parts then have room; both of
 * two small neighbours are said. */
static void small_parts_say_their_values(void **state)
{
	struct chart *c = sample_chart(arena, "stacked", "T", "s", "2019|2020|2021", 3);
	const struct scene *s;
	struct box low = {0}, high = {0};

	(void)state;
	sample_series(arena, c, 0, "Public cloud services", ROLE_ACTUAL, "3,458.8|5,166.9|6,159.1");
	sample_series(arena, c, 1, "Enterprise cloud services", ROLE_PRIOR,
		      "286.3|1,372.7|2,897.8");
	sample_series(arena, c, 2, "Others", ROLE_STEP, "11.2|37.8|3.9");
	s = chart_layout(arena, diag, c, fonts, 241);
	for (size_t i = 0; i < s->ops.n; i++) {
		const char *text = s->ops.v[i].kind == OP_TEXT ? op_name(&s->ops.v[i]) : "";

		if (streq(text, "286.3"))
			low = box_of(&s->ops.v[i]);
		if (streq(text, "11.2"))
			high = box_of(&s->ops.v[i]);
	}
	assert_true(high.y2 > 0 && low.y1 > high.y2);
	assert_inside(s, "stack with small parts");
}

/* Columns too narrow for their values are given room by labels that wrap; a part too thin for its
 * last value still says it, behind its name. */
static void labels_beside_tight_stacks_wrap(void **state)
{
	struct chart *c = sample_chart(arena, "stacked100", "T", "s", "1|2|3|4|5", 3);
	const struct scene *s;
	double band;
	int found = 0;

	(void)state;
	sample_series(arena, c, 0, "Public cloud services", ROLE_ACTUAL,
		      "87.4%|78.6%|68.0%|76.7%|63.5%");
	sample_series(arena, c, 1, "Enterprise cloud services", ROLE_PRIOR,
		      "12.3%|20.9%|32.0%|23.2%|36.4%");
	sample_series(arena, c, 2, "Others", ROLE_STEP, "0.3%|0.5%|0.0%|0.1%|0.1%");
	s = chart_layout(arena, diag, c, fonts, 241);
	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		if (op->kind == OP_RECT && op->fill == COLOR_ACTUAL && !found++) {
			band = op->w / 0.74;
			/* the value inside has room to spare in a column of usual width */
			assert_true(op->w > s->ops.v[i + 1].run->width + 2);
			assert_true(5 * band < 200);
		}
		if (op->kind == OP_TEXT)
			found += streq(op_name(op), "cloud services") || streq(op_name(op), "0.1%");
	}
	assert_int_equal(found, 5 + 2);
	assert_apart(s, "tight stack");
	assert_inside(s, "tight stack");
}

/* As a stack becomes narrower its columns lose their values all at once, and an axis says them. */
static void stacks_say_all_values_or_none(void **state)
{
	struct chart *c = sample_chart(arena, "stacked100", "T", "s", "1|2|3|4|5", 2);
	int said = 0, silent = 0;

	(void)state;
	sample_series(arena, c, 0, "Public cloud", ROLE_ACTUAL, "51.1%|50.4%|61.1%|48.8%|40.0%");
	sample_series(arena, c, 1, "Enterprise cloud", ROLE_PRIOR, "48.9%|49.6%|38.9%|51.2%|60.0%");
	for (double w = 120; w < 300; w += 3) {
		const struct scene *s = chart_layout(arena, diag, c, fonts, w);
		int values = 0, lines = 0;

		for (size_t i = 0; i < s->ops.n; i++) {
			values += s->ops.v[i].kind == OP_TEXT && s->ops.v[i].figure;
			lines += s->ops.v[i].kind == OP_LINE && s->ops.v[i].stroke == COLOR_GRID;
		}
		if (values ? values != 10 || lines : w > 160 && !lines)
			fail_msg("%d values and %d lines at %g", values, lines, w);
		*(values ? &said : &silent) += 1;
		assert_inside(s, "stack");
	}
	assert_true(said > 10 && silent > 10);
}

/* The axis of time is in two pieces where years are followed by quarters, of columns as of lines.
 */
static void axes_break_where_periods_change(void **state)
{
	static const char *const kinds_over_time[] = {"column", "stacked", "stacked100", "line"};
	bool broken[4] = {[2] = true};

	(void)state;
	for (size_t k = 0; k < 2 * COUNT(kinds_over_time); k++) {
		struct chart *c = sample_chart(arena, kinds_over_time[k / 2], "T", "s",
					       "2020|2021|Q1 2021|Q1 2022", 1);
		const struct scene *s;
		int pieces = 0;

		sample_series(arena, c, 0, "Revenue", ROLE_ACTUAL, "10|20|3|4");
		c->broken = k % 2 ? broken : NULL;
		s = chart_layout(arena, diag, c, fonts, 241);
		for (size_t i = 0; i < s->ops.n; i++)
			pieces += s->ops.v[i].kind == OP_LINE && s->ops.v[i].stroke == COLOR_INK &&
				  s->ops.v[i].line == 0.75;
		assert_int_equal(pieces, 1 + k % 2);
	}
}

static void titles_may_be_left_out(void **state)
{
	struct chart *c = sample_stacked(arena);
	double whole = chart_layout(arena, diag, c, fonts, 283)->height;
	struct scene *s;

	(void)state;
	c->title = c->subtitle = c->note = NULL;
	s = chart_layout(arena, diag, c, fonts, 283);
	assert_true(s->height < whole - 50);
	assert_inside(s, "stacked without titles");
	assert_string_equal(s->desc, c->alt);
}

/* A bridge's step down is lighter than one up, so that they differ in grey, too. */
static void steps_down_are_lighter(void **state)
{
	struct chart *c =
	    sample_chart(arena, "bridge", "T", "s", "Opening|Inflow|Outflow|Closing", 1);
	const struct scene *s;
	int up = 0, down = 0;

	(void)state;
	sample_series(arena, c, 0, "2025", ROLE_ACTUAL, "100|50|(30)|120");
	c->is_total = NEWS(arena, bool, 4);
	c->is_total[0] = c->is_total[3] = true;
	s = chart_layout(arena, diag, c, fonts, 283);
	for (size_t i = 0; i < s->ops.n; i++) {
		up += s->ops.v[i].kind == OP_RECT && s->ops.v[i].fill == COLOR_STEP;
		down += s->ops.v[i].kind == OP_RECT && s->ops.v[i].fill == COLOR_PRIOR;
	}
	assert_int_equal(up, 1);
	assert_int_equal(down, 1);
}

static void bridge_closes(void **state)
{
	struct scene *s = chart_layout(arena, diag, sample_bridge(arena), fonts, 283);
	struct box last = {0}, before = {0};

	(void)state;
	for (size_t i = 0; i < s->ops.n; i++)
		if (s->ops.v[i].kind == OP_RECT) {
			before = last;
			last = box_of(&s->ops.v[i]);
		}
	/* the last step ends where the last total ends, but for the rounding of the printed figures
	 */
	assert_true(fabs(before.x2 - last.x2) < 0.05);
	assert_true(before.x1 < last.x1); /* and it crossed zero */
}

static double tallest(const struct scene *s)
{
	double h = 0;

	for (size_t i = 0; i < s->ops.n; i++)
		if (s->ops.v[i].kind == OP_RECT)
			h = fmax(h, s->ops.v[i].h);
	return h;
}

static void one_scale_for_neighbours(void **state)
{
	struct chart *gaps = sample_gaps(arena), *column = sample_column(arena),
		     *tiny = sample_gaps(arena);
	struct chart *both[] = {gaps, column}, *apart[] = {column, tiny};
	double alone = tallest(chart_layout(arena, diag, gaps, fonts, 241)), h;

	(void)state;
	chart_one_scale(both, 2);
	h = tallest(chart_layout(arena, diag, gaps, fonts, 241));
	assert_true(h < alone / 2);
	/* (1,061.1) to 2,761.4, as their values are */
	assert_true(fabs(h / tallest(chart_layout(arena, diag, column, fonts, 241)) -
			 1061.1 / 2761.4) < 0.01);
	for (size_t i = 0; i < tiny->n_categories; i++)
		tiny->series[0].points[i].value /= 1000;
	chart_one_scale(apart, 2); /* would show nothing */
	assert_true(tiny->high == 0 && tiny->low == 0);
}

/* The middle of a text, which stands once in the scene. */
static double middle_of(const struct scene *s, const char *text)
{
	for (size_t i = 0; i < s->ops.n; i++)
		if (s->ops.v[i].kind == OP_TEXT && streq(op_name(&s->ops.v[i]), text))
			return (box_of(&s->ops.v[i]).x1 + box_of(&s->ops.v[i]).x2) / 2;
	fail_msg("no text '%s'", text);
	return 0;
}

/* A history that begins later leaves empty what it does not have; one of other periods does not. */
static void one_time_for_neighbours(void **state)
{
	static const char *const periods[] = {"2021|2022|2023|2024|2025", "2022|2023|2024|2025",
					      "2021|2022|2023|2024", "2024|2025"};
	static const char *const values[] = {"1|2|3|4|5", "6|7|8|9", "6|7|8|9", "8|9"};
	struct chart *v[4];

	(void)state;
	for (size_t i = 0; i < COUNT(v); i++) {
		v[i] = sample_chart(arena, "column", "T", "s", periods[i], 1);
		sample_series(arena, v[i], 0, "Revenue", ROLE_ACTUAL, values[i]);
	}
	chart_one_time(v, COUNT(v));
	assert_int_equal(v[0]->later, 0);
	assert_int_equal(v[1]->later, 1);
	assert_int_equal(v[2]->later, 0); /* ends earlier */
	assert_int_equal(v[3]->later, 0); /* would be mostly empty */
	for (double w = 190; w < 500; w += 60) {
		const struct scene *all = chart_layout(arena, diag, v[0], fonts, w),
				   *later = chart_layout(arena, diag, v[1], fonts, w);

		assert_float_equal(middle_of(all, "2022"), middle_of(later, "2022"), 0.01);
		assert_float_equal(middle_of(all, "2025"), middle_of(later, "2025"), 0.01);
		assert_inside(later, "later history");
	}
}

static int lines_between_dots(const struct scene *s)
{
	int n = 0;

	for (size_t i = 0; i < s->ops.n; i++)
		n += s->ops.v[i].kind == OP_LINE && s->ops.v[i].line == 1.5;
	return n;
}

/* Five years in a row; then the last is a quarter, and the second stands where time has it. */
static void lines_break_and_stand_in_time(void **state)
{
	bool broken[5] = {[4] = true};
	double at[5] = {0, 0.1, 0.4, 0.7, 1}, x[2] = {0, 0};
	struct chart *c = sample_chart(arena, "line", "T", "s", "2020|2021|2025|2030|Q1 2035", 1);

	(void)state;
	sample_series(arena, c, 0, "Revenue", ROLE_ACTUAL, "10|20|30|40|50");
	for (int k = 0; k < 2; k++) {
		const struct scene *s;

		c->at = k ? at : NULL;
		c->broken = k ? broken : NULL;
		s = chart_layout(arena, diag, c, fonts, 483);
		assert_int_equal(lines_between_dots(s), k ? 3 : 4);
		assert_inside(s, "line in time");
		for (size_t i = 0; i < s->ops.n; i++)
			if (s->ops.v[i].kind == OP_TEXT && streq(op_name(&s->ops.v[i]), "20"))
				x[k] = s->ops.v[i].x;
	}
	assert_true(x[1] > 0 && x[1] < x[0] - 40);
}

/* ---- labels and their marks ---- */

static const enum chart_role line_roles[] = {ROLE_ACTUAL, ROLE_PRIOR, ROLE_STEP, ROLE_ACCENT};

/* Up to four series that run close to each other: of steps of a few, from a few apart. */
static struct chart *close_chart(const char *kind, unsigned seed)
{
	size_t n = 2 + seed % 3, periods = streq(kind, "slope") ? 2 : 3 + seed / 3 % 5;
	unsigned random = seed * 2654435761u + 1;
	struct chart *c = sample_chart(
	    arena, kind, "T", "s", periods == 2 ? "1|2" : &"8|7|6|5|4|3|2|1"[2 * (8 - periods)], n);

	for (size_t s = 0; s < n; s++) {
		double value = 20 + (double)(s * (1 + seed % 7));
		const char *texts = "";

		for (size_t i = 0; i < periods; i++) {
			random = random * 1664525u + 1013904223u;
			value += (double)(random >> 16) / 65536 * 8 - 4;
			texts = arena_printf(arena, "%s%s%.1f%%", texts, i ? "|" : "", value);
		}
		sample_series(arena, c, s, arena_printf(arena, "Line %zu", s), line_roles[s],
			      texts);
	}
	return c;
}

static double to_box(struct box b, double x, double y)
{
	return hypot(fmax(fmax(b.x1 - x, x - b.x2), 0), fmax(fmax(b.y1 - y, y - b.y2), 0));
}

/* From the box to the nearest line of the colour, looked for step by step. */
static double to_line(const struct scene *s, struct box b, int color)
{
	enum { STEPS = 400 };
	double d = INFINITY;

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		for (int k = 0;
		     op->kind == OP_LINE && op->line == 1.5 && op->stroke == color && k <= STEPS;
		     k++)
			d = fmin(d, to_box(b, op->x + (op->w - op->x) * k / STEPS,
					   op->y + (op->h - op->y) * k / STEPS));
	}
	return d;
}

/* Every value in a chart of close lines stands nearer to its own line than to any other, and is in
 * its tone; and most values find such a place. */
static void values_stand_at_their_own_line(void **state)
{
	size_t printed = 0, all = 0;

	(void)state;
	for (unsigned seed = 0; seed < 150; seed++) {
		struct chart *c = close_chart("line", seed);
		struct scene *s = chart_layout(arena, diag, c, fonts, 241 + seed % 2 * 242);

		all += c->n_series * (c->n_categories - 1);
		for (size_t i = 0; i < s->ops.n; i++) {
			const struct op *op = &s->ops.v[i];
			size_t own;

			/* the last values stand in a column */
			if (op->kind != OP_TEXT || !op->figure ||
			    (size_t)(op->figure[1] - '0') == c->n_categories)
				continue;
			own = (size_t)(op->figure[0] - 'a');
			printed++;
			assert_int_equal(op->fill, role_text(line_roles[own]));
			for (size_t k = 0; k < c->n_series; k++)
				if (k != own &&
				    to_line(s, box_of(op), role_fill(line_roles[k])) <
					to_line(s, box_of(op), role_fill(line_roles[own])) - 0.1)
					fail_msg("%u: '%s' of line %zu stands at line %zu", seed,
						 op_name(op), own, k);
		}
		assert_apart(s, "close lines");
	}
	if (printed < all * 9 / 10)
		fail_msg("%zu of %zu values are printed", printed, all);
}

/* The number of leaders between a dot and the middle of a label. */
static int leaders(const struct scene *s, struct box dot, double line)
{
	int n = 0;

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];
		double x, middle_y = (dot.y1 + dot.y2) / 2;

		if (op->kind != OP_PATH || op->stroke != COLOR_INK3 || op->path.n_verbs > 3)
			continue;
		x = op->path.xy[0];
		n += fabs(op->path.xy[1] - middle_y) < 0.01 &&
		     fabs(op->path.xy[2 * op->path.n_verbs - 1] - line) < 0.01 && x > dot.x1 - 2 &&
		     x < dot.x2 + 2;
	}
	return n;
}

/* A label of a slope that had to give way has a leader to the end of its line; no other has. */
static void labels_pushed_away_have_leaders(void **state)
{
	int moved = 0, near = 0;

	(void)state;
	for (unsigned seed = 0; seed < 60; seed++) {
		struct chart *c = close_chart("slope", seed);
		struct scene *s;
		struct box dots[8];
		size_t n = 0;

		c->series[c->n_series - 1].role = ROLE_ACTUAL; /* dots in the order of series */
		s = chart_layout(arena, diag, c, fonts, 241);
		for (size_t i = 0; i < s->ops.n; i++)
			if (s->ops.v[i].kind == OP_PATH && s->ops.v[i].path.n_verbs > 3)
				dots[n++] = box_of(&s->ops.v[i]);
		assert_int_equal(n, 2 * c->n_series);
		for (size_t i = 0; i < s->ops.n; i++) {
			const struct op *op = &s->ops.v[i];
			struct box dot;
			double line = op->y - middle(LABEL_SIZE), away;

			if (op->kind != OP_TEXT || !op->figure)
				continue;
			dot =
			    dots[2 * (size_t)(op->figure[0] - 'a') + (size_t)(op->figure[1] - '1')];
			away = fabs((dot.y1 + dot.y2) / 2 - line);
			assert_int_equal(leaders(s, dot, line), away > LABEL_MOVED);
			*(away > LABEL_MOVED ? &moved : &near) += 1;
		}
		assert_inside(s, "leaders");
		assert_apart(s, "leaders");
	}
	if (moved < 40 || near < 40)
		fail_msg("%d labels have leaders, %d have none", moved, near);
}

static void missing_says_so(void **state)
{
	struct scene *s = chart_layout(arena, diag, sample_gaps(arena), fonts, 241);
	int said = 0;

	(void)state;
	for (size_t i = 0; i < s->ops.n; i++)
		said += s->ops.v[i].kind == OP_TEXT && streq(op_name(&s->ops.v[i]), "n.d.");
	assert_int_equal(said, 3);
}

/* Both bars of a pair end at a value of their own, clear of the other's bar and value, and a key
 * over them says which is which. */
static void bars_of_two_periods_say_both_values(void **state)
{
	struct chart *c = sample_chart(arena, "bar", "T", "s", "Costs|Impairment", 2);
	const struct scene *s;
	struct box now = {0}, prior = {0}, bar = {0};
	int keys = 0, impairment = 0;

	(void)state;
	sample_series(arena, c, 0, "2025", ROLE_ACTUAL, "810.3|–");
	sample_series(arena, c, 1, "2024", ROLE_PRIOR, "846.0|919.7");
	s = chart_layout(arena, diag, c, fonts, 300);
	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];
		const char *text = op->kind == OP_TEXT ? op_name(op) : "";

		if (op->kind == OP_RECT && op->fill == COLOR_PRIOR && bar.x2 == 0 && op->w > 10)
			bar = box_of(op);
		if (streq(text, "810.3"))
			now = box_of(op);
		if (streq(text, "846.0"))
			prior = box_of(op);
		impairment += streq(text, "919.7");
		keys += streq(text, "2024") || streq(text, "2025");
	}
	assert_true(bar.x2 > 10 && prior.x1 > bar.x2 && now.y1 > bar.y2 && now.y1 > prior.y2 + 1);
	assert_int_equal(keys, 2);
	assert_int_equal(impairment, 1);
	assert_inside(s, "bars with a prior year");
}

/* From the left end of the bars of a scene to their right end; swatches of the key are no bars. */
static double bars_span(const struct scene *s)
{
	static const double swatch = 6;
	double from = INFINITY, to = -INFINITY;

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		if (op->kind != OP_RECT || op->w == swatch)
			continue;
		from = fmin(from, op->x);
		to = fmax(to, op->x + op->w);
	}
	return to - from;
}

/* A ranking of generated figures: some names of one word, some of eight, some changes of sign. */
static struct chart *generated_bars(unsigned seed)
{
	static const char *const words[] = {"leased", "assets", "goods",    "services",
					    "and",    "energy", "upstream", "transportation"};
	size_t n = 2 + seed % 7;
	struct chart *c = sample_chart(arena, "bar", "T", "s", "", 1 + seed % 2);

	c->n_categories = n;
	c->categories = NEWS(arena, const char *, n);
	c->emphasis = NEWS(arena, bool, n);
	c->row = seed % 3 ? NEWS(arena, const char *, n) : NULL;
	c->row_label = "Change";
	for (size_t k = 0; k < c->n_series; k++)
		c->series[k] = (struct series){.label = k ? "2024" : "2025",
					       .role = k ? ROLE_PRIOR : ROLE_ACTUAL,
					       .points = NEWS(arena, struct point, n)};
	for (size_t i = 0; i < n; i++) {
		struct buf name = {0};

		for (size_t w = 0; w <= (seed + 3 * i) % 8; w++)
			buf_printf(&name, "%s ", words[(seed * 5 + i + w) % COUNT(words)]);
		c->categories[i] = buf_keep(&name, arena);
		if (c->row)
			c->row[i] = i % 2 ? "(1,506.8)%" : "7.9%";
		for (size_t k = 0; k < c->n_series; k++) {
			unsigned v = (seed * 7919 + (unsigned)i * 104729 + (unsigned)k * 31) %
				     900000 / (i ? 10u : 1u);
			bool below = seed % 5 == 0 && i % 2;

			c->series[k].points[i] =
			    sample_point(arena,
					 arena_printf(arena, "%s%u.%02u%s", below ? "(" : "", v,
						      seed % 100, below ? ")" : ""),
					 "f");
		}
	}
	return c;
}

/* Bars are what a chart of bars is for: however long names, values and changes are, they have two
 * fifths of the width, and names stand over them where else they had not. */
static void bars_have_their_width(void **state)
{
	enum { SEEDS = 40 };

	(void)state;
	for (unsigned seed = 1; seed <= SEEDS; seed++)
		for (double w = 190; w <= 520; w += 15) {
			const struct scene *s =
			    chart_layout(arena, diag, generated_bars(seed), fonts, w);
			const char *what = arena_printf(arena, "bars %u at %g", seed, w);

			if (bars_span(s) < 0.4 * w - 0.1)
				fail_msg("%s: the bars have %.1f", what, bars_span(s));
			assert_inside(s, what);
			assert_apart(s, what);
		}
}

/* In half a page a variance keeps the bars of the change, and gives up the period before for them.
 */
static void narrow_variances_keep_bars(void **state)
{
	(void)state;
	for (double w = 230; w <= 290; w += 10) {
		const struct scene *s = chart_layout(arena, diag, sample_variance(arena), fonts, w);
		bool bar = false, now = false;

		for (size_t i = 0; i < s->ops.n; i++) {
			const struct op *op = &s->ops.v[i];

			bar |= op->kind == OP_RECT && op->fill == COLOR_BETTER;
			now |= op->kind == OP_TEXT && streq(op_name(op), "9,558.6");
		}
		if (!bar || !now)
			fail_msg("variance at %g: bars %d, values %d", w, bar, now);
		assert_inside(s, "narrow variance");
		assert_apart(s, "narrow variance");
	}
}

/* A table with bars does not tear the words of its labels. */
static void narrow_tables_keep_words_whole(void **state)
{
	const struct scene *s = chart_layout(arena, diag, sample_table_bars(arena), fonts, 190);
	bool whole = false;

	(void)state;
	for (size_t i = 0; i < s->ops.n; i++)
		whole |= s->ops.v[i].kind == OP_TEXT &&
			 strncmp(op_name(&s->ops.v[i]), "Upstream", 8) == 0;
	assert_true(whole);
	assert_inside(s, "narrow table");
	assert_apart(s, "narrow table");
}

/* On a phone a trend gives up an older column rather than tear the words of its labels. */
static void narrow_trends_keep_words_whole(void **state)
{
	const struct scene *s = chart_layout(arena, diag, sample_trend(arena), fonts, 190);
	bool label = false, older = false;

	(void)state;
	for (size_t i = 0; i < s->ops.n; i++) {
		const char *text = s->ops.v[i].kind == OP_TEXT ? op_name(&s->ops.v[i]) : "";

		label |= strncmp(text, "Adjusted", 8) == 0;
		older |= streq(text, "1,885.6");
	}
	assert_true(label && !older);
	assert_inside(s, "narrow trend");
}

static const struct op *text_op(const struct scene *s, const char *text)
{
	for (size_t i = 0; i < s->ops.n; i++)
		if (s->ops.v[i].kind == OP_TEXT && streq(op_name(&s->ops.v[i]), text))
			return &s->ops.v[i];
	fail_msg("no text %s", text);
	return NULL;
}

static double right_of(const struct scene *s, const char *text)
{
	const struct op *op = text_op(s, text);

	return op->x + op->run->width;
}

/* What a source rounds stands with its ones below the ones of the others, not below their tenths,
 * and the head ends where the tenths do. */
static void numbers_in_rows_stand_on_the_point(void **state)
{
	const struct scene *s = chart_layout(arena, diag, sample_trend(arena), fonts, 493);
	double head = right_of(s, "Q2 2025"), tenths = right_of(s, "2,349.2");
	struct chart *c = sample_table_bars(arena);

	(void)state;
	assert_float_equal(head, tenths, 0.01);
	assert_float_equal(right_of(s, "1,625.3"), tenths, 0.01);
	assert_true(right_of(s, "410") < tenths - 4);
	c->series[1].points[2].text = "56,711";
	s = chart_layout(arena, diag, c, fonts, 493);
	assert_true(right_of(s, "56,711") < right_of(s, "56,622.34") - 8);
	assert_float_equal(right_of(s, "75,173.86"), right_of(s, "56,622.34"), 0.01);
	assert_inside(s, "table on the point");
}

/* In the current column, too. */
static void what_is_missing_is_never_heavier(void **state)
{
	struct chart *c = sample_trend(arena);
	const struct scene *s;

	(void)state;
	sample_details(arena, c, 0, "1,885.6|2,349.2|n.d.|31.4%|5.5%");
	sample_details(arena, c, 3, "1.0|(166.0)|15.4|2.0|turned profit");
	s = chart_layout(arena, diag, c, fonts, 493);
	assert_ptr_equal(text_op(s, "n.d.")->run->face, text_op(s, "2,349.2")->run->face);
	assert_ptr_not_equal(text_op(s, "n.d.")->run->face, text_op(s, "826.6")->run->face);
}

static void unknown_kind_is_an_error(void **state)
{
	struct diag *d = diag_new(arena);
	struct chart *c = sample_bar(arena);

	(void)state;
	c->kind = "donut";
	assert_null(chart_layout(arena, d, c, fonts, 200));
	assert_int_equal(d->errors, 1);
	assert_string_equal(d->messages.v[0].text, "unknown kind of chart: 'donut'");
	assert_false(chart_kind_known("donut"));
	assert_true(chart_kind_known("stacked100"));
}

static void svg_is_well_formed(void **state)
{
	struct buf b = {0}, again = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		buf_clear(&b);
		buf_clear(&again);
		scene_svg(
		    chart_layout(arena, diag, samples[i].make(arena), fonts, samples[i].width),
		    &palette_light, false, samples[i].name, &b);
		scene_svg(
		    chart_layout(arena, diag, samples[i].make(arena), fonts, samples[i].width),
		    &palette_light, false, samples[i].name, &again);
		assert_true(xml_well_formed(&b));
		assert_string_equal(b.p, again.p);
	}
	buf_free(&b);
	buf_free(&again);
}

/* ---- hostile series ---- */

#define HOSTILE "hostile "
#define HOSTILE_KIND(name) HOSTILE #name,
static const char *const kinds[] = {CHART_KINDS(HOSTILE_KIND)};

static const char *kind_of(const char *name)
{
	return name + sizeof HOSTILE - 1;
}

static const char *long_label(size_t i)
{
	static const char *const words[] = {
	    "Net cash from operating activities before changes in working capital and taxes paid ",
	    "Aufsichtsratsmitgliedsvergütungsbestandteilsabgrenzungsposten",
	    "云计算服务收入（含税）、"};
	struct buf b = {0};

	while (b.n < 300)
		buf_str(&b, words[i % COUNT(words)]);
	return buf_keep(&b, arena);
}

enum labels { SHORT, LONG, CHINESE, LABEL_KINDS };

static const char *label(enum labels kind, size_t i)
{
	if (kind == LONG)
		return long_label(i);
	return arena_printf(arena, kind == CHINESE ? "二〇二%zu年" : "Q%zu", i);
}

/* Values by name of the trouble. */
struct trouble {
	const char *name;
	double (*value)(size_t i); /* NAN: missing */
};

static double all_missing(size_t i)
{
	(void)i;
	return NAN;
}

static double all_zero(size_t i)
{
	(void)i;
	return 0;
}

static double all_negative(size_t i)
{
	return -1.5 * (double)(i + 1);
}

static double wide(size_t i)
{
	return pow(10, (double)(i * 7 % 22) - 6) * (i % 3 == 1 ? -1 : 1);
}

static double tiny(size_t i)
{
	return 1e-6 * (double)(i + 1);
}

static double gappy(size_t i)
{
	return i % 3 == 1 ? NAN : i % 3 ? 40 - (double)i : (double)i;
}

static double duplicate(size_t i)
{
	return 1234.5 * (double)(1 + i / 2 % 2);
}

/* One member dwarfs the others by 10^12. */
static double giant(size_t i)
{
	return i % 5 ? 1.5 : 3e12;
}

/* Parts of both signs, whose sum is negative. */
static double mixed(size_t i)
{
	return i % 2 ? -80.25 - (double)i : 12.5;
}

static double equal(size_t i)
{
	(void)i;
	return 1e15;
}

static const struct trouble troubles[] = {
    {"missing", all_missing}, {"zero", all_zero},       {"negative", all_negative},
    {"wide", wide},           {"tiny", tiny},           {"gappy", gappy},
    {"equal", equal},         {"duplicate", duplicate}, {"giant", giant},
    {"mixed", mixed},
};

static struct point hostile_point(double value)
{
	return isnan(value) ? (struct point){0}
			    : (struct point){.there = true,
					     .value = value,
					     .text = arena_printf(arena, "%.6g", value),
					     .figure = "f"};
}

static struct point *hostile_points(const struct trouble *t, size_t n, size_t seed)
{
	struct point *v = NEWS(arena, struct point, n);

	for (size_t i = 0; i < n; i++)
		v[i] = hostile_point(t->value(i + seed));
	return v;
}

static struct chart *hostile_chart(const char *kind, const struct trouble *t, size_t n,
				   size_t series, enum labels labels)
{
	static const enum chart_role roles[] = {ROLE_ACTUAL, ROLE_PRIOR, ROLE_TARGET,
						ROLE_FORECAST};
	struct chart *c = sample_chart(arena, kind, label(labels, 0), label(labels, 1), "", series);

	c->lang = labels == CHINESE ? LANG_ZH_HANS : LANG_EN;
	c->n_categories = n;
	c->categories = NEWS(arena, const char *, n);
	c->emphasis = NEWS(arena, bool, n);
	c->row = NEWS(arena, const char *, n);
	c->row_label = label(labels, 2);
	for (size_t i = 0; i < n; i++) {
		c->categories[i] = label(labels, i);
		c->emphasis[i] = i + 1 == n;
		c->row[i] = i % 2 ? "(12.5)%" : NULL;
	}
	for (size_t s = 0; s < series; s++) {
		c->series[s].label = label(labels, s + 1);
		c->series[s].role = roles[(s + n) % COUNT(roles)];
		c->series[s].points = hostile_points(t, n, s);
	}
	c->totals = hostile_points(t, n, 1);
	c->is_total = NEWS(arena, bool, n);
	c->is_total[0] = true;
	return c;
}

static void hostile_series_stay_inside(void **state)
{
	static const size_t counts[] = {1, 2, 5, 12, 40}, series[] = {1, 2, 4};
	static const double widths[] = {165, 283, 493};
	const char *kind = kind_of(*state);

	for (size_t t = 0; t < COUNT(troubles); t++)
		for (size_t n = 0; n < COUNT(counts); n++)
			for (size_t k = 0; k < COUNT(series) * LABEL_KINDS; k++) {
				struct chart *c =
				    hostile_chart(kind, &troubles[t], counts[n],
						  series[k / LABEL_KINDS], k % LABEL_KINDS);
				double w = widths[(t + n + k) % COUNT(widths)];
				struct scene *s = chart_layout(arena, diag, c, fonts, w);
				const char *what;

				assert_non_null(s);
				assert_int_equal(s->missing, 0);
				what =
				    arena_printf(arena, "%s, %s, %zu of %zu, labels %zu, width %g",
						 kind, troubles[t].name, series[k / LABEL_KINDS],
						 counts[n], k % LABEL_KINDS, w);
				assert_inside(s, what);
				assert_apart(s, what);
			}
}

static void empty_charts_say_so(void **state)
{
	(void)state;
	for (size_t k = 0; k < COUNT(kinds); k++) {
		struct chart *c = sample_chart(arena, kind_of(kinds[k]), "Nothing", "yet", "", 0);

		c->n_categories = 0;
		assert_inside(chart_layout(arena, diag, c, fonts, 200), kinds[k]);
	}
}

/* A sign of a year stands right behind its digits, on the same line. */
static bool has_digits(const struct scene *s, const struct op *sign)
{
	struct box b = box_of(sign);

	for (size_t i = 0; i < s->ops.n; i++) {
		const struct op *op = &s->ops.v[i];

		if (op->kind == OP_TEXT && op->y == sign->y &&
		    isdigit((unsigned char)*op_name(op)) && fabs(box_of(op).x2 - b.x1) < 4)
			return true;
	}
	return false;
}

static void years_are_not_cut(void **state)
{
	static const char *const drawn[] = {"line", "column", "stacked"};
	size_t signs = 0;

	(void)state;
	for (size_t k = 0; k < 3 * 20; k++) {
		struct chart *c = hostile_chart(drawn[k % 3], &troubles[3], 5, 1, CHINESE);
		const struct scene *s;

		for (size_t i = 0; i < 5; i++)
			c->categories[i] = arena_printf(arena, "202%zu年", i + 1);
		s = chart_layout(arena, diag, c, fonts, 90 + 10 * (double)(k / 3));
		for (size_t i = 0; i < s->ops.n; i++)
			if (s->ops.v[i].kind == OP_TEXT && streq(op_name(&s->ops.v[i]), "年")) {
				assert_true(has_digits(s, &s->ops.v[i]));
				signs++;
			}
	}
	assert_true(signs > 3 * 20);
}

/* As many members as a conglomerate has: a page holds them or not, but nothing leaves the drawing.
 */
static void two_hundred_members(void **state)
{
	(void)state;
	for (size_t k = 0; k < COUNT(kinds); k++) {
		const char *kind = kind_of(kinds[k]);
		struct chart *rows = hostile_chart(kind, &troubles[3], 200, 2, SHORT),
			     *series = hostile_chart(kind, &troubles[7], 3, 200, SHORT);

		assert_inside(chart_layout(arena, diag, rows, fonts, 493), kind);
		assert_apart(chart_layout(arena, diag, rows, fonts, 493), kind);
		assert_inside(chart_layout(arena, diag, series, fonts, 493), kind);
		assert_apart(chart_layout(arena, diag, series, fonts, 493), kind);
	}
}

/* ---- contrast ---- */

static double channel(uint32_t c)
{
	double v = c / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * channel(rgb >> 16 & 255) + 0.7152 * channel(rgb >> 8 & 255) +
	       0.0722 * channel(rgb & 255);
}

static double contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* The fill under the middle of a text: of the last filled mark before it. */
static int ground(const struct scene *s, size_t text)
{
	struct box t = box_of(&s->ops.v[text]);
	double x = (t.x1 + t.x2) / 2, y = (t.y1 + t.y2) / 2;

	for (size_t i = text; i-- > 0;) {
		const struct op *op = &s->ops.v[i];
		struct box b = box_of(op);

		if (op->kind == OP_RECT && op->fill != COLOR_NONE && x > b.x1 && x < b.x2 &&
		    y > b.y1 && y < b.y2)
			return op->fill;
	}
	return COLOR_PAPER;
}

static void texts_have_contrast(void **state)
{
	const struct palette *palettes[] = {&palette_light, &palette_dark};

	(void)state;
	for (size_t n = 0; n < COUNT(samples); n++) {
		struct scene *s =
		    chart_layout(arena, diag, samples[n].make(arena), fonts, samples[n].width);

		for (size_t i = 0; i < s->ops.n; i++)
			for (size_t p = 0; s->ops.v[i].kind == OP_TEXT && p < 2; p++) {
				const uint32_t *rgb = palettes[p]->rgb;
				double c = contrast(rgb[s->ops.v[i].fill], rgb[ground(s, i)]);

				if (c < 4.5)
					fail_msg("%s: '%s' has a contrast of %.2f", samples[n].name,
						 op_name(&s->ops.v[i]), c);
			}
	}
}

/* Fills that tell one thing from another part in grey, too: by lightness, or by their outline. */
static void roles_part_in_grey(void **state)
{
	static const int pairs[][2] = {{COLOR_ACTUAL, COLOR_PRIOR},
				       {COLOR_ACTUAL, COLOR_STEP},
				       {COLOR_PRIOR, COLOR_STEP},
				       {COLOR_ACCENT, COLOR_PRIOR},
				       {COLOR_ACTUAL, COLOR_ZONE}};
	const struct palette *palettes[] = {&palette_light, &palette_dark};

	(void)state;
	for (size_t p = 0; p < COUNT(palettes); p++)
		for (size_t i = 0; i < COUNT(pairs); i++) {
			double c =
			    contrast(palettes[p]->rgb[pairs[i][0]], palettes[p]->rgb[pairs[i][1]]);

			if (c < 1.2)
				fail_msg("%s and %s: %.2f", color_names[pairs[i][0]],
					 color_names[pairs[i][1]], c);
		}
}

/* Good and bad are never told by colour alone: each value that is judged shows its sign, and stands
 * on its side of zero. */
static void judgement_is_not_by_colour_alone(void **state)
{
	struct chart *c = sample_variance(arena);
	struct scene *s = chart_layout(arena, diag, c, fonts, 493);
	int judged = 0;

	(void)state;
	for (size_t i = 0; i < s->ops.n; i++)
		judged += s->ops.v[i].kind == OP_RECT &&
			  (s->ops.v[i].fill == COLOR_BETTER || s->ops.v[i].fill == COLOR_WORSE);
	assert_int_equal(judged, 8);
	for (size_t k = 2; k < 4; k++)
		for (size_t i = 0; i < c->n_categories; i++)
			if (c->series[k].points[i].there) {
				const char *text = figure_text(s, c->series[k].points[i].figure);

				assert_true(text[0] ==
					    (c->series[k].points[i].value < 0 ? '(' : '+'));
			}
}

/* ---- threads ---- */

/* All samples as SVG and PNG, one after the other. */
static void *paint_all(void *out)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(a);

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct scene *s = chart_layout(a, d, samples[i].make(a), fonts, samples[i].width);

		scene_svg(s, &palette_light, true, samples[i].name, out);
		scene_png(diag, s, &palette_light, 1, out);
	}
	arena_free(a);
	return NULL;
}

static void threads_paint_alike(void **state)
{
	enum { THREADS = 4 };
	pthread_t threads[THREADS];
	struct buf out[THREADS] = {0};

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, paint_all, &out[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(out[i].n, out[0].n);
		assert_memory_equal(out[i].p, out[0].p, out[0].n);
	}
	for (int i = 0; i < THREADS; i++)
		buf_free(&out[i]);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
	    cmocka_unit_test(samples_keep_their_boxes),
	    cmocka_unit_test(figures_are_printed_as_given),
	    cmocka_unit_test(small_parts_say_their_values),
	    cmocka_unit_test(labels_beside_tight_stacks_wrap),
	    cmocka_unit_test(stacks_say_all_values_or_none),
	    cmocka_unit_test(axes_break_where_periods_change),
	    cmocka_unit_test(titles_may_be_left_out),
	    cmocka_unit_test(steps_down_are_lighter),
	    cmocka_unit_test(bridge_closes),
	    cmocka_unit_test(one_scale_for_neighbours),
	    cmocka_unit_test(one_time_for_neighbours),
	    cmocka_unit_test(lines_break_and_stand_in_time),
	    cmocka_unit_test(values_stand_at_their_own_line),
	    cmocka_unit_test(labels_pushed_away_have_leaders),
	    cmocka_unit_test(missing_says_so),
	    cmocka_unit_test(bars_of_two_periods_say_both_values),
	    cmocka_unit_test(bars_have_their_width),
	    cmocka_unit_test(narrow_trends_keep_words_whole),
	    cmocka_unit_test(numbers_in_rows_stand_on_the_point),
	    cmocka_unit_test(narrow_variances_keep_bars),
	    cmocka_unit_test(narrow_tables_keep_words_whole),
	    cmocka_unit_test(what_is_missing_is_never_heavier),
	    cmocka_unit_test(unknown_kind_is_an_error),
	    cmocka_unit_test(svg_is_well_formed),
	    cmocka_unit_test(empty_charts_say_so),
	    cmocka_unit_test(two_hundred_members),
	    cmocka_unit_test(years_are_not_cut),
	    cmocka_unit_test(texts_have_contrast),
	    cmocka_unit_test(roles_part_in_grey),
	    cmocka_unit_test(judgement_is_not_by_colour_alone),
	    cmocka_unit_test(threads_paint_alike),
	};
	struct CMUnitTest tests[COUNT(samples) + COUNT(kinds) + COUNT(others)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(samples); i++)
		tests[n++] = (struct CMUnitTest){.name = samples[i].name,
						 .test_func = sample_matches_golden,
						 .initial_state = (void *)&samples[i]};
	for (size_t i = 0; i < COUNT(kinds); i++)
		tests[n++] = (struct CMUnitTest){.name = kinds[i],
						 .test_func = hostile_series_stay_inside,
						 .initial_state = (void *)kinds[i]};
	for (size_t i = 0; i < COUNT(others); i++)
		tests[n++] = others[i];
	return cmocka_run_group_tests(tests, setup, teardown);
}
