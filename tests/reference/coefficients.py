"""Reference values of the agreement coefficients, in exact fractions where weights are rational.

python3 coefficients.py    writes coefficient_data.csv and coefficients.csv beside it. Needs only
Python's standard library. The definitions are those of the sources (Gwet 2014 for missing ratings
and for variances), written out term by term over items, annotators and categories, apart from the
program's way of going over patterns and sums.

Checked once against the figures that the package irrCAC prints for Gwet's 12 units: AC1 0.77544
(0.14295), Fleiss 0.76117 (0.15302), Conger 0.76282 (0.14917), Brennan-Prediger 0.77273 (0.14472).
"""
from fractions import Fraction as F
from decimal import Decimal, getcontext
from math import sqrt
import os
import random

getcontext().prec = 50
HERE = os.path.dirname(os.path.abspath(__file__))
N = None

# Gwet (2014), table 2.8 and after: 12 units, 4 raters, 5 categories.
GWET = [[1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
        [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N]]
# Krippendorff (2011), section C.
KRIPPENDORFF = [list(row) for row in zip(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N])]
# Shrout and Fleiss (1979), table 2.
SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def from_table(table):
    """Two annotators from their table of counts, categories 1, 2, 3 ..."""
    return [[i + 1, j + 1] for i, row in enumerate(table) for j, n in enumerate(row)
            for _ in range(n)]


# Cohen (1960), table 1 as counts of 200.
COHEN = from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
# A rare category: high agreement, low kappa (Feinstein and Cicchetti 1990 tell why).
RARE = from_table([[118, 5], [2, 0]])


def uneven(seed, n_items, raters, categories):
    """Missing ratings, numbers of ratings from one to all, places not equally spaced."""
    source = random.Random(seed)
    out = []
    for _ in range(n_items):
        truth = source.choice(categories)
        row = [N if source.random() < 0.35 else
               truth if source.random() < 0.6 else source.choice(categories)
               for _ in range(raters)]
        if all(x is N for x in row):
            row[0] = truth
        out.append(row)
    return out


DATA = {"gwet": GWET, "krippendorff": KRIPPENDORFF, "shrout_fleiss": SHROUT, "cohen_1960": COHEN,
        "rare": RARE, "uneven": uneven(5, 40, 5, [1, 2, 3, 5, 9])}


# ---- weights ----

def root(x):
    return F(Decimal(x.numerator).sqrt() / Decimal(x.denominator).sqrt())


PI = F("3.14159265358979323846264338327950288419716939937510")


def sine(x):
    term, total, k = x, x, 1
    while abs(term) > F(1, 10 ** 45):
        term = (-term * x * x / ((k + 1) * (k + 2))).limit_denominator(10 ** 60)
        total += term
        k += 2
    return total


def weights(kind, places):
    q = len(places)
    low, high = F(places[0]), F(places[-1])

    def off(i, j):
        a, b = F(places[i]), F(places[j])
        d = abs(a - b)
        if i == j:
            return F(0)
        return {"identity": lambda: F(1), "linear": lambda: d, "quadratic": lambda: d * d,
                "radical": lambda: root(d), "ratio": lambda: (d / (a + b)) ** 2,
                "circular": lambda: sine(PI * d / (high - low + 1)) ** 2,
                "bipolar": lambda: d * d / ((a + b - 2 * low) * (2 * high - a - b)),
                "ordinal": lambda: F((abs(i - j) + 1) * abs(i - j))}[kind]()

    matrix = [[off(i, j) for j in range(q)] for i in range(q)]
    most = max(max(row) for row in matrix)
    return [[1 - x / most for x in row] for row in matrix]


KINDS = ["identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"]


# ---- coefficients ----

class Table:
    def __init__(self, rows, kind):
        self.places = sorted({x for row in rows for x in row if x is not N})
        place = {x: k for k, x in enumerate(self.places)}
        self.rows = [[N if x is N else place[x] for x in row] for row in rows]
        self.q = len(self.places)
        self.w = weights(kind, self.places)
        self.counts = [[sum(1 for x in row if x == k) for k in range(self.q)] for row in self.rows]
        self.r = [sum(c) for c in self.counts]
        self.n = len(rows)
        self.n2 = sum(1 for r in self.r if r > 1)
        self.pi = [sum(F(c[k], r) for c, r in zip(self.counts, self.r)) / self.n
                   for k in range(self.q)]
        self.own = [F(self.agreeing(c)) / (r * (r - 1)) if r > 1 else F(0)
                    for c, r in zip(self.counts, self.r)]
        self.pa = sum(self.own) / self.n2
        self.total = sum(sum(row) for row in self.w)

    def agreeing(self, c):
        return sum(c[k] * (sum(self.w[k][l] * c[l] for l in range(self.q)) - 1)
                   for k in range(self.q))


