/*
 * Publishing a small project: what is staged and what is public before, at and after the instant;
 * versions, corrections, rollback, rehearsal, the lock, and what an interrupted run leaves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <time.h>

#include "base/hash.h"
#include "base/period.h"
#include "deliver/ledger.h"
#include "deliver/lock.h"
#include "deliver/publish.h"
#include "deliver/release.h"
#include "folder.h"

static const char embargo[] = "2020-03-25T16:45:00+08:00";
static struct fonts *fonts;

struct fixture {
	struct arena *a;
	struct diag *d;
	const char *top, *project, *site;
	int64_t instant;
};

/* A copy of the project, and a site that does not exist yet. */
static struct fixture fixture_new(void)
{
	struct fixture f = {.a = arena_new()};

	f.d = diag_new(f.a);
	f.top = folder_make(f.a);
	f.project = path_join(f.a, f.top, "project");
	f.site = path_join(f.a, f.top, "site");
	assert_int_equal(system(arena_printf(f.a, "cp -R tests/cases/publish/acme %s", f.project)),
			 0);
	assert_true(instant_parse(embargo, &f.instant));
	return f;
}

static void fixture_end(struct fixture *f)
{
	folder_remove(f->top);
	arena_free(f->a);
}

/* ---- running ---- */

struct attempt {
	int64_t after; /* seconds from the instant */
	bool late, wait, ahead, draft;
};

static enum exit_status publish_with(struct fixture *f, struct attempt run)
{
	struct publish_options o = {.site = f->site,
				    .shipped = ".",
				    .clock = clock_set(f->instant + run.after),
				    .now = f->instant + run.after,
				    .ahead = run.ahead,
				    .late = run.late,
				    .wait = run.wait};
	struct report_options build = {
	    .project = f->project, .shipped = ".", .fonts = fonts, .draft = run.draft};
	enum exit_status status;
	struct settings settings;
	struct report r;

	report_start(&r);
	assert_true(settings_load(r.arena, r.diag, f->project, &settings));
	status = report_build(&r, &build);
	if (status == EXIT_DONE)
		status = publish(&r, &settings, &o);
	for (size_t i = 0; i < r.diag->messages.n; i++)
		diag_error(f->d, (struct pos){0}, "%s", r.diag->messages.v[i].text);
	report_end(&r);
	return status;
}

#define PUBLISH(f, ...) publish_with((f), (struct attempt){__VA_ARGS__})

static enum exit_status roll_back(struct fixture *f)
{
	struct clock real = clock_real();

	return publish_rollback(
	    f->a, f->d,
	    &(struct publish_options){
		.site = f->site, .shipped = ".", .clock = real, .now = clock_now(&real)});
}

static const char *last_message(const struct fixture *f)
{
	return f->d->messages.n ? f->d->messages.v[f->d->messages.n - 1].text : "";
}

/* ---- looking ---- */

static bool served(struct fixture *f, const char *path)
{
	return path_exists(path_join(f->a, f->site, arena_printf(f->a, "current/%s", path)));
}

static const char *page(struct fixture *f, const char *path)
{
	struct str text;

	assert_true(file_read(
	    f->a, f->d, path_join(f->a, f->site, arena_printf(f->a, "current/%s", path)), &text));
	return text.p;
}

static const char *sha(struct fixture *f, const char *path)
{
	char digest[HASH_TEXT];
	struct str bytes;

	assert_true(file_read(
	    f->a, f->d, path_join(f->a, f->site, arena_printf(f->a, "current/%s", path)), &bytes));
	hash_text(bytes.p, bytes.n, digest);
	return arena_str(f->a, digest);
}

static void assert_has(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("not there: %s", what);
}

static void assert_has_not(const char *text, const char *what)
{
	if (strstr(text, what))
		fail_msg("there: %s", what);
}

static int shell(struct fixture *f, const char *command)
{
	return system(arena_printf(f->a, "cd %s && %s", f->site, command));
}

static struct ledger_versions versions(struct fixture *f)
{
	struct ledger *l = ledger_open_to_read(f->a, f->d, f->site);
	struct ledger_versions all;

	assert_non_null(l);
	assert_true(ledger_read(l, &all));
	ledger_close(l);
	return all;
}

