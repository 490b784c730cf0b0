/* The last look at a site: what it finds in markup, links, feeds and data, and that it lets good
 * ones pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "deliver/sitecheck.h"

static const char base[] = "https://ir.example.com/news";

struct fixture {
	struct arena *a;
	struct diag *d;
	struct site_files files;
};

static struct fixture fixture_new(void)
{
	struct fixture f = {.a = arena_new()};

	f.d = diag_new(f.a);
	return f;
}

/* In the order of paths, as sitecheck takes them. */
static void add(struct fixture *f, const char *path, const char *text)
{
	*PUSH(f->a, &f->files) = (struct site_file){.path = path, .bytes = str_of(text)};
}

static bool check(struct fixture *f)
{
	return sitecheck(f->a, f->d, base, &f->files);
}

static void good_markup_passes(void **state)
{
	static const char *const texts[] = {
	    "<!DOCTYPE html><html lang=\"en\"><head><meta "
	    "charset=\"utf-8\"><style>a<b</style></head>"
	    "<body><p>x<p>y<ul><li>1<li>2</ul><br><img src='data:,' alt=\"\"></body></html>",
	    "<p hidden>&lt; &#39; &amp;</p><!-- < & -->",
	    "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
	    "<script type=\"application/ld+json\">{\"a\": \"<\"}</script>",
	    "<table><tbody><tr><td>1<td>2<tr><td>3</table>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct fixture f = fixture_new();

		add(&f, "a.html", texts[i]);
		if (!check(&f))
			fail_msg("%s: %s", texts[i], f.d->messages.v[0].text);
		arena_free(f.a);
	}
}

static void bad_markup_is_found(void **state)
{
	static const struct {
		const char *path, *text, *says;
		int col;
	} cases[] = {
	    {"a.html", "<div><p>x</div></div>", "closes what is not open: 'div'", 16},
	    {"a.html", "<div><b>x</div></b>", "closes what is not open: 'div'", 10},
	    {"a.html", "<main>x", "not closed: 'main'", 2},
	    {"a.html", "<a href=x>y</a>", "a value without quotes: 'href'", 9},
	    {"a.html", "<p id=\"a\" id=\"b\">y</p>", "the attribute stands twice: 'id'", 11},
	    {"a.html", "<p>1 < 2</p>", "a stray <: '<'", 6},
	    {"a.html", "<p>A&B</p>", "not a character reference: '&B'", 5},
	    {"a.html", "<p title=\"A&B\"></p>", "not a character reference: '&B'", 12},
	    {"a.html", "<div/>", "only svg and XML close a tag in itself: 'div'", 1},
	    {"a.html", "<p id=\"a\">x</p><p id=\"a\">y</p>", "the id stands twice: 'a'", 23},
	    {"a.html", "<!-- x", "not closed: '-->'", 1},
	    {"a.svg", "<svg><br></svg>", "closes what is not open: 'svg'", 10},
	    {"a.svg", "<svg hidden></svg>", "an attribute without a value: 'hidden'", 12},
	    {"a.xml", "<a><li>x</a>", "closes what is not open: 'a'", 9},
	    {"feed.xml", "<feed><id>x</id><title>t</title><updated>u</updated></feed>",
	     "the feed or entry lacks an element: 'link'", 2},
	    {"feed.xml",
	     "<feed><id>x</id><title>t</title><updated>u</updated><link href=\"feed.xml\"/>"
	     "<entry><id>y</id><title>t</title><link href=\"feed.xml\"/></entry></feed>",
	     "the feed or entry lacks an element: 'updated'", 77},
	    {"index.json", "{\"a\": }", NULL, 7},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = fixture_new();

		add(&f, cases[i].path, cases[i].text);
		assert_false(check(&f));
		if (cases[i].says && !streq(f.d->messages.v[0].text, cases[i].says))
			fail_msg("%s: %s", cases[i].text, f.d->messages.v[0].text);
		if (f.d->messages.v[0].at.col != cases[i].col)
			fail_msg("%s: column %d", cases[i].text, f.d->messages.v[0].at.col);
		arena_free(f.a);
	}
}

static void links_are_followed(void **state)
{
	static const struct {
		const char *to;
		bool good;
	} cases[] = {
	    {"#here", true},
	    {"#there", false},
	    {"../", true},
	    {"../../index.html", true},
	    {"../../../index.html", false},
	    {"b.html", true},
	    {"b.html#b", true},
	    {"b.html#here", false},
	    {"./b.html?x=1", true},
	    {"b%2Ehtml", true},
	    {"c.html", false},
	    {"../", true},
	    {"/news/2025/x/b.html", true},
	    {"/news/2025/x/", true},
	    {"/news/c.html", false},
	    {"/other", true},
	    {"https://ir.example.com/news/2025/x/b.html#b", true},
	    {"https://ir.example.com/news/2025/x/c.html", false},
	    {"https://ir.example.com/newspaper", true},
	    {"https://example.com/c.html", true},
	    {"//example.com/c.html", true},
	    {"mailto:ir@example.com", true},
	    {"data:,", true},
	    {"example.com/page", false},
	    {"x/../b.html", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = fixture_new();

		add(&f, "2025/index.html", "<p>y</p>");
		add(&f, "2025/x/b.html", "<p id=\"b\">y</p>");
		add(&f, "2025/x/index.html",
		    arena_printf(f.a, "<p id=\"here\"><a href=\"%s\">y</a></p>", cases[i].to));
		add(&f, "index.html", "<p>home</p>");
		if (check(&f) != cases[i].good)
			fail_msg("%s", cases[i].to);
		arena_free(f.a);
	}
}

static void locations_of_a_sitemap_are_links(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	add(&f, "index.html", "<p>home</p>");
	add(&f, "sitemap.xml",
	    "<urlset><url><loc>https://ir.example.com/news/</loc></url>"
	    "<url><loc>https://ir.example.com/news/2026/</loc></url></urlset>");
	assert_false(check(&f));
	assert_int_equal(f.d->messages.n, 1);
	assert_string_equal(f.d->messages.v[0].text,
			    "the link leads nowhere: 'https://ir.example.com/news/2026/'");
	arena_free(f.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_markup_passes),
	    cmocka_unit_test(bad_markup_is_found),
	    cmocka_unit_test(links_are_followed),
	    cmocka_unit_test(locations_of_a_sitemap_are_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
