#!/usr/bin/env python3
"""Event-based figures and boundaries by trying to pair as many as can, in the doubles of the files.
Writes gold.tsv and vendor.tsv of random clips, and expected.csv: for each set of options the figures of
each clip.  event_options.py DIRECTORY SEED"""
import csv
import random
import sys

CLASSES = ("dog", "car", "horn")
OPTIONS = ("", "--onset-collar 0.1", "--offset-collar 0.05 --offset-share 0%", "--offset-share 20%",
           "--onset-only", "--onset-collar 0.4 --offset-collar 0.3 --offset-share 80%",
           "--boundary-collar 0.1", "--boundary-collar 1")


def most_pairs(a, b, may):
    """Augmenting paths: the greatest number of pairs, and which of a have one."""
    partner = {}

    def place(i, tried):
        for j in range(len(b)):
            if j not in tried and may(a[i], b[j]):
                tried.add(j)
                if j not in partner or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(a)))


def figures(gold, vendor, options):
    given = dict(zip(options.split()[::1], options.split()[1:] + [""]))
    onset = float(given.get("--onset-collar", "0.2"))
    offset = float(given.get("--offset-collar", "0.2"))
    share = float(given.get("--offset-share", "50%").rstrip("%")) / 100
    collar = float(given.get("--boundary-collar", "0.5"))

    def may(x, y):
        return abs(x[0] - y[0]) <= onset and (
            "--onset-only" in given or abs(x[1] - y[1]) <= max(offset, share * (x[1] - x[0])))

    hits = sum(most_pairs([e for e in gold if e[2] == c], [e for e in vendor if e[2] == c], may)
               for c in CLASSES)
    ends = [sorted({t for e in side for t in e[:2]}) for side in (gold, vendor)]
    near = most_pairs(*ends, lambda x, y: abs(x - y) <= collar)
    out = {}
    if gold or vendor:
        out["event_f1"] = 2 * hits / (len(gold) + len(vendor))
    if vendor:
        out["boundary_precision"] = near / len(ends[1])
    if gold:
        out["boundary_recall"] = near / len(ends[0])
    return out


def clip(random_):
    gold, vendor = [], []
    for _ in range(random_.randint(0, 6)):
        start = random_.randint(0, 900) / 100
        event = (start, round(start + random_.randint(5, 300) / 100, 2), random_.choice(CLASSES))
        gold.append(event)
        if random_.random() < 0.85:
            first = max(0, round(start + random_.randint(-45, 45) / 100, 2))
            last = round(max(first + 0.01, event[1] + random_.randint(-50, 50) / 100), 2)
            vendor.append((first, last, event[2] if random_.random() < 0.9 else random_.choice(CLASSES)))
    return gold, vendor


def main():
    directory, random_ = sys.argv[1], random.Random(int(sys.argv[2]))
    clips = {f"clip-{i:02}": clip(random_) for i in range(60)}
    for which, name in enumerate(("gold", "vendor")):
        with open(f"{directory}/{name}.tsv", "w", encoding="utf-8") as file:
            file.write("filename\tonset\toffset\tevent_label\n")
            for item, sides in clips.items():
                for event in sides[which] or [("", "", "")]:
                    file.write("\t".join((item,) + tuple(str(v) for v in event)) + "\n")
    with open(f"{directory}/expected.csv", "w", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        for options in OPTIONS:
            for item, sides in clips.items():
                for metric, value in figures(*sides, options).items():
                    out.writerow((options, item, metric, repr(value)))


main()
