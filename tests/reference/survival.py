#!/usr/bin/env python3
"""Writes survival.csv, log_rank.csv and complete_quantiles.csv, in exact fractions as far as roots
and exponentials allow, 50-digit decimals from there.

Freireich et al. 1963: weeks of remission of 42 children with leukaemia, 6-mercaptopurine against
placebo, as printed in Kalbfleisch and Prentice 2002 (table 1.1 data) and most texts; the published
figures: S of 6-MP at 6, 7, 10, 13, 16, 22, 23 weeks 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
median 23, log-rank chi-square 16.793. The script fails if it does not meet them.
Run in this folder: python3 survival.py
"""
import csv
import math
import random
from decimal import Decimal, getcontext
from fractions import Fraction
from statistics import NormalDist

getcontext().prec = 50

DRUG = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23".split()


def parse(words):
    return [(Fraction(w.rstrip("+")), not w.endswith("+")) for w in words]


def decimal(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def z_of(confidence):
    return Decimal(NormalDist().inv_cdf(0.5 + confidence / 2))


def curve(data, confidence):
    """Steps (time, at risk, ends, S, se, low, high)."""
    steps, survival, greenwood = [], Fraction(1), Fraction(0)
    z = z_of(confidence)
    for time in sorted({t for t, ended in data if ended}):
        at_risk = sum(1 for t, _ in data if t >= time)
        ends = sum(1 for t, ended in data if t == time and ended)
        survival *= Fraction(at_risk - ends, at_risk)
        if survival == 0:
            steps.append((time, at_risk, ends, survival, Decimal(0), Decimal(0), Decimal(0)))
            continue
        greenwood += Fraction(ends, at_risk * (at_risk - ends))
        spread = decimal(greenwood).sqrt()
        s = decimal(survival)
        steps.append((time, at_risk, ends, survival, s * spread, s * (-z * spread).exp(),
                      min(Decimal(1), s * (z * spread).exp())))
    return steps


def quantile(steps, p):
    level = 1 - Fraction(p)
    value = next((t for t, _, _, s, _, _, _ in steps if s <= level), None)
    low = next((t for t, _, _, s, _, lo, _ in steps if lo <= decimal(level)), None)
    high = next((t for t, _, _, s, _, _, hi in steps if s > 0 and hi <= decimal(level)), None)
    return ["" if x is None else repr(float(x)) for x in (value, low, high)]


def area(steps, begin, end):
    """Integral of S from begin to end, piece by piece."""
    cuts = sorted({begin, end} | {t for t, *_ in steps if begin < t < end})
    total = Fraction(0)
    for a, b in zip(cuts, cuts[1:]):
        s = Fraction(1)
        for t, _, _, value, *_ in steps:
            if t <= a:
                s = value
        total += s * (b - a)
    return total


def restricted_mean(steps, horizon):
    variance = sum((area(steps, t, horizon) ** 2 * Fraction(d, n * (n - d))
                    for t, n, d, *_ in steps if t < horizon and n > d), Fraction(0))
    return float(area(steps, Fraction(0), horizon)), float(decimal(variance).sqrt())


def words(values):
    return " ".join(repr(float(v)) for v in values)


def solve(matrix, vector):
    n = len(vector)
    rows = [row[:] + [v] for row, v in zip(matrix, vector)]
    for i in range(n):
        pivot = next(r for r in range(i, n) if rows[r][i] != 0)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                ratio = rows[r][i] / rows[i][i]
                rows[r] = [a - ratio * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def log_rank(rows, k):
    """rows: (time, ended, group, stratum). Groups in all must have been at risk together."""
    observed, expected = [Fraction(0)] * k, [Fraction(0)] * k
    cover = [[Fraction(0)] * k for _ in range(k)]
    for stratum in sorted({s for *_, s in rows}):
        part = [r for r in rows if r[3] == stratum]
        for time in sorted({t for t, ended, *_ in part if ended}):
            risk = [sum(1 for t, _, g, _ in part if t >= time and g == i) for i in range(k)]
            ends = [sum(1 for t, e, g, _ in part if t == time and e and g == i) for i in range(k)]
            n, d = sum(risk), sum(ends)
            for i in range(k):
                observed[i] += ends[i]
                expected[i] += Fraction(d * risk[i], n)
                for j in range(k):
                    if n > 1:
                        cover[i][j] += (Fraction(d * (n - d), n - 1) * Fraction(risk[i], n)
                                        * ((i == j) - Fraction(risk[j], n)))
    used = list(range(k - 1))
    difference = [observed[i] - expected[i] for i in used]
    weights = solve([[cover[i][j] for j in used] for i in used], difference)
    return sum(a * b for a, b in zip(difference, weights)), observed, expected


def chi_square_upper(x, freedom):
    """Recurrence of the upper incomplete gamma function from one half or one."""
    half = x / 2
    if freedom % 2:
        total, a = math.erfc(math.sqrt(half)), 0.5
    else:
        total, a = math.exp(-half), 1.0
    while a < freedom / 2:
        total += math.exp(a * math.log(half) - half - math.lgamma(a + 1))
        a += 1
    return total


def curves():
    random.seed(42)
    tied = [(Fraction(random.randint(1, 12)), random.random() < 0.6) for _ in range(60)]
    quarter = [(Fraction(random.randint(1, 400), 4), random.random() < 0.8) for _ in range(150)]
    return {
        "6-MP": (parse(DRUG), 0.95, Fraction(30)),
        "placebo": (parse(PLACEBO), 0.95, Fraction(20)),
        "placebo, to the end": (parse(PLACEBO), 0.9, Fraction(23)),
        "one ended": ([(Fraction(5), True)], 0.95, Fraction(3)),
        "one open": ([(Fraction(5), False)], 0.95, Fraction(4)),
        "end and opening at once": (parse("3 3+ 3+ 4 4+".split()), 0.95, Fraction(4)),
        "at time zero": (parse("0 0+ 2 2 7+".split()), 0.95, Fraction(5)),
        "ten whole": ([(Fraction(i), True) for i in range(1, 11)], 0.95, Fraction(10)),
        "ties": (tied, 0.99, Fraction(9)),
        "quarters of an hour": (quarter, 0.95, Fraction(60)),
    }


def write_curves():
    names = ["case", "times", "ended", "confidence", "step_times", "at_risk", "ends", "survival",
             "se", "low", "high"]
    names += [f"p{p}{part}" for p in (50, 90, 95) for part in ("", "_low", "_high")]
    names += ["horizon", "mean", "mean_se"]
    with open("survival.csv", "w", newline="") as file:
        file.write("# python3 survival.py\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        for case, (data, confidence, horizon) in curves().items():
            steps = curve(data, confidence)
            row = [case, words(t for t, _ in data), words(e for _, e in data), confidence]
            row += [words(s[i] for s in steps) for i in range(7)]
            for p in (Fraction(1, 2), Fraction(9, 10), Fraction(19, 20)):
                row += quantile(steps, p)
            mean, se = restricted_mean(steps, horizon)
            out.writerow(row + [repr(float(horizon)), repr(mean), repr(se)])
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for time, *_, survival, _, _, _ in curve(parse(DRUG), 0.95):
        assert round(float(survival), 3) == published[time], (time, survival)


def write_log_ranks():
    drug = [(t, e, 0, 0) for t, e in parse(DRUG)]
    placebo = [(t, e, 1, 0) for t, e in parse(PLACEBO)]
    random.seed(7)
    many = [(Fraction(random.randint(1, 30)), random.random() < 0.7, i % 4, i % 3)
            for i in range(90)]
    faster = [(t + (g == 2) * 5, e, g, 0) for t, e, g, _ in many]
    cases = {"Freireich": (drug + placebo, 2),
             "Freireich, halves": ([(t, e, g, i % 2) for i, (t, e, g, _) in
                                    enumerate(drug + placebo)], 2),
             "four groups": (faster, 4), "four groups in three strata": (many, 4)}
    with open("log_rank.csv", "w", newline="") as file:
        file.write("# python3 survival.py\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "times", "ended", "group", "stratum", "groups", "chi_square",
                      "freedom", "p_value", "observed", "expected"])
        for case, (rows, k) in cases.items():
            chi, observed, expected = log_rank(rows, k)
            chi = float(chi)
            if case == "Freireich":
                assert round(chi, 3) == 16.793, chi
            out.writerow([case] + [words(r[i] for r in rows) for i in range(4)]
                         + [k, repr(chi), k - 1, repr(chi_square_upper(chi, k - 1)),
                            words(observed), words(expected)])


def order_limits(n, p, confidence):
    """Ranks from 1 of the limits, by sums of exact binomial terms; 0: none."""
    tail = (1 - Fraction(str(confidence))) / 2
    terms = [math.comb(n, k) * p ** k * (1 - p) ** (n - k) for k in range(n + 1)]
    below = [sum(terms[:k]) for k in range(n + 2)]  # P(B < k)
    low = max((k for k in range(1, n + 1) if below[k] <= tail), default=0)
    high = min((k for k in range(1, n + 1) if 1 - below[k] <= tail), default=0)
    return low, high


def write_complete_quantiles():
    with open("complete_quantiles.csv", "w", newline="") as file:
        file.write("# python3 survival.py; ranks of the limits from 1, 0: none\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["n", "p", "confidence", "low", "high"])
        for n in (1, 2, 5, 6, 8, 9, 28, 29, 30, 36, 59, 60, 73, 100, 250):
            for p in (Fraction(1, 2), Fraction(9, 10), Fraction(19, 20)):
                for confidence in (0.9, 0.95, 0.99):
                    out.writerow([n, float(p), confidence, *order_limits(n, p, confidence)])


if __name__ == "__main__":
    write_curves()
    write_log_ranks()
    write_complete_quantiles()
