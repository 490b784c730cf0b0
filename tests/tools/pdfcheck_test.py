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

# rule, what to find, what to put there
FAULTS = [
    ("01-003", rb"(/H1<</MCID \d+>>BDC\n)", rb"\1/Artifact BMC EMC\n"),
    ("01-004", rb"(/H1<</MCID \d+>>BDC\n)(.*?EMC\n)", rb"/Artifact BMC\n\1\2EMC\n"),
    ("01-005", rb"/Artifact<</Type/Layout>>BDC\n(.*?)EMC\n", rb"\1"),
    ("01-006", rb"/StructTreeRoot \d+ 0 R", b""),
    ("01-006", rb"/Marked true", rb"/Marked false"),
    ("01-007", rb"/Marked true", rb"/Marked true /Suspects true"),
    ("02-001", rb"/S /Caption", rb"/S /Legend"),
    ("06-001", rb"/Metadata \d+ 0 R", b""),
    ("06-001", rb"</dc:title>", rb"</dc:titel>"),
    ("06-002", rb"<pdfuaid:part>1</pdfuaid:part>", b""),
    ("06-003", rb"<dc:title>.*?</dc:title>", b""),
    ("07-001", rb"/DisplayDocTitle true", rb"/DisplayDocTitle false"),
    ("09-004", rb"/S /LBody", rb"/S /P"),
    ("09-004", rb"/S /TBody", rb"/S /Sect"),
    ("10-001", rb"/ToUnicode \d+ 0 R", b""),
    ("11-006", rb"/Lang \(en\)", b""),
    ("11-007", rb"/Lang \(zh-Hans\)", rb"/Lang (Chinese simplified)"),
    ("13-004", rb"/Alt \(Revenue grew[^)]*\)", b""),
    ("14-002", rb"/S /H1", rb"/S /P"),
    ("14-003", rb"/S /H2", rb"/S /H3"),
    ("14-007", rb"/S /H2", rb"/S /H"),
    ("15-003", rb"/Scope /Row", b""),
    ("15-headers", rb"\(h3\)\n(\s*\]\n\s*/O /Table)", rb"(h9)\n\1"),
    ("19-003", rb"/ID \(note\.\d+\)", b""),
    ("19-004", rb"/ID \(h4\)", rb"/ID (h3)"),
    ("21-001", rb"/UF \(a&b.csv\)", b""),
    ("28-002", rb"/Subtype /Link", rb"/Subtype /Square"),
    ("28-008", rb"/Tabs /S", b""),
    ("28-010", rb"/StructParent 2", rb"/StructParent 3"),
    ("28-011", rb"/S /Link", rb"/S /Span"),
    ("28-012", rb"/Contents \(Link: the table\)", b""),
    ("31-005", rb"/Subtype /CIDFontType0\n", rb"/Subtype /CIDFontType2\n"),
    ("31-009", rb"/FontFile3", rb"/FontFileX"),
    ("31-027", rb"<0001><[0-9A-F]+>", rb"<0001><>"),
    ("31-030", rb"\[<[0-9A-F]{4}", rb"[<0000"),
    ("annotation-flags", rb"/F 4\n", rb"/F 2\n"),
    ("attachment-relation", rb"/AFRelationship /Data", b""),
    ("attachment-type", rb"/Subtype /application#2fjson", b""),
    ("balance", rb"ET\nEMC\n", rb"ET\n"),
    ("dest", rb"/Dest \(table\)", rb"/Dest (chair)"),
    ("figure-bbox", rb"/BBox \[[^\]]*\]", b""),
    ("file-id", rb"/ID \[[^\]]*\]", b""),
    ("font-descriptor", rb"/CapHeight \d+", b""),
    ("id-tree", rb"\(h4\)\n\s*\d+ 0 R", b""),
    ("info-title", rb"/Title <feff[0-9a-f]*>\n>>", rb"/Title (Other)\n>>"),
    ("mcid-nested", rb"(/H1<</MCID \d+>>BDC\n)", rb"\1/P<</MCID 9999>>BDC EMC\n"),
    ("mcid-page", rb"/H1<</MCID \d+>>BDC", rb"/H1<</MCID 9999>>BDC"),
    ("mcid-tree", rb"/H1<</MCID \d+>>BDC", rb"/H1<</MCID 9999>>BDC"),
    ("mcid-twice", rb"/K \[\n\s*1\n", rb"/K [\n 0\n"),
    ("outline", rb"/Prev \d+ 0 R", b""),
    ("output-intent", rb"/DestOutputProfile \d+ 0 R", b""),
    ("page-labels", rb"(/PageLabels <<\s*/Nums \[\s*)0\n", rb"\g<1>1\n"),
    ("parent-tree", rb"(/Nums \[\s*0\s*\[\s*)\d+ 0 R(\s*)(\d+) 0 R", rb"\g<1>\g<3> 0 R\2\3 0 R"),
    ("pdfaid", rb"<pdfaid:conformance>A", rb"<pdfaid:conformance>B"),
    ("subset-tag", rb"/BaseFont /[A-Z]{6}\+(\S+-Identity-H)", rb"/BaseFont /\1"),
    ("table-rows", rb"/ColSpan 2", rb"/ColSpan 3"),
    ("tree-parent", rb"/P \d+ 0 R", b""),
    ("xmp-language", rb"<rdf:li>en</rdf:li>", rb"<rdf:li>de</rdf:li>"),
    ("xmp-schema", rb"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua", rb"<pdfaSchema:namespaceURI>http://x"),
]


def rules_of_the_checker():
    with open(pdfcheck.__file__) as f:
        return set(re.findall(r'wrong\("([^"]+)"', f.read()))


def broken(qdf, find, put, path):
    """Writes the file with one fault; False if there is nothing to break."""
    edited, times = re.subn(find, put, qdf, count=1, flags=re.S)
    with open(path, "wb") as f:
        f.write(subprocess.run(["fix-qdf"], input=edited, capture_output=True).stdout)
    return times == 1


def caught(rule, path):
    found = {r for r, _ in pdfcheck.check(path)[0].errors}
    if rule not in found:
        print(f"{rule}: not seen, only {sorted(found)}")
    return rule in found


def test(good, bad):
    qdf = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", good, "-"],
                         capture_output=True, check=True).stdout
    failures = 0
    for rule, find, put in FAULTS:
        if not broken(qdf, find, put, bad):
            print(f"{rule}: nothing to break")
            failures += 1
        elif not caught(rule, bad):
            failures += 1
    subprocess.run(["qpdf", "--encrypt", "", "", "256", "--", good, bad], check=True)
    failures += not caught("26-001", bad)
    for rule in sorted(rules_of_the_checker() - {row[0] for row in FAULTS} - {"26-001"}):
        print(f"{rule}: no bad file")
        failures += 1
    return failures


def main(good):
    with tempfile.TemporaryDirectory() as folder:
        failures = test(good, os.path.join(folder, "bad.pdf"))
    print(f"{len(FAULTS) + 1} bad files, {failures} not caught")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
