"""Font programs as a PDF embeds them: which glyphs they have, by what key, and how wide each is.

TrueType, Cff and Type1 take the bytes of a program.  A glyph is a number in TrueType and Cff, a name in Type1.
A width is in thousandths of the em.
"""
import re
import struct
import unicodedata

# The 228 Latin glyph names of Adobe's fonts in the order of CFF's standard strings, from 1 on.  The first 149
# stand in StandardEncoding in this order.
LATIN = """
space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright asterisk plus comma hyphen
period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at
A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore
quoteleft a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde
exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft
guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase
quotedblright guillemotright ellipsis perthousand questiondown grave acute circumflex tilde macron breve dotaccent
dieresis ring cedilla hungarumlaut ogonek caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi
lslash oslash oe germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide
brokenbar degree thorn threequarters twosuperior registered minus eth multiply threesuperior copyright
Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex
Idieresis Igrave Ntilde Oacute Ocircumflex Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute
Ydieresis Zcaron aacute acircumflex adieresis agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute
icircumflex idieresis igrave ntilde oacute ocircumflex odieresis ograve otilde scaron uacute ucircumflex udieresis
ugrave yacute ydieresis zcaron
""".split()
LATIN_SIGNS = (
    " !\"#$%&’()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_‘abcdefghijklmnopqrstuvwxyz{|}~"
    "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ–†‡·¶•‚„”»…‰¿`´ˆ˜¯˘˙¨˚¸˝˛ˇ—ÆªŁØŒºæıłøœß¹¬µ™Ð½±Þ¼÷¦°þ¾²®−ð×³©"
    "ÁÂÄÀÅÃÇÉÊËÈÍÎÏÌÑÓÔÖÒÕŠÚÛÜÙÝŸŽáâäàåãçéêëèíîïìñóôöòõšúûüùýÿž")
# The other names of MacRomanEncoding, WinAnsiEncoding and the Symbol font.
OTHERS = """
Euro notequal infinity lessequal greaterequal partialdiff summation product integral radical approxequal lozenge apple
Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi
Omega alpha beta gamma delta epsilon zeta eta theta iota kappa lambda nu xi omicron pi rho sigma sigma1 tau upsilon
phi chi psi omega theta1 phi1 omega1 Upsilon1
universal existential suchthat asteriskmath congruent therefore perpendicular minute second proportional equivalence
arrowboth arrowleft arrowup arrowright arrowdown club diamond heart spade carriagereturn aleph Ifraktur Rfraktur
weierstrass circlemultiply circleplus emptyset intersection union propersuperset reflexsuperset notsubset
propersubset reflexsubset element notelement angle gradient dotmath logicaland logicalor arrowdblboth arrowdblleft
arrowdblup arrowdblright arrowdbldown angleleft angleright similar
""".split()
OTHER_SIGNS = (
    "€≠∞≤≥∂∑∏∫√≈◊\uF8FFΑΒΓ∆ΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλνξοπρσςτυφχψωϑϕϖϒ"
    "∀∃∋∗≅∴⊥′″∝≡↔←↑→↓♣♦♥♠↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇⋅∧∨⇔⇐⇑⇒⇓〈〉∼")
SIGN = {**dict(zip(OTHERS, OTHER_SIGNS)), **dict(zip(LATIN, LATIN_SIGNS))}
NAME = {sign: name for name, sign in SIGN.items()} | {"\xA0": "space", "\xAD": "hyphen", "Ω": "Omega"}
ACCENTS = {"grave": "\u0300", "acute": "\u0301", "circumflex": "\u0302", "tilde": "\u0303", "macron": "\u0304",
           "breve": "\u0306", "dotaccent": "\u0307", "dieresis": "\u0308", "ring": "\u030A", "caron": "\u030C",
           "hungarumlaut": "\u030B", "cedilla": "\u0327", "commaaccent": "\u0327", "ogonek": "\u0328"}
