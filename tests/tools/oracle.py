#!/usr/bin/env python3
"""Recomputes what test_oracle.c printed, with Python's own decimal arithmetic.

Each line on standard input: revenue then, revenue now, cost then, cost now, rate (plain decimals),
then the printed texts of the columns in PRINTED, between tabs.  Exits 1 at the first line that
differs, and shows it.
"""
import sys
from decimal import Decimal, ROUND_HALF_UP, localcontext
from fractions import Fraction


def rounded(value, places):
    """Half away from zero, by integers: Decimal cannot hold a third."""
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    if 2 * (scaled - whole) >= 1:
        whole += 1
    with localcontext() as context:
        context.prec = 200
        digits = Decimal(whole).scaleb(-places)
        digits = digits.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{digits:,f}", value < 0 and whole != 0


def money(value, scale, places):
    text, negative = rounded(value / 10**scale, places)
    return f"({text})" if negative else text


def percent(value):
    text, negative = rounded(value * 100, 1)
    return f"({text})%" if negative else f"{text}%"


def points(value):
    text, negative = rounded(value * 100, 1)
    return f"({text})" if negative else text


def change(then, now):
    if then == 0 or then * now < 0:
        return "n.m."
    by = (abs(now) - abs(then)) / abs(then)
    return "n.m." if abs(by) > 10 else percent(by)


def share(part, whole):
    return "n.m." if whole == 0 else percent(part / whole)


PRINTED = [
    lambda r0, r1, c0, c1, fx: money(r1, 3, 0),
    lambda r0, r1, c0, c1, fx: money(r1, 6, 1),
    lambda r0, r1, c0, c1, fx: money(r1 - c1, 6, 3),
    lambda r0, r1, c0, c1, fx: change(r0, r1),
    lambda r0, r1, c0, c1, fx: share(c1, r1),
    lambda r0, r1, c0, c1, fx: "n.m." if r0 == 0 or r1 == 0 else points(c1 / r1 - c0 / r0),
    lambda r0, r1, c0, c1, fx: money(r1 / fx, 6, 1),
]


def main():
    for number, line in enumerate(sys.stdin, 1):
        fields = line.rstrip("\n").split("\t")
        values = [Fraction(Decimal(text)) for text in fields[:5]]
        for column, printed in enumerate(fields[5:]):
            want = PRINTED[column](*values)
            if printed != want:
                sys.exit(f"line {number} column {column}: {fields[:5]}: {printed!r}, not {want!r}")


main()
