/*
 * The PDF writer: syntax, fonts, structure, determinism, and what independent readers make of the
 * files (qpdf, poppler, MuPDF, tests/tools/pdfcheck.py; each is skipped where it is not installed).
 *
 *	test_pdf --write DIR     writes sample.pdf and long.pdf, and prints how long that took
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <hb-ot.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "pdf/pdf_cff.h"
#include "pdf/pdf_icc.h"
#include "pdf/pdf_subset.h"
#include "pdf/pdf_syntax.h"
#include "pdf_sample.h"

static struct arena *arena;
static struct diag *diag;
static struct fonts *fonts;
static char folder[] = "/tmp/irbrief-pdf-XXXXXX";
static const char *sample; /* the path of the sample, written by setup */
static struct pdf *sample_pdf;

/* ---- helpers ---- */

static bool installed(const char *program)
{
	bool found = system(arena_printf(arena, "command -v %s >/dev/null", program)) == 0;

	if (!found)
		fprintf(stderr, "skipped: needs %s\n", program);
	return found;
}

/* Standard output and error of a command, in which each %s is the path. */
static char *output_of(const char *command, const char *path, int *status)
{
	struct buf out = {0}, line = {0};
	char part[4096];
	size_t n;
	FILE *f;

	for (const char *p = command; *p; p++)
		if (p[0] == '%' && p[1] == 's') {
			buf_str(&line, path);
			p++;
		} else {
			buf_char(&line, *p);
		}
	buf_str(&line, " 2>&1");
	f = popen(line.p, "r");
	assert_non_null(f);
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&out, part, n);
	*status = pclose(f);
	buf_free(&line);
	return buf_keep(&out, arena);
}

static void assert_silent(const char *command, const char *path)
{
	int status;
	char *said = output_of(command, path, &status);

	if (status || *said)
		fail_msg("%s: status %d: %s", command, status, said);
}

static char *path_of(const char *name)
{
	return path_join(arena, folder, name);
}

static struct buf written(const struct pdf *pdf)
{
	struct diag *d = diag_new(arena);
	struct buf out = {0};

	if (!pdf_write(arena, d, pdf, &out))
		diag_print(d, stderr);
	assert_int_equal(d->errors, 0);
	return out;
}

static char *save(const struct pdf *pdf, const char *name)
{
	struct buf out = written(pdf);
	char *path = path_of(name);

	assert_true(file_write(diag, path, out.p, out.n));
	buf_free(&out);
	return path;
}

static void assert_valid(const char *path)
{
	int status;
	char *said;

	if (installed("qpdf")) {
		said = output_of("qpdf --check %s", path, &status);
		if (status || !strstr(said, "No syntax or stream encoding errors"))
			fail_msg("%s", said);
	}
	if (installed("qpdf") && installed("python3")) {
		said = output_of("python3 tests/tools/pdfcheck.py %s", path, &status);
		if (status)
			fail_msg("%s", said);
	}
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	diag = diag_new(arena);
	fonts = fonts_open(diag);
	diag_print(diag, stderr);
	if (!fonts || !mkdtemp(folder))
		return -1;
	sample_pdf = sample_document(arena, fonts);
	sample = save(sample_pdf, "sample.pdf");
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = {"sample.pdf", "other.pdf", "p-1.pgm",
					    "p-2.pgm",    "m-1.pgm",   "m-2.pgm"};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		path_remove(diag, path_of(names[i]));
	rmdir(folder);
	fonts_close(fonts);
	arena_free(arena);
	return 0;
}

/* A document of one page, empty so far. */
static struct pdf *one_page(struct sheet *s, const struct fonts *with)
{
	struct pdf *pdf = NEW(arena, struct pdf);

	sheet_start(s, arena, with, pdf);
	sheet_done(s);
	return pdf;
}

/* ---- syntax ---- */

