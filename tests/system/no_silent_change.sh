# A small change of the form of one input (a blank, another case, a folder before names, a thousands
# sign, a word for missing, another order) never changes a figure without a finding that names it.
set -eu
python3 - "${SEEDS:-12}" <<'END'
import os, random, sys

sys.path.insert(0, os.environ["LABELQA_ROOT"] + "/tests/support")
from figures import run, write

def delivery(dice):
    labels = dice.choice([["cat", "dog", "owl"], ["1", "2", "3", "4"], ["yes", "no"]])
    truth = {f"i{k:02}.jpg": dice.choice(labels) for k in range(14)}
    rows = [["item", "annotator", "label"]]
    for who in ("ann", "ben", "cyd"):
        for item, label in truth.items():
            rows.append([item, who, label if dice.random() < 0.8 else dice.choice(labels)])
    return rows, [["item", "label"]] + [[i, l] for i, l in truth.items()]

def blank(cell, dice):
    return dice.choice([" " + cell, cell + " ", cell + "\u00a0", "\t" + cell])

def label_of(change):
    def apply(rows, dice):
        at = dice.randrange(1, len(rows))
        rows[at][2] = change(rows[at][2], dice)
    return apply

def prefix(rows, dice):
    before = dice.choice(["images/", "./", "D:\\data\\", "batch 1/"])
    for row in rows[1:]:
        row[0] = before + row[0]

def shuffle(rows, dice):
    body = rows[1:]
    dice.shuffle(body)
    rows[1:] = body

changes = {
    "blank": label_of(blank),
    "case": label_of(lambda cell, dice: cell.upper() if cell.upper() != cell else cell + ".0"),
    "missing": label_of(lambda cell, dice: dice.choice(["NA", "None", "nan", "-", "n/a", "NULL"])),
    "prefix": prefix,
    "shuffle": shuffle,
}
n = said = 0
for seed in range(int(sys.argv[1])):
    for name, change in changes.items():
        dice = random.Random(f"{seed} {name}")
        rows, gold = delivery(dice)
        write("gold.csv", gold)
        write("before.csv", rows)
        change(rows, dice)
        write("after.csv", rows)
        for words in (["agree"], ["errors", "-g", "gold.csv"], ["score", "-g", "gold.csv"]):
            was = run(words[0], "before.csv", *words[1:])
            now = run(words[0], "after.csv", *words[1:])
            n += 1
            if was[1] is None:
                sys.exit(f"seed {seed}: {words}: the delivery itself is refused: {was}")
            if now[1] == was[1]:
                continue
            if not now[2] - was[2]:
                sys.exit(f"seed {seed}, {name}, {words}: other figures without a word")
            said += 1
print(n, "comparisons,", said, "changes said")
if said < 20:
    sys.exit("too few of the changes changed anything")
END
