# The same for what money and promises come from: a quote, a delivery log and audit.yaml in another form (blanks,
# case, order of rows and columns, notations of numbers and times) give the same figures, or are refused, or say so.
set -eu
python3 - "${SEEDS:-10}" <<'END'
import os, random, re, sys

sys.path.insert(0, os.environ["LABELQA_ROOT"] + "/tests/support")
from figures import run, write

def money(dice, value):
    return f"{value:.2f}"

def quote(dice):
    rows = [["vendor", "charge", "basis", "from_quantity", "to_quantity", "price", "currency", "tiering"]]
    for vendor in ("acme", "blue"):
        at = dice.randrange(2, 9) * 1000
        rows += [[vendor, "labels", "per_item", "1", str(at), f"0.{dice.randrange(11, 99)}", "EUR", "graduated"],
                 [vendor, "labels", "per_item", str(at + 1), "", f"0.{dice.randrange(11, 99)}", "EUR", "graduated"],
                 [vendor, "set-up", "per_project", "", "", f"{dice.randrange(1000, 9000)}.50", "EUR", ""]]
    return rows

def log(dice):
    rows = [["vendor", "batch", "items", "ordered_at", "due_at", "delivered_at"]]
    for vendor in ("acme", "blue"):
        for batch in range(1, 8):
            day = dice.randrange(13, 20)
            rows.append([vendor, str(batch), str(dice.randrange(100, 3000)), f"2026-03-{day}T09:00:00Z",
                         f"2026-03-{day + 5}T09:00:00Z", f"2026-03-{day + dice.randrange(1, 9)}T10:30:00Z"])
    return rows

def cell(where, change):
    def apply(rows, dice):
        columns = [c for c, name in enumerate(rows[0]) if name in where]
        at = [(r, c) for r in range(1, len(rows)) for c in columns if rows[r][c] != ""]
        r, c = dice.choice(at)
        rows[r][c] = change(rows[r][c], dice)
    return apply

def heading(change):
    def apply(rows, dice):
        c = dice.randrange(len(rows[0]))
        rows[0][c] = change(rows[0][c], dice)
    return apply

def blank(text, dice):
    return dice.choice([" " + text, text + " ", text + "\u00a0", "\ufeff" + text, "  " + text + "\t"])

def case(text, dice):
    return dice.choice([text.upper(), text.capitalize()])

def grouped(text, dice):
    whole, point, part = text.partition(".")
    sign = dice.choice([",", " ", "'", "\u202f", "."])
    return f"{int(whole):,}".replace(",", sign) + ("," if sign == "." and point else point) + part

def comma(text, dice):
    return text.replace(".", ",")

def clock(text, dice):
    day, time = text[:10], text[11:19]
    return dice.choice([f"{day} {time}Z", f"{day}T{time}+00:00", f"{day} {time}", day, f"{day}T{time[:5]}Z",
                        f"{day[8:]}.{day[5:7]}.{day[:4]} {time}Z", f"{day[5:7]}/{day[8:]}/{day[:4]} {time}Z",
                        f"{day}T{int(time[:2]) + 2:02}{time[2:]}+02:00"])

def rows_shuffled(rows, dice):
    body = rows[1:]
    dice.shuffle(body)
    rows[1:] = body

def columns_shuffled(rows, dice):
    order = list(range(len(rows[0])))
    dice.shuffle(order)
    rows[:] = [[row[c] for c in order] for row in rows]

def twice(rows, dice):
    rows.append(list(dice.choice(rows[1:])))

def rows_blank(rows, dice):
    rows.insert(dice.randrange(1, len(rows)), [""] * len(rows[0]))

any_change = {"heading blank": heading(blank), "heading case": heading(case), "rows": rows_shuffled,
              "columns": columns_shuffled, "a row twice": twice, "a blank row": rows_blank}
inputs = {
    "quote": (quote, ["quote", "FILE", "--volume", "12000"], any_change | {
        "blank": cell(("vendor", "charge", "basis", "from_quantity", "to_quantity", "price", "currency"), blank),
        "case": cell(("vendor", "charge", "basis", "currency", "tiering"), case),
        "thousands": cell(("from_quantity", "to_quantity"), grouped),
        "thousands of a price": cell(("price",), grouped), "decimal comma": cell(("price",), comma)}),
    "log": (log, ["turnaround", "FILE"], any_change | {
        "blank": cell(("vendor", "batch", "items", "ordered_at", "due_at", "delivered_at"), blank),
        "case": cell(("vendor",), case), "thousands": cell(("items",), grouped),
        "times": cell(("ordered_at", "due_at", "delivered_at"), clock)}),
}
n = said = same = 0
def compare(what, was, now):
    global n, said, same
    n += 1
    if now[1] is None or now[1] == was[1]:
        same += now[1] is not None
        return
    if not now[2] - was[2]:
        sys.exit(f"{what}: other figures without a word")
    said += 1

