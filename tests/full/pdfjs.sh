#!/bin/sh
# Tags, texts, outline, labels and attachments as pdf.js sees them:  tests/full/pdfjs.sh FILE...
# Fetches pdfjs-dist with npm once, into build/pdfjs.  Status 1: something is missing.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/pdfjs

mkdir -p "$build"
cp "$here/pdfjs/package.json" "$here/pdfjs/read.mjs" "$build"
if [ ! -d "$build/node_modules/pdfjs-dist" ] &&
	! npm install --prefix "$build" --omit=optional --no-audit --no-fund >"$build/npm.log" 2>&1; then
	echo "skipped: not read by pdf.js (npm could not fetch it, see $build/npm.log)"
	exit 0
fi
exec node "$build/read.mjs" "$@"
