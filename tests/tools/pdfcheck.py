#!/usr/bin/env python3
"""Checks the structure of a tagged PDF: what a program can test of PDF/UA-1, and some of PDF/A-3.

    pdfcheck.py FILE...      prints FILE: RULE: what is wrong; status 1 if there is anything

Reads the file through `qpdf --json`, so the syntax is qpdf's business.  A rule is named by the
Matterhorn Protocol's number where it has one (01-003 ...), else by a word; matterhorn.py lists both.
"""
import re
import sys
import xml.etree.ElementTree as ET

import pdffile
from pdffile import text_of
from pdffont import font_of

STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P "
    "L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot "
    "Ruby RB RT RP Warichu WT WP Figure Formula Form".split())
# What may stand in an element, in order, as a pattern of types; and where an element may stand.  By rule.
NESTING = {
    "09-004": ({"Table": "(?!.*Caption .*Caption )(Caption )?((TR )*|(THead )?(TBody )+(TFoot )?)(Caption )?",
                "THead": "(TR )*", "TBody": "(TR )*", "TFoot": "(TR )*", "TR": "(TH |TD )*"},
               {"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"},
                "TBody": {"Table"}, "TFoot": {"Table"}}),
    "09-005": ({"L": "(Caption )?(L |LI )*", "LI": "(Lbl |LBody )*"}, {"LI": {"L"}, "LBody": {"LI"}}),
    "09-006": ({"TOC": "(Caption )?(TOC |TOCI )*"}, {"TOCI": {"TOC"}}),
    "09-007": ({"Ruby": "RB (RT |RP RT RP )"}, {"RB": {"Ruby"}, "RT": {"Ruby"}, "RP": {"Ruby"}}),
    "09-008": ({"Warichu": "(WT |WP WT WP )"}, {"WT": {"Warichu"}, "WP": {"Warichu"}}),
}
ANNOTATIONS = set(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink "
    "Popup FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact".split())
INVISIBLE, HIDDEN, PRINT = 1, 2, 4 # flags of an annotation
PAINT = set("S s f F f* B B* b b* Tj TJ ' \" sh Do".split())
SHOW = {"Tj", "TJ", "'", '"'}
XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


