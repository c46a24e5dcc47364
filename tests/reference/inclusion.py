"""Who is among k of n (conditional Bernoulli distribution): all subsets, with exact fractions.
usage: python3 inclusion.py >inclusion.csv"""
from fractions import Fraction as F
from itertools import combinations
from math import prod

cases = {
    "equal": ([F(1)] * 5, 2),
    "two": ([F(1, 4), F(3)], 1),
    "none": ([F(1, 4), F(3), F(2)], 0),
    "all": ([F(1, 4), F(3), F(2)], 3),
    "uneven": ([F(1, 20), F(1, 9), F(1, 4), F(2), F(7)], 2),
    "twelve": ([F(i, 7) for i in range(1, 13)], 5),
}
print("case,k,weights,chances")
for name, (w, k) in cases.items():
    sets = list(combinations(range(len(w)), k))
    total = sum(prod((w[i] for i in s), start=F(1)) for s in sets)
    p = [sum(prod((w[j] for j in s), start=F(1)) for s in sets if i in s) / total
         for i in range(len(w))]
    print(name, k, " ".join("%.17g" % float(x) for x in w),
          " ".join("%.17g" % float(x) for x in p), sep=",")
