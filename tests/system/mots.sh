# Tracks of masks have TrackEval's figures. mots.csv: TrackEval 12c8791 (MOTSChallenge; HOTA, CLEAR and
# Identity at 0.5) on the six random sequences of mots/, half of them with a region of uncounted objects.
set -eu
cd "$LABELQA_ROOT/tests/reference"
python3 - <<'END'
import csv, io, os, subprocess

def figures(vendor, gold):
    out = subprocess.run([os.environ["LABELQA"], "score", vendor, "-g", gold, "--format", "csv", "-q"],
                         check=True, capture_output=True, text=True).stdout
    return {r["metric"]: r["estimate"] for r in csv.DictReader(io.StringIO(out)) if r["by"] == "all"}

cache, n = {}, 0
for row in csv.DictReader(open("mots.csv")):
    name = row["sequence"]
    if name not in cache:
        file = "" if name == "all" else f"/{name}.txt"
        cache[name] = figures("mots/vendor" + file, "mots/gold" + file)
    got = cache[name].get(row["metric"], "")
    assert got != "" and abs(float(got) - float(row["value"])) <= 1e-10, (row, got)
    n += 1
assert n == 91, n
END
