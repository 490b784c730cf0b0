#!/usr/bin/env python3
"""What irbrief costs: instructions of fixed workloads, time and memory of many briefs, ratios to peers.

    bench.py [--write] [instructions] [cold] [charts] [rows] [many] [mustache] [peers] [warm]     default: all

tests/bench/README.md says what each measures and how to read it.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
IRBRIEF = str(ROOT / "irbrief")
PEERS = Path(os.environ.get("IRBRIEF_SHARED") or ROOT.parent / "shared").resolve() / "bench/peers"
BRIEF12 = PEERS / "data/brief-12.json"
WANTED = HERE / "instructions.txt"
EXAMPLE = "data/kingsoft-cloud"
COPIES = int(os.environ.get("COPIES", 1000))


def project(folder, *options):
    subprocess.run([sys.executable, HERE / "brief12.py", *options, BRIEF12, folder], check=True)
    return str(folder)


def workloads(tmp):
    out = ["-o", str(tmp / "out")]
    yield "start", ["--version"]
    yield "example: check", ["check", EXAMPLE]
    yield "example: results brief", ["build", EXAMPLE, "--force", "--brief", "annual-results-2025", *out]
    if not BRIEF12.exists():
        print(f"skipped: the workload of the peers is not there: {BRIEF12}")
        return
    yield "brief12: check", ["check", project(tmp / "b12")]
    for kind in ("html", "pdf"):
        yield f"brief12: {kind} alone", ["build", str(tmp / "b12"), "--force", "--only", kind, *out]
    yield "brief12: all outputs", ["build", str(tmp / "b12"), "--force", *out]
    many = Path(project(tmp / "ten", "--copies", "10"))
    yield "brief12: ten of them", ["build", *(str(many / f"{i:04}") for i in range(1, 11)), "--force", *out]


def digests(callgrind):
    """Instructions of SHA-256, which next to nothing is left of where the processor has its own; valgrind's has none."""
    total, names, counting, called = 0, {}, False, False
    with callgrind.open() as lines:
        for line in lines:
            if m := re.match(r"c?fn=(\(\d+\))(?: (.*))?", line):
                names.setdefault(m[1], m[2])
                if line.startswith("fn="):
                    counting = "sha256_compress" in (names[m[1]] or "")
            elif line.startswith("calls="):
                called = True
            elif line[0] in "0123456789+-*":
                total += int(line.split()[1]) if counting and not called else 0
                called = False
    return total


def instructions(tmp, write):
    """Exact but for the addresses that the system hands out: a change of one percent is a change."""
    if not shutil.which("valgrind"):
        print("skipped: instruction counts need valgrind")
        return
    wanted = dict(line.rsplit(maxsplit=1) for line in WANTED.read_text().splitlines()) if WANTED.exists() else {}
    lines = []
    print("| workload | million instructions | recorded | change |\n|---|---|---|---|")
    for name, args in workloads(tmp):
        run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={tmp}/callgrind", IRBRIEF, *args],
                             cwd=ROOT, capture_output=True, text=True)
        found = re.search(r"Collected : (\d+)", run.stderr)
        if run.returncode or not found:
            sys.exit(f"{name}: status {run.returncode}\n{run.stderr}")
        n, old = (int(found[1]) - digests(tmp / "callgrind")) / 1e6, float(wanted.get(name, 0))
        before = f"{old:.1f} | {100 * (n - old) / old:+.1f} %" if old else "– | –"
        print(f"| {name} | {n:.1f} | {before} |", flush=True)
        lines.append(f"{name} {n:.1f}\n")
    if write:
        WANTED.write_text("".join(lines))


def timed(args):
    start = time.monotonic()
    p = subprocess.Popen(args, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, p.returncode


def in_memory(tmp):
    """A folder for outputs, in memory where there is one."""
    return Path(tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp))


def cold(tmp, _):
    """A process for each document: medians of 21."""
    out = in_memory(tmp)
    results = ["build", EXAMPLE, "--force", "--brief", "annual-results-2025"]
    runs = [("--version", ["--version"]), ("example, results: three languages, all outputs", results)]
    if BRIEF12.exists():
        own = ["build", project(tmp / "b12"), "--force"]
        runs += [("brief12: check", ["check", str(tmp / "b12")]), ("brief12: HTML alone", [*own, "--only", "html"]),
                 ("brief12: PDF alone", [*own, "--only", "pdf"]), ("brief12: all outputs", own),
                 ("brief12: PDF alone, bare", ["build", project(tmp / "bare", "--bare"), "--force", "--only", "pdf"])]
    print("| run | wall ms | CPU ms | peak MiB | kB written |\n|---|---|---|---|---|")
    for i, (name, args) in enumerate(runs):
        place = out / str(i)
        measured = [timed([IRBRIEF, *args, *(["-o", str(place)] if args[0] == "build" else [])]) for _ in range(21)]
        if any(status for _, _, _, status in measured):
            sys.exit(f"{name}: failed")
        wall, cpu = (1000 * sorted(m[k] for m in measured)[10] for k in (0, 1))
        size = sum(f.stat().st_size for f in place.rglob("*") if f.is_file()) / 1000
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {measured[0][2]:.1f} | {size:.0f} |", flush=True)
    shutil.rmtree(out)


