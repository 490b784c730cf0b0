#!/bin/sh
# A thousand changed digits in the example's facts and claims: each is caught or its cell is named.
set -eu

make --no-print-directory build/test_mutation
MUTATIONS=1000 exec build/test_mutation
