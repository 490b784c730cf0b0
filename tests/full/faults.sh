#!/bin/sh
# What can go wrong around the program: each call that may fail, made to fail in turn; a full disk, a folder that
# is read-only, a closed pipe, a signal, a planted link; odd names and environments.  After each, every output
# file is whole or absent, and the message and the status say what happened.
#	FAULT_POINTS=120   how many of the allocations fail, spread over the run
set -u
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8 TZ=UTC
unset SOURCE_DATE_EPOCH IRBRIEF_SHARE IRBRIEF_FONTS IRBRIEF_DOCUMENTS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project=tests/fuzz/acme
status=0

wrong() {
	echo "FAILED: $*"
	status=1
}

build() { ./irbrief build --draft "$project" -o "$1" >"$work/stdout" 2>"$work/stderr"; }

# Without the digest of the inputs, which is left out if one of them cannot be read twice.
bytes() { sed 's/"inputs":"[0-9a-f]*",//' "$1" | cksum; }

# Each file in a folder equals that of the build without faults, and nothing else lies there.
whole() {
	(cd "$1" 2>/dev/null && find . -type f) | while read -r file; do
		[ -f "$work/good/$file" ] && [ "$(bytes "$1/$file")" = "$(bytes "$work/good/$file")" ] || echo "$file"
	done
}

expect() {
	what=$1 wanted=$2 got=$3
	case " $wanted " in
	*" $got "*) ;;
	*) wrong "$what: status $got, not $wanted: $(tail -n 1 "$work/stderr")" ;;
	esac
	if [ "$got" -ne 0 ] && ! grep -q 'error: ' "$work/stderr"; then wrong "$what: no message"; fi
}

one_fault() {
	rm -rf "$work/out"
	FAULT_CALL=$1 FAULT_AT=$2 FAULT_ERRNO=$3 LD_PRELOAD=$work/faults.so build "$work/out"
	got=$?
	expect "$1 number $2 fails" "$4" $got
	partial=$(whole "$work/out")
	[ -z "$partial" ] || wrong "$1 number $2 fails: not whole: $partial"
}

sweep() {
	call=$1 reason=$2 wanted=$3 points=$4
	FAULT_CALL=$call FAULT_COUNT=$work/count LD_PRELOAD=$work/faults.so build "$work/out"
	count=$(cat "$work/count")
	step=$((count / points + 1))
	n=1 tried=0
	while [ "$n" -le "$count" ]; do
		one_fault "$call" "$n" "$reason" "$wanted"
		n=$((n + step)) tried=$((tried + 1))
	done
	echo "$call: $tried of $count calls failed in turn"
}

${CC:-cc} -shared -fPIC -O1 -o "$work/faults.so" tests/tools/faults.c -ldl || exit 1
build "$work/good" || { cat "$work/stderr"; exit 1; }

EIO=5 ENOMEM=12 ENOSPC=28
# The first reading, for the digest of the inputs, may fail: then there is no digest, and the same brief.
sweep open $EIO '0 3 4' 1000
sweep read $EIO '0 3' 1000
sweep write $ENOSPC '4' 1000
sweep rename $EIO '4' 1000
sweep mkdir $ENOSPC '4' 1000
sweep close $EIO '0 4' 1000
sweep malloc $ENOMEM '4' "${FAULT_POINTS:-120}"

# ---- a site ----

# What readers see: nothing, or the site of the run without faults.
public() { [ ! -e "$1/current" ] || diff -r "$1/current/" "$work/good-site/current/" >/dev/null; }
publish() { ./irbrief publish tests/cases/publish/acme --site "$1" --now 2020-03-25T16:45:00+08:00 >"$work/stdout" 2>"$work/stderr"; }

sweep_site() {
	call=$1 reason=$2 wanted=$3 points=$4
	rm -rf "$work/site"
	FAULT_CALL=$call FAULT_COUNT=$work/count LD_PRELOAD=$work/faults.so publish "$work/site"
	count=$(cat "$work/count")
	step=$((count / points + 1))
	n=1 tried=0
	while [ "$n" -le "$count" ]; do
		rm -rf "$work/site"
		FAULT_CALL=$call FAULT_AT=$n FAULT_ERRNO=$reason LD_PRELOAD=$work/faults.so publish "$work/site"
		expect "publish: $call number $n fails" "$wanted" $?
		public "$work/site" || wrong "publish: $call number $n fails: a site of its own is public"
		publish "$work/site" || wrong "publish: after $call number $n failed it does not go on: $(tail -n 1 "$work/stderr")"
		public "$work/site" && [ -e "$work/site/current" ] || wrong "publish: after $call number $n failed the site is another"
		n=$((n + step)) tried=$((tried + 1))
	done
	echo "publish, $call: $tried of $count calls failed in turn"
}

