/* Any bytes as YAML; what the plain reader reads, libyaml reads the same. */
#include "fuzz.h"

#include "../same_value.h"
#include "load/yaml.h"
#include "load/yaml_parts.h"

static void compare(struct fuzz *f)
{
	struct diag *d = diag_new(f->arena);
	const struct value *plain = yaml_plain(f->arena, "fuzz.yaml", f->input);
	const struct value *full = plain ? yaml_full(f->arena, d, "fuzz.yaml", f->input) : NULL;

	if (plain && (!full || !same_value(plain, full)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);

	compare(&f);
	if (!yaml_read(f.arena, f.diag, "fuzz.yaml", f.input) && !f.diag->errors)
		abort();
	return fuzz_end(&f);
}
