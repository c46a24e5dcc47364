# Annotators who do not copy are not said to, where items differ in how hard they are: of twenty
# deliveries of a team at most two have a flag of copying (one in twenty is the rate that is promised);
# one who copies nine of ten labels has it where items are equally hard.
set -eu
python3 - <<'END'
import csv, io, os, random, subprocess, sys

def delivery(seed, n_items=200, hard_share=0.25, error_hard=0.45, error_easy=0.03, team=6, copier=False):
    draw = random.Random(seed)
    rows = ["item,annotator,label"]
    for item in range(n_items):
        right = draw.choice(["yes", "no"])
        error = error_hard if draw.random() < hard_share else error_easy
        given = [right if draw.random() >= error else {"yes": "no", "no": "yes"}[right] for _ in range(team)]
        if copier and draw.random() < 0.9:
            given[1] = given[0]
        rows += [f"i{item},w{a},{label}" for a, label in enumerate(given)]
    return "\n".join(rows) + "\n"

def copying(text):
    open("labels.csv", "w").write(text)
    done = subprocess.run([os.environ["LABELQA"], "agree", "labels.csv", "--names", "-q", "--table", "flags",
                           "--format", "csv"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"exit {done.returncode}: {done.stderr}")
    return [row for row in csv.DictReader(io.StringIO(done.stdout)) if row["flag"] == "copying"]

accused = [seed for seed in range(20) if copying(delivery(seed))]
if len(accused) > 2:
    sys.exit(f"independent annotators are said to copy in deliveries {accused}")
found = [seed for seed in range(5) if {"w0", "w1"} & {r["annotator"] for r in copying(delivery(
    seed, hard_share=0, error_easy=0.12, copier=True))}]
if len(found) < 4:
    sys.exit(f"a copier was found in {len(found)} of 5 deliveries")
END
