"""Reference values of Kendall's W with ties, intraclass correlations, beta-binomial fits and sets.

python3 ranks.py    writes ranks_w.csv, ranks_icc.csv and shrink.csv beside it. Needs scipy (made with
1.10.1) for distribution functions, mid-ranks and a general minimiser; the formulas are written out.
"""
import os
import random
from itertools import product

import numpy as np
from scipy import optimize, special, stats

HERE = os.path.dirname(os.path.abspath(__file__))
SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def table(seed, n, k, top):
    source = random.Random(seed)
    rows = []
    for _ in range(n):
        truth = source.randint(1, top)
        rows.append([min(top, max(1, truth + source.choice([-1, 0, 0, 0, 1]))) for _ in range(k)])
    return rows


DATA = {"shrout_fleiss": SHROUT, "ties": table(1, 25, 4, 5), "long": table(2, 120, 3, 9)}


def kendall(rows):
    ranks = np.array([stats.rankdata(column) for column in np.array(rows).T])
    m, n = ranks.shape
    s = ((ranks.sum(0) - m * (n + 1) / 2) ** 2).sum()
    ties = sum((np.unique(r, return_counts=True)[1] ** 3 -
                np.unique(r, return_counts=True)[1]).sum() for r in ranks)
    w = 12 * s / (m * m * (n ** 3 - n) - m * ties)
    return w, stats.chi2.sf(m * (n - 1) * w, n - 1)


def jackknife_se(rows):
    n = len(rows)
    left = np.array([kendall(rows[:i] + rows[i + 1:])[0] for i in range(n)])
    return np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())


def icc(rows):
    x = np.array(rows, float)
    n, k = x.shape
    msb = k * ((x.mean(1) - x.mean()) ** 2).sum() / (n - 1)
    msw = ((x - x.mean(1, keepdims=True)) ** 2).sum() / (n * (k - 1))
    msj = n * ((x.mean(0) - x.mean()) ** 2).sum() / (k - 1)
    mse = ((x - x.mean(1, keepdims=True) - x.mean(0) + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    q = stats.f.ppf

    def simple(error, d1, d2):
        f = msb / error
        low, high = f / q(.975, d1, d2), f * q(.975, d2, d1)
        p = stats.f.sf(f, d1, d2)
        return (((msb - error) / (msb + (k - 1) * error), (low - 1) / (low + k - 1),
                 (high - 1) / (high + k - 1), p),
                ((msb - error) / msb, 1 - 1 / low, 1 - 1 / high, p))

    one, one_k = simple(msw, n - 1, n * (k - 1))
    three, three_k = simple(mse, n - 1, (n - 1) * (k - 1))
    rho = (msb - mse) / (msb + (k - 1) * mse + k * (msj - mse) / n)
    a, b = k * rho / (n * (1 - rho)), 1 + k * rho * (n - 1) / (n * (1 - rho))
    v = (a * msj + b * mse) ** 2 / ((a * msj) ** 2 / (k - 1) +
                                    (b * mse) ** 2 / ((n - 1) * (k - 1)))
    rest = k * msj + (k * n - k - n) * mse
    f1, f2 = q(.975, n - 1, v), q(.975, v, n - 1)
    low = n * (msb - f1 * mse) / (f1 * rest + n * msb)
    high = n * (f2 * msb - mse) / (rest + n * f2 * msb)
    p = stats.f.sf(msb / mse, n - 1, (n - 1) * (k - 1))
    two = (rho, low, high, p)
    mean = tuple(k * r / (1 + (k - 1) * r) for r in (low, high))
    two_k = ((msb - mse) / (msb + (msj - mse) / n),) + mean + (p,)
    return {"icc_1_1": one, "icc_2_1": two, "icc_3_1": three, "icc_1_k": one_k, "icc_2_k": two_k,
            "icc_3_k": three_k}


def beta_fit(errors, trials):
    errors, trials = np.array(errors), np.array(trials)

    def loss(x):
        a, b = np.exp(x)
        return -(special.betaln(a + errors, b + trials - errors) - special.betaln(a, b)).sum()

    best = min((optimize.minimize(loss, start, method="Nelder-Mead",
                                  options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 100000})
                for start in product([0.0, 2.0], repeat=2)), key=lambda r: r.fun)
    a, b = np.exp(best.x)
    return a / (a + b), a + b


def main():
    with open(os.path.join(HERE, "ranks_w.csv"), "w") as out:
        out.write("# python3 ranks.py\ndata,raters,ratings,w,p,se\n")
        for name, rows in DATA.items():
            w, p = kendall(rows)
            cells = "; ".join(" ".join(map(str, row)) for row in rows)
            out.write(f'{name},{len(rows[0])},"{cells}",{w!r},{p!r},{jackknife_se(rows)!r}\n')
    with open(os.path.join(HERE, "ranks_icc.csv"), "w") as out:
        out.write("# python3 ranks.py\ndata,raters,ratings,form,value,low,high,p\n")
        for name, rows in DATA.items():
            cells = "; ".join(" ".join(map(str, row)) for row in rows)
            for form, (value, low, high, p) in icc(rows).items():
                out.write(f'{name},{len(rows[0])},"{cells}",{form},{value!r},{low!r},{high!r},'
                          f'{p!r}\n')
    with open(os.path.join(HERE, "shrink.csv"), "w") as out:
        out.write("# python3 ranks.py\nerrors,trials,mean,strength\n")
        for errors, trials in (([1, 9, 3, 0, 12, 5], [40, 50, 30, 20, 45, 60]),
                               ([2, 30, 11, 7, 1, 0, 5, 18], [100, 120, 90, 15, 80, 60, 10, 70])):
            mean, strength = beta_fit(errors, trials)
            out.write(f'"{" ".join(map(str, errors))}","{" ".join(map(str, trials))}",{mean!r},'
                      f'{strength!r}\n')


main()
