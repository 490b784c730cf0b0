/* A document as e-mail: what all recipients share, what is one's own, and that nothing breaks out.
 */
#include "project.h"

#include "boundaries.h"
#include "deliver/message.h"
#include "deliver/outbox.h"
#include "doc_sample.h"
#include "html/mustache.h"

static struct fonts *fonts;

struct fixture {
	struct doc_sample *sample;
	struct arena *a;
	struct diag *d;
	struct letter_options options;
	struct recipient li, ann;
	struct outbox *outbox;
};

static int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){.sample = doc_sample_new()};
	f.a = f.sample->arena;
	f.d = diag_new(f.a);
	f.sample->doc.headline =
	    sample_text(f.a, "Revenue rose by ", "change", "22.8%", " in the year");
	f.options =
	    (struct letter_options){.folder = "no-such-folder",
				    .shipped = ".",
				    .texts = texts_load(f.a, f.d, "", ".", f.sample->doc.lang),
				    .fonts = fonts,
				    .from = {"Acme IR", {"ir@example.com", "ir@example.com"}},
				    .pdf = STR("%PDF-1.7 not really"),
				    .page_url = "https://ir.example.com/2025/annual/en/",
				    .unsubscribe_url = "https://ir.example.com/u",
				    .unsubscribe_key = STR("0123456789abcdef"),
				    .date = 1774428300,
				    .offset_minutes = 480};
	f.li = (struct recipient){.address = {"li@example.com", "li@example.com"},
				  .name = "\xE6\x9D\x8E"};
	f.ann = (struct recipient){
	    .address = {"ann@example.com", "ann@example.com"}, .name = "", .link = true};
	f.outbox = outbox_open(f.a, f.d, "ir@example.com");
	*state = &f;
	return f.outbox ? 0 : -1;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	outbox_close(f->outbox);
	doc_sample_free(f->sample);
	return 0;
}

static struct mail message(struct fixture *f, const struct recipient *to)
{
	struct letter *l = letter_new(f->a, f->d, &f->sample->doc, &f->options);
	struct mail m = {0};

	if (!l || !letter_message(l, f->a, f->d, to, &m))
		diag_print(f->d, stderr);
	assert_non_null(l);
	assert_int_not_equal(m.body.n, 0);
	return m;
}

static bool yes(void *ctx)
{
	(void)ctx;
	return true;
}

/* The message as it is sent. */
static struct str sent(struct fixture *f, const struct recipient *to)
{
	struct mail m = message(f, to);
	struct str bytes;

	assert_true(outbox_take(
	    f->outbox, &(struct parcel){to->address.mailbox, m.headers, &m.body, yes, NULL},
	    &bytes));
	return (struct str){arena_strn(f->a, bytes.p, bytes.n), bytes.n};
}