static void numbers_are_short_and_free_of_locale(void **state)
{
	static const struct {
		double value;
		int decimals;
		const char *want;
	} cases[] = {{0, 2, "0"},           {-0.001, 2, "0"},
		     {0.5, 2, "0.5"},       {-0.25, 2, "-0.25"},
		     {841.89, 2, "841.89"}, {12, 2, "12"},
		     {100, 0, "100"},       {0.05, 2, "0.05"},
		     {1.999, 2, "2"},       {-12.345, 3, "-12.345"},
		     {99.995, 1, "100"},    {0.0004, 4, "0.0004"}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = {0};

		pdf_number(&b, cases[i].value, cases[i].decimals);
		assert_string_equal(b.p, cases[i].want);
		buf_free(&b);
	}
}

static void strings_are_escaped(void **state)
{
	struct buf b = {0};

	(void)state;
	pdf_text(&b, "a (b) \\ & <c>");
	assert_string_equal(b.p, "(a \\(b\\) \\\\ & <c>)");
	buf_clear(&b);
	pdf_text(&b, "\xE9\xA1\xB6\xF0\xA0\xAE\xB7");
	assert_string_equal(b.p, "<FEFF9876D842DFB7>");
	buf_clear(&b);
	pdf_text(&b, "line\nline");
	assert_string_equal(b.p, "<FEFF006C0069006E0065000A006C0069006E0065>");
	buf_clear(&b);
	pdf_bytes(&b, "a\rb)");
	assert_string_equal(b.p, "(a\\rb\\))");
	buf_clear(&b);
	pdf_name(&b, "text/csv #1");
	assert_string_equal(b.p, "/text#2Fcsv#20#231");
	buf_free(&b);
}

static void dates_are_local_with_their_offset(void **state)
{
	static const struct {
		int64_t seconds;
		int offset;
		const char *want;
	} cases[] = {{1774428300, 480, "(D:20260325164500+08'00)"},
		     {0, -330, "(D:19691231183000-05'30)"},
		     {1774396799, 0, "(D:20260324235959+00'00)"}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = {0};

		pdf_date(&b, cases[i].seconds, cases[i].offset);
		assert_string_equal(b.p, cases[i].want);
		buf_free(&b);
	}
}

static void profile_is_a_whole_icc_file(void **state)
{
	struct buf b = {0};
	const unsigned char *p;

	(void)state;
	icc_srgb(&b);
	p = (const unsigned char *)b.p;
	assert_int_equal(p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3], b.n);
	assert_memory_equal(p + 12, "mntrRGB XYZ ", 12);
	assert_memory_equal(p + 36, "acsp", 4);
	assert_int_equal(p[131], 9);
	for (int i = 0; i < 9; i++) {
		const unsigned char *tag = p + 132 + i * 12;
		unsigned at = (unsigned)(tag[6] << 8 | tag[7]),
			 n = (unsigned)(tag[10] << 8 | tag[11]);

		assert_true(at % 4 == 0 && n > 8 && at + n <= b.n);
	}
	buf_free(&b);
}

/* ---- fonts ---- */

static void codes_of_a_damaged_font_stay_in_bounds(void **state)
{
	const struct face *f = fonts->chain[LANG_ZH_HANS][WEIGHT_REGULAR][1];
	hb_blob_t *table = hb_face_reference_table(f->hb, HB_TAG('C', 'F', 'F', ' '));
	unsigned size, codes[64];
	const char *bytes = hb_blob_get_data(table, &size);

	(void)state;
	assert_true(size > 600);
	assert_true(cff_codes(bytes, size, codes, COUNT(codes)));
	assert_int_equal(codes[63], 63);
	for (size_t n = 0; n < 600; n++) {
		char *cut = arena_copy(arena, bytes, 600);

		cff_codes(cut, n, codes, COUNT(codes));
		cut[n] = (char)(cut[n] ^ 0x5A);
		cff_codes(cut, 600, codes, COUNT(codes));
	}
	hb_blob_destroy(table);
}

static void a_character_without_glyph_is_an_error(void **state)
{
	struct sheet s;
	struct pdf *pdf = one_page(&s, fonts);
	struct diag *d = diag_new(arena);
	struct buf out = {0};

	(void)state;
	sheet_block(&s, pdf->root, "P", body, "a \xF0\x93\x80\x80 b \xF0\x93\x80\x80");
	sheet_done(&s);
	assert_false(pdf_write(arena, d, pdf, &out));
	assert_int_equal(d->errors, 1);
	assert_string_equal(d->messages.v[0].text,
			    "no font has the character U+13000 on page 1: '\xF0\x93\x80\x80'");
	assert_int_equal(out.n, 0);
	buf_free(&out);
}

