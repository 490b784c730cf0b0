/*
 * A template and its data from any bytes: the data (JSON) up to the first NUL, or a fixed one; then
 * the template.  The partial "self" is the template itself, so that recursion is tried, too.
 */
#include "fuzz.h"

#include "html/mustache.h"
#include "load/json.h"

static const char data[] =
    "{\"a\": \"x\", \"n\": 1, \"no\": false, \"list\": [{\"b\": \"<&>\"}, {\"b\": null}],"
    "\"name\": \"self\", \"map\": {\"c\": {\"d\": \"deep\"}}}";

static bool load(void *ctx, const char *name, struct str *text, const char **file)
{
	*text = *(const struct str *)ctx;
	*file = "self.mustache";
	return streq(name, "self");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	const char *nul = memchr(f.input.p, '\0', n);
	struct str json = nul ? (struct str){f.input.p, (size_t)(nul - f.input.p)} : STR(data);
	struct str text = nul ? (struct str){nul + 1, n - json.n - 1} : f.input;
	const struct value *view = json_read(f.arena, f.diag, "fuzz.json", json);
	struct mustache_loader loader = {load, &text};
	struct mustache *m = mustache_compile(f.arena, f.diag, "fuzz.mustache", text, &loader);

	for (int strict = 0; m && view && strict < 2; strict++) {
		struct buf out = {0};

		mustache_render(m, f.diag, view, strict, mustache_escape_html, &out);
		buf_free(&out);
	}
	return fuzz_end(&f);
}
