#!/bin/sh
# build, check and render in a network of their own that has no way out, as a user without rights where that
# can be had, with no environment: what they make is the same.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! unshare -rn true 2>/dev/null && ! unshare -n true 2>/dev/null; then
	echo "skipped: not run without a network (needs unshare)"
	exit 0
fi
unshare -rn true 2>/dev/null && alone="unshare -rn" || alone="unshare -n"
./irbrief build --draft tests/fuzz/acme -o "$work/free" >/dev/null 2>&1
$alone env -i "$PWD/irbrief" build --draft tests/fuzz/acme -o "$work/alone" >/dev/null 2>&1
diff -r "$work/free" "$work/alone"
./irbrief check tests/fuzz/acme --format json >"$work/free.json" 2>/dev/null || true
$alone env -i "$PWD/irbrief" check tests/fuzz/acme --format json >"$work/alone.json" 2>/dev/null || true
cmp "$work/free.json" "$work/alone.json"
echo '{{a}}' >"$work/t.mustache"
echo '{"a": "<b>"}' >"$work/d.json"
[ "$($alone env -i "$PWD/irbrief" render "$work/t.mustache" "$work/d.json")" = '&lt;b&gt;' ]
if nm -D --undefined-only irbrief | grep -E ' (system|popen|execl|execlp|execle|execv|execvp|execve|posix_spawn|fork|vfork)(@|$)'; then
	echo "FAILED: the program can start others"
	exit 1
fi
echo "the same without network and environment; no call that starts a program"
