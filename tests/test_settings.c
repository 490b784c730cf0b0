/* deliver.yaml: what it sets, its defaults, and what it refuses and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "facts/settings.h"
#include "folder.h"

struct fixture {
	struct arena *a;
	struct diag *d;
	char *folder;
	struct settings s;
};

static struct fixture load(const char *yaml, bool want)
{
	struct fixture f = {.a = arena_new()};

	f.d = diag_new(f.a);
	f.folder = folder_make(f.a);
	if (yaml)
		folder_put(f.a, f.folder, "deliver.yaml", yaml);
	assert_int_equal(settings_load(f.a, f.d, f.folder, &f.s), want);
	return f;
}

static void done(struct fixture *f)
{
	folder_remove(f->folder);
	arena_free(f->a);
}

static void reads_every_key(void **state)
{
	struct fixture f = load("site:\n"
				"  base_url: https://ir.example.com/news/\n"
				"  title: {en: Investors, zh-Hans: 投资者关系}\n"
				"  keep: 4\n"
				"  grace: 0\n"
				"  venue: HKEX\n"
				"  rehearsal: true\n"
				"mail:\n"
				"  server: smtp://localhost:2525\n"
				"  from: Acme IR <ir@example.com>\n"
				"  reply_to: desk@example.com\n"
				"  unsubscribe_url: https://ir.example.com/u\n"
				"  suppression: lists/no.txt\n"
				"  rate: 0\n",
				true);

	(void)state;
	assert_string_equal(f.s.site.base_url.text, "https://ir.example.com/news");
	assert_int_equal(f.s.site.base_url.at.line, 2);
	assert_string_equal(names_in(&f.s.site.title, LANG_ZH_HANS), "投资者关系");
	assert_string_equal(names_in(&f.s.site.title, LANG_ZH_HANT), "Investors");
	assert_int_equal(f.s.site.keep, 4);
	assert_int_equal(f.s.site.grace, 0);
	assert_string_equal(f.s.site.venue.text, "HKEX");
	assert_true(f.s.site.rehearsal);
	assert_string_equal(f.s.mail.server.text, "smtp://localhost:2525");
	assert_string_equal(f.s.mail.from.text, "Acme IR <ir@example.com>");
	assert_string_equal(f.s.mail.suppression.text, path_join(f.a, f.folder, "lists/no.txt"));
	assert_int_equal(f.s.mail.rate, 0);
	done(&f);
}

static void has_defaults(void **state)
{
	struct fixture f = load(NULL, true);

	(void)state;
	assert_int_equal(f.s.site.keep, KEEP_DEFAULT);
	assert_int_equal(f.s.site.grace, GRACE_DEFAULT);
	assert_int_equal(f.s.mail.rate, RATE_DEFAULT);
	assert_null(f.s.site.base_url.text);
	assert_false(setting_needed(f.d, &f.s, &f.s.site.base_url, "site.base_url"));
	assert_string_equal(f.d->messages.v[0].text, "missing key: 'site.base_url'");
	done(&f);
}

/* Each mistake is one message at its own place. */
static void refuses(void **state)
{
	static const struct {
		const char *yaml, *says;
		int line, col;
	} cases[] = {
	    {"site:\n  base_ur: https://x\n",
	     "unknown key: 'site.base_ur'; did you mean 'base_url'?", 2, 3},
	    {"sites: {}\n", "unknown key: 'sites'; expected site or mail", 1, 1},
	    {"site: {rate: 5}\n", "unknown key: 'site.rate'; did you mean 'grace'?", 1, 8},
	    {"site: {base_url: ftp://x}\n",
	     "not an address that begins with https:// or http://: 'ftp://x'", 1, 18},
	    {"site: {base_url: https:///x}\n",
	     "not an address that begins with https:// or http://: 'https:///x'", 1, 18},
	    {"site: {base_url: 'https://x/?a'}\n",
	     "not an address that begins with https:// or http://: 'https://x/?a'", 1, 19},
	    {"mail: {server: https://x}\n",
	     "not an address that begins with smtps:// or smtp://: 'https://x'", 1, 16},
	    {"site: {keep: 1}\n", "expected at least 2 releases, or there is none to go back to", 1,
	     14},
	    {"site: {grace: -1}\n", "not a whole number: '-1'", 1, 15},
	    {"site: {grace: 1.5}\n", "not a whole number: '1.5'", 1, 15},
	    {"site: {title: {fr: Titre}}\n", "unknown language: 'fr'", 1, 16},
	    {"site: {rehearsal: 1}\n", "expected true or false, not a number", 1, 19},
	    {"mail: {from: ''}\n", "expected a text, not an empty one", 1, 15},
	    {"mail: {from: \"a\\nBcc: b\"}\n", "control character in a setting", 1, 15},
	    {"mail: [a]\n", "expected a map, not a list", 1, 7},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f = load(cases[i].yaml, false);

		assert_int_equal(f.d->messages.n, 1);
		assert_string_equal(f.d->messages.v[0].text, cases[i].says);
		assert_int_equal(f.d->messages.v[0].at.line, cases[i].line);
		assert_int_equal(f.d->messages.v[0].at.col, cases[i].col);
		done(&f);
	}
}

static void reports_all_mistakes(void **state)
{
	struct fixture f = load("site: {a: 1, keep: x}\nmail: {b: 2}\nother: 1\n", false);

	(void)state;
	assert_int_equal(f.d->errors, 4);
	done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_every_key),
	    cmocka_unit_test(has_defaults),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(reports_all_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