for name, (make, words, changes) in inputs.items():
    for seed in range(int(sys.argv[1])):
        for change in changes:
            dice = random.Random(f"{name} {seed} {change}")
            rows = make(dice)
            write("before.csv", rows)
            changes[change](rows, dice)
            write("after.csv", rows)
            was = run(*[word.replace("FILE", "before.csv") for word in words])
            if was[1] is None:
                sys.exit(f"{name}, seed {seed}: refused as it is: {was}")
            compare(f"{name}, seed {seed}, {change}", was,
                    run(*[word.replace("FILE", "after.csv") for word in words]))

# Prices in other notations, one at a time.
notations = [("1234.50", ["1,234.50", "1 234.50", "1'234.50", "\u20ac1,234.50", "1234.5 EUR",
                          "1.234,50", "1234,50"]),
             ("0.25", ["0,25", ".25", "\u20ac 0.25", "0.25 EUR"]),
             ("12000", ["12,000", "12.000", "12 000", "12'000"])]
for plain, others in notations:
    def priced(price):
        write("q.csv", [["vendor", "charge", "basis", "price", "currency"],
                        ["a", "labels", "per_item", price, "EUR"],
                        ["a", "set-up", "per_project", "100", "EUR"]])
        return run("quote", "q.csv", "--volume", "1000")
    was = priced(plain)
    for other in others:
        compare(f"price {other}", was, priced(other))

# audit.yaml: each number in the notations that people type.
write("labels.csv", [["item", "annotator", "label"]] + [[f"i{k}", f"w{k % 3}", "cat" if k % 7 else "dog"] for k in range(60)])
write("gold.csv", [["item", "label"]] + [[f"i{k}", "cat"] for k in range(0, 60, 2)])
write("quotes.csv", [["vendor", "charge", "basis", "price", "currency"], ["v", "labels", "per_item", "0.2", "EUR"]])
plain = {"volume": "50000", "error": "0.05", "rework": "0.15", "quality": "0.5", "budget": "20000"}
def yaml(values):
    with open("audit.yaml", "w", encoding="utf-8") as out:
        out.write("deliveries:\n  - vendor: v\n    files: [labels.csv]\ngold: [gold.csv]\nquotes: quotes.csv\n"
                  "currency: EUR\nvolume: %(volume)s\nbudget: %(budget)s\ncost_per_wrong: %(rework)s\n"
                  "limits:\n  error: %(error)s\nweights:\n  quality: %(quality)s\n  cost: 0.5\n"
                  % values)
    return run("audit")
def typed(text):
    value = float(text)
    forms = [f"'{text}'", f'"{text} "', f" {text}", text + ".0" if "." not in text else text + "0", text.replace(".", ","),
             f"{value:,g}" if value < 1 else f"{int(value):,}", f"+{text}", f"{text} EUR"]
    forms += [f"{value * 100:g}%", f"{value * 100:g} %", f"'{value * 100:g}%'"] if value < 1 else \
             [f"{int(value):,}".replace(",", sign) for sign in (".", "'", " ", "_")] + [f"{value / 1000:g}k", f"{value:.0e}"]
    return forms
was = yaml(plain)
if was[1] is None:
    sys.exit(f"audit.yaml is refused as it is: {was}")
for key in plain:
    for form in typed(plain[key]):
        compare(f"audit.yaml, {key}: {form}", was, yaml({**plain, key: form}))
# The same of a list of numbers on the command line.
was = run("quote", "quotes.csv", "--volume", "50000")
for form in ("50000.0", "50.000", "50,000", "5e4", "+50000"):
    compare(f"--volume {form}", was, run("quote", "quotes.csv", "--volume", form))
print(n, "comparisons,", same, "with the same figures,", said, "changes said")
if same < 60 or said < 5:
    sys.exit("too few of the changes went through, or changed anything")
END