static void correct(struct fixture *f)
{
	assert_int_equal(
	    system(arena_printf(f->a, "sed -i 's/9,559/9,569/; s/1,504/1,514/' %s/facts/income.csv",
				f->project)),
	    0);
}

static void raise_version(struct fixture *f)
{
	folder_put(f->a, f->project, "corrections.csv",
		   "brief,version,date,reason.en,reason.zh-Hans\n"
		   "annual-2019,2,2020-03-26,Revenue was misstated & corrected,收入有误\n");
}

/* ---- the embargo ---- */

static void nothing_shows_before_the_instant(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = -1), EXIT_DONE);
	assert_true(served(&f, "index.html"));
	assert_false(served(&f, "2019"));
	assert_int_not_equal(shell(&f, "find current/ | grep -q -e 2019 -e annual -e small"), 0);
	assert_int_not_equal(
	    shell(&f, "grep -rqE 'annual|2019|9,559|2020-03-25T16:45|Year ended' current/"), 0);
	/* What is staged is its owner's alone. */
	assert_int_not_equal(shell(&f, "find .irbrief -perm /077 | grep -q ."), 0);
	assert_int_equal(shell(&f, "test $(find .irbrief/objects -type f | wc -l) = 8"), 0);
	assert_int_equal(versions(&f).n, 1);
	assert_int_equal(versions(&f).v[0].published, 0);
	fixture_end(&f);
}

static void all_shows_at_the_instant(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = -60), EXIT_DONE);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_true(served(&f, "2019/annual-2019/en/index.html"));
	assert_true(served(&f, "2019/annual-2019/en/brief.pdf"));
	assert_true(served(&f, "2019/annual-2019/zh-Hans/brief.json"));
	assert_true(served(&f, "zh-Hans/index.html"));
	assert_has(page(&f, "index.html"), "Revenue rose 22.8% to RMB9,559 million");
	assert_has(page(&f, "feed.xml"), "<title>Annual results 2019</title>");
	assert_has(page(&f, "zh-Hans/feed.xml"), "xml:lang=\"zh-Hans\"");
	assert_has(page(&f, "sitemap.xml"),
		   "https://ir.example.com/news/2019/annual-2019/en/</loc>");
	assert_has(page(&f, "index.json"), "\"status\":\"current\"");
	assert_has(page(&f, "robots.txt"),
		   "Allow: /\nSitemap: https://ir.example.com/news/sitemap.xml");
	assert_has(page(&f, "2019/annual-2019/en/index.html"),
		   "<link rel=\"alternate\" hreflang=\"zh-Hans\" "
		   "href=\"https://ir.example.com/news/2019/annual-2019/zh-Hans/\">");
	assert_has(page(&f, "2019/annual-2019/en/index.html"),
		   "<link rel=\"canonical\" "
		   "href=\"https://ir.example.com/news/2019/annual-2019/en/\">");
	assert_has(page(&f, "2019/annual-2019/en/index.html"),
		   "<meta property=\"og:image\" "
		   "content=\"https://ir.example.com/news/2019/annual-2019/en/card.png\">");
	assert_true(served(&f, "2019/annual-2019/en/card.png"));
	assert_has(page(&f, "archive/index.html"), "href=\"../2019/annual-2019/en/brief.pdf\"");
	assert_has(page(&f, "404.html"), "href=\"/news/assets/site.css\"");
	assert_has_not(page(&f, "index.html"), "noindex");
	assert_int_equal(versions(&f).v[0].published, f.instant);
	assert_int_equal(shell(&f, "cd current && sha256sum --quiet -c SHA256SUMS"), 0);
	assert_int_not_equal(shell(&f, "find current/ -type f ! -perm 0644 | grep -q ."), 0);
	fixture_end(&f);
}

/* The time of the link itself tells when the switch was. */
static void waiting_switches_within_100_ms(void **state)
{
	struct fixture f = fixture_new();
	struct timespec start;
	struct stat link;
	double after;

	(void)state;
	clock_gettime(CLOCK_REALTIME, &start);
	assert_int_equal(PUBLISH(&f, .after = -2, .wait = true), EXIT_DONE);
	assert_int_equal(lstat(path_join(f.a, f.site, "current"), &link), 0);
	after = (double)(link.st_ctim.tv_sec - start.tv_sec) +
		(double)(link.st_ctim.tv_nsec - start.tv_nsec) / 1e9;
	/* The link's time is that of the kernel's last tick, some milliseconds old. */
	assert_true(after > 1.99 && after < 2.1);
	assert_true(served(&f, "2019/annual-2019/en/brief.pdf"));
	assert_int_equal(versions(&f).v[0].published, f.instant);
	fixture_end(&f);
}

