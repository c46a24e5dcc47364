#!/usr/bin/env python3
"""What must hold of every family of figures, whatever it measures, on random deliveries of each kind:

identity  a delivery that equals the reference has the best value of every figure
order     the order of rows does not show, in any byte
halves    sums of two halves of the items, merged, are those of the whole, to the last bit
symmetry  reference and delivery changed about: the figures that treat both alike stay; precision and
          recall change places
nesting   a higher confidence has the wider interval, and each holds the value
names     items of other names, in another order of names, have the same figures and limits
doubling  all items twice: the same figures, and no interval wider

    family_properties.py LABELQA [SEED]

prints one line a kind with what was compared, and what does not hold; exit 1 when anything does not.
"""
import csv
import io
import os
import random
import subprocess
import sys
import tempfile

LABELQA = sys.argv[1]
ITEMS = 14
WORDS = "the a cat dog sat on mat red big ran up down".split()


def boxes(chance, item, who):
    for _ in range(chance.randint(1, 5)):
        yield {"label": chance.choice("xyz"), "x": chance.randint(0, 60), "y": chance.randint(0, 60),
               "width": chance.randint(4, 40), "height": chance.randint(4, 40)}


def polygons(chance, item, who):
    for _ in range(chance.randint(1, 4)):
        x, y, w, h = (chance.randint(0, 50), chance.randint(0, 50), chance.randint(5, 40),
                      chance.randint(5, 40))
        yield {"label": chance.choice("xyz"),
               "wkt": f"POLYGON (({x} {y}, {x + w} {y}, {x + w} {y + h}, {x + 1} {y + h}, {x} {y}))"}


def texts(chance, item, who):
    yield {"text": " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 12)))}


def periods(kind, names, chance):
    at = 0.0
    for _ in range(chance.randint(1, 6)):
        at += chance.randint(0, 8) / 4
        end = at + chance.randint(1, 16) / 4
        yield {"label": chance.choice(names), "start": at, "end": end}
        at = end


def turns(chance, item, who):
    return periods("turn", ["ann", "bob", "cid"], chance)


def segments(chance, item, who):
    return periods("segment", ["walk", "run", "sit"], chance)


def spans(chance, item, who):
    at = 0
    for _ in range(chance.randint(1, 6)):
        at += chance.randint(0, 5)
        end = at + chance.randint(1, 6)
        yield {"label": chance.choice(["PER", "LOC"]), "start": at, "end": end}
        at = end


def tracks(chance, item, who):
    for name in range(chance.randint(1, 4)):
        x, y = chance.randint(0, 60), chance.randint(0, 60)
        for frame in range(1, chance.randint(3, 9)):
            yield {"object": f"{who}{name}", "label": "car", "frame": frame,
                   "x": x + 3 * frame, "y": y, "width": 20, "height": 15}


def labels(chance, item, who):
    yield {"label": chance.choice("abc")}


# Of each kind its columns and what an answer may be.
KINDS = {
    "label": (["label"], labels),
    "box": (["label", "x", "y", "width", "height"], boxes),
    "polygon": (["label", "wkt"], polygons),
    "transcript": (["text"], texts),
    "span": (["label", "start", "end"], spans),
    "turn": (["label", "start", "end"], turns),
    "segment": (["label", "start", "end"], segments),
    "track": (["object", "label", "frame", "x", "y", "width", "height"], tracks),
}

# Best at 0; all others at 1.
ZERO = {"wer", "cer", "mer", "wil", "cpwer", "wer_mean", "cer_mean", "mer_mean", "wil_mean", "der",
        "der_missed", "der_false_alarm", "der_confusion", "jer", "segment_error_rate",
        "event_error_rate", "onset_deviation", "offset_deviation", "boundary_deviation", "id_switches",
        "fragmentations", "mostly_lost", "error_rate", "hausdorff", "hausdorff95", "nme"}
# Of both sides alike.
ALIKE = {"f1", "box_iou", "polygon_iou", "track_iou", "segment_iou", "turn_iou", "span_iou", "mer",
         "wil", "segment_f1", "event_f1", "tiou_f1", "tiou_f1_10", "tiou_f1_25", "tiou_f1_50",
         "edit_score", "frame_kappa", "hota", "deta", "assa", "loca", "idf1",
         "span_f1_strict", "span_f1_exact", "span_f1_partial", "span_f1_type", "token_kappa",
         "character_kappa"}
CHANGED = {"precision": "recall", "recall": "precision", "idp": "idr", "idr": "idp",
           "span_precision_strict": "span_recall_strict",
           "span_recall_strict": "span_precision_strict"}


# Sums over items, which are twice as large.
COUNTS = {"id_switches", "fragmentations", "mostly_lost", "mostly_tracked", "partly_tracked"}


def is_zero(metric):
    return metric in ZERO or "deviation" in metric or metric.endswith("error_rate_macro")


def deliveries(kind, chance):
    """Two sides; the second has what the first has, in part drawn anew."""
    _, make = KINDS[kind]
    sides = ([], [])
    for i in range(ITEMS):
        item = f"item{i:02d}"
        first = list(make(chance, item, "g"))
        other = [dict(row) for row in first]
        if chance.random() < 0.6:
            kept = [row for row in other if chance.random() < 0.6]
            other = kept if kind == "track" else kept + list(make(chance, item, "g"))
            other = other or [dict(row) for row in first]
            if kind in ("label", "transcript"):
                other = other[-1:]
            if kind in ("turn", "segment", "span"):
                other = list(make(chance, item, "g"))
        for side, rows in ((0, first), (1, other)):
            sides[side].extend((item, row) for row in rows)
    return sides


def write(path, kind, rows):
    columns, _ = KINDS[kind]
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["item", "annotator", "type"] + columns)
        for item, row in rows:
            out.writerow([item, "one", kind] + [row[c] for c in columns])


