#!/usr/bin/env python3
"""An irbrief project out of the neutral brief that the peers are measured on.

    brief12.py BRIEF.json PROJECT        one project
    brief12.py --copies N BRIEF.json DIR N projects DIR/0001 ..., each with figures of its own, and DIR/list
    brief12.py --bare ...                their PDFs have no data attached, as those of the peers have none

Numbers of tables and charts become facts in base units, rows and series of the template, so that they
go through the loader, formulas, document and layout like those of any other issuer.  What a peer sets as
words (the index, targets in words) becomes definitions.
"""
import argparse
import csv
import json
import random
import re
import sys
from pathlib import Path

UNITS = {"RMB'000": ("CNY", 1000), "RMB million": ("CNY", 1000000), "US$'000": ("USD", 1000),
         "%": ("percent", 1), "Person": ("persons", 1), "tCO₂e": ("tCO2e", 1), "ktCO₂e": ("ktCO2e", 1),
         "MWh": ("MWh", 1), "MWh/RMB M": ("MWh/million CNY", 1), "tCO₂e/RMB M": ("tCO2e/million CNY", 1),
         "L/kWh": ("L/kWh", 1), "PUE": ("pure", 1), "m³": ("m3", 1), "t": ("t", 1), "h": ("h", 1)}
RATE = 6.9931
TARGETS_IN_WORDS = "t14"
NUMBER = re.compile(r"\(?-?[\d,]+(\.\d+)?\)?%?|–")


def unit_of(text):
    return UNITS.get(text, ("pure", 1))


def literal(text):
    """Words whose numbers are no figures of ours."""
    return re.sub(r"\d[\d,.:]*", lambda m: f"[[{m.group()}]]", text)


def period_of(text):
    """2024 RMB'000, Q1 24, Jan: a period of the template, or None."""
    if m := re.match(r"(?:Progress )?(20\d\d)\b", text):
        return "FY" + m[1]
    if m := re.match(r"Q(\d) (\d\d)$", text):
        return f"20{m[2]}Q{m[1]}"
    return None


