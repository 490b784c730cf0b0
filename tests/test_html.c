/* The page: every figure once and in order, nothing that breaks out of its place, overrides,
 * limits. */
#include "project.h"

#include "doc_sample.h"
#include "html/html.h"

static struct fonts *fonts;

struct page {
	struct doc_sample *sample;
	struct diag *diag;
	struct html_options options;
	struct buf out;
	bool good;
};

static struct page page_new(void)
{
	static const enum lang languages[] = {LANG_EN, LANG_ZH_HANS};
	struct page p = {.sample = doc_sample_new()};

	p.diag = diag_new(p.sample->arena);
	p.options = (struct html_options){.shipped = ".",
					  .fonts = fonts,
					  .languages = languages,
					  .n_languages = 2,
					  .pdf_bytes = 213900,
					  .pdf_pages = 8};
	return p;
}

static const char *page_write(struct page *p)
{
	struct arena *a = p->sample->arena;

	buf_clear(&p->out);
	p->options.texts = texts_load(a, p->diag, "", ".", p->sample->doc.lang);
	p->good = html_write(a, p->diag, &p->sample->doc, &p->options, &p->out);
	return buf_cstr(&p->out);
}

static const char *page_must_write(struct page *p)
{
	const char *html = page_write(p);

	if (!p->good || p->diag->errors) {
		diag_print(p->diag, stderr);
		fail_msg("the page is not written");
	}
	return html;
}