ACCENTED = re.compile("([A-Za-z])(" + "|".join(ACCENTS) + ")$")
STANDARD_CODES = [
    *range(0x20, 0x7F), *range(0xA1, 0xB0), *range(0xB1, 0xB5), *range(0xB6, 0xBE), 0xBF, *range(0xC1, 0xC9), 0xCA,
    0xCB, *range(0xCD, 0xD1), 0xE1, 0xE3, *range(0xE8, 0xEC), 0xF1, 0xF5, *range(0xF8, 0xFC)]


def sign_of(name):
    """The character of a glyph name; None where the name is not in the Adobe Glyph List as far as it is known
    here: Latin letters with and without accent, and the signs of the standard encodings and of Symbol."""
    accented = ACCENTED.match(name)
    if name in SIGN or not accented:
        return SIGN.get(name)
    sign = unicodedata.normalize("NFC", accented[1] + ACCENTS[accented[2]])
    return sign if len(sign) == 1 else None


def codec(name):
    """Code to glyph name, of an encoding that Python knows."""
    signs = ((code, bytes([code]).decode(name, "ignore")) for code in range(32, 256))
    return {code: NAME[sign] for code, sign in signs if sign in NAME}


ENCODINGS = {
    "/StandardEncoding": dict(zip(STANDARD_CODES, LATIN)),
    "/WinAnsiEncoding": codec("cp1252"),
    "/MacRomanEncoding": codec("mac_roman") | {0xDB: "currency"},
}


def number(data, at, size):
    return int.from_bytes(data[at:at + size], "big")


def is_sfnt(data):
    return data[:4] in (b"\0\1\0\0", b"OTTO", b"true")


def sfnt_tables(data):
    tables = {}
    for at in range(12, 12 + 16 * number(data, 4, 2), 16):
        start, size = struct.unpack(">II", data[at + 8:at + 16])
        tables[data[at:at + 4]] = data[start:start + size]
    return tables


class TrueType:
    """cmaps is {(platform, encoding): {code: glyph}}."""

    def __init__(self, data):
        tables = sfnt_tables(data)
        self.count = number(tables[b"maxp"], 4, 2)
        self.units = number(tables[b"head"], 18, 2)
        self.metrics, self.wide = tables[b"hmtx"], number(tables[b"hhea"], 34, 2)
        self.cmaps = self.read_cmaps(tables.get(b"cmap", bytes(4)))

    def width(self, glyph):
        return number(self.metrics, 4 * min(glyph, self.wide - 1), 2) * 1000 / self.units

    def read_cmaps(self, table):
        found = {}
        for at in range(4, 4 + 8 * number(table, 2, 2), 8):
            platform, encoding, start = struct.unpack(">HHI", table[at:at + 8])
            found[platform, encoding] = cmap(table[start:])
        return found


def cmap(table):
    form = number(table, 0, 2)
    if form == 0:
        return {code: glyph for code, glyph in enumerate(table[6:262]) if glyph}
    if form == 6:
        first, count = number(table, 6, 2), number(table, 8, 2)
        return {first + i: number(table, 10 + 2 * i, 2) for i in range(count)}
    if form == 12:
        groups = (struct.unpack(">III", table[at:at + 12]) for at in range(16, 16 + 12 * number(table, 12, 4), 12))
        return {code: glyph + code - first for first, last, glyph in groups for code in range(first, last + 1)}
    if form != 4:
        raise ValueError(f"cmap of form {form}")
    found, count = {}, number(table, 6, 2)
    for at in range(14, 14 + count, 2):
        last, first = number(table, at, 2), number(table, at + 2 + count, 2)
        delta, offset_at = number(table, at + 2 + 2 * count, 2), at + 2 + 3 * count
        offset = number(table, offset_at, 2)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = number(table, offset_at + offset + 2 * (code - first), 2) if offset else code
            found[code] = (glyph + delta) & 0xFFFF if glyph or not offset else 0
    return found


# ---- CFF ----

