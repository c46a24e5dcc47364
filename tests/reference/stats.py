"""Reference values of qa/stats, computed in exact fractions where the formula allows it.

python3 stats.py    writes stats_*.csv beside it. Needs only Python's standard library.
"""
from fractions import Fraction as F
from decimal import Decimal, getcontext
from math import comb, sqrt
from statistics import NormalDist
import os

getcontext().prec = 60
HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w") as out:
        out.write("# python3 stats.py\n" + header + "\n")
        for row in rows:
            out.write(",".join(str(cell) for cell in row) + "\n")


def number(x):
    return repr(float(x))


# ---- agreement of many annotators: items x categories counts ----

FLEISS_1971 = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0], [0, 2, 0, 4, 0], [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0], [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6]]

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: 4 observers, 12 units.


def counts_of(columns, categories):
    """Rows of ratings per observer, None missing -> counts per unit."""
    units = len(columns[0])
    return [[sum(1 for c in columns if c[u] == k) for k in categories] for u in range(units)]


N = None
KRIPPENDORFF = counts_of([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N]], [1, 2, 3, 4, 5])
# An uneven table: items with one to five ratings.
UNEVEN = [[2, 0, 1], [0, 3, 0], [1, 1, 0], [0, 0, 4], [1, 0, 0], [2, 2, 0], [0, 1, 3], [5, 0, 0]]


def weight(kind, i, j, k):
    d = F(abs(i - j), k - 1)
    return {"identity": F(int(i == j)), "linear": 1 - d, "quadratic": 1 - d * d}[kind]


def agreeing(row, kind):
    k = len(row)
    return sum(row[a] * (sum(weight(kind, a, b, k) * row[b] for b in range(k)) - 1)
               for a in range(k))


def percent(table, kind):
    shares = [F(agreeing(r, kind)) / (sum(r) * (sum(r) - 1)) for r in table if sum(r) > 1]
    n = len(shares)
    mean = sum(shares) / n
    return mean, sum((s - mean) ** 2 for s in shares) / (n * (n - 1)), n


def fleiss(table, kind):
    table = [r for r in table if sum(r) > 0]
    k, n = len(table[0]), len(table)
    n2 = sum(1 for r in table if sum(r) > 1)
    pi = [sum(F(r[c], sum(r)) for r in table) / n for c in range(k)]
    pe = sum(weight(kind, a, b, k) * pi[a] * pi[b] for a in range(k) for b in range(k))
    pa = percent(table, kind)[0]
    kappa = (pa - pe) / (1 - pe)
    wpi = [sum(weight(kind, a, b, k) * pi[b] for b in range(k)) for a in range(k)]
    total = F(0)
    for r in table:
        m = sum(r)
        own = F(agreeing(r, kind)) / (m * (m - 1)) - pe if m > 1 else F(0)
        item = F(n, n2) * own / (1 - pe)
        pe_item = sum(r[c] * wpi[c] for c in range(k)) / m
        x = item - 2 * (1 - kappa) * (pe_item - pe) / (1 - pe)
        total += (x - kappa) ** 2
    return kappa, total / (n * (n - 1)), n


def alpha_value(table, kind):
    """By the coincidence matrix, which is another way than the one under test."""
    k = len(table[0])
    o = [[F(0)] * k for _ in range(k)]
    for r in table:
        m = sum(r)
        if m < 2:
            continue
        for a in range(k):
            for b in range(k):
                o[a][b] += F(r[a] * (r[b] - (a == b)), m - 1)
    margins = [sum(o[a]) for a in range(k)]
    total = sum(margins)
    observed = sum(o[a][b] * (1 - weight(kind, a, b, k)) for a in range(k) for b in range(k))
    expected = sum(margins[a] * margins[b] * (1 - weight(kind, a, b, k))
                   for a in range(k) for b in range(k)) / (total - 1)
    return 1 - observed / expected


