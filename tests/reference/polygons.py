"""Areas of polygons and of their intersections in exact fractions. Writes polygons.csv.

Slabs between all heights of vertices and of crossings of any two sides; in each, at its middle, the
places of all sides are sorted, what lies between two is asked for the winding of every ring, and
adds its width times the height of the slab. Every pair of sides is tried; nothing is shared with
the sweep under test but the definition of inside. Coordinates are the doubles that the text gives.

areas, both and iou: the exact values, rounded once.
"""
import csv
import math
import os
import platform
import random
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))


def sides_of(polygon):
    """(part, x0, y0, x1, y1, direction) of all sides that are not level, going up."""
    out = []
    for part, rings in enumerate(polygon):
        for ring in rings:
            for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
                if y0 < y1:
                    out.append((part, F(x0), F(y0), F(x1), F(y1), 1))
                elif y1 < y0:
                    out.append((part, F(x1), F(y1), F(x0), F(y0), -1))
    return out


def x_at(side, y):
    _, x0, y0, x1, y1, _ = side
    return x0 + (x1 - x0) * (y - y0) / (y1 - y0)


def crossing(a, b):
    low, high = max(a[2], b[2]), min(a[4], b[4])
    if low >= high:
        return None
    before, after = x_at(a, low) - x_at(b, low), x_at(a, high) - x_at(b, high)
    if before * after >= 0:
        return None
    return low + (high - low) * before / (before - after)


def covers(windings, fill):
    return any(w % 2 if fill == "evenodd" else w for w in windings.values())


def areas(a, b, fill):
    sides = [(0,) + s for s in sides_of(a)] + [(1,) + s for s in sides_of(b)]
    heights = {s[3] for s in sides} | {s[5] for s in sides}
    for i, one in enumerate(sides):
        for other in sides[:i]:
            y = crossing(one[1:], other[1:])
            if y is not None:
                heights.add(y)
    heights = sorted(heights)
    total = [F(0), F(0), F(0)]
    for low, high in zip(heights, heights[1:]):
        middle = (low + high) / 2
        met = sorted((x_at(s[1:], middle), s[0], s[1], s[6]) for s in sides if s[3] < middle < s[5])
        windings = [{}, {}]
        for here, following in zip(met, met[1:]):
            x, which, part, direction = here
            windings[which][part] = windings[which].get(part, 0) + direction
            area = (following[0] - x) * (high - low)
            held = [covers(w, fill) for w in windings]
            for k, counts in enumerate((held[0], held[1], held[0] and held[1])):
                total[k] += area if counts else 0
    return total


def text(x):
    return repr(int(x)) if x == int(x) and abs(x) < 1e15 else repr(float(x))


def wkt(polygon):
    parts = ["(" + ", ".join("(" + ", ".join(text(x) + " " + text(y) for x, y in ring + ring[:1]) + ")"
                             for ring in rings) + ")" for rings in polygon]
    return "POLYGON " + parts[0] if len(parts) == 1 else "MULTIPOLYGON (" + ", ".join(parts) + ")"


def star(rng, n, radius, centre, rough):
    turn = rng.random()
    return [(centre[0] + radius * (1 - rough * rng.random()) * math.cos(2 * math.pi * (k + turn) / n),
             centre[1] + radius * (1 - rough * rng.random()) * math.sin(2 * math.pi * (k + turn) / n))
            for k in range(n)]


def small(rng, n, most):
    return [(rng.randrange(most), rng.randrange(most)) for _ in range(n)]


def moved(polygon, by):
    return [[[(x + by[0], y + by[1]) for x, y in ring] for ring in rings] for rings in polygon]


def square(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def disc(n, radius):
    return [(radius * math.cos(2 * math.pi * k / n), radius * math.sin(2 * math.pi * k / n))
            for k in range(n)]


def cases():
    rng = random.Random(2026)
    pentagram = [disc(5, 10)[k * 2 % 5] for k in range(5)]
    double_loop = square(0, 0, 10) + square(0, 0, 8)
    yield "pentagram", [[pentagram]], [[disc(64, 4)]]
    yield "double loop", [[double_loop]], [[square(0, 0, 10)]]
    yield "square with hole", [[square(0, 0, 10), square(2, 2, 6)]], [[square(4, 4, 10)]]
    yield "parts that overlap", [[square(0, 0, 6)], [square(4, 4, 6)]], [[square(2, 2, 6)]]
    yield "comb and comb across", [[[p for k in range(12) for p in ((2 * k, 0), (2 * k + 1, 24))]]], [
        [[p for k in range(12) for p in ((0, 2 * k), (24, 2 * k + 1))]]]
    wheel = [disc(16, 10)[k * 7 % 16] for k in range(16)]
    yield "sides through one point", [[[(round(x), round(y)) for x, y in wheel]]], [[square(-5, -7, 11)]]
    for i in range(110):
        yield f"small {i}", [[small(rng, rng.randrange(3, 10), 7)]], [[small(rng, rng.randrange(3, 10), 7)]]
    for i in range(60):
        yield f"parts {i}", *([[small(rng, rng.randrange(3, 7), 9) for _ in range(rng.randrange(1, 3))]
                               for _ in range(rng.randrange(1, 4))] for _ in range(2))
    for i in range(25):
        far = (rng.choice([-1, 1]) * 1e7 * rng.random(), 1e7 * rng.random())
        a = [[star(rng, rng.randrange(5, 16), 20, (0, 0), rng.random())]]
        b = [[star(rng, rng.randrange(5, 16), 20, (8 * rng.random(), 8 * rng.random()), rng.random())]]
        yield f"far {i}", moved(a, far), moved(b, far)
    for i in range(15):
        far = (9999900 + rng.random(), -9999900 - rng.random())
        yield f"far, crossed {i}", *(moved([[[(x / 7, y / 3) for x, y in small(rng, 8, 50)]]], far)
                                     for _ in range(2))
    for i in range(15):
        yield f"wide {i}", *([[[(2e7 * rng.random() - 1e7, 2e7 * rng.random() - 1e7)
                                for _ in range(rng.randrange(3, 9))]]] for _ in range(2))


def main():
    with open(os.path.join(HERE, "polygons.csv"), "w", newline="") as out:
        out.write("# python3 polygons.py\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow("case fill a b area_a area_b both iou tool version".split())
        for name, a, b in cases():
            for fill in ("evenodd", "nonzero"):
                one, other, both = areas(a, b, fill)
                either = one + other - both
                iou = both / either if either > 0 else F(0)
                writer.writerow([name, fill, wkt(a), wkt(b)] + [repr(float(x)) for x in (one, other, both, iou)] +
                                ["fractions", platform.python_version()])


if __name__ == "__main__":
    main()
