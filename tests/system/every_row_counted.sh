# Random deliveries with known faults in every format that a small program can write: what is read is
# used or excluded, for the reasons that are right, and the rows are those that were meant; and the same
# from a compressed file and from an archive.
set -eu
python3 - "${SEEDS:-2}" <<'END'
import collections, csv, gzip, io, os, re, shutil, subprocess, sys, zipfile

root = os.environ["LABELQA_ROOT"]
sys.path.insert(0, os.path.join(root, "tests", "reference"))
sys.dont_write_bytecode = True
import deliveries

failures = []
gives = {row["format"]: row for row in csv.DictReader(io.StringIO(subprocess.run(
    [os.environ["LABELQA"], "formats", "--format", "csv", "-q"], capture_output=True, text=True).stdout))}

def ingest(path, case):
    command = [os.environ["LABELQA"], "ingest", path, "--format", "csv"] + case.options
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        return None, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout))), done.stderr

def check(case, path, seed):
    fail = lambda text: failures.append("%s, seed %d, %s: %s" % (case.name, seed, path, text))
    rows, said = ingest(path, case)
    if rows is None:
        return fail("is not read: " + said)
    used, empty = collections.Counter(), 0
    for row in rows:
        if row.get("status") in ("skipped", "open"):
            continue
        if row["type"] == "":
            empty += 1
        else:
            used[re.sub(r"^(.*/|a:(?=\d+$))", "", row["item"]), row.get("label") or ""] += 1
    counts = re.search(r"(\d+) rows read, (\d+) used, (\d+) excluded", said)
    excluded = collections.Counter()
    for n, reason in re.findall(r": (\d+) excluded: (.*)", said):
        excluded[reason] += int(n)
    n_used = sum(case.used.values()) + case.empty
    n_excluded = sum(case.excluded.values())
    n_sizes = case.files.get("sizes.csv", b"\n").count(b"\n") - 1 # the table of sizes is read too
    if used != case.used or empty != case.empty:
        fail("rows %r and %d empty, meant %r and %d\n%s" % (dict(used), empty, dict(case.used), case.empty, said))
    if excluded != +case.excluded:
        fail("excluded %r, meant %r\n%s" % (dict(excluded), dict(case.excluded), said))
    if [int(n) for n in counts.groups()] != [n_used + n_excluded + n_sizes, n_used + n_sizes,
                                                     n_excluded]:
        fail("counted %r, meant %d used and %d excluded\n%s" % (counts.groups(), n_used, n_excluded, said))
    # What the table of formats says that it cannot have is in no row of it.
    format = re.search(r"^labelqa: [^\n]*?: ([a-z0-9-]+)", said).group(1)
    facts = gives.get(format)
    columns = {"annotator": ["annotator"], "times": ["started_at", "submitted_at", "seconds"],
               "stage": ["stage"], "gold": ["gold"], "score": ["score"], "image_size": ["image_width"],
               "status": ["status"]}
    for fact in columns if facts else []:
        there = [name for name in columns[fact] if any(row.get(name) for row in rows)]
        by_sizes = fact == "image_size" and "--sizes" in case.options
        if there and facts[fact] == "" and not by_sizes:
            fail("%s has %s, and `labelqa formats` says that %s cannot" % (case.path, there, format))
    return rows

n = 0
seen = set()
for seed in range(1, int(sys.argv[1]) + 1):
    for case in deliveries.cases(seed):
        folder = "s%d-%d" % (seed, n)
        n += 1
        for name, data in case.files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            open(os.path.join(folder, name), "wb").write(data)
        os.chdir(folder)
        plain = check(case, case.path, seed)
        with zipfile.ZipFile("packed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in case.files.items():
                if name != "sizes.csv":
                    packed.writestr(name, data)
        check(case, "packed.zip", seed)
        if os.path.isfile(case.path) and not case.path.endswith(".xlsx"):
            with gzip.open(case.path + ".gz", "wb") as out:
                out.write(case.files[case.path])
            check(case, case.path + ".gz", seed)
        os.chdir("..")
        seen.add(case.name)
        shutil.rmtree(folder)
print(len(seen), "formats,", n, "deliveries,", len(failures), "failures")
print("\n".join(failures[:40]))
sys.exit(bool(failures) or len(seen) < 40)
END
