/*
 * The site's own pages and feeds with any texts in them: a line of the input for each.  Two
 * versions of one brief, so that corrections are told, too.  Whatever the texts are, what comes out
 * is well-formed HTML, XML and JSON.
 */
#include "fuzz.h"
#include "lines.h"

#include "base/json_write.h"
#include "deliver/markup.h"
#include "deliver/site.h"
#include "load/json.h"

static const char *card(struct lines *l)
{
	static const char *const keys[] = {"title",  "kicker", "headline",     "status",
					   "period", "issued", "figures_head", "reason"};
	struct buf out = {0};

	json_open(&out, '{');
	for (size_t i = 0; i < COUNT(keys); i++)
		json_field(&out, keys[i], next_line(l));
	json_key(&out, "figures");
	json_open(&out, '[');
	json_open(&out, '{');
	json_field(&out, "label", next_line(l));
	json_field(&out, "value", next_line(l));
	json_field(&out, "change", next_line(l));
	json_field(&out, "base", next_line(l));
	json_close(&out, '}');
	json_close(&out, ']');
	json_close(&out, '}');
	return buf_keep(&out, l->arena);
}

static struct ledger_version version(struct lines *l, int number)
{
	struct ledger_version v = {.brief = "annual",
				   .version = number,
				   .year = 2025,
				   .kind = "results",
				   .issued = "2026-03-25",
				   .digest = "",
				   .checks = "{}",
				   .staged = 1774428300,
				   .published = 1774428300 + number};

	*PUSH(l->arena, &v.editions) = (struct ledger_edition){LANG_EN, card(l)};
	return v;
}

static bool ends(const char *path, const char *suffix)
{
	size_t n = strlen(path), m = strlen(suffix);

	return n >= m && streq(path + n - m, suffix);
}

static void check_file(struct fuzz *f, const struct site_file *file)
{
	static const struct markup_handler none;
	bool xml = ends(file->path, ".xml");
	bool ok = true;

	if (xml || ends(file->path, ".html"))
		ok = markup_read(f->diag, file->path, file->bytes, xml, &none);
	else if (ends(file->path, ".json"))
		ok = json_read(f->arena, f->diag, file->path, file->bytes) != NULL;
	if (!ok || utf8_check(file->bytes.p, file->bytes.n) < file->bytes.n) {
		diag_print(f->diag, stderr);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	struct lines l = {f.arena, f.input};
	struct facts facts = {.arena = f.arena, .folder = "", .shipped = "."};
	struct settings settings = {.file = "deliver.yaml"};
	struct ledger_versions all = {0};
	struct site_files files;
	struct site site = {.arena = f.arena,
			    .diag = f.diag,
			    .folder = "no-such-folder",
			    .project = "no-such-folder",
			    .shipped = ".",
			    .facts = &facts,
			    .settings = &settings,
			    .versions = &all,
			    .language = LANG_EN,
			    .host = "ir.example.com",
			    .since = 1774428300};

	if (utf8_check(bytes ? (const char *)bytes : "", n) < n) {
		fuzz_end(&f);
		return -1; /* what a document holds is UTF-8 */
	}
	facts.issuer.id = "acme";
	facts.issuer.accent = "#0A58BE";
	facts.issuer.names.in[LANG_EN] = next_line(&l);
	settings.site.base_url.text = "https://ir.example.com/x";
	settings.site.title.in[LANG_EN] = next_line(&l);
	*PUSH(f.arena, &all) = version(&l, 1);
	*PUSH(f.arena, &all) = version(&l, 2);
	if (!site_make(&site, &files)) {
		diag_print(f.diag, stderr);
		abort();
	}
	for (size_t i = 0; i < files.n; i++)
		check_file(&f, &files.v[i]);
	return fuzz_end(&f);
}
