#!/usr/bin/env python3
"""Proves that pdfcheck sees each fault that it has a rule for.

    pdfcheck_test.py GOOD.pdf      the sample that test_pdf writes

Each row breaks the good file in one place and names the rule that must complain.  The file is edited
as text in qpdf's QDF form; fix-qdf mends the lengths and the cross-reference table.
"""
import os
import re
import subprocess
import sys
import tempfile

import pdfcheck

TO_UNICODE = (rb"(/Encoding )/Identity-H(.*?/ToUnicode )(\d+ 0 R)", rb"\1\3\2\3")
CATALOG = rb"/Type /Catalog"
TREE = rb"/Type /StructTreeRoot"

# rule, what to find, what to put there (once); then pairs of the same, for all that is found
FAULTS = [
    ("01-003", rb"(/H1<</MCID \d+>>BDC\n)", rb"\1/Artifact BMC EMC\n"),
    ("01-004", rb"(/H1<</MCID \d+>>BDC\n)(.*?EMC\n)", rb"/Artifact BMC\n\1\2EMC\n"),
    ("01-005", rb"/Artifact<</Type/Layout>>BDC\n(.*?)EMC\n", rb"\1"),
    ("01-007", rb"/Marked true", rb"/Marked true /Suspects true"),
    ("02-001", rb"/S /Caption", rb"/S /Legend"),
    ("02-003", rb"/S /Caption", rb"/S /Legend", TREE, rb"/RoleMap << /Legend /Key /Key /Legend >> " + TREE),
    ("02-004", TREE, rb"/RoleMap << /P /H1 >> " + TREE),
    ("06-001", rb"/Metadata \d+ 0 R", b""),
    ("06-001", rb"</dc:title>", rb"</dc:titel>"),
    ("06-002", rb"<pdfuaid:part>1</pdfuaid:part>", b""),
    ("06-003", rb"<dc:title>.*?</dc:title>", b""),
    ("07-001", rb"/DisplayDocTitle true", b""),
    ("07-002", rb"/DisplayDocTitle true", rb"/DisplayDocTitle false"),
    ("09-004", rb"/S /TBody", rb"/S /Sect"),
    ("09-005", rb"/S /LBody", rb"/S /P"),
    ("09-006", rb"/S /Caption", rb"/S /TOCI"),
    ("09-007", rb"/S /Caption", rb"/S /RB"),
    ("09-008", rb"/S /Caption", rb"/S /WT"),
    ("10-001", rb"<0001><[0-9A-F]+>", rb"<0001><>"),
    ("11-001", rb"/Lang \(en\)", b""),
    ("11-002", rb"/Lang \(en\)", b""),
    ("11-003", rb"/Lang \(en\)", b""),
    ("11-004", rb"/Lang \(en\)", b""),
    ("11-005", rb"/Lang \(en\)", b"", rb"/Subtype /Link", rb"/TU (Name) /Subtype /Widget"),
    ("11-006", rb"/Lang \(en\)", b""),
    ("13-004", rb"/Alt \(Revenue grew[^)]*\)", b""),
    ("14-002", rb"/S /H1", rb"/S /P"),
    ("14-003", rb"/S /H2", rb"/S /H3"),
    ("14-006", rb"/S /H1", rb"/S /H", rb"/S /(H2|P)\n", rb"/S /H\n"),
    ("14-007", rb"/S /H2", rb"/S /H"),
    ("15-003", rb"/Scope /Row", b""),
    ("15-headers", rb"\(h3\)\n(\s*\]\n\s*/O /Table)", rb"(h9)\n\1"),
    ("17-002", rb"/Alt \(Revenue grew[^)]*\)", b"", rb"/S /Figure", rb"/S /Formula"),
    ("19-003", rb"/ID \(note\.\d+\)", b""),
    ("19-004", rb"/ID \(h4\)", rb"/ID (h3)"),
    ("20-001", CATALOG, rb"/OCProperties << /D << /Name (A) >> /Configs [ << >> ] /OCGs [ ] >> " + CATALOG),
    ("20-002", CATALOG, rb"/OCProperties << /D << >> /OCGs [ ] >> " + CATALOG),
    ("20-003", CATALOG, rb"/OCProperties << /D << /Name (A) /AS [ ] >> /OCGs [ ] >> " + CATALOG),
    ("21-001", rb"/UF \(a&b.csv\)", b""),
    ("25-001", CATALOG, rb"/AcroForm << /XFA [ (config) (<dynamicRender>required</dynamicRender>) ] >> " + CATALOG),
    ("28-002", rb"/Subtype /Link", rb"/Subtype /Square"),
    ("28-004", rb"/Contents \(Link: the table\)", b"", rb"/Alt \(Link: the table\)", b""),
    ("28-005", rb"/Subtype /Link", rb"/Subtype /Widget", rb"/Alt \([^)]*\)", b""),
    ("28-006", rb"/Subtype /Link", rb"/Subtype /Sticker"),
    ("28-007", rb"/Subtype /Link", rb"/Subtype /TrapNet"),
    ("28-008", rb"(/Annots .*?)/Tabs /S", rb"\1"),
    ("28-009", rb"/Tabs /S", rb"/Tabs /R"),
    ("28-010", rb"/Subtype /Link", rb"/Subtype /Widget"),
    ("28-011", rb"/S /Link", rb"/S /Span"),
    ("28-012", rb"/Contents \(Link: the table\)", b""),
    ("28-014", rb"/Dest \(table\)", rb"/A << /S /Rendition /R << /C << /S /MCD >> >> >>"),
    ("28-015", rb"/Dest \(table\)", rb"/A << /S /Rendition /R << /C << /S /MCD >> >> >>"),
    ("28-016", rb"/Subtype /Link", rb"/Subtype /FileAttachment"),
    ("28-017", rb"/Subtype /Link", rb"/Subtype /PrinterMark"),
    ("28-018", rb"/Subtype /Link", rb"/AP << /N 1 0 R >> /Subtype /PrinterMark"),
    ("30-001", rb"/Subtype /application#2fjson", rb"/Ref << >> /Subtype /Form"),
    ("30-002", rb"/Subtype /application#2fjson(.*?stream\n)", rb"/Subtype /Form\1/P<</MCID 0>>BDC EMC\n"),
    ("31-001", *TO_UNICODE),
    ("31-002", *TO_UNICODE),
    ("31-003", *TO_UNICODE, rb"(<<\n)(  /Length \d+ 0 R\n>>\nstream\n/CIDInit)",
     rb"\1 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 9 >>\n\2"),
    ("31-004", rb"/Subtype /CIDFontType0\n", rb"/CIDToGIDMap /Other /Subtype /CIDFontType2\n"),
    ("31-005", rb"/Subtype /CIDFontType0\n", rb"/Subtype /CIDFontType2\n"),
    ("31-006", rb"/Encoding /Identity-H", rb"/Encoding /Sideways"),
    ("31-007", *TO_UNICODE, rb"(/CMapName/Adobe)", rb"/WMode 1 def \1"),
    ("31-008", *TO_UNICODE, rb"(/CMapName/Adobe)", rb"/Sideways usecmap \1"),
    ("31-009", rb"/FontFile3", rb"/FontFileX"),
    ("31-011", rb"\[<[0-9A-F]{4}", rb"[<7FFF"),
    ("31-027", rb"/ToUnicode \d+ 0 R", b""),
    ("31-028", rb"<0001><[0-9A-F]+>", rb"<0001><0000>"),
    ("31-029", rb"<0001><[0-9A-F]+>", rb"<0001><FEFF>"),
    ("31-030", rb"\[<[0-9A-F]{4}", rb"[<0000"),
    ("annotation-flags", rb"/F 4\n", rb"/F 2\n"),
    ("attachment-relation", rb"/AFRelationship /Data", b""),
    ("attachment-type", rb"/Subtype /application#2fjson", b""),
    ("balance", rb"ET\nEMC\n", rb"ET\n"),
    ("cid-set", rb"/CapHeight", rb"/CIDSet 1 0 R /CapHeight"),
    ("dest", rb"/Dest \(table\)", rb"/Dest (chair)"),
    ("figure-bbox", rb"/BBox \[[^\]]*\]", b""),
    ("file-id", rb"/ID \[[^\]]*\]", b""),
    ("font-descriptor", rb"/CapHeight \d+", b""),
    ("id-tree", rb"\(h4\)\n\s*\d+ 0 R", b""),
    ("info-title", rb"/Title <feff[0-9a-f]*>\n>>", rb"/Title (Other)\n>>"),
    ("language-tag", rb"/Lang \(zh-Hans\)", rb"/Lang (Chinese simplified)"),
    ("mcid-nested", rb"(/H1<</MCID \d+>>BDC\n)", rb"\1/P<</MCID 9999>>BDC EMC\n"),
    ("mcid-page", rb"/H1<</MCID \d+>>BDC", rb"/H1<</MCID 9999>>BDC"),
    ("mcid-tree", rb"/H1<</MCID \d+>>BDC", rb"/H1<</MCID 9999>>BDC"),
    ("mcid-twice", rb"/K \[\n\s*1\n", rb"/K [\n 0\n"),
    ("no-structure", rb"/StructTreeRoot \d+ 0 R", b""),
    ("not-marked", rb"/Marked true", rb"/Marked false"),
    ("objr", rb"/Obj \d+ 0 R", rb"/Obj 9999 0 R"),
    ("outline", rb"/Prev \d+ 0 R", b""),
    ("output-intent", rb"/DestOutputProfile \d+ 0 R", b""),
    ("page-labels", rb"(/PageLabels <<\s*/Nums \[\s*)0\n", rb"\g<1>1\n"),
    ("parent-tree", rb"(/Nums \[\s*0\s*\[\s*)\d+ 0 R(\s*)(\d+) 0 R", rb"\g<1>\g<3> 0 R\2\3 0 R"),
    ("pdfaid", rb"<pdfaid:conformance>A", rb"<pdfaid:conformance>B"),
    ("simple-font", rb"/Subtype /Type0", rb"/Subtype /Type1"),
    ("struct-parent", rb"/StructParent 2", rb"/StructParent 3"),
    ("subset-tag", rb"/BaseFont /[A-Z]{6}\+(\S+-Identity-H)", rb"/BaseFont /\1"),
    ("table-rows", rb"/ColSpan 2", rb"/ColSpan 3"),
    ("tree-parent", rb"/P \d+ 0 R", b""),
    ("xmp-language", rb"<rdf:li>en</rdf:li>", rb"<rdf:li>de</rdf:li>"),
    ("xmp-schema", rb"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua", rb"<pdfaSchema:namespaceURI>http://x"),
]


