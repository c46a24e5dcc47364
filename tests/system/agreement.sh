# What `agree`, `errors` and `truth` say of people whose habits were planted, of vendors on the same
# items, of sets of tags, weights from a file, groups, repeats, pre-labels and layers of review.
set -eu
cat >make.py <<'PYTHON'
import random

source = random.Random(8)
CLASSES = ["car", "bus", "van", "cat"]


def other(truth):
    return source.choice([c for c in CLASSES if c != truth])


def answer(who, truth, i, answers):
    """What each annotator says, and how long it takes."""
    right = truth if source.random() < 0.9 else other(truth)
    if who == "clicker":
        return "car", 8
    if who == "guesser":
        return source.choice(CLASSES), 9
    if who == "swapper":
        return {"bus": "van", "van": "bus"}.get(right, right), 10
    if who == "hasty":
        return right, 1 if i % 3 == 0 else 9
    if who == "tired":
        return (truth if source.random() < 0.98 - 0.8 * (i / 400) else other(truth)), 10
    if who == "learner":
        return (truth if source.random() < 0.2 + 0.78 * (i / 400) else other(truth)), 10
    if who == "copier":
        return answers["copied"], 12
    if who == "copied":
        return (truth if source.random() < 0.7 else other(truth)), 11
    return right, 10 + source.random()


WHO = ["good1", "good2", "good3", "good4", "good5", "clicker", "guesser", "swapper", "hasty",
       "tired", "learner", "copied", "copier"]
with open("labels.csv", "w") as out, open("gold.csv", "w") as gold:
    out.write("item,annotator,label,seconds,submitted_at,batch\n")
    gold.write("item,label\n")
    for i in range(400):
        truth = source.choice(CLASSES)
        gold.write(f"i{i},{truth}\n")
        answers = {}
        for who in WHO:
            answers[who], seconds = answer(who, truth, i, answers)
            day = 1 + i // 16
            out.write(f"i{i},{who},{answers[who]},{seconds:.1f},"
                      f"2026-03-{day:02d}T{8 + i % 16 // 2:02d}:{i % 2 * 30:02d}:00Z,b{i // 200}\n")

with open("two.csv", "w") as out:
    out.write("item,annotator,label,vendor\n")
    for i in range(150):
        truth = source.choice(CLASSES)
        for vendor, skill in (("acme", 0.9), ("zeta", 0.75)):
            for g in range(3):
                given = truth if source.random() < skill else other(truth)
                out.write(f"i{i},{g},{given},{vendor}\n")
PYTHON
python3 make.py
"$LABELQA" agree --names labels.csv -q --format csv --table flags >flags.csv
flagged() { grep -q "^label,,$1,$2," flags.csv || { echo "no flag '$2' for $1"; cat flags.csv; exit 1; }; }
flagged clicker "one answer"
flagged guesser "at chance"
flagged swapper "swapped classes"
flagged hasty "too fast"
flagged tired tiring
flagged learner learning
flagged copier copying
if grep '^label,,good' flags.csv; then echo "a good annotator is flagged"; exit 1; fi
"$LABELQA" agree --names labels.csv -g gold.csv -q --format csv --table flags | grep '^label,,copier,copying,' >/dev/null

# Vendors on the same items: the difference of two means over pairs, counted again.
"$LABELQA" agree --names two.csv -q --format json >two.json
python3 - <<'PYTHON'
import collections
import csv
import json
from math import isclose, sqrt
from statistics import mean, stdev

rows = json.load(open("two.json"))["tables"]["differences"]
row = next(r for r in rows if r["coefficient"] == "percent_agreement")
labels = collections.defaultdict(list)
for r in csv.DictReader(open("two.csv")):
    labels[r["vendor"], r["item"]].append(r["label"])


def share(x):
    return sum(x[a] == x[b] for a in range(3) for b in range(3) if a != b) / 6


off = [share(labels["acme", f"i{i}"]) - share(labels["zeta", f"i{i}"]) for i in range(150)]
assert row["common_items"] == 150
assert isclose(row["difference"]["value"], mean(off), abs_tol=1e-12)
assert isclose(row["difference"]["se"], stdev(off) / sqrt(150), rel_tol=1e-9), row
assert row["p_adjusted"] < 1e-6
PYTHON

# Groups: the parts of a field add up to the whole.
"$LABELQA" agree --names labels.csv -q --by batch --format csv --table coefficients >by.csv
[ "$(grep -c ',b[01],fleiss_kappa,' by.csv)" = 2 ]
[ "$("$LABELQA" agree --names labels.csv -q --by week --format csv --table coefficients | grep -c ',2026-0[23]-[0-9]*,fleiss_kappa,')" -ge 4 ]
[ "$("$LABELQA" agree --names labels.csv -g gold.csv -q --by class --format csv --table coefficients | grep -c 'percent_agreement,')" = 5 ]
status=0
"$LABELQA" agree --names labels.csv -q --by class >/dev/null 2>&1 || status=$?
[ "$status" = 2 ]

# Weights from a file equal the named ones; a file that is no matrix is refused.
printf 'item,annotator,label\n' >scale.csv
for i in 1 2 3 4 5 6 7 8; do
    printf '%s\n' "$i,a,$((i % 3 + 1))" "$i,b,$((i * i % 3 + 1))" "$i,c,$((i / 2 % 3 + 1))"
