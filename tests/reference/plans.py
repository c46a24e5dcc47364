"""Sampling plans and noncentral t by other ways than labelqa's. Writes plans.csv, plan_designs.csv,
plan_per_hundred.csv, score_rates.csv and noncentral_t.csv.

Plans: the smallest n for which some c keeps both risks, by trying every n from 1 with exact fractions
(hypergeometric, binomial) or 30 digits (Poisson). Plans of several samples (5 % and 10 % risk): double
plans by trying every n, c1 and c2, multiple and sequential ones by the rules of acceptance.h, their risks,
average samples and outgoing limits by following every path of errors with exact fractions; outgoing
limits of plans without a lot are those in a lot of 1,000. Noncentral t: the integral of Phi(t s - d) over the density of s with 30
digits (mpmath). Rates of scores (95 %): roots of that integral.

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

from mpmath import erfc, exp, findroot, log, loggamma, mp, mpf, quad, sqrt

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


# ---- plans of several samples ----

def pmf(model, x, n, p, errors, lot):
    """P(x errors in n more units); errors and lot: what is left of a finite lot."""
    if model == "hypergeometric":
        if x > min(n, errors) or n - x > lot - errors:
            return F(0)
        return F(math.comb(errors, x) * math.comb(lot - errors, n - x), math.comb(lot, n))
    if model == "binomial":
        return math.comb(n, x) * p**x * (1 - p) ** (n - x) if x <= n else F(0)
    mean = mpf(p.numerator) / p.denominator * n
    return F(mp.nstr(exp(-mean) * mean**x / mp.factorial(x), 28))


def whole(model, lot, p, up):
    return (math.ceil(p * lot) if up else math.floor(p * lot)) if model == "hypergeometric" else 0


def play(model, lot, stages, p, errors):
    """P(accept), the average sample and the average share of errors let through, by every path."""
    states, accepted, average, done, passed = {0: F(1)}, F(0), F(0), 0, F(0)
    for k, (n, accept, reject) in enumerate(stages):
        after, last = {}, k + 1 == len(stages)
        for d, q in states.items():
            average += q * n
            for x in range(reject - d if last else max(s[2] for s in stages) - d):
                r = q * pmf(model, x, n, p, errors - d, lot - done)
                if r:
                    after[d + x] = after.get(d + x, F(0)) + r
        done += n
        states = {}
        for d, q in after.items():
            if d <= accept or (last and d < reject):
                accepted += q
                passed += q * (F(errors - d, lot) if model == "hypergeometric"
                               else p * (lot - done) / lot if lot else 0)
            elif d < reject:
                states[d] = q
    return accepted, average, passed


def best_double(model, lot, a, alpha, b, beta):
    """Every n, c1 and c2 that could have a smaller average than the single plan."""
    least, best = F(single(model, lot, a, alpha, b, beta)[0]), None
    low, high = whole(model, lot, a, False), whole(model, lot, b, True)
    n = 1
    while n < least and (not lot or 2 * n <= lot):
        for c2 in range(1, 2 * n):
            terms = [[pmf(model, x, n, p, e, lot) for x in range(c2 + 1)] for p, e in ((a, low), (b, high))]
            later = [[None] * (c2 + 1), [None] * (c2 + 1)]
            for i, (p, e) in enumerate(((a, low), (b, high))):
                for d in range(c2 + 1):
                    later[i][d] = terms[i][d] * sum(pmf(model, y, n, p, e - d, lot - n) for y in range(c2 - d + 1))
            # Both samples as one: no c1 lets fewer lots pass.
            if sum(later[1]) > beta:
                break
            for c1 in range(c2):
                got = [sum(terms[i][:c1 + 1]) + sum(later[i][c1 + 1:]) for i in (0, 1)]
                average = n * (1 + sum(terms[0][c1 + 1:c2 + 1]))
                if got[0] >= 1 - alpha and got[1] <= beta and average < least:
                    least, best = average, [(n, c1, c2 + 1), (n, c2, c2 + 1)]
        n += 1
    return best


def wald(model, a, b, alpha, beta):
    a, b, alpha, beta = (mpf(x.numerator) / x.denominator for x in (a, b, alpha, beta))
    g = log(b / a) if model == "poisson" else log(b * (1 - a) / (a * (1 - b)))
    s = (b - a) / g if model == "poisson" else log((1 - a) / (1 - b)) / g
    return log((1 - alpha) / beta) / g, log((1 - beta) / alpha) / g, s


def between(h1, h2, s, n, k):
    last = int(mp.floor(s * n * k))
    stages = []
    for i in range(1, k + 1):
        accept = int(mp.floor(s * n * i - h1))
        stages.append((n, max(accept, -1), min(int(mp.ceil(s * n * i + h2)), last + 1)))
    stages[-1] = (n, last, last + 1)
    return stages


def keeps(model, lot, stages, a, alpha, b, beta):
    low = play(model, lot, stages, a, whole(model, lot, a, False))
    return 1 - low[0] <= alpha and play(model, lot, stages, b, whole(model, lot, b, True))[0] <= beta


def best_multiple(model, lot, k, a, alpha, b, beta):
    one = single(model, lot, a, alpha, b, beta)[0]
    h1, h2, s = wald(model, a, b, alpha, beta)
    first, best, least = max(1, one // k), None, None
    for n in range(first, min(3 * first + 20, lot // k if lot else 10**9) + 1):
        stages = between(h1, h2, s, n, k)
        average = play(model, lot, stages, a, whole(model, lot, a, False))[1]
        if (least is None or average < least) and keeps(model, lot, stages, a, alpha, b, beta):
            least, best = average, stages
    return best


def sequential(model, lot, a, alpha, b, beta):
    one, cut, shrink = single(model, lot, a, alpha, b, beta)[0], F(3, 2), F(1)
    while True:
        h1, h2, s = wald(model, a, b, alpha * shrink, beta * shrink)
        stages = between(h1, h2, s, 1, min(math.ceil(cut * one), lot or 10**9))
        if keeps(model, lot, stages, a, alpha, b, beta):
            return stages
        if cut < 3:
            cut += F(1, 4)
        else:
            shrink *= F(97, 100)


def outgoing_limit(model, lot, stages):
    """The largest share of errors let through: at a whole number of them, else by ternary search."""
    if model == "hypergeometric":
        return max(play(model, lot, stages, F(d, lot), d)[2] for d in range(lot + 1))
    low, high = F(0), F(1)
    for _ in range(60):
        x, y = low + (high - low) / 3, high - (high - low) / 3
        x, y = (F(mp.nstr(mpf(v.numerator) / v.denominator, 20)) for v in (x, y))
        if play(model, lot, stages, x, 0)[2] < play(model, lot, stages, y, 0)[2]:
            low = x
        else:
            high = y
    return play(model, lot, stages, low, 0)[2]


DESIGNS = [("binomial", 0, "2/100", "10/100"), ("binomial", 0, "4/100", "12/100"),
           ("poisson", 0, "3/100", "12/100"), ("hypergeometric", 300, "2/100", "10/100"),
           ("hypergeometric", 120, "5/100", "15/100")]


def designs():
    rows = []
    for model, lot, a, b in DESIGNS:
        a, b, alpha, beta = F(a), F(b), F(5, 100), F(10, 100)
        one = single(model, lot, a, alpha, b, beta)
        plans = {"single": [(one[0], one[1], one[1] + 1)], "double": best_double(model, lot, a, alpha, b, beta),
                 "multiple": best_multiple(model, lot, 4, a, alpha, b, beta),
                 "sequential": sequential(model, lot, a, alpha, b, beta)}
        for kind, stages in plans.items():
            low = play(model, lot, stages, a, whole(model, lot, a, False))
            high = play(model, lot, stages, b, whole(model, lot, b, True))
            limit = outgoing_limit(model, lot, stages) if lot and kind != "sequential" else None
            # Binomial plans have an outgoing limit too, in a lot that is stated.
            if not lot and kind in ("single", "double"):
                limit = outgoing_limit(model, 1000, stages)
            rows.append([kind, model, lot, float(a), float(b),
                         "; ".join("%d %d %d" % stage for stage in stages)]
                        + ["%.17g" % float(x) for x in (1 - low[0], high[0], low[1])]
                        + ["%.17g" % float(limit) if limit is not None else ""])
    return rows


# Errors per hundred: (lot, level, AQL, letter) of normal inspection.
PER_HUNDRED = [(10, "S-1", "1000", "A"), (60, "II", "250", "E"), (100, "II", "65", "F"), (5000, "II", "25", "L"),
               (200, "S-4", "100", "E"), (90, "II", "40", "E")]


def per_hundred():
    """The risk of the tables' plans at the AQL: errors of the sample are Poisson with mean n AQL / 100."""
    with open(os.path.join(HERE, "standard_plans.csv")) as file:
        plans = {(row["kind"], row["letter"], float(row["aql"]), row["inspection"]): row
                 for row in csv.DictReader(file) if row["kind"] != "letter"}
    rows = []
    for lot, level, aql, letter in PER_HUNDRED:
        for kind in ("single", "double"):
            row = plans.get((kind, letter, float(aql), "normal"))
            if row:
                stages = [(int(row["n"]), int(row["accept"]), int(row["reject"]))]
                if kind == "double":
                    stages.append((int(row["n2"]), int(row["accept2"]), int(row["reject2"])))
                risk = 1 - play("poisson", 0, stages, F(aql) / 100, 0)[0]
                rows.append([lot, level, aql, kind, row["n"], "%.17g" % float(risk)])
    return rows