static void page_free(struct page *p)
{
	buf_free(&p->out);
	doc_sample_free(p->sample);
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *s = text; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

/* ---- figures ---- */

struct marks {
	struct arena *arena;
	struct {
		struct mark *v;
		size_t n, cap;
	} list;
};

static bool collect(void *ctx, const char *gid, const char *text)
{
	struct marks *m = ctx;

	*PUSH(m->arena, &m->list) = (struct mark){text, gid};
	return true;
}

/* Text of an element up to its closing tag, without the tags inside it (spans of what hangs). */
static char *text_until(struct arena *a, const char *s, const char *close)
{
	struct buf b = {0};
	const char *end = strstr(s, close), *inner = strstr(s, "<span");

	if (streq(close, "</span>") && inner && inner < end)
		end = strstr(end + 1, close);
	while (s < end) {
		if (*s == '<')
			s = strchr(s, '>') + 1;
		else
			buf_char(&b, *s++);
	}
	return buf_keep(&b, a);
}

static struct marks marks_of(struct arena *a, const char *html)
{
	static const char attribute[] = " data-figure=\"";
	struct marks m = {.arena = a};

	for (const char *s = html; (s = strstr(s, attribute));) {
		const char *open = s, *gid = s + strlen(attribute), *end = strchr(gid, '"');

		while (*open != '<')
			open--;
		collect(&m, arena_strn(a, gid, (size_t)(end - gid)),
			text_until(a, strchr(end, '>') + 1,
				   strncmp(open, "<data", 5) == 0 ? "</data>" : "</span>"));
		s = end;
	}
	return m;
}

static void every_figure_once_in_order(void **state)
{
	struct page p = page_new();
	struct marks wanted = {.arena = p.sample->arena}, found;

	(void)state;
	found = marks_of(p.sample->arena, page_must_write(&p));
	doc_walk(&p.sample->doc, collect, &wanted);
	assert_true(wanted.list.n > 40);
	for (size_t i = 0; i < wanted.list.n && i < found.list.n; i++) {
		assert_string_equal(found.list.v[i].figure, wanted.list.v[i].figure);
		assert_string_equal(found.list.v[i].text, wanted.list.v[i].text);
	}
	assert_int_equal(found.list.n, wanted.list.n);
	page_free(&p);
}

static void values_are_machine_readable(void **state)
{
	struct page p = page_new();
	const char *html = page_must_write(&p);

	(void)state;
	assert_non_null(
	    strstr(html, "<data value=\"9558.62\" data-figure=\"revenue\">9,558.6</data>"));
	assert_non_null(
	    strstr(html, "<data value=\"-943.69\" data-figure=\"loss\">(943.7)</data>"));
	assert_non_null(strstr(html, "<span data-figure=\"missing\">n.d.</span>"));
	assert_non_null(strstr(html, " nd\"><span data-figure=\"missing\">")); /* not heavy */
	assert_non_null(strstr(html, ">(52.3<i>)%</i></data>"));
	assert_null(strstr(html, "<data value=\"\""));
	page_free(&p);
}

/* Signs hang behind the digits, points too, in a column that has room for them; the unit of a row
 * is parted from its label. */
static void signs_hang_behind_the_digits(void **state)
{
	struct page p = page_new();
	struct table *t = doc_first(&p.sample->doc, BLOCK_TABLE)->as.table;
	const char *html;

	(void)state;
	for (size_t r = 0; r < t->n_rows; r++)
		if (t->rows[r].cells) {
			t->rows[r].unit = ", MWh";
			t->rows[r].cells[3] = (struct mark){"(1.5) pp", NULL};
		}
	html = page_must_write(&p);
	assert_non_null(strstr(html, " points"));
	assert_non_null(strstr(html, ">(1.5<i>) pp</i>"));
	assert_non_null(strstr(html, "<span class=\"unit\">, MWh</span>"));
	page_free(&p);
}

/* What a number lacks to the decimals of its column is held open, unseen; not where rows are in
 * units of their own, nor where some numbers are percentages. */
static void points_align_among_rows_of_one_unit(void **state)
{
	static const char *const texts[][3] = {{"71.25", "61.5", "51"}, {"71.25", "61.5%", "51"}};

	(void)state;
	for (int unlike = 0; unlike < 2; unlike++)
		for (size_t i = 0; i < COUNT(texts); i++) {
			struct page p = page_new();
			struct table *t = doc_first(&p.sample->doc, BLOCK_TABLE)->as.table;
			bool points = !unlike && i == 0;
			const char *html;

			t->unlike = unlike;
			t->rows = NEWS(p.sample->arena, struct table_row, t->n_rows = 3);
			for (size_t r = 0; r < t->n_rows; r++) {
				t->rows[r].label = "Row";
				t->rows[r].cells =
				    NEWS(p.sample->arena, struct mark, t->n_columns - 1);
				for (size_t c = 0; c + 1 < t->n_columns; c++)
					t->rows[r].cells[c] = (struct mark){texts[i][r], NULL};
			}
			html = page_must_write(&p);
			assert_non_null(strstr(html, ">71.25<"));
			assert_non_null(strstr(html, points ? " data-pad=\"0\">61.5" : "\">61.5"));
			assert_non_null(strstr(html, points ? " data-pad=\".00\">51" : "\">51"));
			assert_true(points || !strstr(html, "data-pad=\".00\">51"));
			page_free(&p);
		}
}

/* Not even a line's end stands between the last digits of a row and what pads them. */
static void padding_follows_the_digits(void **state)
{
	static const char *const texts[] = {"71.2", "61"};
	struct page p = page_new();
	struct table *t = doc_first(&p.sample->doc, BLOCK_TABLE)->as.table;

	(void)state;
	t->n_columns = 2;
	t->columns = arena_copy(p.sample->arena, t->columns, 2 * sizeof *t->columns);
	t->columns[1].kind = COLUMN_NUMBER;
	t->rows = NEWS(p.sample->arena, struct table_row, t->n_rows = COUNT(texts));
	for (size_t r = 0; r < t->n_rows; r++) {
		t->rows[r].label = "Row";
		t->rows[r].cells = NEW(p.sample->arena, struct mark);
		*t->rows[r].cells = (struct mark){texts[r], NULL};
	}
	assert_non_null(strstr(page_must_write(&p), " data-pad=\".0\">61</tr>"));
	page_free(&p);
}

/* A chart's figures are marked in its table; its two drawings repeat them. */
static void drawings_repeat(void **state)
{
	struct page p = page_new();
	const char *html = page_must_write(&p);

	(void)state;
	assert_int_equal(count(html, "<svg "), 2);
	for (const char *s = html; (s = strstr(s, "<svg ")); s++) {
		const char *end = strstr(s, "</svg>"), *figure = strstr(s, "data-figure");

		assert_true(!figure || figure > end);
		assert_non_null(strstr(s, "data-repeat=\"revenue\""));
		assert_non_null(strstr(s, "<title"));
	}
	page_free(&p);
}

/* ---- hostile text ---- */

/* Tags without content, and those whose end HTML lets out. */
static bool is_void(const char *name)
{
	static const char *const names[] = {"meta", "link", "br", "col", "tr",
					    "th",   "td",   "dt", "dd",  "li"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (streq(name, names[i]))
			return true;
	return false;
}

/* Each tag is closed where it should be, and no attribute can run code. */
static void check_tags(struct arena *a, const char *html)
{
	struct {
		const char **v;
		size_t n, cap;
	} open = {0};

	for (const char *s = html; (s = strchr(s, '<')); s++) {
		bool closes = s[1] == '/';
		const char *end = strchr(s, '>'), *name = s + 1 + closes;
		size_t n = strcspn(name, " >\n/");
		const char *tag = arena_strn(a, name, n), *handler = strstr(s, " on"),
			   *style = strstr(s, " style=");

		if (s[1] == '!' || is_void(tag))
			continue;
		assert_false(style && style < end);
		assert_false(handler && handler < end && strchr(handler, '=') < end);
		if (!closes && end[-1] != '/') {
			*PUSH(a, &open) = tag;
		} else if (closes) {
			assert_true(open.n > 0);
			assert_string_equal(open.v[--open.n], tag);
		}
		if (streq(tag, "style") && !closes)
			s = strstr(end, "</style>") - 1;
	}
	assert_int_equal(open.n, 0);
}

static void a_page_drawn_by_a_thread_is_the_same(void **state)
{
	struct page p = page_new();
	char *alone = strdup(page_must_write(&p));

	(void)state;
	p.options.beside = true;
	assert_string_equal(page_must_write(&p), alone);
	free(alone);
	page_free(&p);
}

static void a_chart_that_cannot_be_drawn_fails_the_page(void **state)
{
	(void)state;
	for (int beside = 0; beside < 2; beside++) {
		struct page p = page_new();

		p.options.beside = beside;
		doc_first(&p.sample->doc, BLOCK_CHART)->as.chart->kind = "pie";
		page_write(&p);
		assert_false(p.good);
		assert_string_equal(p.diag->messages.v[0].text, "unknown kind of chart: 'pie'");
		page_free(&p);
	}
}

static void hostile_text_stays_in_its_place(void **state)
{
	struct page p = page_new();
	const char *html = page_must_write(&p);

	(void)state;
	check_tags(p.sample->arena, html);
	assert_int_equal(count(html, "<script"), 1);
	assert_int_equal(count(html, "</script"), 1);
	assert_int_equal(count(html, "<style"), 1);
	assert_int_equal(count(html, "<img"), 0);
	assert_int_equal(count(html, "<!--"), 0);
	assert_int_equal(count(html, "javascript:"), 0);
	assert_int_equal(count(html, "\x01"), 0);
	assert_int_equal(count(html, "\xE2\x80\xAE"), 0);
	assert_non_null(strstr(
	    html, "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp;{{name}}\xEF\xBF\xBD"));
	assert_non_null(strstr(html, "href=\"https://example.com/?a=1&amp;b=&quot;2&quot;\""));
	assert_int_equal(utf8_check(html, p.out.n), p.out.n);
	page_free(&p);
}

static void a_megabyte_label_is_one_label(void **state)
{
	enum { SIZE = 1024 * 1024 };
	struct page p = page_new();
	char *label = arena_alloc(p.sample->arena, SIZE + 1);

	(void)state;
	memset(label, '<', SIZE);
	p.sample->doc.first->next->first->as.table->rows[1].label = label;
	page_must_write(&p);
	assert_true(p.out.n > 4 * SIZE && p.out.n < 5 * SIZE);
	check_tags(p.sample->arena, buf_cstr(&p.out) + 0);
	page_free(&p);
}

/* ---- the head ---- */

/* Over the title of a section stands its name as the contents have it, unless it is the title. */
static void titles_have_the_names_of_the_contents(void **state)
{
	struct page p = page_new();
	struct section *second = p.sample->doc.first->next;
	size_t named = count(page_must_write(&p), "<p class=\"name\">");

	(void)state;
	page_free(&p);
	p = page_new();
	second = p.sample->doc.first->next;
	second->label = text_plain(p.sample->arena, &second->title);
	assert_int_equal(count(page_must_write(&p), "<p class=\"name\">"), named - 1);
	page_free(&p);
}

static void heads_stand_over_heads(void **state)
{
	struct page p = page_new();
	const char *html = page_must_write(&p);

	(void)state;
	assert_int_equal(count(html, "<th scope=\"colgroup\" colspan=\"2\" class=\"over"), 2);
	/* Of both tables: the name, the note, the change and the result reach down beside the
	 * years. */
	assert_int_equal(count(html, "<th scope=\"col\" rowspan=\"2\""), 8);
	page_free(&p);
}

static void head_without_an_address(void **state)
{
	struct page p = page_new();
	const char *html = page_must_write(&p);

	(void)state;
	assert_null(strstr(html, "rel=\"canonical\""));
	assert_null(strstr(html, "rel=\"alternate\""));
	assert_null(strstr(html, "og:url"));
	assert_null(strstr(html, "noindex"));
	assert_non_null(strstr(html, "href=\"../zh-Hans/index.html\" hreflang=\"zh-Hans\""));
	assert_non_null(strstr(html, "href=\"brief.pdf\""));
	assert_non_null(strstr(html, "8 pages, 214 kB"));
	assert_non_null(strstr(html, "default-src &#39;none&#39;"));
	assert_int_equal(count(html, "<h1"), 1);
	assert_int_equal(count(html, "<main"), 1);
	page_free(&p);
}

static void head_with_an_address(void **state)
{
	struct page p = page_new();
	const char *html;

	(void)state;
	p.options.base_url = "https://ir.example.com/2026/annual-2025/";
	p.options.card = "card.png";
	p.options.pdf_bytes = 0;
	p.sample->doc.draft = true;
	html = page_must_write(&p);
	assert_non_null(strstr(
	    html, "<link rel=\"canonical\" href=\"https://ir.example.com/2026/annual-2025/en/\">"));
	assert_non_null(strstr(
	    html,
	    "hreflang=\"zh-Hans\" href=\"https://ir.example.com/2026/annual-2025/zh-Hans/\""));
	assert_non_null(
	    strstr(html, "content=\"https://ir.example.com/2026/annual-2025/en/card.png\""));
	assert_non_null(strstr(html, "noindex"));
	assert_non_null(strstr(html, "DRAFT: not for publication"));
	assert_null(strstr(html, "href=\"brief.pdf\""));
	page_free(&p);
}

static void the_theme_sets_the_accent(void **state)
{
	struct page p = page_new();
	const char *html;

	(void)state;
	p.sample->facts.issuer.accent = "#7A1020";
	html = page_must_write(&p);
	assert_non_null(strstr(html, ":root{--accent:#7A1020}"));
	assert_int_equal(count(html, "{--accent:#"), 2);
	p.sample->facts.issuer.accent = "red}body{display:none";
	assert_int_equal(count(page_must_write(&p), "display:none"), 0);
	page_free(&p);
}

static void same_input_same_bytes(void **state)
{
	struct page a = page_new(), b = page_new();

	(void)state;
	page_must_write(&a);
	page_must_write(&b);
	assert_int_equal(a.out.n, b.out.n);
	assert_memory_equal(a.out.p, b.out.p, a.out.n);
	page_free(&a);
	page_free(&b);
}

static void chinese_has_all_its_words(void **state)
{
	static const enum lang languages[] = {LANG_ZH_HANS, LANG_ZH_HANT};

	(void)state;
	for (size_t i = 0; i < COUNT(languages); i++) {
		struct page p = page_new();

		p.sample->doc.lang = languages[i];
		p.sample->concept.label.in[languages[i]] = "收入";
		assert_non_null(strstr(page_must_write(&p),
				       i ? "<html lang=\"zh-Hant\">" : "<html lang=\"zh-Hans\">"));
		page_free(&p);
	}
}

/* ---- notes ---- */

/* A star at a label leads to the note of its block, in a title too; the note leads to the first. */
static void notes_are_linked_both_ways(void **state)
{
	struct page p = page_new();
	struct block *b = p.sample->doc.first->next->first;
	struct span note = {.text = "* Non-GAAP measure"}, title = {.text = "The margin* rose"};
	const char *html;

	(void)state;
	while (b && b->kind != BLOCK_TABLE)
		b = b->next;
	assert_non_null(b);
	b->note = (struct text){&note, 1, 1};
	b->title = (struct text){&title, 1, 1};
	b->as.table->rows[1].label = "Adjusted*";
	html = page_must_write(&p);
	assert_non_null(strstr(
	    html,
	    arena_printf(p.sample->arena,
			 "<h3>The margin<a class=\"mark\" href=\"#%s-note\" id=\"%s-note-from\" "
			 "role=\"doc-noteref\">*</a> rose</h3>",
			 b->id, b->id)));
	assert_non_null(strstr(html, arena_printf(p.sample->arena,
						  "Adjusted<a class=\"mark\" href=\"#%s-note\" "
						  "role=\"doc-noteref\">*</a>",
						  b->id)));
	assert_non_null(
	    strstr(html, arena_printf(p.sample->arena,
				      "<p class=\"note\" id=\"%s-note\"><a class=\"mark\" "
				      "href=\"#%s-note-from\" role=\"doc-backlink\">*</a> Non-GAAP",
				      b->id, b->id)));
	check_tags(p.sample->arena, html);
	b->note.n = 0; /* a star that nothing explains is text */
	assert_null(strstr(page_must_write(&p), "doc-note"));
	page_free(&p);
}

/* ---- files of the project ---- */

static void a_project_replaces_files(void **state)
{
	struct project *project = project_new();
	struct page p = page_new();
	const char *html;

	(void)state;
	project_file(project, "templates/html/foot.mustache", "<footer>our own foot</footer>\n");
	project_file(project, "assets/css/brief.css", "body{margin:1px}\n");
	p.options.folder = project->folder;
	html = page_must_write(&p);
	assert_non_null(strstr(html, "<footer>our own foot</footer>"));
	assert_non_null(strstr(html, "<style>body{margin:1px}\n</style>"));
	page_free(&p);
	project_free(project);
}

static void fails_with(const char *file, const char *text, const char *message, int line)
{
	struct project *project = project_new();
	struct page p = page_new();

	project_file(project, file, text);
	p.options.folder = project->folder;
	page_write(&p);
	assert_false(p.good);
	assert_int_equal(p.diag->errors, 1);
	assert_string_equal(p.diag->messages.v[0].text, message);
	assert_int_equal(p.diag->messages.v[0].at.line, line);
	assert_non_null(strstr(p.diag->messages.v[0].at.file, file));
	page_free(&p);
	project_free(project);
}

/* Digits that a reader sees are figures, in text and in what is read out; what names a file, a
 * class or a character is none. */
static void numbers_in_templates_are_bound(void **state)
{
	static const char good[] =
	    "<footer class=\"s12\" id='f2'><!-- 3 --><p>&#169; 2025-12-31, [[2030]] and ISO 27001"
	    "</p>{{#notice}}<a href=\"https://example.com/2025/\" title=\"Since [[2012]]\">x</a>"
	    "{{/notice}}<style>p{margin:7px}</style></footer>";
	struct project *project = project_new();
	struct page p = page_new();
	const char *html;

	(void)state;
	project_file(project, "literals.txt", "ISO 27001\n");
	project_file(project, "templates/html/foot.mustache", good);
	p.sample->facts.literals = literals_load(p.sample->arena, p.diag, project->folder, ".");
	p.options.folder = project->folder;
	html = page_must_write(&p);
	assert_non_null(strstr(html, "&#169; 2025-12-31, 2030 and ISO 27001</p>"));
	project_file(project, "templates/html/foot.mustache",
		     "<footer>\n<p>Founded in 2012</p>\n<img src=\"2.png\" alt=\"Up 5%\" "
		     "title='{{name}} 7'></footer>");
	page_write(&p);
	assert_false(p.good);
	assert_int_equal(p.diag->errors, 3);
	assert_string_equal(p.diag->messages.v[0].text, "unbound number: '2012'");
	assert_int_equal(p.diag->messages.v[0].at.line, 2);
	assert_int_equal(p.diag->messages.v[0].at.col, 15);
	assert_string_equal(p.diag->messages.v[1].text, "unbound number: '5'");
	assert_int_equal(p.diag->messages.v[1].at.col, 26);
	assert_string_equal(p.diag->messages.v[2].text, "unbound number: '7'");
	page_free(&p);
	project_free(project);
}

/* A project may begin with copies of all of the program's templates. */
static void copies_of_the_templates_are_right(void **state)
{
	struct project *project = project_new();
	struct page p = page_new();

	(void)state;
	assert_int_equal(system(arena_printf(p.sample->arena,
					     "mkdir -p %s/templates && cp -r templates/html "
					     "%s/templates/",
					     project->folder, project->folder)),
			 0);
	p.sample->facts.literals = literals_load(p.sample->arena, p.diag, project->folder, ".");
	p.options.folder = project->folder;
	page_must_write(&p);
	page_free(&p);
	project_free(project);
}

static void mistakes_in_templates(void **state)
{
	(void)state;
	fails_with("templates/html/foot.mustache", "<p>\n{{nmae}}",
		   "no such name: 'nmae' (near: 'name')", 2);
	fails_with("templates/html/foot.mustache", "\n\n{{>fot}}", "no such partial: 'fot'", 3);
	fails_with("templates/html/foot.mustache", "{{#notice}}", "not closed: 'notice'", 1);
	fails_with("assets/css/brief.css", "body{}</STYLE><p>",
		   "a style sheet may not hold '</style' or NUL", 0);
}

static void the_style_sheet_is_small(void **state)
{
	struct page p = page_new();
	struct str css;

	(void)state;
	assert_true(file_read(p.sample->arena, p.diag, "assets/css/brief.css", &css));
	assert_true(css.n <= 40 * 1000);
	page_free(&p);
}

static int open_fonts(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	fonts = fonts_open(diag_new(a));
	arena_free(a);
	return fonts ? 0 : -1;
}

static int close_fonts(void **state)
{
	(void)state;
	fonts_close(fonts);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_figure_once_in_order),
	    cmocka_unit_test(values_are_machine_readable),
	    cmocka_unit_test(signs_hang_behind_the_digits),
	    cmocka_unit_test(points_align_among_rows_of_one_unit),
	    cmocka_unit_test(padding_follows_the_digits),
	    cmocka_unit_test(drawings_repeat),
	    cmocka_unit_test(a_page_drawn_by_a_thread_is_the_same),
	    cmocka_unit_test(a_chart_that_cannot_be_drawn_fails_the_page),
	    cmocka_unit_test(hostile_text_stays_in_its_place),
	    cmocka_unit_test(a_megabyte_label_is_one_label),
	    cmocka_unit_test(titles_have_the_names_of_the_contents),
	    cmocka_unit_test(heads_stand_over_heads),
	    cmocka_unit_test(head_without_an_address),
	    cmocka_unit_test(head_with_an_address),
	    cmocka_unit_test(the_theme_sets_the_accent),
	    cmocka_unit_test(same_input_same_bytes),
	    cmocka_unit_test(chinese_has_all_its_words),
	    cmocka_unit_test(notes_are_linked_both_ways),
	    cmocka_unit_test(a_project_replaces_files),
	    cmocka_unit_test(numbers_in_templates_are_bound),
	    cmocka_unit_test(copies_of_the_templates_are_right),
	    cmocka_unit_test(mistakes_in_templates),
	    cmocka_unit_test(the_style_sheet_is_small),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
