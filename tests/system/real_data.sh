# Public deliveries, where they are at hand: figures that other tools give for the same files.
set -eu
[ -n "$LABELQA_DATA" ] || exit 77
"$LABELQA" agree "$LABELQA_DATA/rte/rte.csv" -q -o rte.json \
    --map 'item=orig_id,annotator=!amt_worker_ids,label=response'
"$LABELQA" errors "$LABELQA_DATA/rte/rte.csv" -q -o errors.json \
    --map 'item=orig_id,annotator=!amt_worker_ids,label=response,gold=gold'
"$LABELQA" agree "$LABELQA_DATA/crowd/CF_amt.csv" --duplicates first -q -o cf.json \
    --header annotator,item,label,gold,seconds
"$LABELQA" errors "$LABELQA_DATA/crowd/ZenCrowd_us.csv" --duplicates last -q -o zen.json \
    --header annotator,item,label,gold,seconds
"$LABELQA" iou "$LABELQA_DATA/coco/instances_val2014_fakebbox100_results.json" -q -o iou.json \
    -g "$LABELQA_DATA/coco/instances_val2014_100.json"
"$LABELQA" score "$LABELQA_DATA/coco/instances_val2014_fakebbox100_results.json" -q -o ap.json \
    -g "$LABELQA_DATA/coco/instances_val2014_100.json" --type box
"$LABELQA" score "$LABELQA_DATA/coco/instances_val2014_fakesegm100_results.json" -q \
    -o mask_ap.json -g "$LABELQA_DATA/coco/instances_val2014_100.json" --rasterise
DATA=$LABELQA_DATA ROOT=$LABELQA_ROOT python3 - <<'PYTHON'
import csv
import json
import os
from collections import defaultdict
from fractions import Fraction


def tables(name):
    return json.load(open(name))["tables"]


def near(a, b):
    assert abs(a - b) < 1e-9, (a, b)


def fleiss(items):
    """Equal numbers of ratings; in whole fractions."""
    share = defaultdict(Fraction)
    agreement = Fraction(0)
    for labels in items.values():
        n = len(labels)
        counts = defaultdict(int)
        for label in labels:
            counts[label] += 1
        agreement += Fraction(sum(c * (c - 1) for c in counts.values()), n * (n - 1))
        for label, c in counts.items():
            share[label] += Fraction(c, n)
    m = len(items)
    pe = sum((s / m) ** 2 for s in share.values())
    return (agreement / m - pe) / (1 - pe)


def alpha(items):
    """By the coincidence matrix."""
    same = Fraction(0)
    margin = defaultdict(Fraction)
    for labels in items.values():
        n = len(labels)
        if n > 1:
            for label in set(labels):
                c = labels.count(label)
                same += Fraction(c * (c - 1), n - 1)
                margin[label] += c
    total = sum(margin.values())
    expected = sum(m * (m - 1) for m in margin.values()) / (total - 1)
    return 1 - (total - same) / (total - expected)


def coefficients(name):
    return {r["coefficient"]: r["estimate"] for r in tables(name)["coefficients"]}


rte = defaultdict(list)
wrong = defaultdict(lambda: [0, 0])
for row in csv.DictReader(open(os.environ["DATA"] + "/rte/rte.csv")):
    rte[row["orig_id"]].append(row["response"])
    wrong[row["!amt_worker_ids"]][0] += row["response"] != row["gold"]
    wrong[row["!amt_worker_ids"]][1] += 1
got = coefficients("rte.json")
near(got["fleiss_kappa"]["value"], float(fleiss(rte)))
near(got["krippendorff_alpha"]["value"], float(alpha(rte)))
annotators = {r["annotator"]: r for r in tables("errors.json")["annotators"]}
assert len(annotators) == 164
for worker, (errors, n) in wrong.items():
    assert (annotators[worker]["errors"], annotators[worker]["items"]) == (errors, n)
    near(annotators[worker]["error_rate"]["value"], errors / n)

cf = defaultdict(dict)
for worker, item, label, gold, seconds in csv.reader(open(os.environ["DATA"] + "/crowd/CF_amt.csv")):
    cf[item].setdefault(worker, label)
near(coefficients("cf.json")["krippendorff_alpha"]["value"],
     float(alpha({item: list(labels.values()) for item, labels in cf.items()})))

zen = {}
for worker, item, label, gold, seconds in csv.reader(
        open(os.environ["DATA"] + "/crowd/ZenCrowd_us.csv")):
    zen[worker, item] = label != gold
overall = [r for r in tables("zen.json")["vendors"]]
assert sum(zen.values()) == overall[0]["errors"], overall[0]

summary = {(r["by"], r["group"]): r for r in tables("iou.json")["summary"]}[("all", "")]
coco = json.load(open(os.environ["DATA"] + "/coco/instances_val2014_100.json"))
gold = sum(1 for a in coco["annotations"] if not a["iscrowd"])
assert summary["reference_objects"] == gold
assert summary["matched"] + summary["missed"] + summary["mislabelled"] == gold
print("figures agree with an independent computation")

# Average precision, as COCO's own evaluation gives it, of boxes and of masks.
for name, table in (("average_precision", "ap.json"), ("mask_precision", "mask_ap.json")):
    ap = {(r["by"], r["group"] or "", r["metric"]): r["estimate"]
          for r in tables(table)["scores"]}
    rows = [r for r in open(os.path.join(os.environ["ROOT"], f"tests/reference/{name}.csv"))
            if not r.startswith("#")]
    assert len(rows) == 223, len(rows)
    for row in csv.DictReader(rows):
        near(ap[row["by"], row["group"], row["metric"]]["value"], float(row["value"]))
PYTHON