class Page:
    """One page's content: the marked content it has, and paint outside of any."""

    def __init__(self, file, reference, fonts):
        self.file, self.reference, self.mcids = file, reference, []
        self.page, self.fonts = file.at(reference), fonts
        self.marks, self.saved = [], [] # of marked content: kind, place, whether it states a language, text object
        self.font, self.mode = None, 0
        self.texts, self.text = 0, None # text objects so far, and the open one
        self.unspoken, self.unspoken_alt = set(), set() # where text, and alternative text, has no language of its own
        contents = self.page.get("/Contents")
        data = b"\n".join(file.stream(r) for r in (
            file.at(contents) if isinstance(file.at(contents), list) else [contents]))
        self.resources = self.file.get(self.page, "/Resources") or {}
        self.forms = []
        self.read(data)
        if self.marks or self.saved:
            file.wrong("balance", f"page {reference}: marked content or graphics state left open")

    def read(self, data):
        for operator, operands in pdffile.operators(data):
            self.run(operator, operands)

    def resource(self, kind, name):
        return (self.file.get(self.resources, kind) or {}).get(name)

    def run(self, operator, operands):
        if operator in ("BDC", "BMC"):
            self.begin(operands)
        elif operator == "EMC":
            if not self.marks:
                self.file.wrong("balance", f"page {self.reference}: EMC without BDC")
            elif self.marks.pop()[3] != self.text:
                self.file.wrong("text-object", f"page {self.reference}: EMC in another text object than its BDC")
        elif operator == "BT":
            self.texts += 1
            self.text = self.texts
        elif operator == "ET":
            self.text = None
        elif operator == "q":
            self.saved.append((self.font, self.mode))
        elif operator == "Q":
            self.font, self.mode = self.saved.pop() if self.saved else (None, 0)
        elif operator == "Tr":
            self.mode = operands[0]
        elif operator == "Tf":
            reference = self.resource("/Font", operands[0])
            if str(reference) not in self.fonts:
                self.fonts[str(reference)] = font_of(self.file, reference)
            self.font = self.fonts[str(reference)]
        elif operator in PAINT:
            self.paint(operator, operands)

    def properties(self, operands):
        """Key to value, of the dictionary or the name that BDC has; only what is no array or dictionary."""
        if len(operands) > 1 and operands[1] != "<<":
            return self.file.at(self.resource("/Properties", operands[1])) or {}
        found, key, depth = {}, None, 0
        for value in operands[2:-1]:
            if value in ("[", "<<"):
                depth += 1
            elif value in ("]", ">>"):
                depth, key = depth - 1, None
            elif key is None:
                key = value
            elif not depth:
                found[key], key = value, None
        return found

    def begin(self, operands):
        tag, kind, place = operands[0], "span", None
        properties = self.properties(operands)
        if tag == "/Artifact":
            kind = "artifact"
        elif "/MCID" in properties:
            kind = "tagged"
            place = self.holder(), int(properties["/MCID"])
            self.mcids.append(place)
        kinds = [mark[0] for mark in self.marks]
        if kind == "artifact" and "tagged" in kinds:
            self.file.wrong("01-003", f"page {self.reference}: an artifact inside tagged content")
        if kind == "tagged" and "artifact" in kinds:
            self.file.wrong("01-004", f"page {self.reference}: tagged content inside an artifact")
        if kind == "tagged" and "tagged" in kinds:
            self.file.wrong("mcid-nested", f"page {self.reference}: an MCID inside another")
        self.marks.append((kind, place, "/Lang" in properties, self.text))
        if {"/Alt", "/ActualText", "/E"} & set(properties):
            self.speak(True)

    def holder(self):
        """What the MCIDs are counted in: the page, or the form that is being drawn."""
        return self.forms[-1] if self.forms else self.reference

    def place(self):
        """Where the structure has what is drawn now."""
        return next((place for kind, place, *_ in self.marks if kind == "tagged"), None)

    def speak(self, is_alternative=False):
        """Notes text that has no language by itself."""
        if any(spoken for _, _, spoken, _ in self.marks) or any(kind == "artifact" for kind, *_ in self.marks):
            return
        (self.unspoken_alt if is_alternative else self.unspoken).add(self.place())

    def paint(self, operator, operands):
        if operator == "Do" and self.file.get(self.resource("/XObject", operands[0]), "/Subtype") == "/Form":
            self.draw(self.resource("/XObject", operands[0]))
            return
        kinds = [mark[0] for mark in self.marks]
        if "tagged" not in kinds and "artifact" not in kinds:
            self.file.wrong("01-005", f"page {self.reference}: {operator} is neither tagged nor artifact")
        if operator in SHOW and self.font:
            self.speak()
            for item in operands:
                if isinstance(item, bytes):
                    self.font.show(item, self.place(), self.mode)

    def draw(self, reference):
        """A form: its content is the page's."""
        form = self.file.at(reference)
        self.file.drawn[reference] = self.file.drawn.get(reference, 0) + 1
        if reference in self.forms:
            return
        before = self.resources, self.font, self.mode
        self.resources = self.file.get(form, "/Resources") or self.resources
        self.forms.append(reference)
        self.read(self.file.stream(reference))
        self.forms.pop()
        self.resources, self.font, self.mode = before


# ---- structure ----

class Element:
    """type is the standard type, as far as one is known for the element's own, given."""

    def __init__(self, reference, dictionary, parent, roles):
        self.reference, self.dictionary, self.parent = reference, dictionary, parent
        self.given = self.type = (dictionary.get("/S") or "")[1:]
        for _ in roles:
            if self.type not in STANDARD:
                self.type = roles.get("/" + self.type, "/" + self.type)[1:]
        self.kids = []

    def line(self):
        """The element and those that it stands in, upwards."""
        e = self
        while e:
            yield e
            e = e.parent

    def spoken(self):
        """Whether it has a language, by itself or by what it stands in."""
        return any(text_of(e.dictionary.get("/Lang")) for e in self.line())

    def has_text(self, *keys):
        return any(text_of(self.dictionary.get(key)) for key in keys)

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
        self.root = Element(None, {"/S": "/root"}, None, {})
        for kid in file.each(tree.get("/K")):
            self.add(kid, self.root)
        self.parents = dict(file.tree(tree.get("/ParentTree"), "/Nums"))

    def add(self, reference, parent):
        dictionary = self.file.at(reference)
        e = Element(reference, dictionary, parent, self.roles)
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
            self.own(held.get("/Stm") or held.get("/Pg", page), held["/MCID"], e)
        elif isinstance(held, dict) and held.get("/Type") == "/OBJR":
            self.links[held.get("/Obj")] = e
        elif isinstance(held, dict):
            self.add(kid, e)

    def own(self, holder, mcid, e):
        if (holder, mcid) in self.mcids:
            self.file.wrong("mcid-twice", f"MCID {mcid} of {holder} belongs to two elements")
        self.mcids[holder, mcid] = e

    def is_formula(self, place):
        owner = self.mcids.get(place)
        return bool(owner) and any(e.type == "Formula" for e in owner.line())

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
        found, shown = [mcid for holder, mcid in page.mcids if holder == page.reference], set(page.mcids)
        row = file.at(structure.parents.get(page.page.get("/StructParents"))) or []
        owned = {m for p, m in structure.mcids if p == page.reference}
        if len(found) != len(set(found)):
            file.wrong("mcid-page", f"page {page.reference}: an MCID is used twice")
        for holder, mcid in shown - structure.mcids.keys():
            file.wrong("mcid-tree", f"{holder}: MCID {mcid} is not in the tree")
        for mcid in owned - set(found):
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
        elif annotations and page.page["/Tabs"] != "/S":
            file.wrong("28-009", f"page {page.reference}: tab order is not that of the structure")
        for reference in annotations:
            check_annotation(file, structure, page, reference, names)
    for reference in structure.links:
        if file.at(reference) is None:
            file.wrong("objr", f"OBJR to {reference}, which is nothing")


