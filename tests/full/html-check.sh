# The pages under the Nu HTML checker and axe-core: no errors, no violations, nothing wider than the
# screen, at phone and desktop widths, light, dark and in print.  Both come from npm and are not needed
# otherwise; they are fetched once, into build/npm ($IRBRIEF_NPM names another folder that has them).
# With arguments: checks these pages instead of the example's.
set -u
npm=${IRBRIEF_NPM:-build/npm}
modules=$npm/node_modules
if [ ! -d "$modules" ] && command -v npm >/dev/null; then
	mkdir -p "$npm"
	npm install --prefix "$npm" --no-audit --no-fund vnu-jar axe-core playwright-core >"$npm/log" 2>&1 || true
fi
walked=
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
status=0

if [ $# -eq 0 ]; then
	./irbrief build data/kingsoft-cloud -o "$out" >"$out/log" 2>&1 || { tail -n 20 "$out/log"; exit 1; }
	set -- "$out"/*/*/index.html
	# A browser takes a minute for a page in all views: every brief in English, the shortest in Chinese.
	walked="$(ls "$out"/*/en/index.html) $out/quarterly-2025q3/zh-Hans/index.html"
fi

jar=$modules/vnu-jar/build/dist/vnu.jar
if [ -f "$jar" ] && command -v java >/dev/null; then
	java -jar "$jar" --errors-only --format text "$@" || status=1
	echo "vnu: $# pages checked"
else
	echo "skipped: vnu-jar or java is not installed"
fi

if [ -d "$modules/axe-core" ] && [ -d "$modules/playwright-core" ] && command -v node >/dev/null; then
	IRBRIEF_NPM=$npm node "$(dirname "$0")/html-check.mjs" ${walked:-"$@"} || status=1
else
	echo "skipped: axe-core, playwright-core or node is not installed"
fi
exit $status
