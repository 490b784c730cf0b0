# Publishing from outside: nginx on loopback, a crawler polling round the instant, SIGKILL at every system
# call that changes something, failing disks, two publishers.  Parts whose tool is missing are skipped.
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C.UTF-8 TZ=UTC
unset SOURCE_DATE_EPOCH IRBRIEF_SHARE IRBRIEF_DOCUMENTS
exec python3 tests/full/publish.py
