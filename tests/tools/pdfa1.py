#!/usr/bin/env python3
"""Makes the PDF/A-1b variant of a PDF/A-3a file, for a validator that knows only part 1.

    pdfa1.py IN.pdf OUT.pdf

Pages, fonts, metadata and structure stay as they are.  What part 1 forbids goes (attachments, object streams);
what it demands and part 3 does not comes (CIDSet, version 1.4).  The edit is made on qpdf's QDF form.
"""
import re
import subprocess
import sys
import tempfile
import zlib

import pdffile
import pdffont


def qpdf(*arguments):
    done = subprocess.run(["qpdf", *arguments], capture_output=True)
    if done.returncode not in (0, 3):
        raise SystemExit(f"qpdf: {done.stderr.decode(errors='replace')}")
    return done.stdout


def cid_sets(path):
    """By the name of a subset: which of its CIDs the file has, as a bit map; 0 always is."""
    file, sets = pdffile.File(path), {}
    for held in file.objects.values():
        font = held.get("value")
        if not isinstance(font, dict) or font.get("/Subtype") != "/Type0":
            continue
        bits = bytearray(b"\x80")
        for cid in pdffont.font_of(file, font).texts:
            bits.extend(bytes(max(0, cid // 8 + 1 - len(bits))))
            bits[cid // 8] |= 0x80 >> cid % 8
        name = file.get(file.each(font["/DescendantFonts"])[0], "/BaseFont")
        sets[name[1:].encode()] = bytes(bits)
    return sets


def add_cid_sets(qdf, sets):
    """A stream of its own behind each font descriptor; fix-qdf numbers what is out of order badly, so the new
    objects go to the end."""
    number, new = max(int(n) for n in re.findall(rb"^(\d+) 0 obj", qdf, re.M)), b""
    for name, bits in sets.items():
        number += 1
        data = zlib.compress(bits)
        qdf, times = re.subn(rb"(/FontName /" + re.escape(name) + rb"\n)",
                             rb"\1  /CIDSet %d 0 R\n" % number, qdf)
        if times != 1:
            raise SystemExit(f"no descriptor of {name}")
        new += b"%d 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n\n" % (
            number, len(data), data)
    at = qdf.rindex(b"xref\n0 ")
    return qdf[:at] + new + qdf[at:]


def main(given, made):
    sets = cid_sets(given)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as edited:
        qdf = qpdf("--qdf", "--object-streams=disable", given, "-")
        qdf = qdf.replace(b"<pdfaid:part>3<", b"<pdfaid:part>1<").replace(
            b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<")
        qdf = re.sub(rb"/AF \[[^\]]*\]\n", b"", qdf)
        qdf = re.sub(rb"/EmbeddedFiles <<\s*/Names \[[^\]]*\]\s*>>", b"", qdf)
        edited.write(add_cid_sets(qdf, sets))
        edited.flush()
        # Damaged offsets are found again, and what nothing names any more is left out.
        qpdf("--warning-exit-0", "--object-streams=disable", "--force-version=1.4",
             "--newline-before-endstream", edited.name, made)


if __name__ == "__main__":
    main(*sys.argv[1:])
