/* Any bytes as CSV: read, and each cell closed by NUL. */
#include "fuzz.h"

#include "../csv_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct fuzz f = fuzz_start(bytes, n);
	struct csv_rows rows;

	if (csv_rows(f.arena, f.diag, "fuzz.csv", f.input, &rows))
		for (size_t r = 0; r < rows.n; r++)
			for (size_t c = 0; c < rows.head.columns; c++)
				if (strlen(rows.v[r].cells[c].text) > n)
					abort();
	return fuzz_end(&f);
}