/* U+2126 (ohm) and U+03A9 (omega) are one glyph in Inter. */
static void one_glyph_keeps_its_texts_apart(void **state)
{
	const char *text = "10\xE2\x84\xA6, \xCE\xA9";
	hb_font_t *f = face_ready(fonts->chain[LANG_EN][WEIGHT_REGULAR][0])->font;
	hb_codepoint_t ohm, omega;
	struct sheet s;
	struct pdf *pdf = one_page(&s, fonts);
	int status;

	(void)state;
	assert_true(hb_font_get_nominal_glyph(f, 0x2126, &ohm));
	assert_true(hb_font_get_nominal_glyph(f, 0x03A9, &omega));
	assert_int_equal(ohm, omega);
	sheet_block(&s, pdf->root, "P", body, text);
	sheet_done(&s);
	if (installed("pdftotext"))
		assert_non_null(strstr(
		    output_of("pdftotext -raw %s -", save(pdf, "other.pdf"), &status), text));
}

static struct fonts *one_font(const char *path)
{
	struct fonts *with = NEW(arena, struct fonts);
	struct face *f = NEW(arena, struct face);
	hb_blob_t *blob = hb_blob_create_from_file(path);

	*f = (struct face){
	    .name = "Sans", .path = path, .hb = hb_face_create(blob, 0), .is_ready = true};
	hb_blob_destroy(blob);
	f->font = hb_font_create(f->hb);
	f->upem = hb_face_get_upem(f->hb);
	f->ascent = 1901;
	f->descent = -483;
	f->cap_height = 1493;
	with->faces[0] = f;
	with->n = 1;
	for (int w = 0; w < WEIGHT_COUNT; w++)
		for (int k = 0; k < 4; k++)
			with->chain[LANG_EN][w][k] = f;
	return with;
}

static void truetype_fonts_are_embedded(void **state)
{
	const char *path = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
	struct fonts *with;
	struct sheet s;
	struct pdf *pdf;
	int status;

	(void)state;
	if (!path_exists(path))
		skip();
	with = one_font(path);
	pdf = one_page(&s, with);
	sheet_block(&s, pdf->root, "H1", body, "TrueType, efficient \xC3\x89\xE2\x85\x96");
	sheet_done(&s);
	path = save(pdf, "other.pdf");
	assert_valid(path);
	if (installed("pdffonts"))
		assert_non_null(strstr(output_of("pdffonts %s", path, &status), "CID TrueType"));
	if (installed("pdftotext"))
		assert_non_null(strstr(output_of("pdftotext %s -", path, &status),
				       "TrueType, efficient \xC3\x89\xE2\x85\x96"));
	hb_font_destroy(with->faces[0]->font);
	hb_face_destroy(with->faces[0]->hb);
}

/* ---- whole files ---- */

static void same_input_gives_same_bytes(void **state)
{
	struct buf first = written(sample_pdf), again = written(sample_pdf);
	struct buf fresh = written(sample_document(arena, fonts));

	(void)state;
	assert_int_equal(first.n, again.n);
	assert_memory_equal(first.p, again.p, first.n);
	assert_int_equal(first.n, fresh.n);
	assert_memory_equal(first.p, fresh.p, first.n);
	buf_free(&first);
	buf_free(&again);
	buf_free(&fresh);
}

/* The scene with the text of its runs in this arena, as a page that is drawn when it is needed. */
static const struct scene *drawn(void *ctx, struct arena *a, size_t page)
{
	const struct pdf_page *pages = ctx;
	struct scene *s = arena_copy(a, pages[page].scene, sizeof *s);

	s->ops.v = arena_copy(a, s->ops.v, s->ops.n * sizeof *s->ops.v);
	for (size_t i = 0; i < s->ops.n; i++)
		if (s->ops.v[i].kind == OP_TEXT) {
			struct run *run = arena_copy(a, s->ops.v[i].run, sizeof *run);

			run->text = arena_strn(a, run->text, run->n);
			s->ops.v[i].run = run;
		}
	return s;
}

