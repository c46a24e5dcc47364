"""Pseudo-cluster intervals of ratios over clusters and of their differences, worked out from the
clusters themselves (not from sums) with 30 digits. Writes cluster_ratio.csv and
cluster_differences.csv.

Korn and Graubard (1998), eq. 1 and 2, with two pseudo-clusters in the variance, 0.7 of the
probability of what was observed in the tail, and a Poisson instead of a binomial distribution where
the ratio has no bound. Differences: square-and-add (Zou and Donner 2008).
"""
import csv
import os
import random

from mpmath import betainc, erfinv, gammainc, mp, mpf, sqrt

HERE = os.path.dirname(os.path.abspath(__file__))
mp.dps = 30


def bisect(f, inside, outside):
    """The end of the set f >= 0 between a point in it and one outside."""
    for _ in range(75):
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
    upper = lambda t: betainc(df / 2, mpf("0.5"), 0, df / (df + t * t), regularized=True) / 2 - tail
    return bisect(upper, mpf(0), mpf(10000))


def failed(a, b, size, most, bounded, unit):
    total = sum(a)
    k = total ** 2 / sum(x * x for x in a) if total > 0 else mpf(0)
    r = sum(x * x / y for x, y in zip(a, b)) / total if total > 0 else mpf(0)
    if k == 0 and unit > 0:
        k, r = mpf(1), unit / size
    lumped = min(most, 3 * r) if bounded else 3 * r
    return most / (1 + k) + k / (1 + k) * lumped, k


def interval(a, b, most, bounded, unit, confidence):
    n, A, B = len(a), sum(a), sum(b)
    R = A / B
    size = sum(y * y for y in b) / B
    F, k = failed(a, b, size, most, bounded, unit)
    G = most - failed([most * y - x for x, y in zip(a, b)], b, size, most, True, unit)[0] if bounded else mpf(0)
    Rp = (A + size / 2 * (F + G)) / (B + size)
    V = (sum((x - Rp * y) ** 2 for x, y in zip(a, b)) + size ** 2 / 2 * ((F - Rp) ** 2 + (G - Rp) ** 2)) / B ** 2
    f = (z_of(confidence) / t_of(confidence, 2 * (n - 1))) ** 2
    tail = (1 - mpf(confidence)) / 2
    if bounded:
        scale = f * Rp * (most - Rp) / V
        x = scale * R / most

        def tails(y):  # P(X >= y)
            return lambda p: (mpf(1) if y <= 0 else mpf(0) if y >= scale + 1
                              else betainc(y, scale - y + 1, 0, p / most, regularized=True))
    else:
        scale = V / (f * Rp)
        x = R / scale

        def tails(y):
            return lambda p: mpf(1) if y <= 0 else gammainc(y, 0, p / scale, regularized=True)

    S, S1 = tails(x), tails(x + 1)
    above = lambda p: S1(p) + mpf("0.7") * (S(p) - S1(p)) - tail
    below = lambda p: 1 - S(p) + mpf("0.7") * (S(p) - S1(p)) - tail
    low = mpf(0) if R == 0 else bisect(above, R, mpf(0)) if above(R) >= 0 else R
    end = most
    while not bounded and (end <= R or below(end) >= 0):
        end *= 2
    high = most if bounded and R == most else bisect(below, R, end) if below(R) >= 0 else R
    return dict(value=R, low=low, high=high, carriers=k, failed=F, good=G, rate=Rp, variance=V,
                shrink=f, scale=scale, observed=x)


KINDS = [("1", 1, "1"), ("1", 0, "1"), ("1", 0, "0"), ("0.5", 1, "0"), ("0.25", 1, "0")]


def draw(rng, n, most, bounded, unit):
    """Clusters with errors that lump: a beta-like rate of each, as texts that both sides read."""
    rate = rng.choice([0, 0.01, 0.05, 0.2, 0.5, 0.9, 1])
    a, b = [], []
    for _ in range(n):
        size = rng.randint(1, 40)
        own = rng.random() ** rng.choice([1, 3]) if 0 < rate < 1 and rng.random() < 0.5 else rate
        if float(unit) > 0:
            errors = sum(rng.random() < own for _ in range(size))
            if not bounded and own > 0 and rng.random() < 0.3:
                errors += rng.randint(0, size)
            a.append(str(errors))
        else:
            a.append(repr(round(own * size * float(most) * (rng.random() if 0 < own < 1 else 1), 6)))
        b.append(str(size))
    return a, b


def show(x):
    return mp.nstr(x, 18)


def main():
    rng = random.Random(20260)
    with open(os.path.join(HERE, "cluster_ratio.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        names = ["value", "low", "high", "carriers", "failed", "good", "rate", "variance", "shrink", "scale", "observed"]
        out.writerow(["case", "a", "b", "most", "bounded", "unit", "confidence"] + names + ["tool", "version"])
        for case in range(200):
            most, bounded, unit = KINDS[case % len(KINDS)]
            n = rng.choice([5, 6, 8, 10, 20, 40])
            a, b = draw(rng, n, most, bounded, unit)
            confidence = rng.choice(["0.9", "0.95", "0.99"])
            got = interval([mpf(x) for x in a], [mpf(x) for x in b], mpf(most), bounded, mpf(unit), confidence)
            out.writerow([case, " ".join(a), " ".join(b), most, bounded, unit, confidence] +
                         [show(got[name]) for name in names] + ["mpmath", mp_version()])
    with open(os.path.join(HERE, "cluster_differences.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "a1", "b1", "a2", "b2", "most", "bounded", "unit", "paired", "value", "low", "high", "tool", "version"])
        for case in range(40):
            most, bounded, unit = KINDS[case % len(KINDS)]
            n = rng.choice([5, 8, 12, 20])
            paired = case % 4 != 3
            texts = draw(rng, n, most, bounded, unit) + draw(rng, n if paired else n + 2, most, bounded, unit)
            a1, b1, a2, b2 = [[mpf(x) for x in text] for text in texts]
            one = interval(a1, b1, mpf(most), bounded, mpf(unit), "0.95")
            two = interval(a2, b2, mpf(most), bounded, mpf(unit), "0.95")
            R1, R2 = one["value"], two["value"]
            rho = mpf(0)
            if paired:
                rho = sum((p - R1 * q) * (s - R2 * t) for p, q, s, t in zip(a1, b1, a2, b2)) / (
                    sum(b1) * sum(b2) * sqrt(one["variance"] * two["variance"]))
            l1, u1, l2, u2 = one["low"], one["high"], two["low"], two["high"]
            add = lambda p, q: sqrt(max(mpf(0), p * p + q * q - 2 * rho * p * q))
            out.writerow([case] + [" ".join(text) for text in texts] + [most, bounded, unit, int(paired)] +
                         [show(x) for x in (R1 - R2, R1 - R2 - add(R1 - l1, u2 - R2), R1 - R2 + add(u1 - R1, R2 - l2))] +
                         ["mpmath", mp_version()])


def mp_version():
    import mpmath
    return mpmath.__version__


if __name__ == "__main__":
    main()
