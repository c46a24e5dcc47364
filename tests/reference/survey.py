"""Rates of designed samples on small frames, worked out with exact fractions; interval ends with 30
digits (mpmath). Writes survey.csv.

Clusters: Cochran (1977), eq. 6.13 and 6.16 on cluster totals. Unequal probabilities: Hajek's (1971)
ratio and Deville's (1999) variance. Strata: Cochran (1977), eq. 5.1 and 5.53. Korn-Graubard: Clopper and
Pearson's ends at trials x (z / t)^2; Wilson's there too; t: estimate +- t se. Rogan-Gladen: rates
of two checkers that err alike.
"""
import csv
import os
from fractions import Fraction as F

from mpmath import betainc, erfinv, mp, mpf, sqrt

HERE = os.path.dirname(os.path.abspath(__file__))
mp.dps = 30


def real(f):
    return mpf(f.numerator) / f.denominator


def z_of(confidence):
    return sqrt(mpf(2)) * erfinv(mpf(confidence))


def t_of(confidence, df):
    df = mpf(df)
    tail = (1 - mpf(confidence)) / 2
    upper = lambda t: betainc(df / 2, mpf("0.5"), 0, df / (df + t * t), regularized=True) / 2 - tail
    return bisect(upper, mpf(0), mpf(10) ** 6)


def bisect(f, low, high):
    rises = f(high) > f(low)
    for _ in range(200):
        middle = (low + high) / 2
        if (f(middle) > 0) == rises:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def ends(rate, trials, confidence, kind):
    p, n, z = real(rate), trials, z_of(confidence)
    tail = (1 - mpf(confidence)) / 2
    if kind == "wilson":
        scale = 1 + z * z / n
        centre = (p + z * z / (2 * n)) / scale
        half = z / scale * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (mpf(0) if p == 0 else centre - half, mpf(1) if p == 1 else centre + half)
    x = p * n
    low = mpf(0) if p == 0 else bisect(
        lambda q: betainc(x, n - x + 1, 0, q, regularized=True) - tail, mpf(0), mpf(1))
    high = mpf(1) if p == 1 else bisect(
        lambda q: betainc(x + 1, n - x, 0, q, regularized=True) - (1 - tail), mpf(0), mpf(1))
    return low, high


def row(kind, data, rate, variance, df, fallback, confidence):
    t, z = t_of(confidence, df), z_of(confidence)
    se = sqrt(real(variance))
    p = real(rate)
    trials = p * (1 - p) / real(variance) if variance > 0 and 0 < rate < 1 else real(fallback)
    trials *= (z / t) ** 2
    out = [kind, data, confidence, p, se]
    out += ends(rate, trials, confidence, "exact") + ends(rate, trials, confidence, "wilson")
    out += [max(mpf(0), p - t * se), min(mpf(1), p + t * se)]
    return [x if isinstance(x, str) else mp.nstr(x, 20) for x in out]


def clusters(pairs, total, confidence):
    m = len(pairs)
    x, y = sum(F(u) for _, u in pairs), sum(F(e) for e, _ in pairs)
    rate = y / x
    squares = sum((e - rate * u) ** 2 for e, u in pairs)
    variance = (1 - F(m, total)) * squares / (m - 1) / (m * (x / m) ** 2)
    data = "%d;" % total + ";".join("%d %d" % pair for pair in pairs)
    return row("clusters", data, rate, variance, m - 1, F(m), confidence)


def unequal(units, confidence):
    n = len(units)
    w = [1 / F(p) for _, p in units]
    rate = sum(e * v for (e, _), v in zip(units, w)) / sum(w)
    z = [(e - rate) * v for (e, _), v in zip(units, w)]
    opened = [1 - 1 / v for v in w]
    mean = sum(o * v for o, v in zip(opened, z)) / sum(opened)
    variance = F(n, n - 1) * sum(o * (v - mean) ** 2 for o, v in zip(opened, z)) / sum(w) ** 2
    data = ";".join("%d %s" % (e, p) for e, p in units)
    return row("unequal", data, rate, variance, n - 1, sum(w) ** 2 / sum(v * v for v in w), confidence)


def strata(cells):
    lot = sum(size for size, _, _ in cells)
    rate = sum(F(size, lot) * F(e, n) for size, n, e in cells)
    variance = sum(F(size, lot) ** 2 * (1 - F(n, size)) * F(e, n) * (1 - F(e, n)) / (n - 1)
                   for size, n, e in cells)
    data = ";".join("%d %d %d" % cell for cell in cells)
    return ["strata", data, "0.95", mp.nstr(real(rate), 20), mp.nstr(sqrt(real(variance)), 20)] + [""] * 6


def checkers(rate, n, twice, disagree):
    d = real(F(disagree, twice))
    e = (1 - sqrt(1 - 2 * d)) / 2
    p = real(F(rate, n))
    data = "%d %d %d %d" % (rate, n, twice, disagree)
    return ["checkers", data, "0.95", mp.nstr((p - e) / (1 - 2 * e), 20), mp.nstr(e, 20)] + [""] * 6


ROWS = [
    clusters([(2, 20), (0, 15), (5, 30)], 10, "0.95"),
    clusters([(1, 10), (1, 10), (1, 10), (1, 10)], 40, "0.95"),
    clusters([(0, 12), (0, 9), (0, 31)], 8, "0.9"),
    clusters([(3, 40), (7, 55), (0, 21), (4, 33), (9, 60), (1, 18)], 50, "0.99"),
    unequal([(1, "0.5"), (0, "0.25"), (0, "0.125"), (1, "0.75"), (0, "0.0625")], "0.95"),
    unequal([(0, "0.5"), (0, "0.25"), (0, "0.03125")], "0.95"),
    unequal([(1, "0.2"), (1, "0.4"), (0, "0.1"), (0, "0.1"), (0, "0.3"), (0, "0.05"), (1, "0.9"), (0, "0.6")], "0.9"),
    strata([(500, 50, 3), (300, 40, 0), (200, 60, 11)]),
    strata([(1000, 20, 1), (50, 25, 12)]),
    checkers(12, 200, 60, 6),
    checkers(40, 150, 45, 9),
]

if __name__ == "__main__":
    with open(os.path.join(HERE, "survey.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["design", "data", "confidence", "rate", "se", "exact_low", "exact_high",
                      "wilson_low", "wilson_high", "t_low", "t_high"])
        out.writerows(ROWS)