def spread(list_of, n):
    return sum(x * x for x in list_of) / (n * (n - 1)) if n > 1 else F(0)


def percent(t):
    return t.pa, spread([x - t.pa for x, r in zip(t.own, t.r) if r > 1], t.n2), t.n2


def with_chance(t, pe, pe_items):
    """Gwet's linearisation: pe_items has the mean pe over the items."""
    value = (t.pa - pe) / (1 - pe)
    off = []
    for own, r, chance in zip(t.own, t.r, pe_items):
        item = F(t.n, t.n2) * (own - pe) / (1 - pe) if r > 1 else F(0)
        off.append(item - 2 * (1 - value) * (chance - pe) / (1 - pe) - value)
    return value, spread(off, t.n), t.n


def bennett(t):
    pe = t.total / t.q ** 2
    return with_chance(t, pe, [pe] * t.n)


def fleiss(t):
    wpi = [sum(t.w[k][l] * t.pi[l] for l in range(t.q)) for k in range(t.q)]
    pe = sum(p * x for p, x in zip(t.pi, wpi))
    return with_chance(t, pe, [sum(c[k] * wpi[k] for k in range(t.q)) / r
                               for c, r in zip(t.counts, t.r)])


def gwet(t):
    scale = t.total / (t.q * (t.q - 1))
    pe = scale * sum(p * (1 - p) for p in t.pi)
    return with_chance(t, pe, [scale * sum(c[k] * (1 - t.pi[k]) for k in range(t.q)) / r
                               for c, r in zip(t.counts, t.r)])


def conger(t):
    raters = range(len(t.rows[0]))
    ng = [sum(1 for row in t.rows if row[g] is not N) for g in raters]
    p = [[F(sum(1 for row in t.rows if row[g] == k), ng[g]) for k in range(t.q)] for g in raters]
    r = len(ng)
    pe = sum(t.w[k][l] * p[g][k] * p[h][l] for g in raters for h in raters if g != h
             for k in range(t.q) for l in range(t.q)) / F(r * (r - 1))
    # Mean weight of category k of annotator g against the others.
    against = [[sum(t.w[k][l] * p[h][l] for h in raters if h != g for l in range(t.q))
                for k in range(t.q)] for g in raters]
    chance = []
    for row in t.rows:
        change = sum(F(t.n, ng[g]) * (against[g][row[g]] -
                                      sum(p[g][k] * against[g][k] for k in range(t.q)))
                     for g in raters if row[g] is not N)
        chance.append(pe + change / (r * (r - 1)))
    return with_chance(t, pe, chance)


def alpha(t):
    rows = [(c, r) for c, r in zip(t.counts, t.r) if r > 1]
    n_ratings = sum(r for _, r in rows)
    mean = F(n_ratings, len(rows))
    pi = [F(sum(c[k] for c, _ in rows), n_ratings) for k in range(t.q)]
    wpi = [sum(t.w[k][l] * pi[l] for l in range(t.q)) for k in range(t.q)]
    pe = sum(a * b for a, b in zip(pi, wpi))
    first = sum(F(t.agreeing(c)) / (r - 1) for c, r in rows) / n_ratings
    pa = (1 - F(1, n_ratings)) * first + F(1, n_ratings)
    value = (pa - pe) / (1 - pe)
    uncorrected = (first - pe) / (1 - pe)
    off = []
    for c, r in rows:
        surplus = (r - mean) / mean
        own = F(t.agreeing(c)) / (mean * (r - 1)) - pa * surplus
        chance = sum(c[k] * wpi[k] for k in range(t.q)) / mean - pe * surplus
        off.append((own - pe) / (1 - pe) - 2 * (1 - uncorrected) * (chance - pe) / (1 - pe) -
                   uncorrected)
    return value, spread(off, len(rows)), len(rows)


