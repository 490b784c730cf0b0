/* Any bytes as JSON; a string that was read is written and read again as itself. */
#include "fuzz.h"

#include "load/json.h"

static void round_trip(struct fuzz *f, const struct value *v)
{
	struct buf b = {0};
	const struct value *again;

	json_put_string(&b, v->text);
	again = json_read(f->arena, f->diag, "again.json", (struct str){b.p, b.n});
	if (!again || again->text.n != v->text.n ||
	    memcmp(again->text.p, v->text.p, v->text.n) != 0)
		abort();
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	const struct value *v = json_read(f.arena, f.diag, "fuzz.json", f.input);

	if (!v && !f.diag->errors)
		abort();
	if (v && v->kind == VALUE_STRING)
		round_trip(&f, v);
	return fuzz_end(&f);
}
