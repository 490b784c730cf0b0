# Debian packages that packages.txt names and this machine lacks: installed as root, else printed.
set -u
cd "$(dirname "$0")/../.."
command -v dpkg-query >/dev/null 2>&1 || { echo "no dpkg here: see packages.txt for what is needed"; exit 0; }
missing=
for p in $(grep -v '^#' packages.txt); do
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
