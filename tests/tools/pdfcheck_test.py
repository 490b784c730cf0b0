#!/usr/bin/env python3
"""Proves that pdfcheck sees each fault that it has a rule for, and all that the Matterhorn Protocol gives to a program.

    pdfcheck_test.py GOOD.pdf [FOLDER]      the sample that test_pdf writes; where to keep the bad files

Each row breaks the good file in one place and names the rules that must complain: the first is what the row is
about, the others cannot but complain too, and no other rule may.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import badpdf
import matterhorn
import pdfcheck
import pdffile
from badpdf import annotation, composite, form, media_clip, plain_truetype, speechless, symbolic_truetype, type1, type3

CATALOG = rb"/Type /Catalog"
TREE = rb"/Type /StructTreeRoot"

# Faults made in the text of qpdf's QDF form; fix-qdf mends the lengths and the cross-reference table.
# Rules; what to find, what to put there (once); then pairs of the same, for all that is found.
FAULTS = [
    ("01-003", rb"(/H1<</MCID \d+>>BDC\n)", rb"\1/Artifact BMC EMC\n"),
    ("01-004", rb"(/H1<</MCID \d+>>BDC\n)(.*?EMC\n)", rb"/Artifact BMC\n\1\2EMC\n"),
    ("01-005", rb"/Artifact<</Type/Layout>>BDC\n(.*?)EMC\n", rb"\1"),
    ("01-007", rb"/Marked true", rb"/Marked true /Suspects true"),
    ("02-001", rb"/S /Caption", rb"/S /Legend"),
    ("02-003", rb"/S /Caption", rb"/S /Legend", TREE, rb"/RoleMap << /Legend /Key /Key /Legend >> " + TREE),
    ("02-003 02-004", TREE, rb"/RoleMap << /P /Span /Span /P >> " + TREE),
    ("02-004", TREE, rb"/RoleMap << /P /H1 >> " + TREE),
    ("06-001", rb"/Metadata \d+ 0 R", b""),
    ("06-002", rb"<pdfuaid:part>1</pdfuaid:part>", b""),
    ("06-003", rb"<dc:title>.*?</dc:title>", b""),
    ("07-001", rb"/DisplayDocTitle true", b""),
    ("07-002", rb"/DisplayDocTitle true", rb"/DisplayDocTitle false"),
    ("09-004", rb"/S /TBody", rb"/S /Sect"),
    ("09-004", rb"/S /THead", rb"/S /TBody", rb"/S /TBody", rb"/S /THead"),
    ("09-005", rb"/S /LBody", rb"/S /P"),
    ("09-006", rb"/S /Caption", rb"/S /TOCI"),
    ("09-007", rb"/S /Caption", rb"/S /RB"),
    ("09-007", rb"/S /Caption", rb"/S /Ruby"),
    ("09-008", rb"/S /Caption", rb"/S /WT"),
    ("09-008", rb"/S /Caption", rb"/S /Warichu"),
    ("10-001", rb"<0001><[0-9A-F]+>", b""),
    ("13-004", rb"/Alt \(Revenue grew[^)]*\)", b""),
    ("14-002", rb"/S /H1", rb"/S /P"),
    ("14-003", rb"/S /H2", rb"/S /H3"),
    ("14-006", rb"/S /H1", rb"/S /H", rb"/S /(H2|P)\n", rb"/S /H\n"),
    ("14-007", rb"/S /H2", rb"/S /H"),
    ("15-003", rb"/Scope /Row", b"", rb"/Scope /\w+", b"", rb"/Headers \[[^\]]*\]", b""),
    ("table-headers", rb"\(h3\)\n(\s*\]\n\s*/O /Table)", rb"(h9)\n\1"),
    ("19-003 id-tree", rb"/ID \(note\.\d+\)", b""),
    ("19-004", rb"/S /Caption", rb"/ID (note.1) /S /Note", rb"\(note\.\d+\)", b"(note.1)"),
    ("20-001", CATALOG, rb"/OCProperties << /D << /Name (A) >> /Configs [ << >> ] /OCGs [ ] >> " + CATALOG),
    ("20-002", CATALOG, rb"/OCProperties << /D << >> /OCGs [ ] >> " + CATALOG),
    ("20-003", CATALOG, rb"/OCProperties << /D << /Name (A) /AS [ ] >> /OCGs [ ] >> " + CATALOG),
    ("21-001", rb"/UF \(a&b.csv\)", b""),
    ("28-008", rb"(/Annots .*?)/Tabs /S", rb"\1"),
    ("28-009", rb"/Tabs /S", rb"/Tabs /R"),
    ("28-012", rb"/Contents \(Link: the table\)", b""),
    ("annotation-flags", rb"/F 4\n", rb"/F 2\n"),
    ("attachment-relation", rb"/AFRelationship /Data", b""),
    ("attachment-type", rb"/Subtype /application#2fjson", b""),
    ("balance 01-004", rb"ET\nEMC\n", rb"ET\n"),
    ("dest", rb"/Dest \(table\)", rb"/Dest (chair)"),
    ("figure-bbox", rb"/BBox \[[^\]]*\]", b""),
    ("file-id", rb"/ID \[[^\]]*\]", b""),
    ("font-descriptor", rb"/CapHeight \d+", b""),
    ("id-tree", rb"\(h4\)\n\s*\d+ 0 R", b""),
    ("id-twice", rb"/S /Caption", rb"/ID (h4) /S /Caption"),
    ("info-title", rb"/Title <feff[0-9a-f]*>\n>>", rb"/Title (Other)\n>>"),
    ("language-tag", rb"/Lang \(zh-Hans\)", rb"/Lang (Chinese simplified)"),
    ("mcid-nested mcid-tree", rb"(/H1<</MCID \d+>>BDC\n)", rb"\1/P<</MCID 9999>>BDC EMC\n"),
    ("mcid-page mcid-tree", rb"/H1<</MCID \d+>>BDC", rb"/H1<</MCID 9999>>BDC"),
    ("mcid-tree mcid-page", rb"/H1<</MCID \d+>>BDC", rb"/H1<</MCID 9999>>BDC"),
    ("mcid-twice mcid-tree parent-tree", rb"/K \[\n\s*1\n", rb"/K [\n 0\n"),
    ("no-structure", rb"/StructTreeRoot \d+ 0 R", b""),
    ("not-marked", rb"/Marked true", rb"/Marked false"),
    ("objr 28-011", rb"/Obj \d+ 0 R", rb"/Obj 9999 0 R"),
    ("outline", rb"/Prev \d+ 0 R", b""),
    ("output-intent", rb"/DestOutputProfile \d+ 0 R", b""),
    ("page-labels", rb"(/PageLabels <<\s*/Nums \[\s*)0\n", rb"\g<1>1\n"),
    ("parent-tree", rb"(/Nums \[\s*0\s*\[\s*)\d+ 0 R(\s*)(\d+) 0 R", rb"\g<1>\g<3> 0 R\2\3 0 R"),
    ("pdfaid", rb"<pdfaid:conformance>A", rb"<pdfaid:conformance>B"),
    ("struct-parent", rb"/StructParent 2", rb"/StructParent 3"),
    ("subset-tag", rb"/BaseFont /[A-Z]{6}\+(\S+-Identity-H)", rb"/BaseFont /\1"),
    ("table-rows", rb"/ColSpan 2", rb"/ColSpan 3"),
    ("text-object", rb"ET\nEMC\n", rb"EMC\nET\n"),
    ("tree-parent", rb"/P \d+ 0 R", b""),
    ("xmp-language", rb"<rdf:li>en</rdf:li>", rb"<rdf:li>de</rdf:li>"),
    ("xmp-syntax", rb"</dc:title>", rb"</dc:titel>"),
    ("xmp-schema", rb"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua", rb"<pdfaSchema:namespaceURI>http://x"),
]

# Faults made of objects; those without a rule are sound.
OBJECTS = [
    *[(rule, speechless(rule)) for rule in ("11-001", "11-002", "11-003", "11-004", "11-005", "11-006")],
    ("17-002", badpdf.formula(None)),
    ("25-001", badpdf.dynamic_form),
    ("28-002", annotation("Square", "Link")),
    ("28-004", annotation("Square", "Annot", {"Contents": None}, {"Alt": None})),
    ("28-005", annotation("Widget", "Form", element={"Alt": None})),
    ("28-006 annotation-kind", annotation("Sticker", "Link")),
    ("28-006 annotation-kind", annotation("Sticker", "Annot", {"Contents": None}, {"Alt": None})),
    ("28-007", annotation("TrapNet", "Annot")),
    ("28-010", annotation("Widget", "Link", {"TU": "u:Name"})),
    ("28-011", annotation("Link", "Span", {"Dest": "u:table"})),
    ("28-014", media_clip(Alt=["u:", "u:A talk"])),
    ("28-015", media_clip(CT="u:audio/mpeg")),
    ("28-016 21-001", badpdf.attachment),
    ("28-017", annotation("PrinterMark", "Annot")),
    ("28-018", badpdf.printers_mark),
    ("30-001", form(b"", Ref={"/F": {"/Type": "/Filespec", "/F": "u:a.pdf"}, "/Page": 0})),
    ("", badpdf.tagged_form(1)),
    ("30-002", badpdf.tagged_form(2)),
    ("annotation-kind", annotation("Sticker", "Annot")),
    ("annotation-flags", annotation("Square", "Span", {"F": 6, "Contents": None}, {"Alt": None})),
    ("annotation-flags", annotation("Square", "Span", {"Rect": [600, 0, 700, 9], "Contents": None}, {"Alt": None})),
]


def formula(bad):
    badpdf.formula("u:A sum")(bad)
    composite(texts={1: "A"})(bad)


MAC_ONLY, WINDOWS_ONLY, SYMBOL = ({key: {65: 1, 66: 2}} for key in ((1, 0), (3, 1), (3, 0)))
NAMES = {"/Type": "/Encoding", "/BaseEncoding": "/WinAnsiEncoding", "/Differences": [65, "/A", "/B"]}
ODD_NAMES = NAMES | {"/Differences": [65, "/A", "/odd"]}
OWN = {"info": badpdf.system()}
# Faults of fonts; those without a rule are sound.
FONTS = [
    ("", composite()),
    ("", composite(cmap=OWN)),
    ("", composite(cid_set=0b11100000)),
    ("", composite(gids=b"\0\0\0\2\0\1", widths=(500, 700, 600))),
    ("", composite(encoding="/UniGB-UCS2-H", info=badpdf.system(ordering="GB1"), own={"ToUnicode": None})),
    ("", composite(widths=(500, 999, 999), embedded=False, mode=3)),
    ("", plain_truetype()),
    ("", plain_truetype(encoding=NAMES)),
    ("", plain_truetype(MAC_ONLY, encoding="/MacRomanEncoding")),
    ("", symbolic_truetype(SYMBOL)),
    ("", symbolic_truetype(MAC_ONLY)),
    ("", type1("/A/B")),
    ("", type1("/A/B", compact=True)),
    ("", type1(encoding={"/Type": "/Encoding", "/Differences": [65, "/B", "/A"]}, widths=(500, 700, 600))),
    ("", type3("/A", "/B")),
    ("10-001", composite(texts={1: "A"})),
    ("17-003 10-001", formula),
    ("31-001", composite(cmap={"info": badpdf.system(registry="Other")})),
    ("31-002", composite(cmap={"info": badpdf.system(ordering="Other")})),
    ("31-002", composite(encoding="/UniGB-UCS2-H")),
    ("31-003", composite(cmap={"info": badpdf.system(supplement=9)})),
    ("31-004", composite(gids="/Other")),
    ("31-005", composite(gids=None)),
    ("31-006", composite(encoding="/Sideways-H")),
    ("31-007", composite(cmap=OWN | {"wmode": 1})),
    ("31-008", composite(cmap=OWN | {"used": "Sideways-H"})),
    ("31-009", composite(embedded=False)),
    ("31-009", plain_truetype(embedded=False)),
    ("31-011", composite(codes=(1, 3), texts={1: "A", 3: "C"})),
    ("31-011", type1(codes=b"AC", widths=(500, 600, 700, 500))),
    ("31-012", type1("/A")),
    ("31-012", type1("/A", compact=True)),
    ("31-013", type1("/A/B/C")),
    ("31-013", type1("/A/B/C", compact=True)),
    ("31-014", composite(cid_set=0b11000000)),
    ("31-015", composite(cid_set=0b11110000)),
    ("31-016", composite(widths=(500, 600, 702))),
    ("31-016", plain_truetype(widths=(500, 600, 702))),
    ("31-016", type1(widths=(500, 600, 702))),
    ("31-016", type1(compact=True, widths=(500, 600, 702))),
    ("31-017", plain_truetype(SYMBOL)),
    ("31-018", plain_truetype({(3, 1): {65: 1}, (1, 0): {65: 1}})),
    ("31-019", plain_truetype(encoding=None)),
    ("31-020", plain_truetype(encoding={"/Type": "/Encoding", "/Differences": [65, "/A"]})),
    ("31-021", plain_truetype(encoding="/StandardEncoding")),
    ("31-021", plain_truetype(encoding=NAMES | {"/BaseEncoding": "/MacExpertEncoding"})),
    ("31-022 10-001 31-018", plain_truetype(encoding=ODD_NAMES)),
    ("31-022", plain_truetype(encoding=ODD_NAMES, codes=b"A")),
    ("31-023", plain_truetype(MAC_ONLY, encoding=NAMES)),
    ("31-024", symbolic_truetype(SYMBOL, encoding="/WinAnsiEncoding")),
    ("31-025", symbolic_truetype(None)),
    ("31-026", symbolic_truetype(MAC_ONLY | WINDOWS_ONLY)),
    ("31-027 10-001", composite(own={"ToUnicode": None})),
    ("31-027 10-001", symbolic_truetype(SYMBOL, texts=False)),
    ("31-027 10-001", type3("/A", "/odd")),
    ("31-028", composite(texts={1: "A", 2: "\0"})),
    ("31-029", composite(texts={1: "A", 2: "\uFEFF"})),
    ("31-030", composite(texts={0: "?", 1: "A"}, codes=(0, 1))),
    ("31-030 31-027 10-001", type1(encoding={"/Type": "/Encoding", "/Differences": [66, "/.notdef"]},
                                   widths=(500, 600, 500))),
    ("font-program", composite(spoilt=80)),
]


def encrypted(good, bad):
    """Encryption that forbids everything, reading aloud too."""
    subprocess.run(["qpdf", "--object-streams=disable", "--allow-weak-crypto", "--encrypt", "", "", "128",
                    "--use-aes=n", "--accessibility=n", "--", good, bad], check=True)


def encrypted_without_permissions(good, bad):
    encrypted(good, bad)
    with open(bad, "r+b") as f:
        data = f.read()
        at = re.search(rb"/(P) -\d+", data).start(1)
        f.seek(at)
        f.write(b"Q")


FILES = [("26-001", encrypted_without_permissions), ("26-002 encrypted", encrypted), ("encrypted 26-002", encrypted)]


class Run:
    def __init__(self, good, folder):
        self.good, self.folder, self.count, self.failures = good, folder, 0, 0
        self.qdf = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", good, "-"],
                                  capture_output=True, check=True).stdout
        self.json = json.loads(subprocess.run(
            ["qpdf", "--qdf", "--object-streams=disable", "--json-output", "--json-stream-data=inline",
             "--decode-level=generalized", good, "-"], capture_output=True, check=True).stdout)

    def fail(self, text):
        print(text)
        self.failures += 1

    def path(self, rules):
        self.count += 1
        return os.path.join(self.folder, f"{self.count:03}_{(rules or 'sound').split()[0]}.pdf")

    def judge(self, rules, path):
        found = {rule for rule, _ in pdfcheck.check(path)[0]}
        if found != set(rules.split()):
            self.fail(f"{os.path.basename(path)}: {sorted(found)}, not {rules.split()}")

    def text(self, rules, edits):
        path, qdf, times = self.path(rules), self.qdf, 1
        for i in range(0, len(edits), 2):
            qdf, n = re.subn(edits[i], edits[i + 1], qdf, count=1 if i == 0 else 0, flags=re.S)
            times = min(times, n)
        with open(path, "wb") as f:
            f.write(subprocess.run(["fix-qdf"], input=qdf, capture_output=True).stdout)
        if not times:
            self.fail(f"{rules}: nothing to break")
        else:
            self.judge(rules, path)

    def all(self):
        for rules, *edits in FAULTS:
            self.text(rules, edits)
        for rules, fault in OBJECTS + FONTS:
            path = self.path(rules)
            badpdf.bad_file(self.json, fault, path)
            self.judge(rules, path)
        for rules, make in FILES:
            path = self.path(rules)
            make(self.good, path)
            self.judge(rules, path)
        self.strings()
        self.completeness()

    def strings(self):
        """The escapes of a literal string, which qpdf writes in place of hexadecimal ones."""
        read = list(pdffile.operators(rb"(a\(\)\102\0123\n(x)\
)Tj"))
        if read != [("Tj", [b"a()B\n3\n(x)"])]:
            self.fail(f"strings are read as {read}")

    def completeness(self):
        """Every condition of the Protocol is a rule or is no program's, and every rule has its bad file."""
        known = list(matterhorn.MACHINE) + matterhorn.LEFT_TO_PEOPLE + matterhorn.WITHOUT_TEST
        if sorted(known) != matterhorn.all_numbers():
            self.fail("the list of conditions is not that of the Protocol")
        about = {rules.split()[0] for rules, *_ in FAULTS + OBJECTS + FONTS + FILES if rules}
        for rule in sorted(matterhorn.RULES.keys() - about):
            self.fail(f"{rule}: no bad file")


def main(good, folder=None):
    with tempfile.TemporaryDirectory() as scratch:
        run = Run(good, folder or scratch)
        run.all()
    sound = sum(not rules for rules, _ in OBJECTS + FONTS)
    print(f"{len(matterhorn.MACHINE)} conditions and {len(matterhorn.RULES) - len(matterhorn.MACHINE)} rules beyond, "
          f"{run.count - sound} bad files and {sound} sound ones, {run.failures} failures")
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
