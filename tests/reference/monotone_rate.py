"""Limits of an error rate that go up with every error, worked out with 25 digits from each item and
annotator. Writes monotone_rate.csv. Independent of the C code: parts of the errors are built as
lists or packed, and all sums are taken anew for each.
"""
import csv
import functools
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


@functools.lru_cache
def z_of(confidence):
    return sqrt(mpf(2)) * erfinv(mpf(confidence))


@functools.lru_cache
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


def effect(A, squares, between, trials, r, conf, n_items, annotators):
    """squares: {"B", "bb", "ab", "aa"} of items; between: sum of squares between annotators."""
    B = mpf(trials)
    p = A / B
    m = squares["bb"] / B
    w = 1 + (m - 1) * r
    seen, lump = A, w
    part = mpf(0)
    if p < 1:
        seen = max(A, (squares["aa"] - 2 * p * squares["ab"] + p * p * squares["bb"]) / (1 - p))
        lump = w * (1 + (m - 1) * max(0, (r - p) / (1 - p)))
        part = max(mpf(0), between) / (1 - p) / (A + w)
    few = t_of(conf, 2 * (n_items - 1)) / z_of(conf) if m > 1 else mpf(1)
    few_annotators = t_of(conf, annotators - 1) / z_of(conf) if annotators else 0
    return p, (seen + lump) / (A + w) * few ** 2 + part * few_annotators ** 2


def knapsack(pieces, wanted):
    """The most that `wanted` units are worth: (units, worth of each)."""
    sum_, left = mpf(0), wanted
    for units, worth in sorted(pieces, key=lambda piece: -piece[1]):
        taken = min(left, units)
        sum_ += taken * worth
        left -= taken
    return sum_


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
    columns = range(len(shares[0]))
    trials = [sum(row[g][1] for row in shares) for g in columns]
    own = [sum(row[g][0] for row in shares) for g in columns]
    B, bb = mpf(sum(b)), mpf(sum(y * y for y in b))
    few = mpf(len(trials)) / (len(trials) - 1)
    r = concentration(a, b)
    high, low = mpf(sum(a)) / B, mpf(0)

    def of_items(sums):
        return {"bb": bb, "ab": mpf(sum(x * y for x, y in zip(sums, b))), "aa": mpf(sum(x * x for x in sums))}

    def raise_high(A, squares, part):
        nonlocal high
        p, d = effect(mpf(A), squares, part, B, r, conf, len(b), annotators)
        high = max(high, wilson_high(p, B / d, conf))

    def raise_low(A, squares, part):
        nonlocal low
        p, d = effect(mpf(A), squares, part, B, mpf("0.5"), conf, len(b), annotators)
        x, n = p * B / d, B / d
        if x < n and low > 0 and betainc(x, n - x + 1, 0, low, regularized=True) >= (1 - mpf(conf)) / 2:
            return  # not greater
        low = max(low, exact_low(x, n, conf))

    wrong = [i for i, x in enumerate(a) if x > 0]
    by_errors = sorted(wrong, key=lambda i: (-a[i], b[i]))
    by_excess = sorted(wrong, key=lambda i: (-(a[i] - sum(a) / B * b[i]), b[i]))
    for order in (by_errors, by_excess):
        for k in range(len(order) + 1):
            kept = set(order[:k])
            sums = [x if i in kept else 0 for i, x in enumerate(a)]
            raise_high(sum(sums), of_items(sums), 0)
    for A in range(1, sum(a) + 1) if annotators else []:
        p = A / B
        # All of an item's errors are worth (a - p b)^2 - (p b)^2 together, each an even part of it.
        items = knapsack([(x, mpf(x) - 2 * p * y) for x, y in zip(a, b) if x], A)
        people = []
        for g in columns:
            if own[g]:
                ee = sum(row[g][0] ** 2 for row in shares)
                en = sum(row[g][0] * row[g][1] for row in shares)
                people.append((own[g], few * (own[g] - 2 * p * trials[g]) - (ee - 2 * p * en) / mpf(own[g])))
        constant = p * p * (few * sum(n * n for n in trials) - sum(y * y for row in shares for _, y in row))
        raise_high(A, {"bb": bb, "ab": mpf(0), "aa": items}, knapsack(people, A) + constant)
    for s in range(1, max(a) + 1):
        sums = [min(x, s) for x in a]
        if not annotators:
            raise_low(sum(sums), of_items(sums), 0)
            continue
        cut = [[(min(x, s), y) for x, y in row] for row in shares]
        counts = [mpf(sum(row[g][0] for row in cut)) for g in columns]
        ees = [mpf(sum(row[g][0] ** 2 for row in cut)) for g in columns]
        ens = [mpf(sum(row[g][0] * row[g][1] for row in cut)) for g in columns]
        for c in range(90):
            cap = mpf("0.93") ** c
            if c and all(cap * n >= x for x, n in zip(counts, trials)):
                continue
            kept = [min(x, cap * n) for x, n in zip(counts, trials)]
            parts = [k / x if x else mpf(0) for k, x in zip(kept, counts)]
            ee = sum(q * x for q, x in zip(parts, ees))
            en = sum(q * x for q, x in zip(parts, ens))
            part = sum(kept) / sum(counts)
            whole = of_items(sums)
            squares = {"bb": bb, "ab": whole["ab"] * part, "aa": whole["aa"] * ee / sum(ees)}
            A = sum(sums) * part
            p = A / B
            off = sum((k - p * n) ** 2 for k, n in zip(kept, trials))
            within = ee - 2 * p * en + p * p * sum(y * y for row in shares for _, y in row)
            raise_low(A, squares, few * off - within)
    return r, high, low


def draw(rng):
    items, annotators = rng.randint(3, 16), rng.randint(2, 6)
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