class Project:
    def __init__(self, data, seed, bare):
        self.data, self.random, self.seeded, self.bare = data, random.Random(seed), seed is not None, bare
        self.concepts, self.facts, self.sections = [], [], []
        self.line = 0

    def moved(self, text):
        """Another issuer's figure: the same size and shape, up to 3 % away."""
        if not self.seeded or not re.search(r"[1-9]", text):
            return text
        digits = re.sub(r"[^\d.]", "", text)
        places = len(digits.partition(".")[2])
        value = f"{float(digits) * self.random.uniform(0.97, 1.03):,.{places}f}"
        return f"({value})" if "(" in text or text.startswith("-") else value

    def in_dollars(self, text):
        """The figure before, translated, so that the translation ties whatever the seed."""
        value, places = self.facts[-1][2], len(re.sub(r"[^\d.]", "", text).partition(".")[2])
        if not re.search(r"\d", value):
            return value
        digits = f"{float(re.sub(r'[^0-9.]', '', value)) / RATE:,.{places}f}"
        return f"({digits})" if "(" in value else digits

    def fact(self, concept, unit, scale, cells):
        """cells: (period, text); a line of the source for each concept."""
        self.line += 1
        for period, text in cells:
            value = text.rstrip("%") if unit == "USD" else self.moved(text.rstrip("%"))
            self.facts.append([concept, period, value, unit, scale, f"brief12:{self.line}"])

    def concept(self, concept, label, unit):
        self.concepts.append([concept, "" if unit in ("CNY", "USD") else unit, "duration", "none", "none", "none", literal(label)])

    def cells(self, t, heads, i, label):
        """The facts of a row; returns the unit of its first, or None for a row without numbers."""
        cells, first = t["rows"][i]["c"], None
        for k, head in enumerate(heads):
            text, period = cells[k], period_of(head)
            if not period or not NUMBER.fullmatch(text):
                continue
            word = heads[0] if period[4:5] == "Q" else head.partition(" ")[2]
            unit, scale = unit_of(cells[heads.index("Unit")] if "Unit" in heads else word)
            if label.startswith("Weighted average shares"):
                if unit == "USD":
                    continue
                unit, scale = "shares", 1
            if text.endswith("%"):
                unit, scale = "percent", 1
            if unit == "USD":
                text = self.in_dollars(text)
            self.fact(f"{t['id']}_r{i + 1}", unit, scale, [(period, text)])
            first = first or unit
        return first

    def rows(self, t, heads):
        rows, label = [], ""
        for i, r in enumerate(t["rows"]):
            label = r["c"][0] or label
            name = label + (": " + r["c"][1] if "Group" in heads and r["c"][1] else "")
            unit = self.cells(t, heads, i, name) if r["k"] != "h" else None
            if not unit:
                rows.append({"group": {"en": literal(name)}})
                continue
            concept = f"{t['id']}_r{i + 1}"
            self.concept(concept, name, unit)
            rows.append({"row": concept, "kind": {"t": "total", "s": "subtotal"}.get(r["k"], "plain")})
        return rows

    def table(self, t):
        heads = [c["h"] for c in t["cols"]]
        if t["cls"] != "num" or t["id"] == TARGETS_IN_WORDS or not any(map(period_of, heads)):
            return self.definitions(t)
        columns = ["change" if h == "Change" else "convenience" if "US$" in h else {"show": "value", "at": period_of(h)}
                   for h in heads if h == "Change" or period_of(h)]
        body = {"id": t["id"], "name": {"en": literal(t["title"])}, "columns": columns, "rows": self.rows(t, heads),
                "scale": "thousand" if any("'000" in h for h in heads) else "million"}
        if t["note"]:
            body["note"] = {"en": literal(t["note"])}
        return {"table": body}

    def definitions(self, t):
        terms = [{"term": {"en": literal(r["c"][0])}, "meaning": {"en": literal(", ".join(filter(None, r["c"][1:])) or "–")}}
                 for r in t["rows"]]
        return {"definitions": {"id": t["id"], "title": {"en": literal(t["title"])}, "terms": terms}}

    def chart(self, c):
        unit, scale = unit_of(c["unit"])
        form = {"bars": self.by_rows, "waterfall": self.bridge, "stack": self.over_time, "line": self.over_time}[c["kind"]]
        body = {"id": c["id"], "title": {"en": literal(c["title"])}, "subtitle": {"en": literal(c["unit"])}, "scale": "million"}
        body.update(form(c, unit, scale))
        return {"chart": body}

    def make(self, c, name, label, unit, scale, cells):
        concept = f"{c['id']}_{name}"
        self.concept(concept, label or c["title"], unit)
        self.fact(concept, unit, scale, cells)
        return concept

    def by_rows(self, c, unit, scale):
        rows = [self.make(c, f"r{i}", cat, unit, scale, [("FY" + s["name"], str(s["v"][i])) for s in c["series"]])
                for i, cat in enumerate(c["cats"])]
        return {"kind": "bar", "rows": rows}

    def bridge(self, c, unit, scale):
        """The last total is what its steps come to, whatever the seed."""
        values = list(c["series"][0]["v"])
        if self.seeded:
            values = [round(v * self.random.uniform(0.97, 1.03), 1) for v in values]
        values[-1] = round(sum(values[:-1]), 1)
        rows, moved, self.moved = [], self.moved, lambda text: text
        for i, (cat, v) in enumerate(zip(c["cats"], values)):
            concept = self.make(c, f"r{i}", cat, unit, scale, [("FY2025", str(v))])
            rows.append({"step" if 0 < i < len(values) - 1 else "total": concept})
        self.moved = moved
        return {"kind": "bridge", "rows": rows}

    def over_time(self, c, unit, scale):
        months = ["31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31"]
        periods = [period_of(x) or f"2025-{i + 1:02}-01/2025-{i + 1:02}-{months[i]}" for i, x in enumerate(c["cats"])]
        lines = [(s["name"], s["v"], None) for s in c["series"]]
        if c["target"]:
            lines.append((c["targetname"], [c["target"]] * len(periods), "target"))
        series = []
        for i, (name, values, role) in enumerate(lines):
            concept = self.make(c, f"s{i}", name, unit, scale, list(zip(periods, map(str, values))))
            series.append({"formula": concept, "label": {"en": literal(name)}, **({"role": role} if role else {})})
        return {"kind": {"stack": "stacked", "line": "line"}[c["kind"]], "periods": periods, "series": series}

    def block(self, b):
        if "table" in b:
            return self.table(b["table"])
        if "chart" in b:
            return self.chart(b["chart"])
        if "links" in b:
            text = " ".join(f"[{link['text']}]({link['href']})" for link in b["links"])
            return {"prose": {"texts": [{"en": text}]}}
        return {"prose": {"texts": [{"en": literal(b["p"])}]}}

    def kpis(self):
        items = []
        for i, k in enumerate(self.data["kpis"]):
            unit, scale = unit_of(k["unit"])
            if k["value"].endswith("%"):
                unit, scale = "percent", 1
            self.concept(f"kpi{i}", k["label"], unit)
            self.fact(f"kpi{i}", unit, scale, [("FY2025", k["value"])])
            items.append(f"kpi{i}")
        return {"kpis": {"id": "kpis", "items": items}}

    def build(self):
        self.concepts.append(["rate", "CNY/USD", "instant", "none", "none", "none", "Rate"])
        self.facts.append(["rate", "2025-12-31", str(RATE), "CNY/USD", 1, "brief12:1"])
        self.line = 1
        for i, s in enumerate(self.data["sections"]):
            blocks = ([self.kpis()] if i == 0 else []) + [self.block(b) for b in s["blocks"]]
            self.sections.append({"id": s["id"], "label": {"en": literal(s["title"])}, "blocks": blocks})

    def write(self, folder):
        d = self.data
        self.build()
        # JSON is YAML.
        def put(name, value):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

        def table(name, head, rows):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as f:
                csv.writer(f, lineterminator="\n").writerows([head, *rows])

        put("issuer.yaml", {"id": "example-cloud", "names": {"en": d["company"]}, "fiscal_year_end": "12-31",
                            "currency": "CNY", "convenience": {"currency": "USD", "rate": "rate"}, "profile": "hkex", "languages": ["en"],
                            "listings": [{"venue": "HKEX", "ticker": d["ticker"]}],
                            "notice": {"en": "Made for measuring; the company is fictitious."},
                            **({"theme": {"data": "none"}} if self.bare else {})})
        put(f"briefs/{folder.name}.yaml", {"template": "brief12", "period": "FY2025", "compare": ["FY2024"], "languages": ["en"],
                                           "issued": "2026-03-25"})
        put("templates/briefs/brief12.yaml", {"title": {"en": literal(d["title"])}, "kicker": {"en": literal(d["subtitle"])},
                                              "headline": [{"en": literal(d["title"])}], "scale": "million",
                                              "sections": self.sections})
        table("documents.csv", ["id", "kind", "title", "date", "language"],
              [["brief12", "primary", d["title"], "2026-03-25", "en"]])
        table("concepts.csv", ["id", "unit", "period_type", "aggregation", "better", "gaap", "label.en"], self.concepts)
        table("facts/brief12.csv", ["concept", "period", "value", "unit", "scale", "source"], self.facts)


def main(args):
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--copies", type=int)
    p.add_argument("--bare", action="store_true")
    p.add_argument("source", type=Path)
    p.add_argument("target", type=Path)
    o = p.parse_args(args)
    data, target = json.loads(o.source.read_text(encoding="utf-8")), o.target
    if o.copies is None:
        Project(data, None, o.bare).write(target)
        return
    folders = [target / f"{i + 1:04}" for i in range(o.copies)]
    for i, folder in enumerate(folders):
        Project(data, i, o.bare).write(folder)
    (target / "list").write_text("".join(f"{f.name}\n" for f in folders), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
