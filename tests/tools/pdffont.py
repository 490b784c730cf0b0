"""The fonts of a PDF: what a font dictionary says, against the text shown with it and the font program."""
import re
import struct

import fontfile
from pdffile import text_of

COLLECTIONS = { # the predefined CMaps of ISO 32000-1, table 118, without -H and -V, by ordering
    "GB1": "GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16",
    "CNS1": "B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC UniCNS-UCS2 UniCNS-UTF16",
    "Japan1": "83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS-UCS2-HW UniJIS-UTF16",
    "Korea1": "KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16",
}
PREDEFINED = {f"/{name}-{way}": ordering for ordering, names in COLLECTIONS.items() for name in names.split()
              for way in "HV"} | {"/H": "Japan1", "/V": "Japan1"}
for missing in ("/83pv-RKSJ-V", "/90pv-RKSJ-V", "/KSCpc-EUC-V"):
    del PREDEFINED[missing]
IDENTITY = ("/Identity-H", "/Identity-V")
DESCRIBED = ("/Ascent", "/Descent", "/CapHeight", "/StemV", "/ItalicAngle", "/Flags", "/FontBBox")
NOTDEF = (0, ".notdef")
UNKNOWN = -1 # the glyph of a code that cannot be followed
INVISIBLE = 3 # the text rendering mode


def utf16(digits):
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def to_unicode(data):
    """Code to text."""
    texts = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            texts[int(code, 16)] = utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for first, last, one, many in re.findall(
                rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]*)>|\[(.*?)\])", block, re.S):
            codes = range(int(first, 16), int(last, 16) + 1)
            if many:
                texts |= dict(zip(codes, map(utf16, re.findall(rb"<([0-9A-Fa-f]*)>", many))))
            else:
                start = utf16(one)
                texts |= {code: start[:-1] + chr(ord(start[-1]) + i) for i, code in enumerate(codes) if start}
    return texts


def cids_of(data):
    """Code to CID, of an embedded CMap of two bytes a code."""
    cids = {}
    for first, last, cid in re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*(\d+)", data):
        cids |= {code: int(cid) + i for i, code in enumerate(range(int(first, 16), int(last, 16) + 1))}
    for block in re.findall(rb"begincidchar(.*?)endcidchar", data, re.S):
        cids |= {int(code, 16): int(cid) for code, cid in re.findall(rb"<([0-9A-Fa-f]{4})>\s*(\d+)", block)}
    return cids


def font_of(file, reference):
    kind = file.get(reference, "/Subtype")
    return {"/Type0": Composite, "/TrueType": TrueType, "/Type3": Type3}.get(kind, Type1)(file, reference)


