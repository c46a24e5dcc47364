# Tables as people keep them: put one behind the other, saved with blank rows or a title, as JSON of
# several shapes, with a score behind each label. All hold the same answers.
awk 'BEGIN {
    split("cat dog bird", label, " ")
    print "item,annotator,label"
    for (i = 1; i <= 9; i++) for (a = 1; a <= 3; a++)
        print "i" i ",ann-" a "," label[int(i * i / 4 + ((i + a) % 5 == 0)) % 3 + 1]
}' >plain.csv

{ head -10 plain.csv; echo item,annotator,label; sed 1d plain.csv | sed '1,9d'; } >again.csv
{ cat plain.csv; echo ,,; echo ,,; } >blank.csv
{ echo '# exported on 2026-11-03, by night'; cat plain.csv; } >remark.csv
{ printf 'Delivery;;\n;;\n'; tr , ';' <plain.csv; } >title.csv
sed 's/$/ (0.9)/; 1s/ .*//; 5s/9)/7)/' plain.csv >scored.csv
python3 - <<'PY'
import csv, json
rows = list(csv.DictReader(open("plain.csv")))
columns = list(rows[0])
def save(name, what, **how):
    json.dump(what, open(name, "w"), **how)
save("rows.json", rows, indent=1)
open("rows.jsonl", "w").write("".join(
    json.dumps({"image": r["item"], "worker": r["annotator"], "class": r["label"]}) + "\n" for r in rows))
save("data.json", {"schema": {"version": 1}, "data": rows})
save("split.json", {"columns": columns, "data": [[r[c] for c in columns] for r in rows]})
save("columns.json", {c: {str(i): r[c] for i, r in enumerate(rows)} for c in columns})
items = {}
for r in rows:
    items.setdefault(r["item"], {})[r["annotator"]] = r["label"]
save("items.json", items)
save("objects.json", [dict(r, meta={"ip": "?"}, at=[1, 2.5]) for r in rows])
open("twice.json", "w").write('[{"item": "a", "item": "b", "annotator": "x", "label": "cat"}, {"item": "b"}]')
save("mixed.json", rows[:2] + [["i9", "ann-1", "cat"]])
open("broken.json", "w").write(json.dumps(rows)[:-30])
open("latin.json", "wb").write(json.dumps(rows).encode().replace(b"bird", b"v\xf6gel"))
PY
for f in plain.csv again.csv blank.csv remark.csv title.csv scored.csv rows.json rows.jsonl \
    data.json split.json columns.json items.json objects.json twice.json mixed.json broken.json latin.json; do
    echo "== $f"
    echo "== $f" >&2
    labelqa agree "$f" --names --table coefficients --format csv | cut -d, -f4-8 | grep fleiss
done
true
