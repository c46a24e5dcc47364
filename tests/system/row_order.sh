# The order of rows in a file shows nowhere: the same bytes, but for the places in the file, whatever
# the kind, from deliveries of labels, several questions, ratings and boxes whose rows are shuffled.
set -eu
cat >deliveries.py <<'PYTHON'
import random
import sys


def rows_of(rng, kind):
    """Rows of a delivery and of its gold: names that sort otherwise than they were drawn."""
    items = [f"{rng.choice('zyxab')}{i}.jpg" for i in rng.sample(range(100, 400), 30)]
    people = {vendor: [f"{vendor}-{p}" for p in rng.sample(range(20), 3)] for vendor in ("west", "east")}
    labels = ["Oak", "ash", "10", "9", "elm"]
    delivered, gold = [], []
    for item in items:
        for question in rng.sample(["wood", "age"], 2) if kind == "questions" else [""]:
            truth = rng.choice(labels)
            gold.append((item, question, "", "", "", truth))
            for vendor, who in people.items():
                for person in rng.sample(who, rng.randint(0, 3)):
                    label = truth if rng.random() < 0.7 else rng.choice(labels)
                    delivered.append((item, question, vendor, person, rng.choice(["b2", "b10", ""]), label))
    return ["item,question,vendor,annotator,batch,label"] + [",".join(row) for row in delivered], \
           ["item,question,vendor,annotator,batch,label"] + [",".join(row) for row in gold]


def boxes_of(rng, rows):
    """Each label as one or two boxes in the item."""
    out = [rows[0] + ",x,y,width,height"]
    for row in rows[1:]:
        for place in range(rng.randint(1, 2)):
            out.append(f"{row},{40 * place + rng.randint(0, 9)},{rng.randint(0, 9)},30,{rng.randint(18, 24)}")
    return out


def save(name, rows):
    with open(name, "w") as file:
        file.write("\n".join(rows) + "\n")


seed, kind = int(sys.argv[1]), sys.argv[2]
rng = random.Random(seed)
delivered, gold = rows_of(rng, kind)
if kind == "boxes":
    delivered, gold = boxes_of(rng, delivered), boxes_of(rng, gold)
for order in "ab":
    for name, rows in (("delivery", delivered), ("gold", gold)):
        save(f"{order}/{name}.csv", rows)
    for rows in (delivered, gold):
        shuffled = rows[1:]
        rng.shuffle(shuffled)
        rows[1:] = shuffled
PYTHON
# What is of the file and not of its answers: paths, sums, places of rows, numbers of objects. Of a
# workbook, the cells' texts.
cat >plain.py <<'PYTHON'
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

OF_THE_FILE = {"line", "file", "where", "object_a", "object_b"}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k not in OF_THE_FILE}
    return [plain(v) for v in value] if isinstance(value, list) else value


def cells(path):
    book = zipfile.ZipFile(path)
    texts = ["".join(text.text or "" for text in one.iter(MAIN + "t"))
             for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    for part in sorted(book.namelist()):
        if part.startswith("xl/worksheets/sheet"):
            of_the_file = set() # columns under a heading "line"
            for cell in ElementTree.fromstring(book.read(part)).iter(MAIN + "c"):
                value = cell.findtext(MAIN + "v", "")
                text = texts[int(value)] if cell.get("t") == "s" else value
                text += "".join(inline.text or "" for inline in cell.iter(MAIN + "t"))
                column = cell.get("r").rstrip("0123456789")
                if text == "line":
                    of_the_file.add(column)
                elif column in of_the_file:
                    continue
                text = re.sub(r"(delivery|gold).csv:\d+", r"\1.csv:line", text)
                print(part, cell.get("r"), re.sub("[0-9a-f]{64}", "sum", text))


if len(sys.argv) > 1:
    cells(sys.argv[1])
else:
    report = json.load(sys.stdin)
    print(json.dumps({key: plain(report[key]) for key in ("tables", "findings")}, indent=0))
PYTHON
failed=0
equal() { # command...
    cmp -s a.txt b.txt && return
    echo "seed $seed, $kind: labelqa $*"
    diff a.txt b.txt | head -20
    failed=1
}
same() { # command...
    for order in a b; do
        (cd $order && "$LABELQA" "$@" --format json -q || [ $? -lt 64 ]) | python3 plain.py >$order.txt
    done
    equal "$@"
}
same_book() { # command...
    for order in a b; do
        (cd $order && "$LABELQA" "$@" -q --force -o book.xlsx || [ $? -lt 64 ]) >/dev/null
        python3 plain.py $order/book.xlsx >$order.txt
    done
    equal "$@"
}
mkdir -p a b
for seed in ${SEEDS:-1}; do
    for kind in labels questions boxes; do
        python3 deliveries.py $seed $kind
        same errors delivery.csv -g gold.csv
        same score delivery.csv -g gold.csv --by item
        same_book compare delivery.csv -g gold.csv --limit 20% --rows
        same compare delivery.csv -g gold.csv --limit 20%
        if [ $kind = boxes ]; then
            same iou delivery.csv -g gold.csv --matches
            same iou delivery.csv --matches
        else
            same agree delivery.csv
        fi
    done
done
exit $failed
