#!/bin/sh
# A million random values through loader, formulas and printing, against Python's decimals.
set -eu

make --no-print-directory build/test_oracle
IRBRIEF_RANDOM=1000000 exec build/test_oracle
