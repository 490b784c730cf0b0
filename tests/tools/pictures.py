#!/usr/bin/env python3
"""Compares the pictures that several programs drew of the same pages.

    pictures.py PREFIX PREFIX...     each PREFIX-N.pgm, N from 1; status 1 if two differ

Programs differ in how they smooth an edge, not in where ink is: the mean of each small cell must agree.
"""
import glob
import re
import sys

CELL = 12 # pixels
FAR = 40  # of 255


def read(path):
    with open(path, "rb") as f:
        data = f.read()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    width, height = int(head[1]), int(head[2])
    return width, height, data[head.end():]


def cells(picture):
    width, height, gray = picture
    for y in range(0, height - CELL + 1, CELL):
        for x in range(0, width - CELL + 1, CELL):
            yield sum(sum(gray[(y + k) * width + x:(y + k) * width + x + CELL]) for k in range(CELL)) / CELL / CELL


def pages(prefix):
    found = {int(re.search(r"-0*(\d+)\.pgm$", p)[1]): p for p in glob.glob(glob.escape(prefix) + "-*.pgm")}
    return [found[n] for n in sorted(found)]


def main(first, *others):
    reference, bad, far = pages(first), 0, 0
    for prefix in others:
        drawn = pages(prefix)
        if len(drawn) != len(reference):
            print(f"{prefix}: {len(drawn)} pages, not {len(reference)}")
            bad += 1
        for a, b in zip(reference, drawn):
            a, b = read(a), read(b)
            if a[:2] != b[:2]:
                print(f"{prefix}: a page of {b[:2]} pixels, not {a[:2]}")
                bad += 1
                continue
            difference = max((abs(x - y) for x, y in zip(cells(a), cells(b))), default=0)
            far = max(far, difference)
            bad += difference > FAR
    print(f"{first}: {len(reference)} pages, {len(others) + 1} programs, cells differ by {far:.0f} of 255 at most")
    return 1 if bad or not reference else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
