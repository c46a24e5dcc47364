#!/usr/bin/env python3
"""CVAT's rule of pairing by trying every assignment, in exact fractions: of equal labels the
assignment with the greatest sum of IoU at or above the threshold, then of what is left the same
whatever the labels.  Cases in which two assignments are equally good are passed over.
cvat_matching.py [N [SEED]] > cvat_matching.csv"""
import random
import sys
from fractions import Fraction


def iou(a, b):
    w = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    h = min(a[2] + a[4], b[2] + b[4]) - max(a[2], b[2])
    both = max(w, 0) * max(h, 0)
    return Fraction(both, a[3] * a[4] + b[3] * b[4] - both)


def best(rows, columns, gain):
    """(sum, pairs, how many assignments have that sum), by trying all."""
    if not rows:
        return Fraction(0), (), 1
    first, rest = rows[0], rows[1:]
    found = [best(rest, columns, gain)]
    for c in columns:
        g = gain(first, c)
        if g is not None:
            total, pairs, n = best(rest, [d for d in columns if d != c], gain)
            found.append((total + g, ((first, c),) + pairs, n))
    most = max(f[0] for f in found)
    top = [f for f in found if f[0] == most]
    return most, top[0][1], sum(f[2] for f in top)


def match(gold, delivered, threshold):
    def gain(labels):
        def of(i, j):
            value = iou(gold[i], delivered[j])
            ok = value >= threshold and (not labels or gold[i][0] == delivered[j][0])
            return value if ok else None
        return of
    rows, columns = list(range(len(gold))), list(range(len(delivered)))
    _, first, n = best(rows, columns, gain(True))
    rows = [i for i in rows if i not in {p[0] for p in first}]
    columns = [j for j in columns if j not in {p[1] for p in first}]
    _, second, m = best(rows, columns, gain(False))
    return first, second, n == 1 and m == 1


def box(r, near=None):
    if near is not None and r.random() < 0.85:
        step = lambda: r.randint(-4, 4)
        return (near[0] if r.random() < 0.7 else r.randrange(3), near[1] + step(), near[2] + step(),
                max(1, near[3] + step()), max(1, near[4] + step()))
    return (r.randrange(3), r.randrange(20), r.randrange(20), r.randint(6, 18), r.randint(6, 18))


def text(boxes):
    return '; '.join(' '.join(map(str, b)) for b in boxes)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    r = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 13)
    print('# by tests/reference/cvat_matching.py: boxes are label x y width height; pairs are places in both')
    print('threshold,gold,delivered,matched,mislabelled')
    while n > 0:
        gold = [box(r) for _ in range(r.randint(1, 5))]
        delivered = [box(r, r.choice(gold)) for _ in range(r.randint(1, 6))]
        threshold = r.choice((Fraction(2, 5), Fraction(1, 2), Fraction(3, 4)))
        first, second, unique = match(gold, delivered, threshold)
        if unique and len(set(gold)) == len(gold) and len(set(delivered)) == len(delivered):
            n -= 1
            print(','.join((str(float(threshold)), text(gold), text(delivered),
                            '; '.join(f'{i} {j}' for i, j in first),
                            '; '.join(f'{i} {j}' for i, j in second))))


main()
