#!/bin/sh
# PDF/UA-1, PDF/A-3a and PDF/A-3u by veraPDF:  tests/full/verapdf.sh [FILE...]
# Without files: the briefs of the example and the sample documents of tests/test_pdf.c.
# Fetches veraPDF with Maven once, into build/verapdf.  Status 1: a rule failed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/verapdf

if ! command -v mvn >/dev/null || ! command -v javac >/dev/null; then
	echo "skipped: not certified (veraPDF needs Maven and a JDK)"
	exit 0
fi
if [ ! "$build/Verify.class" -nt "$here/verapdf/Verify.java" ]; then
	mkdir -p "$build"
	if ! mvn -q -B -f "$here/verapdf/pom.xml" dependency:copy-dependencies \
		-DoutputDirectory="$build/lib" >"$build/maven.log" 2>&1; then
		echo "skipped: not certified (Maven could not fetch veraPDF, see $build/maven.log)"
		exit 0
	fi
	javac -cp "$build/lib/*" -d "$build" "$here/verapdf/Verify.java"
fi
if [ $# -eq 0 ]; then
	. "$here/samples.inc"
	set -- $samples
fi
exec java -cp "$build:$build/lib/*" Verify "$@"
