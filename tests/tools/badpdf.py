"""Faults for pdfcheck_test.py that are made of a file's objects, as qpdf's JSON has them.

Each function here that returns a function takes what is wrong and returns what does that to a Bad.
"""
import base64
import copy
import json
import os
import re
import subprocess

import fontmake

WIDTHS = (500, 600, 700)
SIGNS = {(3, 1): {65: 1, 66: 2}, (1, 0): {65: 1, 66: 2}}


class Bad:
    """The sample's objects, to be spoilt and written."""

    def __init__(self, json_of_sample):
        self.whole = json_of_sample
        self.objects = self.whole["qpdf"][1]
        self.catalog = self.objects["obj:1 0 R"]["value"]

    def write(self, path):
        with open(path + ".json", "w") as f:
            json.dump(self.whole, f)
        subprocess.run(["qpdf", "--newline-before-endstream", "--json-input", f.name, path], check=True)
        os.remove(f.name)

    def add(self, held):
        self.whole["qpdf"][0]["maxobjectid"] += 1
        reference = f"{self.whole['qpdf'][0]['maxobjectid']} 0 R"
        self.objects["obj:" + reference] = held
        return reference

    def value(self, value):
        return self.add({"value": value})

    def stream(self, data, **entries):
        return self.add({"stream": {"dict": {"/" + k: v for k, v in entries.items()},
                                    "data": base64.b64encode(data).decode()}})

    def at(self, reference):
        held = self.objects["obj:" + reference]
        return held["stream"]["dict"] if "stream" in held else held["value"]

    def reference(self, value):
        return next(name[4:] for name, held in self.objects.items() if held.get("value") is value)

    def dictionaries(self):
        return [held["value"] for held in self.objects.values() if isinstance(held.get("value"), dict)]

    def all(self, key, value):
        return [d for d in self.dictionaries() if d.get(key) == value]

    def elements(self):
        """Of the structure: they have a type and a parent, but need not say what they are."""
        return [d for d in self.dictionaries() if "/S" in d and "/P" in d]

    def first(self, key, value):
        return self.all(key, value)[0]

    def page(self):
        return self.first("/Type", "/Page")

    def data(self, reference):
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])

    def edit(self, reference, old, new):
        """Changes a stream's data, everywhere in it."""
        data = self.data(reference)
        assert old in data, old
        self.objects["obj:" + reference]["stream"]["data"] = base64.b64encode(data.replace(old, new)).decode()

    def draw(self, operators, before=b"/Figure<</MCID 15>>BDC\n"):
        self.edit(self.page()["/Contents"], before, operators + b"\n" + before)

    def resource(self, kind, name, reference):
        resources = self.page()["/Resources"]
        resources = self.at(resources) if isinstance(resources, str) else resources
        resources.setdefault(kind, {})[name] = reference

    def link(self):
        """The first link, its element, and the content of that."""
        annotation = self.first("/Subtype", "/Link")
        mine = f'"/Obj": "{self.reference(annotation)}"'
        owner = next(e for e in self.elements() if mine in json.dumps(e))
        return annotation, owner


def bad_file(json_of_sample, fault, path):
    bad = Bad(copy.deepcopy(json_of_sample))
    fault(bad)
    bad.write(path)


def change(dictionary, changes):
    for key, value in changes.items():
        if value is None:
            dictionary.pop("/" + key, None)
        else:
            dictionary["/" + key] = value


# ---- annotations ----

def annotation(subtype, type_, own=None, element=None):
    """Makes the first link an annotation of another kind, in an element of another type; None takes an entry away."""
    def fault(bad):
        a, owner = bad.link()
        change(a, {"A": None, "Dest": None, "Subtype": "/" + subtype, **(own or {})})
        change(owner, {"S": "/" + type_, **(element or {})})
    return fault


def media_clip(**entries):
    clip = {"/S": "/MCD", "/N": "u:Clip", "/D": {"/Type": "/Filespec", "/F": "u:a.mp3"}}
    clip |= {"/" + k: v for k, v in entries.items()}
    action = {"/S": "/Rendition", "/OP": 0, "/R": {"/S": "/MR", "/N": "u:Clip", "/C": clip}}
    return annotation("Screen", "Annot", {"A": action})


def attachment(bad):
    """Without UF."""
    spec = copy.deepcopy(bad.first("/Type", "/Filespec"))
    del spec["/UF"]
    annotation("FileAttachment", "Annot", {"FS": bad.value(spec)})(bad)


def printers_mark(bad):
    a, owner = bad.link()
    mark = bad.stream(b"0 0 10 10 re f", Type="/XObject", Subtype="/Form", BBox=[0, 0, 10, 10])
    change(a, {"A": None, "Dest": None, "Subtype": "/PrinterMark", "AP": {"/N": mark}, "StructParent": None})
    owner["/K"] = [kid for kid in owner["/K"] if not isinstance(kid, dict)]
    owner["/S"] = "/Span"


# ---- language ----

SPOKEN = ("/Alt", "/ActualText", "/E")


