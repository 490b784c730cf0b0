"""Small font programs for pdfcheck_test.py: a glyph .notdef and a box for each letter, with the widths given."""
import struct

from fontfile import LATIN

EM = 1000


def box(width):
    return 50, 0, width - 50, 700


# ---- TrueType ----

def sfnt(tables):
    start, head, body = 12 + 16 * len(tables), b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        head += tag + struct.pack(">III", total, start + len(body), len(data))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64) + head + body


def glyf(width):
    left, low, right, high = box(width)
    return struct.pack(">hhhhhHH4B4h4h", 1, left, low, right, high, 3, 0, 1, 1, 1, 1,
                       left, right - left, 0, left - right, low, 0, high - low, 0)


def subtable(platform, codes):
    """Form 0 for the Macintosh, else form 4 with one segment a code."""
    if platform == 1:
        return struct.pack(">HHH256B", 0, 262, 0, *(codes.get(code, 0) for code in range(256)))
    ends = sorted(codes) + [0xFFFF]
    deltas = [(codes[code] - code) & 0xFFFF for code in sorted(codes)] + [1]
    n = len(ends)
    return struct.pack(f">HHHHHHH{n}HH{3 * n}H", 4, 16 + 8 * n, 0, 2 * n, 2, 0, 2 * n - 2, *ends, 0, *ends, *deltas,
                       *[0] * n)


def cmap(cmaps):
    body, head = b"", struct.pack(">HH", 0, len(cmaps))
    for (platform, encoding), codes in sorted(cmaps.items()):
        head += struct.pack(">HHI", platform, encoding, 4 + 8 * len(cmaps) + len(body))
        body += subtable(platform, codes)
    return head + body


def truetype(widths, cmaps):
    """cmaps: {(platform, encoding): {code: glyph}}; none at all if None."""
    glyphs = [glyf(width) + bytes(-len(glyf(width)) % 4) for width in widths]
    n, places = len(glyphs), [sum(map(len, glyphs[:i])) for i in range(len(glyphs) + 1)]
    tables = {
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, 0, max(widths), 700,
                             0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, max(widths), 50, 50, max(widths), 1, 0, 0,
                             0, 0, 0, 0, 0, n),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, n, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"hmtx": b"".join(struct.pack(">Hh", width, 50) for width in widths),
        b"loca": struct.pack(f">{n + 1}I", *places),
        b"glyf": b"".join(glyphs),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    if cmaps is not None:
        tables[b"cmap"] = cmap(cmaps)
    return sfnt(tables)


# ---- CFF ----

def index(items):
    if not items:
        return b"\0\0"
    ends = [1]
    for item in items:
        ends.append(ends[-1] + len(item))
    return struct.pack(">HB", len(items), 2) + struct.pack(f">{len(ends)}H", *ends) + b"".join(items)


def integer(n):
    return struct.pack(">BI", 29, n)


def short(n):
    return struct.pack(">Bh", 28, n)


def charstring(width):
    """The width (as nominalWidthX is 0), then the box."""
    left, low, right, high = box(width)
    return (short(width) + short(left) + short(low) + b"\x15" + short(right - left) + b"\x06"
            + short(high - low) + b"\x07" + short(left - right) + b"\x06\x0E")


def cff(widths, names):
    """Name-keyed; names of the standard Latin letters, without .notdef."""
    head, name, strings = b"\1\0\4\2", index([b"ABCDEF+Own"]), index([])
    charset = b"\0" + b"".join(struct.pack(">H", LATIN.index(n) + 1) for n in names)
    glyphs, private = index([charstring(width) for width in widths]), integer(0) + b"\x14" + integer(0) + b"\x15"
    size = len(index([bytes(5 * 4 + 3)]))
    at = len(head) + len(name) + size + len(strings) + len(index([]))
    top = (integer(at) + b"\x0F" + integer(at + len(charset)) + b"\x11"
           + integer(len(private)) + integer(at + len(charset) + len(glyphs)) + b"\x12")
    return head + name + index([top]) + strings + index([]) + charset + glyphs + private


# ---- Type 1 ----

def encrypted(data, key):
    out = bytearray()
    for c in bytes(4) + data:
        out.append(c ^ key >> 8)
        key = (out[-1] + key) * 52845 + 22719 & 0xFFFF
    return bytes(out)


def long(n):
    return struct.pack(">Bi", 255, n)


def type1(widths, names):
    """The program, and the lengths of its three parts."""
    clear = b"""%!PS-AdobeFont-1.0: Own
11 dict begin
/FontName /Own def /PaintType 0 def /FontType 1 def
/FontMatrix [0.001 0 0 0.001 0 0] readonly def
/Encoding StandardEncoding def
/FontBBox {0 0 1000 1000} readonly def
currentdict end
currentfile eexec
"""
    body = b"dup /Private 5 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n" \
           b"/ND {def} executeonly def\n/BlueValues [] def\n/password 5839 def\n" \
           b"2 index /CharStrings %d dict dup begin\n" % len(widths)
    for width, name in zip(widths, [".notdef", *names]):
        left, low, right, high = box(width)
        code = (long(left) + long(width) + b"\x0D" + long(low) + b"\x04" + long(right - left) + b"\x06"
                + long(high - low) + b"\x07" + long(left - right) + b"\x06\x09\x0E")
        code = encrypted(code, 4330)
        body += b"/%s %d RD %s ND\n" % (name.encode(), len(code), code)
    body = encrypted(body + b"end\nend\nput\ndup/FontName get exch definefont pop\nmark currentfile closefile\n", 55665)
    tail = b"\n".join([b"0" * 64] * 8) + b"\ncleartomark\n"
    return clear + body + tail, (len(clear), len(body), len(tail))
