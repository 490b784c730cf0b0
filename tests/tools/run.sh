# Runs cmocka test programs one after the other; shows the output of those that fail, and a summary.
# The environment is fixed, so that a test sees the same everywhere.
#	UNDER="valgrind -q"   a program to run each of them under
set -u
export LC_ALL=C.UTF-8 TZ=UTC
unset SOURCE_DATE_EPOCH IRBRIEF_SHARE
passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for t in "$@"; do
	if ${UNDER:-} "$t" >"$log" 2>&1; then status=0; else status=$?; fi
	p=$(grep -c '^\[       OK \]' "$log") f=$(grep -c '^\[  FAILED  \] [A-Za-z_]*$' "$log") s=$(grep -c '^\[  SKIPPED \] [A-Za-z_]*$' "$log")
	if [ $status -ne 0 ]; then
		cat "$log"
		[ "$f" -gt 0 ] || f=1
	fi
	grep -i 'skipped:' "$log"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	printf '%-28s %4d passed\n' "$(basename "$t")" "$p"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