def alpha(table, kind):
    table = [r for r in table if sum(r) > 1]
    k, n = len(table[0]), len(table)
    mean = F(sum(sum(r) for r in table), n)
    eps = 1 / (mean * n)
    prime = sum(F(agreeing(r, kind)) / (mean * (sum(r) - 1)) for r in table) / n
    pa = (1 - eps) * prime + eps
    pi = [sum(r[c] for r in table) / mean / n for c in range(k)]
    pe = sum(weight(kind, a, b, k) * pi[a] * pi[b] for a in range(k) for b in range(k))
    wpi = [sum(weight(kind, a, b, k) * pi[b] for b in range(k)) for a in range(k)]
    a_prime = (prime - pe) / (1 - pe)
    total = F(0)
    for r in table:
        m = sum(r)
        pa_i = F(agreeing(r, kind)) / (mean * (m - 1)) - pa * (m - mean) / mean
        pe_i = sum(r[c] * wpi[c] for c in range(k)) / mean - pe * (m - mean) / mean
        x = (pa_i - pe) / (1 - pe) - 2 * (1 - a_prime) * (pe_i - pe) / (1 - pe)
        total += (x - a_prime) ** 2
    assert alpha_value(table, kind) == (pa - pe) / (1 - pe)
    return (pa - pe) / (1 - pe), total / (n * (n - 1)), n


rows = []
for name, table in [("Fleiss 1971", FLEISS_1971), ("Krippendorff 2011", KRIPPENDORFF),
                    ("uneven", UNEVEN)]:
    text = "; ".join(" ".join(map(str, r)) for r in table)
    for kind in ["identity", "linear", "quadratic"]:
        for coefficient, f in [("percent", percent), ("fleiss", fleiss), ("alpha", alpha)]:
            value, variance, n = f(table, kind)
            rows.append([name, kind, coefficient, len(table[0]), '"' + text + '"', number(value),
                         number(sqrt(variance)), n])
assert abs(float(fleiss(FLEISS_1971, "identity")[0]) - 0.430) < 5e-4
assert abs(float(alpha(KRIPPENDORFF, "identity")[0]) - 0.743) < 5e-4
write("stats_agreement.csv", "case,weights,coefficient,categories,table,value,se,n", rows)


# ---- Cohen's kappa: the delta method on the multinomial, in fractions ----

def kappa(table, kind):
    k = len(table)
    n = sum(map(sum, table))
    p = [[F(x, n) for x in r] for r in table]
    row = [sum(r) for r in p]
    col = [sum(p[i][j] for i in range(k)) for j in range(k)]
    w = [[weight(kind, i, j, k) for j in range(k)] for i in range(k)]
    po = sum(w[i][j] * p[i][j] for i in range(k) for j in range(k))
    pe = sum(w[i][j] * row[i] * col[j] for i in range(k) for j in range(k))
    value = (po - pe) / (1 - pe)

    def variance(at, po):
        """Of kappa when cells have the probabilities `at`: gradient of (po - pe) / (1 - pe)."""
        g = [[(w[i][j] * (1 - pe) -
               (1 - po) * (sum(w[i][b] * col[b] for b in range(k)) +
                           sum(w[a][j] * row[a] for a in range(k)))) / (1 - pe) ** 2
              for j in range(k)] for i in range(k)]
        mean = sum(at[i][j] * g[i][j] for i in range(k) for j in range(k))
        return (sum(at[i][j] * g[i][j] ** 2 for i in range(k) for j in range(k)) - mean ** 2) / n

    null = [[row[i] * col[j] for j in range(k)] for i in range(k)]
    return value, variance(p, po), variance(null, pe), n


