#!/bin/sh
# Tags, texts, outline, labels and attachments as pdf.js sees them:  tests/full/pdfjs.sh [FILE...]
# Without files: the briefs of the example and the sample documents of tests/test_pdf.c.
# Fetches pdfjs-dist with npm once, into build/pdfjs.  Status 1: something is missing.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/pdfjs

if ! command -v npm >/dev/null; then
	echo "skipped: not read by pdf.js (needs Node and npm)"
	exit 0
fi
mkdir -p "$build"
cp "$here/pdfjs/package.json" "$here/pdfjs/read.mjs" "$build"
if [ ! -d "$build/node_modules/pdfjs-dist" ] &&
	! npm install --prefix "$build" --omit=optional --no-audit --no-fund >"$build/npm.log" 2>&1; then
	echo "skipped: not read by pdf.js (npm could not fetch it, see $build/npm.log)"
	exit 0
fi
if [ $# -eq 0 ]; then
	. "$here/samples.inc"
	set -- $samples
fi
exec node "$build/read.mjs" "$@"
