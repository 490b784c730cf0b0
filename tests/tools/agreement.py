#!/usr/bin/env python3
"""Whether veraPDF sees what pdfcheck.py sees, in the bad files of pdfcheck_test.py.

    agreement.py FILE      what tests/full/verapdf.sh printed of those files; status 1 if it misses one, or complains
                           of one that is sound
"""
import collections
import re
import sys

import matterhorn


def main(path):
    found, broken = collections.defaultdict(set), set()
    with open(path, errors="replace") as f:
        for line in f:
            m = re.match(r"(?:\S*/)?(\d+_\S+)\.pdf: ua1: (?:([\d.]+-\d+): |(not validated)|)", line)
            if m:
                found[m[1]] |= {m[2]} - {None}
                broken |= {m[1]} if m[3] else set()
    agreed, faults = 0, 0
    for name, rules in sorted(found.items()):
        rule = name.partition("_")[2]
        wanted = matterhorn.VERAPDF.get(rule)
        if name in broken:
            print(f"{name}: veraPDF cannot read it")
        elif rule == "sound" and rules or wanted and not rules & wanted:
            print(f"{name}: veraPDF says {sorted(rules)}, not {sorted(wanted or [])}")
            faults += 1
        elif rule in matterhorn.MACHINE and not wanted:
            print(f"{name}: veraPDF has no such rule, and says {sorted(rules)}")
        elif wanted:
            agreed += 1
    print(f"{len(found)} files, veraPDF agrees on {agreed} of {agreed + faults + len(broken)} bad ones, "
          f"cannot read {len(broken)}, {faults} differ")
    return 1 if faults or not agreed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
