/* Any bytes as YAML. */
#include "fuzz.h"

#include "load/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);

	if (!yaml_read(f.arena, f.diag, "fuzz.yaml", f.input) && !f.diag->errors)
		abort();
	return fuzz_end(&f);
}