def cohen(pairs, t):
    """Fleiss, Cohen and Everitt (1969), eq. 13 and 9."""
    n = len(pairs)
    q = t.q
    p = [[F(sum(1 for a, b in pairs if a == i and b == j), n) for j in range(q)] for i in range(q)]
    row = [sum(p[i]) for i in range(q)]
    column = [sum(p[i][j] for i in range(q)) for j in range(q)]
    po = sum(t.w[i][j] * p[i][j] for i in range(q) for j in range(q))
    pe = sum(t.w[i][j] * row[i] * column[j] for i in range(q) for j in range(q))
    if pe == 1:
        return N
    kappa = (po - pe) / (1 - pe)
    wr = [sum(t.w[i][j] * column[j] for j in range(q)) for i in range(q)]
    wc = [sum(t.w[i][j] * row[i] for i in range(q)) for j in range(q)]
    total = sum(p[i][j] * (t.w[i][j] - (wr[i] + wc[j]) * (1 - kappa)) ** 2
                for i in range(q) for j in range(q))
    return kappa, (total - (kappa - pe * (1 - kappa)) ** 2) / (n * (1 - pe) ** 2), n


def light(t):
    raters = range(len(t.rows[0]))
    kappas = []
    for g in raters:
        for h in range(g):
            pairs = [(row[g], row[h]) for row in t.rows if row[g] is not N and row[h] is not N]
            kappa = cohen(pairs, t) if pairs else N
            if kappa is not N:
                kappas.append(kappa[0])
    return sum(kappas) / len(kappas), N, t.n2


def metric_alpha(t, delta):
    """Krippendorff (2011): 1 - (n - 1) sum of o delta / sum of n n delta."""
    o = [[F(0)] * t.q for _ in range(t.q)]
    for c, r in zip(t.counts, t.r):
        for a in range(t.q):
            for b in range(t.q):
                if r > 1:
                    o[a][b] += F(c[a] * (c[b] - (a == b)), r - 1)
    m = [sum(row) for row in o]
    n = sum(m)
    top = sum(o[a][b] * delta(m, a, b) for a in range(t.q) for b in range(t.q))
    bottom = sum(m[a] * m[b] * delta(m, a, b) for a in range(t.q) for b in range(t.q))
    return 1 - (n - 1) * top / bottom, N, t.n2


def metrics(t):
    x = [F(p) for p in t.places]
    return {"ordinal": metric_alpha(t, lambda m, a, b: (sum(m[min(a, b):max(a, b) + 1]) -
                                                        (m[a] + m[b]) / 2) ** 2),
            "interval": metric_alpha(t, lambda m, a, b: (x[a] - x[b]) ** 2),
            "ratio": metric_alpha(t, lambda m, a, b: ((x[a] - x[b]) / (x[a] + x[b])) ** 2)}


def main():
    with open(os.path.join(HERE, "coefficient_data.csv"), "w") as out:
        out.write("# python3 coefficients.py\ndata,raters,ratings\n")
        for name, rows in DATA.items():
            cells = "; ".join(" ".join("0" if x is N else str(x) for x in row) for row in rows)
            out.write(f'{name},{len(rows[0])},"{cells}"\n')
    with open(os.path.join(HERE, "coefficients.csv"), "w") as out:
        out.write("# python3 coefficients.py\ndata,coefficient,weights,value,se,n\n")

        def write(name, coefficient, kind, result):
            value, variance, n = result
            se = "" if variance is N else repr(sqrt(variance))
            out.write(f"{name},{coefficient},{kind},{float(value)!r},{se},{n}\n")

        for name, rows in DATA.items():
            for kind in KINDS:
                t = Table(rows, kind)
                if kind == "bipolar" and t.q == 2:
                    continue
                if kind == "identity":
                    write(name, "percent_agreement", kind, percent(t))
                for label, measure in (("bennett_s", bennett), ("fleiss_kappa", fleiss),
                                       ("conger_kappa", conger), ("light_kappa", light),
                                       ("krippendorff_alpha", alpha), ("gwet_ac", gwet)):
                    write(name, label, kind, measure(t))
                if len(rows[0]) == 2:
                    write(name, "cohen_kappa", kind, cohen([tuple(r) for r in t.rows], t))
            for kind, result in metrics(Table(rows, "identity")).items():
                write(name, "krippendorff_metric", kind, result)


main()