static void late_has_to_be_asked_for(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 15 * 60 + 1), EXIT_REFUSED);
	assert_has(last_message(&f), "--late");
	assert_false(served(&f, "index.html"));
	assert_int_equal(PUBLISH(&f, .after = 15 * 60), EXIT_DONE);
	assert_true(served(&f, "2019/annual-2019/en/index.html"));
	fixture_end(&f);
	f = fixture_new();
	assert_int_equal(PUBLISH(&f, .after = 86400, .late = true), EXIT_DONE);
	/* What is published is never late. */
	assert_int_equal(PUBLISH(&f, .after = 2 * 86400), EXIT_DONE);
	fixture_end(&f);
}

static void a_clock_that_goes_back_changes_nothing(void **state)
{
	struct fixture f = fixture_new();
	const char *before;

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 10), EXIT_DONE);
	before = sha(&f, "SHA256SUMS");
	assert_int_equal(PUBLISH(&f, .after = -3600), EXIT_DONE);
	assert_string_equal(sha(&f, "SHA256SUMS"), before);
	assert_int_equal(release_current(f.a, f.site), 1);
	fixture_end(&f);
}

static void a_staged_version_may_still_change(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = -60), EXIT_DONE);
	correct(&f);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_has(page(&f, "index.html"), "9,569");
	assert_int_equal(versions(&f).n, 1);
	/* The bytes that nobody will see are gone with the next run. */
	assert_int_equal(PUBLISH(&f, .after = 1), EXIT_DONE);
	assert_int_equal(shell(&f, "test $(find .irbrief/objects -type f | wc -l) = 8"), 0);
	fixture_end(&f);
}

static void drafts_and_failed_checks_stage_nothing(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0, .draft = true), EXIT_REFUSED);
	assert_has(last_message(&f), "draft");
	assert_int_equal(shell(&f, "test ! -e current && test ! -e .irbrief/objects"), 0);
	assert_int_equal(
	    system(arena_printf(f.a, "sed -i 's/1,504/1,604/' %s/facts/income.csv", f.project)), 0);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_CHECKS);
	assert_int_equal(shell(&f, "test ! -e current && test ! -e .irbrief/objects"), 0);
	fixture_end(&f);
}

/* ---- versions ---- */

static void published_bytes_are_never_replaced(void **state)
{
	struct fixture f = fixture_new();
	const char *before;

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	before = sha(&f, "SHA256SUMS");
	correct(&f);
	assert_int_equal(PUBLISH(&f, .after = 60), EXIT_REFUSED);
	assert_has(last_message(&f), "version 1 is published with other bytes");
	assert_string_equal(sha(&f, "SHA256SUMS"), before);
	fixture_end(&f);
}

static void a_correction_is_a_new_version(void **state)
{
	static const char *const kept[] = {"en/brief.pdf", "en/brief.json", "zh-Hans/brief.pdf"};
	struct fixture f = fixture_new();
	const char *before[COUNT(kept)], *corrections, *feed;

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	for (size_t i = 0; i < COUNT(kept); i++)
		before[i] = sha(&f, arena_printf(f.a, "2019/annual-2019/%s", kept[i]));
	correct(&f);
	raise_version(&f);
	assert_int_equal(PUBLISH(&f, .after = 600), EXIT_DONE);
	for (size_t i = 0; i < COUNT(kept); i++)
		assert_string_equal(sha(&f, arena_printf(f.a, "2019/annual-2019/v1/%s", kept[i])),
				    before[i]);
	assert_string_not_equal(sha(&f, "2019/annual-2019/en/brief.pdf"), before[0]);
	corrections = page(&f, "2019/annual-2019/en/corrections/index.html");
	assert_has(corrections, "<del>RMB9,559 million</del>");
	assert_has(corrections, "<ins>RMB9,569 million</ins>");
	assert_has(corrections, "Revenue was misstated &amp; corrected");
	assert_has(page(&f, "2019/annual-2019/v1/en/index.html"), "superseded");
	assert_has(page(&f, "2019/annual-2019/v1/en/index.html"),
		   "href=\"../../../../2019/annual-2019/en/\"");
	assert_has(page(&f, "2019/annual-2019/en/index.html"),
		   "Revenue was misstated &amp; corrected");
	feed = page(&f, "feed.xml");
	assert_has(feed, "Annual results 2019 (version 1, superseded)");
	assert_has(feed, "Annual results 2019 (version 2, corrected)");
	assert_has(feed, "annual-2019/v1/en</id>");
	assert_has(page(&f, "index.json"), "\"status\":\"superseded\"");
	assert_has_not(page(&f, "sitemap.xml"), "/v1/");
	fixture_end(&f);
}

