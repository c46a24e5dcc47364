#!/usr/bin/env python3
"""Reference values for segments.csv: figures of segments by counting bins, frames and pairs one by
one. Usage: segments.py > segments.csv"""
import itertools
import math
import random
from fractions import Fraction as F

RESOLUTION, RATE, ONSET, OFFSET, SHARE, TOLERANCE = 0.1, 8, 0.2, 0.2, 0.5, 0.3


def bins(segments):
    out = {}
    for label, start, end in segments:
        for k in range(math.floor(start / RESOLUTION), math.ceil(end / RESOLUTION)):
            out.setdefault(k, set()).add(label)
    return out


def by_bins(a, b):
    one, other = bins(a), bins(b)
    ref = sys = hits = subs = dels = ins = 0
    for k in set(one) | set(other):
        x, y = one.get(k, set()), other.get(k, set())
        tp = len(x & y)
        fn, fp = len(x) - tp, len(y) - tp
        ref, sys, hits = ref + len(x), sys + len(y), hits + tp
        subs, dels, ins = subs + min(fn, fp), dels + max(0, fn - fp), ins + max(0, fp - fn)
    return ref, sys, hits, subs, dels, ins


def most(n_a, n_b, fits):
    """The largest one-to-one matching, by augmenting paths; {b: a}."""
    taken = {}

    def augment(i, seen):
        for j in range(n_b):
            if fits(i, j) and j not in seen:
                seen.add(j)
                if j not in taken or augment(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(n_a):
        augment(i, set())
    return taken


def by_events(a, b):
    def times(i, j):
        allowed = max(OFFSET, SHARE * (a[i][2] - a[i][1]))
        return abs(a[i][1] - b[j][1]) <= ONSET and abs(a[i][2] - b[j][2]) <= allowed
    hits = most(len(a), len(b), lambda i, j: a[i][0] == b[j][0] and times(i, j))
    return len(a), len(b), len(hits)


def overlap(x, y):
    s, e, t, f = F(str(x[1])), F(str(x[2])), F(str(y[1])), F(str(y[2]))
    if (s, e) == (t, f):
        return F(1)
    both = min(e, f) - max(s, t)
    return both / (max(e, f) - min(s, t)) if both > 0 else F(0)


def best_pairs(a, b, threshold):
    """Pairs of equal class with the greatest sum of overlaps at or above the threshold."""
    best = (F(0), [])
    places = list(range(len(b))) + [None] * len(a)
    for chosen in set(itertools.permutations(places, len(a))):
        pairs = [(i, j) for i, j in enumerate(chosen) if j is not None]
        if all(a[i][0] == b[j][0] and overlap(a[i], b[j]) >= threshold for i, j in pairs):
            total = sum((overlap(a[i], b[j]) for i, j in pairs), F(0))
            if total > best[0]:
                best = (total, pairs)
    return best[1]


def sequence(segments):
    out, end = [], None
    for label, s, e in sorted(segments, key=lambda x: (x[1], x[2], x[0])):
        if out and out[-1] == label and s <= end:
            end = max(end, e)
        else:
            out.append(label)
            end = e
    return out


def distance(x, y):
    row = list(range(len(y) + 1))
    for i, c in enumerate(x):
        before, row[0] = row[0], i + 1
        for j, d in enumerate(y):
            before, row[j + 1] = row[j + 1], min(row[j] + 1, row[j + 1] + 1, before + (c != d))
    return row[-1]


def frames(a, b):
    every = a + b
    if not every:
        return 0, 0, F(0)
    first, last = min(F(str(x[1])) for x in every), max(F(str(x[2])) for x in every)
    pairs = []
    for k in range(math.floor(first * RATE) - 1, math.ceil(last * RATE) + 1):
        t = (k + F(1, 2)) / RATE
        if first <= t < last:
            pairs.append(tuple(frozenset(x[0] for x in side if F(str(x[1])) <= t < F(str(x[2])))
                               for side in (a, b)))
    n = len(pairs)
    same = sum(F(sum(p == s for p, _ in pairs) * sum(q == s for _, q in pairs), n)
               for s in {p for pair in pairs for p in pair})
    return n, sum(p != q for p, q in pairs), n - same


def boundaries(a, b):
    x = sorted({t for s in a for t in s[1:]})
    y = sorted({t for s in b for t in s[1:]})
    return len(x), len(y), len(most(len(x), len(y), lambda i, j: abs(x[i] - y[j]) <= TOLERANCE))


def text(segments):
    return "; ".join("%s %s %s" % s for s in segments)


def cases():
    yield [("a", 0.3, 0.6)], [("a", 0.3, 0.6)]  # 0.3 / 0.1 falls short of 3 in binary
    yield [("a", 0.7, 1.2)], [("b", 0.7, 1.2)]
    yield [("c", 0.6, 0.68), ("b", 2.19, 4.0)], [("c", 0.69, 1.02), ("b", 2.42, 4.33)]  # no frame in the first
    yield [("a", 0.0, 2.0), ("a", 1.0, 3.5)], [("a", 0.0, 3.0)]
    yield [("a", 1.0, 1.0)], [("a", 1.0, 1.0)]
    yield [], [("a", 1.0, 2.0)]
    yield [("a", 1.0, 2.0)], []
    rng = random.Random(4)
    for _ in range(150):
        def side():
            out = []
            for _ in range(rng.randrange(0, 5)):
                start = rng.randrange(0, 500)
                out.append((rng.choice("abc"), start / 100,
                            (start + rng.randrange(5, 200)) / 100))
            return out
        a = side()
        b = side() if rng.random() < 0.3 else [
            (l if rng.random() < 0.8 else "b", max(0, round(s + rng.randrange(-25, 25) / 100, 2)),
             round(e + rng.randrange(26, 40) / 100, 2)) for l, s, e in a if rng.random() < 0.9]
        yield a, b


def main():
    print("# counted one by one by tests/reference/segments.py: resolution 0.1 s, 8 frames a "
          "second, collars 0.2 s and 50 %, tolerance 0.3 s")
    names = ("bins_reference,bins_delivered,bins_hits,bins_substitutions,bins_deletions,"
             "bins_insertions,events_reference,events_delivered,events_hits,matched,matched_10,"
             "matched_25,matched_50,onset_seconds,offset_seconds,edit_error,edit_recordings,"
             "frames,frames_different,frames_by_chance,boundaries_reference,"
             "boundaries_delivered,boundaries_matched")
    print("reference_segments,delivered_segments," + names)
    for a, b in cases():
        pairs = best_pairs(a, b, F(1, 2))
        onset = sum(abs(F(str(a[i][1])) - F(str(b[j][1]))) for i, j in pairs)
        offset = sum(abs(F(str(a[i][2])) - F(str(b[j][2]))) for i, j in pairs)
        x, y = sequence(a), sequence(b)
        longer = max(len(x), len(y))
        edit = (F(distance(x, y), longer), 1) if longer else (F(0), 0)
        values = [*by_bins(a, b), *by_events(a, b), len(pairs),
                  *(len(best_pairs(a, b, F(k, 100))) for k in (10, 25, 50)), onset, offset, *edit,
                  *frames(a, b), *boundaries(a, b)]
        print('"%s","%s",%s' % (text(a), text(b), ",".join("%.17g" % float(v) for v in values)))


main()
