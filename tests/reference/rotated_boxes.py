#!/usr/bin/env python3
"""IoU of rotated boxes to 50 digits, independent of the program: corners by decimal sine and cosine,
intersection by clipping half planes in fractions.  rotated_boxes.py [N [SEED]] > rotated_boxes.csv"""
import random, sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
PI = Decimal('3.14159265358979323846264338327950288419716939937510582097494459230781640628620899')


def sine(x):
    """Taylor's series; x in radians, |x| <= 2 pi."""
    term, total, n = x, x, 1
    while abs(term) > Decimal(10) ** -55:
        term *= -x * x / ((n + 1) * (n + 2))
        total += term
        n += 2
    return total


def turn(degrees):
    d = Fraction(degrees) % 360
    if d % 90 == 0:
        return [(1, 0), (0, 1), (-1, 0), (0, -1)][int(d // 90)]
    x = Decimal(d.numerator) / Decimal(d.denominator) * PI / 180
    return Fraction(sine(PI / 2 - x)), Fraction(sine(x))


def corners(box):
    x, y, w, h = (Fraction(v) for v in box[:4])
    c, s = turn(box[4])
    cx, cy = x + w / 2, y + h / 2
    return [(cx + c * i * w / 2 - s * j * h / 2, cy + s * i * w / 2 + c * j * h / 2)
            for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def area(points):
    return abs(sum(p[0] * q[1] - p[1] * q[0] for p, q in zip(points, points[1:] + points[:1]))) / 2


def clip(points, a, b):
    """What of the points lies to the right of a -> b (y down: inside of a clockwise outline)."""
    def side(p):
        return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    out = []
    for p, q in zip(points, points[1:] + points[:1]):
        u, v = side(p), side(q)
        if u >= 0:
            out.append(p)
        if (u > 0 > v) or (u < 0 < v):
            t = u / (u - v)
            out.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return out


def iou(a, b):
    p, q = corners(a), corners(b)
    both = p
    for i in range(4):
        both = clip(both, q[i], q[(i + 1) % 4])
        if not both:
            return Fraction(0)
    both = area(both)
    either = Fraction(a[2]) * Fraction(a[3]) + Fraction(b[2]) * Fraction(b[3]) - both
    return both / either if either > 0 else Fraction(0)


def cases(n, rng):
    yield (-20, -2, 40, 4, 45), (-10, 8, 40, 4, 45)
    yield (0, 0, 10, 10, 0), (10, 0, 10, 10, 0)
    yield (0, 0, 10, 10, 30), (0, 0, 10, 10, 120)
    yield (0, 0, 10, 4, 30), (3, -3, 4, 10, 120)
    yield (0, 0, 10, 10, 45), (0, 0, 10, 10, 0)
    yield (1e7, 1e7, 40, 4, 45), (1e7 + 10, 1e7 + 10, 40, 4, 45)
    while n > 0:
        n -= 1
        kind = rng.randrange(8)
        scale = rng.choice([1, 100, 1000]) if kind != 5 else rng.choice([1e-6, 1e-3])
        offset = rng.choice([1e5, 1e7, 1e9]) if kind == 4 else 0
        def box():
            return [offset + rng.uniform(0, scale), offset + rng.uniform(0, scale),
                    rng.uniform(0.05, 1) * scale, rng.uniform(0.05, 1) * scale,
                    rng.uniform(-720, 720)]
        a, b = box(), box()
        if kind == 1:
            b[4] = a[4]
        elif kind == 2:
            a[4], b[4] = rng.choice([0, 30, 45, 90, 180]), rng.choice([0, 45, 90, 135, 270])
            a[:4] = [float(rng.randrange(12)) for _ in range(2)] + [float(rng.randrange(1, 9)) for _ in range(2)]
            b[:4] = [float(rng.randrange(12)) for _ in range(2)] + [float(rng.randrange(1, 9)) for _ in range(2)]
        elif kind == 3:
            b = [v + rng.uniform(-1e-9, 1e-9) * scale for v in a]
        elif kind == 6:
            a[3] = scale * 1e-3
            b[3] = scale * 1e-3
            b[:2] = [a[0] + rng.uniform(-.3, .3) * scale, a[1] + rng.uniform(-.3, .3) * scale]
        elif kind == 7:
            b[4] = a[4] + rng.choice([90, 180, 360, -270])
        yield a, b


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 240
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 13)
    print('ax,ay,aw,ah,aangle,bx,by,bw,bh,bangle,iou')
    for a, b in cases(n, rng):
        a, b = [float(v) for v in a], [float(v) for v in b]
        print(','.join(repr(v) for v in a + b + [float(iou(a, b))]))


main()