class Font:
    """shown holds, by code, where it was shown; rendered those codes that can be seen.

    Of each kind: glyph(code), a number or a name, None if the program has none, or UNKNOWN; width(code), as the font
    dictionary has it; derived(code), the text that the dictionary gives without ToUnicode, or None."""
    missing = "31-011"

    def __init__(self, file, reference):
        self.file, self.dictionary = file, file.at(reference)
        self.name = self.dictionary.get("/BaseFont") or self.dictionary.get("/Name")
        self.described = self.dictionary
        if self.dictionary.get("/Subtype") == "/Type0":
            self.described = file.at(file.each(self.dictionary.get("/DescendantFonts"))[0])
        self.descriptor = file.get(self.described, "/FontDescriptor") or {}
        self.texts = to_unicode(file.stream(self.dictionary.get("/ToUnicode")))
        self.program = self.read_program()
        self.shown, self.rendered = {}, set()

    def wrong(self, rule, text):
        self.file.wrong(rule, f"font {self.name}: {text}")

    def embedded(self):
        return any(self.descriptor.get(key) for key in ("/FontFile", "/FontFile2", "/FontFile3"))

    def read_program(self):
        one, two, three = (self.descriptor.get(key) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        data = self.file.stream(one or two or three)
        try:
            if one:
                return fontfile.Type1(data, self.file.get(one, "/Length1"))
            if fontfile.is_sfnt(data):
                cff = fontfile.sfnt_tables(data).get(b"CFF ")
                return fontfile.Cff(cff) if cff else fontfile.TrueType(data)
            return fontfile.Cff(data) if three else None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error) as e:
            self.wrong("font-program", f"cannot be read: {e}")
            return None

    def codes(self, data):
        return data

    def show(self, data, place, mode):
        for code in self.codes(data):
            self.shown.setdefault(code, set()).add(place)
            if mode != INVISIBLE:
                self.rendered.add(code)

    def text(self, code):
        return self.texts.get(code) if "/ToUnicode" in self.dictionary else self.derived(code)

    def check(self, is_formula):
        """is_formula tells of a place whether it lies in a formula."""
        if self.dictionary.get("/Subtype") != "/Type3":
            self.check_description()
        self.check_encoding()
        if "/ToUnicode" not in self.dictionary and not self.known_without():
            self.wrong("31-027", "no ToUnicode")
        if any("\0" in text for text in self.texts.values()):
            self.wrong("31-028", "U+0000 in ToUnicode")
        if any(mark in text for text in self.texts.values() for mark in "\uFEFF\uFFFE"):
            self.wrong("31-029", "a byte order mark in ToUnicode")
        for code in sorted(self.shown):
            if not self.text(code):
                self.wrong("10-001", f"no text for code {code:04X}")
                if any(map(is_formula, self.shown[code])):
                    self.wrong("17-003", f"no text for code {code:04X} in a formula")
            self.check_glyph(code)

    def check_description(self):
        if self.rendered and not self.embedded():
            self.wrong("31-009", "not embedded")
        if self.embedded() and not re.match(r"/[A-Z]{6}\+", self.name or ""):
            self.wrong("subset-tag", "no subset tag")
        for key in DESCRIBED:
            if key not in self.descriptor:
                self.wrong("font-descriptor", f"no {key}")

    def check_glyph(self, code):
        glyph = self.glyph(code)
        if glyph in NOTDEF:
            self.wrong("31-030", f"shows .notdef for code {code:04X}")
        elif glyph == UNKNOWN or not self.program or code not in self.rendered:
            return
        elif glyph is None:
            self.wrong(self.missing, f"no glyph for code {code:04X}")
        elif abs(self.width(code) - self.program.width(glyph)) > 1:
            self.wrong("31-016", f"code {code:04X} is {self.program.width(glyph):.0f} wide, not {self.width(code)}")


