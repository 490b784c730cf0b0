#!/usr/bin/env python3
"""Checks the structure of a tagged PDF: what a program can test of PDF/UA-1 and PDF/A-3.

    pdfcheck.py FILE...      prints FILE: RULE: what is wrong; status 1 if there is anything

Reads the file through `qpdf --json`, so the syntax is qpdf's business.  A rule is named by the
Matterhorn Protocol's number where it has one (01-003 ...), else by a word.

Of the Protocol's conditions that a machine can test, these have no rule of their own:
26-001 (encryption without /P: qpdf refuses the file); 31-012 to 31-015 and 31-017 to 31-026 (CharSet, CIDSet and
simple fonts: each of these is reported as such); 17-003 (as 10-001); 31-016 (widths: left to veraPDF).
"""
import base64
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P "
    "L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot "
    "Ruby RB RT RP Warichu WT WP Figure Formula Form".split())
# Who may stand in whom, where the standard says so, by rule.
NESTING = {
    "09-004": ({"Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "THead": {"TR"}, "TBody": {"TR"},
                "TFoot": {"TR"}, "TR": {"TH", "TD"}},
               {"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"},
                "TBody": {"Table"}, "TFoot": {"Table"}}),
    "09-005": ({"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}}, {"LI": {"L"}, "LBody": {"LI"}}),
    "09-006": ({"TOC": {"TOC", "TOCI", "Caption"}}, {"TOCI": {"TOC"}}),
    "09-007": ({"Ruby": {"RB", "RT", "RP"}}, {"RB": {"Ruby"}, "RT": {"Ruby"}, "RP": {"Ruby"}}),
    "09-008": ({"Warichu": {"WT", "WP"}}, {"WT": {"Warichu"}, "WP": {"Warichu"}}),
}
ANNOTATIONS = set(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink "
    "Popup FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact".split())
CMAPS = re.compile(r"/(Identity|(GB|B5|UniGB|UniCNS|UniJIS|UniKS|HKscs|ETen|90|83pv|KSC|Ext|Add|CNS|H$|V$|EUC)\S*)")
PAINT = set("S s f F f* B B* b b* Tj TJ ' \" sh Do".split())
SHOW = {"Tj", "TJ", "'", '"'}
XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


class File:
    """The objects of one file, and the errors found in it."""

    def __init__(self, path):
        command = ["qpdf", "--json", "--json-key=qpdf", "--json-stream-data=inline",
                   "--decode-level=generalized", path]
        done = subprocess.run(command, capture_output=True)
        if done.returncode not in (0, 3):
            raise SystemExit(f"{path}: qpdf: {done.stderr.decode(errors='replace').strip()}")
        self.objects = json.loads(done.stdout)["qpdf"][1]
        self.errors = []
        self.trailer = self.objects["trailer"]["value"]
        self.catalog = self.at(self.trailer["/Root"])

    def wrong(self, rule, text):
        self.errors.append((rule, text))

    def at(self, value):
        """What a reference stands for; of a stream, its dictionary."""
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            held = self.objects.get("obj:" + value, {"value": None})
            value = held["stream"]["dict"] if "stream" in held else held["value"]
        return value

    def get(self, dictionary, key):
        dictionary = self.at(dictionary)
        return self.at(dictionary.get(key)) if isinstance(dictionary, dict) else None

    def stream(self, reference):
        held = self.objects.get(f"obj:{reference}", {})
        return base64.b64decode(held["stream"]["data"]) if "stream" in held else b""

    def each(self, value):
        """The items of an array, or the one thing that may stand for it."""
        held = self.at(value)
        if held is None:
            return []
        return held if isinstance(held, list) else [value]

    def tree(self, node, key):
        """The pairs of a name or number tree."""
        node = self.at(node) or {}
        pairs = self.at(node.get(key)) or []
        found = list(zip(pairs[::2], pairs[1::2]))
        for kid in self.at(node.get("/Kids")) or []:
            found += self.tree(kid, key)
        return found

    def pages(self):
        found = []

        def walk(reference):
            node = self.at(reference)
            if node.get("/Type") == "/Pages":
                for kid in self.at(node["/Kids"]):
                    walk(kid)
            else:
                found.append(reference)
        walk(self.catalog["/Pages"])
        return found


def text_of(value):
    """A string of qpdf's JSON: "u:text" or "b:hex"."""
    if not isinstance(value, str):
        return None
    if value.startswith("u:"):
        return value[2:]
    return bytes.fromhex(value[2:]).decode("latin-1") if value.startswith("b:") else None


# ---- content streams ----

TOKEN = re.compile(rb"""
    (?P<space>[\s\0]+|%[^\r\n]*)
  | (?P<dict><<|>>)
  | (?P<hex><[0-9A-Fa-f\s]*>)
  | (?P<array>[\[\]])
  | (?P<name>/[^\s()<>\[\]{}/%]*)
  | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+))(?=[\s\[\]<>()/]|$)
  | (?P<string>\()
  | (?P<word>[^\s()<>\[\]{}/%]+)
""", re.X)


ESCAPED = dict(zip(b"nrtbf", b"\n\r\t\b\f"))


def literal(data, at):
    """The string whose opening parenthesis is at - 1, and where it ends."""
    depth, out = 1, bytearray()
    while at < len(data):
        c = data[at]
        if c == 0x5C:
            out.append(ESCAPED.get(data[at + 1], data[at + 1]))
            at += 2
            continue
        depth += (c == 0x28) - (c == 0x29)
        at += 1
        if not depth:
            break
        out.append(c)
    return bytes(out), at


def operators(data):
    """(operator, operands); strings are bytes, dictionaries flat lists between "<<" and ">>"."""
    operands, at = [], 0
    while at < len(data):
        m = TOKEN.match(data, at)
        if not m:
            raise ValueError(f"no token at {data[at:at + 20]!r}")
        at, kind, text = m.end(), m.lastgroup, m.group()
        if kind == "string":
            value, at = literal(data, at)
            operands.append(value)
        elif kind == "hex":
            operands.append(bytes.fromhex(re.sub(rb"\s", b"", text[1:-1]).decode()))
        elif kind == "number":
            operands.append(float(text))
        elif kind == "word" and text not in (b"true", b"false", b"null"):
            yield text.decode(), operands
            operands = []
        elif kind != "space":
            operands.append(text.decode("latin-1"))


def cff_index(data, at):
    """The items of an INDEX, and where it ends."""
    count = int.from_bytes(data[at:at + 2], "big")
    if not count:
        return [], at + 2
    size = data[at + 2]
    offsets = [int.from_bytes(data[at + 3 + size * i:at + 3 + size * (i + 1)], "big") for i in range(count + 1)]
    base = at + 2 + size * (count + 1)
    return [data[base + a:base + b] for a, b in zip(offsets, offsets[1:])], base + offsets[-1]


def cff_dict(data):
    """Operator to operands; real numbers are of no use here."""
    found, operands, at = {}, [], 0
    while at < len(data):
        b = data[at]
        at += 1
        if b <= 21:
            key = b
            if b == 12:
                key, at = 1200 + data[at], at + 1
            found[key], operands = operands, []
        elif b in (28, 29):
            n = 2 if b == 28 else 4
            operands.append(int.from_bytes(data[at:at + n], "big", signed=True))
            at += n
        elif b == 30:
            while data[at] & 15 != 15 and data[at] >> 4 != 15:
                at += 1
            at += 1
            operands.append(0)
        elif b <= 246:
            operands.append(b - 139)
        else:
            operands.append(((b - 247) * 256 + data[at] + 108) if b <= 250 else (-(b - 251) * 256 - data[at] - 108))
            at += 1
    return found


def codes_of(program, cff):
    """The codes for which a font program has a glyph."""
    if not cff:
        tables = {program[12 + 16 * i:16 + 16 * i]: int.from_bytes(program[20 + 16 * i:24 + 16 * i], "big")
                  for i in range(int.from_bytes(program[4:6], "big"))}
        return set(range(int.from_bytes(program[tables[b"maxp"] + 4:tables[b"maxp"] + 6], "big")))
    _, at = cff_index(program, program[2])
    tops, _ = cff_index(program, at)
    top = cff_dict(tops[0])
    glyphs = len(cff_index(program, top[17][0])[0])
    if 1230 not in top:
        return set(range(glyphs)) # not CID-keyed: a code is the place of a glyph
    at = top[15][0]
    kind, at, codes = program[at], at + 1, [0]
    while len(codes) < glyphs:
        first = int.from_bytes(program[at:at + 2], "big")
        left = 0 if kind == 0 else int.from_bytes(program[at + 2:at + 2 + kind], "big")
        codes += range(first, first + left + 1)
        at += 2 + kind
    return set(codes)


class Font:
    """Which codes of a Type 0 font have a text, and which were shown."""

    def __init__(self, file, reference):
        self.file, self.name = file, file.get(reference, "/BaseFont")
        self.dictionary = file.at(reference)
        self.texts = self.to_unicode(self.dictionary.get("/ToUnicode"))
        self.shown, self.codes = set(), None
        if self.dictionary.get("/Subtype") != "/Type0":
            file.wrong("simple-font", f"font {self.name} is no Type 0 font, which is all that is looked into")
        self.check_encoding()
        self.check_embedded()

    def to_unicode(self, reference):
        if not reference:
            self.file.wrong("31-027", f"font {self.name} has no ToUnicode")
            return {}
        texts = {}
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", self.file.stream(reference), re.S):
            for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
                texts[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
        return texts

    def check_encoding(self):
        """A CMap of its own says the same as the font and as its stream."""
        file, cmap = self.file, self.dictionary.get("/Encoding")
        held = file.at(cmap)
        if isinstance(held, str):
            if not CMAPS.match(held):
                file.wrong("31-006", f"font {self.name} uses the unknown CMap {held}")
            return
        body, info = file.stream(cmap), file.at(held.get("/CIDSystemInfo")) or {}
        for descendant in file.each(self.dictionary.get("/DescendantFonts")):
            own = file.get(descendant, "/CIDSystemInfo") or {}
            for rule, key in (("31-001", "/Registry"), ("31-002", "/Ordering")):
                if text_of(info.get(key)) != text_of(own.get(key)):
                    file.wrong(rule, f"font {self.name} and its CMap differ in {key}")
            if own.get("/Supplement", 0) < info.get("/Supplement", 0):
                file.wrong("31-003", f"font {self.name} has a lower supplement than its CMap")
        written = re.search(rb"/WMode\s+(\d)", body)
        if written and int(written[1]) != held.get("/WMode", 0):
            file.wrong("31-007", f"the CMap of font {self.name} has two values of WMode")
        used = re.search(rb"/(\S+)\s+usecmap", body)
        if used and not CMAPS.match("/" + used[1].decode()):
            file.wrong("31-008", f"the CMap of font {self.name} uses another that is not known")

    def check_embedded(self):
        file = self.file
        for descendant in file.each(self.dictionary.get("/DescendantFonts")):
            font = file.at(descendant)
            descriptor = file.get(font, "/FontDescriptor") or {}
            if not any(k in descriptor for k in ("/FontFile2", "/FontFile3")):
                file.wrong("31-009", f"font {self.name} is not embedded")
            program = descriptor.get("/FontFile3") or descriptor.get("/FontFile2")
            if program and font.get("/CIDToGIDMap", "/Identity") == "/Identity":
                self.codes = codes_of(file.stream(program), "/FontFile3" in descriptor)
            if font.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in font:
                file.wrong("31-005", f"font {self.name} has no CIDToGIDMap")
            elif font.get("/CIDToGIDMap", "/Identity") != "/Identity" and not file.stream(font["/CIDToGIDMap"]):
                file.wrong("31-004", f"font {self.name} has a CIDToGIDMap that is neither Identity nor a stream")
            if "/CIDSet" in descriptor:
                file.wrong("cid-set", f"font {self.name} has a CIDSet, which PDF/A-3 does without")
            if not re.match(r"/[A-Z]{6}\+", self.name or ""):
                file.wrong("subset-tag", f"font {self.name} has no subset tag")
            for key in ("/Ascent", "/Descent", "/CapHeight", "/StemV", "/ItalicAngle", "/Flags", "/FontBBox"):
                if key not in descriptor:
                    file.wrong("font-descriptor", f"font {self.name} has no {key}")

    def show(self, data):
        self.shown.update(int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2))

    def check_shown(self):
        if 0 in self.shown:
            self.file.wrong("31-030", f"font {self.name} shows .notdef")
        for code in sorted(self.shown):
            text = self.texts.get(code, "")
            if not text:
                self.file.wrong("10-001", f"font {self.name} has no text for code {code:04X}")
            if "\0" in text:
                self.file.wrong("31-028", f"font {self.name} has U+0000 for code {code:04X}")
            if "\uFEFF" in text or "\uFFFE" in text:
                self.file.wrong("31-029", f"font {self.name} has a byte order mark for code {code:04X}")
            if self.codes is not None and code not in self.codes:
                self.file.wrong("31-011", f"font {self.name} has no glyph for code {code:04X}")


class Page:
    """One page's content: the marked content it has, and paint outside of any."""

    def __init__(self, file, reference, fonts):
        self.file, self.reference, self.mcids = file, reference, []
        self.page, self.marks, self.fonts = file.at(reference), [], fonts
        self.font, self.saved = None, []
        contents = self.page.get("/Contents")
        data = b"\n".join(file.stream(r) for r in (
            file.at(contents) if isinstance(file.at(contents), list) else [contents]))
        for operator, operands in operators(data):
            self.run(operator, operands)
        if self.marks or self.saved:
            file.wrong("balance", f"page {reference}: marked content or graphics state left open")

    def run(self, operator, operands):
        if operator in ("BDC", "BMC"):
            self.begin(operands)
        elif operator == "EMC":
            if not self.marks:
                self.file.wrong("balance", f"page {self.reference}: EMC without BDC")
            else:
                self.marks.pop()
        elif operator == "q":
            self.saved.append(self.font)
        elif operator == "Q":
            self.font = self.saved.pop() if self.saved else None
        elif operator == "Tf":
            resources = self.file.get(self.page, "/Resources")
            reference = (self.file.get(resources, "/Font") or {}).get(operands[0])
            if reference not in self.fonts:
                self.fonts[reference] = Font(self.file, reference)
            self.font = self.fonts[reference]
        elif operator in PAINT:
            self.paint(operator, operands)

    def begin(self, operands):
        tag, kind = operands[0], "span"
        if tag == "/Artifact":
            kind = "artifact"
        elif "/MCID" in operands:
            kind = "tagged"
            self.mcids.append(int(operands[operands.index("/MCID") + 1]))
        if kind == "artifact" and "tagged" in self.marks:
            self.file.wrong("01-003", f"page {self.reference}: an artifact inside tagged content")
        if kind == "tagged" and "artifact" in self.marks:
            self.file.wrong("01-004", f"page {self.reference}: tagged content inside an artifact")
        if kind == "tagged" and "tagged" in self.marks:
            self.file.wrong("mcid-nested", f"page {self.reference}: an MCID inside another")
        self.marks.append(kind)

    def paint(self, operator, operands):
        if "tagged" not in self.marks and "artifact" not in self.marks:
            self.file.wrong("01-005", f"page {self.reference}: {operator} is neither tagged nor artifact")
        if operator in SHOW and self.font:
            for item in operands:
                if isinstance(item, bytes):
                    self.font.show(item)


# ---- structure ----

class Element:
    def __init__(self, reference, dictionary, parent):
        self.reference, self.dictionary, self.parent = reference, dictionary, parent
        self.type = (dictionary.get("/S") or "")[1:]
        self.kids = []

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()


class Structure:
    """The tree, what content it owns, and whether the way back leads to the same."""

    def __init__(self, file):
        self.file, self.mcids, self.links, self.root = file, {}, {}, None
        tree = file.get(file.catalog, "/StructTreeRoot")
        if not tree:
            file.wrong("no-structure", "no structure tree")
            return
        self.tree = tree
        self.roles = file.at(tree.get("/RoleMap")) or {}
        self.root = Element(None, {"/S": "/root"}, None)
        for kid in file.each(tree.get("/K")):
            self.add(kid, self.root)
        self.parents = dict(file.tree(tree.get("/ParentTree"), "/Nums"))

    def add(self, reference, parent):
        dictionary = self.file.at(reference)
        e = Element(reference, dictionary, parent)
        parent.kids.append(e)
        if self.file.at(dictionary.get("/P")) is None:
            self.file.wrong("tree-parent", f"{e.type} {reference} has no /P")
        elif parent.reference and dictionary.get("/P") != parent.reference:
            self.file.wrong("tree-parent", f"{e.type} {reference} names another parent")
        for kid in self.file.each(dictionary.get("/K")):
            self.add_kid(kid, e)

    def add_kid(self, kid, e):
        page = e.dictionary.get("/Pg")
        held = self.file.at(kid)
        if isinstance(held, int):
            self.own(page, held, e)
        elif isinstance(held, dict) and held.get("/Type") == "/MCR":
            self.own(held.get("/Pg", page), held["/MCID"], e)
        elif isinstance(held, dict) and held.get("/Type") == "/OBJR":
            self.links[held.get("/Obj")] = e
        elif isinstance(held, dict):
            self.add(kid, e)

    def own(self, page, mcid, e):
        if (page, mcid) in self.mcids:
            self.file.wrong("mcid-twice", f"MCID {mcid} of page {page} belongs to two elements")
        self.mcids[page, mcid] = e

    def elements(self):
        return [e for e in self.root.walk() if e is not self.root] if self.root else []

    def attribute(self, e, key):
        for a in self.file.each(e.dictionary.get("/A")):
            held = self.file.at(a)
            if isinstance(held, dict) and key in held:
                return self.file.at(held[key])
        return None


def check_content(file, structure, pages):
    for page in pages:
        key = page.page.get("/StructParents")
        row = file.at(structure.parents.get(key)) or []
        owned = {m for p, m in structure.mcids if p == page.reference}
        if len(page.mcids) != len(set(page.mcids)):
            file.wrong("mcid-page", f"page {page.reference}: an MCID is used twice")
        for mcid in set(page.mcids) - owned:
            file.wrong("mcid-tree", f"page {page.reference}: MCID {mcid} is not in the tree")
        for mcid in owned - set(page.mcids):
            file.wrong("mcid-page", f"page {page.reference}: MCID {mcid} of the tree is not on the page")
        for mcid in owned:
            e = structure.mcids[page.reference, mcid]
            if mcid >= len(row) or row[mcid] != e.reference:
                file.wrong("parent-tree", f"page {page.reference}: MCID {mcid} does not lead back")
        if len(row) > len(owned):
            file.wrong("parent-tree", f"page {page.reference}: the parent tree has more than the tree")


def check_links(file, structure, pages, names):
    for page in pages:
        annotations = file.each(page.page.get("/Annots"))
        if annotations and "/Tabs" not in page.page:
            file.wrong("28-008", f"page {page.reference}: no tab order")
        elif page.page.get("/Tabs", "/S") != "/S":
            file.wrong("28-009", f"page {page.reference}: tab order is not that of the structure")
        for reference in annotations:
            check_annotation(file, structure, page, reference, names)
    for reference in structure.links:
        if file.at(reference) is None:
            file.wrong("objr", f"OBJR to {reference}, which is nothing")


def check_annotation(file, structure, page, reference, names):
    a = file.at(reference)
    kind, owner = (a.get("/Subtype") or "")[1:], structure.links.get(reference)
    held = owner.type if owner else None
    if kind not in ANNOTATIONS:
        file.wrong("28-006", f"annotation {reference} is of the unknown kind {kind}")
    if kind == "TrapNet":
        file.wrong("28-007", f"annotation {reference} is a TrapNet")
    elif kind == "PrinterMark":
        if owner:
            file.wrong("28-017", f"printer's mark {reference} is in the structure")
        for _, form in (file.at(a.get("/AP")) or {}).items():
            if not file.stream(form).lstrip().startswith(b"/Artifact"):
                file.wrong("28-018", f"the appearance of printer's mark {reference} is no artifact")
    elif kind == "Widget":
        if held != "Form":
            file.wrong("28-010", f"widget {reference} is not in a Form element")
        if not text_of(a.get("/TU")) and not (owner and text_of(owner.dictionary.get("/Alt"))):
            file.wrong("28-005", f"field {reference} has no text")
    elif kind == "Link":
        if held != "Link":
            file.wrong("28-011", f"link {reference} is not in a Link element")
        if not text_of(a.get("/Contents")):
            file.wrong("28-012", f"link {reference} has no /Contents")
    elif held != "Annot":
        file.wrong("28-002", f"annotation {reference} is not in an Annot element")
    if kind != "Widget" and not text_of(a.get("/Contents")) and not (
            owner and text_of(owner.dictionary.get("/Alt"))):
        file.wrong("28-004", f"annotation {reference} has no text")
    if kind == "FileAttachment" and not file.get(a.get("/FS"), "/UF"):
        file.wrong("28-016", f"the file of annotation {reference} lacks F or UF")
    if owner and structure.parents.get(a.get("/StructParent")) != owner.reference:
        file.wrong("struct-parent", f"annotation {reference} does not lead back to its element")
    if not (a.get("/F", 0) & 4) or a.get("/F", 0) & 3:
        file.wrong("annotation-flags", f"annotation {reference} does not print")
    check_action(file, a, reference, names)


def check_action(file, a, reference, names):
    action = file.at(a.get("/A")) or {}
    if "/Dest" in a and a["/Dest"] not in names:
        file.wrong("dest", f"link {reference} leads to an unknown destination")
    if a.get("/Subtype") == "/Link" and "/Dest" not in a and "/A" not in a:
        file.wrong("dest", f"link {reference} leads nowhere")
    clip = file.get(action.get("/R"), "/C") or {}
    if clip and not text_of(clip.get("/CT")):
        file.wrong("28-014", f"the media clip of {reference} has no type")
    if clip and not file.at(clip.get("/Alt")):
        file.wrong("28-015", f"the media clip of {reference} has no text")


def check_nesting(file, structure):
    for e in structure.elements():
        for rule, (children, parents) in NESTING.items():
            for kid in e.kids:
                if e.type in children and kid.type not in children[e.type]:
                    file.wrong(rule, f"{kid.type} in {e.type} {e.reference}")
            if e.type in parents and e.parent.type not in parents[e.type]:
                file.wrong(rule, f"{e.type} {e.reference} in {e.parent.type}")


def check_types(file, structure):
    """Each type is a standard one or is mapped, in the end, to one."""
    for name in structure.roles:
        if name[1:] in STANDARD:
            file.wrong("02-004", f"the standard type {name} is mapped to another")
    for type_ in {e.type for e in structure.elements()}:
        seen = []
        while type_ not in STANDARD and "/" + type_ in structure.roles and type_ not in seen:
            seen.append(type_)
            type_ = structure.roles["/" + type_][1:]
        if type_ in seen:
            file.wrong("02-003", f"{type_} is mapped to itself")
        elif type_ not in STANDARD:
            file.wrong("02-001", f"{type_} is not a standard type")


def check_headings(file, structure):
    level = 0
    for e in structure.elements():
        if e.type == "H":
            file.wrong("14-007", "an H among H1, H2 ...")
        if sum(kid.type == "H" for kid in e.kids) > 1:
            file.wrong("14-006", f"{e.type} {e.reference} has more than one H")
        m = re.fullmatch(r"H([1-6])", e.type)
        if not m:
            continue
        if not level and m[1] != "1":
            file.wrong("14-002", f"the first heading is {e.type}")
        elif int(m[1]) > level + 1:
            file.wrong("14-003", f"{e.type} {e.reference} follows H{level}")
        level = int(m[1])


def check_figures(file, structure):
    for e in structure.elements():
        if e.type == "Formula" and not (
                text_of(e.dictionary.get("/Alt")) or text_of(e.dictionary.get("/ActualText"))):
            file.wrong("17-002", f"Formula {e.reference} has no text")
        if e.type != "Figure":
            continue
        if not (text_of(e.dictionary.get("/Alt")) or text_of(e.dictionary.get("/ActualText"))):
            file.wrong("13-004", f"Figure {e.reference} has no text")
        box = structure.attribute(e, "/BBox")
        if not (isinstance(box, list) and len(box) == 4 and box[0] < box[2] and box[1] < box[3]):
            file.wrong("figure-bbox", f"Figure {e.reference} has no bounding box")


def check_tables(file, structure):
    ids = {text_of(e.dictionary.get("/ID")): e for e in structure.elements() if e.dictionary.get("/ID")}
    for e in structure.elements():
        if e.type == "TH" and not structure.attribute(e, "/Scope"):
            file.wrong("15-003", f"TH {e.reference} has no Scope")
        for name in structure.attribute(e, "/Headers") or []:
            if ids.get(text_of(name)) is None or ids[text_of(name)].type != "TH":
                file.wrong("15-headers", f"{e.type} {e.reference} names the unknown head {name}")
        if e.type == "Table":
            check_rows(file, structure, e)


def check_rows(file, structure, table):
    """Every row is as wide as the first, counting the cells that reach down into it."""
    width, reach = None, {}
    rows = [e for e in table.walk() if e.type == "TR"]
    if not rows:
        file.wrong("table-rows", f"Table {table.reference} has no row")
    for row in rows:
        column, now = 0, dict(reach)
        for cell in row.kids:
            while now.get(column, 0) > 0:
                column += 1
            for _ in range(structure.attribute(cell, "/ColSpan") or 1):
                reach[column] = structure.attribute(cell, "/RowSpan") or 1
                column += 1
        column = max([column] + [c + 1 for c, n in now.items() if n > 0])
        reach = {c: n - 1 for c, n in reach.items()}
        if width is not None and column != width:
            file.wrong("table-rows", f"TR {row.reference} has {column} columns, not {width}")
        width = width or column


def check_notes(file, structure):
    seen = set()
    for e in structure.elements():
        name = text_of(e.dictionary.get("/ID"))
        if e.type == "Note" and not name:
            file.wrong("19-003", f"Note {e.reference} has no ID")
        if name and name in seen:
            file.wrong("19-004", f"the ID {name} is not unique")
        seen.add(name)
    names = [text_of(k) for k, _ in file.tree(structure.tree.get("/IDTree"), "/Names")]
    if set(names) != seen - {None}:
        file.wrong("id-tree", "the IDTree and the IDs differ")


def check_languages(file, structure, pages):
    """Without a language of the document, whatever has none of its own has none."""
    lang = text_of(file.catalog.get("/Lang"))
    spoken = [e.dictionary for e in structure.elements()]
    annotations = [file.at(a) for page in pages for a in file.each(page.page.get("/Annots"))]
    if not lang:
        for rule, what, there in (
                ("11-001", "the text of the pages", any(page.mcids for page in pages)),
                ("11-002", "alternative text", any("/Alt" in d or "/ActualText" in d for d in spoken)),
                ("11-003", "the outline", "/Outlines" in file.catalog),
                ("11-004", "the annotations", any("/Contents" in a for a in annotations)),
                ("11-005", "the fields", any("/TU" in a for a in annotations)),
                ("11-006", "the metadata", "/Metadata" in file.catalog)):
            if there:
                file.wrong(rule, f"{what}: no language")
    for value in [lang] + [text_of(d.get("/Lang")) for d in spoken]:
        if value is not None and not LANGUAGE.match(value):
            file.wrong("language-tag", f"not a language: '{value}'")


def check_metadata(file):
    reference = file.catalog.get("/Metadata")
    if not reference:
        file.wrong("06-001", "no XMP metadata")
        return
    try:
        xmp = ET.fromstring(file.stream(reference).decode("utf-8").strip())
    except (ET.ParseError, UnicodeDecodeError) as e:
        file.wrong("06-001", f"XMP is not well-formed: {e}")
        return
    def value(name):
        e = xmp.find(f".//{name}", XMP)
        return "".join(e.itertext()).strip() if e is not None else None
    if value("pdfuaid:part") != "1":
        file.wrong("06-002", "XMP does not name PDF/UA-1")
    if not value("dc:title"):
        file.wrong("06-003", "XMP has no title")
    elif value("dc:title") != text_of(file.get(file.trailer.get("/Info"), "/Title")):
        file.wrong("info-title", "the titles of XMP and Info differ")
    if (value("pdfaid:part"), value("pdfaid:conformance")) != ("3", "A"):
        file.wrong("pdfaid", "XMP does not name PDF/A-3a")
    if value("pdfaSchema:namespaceURI") != XMP["pdfuaid"]:
        file.wrong("xmp-schema", "XMP does not describe pdfuaid")
    if value("dc:language") != text_of(file.catalog.get("/Lang")):
        file.wrong("xmp-language", "XMP and the catalog differ in language")


def check_catalog(file, pages, names):
    if file.get(file.catalog.get("/MarkInfo"), "/Marked") is not True:
        file.wrong("not-marked", "the file is not marked as tagged")
    if file.get(file.catalog.get("/MarkInfo"), "/Suspects") is True:
        file.wrong("01-007", "the tags are suspect")
    show = file.get(file.catalog.get("/ViewerPreferences"), "/DisplayDocTitle")
    if show is not True:
        file.wrong("07-001" if show is None else "07-002", "the reader is not told to show the title")
    check_security(file)
    check_rare(file)
    if "/ID" not in file.trailer:
        file.wrong("file-id", "the file has no ID")
    labels = file.tree(file.catalog.get("/PageLabels"), "/Nums")
    if not labels or labels[0][0] != 0:
        file.wrong("page-labels", "the first page has no label")
    intents = [file.at(i) for i in file.each(file.catalog.get("/OutputIntents"))]
    if not any(i.get("/S") == "/GTS_PDFA1" and file.at(i.get("/DestOutputProfile")) for i in intents):
        file.wrong("output-intent", "no output intent with a profile")
    check_outline(file, names)
    check_attachments(file)


def check_security(file):
    encrypt = file.at(file.trailer.get("/Encrypt"))
    if encrypt:
        file.wrong("encrypted", "PDF/A forbids encryption")
        if not encrypt.get("/P", 0) & 1 << 9:
            file.wrong("26-002", "encryption keeps out those who have the file read aloud")


def check_rare(file):
    """What no brief has, and must not have in this way."""
    layers = file.at(file.catalog.get("/OCProperties")) or {}
    usual, others = file.at(layers.get("/D")), [file.at(c) for c in file.each(layers.get("/Configs"))]
    for rule, config in [("20-002", usual)] + [("20-001", c) for c in others]:
        if config is not None and not text_of(config.get("/Name")):
            file.wrong(rule, "a configuration of layers has no name")
        if config is not None and "/AS" in config:
            file.wrong("20-003", "layers change by themselves")
    form = file.at(file.catalog.get("/AcroForm")) or {}
    for part in file.each(form.get("/XFA")):
        if re.search(r"<dynamicRender>\s*required", text_of(part) or ""):
            file.wrong("25-001", "a dynamic XFA form")
    everything = json.dumps(file.objects)
    for name, held in file.objects.items():
        d = held["stream"]["dict"] if "stream" in held else {}
        if d.get("/Subtype") != "/Form":
            continue
        if "/Ref" in d:
            file.wrong("30-001", f"{name} is drawn from another file")
        if b"/MCID" in file.stream(name[4:]) and everything.count(f'"{name[4:]}"') > 1:
            file.wrong("30-002", f"{name} has marked content and stands in more than one place")


def check_outline(file, names):
    def walk(reference, parent):
        before = None
        while reference:
            item = file.at(reference)
            if item.get("/Parent") != parent or item.get("/Prev") != before:
                file.wrong("outline", f"item {reference} is not linked with its neighbours")
            if item.get("/Dest") not in names:
                file.wrong("dest", f"outline item {reference} leads to an unknown destination")
            if item.get("/First"):
                walk(item["/First"], reference)
            before, reference = reference, item.get("/Next")
    outlines = file.catalog.get("/Outlines")
    if outlines:
        walk(file.get(file.catalog, "/Outlines").get("/First"), outlines)


def check_attachments(file):
    associated = file.each(file.catalog.get("/AF"))
    for name, reference in file.tree(file.get(file.catalog.get("/Names"), "/EmbeddedFiles"), "/Names"):
        spec = file.at(reference)
        if not text_of(spec.get("/F")) or not text_of(spec.get("/UF")):
            file.wrong("21-001", f"attachment {text_of(name)} lacks F or UF")
        if not spec.get("/AFRelationship") or reference not in associated:
            file.wrong("attachment-relation", f"attachment {text_of(name)} is not associated")
        stream = file.get(spec.get("/EF"), "/F") or {}
        if not stream.get("/Subtype") or not file.get(stream.get("/Params"), "/ModDate"):
            file.wrong("attachment-type", f"attachment {text_of(name)} has no type or date")


def check(path):
    file = File(path)
    fonts = {}
    pages = [Page(file, reference, fonts) for reference in file.pages()]
    structure = Structure(file)
    names = {name for name, _ in file.tree(file.get(file.catalog.get("/Names"), "/Dests"), "/Names")}
    for font in fonts.values():
        font.check_shown()
    if structure.root:
        check_content(file, structure, pages)
        check_links(file, structure, pages, names)
        for rule in (check_types, check_nesting, check_headings, check_figures, check_tables, check_notes):
            rule(file, structure)
        check_languages(file, structure, pages)
    check_metadata(file)
    check_catalog(file, pages, names)
    return file, len(structure.elements()), len(pages)


def main(paths):
    bad = False
    for path in paths:
        file, elements, pages = check(path)
        for rule, text in file.errors:
            print(f"{path}: {rule}: {text}")
        bad = bad or bool(file.errors)
        print(f"{path}: {pages} pages, {elements} elements, {len(file.errors)} errors")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