rows = []
for name, table in [
        ("Cohen 1960", [[88, 14, 18], [10, 40, 10], [2, 6, 12]]),
        ("Fleiss Cohen Everitt 1969", [[53, 5, 2], [11, 14, 5], [1, 6, 3]]),
        ("two by two", [[45, 15], [25, 15]]),
        ("prevalence", [[118, 5], [2, 0]]),
        ("perfect", [[7, 0, 0], [0, 5, 0], [0, 0, 3]])]:
    for kind in ["identity", "linear", "quadratic"]:
        value, non_null, null, n = kappa(table, kind)
        z = float(value) / sqrt(null)
        p = 2 * (1 - NormalDist().cdf(abs(z))) if abs(z) < 5 else ""
        rows.append([name, kind, len(table),
                     '"' + "; ".join(" ".join(map(str, r)) for r in table) + '"', number(value),
                     number(sqrt(non_null)), number(p) if p != "" else "", n])
assert abs(float(kappa([[88, 14, 18], [10, 40, 10], [2, 6, 12]], "identity")[0]) - 0.492) < 5e-4
write("stats_kappa.csv", "case,weights,categories,table,value,se,p_value,n", rows)


# ---- intervals of proportions ----

def bisect(f, target):
    low, high = Decimal(0), Decimal(1)
    for _ in range(150):
        middle = (low + high) / 2
        if f(middle) < target:
            low = middle
        else:
            high = middle
    return low


def tail_at_least(x, n, p):
    return sum(Decimal(comb(n, i)) * p ** i * (1 - p) ** (n - i) for i in range(x, n + 1))


def clopper_pearson(x, n, confidence):
    alpha2 = (1 - Decimal(str(confidence))) / 2
    low = Decimal(0) if x == 0 else bisect(lambda p: tail_at_least(x, n, p), alpha2)
    high = Decimal(1) if x == n else bisect(lambda p: tail_at_least(x + 1, n, p), 1 - alpha2)
    return low, high


def wilson(x, n, confidence):
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    p = x / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0, centre - half) if x else 0, min(1, centre + half) if x < n else 1


rows = []
for x, n in [(0, 1), (1, 1), (0, 10), (10, 10), (3, 10), (1, 20), (5, 100), (50, 100), (1, 500),
             (499, 500), (81, 263), (15, 148)]:
    for confidence in [0.9, 0.95, 0.99]:
        exact, score = clopper_pearson(x, n, confidence), wilson(x, n, confidence)
        rows.append([x, n, confidence, number(exact[0]), number(exact[1]), number(score[0]),
                     number(score[1])])
write("stats_proportions.csv", "errors,n,confidence,exact_low,exact_high,wilson_low,wilson_high",
      rows)


def hypergeometric(x, n, lot, confidence):
    """Every possible number of errors in the lot, each tried in whole numbers."""
    alpha2 = F(str(round((1 - confidence) / 2, 6)))
    all_samples = comb(lot, n)
    kept = []
    for m in range(x, lot - (n - x) + 1):
        ways = [comb(m, i) * comb(lot - m, n - i) for i in range(0, n + 1)]
        if F(sum(ways[x:]), all_samples) > alpha2 and F(sum(ways[:x + 1]), all_samples) > alpha2:
            kept.append(m)
    return F(kept[0], lot), F(kept[-1], lot)


rows = []
for x, n, lot in [(0, 5, 20), (1, 5, 20), (5, 5, 20), (2, 10, 50), (0, 50, 200), (3, 50, 200),
                  (7, 100, 120), (4, 120, 120), (1, 30, 31), (12, 80, 400)]:
    for confidence in [0.9, 0.95]:
        low, high = hypergeometric(x, n, lot, confidence)
        rows.append([x, n, lot, confidence, number(low), number(high)])
write("stats_finite_lots.csv", "errors,n,lot,confidence,low,high", rows)

# Newcombe (1998), table II, method 10, as printed there to four digits.
write("stats_newcombe.csv", "x1,n1,x2,n2,low,high",
      [[56, 70, 48, 80, 0.0524, 0.3339], [9, 10, 3, 10, 0.1705, 0.8090],
       [10, 10, 0, 20, 0.6791, 1.0]])