def is_off_page(file, a, page):
    box = file.inherited(page.reference, "/CropBox") or file.inherited(page.reference, "/MediaBox")
    rect = file.at(a.get("/Rect"))
    if not box or not rect:
        return False
    return rect[0] >= box[2] or rect[2] <= box[0] or rect[1] >= box[3] or rect[3] <= box[1]


def field_of(file, a):
    """The field of a widget: itself, or what stands above it."""
    while "/T" not in a and "/Parent" in a:
        a = file.at(a["/Parent"])
    return a


def check_annotation(file, structure, page, reference, names):
    a = file.at(reference)
    if a.get("/F", 0) & HIDDEN or is_off_page(file, a, page):
        file.wrong("annotation-flags", f"annotation {reference} cannot be seen")
        return
    kind, owner = (a.get("/Subtype") or "")[1:], structure.links.get(reference)
    held, text = owner.type if owner else None, text_of(a.get("/Contents"))
    described = text or (owner and owner.has_text("/Alt"))
    if kind == "TrapNet":
        file.wrong("28-007", f"annotation {reference} is a TrapNet")
    elif kind == "PrinterMark":
        check_printer_mark(file, a, reference, owner)
    elif kind == "Widget":
        if held != "Form":
            file.wrong("28-010", f"widget {reference} is not in a Form element")
        if not text_of(field_of(file, a).get("/TU")) and not (owner and owner.has_text("/Alt")):
            file.wrong("28-005", f"field {reference} has no text")
    elif kind == "Link":
        if held != "Link":
            file.wrong("28-011", f"link {reference} is not in a Link element")
        if not text:
            file.wrong("28-012", f"link {reference} has no /Contents")
    elif held != "Annot":
        file.wrong("28-002" if kind in ANNOTATIONS else "28-006", f"annotation {reference} is not in an Annot element")
    if kind != "Widget" and not described:
        file.wrong("28-004" if kind in ANNOTATIONS else "28-006", f"annotation {reference} has no text")
    if kind == "FileAttachment" and not (file.get(a.get("/FS"), "/F") and file.get(a.get("/FS"), "/UF")):
        file.wrong("28-016", f"the file of annotation {reference} lacks F or UF")
    if kind not in ANNOTATIONS:
        file.wrong("annotation-kind", f"annotation {reference} is of the unknown kind {kind}")
    if owner and structure.parents.get(a.get("/StructParent")) != owner.reference:
        file.wrong("struct-parent", f"annotation {reference} does not lead back to its element")
    if not a.get("/F", 0) & PRINT or a.get("/F", 0) & INVISIBLE:
        file.wrong("annotation-flags", f"annotation {reference} does not print")
    if (kind == "Link" or "/Dest" in a) and not leads_on(file, a, names):
        file.wrong("dest", f"link {reference} leads nowhere")


def check_printer_mark(file, a, reference, owner):
    if owner:
        file.wrong("28-017", f"printer's mark {reference} is in the structure")
    for form in (file.at(a.get("/AP")) or {}).values():
        states = [form] if file.stream(form) else list((file.at(form) or {}).values())
        if any(not file.stream(state).lstrip().startswith(b"/Artifact") for state in states):
            file.wrong("28-018", f"the appearance of printer's mark {reference} is no artifact")


