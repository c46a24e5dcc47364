# What is empty or misspelt is said: a delivery without a row is a vendor all the same, and a name that
# nobody has comes with the nearest one that somebody has.
set -eu
printf 'item,annotator,label\n' >none.csv
printf 'item,annotator,label\n1,x,a\n2,x,b\n' >some.csv
printf 'item,label\n1,a\n2,b\n' >gold.csv
status=0
"$LABELQA" compare --vendor acme=none.csv --vendor zeta=some.csv -g gold.csv --current-vendor zetta \
    --format json -q >out.json || status=$?
[ "$status" -eq 4 ]
python3 - <<'PYTHON'
import json

report = json.load(open("out.json"))
rows = {row["vendor"]: row for row in report["tables"]["vendors"]}
assert sorted(rows) == ["acme", "zeta"], rows
assert rows["acme"]["gate"] == "INCONCLUSIVE", rows["acme"]
said = {finding["code"]: finding["message"] for finding in report["findings"]}
assert "did you mean 'zeta'" in said["W433"], said
assert "acme" in said["W431"], said
PYTHON
# A gate that nobody came to is not passed.
printf 'vendor,id,answer\n' >nobody.csv
status=0
"$LABELQA" compliance nobody.csv -q >/dev/null 2>error.txt || status=$?
[ "$status" -eq 3 ]
grep -q 'nobody.csv: .*E441' error.txt
