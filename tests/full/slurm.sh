#!/bin/sh
# Many issuers under a scheduler: a one-node Slurm of Debian's packages (slurm-wlm, munge), started here for the
# purpose, runs an array whose tasks take their shard from its variables.  Needs root, as its daemons do.
set -eu
for program in munged slurmctld slurmd sbatch; do
	PATH=$PATH:/usr/sbin command -v $program >/dev/null || { echo "skipped: needs $program"; exit 0; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: needs root"; exit 0; }
shared=${IRBRIEF_SHARED:-../shared}
brief12=$shared/bench/peers/data/brief-12.json
[ -f "$brief12" ] || { echo "skipped: needs $brief12"; exit 0; }
PATH=$PATH:/usr/sbin
tmp=$(mktemp -d)
daemons=
end() {
	for pid in $daemons; do kill "$pid" 2>/dev/null || :; done
	wait
	rm -rf "$tmp"
}
trap end EXIT
fail() { cat "$tmp"/*.log; echo "FAILED: $*"; exit 1; }

make --no-print-directory irbrief >/dev/null
python3 tests/bench/brief12.py --copies 12 "$brief12" "$tmp/p"
mkdir "$tmp/state" "$tmp/spool" "$tmp/munge"
chmod 755 "$tmp" "$tmp/munge"
dd if=/dev/urandom of="$tmp/munge/key" bs=128 count=1 2>/dev/null
chmod 600 "$tmp/munge/key"
host=$(hostname -s)
cat >"$tmp/slurm.conf" <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$tmp/munge/socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmctldPidFile=$tmp/slurmctld.pid
SlurmdPidFile=$tmp/slurmd.pid
SlurmdSpoolDir=$tmp/spool
StateSaveLocation=$tmp/state
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$tmp/slurm.conf"
munged --foreground --force --key-file="$tmp/munge/key" --socket="$tmp/munge/socket" \
	--pid-file="$tmp/munge/pid" --seed-file="$tmp/munge/seed" >"$tmp/munged.log" 2>&1 &
daemons="$daemons $!"
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -S "$tmp/munge/socket" ] && break; sleep 0.5; done
slurmctld -D >"$tmp/slurmctld.log" 2>&1 &
daemons="$daemons $!"
slurmd -D >"$tmp/slurmd.log" 2>&1 &
daemons="$daemons $!"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
	sinfo -h -o %T 2>/dev/null | grep -q idle && break
	sleep 1
done
sinfo -h -o %T | grep -q idle || fail "the node does not come up"

./irbrief build "@$tmp/p/list" -o "$tmp/alone" | tail -n 1
bad=$tmp/p/0005/facts/brief12.csv
job() { sbatch --quiet --wait --array=1-3 --chdir="$(pwd)" --output="$tmp/task-%a.out" \
	--wrap "./irbrief build '@$tmp/p/list' -o '$tmp/shared' --shard auto"; }
job || fail "the array failed"
tail -qn 1 "$tmp"/task-*.out
diff -r "$tmp/alone" "$tmp/shared" || fail "three tasks make other bytes than one run"
job || fail "the array cannot be repeated"
[ "$(cat "$tmp"/task-*.out | grep -c " 4 unchanged")" = 3 ] || fail "a repeated task built again"
# One bad issuer: its task alone fails, and says why.
echo "not_a_concept,FY2025,5x,CNY,1,brief12:1" >>"$bad"
job && fail "a bad issuer went unnoticed"
grep -q "0005.*not_a_concept" "$tmp/task-2.out" || fail "the bad issuer is not named"
[ "$(grep -l "1 failed" "$tmp"/task-*.out | wc -l)" = 1 ] || fail "not exactly one task failed"
echo passed