def cff_index(data, at):
    """The items of an INDEX, and where it ends."""
    count = number(data, at, 2)
    if not count:
        return [], at + 2
    size = data[at + 2]
    offsets = [number(data, at + 3 + size * i, size) for i in range(count + 1)]
    base = at + 2 + size * (count + 1)
    return [data[base + a:base + b] for a, b in zip(offsets, offsets[1:])], base + offsets[-1]


def cff_real(data, at):
    text = ""
    while "f" not in text:
        text += f"{data[at]:02x}"
        at += 1
    text = text[:text.index("f")]
    for nibble, sign in (("a", "."), ("b", "E"), ("c", "E-"), ("e", "-")):
        text = text.replace(nibble, sign)
    return float(text), at


def cff_number(data, b, at):
    """A number of a DICT or charstring whose first byte is b; not the two forms that differ between them."""
    if b == 28:
        return int.from_bytes(data[at:at + 2], "big", signed=True), at + 2
    if b <= 246:
        return b - 139, at
    return ((b - 247) * 256 + data[at] + 108) if b <= 250 else (-(b - 251) * 256 - data[at] - 108), at + 1


def cff_dict(data):
    """Operator to operands; of an operator of two bytes, 1200 + the second."""
    found, operands, at = {}, [], 0
    while at < len(data):
        b = data[at]
        at += 1
        if b <= 21:
            key = b
            if b == 12:
                key, at = 1200 + data[at], at + 1
            found[key], operands = operands, []
            continue
        if b == 30:
            value, at = cff_real(data, at)
        elif b == 29:
            value, at = int.from_bytes(data[at:at + 4], "big", signed=True), at + 4
        else:
            value, at = cff_number(data, b, at)
        operands.append(value)
    return found


def stated_width(code, own, common):
    """What a charstring says of its width, before its first operator; None: the default holds."""
    stack, calls = [], [(code, 0)]
    while calls:
        code, at = calls.pop()
        while at < len(code):
            b = code[at]
            at += 1
            if b == 255:
                stack.append(int.from_bytes(code[at:at + 4], "big", signed=True) / 65536)
                at += 4
            elif b == 28 or b >= 32:
                value, at = cff_number(code, b, at)
                stack.append(value)
            elif b in (10, 29):
                subrs = own if b == 10 else common
                calls.append((code, at))
                bias = 107 if len(subrs) < 1240 else 1131 if len(subrs) < 33900 else 32768
                code, at = subrs[stack.pop() + bias], 0
            elif b == 11:
                break
            else: # of what clears the stack: so many operands are its own
                usual = {4: 1, 22: 1, 21: 2, 14: len(stack) & 4}.get(b, len(stack) & ~1)
                return stack[0] if len(stack) > usual else None
    return None