def mustache(tmp, _):
    """Renders a second of the peers' page with its charts, beside their engines."""
    node = os.environ.get("PEERS_NODE", str(PEERS.parent / "node"))
    if not BRIEF12.exists() or not (Path(node) / "node_modules/mustache").exists():
        print("skipped: needs the workload of the peers, and mustache in $PEERS_NODE")
        return
    env, view = dict(os.environ, PEERS_NODE=node, CHARTS="1"), tmp / "view.json"
    subprocess.run(["node", "mustache/dump.mjs", BRIEF12, view], cwd=PEERS, env=env, check=True)
    for name, text in json.loads(view.read_text(encoding="utf-8"))["partials"].items():
        (tmp / f"{name}.mustache").write_text(text, encoding="utf-8")
    shutil.copy(PEERS / "html/brief.mustache", tmp)
    subprocess.run([ROOT / "build/bench_mustache", tmp / "brief.mustache", view], check=True)
    for engine in ("mustache", "handlebars"):
        subprocess.run(["node", "mustache/bench.mjs", engine, "5", "charts"], cwd=PEERS, env=env, check=True)


def many(tmp, _):
    """Rate, memory, and what it costs to find that nothing changed."""
    if not BRIEF12.exists():
        print(f"skipped: the workload of the peers is not there: {BRIEF12}")
        return
    folder = Path(project(tmp / "many", "--copies", str(COPIES)))
    everything = [IRBRIEF, "build", f"@{folder}/list", "-o", str(tmp / "many-out")]
    hundred = [str(folder / f"{i:04}") for i in range(1, min(COPIES, 100) + 1)]
    runs = [(f"{len(hundred)} briefs, one worker", [IRBRIEF, "build", *hundred, "-o", str(tmp / "hundred")], len(hundred)),
            (f"{COPIES} briefs, one worker", [*everything, "--force"], COPIES),
            (f"{COPIES} briefs, two workers", [*everything, "-j", "2", "--force"], COPIES),
            (f"{COPIES} briefs, unchanged", everything, COPIES)]
    runs[1:1] = [(f"{len(hundred)} briefs, {kind} alone", [IRBRIEF, "build", *hundred, "--only", kind, "--force", "-o", str(tmp / "hundred")],
                  len(hundred)) for kind in ("html", "pdf")]
    # The processor's time tells what a brief costs also where others use the machine; a rate does not.
    print("| run | wall s | briefs a second | CPU ms a brief | peak MiB |\n|---|---|---|---|---|")
    for name, args, n in runs:
        wall, cpu, peak, status = timed(args)
        if status:
            sys.exit(f"{name}: status {status}")
        print(f"| {name} | {wall:.2f} | {n / wall:.0f} | {1000 * cpu / n:.1f} | {peak:.0f} |", flush=True)


def rows_project(folder, n):
    """One table of n rows and three columns."""
    files = {
        "issuer.yaml": "id: rows\nnames: {en: Rows}\nfiscal_year_end: 12-31\ncurrency: CNY\nlanguages: [en]\n",
        "documents.csv": "id,kind,title,date,language\nar,primary,Report,2026-03-25,en\n",
        "concepts.csv": "id,period_type,aggregation,label.en\n" + "".join(f"r{i},duration,none,Row [[{i}]]\n" for i in range(n)),
        "facts/a.csv": "concept,unit,scale,source,FY2024 #ar,FY2025 #ar\n"
        + "".join(f'r{i},CNY,1000,{i + 1},"{i * 7 + 1000:,}","{i * 9 + 1100:,}"\n' for i in range(n)),
        "briefs/rows.yaml": "template: rows\nperiod: FY2025\nlanguages: [en]\nissued: 2026-03-25\n",
        "templates/briefs/rows.yaml": "title: {en: Rows}\nheadline: [{en: Rows}]\nsections:\n  - id: s\n    label: {en: Rows}\n"
        "    blocks:\n      - table:\n          id: t\n          name: {en: Rows}\n          scale: thousand\n"
        f"          columns: [prior, current, change]\n          rows: [{', '.join(f'r{i}' for i in range(n))}]\n"}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def rows(tmp, _):
    """Growth: the cost of a row should not depend on how many there are."""
    print("| rows | wall s | CPU s | CPU ms a row | peak MiB |\n|---|---|---|---|---|")
    for n in (100, 1000, 10000, int(os.environ.get("ROWS", 100000))):
        rows_project(tmp / f"rows{n}", n)
        wall, cpu, peak, status = timed([IRBRIEF, "build", str(tmp / f"rows{n}"), "-o", str(tmp / "rows-out")])
        if status:
            sys.exit(f"{n} rows: status {status}")
        print(f"| {n} | {wall:.2f} | {cpu:.2f} | {1000 * cpu / n:.3f} | {peak:.0f} |", flush=True)


