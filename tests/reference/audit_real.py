#!/usr/bin/env python3
"""Computes audit_real.csv from the public deliveries, without labelqa: plain counting, and scipy's
linear_sum_assignment for boxes. usage: audit_real.py DATA_FOLDER > audit_real.csv"""
import csv
import json
import sys
from collections import Counter, defaultdict

import numpy
import scipy
from scipy.optimize import linear_sum_assignment

folder = sys.argv[1]


def show(case, key, name, value):
    print(f"{case},{key},{name},{value!r}")


def rte():
    with open(f"{folder}/rte/rte.csv", newline="") as stream:
        rows = list(csv.DictReader(stream))
    items = defaultdict(Counter)
    for row in rows:
        items[row["orig_id"]][row["response"]] += 1
    total = Counter()
    for counts in items.values():
        total.update(counts)
    n = sum(total.values())
    agreement = numpy.mean([
        sum(c * (c - 1) for c in counts.values()) / (r * (r - 1))
        for counts in items.values() for r in [sum(counts.values())]
    ])
    chance = sum((c / n) ** 2 for c in total.values())
    show("rte", "all", "percent_agreement", float(agreement))
    show("rte", "all", "fleiss_kappa", float((agreement - chance) / (1 - chance)))
    observed = sum(
        sum(c * (r - c) for c in counts.values()) / (r - 1)
        for counts in items.values() for r in [sum(counts.values())]) / n
    expected = sum(c * (n - c) for c in total.values()) / (n * (n - 1))
    show("rte", "all", "krippendorff_alpha", 1 - observed / expected)

    work = defaultdict(list)
    by_item = defaultdict(list)
    for row in rows:
        wrong = row["response"] != row["gold"]
        work[row["!amt_worker_ids"]].append(wrong)
        by_item[row["orig_id"]].append(wrong)
    # Workers are people: by their place in the order of names, not by name.
    for place, (_, wrong) in enumerate(sorted(work.items()), 1):
        show("rte", place, "trials", len(wrong))
        show("rte", place, "errors", sum(wrong))
    e = numpy.array([sum(w) for w in by_item.values()], float)
    k = numpy.array([len(w) for w in by_item.values()], float)
    p, m = e.sum() / k.sum(), len(e)
    clustered = m / (m - 1) * ((e - p * k) ** 2).sum() / k.sum() ** 2
    show("rte", "all", "trials", int(k.sum()))
    show("rte", "all", "errors", int(e.sum()))
    show("rte", "all", "design_effect", float(clustered / (p * (1 - p) / k.sum())))
    for cell, count in sorted(Counter((r["gold"], r["response"]) for r in rows).items()):
        show("rte", f"{cell[0]}>{cell[1]}", "count", count)


def iou(a, b):
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(width, 0) * max(height, 0)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def best(gold, given, threshold, equal):
    """Pairs of the assignment with the greatest sum of IoU at or above the threshold."""
    if not gold or not given:
        return []
    value = numpy.zeros((len(gold), len(given)))
    for i, (a, class_a) in enumerate(gold):
        for j, (b, class_b) in enumerate(given):
            overlap = iou(a, b)
            if overlap >= threshold and (not equal or class_a == class_b):
                value[i, j] = overlap
    return [(i, j, value[i, j]) for i, j in zip(*linear_sum_assignment(-value)) if value[i, j] > 0]


def inside(box, crowd):
    width = min(box[0] + box[2], crowd[0] + crowd[2]) - max(box[0], crowd[0])
    height = min(box[1] + box[3], crowd[1] + crowd[3]) - max(box[1], crowd[1])
    return max(width, 0) * max(height, 0) / (box[2] * box[3])


def without(things, taken):
    return [t for i, t in enumerate(things) if i not in taken]


def compare(gold, crowds, given, threshold, equal, count, overlaps, classes):
    count["reference_objects"] += len(gold)
    count["delivered_objects"] += len(given)
    pairs = best(gold, given, threshold, equal)
    for i, _, overlap in pairs:
        overlaps.append(overlap)
        classes[gold[i][1]] += 1
    count["matched"] += len(pairs)
    gold = without(gold, {p[0] for p in pairs})
    given = without(given, {p[1] for p in pairs})
    if equal:
        pairs = best(gold, given, threshold, False)
        count["mislabelled"] += len(pairs)
        gold = without(gold, {p[0] for p in pairs})
        given = without(given, {p[1] for p in pairs})
    kept = [g for g in given if not any(
        inside(g[0], c[0]) >= 0.5 and (not equal or g[1] == c[1]) for c in crowds)]
    count["ignored"] += len(given) - len(kept)
    count["missed"] += len(gold)
    count["spurious"] += len(kept)
    count["poor"] += len(best(gold, kept, 0.1, equal))


def coco():
    with open(f"{folder}/coco/instances_val2014_100.json") as stream:
        reference = json.load(stream)
    with open(f"{folder}/coco/instances_val2014_fakebbox100_results.json") as stream:
        results = json.load(stream)
    names = {c["id"]: c["name"] for c in reference["categories"]}
    gold, crowds, given = defaultdict(list), defaultdict(list), defaultdict(list)
    for annotation in reference["annotations"]:
        to = crowds if annotation["iscrowd"] else gold
        to[annotation["image_id"]].append((annotation["bbox"], names[annotation["category_id"]]))
    for result in results:
        given[result["image_id"]].append((result["bbox"], names[result["category_id"]]))
    for threshold in (0.5, 0.75, 0.9):
        for equal in (True, False):
            count, overlaps, classes = Counter(), [], Counter()
            for image in reference["images"]:
                i = image["id"]
                compare(gold[i], crowds[i], given[i], threshold, equal, count, overlaps, classes)
            case = f"coco_{threshold}_{'aware' if equal else 'agnostic'}"
            for name in ("reference_objects", "delivered_objects", "matched", "missed", "spurious",
                         "mislabelled", "ignored", "poor"):
                show(case, "all", name, count[name])
            show(case, "all", "mean", float(numpy.mean(overlaps)))
            show(case, "all", "sd", float(numpy.std(overlaps, ddof=1)))
            for q in (5, 25, 50, 75, 95):
                show(case, "all", f"p{q:02d}", float(numpy.percentile(overlaps, q)))
            for name in ("person", "bird", "chair"):
                show(case, name, "matched", classes[name])


print(f"# by audit_real.py with numpy {numpy.__version__}, scipy {scipy.__version__}")
print("case,key,name,want")
rte()
coco()