/* A long document, of which a late page has glyphs of its own. */
static void drawn_pages_give_the_same_bytes(void **state)
{
	enum { PAGES = 60 };
	struct pdf lazy = *sample_pdf, whole = *sample_pdf;
	struct buf kept, again;

	(void)state;
	lazy.n_pages = whole.n_pages = PAGES;
	lazy.pages = NEWS(arena, struct pdf_page, PAGES);
	whole.pages = NEWS(arena, struct pdf_page, PAGES);
	for (size_t i = 0; i < PAGES; i++) {
		whole.pages[i] = lazy.pages[i] = sample_pdf->pages[i != PAGES - 10];
		lazy.pages[i].scene = NULL;
	}
	lazy.draw = drawn;
	lazy.draw_ctx = whole.pages;
	kept = written(&whole);
	again = written(&lazy);
	assert_int_equal(again.n, kept.n);
	assert_memory_equal(again.p, kept.p, kept.n);
	buf_free(&kept);
	buf_free(&again);
}

/* A worker's second brief takes the subsets from its memory, and a third of other glyphs does not.
 */
static void a_memory_of_subsets_changes_nothing(void **state)
{
	struct pdf with = *sample_pdf, other = *sample_pdf;
	struct buf alone = written(sample_pdf), first, again;

	(void)state;
	with.subsets = subset_memory_new();
	first = written(&with);
	again = written(&with);
	assert_int_equal(first.n, alone.n);
	assert_memory_equal(first.p, alone.p, alone.n);
	assert_int_equal(again.n, alone.n);
	assert_memory_equal(again.p, alone.p, alone.n);
	buf_free(&first);
	buf_free(&again);
	other.n_pages = 1;
	buf_clear(&alone);
	assert_true(pdf_write(arena, diag, &other, &alone));
	other.subsets = with.subsets;
	again = written(&other);
	assert_int_equal(again.n, alone.n);
	assert_memory_equal(again.p, alone.p, alone.n);
	buf_free(&again);
	buf_free(&alone);
	subset_memory_free(with.subsets);
}

static void packed_attachments_are_the_same(void **state)
{
	struct buf plain = written(sample_pdf), packed = {0};
	struct pdf *pdf = sample_document(arena, fonts);
	struct pdf_attachment *files =
	    arena_copy(arena, pdf->attachments, pdf->n_attachments * sizeof *files);

	(void)state;
	for (size_t i = 0; i < pdf->n_attachments; i++)
		pdf_pack(arena, &files[i]);
	pdf->attachments = files;
	packed = written(pdf);
	assert_int_equal(plain.n, packed.n);
	assert_memory_equal(plain.p, packed.p, plain.n);
	buf_free(&plain);
	buf_free(&packed);
}

static void *write_in_thread(void *result)
{
	struct arena *a = arena_new();
	struct buf *out = result;

	if (!pdf_write(a, diag_new(a), sample_document(a, fonts), out))
		buf_clear(out);
	arena_free(a);
	return NULL;
}

static void threads_write_the_same_bytes(void **state)
{
	struct buf alone = written(sample_pdf), out[4] = {{0}};
	pthread_t threads[COUNT(out)];

	(void)state;
	for (size_t i = 0; i < COUNT(out); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_in_thread, &out[i]), 0);
	for (size_t i = 0; i < COUNT(out); i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(out[i].n, alone.n);
		assert_memory_equal(out[i].p, alone.p, alone.n);
		buf_free(&out[i]);
	}
	buf_free(&alone);
}

static void sample_is_valid(void **state)
{
	(void)state;
	assert_valid(sample);
}

static void checker_sees_every_fault(void **state)
{
	int status;
	char *said;

	(void)state;
	if (!installed("qpdf") || !installed("python3"))
		skip();
	said = output_of("python3 tests/tools/pdfcheck_test.py %s", sample, &status);
	if (status)
		fail_msg("%s", said);
}

