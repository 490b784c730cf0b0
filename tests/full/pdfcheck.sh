#!/bin/sh
# The structure checker over every brief and sample document, and the checker's own test: one bad file for
# each of its rules.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/samples.inc"
python3 tests/tools/pdfcheck.py $samples
python3 tests/tools/pdfcheck_test.py build/samples/sample.pdf
