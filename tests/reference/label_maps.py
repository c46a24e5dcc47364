"""Figures of label maps and of the edges of masks, pixel by pixel. Writes label_maps.csv.

Everything is counted over single pixels and single pairs of edge pixels, with no run, no distance
transform and no erosion step by step: a pixel is in the boundary when any pixel of the square around
it is outside the mask or outside the picture. Standard library only.
"""
import csv
import math
import random

IGNORED = 9
TOLERANCE = 2


def quantile(values, p):
    values = sorted(values)
    at = (len(values) - 1) * p
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])


def edge(region, height, width):
    def outside(x, y):
        return (x, y) not in region

    return [(x, y) for (x, y) in sorted(region)
            if outside(x - 1, y) or outside(x + 1, y) or outside(x, y - 1) or outside(x, y + 1)]


def distances(from_edge, to_edge):
    return [min(math.sqrt((x - u) ** 2 + (y - v) ** 2) for (u, v) in to_edge)
            for (x, y) in from_edge]


def boundary(region, distance):
    square = [(i, j) for i in range(-distance, distance + 1) for j in range(-distance, distance + 1)]
    return {(x, y) for (x, y) in region if any((x + i, y + j) not in region for i, j in square)}


def blob(height, width, n_classes):
    """A picture of n_classes regions, some of them void."""
    middles = [(random.uniform(0, width), random.uniform(0, height), random.randrange(n_classes))
               for _ in range(random.randrange(1, 6))]
    if random.random() < 0.5:
        middles.append((random.uniform(0, width), random.uniform(0, height), IGNORED))
    return [[min(middles, key=lambda m: (m[0] - x) ** 2 + (m[1] - y) ** 2)[2] for x in range(width)]
            for y in range(height)]


def disturbed(picture, height, width):
    dx, dy = random.randrange(-2, 3), random.randrange(-2, 3)
    out = [[picture[min(max(y + dy, 0), height - 1)][min(max(x + dx, 0), width - 1)]
            for x in range(width)] for y in range(height)]
    for _ in range(random.randrange(0, 6)):
        out[random.randrange(height)][random.randrange(width)] = random.randrange(4)
    return out


def region(picture, c, void):
    return {(x, y) for y, row in enumerate(picture) for x, value in enumerate(row)
            if value == c and (x, y) not in void}


def sums(a, b, height, width):
    void = region(a, IGNORED, set())
    parts = [0.0] * 8
    classes = sorted({v for row in a + b for v in row} - {IGNORED})
    by_class = []
    for c in classes:
        one, other = region(a, c, void), region(b, c, void)
        own = [len(one), len(other), len(one & other), 0, 0.0, 0, 0.0, 0.0]
        edges = edge(one, height, width), edge(other, height, width)
        own[3] = 1 if one or other else 0
        if one and other:
            there, back = distances(edges[0], edges[1]), distances(edges[1], edges[0])
            recall = sum(d <= TOLERANCE for d in there) / len(there)
            precision = sum(d <= TOLERANCE for d in back) / len(back)
            f = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
            own[4] = 1 - f
            own[5] = 1
            own[6] = max(max(there), max(back))
            own[7] = max(quantile(there, 0.95), quantile(back, 0.95))
        else:
            own[4] = own[3]
        by_class.append((c, own))
        parts = [p + q for p, q in zip(parts, own)]
    return parts, by_class


def boundary_iou(a, b, height, width):
    distance = max(1, round(0.02 * math.sqrt(height * height + width * width)))
    one, other = boundary(a, distance), boundary(b, distance)
    return len(one & other) / len(one | other) if one | other else 1.0


def main():
    random.seed(11)
    rows = []
    for case in range(60):
        height = 1 if case % 10 == 7 else random.randrange(2, 24)
        width = 1 if case % 10 == 8 else random.randrange(2, 24)
        if case % 12 == 5:
            height, width = random.randrange(60, 90), random.randrange(60, 110)
        a = blob(height, width, 4)
        b = disturbed(a, height, width) if case % 5 else blob(height, width, 4)
        parts, by_class = sums(a, b, height, width)
        iou = boundary_iou(region(a, 0, set()), region(b, 0, set()), height, width)
        rows.append([case, height, width, " ".join(str(v) for row in a for v in row),
                     " ".join(str(v) for row in b for v in row), " ".join(repr(p) for p in parts),
                     ";".join(" ".join(repr(p) for p in [c] + own) for c, own in by_class), repr(iou)])
    with open("label_maps.csv", "w", newline="") as file:
        file.write("# python3 label_maps.py\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "height", "width", "a", "b", "parts", "classes", "boundary_iou_of_0",
                         "tool", "version"])
        for row in rows:
            writer.writerow(row + ["label_maps.py", "1"])


if __name__ == "__main__":
    main()
