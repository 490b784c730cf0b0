# Man pages from the help texts, the one source:  sh docs/man/make.sh IRBRIEF FOLDER
# One page for the program, one for each command it lists.
set -eu
program=$1 folder=$2
version=$($program --version | sed 's/^irbrief //')
mkdir -p "$folder"

# A help text is paragraphs: the usage, the summary, then the rest in any order.  "  NAME  words" are
# options; "Exit status: ..." and "Examples: ..." become sections of their own.
# shellcheck disable=SC2016
page='
# Text as it stands: backslashes, leading dots and hyphens mean nothing to roff.
function plain(s) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	gsub(/\n *[.\047]/, "\n\\\\&&", s)
	return s ~ /^[.\047]/ ? "\\&" s : s
}
# The usage is one line, however the help breaks it: man fills it to the width of the page.
function usage(s) {
	gsub(/\n */, " ", s)
	sub(/^usage: /, "", s)
	return plain(s)
}
function option(s,   n) {
	sub(/^  /, "", s)
	n = match(s, /  +/)
	if (!n) return ".TP\n.B " plain(s) "\n"
	head = substr(s, 1, n - 1)
	s = substr(s, n + RLENGTH)
	gsub(/\n +/, "\n", s)
	return ".TP\n.B " plain(head) "\n" plain(s) "\n"
}
function options(s,   lines, n, i, one, all) {
	n = split(s, lines, "\n")
	for (i = 1; i <= n; i++) {
		if (one != "" && lines[i] !~ /^  [^ ]/) { one = one "\n" lines[i]; continue }
		if (one != "") all = all option(one)
		one = lines[i]
	}
	return all option(one)
}
function section(name, body) { if (body != "") printf ".SH %s\n%s", name, body }
BEGIN { RS = "" }
NR == 1 { synopsis = usage($0); next }
NR == 2 { summary = $0; sub(/\.$/, "", summary); description = $0; next }
/^  [^ ]/ { list = list options($0); next }
sub(/^Exit status: /, "") { status = plain($0) "\n"; next }
sub(/^Examples?: /, "") { gsub(/\n +/, "\n"); examples = ".nf\n" plain($0) "\n.fi\n"; next }
{ description = description "\n.PP\n" plain($0) }
END {
	printf ".TH %s 1 \"\" \"irbrief %s\"\n", toupper(name), version
	section("NAME", name " \\- " plain(summary) "\n")
	section("SYNOPSIS", synopsis "\n")
	section("DESCRIPTION", description "\n")
	section(heading, list)
	section("EXIT STATUS", status)
	section("EXAMPLES", examples)
	section("SEE ALSO", see "\n")
}
'

write() { # name, what its list is, pages to see; the help text on standard input
	awk -v name="$1" -v heading="$2" -v see="$3" -v version="$version" "$page" >"$folder/$1.1"
}

commands=$($program --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | grep -v '^irbrief$')
all=
for c in $commands; do
	all="$all${all:+, }irbrief-$c(1)"
	$program help "$c" | write "irbrief-$c" OPTIONS "irbrief(1)"
done
{
	printf 'usage: irbrief COMMAND ...\n\nChecked investor and ESG briefs from the figures that a listed company reports.\n\n'
	$program --help | sed '1,4d'
} | write irbrief COMMANDS "$all"
