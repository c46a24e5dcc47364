"""One group's errors against the rest's, from the items themselves with exact fractions: Fisher's
test (twice the smaller tail) and the linearised variance of the difference of the rates. usage: python3 against_rest.py >against_rest.csv"""
from fractions import Fraction as F
from math import comb

# case: items as ((errors, trials) of the group or None, (errors, trials) of the rest or None)
cases = {
    "single_trials": [((1, 1), None)] * 6 + [((0, 1), None)] * 14 +
                     [(None, (1, 1))] * 3 + [(None, (0, 1))] * 37,
    "shared_items": [((1, 1), (1, 2))] * 3 + [((1, 1), (0, 2))] * 4 + [((0, 1), (1, 2))] * 2 +
                    [((0, 1), (0, 2))] * 21,
    "lumps": [((4, 5), None), ((0, 3), None), ((2, 8), None), ((0, 6), None), ((1, 4), None)] +
             [(None, (0, 7)), (None, (1, 6)), (None, (0, 4)), (None, (0, 9)), (None, (2, 5))],
    "lumps_shared": [((3, 4), (2, 8)), ((0, 2), (0, 4)), ((1, 3), (0, 6)), ((2, 6), (1, 11)),
                     (None, (0, 5)), ((0, 5), None)],
}


def fisher(e, n, errors, trials):
    def tail(ks):
        return sum(F(comb(errors, k) * comb(trials - errors, n - k), comb(trials, n)) for k in ks
                   if 0 <= k <= errors and 0 <= n - k <= trials - errors)
    return min(F(1), 2 * min(tail(range(0, e + 1)), tail(range(e, n + 1))))


print("case,e,n,rest_e,rest_n,difference,clustered_variance,fisher")
for name, items in cases.items():
    own = [g or (0, 0) for g, _ in items]
    rest = [r or (0, 0) for _, r in items]
    e, n = (sum(x[k] for x in own) for k in (0, 1))
    re, rn = (sum(x[k] for x in rest) for k in (0, 1))
    m = len(items)
    v = F(m, m - 1) * sum(((g[0] - F(e, n) * g[1]) / n - (r[0] - F(re, rn) * r[1]) / rn) ** 2
                          for g, r in zip(own, rest))
    cells = [" ".join(str(x[k]) for x in side) for side in (own, rest) for k in (0, 1)]
    print(name, *cells, *("%.17g" % float(x) for x in
          (F(e, n) - F(re, rn), v, fisher(e, n, e + re, n + rn))), sep=",")
