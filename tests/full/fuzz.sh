#!/bin/sh
# Each fuzz target for ten seconds, as make fuzz runs them.
set -eu

if ! printf 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
	clang -fsanitize=fuzzer -x c -o /dev/null - 2>/dev/null; then
	echo "skipped: not fuzzed (needs clang with libFuzzer)"
	exit 0
fi
exec make --no-print-directory fuzz