publish "$work/good-site" || { cat "$work/stderr"; exit 1; }
sweep_site write $ENOSPC '4' 1000
sweep_site fsync $EIO '4' 1000
sweep_site rename $EIO '4' 1000
sweep_site malloc $ENOMEM '4' "${FAULT_POINTS:-40}"

# ---- around the program ----

# $1: what; $2: wanted status; the rest: a command, run with $work/out absent.
try() {
	what=$1 wanted=$2
	shift 2
	"$@" >"$work/stdout" 2>"$work/stderr"
	expect "$what" "$wanted" $?
	partial=$(whole "$work/out")
	[ -z "$partial" ] || wrong "$what: not whole: $partial"
	rm -rf "$work/out"
}

bin=$PWD/irbrief
draft="$bin build --draft $project -o $work/out"

try "standard output is full" 4 sh -c "$draft >/dev/full"
try "standard output is closed" 4 sh -c "$draft >&-"
try "the reader leaves" 4 sh -c "{ sleep 0.1; $draft; echo \$? >$work/status; } | true; exit \$(cat $work/status)"
try "a decimal comma" 0 env LC_ALL=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8 $draft
try "another time zone" 0 env TZ=Pacific/Kiritimati $draft
try "no environment" 0 env -i $draft
try "no HOME, no TMPDIR" 0 env -u HOME TMPDIR=/nowhere $draft
try "umask 077" 0 sh -c "umask 077; $draft"
try "no fonts in the folder named" 0 env IRBRIEF_FONTS=/nowhere $draft
try "the project is a file" 3 "$bin" build tests/fuzz/run.sh -o "$work/out"
try "the project is not there" 3 "$bin" check "$work/nothing"
try "the output folder is a file" 4 sh -c "mkdir $work/out; : >$work/out/annual; $draft; s=\$?; rm $work/out/annual; exit \$s"

# Other names lead to the same bytes.
odd="$work/a b/顶点 '云'"
mkdir -p "$odd"
cp -R "$project" "$odd/acme"
try "spaces, quotes and Chinese in paths" 0 "$bin" build --draft "$odd/acme" -o "$work/out"
try "an output folder with such a name" 0 "$bin" build --draft "$project" -o "$odd/out"
[ -z "$(whole "$odd/out")" ] || wrong "an output folder with such a name: other bytes"

# A link planted under the name of an output is replaced, never written through.
echo precious >"$work/victim"
mkdir -p "$work/out/annual/en"
ln -s "$work/victim" "$work/out/annual/en/brief.json"
ln -s "$work/victim" "$work/out/annual/manifest.json"
try "planted links" 0 $draft
[ "$(cat "$work/victim")" = precious ] || wrong "a planted link was written through"
mkdir -p "$work/out" "$work/elsewhere"
ln -s "$work/elsewhere" "$work/out/annual"
$draft >/dev/null 2>"$work/stderr"
expect "a planted folder link" 4 $?
[ -z "$(ls "$work/elsewhere")" ] || wrong "a planted folder link was followed"
rm -rf "$work/out"

# Signals at several moments: what stands is whole.
for ms in 001 003 005 008 012 016 020 025 030; do
	{
		$draft >/dev/null 2>&1 &
		pid=$!
		sleep 0.$ms
		kill -TERM $pid
		wait $pid
	} 2>/dev/null
	partial=$(whole "$work/out")
	[ -z "$partial" ] || wrong "SIGTERM after $ms ms: not whole: $partial"
	rm -rf "$work/out"
done

if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
	mkdir -p "$work/disk"
	export work draft
	inside() { unshare -m sh -c "mount -t tmpfs -o $1 tmpfs $work/disk && mkdir -p $work/disk/a && $2"; }
	to_disk="$bin build --draft $project -o $work/disk/a"
	inside size=64k "$to_disk 2>$work/stderr >/dev/null; s=\$?; cp -R $work/disk/a $work/out; exit \$s"
	expect "a full disk" 4 $?
	partial=$(whole "$work/out")
	[ -z "$partial" ] || wrong "a full disk: not whole: $partial"
	rm -rf "$work/out"
	inside size=1m "mount -o remount,ro $work/disk && $to_disk 2>$work/stderr >/dev/null"
	expect "a read-only folder" 4 $?
	for fonts in /usr/share/fonts/opentype /usr/share/fonts; do
		[ -d "$fonts" ] || continue
		unshare -m sh -c "mount -t tmpfs tmpfs $fonts && $draft >/dev/null 2>$work/stderr"
		expect "no fonts under $fonts" 4 $?
		[ ! -e "$work/out" ] || wrong "without fonts something was written"
	done
else
	echo "skipped: full disk, read-only folder, no fonts (needs root and unshare)"
fi
locale -a 2>/dev/null | grep -qi '^de_DE.utf' || echo "skipped: the locale de_DE.UTF-8 is not installed"
exit $status
