#!/bin/sh
# The structure checker's bad files under veraPDF: what both have a rule for, both must see.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/samples.inc"
bad=build/bad
rm -rf "$bad"
mkdir -p "$bad"
python3 tests/tools/pdfcheck_test.py build/samples/sample.pdf "$bad"
sh tests/full/verapdf.sh "$bad"/*.pdf >"$bad/verapdf.txt" || :
if grep skipped: "$bad/verapdf.txt"; then
	exit 0
fi
python3 tests/tools/agreement.py "$bad/verapdf.txt"
