#!/usr/bin/env python3
"""Writes procurement_scores.csv: intervals and tests of error rates at effective counts.

Wilson 1927 as the two roots of (p - t)^2 = z^2 t (1 - t) / n, so by another way than the closed
centre and half-width; the pooled z test from its definition; 50-digit decimals, the normal
distribution from the standard library. Run in this folder: python3 procurement_scores.py
"""
import csv
import math
from decimal import Decimal, getcontext
from statistics import NormalDist

getcontext().prec = 50


def wilson(errors, audited, effect, confidence):
    p, n = Decimal(errors) / audited, Decimal(audited) / Decimal(effect)
    z2 = Decimal(NormalDist().inv_cdf(1 - (1 - confidence) / 2)) ** 2
    a, b, c = 1 + z2 / n, -(2 * p + z2 / n), p * p
    root = (b * b - 4 * a * c).sqrt()
    return p, n, max(Decimal(0), (-b - root) / (2 * a)), min(Decimal(1), (-b + root) / (2 * a))


def main():
    names = ["errors_a", "audited_a", "effect_a", "errors_b", "audited_b", "effect_b", "confidence",
             "low_a", "high_a", "low_b", "high_b", "difference", "low", "high", "p_value"]
    cases = [(9, 300, "1", 40, 300, "1", 0.95), (9, 300, "1.7", 21, 310, "2.25", 0.95),
             (0, 120, "1.3", 4, 90, "1.01", 0.9), (60, 120, "1", 59, 121, "3.5", 0.99),
             (119, 120, "2", 118, 121, "1.5", 0.95), (250, 9999, "1.24", 180, 8101, "1.11", 0.95)]
    with open("procurement_scores.csv", "w", newline="") as file:
        file.write("# python3 procurement_scores.py\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        for case in cases:
            xa, na, da, xb, nb, db, confidence = case
            p1, n1, l1, u1 = wilson(xa, na, da, confidence)
            p2, n2, l2, u2 = wilson(xb, nb, db, confidence)
            low = (p1 - p2) - ((p1 - l1) ** 2 + (u2 - p2) ** 2).sqrt()
            high = (p1 - p2) + ((u1 - p1) ** 2 + (p2 - l2) ** 2).sqrt()
            pool = (p1 * n1 + p2 * n2) / (n1 + n2)
            z = (p1 - p2) / (pool * (1 - pool) * (1 / n1 + 1 / n2)).sqrt()
            p_value = math.erfc(abs(float(z)) / math.sqrt(2))
            out.writerow(case + tuple(repr(float(v)) for v in (l1, u1, l2, u2, p1 - p2, low, high,
                                                              p_value)))


if __name__ == "__main__":
    main()