class Cff:
    """ids holds, by glyph, its CID or its name; glyphs is the way back."""

    def __init__(self, data):
        self.data = data
        _, at = cff_index(data, data[2])
        tops, at = cff_index(data, at)
        self.strings, at = cff_index(data, at)
        self.common, _ = cff_index(data, at)
        self.top = cff_dict(tops[0])
        self.charstrings, _ = cff_index(data, self.top[17][0])
        self.count = len(self.charstrings)
        self.cid_keyed = 1230 in self.top
        self.ids = self.read_charset()
        self.glyphs = {key: glyph for glyph, key in enumerate(self.ids)}
        self.encoding = {} if self.cid_keyed else self.read_encoding()
        self.privates = self.read_privates()

    def string(self, sid):
        if sid == 0:
            return ".notdef"
        if sid < 391:
            return LATIN[sid - 1] if sid <= len(LATIN) else f"expert.{sid}"
        return self.strings[sid - 391].decode("latin-1")

    def read_charset(self):
        at = self.top.get(15, [0])[0]
        if at <= 2:
            return [self.string(sid) for sid in range(self.count)]
        form, at, ids = self.data[at], at + 1, [0]
        while len(ids) < self.count:
            first = number(self.data, at, 2)
            ids += range(first, first + number(self.data, at + 2, form) + 1)
            at += 2 + form
        return ids if self.cid_keyed else [self.string(sid) for sid in ids]

    def read_encoding(self):
        """Code to name, as the program has it."""
        at = self.top.get(16, [0])[0]
        if at <= 1:
            return ENCODINGS["/StandardEncoding"]
        form, count = self.data[at] & 127, self.data[at + 1]
        codes = []
        for i in range(at + 2, at + 2 + count * (form + 1), form + 1):
            codes += range(self.data[i], self.data[i] + (self.data[i + 1] if form else 0) + 1)
        return dict(zip(codes, self.ids[1:]))

    def private(self, dictionary):
        """Default and nominal width, local subroutines, and the matrix's scale."""
        size, at = dictionary.get(18, [0, 0])
        values = cff_dict(self.data[at:at + size])
        own = cff_index(self.data, at + values[19][0])[0] if 19 in values else []
        return values.get(20, [0])[0], values.get(21, [0])[0], own, dictionary.get(1207, [None])[0]

    def read_privates(self):
        if not self.cid_keyed:
            return [self.private(self.top)]
        fonts, _ = cff_index(self.data, self.top[1236][0])
        return [self.private(cff_dict(font)) for font in fonts]

    def font_of(self, glyph):
        """Which of the fonts in a CID-keyed one a glyph belongs to."""
        if not self.cid_keyed:
            return 0
        at = self.top[1237][0]
        if self.data[at] == 0:
            return self.data[at + 1 + glyph]
        at += 3
        while number(self.data, at + 3, 2) <= glyph:
            at += 3
        return self.data[at + 2]

    def width(self, glyph):
        default, nominal, own, scale = self.privates[self.font_of(glyph)]
        whole = self.top.get(1207, [None])[0]
        if scale is None or not self.cid_keyed:
            scale = 0.001 if whole is None else whole
        elif whole is not None:
            scale *= whole
        stated = stated_width(self.charstrings[glyph], own, self.common)
        return (default if stated is None else nominal + stated) * scale * 1000


# ---- Type 1 ----

def decrypted(data, key, skipped):
    out = bytearray()
    for c in data:
        out.append(c ^ key >> 8)
        key = (c + key) * 52845 + 22719 & 0xFFFF
    return bytes(out[skipped:])


class Type1:
    """A program of three parts, of which the second is encrypted: clear is the length of the first."""

    def __init__(self, data, clear):
        head, body = data[:clear], decrypted(data[clear:], 55665, 4)
        skipped = re.search(rb"/lenIV\s+(\d+)", body)
        self.skipped = int(skipped[1]) if skipped else 4
        matrix = re.search(rb"/FontMatrix\s*\[\s*([-.\dEe]+)", head)
        self.scale = float(matrix[1]) * 1000 if matrix else 1
        self.encoding = {int(code): name.decode() for code, name in re.findall(rb"dup\s+(\d+)\s*/(\S+)\s+put", head)}
        if re.search(rb"/Encoding\s+StandardEncoding", head):
            self.encoding = ENCODINGS["/StandardEncoding"]
        self.glyphs, at = {}, body.index(b"/CharStrings")
        head_of_glyph = re.compile(rb"/(\S+)\s+(\d+)\s+(?:RD|-\|)\s")
        found = head_of_glyph.search(body, at)
        while found:
            at = found.end() + int(found[2])
            self.glyphs[found[1].decode()] = body[found.end():at]
            found = head_of_glyph.search(body, at)
        if not self.glyphs:
            raise ValueError("no glyph")

    def width(self, name):
        code, stack, at = decrypted(self.glyphs[name], 4330, self.skipped), [], 0
        while code[at] != 13: # hsbw
            b, at = code[at], at + 1
            if b == 255:
                value, at = int.from_bytes(code[at:at + 4], "big", signed=True), at + 4
            elif b >= 32:
                value, at = cff_number(code, b, at)
            elif code[at] == 7: # sbw
                return stack[2] * self.scale
            else: # div
                divisor = stack.pop()
                value, at = stack.pop() / divisor, at + 1
            stack.append(value)
        return stack[1] * self.scale