static void lower_versions_are_refused(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	raise_version(&f);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_true(served(&f, "2019/annual-2019/en/index.html"));
	folder_put(f.a, f.project, "corrections.csv", "brief,version,date,reason.en\n");
	assert_int_equal(PUBLISH(&f, .after = 60), EXIT_REFUSED);
	assert_has(last_message(&f), "version 2 is published, this is version 1");
	fixture_end(&f);
}

/* A language that a later version lacks, and a brief that left the project, stay where they were.
 */
static void addresses_never_vanish(void **state)
{
	struct fixture f = fixture_new();
	const char *list;

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_int_equal(shell(&f, "cd current/ && find . -type f | sort > ../before"), 0);
	correct(&f);
	raise_version(&f);
	list = arena_printf(f.a, "template: small\nperiod: FY2019\nembargo: %s\nlanguages: [en]\n",
			    embargo);
	folder_put(f.a, f.project, "briefs/annual-2019.yaml", list);
	assert_int_equal(PUBLISH(&f, .after = 60), EXIT_DONE);
	assert_int_equal(
	    shell(&f, "cd current/ && find . -type f | sort | comm -23 ../before - | (! grep .)"),
	    0);
	assert_has(page(&f, "2019/annual-2019/zh-Hans/index.html"), "第 1 版");
	folder_put(f.a, f.project, "briefs/other.yaml",
		   arena_printf(f.a, "template: small\nperiod: FY2018\nembargo: %s\n", embargo));
	assert_int_equal(remove(path_join(f.a, f.project, "briefs/annual-2019.yaml")), 0);
	assert_int_equal(PUBLISH(&f, .after = 120), EXIT_DONE);
	assert_int_equal(
	    shell(&f, "cd current/ && find . -type f | sort | comm -23 ../before - | (! grep .)"),
	    0);
	assert_true(served(&f, "2018/other/en/index.html"));
	fixture_end(&f);
}

static void unchanged_files_keep_their_time(void **state)
{
	struct fixture f = fixture_new();
	struct stat pdf, home, pdf_after, home_after;

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_int_equal(
	    stat(path_join(f.a, f.site, "current/2019/annual-2019/en/brief.pdf"), &pdf), 0);
	assert_int_equal(stat(path_join(f.a, f.site, "current/index.html"), &home), 0);
	folder_put(f.a, f.project, "briefs/other.yaml",
		   arena_printf(f.a, "template: small\nperiod: FY2018\nembargo: %s\n", embargo));
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_int_equal(
	    stat(path_join(f.a, f.site, "current/2019/annual-2019/en/brief.pdf"), &pdf_after), 0);
	assert_int_equal(stat(path_join(f.a, f.site, "current/index.html"), &home_after), 0);
	assert_int_equal(pdf.st_mtime, f.instant);
	assert_int_equal(pdf_after.st_mtime, pdf.st_mtime);
	assert_true(home_after.st_mtime > home.st_mtime);
	fixture_end(&f);
}

/* ---- releases ---- */

