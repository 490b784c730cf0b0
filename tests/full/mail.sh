# Mail end to end: faults of a scripted server, Postfix with TLS and authentication, kills at random moments,
# and the HTML part in Chromium at two widths.  What is absent here is skipped, and said so.
set -u
cd "$(dirname "$0")/../.."
status=0
for t in mail_faults mail_postfix mail_kill mail_widths; do
	echo "-- $t"
	python3 "tests/tools/$t.py" || status=1
done
exit $status
