#!/usr/bin/env python3
"""Writes procurement_decisions.csv: what a decision of two vendors comes to by exact ways.

better: the probability that a draw from the first vendor's posterior error rate is below the
second's, posteriors Beta(x + 1/2, n - x + 1/2), by adaptive Simpson integration of the density
against the distribution function, which is integrated on the same grid. believed: the same when both rates come from one of ninety
beta distributions, of nine means about the geometric one and ten spreads, these with a half-Cauchy
distribution, weighed by how likely the errors are under it. flip_*: the weight of a
criterion at which the two score the same while the other weights keep their proportions, in exact
fractions; empty where no weight in [0, 1] does. times: how many times the sample is wanted, from
z-values of the standard library. Run in this folder: python3 procurement_decisions.py
"""
import csv
import math
from fractions import Fraction
from statistics import NormalDist

GRID = 200000


def better(x1, n1, x2, n2):
    """P(p1 < p2) on t = sin^2(u), where densities with half-integer exponents are smooth."""
    def density(x, n, u):
        a, b = x + 0.5, n - x + 0.5
        logs = 2 * x * math.log(math.sin(u)) + 2 * (n - x) * math.log(math.cos(u))
        return 2 * math.exp(logs + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b))

    step = math.pi / 2 / GRID
    cdf = total = 0.0
    for i in range(GRID):
        u = (i + 0.5) * step
        d1, d2 = density(x1, n1, u), density(x2, n2, u)
        total += d2 * (cdf + d1 * step / 2) * step
        cdf += d1 * step
    return total


MEANS = [4 ** (k / 4 - 1) for k in range(9)]
SPREADS = [0.06 * 1.5 ** k for k in range(10)]


def log_beta(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def below(a1, b1, a2, b2):
    """P(p1 < p2) of two beta distributions on the scale of the log odds."""
    low, high, n = -25.0, 10.0, 8000
    step = (high - low) / n
    c1, c2 = log_beta(a1, b1), log_beta(a2, b2)
    cdf = total = 0.0
    for i in range(n):
        u = low + (i + 0.5) * step
        p, q = -math.log1p(math.exp(-u)), -math.log1p(math.exp(u))
        d1, d2 = math.exp(a1 * p + b1 * q - c1), math.exp(a2 * p + b2 * q - c2)
        total += d2 * (cdf + d1 * step / 2) * step
        cdf += d1 * step
    return total


def believed(x1, n1, x2, n2):
    about = math.sqrt((x1 + 0.5) / (n1 + 1) * (x2 + 0.5) / (n2 + 1))
    total = weight = 0.0
    for factor in MEANS:
        for spread in SPREADS:
            mean = min(0.5, about * factor)
            size = max(1.0, (1 - mean) / (spread ** 2 * mean) - 1)
            a, b = mean * size, (1 - mean) * size
            prior = spread / (1 + (spread / 0.5) ** 2)  # even steps of the logarithm
            w = prior * math.exp(log_beta(x1 + a, n1 - x1 + b) + log_beta(x2 + a, n2 - x2 + b) - 2 * log_beta(a, b)
                                 - log_beta(x1 + 1, n1 - x1 + 1) - log_beta(x2 + 1, n2 - x2 + 1))
            if w > 1e-12:
                total += w * below(x1 + a, n1 - x1 + b, x2 + a, n2 - x2 + b)
            weight += w
    return total / weight


def flip(weights, a, b, c):
    others = 1 - weights[c]
    rest = sum(weights[k] * (a[k] - b[k]) for k in range(3) if k != c) / others
    own = a[c] - b[c]
    if rest == own:
        return ""
    at = rest / (rest - own)
    return float(at) if 0 <= at <= 1 else ""


def main():
    counts = [(3, 300, 9, 300), (0, 50, 1, 60), (24, 1200, 42, 1200), (10, 1000, 11, 900)]
    values = [
        ((5, 2, 3), (8, 4, 6), (5, 9, 9)),
        ((1, 1, 1), (9, 2, 5), (4, 8, 3)),
        ((6, 3, 2), (7, 2, 4), (6, 5, 5)),
        ((2, 5, 3), (3, 9, 7), (9, 6, 6)),
    ]
    with open("procurement_decisions.csv", "w", newline="") as file:
        file.write("# python3 procurement_decisions.py\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["errors_a", "audited_a", "errors_b", "audited_b", "better", "believed",
                      "w_quality", "w_speed", "w_cost", "a_quality", "a_speed", "a_cost",
                      "b_quality", "b_speed", "b_cost", "flip_quality", "flip_speed", "flip_cost",
                      "times"])
        for count, (w, a, b) in zip(counts, values):
            weights = [Fraction(k, sum(w)) for k in w]
            ta, tb = ([Fraction(k, 10) for k in v] for v in (a, b))
            z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
            times = z * z * 0.05 ** 2 / (0.1 ** 2 - z * z * 0.01 ** 2)
            out.writerow(count + (repr(better(*count)), repr(believed(*count))) + tuple(w) + tuple(a) + tuple(b) +
                         tuple(flip(weights, ta, tb, c) for c in range(3)) + (repr(times),))


if __name__ == "__main__":
    main()