static void rollback_and_back(void **state)
{
	struct fixture f = fixture_new();
	const char *first;

	(void)state;
	assert_int_equal(roll_back(&f), EXIT_REFUSED);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_int_equal(roll_back(&f), EXIT_REFUSED);
	first = sha(&f, "SHA256SUMS");
	correct(&f);
	raise_version(&f);
	assert_int_equal(PUBLISH(&f, .after = 60), EXIT_DONE);
	assert_int_equal(roll_back(&f), EXIT_DONE);
	assert_string_equal(sha(&f, "SHA256SUMS"), first);
	assert_int_equal(PUBLISH(&f, .after = 86400), EXIT_DONE);
	assert_has(page(&f, "index.html"), "9,569");
	fixture_end(&f);
}

static void old_releases_are_removed(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	for (int i = 0; i < 5; i++) {
		folder_put(f.a, f.project, arena_printf(f.a, "briefs/more-%d.yaml", i),
			   "template: small\nperiod: FY2019\nissued: 2020-03-25\n");
		assert_int_equal(PUBLISH(&f, .after = i), EXIT_DONE);
	}
	assert_int_equal(
	    shell(&f, "test \"$(ls releases | tr '\\n' ' ')\" = '000003 000004 000005 '"), 0);
	fixture_end(&f);
}

/* ---- rehearsal ---- */

static void a_rehearsal_says_so(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0, .ahead = true), EXIT_DONE);
	assert_true(served(&f, "REHEARSAL"));
	assert_has(page(&f, "robots.txt"), "Disallow: /");
	assert_has(page(&f, "index.html"), "Rehearsal");
	assert_has(page(&f, "index.html"), "noindex");
	assert_has(page(&f, "2019/annual-2019/en/index.html"), "Rehearsal");
	assert_has(page(&f, "2019/annual-2019/en/index.html"), "noindex");
	assert_has(page(&f, "index.json"), "\"rehearsal\":true");
	assert_int_equal(PUBLISH(&f, .after = 60), EXIT_DONE);
	assert_true(served(&f, "REHEARSAL"));
	fixture_end(&f);
}

static void a_real_site_refuses_a_clock_ahead(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = -60), EXIT_DONE);
	assert_int_equal(PUBLISH(&f, .after = 0, .ahead = true), EXIT_REFUSED);
	assert_false(served(&f, "2019"));
	fixture_end(&f);
}

/* ---- two at once, and what an interrupted run leaves ---- */

static void the_second_publisher_is_refused(void **state)
{
	struct fixture f = fixture_new();
	int fd;

	(void)state;
	assert_int_equal(lock_take(f.a, f.d, path_join(f.a, f.site, ".irbrief"), &fd), LOCK_TAKEN);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_REFUSED);
	assert_has(last_message(&f), "another process");
	assert_int_equal(roll_back(&f), EXIT_REFUSED);
	lock_release(fd);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	fixture_end(&f);
}

static void leftovers_are_cleared(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	folder_put(f.a, f.site, ".irbrief/next/index.html", "half");
	folder_put(f.a, f.site, ".irbrief/trash/index.html", "old");
	folder_put(f.a, f.site, ".irbrief/objects/0000", "unknown");
	folder_put(f.a, f.site, "releases/000002/index.html", "never switched to");
	assert_int_equal(shell(&f, "ln -s releases/000002 .irbrief/current.new"), 0);
	assert_int_equal(PUBLISH(&f, .after = 60), EXIT_DONE);
	assert_int_equal(
	    shell(&f, "test \"$(ls -A .irbrief | tr '\\n' ' ')\" = 'ledger.sqlite lock objects '"),
	    0);
	assert_int_equal(
	    shell(&f, "test ! -e .irbrief/objects/0000 && test \"$(ls releases)\" = 000001"), 0);
	fixture_end(&f);
}

/* The intention counts if and only if the link followed it. */
static void an_intention_is_settled_by_the_link(void **state)
{
	struct fixture f = fixture_new();
	struct ledger_versions all;
	struct ledger_switches switches;
	const struct ledger_version *staged;
	struct ledger_switch w = {.release = 2, .digest = "x", .at = f.instant, .n_published = 1};
	struct ledger *l;

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = -60), EXIT_DONE);
	l = ledger_open(f.a, f.d, f.site);
	assert_true(ledger_read(l, &all));
	staged = &all.v[0];
	w.published = &staged;
	w.at = f.instant;
	assert_true(ledger_intend(l, &w));
	assert_true(ledger_settle(l, 1));
	assert_true(ledger_read(l, &all));
	assert_int_equal(all.v[0].published, 0);
	assert_true(ledger_intend(l, &w));
	assert_true(ledger_settle(l, 2));
	assert_true(ledger_read(l, &all));
	assert_int_equal(all.v[0].published, f.instant);
	assert_true(ledger_switches(l, &switches));
	assert_int_equal(switches.n, 2);
	assert_true(switches.v[1].done);
	ledger_close(l);
	fixture_end(&f);
}

