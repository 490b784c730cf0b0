#!/usr/bin/env python3
"""What irbrief costs: instructions of fixed workloads, time and memory of many briefs, ratios to peers.

    bench.py [--write] [instructions] [rows] [many] [peers]     default: all

tests/bench/README.md says what each measures and how to read it.
"""
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
    yield "brief12: all outputs", ["build", str(tmp / "b12"), "--force", *out]
    many = Path(project(tmp / "ten", "--copies", "10"))
    yield "brief12: ten of them", ["build", *(str(many / f"{i:04}") for i in range(1, 11)), "--force", *out]


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
        n, old = int(found[1]) / 1e6, float(wanted.get(name, 0))
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
    print("| run | wall s | CPU s | briefs a second | peak MiB |\n|---|---|---|---|---|")
    for name, args, n in runs:
        wall, cpu, peak, status = timed(args)
        if status:
            sys.exit(f"{name}: status {status}")
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {n / wall:.0f} | {peak:.0f} |", flush=True)


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
    for n in (100, 1000, 10000, int(os.environ.get("ROWS", 30000))):
        rows_project(tmp / f"rows{n}", n)
        wall, cpu, peak, status = timed([IRBRIEF, "build", str(tmp / f"rows{n}"), "-o", str(tmp / "rows-out")])
        if status:
            sys.exit(f"{n} rows: status {status}")
        print(f"| {n} | {wall:.2f} | {cpu:.2f} | {1000 * cpu / n:.3f} | {peak:.0f} |", flush=True)


def charts(tmp, _):
    """Scenes, SVG and PNG of the sample charts."""
    subprocess.run([str(Path(IRBRIEF).parent / "build" / "bench_charts")], check=True)


def peers(tmp, _):
    """The peers' own script, with us as one more line of its table."""
    node = os.environ.get("PEERS_NODE", str(PEERS.parent / "node"))
    probes = {"typst": ["test", "-d", f"{node}/node_modules/@myriaddreamin"], "reportlab": [sys.executable, "-c", "import reportlab"],
              "weasyprint": ["which", "weasyprint"], "groff": ["which", "gropdf"],
              "chromium2": ["sh", "-c", f"which chromium && test -d {node}/node_modules/mustache"]}
    installed = [name for name, probe in probes.items() if subprocess.run(probe, capture_output=True).returncode == 0]
    print("not installed: " + ", ".join(name for name in probes if name not in installed))
    if not installed or not (PEERS / "run.sh").exists():
        print(f"skipped: no peer is installed, or their script is not in {PEERS}")
        return
    folder = project(tmp / "b12")
    ours = f"irbrief|{tmp}/out/b12/en/brief.pdf|{IRBRIEF} build {folder} --force -o {tmp}/out"
    env = dict(os.environ, EXTRA=ours, OUT=str(tmp / "peers"))
    subprocess.run(["bash", str(PEERS / "run.sh"), "-n", os.environ.get("RUNS", "7"), *installed], env=env, check=True)


def main(args):
    write = "--write" in args
    parts = [a for a in args if a != "--write"] or ["instructions", "charts", "rows", "many", "peers"]
    with tempfile.TemporaryDirectory() as tmp:
        for part in parts:
            print(f"\n## {part}\n")
            {"instructions": instructions, "charts": charts, "rows": rows, "many": many, "peers": peers}[part](Path(tmp), write)


if __name__ == "__main__":
    main(sys.argv[1:])