def charts(tmp, _):
    """Scenes, SVG and PNG of the sample charts."""
    subprocess.run([str(Path(IRBRIEF).parent / "build" / "bench_charts")], check=True)


def peers_of(*wanted):
    """Those that are installed, and where their script finds node's modules."""
    node = os.environ.get("PEERS_NODE", str(PEERS.parent / "node"))
    probes = {"typst": ["test", "-d", f"{node}/node_modules/@myriaddreamin"], "reportlab": [os.environ.get("PY", "python3"), "-c", "import reportlab"],
              "weasyprint": ["which", "weasyprint"], "groff": ["which", "gropdf"],
              "chromium2": ["sh", "-c", f"which chromium && test -d {node}/node_modules/mustache"]}
    installed = [name for name, probe in probes.items() if subprocess.run(probe, capture_output=True).returncode == 0]
    print("not installed: " + ", ".join(name for name in probes if name not in installed))
    if not (PEERS / "run.sh").exists():
        installed = []
    return [name for name in installed if not wanted or name in wanted], dict(os.environ, PEERS_NODE=node)


def peers(tmp, _):
    """The peers' own script, with us as one more line of its table."""
    installed, env = peers_of()
    if not installed:
        print(f"skipped: no peer is installed, or their script is not in {PEERS}")
        return
    folder = project(tmp / "b12")
    quick = [name for name in installed if name in ("groff", "reportlab", "typst")] or installed
    # Their script takes one more line: the PDF beside all of them, then all outputs beside the quick ones.
    for name, options, beside in (("irbrief, PDF", "--only pdf", installed), ("irbrief, all outputs", "", quick)):
        ours = f"{name}|{tmp}/out/b12/en/brief.pdf|{IRBRIEF} build {folder} --force {options} -o {tmp}/out"
        env |= {"EXTRA": ours, "OUT": str(tmp / "peers")}
        subprocess.run(["bash", str(PEERS / "run.sh"), "-n", os.environ.get("RUNS", "7"), *beside], env=env, check=True)


def warm(tmp, _):
    """Different documents in one process, ours before and after those of each peer, as PDF alone.  Theirs are not written at all."""
    documents = int(os.environ.get("DOCUMENTS", 200))
    installed, env = peers_of("typst", "reportlab")
    if not installed or not BRIEF12.exists():
        print(f"skipped: no peer is installed, or the workload is not in {PEERS}")
        return
    ours = {name: [project(tmp / name, *options, "--copies", str(documents)), []] for name, options in (("attached", []), ("bare", ["--bare"]))}
    theirs, out = {}, in_memory(tmp)
    for peer in [None, *installed]:
        if peer:
            run = subprocess.run(["bash", str(PEERS / "run.sh"), "-n", "1", "-w", str(documents), peer], env=env | {"OUT": str(tmp / "peers")},
                                 capture_output=True, text=True, check=True)
            theirs[peer] = json.loads(run.stdout.splitlines()[-1])
        for folder, cpu in ours.values():
            for _ in range(3):
                cpu.append(1000 * timed([IRBRIEF, "build", f"@{folder}/list", "--only", "pdf", "--force", "-o", str(out)])[1] / documents)
    shutil.rmtree(out)
    medians = {name: sorted(cpu)[len(cpu) // 2] for name, (_, cpu) in ours.items()}
    print("| peer | wall ms a document, median | CPU ms a document | "
          + " | ".join(f"times ours, {name}, {ms:.2f} CPU ms" for name, ms in medians.items()) + " |\n|---|---|---|---|---|")
    for peer, m in theirs.items():
        print(f"| {peer} | {m['median_ms']:.1f} | {1000 / m['docs_per_cpu_s']:.1f} | " + " | ".join(
            f"{m['median_ms'] / ms:.1f} by wall, {1000 / m['docs_per_cpu_s'] / ms:.1f} by CPU" for ms in medians.values()) + " |")


def main(args):
    write = "--write" in args
    known = {"instructions": instructions, "cold": cold, "charts": charts, "rows": rows, "many": many, "mustache": mustache, "peers": peers,
             "warm": warm}
    parts = [a for a in args if a != "--write"] or list(known)
    with tempfile.TemporaryDirectory() as tmp:
        for part in parts:
            print(f"\n## {part}\n")
            known[part](Path(tmp), write)


if __name__ == "__main__":
    main(sys.argv[1:])
