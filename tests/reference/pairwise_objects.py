#!/usr/bin/env python3
"""Reference values for pairwise_objects.csv: three annotators' segments and tracks compared two by
two, by trying all assignments, in exact fractions.
Usage: pairwise_objects.py > pairwise_objects.csv"""
import itertools
import random
from fractions import Fraction as F

THRESHOLD = F(1, 2)


def segment_iou(a, b):
    if a == b:
        return F(1)
    both = min(a[1], b[1]) - max(a[0], b[0])
    return F(both, max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else F(0)


def box_iou(a, b):
    if a == b:
        return F(1)
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return F(0)
    return F(w * h, a[2] * a[3] + b[2] * b[3] - w * h)


def track_iou(a, b):
    a = {a[k]: a[k + 1:k + 5] for k in range(0, len(a), 6)}
    b = {b[k]: b[k + 1:k + 5] for k in range(0, len(b), 6)}
    return sum((box_iou(a[f], b[f]) for f in a if f in b), F(0)) / len(set(a) | set(b))


def best(a, b, iou, same_class):
    """The assignment of the greatest sum among pairs at the threshold."""
    places = list(range(len(b))) + [None] * len(a)
    found = (F(0), [])
    for chosen in set(itertools.permutations(places, len(a))):
        pairs = [(i, j, iou(a[i][1], b[j][1])) for i, j in enumerate(chosen) if j is not None]
        if all(s >= THRESHOLD and (not same_class or a[i][0] == b[j][0]) for i, j, s in pairs):
            total = sum((s for _, _, s in pairs), F(0))
            if total > found[0]:
                found = (total, pairs)
    return found[1]


def alpha(items):
    """Nominal alpha of units of two values each."""
    units = [u for item in items for u in item]
    values = [v for u in units for v in u]
    n = len(values)
    counts = {v: values.count(v) for v in values}
    expected = F(n * n - sum(c * c for c in counts.values()), n * (n - 1)) if n > 1 else F(0)
    return 1 - F(sum(x != y for x, y in units), len(units)) / expected if expected else None


def figures(items, iou):
    similarity = objects = matched = F(0)
    both, every = [], []
    for annotators in items:
        units, all_units = [], []
        for x, y in itertools.combinations(sorted(annotators), 2):
            a, b = annotators[x], annotators[y]
            pairs = best(a, b, iou, True)
            similarity += sum((s for _, _, s in pairs), F(0))
            matched += len(pairs)
            objects += len(a) + len(b)
            loose = best(a, b, iou, False)
            units += [(a[i][0], b[j][0]) for i, j, _ in loose]
            all_units += [(a[i][0], None) for i in range(len(a)) if i not in [p[0] for p in loose]]
            all_units += [(b[j][0], None) for j in range(len(b)) if j not in [p[1] for p in loose]]
        both.append(units)
        every.append(units + all_units)
    return 2 * similarity / objects, 2 * matched / objects, alpha(both), alpha(every)


def segments(rng):
    out = []
    for _ in range(rng.randrange(1, 4)):
        start = rng.randrange(0, 3000)
        out.append((rng.choice("ab"), (start, start + rng.randrange(200, 1500))))
    return out


def moved_segments(rng, objects):
    return [(l if rng.random() < .8 else "b", (max(0, s + rng.randrange(-150, 150)),
                                              e + rng.randrange(160, 300)))
            for l, (s, e) in objects if rng.random() < .85]


def tracks(rng):
    out = []
    for _ in range(rng.randrange(1, 4)):
        first, x, y = rng.randrange(0, 4), rng.randrange(0, 80), rng.randrange(0, 40)
        w, h, step = rng.randrange(20, 40), rng.randrange(20, 40), rng.randrange(-3, 4)
        frames = []
        for f in range(first, first + rng.randrange(2, 6)):
            frames += [f, x + 100 + step * f, y, w, h, 0]
        out.append((rng.choice("ab"), tuple(frames)))
    return out


def moved_tracks(rng, objects):
    out = []
    for label, t in objects:
        frames = []
        for k in range(0, len(t), 6):
            if rng.random() < .85:
                frames += [t[k], t[k + 1] + rng.randrange(-4, 5), t[k + 2] + rng.randrange(-4, 5),
                           t[k + 3] + rng.randrange(-3, 4), t[k + 4] + rng.randrange(-3, 4), 0]
        if frames and rng.random() < .9:
            out.append((label if rng.random() < .8 else "b", tuple(frames)))
    return out


def main():
    rng = random.Random(5)
    print("# three annotators two by two, by tests/reference/pairwise_objects.py")
    print("kind,answers,pairwise_similarity,pairwise_f1,alpha_matched,alpha_all")
    for case in range(40):
        kind = "segment" if case % 2 else "track"
        draw, move = (segments, moved_segments) if case % 2 else (tracks, moved_tracks)
        items, rows = [], []
        for i in range(4):
            truth = draw(rng)
            annotators = {name: move(rng, truth) for name in ("ann", "bob", "cyd")}
            items.append(annotators)
            for name in sorted(annotators):
                rows.append("i%d %s" % (i, name))
                for label, numbers in annotators[name]:
                    rows.append("i%d %s %s %s" % (i, name, label, " ".join(map(str, numbers))))
        values = figures(items, segment_iou if case % 2 else track_iou)
        print('%s,"%s",%s' % (kind, "; ".join(rows),
                              ",".join("" if v is None else "%.17g" % float(v) for v in values)))


main()
