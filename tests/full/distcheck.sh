#!/bin/sh
# make distcheck: what is committed builds, passes its tests and installs in a clean tree; the installed program
# works from elsewhere, without the tree.
set -eu
cd "$(dirname "$0")/../.."
if ! git rev-parse HEAD >/dev/null 2>&1; then
	echo "skipped: no distcheck (not a git checkout)"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MAKELEVEL
mkdir "$work/tree"
git archive HEAD | tar -x -C "$work/tree"
make -s -j2 -C "$work/tree" PREFIX=/usr unit >"$work/log" 2>&1 || { tail -n 40 "$work/log"; exit 1; }
tail -n 1 "$work/log"
make -s -C "$work/tree" PREFIX=/usr DESTDIR="$work/root" install >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
cp -R "$work/tree/data/kingsoft-cloud" "$work/project"
rm -rf "$work/tree"
cd "$work"
IRBRIEF_SHARE=$work/root/usr/share/irbrief root/usr/bin/irbrief build project -o out >log 2>&1 || { cat log; exit 1; }
[ -s out/annual-results-2025/en/brief.pdf ]
make_pages=$(find root/usr/share/man -name 'irbrief*.1' | wc -l)
[ "$make_pages" -ge 2 ] || { echo "FAILED: no man pages installed"; exit 1; }
for page in root/usr/share/man/man1/*.1; do
	grep -q '^irbrief.* \\- .' "$page" || { echo "FAILED: $page has no name line"; exit 1; }
	! command -v groff >/dev/null || [ -z "$(groff -man -ww -Tascii "$page" 2>&1 >/dev/null)" ] ||
		{ echo "FAILED: groff warns of $page"; exit 1; }
done
[ -s root/usr/share/bash-completion/completions/irbrief ] || { echo "FAILED: no completion installed"; exit 1; }
echo "distcheck: built, tested, installed, run from elsewhere; $make_pages man pages"
