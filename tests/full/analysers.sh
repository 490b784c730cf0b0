#!/bin/sh
# cppcheck and clang-tidy over src/ (.clang-tidy says what and why), valgrind over the readers' tests.
# Each part is skipped if its tool is missing.  (ThreadSanitizer: many.sh.)
set -u
cd "$(dirname "$0")/../.."
status=0
failed() { echo "FAILED: $1"; status=1; }

# Off: checks that lose their way in macros and in functions that do not return (arena.c, formula.c), and
# autoVariables, which dislikes the buffer aside of a lambda, put back before it ends (mustache_render.c).
if command -v cppcheck >/dev/null; then
	cppcheck --quiet -j2 --std=c11 --enable=warning,performance,portability --error-exitcode=1 -Isrc -D_GNU_SOURCE \
		--suppress=missingIncludeSystem --suppress=internalAstError --suppress=nullPointerRedundantCheck \
		--suppress=uninitvar --suppress=nullPointer --suppress=autoVariables src || failed cppcheck
	echo "cppcheck: done"
else
	echo "skipped: cppcheck is not installed"
fi

if command -v clang-tidy >/dev/null; then
	flags="-std=c17 -D_GNU_SOURCE -Isrc -DIRBRIEF_VERSION=\"\" -DIRBRIEF_DATADIR=\"\" $(pkg-config --cflags harfbuzz cairo freetype2)"
	export flags
	# shellcheck disable=SC2016
	find src -name '*.c' | sort | xargs -P2 -n10 sh -c 'clang-tidy --quiet "$@" -- $flags 2>/dev/null' tidy || failed clang-tidy
	echo "clang-tidy: done"
else
	echo "skipped: clang-tidy is not installed"
fi

if command -v valgrind >/dev/null; then
	for t in csv json yaml formula mustache; do
		make -s --no-print-directory "build/test_$t" >/dev/null
		valgrind -q --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite "build/test_$t" >build/valgrind.log 2>&1 ||
			{ tail -n 30 build/valgrind.log; failed "valgrind test_$t"; }
	done
	echo "valgrind: done"
else
	echo "skipped: valgrind is not installed"
fi

exit $status