def speechless(rule):
    """Takes the document's language away and gives one to each text, but for that which the rule is about."""
    def fault(bad):
        del bad.catalog["/Lang"]
        for e in bad.elements():
            e.pop("/Lang", None)
            if set(SPOKEN) & set(e) or not all(isinstance(kid, str) for kid in e.get("/K", [])):
                e["/Lang"] = "u:en"
        for page in bad.all("/Type", "/Page"):
            bad.edit(page["/Contents"], b"/Artifact<<", b"/Artifact<</Lang(en)")
        bad.edit(bad.catalog["/Metadata"], b"<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>", b"")
        if rule != "11-006":
            bad.edit(bad.catalog["/Metadata"], b'"x-default"', b'"en"')
        if rule != "11-003":
            del bad.catalog["/Outlines"]
        if rule == "11-001":
            del bad.first("/S", "/H1")["/Lang"]
        if rule == "11-002":
            del bad.first("/S", "/Figure")["/Lang"]
        if rule in ("11-004", "11-005"):
            silence(bad, bad.link(), rule)
    return fault


def silence(bad, link, rule):
    """An annotation in elements without language, though their text has one from its marked content."""
    a, owner = link
    for e in owner, bad.at(owner["/P"]):
        change(e, {"Lang": None, "Alt": None})
        for mcid in (kid for kid in e["/K"] if isinstance(kid, int)):
            bad.edit(bad.page()["/Contents"], b"<</MCID %d>>" % mcid, b"<</Lang(en)/MCID %d>>" % mcid)
    if rule == "11-005":
        change(a, {"A": None, "Dest": None, "Subtype": "/Widget", "Contents": None, "TU": "u:Name", "FT": "/Tx",
                   "T": "u:name"})
        owner["/S"] = "/Form"
        bad.catalog["/AcroForm"] = {"/Fields": [bad.reference(a)]}


# ---- other objects ----

def dynamic_form(bad):
    wanted = b"<dynamicRender>required</dynamicRender>"
    part = bad.stream(b"<config><acrobat><acrobat7>" + wanted + b"</acrobat7></acrobat></config>")
    bad.catalog["/AcroForm"] = {"/Fields": [], "/XFA": ["u:config", part]}


def form(body, times=1, **entries):
    """Draws a form so many times."""
    def fault(bad):
        reference = bad.stream(body, Type="/XObject", Subtype="/Form", BBox=[0, 0, 9, 9], **entries)
        bad.resource("/XObject", "/X9", reference)
        bad.draw(b"/X9 Do\n" * times)
        return reference
    return fault


def tagged_form(times):
    """A form whose content belongs to the first heading."""
    def fault(bad):
        heading, parents = bad.first("/S", "/H1"), bad.at(bad.catalog["/StructTreeRoot"])["/ParentTree"]
        reference = form(b"/H1<</MCID 0>>BDC 0 0 9 9 re f EMC", times, StructParents=999)(bad)
        heading["/K"].append({"/Type": "/MCR", "/Stm": reference, "/MCID": 0, "/Pg": heading["/Pg"]})
        bad.at(parents)["/Nums"] += [999, [bad.reference(heading)]]
    return fault


def formula(alt):
    """The paragraph in which a font's text goes becomes a formula."""
    def fault(bad):
        change(next(e for e in bad.all("/S", "/P") if 1 in e["/K"]), {"S": "/Formula", "Alt": alt})
    return fault


# ---- fonts ----

def show(bad, font, codes, mode=0):
    """At the end of the first paragraph, in whose text object the next goes on.  mode: the text rendering mode; 3 is
    invisible."""
    end = b"EMC\n/P<</MCID 2>>BDC\n"
    before = bad.data(bad.page()["/Contents"]).partition(end)[0]
    bad.resource("/Font", "/F9", bad.value(font))
    bad.draw(b"%d Tr /F9 9 Tf 60 20 Td <%s> Tj -60 -20 Td 0 Tr %s" % (
        mode, codes.hex().encode(), re.findall(rb"/F\d+ [\d.]+ Tf", before)[-1]), end)


def described(bad, flags, program, **entries):
    """A font descriptor; program: the key and the stream of the font program, or None."""
    descriptor = {"/Type": "/FontDescriptor", "/FontName": "/ABCDEF+Own", "/Flags": flags, "/Ascent": 800,
                  "/Descent": -200, "/CapHeight": 700, "/StemV": 80, "/ItalicAngle": 0,
                  "/FontBBox": [0, -200, 1000, 800]}
    change(descriptor, entries)
    if program:
        descriptor["/" + program[0]] = bad.stream(program[1], **program[2])
    return bad.value(descriptor)


def text_map(texts, digits=4):
    lines = b"\n".join(b"<%0*X><%s>" % (digits, code, text.encode("utf-16-be").hex().encode())
                       for code, text in texts.items())
    return (b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Own def /CMapType 2 def\n"
            b"1 begincodespacerange <%s><%s> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\n"
            b"endcmap CMapName currentdict /CMap defineresource pop end end\n" % (
                b"0" * digits, b"F" * digits, len(texts), lines))


