# How far events and boundaries may be off: each option against tests/reference/event_options.py.
set -eu
for seed in 1 2 3; do
    python3 "$LABELQA_ROOT/tests/reference/event_options.py" . "$seed"
    python3 - <<'END'
import csv, io, os, subprocess

cache, n = {}, 0
for options, item, metric, value in csv.reader(open("expected.csv")):
    if options not in cache:
        out = subprocess.run([os.environ["LABELQA"], "score", "vendor.tsv", "-g", "gold.tsv", "--by", "item",
                              "--names", "--format", "csv", "-q"] + options.split(),
                             check=True, capture_output=True, text=True).stdout
        cache[options] = {(r["group"], r["metric"]): r["estimate"]
                          for r in csv.DictReader(io.StringIO(out)) if r["by"] == "item"}
    got = cache[options].get((item, metric), "")
    assert got != "" and abs(float(got) - float(value)) <= 1e-12, (options, item, metric, value, got)
    n += 1
assert n > 1000, n
END
done
