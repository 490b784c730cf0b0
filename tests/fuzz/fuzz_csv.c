/* Any bytes as CSV: read, and each cell closed by NUL. */
#include "fuzz.h"

#include "load/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	struct csv csv;

	if (csv_read(f.arena, f.diag, "fuzz.csv", f.input, &csv))
		for (size_t r = 0; r < csv.n; r++)
			for (size_t c = 0; c < csv.columns; c++)
				if (strlen(csv.rows[r].cells[c].text) > n)
					abort();
	return fuzz_end(&f);
}
