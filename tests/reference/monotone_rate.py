"""Limits of an error rate that go up with every error, worked out with 25 digits from each item and
annotator. Writes monotone_rate.csv. Independent of the C code: parts of the errors are built as
lists, and all sums are taken anew for each.
"""
import csv
import os
import random

import mpmath
from mpmath import betainc, erfinv, mp, mpf, sqrt

HERE = os.path.dirname(os.path.abspath(__file__))
mp.dps = 25


def bisect(f, inside, outside):
    for _ in range(80):
        middle = (inside + outside) / 2
        if f(middle) >= 0:
            inside = middle
        else:
            outside = middle
    return inside


def z_of(confidence):
    return sqrt(mpf(2)) * erfinv(mpf(confidence))


def t_of(confidence, df):
    df = mpf(df)
    tail = (1 - mpf(confidence)) / 2
    return bisect(lambda t: betainc(df / 2, mpf("0.5"), 0, df / (df + t * t), regularized=True) / 2 - tail,
                  mpf(0), mpf(10000))


def concentration(a, b):
    weight = 10 * (mpf(sum(y * y for y in b)) / sum(b) - 1)
    r = mpf("0.5")
    if weight == 0:
        return r
    # Of all parts of the items the greatest estimate: those in falling order of the rate of the others.
    order = sorted([(x, y) for x, y in zip(a, b) if x > 1], key=lambda p: -mpf(p[0] - 1) / (p[1] - 1))
    best, top, bottom = r, weight / 2, weight
    for x, y in order:
        top += x * (x - 1)
        bottom += x * (y - 1)
        best = max(best, top / bottom)
    return best


def effect(shares, a, b, trials, r, conf, annotators):
    """shares: [item][annotator] -> (errors, trials); annotators 0: as they are."""
    B = mpf(sum(b))
    A = mpf(sum(a))
    p = A / B
    m = sum(y * y for y in b) / B
    w = 1 + (m - 1) * r
    seen, lump, between = A, w, mpf(0)
    if p < 1:
        seen = max(A, sum((x - p * y) ** 2 for x, y in zip(a, b)) / (1 - p))
        lump = w * (1 + (m - 1) * max(0, (r - p) / (1 - p)))
        if annotators:
            whole = sum((sum(row[g][0] for row in shares) - p * trials[g]) ** 2 for g in range(annotators))
            own = sum((x - p * y) ** 2 for row in shares for x, y in row)
            between = max(mpf(0), whole * annotators / (annotators - 1) - own) / (1 - p) / (A + w)
    few = t_of(conf, 2 * (len(b) - 1)) / z_of(conf) if m > 1 else mpf(1)
    few_annotators = t_of(conf, annotators - 1) / z_of(conf) if annotators else 0
    return p, (seen + lump) / (A + w) * few ** 2 + between * few_annotators ** 2


def wilson_high(p, n, conf):
    if p >= 1:
        return mpf(1)
    z = z_of(conf)
    return min(mpf(1), (p + z * z / (2 * n) + z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n))


def exact_low(x, n, conf):
    tail = (1 - mpf(conf)) / 2
    if x <= 0:
        return mpf(0)
    if x >= n:
        return tail ** (1 / n)
    return bisect(lambda q: tail - betainc(x, n - x + 1, 0, q, regularized=True), mpf(0), mpf(1))


def limits(shares, annotators, conf):
    a = [sum(x for x, _ in row) for row in shares]
    b = [sum(y for _, y in row) for row in shares]
    trials = [sum(row[g][1] for row in shares) for g in range(len(shares[0]))]
    B = mpf(sum(b))
    r = concentration(a, b)
    high, low = mpf(sum(a)) / B, mpf(0)

    def raise_high(part):
        nonlocal high
        sums = [sum(x for x, _ in row) for row in part]
        p, d = effect(part, sums, b, trials, r, conf, annotators)
        high = max(high, wilson_high(p, B / d, conf))

    def raise_low(sums, part, g):
        nonlocal low
        p, d = effect(part, sums, b, trials, mpf("0.5"), conf, g)
        low = max(low, exact_low(p * B / d, B / d, conf))

    wrong = [i for i, x in enumerate(a) if x > 0]
    by_errors = sorted(wrong, key=lambda i: (-a[i], b[i]))
    by_excess = sorted(wrong, key=lambda i: (-(a[i] - sum(a) / B * b[i]), b[i]))
    for order in (by_errors, by_excess):
        for k in range(len(order) + 1):
            kept = set(order[:k])
            sums = [x if i in kept else 0 for i, x in enumerate(a)]
            p, d = effect(None, sums, b, trials, r, conf, 0)
            high = max(high, wilson_high(p, B / d, conf))
    if not annotators:
        for s in range(1, max(a) + 1):
            raise_low([min(x, s) for x in a], None, 0)
        return r, high, low
    raise_low(a, shares, annotators)
    raise_high(shares)
    return r, high, low


def draw(rng):
    items, annotators = rng.randint(3, 25), rng.randint(2, 6)
    rate, lumps, size = rng.choice([0, 0.02, 0.1, 0.3]), rng.random() < 0.5, rng.choice([1, 2, 5, 10])
    own = [rng.choice([0.3, 1, 2]) for _ in range(annotators)]
    shares = []
    for _ in range(items):
        fails = rng.random() ** 3 if lumps else rate
        row = [(0, 0)] * annotators
        for g in rng.sample(range(annotators), rng.randint(1, 2)):
            n = rng.randint(1, size)
            row[g] = (sum(rng.random() < min(0.9, fails * own[g]) for _ in range(n)) if rate else 0, n)
        shares.append(row)
    return shares, annotators


def main():
    rng = random.Random(7)
    with open(os.path.join(HERE, "monotone_rate.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "annotators", "errors", "trials", "random", "confidence", "concentration", "low", "high",
                      "tool", "version"])
        for case in range(60):
            shares, annotators = draw(rng)
            conf = rng.choice(["0.9", "0.95", "0.99"])
            r, high, low = limits(shares, annotators if case % 2 else 0, conf)
            flat = [cell for row in shares for cell in row]
            out.writerow([case, annotators, " ".join(str(x) for x, _ in flat), " ".join(str(y) for _, y in flat),
                          case % 2, conf] + [mp.nstr(x, 17) for x in (r, low, high)] + ["mpmath", mpmath.__version__])


if __name__ == "__main__":
    main()
