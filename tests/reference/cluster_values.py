"""Quantiles and standard deviation of values in clusters with their limits, worked out from the
clusters themselves (not from sums) with 30 digits. Writes cluster_values.csv.

Quantiles: a value is in while the share seen at or below it (low) or below it (high) is one that the
test does not reject of which qa/stats/cluster_ratio.h speaks, tried at one value after the other.
Standard deviation: the roots of the limits of its square, a ratio over clusters.
"""
import csv
import os
import random

from mpmath import betainc, floor, mp, mpf, sqrt

from cluster_ratio import failed, interval, mp_version, show, t_of, z_of

HERE = os.path.dirname(os.path.abspath(__file__))
SHARES = ["0.05", "0.25", "0.5", "0.75", "0.95"]


def effective_trials(a, b, confidence):
    n, A, B = len(a), sum(a), sum(b)
    R, most = A / B, mpf(1)
    size = sum(y * y for y in b) / B
    F = failed(a, b, size, most, True, mpf(1))[0]
    G = most - failed([y - x for x, y in zip(a, b)], b, size, most, True, mpf(1))[0]
    Rp = (A + size / 2 * (F + G)) / (B + size)
    V = (sum((x - Rp * y) ** 2 for x, y in zip(a, b)) + size ** 2 / 2 * ((F - Rp) ** 2 + (G - Rp) ** 2)) / B ** 2
    return (z_of(confidence) / t_of(confidence, 2 * (n - 1))) ** 2 * Rp * (1 - Rp) / V


def quantile(clusters, share, least, most, confidence):
    ordered = sorted(x for cluster in clusters for x in cluster)
    n = len(ordered)
    place = (n - 1) * share
    k = int(floor(place))
    value = ordered[k] + (place - k) * (ordered[min(k + 1, n - 1)] - ordered[k])
    cut = ordered[min(int(floor(share * n)), n - 1)]
    tied = (share * n - sum(x < cut for x in ordered)) / sum(x == cut for x in ordered)
    a = [sum((mpf(1) if x < cut else tied if x == cut else mpf(0)) for x in c) for c in clusters]
    b = [mpf(len(c)) for c in clusters]
    N = effective_trials(a, b, confidence)
    tail = (1 - mpf(confidence)) / 2

    def at_least(y):
        return (mpf(1) if y <= 0 else mpf(0) if y >= N + 1
                else betainc(y, N - y + 1, 0, share, regularized=True))

    def likely(seen):
        x = N * seen
        S, S1 = at_least(x), at_least(x + 1) if seen < 1 else mpf(0)
        observed = mpf("0.7") * (S - S1)
        return 1 - S + observed >= tail, S1 + observed >= tail

    ends = [least] + sorted(set(ordered)) + [most]
    ups = [x for x in ends if likely(mpf(sum(y <= x for y in ordered if x != least)) / n)[0]]
    downs = [x for x in ends if likely(mpf(sum(y < x for y in ordered) if x != most else n) / n)[1]]
    return value, min(ups[0], value), max(downs[-1], value)


def deviation(clusters, least, most, confidence):
    values = [x for cluster in clusters for x in cluster]
    n, J = len(values), mpf(len(clusters))
    mean = sum(values) / n
    squares = [sum((x - mean) ** 2 for x in c) for c in clusters]
    room = max(most - mean, mean - least) ** 2
    got = interval(squares, [mpf(len(c)) for c in clusters], room, True, mpf(0), confidence)
    sd = sqrt(sum(squares) / (n - 1))
    return sd, min(sd, sqrt(got["low"])), max(sd, sqrt(got["high"] * J / (J - 1)))


def draw(rng, n, decimals):
    clusters = []
    for _ in range(n):
        centre, width = rng.uniform(0.55, 0.95), rng.choice([0.02, 0.2])
        clusters.append([str(round(min(0.99, max(0.51, rng.gauss(centre, width))), decimals))
                         for _ in range(rng.randint(1, 9))])
    return clusters


def main():
    rng = random.Random(1952)
    names = ["%s%s" % (part, end) for part in ["p05", "p25", "p50", "p75", "p95", "sd"] for end in ["", "_low", "_high"]]
    with open(os.path.join(HERE, "cluster_values.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "sizes", "values", "confidence"] + names + ["tool", "version"])
        for case in range(60):
            texts = draw(rng, rng.choice([5, 6, 8, 12, 30]), [1, 2, 6][case % 3])
            clusters = [[mpf(x) for x in cluster] for cluster in texts]
            confidence = rng.choice(["0.9", "0.95", "0.99"])
            got = [x for s in SHARES for x in quantile(clusters, mpf(s), mpf("0.45"), mpf("1.05"), confidence)]
            got += deviation(clusters, mpf("0.45"), mpf("1.05"), confidence)
            out.writerow([case, " ".join(str(len(c)) for c in texts), " ".join(x for c in texts for x in c),
                          confidence] + [show(x) for x in got] + ["mpmath", mp_version()])


if __name__ == "__main__":
    mp.dps = 30
    main()
