#!/usr/bin/env python3
"""Writes control.csv: p-charts with exact binomial limits, Laney's spread, and trends of rates.

Exact fractions; roots in 50-digit decimals; tail of three standard errors and the normal p-value
from math.erfc. Run in this folder: python3 control.py
"""
import csv
import math
import random
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50
TAIL = Fraction(math.erfc(3 / math.sqrt(2)) / 2)


def decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def limits(n, p):
    terms = [math.comb(n, k) * p ** k * (1 - p) ** (n - k) for k in range(n + 1)]
    low = next(k for k in range(n + 1) if sum(terms[:k + 1]) > TAIL)
    high = next(k for k in range(n, -1, -1) if sum(terms[k:]) > TAIL)
    return Fraction(low, n), Fraction(high, n)


def chart(errors, trials):
    centre = Fraction(sum(errors), sum(trials))
    rows = []
    for n in trials:
        spread = 3 * (decimal(centre * (1 - centre) / n)).sqrt()
        low, high = limits(n, centre)
        rows.append((max(Decimal(0), decimal(centre) - spread),
                     min(Decimal(1), decimal(centre) + spread), decimal(low), decimal(high)))
    z = [decimal(Fraction(e, n) - centre) / decimal(centre * (1 - centre) / n).sqrt()
         for e, n in zip(errors, trials)]
    ranges = [abs(a - b) for a, b in zip(z, z[1:])]
    between = sum(ranges) / len(ranges) / Decimal(2 / math.sqrt(math.pi)) if ranges else 0
    return centre, rows, between


def trend(errors, trials, scores):
    total = sum(trials)
    rate = Fraction(sum(errors), total)
    mean = Fraction(sum(n * s for n, s in zip(trials, scores)), total)
    squares = sum(n * (s - mean) ** 2 for n, s in zip(trials, scores))
    slope = sum(n * (s - mean) * (Fraction(e, n) - rate)
                for e, n, s in zip(errors, trials, scores)) / squares
    variance = rate * (1 - rate) / squares
    z = float(decimal(slope) / decimal(variance).sqrt())
    return float(slope), float(decimal(variance).sqrt()), math.erfc(abs(z) / math.sqrt(2))


def main():
    random.seed(11)
    cases = {"level": ([4, 6, 5, 3, 7, 5], [100] * 6, range(6)),
             "jump": ([2, 3, 1, 2, 14, 2], [80, 90, 70, 85, 88, 60], range(6)),
             "drift": ([1, 3, 4, 6, 9, 12, 15], [100, 110, 95, 105, 100, 98, 102],
                       [0, 1, 2, 3, 5, 6, 8]),
             "few": ([0, 1], [5, 9], [0, 1]),
             "long": ([random.randint(0, 12) for _ in range(25)],
                      [random.randint(40, 300) for _ in range(25)], range(25))}
    with open("control.csv", "w", newline="") as file:
        file.write("# python3 control.py\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "errors", "trials", "scores", "centre", "low_sigma", "high_sigma",
                      "low", "high", "between", "slope", "se", "p_value"])
        for case, (errors, trials, scores) in cases.items():
            scores = list(scores)
            centre, rows, between = chart(errors, trials)
            out.writerow([case] + [" ".join(map(str, v)) for v in (errors, trials, scores)]
                         + [repr(float(centre))]
                         + [" ".join(repr(float(r[i])) for r in rows) for i in range(4)]
                         + [repr(float(between))] + [repr(v) for v in trend(errors, trials, scores)])


if __name__ == "__main__":
    main()