# What qpdf makes, without an edit.
ENCRYPTED = {"encrypted", "26-002"}


def rules_of_the_checker():
    """The rules that stand as words, and those that stand in tables."""
    with open(pdfcheck.__file__) as f:
        text = f.read()
    found = set(re.findall(r'wrong\("([^"]+)",', text))
    return found | set(re.findall(r'"(\d\d-\d\d\d)"', text))


def broken(qdf, edits, path):
    """Writes the file with one fault; False if there is nothing to break."""
    times = 1
    for i in range(0, len(edits), 2):
        qdf, n = re.subn(edits[i], edits[i + 1], qdf, count=1 if i == 0 else 0, flags=re.S)
        times = min(times, n)
    with open(path, "wb") as f:
        f.write(subprocess.run(["fix-qdf"], input=qdf, capture_output=True).stdout)
    return times > 0


def caught(rule, path):
    found = {r for r, _ in pdfcheck.check(path)[0].errors}
    if rule not in found:
        print(f"{rule}: not seen, only {sorted(found)}")
    return rule in found


def test(good, bad):
    qdf = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", good, "-"],
                         capture_output=True, check=True).stdout
    failures = 0
    for rule, *edits in FAULTS:
        if not broken(qdf, edits, bad):
            print(f"{rule}: nothing to break")
            failures += 1
        elif not caught(rule, bad):
            failures += 1
    subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", "", "", "128", "--use-aes=n", "--accessibility=n",
                    "--", good, bad], check=True)
    failures += sum(not caught(rule, bad) for rule in ENCRYPTED)
    for rule in sorted(rules_of_the_checker() - {row[0] for row in FAULTS} - ENCRYPTED):
        print(f"{rule}: no bad file")
        failures += 1
    return failures


def main(good):
    with tempfile.TemporaryDirectory() as folder:
        failures = test(good, os.path.join(folder, "bad.pdf"))
    print(f"{len(FAULTS) + len(ENCRYPTED)} bad files, {failures} not caught")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
