#!/bin/sh
# Poppler, MuPDF and pdf.js draw the same pages:  tests/full/pictures.sh [FILE...]
# Without files: the briefs of the example and the sample documents of the tests.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/pdfjs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

for program in pdftoppm mutool; do
	command -v $program >/dev/null || { echo "skipped: not compared (needs $program)"; exit 0; }
done
mkdir -p "$build"
cp "$here/pdfjs/package.json" "$here/pdfjs/draw.mjs" "$build"
third=
if command -v npm >/dev/null && npm install --prefix "$build" --no-audit --no-fund >"$build/npm.log" 2>&1 &&
	[ -d "$build/node_modules/@napi-rs/canvas" ]; then
	third=$work/pdfjs
else
	echo "skipped: pdf.js does not draw (needs Node and npm)"
fi
if [ $# -eq 0 ]; then
	. "$here/samples.inc"
	# Hundreds of pages of one table show no more than its first ones.
	set -- $(printf '%s\n' $samples | grep -v 'hostile-rows\|long')
fi
for file; do
	rm -f "$work"/*
	pdftoppm -gray -r 72 "$file" "$work/poppler"
	mutool draw -q -r 72 -c gray -o "$work/mupdf-%d.pgm" "$file" 2>/dev/null
	[ -z "$third" ] || node "$build/draw.mjs" "$file" "$third"
	echo "$file"
	python3 "$here/../tools/pictures.py" "$work/poppler" "$work/mupdf" ${third:+"$third"} || status=1
done
exit $status