class Composite(Font):
    """A Type 0 font; its codes have two bytes."""

    def __init__(self, file, reference):
        super().__init__(file, reference)
        self.encoding = self.dictionary.get("/Encoding")
        self.system = file.get(self.described, "/CIDSystemInfo") or {}
        self.map = file.stream(self.described.get("/CIDToGIDMap"))
        self.widths = self.read_widths()
        self.cids = None if self.encoding in IDENTITY else cids_of(file.stream(self.encoding))
        self.followed = self.cids != {}

    def codes(self, data):
        return [int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2)]

    def cid(self, code):
        return code if self.cids is None else self.cids.get(code, 0)

    def glyph(self, code):
        cid = self.cid(code)
        if not self.followed: # a predefined CMap: which CIDs it leads to is not known here
            return UNKNOWN
        if isinstance(self.program, fontfile.Cff) and self.program.cid_keyed:
            return self.program.glyphs.get(cid)
        if self.map:
            return int.from_bytes(self.map[2 * cid:2 * cid + 2], "big")
        return cid if not self.program or cid < self.program.count else None

    def read_widths(self):
        found, given = {}, [self.file.at(v) for v in self.file.at(self.described.get("/W")) or []]
        while given:
            first, second = given[:2]
            if isinstance(second, list):
                found |= {first + i: self.file.at(width) for i, width in enumerate(second)}
                given = given[2:]
            else:
                found |= dict.fromkeys(range(first, second + 1), given[2])
                given = given[3:]
        return found

    def width(self, code):
        return self.widths.get(self.cid(code), self.described.get("/DW", 1000))

    def collection(self):
        return text_of(self.system.get("/Registry")), text_of(self.system.get("/Ordering"))

    def known_without(self):
        return self.collection()[0] == "Adobe" and self.collection()[1] in COLLECTIONS

    def derived(self, code):
        return "known" if self.known_without() else None

    def check_encoding(self):
        given = self.described.get("/CIDToGIDMap")
        if self.described.get("/Subtype") == "/CIDFontType2" and given is None:
            self.wrong("31-005", "no CIDToGIDMap")
        elif given not in (None, "/Identity") and not self.map:
            self.wrong("31-004", "a CIDToGIDMap that is neither Identity nor a stream")
        if "/CIDSet" in self.descriptor and self.program:
            self.check_cid_set()
        held = self.file.at(self.encoding)
        if isinstance(held, dict):
            self.check_cmap(held, self.file.stream(self.encoding))
        elif held in PREDEFINED:
            self.check_system("Adobe", PREDEFINED[held], 0)
        elif held not in IDENTITY:
            self.wrong("31-006", f"the unknown CMap {held}")

    def check_cmap(self, cmap, body):
        info = self.file.at(cmap.get("/CIDSystemInfo")) or {}
        self.check_system(text_of(info.get("/Registry")), text_of(info.get("/Ordering")),
                          info.get("/Supplement", 0))
        written = re.search(rb"/WMode\s+(\d)", body)
        if written and int(written[1]) != cmap.get("/WMode", 0):
            self.wrong("31-007", "a CMap with two values of WMode")
        used = {name.decode() for name in re.findall(rb"(/\S+)\s+usecmap", body)} | {cmap.get("/UseCMap")}
        if used - {None} - PREDEFINED.keys() - set(IDENTITY):
            self.wrong("31-008", "a CMap that uses another which is not known")

    def check_system(self, registry, ordering, supplement):
        own = self.collection()
        if own[0] != registry:
            self.wrong("31-001", f"registry {own[0]}, but the CMap has {registry}")
        if own[1] != ordering:
            self.wrong("31-002", f"ordering {own[1]}, but the CMap has {ordering}")
        if self.system.get("/Supplement", 0) < supplement:
            self.wrong("31-003", "a lower supplement than the CMap has")

    def check_cid_set(self):
        bits = self.file.stream(self.descriptor["/CIDSet"])
        listed = {cid for cid in range(8 * len(bits)) if bits[cid // 8] & 0x80 >> cid % 8} - {0}
        if isinstance(self.program, fontfile.Cff) and self.program.cid_keyed:
            present = set(self.program.glyphs) - {0}
        elif self.map:
            present = {i // 2 for i in range(0, len(self.map) - 1, 2) if any(self.map[i:i + 2])} - {0}
        else:
            present = set(range(1, self.program.count))
        if present - listed:
            self.wrong("31-014", f"CIDSet leaves out {sorted(present - listed)[:9]}")
        if listed - present:
            self.wrong("31-015", f"CIDSet has {sorted(listed - present)[:9]} that the program lacks")


class Simple(Font):
    """A font of one byte a code: base is the name of its encoding, names what Differences say."""

    def __init__(self, file, reference):
        super().__init__(file, reference)
        self.first = self.dictionary.get("/FirstChar", 0)
        self.widths = file.at(self.dictionary.get("/Widths")) or []
        held = file.at(self.dictionary.get("/Encoding"))
        self.base, self.names = held, {}
        if isinstance(held, dict):
            self.base = file.at(held.get("/BaseEncoding"))
            self.names = self.read_differences(file.at(held.get("/Differences")) or [])

    def read_differences(self, given):
        found, code = {}, 0
        for value in given:
            if isinstance(value, str):
                found[code], code = value[1:], code + 1
            else:
                code = value
        return found

    def width(self, code):
        if 0 <= code - self.first < len(self.widths):
            return self.file.at(self.widths[code - self.first])
        return self.descriptor.get("/MissingWidth", 0)

    def glyph_name(self, code):
        own = self.program.encoding if isinstance(self.program, (fontfile.Cff, fontfile.Type1)) else None
        usual = fontfile.ENCODINGS.get(self.base) or own or fontfile.ENCODINGS["/StandardEncoding"]
        return self.names.get(code) or usual.get(code, ".notdef")

    def derived(self, code):
        return fontfile.sign_of(self.glyph_name(code))

    def known_without(self):
        named = self.base in ("/MacRomanEncoding", "/MacExpertEncoding", "/WinAnsiEncoding") and not self.names
        return named or all(self.derived(code) for code in self.shown)

    def check_encoding(self):
        pass


class Type1(Simple):
    def glyph(self, code):
        name = self.glyph_name(code)
        if isinstance(self.program, fontfile.Cff) and name != ".notdef":
            return self.program.glyphs.get(name)
        return name if not self.program or name in self.program.glyphs or name in NOTDEF else None

    def check_encoding(self):
        listed = text_of(self.descriptor.get("/CharSet"))
        if listed is None or not self.program:
            return
        names = set(re.findall(r"/([^\s/]+)", listed)) - {".notdef"}
        present = set(self.program.glyphs) - {".notdef"}
        if present - names:
            self.wrong("31-012", f"CharSet leaves out {sorted(present - names)[:9]}")
        if names - present:
            self.wrong("31-013", f"CharSet has {sorted(names - present)[:9]} that the program lacks")


class Type3(Simple):
    """Its glyphs are content streams; there is no program."""

    def glyph(self, code):
        return self.glyph_name(code)


class TrueType(Simple):
    def __init__(self, file, reference):
        super().__init__(file, reference)
        self.symbolic = bool(self.descriptor.get("/Flags", 0) & 4)
        self.missing = "31-011" if self.symbolic else "31-018"

    def known_without(self):
        return not self.symbolic

    def derived(self, code):
        return None if self.symbolic else super().derived(code)

    def glyph(self, code):
        cmaps = self.program.cmaps if self.program else {}
        if not self.symbolic:
            return self.glyph_of_sign(cmaps, self.derived(code)) if {(3, 1), (1, 0)} & set(cmaps) else UNKNOWN
        if (3, 0) in cmaps:
            codes = (at + code for at in (0, 0xF000, 0xF100, 0xF200))
            return next((cmaps[3, 0][at] for at in codes if at in cmaps[3, 0]), None)
        only = cmaps.get((1, 0)) or next(iter(cmaps.values()), None)
        return UNKNOWN if only is None else only.get(code)

    def glyph_of_sign(self, cmaps, sign):
        if not sign:
            return None
        mac = sign.encode("mac_roman", "ignore")
        found = cmaps.get((3, 1), {}).get(ord(sign))
        return found if found is not None or not mac else cmaps.get((1, 0), {}).get(mac[0])

    def check_encoding(self):
        cmaps = self.program.cmaps if self.program else None
        held = self.dictionary.get("/Encoding")
        if self.symbolic:
            self.check_symbolic(cmaps, held)
            return
        if self.rendered and cmaps is not None and not set(cmaps) - {(3, 0)}:
            self.wrong("31-017", "no cmap for a font that is not symbolic")
        if held is None:
            self.wrong("31-019", "not symbolic, and no Encoding")
        elif self.base is None:
            self.wrong("31-020", "not symbolic, and no BaseEncoding")
        elif self.base not in ("/MacRomanEncoding", "/WinAnsiEncoding"):
            self.wrong("31-021", f"not symbolic, and encoded in {self.base}")
        unknown = [name for name in self.names.values() if not fontfile.sign_of(name)]
        if unknown:
            self.wrong("31-022", f"not symbolic, and names {unknown} that are not in the Adobe Glyph List")
        if self.names and cmaps is not None and (3, 1) not in cmaps:
            self.wrong("31-023", "not symbolic, with Differences and no (3,1) cmap")

    def check_symbolic(self, cmaps, held):
        if held is not None:
            self.wrong("31-024", "symbolic, and has Encoding")
        if cmaps is not None and not cmaps:
            self.wrong("31-025", "symbolic, and no cmap")
        if cmaps and len(cmaps) > 1 and (3, 0) not in cmaps:
            self.wrong("31-026", "symbolic, with many cmaps and no (3,0)")