/* The text without blanks, of which readers have their own idea. */
static char *squeezed(const char *s)
{
	struct buf b = {0};

	for (; *s; s++) {
		if (s[0] == '\xC2' && s[1] == '\xA0')
			s++;
		else if ((unsigned char)*s > ' ')
			buf_char(&b, *s);
	}
	return buf_keep(&b, arena);
}

static char *text_put_in(const struct pdf *pdf)
{
	struct buf b = {0};

	for (size_t page = 0; page < pdf->n_pages; page++) {
		const struct scene *s = pdf->pages[page].scene;

		for (size_t i = 0; i < s->ops.n; i++)
			if (s->ops.v[i].kind == OP_TEXT)
				buf_add(&b, s->ops.v[i].run->text, s->ops.v[i].run->n);
	}
	return buf_keep(&b, arena);
}

static void text_comes_out_as_it_went_in(void **state)
{
	int status;

	(void)state;
	if (!installed("pdftotext"))
		skip();
	assert_string_equal(squeezed(output_of("pdftotext -raw %s -", sample, &status)),
			    squeezed(text_put_in(sample_pdf)));
}

static void readers_have_no_complaint(void **state)
{
	(void)state;
	if (installed("pdftoppm"))
		assert_silent("pdftoppm -r 20 -png %s >/dev/null", sample);
	if (installed("pdfdetach"))
		assert_silent("pdfdetach -list %s >/dev/null", sample);
	if (installed("mutool"))
		assert_silent(
		    "mutool draw -q -r 20 -o /dev/null %s 2>&1 | grep -v 'ICC support' || true",
		    sample);
}

static void readers_see_title_files_and_destinations(void **state)
{
	int status;

	(void)state;
	if (!installed("pdfinfo") || !installed("pdfdetach"))
		skip();
	assert_non_null(strstr(output_of("pdfinfo %s", sample, &status), SAMPLE_TITLE));
	assert_non_null(strstr(output_of("pdfinfo %s", sample, &status), "Tagged:          yes"));
	assert_non_null(strstr(output_of("pdfinfo -dests %s", sample, &status), "\"table\""));
	assert_non_null(strstr(output_of("pdfdetach -list %s", sample, &status), "a&b.csv"));
	assert_non_null(strstr(output_of("pdfinfo -url %s", sample, &status),
			       "https://example.com/a?b=(1)&c=%C3%A9"));
}

/* The paragraph and its two links, in reading order. */
static void links_stand_between_the_words(void **state)
{
	int status;
	char *said;

	(void)state;
	if (!installed("pdfinfo"))
		skip();
	said = squeezed(output_of("pdfinfo -struct-text %s", sample, &status));
	assert_non_null(strstr(said, "\"Readthe\"Link(inline)\"announcement\"Object"));
	assert_non_null(strstr(said, "\"orsee\"Link(inline)\"thetable\"Object"));
}

/* ---- pictures ---- */

struct picture {
	int width, height;
	const unsigned char *gray;
};

static struct picture read_pgm(const char *name)
{
	struct picture p = {0};
	struct str file;
	int most, head = 0;

	assert_true(file_read(arena, diag, path_of(name), &file));
	assert_int_equal(sscanf(file.p, "P5 %d %d %d%n", &p.width, &p.height, &most, &head), 3);
	assert_int_equal(most, 255);
	assert_true(file.n == (size_t)head + 1 + (size_t)p.width * (size_t)p.height);
	p.gray = (const unsigned char *)file.p + head + 1;
	return p;
}

/* Ink that only one of two readers draws shows as cells whose mean differs. */
static void assert_alike(struct picture a, struct picture b)
{
	enum { CELL = 12, FAR = 60 };

	assert_int_equal(a.width, b.width);
	assert_int_equal(a.height, b.height);
	for (int y = 0; y + CELL <= a.height; y += CELL)
		for (int x = 0; x + CELL <= a.width; x += CELL) {
			long sum = 0;

			for (int k = 0; k < CELL * CELL; k++) {
				int at = (y + k / CELL) * a.width + x + k % CELL;

				sum += a.gray[at] - b.gray[at];
			}
			if (labs(sum) / (CELL * CELL) > FAR)
				fail_msg("at %d,%d the pictures differ by %ld of 255", x, y,
					 sum / (CELL * CELL));
		}
}

