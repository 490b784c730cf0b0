#!/bin/sh
# Many issuers in one run: the same bytes with any number of workers and however the list is split, memory that
# does not grow with the list, a second run that builds nothing, and no data race.  COPIES=1000 for the full size.
set -eu
shared=${IRBRIEF_SHARED:-../shared}
brief12=$shared/bench/peers/data/brief-12.json
[ -f "$brief12" ] || { echo "skipped: needs $brief12"; exit 0; }
copies=${COPIES:-100}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
make --no-print-directory irbrief >/dev/null
python3 tests/bench/brief12.py --copies "$copies" "$brief12" "$tmp/p"
fail() { echo "FAILED: $*"; exit 1; }

# Peak memory in KiB of one worker over the first $1 projects.
peak() {
	head -n "$1" "$tmp/p/list" >"$tmp/p/some"
	python3 -c 'import os, subprocess, sys
p = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
print(os.wait4(p.pid, 0)[2].ru_maxrss)' ./irbrief build "@$tmp/p/some" -o "$tmp/memory" --force
}

./irbrief build "@$tmp/p/list" -o "$tmp/one" >"$tmp/log"
tail -n 1 "$tmp/log"
./irbrief build "@$tmp/p/list" -o "$tmp/two" -j 2 | tail -n 1
diff -r "$tmp/one" "$tmp/two" || fail "two workers make other bytes than one"
for k in 1 2 3; do SLURM_ARRAY_TASK_ID=$k SLURM_ARRAY_TASK_COUNT=3 ./irbrief build "@$tmp/p/list" -o "$tmp/three" --shard auto >/dev/null; done
diff -r "$tmp/one" "$tmp/three" || fail "three shards make other bytes than one run"

for k in 0 1; do JOB_COMPLETION_INDEX=$k JOB_COMPLETIONS=2 ./irbrief build "@$tmp/p/list" -o "$tmp/pods" --shard auto >/dev/null; done
diff -r "$tmp/one" "$tmp/pods" || fail "an indexed job of two makes other bytes than one run"

start=$(date +%s%N)
./irbrief build "@$tmp/p/list" -o "$tmp/one" | tee "$tmp/log"
took=$((($(date +%s%N) - start) / 1000000))
grep -q " $copies unchanged" "$tmp/log" || fail "unchanged briefs were built again"
[ $took -lt $((copies + 200)) ] || fail "$copies unchanged briefs took $took ms"

few=$(peak 10) many=$(peak "$copies")
echo "peak memory: $few KiB for 10 briefs, $many KiB for $copies"
[ "$many" -lt $((few + few / 4)) ] || fail "memory grows with the number of briefs"

if command -v parallel >/dev/null; then
	parallel ./irbrief build "@$tmp/p/list" -o "$tmp/four" --shard '{}/4' ::: 1 2 3 4 >/dev/null
	diff -r "$tmp/one" "$tmp/four" || fail "four processes make other bytes than one"
else
	echo "skipped: needs GNU parallel"
fi

make --no-print-directory SAN=thread build-thread/test_batch >/dev/null
build-thread/test_batch >/dev/null 2>"$tmp/races" || { cat "$tmp/races"; fail "a data race"; }
echo passed