def system(registry="Adobe", ordering="Identity", supplement=0):
    return {"/Registry": "u:" + registry, "/Ordering": "u:" + ordering, "/Supplement": supplement}


def own_cmap(bad, info, wmode=0, used=None):
    """An embedded CMap, in which a code is its CID."""
    body = (b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n%s"
            b"/CIDSystemInfo 3 dict dup begin /Registry (%s) def /Ordering (%s) def /Supplement %d def end def\n"
            b"/CMapName /Own def /CMapType 1 def /WMode %d def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            b"1 begincidrange <0000> <FFFF> 0 endcidrange\n"
            b"endcmap CMapName currentdict /CMap defineresource pop end end\n" % (
                b"/%s usecmap\n" % used.encode() if used else b"", info["/Registry"][2:].encode(),
                info["/Ordering"][2:].encode(), info["/Supplement"], wmode))
    more = {"UseCMap": "/" + used} if used else {}
    return bad.stream(body, Type="/CMap", CMapName="/Own", CIDSystemInfo=info, WMode=0, **more)


def composite(texts=None, codes=(1, 2), widths=WIDTHS, encoding="/Identity-H", cmap=None, gids="/Identity",
              cid_set=None, embedded=True, own=None, info=None, mode=0, spoilt=None):
    """A Type 0 font with a TrueType program of two letters.  cmap: what own_cmap takes; own: of the font itself;
    gids: the bytes of a map, or a name."""
    def fault(bad):
        program = fontmake.truetype(WIDTHS, SIGNS)[:spoilt]
        more = {"CIDSet": bad.stream(bytes([cid_set]))} if cid_set is not None else {}
        file = ("FontFile2", program, {"Length1": len(program)}) if embedded else None
        descendant = {
            "/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": "/ABCDEF+Own",
            "/CIDSystemInfo": info or system(), "/FontDescriptor": described(bad, 4, file, **more),
            "/W": [0, list(widths)]}
        change(descendant, {"CIDToGIDMap": bad.stream(gids) if isinstance(gids, bytes) else gids})
        font = {"/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": "/ABCDEF+Own", "/DescendantFonts":
                [bad.value(descendant)], "/Encoding": own_cmap(bad, **cmap) if cmap else encoding,
                "/ToUnicode": bad.stream(text_map({1: "A", 2: "B"} if texts is None else texts))}
        change(font, own or {})
        show(bad, font, b"".join(code.to_bytes(2, "big") for code in codes), mode)
    return fault


def simple(subtype, flags, program, encoding, widths=WIDTHS, codes=b"AB", entries=None):
    def fault(bad):
        font = {"/Type": "/Font", "/Subtype": subtype, "/BaseFont": "/ABCDEF+Own", "/FirstChar": 65, "/LastChar": 66,
                "/Widths": list(widths[1:]), "/FontDescriptor": described(bad, flags, program, **(entries or {}))}
        change(font, {"Encoding": encoding})
        show(bad, font, codes)
    return fault


def plain_truetype(cmaps=None, encoding="/WinAnsiEncoding", embedded=True, **more):
    """Not symbolic."""
    data = fontmake.truetype(WIDTHS, SIGNS if cmaps is None else cmaps)
    return simple("/TrueType", 32, ("FontFile2", data, {"Length1": len(data)}) if embedded else None, encoding, **more)


def symbolic_truetype(cmaps, encoding=None, texts=True):
    data = fontmake.truetype(WIDTHS, cmaps)

    def fault(bad):
        simple("/TrueType", 4, ("FontFile2", data, {"Length1": len(data)}), encoding)(bad)
        if texts:
            bad.all("/Subtype", "/TrueType")[-1]["/ToUnicode"] = bad.stream(
                text_map({65: "A", 66: "B"}, 2))
    return fault


def type1(charset=None, compact=False, names=("A", "B"), encoding=None, **more):
    if compact:
        program = "FontFile3", fontmake.cff(WIDTHS, names), {"Subtype": "/Type1C"}
    else:
        data, lengths = fontmake.type1(WIDTHS, names)
        program = "FontFile", data, {f"Length{i + 1}": n for i, n in enumerate(lengths)}
    return simple("/Type1", 32, program, encoding, entries={"CharSet": charset and "u:" + charset}, **more)


def type3(*names):
    """Each glyph is a square."""
    def fault(bad):
        square = bad.stream(b"600 0 d0 0 0 500 500 re f")
        show(bad, {"/Type": "/Font", "/Subtype": "/Type3", "/Name": "/Own", "/FontBBox": [0, 0, 1000, 1000],
                   "/FontMatrix": [0.001, 0, 0, 0.001, 0, 0], "/FirstChar": 65, "/LastChar": 66, "/Widths": [600, 600],
                   "/Encoding": {"/Type": "/Encoding", "/Differences": [65, *names]}, "/Resources": {},
                   "/CharProcs": dict.fromkeys(names, square)}, b"AB")
    return fault