def run(*arguments):
    done = subprocess.run([LABELQA, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 4):
        raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def figures(text):
    return {(row["by"], row["group"], row["metric"]): (row["estimate"], row["estimate_low"],
                                                       row["estimate_high"])
            for row in csv.DictReader(io.StringIO(text)) if row["by"] in ("all", "class", "size")}


def score(delivery, reference, *more):
    return run("score", delivery, "-g", reference, "--undelivered", "ignored", "--format", "csv", "-q",
               *more)


def number(text, unless):
    return float(text) if text != "" else unless


def check_nesting(kind, path, counted, faults):
    at = [figures(score(path["given"], path["gold"], "--conf", level))
          for level in ("0.9", "0.95", "0.99")]
    for key, (value, low, _) in at[0].items():
        if low == "":
            continue
        lows = [float(levels[key][1]) for levels in at]
        highs = [number(levels[key][2], float("inf")) for levels in at]
        counted["nesting"] += 1
        ordered = lows[2] <= lows[1] + 1e-9 and lows[1] <= lows[0] + 1e-9
        ordered = ordered and highs[0] <= highs[1] + 1e-9 and highs[1] <= highs[2] + 1e-9
        if not ordered or not lows[0] - 1e-9 <= float(value) <= highs[0] + 1e-9:
            faults.append(f"{kind} nesting {key}: {lows} {value} {highs}")


def close(one, other):
    return one == other or ("" not in (one, other) and
                            abs(float(one) - float(other)) <= 1e-9 * max(1, abs(float(one))))


def check_names(kind, sides, path, whole, counted, faults):
    """The order of items decides ties of nothing, but sums differ in their last bits."""
    for name, rows in zip(("renamed-gold", "renamed"), sides):
        write(path[name], kind, [(f"x{97 * int(item[4:]) % 89:02d}", row) for item, row in rows])
    renamed = figures(score(path["renamed"], path["renamed-gold"]))
    for key, values in whole.items():
        counted["names"] += 1
        if not all(close(one, other) for one, other in zip(values, renamed.get(key, ("x",) * 3))):
            faults.append(f"{kind} names {key}: {values}, renamed {renamed.get(key)}")


def check_doubling(kind, sides, path, whole, counted, faults):
    for name, rows in zip(("twice-gold", "twice"), sides):
        write(path[name], kind, rows + [("copy" + item, row) for item, row in rows])
    twice = figures(score(path["twice"], path["twice-gold"]))
    for key, (value, low, high) in whole.items():
        other = twice.get(key)
        if low == "" or high == "" or other is None or "" in other:
            continue
        counted["doubling"] += 1
        wider = float(other[2]) - float(other[1]) > float(high) - float(low) + 1e-9
        if wider or (key[2] not in COUNTS and not close(value, other[0])):
            faults.append(f"{kind} doubling {key}: {value} ({low} {high}), twice {other}")


def check_kind(kind, seed, folder, faults):
    chance = random.Random(f"{kind} {seed}")
    gold, given = deliveries(kind, chance)
    path = {name: os.path.join(folder, name + ".csv") for name in
            ("gold", "same", "given", "mixed", "half0", "half1", "renamed", "renamed-gold", "twice",
             "twice-gold")}
    write(path["gold"], kind, gold)
    write(path["same"], kind, gold)
    write(path["given"], kind, given)
    whole_text = score(path["given"], path["gold"])
    whole = figures(whole_text)
    counted = dict.fromkeys(("identity", "order", "halves", "symmetry", "nesting", "names",
                             "doubling"), 0)

    for (by, group, metric), (value, _, _) in figures(score(path["same"], path["gold"])).items():
        counted["identity"] += value != ""
        best = 0.0 if is_zero(metric) else 1.0
        if value != "" and abs(float(value) - best) > 1e-12:
            faults.append(f"{kind} identity {by} {group} {metric}: {value}")

    mixed = given[:]
    chance.shuffle(mixed)
    write(path["mixed"], kind, mixed)
    counted["order"] = len(whole)
    if score(path["mixed"], path["gold"]) != whole_text:
        faults.append(f"{kind} order: the bytes differ")

    items = sorted({item for item, _ in gold})
    for half in (0, 1):
        own = set(items[half::2])
        write(path[f"half{half}"], kind, [row for row in given if row[0] in own])
        sums = os.path.join(folder, f"half{half}.sums")
        score(path[f"half{half}"], path["gold"], "--save-sums", sums, "--force")
    merged = figures(run("score", "--sums", os.path.join(folder, "half0.sums"), "--sums",
                         os.path.join(folder, "half1.sums"), "--format", "csv", "-q"))
    for key, value in merged.items():
        counted["halves"] += 1
        if whole.get(key) != value:
            faults.append(f"{kind} halves {key}: {value}, whole {whole.get(key)}")

    back = figures(score(path["gold"], path["given"]))
    for (by, group, metric), (value, _, _) in whole.items():
        other = CHANGED.get(metric, metric if metric in ALIKE else None)
        if other is None or by == "size" or value == "":
            continue
        counted["symmetry"] += 1
        turned = back.get((by, group, other), ("",))[0]
        if turned == "" or abs(float(turned) - float(value)) > 1e-12:
            faults.append(f"{kind} symmetry {by} {group} {metric}: {value}, turned {turned}")

    check_nesting(kind, path, counted, faults)
    check_names(kind, (gold, given), path, whole, counted, faults)
    check_doubling(kind, (gold, given), path, whole, counted, faults)
    return counted


def main():
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            counted = check_kind(kind, seed, folder, faults)
            print(kind, " ".join(f"{name} {n}" for name, n in counted.items()))
            if 0 in counted.values() and kind != "label":
                faults.append(f"{kind}: something was not compared at all")
    print("\n".join(faults))
    return 1 if faults else 0


sys.exit(main())