def leads_on(file, item, names):
    """Whether a link or bookmark has an action, or a destination that there is."""
    action = file.at(item.get("/A")) or {}
    if action and action.get("/S") != "/GoTo":
        return True
    place = file.at(action.get("/D") or item.get("/Dest"))
    return bool(file.at(place[0])) if isinstance(place, list) else place in names


def check_nesting(file, structure):
    for e in structure.elements():
        for rule, (orders, parents) in NESTING.items():
            kids = "".join(kid.type + " " for kid in e.kids)
            if e.type in orders and not re.fullmatch(orders[e.type], kids):
                file.wrong(rule, f"{e.type} {e.reference} holds {kids}")
            if e.type in parents and e.parent.type not in parents[e.type]:
                file.wrong(rule, f"{e.type} {e.reference} in {e.parent.type}")


def check_types(file, structure):
    """Each type is a standard one or is mapped, in the end, to one."""
    for name in structure.roles:
        if name[1:] in STANDARD:
            file.wrong("02-004", f"the standard type {name} is mapped to another")
        line = [name]
        while line[-1] in structure.roles and line.count(line[-1]) == 1:
            line.append(structure.roles[line[-1]])
        if line[-1] == name:
            file.wrong("02-003", f"{name} is mapped to itself")
    for e in structure.elements():
        if e.type not in STANDARD and "/" + e.type not in structure.roles:
            file.wrong("02-001", f"{e.given} {e.reference} is not a standard type")


def check_headings(file, structure):
    level, types = 0, {e.type for e in structure.elements()}
    if "H" in types and any(re.fullmatch("H[1-6]", type_) for type_ in types):
        file.wrong("14-007", "an H among H1, H2 ...")
    for e in structure.elements():
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
        if e.type == "Formula" and not e.has_text("/Alt"):
            file.wrong("17-002", f"Formula {e.reference} has no text")
        if e.type != "Figure":
            continue
        if not e.has_text("/Alt") and "/ActualText" not in e.dictionary:
            file.wrong("13-004", f"Figure {e.reference} has no text")
        box = structure.attribute(e, "/BBox")
        if not (isinstance(box, list) and len(box) == 4 and box[0] < box[2] and box[1] < box[3]):
            file.wrong("figure-bbox", f"Figure {e.reference} has no bounding box")


def check_tables(file, structure):
    heads = {text_of(e.dictionary.get("/ID")) for e in structure.elements() if e.type == "TH"}
    for e in structure.elements():
        for name in structure.attribute(e, "/Headers") or []:
            if text_of(name) not in heads:
                file.wrong("table-headers", f"{e.type} {e.reference} names the unknown head {name}")
        if e.type == "Table":
            check_heads(file, structure, e)
            check_rows(file, structure, e)


def check_heads(file, structure, table):
    """A head says what it heads, unless the cells name their heads."""
    cells = list(table.walk())
    if any(structure.attribute(e, "/Headers") for e in cells):
        return
    for e in cells:
        if e.type == "TH" and not structure.attribute(e, "/Scope"):
            file.wrong("15-003", f"TH {e.reference} has no Scope")


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
    named = {}
    for e in structure.elements():
        name = text_of(e.dictionary.get("/ID"))
        if name:
            named.setdefault(name, []).append(e.type)
        elif e.type == "Note":
            file.wrong("19-003", f"Note {e.reference} has no ID")
    for name, types in named.items():
        if len(types) > 1:
            file.wrong("19-004" if "Note" in types else "id-twice", f"the ID {name} is not unique")
    names = [text_of(k) for k, _ in file.tree(structure.tree.get("/IDTree"), "/Names")]
    if set(names) != set(named):
        file.wrong("id-tree", "the IDTree and the IDs differ")


def check_languages(file, structure, pages):
    """Without a language of the document, each text must have one from its element, or from its marked content."""
    lang = text_of(file.catalog.get("/Lang"))
    elements = structure.elements()
    for value in [lang] + [text_of(e.dictionary.get("/Lang")) for e in elements]:
        if value is not None and not LANGUAGE.match(value):
            file.wrong("language-tag", f"not a language: '{value}'")
    if lang:
        return
    for page in pages:
        for rule, places in ("11-001", page.unspoken), ("11-002", page.unspoken_alt):
            owners = [structure.mcids.get(place) for place in places]
            if not all(owner and owner.spoken() for owner in owners):
                file.wrong(rule, f"page {page.reference}: text without a language")
        for reference in file.each(page.page.get("/Annots")):
            owner = structure.links.get(reference)
            a = file.at(reference)
            for rule, text in ("11-004", a.get("/Contents")), ("11-005", field_of(file, a).get("/TU")):
                if text_of(text) and not (owner and owner.spoken()):
                    file.wrong(rule, f"annotation {reference}: text without a language")
    for e in elements:
        if e.has_text("/Alt", "/ActualText", "/E") and not e.spoken():
            file.wrong("11-002", f"{e.type} {e.reference}: alternative text without a language")
    if file.get(file.catalog.get("/Outlines"), "/First"):
        file.wrong("11-003", "bookmarks without a language")


