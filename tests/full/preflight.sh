#!/bin/sh
# PDF/A-1b by Apache PDFBox Preflight, on the A-1b variant (tests/tools/pdfa1.py) of each file:  tests/full/preflight.sh [FILE...]
# Without files: the briefs of the example and the sample documents of the tests.
# Needs a JDK and Debian's libpdfbox2-java with its libraries; IRBRIEF_JARS names another folder of jars.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/preflight
jars=${IRBRIEF_JARS:-/usr/share/java}
path=$build

for jar in preflight pdfbox2 fontbox2 xmpbox commons-logging commons-io javax.activation jaxb-api; do
	path=$path:$jars/$jar.jar
	if [ ! -e "$jars/$jar.jar" ] || ! command -v javac >/dev/null; then
		echo "skipped: not certified (Preflight needs a JDK and $jars/$jar.jar)"
		exit 0
	fi
done
mkdir -p "$build"
javac -cp "$path" -d "$build" "$here/preflight/Preflight.java"
if [ $# -eq 0 ]; then
	. "$here/samples.inc"
	# Ten thousand rows are one array, and part 1 has room for 8,191 items; later parts know no such limit.
	set -- $(printf '%s\n' $samples | grep -v hostile-rows)
fi
variants=
for file; do
	variant=$build/$(printf %s "$file" | tr / -)
	python3 "$here/../tools/pdfa1.py" "$file" "$variant"
	variants="$variants $variant"
done
exec java -cp "$path" Preflight $variants
