#!/bin/sh
# The same project gives the same bytes: in another folder, time zone, locale and working directory, with other
# settings of the user, with one worker and with several, after the files were read before and for the first time.
set -eu

cd "$(dirname "$0")/../.."
make --no-print-directory irbrief >/dev/null
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# name, then a command that builds into $work/out
same() {
	name=$1
	shift
	rm -rf "$work/out"
	"$@" >/dev/null 2>&1
	(cd "$work/out" && find . -type f ! -name manifest.json -exec sha256sum {} + | sort -k 2) >"$work/now"
	[ -e "$work/first" ] || cp "$work/now" "$work/first"
	if cmp -s "$work/first" "$work/now"; then
		echo "same: $name"
	else
		echo "NOT the same: $name"
		diff "$work/first" "$work/now" | head -4
		status=1
	fi
}
in_folder() {
	(cd "$1" && shift && "$@")
}

cp -r data/kingsoft-cloud "$work/a project"
build="$top/irbrief build --force -o $work/out"
same "first" $build data/kingsoft-cloud
same "again" $build data/kingsoft-cloud
same "another folder" $build "$work/a project"
same "another working directory" in_folder "$work/a project" $build .
same "another time zone" env TZ=Pacific/Kiritimati $build data/kingsoft-cloud
same "another locale" env LC_ALL=de_DE.UTF-8 LANG=tr_TR.UTF-8 $build data/kingsoft-cloud
same "another user" env -i PATH="$PATH" HOME="$work" XDG_CACHE_HOME="$work/cache" $build data/kingsoft-cloud
same "several workers" $build -j 4 data/kingsoft-cloud
# Takes the files out of the system's memory.
find data templates assets irbrief -type f -exec dd if={} iflag=nocache count=0 status=none \;
same "files read for the first time" $build data/kingsoft-cloud
exit $status
