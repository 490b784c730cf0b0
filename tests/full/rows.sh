#!/bin/sh
# A long table: ten thousand rows of three figures, all outputs, take a second of processor time and 80 MiB at most,
# and a hundred thousand about ten times that.
set -eu
make --no-print-directory irbrief >/dev/null
python3 tests/bench/bench.py rows | awk -F '|' '
/^\| [0-9]/ { print; cpu[$2 + 0] = $4 + 0; peak[$2 + 0] = $6 + 0 }
END {
	if (!cpu[10000] || cpu[10000] > 1 || peak[10000] > 80) { print "FAILED: ten thousand rows"; exit 1 }
	if (!cpu[100000] || cpu[100000] > 20 * cpu[10000] || peak[100000] > 800) { print "FAILED: not linear"; exit 1 }
	print "passed"
}'
