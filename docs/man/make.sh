# Man pages from the help texts, the one source:  sh docs/man/make.sh IRBRIEF FOLDER
# One page for the program, one for each command it lists.
set -eu
program=$1 folder=$2
version=$($program --version | sed 's/^irbrief //')
mkdir -p "$folder"

# Text as it stands: backslashes and leading dots mean nothing to roff.
verbatim() { sed -e 's/\\/\\e/g' -e "s/^\([.']\)/\\\\\&\1/" -e 's/-/\\-/g'; }

page() {                                  # name, summary; the text on standard input
	printf '.TH %s 1 "" "irbrief %s"\n.SH NAME\n%s \\- %s\n.SH SYNOPSIS\n.nf\n' "$(echo "$1" | tr a-z A-Z)" "$version" "$1" "$2"
	sed -n 's/^usage: //p;1q' "$text" | verbatim
	printf '.fi\n.SH DESCRIPTION\n.nf\n'
	sed '1d' "$text" | verbatim
	printf '.fi\n.SH SEE ALSO\n%s\n' "$3"
}

text=$(mktemp)
trap 'rm -f "$text"' EXIT
commands=$($program --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | grep -v '^irbrief$')
all=
for c in $commands; do
	all="$all${all:+, }irbrief-$c(1)"
	$program help "$c" >"$text"
	page "irbrief-$c" "$(sed -n '3s/\.$//p' "$text" | verbatim)" "irbrief(1)" >"$folder/irbrief-$c.1"
done
$program --help | sed '1,2d' >"$text"
page irbrief "checked investor and ESG briefs from a listed company's reported figures" "$all" >"$folder/irbrief.1"
