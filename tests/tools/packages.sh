# Debian packages that a list names and this machine lacks: installed as root, else printed.
#	packages.sh [LIST]            default: packages.txt
set -u
cd "$(dirname "$0")/../.."
list=${1:-packages.txt}
command -v dpkg-query >/dev/null 2>&1 || { echo "no dpkg here: see $list for what is needed"; exit 0; }
missing=
for p in $(grep -v '^#' "$list"); do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
line="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" -ne 0 ]; then
	echo "packages are missing; run this and try again:"
	echo "  sudo $line"
	exit 1
fi
echo "installing:$missing"
apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line >/dev/null
