"""Sampling plans and noncentral t by other ways than labelqa's. Writes plans.csv and noncentral_t.csv.

Plans: the smallest n for which some c keeps both risks, by trying every n from 1 with exact fractions
(hypergeometric, binomial) or 30 digits (Poisson). Double plans: risks of given stages by enumerating
the errors of both samples. Noncentral t: the integral of Phi(t s - d) over the density of s with 30
digits (mpmath). Variables plans: the smallest n by trying every n with that integral.

standard_plans.csv holds tables I, II-A to II-C and III-A to III-C of MIL-STD-105E (1989) as
transcribed in the R package AQLSchemes 1.7-2 (arrows resolved); four cells of it, normal double plans
of letters L to P at AQL 100, have 26 for 27 as the second rejection number, an evident slip, and are
corrected here. Columns: kind, letter, aql, inspection, n, accept, reject and the same of the second
sample; rows of kind "letter": letter, range of lot sizes (1 to 15), level.
"""
import csv
import math
import os
from fractions import Fraction as F

from mpmath import erfc, exp, log, loggamma, mp, mpf, quad, sqrt

HERE = os.path.dirname(os.path.abspath(__file__))
mp.dps = 30


def hypergeometric(n, c, errors, lot):
    total = math.comb(lot, n)
    return F(sum(math.comb(errors, x) * math.comb(lot - errors, n - x)
                 for x in range(min(c, n, errors) + 1)), total)


def binomial(n, c, p):
    return sum(math.comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(min(c, n) + 1))


def poisson(n, c, p):
    mean = mpf(p.numerator) / p.denominator * n
    return F(mp.nstr(sum(exp(-mean) * mean**x / mp.factorial(x) for x in range(c + 1)), 28))


def accept(model, lot, n, c, p, up):
    if model == "hypergeometric":
        errors = math.ceil(p * lot) if up else math.floor(p * lot)
        return hypergeometric(n, c, errors, lot)
    return (binomial if model == "binomial" else poisson)(n, c, p)


def single(model, lot, aql, alpha, rql, beta):
    for n in range(1, (lot or 5000) + 1):
        # Acceptance grows with c: the smallest c within the producer's risk is the one to try.
        for c in range(n + 1):
            if 1 - accept(model, lot, n, c, aql, False) <= alpha:
                break
        if accept(model, lot, n, c, rql, True) <= beta:
            return n, c, 1 - accept(model, lot, n, c, aql, False), accept(model, lot, n, c, rql, True)
    return None


def density(s, df):
    return exp((1 - df / 2) * log(2) - loggamma(df / 2) + df / 2 * log(df) + (df - 1) * log(s)
               - df * s * s / 2)


def noncentral_t(t, df, d):
    t, df, d = mpf(t), mpf(df), mpf(d)
    spread = 1 / sqrt(2 * df)
    points = {mpf(0)} | {max(mpf(0), 1 + k * spread) for k in (-9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9, 14, 20)}
    if t != 0:
        points |= {x for x in (d / t + k / abs(t) for k in (-8, -4, -2, -1, 0, 1, 2, 4, 8)) if x > 0}
    points = sorted(points)
    points.append(points[-1] + (60 if df < 3 else 5))
    phi = lambda x: erfc(-x / sqrt(2)) / 2
    return quad(lambda s: density(s, df) * phi(t * s - d) if s > 0 else mpf(0), points)


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


PLANS = [("hypergeometric", lot, a, b) for lot in (60, 200, 1000)
         for a, b in (("1/100", "5/100"), ("2/100", "8/100"), ("5/1000", "10/100"))]
PLANS += [(model, 0, a, b) for model in ("binomial", "poisson")
          for a, b in (("1/100", "5/100"), ("2/100", "8/100"), ("1/100", "10/100"), ("4/100", "10/100"))]


def main():
    rows = []
    for model, lot, a, b in PLANS:
        for alpha, beta in (("5/100", "10/100"), ("1/100", "5/100")):
            found = single(model, lot, F(a), F(alpha), F(b), F(beta))
            plan = ["%d" % found[0], "%d" % found[1], "%.17g" % found[2], "%.17g" % found[3]] if found else ["", "", "", ""]
            rows.append([model, lot, float(F(a)), float(F(alpha)), float(F(b)), float(F(beta))] + plan)
    write("plans.csv", ["model", "lot", "acceptable", "alpha", "rejectable", "beta", "n", "c",
                        "producer_risk", "consumer_risk"], rows)
    rows = []
    for df in (1, 2, 5, 29, 199, 3000):
        for d in ("0", "0.5", "2.25", "-3", "12", "45"):
            for shift in ("-2", "0.125", "1.5"):
                t = float(d) + float(shift) * (1 + float(d) / 20)
                rows.append([repr(t), df, d, mp.nstr(noncentral_t(t, df, float(d)), 20)])
    for t, df, d in ((500.0, 1, "2.25"), (1000.0, 9, "900"), (0.0, 7, "1.5")):
        rows.append([repr(t), df, d, mp.nstr(noncentral_t(t, df, float(d)), 20)])
    write("noncentral_t.csv", ["t", "df", "noncentrality", "cdf"], rows)


if __name__ == "__main__":
    main()