def rate_of_chance(n, quality, p):
    """The rate at which scores of n units are at least this good with probability p."""
    at = findroot(lambda d: 1 - noncentral_t(quality * sqrt(n), n - 1, d * sqrt(n)) - p,
                  (quality - 2, quality + 2), solver="illinois", tol=mpf(10) ** -18, verify=False)
    return erfc(at / sqrt(2)) / 2


def scores():
    rows = []
    for n, quality in ((10, "1.5"), (35, "1.625"), (35, "-0.25"), (200, "2.75")):
        low, high = (rate_of_chance(n, mpf(quality), p) for p in (mpf("0.975"), mpf("0.025")))
        rows.append([n, quality, mp.nstr(erfc(mpf(quality) / sqrt(2)) / 2, 17), mp.nstr(low, 17), mp.nstr(high, 17)])
    return rows


def main():
    rows = []
    for model, lot, a, b in PLANS:
        for alpha, beta in (("5/100", "10/100"), ("1/100", "5/100")):
            found = single(model, lot, F(a), F(alpha), F(b), F(beta))
            plan = ["%d" % found[0], "%d" % found[1], "%.17g" % found[2], "%.17g" % found[3]] if found else ["", "", "", ""]
            rows.append([model, lot, float(F(a)), float(F(alpha)), float(F(b)), float(F(beta))] + plan)
    write("plans.csv", ["model", "lot", "acceptable", "alpha", "rejectable", "beta", "n", "c",
                        "producer_risk", "consumer_risk"], rows)
    write("plan_designs.csv", ["kind", "model", "lot", "acceptable", "rejectable", "stages", "producer_risk",
                               "consumer_risk", "average_sample", "outgoing_limit"], designs())
    write("plan_per_hundred.csv", ["lot", "level", "aql", "kind", "n", "producer_risk"], per_hundred())
    write("score_rates.csv", ["n", "quality", "rate", "low", "high"], scores())
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
