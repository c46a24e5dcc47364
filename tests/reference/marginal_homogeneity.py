"""Tests of marginal homogeneity with exact fractions: Stuart and Maxwell, Bhapkar, Bowker, McNemar.

The covariance is inverted over the rationals; p of McNemar is a sum of binomial coefficients. The
first three tables are published: unaided vision of 7477 women (Stuart 1955: X2 = 11.96 on 3 degrees
of freedom, Bhapkar 11.98, Bowker 19.11 on 6), approval of a minister (Agresti 2013, section 11.1:
17.36), and a made-up one that falls in two parts. Run: python3 tests/reference/marginal_homogeneity.py
"""

import csv
import math
import os
import random
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))


def solve(a, b):
    """x with a x = b by Gauss and Jordan; None where a has no inverse."""
    n = len(a)
    m = [list(map(F, row)) + [F(y)] for row, y in zip(a, b)]
    for i in range(n):
        pivot = next((r for r in range(i, n) if m[r][i] != 0), None)
        if pivot is None:
            return None
        m[i], m[pivot] = m[pivot], m[i]
        m[i] = [x / m[i][i] for x in m[i]]
        for r in range(n):
            if r != i:
                m[r] = [x - m[r][i] * y for x, y in zip(m[r], m[i])]
    return [row[-1] for row in m]


def parts(t):
    """Sets of categories that disagreements join."""
    k, seen, out = len(t), set(), []
    for start in range(k):
        if start in seen:
            continue
        todo, part = [start], []
        while todo:
            i = todo.pop()
            if i not in seen:
                seen.add(i)
                part.append(i)
                todo += [j for j in range(k) if j != i and t[i][j] + t[j][i] > 0]
        out.append(sorted(part))
    return out


def stuart(t):
    statistic, freedom = F(0), 0
    for part in parts(t):
        rows = part[:-1]
        if not rows:
            continue
        d = [sum(t[i]) - sum(r[i] for r in t) for i in rows]
        s = [[sum(t[i]) + sum(r[i] for r in t) - 2 * t[i][i] if i == j else -(t[i][j] + t[j][i])
              for j in rows] for i in rows]
        x = solve(s, d)
        statistic += sum(a * b for a, b in zip(x, d))
        freedom += len(rows)
    return statistic, freedom


def bowker(t):
    pairs = [(i, j) for i in range(len(t)) for j in range(i) if t[i][j] + t[j][i] > 0]
    return sum((F((t[i][j] - t[j][i]) ** 2, t[i][j] + t[j][i]) for i, j in pairs), F(0)), len(pairs)


def mcnemar_p(b, c):
    n = b + c
    return min(F(1), F(2 * sum(math.comb(n, i) for i in range(min(b, c) + 1)), 2 ** n))


def draw(rng):
    k = rng.choice([2, 3, 4, 6])
    lean = rng.random()
    return [[rng.randint(0, 30) if i == j else int(rng.random() ** 3 * 12 * (1 + lean * (i > j)))
             for j in range(k)] for i in range(k)]


def main():
    rng = random.Random(16)
    tables = [('vision', [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205],
                          [36, 82, 179, 492]]),
              ('approval', [[794, 150], [86, 570]]),
              ('two parts', [[5, 3, 0, 0], [1, 4, 0, 0], [0, 0, 7, 2], [0, 0, 6, 3]])]
    while len(tables) < 60:
        t = draw(rng)
        if sum(map(sum, t)) > sum(t[i][i] for i in range(len(t))):
            tables.append(('random %d' % len(tables), t))
    with open(os.path.join(HERE, 'marginal_homogeneity.csv'), 'w', newline='') as out:
        writer = csv.writer(out, lineterminator='\n')
        writer.writerow(['case', 'categories', 'table', 'stuart', 'stuart_freedom', 'bhapkar',
                         'bowker', 'bowker_freedom', 'first_only', 'second_only', 'mcnemar_p'])
        for name, t in tables:
            x, freedom = stuart(t)
            n = sum(map(sum, t))
            y, pairs = bowker(t)
            b = sum(t[0]) - t[0][0]
            c = sum(row[0] for row in t) - t[0][0]
            bhapkar = 'inf' if x == n else '%.17g' % float(x / (1 - x / n))
            writer.writerow([name, len(t), ' '.join(str(v) for row in t for v in row),
                             '%.17g' % float(x), freedom, bhapkar, '%.17g' % float(y), pairs, b, c,
                             '%.17g' % float(mcnemar_p(b, c))])


if __name__ == '__main__':
    main()