done >>scale.csv
printf ',1,2,3\n1,1,0.5,0\n2,0.5,1,0.5\n3,0,0.5,1\n' >weights.csv
value() { "$LABELQA" agree --names scale.csv -q --format csv --table coefficients "$@" | grep ",$name," | cut -d, -f5-7; }
for family in fleiss_kappa gwet_ac2 bennett_s conger_kappa light_kappa krippendorff_alpha; do
    name=${family}_custom from_file=$(value --weights weights.csv)
    name=${family}_linear named=$(value --weights linear)
    [ -n "$named" ] && [ "$from_file" = "$named" ] || { echo "$family: $from_file, $named"; exit 1; }
done
printf ',1,2,3\n1,1,0.5,0\n2,0.4,1,0.5\n3,0,0.5,1\n' >bad.csv
status=0
"$LABELQA" agree --names scale.csv -q --weights bad.csv 2>message >/dev/null || status=$?
[ "$status" = 3 ] && grep -q E135 message
name=krippendorff_alpha_ordinal
[ -n "$(value --scale ordinal)" ]
status=0
"$LABELQA" agree --names scale.csv --coefficients flies_kappa 2>message >/dev/null || status=$?
[ "$status" = 2 ] && grep -q "did you mean 'fleiss_kappa'" message

# One category only: undefined with its reason, in every format; the percent agreement stays.
printf 'item,annotator,label\n1,a,x\n1,b,x\n2,a,x\n2,b,x\n' >same.csv
"$LABELQA" agree --names same.csv -q --format json --coefficients all >same.json
python3 - <<'PYTHON'
import json

for row in json.load(open("same.json"))["tables"]["coefficients"]:
    if row["coefficient"].startswith("percent"):
        assert row["estimate"]["value"] == 1
    else:
        assert row["estimate"]["value"] is None and row["estimate"]["undefined"], row
PYTHON

# Sets of tags: the order of tags does not matter to alpha.
printf 'item,annotator,label\n1,a,x;y\n1,b,y;x\n2,a,x\n2,b,x\n3,a,z\n3,b,z;x\n4,a,z\n4,b,z\n' >tags.csv
"$LABELQA" agree --names tags.csv -q --tags ';' --format csv --table coefficients >tags.out
grep -q krippendorff_alpha_masi tags.out && grep -q krippendorff_alpha_jaccard tags.out

# Labels that differ by case or blanks are different; blank ones are missing, and counted.
printf 'item,annotator,label\n1,a,cat\n1,b,Cat\n2,a,\n2,b,cat\n' >case.csv
"$LABELQA" agree --names case.csv --format csv --table coefficients 2>message | grep -q ',percent_agreement,0'
grep -q 'blank label' message

# Hidden repeats.
printf 'item,annotator,label\n1,a,x\n1,a,x\n2,a,x\n2,a,y\n1,b,x\n2,b,x\n' >repeats.csv
"$LABELQA" agree --names repeats.csv -q --duplicates keep --format json >repeats.json
python3 - <<'PYTHON'
import json

rows = {r["annotator"]: r for r in json.load(open("repeats.json"))["tables"]["annotators"]}
assert rows["a"]["repeats"] == 2 and rows["a"]["consistency"]["value"] == 0.5
assert rows["b"]["repeats"] == 0 and rows["b"]["consistency"]["value"] is None
PYTHON

# Pre-labels and layers of review.
cat >layers.csv <<'CSV'
item,annotator,label,stage
1,a,cat,label
2,a,dog,label
3,a,dog,label
4,a,cat,label
1,r,cat,review
2,r,cat,review
3,r,dog,review
4,r,dog,review
CSV
printf 'item,label\n1,cat\n2,cat\n3,dog\n4,cat\n' >right.csv
printf 'item,label\n1,cat\n2,dog\n3,cat\n4,cat\n' >model.csv
"$LABELQA" errors --names layers.csv -g right.csv --prelabels model.csv -q --format json >layers.json
python3 - <<'PYTHON'
import json

tables = json.load(open("layers.json"))["tables"]
stage = tables["stages"][0]
assert (stage["from"], stage["to"], stage["items"]) == ("label", "review", 4)
assert (stage["errors_before"], stage["errors_after"]) == (1, 1)
assert stage["caught"]["value"] == 1 and abs(stage["introduced"]["value"] - 1 / 3) < 1e-15
people = {r.get("annotator"): r for r in tables["prelabels"]}
assert people["a"]["answers"] == 4 and people["a"]["kept"]["value"] == 0.75
assert people["a"]["error_if_wrong"]["value"] == 0.5  # of 2 and 3, 2 was kept
assert people["a"]["error_if_right"]["value"] == 0
PYTHON
[ "$("$LABELQA" errors --names layers.csv -g right.csv --stage label -q --format csv --table vendors | tail -1 | cut -d, -f4)" = 4 ]

# Truth: the majority, and better.
"$LABELQA" truth --names labels.csv -g gold.csv --method all -q --format csv --table methods >methods.csv
python3 - <<'PYTHON'
import csv

accuracy = {r["method"]: float(r["accuracy"]) for r in csv.DictReader(open("methods.csv"))}
assert accuracy["dawid_skene"] > accuracy["majority"] > 0.8, accuracy
assert min(accuracy["one_coin"], accuracy["mace"]) > 0.9, accuracy
PYTHON

# Gold that everybody speaks against.
printf 'item,annotator,label\n1,a,x\n1,b,x\n2,a,y\n2,b,x\n' >doubt.csv
printf 'item,label\n1,y\n2,y\n' >doubted.csv
"$LABELQA" errors --names doubt.csv -g doubted.csv -q --format csv --table check_gold | grep -q '^label,1,2,x,y$'