def check_metadata(file):
    reference = file.catalog.get("/Metadata")
    if not reference:
        file.wrong("06-001", "no XMP metadata")
        return
    try:
        xmp = ET.fromstring(file.stream(reference).decode("utf-8").strip())
    except (ET.ParseError, UnicodeDecodeError) as e:
        file.wrong("xmp-syntax", f"XMP is not well-formed: {e}")
        return
    def value(name):
        """Of the element, or of the attribute that may stand for it."""
        e = xmp.find(f".//{name}", XMP)
        if e is not None:
            return "".join(e.itertext()).strip()
        space, local = name.split(":")
        return next((e.get(f"{{{XMP[space]}}}{local}") for e in xmp.iter(f"{{{XMP['rdf']}}}Description")
                     if e.get(f"{{{XMP[space]}}}{local}")), None)
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
    spoken = [{item.get(XML_LANG) for item in texts} for texts in xmp.iter(f"{{{XMP['rdf']}}}Alt")]
    if not file.catalog.get("/Lang") and any(languages <= {"x-default", None} for languages in spoken):
        file.wrong("11-006", "XMP without a language")
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
        if re.search(rb"<dynamicRender\s*>\s*required", file.stream(part)):
            file.wrong("25-001", "a dynamic XFA form")
    for name, d in file.dictionaries():
        if "/EF" in d and not (text_of(d.get("/F")) and text_of(d.get("/UF"))):
            file.wrong("21-001", f"the file of {name} lacks F or UF")
        if d.get("/S") == "/MCD" and "/CT" not in d:
            file.wrong("28-014", f"the media clip of {name} has no type")
        if d.get("/S") == "/MCD" and not any(text_of(text) for text in file.each(d.get("/Alt"))):
            file.wrong("28-015", f"the media clip of {name} has no text")
    check_forms(file)


def check_forms(file):
    for name, d in file.dictionaries():
        if d.get("/Subtype") == "/Form" and "/Ref" in d:
            file.wrong("30-001", f"{name} is drawn from another file")
    for reference, times in file.drawn.items():
        if times > 1 and b"/MCID" in file.stream(reference):
            file.wrong("30-002", f"{reference} has marked content and is drawn {times} times")


def check_outline(file, names):
    def walk(reference, parent):
        before = None
        while reference:
            item = file.at(reference)
            if item.get("/Parent") != parent or item.get("/Prev") != before:
                file.wrong("outline", f"item {reference} is not linked with its neighbours")
            if not leads_on(file, item, names):
                file.wrong("dest", f"outline item {reference} leads nowhere")
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
        if not spec.get("/AFRelationship") or reference not in associated:
            file.wrong("attachment-relation", f"attachment {text_of(name)} is not associated")
        stream = file.get(spec.get("/EF"), "/F") or {}
        if not stream.get("/Subtype") or not file.get(stream.get("/Params"), "/ModDate"):
            file.wrong("attachment-type", f"attachment {text_of(name)} has no type or date")


def check(path):
    """The errors of a file, and how many elements and pages it has."""
    if pdffile.grants_nothing(path):
        return [("26-001", "encryption without /P")], 0, 0
    file, fonts = pdffile.File(path), {}
    pages = [Page(file, reference, fonts) for reference in file.pages()]
    structure = Structure(file)
    names = {name for name, _ in file.tree(file.get(file.catalog.get("/Names"), "/Dests"), "/Names")}
    for font in fonts.values():
        font.check(structure.is_formula)
    if structure.root:
        check_content(file, structure, pages)
        check_links(file, structure, pages, names)
        for rule in (check_types, check_nesting, check_headings, check_figures, check_tables, check_notes):
            rule(file, structure)
        check_languages(file, structure, pages)
    check_metadata(file)
    check_catalog(file, pages, names)
    return file.errors, len(structure.elements()), len(pages)


def main(paths):
    bad = False
    for path in paths:
        errors, elements, pages = check(path)
        for rule, text in errors:
            print(f"{path}: {rule}: {text}")
        bad = bad or bool(errors)
        print(f"{path}: {pages} pages, {elements} elements, {len(errors)} errors")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
