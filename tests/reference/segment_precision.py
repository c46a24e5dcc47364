#!/usr/bin/env python3
"""Reference values for segment_precision.csv: average precision of segments by ActivityNet's rule,
threshold by threshold of recall as its definition says, in exact fractions; medians of deviations.
Usage: segment_precision.py > segment_precision.csv"""
import random
from fractions import Fraction as F


def overlap(x, y):
    both = min(x[1], y[1]) - max(x[0], y[0])
    if x == y:
        return F(1)
    return both / (max(x[1], y[1]) - min(x[0], y[0])) if both > 0 else F(0)


def average_precision(gold, given, threshold):
    """gold: (video, label, time); given: (video, label, time, score), of one class."""
    taken, flags = set(), []
    order = sorted(given, key=lambda g: (-g[3], g[0], g[2]))
    for video, label, time, score in order:
        free = [(overlap(g[2], time), -i) for i, g in enumerate(gold)
                if g[0] == video and i not in taken and overlap(g[2], time) >= threshold]
        flags.append(bool(free))
        if free:
            taken.add(-max(free)[1])
    points = [(F(sum(flags[:k]), len(gold)), F(sum(flags[:k]), k)) for k in range(1, len(flags) + 1)]
    recalls = [F(0)] + [r for r, _ in points] + [F(1)]
    precisions = [F(0)] + [p for _, p in points] + [F(0)]
    return sum(((recalls[i] - recalls[i - 1]) * max(precisions[i:])
                for i in range(1, len(recalls))), F(0))


def mean(gold, given, threshold):
    classes = sorted({g[1] for g in gold})
    each = {c: average_precision([g for g in gold if g[1] == c], [g for g in given if g[1] == c],
                                 threshold) for c in classes}
    return each, sum(each.values(), F(0)) / len(classes) if classes else None


def text(rows):
    return "; ".join("%s %s %s %s" % (r[0], r[1], float(r[2][0]), float(r[2][1]))
                     + (" %s" % float(r[3]) if len(r) > 3 else "") for r in rows)


def main():
    rng = random.Random(8)
    print("# by tests/reference/segment_precision.py: videos, classes, times, scores")
    print("threshold,reference,delivered,ap,ap_a")
    for case in range(120):
        gold, given, used = [], [], set()
        for video in ["v%d" % k for k in range(rng.randrange(1, 5))]:
            for _ in range(rng.randrange(0, 5)):
                start = rng.randrange(0, 400)
                time = (F(start, 8), F(start + rng.randrange(4, 160), 8))
                label = rng.choice("abc")
                gold.append((video, label, time))
                for _ in range(rng.choice((0, 1, 1, 2))):
                    shift = rng.randrange(-30, 31)
                    moved = (max(F(0), time[0] + F(shift, 8)), time[1] + F(shift, 8) + F(4))
                    while True:
                        score = F(rng.randrange(1, 4096), 4096)
                        if score not in used:
                            break
                    used.add(score)
                    given.append((video, label if rng.random() < .8 else "b", moved, score))
        threshold = F(rng.choice((1, 2, 3)), 4)
        if not gold or not given:
            continue
        each, overall = mean(gold, given, threshold)
        print('%s,"%s","%s",%.17g,%s' % (float(threshold), text(gold), text(given), float(overall),
                                         "%.17g" % float(each["a"]) if "a" in each else ""))


main()
