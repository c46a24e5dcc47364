# What commands print as JSON is what `labelqa help output --json-schema` says: every table is in it
# with exactly its columns, in their order, and each cell is of its kind.
set -eu
scenes=$LABELQA_ROOT/fixtures/street-scenes
deliveries=$scenes/deliveries
print() { # NAME COMMAND [OPTIONS]
    name=$1
    shift
    status=0
    "$LABELQA" "$@" --format json -o "$name.json" -q || status=$?
    [ "$status" = 0 ] || [ "$status" = 1 ] || [ "$status" = 4 ] || exit 1
}
"$LABELQA" help output --json-schema >schema.json
set -- --vendor northlight="$deliveries/northlight-scene.csv" \
    --vendor quickpix="$deliveries/quickpix-scene.csv" \
    --vendor swiftlabel="$deliveries/swiftlabel-scene.csv"
print check check "$@" --expected "$scenes/expected-items.csv"
print agree agree "$@"
print truth truth "$@" -g "$scenes/gold/scene.csv"
print errors errors "$@" -g "$scenes/gold/scene.csv" --by batch
print error_boxes errors "$deliveries/quickpix-boxes.csv" -g "$scenes/gold/boxes.json"
print iou iou "$deliveries/quickpix-boxes.csv" -g "$scenes/gold/boxes.json" --matches
print pairs iou "$deliveries/northlight-boxes.json"
print score score "$deliveries/quickpix-boxes.csv" -g "$scenes/gold/boxes.json"
print turnaround turnaround "$scenes/delivery-log.csv"
print quote quote "$scenes/quotes.csv" --rates "$scenes/rates.csv" --currency EUR \
    --volume 10000,100000 --objects-per-item 6.7 --seconds-per-item 60 --errors quickpix=40/240
print rules quote --rules
print compliance compliance "$scenes"/responses/*-questions.csv --starts 2026-05-04 --ends 2027-03-31
print compare compare "$@" -g "$scenes/gold/scene.csv" --quotes "$scenes/quotes.csv" \
    --rates "$scenes/rates.csv" --currency EUR --volume 50000 --objects-per-item 6.5
print audit audit -c "$scenes/audit.yaml"
for plan in "" --double --sequential "--standard --history aarar"; do
    # The options of a plan are words.
    print "plan$(echo "$plan" | tr -c 'a-z\n' _)" plan --lot 5000 --aql 1.0% --rql 5% --curve $plan
done
print plan_scores plan --variables --aql 2% --rql 10% --lower-limit 0.75
print plan_kappa plan --kappa 0.8 --half-width 0.05 --shares 0.5,0.5
print sample sample "$deliveries/northlight-scene.csv" --n 200 --seed 7
print clusters sample "$deliveries/northlight-scene.csv" --n 50 --seed 7 --auditors a,b --overlap 20%
"$LABELQA" sample "$deliveries/northlight-scene.csv" --n 200 --seed 7 -o sheet.csv -q
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "verdict") v = i; print; next }
    { $v = NR % 70 == 0 ? "wrong" : "correct"; print }' sheet.csv >done.csv
print judge judge done.csv --limit 2.5%
python3 - *.json <<'PYTHON'
import json
import sys

schema = json.load(open("schema.json"))
tables_of = {case["if"]["properties"]["tool"]["const"]: case["then"]["properties"]["tables"]
             ["properties"] for case in schema["allOf"]}
plain = {"string": str, "integer": int, "number": (int, float), "null": type(None), "object": dict}


def fits(cell, column):
    if "$ref" in column:
        column = schema["$defs"][column["$ref"].split("/")[-1]]
        if isinstance(cell, dict) and not set(cell) <= set(column["properties"]):
            return False
    kinds = column["type"] if isinstance(column["type"], list) else [column["type"]]
    return isinstance(cell, tuple(t for k in kinds for t in
                                  (plain[k] if isinstance(plain[k], tuple) else (plain[k],))))


def rows_of(items):
    return [schema["$defs"][ref["$ref"].split("/")[-1]]["properties"]
            for ref in items.get("anyOf", [items])]


seen = set()
for path in sys.argv[1:]:
    output = json.load(open(path))
    if "tables" not in output:
        continue
    for name, rows in output["tables"].items():
        known = tables_of[output["tool"]]
        assert name in known, (path, name, "is in no list")
        forms = rows_of(known[name]["items"])
        for row in rows:
            # A sample leaves out what it has no use for, categories what only sets have.
            of = [form for form in forms if list(row) == list(form) or
                  (name in ("sample", "categories") and list(row) == [c for c in form if c in row])]
            assert of, (path, name, list(row), "is not", [list(form) for form in forms])
            assert any(all(fits(row[c], form[c]) for c in row) for form in of), (path, name, row)
        if rows:
            seen.add((output["tool"], name))
    assert set(schema["required"]) <= set(output), (path, list(output))
assert len(seen) > 100, len(seen)
PYTHON
# The same sentences are in the man pages and in the help of one table.
"$LABELQA" help --man errors | grep >/dev/null '^\.SS wrong_items: Wrong items, to send back'
"$LABELQA" help output wrong_items | grep >/dev/null 'Similarity of the object with gold'
"$LABELQA" help output judge | grep >/dev/null '^verdicts: Verdict on each lot'
! "$LABELQA" help output | awk 'length > 80 { print; wide = 1 } END { exit !wide }'
