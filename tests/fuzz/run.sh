# Runs each fuzz target given for FUZZ_SECONDS (10), from the seeds in the repository, what earlier runs found
# worth keeping (build-fuzz/corpus), and, for whole builds, every file of the small project.
# What fails is kept in build-fuzz/found.
set -u
export LC_ALL=C.UTF-8 TZ=UTC ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0
seconds=${FUZZ_SECONDS:-10}
here=tests/fuzz
status=0

for target in "$@"; do
	name=${target##*fuzz_}
	corpus=build-fuzz/corpus/$name
	mkdir -p "$corpus" build-fuzz/found
	if [ "$name" = project ]; then
		(cd $here/acme && find . -type f) | while read -r file; do
			{ echo "${file#./}"; cat "$here/acme/$file"; } >"$corpus/$(echo "${file#./}" | tr / -)"
		done
	fi
	seeds=$here/seeds/$name
	[ -d "$seeds" ] || seeds=
	if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=6000 -print_final_stats=1 \
		-artifact_prefix="build-fuzz/found/$name-" "$corpus" $seeds >"build-fuzz/$name.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "build-fuzz/$name.log")
		echo "$name: $runs inputs in $seconds s, nothing found"
	else
		tail -n 40 "build-fuzz/$name.log"
		echo "$name: FAILED, see build-fuzz/found"
		status=1
	fi
done
exit $status