static void poppler_and_mupdf_draw_the_same(void **state)
{
	(void)state;
	if (!installed("pdftoppm") || !installed("mutool"))
		skip();
	assert_silent(arena_printf(arena, "pdftoppm -r 72 -gray %%s %s", path_of("p")), sample);
	assert_silent(
	    arena_printf(
		arena,
		"mutool draw -q -r 72 -c gray -o %s %%s 2>&1 | grep -v 'ICC support' || true",
		path_of("m-%d.pgm")),
	    sample);
	assert_alike(read_pgm("p-1.pgm"), read_pgm("m-1.pgm"));
	assert_alike(read_pgm("p-2.pgm"), read_pgm("m-2.pgm"));
}

/* ---- odd documents ---- */

static void a_page_without_anything_is_valid(void **state)
{
	struct sheet s;
	struct pdf *pdf = one_page(&s, fonts);

	(void)state;
	s.scene->ops.n = 0;
	assert_valid(save(pdf, "other.pdf"));
}

static void marks_in_marks_and_clips_stay_flat(void **state)
{
	struct sheet s;
	struct pdf *pdf = one_page(&s, fonts);
	struct scene *scene = s.scene;
	struct tag *p = tag_new(arena, pdf->root, "P"), *span = tag_new(arena, p, "Span");
	struct op clip = {
	    .kind = OP_CLIP, .fill = COLOR_NONE, .stroke = COLOR_NONE, .w = 100, .h = 100};
	struct op unclip = {.kind = OP_UNCLIP, .fill = COLOR_NONE, .stroke = COLOR_NONE};

	(void)state;
	scene_begin(scene, p);
	scene_text(scene, fonts, body, 20, 20, ALIGN_LEFT, COLOR_INK, "outer", NULL);
	scene_artifact(scene, "Layout");
	scene_rect(scene, 0, 0, 10, 10, COLOR_WASH);
	scene_begin(scene, span);
	*PUSH(arena, &scene->ops) = clip;
	scene_text(scene, fonts, body, 20, 40, ALIGN_LEFT, COLOR_INK, "inner", NULL);
	*PUSH(arena, &scene->ops) = unclip;
	scene_end(scene);
	scene_end(scene);
	scene_text(scene, fonts, body, 20, 60, ALIGN_LEFT, COLOR_INK, "outer", NULL);
	scene_end(scene);
	scene_rect(scene, 0, 50, 10, 10, COLOR_WASH); /* outside of any mark */
	*PUSH(arena, &scene->ops) = clip;             /* never closed */
	assert_valid(save(pdf, "other.pdf"));
}

/* A mark that looks as if it had nothing but text, since another begins in it. */
static void a_shape_after_an_empty_mark_is_tagged(void **state)
{
	struct sheet s;
	struct pdf *pdf = one_page(&s, fonts);
	struct tag *p = tag_new(arena, pdf->root, "P"), *span = tag_new(arena, p, "Span");

	(void)state;
	scene_begin(s.scene, p);
	scene_text(s.scene, fonts, body, 20, 20, ALIGN_LEFT, COLOR_INK, "before", NULL);
	scene_begin(s.scene, span);
	scene_end(s.scene);
	scene_rect(s.scene, 0, 0, 10, 10, COLOR_WASH);
	scene_text(s.scene, fonts, body, 20, 40, ALIGN_LEFT, COLOR_INK, "after", NULL);
	scene_end(s.scene);
	assert_valid(save(pdf, "other.pdf"));
}

