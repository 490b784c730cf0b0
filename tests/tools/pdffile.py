"""A PDF as qpdf reads it, and the operators of its content streams."""
import base64
import json
import re
import subprocess

import matterhorn


class File:
    """The objects of one file, and the errors found in it."""

    def __init__(self, path):
        command = ["qpdf", "--json", "--json-key=qpdf", "--json-stream-data=inline",
                   "--decode-level=generalized", path]
        done = subprocess.run(command, capture_output=True)
        if done.returncode not in (0, 3):
            raise SystemExit(f"{path}: qpdf: {done.stderr.decode(errors='replace').strip()}")
        self.objects = json.loads(done.stdout)["qpdf"][1]
        self.spread()
        self.errors = []
        self.drawn = {} # how often, by form XObject
        self.trailer = self.objects["trailer"]["value"]
        self.catalog = self.at(self.trailer["/Root"])

    def spread(self):
        """Puts strings, numbers and names that are objects of their own where they are referred to."""
        single = {name[4:]: held["value"] for name, held in self.objects.items()
                  if "value" in held and not isinstance(held["value"], (dict, list))}
        for _, d in self.dictionaries():
            d.update({key: single[value] for key, value in d.items() if isinstance(value, str) and value in single})

    def inherited(self, dictionary, key):
        """An entry of a page or a field, or of one above it."""
        dictionary = self.at(dictionary)
        while isinstance(dictionary, dict):
            if key in dictionary:
                return self.at(dictionary[key])
            dictionary = self.at(dictionary.get("/Parent"))
        return None

    def wrong(self, rule, text):
        assert rule in matterhorn.RULES, rule
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

    def dictionaries(self):
        """Every dictionary of the file, those in others too, with the object that it stands in."""
        for name, held in self.objects.items():
            left = [held["stream"]["dict"] if "stream" in held else held["value"]]
            while left:
                value = left.pop()
                if isinstance(value, dict):
                    yield name[4:], value
                    left += value.values()
                elif isinstance(value, list):
                    left += value

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


def grants_nothing(path):
    """Whether the file is encrypted by a dictionary without /P; qpdf refuses to read such a file."""
    with open(path, "rb") as f:
        data = f.read()
    found = re.search(rb"/Encrypt\s+(\d+)\s+(\d+)\s+R", data)
    if found:
        found = re.search(rb"\b%s %s obj\b(.*?)endobj" % found.groups(), data, re.S)
    else:
        found = re.search(rb"/Encrypt\s*(<<.*?)(?:trailer|startxref|stream)", data, re.S)
    return bool(found) and not re.search(rb"/P\s+-?\d", found[1])


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


ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def literal(data, at):
    """The string whose opening parenthesis is at - 1, and where it ends."""
    depth, out = 1, bytearray()
    while at < len(data):
        escaped = ESCAPED.match(data, at)
        if escaped:
            what = escaped[1]
            out += bytes([int(what, 8) & 255]) if what[0] in b"01234567" else ESCAPES.get(what, what)
            at = escaped.end()
            continue
        c = data[at]
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
