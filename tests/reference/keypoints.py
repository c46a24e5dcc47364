#!/usr/bin/env python3
"""Object keypoint similarity as COCO's evaluation defines it, in plain Python.
keypoints.py > keypoints.csv: of each case area, box and triples of the reference (a) and triples of
the delivery (b)."""
import math, random

SIGMA = [s / 10 for s in (.26, .25, .25, .35, .35, .79, .79, .72, .72, .62, .62, 1.07, 1.07, .87,
                          .87, .89, .89)]


def oks(area, box, a, b):
    labelled = [k for k in range(17) if a[k][2] > 0]
    if labelled:
        total = 0.0
        for k in labelled:
            if b[k][2] > 0:
                d = (a[k][0] - b[k][0]) ** 2 + (a[k][1] - b[k][1]) ** 2
                total += math.exp(-d / (2 * area * (2 * SIGMA[k]) ** 2))
        return total / len(labelled)
    x, y, w, h = box
    total, n = 0.0, 0
    for k in range(17):
        if b[k][2] > 0:
            dx = max(0, x - w - b[k][0]) + max(0, b[k][0] - x - 2 * w)
            dy = max(0, y - h - b[k][1]) + max(0, b[k][1] - y - 2 * h)
            total += math.exp(-(dx * dx + dy * dy) / (2 * area * (2 * SIGMA[k]) ** 2))
            n += 1
    return total / n


rng = random.Random(17)
print('area,box,a,b,oks')
for case in range(60):
    box = [rng.uniform(0, 100), rng.uniform(0, 100), rng.uniform(20, 200), rng.uniform(20, 200)]
    area = box[2] * box[3] * rng.uniform(.3, 1)
    a, b = [], []
    for k in range(17):
        p = [box[0] + rng.random() * box[2], box[1] + rng.random() * box[3], rng.choice([0, 1, 2, 2])]
        if case % 10 == 9:
            p[2] = 0
        q = [p[0] + rng.gauss(0, 6), p[1] + rng.gauss(0, 6), rng.choice([0, 1, 2, 2, 2])]
        a.append(p if p[2] else [0, 0, 0])
        b.append(q if q[2] else [0, 0, 0])
        if case % 10 == 9:
            b[-1] = [box[0] + rng.uniform(-2, 3) * box[2], box[1] + rng.uniform(-2, 3) * box[3], 2]
    flat = lambda points: ' '.join(repr(float(v)) for p in points for v in p)
    print(','.join([repr(area), ' '.join(map(repr, box)), flat(a), flat(b), repr(oks(area, box, a, b))]))