static void damaged_bytes_are_not_published(void **state)
{
	struct fixture f = fixture_new();
	const char *before;

	(void)state;
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	before = sha(&f, "SHA256SUMS");
	assert_int_equal(shell(&f, "for o in .irbrief/objects/*; do printf x >> $o; done"), 0);
	folder_put(f.a, f.project, "briefs/other.yaml", "template: small\nperiod: FY2018\n");
	assert_int_not_equal(PUBLISH(&f, .after = 60), EXIT_DONE);
	assert_string_equal(sha(&f, "SHA256SUMS"), before);
	fixture_end(&f);
}

/* ---- input ---- */

static void what_has_no_address_is_refused(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	assert_int_equal(rename(path_join(f.a, f.project, "briefs/annual-2019.yaml"),
				path_join(f.a, f.project, "briefs/annual 2019.yaml")),
			 0);
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_INPUT);
	assert_has(last_message(&f), "not usable in an address: 'annual 2019'");
	folder_put(f.a, f.project, "deliver.yaml", "site: {title: x}\n");
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_INPUT);
	assert_has(last_message(&f), "missing key: 'site.base_url'");
	fixture_end(&f);
}

static void a_project_may_replace_templates(void **state)
{
	struct fixture f = fixture_new();

	(void)state;
	folder_put(f.a, f.project, "templates/site/follow.mustache",
		   "<p>ours, {{issuer.name}}</p>\n");
	folder_put(f.a, f.project, "assets/css/site.css", "/* ours */\n");
	assert_int_equal(PUBLISH(&f, .after = 0), EXIT_DONE);
	assert_has(page(&f, "index.html"), "<p>ours, Acme Cloud Limited</p>");
	assert_has(page(&f, "assets/site.css"), "/* ours */");
	folder_put(f.a, f.project, "templates/site/follow.mustache",
		   "<p><a href=\"nowhere\">x</a></p>\n");
	assert_int_equal(PUBLISH(&f, .after = 1), EXIT_INPUT);
	assert_has(last_message(&f), "the link leads nowhere: 'nowhere'");
	assert_has(page(&f, "index.html"), "<p>ours, Acme Cloud Limited</p>");
	fixture_end(&f);
}

static int open_fonts(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	fonts = fonts_open(diag_new(a));
	assert_non_null(fonts);
	arena_free(a);
	return 0;
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
	    cmocka_unit_test(nothing_shows_before_the_instant),
	    cmocka_unit_test(all_shows_at_the_instant),
	    cmocka_unit_test(waiting_switches_within_100_ms),
	    cmocka_unit_test(late_has_to_be_asked_for),
	    cmocka_unit_test(a_clock_that_goes_back_changes_nothing),
	    cmocka_unit_test(a_staged_version_may_still_change),
	    cmocka_unit_test(drafts_and_failed_checks_stage_nothing),
	    cmocka_unit_test(published_bytes_are_never_replaced),
	    cmocka_unit_test(a_correction_is_a_new_version),
	    cmocka_unit_test(lower_versions_are_refused),
	    cmocka_unit_test(addresses_never_vanish),
	    cmocka_unit_test(unchanged_files_keep_their_time),
	    cmocka_unit_test(rollback_and_back),
	    cmocka_unit_test(old_releases_are_removed),
	    cmocka_unit_test(a_rehearsal_says_so),
	    cmocka_unit_test(a_real_site_refuses_a_clock_ahead),
	    cmocka_unit_test(the_second_publisher_is_refused),
	    cmocka_unit_test(leftovers_are_cleared),
	    cmocka_unit_test(an_intention_is_settled_by_the_link),
	    cmocka_unit_test(damaged_bytes_are_not_published),
	    cmocka_unit_test(what_has_no_address_is_refused),
	    cmocka_unit_test(a_project_may_replace_templates),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