/* Control characters, malformed UTF-8, noncharacters, marks without width, stacked accents. */
static void hostile_text_is_valid(void **state)
{
	struct sheet s;
	struct pdf *pdf = one_page(&s, fonts);

	(void)state;
	pdf->title = "a \x01\x7F\xC2\x85 b \xFF\r\n]]> \xEF\xBF\xBE<?x?> &amp; (\\";
	pdf->lang = "zh-Hant-HK";
	sheet_block(&s, pdf->root, "P", body,
		    "a\xEF\xBB\xBF b\xE2\x80\x8B c\xC2\xAD d e\xCC\x81 x\xCC\xA3\xCC\x81 "
		    "\xE2\x80\x8D\xEF\xB8\x8F");
	sheet_done(&s);
	assert_valid(save(pdf, "other.pdf"));
}

static void ten_thousand_rows_are_valid(void **state)
{
	struct pdf *pdf = NEW(arena, struct pdf);
	struct sheet s;

	(void)state;
	sheet_start(&s, arena, fonts, pdf);
	sheet_table(&s, pdf->root, 3, 10000);
	sheet_done(&s);
	assert_true(pdf->n_pages > 150);
	assert_valid(save(pdf, "other.pdf"));
}

/* ---- */

static double seconds_since(struct timespec from)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - from.tv_sec) + (double)(now.tv_nsec - from.tv_nsec) / 1e9;
}

static int write_samples(const char *dir)
{
	enum { TIMES = 10 };
	double best = 1e9;
	struct buf out = {0};

	arena = arena_new();
	diag = diag_new(arena);
	fonts = fonts_open(diag);
	out = written(sample_document(arena, fonts));
	file_write(diag, path_join(arena, dir, "sample.pdf"), out.p, out.n);
	for (int i = 0; i < TIMES; i++) {
		struct arena *a = arena_new();
		struct pdf *pdf = long_document(a, fonts);
		struct timespec from;
		double took;

		buf_clear(&out);
		clock_gettime(CLOCK_MONOTONIC, &from);
		pdf_write(a, diag_new(a), pdf, &out);
		took = seconds_since(from);
		best = took < best ? took : best;
		arena_free(a);
	}
	file_write(diag, path_join(arena, dir, "long.pdf"), out.p, out.n);
	printf("long.pdf: %zu bytes, best of %d: %.1f ms\n", out.n, TIMES, best * 1e3);
	diag_print(diag, stderr);
	buf_free(&out);
	fonts_close(fonts);
	arena_free(arena);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(packed_attachments_are_the_same),
	    cmocka_unit_test(numbers_are_short_and_free_of_locale),
	    cmocka_unit_test(strings_are_escaped),
	    cmocka_unit_test(dates_are_local_with_their_offset),
	    cmocka_unit_test(profile_is_a_whole_icc_file),
	    cmocka_unit_test(codes_of_a_damaged_font_stay_in_bounds),
	    cmocka_unit_test(a_character_without_glyph_is_an_error),
	    cmocka_unit_test(one_glyph_keeps_its_texts_apart),
	    cmocka_unit_test(truetype_fonts_are_embedded),
	    cmocka_unit_test(same_input_gives_same_bytes),
	    cmocka_unit_test(drawn_pages_give_the_same_bytes),
	    cmocka_unit_test(a_memory_of_subsets_changes_nothing),
	    cmocka_unit_test(threads_write_the_same_bytes),
	    cmocka_unit_test(sample_is_valid),
	    cmocka_unit_test(checker_sees_every_fault),
	    cmocka_unit_test(text_comes_out_as_it_went_in),
	    cmocka_unit_test(readers_have_no_complaint),
	    cmocka_unit_test(readers_see_title_files_and_destinations),
	    cmocka_unit_test(links_stand_between_the_words),
	    cmocka_unit_test(poppler_and_mupdf_draw_the_same),
	    cmocka_unit_test(a_page_without_anything_is_valid),
	    cmocka_unit_test(marks_in_marks_and_clips_stay_flat),
	    cmocka_unit_test(a_shape_after_an_empty_mark_is_tagged),
	    cmocka_unit_test(hostile_text_is_valid),
	    cmocka_unit_test(ten_thousand_rows_are_valid),
	};

	if (argc == 3 && streq(argv[1], "--write"))
		return write_samples(argv[2]);
	return cmocka_run_group_tests(tests, setup, teardown);
}
