# The audit of the fixtures finds each fault that was planted there.
set -eu
"$LABELQA" audit --names -c "$LABELQA_ROOT/fixtures/street-scenes/audit.yaml" --format json -o audit.json -q
python3 - <<'PYTHON'
import json

audit = json.load(open("audit.json"))
tables = audit["tables"]
vendors = {row["vendor"]: row for row in tables["vendors"]}
found = [f["code"] + " " + (f["vendor"] or "") for f in audit["findings"]]


def check(what, truth):
    assert truth, what


check("the accurate vendor passes and ranks first",
      vendors["northlight"]["gate"] == "PASS" and vendors["northlight"]["rank"] == 1)
check("the sloppy vendor fails and has no rank",
      vendors["quickpix"]["gate"] == "FAIL" and vendors["quickpix"]["rank"] is None)
check("the middling vendor is inconclusive", vendors["swiftlabel"]["gate"] == "INCONCLUSIVE")

annotators = {(r["annotator"], r["question"]): r for r in tables["annotators"]}
clicker = annotators["qp-3", "scene"]
check("the random clicker is flagged", clicker["flag"] and clicker["error_rate"]["low"] > 0.5)
check("and is fast", clicker["median_seconds"] < 3)
check("nobody of the accurate vendor is flagged",
      not any(r["flag"] for r in tables["annotators"] if r["vendor"] == "northlight"))

confusion = {(r["vendor"], r["gold"], r["given"]): r["count"] for r in tables["confusion"]}
swapped = confusion.get(("swiftlabel", "bus", "truck"), 0)
check("the swapped class shows in the confusion", swapped >= 5 and swapped > 4 * confusion.get(
    ("northlight", "bus", "truck"), 0))

missed = sum(1 for r in tables["wrong_items"]
             if r["vendor"] == "quickpix" and r["given"] is None and r["gold"] is not None)
check("the missed small objects show", missed > 50)
check("items that were not delivered", "W201 quickpix" in found)
check("the item that nobody ordered", "W202 quickpix" in found)
check("the label outside the set", "E203 swiftlabel" in found)
check("the fee that only a note mentions", "W413 quickpix" in found)
late = {r["vendor"]: r for r in tables["turnaround_vendors"]}
check("late batches", late["quickpix"]["on_time"]["value"] < 0.5)
check("the open batch that is not due is undecided",
      late["swiftlabel"]["open"] > 0 and late["swiftlabel"]["on_time"]["value"] == 1)
for entry in audit["inputs"]:
    check("rows add up", entry["rows_read"] == entry["rows_used"] + entry["rows_excluded"])
    check("and so do the reasons", entry["rows_excluded"] == sum(entry["excluded"].values()))
print("every planted fault was found")
PYTHON
