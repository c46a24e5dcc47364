# A small change of the form of one input (a blank, another case, a folder before names, a thousands
# sign, a word for missing, another order) never changes a figure without a finding that names it.
set -eu
python3 - "${SEEDS:-12}" <<'END'
import csv, io, json, os, random, re, subprocess, sys

labelqa = os.environ["LABELQA"]

def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)

# Numbers alone; where a row stood is none.
def figures_of(value):
    if isinstance(value, dict):
        return {key: figures_of(inner) for key, inner in value.items()
                if key not in ("line", "problems", "inputs")}
    if isinstance(value, list):
        return [figures_of(inner) for inner in value]
    return None if isinstance(value, str) else value

# What a command prints as numbers, without what names its run, and the codes of its messages.
def run(*words):
    done = subprocess.run([labelqa, *words, "--format", "json"], capture_output=True, text=True)
    codes = set(re.findall(r"\[([WE]\d+)\]", done.stderr))
    figures = None
    if done.returncode in (0, 1, 4):
        report = json.loads(done.stdout)
        figures = json.dumps(figures_of(report["tables"]), sort_keys=True)
    return done.returncode, figures, codes

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

# Quotes: the same price in another notation is the same cost, or is refused or said.
notations = [("1234.50", ["1,234.50", "1 234.50", "1'234.50", "\u20ac1,234.50", "1234.5 EUR",
                          "1.234,50", "1234,50"]),
             ("0.25", ["0,25", ".25", "\u20ac 0.25", "0.25 EUR"]),
             ("12000", ["12,000", "12.000", "12 000", "12'000"])]
for plain, others in notations:
    def quote(price):
        write("q.csv", [["vendor", "charge", "basis", "price", "currency"],
                        ["a", "labels", "per_item", price, "EUR"],
                        ["a", "set-up", "per_project", "100", "EUR"]])
        return run("quote", "q.csv", "--volume", "1000")
    was = quote(plain)
    for other in others:
        now = quote(other)
        n += 1
        if now[1] is not None and now[1] != was[1] and not now[2] - was[2]:
            sys.exit(f"price {other}: other costs than of {plain}, without a word")
print(n, "comparisons,", said, "changes said")
if said < 20:
    sys.exit("too few of the changes changed anything")
END