static bool says(struct str s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static void the_same_each_time_but_for_boundaries(void **state)
{
	struct fixture *f = *state;
	struct str x = sent(f, &f->li), y = sent(f, &f->li);

	assert_int_equal(x.n, y.n);
	assert_string_equal(without_boundaries(f->a, x), without_boundaries(f->a, y));
	assert_string_not_equal(x.p, y.p);
}

/* All that is not a header of the recipient's or bytes, and in which order. */
static void parts_nest_as_mail_programs_expect(void **state)
{
	static const char *const wanted[] = {
	    "Content-Type: multipart/mixed; boundary=B\r\n",
	    "Mime-Version: 1.0\r\n",
	    "\r\n--B\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    "\r\n--B\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=B\r\n\r\n"
	    "--B\r\nContent-Type: text/html; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    "\r\n--B\r\nContent-Type: image/png; name=\"",
	    "Content-Transfer-Encoding: base64\r\n",
	    "Content-ID: <",
	    "Content-Disposition: inline; filename=\"",
	    "\r\n--B\r\nContent-Type: image/png; name=\"",
	    "\r\n--B--\r\n\r\n--B--\r\n\r\n--B\r\n"
	    "Content-Disposition: attachment; filename=\"annual-2025-en.pdf\"\r\n"
	    "Content-Type: application/pdf; name=\"annual-2025-en.pdf\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n",
	    "\r\n--B--\r\n",
	};
	struct fixture *f = *state;
	const char *at = without_boundaries(f->a, sent(f, &f->li));

	for (size_t i = 0; i < COUNT(wanted); i++) {
		const char *found = strstr(at, wanted[i]);

		if (!found)
			fail_msg("not behind what goes before it: %s", wanted[i]);
		at = found + strlen(wanted[i]);
	}
	assert_string_equal(at, "");
}

static void headers_are_the_recipients_own(void **state)
{
	struct fixture *f = *state;
	struct str li = sent(f, &f->li), ann = sent(f, &f->ann);
	const char *id = message(f, &f->li).id;

	assert_true(says(li, arena_printf(f->a, "Message-ID: <%s>\r\n", id)));
	assert_true(says(li, "Date: Wed, 25 Mar 2026 16:45:00 +0800\r\n"));
	assert_true(says(li, "To: =?UTF-8?B?5p2O?=\r\n <li@example.com>\r\n"));
	assert_true(says(li, "Auto-Submitted: auto-generated\r\n"));
	assert_true(says(li, "List-Unsubscribe: <https://ir.example.com/u?token="));
	assert_true(says(li, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
	assert_false(says(li, "ann@example.com"));
	assert_false(says(ann, "li@example.com"));
	assert_string_not_equal(id, message(f, &f->ann).id);
	f->sample->doc.version++;
	assert_string_not_equal(id, message(f, &f->li).id);
}

static void the_chart_comes_on_paper_and_on_dark_paper(void **state)
{
	struct fixture *f = *state;
	struct letter *l = letter_new(f->a, f->d, &f->sample->doc, &f->options);
	struct mail m = message(f, &f->li);
	struct str bytes = sent(f, &f->li);

	for (int dark = 0; dark < 2; dark++) {
		struct letter_picture p = letter_picture(l, dark);

		assert_non_null(p.id);
		assert_true(says(m.html, arena_printf(f->a, "src=\"cid:%s\"", p.id)));
		assert_true(says(bytes, arena_printf(f->a, "Content-ID: <%s>", p.id)));
	}
	assert_int_not_equal(letter_picture(l, true).png.n, 0);
	assert_string_not_equal(letter_picture(l, true).id, letter_picture(l, false).id);
}

/* The headline does not speak of it, and the mail has no reconciliation. */
static void a_non_gaap_figure_is_no_key_figure(void **state)
{
	struct fixture *f = *state;
	struct kpi *kpi = NULL;
	const char *shown;
	struct concept concept = {.gaap = GAAP_NON_GAAP};
	struct figure figure = {.availability = AVAILABLE, .concept = &concept};
	size_t n = 0;

	for (struct section *s = f->sample->doc.first; s && !kpi; s = s->next)
		for (struct block *b = s->first; b && !kpi; b = b->next)
			if (b->kind == BLOCK_KPIS)
				kpi = &b->as.kpis.v[0];
	assert_non_null(kpi);
	shown = arena_printf(f->a, "<span data-figure=\"%s\">%s</span></p>", kpi->value.figure,
			     kpi->value.text);
	f->sample->doc.headline = sample_text(f->a, "Results of the year", NULL, NULL, "");
	assert_true(says(message(f, &f->li).html, shown));
	for (size_t i = 0; i < f->sample->doc.figures.n; i++)
		if (streq(f->sample->doc.figures.v[i].id, kpi->value.figure)) {
			f->sample->doc.figures.v[i].figure = &figure;
			n++;
		}
	assert_int_equal(n, 1);
	assert_false(says(message(f, &f->li).html, shown));
}

static void the_pdf_is_attached_or_linked(void **state)
{
	struct fixture *f = *state;
	struct str li = sent(f, &f->li), ann = sent(f, &f->ann);

	assert_true(says(li, "multipart/mixed"));
	assert_true(says(li, "Content-Type: application/pdf"));
	assert_false(says(ann, "multipart/mixed"));
	assert_false(says(ann, "application/pdf"));
	assert_true(
	    says(message(f, &f->ann).text, "https://ir.example.com/2025/annual/en/brief.pdf"));
	f->options.pdf.n = PDF_MAX_BYTES + 1;
	f->options.pdf.p = arena_alloc(f->a, f->options.pdf.n);
	assert_false(says(sent(f, &f->li), "application/pdf"));
}

static void without_a_site_there_are_no_links_to_it(void **state)
{
	struct fixture *f = *state;
	struct mail m;

	f->options.page_url = NULL;
	m = message(f, &f->li);
	assert_false(says(m.text, "https://ir.example.com/2025"));
	assert_false(says(m.html, "href=\"#"));
}

static void figures_are_those_of_the_document(void **state)
{
	struct fixture *f = *state;
	struct mail m = message(f, &f->li);
	static const char mark[] = "data-figure=\"";
	size_t n = 0;

	for (const char *p = m.html.p; (p = strstr(p, mark)); n++) {
		const char *id = p + strlen(mark), *end = strchr(id, '"'),
			   *text = strchr(end, '>') + 1;
		const struct doc_figure *figure = NULL;

		for (size_t i = 0; i < f->sample->doc.figures.n; i++) {
			struct buf escaped = {0};
			const struct doc_figure *g = &f->sample->doc.figures.v[i];

			mustache_escape_html(&escaped, str_of(g->id));
			if (str_is((struct str){id, (size_t)(end - id)}, buf_cstr(&escaped)))
				figure = g;
			buf_free(&escaped);
		}
		assert_non_null(figure);
		assert_memory_equal(text, figure->text, strlen(figure->text));
		p = text;
	}
	assert_true(n >= 3);
}

static void nothing_breaks_out(void **state)
{
	struct fixture *f = *state;
	struct mail m;
	struct str bytes;

	f->sample->doc.short_name = "<b>A</b> & \"co\"";
	m = message(f, &f->li);
	assert_false(says(m.html, "<script"));
	assert_false(says(m.html, "<img src=x"));
	assert_true(says(m.html, "&lt;script&gt;"));
	assert_true(says(m.html, "&lt;b&gt;A"));
	bytes = sent(f, &f->li);
	for (size_t i = 0; i < bytes.n; i++)
		assert_true((unsigned char)bytes.p[i] < 0x80);
}

/* So that a mail program takes a font for it. */
static void the_name_in_the_other_script_says_its_language(void **state)
{
	struct fixture *f = *state;
	struct mail m = message(f, &f->li);

	assert_true(says(m.html, "<span lang=\"zh-Hans\">\xE9\xA1\xB6\xE7\x82\xB9</span>"));
}

static void a_line_break_in_the_subject_is_refused(void **state)
{
	struct fixture *f = *state;
	struct letter *l;
	struct mail m;

	f->sample->doc.short_name = "Acme\r\nBcc: x@example.com";
	l = letter_new(f->a, f->d, &f->sample->doc, &f->options);
	assert_non_null(l);
	assert_false(letter_message(l, f->a, f->d, &f->li, &m));
	assert_int_equal(f->d->errors, 1);
}

static void html_too_long_is_refused(void **state)
{
	struct fixture *f = *state;
	struct letter *l;
	struct mail m;
	char *long_text = arena_alloc(f->a, HTML_MAX_BYTES + 1);

	memset(long_text, 'x', HTML_MAX_BYTES);
	f->sample->doc.disclaimer = long_text;
	l = letter_new(f->a, f->d, &f->sample->doc, &f->options);
	assert_non_null(l);
	assert_false(letter_message(l, f->a, f->d, &f->li, &m));
}

static void open_fonts(void)
{
	struct arena *a = arena_new();

	fonts = fonts_open(diag_new(a));
	arena_free(a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_same_each_time_but_for_boundaries),
	    TEST(parts_nest_as_mail_programs_expect),
	    TEST(headers_are_the_recipients_own),
	    TEST(the_chart_comes_on_paper_and_on_dark_paper),
	    TEST(a_non_gaap_figure_is_no_key_figure),
	    TEST(the_pdf_is_attached_or_linked),
	    TEST(without_a_site_there_are_no_links_to_it),
	    TEST(figures_are_those_of_the_document),
	    TEST(nothing_breaks_out),
	    TEST(the_name_in_the_other_script_says_its_language),
	    TEST(a_line_break_in_the_subject_is_refused),
	    TEST(html_too_long_is_refused),
	};
	int failed;

	open_fonts();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	fonts_close(fonts);
	return failed;
}
