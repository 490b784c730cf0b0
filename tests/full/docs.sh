#!/bin/sh
# The commands under "Use" in the README, one after the other in an empty folder that has only data/ and what the
# Mustache example of the README needs: each does what it says.
set -eu
cd "$(dirname "$0")/../.."
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^## Use/,/^## /{/^irbrief /p}' README.md >"$work/commands"
[ "$(wc -l <"$work/commands")" -gt 5 ] || { echo "FAILED: no commands under Use"; exit 1; }
cd "$work"
ln -s "$top/data" data
echo 'Dear {{name}}' >letter.mustache
echo '{"name": "Ann"}' >letter.json
PATH=$top:$PATH
unset IRBRIEF_DOCUMENTS
while read -r command; do
	sh -c "$command" >log 2>&1 </dev/null || { echo "FAILED: status $? of: $command"; tail -n 5 log; exit 1; }
done <commands
for made in out/annual-results-2025/en/index.html out/annual-results-2025/en/brief.pdf www/current/index.html mails/index.html; do
	[ -s "$made" ] || { echo "FAILED: not made: $made"; exit 1; }
done
echo "the README's commands do what it says: $(wc -l <commands)"
